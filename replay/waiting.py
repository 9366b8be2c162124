"""Who waits on a day, longest first, each held against every limit there is: how long still, or how long too long.

A page of it costs no more than its lines: the rows come from an index in the order in which they began, and each is
judged by the same rules as the figures count with. Where only those are asked who wait too long, some rows are looked
at in vain: after `LOOKED_AT_MAX` of them a page ends as it is, and the next goes on from there. Of one municipality it
ends for good at the first who began too late to have passed any limit.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import merge
from itertools import islice

import msgspec

from domain import rules
from domain.counting import Rule, Verdict
from domain.dates import add_months
from domain.places import Scope
from domain.rules.waiting_spell import LIMIT_MONTHS, LIST_MONTHS_MAX, WaitingSpell
from replay.answers import Document, head_document
from replay.figures import Figures
from replay.judged_rows import Looking, by_case, looking, verdict_document
from replay.listing_lines import WAITING_SPELLS
from replay.listings import is_there, lines_of
from store.ledger import Head
from store.listing import DatedRow, Mark, rows_by_day

LIMITS: Sequence[Rule] = (*rules.versions("waiting-over-four-months"), *rules.versions("waiting-over-one-year"))
"""The rules that set a limit to waiting, each reading of them apart."""
MONTHS = frozenset({LIMIT_MONTHS.name, LIST_MONTHS_MAX.name})
LOOKED_AT_MAX = 2_000
JUDGED_AT_ONCE = 100
Found = tuple[DatedRow, WaitingSpell | None]
"""A row with its spell as it stood; None of what is not asked for."""


@dataclass(frozen=True, slots=True)
class WaitingAsked:
    """Whom to tell of; what is None does not matter. `after` is where the page before ended."""

    municipality: str | None = None
    waiting_list: str | None = None
    as_of: date | None = None
    known_at: str | None = None
    too_long_only: bool = False
    after: Mark | None = None
    lines_max: int = 25


@dataclass(frozen=True, slots=True)
class Waiting:
    """A page of those who wait, longest first; `after` is where the next one begins, None at the end of the list."""

    scope: Scope
    as_of: date
    known: Head
    lines: Sequence[Document]
    after: Mark | None

    def heading(self) -> Document:
        """What was asked, and as known when."""
        return {
            "municipality": self.scope.municipality,
            "as_of": self.as_of.isoformat(),
            "known_at": head_document(self.known),
        }


@dataclass(frozen=True, slots=True)
class _Held:
    """A spell with where it stands in the list, and what each limit says of it."""

    row: DatedRow
    spell: WaitingSpell
    verdicts: Sequence[tuple[Rule, Verdict]]

    @property
    def is_too_long(self) -> bool:
        return any(verdict.counted for _, verdict in self.verdicts)


Judge = Callable[[Sequence[tuple[DatedRow, WaitingSpell]]], list[_Held]]


def ask_waiting(figures: Figures, asked: WaitingAsked) -> Waiting:
    """A page of the waiting list; raises CannotAsk."""
    with looking(figures, asked.municipality, asked.as_of, asked.known_at) as here:
        found, after = _page(asked, _spells(here, asked), *_judging(here))
        return Waiting(here.scope, here.bounds.as_of, here.known, _lines(here, found), after)


def _spells(here: Looking, asked: WaitingAsked) -> Iterator[Found]:
    """The rows in order."""
    decoder, generation = msgspec.json.Decoder(WaitingSpell), here.look.generation(WAITING_SPELLS.views[0])
    connection, bounds = here.look.connection, here.bounds
    rows = [
        rows_by_day(connection, generation, bounds.known_at, code, bounds.as_of, asked.after) for code in here.codes()
    ]
    for row in merge(*rows, key=lambda row: (row.begins_on or date.max, row.case_id)):
        spell = decoder.decode(row.value).as_it_stood(bounds.as_of)
        is_asked = asked.waiting_list in (None, spell.waiting_list)
        yield row, spell if is_asked and is_there(spell, bounds.as_of, here.scope) else None


def _page(
    asked: WaitingAsked, coming: Iterator[Found], judge: Judge, ends: Callable[[DatedRow], bool]
) -> tuple[list[_Held], Mark | None]:
    """As many as fit on a page, and where the next one begins."""
    found: list[_Held] = []
    looked_at, last = 0, asked.after
    while some := list(islice(coming, JUDGED_AT_ONCE)):
        by_case = {one.row.case_id: one for one in judge([(row, spell) for row, spell in some if spell is not None])}
        for row, _ in some:
            if asked.too_long_only and ends(row):
                return found, None
            one = by_case.get(row.case_id)
            if one is not None and (one.is_too_long or not asked.too_long_only):
                if len(found) == asked.lines_max:
                    return found, last
                found.append(one)
            looked_at, last = looked_at + 1, row.mark
        if looked_at >= LOOKED_AT_MAX:
            return found, last
    return found, None


def _judging(here: Looking) -> tuple[Judge, Callable[[DatedRow], bool]]:
    """Judges spells by every limit; and says of a row whether nobody from there on has passed one.

    A limit may be set for one municipality, so that is said of one municipality alone; who began on a day that nobody
    knows comes last, and passed none.
    """
    months: set[int] = set()

    def judge(some: Sequence[tuple[DatedRow, WaitingSpell]]) -> list[_Held]:
        judged = here.judged(LIMITS, [spell for _, spell in some])
        for held in (values for _, one in judged for values in one.values.values()):
            months.update(int(str(value)) for name, (value, _) in held.items() if name in MONTHS)
        said = by_case(judged)
        return [_Held(row, spell, said[spell.case]) for row, spell in some]

    def ends(row: DatedRow) -> bool:
        if row.begins_on is None:
            return True
        of_one = here.scope.codes is not None and len(here.scope.codes) == 1
        return of_one and bool(months) and add_months(row.begins_on, min(months)) >= here.bounds.as_of

    return judge, ends


def _lines(here: Looking, found: Sequence[_Held]) -> list[Document]:
    as_of = here.bounds.as_of
    lines = lines_of(here.figures, here.look, WAITING_SPELLS, [one.spell for one in found], as_of)
    return [
        line
        | {
            "registration": str(one.row.registration),
            "waited_days": None if one.row.begins_on is None else (as_of - one.row.begins_on).days,
            "limits": [_limit(rule, verdict, as_of) for rule, verdict in one.verdicts],
        }
        for one, line in zip(found, lines, strict=True)
    ]


def _limit(rule: Rule, verdict: Verdict, as_of: date) -> Mapping[str, object]:
    """What a limit says of a spell; `left_days` are those still allowed, 0 on the last of them."""
    limit_on = verdict.reason.limit_on
    waits = verdict.code in ("WITHIN_LIMIT", "LIMIT_DAY")
    return verdict_document(rule, verdict) | {
        "limit_on": None if limit_on is None else limit_on.isoformat(),
        "over_days": verdict.reason.days_over if verdict.counted else None,
        "left_days": (limit_on - as_of).days if waits and limit_on is not None else None,
    }

"""Persons with their enrolments: rows, trajectories and people in one list, each person once.

Registrations that are linked stand together, and each enrolment says by every counting rule whether it counts and why.
A page costs no more than its persons: an index has the rows of one group together. Two registrations that were ever
decided on are in one group; whether they are one person, each row says itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import merge
from itertools import groupby, islice
from uuid import UUID

import msgspec

from domain import rules
from domain.counting import Bounds, Rule, Verdict
from domain.places import Scope
from domain.rules.participants import Enrolment
from domain.rules.shared import known_day
from replay.answers import Document, head_document
from replay.asking import Asked, resolve_known_at, today_in_amsterdam
from replay.considered import of_lots
from replay.figures import Figures
from replay.listing_lines import ENROLMENTS
from replay.listings import as_seen, is_there, record_ids
from replay.places import register, scope_of
from replay.reading import Reading, reading
from store.ledger import Head
from store.listing import GroupedRow, rows_by_group

COUNTED_BY: Sequence[Rule] = (
    *rules.versions("enrolment-rows"),
    *rules.versions("trajectories"),
    *rules.versions("participants"),
)
"""The rules that count enrolments: as rows, as trajectories in each reading, and as people."""
VIEW = "participants"
GROUPS_LOOKED_AT_MAX = 1_000


@dataclass(frozen=True, slots=True)
class PersonsAsked:
    """Whom to tell of; what is None does not matter. `after` is the group that was told last."""

    municipality: str | None = None
    as_of: date | None = None
    known_at: str | None = None
    after: UUID | None = None
    groups_max: int = 25


@dataclass(frozen=True, slots=True)
class Persons:
    """A page of persons; `after` is where the next one begins, None at the end."""

    scope: Scope
    as_of: date
    known: Head
    persons: Sequence[Document]
    after: UUID | None

    def heading(self) -> Document:
        """What was asked, and as known when."""
        return {"as_of": self.as_of.isoformat(), "known_at": head_document(self.known)}


Found = tuple[GroupedRow, Enrolment]


def ask_persons(figures: Figures, asked: PersonsAsked) -> Persons:
    """A page of persons with their enrolments up to a day; raises CannotAsk."""
    ledger = figures.ledger
    known_at = resolve_known_at(asked.known_at, ledger, ledger.head().position)
    as_of = asked.as_of or today_in_amsterdam(ledger.database_now())
    bounds = Bounds(as_of=as_of, known_at=known_at)
    with reading(figures.follower, known_at) as look:
        scope = scope_of(Asked("", municipality=asked.municipality), register(look, known_at), as_of)
        found, after = _page(asked, _groups(look, asked, bounds, scope))
        persons = _persons(figures, look, found, bounds, scope)
    return Persons(scope, as_of, ledger.at(known_at), persons, after)


def _groups(look: Reading, asked: PersonsAsked, bounds: Bounds, scope: Scope) -> Iterator[tuple[UUID, list[Found]]]:
    """The groups in order, each with its enrolments that are asked for, which may be none."""
    decoder, generation = msgspec.json.Decoder(Enrolment), look.generations[VIEW]
    codes = [None] if scope.codes is None else sorted(scope.codes)
    rows = [rows_by_group(look.connection, generation, bounds.known_at, code, asked.after) for code in codes]
    together = merge(*rows, key=lambda row: (row.group_id, row.case_id))
    for group_id, some in groupby(together, key=lambda row: row.group_id):
        cases = [(row, decoder.decode(row.value)) for row in some]
        yield group_id, [one for one in cases if is_there(one[1], bounds.as_of, scope) and _by_then(one[1], bounds)]


def _by_then(enrolment: Enrolment, bounds: Bounds) -> bool:
    on = known_day(enrolment.enrolled_on)
    return on is None or on <= bounds.as_of


def _page(asked: PersonsAsked, groups: Iterator[tuple[UUID, list[Found]]]) -> tuple[list[Found], UUID | None]:
    """The enrolments of as many groups as fit on a page, and after which group the next one begins."""
    found: list[Found] = []
    told, last = 0, asked.after
    for group_id, some in islice(groups, GROUPS_LOOKED_AT_MAX):
        if some and told == asked.groups_max:
            return found, last
        told, last = told + bool(some), group_id
        found += some
    return found, last if next(groups, None) is not None else None


def _persons(figures: Figures, look: Reading, found: Sequence[Found], bounds: Bounds, scope: Scope) -> list[Document]:
    cases = [case for _, case in found]
    said: dict[str, list[tuple[Rule, Verdict]]] = {case.case: [] for case in cases}
    for rule in COUNTED_BY:
        for verdict in figures.judged(look, rule, bounds, scope, of_lots(cases)).verdicts:
            said[verdict.case.case].append((rule, verdict))
    ids = record_ids(figures, look, cases)
    plain = [ENROLMENTS.line(case, bounds.as_of) for case in cases]
    lines = as_seen(figures.ledger, [(case, row.group_id) for row, case in found], plain)
    persons: dict[str, list[Document]] = {}
    for (row, case), line in zip(found, lines, strict=True):
        told = line | {
            "registration": str(row.registration),
            "id": ids.get(case.record or ""),
            "counts": [_count(rule, verdict) for rule, verdict in said[case.case]],
        }
        persons.setdefault(line["person"] or str(row.registration), []).append(told)
    return [{"person": person, "enrolments": some} for person, some in persons.items()]


def _count(rule: Rule, verdict: Verdict) -> Document:
    return {
        "rule": rule.id,
        "version": rule.version,
        "counted": verdict.counted,
        "reason": verdict.code,
        "detail": dict(verdict.reason.detail),
    }

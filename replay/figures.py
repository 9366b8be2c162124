"""A figure asked, answered and opened: the stored rows judged by a rule, within the four axes.

An answer is the list of verdicts with what the rule needs beside it; the value is their sum. As-of and period are
comparisons on the deciding dates in the rows; `known_at` chooses the rows; `registered_by` runs the same pure function
again over the histories that the sources' books held by then. Nothing is looked up that lies after `known_at`, and
all of it is read as it was at one moment.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, NamedTuple
from uuid import UUID

from domain import counting, rules
from domain.closings import LATE_AFTER_CLOSING, Closing
from domain.counting import Bounds, Case, Conflict, Question, Rule, Verdict
from domain.dates import first_day
from domain.event import Position, shared_subject
from domain.facts import ParameterSet
from domain.facts.base import of
from domain.places import Merger, Places, Scope
from domain.quotas import Beside, Quota, set_against
from domain.ratio import Measured, measured
from domain.reported import Reported, TotalOfOthers
from domain.rules.quota_realisation import conflicts_with_estimates
from domain.tally import Tally, tally_of
from projections.history import standing
from replay.asking import Asked, bounds_of, resolve_known_at, today_in_amsterdam
from replay.beside import (
    ByPlace,
    Flag,
    Origin,
    Setting,
    flags_of,
    flags_of_place,
    flags_of_reported,
    origins,
    quotas_of_scope,
    reported_beside,
    set_places,
    totals_beside,
    values_asked_of,
    values_by_place,
)
from replay.breakdowns import Breakdown, broken_down, chosen_dimensions
from replay.changes import Looked
from replay.commitments import commitments
from replay.considered import Considered, considered, of_lots
from replay.follow import Follower, Progress, no_progress
from replay.judged_again import Judged, JudgedAgain
from replay.lots import flags_of_lots, lots_of, told_by_code
from replay.opened import NOT_OPENED, Listed
from replay.places import code_of, register, scope_of, successor_of
from replay.reading import Reading, reading
from replay.seen import hides
from replay.series import closed, closings_known, with_late
from store.database import whole
from store.ledger import Head, Ledger
from store.readers import reader_now, reading_as
from store.rows import Rows

BESIDE = {"cents": "budget-lines"}
"""Unit → the view of what a figure in it may be set beside, where that is another than the quotas."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One figure by one rule version, with everything it was summed from."""

    rule: Rule
    bounds: Bounds
    scope: Scope
    known: Head
    tally: Tally
    verdicts: Sequence[Verdict]
    parameters: Sequence[Origin]
    beside: Sequence[Beside]
    refused: Sequence[tuple[Quota, str]]
    conflicts: Sequence[Conflict]
    flags: Sequence[Flag]
    breakdown: Breakdown | None = None
    reported: Sequence[Reported] = ()
    totals_of_others: Sequence[TotalOfOthers] = ()
    """What was told before in answer to the same question."""
    questions: Mapping[str | None, Question] = field(default_factory=dict, repr=False)
    """The question that the cases of each municipality were judged with."""
    closing: Closing | None = None
    """The closing that bounds it, where the closed series is asked; the running series has none."""
    measured: Measured[Verdict] | None = None
    """The ratio, of a rule that has one."""

    def question_of(self, case: Case) -> Question:
        """The question that a case was judged with."""
        return self.questions[case.municipality]

    @property
    def municipality(self) -> str | None:
        """The municipality asked about; None for more than one."""
        return self.scope.municipality

    @property
    def municipality_name(self) -> str | None:
        """Its name, by the division asked."""
        code, scope = self.scope.municipality, self.scope
        return None if code is None else scope.places.name_of(code, scope.division_on or date.max)

    @property
    def merger(self) -> Merger | None:
        """The merger by which the municipality asked about was no more on the day asked."""
        return successor_of(self.scope, self.bounds.as_of)

    @property
    def late(self) -> Sequence[Verdict]:
        """What rests on facts that came after the closing of its period; where it was closed, the list is held."""
        is_held = self.verdicts is not NOT_OPENED and not isinstance(self.verdicts, JudgedAgain)
        return [one for one in self.verdicts if LATE_AFTER_CLOSING in one.flags] if is_held else []

    @property
    def value(self) -> int:
        """The figure."""
        return self.tally.value

    @property
    def funnel(self) -> dict[str, int]:
        """Counted, and not counted per reason."""
        return self.tally.funnel


@dataclass(frozen=True, slots=True)
class _Bounded:
    """A question with all its bounds: what it asks about, and which closings its running series is held against."""

    bounds: Bounds
    scope: Scope
    by: tuple[str, ...]
    closings: Sequence[Closing]
    closing: Closing | None


class _Counted(NamedTuple):
    """The cases of a figure as far as they are held, and what they come to."""

    found: Considered
    verdicts: Sequence[Verdict]
    tally: Tally
    flags: Sequence[Flag]
    judged: Judged


Told = Literal["held", "again", "no list"]
"""How long lists are kept: held, judged again whenever they are gone through, or not at all."""


class Figures:
    """Asks figures of one ledger. The views are brought up to the position of the question before it is answered."""

    def __init__(self, ledger: Ledger, follower: Follower | None = None) -> None:
        self.ledger = ledger
        self.follower = follower or Follower(ledger)
        self.rows: Rows = self.follower.rows

    def ask(
        self, asked: Asked, progress: Progress = no_progress, *, opened: bool = True, looked: Looked | None = None
    ) -> list[Answer]:
        """The answer of the version asked for, or of every version there is, in the order they are declared.

        Not opened it has its value, funnel and flags and no list of verdicts, and takes a small part of the time; a
        breakdown and a ratio are made of verdicts, and open it.
        The ministry is told numbers alone: they are counted over rows that it cannot see, and the answers go without.
        Raises UnknownRule, UnknownVersion, UnknownDimension, CannotAsk, ParameterNotSet.
        """
        told: Told = "held" if opened else "no list"
        reader = reader_now()
        if reader is None or reader.role != "ministry":
            with self._asking(asked, progress, told, looked) as answers:
                return answers
        with reading_as(None), self._asking(asked, progress, "no list", looked) as answers:
            return [replace(answer, verdicts=NOT_OPENED, questions={}) for answer in answers]

    def telling(self, asked: Asked, progress: Progress = no_progress) -> AbstractContextManager[list[Answer]]:
        """The same answers opened, for as long as this lasts; their lists are not held, unless `_needs_held`."""
        return self._asking(asked, progress, "again")

    @contextmanager
    def listing(self, asked: Asked) -> Iterator[list[Listed]]:
        """The lists of those answers and not what they sum up to, for who tells a few of their cases."""
        with self._bounding(asked, no_progress) as (look, each):
            yield [self._listed(look, rule, bounded) for rule, bounded in each]

    @contextmanager
    def _asking(
        self, asked: Asked, progress: Progress, told: Told, looked: Looked | None = None
    ) -> Iterator[list[Answer]]:
        with self._bounding(asked, progress, looked) as (look, each):
            yield [self._answer(look, rule, bounded, progress, told) for rule, bounded in each]

    @contextmanager
    def _bounding(
        self, asked: Asked, progress: Progress, looked: Looked | None = None
    ) -> Iterator[tuple[Reading, Iterable[tuple[Rule, _Bounded]]]]:
        """A look at the rows, and each version that is asked with its bounds."""
        chosen = rules.versions(asked.rule) if asked.version is None else (rules.rule(asked.rule, asked.version),)
        for rule in chosen if asked.by else ():
            chosen_dimensions(rule, asked.by)
        known_at = resolve_known_at(asked.known_at, self.ledger, self.ledger.head().position)
        today = today_in_amsterdam(self.ledger.database_now())
        with reading(self.follower, known_at, progress, looked) as look:
            yield look, ((rule, self._bounded(look, rule, asked, known_at, today)) for rule in chosen)

    def _listed(self, look: Reading, rule: Rule, asked: _Bounded) -> Listed:
        bounds, scope = asked.bounds, asked.scope
        if _needs_held(rule, asked) or not told_by_code(look, bounds, scope):
            counted = self._counted(look, rule, asked, no_progress, "held")
            return Listed(rule, bounds, counted.verdicts, counted.judged.questions)
        judged, again = self._again(look, rule, bounds, scope)
        return Listed(rule, bounds, again, judged.questions)

    def _bounded(self, look: Reading, rule: Rule, asked: Asked, known_at: Position, today: date) -> _Bounded:
        """The question with all its bounds; of the closed series those of the closing."""
        bounds = bounds_of(asked, known_at, today)
        scope = scope_of(asked, register(look, known_at), bounds.as_of)
        closings = closings_known(look, rule, scope, known_at)
        if asked.series != "closed":
            return _Bounded(bounds, scope, asked.by, closings, None)
        asked, closing = closed(replace(asked, municipality=scope.municipality), closings, rule)
        bounds = bounds_of(asked, Position(closing.position), today)
        return _Bounded(bounds, scope_of(asked, register(look, closing.position), bounds.as_of), asked.by, (), closing)

    def _answer(self, look: Reading, rule: Rule, asked: _Bounded, progress: Progress, told: Told) -> Answer:
        bounds, scope = asked.bounds, asked.scope
        found, verdicts, tally, counted_flags, judged = self._counted(look, rule, asked, progress, told)
        quotas = quotas_of_scope(look, bounds.known_at, scope, BESIDE.get(rule.unit, "quotas"))
        beside, refused = set_against(rule, tally.value, quotas, bounds)
        with whole(look.connection):
            known = self.ledger.at_in(look.connection, bounds.known_at)
        reported = reported_beside(look, rule, scope, bounds)
        flags = [
            *counted_flags,
            *flags_of_reported(reported, tally.value, tally.considered),
            *flags_of_place(rule, scope, found.unsettled, tally.considered, bounds.as_of),
        ]
        return Answer(
            rule=rule,
            bounds=bounds,
            scope=scope,
            known=known,
            tally=tally,
            verdicts=verdicts,
            parameters=origins(rule, judged.settings, bounds.as_of, judged.values),
            beside=beside,
            refused=refused,
            conflicts=[*rule.conflicts, *conflicts_with_estimates(rule, quotas)],
            flags=sorted((one for one in flags if not hides(one.code)), key=lambda flag: flag.code),
            breakdown=_by(look, rule, verdicts, found.groups, asked),
            reported=reported,
            totals_of_others=totals_beside(look, rule, scope, bounds),
            questions=judged.questions,
            measured=measured(
                rule.ratio, verdicts, values_asked_of(rule, judged.settings, bounds.as_of, scope.municipality)
            )
            if rule.ratio
            else None,
            closing=asked.closing,
        )

    def _counted(self, look: Reading, rule: Rule, asked: _Bounded, progress: Progress, told: Told) -> _Counted:
        """The cases judged and summed: one of each lot, or a batch at a time, or all of them held."""
        bounds, scope = asked.bounds, asked.scope
        if told == "held" or _needs_held(rule, asked) or not told_by_code(look, bounds, scope):
            found = considered(look, rule, bounds, scope, progress)
            judged = self.judged(look, rule, bounds, scope, found)
            verdicts = with_late([*judged.verdicts, *found.elsewhere], asked.closings, rule)
            flags = flags_of(look, rule, verdicts, found.groups, bounds, set_places(judged.values))
            return _Counted(found, verdicts, tally_of((one, 1) for one in verdicts), flags, judged)
        lots = lots_of(look, rule, bounds, scope)
        if lots is None:
            judged, again = self._again(look, rule, bounds, scope)
            return _Counted(of_lots([]), again if told == "again" else NOT_OPENED, *again.summed(), judged)
        judged = self.judged(look, rule, bounds, scope, of_lots(lots.cases))
        tally = tally_of((one, lots.counts[one.case.case]) for one in judged.verdicts)
        flags = flags_of_lots(look, rule, judged.verdicts, lots, bounds, scope.municipality, set_places(judged.values))
        listed = self._again(look, rule, bounds, scope)[1] if told == "again" else NOT_OPENED
        return _Counted(of_lots(lots.cases), listed, tally, flags, judged)

    def _again(self, look: Reading, rule: Rule, bounds: Bounds, scope: Scope) -> tuple[Judged, JudgedAgain]:
        """A list that is judged as it is gone through; with it what holds for all of it, and no verdict."""
        settings, values = self._values(
            look, rule, bounds, scope, look.municipalities(rule.view, bounds.known_at, scope.codes)
        )

        def judge(cases: Sequence[Case]) -> Judged:
            return self._judged(look, rule, bounds, scope, of_lots(cases), settings, values)

        return judge([]), JudgedAgain(look, rule, bounds, scope, judge)

    def judged(self, look: Reading, rule: Rule, bounds: Bounds, scope: Scope, found: Considered) -> Judged:
        """What a rule says of these cases, with the parameter values that hold; raises ParameterNotSet."""
        places = {case.municipality for case in found.cases}
        return self._judged(look, rule, bounds, scope, found, *self._values(look, rule, bounds, scope, places))

    def _judged(
        self,
        look: Reading,
        rule: Rule,
        bounds: Bounds,
        scope: Scope,
        found: Considered,
        settings: Sequence[Setting],
        values: ByPlace,
    ) -> Judged:
        record_ids = self._record_ids(look, rule, found.cases)
        by_place = {place: {name: value for name, (value, _) in held.items()} for place, held in values.items()}
        questions = {
            place: Question(bounds, held, found.later, scope, record_ids, by_place) for place, held in by_place.items()
        }
        verdicts = counting.judge_each(rule, found.cases, lambda case: questions[case.municipality])
        return Judged(verdicts, questions, settings, values)

    def _values(
        self, look: Reading, rule: Rule, bounds: Bounds, scope: Scope, places: Iterable[str | None]
    ) -> tuple[list[Setting], ByPlace]:
        """What was set, and the parameter values that hold in these places and the one asked about."""
        some = {*places, *filter(None, [scope.municipality])}
        settings = self._settings(look, rule, bounds.known_at, some)
        return settings, values_by_place(rule, settings, bounds.as_of, some, scope.municipality)

    # Cases

    def stored_cases(
        self, view: str, known_at: int, codes: frozenset[str] | None = None
    ) -> Iterable[tuple[Case, UUID]]:
        """(case, group) of a view as known at a position, from the stored rows, of these municipalities or of all."""
        with reading(self.follower) as look:
            yield from look.cases(view, known_at, codes)

    def quotas(self, known_at: int, municipality: str | None) -> list[Quota]:
        """Quotas of a municipality, or of the whole country, as known at a position; by document date."""
        with reading(self.follower) as look:
            return quotas_of_scope(look, known_at, Scope(municipality=municipality), "quotas")

    def set_against(
        self, rule: Rule, value: int, scope: Scope, bounds: Bounds
    ) -> tuple[Sequence[Beside], Sequence[tuple[Quota, str]]]:
        """What a value of this rule may be set beside there, and what it is refused with the reason."""
        with reading(self.follower) as look:
            quotas = quotas_of_scope(look, bounds.known_at, scope, BESIDE.get(rule.unit, "quotas"))
        return set_against(rule, value, quotas, bounds)

    def _settings(self, look: Reading, rule: Rule, known_at: int, places: Iterable[str | None]) -> list[Setting]:
        """The ParameterSet facts that this rule's parameters have, for all or for one of these municipalities."""
        wanted = {
            shared_subject(self.ledger.ring.ledger, of(ParameterSet).subject, parameter.name, place): place
            for parameter in rule.parameters
            for place in {None, *places}
        }
        found: list[Setting] = []
        for one in standing(look.shared({ParameterSet}, known_at) if wanted else []):
            if one.subject in wanted and isinstance(one.fact, ParameterSet):
                day = first_day(one.occurred_on) if one.occurred_on else None
                found.append((day, wanted[one.subject], one.fact.name, one.fact.value))
        return found

    def _record_ids(self, look: Reading, rule: Rule, cases: Iterable[Case]) -> dict[str, str]:
        """Readable ids of the records whose order this rule asks: of cases on one day with another of their person."""
        tied = {record for test in rule.tests for case in cases for record in test.tied(case)}
        committed = commitments(tied)
        with whole(look.connection), reading_as(None):  # they decide an order, and are told to nobody
            return self.ledger.record_ids_in(look.connection, committed) if committed else {}

    def places(self, known_at: int | None = None) -> Places:
        """Municipalities, regions and joint bodies, as known at a position."""
        until = self.ledger.head().position if known_at is None else known_at
        with self.rows.snapshot() as connection:
            return register(Reading(connection, self.rows, {}, {}), until)

    def municipality_names(self, known_at: int | None = None) -> dict[str, str]:
        """Code → name from `MunicipalityNamed` facts, as known at a position."""
        return self.places(known_at).names()

    def municipality_code(self, text: str | None, known_at: int | None = None) -> str | None:
        """The code that a name or code stands for; raises CannotAsk."""
        return None if text is None else code_of(text, self.places(known_at))


def _needs_held(rule: Rule, asked: _Bounded) -> bool:
    """Whether the answer is made of all its verdicts."""
    return bool(asked.by or asked.closings or rule.ratio or asked.bounds.registered_by)


def _by(
    look: Reading, rule: Rule, verdicts: Sequence[Verdict], groups: Mapping[str, UUID], asked: _Bounded
) -> Breakdown | None:
    """The breakdown, where one is asked for."""
    if not asked.by:
        return None
    dimensions = chosen_dimensions(rule, asked.by)
    return broken_down(look, rule, verdicts, groups, asked.bounds, dimensions, asked.scope)

"""A figure asked, answered and opened: the stored rows judged by a rule, within the four axes.

An answer is the list of verdicts with what the rule needs beside it; the value is their sum. As-of and period are
comparisons on the deciding dates in the rows; `known_at` chooses the rows; `registered_by` runs the same pure function
again over the histories that the sources' books held by then. Nothing is looked up that lies after `known_at`, and
all of it is read as it was at one moment.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from domain import counting, rules
from domain.counting import Bounds, Case, Conflict, Question, Rule, Verdict
from domain.dates import first_day
from domain.event import Recorded, shared_subject
from domain.facts import MunicipalityNamed, ParameterSet
from domain.facts.base import of
from domain.municipalities import find_code, name_of
from domain.quotas import Beside, Quota, set_against
from domain.ratio import Measured, measured
from domain.reported import Reported, TotalOfOthers
from domain.rules.quota_realisation import conflicts_with_estimates
from domain.tally import Tally, tally_of
from projections import VIEWS
from projections.fold import Shared
from projections.history import registered_by, standing
from replay.asking import Asked, CannotAsk, bounds_of, resolve_known_at, today_in_amsterdam
from replay.beside import (
    SET,
    ByPlace,
    Flag,
    Origin,
    flags_of,
    flags_of_reported,
    origins,
    reported_beside,
    totals_beside,
    values_asked_of,
    values_by_place,
)
from replay.breakdowns import Breakdown, broken_down, chosen_dimensions
from replay.follow import Follower, Progress, no_progress
from replay.histories import cases_at_end
from replay.lots import flags_of_lots, lots_of
from replay.reading import Reading, reading
from store.ledger import Head, Ledger
from store.rows import Rows

COMMITMENT = re.compile(r"[0-9a-f]{64}")
"""A source record as events carry it; another text names no record."""


BESIDE = {"cents": "budget-lines"}
"""Unit → the view of what a figure in it may be set beside, where that is another than the quotas."""


def commitments(records: Iterable[str | None]) -> list[bytes]:
    """Those of these that commit to a source record, each once."""
    return [bytes.fromhex(one) for one in sorted({one for one in records if one and COMMITMENT.fullmatch(one)})]


class NotOpened(Sequence[Verdict]):
    """The verdicts of an answer that was asked without them: looking at them is a mistake, and fails."""

    def __len__(self) -> int:
        raise ValueError("the answer was asked without its cases; ask it opened, or look at its tally")

    def __getitem__(self, index: Any) -> Any:
        return len(self)


NOT_OPENED = NotOpened()


@dataclass(frozen=True, slots=True)
class Answer:
    """One figure by one rule version, with everything it was summed from."""

    rule: Rule
    bounds: Bounds
    municipality: str | None
    municipality_name: str | None
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
    """The question that the cases of each municipality were judged with; None holds for all where one is asked."""

    measured: Measured[Verdict] | None = None
    """The ratio, of a rule that has one."""

    def question_of(self, case: Case) -> Question:
        """The question that a case was judged with."""
        return self.questions[case.municipality if self.municipality is None else self.municipality]

    @property
    def value(self) -> int:
        """The figure."""
        return self.tally.value

    @property
    def funnel(self) -> dict[str, int]:
        """Counted, and not counted per reason."""
        return self.tally.funnel


class Figures:
    """Asks figures of one ledger. The views are brought up to the position of the question before it is answered."""

    def __init__(self, ledger: Ledger, follower: Follower | None = None) -> None:
        self.ledger = ledger
        self.follower = follower or Follower(ledger)
        self.rows: Rows = self.follower.rows

    def ask(self, asked: Asked, progress: Progress = no_progress, *, opened: bool = True) -> list[Answer]:
        """The answer of the version asked for, or of every version there is, in the order they are declared.

        Not opened it has its value, funnel and flags and no list of verdicts, and takes a small part of the time; a
        breakdown and a ratio are made of verdicts, and open it.
        Raises UnknownRule, UnknownVersion, UnknownDimension, CannotAsk, ParameterNotSet.
        """
        chosen = rules.versions(asked.rule) if asked.version is None else (rules.rule(asked.rule, asked.version),)
        for rule in chosen if asked.by else ():
            chosen_dimensions(rule, asked.by)
        known_at = resolve_known_at(asked.known_at, self.ledger, self.ledger.head().position)
        bounds = bounds_of(asked, known_at, today_in_amsterdam(self.ledger.database_now()))
        known = self.ledger.at(known_at)
        with reading(self.follower, known_at, progress) as look:
            names = _names(look.shared({MunicipalityNamed}, known_at))
            municipality = _code(asked.municipality, names)
            scope = Scope(municipality, name_of(municipality, names) if municipality else None, names, asked.by)
            return [self._answer(look, rule, bounds, scope, known, progress, opened) for rule in chosen]

    def _answer(
        self, look: Reading, rule: Rule, bounds: Bounds, scope: "Scope", known: Head, progress: Progress, opened: bool
    ) -> Answer:
        lots = None if opened or scope.by or rule.ratio else lots_of(look, rule, bounds, scope.municipality)
        if lots is None:
            cases, groups, later = self._cases(look, rule.view, bounds, scope.municipality, progress)
        else:
            cases, groups, later = lots.cases, dict[str, UUID](), frozenset[str]()
        places = {case.municipality for case in cases} if scope.municipality is None else {scope.municipality}
        settings = self._settings(look, rule, bounds.known_at, places)
        values = values_by_place(rule, settings, bounds.as_of, places)
        record_ids = self._record_ids(look, rule, cases)
        by_place = {place: {name: value for name, (value, _) in held.items()} for place, held in values.items()}
        questions = {
            place: Question(bounds, held, later, scope.municipality, record_ids, by_place)
            for place, held in by_place.items()
        }
        asked_of = scope.municipality
        verdicts = counting.judge_each(
            rule, cases, lambda case: questions[case.municipality if asked_of is None else asked_of]
        )
        quotas = _of_scope(look, bounds.known_at, scope.municipality, BESIDE.get(rule.unit, "quotas"))
        set_places = _set_places(values, scope.municipality)
        if lots is None:
            tally = tally_of((one, 1) for one in verdicts)
            flags = flags_of(look, rule, verdicts, groups, bounds, set_places)
        else:
            tally = tally_of((one, lots.counts[one.case.case]) for one in verdicts)
            flags = flags_of_lots(look, rule, verdicts, lots, bounds, scope.municipality, set_places)
        value = tally.value
        beside, refused = set_against(rule, value, quotas, bounds)
        reported = reported_beside(look, rule, scope.municipality, bounds)
        return Answer(
            rule=rule,
            bounds=bounds,
            municipality=scope.municipality,
            municipality_name=scope.name,
            known=known,
            tally=tally,
            verdicts=verdicts if lots is None else NOT_OPENED,
            parameters=origins(rule, settings, bounds.as_of, values),
            beside=beside,
            refused=refused,
            conflicts=[*rule.conflicts, *conflicts_with_estimates(rule, quotas)],
            flags=sorted([*flags, *flags_of_reported(reported, value, tally.considered)], key=lambda flag: flag.code),
            breakdown=_by(look, rule, verdicts, groups, bounds, scope),
            reported=reported,
            totals_of_others=totals_beside(look, rule, scope.municipality, bounds),
            questions=questions,
            measured=measured(rule.ratio, verdicts, values_asked_of(rule, settings, bounds.as_of, asked_of))
            if rule.ratio
            else None,
        )

    # Cases

    def _cases(
        self, look: Reading, view: str, bounds: Bounds, municipality: str | None, progress: Progress
    ) -> tuple[Sequence[Case], dict[str, UUID], frozenset[str]]:
        """The cases of a view within the bounds, the group of each, and those that were registered later."""
        stored = list(look.cases(view, bounds.known_at, municipality))
        groups = {case.case: group for case, group in stored}
        cases = [case for case, _ in stored]
        if bounds.registered_by is None:
            return cases, groups, frozenset()
        by_then = {
            case.case: (case, group)
            for case, group in _registered_by(look, view, bounds, bounds.registered_by, municipality, progress)
            if municipality is None or case.municipality == municipality
        }
        later = frozenset(groups) - frozenset(by_then)
        groups |= {case: group for case, (_, group) in by_then.items()}
        kept = [case for case in cases if case.case in later]
        return [*(case for case, _ in by_then.values()), *kept], groups, later

    def stored_cases(
        self, view: str, known_at: int, municipality: str | None, groups: Iterable[UUID] | None = None
    ) -> Iterable[tuple[Case, UUID]]:
        """(case, group) of a view as known at a position, from the stored rows: everywhere, or of a municipality."""
        with reading(self.follower) as look:
            yield from look.cases(view, known_at, municipality, groups)

    # What a figure needs beside its cases

    def quotas(self, known_at: int, municipality: str | None) -> list[Quota]:
        """Quotas of a municipality, or of the whole country, as known at a position; by document date."""
        with reading(self.follower) as look:
            return _of_scope(look, known_at, municipality, "quotas")

    def _settings(
        self, look: Reading, rule: Rule, known_at: int, places: Iterable[str | None]
    ) -> list[tuple[date | None, str | None, str, str]]:
        """The ParameterSet facts that this rule's parameters have, for all or for one of these municipalities."""
        wanted = {
            shared_subject(self.ledger.ring.ledger, of(ParameterSet).subject, parameter.name, place): place
            for parameter in rule.parameters
            for place in {None, *places}
        }
        found: list[tuple[date | None, str | None, str, str]] = []
        for one in standing(look.shared({ParameterSet}, known_at) if wanted else []):
            if one.subject in wanted and isinstance(one.fact, ParameterSet):
                day = first_day(one.occurred_on) if one.occurred_on else None
                found.append((day, wanted[one.subject], one.fact.name, one.fact.value))
        return found

    def _record_ids(self, look: Reading, rule: Rule, cases: Iterable[Case]) -> dict[str, str]:
        """Readable ids of the records whose order this rule asks: of cases on one day with another of their person."""
        tied = {record for test in rule.tests for case in cases for record in test.tied(case)}
        committed = commitments(tied)
        return self.ledger.record_ids_in(look.connection, committed) if committed else {}

    def municipality_names(self, known_at: int | None = None) -> dict[str, str]:
        """Code → name from `MunicipalityNamed` facts, as known at a position."""
        until = self.ledger.head().position if known_at is None else known_at
        with self.rows.snapshot() as connection:
            return _names(Reading(connection, self.rows, {}, {}).shared({MunicipalityNamed}, until))

    def municipality_code(self, text: str | None, known_at: int | None = None) -> str | None:
        """The code that a name or code stands for; raises CannotAsk."""
        return None if text is None else _code(text, self.municipality_names(known_at))


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a figure is asked about: a municipality and its name, or everywhere; all names, and the breakdown."""

    municipality: str | None
    name: str | None
    names: Mapping[str, str]
    by: tuple[str, ...]


def _by(
    look: Reading,
    rule: Rule,
    verdicts: Sequence[Verdict],
    groups: Mapping[str, UUID],
    bounds: Bounds,
    scope: Scope,
) -> Breakdown | None:
    """The breakdown, where one is asked for."""
    if not scope.by:
        return None
    return broken_down(look, rule, verdicts, groups, bounds, chosen_dimensions(rule, scope.by), scope.names)


def _names(history: Sequence[Recorded]) -> dict[str, str]:
    named = [one.fact for one in standing(history)]
    return {fact.code: fact.name for fact in named if isinstance(fact, MunicipalityNamed)}


def _code(text: str | None, names: Mapping[str, str]) -> str | None:
    if text is None:
        return None
    code = find_code(text, names)
    if code is None:
        raise CannotAsk(
            f"no municipality is named {text!r}. Expected the name of a known municipality or its four-digit CBS "
            f"code, such as --municipality 0014; a new name is recorded with: ketenboek record MunicipalityNamed "
            f"code=NNNN name=…",
            f"geen gemeente heet {text!r}. Verwacht de naam van een bekende gemeente of haar CBS-code van vier "
            f"cijfers, zoals --municipality 0014; een nieuwe naam legt u vast met: ketenboek record "
            f"MunicipalityNamed code=NNNN name=…",
        )
    return code


def _of_scope(look: Reading, known_at: int, municipality: str | None, view: str) -> list[Quota]:
    found = [case for case, _ in look.cases(view, known_at, municipality) if isinstance(case, Quota)]
    of_scope = [quota for quota in found if quota.municipality == municipality]
    return sorted(of_scope, key=lambda quota: (quota.document_on, quota.positions))


def _registered_by(
    look: Reading, view_name: str, bounds: Bounds, bound: date, municipality: str | None, progress: Progress
) -> Iterable[tuple[Case, UUID]]:
    """The cases as the sources' books held them: the pure function over the filtered histories of the scope.

    Shared facts are bounded by `known_at` only.
    """
    view, known_at = VIEWS[view_name], bounds.known_at
    scope = look.groups_in_scope(view_name, known_at, municipality)
    shared = Shared(look.shared(view.reads_shared, known_at), view)
    for done, (group_id, history) in enumerate(look.histories(view, scope, known_at)):
        progress(done, len(scope))
        for case in cases_at_end(view, registered_by(history, bound), shared):
            yield case, group_id


def _set_places(values: ByPlace, municipality: str | None) -> frozenset[str | None] | None:
    """Municipalities whose cases are judged with a value that a fact set; None for all cases, asked of one that is."""
    with_set = {place for place, held in values.items() if any(source == SET for _, source in held.values())}
    return (None if with_set else frozenset()) if municipality is not None else frozenset(with_set)

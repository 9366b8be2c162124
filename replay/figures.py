"""A figure asked, answered and opened: the stored rows judged by a rule, within the four axes.

An answer is the list of verdicts with what the rule needs beside it; the value is their sum. As-of and period are
comparisons on the deciding dates in the rows; `known_at` chooses the rows; `registered_by` runs the same pure function
again over the histories that the sources' books held by then. Nothing is looked up that lies after `known_at`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from uuid import UUID

import msgspec

from domain import counting, rules
from domain.counting import Bounds, Case, Conflict, Question, Rule, Verdict
from domain.dates import first_day
from domain.event import Recorded, shared_subject
from domain.facts import MunicipalityNamed, ParameterSet
from domain.facts.base import Fact, of
from domain.municipalities import find_code, name_of
from domain.quotas import Beside, Quota, set_against
from domain.rules.findings import Finding
from domain.rules.quota_realisation import conflicts_with_estimates
from projections import VIEWS
from projections.fold import Shared, View, registered_by, standing
from replay.asking import Asked, CannotAsk, bounds_of, resolve_known_at, today_in_amsterdam
from replay.follow import Follower, Progress, no_progress
from replay.histories import read, read_streams, rows_as_read
from store.ledger import Head, Ledger
from store.rows import Rows


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the value of a parameter comes from, as used in an answer."""

    name: str
    value: int | str | tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to know about an answer, with the number of its cases."""

    code: str
    cases: int


@dataclass(frozen=True, slots=True)
class Answer:
    """One figure by one rule version, with everything it was summed from."""

    rule: Rule
    bounds: Bounds
    municipality: str | None
    municipality_name: str | None
    known: Head
    verdicts: Sequence[Verdict]
    parameters: Sequence[Origin]
    beside: Sequence[Beside]
    refused: Sequence[tuple[Quota, str]]
    conflicts: Sequence[Conflict]
    flags: Sequence[Flag]

    @property
    def value(self) -> int:
        """The figure."""
        return counting.value_of(self.verdicts)

    @property
    def funnel(self) -> dict[str, int]:
        """Counted, and not counted per reason."""
        return counting.funnel_of(self.verdicts)


class Figures:
    """Asks figures of one ledger. The views are brought up to the position of the question before it is answered."""

    def __init__(self, ledger: Ledger, follower: Follower | None = None) -> None:
        self.ledger = ledger
        self.follower = follower or Follower(ledger)
        self.rows: Rows = self.follower.rows

    def ask(self, asked: Asked, progress: Progress = no_progress) -> list[Answer]:
        """The answer of the version asked for, or of every version there is, in the order they are declared.

        Raises UnknownRule, UnknownVersion, CannotAsk, ParameterNotSet.
        """
        chosen = rules.versions(asked.rule) if asked.version is None else (rules.rule(asked.rule, asked.version),)
        known_at = resolve_known_at(asked.known_at, self.ledger, self.ledger.head().position)
        self.follower.follow(known_at, progress)
        municipality = self.municipality_code(asked.municipality, known_at)
        bounds = bounds_of(asked, known_at, today_in_amsterdam(self.ledger.database_now()))
        known = self.ledger.at(known_at)
        return [self._answer(rule, bounds, municipality, known, progress) for rule in chosen]

    def _answer(self, rule: Rule, bounds: Bounds, municipality: str | None, known: Head, progress: Progress) -> Answer:
        settings = self._settings(rule, bounds.known_at, municipality)
        values = counting.parameter_values(rule, settings, bounds.as_of, municipality)
        cases, groups, later = self._cases(rule.view, bounds, municipality, progress)
        question = Question(bounds, {name: value for name, (value, _) in values.items()}, later)
        verdicts = counting.judge_all(rule, cases, question)
        quotas = self.quotas(bounds.known_at, municipality)
        beside, refused = set_against(rule, counting.value_of(verdicts), quotas, bounds)
        return Answer(
            rule=rule,
            bounds=bounds,
            municipality=municipality,
            municipality_name=name_of(municipality, self.municipality_names(bounds.known_at)) if municipality else None,
            known=known,
            verdicts=verdicts,
            parameters=[Origin(name, value, source) for name, (value, source) in sorted(values.items())],
            beside=beside,
            refused=refused,
            conflicts=[*rule.conflicts, *conflicts_with_estimates(rule, quotas)],
            flags=self._flags(rule, verdicts, groups, bounds),
        )

    # Cases

    def _cases(
        self, view: str, bounds: Bounds, municipality: str | None, progress: Progress
    ) -> tuple[list[Case], dict[str, UUID], frozenset[str]]:
        """The cases of a view within the bounds, the group of each, and those that were registered later."""
        stored = list(self.stored_cases(view, bounds.known_at, municipality))
        groups = {case.case: group for case, group in stored}
        cases = [case for case, _ in stored]
        if bounds.registered_by is None:
            return cases, groups, frozenset()
        by_then = {
            case.case: (case, group)
            for case, group in self._registered_by(view, bounds, bounds.registered_by, municipality, progress)
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
        decoder = msgspec.json.Decoder(VIEWS[view].case)
        some = None if groups is None else sorted({*groups})
        for _, group_id, value in self.rows.known_at(self.follower.generation(view), known_at, municipality, some):
            yield decoder.decode(value), group_id

    def _registered_by(
        self, view_name: str, bounds: Bounds, bound: date, municipality: str | None, progress: Progress
    ) -> Iterable[tuple[Case, UUID]]:
        """The cases as the sources' books held them: the pure function over the filtered histories of the scope.

        Shared facts are bounded by `known_at` only.
        """
        view, known_at = VIEWS[view_name], bounds.known_at
        scope = self.rows.groups_in_scope(self.follower.generation(view_name), known_at, municipality)
        shared = Shared(self._shared(view.reads_shared, known_at), view)
        for done, (group_id, history) in enumerate(self.histories(view, scope, known_at)):
            progress(done, len(scope))
            for case in cases_at_end(view, registered_by(history, bound), shared):
                yield case, group_id

    def histories(self, view: View, groups: Sequence[UUID], known_at: int) -> Iterable[tuple[UUID, list[Recorded]]]:
        """(group, what of its history the view reads) up to a position."""
        with self.ledger.database.long() as connection, connection.transaction():
            members = self.rows.members(connection, groups)
            subjects = sorted({*groups, *members})
            found = self.rows.histories(connection, view.numbers, known_at, subjects)
            for group_id, events in groupby(found, key=itemgetter(0)):
                yield group_id, read(events)[0]

    def _shared(self, kinds: Iterable[type[Fact]], known_at: int) -> list[Recorded]:
        """The shared streams in which facts of these kinds stand, as known at a position."""
        numbers = {of(kind).number for kind in kinds}
        if not numbers:
            return []
        with self.ledger.database.long() as connection:
            return read_streams(self.rows.shared_histories(connection, numbers, known_at))[0]

    # What a figure needs beside its cases

    def quotas(self, known_at: int, municipality: str | None) -> list[Quota]:
        """Quotas of a municipality, or of the whole country, as known at a position; by document date."""
        found = [case for case, _ in self.stored_cases("quotas", known_at, municipality) if isinstance(case, Quota)]
        of_scope = [quota for quota in found if quota.municipality == municipality]
        return sorted(of_scope, key=lambda quota: (quota.document_on, quota.positions))

    def _settings(
        self, rule: Rule, known_at: int, municipality: str | None
    ) -> list[tuple[date | None, str | None, str, str]]:
        """The ParameterSet facts that this rule's parameters have, as known at a position."""
        wanted = {
            shared_subject(self.ledger.ring.ledger, of(ParameterSet).subject, parameter.name, scope): scope
            for parameter in rule.parameters
            for scope in (None, municipality)
        }
        found: list[tuple[date | None, str | None, str, str]] = []
        for one in standing(self._shared({ParameterSet}, known_at) if wanted else []):
            if one.subject in wanted and isinstance(one.fact, ParameterSet):
                day = first_day(one.occurred_on) if one.occurred_on else None
                found.append((day, wanted[one.subject], one.fact.name, one.fact.value))
        return found

    def municipality_names(self, known_at: int | None = None) -> dict[str, str]:
        """Code → name from `MunicipalityNamed` facts, as known at a position."""
        until = self.ledger.head().position if known_at is None else known_at
        stand = standing(self._shared({MunicipalityNamed}, until))
        return {one.fact.code: one.fact.name for one in stand if isinstance(one.fact, MunicipalityNamed)}

    def municipality_code(self, text: str | None, known_at: int | None = None) -> str | None:
        """The code that a name or code stands for; raises CannotAsk."""
        if text is None:
            return None
        code = find_code(text, self.municipality_names(known_at))
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

    def _flags(self, rule: Rule, verdicts: Sequence[Verdict], groups: dict[str, UUID], bounds: Bounds) -> list[Flag]:
        """Flags of the cases, findings about the same registrations, and what makes the whole answer uncertain."""
        counts: dict[str, int] = {}
        findings = list(self.stored_cases("findings", bounds.known_at, None, groups.values()))
        asked = [(verdict.case, groups[verdict.case.case]) for verdict in verdicts]
        registration = self._registrations([*asked, *findings])
        found: dict[UUID, set[str]] = {}
        for case, _ in findings:
            if isinstance(case, Finding):
                found.setdefault(registration[case.case], set()).add(case.code)
        for verdict in verdicts:
            for code in set(verdict.flags) | found.get(registration[verdict.case.case], set()):
                counts[code] = counts.get(code, 0) + 1
        parked = {group for view, group, at, _ in self.rows.parked() if view == rule.view and at <= bounds.known_at}
        if parked:
            counts["PROVISIONAL"] = len(parked)
        if not _in_force(rule, bounds.as_of):
            counts["APPLIED_OUTSIDE_ITS_TIME"] = len(verdicts)
        return [Flag(code, cases) for code, cases in sorted(counts.items())]

    def _registrations(self, cases: Sequence[tuple[Case, UUID]]) -> dict[str, UUID]:
        """Case id → the registration it is about. Groups grow with later links, and registrations never change."""
        with self.ledger.database.long() as connection:
            linked = self.rows.members(connection, sorted({group for _, group in cases}))
        groups = set(linked.values())
        of_linked = [case for case, group in cases if group in groups]
        events = self.ledger.events_at(sorted({position for case in of_linked for position in case.positions}))
        found = {case.case: group for case, group in cases}
        for case in of_linked:
            own = [events[position][0] for position in case.positions]
            found[case.case] = _opened_in(case, [one for one in own if one.event.subject in linked])
        return found


def _opened_in(case: Case, events: Sequence[Recorded]) -> UUID:
    """The registration in whose stream the fact stands that opened a case: by its id, else by its source record."""
    for recorded in events:
        if str(recorded.event.event_id) == case.case:
            return recorded.event.subject
    for recorded in events:
        source = recorded.event.source
        if (source.record if source else None) == case.record:
            return recorded.event.subject
    return events[0].event.subject


def cases_at_end(view: View, history: Sequence[Recorded], shared: Shared) -> list[Case]:
    """The cases that stand at the end of a history."""
    decoder = msgspec.json.Decoder(view.case)
    return [decoder.decode(row.value) for row in rows_as_read(history, shared, view)[0] if row.known_until is None]


def _in_force(rule: Rule, as_of: date) -> bool:
    begun = rule.in_force_from is None or rule.in_force_from <= as_of
    return begun and (rule.in_force_until is None or as_of < rule.in_force_until)

"""The signals there are on a day: cases of counting rules that ask somebody to act, with who is on them.

No second engine: every row is a verdict of a counting rule, judged as for a figure. Beside it stand who the person is
assigned to, and what was acknowledged of this signal of this person, both as known at the position and valid on the
day asked. A person is who the links say; what is said of another registration of the same person belongs to it too.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from uuid import UUID

from domain.counting import Bounds, Case, Parameter, ParameterNotSet, Rule, Verdict
from domain.dates import When, first_day
from domain.places import Scope
from domain.rules.caseload import Assignment, holds_on
from domain.rules.signals import Acknowledged, Acknowledgement, RaisedSignal, rests, said_last
from domain.signals import SIGNALS, SignalKind, UnknownSignal, chosen
from projections import VIEWS
from projections.history import standing
from projections.shared import persons
from replay.asking import Asked, CannotAsk, resolve_known_at, today_in_amsterdam
from replay.beside import registrations_of
from replay.considered import considered
from replay.figures import Figures
from replay.follow import Progress, no_progress
from replay.places import register, scope_of
from replay.reading import Reading, reading
from store.ledger import Head


@dataclass(frozen=True, slots=True)
class SignalsAsked:
    """Which signals are asked for; what is None or empty does not matter. `coming_days` is how many days before its
    limit a case comes up; 0 is on the limit day itself."""

    municipality: str | None = None
    region: str | None = None
    as_of: date | None = None
    kinds: Sequence[str] = ()
    assignee: str | None = None
    unassigned: bool = False
    coming_days: int = 0
    acknowledged: bool = False
    known_at: str | None = None


@dataclass(frozen=True)
class SignalRow:
    """One case that asks somebody to act: the verdicts of the versions that say so, and the codes of the others."""

    kind: SignalKind
    as_of: date
    verdicts: Mapping[str, Verdict]
    others: Mapping[str, str] = field(default_factory=dict)
    assigned: Sequence[Assignment] = ()
    acknowledged: Acknowledged | None = None
    acknowledged_at: Sequence[int] = ()
    """The events among which that acknowledgement is."""
    about_same: bool = False
    """Whether another row of this kind is about the same person, so that an acknowledgement must name its event."""

    @cached_property
    def version(self) -> str:
        """The version of which the limit comes first, or that asks first."""
        return min(self.verdicts, key=lambda name: self.kind.limit_on(self.verdicts[name]) or date.max)

    @property
    def verdict(self) -> Verdict:
        """What that version says."""
        return self.verdicts[self.version]

    @property
    def case(self) -> Case:
        """The case it is about."""
        return self.verdict.case

    @property
    def since_on(self) -> When | None:
        """When what it is about happened, as precisely as it is known."""
        return self.kind.versions(self.as_of, self.version)[0].on(self.case)

    @property
    def limit_on(self) -> date | None:
        """The last day on which to act, where there is one."""
        return self.kind.limit_on(self.verdict)

    @property
    def days_over(self) -> int | None:
        """Days since the limit; below zero those that are left, None where there is no limit."""
        return None if self.limit_on is None else (self.as_of - self.limit_on).days

    @property
    def is_due(self) -> bool:
        """Whether it asks for action by a code of its own; else its limit lies ahead or is the day asked."""
        return self.verdict.code in self.kind.acts_on

    @property
    def rests(self) -> bool:
        """Whether somebody acknowledged it and it may rest on the day asked."""
        return rests(self.acknowledged, self.as_of)

    @property
    def urgency(self) -> tuple[int, int, date, str, str]:
        """Sort key: longest past its limit first, then what has no limit, oldest first, then what comes up soonest."""
        days, since = self.days_over, first_day(self.since_on) if self.since_on else date.max
        lot = 1 if days is None else 0 if days >= 0 else 2
        return lot, -(days or 0), since, self.case.case, self.kind.name


@dataclass(frozen=True, slots=True)
class NotAnswered:
    """A rule that could not be asked: it has cases and needs a parameter that nobody set."""

    kind: SignalKind
    rule: Rule
    parameter: Parameter
    municipality: str | None


@dataclass(frozen=True, slots=True)
class Signals:
    """The signals asked for, the most urgent first; `resting` are those that were acknowledged and may rest."""

    asked: SignalsAsked
    kinds: Sequence[tuple[SignalKind, Sequence[Rule]]]
    scope: Scope
    as_of: date
    known: Head
    open: Sequence[SignalRow]
    resting: Sequence[SignalRow]
    not_answered: Sequence[NotAnswered]

    @property
    def rows(self) -> Sequence[SignalRow]:
        """Those that were asked for."""
        return self.resting if self.asked.acknowledged else self.open


def ask_signals(figures: Figures, asked: SignalsAsked, progress: Progress = no_progress) -> Signals:
    """The signals asked for; raises CannotAsk."""
    ledger = figures.ledger
    known_at = resolve_known_at(asked.known_at, ledger, ledger.head().position)
    as_of = asked.as_of or today_in_amsterdam(ledger.database_now())
    kinds = [(kind, kind.versions(as_of, version)) for kind, version in _chosen(asked.kinds)]
    bounds = Bounds(as_of=as_of, known_at=known_at)
    with reading(figures.follower, known_at, progress) as look:
        place = Asked(kinds[0][0].rule, municipality=asked.municipality, region=asked.region)
        scope = scope_of(place, register(look, known_at), as_of)
        asking = _Asking(figures, look, bounds, scope)
        rows = [row for kind, versions in kinds for row in asking.rows(kind, versions, asked.coming_days)]
        rows = list(_with_people(look, rows, asking.groups, bounds))
    rows = sorted((row for row in rows if _is_of(row, asked)), key=lambda row: row.urgency)
    return Signals(
        asked=asked,
        kinds=kinds,
        scope=scope,
        as_of=as_of,
        known=ledger.at(known_at),
        open=[row for row in rows if not row.rests],
        resting=[row for row in rows if row.rests],
        not_answered=asking.not_answered,
    )


def _chosen(names: Sequence[str]) -> list[tuple[SignalKind, str | None]]:
    if not names:
        return [(kind, None) for kind in SIGNALS.values()]
    try:
        return [chosen(name) for name in dict.fromkeys(names)]
    except UnknownSignal as error:
        there = ", ".join(error.known)
        raise CannotAsk(
            f"there is no signal {error.asked}. Expected one of: {there}",
            f"er is geen signaal {error.asked}. Verwacht een van: {there}",
        ) from None


def _is_of(row: SignalRow, asked: SignalsAsked) -> bool:
    if asked.unassigned:
        return not row.assigned
    return asked.assignee is None or any(one.assignee == asked.assignee for one in row.assigned)


class _Asking:
    """Asks rules in one look."""

    def __init__(self, figures: Figures, look: Reading, bounds: Bounds, scope: Scope) -> None:
        self.figures, self.look = figures, look
        self.bounds, self.scope = bounds, scope
        self.groups: dict[str, UUID] = {}
        self.not_answered: list[NotAnswered] = []

    def rows(self, kind: SignalKind, versions: Iterable[Rule], coming_days: int) -> Iterator[SignalRow]:
        """The signals of one kind, each case once."""
        said: dict[str, dict[str, Verdict]] = {}
        others: dict[str, dict[str, str]] = {}
        for rule in versions:
            for verdict in self._verdicts(kind, rule):
                if kind.asks(verdict, self.bounds.as_of, coming_days):
                    said.setdefault(verdict.case.case, {})[rule.version] = verdict
                else:
                    others.setdefault(verdict.case.case, {})[rule.version] = verdict.code
        for case, verdicts in said.items():
            yield SignalRow(kind, self.bounds.as_of, verdicts, others.get(case, {}))

    def _verdicts(self, kind: SignalKind, rule: Rule) -> Sequence[Verdict]:
        found = considered(self.look, rule, self.bounds, self.scope)
        if not found.cases:
            return ()
        self.groups |= found.groups
        try:
            return self.figures.judged(self.look, rule, self.bounds, self.scope, found).verdicts
        except ParameterNotSet as error:
            self.not_answered.append(NotAnswered(kind, rule, error.parameter, error.municipality))
            return ()


# --- Who is on it ---


def _with_people(
    look: Reading, rows: Sequence[SignalRow], groups: Mapping[str, UUID], bounds: Bounds
) -> Iterator[SignalRow]:
    """The rows with who the person is assigned to and what was acknowledged."""
    if not rows:
        return
    everyone = {groups[row.case.case] for row in rows}
    everyone |= look.members(everyone).keys()
    who = _People(look, everyone, bounds)
    registration = registrations_of(look, [(row.case, groups[row.case.case]) for row in rows])
    person = {row.case.case: who.person(registration[row.case.case]) for row in rows}
    named = [row for row in rows if who.said[person[row.case.case], row.kind.name]]
    events = look.events_at(position for row in named for position in _positions(row))
    alike: dict[tuple[UUID, str], int] = {}
    for row in rows:
        key = person[row.case.case], row.kind.name
        alike[key] = alike.get(key, 0) + 1
    for row in rows:
        key = person[row.case.case], row.kind.name
        own = {str(events[position].event.event_id) for position in _positions(row) if position in events}
        about = [one for one in who.said[key] if one.about is None or one.about in own]
        if isinstance(row.case, RaisedSignal):
            last, at = said_last(row.case.acknowledged, bounds.as_of), list(row.case.positions)
        else:
            last = said_last([one.said for one in about], bounds.as_of)
            at = [position for one in about if one.said is last for position in one.positions]
        yield replace(
            row,
            assigned=who.assigned.get(key[0], ()),
            acknowledged=last,
            acknowledged_at=at if last is not None else (),
            about_same=alike[key] > 1,
        )


def _positions(row: SignalRow) -> set[int]:
    return {*row.case.positions, *row.verdict.positions}


class _Said(dict[tuple[UUID, str], list[Acknowledgement]]):
    """(person, kind) → what was acknowledged of it, in the order of the ledger; nothing where nothing was."""

    def __missing__(self, key: tuple[UUID, str]) -> list[Acknowledgement]:
        return []


class _People:
    """Who is whom in these groups, and what was assigned and acknowledged of each person."""

    def __init__(self, look: Reading, groups: Iterable[UUID], bounds: Bounds) -> None:
        some = sorted({*groups})
        self._persons: dict[UUID, UUID] = {}
        linked = sorted({*look.members(some).values()})
        for _, history in look.histories(VIEWS["assignments"], linked, bounds.known_at):
            found = persons(standing(history))
            self._persons |= {registration: one.id for registration, one in found.items()}
        self.assigned: dict[UUID, list[Assignment]] = {}
        for case, person in self._of(look, "assignments", some, bounds):
            if isinstance(case, Assignment) and holds_on(case, bounds.as_of):
                self.assigned.setdefault(person, []).append(case)
        self.said = _Said()
        for case, person in self._of(look, "acknowledgements", some, bounds):
            if isinstance(case, Acknowledgement):
                self.said.setdefault((person, case.signal), []).append(case)

    def person(self, registration: UUID) -> UUID:
        """The person whose registration it is, by the id of the oldest of theirs."""
        return self._persons.get(registration, registration)

    def _of(self, look: Reading, view: str, groups: Sequence[UUID], bounds: Bounds) -> Iterator[tuple[Case, UUID]]:
        found = list(look.cases(view, bounds.known_at, None, groups))
        registration = registrations_of(look, found)
        for case, _ in sorted(found, key=lambda one: (one[0].positions, one[0].case)):
            yield case, self.person(registration[case.case])

"""`rows(history, shared) -> rows`: the one function behind live follow-up, rebuild, as-of and proof.

The unit is a group (a registration with all it was ever linked to; a quota; a budget). Its complete ordered history
goes in, all its rows come out, each with the interval of positions in which it was known and the days for which it
holds. No clock, no I/O, no look-up. Three promises follow from the shape of the loop: the rows of the first n events
are the rows as known at n; rebuilding equals living; the same history gives the same bytes (decision record 0005).
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Any, NamedTuple, cast
from uuid import UUID

import msgspec

from domain.counting import Case
from domain.dates import When
from domain.event import Event, Recorded, Source, UnreadableEvent, canonical, read_body
from domain.facts import EventCorrected, EventRetracted
from domain.facts.base import Fact, of


class Standing(msgspec.Struct, frozen=True, gc=False):
    """A fact as it stands: the original, or its latest correction in the original's place.

    `event_id` and `position` are the original's; `positions` are all the events that say it, oldest first.
    """

    event_id: UUID
    subject: UUID
    position: int
    positions: tuple[int, ...]
    fact: Any
    occurred_on: When | None
    registered_on: date | None
    delivered_on: date | None
    municipality: str | None
    source: Source | None


class Row(msgspec.Struct, frozen=True, order=True):
    """What a view says of one case during an interval of positions [known_from, known_until)."""

    case: str
    known_from: int
    known_until: int | None
    municipality: str | None
    valid_from: date | None
    valid_until: date | None
    value: bytes
    """Canonical JSON of the Case."""


Standings = Sequence[Standing]


@dataclass(frozen=True)
class View:
    """A question that is asked of every group: which facts it reads and what cases stand given the facts that stand.

    `cases` is pure and is called again after each event of a kind in `reads` (of the group's own streams) or in
    `reads_shared` (of the shared streams). A kind in neither is ignored, on purpose. `of_subject` is the kind of
    stream whose groups the view covers. Where no fact of a kind in `opens` stands (left out: in `reads`), there is no
    case, and `cases` is not asked. With `each_fact` the cases of a fact depend on it alone, and only the fact that
    changed is asked again, without shared facts: for streams that may be as long as a file.
    """

    name: str
    version: int
    case: type[Case]
    reads: frozenset[type[Fact]]
    cases: Callable[[Standings, Standings], Iterable[Case]]
    reads_shared: frozenset[type[Fact]] = frozenset()
    of_subject: str = "registration"
    each_fact: bool = False
    opens: frozenset[type[Fact]] | None = None

    @cached_property
    def opening_numbers(self) -> frozenset[int]:
        """Registry numbers of the facts without which there is no case."""
        return frozenset(of(kind).number for kind in (self.reads if self.opens is None else self.opens))

    @cached_property
    def numbers(self) -> frozenset[int]:
        """Registry numbers of the facts that can change a row, corrections included."""
        return frozenset(of(kind).number for kind in self.reads) | CORRECTIONS

    @cached_property
    def shared_numbers(self) -> frozenset[int]:
        """Registry numbers of the shared facts that can change a row, corrections included."""
        return frozenset(of(kind).number for kind in self.reads_shared) | CORRECTIONS


CORRECTION = of(EventCorrected).number
CORRECTIONS = frozenset({CORRECTION, of(EventRetracted).number})


States = tuple[Sequence[int], Sequence[Standings]]
"""From which position on what stood: two sequences of one length."""


class Shared:
    """What of the shared facts stood from which position on, for each scope: worked out once for all groups in it.

    The scope of a group are the parties and municipalities of its own events. It sees the shared facts of those and
    the ones without a municipality: what another municipality says of itself cannot change its rows, and a group that
    looked at all of them would be asked again for each.
    """

    __slots__ = ("_changes", "_states")

    def __init__(self, history: Iterable[Recorded], view: View) -> None:
        told = History(one for one in history if one.event.type in view.shared_numbers)
        self._changes = told.changes_of(view.shared_numbers)
        self._states: dict[frozenset[str], States] = {}

    def of(self, scope: frozenset[str]) -> States:
        """What a group of this scope sees."""
        if scope not in self._states:
            self._states[scope] = self._work_out(scope)
        return self._states[scope]

    def _work_out(self, scope: frozenset[str]) -> States:
        positions: list[int] = []
        standings: list[Standings] = []
        stand: dict[int, Standing] = {}
        for position, place, _, now in self._changes:
            if now is not None and _is_seen(now, scope):
                stand[place] = now
            elif stand.pop(place, None) is None:
                continue
            positions.append(position)
            standings.append([stand[place] for place in sorted(stand)])
        return positions, standings


def _is_seen(shared: Standing, scope: frozenset[str]) -> bool:
    party = shared.source.party if shared.source else None
    return shared.municipality is None or shared.municipality in scope or party in scope


def rows(history: "Iterable[Recorded] | History", shared: Iterable[Recorded] | Shared, view: View) -> list[Row]:
    """All rows of one group for one view. Both inputs are ordered by position; nothing else is looked at.

    A group without a fact that opens a case has none, whatever the shared facts are. For more than one view give a
    `History`, which is worked out once. Raises UnreadableEvent where a fact that the view reads cannot be read.
    """
    if not isinstance(history, History):
        history = History(recorded for recorded in history if recorded.event.type in view.numbers)
    if view.opening_numbers.isdisjoint(history.kinds):
        return []
    changes = history.changes_of(view.numbers)
    fold = _Fold(view)
    if not view.reads_shared:
        for change in changes:
            fold.believe(change)
        return fold.finish()
    every = shared if isinstance(shared, Shared) else Shared(shared, view)
    positions, standings = every.of(history.scope_of(view.numbers))
    at = bisect_left(positions, changes[0].position)
    if at:
        fold.shared = standings[at - 1]
    for change in changes:
        while at < len(positions) and positions[at] < change.position:
            fold.share(standings[at], positions[at])
            at += 1
        fold.believe(change)
    for later in range(at, len(positions)):
        fold.share(standings[later], positions[later])
    return fold.finish()


def registered_by(history: Iterable[Recorded], bound: date) -> list[Recorded]:
    """The part of a history that the sources' books held at the end of that day, by their own claim.

    A fact without a claimed day counts by the day it was delivered; one with neither is kept. The latest correction
    within the bound wins, and its claimed day replaces the original's: where only the correction lies within, it
    stands there as if it were the original.
    """
    kept: list[Recorded] = []
    beyond: dict[UUID, Event] = {}
    for recorded in history:
        event = recorded.event
        claimed = event.registered_on or event.delivered_on
        if claimed is not None and claimed > bound:
            beyond[event.event_id] = event
        elif event.type == CORRECTION and (original := beyond.pop(_original(recorded), None)) is not None:
            kept.append(Recorded(recorded.position, _as_original(original, event, recorded.fact)))
        else:
            kept.append(recorded)
    return kept


def _original(correction: Recorded) -> UUID:
    return UUID(cast("EventCorrected", correction.fact).original)


def _as_original(original: Event, correction: Event, fact: Any) -> Event:
    return msgspec.structs.replace(
        original,
        body=fact.body,
        schema=fact.body_schema,
        occurred_on=correction.occurred_on,
        registered_on=correction.registered_on,
        delivered_on=correction.delivered_on,
        municipality=correction.municipality,
    )


def standing(history: Iterable[Recorded]) -> list[Standing]:
    """The facts that stand at the end of a history, corrected and without what was retracted, oldest first.

    Raises UnreadableEvent.
    """
    stand: dict[int, Standing] = {}
    told = History(history)
    for _, place, _, now in told.changes_of(told.kinds):
        if now is not None:
            stand[place] = now
        else:
            del stand[place]
    return [stand[place] for place in sorted(stand)]


class Change(NamedTuple):
    """What the event at a position changed: the fact of this kind, said at `place`, now stands so (None: no more)."""

    position: int
    place: int
    kind: int
    now: Standing | None


class History:
    """The events of one group in order of position, and what each of them changed: worked out once for all views."""

    __slots__ = ("_changes", "_unread", "events", "kinds")

    def __init__(self, events: Iterable[Recorded]) -> None:
        self.events = events if isinstance(events, list) else list(events)
        self.kinds = frozenset([recorded.event.type for recorded in self.events])
        self._changes: list[Change] | None = None
        self._unread: list[tuple[int, UnreadableEvent]] = []

    def changes_of(self, kinds: frozenset[int]) -> list[Change]:
        """The changes in facts of these kinds; raises UnreadableEvent where one of them cannot be read."""
        if self._changes is None:
            self._changes = self._work_out()
        for kind, error in self._unread:
            if kind in kinds:
                raise error
        return self._changes if kinds >= self.kinds else [one for one in self._changes if one.kind in kinds]

    def scope_of(self, kinds: frozenset[int]) -> frozenset[str]:
        """The parties and municipalities of the events of these kinds."""
        found: set[str | None] = set()
        for recorded in self.events:
            event = recorded.event
            if event.type in kinds:
                found.add(event.municipality)
                if event.source is not None:
                    found.add(event.source.party)
        found.discard(None)
        return cast("frozenset[str]", frozenset(found))

    def _work_out(self) -> list[Change]:
        """Put each fact in its place among those that stand; one that cannot be read is kept for who asks for it."""
        stand: dict[UUID, tuple[int, Standing]] = {}
        retracted: dict[UUID, tuple[int, Standing]] = {}
        changes: list[Change] = []
        for recorded in self.events:
            event, kind = recorded.event, recorded.event.type
            try:
                if kind not in CORRECTIONS:
                    now = _as_said(recorded)
                    stand[event.event_id] = kind, now
                    changes.append(Change(now.position, now.position, kind, now))
                    continue
                fact: Any = recorded.fact
                original = UUID(fact.original)
                kind, earlier = stand.get(original) or retracted.get(original) or (kind, None)
                if isinstance(fact, EventCorrected) and earlier is not None:
                    stand[original] = kind, (corrected := _as_corrected(earlier, kind, recorded))
                    changes.append(Change(recorded.position, earlier.position, kind, corrected))
                elif (gone := stand.pop(original, None)) is not None:
                    retracted[original] = gone
                    changes.append(Change(recorded.position, gone[1].position, kind, None))
            except UnreadableEvent as error:
                self._unread.append((kind, error))
        return changes


def _as_said(recorded: Recorded) -> Standing:
    """A fact as it stands once it was said."""
    event, at = recorded.event, recorded.position
    days = event.occurred_on, event.registered_on, event.delivered_on
    return Standing(event.event_id, event.subject, at, (at,), recorded.fact, *days, event.municipality, event.source)


def _as_corrected(earlier: Standing, kind: int, correction: Recorded) -> Standing:
    """The same fact with what the correction puts in its place."""
    event, fact = correction.event, cast("EventCorrected", correction.fact)
    return msgspec.structs.replace(
        earlier,
        positions=(*earlier.positions, correction.position),
        fact=read_body(kind, fact.body_schema, bytes(fact.body)),
        occurred_on=event.occurred_on,
        registered_on=event.registered_on,
        delivered_on=event.delivered_on,
        municipality=event.municipality,
    )


class _Fold:
    """The state of one walk through one history."""

    __slots__ = ("closed", "is_opened", "of_fact", "open", "own", "shared", "view")

    def __init__(self, view: View) -> None:
        self.view = view
        self.is_opened = False
        self.own: dict[int, Standing] = {}
        self.shared: Standings = ()
        self.open: dict[str, tuple[int, Case]] = {}
        self.of_fact: dict[int, list[str]] = {}
        self.closed: list[Row] = []

    def believe(self, change: Change) -> None:
        """Take what one event of the group changed, and say what now stands."""
        position, place, kind, now = change
        if now is None:
            del self.own[place]
        else:
            comes_back = place != position and place not in self.own
            self.own[place] = now
            if comes_back:
                self.own = dict(sorted(self.own.items()))
        if self.view.each_fact:
            self._say_of(place, position)
            return
        self.is_opened = self.is_opened or kind in self.view.opening_numbers
        self._say_all(position)

    def share(self, standings: Standings, position: int) -> None:
        """Take what now stands of the shared facts."""
        self.shared = standings
        if not self.view.each_fact:
            self._say_all(position)

    def _say_all(self, position: int) -> None:
        if self.is_opened:
            self._say(self.view.cases([*self.own.values()], self.shared), self.open, position)

    def _say_of(self, place: int, position: int) -> None:
        """What the one fact that changed says now, in the place of what it said before."""
        fact = self.own.get(place)
        cases = list(self.view.cases([fact] if fact else [], []))
        self._say(cases, self.of_fact.get(place, ()), position)
        self.of_fact[place] = [case.case for case in cases]

    def _say(self, stand: Iterable[Case], before: Iterable[str], position: int) -> None:
        """From this position on these are the cases: close the rows that differ, open the new ones."""
        cases = {case.case: case for case in stand}
        for gone in [case_id for case_id in before if case_id not in cases]:
            self._close(gone, position)
        for case_id, case in cases.items():
            if (known := self.open.get(case_id)) is not None:
                if known[1] is case or known[1] == case:  # equal cases have equal bytes, and comparing them costs less
                    continue
                self._close(case_id, position)
            self.open[case_id] = position, case

    def _close(self, case_id: str, position: int) -> None:
        known_from, case = self.open.pop(case_id)
        if known_from < position:
            self.closed.append(_row(case, known_from, position))

    def finish(self) -> list[Row]:
        """All rows, by case and by when they were known."""
        found = [*self.closed, *(_row(case, known_from, None) for known_from, case in self.open.values())]
        return sorted(found, key=_case_and_position) if len(found) > 1 else found


def _row(case: Case, known_from: int, known_until: int | None) -> Row:
    valid_from, valid_until = case.valid
    return Row(case.case, known_from, known_until, case.municipality, valid_from, valid_until, canonical(case))


_case_and_position = attrgetter("case", "known_from")

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
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from domain.counting import Case
from domain.dates import When
from domain.event import Event, Recorded, Source, canonical, read_body
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


class States(NamedTuple):
    """What stood from which position on: two sequences of one length."""

    positions: Sequence[int]
    standings: Sequence[Standings]


class Shared:
    """What of the shared facts stood from which position on, for each scope: worked out once for all groups in it.

    The scope of a group are the parties and municipalities of its own events. It sees the shared facts of those and
    the ones without a municipality: what another municipality says of itself cannot change its rows, and a group that
    looked at all of them would be asked again for each.
    """

    __slots__ = ("_changes", "_states")

    def __init__(self, history: Iterable[Recorded], view: View) -> None:
        self._changes: list[tuple[int, UUID, Standing | None]] = []
        self._states: dict[frozenset[str], States] = {}
        stand: dict[UUID, Standing] = {}
        retracted: dict[UUID, Standing] = {}
        for recorded in history:
            if recorded.event.type not in view.shared_numbers:
                continue
            changed = _stand(stand, retracted, recorded)
            if changed is not None:
                self._changes.append((recorded.position, changed, stand.get(changed)))

    def of(self, scope: frozenset[str]) -> States:
        """What a group of this scope sees."""
        if scope not in self._states:
            self._states[scope] = self._work_out(scope)
        return self._states[scope]

    def _work_out(self, scope: frozenset[str]) -> States:
        positions: list[int] = []
        standings: list[Standings] = []
        stand: dict[UUID, Standing] = {}
        for position, changed, now in self._changes:
            if now is not None and _is_seen(now, scope):
                stand[changed] = now
            elif stand.pop(changed, None) is None:
                continue
            positions.append(position)
            standings.append(sorted(stand.values(), key=_position))
        return States(positions, standings)


def _is_seen(shared: Standing, scope: frozenset[str]) -> bool:
    party = shared.source.party if shared.source else None
    return shared.municipality is None or shared.municipality in scope or party in scope


def scope_of(history: Iterable[Recorded]) -> frozenset[str]:
    """The parties and municipalities of these events."""
    found: set[str | None] = set()
    for recorded in history:
        event = recorded.event
        found.add(event.municipality)
        if event.source is not None:
            found.add(event.source.party)
    return frozenset(one for one in found if one is not None)


def rows(history: Iterable[Recorded], shared: Iterable[Recorded] | Shared, view: View) -> list[Row]:
    """All rows of one group for one view. Both inputs are ordered by position; nothing else is looked at.

    A group without a fact that opens a case has none, whatever the shared facts are.
    """
    own = [recorded for recorded in history if recorded.event.type in view.numbers]
    if all(recorded.event.type not in view.opening_numbers for recorded in own):
        return []
    every = shared if isinstance(shared, Shared) else Shared(shared if view.reads_shared else (), view)
    states = every.of(scope_of(own)) if view.reads_shared else NOTHING_SHARED
    fold = _Fold(view)
    at = bisect_left(states.positions, own[0].position)
    if at:
        fold.shared = states.standings[at - 1]
    for recorded in own:
        while at < len(states.positions) and states.positions[at] < recorded.position:
            fold.share(states.standings[at], states.positions[at])
            at += 1
        fold.believe(recorded)
    for later in range(at, len(states.positions)):
        fold.share(states.standings[later], states.positions[later])
    return fold.finish()


NOTHING_SHARED = States((), ())


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
        elif event.type == CORRECTION and (original := beyond.pop(_corrected(recorded), None)) is not None:
            kept.append(Recorded(recorded.position, _as_original(original, event, recorded.fact)))
        else:
            kept.append(recorded)
    return kept


def _corrected(recorded: Recorded) -> UUID:
    fact: Any = recorded.fact
    return UUID(fact.original)


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


def _position(standing: Standing) -> int:
    return standing.position


def standing(history: Iterable[Recorded]) -> list[Standing]:
    """The facts that stand at the end of a history, corrected and without what was retracted, oldest first."""
    stand: dict[UUID, Standing] = {}
    retracted: dict[UUID, Standing] = {}
    for recorded in history:
        _stand(stand, retracted, recorded)
    return sorted(stand.values(), key=_position)


def _stand(standing: dict[UUID, Standing], retracted: dict[UUID, Standing], recorded: Recorded) -> UUID | None:
    """Put the fact in its place among those that stand: the id of the fact that changed, None when nothing did."""
    event, fact = recorded.event, recorded.fact
    if isinstance(fact, EventRetracted):
        original = UUID(fact.original)
        gone = standing.pop(original, None)
        if gone is not None:
            retracted[original] = gone
        return None if gone is None else original
    if isinstance(fact, EventCorrected):
        original = UUID(fact.original)
        earlier = standing.get(original) or retracted.get(original)
        if earlier is None:
            return None
        definition = of(earlier.fact)
        standing[original] = Standing(
            original,
            earlier.subject,
            earlier.position,
            (*earlier.positions, recorded.position),
            read_body(definition.number, fact.body_schema, bytes(fact.body)),
            event.occurred_on,
            event.registered_on,
            event.delivered_on,
            event.municipality,
            earlier.source,
        )
        return original
    standing[event.event_id] = Standing(
        event.event_id,
        event.subject,
        recorded.position,
        (recorded.position,),
        fact,
        event.occurred_on,
        event.registered_on,
        event.delivered_on,
        event.municipality,
        event.source,
    )
    return event.event_id


class _Fold:
    """The state of one walk through one history."""

    __slots__ = ("closed", "is_opened", "of_fact", "open", "own", "retracted", "said", "shared", "view")

    def __init__(self, view: View) -> None:
        self.view = view
        self.is_opened = False
        self.own: dict[UUID, Standing] = {}
        self.shared: Standings = ()
        self.retracted: dict[UUID, Standing] = {}
        self.open: dict[str, Row] = {}
        self.said: dict[str, Case] = {}
        self.of_fact: dict[UUID, list[str]] = {}
        self.closed: list[Row] = []

    def believe(self, recorded: Recorded) -> None:
        """Take one event of the group, and say what now stands if it could change that."""
        changed = _stand(self.own, self.retracted, recorded)
        self.is_opened = self.is_opened or recorded.event.type in self.view.opening_numbers
        if changed is not None and self.view.each_fact:
            self._say_of(changed, recorded.position)
        elif changed is not None:
            self._say_all(recorded.position)

    def share(self, standings: Standings, position: int) -> None:
        """Take what now stands of the shared facts."""
        self.shared = standings
        if not self.view.each_fact:
            self._say_all(position)

    def _say_all(self, position: int) -> None:
        if not self.is_opened:
            return
        own = sorted(self.own.values(), key=_position)
        self._say(self.view.cases(own, self.shared), list(self.open), position)

    def _say_of(self, changed: UUID, position: int) -> None:
        """What the one fact that changed says now, in the place of what it said before."""
        fact = self.own.get(changed)
        cases = list(self.view.cases([fact] if fact else [], []))
        self._say(cases, self.of_fact.get(changed, []), position)
        self.of_fact[changed] = [case.case for case in cases]

    def _say(self, stand: Iterable[Case], before: list[str], position: int) -> None:
        """From this position on these are the cases: close the rows that differ, open the new ones."""
        cases = {case.case: case for case in stand}
        for gone in [case for case in before if case not in cases]:
            self._close(gone, position)
        for case_id, case in cases.items():
            if self.said.get(case_id) == case:  # equal cases have equal bytes, and comparing them costs less
                continue
            if case_id in self.open:
                self._close(case_id, position)
            valid_from, valid_until = case.valid
            value = canonical(case)
            self.said[case_id] = case
            self.open[case_id] = Row(case_id, position, None, case.municipality, valid_from, valid_until, value)

    def _close(self, case_id: str, position: int) -> None:
        row = self.open.pop(case_id)
        del self.said[case_id]
        if row.known_from < position:
            self.closed.append(msgspec.structs.replace(row, known_until=position))

    def finish(self) -> list[Row]:
        """All rows, by case and by when they were known."""
        return sorted([*self.closed, *self.open.values()], key=lambda row: (row.case, row.known_from))

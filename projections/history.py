"""The history of a group: which facts stand in it, and what each of its events changed.

A fact stands as it was said or as it was last corrected, in the place where it was said; a retracted one stands no more
until a correction brings it back. Pure: no clock, no I/O, no look-up.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, cast
from uuid import UUID

import msgspec

from domain.dates import When, first_day
from domain.event import Event, Placed, Recorded, Source, UnreadableEvent, read_body
from domain.facts import EventCorrected, EventRetracted
from domain.facts.base import of

CORRECTION = of(EventCorrected).number
CORRECTIONS = frozenset({CORRECTION, of(EventRetracted).number})


class Standing(msgspec.Struct, frozen=True, gc=False):
    """A fact as it stands: the original, or its latest correction in the original's place.

    `event_id` and `position` are the original's; `positions` are all the events that say it, oldest first. `actor` is
    who stated it as it stands.
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
    actor: str


Standings = Sequence[Standing]
in_place = attrgetter("position")
"""Sort key: the order in which facts were first said."""


class Change(msgspec.Struct, frozen=True, gc=False):
    """What the event at a position changed in one fact of this kind: how it stood before, and how it stands now.

    None is not at all: before it was said or while it was retracted. One of the two is there.
    """

    position: int
    kind: int
    before: Standing | None
    now: Standing | None

    @property
    def about(self) -> Standing:
        """The fact, as it stands or else as it stood."""
        known = self.before if self.now is None else self.now
        assert known is not None, "an event that changes nothing is no change"
        return known

    @property
    def is_new(self) -> bool:
        """Whether a fact was said for the first time, and none corrected, retracted or brought back."""
        return self.now is not None and self.now.position == self.position

    @property
    def place(self) -> int:
        """Where the fact stands: the position at which it was first said."""
        return self.about.position


class History:
    """The events of one group in order of position, and what each of them changed: worked out once for all views."""

    __slots__ = ("_by_kind", "_changes", "_scopes", "_unread", "events", "kinds")

    def __init__(self, events: Iterable[Placed]) -> None:
        self.events: list[Placed] = events if isinstance(events, list) else list(events)
        self.kinds = frozenset([recorded.event.type for recorded in self.events])
        self._changes: list[Change] | None = None
        self._by_kind: dict[int, list[Change]] | None = None
        self._scopes: dict[tuple[str | None, str | None], set[int]] | None = None
        self._unread: list[tuple[int, str]] = []  # words only: a kept error would keep alive all that was under way

    def changes_of(self, kinds: frozenset[int]) -> list[Change]:
        """The changes in facts of these kinds; raises UnreadableEvent where one of them cannot be read."""
        self.hold_readable(kinds)
        assert self._changes is not None, "they were just worked out"
        return self._changes if kinds >= self.kinds else self._of_kinds(self.kinds & kinds)

    def hold_readable(self, kinds: frozenset[int]) -> None:
        """Raises UnreadableEvent where a fact of one of these kinds cannot be read."""
        if self._changes is None:
            self._changes = self._work_out()
        for kind, reason in self._unread:
            if kind in kinds:
                raise UnreadableEvent(reason)

    def _of_kinds(self, kinds: frozenset[int]) -> list[Change]:
        """Some of the changes, without a look at the many of other kinds."""
        if self._by_kind is None:
            self._by_kind = {}
            for one in self._changes or ():
                self._by_kind.setdefault(one.kind, []).append(one)
        found: list[Change] = []
        for kind in kinds:
            found += self._by_kind.get(kind, ())
        if len(kinds) > 1:
            found.sort(key=in_place)
        return found

    def scope_of(self, kinds: frozenset[int]) -> frozenset[str]:
        """The parties and municipalities of the events of these kinds."""
        if self._scopes is None:
            self._scopes = {}
            for recorded in self.events:
                event = recorded.event
                source = event.source
                where = event.municipality, None if source is None else source.party
                if where in self._scopes:
                    self._scopes[where].add(event.type)
                else:
                    self._scopes[where] = {event.type}
        return frozenset(
            [
                name
                for where, here in self._scopes.items()
                if not here.isdisjoint(kinds)
                for name in where
                if name is not None
            ]
        )

    def _work_out(self) -> list[Change]:
        """Put each fact in its place among those that stand; one that cannot be read is kept for who asks for it."""
        if not CORRECTIONS.isdisjoint(self.kinds):
            return self._work_out_corrected()
        changes: list[Change] = []
        for recorded in self.events:
            try:
                changes.append(Change(recorded.position, recorded.event.type, None, _as_said(recorded)))
            except UnreadableEvent as error:
                self._unread.append((recorded.event.type, str(error)))
        return changes

    def _work_out_corrected(self) -> list[Change]:
        stand: dict[UUID, tuple[int, Standing]] = {}
        retracted: dict[UUID, tuple[int, Standing]] = {}
        changes: list[Change] = []
        for recorded in self.events:
            event, kind = recorded.event, recorded.event.type
            try:
                if kind not in CORRECTIONS:
                    now = _as_said(recorded)
                    stand[event.event_id] = kind, now
                    changes.append(Change(recorded.position, kind, None, now))
                    continue
                fact: Any = recorded.fact
                original = UUID(fact.original)
                before = stand.get(original)
                kind, earlier = before or retracted.get(original) or (kind, None)
                if isinstance(fact, EventCorrected) and earlier is not None:
                    stand[original] = kind, (corrected := _as_corrected(earlier, kind, recorded))
                    changes.append(Change(recorded.position, kind, before[1] if before else None, corrected))
                elif (gone := stand.pop(original, None)) is not None:
                    retracted[original] = gone
                    changes.append(Change(recorded.position, kind, gone[1], None))
            except UnreadableEvent as error:
                self._unread.append((kind, str(error)))
        return changes


def _as_said(recorded: Placed) -> Standing:
    """A fact as it stands once it was said; raises UnreadableEvent, also where its day is none of the calendar."""
    event, at = recorded.event, recorded.position
    if event.occurred_on is not None:
        try:
            first_day(event.occurred_on)
        except ValueError as error:
            raise UnreadableEvent(f"occurred_on is no day: {error}") from error
    return Standing(
        event.event_id,
        event.subject,
        at,
        (at,),
        recorded.fact,
        event.occurred_on,
        event.registered_on,
        event.delivered_on,
        event.municipality,
        event.source,
        event.actor,
    )


def _as_corrected(earlier: Standing, kind: int, correction: Placed) -> Standing:
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
        actor=event.actor,
    )


def standing(history: Iterable[Recorded]) -> list[Standing]:
    """The facts that stand at the end of a history, corrected and without what was retracted, oldest first.

    Raises UnreadableEvent.
    """
    stand: dict[int, Standing] = {}
    told = History(history)
    for change in told.changes_of(told.kinds):
        if change.now is not None:
            stand[change.place] = change.now
        else:
            del stand[change.place]
    return [stand[place] for place in sorted(stand)]


# --- What the sources' books held ---


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

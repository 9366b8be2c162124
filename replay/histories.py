"""From stored bytes to histories and rows, as far as they can be read.

A history that holds an event of an unknown kind, or bytes that are no event, is read up to there: the rows of the
events before it stand, as they did when those were the last, and the place is told so that the group is parked. Nobody
else is held up, and nothing is skipped in silence (decision record 0005).
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

import msgspec

from domain.counting import Case
from domain.event import Placed, Position, Recorded, UnreadableEvent, decode, read_at_once
from domain.facts.base import definitions
from projections.fold import Row, View
from projections.history import History, standing
from projections.walk import Shared, rows

KNOWN_TYPES = frozenset(definition.number for definition in definitions())
REGISTRATION_NUMBERS = frozenset(one.number for one in definitions() if one.subject == "registration")
"""Registry numbers of the facts that stand in the stream of a registration."""


AnyPlaced = TypeVar("AnyPlaced", bound=Placed)


class Unread(NamedTuple):
    """Where a history stops being readable, and why."""

    position: int
    reason: str


def read(events: Iterable[tuple[Any, ...]]) -> tuple[list[Recorded], Unread | None]:
    """The history in these (group, position, payload, …), up to the first event that is none or of an unknown kind."""
    history: list[Recorded] = []
    for told in events:
        position, payload = told[1], told[2]
        try:
            event = decode(payload)
        except UnreadableEvent as error:
            return history, Unread(position, str(error))
        if event.type not in KNOWN_TYPES:
            return history, Unread(position, f"fact {event.type} is not in the registry of this version")
        history.append(Recorded(position, event))
    return history, None


def read_for_rows(events: Iterable[tuple[Any, int, bytes, int]]) -> tuple[list[Placed], Unread | None]:
    """The same of (group, position, payload, number of its kind), each with its fact where that can be read."""
    history: list[Placed] = []
    for told in events:
        _, position, payload, number = told
        found = read_at_once(Position(position), payload, number)
        if found is None:
            one, unread = read([told])
            if unread is not None:
                return history, unread
            history += one
        else:
            history.append(found)
    return history, None


def rows_as_read(
    history: Sequence[Placed] | History, shared: Sequence[Recorded] | Shared, view: View
) -> tuple[list[Row], Unread | None]:
    """All rows of one group for one view, or those up to the first fact that this view reads and cannot be read."""
    try:
        return rows(history, shared, view), None
    except UnreadableEvent as error:
        events = history.events if isinstance(history, History) else history
        whole = readable(events, lambda part: rows(part, shared, view))
        return rows(whole, shared, view), Unread(events[len(whole)].position, str(error))


def readable(history: Sequence[AnyPlaced], walk: Callable[[Sequence[AnyPlaced]], object]) -> Sequence[AnyPlaced]:
    """The longest beginning of a history that can be walked."""

    def fails(events: int) -> bool:
        try:
            walk(history[:events])
        except UnreadableEvent:
            return True
        return False

    return history[: bisect_left(range(len(history) + 1), True, key=fails) - 1]


def read_streams(events: Iterable[tuple[Any, ...]]) -> tuple[list[Recorded], dict[UUID, Unread]]:
    """Shared streams from (subject, position, payload, …) in order of position, each as far as it can be read."""
    streams: dict[UUID, list[tuple[Any, ...]]] = {}
    for one in events:
        streams.setdefault(one[0], []).append(one)
    found: list[Recorded] = []
    broken: dict[UUID, Unread] = {}
    for subject, stream in streams.items():
        history, unread = read(stream)
        try:
            standing(history)
        except UnreadableEvent as error:
            whole = readable(history, standing)
            history, unread = list(whole), Unread(history[len(whole)].position, str(error))
        if unread is not None:
            broken[subject] = unread
        found += history
    return sorted(found, key=lambda recorded: recorded.position), broken


def cases_at_end(view: View, history: Sequence[Recorded], shared: Shared) -> list[Case]:
    """The cases that stand at the end of a history."""
    decoder = msgspec.json.Decoder(view.case)
    return [decoder.decode(row.value) for row in rows_as_read(history, shared, view)[0] if row.known_until is None]

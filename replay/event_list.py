"""The events of the ledger in order of position: of some kinds, a source, a municipality, or a time on either axis.

Position is the order in which the ledger came to know things. So a day of recording is found at once, between two
checkpoints, and is where reading begins; a day in the world is looked for among what is read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

import msgspec

from domain.dates import Period, first_day, last_day
from domain.event import Event, Position, Recorded, decode
from domain.facts.base import Definition, by_number
from replay.answers import Document
from replay.asking import AMSTERDAM
from replay.telling import event_document
from store.ledger import Ledger
from store.queries import QUERIES

READ_AT_ONCE: Final = 1_000


@dataclass(frozen=True, slots=True)
class EventsAsked:
    """Which events are asked for; what is None does not matter. Both periods are half-open."""

    kinds: Sequence[int] | None = None
    source: str | None = None
    municipality: str | None = None
    subject: UUID | None = None
    occurred: Period | None = None
    recorded: Period | None = None


def events_found(
    ledger: Ledger, asked: EventsAsked, after: int = 0, until: int | None = None, *, at_once: int = READ_AT_ONCE
) -> Iterator[Document]:
    """The events after a position up to another, or to where the ledger is now, read in batches of so many."""
    first, last = _bounds(ledger, asked.recorded)
    for recorded, leaf in _read(ledger, asked, max(after, first), last if until is None else min(until, last), at_once):
        yield listed(recorded, leaf)


def kinds_between(ledger: Ledger, earlier: int, later: int) -> list[tuple[Definition, int]]:
    """What was recorded after one position up to another, for who reads: each kind with how many, most first."""
    with ledger.database.long() as connection:
        found = connection.execute(QUERIES["events_by_type"], (earlier, later)).fetchall()
    return sorted(((by_number(number), count) for number, count in found), key=lambda one: (-one[1], one[0].number))


def event_at(ledger: Ledger, position: int) -> Document | None:
    """The event at a position; None where there is none for whoever reads."""
    found = ledger.events_at([position]).get(position)
    return None if found is None else listed(*found)


def listed(recorded: Recorded, leaf: bytes) -> Document:
    """An event as a list shows it: with the leaf by which its place in the tree can be proved."""
    return event_document(recorded) | {"leaf": leaf.hex()}


def _bounds(ledger: Ledger, recorded: Period | None) -> tuple[int, int]:
    """The position before the first and that of the last event that was recorded in a period."""
    head = ledger.head().position
    if recorded is None:
        return 0, head
    first = 0 if recorded.from_on is None else _position_before(ledger, recorded.from_on)
    last = head if recorded.until_on is None else min(head, _position_before(ledger, recorded.until_on))
    return first, last


def _position_before(ledger: Ledger, day: date) -> int:
    """The last position that was recorded before this day began in Amsterdam."""
    try:
        begin = datetime.combine(day, time.min, AMSTERDAM).astimezone(UTC) - timedelta(microseconds=1)
    except OverflowError:  # the first day of the calendar
        return 0
    return ledger.position_at(begin)


def _read(ledger: Ledger, asked: EventsAsked, after: int, until: int, at_once: int) -> Iterator[tuple[Recorded, bytes]]:
    """The events that were asked for in a range of positions, each with its leaf."""
    bounds = {
        "types": None if asked.kinds is None else sorted(asked.kinds),
        "subject": asked.subject,
        "texts": _texts(asked),
        "limit": at_once,
    }
    while after < until:
        with ledger.database.long() as connection:
            found = connection.execute(
                QUERIES["events_found"], bounds | {"after": after, "until": until}, binary=True, prepare=False
            ).fetchall()
        for position, payload, leaf in found:
            event = decode(payload)
            if _is_asked(event, asked):
                yield Recorded(Position(position), event), leaf
        if len(found) < at_once:
            return
        after = found[-1][0]


def _texts(asked: EventsAsked) -> list[bytes]:
    """What the bytes of an event must hold to be one of these: the database looks for that, and `_is_asked` decides."""
    said = (("municipality", asked.municipality), ("system", asked.source))
    return [f'"{name}":'.encode() + msgspec.json.encode(value) for name, value in said if value is not None]


def _is_asked(event: Event, asked: EventsAsked) -> bool:
    if asked.municipality is not None and event.municipality != asked.municipality:
        return False
    if asked.source is not None and (event.source is None or event.source.system != asked.source):
        return False
    if asked.occurred is None:
        return True
    if event.occurred_on is None:
        return False
    begins, ends = asked.occurred.from_on, asked.occurred.until_on
    is_late_enough = begins is None or last_day(event.occurred_on) >= begins
    return is_late_enough and (ends is None or first_day(event.occurred_on) < ends)

"""What an envelope must say, beyond being readable: checked strictly, since reading is lenient on purpose.

An event that cannot be read parks its group and holds up nobody. But a ledger in which an event names another ledger,
or a municipality that is no code, was not written by this program: that is told here, with its place.
"""

import re
from collections.abc import Iterable, Iterator
from uuid import UUID

from domain.dates import NotADate, parse_when
from domain.event import Event, Recorded
from domain.facts import EventCorrected, EventRetracted
from store.database import Connection
from store.queries import QUERIES

INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
MUNICIPALITY = re.compile(r"[0-9]{4}")
HASH = re.compile(r"[0-9a-f]{64}")


def mistakes_in(event: Event, ledger: UUID) -> Iterator[str]:
    """What this envelope says that none may say."""
    if event.ledger != ledger:
        yield f"the event belongs to ledger {event.ledger}"
    if not INSTANT.fullmatch(event.recorded_at):
        yield "recorded_at is no instant of the form YYYY-MM-DDTHH:MM:SS.ffffffZ"
    if event.municipality is not None and not MUNICIPALITY.fullmatch(event.municipality):
        yield "the municipality is no code of four digits"
    if event.source is not None and event.source.record is not None and not HASH.fullmatch(event.source.record):
        yield "the source record is no commitment of 64 hexadecimal digits"
    if event.occurred_on is not None:
        try:
            parse_when(event.occurred_on)
        except NotADate:
            yield "occurred_on is no date of full or reduced precision"


def wrong_corrections(connection: Connection, events: Iterable[Recorded]) -> Iterator[str]:
    """Corrections and retractions among these that name no earlier event of their own stream."""
    naming = [(one, UUID(one.fact.original)) for one in events if isinstance(one.fact, EventCorrected | EventRetracted)]
    if not naming:
        return
    originals = sorted({original for _, original in naming})
    found = connection.execute(QUERIES["places_of"], (originals,), binary=True).fetchall()
    places = {event_id: (subject, position) for event_id, subject, position in found}
    for recorded, original in naming:
        if original not in places:
            yield f"position {recorded.position}: the event that it corrects or retracts is not there"
            continue
        subject, position = places[original]
        if subject != recorded.event.subject or position >= recorded.position:
            yield f"position {recorded.position}: what it corrects or retracts is no earlier event of its stream"

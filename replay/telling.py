"""A dossier told: the events of one registration in order, and what the views said of it after each."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import msgspec

from domain.event import Recorded, Source, fact_of
from replay.answers import Document, event_summary
from replay.asking import CannotAsk
from replay.follow import Follower
from replay.reading import Reading, reading
from replay.seen import fact_as_seen, value_as_seen
from store.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Named:
    """A registration found by a source record id."""

    subject: UUID
    record: str
    party: str
    system: str


def find_registration(ledger: Ledger, text: str) -> Named:
    """The one registration with this record id; raises CannotAsk when none or several have it.

    `id`, or `source:id`, or where two parties use the same system `party/source:id`: as answers show it.
    """
    candidates = registrations_named(ledger, text)
    if not candidates:
        raise CannotAsk(
            "no source record has this id. Expected an id as a source delivered it, such as G001 or GWS4all:G001",
            "geen bron heeft een regel met dit id. Verwacht een id zoals een bron het leverde, zoals G001 of "
            "GWS4all:G001",
        )
    if len({one.subject for one in candidates}) > 1:
        systems = Counter(one.system for one in candidates)
        named = sorted(
            f"{one.system}:{one.record}" if systems[one.system] == 1 else f"{one.party}/{one.system}:{one.record}"
            for one in candidates
        )
        raise CannotAsk(
            f"more than one source has a record with this id. Name one of: {', '.join(named)}",
            f"meer dan één bron heeft een regel met dit id. Noem een van: {', '.join(named)}",
        )
    return candidates[0]


def registrations_named(ledger: Ledger, text: str) -> list[Named]:
    """The registrations with this record id, with or without its source before it; none where there is none to see."""
    candidates = _candidates(ledger, text)
    if not candidates and ":" in text:
        source, record = text.split(":", 1)
        candidates = [one for one in _candidates(ledger, record) if source.strip().casefold() in _sources(one)]
    return candidates


def _sources(named: Named) -> tuple[str, str]:
    """What may stand before the colon."""
    return named.system.casefold(), f"{named.party}/{named.system}".casefold()


def _candidates(ledger: Ledger, record: str) -> list[Named]:
    """Registrations with this record id, with the source that each came from."""
    found = []
    for commitment, subject in ledger.records_named(record):
        for recorded in ledger.stream(subject):
            source = recorded.event.source
            if source is not None and source.record == commitment.hex():
                found.append(Named(subject, record, source.party, source.system))
                break
    return found


def history_document(ledger: Ledger, follower: Follower, named: Named, *, personal: bool = False) -> Document:
    """The dossier: every event with its fact, and every row of every view with when it was known and valid.

    Personal fields are opened only when asked for: reading them is processing personal data.
    """
    told = told_of(ledger, follower, named.subject)
    return {
        "id": named.record,
        "source": named.system,
        "party": named.party,
        "registration": str(named.subject),
        "records": list(told.records.values()),
        "events": [
            event_document(one, told.seen)
            | (_personal(ledger, one) if personal else {})
            | {"record": _of(told.records, one)}
            for one in told.events
        ],
        "rows": told.rows,
    }


@dataclass(frozen=True, slots=True)
class Told:
    """A registration and all that are linked to it, up to a position: their source records, events and rows."""

    known_at: int
    records: Mapping[UUID, Document]
    events: Sequence[Recorded]
    rows: Sequence[Document]

    @property
    def seen(self) -> frozenset[str]:
        """The registrations of which anything is told."""
        return frozenset(str(one.event.subject) for one in self.events)


def told_of(ledger: Ledger, follower: Follower, subject: UUID) -> Told:
    """All that is told of a registration and of those it is linked to, as known now."""
    head = follower.follow()
    with reading(follower, head) as look:
        members = look.members([subject]) or {subject: subject}
        groups = sorted({*members, *members.values()})
        rows = [row for view in follower.views for row in _rows(look, view, groups)]
    found = [one for member in sorted(members) for one in ledger.stream(member) if one.position <= head]
    events = sorted(found, key=lambda one: one.position)
    told = Told(head, records_of(ledger, events), events, rows)
    return replace(told, rows=[row | {"value": value_as_seen(ledger, row["value"], told.seen)} for row in rows])


def records_of(ledger: Ledger, events: Sequence[Recorded]) -> dict[UUID, Document]:
    """The source record of each registration; one that was erased has no id, one made by hand has no record."""
    sources: dict[UUID, Source] = {}
    for one in sorted(events, key=lambda one: one.position):
        if one.event.source and one.event.source.record:
            sources.setdefault(one.event.subject, one.event.source)
    readable = ledger.record_ids(sorted({bytes.fromhex(source.record) for source in sources.values() if source.record}))
    return {
        subject: {
            "registration": str(subject),
            "id": readable.get(source.record or ""),
            "source": source.system,
            "party": source.party,
        }
        for subject, source in sources.items()
    }


def _of(records: Mapping[UUID, Document], recorded: Recorded) -> str | None:
    """The readable id of the record that an event's registration is."""
    record = records.get(recorded.event.subject)
    return record["id"] if record else None


def event_document(recorded: Recorded, seen: Collection[str] = ()) -> Document:
    """An event with its fact; of what was sealed with it only the classes of the keys.

    To a reader the other side of a link is told where it is among the registrations that are `seen`.
    """
    event = recorded.event
    return event_summary(recorded) | {
        "event_id": str(event.event_id),
        "registration": str(event.subject),
        "delivered_on": event.delivered_on.isoformat() if event.delivered_on else None,
        "recorded_at": event.recorded_at,
        "municipality": event.municipality,
        "actor": event.actor,
        "fact": fact_as_seen(msgspec.json.decode(msgspec.json.encode(fact_of(event))), seen),
        "sealed": sorted(event.commitments or {}),
    }


def _personal(ledger: Ledger, recorded: Recorded) -> Document:
    return {"personal": ledger.personal_shown(recorded)} if recorded.event.commitments else {}


def _rows(look: Reading, view: str, groups: list[UUID]) -> list[dict[str, Any]]:
    return [
        {
            "key": f"{view}:{row.case_id}",
            "view": view,
            "case": str(row.case_id),
            "value": msgspec.json.decode(row.value),
            "known_from": row.known_from,
            "known_until": row.known_until,
            "valid_from": row.valid_from.isoformat() if row.valid_from else None,
            "valid_until": row.valid_until.isoformat() if row.valid_until else None,
        }
        for row in look.rows.of_groups(look.connection, look.generation(view), groups)
    ]

"""From rows that were read to statements: what is new, what differs from what the source delivered last, what is gone.

A fact is found again by its natural key (party, system, record, kind, slot) as a keyed hash, and compared with what
that source last delivered under it, not with what is in force by now. The same is nothing; different is a correction;
a value gone empty is a finding, said once, and taken back when the value returns; another kind of fact in the same slot
is a retraction and a new fact. Nothing is recorded here (`exchange/importing.py` does that).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from domain.event import canonical, encode_fact, subject_of
from domain.facts import (
    EventCorrected,
    EventRetracted,
    PersonRegistered,
    RemarkNotUnderstood,
    RowMissing,
    RowRejected,
    ValueEmptied,
)
from domain.facts.base import Fact, by_name, of
from exchange.observed import Observed, RowRead, RowRefused
from projections.fold import standing
from replay.histories import read
from store.ledger import Ledger
from store.rows import Rows
from store.statement import Delivered, Statement
from store.vault import DeliveredBefore, Vault

PURPOSE = "registration"
HASH_BYTES = 32
EMPTIED = b"\0"
"""Put before the keyed hash of what was delivered last, when the value comes empty."""
EVER = 2**62
FINDINGS = frozenset(of(kind).number for kind in (RowMissing, ValueEmptied, EventRetracted))

KeyedStatement = tuple[bytes, Statement]
Subjects = Mapping[bytes, tuple[UUID, bytes | None]]


@dataclass(slots=True)
class Tally:
    """Counts of one batch, added to the report once the batch is recorded."""

    facts: int = 0
    corrections: int = 0
    unchanged: int = 0
    emptied: int = 0
    remarks: int = 0
    returned: list[bytes] = field(default_factory=list)
    """Keys of records that were missing and are back."""


@dataclass(frozen=True, slots=True)
class KeyedRow:
    """A row with its keyed hashes: of its record, of its person, and of all that it states or leaves empty."""

    row: RowRead
    record: bytes
    person: bytes
    keys: Sequence[bytes]


@dataclass(slots=True)
class _OpenFindings:
    """Findings of earlier deliveries that stand: by commitment of the record, and by the fact whose value is gone."""

    missing: dict[str, UUID] = field(default_factory=dict)
    emptied: dict[UUID, UUID] = field(default_factory=dict)


class Stating:
    """Makes the statements of one delivery."""

    def __init__(
        self,
        ledger: Ledger,
        *,
        delivery: UUID,
        party: str,
        system: str,
        municipality: str | None,
        arrived: date,
        actor: str,
    ) -> None:
        self.ledger, self.ring, self.vault = ledger, ledger.ring, Vault(ledger.database, ledger.ring)
        self.delivery, self.party, self.system, self.municipality = delivery, party, system, municipality
        self.arrived, self.actor = arrived, actor

    # Keys

    def keyed(self, row: RowRead) -> KeyedRow:
        """The row with its keys; those of what it states come before those of what it leaves empty."""
        lookup, party, system, record = self.ring.lookup, row.party, self.system, row.record
        own = self.record_key(party, record)
        person = own if row.person in (None, record) else self.record_key(party, str(row.person))
        keys = [lookup("natural", party, system, record, of(one.fact).name, one.slot) for one in row.observed]
        keys += [lookup("natural", party, system, record, one.kind, one.slot) for one in row.empty]
        return KeyedRow(row, own, person, keys)

    def record_key(self, party: str, record: str) -> bytes:
        """Keyed hash of a source record."""
        return self.ring.lookup("record", party, self.system, record)

    def natural_key(self, party: str, record: str, fact: Fact, slot: str) -> bytes:
        """Keyed hash of a delivered fact."""
        return self.ring.lookup("natural", party, self.system, record, of(fact).name, slot)

    def _content(self, one: Observed) -> bytes:
        """Keyed hash of what is delivered: the fact with its dates, place and personal fields."""
        document = [one.fact, one.occurred_on, one.registered_on, one.municipality, dict(one.personal)]
        return self.ring.request(canonical(document))

    # The delivery and what of it could not be taken

    def of_delivery(self, fact: Fact, slot: str, personal: Mapping[str, str]) -> KeyedStatement:
        """A fact about the delivery itself, with its natural key."""
        key = self.natural_key(self.party, str(self.delivery), fact, slot)
        delivered = Delivered(key, self.ring.request(slot.encode()), of(fact).number)
        return key, self.statement(
            self.party,
            None,
            fact,
            subject=self.delivery,
            personal=personal,
            delivered=delivered,
            municipality=self.municipality,
        )

    def not_taken(self, rows: Iterable[RowRead | RowRefused]) -> list[KeyedStatement]:
        """Rows refused and remarks not understood, each sealed under the key of the delivery."""
        told: list[KeyedStatement] = []
        for row in rows:
            if isinstance(row, RowRefused):
                rejected = RowRejected(line=row.line, column=row.column, value_kind=row.value_kind, reason=row.reason)
                told.append(self.of_delivery(rejected, f"line {row.line}", {"row_text": row.row_text}))
                continue
            for column, text in row.remarks.items():
                remark = RemarkNotUnderstood(line=row.line, column=column)
                told.append(self.of_delivery(remark, f"remark {row.line} {column}", {"remark": text}))
        return told

    def missing(self, party: str, commitment: bytes, subject: UUID) -> KeyedStatement:
        """A record delivered before that is not in this full delivery."""
        fact = RowMissing(delivery=str(self.delivery))
        key = self.natural_key(party, commitment.hex(), fact, str(self.delivery))
        delivered = Delivered(key, self.ring.request(b"missing"), of(fact).number)
        return key, self.statement(party, None, fact, subject=subject, commitment=commitment, delivered=delivered)

    # Rows

    def statements(self, rows: Sequence[KeyedRow], tally: Tally) -> Iterator[Statement]:
        """What these rows state that was not known, in their order. No natural key may stand twice among them."""
        subjects = self._subjects(rows)
        known = self.vault.delivered_before([key for one in rows for key in one.keys])
        found = self._open_findings({subject for subject, commitment in subjects.values() if commitment})
        for keyed in rows:
            yield from self._back(keyed, subjects, found, tally)
            yield from self._emptied(keyed, known, found, tally)
            yield from self._observed(keyed, known, subjects, found, tally)

    def _subjects(self, rows: Iterable[KeyedRow]) -> Subjects:
        """Record key → (registration, commitment if the record is known): known ones, and fresh ones for the rest."""
        wanted = {key for one in rows for key in (one.record, one.person)}
        found: dict[bytes, tuple[UUID, bytes | None]] = dict(self.vault.records(list(wanted)))
        for one in rows:
            if one.person not in found:
                found[one.person] = (uuid4(), None)
            if one.record not in found:
                found[one.record] = (found[one.person][0], None)
        return found

    def _open_findings(self, subjects: Iterable[UUID]) -> _OpenFindings:
        """The findings about these registrations that an earlier delivery gave and that stand."""
        found, ordered = _OpenFindings(), sorted(subjects)
        if not ordered:
            return found
        with self.ledger.database.long() as connection, connection.transaction():
            events = Rows(self.ledger.database).histories(connection, FINDINGS, EVER, ordered)
            history = [recorded for event in events for recorded in read([event])[0]]
        for one in standing(history):
            if isinstance(one.fact, RowMissing) and one.source is not None and one.source.record is not None:
                found.missing[one.source.record] = one.event_id
            elif isinstance(one.fact, ValueEmptied):
                found.emptied[UUID(one.fact.event)] = one.event_id
        return found

    def _back(self, keyed: KeyedRow, subjects: Subjects, found: _OpenFindings, tally: Tally) -> Iterator[Statement]:
        """A record that was missing from a full delivery and is back takes that finding away."""
        subject, commitment = subjects[keyed.record]
        finding = found.missing.pop(commitment.hex(), None) if commitment else None
        if finding is not None:
            tally.returned.append(keyed.record)
            yield self._withdrawn(keyed.row.party, subject, finding)

    def _withdrawn(self, party: str, subject: UUID, original: UUID, delivered: Delivered | None = None) -> Statement:
        fact = EventRetracted(original=str(original), delivery=str(self.delivery))
        return self.statement(party, None, fact, subject=subject, delivered=delivered)

    def _emptied(
        self, keyed: KeyedRow, known: Mapping[bytes, DeliveredBefore], found: _OpenFindings, tally: Tally
    ) -> Iterator[Statement]:
        """Slots that came empty: another kind of fact took the place, or the value is gone."""
        row = keyed.row
        filled = {one.slot for one in row.observed}
        for empty, key in zip(row.empty, keyed.keys[len(row.observed) :], strict=True):
            before = known.get(key)
            if before is None or not before.standing:
                continue
            number = by_name(empty.kind).number
            if empty.slot in filled:
                tally.corrections += 1
                delivered = Delivered(key, None, number, before.event_id)
                yield self._withdrawn(row.party, before.subject, before.event_id, delivered)
                if (finding := found.emptied.pop(before.event_id, None)) is not None:
                    yield self._withdrawn(row.party, before.subject, finding)
            elif len(before.content) == HASH_BYTES:
                tally.emptied += 1
                delivered = Delivered(key, EMPTIED + before.content, number, before.event_id)
                fact = ValueEmptied(event=str(before.event_id), delivery=str(self.delivery), column=empty.slot or None)
                yield self.statement(row.party, None, fact, subject=before.subject, delivered=delivered)

    def _observed(
        self,
        keyed: KeyedRow,
        known: Mapping[bytes, DeliveredBefore],
        subjects: Subjects,
        found: _OpenFindings,
        tally: Tally,
    ) -> Iterator[Statement]:
        row = keyed.row
        for one, key in zip(row.observed, keyed.keys, strict=False):
            before, content = known.get(key), self._content(one)
            if before is None:
                tally.facts += 1
                yield self._new_fact(keyed, one, Delivered(key, content, of(one.fact).number), subjects)
                continue
            if before.content == content:
                tally.unchanged += 1
                continue
            tally.corrections += 1
            delivered = Delivered(key, content, of(one.fact).number, before.event_id)
            finding = found.emptied.pop(before.event_id, None)
            if finding is not None and before.content == EMPTIED + content:
                yield self._withdrawn(row.party, before.subject, finding, delivered)
                continue
            yield self._correction(row, one, delivered, before)
            if finding is not None:
                yield self._withdrawn(row.party, before.subject, finding)

    def _new_fact(self, keyed: KeyedRow, one: Observed, delivered: Delivered, subjects: Subjects) -> Statement:
        row, about_person = keyed.row, isinstance(one.fact, PersonRegistered)
        record = (row.person or row.record) if about_person else row.record
        subject, commitment = subjects[keyed.person if about_person else keyed.record]
        if of(one.fact).subject != "registration":
            subject = subject_of(self.ring.ledger, one.fact, one.municipality)
        return self.statement(
            row.party,
            one,
            one.fact,
            subject=subject,
            commitment=commitment,
            record=None if commitment else record,
            personal=one.personal,
            delivered=delivered,
        )

    def _correction(self, row: RowRead, one: Observed, delivered: Delivered, before: DeliveredBefore) -> Statement:
        corrected = EventCorrected(
            original=str(before.event_id),
            body=encode_fact(one.fact),
            body_schema=of(one.fact).schema,
            delivery=str(self.delivery),
        )
        return self.statement(
            row.party, one, corrected, subject=before.subject, personal=one.personal, delivered=delivered
        )

    def statement(self, party: str, one: Observed | None, fact: Fact, **more: Any) -> Statement:
        """A fact as this delivery states it; date, day of entry and place as in the row where there is one."""
        if one is not None:
            more |= {
                "occurred_on": one.occurred_on,
                "registered_on": one.registered_on,
                "municipality": one.municipality,
            }
        return Statement(
            fact=fact,
            actor=self.actor,
            purpose=PURPOSE,
            party=party,
            system=self.system,
            delivery=self.delivery,
            delivered_on=self.arrived,
            **more,
        )

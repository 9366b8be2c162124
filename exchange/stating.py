"""From rows that were read to statements: what is new, what differs from what the source delivered last, what is gone.

A fact is found again by its natural key (party, system, record, kind, slot) as a keyed hash, and compared with what
that source last delivered under it, not with what is in force by now. The same is nothing; different is a correction;
a value gone empty is a finding, said once, and taken back when the value returns (`exchange/changing.py` keeps the
value as it stands); another kind of fact in the same slot is a retraction and a new fact. Nothing is recorded here
(`exchange/importing.py` does that).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
from exchange.changing import FactBefore, compared, facts_before
from exchange.observed import Observed, RowRead, RowRefused
from projections.fold import Standing, standing
from replay.histories import read
from store.ledger import Ledger
from store.rows import Rows
from store.statement import Delivered, Statement
from store.vault import DeliveredBefore, Vault

PURPOSE = "registration"
HASH_BYTES = 32
PSEUDONYM_DIGITS = 16
"""Hexadecimal digits of a keyed pseudonym in the id of a record: enough that no two persons meet."""
EMPTIED = b"\0"
"""Put before the keyed hash of what was delivered last, when the value comes empty."""
EVER = 2**62
READS_MAX = 3
FINDINGS = frozenset(of(kind).number for kind in (RowMissing, EventRetracted))

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


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a batch of rows from earlier deliveries."""

    subjects: Subjects
    delivered: Mapping[bytes, DeliveredBefore]
    contents: Mapping[bytes, bytes]
    """Keyed hashes of what these rows say of facts that were delivered before."""
    facts: Mapping[UUID, FactBefore]
    """The facts that these rows change or leave empty, as they stand."""
    missing: Mapping[str, Standing]
    """Findings that stand, that a record is missing from a full delivery, by its commitment."""


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
        lookup, party, system = self.ring.lookup, row.party, self.system
        if row.told_apart_by is not None:
            apart = lookup("told apart", row.told_apart_by).hex()[:PSEUDONYM_DIGITS]
            row = replace(row, record=f"{row.record}.{apart}", told_apart_by=None)
        record = row.record
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

    def statements(self, rows: Sequence[KeyedRow], tally: Tally, *, is_late: bool = False) -> Iterator[Statement]:
        """What these rows state that was not known, in their order. No natural key may stand twice among them.

        Rows that come late, after other deliveries, say nothing of what has returned or came empty.
        """
        known = self._known(rows)
        for keyed in rows:
            if not is_late:
                yield from self._back(keyed, known, tally)
                yield from self._emptied(keyed, known, tally)
            yield from self._observed(keyed, known, tally)

    def contradicts(self, keyed: KeyedRow) -> bool:
        """Whether the source said something else than this row by now."""
        delivered = self.vault.delivered_before(keyed.keys[: len(keyed.row.observed)])
        pairs = zip(keyed.row.observed, keyed.keys, strict=False)
        return any(key in delivered and delivered[key].content != self._content(one) for one, key in pairs)

    def taken_after_all(self, line: int, rejected: Standing) -> Statement:
        """The rejection of a row of this delivery is taken back."""
        key = self.natural_key(self.party, str(self.delivery), rejected.fact, f"line {line}")
        once = self.ring.lookup("once", str(rejected.event_id))
        delivered = Delivered(key, None, of(RowRejected).number, rejected.event_id, once)
        return self._withdrawn(self.party, self.delivery, rejected.event_id, delivered)

    def _known(self, rows: Sequence[KeyedRow]) -> _Known:
        """What is known of these rows. What was delivered last is read once more after the facts as they stand: what
        another writer recorded in between is then seen, here or by `Delivered.once`."""
        subjects = self._subjects(rows)
        delivered = self.vault.delivered_before([key for one in rows for key in one.keys])
        contents: dict[bytes, bytes] = {}
        for keyed in rows if delivered else ():
            for one, key in zip(keyed.row.observed, keyed.keys, strict=False):
                if key in delivered:
                    contents[key] = self._content(one)
        changed = [
            key
            for key, before in delivered.items()
            if (contents[key] != before.content if key in contents else before.standing)
        ]
        facts: Mapping[UUID, FactBefore] = {}
        for _ in range(READS_MAX if changed else 0):
            facts = facts_before(self.ledger, [delivered[key] for key in changed])
            again = self.vault.delivered_before(changed)
            if all(again[key] == delivered[key] for key in changed if key in again):
                break
            delivered |= again
        missing = self._missing({subject for subject, commitment in subjects.values() if commitment})
        return _Known(subjects, delivered, contents, facts, missing)

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

    def _missing(self, subjects: Iterable[UUID]) -> dict[str, Standing]:
        """The findings that stand, that records of these registrations were missing from an earlier delivery."""
        ordered = sorted(subjects)
        if not ordered:
            return {}
        with self.ledger.database.long() as connection, connection.transaction():
            events = Rows(self.ledger.database).histories(connection, FINDINGS, EVER, ordered)
            history = [recorded for event in events for recorded in read([event])[0]]
        return {
            one.source.record: one
            for one in standing(history)
            if isinstance(one.fact, RowMissing) and one.source is not None and one.source.record is not None
        }

    def _back(self, keyed: KeyedRow, known: _Known, tally: Tally) -> Iterator[Statement]:
        """A record that was missing from a full delivery and is back takes that finding away."""
        subject, commitment = known.subjects[keyed.record]
        finding = known.missing.get(commitment.hex()) if commitment else None
        if commitment is not None and finding is not None and keyed.record not in tally.returned:
            tally.returned.append(keyed.record)
            party, number = keyed.row.party, of(RowMissing).number
            key = self.natural_key(party, commitment.hex(), finding.fact, str(finding.fact.delivery))
            once = self.ring.lookup("once", str(finding.event_id))
            delivered = Delivered(key, None, number, finding.event_id, once)
            yield self._withdrawn(party, subject, finding.event_id, delivered)

    def _withdrawn(self, party: str, subject: UUID, original: UUID, delivered: Delivered | None = None) -> Statement:
        fact = EventRetracted(original=str(original), delivery=str(self.delivery))
        return self.statement(party, None, fact, subject=subject, delivered=delivered)

    def _later(
        self, key: bytes, content: bytes | None, number: int, before: DeliveredBefore, stands: FactBefore
    ) -> Delivered:
        """What is delivered now under a key that was delivered before: of two writers that found the same before it,
        one can record this."""
        once = self.ring.lookup("once", key.hex(), before.content.hex(), str(stands.last_position))
        return Delivered(key, content, number, before.event_id, once)

    def _emptied(self, keyed: KeyedRow, known: _Known, tally: Tally) -> Iterator[Statement]:
        """Slots that came empty: another kind of fact took the place, or the value is gone."""
        row = keyed.row
        filled = {one.slot for one in row.observed}
        for empty, key in zip(row.empty, keyed.keys[len(row.observed) :], strict=True):
            before = known.delivered.get(key)
            if before is None or not before.standing:
                continue
            number, stands = by_name(empty.kind).number, known.facts.get(before.event_id, FactBefore())
            if empty.slot in filled:
                tally.corrections += 1
                delivered = self._later(key, None, number, before, stands)
                yield self._withdrawn(row.party, before.subject, before.event_id, delivered)
                for finding in stands.emptied.values():
                    yield self._withdrawn(row.party, before.subject, finding)
            elif len(before.content) == HASH_BYTES:
                tally.emptied += 1
                delivered = self._later(key, EMPTIED + before.content, number, before, stands)
                fact = self._value_emptied(before, empty.slot or None)
                yield self.statement(row.party, None, fact, subject=before.subject, delivered=delivered)

    def _value_emptied(self, before: DeliveredBefore, column: str | None) -> ValueEmptied:
        return ValueEmptied(event=str(before.event_id), delivery=str(self.delivery), column=column)

    def _observed(self, keyed: KeyedRow, known: _Known, tally: Tally) -> Iterator[Statement]:
        """The facts of a row: new, unchanged, or other than what was delivered last."""
        for one, key in zip(keyed.row.observed, keyed.keys, strict=False):
            before = known.delivered.get(key)
            content = known.contents[key] if key in known.contents else self._content(one)
            if before is None:
                tally.facts += 1
                yield self._new_fact(keyed, one, Delivered(key, content, of(one.fact).number), known.subjects)
            elif before.content == content:
                tally.unchanged += 1
            else:
                stands = known.facts.get(before.event_id, FactBefore())
                delivered = self._later(key, content, of(one.fact).number, before, stands)
                yield from self._changed(keyed.row.party, one, delivered, before, stands, tally)

    def _changed(
        self,
        party: str,
        one: Observed,
        delivered: Delivered,
        before: DeliveredBefore,
        stands: FactBefore,
        tally: Tally,
    ) -> Iterator[Statement]:
        """What differs is corrected; what came empty stays as it stands and is a finding, until it returns.

        Where nothing of both is left to say (somebody corrected the fact by hand to what the source says now), the
        correction is recorded all the same: the source changed its value.
        """
        slot = one.slot or None
        if before.content == EMPTIED + bytes(delivered.content or b"") and slot in stands.emptied:
            tally.corrections += 1
            yield self._withdrawn(party, before.subject, stands.emptied[slot], delivered)
            return
        now = compared(one, stands, self.ledger)
        gone = sorted(column for column in now.empty if column not in stands.emptied)
        back = [finding for column, finding in stands.emptied.items() if column not in now.empty]
        tally.emptied += len(gone)
        first: Delivered | None = delivered
        for column in gone:
            fact = self._value_emptied(before, column)
            yield self.statement(party, None, fact, subject=before.subject, delivered=first)
            first = None
        if now.differs or not (gone or back):
            yield self._correction(party, now.observed, first, before)
            first = None
        if now.differs or back or not gone:
            tally.corrections += 1
        for finding in back:
            yield self._withdrawn(party, before.subject, finding, first)
            first = None

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

    def _correction(self, party: str, one: Observed, delivered: Delivered | None, before: DeliveredBefore) -> Statement:
        corrected = EventCorrected(
            original=str(before.event_id),
            body=encode_fact(one.fact),
            body_schema=of(one.fact).schema,
            delivery=str(self.delivery),
        )
        return self.statement(party, one, corrected, subject=before.subject, personal=one.personal, delivered=delivered)

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

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
from uuid import UUID

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
from exchange.changing import FactBefore, compared
from exchange.known_before import KeyedRow, Known, Subjects, known_of
from exchange.observed import Observed, RowRead, RowRefused
from projections.history import Standing
from store.ledger import Ledger
from store.statement import Delivered, Statement
from store.vault import DeliveredBefore, Vault

PURPOSE = "registration"
HASH_BYTES = 32
PSEUDONYM_DIGITS = 16
"""Hexadecimal digits of a keyed pseudonym in the id of a record: enough that no two persons meet."""
EMPTIED = b"\0"
"""Put before the keyed hash of what was delivered last, when the value comes empty."""

KeyedStatement = tuple[bytes, Statement]


@dataclass(slots=True)
class Tally:
    """Counts of one batch, added to the report once the batch is recorded."""

    facts: int = 0
    corrections: int = 0
    unchanged: int = 0
    emptied: int = 0
    left: int = 0
    returned: list[bytes] = field(default_factory=list)
    """Keys of records that were missing and are back."""


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
        place = self.municipality or self._place_of(commitment, subject)
        about = {"subject": subject, "commitment": commitment, "municipality": place}
        return key, self.statement(party, None, fact, delivered=delivered, **about)

    def _place_of(self, commitment: bytes, subject: UUID) -> str | None:
        """Where a record lies by what was said of it last, in a file whose rows name their own municipality."""
        placed = [one.event for one in self.ledger.stream(subject) if one.event.municipality]
        own = [event for event in placed if event.source and event.source.record == commitment.hex()]
        return (own or placed)[-1].municipality if placed else None

    # Rows

    def statements(self, rows: Sequence[KeyedRow], tally: Tally, *, is_late: bool = False) -> Iterator[Statement]:
        """What these rows state that was not known, in their order. No natural key may stand twice among them.

        Rows that come late, after what the source said last, state what it never said before and change nothing.
        """
        known = known_of(self.ledger, self.vault, rows, self._content)
        for keyed in rows:
            if not is_late:
                yield from self._back(keyed, known, tally)
                yield from self._emptied(keyed, known, tally)
            yield from self._observed(keyed, known, tally, is_late=is_late)

    def contradicts(self, keyed: KeyedRow) -> bool:
        """Whether the source said something else than this row before."""
        delivered = self.vault.delivered_before(keyed.keys[: len(keyed.row.observed)])
        pairs = zip(keyed.row.observed, keyed.keys, strict=False)
        return any(key in delivered and delivered[key].content != self._content(one) for one, key in pairs)

    def taken_after_all(self, line: int, rejected: Standing) -> Statement:
        """The rejection of a row of this delivery is taken back."""
        key = self.natural_key(self.party, str(self.delivery), rejected.fact, f"line {line}")
        once = self.ring.lookup("once", str(rejected.event_id))
        delivered = Delivered(key, None, of(RowRejected).number, rejected.event_id, once)
        return self._withdrawn(self.party, self.delivery, rejected.event_id, delivered)

    def _back(self, keyed: KeyedRow, known: Known, tally: Tally) -> Iterator[Statement]:
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

    def _emptied(self, keyed: KeyedRow, known: Known, tally: Tally) -> Iterator[Statement]:
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
                yield self._value_emptied(row.party, before, stands, empty.slot or None, delivered)

    def _value_emptied(
        self,
        party: str,
        before: DeliveredBefore,
        stands: FactBefore,
        column: str | None,
        delivered: Delivered | None,
    ) -> Statement:
        fact = ValueEmptied(event=str(before.event_id), delivery=str(self.delivery), column=column)
        place = stands.municipality or self.municipality
        return self.statement(party, None, fact, subject=before.subject, delivered=delivered, municipality=place)

    def _filled_since(self, keyed: KeyedRow, known: Known, tally: Tally) -> set[str]:
        """Slots that this row leaves empty, or has another kind of fact in, and the source filled by now."""
        empty = zip(keyed.row.empty, keyed.keys[len(keyed.row.observed) :], strict=True)
        standing = {one.slot: before for one, key in empty if (before := known.delivered.get(key)) and before.standing}
        observed = {one.slot for one in keyed.row.observed}
        gone = [before for slot, before in standing.items() if slot not in observed]
        tally.left += sum(len(before.content) == HASH_BYTES for before in gone)
        return set(standing)

    def _observed(self, keyed: KeyedRow, known: Known, tally: Tally, *, is_late: bool) -> Iterator[Statement]:
        """The facts of a row: new, unchanged, or other than what was delivered last."""
        filled = self._filled_since(keyed, known, tally) if is_late else set[str]()
        for one, key in zip(keyed.row.observed, keyed.keys, strict=False):
            before = known.delivered.get(key)
            content = known.contents[key] if key in known.contents else self._content(one)
            if before is None:
                if one.slot in filled:
                    tally.left += 1
                    continue
                tally.facts += 1
                yield self._new_fact(keyed, one, Delivered(key, content, of(one.fact).number), known.subjects)
                continue
            stands = known.facts.get(before.event_id, FactBefore())
            if before.content == content:
                tally.unchanged += 1
            elif is_late and not stands.is_said_in(self.delivery):
                tally.left += 1
            else:
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
            yield self._value_emptied(party, before, stands, column, first)
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

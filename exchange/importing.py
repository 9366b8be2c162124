"""From an open delivery to facts: compare with what the source delivered last, append what is new, say what was not.

The same is nothing; different is a correction; a value gone empty and a row missing from a full delivery are findings;
another kind in the same slot is a retraction and a new fact. The comparison is by natural key (keyed hashes), so an
import that was cut off is simply done again, and a file that was taken whole before writes nothing at all.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, Literal
from uuid import UUID, uuid4, uuid5

from domain.event import canonical, encode_fact, fact_of, subject_of
from domain.facts import (
    DeliveryCompleted,
    EventCorrected,
    EventRetracted,
    FileReceived,
    PersonRegistered,
    RemarkNotUnderstood,
    RowMissing,
    RowRejected,
    SourceSystemTakenIntoUse,
    ValueEmptied,
)
from domain.facts.base import Fact, by_name, of
from exchange.delivery import Delivery
from exchange.observed import Observed, RowRead, RowRefused
from store.ledger import Ledger
from store.statement import Command, Delivered, Receipt, Statement
from store.vault import DeliveredBefore, Vault

ROWS_AT_ONCE = 1_000
TRIES_MAX = 3
PURPOSE = "registration"


@dataclass(slots=True)
class Report:
    """What an import did. `rejected` tells line, column, reason and advice; never what stood there."""

    profile: str
    rows: int = 0
    facts: int = 0
    corrections: int = 0
    unchanged: int = 0
    missing: int = 0
    emptied: int = 0
    remarks: int = 0
    taken_before: bool = False
    rejected: list[RowRefused] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


class ImportInterrupted(Exception):
    """Another import kept changing the same facts; nothing was lost. Run the import again."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What is known of a delivery beside its rows: how it came, when, and who brought it in."""

    file_name: str
    file_sha256: str
    delivered_on: date
    kind: Literal["full", "changes"]
    actor: str


class Import:
    """One delivery on its way into the ledger."""

    def __init__(self, ledger: Ledger, delivery: Delivery, arrival: Arrival) -> None:
        self.ledger, self.ring, self.vault = ledger, ledger.ring, Vault(ledger.database, ledger.ring)
        self.delivery, self.arrival = delivery, arrival
        identity = self.ring.lookup(
            "file",
            arrival.file_sha256,
            delivery.party,
            delivery.system,
            delivery.municipality or "",
            delivery.profile_hash,
        )
        self.id = uuid5(self.ring.ledger, f"delivery|{identity.hex()}")
        self.report = Report(profile=delivery.profile)
        self.parties: set[str] = set()
        self.fresh: dict[bytes, UUID] = {}

    def run(self, progress: Callable[[int, int], None]) -> Report:
        """Take the whole delivery; `progress` gets bytes read and bytes in all."""
        if (before := self._taken_before()) is not None:
            return before
        rows: Iterator[RowRead | RowRefused] = self.delivery.rows()
        first = list(islice(rows, ROWS_AT_ONCE))
        self._receive()
        while first:
            self._take(first)
            progress(self.delivery.bytes_read, self.delivery.bytes_total)
            first = list(islice(rows, ROWS_AT_ONCE))
        if self.arrival.kind == "full":
            self._tell_missing()
        self._complete()
        self.report.notices = self.delivery.notices
        return self.report

    # The delivery itself

    def _taken_before(self) -> Report | None:
        """The report of the same file taken whole before: everything in it is unchanged."""
        for recorded in self.ledger.stream(self.id):
            completed = fact_of(recorded.event)
            if isinstance(completed, DeliveryCompleted):
                return Report(
                    profile=self.delivery.profile,
                    rows=completed.rows,
                    unchanged=completed.facts + completed.corrections + completed.unchanged,
                    taken_before=True,
                )
        return None

    def _receive(self) -> None:
        """The file was received; its system was taken into use on the day the profile says."""
        statements = []
        delivery, arrival = self.delivery, self.arrival
        if delivery.in_use_from is not None:
            fact = SourceSystemTakenIntoUse(system=delivery.system)
            day = delivery.in_use_from.isoformat()
            key = self._natural_key(delivery.party, delivery.system, day, fact, "in_use_from")
            statement = self._statement(
                delivery.party,
                None,
                fact,
                subject=subject_of(self.ring.ledger, fact, delivery.municipality),
                occurred_on=day,
                municipality=delivery.municipality,
                delivered=Delivered(key, self.ring.request(day.encode()), of(fact).number),
            )
            statements.append((key, statement))
        received = FileReceived(
            profile=delivery.profile,
            profile_hash=delivery.profile_hash,
            system=delivery.system,
            delivery=arrival.kind,
            stated_as_of=delivery.delivered_on,
            bytes=delivery.bytes_total,
        )
        personal = {"file_name": arrival.file_name, "file_sha256": arrival.file_sha256}
        statements.append(self._of_delivery(received, "received", delivery.party, personal))
        self._record_unless_known(statements)

    def _complete(self) -> None:
        report = self.report
        completed = DeliveryCompleted(
            rows=report.rows,
            facts=report.facts,
            corrections=report.corrections,
            unchanged=report.unchanged,
            rejected=len(report.rejected),
            missing=report.missing,
            findings=report.emptied + report.remarks,
        )
        self._record_unless_known([self._of_delivery(completed, "completed", self.delivery.party, {})])

    def _of_delivery(self, fact: Fact, slot: str, party: str, personal: Mapping[str, str]) -> tuple[bytes, Statement]:
        key = self._natural_key(party, self.delivery.system, str(self.id), fact, slot)
        delivered = Delivered(key, self.ring.request(slot.encode()), of(fact).number)
        return key, self._statement(
            party,
            None,
            fact,
            subject=self.id,
            personal=personal,
            delivered=delivered,
            municipality=self.delivery.municipality,
        )

    def _record_unless_known(self, keyed: Sequence[tuple[bytes, Statement]]) -> None:
        """Record what was not recorded under its natural key before: an import done again states nothing twice."""
        for _ in range(TRIES_MAX):
            known = self.vault.delivered_before([key for key, _ in keyed])
            statements = [statement for key, statement in keyed if key not in known]
            if not statements or self._append(statements) == "recorded":
                return
        raise ImportInterrupted

    # Rows

    def _take(self, rows: Sequence[RowRead | RowRefused]) -> None:
        """A batch of rows: all that they state is recorded in one command, or read again and tried once more."""
        for _ in range(TRIES_MAX):
            before = Tally()
            statements = [*self._statements(rows, before)]
            if not statements or self._append(statements) == "recorded":
                self._count(rows, before)
                return
        raise ImportInterrupted

    def _append(self, statements: Sequence[Statement]) -> str:
        receipts: list[Receipt] = self.ledger.record([Command(f"import:{uuid4()}", statements)])
        return receipts[0].outcome

    def _count(self, rows: Sequence[RowRead | RowRefused], tally: "Tally") -> None:
        report = self.report
        report.rows += len(rows)
        report.facts += tally.facts
        report.corrections += tally.corrections
        report.unchanged += tally.unchanged
        report.emptied += tally.emptied
        report.remarks += tally.remarks
        report.rejected += [row for row in rows if isinstance(row, RowRefused)]
        self.parties |= {row.party for row in rows if isinstance(row, RowRead)}
        if self.arrival.kind == "full":
            records = [self._record_key(row.party, row.record) for row in rows if isinstance(row, RowRead)]
            self.vault.mark_delivered(self.id, records)

    def _statements(self, rows: Sequence[RowRead | RowRefused], tally: "Tally") -> Iterable[Statement]:
        read = [row for row in rows if isinstance(row, RowRead)]
        subjects = self._subjects(read)
        keyed = [(row, self._keys(row)) for row in read]
        known = self.vault.delivered_before([key for _, keys in keyed for key in keys])
        for row, keys in keyed:
            yield from self._of_row(row, keys, known, subjects, tally)
        extra = [self._rejected(row) for row in rows if isinstance(row, RowRefused)]
        extra += [self._remark(row, column, text) for row in read for column, text in row.remarks.items()]
        tally.remarks = sum(len(row.remarks) for row in read)
        told = self.vault.delivered_before([key for key, _ in extra])
        yield from (statement for key, statement in extra if key not in told)

    def _subjects(self, rows: Sequence[RowRead]) -> dict[bytes, tuple[UUID, bytes | None]]:
        """Record key → (registration, commitment if the record is known): known ones, and fresh ones for the rest."""
        wanted = [self._record_key(row.party, one) for row in rows for one in {row.record, row.person or row.record}]
        found: dict[bytes, tuple[UUID, bytes | None]] = dict(self.vault.records(wanted))
        for row in rows:
            person = self._record_key(row.party, row.person or row.record)
            if person not in found:
                found[person] = (uuid4(), None)
            record = self._record_key(row.party, row.record)
            if record not in found:
                found[record] = (found[person][0], None)
        return found

    def _keys(self, row: RowRead) -> list[bytes]:
        """Natural keys of everything the row states or leaves empty, in that order."""
        system = self.delivery.system
        keys = [self._natural_key(row.party, system, row.record, one.fact, one.slot) for one in row.observed]
        return keys + [
            self.ring.lookup("natural", row.party, system, row.record, one.kind, one.slot) for one in row.empty
        ]

    def _of_row(
        self,
        row: RowRead,
        keys: Sequence[bytes],
        known: Mapping[bytes, DeliveredBefore],
        subjects: Mapping[bytes, tuple[UUID, bytes | None]],
        tally: "Tally",
    ) -> Iterator[Statement]:
        filled = {one.slot for one in row.observed}
        for empty, key in zip(row.empty, keys[len(row.observed) :], strict=True):
            before = known.get(key)
            if before is None or not before.standing:
                continue
            replaced = empty.slot in filled
            fact: Fact = (
                EventRetracted(original=str(before.event_id))
                if replaced
                else ValueEmptied(event=str(before.event_id), delivery=str(self.id), column=empty.slot or None)
            )
            tally.corrections += replaced
            tally.emptied += not replaced
            delivered = Delivered(key, None, by_name(empty.kind).number, before.event_id)
            yield self._statement(row.party, None, fact, subject=before.subject, delivered=delivered)
        for one, key in zip(row.observed, keys, strict=False):
            before, content = known.get(key), self._content(one)
            if before is not None and before.content == content:
                tally.unchanged += 1
            elif before is None:
                tally.facts += 1
                yield self._new_fact(row, one, Delivered(key, content, of(one.fact).number), subjects)
            else:
                tally.corrections += 1
                yield self._correction(row, one, Delivered(key, content, of(one.fact).number, before.event_id), before)

    def _new_fact(
        self,
        row: RowRead,
        one: Observed,
        delivered: Delivered,
        subjects: Mapping[bytes, tuple[UUID, bytes | None]],
    ) -> Statement:
        is_person = isinstance(one.fact, PersonRegistered)
        record = (row.person or row.record) if is_person else row.record
        subject, commitment = subjects[self._record_key(row.party, record)]
        if of(one.fact).subject != "registration":
            subject = subject_of(self.ring.ledger, one.fact, one.municipality)
        return self._statement(
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
        schema = of(one.fact).schema
        corrected = EventCorrected(
            original=str(before.event_id), body=encode_fact(one.fact), body_schema=schema, delivery=str(self.id)
        )
        return self._statement(
            row.party, one, corrected, subject=before.subject, personal=one.personal, delivered=delivered
        )

    def _rejected(self, row: RowRefused) -> tuple[bytes, Statement]:
        fact = RowRejected(line=row.line, column=row.column, value_kind=row.value_kind, reason=row.reason)
        return self._of_delivery(fact, f"line {row.line}", self.delivery.party, {"row_text": row.row_text})

    def _remark(self, row: RowRead, column: str, text: str) -> tuple[bytes, Statement]:
        fact = RemarkNotUnderstood(line=row.line, column=column)
        return self._of_delivery(fact, f"remark {row.line} {column}", self.delivery.party, {"remark": text})

    def _tell_missing(self) -> None:
        """Records that this source delivered before and that are not in this full delivery."""
        for party in sorted(self.parties):
            source = self.ring.lookup("source", party, self.delivery.system)
            while missing := self.vault.missing_records(source, self.id, ROWS_AT_ONCE):
                fact = RowMissing(delivery=str(self.id))
                keyed = []
                for commitment, subject in missing:
                    key = self._natural_key(party, self.delivery.system, commitment.hex(), fact, str(self.id))
                    delivered = Delivered(key, self.ring.request(b"missing"), of(fact).number)
                    keyed.append(
                        (
                            key,
                            self._statement(
                                party, None, fact, subject=subject, commitment=commitment, delivered=delivered
                            ),
                        )
                    )
                self._record_unless_known(keyed)
                self.vault.mark_missing([commitment for commitment, _ in missing])
                self.report.missing += len(missing)

    # Keys and statements

    def _record_key(self, party: str, record: str) -> bytes:
        return self.ring.lookup("record", party, self.delivery.system, record)

    def _natural_key(self, party: str, system: str, record: str, fact: Fact, slot: str) -> bytes:
        return self.ring.lookup("natural", party, system, record, of(fact).name, slot)

    def _content(self, one: Observed) -> bytes:
        """Keyed hash of what is delivered: the fact with its dates, place and personal fields."""
        document = [one.fact, one.occurred_on, one.registered_on, one.municipality, dict(one.personal)]
        return self.ring.request(canonical(document))

    def _statement(self, party: str, one: Observed | None, fact: Fact, **more: Any) -> Statement:
        if one is not None:
            more |= {
                "occurred_on": one.occurred_on,
                "registered_on": one.registered_on,
                "municipality": one.municipality,
            }
        return Statement(
            fact=fact,
            actor=self.arrival.actor,
            purpose=PURPOSE,
            party=party,
            system=self.delivery.system,
            delivery=self.id,
            delivered_on=self.arrival.delivered_on,
            **more,
        )


@dataclass(slots=True)
class Tally:
    """Counts of one batch, added to the report once the batch is recorded."""

    facts: int = 0
    corrections: int = 0
    unchanged: int = 0
    emptied: int = 0
    remarks: int = 0

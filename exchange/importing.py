"""From an open delivery to facts: batch by batch, each recorded whole or not at all.

What rows state is worked out in `exchange/stating.py`. Since every fact is found again by its natural key, an import
that was cut off is simply done again, two imports of one file at the same time give its facts once, and a file that was
taken whole before writes nothing at all, but for rows that were rejected and can be taken by now.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Literal
from uuid import uuid4

from domain.event import subject_of
from domain.facts import (
    ControlTotalCompared,
    DeliveryCompleted,
    FileReceived,
    RowRejected,
    SourceSystemTakenIntoUse,
)
from domain.facts.base import of
from exchange.arriving import arriving
from exchange.delivery import Delivery
from exchange.known_before import KeyedRow, each_key_once
from exchange.linking import Linked, Linking
from exchange.observed import RowRead, RowRefused
from exchange.prefetching import batches_ahead
from exchange.refusals import FileRefused
from exchange.row_refusals import row_refused
from exchange.stating import KeyedStatement, Stating, Tally
from exchange.totals import Stated, as_received
from projections.history import Standing, standing
from replay.follow import Progress, no_progress
from store.ledger import Ledger
from store.statement import Command, Delivered, Statement
from store.vault import Vault

ROWS_AT_ONCE = 2_000
TRIES_MAX = 5
UNREADABLE = (FileRefused, OSError, UnicodeError)
"""What reading raises on a file that is damaged further on, or out of reach by then."""


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
    left: int = 0
    """Values that a delivery of a later day, taken already, says otherwise: left as they are."""
    taken_before: bool = False
    rejected: list[RowRefused] = field(default_factory=list)
    decided: Linked = field(default_factory=Linked)
    """Links between registrations that the delivery gave rise to."""
    totals: list[ControlTotalCompared] = field(default_factory=list)
    """Every total that the sender stated, beside what was counted."""
    notices: list[str] = field(default_factory=list)
    notices_dutch: list[str] = field(default_factory=list)
    """The same notices in Dutch, one for one."""


class ImportInterrupted(Exception):
    """Another import kept changing the same facts; nothing was lost. Run the import again."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class TakenInPart(FileRefused):
    """Reading went wrong after rows had been recorded; the report says what was."""

    def __init__(self, report: Report, cause: Exception) -> None:
        super().__init__(
            f"{report.rows} row(s) of the file were recorded; behind them it cannot be read: "
            f"{' '.join(str(cause).split())} Nothing that was recorded is lost: give the mended file, and its rows are "
            "found again and the rest is taken."
        )
        self.report = report


@dataclass(frozen=True, slots=True)
class Arrival:
    """What is known of a delivery beside its rows: how it came, when, and who brought it in."""

    file_name: str
    file_sha256: str
    delivered_on: date
    kind: Literal["full", "changes"]
    actor: str
    stated: Stated = field(default_factory=Stated)
    """The sender's totals that came beside the file."""


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
        taken = self.vault.deliveries(delivery.party, delivery.system, delivery.profile, delivery.municipality)
        self.id, self.newest_on = arriving(self.ring.ledger, identity, arrival.delivered_on, taken)
        self.stating = Stating(
            ledger,
            delivery=self.id,
            party=delivery.party,
            system=delivery.system,
            municipality=delivery.municipality,
            arrived=arrival.delivered_on,
            actor=arrival.actor,
        )
        self.report = Report(profile=delivery.profile)
        self.parties: set[str] = set()
        self._linking: Progress = no_progress

    def run(self, progress: Progress, linking: Progress = no_progress) -> Report:
        """Take the whole delivery; `progress` gets bytes read and bytes in all, and `linking` then events looked at and
        events in all."""
        self._linking = linking
        self.delivery.totals.expect(self.arrival.stated)
        if (rejected := self._taken_before()) is not None:
            if rejected:
                self._take_again(rejected, progress)
            elif not self._has_compared():
                for _ in self._batches():
                    progress(self.delivery.bytes_read, self.delivery.bytes_total)
                self._compare()
            self._link()  # it may have been cut off after its last fact and before this
            return self.report
        batches = self._batches()
        first = next(batches, [])
        self._receive()
        for rows in chain([first], batches):
            self._take(rows)
            progress(self.delivery.bytes_read, self.delivery.bytes_total)
        if self._says_which_records_there_are:
            self._tell_missing()
        self._compare()
        self._link()
        self._complete()
        self._notice()
        return self.report

    def _batches(self) -> Iterator[list[RowRead | RowRefused]]:
        """The rows, so many at a time; raises TakenInPart where reading goes wrong after the first of them."""
        is_begun = False
        try:
            for batch in batches_ahead(self.delivery.rows(), ROWS_AT_ONCE):
                is_begun = True
                yield batch
        except UNREADABLE as failure:
            if not is_begun:
                raise
            self._link()
            self._notice()
            raise TakenInPart(self.report, failure) from failure

    def _notice(self) -> None:
        report, newest_on = self.report, self.newest_on
        report.notices, report.notices_dutch = self.delivery.notices, self.delivery.notices_dutch
        if newest_on is not None:
            report.notices.append(
                f"This delivery is older than one taken already ({newest_on}): {report.left} value(s) that the later "
                "one says otherwise were left as they are."
            )
            report.notices_dutch.append(
                f"Deze levering is ouder dan een die al genomen is ({newest_on}): {report.left} gegeven(s) die de "
                "latere anders vermeldt, zijn gelaten zoals ze zijn."
            )

    @property
    def _says_which_records_there_are(self) -> bool:
        """Whether a record that is not in it is missing by now."""
        return self.arrival.kind == "full" and self.newest_on is None

    # The delivery itself

    def _taken_before(self) -> dict[int, Standing] | None:
        """Line → rejection that stands, of the same file taken whole before; None where it was not.

        In the report everything in it is then unchanged.
        """
        before = standing(self.ledger.stream(self.id))
        completed: DeliveryCompleted | None = next(
            (one.fact for one in before if isinstance(one.fact, DeliveryCompleted)), None
        )
        if completed is None:
            return None
        self.report.rows = completed.rows
        self.report.unchanged = completed.facts + completed.corrections + completed.unchanged
        self.report.taken_before = True
        self.report.totals = [one.fact for one in before if isinstance(one.fact, ControlTotalCompared)]
        return {one.fact.line: one for one in before if isinstance(one.fact, RowRejected)}

    def _take_again(self, rejected: dict[int, Standing], progress: Progress) -> None:
        """Take the rows that were rejected and can be taken by now (a name that became known); the others stay as they
        are, also where a later delivery said something else since."""
        seen: set[int] = set()
        for rows in self._batches():
            late = [row for row in rows if row.line in rejected]
            seen.update(row.line for row in late)
            self.report.rejected += [row for row in late if isinstance(row, RowRefused)]
            self._take_late([row for row in late if isinstance(row, RowRead)], rejected)
            progress(self.delivery.bytes_read, self.delivery.bytes_total)
        # A row that equals one that was taken now comes no second time.
        self._withdraw({line: one for line, one in rejected.items() if line not in seen})
        if not self.report.taken_before:
            self._link()
        self._compare()
        self._notice()

    def _take_late(self, rows: Sequence[RowRead], rejected: Mapping[int, Standing]) -> None:
        """Rows that were rejected and can be read now, unless the source said something else of them meanwhile."""
        keyed = [self.stating.keyed(row) for row in rows]
        told = {one.row.line for one in keyed if self.stating.contradicts(one)}
        self.report.rejected += [row_refused(line, "DUPLICATE_RECORD", "") for line in sorted(told)]
        taken = [one for one in keyed if one.row.line not in told]
        self._record_unless_known(self.stating.not_taken([one.row for one in taken]))
        for part in each_key_once(taken):
            self._take_part(part, is_late=True)
        self.report.remarks += sum(len(one.row.remarks) for one in taken)
        self._withdraw({one.row.line: rejected[one.row.line] for one in taken})

    def _withdraw(self, rejected: Mapping[int, Standing]) -> None:
        """The rejections of these rows are taken back, each once."""
        for line, one in rejected.items():
            if self._append([self.stating.taken_after_all(line, one)]):
                self.report.taken_before = False

    def _receive(self) -> None:
        """The file was received; its system was taken into use on the day the profile says."""
        delivery, arrival = self.delivery, self.arrival
        received = FileReceived(
            profile=delivery.profile,
            profile_hash=delivery.profile_hash,
            system=delivery.system,
            delivery=arrival.kind,
            stated_as_of=delivery.delivered_on,
            bytes=delivery.bytes_total,
            **as_received(arrival.stated),
        )
        personal = {"file_name": arrival.file_name, "file_sha256": arrival.file_sha256}
        in_use = [] if delivery.in_use_from is None else [self._in_use(delivery.in_use_from)]
        self._record_unless_known([*in_use, self.stating.of_delivery(received, "received", personal)])

    def _in_use(self, from_on: date) -> KeyedStatement:
        fact, day, party = (
            SourceSystemTakenIntoUse(system=self.delivery.system),
            from_on.isoformat(),
            self.delivery.party,
        )
        key = self.stating.natural_key(party, day, fact, "in_use_from")
        return key, self.stating.statement(
            party,
            None,
            fact,
            subject=subject_of(self.ring.ledger, fact, self.delivery.municipality),
            occurred_on=day,
            municipality=self.delivery.municipality,
            delivered=Delivered(key, self.ring.request(day.encode()), of(fact).number),
        )

    def _has_compared(self) -> bool:
        """Whether every total that came beside the file was compared when it was taken before."""
        known = {(one.name, one.stated) for one in self.report.totals}
        return known.issuperset(self.delivery.totals.beside)

    def _compare(self) -> None:
        """The sender's totals beside what was counted: each a fact, once."""
        known = set(self.report.totals)
        fresh = [total for total in self.delivery.totals.compared() if total not in known]
        slots = ["unreadable" if total.stated is None else str(total.stated) for total in fresh]
        self._record_unless_known(
            [
                self.stating.of_delivery(total, f"total {total.name} {slot}", {})
                for total, slot in zip(fresh, slots, strict=True)
            ]
        )
        self.report.totals += fresh
        if fresh:
            self.report.taken_before = False

    def _link(self) -> None:
        """Links with whatever shares a number with these rows; also with those of an import that was cut off before."""
        self.report.decided = Linking(self.ledger, self.arrival.actor).follow(self._linking)

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
        self._record_unless_known([self.stating.of_delivery(completed, "completed", {})])

    def _record_unless_known(self, keyed: Sequence[KeyedStatement]) -> None:
        """Record what was not recorded under its natural key before: an import done again states nothing twice."""
        for _ in range(TRIES_MAX):
            if self._append(self._unknown(keyed)):
                return
        raise ImportInterrupted

    def _unknown(self, keyed: Sequence[KeyedStatement]) -> list[Statement]:
        known = self.vault.delivered_before([key for key, _ in keyed])
        return [statement for key, statement in keyed if key not in known]

    def _append(self, statements: Sequence[Statement]) -> bool:
        """Record these together; False when another writer said some of it first."""
        if not statements:
            return True
        receipts = self.ledger.record([Command(f"import:{uuid4()}", statements)])
        return receipts[0].outcome == "recorded"

    # Rows

    def _take(self, rows: Sequence[RowRead | RowRefused]) -> None:
        """A batch of rows: all that they state is recorded in one command, or read again and tried once more."""
        keyed = [self.stating.keyed(row) for row in rows if isinstance(row, RowRead)]
        self._record_unless_known(self.stating.not_taken(rows))
        refused = [row for row in rows if isinstance(row, RowRefused)]
        for part in each_key_once(keyed):
            self._take_part(part, is_late=self.newest_on is not None)
        report = self.report
        report.rows += len(rows)
        report.rejected += refused
        if self._says_which_records_there_are:  # a record whose row could not be taken is there all the same
            there = {self.stating.record_key(self.delivery.party, row.record) for row in refused if row.record}
            self.vault.mark_delivered(self.id, list(there))
        report.remarks += sum(len(one.row.remarks) for one in keyed)
        self.parties |= {one.row.party for one in keyed}

    def _take_part(self, rows: Sequence[KeyedRow], *, is_late: bool) -> None:
        for _ in range(TRIES_MAX):
            tally = Tally()
            if self._append(list(self.stating.statements(rows, tally, is_late=is_late))):
                self._count(tally)
                if not is_late:  # else a later full delivery may have said by now which records there are
                    self._mark(rows, tally)
                return
        raise ImportInterrupted

    def _count(self, tally: Tally) -> None:
        report = self.report
        report.facts += tally.facts
        report.corrections += tally.corrections
        report.unchanged += tally.unchanged
        report.emptied += tally.emptied
        report.left += tally.left

    def _mark(self, rows: Sequence[KeyedRow], tally: Tally) -> None:
        """These records were in this delivery."""
        if self._says_which_records_there_are:
            self.vault.mark_delivered(self.id, list({key for one in rows for key in (one.record, one.person)}))
        elif tally.returned:
            self.vault.mark_delivered(self.id, tally.returned)

    def _tell_missing(self) -> None:
        """Records that this source delivered before and that are not in this full delivery."""
        for party in sorted(self.parties):
            source = self.ring.lookup("source", party, self.delivery.system)
            while missing := self.vault.missing_records(source, self.id, ROWS_AT_ONCE):
                self._record_unless_known([self.stating.missing(party, *record) for record in missing])
                self.vault.mark_missing([commitment for commitment, _ in missing])
                self.report.missing += len(missing)

"""Deliveries: what a party sent, what became of it, and what was not understood.

A file is never half taken without saying so: every rejected row and every remark not understood is a fact in the stream
of its delivery, sealed under the delivery's own key. A row that is missing from a full delivery and a value that came
empty are findings about a registration, never retractions.
"""

from typing import Annotated, Literal

import msgspec

from domain.facts.accountability import Sha256, Whole
from domain.facts.base import Code, Count, Day, EventId, Fact, Name, Nature, Text, fact

Instant = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z$(?!\n)")]
"""An instant in UTC, as RFC 3339 text."""


class ControlTotal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """A total that the sender states so that the receiver can check.

    name: what was totalled.
    value: the total.
    """

    name: Code
    value: Whole


@fact(1301, Nature.LEDGER, dutch="bestand ontvangen", subject="delivery", personal=("file_name", "file_sha256"))
class FileReceived(Fact, frozen=True, kw_only=True):
    """A file was received from a party and read with a profile.

    profile: the profile it was read with.
    profile_hash: hash of that profile.
    system: the source system.
    delivery: whether it holds everything, or changes only.
    stated_as_of: the day the file itself says it holds for.
    bytes: size of the file in bytes.
    stated_rows: rows the sender says it has.
    stated_amount_cents: sum of the amounts the sender says it has.
    stated_totals: other control totals of the sender.
    file_name: name of the file.
    file_sha256: hash of the file.
    Source: design notes, domain (the sender's control totals); input files.
    """

    profile: Code
    profile_hash: Sha256 | None = None
    system: Name
    delivery: Literal["full", "changes"]
    stated_as_of: Day | None = None
    bytes: Count | None = None
    stated_rows: Count | None = None
    stated_amount_cents: Whole | None = None
    stated_totals: tuple[ControlTotal, ...] = ()


@fact(1302, Nature.LEDGER, dutch="levering verwerkt", subject="delivery")
class DeliveryCompleted(Fact, frozen=True, kw_only=True):
    """All rows of a delivery were dealt with.

    rows: rows read.
    facts: new facts written.
    corrections: corrections written.
    unchanged: facts that had been delivered before, the same.
    rejected: rows not taken.
    missing: rows known before and not in this full delivery.
    findings: other findings.
    Source: design notes, answers (import).
    """

    rows: Count
    facts: Count
    corrections: Count
    unchanged: Count
    rejected: Count
    missing: Count | None = None
    findings: Count | None = None


@fact(1303, Nature.LEDGER, dutch="rij afgewezen", subject="delivery", personal=("row_text",), slot="line")
class RowRejected(Fact, frozen=True, kw_only=True):
    """A row of a delivery could not be taken.

    line: line in the file, the first being 1.
    column: heading of the column, where one column is to blame.
    value_kind: what kind of value was expected.
    reason: why it could not be taken.
    row_text: the row as it stood.
    Source: input files (every rejected row is kept).
    """

    line: Count
    column: Text | None = None
    value_kind: Code
    reason: Code


@fact(1304, Nature.LEDGER, dutch="opmerking niet begrepen", subject="delivery", personal=("remark",), slot="line")
class RemarkNotUnderstood(Fact, frozen=True, kw_only=True):
    """A remark in a row matched no phrase the profile knows; the row itself was taken.

    line: line in the file, the first being 1.
    column: heading of the column.
    remark: the remark as it stood.
    Source: input files (unknown remarks are a finding).
    """

    line: Count
    column: Text


@fact(1305, Nature.OBSERVED, dutch="notificatie ontvangen", personal=("bsn", "v_number"), slot="message")
class NotificationReceived(Fact, frozen=True, kw_only=True):
    """DUO notified that something happened to a person; the details are asked from DUO.

    event_code: DUO's event id, such as SS101.
    message: id of the message; where the form carries none, event id and instant joined by a point.
    registered_at: instant of registration at DUO.
    signal: true where the id is a signal and no event.
    bsn: the number in the notification.
    v_number: the V-number in the notification.
    Source: DUO Notificatie, Gebeurtenissen, Attentiesignalen.
    """

    event_code: Code
    message: Code | None = None
    registered_at: Instant | None = None
    signal: bool | None = None


@fact(1306, Nature.LEDGER, dutch="rij ontbreekt in levering", slot="delivery")
class RowMissing(Fact, frozen=True, kw_only=True):
    """A record known from an earlier delivery of this source was not in this full delivery.

    delivery: the delivery it was missing from.
    Source: input files; design notes, storage (a finding, never a retraction).
    """

    delivery: EventId


@fact(1307, Nature.LEDGER, dutch="waarde leeg geworden", slot="event")
class ValueEmptied(Fact, frozen=True, kw_only=True):
    """A value delivered earlier came empty; the fact stays until somebody retracts it.

    event: the fact whose value came empty.
    delivery: the delivery in which it did.
    column: heading of the column.
    Source: design notes, storage (a value gone empty is a finding).
    """

    event: EventId
    delivery: EventId | None = None
    column: Text | None = None


@fact(1308, Nature.LEDGER, dutch="gewist gegeven opnieuw aangeleverd", subject="delivery", slot="line")
class ErasedRecordRedelivered(Fact, frozen=True, kw_only=True):
    """A record that was erased came in again and was not taken.

    line: line in the file, the first being 1.
    Source: design notes, storage (tombstone of an erased source record).
    """

    line: Count


@fact(1309, Nature.OBSERVED, dutch="bericht verzonden", slot="message")
class MessageSent(Fact, frozen=True, kw_only=True):
    """A message about a person was sent to a partner, such as a plan to DUO.

    message: id of the message.
    recipient: who it went to.
    interface: interface and operation, such as pip.put.
    about: the fact it reports.
    Source: design notes, domain (plan and result messages out); DUO Interactiepatronen; R040, R095, R137.
    """

    message: Code
    recipient: Name
    interface: Code
    about: EventId | None = None


@fact(1310, Nature.OBSERVED, dutch="bericht beantwoord", slot="message")
class MessageAnswered(Fact, frozen=True, kw_only=True):
    """A partner took or refused a message about a person.

    message: id of the message answered.
    accepted: whether it was taken.
    status: status code of the answer.
    condition: the condition it broke, as a code.
    Source: DUO (conditions on reports); R095.
    """

    message: Code
    accepted: bool
    status: Count | None = None
    condition: Code | None = None


@fact(1311, Nature.OBSERVED, dutch="kennisgeving verstuurd", slot="letter")
class LetterSent(Fact, frozen=True, kw_only=True):
    """A letter or notice that is no decision was sent to the person or another party.

    letter: kind of letter, such as kennisgeving.
    recipient: organisation it went to, where it did not go to the person.
    language_level: language level it is written at.
    about: the fact it is about.
    Source: R320; Wi 2007 art. 25 (kennisgeving).
    """

    letter: Code
    recipient: Name | None = None
    language_level: Code | None = None
    about: EventId | None = None


@fact(1312, Nature.LEDGER, dutch="controletotaal vergeleken", subject="delivery", slot="name")
class ControlTotalCompared(Fact, frozen=True, kw_only=True):
    """A total that the sender states was compared with what was counted in the file.

    name: what was totalled: rows, amount (in euro cents), or a column of the profile.
    stated: the total of the sender, where it could be read.
    counted: what was counted; rejected rows count.
    Source: input files (a file is never half imported without saying so).
    """

    name: Text
    stated: Whole | None = None
    counted: Whole

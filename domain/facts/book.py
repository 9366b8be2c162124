"""About the book itself: corrections, retractions, erasure, holds, approvals and attested verdicts.

A correction stands in the stream of the fact it corrects, names the *original* event and carries the whole new body;
its date, municipality and day of registration stand in the envelope of the correcting event and replace those of the
original. Nothing is ever rewritten.

The subject `any` means: the stream of the event it names.
"""

from typing import Annotated, Any, Literal

import msgspec

from domain.facts.accountability import Sha256, Whole
from domain.facts.base import PERSONAL_FIELDS, Code, Count, Day, EventId, Fact, KeyClass, Nature, Text, fact

Body = Annotated[msgspec.Raw, msgspec.Meta(extra_json_schema={"type": "object"})]
"""The canonical bytes of a fact's body, embedded as they are."""


def _no_float(digits: str) -> Any:
    raise ValueError(f"the body holds {digits}; a fact knows whole numbers only")


_BODY = msgspec.json.Decoder(float_hook=_no_float)


@fact(1401, Nature.LEDGER, dutch="gebeurtenis gecorrigeerd", subject="any", personal=tuple(PERSONAL_FIELDS))
class EventCorrected(Fact, frozen=True, kw_only=True):
    """A fact was corrected: this whole body now stands for the original one.

    original: the first event, also where it was corrected before or had been retracted.
    body: the whole new body, of the same type as the original, as canonical bytes.
    body_schema: schema of that body within its type; absent means 1.
    reason: why, as a code.
    delivery: the delivery that brought it, where one did.
    Source: design notes, storage and law (gebeurtenis-gecorrigeerd).
    """

    original: EventId
    body: Body
    body_schema: Annotated[int, msgspec.Meta(ge=1, le=32767)] = 1
    reason: Code | None = None
    delivery: EventId | None = None

    def __post_init__(self) -> None:
        """Refuse a body whose bytes are not the canonical ones, since they are embedded unread in what is hashed."""
        given: Any = _BODY.decode(self.body)
        if not isinstance(given, dict) or msgspec.json.encode(given, order="sorted") != bytes(self.body):
            raise ValueError("the body must be a JSON object in canonical bytes: sorted keys, no spaces")

    def __hash__(self) -> int:
        return hash((self.original, bytes(self.body), self.body_schema, self.reason, self.delivery))


@fact(1402, Nature.LEDGER, dutch="gebeurtenis ingetrokken", subject="any")
class EventRetracted(Fact, frozen=True, kw_only=True):
    """A fact was retracted: it holds no more, and stays to be read.

    original: the first event.
    reason: why, as a code.
    delivery: the delivery that brought it, where one did.
    replaced_by: the event of another type or subject that takes its place.
    Source: design notes, storage and law (gebeurtenis-ingetrokken).
    """

    original: EventId
    reason: Code | None = None
    delivery: EventId | None = None
    replaced_by: EventId | None = None


@fact(1403, Nature.LEDGER, dutch="persoonsgegevens gewist")
class PersonalDataErased(Fact, frozen=True, kw_only=True):
    """The keys of a registration were destroyed, with what they sealed; codes, counts and dates stay.

    key_classes: the key classes destroyed.
    ground: why it could be done.
    registrations: all registrations erased together with this one.
    attested: number of verdicts recorded before, so that figures stay.
    Source: R327; design notes, storage (erasing a person) and law (persoonssleutel-vernietigd).
    """

    key_classes: tuple[KeyClass, ...]
    ground: Literal["REQUEST", "RETENTION_ENDED", "COURT", "UNLAWFUL"]
    registrations: tuple[EventId, ...] = ()
    attested: Count | None = None


@fact(1404, Nature.LEDGER, dutch="bewaarplicht ingesteld")
class LegalHoldSet(Fact, frozen=True, kw_only=True):
    """A registration may not be erased for the time being.

    ground: why.
    until_on: first day on which it may be erased again; absent until it is lifted.
    document: what orders it.
    Source: design notes, domain.
    """

    ground: Literal["AUDIT", "OBJECTION", "COURT", "ARCHIVE", "OTHER"]
    until_on: Day | None = None
    document: Text | None = None


@fact(1405, Nature.LEDGER, dutch="bewaarplicht opgeheven", slot="hold")
class LegalHoldLifted(Fact, frozen=True, kw_only=True):
    """A hold on erasing a registration was lifted.

    hold: the hold it ends.
    Source: follows from LegalHoldSet.
    """

    hold: EventId


@fact(1406, Nature.LEDGER, dutch="goedgekeurd", subject="any", slot="approves")
class ApprovalGiven(Fact, frozen=True, kw_only=True):
    """Somebody other than the proposer approved a fact that needs a second pair of eyes.

    approves: the event approved.
    role: role in which it was approved, such as director.
    Source: R178; design notes, domain (proposer is not approver).
    """

    approves: EventId
    role: Code | None = None


@fact(1407, Nature.LEDGER, dutch="goedkeuring geweigerd", subject="any", slot="refuses")
class ApprovalRefused(Fact, frozen=True, kw_only=True):
    """Somebody other than the proposer refused to approve a fact.

    refuses: the event that was not approved.
    role: role in which it was refused.
    reason: why, as a code.
    Source: follows from ApprovalGiven.
    """

    refuses: EventId
    role: Code | None = None
    reason: Code | None = None


@fact(1408, Nature.LEDGER, dutch="oordeel vastgelegd voor wissing", slot="rule")
class VerdictAttested(Fact, frozen=True, kw_only=True):
    """What a counting rule said of a case was recorded in plain codes, before the data it read were erased.

    rule: the rule.
    version: its version.
    rule_hash: content hash of that version.
    case: random id of the case.
    counted: whether it counted.
    amount: how much it counted for.
    unit: what was counted.
    reason: the reason code where it did not count.
    detail: what stands beside the reason, in plain codes and numbers.
    limit_on: the limit day, where the rule has one.
    holds_from: first day in the world the verdict holds for.
    holds_until: first day it no longer holds for.
    known_from_position: position from which it holds.
    known_until_position: position from which it no longer holds.
    decided_by: the events that decided it.
    Source: design notes, storage (verdicts recorded as attested facts) and figures (erased).
    """

    rule: Code
    version: Code
    rule_hash: Sha256 | None = None
    case: EventId
    counted: bool
    amount: Whole | None = None
    unit: Code | None = None
    reason: Code | None = None
    detail: Text | None = None
    limit_on: Day | None = None
    holds_from: Day | None = None
    holds_until: Day | None = None
    known_from_position: Count | None = None
    known_until_position: Count | None = None
    decided_by: tuple[EventId, ...] = ()

"""The road of a fact recorded by hand: find its stream, fold it, decide, append; four steps and no cleverness.

The registration is found by the source's own record id, which several sources may use for different persons: then the
candidates are told and nothing is written. What was read is held against what is written by the version of the stream;
where another writer came between, all is read and decided again. The source of such a fact is the municipality, system
`by-hand`; it carries the commitment to the record id that it was found by.

    ValueError
    └── RecordingRefused
        ├── IdIsNeeded            a fact about a registration says which
        ├── IdIsUnknown           no registration has that id
        ├── AmbiguousId           several have
        ├── IdIsAPersonNumber     a BSN is never the id of a registration
        ├── MunicipalityIsNeeded
        ├── DateLiesAhead
        ├── EventIsElsewhere      the event that is named is not in the registration that is named
        ├── SealedFieldsDiffer    the same stands already, with other sealed fields
        └── StreamKeepsMoving
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid4

from domain.dates import When, first_day
from domain.decision_refusals import EventIsUnknown
from domain.decisions import Dossier, Proposal, decide, dossier_of, same_in
from domain.dossier import Entry
from domain.event import nfc, subject_of
from domain.facts import (
    ApprovalGiven,
    ApprovalRefused,
    EnrolmentRecorded,
    EventCorrected,
    EventRetracted,
    IntakeCompleted,
    ObligationEstablished,
    PersonalBudgetRequested,
    PersonApproached,
    PersonLinkedToMunicipality,
    PersonRegistered,
    PersonSettled,
    SummonsSent,
    WaitingListJoined,
)
from domain.facts.base import Fact, of
from domain.identifiers import NotABsn, normalise_bsn
from domain.providers import BY_HAND
from exchange.by_hand import ByHand
from exchange.record_ids import labels, readings
from store.errors import KeyReused
from store.ledger import Ledger
from store.statement import Command, Receipt, Statement

TRIES_MAX: Final = 5
PURPOSE: Final = "registration"
OPENING: Final = (
    EnrolmentRecorded,
    IntakeCompleted,
    ObligationEstablished,
    PersonApproached,
    PersonLinkedToMunicipality,
    PersonRegistered,
    PersonSettled,
    PersonalBudgetRequested,
    SummonsSent,
    WaitingListJoined,
)
"""Facts by which a person may come into the books; any other is about a registration that exists."""


class RecordingRefused(ValueError):
    """The fact cannot be recorded as it was given."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or " ".join((type(self).__doc__ or "").split()))


class IdIsNeeded(RecordingRefused):
    """This fact is about a registration: expected id=, the source's own record id, for example id=W3."""


class IdIsUnknown(RecordingRefused):
    """No registration has that id (in that source): expected the record id as its source writes it, for example id=W3
    or id=GWS4all:W3. A person who is new is recorded with PersonRegistered id=… municipality=… first."""


class AmbiguousId(RecordingRefused):
    """Several registrations have that id: expected the source before it."""

    def __init__(self, candidates: Sequence[str]) -> None:
        super().__init__(
            f"Several registrations have that id: expected one of {', '.join(candidates)}; "
            f"for example id={candidates[0]}."
        )
        self.candidates = tuple(candidates)


class IdIsAPersonNumber(RecordingRefused):
    """That id passes as a BSN, which is never the id of a registration: expected the source's own record id. The
    number itself belongs in bsn=, where it is sealed."""


class MunicipalityIsNeeded(RecordingRefused):
    """It is not known of which municipality this fact is: expected municipality=NAME or CODE, for example
    municipality=Groningen."""


class EventIsElsewhere(RecordingRefused):
    """The event that is named does not stand in the registration that id= names: expected the id of its own
    registration, or no id= at all."""


class DateLiesAhead(RecordingRefused):
    """The date lies in the future: expected the day on which it happened, today at the latest. For a decision that
    takes effect later, give the day it was taken and effective_on=."""


class SealedFieldsDiffer(RecordingRefused):
    """The same fact stands already, with other sealed fields: expected EventCorrected."""

    def __init__(self, event_id: UUID) -> None:
        super().__init__(
            f"The same fact stands already, with other sealed fields: expected a correction, for example "
            f"EventCorrected original={event_id} with the whole body and the sealed fields that change."
        )


class StreamKeepsMoving(RecordingRefused):
    """Others keep writing in the same stream, so nothing was recorded: expected a quiet moment. Try it again."""


@dataclass(frozen=True, slots=True)
class RecordedByHand:
    """What became of it. Without a receipt nothing was new, and `positions` are those of the events that say it."""

    receipt: Receipt | None
    facts: tuple[Fact, ...]
    subject: UUID
    positions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A stream and what stands in it; `record` is the readable id, `commitment` what is known of it already."""

    subject: UUID
    dossier: Dossier
    record: str | None = None
    commitment: bytes | None = None


def record_by_hand(
    ledger: Ledger, by_hand: ByHand, *, actor: str, today: date, key: str | None = None
) -> RecordedByHand:
    """Record a fact typed by a person, if it may be and is new.

    Raises DecisionRefused, RecordingRefused, and KeyReused where the key was used for another request.
    """
    refuse_ahead(by_hand, today)
    key = key or f"hand:{secrets.token_hex(16)}"
    for _ in range(TRIES_MAX):
        place = _place(ledger, by_hand)
        proposal = proposal_of(by_hand, place, actor)
        personal = personal_with(ledger, by_hand, place)
        facts = decide(place.dossier, proposal)
        if not facts:
            return stands_already(ledger, place, proposal, personal)
        statements = [
            statement_of(proposal, place, fact, place.dossier.version + ordinal, personal, today)
            for ordinal, fact in enumerate(facts, 1)
        ]
        (receipt,) = ledger.record([Command(key, statements)])
        if receipt.outcome == "key_reused":
            raise KeyReused
        if receipt.outcome in ("recorded", "replayed"):
            return RecordedByHand(receipt, facts, place.subject, tuple(receipt.positions))
    raise StreamKeepsMoving


def refuse_ahead(by_hand: ByHand, today: date) -> None:
    """What happened lies not in the future; a shared fact may hold from a later day on."""
    is_shared = of(by_hand.fact).subject not in ("registration", "any")
    if by_hand.occurred_on is not None and first_day(by_hand.occurred_on) > today and not is_shared:
        raise DateLiesAhead
    if by_hand.registered_on is not None and by_hand.registered_on > today:
        raise DateLiesAhead


def stands_already(ledger: Ledger, place: Place, proposal: Proposal, personal: dict[str, str]) -> RecordedByHand:
    """Nothing new: the events that say it; refused where sealed fields came along that differ from theirs."""
    entry = same_in(place.dossier, proposal)
    assert entry is not None, "decide gives no facts only where the same stands"
    if personal:
        standing = ledger.personal_of(entry.said_by[-1])
        if any(standing.get(name) != value for name, value in personal.items()):
            raise SealedFieldsDiffer(entry.event_id)
    return RecordedByHand(None, (), place.subject, entry.positions)


# Which stream


def _place(ledger: Ledger, by_hand: ByHand) -> Place:
    subject_kind = of(by_hand.fact).subject
    if subject_kind == "any":
        place = _place_of_event(ledger, by_hand.fact)
        if by_hand.id is not None:
            _require_registration(ledger, by_hand.id, place)
        return place
    if subject_kind == "registration":
        return _place_of_registration(ledger, by_hand)
    subject = subject_of(ledger.ring.ledger, by_hand.fact, by_hand.municipality)
    return Place(subject, dossier_of(ledger.stream(subject)))


def _place_of_event(ledger: Ledger, fact: Fact) -> Place:
    """The stream of the event that is named."""
    event_id = named_event(fact)
    recorded = ledger.event_by_id(UUID(event_id))
    if recorded is None:
        raise EventIsUnknown(event_id)
    return Place(recorded.event.subject, dossier_of(ledger.stream(recorded.event.subject)))


def _require_registration(ledger: Ledger, record: str, place: Place) -> None:
    """The registration with this id is the one of that place; raises IdIsUnknown, EventIsElsewhere."""
    found = [one.subject for reading in readings(ledger, record) for one in reading]
    if not found:
        raise IdIsUnknown
    if place.subject not in found:
        raise EventIsElsewhere


def named_event(fact: Fact) -> str:
    """The event that a fact of subject "any" is about, in whose stream it stands."""
    match fact:
        case EventCorrected(original=event_id) | EventRetracted(original=event_id):
            return event_id
        case ApprovalGiven(approves=event_id) | ApprovalRefused(refuses=event_id):
            return event_id
    raise AssertionError(f"{of(fact).name} stands in the stream of the event it names, and is not told which that is")


def _place_of_registration(ledger: Ledger, by_hand: ByHand) -> Place:
    """The registration with this id; a new one where the fact may open it."""
    if by_hand.id is None:
        raise IdIsNeeded
    if (place := _place_named(ledger, by_hand.id)) is not None:
        return place
    if not isinstance(by_hand.fact, OPENING):
        raise IdIsUnknown
    if _is_person_number(by_hand.id):
        raise IdIsAPersonNumber
    if by_hand.municipality is None:
        raise MunicipalityIsNeeded
    return Place(uuid4(), Dossier(), record=nfc(by_hand.id))


def registration_named(ledger: Ledger, record: str) -> UUID:
    """The registration with this id, `id` or `source:id`. Raises IdIsUnknown, AmbiguousId."""
    if (place := _place_named(ledger, record)) is None:
        raise IdIsUnknown
    return place.subject


def _place_named(ledger: Ledger, record: str) -> Place | None:
    found = next(filter(None, readings(ledger, record)), None)
    if not found:
        return None
    if len({one.subject for one in found}) > 1:
        raise AmbiguousId(labels(found))
    one = found[0]
    return Place(one.subject, dossier_of(one.history), one.record, one.commitment)


def _is_person_number(text: str) -> bool:
    try:
        normalise_bsn(text)
    except NotABsn:
        return False
    return True


# What is said there


def proposal_of(by_hand: ByHand, place: Place, actor: str) -> Proposal:
    """The fact with its place in the world; of a correction, what was not typed stays as it stands."""
    entry = _corrected(by_hand, place)
    kind = of(by_hand.fact).subject
    occurred_on: When | None = by_hand.occurred_on
    registered_on, municipality = by_hand.registered_on, by_hand.municipality
    if entry is not None:
        occurred_on = occurred_on if "occurred_on" in by_hand.given else entry.occurred_on
        registered_on = registered_on if "registered_on" in by_hand.given else entry.registered_on
        municipality = municipality if "municipality" in by_hand.given else entry.municipality
    elif municipality is None and kind == "any":
        about = place.dossier.entries.get(UUID(named_event(by_hand.fact)))
        municipality = about.municipality if about else None
    elif municipality is None and kind == "registration":
        municipality = _municipality_of(place.dossier)
    party = municipality or _party_of(place.dossier)
    return Proposal(
        fact=by_hand.fact,
        subject=place.subject,
        actor=actor,
        occurred_on=occurred_on,
        registered_on=registered_on,
        municipality=municipality,
        party=party,
        system=BY_HAND if party else None,
        has_personal=any(sealed in by_hand.given for sealed in of(by_hand.fact).personal),
    )


def _corrected(by_hand: ByHand, place: Place) -> Entry | None:
    if not isinstance(by_hand.fact, EventCorrected):
        return None
    return place.dossier.entries.get(UUID(by_hand.fact.original))


def _municipality_of(dossier: Dossier) -> str:
    """The one municipality of all that stands; refused where there are several, since guessing moves a figure."""
    known = {entry.municipality for entry in dossier.standing() if entry.municipality is not None}
    if len(known) != 1:
        raise MunicipalityIsNeeded
    return known.pop()


def _party_of(dossier: Dossier) -> str | None:
    """The party whose registration it is, where no municipality is known."""
    return next((entry.source.party for entry in dossier.entries.values() if entry.source), None)


def personal_with(ledger: Ledger, by_hand: ByHand, place: Place) -> dict[str, str]:
    """The sealed fields; a correction carries them whole, so those that were not typed are sealed anew."""
    entry = _corrected(by_hand, place)
    if entry is None:
        return by_hand.personal
    standing = ledger.personal_of(entry.said_by[-1])
    return {name: value for name, value in standing.items() if name not in by_hand.given} | by_hand.personal


def statement_of(
    proposal: Proposal, place: Place, fact: Fact, version: int, personal: dict[str, str], today: date
) -> Statement:
    """What is recorded of a proposal that was decided, at this version of its stream."""
    more: dict[str, Any] = {}
    if proposal.party is not None:
        more = {
            "party": proposal.party,
            "system": proposal.system,
            "record": place.record,
            "commitment": place.commitment,
        }
    return Statement(
        subject=place.subject,
        fact=fact,
        actor=proposal.actor,
        purpose=PURPOSE,
        version=version,
        occurred_on=proposal.occurred_on,
        registered_on=proposal.registered_on,
        delivered_on=today,
        municipality=proposal.municipality,
        personal=personal,
        **more,
    )

"""The road of facts that are sent to the ledger: read, decided, recorded together or not at all, and receipted.

It is the road of a fact recorded by hand (`exchange/recording.py`), for several events at once, from a party whose
systems know only their own records:

- `subject` names a registration by its id in this ledger, where the sender may see it, else by the sender's own record.
- An event is known again by its natural key, so the same `id` from the same source is recorded once, whatever the
  idempotency key; other content under that id is a mistake, and a correction says so by name.
- A decision is held against the rules and against the version of the dossier that its taker saw (`tag`).
- The same request under the same key gives the first receipt, also in parallel and also when the first answer was
  lost: the key is looked for before anything is read, and again by the database while it appends.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, Protocol
from uuid import UUID, uuid4

import msgspec

from domain.decision_refusals import DecisionRefused, EventIsUnknown
from domain.decisions import Dossier, decide, dossier_of, evolve
from domain.event import FORMAT, Event, Position, Recorded, Source, canonical, encode_fact, nfc, subject_of
from domain.facts import EventCorrected, EventRetracted, MunicipalityNamed
from domain.facts.base import Nature, by_number, of
from domain.saying import said_by_another
from exchange.linking import IDENTIFYING, READ, Linking, LinkingInterrupted
from exchange.naming import require_own_name
from exchange.posted import EventsRefused, Mistake, Posted, Speaker, mistake_of, read_posted, request_of
from exchange.recording import (
    OPENING,
    TRIES_MAX,
    EventIsElsewhere,
    IdIsUnknown,
    MunicipalityIsNeeded,
    Place,
    RecordingRefused,
    StreamKeepsMoving,
    named_event,
    personal_with,
    proposal_of,
    refuse_ahead,
    stands_already,
    statement_of,
)
from exchange.row_refusals import CellIsRefused
from replay.answers import Document
from replay.receipts import Sent, receipt_document, tag_of
from store.errors import NaturalKeyTaken, StaleWrite
from store.ledger import Ledger
from store.statement import Command, Delivered, Encoded, Receipt, Statement
from store.vault import Vault

_FORESEEN: Final = Position(2**62)
"""Where an event stands that will be recorded with the one that is looked at."""


_OBSERVED: Final = frozenset((Nature.OBSERVED, Nature.SHARED))


class TagIsNeeded(Exception):
    """A decision names the version of the dossier on which it was taken."""


class TagIsOld(Exception):
    """The dossier says more by now than when the decision was taken."""


class Recorder(Protocol):
    """Whoever records one command: group commit, shared by all callers."""

    def record(self, command: Command) -> Receipt:
        """The receipt; raises CommandRefused and what the database raises."""


@dataclass
class _Batch:
    """What a request comes to: statements in order, the dossiers as they will then be, and what is wrong."""

    statements: list[Statement] = field(default_factory=list)
    places: dict[UUID, Place] = field(default_factory=dict)
    fresh: dict[bytes, UUID] = field(default_factory=dict)
    """Keys of records that come with this request → their registration."""
    said: dict[bytes, bytes] = field(default_factory=dict)
    decided_on: dict[UUID, int] = field(default_factory=dict)
    """Registration on which is decided → its version before this request."""
    mistakes: list[Mistake] = field(default_factory=list)

    def in_place(self, posted: Sequence[Posted]) -> list[Statement]:
        """The statements as they are recorded: what was decided at the version it was decided on, and what was only
        observed at the end of its stream, wherever that is by then. Its natural key sees to it that it is said once."""
        if all(one.definition.nature in _OBSERVED for one in posted):
            return [msgspec.structs.replace(one, version=0) for one in self.statements]
        return self.statements


class Posting:
    """Records what one party sends. `may_see` says whether it may know of a registration at all."""

    def __init__(
        self,
        ledger: Ledger,
        recorder: Recorder,
        speaker: Speaker,
        *,
        may_see: Callable[[UUID], bool],
        names: Callable[[], Mapping[str, str]],
        today: date,
    ) -> None:
        self.ledger, self.ring, self.vault = ledger, ledger.ring, Vault(ledger.database, ledger.ring)
        self.recorder, self.speaker, self.may_see = recorder, speaker, may_see
        self.names, self.today = names, today

    def post(self, key: str, events: Sequence[bytes], tag: str | None = None) -> Document:
        """Record these events, each in JSON, and give the receipt.

        `tag` is the entity tag of the dossier on which is decided. Raises EventsRefused, TagIsNeeded, TagIsOld,
        KeyReused, StreamKeepsMoving.
        """
        speaker, whose = self.speaker, self._whose(key)
        try:
            asked = request_of(events)
        except (msgspec.MsgspecError, RecursionError, UnicodeError):
            read_posted(speaker, events)  # which says what is wrong, event by event
            raise
        receipt = self.ledger.receipt_of(Encoded(whose, (), asked)) or self._record(whose, asked, events, tag)
        recorded = self._recorded(receipt)
        self._link(recorded)
        return receipt_document(self.ledger, recorded, self._sent(events))

    def mistakes_in(self, events: Sequence[bytes]) -> Sequence[Mistake]:
        """What would be wrong with these events if they were recorded now; nothing of them is."""
        try:
            posted = read_posted(self.speaker, events)
        except EventsRefused as refused:
            return refused.mistakes
        return self._prepared(posted).mistakes

    def was_posted(self, key: str, events: Sequence[bytes]) -> bool:
        """Whether this very request was recorded before under this key; raises KeyReused where it was another one."""
        return self.ledger.receipt_of(Encoded(self._whose(key), (), request_of(events))) is not None

    def _whose(self, key: str) -> str:
        """The key as it is kept: those of two speakers never meet."""
        speaker = self.speaker
        return canonical([speaker.actor, speaker.role, speaker.municipality, speaker.provider, key]).decode()

    def _record(self, whose: str, asked: bytes, events: Sequence[bytes], tag: str | None) -> Receipt | None:
        """The receipt of what is new; None where all of it stands already.

        Whatever stands in its way may be this very request, sent twice and recorded since its key was looked for: then
        the receipt of that one is the answer.
        """
        posted = read_posted(self.speaker, events)
        for _ in range(TRIES_MAX):
            refused: Exception | None = None
            statements: Sequence[Statement] = ()
            try:
                statements = self._decided(posted, tag)
                if statements:
                    return self.recorder.record(Encoded(whose, statements, asked))
            except (StaleWrite, NaturalKeyTaken):
                pass
            except (EventsRefused, TagIsNeeded, TagIsOld) as error:
                refused = error
            if receipt := self.ledger.receipt_of(Encoded(whose, (), asked)):
                return receipt
            if refused is not None:
                raise refused
            if not statements:
                return None
        raise StreamKeepsMoving

    def _decided(self, posted: Sequence[Posted], tag: str | None) -> Sequence[Statement]:
        """What is to be recorded of it, by what stands now; raises EventsRefused, TagIsNeeded, TagIsOld."""
        batch = self._prepared(posted)
        if batch.mistakes:
            raise EventsRefused(batch.mistakes)
        self._require_seen(batch, posted, tag)
        return batch.in_place(posted)

    def _require_seen(self, batch: _Batch, posted: Sequence[Posted], tag: str | None) -> None:
        """Decisions are about one dossier, and taken on what it says now."""
        if not batch.decided_on:
            return
        if len(batch.decided_on) > 1:
            decisions = [one.index for one in posted if one.definition.nature is Nature.DECISION]
            raise EventsRefused([mistake_of(index, CellIsRefused("DECISIONS_OF_MANY")) for index in decisions])
        if tag is None:
            raise TagIsNeeded
        ((subject, version),) = batch.decided_on.items()
        if tag != tag_of(self.ring, subject, self.ledger.stream(subject)[:version]):
            raise TagIsOld

    # What is to be recorded

    def _prepared(self, posted: Sequence[Posted]) -> _Batch:
        batch = _Batch()
        for one in posted:
            try:
                self._prepare(one, batch)
            except DecisionRefused as error:
                sort = (
                    "unknown" if isinstance(error, EventIsUnknown) and one.definition.subject == "any" else "decision"
                )
                batch.mistakes.append(mistake_of(one.index, error, sort))  # type: ignore[arg-type]
            except RecordingRefused as error:
                is_unknown = isinstance(error, IdIsUnknown | EventIsElsewhere)
                batch.mistakes.append(mistake_of(one.index, error, "unknown" if is_unknown else "content"))
            except CellIsRefused as error:
                batch.mistakes.append(mistake_of(one.index, error))
        return batch

    def _prepare(self, one: Posted, batch: _Batch) -> None:
        """Put what this event states behind what the ones before it do, unless it is known."""
        by_hand = one.by_hand
        refuse_ahead(by_hand, self.today)
        if isinstance(by_hand.fact, MunicipalityNamed):  # of all the others none says a name
            require_own_name(by_hand, self.names())
        delivered = self._delivered(one)
        if delivered is not None and self._is_known(delivered, batch):
            return
        place = self._place(one, batch)
        proposal = replace(proposal_of(by_hand, place, self.speaker.actor), party=one.party, system=one.system)
        if one.definition.nature is Nature.DECISION and one.definition.subject == "registration":
            self._decides_on(place, batch)
        personal = personal_with(self.ledger, by_hand, place)
        facts = decide(place.dossier, proposal)
        if not facts:
            stands_already(self.ledger, place, proposal, personal)
            return
        (fact,) = facts
        version = place.dossier.version + 1
        statement = statement_of(proposal, place, fact, version, personal, self.today)
        told = {"delivered": delivered, "correlation": self._correlation(one.envelope.source, one.envelope.id)}
        statement = msgspec.structs.replace(statement, **told)
        batch.statements.append(statement)
        batch.places[place.subject] = replace(place, dossier=_foreseen(place.dossier, statement, self.ring.ledger))

    @staticmethod
    def _decides_on(place: Place, batch: _Batch) -> None:
        """The dossier as it was before this request; one that comes with it nobody can have seen."""
        before = next((one.version for one in batch.statements if one.subject == place.subject), None)
        version = place.dossier.version if before is None else before - 1
        if version:
            batch.decided_on[place.subject] = version

    # What was sent before

    def _delivered(self, one: Posted) -> Delivered | None:
        """The natural key of what is stated, and the keyed hash of its content; of a correction there is none."""
        if one.definition.nature is Nature.LEDGER:
            return None
        said, record = one.observed, nfc(one.envelope.subject)
        key = self.ring.lookup("natural", one.party, one.system, record, one.definition.name, said.slot)
        content = [said.fact, said.occurred_on, said.registered_on, said.municipality, dict(said.personal)]
        return Delivered(key, self.ring.request(canonical(content)), one.definition.number)

    def _is_known(self, delivered: Delivered, batch: _Batch) -> bool:
        """Whether it was said under this key before, here or earlier; raises CellIsRefused where that was otherwise."""
        assert delivered.content is not None, "what is sent has content"
        known = self.vault.delivered_before([delivered.natural_key]).get(delivered.natural_key)
        before = batch.said.setdefault(delivered.natural_key, known.content if known else b"") or None
        batch.said[delivered.natural_key] = before or delivered.content
        if before not in (None, delivered.content):
            raise CellIsRefused("ID_SAYS_OTHERWISE", column="id")
        return before is not None

    def _correlation(self, source: str, event_id: str) -> UUID:
        """By what the events of one id of one source are found again, and by nobody without the key."""
        return UUID(bytes=self.ring.lookup("cloudevent", self.speaker.actor, source, event_id)[:16])

    # Which stream

    def _place(self, one: Posted, batch: _Batch) -> Place:
        match one.definition.subject:
            case "any":
                place = self._place_of_event(one)
            case "registration":
                place = self._place_of_registration(one, batch)
            case _:
                subject = subject_of(self.ring.ledger, one.observed.fact, one.observed.municipality)
                place = Place(subject, dossier_of(self.ledger.stream(subject)))
        known = batch.places.get(place.subject)
        return place if known is None else replace(place, dossier=known.dossier)

    def _place_of_event(self, one: Posted) -> Place:
        """The stream of the event that is named, where its sender may see that and change what was said."""
        event_id = named_event(one.observed.fact)
        recorded = self.ledger.event_by_id(UUID(event_id))
        if recorded is None or not self.may_see(recorded.event.subject):
            raise EventIsUnknown(event_id)
        subject, event = recorded.event.subject, recorded.event
        if one.envelope.subject != str(subject) and self._known(one, [one.envelope.subject]) != [subject]:
            raise EventIsElsewhere
        speaker = self.speaker
        is_own = speaker.municipality in (None, event.municipality) and speaker.may_say(by_number(event.type).fact)
        if speaker.provider is not None:
            is_own = event.source is not None and speaker.is_own(event.source.party)
        elif speaker.municipality is not None and isinstance(one.observed.fact, EventCorrected | EventRetracted):
            is_own = is_own and not (event.source and said_by_another(event.source.party, speaker.municipality))
        if not is_own:
            raise CellIsRefused("SAID_BY_ANOTHER", column="data.fields")
        return Place(subject, dossier_of(self.ledger.stream(subject)), commitment=_commitment(event))

    def _known(self, one: Posted, records: Sequence[str]) -> list[UUID]:
        found = self.vault.records([self._record_key(one, record) for record in records])
        return [subject for subject, _ in found.values()]

    def _record_key(self, one: Posted, record: str) -> bytes:
        return self.ring.lookup("record", one.party, one.system, nfc(record))

    def _place_of_registration(self, one: Posted, batch: _Batch) -> Place:
        """The registration by its id here, by the sender's own record, by the person it is of; or a new one."""
        if (subject := _as_id(one.envelope.subject)) is not None and self.may_see(subject):
            history = self.ledger.stream(subject)
            commitment = next(filter(None, (_commitment(recorded.event) for recorded in history)), None)
            return Place(subject, dossier_of(history), commitment=commitment)
        person = one.envelope.data.person
        record = person if person and one.definition.name == "PersonRegistered" else one.envelope.subject
        own = self._record_key(one, record)
        others = [self._record_key(one, other) for other in (one.envelope.subject, person) if other]
        found = self.vault.records([own, *others])
        subject, commitment = found.get(own, (None, None))
        for other in others:
            subject = subject or found.get(other, (None, None))[0] or batch.fresh.get(other)
        if subject is None:
            if not isinstance(one.observed.fact, OPENING):
                raise IdIsUnknown
            if one.observed.municipality is None:
                raise MunicipalityIsNeeded
            subject = uuid4()
        batch.fresh |= dict.fromkeys([own, *others], subject)
        dossier = dossier_of(self.ledger.stream(subject))
        return Place(subject, dossier, None if commitment else nfc(record), commitment)

    # Afterwards

    def _recorded(self, receipt: Receipt | None) -> list[tuple[Recorded, bytes]]:
        """The events of the receipt in order, each with its leaf."""
        return [] if receipt is None else list(self.ledger.events_at(receipt.positions).values())

    def _link(self, recorded: Sequence[tuple[Recorded, bytes]]) -> None:
        """Decide links that these facts give rise to. What is not decided now, the next delivery decides."""
        kinds = {one.event.type for one, _ in recorded}
        linking = Linking(self.ledger, self.speaker.actor)
        with suppress(LinkingInterrupted):
            if kinds & IDENTIFYING:
                linking.follow()
            if kinds & READ:
                linking.about(sorted({one.event.subject for one, _ in recorded if one.event.type in READ}))

    def _sent(self, events: Sequence[bytes]) -> list[Sent]:
        decoded: list[dict[str, Any]] = [msgspec.json.decode(event) for event in events]
        return [Sent(one["source"], one["id"], self._correlation(one["source"], one["id"])) for one in decoded]


def _as_id(text: str) -> UUID | None:
    try:
        found = UUID(text)
    except ValueError:
        return None
    return found if str(found) == text else None


def _commitment(event: Event) -> bytes | None:
    return bytes.fromhex(event.source.record) if event.source and event.source.record else None


def _foreseen(dossier: Dossier, statement: Statement, ledger: UUID) -> Dossier:
    """The dossier with what will be recorded, so that the next event of the request is decided on that."""
    definition = of(statement.fact)
    source = Source(party=statement.party, system=statement.system) if statement.party and statement.system else None
    event = Event(
        format=FORMAT,
        ledger=ledger,
        event_id=uuid4(),
        type=definition.number,
        schema=definition.schema,
        subject=statement.subject,
        version=statement.version,
        recorded_at="",
        actor=statement.actor,
        purpose=statement.purpose,
        body=encode_fact(statement.fact),
        occurred_on=statement.occurred_on,
        registered_on=statement.registered_on,
        municipality=statement.municipality,
        source=source,
    )
    return evolve(dossier, Recorded(_FORESEEN, event))

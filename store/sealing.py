"""From statements to sealed batches: encryption, commitments, canonical bytes and leaf hashes, before any lock is taken.

Personal fields are sealed with AES-256-GCM-SIV under a key per subject and key class; the associated data binds ledger,
event, type and subject, so that rows of the vault cannot be swapped. The event keeps SHA-256(salt ‖ nonce ‖ ciphertext).
"""

import os
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from domain.event import FORMAT, Source, canonical, instant, nfc, sealed_parts
from domain.facts.base import Definition, Fact, KeyClass, of
from domain.identifiers import NotABsn, NotAVNumber, normalise_bsn, normalise_v_number
from store.errors import PersonalDataUnreadable
from store.keys import KeyRing, salted
from store.statement import Statement

Keys = dict[tuple[UUID, str], AESGCMSIV]
WrappedKeys = Callable[[Sequence[UUID]], Iterable[tuple[UUID, str, bytes]]]


class Plain(msgspec.Struct, gc=False):
    """The fields of `domain.event.Event` in canonical order, made by place and with its ids as text.

    Making and encoding an Event costs three times as much. A test holds the bytes of both equal.
    """

    actor: str
    body: Fact
    causation: UUID | msgspec.UnsetType
    commitments: dict[KeyClass, str] | msgspec.UnsetType
    correlation: UUID | msgspec.UnsetType
    delivered_on: date | msgspec.UnsetType
    event_id: str
    format: int
    ledger: str
    municipality: str | msgspec.UnsetType
    occurred_on: str | msgspec.UnsetType
    on_behalf_of: str | msgspec.UnsetType
    purpose: str
    recorded_at: str
    registered_on: date | msgspec.UnsetType
    schema: int
    source: Source | msgspec.UnsetType
    subject: str
    type: int
    version: int


@dataclass(slots=True)
class SealedBatch:
    """The columns of one append call. Ordinals of events count from 1, as PostgreSQL's arrays do."""

    recorded_at_us: int
    event_ids: list[str] = field(default_factory=list)
    types: list[int] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    versions: list[int] = field(default_factory=list)
    payloads: list[bytes] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)
    naturals: list[tuple[int, bytes, bytes | None, str | None, int]] = field(default_factory=list)
    keys: list[tuple[int, str, bytes]] = field(default_factory=list)
    sealed: list[tuple[int, str, bytes, bytes, bytes]] = field(default_factory=list)
    records: list[tuple[int, bytes, bytes, bytes, bytes, bytes, bytes, bytes]] = field(default_factory=list)
    pseudonyms: list[tuple[int, bytes]] = field(default_factory=list)


class Sealer:
    """Seals statements for one ledger. Unwrapped keys live for one batch only."""

    def __init__(self, ring: KeyRing, wrapped_keys: WrappedKeys) -> None:
        self.ring = ring
        self._wrapped_keys = wrapped_keys
        self._keys: Keys = {}

    def seal(self, statements: Sequence[Statement], recorded_at: datetime) -> SealedBatch:
        """Everything the append function takes for these statements, stamped with one `recorded_at`."""
        self._load({one.subject for one in statements if one.personal or one.record is not None})
        batch = SealedBatch(recorded_at_us=int(recorded_at.timestamp()) * 1_000_000 + recorded_at.microsecond)
        stamp, ledger, unset = instant(recorded_at), str(self.ring.ledger), msgspec.UNSET
        event_ids = uuid7_texts(batch.recorded_at_us // 1000, len(statements))
        definitions: dict[type[Fact], Definition] = {}
        subjects: dict[UUID, str] = {}
        records: dict[tuple[UUID, str, str, str], bytes] = {}
        sources: dict[tuple[object, ...], Source] = {}
        for ordinal, (event_id, one) in enumerate(zip(event_ids, statements, strict=True), 1):
            if (definition := definitions.get(type(one.fact))) is None:
                definition = definitions[type(one.fact)] = of(one.fact)
            if (subject := subjects.get(one.subject)) is None:
                subject = subjects[one.subject] = str(one.subject)
            source: Source | msgspec.UnsetType = unset
            if one.party is not None and one.system is not None:
                record = one.commitment
                if record is None and one.record is not None:
                    record = self._commit_record(batch, ordinal, one, records)
                place = (one.party, one.system, one.delivery, record)
                if (source := sources.get(place, unset)) is unset:
                    source = sources[place] = _source(one, record)
            payload = canonical(
                Plain(
                    one.actor,
                    one.fact,
                    one.causation or unset,
                    self._seal_parts(batch, ordinal, one, UUID(event_id)) if one.personal else unset,
                    one.correlation or unset,
                    one.delivered_on or unset,
                    event_id,
                    FORMAT,
                    ledger,
                    one.municipality or unset,
                    one.occurred_on or unset,
                    one.on_behalf_of or unset,
                    one.purpose,
                    stamp,
                    one.registered_on or unset,
                    definition.schema,
                    source,
                    subject,
                    definition.number,
                    one.version,
                )
            )
            batch.event_ids.append(event_id)
            batch.types.append(definition.number)
            batch.subjects.append(subject)
            batch.versions.append(one.version)
            batch.payloads.append(payload)
            batch.leaves.append(sha256(b"\x00" + payload).digest())
            if (said := one.delivered) is not None:
                target = None if said.target is None else str(said.target)
                batch.naturals.append((ordinal, said.natural_key, said.content, target, said.number))
        return batch

    def _commit_record(
        self,
        batch: SealedBatch,
        ordinal: int,
        statement: Statement,
        commitments: dict[tuple[UUID, str, str, str], bytes],
    ) -> bytes:
        """The commitment to a readable source record: made earlier in this batch, or made now with its vault row."""
        assert statement.record is not None and statement.party is not None and statement.system is not None
        place = (statement.subject, statement.party, statement.system, statement.record)
        if (known := commitments.get(place)) is not None:
            return known
        salt, nonce = os.urandom(32), os.urandom(12)
        commitment = salted(salt, statement.record.encode())
        key = self._key(batch, ordinal, statement.subject, "general")
        ciphertext = key.encrypt(nonce, statement.record.encode(), record_binding(self.ring.ledger, commitment))
        ring = self.ring
        batch.records.append(
            (
                ordinal,
                commitment,
                ring.lookup("record", statement.party, statement.system, statement.record),
                ring.lookup("bare", statement.record),
                ring.lookup("source", statement.party, statement.system),
                salt,
                nonce,
                ciphertext,
            )
        )
        commitments[place] = commitment
        return commitment

    def _seal_parts(
        self, batch: SealedBatch, ordinal: int, statement: Statement, event_id: UUID
    ) -> dict[KeyClass, str]:
        number = of(statement.fact).number
        commitments: dict[KeyClass, str] = {}
        for key_class, plaintext in sealed_parts(statement.personal).items():
            salt, nonce = os.urandom(32), os.urandom(12)
            key = self._key(batch, ordinal, statement.subject, key_class)
            binding = event_binding(self.ring.ledger, event_id, number, statement.subject)
            ciphertext = key.encrypt(nonce, plaintext, binding)
            batch.sealed.append((ordinal, key_class, salt, nonce, ciphertext))
            commitments[key_class] = salted(salt, nonce, ciphertext).hex()
        for pseudonym in pseudonyms(self.ring, statement.personal):
            batch.pseudonyms.append((ordinal, pseudonym))
        return commitments

    def _key(self, batch: SealedBatch, ordinal: int, subject: UUID, key_class: str) -> AESGCMSIV:
        key = self._keys.get((subject, key_class))
        if key is None:
            fresh = os.urandom(32)
            batch.keys.append((ordinal, key_class, self.ring.wrap(fresh, subject, key_class)))
            key = self._keys[subject, key_class] = AESGCMSIV(fresh)
        return key

    def _load(self, subjects: set[UUID]) -> None:
        """Forget what is held and take the stored keys of these subjects: a key that never got stored is never used."""
        self._keys = {}
        for subject, key_class, wrapped in self._wrapped_keys(sorted(subjects)):
            self._keys[subject, key_class] = AESGCMSIV(self.ring.unwrap(wrapped, subject, key_class))


def pseudonyms(ring: KeyRing, personal: Mapping[str, str]) -> list[bytes]:
    """Keyed pseudonyms of the identifiers among these personal fields; an invalid number gives none."""
    found = []
    if "bsn" in personal:
        try:
            found.append(ring.pseudonym("bsn", normalise_bsn(personal["bsn"])))
        except NotABsn:
            pass
    if "v_number" in personal:
        try:
            found.append(ring.pseudonym("v_number", normalise_v_number(personal["v_number"])))
        except NotAVNumber:
            pass
    return found


def event_binding(ledger: UUID, event_id: UUID, number: int, subject: UUID) -> bytes:
    """Associated data of a sealed part: the event it belongs to and no other."""
    return ledger.bytes + event_id.bytes + number.to_bytes(2, "big") + subject.bytes


def record_binding(ledger: UUID, commitment: bytes) -> bytes:
    """Associated data of a sealed source record id."""
    return ledger.bytes + commitment


def open_sealed(key: bytes, nonce: bytes, ciphertext: bytes, binding: bytes) -> bytes:
    """The plaintext; raises PersonalDataUnreadable when key, bytes or binding are not the right ones."""
    try:
        return AESGCMSIV(key).decrypt(nonce, ciphertext, binding)
    except InvalidTag:
        raise PersonalDataUnreadable from None


def uuid7_texts(milliseconds: int, count: int) -> Iterable[str]:
    """So many UUIDv7 of one moment, as text: 26 random bits for all of them, then 48 bits that count from a random number.

    RFC 9562, section 6.2, method 2: ids of one batch stand beside each other in the index.
    """
    time = f"{milliseconds:012x}"
    high, variant = secrets.randbits(12), 0x8000 | secrets.randbits(14)
    head = f"{time[:8]}-{time[8:]}-7{high:03x}-{variant:04x}-"
    start = secrets.randbelow(2**48 - count)
    return [f"{head}{tail:012x}" for tail in range(start, start + count)]


def _source(statement: Statement, commitment: bytes | None) -> Source:
    assert statement.party is not None and statement.system is not None, "a source has a party and a system"
    record = None if commitment is None else commitment.hex()
    return Source(party=nfc(statement.party), system=nfc(statement.system), delivery=statement.delivery, record=record)

"""From statements to sealed batches: encryption, commitments, canonical bytes and leaf hashes, before any lock is taken.

Personal fields are sealed with AES-256-GCM-SIV under a key per subject and key class; the associated data binds ledger,
event, type and subject, so that rows of the vault cannot be swapped. The event keeps SHA-256(salt ‖ nonce ‖ ciphertext).
"""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from domain.event import FORMAT, Event, Source, encode, encode_fact, instant, nfc, sealed_parts
from domain.facts.base import KeyClass, of
from domain.identifiers import NotABsn, NotAVNumber, normalise_bsn, normalise_v_number
from store.errors import PersonalDataUnreadable
from store.keys import KeyRing, salted
from store.statement import Statement

Keys = dict[tuple[UUID, str], AESGCMSIV]
WrappedKeys = Callable[[Sequence[UUID]], Iterable[tuple[UUID, str, bytes]]]


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
        stamp = instant(recorded_at)
        noise = os.urandom(10 * len(statements))
        commitments: dict[tuple[UUID, str, str, str], bytes] = {}
        milliseconds = batch.recorded_at_us // 1000
        for ordinal, statement in enumerate(statements, 1):
            event_id = _uuid7(milliseconds, noise[10 * ordinal - 10 : 10 * ordinal])
            record = self._commit_record(batch, ordinal, statement, commitments)
            parts = self._seal_parts(batch, ordinal, statement, event_id) if statement.personal else None
            self._add(batch, ordinal, statement, event_id, stamp, record, parts)
        return batch

    def _add(
        self,
        batch: SealedBatch,
        ordinal: int,
        statement: Statement,
        event_id: UUID,
        stamp: str,
        record: str | None,
        commitments: dict[KeyClass, str] | None,
    ) -> None:
        definition = of(statement.fact)
        source = None
        if statement.party is not None and statement.system is not None:
            source = Source(
                party=nfc(statement.party), system=nfc(statement.system), delivery=statement.delivery, record=record
            )
        payload = encode(
            Event(
                format=FORMAT,
                ledger=self.ring.ledger,
                event_id=event_id,
                type=definition.number,
                schema=definition.schema,
                subject=statement.subject,
                version=statement.version,
                recorded_at=stamp,
                actor=statement.actor,
                purpose=statement.purpose,
                body=encode_fact(statement.fact),
                occurred_on=statement.occurred_on,
                registered_on=statement.registered_on,
                delivered_on=statement.delivered_on,
                municipality=statement.municipality,
                source=source,
                on_behalf_of=statement.on_behalf_of,
                correlation=statement.correlation,
                causation=statement.causation,
                commitments=commitments,
            )
        )
        batch.event_ids.append(str(event_id))
        batch.types.append(definition.number)
        batch.subjects.append(str(statement.subject))
        batch.versions.append(statement.version)
        batch.payloads.append(payload)
        batch.leaves.append(sha256(b"\x00" + payload).digest())
        if (delivered := statement.delivered) is not None:
            target = None if delivered.target is None else str(delivered.target)
            batch.naturals.append((ordinal, delivered.natural_key, delivered.content, target, delivered.number))

    def _commit_record(
        self,
        batch: SealedBatch,
        ordinal: int,
        statement: Statement,
        commitments: dict[tuple[UUID, str, str, str], bytes],
    ) -> str | None:
        """The commitment to the source record: known, made earlier in this batch, or made now with its vault row."""
        if statement.commitment is not None:
            return statement.commitment.hex()
        if statement.record is None or statement.party is None or statement.system is None:
            return None
        place = (statement.subject, statement.party, statement.system, statement.record)
        if (known := commitments.get(place)) is not None:
            return known.hex()
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
        return commitment.hex()

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


def _uuid7(milliseconds: int, noise: bytes) -> UUID:
    """UUIDv7 (RFC 9562) of a moment and ten random bytes."""
    high = int.from_bytes(noise[:2], "big") & 0x0FFF
    low = int.from_bytes(noise[2:], "big") & 0x3FFF_FFFF_FFFF_FFFF
    return UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)

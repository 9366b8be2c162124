"""From statements to sealed batches: encryption, commitments, canonical bytes, leaf hashes; before any lock is taken.

Personal fields are sealed with AES-256-GCM-SIV under a key per subject and key class; the associated data binds ledger,
event, type and subject, so that rows of the vault cannot be swapped. The event has SHA-256(salt ‖ nonce ‖ ciphertext).
"""

import os
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from domain.event import FORMAT, Source, instant, nfc, sealed_parts
from domain.facts.base import Definition, Fact, KeyClass, of
from domain.facts.identity import LinkEvidence
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


_ENCODER = msgspec.json.Encoder(order="sorted")
"""The encoder of `domain.event.canonical`, here to write into the batch itself."""


@dataclass(slots=True)
class SealedBatch:
    """The columns of one append call. Ordinals of events count from 1, as PostgreSQL's arrays do.

    `prefixed` holds, one after the other, what is hashed into each leaf: 0x00 and the payload. `ends` tells where.
    """

    recorded_at_us: int
    event_ids: list[str] = field(default_factory=list)
    types: list[int] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    versions: list[int] = field(default_factory=list)
    prefixed: bytearray = field(default_factory=bytearray)
    ends: list[int] = field(default_factory=list)
    naturals: list[tuple[int, bytes, bytes | None, str | None, int, bytes | None]] = field(default_factory=list)
    keys: list[tuple[int, str, bytes]] = field(default_factory=list)
    sealed: list[tuple[int, str, bytes, bytes, bytes]] = field(default_factory=list)
    records: list[tuple[int, bytes, bytes, bytes, bytes, bytes, bytes, bytes]] = field(default_factory=list)
    pseudonyms: list[tuple[int, bytes]] = field(default_factory=list)

    @property
    def starts(self) -> list[int]:
        """Where the prefix of each payload stands."""
        return [0, *self.ends[:-1]] if self.ends else []

    @property
    def payloads(self) -> list[bytes]:
        """The bytes of each event."""
        return [bytes(self.prefixed[start + 1 : end]) for start, end in zip(self.starts, self.ends, strict=True)]

    @property
    def leaves(self) -> bytes:
        """The leaf hashes, one after the other."""
        view = memoryview(self.prefixed)
        return b"".join([sha256(view[start:end]).digest() for start, end in zip(self.starts, self.ends, strict=True)])

    def normalise(self) -> None:
        """Bring every payload to Unicode form C. The signs of JSON itself are ASCII and compose with nothing."""
        payloads = [nfc(payload.decode()).encode() for payload in self.payloads]
        self.prefixed, self.ends = bytearray(), []
        for payload in payloads:
            self.prefixed += b"\x00" + payload
            self.ends.append(len(self.prefixed))


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
        prefixed, encode_into = batch.prefixed, _ENCODER.encode_into
        event_ids = uuid7_texts(batch.recorded_at_us // 1000, len(statements))
        definitions: dict[type[Fact], Definition] = {}
        subjects: dict[UUID, str] = {}
        before, subject = None, ""
        records: dict[tuple[UUID, str, str, str], bytes] = {}
        sources: dict[tuple[str, str, UUID | None, bytes | None], Source] = {}
        for ordinal, (event_id, one) in enumerate(zip(event_ids, statements, strict=True), 1):
            if (definition := definitions.get(type(one.fact))) is None:
                definition = definitions[type(one.fact)] = of(one.fact)
            if one.subject is not before:  # a stream comes in a row, and the hash of a UUID is Python's own
                before = one.subject
                if (subject := subjects.get(before, "")) == "":
                    subject = subjects[before] = str(before)
            source: Source | msgspec.UnsetType = unset
            if one.party and one.system:
                record = one.commitment
                if record is None and one.record:
                    record = self._commit_record(
                        batch, ordinal, (one.subject, one.party, one.system, one.record), records
                    )
                place = (one.party, one.system, one.delivery, record)
                if (source := sources.get(place, unset)) is unset:
                    source = sources[place] = _source(*place)
            prefixed.append(0)
            encode_into(
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
                ),
                prefixed,
                -1,
            )
            batch.ends.append(len(prefixed))
            if isinstance(one.fact, LinkEvidence):  # so that the other registration finds it, too
                batch.pseudonyms.append((ordinal, UUID(one.fact.other).bytes))
            batch.event_ids.append(event_id)
            batch.types.append(definition.number)
            batch.subjects.append(subject)
            batch.versions.append(one.version)
            if (said := one.delivered) is not None:
                target = None if said.target is None else str(said.target)
                batch.naturals.append((ordinal, said.natural_key, said.content, target, said.number, said.once))
        if not prefixed.isascii():
            batch.normalise()
        return batch

    def _commit_record(
        self,
        batch: SealedBatch,
        ordinal: int,
        place: tuple[UUID, str, str, str],
        commitments: dict[tuple[UUID, str, str, str], bytes],
    ) -> bytes:
        """The commitment to a readable source record: made earlier in this batch, or made now with its vault row."""
        subject, party, system, record = place
        if (known := commitments.get(place)) is not None:
            return known
        salt, nonce = os.urandom(32), os.urandom(12)
        commitment = salted(salt, record.encode())
        key = self._key(batch, ordinal, subject, "general")
        ciphertext = key.encrypt(nonce, record.encode(), record_binding(self.ring.ledger, commitment))
        ring = self.ring
        batch.records.append(
            (
                ordinal,
                commitment,
                ring.lookup("record", party, system, record),
                ring.lookup("bare", record),
                ring.lookup("source", party, system),
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
    """Keyed pseudonyms of the identifiers among these personal fields; an invalid number gives none.

    The sofinummer became the BSN in November 2007: the same digits have one pseudonym.
    """
    found = []
    for name in ("bsn", "sofi_number"):
        if name in personal:
            with suppress(NotABsn):
                found.append(ring.pseudonym("bsn", normalise_bsn(personal[name])))
    if "v_number" in personal:
        with suppress(NotAVNumber):
            found.append(ring.pseudonym("v_number", normalise_v_number(personal["v_number"])))
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
    """So many UUIDv7 of one moment, as text: 26 random bits for all, then 48 bits that count from a random number.

    RFC 9562, section 6.2, method 2: ids of one batch stand beside each other in the index.
    """
    time = f"{milliseconds:012x}"
    high, variant = secrets.randbits(12), 0x8000 | secrets.randbits(14)
    head = f"{time[:8]}-{time[8:]}-7{high:03x}-{variant:04x}-"
    start = secrets.randbelow(2**48 - count)
    return [f"{head}{tail:012x}" for tail in range(start, start + count)]


def _source(party: str, system: str, delivery: UUID | None, commitment: bytes | None) -> Source:
    record = None if commitment is None else commitment.hex()
    return Source(party=nfc(party), system=nfc(system), delivery=delivery, record=record)

"""The key ring: secrets that live outside the database.

One random root key per ledger in `keys.json` (readable by its owner only). Everything else is derived from it with HKDF
under a purpose of its own: the key that wraps registration keys, and the keys of the HMACs by which idempotency keys,
requests, natural keys, source records and identifiers are found without being readable. Losing the file is losing every
name in the vault; the events, figures and proofs stay (explained in docs/explanation/personal-data.md).
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
from functools import cached_property
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from store.errors import PersonalDataUnreadable, StoreError, WrongKeyRing

ROOT_KEY_BYTES = 32
PSEUDONYM_BYTES = 15
"""Of a pseudonym that is shown: 24 letters and digits."""


class KeyFileUnsafe(StoreError):
    """The key file can be read by others than its owner. Expected mode 0600; set it with chmod 600."""


class CipherMissing(StoreError):
    """AES-256-GCM-SIV is not available. Expected OpenSSL 3.2 or newer, which the cryptography wheel brings."""


class KeyRing:
    """Secrets derived from one root key. Equal rings derive equal keys."""

    def __init__(self, root: bytes, ledger: UUID) -> None:
        self._root = root
        self.ledger = ledger

    def _derive(self, purpose: str) -> bytes:
        return HKDF(SHA256(), 32, salt=self.ledger.bytes, info=f"ketenboek/1/{purpose}".encode()).derive(self._root)

    @cached_property
    def _wrapping(self) -> AESGCMSIV:
        try:
            return AESGCMSIV(self._derive("wrap"))
        except UnsupportedAlgorithm:
            raise CipherMissing from None

    @cached_property
    def check(self) -> bytes:
        """A value by which a database knows its own key ring."""
        return self._derive("check")

    @cached_property
    def _pseudonym_key(self) -> bytes:
        return self._derive("pseudonym")

    def pseudonym_in(self, engagement: str, *parts: str) -> str:
        """A pseudonym under a key of one engagement of an auditor: in another one the same parts have another."""
        key = _mac(self._pseudonym_key, "engagement", engagement)
        return base64.b32encode(_mac(key, *parts)[:PSEUDONYM_BYTES]).decode().lower()

    @cached_property
    def _request_key(self) -> bytes:
        return self._derive("request")

    @cached_property
    def _lookup_key(self) -> bytes:
        return self._derive("lookup")

    def wrap(self, key: bytes, subject: UUID, key_class: str) -> bytes:
        """A registration key sealed for storage: nonce ‖ ciphertext, bound to ledger, subject and key class."""
        nonce = os.urandom(12)
        return nonce + self._wrapping.encrypt(nonce, key, self._binding(subject, key_class))

    def unwrap(self, wrapped: bytes, subject: UUID, key_class: str) -> bytes:
        """The registration key; raises PersonalDataUnreadable."""
        try:
            return self._wrapping.decrypt(wrapped[:12], wrapped[12:], self._binding(subject, key_class))
        except InvalidTag:
            raise PersonalDataUnreadable from None

    def _binding(self, subject: UUID, key_class: str) -> bytes:
        return self.ledger.bytes + subject.bytes + key_class.encode()

    def pseudonym(self, kind: str, identifier: str) -> bytes:
        """Keyed pseudonym of a BSN or V-number."""
        return _mac(self._pseudonym_key, kind, identifier)

    def request(self, document: bytes) -> bytes:
        """HMAC of a command's canonical bytes before sealing."""
        return hmac.digest(self._request_key, document, "sha256")

    def lookup(self, *parts: str) -> bytes:
        """HMAC of the parts of a natural key, a source record, or an idempotency key; parts never run together."""
        return _mac(self._lookup_key, *parts)


def _mac(key: bytes, *parts: str) -> bytes:
    message = b"".join(len(encoded := part.encode()).to_bytes(4, "big") + encoded for part in parts)
    return hmac.digest(key, message, "sha256")


def salted(salt: bytes, *parts: bytes) -> bytes:
    """A commitment: SHA-256 of salt and parts."""
    return hashlib.sha256(salt + b"".join(parts)).digest()


def load_or_make(path: Path) -> tuple[bytes, UUID | None]:
    """The root key and the ledger it was made for (None before the ledger is founded); made when there is none."""
    try:
        return _read(path)
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    _write(fresh, {"format": 1, "root": secrets.token_hex(ROOT_KEY_BYTES)})
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return _read(path)


def bind(path: Path, root: bytes, ledger: UUID) -> None:
    """Write down which ledger the root key belongs to."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    _write(fresh, {"format": 1, "root": root.hex(), "ledger": str(ledger)})
    fresh.replace(path)


def _read(path: Path) -> tuple[bytes, UUID | None]:
    if path.stat().st_mode & 0o077:
        raise KeyFileUnsafe(f"{path} can be read by others than its owner. Expected mode 0600: chmod 600 {path}")
    try:
        document = json.loads(path.read_text("utf-8"))
        root = bytes.fromhex(document["root"])
        ledger = UUID(document["ledger"]) if "ledger" in document else None
    except (ValueError, KeyError, TypeError):
        raise WrongKeyRing(
            f"{path} is damaged. Expected the key file as it was made: put it back from a backup"
        ) from None
    if len(root) != ROOT_KEY_BYTES:
        raise WrongKeyRing(f"{path} is damaged: its key is too short. Put it back from a backup")
    return root, ledger


def _write(path: Path, document: dict[str, object]) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(document, file, indent=1)
        file.flush()
        os.fsync(file.fileno())

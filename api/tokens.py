"""Who stands behind a token: access tokens of RFC 9068, as the NL GOV profile for OAuth 2.0 (1.1) bounds them.

What a token must be was fixed beforehand and is never read from the token itself: the keys, by which one algorithm each
of them signs, the issuer and the audience. A token that is anything else is refused without saying which test failed.
A bearer token may be shown as often as its holder likes until it is past its time; what is refused is one whose `jti`
was withdrawn, or was seen in another token (decision record 0020).
"""

import re
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import UUID

from joserfc import jwk, jws
from joserfc.errors import JoseError

from api.access import Caller
from api.bodies import parsed
from api.logboek import organisation_of
from api.problems import BadBody, TokenRefused
from exchange.plain_text import names_a_person
from store.readers import ROLES, Reader

ALGORITHMS = ("ES256", "PS256", "RS256")
"""RS256 is what every party must know (RFC 9068, 2.1), PS256 what the NL GOV profile would rather see, ES256 ours."""
TYPES = ("at+jwt", "application/at+jwt")
CLAIMS = ("iss", "exp", "aud", "sub", "iat", "jti", "client_id", "role")
TOKEN_BYTES_MAX = 8_192
LEEWAY_SECONDS = 5
LIFETIME_SECONDS_MAX = 6 * 3_600
"""The longest lifetime that the NL GOV profile gives an access token."""
RSA_BITS_MIN = 2_048
COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
"""Three parts without padding; five would be an encrypted token."""
NAMED = re.compile(r"[!-~]{1,200}")
"""How a subject, client or engagement is named: printed characters without spaces, so never two lines in a log."""
HEADERS = frozenset({"alg", "kid", "typ"})
"""A header that would bring a key along, or that must be understood (`crit`), is not looked at but refused."""
BOUND_TO: Mapping[str, str | None] = {
    "case_manager": "municipality",
    "provider": "provider",
    "participant": "registration",
    "auditor": "engagement",
    "ministry": None,
    "administrator": None,
}
"""Role → the claim that says to what it is bound."""
SECONDS_IN_BOOK = 60


class KeysAreWrong(Exception):
    """The file with the keys of the token issuer cannot be used."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """Whose tokens are taken: the issuer, for which audience, and the public keys it signs with, by their `kid`."""

    name: str
    audience: str
    keys: Mapping[str, jwk.Key]


def issuer_of(name: str, audience: str, jwks: Mapping[str, Any]) -> Issuer:
    """An issuer with the keys of a JWK set; raises KeysAreWrong where a key could not be trusted."""
    keys: dict[str, jwk.Key] = {}
    for one in jwks.get("keys") or ():
        kid, algorithm, kind = one.get("kid"), one.get("alg"), one.get("kty")
        if not isinstance(kid, str) or not kid or kid in keys:
            raise KeysAreWrong("A key has no kid, or one that another has. Expected each key with a kid of its own.")
        if algorithm not in ALGORITHMS or kind != ("EC" if algorithm == "ES256" else "RSA"):
            raise KeysAreWrong(f"Key {kid} signs by no algorithm that is taken. Expected alg {', '.join(ALGORITHMS)}.")
        if kind == "EC" and one.get("crv") != "P-256":
            raise KeysAreWrong(f"Key {kid} is on another curve than its algorithm. Expected crv P-256.")
        if one.get("use", "sig") != "sig":
            raise KeysAreWrong(f"Key {kid} is not for signing. Expected use sig.")
        if kind == "RSA" and len(str(one.get("n", ""))) * 6 < RSA_BITS_MIN:
            raise KeysAreWrong(f"Key {kid} is too short. Expected {RSA_BITS_MIN} bits or more.")
        try:
            key = jwk.import_key(one)
        except (JoseError, ValueError, TypeError, KeyError):
            raise KeysAreWrong(f"Key {kid} cannot be read. Expected a JWK (RFC 7517).") from None
        if key.is_private:
            raise KeysAreWrong(f"Key {kid} is a private key, which belongs with the issuer. Expected public keys only.")
        keys[kid] = key
    if not keys:
        raise KeysAreWrong('There is no key in it. Expected a JWK set: {"keys": [...]}.')
    return Issuer(name, audience, keys)


class BearerTokens:
    """Tells the caller behind a token of one issuer."""

    def __init__(
        self,
        issuer: Issuer,
        *,
        revoked: Callable[[], frozenset[str]],
        now: Callable[[], float] = time.time,
        shown: "ShownTokens | None" = None,
    ) -> None:
        self.issuer, self.revoked, self.now = issuer, revoked, now
        self.seen = SeenTokens(ShownTokens() if shown is None else shown)

    def caller_of(self, token: str) -> Caller:
        """The caller; raises TokenRefused, and says no more."""
        return self.known(token).caller

    def known(self, token: str) -> "Known":
        """The caller, with the id of the token and when it ends; raises TokenRefused."""
        if len(token) > TOKEN_BYTES_MAX or not COMPACT.fullmatch(token):
            raise TokenRefused
        now = self.now()
        known = self.seen.known(token) or self._verified(token, now)
        if now >= known.ends + LEEWAY_SECONDS or known.jti in self.revoked():
            raise TokenRefused
        return known

    def _verified(self, token: str, now: float) -> "Known":
        """What a token that was not seen before says, when all of it is in order."""
        claims = signed_claims(self.issuer, token, TYPES)
        if any(name not in claims for name in CLAIMS):
            raise TokenRefused
        if not all(isinstance(claims[name], str) for name in ("iss", "sub", "jti", "client_id", "role")):
            raise TokenRefused
        require_in_time(claims, now)
        if claims["iss"] != self.issuer.name or self.issuer.audience not in texts(claims["aud"]):
            raise TokenRefused
        known = Known(caller_from(claims), claims["jti"], claims["exp"])
        if not self.seen.is_first(known, token, now):
            raise TokenRefused
        return known


def signed_claims(issuer: Issuer, token: str, types: Sequence[str]) -> dict[str, Any]:
    """What a token of one of these types says that was signed with a key of the issuer, by the algorithm of that key.

    Raises TokenRefused.
    """
    if len(token) > TOKEN_BYTES_MAX or not COMPACT.fullmatch(token) or not all(map(is_canonical, token.split("."))):
        raise TokenRefused
    try:
        header = parsed(_decoded(token.partition(".")[0]))
        if not isinstance(header, dict) or not HEADERS.issuperset(header):
            raise TokenRefused
        key = issuer.keys.get(str(header.get("kid")))
        if key is None or header.get("alg") != key.get("alg"):
            raise TokenRefused
        if str(header.get("typ")).casefold() not in types:
            raise TokenRefused
        signed = jws.deserialize_compact(token, key, [str(key.get("alg"))])
        claims = parsed(signed.payload or b"")
    except (JoseError, BadBody, ValueError):
        raise TokenRefused from None
    if not isinstance(claims, dict):
        raise TokenRefused
    return claims


def require_in_time(claims: Mapping[str, Any], now: float) -> None:
    """A token holds from when it was given out until it ends, and not for longer than a token may; raises
    TokenRefused."""
    begins, ends = claims["iat"], claims["exp"]
    not_before = claims.get("nbf", begins)
    for moment in (begins, ends, not_before):
        if isinstance(moment, bool) or not isinstance(moment, int | float):
            raise TokenRefused
    is_now = max(begins, not_before) <= now + LEEWAY_SECONDS and now < ends + LEEWAY_SECONDS
    if not is_now or not 0 < ends - begins <= LIFETIME_SECONDS_MAX:
        raise TokenRefused


def caller_from(claims: Mapping[str, Any]) -> Caller:
    """The caller that the claims name; raises TokenRefused where the role is not bound as it must be."""
    role, subject, client = claims["role"], claims["sub"], claims["client_id"]
    if role not in ROLES or not NAMED.fullmatch(claims["jti"]) or claims.get("azp", client) != client:
        raise TokenRefused
    if not all(NAMED.fullmatch(one) and not names_a_person(one) for one in (subject, client)):
        raise TokenRefused
    bound = {name: claims[name] for name in set(BOUND_TO.values()) - {None} if name is not None and name in claims}
    if set(bound) != {BOUND_TO[role]} - {None} or not all(isinstance(one, str) and one for one in bound.values()):
        raise TokenRefused
    reader = _reader(role, bound, subject)
    return Caller(reader, client, subject, _purposes(claims), _organisation(claims, reader))


def _reader(role: Any, bound: Mapping[str, str], subject: str) -> Reader:
    municipality, registration = bound.get("municipality"), bound.get("registration")
    if municipality is not None and not re.fullmatch("[0-9]{4}", municipality):
        raise TokenRefused
    engagement = bound.get("engagement")
    if engagement is not None and (not NAMED.fullmatch(engagement) or names_a_person(engagement)):
        raise TokenRefused
    try:
        person = None if registration is None else UUID(registration)
    except ValueError:
        raise TokenRefused from None
    return Reader(
        role=role,
        municipality=municipality,
        provider=bound.get("provider"),
        subject=person,
        engagement=engagement,
        name=subject,
    )


def _purposes(claims: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The purposes that the token was given for: words with spaces between, or a list."""
    said = claims.get("purpose")
    if said is None:
        return None
    words = said.split() if isinstance(said, str) else said
    if not isinstance(words, list) or not words or not all(isinstance(one, str) for one in words):
        raise TokenRefused
    return tuple(words)


def _organisation(claims: Mapping[str, Any], reader: Reader) -> str:
    """The organisation that calls, as a URI for the Logboek; where the token does not say, by what the role is bound
    to, and never by who somebody is."""
    said = claims.get("organisation")
    if said is None:
        return organisation_of(reader)
    if not isinstance(said, str) or not NAMED.fullmatch(said) or ":" not in said or names_a_person(said):
        raise TokenRefused
    return said


@dataclass(frozen=True, slots=True)
class Known:
    """A token that was found in order: its caller, its `jti`, and when it ends (seconds since 1970)."""

    caller: Caller
    jti: str
    ends: float


class ShownTokens:
    """In which token each `jti` was shown first, until that is past its time, by the digest of the token."""

    def __init__(self) -> None:
        self._by_jti: dict[str, tuple[bytes, float]] = {}
        self._cleaned = 0.0
        self._lock = Lock()

    def is_first(self, jti: str, digest: bytes, ends: float, now: float) -> bool:
        """Whether a `jti` was shown in no other token; it is written down as shown in this one."""
        with self._lock:
            if now - self._cleaned > SECONDS_IN_BOOK:
                self._by_jti = {one: shown for one, shown in self._by_jti.items() if shown[1] + LEEWAY_SECONDS > now}
                self._cleaned = now
            return self._by_jti.setdefault(jti, (digest, ends))[0] == digest


class SeenTokens:
    """The tokens found in order, until they are past their time: a `jti` in a second token is a copy or a forgery.

    What is known of a token needs no second look at its signature, which costs as much as a small figure.
    """

    def __init__(self, shown: ShownTokens) -> None:
        self._shown = shown
        self._known: dict[bytes, Known] = {}
        self._cleaned = 0.0
        self._lock = Lock()

    def known(self, token: str) -> Known | None:
        """What is known of a token that was seen before."""
        return self._known.get(sha256(token.encode()).digest())

    def is_first(self, known: Known, token: str, now: float) -> bool:
        """Whether its `jti` was seen in no other token; it is written down as seen in this one."""
        digest = sha256(token.encode()).digest()
        if not self._shown.is_first(known.jti, digest, known.ends, now):
            return False
        with self._lock:
            if now - self._cleaned > SECONDS_IN_BOOK:
                self._known = {one: seen for one, seen in self._known.items() if seen.ends + LEEWAY_SECONDS > now}
                self._cleaned = now
            self._known[digest] = known
        return True


class RevokedTokens:
    """The withdrawn `jti`s, one a line in a file; read again when the file changed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read_at: tuple[int, int] | None = None
        self._names: frozenset[str] = frozenset()

    def __call__(self) -> frozenset[str]:
        """All that are withdrawn at this moment."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return frozenset()
        if (found.st_mtime_ns, found.st_size) != self._read_at:
            self._names = frozenset(self.path.read_text("utf-8").split())
            self._read_at = (found.st_mtime_ns, found.st_size)
        return self._names


def is_canonical(part: str) -> bool:
    """Whether base64url was written in the one way there is: the last bits of a part can be written in others."""
    try:
        return urlsafe_b64encode(_decoded(part)).rstrip(b"=").decode() == part
    except ValueError:
        return False


def _decoded(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def texts(value: Any) -> list[str]:
    """A text, or the texts in a list."""
    return (
        [value]
        if isinstance(value, str)
        else [one for one in value if isinstance(one, str)]
        if isinstance(value, list)
        else []
    )

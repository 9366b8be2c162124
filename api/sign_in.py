"""Signing in: OpenID Connect, authorization code with PKCE (RFC 7636, S256), a state and a nonce, each used once.

What an issuer answers is worth something only together with what was kept here when the reader left. The state must be
one that was given to this very browser, and is taken out of the book when it comes back, whatever follows. The code is
redeemed with the verifier that nobody else has. The ID token must hold the nonce and be about the subject of the access
token, and that goes the road of every other (`api/tokens.py`): a page shows somebody what the API would tell them.
"""

import hmac
import secrets
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple, Protocol

from api.browser import Browser
from api.once import Once
from api.policy import purposes_of
from api.problems import SignInRefused, TokenRefused
from api.sessions import Session, digest_of
from api.tokens import BearerTokens, Issuer, require_in_time, signed_claims, texts
from domain.counting import Language

RETURN_PATH = "/aanmelden/terug"
"""Where an issuer sends a reader back to; the one address that is registered there."""
UNDER_WAY_SECONDS = 600
UNDER_WAY_MAX = 10_000
ID_TOKEN_TYPES = ("jwt", "none")
ID_CLAIMS = ("iss", "sub", "aud", "exp", "iat", "nonce")


class Given(NamedTuple):
    """What an issuer gives for a code."""

    access_token: str
    id_token: str


class Party(Protocol):
    """The issuer at which somebody signs in; `client` is the name by which it knows us."""

    client: str

    def address(self, asked: Mapping[str, str], language: Language) -> str:
        """Where a reader goes to sign in, with what is asked. Raises SignInRefused where the issuer does not answer."""

    def redeem(self, code: str, verifier: str, return_address: str) -> Given:
        """The tokens for a code; raises SignInRefused."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """Somebody who went to the issuer: from which browser, and what must come back."""

    kept: bytes
    nonce: str
    verifier: str
    return_address: str
    next: str
    language: Language
    ends: float


class Returned(NamedTuple):
    """Somebody who came back and is signed in: where they were going, and in which language."""

    session: Session
    next: str
    language: Language


class SignIn:
    """Signing in at one issuer, whose access tokens these are."""

    def __init__(
        self,
        party: Party,
        tokens: BearerTokens,
        now: Callable[[], float] = time.time,
        under_way: Once[Leaving] | None = None,
    ) -> None:
        self.party, self._tokens, self._now = party, tokens, now
        self._under_way = Once[Leaving](UNDER_WAY_MAX) if under_way is None else under_way

    def leave(self, browser: Browser, going_to: str, language: Language) -> str:
        """The address at the issuer to send this browser to; `going_to` is where it goes on when it comes back."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        return_address = browser.origin + RETURN_PATH
        address = self.party.address(
            {
                "response_type": "code",
                "client_id": self.party.client,
                "redirect_uri": return_address,
                "scope": "openid",
                "state": state,
                "nonce": nonce,
                "code_challenge": challenge_of(verifier),
                "code_challenge_method": "S256",
            },
            language,
        )
        kept = digest_of(browser.kept or browser.keep_new())
        ends = self._now() + UNDER_WAY_SECONDS
        self._under_way.note(state, Leaving(kept, nonce, verifier, return_address, going_to, language, ends))
        return address

    def come_back(self, browser: Browser, state: str, code: str | None, issuer: str | None) -> Returned:
        """Sign in who comes back with a code; the browser keeps a new value from here. Raises SignInRefused."""
        left = self._under_way.take(state)
        if left is None or browser.kept is None or not hmac.compare_digest(left.kept, digest_of(browser.kept)):
            raise SignInRefused("state")
        if self._now() >= left.ends:
            raise SignInRefused("late")
        if code is None:
            raise SignInRefused("issuer")
        if issuer not in (None, self._tokens.issuer.name):
            raise SignInRefused("issuer")
        given = self.party.redeem(code, left.verifier, left.return_address)
        try:
            subject = self._subject(given.id_token, left.nonce)
            known = self._tokens.known(given.access_token)
        except TokenRefused:
            raise SignInRefused("token") from None
        if known.caller.subject != subject:
            raise SignInRefused("token")
        purposes = purposes_of(known.caller)
        session = browser.sign_in(known.caller, known.jti, purposes[0] if len(purposes) == 1 else None)
        return Returned(session, left.next, left.language)

    def _subject(self, id_token: str, nonce: str) -> str:
        """Whom the ID token is about; raises TokenRefused."""
        claims = signed_claims(self._tokens.issuer, id_token, ID_TOKEN_TYPES)
        if any(name not in claims for name in ID_CLAIMS):
            raise TokenRefused
        require_in_time(claims, self._now())
        _require_for(claims, self._tokens.issuer, self.party.client)
        if not isinstance(claims["nonce"], str) or not hmac.compare_digest(claims["nonce"].encode(), nonce.encode()):
            raise TokenRefused
        return str(claims["sub"])


def _require_for(claims: Mapping[str, object], issuer: Issuer, client: str) -> None:
    """An ID token is of the issuer and for us alone; raises TokenRefused."""
    if claims["iss"] != issuer.name or texts(claims["aud"]) != [client] or claims.get("azp", client) != client:
        raise TokenRefused


def challenge_of(verifier: str) -> str:
    """What is shown of a verifier before it is used."""
    return urlsafe_b64encode(sha256(verifier.encode("ascii")).digest()).rstrip(b"=").decode()

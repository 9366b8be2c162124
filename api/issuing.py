"""Tokens of this machine's own: short-lived, signed with a key that is kept beside the ledger and never leaves it.

For a ledger that stands alone (embedded mode). Where an organisation has an issuer of its own, its keys are configured
and nothing is issued here.
"""

import json
import os
import secrets
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from joserfc import jwk, jwt
from joserfc.errors import JoseError

from api.tokens import Issuer, KeysAreWrong, issuer_of

ALGORITHM = "ES256"
NAME = "urn:ketenboek:this-machine"
LIFETIME_SECONDS = 900
"""A quarter of an hour: what the NL GOV profile gives a client that can keep no secret."""


class Issued(NamedTuple):
    """A token as it is shown, and what it says."""

    text: str
    claims: Mapping[str, Any]


class OwnIssuer:
    """Issues tokens for one ledger."""

    def __init__(self, key: jwk.ECKey, audience: str, now: Callable[[], float] = time.time) -> None:
        self._key, self.audience, self._now = key, audience, now

    def issue(self, claims: Mapping[str, Any], lifetime_seconds: int = LIFETIME_SECONDS) -> "Issued":
        """A token with these claims beside those that every token has.

        Where they name no subject it is one by itself, called by the id of the token: shares, logs and who approves
        what are then told apart by token.
        """
        begins, jti = int(self._now()), str(uuid4())
        stands = {
            "iss": NAME,
            "aud": self.audience,
            "iat": begins,
            "exp": begins + lifetime_seconds,
            "jti": jti,
            "sub": jti,
            "client_id": "ketenboek-token",
        }
        header = {"alg": ALGORITHM, "kid": self._key.kid, "typ": "at+jwt"}
        told = stands | dict(claims)
        return Issued(jwt.encode(header, told, self._key, [ALGORITHM]), told)

    def identify(self, subject: str, client: str, nonce: str) -> str:
        """An ID token (OpenID Connect Core, 2): that this subject signed in, for this client and this once."""
        begins = int(self._now())
        said = {"iss": NAME, "sub": subject, "aud": client, "nonce": nonce}
        header = {"alg": ALGORITHM, "kid": self._key.kid, "typ": "JWT"}
        return jwt.encode(header, said | {"iat": begins, "exp": begins + LIFETIME_SECONDS}, self._key, [ALGORITHM])

    @property
    def issuer(self) -> Issuer:
        """By what its tokens are known."""
        return issuer_of(NAME, self.audience, {"keys": [self._key.as_dict(private=False)]})


def audience_of(ledger: object) -> str:
    """The audience of the tokens of a ledger, by its random id: those of another ledger do not hold here."""
    return f"urn:ketenboek:ledger:{ledger}"


def new_key() -> jwk.ECKey:
    """A fresh signing key."""
    return jwk.ECKey.generate_key("P-256", {"alg": ALGORITHM, "use": "sig", "kid": secrets.token_hex(8)}, private=True)


def load_or_make_key(path: Path) -> jwk.ECKey:
    """The signing key of this home, readable by its owner only; made when there is none. Raises KeysAreWrong."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except FileExistsError:
        return _read(path)
    key = new_key()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        json.dump(key.as_dict(private=True), file)
    return key


def _read(path: Path) -> jwk.ECKey:
    if path.stat().st_mode & 0o077:
        raise KeysAreWrong(f"{path} can be read by others than its owner. Expected mode 0600: chmod 600 {path}")
    try:
        document = json.loads(path.read_text("ascii"))
        return jwk.ECKey.import_key(document, {"alg": ALGORITHM, "use": "sig", "kid": document["kid"]})
    except (ValueError, KeyError, TypeError, JoseError):
        raise KeysAreWrong(
            f"{path} holds no signing key. Take it away and a new one is made; tokens issued before end with it."
        ) from None

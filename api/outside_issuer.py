"""An issuer elsewhere, such as Keycloak: found by OpenID Connect discovery, spoken to over https and nothing else.

Its keys are not fetched: those that were configured for its tokens hold for the ID token as well, so nothing that
answers in its place can bring keys of its own.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx

from api.bodies import parsed
from api.doorway import names_this_machine
from api.problems import BadBody, IssuerGone, SignInRefused
from api.sign_in import Given
from domain.counting import Language

DISCOVERY = "/.well-known/openid-configuration"
ANSWER_BYTES_MAX = 100_000
SECONDS = 10.0


class OutsideIssuer:
    """The issuer of this name, which knows us as `client` by a secret. Redirects are not followed."""

    def __init__(self, name: str, client: str, secret: str) -> None:
        self.name, self.client = name, client
        self._http = httpx.Client(auth=(client, secret), timeout=SECONDS, follow_redirects=False, trust_env=False)

    def address(self, asked: Mapping[str, str], language: Language) -> str:
        """Where a reader goes to sign in."""
        place = self._described["authorization_endpoint"]
        return f"{place}{'&' if urlsplit(place).query else '?'}{urlencode({**asked, 'ui_locales': language})}"

    def redeem(self, code: str, verifier: str, return_address: str) -> Given:
        """The tokens for a code."""
        told = self._asked(
            "POST",
            self._described["token_endpoint"],
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": return_address,
                "code_verifier": verifier,
            },
        )
        match told:
            case {"access_token": str(access_token), "id_token": str(id_token), "token_type": str(kind)}:
                if kind.casefold() == "bearer":
                    return Given(access_token, id_token)
        raise SignInRefused("token")

    @cached_property
    def _described(self) -> Mapping[str, str]:
        """What the issuer says of itself, asked when somebody signs in first; only a good answer is held."""
        told = self._asked("GET", self.name.rstrip("/") + DISCOVERY)
        if told.get("issuer") != self.name or "S256" not in told.get("code_challenge_methods_supported", ["S256"]):
            raise IssuerGone
        places = {name: told.get(name) for name in ("authorization_endpoint", "token_endpoint")}
        if not all(isinstance(one, str) and is_guarded(one) for one in places.values()):
            raise IssuerGone
        return {name: str(one) for name, one in places.items()}

    def _asked(self, method: str, address: str, filled_in: Mapping[str, str] | None = None) -> dict[str, Any]:
        """A document of the issuer; raises IssuerGone, and SignInRefused where it refuses."""
        auth = httpx.USE_CLIENT_DEFAULT if filled_in is not None else None
        try:
            with self._http.stream(method, address, data=filled_in, auth=auth) as answer:
                body = bytearray()
                for some in answer.iter_bytes():
                    body += some
                    if len(body) > ANSWER_BYTES_MAX:
                        raise IssuerGone
                told = parsed(bytes(body))
        except (httpx.HTTPError, BadBody):
            raise IssuerGone from None
        if 400 <= answer.status_code < 500 and filled_in is not None:
            raise SignInRefused("issuer")
        if answer.status_code != 200 or not isinstance(told, dict):
            raise IssuerGone
        return told


def is_guarded(address: str) -> bool:
    """Whether what is sent there is read by nobody on the way: over https, or not leaving this machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and names_this_machine(parts.netloc))

"""An issuer for trying out, on this machine alone: whoever is here chooses who they are, of every role somebody.

It is asked as every other issuer is, and signs real tokens with the key of this machine; only who somebody is, it takes
on their word. So it exists only where this machine may read everything without a token anyway (`serve --demo`).
"""

import hmac
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import urlencode

from api.issuing import OwnIssuer
from api.once import Once
from api.problems import SignInRefused
from api.sign_in import Given, challenge_of
from domain.counting import Language
from store.readers import Role

CLIENT = "ketenboek-pages"
PATHS: Mapping[Language, str] = {"nl": "/proef-uitgever", "en": "/en/demo-issuer"}
CODE_SECONDS = 60
CODES_MAX = 1_000


@dataclass(frozen=True, slots=True)
class DemoUser:
    """Somebody who does not exist: a pseudonym, a role, and to what that is bound."""

    subject: str
    role: Role
    bound: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    place: str = ""
    """For whom they work, as a person says it."""
    record: str | None = None
    """Of a participant the record by which the registration is found."""


@dataclass(frozen=True, slots=True)
class Granted:
    """What a code was given for."""

    claims: Mapping[str, str]
    return_address: str
    challenge: str
    nonce: str
    ends: float


USERS: tuple[DemoUser, ...] = (
    DemoUser("m-groningen", "case_manager", {"municipality": "0014"}, "Groningen"),
    DemoUser("m-groningen-2", "case_manager", {"municipality": "0014"}, "Groningen"),
    DemoUser("m-amsterdam", "case_manager", {"municipality": "0363"}, "Amsterdam"),
    DemoUser("m-haarlem", "case_manager", {"municipality": "0392"}, "Haarlem"),
    DemoUser("m-rotterdam", "case_manager", {"municipality": "0599"}, "Rotterdam"),
    DemoUser("m-den-haag", "case_manager", {"municipality": "0518"}, "Den Haag"),
    DemoUser("m-zwijndrecht", "case_manager", {"municipality": "0642"}, "Zwijndrecht"),
    DemoUser("m-zwijndrecht-2", "case_manager", {"municipality": "0642"}, "Zwijndrecht"),
    DemoUser("p-aanbieder-x", "provider", {"provider": "Aanbieder X"}, "Aanbieder X"),
    DemoUser("r-ministerie", "ministry"),
    DemoUser("a-accountant", "auditor", {"engagement": "2009-7"}, "2009-7"),
    DemoUser("b-beheerder", "administrator"),
    DemoUser("d-deelnemer", "participant", record="GWS4all:L1"),
)
"""Of two municipalities there are two case managers: what the one proposes, the other approves."""


class DemoIssuer:
    """Gives a code to whoever says who they are, and tokens for it once."""

    client = CLIENT

    def __init__(
        self, own: OwnIssuer, now: Callable[[], float] = time.time, codes: Once[Granted] | None = None
    ) -> None:
        self._own, self._now = own, now
        self._codes = Once[Granted](CODES_MAX) if codes is None else codes

    def address(self, asked: Mapping[str, str], language: Language) -> str:
        """Where a reader chooses who they are."""
        return f"{PATHS[language]}?{urlencode(asked)}"

    def grant(self, claims: Mapping[str, str], asked: Mapping[str, str]) -> str:
        """The address to go back to, with a code for somebody of whom this is claimed."""
        code = secrets.token_urlsafe(32)
        ends = self._now() + CODE_SECONDS
        granted = Granted(claims, asked["redirect_uri"], asked["code_challenge"], asked["nonce"], ends)
        self._codes.note(code, granted)
        told = {"code": code, "state": asked["state"], "iss": self._own.issuer.name}
        return f"{asked['redirect_uri']}?{urlencode(told)}"

    def redeem(self, code: str, verifier: str, return_address: str) -> Given:
        """The tokens for a code: once, in time, for who asked for it and at the address where it was sent."""
        granted = self._codes.take(code)
        if granted is None or self._now() >= granted.ends or return_address != granted.return_address:
            raise SignInRefused("issuer")
        if not hmac.compare_digest(challenge_of(verifier).encode(), granted.challenge.encode()):
            raise SignInRefused("issuer")
        access = self._own.issue({**granted.claims, "client_id": CLIENT})
        identity = self._own.identify(granted.claims["sub"], CLIENT, granted.nonce)
        return Given(access.text, identity)

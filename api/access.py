"""Who calls: by a token, or without one on this machine where that was allowed for trying out.

The names here are pseudonyms (a subject and a client of the party that issued the token); nobody is ever logged by the
name they are called by.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from starlette.datastructures import Headers

from api.problems import NoPurpose, NoToken, TokenInQuery, TokenRefused
from store.readers import Reader, Role

ACCESS_HEADER = "Ketenboek-Access"
PURPOSE_HEADER = "Ketenboek-Purpose"
LOOPBACK = "loopback-without-token"
TOKEN = "token"  # noqa: S105  a word in a header
QUERY_NAMES_OF_TOKENS = ("access_token", "accessToken", "token", "id_token", "bearer_token", "jwt")


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who calls: who reads (nobody in particular without a token), by which client, for which purposes."""

    reader: Reader | None
    client: str
    subject: str
    purposes: tuple[str, ...] | None = None
    """The purposes that the token was given for; None when it does not bound them."""
    organisation: str | None = None
    """The organisation that calls, as a URI; None for this machine itself."""

    @property
    def role(self) -> Role | None:
        """The role; None without a token."""
        return None if self.reader is None else self.reader.role

    def purpose(self, said: str | None, allowed: Sequence[str]) -> str:
        """The purpose of this call: the one said, or the only one the token is for. Raises NoPurpose."""
        if said is None and self.reader is None:
            return allowed[0]
        if said is None and self.purposes is not None and len(self.purposes) == 1:
            said = self.purposes[0]
        if said is None or said not in allowed or (self.purposes is not None and said not in self.purposes):
            raise NoPurpose(allowed)
        return said


NOBODY = Caller(None, LOOPBACK, LOOPBACK)
"""A caller on this machine who showed no token."""
ANYBODY = Caller(None, "anybody", "anybody")
"""A caller of what is open to all."""


class Tokens(Protocol):
    """Whoever can tell the caller behind a token."""

    def caller_of(self, token: str) -> Caller:
        """The caller; raises TokenRefused."""


@dataclass(frozen=True, slots=True)
class Access:
    """How callers are let in: by tokens, and without one only where that was said and only on this machine."""

    tokens: Tokens | None = None
    is_open: bool = False

    def caller_of(
        self,
        headers: Headers,
        query_names: Sequence[str],
        *,
        needs_nobody: bool = False,
        signed_in: Caller | None = None,
    ) -> Caller:
        """Who calls; what is open to all needs nobody, but a token that is shown must hold. `signed_in` is who is
        signed in in the browser that asks.

        Raises NoToken, TokenRefused, TokenInQuery.
        """
        if any(name in QUERY_NAMES_OF_TOKENS for name in query_names):
            raise TokenInQuery
        shown = headers.getlist("authorization")
        if not shown:
            if signed_in is not None:
                return signed_in
            if self.is_open:
                return NOBODY
            if needs_nobody:
                return ANYBODY
            raise NoToken
        scheme, _, token = shown[0].partition(" ")
        if len(shown) > 1 or scheme.casefold() != "bearer" or self.tokens is None:
            raise TokenRefused
        return self.tokens.caller_of(token)


ON_THIS_MACHINE = Access(is_open=True)
"""For trying out: whoever is on this machine may ask everything."""

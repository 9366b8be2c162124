"""What a browser keeps between two pages: a random value in a cookie, and the secret of its forms that follows from it.

A form holds in a hidden field a secret that was made from the cookie and from a key of this server. A page elsewhere
can make a browser send the cookie, but can read neither the cookie nor the field. And it is heard from where a form is
sent: only from a page of our own. So a form that was made elsewhere does nothing.

The cookie alone gives access to nothing: it is set when a page with a form is shown, also to who did not sign in.
"""

import hmac
import re
import secrets
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import Response

from api.access import Caller
from api.problems import FormRefused
from api.sessions import Session, Sessions

KEPT = "ketenboek"
NOTICE = "ketenboek-notice"
NOTICE_SECONDS = 60
VALUE = re.compile(r"[A-Za-z0-9_-]{43}")
"""256 bits by chance, in base64url."""
NOTICE_TEXT = re.compile(r"([a-z_]{1,40})(?:\.([0-9]{1,15}))?")
SECRET_FIELD = "form_secret"  # noqa: S105  the name of a field


class Notice(NamedTuple):
    """What is told once after a form was taken: the name of its words, and a number in them."""

    name: str
    number: int | None = None


class Browsers:
    """All browsers that come here; `address` is that of the server as they know it, where a proxy stands before it."""

    def __init__(
        self, address: str | None = None, sessions: Sessions | None = None, form_key: bytes | None = None
    ) -> None:
        self.address = address
        self.sessions = Sessions() if sessions is None else sessions
        self.can_sign_in = False
        """Whether people can sign in here, which the application says; else only tokens are shown."""
        self._key = secrets.token_bytes(32) if form_key is None else form_key

    @property
    def is_secure(self) -> bool:
        """Whether they come over https: then a cookie is sent over nothing else, and only this host can set it."""
        return self.address is not None and self.address.startswith("https://")

    def origin(self, headers: Headers) -> str:
        """Where our own pages come from."""
        return self.address or f"http://{headers.get('host', '')}"

    def secret_of(self, kept: str) -> str:
        """The secret of the forms that are shown to the browser that keeps this."""
        return hmac.new(self._key, kept.encode("ascii"), sha256).hexdigest()

    def cookie_name(self, name: str) -> str:
        """How a cookie is called."""
        return f"__Host-{name}" if self.is_secure else name

    def of(self, headers: Headers) -> "Browser":
        """The browser that sends this request."""
        return Browser(self, headers)


class Browser:
    """One of them, for as long as one request takes."""

    def __init__(self, browsers: Browsers, headers: Headers) -> None:
        self._browsers, self._headers = browsers, headers
        self._cookies = cookie_parser(headers.get("cookie", ""))
        kept = self._cookies.get(browsers.cookie_name(KEPT), "")
        self.kept: str | None = kept if VALUE.fullmatch(kept) else None
        self.session = browsers.sessions.of(self.kept)
        self._to_set: list[str] = []

    @property
    def origin(self) -> str:
        """Where our own pages come from, as this browser knows them."""
        return self._browsers.origin(self._headers)

    @property
    def can_sign_in(self) -> bool:
        """Whether somebody can sign in here at all."""
        return self._browsers.can_sign_in

    def keep_new(self) -> str:
        """A new value to keep, in the place of what was kept before."""
        self.kept = secrets.token_urlsafe(32)
        self._set(KEPT, self.kept)
        return self.kept

    def sign_in(self, caller: Caller, jti: str, purpose: str | None) -> Session:
        """Somebody signs in: from here on this browser keeps a value that nobody can have given it beforehand."""
        if self.kept is not None:
            self._browsers.sessions.end(self.kept)
        kept = self.keep_new()
        self._browsers.sessions.begin(kept, caller, jti, purpose)
        session = self._browsers.sessions.of(kept)
        assert session is not None, "it has just begun"
        self.session = session
        return session

    def declare(self, purpose: str) -> None:
        """Who is signed in reads for this purpose from now on."""
        if self.kept is not None:
            self._browsers.sessions.declare(self.kept, purpose)

    def sign_out(self) -> None:
        """Nobody is signed in here any more, and nothing is kept."""
        if self.kept is not None:
            self._browsers.sessions.end(self.kept)
        self.kept = self.session = None
        self._set(KEPT, "", "; Max-Age=0")

    def form_secret(self) -> str:
        """What stands hidden in each form on a page for this browser."""
        return self._browsers.secret_of(self.kept or self.keep_new())

    def require_own_form(self, items: Sequence[tuple[str, str]]) -> None:
        """What was sent must come from a form on a page of ours, shown to this browser; raises FormRefused."""
        given = [value for name, value in items if name == SECRET_FIELD]
        if self.kept is None or len(given) != 1 or not given[0].isascii():
            raise FormRefused
        if not hmac.compare_digest(given[0], self._browsers.secret_of(self.kept)):
            raise FormRefused
        site, origin = (self._headers.getlist(name) for name in ("sec-fetch-site", "origin"))
        if not (site or origin) or any(one != "same-origin" for one in site):
            raise FormRefused
        if any(one != self.origin for one in origin):
            raise FormRefused

    def tell_next(self, notice: Notice) -> None:
        """Tell this on the next page that is shown."""
        number = "" if notice.number is None else f".{notice.number}"
        self._set(NOTICE, notice.name + number, f"; Max-Age={NOTICE_SECONDS}")

    def take_notice(self) -> Notice | None:
        """What is to be told now, once."""
        said = self._cookies.get(self._browsers.cookie_name(NOTICE))
        if said is None:
            return None
        self._set(NOTICE, "", "; Max-Age=0")
        read = NOTICE_TEXT.fullmatch(said)
        return read and Notice(read[1], None if read[2] is None else int(read[2]))

    def pass_on(self, response: Response) -> None:
        """Let the answer say what is to be kept."""
        for one in self._to_set:
            response.headers.append("set-cookie", one)

    def _set(self, name: str, value: str, more: str = "") -> None:
        """SameSite is Lax and not Strict: who comes back from signing in elsewhere must still be known."""
        secure = "; Secure" if self._browsers.is_secure else ""
        named = self._browsers.cookie_name(name)
        self._to_set.append(f"{named}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{more}")

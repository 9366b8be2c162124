"""The door of the API: what every request and every answer has, and the line in the log.

Where callers need no token (for trying out, api/access.py) the only proof of who calls is that the call comes from this
machine. Three things are held: the address of the caller is a loopback address; no proxy stands between; and the Host
header names this machine, for a page elsewhere can have its own name point here (DNS rebinding). Every answer says how
access was given.

A slash that is written as %2F names nothing that there is: whoever guards by address before this server would see
another address than the one that is answered.

Everything the application does not catch ends here as a problem; what broke after an answer had begun breaks the
connection, so that half an answer is never taken for a whole one.
"""

import time
from collections.abc import Mapping
from ipaddress import ip_address
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access import ACCESS_HEADER, LOOPBACK, TOKEN
from api.languages import language_of
from api.metrics import Metrics
from api.problems import ForeignHost, HeadersTooLarge, NotFromThisMachine, NotThere, Refused, problem_of
from api.request_log import Log, method_of, operation_of, route_of, told_of
from api.version import API_VERSION
from domain.counting import Language

SAID_IN_EVERY_ANSWER = {
    "API-Version": API_VERSION,
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
HEADER_BYTES_MAX = 16_384
SLASH_IN_DISGUISE = b"%2f"
SENT_BY_PROXIES = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


class AnswerBrokenOff(Exception):
    """An answer broke off after it had begun; the log has the reason."""


class Doorway:
    """Stands before the application, as ASGI middleware."""

    def __init__(self, app: ASGIApp, *, log: Log, metrics: Metrics, language: Language, is_open: bool) -> None:
        self.app, self.log, self.metrics, self.language, self.is_open = app, log, metrics, language, is_open
        self.said = SAID_IN_EVERY_ANSWER | {ACCESS_HEADER: LOOPBACK if is_open else TOKEN}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in or refuse it, and log how it went."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            visit = Visit(send, self.said, is_head=scope["method"] == "HEAD")
            scope.setdefault("state", {})["request_id"] = visit.request_id
            try:
                await self._let_in(visit, scope, receive)
            finally:
                self._log(visit, scope)
        else:
            await send({"type": "websocket.close"})

    async def _let_in(self, visit: "Visit", scope: Scope, receive: Receive) -> None:
        try:
            if refused := refusal(scope, is_open=self.is_open):
                raise refused
            asked = {**scope, "method": "GET"} if visit.is_head else scope
            try:
                await self.app(asked, receive, visit.send)
            finally:
                scope["route"] = asked.get("route")
        except ClientDisconnect as error:
            visit.error = error
        except Exception as error:  # noqa: BLE001 - the last place that can still tell it decently
            visit.error = error
            if visit.status is not None:
                raise AnswerBrokenOff(AnswerBrokenOff.__doc__) from None  # what it says could hold personal data
            language = language_of(Headers(scope=scope), self.language)
            await problem_of(error).response(language, visit.request_id)(scope, receive, visit.send)

    def _log(self, visit: "Visit", scope: Scope) -> None:
        seconds = time.perf_counter() - visit.begun
        self.metrics.answered(operation_of(scope), visit.status, seconds)
        is_ours = visit.error is not None and not isinstance(visit.error, Refused)
        (self.log.error if visit.status is None or visit.status >= 500 else self.log.info)(
            "request",
            method=method_of(scope),
            route=route_of(scope),
            status=visit.status,
            duration_ms=round(seconds * 1_000, 1),
            request_id=visit.request_id,
            **told_of(visit.error if is_ours else None),
        )


class Visit:
    """One request on its way through; of HEAD the answer is that of GET, without what it holds."""

    def __init__(self, send: Send, said: Mapping[str, str], *, is_head: bool = False) -> None:
        self.said, self.is_head = said, is_head
        self.begun = time.perf_counter()
        self.request_id = str(uuid4())
        self.status: int | None = None
        self.error: BaseException | None = None
        self._send = send

    async def send(self, message: Message) -> None:
        """Pass on a part of the answer, with what every answer says."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(raw=message.setdefault("headers", []))
            for name, value in self.said.items():
                headers.setdefault(name, value)
        elif self.is_head and message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await self._send(message)


def refusal(scope: Scope, *, is_open: bool) -> Refused | None:
    """Why a request is not let in; None when it is. Where tokens are needed, they say who calls from where."""
    if sum(len(name) + len(value) for name, value in scope["headers"]) > HEADER_BYTES_MAX:
        return HeadersTooLarge()
    if SLASH_IN_DISGUISE in scope.get("raw_path", b"").lower():
        return NotThere()
    if not is_open:
        return None
    client = scope.get("client")
    headers = Headers(scope=scope)
    if client is None or not is_loopback(client[0]) or any(name in headers for name in SENT_BY_PROXIES):
        return NotFromThisMachine()
    hosts = headers.getlist("host")
    return None if len(hosts) == 1 and names_this_machine(hosts[0]) else ForeignHost()


def names_this_machine(host: str) -> bool:
    """Whether a Host header is localhost or a loopback address, with or without a port."""
    if host.startswith("["):
        name, bracket, port = host[1:].partition("]")
        if not bracket or (port and not port.startswith(":")):
            return False
        port = port[1:]
    else:
        name, _, port = host.partition(":")
    if port and not (port.isascii() and port.isdigit()):
        return False
    return name.casefold() == "localhost" or is_loopback(name)


def is_loopback(address: str) -> bool:
    """Whether an address is this machine's own."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False

"""Serving the API on a loopback address, until it is stopped.

The server's own access log is off: it would write query values. Its forwarded headers are off as well: the address of
the caller is that of the connection and nothing else. A connection on which a request is begun and its headers do not
come is closed; how long a body may take, is for who reads it (`api/bodies.py`).

Requests are taken apart by llhttp, in C: in Python that took a third of what a kept answer costs. What it lets through
and RFC 9112 does not, is held here: a request of HTTP/1.1 names one host, its headers end somewhere, and what comes
behind a body is no header.
"""

import asyncio

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.doorway import is_loopback

Application = FastAPI
"""What is served."""
HOST = "127.0.0.1"
PORT = 8642
STOP_SECONDS = 10
QUIET_SECONDS = 75
"""How long a connection on which nothing is asked stays open."""
HEADER_SECONDS = 10.0
"""Within how long of its first byte, or of the connection, a request has said all its headers."""
HEAD_BYTES_MAX = 65_536
"""Headers that have not ended by then are not read on; what is more than may be said in them, the doorway tells."""


class NotALoopbackAddress(ValueError):
    """Without tokens the API serves only on a loopback address; expected 127.0.0.1 or ::1."""


class NotARequest(ValueError):
    """Which machine is asked is not said, or said twice. Expected one Host."""


class Punctual(HttpToolsProtocol):
    """A connection that is closed when what it began to ask is not asked in time."""

    header_seconds = HEADER_SECONDS
    _deadline: asyncio.TimerHandle | None = None
    _is_in_body = False
    _head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Somebody is there, and has so long to ask something."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """More has come; more of the same headers gives no more time, and they end somewhere."""
        if not self._is_in_body:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._is_in_body:
            return
        if self._head_bytes > HEAD_BYTES_MAX:
            self.transport.close()
        elif self._deadline is None and not self._is_answering():
            self._wait()

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header; what is said behind a body was not there when who calls was let in."""
        if not self._is_in_body:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """It was asked in time; raises NotARequest."""
        is_of_one_host = sum(name == b"host" for name, _ in self.headers) == 1
        if not is_of_one_host and self.parser.get_http_version() == "1.1":
            raise NotARequest(NotARequest.__doc__)
        self._wait_no_more()
        self._is_in_body, self._head_bytes = True, 0
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """All of it is there."""
        self._is_in_body = False
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is there any more."""
        self._wait_no_more()
        super().connection_lost(exc)

    def _is_answering(self) -> bool:
        """Whether what was asked is still being answered."""
        return self.cycle is not None and not self.cycle.response_complete

    def _wait(self) -> None:
        self._deadline = self.loop.call_later(self.header_seconds, self.transport.close)

    def _wait_no_more(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


def server_of(app: FastAPI, *, host: str = HOST, port: int = PORT) -> uvicorn.Server:
    """The server for an application; `run()` serves until interrupted. Raises NotALoopbackAddress."""
    if not is_loopback(host):
        raise NotALoopbackAddress(NotALoopbackAddress.__doc__)
    return uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            access_log=False,
            log_config=None,
            proxy_headers=False,
            server_header=False,
            http=Punctual,
            loop="uvloop",
            ws="none",
            timeout_keep_alive=QUIET_SECONDS,
            timeout_graceful_shutdown=STOP_SECONDS,
        )
    )

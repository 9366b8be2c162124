"""Serving the API on a loopback address, until it is stopped.

The server's own access log is off: it would write query values. Its forwarded headers are off as well: the address of
the caller is that of the connection and nothing else. A connection on which a request is begun and its headers do not
come is closed; how long a body may take, is for who reads it (`api/bodies.py`).
"""

import asyncio

import h11
import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol

from api.doorway import is_loopback

HOST = "127.0.0.1"
PORT = 8642
STOP_SECONDS = 10
QUIET_SECONDS = 75
"""How long a connection on which nothing is asked stays open."""
HEADER_SECONDS = 10.0
"""Within how long of its first byte, or of the connection, a request has said all its headers."""


class NotALoopbackAddress(ValueError):
    """Without tokens the API serves only on a loopback address; expected 127.0.0.1 or ::1."""


class Punctual(H11Protocol):
    """A connection that is closed when what it began to ask is not asked in time."""

    header_seconds = HEADER_SECONDS
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Somebody is there, and has so long to ask something."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """More has come; more of the same headers gives no more time."""
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._wait_no_more()
        elif self._deadline is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is there any more."""
        self._wait_no_more()
        super().connection_lost(exc)

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
            ws="none",
            timeout_keep_alive=QUIET_SECONDS,
            timeout_graceful_shutdown=STOP_SECONDS,
        )
    )

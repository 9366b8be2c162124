"""Serving the API on a loopback address, until it is stopped.

The server's own access log is off: it would write query values. Its forwarded headers are off as well: the address of
the caller is that of the connection and nothing else.
"""

import uvicorn
from fastapi import FastAPI

from api.doorway import is_loopback

HOST = "127.0.0.1"
PORT = 8642
STOP_SECONDS = 10


class NotALoopbackAddress(ValueError):
    """Without tokens the API serves only on a loopback address; expected 127.0.0.1 or ::1."""


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
            ws="none",
            timeout_graceful_shutdown=STOP_SECONDS,
        )
    )

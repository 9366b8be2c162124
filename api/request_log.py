"""One line of JSON for every request: method, template of the route, status, duration. Nothing that a caller typed.

Values of a path or a query can be personal data, and so can the message of an error. An error is told by its class and
by the places in the code that it passed.
"""

from collections.abc import Mapping
from traceback import walk_tb
from typing import Any, TextIO

import structlog
from msgspec import json
from starlette.types import Scope
from structlog.typing import FilteringBoundLogger

Log = FilteringBoundLogger
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"})
PLACES_MAX = 8


def json_log(stream: TextIO) -> Log:
    """A log that writes lines of JSON to a stream."""
    lazy: Log = structlog.wrap_logger(
        structlog.WriteLogger(stream),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(serializer=_line),
        ],
        wrapper_class=structlog.make_filtering_bound_logger("info"),
    )
    bound: Log = lazy.bind()  # made once: the lazy logger would be made into one again for every line
    return bound


def _line(said: Mapping[str, Any], **_: object) -> str:
    return json.encode(said).decode()


def told_of(error: BaseException | None) -> Mapping[str, Any]:
    """What a log line may say of an error: its class, and where it came along; never its message."""
    if error is None:
        return {}
    passed = [f"{frame.f_globals.get('__name__', '?')}:{line}" for frame, line in walk_tb(error.__traceback__)]
    return {"error": f"{type(error).__module__}.{type(error).__qualname__}", "places": passed[-PLACES_MAX:]}


def method_of(scope: Scope) -> str:
    """The method, when it is one of HTTP's own: a caller can send any word."""
    return scope["method"] if scope["method"] in METHODS else "OTHER"


def route_of(scope: Scope) -> str | None:
    """The template of the route that matched, such as /v1/figures/{rule}; None where nothing did."""
    return getattr(scope.get("route"), "address", None)


def operation_of(scope: Scope) -> str | None:
    """The id of the operation that was asked; None where nothing matched."""
    return getattr(scope.get("route"), "id", None)

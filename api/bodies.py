"""Reading what a caller sends: in good time, at most so many bytes, so deep, and nothing said twice in one object."""

import asyncio
import json
import time
from typing import Any

from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive

from api.problems import BadBody, TooLarge, TooSlow

JSON_DEPTH_MAX = 16
BYTES_A_SECOND = 50_000
"""The slowest that a body may come, beside the seconds that each has anyhow."""


async def read_body(receive: Receive, bytes_max: int, declared: str | None, seconds: float) -> bytes:
    """The whole body; raises TooLarge as soon as it is known to be, TooSlow, ClientDisconnect.

    Every byte that has come gives the rest more time: a large file on a thin line is taken, a trickle is not.
    """
    if declared is not None and declared.isascii() and declared.isdigit() and int(declared) > bytes_max:
        raise TooLarge(bytes_max)
    body, begun = bytearray(), time.monotonic()
    while True:
        left = begun + seconds + len(body) / BYTES_A_SECOND - time.monotonic()
        try:
            message: Message = await asyncio.wait_for(receive(), max(left, 0))
        except TimeoutError:
            raise TooSlow from None
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        if len(body) > bytes_max:
            raise TooLarge(bytes_max)
        if not message.get("more_body", False):
            return bytes(body)


def parsed(body: bytes) -> Any:
    """The JSON of a body; raises BadBody when it is none, says a key twice, or is nested too deep."""
    try:
        document = json.loads(body.decode("utf-8"), object_pairs_hook=_each_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise BadBody from None
    if not is_shallow(document):
        raise BadBody
    return document


def is_shallow(document: Any) -> bool:
    """Whether lists and objects are nested no deeper than they may be."""
    level = [document]
    for _ in range(JSON_DEPTH_MAX + 1):
        nested = [one for one in level if isinstance(one, dict | list)]
        if not nested:
            return True
        level = [inner for one in nested for inner in (one.values() if isinstance(one, dict) else one)]
    return False


def _each_once(items: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(items)
    if len(found) < len(items):
        raise ValueError("a key stands twice")
    return found


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no JSON")

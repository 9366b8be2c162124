"""Reading back the logs of access that this server writes: from their end, so that what is newest comes first.

The logs are files that are only ever added to, and have no index. So a page reads at most `BYTES_MAX` of one, and says
where the next page goes on; whoever reads on comes to its beginning.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Generic, TypeVar

from api.parameters import Parameter

Item = TypeVar("Item")
BYTES_MAX = 8_000_000
BLOCK_BYTES = 65_536
Opened = Callable[[], BinaryIO]
"""Opens a log for reading."""


@dataclass(frozen=True, slots=True)
class KeptLogs:
    """The logs that can be read back here; None of what is kept elsewhere."""

    logboek: Opened | None = None
    access: Opened | None = None


@dataclass(frozen=True, slots=True)
class Found(Generic[Item]):
    """What was found, newest first, and before which byte the next page goes on; None where the log began."""

    items: list[Item]
    next: int | None


def read_byte(text: str) -> int:
    """A place in a log; raises ValueError."""
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise ValueError("expected a place in a log")
    return int(text)


BEFORE = Parameter(
    "before",
    read_byte,
    {"nl": "Waar de bladzijde begint, zoals een link het zegt.", "en": "Where the page begins, as a link says it."},
    {"type": "integer", "minimum": 0},
)


def found_in(
    opened: Opened, before: int | None, read: Callable[[bytes], Item | None], count_max: int, bytes_max: int = BYTES_MAX
) -> Found[Item]:
    """So many lines of a log that `read` makes something of, the last before a place first."""
    items: list[Item] = []
    with opened() as stream:
        size = stream.seek(0, os.SEEK_END)
        end = size if before is None else min(before, size)
        last = end
        for at, line in _backwards(stream, end, max(0, end - bytes_max)):
            last = at
            item = read(line)
            if item is not None:
                items.append(item)
            if len(items) == count_max:
                break
    return Found(items, last or None)


def _backwards(stream: BinaryIO, end: int, floor: int) -> Iterator[tuple[int, bytes]]:
    """(where it begins, line) of each whole line between two places, last first."""
    position, rest = end, b""
    while position > floor:
        size = min(BLOCK_BYTES, position - floor)
        position -= size
        stream.seek(position)
        first, *lines = (stream.read(size) + rest).split(b"\n")
        at = position + len(first) + 1
        begins = []
        for line in lines:
            begins.append((at, line))
            at += len(line) + 1
        yield from ((begin, line) for begin, line in reversed(begins) if line)
        rest = first
    if floor == 0 and rest:
        yield 0, rest

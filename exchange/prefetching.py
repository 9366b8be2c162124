"""Reading ahead: the next rows are read while the last ones are being recorded.

Recording waits for the database for a good part of its time, and reading a file needs no database. One thread reads, at
most two batches ahead, so memory stays bounded; the order is that of the file, and what goes wrong while reading is
raised where the rows would have come.
"""

from collections.abc import Iterable, Iterator
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import TypeVar

Item = TypeVar("Item")
BATCHES_AHEAD = 2
POLL_SECONDS = 0.1


def batches_ahead(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items in lists of this size. Where reading fails after the first list, what was read before comes first."""
    ready: Queue[list[Item] | Exception] = Queue(BATCHES_AHEAD)
    is_over = Event()
    reader = Thread(target=_read, args=(iter(items), size, ready, is_over), name="reading ahead", daemon=True)
    reader.start()
    try:
        while batch := _next(ready, reader):
            yield batch
    finally:
        is_over.set()
        reader.join()


def _next(ready: "Queue[list[Item] | Exception]", reader: Thread) -> list[Item]:
    while True:
        try:
            got = ready.get(timeout=POLL_SECONDS)
        except Empty:
            assert reader.is_alive() or not ready.empty(), "reading ahead ends with an empty list or a failure"
            continue
        if isinstance(got, Exception):
            raise got
        return got


def _read(items: Iterator[Item], size: int, ready: "Queue[list[Item] | Exception]", is_over: Event) -> None:
    """Hand over list after list, then an empty one; or what went wrong."""
    is_begun, batch = False, list[Item]()
    try:
        for item in items:
            batch.append(item)
            if len(batch) == size:
                if not _hand_over(batch, ready, is_over):
                    return
                is_begun, batch = True, []
        ending: list[Item] | Exception = []
    except Exception as failure:  # noqa: BLE001 raised again by whoever takes the rows
        ending, batch = failure, batch if is_begun else []
    if not batch or _hand_over(batch, ready, is_over):
        _hand_over(ending, ready, is_over)


def _hand_over(batch: list[Item] | Exception, ready: "Queue[list[Item] | Exception]", is_over: Event) -> bool:
    """Wait for a place; False when nobody takes anything any more."""
    while not is_over.is_set():
        try:
            ready.put(batch, timeout=POLL_SECONDS)
        except Full:
            continue
        return True
    return False

"""A line to the database that can be cut: a socket in front of the server's own, which passes on what it is told to.

What a network does to a connection, without a network: a request arrives by half, an answer leaves the server and never
arrives, a connection at rest is gone. The most telling cut is that of the answer to an append: it was committed, and
the caller cannot know.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from psycopg.conninfo import conninfo_to_dict, make_conninfo

AT_REST, REQUEST_TORN, ANSWER_TORN, ANSWER_LOST = "at rest", "request torn", "answer torn", "answer lost"
MANNERS: Final = (AT_REST, REQUEST_TORN, ANSWER_TORN, ANSWER_LOST)
AN_APPEND_BYTES_MIN: Final = 900
"""Requests from so many bytes on are appends: looking something up takes less."""


@dataclass(eq=False)
class Connection:
    """One connection of a client, and what is to be done to it."""

    manner: str = ""
    only_an_append: bool = False
    last_request_bytes: int = 0
    has_appended: bool = False
    is_cut: threading.Event = field(default_factory=threading.Event)
    writers: list[asyncio.StreamWriter] = field(default_factory=list)

    def passes(self, request: bool, chunk: bytes, chance: random.Random) -> int | None:
        """How many bytes of this chunk pass before the cut; None when all pass and nothing is cut."""
        if request:
            self.last_request_bytes = len(chunk)
            self.has_appended |= len(chunk) >= AN_APPEND_BYTES_MIN
        if self.only_an_append and self.last_request_bytes < AN_APPEND_BYTES_MIN:
            return None
        if request:
            return chance.randrange(len(chunk)) if self.manner == REQUEST_TORN else None
        if self.manner == ANSWER_TORN:
            return chance.randrange(len(chunk))
        return 0 if self.manner == ANSWER_LOST else None

    def close(self) -> None:
        """Cut it."""
        for writer in self.writers:
            writer.close()
        self.is_cut.set()


class CuttableLine:
    """The socket, in a thread of its own. Use it as a context."""

    def __init__(self, conninfo: str, folder: Path, chance: random.Random) -> None:
        given = conninfo_to_dict(conninfo)
        self._name = f".s.PGSQL.{given['port']}"
        self._target = Path(str(given["host"])) / self._name
        self._folder, self._chance = folder, chance
        self._connections: set[Connection] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.conninfo = make_conninfo(conninfo, host=str(folder))

    def __enter__(self) -> CuttableLine:
        self._thread.start()
        listening = asyncio.start_unix_server(self._serve, self._folder / self._name)
        asyncio.run_coroutine_threadsafe(listening, self._loop).result(10)
        return self

    def __exit__(self, *exc: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def cut(self, manner: str, *, only_an_append: bool, patience_seconds: float) -> bool:
        """Cut some connection in this manner; False when none came to that in time."""
        alive = [one for one in list(self._connections) if one.has_appended or not only_an_append]
        if not alive:
            return False
        one = self._chance.choice(alive)
        one.only_an_append, one.manner = only_an_append, manner
        if manner == AT_REST:
            self._loop.call_soon_threadsafe(one.close)
        if not one.is_cut.wait(patience_seconds):
            one.manner = ""
            return False
        return True

    async def _serve(self, from_client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        one = Connection(writers=[to_client])
        try:
            from_server, to_server = await asyncio.open_unix_connection(self._target)
        except OSError:
            to_client.close()
            return
        one.writers.append(to_server)
        self._connections.add(one)
        try:
            await asyncio.gather(
                self._pass_on(one, from_client, to_server, request=True),
                self._pass_on(one, from_server, to_client, request=False),
            )
        finally:
            self._connections.discard(one)
            one.close()

    async def _pass_on(
        self, one: Connection, source: asyncio.StreamReader, target: asyncio.StreamWriter, *, request: bool
    ) -> None:
        with contextlib.suppress(OSError):
            while chunk := await source.read(65_536):
                count = one.passes(request, chunk, self._chance)
                target.write(chunk if count is None else chunk[:count])
                await target.drain()
                if count is not None:
                    break
        one.close()

"""The callers of the load campaign, a process of their own: many open connections, and requests that come at their own
pace whether or not the ones before were answered.

What to ask comes as JSON on standard input, what became of each request goes out as JSON. A request that finds no
connection free waits for one, and that wait counts: latency is from when it was due until its last byte was there.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections import deque
from typing import Any
from uuid import uuid4

PATIENCE_SECONDS = 60.0
WITHOUT_DIGITS = str.maketrans("0123456789", "ghijklmnop")
"""A random number must not look like that of a person, which is refused."""
SOURCE = "urn:nld:oin:00000099000000001000:systeem:volg"


class Connection(asyncio.Protocol):
    """One connection that is kept alive, with one request at a time."""

    def __init__(self) -> None:
        self.answer: asyncio.Future[tuple[int, bytes]] | None = None
        self.transport: Any = None
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It is open."""
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Collect until head and body are there."""
        self._buffer += data
        head, ended, body = self._buffer.partition(b"\r\n\r\n")
        if not ended or self.answer is None or self.answer.done():
            return
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r", 1)[0])
        if len(body) >= length:
            self._buffer = body[length:]
            self.answer.set_result((int(head[9:12]), body[:length]))

    def connection_lost(self, error: Exception | None) -> None:
        """Whoever waits is told."""
        if self.answer is not None and not self.answer.done():
            self.answer.set_exception(ConnectionResetError())


class Callers:
    """All callers: each connection has the token of its reader."""

    def __init__(self, asked: dict[str, Any]) -> None:
        self.asked, self.chance = asked, random.Random(asked["seed"])
        self.free: deque[tuple[Connection, dict[str, Any]]] = deque()
        self.waiting: deque[asyncio.Future[tuple[Connection, dict[str, Any]]]] = deque()
        self.done: list[tuple[str, int, float]] = []
        self.receipts: list[tuple[int, str]] = []

    async def run(self) -> dict[str, Any]:
        """Open all connections, let the requests come, and wait for the last answer."""
        asked, loop = self.asked, asyncio.get_running_loop()
        for number in range(asked["connections"]):
            _, one = await loop.create_connection(Connection, "127.0.0.1", asked["port"])
            self.free.append((one, asked["callers"][number % len(asked["callers"])]))
        due = sorted(
            (self.chance.uniform(0, asked["seconds"]), kind)
            for kind in ("read", "write")
            for _ in range(round(asked["seconds"] * asked[f"{kind}s_per_second"]))
        )
        begun, tasks = loop.time(), []
        cpu = time.process_time()
        for at, kind in due:
            if (wait := begun + at - loop.time()) > 0:
                await asyncio.sleep(wait)
            tasks.append(asyncio.create_task(self._one(kind, begun + at)))
        await asyncio.gather(*tasks)
        return {
            "done": self.done,
            "receipts": self.receipts,
            "seconds": loop.time() - begun,
            "cpu_seconds": time.process_time() - cpu,
        }

    async def _one(self, kind: str, due: float) -> None:
        connection, caller = await self._connection()
        loop = asyncio.get_running_loop()
        connection.answer = loop.create_future()
        connection.transport.write(self._read(caller) if kind == "read" else self._write(caller))
        try:
            status, body = await asyncio.wait_for(connection.answer, PATIENCE_SECONDS)
        except (TimeoutError, ConnectionResetError):
            self.done.append((kind, 0, loop.time() - due))
            connection.transport.abort()
            _, connection = await loop.create_connection(Connection, "127.0.0.1", self.asked["port"])
            self._give_back((connection, caller))
            return
        self.done.append((kind, status, loop.time() - due))
        self._give_back((connection, caller))
        if status == 201:
            self.receipts += [(one["position"], one["event_id"]) for one in json.loads(body)["events"]]

    async def _connection(self) -> tuple[Connection, dict[str, Any]]:
        if self.free:
            return self.free.popleft()
        one: asyncio.Future[tuple[Connection, dict[str, Any]]] = asyncio.get_running_loop().create_future()
        self.waiting.append(one)
        return await one

    def _give_back(self, one: tuple[Connection, dict[str, Any]]) -> None:
        if self.waiting:
            self.waiting.popleft().set_result(one)
        else:
            self.free.append(one)

    def _read(self, caller: dict[str, Any]) -> bytes:
        rule, version = self.chance.choice(caller["rules"])
        ids = "" if self.chance.random() < self.asked["share_with_ids"] else "&ids=false"
        path = f"/v1/figures/{rule}?version={version}&municipality={caller['municipality']}{ids}"
        return _request("GET", path, caller, "accountability")

    def _write(self, caller: dict[str, Any]) -> bytes:
        number = uuid4().hex.translate(WITHOUT_DIGITS)
        event = {
            "specversion": "1.0",
            "id": number,
            "source": SOURCE,
            "type": "nl.inburgering.absence-recorded.v1",
            "subject": self.chance.choice(caller["registrations"]),
            "data": {"fields": {"authorised": False, "session": number[:8]}, "occurred_on": "2009-06-20"},
        }
        more = {"Idempotency-Key": number, "Content-Type": "application/cloudevents+json"}
        return _request("POST", "/v1/events", caller, "execution", json.dumps(event).encode(), more)


def _request(
    method: str,
    path: str,
    caller: dict[str, Any],
    purpose: str,
    body: bytes = b"",
    more: dict[str, str] | None = None,
) -> bytes:
    headers = {
        "Host": "127.0.0.1",
        "Authorization": f"Bearer {caller['token']}",
        "Ketenboek-Purpose": purpose,
        "Content-Length": str(len(body)),
    } | (more or {})
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def main() -> None:
    """Do what standard input asks."""
    sys.stdout.write(json.dumps(asyncio.run(Callers(json.load(sys.stdin)).run())))


if __name__ == "__main__":
    main()

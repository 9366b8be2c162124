"""A home that is served by several processes, and connections of which a test knows which process answers them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import httpx

from tests.cli.commanding import Home

ROOT = Path(__file__).parents[2]
SECONDS_MAX = 60
CONNECTIONS_MAX = 60
HOST = "127.0.0.1:8642"
"""What a caller says it came for, whatever the port is."""


def until(reached: Callable[[], Any]) -> Any:
    """What this gives as soon as that is something; it fails where that never comes."""
    end = time.monotonic() + SECONDS_MAX
    while not (found := reached()):
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)
    return found


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Pinned:
    """One connection that stays open, so that one process answers all that is asked on it."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=SECONDS_MAX)
        self._connection.connect()
        self.port: int = self._connection.sock.getsockname()[1]

    def send(
        self, method: str, address: str, headers: dict[str, str] | None = None, content: str | bytes | None = None
    ) -> httpx.Response:
        """One request and its answer."""
        body = content.encode() if isinstance(content, str) else content
        self._connection.request(method, address, body, {"Host": HOST, **(headers or {})})
        answer = self._connection.getresponse()
        return httpx.Response(answer.status, headers=answer.getheaders(), content=answer.read())

    def get(self, address: str, headers: dict[str, str] | None = None) -> httpx.Response:
        """The answer to a question."""
        return self.send("GET", address, headers)

    def close(self) -> None:
        """Ask no more."""
        self._connection.close()


@dataclass
class Served:
    """A home while it is served."""

    home: Home
    port: int
    process: subprocess.Popen[str]

    def members(self) -> list[int]:
        """The processes that answer, each by its id."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(one) for one in children if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]

    def pinned(self) -> dict[int, Pinned]:
        """Process → a connection that it answers, of each process there is."""
        found: dict[int, Pinned] = {}
        for _ in range(CONNECTIONS_MAX):
            one = Pinned(self.port)
            assert one.get("/v1/health").status_code == 200
            process = self._answering(one)
            if process in found:
                one.close()
            else:
                found[process] = one
            if len(found) == len(self.members()):
                return found
        raise AssertionError("one process answers everything")

    def _answering(self, connection: Pinned) -> int:
        """Who has the other end of a connection."""
        ends = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        wanted = f"0100007F:{self.port:04X}", f"0100007F:{connection.port:04X}"
        (inode,) = [end[9] for end in ends if (end[1], end[2]) == wanted]
        return next(one for one in self.members() if f"socket:[{inode}]" in held_by(one))

    def lines(self, name: str) -> list[str]:
        """The lines of a log."""
        return (self.home.path / "log" / name).read_text("utf-8").splitlines()


def held_by(process: int) -> set[str]:
    """What a process has open."""
    folder, found = f"/proc/{process}/fd", set()
    for one in os.listdir(folder):
        with suppress(FileNotFoundError):  # it was closed meanwhile
            found.add(os.readlink(f"{folder}/{one}"))
    return found


@contextmanager
def served(home: Home, *words: str) -> Iterator[Served]:
    """A home, served with these options, as from a script in the background, where interruptions are ignored."""
    port = free_port()
    ignoring = ["sh", "-c", "trap '' INT; exec \"$@\"", "sh"]
    command = [*ignoring, sys.executable, "-m", "cli.main", "serve", "--port", str(port), *words]
    process = subprocess.Popen(command, cwd=ROOT, env=home.environment(), stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline(), "it says where it answers"
        yield Served(home, port, process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.communicate(timeout=SECONDS_MAX)

"""The reading room as somebody at home has it: the examples, served by the command line, and a token per role."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from api.policy import ALL

ROOT = Path(__file__).parents[2]
SECONDS_MAX = 300
INVENTED_BSN = "999990007"
AN_HOUR = ("--minutes", "60")
OPEN = "nobody"
"""Who reads on this machine without a token."""
ROLES = (OPEN, *ALL)


@dataclass(frozen=True)
class Room:
    """A server over the example ledger."""

    home: Path
    address: str
    tokens: dict[str, str] = field(default_factory=dict)

    def token(self, role: str) -> str:
        """A token of this role, bound to somebody or some place that is in the examples; made when first asked."""
        if role not in self.tokens:
            self.tokens[role] = run(self.home, "token", "--role", role.replace("_", "-"), *self._bound(role))
        return self.tokens[role]

    def _bound(self, role: str) -> tuple[str, ...]:
        match role:
            case "case_manager":
                return ("--municipality", "Groningen", *AN_HOUR)
            case "provider":
                return ("--provider", "Aanbieder X", *AN_HOUR)
            case "auditor":
                return ("--engagement", "2009-7", *AN_HOUR)
            case "participant":
                return ("--registration", somebody(self.address), *AN_HOUR)
            case _:
                return AN_HOUR


@contextmanager
def reading_room() -> Iterator[Room]:
    """Serves the examples from a home that is thrown away."""
    home = Path(tempfile.mkdtemp(prefix="kb-room-")).resolve()
    home.chmod(0o755)
    try:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        run(home, "demo", "--no-serve")
        serving = subprocess.Popen(command("serve", "--demo", "--port", str(port)), **given(home))
        try:
            address = f"http://127.0.0.1:{port}"
            await_answer(f"{address}/v1/health")
            send_a_file(address)
            ask_who_is_who(address)
            yield Room(home, address)
        finally:
            serving.send_signal(signal.SIGINT)
            serving.wait(SECONDS_MAX)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def command(*words: str) -> list[str]:
    """The command line of this repository."""
    return [sys.executable, "-m", "cli.main", *words]


def given(home: Path) -> dict[str, object]:
    """Where a command runs, and where what it says goes."""
    environment = os.environ | {"KETENBOEK_HOME": str(home), "PYTHONPATH": str(ROOT)}
    return {"cwd": ROOT, "env": environment, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}


def run(home: Path, *words: str) -> str:
    """What a command answers; a refusal fails."""
    done = subprocess.run(command(*words), timeout=SECONDS_MAX, check=True, **given(home))
    return str(done.stdout).strip()


def await_answer(address: str) -> None:
    """Wait until the server answers."""
    begun = time.monotonic()
    while time.monotonic() - begun < SECONDS_MAX:
        try:
            httpx.get(address, timeout=5)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"{address} did not answer")


def send_a_file(address: str) -> None:
    """Send one of the examples to the server itself, so that there is an import to look at; nothing new comes of it."""
    content = (ROOT / "docs" / "examples" / "gemeente-haarlem-pib.csv").read_bytes()
    asked = {"municipality": "Haarlem", "deliveredOn": "2009-12-31"}
    httpx.post(f"{address}/v1/imports", params=asked, content=content, headers={"Content-Type": "text/csv"}, timeout=60)


def ask_who_is_who(address: str) -> None:
    """Register two who share a number and nothing else, so that there is a question to look at."""
    people = (("K-1", "Aardappel", "1961-02-03"), ("K-2", "Zonnebloem", "1994-11-30"))
    events = [
        {
            "specversion": "1.0",
            "id": record,
            "source": "urn:nld:oin:00000099000000000000:systeem:loket",
            "type": "nl.inburgering.person-registered.v1",
            "subject": record,
            "data": {
                "personal": {"bsn": INVENTED_BSN, "surname": surname, "birth_on": birth_on},
                "municipality": "0014",
            },
        }
        for record, surname, birth_on in people
    ]
    headers = {"Content-Type": "application/cloudevents-batch+json", "Idempotency-Key": "who-is-who"}
    httpx.post(f"{address}/v1/events", json=events, headers=headers, timeout=60).raise_for_status()


def somebody(address: str) -> str:
    """The registration of somebody in the examples."""
    asked = {"type": "PlacementStarted", "municipality": "0014", "limit": "1"}
    return str(httpx.get(f"{address}/v1/events", params=asked, timeout=30).json()["events"][0]["registration"])

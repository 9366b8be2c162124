"""Many callers at once: figures read and facts written through the API, by connections that stay open: `make load`.

The processes of the server, PostgreSQL and a process of callers share the machine. Requests come at a rate, not as fast
as they are answered. Reads alone, writes alone, both at the rates of the goal, and more than can be answered: then
refusals are 429 or 503 and nothing that was receipted is lost. Of every receipt the event must stand at its position
afterwards.

The first run tells which questions there are and warms up; it is not counted.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from api.issuing import OwnIssuer, audience_of, load_or_make_key
from domain.event import Position
from domain.facts import PersonRegistered
from domain.facts.base import of
from store.ledger import Ledger
from tests.campaigns.histories import SOURCES, write
from tests.campaigns.volume import cpu_of, ledger_of_its_own

HERE = Path(__file__).resolve()
DOCUMENT = HERE.parents[2] / "docs" / "explanation" / "performance.md"
FOUND = DOCUMENT.with_name("load.json")
BEGIN, END = "<!-- load: begin -->", "<!-- load: end -->"
RULES = (
    *(("placements", "started"), ("participants", "deduplicated"), ("in-class", "first-lesson")),
    *(("waiting-over-one-year", "one-year"), ("quota-placements", "letter-4a"), ("trajectories", "courses")),
)
QUESTIONS_PER_MUNICIPALITY = 3
SHARE_WITH_IDS = 0.1
READERS = 60
"""More than there are municipalities: of each there are several, and each has a share of its own."""
REGISTRATIONS_WRITTEN = 200
REFUSALS = {429, 503}
START_SECONDS = 60


@dataclass(frozen=True)
class Run:
    """One run: what it is called, how many connections, and what comes each second."""

    what: str
    connections: int
    reads_per_second: float
    writes_per_second: float
    seconds: float


def runs(seconds: float) -> Sequence[Run]:
    """All runs, in order; the first is not counted."""
    return (
        Run("warming up", 50, 30, 20, 5),
        Run("reads alone", 250, 60, 0, seconds / 2),
        Run("writes alone", 250, 0, 60, seconds / 2),
        Run("the goal", 250, 300, 100, seconds),
        Run("beyond", 600, 1_500, 500, seconds),
    )


def callers_of(ledger: Ledger, folder: Path) -> list[dict[str, Any]]:
    """Case managers of all municipalities with a token each, what each asks and of whom it writes."""
    people: dict[str, list[str]] = defaultdict(list)
    for one in ledger.events_after(0):
        if one.event.type == of(PersonRegistered).number and one.event.municipality is not None:
            people[one.event.municipality].append(str(one.event.subject))
    codes = sorted({code for code, _ in SOURCES} & people.keys())
    issuer = OwnIssuer(load_or_make_key(folder / "token-key.json"), audience_of(ledger.ring.ledger))
    callers = []
    for number in range(READERS):
        place = number % len(codes)
        said = {"sub": f"m{number}", "role": "case_manager", "municipality": codes[place]}
        callers.append(
            {
                "token": issuer.issue(said).text,
                "municipality": codes[place],
                "rules": [RULES[(place + step) % len(RULES)] for step in range(QUESTIONS_PER_MUNICIPALITY)],
                "registrations": people[codes[place]][:REGISTRATIONS_WRITTEN],
            }
        )
    return callers


def process_cpu(process: int) -> float:
    """Seconds of CPU of a process that runs."""
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


def server_cpu(process: int) -> dict[int, float]:
    """Seconds of CPU of a server: of the process that was begun, and of each that it began."""
    begun = Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
    return {one: process_cpu(one) for one in (process, *map(int, begun))}


def cpu_between(before: Mapping[int, float], after: Mapping[int, float]) -> list[float]:
    """Seconds of CPU of each process, the busiest first."""
    return sorted((seconds - before.get(one, 0.0) for one, seconds in after.items()), reverse=True)


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for(port: int) -> None:
    """Until the server takes connections."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.2)
    raise SystemExit("the server does not come up")


def percentiles(found: Sequence[float]) -> dict[str, float]:
    """p50, p95 and p99 in milliseconds."""
    ordered = sorted(found)
    return {
        f"p{share}": round(ordered[min(len(ordered) - 1, len(ordered) * share // 100)] * 1_000, 1)
        for share in (50, 95, 99)
        if ordered
    }


def told(
    run: Run, answered: Mapping[str, Any], cpu: Mapping[str, float], servers: Sequence[float], lost: int
) -> dict[str, Any]:
    """What a run came to, with the CPU of each process of the server. Latency is told of what was answered, not of
    what was refused."""
    done = answered["done"]
    kinds = {
        kind: {
            "offered": sum(one == kind for one, _, _ in done),
            "statuses": dict(sorted(Counter(str(status) for one, status, _ in done if one == kind).items())),
            "ms": percentiles([taken for one, status, taken in done if one == kind and status in (200, 201)]),
        }
        for kind in ("read", "write")
    }
    told_cpu = {who: round(seconds / max(1, len(done)) * 1_000, 2) for who, seconds in cpu.items()}
    return {
        "run": run.what,
        "connections": run.connections,
        "seconds": round(answered["seconds"], 1),
        **kinds,
        "cpu_ms_per_request": told_cpu,
        "cores_busy": round(sum(cpu.values()) / answered["seconds"], 2),
        "server_cores": [round(one / answered["seconds"], 2) for one in servers if one / answered["seconds"] >= 0.005],
        "receipts": len(answered["receipts"]),
        "lost": lost,
    }


def lost_of(ledger: Ledger, receipts: Sequence[tuple[int, str]]) -> int:
    """How many receipted events do not stand at their position."""
    there = ledger.events_at([Position(position) for position, _ in receipts])
    return sum(
        position not in there or str(there[Position(position)][0].event.event_id) != event_id
        for position, event_id in receipts
    )


def line(one: Mapping[str, Any]) -> str:
    """One run as a line of the table."""
    cells = [f"{one['run']} ({one['connections']} connections)", f"{one['cores_busy']}"]
    for kind in ("read", "write"):
        ms, statuses = one[kind]["ms"], one[kind]["statuses"]
        cells.append(f"{one[kind]['offered'] / one['seconds']:.0f}")
        cells.append(" / ".join(f"{ms[name]:g}" for name in ms) or "-")
        cells.append(", ".join(f"{count:,} × {status}" for status, count in statuses.items()) or "-")
    cpu = one["cpu_ms_per_request"]
    cells.append(" + ".join(f"{cpu[who]:g}" for who in ("server", "database", "callers")))
    cells += [" + ".join(f"{cores:.2f}" for cores in one["server_cores"]), f"{one['lost']} of {one['receipts']:,}"]
    return f"| {' | '.join(cells)} |"


def block(found: Sequence[Mapping[str, Any]], events: int, processes: int, load_before: float) -> str:
    """The block in the document."""
    heading = (
        "| run | cores busy | reads/s | read ms: p50 / p95 / p99 | answers | writes/s | write ms | answers "
        "| CPU ms per request: server + database + callers | cores of each server process | receipts lost |\n"
        "|---|--:|--:|--:|---|--:|--:|---|--:|--:|--:|"
    )
    counted = "\n".join(line(one) for one in found)
    said = (
        f"A ledger of {events:,} events; {processes} server processes; {os.cpu_count()} cores, of which the callers "
        f"take their share, which is told; the load of the machine was {load_before:.1f} before it began. "
        f"{SHARE_WITH_IDS:.0%} of the reads ask the ids."
    )
    return f"{BEGIN}\n{heading}\n{counted}\n\n{said}\n{END}"


def ask(run: Run, port: int, callers: Sequence[Any], seed: int) -> dict[str, Any]:
    """Let the callers come, from a process of their own."""
    asked = {
        "port": port,
        "callers": callers,
        "connections": run.connections,
        "reads_per_second": run.reads_per_second,
        "writes_per_second": run.writes_per_second,
        "seconds": run.seconds,
        "share_with_ids": SHARE_WITH_IDS,
        "seed": seed,
    }
    ended = subprocess.run(
        [sys.executable, "-m", "tests.campaigns.load_caller"],
        input=json.dumps(asked).encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def main() -> None:
    """The whole campaign."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--events", type=int, default=30_000)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--processes", type=int, default=2, help="how many processes serve")
    parser.add_argument("--only", nargs="*", help="these runs alone, by name; then nothing is written down")
    given = parser.parse_args()
    load_before = os.getloadavg()[0]
    found: list[dict[str, Any]] = []
    with ledger_of_its_own() as (ledger, folder, database):
        write(ledger, given.events)
        callers, port = callers_of(ledger, folder), free_port()
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.campaigns.load_server", database.conninfo(), str(folder), str(port)),
                *("--processes", str(given.processes)),
            ]
        )
        try:
            wait_for(port)
            for number, run in enumerate(runs(given.seconds)):
                if number and given.only and run.what not in given.only:
                    continue
                before, of_database = server_cpu(server.pid), cpu_of(database)
                answered = ask(run, port, callers, number)
                servers = cpu_between(before, server_cpu(server.pid))
                cpu = {
                    "server": sum(servers),
                    "database": cpu_of(database) - of_database,
                    "callers": answered["cpu_seconds"],
                }
                one = told(run, answered, cpu, servers, lost_of(ledger, answered["receipts"]))
                sys.stdout.write(line(one) + "\n")
                sys.stdout.flush()
                found += [one] if number else []
        finally:
            server.terminate()
            server.wait(30)
        events = int(ledger.head().position)
    if not given.only:
        text = DOCUMENT.read_text("utf-8")
        shown = block(found, events, given.processes, load_before)
        DOCUMENT.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: shown, text, flags=re.DOTALL), "utf-8")
        measured_on = date.today().isoformat()  # noqa: DTZ011
        FOUND.write_text(
            json.dumps(
                {"measured_on": measured_on, "events": events, "processes": given.processes, "runs": found}, indent=1
            )
            + "\n"
        )
    sys.exit(any(one["lost"] for one in found) or not _only_refused(found))


def _only_refused(found: Sequence[Mapping[str, Any]]) -> bool:
    """Whether every request was answered or refused as too much."""
    statuses = {int(status) for one in found for kind in ("read", "write") for status in one[kind]["statuses"]}
    return statuses <= {200, 201, *REFUSALS}


if __name__ == "__main__":
    main()

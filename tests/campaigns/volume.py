"""What volume costs: importing 100,000 rows of a municipality, and building all views anew from millions of events.

`python -m tests.campaigns.volume` writes docs/explanation/volume.json and prints the table. The option `--histories
1000000 5000000` says from how many events (tests/campaigns/histories.py) the views are built. Beside the wall clock
stands the CPU per event, of our own processes and of the server's, which neighbours on the machine stretch less. Peak
memory is that of the largest of our processes since the start, so each line holds those before it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from domain.facts import AttendanceReported, PersonRegistered
from domain.facts.base import of
from domain.identifiers import NotABsn, normalise_bsn
from replay.follow import Follower
from replay.verifying import verify
from store.embedded import EmbeddedPostgres
from store.ledger import Ledger
from store.opening import open_ledger
from store.statement import Command, Statement
from tests.campaigns.histories import write
from tests.conftest import end_at_once
from tests.delivering import HEADING, deliver

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "volume.json"
GOALS = {
    "import": "100,000 rows in less than 30 s and 500 MB on an idle machine",
    "rebuild": "150,000 events/s on two idle cores, or at most 12 µs CPU per event; under 500 MB per process, and flat",
}
FIRST_DAY = date(2007, 1, 15)
EVENTS_AT_ONCE = 2_000
MEGABYTE = 1_024
"""`ru_maxrss` counts in kilobytes on Linux."""


@dataclass(frozen=True)
class Measured:
    """What one piece of work cost."""

    what: str
    events: int
    wall_seconds: float
    cpu_seconds: float
    server_cpu_seconds: float
    peak_mb: int

    @property
    def events_per_second(self) -> float:
        """By the wall clock."""
        return self.events / self.wall_seconds

    @property
    def cpu_us(self) -> float:
        """CPU of our own processes per event, in microseconds."""
        return self.cpu_seconds / self.events * 1_000_000

    @property
    def server_cpu_us(self) -> float:
        """CPU of all processes of the server per event, in microseconds."""
        return self.server_cpu_seconds / self.events * 1_000_000


def measured(what: str, work: Callable[[], int], server: EmbeddedPostgres) -> Measured:
    """Do the work, which gives its number of events, and tell what it cost."""
    wall, cpu, server_cpu = time.perf_counter(), own_cpu(), cpu_of(server)
    count = work()
    wall, cpu, server_cpu = time.perf_counter() - wall, own_cpu() - cpu, cpu_of(server) - server_cpu
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return Measured(what, count, round(wall, 2), round(cpu, 2), round(server_cpu, 2), peak // MEGABYTE)


def own_cpu() -> float:
    """Seconds of CPU of this process and of those it started that have ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def cpu_of(server: EmbeddedPostgres) -> float:
    """Seconds of CPU of the server: its processes, and those of them that have ended."""
    main = int((server.place.data / "postmaster.pid").read_text("ascii").split()[0])
    ticks = 0
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit():
                fields = (entry / "stat").read_text("utf-8", "replace").rsplit(")", 1)[1].split()
                if int(entry.name) == main:
                    ticks += sum(map(int, fields[11:15]))
                elif int(fields[1]) == main:
                    ticks += sum(map(int, fields[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def write_file(path: Path, rows: int, chance: random.Random) -> None:
    """So many placements of invented people; the numbers pass the 11-proof and may repeat."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADING + "\r\n")
        for number in range(rows):
            birth = date(1950, 1, 1) + timedelta(days=chance.randrange(15_000))
            placed = FIRST_DAY + timedelta(days=chance.randrange(500))
            entered = placed + timedelta(days=chance.randrange(30))
            cells = (
                f"V{number:07}",
                invented_bsn(chance),
                f"Voornaam{number}",
                f"Achternaam{number}",
                f"{birth:%d-%m-%Y}",
                "V",
                "plichtig",
                chance.choice("JN"),
                "duaal traject",
                "Agens",
                f"{placed:%d-%m-%Y}",
                f"{entered:%d-%m-%Y}",
            )
            file.write(";".join(cells) + "\r\n")


def invented_bsn(chance: random.Random) -> str:
    """A number that passes the 11-proof, in the range that is not given out."""
    while True:
        number = f"9{chance.randrange(100_000_000):08}"
        try:
            return normalise_bsn(number)
        except NotABsn:
            continue


def attend(ledger: Ledger, registrations: list[UUID], until: int) -> None:
    """Attendance facts about these registrations until the ledger has so many events; not measured."""
    fact, at = AttendanceReported(lessons=40, attended=36), 0
    while (head := ledger.head().position) < until:
        count = min(EVENTS_AT_ONCE, until - head)
        some = [registrations[(at + step) % len(registrations)] for step in range(count)]
        statements = [
            Statement(subject=one, fact=fact, actor="volume", purpose="volume", municipality="0014") for one in some
        ]
        ledger.record([Command(uuid4().hex, statements)])
        at += count


@contextmanager
def ledger_of_its_own() -> Iterator[tuple[Ledger, Path, EmbeddedPostgres]]:
    """A server, a ledger and a folder, thrown away afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="kb-volume-")).resolve()
    folder.chmod(0o755)
    server = EmbeddedPostgres(folder / "home")
    server.start()
    try:
        ledger = open_ledger(server.conninfo(), folder / "keys.json", os.environ)
        yield ledger, folder, server
        ledger.close()
        ledger.database.close()
    finally:
        end_at_once(server)
        shutil.rmtree(folder, ignore_errors=True)


def run(rows: int, until: int, tell: Callable[[str], None]) -> list[Measured]:
    """All the work, in order."""
    with ledger_of_its_own() as (ledger, folder, server):
        path = folder / "plaatsingen.csv"
        write_file(path, rows, random.Random(2008))
        follower, done = Follower(ledger), []

        def step(what: str, work: Callable[[], int]) -> None:
            done.append(measured(what, work, server))
            tell(line(done[-1]))

        step(f"import of {rows:,} rows", lambda: deliver(ledger, path).facts)
        again = path.rename(folder / "again.csv")
        again.write_bytes(again.read_bytes() + b"\r\n")
        step("the same rows in another file", lambda: deliver(ledger, again).unchanged)
        persons = (one for one in ledger.events_after(0) if one.event.type == of(PersonRegistered).number)
        registrations = [one.event.subject for one in persons]
        attend(ledger, registrations, until)
        step("all views built anew", follower.rebuild)
        step("following what is new", lambda: grow_and_follow(ledger, follower, registrations))
        step("verify", lambda: verify(ledger, follower).events)
        return done


def run_histories(events: int, tell: Callable[[str], None]) -> tuple[list[Measured], dict[str, int]]:
    """Write so many events by chance, build all views, follow what comes after, and build again: the same rows."""
    with ledger_of_its_own() as (ledger, _, server):
        follower, done = Follower(ledger), list[Measured]()

        def step(what: str, work: Callable[[], int]) -> None:
            done.append(measured(what, work, server))
            tell(line(done[-1]))

        step("written by chance", lambda: write_histories(ledger, events))
        step("all views built anew", follower.rebuild)
        head = int(ledger.head().position)
        with_more = [
            Statement(subject=one.event.subject, fact=PersonRegistered(), actor="volume", purpose="volume")
            for one in ledger.events_after(head - EVENTS_AT_ONCE)
        ]
        ledger.record([Command(uuid4().hex, with_more)])
        step("following what is new", lambda: follower.follow() - head)
        subjects = sorted({one.subject for one in with_more})
        lived = rows_of(follower, subjects)
        follower.rebuild()
        if rows_of(follower, subjects) != lived:
            raise SystemExit("the rows that were lived differ from those that were built")
        tell(f"the {len(lived):,} rows of {len(subjects):,} subjects are the same lived as built\n")
        with follower.rows.snapshot() as connection:
            current = follower.present(connection).values()
            return done, {one.view: sum(1 for _ in follower.rows.all(connection, one)) for one in current}


def write_histories(ledger: Ledger, events: int) -> int:
    """The generator's events, in number."""
    write(ledger, events)
    return int(ledger.head().position)


def rows_of(follower: Follower, subjects: list[UUID]) -> list[tuple[object, ...]]:
    """All rows of the groups of these, of all views."""
    with follower.rows.snapshot() as connection:
        groups = sorted({*subjects, *follower.rows.members(connection, subjects).values()})
        current = sorted(follower.present(connection).values(), key=lambda one: one.view)
        return [(one.view, *row) for one in current for row in follower.rows.of_groups(connection, one, groups)]


def grow_and_follow(ledger: Ledger, follower: Follower, registrations: list[UUID]) -> int:
    """Some more facts that views read, and the rows after them."""
    before = ledger.head().position
    statements = [
        Statement(subject=one, fact=PersonRegistered(), actor="volume", purpose="volume")
        for one in registrations[:EVENTS_AT_ONCE]
    ]
    ledger.record([Command(uuid4().hex, statements)])
    return follower.follow() - before


def line(one: Measured) -> str:
    """One line of the table."""
    return (
        f"{one.what:32} {one.events:>10,} events {one.wall_seconds:>8.1f} s {one.events_per_second:>10,.0f}/s"
        f" {one.cpu_us:>7.1f} + {one.server_cpu_us:.1f} µs CPU/event {one.peak_mb:>5} MB\n"
    )


def told(one: Measured) -> dict[str, object]:
    """A measurement with what follows from it."""
    rates = {"cpu_us": round(one.cpu_us, 1), "server_cpu_us": round(one.server_cpu_us, 1)}
    return asdict(one) | {"events_per_second": round(one.events_per_second)} | rates


def main() -> int:
    """The whole campaign."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--histories", type=int, nargs="*", default=[1_000_000])
    given = parser.parse_args()
    done = run(given.rows, given.events, sys.stdout.write) if given.rows else []
    built = {str(events): run_histories(events, sys.stdout.write) for events in given.histories}
    found = [told(one) for one in done]
    histories = {
        events: {"work": [told(one) for one in measures], "rows": counts}
        for events, (measures, counts) in built.items()
    }
    machine = {"processors": os.cpu_count(), "load_1_minute": round(os.getloadavg()[0], 2), "system": platform.system()}
    document = {
        "measured_on": date.today().isoformat(),  # noqa: DTZ011
        "machine": machine,
        "goals": GOALS,
        "work": found,
        "histories": histories,
    }
    DOCUMENT.write_text(json.dumps(document, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

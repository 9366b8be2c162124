"""What an event costs: our append path beside the library's, a raw insert and the floor, interleaved in one run.

`make bench` writes docs/explanation/performance.json and the table in performance.md. Rates depend on the machine and on
its neighbours; what is compared is CPU per event: that of the client process plus that of the server's process that
served it. Each round runs every benchmark once, so that a noisy minute hits all of them, and the medians are told.
Making the statements (or the library's aggregates) is not measured; sealing, hashing and encoding them is.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

import psycopg
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from psycopg.conninfo import conninfo_to_dict

from domain.facts import PlacementStarted
from store import embedded_process
from store.embedded import EmbeddedPostgres
from store.ledger import Ledger, _Batch
from store.opening import open_ledger
from store.sealing import Sealer
from store.statement import Statement

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "performance.md"
BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"
STREAM_LENGTH = 10
LIBRARY, RAW, OURS = "library default", "raw array insert", "ketenboek"
Work = TypeVar("Work")


# What is measured


@dataclass(frozen=True)
class Benchmark(Generic[Work]):
    """One way of doing something with events: `prepare` is not measured, `run` is."""

    name: str
    events_per_call: int
    calls: int
    prepare: Callable[[int, int], Work]
    run: Callable[[Work], object]

    @property
    def events(self) -> int:
        """How many events one round takes."""
        return self.events_per_call * self.calls


@dataclass(frozen=True)
class Measured:
    """What one round cost, per event."""

    events_per_second: float
    client_us: float
    backend_us: float
    server_us: float

    @property
    def cpu_us(self) -> float:
        """What is compared: the client and the process that served it."""
        return self.client_us + self.backend_us


@dataclass
class Bench:
    """A server with a database for each way, and the rounds."""

    server: EmbeddedPostgres
    folder: Path
    rounds: dict[tuple[str, int], list[Measured]] = field(default_factory=dict)

    def database(self, name: str) -> str:
        """A new database and its connection string."""
        with psycopg.connect(self.server.conninfo(dbname="postgres"), autocommit=True) as connection:
            connection.execute(f"create database bench_{name} template template0")
        return self.server.conninfo(dbname=f"bench_{name}")

    def measure(self, benchmark: Benchmark[Any]) -> Measured:
        """Run one benchmark once."""
        work = benchmark.prepare(benchmark.events_per_call, benchmark.calls)
        gc.collect()
        gc.freeze()
        before, client, begun = self.cpu_ns(), time.process_time_ns(), time.perf_counter_ns()
        benchmark.run(work)
        took_ns, client_ns = time.perf_counter_ns() - begun, time.process_time_ns() - client
        spent = {pid: ns - before.get(pid, 0) for pid, ns in self.cpu_ns().items()}
        backends = self.backends()
        gc.unfreeze()
        backend_ns = sum(ns for pid, ns in spent.items() if pid in backends)
        events = benchmark.events
        measured = Measured(
            events * 1e9 / took_ns,
            client_ns / events / 1e3,
            backend_ns / events / 1e3,
            sum(spent.values()) / events / 1e3,
        )
        self.rounds.setdefault((benchmark.name, benchmark.events_per_call), []).append(measured)
        return measured

    def cpu_ns(self) -> dict[int, int]:
        """CPU time of every process of the server, by process id."""
        place, user = self.server._find()
        pids = embedded_process.postgres_processes(user)
        return {pid: process_cpu_ns(pid) for pid in pids if embedded_process.is_server_process(pid, place.data, user)}

    def backends(self) -> set[int]:
        """The server's processes that serve a client."""
        with psycopg.connect(self.server.conninfo(dbname="postgres")) as connection:
            rows = connection.execute("select pid from pg_stat_activity where backend_type = 'client backend'")
            return {pid for (pid,) in rows}

    def median(self, name: str, events_per_call: int) -> Measured:
        """The round in the middle, column by column."""
        rounds = [asdict(measured) for measured in self.rounds[name, events_per_call]]
        return Measured(**{column: statistics.median(one[column] for one in rounds) for column in rounds[0]})


def process_cpu_ns(pid: int) -> int:
    """CPU time of a process: by the scheduler where it tells, else in ticks."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0])
    except OSError:
        pass
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(fields[11]) + int(fields[12])) * 10**9 // os.sysconf("SC_CLK_TCK")


# The events, all of one shape and size


def statements(count: int, personal: dict[str, str] | None = None) -> list[Statement]:
    """Statements in streams of ten, with what an imported placement carries."""
    found: list[Statement] = []
    while len(found) < count:
        subject = uuid4()
        found += [
            Statement(
                subject=subject,
                fact=PlacementStarted(trajectory="DUAL", provider="Taalhuis Noord"),
                actor="import",
                purpose="chain-monitoring",
                version=version,
                occurred_on="2008-06-20",  # type: ignore[arg-type]
                registered_on=date(2008, 6, 24),
                municipality="0014",
                party="0014",
                system="GWS",
                personal=personal or {},
            )
            for version in range(1, min(STREAM_LENGTH, count - len(found)) + 1)
        ]
    return found


class Trajectory(Aggregate):
    """The same facts the library's way, with its default encoding: what our events say, its events say."""

    @event("Registered")
    def __init__(self, municipality: str) -> None:
        self.trajectory = ""

    @event("PlacementStarted")
    def place(
        self,
        trajectory: str,
        provider: str,
        occurred_on: str,
        registered_on: str,
        municipality: str,
        party: str,
        system: str,
        actor: str,
        purpose: str,
    ) -> None:
        self.trajectory = trajectory


SAID = {
    "trajectory": "DUAL",
    "provider": "Taalhuis Noord",
    "occurred_on": "2008-06-20",
    "registered_on": "2008-06-24",
    "municipality": "0014",
    "party": "0014",
    "system": "GWS",
    "actor": "import",
    "purpose": "chain-monitoring",
}


class Trajectories(Application[UUID]):
    """The library's application with its PostgreSQL defaults."""


def aggregates(count: int) -> list[Trajectory]:
    """Aggregates with ten pending events each (fewer where fewer are asked)."""
    made = []
    for begin in range(0, count, STREAM_LENGTH):
        one = Trajectory(municipality="0014")
        for _ in range(min(STREAM_LENGTH, count - begin) - 1):
            one.place(**SAID)
        made.append(one)
    return made


# The ways


@dataclass
class Rows:
    """Finished events for those ways that do not make them: arrays for one call each."""

    subjects: list[UUID]
    versions: list[int]
    payloads: list[bytes]


class Ways:
    """One connection or application for each way, with its tables."""

    def __init__(self, bench: Bench) -> None:
        self.ledger = open_ledger(bench.database("ketenboek"), bench.folder / "keys.json", os.environ)
        self.sealing = open_ledger(bench.database("sealed"), bench.folder / "sealed.json", os.environ)
        self.raw = psycopg.connect(bench.database("raw"), autocommit=True)
        self.raw.execute(
            "create table event (position bigint primary key, subject uuid not null, version integer not null,"
            " payload bytea not null, unique (subject, version))"
        )
        self.raw.execute("create table floor (position bigint, subject uuid, version integer, payload bytea)")
        self.library = Trajectories(env=library_environment(bench.database("library")))
        self.position = 0

    def close(self) -> None:
        """Give everything back."""
        for ledger in (self.ledger, self.sealing):
            ledger.close()
            ledger.database.close()
        self.raw.close()
        self.library.close()

    def rows(self, events_per_call: int, calls: int) -> list[Rows]:
        """The same events that our path makes, finished."""
        made = []
        for _ in range(calls):
            stated = statements(events_per_call)
            batch = Sealer(self.ledger.ring, lambda subjects: []).seal(stated, datetime.now(UTC))
            made.append(Rows([one.subject for one in stated], [one.version for one in stated], batch.payloads))
        return made

    def copy(self, work: Sequence[Rows]) -> None:
        """The floor: binary COPY into a table without an index."""
        for rows in work:
            with self.raw.cursor().copy("copy floor from stdin (format binary)") as copy:
                copy.set_types(["int8", "uuid", "int4", "bytea"])
                for row in zip(rows.subjects, rows.versions, rows.payloads, strict=True):
                    copy.write_row((self.position, *row))

    def insert(self, work: Sequence[Rows]) -> None:
        """Arrays into a table with the same key and the same stream constraint: no library, no tree, no receipt."""
        for rows in work:
            self.raw.execute(
                "insert into event select %s + at, subject, version, payload from"
                " unnest(%b::uuid[], %b::int[], %b::bytea[]) with ordinality as one(subject, version, payload, at)",
                (self.position, rows.subjects, rows.versions, rows.payloads),
                prepare=True,
            )
            self.position += len(rows.subjects)

    def save(self, work: Sequence[Sequence[Statement]]) -> None:
        """Ours: seal, hash, append with leaf, edge and receipt."""
        for stated in work:
            self.ledger.save(_Batch(stated))

    def save_sealed(self, work: Sequence[Sequence[Statement]]) -> None:
        """The same with a sealed part in every event."""
        for stated in work:
            self.sealing.save(_Batch(stated))

    def save_by_library(self, work: Sequence[Sequence[Trajectory]]) -> None:
        """The library's default path."""
        for made in work:
            self.library.save(*made)

    def benchmarks(self, scale: float) -> list[Benchmark[Any]]:
        """Everything that one round measures; a benchmark of rebuilding is added here."""

        def calls(count: int) -> int:
            return max(1, round(count * scale))

        def stated(events_per_call: int, calls: int) -> list[list[Statement]]:
            return [statements(events_per_call) for _ in range(calls)]

        def sealed(events_per_call: int, calls: int) -> list[list[Statement]]:
            person = {"bsn": "914116277", "name": "Zoé de Vries"}
            return [statements(events_per_call, person) for _ in range(calls)]

        def made(events_per_call: int, calls: int) -> list[list[Trajectory]]:
            return [aggregates(events_per_call) for _ in range(calls)]

        return [
            Benchmark("floor: COPY without index", 1_000, calls(40), self.rows, self.copy),
            Benchmark(RAW, 1_000, calls(40), self.rows, self.insert),
            Benchmark(OURS, 1, calls(400), stated, self.save),
            Benchmark(OURS, 100, calls(100), stated, self.save),
            Benchmark(OURS, 1_000, calls(40), stated, self.save),
            Benchmark(OURS, 10_000, calls(4), stated, self.save),
            Benchmark("ketenboek, every event sealed", 1_000, calls(20), sealed, self.save_sealed),
            Benchmark(LIBRARY, 1, calls(200), made, self.save_by_library),
            Benchmark(LIBRARY, 100, calls(40), made, self.save_by_library),
            Benchmark(LIBRARY, 1_000, calls(10), made, self.save_by_library),
        ]


def library_environment(conninfo: str) -> dict[str, str]:
    """The library's own names for a connection."""
    given = conninfo_to_dict(conninfo)
    names = {"dbname": "DBNAME", "host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    return {"PERSISTENCE_MODULE": "eventsourcing.postgres"} | {
        f"POSTGRES_{name}": str(given[key]) for key, name in names.items()
    }


# The run and its report


@contextmanager
def bench_server() -> Iterator[Bench]:
    """A server in a folder of its own, thrown away afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="kb-bench-")).resolve()
    folder.chmod(0o755)
    server = EmbeddedPostgres(folder / "home")
    server.start()
    try:
        yield Bench(server, folder)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def run(bench: Bench, rounds: int, scale: float, tell: Callable[[str], None] = lambda sentence: None) -> None:
    """All benchmarks, round after round; the first round warms up and is not counted."""
    ways = Ways(bench)
    for number in range(rounds + 1):
        for benchmark in ways.benchmarks(scale if number else scale / 10):
            measured = bench.measure(benchmark)
            tell(f"round {number} {benchmark.name}, {benchmark.events_per_call} per call: {measured.cpu_us:.1f} µs")
        if not number:
            bench.rounds.clear()
    ways.close()


def report(bench: Bench, rounds: int) -> None:
    """Write the JSON and the table of the page on performance."""
    medians = {key: bench.median(*key) for key in bench.rounds}
    library, raw = medians[LIBRARY, 1_000], medians[RAW, 1_000]
    figures = {
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "rounds": rounds,
        "library_cpu_over_ours": round(library.cpu_us / medians[OURS, 1_000].cpu_us, 2),
        "raw_insert_cpu_over_ours": round(raw.cpu_us / medians[OURS, 1_000].cpu_us, 2),
        "benchmarks": [
            {"name": name, "events_per_call": per_call, "cpu_us": round(one.cpu_us, 2)}
            | {column: round(value, 2) for column, value in asdict(one).items()}
            for (name, per_call), one in medians.items()
        ],
    }
    DOCUMENT.with_suffix(".json").write_text(json.dumps(figures, indent=1) + "\n")
    lines = [
        BEGIN,
        "| way | events per call | events/s | client µs | server µs | CPU µs per event | all of the server µs |",
        "|---|--:|--:|--:|--:|--:|--:|",
        *(
            f"| {name} | {per_call:,} | {one.events_per_second:,.0f} | {one.client_us:.1f} | {one.backend_us:.1f}"
            f" | **{one.cpu_us:.1f}** | {one.server_us:.1f} |"
            for (name, per_call), one in medians.items()
        ),
        "",
        f"At 1,000 events per call the library's default takes {figures['library_cpu_over_ours']} times the CPU of ours,"
        f" and a raw insert {figures['raw_insert_cpu_over_ours']} times. Medians of {rounds} rounds;"
        f" Python {figures['python']}, {figures['machine']}.",
        END,
    ]
    text = DOCUMENT.read_text("utf-8")
    DOCUMENT.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: "\n".join(lines), text, flags=re.DOTALL), "utf-8")


def main() -> int:
    """The whole bench."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--scale", type=float, default=1.0, help="calls per round, as a share of the usual")
    given = parser.parse_args()
    with bench_server() as bench:
        run(bench, given.rounds, given.scale, tell=lambda sentence: print(sentence, file=sys.stderr))
        report(bench, given.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What an event costs: our append path beside the library's, a raw insert and the floor, interleaved in one run.

`make bench` writes docs/explanation/performance.json and the tables in performance.md. Rates depend on the machine
and its neighbours; what is compared is CPU per event: that of the client process plus that of the server's process that
served it. Each round runs every benchmark once, so that a noisy minute hits all of them, and the medians are told.
Then come many clients at once, with single commands (`bench_clients`); there rates of the same round are compared.
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
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from store import embedded_process
from store.embedded import EmbeddedPostgres
from tests.campaigns import bench_clients
from tests.campaigns.bench_ways import LIBRARY, OURS, RAW, Benchmark, Ways

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "performance.md"
CONNECTIONS_MAX = 300
"""Every way has its pool; all of them stay open for all rounds."""


# What is measured


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

    def cheapest(self, name: str, events_per_call: int) -> Measured:
        """The round with the least CPU: the one that busy neighbours disturbed least."""
        return min(self.rounds[name, events_per_call], key=lambda measured: measured.cpu_us)


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


# The run and its report


@contextmanager
def bench_server() -> Iterator[Bench]:
    """A server in a folder of its own, thrown away afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="kb-bench-")).resolve()
    folder.chmod(0o755)
    server = EmbeddedPostgres(folder / "home", settings={"max_connections": str(CONNECTIONS_MAX)})
    server.start()
    try:
        yield Bench(server, folder)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def run(
    bench: Bench,
    rounds: int,
    scale: float,
    *,
    only: int | None = None,
    tell: Callable[[str], object] = lambda sentence: None,
) -> None:
    """All benchmarks (or those with `only` so many events per call), round after round; the first warms up."""
    ways = Ways(bench.database, bench.folder)
    for number in range(rounds + 1):
        for benchmark in ways.benchmarks(scale if number else scale / 10):
            if only not in (None, benchmark.events_per_call):
                continue
            measured = bench.measure(benchmark)
            tell(f"round {number} {benchmark.name}, {benchmark.events_per_call} per call: {measured.cpu_us:.1f} µs")
        if not number:
            bench.rounds.clear()
    ways.close()


def report(bench: Bench, crowds: Sequence[bench_clients.Crowd], rounds: int) -> None:
    """Write the JSON and the tables of the page on performance."""
    medians = {key: bench.median(*key) for key in bench.rounds}
    library, raw = medians[LIBRARY, 1_000], medians[RAW, 1_000]
    figures = {
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "rounds": rounds,
        "load_1_minute": round(os.getloadavg()[0], 1),
        "library_cpu_over_ours": round(library.cpu_us / medians[OURS, 1_000].cpu_us, 2),
        "raw_insert_cpu_over_ours": round(raw.cpu_us / medians[OURS, 1_000].cpu_us, 2),
        "benchmarks": [
            {"name": name, "events_per_call": per_call, "cpu_us": round(one.cpu_us, 2)}
            | {column: round(value, 2) for column, value in asdict(one).items()}
            for (name, per_call), one in medians.items()
        ],
        "group_commit_over_library": {
            f"{processes}_processes": round(bench_clients.ratio(crowds, processes), 1) for processes in (1, 2)
        },
        "clients": [crowd.figures() for crowd in crowds],
    }
    DOCUMENT.with_suffix(".json").write_text(json.dumps(figures, indent=1) + "\n")
    write_block("bench", table_of_ways(medians, figures))
    write_block("clients", table_of_clients(figures))


def table_of_ways(medians: Mapping[tuple[str, int], Measured], figures: Mapping[str, Any]) -> list[str]:
    """One client, one call after the other."""
    return [
        "| way | events per call | events/s | client µs | server µs | CPU µs per event | all of the server µs |",
        "|---|--:|--:|--:|--:|--:|--:|",
        *(
            f"| {name} | {per_call:,} | {one.events_per_second:,.0f} | {one.client_us:.1f} | {one.backend_us:.1f}"
            f" | **{one.cpu_us:.1f}** | {one.server_us:.1f} |"
            for (name, per_call), one in medians.items()
        ),
        "",
        f"At 1,000 events per call the library's default takes {figures['library_cpu_over_ours']} times the CPU of"
        f" ours, and a raw insert {figures['raw_insert_cpu_over_ours']} times. Medians of {figures['rounds']} rounds;"
        f" Python {figures['python']}, {figures['machine']}.",
    ]


def table_of_clients(figures: Mapping[str, Any]) -> list[str]:
    """Many clients at once, one command of one event after the other."""
    over = figures["group_commit_over_library"]
    return [
        "| way | processes | clients | events/s | p50 ms | p99 ms | client µs | server µs | CPU µs per event |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
        *(
            f"| {one['way']} | {one['processes']} | {one['clients']} | **{one['events_per_second']:,}**"
            f" | {one['p50_ms']} | {one['p99_ms']} | {one['client_us']} | {one['server_us']} | {one['cpu_us']} |"
            for one in figures["clients"]
        ),
        "",
        f"From {bench_clients.COMPARED_CLIENTS} clients group commit takes {over['1_processes']} times as many commands"
        f" as the library's default (in two processes {over['2_processes']} times): the median of {figures['rounds']}"
        f" rounds, each held against its own. The load of the machine was {figures['load_1_minute']} at the end.",
    ]


def write_block(name: str, lines: Sequence[str]) -> None:
    """Replace what stands between the marks of this name on the page."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    text, block = DOCUMENT.read_text("utf-8"), "\n".join((begin, *lines, end))
    DOCUMENT.write_text(re.sub(f"{begin}.*{end}", lambda _: block, text, flags=re.DOTALL), "utf-8")


def tell(sentence: str) -> None:
    """Progress."""
    sys.stderr.write(sentence + "\n")


def main() -> int:
    """The whole bench."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--scale", type=float, default=1.0, help="calls per round, as a share of the usual")
    parser.add_argument("--clients-only", action="store_true", help="only many clients at once; nothing is written")
    given = parser.parse_args()
    with bench_server() as bench:
        if not given.clients_only:
            run(bench, given.rounds, given.scale, tell=tell)
        crowds = bench_clients.measure(bench.database, bench.folder, bench.cpu_ns, given.rounds, given.scale, tell)
        if given.clients_only:
            tell(json.dumps([crowd.figures() for crowd in crowds], indent=1))
            tell(f"{bench_clients.ratio(crowds, 1):.1f} {bench_clients.ratio(crowds, 2):.1f} times the library")
        else:
            report(bench, crowds, given.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What single commands cost when many clients give them at once: group commit beside the library's default.

Clients are threads, in processes of their own beside the server, as a server of requests would have them: mostly one
process, and once two of them. Every client gives one command of one event after the other, each about a new
registration, and waits for its receipt. `tests.campaigns.bench` starts the processes and lets them run round by round.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec

from store.group_commit import GroupCommit
from store.ledger import Ledger
from store.opening import open_ledger
from store.statement import Command
from tests.campaigns.bench_ways import Trajectories, aggregates, library_environment, statements

REPOSITORY = Path(__file__).resolve().parents[2]
CONNINFO = "KETENBOEK_BENCH_DATABASE"
GROUP_COMMIT, ALONE, LIBRARY = "ketenboek, group commit", "ketenboek, each by itself", "library default"
COMPARED_CLIENTS = 32


@dataclass
class Crowd:
    """So many clients of one way, spread over processes that wait for the next round; and what their rounds gave."""

    way: str
    processes: int
    clients: int
    calls: int
    """How many commands each client gives in a round."""
    children: list[subprocess.Popen[str]] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    client_us: list[float] = field(default_factory=list)
    server_us: list[float] = field(default_factory=list)
    waited_ms: list[float] = field(default_factory=list)

    @property
    def label(self) -> str:
        return f"{self.way}, {self.processes} process{'es' if self.processes > 1 else ''}, {self.clients} clients"

    def start(self, conninfo: str, key_file: Path) -> None:
        """Start the processes; they open their connections and wait."""
        each = self.clients // self.processes
        for _ in range(self.processes):
            self.children.append(
                subprocess.Popen(
                    [sys.executable, "-m", "tests.campaigns.bench_clients", self.way, str(key_file), str(each)],
                    cwd=REPOSITORY,
                    env=os.environ | {CONNINFO: conninfo},
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )
            listen(self.children[-1])  # one at a time: the first makes the tables

    def run(self, calls: int, server_cpu_ns: Callable[[], dict[int, int]]) -> None:
        """One round; its figures are kept."""
        for child in self.children:
            say(child, str(calls))
        for child in self.children:
            listen(child)
        before, begun = server_cpu_ns(), time.perf_counter()
        for child in self.children:
            say(child, "go")
        answers = [json.loads(listen(child)) for child in self.children]
        took_seconds = time.perf_counter() - begun
        events = self.clients * calls
        self.rates.append(events / took_seconds)
        self.client_us.append(sum(one["cpu_seconds"] for one in answers) / events * 1e6)
        self.server_us.append(sum(ns - before.get(pid, 0) for pid, ns in server_cpu_ns().items()) / events / 1e3)
        self.waited_ms += [waited for one in answers for waited in one["waited_ms"]]

    def forget(self) -> None:
        """Begin to measure: what was for warming up does not count."""
        for column in (self.rates, self.client_us, self.server_us, self.waited_ms):
            column.clear()

    def end(self) -> None:
        """Let the processes end."""
        for child in self.children:
            child.communicate()

    def figures(self) -> dict[str, Any]:
        """The medians of the rounds, and the waiting times of all of them."""
        waited = sorted(self.waited_ms)
        client_us, server_us = statistics.median(self.client_us), statistics.median(self.server_us)
        return {
            "way": self.way,
            "processes": self.processes,
            "clients": self.clients,
            "events_per_second": round(statistics.median(self.rates)),
            "p50_ms": round(waited[len(waited) // 2], 2),
            "p99_ms": round(waited[len(waited) * 99 // 100], 2),
            "client_us": round(client_us, 1),
            "server_us": round(server_us, 1),
            "cpu_us": round(client_us + server_us, 1),
        }


def crowds(scale: float) -> list[Crowd]:
    """All that one round measures: few calls where a call takes long, so that a round stays short."""
    asked = [
        *((GROUP_COMMIT, 1, clients, calls) for clients, calls in ((1, 100), (8, 50), (32, 40), (128, 20))),
        (GROUP_COMMIT, 2, 32, 40),
        (ALONE, 1, 32, 8),
        *((LIBRARY, 1, clients, calls) for clients, calls in ((1, 100), (8, 20), (32, 8), (128, 3))),
        (LIBRARY, 2, 32, 8),
    ]
    return [Crowd(way, processes, clients, max(2, round(calls * scale))) for way, processes, clients, calls in asked]


def measure(
    new_database: Callable[[str], str],
    folder: Path,
    server_cpu_ns: Callable[[], dict[int, int]],
    rounds: int,
    scale: float,
    tell: Callable[[str], object],
) -> list[Crowd]:
    """Round after round, every crowd once; the first round warms up."""
    all_crowds = crowds(scale)
    try:
        for ordinal, crowd in enumerate(all_crowds):
            crowd.start(new_database(f"crowd_{ordinal}"), folder / f"keys_crowd_{ordinal}.json")
        for number in range(rounds + 1):
            for crowd in all_crowds:
                crowd.run(crowd.calls, server_cpu_ns)
                tell(f"round {number} {crowd.label}: {crowd.rates[-1]:,.0f} events/s")
            if not number:
                for crowd in all_crowds:
                    crowd.forget()
    finally:
        for crowd in all_crowds:
            crowd.end()
    return all_crowds


def ratio(all_crowds: Sequence[Crowd], processes: int) -> float:
    """How many times the library's rate group commit has: the median of the rounds, each held against its own."""
    of_way = {
        crowd.way: crowd for crowd in all_crowds if (crowd.processes, crowd.clients) == (processes, COMPARED_CLIENTS)
    }
    ours, library = of_way[GROUP_COMMIT].rates, of_way[LIBRARY].rates
    return statistics.median(one / other for one, other in zip(ours, library, strict=True))


def say(child: subprocess.Popen[str], line: str) -> None:
    """Tell a process of clients something."""
    assert child.stdin is not None
    child.stdin.write(line + "\n")
    child.stdin.flush()


def listen(child: subprocess.Popen[str]) -> str:
    """What a process of clients answers."""
    assert child.stdout is not None
    line = child.stdout.readline()
    assert line, f"a process of clients ended by itself, with {child.wait()}"
    return line


# One process of clients


@contextmanager
def way_of(name: str, key_file: Path) -> Iterator[tuple[Callable[[int], list[Any]], Callable[[Any], object]]]:
    """What makes so many commands, and what records one."""
    conninfo = os.environ[CONNINFO]
    with ExitStack() as stack:
        if name == LIBRARY:
            library = Trajectories(env=library_environment(conninfo))
            stack.callback(library.close)
            yield lambda count: [aggregates(1)[0] for _ in range(count)], library.save
            return
        ledger = open_ledger(conninfo, key_file, os.environ)
        stack.callback(ledger.database.close)
        if name == GROUP_COMMIT:
            yield commands, stack.enter_context(GroupCommit(ledger)).record
        else:
            yield commands, lambda command: record_alone(ledger, command)


def commands(count: int) -> list[Command]:
    """Commands of one event, each about a new registration."""
    return [Command(uuid4().hex, [msgspec.structs.replace(statements(1)[0], version=0)]) for _ in range(count)]


def record_alone(ledger: Ledger, command: Command) -> object:
    """As it would be without group commit."""
    return ledger.record([command])


def give(work: Sequence[Sequence[Any]], act: Callable[[Any], object]) -> list[float]:
    """All clients at once, each giving its own commands one after the other; how long each waited, in ms."""
    waited_ms: list[list[float]] = [[] for _ in work]
    start = threading.Barrier(len(work))

    def client(number: int) -> None:
        start.wait()
        for one in work[number]:
            began = time.perf_counter()
            act(one)
            waited_ms[number].append((time.perf_counter() - began) * 1e3)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(len(work))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [waited for one in waited_ms for waited in one]


def main() -> int:
    """One process of clients: how many calls, then go, then the answer; until there is no more to read."""
    name, key_file, clients = sys.argv[1:]
    with way_of(name, Path(key_file)) as (make, act):
        sys.stdout.write("open\n")
        sys.stdout.flush()
        for line in iter(sys.stdin.readline, ""):
            work = [make(int(line)) for _ in range(int(clients))]
            sys.stdout.write("ready\n")
            sys.stdout.flush()
            sys.stdin.readline()
            cpu = time.process_time()
            waited_ms = give(work, act)
            assert len(waited_ms) == int(clients) * int(line), "a client failed"
            answer = {"cpu_seconds": time.process_time() - cpu, "waited_ms": [round(one, 3) for one in waited_ms]}
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""One trial of the crash campaign: a ledger, writers and a reader in processes of their own, and what befalls them."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from store import embedded_process
from store.embedded import EmbeddedPostgres
from store.embedded_process import ServerDidNotStart
from tests.campaigns.crash_cuts import ANSWER_LOST, AT_REST, MANNERS, CuttableLine
from tests.campaigns.crash_disks import fill, folder_of_server, make_room, use_up_log
from tests.campaigns.crash_processes import CONNINFO, SEEDS_OF_ONE_WRITER, Task

REPOSITORY = Path(__file__).resolve().parents[2]
PROGRESS_SECONDS_MAX = 150
CUT_PATIENCE_SECONDS = 0.5
CUTS_BETWEEN_LOOKS = 25
DISK_FULL_SECONDS = 1.0
STARTS_MAX = 3
FIRST_PROCESS, ALL_PROCESSES, ONE_CONNECTION = "first process", "all processes", "one that serves a client"


@dataclass
class Trial:
    """What was done, and what was found afterwards; the numbers of the last block must be 0."""

    name: str
    seed: int
    seconds: float = 0
    writers: int = 0
    blows: Counter[str] = field(default_factory=Counter)
    errors_of_writers: Counter[str] = field(default_factory=Counter)
    events: int = 0
    commands: int = 0
    single_commands: int = 0
    answered_by_retry: int = 0
    looks_of_reader: int = 0
    sealed_parts: int = 0

    gaps: int = 0
    missed_by_reader: int = 0
    lost_events: int = 0
    doubled_events: int = 0
    other_receipts: int = 0
    tree_differs: int = 0
    vault_differs: int = 0
    found_by_verify: int = 0

    @property
    def broken_promises(self) -> int:
        """How often the ledger did not do what it promises."""
        findings = (self.gaps, self.missed_by_reader, self.lost_events, self.doubled_events, self.other_receipts)
        return sum(findings) + self.tree_differs + self.vault_differs + self.found_by_verify

    def figures(self) -> dict[str, object]:
        """Everything, for the page and its JSON."""
        counted = {"blows": dict(self.blows), "errors_of_writers": dict(self.errors_of_writers)}
        return vars(self) | counted | {"broken_promises": self.broken_promises}


@dataclass
class Crew:
    """The processes of one trial: writers, each named by its first seed, and a reader."""

    conninfo: str
    task: Task
    writers: int
    chance: random.Random
    processes: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)
    reader: subprocess.Popen[bytes] | None = None

    @property
    def folder(self) -> Path:
        return Path(self.task.folder)

    @property
    def first_seeds(self) -> range:
        return range(0, self.writers * SEEDS_OF_ONE_WRITER, SEEDS_OF_ONE_WRITER)

    @property
    def seeds(self) -> range:
        return range(self.writers * SEEDS_OF_ONE_WRITER)

    def begin(self) -> None:
        """Start all writers and the reader."""
        self.reader = self._start("follow", self.folder)
        for seed in self.first_seeds:
            self.begin_writer(seed)

    def begin_writer(self, first_seed: int) -> None:
        """Start one writer, or start it again where its notes end."""
        task = self.task
        self.processes[first_seed] = self._start(
            "write", task.folder, first_seed, task.events_max, task.rest_seconds_max
        )

    def _start(self, *arguments: object) -> subprocess.Popen[bytes]:
        command_line = [sys.executable, "-m", "tests.campaigns.crash_processes", *map(str, arguments)]
        return subprocess.Popen(command_line, cwd=REPOSITORY, env=os.environ | {CONNINFO: self.conninfo})

    def noted_bytes(self) -> dict[int, int]:
        """How far each writer has come, all its threads together."""
        return {first: sum(size_of(self.task.notes(seed)) for seed in seeds_of(first)) for first in self.first_seeds}

    def wait_for_progress(self, *first_seeds: int) -> None:
        """Until these writers, or all, have noted something more: the next blow falls under load."""
        before, some = self.noted_bytes(), first_seeds or self.first_seeds
        self.wait_until(lambda: all(self.noted_bytes()[first] > before[first] for first in some))

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Wait for something that the writers must bring about."""
        deadline = time.monotonic() + PROGRESS_SECONDS_MAX
        while not condition():
            assert time.monotonic() < deadline, "the writers do not get on"
            assert all(process.poll() is None for process in self.processes.values()), "a writer has ended by itself"
            time.sleep(0.02)

    def errors(self) -> Counter[str]:
        """Which errors of the database the writers have met, and how often."""
        files = [self.task.errors(seed) for seed in self.seeds]
        return Counter(line for file in files if file.exists() for line in file.read_text().split())

    def finish(self, conninfo: str) -> dict[str, object]:
        """Wait for the writers, let the reader read to the end, and give what it saw."""
        for seed, process in self.processes.items():
            assert process.wait(timeout=600) == 0, f"writer {seed} failed"
        with psycopg.connect(conninfo) as connection:
            (position,) = connection.execute("select position from ledger.head").fetchone() or (0,)
        (self.folder / "until.new").write_text(str(position))
        (self.folder / "until.new").rename(self.folder / "until")
        assert self.reader is not None
        assert self.reader.wait(timeout=600) == 0, "the reader failed"
        found: dict[str, object] = json.loads((self.folder / "reader.json").read_text())
        return found

    def end(self) -> None:
        """End what still runs."""
        for process in (*self.processes.values(), self.reader):
            if process is not None and process.poll() is None:
                process.kill()
                process.wait()


def seeds_of(first_seed: int) -> range:
    """The seeds of one writer's threads."""
    return range(first_seed, first_seed + SEEDS_OF_ONE_WRITER)


def size_of(file: Path) -> int:
    """Its size in bytes; 0 where it is not there yet."""
    return file.stat().st_size if file.exists() else 0


@contextmanager
def crew_of(
    conninfo: str, *, writers: int, chance: random.Random, events: int = 0, rest_seconds_max: float = 0
) -> Iterator[Crew]:
    """A crew with a folder of its own: until there are so many events, or until it is told to stop."""
    folder = tempfile.mkdtemp(prefix="kb-campaign-")
    events_max = events // (writers * SEEDS_OF_ONE_WRITER) + 1 if events else 2**40
    crew = Crew(conninfo, Task(folder, events_max, rest_seconds_max), writers, chance)
    try:
        yield crew
    finally:
        crew.end()
        shutil.rmtree(folder, ignore_errors=True)


def new_database(server: EmbeddedPostgres, name: str, disk: Path | None = None) -> str:
    """An empty database, on a disk of its own where one is given."""
    database, tablespace = sql.Identifier(f"campaign_{name}"), sql.Identifier(f"disk_{name}")
    with psycopg.connect(server.conninfo(dbname="postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(database))
        making = sql.SQL("create database {} template template0").format(database)
        if disk is not None:
            folder = folder_of_server(server, disk, "data")
            connection.execute(sql.SQL("create tablespace {} location {}").format(tablespace, str(folder)))
            making += sql.SQL(" tablespace {}").format(tablespace)
        connection.execute(making)
    return server.conninfo(dbname=f"campaign_{name}")


def drop_database(server: EmbeddedPostgres, name: str) -> None:
    """Take a database away, with the disk it lay on."""
    with psycopg.connect(server.conninfo(dbname="postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(f"campaign_{name}")))
        connection.execute(sql.SQL("drop tablespace {}").format(sql.Identifier(f"disk_{name}")))


# Blows


def kill_database(server: EmbeddedPostgres, crew: Crew, kills: int, trial: Trial) -> Iterator[str]:
    """kill -9, by turns: the server's first process, all of them, or one that serves a writer; then a new start."""
    for number in range(kills):
        crew.wait_for_progress()
        time.sleep(crew.chance.random() / 5)
        manner = (FIRST_PROCESS, ALL_PROCESSES, ONE_CONNECTION)[number % 3]
        first, (place, user) = server.server_pid(), server._find()
        assert first is not None
        others = [pid for pid in embedded_process.postgres_processes(user) if pid != first]
        ours = [pid for pid in others if embedded_process.is_server_process(pid, place.data, user)]
        victims = {
            FIRST_PROCESS: [first],
            ALL_PROCESSES: [first, *ours],
            ONE_CONNECTION: [crew.chance.choice(serving(crew))],
        }[manner]
        for pid in victims:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if manner != ONE_CONNECTION:  # after that one the server starts again by itself
            server.start()
        trial.blows[manner] += 1
        yield f"{number + 1} of {kills}: killed {manner}"


def serving(crew: Crew) -> list[int]:
    """The server's processes that serve a client of this trial."""
    with psycopg.connect(crew.conninfo) as connection:
        rows = connection.execute(
            "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
            " and backend_type = 'client backend' order by pid"
        )
        return [pid for (pid,) in rows]


def kill_writers(crew: Crew, kills: int, trial: Trial) -> Iterator[str]:
    """kill -9 for one writer in the middle of its work; another life begins where its notes end."""
    for number in range(kills):
        seed = crew.chance.choice(list(crew.first_seeds))
        crew.wait_for_progress(seed)
        time.sleep(crew.chance.random() / 5)
        crew.processes[seed].kill()
        crew.processes[seed].wait()
        crew.begin_writer(seed)
        trial.blows["one writer"] += 1
        yield f"{number + 1} of {kills}: killed a writer"


def cut_lines(line: CuttableLine, crew: Crew, cuts: int, trial: Trial) -> Iterator[str]:
    """Cut connections in every manner; most cuts of a request or an answer are those of an append."""
    manners = [*MANNERS, ANSWER_LOST]
    crew.wait_for_progress()
    while (number := trial.blows.total()) < cuts:
        manner = crew.chance.choice(manners)
        only_an_append = manner != AT_REST and crew.chance.random() < 0.8
        if line.cut(manner, only_an_append=only_an_append, patience_seconds=CUT_PATIENCE_SECONDS):
            trial.blows[f"{manner}{', of an append' if only_an_append else ''}"] += 1
        else:
            crew.wait_for_progress()
        if number % CUTS_BETWEEN_LOOKS == 0:
            crew.wait_for_progress()
            yield f"{number} of {cuts}: cut connections"


def fill_data_disk(disk: Path, crew: Crew, times: int, trial: Trial) -> Iterator[str]:
    """Take all the room, until writers are told that there is none; give it back."""
    for number in range(times):
        crew.wait_for_progress()
        before = crew.errors()["DiskFull"]
        fill(disk)
        crew.wait_until(lambda told=before: crew.errors()["DiskFull"] >= told + crew.writers)  # type: ignore[misc]
        time.sleep(DISK_FULL_SECONDS)
        make_room(disk)
        trial.blows["disk of the data full"] += 1
        yield f"{number + 1} of {times}: the disk of the data was full"


def fill_log_disk(server: EmbeddedPostgres, disk: Path, crew: Crew, times: int, trial: Trial) -> Iterator[str]:
    """The same for the disk of the write-ahead log: the server ends, and is started when there is room again."""
    log = server.place.log
    for number in range(times):
        crew.wait_for_progress()
        before = log.read_text(errors="replace").count("PANIC")
        fill(disk)
        use_up_log(server.conninfo())
        crew.wait_until(lambda told=before: log.read_text(errors="replace").count("PANIC") > told)  # type: ignore[misc]
        time.sleep(DISK_FULL_SECONDS)
        trial.blows["server ended by itself" if server.server_pid() is None else "server still tries"] += 1
        make_room(disk)
        start_again(server)
        trial.blows["disk of the log full"] += 1
        yield f"{number + 1} of {times}: the disk of the write-ahead log was full"


def start_again(server: EmbeddedPostgres) -> None:
    """Start it, as often as it says that it ended: one that still ran may end from what befell it before."""
    for _ in range(STARTS_MAX - 1):
        with contextlib.suppress(ServerDidNotStart):
            server.start()
            return
    server.start()

"""The processes of the crash campaign: writers that ask until they have a receipt, and a reader at the tail.

Started by `tests.campaigns.crash` as `python -m tests.campaigns.crash_processes write|follow …`; the connection string
comes in the environment, since others can read a command line.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeVar
from uuid import NAMESPACE_OID, UUID, uuid5

import msgspec
import psycopg

from domain.facts import PersonRegistered, PlacementStarted
from store.database import Connection, Database
from store.errors import GapInLedger, NoReceiptInTime, StaleWrite
from store.group_commit import GroupCommit
from store.ledger import Ledger
from store.opening import open_ledger
from store.recorder import LedgerMapper, LedgerRecorder
from store.statement import Command, Receipt, Statement

CONNINFO = "KETENBOEK_CAMPAIGN_DATABASE"
LOST_CONNECTION = (psycopg.OperationalError, psycopg.InterfaceError, NoReceiptInTime)
PATIENCE_SECONDS_MAX = 180
SEEDS_OF_ONE_WRITER = 4
"""One thread with commands of many events, and the others with single commands that share a group commit."""
Answer = TypeVar("Answer")


# What is written


def command(seed: int, number: int) -> Command:
    """The command with this number of the thread with this seed: always the same, about a registration of its own."""
    chance = random.Random(f"{seed}/{number}")
    subject = subject_of(seed, number)
    named = {"party": "0014", "system": "campaign", "record": f"{seed}-{number}"} if chance.random() < 0.1 else {}
    personal = {"name": f"invented {number}"} if chance.random() < 0.2 else {}
    statements = [
        Statement(
            subject=subject,
            fact=PersonRegistered() if personal else PlacementStarted(trajectory="DUAL", provider="Taalhuis Noord"),
            actor="campaign",
            purpose="campaign",
            occurred_on=f"2008-{chance.randrange(1, 13):02}",
            municipality="0014",
            personal=personal,
            **named,
        )
        for _ in range(1 if writes_singly(seed) else chance.randint(1, 24))
    ]
    return Command(f"{seed}/{number}", statements)


def writes_singly(seed: int) -> bool:
    """Whether this seed is that of single commands."""
    return seed % SEEDS_OF_ONE_WRITER != 0


def subject_of(seed: int, number: int) -> UUID:
    """The registration that a command is about, and no other command is."""
    return uuid5(NAMESPACE_OID, f"{seed}/{number}")


class RollingBack(Database):
    """A database in whose transactions everything is done and then rolled back, after a moment with the lock held."""

    def __init__(self, database: Database, chance: random.Random) -> None:
        self._database, self._chance = database, chance

    @contextlib.contextmanager
    def short(self) -> Iterator[Connection]:
        with self._database.short() as connection, connection.transaction(force_rollback=True):
            yield connection
            time.sleep(self._chance.random() / 500)


@dataclass(frozen=True)
class Task:
    """What a writer is told: how many events each of its threads writes, how long it rests, and where all is noted."""

    folder: str
    events_max: int
    rest_seconds_max: float

    @property
    def key_file(self) -> Path:
        return Path(self.folder, "keys.json")

    @property
    def stop(self) -> Path:
        return Path(self.folder, "stop")

    def notes(self, seed: int) -> Path:
        return Path(self.folder, f"notes-{seed}")

    def errors(self, seed: int) -> Path:
        return Path(self.folder, f"errors-{seed}")


def write(conninfo: str, task: Task, first_seed: int) -> None:
    """A writer's life: its threads ask one command after the other until there are enough events, or they must stop."""
    ledger = patiently(lambda: open_ledger(conninfo, task.key_file, os.environ), task.errors(first_seed))
    seeds = range(first_seed, first_seed + SEEDS_OF_ONE_WRITER)
    with GroupCommit(ledger) as group, ThreadPoolExecutor(SEEDS_OF_ONE_WRITER) as threads:
        lives = [threads.submit(live, WriterThread(ledger, group, task, seed)) for seed in seeds]
        for life in lives:
            life.result()


@dataclass
class WriterThread:
    """One thread of a writer: through group commit, or with a ledger to itself."""

    ledger: Ledger
    group: GroupCommit
    task: Task
    seed: int
    chance: random.Random = field(default_factory=random.Random)

    def ask(self, asked: Command) -> Receipt:
        """Ask until there is an answer, whatever happens to the connection meanwhile."""
        return patiently(lambda: self.once(asked), self.task.errors(self.seed))

    def once(self, asked: Command) -> Receipt:
        """Ask one time; now and then with a neighbour that is refused."""
        first = next(iter(asked.statements)).subject == subject_of(self.seed, 0)
        neighbour = None if first or self.chance.random() > 0.15 else stale(self.seed)
        if writes_singly(self.seed):
            if neighbour is not None:
                with contextlib.suppress(StaleWrite):
                    receipt = self.group.record(neighbour)
                    raise AssertionError(f"not refused: {receipt}")
            return self.group.record(asked)
        receipt, *refused = self.ledger.record([asked, neighbour] if neighbour else [asked])
        assert all(one.outcome == "stale" for one in refused)
        return receipt

    def roll_back(self, asked: Command) -> None:
        """Do it all, hold the lock for a moment, and roll it back."""
        database, mapper = self.ledger.database, LedgerMapper(self.ledger.ring, self.ledger.database)
        with contextlib.suppress(*LOST_CONNECTION):
            LedgerRecorder(RollingBack(database, self.chance), mapper).append([asked], numbered(asked))


def live(thread: WriterThread) -> None:
    """From the last note on: ask, note the receipt, go on."""
    task, seed, chance = thread.task, thread.seed, thread.chance
    noted = read_notes(task.notes(seed))
    if noted:
        last = noted[-1]
        receipt = thread.ask(command(seed, last.number))
        assert (receipt.outcome, receipt.first_position) == ("replayed", last.first_position), f"{last}: {receipt}"
    number, events, is_done = len(noted), sum(note.events for note in noted), False
    with task.notes(seed).open("ab", buffering=0) as file:
        while not is_done:  # at least once: the life before this one may have been killed while it asked this command
            asked = command(seed, number)
            if not writes_singly(seed) and chance.random() < 0.15:
                thread.roll_back(asked)
            receipt = thread.ask(asked)
            assert receipt.outcome in ("recorded", "replayed"), f"{seed}/{number}: {receipt}"
            was_there = receipt.outcome == "replayed"  # recorded by an attempt whose answer was lost
            file.write(b"%d %d %d %d\n" % (number, receipt.first_position, receipt.events, was_there))
            number, events = number + 1, events + receipt.events
            is_done = events >= task.events_max or task.stop.exists()
            time.sleep(chance.random() * task.rest_seconds_max)


def stale(seed: int) -> Command:
    """A command that is always refused: the first command of this writer has taken that version."""
    (first, *_) = command(seed, 0).statements
    return Command(
        os.urandom(8).hex(), [Statement(subject=first.subject, fact=first.fact, actor="a", purpose="p", version=1)]
    )


def numbered(asked: Command) -> list[Statement]:
    """The statements with the versions of a new stream."""
    return [msgspec.structs.replace(one, version=version) for version, one in enumerate(asked.statements, 1)]


def patiently(attempt: Callable[[], Answer], errors: Path | None = None) -> Answer:
    """Try again after every error of the database, and note which it was."""
    deadline = time.monotonic() + PATIENCE_SECONDS_MAX
    while True:
        try:
            return attempt()
        except LOST_CONNECTION as error:
            if errors is not None:
                with errors.open("a") as file:
                    file.write(type(error).__name__ + "\n")
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


class Note(NamedTuple):
    """What a writer remembers of a command: its receipt, and whether it was there before it could be told so."""

    number: int
    first_position: int
    events: int
    was_there: bool


def read_notes(notes: Path) -> list[Note]:
    """Every command whose receipt was noted; a half-written last line is none."""
    if not notes.exists():
        return []
    whole = notes.read_bytes().rpartition(b"\n")[0]
    lines = (map(int, line.split()) for line in whole.splitlines())
    return [Note(number, position, events, bool(was_there)) for number, position, events, was_there in lines]


# The reader at the tail


def follow(conninfo: str, folder: Path) -> None:
    """Read whatever is new, again and again, until the position named in `until` is reached; note what was seen."""
    answer, until = folder / "reader.json", folder / "until"
    ledger = patiently(lambda: open_ledger(conninfo, folder / "keys.json", os.environ))
    digest, position, looks, gaps = hashlib.sha256(), 0, 0, 0
    while not gaps:
        last = int(until.read_text()) if until.exists() else None
        try:
            for recorded in ledger.events_after(position):
                digest.update(b"%d %s\n" % (recorded.position, recorded.event.event_id.bytes))
                position = recorded.position
        except GapInLedger:
            gaps += 1
        except LOST_CONNECTION:
            time.sleep(0.05)
        looks += 1
        if last is not None and position >= last:
            break
        time.sleep(0.005)
    answer.write_text(json.dumps({"read": position, "looks": looks, "gaps": gaps, "digest": digest.hexdigest()}))


def main() -> int:
    """One process of the campaign."""
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)  # that the server is gone is the point
    conninfo = os.environ[CONNINFO]
    match sys.argv[1:]:
        case ["write", folder, seed, events_max, rest_seconds_max]:
            write(conninfo, Task(folder, int(events_max), float(rest_seconds_max)), int(seed))
        case ["follow", folder]:
            follow(conninfo, Path(folder))
        case _:
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

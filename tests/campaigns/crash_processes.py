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
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar
from uuid import NAMESPACE_OID, UUID, uuid5

import msgspec
import psycopg
from psycopg_pool import PoolTimeout

from domain.facts import PersonRegistered, PlacementStarted
from store.database import Connection, Database
from store.errors import GapInLedger
from store.ledger import Ledger
from store.opening import open_ledger
from store.recorder import LedgerMapper, LedgerRecorder
from store.statement import Command, Receipt, Statement

CONNINFO = "KETENBOEK_CAMPAIGN_DATABASE"
LOST_CONNECTION = (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout)
PATIENCE_SECONDS_MAX = 120
Answer = TypeVar("Answer")


# What is written


def command(seed: int, number: int) -> Command:
    """The command with this number of the writer with this seed: always the same, about a registration of its own."""
    chance = random.Random(f"{seed}/{number}")
    subject = subject_of(seed, number)
    statements = [
        Statement(
            subject=subject,
            fact=PlacementStarted(trajectory="DUAL", provider=f"Taalhuis {chance.randrange(10)}"),
            actor="campaign",
            purpose="campaign",
            occurred_on=f"2008-{chance.randrange(1, 13):02}",
            municipality="0014",
        )
        for _ in range(chance.randint(1, 24))
    ]
    if chance.random() < 0.2:
        fact, personal = PersonRegistered(), {"name": f"invented {number}"}
        statements.append(
            Statement(subject=subject, fact=fact, actor="campaign", purpose="campaign", personal=personal)
        )
    return Command(f"{seed}/{number}", statements)


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


def write(conninfo: str, key_file: Path, notes: Path, seed: int, events_max: int, stop: Path) -> None:
    """A writer's life: ask commands one after the other until there are enough events, or until told to stop."""
    ledger = patiently(lambda: open_ledger(conninfo, key_file, os.environ))
    chance = random.Random()
    noted = read_notes(notes)
    if noted:
        last = noted[-1]
        (receipt,) = ask(ledger, [command(seed, last.number)])
        assert (receipt.outcome, receipt.first_position) == ("replayed", last.first_position), f"{last}: {receipt}"
    number, events = len(noted), sum(note.events for note in noted)
    rolled_back = LedgerRecorder(RollingBack(ledger.database, chance), LedgerMapper(ledger.ring, ledger.database))
    with notes.open("ab", buffering=0) as file:
        while events < events_max and not stop.exists():
            asked = command(seed, number)
            if chance.random() < 0.15:
                with contextlib.suppress(*LOST_CONNECTION):
                    rolled_back.append([asked], numbered(asked))
            neighbours = [stale(seed)] if number and chance.random() < 0.15 else []
            receipt, *refused = ask(ledger, [asked, *neighbours])
            assert receipt.outcome in ("recorded", "replayed"), f"{seed}/{number}: {receipt}"
            assert all(one.outcome == "stale" for one in refused)
            was_there = receipt.outcome == "replayed"  # recorded by an attempt whose answer was lost
            file.write(b"%d %d %d %d\n" % (number, receipt.first_position, receipt.events, was_there))
            number, events = number + 1, events + receipt.events


def stale(seed: int) -> Command:
    """A command that is always refused: the first command of this writer has taken that version."""
    (first, *_) = command(seed, 0).statements
    return Command(
        os.urandom(8).hex(), [Statement(subject=first.subject, fact=first.fact, actor="a", purpose="p", version=1)]
    )


def numbered(asked: Command) -> list[Statement]:
    """The statements with the versions of a new stream."""
    return [msgspec.structs.replace(one, version=version) for version, one in enumerate(asked.statements, 1)]


def ask(ledger: Ledger, commands: Sequence[Command]) -> list[Receipt]:
    """Ask until there is an answer, whatever happens to the connection meanwhile."""
    return patiently(lambda: ledger.record(commands))


def patiently(attempt: Callable[[], Answer]) -> Answer:
    """Try again after every lost connection."""
    deadline = time.monotonic() + PATIENCE_SECONDS_MAX
    while True:
        try:
            return attempt()
        except LOST_CONNECTION:
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


def follow(conninfo: str, key_file: Path, answer: Path, until: Path) -> None:
    """Read whatever is new, again and again, until the position named in `until` is reached; note what was seen."""
    ledger = patiently(lambda: open_ledger(conninfo, key_file, os.environ))
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
        time.sleep(0.002)
    answer.write_text(json.dumps({"read": position, "looks": looks, "gaps": gaps, "digest": digest.hexdigest()}))


def main() -> int:
    """One process of the campaign."""
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)  # that the server is gone is the point
    conninfo = os.environ[CONNINFO]
    match sys.argv[1:]:
        case ["write", key_file, notes, seed, events_max, stop]:
            write(conninfo, Path(key_file), Path(notes), int(seed), int(events_max), Path(stop))
        case ["follow", key_file, answer, until]:
            follow(conninfo, Path(key_file), Path(answer), Path(until))
        case _:
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The ways of writing events that the bench compares: the events, the tables and the calls.

Every way and size has a database of its own, so that all tables compared are equally large. Every way writes what the
others write, in streams of ten events. To measure something else, add a `Benchmark` to `Ways.benchmarks`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

import psycopg
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from psycopg.conninfo import conninfo_to_dict

from domain.dates import When
from domain.facts import PlacementStarted
from store.ledger import _Batch
from store.opening import open_ledger
from store.sealing import Sealer
from store.statement import Command, Statement

STREAM_LENGTH = 10
SIZES = (1, 100, 1_000, 10_000)
LIBRARY_EVENTS_PER_CALL_MAX = 1_000  # from about two thousand on it hangs for ever
LIBRARY, RAW, OURS = "library default", "raw array insert", "ketenboek"
Work = TypeVar("Work")


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


# The events, all of one shape and size


def statements(count: int, personal: dict[str, str] | None = None) -> list[Statement]:
    """Statements in streams of ten."""
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
                occurred_on=When("2008-06-20"),
                municipality="0014",
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
        municipality: str,
        actor: str,
        purpose: str,
        ledger: str,
        event_id: str,
    ) -> None:
        self.trajectory = trajectory


SAID = {
    "trajectory": "DUAL",
    "provider": "Taalhuis Noord",
    "occurred_on": "2008-06-20",
    "municipality": "0014",
    "actor": "import",
    "purpose": "chain-monitoring",
    "ledger": str(uuid4()),
    "event_id": str(uuid4()),
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

    def __init__(self, new_database: Callable[[str], str], folder: Path) -> None:
        self.ledgers = {
            name: open_ledger(new_database(f"ketenboek_{name}"), folder / f"keys_{name}.json", os.environ)
            for name in (*map(str, SIZES), "command", "sealed")
        }
        self.raw = psycopg.connect(new_database("raw"), autocommit=True)
        self.raw.execute(
            "create table event (position bigint primary key, subject uuid not null, version integer not null,"
            " payload bytea not null, unique (subject, version))"
        )
        self.raw.execute("create table floor (position bigint, subject uuid, version integer, payload bytea)")
        self.libraries = {
            size: Trajectories(env=library_environment(new_database(f"library_{size}")))
            for size in SIZES
            if size <= LIBRARY_EVENTS_PER_CALL_MAX
        }
        self.position = 0

    def close(self) -> None:
        """Give everything back."""
        for ledger in self.ledgers.values():
            ledger.close()
            ledger.database.close()
        self.raw.close()
        for library in self.libraries.values():
            library.close()

    def rows(self, events_per_call: int, calls: int) -> list[Rows]:
        """The same events that our path makes, finished."""
        made = []
        for _ in range(calls):
            stated = statements(events_per_call)
            batch = Sealer(self.ledgers["1000"].ring, lambda subjects: []).seal(stated, datetime.now(UTC))
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

    def save(self, name: str, work: Sequence[Sequence[Statement]]) -> None:
        """Ours: seal, hash, append with leaf, edge and receipt."""
        for stated in work:
            self.ledgers[name].save(_Batch(stated))

    def record(self, work: Sequence[Sequence[Statement]]) -> None:
        """The same with an idempotency key, whose request is hashed; this is how an import writes."""
        for stated in work:
            self.ledgers["command"].record([Command(uuid4().hex, stated)])

    def save_by_library(self, size: int, work: Sequence[Sequence[Trajectory]]) -> None:
        """The library's default path."""
        for made in work:
            self.libraries[size].save(*made)

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

        calls_of = {1: calls(200), 100: calls(50), 1_000: calls(20), 10_000: calls(2)}
        thousand = (1_000, calls_of[1_000])
        return [
            Benchmark("floor: COPY without index", *thousand, self.rows, self.copy),
            Benchmark(RAW, *thousand, self.rows, self.insert),
            *(Benchmark(OURS, size, calls_of[size], stated, partial(self.save, str(size))) for size in SIZES),
            Benchmark("ketenboek, as a command under a key", *thousand, stated, self.record),
            Benchmark("ketenboek, every event sealed", *thousand, sealed, partial(self.save, "sealed")),
            *(
                Benchmark(LIBRARY, size, calls_of[size], made, partial(self.save_by_library, size))
                for size in self.libraries
            ),
        ]


def library_environment(conninfo: str) -> dict[str, str]:
    """The library's own names for a connection."""
    given = conninfo_to_dict(conninfo)
    names = {"dbname": "DBNAME", "host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    return {"PERSISTENCE_MODULE": "eventsourcing.postgres"} | {
        f"POSTGRES_{name}": str(given[key]) for key, name in names.items()
    }

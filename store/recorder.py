"""Our own recorder behind the library's Application and Repository.

The library runs the domain: `Application.save` collects and stores, `Repository.get` folds a stream with a projector
function. What is replaced, by its own hooks (`construct_factory`, `construct_mapper`, `construct_event_store`), is the
mapper (typed canonical bytes instead of topics), the recorder (one append function instead of inserts under a table
lock) and the event store (no copies of every event for notifications). Decision record 0006 tells what was measured.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NoReturn, cast
from uuid import UUID

import psycopg
from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    EventStore,
    InfrastructureFactory,
    Mapper,
    Notification,
    ProcessRecorder,
    StoredEvent,
    Subscription,
    TrackingRecorder,
)

from domain.event import Event, decode
from store.arrays import ByteaArray, bytes_array, integer_array, text_array, uuid_array
from store.database import Connection, Database, one
from store.errors import StaleWrite, StoreError, TimeRefused
from store.keys import KeyRing
from store.queries import QUERIES
from store.sealing import SealedBatch, Sealer
from store.statement import Command, Outcome, Receipt, Statement

RESTAMPS_MAX = 3
TIME_REFUSED = "KB001"


class LedgerMapper(Mapper[UUID]):
    """Between statements and sealed bytes. The topic of a stored event is its registry number, never a module name."""

    def __init__(self, ring: KeyRing, database: Database) -> None:
        self.ring = ring
        self._database = database

    def seal(self, statements: Sequence[Statement]) -> SealedBatch:
        """All columns of one append call, stamped now."""
        return Sealer(self.ring, self._wrapped_keys).seal(statements, datetime.now(UTC))

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        """One statement as the library's stored event; appending goes by `seal`, a batch at a time."""
        batch = self.seal([cast("Statement", domain_event)])
        return StoredEvent(domain_event.subject, domain_event.version, str(batch.types[0]), batch.payloads[0])

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        """The typed event in stored bytes; the closed registry decides what can be read."""
        return decode(stored_event.state)

    def _wrapped_keys(self, subjects: Sequence[UUID]) -> Iterable[tuple[UUID, str, bytes]]:
        if not subjects:
            return []
        with self._database.short() as connection:
            rows = connection.execute(QUERIES["keys_of"], (list(subjects),), binary=True).fetchall()
        return cast("list[tuple[UUID, str, bytes]]", rows)


class LedgerRecorder(ApplicationRecorder):
    """Appends through `ledger.append`, one round trip; positions are dense, in commit order."""

    def __init__(self, database: Database, mapper: LedgerMapper) -> None:
        self._database = database
        self._mapper = mapper

    def append(self, commands: Sequence[Command], statements: Sequence[Statement]) -> list[Receipt]:
        """Record the commands, whose statements stand in `statements` in order, with their versions."""
        ring = self._mapper.ring
        keys = [ring.lookup("command", command.key) for command in commands]
        requests = [ring.request(command.document()) for command in commands]
        return self._append(keys, requests, [len(command.statements) for command in commands], statements)

    def append_once(self, statements: Sequence[Statement]) -> list[Receipt]:
        """Record statements as one command that nobody can ask again: its key is drawn here and told to nobody."""
        return self._append([secrets.token_bytes(32)], [b""], [len(statements)], statements)

    def _append(
        self, keys: list[bytes], requests: list[bytes], counts: list[int], statements: Sequence[Statement]
    ) -> list[Receipt]:
        for _ in range(RESTAMPS_MAX):
            batch = self._mapper.seal(statements)
            try:
                return self._call(batch, keys, requests, counts)
            except psycopg.Error as error:
                if error.sqlstate != TIME_REFUSED:
                    raise
        raise TimeRefused

    def _call(self, batch: SealedBatch, keys: list[bytes], requests: list[bytes], counts: list[int]) -> list[Receipt]:
        naturals, vault_keys, sealed, records = batch.naturals, batch.keys, batch.sealed, batch.records
        starts = [start + 2 for start in batch.starts]  # behind the prefix, and counted from 1
        lengths = [end + 1 - start for start, end in zip(starts, batch.ends, strict=True)]
        arguments = (
            batch.recorded_at_us,
            *(bytes_array(keys), bytes_array(requests), integer_array(counts)),
            *(uuid_array(batch.event_ids), integer_array(batch.types)),
            *(uuid_array(batch.subjects), integer_array(batch.versions), integer_array(_resumed(batch, counts))),
            *(batch.prefixed, integer_array(starts), integer_array(lengths)),
            batch.leaves,
            *(integer_array(_column(naturals, 0)), _blobs(naturals, 1), _blobs(naturals, 2)),
            *(text_array(_column(naturals, 3)), integer_array(_column(naturals, 4)), _blobs(naturals, 5)),
            *(integer_array(_column(vault_keys, 0)), text_array(_column(vault_keys, 1)), _blobs(vault_keys, 2)),
            *(integer_array(_column(sealed, 0)), text_array(_column(sealed, 1))),
            *(_blobs(sealed, at) for at in range(2, 5)),
            integer_array(_column(records, 0)),
            *(_blobs(records, at) for at in range(1, 8)),
            *(integer_array(_column(batch.pseudonyms, 0)), _blobs(batch.pseudonyms, 1)),
        )
        with self._database.short() as connection:
            rows = connection.execute(QUERIES["append"], arguments, prepare=True, binary=True).fetchall()
            known = _first_counts(
                connection, [key for key, row in zip(keys, rows, strict=True) if row[0] == "replayed"]
            )
        return [
            Receipt(cast("Outcome", outcome), position, known.get(key, events))
            for key, (outcome, position, events) in zip(keys, rows, strict=True)
        ]

    def insert_events(self, stored_events: Any, **kwargs: Any) -> NoReturn:
        """Not a way in: the event store appends whole commands."""
        raise StoreError("events are appended by command; use Ledger.save or Ledger.record")

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> list[StoredEvent]:
        """The stored events of one stream, by version."""
        query = QUERIES["stream_backwards" if desc else "stream"]
        bounds = (originator_id, gt or 0, lte if lte is not None else 2**31 - 1, limit)
        with self._database.long() as connection:
            rows = connection.execute(query, bounds, binary=True).fetchall()
        return [self._stored(payload) for _, payload in rows]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> list[Notification]:
        """Events in order of position, for the library's own readers."""
        after = (start or 1) - 1 if inclusive_of_start else (start or 0)
        with self._database.long() as connection:
            rows = connection.execute(
                QUERIES["events_after"], (after, stop if stop is not None else 2**62, limit), binary=True
            ).fetchall()
        found = []
        for position, payload in rows:
            stored = self._stored(payload)
            if not topics or stored.topic in topics:
                found.append(
                    Notification(stored.originator_id, stored.originator_version, stored.topic, stored.state, position)
                )
        return found

    def max_notification_id(self) -> int | None:
        """The head position; None when the ledger is empty."""
        with self._database.short() as connection:
            position = one(connection.execute(QUERIES["head"]).fetchone())[0]
        return int(position) or None

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Subscription[ApplicationRecorder]:
        """Not offered: readers ask for what comes after a position, and check that nothing is missing."""
        raise StoreError("use Reader.events_after: it asserts that no position is missing")

    @staticmethod
    def _stored(payload: bytes) -> StoredEvent:
        event: Event = decode(payload)
        return StoredEvent(event.subject, event.version, str(event.type), payload)


def _first_counts(connection: Connection, keys: Sequence[bytes]) -> Mapping[bytes, int]:
    """Key of a command that was recorded before → how many events it had then: the same request, read a moment later,
    may come to fewer."""
    if not keys:
        return {}
    return dict(connection.execute(QUERIES["events_of_receipts"], (list(keys),), binary=True).fetchall())


def _resumed(batch: SealedBatch, counts: Sequence[int]) -> list[int]:
    """Ordinals of the events that go on with a stream, where the one before is not their neighbour in the command."""
    found, ordinal = [], 0
    for count in counts:
        before: tuple[str, int] | None = None
        for _ in range(count):
            here = (batch.subjects[ordinal], batch.versions[ordinal] - 1)
            ordinal += 1
            if here != before and here[1] > 0:
                found.append(ordinal)
            before = (here[0], here[1] + 1)
    return found


def _column(rows: Sequence[tuple[Any, ...]], at: int) -> list[Any]:
    return [row[at] for row in rows]


def _blobs(rows: Sequence[tuple[Any, ...]], at: int) -> ByteaArray:
    return bytes_array([row[at] for row in rows])


class LedgerEventStore(EventStore[UUID]):
    """Puts commands into the recorder as a whole, without a copy of every event."""

    def put(self, domain_events: Sequence[Any], **kwargs: Any) -> list[Any]:
        """Append these statements; `commands` says which belong together (default: all of them, under a fresh key)."""
        if not domain_events:
            return []
        recorder = cast("LedgerRecorder", self.recorder)
        commands = kwargs.get("commands")
        if commands is not None:
            return recorder.append(commands, domain_events)
        receipts = recorder.append_once(domain_events)
        if receipts[0].outcome != "recorded":
            raise StaleWrite
        return receipts


class LedgerFactory(InfrastructureFactory[TrackingRecorder]):
    """Hands our recorder to the library. Views keep their own position in their own transaction (store/rows.py)."""

    def __init__(self, env: Any, database: Database, mapper: LedgerMapper) -> None:
        super().__init__(env)
        self._database, self._mapper = database, mapper

    def application_recorder(self) -> ApplicationRecorder:
        """The one recorder there is."""
        return LedgerRecorder(self._database, self._mapper)

    def event_store(self, mapper: Any = None, recorder: Any = None) -> EventStore[Any]:
        """An event store that appends commands."""
        return LedgerEventStore(mapper or self._mapper, recorder or self.application_recorder())

    def aggregate_recorder(self, purpose: str = "events") -> AggregateRecorder:
        """The same recorder: there are no snapshots."""
        return self.application_recorder()

    def tracking_recorder(self, tracking_recorder_class: Any = None) -> NoReturn:
        """Not used: a view's position moves in the transaction that replaces its rows."""
        raise StoreError("views keep their own position")

    def process_recorder(self) -> ProcessRecorder:
        """Not used: nothing in this system reacts to an event by writing another."""
        raise StoreError("there are no process applications in this ledger")

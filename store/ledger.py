"""The ledger: record commands, read streams and facts, know the head and any earlier root.

`Ledger` is the library's Application with our recorder behind it. `record` is the road of a command: versions, sealing,
one append, receipts; a stale write of observed facts is simply tried again, since observed facts are always taken.
"""

import secrets
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, cast
from uuid import UUID, uuid4

import msgspec
from eventsourcing.application import Application
from eventsourcing.persistence import EventStore, InfrastructureFactory, Mapper
from eventsourcing.utils import Environment, EnvType

from domain import tree
from domain.event import Position, Recorded, decode
from domain.facts.base import KeyClass
from store.database import Connection, Database, one, require_safe_server
from store.edges import Edges, hashes
from store.errors import EmptyCommand, GapInLedger, KeyReused, UnsafeLibrarySetting
from store.keys import KeyRing
from store.queries import QUERIES
from store.readers import reader_now, reading_as
from store.recorder import LedgerEventStore, LedgerFactory, LedgerMapper
from store.sealing import event_binding, open_sealed, record_binding
from store.statement import Command, Receipt, Statement

STALE_RETRIES_MAX = 20
STALE_PAUSE_MS_MAX = 64
READ_BATCH = 2_000
WHERE = frozenset({"address", "postcode", "residence"})
"""The personal fields that secrecy hides from everybody."""


class Head(NamedTuple):
    """How far the ledger has come: last position, its instant, root of the tree."""

    position: Position
    recorded_at: datetime | None
    root: bytes


class Ledger(Application[UUID]):
    """One ledger in one database. Refuses to start on a server or with a setting that would lose events."""

    name = "ketenboek"

    def __init__(self, database: Database, ring: KeyRing, environment: Mapping[str, str]) -> None:
        self.database = database
        self.ring = ring
        self._edges = Edges()
        require_safe_library(environment)
        with database.short() as connection:
            require_safe_server(connection)
        super().__init__()

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        """The library takes no settings from the environment: all of ours come in as arguments."""
        return Environment(name, {})

    def construct_factory(self, env: Environment) -> InfrastructureFactory[Any]:
        """The factory that hands out our recorder."""
        self._mapper = LedgerMapper(self.ring, self.database)
        return LedgerFactory(env, self.database, self._mapper)

    def construct_mapper(self) -> Mapper[UUID]:
        """The mapper that seals."""
        return self._mapper

    def construct_event_store(self) -> EventStore[UUID]:
        """The event store that appends commands."""
        return LedgerEventStore(self.mapper, self.recorder)

    # Writing

    @reading_as(None)
    def record(self, commands: Sequence[Command]) -> list[Receipt]:
        """Record commands, each whole or not at all; gives a receipt for each, in order.

        Statements without a version stand at the end of their stream; when that has moved on meanwhile they are tried
        again. Statements with a version are refused as `stale` instead. Safe to call again after a lost connection: the
        same keys give the first receipts.
        """
        if not commands or not all(command.statements for command in commands):
            raise EmptyCommand
        receipts: list[Receipt | None] = [None] * len(commands)
        open_commands = list(range(len(commands)))
        for attempt in range(STALE_RETRIES_MAX):
            if attempt > 1:  # a stream with many writers: step aside for a moment, each for another time
                time.sleep(secrets.randbelow(min(2**attempt, STALE_PAUSE_MS_MAX)) / 1_000)
            asked = [commands[index] for index in open_commands]
            statements = self._with_versions([one for command in asked for one in command.statements])
            saved = cast("list[Receipt]", self.save(_Batch(statements), commands=asked))
            again = []
            for index, receipt in zip(open_commands, saved, strict=True):
                receipts[index] = receipt
                if receipt.outcome == "stale" and all(one.version == 0 for one in commands[index].statements):
                    again.append(index)
            if not again:
                break
            open_commands = again
            commands = self._with_commitments(commands, again)
        return cast("list[Receipt]", receipts)

    def receipt_of(self, command: Command) -> Receipt | None:
        """The receipt of a command that was recorded before; raises KeyReused where its key was used for another."""
        with self.database.short() as connection:
            key = self.ring.lookup("command", command.key)
            row = connection.execute(QUERIES["receipt_of"], (key,), binary=True).fetchone()
        if row is None:
            return None
        request, first_position, events = row
        if request != self.ring.request(command.document()):
            raise KeyReused
        return Receipt("replayed", first_position, events)

    def _with_commitments(self, commands: Sequence[Command], again: Sequence[int]) -> list[Command]:
        """Commands to be tried again, with the commitments of source records that the vault knows by now."""
        changed = list(commands)
        lookups = {
            lookup
            for index in again
            for statement in commands[index].statements
            if (lookup := self._record_lookup(statement)) is not None
        }
        if not lookups:
            return changed
        with self.database.short() as connection:
            rows = connection.execute(QUERIES["records_by_lookup"], (list(lookups),), binary=True).fetchall()
        known = {(lookup, subject): commitment for lookup, commitment, subject in rows}
        for index in again:
            statements = []
            for statement in commands[index].statements:
                commitment = known.get((self._record_lookup(statement), statement.subject))
                if commitment is not None:
                    statement = msgspec.structs.replace(statement, commitment=commitment)
                statements.append(statement)
            changed[index] = Command(commands[index].key, statements)
        return changed

    def _record_lookup(self, statement: Statement) -> bytes | None:
        """The lookup of a source record that is named readably, without its commitment."""
        if statement.party is None or statement.system is None or statement.record is None:
            return None
        if statement.commitment is not None:
            return None
        return self.ring.lookup("record", statement.party, statement.system, statement.record)

    def _with_versions(self, statements: list[Statement]) -> list[Statement]:
        """Give each statement its version: one more than the last of its stream, in order."""
        subjects = {one.subject for one in statements if one.version == 0}
        versions: dict[UUID, int] = {}
        if subjects:
            versions = self.versions(list(subjects))
        numbered = []
        for statement in statements:
            if statement.version == 0:
                version = versions[statement.subject] = versions.get(statement.subject, 0) + 1
                statement = msgspec.structs.replace(statement, version=version)
            numbered.append(statement)
        return numbered

    # Reading

    @reading_as(None)
    def head(self) -> Head:
        """The last position, when it was recorded, and the root of the tree."""
        with self.database.short() as connection:
            position, _, edge = one(connection.execute(QUERIES["head"], binary=True).fetchone())
            return Head(position, self._recorded_at(connection, position), tree.root(hashes(edge)))

    @reading_as(None)
    def at(self, position: int) -> Head:
        """The ledger as it was at a position: instant of its last event and root of its tree."""
        with self.database.long() as connection:
            return self.at_in(connection, position)

    def at_in(self, connection: Connection, position: int) -> Head:
        """The same, as one transaction sees it that sees all events."""
        edge = self._edges.at(connection, position)
        return Head(Position(position), self._recorded_at(connection, position), tree.root(edge))

    @reading_as(None)
    def at_event(self, last: Recorded) -> Head:
        """The ledger as it was when this event was its last."""
        with self.database.long() as connection:
            edge = self._edges.at(connection, last.position)
        return Head(last.position, datetime.fromisoformat(last.event.recorded_at), tree.root(edge))

    @reading_as(None)
    def position_at(self, moment: datetime) -> Position:
        """The last position before the first event recorded later than this moment."""
        moment_us = int(moment.timestamp()) * 1_000_000 + moment.microsecond
        with self.database.long() as connection:
            found = one(connection.execute(QUERIES["first_recorded_after"], {"moment_us": moment_us}).fetchone())[0]
            if found is None:
                return Position(one(connection.execute(QUERIES["head"]).fetchone())[0])
        return Position(found - 1)

    @reading_as(None)
    def now(self) -> tuple[Head, datetime]:
        """The head, and the clock of the database."""
        with self.database.short() as connection:
            position, edge, recorded_at_us, moment = one(connection.execute(QUERIES["now"], binary=True).fetchone())
        recorded_at = None if recorded_at_us is None else instant_of(recorded_at_us)
        return Head(position, recorded_at, tree.root(hashes(edge))), moment.astimezone(UTC)

    @reading_as(None)
    def kinds_between(self, after: int, until: int) -> frozenset[int]:
        """The kinds of fact that stand after one position and up to another."""
        with self.database.short() as connection:
            rows = connection.execute(QUERIES["kinds_between"], (after, until), binary=True).fetchall()
        return frozenset(kind for (kind,) in rows)

    def database_now(self) -> datetime:
        """The clock of the database."""
        return self.now()[1]

    def events_after(self, after: int, until: int | None = None) -> Iterator[Recorded]:
        """Events in order of position; raises GapInLedger when one is missing. A reader is given those it may see."""
        is_all = reader_now() is None
        with self.database.long() as connection:
            while True:
                bounds = (after, until if until is not None else 2**62, READ_BATCH)
                rows = connection.execute(QUERIES["events_after"], bounds, binary=True).fetchall()
                for position, payload in rows:
                    if is_all and position != after + 1:
                        raise GapInLedger(f"position {after + 1} is missing; {position} was read instead")
                    after = position
                    yield Recorded(position, decode(payload))
                if len(rows) < READ_BATCH:
                    return

    def stream(self, subject: UUID) -> list[Recorded]:
        """The events of one subject, in order."""
        with self.database.long() as connection:
            rows = connection.execute(QUERIES["stream"], (subject, 0, 2**31 - 1, None), binary=True).fetchall()
        return [Recorded(position, decode(payload)) for position, payload in rows]

    def events_at(self, positions: Sequence[int]) -> dict[int, tuple[Recorded, bytes]]:
        """The events at these positions, each with its leaf hash."""
        with self.database.long() as connection:
            return self.events_at_in(connection, positions)

    def events_at_in(self, connection: Connection, positions: Sequence[int]) -> dict[int, tuple[Recorded, bytes]]:
        """The same, as one transaction sees them."""
        rows = connection.execute(QUERIES["events_at"], (list(positions),), binary=True).fetchall()
        return {position: (Recorded(position, decode(payload)), leaf) for position, payload, leaf in rows}

    def event_by_id(self, event_id: UUID) -> Recorded | None:
        """The event with this id."""
        with self.database.short() as connection:
            row = connection.execute(QUERIES["event_by_id"], (event_id,), binary=True).fetchone()
        return Recorded(row[0], decode(row[1])) if row else None

    @staticmethod
    def _recorded_at(connection: Connection, position: int) -> datetime | None:
        row = connection.execute(QUERIES["recorded_at"], (position,)).fetchone()
        return None if row is None else instant_of(int(row[0]))

    def streams(self, subjects: Sequence[UUID], kinds: Iterable[int]) -> list[tuple[UUID, int, bytes]]:
        """(subject, position, payload) of the facts of these kinds in these streams, in order of position."""
        with self.database.long() as connection:
            bounds = (list(subjects), sorted(kinds))
            rows = connection.execute(QUERIES["streams_of_kinds"], bounds, binary=True).fetchall()
        return [(subject, position, payload) for subject, position, payload in rows]

    @reading_as(None)
    def versions(self, subjects: Sequence[UUID]) -> dict[UUID, int]:
        """The last version of each of these streams; a stream that is not there is left out."""
        with self.database.short() as connection:
            return dict(connection.execute(QUERIES["versions"], (list(subjects),), binary=True).fetchall())

    def seen_among(self, subjects: Sequence[UUID]) -> frozenset[UUID]:
        """Those of these subjects of which anything is there for who reads."""
        with self.database.short() as connection:
            found = connection.execute(QUERIES["seen_among"], (list(subjects),), binary=True).fetchall()
        return frozenset(subject for (subject,) in found)

    # The vault

    def subjects_with(self, kind: str, identifier: str) -> list[UUID]:
        """Registrations that carry this BSN (`bsn`) or V-number (`v_number`)."""
        with self.database.short() as connection:
            pseudonym = self.ring.pseudonym(kind, identifier)
            return [subject for (subject,) in connection.execute(QUERIES["subjects_by_pseudonym"], (pseudonym,))]

    def records_named(self, record: str) -> list[tuple[bytes, UUID]]:
        """(commitment, subject) of every source record with this id, in whatever source."""
        with self.database.short() as connection:
            rows = connection.execute(QUERIES["records_by_bare"], (self.ring.lookup("bare", record),), binary=True)
            return [(commitment, subject) for commitment, subject, *_ in rows.fetchall()]

    def record_ids(self, commitments: Sequence[bytes]) -> dict[str, str]:
        """Commitment in hex → readable source record id; erased ones are left out.

        An auditor is given pseudonyms of the engagement instead.
        """
        with self.database.long() as connection:
            return self.record_ids_in(connection, commitments)

    def record_ids_in(self, connection: Connection, commitments: Sequence[bytes]) -> dict[str, str]:
        """The same, as one transaction sees it."""
        reader = reader_now()
        if reader is not None and reader.role == "auditor":
            engagement = reader.engagement or reader.name
            return {one.hex(): self.ring.pseudonym_in(engagement, "record", one.hex()) for one in commitments}
        found: dict[str, str] = {}
        rows = connection.execute(QUERIES["records_by_commitment"], (list(commitments),), binary=True).fetchall()
        keys = self._keys_of(connection, {row[1] for row in rows})
        for commitment, subject, _, nonce, ciphertext in rows:
            if key := keys.get((subject, "general")):
                binding = record_binding(self.ring.ledger, commitment)
                found[commitment.hex()] = open_sealed(key, nonce, ciphertext, binding).decode()
        return found

    def personal_of(self, recorded: Recorded) -> dict[str, str]:
        """The personal fields sealed with an event. Reading them is processing personal data: the caller logs it."""
        return self.personal_of_all([recorded])[recorded.event.event_id]

    def personal_shown(self, recorded: Recorded) -> dict[str, str]:
        """The same as it may be shown to anybody: without where a person is, whose registration is under secrecy."""
        personal = self.personal_of(recorded)
        with self.database.short() as connection:
            hidden = connection.execute(QUERIES["is_secret"], (recorded.event.subject,)).fetchone()
        return {name: said for name, said in personal.items() if name not in WHERE or not one(hidden)[0]}

    def personal_of_all(self, events: Sequence[Recorded]) -> dict[UUID, dict[str, str]]:
        """Event id → the personal fields sealed with it; none where they were erased."""
        personal: dict[UUID, dict[str, str]] = {one.event.event_id: {} for one in events}
        types = {one.event.event_id: one.event.type for one in events}
        with self.database.short() as connection:
            rows = connection.execute(QUERIES["sealed_of"], (list(types),), binary=True).fetchall()
            keys = self._keys_of(connection, {row[2] for row in rows})
        for event_id, key_class, subject, nonce, ciphertext in rows:
            if key := keys.get((subject, key_class)):
                binding = event_binding(self.ring.ledger, event_id, types[event_id], subject)
                opened = open_sealed(key, nonce, ciphertext, binding)
                personal[event_id] |= msgspec.json.decode(opened, type=dict[str, str])
        return personal

    def _keys_of(self, connection: Connection, subjects: set[UUID]) -> dict[tuple[UUID, KeyClass], bytes]:
        rows = connection.execute(QUERIES["keys_of"], (list(subjects),), binary=True).fetchall()
        return {(subject, kind): self.ring.unwrap(wrapped, subject, kind) for subject, kind, wrapped in rows}


def instant_of(moment_us: int) -> datetime:
    """The instant so many microseconds after the beginning of 1970."""
    seconds, microseconds = divmod(moment_us, 1_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=microseconds)


class _Batch:
    """Statements as the library collects them: one object with pending events, whatever their number."""

    __slots__ = ("id", "statements", "version")

    def __init__(self, statements: Sequence[Statement]) -> None:
        self.id, self.version, self.statements = uuid4(), 0, statements

    def collect_events(self) -> Sequence[Any]:
        """The statements."""
        return self.statements


def require_safe_library(environment: Mapping[str, str]) -> None:
    """Refuse the setting of the library under which a tailing reader loses events."""
    value = environment.get("POSTGRES_ENABLE_DB_FUNCTIONS", "")
    if value.strip().lower() not in ("", "0", "n", "no", "f", "false", "off"):
        raise UnsafeLibrarySetting

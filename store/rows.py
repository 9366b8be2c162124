"""The rows of the views: generations, replacing the rows of groups, reading them for a position.

A generation is one version of one view in a table partition of its own, with the position up to which it is true. A new
version is built beside the old one and then becomes current in one moment. Nothing here knows what a row means.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import ServerCursor
from psycopg.errors import LockNotAvailable
from psycopg.rows import TupleRow
from psycopg.sql import SQL, Identifier, Literal

from domain.event import canonical
from domain.facts.base import definitions
from store.database import Connection, Database, one
from store.groups import groups_of
from store.queries import load
from store.row_lines import DAY_COLUMNS, LISTED, WrittenRow, line_of

SQL_ROWS = load("rows.sql")
FETCH_ROWS = 10_000
KNOWN_TYPES = sorted(definition.number for definition in definitions())


class Generation(NamedTuple):
    """One version of a view: its number, and the position up to which its rows are true."""

    view: str
    version: int
    generation: int
    position: int
    is_current: bool

    @property
    def table(self) -> str:
        """Name of its partition."""
        return f"row_{self.generation}"


class Wanted(NamedTuple):
    """The kinds of fact to be read; of each pair in `leaning` the first only where the second stands in the group."""

    types: frozenset[int]
    leaning: Sequence[tuple[int, int]] = ()


class StoredRow(NamedTuple):
    """A row as it is stored; the columns of projection.row after the generation."""

    group_id: UUID
    case_id: UUID
    known_from: int
    known_until: int | None
    municipality: str | None
    valid_from: date | None
    valid_until: date | None
    value: str
    alike: UUID
    days: Sequence[date]
    registration: UUID | None
    provider: str | None


StoredEvent = tuple[UUID, int, bytes, int]
"""(group, position, payload, number of its kind) of an event in a history."""
COLUMNS = ("generation", *StoredRow._fields[:9], *DAY_COLUMNS, "registration", "provider")
"""What is written of a row; its number it gets by itself."""
COUNTED = ("known_until", "alike", "number", "registration", "provider", *DAY_COLUMNS)
"""What the index of a generation holds beside its key: what lots are made of, and what the policies ask of a row."""


class Rows:
    """Reads and replaces rows. Methods that write take the connection whose transaction they belong to."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @contextmanager
    def following(self) -> Iterator[Connection]:
        """A transaction in which this process is the only one that follows the ledger."""
        with self.database.long() as connection, connection.transaction():
            connection.execute(SQL_ROWS["lock_following"])
            yield connection

    @contextmanager
    def rebuilding(self) -> Iterator[Connection]:
        """A connection, outside any transaction, of the only process that rebuilds. Others may follow meanwhile."""
        with self.database.long() as connection:
            connection.execute(SQL_ROWS["lock_rebuilding"])
            try:
                yield connection
            finally:
                if not connection.closed:
                    connection.execute(SQL_ROWS["unlock_rebuilding"])

    @contextmanager
    def one_moment(self, connection: Connection) -> Iterator[str]:
        """A moment that other processes can look at too, as long as this lasts."""
        with connection.transaction():
            connection.execute(SQL_ROWS["read_snapshot"])
            yield str(one(connection.execute(SQL_ROWS["export_moment"]).fetchone())[0])

    @contextmanager
    def at_moment(self, connection: Connection, moment: str) -> Iterator[None]:
        """A transaction that reads everything as it was at that moment, and may write."""
        with connection.transaction():
            connection.execute(SQL_ROWS["write_snapshot"])
            connection.execute(SQL("set transaction snapshot {}").format(Literal(moment)))
            yield

    def lock_following(self, connection: Connection) -> None:
        """From here to the end of this transaction nobody else follows."""
        connection.execute(SQL_ROWS["lock_following"])

    def generations(self, connection: Connection | None = None) -> list[Generation]:
        """All generations, oldest first."""
        if connection is not None:
            return [Generation(*row) for row in connection.execute(SQL_ROWS["generations"]).fetchall()]
        with self.database.short() as own:
            return [Generation(*row) for row in own.execute(SQL_ROWS["generations"]).fetchall()]

    def current(self, connection: Connection | None = None) -> dict[str, Generation]:
        """View → the generation that answers for it."""
        return {one.view: one for one in self.generations(connection) if one.is_current}

    def start_generation(self, connection: Connection, view: str, version: int) -> Generation:
        """An empty generation in a partition of its own, not yet current."""
        number = one(connection.execute(SQL_ROWS["new_generation"], (view, version)).fetchone())[0]
        generation = Generation(view, version, number, 0, False)
        connection.execute(
            SQL("create table projection.{} (like projection.row including defaults)").format(
                Identifier(generation.table)
            )
        )
        return generation

    def index_generation(self, connection: Connection, generation: Generation, listed: str = "") -> None:
        """Make rows quick to find, and as they are `listed`; let readers see theirs; say that they belong here.

        Outside any transaction: what was vacuumed is counted from an index alone. Days are asked between few limits and
        make few lots: told otherwise PostgreSQL counts on one core.
        """
        table = Identifier(generation.table)
        for order in ("group_id", "number", *LISTED[listed]):
            connection.execute(SQL("create index on projection.{} ({})").format(table, SQL(order)))
        counted = SQL(", ").join(map(Identifier, COUNTED))
        covering = "create index on projection.{} (municipality, known_from) include ({})"
        connection.execute(SQL(covering).format(table, counted))
        connection.execute(SQL_ROWS["guard_rows"], (f"projection.{generation.table}",))
        check = SQL("alter table projection.{} add constraint of_this_generation check (generation = {})")
        connection.execute(check.format(table, Literal(generation.generation)))
        few = SQL(", ").join(SQL("alter {} set (n_distinct = 1)").format(Identifier(day)) for day in DAY_COLUMNS)
        connection.execute(SQL("alter table projection.{} {}").format(table, few))
        connection.execute(SQL("vacuum (analyze) projection.{}").format(table))

    def switch_generation(self, connection: Connection, generation: Generation, position: int) -> None:
        """Let it answer, true up to this position. The one before it stays, so that going back is possible."""
        attach = SQL("alter table projection.row attach partition projection.{} for values in ({})")
        connection.execute(attach.format(Identifier(generation.table), Literal(generation.generation)))
        self.move(connection, [generation], position)
        connection.execute(SQL_ROWS["retire_generation"], (generation.view,))
        connection.execute(SQL_ROWS["make_current"], (generation.generation,))

    def drop_old_generations(self, connection: Connection) -> None:
        """Drop what a rebuild did not finish, and all but the current generation of each view and the one before it.

        Dropping waits for whoever is reading rows and holds up who comes after. So it gives up soon: what stays is
        dropped after the next rebuild. PostgreSQL would need a second to see two waiting for each other.
        """
        kept: dict[str, int] = {}
        for old in sorted(self.generations(connection), key=lambda one: (not one.is_current, -one.generation)):
            is_whole = old.is_current or old.position > 0
            kept[old.view] = kept.get(old.view, 0) + is_whole
            if is_whole and kept[old.view] <= 2:
                continue
            with suppress(LockNotAvailable), connection.transaction():
                connection.execute(SQL_ROWS["wait_shortly"])
                connection.execute(SQL("drop table projection.{}").format(Identifier(old.table)))
                connection.execute(SQL_ROWS["forget_generation"], (old.generation,))

    def write(self, connection: Connection, generation: Generation, rows: Iterable[WrittenRow]) -> int:
        """Copy rows into a generation; gives their number."""
        lines = [line_of(generation.generation, *row) for row in rows]
        named = SQL(", ").join(map(Identifier, COLUMNS))
        statement = SQL("copy projection.{} ({}) from stdin").format(Identifier(generation.table), named)
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            copy.write("".join(lines))
        return len(lines)

    def delete(self, connection: Connection, generation: Generation, groups: Sequence[UUID]) -> None:
        """The rows of these groups go, to be written again in the same transaction."""
        connection.execute(SQL_ROWS["delete_rows"], (generation.generation, list(groups)))

    def move(self, connection: Connection, generations: Iterable[Generation], position: int) -> None:
        """These generations are true up to this position."""
        connection.execute(SQL_ROWS["move_position"], (position, [one.generation for one in generations]))

    # Groups and histories

    def join(self, connection: Connection, registrations: Sequence[tuple[UUID, UUID]]) -> list[UUID]:
        """Make groups of these linked pairs; gives every group id that was or became theirs."""
        touched: set[UUID] = set()
        for first, second in registrations:
            members = self.members(connection, [first, second])
            together = {first, second, *members}
            group_id = min(together)
            touched |= {members.get(subject, subject) for subject in together} | {group_id}
            connection.execute(SQL_ROWS["join_group"], {"subjects": sorted(together), "group_id": group_id})
        return sorted(touched)

    def members(self, connection: Connection, subjects: Sequence[UUID]) -> dict[UUID, UUID]:
        """Registration → group, for all members of the groups that these subjects are in or name."""
        rows = connection.execute(SQL_ROWS["members"], {"subjects": list(subjects)}, binary=True).fetchall()
        return dict(rows)

    def all_members(self, connection: Connection) -> dict[UUID, UUID]:
        """Registration → group, for all that are in one as stored."""
        return dict(connection.execute(SQL_ROWS["all_members"], binary=True).fetchall())

    def regroup(self, connection: Connection, links: Iterable[tuple[UUID, UUID]]) -> None:
        """Make the groups those of these links, which are all there are: only what differs is written."""
        stored = self.all_members(connection)
        right = groups_of(links)
        if astray := [subject for subject in stored if subject not in right]:
            connection.execute(SQL_ROWS["forget_members"], (astray,))
        joined: dict[UUID, list[UUID]] = {}
        for subject, group_id in right.items():
            if stored.get(subject) != group_id:
                joined.setdefault(group_id, []).append(subject)
        for group_id, subjects in sorted(joined.items()):
            connection.execute(SQL_ROWS["join_group"], {"subjects": sorted(subjects), "group_id": group_id})

    def histories(
        self, connection: Connection, types: Iterable[int], until: int, subjects: Sequence[UUID]
    ) -> Iterator[StoredEvent]:
        """The events of these subjects, in order of group and position.

        Events of a kind that is not in the registry come too, whatever the kinds asked. Which events there are is
        decided here, and not when they are fetched.
        """
        bounds = {"others": _others(types), "until": until, "subjects": subjects}
        return self._in_order(connection, "histories", bounds)

    def all_histories(
        self, connection: Connection, wanted: "Wanted", until: int, first: UUID, last: UUID
    ) -> Iterator[StoredEvent]:
        """The same of every subject whose group has an id in this range, both ends included."""
        bounds = {
            "others": _others(wanted.types),
            "leaning": [kind for kind, _ in wanted.leaning],
            "openers": [opener for _, opener in wanted.leaning],
            "until": until,
            "first": first,
            "last": last,
        }
        return self._in_order(connection, "all_histories", bounds)

    def histories_in(
        self, connection: Connection, types: Iterable[int], until: int, groups: Mapping[UUID, UUID]
    ) -> Iterator[StoredEvent]:
        """The same of all subjects, by groups that are given: registration → group."""
        members = {"members": list(groups), "groups": list(groups.values())}
        return self._in_order(connection, "histories_in", {"others": _others(types), "until": until, **members})

    def _in_order(self, connection: Connection, query: str, bounds: Mapping[str, Any]) -> Iterator[StoredEvent]:
        cursor = connection.cursor(name="histories", binary=True)
        cursor.itersize = FETCH_ROWS
        return _fetched(cursor.execute(SQL_ROWS[query], bounds))

    def shared_histories(
        self, connection: Connection, types: Iterable[int], until: int
    ) -> list[tuple[UUID, int, bytes]]:
        """(subject, position, payload) of the streams in which facts of these kinds stand, corrections included."""
        kinds = SQL(", ").join(Literal(number) for number in sorted(types))
        query = SQL(SQL_ROWS["shared_histories"]).format(types=kinds)
        return connection.execute(query, {"until": until}, binary=True).fetchall()

    # Parked groups

    def park(self, connection: Connection, view: str, group_id: UUID, position: int, reason: str) -> None:
        """This group's history cannot be read from a position on: its figures are provisional until it can."""
        connection.execute(SQL_ROWS["park"], (view, group_id, position, reason))

    def unpark(self, connection: Connection, view: str, groups: Sequence[UUID] | None = None) -> bool:
        """These groups (or all of the view) were read; tells whether any of them was parked."""
        if groups is None:
            return connection.execute(SQL_ROWS["unpark_all"], (view,)).rowcount > 0
        return bool(groups) and connection.execute(SQL_ROWS["unpark"], (view, list(groups))).rowcount > 0

    def parked(self, connection: Connection | None = None) -> list[tuple[str, UUID, int, str]]:
        """(view, group, position, reason) of what cannot be read from that position on."""
        if connection is None:
            with self.database.short() as own:
                return self.parked(own)
        return [(str(a), b, int(c), str(d)) for a, b, c, d in connection.execute(SQL_ROWS["parked"]).fetchall()]

    # Reading

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A transaction in which everything is read as it was at one moment, and no generation goes away.

        The lock comes before the first look: a generation that is seen afterwards is there until the end.
        """
        with self.database.long() as connection, connection.transaction():
            connection.execute(SQL_ROWS["read_snapshot"])
            connection.execute(SQL_ROWS["keep_generations"])
            yield connection

    def known_at(
        self,
        connection: Connection,
        generation: Generation,
        position: int,
        codes: frozenset[str] | None,
        groups: Sequence[UUID] | None = None,
    ) -> Iterator[tuple[UUID, UUID, str]]:
        """(case, group, value) of a view as known at a position: of these municipalities and groups, or of all."""
        bounds: Mapping[str, Any] = {
            "generation": generation.generation,
            "known_at": position,
            "codes": _listed(codes),
            "groups": groups,
        }
        with connection.cursor(name="rows", binary=True) as cursor:
            cursor.itersize = FETCH_ROWS
            yield from cursor.execute(SQL_ROWS["rows_known_at"], bounds)

    def in_order(
        self, connection: Connection, generation: Generation, position: int, codes: frozenset[str] | None
    ) -> Iterator[tuple[UUID, str]]:
        """(group, value) of a view as known at a position, by the first event that each rests on and then by case."""
        bounds = {"generation": generation.generation, "known_at": position, "codes": _listed(codes)}
        with connection.cursor(name="in_order", binary=True) as cursor:
            yield from cursor.execute(SQL_ROWS["rows_in_order"], bounds)

    def municipalities(
        self, connection: Connection, generation: Generation, position: int, codes: frozenset[str] | None
    ) -> list[str | None]:
        """Where the rows of a view lie that were known at a position; None is nowhere."""
        bounds = {"generation": generation.generation, "known_at": position, "codes": _listed(codes)}
        return [code for (code,) in connection.execute(SQL_ROWS["municipalities_known_at"], bounds)]

    def groups_in_scope(
        self,
        connection: Connection,
        types: Iterable[int],
        opening: Iterable[int],
        until: int,
        codes: frozenset[str] | None,
    ) -> list[UUID]:
        """Groups with an event by a position of a kind in `opening`: everywhere, or with a code in one of `types`."""
        borne = None if codes is None else [canonical(code) for code in sorted(codes)]
        bounds = {"types": sorted(types), "opening": sorted(opening), "until": until, "codes": borne}
        return [group for (group,) in connection.execute(SQL_ROWS["groups_of_scope"], bounds, binary=True)]

    def changed_after(
        self, connection: Connection, generation: Generation, position: int, codes: frozenset[str] | None
    ) -> bool:
        """Whether a row, of these municipalities or of all, became known or ceased to be after a position."""
        bounds = {"generation": generation.generation, "position": position, "codes": _listed(codes)}
        return bool(one(connection.execute(SQL_ROWS["changed_after"], bounds).fetchone())[0])

    def of_groups(self, connection: Connection, generation: Generation, groups: Sequence[UUID]) -> list[StoredRow]:
        """All rows of these groups, whenever known."""
        bounds = {"generation": generation.generation, "groups": list(groups)}
        return [StoredRow(*row) for row in connection.execute(SQL_ROWS["rows_of_groups"], bounds, binary=True)]

    def all(self, connection: Connection, generation: Generation) -> Iterator[StoredRow]:
        """Every row of a generation, ordered by group, case and when it was known."""
        with connection.cursor(name="all_rows", binary=True) as cursor:
            cursor.itersize = FETCH_ROWS
            for row in cursor.execute(SQL_ROWS["all_rows"], {"generation": generation.generation}):
                yield StoredRow(*row)


def _fetched(cursor: ServerCursor[TupleRow]) -> Iterator[StoredEvent]:
    with cursor:
        last, group_id = b"", UUID(int=0)
        for key, position, payload, number in cursor:
            if key != last:
                last, group_id = key, UUID(bytes=key)
            yield group_id, position, payload, number


def _listed(codes: frozenset[str] | None) -> list[str] | None:
    return None if codes is None else sorted(codes)


def _others(types: Iterable[int]) -> list[int]:
    """The kinds that are known and not among these."""
    return sorted({*KNOWN_TYPES}.difference(types))

"""Rows counted by lots that are judged alike, so that of a million rows some thousands are read.

Nothing here knows what a row means, or why rows are alike: that is told by what stands beside their values.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from psycopg.sql import SQL, Composed, Identifier

from store.database import Connection
from store.queries import load
from store.rows import Generation

SQL_LOTS = load("lots.sql")
ROWS_AT_ONCE = 1_000


class Scope(NamedTuple):
    """Which rows are meant: those known at a position, of a municipality or of all."""

    known_at: int
    municipality: str | None


class Said(NamedTuple):
    """What is said of registrations: by rows of another view, by a code for what makes them alike; and pair by pair."""

    others: Generation
    codes: Mapping[UUID, str]
    of_registrations: Collection[tuple[UUID, str]]


def lots(
    connection: Connection, generation: Generation, scope: Scope, limits: Sequence[date], gaps: Sequence[int]
) -> Iterator[tuple[int, str]]:
    """(number of rows, value of one) of each lot that these limits and gaps do not tell apart."""
    connection.execute(SQL_LOTS["memory_for_lots"])
    query = _of("lots_apart_known_at" if gaps else "lots_known_at", rows=generation)
    bounds = scope._asdict() | {"limits": list(limits), "gaps": list(gaps)}
    with connection.cursor(binary=True) as cursor:  # not a named one: a cursor in the server is read by one core only
        yield from cursor.stream(query, bounds, size=ROWS_AT_ONCE)


def marked(connection: Connection, generation: Generation, scope: Scope, said: Said) -> list[tuple[int, str, str]]:
    """(number of rows, value of one, code) of each kind of rows about registrations that something is said of."""
    connection.execute(SQL_LOTS["memory_for_lots"])
    query = _of("marked_known_at", rows=generation, others=said.others)
    bounds = scope._asdict() | {
        "alike": list(said.codes),
        "codes": list(said.codes.values()),
        "registrations": [registration for registration, _ in said.of_registrations],
        "said_of_them": [code for _, code in said.of_registrations],
    }
    return connection.execute(query, bounds, binary=True).fetchall()


def kinds(connection: Connection, generation: Generation, known_at: int) -> list[tuple[UUID, str]]:
    """(what makes rows alike, value of one row) of each kind of row there is."""
    return connection.execute(_of("kinds_known_at", rows=generation), {"known_at": known_at}, binary=True).fetchall()


def _of(query: str, **generations: Generation) -> Composed:
    names = {name: Identifier(generation.table) for name, generation in generations.items()}
    return SQL(SQL_LOTS[query]).format(**names)

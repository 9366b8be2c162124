"""Rows in the order of their random case ids, or of the days on which they begin: how lists are read page by page."""

from collections.abc import Generator, Iterator, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from store.database import Connection
from store.rows import SQL_ROWS, Generation

FETCH_ROWS = 500
"""A page has a hundred lines; a whole list is read in steps of this."""


def rows_by_case(
    connection: Connection, generation: Generation, position: int, codes: frozenset[str] | None, after: UUID | None
) -> Generator[tuple[UUID, UUID, str]]:
    """(case, group, value) of a view as known at a position, of these municipalities or of all, after a case."""
    bounds = {
        "generation": generation.generation,
        "known_at": position,
        "codes": None if codes is None else sorted(codes),
        "after": after,
    }
    with connection.cursor(name=f"list_{generation.generation}", binary=True) as cursor:
        cursor.itersize = FETCH_ROWS
        yield from cursor.execute(SQL_ROWS["rows_by_case"], bounds)


def cases_among(
    connection: Connection, generation: Generation, position: int, groups: Sequence[UUID]
) -> frozenset[str]:
    """The cases of a view that these groups have, as known at a position, as far as who reads sees them."""
    bounds = {"generation": generation.generation, "known_at": position, "groups": groups}
    return frozenset(str(case) for (case,) in connection.execute(SQL_ROWS["cases_of_groups"], bounds, binary=True))


class Mark(NamedTuple):
    """A place in a list by day: the day on which a row begins, None where nobody knows it, and its case."""

    begins_on: date | None
    case: UUID


class DatedRow(NamedTuple):
    """A row in a list by day."""

    case_id: UUID
    registration: UUID | None
    begins_on: date | None
    municipality: str | None
    value: str

    @property
    def mark(self) -> Mark:
        """Where it stands in the list."""
        return Mark(self.begins_on, self.case_id)


def rows_by_day(
    connection: Connection,
    generation: Generation,
    position: int,
    code: str | None,
    on: date,
    after: Mark | None,
) -> Iterator[DatedRow]:
    """Rows as known at a position that may hold on a day, those that began first before the others, after a mark; last
    come those of which nobody knows the first day.

    Of one municipality or of all: an index has both in this order, so that a page costs no more than its rows.
    """
    bounds = {"generation": generation.generation, "known_at": position, "code": code, "on": on, "limit": FETCH_ROWS}
    if after is None or after.begins_on is not None:
        while True:
            place = {"from_on": after and after.begins_on, "after": after and after.case}
            found = connection.execute(SQL_ROWS["rows_by_day"], bounds | place, binary=True).fetchall()
            rows = [DatedRow(*row) for row in found]
            yield from rows
            if len(rows) < FETCH_ROWS:
                break
            after = rows[-1].mark
    case = None if after is None or after.begins_on is not None else after.case
    while True:
        found = connection.execute(SQL_ROWS["rows_without_day"], bounds | {"after": case}, binary=True).fetchall()
        rows = [DatedRow(*row) for row in found]
        yield from rows
        if len(rows) < FETCH_ROWS:
            return
        case = rows[-1].case_id


class GroupedRow(NamedTuple):
    """A row in a list by group."""

    group_id: UUID
    case_id: UUID
    registration: UUID | None
    value: str


LAST_CASE = UUID(int=2**128 - 1)


def rows_by_group(
    connection: Connection, generation: Generation, position: int, code: str | None, after: UUID | None
) -> Iterator[GroupedRow]:
    """Rows as known at a position, group by group, of a municipality or of all; after all of a group."""
    bounds = {"generation": generation.generation, "known_at": position, "code": code, "limit": FETCH_ROWS}
    case = LAST_CASE
    while True:
        place = {"group": after, "case": case}
        found = connection.execute(SQL_ROWS["rows_by_group"], bounds | place, binary=True).fetchall()
        rows = [GroupedRow(*row) for row in found]
        yield from rows
        if len(rows) < FETCH_ROWS:
            return
        after, case = rows[-1].group_id, rows[-1].case_id


def page_of_rows(
    connection: Connection, generation: Generation, position: int, municipality: str | None, after: int, count: int
) -> list[tuple[int, UUID, str]]:
    """(number, group, value) of so many rows of a view as known at a position, in order, after the row of a number."""
    bounds = {
        "generation": generation.generation,
        "known_at": position,
        "municipality": municipality,
        "after": after,
        "count": count,
    }
    return connection.execute(SQL_ROWS["page_of_rows"], bounds, binary=True).fetchall()

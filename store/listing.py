"""Rows in the order of their random case ids: how a list is read page by page, and whole without being held."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from store.database import Connection
from store.rows import SQL_ROWS, Generation

FETCH_ROWS = 500
"""A page has a hundred lines; a whole list is read in steps of this."""


def rows_by_case(
    connection: Connection, generation: Generation, position: int, codes: frozenset[str] | None, after: UUID | None
) -> Iterator[tuple[UUID, UUID, str]]:
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

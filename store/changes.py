"""What changed last: noted with each change of the rows, read by who keeps answers.

Nothing here knows what a change means to an answer. It has a name, a municipality, the position of the facts that
brought it, and a number that only grows, by which new ones are found.
"""

from collections.abc import Collection

from store.database import Connection, Database, one
from store.queries import load

SQL_CHANGES = load("changes.sql")
ANYWHERE = ""
"""The municipality of what lies in none, or may lie in any."""
ANEW = "*"
"""In the place of a municipality: all of it was made anew without a new fact, so of no position it is what it was."""
Change = tuple[str, str]
"""What changed, in which municipality."""


def note(connection: Connection, changes: Collection[Change], position: int) -> None:
    """Note these as changed by the facts up to a position, in a transaction in which nobody else follows the ledger."""
    if changes:
        what, places = zip(*sorted(changes), strict=True)
        connection.execute(SQL_CHANGES["note_changes"], (position, list(what), list(places)))


def changes_after(database: Database, number: int) -> list[tuple[str, str, int, int]]:
    """(what, municipality, position, number) of what changed after the change of this number, each with its last."""
    with database.short() as connection:
        return connection.execute(SQL_CHANGES["changes_after"], (number,)).fetchall()


def reads_elsewhere(database: Database) -> bool:
    """Whether a municipality that reads sees more than its own rows: by a merger, or a dossier that it received."""
    with database.short() as connection:
        return bool(one(connection.execute(SQL_CHANGES["reads_elsewhere"]).fetchone())[0])

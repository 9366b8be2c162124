"""Whether a database of one's own can be reached: one plain connection, before anything waits or is made.

The pools wait half a minute for a database that may come back. An address that is wrong does not come right, so it is
tried once, with patience for a few seconds. What the driver says is sorted by its words and never passed on: it can
hold the address, and with it a password.
"""

import psycopg

from store.errors import StoreError

PATIENCE_SECONDS = 4


class DatabaseUnreachable(StoreError):
    """The database at KETENBOEK_DATABASE_URL cannot be reached."""

    def __init__(self) -> None:
        super().__init__(" ".join((type(self).__doc__ or "").split()))


class AddressIsWrong(DatabaseUnreachable):
    """KETENBOEK_DATABASE_URL is no address of a database. Expected for example
    postgresql://ketenboek@db.example.org:5432/ketenboek; a special character in a password is written as %40."""


class DatabaseIsMissing(DatabaseUnreachable):
    """The server at KETENBOEK_DATABASE_URL answers, and has no database of that name. Expected: the name of one that is
    there. What would make it: createdb, as a role that may."""


class RoleRefused(DatabaseUnreachable):
    """The server at KETENBOEK_DATABASE_URL answers, and does not let this role in with this password. Expected: a role
    that may log in, and its password in the address or in the file that PGPASSFILE names."""


class NothingAnswers(DatabaseUnreachable):
    """Nothing answers at the host and port of KETENBOEK_DATABASE_URL. Expected: a PostgreSQL that runs there and takes
    connections from this machine. Look at host and port, and whether the server runs."""


ROLE_REFUSED = ("password", "authentication", "pg_hba.conf", "role", "not permitted to log in")


def require_reachable(conninfo: str) -> None:
    """Connect once and let go; raises DatabaseUnreachable with what is wrong."""
    _connection(conninfo).close()


def holds_ledger(conninfo: str) -> bool:
    """Whether a ledger was made in this database; nothing is made by asking. Raises DatabaseUnreachable."""
    with _connection(conninfo) as connection:
        row = connection.execute("select to_regclass('public.ketenboek_migration') is not null").fetchone()
    return row is not None and bool(row[0])


def _connection(conninfo: str) -> "psycopg.Connection[tuple[object, ...]]":
    try:
        return psycopg.connect(conninfo, connect_timeout=PATIENCE_SECONDS, application_name="ketenboek")
    except psycopg.OperationalError as error:
        raise _told(str(error).casefold()) from None
    except (psycopg.Error, UnicodeError, ValueError):
        raise AddressIsWrong from None


def _told(said: str) -> DatabaseUnreachable:
    """What the words of the driver come to."""
    if "invalid integer value" in said or "invalid port" in said:
        return AddressIsWrong()
    if "database" in said and "does not exist" in said:
        return DatabaseIsMissing()
    return RoleRefused() if any(word in said for word in ROLE_REFUSED) else NothingAnswers()

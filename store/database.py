"""Connections, migrations and the checks made before the first write.

A `Database` holds two pools: one whose statements end after ten seconds (appending and short reading) and one without
that limit (long reading, rebuilding). Migrations are numbered files, applied once, forward only, in one transaction.
"""

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from importlib import resources
from select import POLLIN, poll
from typing import Any

import psycopg
from psycopg import IsolationLevel
from psycopg.pq import TransactionStatus
from psycopg.rows import TupleRow, tuple_row
from psycopg.sql import SQL, Identifier
from psycopg_pool import ConnectionPool, PoolTimeout

from store.errors import MigrationDiffers, UnsafeServer
from store.queries import QUERIES
from store.readers import IN_DATABASE, reader_now

Connection = psycopg.Connection[TupleRow]
APPEND_TIMEOUT_MS = 10_000
SERVER_VERSION_MIN = 150_000
MIGRATION_LOCK = 7_305_001
OUTAGE_SECONDS_MAX = 30
ASK_AGAIN_SECONDS = 2
READER_TIMEOUT_MS = 30_000
"""No statement of a reader needs more: long lists are read in batches."""
READER_LOCK_TIMEOUT_MS = 2_000
RECONNECT_SECONDS_MAX = 1
"""Left to itself a pool waits twice as long after each failure, and misses a server that is back for as long."""


class Database:
    """One PostgreSQL database, by its connection string. Close it, or use it as a context."""

    def __init__(self, conninfo: str, *, connections_max: int = 8) -> None:
        self.conninfo = conninfo
        limits = f"-c statement_timeout={APPEND_TIMEOUT_MS} -c lock_timeout={APPEND_TIMEOUT_MS}"
        limits += f" -c idle_in_transaction_session_timeout={APPEND_TIMEOUT_MS} -c timezone=UTC -c jit=off"
        self._connections_max = connections_max
        self._short = _pool(conninfo, limits, connections_max)
        self._long = _pool(conninfo, "-c timezone=UTC -c jit=off", connections_max)

    @contextmanager
    def short(self) -> Iterator[Connection]:
        """An autocommit connection whose statements end after ten seconds; for a reader one transaction of its own."""
        with _connection_of(self._short) as connection, _as_reader(connection, APPEND_TIMEOUT_MS):
            yield connection

    @contextmanager
    def long(self) -> Iterator[Connection]:
        """An autocommit connection for long reading or rebuilding; for a reader one transaction of its own."""
        with _connection_of(self._long) as connection, _as_reader(connection, READER_TIMEOUT_MS):
            yield connection

    def holders_max(self) -> int:
        """How many processes can each have as many connections as this one may, for the server gives no more."""
        with self.short() as connection:
            (given,) = one(connection.execute(QUERIES["connections_max"]).fetchone())
        return int(given) // (2 * self._connections_max)

    def close(self) -> None:
        """Give all connections back to the server."""
        self._short.close()
        self._long.close()

    def __enter__(self) -> "Database":
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


@contextmanager
def _connection_of(pool: ConnectionPool[Connection]) -> Iterator[Connection]:
    """A connection, for which the pool is asked again and again; raises PoolTimeout when the server stays away."""
    pool.open()
    deadline = time.monotonic() + OUTAGE_SECONDS_MAX
    with ExitStack() as stack:
        while True:
            try:
                connection = stack.enter_context(pool.connection())
                break
            except PoolTimeout:
                if time.monotonic() > deadline:
                    raise
        yield connection


@contextmanager
def _as_reader(connection: Connection, timeout_ms: int) -> Iterator[None]:
    """Within it the connection sees what the reader may see, if there is one, all of it as it is at one moment.

    The isolation is said before the role is taken, and a transaction within that asks for the same is content with it.
    """
    reader = reader_now()
    if reader is None:
        yield
        return
    with _of_one_moment(connection), connection.transaction():
        limits = {"statement_timeout": f"{timeout_ms}ms", "lock_timeout": f"{READER_LOCK_TIMEOUT_MS}ms"}
        settings = {**limits, **reader.settings, "role": IN_DATABASE[reader.role]}
        connection.execute(QUERIES["set_for_transaction"], (list(settings), list(settings.values())))
        yield


@contextmanager
def _of_one_moment(connection: Connection) -> Iterator[None]:
    """A transaction that begins within it reads one moment and writes nothing: said as it begins."""
    connection.isolation_level, connection.read_only = IsolationLevel.REPEATABLE_READ, True
    try:
        yield
    finally:
        if connection.info.transaction_status is TransactionStatus.IDLE:
            connection.isolation_level = connection.read_only = None
        else:  # broken in the middle: for the pool to replace
            connection.close()


@contextmanager
def whole(connection: Connection) -> Iterator[None]:
    """Within it a reader's connection reads whole histories, from which rows are worked out.

    What is read so is never shown: what comes of it is about rows that the reader sees. Begin and end a query within.
    """
    reader = reader_now()
    if reader is None:
        yield
        return
    connection.execute("set local role none")
    try:
        yield
    finally:
        if connection.info.transaction_status is TransactionStatus.INTRANS:  # after an error nothing is read any more
            connection.execute(SQL("set local role {}").format(Identifier(IN_DATABASE[reader.role])))


def _pool(conninfo: str, options: str, connections_max: int) -> ConnectionPool[Connection]:
    return ConnectionPool(
        conninfo,
        connection_class=psycopg.Connection[TupleRow],
        kwargs={"autocommit": True, "row_factory": tuple_row, "options": options, "application_name": "ketenboek"},
        min_size=0,
        max_size=connections_max,
        open=False,
        check=_require_alive,
        timeout=ASK_AGAIN_SECONDS,
        reconnect_timeout=RECONNECT_SECONDS_MAX,
    )


def _require_alive(connection: Connection) -> None:
    """Raises where the server hung up, before the connection is handed out.

    A server that ends a connection says so on it, also when it ends itself. Where nothing was said nothing is asked: a
    round trip before every query cost as much as most queries.
    """
    heard = poll()
    heard.register(connection.fileno(), POLLIN)
    if heard.poll(0):
        ConnectionPool.check_connection(connection)


def require_safe_server(connection: Connection) -> None:
    """Refuse a server that would lose an acknowledged event; raises UnsafeServer."""
    settings = {str(name): str(value) for name, value in connection.execute(QUERIES["server_settings"]).fetchall()}
    if int(settings["server_version_num"]) < SERVER_VERSION_MIN:
        raise UnsafeServer(f"PostgreSQL {settings['server_version_num']} is too old. Expected version 15 or newer.")
    wrong = [name for name in ("fsync", "full_page_writes") if settings[name] != "on"]
    if settings["synchronous_commit"] in ("off", "local"):
        wrong.append("synchronous_commit")
    if wrong:
        raise UnsafeServer(
            f"{' and '.join(wrong)} is not on: an acknowledged event could be lost in a crash. "
            f"Expected: alter system set {wrong[0]} = on, reload the server, and start again."
        )


def migrations() -> list[tuple[int, str, str]]:
    """(number, file name, text) of each migration, in order."""
    found = []
    for file in resources.files("store.sql").iterdir():
        if match := re.fullmatch(r"(\d{4})_\w+\.sql", file.name):
            found.append((int(match[1]), file.name, file.read_text("utf-8")))
    return sorted(found)


def migrate(connection: Connection) -> list[str]:
    """Bring the database to this version's schema; gives the names of the migrations applied now."""
    applied_now = []
    with connection.transaction():
        connection.execute("select pg_advisory_xact_lock(%s)", (MIGRATION_LOCK,))
        connection.execute(
            "create table if not exists public.ketenboek_migration "
            "(number integer primary key, name text not null, sha256 text not null)"
        )
        rows = connection.execute("select number, sha256 from public.ketenboek_migration").fetchall()
        applied: dict[int, str] = {int(number): str(digest) for number, digest in rows}
        for number, name, text in migrations():
            digest = sha256(text.encode()).hexdigest()
            if number in applied:
                if applied[number] != digest:
                    raise MigrationDiffers(f"migration {name} in this database is not the one of this version")
                continue
            connection.execute(text.encode())
            connection.execute("insert into public.ketenboek_migration values (%s, %s, %s)", (number, name, digest))
            applied_now.append(name)
    return applied_now


def one(row: TupleRow | None) -> Any:
    """The row that a query always gives."""
    assert row is not None, "a query that always gives a row gave none"
    return row

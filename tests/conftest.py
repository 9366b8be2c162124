"""One real PostgreSQL for the whole run of the tests, and an empty ledger in it for every test that asks for one.

The server is the embedded one, in a folder of its own that is thrown away. Emptying a database takes a tenth of a
second and making one takes a third, so `ledger` empties the same database each time; a test that needs more than one,
or a module that keeps its ledger, asks `new_database` for one of its own.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings
from psycopg import sql

from store import embedded_process
from store.embedded import EmbeddedPostgres
from store.ledger import Ledger
from store.opening import open_ledger

SCHEMAS = ("ledger", "vault", "projection", "reporting")
LONGEST = (
    "exchange/test_order.py",
    "replay/test_verifying.py",
    "projections/test_fold.py",
    "replay/test_figures.py",
    "projections/test_histories.py",
    "replay/test_readers.py",
    "api/test_problems.py",
    "api/test_page_record.py",
    "replay/test_reported.py",
)
"""Files of tests that take longest: begun last, one of them would keep one of two processes for minutes alone."""

# An example that takes longer beside busy neighbours is no failure; a property that needs more examples says so itself.
settings.register_profile("ketenboek", deadline=None, max_examples=60)
settings.load_profile("ketenboek")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest; `make test` keeps the order.

    A browser comes last: it leaves a running event loop in its process, beside which no other can be run.
    """
    here = Path(__file__).parent
    places = {here / name: place for place, name in enumerate(LONGEST)}
    last = len(LONGEST) + 1
    items.sort(key=lambda item: last if here / "browser" in item.path.parents else places.get(item.path, last - 1))


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedPostgres]:
    """A running server of this test session alone, in a folder that its own user may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="kb-tests-")).resolve()
    folder.chmod(0o755)
    running = EmbeddedPostgres(folder / "home")
    running.start()
    yield running
    end_at_once(running)
    shutil.rmtree(folder, ignore_errors=True)


def end_at_once(running: EmbeddedPostgres) -> None:
    """End this home's processes without a tidy stop: the data are thrown away."""
    place, user = running._find()
    for pid in embedded_process.postgres_processes(user):
        if embedded_process.is_server_process(pid, place.data, user):
            embedded_process.kill_orphan(pid, place.data, user)
    if not place.sockets.is_relative_to(place.root):
        shutil.rmtree(place.sockets, ignore_errors=True)


@pytest.fixture(scope="session")
def new_database(server: EmbeddedPostgres) -> Callable[[], str]:
    """Makes an empty database of its own and gives the superuser's connection string to it."""
    made = 0

    def make() -> str:
        nonlocal made
        made += 1
        with psycopg.connect(server.conninfo(dbname="postgres"), autocommit=True) as connection:
            connection.execute(f"create database own_{made} template template0")
        return server.conninfo(dbname=f"own_{made}")

    return make


@pytest.fixture
def empty_database(server: EmbeddedPostgres) -> str:
    """The connection string of the common database, emptied of whatever the test before left there."""
    conninfo = server.conninfo()
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
        connection.execute("alter database ketenboek reset all")
        for schema in SCHEMAS:
            connection.execute(sql.SQL("drop schema if exists {} cascade").format(sql.Identifier(schema)))
        connection.execute("drop table if exists public.ketenboek_migration")
    return conninfo


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    """Where this test's ledger keeps its keys."""
    return tmp_path / "keys.json"


@pytest.fixture
def ledger(empty_database: str, key_file: Path) -> Iterator[Ledger]:
    """An empty ledger."""
    with opened(empty_database, key_file) as one:
        yield one


@pytest.fixture(scope="module")
def module_ledger(new_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A ledger that the tests of one module share, in a database of its own."""
    with opened(new_database(), tmp_path_factory.mktemp("keys") / "keys.json") as one:
        yield one


@pytest.fixture
def superuser(ledger: Ledger, server: EmbeddedPostgres) -> Iterator[psycopg.Connection]:
    """A connection of the server's superuser to the database of `ledger`: one who can do what nobody may."""
    with psycopg.connect(server.conninfo(), autocommit=True) as connection:
        yield connection


@contextlib.contextmanager
def opened(conninfo: str, key_file: Path) -> Iterator[Ledger]:
    """The ledger in this database, closed afterwards."""
    one = open_ledger(conninfo, key_file, os.environ)
    try:
        yield one
    finally:
        one.close()
        one.database.close()

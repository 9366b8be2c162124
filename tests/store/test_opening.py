"""Opening a ledger: founded once, migrated forward only, and refused where an acknowledged event could be lost."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest

from store import database, opening
from store.database import Database, migrate, migrations
from store.embedded import EmbeddedPostgres
from store.errors import MigrationDiffers, UnsafeLibrarySetting, UnsafeServer, WrongKeyRing
from store.keys import KeyFileUnsafe
from store.ledger import Ledger
from store.opening import open_ledger
from tests.conftest import end_at_once, opened
from tests.store.stating import placed, record_one

REPOSITORY = Path(opening.__file__).resolve().parents[1]


# Once


def test_a_ledger_opened_again_is_the_same_ledger(empty_database: str, key_file: Path) -> None:
    with opened(empty_database, key_file) as first:
        record_one(first, placed())
        head, about = first.head(), first.ring.ledger

    with opened(empty_database, key_file) as again:
        assert again.head() == head
        assert again.ring.ledger == about


def test_a_connection_that_the_server_ended_is_handed_out_no_more(empty_database: str) -> None:
    with Database(empty_database, connections_max=1) as one:
        with one.short() as connection:
            ended = connection.info.backend_pid
        with psycopg.connect(empty_database, autocommit=True) as other:
            other.execute("select pg_terminate_backend(%s, 5000)", (ended,))

        with one.short() as connection:
            assert connection.info.backend_pid != ended
            assert connection.execute("select 1").fetchone() == (1,)


OPEN = """
import sys
from pathlib import Path
from uuid import uuid4
from domain.facts import PlacementStarted
from store.opening import open_ledger
from store.statement import Command, Statement
sys.stdin.read(1)
ledger = open_ledger(sys.argv[1], Path(sys.argv[2]), {})
fact = PlacementStarted(trajectory="DUAL")
(receipt,) = ledger.record([Command(uuid4().hex, [Statement(subject=uuid4(), fact=fact, actor="a", purpose="p")])])
print(ledger.ring.ledger, receipt.outcome)
"""


def test_processes_that_open_a_new_ledger_at_once_found_one(new_database: Callable[[], str], key_file: Path) -> None:
    for _ in range(2):
        conninfo = new_database()
        key_file.unlink(missing_ok=True)
        processes = [
            subprocess.Popen(
                [sys.executable, "-c", OPEN, conninfo, str(key_file)],
                cwd=REPOSITORY,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for _ in range(3)
        ]
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("!")
            process.stdin.flush()
        answers = [process.communicate(timeout=60) for process in processes]

        assert [error for _, error in answers] == [""] * 3
        assert len({said for said, _ in answers}) == 1, answers
        with opened(conninfo, key_file) as ledger:
            assert str(ledger.ring.ledger) in answers[0][0]
            assert ledger.head().position == 3


# Keys


def test_another_key_file_is_refused_and_changes_nothing(empty_database: str, key_file: Path, tmp_path: Path) -> None:
    with opened(empty_database, key_file) as ledger:
        record_one(ledger, placed())

    for other in ("new", "of another ledger"):
        with pytest.raises(WrongKeyRing):
            open_ledger(empty_database, tmp_path / f"{other}.json", {})
    with opened(empty_database, key_file) as ledger:
        assert ledger.head().position == 1


def test_the_key_file_of_another_ledger_is_refused(
    empty_database: str, new_database: Callable[[], str], key_file: Path, tmp_path: Path
) -> None:
    with opened(empty_database, key_file), opened(new_database(), tmp_path / "other.json"):
        pass

    with pytest.raises(WrongKeyRing):
        open_ledger(empty_database, tmp_path / "other.json", {})


def test_a_key_file_with_another_root_for_the_same_ledger_is_refused(empty_database: str, key_file: Path) -> None:
    with opened(empty_database, key_file):
        pass
    key_file.write_text(json.dumps(json.loads(key_file.read_text()) | {"root": "00" * 32}))

    with pytest.raises(WrongKeyRing):
        open_ledger(empty_database, key_file, {})


def test_a_key_file_that_others_can_read_is_refused(empty_database: str, key_file: Path) -> None:
    with opened(empty_database, key_file):
        assert key_file.stat().st_mode & 0o777 == 0o600
    key_file.chmod(0o640)

    with pytest.raises(KeyFileUnsafe, match="0600"):
        open_ledger(empty_database, key_file, {})


# Settings that lose events


@pytest.mark.parametrize("value", ["y", "Y", "yes", "1", "true", "on", " y "])
def test_the_setting_of_the_library_that_loses_events_is_refused(
    empty_database: str, key_file: Path, value: str
) -> None:
    with pytest.raises(UnsafeLibrarySetting):
        open_ledger(empty_database, key_file, {"POSTGRES_ENABLE_DB_FUNCTIONS": value})


@pytest.mark.parametrize(
    "environment", [{}, {"POSTGRES_ENABLE_DB_FUNCTIONS": ""}, {"POSTGRES_ENABLE_DB_FUNCTIONS": "n"}]
)
def test_without_that_setting_a_ledger_opens(empty_database: str, key_file: Path, environment: dict[str, str]) -> None:
    ledger = open_ledger(empty_database, key_file, environment)
    ledger.database.close()


@pytest.fixture(scope="module")
def careless_server() -> Iterator[EmbeddedPostgres]:
    """A server whose settings were weakened by its operator."""
    folder = Path(tempfile.mkdtemp(prefix="kb-careless-")).resolve()
    folder.chmod(0o755)
    server = EmbeddedPostgres(folder / "home")
    server._settings |= {"fsync": "off", "full_page_writes": "off"}
    server.start()
    yield server
    end_at_once(server)
    shutil.rmtree(folder, ignore_errors=True)


def test_a_server_without_fsync_is_refused_before_anything_is_made(
    careless_server: EmbeddedPostgres, key_file: Path
) -> None:
    with pytest.raises(UnsafeServer, match="fsync and full_page_writes is not on"):
        open_ledger(careless_server.conninfo(), key_file, {})

    assert not key_file.exists()
    with psycopg.connect(careless_server.conninfo()) as connection:
        assert connection.execute("select to_regnamespace('ledger')").fetchone() == (None,)


@pytest.mark.parametrize("value", ["off", "local"])
@pytest.mark.parametrize("place", ["database ketenboek", "role careless"])
def test_a_synchronous_commit_that_is_off_for_this_role_or_database_is_refused(
    empty_database: str, server: EmbeddedPostgres, key_file: Path, place: str, value: str
) -> None:
    conninfo = server.conninfo(user="careless", password="secret")
    with psycopg.connect(empty_database, autocommit=True) as connection:
        connection.execute("drop role if exists careless")
        connection.execute("create role careless superuser login password 'secret'")
        connection.execute(f"alter {place} set synchronous_commit = {value}")

    with pytest.raises(UnsafeServer, match="synchronous_commit"):
        open_ledger(conninfo, key_file, {})


def test_the_settings_are_looked_at_for_the_role_that_appends_and_not_only_for_the_owner(
    ledger: Ledger, superuser: psycopg.Connection, empty_database: str
) -> None:
    superuser.execute("alter database ketenboek set synchronous_commit = off")

    with Database(empty_database) as careless, pytest.raises(UnsafeServer):
        Ledger(careless, ledger.ring, {})


# Migrations


def described(conninfo: str) -> list[tuple[object, ...]]:
    """Every relation, column, constraint, index, function and trigger of our schemas, as PostgreSQL describes them."""
    ours = "('ledger', 'vault', 'projection')"
    with psycopg.connect(conninfo) as connection:
        connection.execute("set search_path = pg_catalog")
        return [
            *connection.execute(
                "select table_schema, table_name, column_name, data_type, is_nullable, column_default"
                f" from information_schema.columns where table_schema in {ours} order by 1, 2, ordinal_position"
            ).fetchall(),
            *connection.execute(
                "select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint"
                f" where connamespace in (select oid from pg_namespace where nspname in {ours}) order by 1, 2"
            ).fetchall(),
            *connection.execute(f"select indexdef from pg_indexes where schemaname in {ours} order by 1").fetchall(),
            *connection.execute(
                "select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal order by 1"
            ).fetchall(),
            *connection.execute(
                "select proname, md5(prosrc), prosecdef, proconfig from pg_proc"
                f" where pronamespace in (select oid from pg_namespace where nspname in {ours}) order by 1"
            ).fetchall(),
        ]


def test_the_migrations_one_by_one_make_the_schema_that_they_make_together(
    new_database: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    together, one_by_one = new_database(), new_database()
    with psycopg.connect(together, autocommit=True) as connection:
        applied = migrate(connection)
    assert applied == [name for _, name, _ in migrations()]

    everything = migrations()
    for count in range(1, len(everything) + 1):
        monkeypatch.setattr(database, "migrations", lambda count=count: everything[:count])
        with psycopg.connect(one_by_one, autocommit=True) as connection:
            assert migrate(connection) == [everything[count - 1][1]]

    assert described(together) == described(one_by_one)
    assert len(described(together)) > 100


def test_migrating_again_changes_nothing(empty_database: str) -> None:
    with psycopg.connect(empty_database, autocommit=True) as connection:
        migrate(connection)
        before = described(empty_database)

        assert migrate(connection) == []
    assert described(empty_database) == before


def test_migrations_are_numbered_without_holes() -> None:
    assert [number for number, _, _ in migrations()] == list(range(1, len(migrations()) + 1))


def test_a_migration_whose_text_was_changed_after_it_was_applied_is_refused(
    empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (number, name, text), *others = migrations()
    with psycopg.connect(empty_database, autocommit=True) as connection:
        migrate(connection)
        monkeypatch.setattr(database, "migrations", lambda: [(number, name, text + "-- changed\n"), *others])

        with pytest.raises(MigrationDiffers, match=name):
            migrate(connection)


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = [*migrations(), (99, "0099_broken.sql", "create table ledger.half (); select 1 / 0;")]
    monkeypatch.setattr(database, "migrations", lambda: broken)
    with psycopg.connect(empty_database, autocommit=True) as connection:
        with pytest.raises(psycopg.errors.DivisionByZero):
            migrate(connection)

        assert connection.execute("select to_regnamespace('ledger')").fetchone() == (None,)


def test_the_text_of_every_applied_migration_is_remembered(empty_database: str) -> None:
    with psycopg.connect(empty_database, autocommit=True) as connection:
        migrate(connection)
        rows = connection.execute("select number, name, sha256 from public.ketenboek_migration order by 1").fetchall()

    assert rows == [(number, name, sha256(text.encode()).hexdigest()) for number, name, text in migrations()]


def test_a_missing_key_file_is_told_and_no_other_is_put_in_its_place(empty_database: str, key_file: Path) -> None:
    with opened(empty_database, key_file):
        pass
    key_file.unlink()

    with pytest.raises(WrongKeyRing, match="is missing"):
        open_ledger(empty_database, key_file, {})

    assert not key_file.exists()


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"root": "zz"}', '{"root": "00"}'])
def test_a_damaged_key_file_is_told(empty_database: str, key_file: Path, text: str) -> None:
    key_file.parent.mkdir(parents=True, exist_ok=True)
    key_file.write_text(text)
    key_file.chmod(0o600)

    with pytest.raises(WrongKeyRing, match="damaged"):
        open_ledger(empty_database, key_file, {})

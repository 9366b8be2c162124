"""What stands in the ledger stays: update, delete and truncate are refused, also to the superuser."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from store.embedded import EmbeddedPostgres
from store.ledger import Ledger
from tests.store.stating import delivered, placed, record_one

TABLES = ("about", "event", "head", "checkpoint", "receipt", "natural_key")
CHANGES = {
    "about": "key_check = key_check",
    "event": "payload = payload",
    "head": "position = position - 1",
    "checkpoint": "edge = edge",
    "receipt": "events = events + 1",
    "natural_key": "subject = subject",
}
APPLICATION = "ketenboek_test_application"


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """A ledger with a row in each of its tables."""
    record_one(ledger, *[placed(delivered=delivered(str(number).encode())) for number in range(1_025)])
    return ledger


@pytest.fixture
def application(
    filled: Ledger, superuser: psycopg.Connection, server: EmbeddedPostgres
) -> Iterator[psycopg.Connection]:
    """A role that may do with the ledger whatever a careless grant gives it, but owns nothing."""
    superuser.execute(f"create role {APPLICATION} login password 'secret'")
    superuser.execute(f"grant usage on schema ledger, vault to {APPLICATION}")
    superuser.execute(f"grant all on all tables in schema ledger to {APPLICATION}")
    superuser.execute(f"grant ketenboek_application to {APPLICATION}")
    try:
        with psycopg.connect(server.conninfo(user=APPLICATION, password="secret"), autocommit=True) as connection:
            yield connection
    finally:
        superuser.execute(f"drop owned by {APPLICATION}")
        superuser.execute(f"drop role {APPLICATION}")


def test_every_table_of_the_ledger_is_in_this_list(ledger: Ledger, superuser: psycopg.Connection) -> None:
    found = superuser.execute("select tablename from pg_tables where schemaname = 'ledger'").fetchall()

    assert sorted(name for (name,) in found) == sorted(TABLES)


@pytest.mark.parametrize("table", TABLES)
def test_the_superuser_cannot_update_delete_or_truncate(
    filled: Ledger, superuser: psycopg.Connection, table: str
) -> None:
    refuse_all_changes(superuser, table)


@pytest.mark.parametrize("table", TABLES)
def test_a_role_with_all_privileges_cannot_update_delete_or_truncate(
    application: psycopg.Connection, table: str
) -> None:
    refuse_all_changes(application, table)


def refuse_all_changes(connection: psycopg.Connection, table: str) -> None:
    name = sql.Identifier("ledger", table)
    before = connection.execute(sql.SQL("select count(*) from {}").format(name)).fetchone()
    assert before is not None
    assert before[0] > 0
    for statement in (
        sql.SQL("update {} set " + CHANGES[table]).format(name),
        sql.SQL("delete from {}").format(name),
        sql.SQL("truncate {} cascade").format(name),
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)
    assert connection.execute(sql.SQL("select count(*) from {}").format(name)).fetchone() == before


def test_a_role_that_may_only_execute_appends_and_writes_nothing_else(
    application: psycopg.Connection, superuser: psycopg.Connection
) -> None:
    superuser.execute(f"revoke all on all tables in schema ledger from {APPLICATION}")
    for table in TABLES:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            application.execute(sql.SQL("insert into {} default values").format(sql.Identifier("ledger", table)))

    ((allowed,),) = application.execute(
        "select bool_and(has_function_privilege(oid, 'execute')) from pg_proc where proname = 'append'"
    ).fetchall()
    assert allowed


def test_the_refusal_says_what_to_do_instead(filled: Ledger, superuser: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege) as refused:
        superuser.execute("delete from ledger.event")

    assert refused.value.diag.message_hint == "record a correction or a retraction instead"

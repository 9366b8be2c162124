"""What the database holds for readers: roles that end with a transaction, tables that are guarded, and no writing."""

from __future__ import annotations

import psycopg
import pytest

from domain.facts.base import definitions
from domain.providers import plain_name
from store.database import Database
from store.ledger import Ledger
from store.readers import Reader, reader_now, reading_as
from tests.replay.readers_world import World, world_in
from tests.replay.saying import GRONINGEN


@pytest.fixture(scope="module")
def world(module_ledger: Ledger) -> World:
    return world_in(module_ledger)


def test_role_and_settings_end_with_the_transaction(world: World) -> None:
    database = Database(world.ledger.database.conninfo, connections_max=1)
    asked = "select current_user, current_setting('ketenboek.municipality', true), pg_backend_pid()"
    try:
        with reading_as(world.reader("groningen")), database.short() as connection:
            first = connection.execute(asked).fetchone()
        with database.short() as connection:
            second = connection.execute(asked).fetchone()
    finally:
        database.close()

    assert first is not None
    assert second is not None
    assert first[:2] == ("ketenboek_case_manager", GRONINGEN)
    assert second[0] != "ketenboek_case_manager"
    assert not second[1]
    assert first[2] == second[2], "the same connection"


@pytest.mark.parametrize(
    "statement",
    [
        "delete from projection.row",
        "update ledger.head set position = 0",
        "set transaction read write",
        "select 1 from vault.delivered",
    ],
)
@pytest.mark.parametrize("name", ["groningen", "noord", "auditor", "ministry", "participant G1"])
def test_a_reader_writes_nothing_and_reads_no_table_of_the_application(world: World, name: str, statement: str) -> None:
    with (
        reading_as(world.reader(name)),
        pytest.raises(psycopg.Error),
        world.ledger.database.short() as connection,
    ):
        connection.execute(statement)


def test_every_table_of_persons_is_guarded(world: World) -> None:
    with world.ledger.database.short() as connection:
        unguarded = connection.execute(
            "select oid::regclass::text from pg_class where relkind in ('r', 'p') and not relrowsecurity"
            " and relnamespace in ('ledger'::regnamespace, 'vault'::regnamespace, 'projection'::regnamespace)"
        ).fetchall()

    assert {table for (table,) in unguarded} == {
        *("ledger.about", "ledger.head", "ledger.checkpoint", "ledger.receipt", "ledger.natural_key"),
        *("projection.generation", "projection.group_member", "projection.parked", "projection.linking"),
        "projection.changed",
    }


def test_the_kinds_of_fact_of_no_person_are_those_of_the_registry(world: World) -> None:
    with world.ledger.database.short() as connection:
        of_nobody = {
            one.number
            for one in definitions()
            if connection.execute("select ledger.of_nobody(%s::smallint)", (one.number,)).fetchone() == (True,)
        }

    of_somebody = ("registration", "delivery", "any")
    assert of_nobody == {one.number for one in definitions() if one.subject not in of_somebody}


@pytest.mark.parametrize("name", ["Taalhuis Noord", "ROC 'A-12'", "Één-taal", "ß", "x y  z", "  ", "ÁÉ"])
def test_a_name_is_plain_alike_in_the_database(world: World, name: str) -> None:
    with world.ledger.database.short() as connection:
        assert connection.execute("select ledger.plain_name(%s)", (name,)).fetchone() == (plain_name(name),)


def test_a_reader_is_whoever_was_set_last_and_nobody_afterwards() -> None:
    one, other = Reader("auditor"), Reader("ministry")
    with reading_as(one):
        with reading_as(other):
            assert reader_now() == other
        assert reader_now() == one
    assert reader_now() is None

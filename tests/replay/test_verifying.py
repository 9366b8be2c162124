"""The proof: on a clean ledger it holds, and whatever somebody alters behind its back it finds and says where."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import psycopg
import pytest

from domain.event import encode
from replay.follow import Follower
from replay.verifying import Verification, verify
from store.embedded import EmbeddedPostgres
from tests.conftest import opened
from tests.replay.saying import RandomChain

EVENTS = 1_200  # more than one stored edge of the tree


@pytest.fixture(scope="module")
def made(server: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The keys of a random history with a name under seal and its rows, made once as the database `verified`."""
    keys = tmp_path_factory.mktemp("verified") / "keys.json"
    _execute(server, "create database verified template template0")
    with opened(server.conninfo(dbname="verified"), keys) as ledger:
        chain = RandomChain(ledger, 1)
        chain.widen(63)
        chain.grow(EVENTS - 1 - ledger.head().position, batch_max=60)
        chain.says("P1", chain.said[0].fact, personal={"surname": "Jansen", "reason_text": "ziek"})
        Follower(ledger).follow()
    return keys


def _execute(server: EmbeddedPostgres, statement: str) -> None:
    with psycopg.connect(server.conninfo(dbname="postgres"), autocommit=True) as connection:
        connection.execute(statement)


@pytest.fixture
def follower(server: EmbeddedPostgres, made: Path) -> Iterator[Follower]:
    """A copy of that ledger for one test."""
    _execute(server, "create database altered template verified")
    with opened(server.conninfo(dbname="altered"), made) as ledger:
        yield Follower(ledger)
    _execute(server, "drop database altered with (force)")


@pytest.fixture
def superuser(server: EmbeddedPostgres, follower: Follower) -> Iterator[psycopg.Connection]:
    """Who may do in it what nobody may."""
    with psycopg.connect(server.conninfo(dbname="altered"), autocommit=True) as connection:
        yield connection


def verified(follower: Follower) -> Verification:
    return verify(follower.ledger, follower)


def test_a_clean_ledger_holds_and_its_whole_content_was_read(follower: Follower) -> None:
    found = verified(follower)

    assert found.holds
    assert (found.position, found.events, found.sealed_parts) == (EVENTS, EVENTS, 2)
    assert found.root == follower.ledger.head().root
    assert set(found.rows) == set(follower.views)
    assert sum(found.rows.values()) > EVENTS / 2


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (
            "update ledger.event set payload = replace(convert_from(payload, 'utf8'), 'tester', 'tamper')::bytea"
            " where position = 1100",
            ["position 1100: the stored leaf does not follow from the bytes"],
        ),
        (
            "update ledger.event set payload = replace(convert_from(payload, 'utf8'), 'tester', 'tamper')::bytea,"
            " leaf = sha256('\\x00'::bytea || replace(convert_from(payload, 'utf8'), 'tester', 'tamper')::bytea)"
            " where position = 7",
            [
                "the edge of the tree stored there does not follow from the events",
                "the stored edge of the tree does not follow from the events",
            ],
        ),
        (
            "update ledger.event set leaf = sha256(leaf) where position = 500",
            ["position 500: the stored leaf does not follow from the bytes"],
        ),
        (
            "update ledger.event set payload = payload || ' '::bytea where position = 3",
            ["position 3: the bytes are not canonical", "position 3: the stored leaf does not follow from the bytes"],
        ),
        (
            "update ledger.event set subject = gen_random_uuid() where position = 1",
            ["position 1: the columns beside the bytes say something else"],
        ),
        (
            "update ledger.head set edge = substring(edge for length(edge) - 32) || sha256('x')",
            ["the stored edge of the tree does not follow from the events"],
        ),
        (
            "update ledger.checkpoint set edge = sha256('x') where position <= 1100",
            ["the edge of the tree stored there does not follow from the events"],
        ),
        ("delete from ledger.event where position = 600", ["position 600 is missing"]),
        ("delete from ledger.event where position > 1190", ["position 1191 and what follows is missing"]),
        (
            "insert into ledger.event select 1201, gen_random_uuid(), type, subject, 9999, recorded_at_us, payload,"
            " leaf from ledger.event where position = 1",
            ["events stand after the head, which is 1200"],
        ),
        (
            "update vault.sealed set ciphertext = sha256(ciphertext) where key_class = 'health'",
            ["the sealed part health was altered"],
        ),
        (
            "update vault.sealed set salt = sha256(salt) where key_class = 'general'",
            ["the sealed part general was altered"],
        ),
        ("delete from vault.sealed where key_class = 'general'", ["the sealed part general is missing"]),
    ],
)
def test_whatever_is_altered_in_the_ledger_or_its_vault_is_found_and_its_place_told(
    follower: Follower, superuser: psycopg.Connection, statement: str, told: list[str]
) -> None:
    superuser.execute("set session_replication_role = replica")
    superuser.execute(statement)

    found = verified(follower)

    assert not found.holds
    for sentence in told:
        assert any(sentence in wrong for wrong in found.wrong), found.wrong


@pytest.mark.parametrize(
    "statement",
    [
        "update projection.row set value = replace(value, 'DUAL', 'REGULAR') where value like '%%DUAL%%'",
        "update projection.row set known_until = null where known_until is not null",
        "update projection.row set known_from = known_from + 1 where ctid = (select min(ctid) from projection.row)",
        "update projection.row set municipality = '0392' where municipality = '0014'",
        "update projection.row set valid_from = '2001-01-01' where valid_from is not null",
        "delete from projection.row where ctid = (select max(ctid) from projection.row)",
        "insert into projection.row select generation, group_id, gen_random_uuid(), known_from, known_until,"
        " municipality, valid_from, valid_until, value from projection.row limit 1",
    ],
)
def test_an_altered_row_of_any_view_is_found_and_a_rebuild_mends_it(
    follower: Follower, superuser: psycopg.Connection, statement: str
) -> None:
    superuser.execute(statement)

    found = verified(follower)
    follower.rebuild()

    assert found.wrong
    assert all("differs from its replay" in wrong for wrong in found.wrong)
    assert verified(follower).holds


def test_a_fact_put_in_another_light_is_found_in_the_rows_too(
    follower: Follower, superuser: psycopg.Connection
) -> None:
    placed = next(one for one in follower.ledger.events_after(0) if b'"trajectory":"DUAL"' in bytes(one.event.body))
    body = msgspec.Raw(bytes(placed.event.body).replace(b"DUAL", b"REGULAR"))
    superuser.execute("set session_replication_role = replica")
    superuser.execute(
        "update ledger.event set payload = %s where position = %s",
        (encode(msgspec.structs.replace(placed.event, body=body)), placed.position),
    )

    wrong = verified(follower).wrong

    assert f"position {placed.position}: the stored leaf does not follow from the bytes" in wrong
    assert any(sentence.startswith("view placements: case") for sentence in wrong)

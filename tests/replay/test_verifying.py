"""The proof: on a clean ledger it holds, and whatever somebody alters behind its back it finds and says where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import psycopg
import pytest

from domain.event import Recorded, Source, encode, encode_fact
from domain.facts import EventRetracted
from domain.facts.base import of
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
        (
            "update ledger.event set recorded_at_us = recorded_at_us + 1 where position = 900",
            ["position 900: recorded_at beside the bytes is another moment than in them"],
        ),
        (
            "update ledger.event set recorded_at_us = 9000000000000000000 where position = 900",
            ["position 900: recorded_at beside", "greatest recorded_at stored there", "that the head knows"],
        ),
        (
            "update ledger.checkpoint set recorded_at_us_max = recorded_at_us_max - 1",
            ["the greatest recorded_at stored there is not that of the events"],
        ),
        (
            "update ledger.head set recorded_at_us_max = recorded_at_us_max + 1",
            ["the greatest recorded_at that the head knows is not that of the events"],
        ),
        (
            "delete from ledger.receipt where first_position <= 700 and first_position + events > 700",
            ["belong to no receipt"],
        ),
        (
            "insert into ledger.receipt select sha256(command_key), request, first_position, events"
            " from ledger.receipt where first_position = 1",
            ["position 1 belongs to more than one receipt"],
        ),
        (
            "update ledger.receipt set events = events + 1"
            " where first_position = (select max(first_position) from ledger.receipt)",
            ["a receipt speaks of positions after the head, which is 1200"],
        ),
        (
            "update ledger.receipt set events = events - 1 where first_position ="
            " (select max(first_position) from ledger.receipt)",
            ["positions 1200 to 1200 belong to no receipt"],
        ),
        (
            "alter table ledger.event disable trigger event_stays",
            ["table ledger.event: the trigger event_stays is switched off"],
        ),
        (
            "drop trigger receipt_never_truncated on ledger.receipt",
            ["table ledger.receipt: the trigger receipt_never_truncated is missing"],
        ),
        (
            "update vault.key set wrapped = sha256(wrapped) || wrapped where key_class = 'health'",
            ["the key health does not open with the key ring"],
        ),
        ("update vault.key set wrapped = 'x' where key_class = 'health'", ["the key health does not open"]),
        (
            "update vault.key set subject = gen_random_uuid() where key_class = 'general'",
            ["the key general does not open with the key ring", "its id does not open"],
        ),
        ("update vault.record set salt = sha256(salt)", ["its salt and id do not give its commitment"]),
        ("update vault.record set ciphertext = sha256(ciphertext)", ["its id does not open"]),
        ("update vault.record set bare = sha256(bare)", ["its look-up is that of another id"]),
        ("update vault.record set lookup = sha256(lookup)", ["its look-up is that of another source or id"]),
        ("update vault.record set source = sha256(source)", ["no event names its source"]),
        ("update vault.sealed set subject = gen_random_uuid()", ["is filed under another subject"]),
        (
            "insert into ledger.natural_key values (sha256('x'), gen_random_uuid(), gen_random_uuid())",
            ["it leads to no event of its subject"],
        ),
        ("delete from ledger.checkpoint", ["position 1024: the edge of the tree that was stored at or soon after it"]),
        (
            "create or replace function ledger.refuse_change() returns trigger language plpgsql as"
            " $$ begin return coalesce(new, old); end $$",
            ["the function ledger.refuse_change is not the one that the migrations made"],
        ),
        ("update projection.generation set position = 1000000", ["it says to be true up to 1000000"]),
        (
            "insert into projection.linking values (true, 1000000)",
            ["links say to be decided up to position 1000000, after the head"],
        ),
        (
            "delete from projection.group_member where subject = "
            "(select subject from projection.group_member order by subject limit 1)",
            ["the decisions put it in another group than the one stored"],
        ),
        (
            "update projection.group_member set group_id = gen_random_uuid()",
            ["the decisions put it in another group than the one stored"],
        ),
        (
            "delete from vault.record",
            ["position 1: its source record is not in the vault and no erasure tells why"],
        ),
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
        "insert into projection.row (generation, group_id, case_id, known_from, municipality, value, alike)"
        " select generation, group_id, gen_random_uuid(), known_from, municipality, value, alike"
        " from projection.row limit 1",
        "update projection.row set alike = gen_random_uuid() where ctid = (select min(ctid) from projection.row)",
        "update projection.row set day_2 = null where day_2 is not null",
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


def test_a_group_that_is_parked_though_it_can_be_read_is_found(
    follower: Follower, superuser: psycopg.Connection
) -> None:
    follower.follow()  # from here on this follower has tried what is parked
    superuser.execute("insert into projection.parked select 'placements', subject, 1, 'x' from ledger.event limit 1")

    wrong = verified(follower).wrong

    assert len(wrong) == 1
    assert "is parked at position 1, which can be read" in wrong[0]


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


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"ledger": UUID(int=7)}, "the event belongs to ledger 00000000-0000-0000-0000-000000000007"),
        ({"recorded_at": "2026-11-21T23:00:00Z"}, "recorded_at is no instant of the form"),
        ({"municipality": "Groningen"}, "the municipality is no code of four digits"),
        ({"municipality": "١٢٣٤"}, "the municipality is no code of four digits"),
        ({"source": Source(party="0014", system="x", record="zz")}, "the source record is no commitment"),
        ({"occurred_on": "2008-02-30"}, "occurred_on is no date of full or reduced precision"),
        ({"occurred_on": "June"}, "occurred_on is no date of full or reduced precision"),
    ],
)
def test_an_envelope_that_no_program_of_ours_writes_is_found(
    follower: Follower, superuser: psycopg.Connection, said: dict[str, Any], told: str
) -> None:
    rewrite(follower, superuser, lambda one: of(one.fact).name == "PersonRegistered", said)

    wrong = verified(follower).wrong

    assert any(told in sentence for sentence in wrong), wrong


@pytest.mark.parametrize(
    ("original", "told"),
    [
        (str(UUID(int=7)), "the event that it corrects or retracts is not there"),
        ("another stream", "what it corrects or retracts is no earlier event of its stream"),
        ("itself", "what it corrects or retracts is no earlier event of its stream"),
    ],
)
def test_a_retraction_that_names_no_earlier_event_of_its_stream_is_found(
    follower: Follower, superuser: psycopg.Connection, original: str, told: str
) -> None:
    retraction = next(one for one in follower.ledger.events_after(0) if isinstance(one.fact, EventRetracted))
    another = next(one for one in follower.ledger.events_after(0) if one.event.subject != retraction.event.subject)
    named = {"another stream": str(another.event.event_id), "itself": str(retraction.event.event_id)}
    body = encode_fact(EventRetracted(original=named.get(original, original)))

    rewrite(follower, superuser, lambda one: one.position == retraction.position, {"body": body})

    assert f"position {retraction.position}: {told}" in verified(follower).wrong


def rewrite(
    follower: Follower, superuser: psycopg.Connection, which: Callable[[Recorded], bool], said: dict[str, Any]
) -> None:
    """Put another envelope in the place of the first such event."""
    chosen = next(one for one in follower.ledger.events_after(0) if which(one))
    payload = encode(msgspec.structs.replace(chosen.event, **said))
    superuser.execute("set session_replication_role = replica")
    superuser.execute("update ledger.event set payload = %s where position = %s", (payload, chosen.position))

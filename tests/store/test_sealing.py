"""Personal fields are sealed before they leave the process, and can be read by key only, in their own place only."""

from __future__ import annotations

import logging
import random
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from domain.identifiers import normalise_bsn
from store.embedded import EmbeddedPostgres
from store.errors import PersonalDataUnreadable
from store.ledger import Ledger
from store.statement import Command
from tests.store.stating import delivered, placed, record_one, registered

PERSON = {"bsn": "914116277", "name": "Zoé de Vries", "birth_on": "1981-03-00", "reason_text": "ziek"}
SOURCE = {"party": "0014", "system": "GWS"}
CANARY = "Kanarievogel"


def test_what_was_sealed_is_read_again_by_event(ledger: Ledger) -> None:
    record_one(ledger, registered(personal=PERSON))

    (recorded,) = ledger.events_after(0)

    assert ledger.personal_of(recorded) == PERSON
    assert set(recorded.event.commitments or {}) == {"general", "health"}


def test_an_event_without_personal_fields_has_no_commitment(ledger: Ledger) -> None:
    record_one(ledger, placed())

    (recorded,) = ledger.events_after(0)

    assert recorded.event.commitments is None
    assert ledger.personal_of(recorded) == {}


def test_equal_values_are_sealed_differently_each_time(ledger: Ledger, superuser: psycopg.Connection) -> None:
    record_one(ledger, *[registered(personal=PERSON) for _ in range(20)])

    rows = superuser.execute("select salt, nonce, ciphertext from vault.sealed where key_class = 'general'").fetchall()

    assert [len({row[at] for row in rows}) for at in range(3)] == [20, 20, 20]


def test_a_registration_is_found_by_the_pseudonym_of_its_number(ledger: Ledger) -> None:
    subject, other = uuid4(), uuid4()
    record_one(ledger, registered(subject, PERSON), registered(other, {"bsn": "123456782"}))

    assert ledger.subjects_with("bsn", normalise_bsn("914116277")) == [subject]
    assert ledger.subjects_with("v_number", "914116277") == []


def test_one_registration_keeps_one_key_over_many_calls(ledger: Ledger, superuser: psycopg.Connection) -> None:
    subject = uuid4()
    for number in range(3):
        record_one(ledger, registered(subject, {"name": f"name {number}"}))

    assert superuser.execute("select count(*) from vault.key").fetchone() == (1,)
    assert [ledger.personal_of(one)["name"] for one in ledger.stream(subject)] == ["name 0", "name 1", "name 2"]


def test_a_source_record_is_found_with_and_without_its_source_and_read_by_its_commitment(ledger: Ledger) -> None:
    subject = uuid4()
    record_one(ledger, registered(subject, **SOURCE, record="GWS-77"), placed(subject, **SOURCE, record="GWS-77"))

    ((commitment, found),) = ledger.records_named("GWS-77")

    assert found == subject
    assert ledger.record_ids([commitment]) == {commitment.hex(): "GWS-77"}
    assert {one.event.source.record for one in ledger.stream(subject) if one.event.source} == {commitment.hex()}


# Swapped, altered and lost


def test_sealed_parts_of_two_events_of_one_registration_cannot_be_swapped(
    ledger: Ledger, superuser: psycopg.Connection
) -> None:
    subject = uuid4()
    record_one(ledger, registered(subject, {"name": "first"}), registered(subject, {"name": "second"}))
    superuser.execute(
        "update vault.sealed set (salt, nonce, ciphertext) ="
        " (select salt, nonce, ciphertext from vault.sealed as other where other.event_id <> sealed.event_id)"
    )

    for recorded in ledger.stream(subject):
        with pytest.raises(PersonalDataUnreadable):
            ledger.personal_of(recorded)


def test_sealed_parts_of_two_registrations_cannot_be_swapped_even_with_their_keys(
    ledger: Ledger, superuser: psycopg.Connection
) -> None:
    record_one(ledger, registered(personal={"name": "first"}), registered(personal={"name": "second"}))
    superuser.execute(
        "update vault.key set wrapped = (select wrapped from vault.key as other where other.subject <> key.subject)"
    )

    for recorded in ledger.events_after(0):
        with pytest.raises(PersonalDataUnreadable):
            ledger.personal_of(recorded)


@pytest.mark.parametrize("column", ["nonce", "ciphertext"])
def test_an_altered_sealed_part_does_not_open(ledger: Ledger, superuser: psycopg.Connection, column: str) -> None:
    record_one(ledger, registered(personal=PERSON))
    superuser.execute(f"update vault.sealed set {column} = set_byte({column}, 0, get_byte({column}, 0) # 1)")

    (recorded,) = ledger.events_after(0)

    with pytest.raises(PersonalDataUnreadable):
        ledger.personal_of(recorded)


def test_a_source_record_under_another_commitment_does_not_open(ledger: Ledger, superuser: psycopg.Connection) -> None:
    record_one(ledger, registered(**SOURCE, record="G-1"))
    superuser.execute("update vault.record set commitment = sha256(commitment)")
    ((commitment, _),) = ledger.records_named("G-1")

    with pytest.raises(PersonalDataUnreadable):
        ledger.record_ids([commitment])


def test_without_the_key_of_a_registration_its_events_stay_and_its_personal_fields_are_gone(
    ledger: Ledger, superuser: psycopg.Connection
) -> None:
    record_one(ledger, registered(personal=PERSON, **SOURCE, record="G-1"))
    root = ledger.head().root
    ((commitment, _),) = ledger.records_named("G-1")

    superuser.execute("delete from vault.key")

    (recorded,) = ledger.events_after(0)
    assert ledger.personal_of(recorded) == {}
    assert ledger.record_ids([commitment]) == {}
    assert ledger.at(1).root == root


# Canaries: values that nobody else would write, looked for everywhere


def invented_bsn(chance: random.Random) -> str:
    """A number that passes the eleven test and belongs to nobody we know."""
    while True:
        digits = [9, *(chance.randrange(10) for _ in range(7))]
        last = sum(weight * digit for weight, digit in zip(range(9, 1, -1), digits, strict=True)) % 11
        if last < 10:
            return "".join(map(str, [*digits, last]))


def planted(chance: random.Random) -> list[dict[str, str]]:
    """Twenty persons with five canaries each: name, BSN, birth date, remark, and the id of the source record."""
    return [
        {
            "name": f"{CANARY} Naam{number}",
            "bsn": invented_bsn(chance),
            "birth_on": f"18{chance.randrange(10, 99)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
            "reason_text": f"{CANARY} Reden{number}",
            "record": f"{CANARY}Bron{number}",
        }
        for number in range(20)
    ]


def provoke_errors(ledger: Ledger, persons: list[dict[str, str]]) -> list[str]:
    """Every refusal that a writer can meet, with personal fields in its statements; gives what was said."""
    said = []
    first = persons[0]
    personal = {field: value for field, value in first.items() if field != "record"}
    taken = registered(personal=personal, delivered=delivered(b"same"), version=1)
    refused = [[taken, taken], [registered(personal=personal, version=-3)], [registered(personal={"unknown": CANARY})]]
    for statements in refused:
        try:
            said.append(repr(ledger.record([Command(CANARY + "Sleutel", statements)])))
            ledger.save(*statements)
        except (psycopg.Error, KeyError, Exception) as error:  # noqa: BLE001 - whatever it is, it may not tell
            said.append(f"{error!r} {error}")
    return said


def test_a_hundred_canaries_are_found_nowhere_outside_the_process(
    ledger: Ledger,
    superuser: psycopg.Connection,
    server: EmbeddedPostgres,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    said_before_bytes = server.place.log.stat().st_size
    persons = planted(random.Random(11))
    for person in persons:
        personal = {field: value for field, value in person.items() if field != "record"}
        statement = registered(
            personal=personal, **SOURCE, record=person["record"], delivered=delivered(person["bsn"].encode()[::-1])
        )
        ledger.record([Command(f"row {person['record']}", [statement])])
    said = provoke_errors(ledger, persons)
    superuser.execute("checkpoint")

    canaries = [value for person in persons for value in person.values()]
    assert len(set(canaries)) == 100
    places = {
        "tables": dump(superuser),
        "server log": server.place.log.read_bytes()[said_before_bytes:].decode(errors="replace"),
        "our log": caplog.text,
        "output": "".join(capfd.readouterr()),
        "errors": "\n".join(said),
    }
    assert SOURCE["system"] in places["tables"], "the search finds what is there"
    for place, text in places.items():
        assert [canary for canary in canaries if canary in text] == [], place
    assert found_in_files(superuser, server.place.data) == []


def dump(connection: psycopg.Connection) -> str:
    """All rows of all our tables, the vault too, as text: bytes both as hex and as what they spell."""
    tables = connection.execute(
        "select schemaname, tablename from pg_tables where schemaname in ('ledger', 'vault', 'projection', 'public')"
    ).fetchall()
    assert len(tables) > 10
    lines = []
    for output in ("hex", "escape"):
        connection.execute(f"set bytea_output = {output}")
        for schema, table in tables:
            lines += [row for (row,) in connection.execute(f'select one::text from {schema}."{table}" as one')]
    for (payload,) in connection.execute("select convert_from(payload, 'utf8') from ledger.event"):
        lines.append(payload)
    return "\n".join(lines)


def found_in_files(connection: psycopg.Connection, data: Path) -> list[str]:
    """Files of the database, and of its write-ahead log, in which a planted name stands."""
    ((database,),) = connection.execute("select oid from pg_database where datname = current_database()").fetchall()
    ((segment,),) = connection.execute("select pg_walfile_name(pg_current_wal_lsn())").fetchall()
    files = [*(data / "base" / str(database)).iterdir(), data / "pg_wal" / segment]
    return [file.name for file in files if CANARY.encode() in file.read_bytes()]

"""Binary arrays of our own making are what PostgreSQL reads back as the same values."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from store.arrays import bytes_array, integer_array, text_array, uuid_array
from store.embedded import EmbeddedPostgres

often = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def connection(server: EmbeddedPostgres) -> Iterator[psycopg.Connection]:
    with psycopg.connect(server.conninfo(), autocommit=True) as one:
        yield one


def sent(connection: psycopg.Connection, kind: str, value: object) -> object:
    (answer,) = connection.execute(f"select %b::{kind}[]", (value,), binary=True).fetchone() or (None,)
    return answer


@often
@given(values=some.lists(some.none() | some.binary(max_size=300), max_size=40))
def test_bytes_come_back_with_nulls_and_empty_ones(connection: psycopg.Connection, values: list[bytes | None]) -> None:
    assert sent(connection, "bytea", bytes_array(values)) == values


@often
@given(values=some.lists(some.integers(-(2**31), 2**31 - 1), max_size=40))
def test_integers_come_back(connection: psycopg.Connection, values: list[int]) -> None:
    assert sent(connection, "integer", integer_array(values)) == values


@often
@given(values=some.lists(some.uuids(), max_size=40))
def test_ids_come_back(connection: psycopg.Connection, values: list[UUID]) -> None:
    assert sent(connection, "uuid", uuid_array([str(value) for value in values])) == values


def test_codes_and_nulls_go_as_a_literal(connection: psycopg.Connection) -> None:
    (answer,) = connection.execute("select %s::text[]", (text_array(["general", None]),)).fetchone() or (None,)

    assert answer == ["general", None]


def test_an_integer_that_does_not_fit_is_refused_before_it_is_sent() -> None:
    with pytest.raises(OverflowError):
        integer_array([2**31])

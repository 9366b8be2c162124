"""An event read together with its fact says what it says when the two are read after each other, or is not read so."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import msgspec
import pytest

from domain.event import FORMAT, Event, Recorded, Source, Stated, decode, encode, fact_of, read_at_once
from domain.facts import AttendanceReported, PlacementStarted
from domain.facts.base import of
from tests.given import Book

ATTENDANCE = of(AttendanceReported).number


def reported(**said: Any) -> Recorded:
    """An event with a source, as a delivery makes them."""
    book = Book()
    recorded = book.record(
        uuid4(),
        AttendanceReported(lessons=12, attended=9),
        "2008-06-20",
        municipality="0855",
        registered_on="2008-06-21",
        delivered_on="2008-07-01",
    )
    source = Source(party="0855", system="Agens", delivery=uuid4(), record="0" * 64)
    return Recorded(
        recorded.position, msgspec.structs.replace(recorded.event, source=source, **{"correlation": uuid4(), **said})
    )


def test_what_rows_rest_on_is_the_same_as_when_event_and_fact_are_read_after_each_other() -> None:
    recorded = reported(on_behalf_of="somebody", commitments={"general": "0" * 64})
    payload = encode(recorded.event)

    found = read_at_once(recorded.position, payload, ATTENDANCE)

    assert found is not None
    whole = decode(payload)
    assert found.position == recorded.position
    assert found.fact == fact_of(whole)
    for field in Stated.__struct_fields__:
        assert getattr(found.event, field) == getattr(whole, field), field


def test_every_field_of_an_event_is_known_to_what_reads_it_with_its_fact() -> None:
    event = reported(on_behalf_of="somebody", causation=uuid4(), commitments={"general": "0" * 64}).event
    said = msgspec.json.decode(encode(event))

    assert set(said) == set(Event.__struct_fields__), "each is given"
    assert read_at_once(reported().position, encode(event), ATTENDANCE) is not None


@pytest.mark.parametrize(
    "changed",
    [
        {"format": FORMAT + 1},
        {"schema": of(AttendanceReported).schema + 1},
        {"type": of(PlacementStarted).number},
        {"occurred_on": 20080620},
        {"body": msgspec.Raw(b'{"lessons":-1,"attended":9}')},
        {"body": msgspec.Raw(b'{"lessons":12,"attended":9,"pupils":2}')},
    ],
)
def test_what_is_not_of_the_kind_in_its_present_shape_is_left_to_who_can_tell_why(changed: dict[str, Any]) -> None:
    recorded = reported(**changed)

    assert read_at_once(recorded.position, encode(recorded.event), ATTENDANCE) is None


def test_a_field_that_no_event_has_is_not_passed_over() -> None:
    recorded = reported()
    said = msgspec.json.decode(encode(recorded.event)) | {"importance": "high"}

    assert read_at_once(recorded.position, msgspec.json.encode(said), ATTENDANCE) is None
    assert read_at_once(recorded.position, b"no event", ATTENDANCE) is None

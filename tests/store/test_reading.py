"""Reading: everything in order, nothing skipped in silence, and the library's own ways in work on our bytes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID, uuid4

import msgspec
import psycopg
import pytest

from domain.event import Event, UnreadableEvent, fact_of
from domain.facts import PlacementStarted
from store.errors import GapInLedger, StoreError
from store.ledger import READ_BATCH, Ledger, _Batch
from tests.store.stating import placed, record_one


def lose(superuser: psycopg.Connection, position: int) -> None:
    """What only the server's superuser can do: take an event away."""
    superuser.execute("alter table ledger.event disable trigger event_stays")
    superuser.execute("delete from ledger.event where position = %s", (position,))


@pytest.mark.parametrize("position", [1, 3, 5])
def test_a_reader_stops_at_a_missing_position(ledger: Ledger, superuser: psycopg.Connection, position: int) -> None:
    record_one(ledger, *[placed() for _ in range(6)])
    lose(superuser, position)

    read = []
    with pytest.raises(GapInLedger, match=f"position {position} is missing"):
        read.extend(recorded.position for recorded in ledger.events_after(0))


def test_a_missing_position_is_noticed_where_one_batch_of_reading_ends(
    ledger: Ledger, superuser: psycopg.Connection
) -> None:
    ledger.save(_Batch([placed(version=1) for _ in range(READ_BATCH + 10)]))
    lose(superuser, READ_BATCH + 1)

    with pytest.raises(GapInLedger):
        list(ledger.events_after(0))


def test_a_root_is_not_made_over_a_missing_leaf(ledger: Ledger, superuser: psycopg.Connection) -> None:
    record_one(ledger, *[placed() for _ in range(6)])
    lose(superuser, 4)

    with pytest.raises(GapInLedger):
        ledger.at(6)


def test_events_are_read_between_two_positions(ledger: Ledger) -> None:
    record_one(ledger, *[placed() for _ in range(10)])

    assert [recorded.position for recorded in ledger.events_after(3, 7)] == [4, 5, 6, 7]
    assert list(ledger.events_after(10)) == []


def test_more_events_than_one_batch_of_reading_come_whole(ledger: Ledger) -> None:
    count = 2 * READ_BATCH
    ledger.save(_Batch([placed(version=1) for _ in range(count)]))

    assert sum(1 for _ in ledger.events_after(0)) == count
    assert sum(1 for _ in ledger.events_after(0, READ_BATCH + 1)) == READ_BATCH + 1


def test_an_event_is_found_by_position_and_by_id(ledger: Ledger) -> None:
    record_one(ledger, *[placed() for _ in range(3)])
    (found, leaf) = ledger.events_at([2])[2]

    assert ledger.event_by_id(found.event.event_id) == found
    assert len(leaf) == 32
    assert ledger.event_by_id(uuid4()) is None


def test_a_type_that_is_not_in_the_registry_is_refused(ledger: Ledger) -> None:
    record_one(ledger, placed())
    (recorded,) = ledger.events_after(0)
    with pytest.raises(UnreadableEvent):
        fact_of(msgspec.structs.replace(recorded.event, type=9_999))


class Placements(NamedTuple):
    """A state that a test folds: how many placements, and the version it was folded up to."""

    subject: UUID
    count: int
    version: int


def fold(state: Placements | None, events: Iterable[Event]) -> Placements | None:
    for event in events:
        assert isinstance(fact_of(event), PlacementStarted)
        state = Placements(event.subject, (state.count if state else 0) + 1, event.version)
    return state


def test_the_repository_of_the_library_folds_a_stream_with_a_projector_function(ledger: Ledger) -> None:
    subject = uuid4()
    record_one(ledger, *[placed(subject) for _ in range(4)])

    assert ledger.repository.get(subject, projector_func=fold) == Placements(subject, 4, 4)
    assert ledger.repository.get(subject, version=2, projector_func=fold) == Placements(subject, 2, 2)


def test_the_library_reads_notifications_in_order_of_position(ledger: Ledger) -> None:
    record_one(ledger, *[placed() for _ in range(5)])

    found = ledger.recorder.select_notifications(start=2, limit=3)

    assert [one.id for one in found] == [2, 3, 4]
    assert {one.topic for one in found} == {"401"}
    assert ledger.recorder.max_notification_id() == 5
    assert [one.originator_version for one in ledger.recorder.select_events(found[0].originator_id, desc=True)] == [1]


def test_what_the_library_would_do_differently_is_refused_by_name(ledger: Ledger) -> None:
    with pytest.raises(StoreError, match="no position is missing"):
        ledger.recorder.subscribe()
    with pytest.raises(StoreError, match="their own position"):
        ledger.factory.tracking_recorder()
    with pytest.raises(StoreError, match="no process applications"):
        ledger.factory.process_recorder()

"""One way in: dense positions, whole commands, receipts that stay the same, and neighbours that do not suffer."""

from __future__ import annotations

import random
import threading
import time
from uuid import uuid4

import psycopg
import pytest

from domain.facts import PlacementStarted
from store.errors import EmptyCommand, StaleWrite, StoreError
from store.ledger import Ledger, _Batch
from store.statement import Command, Delivered, Encoded
from tests.store.stating import (
    delivered,
    placed,
    random_statements,
    record_one,
    registered,
    stated,
)


def positions(ledger: Ledger) -> list[int]:
    return [recorded.position for recorded in ledger.events_after(0)]


# Positions


def test_the_first_event_stands_at_position_one_and_the_next_beside_it(ledger: Ledger) -> None:
    first = record_one(ledger, placed(), placed())
    second = record_one(ledger, placed())

    assert list(first.positions) == [1, 2]
    assert list(second.positions) == [3]
    assert ledger.head().position == 3


def test_positions_stay_dense_with_eight_writers_of_whom_some_are_refused(ledger: Ledger) -> None:
    shared = [placed() for _ in range(5)]

    def write(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(12):
            good = Command(uuid4().hex, random_statements(chance, chance.randint(1, 9)))
            bad = Command(uuid4().hex, [placed(chance.choice(shared).subject, version=1)])
            ledger.record([good, bad] if chance.random() < 0.5 else [bad, good])

    writers = [threading.Thread(target=write, args=(seed,)) for seed in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert positions(ledger) == list(range(1, ledger.head().position + 1))
    assert ledger.head().position > 8 * 12


def test_a_transaction_that_is_rolled_back_leaves_no_hole(ledger: Ledger, superuser: psycopg.Connection) -> None:
    record_one(ledger, placed())

    with superuser.transaction(force_rollback=True):
        superuser.execute("update ledger.head set position = position + 7")
    with pytest.raises(psycopg.errors.CheckViolation):
        ledger.save(_Batch([placed(version=1), placed(version=-1)]))
    record_one(ledger, placed())

    assert positions(ledger) == [1, 2]


# Idempotency


def test_the_same_request_under_the_same_key_gives_the_first_receipt(ledger: Ledger) -> None:
    subject = uuid4()
    first = record_one(ledger, placed(subject), placed(subject), key="once")

    again = record_one(ledger, placed(subject), placed(subject), key="once")

    assert (first.outcome, again.outcome) == ("recorded", "replayed")
    assert again.positions == first.positions
    assert ledger.head().position == 2


def test_the_same_request_with_personal_fields_and_a_source_record_gives_the_first_receipt(ledger: Ledger) -> None:
    def asked() -> list:
        given = {"party": "0014", "system": "GWS", "record": "G-1", "delivered": delivered(b"n")}
        return [registered(subject, {"bsn": "914116277", "name": "Zoé"}, **given)]

    subject = uuid4()
    first = record_one(ledger, *asked(), key="once")

    again = record_one(ledger, *asked(), key="once")

    assert (again.outcome, again.positions) == ("replayed", first.positions)


@pytest.mark.parametrize("fewer", [1, 2])
def test_a_request_that_comes_to_fewer_facts_by_now_gets_the_whole_first_receipt(ledger: Ledger, fewer: int) -> None:
    """Where a request is read while the same one is recorded, some of its facts are found to stand already."""
    whole = [placed() for _ in range(3)]
    (first,) = ledger.record([Encoded("once", whole, b"asked")])
    again, other = ledger.record([Encoded("once", whole[:fewer], b"asked"), Command("beside", [placed()])])

    assert again.outcome == "replayed"
    assert again.positions == first.positions == range(1, 4)
    assert (other.outcome, list(other.positions)) == ("recorded", [4])


@pytest.mark.parametrize(
    "other",
    [
        {"occurred_on": "2008-01-02"},
        {"municipality": "0014"},
        {"party": "0014", "system": "GWS"},
        {"personal": {"remark": "an other remark"}},
        {"on_behalf_of": "college"},
    ],
)
def test_another_request_under_a_used_key_is_refused(ledger: Ledger, other: dict) -> None:
    subject = uuid4()
    record_one(ledger, placed(subject), key="once")

    receipt = record_one(ledger, placed(subject, **other), key="once")

    assert receipt.outcome == "key_reused"
    assert ledger.head().position == 1


def test_a_shorter_or_longer_request_under_a_used_key_is_refused(ledger: Ledger) -> None:
    subject = uuid4()
    record_one(ledger, placed(subject), placed(subject), key="once")

    assert record_one(ledger, placed(subject), key="once").outcome == "key_reused"
    assert record_one(ledger, *[placed(subject)] * 3, key="once").outcome == "key_reused"


def test_a_key_used_twice_in_one_call_is_recorded_once(ledger: Ledger) -> None:
    subject = uuid4()
    one, other = Command("once", [placed(subject)]), Command("once", [placed(subject, municipality="0014")])

    outcomes = [receipt.outcome for receipt in ledger.record([one, one, other])]

    assert outcomes == ["recorded", "replayed", "key_reused"]
    assert ledger.head().position == 1


def test_the_keys_of_commands_are_not_readable_in_the_database(ledger: Ledger, superuser: psycopg.Connection) -> None:
    record_one(ledger, placed(), key="readable-key")

    ((found,),) = superuser.execute("select count(*) from ledger.receipt where command_key = 'readable-key'").fetchall()

    assert found == 0


# Neighbours


def test_a_refused_command_leaves_its_neighbours_in_the_same_call_untouched(ledger: Ledger) -> None:
    subject = uuid4()
    record_one(ledger, placed(subject), key="used")
    calls = [
        Command("before", [placed(), placed()]),
        Command("used", [placed()]),
        Command("stale", [placed(), placed(subject, version=1)]),
        Command("after", [placed()]),
    ]

    receipts = ledger.record(calls)

    assert [receipt.outcome for receipt in receipts] == ["recorded", "key_reused", "stale", "recorded"]
    assert list(receipts[0].positions) == [2, 3]
    assert list(receipts[3].positions) == [4]
    assert positions(ledger) == [1, 2, 3, 4]


def test_a_command_that_leans_on_a_refused_neighbour_is_tried_again_by_itself(ledger: Ledger) -> None:
    subject = uuid4()
    record_one(ledger, placed(), key="used")

    refused, recorded = ledger.record([Command("used", [placed(subject)]), Command("new", [placed(subject)])])

    assert (refused.outcome, recorded.outcome) == ("key_reused", "recorded")
    assert [one.event.version for one in ledger.stream(subject)] == [1]


def test_a_sealed_part_whose_key_came_with_a_refused_neighbour_is_never_left_without_its_key(ledger: Ledger) -> None:
    subject = uuid4()
    record_one(ledger, placed(), key="used")
    calls = [
        Command("used", [registered(subject, {"name": "Zoé"}, version=1)]),
        Command("new", [registered(subject, {"name": "Zoé"}, version=1)]),
    ]

    ledger.record(calls)
    ledger.record(calls[1:])

    (recorded,) = ledger.stream(subject)
    assert ledger.personal_of(recorded) == {"name": "Zoé"}


def test_a_source_record_that_came_with_a_replayed_neighbour_is_found_again(ledger: Ledger) -> None:
    subject = uuid4()
    source = {"party": "0014", "system": "GWS", "record": "G-1"}
    first = Command("first", [registered(subject, **source)])
    ledger.record([first])

    replayed, recorded = ledger.record([first, Command("second", [placed(subject, **source)])])

    assert (replayed.outcome, recorded.outcome) == ("replayed", "recorded")
    commitments = {one.event.source.record for one in ledger.stream(subject) if one.event.source}
    assert len(commitments) == 1
    assert list(ledger.record_ids([bytes.fromhex(str(one)) for one in commitments]).values()) == ["G-1"]


def test_one_refused_command_among_two_thousand_costs_no_second(ledger: Ledger) -> None:
    record_one(ledger, placed(), key="1234")
    asked = [Command(str(number), [placed()]) for number in range(2_000)]

    begun = time.monotonic()
    receipts = ledger.record(asked)

    assert [number for number, receipt in enumerate(receipts) if receipt.outcome != "recorded"] == [1234]
    assert positions(ledger) == list(range(1, 2_001))
    assert time.monotonic() - begun < 5


def test_two_thousand_commands_given_again_get_their_first_receipts(ledger: Ledger) -> None:
    asked = [Command(str(number), [placed()]) for number in range(2_000)]
    first = ledger.record(asked)

    again = ledger.record(asked)

    assert {receipt.outcome for receipt in again} == {"replayed"}
    assert [receipt.positions for receipt in again] == [receipt.positions for receipt in first]


# Streams


def test_a_version_that_was_taken_meanwhile_is_stale(ledger: Ledger) -> None:
    subject = uuid4()
    record_one(ledger, placed(subject, version=1))

    receipt = record_one(ledger, placed(subject, version=1))

    assert receipt.outcome == "stale"
    assert ledger.head().position == 1


def test_saving_a_stale_version_by_the_library_raises(ledger: Ledger) -> None:
    subject = uuid4()
    ledger.save(placed(subject, version=1))

    with pytest.raises(StaleWrite):
        ledger.save(placed(subject, version=1))


@pytest.mark.parametrize("version", [2, 7])
def test_a_version_with_none_before_it_is_stale(ledger: Ledger, version: int) -> None:
    assert record_one(ledger, placed(version=version)).outcome == "stale"
    assert ledger.head().position == 0


def test_statements_without_a_version_follow_whatever_is_there(ledger: Ledger) -> None:
    subject, others = uuid4(), 6

    def write() -> None:
        for _ in range(5):
            assert record_one(ledger, placed(subject), placed(subject)).outcome == "recorded"

    writers = [threading.Thread(target=write) for _ in range(others)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert [one.event.version for one in ledger.stream(subject)] == list(range(1, 2 * 5 * others + 1))


# Natural keys


def test_a_fact_is_delivered_once_under_its_natural_key(ledger: Ledger) -> None:
    record_one(ledger, placed(delivered=delivered(b"placement of G-1")))

    receipt = record_one(ledger, placed(delivered=delivered(b"placement of G-1")))

    assert receipt.outcome == "natural_key_taken"
    assert ledger.head().position == 1


def test_a_natural_key_twice_in_one_call_refuses_the_second_only(ledger: Ledger) -> None:
    receipts = ledger.record([Command(key, [placed(delivered=delivered(b"same"))]) for key in ("first", "second")])

    assert [receipt.outcome for receipt in receipts] == ["recorded", "natural_key_taken"]


def test_a_later_delivery_replaces_what_was_last_delivered_and_not_what_was_said_first(
    ledger: Ledger, superuser: psycopg.Connection
) -> None:
    subject = uuid4()
    record_one(ledger, placed(subject, delivered=delivered(b"k", b"first")))
    said_first = ledger.stream(subject)[0].event.event_id

    corrections = [delivered(b"k", b"second", target=said_first), delivered(b"k", None, target=said_first)]
    receipt = record_one(ledger, *[placed(subject, delivered=correction) for correction in corrections])

    assert receipt.outcome == "recorded"
    assert superuser.execute("select count(*) from ledger.natural_key").fetchone() == (1,)
    assert superuser.execute("select event_id, content, standing from vault.delivered").fetchall() == [
        (said_first, b"", False)
    ]


def test_ten_thousand_events_in_one_call_are_recorded(ledger: Ledger) -> None:
    ledger.save(_Batch([placed(version=1) for _ in range(10_000)]))

    assert ledger.head().position == 10_000


def test_a_batch_of_five_megabytes_is_recorded(ledger: Ledger, superuser: psycopg.Connection) -> None:
    words = "w" * 120
    fact = PlacementStarted(trajectory="DUAL", course=words, scheme=words, provider=words)
    statements = [stated(fact, version=1) for _ in range(9_000)]

    ledger.save(_Batch(statements))

    ((size,),) = superuser.execute("select sum(length(payload)) from ledger.event").fetchall()
    assert size > 5_000_000
    assert ledger.head().position == 9_000


def test_the_library_has_no_other_way_in(ledger: Ledger) -> None:
    with pytest.raises(StoreError, match="appended by command"):
        ledger.recorder.insert_events([])


def test_a_difference_found_by_two_writers_is_recorded_once(ledger: Ledger) -> None:
    subject = uuid4()
    record_one(ledger, placed(subject, delivered=delivered(b"k", b"first")))
    said_first = ledger.stream(subject)[0].event.event_id
    correction = Delivered(b"k" * 32, b"second", 401, said_first, b"o" * 32)

    receipts = [record_one(ledger, placed(subject, delivered=correction)) for _ in range(2)]

    assert [receipt.outcome for receipt in receipts] == ["recorded", "natural_key_taken"]


def test_a_command_that_states_nothing_is_refused(ledger: Ledger) -> None:
    with pytest.raises(EmptyCommand):
        ledger.record([Command("empty", [])])
    assert ledger.head().position == 0

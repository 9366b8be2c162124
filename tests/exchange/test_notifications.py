"""Notifications of DUO, recorded as received."""

import json
from collections import Counter
from datetime import date

import pytest

from exchange import refusals
from exchange.delivery import open_delivery
from exchange.notifications import EVENTS, SIGNALS
from tests.exchange.conftest import TODAY, resolve

ONE = {"registratieDatumTijd": "2025-02-21T09:50:20Z", "bsn": "123456782", "gebeurtenisId": "SS101"}


def test_a_notification_says_when_it_was_registered_and_not_when_it_happened(take, lines):
    taken = take(lines(ONE), "Groningen")

    assert (taken.delivery.profile, taken.delivery.party, taken.delivery.municipality) == (
        "duo-notifications",
        "DUO",
        "0014",
    )
    (row,) = taken.rows
    (one,) = row.observed
    assert (one.fact.event_code, one.fact.message, one.fact.registered_at, one.fact.signal) == (
        "SS101",
        "SS101.2025-02-21T09:50:20Z",
        "2025-02-21T09:50:20Z",
        False,
    )
    assert (one.occurred_on, one.registered_on, one.municipality) == (None, date(2025, 2, 21), "0014")
    assert dict(one.personal) == {"bsn": "123456782"}


def test_the_id_of_its_record_holds_no_number_of_a_person(take, lines):
    (row,) = take(lines(ONE), "Groningen").rows

    assert row.record == "SS101.2025-02-21T09:50:20Z"
    assert row.person is None


@pytest.mark.parametrize(
    ("instant", "kept", "day"),
    [
        ("2025-02-21T23:30:00Z", "2025-02-21T23:30:00Z", date(2025, 2, 22)),
        ("2025-07-01T00:30:00+02:00", "2025-06-30T22:30:00Z", date(2025, 7, 1)),
        ("2025-02-21t09:50:20.25z", "2025-02-21T09:50:20.250000Z", date(2025, 2, 21)),
        ("2025-02-21T09:50:20.123456789Z", "2025-02-21T09:50:20.123456Z", date(2025, 2, 21)),
    ],
)
def test_an_instant_is_kept_in_utc_and_its_day_is_that_of_amsterdam(take, lines, instant, kept, day):
    (one,) = take(lines({**ONE, "registratieDatumTijd": instant}), "Groningen").facts("NotificationReceived")

    assert (one.fact.registered_at, one.registered_on) == (kept, day)


@pytest.mark.parametrize(("event", "signal"), [("SS126", True), ("SS199", False), ("SS998", None), ("1", None)])
def test_signals_and_events_are_told_apart_and_an_unknown_id_is_kept(take, lines, event, signal):
    (one,) = take(lines({**ONE, "gebeurtenisId": event}), "Groningen").facts("NotificationReceived")

    assert (one.fact.event_code, one.fact.signal) == (event, signal)


def test_no_id_is_both_event_and_signal():
    assert (len(EVENTS), len(SIGNALS), EVENTS & SIGNALS) == (28, 12, frozenset())


def test_a_person_may_be_named_by_a_v_number_as_a_whole_number(take, lines):
    taken = take(lines({**ONE, "bsn": None, "vNummer": 123456789}), "Groningen")

    assert dict(taken.facts("NotificationReceived")[0].personal) == {"v_number": "0123456789"}


def test_an_id_of_the_message_is_used_and_other_keys_are_told(take, lines):
    message = "7c0f4b1e-2f8a-4f7e-9a53-0c8c7f2f1a11"

    taken = take(lines({**ONE, "berichtId": message, "bron": "x"}), "Groningen", source="DUO (test)")

    assert taken.facts("NotificationReceived")[0].fact.message == message
    assert taken.delivery.party == "DUO (test)"
    assert 'Keys that are not read: "bron".' in taken.delivery.notices


def test_the_same_line_twice_is_taken_once_and_two_persons_at_one_instant_are_two(take, lines):
    taken = take(lines(ONE, ONE, {**ONE, "bsn": "111222333"}), "Groningen")

    assert len(taken.rows) == 2
    assert {row.record for row in taken.rows} == {"SS101.2025-02-21T09:50:20Z"}
    assert len({row.told_apart_by for row in taken.rows}) == 2
    assert len(taken.delivery.notices) == 1


@pytest.mark.parametrize(
    ("changed", "column", "reason"),
    [
        ({"bsn": "123456789"}, "bsn", "NOT_A_BSN"),
        ({"bsn": ""}, "bsn", "VALUE_MISSING"),
        ({"bsn": None}, "bsn", "VALUE_MISSING"),
        ({"vNummer": 12345678901}, "vNummer", "NOT_A_V_NUMBER"),
        ({"registratieDatumTijd": "2025-02-21"}, "registratieDatumTijd", "NOT_A_NOTIFICATION"),
        ({"registratieDatumTijd": "2025-02-21T09:50:20"}, "registratieDatumTijd", "NOT_A_NOTIFICATION"),
        ({"registratieDatumTijd": "2025-02-30T09:50:20Z"}, "registratieDatumTijd", "NOT_A_NOTIFICATION"),
        ({"registratieDatumTijd": "0001-01-01T00:00:00+14:00"}, "registratieDatumTijd", "NOT_A_NOTIFICATION"),
        ({"registratieDatumTijd": "2027-01-01T09:50:20Z"}, "registratieDatumTijd", "NOT_A_DATE"),
        ({"registratieDatumTijd": 20250221}, None, "NOT_A_NOTIFICATION"),
        ({"gebeurtenisId": "ss101"}, "gebeurtenisId", "NOT_A_NOTIFICATION"),
        ({"gebeurtenisId": "SS10101"}, "gebeurtenisId", "NOT_A_NOTIFICATION"),
        ({"gebeurtenisId": 101}, None, "NOT_A_NOTIFICATION"),
        ({"berichtId": "123456782"}, None, "PERSONAL_NUMBER"),
        ({"berichtId": "a b"}, None, "NOT_A_NOTIFICATION"),
    ],
)
def test_a_line_that_is_no_notification_is_refused_and_stops_nothing(take, lines, changed, column, reason):
    taken = take(lines(ONE, {**ONE, **changed}), "Groningen")

    assert len(taken.rows) == 1
    assert taken.reasons() == [(column, reason)]
    assert ONE["bsn"] not in str(taken.refused[0].advice)


def test_broken_json_and_a_key_that_stands_twice_are_refused(take, lines):
    line = json.dumps(ONE)

    taken = take(lines(line, "{", "[]", line[:-1] + ', "bsn": "111222333"}', '{"gebeurtenisId": "SS101"}'), "Groningen")

    assert [reason for _, reason in taken.reasons()] == [
        "NOT_A_NOTIFICATION",
        "NOT_A_NOTIFICATION",
        "KEY_STANDS_TWICE",
        "NOT_A_NOTIFICATION",
    ]


def test_the_municipality_that_receives_them_is_told(lines):
    with pytest.raises(refusals.MunicipalityNeeded, match="duo-notifications"):
        open_delivery(lines(ONE), resolve_municipality=resolve, today=TODAY)


def test_the_example_holds_the_road_of_many_persons(take, examples):
    taken = take(examples / "duo-notificaties.jsonl", "Groningen")

    events = Counter(one.fact.event_code for one in taken.facts("NotificationReceived"))
    assert events["SS101"] == len({one.personal["bsn"] for one in taken.facts("NotificationReceived")})
    assert {one.occurred_on for one in taken.facts("NotificationReceived")} == {None}
    assert events.keys() <= EVENTS | SIGNALS

"""Signals of others: open from their day, at rest while acknowledged, and open again."""

from datetime import date
from typing import Any

import pytest

from domain.dates import When
from domain.facts import NotificationReceived, SignalAcknowledged, SignalRaised
from domain.rules import rule
from domain.rules.signals import Acknowledged, rests, said_last
from tests.domain.rules.outcomes_given import asked, bounds
from tests.given import Book, Registration, day

OPEN = rule("signals-open", "unacknowledged")
DEBTS = SignalRaised(signal="DEBTS", raised_by="Schuldhulp")


def raised(book: Book, name: str = "P1", on: str | None = "2025-03-03") -> Registration:
    somebody = book.registration(name)
    somebody.says(DEBTS, on)
    return somebody


def acknowledged(until: str | None = "2025-04-01", **said: Any) -> SignalAcknowledged:
    return SignalAcknowledged(**{"signal": "DEBTS", "reason": "IN_CONTACT", "rests_until_on": day(until)} | said)


def code(book: Book, as_of: str) -> str:
    answer = asked(book, OPEN, bounds(None, as_of))
    return answer.codes.get("P1", "SIGNAL_OPEN")


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2025-03-02", "AFTER_AS_OF"),
        ("2025-03-03", "SIGNAL_OPEN"),
        ("2025-03-09", "SIGNAL_OPEN"),
        ("2025-03-10", "ACKNOWLEDGED"),
        ("2025-03-31", "ACKNOWLEDGED"),
        ("2025-04-01", "SIGNAL_OPEN"),
        ("2025-04-02", "SIGNAL_OPEN"),
    ],
)
def test_the_worked_example_open_at_rest_and_open_again(as_of: str, expected: str) -> None:
    book = Book()
    raised(book).says(acknowledged(), "2025-03-10")

    assert code(book, as_of) == expected


def test_an_open_signal_tells_its_age_and_an_acknowledged_one_how_long_it_took() -> None:
    book = Book()
    raised(book).says(acknowledged(), "2025-03-10")

    before = asked(book, OPEN, bounds(None, "2025-03-09")).verdicts["P1"].reason.detail
    after = asked(book, OPEN, bounds(None, "2025-03-31")).verdicts["P1"].reason.detail

    assert before == {"signal": "DEBTS", "raised_by": "Schuldhulp", "open_days": 6}
    assert (after["after_days"], after["because"], after["rests_until_on"]) == (7, "IN_CONTACT", "2025-04-01")


def test_without_a_day_to_come_back_it_rests_for_good() -> None:
    book = Book()
    raised(book).says(acknowledged(None), "2025-03-10")

    assert code(book, "2099-01-01") == "ACKNOWLEDGED"


def test_the_acknowledgement_of_the_latest_day_holds() -> None:
    book = Book()
    somebody = raised(book)
    somebody.says(acknowledged("2025-06-01"), "2025-04-10")
    somebody.says(acknowledged("2025-04-01"), "2025-03-10")

    assert [code(book, on) for on in ("2025-03-31", "2025-04-01", "2025-04-10", "2025-06-01")] == [
        "ACKNOWLEDGED",
        "SIGNAL_OPEN",
        "ACKNOWLEDGED",
        "SIGNAL_OPEN",
    ]


@pytest.mark.parametrize(
    ("on", "expected"), [("2025-03", "ACKNOWLEDGED_ON_UNKNOWN_DAY"), (None, "ACKNOWLEDGED_ON_UNKNOWN_DAY")]
)
def test_an_acknowledgement_on_an_unknown_day_closes_nothing_by_guess(on: str | None, expected: str) -> None:
    book = Book()
    raised(book).says(acknowledged(), on)

    assert code(book, "2025-03-20") == expected


def test_one_that_cannot_have_been_said_yet_is_not_told() -> None:
    book = Book()
    raised(book).says(acknowledged(), "2025-05")

    assert code(book, "2025-04-30") == "SIGNAL_OPEN"


@pytest.mark.parametrize(("signal", "expected"), [("DEBTS", True), ("raised-by-others", True), ("HOUSING", False)])
def test_it_names_the_code_of_the_signal_or_the_kind_of_all_signals_of_others(signal: str, expected: bool) -> None:
    book = Book()
    raised(book).says(acknowledged(signal=signal), "2025-03-10")

    assert (code(book, "2025-03-20") == "ACKNOWLEDGED") is expected


def test_one_that_names_an_event_is_about_that_signal_only() -> None:
    book = Book()
    first = book.registration("P1")
    one = first.says(DEBTS, "2025-03-03")
    other = book.registration("P2")
    other.says(DEBTS, "2025-03-04")
    other.says(acknowledged(about=str(one.event.event_id)), "2025-03-10")

    assert asked(book, OPEN, bounds(None, "2025-03-20")).counted == ["P1", "P2"]

    book.links(first, other)

    assert asked(book, OPEN, bounds(None, "2025-03-20")).codes == {"P1": "ACKNOWLEDGED"}


def test_one_that_names_none_is_about_every_signal_of_its_code_of_the_person() -> None:
    book = Book()
    for name in ("P1", "P2"):
        raised(book, name)
    book.registration("P2").says(acknowledged(), "2025-03-10")
    assert asked(book, OPEN, bounds(None, "2025-03-20")).counted == ["P1"]

    link = book.links(book.registration("P1"), book.registration("P2"))
    answer = asked(book, OPEN, bounds(None, "2025-03-20"))

    assert answer.counted == []
    assert link.position in answer.verdicts["P1"].positions


def test_taken_back_or_corrected_it_is_open_again() -> None:
    book = Book()
    said = raised(book).says(acknowledged(), "2025-03-10")
    book.corrects(said, acknowledged("2025-03-15"), "2025-03-10")
    assert [code(book, on) for on in ("2025-03-14", "2025-03-15")] == ["ACKNOWLEDGED", "SIGNAL_OPEN"]

    book.retracts(said)

    assert code(book, "2025-03-14") == "SIGNAL_OPEN"


def test_a_notification_of_duo_is_a_signal_where_its_id_is_one() -> None:
    book = Book()
    for name, is_signal in (("P1", True), ("P2", False), ("P3", None)):
        notified = NotificationReceived(event_code="SS132", message=name, signal=is_signal)
        book.registration(name).says(notified, registered_on="2025-03-03")

    answer = asked(book, OPEN, bounds(None, "2025-03-10"))

    assert answer.counted == ["P1"]
    assert answer.verdicts["P1"].reason.detail == {"signal": "SS132", "raised_by": "DUO", "open_days": 7}


def test_of_two_said_on_one_day_the_later_in_the_ledger_holds() -> None:
    said = [Acknowledged(reason=reason, on=When("2025-03-10")) for reason in ("FIRST", "SECOND")]

    last = said_last(said, date(2025, 3, 10))

    assert last is not None
    assert last.reason == "SECOND"
    assert said_last(said, date(2025, 3, 9)) is None
    assert not rests(None, date(2025, 3, 9))

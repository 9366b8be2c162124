"""View `provider-switch`: given facts, then enrolments with what came of them."""

from typing import Any

import pytest

from domain.event import Recorded
from domain.facts import (
    ClassAttendanceStarted,
    EnrolmentRecorded,
    OfferDeclined,
    PlacementStarted,
    ProviderReassigned,
    WaitingListLeft,
)
from projections import VIEWS
from tests.given import Book, Registration

VIEW = VIEWS["provider-switch"]


def at_two_providers() -> tuple[Book, Registration, Registration]:
    book = Book()
    at_x = book.registration("X006", "0363", party="aanbieder X", system="inschrijvingen-x")
    return book, at_x, book.registration("Y005", "0363", party="aanbieder Y", system="inschrijvingen-y")


def outcomes(book: Book, enrolment: Recorded) -> dict[str, str | None]:
    cases: dict[str, Any] = book.cases(VIEW)
    return {one.kind: one.on for one in cases[str(enrolment.event.event_id)].outcomes}


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (PlacementStarted(trajectory="DUAL"), "PLACED"),
        (PlacementStarted(trajectory="LANGUAGE_BRIDGE"), None),
        (PlacementStarted(trajectory="LITERACY_CLASS"), None),
        (PlacementStarted(trajectory="DUAL", provider="Aanbieder X"), "PLACED"),
        (PlacementStarted(trajectory="DUAL", provider="aanbieder Y"), None),
        (ClassAttendanceStarted(), "PLACED"),
        (WaitingListLeft(because="PLACED"), "PLACED"),
        (WaitingListLeft(because="DECLINED"), "DECLINED"),
        (WaitingListLeft(because="MOVED"), None),
        (OfferDeclined(), "DECLINED"),
        (ProviderReassigned(to_provider="aanbieder Y"), "MOVED"),
        (ProviderReassigned(to_provider="aanbieder Y", from_provider="aanbieder Z"), None),
        (ProviderReassigned(to_provider="aanbieder X", from_provider="aanbieder Y"), None),
    ],
)
def test_what_came_of_an_enrolment(fact: Any, expected: str | None) -> None:
    book, at_x, _ = at_two_providers()
    enrolment = at_x.says(EnrolmentRecorded(course="NT2"), "2007-10-01")
    at_x.says(fact, "2007-10-15")

    assert outcomes(book, enrolment) == ({} if expected is None else {expected: "2007-10-15"})


def test_what_was_before_the_enrolment_did_not_come_of_it() -> None:
    book, at_x, _ = at_two_providers()
    enrolment = at_x.says(EnrolmentRecorded(course="NT2"), "2007-10-01")
    at_x.says(PlacementStarted(trajectory="DUAL"), "2007-09-30")

    assert outcomes(book, enrolment) == {}


def test_a_place_given_without_a_day_is_a_place() -> None:
    book, at_x, _ = at_two_providers()
    enrolment = at_x.says(EnrolmentRecorded(course="NT2", placed=True), "2007-10-01")

    assert outcomes(book, enrolment) == {"PLACED": None}


def test_after_the_move_the_days_run_with_the_next_provider() -> None:
    """As X006 and Y005 of the worked case of Amsterdam, and then placed at Y."""
    book, at_x, at_y = at_two_providers()
    first = at_x.says(EnrolmentRecorded(course="NT2"), "2007-03-01")
    at_x.says(ProviderReassigned(to_provider="aanbieder Y"), "2007-03-22")
    second = at_y.says(EnrolmentRecorded(course="NT2"), "2007-03-22")
    at_y.says(PlacementStarted(trajectory="REGULAR"), "2007-04-11")
    book.links(at_x, at_y)

    assert outcomes(book, first) == {"MOVED": "2007-03-22"}
    assert outcomes(book, second) == {"PLACED": "2007-04-11"}


def test_in_one_register_of_the_municipality_a_move_is_about_the_provider_that_was_left() -> None:
    book = Book()
    stream = book.registration("K1", "0363")
    first = stream.says(EnrolmentRecorded(course="NT2", provider="X"), "2007-03-01")
    second = stream.says(EnrolmentRecorded(course="NT2", provider="Y"), "2007-03-22")
    stream.says(ProviderReassigned(to_provider="Y"), "2007-03-22")
    stream.says(PlacementStarted(trajectory="REGULAR"), "2007-04-11")

    assert outcomes(book, first) == {"MOVED": "2007-03-22"}
    assert outcomes(book, second) == {"PLACED": "2007-04-11"}


def test_a_fact_that_names_a_course_is_about_the_enrolment_in_it() -> None:
    book, at_x, _ = at_two_providers()
    language = at_x.says(EnrolmentRecorded(course="NT2"), "2007-03-01")
    society = at_x.says(EnrolmentRecorded(course="KNM"), "2007-03-02")
    at_x.says(ClassAttendanceStarted(course="nt2"), "2007-03-15")

    assert (outcomes(book, language), outcomes(book, society)) == ({"PLACED": "2007-03-15"}, {})

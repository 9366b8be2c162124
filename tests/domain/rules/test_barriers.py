"""Barriers, refusals for the own contribution, and childcare: from the facts on, with every limit day."""

from datetime import date
from typing import Any, get_args

import pytest

from domain.counting import Bounds, Rule
from domain.dates import Period
from domain.event import Position
from domain.facts import BarrierRecorded, ChildcareRequested, OfferDeclined
from domain.facts.base import Fact
from domain.rules import rule
from domain.rules.barriers import CLASSES
from projections import VIEWS
from tests.given import Answer, Book, ask

BARRIERS = rule("barriers-standing", "by-class")
DECLINED = rule("declined-for-own-contribution", "reason-recorded")
REQUESTS = rule("childcare-requests", "each-request")
WITHOUT_PLACE = rule("childcare-without-place", "each-request")


def said(**facts: tuple[Fact, str | None]) -> Book:
    """A registration for each name, of which this fact was said on this day."""
    book = Book()
    for name, (fact, on) in facts.items():
        book.registration(name).says(fact, on, registered_on=on)
    return book


def answer(book: Book, asked: Rule, as_of: str, **bounds: Any) -> Answer:
    return ask(book, VIEWS[asked.view], asked, Bounds(date.fromisoformat(as_of), Position(99), **bounds))


# --- Barriers ---


def test_every_class_of_barrier_is_counted_under_a_code_of_its_own() -> None:
    classes = get_args(BarrierRecorded.__annotations__["barrier"])
    book = said(**{one: (BarrierRecorded(barrier=one), "2008-03-01") for one in classes})
    found = answer(book, BARRIERS, "2008-10-06")

    assert found.value == len(classes)
    assert {name: verdict.code for name, verdict in found.verdicts.items()} == {
        one: f"BARRIER_{one}" for one in classes
    }
    assert {*CLASSES, "OTHER"} == {*classes}


@pytest.mark.parametrize(
    ("as_of", "code"),
    [
        ("2008-02-29", "AFTER_AS_OF"),
        ("2008-03-01", "BARRIER_CHILDCARE"),
        ("2008-04-30", "BARRIER_CHILDCARE"),
        ("2008-05-01", "REMOVED"),
        ("2008-05-02", "REMOVED"),
    ],
)
def test_a_barrier_stands_until_the_day_on_which_it_was_out_of_the_way(as_of: str, code: str) -> None:
    book = said(P=(BarrierRecorded(barrier="CHILDCARE", removed_on=date(2008, 5, 1)), "2008-03-01"))

    assert answer(book, BARRIERS, as_of).verdicts["P"].code == code


def test_a_barrier_that_was_entered_after_the_bound_is_named_and_not_counted() -> None:
    book = said(P=(BarrierRecorded(barrier="TRAVEL"), "2008-03-01"))

    assert answer(book, BARRIERS, "2008-10-06", registered_by=date(2008, 2, 29)).codes == {"P": "RECORDED_LATER"}
    assert answer(book, BARRIERS, "2008-10-06", registered_by=date(2008, 3, 1)).counted == ["P"]


# --- The own contribution ---


def test_only_a_reason_that_was_recorded_makes_a_refusal_one_for_the_own_contribution() -> None:
    book = said(
        P=(OfferDeclined(reason="OWN_CONTRIBUTION"), "2008-03-01"),
        Q=(OfferDeclined(reason="WORK"), "2008-03-01"),
        R=(OfferDeclined(), "2008-03-01"),
        S=(OfferDeclined(reason="OWN_CONTRIBUTION"), None),
        T=(OfferDeclined(reason="OWN_CONTRIBUTION"), "2008-10-07"),
    )
    found = answer(book, DECLINED, "2008-10-06")

    assert found.counted == ["P"]
    assert found.codes == {"Q": "OTHER_REASON", "R": "REASON_UNKNOWN", "S": "DATE_UNKNOWN", "T": "AFTER_AS_OF"}


# --- Childcare ---

PILOT_FROM = date(2008, 4, 1)


def test_requests_before_a_pilot_and_from_its_first_day_on_are_two_periods_that_leave_none_out() -> None:
    days = {"A": "2008-03-31", "B": "2008-04-01", "C": "2008-04-02", "D": "2008-04-30"}
    book = said(**{name: (ChildcareRequested(), day) for name, day in days.items()})
    before = answer(book, REQUESTS, "2008-12-31", period=Period(date(2008, 1, 1), PILOT_FROM))
    since = answer(book, REQUESTS, "2008-12-31", period=Period(PILOT_FROM, date(2009, 1, 1)))

    assert (before.counted, since.counted) == (["A"], ["B", "C", "D"])
    assert before.codes["B"] == "ON_BOUNDARY"


@pytest.mark.parametrize(
    ("as_of", "code", "days_waiting"),
    [
        ("2004-01-04", "AFTER_AS_OF", None),
        ("2004-01-05", "NO_PLACE", 0),
        ("2004-02-29", "NO_PLACE", 55),
        ("2004-03-01", "PLACE_OFFERED", None),
        ("2004-03-02", "PLACE_OFFERED", None),
    ],
)
def test_there_is_a_place_from_the_day_on_which_one_was_offered(
    as_of: str, code: str, days_waiting: int | None
) -> None:
    book = said(P=(ChildcareRequested(place_offered_on=date(2004, 3, 1)), "2004-01-05"))
    found = answer(book, WITHOUT_PLACE, as_of).verdicts["P"]

    assert (found.code, found.reason.detail.get("days_waiting")) == (code, days_waiting)


def test_half_days_are_told_where_the_source_counts_them() -> None:
    book = said(
        P=(ChildcareRequested(half_days_per_week=3), "2004-01-05"),
        Q=(ChildcareRequested(half_days_per_week=0), "2004-01-05"),
        R=(ChildcareRequested(), "2004-01-05"),
    )

    for asked in (REQUESTS, WITHOUT_PLACE):
        found = answer(book, asked, "2004-07-01").verdicts
        assert [found[name].reason.detail.get("half_days_per_week") for name in "PQR"] == [3, 0, None]


def test_each_request_of_a_person_counts() -> None:
    book = Book()
    stream = book.registration("P")
    for entry in ("1", "2"):
        stream.says(ChildcareRequested(entry=entry), "2004-01-05")

    assert len(book.cases(VIEWS["childcare"])) == 2

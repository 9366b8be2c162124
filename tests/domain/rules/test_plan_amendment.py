"""Changes of route within a year and a half, and the level lowered after six hundred hours."""

from datetime import date
from typing import Any

import pytest

from domain.counting import Bounds, judge_all, question_for
from domain.event import Position
from domain.facts import HoursReported, PersonalPlanAdopted, PersonalPlanAmended
from domain.rules import rule
from projections import VIEWS
from tests.given import Book, Registration

VIEW = VIEWS["plan-amendments"]
CHANGES, LOWERED = rule("route-changes", "one-and-a-half-years"), rule("levels-lowered", "six-hundred-hours")


def with_plan(route: Any, on: str | None = "2023-02-28", **plan: Any) -> tuple[Book, Registration]:
    book = Book()
    stream = book.registration("P1")
    stream.says(PersonalPlanAdopted(route=route, **plan), on)
    return book, stream


def codes(book: Book, which: Any, as_of: str = "2027-01-01") -> list[str]:
    """The codes in the order of the plans; those that count with a plus."""
    question = question_for(which, Bounds(date.fromisoformat(as_of), Position(99)))
    return [
        f"+{one.code}" if one.counted else one.code for one in judge_all(which, book.cases(VIEW).values(), question)
    ]


@pytest.mark.parametrize(
    ("route", "to", "on", "code"),
    [
        ("B1", "Z", "2024-08-30", "+CHANGED_IN_TIME"),
        ("B1", "Z", "2024-08-31", "+CHANGED_IN_TIME"),
        ("B1", "Z", "2024-09-01", "CHANGED_TOO_LATE"),
        ("Z", "B1", "2024-09-01", "CHANGED_TOO_LATE"),
        ("B1", "EDUCATION", "2024-09-01", "CHANGED_TOO_LATE"),
        ("EDUCATION", "Z", "2024-09-01", "CHANGED_TOO_LATE"),
        ("EDUCATION", "B1", "2026-01-01", "+FROM_EDUCATION_TO_B1"),
        ("B1", "B1", "2024-01-01", "SAME_ROUTE"),
        ("B1", "Z", "2024-08", "DATE_UNKNOWN"),
        ("B1", "Z", "2027-01-02", "AFTER_AS_OF"),
    ],
)
def test_a_route_is_changed_within_a_year_and_a_half_and_from_education_to_b1_at_any_time(
    route: Any, to: Any, on: str, code: str
) -> None:
    book, stream = with_plan(route)
    stream.says(PersonalPlanAmended(route=to), on)

    assert codes(book, CHANGES) == [code]


def test_a_personal_circumstance_is_the_special_case_of_the_decree() -> None:
    book, stream = with_plan("B1")
    stream.says(PersonalPlanAmended(route="Z", reason="PERSONAL_CIRCUMSTANCE"), "2025-01-01")

    assert codes(book, CHANGES) == ["+SPECIAL_CASE"]


def test_each_plan_is_compared_with_the_one_before_it_by_day() -> None:
    book, stream = with_plan("B1")
    stream.says(PersonalPlanAmended(route="B1"), "2024-02-01")
    stream.says(PersonalPlanAmended(route="Z"), "2023-06-01")
    stream.says(PersonalPlanAdopted(route="B1"), "2024-03-01")

    assert codes(book, CHANGES) == ["+CHANGED_IN_TIME", "+CHANGED_IN_TIME", "SAME_ROUTE"]


def test_without_the_day_of_the_first_plan_no_change_has_a_limit() -> None:
    book, stream = with_plan("B1", None)
    stream.says(PersonalPlanAmended(route="Z"), "2023-06-01")

    assert codes(book, CHANGES) == ["DATE_UNKNOWN"]


@pytest.mark.parametrize(
    ("hours", "known_until", "code"),
    [
        (600, date(2024, 2, 2), "+LEVEL_LOWERED"),
        (599, date(2024, 2, 2), "EFFORT_HOURS_SHORT"),
        (600, date(2024, 2, 3), "EFFORT_HOURS_SHORT"),  # known only after the change
    ],
)
def test_the_level_is_lowered_after_six_hundred_hours(hours: int, known_until: date, code: str) -> None:
    book, stream = with_plan("B1", level="B1")
    stream.says(HoursReported(activity="PARTICIPATION", hours=900, known_until=date(2024, 1, 1)))
    stream.says(HoursReported(activity="LANGUAGE", hours=hours, known_until=known_until))
    stream.says(PersonalPlanAmended(route="B1", level="A2"), "2024-02-01")

    assert codes(book, LOWERED) == [code]


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ({"route": "B1", "level": "A2"}, {"route": "B1", "level": "A2"}),
        ({"route": "B1"}, {"route": "B1"}),
        ({"route": "B1"}, {"route": "Z", "level": "A2"}),
    ],
)
def test_a_level_that_was_already_a2_or_belongs_to_the_z_route_is_not_lowered(first: Any, then: Any) -> None:
    book = Book()
    stream = book.registration("P1")
    stream.says(PersonalPlanAdopted(**first), "2023-02-28")
    stream.says(PersonalPlanAmended(**then), "2024-02-01")

    assert codes(book, LOWERED) == ["LEVEL_STAYS"]

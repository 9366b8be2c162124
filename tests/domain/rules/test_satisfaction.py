"""Satisfaction, childcare asked for and offered, and talks with who breaks off."""

from typing import Any

import pytest

from domain.facts import AbsenceFollowedUp, ChildcareRequested, SatisfactionMeasured
from domain.rules import rule
from tests.domain.rules.outcomes_given import IN_2004, asked, bounds, ratio_of, sides, trajectory
from tests.given import Book, day

ASKED, ANSWERED = rule("satisfaction", "of-those-asked"), rule("satisfaction", "of-those-who-answered")
PLACES = rule("childcare-places-offered", "offered")
HALF_DAYS, TALKS = rule("childcare-half-days", "per-week"), rule("dropouts-spoken-to", "exit-talk")
JUNE_2003 = bounds("2003-06-01..2003-07-01", "2003-06-30")


def says(book: Book, name: str, satisfied: bool | None, on: str | None = "2003-06-10") -> Any:
    somebody = book.registration(name)
    somebody.says(SatisfactionMeasured(survey="2003-06", satisfied=satisfied), on)
    return somebody


def test_the_worked_example_of_five_who_were_asked() -> None:
    book = Book()
    for name in ("P1", "P2", "P3", "P4"):
        says(book, name, True)
    says(book, "P5", None)

    of_asked, of_answered = ratio_of(book, ASKED, JUNE_2003), ratio_of(book, ANSWERED, JUNE_2003)

    assert (sides(of_asked), of_asked.norm, of_asked.is_reached) == ((4, 5, "80.0"), 80, True)
    assert sides(of_answered) == (4, 4, "100.0")


@pytest.mark.parametrize(("as_of", "norm"), [("2004-05-31", 80), ("2004-06-01", 85)])
def test_the_aim_of_june_2004_is_higher(as_of: str, norm: int) -> None:
    assert ratio_of(Book(), ASKED, bounds(None, as_of)).norm == norm


def test_a_person_counts_by_what_was_said_last_in_the_time_asked() -> None:
    book = Book()
    first = says(book, "A", True, "2003-06-01")
    book.links(first, says(book, "B", False, "2003-06-30"))
    book.links(first, says(book, "C", True, "2003-07-01"))
    says(book, "D", True, "2003-05-31")

    answer = asked(book, ASKED, JUNE_2003)

    assert answer.codes == {
        "A": "SAID_AGAIN",
        "B": "NOT_SATISFIED",
        "C": "ON_BOUNDARY",
        "D": "BEFORE_PERIOD",
    }
    assert answer.verdicts["A"].reason.detail == {"counted_as": answer.verdicts["B"].case.case}
    assert sides(ratio_of(book, ASKED, JUNE_2003)) == (0, 1, "0.0")


# --- Childcare ---


def test_the_worked_example_of_four_requests() -> None:
    book = Book()
    for name, offered, half_days in (
        ("P1", "2004-03-01", 2),
        ("P2", "2004-12-31", 2),
        ("P3", "2004-02-01", None),
        ("P4", "2005-01-01", 2),
    ):
        request = ChildcareRequested(half_days_per_week=half_days, place_offered_on=day(offered))
        book.registration(name).says(request, "2004-02-01")

    assert sides(ratio_of(book, PLACES, IN_2004)) == (3, 4, "75.0")
    assert asked(book, PLACES, IN_2004).codes == {"P4": "NO_PLACE_OFFERED"}
    assert sides(ratio_of(book, HALF_DAYS, IN_2004)) == (6, 3, "2.0")
    assert asked(book, HALF_DAYS, IN_2004).codes == {"P3": "HALF_DAYS_NOT_SAID"}


# --- Talks ---


@pytest.mark.parametrize(
    ("held_on", "action", "code"),
    [
        ("2004-03-08", "EXIT_INTERVIEW", None),
        ("2004-02-20", "EXIT_INTERVIEW", None),
        ("2005-01-01", "EXIT_INTERVIEW", "NO_EXIT_TALK"),
        ("2004-03-08", "INTERVIEW", "NO_EXIT_TALK"),
    ],
)
def test_a_talk_about_going_is_held_by_the_day_asked(held_on: str, action: Any, code: str | None) -> None:
    book = Book()
    somebody = trajectory(book, "P1", "2003-09-01", "2004-03-01", reason="DROPPED_OUT")
    somebody.says(AbsenceFollowedUp(action=action), held_on)
    trajectory(book, "P2", "2003-09-01", "2004-03-01", reason="EXAM_PASSED")
    trajectory(book, "P3", "2003-09-01", "2004-03-01", reason="MOVED")

    answer = asked(book, TALKS, IN_2004)

    assert answer.codes.get("P1") == code
    assert (answer.codes["P2"], answer.codes["P3"]) == ("NO_DROPOUT", "NO_DROPOUT")
    assert ratio_of(book, TALKS, IN_2004).denominator == 1

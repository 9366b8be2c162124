"""Goal perspectives: with whom one was agreed, and which share of those that left had reached it."""

import pytest

from domain.facts import GoalPerspectiveAgreed
from domain.rules import rule
from tests.domain.rules.outcomes_given import DUAL, IN_2004, asked, bounds, ratio_of, sides, trajectory
from tests.given import Book

ALL, COMPLETED = rule("goal-reached", "all-outflow"), rule("goal-reached", "completed")
AGREED = rule("goal-agreed", "new-people")
WORK = GoalPerspectiveAgreed(goal="WORK")


def left(book: Book, name: str, on: str | None, goal: str | None = "WORK", **end: object) -> None:
    somebody = trajectory(book, name, "2003-02-01", on, **end)
    if goal:
        somebody.says(GoalPerspectiveAgreed(goal=goal), "2003-02-01")  # type: ignore[arg-type]


def test_the_worked_example_of_four_people_who_left_in_2004() -> None:
    book = Book()
    for name in ("P1", "P2", "P3"):
        left(book, name, "2004-06-01", goal_reached="WORK")
    left(book, "P4", "2004-03-01", reason="DROPPED_OUT", goal_reached="NONE")

    of_all, of_completed = ratio_of(book, ALL, IN_2004), ratio_of(book, COMPLETED, IN_2004)

    assert (sides(of_all), of_all.norm, of_all.is_reached) == ((3, 4, "75.0"), 75, True)
    assert (sides(of_completed), of_completed.is_reached) == ((3, 3, "100.0"), True)
    assert asked(book, ALL, IN_2004).codes == {"P4": "GOAL_NOT_REACHED"}
    assert asked(book, COMPLETED, IN_2004).codes == {"P4": "BROKEN_OFF"}


def test_the_population_are_those_who_left_and_not_all_who_started() -> None:
    book = Book()
    left(book, "before", "2003-12-31", goal_reached="WORK")
    left(book, "first day", "2004-01-01", goal_reached="WORK")
    left(book, "last day", "2004-12-31", goal_reached="WORK")
    left(book, "until", "2005-01-01", goal_reached="WORK")
    left(book, "after", "2005-01-02", goal_reached="WORK")
    left(book, "no day", None, goal_reached="WORK", reason="COMPLETED")
    trajectory(book, "still there", "2003-02-01")

    answer = asked(book, ALL, IN_2004)

    assert answer.counted == ["first day", "last day"]
    assert answer.codes == {
        "before": "BEFORE_PERIOD",
        "until": "ON_BOUNDARY",
        "after": "AFTER_PERIOD",
        "no day": "DATE_UNKNOWN",
        "still there": "STILL_ON_TRAJECTORY",
    }
    assert sides(ratio_of(book, ALL, IN_2004)) == (2, 2, "100.0")


@pytest.mark.parametrize(
    ("agreed", "reached", "code"),
    [
        ("WORK", "WORK", None),
        ("WORK", "EDUCATION", "OTHER_GOAL_REACHED"),
        ("SELF_RELIANCE", "PARENTING", None),
        ("PARENTING", "SELF_RELIANCE", "OTHER_GOAL_REACHED"),
        ("WORK", "NONE", "GOAL_NOT_REACHED"),
        ("WORK", None, "GOAL_NOT_STATED"),
        (None, "WORK", "NO_GOAL_AGREED"),
    ],
)
def test_only_the_own_goal_counts_and_parenting_is_a_part_of_self_reliance(
    agreed: str | None, reached: str | None, code: str | None
) -> None:
    book = Book()
    left(book, "P1", "2004-06-01", goal=agreed, goal_reached=reached)

    answer = asked(book, ALL, IN_2004)

    assert answer.codes.get("P1") == code
    assert ratio_of(book, ALL, IN_2004).denominator == 1


def test_the_goal_is_the_one_last_agreed_by_the_day_of_the_end() -> None:
    book = Book()
    left(book, "P1", "2004-06-01", goal_reached="WORK")
    book.registration("P1").says(GoalPerspectiveAgreed(goal="EDUCATION"), "2004-06-02")
    left(book, "P2", "2004-06-01", goal_reached="WORK")
    book.registration("P2").says(GoalPerspectiveAgreed(goal="EDUCATION"), "2004-06-01")

    assert asked(book, ALL, IN_2004).codes == {"P2": "OTHER_GOAL_REACHED"}


def test_who_goes_on_has_not_left_and_a_person_counts_by_the_last_end() -> None:
    book = Book()
    left(book, "moved on", "2004-06-01", reason="REASSIGNED")
    left(book, "A1", "2004-03-01", reason="DROPPED_OUT", goal_reached="NONE")
    left(book, "A2", "2004-09-01", goal_reached="WORK")
    left(book, "B1", "2004-03-01", goal_reached="WORK")
    trajectory(book, "B2", "2004-04-01")
    for one, other in (("A1", "A2"), ("B1", "B2")):
        book.links(book.registration(one), book.registration(other))

    answer = asked(book, ALL, IN_2004)

    assert answer.counted == ["A2"]
    assert answer.codes == {
        "moved on": "GOES_ON_ELSEWHERE",
        "A1": "OTHER_TRAJECTORY_OF_SAME_PERSON",
        "B1": "ON_ANOTHER_TRAJECTORY",
        "B2": "STILL_ON_TRAJECTORY",
    }
    assert answer.verdicts["A1"].reason.detail == {"counted_as": answer.verdicts["A2"].case.case}
    assert sides(ratio_of(book, ALL, IN_2004)) == (1, 1, "100.0")


def test_a_goal_is_agreed_with_everybody_who_is_new_since_2003() -> None:
    book = Book()
    for name, started in (("old", "2002-12-31"), ("first", "2003-01-01"), ("none", "2003-05-01")):
        somebody = trajectory(book, name, started, kind=DUAL)
        if name != "none":
            somebody.says(WORK, started)
    trajectory(book, "again", "2003-06-01")
    book.links(book.registration("old"), book.registration("again"))

    since = bounds(None, "2003-12-31")

    assert asked(book, AGREED, since).codes == {
        "old": "NOT_NEW",
        "none": "NO_GOAL_AGREED",
        "again": "OTHER_TRAJECTORY_OF_SAME_PERSON",
    }
    assert sides(ratio_of(book, AGREED, since)) == (1, 2, "50.0")

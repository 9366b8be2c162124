"""The exam: who came as far as taking part, and who of those passed."""

import pytest

from domain.facts import DiplomaAwarded, ExamResultRecorded, ExamTaken
from domain.rules import rule
from tests.domain.rules.outcomes_given import asked, bounds, ratio_of, sides, trajectory
from tests.given import Book

TAKEN, PASSED = rule("exam-taken", "people-started"), rule("exam-passed", "people-examined")
FIRST_HALF = bounds("2010-01-01..2010-07-01", "2010-12-31")
FAIL = ExamResultRecorded(exam="INTEGRATION_EXAM", result="FAILED")
PASS = ExamResultRecorded(exam="INTEGRATION_EXAM", result="PASSED")


def test_the_worked_example_of_four_who_took_part() -> None:
    book = Book()
    for name in ("P1", "P2", "P3", "P4"):
        trajectory(book, name, "2009-03-01")
    book.registration("P1").says(PASS, "2010-03-01")
    book.registration("P2").says(ExamTaken(exam="INTEGRATION_EXAM"), "2010-04-01")
    book.registration("P2").says(DiplomaAwarded(diploma="INTEGRATION"), "2010-04-20")
    book.registration("P3").says(FAIL, "2010-05-01")
    book.registration("P3").says(PASS, "2010-06-30")
    book.registration("P4").says(FAIL, "2010-05-01")
    book.registration("P4").says(PASS, "2010-07-01")

    assert sides(ratio_of(book, PASSED, FIRST_HALF)) == (3, 4, "75.0")
    answer = asked(book, PASSED, FIRST_HALF)
    assert answer.codes == {"P4": "EXAM_NOT_PASSED"}
    assert answer.verdicts["P4"].reason.detail == {"later_on": "2010-07-01"}


@pytest.mark.parametrize(
    ("day", "is_in"), [("2009-12-31", False), ("2010-01-01", True), ("2010-06-30", True), ("2010-07-01", False)]
)
def test_the_population_is_who_took_part_in_the_time_asked(day: str, is_in: bool) -> None:
    book = Book()
    trajectory(book, "P1", "2009-03-01").says(PASS, day)

    assert ratio_of(book, PASSED, FIRST_HALF).denominator == int(is_in)


def test_a_part_that_was_passed_is_no_exam_and_a_person_counts_once() -> None:
    book = Book()
    part = ExamResultRecorded(exam="INTEGRATION_EXAM", exam_part="KNM", result="PASSED")
    trajectory(book, "P1", "2009-03-01").says(part, "2010-03-01")
    for name, on in (("Q1", "2008-03-01"), ("Q2", "2009-03-01")):
        trajectory(book, name, on)
    book.links(book.registration("Q1"), book.registration("Q2"))
    book.registration("Q2").says(PASS, "2010-03-01")

    assert asked(book, PASSED, FIRST_HALF).codes == {
        "P1": "EXAM_NOT_PASSED",
        "Q2": "OTHER_TRAJECTORY_OF_SAME_PERSON",
    }
    assert sides(ratio_of(book, PASSED, FIRST_HALF)) == (1, 2, "50.0")


@pytest.mark.parametrize(("as_of", "counted"), [("2010-05-09", []), ("2010-05-10", ["P1"])])
def test_of_those_who_started_in_the_period_they_count_who_took_part_by_the_day_asked(
    as_of: str, counted: list[str]
) -> None:
    book = Book()
    trajectory(book, "P1", "2009-03-01").says(FAIL, "2010-05-10")
    trajectory(book, "P2", "2009-04-01")
    trajectory(book, "earlier", "2008-12-31").says(FAIL, "2009-05-10")

    within = bounds("2009-01-01..2010-01-01", as_of)

    assert asked(book, TAKEN, within).counted == counted
    assert ratio_of(book, TAKEN, within).denominator == 2


@pytest.mark.parametrize(
    ("on", "as_of", "code"),
    [
        (None, "2010-06-30", "EXAM_ON_UNKNOWN_DAY"),
        ("2010-06", "2010-06-30", "EXAM_ON_UNKNOWN_DAY"),
        ("2010-07", "2010-06-30", "NO_EXAM_TAKEN"),
    ],
)
def test_an_exam_on_an_unknown_day_is_told_as_such_and_not_as_none(on: str | None, as_of: str, code: str) -> None:
    book = Book()
    trajectory(book, "P1", "2009-03-01").says(ExamTaken(exam="INTEGRATION_EXAM"), on)
    asked_then = bounds("2009-01-01..2010-01-01", as_of)

    assert asked(book, TAKEN, asked_then).codes == {"P1": code}
    assert sides(ratio_of(book, TAKEN, asked_then)) == (0, 1, "0.0")

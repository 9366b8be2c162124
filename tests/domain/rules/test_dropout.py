"""Dropout, and how long it takes from recruitment or test to the start."""

import pytest

from domain.facts import AssessmentRecorded, PersonApproached, PlacementStarted
from domain.rules import rule
from tests.domain.rules.outcomes_given import IN_2008, asked, bounds, ratio_of, sides, trajectory
from tests.given import Book

UNAUTHORISED, ALL = rule("dropout", "unauthorised"), rule("dropout", "all-early-ends")
FIRST = rule("lead-time-from-recruitment", "first-approach")
LAST = rule("lead-time-from-recruitment", "last-approach")
TEST = rule("lead-time-from-test", "first-test")
COHORT = bounds("2003-01-01..2004-01-01", "2004-12-31")


def test_the_worked_example_of_ten_of_whom_two_broke_off() -> None:
    book = Book()
    for number in range(8):
        trajectory(book, f"P{number}", "2003-02-01")
    trajectory(book, "ill", "2003-02-01", "2003-09-01", reason="PERSONAL_CIRCUMSTANCE", authorised=True)
    trajectory(book, "gone", "2003-02-01", "2003-09-01", reason="DROPPED_OUT")

    assert sides(ratio_of(book, UNAUTHORISED, COHORT)) == (1, 10, "10.0")
    assert sides(ratio_of(book, ALL, COHORT)) == (2, 10, "20.0")
    assert asked(book, UNAUTHORISED, COHORT).codes["ill"] == "AUTHORISED_OUTFLOW"


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("DROPPED_OUT", None),
        ("PERSONAL_CIRCUMSTANCE", None),
        ("CHILDCARE", None),
        ("UNKNOWN", None),
        ("COMPLETED", "COMPLETED"),
        ("JOB_FOUND", "COMPLETED"),
        ("MOVED", "ENDED_BY_OTHER_CAUSE"),
        ("REASSIGNED", "ENDED_BY_OTHER_CAUSE"),
        ("DECEASED", "ENDED_BY_OTHER_CAUSE"),
    ],
)
def test_an_early_end_is_unauthorised_unless_the_municipality_decides_otherwise(reason: str, code: str | None) -> None:
    book = Book()
    trajectory(book, "P1", "2003-02-01", "2003-09-01", reason=reason)

    answer = asked(book, UNAUTHORISED, COHORT)

    assert answer.codes.get("P1") == code
    assert answer.verdicts["P1"].reason.detail == {"ended": reason}
    assert ("END_WITHOUT_REASON" in answer.verdicts["P1"].flags) == (reason == "UNKNOWN")


@pytest.mark.parametrize(
    ("ended", "code"), [("2004-12-31", None), ("2005-01-01", "STILL_ON_TRAJECTORY"), ("2004-06", "END_UNKNOWN")]
)
def test_dropped_out_is_who_was_gone_by_the_day_asked(ended: str, code: str | None) -> None:
    book = Book()
    trajectory(book, "P1", "2003-02-01", ended, reason="DROPPED_OUT")

    assert asked(book, UNAUTHORISED, COHORT).codes.get("P1") == code
    assert ratio_of(book, UNAUTHORISED, COHORT).denominator == 1


def test_who_started_in_another_year_is_in_another_population() -> None:
    book = Book()
    trajectory(book, "P1", "2002-12-31", "2003-09-01", reason="DROPPED_OUT")
    trajectory(book, "P2", "2004-01-01", "2004-09-01", reason="DROPPED_OUT")

    assert sides(ratio_of(book, UNAUTHORISED, COHORT)) == (0, 0, "None")


# --- Lead times ---


def test_the_worked_example_of_somebody_approached_twice() -> None:
    book = Book()
    somebody = trajectory(book, "P1", "2008-05-31")
    somebody.says(PersonApproached(), "2008-03-01")
    somebody.says(PersonApproached(), "2008-05-01")
    somebody.says(PersonApproached(), "2008-07-01")

    assert (asked(book, FIRST, IN_2008).value, asked(book, LAST, IN_2008).value) == (91, 30)
    detail = asked(book, LAST, IN_2008).verdicts["P1"].reason.detail
    assert detail == {"from": "2008-05-01", "until": "2008-05-31"}


def test_the_days_until_a_start_stand_beside_each_other_before_and_after_a_shorter_procedure() -> None:
    """The procedure of Rotterdam's intake was shortened from 1 July 2008 (R049)."""
    book = Book()
    for name, approached, started in (
        ("before", "2008-03-01", "2008-06-30"),
        ("on the day", "2008-06-01", "2008-07-01"),
        ("after", "2008-08-01", "2008-08-21"),
    ):
        trajectory(book, name, started).says(PersonApproached(), approached)
    before, after = bounds("2008-01-01..2008-07-01", "2008-12-31"), bounds("2008-07-01..2009-01-01", "2008-12-31")

    assert sides(ratio_of(book, FIRST, before)) == (121, 1, "121.0")
    assert sides(ratio_of(book, FIRST, after)) == (50, 2, "25.0")


def test_the_mean_and_the_median_are_of_the_persons_for_whom_days_can_be_taken() -> None:
    book = Book()
    for name, approached in (("P1", "2008-05-31"), ("P2", "2008-05-21"), ("P3", "2008-03-01")):
        trajectory(book, name, "2008-05-31").says(PersonApproached(), approached)
    trajectory(book, "never", "2008-05-31")
    trajectory(book, "later", "2008-05-31").says(PersonApproached(), "2008-06-01")
    trajectory(book, "some month", "2008-05-31").says(PersonApproached(), "2008-05")
    trajectory(book, "some day", "2008-05-31").says(PersonApproached(), None)
    trajectory(book, "bridge", "2008-05-31", kind=PlacementStarted(trajectory="LANGUAGE_BRIDGE"))

    answer, ratio = asked(book, FIRST, IN_2008), ratio_of(book, FIRST, IN_2008)

    assert (answer.value, sides(ratio), str(ratio.median)) == (101, (101, 3, "33.7"), "10.0")
    assert answer.codes == {
        "never": "NEVER_RECRUITED",
        "later": "RECRUITED_AFTER_START",
        "some month": "RECRUITED_ON_UNKNOWN_DAY",
        "some day": "RECRUITED_ON_UNKNOWN_DAY",
        "bridge": "NOT_A_TRAJECTORY",
    }


def test_a_person_counts_once_by_the_first_start_also_after_a_bridge() -> None:
    book = Book()
    somebody = trajectory(book, "P1", "2008-02-01", kind=PlacementStarted(trajectory="LANGUAGE_BRIDGE"))
    somebody.says(PersonApproached(), "2008-01-01")
    trajectory(book, "P2", "2008-03-01")
    trajectory(book, "P3", "2008-06-01")
    for other in ("P2", "P3"):
        book.links(somebody, book.registration(other))

    answer = asked(book, FIRST, IN_2008)

    assert (answer.value, answer.counted) == (60, ["P2"])
    assert answer.codes == {"P1": "NOT_A_TRAJECTORY", "P3": "OTHER_TRAJECTORY_OF_SAME_PERSON"}


def test_from_the_test_it_is_the_entry_test_that_counts() -> None:
    book = Book()
    somebody = trajectory(book, "P1", "2008-05-31")
    somebody.says(AssessmentRecorded(assessment="ENTRY_TEST"), "2008-05-01")
    somebody.says(AssessmentRecorded(assessment="ENTRY_TEST", registered_for_only=True), "2008-04-01")
    somebody.says(AssessmentRecorded(assessment="LEARNABILITY_TEST"), "2008-04-01")

    assert asked(book, TEST, IN_2008).value == 30

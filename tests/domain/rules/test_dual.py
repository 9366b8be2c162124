"""Dual trajectories: two readings of their share, starting together, and success by kind."""

import pytest

from domain.facts import ComponentAdded, DiplomaAwarded, ExamResultRecorded, PlacementStarted
from domain.rules import rule
from tests.domain.rules.outcomes_given import (
    DUAL,
    IN_2004,
    IN_2008,
    REGULAR,
    asked,
    bounds,
    ratio_of,
    sides,
    trajectory,
)
from tests.given import Book

PEOPLE, STARTS = rule("dual-share", "people-taking-part"), rule("dual-share", "trajectories-started")
TOGETHER, SUCCESS = rule("dual-parts-started-together", "same-day"), rule("dual-success", "exam-and-result")
PASSED = ExamResultRecorded(exam="INTEGRATION_EXAM", result="PASSED")


def test_the_worked_example_of_four_people_of_whom_three_take_part_in_a_dual_trajectory() -> None:
    book = Book()
    trajectory(book, "P1", "2003-09-01")
    trajectory(book, "P2", "2004-02-01", kind=DUAL)
    trajectory(book, "P3", "2004-02-01", kind=PlacementStarted(trajectory="COMBINED", dual_with="WORK"))
    trajectory(book, "P4", "2004-03-01")
    trajectory(book, "P4b", "2004-09-01", kind=DUAL)
    book.links(book.registration("P4"), book.registration("P4b"))

    people, starts = ratio_of(book, PEOPLE, IN_2004), ratio_of(book, STARTS, IN_2004)

    assert (sides(people), people.norm, people.is_reached) == ((3, 4, "75.0"), 60, True)
    assert sides(starts) == (3, 4, "75.0")
    assert asked(book, PEOPLE, IN_2004).codes == {"P1": "NOT_DUAL", "P4": "OTHER_TRAJECTORY_OF_SAME_PERSON"}
    assert asked(book, STARTS, IN_2004).codes == {"P1": "BEFORE_PERIOD", "P4": "NOT_DUAL"}


@pytest.mark.parametrize(("as_of", "norm"), [("2003-12-31", 50), ("2004-01-01", 60)])
def test_the_aim_is_that_of_its_year(as_of: str, norm: int) -> None:
    assert ratio_of(Book(), PEOPLE, bounds(None, as_of)).norm == norm


@pytest.mark.parametrize(
    ("ended", "code"),
    [("2003-12-31", "ENDED_BEFORE"), ("2004-01-01", None), ("2004-01-02", None), ("2004", "END_UNKNOWN")],
)
def test_who_ended_on_the_first_day_still_took_part(ended: str, code: str | None) -> None:
    book = Book()
    trajectory(book, "P1", "2003-09-01", ended, kind=DUAL)

    assert asked(book, PEOPLE, IN_2004).codes.get("P1") == code


@pytest.mark.parametrize(
    ("started", "code"),
    [("2004-12-31", None), ("2005-01-01", "ON_BOUNDARY"), ("2005-01-02", "AFTER_PERIOD"), (None, "DATE_UNKNOWN")],
)
def test_who_started_on_the_end_day_did_not_take_part(started: str | None, code: str | None) -> None:
    book = Book()
    trajectory(book, "P1", started, kind=DUAL)

    assert asked(book, PEOPLE, IN_2004).codes.get("P1") == code


def test_a_part_makes_a_trajectory_dual_from_the_day_it_was_added() -> None:
    book = Book()
    book.registration("P1").says(REGULAR, "2004-02-01")
    book.registration("P1").says(ComponentAdded(component="work", dual_with="WORK"), "2004-06-01")

    assert asked(book, PEOPLE, bounds(None, "2004-05-31")).codes == {"P1": "NOT_DUAL"}
    assert asked(book, PEOPLE, bounds(None, "2004-06-01")).counted == ["P1"]


def test_a_literacy_class_is_in_no_population() -> None:
    book = Book()
    trajectory(book, "P1", "2004-02-01", kind=PlacementStarted(trajectory="LITERACY_CLASS"))

    assert asked(book, PEOPLE, IN_2004).codes == {"P1": "NOT_A_TRAJECTORY"}
    assert sides(ratio_of(book, PEOPLE, IN_2004)) == (0, 0, "None")


@pytest.mark.parametrize(
    ("part_on", "code", "apart"),
    [
        ("2008-03-01", None, None),
        ("2008-03-02", "STARTED_APART", 1),
        ("2008-02-29", "STARTED_APART", 1),
        ("2008-03", "PART_DATE_UNKNOWN", None),
        ("2009-01-01", "OTHER_PART_UNKNOWN", None),
    ],
)
def test_both_parts_start_on_one_day_or_the_trajectory_is_listed(
    part_on: str, code: str | None, apart: int | None
) -> None:
    book = Book()
    book.registration("P1").says(DUAL, "2008-03-01")
    book.registration("P1").says(ComponentAdded(component="work", dual_with="REINTEGRATION"), part_on)

    answer = asked(book, TOGETHER, IN_2008)

    assert answer.codes.get("P1") == code
    assert answer.verdicts["P1"].reason.detail.get("days_apart") == apart
    assert ratio_of(book, TOGETHER, IN_2008).denominator == 1


def test_a_part_belongs_to_the_placement_it_names() -> None:
    book = Book()
    somebody = book.registration("P1")
    first = somebody.says(DUAL, "2008-03-01")
    somebody.says(DUAL, "2008-06-01")
    part = ComponentAdded(component="work", dual_with="WORK", placement=str(first.event.event_id))
    somebody.says(part, "2008-06-01")

    found = ratio_of(book, TOGETHER, IN_2008)

    assert [one.code for one in found.population] == ["STARTED_APART", "OTHER_PART_UNKNOWN"]


@pytest.mark.parametrize(
    ("kind", "result", "passes", "code"),
    [
        ("REINTEGRATION", "REGULAR_JOB", True, None),
        ("REINTEGRATION", "SUBSIDISED_JOB", True, "NO_REGULAR_JOB"),
        ("REINTEGRATION", "REGULAR_JOB", False, "EXAM_NOT_PASSED"),
        ("SOCIAL_PARTICIPATION", "ACTIVE_PARTICIPATION", True, None),
        ("SOCIAL_PARTICIPATION", None, True, "NO_ACTIVE_PARTICIPATION"),
        ("EDUCATION", "EDUCATION", True, "OTHER_KIND_OF_DUAL"),
    ],
)
def test_success_needs_the_exam_and_what_the_trajectory_goes_together_with(
    kind: str, result: str | None, passes: bool, code: str | None
) -> None:
    book = Book()
    started = PlacementStarted(trajectory="DUAL", dual_with=kind)  # type: ignore[arg-type]
    somebody = trajectory(book, "P1", "2007-03-01", "2008-06-01", kind=started, result=result)
    if passes:
        somebody.says(PASSED, "2008-05-01")

    assert asked(book, SUCCESS, IN_2008).codes.get("P1") == code


def test_an_exam_told_by_another_party_is_passed_too_but_a_part_or_another_exam_is_not() -> None:
    book = Book()
    started = PlacementStarted(trajectory="DUAL", dual_with="WORK")
    for name in ("P1", "P2"):
        trajectory(book, name, "2007-03-01", "2008-06-01", kind=started, result="REGULAR_JOB")
    exams = book.registration("exam of P1", municipality=None, party="duo", system="isi")
    exams.says(DiplomaAwarded(diploma="INTEGRATION"), "2008-12-31")
    book.links(exams, book.registration("P1"))
    for exam, part in (("INTEGRATION_EXAM", "KNM"), ("BASIC_EXAM_ABROAD", None)):
        book.registration("P2").says(ExamResultRecorded(exam=exam, exam_part=part, result="PASSED"), "2008-05-01")  # type: ignore[arg-type]

    assert asked(book, SUCCESS, IN_2008).codes == {"P2": "EXAM_NOT_PASSED"}
    assert sides(ratio_of(book, SUCCESS, IN_2008)) == (1, 2, "50.0")

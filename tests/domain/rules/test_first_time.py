"""Persons provided for the first time in three populations, and who of them took part in the exam in time."""

from typing import Any

import pytest

from domain.counting import judge_all, question_for
from domain.facts import CategoryDetermined, ExamResultRecorded, ExamTaken, ProvisionEstablished
from domain.rules import rule
from projections import VIEWS
from tests.domain.rules.outcomes_given import asked, bounds, ratio_of, sides
from tests.given import Book

CHAPTER_7, G31 = rule("first-time-provided", "chapter-7"), rule("first-time-provided", "g31")
PARDON, EXAM = rule("first-time-provided", "pardon"), rule("exam-participation", "chapter-7")
IN_2007 = bounds("2007-01-01..2008-01-01", "2009-12-31")
EXAM_TAKEN = ExamTaken(exam="INTEGRATION_EXAM")
GORINCHEM, ZWIJNDRECHT, UTRECHT = "0512", "0642", "0344"


def provided(
    book: Book, name: str, on: str | None = "2007-05-01", municipality: str | None = GORINCHEM, **said: Any
) -> Any:
    """Somebody for whom a provision was established, obliged unless said otherwise."""
    category = {"target_group": "OBLIGED"} | {one: said.pop(one) for one in ("target_group", "pardon") if one in said}
    somebody = book.registration(name, municipality=municipality, party=municipality or "duo")
    somebody.says(CategoryDetermined(**category), "2007-01-01")
    somebody.says(ProvisionEstablished(**said), on)
    return somebody


def test_the_worked_example_of_three_populations() -> None:
    book = Book()
    provided(book, "A").says(EXAM_TAKEN, "2009-12-31")
    provided(book, "B", loan=True, loan_repaid_on="2008-06-01")
    provided(book, "C", loan=True)
    provided(book, "D", target_group="VOLUNTARY")
    provided(book, "E", pardon=True)
    first = provided(book, "F1", "2007-01-15", ZWIJNDRECHT)
    book.links(first, provided(book, "F2", "2007-09-01"))
    first.says(EXAM_TAKEN, "2010-01-01")

    answer = asked(book, CHAPTER_7, IN_2007)

    assert answer.counted == ["A", "B", "F1"]
    assert answer.codes == {
        "C": "UNREPAID_LOAN",
        "D": "NOT_OBLIGED",
        "E": "PARDON_OTHER_STREAM",
        "F2": "NOT_THE_FIRST_TIME",
    }
    assert asked(book, PARDON, IN_2007).counted == ["E"]
    assert set(asked(book, G31, IN_2007).codes.values()) == {"OUTSIDE_G31"}
    assert sides(ratio_of(book, EXAM, IN_2007)) == (1, 3, "33.3")
    assert asked(book, EXAM, IN_2007).codes["F1"] == "NO_EXAM_IN_TIME"


def test_the_loan_is_repaid_by_the_day_asked_or_it_is_not() -> None:
    book = Book()
    provided(book, "on the day", loan=True, loan_repaid_on="2009-12-31")
    provided(book, "a day later", loan=True, loan_repaid_on="2010-01-01")
    provided(book, "own budget", person_bound_budget=True)

    assert asked(book, CHAPTER_7, IN_2007).codes == {
        "a day later": "UNREPAID_LOAN",
        "own budget": "PERSON_BOUND_BUDGET",
    }


def test_in_the_g31_one_line_holds_obliged_persons_and_inburgeraars() -> None:
    book = Book()
    provided(book, "obliged", municipality=UTRECHT)
    provided(book, "voluntary", municipality=UTRECHT, target_group="VOLUNTARY", loan=True)
    provided(book, "with loan", municipality=UTRECHT, loan=True)
    provided(book, "pardoned", municipality=UTRECHT, pardon=True)
    provided(book, "nowhere", municipality=None)

    answer = asked(book, G31, IN_2007)

    assert answer.counted == ["obliged", "voluntary"]
    assert answer.codes == {
        "with loan": "UNREPAID_LOAN",
        "pardoned": "PARDON_OTHER_STREAM",
        "nowhere": "PLACE_UNKNOWN",
    }
    assert set(asked(book, CHAPTER_7, IN_2007).codes.values()) == {"IN_G31", "PLACE_UNKNOWN"}


def test_who_moved_is_the_first_in_two_municipalities_and_once_in_the_country() -> None:
    book = Book()
    first = provided(book, "F1", "2007-01-15", ZWIJNDRECHT)
    book.links(first, provided(book, "F2", "2007-09-01"))
    view = VIEWS["provisions"]

    def counted(municipality: str | None) -> int:
        cases = [one for one in book.cases(view).values() if municipality in (None, one.municipality)]
        question = question_for(CHAPTER_7, IN_2007, municipality=municipality, record_ids=book.record_ids)
        return sum(one.counted for one in judge_all(CHAPTER_7, cases, question))

    assert (counted(ZWIJNDRECHT), counted(GORINCHEM), counted(None)) == (1, 1, 1)


def test_what_came_before_the_period_was_the_first() -> None:
    book = Book()
    book.links(provided(book, "P1", "2006-12-31", law="WI_2007"), provided(book, "P2", "2007-05-01"))
    book.links(provided(book, "Q1", "2006-12-31", law="WIN"), provided(book, "Q2", "2007-05-01"))
    provided(book, "R", first_time=False)

    assert asked(book, CHAPTER_7, IN_2007).codes == {
        "P1": "BEFORE_PERIOD",
        "P2": "NOT_THE_FIRST_TIME",
        "Q1": "UNDER_ANOTHER_ACT",
        "R": "SAID_NOT_THE_FIRST",
    }


@pytest.mark.parametrize(
    ("on", "code"),
    [
        ("2006-12-31", "BEFORE_PERIOD"),
        ("2007-01-01", None),
        ("2007-12-31", None),
        ("2008-01-01", "ON_BOUNDARY"),
        ("2007-05", "DATE_UNKNOWN"),
    ],
)
def test_the_year_is_that_of_the_decision_and_not_of_its_effect(on: str, code: str | None) -> None:
    book = Book()
    provided(book, "P1", on, effective_on="2007-06-01")

    assert asked(book, CHAPTER_7, IN_2007).codes.get("P1") == code


@pytest.mark.parametrize(
    ("taken", "as_of", "code"),
    [
        ("2009-12-31", "2009-12-31", None),
        ("2010-01-01", "2010-12-31", "NO_EXAM_IN_TIME"),
        ("2009-12-31", "2009-12-30", "NO_EXAM_YET"),
        (None, "2009-12-30", "NO_EXAM_YET"),
        (None, "2009-12-31", "NO_EXAM_IN_TIME"),
        ("2007-05-01", "2009-12-31", None),
        ("2007-04-30", "2009-12-31", "NO_EXAM_IN_TIME"),
        ("2009-12", "2009-12-31", None),
        ("2007", "2009-12-31", "EXAM_ON_UNKNOWN_DAY"),
    ],
)
def test_who_took_part_did_so_by_the_last_day_of_the_second_year_after(
    taken: str | None, as_of: str, code: str | None
) -> None:
    book = Book()
    somebody = provided(book, "P1")
    if taken:
        somebody.says(EXAM_TAKEN, taken)

    within = bounds("2007-01-01..2008-01-01", as_of)

    assert asked(book, EXAM, within).codes.get("P1") == code
    assert ratio_of(book, EXAM, within).denominator == 1


def test_to_fail_is_to_take_part_and_to_be_absent_is_not() -> None:
    book = Book()
    for name, result in (("failed", "FAILED"), ("absent", "NONE")):
        provided(book, name).says(ExamResultRecorded(exam="STATE_EXAM_1", result=result), "2008-05-01")  # type: ignore[arg-type]
    provided(book, "abroad").says(ExamTaken(exam="BASIC_EXAM_ABROAD"), "2008-05-01")

    assert asked(book, EXAM, IN_2007).counted == ["failed"]


def test_what_nobody_said_of_loan_or_pardon_stands_with_the_case() -> None:
    book = Book()
    provided(book, "P1")
    provided(book, "P2", target_group=None)

    answer = asked(book, CHAPTER_7, IN_2007)

    assert answer.verdicts["P1"].reason.detail == {
        "loan": "unknown",
        "person_bound_budget": "unknown",
        "pardon": "unknown",
    }
    assert answer.codes == {"P2": "OBLIGATION_UNKNOWN"}

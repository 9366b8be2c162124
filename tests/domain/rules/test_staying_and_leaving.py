"""Work within the plan, an authorised end, and the caveat of a figure: what is dropout and what is not."""

from datetime import date

import pytest

from domain.facts import PlacementInterrupted, PlacementResumed, PlanRevised
from domain.rules import rule
from tests.domain.rules.outcomes_given import asked, bounds, ratio_of, sides, trajectory
from tests.given import Book

DROPOUT, ALL_ENDS = rule("dropout", "unauthorised"), rule("dropout", "all-early-ends")
COHORT = bounds("2003-01-01..2004-01-01", "2004-12-31")


def test_work_that_becomes_part_of_the_plan_ends_nothing() -> None:
    book = Book()
    trajectory(book, "working", "2003-02-01").says(PlanRevised(reason="WORK"), "2003-06-01")
    trajectory(book, "gone", "2003-02-01", "2003-06-01", reason="DROPPED_OUT")

    assert asked(book, DROPOUT, COHORT).codes == {"working": "STILL_ON_TRAJECTORY"}
    assert sides(ratio_of(book, DROPOUT, COHORT)) == (1, 2, "50.0")


def test_an_interruption_with_a_day_of_return_is_no_end() -> None:
    book = Book()
    somebody = trajectory(book, "P1", "2003-02-01")
    pregnant = PlacementInterrupted(reason="PERSONAL_CIRCUMSTANCE", return_expected_on=date(2003, 12, 22))
    somebody.says(pregnant, "2003-09-01")
    assert asked(book, DROPOUT, COHORT).codes == {"P1": "STILL_ON_TRAJECTORY"}

    somebody.says(PlacementResumed(), "2003-12-01")
    assert asked(book, DROPOUT, COHORT).codes == {"P1": "STILL_ON_TRAJECTORY"}


@pytest.mark.parametrize(("authorised", "code"), [(True, "AUTHORISED_OUTFLOW"), (False, None), (None, None)])
def test_a_long_illness_may_be_an_authorised_end_and_then_is_no_dropout(
    authorised: bool | None, code: str | None
) -> None:
    book = Book()
    trajectory(book, "P1", "2003-02-01", "2003-09-01", reason="PERSONAL_CIRCUMSTANCE", authorised=authorised)

    assert asked(book, DROPOUT, COHORT).codes.get("P1") == code
    assert asked(book, ALL_ENDS, COHORT).counted == ["P1"]


@pytest.mark.parametrize("one", [DROPOUT, ALL_ENDS])
def test_the_figure_of_dropout_says_that_a_good_one_may_come_from_choosing_who_starts(one: object) -> None:
    passages = [passage for conflict in one.conflicts for passage in conflict.sources]  # type: ignore[attr-defined]

    assert [passage.words for passage in passages if passage.requirement == "R215"] == [
        "geen uitval (hierbij speelt overigens ook de selectie"
    ]

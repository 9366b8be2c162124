"""What plans say: the instrument that fits, the guidance of newcomers, and the three levels at the end."""

from typing import Any

import pytest

from domain.counting import judge_all, question_for
from domain.facts import AssessmentRecorded, CategoryDetermined, PlacementEnded, PlanDrafted, PlanRevised, PlanSigned
from domain.rules import rule
from projections import VIEWS
from tests.domain.rules.outcomes_given import asked, bounds
from tests.given import Book

OTHERWISE = rule("plans-laid-down-otherwise", "by-arrival")
UNGUIDED = rule("newcomer-plans-without-guidance", "mandatory-mb")
LEVELS = rule("ends-without-levels", "three-levels")
IN_2003 = bounds("2003-01-01..2004-01-01", "2003-12-31")


def somebody(book: Book, name: str, arrival: str | None, on: str | None = "2003-01-01") -> Any:
    registration = book.registration(name)
    if arrival is not None:
        registration.says(CategoryDetermined(arrival=arrival), on)  # type: ignore[arg-type]
    return registration


# --- The instrument ---


@pytest.mark.parametrize(
    ("arrival", "instrument", "code"),
    [
        ("NIEUWKOMER", "DECISION", "INSTRUMENT_FITS"),
        ("NIEUWKOMER", "AGREEMENT", "OTHER_INSTRUMENT"),
        ("OUDKOMER", "AGREEMENT", "INSTRUMENT_FITS"),
        ("OUDKOMER", "DECISION", "OTHER_INSTRUMENT"),
        ("OUDKOMER", None, "INSTRUMENT_NOT_STATED"),
        (None, "DECISION", "ARRIVAL_NOT_KNOWN"),
    ],
)
def test_a_newcomer_has_a_decision_and_an_oudkomer_an_agreement(
    arrival: str | None, instrument: Any, code: str
) -> None:
    book = Book()
    somebody(book, "P1", arrival).says(PlanSigned(instrument=instrument), "2003-06-01")

    verdict = asked(book, OTHERWISE, IN_2003).verdicts["P1"]
    assert (verdict.code, verdict.counted) == (code, code == "OTHER_INSTRUMENT")


@pytest.mark.parametrize(
    ("oudkomer_from", "code"),
    [("2003-06-01", "OTHER_INSTRUMENT"), ("2003-06-02", "INSTRUMENT_FITS")],
)
def test_who_somebody_is_is_asked_of_the_day_of_signing(oudkomer_from: str, code: str) -> None:
    book = Book()
    registration = somebody(book, "P1", "NIEUWKOMER")
    registration.says(CategoryDetermined(arrival="OUDKOMER"), oudkomer_from)
    registration.says(PlanSigned(instrument="DECISION"), "2003-06-01")

    assert asked(book, OTHERWISE, IN_2003).verdicts["P1"].code == code


def test_the_worked_example_of_three_plans_is_one_in_the_wrong_instrument() -> None:
    book = Book()
    for name, arrival, instrument in (
        ("P1", "NIEUWKOMER", "DECISION"),
        ("P2", "OUDKOMER", "AGREEMENT"),
        ("P3", "OUDKOMER", "DECISION"),
    ):
        somebody(book, name, arrival).says(PlanSigned(instrument=instrument), "2003-06-01")  # type: ignore[arg-type]

    answer = asked(book, OTHERWISE, IN_2003)
    assert (answer.value, answer.counted) == (1, ["P3"])
    assert answer.verdicts["P3"].reason.detail == {"arrival": "OUDKOMER", "instrument": "DECISION"}


@pytest.mark.parametrize(
    ("on", "code"),
    [
        ("2002-12-31", "BEFORE_PERIOD"),
        ("2003-01-01", "OTHER_INSTRUMENT"),
        ("2003-12-31", "OTHER_INSTRUMENT"),
        ("2004-01-01", "ON_BOUNDARY"),
        (None, "DATE_UNKNOWN"),
    ],
)
def test_a_plan_is_of_the_period_in_which_it_was_signed(on: str | None, code: str) -> None:
    book = Book()
    somebody(book, "P1", "OUDKOMER").says(PlanSigned(instrument="DECISION"), on)

    assert asked(book, OTHERWISE, IN_2003).verdicts["P1"].code == code


# --- Social guidance ---


@pytest.mark.parametrize(
    ("arrival", "components", "code"),
    [
        ("NIEUWKOMER", ("NT2", "MB"), "GUIDANCE_PLANNED"),
        ("NIEUWKOMER", ("mb",), "GUIDANCE_PLANNED"),
        ("NIEUWKOMER", ("NT2",), "NO_GUIDANCE_PLANNED"),
        ("NIEUWKOMER", (), "PARTS_NOT_STATED"),
        ("OUDKOMER", ("NT2",), "NO_NEWCOMER"),
        (None, ("NT2",), "NO_NEWCOMER"),
    ],
)
def test_a_newcomer_s_plan_without_guidance_is_flagged_and_an_oudkomer_s_is_not(
    arrival: str | None, components: tuple[str, ...], code: str
) -> None:
    book = Book()
    somebody(book, "P1", arrival).says(PlanDrafted(components=components), "2003-03-03")

    verdict = asked(book, UNGUIDED, IN_2003).verdicts["P1"]
    assert (verdict.code, verdict.counted) == (code, code == "NO_GUIDANCE_PLANNED")


@pytest.mark.parametrize(("as_of", "value"), [("2003-05-31", 1), ("2003-06-01", 0), ("2003-06-02", 0)])
def test_the_worked_example_of_guidance_that_is_added_holds_from_that_day_on(as_of: str, value: int) -> None:
    book = Book()
    newcomer = somebody(book, "P1", "NIEUWKOMER")
    newcomer.says(PlanDrafted(components=("NT2",)), "2003-03-03")
    newcomer.says(PlanRevised(components=("NT2", "MB")), "2003-06-01")
    newcomer.says(PlanRevised(reason="FASTER"), "2003-07-01")

    assert asked(book, UNGUIDED, bounds(None, as_of)).value == value


def test_a_change_belongs_to_the_plan_before_it_and_may_take_guidance_away() -> None:
    book = Book()
    newcomer = somebody(book, "P1", "NIEUWKOMER")
    newcomer.says(PlanDrafted(plan_version=1, components=("MB",)), "2003-03-03")
    newcomer.says(PlanRevised(components=("NT2",)), "2003-04-01")
    answer = asked(book, UNGUIDED, IN_2003)
    assert (answer.value, answer.verdicts["P1"].reason.detail) == (1, {"components": "NT2"})

    earlier = book.registration("P2")
    earlier.says(CategoryDetermined(arrival="NIEUWKOMER"), "2003-01-01")
    earlier.says(PlanRevised(components=("NT2",)), "2003-02-01")
    earlier.says(PlanDrafted(components=("MB",)), "2003-03-03")
    assert asked(book, UNGUIDED, IN_2003).codes == {"P2": "GUIDANCE_PLANNED"}


def test_what_guidance_is_called_can_be_set() -> None:
    book = Book()
    somebody(book, "P1", "NIEUWKOMER").says(PlanDrafted(components=("Begeleiding",)), "2003-03-03")
    question = question_for(UNGUIDED, IN_2003, [(None, None, "social-guidance-components", "begeleiding")])
    (verdict,) = judge_all(UNGUIDED, book.cases(VIEWS[UNGUIDED.view]).values(), question)
    assert verdict.code == "GUIDANCE_PLANNED"


# --- Levels ---

START, TARGET, END = (
    AssessmentRecorded(assessment="LANGUAGE_LEVEL", moment=moment, level="A1") for moment in ("START", "TARGET", "END")
)
ENDED = PlacementEnded(reason="COMPLETED")


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ((START, TARGET, END), None),
        ((PlanDrafted(start_level="A1", target_level="B1"), PlacementEnded(reason="COMPLETED", level="A2")), None),
        ((START,), "TARGET, END"),
        ((START, TARGET), "END"),
        ((PlanDrafted(start_level="A1"), END), "TARGET"),
        ((TARGET, END), "START"),
        ((), "START, TARGET, END"),
        ((AssessmentRecorded(assessment="ENTRY_TEST", moment="START"), TARGET, END), "START"),
        (
            (
                AssessmentRecorded(assessment="LANGUAGE_LEVEL", moment="START", level="A1", registered_for_only=True),
                TARGET,
                END,
            ),
            "START",
        ),
    ],
)
def test_an_end_names_each_of_the_three_levels_that_is_missing(facts: Any, missing: str | None) -> None:
    book = Book()
    registration = book.registration("P1")
    for fact in facts:
        registration.says(fact, "2003-06-01")
    if not any(isinstance(fact, PlacementEnded) for fact in facts):
        registration.says(ENDED, "2003-06-01")

    verdict = asked(book, LEVELS, IN_2003).verdicts["P1"]
    assert verdict.reason.detail.get("missing") == missing
    assert verdict.code == ("LEVELS_KNOWN" if missing is None else "LEVEL_MISSING")


@pytest.mark.parametrize(("as_of", "value"), [("2003-06-30", 1), ("2003-07-01", 0)])
def test_a_level_that_becomes_known_after_the_end_is_known_from_its_day_on(as_of: str, value: int) -> None:
    book = Book()
    registration = book.registration("P1")
    for fact in (START, TARGET, ENDED):
        registration.says(fact, "2003-06-01")
    registration.says(END, "2003-07-01")

    assert asked(book, LEVELS, bounds(None, as_of)).value == value


def test_to_go_on_with_another_provider_is_no_end_of_which_levels_are_asked() -> None:
    book = Book()
    book.registration("P1").says(PlacementEnded(reason="REASSIGNED"), "2003-06-01")

    assert asked(book, LEVELS, IN_2003).codes == {"P1": "GOES_ON_ELSEWHERE"}

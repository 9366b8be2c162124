"""Costs of trajectories without a completed unit of learning: the first day, the unit's day, and linked books."""

from typing import Any

import pytest

from domain.facts import CostBooked, UnitCompleted
from domain.rules import rule
from tests.domain.rules.outcomes_given import asked, bounds
from tests.given import Book

COSTS = rule("costs-without-completed-unit", "from-2004")
ALL = bounds(None, "2004-12-31")


def cost(cents: int = 60_000, component: str = "traject", unit: Any = None) -> CostBooked:
    named = str(unit.event.event_id) if unit is not None else None
    return CostBooked(amount_cents=cents, component=component, fund="win", unit_completed=named)


def test_the_worked_example_of_three_costs_is_600_euro() -> None:
    book = Book()
    book.registration("P1").says(cost(50_000), "2003-12-31")
    book.registration("P2").says(cost(60_000), "2004-01-01")
    unit = book.registration("P3").says(UnitCompleted(unit="NT2-1"), "2004-03-01")
    book.registration("P3").says(cost(70_000, unit=unit), "2004-03-01")

    answer = asked(book, COSTS, ALL)
    assert (answer.value, answer.counted) == (60_000, ["P2"])
    assert answer.codes == {"P1": "BEFORE_SETTLING_ON_RESULTS", "P3": "UNIT_COMPLETED"}


@pytest.mark.parametrize(
    ("completed_on", "code", "days_over"),
    [
        ("2004-02-29", "UNIT_COMPLETED", None),
        ("2004-03-01", "UNIT_COMPLETED", None),
        ("2004-03-02", "PAID_BEFORE_COMPLETION", 1),
        (None, "DATE_UNKNOWN", None),
    ],
)
def test_a_unit_is_completed_by_the_day_on_which_it_is_paid(
    completed_on: str | None, code: str, days_over: int | None
) -> None:
    book = Book()
    unit = book.registration("P1").says(UnitCompleted(unit="NT2-1"), completed_on)
    book.registration("P1").says(cost(unit=unit), "2004-03-01")

    verdict = asked(book, COSTS, ALL).verdicts["P1"]
    assert (verdict.code, verdict.reason.days_over) == (code, days_over)
    assert verdict.counted == (code == "PAID_BEFORE_COMPLETION")


def test_a_unit_that_was_taken_back_was_not_completed() -> None:
    book = Book()
    unit = book.registration("P1").says(UnitCompleted(unit="NT2-1"), "2004-02-01")
    book.registration("P1").says(cost(unit=unit), "2004-03-01")
    book.retracts(unit)

    verdict = asked(book, COSTS, ALL).verdicts["P1"]
    assert (verdict.code, verdict.counted, verdict.amount) == ("UNIT_NOT_FOUND", True, 60_000)


def test_the_unit_in_the_book_of_the_provider_is_found_once_the_two_are_linked() -> None:
    book = Book()
    municipality, provider = book.registration("P1"), book.registration("ROC")
    unit = provider.says(UnitCompleted(unit="NT2-1"), "2004-02-01")
    municipality.says(cost(unit=unit), "2004-03-01")
    assert asked(book, COSTS, ALL).verdicts["P1"].code == "UNIT_NOT_FOUND"

    link = book.links(municipality, provider)
    verdict = asked(book, COSTS, ALL).verdicts["P1"]
    assert verdict.code == "UNIT_COMPLETED"
    assert {unit.position, link.position} <= {*verdict.positions}


def test_other_kinds_of_cost_are_not_settled_on_results_and_a_reversal_takes_off() -> None:
    book = Book()
    book.registration("P1").says(cost(component="kinderopvang"), "2004-03-01")
    book.registration("P2").says(cost(60_000), "2004-03-01")
    book.registration("P3").says(cost(-60_000, component="inburgeringstraject"), "2004-04-01")

    answer = asked(book, COSTS, ALL)
    assert (answer.value, answer.counted, answer.codes) == (0, ["P2", "P3"], {"P1": "OTHER_COMPONENT"})

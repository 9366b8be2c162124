"""People in the pilot for oudkomers: the agreement, the goal in it, and the days of each."""

from typing import Any

import pytest

from domain.facts import CategoryDetermined, DepositReceived, GoalPerspectiveAgreed, PersonRegistered, PlanSigned
from domain.rules import rule
from tests.domain.rules.outcomes_given import asked, bounds
from tests.given import Book, Registration

PILOT = rule("pilot-without-agreement", "with-goal")
AGREEMENT, GOAL = PlanSigned(instrument="AGREEMENT"), GoalPerspectiveAgreed(goal="WORK")
IN_JUNE = bounds(None, "2004-06-30")


def member(book: Book, name: str, *facts: Any, on: str | None = "2004-06-01") -> Registration:
    registration = book.registration(name)
    registration.says(PersonRegistered(register="deposit-pilot"), on)
    for fact in facts:
        registration.says(fact, "2004-06-01")
    return registration


def test_the_worked_example_of_three_in_the_pilot_is_two_without() -> None:
    book = Book()
    member(book, "P1", AGREEMENT, GOAL)
    member(book, "P2", AGREEMENT)
    member(book, "P3")

    answer = asked(book, PILOT, IN_JUNE)
    assert (answer.value, answer.codes) == (2, {"P1": "AGREEMENT_WITH_GOAL"})
    assert {name: answer.verdicts[name].code for name in answer.counted} == {
        "P2": "AGREEMENT_WITHOUT_GOAL",
        "P3": "NO_AGREEMENT",
    }


@pytest.mark.parametrize(
    ("fact", "code"),
    [
        (PlanSigned(instrument="DECISION"), "NO_AGREEMENT"),
        (PlanSigned(), "NO_AGREEMENT"),
        (CategoryDetermined(arrival="NIEUWKOMER"), "NEWCOMER"),
        (CategoryDetermined(arrival="OUDKOMER"), "NO_AGREEMENT"),
    ],
)
def test_an_oudkomer_needs_an_agreement_and_a_decision_is_none(fact: Any, code: str) -> None:
    book = Book()
    member(book, "P1", fact, GOAL)

    assert asked(book, PILOT, IN_JUNE).verdicts["P1"].code == code


@pytest.mark.parametrize(
    ("signed_on", "code"),
    [
        ("2004-06-29", "AGREEMENT_WITH_GOAL"),
        ("2004-06-30", "AGREEMENT_WITH_GOAL"),
        ("2004-07-01", "NO_AGREEMENT"),
        (None, "AGREEMENT_WITH_GOAL"),
    ],
)
def test_an_agreement_is_there_from_the_day_of_signing_on(signed_on: str | None, code: str) -> None:
    book = Book()
    member(book, "P1", GOAL).says(AGREEMENT, signed_on)

    assert asked(book, PILOT, IN_JUNE).verdicts["P1"].code == code


@pytest.mark.parametrize(
    ("on", "code"),
    [("2004-06-30", "NO_AGREEMENT"), ("2004-07-01", "AFTER_AS_OF"), (None, "NO_AGREEMENT")],
)
def test_who_came_into_the_pilot_after_the_day_asked_is_not_in_it(on: str | None, code: str) -> None:
    book = Book()
    member(book, "P1", on=on)

    assert asked(book, PILOT, IN_JUNE).verdicts["P1"].code == code


def test_who_paid_the_deposit_is_in_the_pilot_and_who_is_in_another_register_is_not() -> None:
    book = Book()
    book.registration("P1").says(DepositReceived(amount_cents=5_000), "2004-06-01")
    book.registration("P2").says(PersonRegistered(register="intake"), "2004-06-01")

    assert asked(book, PILOT, IN_JUNE).counted == ["P1"]
    assert asked(book, PILOT, IN_JUNE).verdicts.keys() == {"P1"}

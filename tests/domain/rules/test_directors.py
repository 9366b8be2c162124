"""Persons without a director, or with two: across linked books, on each day, and until the obligation ends."""

from typing import Any

import pytest

from domain.facts import (
    CaseAssigned,
    DecisionRevoked,
    DiplomaAwarded,
    ExemptionGranted,
    PersonalPlanAdopted,
    PersonDeceased,
)
from domain.rules import rule
from tests.domain.rules.outcomes_given import asked, bounds
from tests.given import Book, Registration, day

DIRECTORS = rule("persons-without-one-director", "of-a-day")
PLAN = PersonalPlanAdopted(route="B1")


def directed(book: Book, name: str, by: str, on: str | None, **said: Any) -> Registration:
    registration = book.registration(name)
    registration.says(CaseAssigned(**{"assignee": by, "role": "DIRECTOR"} | said), on)
    return registration


def code_on(book: Book, as_of: str, name: str = "P1") -> str:
    return asked(book, DIRECTORS, bounds(None, as_of)).verdicts[name].code


def test_the_worked_example_of_two_books_and_of_a_plan_without_anybody() -> None:
    book = Book()
    one = directed(book, "P1", "m1", "2023-01-01")
    book.links(one, directed(book, "P1 elsewhere", "m2", "2023-03-01"))
    book.registration("P2").says(PLAN, "2023-02-01")

    assert asked(book, DIRECTORS, bounds(None, "2023-02-28")).counted == ["P2"]
    answer = asked(book, DIRECTORS, bounds(None, "2023-03-01"))
    assert (answer.value, answer.counted) == (2, ["P1", "P2"])
    assert answer.verdicts["P1"].reason.detail == {"assignees": "m1, m2"}


def test_two_books_that_are_not_linked_or_name_the_same_worker_have_one_director() -> None:
    book = Book()
    one, other = directed(book, "P1", "m1", "2023-01-01"), directed(book, "P2", "m1", "2023-02-01")
    assert asked(book, DIRECTORS, bounds(None, "2023-03-01")).codes == {"P1": "ONE_DIRECTOR", "P2": "ONE_DIRECTOR"}

    book.links(one, other)
    assert asked(book, DIRECTORS, bounds(None, "2023-03-01")).codes == {"P1": "ONE_DIRECTOR"}
    book.unlinks(one, other)
    assert len(asked(book, DIRECTORS, bounds(None, "2023-03-01")).codes) == 2


@pytest.mark.parametrize(
    ("as_of", "code"),
    [
        ("2022-12-31", "AFTER_AS_OF"),
        ("2023-01-01", "ONE_DIRECTOR"),
        ("2023-02-28", "ONE_DIRECTOR"),
        ("2023-03-01", "NO_DIRECTOR"),
        ("2023-03-02", "NO_DIRECTOR"),
    ],
)
def test_a_director_directs_until_the_first_day_on_which_it_no_longer_holds(as_of: str, code: str) -> None:
    book = Book()
    directed(book, "P1", "m1", "2023-01-01", until_on=day("2023-03-01"))

    assert code_on(book, as_of) == code


@pytest.mark.parametrize("as_of", ["2023-02-28", "2023-03-01", "2023-03-02"])
def test_a_new_director_in_the_same_book_takes_over_without_a_day_with_two_or_none(as_of: str) -> None:
    book = Book()
    directed(book, "P1", "m1", "2023-01-01")
    directed(book, "P1", "m2", "2023-03-01")

    assert code_on(book, as_of) == "ONE_DIRECTOR"


def test_a_case_manager_is_no_director_and_alone_makes_nobody_a_case() -> None:
    book = Book()
    directed(book, "P1", "m1", "2023-01-01", role="CASE_MANAGER").says(PLAN, "2023-01-01")
    directed(book, "P2", "m1", "2023-01-01", role="CASE_MANAGER")

    answer = asked(book, DIRECTORS, bounds(None, "2023-06-30"))
    assert {name: one.code for name, one in answer.verdicts.items()} == {"P1": "NO_DIRECTOR"}


@pytest.mark.parametrize(
    ("fact", "code"),
    [
        (DiplomaAwarded(diploma="INTEGRATION"), "OBLIGATION_FULFILLED"),
        (PersonDeceased(), "DECEASED"),
        (ExemptionGranted(scope="PARTIAL"), "NO_DIRECTOR"),
    ],
)
def test_whose_obligation_ended_needs_no_director_from_that_day_on(fact: Any, code: str) -> None:
    book = Book()
    book.registration("P1").says(PLAN, "2023-01-01")
    book.registration("P1").says(fact, "2023-06-01")

    assert (code_on(book, "2023-05-31"), code_on(book, "2023-06-01")) == ("NO_DIRECTOR", code)


def test_an_exemption_that_was_taken_back_from_the_start_leaves_the_person_without_a_director() -> None:
    book = Book()
    registration = book.registration("P1")
    registration.says(PLAN, "2023-01-01")
    exemption = registration.says(ExemptionGranted(scope="FULL"), "2023-02-01")
    assert code_on(book, "2023-06-30") == "EXEMPTED"

    revoked = DecisionRevoked(decision=str(exemption.event.event_id), effect="FROM_THE_START")
    registration.says(revoked, "2023-06-01")
    assert code_on(book, "2023-06-30") == "NO_DIRECTOR"


@pytest.mark.parametrize(
    ("on", "until", "code"),
    [
        ("2023-05", None, "DATE_UNKNOWN"),
        (None, None, "DATE_UNKNOWN"),
        ("2023-06", None, "NO_DIRECTOR"),
        ("2023-05", "2023-05-31", "NO_DIRECTOR"),
    ],
)
def test_a_director_of_an_unknown_day_is_not_guessed_and_one_that_is_surely_not_is_none(
    on: str | None, until: str | None, code: str
) -> None:
    book = Book()
    book.registration("P1").says(PLAN, "2023-01-01")
    directed(book, "P1", "m1", on, until_on=day(until))

    assert code_on(book, "2023-05-31") == code

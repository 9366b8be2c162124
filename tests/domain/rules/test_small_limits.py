"""Limits of the plans of 2008: an exhausted register, a contribution compensated, guidance after no job."""

from typing import Any

import pytest

from domain.facts import EnrolmentRecorded, GuidanceStarted, PersonApproached, PersonRegistered, PlacementEnded
from domain.rules import rule
from tests.domain.rules.outcomes_given import asked, bounds
from tests.given import Book

LEFT = rule("register-left", "not-approached")
UNTIL, CONTINUED = (rule("contribution-compensated", one) for one in ("until-november-2008", "continued"))
GUIDANCE = rule("intensive-guidance", "after-no-job")
ROTTERDAM = "0599"
LATER = bounds(None, "2009-12-31")

# --- The register ---


def approach(book: Book, name: str, on: str) -> None:
    """Somebody is approached by another party, in whose book the person is another registration."""
    other = book.registration(f"{name} elsewhere")
    other.says(PersonApproached(), on)
    book.links(book.registration(name), other)


@pytest.mark.parametrize(
    ("as_of", "value"), [("2008-12-30", 2), ("2008-12-31", 1), ("2009-01-01", 1)], ids=["before", "on", "after"]
)
def test_who_is_approached_on_a_day_is_open_no_longer_on_that_day(as_of: str, value: int) -> None:
    book = Book()
    for name in ("P1", "P2"):
        book.registration(name).says(PersonRegistered(register="BPI"), "2008-01-01")
    approach(book, "P1", "2008-12-31")
    book.registration("P3").says(PersonRegistered(register="intake"), "2008-01-01")

    assert asked(book, LEFT, bounds(None, as_of)).value == value


def test_a_register_is_exhausted_when_everybody_in_it_was_approached_in_whichever_book() -> None:
    book = Book()
    book.registration("P1").says(PersonRegistered(register="BPI"), "2008-01-01")
    assert asked(book, LEFT, bounds(None, "2008-12-31")).value == 1

    approach(book, "P1", "2008-03-01")
    answer = asked(book, LEFT, bounds(None, "2008-12-31"))
    assert (answer.value, answer.codes["P1"]) == (0, "APPROACHED_BEFORE")


@pytest.mark.parametrize(
    ("on", "code"), [("2008-12-31", "OPEN_IN_REGISTER"), ("2009-01-01", "ENTERED_LATER"), (None, "OPEN_IN_REGISTER")]
)
def test_who_was_entered_after_the_day_asked_is_not_open_on_it(on: str | None, code: str) -> None:
    book = Book()
    book.registration("P1").says(PersonRegistered(register="BPI"), on)

    assert asked(book, LEFT, bounds(None, "2008-12-31")).verdicts["P1"].code == code


# --- The own contribution of Rotterdam ---


@pytest.mark.parametrize(
    ("on", "code"),
    [
        ("2008-10-31", "COMPENSATED"),
        ("2008-11-01", "ENROLLED_TOO_LATE"),
        ("2008-11-02", "ENROLLED_TOO_LATE"),
        ("2008-11", "DATE_UNKNOWN"),
    ],
)
def test_the_first_decision_compensates_until_1_november_and_the_later_one_goes_on(on: str, code: str) -> None:
    book = Book()
    book.registration("P1", ROTTERDAM).says(EnrolmentRecorded(course="NT2"), on)

    assert asked(book, UNTIL, LATER).verdicts["P1"].code == code
    known = code != "DATE_UNKNOWN"
    assert asked(book, CONTINUED, LATER).verdicts["P1"].code == ("COMPENSATED" if known else code)


def test_the_worked_example_is_judged_again_without_changing_what_was_recorded() -> None:
    book = Book()
    for name, on in (("P1", "2008-10-31"), ("P2", "2008-11-01"), ("P3", "2008-11-02")):
        book.registration(name, ROTTERDAM).says(EnrolmentRecorded(course="NT2"), on)
    recorded = [*book.events]

    assert (asked(book, UNTIL, LATER).value, asked(book, CONTINUED, LATER).value) == (1, 3)
    assert book.events == recorded
    assert {one.with_version for one in UNTIL.conflicts} == {"continued", None}


def test_another_municipality_compensates_nothing() -> None:
    book = Book()
    book.registration("P1", "0014").says(EnrolmentRecorded(course="NT2"), "2008-10-31")

    assert asked(book, CONTINUED, LATER).codes == {"P1": "NOT_COMPENSATED_HERE"}


# --- Intensive guidance in Groningen ---

INTENSIVE = GuidanceStarted(guidance="INTENSIVE")


@pytest.mark.parametrize(
    ("on", "code"),
    [
        ("2008-12-31", "BEFORE_THE_METHOD"),
        ("2009-01-01", "GUIDED_TO_A_JOB"),
        ("2009-01-02", "GUIDED_TO_A_JOB"),
        (None, "DATE_UNKNOWN"),
    ],
)
def test_intensive_guidance_counts_from_2009_on(on: str | None, code: str) -> None:
    book = Book()
    book.registration("P1").says(PlacementEnded(reason="COMPLETED"), "2008-12-15")
    book.registration("P1").says(INTENSIVE, on)

    assert asked(book, GUIDANCE, LATER).verdicts["P1"].code == code


@pytest.mark.parametrize(
    ("end", "ended_on", "code"),
    [
        ({"reason": "COMPLETED"}, "2009-02-28", "GUIDED_TO_A_JOB"),
        ({"reason": "COMPLETED"}, "2009-03-01", "GUIDED_TO_A_JOB"),
        ({"reason": "COMPLETED"}, "2009-03-02", "NO_END_BEFORE"),
        ({"reason": "JOB_FOUND"}, "2009-03-01", "ENDED_IN_A_JOB"),
        ({"reason": "COMPLETED", "result": "REGULAR_JOB"}, "2009-03-01", "ENDED_IN_A_JOB"),
        ({"reason": "COMPLETED", "result": "SUBSIDISED_JOB"}, "2009-03-01", "GUIDED_TO_A_JOB"),
        ({"reason": "COMPLETED"}, None, "NO_END_BEFORE"),
    ],
)
def test_intensive_guidance_comes_after_an_end_without_a_job(end: Any, ended_on: str | None, code: str) -> None:
    book = Book()
    book.registration("P1").says(PlacementEnded(**end), ended_on)
    book.registration("P1").says(INTENSIVE, "2009-03-01")

    assert asked(book, GUIDANCE, LATER).verdicts["P1"].code == code


def test_of_several_ends_the_last_before_the_guidance_decides() -> None:
    book = Book()
    person = book.registration("P1")
    person.says(PlacementEnded(reason="JOB_FOUND"), "2008-03-01")
    person.says(PlacementEnded(reason="COMPLETED"), "2009-02-01")
    person.says(INTENSIVE, "2009-03-01")
    person.says(GuidanceStarted(guidance="SOCIAL"), "2009-03-01")

    assert asked(book, GUIDANCE, LATER).value == 1


def test_the_worked_example_of_three_trajectories_is_one() -> None:
    book = Book()
    for name, reason, on in (
        ("P1", "COMPLETED", "2008-12-31"),
        ("P2", "JOB_FOUND", "2009-01-01"),
        ("P3", "COMPLETED", "2009-01-01"),
    ):
        book.registration(name).says(PlacementEnded(reason=reason), "2008-12-15")  # type: ignore[arg-type]
        book.registration(name).says(INTENSIVE, on)

    assert asked(book, GUIDANCE, LATER).counted == ["P3"]

"""Called within six weeks, decided within eight weeks or twelve: the intake of the Act of 2007."""

from datetime import date
from typing import Any

import pytest

from domain.counting import Bounds
from domain.event import Position
from domain.facts import (
    CategoryDetermined,
    EnforcementOrderIssued,
    ExemptionGranted,
    IntakeCompleted,
    ObligationEstablished,
    PersonDeceased,
    ProvisionEstablished,
    SummonsSent,
    TermStarted,
)
from domain.rules import rule
from projections import VIEWS
from tests.given import Answer, Book, Registration, ask

CALLS, UNCALLED = rule("intake-calls-in-time", "six-weeks"), rule("intake-calls-overdue", "six-weeks")
EIGHT, TWELVE = rule("intake-decisions-in-time", "eight-weeks"), rule("intake-decisions-in-time", "twelve-weeks")
UNDECIDED = rule("intake-decisions-overdue", "eight-weeks")


def obliged(on: str | None = "2008-02-04") -> tuple[Book, Registration]:
    book = Book()
    stream = book.registration("P1")
    stream.says(ObligationEstablished(law="WI_2007"), on)
    return book, stream


def asked(book: Book, which: Any, as_of: str = "2008-12-31") -> Answer:
    return ask(book, VIEWS["intake-2007"], which, Bounds(date.fromisoformat(as_of), Position(99)))


def code_of(book: Book, which: Any, as_of: str = "2008-12-31") -> str:
    return asked(book, which, as_of).verdicts["P1"].code


@pytest.mark.parametrize(
    ("on", "code"),
    [("2008-03-16", "CALLED_IN_TIME"), ("2008-03-17", "CALLED_IN_TIME"), ("2008-03-18", "CALLED_LATE")],
)
def test_a_call_on_the_last_day_of_the_sixth_week_is_in_time(on: str, code: str) -> None:
    book, stream = obliged()
    stream.says(SummonsSent(attempt=2), "2008-06-01")
    stream.says(SummonsSent(attempt=1), on)

    assert code_of(book, CALLS) == code_of(book, UNCALLED) == code
    assert str(asked(book, CALLS).verdicts["P1"].reason.limit_on) == "2008-03-17"


@pytest.mark.parametrize(
    ("as_of", "code"),
    [
        ("2008-02-03", "AFTER_AS_OF"),
        ("2008-03-16", "WITHIN_LIMIT"),
        ("2008-03-17", "LIMIT_DAY"),
        ("2008-03-18", "OVERDUE"),
    ],
)
def test_without_a_call_it_is_overdue_from_the_day_after(as_of: str, code: str) -> None:
    book, _ = obliged()

    assert code_of(book, UNCALLED, as_of) == code_of(book, CALLS, as_of) == code


def test_the_six_weeks_are_not_for_oudkomers_and_not_for_whose_obligation_ended() -> None:
    book, stream = obliged()
    stream.says(ExemptionGranted(scope="FULL"), "2008-03-10")
    assert code_of(book, UNCALLED) == "EXEMPTED"

    stream.says(CategoryDetermined(arrival="OUDKOMER"), "2008-01-01")
    assert code_of(book, UNCALLED) == code_of(book, CALLS) == "IS_OUDKOMER"


def test_a_call_in_time_stays_so_when_the_person_dies_later() -> None:
    book, stream = obliged()
    stream.says(SummonsSent(), "2008-02-20")
    stream.says(PersonDeceased(), "2008-05-01")

    assert code_of(book, CALLS) == code_of(book, UNCALLED) == "CALLED_IN_TIME"


@pytest.mark.parametrize(
    "decision",
    [
        ProvisionEstablished(),
        EnforcementOrderIssued(with_offer=False),
        TermStarted(term="NOTICE_TERM"),
    ],
)
@pytest.mark.parametrize(
    ("on", "eight", "twelve"),
    [
        ("2008-05-13", "DECIDED_IN_TIME", "DECIDED_IN_TIME"),  # eight weeks end on Whit Monday
        ("2008-05-14", "DECIDED_LATE", "DECIDED_IN_TIME"),
        ("2008-06-09", "DECIDED_LATE", "DECIDED_IN_TIME"),
        ("2008-06-10", "DECIDED_LATE", "DECIDED_LATE"),
    ],
)
def test_the_decision_comes_within_eight_weeks_and_since_2009_within_twelve(
    decision: Any, on: str, eight: str, twelve: str
) -> None:
    book, stream = obliged()
    stream.says(IntakeCompleted(), "2008-03-17")
    stream.says(EnforcementOrderIssued(with_offer=False), "2008-02-20")  # came before the intake
    stream.says(TermStarted(term="EXAM_TERM"), "2008-03-20")  # is no notice
    stream.says(decision, on)

    assert (code_of(book, EIGHT), code_of(book, TWELVE)) == (eight, twelve)
    assert EIGHT.in_force_until == TWELVE.in_force_from == date(2009, 1, 1)
    assert EIGHT.conflicts[0].with_version == "twelve-weeks"


def test_without_an_intake_no_decision_is_due() -> None:
    book, stream = obliged()
    stream.says(IntakeCompleted(intake="BROAD"), "2008-03-01")
    assert code_of(book, UNDECIDED) == "NO_INTAKE_YET"

    stream.says(IntakeCompleted(), "2008-03-17")
    assert code_of(book, UNDECIDED, "2008-03-16") == "NO_INTAKE_YET"
    assert code_of(book, UNDECIDED, "2008-05-13") == "LIMIT_DAY"
    assert code_of(book, UNDECIDED, "2008-05-14") == "OVERDUE"


def test_what_is_not_known_to_the_day_is_on_no_side_of_a_limit() -> None:
    book, stream = obliged("2008-02")
    stream.says(SummonsSent(), "2008-02-20")
    assert code_of(book, CALLS) == "DATE_UNKNOWN"

    book, stream = obliged()
    stream.says(SummonsSent(), "2008-03")
    assert code_of(book, CALLS) == code_of(book, UNCALLED) == "DATE_UNKNOWN"
    assert code_of(book, UNCALLED, "2008-02-29") == "WITHIN_LIMIT"

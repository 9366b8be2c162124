"""Requests decided within eight weeks, and extensions asked for no earlier than six months before the end."""

from datetime import date
from typing import Any

import pytest

from domain.counting import Bounds, ParameterNotSet
from domain.event import Position
from domain.facts import (
    DispensationGranted,
    ExemptionGranted,
    PersonalPlanAdopted,
    RequestLodged,
    RequestRefused,
    TermExtended,
)
from domain.rules import rule
from domain.rules.requests import earliest_on
from projections import VIEWS
from tests.given import Answer, Book, Registration, ask

IN_TIME, UNDECIDED = rule("requests-decided-in-time", "act-2021"), rule("requests-undecided", "act-2021")
EXEMPTIONS = rule("exemption-requests-decided-in-time", "act-2021")
MONDAY, LIMIT = "2026-01-05", "2026-03-02"


def asked_for(request: Any = "DISPENSATION", on: str | None = MONDAY) -> tuple[Book, Registration]:
    book = Book()
    stream = book.registration("P1")
    stream.says(RequestLodged(request=request), on)
    return book, stream


def asked(book: Book, which: Any, as_of: str = "2026-12-31", settings: Any = ()) -> Answer:
    return ask(book, VIEWS["requests"], which, Bounds(date.fromisoformat(as_of), Position(99)), settings)


def code_of(book: Book, which: Any, as_of: str = "2026-12-31", settings: Any = ()) -> str:
    return asked(book, which, as_of, settings).verdicts["P1"].code


@pytest.mark.parametrize("answer", [DispensationGranted(scope="FULL"), RequestRefused(request="DISPENSATION")])
@pytest.mark.parametrize(
    ("on", "code", "days_over"),
    [
        ("2026-03-01", "DECIDED_IN_TIME", None),
        (LIMIT, "DECIDED_IN_TIME", None),
        ("2026-03-03", "DECIDED_LATE", 1),
        ("2026-03", "DATE_UNKNOWN", None),
        (None, "DATE_UNKNOWN", None),
    ],
)
def test_the_last_day_of_the_eighth_week_is_in_time(
    answer: Any, on: str | None, code: str, days_over: int | None
) -> None:
    book, stream = asked_for()
    stream.says(answer, on)

    verdict = asked(book, IN_TIME).verdicts["P1"]
    assert (verdict.code, verdict.counted, verdict.reason.days_over) == (code, code == "DECIDED_IN_TIME", days_over)
    assert code_of(book, UNDECIDED) == code


@pytest.mark.parametrize(
    ("as_of", "code"),
    [("2026-01-04", "AFTER_AS_OF"), ("2026-03-01", "WITHIN_LIMIT"), (LIMIT, "LIMIT_DAY"), ("2026-03-03", "OVERDUE")],
)
def test_without_an_answer_it_is_overdue_from_the_day_after_the_limit_on(as_of: str, code: str) -> None:
    book, stream = asked_for()
    stream.says(DispensationGranted(scope="FULL"), "2026-03-04")  # not yet on the days asked

    assert code_of(book, UNDECIDED, as_of) == code_of(book, IN_TIME, as_of) == code
    assert asked(book, UNDECIDED, as_of).value == (code == "OVERDUE")


def test_an_answer_of_another_kind_or_an_earlier_day_or_of_office_answers_nothing() -> None:
    book, stream = asked_for("TERM_EXTENSION")
    stream.says(DispensationGranted(scope="PARTIAL"), "2026-01-10")
    stream.says(TermExtended(term="INTEGRATION_TERM"), "2026-01-04")
    stream.says(TermExtended(term="INTEGRATION_TERM", on_request=False), "2026-01-10")
    stream.says(TermExtended(term="PLAN_TERM"), "2026-01-10")
    assert code_of(book, UNDECIDED) == "OVERDUE"

    stream.says(TermExtended(term="INTEGRATION_TERM", on_request=True), "2026-01-20")
    assert code_of(book, UNDECIDED) == "DECIDED_IN_TIME"


def test_a_refusal_answers_the_request_it_names() -> None:
    book = Book()
    first, second = book.registration("P1"), book.registration("P2")
    one = first.says(RequestLodged(request="DISPENSATION"), "2026-01-05")
    first.says(RequestRefused(request="DISPENSATION", lodged=str(one.event.event_id)), "2026-02-01")
    other = second.says(RequestLodged(request="DISPENSATION"), "2026-01-05")
    second.says(RequestRefused(request="DISPENSATION", lodged=str(one.event.event_id)), "2026-02-01")

    assert asked(book, UNDECIDED).codes == {"P1": "DECIDED_IN_TIME"}
    assert asked(book, UNDECIDED).counted == ["P2"]
    assert other.position in asked(book, UNDECIDED).verdicts["P2"].positions


@pytest.mark.parametrize(
    ("on", "code"),
    [("2025-08-31", "REQUESTED_TOO_EARLY"), ("2025-09-01", "OVERDUE"), ("2021-12-31", "BEFORE_THIS_ACT")],
)
def test_an_extension_is_asked_for_within_the_last_six_months_of_the_term(on: str, code: str) -> None:
    book, stream = asked_for("TERM_EXTENSION", on)
    stream.says(PersonalPlanAdopted(route="B1"), "2023-02-28")  # until 28 February 2026

    assert code_of(book, UNDECIDED) == code


def test_the_six_months_are_reckoned_from_the_end_as_it_stood_before_the_request() -> None:
    book, stream = asked_for("TERM_EXTENSION", "2026-02-10")
    stream.says(PersonalPlanAdopted(route="B1"), "2023-02-28")
    stream.says(TermExtended(term="INTEGRATION_TERM", until_on=date(2027, 3, 1)), "2025-10-01")

    verdict = asked(book, UNDECIDED).verdicts["P1"]
    assert (verdict.code, str(verdict.reason.limit_on)) == ("REQUESTED_TOO_EARLY", "2026-09-01")


@pytest.mark.parametrize(
    ("last_on", "expected"),
    [("2026-02-28", "2025-09-01"), ("2026-08-30", "2026-02-28"), ("2024-08-28", "2024-02-29")],
)
def test_six_months_back_are_clipped_to_the_end_of_a_month(last_on: str, expected: str) -> None:
    assert earliest_on(date.fromisoformat(last_on), 6).isoformat() == expected


def test_the_weeks_for_an_exemption_are_in_no_text_that_was_read_and_must_be_set() -> None:
    book, stream = asked_for("EXEMPTION")
    stream.says(ExemptionGranted(scope="FULL"), LIMIT)

    with pytest.raises(ParameterNotSet, match="exemption-decision-weeks"):
        asked(book, EXEMPTIONS)
    weeks = [(None, None, "exemption-decision-weeks", "8")]
    assert code_of(book, EXEMPTIONS, settings=weeks) == "DECIDED_IN_TIME"
    assert code_of(book, IN_TIME) == "OTHER_REQUEST"

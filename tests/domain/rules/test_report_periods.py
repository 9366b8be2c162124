"""Periods without a report: from which day on one is missing, what covers it, and what nobody has set."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.counting import Bounds, ParameterNotSet, Verdict, judge_all, question_for
from domain.dates import add_months, parse_period
from domain.event import Position
from domain.facts import ReportSubmitted
from domain.rules import rule
from projections import VIEWS
from tests.given import Book, day

MISSING = rule("report-periods-missing", "periodic")
SET = {"reports-due": "quarterly", "report-period-months": "3", "report-due-days": "30"}


def reports(
    book: Book, since: str | None, until: str | None, on: str | None, submitter: str = "ROC", report: str = "quarterly"
) -> Any:
    fact = ReportSubmitted(
        scheme="WIN", report=report, submitter=submitter, period_from=day(since), period_until=day(until)
    )
    return book.shared(fact, on, "0014")


def ask(book: Book, as_of: str, period: str | None = None, **settings: str) -> list[Verdict]:
    bounds = Bounds(day(as_of), Position(999), parse_period(period) if period else None)  # type: ignore[arg-type]
    values = SET | {name.replace("_", "-"): value for name, value in settings.items()}
    question = question_for(MISSING, bounds, [(None, None, *one) for one in values.items()])
    return judge_all(MISSING, book.cases(VIEWS[MISSING.view]).values(), question)


def value(book: Book, as_of: str, **asked: str) -> int:
    return sum(one.amount for one in ask(book, as_of, **asked))


@pytest.mark.parametrize(
    ("as_of", "missing"),
    [("2004-07-30", None), ("2004-07-31", "2004-04-01"), ("2004-08-01", "2004-04-01")],
    ids=["the last day in time", "the day after", "later"],
)
def test_the_worked_example_of_quarters_is_missing_from_the_day_after_the_last_in_time(
    as_of: str, missing: str | None
) -> None:
    book = Book()
    reports(book, "2004-01-01", "2004-04-01", "2004-04-15")
    reports(book, "2004-07-01", "2004-10-01", "2004-10-15")

    (verdict,) = ask(book, as_of)
    assert (verdict.code, verdict.amount) == (("NONE_MISSING", 0) if missing is None else ("PERIOD_MISSING", 1))
    assert verdict.reason.detail.get("missing") == missing


@pytest.mark.parametrize(
    ("since", "until", "on", "count"),
    [
        ("2004-04-01", "2004-07-01", "2004-08-10", 0),
        ("2004-04-01", "2004-07-01", "2004-08-11", 1),
        ("2004-04-02", "2004-07-01", "2004-07-10", 1),
        ("2004-04-01", "2004-06-30", "2004-07-10", 1),
        ("2004-01-01", "2004-07-01", "2004-07-10", 0),
        ("2004-04-01", "2004-07-01", None, 0),
    ],
)
def test_a_report_covers_a_period_whole_and_by_the_day_asked(
    since: str, until: str, on: str | None, count: int
) -> None:
    book = Book()
    reports(book, "2004-01-01", "2004-04-01", "2004-04-15")
    reports(book, since, until, on)

    assert value(book, "2004-08-10") == count


def test_each_submitter_and_kind_is_a_series_of_its_own() -> None:
    book = Book()
    reports(book, "2004-01-01", "2004-04-01", "2004-04-15")
    reports(book, "2004-04-01", "2004-07-01", "2004-07-15", submitter="Sagenn")
    reports(book, "2004-01-01", "2004-04-01", "2004-04-15", report="agenda")
    reports(book, None, None, "2004-04-15", submitter="another")

    found = {(one.case.submitter, one.case.report): one.code for one in ask(book, "2004-08-10")}  # type: ignore[attr-defined]
    assert found == {
        ("ROC", "quarterly"): "PERIOD_MISSING",
        ("Sagenn", "quarterly"): "NONE_MISSING",
        ("ROC", "agenda"): "REPORT_NOT_DUE",
        ("another", "quarterly"): "PERIOD_NOT_STATED",
    }


def test_a_report_that_was_taken_back_leaves_its_period_missing() -> None:
    book = Book()
    reports(book, "2004-01-01", "2004-04-01", "2004-04-15")
    second = reports(book, "2004-04-01", "2004-07-01", "2004-07-15")
    assert value(book, "2004-08-10") == 0

    book.retracts(second)
    assert value(book, "2004-08-10") == 1


@pytest.mark.parametrize(
    ("period", "count"), [("2004-01-01..2005-01-01", 3), ("2004-04-01..2004-07-01", 1), ("2005-01-01..", 1)]
)
def test_a_period_asked_takes_those_that_begin_in_it(period: str, count: int) -> None:
    book = Book()
    reports(book, "2004-01-01", "2004-04-01", "2004-04-15")

    assert value(book, "2005-05-15", period=period) == count


def test_nothing_is_told_before_somebody_says_what_is_due() -> None:
    with pytest.raises(ParameterNotSet, match=r"reports-due|report-period-months|report-due-days"):
        question_for(MISSING, Bounds(date(2004, 8, 10), Position(9)))


@given(st.sets(st.integers(0, 11)), st.integers(0, 11))
def test_what_is_missing_and_what_is_reported_are_together_all_that_was_due(reported: set[int], last: int) -> None:
    book, first = Book(), date(2003, 1, 1)
    for number in {0, *reported}:
        since, until = add_months(first, number), add_months(first, number + 1)
        reports(book, since.isoformat(), until.isoformat(), None)
    as_of = add_months(first, last + 1).isoformat()

    due = {*range(last + 1)}
    assert value(book, as_of, report_period_months="1", report_due_days="0") == len(due - {0, *reported})

"""Agendas, plans and reports: the last day in time, the day after, and the money that comes once."""

from typing import Any

import pytest

from domain.counting import Bounds, Rule, Verdict, judge_all, question_for
from domain.dates import parse_period
from domain.event import Position
from domain.facts import ReportSubmitted
from domain.rules import rule
from projections import VIEWS
from tests.given import Book, day

GRANTS, SUBMITTED = rule("agenda-grants", "letter-2008"), rule("reports-submitted", "as-documented")
PIB = "Innovatietraject PIB"


def submits(
    book: Book, on: str | None, report: str = "agenda", municipality: str = "0014", scheme: str = "Wi 2007"
) -> None:
    fact = ReportSubmitted(scheme=scheme, report=report, submitter="gemeente", submitter_code=municipality)
    book.shared(fact, on, municipality)


def ask(
    book: Book, the_rule: Rule, as_of: str = "2009-12-31", period: str | None = None, **settings: str
) -> list[Verdict]:
    bounds = Bounds(day(as_of), Position(99), parse_period(period) if period else None)  # type: ignore[arg-type]
    values = [(None, None, name.replace("_", "-"), value) for name, value in settings.items()]
    return judge_all(the_rule, book.cases(VIEWS["reports"]).values(), question_for(the_rule, bounds, values))


def told(book: Book, the_rule: Rule, **asked: Any) -> list[tuple[str, int]]:
    return [(one.code, one.amount) for one in ask(book, the_rule, **asked)]


@pytest.mark.parametrize(
    ("on", "code", "days_over"),
    [
        ("2008-09-18", "AGENDA_IN_TIME", None),
        ("2008-09-30", "AGENDA_IN_TIME", None),
        ("2008-10-01", "AGENDA_TOO_LATE", 1),
        ("2008-10-02", "AGENDA_TOO_LATE", 2),
        ("2008-09", "DATE_UNKNOWN", None),
        (None, "DATE_UNKNOWN", None),
    ],
)
def test_an_agenda_brings_its_money_before_the_first_of_october(
    on: str | None, code: str, days_over: int | None
) -> None:
    book = Book()
    submits(book, on)
    (verdict,) = ask(book, GRANTS)

    assert (verdict.code, verdict.reason.days_over) == (code, days_over)
    assert verdict.amount == (5_000_000 if code == "AGENDA_IN_TIME" else 0)


def test_the_worked_example_of_groningen_brings_50000_euro_once() -> None:
    book = Book()
    submits(book, "2008-09-25")
    submits(book, "2008-09-18")
    submits(book, "2008-09-20", report="half-year")
    submits(book, "2008-09-22", municipality="0392")

    assert told(book, GRANTS) == [
        ("AGENDA_OF_BEFORE", 0),
        ("AGENDA_IN_TIME", 5_000_000),
        ("NO_AGENDA", 0),
        ("AGENDA_IN_TIME", 5_000_000),
    ]
    assert told(book, GRANTS, agenda_grant_cents="1")[1] == ("AGENDA_IN_TIME", 1)


def test_a_first_agenda_that_was_taken_back_leaves_the_second_to_count() -> None:
    book = Book()
    submits(book, "2008-09-18")
    submits(book, "2008-09-25")
    book.retracts(book.events[0])

    assert told(book, GRANTS) == [("AGENDA_IN_TIME", 5_000_000)]


@pytest.mark.parametrize(
    ("municipality", "code"),
    [("0363", "TALKS_APART"), ("0518", "TALKS_APART"), ("0599", "TALKS_APART"), ("0344", "TALKS_APART")],
)
def test_the_four_large_cities_have_talks_of_their_own(municipality: str, code: str) -> None:
    book = Book()
    submits(book, "2008-09-18", municipality=municipality)

    assert told(book, GRANTS) == [(code, 0)]
    assert told(book, GRANTS, agenda_grant_not_for="0014") == [("AGENDA_IN_TIME", 5_000_000)]


@pytest.mark.parametrize(
    ("on", "scheme", "code"),
    [
        ("2008-11-30", PIB, "REPORT_SUBMITTED"),
        ("2008-12-01", PIB, "REPORT_SUBMITTED"),
        ("2008-12-02", PIB, "PLAN_TOO_LATE"),
        ("2008-12-02", "another scheme", "REPORT_SUBMITTED"),
    ],
)
def test_a_plan_is_in_time_on_the_first_of_december_itself(on: str, scheme: str, code: str) -> None:
    book = Book()
    submits(book, on, report="plan", municipality="0392", scheme=scheme)

    assert told(book, SUBMITTED) == [(code, int(code == "REPORT_SUBMITTED"))]


def test_two_half_yearly_reports_lie_in_2009() -> None:
    book = Book()
    for on in ("2008-12-31", "2009-07-15", "2009-12-31", "2010-01-01"):
        submits(book, on, report="half-year", municipality="0392", scheme=PIB)
    found = ask(book, SUBMITTED, as_of="2010-01-31", period="2009-01-01..2010-01-01")

    assert [one.code for one in found] == ["BEFORE_PERIOD", "REPORT_SUBMITTED", "REPORT_SUBMITTED", "ON_BOUNDARY"]
    assert {one.reason.detail.get("report") for one in found if one.counted} == {"half-year"}

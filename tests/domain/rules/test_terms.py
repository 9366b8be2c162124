"""Terms of three, five and three and a half years: leap days, month ends, extensions and ends, each boundary."""

from datetime import date
from typing import Any

import pytest

from domain.counting import Bounds
from domain.dates import Period
from domain.event import Position
from domain.facts import (
    CategoryDetermined,
    CertificateAwarded,
    DiplomaAwarded,
    EnforcementOrderIssued,
    ExemptionGranted,
    ObligationEstablished,
    ObligationWithdrawn,
    PersonalPlanAdopted,
    PersonalPlanAmended,
    PersonDeceased,
    TermExtended,
    TermStarted,
)
from domain.rules import RULES, rule
from domain.rules.legal_terms import TERMS, until_on
from projections import VIEWS
from tests.given import Answer, Book, Registration, ask

RUNNING, OVERDUE = rule("terms-running", "act-2021"), rule("terms-overdue", "act-2021")
EXTENDED, MET = rule("terms-extended", "act-2021"), rule("terms-met", "act-2021")
EXAMS, EXAMS_OVERDUE = rule("exam-terms-running", "act-2007"), rule("exam-terms-overdue", "act-2007")


def asked(book: Book, which: Any, as_of: str, period: Period | None = None) -> Answer:
    return ask(book, VIEWS[which.view], which, Bounds(date.fromisoformat(as_of), Position(99), period))


def code_of(book: Book, which: Any, as_of: str) -> str:
    (verdict,) = asked(book, which, as_of).verdicts.values()
    return verdict.code


def with_plan(on: str | None = "2023-02-28") -> tuple[Book, Registration]:
    book = Book()
    stream = book.registration("P1")
    stream.says(PersonalPlanAdopted(route="B1"), on)
    return book, stream


# --- When it starts and ends ---


@pytest.mark.parametrize(
    ("plan_on", "last_on"),
    [
        ("2023-02-28", "2026-02-28"),
        ("2024-02-28", "2027-02-28"),  # starts on the 29th, which 2027 has not
        ("2024-02-29", "2027-02-28"),
        ("2025-02-28", "2028-02-29"),  # starts on 1 March and holds until 1 March
        ("2023-08-30", "2026-08-30"),
        ("2023-12-31", "2026-12-31"),
    ],
)
def test_three_years_from_the_day_after_the_plan(plan_on: str, last_on: str) -> None:
    book, _ = with_plan(plan_on)
    last = date.fromisoformat(last_on)
    before, after = last.replace(day=last.day - 1), date.fromordinal(last.toordinal() + 1)

    assert code_of(book, RUNNING, plan_on) == "AFTER_AS_OF"
    assert [code_of(book, RUNNING, str(day)) for day in (before, last, after)] == [
        "TERM_RUNNING",
        "TERM_RUNNING",
        "TERM_OVER",
    ]
    assert [code_of(book, OVERDUE, str(day)) for day in (before, last, after)] == [
        "TERM_RUNNING",
        "TERM_RUNNING",
        "TERM_OVERDUE",
    ]
    assert str(asked(book, OVERDUE, str(after)).verdicts["P1"].reason.limit_on) == last_on
    assert asked(book, OVERDUE, str(after)).verdicts["P1"].reason.days_over == 1


@pytest.mark.parametrize(
    ("first", "months", "until"),
    [
        ("2008-01-31", 1, "2008-03-01"),
        ("2008-02-29", 12, "2009-03-01"),
        ("2008-02-29", 48, "2012-02-29"),
        ("2007-08-31", 6, "2008-03-01"),
        ("2007-08-29", 6, "2008-02-29"),
    ],
)
def test_where_the_same_day_does_not_come_round_the_last_day_of_the_month_still_belongs_to_the_term(
    first: str, months: int, until: str
) -> None:
    assert until_on(date.fromisoformat(first), months).isoformat() == until


def test_an_amended_or_newly_adopted_plan_does_not_move_the_start() -> None:
    book, stream = with_plan()
    stream.says(PersonalPlanAmended(route="Z"), "2023-09-01")
    stream.says(PersonalPlanAdopted(route="Z"), "2024-01-01")

    reason = asked(book, RUNNING, "2024-06-01").verdicts["P1"].reason
    assert str(reason.limit_on) == "2026-02-28"
    assert reason.detail == {"starts_on": "2023-03-01", "basis": "PLAN", "route": "Z"}


def test_an_end_that_the_source_shows_is_told_and_decides_nothing() -> None:
    book, stream = with_plan()
    stream.says(TermStarted(term="INTEGRATION_TERM", until_on=date(2026, 6, 1)), "2023-03-01")

    reason = asked(book, RUNNING, "2024-06-01").verdicts["P1"].reason
    assert (str(reason.limit_on), reason.detail["source_until"]) == ("2026-02-28", "2026-06-01")


def test_without_a_plan_a_term_starts_where_the_source_says_so_and_else_there_is_none() -> None:
    book = Book()
    stream = book.registration("P1")
    stream.says(ObligationEstablished(law="WI_2021"), "2023-01-01")
    assert asked(book, RUNNING, "2024-01-01").verdicts == {}

    stream.says(TermStarted(term="INTEGRATION_TERM"), "2023-03-01")
    assert str(asked(book, RUNNING, "2024-01-01").verdicts["P1"].reason.limit_on) == "2026-02-28"


@pytest.mark.parametrize("on", [None, "2023", "2023-02"])
def test_without_the_day_of_the_plan_there_is_no_limit(on: str | None) -> None:
    book, _ = with_plan(on)

    assert {code_of(book, which, "2030-01-01") for which in (RUNNING, OVERDUE, EXTENDED, MET)} == {"DATE_UNKNOWN"}


# --- Extensions ---


@pytest.mark.parametrize(
    ("extension", "last_on"),
    [
        ({"ground": "EFFORT_SHOWN"}, "2026-08-31"),  # six months from 1 March until 1 September
        ({"ground": "NOT_CULPABLE", "until_on": date(2026, 6, 1)}, "2026-05-31"),
        ({"ground": "NOT_CULPABLE", "extended_days": 31}, "2026-03-31"),
        ({"until_on": date(2025, 1, 1)}, "2026-02-28"),  # no extension is a cut
    ],
)
def test_an_extension_moves_the_end_by_what_it_says(extension: dict[str, Any], last_on: str) -> None:
    book, stream = with_plan()
    stream.says(TermExtended(term="INTEGRATION_TERM", **extension), "2026-01-15")

    after = date.fromordinal(date.fromisoformat(last_on).toordinal() + 1).isoformat()
    assert code_of(book, OVERDUE, last_on) == "TERM_RUNNING"
    assert code_of(book, OVERDUE, after) == "TERM_OVERDUE"


def test_an_extension_counts_from_the_day_it_was_decided() -> None:
    book, stream = with_plan()
    stream.says(TermExtended(term="INTEGRATION_TERM", ground="EFFORT_SHOWN"), "2026-03-10")

    assert code_of(book, OVERDUE, "2026-03-09") == "TERM_OVERDUE"
    assert code_of(book, OVERDUE, "2026-03-10") == "TERM_RUNNING"


def test_extensions_follow_each_other_and_the_last_ground_is_told() -> None:
    book, stream = with_plan()
    stream.says(TermExtended(term="INTEGRATION_TERM", ground="NOT_CULPABLE", extended_days=31), "2025-12-01")
    stream.says(TermExtended(term="INTEGRATION_TERM", ground="EFFORT_SHOWN"), "2026-02-01")

    assert str(asked(book, RUNNING, "2026-02-01").verdicts["P1"].reason.limit_on) == "2026-09-30"
    assert code_of(book, EXTENDED, "2025-11-30") == "NOT_EXTENDED"
    assert code_of(book, EXTENDED, "2025-12-01") == "EXTENDED_NOT_CULPABLE"
    assert code_of(book, EXTENDED, "2026-02-01") == "EXTENDED_AFTER_EFFORT"
    assert asked(book, EXTENDED, "2026-02-01").value == 1


@pytest.mark.parametrize(("ground", "code"), [("EDUCATION", "EXTENDED_OTHERWISE"), (None, "EXTENDED_OTHERWISE")])
def test_an_extension_without_a_length_leaves_the_limit_unknown(ground: Any, code: str) -> None:
    book, stream = with_plan()
    stream.says(TermExtended(term="INTEGRATION_TERM", ground=ground), "2026-01-15")

    assert code_of(book, RUNNING, "2026-01-14") == "TERM_RUNNING"
    assert code_of(book, RUNNING, "2026-01-15") == "EXTENSION_LENGTH_UNKNOWN"
    assert code_of(book, OVERDUE, "2030-01-01") == "EXTENSION_LENGTH_UNKNOWN"
    assert code_of(book, EXTENDED, "2026-01-15") == code


def test_an_extension_of_an_unknown_day_leaves_the_limit_unknown_as_soon_as_it_may_have_been() -> None:
    book, stream = with_plan()
    stream.says(TermExtended(term="INTEGRATION_TERM", ground="EFFORT_SHOWN"), "2026-02")

    assert code_of(book, RUNNING, "2026-01-31") == "TERM_RUNNING"
    assert code_of(book, RUNNING, "2026-02-01") == "DATE_UNKNOWN"
    assert code_of(book, EXTENDED, "2026-02-01") == "DATE_UNKNOWN"


def test_the_period_takes_a_term_by_its_first_extension() -> None:
    book, stream = with_plan()
    stream.says(TermExtended(term="INTEGRATION_TERM", ground="EFFORT_SHOWN"), "2026-01-01")
    year_2025 = Period(date(2025, 1, 1), date(2026, 1, 1))

    assert asked(book, EXTENDED, "2026-12-31", year_2025).codes == {"P1": "ON_BOUNDARY"}
    assert asked(book, EXTENDED, "2026-12-31", Period(date(2026, 1, 1), None)).value == 1


# --- How it ends ---


@pytest.mark.parametrize(
    ("fact", "code"),
    [
        (DiplomaAwarded(diploma="INTEGRATION"), "OBLIGATION_FULFILLED"),
        (DiplomaAwarded(diploma="STATE_EXAM_1"), "TERM_OVERDUE"),
        (CertificateAwarded(certificate="Z_ROUTE"), "OBLIGATION_FULFILLED"),
        (CertificateAwarded(certificate="COURSE"), "TERM_OVERDUE"),
        (ObligationWithdrawn(law="WI_2013"), "TERM_OVERDUE"),
        (ObligationWithdrawn(reason="LEFT_COUNTRY"), "OBLIGATION_WITHDRAWN"),
        (ExemptionGranted(scope="TEMPORARY"), "TEMPORARILY_EXEMPTED"),
        (PersonDeceased(), "DECEASED"),
    ],
)
def test_what_ends_an_obligation_ends_being_overdue_from_that_day_on(fact: Any, code: str) -> None:
    book, stream = with_plan()
    stream.says(fact, "2026-05-01")

    assert code_of(book, OVERDUE, "2026-04-30") == "TERM_OVERDUE"
    assert code_of(book, OVERDUE, "2026-05-01") == code


@pytest.mark.parametrize(
    ("on", "code", "days_over"),
    [
        ("2026-02-27", "FULFILLED_IN_TIME", None),
        ("2026-02-28", "FULFILLED_IN_TIME", None),
        ("2026-03-01", "FULFILLED_LATE", 1),
    ],
)
def test_the_last_day_of_the_term_is_in_time(on: str, code: str, days_over: int | None) -> None:
    book, stream = with_plan()
    stream.says(DiplomaAwarded(diploma="INTEGRATION"), on)
    stream.says(PersonDeceased(), None)

    verdict = asked(book, MET, "2026-12-31").verdicts["P1"]
    assert (verdict.code, verdict.reason.days_over) == (code, days_over)
    assert code_of(book, MET, "2026-02-26") == "DATE_UNKNOWN"


def test_what_was_not_met_says_whether_there_is_time_left() -> None:
    book, stream = with_plan()
    assert code_of(book, MET, "2026-02-28") == "TERM_RUNNING"
    assert code_of(book, MET, "2026-03-01") == "TERM_OVER"

    stream.says(PersonDeceased(), "2026-04-01")
    assert code_of(book, MET, "2026-04-01") == "DECEASED"


# --- The exam term of 2007 ---


@pytest.mark.parametrize(("early_stay", "last_on"), [(None, "2012-02-29"), (False, "2012-02-29"), (True, "2010-08-31")])
def test_the_exam_term_is_five_years_and_three_and_a_half_after_the_basic_exam(
    early_stay: bool | None, last_on: str
) -> None:
    book = Book()
    stream = book.registration("P1")
    stream.says(ObligationEstablished(law="WI_2007"), "2007-03-01")
    stream.says(CategoryDetermined(arrival="NIEUWKOMER", early_stay=early_stay), "2007-03-01")
    after = date.fromordinal(date.fromisoformat(last_on).toordinal() + 1).isoformat()

    assert str(asked(book, EXAMS, last_on).verdicts["P1"].reason.limit_on) == last_on
    assert code_of(book, EXAMS_OVERDUE, last_on) == "TERM_RUNNING"
    assert code_of(book, EXAMS_OVERDUE, after) == "TERM_OVERDUE"


def test_the_term_of_an_oudkomer_begins_with_the_order_and_on_the_day_it_determines() -> None:
    book = Book()
    stream = book.registration("P1")
    stream.says(ObligationEstablished(law="WI_2007"), "2007-01-01")
    assert code_of(book, EXAMS, "2008-01-01") == "CATEGORY_UNKNOWN"

    stream.says(CategoryDetermined(arrival="OUDKOMER"), "2007-01-01")
    assert code_of(book, EXAMS, "2008-01-01") == "TERM_NOT_STARTED"

    stream.says(EnforcementOrderIssued(with_offer=False, effective_on=date(2008, 2, 29)), "2008-02-15")
    assert code_of(book, EXAMS, "2008-02-28") == "AFTER_AS_OF"
    reason = asked(book, EXAMS, "2009-01-01").verdicts["P1"].reason
    assert (str(reason.limit_on), reason.detail["basis"]) == ("2013-02-28", "ORDER")


def test_under_the_act_of_2007_a_state_exam_meets_the_obligation_too() -> None:
    book = Book()
    stream = book.registration("P1")
    stream.says(EnforcementOrderIssued(with_offer=False), "2007-03-01")
    stream.says(DiplomaAwarded(diploma="STATE_EXAM_2"), "2008-06-01")

    assert code_of(book, EXAMS, "2008-06-01") == "OBLIGATION_FULFILLED"
    assert code_of(book, rule("exam-terms-met", "act-2007"), "2008-06-01") == "FULFILLED_IN_TIME"


def test_every_legal_term_has_its_article_and_is_asked_by_some_rule() -> None:
    asked_for = {parameter.name for one in RULES for parameter in one.parameters}
    assert {one.name for one in TERMS} <= asked_for
    for one in TERMS:
        assert one.source.words
        assert one.source.place.startswith("artikel ")
        assert one.name.endswith(one.unit)
        assert one.in_force_until is None or one.in_force_from < one.in_force_until

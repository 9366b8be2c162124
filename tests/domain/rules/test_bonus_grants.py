"""Bonuses of Utrecht as they were granted beside what was earned."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.counting import Bounds, Rule, Verdict, judge_all, question_for, value_of
from domain.dates import parse_period
from domain.event import Position
from domain.facts import (
    AttendanceReported,
    BonusGranted,
    BonusRefused,
    DecisionRevoked,
    PersonApproached,
    PlacementStarted,
)
from domain.precision import Interval
from domain.rules import rule
from domain.tally import tally_of
from projections import VIEWS
from tests.domain.rules.deciding_afterwards import id_of
from tests.domain.rules.test_bonuses import ENTITLEMENTS, SET, UTRECHT, gives_bonuses, person
from tests.given import Book

GRANTED = rule("bonuses-granted", "utrecht-2008")
OTHERWISE = rule("bonuses-granted-otherwise", "utrecht-2008")
Bonus = Any


def ask(book: Book, the_rule: Rule = OTHERWISE, as_of: str = "2009-06-30", period: str | None = None) -> list[Verdict]:
    bounds = Bounds(date.fromisoformat(as_of), Position(999), parse_period(period) if period else None)
    question = question_for(the_rule, bounds, [(None, None, name, value) for name, value in SET.items()], UTRECHT)
    return judge_all(the_rule, book.cases(VIEWS[the_rule.view]).values(), question)


def codes(book: Book, **asked: Any) -> dict[str, str]:
    return {str(one.case.part): one.code for one in ask(book, OTHERWISE, **asked)}


def detail(book: Book, part: str) -> dict[str, Any]:
    (verdict,) = (one for one in ask(book) if one.case.part == part)
    return dict(verdict.reason.detail)


def may_be(book: Book, the_rule: Rule = OTHERWISE, **asked: Any) -> Interval | None:
    return tally_of((one, 1) for one in ask(book, the_rule, **asked)).interval


def grants(
    book: Book, bonus: Bonus = "START", cents: int = 10_000, on: str | None = "2009-06-01", to: Any = None
) -> Any:
    """A bonus granted in the dossier of the one person, by default to who earns it."""
    who = to or ("RECRUITER" if bonus == "RECRUITMENT" else "PARTICIPANT")
    fact = BonusGranted(beneficiary=who, bonus=bonus, form="MONEY", amount_cents=cents)
    return book.registration("U1", municipality=UTRECHT, party=UTRECHT).says(fact, on)


def started(on: str | None = "2008-11-01") -> Book:
    """One who started and attended too little to earn more."""
    book = gives_bonuses(Book())
    stream = book.registration("U1", municipality=UTRECHT, party=UTRECHT)
    stream.says(PlacementStarted(trajectory="REGULAR"), on)
    stream.says(AttendanceReported(lessons=100, attended=79), "2009-03-31")
    return book


def test_the_worked_example_granted_wrongly() -> None:
    book = started()
    grants(book)
    grants(book, "ATTENDANCE", 15_000)

    assert codes(book) == {
        "start": "GRANTED_AS_EARNED",
        "attendance": "GRANTED_NOT_EARNED",
        "success": "NEITHER_EARNED_NOR_GRANTED",
    }
    assert detail(book, "attendance") == {
        "bonus": "ATTENDANCE",
        "granted_cents": 15_000,
        "earned_cents": 0,
        "difference_cents": 15_000,
        "because": "ATTENDANCE_TOO_LOW",
    }
    assert value_of(ask(book)) == 1


@pytest.mark.parametrize(
    ("cents", "code", "difference"),
    [
        (None, "EARNED_NOT_GRANTED", -10_000),
        (9_000, "AMOUNT_DIFFERS", -1_000),
        (9_999, "AMOUNT_DIFFERS", -1),
        (10_000, "GRANTED_AS_EARNED", 0),
        (10_001, "AMOUNT_DIFFERS", 1),
    ],
)
def test_the_worked_example_another_amount(cents: int | None, code: str, difference: int) -> None:
    book = started()
    if cents is not None:
        grants(book, cents=cents)

    assert codes(book)["start"] == code
    assert detail(book, "start")["difference_cents"] == difference


def test_what_is_granted_in_parts_is_added() -> None:
    book = started()
    grants(book, cents=4_000)
    grants(book, cents=6_000, on="2009-06-02")

    assert codes(book, as_of="2009-06-01")["start"] == "AMOUNT_DIFFERS"
    assert codes(book, as_of="2009-06-02")["start"] == "GRANTED_AS_EARNED"


@pytest.mark.parametrize(
    ("as_of", "code"),
    [
        ("2008-10-31", "GRANTED_NOT_EARNED"),
        ("2008-11-01", "GRANTED_AS_EARNED"),
        ("2008-11-02", "GRANTED_AS_EARNED"),
    ],
)
def test_a_bonus_granted_before_it_is_earned_differs_until_then(as_of: str, code: str) -> None:
    book = started()
    grants(book, on="2008-10-15")

    assert codes(book, as_of=as_of)["start"] == code


@pytest.mark.parametrize(
    ("as_of", "code"),
    [("2009-05-31", "EARNED_NOT_GRANTED"), ("2009-06-01", "GRANTED_AS_EARNED"), ("2009-06-02", "GRANTED_AS_EARNED")],
)
def test_a_bonus_earned_and_granted_later_is_not_granted_until_then(as_of: str, code: str) -> None:
    book = started()
    grants(book)

    assert codes(book, as_of=as_of)["start"] == code


def test_who_never_started_and_was_granted_a_bonus_is_considered() -> None:
    book = gives_bonuses(Book())
    grants(book)

    assert codes(book)["start"] == "GRANTED_NOT_EARNED"
    assert detail(book, "start")["because"] == "NOT_STARTED"
    assert {one.code for one in ask(book, ENTITLEMENTS)} == {"NOT_STARTED"}


@pytest.mark.parametrize(
    ("bonus", "to", "code"),
    [
        ("START", "PARTICIPANT", "GRANTED_AS_EARNED"),
        ("START", "RECRUITER", "GRANTED_TO_ANOTHER"),
        ("RECRUITMENT", "RECRUITER", "GRANTED_AS_EARNED"),
        ("RECRUITMENT", "PARTICIPANT", "GRANTED_TO_ANOTHER"),
        ("RECRUITMENT", "BROKER", "GRANTED_TO_ANOTHER"),
    ],
)
def test_a_bonus_goes_to_who_earns_it(bonus: str, to: str, code: str) -> None:
    book = gives_bonuses(Book())
    person(book)
    grants(book, bonus, 5_000 if bonus == "RECRUITMENT" else 10_000, to=to)

    assert codes(book)[bonus.lower()] == code


def test_a_bonus_for_a_recruiter_of_whom_nobody_says_anything_is_not_earned() -> None:
    book = started()
    grants(book, "RECRUITMENT", 5_000)

    assert codes(book)["recruitment"] == "GRANTED_NOT_EARNED"
    assert detail(book, "recruitment")["because"] == "NOT_NEW"


def test_what_was_refused_is_earned_all_the_same_and_says_why_it_was_refused() -> None:
    book = started()
    refused = BonusRefused(beneficiary="PARTICIPANT", bonus="START", reason="NO_MONEY_LEFT")
    book.registration("U1").says(refused, "2009-02-01")

    assert codes(book)["start"] == "EARNED_NOT_GRANTED"
    assert detail(book, "start")["refused"] == "NO_MONEY_LEFT"


@pytest.mark.parametrize(("as_of", "code"), [("2009-06-09", "GRANTED_AS_EARNED"), ("2009-06-10", "EARNED_NOT_GRANTED")])
def test_a_grant_revoked_from_the_start_is_none_from_the_day_on_which_it_was(as_of: str, code: str) -> None:
    book = started()
    grant = grants(book)
    revoked = DecisionRevoked(decision=id_of(grant), effect="FROM_THE_START")
    book.registration("U1").says(revoked, "2009-06-10")

    assert codes(book, as_of=as_of)["start"] == code
    assert (value_of(ask(book, GRANTED, as_of)), len(ask(book, GRANTED, as_of))) == (
        (10_000, 3) if as_of == "2009-06-09" else (0, 3)
    )


# --- What was granted ---


def test_what_was_granted_counts_rightly_or_not() -> None:
    book = started()
    grants(book)
    grants(book, "SUCCESS", 20_000, on="2009-06-30")
    grants(book, "QUALITY", 99)

    assert [value_of(ask(book, GRANTED, as_of=one)) for one in ("2009-05-31", "2009-06-01", "2009-06-29")] == [
        0,
        10_000,
        10_000,
    ]
    assert value_of(ask(book, GRANTED)) == 30_000


@pytest.mark.parametrize(
    ("period", "cents"),
    [
        ("2009-05-01..2009-06-01", 0),
        ("2009-05-01..2009-06-02", 10_000),
        ("2009-06-01..2009-07-01", 10_000),
        ("2009-06-02..2009-07-01", 0),
    ],
)
def test_a_grant_counts_in_the_period_of_its_day(period: str, cents: int) -> None:
    book = started()
    grants(book)

    assert value_of(ask(book, GRANTED, period=period)) == cents


def test_the_two_have_the_same_cases_and_can_be_subtracted() -> None:
    book = started()
    grants(book, cents=9_000)
    earned, granted = ask(book, ENTITLEMENTS), ask(book, GRANTED)

    assert [one.case.case for one in earned] == [one.case.case for one in granted]
    assert value_of(granted) - value_of(earned) == -1_000


# --- What is not known ---


@pytest.mark.parametrize(
    ("on", "as_of", "code"),
    [
        ("2009-06", "2009-05-31", "EARNED_NOT_GRANTED"),
        ("2009-06", "2009-06-01", "DATE_UNKNOWN"),
        ("2009-06", "2009-06-29", "DATE_UNKNOWN"),
        ("2009-06", "2009-06-30", "GRANTED_AS_EARNED"),
        (None, "2009-06-30", "DATE_UNKNOWN"),
    ],
)
def test_a_grant_in_a_month_is_put_on_no_side_of_a_day(on: str | None, as_of: str, code: str) -> None:
    book = started()
    grants(book, on=on)

    assert codes(book, as_of=as_of)["start"] == code
    if code == "DATE_UNKNOWN":
        assert may_be(book, as_of=as_of) == Interval(0, 1)
        assert may_be(book, GRANTED, as_of=as_of) == Interval(0, 10_000)
    else:
        assert may_be(book, as_of=as_of) is None


def test_what_differs_whichever_day_it_was_is_no_question() -> None:
    book = started()
    grants(book, "ATTENDANCE", 15_000)
    grants(book, cents=9_000)
    grants(book, cents=2_000, on=None)

    assert codes(book)["start"] == "AMOUNT_DIFFERS"


@pytest.mark.parametrize(
    ("on", "as_of", "told"),
    [
        ("2009-06", "2009-05-31", (0, None)),
        ("2009-06", "2009-06-01", (0, Interval(0, 10_000))),
        ("2009-06", "2009-06-30", (10_000, None)),
        (None, "2009-06-30", (0, Interval(0, 10_000))),
    ],
)
def test_a_start_on_an_unknown_day_makes_the_bonus_for_it_an_interval(
    on: str | None, as_of: str, told: tuple[int, Interval | None]
) -> None:
    book = gives_bonuses(Book())
    book.registration("U1", municipality=UTRECHT).says(PlacementStarted(trajectory="REGULAR"), on)

    assert (value_of(ask(book, ENTITLEMENTS, as_of)), may_be(book, ENTITLEMENTS, as_of=as_of)) == told


@pytest.mark.parametrize(
    ("attended", "undated", "code"),
    [(80, 80, "BONUS_EARNED"), (79, 79, "ATTENDANCE_TOO_LOW"), (79, 81, "DATE_UNKNOWN"), (81, 78, "DATE_UNKNOWN")],
)
def test_a_report_without_a_day_leaves_attendance_open_only_where_it_decides(
    attended: int, undated: int, code: str
) -> None:
    book = gives_bonuses(Book())
    stream = book.registration("U1", municipality=UTRECHT)
    stream.says(PlacementStarted(trajectory="REGULAR"), "2008-11-01")
    stream.says(AttendanceReported(lessons=100, attended=attended), "2009-03-31")
    stream.says(AttendanceReported(lessons=100, attended=undated))

    (verdict,) = (one for one in ask(book, ENTITLEMENTS) if one.case.part == "attendance")
    assert verdict.code == code
    assert verdict.between == (Interval(0, 15_000) if code == "DATE_UNKNOWN" else None)


@pytest.mark.parametrize(
    ("period", "code"),
    [
        ("2008-11-01..2008-12-01", "BONUS_EARNED"),
        ("2008-11-02..2008-12-01", "DATE_UNKNOWN"),
        ("2008-11-01..2008-11-30", "DATE_UNKNOWN"),
        ("2008-12-01..2009-01-01", "BEFORE_PERIOD"),
        ("2008-10-01..2008-11-01", "AFTER_PERIOD"),
    ],
)
def test_a_month_that_an_end_of_the_period_divides_is_not_guessed(period: str, code: str) -> None:
    book = gives_bonuses(Book())
    book.registration("U1", municipality=UTRECHT).says(PlacementStarted(trajectory="REGULAR"), "2008-11")

    (verdict,) = (one for one in ask(book, ENTITLEMENTS, period=period) if one.case.part == "start")
    assert verdict.code == code


WHEN = st.sampled_from(["2008-11-01", "2009-01-15", "2009-06-30", "2009-07-01", "2009-06", "2009", None])


@given(start=WHEN, recruited=WHEN, report=WHEN, grant=WHEN, cents=st.sampled_from([1, 10_000, 10_001]))
def test_each_bonus_has_one_outcome_and_an_interval_holds_the_figure(
    start: str | None, recruited: str | None, report: str | None, grant: str | None, cents: int
) -> None:
    book = gives_bonuses(Book())
    stream = book.registration("U1", municipality=UTRECHT)
    stream.says(PersonApproached(), recruited)
    stream.says(PlacementStarted(trajectory="REGULAR"), start)
    stream.says(AttendanceReported(lessons=100, attended=80), report)
    grants(book, cents=cents, on=grant)

    for the_rule in (ENTITLEMENTS, GRANTED, OTHERWISE):
        tally = tally_of((one, 1) for one in ask(book, the_rule))
        assert tally.considered == 4
        assert tally.interval is None or tally.interval.contains(tally.value)
    is_told = {one.case.part: one.code != "DATE_UNKNOWN" for one in ask(book)}
    for one in (one for one in ask(book) if is_told[one.case.part]):
        assert one.counted == (one.reason.detail["difference_cents"] != 0)

"""The provider switch: the twentieth day is the limit and no breach, the twenty-first is."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.counting import Bounds, Verdict, judge, question_for
from domain.dates import When
from domain.event import Position
from domain.rules import rule
from domain.rules.provider_switch import Outcome, Referral

RULE = rule("provider-switch-due", "calendar-days")


def referral(*outcomes: Outcome, enrolled_on: str | None = "2007-10-01") -> Referral:
    return Referral(
        case="c",
        party="aanbieder X",
        system="s",
        positions=(1,),
        enrolled_on=None if enrolled_on is None else When(enrolled_on),
        outcomes=outcomes,
    )


def outcome(kind: Any, on: str | None, provider: str | None = None) -> Outcome:
    return Outcome(kind=kind, on=None if on is None else When(on), provider=provider)


def verdict(one: Referral, as_of: str, settings: Any = ()) -> Verdict:
    return judge(RULE, one, question_for(RULE, Bounds(date.fromisoformat(as_of), Position(99)), settings))


@pytest.mark.parametrize(
    ("enrolled_on", "as_of", "code", "limit_on"),
    [
        ("2007-10-01", "2007-10-20", "WITHIN_LIMIT", "2007-10-21"),
        ("2007-10-01", "2007-10-21", "LIMIT_DAY", "2007-10-21"),
        ("2007-10-01", "2007-10-22", "MUST_BE_MOVED", "2007-10-21"),
        ("2008-02-09", "2008-02-29", "LIMIT_DAY", "2008-02-29"),
        ("2008-02-09", "2008-03-01", "MUST_BE_MOVED", "2008-02-29"),
        ("2007-02-09", "2007-03-01", "LIMIT_DAY", "2007-03-01"),
        ("2007-12-20", "2008-01-09", "LIMIT_DAY", "2008-01-09"),
    ],
)
def test_the_limit_is_the_twentieth_day_and_no_breach(enrolled_on: str, as_of: str, code: str, limit_on: str) -> None:
    found = verdict(referral(enrolled_on=enrolled_on), as_of)

    assert (found.code, str(found.reason.limit_on)) == (code, limit_on)
    assert found.counted == (code == "MUST_BE_MOVED")
    assert found.reason.days_over == (1 if found.counted else None)


@pytest.mark.parametrize(
    ("one", "code", "days_over"),
    [
        (outcome("PLACED", "2007-10-21"), "PLACED_IN_TIME", None),
        (outcome("PLACED", "2007-10-22"), "PLACED_LATE", 1),
        (outcome("PLACED", "2007-12-01"), "MUST_BE_MOVED", 31),
        (outcome("MOVED", "2007-10-22", "Y"), "MOVED", 1),
        (outcome("MOVED", "2007-10-19", "Y"), "MOVED", None),
        (outcome("DECLINED", "2007-11-01"), "OFFER_DECLINED", 11),
        (outcome("PLACED", None), "DATE_UNKNOWN", None),
        (outcome("PLACED", "2007-11"), "DATE_UNKNOWN", None),
        (outcome("PLACED", "2007-12"), "MUST_BE_MOVED", 31),
    ],
)
def test_what_came_of_it_by_the_day_asked_goes_before_the_limit(one: Outcome, code: str, days_over: int | None) -> None:
    found = verdict(referral(one), "2007-11-21")

    assert (found.code, found.reason.days_over) == (code, days_over)


def test_whatever_came_first_is_what_came_of_it() -> None:
    moved_then_placed = referral(outcome("MOVED", "2007-10-22", "Y"), outcome("PLACED", "2007-11-01"))

    assert verdict(moved_then_placed, "2007-12-01").code == "MOVED"
    assert verdict(moved_then_placed, "2007-12-01").reason.detail["to_provider"] == "Y"


def test_an_enrolment_without_a_day_has_no_limit() -> None:
    assert verdict(referral(enrolled_on="2007-10"), "2008-01-01").code == "DATE_UNKNOWN"
    assert verdict(referral(enrolled_on="2008-01-02"), "2008-01-01").code == "AFTER_AS_OF"


def test_the_number_of_days_is_a_parameter() -> None:
    settings = [(None, None, "placement-days-max", "30")]

    assert verdict(referral(), "2007-10-31", settings).code == "LIMIT_DAY"


@pytest.mark.parametrize(("enrolled_on", "code"), [("9999-12-11", "LIMIT_DAY"), ("9999-12-31", "LIMIT_DAY")])
def test_no_limit_lies_beyond_the_calendar(enrolled_on: str, code: str) -> None:
    settings = [(None, None, "placement-days-max", "99999999999")] if enrolled_on.endswith("31") else ()

    assert verdict(referral(enrolled_on=enrolled_on), "9999-12-31", settings).code == code


@given(st.dates(date(2007, 1, 1), date(2012, 12, 31)), st.integers(0, 60))
def test_on_any_day_of_any_year_the_twenty_first_day_is_the_first_that_counts(enrolled_on: date, after: int) -> None:
    found = verdict(referral(enrolled_on=enrolled_on.isoformat()), (enrolled_on + timedelta(days=after)).isoformat())

    assert found.counted == (after > 20)
    assert found.reason.days_over == (after - 20 if after > 20 else None)

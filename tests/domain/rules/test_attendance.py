"""Attendance below a norm per reported period, and absence for a fine."""

from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.counting import Bounds, ParameterNotSet, judge, question_for
from domain.dates import When
from domain.event import Position
from domain.rules import rule
from domain.rules.attendance import AttendancePeriod, Report, together

BOUNDS = Bounds(date(2004, 7, 1), Position(99))


def period(lessons: int, attended: int, excused: int | None = 0, on: str | None = "2004-06-30") -> AttendancePeriod:
    last_on = None if on is None else When(on)
    report = Report(last_on=last_on, lessons=lessons, attended=attended, authorised_absent=excused)
    return AttendancePeriod(case="c", party="p", system="s", positions=(1,), report=report)


def code(one: AttendancePeriod, name: str, settings: Any = ()) -> str:
    chosen = rule(*name.split("@"))
    return judge(chosen, one, question_for(chosen, BOUNDS, settings)).code


@pytest.mark.parametrize(
    ("one", "of_all", "out"),
    [
        (period(100, 85), "NORM_REACHED", "NORM_REACHED"),
        (period(10_000, 8_499), "BELOW_NORM", "BELOW_NORM"),
        (period(100, 80, 10), "BELOW_NORM", "NORM_REACHED"),
        (period(0, 0), "NO_LESSONS", "NO_LESSONS"),
        (period(5, 0, 5), "BELOW_NORM", "NO_LESSONS"),
        (period(5, 4, 2), "COUNTS_CONTRADICT", "COUNTS_CONTRADICT"),
        (period(100, 84, None), "BELOW_NORM", "AUTHORISED_ABSENCE_UNKNOWN"),
        (period(100, 84, on="2004-07-02"), "AFTER_AS_OF", "AFTER_AS_OF"),
        (period(100, 84, on="2004-06"), "DATE_UNKNOWN", "DATE_UNKNOWN"),
    ],
)
def test_a_period_is_below_the_norm_or_says_why_not(one: AttendancePeriod, of_all: str, out: str) -> None:
    assert code(one, "attendance-below-norm@all-lessons") == of_all
    assert code(one, "attendance-below-norm@authorised-out") == out


def test_the_norm_is_a_parameter() -> None:
    settings = [(date(2004, 7, 1), None, "attendance-percent-min", "80")]

    assert code(period(100, 80), "attendance-below-norm@all-lessons", settings) == "NORM_REACHED"
    assert code(period(100, 79), "attendance-below-norm@all-lessons", settings) == "BELOW_NORM"


def test_the_percentage_for_a_fine_is_in_no_document_and_has_to_be_set() -> None:
    with pytest.raises(ParameterNotSet):
        code(period(100, 10), "absence-for-a-fine@unauthorised")


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (period(100, 80), "PERCENTAGE_REACHED"),
        (period(100, 81), "LESS_ABSENCE"),
        (period(100, 72, 10), "PERCENTAGE_REACHED"),
        (period(100, 73, 10), "LESS_ABSENCE"),
        (period(100, 80, None), "AUTHORISED_ABSENCE_UNKNOWN"),
        (period(100, 81, None), "LESS_ABSENCE"),
        (period(100, 0, None), "AUTHORISED_ABSENCE_UNKNOWN"),
        (period(0, 0), "NO_LESSONS"),
    ],
)
def test_a_fine_is_possible_from_exactly_the_percentage_on(one: AttendancePeriod, expected: str) -> None:
    settings = [(None, None, "absence-percent-fine", "20")]

    assert code(one, "absence-for-a-fine@unauthorised", settings) == expected


# --- What was attended ---


@pytest.mark.parametrize(
    ("activity", "attended", "by_activity", "of_lessons"),
    [
        ("LESSON", 10, "ATTENDED_LESSONS", "BELOW_NORM"),
        ("WORKSHOP", 10, "ATTENDED_WORKSHOP", "NO_LESSON"),
        ("EXCURSION", 1, "ATTENDED_EXCURSION", "NO_LESSON"),
        ("PARTICIPATION", 10, "OTHER_ACTIVITY", "NO_LESSON"),
        ("WORKSHOP", 0, "ABSENT", "NO_LESSON"),
        ("LESSON", 0, "ABSENT", "BELOW_NORM"),
        (None, 10, "ACTIVITY_UNKNOWN", "BELOW_NORM"),
    ],
)
def test_a_lesson_week_is_told_apart_by_activity_and_a_norm_is_of_lessons(
    activity: str | None, attended: int, by_activity: str, of_lessons: str
) -> None:
    one = msgspec.structs.replace(period(100, attended), activity=activity)

    assert code(one, "attendance-by-activity@lesson-week") == by_activity
    assert code(one, "attendance-below-norm@all-lessons") == of_lessons


COUNTS = st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 10)).filter(
    lambda one: one[1] + one[2] <= one[0]
)


@given(COUNTS, st.integers(0, 100))
def test_what_is_told_without_the_authorised_absence_holds_whatever_it_was(one: Any, percent: int) -> None:
    lessons, attended, excused = one
    unknown = together([Report(lessons=lessons, attended=attended)])
    known = together([Report(lessons=lessons, attended=attended, authorised_absent=excused)])

    if lessons > excused:  # a share of nothing is no share
        assert unknown.is_below(percent, "authorised-out") in (None, known.is_below(percent, "authorised-out"))
        assert unknown.is_above(percent, "authorised-out") in (None, known.is_above(percent, "authorised-out"))
        assert known.is_below(percent, "raw") is (attended * 100 < percent * lessons)

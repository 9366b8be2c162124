"""The tests of the bounds that all rules share: a day, a month, a year, and what lies wholly beyond a bound."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.counting import Bounds, Question, Reason
from domain.dates import Period, When, first_day, last_day
from domain.event import Position
from domain.rules.shared import tests_of_when as of_when

DAYS = st.dates(min_value=date(2007, 11, 1), max_value=date(2009, 2, 28))
PERIODS = st.tuples(DAYS, st.integers(1, 200)).map(lambda drawn: Period(drawn[0], drawn[0] + timedelta(drawn[1])))
WHENS = st.tuples(DAYS, st.sampled_from([4, 7])).map(lambda drawn: When(drawn[0].isoformat()[: drawn[1]]))


def code(when: When | None, question: Question) -> str | None:
    """The code of the first test that answers; None where the case goes on."""
    found: list[tuple[str, Reason | None]] = [(one.code, one.check(when, question)) for one in of_when(lambda at: at)]
    return next((name for name, reason in found if reason is not None), None)


def days_of(when: When) -> list[date]:
    return [first_day(when) + timedelta(one) for one in range((last_day(when) - first_day(when)).days + 1)]


@given(WHENS, PERIODS, DAYS)
def test_a_month_or_year_is_beyond_a_bound_only_where_each_of_its_days_is(
    when: When, period: Period, as_of: date
) -> None:
    question = Question(Bounds(as_of, Position(1), period))

    each = {code(When(day.isoformat()), question) for day in days_of(when)}

    if each == {"BEFORE_PERIOD"}:
        expected = "BEFORE_PERIOD"
    elif each <= {"ON_BOUNDARY", "AFTER_PERIOD"}:
        expected = "AFTER_PERIOD"
    elif all(day > as_of for day in days_of(when)):
        expected = "AFTER_AS_OF"
    else:
        expected = "DATE_UNKNOWN"
    assert code(when, question) == expected


@given(WHENS, PERIODS, DAYS)
def test_a_month_of_which_one_day_would_count_is_never_called_outside(when: When, period: Period, as_of: date) -> None:
    question = Question(Bounds(as_of, Position(1), period))

    if any(code(When(day.isoformat()), question) is None for day in days_of(when)):
        assert code(when, question) == "DATE_UNKNOWN"


@given(PERIODS, DAYS)
def test_what_has_no_date_at_all_is_date_unknown_within_any_bounds(period: Period, as_of: date) -> None:
    assert code(None, Question(Bounds(as_of, Position(1), period))) == "DATE_UNKNOWN"


@given(DAYS, PERIODS, DAYS)
def test_a_known_day_falls_on_one_side_of_every_bound(day: date, period: Period, as_of: date) -> None:
    found = code(When(day.isoformat()), Question(Bounds(as_of, Position(1), period)))

    assert found != "DATE_UNKNOWN"
    assert (found is None) == (period.contains(day) and day <= as_of)

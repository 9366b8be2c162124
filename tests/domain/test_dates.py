"""Dates with their precision, Dutch dates in files, calendar months and half-open periods."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import (
    NotADate,
    NotAPeriod,
    Period,
    When,
    add_months,
    add_years,
    day_of,
    days_over,
    first_day,
    last_day,
    parse_dutch_date,
    parse_period,
    parse_when,
    precision,
)

DAYS = st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31))
ORDINARY_DAYS = st.dates(min_value=date(1850, 1, 1), max_value=date(2150, 12, 31))


def assert_says_nothing_of(text: str, error: BaseException) -> None:
    """Personal data must never be in an error, nor in an earlier error that it carries."""
    assert text.strip() not in str(error)
    assert error.__context__ is None
    assert error.__cause__ is None


# --- A date with its precision ---


@pytest.mark.parametrize(
    ("text", "expected", "first", "last"),
    [
        ("2008-06-20", "day", date(2008, 6, 20), date(2008, 6, 20)),
        ("2008-02-29", "day", date(2008, 2, 29), date(2008, 2, 29)),
        ("2008-06", "month", date(2008, 6, 1), date(2008, 6, 30)),
        ("2008-02", "month", date(2008, 2, 1), date(2008, 2, 29)),
        ("2007-02", "month", date(2007, 2, 1), date(2007, 2, 28)),
        ("2000-02", "month", date(2000, 2, 1), date(2000, 2, 29)),
        ("1900-02", "month", date(1900, 2, 1), date(1900, 2, 28)),
        ("2008-12", "month", date(2008, 12, 1), date(2008, 12, 31)),
        ("2008", "year", date(2008, 1, 1), date(2008, 12, 31)),
        ("0001", "year", date(1, 1, 1), date(1, 12, 31)),
        ("9999-12", "month", date(9999, 12, 1), date(9999, 12, 31)),
    ],
)
def test_a_date_is_as_precise_as_it_is_written(text: str, expected: str, first: date, last: date) -> None:
    when = parse_when(text)

    assert when == text
    assert precision(when) == expected
    assert (first_day(when), last_day(when)) == (first, last)


def test_only_a_date_known_to_the_day_has_a_day() -> None:
    assert day_of(parse_when("2008-06-20")) == date(2008, 6, 20)
    assert day_of(parse_when("2008-06")) is None
    assert day_of(parse_when("2008")) is None


@pytest.mark.parametrize(
    "text",
    [
        " 2008",
        "2008-06-20\n",
        "08-06-20",
        "2008-6-20",
        "2008-06-20T00:00:00",
        "2008-",
        "20080620",
        "2008-W25",
        "20-06-2008",
        "２００８",
        "2008-13",
        "2008-00",
        "2008-06-00",
        "2008-06-31",
        "2007-02-29",
        "1900-02-29",
        "0000",
        "0000-01-01",
    ],
)
def test_what_the_ledger_does_not_write_is_not_a_date(text: str) -> None:
    with pytest.raises(NotADate) as refused:
        parse_when(text)

    assert_says_nothing_of(text, refused.value)


def test_a_blank_is_not_a_date() -> None:
    with pytest.raises(NotADate):
        parse_when("")


@given(DAYS)
def test_a_day_survives_being_written_and_read(day: date) -> None:
    when = parse_when(day.isoformat())

    assert day_of(when) == first_day(when) == last_day(when) == day


# --- Dutch dates ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20-06-2008", "2008-06-20"),
        ("1-7-2008", "2008-07-01"),
        ("01-7-2008", "2008-07-01"),
        ("20/06/2008", "2008-06-20"),
        ("20.06.2008", "2008-06-20"),
        ("2008-06-20", "2008-06-20"),
        ("20080620", "2008-06-20"),
        ("  20-06-2008 ", "2008-06-20"),
        ("\N{NO-BREAK SPACE}20-06-2008", "2008-06-20"),
        ("03-04-2008", "2008-04-03"),
        ("29-02-2008", "2008-02-29"),
        ("29-02-2000", "2000-02-29"),
        ("31-12-1999", "1999-12-31"),
        ("00-00-1975", "1975"),
        ("0-0-1975", "1975"),
        ("00-06-1975", "1975-06"),
        ("19750000", "1975"),
        ("19750600", "1975-06"),
        ("1975", "1975"),
        ("1975-06", "1975-06"),
    ],
)
def test_a_dutch_date_is_read_day_first_and_a_zero_as_unknown(text: str, expected: str) -> None:
    assert parse_dutch_date(text) == expected


@pytest.mark.parametrize("text", ["", " ", "\t", "\N{NO-BREAK SPACE}", "00-00-0000", "0-0-0000", "00000000"])
def test_a_blank_or_all_zeros_is_an_unknown_date(text: str) -> None:
    assert parse_dutch_date(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "31-02-2008",
        "30-02-2008",
        "29-02-2007",
        "29-02-1900",
        "31-04-2008",
        "32-01-2008",
        "06-20-2008",
        "20-13-2008",
        "20-00-1975",
        "20-06-0000",
        "00-06-0000",
        "20-06-08",
        "20-06/2008",
        "20 06 2008",
        "20-06-2008 00:00",
        "2006-2008",
        "200806",
        "39619",
        "39619.0",
        "20080631",
        "onbekend",
        "-",
        "２０-06-2008",
    ],
)
def test_nonsense_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(NotADate) as refused:
        parse_dutch_date(text)

    if text != "-":
        assert_says_nothing_of(text, refused.value)


@given(DAYS, st.sampled_from(["%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d", "%Y%m%d"]))
def test_every_day_is_read_from_every_form(day: date, form: str) -> None:
    parts = {"%d": f"{day.day:02}", "%m": f"{day.month:02}", "%Y": f"{day.year:04}"}
    text = form
    for code, part in parts.items():
        text = text.replace(code, part)

    assert parse_dutch_date(text) == day.isoformat()


@given(DAYS, st.sampled_from([4, 7, 10]))
def test_a_date_of_the_ledger_is_read_back_from_a_file(day: date, length: int) -> None:
    when = When(day.isoformat()[:length])

    assert parse_dutch_date(when) == when


# --- Calendar months ---


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2003, 10, 31), 4, date(2004, 2, 29)),
        (date(2002, 10, 31), 4, date(2003, 2, 28)),
        (date(2003, 3, 31), 4, date(2003, 7, 31)),
        (date(2003, 7, 15), 4, date(2003, 11, 15)),
        (date(2003, 1, 31), 1, date(2003, 2, 28)),
        (date(2003, 2, 28), 1, date(2003, 3, 28)),
        (date(2003, 12, 31), 1, date(2004, 1, 31)),
        (date(2003, 12, 31), 2, date(2004, 2, 29)),
        (date(2003, 8, 31), 1, date(2003, 9, 30)),
        (date(2003, 11, 30), 12, date(2004, 11, 30)),
        (date(2004, 3, 31), -1, date(2004, 2, 29)),
        (date(2004, 1, 31), -1, date(2003, 12, 31)),
        (date(2004, 1, 1), -13, date(2002, 12, 1)),
        (date(2004, 5, 5), 0, date(2004, 5, 5)),
    ],
)
def test_months_are_calendar_months_clipped_at_the_month_s_end(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (date(2004, 2, 29), 1, date(2005, 2, 28)),
        (date(2004, 2, 29), 4, date(2008, 2, 29)),
        (date(2003, 2, 28), 1, date(2004, 2, 28)),
        (date(2003, 11, 20), 1, date(2004, 11, 20)),
        (date(2004, 2, 29), -1, date(2003, 2, 28)),
        (date(1896, 2, 29), 4, date(1900, 2, 28)),
    ],
)
def test_years_are_twelve_calendar_months(day: date, years: int, expected: date) -> None:
    assert add_years(day, years) == expected


@pytest.mark.parametrize(("day", "months"), [(date(9999, 12, 1), 1), (date(1, 1, 31), -1)])
def test_months_beyond_the_calendar_are_refused(day: date, months: int) -> None:
    with pytest.raises(NotADate):
        add_months(day, months)


@given(ORDINARY_DAYS, st.integers(-600, 600))
def test_adding_months_lands_in_the_right_month_and_never_later_in_it(day: date, months: int) -> None:
    result = add_months(day, months)

    assert (result.year * 12 + result.month) - (day.year * 12 + day.month) == months
    assert result.day <= day.day
    assert result.day == day.day or add_months(result, 0).month != date.fromordinal(result.toordinal() + 1).month


@pytest.mark.parametrize(
    ("limit_on", "as_of", "days"),
    [
        (date(2003, 11, 15), date(2003, 12, 1), 16),
        (date(2003, 7, 31), date(2003, 12, 1), 123),
        (date(2003, 2, 28), date(2003, 12, 1), 276),
        (date(2003, 2, 28), date(2003, 3, 1), 1),
        (date(2004, 2, 28), date(2004, 3, 1), 2),
        (date(2003, 12, 1), date(2003, 12, 1), 0),
        (date(2003, 12, 2), date(2003, 12, 1), 0),
    ],
)
def test_the_limit_day_itself_is_not_over_the_limit(limit_on: date, as_of: date, days: int) -> None:
    assert days_over(limit_on, as_of) == days


# --- Periods ---


def test_a_period_holds_tot_and_not_tot_en_met_its_last_side() -> None:
    period = parse_period("2007-01-01..2008-07-01")

    assert period == Period(date(2007, 1, 1), date(2008, 7, 1))
    assert period.contains(date(2007, 1, 1))
    assert period.contains(date(2008, 6, 30))
    assert not period.contains(date(2008, 7, 1))
    assert not period.contains(date(2006, 12, 31))
    assert period.last_day == date(2008, 6, 30)


def test_the_last_day_of_a_period_until_1_march_is_a_leap_day_in_a_leap_year() -> None:
    assert parse_period("2008-01-01..2008-03-01").last_day == date(2008, 2, 29)
    assert parse_period("2007-01-01..2007-03-01").last_day == date(2007, 2, 28)


@pytest.mark.parametrize(
    ("text", "holds", "does_not_hold"),
    [
        ("..2008-07-01", [date.min, date(2008, 6, 30)], [date(2008, 7, 1), date.max]),
        ("2008-07-01..", [date(2008, 7, 1), date.max], [date.min, date(2008, 6, 30)]),
        ("..", [date.min, date(2008, 7, 1), date.max], []),
        ("2008-07-01..2008-07-02", [date(2008, 7, 1)], [date(2008, 6, 30), date(2008, 7, 2)]),
    ],
)
def test_an_empty_side_of_a_period_is_open(text: str, holds: list[date], does_not_hold: list[date]) -> None:
    period = parse_period(text)

    assert all(period.contains(day) for day in holds)
    assert not any(period.contains(day) for day in does_not_hold)
    assert str(period) == text


def test_a_period_without_an_end_has_no_last_day() -> None:
    assert parse_period("2008-07-01..").last_day is None
    assert parse_period("..").last_day is None


@pytest.mark.parametrize(
    "text", ["", "2008-07-01", "2008-07-01..2008-07-01", "2008-07-02..2008-07-01", "2008-07-01-2008-08-01"]
)
def test_a_period_without_a_day_or_without_its_points_is_refused(text: str) -> None:
    with pytest.raises(NotAPeriod):
        parse_period(text)


def test_a_period_until_the_first_day_of_the_calendar_has_no_day() -> None:
    with pytest.raises(NotAPeriod):
        Period(None, date.min)


@pytest.mark.parametrize(
    "text",
    ["2007..2008", "2007-01..2008-01", "2007-01-01...2008-01-01", "2007-01-01.. 2008-01-01", "01-01-2007..", "x..y"],
)
def test_a_side_of_a_period_is_a_day(text: str) -> None:
    with pytest.raises(NotADate):
        parse_period(text)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2007-01-01..2008-01-01", "2008-01-01..2009-01-01", False),
        ("2007-01-01..2008-01-02", "2008-01-01..2009-01-01", True),
        ("2007-01-01..2010-01-01", "2008-01-01..2008-01-02", True),
        ("..2008-01-01", "2008-01-01..", False),
        ("..2008-01-01", "..2001-01-01", True),
        ("2008-01-01..", "2020-01-01..", True),
        ("..", "2008-01-01..2008-01-02", True),
        ("..", "..", True),
    ],
)
def test_periods_overlap_when_some_day_is_in_both(one: str, other: str, expected: bool) -> None:
    assert parse_period(one).overlaps(parse_period(other)) is expected
    assert parse_period(other).overlaps(parse_period(one)) is expected


SIDES = st.none() | st.dates(min_value=date(2008, 1, 1), max_value=date(2008, 1, 12))


@given(SIDES, SIDES, SIDES, SIDES)
def test_overlapping_is_having_a_day_in_common(a: date | None, b: date | None, c: date | None, d: date | None) -> None:
    try:
        one, other = Period(a, b), Period(c, d)
    except NotAPeriod:
        return
    days = [date.fromordinal(date(2007, 12, 25).toordinal() + step) for step in range(30)]

    assert one.overlaps(other) == any(one.contains(day) and other.contains(day) for day in days)

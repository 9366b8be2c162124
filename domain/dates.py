"""Dates in the world: with the precision the source gave them, and never more.

Every fact says when it happened (`occurred_on`). Sources know that to the day, to the month or only to the year, and
a ledger that fills in the rest invents. So a date in a fact is a `When`: ISO 8601 text of full or reduced precision,
"2008-06-20", "2008-06" or "2008". A rule that needs the day asks `day_of` and, with None, answers DATE_UNKNOWN.
Periods are half-open, as Dutch "tot" is: until a day, that day itself not included.

Births and absences are personal data: no error here repeats the text it refuses, it only says what kind of wrong it
was, and carries no earlier error that would.

    ValueError
    ├── NotADate
    └── NotAPeriod
"""

# Errors are named as sentences, without a suffix: the house style.

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import lru_cache
from typing import Literal, NewType

When = NewType("When", str)
DAYS_KEPT_MAX = 16_384
"""Facts name few different days, and rules ask for each of them many times: 45 years stay at hand."""

_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")


class NotADate(ValueError):
    """The text is not a date."""


class NotAPeriod(ValueError):
    """A period ends after it begins: a day from which it holds, and a later one until which (itself excluded)."""


# --- A date with its precision ---


def parse_when(text: str) -> When:
    """The date written as "2008-06-20", "2008-06" or "2008"; strict, no blanks. Raises NotADate."""
    found = _ISO.fullmatch(text)
    if found is None:
        raise NotADate("This is not a date as the ledger writes it; expected YYYY-MM-DD, YYYY-MM or YYYY.")
    year, month, day = found.groups()
    _refuse_what_no_calendar_has(int(year), int(month) if month else None, int(day) if day else None)
    return When(text)


def precision(when: When) -> Literal["day", "month", "year"]:
    """How precisely the source knew the date."""
    if len(when) == len("2008"):
        return "year"
    return "month" if len(when) == len("2008-06") else "day"


@lru_cache(DAYS_KEPT_MAX)
def day_of(when: When) -> date | None:
    """The day, or None where the source knew only the month or the year."""
    return date.fromisoformat(when) if precision(when) == "day" else None


@lru_cache(DAYS_KEPT_MAX)
def first_day(when: When) -> date:
    """The earliest day that the date may be: "2008-06" may be 1 June 2008."""
    return date.fromisoformat(when + "-01-01"[len(when) - len("2008") :])


@lru_cache(DAYS_KEPT_MAX)
def last_day(when: When) -> date:
    """The latest day that the date may be: "2008-02" may be 29 February 2008."""
    match precision(when):
        case "day":
            return date.fromisoformat(when)
        case "month":
            year, month = int(when[:4]), int(when[5:])
            return date(year, month, monthrange(year, month)[1])
        case "year":
            return date(int(when), 12, 31)


# --- Dates as Dutch files write them ---


def parse_dutch_date(text: str) -> When | None:
    """The date in a cell of a Dutch file; None where the cell is blank or says that the date is unknown.

    Read are 20-06-2008, 1-7-2008, 20/06/2008, 20.06.2008 (day first, always), 2008-06-20, 20080620, and the reduced
    2008-06 and 2008. A zero means unknown, as the population register writes it: 00-00-1975 is "1975",
    00-06-1975 is "1975-06", 00-00-0000 is None. The year has four digits: of two, the century would be a guess.

    Raises NotADate, which never repeats the text.
    """
    cell = text.strip()
    if not cell:
        return None
    if found := _DAY_FIRST.fullmatch(cell):
        day, _, month, year = found.groups()
    elif found := _COMPACT.fullmatch(cell) or _ISO.fullmatch(cell):
        year, month, day = found.groups()
    else:
        raise NotADate("This is not written as a date; expected day-month-year with four digits for the year.")
    return _when_with_unknowns(int(year), int(month or 0), int(day or 0))


def _when_with_unknowns(year: int, month: int, day: int) -> When | None:
    """The date of these parts, of which 0 is unknown; None where all are."""
    if not (year or month or day):
        return None
    if not year or (day and not month):
        raise NotADate("Of this date the smaller part is known and the larger is not; expected at least the year.")
    _refuse_what_no_calendar_has(year, month or None, day or None)
    if not month:
        return When(f"{year:04}")
    return When(f"{year:04}-{month:02}-{day:02}" if day else f"{year:04}-{month:02}")


def _refuse_what_no_calendar_has(year: int, month: int | None, day: int | None) -> None:
    """Raise NotADate for a year, month or day outside the calendar.

    Asked beforehand and not by trying: the errors of the standard library repeat the value.
    """
    if not MINYEAR <= year <= MAXYEAR:
        raise NotADate("There is no such year; expected 0001 to 9999.")
    if month is None:
        return
    if not 1 <= month <= 12:
        raise NotADate("There is no such month; expected 01 to 12, day before month.")
    if day is not None and not 1 <= int(day) <= monthrange(year, month)[1]:
        raise NotADate("That month of that year has no such day.")


# --- Reckoning with calendar months ---


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` calendar months later (earlier when negative), or else that month's last.

    31 October 2003 and four months is 29 February 2004. Clipping forgets: twice one month is not always two months,
    so reckon from the first day and not from a result. Source: worked case C07, calendar months with month-end
    clipping. Raises NotADate beyond the years 1 to 9999.
    """
    year, month_index = divmod(day.year * 12 + day.month - 1 + months, 12)
    _refuse_what_no_calendar_has(year, None, None)
    return date(year, month_index + 1, min(day.day, monthrange(year, month_index + 1)[1]))


def add_years(day: date, years: int) -> date:
    """The same day `years` calendar years later; 29 February becomes the 28th where need be. As `add_months`."""
    return add_months(day, 12 * years)


def days_over(limit_on: date, as_of: date) -> int:
    """How many days `as_of` lies beyond the limit; 0 on the limit day itself and before.

    The limit day is no breach (worked case C07): limit 15 November 2003, as of 1 December 2003, 16 days over.
    """
    return max(0, (as_of - limit_on).days)


# --- Periods ---


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `from_on` until `until_on`, that last one excluded ("tot"); None is open on that side.

    It has at least one day: otherwise NotAPeriod is raised. As text it is "2007-01-01..2008-07-01".
    """

    from_on: date | None
    until_on: date | None

    def __post_init__(self) -> None:
        if self.from_on is not None and self.until_on is not None and self.from_on >= self.until_on:
            raise NotAPeriod(NotAPeriod.__doc__)
        if self.until_on == date.min:
            raise NotAPeriod(NotAPeriod.__doc__)

    def __str__(self) -> str:
        return f"{self.from_on or ''}..{self.until_on or ''}"

    @property
    def last_day(self) -> date | None:
        """The last day that belongs to the period ("tot en met"); None where it has no end."""
        return None if self.until_on is None else self.until_on - timedelta(days=1)

    def contains(self, day: date) -> bool:
        """Whether the day belongs to the period."""
        return (self.from_on is None or self.from_on <= day) and (self.until_on is None or day < self.until_on)

    def overlaps(self, other: Period) -> bool:
        """Whether some day belongs to both; periods that only touch do not overlap."""
        return _begins_before(self.from_on, other.until_on) and _begins_before(other.from_on, self.until_on)


def parse_period(text: str) -> Period:
    """The period written as "2007-01-01..2008-07-01", either side possibly empty; sides are days.

    Raises NotADate for a side that is no day, NotAPeriod for anything else.
    """
    from_text, dots, until_text = text.partition("..")
    if not dots:
        raise NotAPeriod("This is not a period; expected two days with two points between, YYYY-MM-DD..YYYY-MM-DD.")
    return Period(_parse_side(from_text), _parse_side(until_text))


def _parse_side(text: str) -> date | None:
    if not text:
        return None
    day = day_of(parse_when(text))
    if day is None:
        raise NotADate("A period begins and ends on a day; expected YYYY-MM-DD, not a month or a year.")
    return day


def _begins_before(from_on: date | None, until_on: date | None) -> bool:
    return from_on is None or until_on is None or from_on < until_on

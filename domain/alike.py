"""What a rule asks of days, and so how many cases can be judged by one: limits between which a day makes no difference.

A test looks at a day beside another day of its case, beside a bound of the question, or beside either of those a fixed
number of months or days on. Two cases that are alike (`projections/alike.py`) and whose days lie between the same of
these limits get the same verdict; only the days in their reasons differ. Which lengths of time a rule adds to a day is
said in `domain/rules/asked_of_days.py`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from domain.counting import Bounds, Parameter
from domain.dates import NotADate, add_months

DAYS_OF_400_YEARS, MONTHS_OF_400_YEARS = 146_097, 4_800
MONTHS_WIDEN_DAYS = 5
"""By how many days a number of calendar months may differ from its average, at most."""
LIMITS_MAX, GAPS_MAX = 62, 14
"""As many as fit in the bits that a day and a pair of days have in a key (migration 6)."""


@dataclass(frozen=True, slots=True)
class AskedOfDays:
    """The parameters whose months or days a rule adds to a day. With none it looks at the order of days alone."""

    months: tuple[Parameter, ...] = ()
    days: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True)
class Lengths:
    """The same as numbers: each value that any of those parameters has anywhere."""

    months: frozenset[int] = frozenset()
    days: frozenset[int] = frozenset()


def limits_of(bounds: Bounds, lengths: Lengths) -> list[date]:
    """The days on which a day begins to be judged otherwise, in order: no test tells two days between them apart."""
    period = bounds.period
    marks = {bounds.as_of, *((period.from_on, period.until_on) if period else ())} - {None}
    found: set[date] = set()
    for mark in marks:
        if mark is not None:
            found |= {first for first in _first_days(mark, lengths) if first is not None}
    return sorted(found)


def _first_days(mark: date, lengths: Lengths) -> Iterator[date | None]:
    """The mark and the day after it; of each length the first day that reaches the mark by it, and that passes it."""
    yield mark
    yield _later(mark, 1)
    for months in lengths.months:
        yield from _reaching(mark, months)
    for days in lengths.days:
        yield _later(mark, -days)
        yield _later(mark, 1 - days)


def _reaching(mark: date, months: int) -> Iterator[date]:
    """The first day of which so many months later is the mark or after it, and that of which it is after the mark."""
    try:
        day = add_months(mark, -months) - timedelta(days=1)
        while add_months(day, months) < mark:
            day += timedelta(days=1)
        yield day
        while add_months(day, months) <= mark:
            day += timedelta(days=1)
        yield day
    except (NotADate, OverflowError):
        return  # no day of the calendar lies there


def _later(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def gaps_of(lengths: Lengths) -> list[int]:
    """Where the number of days between two days begins and ends to be about one of the lengths: from, until, from, …

    Two days that are about so far apart are judged by themselves, since how long a month is depends on which it is.
    """
    spans = [(DAYS_OF_400_YEARS * months // MONTHS_OF_400_YEARS, MONTHS_WIDEN_DAYS) for months in lengths.months]
    spans += [(days, 0) for days in lengths.days]
    merged: list[list[int]] = []
    for first, last in sorted((middle - widen, middle + widen + 1) for middle, widen in spans):
        if merged and first <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], last)
        else:
            merged.append([first, last])
    return [edge for span in merged for edge in span]


def lengths_of(asked: AskedOfDays, values: Iterable[tuple[str, str]]) -> Lengths:
    """The lengths that a rule may add to a day: the documents' own, and every value that was set (name, text)."""
    told = list(values)

    def of(parameters: tuple[Parameter, ...]) -> frozenset[int]:
        names = {parameter.name for parameter in parameters}
        texts = [text for name, text in told if name in names]
        texts += [str(dated.value) for parameter in parameters for dated in parameter.values]
        return frozenset(int(text) for text in texts if text.strip().isdigit())

    return Lengths(of(asked.months), of(asked.days))

"""Days on which a legal term does not end: Saturday, Sunday and the generally recognised holidays of the Netherlands.

Source: Algemene termijnenwet (BWBR0002448), art. 1: "Een in een wet gestelde termijn die op een zaterdag, zondag of
algemeen erkende feestdag eindigt, wordt verlengd tot en met de eerstvolgende dag die niet een zaterdag, zondag of
algemeen erkende feestdag is." Art. 3 lists the holidays and puts Good Friday beside them; art. 4 leaves out terms of
more than twelve weeks, more than three months, or years; art. 5 applies it to a general administrative order
(algemene maatregel van bestuur) too. Which term it holds for stands with the term (`domain/rules/legal_terms.py`).

Days that a single decree put on a par with these (art. 3.3) are not known here. Pure, like everything in this room.
"""

from datetime import date, timedelta
from functools import lru_cache

YEARS_KEPT_MAX = 64
SATURDAY, SUNDAY = 5, 6
KINGS_DAY_SINCE_YEAR = 2014
"""The birthday of the King is kept on 27 April since then; before it that of the Queen on 30 April."""


def easter_on(year: int) -> date:
    """Easter Sunday of the Gregorian calendar: the Sunday after the full moon that the church reckons in spring."""
    golden = year % 19
    century = year // 100
    epact = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    full_moon = epact - (epact // 28) * (1 - (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + full_moon + 2 - century + century // 4) % 7
    days_after_28_february = full_moon - weekday + 28
    return date(year, 3, 1) + timedelta(days=days_after_28_february - 1)


@lru_cache(YEARS_KEPT_MAX)
def holidays(year: int) -> frozenset[date]:
    """The generally recognised holidays of a year, and Good Friday, which the law puts on a par with them."""
    easter = easter_on(year)
    kings_day = date(year, 4, 27 if year >= KINGS_DAY_SINCE_YEAR else 30)
    if kings_day.weekday() == SUNDAY:
        kings_day -= timedelta(days=1)
    of_easter = (easter + timedelta(days=days) for days in (-2, 1, 39, 50))
    fixed = (date(year, month, day) for month, day in ((1, 1), (5, 5), (12, 25), (12, 26)))
    return frozenset({*of_easter, *fixed, kings_day})


def is_working_day(day: date) -> bool:
    """Whether a legal term may end on this day."""
    return day.weekday() not in (SATURDAY, SUNDAY) and day not in holidays(day.year)


def next_working_day(day: date) -> date:
    """The day itself where a term may end on it, else the first one after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day

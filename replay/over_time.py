"""A figure on one day after another: the same question with another end, read once for all of those days.

Each number is what the question gives when it is asked by itself with that day (`Figures.ask`), so it opens as a figure
of its own. What the days have in common is done once: the rows are read once, and where a rule is judged by lots the
days of all of them are the limits between which a day makes no difference (`domain/alike.py`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from domain.counting import Bounds, Rule
from domain.dates import Period, add_months
from domain.places import Scope
from domain.tally import tally_of
from replay.asking import Asked, bounds_of, resolve_known_at, today_in_amsterdam
from replay.changes import Looked
from replay.considered import considered, of_lots
from replay.figures import Figures
from replay.lots import asked_of_days, lots_of, told_by_code
from replay.places import register, scope_of
from replay.reading import Reading, reading

MONTHS_OF_STEPS = (1, 3, 6, 12, 60, 120)
"""How far two days lie apart: the first of these by which there are few enough."""
DAYS_MAX = 13


def days_between(first: date, until: date) -> list[date]:
    """The days on which a step ends, the end of the whole last: the first of a month, quarter, half year or year.

    They are ends as in a period, themselves left out.
    """
    for months in MONTHS_OF_STEPS:
        found = [*_begins(first, until, months), until]
        if len(found) <= DAYS_MAX:
            return found
    return [until]


def _begins(first: date, until: date, months: int) -> Iterator[date]:
    """The first days of steps of so many months that lie between."""
    month = (first.month - 1) // months * months + 1 if months < 12 else 1
    at = add_months(date(first.year, month, 1), months)
    while at < until:
        yield at
        at = add_months(at, months)


def at_each(asked: Asked, ends: Sequence[date]) -> list[Asked]:
    """The question at each of these ends: of a period the part that lies before it, else as of the day before it."""
    begin = asked.period.from_on if asked.period else None
    if begin is None:
        return [replace(asked, period=None, as_of=end - timedelta(days=1)) for end in ends]
    return [replace(asked, period=Period(begin, end), as_of=end - timedelta(days=1)) for end in ends]


def values_over_time(figures: Figures, rule: Rule, each: Sequence[Asked], looked: Looked | None = None) -> list[int]:
    """What each of these questions comes to, which differ in their bounds alone; raises what a figure raises."""
    asked = each[-1]
    known_at = resolve_known_at(asked.known_at, figures.ledger, figures.ledger.head().position)
    today = today_in_amsterdam(figures.ledger.database_now())
    bounds = [bounds_of(one, known_at, today) for one in each]
    with reading(figures.follower, known_at, looked=looked) as look:
        scope = scope_of(asked, register(look, known_at), bounds[-1].as_of)
        if scope.division_on is None and told_by_code(look, bounds[-1], scope):
            return _values(figures, look, rule, bounds, scope)
    named = [replace(one, rule=rule.id, version=rule.version) for one in each]
    alone = [figures.ask(one, opened=False, looked=looked) for one in named]
    return [answers[0].value for answers in alone]


def _values(figures: Figures, look: Reading, rule: Rule, bounds: Sequence[Bounds], scope: Scope) -> list[int]:
    """The same in one look; by lots, as many days together as lots can tell apart."""
    first, *others = bounds
    if first.registered_by is None and asked_of_days(rule) is not None:
        lots = lots_of(look, rule, first, scope, others)
        if lots is not None:
            found, counts = of_lots(lots.cases), lots.counts
            judged = [figures.judged(look, rule, one, scope, found).verdicts for one in bounds]
            return [tally_of((one, counts[one.case.case]) for one in verdicts).value for verdicts in judged]
        if others:
            middle = len(bounds) // 2
            halves = bounds[:middle], bounds[middle:]
            return [value for half in halves for value in _values(figures, look, rule, half, scope)]
    held = considered(look, rule, first, scope)
    judged = [figures.judged(look, rule, one, scope, held).verdicts for one in bounds]
    return [tally_of((one, 1) for one in verdicts).value for verdicts in judged]

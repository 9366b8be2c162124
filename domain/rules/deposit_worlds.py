"""What a deposit may come to of which not all is known: every way in which it may have gone, judged one by one.

Whether a trajectory was a success, and on which day a payment or an end was, may not be known. Each such unknown is
filled in with what it may have been, on each side of the day asked and of the period; the least and the greatest of the
amounts are what the case may add to the figure. A case of which something is unknown is never a silent nought.

Worked example: a deposit of EUR 50, attendance above the norm, and nobody says whether it was a success. By
`extra-bonus` EUR 50 goes back, and with success another EUR 50 out: it comes to EUR -50 or 0.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import product

from msgspec.structs import replace

from domain.counting import Question
from domain.dates import When, first_day, last_day
from domain.precision import Interval
from domain.rules.deposit_case import Deposit, received
from domain.rules.shared import known_day

OPEN_CODES = frozenset({"DATE_UNKNOWN", "SUCCESS_UNKNOWN"})
Net = Callable[[Deposit, Question], int]


def between(net: Net) -> Callable[[Deposit, Question, str], Interval | None]:
    """The amounts that a case may add which ended under one of the open codes."""

    def found(deposit: Deposit, question: Question, code: str) -> Interval | None:
        if code not in OPEN_CODES:
            return None
        amounts = {net(one, question) if received(one, question) else 0 for one in _worlds(deposit, question)}
        return Interval(min(amounts), max(amounts))

    return found


def _worlds(deposit: Deposit, question: Question) -> Iterator[Deposit]:
    """Every way in which it may have gone: the unknown days of one kind together, and each answer on success."""
    days = _days(question)
    payments = [tuple([replace(one, on=_on(one.on, day)) for one in deposit.payments]) for day in days]
    ends = [
        tuple([replace(one, on=_on(one.on, day), successful=_or(one.successful, success)) for one in deposit.ends])
        for day in days
        for success in (True, False)
    ]
    reports = [tuple([replace(one, last_on=_on(one.last_on, day)) for one in deposit.reports]) for day in days]
    for paid, ended, reported in product(*(list(dict.fromkeys(one)) for one in (payments, ends, reports))):
        yield replace(deposit, payments=paid, ends=ended, reports=reported)


def _days(question: Question) -> list[date]:
    """A day on each side of every bound."""
    bounds = question.bounds
    edges = [bounds.as_of + timedelta(days=1)] if bounds.as_of < date.max else []
    edges += [one for one in (bounds.period.from_on, bounds.period.until_on) if one] if bounds.period else []
    before = [one - timedelta(days=1) for one in edges if one > date.min]
    return sorted({*edges, *before, bounds.as_of})


def _on(when: When | None, day: date) -> When | None:
    """The day that is known; else this one, or the nearest to it on which it may have been."""
    if known_day(when) is not None:
        return when
    if when is not None:
        day = min(max(day, first_day(when)), last_day(when))
    return When(day.isoformat())


def _or(said: bool | None, otherwise: bool) -> bool:
    return otherwise if said is None else said

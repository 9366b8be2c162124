"""Given trajectories: the words that the tests of outcomes have in common."""

from datetime import date
from typing import Any

from domain.counting import Bounds, Rule, judge_all, parameter_values, question_for
from domain.dates import parse_period
from domain.event import Position
from domain.facts import PlacementEnded, PlacementStarted
from domain.ratio import Measured, measured
from projections import VIEWS
from tests.given import Answer, Book, Registration, ask

DUAL = PlacementStarted(trajectory="DUAL")
REGULAR = PlacementStarted(trajectory="REGULAR")


def bounds(period: str | None, as_of: str, registered_by: str | None = None) -> Bounds:
    bound = date.fromisoformat(registered_by) if registered_by else None
    return Bounds(date.fromisoformat(as_of), Position(9999), parse_period(period) if period else None, bound)


IN_2004 = bounds("2004-01-01..2005-01-01", "2004-12-31")
IN_2008 = bounds("2008-01-01..2009-01-01", "2008-12-31")


def asked(book: Book, rule: Rule, within: Bounds) -> Answer:
    """The answer of a rule by the names of the registrations."""
    return ask(book, VIEWS[rule.view], rule, within)


def ratio_of(book: Book, rule: Rule, within: Bounds, municipality: str | None = None) -> Measured[Any]:
    """The ratio of a rule, everywhere or in one municipality."""
    assert rule.ratio is not None
    known = book.cases(VIEWS[rule.view]).values()
    cases = [case for case in known if municipality in (None, case.municipality)]
    question = question_for(rule, within, municipality=municipality, record_ids=book.record_ids)
    values = {name: value for name, (value, _) in parameter_values(rule, (), within.as_of, None).items()}
    return measured(rule.ratio, judge_all(rule, cases, question), values)


def sides(ratio: Measured[Any]) -> tuple[int, int, str]:
    """Numerator, denominator and the rounded ratio."""
    return ratio.numerator, ratio.denominator, str(ratio.value)


def trajectory(
    book: Book, name: str, started: str | None, ended: str | None = None, kind: PlacementStarted = REGULAR, **end: Any
) -> Registration:
    """Somebody who started, and perhaps ended, a trajectory."""
    registration = book.registration(name)
    registration.says(kind, started)
    if ended is not None or end:
        registration.says(PlacementEnded(**{"reason": "COMPLETED"} | end), ended)
    return registration

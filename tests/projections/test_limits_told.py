"""Whatever its history: a verdict that something was late says which day was the limit, and by how many days."""

from __future__ import annotations

import re
from datetime import timedelta

from hypothesis import strategies as st

from domain.counting import Bounds, ParameterNotSet, judge, question_for
from domain.event import Position
from domain.rules import RULES
from domain.rules.shared import known_day
from projections.fold import View
from tests.given import read
from tests.projections.histories_drawn import OF_REGISTRATIONS, Made, of_every

LATE = re.compile(r"(^|_)(LATE|OVERDUE|VOUCHER_EXPIRED|TERM_OVER|OVER_LIMIT)$")
PARTLY_DATED = "DOC_LATE"
"""Of several documents, where one has no day nobody knows by how many days they were late."""


def late_codes(view: View) -> set[str]:
    """The codes by which the rules of a view say that something was late."""
    of_view = [rule for rule in RULES if rule.view == view.name]
    every = {code for rule in of_view for code in (*(test.code for test in rule.tests), rule.otherwise)}
    return {code for code in every if LATE.search(code)} - {PARTLY_DATED}


WITH_LIMITS = [view for view in OF_REGISTRATIONS if late_codes(view)]


@of_every(WITH_LIMITS, nth=st.integers(0, 30), later_days=st.sampled_from([0, 1, 100, 1_500]))
def test_what_was_late_carries_its_limit_and_the_days_over(view: View, made: Made, nth: int, later_days: int) -> None:
    days = sorted(day for one in made.book.events if (day := known_day(one.event.occurred_on)) is not None)
    if not days:
        return
    bounds, codes = Bounds(days[nth % len(days)] + timedelta(later_days), Position(99)), late_codes(view)
    cases = [read(view, row) for row in made.rows(view) if row.known_until is None]
    for rule in (one for one in RULES if one.view == view.name):
        try:
            question = question_for(rule, bounds)
        except ParameterNotSet:
            continue
        for case in cases:
            verdict = judge(rule, case, question)
            if verdict.code in codes:
                assert verdict.reason.limit_on is not None, (rule.name, verdict.code)
                assert (verdict.reason.days_over or 0) >= 1, (rule.name, verdict.code)

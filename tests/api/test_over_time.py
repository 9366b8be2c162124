"""A figure over time: each number is the one that its own question gives, and the steps are few enough to read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import rules
from domain.dates import Period
from replay.asking import Asked
from replay.figures import Figures
from replay.over_time import DAYS_MAX, at_each, days_between, values_over_time

DAYS = st.dates(date(1990, 1, 1), date(2040, 1, 1))


@given(DAYS, st.integers(1, 40_000))
def test_the_steps_are_few_and_in_order_and_end_where_the_whole_ends(first: date, length: int) -> None:
    until = first + timedelta(days=length)
    ends = days_between(first, until)
    assert 1 <= len(ends) <= DAYS_MAX
    assert ends == sorted(set(ends))
    assert ends[-1] == until
    assert all(first < end <= until for end in ends)


def test_a_year_and_a_half_goes_by_quarters() -> None:
    ends = days_between(date(2007, 1, 1), date(2008, 7, 1))
    assert ends == [date(2007, 4, 1), date(2007, 7, 1), date(2007, 10, 1), date(2008, 1, 1), date(2008, 4, 1),
                    date(2008, 7, 1)]  # fmt: skip


@pytest.mark.parametrize("registered_by", [None, date(2008, 9, 18)])
@pytest.mark.parametrize("municipality", ["Groningen", None])
@pytest.mark.parametrize("period", [Period(date(2007, 1, 1), date(2008, 7, 1)), None])
@pytest.mark.parametrize("name", ["placements@started", "quota-placements@letter-4a", "quota-placements@agenda-3a"])
def test_each_number_is_that_of_its_own_question(
    filled: Figures, name: str, period: Period | None, municipality: str | None, registered_by: date | None
) -> None:
    rule = rules.rule(*name.split("@"))
    asked = Asked(rule.id, rule.version, municipality=municipality, period=period, registered_by=registered_by)
    each = at_each(asked, days_between(date(2007, 1, 1), date(2008, 7, 1)))
    alone = [filled.ask(one, opened=False)[0].value for one in each]
    assert values_over_time(filled, rule, each) == alone
    assert len(set(alone)) > 1


def test_more_days_than_lots_can_tell_apart_are_asked_in_parts(filled: Figures) -> None:
    rule = rules.rule("placements", "started")
    asked = replace(Asked(rule.id, rule.version), period=Period(date(2007, 1, 1), None))
    each = at_each(asked, [date(2007, 1, 1) + timedelta(days=12 * at) for at in range(1, 45)])
    alone = [filled.ask(one, opened=False)[0].value for one in each]
    assert values_over_time(filled, rule, each) == alone

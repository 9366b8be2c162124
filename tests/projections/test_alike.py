"""Which cases are alike: those that differ only in ids and in which day it was, with their days in the same order."""

from typing import Any
from uuid import UUID

import pytest

from domain.counting import Case
from domain.dates import When
from domain.event import canonical
from projections.alike import likeness


class Example(Case, frozen=True, kw_only=True):
    """A case with days that may be left out beside each other."""

    joined_on: When | None = None
    ended_on: When | None = None
    reason: str | None = None


def told(case: int = 1, **said: Any) -> tuple[str, list[str]]:
    known = {"party": "0014", "system": "x"} | said
    one = Example(case=str(UUID(int=case)), **known)
    alike, days = likeness(Example).of(one.case, canonical(one))
    return alike, list(days)


def test_ids_and_days_make_no_difference() -> None:
    one = told(1, joined_on="2008-01-01", record="a", positions=(1,))
    other = told(2, joined_on="2009-02-03", record="b", positions=(7, 9), party="0344")

    assert one[0] == other[0]
    assert (one[1], other[1]) == (["2008-01-01"], ["2009-02-03"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"joined_on": "2008-01-01"}, {"ended_on": "2008-01-01"}),
        ({"joined_on": "2008-01-01"}, {}),
        ({"record": "a"}, {}),
        ({"reason": "a"}, {"reason": "b"}),
        ({"joined_on": "2008-01-01", "ended_on": "2008-01-02"}, {"joined_on": "2008-01-02", "ended_on": "2008-01-01"}),
        ({"joined_on": "2008-01-01", "ended_on": "2008-01-02"}, {"joined_on": "2008-01-01", "ended_on": "2008-01-01"}),
        ({"joined_on": "2008-01"}, {"joined_on": "2008-02"}),
    ],
)
def test_what_else_differs_makes_them_differ(one: dict[str, str], other: dict[str, str]) -> None:
    assert told(1, **one)[0] != told(2, **other)[0]


def test_a_case_with_a_month_among_its_days_stands_for_itself() -> None:
    assert told(3, joined_on="2008-01", ended_on="2008-02-01") == (UUID(int=3).hex, ["2008-02-01"])


def test_a_text_that_looks_like_a_day_is_none() -> None:
    assert told(1, reason='"joined_on":"2008-01-01"')[1] == []

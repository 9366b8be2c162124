"""Which cases are alike: those that differ only in ids and in which day it was, with their days in the same order."""

from typing import Any
from uuid import UUID

import msgspec
import pytest

from domain.counting import Case
from domain.dates import When
from domain.event import canonical
from projections.alike import likeness
from projections.fold import Row


class Step(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What may stand in a case."""

    kind: str | None = None
    on: When | None = None


NO_STEP = Step()


class Example(Case, frozen=True, kw_only=True):
    """A case with days that may be left out beside each other, a step that it always has, and maybe others."""

    first: Step = NO_STEP
    steps: tuple[Step, ...] = ()

    joined_on: When | None = None
    ended_on: When | None = None
    reason: str | None = None


def told(case: int = 1, **said: Any) -> tuple[str, list[str]]:
    known = {"party": "0014", "system": "x"} | said
    one = Example(case=str(UUID(int=case)), **known)
    alike, days = likeness(Example).of(one.case, canonical(one))
    row = Row(one.case, 1, None, one.municipality, None, None, canonical(one), None, one)
    for _ in range(2):  # the second time it is known
        seen, days_seen = likeness(Example).of_row(row)
        assert (seen, [*days_seen]) == (alike, [*days]), "the case says what its bytes say"
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
        ({"first": Step(kind="a")}, {"first": Step(kind="b")}),
        ({"first": Step(on=When("2008-01-01"))}, {"joined_on": "2008-01-01"}),
        (
            {"first": Step(on=When("2008-01-01")), "joined_on": "2008-01-02"},
            {"first": Step(on=When("2008-01-02")), "joined_on": "2008-01-01"},
        ),
        ({"steps": (Step(kind="a"),)}, {"steps": (Step(kind="b"),)}),
        ({"steps": (Step(on=When("2008-01-01")),)}, {}),
    ],
)
def test_what_else_differs_makes_them_differ(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert told(1, **one)[0] != told(2, **other)[0]


def test_a_case_with_a_month_among_its_days_stands_for_itself() -> None:
    assert told(3, joined_on="2008-01", ended_on="2008-02-01") == (UUID(int=3).hex, ["2008-02-01"])


def test_a_text_that_looks_like_a_day_is_none() -> None:
    assert told(1, reason='"joined_on":"2008-01-01"')[1] == []

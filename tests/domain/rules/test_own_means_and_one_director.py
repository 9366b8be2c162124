"""Two duties of a municipality under the Act of 2021: what it pays itself, and one director for a person."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.counting import Bounds
from domain.event import Position
from domain.facts import CaseAssigned, CostBooked
from domain.rules import rule
from domain.rules.caseload import Assignment
from projections import VIEWS
from tests.given import Book, ask

FORBIDDEN = rule("forbidden-labels", "as-documented")
FIRST = date(2022, 1, 1)


@pytest.mark.parametrize(
    ("fund", "second", "code"),
    [
        ("wi", None, "NOT_PAID_BY_OTHERS"),
        ("eigen-middelen", None, "ALLOWED"),
        ("eigen-middelen", "wi", "NOT_PAID_BY_OTHERS"),
    ],
)
def test_to_turn_an_ordinary_trajectory_into_another_is_paid_from_own_means(
    fund: str, second: str | None, code: str
) -> None:
    book = Book()
    conversion = CostBooked(amount_cents=90_000, component="trajectory-conversion", fund=fund, second_fund=second)
    book.registration("P1").says(conversion, "2022-03-01")

    found = ask(book, VIEWS[FORBIDDEN.view], FORBIDDEN, Bounds(date(2022, 12, 31), Position(99)))

    assert found.verdicts["P1"].code == code


DAYS = st.integers(0, 9).map(lambda days: FIRST + timedelta(days=days))


@given(
    st.lists(st.tuples(DAYS, st.sampled_from(["m1", "m2", "m3"])), min_size=1, max_size=4, unique_by=lambda one: one[0])
)
def test_of_one_registration_there_is_one_director_from_the_first_day_on(assigned: list[tuple[date, str]]) -> None:
    """Never two, and none only before there was one (R323)."""
    book = Book()
    for on, who in assigned:
        book.registration("P1").says(CaseAssigned(assignee=who, role="DIRECTOR"), on.isoformat())
    cases = [one for one in book.cases(VIEWS["assignments"]).values() if isinstance(one, Assignment)]

    for day in (FIRST + timedelta(days=number) for number in range(12)):
        directors = [
            one.assignee
            for one in cases
            if one.valid[0] is not None and one.valid[0] <= day and (one.valid[1] is None or day < one.valid[1])
        ]
        by_then = [one for one in sorted(assigned) if one[0] <= day]
        assert directors == [who for _, who in by_then[-1:]]

"""One pass over a history for all views gives each view the rows that it would get alone, and by the slowest way."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from domain.event import canonical
from projections.fold import History, View, rows, standing
from tests.projections.test_fold import OF_REGISTRATIONS, Made, books


@given(made=books())
def test_a_history_worked_out_once_for_all_views_gives_each_its_rows(made: Made) -> None:
    subjects = {stream.subject for stream in made.book.streams.values()}
    told = History(one for one in made.book.events if one.event.subject in subjects)

    for view in OF_REGISTRATIONS:
        assert rows(told, made.book.of_shared(view.reads_shared), view) == made.rows(view), view.name


@pytest.mark.parametrize("view", OF_REGISTRATIONS, ids=lambda view: view.name)
@given(made=books())
def test_what_is_known_at_a_position_is_what_the_facts_say_that_stood_then(view: View, made: Made) -> None:
    """Every position by itself, as if nobody had asked before; without shared facts, which are seen by scope."""
    view = replace(view, reads_shared=frozenset())
    found, own = made.rows(view), {stream.subject for stream in made.book.streams.values()}

    for position in range(1, len(made.book.events) + 1):
        stood = [one for one in standing(made.book.events[:position]) if one.subject in own]
        read = [one for one in stood if type(one.fact) in view.reads]
        said = {type(one.fact) for one in made.book.events[:position] if one.event.subject in own}
        is_opened = not said.isdisjoint(view.reads if view.opens is None else view.opens)
        cases = {case.case: canonical(case) for case in view.cases(read, ())} if is_opened else {}
        known = {row.case: row.value for row in found if row.known_from <= position < (row.known_until or 10**9)}
        assert known == cases

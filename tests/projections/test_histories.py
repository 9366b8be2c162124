"""One pass over a history for all views gives each view the rows that it would get alone, and by the slowest way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.event import canonical
from domain.facts import PersonRegistered, PlanDrafted, PlanSigned, WaitingListJoined
from projections import VIEWS, waiting_list
from projections.fold import LINKS, Part, View, streams_of
from projections.history import History, standing
from projections.walk import rows
from tests.given import Book
from tests.projections.histories_drawn import OF_REGISTRATIONS, Made, books, of_every


@given(made=st.sampled_from(OF_REGISTRATIONS).flatmap(books))
def test_a_history_worked_out_once_for_all_views_gives_each_its_rows(made: Made) -> None:
    subjects = {stream.subject for stream in made.book.streams.values()}
    told = History(one for one in made.book.events if one.event.subject in subjects)

    for view in OF_REGISTRATIONS:
        assert rows(told, made.book.of_shared(view.reads_shared), view) == made.rows(view), view.name


@of_every(OF_REGISTRATIONS)
def test_what_is_known_at_a_position_is_what_the_facts_say_that_stood_then(view: View, made: Made) -> None:
    """Every position by itself, as if nobody had asked before; without shared facts, which are seen by scope."""
    view = replace(view, parts=tuple(replace(part, reads_shared=frozenset()) for part in view.parts))
    found, own = made.rows(view), {stream.subject for stream in made.book.streams.values()}

    for position in range(1, len(made.book.events) + 1):
        stood = [one for one in standing(made.book.events[:position]) if one.subject in own]
        read = [one for one in stood if type(one.fact) in view.reads]
        said = {type(one.fact) for one in made.book.events[:position] if one.event.subject in own}
        is_opened = not said.isdisjoint(view.opens)
        cases = {case.case: canonical(case) for case in view.cases(streams_of(read), ())} if is_opened else {}
        known = {row.case: row.value for row in found if row.known_from <= position < (row.known_until or 10**9)}
        assert known == cases


@of_every(OF_REGISTRATIONS)
def test_asking_what_an_event_can_change_gives_the_rows_of_asking_everything(view: View, made: Made) -> None:
    """All parts as one, of all streams together, after each event and each shared fact: the slowest way."""
    across = Part(view.reads | LINKS, lambda streams, shared: list(view.cases(streams, shared)), view.opens | LINKS)
    slowest = replace(view, parts=(replace(across, reads_shared=view.reads_shared),))

    assert made.rows(slowest) == made.rows(view)


def test_an_event_asks_the_parts_that_read_its_kind_of_its_own_stream_and_nothing_else() -> None:
    book, asked = Book(), list[tuple[str, int]]()

    def noting(name: str) -> Any:
        return lambda streams, shared: asked.extend((name, len(stream.kinds)) for stream in streams) or []

    parts = (
        Part(frozenset({PlanDrafted, PlanSigned}), noting("plan"), frozenset({PlanSigned})),
        Part(frozenset({PersonRegistered}), noting("person")),
        Part(LINKS | {PlanSigned}, noting("linked"), frozenset({PlanSigned})),
    )
    view = replace(VIEWS["findings"], parts=parts)
    first, second = book.registration("A"), book.registration("B")
    for fact in (PlanDrafted(), PersonRegistered(), PlanSigned()):
        first.says(fact)
    second.says(PersonRegistered())
    book.links(second, first)
    first.says(PlanSigned())

    book.rows(view)

    assert asked == [
        ("person", 2),
        ("plan", 3),
        ("linked", 3),
        ("person", 1),
        *[("linked", 3), ("linked", 2)],  # the link: of both together
        ("plan", 3),
        *[("linked", 3), ("linked", 2)],
    ]


def test_a_long_history_makes_each_case_once() -> None:
    book, made = Book(), list[Any]()
    stream = book.registration("A")
    for number in range(60):
        stream.says(WaitingListJoined(list="FIRST_INFLOW", reason="CAPACITY"), f"20{number:02}-01-01")
    with pytest.MonkeyPatch.context() as patch:
        case = waiting_list._case
        patch.setattr(waiting_list, "_case", lambda *rests_on: (made.append(rests_on), case(*rests_on))[1])
        assert len(book.rows(VIEWS["waiting-spells"])) == 60

    assert len(made) == 60

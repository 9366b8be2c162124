"""Histories at random for one view: a few of the kinds it reads, links, corrections, retractions, shared facts.

A history of all kinds says hardly anything to a view that reads six. One of five kinds, of which one opens a case, says
each of them several times; another history is of other kinds.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.event import Recorded, Source, encode_fact
from domain.facts.base import Fact
from projections import VIEWS
from projections.fold import ANY_SUBJECT, DECISIONS, Row, View
from tests.given import Book
from tests.projections.facts_drawn import DAYS_OR_NONE, SUBJECTS, WHENS, facts_of

OF_REGISTRATIONS = [view for view in VIEWS.values() if view.of_subject in ("registration", ANY_SUBJECT)]
KINDS_MAX, STEPS_MIN, STEPS_MAX = 5, 4, 14
HISTORIES_MIN, HISTORIES_MAX = 10, 50
WHATS = ["say", "say", "say", "say", "say", "link", "correct", "retract"]
SOURCE = Source(party="0014", system="profile")


@dataclass(frozen=True)
class Step:
    """One event to come: a fact, or a correction or retraction of the fact so many places back."""

    what: str
    registration: int
    fact: Fact
    back: int
    on: str | None
    registered_on: date | None


@st.composite
def steps(draw: st.DrawFn, kinds: Sequence[type[Fact]], shared: Sequence[type[Fact]]) -> Step:
    what = draw(st.sampled_from([*WHATS, "share"] if shared else WHATS))
    of_which = {"link": sorted(DECISIONS, key=str), "share": shared}.get(what, kinds)
    return Step(
        what=what,
        registration=draw(st.integers(0, len(SUBJECTS) - 1)),
        fact=draw(facts_of(draw(st.sampled_from(of_which)))),
        back=draw(st.integers(0, 9)),
        on=draw(WHENS),
        registered_on=draw(DAYS_OR_NONE),
    )


@st.composite
def kinds_of(draw: st.DrawFn, view: View) -> list[type[Fact]]:
    """Some of the kinds that one part of a view reads, or two together, with one that opens a case."""
    found: list[type[Fact]] = []
    for part in draw(st.lists(st.sampled_from(view.parts), min_size=1, max_size=2)):
        opens = part.opens or part.reads
        opening, others, read = (sorted(one - DECISIONS, key=str) for one in (opens, part.reads - opens, part.reads))
        found += [draw(st.sampled_from(opening))] if opening else []
        found += draw(st.lists(st.sampled_from([*others, *others, *read]), min_size=2, max_size=KINDS_MAX - 1))
    return list(dict.fromkeys(found))


@dataclass
class Made:
    """A book with one group of three registrations, and its facts as they stand in the end."""

    book: Book
    stands: list[Recorded]

    def rows(self, view: View, until: int | None = None, bound: date | None = None) -> list[Row]:
        return self.book.rows_of(view, {*SUBJECTS}, bound, until)


@st.composite
def books(draw: st.DrawFn, view: View) -> Made:
    """A history in which this view may find cases."""
    book, stands = Book(), dict[UUID, Recorded]()
    streams = [book.registration(name) for name in "ABC"]
    assert [stream.subject for stream in streams] == SUBJECTS
    said: list[Recorded] = []
    kinds, shared = draw(kinds_of(view)), sorted(view.reads_shared, key=str)
    for step in draw(st.lists(steps(kinds, shared), min_size=STEPS_MIN, max_size=STEPS_MAX)):
        claimed = {"registered_on": step.registered_on.isoformat() if step.registered_on else None}
        if step.what == "share":
            said.append(book.shared(step.fact, step.on, "0014", SOURCE))
        elif step.what in ("say", "link") or not said:
            said.append(streams[step.registration].says(step.fact, step.on, **claimed))
        else:
            original = said[-1 - step.back % len(said)]
            if step.what == "retract":
                book.retracts(original, **claimed)
                stands.pop(original.event.event_id, None)
            else:
                fact = draw(facts_of(type(original.fact)))
                corrected = book.corrects(original, fact, step.on, **claimed).event
                event = msgspec.structs.replace(
                    original.event,
                    body=encode_fact(fact),
                    occurred_on=corrected.occurred_on,
                    registered_on=corrected.registered_on,
                )
                stands[event.event_id] = Recorded(original.position, event)
            continue
        stands[said[-1].event.event_id] = said[-1]
    return Made(book, sorted(stands.values(), key=lambda recorded: recorded.position))


def histories_tried(view: View) -> int:
    """How many histories a promise of this view is held against: more, the more kinds of fact it reads."""
    return min(max(4 * len(view.reads), HISTORIES_MIN), HISTORIES_MAX)


def of_every(views: Iterable[View], **drawn: st.SearchStrategy[Any]) -> Callable[[Callable[..., None]], Any]:
    """Makes a test of what each of these views promises, whatever its history; `drawn` is what else it is told."""

    def tested(promise: Callable[..., None]) -> Any:
        @pytest.mark.parametrize("view", views, ids=lambda view: view.name)
        def test(view: View) -> None:
            def holds(made: Made, more: dict[str, Any]) -> None:
                promise(view, made, **more)

            holds.__name__ = f"{promise.__name__}_{view.name.replace('-', '_')}"  # what failed is kept by it
            tried = settings(max_examples=histories_tried(view))
            tried(given(made=books(view), more=st.fixed_dictionaries(drawn))(holds))()

        return test

    return tested

"""People never outnumber trajectories nor trajectories rows, whatever is said of them and in whatever bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.counting import Bounds, Verdict, funnel_of, judge_all, judge_each, question_for, value_of
from domain.dates import Period
from domain.event import Position
from domain.facts import EnrolmentRecorded, PersonRegistered, ProviderReassigned
from domain.facts.base import Fact
from domain.rules import rule
from projections import VIEWS
from tests.given import Book

VIEW = VIEWS["participants"]
ROWS = rule("enrolment-rows", "as-delivered")
COURSES = rule("trajectories", "courses")
COMPONENTS = rule("trajectories", "components")
PARTICIPANTS = rule("participants", "deduplicated")
YEAR_END = Bounds(date(2007, 12, 31), Position(9999))

NAMES = tuple("ABCDEFGH")
MUNICIPALITIES = ("0363", "0344")
COURSE = st.sampled_from(("NT2-A", "nt2-a", "NT2-B", "taalstage", "KNM"))
DAY = st.integers(0, 5).map(lambda days: (date(2007, 3, 1) + timedelta(days=days)).isoformat())
WHEN = st.one_of(DAY, DAY, DAY, st.sampled_from(("2007-03", None)))
STEP = st.one_of(
    st.tuples(st.just("enrol"), st.sampled_from(NAMES), COURSE, WHEN, st.one_of(st.none(), DAY)),
    st.tuples(st.just("enrol"), st.sampled_from(NAMES), COURSE, WHEN, st.one_of(st.none(), DAY)),
    st.tuples(st.just("move"), st.sampled_from(NAMES), st.sampled_from(("aanbieder 0", "aanbieder 1")), DAY),
    st.tuples(
        st.sampled_from(("link", "link", "unlink")), st.sampled_from(NAMES), st.sampled_from(NAMES), st.booleans()
    ),
    st.tuples(st.just("correct"), st.integers(0, 30), COURSE, WHEN, st.one_of(st.none(), DAY)),
    st.tuples(st.just("retract"), st.integers(0, 30)),
)


PARTS = st.one_of(
    st.just(()), st.tuples(*[st.sampled_from(("taalstage", "KNM", "NT2-A", "NT2-A,taalstage"))] * len(MUNICIPALITIES))
)
"""What is set as a part of a trajectory in each municipality; nothing is the list of the document."""


def told(steps: list[tuple[Any, ...]]) -> Book:
    """A book in which chance says these things of eight registrations in two municipalities at two providers."""
    book = Book()
    for at, name in enumerate(NAMES):
        book.registration(name, MUNICIPALITIES[at % 3 == 0], party=f"aanbieder {at % 2}").says(PersonRegistered())
    said = []
    for what, *rest in steps:
        match what, rest:
            case "enrol", [name, course, on, entered]:
                said.append(book.streams[name].says(EnrolmentRecorded(course=course), on, registered_on=entered))
            case "move", [name, provider, on]:
                said.append(book.streams[name].says(ProviderReassigned(to_provider=provider), on))
            case "link", [one, other_one, _]:
                said.append(book.links(book.streams[one], book.streams[other_one]))
            case "unlink", [one, other_one, keep]:
                said.append(book.unlinks(book.streams[one], book.streams[other_one], keep_apart=keep or None))
            case "retract", [at] if said:
                book.retracts(said[at % len(said)])
            case "correct", [at, course, on, entered] if said:
                original = said[at % len(said)]
                if isinstance(original.fact, EnrolmentRecorded):
                    fact: Fact = EnrolmentRecorded(course=course)
                    book.corrects(original, fact, on, registered_on=entered, municipality=MUNICIPALITIES[at % 2])
    return book


def verdicts_of(
    book: Book, the_rule: Any, bounds: Bounds, municipality: str | None, ids: bool, parts: Sequence[str] = ()
) -> list[Verdict]:
    """The verdicts as the loop of `replay` comes to them; `parts` are the lists set in each municipality, if any."""
    known, within = book.cases(VIEW), book.cases(VIEW, bounds.registered_by)
    set_in = zip(MUNICIPALITIES, parts, strict=False)
    question = question_for(
        the_rule,
        bounds,
        municipality=municipality,
        recorded_later=known.keys() - within.keys(),
        record_ids=book.record_ids if ids else {},
    )
    by_place = {place: {"trajectory-components": tuple(listed.split(","))} for place, listed in set_in}
    question = replace(question, by_place=by_place)
    cases = [one for one in (known | within).values() if municipality in (None, one.municipality)]
    return judge_each(
        the_rule, cases, lambda case: replace(question, parameters=question.parameters_in(case.municipality))
    )


@given(
    st.lists(STEP, max_size=30),
    st.tuples(DAY, st.one_of(st.none(), DAY), st.one_of(st.none(), DAY), st.one_of(st.none(), DAY)),
    st.sampled_from((None, *MUNICIPALITIES)),
    st.booleans(),
    PARTS,
)
@settings(max_examples=150, deadline=None)
def test_there_are_never_more_people_than_trajectories_nor_more_trajectories_than_rows(
    steps: list[tuple[Any, ...]],
    days: tuple[str, str | None, str | None, str | None],
    place: str | None,
    ids: bool,
    parts: tuple[str, ...],
) -> None:
    as_of, from_on, until_on, registered_by = (None if one is None else date.fromisoformat(one) for one in days)
    assert as_of is not None
    period = Period(from_on, until_on) if from_on is None or until_on is None or from_on < until_on else None
    bounds = Bounds(as_of, Position(9999), period, registered_by)
    book = told(steps)

    rules_ = (ROWS, COURSES, COMPONENTS, PARTICIPANTS)
    found = {one.name: verdicts_of(book, one, bounds, place, ids, parts) for one in rules_}
    rows, courses, components, people = (value_of(found[one.name]) for one in (ROWS, COURSES, COMPONENTS, PARTICIPANTS))
    assert people <= components <= courses <= rows
    counted = [{one.case.case for one in verdicts if one.counted} for verdicts in found.values()]
    assert counted[2] <= counted[1] <= counted[0]
    held = {one.case.person for one in found[ROWS.name] if one.counted}
    assert people == len(held), "everybody within the bounds once"
    for verdicts in found.values():
        assert sum(funnel_of(verdicts).values()) == len(verdicts) == len(found[ROWS.name])
        assert {one.case.person for one in verdicts if one.counted} == held


@given(st.lists(STEP, max_size=25), st.permutations(NAMES), PARTS)
@settings(max_examples=50, deadline=None)
def test_which_record_id_is_lowest_decides_who_is_named_and_never_how_many(
    steps: list[tuple[Any, ...]], names: list[str], parts: tuple[str, ...]
) -> None:
    book = told(steps)
    cases = list(book.cases(VIEW).values())
    by_place = {
        place: {"trajectory-components": tuple(one.split(","))}
        for place, one in zip(MUNICIPALITIES, parts, strict=False)
    }
    renamed = dict(zip(book.record_ids, names, strict=True))

    for the_rule in (COURSES, COMPONENTS, PARTICIPANTS):
        values = {
            value_of(
                judge_all(the_rule, cases, replace(question_for(the_rule, YEAR_END, record_ids=ids), by_place=by_place))
            )
            for ids in ({}, book.record_ids, renamed)
        }
        assert len(values) == 1

"""What every view promises, whatever its history: corrections, retractions, links and shared facts in any order."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.counting import Bounds, funnel_of, judge_all, question_for, value_of
from domain.dates import Period
from domain.event import Position, Recorded, Source, canonical
from domain.facts import (
    ConditionMet,
    ParameterSet,
    PlacementStarted,
    RowRejected,
    SourceSystemTakenIntoUse,
    WaitingListJoined,
)
from domain.facts.base import Fact
from domain.rules import RULES
from projections import VIEWS, walk
from projections.fold import Row, View
from projections.history import registered_by
from projections.walk import rows
from tests.given import Book, read
from tests.projections.facts_drawn import DAYS, DAYS_OR_NONE, SUBJECTS
from tests.projections.histories_drawn import OF_REGISTRATIONS, Made, of_every

NEEDED = {"list": "beschikking", "integer": "40", "text": "x"}
"""A value of each kind for a parameter that no document gives."""
SHARED: dict[type[Fact], Fact] = {
    ConditionMet: ConditionMet(name="state-money-available"),
    ParameterSet: ParameterSet(name="voucher-courses", value="NT2"),
    SourceSystemTakenIntoUse: SourceSystemTakenIntoUse(system="GWS4all"),
}


def as_known_at(rows: list[Row], position: int) -> list[Row]:
    """What an as-of query gives: the rows known then, with the ends that were not yet known taken off."""
    return [
        row if row.known_until is not None and row.known_until <= position else closed_later(row)
        for row in rows
        if row.known_from <= position
    ]


def closed_later(row: Row) -> Row:
    return msgspec.structs.replace(row, known_until=None)


@of_every(OF_REGISTRATIONS)
def test_the_rows_of_the_first_n_events_are_the_rows_as_known_at_n(view: View, made: Made) -> None:
    complete = made.rows(view)

    for position in range(len(made.book.events) + 1):
        assert made.rows(view, until=position) == as_known_at(complete, position)


@of_every(OF_REGISTRATIONS)
def test_the_same_history_gives_the_same_bytes(view: View, made: Made) -> None:
    assert msgspec.json.encode(made.rows(view)) == msgspec.json.encode(made.rows(view))


@of_every(OF_REGISTRATIONS)
def test_a_case_is_known_in_one_way_at_a_time(view: View, made: Made) -> None:
    rows = made.rows(view)

    for row, following in pairwise(rows):
        assert row.known_until is None or row.known_from < row.known_until
        if row.case == following.case:
            assert row.known_until is not None
            assert row.known_until <= following.known_from
            assert row.known_until < following.known_from or row.value != following.value


@of_every(OF_REGISTRATIONS)
def test_a_corrected_history_says_what_it_would_have_said_at_once(view: View, made: Made) -> None:
    at_once = Made(Book(made.stands, made.book.streams, made.book.shared_kinds), made.stands)

    assert essence(view, made.rows(view)) == essence(view, at_once.rows(view))


def known_at_last(view: View, rows: list[Row]) -> dict[str, Any]:
    """The cases known in the end."""
    return {row.case: read(view, row) for row in rows if row.known_until is None}


def essence(view: View, rows: list[Row]) -> dict[str, Any]:
    """The same without the events by which that came about, at any depth."""
    return {case: _plain(msgspec.to_builtins(found)) for case, found in known_at_last(view, rows).items()}


def _plain(told: Any) -> Any:
    if isinstance(told, dict):
        plain = {name: _plain(value) for name, value in told.items() if not name.endswith("positions")}
        return {name: value for name, value in plain.items() if value != []}  # of no flags nothing is said
    return [_plain(one) for one in told if one != "CORRECTED"] if isinstance(told, list | tuple) else told


@of_every(OF_REGISTRATIONS, as_of=DAYS, until_on=DAYS_OR_NONE, entered_by=DAYS_OR_NONE)
def test_considered_is_counted_and_not_counted_together(
    view: View, made: Made, as_of: date, until_on: date | None, entered_by: date | None
) -> None:
    known = known_at_last(view, made.rows(view))
    within = known if entered_by is None else known_at_last(view, made.rows(view, bound=entered_by))
    asked = Bounds(as_of, Position(99), until_on and Period(None, until_on), entered_by)
    for rule in [one for one in RULES if one.view == view.name]:
        settings = [(None, None, one.name, NEEDED[one.kind]) for one in rule.parameters if not one.values]
        question = question_for(rule, asked, settings, recorded_later=known.keys() - within.keys())

        verdicts = judge_all(rule, (known | within).values(), question)
        funnel = funnel_of(verdicts)

        assert sum(funnel.values()) == len(known | within) == len(verdicts)
        assert funnel["counted"] == sum(verdict.counted for verdict in verdicts)
        assert value_of(verdicts) == sum(verdict.amount for verdict in verdicts if verdict.counted)
        assert rule.unit in ("cents", "days", "half-days") or value_of(verdicts) == funnel["counted"]
        codes = {test.code for test in rule.tests} | {rule.otherwise}
        assert {verdict.code for verdict in verdicts} <= codes
        for verdict in verdicts:
            assert (verdict.code == "RECORDED_LATER") == (verdict.case.case in question.recorded_later)


# --- What the sources' books held ---


def spell(reason: Any) -> WaitingListJoined:
    return WaitingListJoined(list="FIRST_INFLOW", reason=reason)


def test_a_fact_counts_by_the_day_its_source_claims_and_else_by_the_day_it_was_delivered() -> None:
    book = Book()
    stream = book.registration("A")
    claimed = stream.says(spell("CAPACITY"), "2003-01-01", registered_on="2003-02-01", delivered_on="2003-09-01")
    delivered = stream.says(spell("CAPACITY"), "2003-01-01", delivered_on="2003-03-01")
    by_hand = stream.says(spell("CAPACITY"), "2003-01-01")

    assert registered_by(book.events, date(2003, 1, 31)) == [by_hand]
    assert registered_by(book.events, date(2003, 2, 1)) == [claimed, by_hand]
    assert registered_by(book.events, date(2003, 3, 1)) == [claimed, delivered, by_hand]


@pytest.mark.parametrize(
    ("bound", "expected"), [("2003-04-01", {"CHILDCARE"}), ("2003-03-31", set()), ("2003-05-01", {"CHILDCARE"})]
)
def test_a_correction_that_claims_an_earlier_entry_stands_there_without_its_original(
    bound: str, expected: set[str]
) -> None:
    book = Book()
    original = book.registration("A").says(spell("CAPACITY"), "2003-01-01", registered_on="2003-05-01")
    book.corrects(original, spell("CHILDCARE"), "2003-01-01", registered_on="2003-04-01")

    cases: dict[str, Any] = book.cases(VIEWS["waiting-spells"], date.fromisoformat(bound))
    assert {case.reason for case in cases.values()} == expected
    assert set(cases) <= {str(original.event.event_id)}


def test_a_correction_entered_after_the_bound_leaves_the_original_standing() -> None:
    book = Book()
    original = book.registration("A").says(spell("CAPACITY"), "2003-01-01", registered_on="2003-02-01")
    book.corrects(original, spell("CHILDCARE"), "2003-01-01", registered_on="2003-04-01")

    cases: dict[str, Any] = book.cases(VIEWS["waiting-spells"], date(2003, 3, 1))
    assert [case.reason for case in cases.values()] == ["CAPACITY"]


def test_correcting_a_retracted_fact_restores_it_in_its_old_place() -> None:
    book = Book()
    stream = book.registration("A")
    original = stream.says(spell("CAPACITY"), "2003-01-01")
    book.retracts(original)
    book.corrects(original, spell("CHILDCARE"), "2003-01-02")

    rows = book.rows(VIEWS["waiting-spells"])
    assert [(row.known_from, row.known_until) for row in rows] == [(1, 2), (3, None)]
    assert read(VIEWS["waiting-spells"], rows[-1]).positions == (1, 3)
    assert read(VIEWS["waiting-spells"], rows[-1]).flags == ("CORRECTED", "REGISTRATION_NOT_CLAIMED")


# --- Facts that are asked one by one ---


@given(
    st.lists(
        st.tuples(st.sampled_from(["say", "correct", "retract"]), st.integers(0, 5), st.integers(1, 9)), max_size=12
    )
)
def test_asking_only_the_fact_that_changed_gives_the_same_rows(taken: list[tuple[str, int, int]]) -> None:
    book, said = Book(), list[Recorded]()
    for what, back, line in taken:
        fact = RowRejected(line=line, value_kind="date", reason="NOT_A_DATE")
        if what == "say" or not said:
            said.append(book.registration("delivery").says(fact))
        elif what == "correct":
            book.corrects(said[-1 - back % len(said)], fact)
        else:
            book.retracts(said[-1 - back % len(said)])
    view, subjects = VIEWS["delivery-findings"], {stream.subject for stream in book.streams.values()}

    assert view.each_fact
    assert book.rows_of(view, subjects) == book.rows_of(replace(view, each_fact=False), subjects)


# --- Shared facts of others ---


@of_every([view for view in OF_REGISTRATIONS if view.reads_shared])
def test_shared_facts_of_other_municipalities_change_no_row(view: View, made: Made) -> None:
    book, theirs = Book(), list[Recorded]()
    for one in made.book.events:
        if one.event.version == 1:
            kind = min(view.reads_shared, key=str)
            said = book.shared(SHARED[kind], "2004-01-01", "0392", Source(party="0392", system="profile"))
            renamed = msgspec.structs.replace(said.event, event_id=UUID(int=0xF0000 + said.position))
            theirs.append(Recorded(said.position, renamed))
            book.events[-1] = theirs[-1]
        book.events.append(Recorded(Position(len(book.events) + 1), one.event))
    own = [one for one in book.events if one.event.subject in SUBJECTS]
    of_own = [one for one in book.events if one.event.subject not in SUBJECTS and one not in theirs]
    shared = sorted([*of_own, *theirs], key=lambda one: one.position)

    assert rows(own, shared, view) == rows(own, of_own, view)


def test_a_group_is_asked_again_for_the_shared_facts_of_its_own_scope_alone() -> None:
    book, asked = Book(), list[int]()
    book.registration("P1").says(PlacementStarted(trajectory="DUAL"), "2004-01-01", registered_on="2004-01-01")
    for number in range(300):
        code = f"{number + 1000}"
        book.shared(SourceSystemTakenIntoUse(system="GWS4all"), "2004-06-01", code, Source(party=code, system="x"))
    used = book.shared(SourceSystemTakenIntoUse(system="GWS4all"), "2004-06-01", "0014")
    findings = VIEWS["findings"]
    (part,) = (part for part in findings.parts if part.reads_shared)

    def counting(streams: Any, shared: Any) -> Any:
        asked.append(len(shared))
        return part.cases(streams, shared)

    found = book.rows(replace(findings, parts=(replace(part, cases=counting),)))

    assert asked == [0, 1]
    assert [row.known_from for row in found] == [used.position]


def test_a_shared_fact_that_was_corrected_to_another_municipality_is_no_longer_seen() -> None:
    book = Book()
    registration = book.registration("P1")
    registration.says(PlacementStarted(trajectory="DUAL"), "2004-01-01", registered_on="2004-01-01")
    system = SourceSystemTakenIntoUse(system="GWS4all")
    used = book.shared(system, "2004-06-01", "0014")
    moved = book.corrects(used, system, "2004-06-01", municipality="0392")
    back = book.corrects(used, system, "2004-06-01")

    found = book.rows(VIEWS["findings"])

    assert [(row.known_from, row.known_until) for row in found] == [
        (used.position, moved.position),
        (back.position, None),
    ]


def test_a_long_stream_is_encoded_once_for_every_row() -> None:
    book = Book()
    registration = book.registration("P1")
    for number in range(50):
        registration.says(WaitingListJoined(list="FIRST_INFLOW", reason="CAPACITY"), f"20{number:02}-01-01")

    found = book.rows(VIEWS["waiting-spells"])

    assert len(found) == 50
    with pytest.MonkeyPatch.context() as patch:
        encoded = list[Any]()
        patch.setattr(walk, "canonical", lambda case: (encoded.append(case), canonical(case))[1])
        assert book.rows(VIEWS["waiting-spells"]) == found
    assert len(encoded) == 50

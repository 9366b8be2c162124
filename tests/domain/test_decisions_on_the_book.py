"""Corrections, retractions and approvals, and the state that they are decided on."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from domain import decision_refusals as refused
from domain.decisions import dossier_of, evolve
from domain.dossier import Dossier
from domain.event import Recorded, encode_fact
from domain.facts import (
    ApprovalGiven,
    ApprovalRefused,
    DecisionRevoked,
    EventCorrected,
    EventRetracted,
    ParameterSet,
    PersonalDataErased,
    PersonRegistered,
    PlacementStarted,
    SanctionImposed,
)
from domain.facts.base import Fact
from tests.domain.deciding import ABSENT, ENDED, FINE, ORDER, PLACED, PLAN, event, given
from tests.given import Book

# About the book


def corrected(fact: Fact, original: str = event(1)) -> EventCorrected:
    return EventCorrected(original=original, body=encode_fact(fact))


def test_a_fact_is_corrected_and_the_same_correction_twice_gives_nothing() -> None:
    regular = PlacementStarted(trajectory="REGULAR")
    given((PLACED, "2008-06-20")).when(corrected(regular), "2008-06-20").then_recorded()
    given((PLACED, "2008-06-20")).when(corrected(PLACED), "2008-06-21").then_recorded()
    given((PLACED, "2008-06-20")).when(corrected(PLACED), "2008-06-20").then_nothing()
    given((PLACED, "2008-06-20")).when(corrected(PLACED), "2008-06-20", has_personal=True).then_recorded()


def test_a_correction_names_an_original_of_its_own_type_in_its_own_stream() -> None:
    given().when(corrected(PLACED)).then_refused(refused.EventIsUnknown)
    refusal = given(PLACED).when(corrected(ORDER)).then_refused(refused.CorrectionIsOfAnotherType)
    assert "retract the original and record anew" in str(refusal)
    given(PLACED).when(corrected(PersonRegistered())).then_refused(refused.CorrectionIsOfAnotherType)
    scene = given(PLACED)
    scene.book.corrects(scene.book.events[0], PlacementStarted(trajectory="REGULAR"))
    scene.when(corrected(PLACED, event(2))).then_refused(refused.EventIsNoOriginal)
    scene.when(EventRetracted(original=event(2))).then_refused(refused.EventIsNoOriginal)


def test_a_correction_of_a_shared_fact_keeps_its_name_and_place() -> None:
    one, renamed = ParameterSet(name="hours", value="1"), ParameterSet(name="lessons", value="1")
    given(one).when(corrected(ParameterSet(name="hours", value="2"))).then_recorded()
    given(one).when(corrected(renamed)).then_refused(refused.CorrectionIsOfAnotherSubject)
    moved = given(one).when(corrected(ParameterSet(name="hours", value="2")), municipality="0599")
    moved.then_refused(refused.CorrectionIsOfAnotherSubject)


def test_a_fact_is_retracted_once_and_a_correction_restores_it() -> None:
    gone = EventRetracted(original=event(1))
    given(PLACED).when(gone).then_recorded()
    given().when(gone).then_refused(refused.EventIsUnknown)
    scene = given((PLACED, "2008-06-20"))
    scene.book.retracts(scene.book.events[0])
    scene.when(gone).then_nothing()
    scene.when(corrected(PLACED), "2008-06-20").then_recorded()


def test_an_erasure_cannot_be_taken_back() -> None:
    erased = PersonalDataErased(key_classes=("general",), ground="REQUEST")
    given(erased).when(EventRetracted(original=event(1))).then_refused(refused.EventCannotBeTakenBack)


@pytest.mark.parametrize("fact", [ApprovalGiven(approves=event(1)), ApprovalRefused(refuses=event(1))])
def test_the_approver_is_not_the_proposer(fact: Fact) -> None:
    given(FINE).when(fact, by="director").then_recorded()
    given(FINE).when(fact, by="tester").then_refused(refused.ApproverIsTheProposer)
    given().when(fact, by="director").then_refused(refused.EventIsUnknown)
    scene = given(FINE)
    scene.book.retracts(scene.book.events[0])
    scene.when(fact, by="director").then_refused(refused.EventIsRetracted)


@pytest.mark.parametrize("fact", [ApprovalGiven(approves=event(1)), ApprovalRefused(refuses=event(1))])
@pytest.mark.parametrize("said", [PLACED, ABSENT, SanctionImposed(kind="WARNING", article="34")])
def test_what_was_never_proposed_is_neither_approved_nor_refused(fact: Fact, said: Fact) -> None:
    given(said).when(fact, by="director").then_refused(refused.NothingIsProposed)


def test_an_approval_given_twice_by_one_person_gives_nothing_and_by_another_is_recorded() -> None:
    scene, approved = given(FINE, ApprovalGiven(approves=event(1))), ApprovalGiven(approves=event(1))
    position, given_by_director = scene.book.events[1].position, scene.book.events[1].event
    scene.book.events[1] = Recorded(position, msgspec.structs.replace(given_by_director, actor="director"))
    scene.when(approved, by="director").then_nothing()
    scene.when(approved, by="controller").then_recorded()
    scene.when(approved, by="tester").then_refused(refused.ApproverIsTheProposer)


# The state


FACTS: list[Fact] = [PLACED, ENDED, ORDER, FINE, ABSENT, PLAN, DecisionRevoked(decision=event(1), effect="FROM_THEN")]


@for_all(st.lists(st.tuples(st.sampled_from(["say", "correct", "retract"]), st.integers(0, 30)), max_size=12))
def test_folding_event_by_event_gives_the_dossier_of_the_whole_stream(steps: list[tuple[str, int]]) -> None:
    book = Book()
    stream = book.registration("W1")
    said: list[tuple[Recorded, Fact]] = []
    for step, number in steps:
        if step == "say" or not said:
            fact = FACTS[number % len(FACTS)]
            said.append((stream.says(fact, f"2008-01-{1 + number % 28:02}"), fact))
        elif step == "correct":
            book.corrects(*said[number % len(said)])
        else:
            book.retracts(said[number % len(said)][0])

    dossier = Dossier()
    for recorded in book.events:
        before = dossier
        dossier = evolve(dossier, recorded)
        assert before.version == recorded.event.version - 1

    assert dossier == dossier_of(book.events)
    assert {one.event_id for one in dossier.in_force()} <= {one.event_id for one in dossier.standing()}

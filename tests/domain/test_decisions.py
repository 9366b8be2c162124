"""Given what stands in a dossier, when a decision is proposed, then these facts, nothing, or refused because."""

from __future__ import annotations

import pytest

from domain import decision_refusals as refused
from domain.decisions import DECISIONS, NAMED
from domain.facts import (
    AbsenceFollowedUp,
    CaseAssigned,
    ConditionMet,
    DecisionRevoked,
    DepositReceived,
    LegalHoldLifted,
    LegalHoldSet,
    OfferAccepted,
    ParameterSet,
    PersonDeceased,
    PersonRegistered,
    PlacementEnded,
    PlacementStarted,
    PolicyAdopted,
    ProviderReassigned,
    RegistrationsLinked,
    RegistrationsUnlinked,
    SanctionImposed,
    SecrecyLifted,
    SecrecySet,
    TermExtended,
    WaitingListJoined,
    WaitingListLeft,
)
from domain.facts.base import Fact, Nature, definitions
from tests.domain.deciding import ABSENT, ENDED, ENROLLED, NOWHERE, ORDER, OTHER, PLACED, event, given

# The table


def test_every_kind_of_decision_has_its_line_in_the_table() -> None:
    assert {one.fact for one in definitions() if one.nature is Nature.DECISION} == set(DECISIONS)


def test_the_kinds_held_against_what_they_name_are_no_decisions() -> None:
    assert not set(NAMED) & set(DECISIONS)


def test_every_refusal_says_what_was_wrong_and_what_would_work() -> None:
    kinds = [kind for kind in vars(refused).values() if isinstance(kind, type)]
    for kind in kinds:
        if kind is not refused.DecisionRefused:
            assert any(word in str(kind()) for word in ("xpected", "Record", "EventCorrected")), kind
            assert "\n" not in str(kind("detail"))
            assert str(kind("detail")).endswith("(detail)")


# Observed facts are never refused


@pytest.mark.parametrize(
    "fact",
    [
        PlacementEnded(reason="UNKNOWN"),
        WaitingListLeft(because="PLACED"),
        OfferAccepted(offer=NOWHERE),
        DepositReceived(amount_cents=-5),
        PersonDeceased(),
        AbsenceFollowedUp(action="CALL"),
    ],
)
def test_an_observed_fact_is_recorded_also_when_it_clashes(fact: Fact) -> None:
    given().when(fact, "2008-01-01").then_recorded()


def test_a_placement_that_ends_before_it_started_is_a_clash_and_no_refusal() -> None:
    given((PLACED, "2008-06-20")).when(ENDED, "2008-01-01").then_recorded()


def test_two_joinings_of_a_waiting_list_may_clash() -> None:
    joined = WaitingListJoined(list="FIRST_INFLOW", reason="CAPACITY")
    given((joined, "2003-07-15")).when(joined, "2003-07-16").then_recorded()


def test_a_decision_of_duo_is_observed_here() -> None:
    extended = TermExtended(term="EXAM_TERM", decided_by="DUO")
    given().when(extended, "2010-01-01").then_recorded()
    given().when(SanctionImposed(article="24", kind="FINE", imposed_by="DUO")).then_recorded()


# Asked twice


def test_the_same_decision_asked_twice_gives_nothing() -> None:
    given((PLACED, "2008-06-20")).when(PLACED, "2008-06-20").then_nothing()


def test_the_same_decision_by_somebody_else_gives_nothing() -> None:
    given((PLACED, "2008-06-20")).when(PLACED, "2008-06-20", by="other", party="X", system="by-hand").then_nothing()


def test_a_decision_that_was_retracted_may_be_taken_again() -> None:
    scene = given((PLACED, "2008-06-20"))
    scene.book.retracts(scene.book.events[0])
    scene.when(PLACED, "2008-06-20").then_recorded()


def test_a_decision_that_was_revoked_may_be_taken_again() -> None:
    revoked = DecisionRevoked(decision=event(1), effect="FROM_THEN")
    given((ORDER, "2008-01-01"), (revoked, "2008-02-01")).when(ORDER, "2008-01-01").then_recorded()


def test_a_decision_that_was_corrected_is_compared_as_it_stands_now() -> None:
    scene = given((PLACED, "2008-06-20"))
    scene.book.corrects(scene.book.events[0], PlacementStarted(trajectory="REGULAR"), "2008-06-21")
    scene.when(PlacementStarted(trajectory="REGULAR"), "2008-06-21").then_nothing()
    scene.when(PLACED, "2008-06-20").then_recorded()


def test_the_same_observed_fact_of_the_same_source_gives_nothing() -> None:
    given((ABSENT, "2008-06-20")).when(ABSENT, "2008-06-20").then_nothing()


def test_the_same_observed_fact_of_another_source_is_recorded() -> None:
    given((ABSENT, "2008-06-20")).when(ABSENT, "2008-06-20", system="by-hand").then_recorded()


def test_the_same_condition_met_twice_gives_nothing() -> None:
    met = ConditionMet(name="state-money-available")
    given((met, "2009-01-05")).when(met, "2009-01-05").then_nothing()
    given((met, "2009-01-05")).when(met, "2009-01-06").then_recorded()


def test_a_parameter_set_back_to_an_earlier_value_is_recorded() -> None:
    one, two = ParameterSet(name="hours", value="1"), ParameterSet(name="hours", value="2")
    given((one, "2008-01-01"), (two, "2008-01-01")).when(one, "2008-01-01").then_recorded()
    given((one, "2008-01-01"), (two, "2009-01-01")).when(one, "2008-01-01").then_nothing()


def test_secrecy_set_lifted_and_set_again_is_recorded() -> None:
    given(SecrecySet(), SecrecyLifted()).when(SecrecySet()).then_recorded()
    given(SecrecyLifted(), SecrecySet()).when(SecrecySet()).then_nothing()


# Placement


def test_a_person_is_placed() -> None:
    given(PersonRegistered()).when(PLACED, "2008-06-20").then_recorded()


def test_a_placement_may_follow_one_that_ended_on_the_same_day() -> None:
    given((PLACED, "2008-01-07"), (ENDED, "2008-06-20")).when(PLACED, "2008-06-20").then_recorded()


@pytest.mark.parametrize("on", ["2008-06-21", "2008-06", "2009", None])
def test_a_placement_is_refused_while_one_is_open(on: str | None) -> None:
    given((PLACED, "2008-06-20")).when(PlacementStarted(trajectory="REGULAR"), on).then_refused(
        refused.PlacementIsAlreadyOpen
    )


def test_a_placement_within_one_that_ended_later_is_refused() -> None:
    scene = given((PLACED, "2008-01-07"), (ENDED, "2008-06-20"))
    scene.when(PlacementStarted(trajectory="REGULAR"), "2008-03-01").then_refused(refused.PlacementIsAlreadyOpen)


def test_an_end_of_an_earlier_placement_does_not_close_a_later_one() -> None:
    scene = given((PLACED, "2008-06-20"), (ENDED, "2008-01-01"))
    scene.when(PlacementStarted(trajectory="REGULAR"), "2008-09-01").then_refused(refused.PlacementIsAlreadyOpen)


def test_an_older_placement_may_be_recorded_afterwards() -> None:
    given((PLACED, "2008-06-20")).when(PLACED, "2005-01-10").then_recorded()


def test_a_literacy_class_stands_beside_a_trajectory_and_not_beside_another_literacy_class() -> None:
    literacy = PlacementStarted(trajectory="LITERACY_CLASS")
    given((PLACED, "2008-06-20")).when(literacy, "2008-07-01").then_recorded()
    given((literacy, "2008-06-20")).when(PLACED, "2008-07-01").then_recorded()
    given((literacy, "2008-06-20")).when(literacy, "2008-07-01").then_refused(refused.PlacementIsAlreadyOpen)


def test_a_placement_that_was_revoked_from_the_start_is_open_no_more() -> None:
    revoked = DecisionRevoked(decision=event(1), effect="FROM_THE_START")
    given((PLACED, "2008-06-20"), (revoked, "2008-07-01")).when(PLACED, "2008-08-01").then_recorded()


def test_nobody_is_placed_after_death() -> None:
    scene = given((PersonDeceased(), "2008-06"))
    scene.when(PLACED, "2008-07-01").then_refused(refused.PersonHasDied)
    scene.when(PLACED, "2008-06-30").then_recorded()


def test_a_person_is_reassigned_to_another_provider() -> None:
    moved = ProviderReassigned(from_provider="Agens", to_provider="Taalhuis")
    given((ENROLLED, "2008-01-07")).when(moved, "2008-02-01").then_recorded()


def test_a_reassignment_needs_something_to_be_reassigned_from() -> None:
    moved = ProviderReassigned(to_provider="Taalhuis")
    given(PersonRegistered()).when(moved, "2008-02-01").then_refused(refused.NobodyIsPlacedOrEnrolled)
    given((ENROLLED, "2008-03-01")).when(moved, "2008-02-01").then_refused(refused.DatedBeforeWhatItFollows)


def test_a_reassignment_goes_to_another_provider() -> None:
    same = ProviderReassigned(from_provider="Agens", to_provider="Agens")
    given(ENROLLED).when(same).then_refused(refused.ProviderIsTheSame)
    given(ENROLLED).when(ProviderReassigned(to_provider="Agens")).then_refused(refused.ProviderIsTheSame)


# Identity and the rest


def test_two_registrations_are_linked_once_and_may_be_kept_apart() -> None:
    linked = RegistrationsLinked(other=OTHER, decider="m1")
    apart = RegistrationsUnlinked(other=OTHER, decider="m1", keep_apart=True)
    given().when(linked).then_recorded()
    given(linked).when(RegistrationsLinked(other=OTHER, decider="m2", score_millis=5)).then_nothing()
    given(linked, RegistrationsUnlinked(other=OTHER, decider="m1")).when(linked).then_recorded()
    given(apart).when(linked).then_refused(refused.RegistrationsAreKeptApart)
    given(apart).when(RegistrationsLinked(other=OTHER, decider="m2", ground="REVIEW")).then_recorded()
    given(apart).when(RegistrationsLinked(other=OTHER, decider="m2", supersedes=event(1))).then_recorded()
    itself = RegistrationsLinked(other=str(given().stream.subject), decider="m1")
    given().when(itself).then_refused(refused.RegistrationIsItself)


def test_what_the_law_leaves_open_is_not_checked() -> None:
    given().when(PolicyAdopted(name="guidance", adopted=True)).then_recorded()
    given().when(CaseAssigned(assignee="km-1")).then_recorded()


def test_a_hold_is_lifted_once() -> None:
    lifted = LegalHoldLifted(hold=event(1))
    given(LegalHoldSet(ground="AUDIT")).when(lifted).then_recorded()
    given().when(lifted).then_refused(refused.EventIsUnknown)
    given(LegalHoldSet(ground="AUDIT"), lifted).when(lifted, by="other").then_refused(refused.DecisionAlreadyWithdrawn)

"""Absence, order and sanction, and the legal life of a decision."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from domain import decision_refusals as refused
from domain.facts import (
    AbsenceFollowedUp,
    AbsenceReclassified,
    AppealLodged,
    BenefitReduced,
    DecisionNotified,
    DecisionQuashed,
    DecisionRevoked,
    EffectSuspended,
    EnforcementOrderIssued,
    ObjectionDecided,
    ObjectionLodged,
    ObligationEstablished,
    PlacementStarted,
    SanctionImposed,
    SanctionWithdrawn,
    ViolationReported,
)
from domain.facts.base import Fact
from tests.domain.deciding import ABSENT, FINE, ORDER, PLACED, event, given

# Absence and sanction


def test_an_absence_is_judged_anew() -> None:
    judged = AbsenceReclassified(absence=event(1), authorised=True)
    given((ABSENT, "2008-01-02")).when(judged, "2008-01-09").then_recorded()
    given(ABSENT, judged).when(judged).then_nothing()
    given(ABSENT, judged, AbsenceReclassified(absence=event(1), authorised=False)).when(judged).then_recorded()


def test_an_absence_that_is_judged_exists_and_is_an_absence() -> None:
    judged = AbsenceReclassified(absence=event(1), authorised=True)
    given().when(judged).then_refused(refused.AbsenceIsUnknown)
    given(PLACED).when(judged).then_refused(refused.EventIsOfAnotherKind)
    given((ABSENT, "2008-01-02")).when(judged, "2008-01-01").then_refused(refused.DatedBeforeWhatItFollows)
    scene = given(ABSENT)
    scene.book.retracts(scene.book.events[0])
    scene.when(judged).then_refused(refused.EventIsRetracted)


def test_an_absence_that_is_followed_up_exists_where_it_is_named() -> None:
    followed = AbsenceFollowedUp(absence=event(1), action="CALL")
    given(ABSENT).when(followed).then_recorded()
    given().when(followed).then_refused(refused.AbsenceIsUnknown)


def test_a_transition_is_authorised_only_with_an_end() -> None:
    judged = AbsenceReclassified(absence=event(1), authorised=True, reason="TRANSITION")
    given(ABSENT).when(judged).then_refused(refused.TransitionNeedsAnEnd)


def test_an_order_is_issued_once() -> None:
    given().when(ORDER, "2008-01-01").then_recorded()
    given((ORDER, "2008-01-01")).when(ORDER, "2008-01-02").then_refused(refused.OrderIsAlreadyIssued)


def test_a_fine_has_an_amount_and_a_warning_none() -> None:
    given().when(FINE).then_recorded()
    given().when(SanctionImposed(article="34", kind="FINE")).then_refused(refused.FineNeedsAnAmount)
    given().when(SanctionImposed(article="34", kind="FINE", amount_cents=0)).then_refused(refused.FineNeedsAnAmount)
    warning = SanctionImposed(article="34", kind="WARNING", amount_cents=1)
    given().when(warning).then_refused(refused.WarningHasNoAmount)


def test_no_fine_comes_beside_a_cut_of_the_benefit_for_the_same_act() -> None:
    day = datetime.date(2009, 3, 2)
    act: dict[str, Any] = {"conduct": "NOT_APPEARED", "conduct_on": day}
    fine = SanctionImposed(article="34", kind="FINE", amount_cents=25000, **act)
    given(BenefitReduced(**act)).when(fine).then_refused(refused.BenefitWasCutForTheSameAct)
    given(BenefitReduced(**act)).when(SanctionImposed(article="34", kind="WARNING", **act)).then_recorded()
    other = BenefitReduced(conduct="NOT_APPEARED", conduct_on=day + datetime.timedelta(1))
    given(other).when(fine).then_recorded()
    reported = SanctionImposed(article="34", kind="FINE", amount_cents=25000, report=event(1))
    given(ViolationReported(**act), BenefitReduced(**act)).when(reported).then_refused(
        refused.BenefitWasCutForTheSameAct
    )
    absent = SanctionImposed(article="34", kind="FINE", amount_cents=1, absences=(event(1),))
    given(ABSENT, BenefitReduced(absences=(event(1),))).when(absent).then_refused(refused.BenefitWasCutForTheSameAct)
    given(ABSENT, BenefitReduced()).when(absent).then_recorded()


def test_a_sanction_is_withdrawn_once() -> None:
    withdrawn = SanctionWithdrawn(sanction=event(1))
    given((FINE, "2009-01-01")).when(withdrawn, "2009-02-01").then_recorded()
    given().when(withdrawn).then_refused(refused.DecisionIsUnknown)
    given(FINE, withdrawn).when(SanctionWithdrawn(sanction=event(1), reason="MISTAKE")).then_refused(
        refused.DecisionAlreadyWithdrawn
    )
    given((FINE, "2009-01-01")).when(withdrawn, "2008-12-31").then_refused(refused.DatedBeforeWhatItFollows)
    given(ORDER).when(withdrawn).then_refused(refused.EventIsOfAnotherKind)


# Legal life


@pytest.mark.parametrize(
    "fact",
    [
        AppealLodged(decision=event(1)),
        DecisionNotified(decision=event(1)),
        DecisionQuashed(decision=event(1), effect="FROM_THE_START"),
        EffectSuspended(decision=event(1)),
        ObjectionLodged(decision=event(1)),
        DecisionRevoked(decision=event(1), effect="FROM_THEN"),
    ],
)
def test_what_follows_a_decision_names_one_of_this_dossier(fact: Fact) -> None:
    given(ORDER).when(fact).then_recorded()
    given().when(fact).then_refused(refused.DecisionIsUnknown)
    given(ABSENT).when(fact).then_refused(refused.EventIsNoDecision)
    scene = given(ORDER)
    scene.book.retracts(scene.book.events[0])
    scene.when(fact).then_refused(refused.EventIsRetracted)
    scene = given(PLACED, ORDER)
    scene.book.corrects(scene.book.events[0], PlacementStarted(trajectory="REGULAR"))
    named = type(fact)(**{name: getattr(fact, name) for name in fact.__struct_fields__} | {"decision": event(3)})
    scene.when(named).then_refused(refused.EventIsNoOriginal)


def test_a_person_may_object_to_an_obligation_established_elsewhere() -> None:
    given(ObligationEstablished(law="WI_2021")).when(ObjectionLodged(decision=event(1))).then_recorded()


def test_a_decision_is_revoked_once_and_not_before_it_was_taken() -> None:
    revoked = DecisionRevoked(decision=event(1), effect="FROM_THEN")
    again = DecisionRevoked(decision=event(1), effect="FROM_THE_START")
    given(ORDER, revoked).when(again).then_refused(refused.DecisionAlreadyWithdrawn)
    given(ORDER, revoked).when(revoked).then_nothing()
    quashed = DecisionQuashed(decision=event(1), effect="FROM_THE_START")
    given(ORDER, quashed).when(revoked).then_refused(refused.DecisionAlreadyWithdrawn)
    kept = DecisionQuashed(decision=event(1), effect="FROM_THE_START", legal_effects_kept=True)
    given(ORDER, kept).when(revoked).then_recorded()
    given((ORDER, "2008-02-01")).when(revoked, "2008-01-31").then_refused(refused.DatedBeforeWhatItFollows)


def test_revoking_a_revocation_revives_the_decision() -> None:
    first = DecisionRevoked(decision=event(1), effect="FROM_THEN")
    second = DecisionRevoked(decision=event(2), effect="FROM_THE_START")
    given(ORDER, first, second).when(DecisionRevoked(decision=event(1), effect="FROM_THE_START")).then_recorded()


def test_an_objection_is_decided_once_and_only_where_somebody_objected() -> None:
    decided = ObjectionDecided(decision=event(1), outcome="UNFOUNDED")
    lodged = ObjectionLodged(decision=event(1))
    given((ORDER, "2008-01-01"), (lodged, "2008-01-20")).when(decided, "2008-03-01").then_recorded()
    given(ORDER).when(decided).then_refused(refused.NobodyObjected)
    given().when(decided).then_refused(refused.DecisionIsUnknown)
    given((ORDER, "2008-01-01"), (lodged, "2008-01-20")).when(decided, "2008-01-19").then_refused(
        refused.DatedBeforeWhatItFollows
    )
    other = ObjectionDecided(decision=event(1), outcome="FOUNDED", effect="FROM_THE_START")
    given(ORDER, lodged, decided).when(other).then_refused(refused.ObjectionIsAlreadyDecided)
    odd = ObjectionDecided(decision=event(1), outcome="UNFOUNDED", effect="FROM_THEN")
    given(ORDER, lodged).when(odd).then_refused(refused.EffectNeedsAFoundedObjection)


def test_a_founded_objection_takes_the_effect_of_a_decision_away() -> None:
    lodged = ObjectionLodged(decision=event(1))
    founded = ObjectionDecided(decision=event(1), outcome="FOUNDED", effect="FROM_THE_START")
    given(ORDER, lodged, founded).when(EnforcementOrderIssued(with_offer=False, months=6)).then_recorded()

"""Given what stands in a dossier, when a decision is proposed, then these facts, nothing, or refused because."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from domain import decision_refusals as refused
from domain.dates import parse_when
from domain.decisions import DECISIONS, NAMED, decide, dossier_of, evolve
from domain.dossier import Dossier, Proposal
from domain.event import Recorded, encode_fact
from domain.facts import (
    AbsenceFollowedUp,
    AbsenceReclassified,
    AbsenceRecorded,
    AppealLodged,
    ApprovalGiven,
    ApprovalRefused,
    BenefitReduced,
    BonusClaimed,
    BonusGranted,
    BonusPaid,
    BonusRefused,
    CaseAssigned,
    ConditionMet,
    DecisionNotified,
    DecisionQuashed,
    DecisionRevoked,
    DepositForfeited,
    DepositReceived,
    DepositRefunded,
    DispensationGranted,
    EffectSuspended,
    EnforcementOrderIssued,
    EnrolmentRecorded,
    EventCorrected,
    EventRetracted,
    ExemptionGranted,
    ExemptionWithdrawn,
    LegalHoldLifted,
    LegalHoldSet,
    ObjectionDecided,
    ObjectionLodged,
    ObligationEstablished,
    OfferAccepted,
    OfferDeclined,
    OwnContributionCharged,
    OwnContributionWaived,
    ParameterSet,
    PersonalBudgetApproved,
    PersonalBudgetRefused,
    PersonalBudgetRequested,
    PersonalDataErased,
    PersonalPlanAdopted,
    PersonalPlanAmended,
    PersonDeceased,
    PersonRegistered,
    PlacementEnded,
    PlacementStarted,
    PolicyAdopted,
    ProviderReassigned,
    ProvisionEstablished,
    ProvisionLapsed,
    ProvisionOffered,
    RegistrationsLinked,
    RegistrationsUnlinked,
    RequestLodged,
    RequestRefused,
    SanctionImposed,
    SanctionWithdrawn,
    SecrecyLifted,
    SecrecySet,
    SetOff,
    TermExtended,
    TermStarted,
    ViolationReported,
    VoucherIssued,
    WaitingListJoined,
    WaitingListLeft,
)
from domain.facts.base import Fact, Nature, definitions
from tests.given import Book

Said = Fact | tuple[Fact, str]


def event(number: int) -> str:
    """The id of the n-th event that is given, from 1."""
    return str(UUID(int=0xE0000 + number))


NOWHERE = event(99)
OTHER = str(UUID(int=0xB0000))


class given:  # noqa: N801  it reads as the first word of a sentence
    """A dossier in which these facts stand, each with its day where it has one."""

    def __init__(self, *said: Said) -> None:
        self.book = Book()
        self.stream = self.book.registration("W1")
        for one in said:
            fact, day = one if isinstance(one, tuple) else (one, None)
            self.stream.says(fact, day)

    def when(self, fact: Fact, on: str | None = None, by: str = "somebody", **more: Any) -> given:
        place: dict[str, Any] = {"municipality": "0014", "party": "0014", "system": "GWS4all"} | more
        when = None if on is None else parse_when(on)
        self.proposal = Proposal(fact, self.stream.subject, by, when, **place)
        return self

    def decided(self) -> tuple[Fact, ...]:
        return decide(dossier_of(self.book.events), self.proposal)

    def then_recorded(self) -> None:
        assert self.decided() == (self.proposal.fact,)

    def then_nothing(self) -> None:
        assert self.decided() == ()

    def then_refused(self, reason: type[refused.DecisionRefused]) -> refused.DecisionRefused:
        with pytest.raises(reason) as caught:
            self.decided()
        assert type(caught.value) is reason
        return caught.value


PLACED = PlacementStarted(trajectory="DUAL", provider="Agens")
ENDED = PlacementEnded(reason="COMPLETED")
ABSENT = AbsenceRecorded(authorised=False)
ORDER = EnforcementOrderIssued(with_offer=False)
FINE = SanctionImposed(article="34", kind="FINE", amount_cents=25000)
PLAN = PersonalPlanAdopted(route="B1")
HOUSEHOLD = EnrolmentRecorded(course="NT2 avond", provider="Agens")


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
    given((HOUSEHOLD, "2008-01-07")).when(moved, "2008-02-01").then_recorded()


def test_a_reassignment_needs_something_to_be_reassigned_from() -> None:
    moved = ProviderReassigned(to_provider="Taalhuis")
    given(PersonRegistered()).when(moved, "2008-02-01").then_refused(refused.NobodyIsPlacedOrEnrolled)
    given((HOUSEHOLD, "2008-03-01")).when(moved, "2008-02-01").then_refused(refused.DatedBeforeWhatItFollows)


def test_a_reassignment_goes_to_another_provider() -> None:
    same = ProviderReassigned(from_provider="Agens", to_provider="Agens")
    given(HOUSEHOLD).when(same).then_refused(refused.ProviderIsTheSame)
    given(HOUSEHOLD).when(ProviderReassigned(to_provider="Agens")).then_refused(refused.ProviderIsTheSame)


# Exemption, provision, plan, term


def test_an_exemption_is_granted_per_part_and_once() -> None:
    part = ExemptionGranted(scope="PARTIAL", exam_part="SP")
    given((part, "2008-01-01")).when(ExemptionGranted(scope="PARTIAL", exam_part="LE"), "2008-02-01").then_recorded()
    given((part, "2008-01-01")).when(part, "2008-02-01").then_refused(refused.ExemptionStandsAlready)
    whole = ExemptionGranted(scope="FULL")
    given((whole, "2008-01-01")).when(part, "2008-02-01").then_refused(refused.ExemptionStandsAlready)


def test_a_dispensation_is_not_granted_beside_a_whole_one() -> None:
    whole = DispensationGranted(scope="FULL")
    given((whole, "2008-01-01")).when(whole, "2008-02-01").then_refused(refused.DispensationStandsAlready)


def test_an_exemption_ends_after_it_begins() -> None:
    short = ExemptionGranted(scope="TEMPORARY", until_on=datetime.date(2008, 1, 1))
    given().when(short, "2008-01-01").then_refused(refused.EndsBeforeItBegins)
    given().when(short, "2007-12-31").then_recorded()
    given().when(short, "2008").then_recorded()


def test_an_exemption_is_withdrawn_once() -> None:
    granted, withdrawn = ExemptionGranted(scope="FULL"), ExemptionWithdrawn()
    given((granted, "2008-01-01")).when(withdrawn, "2008-02-01").then_recorded()
    given().when(withdrawn, "2008-02-01").then_refused(refused.NoExemptionStands)
    given(granted, withdrawn).when(ExemptionWithdrawn(with_plan=True)).then_refused(refused.NoExemptionStands)
    given((granted, "2008-01-01")).when(withdrawn, "2007-12-31").then_refused(refused.DatedBeforeWhatItFollows)
    named = ExemptionWithdrawn(exemption=event(1))
    given(granted, withdrawn).when(named).then_refused(refused.DecisionAlreadyWithdrawn)
    given(PLACED).when(named).then_refused(refused.EventIsOfAnotherKind)


def test_a_provision_is_established_on_an_offer_that_was_not_declined() -> None:
    established = ProvisionEstablished(offer=event(1))
    declined, accepted = OfferDeclined(offer=event(1)), OfferAccepted(offer=event(1))
    given(ProvisionOffered(), accepted).when(established).then_recorded()
    given(ProvisionOffered(), declined, accepted).when(established).then_recorded()
    given(ProvisionOffered(), accepted, declined).when(established).then_refused(refused.OfferWasDeclined)
    given(PLACED).when(established).then_refused(refused.EventIsOfAnotherKind)
    given().when(established).then_refused(refused.EventIsUnknown)


def test_a_second_provision_of_a_kind_waits_until_the_first_has_lapsed_or_its_placement_ended() -> None:
    one, again = ProvisionEstablished(provision="INTEGRATION"), ProvisionEstablished(provision="INTEGRATION", dual=True)
    given(one).when(again).then_refused(refused.ProvisionStandsAlready)
    given(one).when(ProvisionEstablished(provision="LANGUAGE")).then_recorded()
    given(one, ProvisionLapsed(reason="MOVED")).when(again).then_recorded()
    given(one, PLACED, ENDED).when(again).then_recorded()


def test_a_provision_lapses_only_where_one_stands() -> None:
    given(ProvisionEstablished()).when(ProvisionLapsed()).then_recorded()
    given().when(ProvisionLapsed()).then_refused(refused.NoProvisionStands)
    given(ProvisionEstablished(), ProvisionLapsed()).when(ProvisionLapsed(reason="MOVED")).then_refused(
        refused.NoProvisionStands
    )


def test_a_budget_is_decided_once_for_each_request() -> None:
    asked, granted = PersonalBudgetRequested(budget_kind="PIB"), PersonalBudgetApproved(budget_kind="PIB")
    turned_down = PersonalBudgetRefused(budget_kind="PIB", reason="TOO_DEAR")
    given(asked).when(granted).then_recorded()
    given().when(granted).then_refused(refused.NobodyAskedForThat)
    given(PersonalBudgetRequested(budget_kind="PPB")).when(granted).then_refused(refused.NobodyAskedForThat)
    given(asked, granted).when(turned_down).then_refused(refused.RequestIsAlreadyAnswered)
    given(asked, granted, (asked, "2009-01-01")).when(turned_down).then_recorded()
    by_name = PersonalBudgetApproved(budget_kind="PIB", request=event(1))
    given(asked, by_name).when(PersonalBudgetRefused(budget_kind="PIB", request=event(1))).then_refused(
        refused.RequestIsAlreadyAnswered
    )


def test_a_request_is_refused_only_where_somebody_asked() -> None:
    turned_down = RequestRefused(request="LOAN")
    given(RequestLodged(request="LOAN")).when(turned_down).then_recorded()
    given(RequestLodged(request="EXEMPTION")).when(turned_down).then_refused(refused.NobodyAskedForThat)


def test_a_plan_is_adopted_once_and_amended_afterwards() -> None:
    given().when(PLAN, "2022-03-01").then_recorded()
    given(PLAN).when(PersonalPlanAdopted(route="Z")).then_refused(refused.PlanIsAlreadyAdopted)
    given(PLAN).when(PersonalPlanAmended(route="Z")).then_recorded()
    given().when(PersonalPlanAmended(route="Z")).then_refused(refused.NoPlanIsAdopted)


@pytest.mark.parametrize(("route", "level"), [("EDUCATION", "A2"), ("Z", "B1")])
def test_a_level_that_does_not_fit_the_route_is_refused(route: Any, level: Any) -> None:
    given().when(PersonalPlanAdopted(route=route, level=level)).then_refused(refused.LevelDoesNotFitRoute)
    given(PLAN).when(PersonalPlanAmended(route=route, level=level)).then_refused(refused.LevelDoesNotFitRoute)


def test_a_plan_is_not_dated_before_the_obligation() -> None:
    obliged = ObligationEstablished(law="WI_2021")
    given((obliged, "2022-02-01")).when(PLAN, "2022-01-31").then_refused(refused.DatedBeforeWhatItFollows)
    given((obliged, "2022-02-01")).when(PLAN, "2022-02-01").then_recorded()


def test_a_term_is_extended_only_where_it_runs_and_only_to_a_later_day() -> None:
    until = datetime.date(2012, 1, 1)
    extended = TermExtended(term="EXAM_TERM", until_on=until)
    given(TermStarted(term="EXAM_TERM", until_on=datetime.date(2011, 7, 1))).when(extended).then_recorded()
    given(ORDER).when(extended).then_recorded()
    given().when(extended).then_refused(refused.NoSuchTermRuns)
    given(TermStarted(term="PLAN_TERM")).when(extended).then_refused(refused.NoSuchTermRuns)
    given(TermStarted(term="EXAM_TERM", until_on=until)).when(extended).then_refused(refused.TermDoesNotGetLonger)


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


# Money


def test_a_deposit_is_refunded_or_kept_up_to_what_was_received() -> None:
    paid, back = DepositReceived(amount_cents=5000), DepositRefunded(amount_cents=3000)
    given(paid).when(back).then_recorded()
    given(paid, back).when(DepositForfeited(amount_cents=2000)).then_recorded()
    given(paid, back).when(DepositForfeited(amount_cents=2001)).then_refused(refused.AmountIsTooHigh)
    given().when(back).then_refused(refused.NoDepositIsHeld)
    given(paid).when(DepositRefunded(amount_cents=0)).then_refused(refused.AmountIsNotPositive)


def test_a_bonus_is_paid_and_a_voucher_issued_up_to_what_was_granted_in_that_form() -> None:
    claimed = BonusClaimed(beneficiary="BROKER", bonus="PERSONAL_BUDGET")
    money = BonusGranted(beneficiary="BROKER", bonus="PERSONAL_BUDGET", form="MONEY", amount_cents=10000)
    voucher = BonusGranted(beneficiary="PARTICIPANT", bonus="SUCCESS", form="VOUCHER", amount_cents=5000)
    paid = BonusPaid(beneficiary="BROKER", bonus="PERSONAL_BUDGET", amount_cents=10000)
    given(claimed).when(money).then_recorded()
    given(money).when(paid).then_recorded()
    given(voucher).when(VoucherIssued(beneficiary="PARTICIPANT", amount_cents=5000)).then_recorded()
    given(voucher).when(paid).then_refused(refused.BonusIsNotGranted)
    given(money).when(VoucherIssued(beneficiary="BROKER", amount_cents=1)).then_refused(refused.BonusIsNotGranted)
    given(money, paid).when(BonusPaid(beneficiary="BROKER", bonus="PERSONAL_BUDGET", amount_cents=1)).then_refused(
        refused.AmountIsTooHigh
    )


def test_a_claim_is_granted_once_and_may_be_refused_for_the_rest() -> None:
    claimed = BonusClaimed(beneficiary="BROKER", bonus="PERSONAL_BUDGET")
    granted = BonusGranted(
        beneficiary="BROKER", bonus="PERSONAL_BUDGET", form="MONEY", amount_cents=10000, claim=event(1)
    )
    rest = BonusRefused(beneficiary="BROKER", bonus="PERSONAL_BUDGET", reason="OVER_MAX", claim=event(1))
    given(claimed, granted).when(rest).then_recorded()
    more = BonusGranted(beneficiary="BROKER", bonus="PERSONAL_BUDGET", form="VOUCHER", amount_cents=1, claim=event(1))
    given(claimed, granted).when(more).then_refused(refused.RequestIsAlreadyAnswered)
    given().when(rest).then_refused(refused.EventIsUnknown)


def test_a_contribution_is_waived_up_to_what_was_charged() -> None:
    charged, waived = OwnContributionCharged(amount_cents=27000), OwnContributionWaived(amount_cents=27000)
    given(charged).when(waived).then_recorded()
    given().when(waived).then_refused(refused.NothingIsCharged)
    given(charged, waived).when(OwnContributionWaived(amount_cents=1)).then_refused(refused.AmountIsTooHigh)
    given().when(OwnContributionCharged(amount_cents=0)).then_refused(refused.AmountIsNotPositive)


def test_a_set_off_names_what_stands() -> None:
    charged = OwnContributionCharged(amount_cents=27000)
    given(charged).when(SetOff(amount_cents=100, debit=event(1))).then_recorded()
    given(charged).when(SetOff(amount_cents=100, credit=NOWHERE)).then_refused(refused.EventIsUnknown)


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

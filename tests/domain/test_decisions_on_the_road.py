"""Exemption, provision, plan and term: what must stand before the municipality may decide it."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from domain import decision_refusals as refused
from domain.facts import (
    BonusClaimed,
    BonusGranted,
    BonusPaid,
    BonusRefused,
    DepositForfeited,
    DepositReceived,
    DepositRefunded,
    DispensationGranted,
    ExemptionGranted,
    ExemptionWithdrawn,
    ObligationEstablished,
    OfferAccepted,
    OfferDeclined,
    OwnContributionCharged,
    OwnContributionWaived,
    PersonalBudgetApproved,
    PersonalBudgetRefused,
    PersonalBudgetRequested,
    PersonalPlanAdopted,
    PersonalPlanAmended,
    ProvisionEstablished,
    ProvisionLapsed,
    ProvisionOffered,
    RequestLodged,
    RequestRefused,
    SetOff,
    TermExtended,
    TermStarted,
    VoucherIssued,
)
from tests.domain.deciding import ENDED, NOWHERE, ORDER, PLACED, PLAN, event, given

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
    short = ExemptionGranted(scope="TEMPORARY", until_on=datetime.date(2008, 7, 1))
    given().when(short, "2008-07-01").then_refused(refused.EndsBeforeItBegins)
    given().when(short, "2009").then_refused(refused.EndsBeforeItBegins)
    given().when(short, "2008-06-30").then_recorded()
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

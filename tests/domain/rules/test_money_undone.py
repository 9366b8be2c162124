"""What revocation, quashing and suspension of a decision do to bonuses, contributions and deposits."""

from datetime import date
from typing import Any

import pytest

from domain.counting import Bounds, Rule, Verdict, judge_all, question_for
from domain.event import Position, Recorded
from domain.facts import (
    AppealLodged,
    BonusPaid,
    DecisionQuashed,
    DecisionRevoked,
    DepositForfeited,
    DepositReceived,
    DepositRefunded,
    EffectSuspended,
    ObjectionDecided,
    ObjectionLodged,
    OwnContributionCharged,
    OwnContributionWaived,
    ParameterSet,
    PersonalBudgetApproved,
    PersonalBudgetRequested,
    PlacementStarted,
)
from domain.facts.base import Fact
from domain.rules import rule
from projections import VIEWS
from tests.domain.rules.deciding_afterwards import id_of
from tests.domain.rules.test_bonuses import SET
from tests.given import Book, Registration

NET, ENTITLEMENTS = rule("own-contribution-net", "utrecht-2008"), rule("bonus-entitlements", "utrecht-2008")
PAID = rule("personal-budget-bonus-paid", "really-paid")
FROM_START, FROM_THEN = "FROM_THE_START", "FROM_THEN"


class Dossier:
    """One person in one registration, and what is decided about that person."""

    def __init__(self) -> None:
        self.book = Book()
        self.stream: Registration = self.book.registration("U1", municipality="0344")
        self.book.shared(ParameterSet(name="start-bonus-cents", value=SET["start-bonus-cents"]), "2008-10-06", "0344")

    def says(self, fact: Fact, on: str | None) -> Recorded:
        return self.stream.says(fact, on)

    def revokes(self, decision: Recorded, on: str | None, effect: Any = FROM_START) -> Recorded:
        return self.says(DecisionRevoked(decision=id_of(decision), effect=effect), on)

    def verdicts(self, asked: Rule, as_of: str) -> list[Verdict]:
        values = [(None, None, name, value) for name, value in SET.items()]
        question = question_for(asked, Bounds(date.fromisoformat(as_of), Position(999)), values, "0344")
        return judge_all(asked, self.book.cases(VIEWS[asked.view]).values(), question)

    def only(self, asked: Rule, as_of: str) -> Verdict:
        (verdict,) = self.verdicts(asked, as_of)
        return verdict

    def pays(self, cents: int, on: str) -> Recorded:
        return self.says(BonusPaid(beneficiary="PARTICIPANT", bonus="PERSONAL_BUDGET", amount_cents=cents), on)


# --- Payments of a bonus ---


@pytest.mark.parametrize(
    ("as_of", "counted", "code"),
    [
        ("2009-05-31", True, "PAID"),
        ("2009-06-01", False, "NO_LEGAL_EFFECT"),
        ("2009-06-02", False, "NO_LEGAL_EFFECT"),
    ],
)
def test_a_payment_revoked_from_the_start_counts_until_the_day_on_which_it_was(
    as_of: str, counted: bool, code: str
) -> None:
    dossier = Dossier()
    dossier.revokes(dossier.pays(20_000, "2009-04-01"), "2009-06-01")

    verdict = dossier.only(PAID, as_of)

    assert (verdict.counted, verdict.code) == (counted, code)
    if not counted:
        assert dict(verdict.reason.detail) == {"effect": "GONE", "by": "REVOKED"}


def test_a_payment_revoked_from_then_on_was_paid_all_the_same() -> None:
    dossier = Dossier()
    dossier.revokes(dossier.pays(20_000, "2009-04-01"), "2009-06-01", FROM_THEN)

    assert [dossier.only(PAID, as_of).amount for as_of in ("2009-05-31", "2009-06-01", "2009-06-02")] == [20_000] * 3


def test_a_payment_revoked_on_an_unknown_day_counts_nowhere_and_says_why() -> None:
    dossier = Dossier()
    dossier.revokes(dossier.pays(20_000, "2009-04-01"), None)

    verdict = dossier.only(PAID, "2009-04-01")

    assert (verdict.code, verdict.reason.detail["effect"]) == ("NO_LEGAL_EFFECT", "DATE_UNKNOWN")


def test_a_founded_objection_that_names_no_effect_leaves_it_open_whether_the_payment_stands() -> None:
    dossier = Dossier()
    paid = dossier.pays(20_000, "2009-04-01")
    dossier.says(ObjectionLodged(decision=id_of(paid)), "2009-05-01")
    dossier.says(ObjectionDecided(decision=id_of(paid), outcome="FOUNDED"), "2009-06-01")

    verdict = dossier.only(PAID, "2009-06-01")

    assert (verdict.code, verdict.reason.detail["effect"]) == ("NO_LEGAL_EFFECT", "NOT_SAID")


def test_a_revocation_that_was_revoked_itself_gives_the_payment_back() -> None:
    dossier = Dossier()
    revoked = dossier.revokes(dossier.pays(20_000, "2009-04-01"), "2009-06-01")
    dossier.revokes(revoked, "2009-07-01")

    codes = [dossier.only(PAID, as_of).code for as_of in ("2009-06-30", "2009-07-01")]

    assert codes == ["NO_LEGAL_EFFECT", "PAID"]


def test_correcting_and_revoking_differ_in_the_days_before() -> None:
    corrected, revoked = Dossier(), Dossier()
    wrong = corrected.pays(20_000, "2009-04-01")
    corrected.book.retracts(wrong)
    revoked.revokes(revoked.pays(20_000, "2009-04-01"), "2009-06-01")

    assert corrected.verdicts(PAID, "2009-05-31") == []
    assert revoked.only(PAID, "2009-05-31").amount == 20_000


def test_what_is_contested_or_suspended_is_paid_and_says_so() -> None:
    dossier = Dossier()
    paid = dossier.pays(20_000, "2009-04-01")
    dossier.says(ObjectionLodged(decision=id_of(paid)), "2009-05-01")
    dossier.says(EffectSuspended(decision=id_of(paid), until_on=date(2009, 6, 1)), "2009-05-10")

    flags = {as_of: set(dossier.only(PAID, as_of).flags) for as_of in ("2009-04-30", "2009-05-09", "2009-05-31")}
    lifted = dossier.only(PAID, "2009-06-01")

    said = {"UNDER_OBJECTION", "SUSPENDED"}
    assert {as_of: flags[as_of] & said for as_of in flags} == {
        "2009-04-30": set(),
        "2009-05-09": {"UNDER_OBJECTION"},
        "2009-05-31": said,
    }
    assert "SUSPENDED" not in lifted.flags
    assert lifted.amount == 20_000


def test_an_appeal_is_told_as_one() -> None:
    dossier = Dossier()
    paid = dossier.pays(20_000, "2009-04-01")
    dossier.says(AppealLodged(decision=id_of(paid)), "2009-05-01")

    assert "UNDER_APPEAL" in dossier.only(PAID, "2009-05-01").flags


def test_what_was_paid_before_and_undone_takes_no_room_under_the_maximum() -> None:
    dossier = Dossier()
    first = dossier.pays(20_000, "2009-04-01")
    dossier.pays(10_000, "2009-04-02")
    dossier.revokes(first, "2009-06-01")
    views = dossier.book.cases(VIEWS[PAID.view]).values()

    before = [
        sorted(one.as_it_stood(date.fromisoformat(as_of)).before_cents for one in views)
        for as_of in ("2009-05-31", "2009-06-01")
    ]

    assert before == [[0, 20_000], [0, 0]]


# --- The decisions that a bonus rests on ---


def a_budget(dossier: Dossier) -> Recorded:
    dossier.says(PersonalBudgetRequested(budget_kind="PIB", composed_by="PARTICIPANT"), "2009-01-10")
    approved = dossier.says(PersonalBudgetApproved(budget_kind="PIB"), "2009-02-01")
    dossier.says(PlacementStarted(trajectory="REGULAR"), "2009-03-02")
    return approved


def test_an_approval_that_was_quashed_and_replaced_holds_by_the_new_one() -> None:
    dossier = Dossier()
    approved = a_budget(dossier)
    dossier.says(DecisionQuashed(decision=id_of(approved), effect=FROM_START), "2009-06-01")
    dossier.says(PersonalBudgetApproved(budget_kind="PIB"), "2009-06-15")
    (case,) = dossier.book.cases(VIEWS["personal-budgets"]).values()

    stood = {as_of: case.as_it_stood(date.fromisoformat(as_of)).approved.on for as_of in ("2009-05-31", "2009-06-01")}

    assert stood == {"2009-05-31": "2009-02-01", "2009-06-01": "2009-06-15"}


def test_without_another_approval_nothing_was_approved() -> None:
    dossier = Dossier()
    dossier.revokes(a_budget(dossier), "2009-06-01")
    (case,) = dossier.book.cases(VIEWS["personal-budgets"]).values()

    assert case.as_it_stood(date(2009, 5, 31)).approved is not None
    assert case.as_it_stood(date(2009, 6, 1)).approved is None


def test_a_start_that_was_undone_earns_no_bonus() -> None:
    dossier = Dossier()
    started = dossier.says(PlacementStarted(trajectory="REGULAR"), "2008-11-01")
    dossier.revokes(started, "2009-02-01")

    def start(as_of: str) -> str:
        (verdict,) = [one for one in dossier.verdicts(ENTITLEMENTS, as_of) if one.case.part == "start"]
        return verdict.code

    assert [start(as_of) for as_of in ("2009-01-31", "2009-02-01")] == ["BONUS_EARNED", "NOT_STARTED"]


def test_a_start_revoked_from_then_on_keeps_its_bonus() -> None:
    dossier = Dossier()
    started = dossier.says(PlacementStarted(trajectory="REGULAR"), "2008-11-01")
    dossier.revokes(started, "2009-02-01", FROM_THEN)

    (verdict,) = [one for one in dossier.verdicts(ENTITLEMENTS, "2009-02-02") if one.case.part == "start"]

    assert verdict.code == "BONUS_EARNED"


# --- The own contribution and the deposit ---


def test_a_waiver_that_was_undone_is_charged_again() -> None:
    dossier = Dossier()
    dossier.says(OwnContributionCharged(amount_cents=27_000), "2009-01-01")
    waived = dossier.says(OwnContributionWaived(amount_cents=7_000), "2009-02-01")
    dossier.revokes(waived, "2009-03-01")

    assert [dossier.only(NET, as_of).amount for as_of in ("2009-02-28", "2009-03-01")] == [20_000, 27_000]


def test_a_charge_that_was_undone_leaves_nothing_to_pay_and_says_why() -> None:
    dossier = Dossier()
    charged = dossier.says(OwnContributionCharged(amount_cents=27_000), "2009-01-01")
    dossier.revokes(charged, "2009-03-01")

    before, after = (dossier.only(NET, as_of) for as_of in ("2009-02-28", "2009-03-01"))

    assert (before.amount, after.amount, after.code) == (27_000, 0, "NO_LEGAL_EFFECT")


def test_of_two_charges_the_one_that_stands_is_charged() -> None:
    dossier = Dossier()
    first = dossier.says(OwnContributionCharged(amount_cents=27_000), "2009-01-01")
    dossier.says(OwnContributionCharged(amount_cents=5_000), "2009-01-15")
    dossier.revokes(first, "2009-03-01")

    assert [dossier.only(NET, as_of).amount for as_of in ("2009-02-28", "2009-03-01")] == [32_000, 5_000]


@pytest.mark.parametrize(("kind", "name"), [(DepositForfeited, "forfeited"), (DepositRefunded, "refunded")])
def test_what_was_booked_of_a_deposit_and_undone_stands_in_the_books_no_more(kind: Any, name: str) -> None:
    dossier = Dossier()
    dossier.says(DepositReceived(amount_cents=5_000), "2009-01-01")
    booked = dossier.says(kind(amount_cents=5_000), "2009-04-01")
    dossier.revokes(booked, "2009-06-01")
    asked = rule("deposit-net", "extra-bonus")

    before, after = (dossier.only(asked, as_of) for as_of in ("2009-05-31", "2009-06-01"))

    assert before.reason.detail[f"booked_{name}_cents"] == 5_000
    assert f"booked_{name}_cents" not in after.reason.detail


def test_a_case_of_which_nothing_was_said_afterwards_stands_as_it_is() -> None:
    dossier = Dossier()
    dossier.pays(20_000, "2009-04-01")
    dossier.says(OwnContributionCharged(amount_cents=27_000), "2009-01-01")

    for view in (PAID.view, NET.view):
        (case,) = dossier.book.cases(VIEWS[view]).values()
        assert case.as_it_stood(date(2009, 12, 31)) is case

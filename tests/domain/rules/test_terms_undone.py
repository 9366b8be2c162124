"""What revocation, quashing and suspension do to plans, terms, exemptions and provisions."""

from datetime import date
from typing import Any

import pytest

from domain.counting import Bounds, Rule, Verdict, judge_all, question_for
from domain.event import Position, Recorded
from domain.facts import (
    CategoryDetermined,
    DecisionQuashed,
    DecisionRevoked,
    DispensationGranted,
    EffectSuspended,
    ExemptionGranted,
    ExemptionWithdrawn,
    ObjectionLodged,
    ObligationEstablished,
    ObligationWithdrawn,
    PersonalPlanAdopted,
    PersonalPlanAmended,
    PersonSettled,
    ProvisionEstablished,
    TermExtended,
)
from domain.facts.base import Fact
from domain.rules import rule
from projections import VIEWS
from tests.domain.rules.deciding_afterwards import id_of
from tests.given import Book, Registration

RUNNING, OVERDUE = rule("terms-running", "act-2021"), rule("terms-overdue", "act-2021")
EXTENDED = rule("terms-extended", "act-2021")
OVERDUE_PLANS, ROUTES = rule("plans-overdue", "from-notice"), rule("route-changes", "one-and-a-half-years")
FIRST_TIME = rule("first-time-provided", "chapter-7")
PLAN = PersonalPlanAdopted(route="B1")
START: Any = "FROM_THE_START"
LONGER = TermExtended(term="INTEGRATION_TERM", ground="NOT_CULPABLE", until_on=date(2027, 3, 1))


class Dossier:
    """One person, and what was decided about that person."""

    def __init__(self, *facts: tuple[Fact, str]) -> None:
        self.book = Book()
        self.stream: Registration = self.book.registration("P1", municipality="0512")
        for fact, on in facts:
            self.says(fact, on)

    def says(self, fact: Fact, on: str | None) -> Recorded:
        return self.stream.says(fact, on)

    def revokes(self, decision: Recorded, on: str | None, effect: Any = START) -> Recorded:
        return self.says(DecisionRevoked(decision=id_of(decision), effect=effect), on)

    def only(self, asked: Rule, as_of: str) -> Verdict:
        question = question_for(asked, Bounds(date.fromisoformat(as_of), Position(999)))
        (verdict,) = judge_all(asked, self.book.cases(VIEWS[asked.view]).values(), question)
        return verdict

    def codes(self, asked: Rule, *days: str) -> list[str]:
        return [self.only(asked, day).code for day in days]


# --- Extensions ---


def test_an_extension_that_was_undone_extends_nothing_from_the_day_on_which_it_was() -> None:
    dossier = Dossier((PLAN, "2023-02-28"))
    dossier.revokes(dossier.says(LONGER, "2026-01-10"), "2026-06-01")

    assert dossier.codes(EXTENDED, "2026-05-31", "2026-06-01") == ["EXTENDED_NOT_CULPABLE", "NOT_EXTENDED"]
    assert dossier.codes(RUNNING, "2026-05-31", "2026-06-01", "2026-06-02") == [
        "TERM_RUNNING",
        "TERM_OVER",
        "TERM_OVER",
    ]


def test_an_extension_ended_from_then_on_extends_until_then() -> None:
    dossier = Dossier((PLAN, "2023-02-28"))
    dossier.revokes(dossier.says(LONGER, "2026-01-10"), "2026-06-01", "FROM_THEN")

    assert dossier.codes(RUNNING, "2026-05-31", "2026-06-01") == ["TERM_RUNNING", "TERM_OVER"]


def test_an_extension_that_was_suspended_extends_again_once_that_is_lifted() -> None:
    dossier = Dossier((PLAN, "2023-02-28"))
    longer = dossier.says(LONGER, "2026-01-10")
    dossier.says(EffectSuspended(decision=id_of(longer), until_on=date(2026, 7, 1)), "2026-06-01")

    found = dossier.codes(RUNNING, "2026-05-31", "2026-06-01", "2026-06-30", "2026-07-01")

    assert found == ["TERM_RUNNING", "TERM_OVER", "TERM_OVER", "TERM_RUNNING"]
    assert "SUSPENDED" in dossier.only(RUNNING, "2026-06-01").flags
    assert "SUSPENDED" not in dossier.only(RUNNING, "2026-07-01").flags


def test_an_extension_that_is_contested_extends_and_says_so() -> None:
    dossier = Dossier((PLAN, "2023-02-28"))
    dossier.says(ObjectionLodged(decision=id_of(dossier.says(LONGER, "2026-01-10"))), "2026-02-01")

    verdict = dossier.only(RUNNING, "2026-06-01")

    assert (verdict.code, "UNDER_OBJECTION" in verdict.flags) == ("TERM_RUNNING", True)


# --- Plans ---


def test_a_term_whose_only_plan_was_undone_never_began() -> None:
    dossier = Dossier()
    dossier.revokes(dossier.says(PLAN, "2023-02-28"), "2023-06-01")

    assert dossier.codes(RUNNING, "2023-05-31", "2023-06-01", "2023-06-02") == [
        "TERM_RUNNING",
        "NO_LEGAL_EFFECT",
        "NO_LEGAL_EFFECT",
    ]


def test_a_plan_quashed_and_replaced_leaves_the_start_of_the_term_where_it_was() -> None:
    dossier = Dossier()
    first = dossier.says(PLAN, "2023-02-28")
    dossier.says(DecisionQuashed(decision=id_of(first), effect=START), "2023-06-01")
    dossier.says(PLAN, "2023-07-01")

    assert dossier.codes(RUNNING, "2023-06-30", "2023-07-01") == ["NO_LEGAL_EFFECT", "TERM_RUNNING"]
    assert dossier.only(RUNNING, "2023-07-01").reason.detail["starts_on"] == "2023-03-01"
    assert dossier.codes(RUNNING, "2026-02-28", "2026-03-01") == ["TERM_RUNNING", "TERM_OVER"]


def test_correcting_a_plan_and_revoking_it_differ_in_the_days_before() -> None:
    corrected, revoked = Dossier(), Dossier()
    corrected.book.retracts(corrected.says(PLAN, "2023-02-28"))
    revoked.revokes(revoked.says(PLAN, "2023-02-28"), "2023-06-01")

    assert corrected.book.cases(VIEWS[RUNNING.view]) == {}
    assert revoked.codes(RUNNING, "2023-05-31") == ["TERM_RUNNING"]


def obliged() -> Dossier:
    return Dossier(
        (ObligationEstablished(law="WI_2021", notified_on=date(2023, 2, 1)), "2023-02-01"),
        (PersonSettled(), "2023-02-01"),
    )


def test_a_plan_that_was_undone_is_due_again() -> None:
    dossier = obliged()
    plan = dossier.says(PLAN, "2023-03-01")
    dossier.revokes(plan, "2023-06-01")

    assert dossier.codes(OVERDUE_PLANS, "2023-05-31", "2023-06-01") == ["PLAN_IN_TIME", "OVERDUE"]

    dossier.says(PLAN, "2023-06-15")

    assert dossier.codes(OVERDUE_PLANS, "2023-06-14") == ["OVERDUE"]
    assert dossier.codes(OVERDUE_PLANS, "2023-06-15") != ["OVERDUE"]


def test_an_amendment_that_was_undone_is_no_change_of_route() -> None:
    dossier = Dossier((PLAN, "2023-02-28"))
    dossier.revokes(dossier.says(PersonalPlanAmended(route="Z"), "2023-09-01"), "2023-10-01")

    before, after = dossier.only(ROUTES, "2023-09-30"), dossier.only(ROUTES, "2023-10-01")

    assert before.code != "NO_LEGAL_EFFECT"
    assert (after.code, after.counted) == ("NO_LEGAL_EFFECT", False)
    assert [dossier.only(RUNNING, day).reason.detail["route"] for day in ("2023-09-30", "2023-10-01")] == ["Z", "B1"]


# --- What ends an obligation ---


@pytest.mark.parametrize(
    ("ending", "code"),
    [
        (ExemptionGranted(scope="FULL"), "EXEMPTED"),
        (DispensationGranted(scope="FULL"), "DISPENSED"),
        (ObligationWithdrawn(reason="OTHER"), "OBLIGATION_WITHDRAWN"),
    ],
)
@pytest.mark.parametrize("effect", [START, "FROM_THEN"])
def test_what_ended_an_obligation_and_was_undone_ends_it_no_more(ending: Fact, code: str, effect: Any) -> None:
    dossier = Dossier((PLAN, "2023-02-28"))
    dossier.revokes(dossier.says(ending, "2023-09-01"), "2023-10-01", effect)

    found = dossier.codes(RUNNING, "2023-08-31", "2023-09-30", "2023-10-01", "2023-10-02")

    assert found == ["TERM_RUNNING", code, "TERM_RUNNING", "TERM_RUNNING"]


def test_a_withdrawal_of_an_exemption_that_was_undone_gives_the_exemption_back() -> None:
    dossier = Dossier((PLAN, "2023-02-28"))
    dossier.says(ExemptionGranted(scope="FULL"), "2023-09-01")
    withdrawn = dossier.says(ExemptionWithdrawn(), "2023-10-01")

    assert dossier.codes(RUNNING, "2023-09-30", "2023-10-01") == ["EXEMPTED", "TERM_RUNNING"]

    dossier.revokes(withdrawn, "2023-11-01")

    assert dossier.codes(RUNNING, "2023-10-31", "2023-11-01") == ["TERM_RUNNING", "EXEMPTED"]


def test_an_exemption_until_a_day_holds_until_that_day_whatever_is_objected_to() -> None:
    dossier = Dossier((PLAN, "2023-02-28"))
    rests = dossier.says(ExemptionGranted(scope="TEMPORARY", until_on=date(2023, 12, 1)), "2023-09-01")
    dossier.says(ObjectionLodged(decision=id_of(rests)), "2023-09-15")

    assert dossier.codes(RUNNING, "2023-11-30", "2023-12-01") == ["TEMPORARILY_EXEMPTED", "TERM_RUNNING"]


# --- Provisions ---


def test_a_provision_that_was_undone_is_not_the_first() -> None:
    dossier = Dossier((CategoryDetermined(target_group="OBLIGED"), "2007-01-01"))
    first = dossier.says(ProvisionEstablished(), "2007-03-01")
    dossier.says(ProvisionEstablished(), "2007-09-01")
    dossier.revokes(first, "2007-10-01")
    cases = dossier.book.cases(VIEWS[FIRST_TIME.view]).values()

    found = {
        as_of: [
            one.code
            for one in judge_all(
                FIRST_TIME, cases, question_for(FIRST_TIME, Bounds(date.fromisoformat(as_of), Position(999)))
            )
        ]
        for as_of in ("2007-09-30", "2007-10-01")
    }

    assert found["2007-10-01"][0] == "NO_LEGAL_EFFECT"
    assert found["2007-09-30"][1] == "NOT_THE_FIRST_TIME"
    assert found["2007-10-01"][1] == found["2007-09-30"][0]


def test_a_term_of_which_nothing_was_said_stands_as_it_is() -> None:
    dossier = Dossier((PLAN, "2023-02-28"), (LONGER, "2026-01-10"))
    (case,) = dossier.book.cases(VIEWS[RUNNING.view]).values()

    assert case.as_it_stood(date(2026, 6, 1)) is case

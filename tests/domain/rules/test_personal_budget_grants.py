"""Bonuses of Haarlem's personal budgets as they were granted beside what was earned."""

from datetime import date
from typing import Any

import pytest

from domain.counting import Bounds, Rule, Verdict, judge_all, question_for, value_of
from domain.event import Position
from domain.facts import (
    BonusClaimed,
    BonusGranted,
    CategoryDetermined,
    DecisionRevoked,
    PersonalBudgetRefused,
)
from domain.precision import Interval
from domain.rules import rule
from domain.tally import tally_of
from projections import VIEWS
from tests.domain.rules.budgeting import CASH, END, HAARLEM, VOUCHER, budget, haarlem, with_money
from tests.domain.rules.deciding_afterwards import id_of
from tests.given import Book

STRICT, MONEY, HELPED = (
    rule("personal-budget-bonus-granted-otherwise", one) for one in ("strict", "money-allowed", "with-help")
)
EARNED = rule("personal-budget-bonus", "strict")


def grants(
    book: Book,
    cents: int = 25_000,
    on: str | None = "2009-04-01",
    *,
    name: str = "H1",
    to: Any = "PARTICIPANT",
    **said: Any,
) -> Any:
    fact = BonusGranted(beneficiary=to, bonus="PERSONAL_BUDGET", amount_cents=cents, **{"form": "VOUCHER"} | said)
    return book.registration(name, municipality=HAARLEM, party=HAARLEM, system="pib-administratie").says(fact, on)


def ask(book: Book, the_rule: Rule = STRICT, as_of: date = END) -> list[Verdict]:
    question = question_for(the_rule, Bounds(as_of, Position(999)), record_ids=book.record_ids)
    return judge_all(the_rule, book.cases(VIEWS[the_rule.view]).values(), question)


def only(book: Book, the_rule: Rule = STRICT, as_of: date = END) -> Verdict:
    (verdict,) = ask(book, the_rule, as_of)
    return verdict


def one_budget(**said: Any) -> Book:
    book = with_money()
    budget(book, "H1", **said)
    return book


@pytest.mark.parametrize(
    ("cents", "code", "difference"),
    [
        (None, "EARNED_NOT_GRANTED", -25_000),
        (24_999, "AMOUNT_DIFFERS", -1),
        (25_000, "GRANTED_AS_EARNED", 0),
        (25_001, "AMOUNT_DIFFERS", 1),
        (30_000, "AMOUNT_DIFFERS", 5_000),
    ],
)
def test_the_worked_example_by_amount(cents: int | None, code: str, difference: int) -> None:
    book = one_budget()
    if cents is not None:
        grants(book, cents)

    assert (only(book).code, only(book).counted) == (code, difference != 0)
    assert only(book).reason.detail["difference_cents"] == difference


@pytest.mark.parametrize(
    ("said", "because"),
    [
        ({"started": None}, "NOT_STARTED"),
        ({"approved": None}, "NOT_APPROVED"),
        ({"composed_by": "MUNICIPALITY"}, "NOT_SELF_COMPOSED"),
        ({"started": "2009-01-04"}, "BEFORE_CONDITION"),
        ({"group": CategoryDetermined(pardon=True, benefit="WWB")}, "NOT_ELIGIBLE_WWB"),
        ({"participant": None}, "NOTHING_ASKED"),
        ({"participant": ("VOUCHER", 0)}, "NOTHING_ASKED"),
    ],
)
def test_what_was_granted_and_not_earned_says_which_term_was_not_met(said: dict[str, Any], because: str) -> None:
    book = one_budget(**said)
    grants(book)

    assert (only(book).code, only(book).reason.detail["because"]) == ("GRANTED_NOT_EARNED", because)


def test_a_refused_budget_earns_nothing() -> None:
    book = one_budget(approved=None)
    book.streams["H1"].says(PersonalBudgetRefused(budget_kind="PIB", reason="CONTEST_LOST"), "2009-02-01")
    assert only(book).code == "NEITHER_EARNED_NOR_GRANTED"

    grants(book)
    assert only(book).reason.detail["because"] == "BUDGET_REFUSED"


def test_what_was_asked_above_the_maximum_is_earned_as_far_as_it() -> None:
    book = one_budget(participant=("VOUCHER", 30_000))
    grants(book, 25_000)

    assert only(book).code == "GRANTED_AS_EARNED"


@pytest.mark.parametrize(("as_of", "code"), [("2009-03-31", "EARNED_NOT_GRANTED"), ("2009-04-01", "GRANTED_AS_EARNED")])
def test_a_grant_stands_from_its_day(as_of: str, code: str) -> None:
    book = one_budget()
    grants(book)

    assert only(book, as_of=date.fromisoformat(as_of)).code == code


@pytest.mark.parametrize(
    ("form", "strict", "money"),
    [("VOUCHER", "GRANTED_AS_EARNED", "GRANTED_AS_EARNED"), ("MONEY", "FORM_DIFFERS", "GRANTED_AS_EARNED")],
)
def test_money_for_a_participant_is_another_form_in_the_strict_reading(form: str, strict: str, money: str) -> None:
    book = one_budget(participant=CASH)
    grants(book, form=form)

    assert (only(book, STRICT).code, only(book, MONEY).code) == (strict, money)


def test_help_of_the_municipality_earns_in_one_reading_only() -> None:
    book = one_budget(composed_by="PARTICIPANT_WITH_MUNICIPALITY")
    grants(book)

    assert [only(book, one).code for one in (STRICT, MONEY, HELPED)] == [
        "GRANTED_NOT_EARNED",
        "GRANTED_NOT_EARNED",
        "GRANTED_AS_EARNED",
    ]


def test_a_grant_answers_the_claim_of_its_beneficiary() -> None:
    book = one_budget(broker=VOUCHER)
    grants(book)
    grants(book, 20_000, to="BROKER")

    assert {one.case.part: one.code for one in ask(book)} == {None: "GRANTED_AS_EARNED", "broker": "AMOUNT_DIFFERS"}


def test_a_grant_answers_the_claim_it_names() -> None:
    book = with_money()
    budget(book, "H1", participant=None)
    first = book.streams["H1"].says(
        BonusClaimed(beneficiary="PARTICIPANT", bonus="PERSONAL_BUDGET", form="VOUCHER", amount_cents=10_000)
    )
    book.streams["H1"].says(
        BonusClaimed(beneficiary="PARTICIPANT", bonus="PERSONAL_BUDGET", form="VOUCHER", amount_cents=5_000)
    )
    grants(book, 10_000, claim=id_of(first))
    grants(book, 1_000)

    assert [one.code for one in ask(book)] == ["GRANTED_AS_EARNED", "EARNED_NOT_GRANTED", "GRANTED_NOT_EARNED"]


def test_a_grant_revoked_from_the_start_is_none() -> None:
    book = one_budget()
    grant = grants(book)
    book.streams["H1"].says(DecisionRevoked(decision=id_of(grant), effect="FROM_THE_START"), "2009-06-01")

    assert only(book, as_of=date(2009, 5, 31)).code == "GRANTED_AS_EARNED"
    assert only(book, as_of=date(2009, 6, 1)).code == "EARNED_NOT_GRANTED"


@pytest.mark.parametrize(
    ("said", "cents"),
    [
        ({"group": CategoryDetermined(pardon=True)}, 25_000),
        ({"participant": ("VOUCHER", None)}, 25_000),
        ({"participant": ("VOUCHER", None)}, 10_000),
        ({"started": "2009-03"}, 25_000),
    ],
)
def test_where_something_that_decides_is_not_known_a_bonus_may_be_one_more(said: dict[str, Any], cents: int) -> None:
    book = one_budget(**said)
    grants(book, cents)

    assert (only(book).code, only(book).between) == ("UNKNOWN_WHETHER_EARNED", Interval(0, 1))


def test_what_is_wrong_whatever_is_not_known_is_no_question() -> None:
    above = one_budget(participant=("VOUCHER", None))
    grants(above, 25_001)
    not_started = one_budget(group=CategoryDetermined(pardon=True), started=None)
    grants(not_started)

    assert only(above).counted
    assert only(not_started).reason.detail["because"] == "NOT_STARTED"


def test_c09_what_is_granted_as_it_was_earned_differs_nowhere() -> None:
    book = haarlem()
    question = question_for(EARNED, Bounds(END, Position(999)), record_ids=book.record_ids)
    for one in judge_all(EARNED, book.cases(VIEWS[EARNED.view]).values(), question):
        name = book.name_of(one.case)
        if one.counted:
            who = "BROKER" if one.case.part else "PARTICIPANT"
            grants(book, one.amount, "2009-12-01", name=name, to=who, form=one.reason.detail["form"])

    assert value_of(ask(book)) == 0
    assert len(ask(book)) == len(book.cases(VIEWS[EARNED.view]))
    assert tally_of((one, 1) for one in ask(book)).interval is None

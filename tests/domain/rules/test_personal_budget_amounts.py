"""Personal budgets: who may have one, and how much is given in which form."""

from typing import Any

import pytest

from domain.facts import (
    CategoryDetermined,
)
from tests.domain.rules.budgeting import (
    CASH,
    MONEY,
    STRICT,
    VOUCHER,
    budget,
    codes,
    given,
    haarlem,
    one_code,
    verdicts,
    with_money,
)

# --- Who ---


@pytest.mark.parametrize(
    ("pardon", "refugee", "benefit", "code"),
    [
        (False, False, "WWB", "BONUS_EARNED"),
        (False, True, "WWB", "BONUS_EARNED"),
        (True, False, "NONE", "BONUS_EARNED"),
        (True, False, "OTHER", "BONUS_EARNED"),
        (True, False, "PENDING", "BONUS_EARNED"),
        (True, False, "WWB", "NOT_ELIGIBLE_WWB"),
        (True, False, None, "GROUP_UNKNOWN"),
        (None, False, "WWB", "GROUP_UNKNOWN"),
        (None, None, "NONE", "BONUS_EARNED"),
    ],
)
def test_only_a_pardoner_must_be_without_wwb(pardon: Any, refugee: Any, benefit: Any, code: str) -> None:
    book = with_money()
    budget(book, "H1", group=CategoryDetermined(pardon=pardon, refugee=refugee, benefit=benefit))

    assert one_code(book) == code


def test_a_benefit_that_begins_after_the_start_takes_no_bonus_away() -> None:
    book = with_money()
    budget(book, "H1", group=CategoryDetermined(pardon=True, benefit="NONE"))
    book.streams["H1"].says(CategoryDetermined(benefit="WWB"), "2009-03-03")
    budget(book, "H2", group=CategoryDetermined(pardon=True, benefit="NONE"))
    book.streams["H2"].says(CategoryDetermined(benefit="WWB"), "2009-03-02")

    assert codes(book) == {"H2": "NOT_ELIGIBLE_WWB"}


def test_another_list_of_groups_may_be_set() -> None:
    book = haarlem()

    assert set(codes(book, personal_budget_groups="refugee").values()) == {"NOT_ELIGIBLE_GROUP"}
    assert "H6" in given(book, personal_budget_groups="inburgeraar,pardoner")


def test_whether_refugees_must_be_without_wwb_too_is_named_and_may_be_set() -> None:
    book = with_money()
    for name, benefit in (("H1", "WWB"), ("H2", "NONE")):
        budget(book, name, group=CategoryDetermined(pardon=False, refugee=True, benefit=benefit))

    assert codes(book) == {}
    wider = "inburgeraar,refugee-without-wwb,pardoner-without-wwb"
    assert codes(book, personal_budget_groups=wider) == {"H1": "NOT_ELIGIBLE_WWB"}
    assert any("zonder WWB" in one.why["nl"] for one in STRICT.conflicts)


# --- How much, and in which form ---


@pytest.mark.parametrize(
    ("cents", "code", "amount"),
    [
        (None, "AMOUNT_UNKNOWN", 0),
        (0, "NOTHING_ASKED", 0),
        (1, "BONUS_EARNED", 1),
        (25_000, "BONUS_EARNED", 25_000),
        (25_001, "OVER_MAX", 25_000),
        (25_100, "OVER_MAX", 25_000),
    ],
)
def test_at_most_250_euro_is_given(cents: int | None, code: str, amount: int) -> None:
    book = with_money()
    budget(book, "H1", participant=("VOUCHER", cents))
    verdict = verdicts(book, STRICT)["H1"]

    assert (verdict.code, verdict.amount) == (code, amount)
    assert verdict.reason.detail.get("refused_cents", 0) == max(0, (cents or 0) - 25_000)


def test_another_maximum_may_be_set() -> None:
    assert given(haarlem(), personal_budget_bonus_max_cents="10000")["H8-broker"] == ("MONEY", 10_000)


@pytest.mark.parametrize(
    ("professional", "form", "code", "kind"),
    [
        (True, "MONEY", "BONUS_EARNED", "MONEY"),
        (True, "VOUCHER", "BONUS_EARNED", "VOUCHER"),
        (False, "VOUCHER", "BONUS_EARNED", "VOUCHER"),
        (False, "MONEY", "BROKER_IN_KIND_ONLY", "VOUCHER"),
        (None, "MONEY", "BROKER_IN_KIND_ONLY", "VOUCHER"),
    ],
)
def test_money_is_for_a_broker_by_profession_only(professional: Any, form: str, code: str, kind: str) -> None:
    book = with_money()
    budget(book, "H1", broker=(form, 25_000), professional=professional)

    for version in (STRICT, MONEY):
        verdict = verdicts(book, version)["H1-broker"]
        assert (verdict.code, verdict.reason.detail["form"], verdict.amount) == (code, kind, 25_000)


def test_a_professional_outside_the_trade_register_is_paid_and_marked() -> None:
    book = with_money()
    budget(book, "H1", broker=CASH, professional=True, registered=False)

    assert verdicts(book, STRICT)["H1-broker"].flags == ("NOT_IN_TRADE_REGISTER",)
    assert given(book)["H1-broker"] == CASH


def test_money_above_the_maximum_asked_by_a_participant_becomes_a_voucher_of_the_maximum() -> None:
    book = with_money()
    budget(book, "H1", participant=("MONEY", 30_000))
    verdict = verdicts(book, STRICT)["H1"]

    assert (verdict.code, verdict.amount) == ("PARTICIPANT_IN_KIND_ONLY", 25_000)
    assert verdict.reason.detail["over_max_cents"] == 5_000


@pytest.mark.parametrize("group", [{"benefit": "WWB"}, {"benefit": "OTHER"}, {"in_kind_only": True}])
def test_who_lives_on_a_benefit_or_in_debt_is_paid_in_kind_also_where_money_is_allowed(group: dict[str, Any]) -> None:
    book = with_money()
    budget(book, "H1", participant=CASH, group=CategoryDetermined(pardon=False, **group))

    assert given(book, MONEY)["H1"] == VOUCHER

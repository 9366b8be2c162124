"""What was really paid as a bonus of a personal budget, what vouchers were used for, and what of it is not allowed."""

from datetime import date
from typing import Any

import pytest

from domain.counting import Bounds, judge_all, question_for
from domain.event import Position
from domain.facts import (
    BonusPaid,
    EnrolmentRecorded,
    ParameterSet,
    PersonalBudgetRefused,
    VoucherIssued,
    VoucherRedeemed,
)
from domain.rules import rule
from projections import VIEWS
from tests.domain.rules.budgeting import CASH, HAARLEM, VOUCHER, budget, verdicts, with_money
from tests.given import Book

STRICT, MONEY, HELPED = (
    rule("personal-budget-bonus-in-breach", one) for one in ("strict", "money-allowed", "with-help")
)
PAID = rule("personal-budget-bonus-paid", "really-paid")
MISSPENT = rule("vouchers-misspent", "haarlem-pib")


def pays(
    book: Book, beneficiary: Any = "PARTICIPANT", cents: int = 25_000, on: str | None = "2009-04-01", **said: Any
) -> None:
    """A bonus paid in money to the one dossier there is."""
    fact = BonusPaid(beneficiary=beneficiary, bonus=said.pop("bonus", "PERSONAL_BUDGET"), amount_cents=cents, **said)
    dossier(book).says(fact, on)


def hands_out(
    book: Book, beneficiary: Any = "PARTICIPANT", cents: int = 25_000, on: str | None = "2009-04-01", **said: Any
) -> Any:
    return dossier(book).says(VoucherIssued(beneficiary=beneficiary, amount_cents=cents, **said), on)


def dossier(book: Book) -> Any:
    return book.registration("H1", municipality=HAARLEM, party=HAARLEM, system="pib-administratie")


def codes(book: Book, the_rule: Any = STRICT) -> list[tuple[str, bool]]:
    """Code, and whether it is a breach, in the order in which it was given."""
    ordered = sorted(verdicts_of(book, the_rule), key=lambda one: one.case.positions[-1])
    return [(one.code, one.counted) for one in ordered]


def verdicts_of(book: Book, the_rule: Any, as_of: date = date(2009, 12, 31)) -> list[Any]:
    question = question_for(the_rule, Bounds(as_of, Position(999)))
    return judge_all(the_rule, book.cases(VIEWS[the_rule.view]).values(), question)


def one_code(book: Book, the_rule: Any = STRICT) -> str:
    ((code, _),) = codes(book, the_rule)
    return code


# --- Before what may be paid ---


@pytest.mark.parametrize(
    ("on", "code"),
    [
        ("2009-01-04", "PAID_BEFORE_CONDITION"),
        ("2009-01-05", "PAID_BEFORE_EARNED"),
        ("2009-03-01", "PAID_BEFORE_EARNED"),
        ("2009-03-02", "PAID_RIGHTLY"),
        ("2009-03-03", "PAID_RIGHTLY"),
        (None, "DATE_UNKNOWN"),
    ],
)
def test_nothing_is_paid_before_the_money_came_and_the_bonus_was_earned(on: str | None, code: str) -> None:
    book = with_money()
    budget(book, "H1")
    hands_out(book, on=on)

    assert codes(book) == [(code, code.startswith("PAID_BEFORE"))]


def test_without_the_states_money_whatever_was_paid_is_a_breach() -> None:
    book = Book()
    budget(book, "H1")
    hands_out(book)

    assert codes(book) == [("PAID_BEFORE_CONDITION", True)]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"started": None}, "NOT_STARTED"),
        ({"approved": None}, "NOT_APPROVED"),
        ({"composed_by": "MUNICIPALITY"}, "NOT_SELF_COMPOSED"),
        ({"started": "2009-01-04"}, "BEFORE_CONDITION"),
        ({"approved": "2009-04-01"}, "PAID_RIGHTLY"),
        ({"approved": "2009-04-02"}, "PAID_BEFORE_EARNED"),
        ({"started": "2009-03"}, "EARNED_ON_UNKNOWN_DAY"),
    ],
)
def test_what_was_not_earned_and_still_paid_says_why(given: dict[str, Any], code: str) -> None:
    book = with_money()
    budget(book, "H1", **given)
    hands_out(book)

    assert codes(book) == [(code, code not in ("PAID_RIGHTLY", "EARNED_ON_UNKNOWN_DAY"))]


def test_a_refused_budget_has_no_bonus_to_pay() -> None:
    book = with_money()
    budget(book, "H1", approved=None)
    dossier(book).says(PersonalBudgetRefused(budget_kind="PIB", reason="CONTEST_LOST"), "2009-02-01")
    hands_out(book)

    assert codes(book) == [("BUDGET_REFUSED", True)]


# --- In which form, and how much ---


@pytest.mark.parametrize(
    ("beneficiary", "professional", "strict", "money"),
    [
        ("PARTICIPANT", False, "PARTICIPANT_IN_KIND_ONLY", "PAID_RIGHTLY"),
        ("BROKER", True, "PAID_RIGHTLY", "PAID_RIGHTLY"),
        ("BROKER", False, "BROKER_IN_KIND_ONLY", "BROKER_IN_KIND_ONLY"),
        ("BROKER", None, "BROKER_IN_KIND_ONLY", "BROKER_IN_KIND_ONLY"),
    ],
)
def test_money_is_for_brokers_by_profession(beneficiary: str, professional: Any, strict: str, money: str) -> None:
    book = with_money()
    budget(book, "H1", broker=CASH, professional=professional)
    pays(book, beneficiary)

    assert (one_code(book, STRICT), one_code(book, MONEY)) == (strict, money)


def test_help_of_the_municipality_is_a_breach_in_one_reading_only() -> None:
    book = with_money()
    budget(book, "H1", composed_by="PARTICIPANT_WITH_MUNICIPALITY")
    hands_out(book)

    assert [one_code(book, one) for one in (STRICT, MONEY, HELPED)] == [
        "NOT_SELF_COMPOSED",
        "NOT_SELF_COMPOSED",
        "PAID_RIGHTLY",
    ]


@pytest.mark.parametrize(
    ("cents", "code"), [(24_999, "PAID_RIGHTLY"), (25_000, "PAID_RIGHTLY"), (25_001, "OVER_MAX"), (25_100, "OVER_MAX")]
)
def test_exactly_the_maximum_may_be_paid(cents: int, code: str) -> None:
    book = with_money()
    budget(book, "H1")
    hands_out(book, cents=cents)

    assert one_code(book) == code


def test_what_is_paid_in_parts_is_added_for_each_beneficiary_apart() -> None:
    book = with_money()
    budget(book, "H1", broker=CASH, professional=True)
    for part in ("a", "b", "c"):
        pays(book, "BROKER", 12_500, entry=part, payee="account-1")
    hands_out(book)

    assert codes(book) == [
        ("PAID_RIGHTLY", False),
        ("PAID_RIGHTLY", False),
        ("OVER_MAX", True),
        ("PAID_RIGHTLY", False),
    ]
    over = next(one for one in verdicts_of(book, STRICT) if one.counted)
    assert over.reason.detail == {
        "beneficiary": "BROKER",
        "form": "MONEY",
        "account": "account-1",
        "over_cents": 12_500,
        "given_before_cents": 25_000,
    }


def test_what_was_paid_is_added_up_rightly_or_not_and_other_bonuses_are_not() -> None:
    book = with_money()
    budget(book, "H1", started=None)
    pays(book, cents=30_000)
    pays(book, cents=5_000, bonus="SUCCESS")
    hands_out(book, on="2009-12-31")
    hands_out(book, on="2010-01-01")

    assert sum(one.amount for one in verdicts_of(book, PAID)) == 55_000
    assert len(verdicts_of(book, PAID)) == 3


def test_a_claim_alone_is_no_payment() -> None:
    book = with_money()
    budget(book, "H1", participant=VOUCHER)

    assert codes(book) == []
    assert verdicts(book, PAID) == {}


# --- What vouchers were used for ---


def redeems(book: Book, course: str | None = "Fietsles", on: str = "2009-05-01", **said: Any) -> None:
    dossier(book).says(VoucherRedeemed(course=course, **{"amount_cents": 25_000} | said), on)


def lists_courses(book: Book, value: str, on: str | None = "2009-01-01") -> None:
    book.shared(ParameterSet(name="voucher-courses", value=value), on, HAARLEM)


def test_a_course_on_the_list_and_outside_the_trajectory_is_right() -> None:
    book = Book()
    lists_courses(book, "Naailes, Fietsles")
    hands_out(book)
    redeems(book, "fietsles")

    assert codes(book, MISSPENT) == [("REDEEMED_RIGHTLY", False)]


@pytest.mark.parametrize(
    ("issued", "code"), [("2009-03-02", "NOT_ON_LIST"), ("2009-03-03", "REDEEMED_RIGHTLY"), (None, "NO_COURSE_LIST")]
)
def test_the_list_is_that_of_the_day_of_issue(issued: str | None, code: str) -> None:
    book = Book()
    lists_courses(book, "Naailes")
    lists_courses(book, "Naailes,Fietsles", "2009-03-03")
    hands_out(book, on=issued)
    redeems(book)

    assert codes(book, MISSPENT) == [(code, code == "NOT_ON_LIST")]


def test_without_a_list_nothing_is_held_against_it() -> None:
    book = Book()
    hands_out(book)
    redeems(book)
    redeems(book, None, amount_cents=None)

    assert codes(book, MISSPENT) == [("NO_COURSE_LIST", False), ("COURSE_UNKNOWN", False)]


def test_a_course_of_the_trajectory_itself_is_no_bonus() -> None:
    book = Book()
    lists_courses(book, "Fietsles,Nederlands 2")
    dossier(book).says(EnrolmentRecorded(course="Nederlands-2"), "2009-02-01")
    hands_out(book)
    redeems(book, "nederlands 2")

    assert codes(book, MISSPENT) == [("PART_OF_TRAJECTORY", True)]


@pytest.mark.parametrize(
    ("on", "code"),
    [("2009-06-30", "REDEEMED_RIGHTLY"), ("2009-07-01", "VOUCHER_EXPIRED"), ("2009-07-02", "VOUCHER_EXPIRED")],
)
def test_a_voucher_is_valid_until_its_day(on: str, code: str) -> None:
    book = Book()
    lists_courses(book, "Fietsles")
    hands_out(book, valid_until_on=date(2009, 7, 1))
    redeems(book, on=on)

    assert one_code(book, MISSPENT) == code


def test_what_is_redeemed_in_parts_is_added_and_belongs_to_a_voucher() -> None:
    book = Book()
    lists_courses(book, "Fietsles")
    voucher = hands_out(book, entry="1")
    hands_out(book, "BROKER", entry="2")
    for cents in (20_000, 5_000, 1):
        redeems(book, voucher=str(voucher.event.event_id), amount_cents=cents)
    redeems(book, entry="2")
    redeems(book, entry="3")

    assert [code for code, _ in codes(book, MISSPENT)] == [
        "REDEEMED_RIGHTLY",
        "REDEEMED_RIGHTLY",
        "ABOVE_WORTH",
        "REDEEMED_RIGHTLY",
        "NO_VOUCHER",
    ]

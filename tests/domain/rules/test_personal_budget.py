"""Personal budgets: worked case C09, and what of a bonus is earned, given and refused."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

from domain.counting import Bounds, Rule, Verdict, judge_all, question_for
from domain.dates import parse_period
from domain.event import Position
from domain.facts import (
    BonusClaimed,
    CategoryDetermined,
    ConditionMet,
    PersonalBudgetApproved,
    PersonalBudgetRefused,
    PersonalBudgetRequested,
    PlacementStarted,
)
from domain.rules import rule
from projections import VIEWS
from tests.given import Book

HAARLEM = "0392"
STRICT, MONEY, HELPED = (rule("personal-budget-bonus", one) for one in ("strict", "money-allowed", "with-help"))
PERSONS = rule("persons-with-personal-budget-bonus", "strict")
STARTED = rule("personal-budgets-started", "really-started")
END = date(2009, 12, 31)
VOUCHER, CASH = ("VOUCHER", 25_000), ("MONEY", 25_000)
MET = ConditionMet(name="state-money-available")


def budget(
    book: Book,
    name: str,
    *,
    participant: tuple[str | None, int | None] | None = VOUCHER,
    broker: tuple[str | None, int | None] | None = None,
    professional: bool | None = False,
    registered: bool | None = None,
    composed_by: Any = "PARTICIPANT",
    group: CategoryDetermined | None = None,
    approved: str | None = "2009-02-01",
    started: str | None = "2009-03-02",
) -> None:
    """What one row of Haarlem's file says: a request, its approval and start, and what is asked."""
    stream = book.registration(name, municipality=HAARLEM, party=HAARLEM, system="pib-administratie")
    stream.says(group or CategoryDetermined(pardon=False, refugee=False, benefit="NONE"))
    stream.says(PersonalBudgetRequested(budget_kind="PIB", composed_by=composed_by))
    if approved:
        stream.says(PersonalBudgetApproved(budget_kind="PIB"), approved)
    if started:
        stream.says(PlacementStarted(trajectory="REGULAR", scheme="Innovatietraject PIB"), started)
    if participant:
        form, cents = participant
        stream.says(
            BonusClaimed(beneficiary="PARTICIPANT", bonus="PERSONAL_BUDGET", form=form, amount_cents=cents)  # type: ignore[arg-type]
        )
    if broker:
        form, cents = broker
        stream.says(
            BonusClaimed(
                beneficiary="BROKER",
                bonus="PERSONAL_BUDGET",
                form=form,  # type: ignore[arg-type]
                amount_cents=cents,
                professional=professional,
                in_trade_register=professional if registered is None else registered,
            )
        )


def with_money(met_on: str | None = "2009-01-05") -> Book:
    """A ledger in which the State's money came."""
    book = Book()
    book.shared(MET, met_on, HAARLEM)
    return book


def haarlem() -> Book:
    """C09 as the file has it."""
    book = with_money()
    budget(book, "H1")
    budget(book, "H2", broker=VOUCHER)
    budget(book, "H3", broker=CASH, professional=True)
    budget(book, "H4", broker=CASH, professional=True, started=None)
    budget(book, "H5", composed_by="PARTICIPANT_WITH_MUNICIPALITY")
    budget(book, "H6", group=CategoryDetermined(pardon=True, refugee=False, benefit="WWB"))
    budget(book, "H7", participant=CASH)
    budget(book, "H8", broker=("MONEY", 30_000), professional=True)
    budget(book, "H9", approved="2008-12-01", started="2008-12-20")
    return book


def verdicts(
    book: Book, the_rule: Rule, as_of: date = END, period: str | None = None, **settings: str
) -> dict[str, Verdict]:
    """Name of the case, as an answer shows it → its verdict."""
    asked = Bounds(as_of, Position(999), parse_period(period) if period else None)
    set_to = [(None, None, name.replace("_", "-"), value) for name, value in settings.items()]
    question = question_for(the_rule, asked, set_to, record_ids=book.record_ids)
    found = judge_all(the_rule, book.cases(VIEWS[the_rule.view]).values(), question)
    names = {one.case.case: book.name_of_record(one.case) for one in found}
    return {f"{names[one.case.case]}-{one.case.part}" if one.case.part else names[one.case.case]: one for one in found}


def given(book: Book, the_rule: Rule = STRICT, **asked: Any) -> dict[str, tuple[Any, int]]:
    """Counted cases: form and amount."""
    return {
        name: (one.reason.detail.get("form"), one.amount)
        for name, one in verdicts(book, the_rule, **asked).items()
        if one.counted
    }


def codes(book: Book, the_rule: Rule = STRICT, **asked: Any) -> dict[str, str]:
    return {name: one.code for name, one in verdicts(book, the_rule, **asked).items() if not one.counted}


def one_code(book: Book, name: str = "H1", the_rule: Rule = STRICT, **asked: Any) -> str:
    return verdicts(book, the_rule, **asked)[name].code


# --- Worked case C09 ---

REFUSED = {
    "H4": "NOT_STARTED",
    "H4-broker": "NOT_STARTED",
    "H5": "NOT_SELF_COMPOSED",
    "H6": "NOT_ELIGIBLE_WWB",
    "H9": "BEFORE_CONDITION",
}


def totals(book: Book, the_rule: Rule) -> tuple[int, Counter[str]]:
    forms: Counter[str] = Counter()
    for form, cents in given(book, the_rule).values():
        forms[form] += cents
    return forms.total(), forms


def test_c09_strict_six_vouchers_and_two_amounts_in_money() -> None:
    book = haarlem()

    assert given(book) == {
        "H1": VOUCHER,
        "H2": VOUCHER,
        "H2-broker": VOUCHER,
        "H3": VOUCHER,
        "H3-broker": CASH,
        "H7": VOUCHER,
        "H8": VOUCHER,
        "H8-broker": CASH,
    }
    assert codes(book) == REFUSED
    assert totals(book, STRICT) == (200_000, {"VOUCHER": 150_000, "MONEY": 50_000})


def test_c09_what_is_refused_of_a_bonus_that_counts_is_told_beside_it() -> None:
    found = verdicts(haarlem(), STRICT)

    assert (found["H7"].code, dict(found["H7"].reason.detail)) == (
        "PARTICIPANT_IN_KIND_ONLY",
        {"form": "VOUCHER", "refused": "PARTICIPANT_IN_KIND_ONLY", "refused_form": "MONEY", "refused_cents": 25_000},
    )
    assert (found["H8-broker"].code, dict(found["H8-broker"].reason.detail)) == (
        "OVER_MAX",
        {"form": "MONEY", "refused": "OVER_MAX", "refused_cents": 5_000},
    )


def test_c09_the_other_readings() -> None:
    book = haarlem()

    assert totals(book, MONEY) == (200_000, {"VOUCHER": 125_000, "MONEY": 75_000})
    assert given(book, MONEY)["H7"] == CASH
    assert codes(book, MONEY) == REFUSED
    assert totals(book, HELPED) == (225_000, {"VOUCHER": 175_000, "MONEY": 50_000})
    assert given(book, HELPED)["H5"] == VOUCHER


def test_c09_five_persons_and_eight_budgets_started() -> None:
    book = haarlem()

    assert set(given(book, PERSONS)) == {"H1", "H2", "H3", "H7", "H8"}
    assert codes(book, STARTED) == {"H4": "NOT_STARTED"}


def test_the_contradictions_of_the_plan_are_named() -> None:
    named = {(one.with_version, *(passage.requirement for passage in one.sources)) for one in STRICT.conflicts}

    assert {with_version for with_version, *_ in named} == {"money-allowed", "with-help", None}
    assert {(None, "R244", "R245"), (None, "R248", "R249", "R247"), (None, "R256", "R257")} <= named
    assert {one.with_version for one in MONEY.conflicts} == {one.with_version for one in HELPED.conflicts}


# --- The condition ---


@pytest.mark.parametrize(
    ("started", "code"),
    [("2009-01-04", "BEFORE_CONDITION"), ("2009-01-05", "BONUS_EARNED"), ("2009-01-06", "BONUS_EARNED")],
)
def test_a_start_on_the_day_the_money_came_is_not_before_it(started: str, code: str) -> None:
    book = with_money("2009-01-05")
    budget(book, "H1", approved="2008-12-01", started=started)

    assert one_code(book) == code


@pytest.mark.parametrize("met_on", ["no fact", None, "2009-01"])
def test_without_a_day_on_which_the_money_came_nothing_is_earned(met_on: str | None) -> None:
    book = Book() if met_on == "no fact" else with_money(met_on)
    budget(book, "H1")

    assert one_code(book) == "BEFORE_CONDITION"


def test_the_money_of_another_municipality_and_another_condition_change_nothing() -> None:
    book = Book()
    book.shared(MET, "2008-01-01", "0014")
    book.shared(ConditionMet(name="plan-approved"), "2008-01-01", HAARLEM)
    budget(book, "H1")

    assert one_code(book) == "BEFORE_CONDITION"


# --- Composed, approved, started ---


@pytest.mark.parametrize("composed_by", [None, "MUNICIPALITY", "OTHER"])
def test_a_programme_that_another_composed_earns_nothing_in_any_reading(composed_by: str | None) -> None:
    book = with_money()
    budget(book, "H1", composed_by=composed_by, broker=CASH, professional=True)

    for version in (STRICT, MONEY, HELPED):
        assert codes(book, version) == {"H1": "NOT_SELF_COMPOSED", "H1-broker": "NOT_SELF_COMPOSED"}


def test_an_approval_after_the_start_earns_from_the_approval_on() -> None:
    book = with_money()
    budget(book, "H1", approved="2009-04-01", started="2009-03-02")

    assert one_code(book, as_of=date(2009, 3, 31)) == "AFTER_AS_OF"
    assert one_code(book, as_of=date(2009, 4, 1)) == "BONUS_EARNED"


def test_what_was_not_approved_or_was_refused_says_so() -> None:
    book = with_money()
    budget(book, "H1", approved=None)
    budget(book, "H2", approved=None)
    book.streams["H2"].says(PersonalBudgetRefused(budget_kind="PIB", reason="LOST_CONTEST"), "2009-02-01")

    assert codes(book) == {"H1": "NOT_APPROVED", "H2": "BUDGET_REFUSED"}
    assert verdicts(book, STRICT)["H2"].reason.detail == {"because": "LOST_CONTEST"}


@pytest.mark.parametrize(("scheme", "starts"), [(None, True), ("innovatietraject pib", True), ("WI 2007", False)])
def test_who_was_placed_elsewhere_did_not_start_with_the_budget(scheme: str | None, starts: bool) -> None:
    book = with_money()
    budget(book, "H1", started=None)
    book.streams["H1"].says(PlacementStarted(trajectory="REGULAR", scheme=scheme), "2009-05-01")

    assert one_code(book) == ("BONUS_EARNED" if starts else "NOT_STARTED")


@pytest.mark.parametrize(
    ("period", "code"),
    [
        ("2009-01-01..2009-03-02", "ON_BOUNDARY"),
        ("2009-01-01..2009-03-03", "BONUS_EARNED"),
        ("2009-03-02..2009-04-01", "BONUS_EARNED"),
        ("2009-03-03..2009-04-01", "BEFORE_PERIOD"),
    ],
)
def test_a_bonus_lies_in_the_period_of_the_start(period: str, code: str) -> None:
    book = with_money()
    budget(book, "H1")

    assert one_code(book, period=period) == code


def test_a_start_of_which_only_the_month_is_known_earns_nothing_yet() -> None:
    book = with_money()
    budget(book, "H1", started="2009-03")

    assert one_code(book) == "DATE_UNKNOWN"
    assert "DATE_UNKNOWN" in verdicts(book, STRICT)["H1"].flags


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

    assert verdicts(book, STRICT)["H1-broker"].flags == ("NOT_IN_TRADE_REGISTER", "REGISTRATION_NOT_CLAIMED")
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


# --- The same person ---


def test_a_person_with_two_registrations_earns_the_bonus_once() -> None:
    book = with_money()
    budget(book, "H1", started="2009-03-03")
    budget(book, "H2", broker=VOUCHER)
    book.links(book.streams["H1"], book.streams["H2"])

    assert codes(book) == {"H1": "OTHER_BONUS_OF_SAME_PERSON"}
    book.unlinks(book.streams["H1"], book.streams["H2"])
    assert codes(book) == {}


def test_the_two_bonuses_of_one_dossier_have_ids_of_their_own() -> None:
    found = verdicts(haarlem(), STRICT)

    assert found["H2"].case.case != found["H2-broker"].case.case
    assert found["H2"].case.record == found["H2-broker"].case.record

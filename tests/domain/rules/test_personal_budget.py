"""Personal budgets: worked case C09, and what of a bonus is earned, given and refused."""

from collections import Counter
from datetime import date

import pytest

from domain.counting import Rule
from domain.facts import (
    ConditionMet,
    PersonalBudgetRefused,
    PlacementStarted,
)
from tests.domain.rules.budgeting import (
    CASH,
    HAARLEM,
    HELPED,
    MET,
    MONEY,
    PERSONS,
    STARTED,
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
from tests.given import Book

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
        {
            "form": "VOUCHER",
            "payer": "STATE",
            "refused": "PARTICIPANT_IN_KIND_ONLY",
            "refused_form": "MONEY",
            "refused_cents": 25_000,
        },
    )
    assert (found["H8-broker"].code, dict(found["H8-broker"].reason.detail)) == (
        "OVER_MAX",
        {"form": "MONEY", "payer": "STATE", "refused": "OVER_MAX", "refused_cents": 5_000},
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


@pytest.mark.parametrize(
    ("met_on", "code"),
    [
        ("no fact", "BEFORE_CONDITION"),
        (None, "DATE_UNKNOWN"),
        ("2009-02", "BONUS_EARNED"),
        ("2009-03", "DATE_UNKNOWN"),
        ("2009-04", "BEFORE_CONDITION"),
    ],
)
def test_money_that_came_nobody_knows_when_leaves_a_start_open_only_where_it_may_have_come_later(
    met_on: str | None, code: str
) -> None:
    book = Book() if met_on == "no fact" else with_money(met_on)
    budget(book, "H1", started="2009-03-02")

    assert one_code(book) == code


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

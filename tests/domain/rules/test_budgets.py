"""Budgets that add up, money carried over, labels of money, and labels that may not pay what they paid."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.counting import Bounds, Rule, Verdict, judge_all, question_for, value_of
from domain.dates import parse_period
from domain.dimensions import DIMENSIONS, Member, break_down
from domain.event import Position
from domain.facts import (
    BarrierRecorded,
    BudgetCarriedOver,
    BudgetSet,
    CategoryDetermined,
    CostBooked,
    ExpenseBooked,
    GrantReceived,
    PlacementStarted,
)
from domain.funding import ELEVEN_BUDGETS, LATER_BUDGETS, label_of
from domain.rules import rule
from projections import VIEWS
from tests.given import Book

HAARLEM, SCHEME = "0392", "Innovatietraject PIB"
AVAILABLE, LEFT, EXPENSES, RESULT = (
    rule(one, "haarlem-pib") for one in ("budget-available", "budget-left", "budgeted-expenses", "budget-result")
)
RECEIVED = rule("grants-received", "really-received")
BY_LABEL = rule("costs-by-label", "every-label")
FORBIDDEN = rule("forbidden-labels", "as-documented")
YEARS = (2008, 2009)
TABLE = {  # the published table, in euros: 2008, 2009, total
    "Budget PIB": (50_000, 50_000, 100_000),
    "Werving en voorlichting": (3_500, 6_500, 10_000),
    "Meerkosten scholing": (0, 20_000, 20_000),
    "Bonus inburgeraars": (0, 10_000, 10_000),
    "Ambtelijke inzet DV": (11_750, 23_250, 35_000),
    "Ambtelijke inzet WWGZ": (1_500, 3_500, 5_000),
    "Scholingskosten medewerkers DV": (0, 20_000, 20_000),
}


def sets(book: Book, line: str, year: int, euros: int | None, fund: str = "PIB", **said: Any) -> None:
    book.shared(
        BudgetSet(
            scheme=SCHEME,
            line=line,
            amount_cents=None if euros is None else euros * 100,
            fund=fund,
            period_from=date(year, 1, 1),
            period_until=date(year + 1, 1, 1),
            **said,
        ),
        "2008-11-25",
        HAARLEM,
    )


def haarlem() -> Book:
    """The table as it was published, with the trajectories that the Act pays."""
    book = Book()
    for line, amounts in TABLE.items():
        for year, euros in zip(YEARS, amounts[:2], strict=True):
            sets(book, line, year, euros)
    sets(book, "Inburgeringstraject", 2009, 100_000, fund="WI")
    return book


def spends(book: Book, euros: int, on: str | None, line: str = "Ambtelijke inzet DV", fund: str = "PIB") -> None:
    book.shared(ExpenseBooked(scheme=SCHEME, line=line, amount_cents=euros * 100, fund=fund), on, HAARLEM)


def ask(book: Book, the_rule: Rule, as_of: str = "2009-12-31", period: str | None = None) -> list[Verdict]:
    asked = Bounds(date.fromisoformat(as_of), Position(999), parse_period(period) if period else None)
    cases = book.cases(VIEWS[the_rule.view]).values()
    return judge_all(the_rule, cases, question_for(the_rule, asked))


def euros(book: Book, the_rule: Rule, as_of: str = "2009-12-31", period: str | None = None) -> float:
    return value_of(ask(book, the_rule, as_of, period)) / 100


def codes(book: Book, the_rule: Rule, **asked: Any) -> Counter[str]:
    return Counter(one.code for one in ask(book, the_rule, **asked))


# --- The published table ---


def test_the_rows_and_columns_of_the_published_table_add_up() -> None:
    assert all(first + second == total for first, second, total in TABLE.values())
    book = haarlem()

    for the_rule, expected in (
        (EXPENSES, (16_750, 83_250, 100_000)),
        (RESULT, (33_250, -33_250, 0)),
    ):
        found = tuple(euros(book, the_rule, period=f"{year}-01-01..{year + 1}-01-01") for year in YEARS)
        assert (*found, euros(book, the_rule)) == expected
    assert codes(book, EXPENSES)["OTHER_MONEY"] == 1


def test_twenty_budgets_need_130000_euro_of_which_30000_of_this_money() -> None:
    needed = {"Inburgeringstraject", "Meerkosten scholing", "Bonus inburgeraars"}
    lines: Any = list(haarlem().cases(VIEWS["budget-entries"]).values())
    by_fund = Counter[str]()
    for one in lines:
        if one.line in needed:
            by_fund[one.fund] += one.amount_cents // 100

    assert by_fund == {"WI": 100_000, "PIB": 30_000}


def test_a_line_that_begins_after_the_day_asked_is_not_yet_set() -> None:
    assert euros(haarlem(), EXPENSES, as_of="2008-12-31") == 16_750


def test_an_amount_that_is_not_known_is_not_zero() -> None:
    book = Book()
    sets(book, "Bonus inburgeraars", 2009, None)
    sets(book, "Meerkosten scholing", 2009, 0)

    assert codes(book, EXPENSES) == {"AMOUNT_UNKNOWN": 1, "BUDGETED": 1}


def test_a_line_set_anew_takes_the_place_of_the_earlier_from_its_document_on() -> None:
    book = haarlem()
    sets(book, "Werving en voorlichting", 2009, 9_500, document_on=date(2009, 5, 1))

    assert euros(book, EXPENSES, as_of="2009-04-30", period="2009-01-01..2010-01-01") == 83_250 + 9_500
    assert euros(book, EXPENSES, as_of="2009-05-01", period="2009-01-01..2010-01-01") == 83_250 + 3_000
    assert [line.amount for line in book.cases(VIEWS["budget-lines"]).values() if line.line.startswith("Werving")] == [  # type: ignore[attr-defined]
        350_000,
        950_000,
    ]


# --- Carry-over ---


@pytest.mark.parametrize(("spent", "available"), [(0, 100_000), (16_750, 83_250), (50_000, 50_000), (60_000, 40_000)])
def test_what_2008_did_not_spend_is_added_to_2009(spent: int, available: int) -> None:
    book = haarlem()
    spends(book, spent, "2008-12-31")
    spends(book, 1_000, "2009-01-01")
    spends(book, 9_000, "2008-06-01", fund="WI")

    assert euros(book, AVAILABLE, as_of="2009-12-31") == available
    assert euros(book, AVAILABLE, as_of="2008-12-31") == 50_000
    assert euros(book, AVAILABLE, as_of="2009-06-30", period="2009-01-01..2010-01-01") == available


def test_a_recorded_carry_over_changes_no_sum() -> None:
    book = haarlem()
    spends(book, 16_750, "2008-12-01")
    book.shared(
        BudgetCarriedOver(
            scheme=SCHEME,
            line="Budget PIB",
            amount_cents=3_325_000,
            from_period_from=date(2008, 1, 1),
            to_period_from=date(2009, 1, 1),
        ),
        "2009-04-01",
        HAARLEM,
    )

    assert euros(book, AVAILABLE) == 83_250
    assert codes(book, AVAILABLE)["MOVED_WITHIN_BUDGET"] == 1


@given(
    st.lists(st.tuples(st.integers(0, 90_000), st.integers(-500, 90_000)), min_size=3, max_size=3),
    st.sampled_from(["01-01", "06-30", "12-31"]),
)
def test_over_years_each_may_spend_its_own_and_what_all_before_it_left(years: list[tuple[int, int]], day: str) -> None:
    """Also where a year spent more than it had: that is taken off the next."""
    book, left = Book(), 0.0
    for year, (set_for, spent) in enumerate(years, start=2007):
        sets(book, "Budget PIB", year, set_for)
        spends(book, spent, f"{year}-{day}")
    for year, (set_for, spent) in enumerate(years, start=2007):
        available = euros(book, AVAILABLE, period=f"{year}-01-01..{year + 1}-01-01", as_of=f"{year}-12-31")

        assert available == left + set_for
        left = euros(book, LEFT, as_of=f"{year}-12-31")
        assert left == available - spent


@pytest.mark.parametrize(("spent_on", "available"), [("2008-12-31", 90_000), ("2009-01-01", 100_000)])
def test_what_the_last_day_of_a_year_spent_is_not_carried_over(spent_on: str, available: int) -> None:
    book = haarlem()
    spends(book, 10_000, spent_on)

    assert euros(book, AVAILABLE, period="2009-01-01..2010-01-01") == available


def test_what_is_left_counts_what_was_spent_by_the_day_asked() -> None:
    book = haarlem()
    spends(book, 16_750, "2008-12-01")
    spends(book, 20_000, "2009-06-30")
    book.registration("P1", municipality=HAARLEM).says(
        CostBooked(amount_cents=500_00, component="childcare", fund="pib"), "2009-07-01"
    )

    assert [euros(book, LEFT, as_of=day) for day in ("2009-06-29", "2009-06-30", "2009-07-01")] == [
        83_250,
        63_250,
        62_750,
    ]
    spends(book, 5, None)
    assert codes(book, LEFT)["DATE_UNKNOWN"] == 1


def test_expected_money_is_not_received() -> None:
    book = Book()
    for cents, settlement, on in (
        (5_000_000, "EXPECTED", "2008-12-15"),
        (5_000_000, "ADVANCE", "2008-12-30"),
        (5_000_000, "FINAL", "2009-05-01"),
        (-1_000_000, "RECLAIMED", "2010-02-01"),
    ):
        book.shared(
            GrantReceived(scheme=SCHEME, line=settlement, amount_cents=cents, settlement=settlement),  # type: ignore[arg-type]
            on,
            HAARLEM,
        )

    assert [euros(book, RECEIVED, as_of=day) for day in ("2008-12-29", "2008-12-30", "2009-12-31", "2010-12-31")] == [
        0,
        50_000,
        100_000,
        90_000,
    ]


# --- Labels ---


def cost(book: Book, component: str, fund: str, on: str = "2009-06-01", **said: Any) -> None:
    book.registration("P1", municipality=HAARLEM).says(
        CostBooked(amount_cents=10_000, component=component, fund=fund, **said), on
    )


def test_there_are_eleven_budgets_and_later_ones_have_other_labels() -> None:
    assert len(ELEVEN_BUDGETS) == 11
    assert not ELEVEN_BUDGETS.keys() & LATER_BUDGETS.keys()
    assert all(label_of(label) == label for label in (*ELEVEN_BUDGETS, *LATER_BUDGETS))


@given(
    st.lists(
        st.tuples(st.sampled_from(["WEB", "wi", "wwb-werkdeel", "nobody-knows"]), st.integers(-5_000, 5_000)),
        max_size=8,
    )
)
def test_the_labels_together_are_the_total(booked: list[tuple[str, int]]) -> None:
    book, by_label = Book(), Counter[str]()
    for fund, cents in booked:
        stream = book.registration("P1", municipality=HAARLEM)
        stream.says(CostBooked(amount_cents=cents, component="traject", fund=fund), "2009-01-01")
        by_label[label_of(fund)] += cents
    found = ask(book, BY_LABEL)

    summed = Counter[str]()
    for one in found:
        summed[str(one.reason.detail["label"])] += one.amount
    assert summed == by_label
    assert value_of(found) == sum(by_label.values())
    assert {one.code for one in found if one.reason.detail["label"] == "nobody-knows"} <= {"LABEL_UNKNOWN"}


def test_the_costs_are_told_for_each_label_and_two_labels_are_a_class_of_their_own() -> None:
    book = Book()
    for name, fund, second in (("P1", "WEB", None), ("P2", "web", None), ("P3", "wi", None), ("P4", "wi", "web")):
        stream = book.registration(name, municipality=HAARLEM)
        cost = CostBooked(amount_cents=100, component="traject", fund=fund, second_fund=second)
        stream.says(cost, "2009-01-01")

    parts = break_down([Member(BY_LABEL, one, {}) for one in ask(book, BY_LABEL)], [DIMENSIONS["label"]])

    assert [(part.classes, part.value) for part in parts] == [(("web",), 200), (("wi",), 100), (("wi+web",), 100)]


@pytest.mark.parametrize(
    ("component", "fund", "on", "code"),
    [
        ("childcare", "WEB", "2003-01-01", "CHILDCARE_FROM_WEB"),
        ("kinderopvang", "web", "2003-01-01", "CHILDCARE_FROM_WEB"),
        ("childcare", "WEB", "2002-12-31", "ALLOWED"),
        ("childcare", "kinderopvang", "2003-01-01", "ALLOWED"),
        ("social-activation", "WIN", "2003-01-01", "SOCIAL_ACTIVATION_FROM_WIN"),
        ("social-activation", "WIN", "2002-12-31", "ALLOWED"),
        ("social-activation", "sociale-activering", "2003-01-01", "ALLOWED"),
        ("traject", "PIB", "2009-06-01", "TRAJECTORY_FROM_PIB"),
        ("traject", "WI", "2009-06-01", "ALLOWED"),
        ("meerkosten-scholing", "PIB", "2009-06-01", "EXTRA_SCHOOLING_CONTESTED"),
        ("herexamen", "WI", "2009-06-01", "NOT_PAID_BY_OTHERS"),
        ("herexamen", "eigen-middelen", "2009-06-01", "ALLOWED"),
    ],
)
def test_a_cost_paid_from_money_that_may_not_pay_it_is_counted(component: str, fund: str, on: str, code: str) -> None:
    book = Book()
    cost(book, component, fund, on)
    (verdict,) = ask(book, FORBIDDEN)

    assert verdict.code == code
    assert verdict.counted == (code not in ("ALLOWED", "EXTRA_SCHOOLING_CONTESTED"))
    assert verdict.reason.detail["label"] == label_of(fund)


def test_a_general_cost_is_judged_by_its_line() -> None:
    book = Book()
    spends(book, 5_000, "2009-06-01", line="Inburgeringstraject")
    spends(book, 5_000, "2009-06-01", line="Werving en voorlichting")

    assert codes(book, FORBIDDEN) == {"TRAJECTORY_FROM_PIB": 1, "ALLOWED": 1}


@pytest.mark.parametrize(
    ("obstacle_on", "removed_on", "code"),
    [
        (None, None, "CHILDCARE_WITHOUT_OBSTACLE"),
        ("2009-06-02", None, "CHILDCARE_WITHOUT_OBSTACLE"),
        ("2009-06-01", None, "ALLOWED"),
        ("2009-01-01", "2009-06-01", "CHILDCARE_WITHOUT_OBSTACLE"),
        ("2009-01-01", "2009-06-02", "ALLOWED"),
    ],
)
def test_childcare_from_personal_budgets_needs_an_obstacle(obstacle_on: Any, removed_on: Any, code: str) -> None:
    book = Book()
    cost(book, "childcare", "PIB")
    removed = date.fromisoformat(removed_on) if removed_on else None
    book.streams["P1"].says(BarrierRecorded(barrier="CHILDCARE", removed_on=removed), obstacle_on)
    book.streams["P1"].says(BarrierRecorded(barrier="TRAVEL"), "2009-01-01")

    assert codes(book, FORBIDDEN) == {code: 1}


@pytest.mark.parametrize(
    ("trajectories", "code"),
    [
        ([], "ALLOWED"),
        (["REGULAR"], "ALLOWED"),
        (["VOLUNTARY"], "CHILDCARE_ACT_DOES_NOT_PAY"),
        (["LITERACY_CLASS"], "CHILDCARE_ACT_DOES_NOT_PAY"),
        (["LITERACY_CLASS", "REGULAR"], "ALLOWED"),
    ],
)
def test_the_childcare_act_does_not_pay_for_two_kinds_of_trajectory(trajectories: list[Any], code: str) -> None:
    book = Book()
    cost(book, "childcare", "wet-kinderopvang", "2008-09-18")
    for trajectory in trajectories:
        book.streams["P1"].says(PlacementStarted(trajectory=trajectory), "2008-01-01")

    assert codes(book, FORBIDDEN) == {code: 1}


@pytest.mark.parametrize(
    ("category", "second", "code"),
    [
        (CategoryDetermined(migrant_group="FAMILY_AND_OTHER"), "participatiewet", "SECOND_LABEL_ON_FAMILY_MIGRANT"),
        (CategoryDetermined(migrant_group="FAMILY_AND_OTHER"), None, "ALLOWED"),
        (CategoryDetermined(migrant_group="FAMILY_AND_OTHER"), "WI", "ALLOWED"),
        (CategoryDetermined(migrant_group="ASYLUM"), "participatiewet", "ALLOWED"),
        (CategoryDetermined(asylum_permit=True), "participatiewet", "ALLOWED"),
        (CategoryDetermined(pardon=False), "participatiewet", "SECOND_LABEL_GROUP_UNKNOWN"),
    ],
)
def test_money_of_several_acts_is_not_linked_for_a_family_migrant(
    category: CategoryDetermined, second: str | None, code: str
) -> None:
    book = Book()
    cost(book, "guidance", "wi", "2022-03-01", second_fund=second)
    book.streams["P1"].says(category, "2022-01-01")

    assert codes(book, FORBIDDEN, as_of="2022-12-31") == {code: 1}

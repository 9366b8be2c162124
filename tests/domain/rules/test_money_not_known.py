"""Money of which something is not known, or not sharply, is told as an interval: bonuses, contributions, budgets."""

from datetime import date
from typing import Any

import pytest

from domain.counting import Bounds, Rule, judge_all, question_for
from domain.dates import parse_period
from domain.event import Position
from domain.facts import (
    AttendanceReported,
    BonusPaid,
    CategoryDetermined,
    DecisionRevoked,
    ExpenseBooked,
    ObjectionDecided,
    OwnContributionCharged,
    OwnContributionWaived,
    PlacementStarted,
)
from domain.precision import Interval
from domain.rules import rule
from domain.tally import tally_of
from projections import VIEWS
from tests.domain.rules.budgeting import END, HAARLEM, budget, with_money
from tests.domain.rules.deciding_afterwards import id_of
from tests.domain.rules.test_bonuses import SET, UTRECHT
from tests.domain.rules.test_budgets import AVAILABLE, EXPENSES, LEFT, RESULT, SCHEME, sets
from tests.given import Book

BONUS, PAID = rule("personal-budget-bonus", "strict"), rule("personal-budget-bonus-paid", "really-paid")
NET, SHARE = rule("own-contribution-net", "utrecht-2008"), rule("municipal-share", "utrecht-2008")


def told(book: Book, the_rule: Rule, as_of: date = END, period: str | None = None) -> tuple[int, Interval | None]:
    """The figure, and the interval it lies in."""
    asked = Bounds(as_of, Position(999), parse_period(period) if period else None)
    set_to = [(None, None, name, value) for name, value in SET.items()]
    question = question_for(the_rule, asked, set_to, record_ids=book.record_ids)
    tally = tally_of((one, 1) for one in judge_all(the_rule, book.cases(VIEWS[the_rule.view]).values(), question))
    return tally.value, tally.interval


# --- Personal budgets ---


@pytest.mark.parametrize(
    ("said", "interval"),
    [
        ({}, None),
        ({"group": CategoryDetermined(pardon=True)}, Interval(0, 25_000)),
        ({"participant": ("VOUCHER", None)}, Interval(0, 25_000)),
        ({"participant": ("VOUCHER", 9_000), "started": "2009-03"}, Interval(0, 9_000)),
        ({"participant": ("VOUCHER", 30_000), "approved": "2009"}, Interval(0, 25_000)),
        ({"group": CategoryDetermined(pardon=True), "participant": ("VOUCHER", None)}, Interval(0, 25_000)),
        ({"group": CategoryDetermined(pardon=True), "started": None}, None),
        ({"group": CategoryDetermined(pardon=True), "participant": ("VOUCHER", 0)}, None),
        ({"group": CategoryDetermined(pardon=True), "started": "2009-01-04"}, None),
    ],
)
def test_a_bonus_that_may_be_earned_is_an_interval_and_one_that_cannot_be_is_nought(
    said: dict[str, Any], interval: Interval | None
) -> None:
    book = with_money()
    budget(book, "H1", **said)

    assert told(book, BONUS)[1] == interval


def pays(book: Book, on: str | None) -> Any:
    fact = BonusPaid(beneficiary="PARTICIPANT", bonus="PERSONAL_BUDGET", amount_cents=20_000)
    return book.registration("H1", municipality=HAARLEM).says(fact, on)


@pytest.mark.parametrize(
    ("on", "figure"), [("2009-04-01", (20_000, None)), (None, (0, Interval(0, 20_000))), ("2010-01", (0, None))]
)
def test_a_payment_on_an_unknown_day_may_have_been_made(on: str | None, figure: tuple[int, Interval | None]) -> None:
    book = Book()
    pays(book, on)

    assert told(book, PAID) == figure


@pytest.mark.parametrize(("on", "figure"), [("2009-05-01", (0, None)), (None, (0, Interval(0, 20_000)))])
def test_a_payment_revoked_on_an_unknown_day_may_stand(on: str | None, figure: tuple[int, Interval | None]) -> None:
    book = Book()
    paid = pays(book, "2009-04-01")
    book.streams["H1"].says(DecisionRevoked(decision=id_of(paid), effect="FROM_THE_START"), on)

    assert told(book, PAID) == figure


def test_a_payment_of_which_an_objection_was_founded_without_an_effect_may_stand() -> None:
    book = Book()
    paid = pays(book, "2009-04-01")
    book.streams["H1"].says(ObjectionDecided(decision=id_of(paid), outcome="FOUNDED"), "2009-05-01")

    assert told(book, PAID) == (0, Interval(0, 20_000))


# --- The own contribution ---


def charged(*more: tuple[Any, str | None], started: str | None = "2008-11-01") -> Book:
    book = Book()
    stream = book.registration("U1", municipality=UTRECHT)
    stream.says(PlacementStarted(trajectory="REGULAR"), started)
    stream.says(OwnContributionCharged(amount_cents=27_000), "2008-11-01")
    for fact, on in more:
        stream.says(fact, on)
    return book


ATTENDED = AttendanceReported(lessons=10, attended=8)


@pytest.mark.parametrize(
    ("more", "figure"),
    [
        ([], (17_000, None)),
        ([(ATTENDED, "2009-03-31")], (2_000, None)),
        ([(ATTENDED, None)], (0, Interval(2_000, 17_000))),
        ([(OwnContributionWaived(amount_cents=20_000), None)], (0, Interval(0, 17_000))),
        ([(OwnContributionCharged(amount_cents=1_000), None)], (0, Interval(17_000, 18_000))),
        ([(OwnContributionCharged(amount_cents=1_000), "2010")], (17_000, None)),
        ([(OwnContributionWaived(amount_cents=27_000), "2009-01-01"), (ATTENDED, None)], (0, None)),
    ],
)
def test_what_is_left_of_a_contribution_lies_between_all_and_nothing_of_what_is_not_known(
    more: list[tuple[Any, str | None]], figure: tuple[int, Interval | None]
) -> None:
    assert told(charged(*more), NET) == figure


def test_a_charge_on_an_unknown_day_may_lie_outside_the_period_asked() -> None:
    book = Book()
    stream = book.registration("U1", municipality=UTRECHT)
    stream.says(OwnContributionCharged(amount_cents=27_000), "2009")

    assert told(book, NET, period="2009-01-01..2009-07-01") == (0, Interval(0, 27_000))


# --- Who pays ---


def test_a_cost_of_at_least_leaves_a_share_without_an_upper_bound() -> None:
    book = Book()
    stream = book.registration("U1", municipality=UTRECHT)
    stream.says(PlacementStarted(trajectory="REGULAR"), "2008-11-01")

    assert told(book, SHARE) == (400_000, Interval(400_000, None))
    assert told(Book(), SHARE) == (0, None)


# --- Budgets ---


INCOME, BONUS_LINE = "Budget PIB", "Bonus inburgeraars"


@pytest.mark.parametrize(
    ("precision", "euros", "interval"),
    [
        (None, 50_000, None),
        ("exact", 50_000, None),
        ("about", 50_000, Interval(4_500_000, 5_500_000)),
        ("at-least", 50_000, Interval(5_000_000, None)),
        ("almost", 50_000, Interval(4_500_000, 4_999_999)),
        ("about", 0, Interval(0, 0)),
        (None, None, Interval(0, None)),
        ("higher", None, Interval(0, None)),
    ],
)
def test_a_line_of_income_is_as_sharp_as_its_source(
    precision: Any, euros: int | None, interval: Interval | None
) -> None:
    book = Book()
    sets(book, INCOME, 2009, euros, precision=precision)

    for the_rule in (AVAILABLE, LEFT, RESULT):
        assert told(book, the_rule)[1] == interval
    assert told(book, EXPENSES)[1] is None


@pytest.mark.parametrize(
    ("precision", "euros", "below", "above"),
    [
        ("about", 10_000, (-1_500_000, -500_000), (500_000, 1_500_000)),
        ("at-least", 10_000, (None, -1_000_000), (1_000_000, None)),
        (None, None, (None, 0), (0, None)),
    ],
)
def test_an_intended_cost_is_below_nought_in_a_result_and_above_it_among_the_costs(
    precision: Any, euros: int | None, below: Any, above: Any
) -> None:
    book = Book()
    sets(book, BONUS_LINE, 2009, euros, precision=precision)

    assert told(book, RESULT)[1] == Interval(*below)
    assert told(book, EXPENSES)[1] == Interval(*above)
    assert told(book, AVAILABLE)[1] is None


@pytest.mark.parametrize(
    ("cents", "interval"), [(100, Interval(4_999_900, 5_000_000)), (-100, Interval(5_000_000, 5_000_100))]
)
def test_a_cost_on_an_unknown_day_may_have_been_spent_or_not(cents: int, interval: Interval) -> None:
    book = Book()
    sets(book, INCOME, 2009, 50_000)
    book.shared(ExpenseBooked(scheme=SCHEME, line=BONUS_LINE, amount_cents=cents, fund="PIB"), None, HAARLEM)

    assert told(book, LEFT) == (5_000_000, interval)


def test_a_line_of_other_money_or_set_anew_leaves_nothing_open() -> None:
    book = Book()
    sets(book, INCOME, 2009, None, document_on=date(2008, 11, 1))
    sets(book, INCOME, 2009, 50_000, document_on=date(2008, 11, 25))
    sets(book, INCOME, 2009, None, fund="WWB")

    assert told(book, AVAILABLE) == (5_000_000, None)

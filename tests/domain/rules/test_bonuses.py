"""Utrecht's bonuses and the own contribution, and who pays a trajectory."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.counting import Bounds, ParameterNotSet, Rule, Verdict, judge_all, question_for
from domain.event import Position
from domain.facts import (
    AttendanceReported,
    OwnContributionCharged,
    OwnContributionWaived,
    ParameterSet,
    PersonApproached,
    PlacementEnded,
    PlacementStarted,
    SetOff,
)
from domain.rules import rule
from projections import VIEWS
from tests.given import Book

UTRECHT = "0344"
ENTITLEMENTS, NET = rule("bonus-entitlements", "utrecht-2008"), rule("own-contribution-net", "utrecht-2008")
STATE, MUNICIPALITY = rule("state-fee", "utrecht-2008"), rule("municipal-share", "utrecht-2008")
SET = {
    "recruitment-bonus-cents": "5000",
    "start-bonus-cents": "10000",
    "attendance-bonus-cents": "15000",
    "success-bonus-cents": "20000",
    "bonus-attendance-percent-min": "80",
}
ALL = {"recruitment": 5_000, "start": 10_000, "attendance": 15_000, "success": 20_000}


def ask(book: Book, the_rule: Rule, as_of: str = "2009-06-30", settings: Any = None) -> list[Verdict]:
    values = [(None, None, name, value) for name, value in (SET if settings is None else settings).items()]
    question = question_for(the_rule, Bounds(date.fromisoformat(as_of), Position(999)), values, UTRECHT)
    return judge_all(the_rule, book.cases(VIEWS[the_rule.view]).values(), question)


def gives_bonuses(book: Book, municipality: str | None = UTRECHT) -> Book:
    """A municipality that set an amount, or everybody."""
    book.shared(ParameterSet(name="start-bonus-cents", value=SET["start-bonus-cents"]), "2008-10-06", municipality)
    return book


def earned(book: Book, as_of: str = "2009-06-30") -> dict[str, int]:
    return {str(one.case.part): one.amount for one in ask(book, ENTITLEMENTS, as_of) if one.counted}


def why_not(book: Book, as_of: str = "2009-06-30") -> dict[str, str]:
    return {str(one.case.part): one.code for one in ask(book, ENTITLEMENTS, as_of) if not one.counted}


def person(book: Book, name: str = "U1", attended: int = 80, *, successful: bool | None = True) -> None:
    """Recruited, started, attended so many of a hundred lessons, and ended."""
    stream = book.registration(name, municipality=UTRECHT, party=UTRECHT)
    stream.says(PersonApproached(channel="ambassador", approached_by="Stichting"), "2008-10-10")
    stream.says(PlacementStarted(trajectory="REGULAR"), "2008-11-01")
    stream.says(AttendanceReported(lessons=100, attended=attended), "2009-03-31")
    stream.says(PlacementEnded(reason="COMPLETED", successful=successful), "2009-05-31")


def test_four_bonuses_on_four_conditions() -> None:
    book = gives_bonuses(Book())
    person(book)

    assert earned(book) == ALL
    assert earned(book, "2008-10-31") == {}
    assert earned(book, "2008-11-01") == {"recruitment": 5_000, "start": 10_000}
    assert earned(book, "2009-03-31") == {name: ALL[name] for name in ("recruitment", "start", "attendance")}
    assert earned(book, "2009-05-30").keys() == {"recruitment", "start", "attendance"}


@pytest.mark.parametrize(("attended", "is_earned"), [(79, False), (80, True), (81, True), (0, False)])
def test_exactly_the_norm_is_sufficient(attended: int, is_earned: bool) -> None:
    book = gives_bonuses(Book())
    person(book, attended=attended)

    assert ("attendance" in earned(book)) == is_earned
    if not is_earned:
        assert why_not(book) == {"attendance": "ATTENDANCE_TOO_LOW"}


def test_a_bonus_is_given_once_however_many_trajectories_and_registrations() -> None:
    book = gives_bonuses(Book())
    person(book, "U1")
    person(book, "U2")
    book.links(book.streams["U1"], book.streams["U2"])
    book.streams["U1"].says(PlacementStarted(trajectory="DUAL"), "2009-06-01")

    assert earned(book) == ALL
    assert len(ask(book, ENTITLEMENTS)) == 4


@pytest.mark.parametrize(
    ("recruited", "code"),
    [
        ("2008-10-31", None),
        ("2008-11-01", None),
        ("2008-11-02", "NOT_NEW"),
        ("2008-10", None),
        ("2008-11", "DATE_UNKNOWN"),
        ("2008-12", "NOT_NEW"),
        (None, "DATE_UNKNOWN"),
    ],
)
def test_a_recruiter_earns_for_a_new_person_only(recruited: str | None, code: str | None) -> None:
    book = gives_bonuses(Book())
    stream = book.registration("U1", municipality=UTRECHT)
    stream.says(PersonApproached(), recruited)
    stream.says(PlacementStarted(trajectory="REGULAR"), "2008-11-01")

    assert why_not(book).get("recruitment") == code


def test_who_was_recruited_and_never_started_earns_nobody_anything() -> None:
    book = gives_bonuses(Book())
    book.registration("U1", municipality=UTRECHT).says(PersonApproached(), "2008-10-10")

    assert set(why_not(book).values()) == {"NOT_STARTED"}
    assert len(why_not(book)) == 4


def test_without_a_recruiter_there_is_no_bonus_for_one() -> None:
    book = gives_bonuses(Book())
    book.registration("U1", municipality=UTRECHT).says(PlacementStarted(trajectory="REGULAR"), "2008-11-01")

    assert {*earned(book), *why_not(book)} == {"start", "attendance", "success"}


@pytest.mark.parametrize("ending", [{"successful": False}, {"successful": None}])
def test_an_end_that_nobody_calls_a_success_is_none(ending: dict[str, Any]) -> None:
    book = gives_bonuses(Book())
    person(book, **ending)

    assert why_not(book) == {"success": "NOT_SUCCESSFUL"}


@pytest.mark.parametrize("missing", SET)
def test_no_amount_and_no_norm_is_assumed(missing: str) -> None:
    book = gives_bonuses(Book())
    person(book)

    with pytest.raises(ParameterNotSet, match=f"name={missing}"):
        ask(book, ENTITLEMENTS, settings={name: value for name, value in SET.items() if name != missing})


@pytest.mark.parametrize(("set_for", "cases"), [(UTRECHT, 4), (None, 4), ("0512", 0)])
def test_where_nobody_gives_bonuses_nobody_is_considered(set_for: str | None, cases: int) -> None:
    book = Book()
    person(book)
    assert ask(book, ENTITLEMENTS) == []

    gives_bonuses(book, set_for)
    assert len(ask(book, ENTITLEMENTS)) == cases


def test_a_parameter_of_something_else_gives_no_bonuses() -> None:
    book = Book()
    person(book)
    book.shared(ParameterSet(name="waiting-limit-months", value="4"), "2008-10-06", UTRECHT)

    assert ask(book, ENTITLEMENTS) == []


def test_what_a_bonus_is_not_earned_by_changes_no_row_of_it() -> None:
    book = gives_bonuses(Book())
    person(book)
    view = VIEWS["bonus-entitlements"]
    before = {case.part: case for case in book.cases(view).values()}
    book.streams["U1"].says(AttendanceReported(lessons=10, attended=1), "2009-06-15")
    after = {case.part: case for case in book.cases(view).values()}

    assert {part for part in after if after[part] != before[part]} == {"attendance"}


# --- The own contribution ---


def contribution(book: Book, as_of: str = "2009-06-30") -> tuple[int, dict[str, Any]]:
    (verdict,) = ask(book, NET, as_of)
    return verdict.amount, dict(verdict.reason.detail)


def test_the_bonuses_are_set_off_and_never_below_zero() -> None:
    book = Book()
    person(book)
    book.streams["U1"].says(OwnContributionCharged(amount_cents=27_000), "2008-11-01")

    assert contribution(book, "2009-03-31") == (
        2_000,
        {
            "charged_cents": 27_000,
            "waived_cents": 0,
            "bonus_cents": 25_000,
            "set_off_cents": 25_000,
            "left_cents": 2_000,
            "paid_out_cents": 0,
        },
    )
    left, told = contribution(book)
    assert (left, told["set_off_cents"], told["paid_out_cents"]) == (0, 27_000, 18_000)


def test_the_recruiters_bonus_is_not_set_off_against_what_another_owes() -> None:
    book = Book()
    person(book, attended=0, successful=False)
    book.streams["U1"].says(OwnContributionCharged(amount_cents=27_000), "2008-11-01")

    assert contribution(book)[1]["bonus_cents"] == 10_000


def test_what_was_waived_needs_no_set_off_and_what_was_set_off_is_told() -> None:
    book = Book()
    person(book)
    stream = book.streams["U1"]
    stream.says(OwnContributionCharged(amount_cents=27_000), "2008-11-01")
    stream.says(OwnContributionWaived(amount_cents=30_000), "2008-12-01")
    stream.says(SetOff(amount_cents=1_000), "2009-01-01")
    left, told = contribution(book)

    assert (left, told["waived_cents"], told["paid_out_cents"]) == (0, 27_000, 45_000)
    assert told["recorded_set_off_cents"] == 1_000


@pytest.mark.parametrize(
    ("recorded", "flags"),
    [(None, ()), (24_999, ("BOOKED_OTHERWISE",)), (25_000, ()), (25_001, ("BOOKED_OTHERWISE",))],
)
def test_a_set_off_in_the_books_that_is_not_what_the_bonuses_come_to_is_flagged(
    recorded: int | None, flags: tuple[str, ...]
) -> None:
    book = Book()
    person(book)
    stream = book.streams["U1"]
    stream.says(OwnContributionCharged(amount_cents=27_000), "2008-11-01")
    if recorded is not None:
        stream.says(SetOff(amount_cents=recorded), "2009-04-01")

    (verdict,) = ask(book, NET, "2009-04-30")
    assert tuple(one for one in verdict.flags if one == "BOOKED_OTHERWISE") == flags
    assert verdict.amount == 2_000


@given(
    charged=st.integers(0, 60_000),
    waived=st.integers(0, 60_000),
    attended=st.integers(0, 100),
    successful=st.booleans(),
)
def test_the_entries_balance(charged: int, waived: int, attended: int, successful: bool) -> None:
    book = Book()
    person(book, attended=attended, successful=successful)
    book.streams["U1"].says(OwnContributionCharged(amount_cents=charged), "2008-11-01")
    book.streams["U1"].says(OwnContributionWaived(amount_cents=waived), "2008-11-01")
    left, told = contribution(book)

    assert left == told["left_cents"] >= 0
    assert told["charged_cents"] == told["waived_cents"] + told["set_off_cents"] + left
    assert told["bonus_cents"] == told["set_off_cents"] + told["paid_out_cents"]
    assert min(told.values()) >= 0


# --- Who pays ---


@pytest.mark.parametrize(
    ("trajectory", "dual_with", "state", "rest"),
    [
        ("REGULAR", None, 600_000, 400_000),
        ("DUAL", None, 700_000, 300_000),
        ("COMBINED", None, 700_000, 300_000),
        ("REGULAR", "WORK", 700_000, 300_000),
        ("LITERACY_CLASS", "WORK", 0, 0),
    ],
)
def test_the_state_pays_a_fee_and_a_bonus_and_the_municipality_the_rest(
    trajectory: Any, dual_with: Any, state: int, rest: int
) -> None:
    book = Book()
    stream = book.registration("U1", municipality=UTRECHT)
    stream.says(PlacementStarted(trajectory=trajectory, dual_with=dual_with), "2008-11-01")

    for the_rule, amount in ((STATE, state), (MUNICIPALITY, rest)):
        (verdict,) = ask(book, the_rule, settings={})
        assert verdict.amount == amount


def test_an_announced_bonus_is_nothing_until_it_holds() -> None:
    book = Book()
    book.registration("U1", municipality=UTRECHT).says(PlacementStarted(trajectory="REGULAR"), "2008-11-01")
    (before,) = ask(book, STATE, settings={})
    (after,) = ask(book, STATE, settings={"quality-bonus-cents": "50000"})

    assert (before.reason.detail["quality_bonus_cents"], before.amount, after.amount) == (0, 600_000, 650_000)

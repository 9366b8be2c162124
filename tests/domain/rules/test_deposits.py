"""Deposits: worked case C08, and every boundary of its rules."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.counting import Bounds, Rule, Verdict, funnel_of, judge, judge_all, question_for, value_of
from domain.dates import Period, When
from domain.event import Position
from domain.facts import AttendanceReported, DepositReceived, PersonRegistered, PlacementEnded
from domain.rules import rule, versions
from domain.rules.attendance import Report
from domain.rules.deposit_case import Booked, Booking, Deposit, End, Payment
from projections import VIEWS
from tests.given import Answer, Book, ask

DEPOSITS = VIEWS["deposits"]
VERSIONS = ("extra-bonus", "extra-bonus-authorised-out", "refund-on-success", "refund-on-success-authorised-out")
PAID, ENDED = When("2003-09-01"), When("2004-06-30")


def bounds(as_of: str = "2004-07-01", period: Period | None = None) -> Bounds:
    return Bounds(date.fromisoformat(as_of), Position(99), period)


# --- Worked case C08 ---


def pilot() -> Book:
    """The seven rows of the pilot, as its profile records them."""
    book = Book()
    rows = {
        "A1": (100, 85, 0, True),
        "A2": (100, 84, 0, True),
        "A3": (100, 80, 10, False),
        "A4": (20, 17, 0, False),
        "A5": (100, 100, 0, False),
        "A6": (100, 50, 0, False),
    }
    for name, (lessons, attended, excused, successful) in rows.items():
        stream = book.registration(name, "0512", party="regio Zuid-Holland Zuid", system="pilot-presentie")
        stream.says(PersonRegistered(register="deposit-pilot"))
        stream.says(DepositReceived(amount_cents=5_000), PAID)
        stream.says(AttendanceReported(lessons=lessons, attended=attended, authorised_absent=excused), ENDED)
        stream.says(PlacementEnded(reason="UNKNOWN", successful=successful), ENDED)
    unpaid = book.registration("A7", "0512", party="regio Zuid-Holland Zuid", system="pilot-presentie")
    unpaid.says(PersonRegistered(register="deposit-pilot"))
    unpaid.says(PlacementEnded(reason="UNKNOWN", successful=False))
    return book


def asked(rule_id: str, version: str, as_of: str = "2004-07-01", period: Period | None = None) -> Answer:
    return ask(pilot(), DEPOSITS, rule(rule_id, version), bounds(as_of, period))


@pytest.mark.parametrize(
    ("version", "kept", "left_out", "net_cents"),
    [
        ("extra-bonus", ["A2", "A3", "A6"], dict.fromkeys(("A1", "A4", "A5"), "REFUND_DUE"), 5_000),
        ("extra-bonus-authorised-out", ["A2", "A6"], dict.fromkeys(("A1", "A3", "A4", "A5"), "REFUND_DUE"), 0),
        (
            "refund-on-success",
            ["A2", "A3", "A6"],
            {"A1": "REFUND_DUE", "A4": "NOT_SUCCESSFUL", "A5": "NOT_SUCCESSFUL"},
            25_000,
        ),
        (
            "refund-on-success-authorised-out",
            ["A2", "A6"],
            {"A1": "REFUND_DUE"} | dict.fromkeys(("A3", "A4", "A5"), "NOT_SUCCESSFUL"),
            25_000,
        ),
    ],
)
def test_c08_what_is_kept_and_what_is_left_by_each_reading(
    version: str, kept: list[str], left_out: dict[str, str], net_cents: int
) -> None:
    forfeited, net = asked("deposits-forfeited", version), asked("deposit-net", version)

    assert (forfeited.counted, forfeited.codes) == (kept, left_out | {"A7": "DEPOSIT_MISSING"})
    assert (net.value, net.codes) == (net_cents, {"A7": "DEPOSIT_MISSING"})


def parts(answer: Answer) -> dict[str, int]:
    details = [answer.verdicts[name].reason.detail for name in answer.counted]
    return {part: sum(int(one[part]) for one in details) for part in ("in_cents", "refunded_cents", "bonus_cents")}


def test_c08_300_came_in_150_went_back_and_100_was_bonus() -> None:
    net = asked("deposit-net", "extra-bonus")

    assert parts(net) == {"in_cents": 30_000, "refunded_cents": 15_000, "bonus_cents": 10_000}
    assert {name: net.verdicts[name].amount for name in net.counted} == {
        "A1": -5_000, "A2": 0, "A3": 5_000, "A4": 0, "A5": 0, "A6": 5_000,
    }  # fmt: skip


def test_c08_as_long_as_the_trajectories_go_on_everything_that_came_in_is_left() -> None:
    net, forfeited = (asked(one, "extra-bonus", "2004-06-29") for one in ("deposit-net", "deposits-forfeited"))

    assert net.value == 30_000
    assert {net.verdicts[name].code for name in net.counted} == {"NOT_ENDED"}
    assert set(forfeited.codes.values()) == {"NOT_ENDED", "DEPOSIT_MISSING"}
    assert asked("deposits-forfeited", "extra-bonus", "2004-06-30").counted == ["A2", "A3", "A6"]
    assert asked("deposit-net", "extra-bonus", "2003-08-31").codes["A1"] == "AFTER_AS_OF"


def test_c08_what_came_in_and_what_went_out_lie_in_different_years_and_add_up() -> None:
    new_year = date(2004, 1, 1)
    in_2003 = asked("deposit-net", "extra-bonus", "2003-12-31", Period(None, new_year))
    in_2004 = asked("deposit-net", "extra-bonus", "2004-12-31", Period(new_year, date(2005, 1, 1)))

    assert (in_2003.value, in_2004.value) == (30_000, -25_000)
    assert parts(in_2004) == {"in_cents": 0, "refunded_cents": 15_000, "bonus_cents": 10_000}


def test_what_ends_on_the_first_day_after_a_period_is_on_its_boundary() -> None:
    until = Period(date(2004, 1, 1), date(2004, 6, 30))

    assert asked("deposits-forfeited", "extra-bonus", "2004-06-29", until).codes["A2"] == "ON_BOUNDARY"
    assert asked("deposit-net", "extra-bonus", "2004-06-29", until).codes["A2"] == "ON_BOUNDARY"


# --- Boundaries, one participant at a time ---


def deposit(*reports: Report, **fields: Any) -> Deposit:
    """A participant who paid EUR 50, ended on 30 June 2004 and had no success, unless said otherwise."""
    return Deposit(
        **{
            "case": "c",
            "party": "p",
            "system": "s",
            "positions": (1,),
            "payments": (Payment(on=PAID, cents=5_000),),
            "reports": reports,
            "ends": (End(on=ENDED, successful=False),),
        }
        | fields
    )


def lessons(given: int, attended: int, excused: int | None = 0, on: str | None = ENDED) -> Report:
    return Report(last_on=None if on is None else When(on), lessons=given, attended=attended, authorised_absent=excused)


def verdict(one: Deposit, version: str = "extra-bonus", rule_id: str = "deposits-forfeited", **axes: Any) -> Verdict:
    chosen = rule(rule_id, version)
    return judge(chosen, one, question_for(chosen, bounds(**axes)))


@pytest.mark.parametrize(
    ("given_lessons", "attended", "excused", "raw", "out"),
    [
        (100, 85, 0, "REFUND_DUE", "REFUND_DUE"),
        (100, 84, 0, "FORFEITED", "FORFEITED"),
        (10_000, 8_499, 0, "FORFEITED", "FORFEITED"),
        (10_000, 8_500, 0, "REFUND_DUE", "REFUND_DUE"),
        (20, 17, 0, "REFUND_DUE", "REFUND_DUE"),
        (3, 2, 0, "FORFEITED", "FORFEITED"),
        (120, 85, 20, "FORFEITED", "REFUND_DUE"),
        (121, 85, 20, "FORFEITED", "FORFEITED"),
        (0, 0, 0, "NO_LESSONS", "NO_LESSONS"),
        (10, 0, 10, "FORFEITED", "NO_LESSONS"),
        (10, 11, 0, "COUNTS_CONTRADICT", "COUNTS_CONTRADICT"),
        (10, 8, 3, "COUNTS_CONTRADICT", "COUNTS_CONTRADICT"),
        (100, 84, None, "FORFEITED", "AUTHORISED_ABSENCE_UNKNOWN"),
        (100, 85, None, "REFUND_DUE", "REFUND_DUE"),
        (100, 0, None, "FORFEITED", "AUTHORISED_ABSENCE_UNKNOWN"),
    ],
)
def test_attendance_is_compared_as_a_fraction(
    given_lessons: int, attended: int, excused: int | None, raw: str, out: str
) -> None:
    one = deposit(lessons(given_lessons, attended, excused))

    assert (verdict(one).code, verdict(one, "extra-bonus-authorised-out").code) == (raw, out)


def test_several_periods_are_one_attendance() -> None:
    autumn, spring = lessons(50, 50, 0, "2003-12-31"), lessons(50, 35, 0, ENDED)

    assert verdict(deposit(autumn, spring)).code == "REFUND_DUE"
    assert verdict(deposit(spring)).code == "FORFEITED"


def test_a_period_that_goes_on_after_the_day_asked_does_not_count_yet() -> None:
    going_on = Report(from_on=date(2004, 6, 1), last_on=When("2004-07-31"), lessons=10, attended=0, authorised_absent=0)
    one = deposit(lessons(100, 85), going_on)

    waiting = verdict(one)
    assert (waiting.code, waiting.reason.detail["lessons"]) == ("NOT_ENDED", 100)
    assert verdict(one, as_of="2004-07-31").code == "FORFEITED"


def test_a_period_after_the_end_of_the_trajectory_holds_nothing_up() -> None:
    later = Report(from_on=date(2004, 9, 1), last_on=When("2004-12-31"), lessons=10, attended=0, authorised_absent=0)

    assert verdict(deposit(lessons(100, 85), later)).code == "REFUND_DUE"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"payments": ()}, "DEPOSIT_MISSING"),
        ({"payments": (Payment(on=PAID, cents=0),)}, "DEPOSIT_MISSING"),
        ({"payments": (Payment(on=None, cents=5_000),)}, "DATE_UNKNOWN"),
        ({"payments": (Payment(on=When("2004-07"), cents=5_000),)}, "DATE_UNKNOWN"),
        ({"payments": (Payment(on=When("2003"), cents=5_000),)}, "FORFEITED"),
        ({"payments": (Payment(on=When("2004-07-02"), cents=5_000),)}, "AFTER_AS_OF"),
        ({"ends": ()}, "NOT_ENDED"),
        ({"ends": (End(on=None, successful=True),)}, "DATE_UNKNOWN"),
        ({"ends": (End(on=When("2004"), successful=True),)}, "DATE_UNKNOWN"),
        ({"ends": (End(on=When("2004-07-02"), successful=True),)}, "NOT_ENDED"),
        ({"reports": ()}, "ATTENDANCE_UNKNOWN"),
        ({"reports": (lessons(100, 84, 0, None),)}, "DATE_UNKNOWN"),
    ],
)
def test_what_is_missing_or_not_known_is_said_and_not_counted(fields: dict[str, Any], code: str) -> None:
    assert verdict(deposit(lessons(100, 84), **fields) if "reports" not in fields else deposit(**fields)).code == code


def test_success_is_asked_only_where_the_outcome_depends_on_it() -> None:
    silent = (End(on=ENDED),)
    enough, too_little = deposit(lessons(100, 85), ends=silent), deposit(lessons(100, 84), ends=silent)

    assert [verdict(one).code for one in (enough, too_little)] == ["REFUND_DUE", "FORFEITED"]
    assert [verdict(one, "refund-on-success").code for one in (enough, too_little)] == ["SUCCESS_UNKNOWN", "FORFEITED"]
    net = [verdict(one, rule_id="deposit-net") for one in (enough, too_little)]
    assert [(one.counted, one.code) for one in net] == [(False, "SUCCESS_UNKNOWN")] * 2
    assert verdict(too_little, "refund-on-success", "deposit-net").amount == 5_000


def test_another_amount_than_agreed_is_kept_as_it_was_paid_and_said() -> None:
    half = verdict(deposit(lessons(10, 0), payments=(Payment(on=PAID, cents=2_500),)), rule_id="deposit-net")

    assert (half.amount, half.reason.detail["agreed_cents"]) == (2_500, 5_000)


def test_a_norm_and_a_bonus_that_are_set_are_used() -> None:
    chosen = rule("deposit-net", "extra-bonus")
    one = deposit(lessons(100, 84), ends=(End(on=ENDED, successful=True),))
    settings = [(None, None, "attendance-percent-min", "84"), (None, None, "success-bonus-cents", "7500")]

    assert judge(chosen, one, question_for(chosen, bounds(), settings)).amount == -7_500


# --- What was booked ---


def booked(kind: Booked, cents: int, on: str | None = "2004-06-30") -> Booking:
    return Booking(kind=kind, on=None if on is None else When(on), cents=cents)


@pytest.mark.parametrize(
    ("bookings", "flags"),
    [
        ((), ()),
        ((booked("FORFEITED", 5_000),), ()),
        ((booked("FORFEITED", 2_500), booked("FORFEITED", 2_500)), ()),
        ((booked("FORFEITED", 2_500),), ("BOOKED_OTHERWISE",)),
        ((booked("REFUNDED", 5_000),), ("BOOKED_OTHERWISE",)),
        ((booked("REFUNDED", 5_000, "2004-07-02"),), ()),
        ((booked("REFUNDED", 5_000, None),), ("BOOKED_OTHERWISE",)),
        ((booked("BONUS_PAID", 5_000),), ("BOOKED_OTHERWISE",)),
    ],
)
def test_books_that_differ_from_the_rule_are_flagged_and_change_no_figure(
    bookings: tuple[Booking, ...], flags: tuple[str, ...]
) -> None:
    for rule_id in ("deposits-forfeited", "deposit-net"):
        found = verdict(deposit(lessons(100, 84), bookings=bookings), rule_id=rule_id)
        assert (found.code, found.flags) == ("FORFEITED", flags)
    assert verdict(deposit(lessons(100, 84), bookings=bookings), rule_id="deposit-net").amount == 5_000


def test_a_refund_before_the_end_is_otherwise_than_the_rule() -> None:
    early = verdict(deposit(lessons(100, 85), bookings=(booked("REFUNDED", 5_000, "2004-01-01"),)), as_of="2004-02-01")

    assert (early.code, early.flags) == ("NOT_ENDED", ("BOOKED_OTHERWISE",))
    assert early.reason.detail["booked_refunded_cents"] == 5_000


@pytest.mark.parametrize(
    ("reports", "version", "code"),
    [
        ((lessons(0, 0),), "extra-bonus", "NO_LESSONS"),
        ((lessons(10, 0, 10),), "extra-bonus-authorised-out", "NO_LESSONS"),
        ((lessons(10, 11),), "extra-bonus", "COUNTS_CONTRADICT"),
        ((lessons(10, 11),), "refund-on-success", "COUNTS_CONTRADICT"),
        ((lessons(100, 84, None),), "extra-bonus-authorised-out", "AUTHORISED_ABSENCE_UNKNOWN"),
        ((), "extra-bonus", "ATTENDANCE_UNKNOWN"),
    ],
)
def test_as_long_as_attendance_decides_nothing_what_was_received_is_left_and_why_is_said(
    reports: tuple[Report, ...], version: str, code: str
) -> None:
    net = verdict(deposit(*reports), version, "deposit-net")
    kept = verdict(deposit(*reports), version)

    assert (net.counted, net.code, net.amount) == (True, code, 5_000)
    assert [net.reason.detail[name] for name in ("in_cents", "refunded_cents", "bonus_cents")] == [5_000, 0, 0]
    assert (kept.counted, kept.code) == (False, code)
    assert ("lessons" in net.reason.detail) is bool(reports), "of none reported no number is said"


def test_a_bonus_for_success_alone_goes_out_also_where_attendance_decides_nothing() -> None:
    successful = deposit(lessons(0, 0), ends=(End(on=ENDED, successful=True),))
    versions_of_money = ("extra-bonus", "refund-on-success")

    assert [verdict(successful, one, "deposit-net").amount for one in versions_of_money] == [0, 5_000]


def test_what_was_received_and_not_decided_on_is_left_in_the_year_in_which_it_came_in() -> None:
    years = [Period(date(year, 1, 1), date(year + 1, 1, 1)) for year in (2003, 2004)]
    found = [verdict(deposit(lessons(0, 0)), rule_id="deposit-net", period=one) for one in years]

    assert [(one.code, one.amount, one.reason.detail["in_cents"]) for one in found] == [
        ("NO_LESSONS", 5_000, 5_000),
        ("NO_LESSONS", 0, 0),
    ]


def test_a_refund_of_what_the_rule_decided_nothing_on_is_flagged() -> None:
    refunded = verdict(deposit(lessons(0, 0), bookings=(booked("REFUNDED", 5_000),)), rule_id="deposit-net")

    assert (refunded.code, refunded.amount, refunded.flags) == ("NO_LESSONS", 5_000, ("BOOKED_OTHERWISE",))


# --- Properties ---

COUNTS = st.integers(0, 40)
MADE = st.builds(
    lambda given_lessons, attended, excused, success, cents: deposit(
        lessons(given_lessons, attended, excused),
        ends=(End(on=ENDED, successful=success),),
        payments=(Payment(on=PAID, cents=cents),),
    ),
    COUNTS,
    COUNTS,
    st.one_of(st.none(), st.integers(0, 5)),
    st.sampled_from([None, True, False]),
    st.sampled_from([0, 2_500, 5_000]),
)


@given(st.lists(MADE, max_size=8))
def test_the_net_is_the_sum_of_its_parts_and_the_funnel_adds_up(made: list[Deposit]) -> None:
    for chosen in versions("deposit-net"):
        verdicts = judge_all(chosen, made, question_for(chosen, bounds()))
        counted = [one.reason.detail for one in verdicts if one.counted]

        assert sum(funnel_of(verdicts).values()) == len(made)
        assert value_of(verdicts) == sum(
            int(one["in_cents"]) - int(one["refunded_cents"]) - int(one["bonus_cents"]) for one in counted
        )


def code(chosen: Rule, one: Deposit) -> str:
    return judge(chosen, one, question_for(chosen, bounds())).code


@given(MADE)
def test_who_is_forfeited_with_authorised_absence_out_is_forfeited_with_it_in(one: Deposit) -> None:
    by_version = {version: code(rule("deposits-forfeited", version), one) for version in VERSIONS}

    if by_version["extra-bonus-authorised-out"] == "FORFEITED":
        assert by_version["extra-bonus"] == "FORFEITED"
    for share in ("", "-authorised-out"):
        forfeited = [by_version[f"{money}{share}"] == "FORFEITED" for money in ("extra-bonus", "refund-on-success")]
        assert forfeited[0] == forfeited[1], "by attendance alone, whatever success brings"

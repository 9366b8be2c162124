"""Realisation of quotas: worked case C01, and what a figure may be set against."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from domain.counting import Bounds, judge, question_for
from domain.dates import Period, When, parse_period
from domain.event import Position, Source
from domain.facts import (
    CategoryDetermined,
    EnforcementOrderIssued,
    EstimateMade,
    ForecastMade,
    PlacementStarted,
    QuotaSet,
    RegistrationsLinked,
    SourceSystemTakenIntoUse,
)
from domain.precision import Interval
from domain.quotas import Quota, set_against
from domain.rules import rule
from domain.rules.quota_realisation import (
    EnforcementOrder,
    OtherPlacement,
    Placement,
    conflicts_with_estimates,
)
from domain.rules.shared import Category
from projections import VIEWS
from tests.given import Book, ask, read

PLACEMENTS = rule("placements", "started")
LETTER_4A = rule("quota-placements", "letter-4a")
AGENDA_3A = rule("quota-placements", "agenda-3a")
ORDERS = rule("enforcement-orders", "without-offer")
UNTIL_JULY = parse_period("2007-01-01..2008-07-01")
WI_2007 = "Wet inburgering 2007"


def bounds(period: Period | None = UNTIL_JULY, as_of: str = "2008-06-30", registered_by: str | None = None) -> Bounds:
    bound = date.fromisoformat(registered_by) if registered_by else None
    return Bounds(date.fromisoformat(as_of), Position(9999), period, bound)


SEPTEMBER = bounds(registered_by="2008-09-18")
OCTOBER = bounds(registered_by="2008-10-02")

# --- Worked case C01 ---


def groningen() -> Book:
    """236 placements of whom 88 of pardoners, the traps of the case, and the quotas of the agenda."""
    book = Book()
    book.shared(
        SourceSystemTakenIntoUse(system="GWS4all"), "2008-10-01", "0014", Source(party="0014", system="profile")
    )

    def placed(name: str, on: str, pardon: bool, trajectory: Any = "DUAL", registered_on: str | None = None) -> None:
        stream, entered = book.registration(name), registered_on or on
        stream.says(CategoryDetermined(target_group="OBLIGED", pardon=pardon), registered_on=entered)
        stream.says(PlacementStarted(trajectory=trajectory), on, registered_on=entered, delivered_on="2008-10-06")

    for number in range(1, 237):
        day = date(2007, 1, 15) + timedelta(days=number % 530)
        placed(f"G{number:03}", day.isoformat(), pardon=number <= 88)
    placed("T1", "2008-07-01", pardon=False)
    placed("L1", "2008-06-20", pardon=False, registered_on="2008-10-02")
    placed("X1", "2008-02-01", pardon=False, trajectory="LITERACY_CLASS")
    for name in ("H1", "H2", "H3"):
        stream = book.registration(name)
        stream.says(CategoryDetermined(target_group="OBLIGED", pardon=False), registered_on="2008-02-01")
        stream.says(EnforcementOrderIssued(with_offer=False), "2008-02-01", registered_on="2008-02-01")
    agenda(book)
    return book


def agenda(book: Book) -> None:
    def line(kind: Any, unit: str, amount: int, scheme: str = WI_2007, precision: Any = "exact") -> None:
        fact = kind(
            scheme=scheme,
            unit=unit,
            amount=amount,
            precision=precision,
            period_from=date(2007, 1, 1),
            period_until=date(2010, 1, 1),
            setter="gemeente",
            document_on=date(2008, 9, 18),
            wording="zoals het er staat",
            document="inburgeringsagenda 2008-2009",
        )
        book.shared(fact, "2008-09-18", "0014")

    line(QuotaSet, "trajectories", 1230)
    line(ForecastMade, "inburgeraars", 1230)
    line(QuotaSet, "enforcement-orders", 123)
    line(EstimateMade, "inburgeraars", 250, "Regeling afwikkeling nalatenschap", "about")


def quotas_of(book: Book) -> list[Quota]:
    view = VIEWS["quotas"]
    return [read(view, row) for row in sorted(book.rows(view), key=lambda row: row.known_from)]


PARDONERS = {f"G{number:03}" for number in range(1, 89)}
PLACED = sorted(f"G{number:03}" for number in range(1, 237))
TRAPS = {
    "T1": "ON_BOUNDARY",
    "L1": "RECORDED_LATER",
    "X1": "NOT_A_WI_TRAJECTORY",
    "H1": "ENFORCEMENT_ONLY",
    "H2": "ENFORCEMENT_ONLY",
    "H3": "ENFORCEMENT_ONLY",
}


def test_c01_236_were_placed_until_the_first_of_july() -> None:
    answer = ask(groningen(), VIEWS["placements"], PLACEMENTS, SEPTEMBER)

    assert (answer.value, answer.counted, answer.codes) == (236, PLACED, TRAPS)
    assert answer.verdicts["L1"].reason.detail == {"registered_on": "2008-10-02"}


def test_c01_by_the_letter_148_trajectories_count_and_1082_are_to_go() -> None:
    book = groningen()
    answer = ask(book, VIEWS["placements"], LETTER_4A, SEPTEMBER)
    beside, refused = set_against(LETTER_4A, answer.value, quotas_of(book), SEPTEMBER)

    assert answer.value == 148
    assert {name for name, code in answer.codes.items() if code == "PARDON_OTHER_MINISTRY"} == PARDONERS
    assert [(one.quota.amount, one.to_go, one.share) for one in beside] == [(1230, 1082, Decimal("0.1203"))]
    assert [(quota.kind, quota.unit, why) for quota, why in refused] == [
        ("forecast", "inburgeraars", "UNIT_MISMATCH"),
        ("quota", "enforcement-orders", "UNIT_MISMATCH"),
        ("estimate", "inburgeraars", "SCHEME_MISMATCH"),
    ]


def test_c01_by_point_3a_236_inburgeraars_count_and_994_are_to_go() -> None:
    book = groningen()
    answer = ask(book, VIEWS["placements"], AGENDA_3A, SEPTEMBER)
    beside, _ = set_against(AGENDA_3A, answer.value, quotas_of(book), SEPTEMBER)

    assert (answer.value, answer.codes) == (236, TRAPS)
    assert [(one.quota.kind, one.to_go, one.share) for one in beside] == [("forecast", 994, Decimal("0.1919"))]


def test_c01_the_conflict_is_named_from_both_sides_with_its_passages() -> None:
    for version, other in ((LETTER_4A, "agenda-3a"), (AGENDA_3A, "letter-4a")):
        (conflict,) = version.conflicts
        assert conflict.with_version == other
        assert {passage.requirement for passage in conflict.sources} == {"R091", "R092"}


@pytest.mark.parametrize("version", [LETTER_4A, AGENDA_3A])
def test_c01_a_third_reading_is_named_with_its_interval_and_is_no_version(version: Any) -> None:
    (conflict,) = conflicts_with_estimates(version, quotas_of(groningen()))

    assert conflict.with_version is None
    assert conflict.interval == Interval(975, 985)
    assert "975-985" in conflict.why["nl"]


def test_a_third_reading_needs_an_overlapping_estimate_of_another_scheme_in_that_municipality() -> None:
    target, forecast, orders, estimate = quotas_of(groningen())

    assert conflicts_with_estimates(LETTER_4A, [target, forecast, orders]) == []
    assert conflicts_with_estimates(LETTER_4A, [target, msgspec.structs.replace(estimate, municipality="0344")]) == []
    assert conflicts_with_estimates(LETTER_4A, [target, msgspec.structs.replace(estimate, scheme=WI_2007)]) == []
    later = msgspec.structs.replace(estimate, period_from=date(2010, 1, 1), period_until=date(2011, 1, 1))
    assert conflicts_with_estimates(LETTER_4A, [target, later]) == []
    assert conflicts_with_estimates(PLACEMENTS, [target, estimate]) == []


@pytest.mark.parametrize(("version", "value"), [(PLACEMENTS, 237), (LETTER_4A, 149), (AGENDA_3A, 237)])
def test_c01_what_was_entered_in_october_adds_exactly_l1(version: Any, value: int) -> None:
    earlier = ask(groningen(), VIEWS["placements"], version, SEPTEMBER)
    later = ask(groningen(), VIEWS["placements"], version, OCTOBER)

    assert later.value == value
    assert set(later.counted) - set(earlier.counted) == {"L1"}


def test_c01_three_enforcement_orders_stand_against_123_and_never_among_placements() -> None:
    book = groningen()
    answer = ask(book, VIEWS["enforcement-orders"], ORDERS, SEPTEMBER)
    beside, _ = set_against(ORDERS, answer.value, quotas_of(book), SEPTEMBER)

    assert answer.counted == ["H1", "H2", "H3"]
    assert [(one.quota.amount, one.to_go) for one in beside] == [(123, 120)]


def test_c01_all_but_l1_were_entered_before_the_system_was_in_use() -> None:
    book = groningen()
    found = {book.name_of_record(case) for case in book.cases(VIEWS["findings"]).values()}
    flagged = {
        name
        for name, verdict in ask(book, VIEWS["placements"], PLACEMENTS, SEPTEMBER).verdicts.items()
        if "ENTERED_AFTERWARDS" in verdict.flags
    }

    assert found == flagged == set(book.streams) - {"L1"}


# --- Boundaries, one case at a time ---


def placement(**fields: Any) -> Placement:
    """A dual trajectory started in 2008, unless said otherwise."""
    usual = {"kind": "PLACEMENT", "trajectory": "DUAL", "started_on": When("2008-03-01"), "municipality": "0014"}
    return Placement(**{"case": "c", "party": "0014", "system": "GWS4all"} | usual | fields)


def code(the_rule: Any, case: Any, asked: Bounds) -> str:
    return judge(the_rule, case, question_for(the_rule, asked)).code


@pytest.mark.parametrize(
    ("started_on", "asked", "expected"),
    [
        ("2007-01-01", bounds(), "PLACED"),
        ("2006-12-31", bounds(), "BEFORE_PERIOD"),
        ("2008-06-30", bounds(), "PLACED"),
        ("2008-07-01", bounds(), "ON_BOUNDARY"),
        ("2008-07-02", bounds(), "AFTER_PERIOD"),
        ("2008-06-30", bounds(as_of="2008-06-29"), "AFTER_AS_OF"),
        ("2008-06-30", bounds(period=None), "PLACED"),
        ("2008-07-01", bounds(period=None), "AFTER_AS_OF"),
        ("1998-07-01", bounds(period=Period(None, date(2008, 7, 1))), "PLACED"),
        ("2008-02-29", bounds(period=parse_period("2008-02-29..2008-03-01")), "PLACED"),
        ("2008-03-01", bounds(period=parse_period("2008-02-29..2008-03-01")), "ON_BOUNDARY"),
        ("2008-06", bounds(), "DATE_UNKNOWN"),
        ("2008", bounds(), "DATE_UNKNOWN"),
        (None, bounds(), "DATE_UNKNOWN"),
        ("2008-07", bounds(), "AFTER_PERIOD"),
        ("2009", bounds(), "AFTER_PERIOD"),
        ("2006-12", bounds(), "BEFORE_PERIOD"),
        ("2006", bounds(), "BEFORE_PERIOD"),
        ("2008-06", bounds(as_of="2008-05-31"), "AFTER_AS_OF"),
        ("2008-06", bounds(as_of="2008-06-01"), "DATE_UNKNOWN"),
        ("2008-07", bounds(period=None), "AFTER_AS_OF"),
        ("2009", bounds(period=None), "AFTER_AS_OF"),
    ],
)
def test_tot_leaves_the_end_day_out_and_an_unknown_day_is_put_nowhere(
    started_on: str | None, asked: Bounds, expected: str
) -> None:
    case = placement(started_on=When(started_on) if started_on else None)

    assert code(PLACEMENTS, case, asked) == expected


@pytest.mark.parametrize("trajectory", ["LITERACY_CLASS", "LANGUAGE_BRIDGE", "PREPARATION"])
def test_what_is_no_trajectory_under_the_act_counts_in_no_version(trajectory: str) -> None:
    for the_rule in (PLACEMENTS, LETTER_4A, AGENDA_3A):
        assert code(the_rule, placement(trajectory=trajectory, started_on=None), bounds()) == "NOT_A_WI_TRAJECTORY"


@pytest.mark.parametrize(
    ("categories", "expected"),
    [
        ((Category(pardon=True),), "PARDON_OTHER_MINISTRY"),
        ((Category(pardon=False),), "PLACED"),
        ((), "PLACED"),
        ((Category(pardon=True), Category(target_group="OBLIGED")), "PARDON_OTHER_MINISTRY"),
        ((Category(pardon=False), Category(pardon=True, from_on=When("2008-06-30"))), "PARDON_OTHER_MINISTRY"),
        ((Category(pardon=False), Category(pardon=True, from_on=When("2008-07-01"))), "PLACED"),
    ],
)
def test_a_pardoner_is_who_was_one_on_the_day_asked(categories: tuple[Category, ...], expected: str) -> None:
    assert code(LETTER_4A, placement(categories=categories), bounds()) == expected


def test_a_placement_of_whom_nobody_said_whether_it_is_a_pardoner_counts_and_says_so() -> None:
    verdict = judge(LETTER_4A, placement(), question_for(LETTER_4A, bounds()))

    assert (verdict.counted, verdict.reason.detail) == (True, {"pardon": "unknown"})


@pytest.mark.parametrize(
    ("other", "in_municipality", "in_country"),
    [
        ({}, "OTHER_TRAJECTORY_OF_SAME_PERSON", "OTHER_TRAJECTORY_OF_SAME_PERSON"),
        ({"trajectory": "LITERACY_CLASS"}, "PLACED", "PLACED"),
        ({"on": When("2006-12-31")}, "PLACED", "PLACED"),
        ({"municipality": "0344"}, "PLACED", "OTHER_TRAJECTORY_OF_SAME_PERSON"),
    ],
)
def test_a_person_is_one_inburgeraar_in_the_place_asked_and_may_follow_two_trajectories(
    other: dict[str, Any], in_municipality: str, in_country: str
) -> None:
    usual = {"case": "b", "trajectory": "DUAL", "on": When("2007-02-01"), "municipality": "0014", "position": 1}
    case = placement(not_later=(OtherPlacement(**usual | other),))

    asked = question_for(AGENDA_3A, bounds(), municipality="0014")
    assert judge(AGENDA_3A, case, asked).code == in_municipality
    assert code(AGENDA_3A, case, bounds()) == in_country
    assert code(PLACEMENTS, case, bounds()) == code(LETTER_4A, case, bounds()) == "PLACED"


def test_linked_registrations_are_one_inburgeraar() -> None:
    book = Book()
    one, other = book.registration("A"), book.registration("B")
    one.says(PlacementStarted(trajectory="DUAL"), "2007-05-01")
    other.says(PlacementStarted(trajectory="DUAL"), "2008-02-01")
    one.says(RegistrationsLinked(other=str(other.subject), decider="tester"))
    view = VIEWS["placements"]

    latest = [row for row in book.rows_of(view, {one.subject, other.subject}) if row.known_until is None]
    assert [code(AGENDA_3A, read(view, row), bounds()) for row in latest] == [
        "PLACED",
        "OTHER_TRAJECTORY_OF_SAME_PERSON",
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "ORDER_ISSUED"),
        ({"with_offer": True}, "WITH_OFFER"),
        ({"issued_on": When("2008-07-01")}, "ON_BOUNDARY"),
        ({"issued_on": None}, "DATE_UNKNOWN"),
    ],
)
def test_only_an_order_without_an_offer_counts_as_one(fields: dict[str, Any], expected: str) -> None:
    usual = {"case": "c", "party": "0014", "system": "GWS4all", "with_offer": False, "issued_on": When("2008-02-01")}

    assert code(ORDERS, EnforcementOrder(**usual | fields), bounds()) == expected

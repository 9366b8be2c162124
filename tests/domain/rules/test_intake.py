"""The intake: worked case C02, and which step a dossier is called by."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

from domain.counting import Bounds, Rule, judge, question_for
from domain.dates import Period, When, parse_period
from domain.event import Position
from domain.facts import (
    AssessmentRecorded,
    ClassAttendanceStarted,
    EnforcementOrderIssued,
    MilestoneSet,
    OfferDeclined,
    PlanDrafted,
    PlanSigned,
    QuotaSet,
)
from domain.precision import Interval
from domain.quotas import Quota, ShareInterval, set_against
from domain.rules import rule
from domain.rules.intake import IntakeDossier, OtherDossier, Step
from projections import VIEWS
from tests.given import Book, ask, read

SIGNED, IN_CLASS = rule("signed-plans", "first-signature"), rule("in-class", "first-lesson")
APRIL = date(2008, 4, 1)
ROTTERDAM = "0599"
STEPS: dict[str, Any] = {
    "tested": ("TESTED", AssessmentRecorded(assessment="ENTRY_TEST")),
    "declined": ("OFFER_DECLINED", OfferDeclined()),
    "ordered": ("ORDERED", EnforcementOrderIssued(with_offer=False)),
    "in_class": ("IN_CLASS", ClassAttendanceStarted()),
    "drafted": ("PLAN_DRAFTED", PlanDrafted()),
    "signed": ("PLAN_SIGNED", PlanSigned()),
}


def bounds(as_of: str = "2008-04-01", period: str | None = None, registered_by: str | None = None) -> Bounds:
    bound = date.fromisoformat(registered_by) if registered_by else None
    return Bounds(date.fromisoformat(as_of), Position(9999), parse_period(period) if period else None, bound)


# --- Worked case C02, a fiftieth of its size ---

EVERY = {"tested": "2007-08-01"}
ROWS = (
    ("C", 14, {**EVERY, "in_class": "2008-01-20", "drafted": "2008-02-01", "signed": "2008-03-31"}),
    ("N", 2, {**EVERY, "drafted": "2008-02-01", "signed": "2008-01-05"}),
    ("P", 42, {**EVERY, "in_class": "2007-12-06", "drafted": "2008-03-05"}),
    ("K", 25, {**EVERY, "in_class": "2007-12-17"}),
    ("T", 10, EVERY),
    ("H", 6, {**EVERY, "declined": "2007-11-01", "ordered": "2008-01-16"}),
)


def rotterdam(later: int = 0) -> Book:
    """The steps of the case; with `later` so many signatures of the summer, half of them with a draft of that time."""
    book = Book()
    for kind, count, steps in ROWS:
        for number in range(count):
            stream = book.registration(f"{kind}{number:02}", municipality=ROTTERDAM, party=ROTTERDAM)
            for step, on in steps.items():
                stream.says(STEPS[step][1], on, delivered_on="2008-04-01")
    for number in range(later):
        stream = book.registration(f"{'PK'[number % 2]}{number // 2:02}")
        if number % 2:
            stream.says(PlanDrafted(), "2008-04-26", delivered_on="2008-10-01")
        stream.says(PlanSigned(), "2008-06-08", delivered_on="2008-10-01")
    return book


def codes(book: Book, the_rule: Rule, asked: Bounds) -> tuple[int, Counter[str]]:
    answer = ask(book, VIEWS["intake"], the_rule, asked)
    return answer.value, Counter(answer.codes.values())


NOT_SIGNED = {"PLAN_DRAFTED_NOT_SIGNED": 42, "NO_PLAN": 25, "TESTED_ONLY": 10, "ENFORCEMENT_ONLY": 6}
NOT_IN_CLASS = {"SIGNED_NOT_IN_CLASS": 2, "TESTED_ONLY": 10, "ENFORCEMENT_ONLY": 6}


@pytest.mark.parametrize("later", [0, 20])
def test_c02_the_figures_of_a_day_stay_what_they_were_when_steps_follow(later: int) -> None:
    book = rotterdam(later)

    assert codes(book, SIGNED, bounds()) == (16, NOT_SIGNED)
    assert codes(book, IN_CLASS, bounds()) == (81, NOT_IN_CLASS)


def test_c02_the_difference_is_explained_from_both_sides() -> None:
    book = rotterdam()
    signed, in_class = (set(ask(book, VIEWS["intake"], one, bounds()).counted) for one in (SIGNED, IN_CLASS))

    assert (len(in_class - signed), len(signed - in_class)) == (67, 2)
    assert len(in_class) - 67 + 2 == len(signed)


def test_c02_the_signatures_of_the_summer_are_all_that_is_new_in_september() -> None:
    before = ask(rotterdam(20), VIEWS["intake"], SIGNED, bounds())
    after = ask(rotterdam(20), VIEWS["intake"], SIGNED, bounds("2008-09-30"))

    assert (before.value, after.value) == (16, 36)
    assert {name[0] for name in set(after.counted) - set(before.counted)} == {"P", "K"}


def test_a_signature_that_came_later_is_told_beside_the_reason() -> None:
    answer = ask(rotterdam(20), VIEWS["intake"], SIGNED, bounds())

    assert answer.verdicts["P00"].reason.detail == {"on": "2008-03-05", "later_on": "2008-06-08"}
    assert answer.verdicts["K00"].reason.detail == {"on": "2007-12-17", "later_on": "2008-06-08"}
    assert answer.verdicts["P20"].reason.detail == {"on": "2008-03-05"}


def quotas() -> list[Quota]:
    book = Book()

    def line(kind: Any, amount: int, until: str, **said: Any) -> None:
        fact = kind(
            **{"scheme": "Wet inburgering 2007", "unit": "trajectories", "amount": amount, "precision": "exact"} | said,
            period_from=date(2007, 1, 1),
            period_until=date.fromisoformat(until),
            setter="gemeente",
            document_on=date(2008, 10, 6),
            document="versnellingsplannen G4",
        )
        book.shared(fact, "2008-10-06", ROTTERDAM)

    line(QuotaSet, 15_000, "2010-01-01")
    line(MilestoneSet, 6_000, "2009-01-01", precision="about")
    line(QuotaSet, 9_000, "2010-01-01", unit="persons")
    return [read(VIEWS["quotas"], row) for row in book.rows(VIEWS["quotas"])]


def test_c02_689_is_459_hundredths_of_a_percent_of_the_target_and_1720_an_interval_of_the_milestone() -> None:
    (target, _), refused = set_against(SIGNED, 689, quotas(), bounds())
    assert (str(target.share), target.to_go) == ("0.0459", 14_311)
    assert [(quota.unit, why) for quota, why in refused] == [("persons", "UNIT_MISMATCH")]

    (_, milestone), _ = set_against(SIGNED, 1_720, quotas(), bounds("2008-09-30"))
    share = milestone.share_interval or ShareInterval(None, None)
    assert (str(share.from_share), str(share.until_share)) == ("0.2646", "0.3127")
    assert milestone.to_go_interval == Interval(3_780, 4_780)


def test_being_in_class_is_set_against_no_quota() -> None:
    beside, refused = set_against(IN_CLASS, 4_012, quotas(), bounds())

    assert beside == []
    assert {why for _, why in refused} == {"UNIT_MISMATCH", "KIND_MISMATCH"}


@pytest.mark.parametrize("the_rule", [SIGNED, IN_CLASS])
def test_that_the_plan_leaves_open_what_counts_as_started_is_named(the_rule: Rule) -> None:
    (conflict,) = the_rule.conflicts

    assert conflict.with_version is None
    assert {passage.requirement for passage in conflict.sources} == {"R054", "R055", "R057"}


# --- One dossier at a time ---


def steps(**on: str | None) -> tuple[Step, ...]:
    """Steps by their name; a date of None is a step of which nobody knows the day."""
    named = [(STEPS[name.rstrip("0123456789")][0], day) for name, day in on.items()]
    return tuple(
        Step(kind=kind, position=position, on=When(day) if day else None)
        for position, (kind, day) in enumerate(named, 1)
    )


def dossier(others: tuple[OtherDossier, ...] = (), **on: str | None) -> IntakeDossier:
    return IntakeDossier(
        case="c", party=ROTTERDAM, system="s", municipality=ROTTERDAM, steps=steps(**on), others=others, record="aa"
    )


def verdict(the_rule: Rule, case: IntakeDossier, asked: Bounds, **more: Any) -> Any:
    return judge(the_rule, case, question_for(the_rule, asked, **more))


@pytest.mark.parametrize(
    ("on", "signed_plans", "in_class"),
    [
        ({"signed": "2008-04-01"}, "PLAN_SIGNED", "SIGNED_NOT_IN_CLASS"),
        ({"drafted": "2008-04-01", "signed": "2008-04-02"}, "PLAN_DRAFTED_NOT_SIGNED", "DRAFTED_NOT_IN_CLASS"),
        ({"in_class": "2008-04-01", "drafted": "2008-04-02"}, "NO_PLAN", "IN_CLASS"),
        ({"tested": "2008-04-01", "in_class": "2008-04-02"}, "TESTED_ONLY", "TESTED_ONLY"),
        ({"tested": "2008-04-02"}, "AFTER_AS_OF", "AFTER_AS_OF"),
        ({"tested": "2007-08-01", "declined": "2008-04-01"}, "OFFER_DECLINED", "OFFER_DECLINED"),
        ({"declined": "2008-04-01", "ordered": "2008-04-01"}, "ENFORCEMENT_ONLY", "ENFORCEMENT_ONLY"),
        ({"declined": "2008-04-01", "ordered": "2008-04-02"}, "OFFER_DECLINED", "OFFER_DECLINED"),
        ({"ordered": "2008-01-01", "in_class": "2008-02-01"}, "NO_PLAN", "IN_CLASS"),
        ({"in_class": "2008-02-01", "ordered": "2008-03-01"}, "NO_PLAN", "IN_CLASS"),
        ({"ordered": "2008-01-01", "signed": "2008-02-01"}, "PLAN_SIGNED", "SIGNED_NOT_IN_CLASS"),
        ({"signed": "2008-05-01", "signed2": "2008-03-01"}, "PLAN_SIGNED", "SIGNED_NOT_IN_CLASS"),
    ],
)
def test_a_dossier_is_called_by_the_furthest_step_of_that_day(
    on: dict[str, str], signed_plans: str, in_class: str
) -> None:
    assert verdict(SIGNED, dossier(**on), bounds()).code == signed_plans
    assert verdict(IN_CLASS, dossier(**on), bounds()).code == in_class


@pytest.mark.parametrize("unknown", [None, "2008", "2008-03"])
@pytest.mark.parametrize(
    ("on", "undated", "signed_plans", "in_class"),
    [
        ({"in_class": "2008-01-01"}, "signed", "DATE_UNKNOWN", "IN_CLASS"),
        ({"in_class": "2008-01-01"}, "drafted", "DATE_UNKNOWN", "IN_CLASS"),
        ({"signed": "2008-01-01"}, "in_class", "PLAN_SIGNED", "DATE_UNKNOWN"),
        ({"signed": "2008-01-01"}, "tested", "PLAN_SIGNED", "SIGNED_NOT_IN_CLASS"),
        ({"signed": "2008-01-01"}, "signed2", "PLAN_SIGNED", "SIGNED_NOT_IN_CLASS"),
        ({"signed": "2008-05-01"}, "signed2", "DATE_UNKNOWN", "DATE_UNKNOWN"),
        ({"tested": "2007-08-01"}, "ordered", "DATE_UNKNOWN", "DATE_UNKNOWN"),
        ({}, "tested", "DATE_UNKNOWN", "DATE_UNKNOWN"),
    ],
)
def test_a_step_on_an_unknown_day_stops_a_dossier_where_it_may_be_the_furthest(
    on: dict[str, str], undated: str, signed_plans: str, in_class: str, unknown: str | None
) -> None:
    case = dossier(**on, **{undated: unknown})

    assert verdict(SIGNED, case, bounds()).code == signed_plans
    assert verdict(IN_CLASS, case, bounds()).code == in_class


@pytest.mark.parametrize(
    ("signed_on", "expected"),
    [("2008-03", "DATE_UNKNOWN"), ("2008-04", "NO_PLAN"), ("2008", "DATE_UNKNOWN"), ("2009", "NO_PLAN")],
)
def test_a_step_of_a_month_wholly_after_the_day_asked_was_not_taken_by_then(signed_on: str, expected: str) -> None:
    assert verdict(SIGNED, dossier(in_class="2007-10-01", signed=signed_on), bounds("2008-03-31")).code == expected


def test_a_dossier_of_which_all_is_in_a_later_month_had_not_begun() -> None:
    found = verdict(SIGNED, dossier(tested="2008-04", signed="2008-05-01"), bounds("2008-03-31"))

    assert (found.code, found.reason.detail) == ("AFTER_AS_OF", {"on": "2008-04"})


def test_which_step_has_no_day_and_what_is_known_of_it_is_told() -> None:
    assert verdict(SIGNED, dossier(signed="2008-03"), bounds()).reason.detail == {
        "step": "PLAN_SIGNED",
        "known": "2008-03",
    }
    assert verdict(SIGNED, dossier(signed=None), bounds()).reason.detail == {"step": "PLAN_SIGNED"}


@pytest.mark.parametrize(
    ("signed_on", "period", "as_of", "expected"),
    [
        ("2008-01-01", "2008-01-01..2008-04-01", "2008-03-31", "PLAN_SIGNED"),
        ("2007-12-31", "2008-01-01..2008-04-01", "2008-03-31", "BEFORE_PERIOD"),
        ("2008-03-31", "2008-01-01..2008-04-01", "2008-03-31", "PLAN_SIGNED"),
        ("2008-04-01", "2008-01-01..2008-04-01", "2008-03-31", "ON_BOUNDARY"),
        ("2008-04-02", "2008-01-01..2008-04-01", "2008-03-31", "AFTER_PERIOD"),
        ("2008-03-31", "2008-01-01..2008-04-01", "2008-03-30", "NO_PLAN"),
        ("2008-03-31", "..2008-04-01", "2008-03-31", "PLAN_SIGNED"),
        ("2008-04", "..2008-04-01", "2008-03-31", "AFTER_PERIOD"),
        ("2008-03", "..2008-04-01", "2008-03-31", "DATE_UNKNOWN"),
        ("2008-03", "2008-04-01..", "2008-04-30", "BEFORE_PERIOD"),
    ],
)
def test_with_a_period_the_signatures_of_that_time_count(
    signed_on: str, period: str, as_of: str, expected: str
) -> None:
    case = dossier(in_class="2007-10-01", signed=signed_on)

    assert verdict(SIGNED, case, bounds(as_of, period)).code == expected
    assert verdict(IN_CLASS, case, bounds(as_of, period)).counted is period.startswith("..")


def test_what_the_source_entered_later_is_not_there_yet() -> None:
    book = Book()
    stream = book.registration("R1")
    stream.says(STEPS["tested"][1], "2008-01-01", registered_on="2008-01-02")
    stream.says(PlanSigned(), "2008-02-01", registered_on="2008-03-02")
    view = VIEWS["intake"]

    assert ask(book, view, SIGNED, bounds(registered_by="2008-01-01")).codes == {"R1": "RECORDED_LATER"}
    assert ask(book, view, SIGNED, bounds(registered_by="2008-03-01")).codes == {"R1": "TESTED_ONLY"}
    assert ask(book, view, SIGNED, bounds(registered_by="2008-03-02")).counted == ["R1"]


# --- One person, two dossiers ---


def other(case: str = "b", municipality: str = ROTTERDAM, record: str = "bb", **on: str | None) -> OtherDossier:
    return OtherDossier(case=case, municipality=municipality, record=record, steps=steps(**on))


@pytest.mark.parametrize(
    ("own", "theirs", "expected"),
    [
        ({"tested": "2007-08-01"}, {"signed": "2008-03-01"}, "OTHER_DOSSIER_OF_SAME_PERSON"),
        ({"signed": "2008-03-02"}, {"signed": "2008-03-01"}, "OTHER_DOSSIER_OF_SAME_PERSON"),
        ({"signed": "2008-03-01"}, {"signed": "2008-03-02"}, "PLAN_SIGNED"),
        ({"signed": None}, {"signed": "2008-03-01"}, "OTHER_DOSSIER_OF_SAME_PERSON"),
        ({"signed": "2008-03-01"}, {"signed": None}, "PLAN_SIGNED"),
        ({"tested": "2007-08-01"}, {"signed": "2008-04-02"}, "TESTED_ONLY"),
        ({"tested": "2007-08-01"}, {"in_class": "2008-01-01"}, "TESTED_ONLY"),
        ({"signed": "2008-04-02"}, {"signed": "2008-04-01"}, "OTHER_DOSSIER_OF_SAME_PERSON"),
    ],
)
def test_a_person_counts_by_the_dossier_that_was_first(
    own: dict[str, Any], theirs: dict[str, Any], expected: str
) -> None:
    found = verdict(SIGNED, dossier((other(**theirs),), **own), bounds())

    assert found.code == expected
    assert found.reason.detail.get("counted_as") == ("b" if expected == "OTHER_DOSSIER_OF_SAME_PERSON" else None)


@pytest.mark.parametrize(("theirs", "counted"), [("R001", False), ("R003", True)])
def test_on_one_day_the_lowest_record_id_counts(theirs: str, counted: bool) -> None:
    case = dossier((other(tested="2007-01-01", signed="2008-03-01"),), signed="2008-03-01")
    (tied,) = [test.tied(case) for test in SIGNED.tests if test.code == "OTHER_DOSSIER_OF_SAME_PERSON"]
    ids = {"aa": "R002", "bb": theirs}

    assert set(tied) == {"aa", "bb"}
    assert verdict(SIGNED, case, bounds(), record_ids=ids).counted is counted


@pytest.mark.parametrize(("place", "counted"), [(ROTTERDAM, True), (None, False)])
def test_a_person_known_in_two_municipalities_counts_in_each_and_in_the_country_once(
    place: str | None, counted: bool
) -> None:
    case = dossier((other(municipality="0344", signed="2008-03-01"),), signed="2008-03-02")

    assert verdict(SIGNED, case, bounds(), municipality=place).counted is counted


def test_a_dossier_of_before_the_period_leaves_the_one_in_the_period_to_count() -> None:
    case = dossier((other(signed="2007-12-31"),), signed="2008-03-01")

    assert verdict(SIGNED, case, bounds("2008-03-31", str(Period(date(2008, 1, 1), APRIL)))).counted

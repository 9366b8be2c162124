"""The waiting list: worked case C07, and every boundary of its rules."""

from datetime import date
from typing import Any

import msgspec
import pytest

from domain.counting import Bounds, ParameterNotSet, Rule, judge, question_for
from domain.dates import When
from domain.event import Position
from domain.facts import CategoryDetermined, OfferDeclined, WaitingListJoined, WaitingListLeft, WaitingReasonEnded
from domain.rules import rule
from domain.rules.shared import Category
from domain.rules.waiting_list import FollowUp, WaitingSpell
from projections import VIEWS
from tests.given import Answer, Book, ask

SPELLS = VIEWS["waiting-spells"]
FIRST_INFLOW_ONLY = rule("waiting-over-four-months", "first-inflow-only")
BOTH_LISTS = rule("waiting-over-four-months", "both-lists")
ONE_YEAR = rule("waiting-over-one-year", "one-year")
CLEANING = rule("waiting-list-cleaning", "half-yearly")

GORINCHEM, LEERDAM, ZWIJNDRECHT, DORDRECHT = "0512", "0545", "0642", "0505"


def bounds(as_of: str) -> Bounds:
    return Bounds(date.fromisoformat(as_of), Position(99))


# --- Worked case C07 ---


def zuid_holland_zuid() -> Book:
    """The eleven rows of the ROC, as its profile records them."""
    book = Book()

    def waits(
        name: str, municipality: str, arrival: Any, joined_on: str, number: int, reason: Any, **more: Any
    ) -> None:
        stream = book.registration(name, municipality, party="ROC Da Vinci", system="wachtlijst")
        stream.says(CategoryDetermined(arrival=arrival), delivered_on="2003-12-01")
        waiting_list: Any = "FIRST_INFLOW" if number == 1 else "TEMPORARILY_STOPPED"
        stream.says(WaitingListJoined(list=waiting_list, reason=reason, **more), joined_on, delivered_on="2003-12-01")

    def then(name: str, fact: Any, on: str) -> None:
        book.registration(name).says(fact, on, delivered_on="2003-12-01")

    ill: Any = "PERSONAL_CIRCUMSTANCE"
    waits("W1", GORINCHEM, "OUDKOMER", "2003-07-15", 1, "CAPACITY")
    waits("W2", GORINCHEM, "OUDKOMER", "2003-08-01", 1, "CAPACITY")
    then("W2", WaitingListLeft(because="PLACED"), "2003-11-28")
    waits("W3", LEERDAM, "OUDKOMER", "2003-08-01", 1, "CHILDCARE")
    waits("W4", LEERDAM, "NIEUWKOMER", "2003-06-01", 1, "CAPACITY")
    waits("W5", DORDRECHT, "OUDKOMER", "2003-01-10", 1, "CAPACITY", scheme="SD")
    waits("W6", GORINCHEM, "OUDKOMER", "2003-10-20", 2, ill, reason_since_on=date(2003, 10, 20))
    then("W6", WaitingReasonEnded(reason=ill), "2003-11-05")
    waits("W7", GORINCHEM, "OUDKOMER", "2002-11-20", 2, ill, reason_since_on=date(2002, 11, 15))
    waits("W8", LEERDAM, "OUDKOMER", "2003-09-01", 2, "CHILDCARE")
    waits("W9", ZWIJNDRECHT, "OUDKOMER", "2003-03-31", 1, "CAPACITY")
    waits("W10", ZWIJNDRECHT, "OUDKOMER", "2003-05-01", 1, "CAPACITY")
    then("W10", OfferDeclined(), "2003-07-01")
    waits("W11", ZWIJNDRECHT, "OUDKOMER", "2002-10-31", 1, "CAPACITY")
    return book


def limits(answer: Answer) -> dict[str, tuple[str, int | None]]:
    reasons = {name: answer.verdicts[name].reason for name in answer.counted}
    return {name: (str(reason.limit_on), reason.days_over) for name, reason in reasons.items()}


def test_c07_three_oudkomers_wait_too_long_on_the_first_inflow_list() -> None:
    answer = ask(zuid_holland_zuid(), SPELLS, FIRST_INFLOW_ONLY, bounds("2003-12-01"))

    assert answer.value == 3
    assert limits(answer) == {"W1": ("2003-11-15", 16), "W9": ("2003-07-31", 123), "W11": ("2003-02-28", 276)}
    assert answer.codes == {
        "W2": "PLACED_IN_TIME",
        "W3": "LIMIT_DAY",
        "W4": "NOT_OUDKOMER",
        "W5": "OUT_OF_SCOPE",
        "W6": "OTHER_LIST",
        "W7": "OTHER_LIST",
        "W8": "OTHER_LIST",
        "W10": "OFFER_DECLINED",
    }
    assert answer.verdicts["W3"].reason.detail == {"counted_from": "2003-12-02"}


def test_c07_who_is_on_the_limit_day_counts_from_the_next_day_on() -> None:
    assert ask(zuid_holland_zuid(), SPELLS, FIRST_INFLOW_ONLY, bounds("2003-12-02")).counted == [
        "W1",
        "W11",
        "W3",
        "W9",
    ]


def test_c07_four_wait_too_long_where_both_lists_count() -> None:
    answer = ask(zuid_holland_zuid(), SPELLS, BOTH_LISTS, bounds("2003-12-01"))

    assert limits(answer)["W7"] == ("2003-03-20", 256)
    assert answer.counted == ["W1", "W11", "W7", "W9"]
    assert answer.codes["W6"] == "REASON_TOO_SHORT"
    assert answer.codes["W8"] == "REASON_NOT_ALLOWED_ON_LIST_2"


def test_c07_two_people_are_on_a_list_for_longer_than_a_year() -> None:
    answer = ask(zuid_holland_zuid(), SPELLS, ONE_YEAR, bounds("2003-12-01"))

    assert limits(answer) == {"W7": ("2003-11-20", 11), "W11": ("2003-10-31", 31)}
    assert answer.codes["W4"] == "WITHIN_LIMIT", "the document says people here, and not oudkomers"


def test_c07_a_cleaning_would_remove_four() -> None:
    answer = ask(zuid_holland_zuid(), SPELLS, CLEANING, bounds("2003-12-31"))

    assert {name: answer.verdicts[name].code for name in answer.counted} == {
        "W6": "REASON_TOO_SHORT",
        "W7": "REASON_EXPIRED",
        "W8": "REASON_NOT_ALLOWED_ON_LIST_2",
        "W10": "OFFER_DECLINED",
    }
    assert answer.verdicts["W6"].reason.detail == {"lasted_days": 16}
    assert answer.verdicts["W7"].reason.limit_on == date(2003, 11, 15)
    assert answer.codes["W2"] == "PLACED_IN_TIME"
    assert answer.codes["W5"] == "OUT_OF_SCOPE"
    assert {answer.codes[name] for name in ("W1", "W3", "W4", "W9", "W11")} == {"REASON_STANDS"}


def test_c07_in_march_w11_is_one_day_over_four_months_and_within_the_year() -> None:
    four_months = ask(zuid_holland_zuid(), SPELLS, FIRST_INFLOW_ONLY, bounds("2003-03-01"))
    one_year = ask(zuid_holland_zuid(), SPELLS, ONE_YEAR, bounds("2003-03-01"))

    assert limits(four_months) == {"W11": ("2003-02-28", 1)}
    assert one_year.codes["W11"] == "WITHIN_LIMIT"


# --- Boundaries, one spell at a time ---

OUDKOMER = (Category(arrival="OUDKOMER"),)


def spell(**fields: Any) -> WaitingSpell:
    """A spell on list 1 for want of capacity, of an oudkomer in Gorinchem, unless said otherwise."""
    return WaitingSpell(
        **{
            "case": "c",
            "party": "ROC Da Vinci",
            "system": "wachtlijst",
            "municipality": GORINCHEM,
            "waiting_list": "FIRST_INFLOW",
            "reason": "CAPACITY",
            "joined_on": When("2003-08-01"),
            "categories": OUDKOMER,
        }
        | fields
    )


def ill(since_on: str | None, ended_on: str | None = None, **fields: Any) -> WaitingSpell:
    """A spell on list 2 because of illness or care."""
    return spell(
        waiting_list="TEMPORARILY_STOPPED",
        reason="PERSONAL_CIRCUMSTANCE",
        reason_since_on=date.fromisoformat(since_on) if since_on else None,
        follow_ups=(FollowUp(kind="REASON_ENDED", on=When(ended_on)),) if ended_on else (),
        **fields,
    )


def code(the_rule: Rule, case: WaitingSpell, as_of: str, **recorded: Any) -> str:
    return judge(the_rule, case, question_for(the_rule, bounds(as_of), **recorded)).code


@pytest.mark.parametrize(
    ("joined_on", "as_of", "expected"),
    [
        ("2003-01-15", "2003-05-14", "WITHIN_LIMIT"),
        ("2003-01-15", "2003-05-15", "LIMIT_DAY"),
        ("2003-01-15", "2003-05-16", "OVER_LIMIT"),
        ("2003-10-31", "2004-02-29", "LIMIT_DAY"),
        ("2003-10-31", "2004-03-01", "OVER_LIMIT"),
        ("2002-10-31", "2003-02-28", "LIMIT_DAY"),
        ("2004-02-29", "2004-06-29", "LIMIT_DAY"),
        ("2003-12-31", "2004-04-30", "LIMIT_DAY"),
        ("2003-12-30", "2004-04-30", "LIMIT_DAY"),
    ],
)
def test_four_months_are_calendar_months_and_the_limit_day_is_no_breach(
    joined_on: str, as_of: str, expected: str
) -> None:
    assert code(FIRST_INFLOW_ONLY, spell(joined_on=When(joined_on)), as_of) == expected


@pytest.mark.parametrize(
    ("joined_on", "as_of", "expected"),
    [
        ("2003-03-10", "2004-03-10", "LIMIT_DAY"),
        ("2003-03-10", "2004-03-11", "OVER_LIMIT"),
        ("2004-02-29", "2005-02-28", "LIMIT_DAY"),
        ("2004-02-29", "2005-03-01", "OVER_LIMIT"),
        ("2003-02-28", "2004-02-28", "LIMIT_DAY"),
    ],
)
def test_a_year_ends_on_the_same_day_of_the_next(joined_on: str, as_of: str, expected: str) -> None:
    assert code(ONE_YEAR, spell(joined_on=When(joined_on)), as_of) == expected


@pytest.mark.parametrize(
    ("since_on", "ended_on", "expected"),
    [
        ("2003-10-20", "2003-11-05", "REASON_TOO_SHORT"),
        ("2003-10-20", "2003-11-20", "REASON_TOO_SHORT"),
        ("2003-10-20", "2003-11-21", "WITHIN_LIMIT"),
        ("2003-01-31", "2003-02-28", "REASON_TOO_SHORT"),
        ("2003-01-31", "2003-03-01", "WITHIN_LIMIT"),
        ("2004-01-31", "2004-02-29", "REASON_TOO_SHORT"),
        ("2003-10-20", None, "WITHIN_LIMIT"),
        ("2003-10-20", "2004-03-02", "WITHIN_LIMIT"),
        (None, None, "WITHIN_LIMIT"),
        (None, "2003-11-05", "DATE_UNKNOWN"),
        ("2003-10-20", "2003-11", "DATE_UNKNOWN"),
        ("2003-10-20", "2004-04", "WITHIN_LIMIT"),
    ],
)
def test_illness_or_care_must_have_lasted_longer_than_a_month_once_it_has_ended(
    since_on: str | None, ended_on: str | None, expected: str
) -> None:
    assert code(BOTH_LISTS, ill(since_on, ended_on, joined_on=When("2004-01-01")), "2004-03-01") == expected


@pytest.mark.parametrize("the_rule", [FIRST_INFLOW_ONLY, BOTH_LISTS])
def test_a_short_illness_is_no_reason_on_the_first_list_either(the_rule: Rule) -> None:
    case = changed(ill("2003-08-01", "2003-08-20"), waiting_list="FIRST_INFLOW")

    assert code(the_rule, case, "2004-03-01") == "REASON_TOO_SHORT"


def test_a_reason_that_has_run_out_excuses_from_no_limit() -> None:
    case = ill("2002-01-01", "2003-09-01", joined_on=When("2003-01-01"))

    assert code(BOTH_LISTS, case, "2003-12-01") == "OVER_LIMIT"


@pytest.mark.parametrize("reason", ["CAPACITY", "CHILDCARE"])
@pytest.mark.parametrize("the_rule", [BOTH_LISTS, ONE_YEAR, CLEANING])
def test_want_of_capacity_or_childcare_is_no_reason_on_list_2(the_rule: Rule, reason: str) -> None:
    case = spell(waiting_list="TEMPORARILY_STOPPED", reason=reason)

    assert code(the_rule, case, "2005-01-01") == "REASON_NOT_ALLOWED_ON_LIST_2"


def ended(kind: Any, on: str | None, because: str | None = None) -> tuple[FollowUp, ...]:
    return (FollowUp(kind=kind, on=When(on) if on else None, because=because),)


@pytest.mark.parametrize(
    ("follow_ups", "as_of", "expected"),
    [
        (ended("PLACED", "2003-12-01"), "2004-03-01", "PLACED_IN_TIME"),
        (ended("PLACED", "2003-12-02"), "2004-03-01", "PLACED_LATE"),
        (ended("PLACED", "2003-12-02"), "2003-12-02", "PLACED_LATE"),
        (ended("PLACED", "2003-12-03"), "2003-12-02", "OVER_LIMIT"),
        (ended("PLACED", "2003-12-03"), "2003-12-01", "LIMIT_DAY"),
        (ended("DECLINED", "2003-12-02"), "2003-12-02", "OFFER_DECLINED"),
        (ended("DECLINED", "2003-12-03"), "2003-12-02", "OVER_LIMIT"),
        (ended("LEFT", "2003-09-01", "MOVED"), "2004-03-01", "LEFT_LIST"),
        (ended("LEFT", None), "2004-03-01", "DATE_UNKNOWN"),
        (ended("LEFT", None), "2003-10-01", "WITHIN_LIMIT"),
        (ended("PLACED", "2003-11"), "2004-03-01", "DATE_UNKNOWN"),
        (ended("PLACED", "2004-04"), "2004-03-01", "OVER_LIMIT"),
        (ended("DECLINED", "2003-09-01") + ended("PLACED", "2003-10-01"), "2004-03-01", "PLACED_IN_TIME"),
        (ended("DECLINED", "2003-09-01") + ended("PLACED", "2003-10-01"), "2003-09-15", "OFFER_DECLINED"),
    ],
)
def test_only_what_ended_the_waiting_by_the_day_asked_ends_it(
    follow_ups: tuple[FollowUp, ...], as_of: str, expected: str
) -> None:
    assert code(FIRST_INFLOW_ONLY, spell(follow_ups=follow_ups), as_of) == expected


def test_a_late_placement_says_how_late() -> None:
    question = question_for(FIRST_INFLOW_ONLY, bounds("2004-03-01"))
    verdict = judge(FIRST_INFLOW_ONLY, spell(follow_ups=ended("PLACED", "2003-12-11")), question)

    assert (verdict.reason.limit_on, verdict.reason.days_over) == (date(2003, 12, 1), 10)


@pytest.mark.parametrize(
    ("municipality", "scheme", "expected"),
    [
        (DORDRECHT, "SD", "OUT_OF_SCOPE"),
        (DORDRECHT, None, "OVER_LIMIT"),
        (GORINCHEM, "SD", "OVER_LIMIT"),
        (None, None, "OVER_LIMIT"),
    ],
)
def test_the_rules_do_not_apply_to_the_social_service_of_dordrecht(
    municipality: str | None, scheme: str | None, expected: str
) -> None:
    assert code(FIRST_INFLOW_ONLY, spell(municipality=municipality, scheme=scheme), "2004-03-01") == expected


@pytest.mark.parametrize(
    ("categories", "expected"),
    [
        ((), "CATEGORY_UNKNOWN"),
        ((Category(pardon=False),), "CATEGORY_UNKNOWN"),
        ((Category(arrival="NIEUWKOMER"),), "NOT_OUDKOMER"),
        ((Category(arrival="NIEUWKOMER"), Category(arrival="OUDKOMER", from_on=When("2004"))), "OVER_LIMIT"),
        ((Category(arrival="NIEUWKOMER"), Category(arrival="OUDKOMER", from_on=When("2004-05"))), "NOT_OUDKOMER"),
        ((Category(arrival="OUDKOMER", from_on=When("2004-05-01")),), "OVER_LIMIT"),
    ],
)
def test_the_category_is_the_one_valid_on_the_day_asked(categories: tuple[Category, ...], expected: str) -> None:
    assert code(FIRST_INFLOW_ONLY, spell(categories=categories), "2004-03-01") == expected


@pytest.mark.parametrize("the_rule", [FIRST_INFLOW_ONLY, BOTH_LISTS, ONE_YEAR, CLEANING])
@pytest.mark.parametrize(
    ("joined_on", "expected"),
    [
        (None, "DATE_UNKNOWN"),
        ("2003", "DATE_UNKNOWN"),
        ("2003-08", "DATE_UNKNOWN"),
        ("2004-03", "DATE_UNKNOWN"),
        ("2004-03-02", "AFTER_AS_OF"),
        ("2004-04", "AFTER_AS_OF"),
        ("2005", "AFTER_AS_OF"),
    ],
)
def test_a_spell_without_a_known_beginning_by_the_day_asked_is_not_judged(
    the_rule: Rule, joined_on: str | None, expected: str
) -> None:
    assert code(the_rule, spell(joined_on=When(joined_on) if joined_on else None), "2004-03-01") == expected


@pytest.mark.parametrize("the_rule", [FIRST_INFLOW_ONLY, BOTH_LISTS, ONE_YEAR, CLEANING])
def test_what_the_source_entered_later_says_so_before_anything_else(the_rule: Rule) -> None:
    case = spell(municipality=DORDRECHT, scheme="SD", joined_on=None)

    assert code(the_rule, case, "2004-03-01", recorded_later=["c"]) == "RECORDED_LATER"


@pytest.mark.parametrize(
    ("case", "as_of", "expected"),
    [
        (ill("2002-11-15"), "2003-11-15", "REASON_STANDS"),
        (ill("2002-11-15"), "2003-11-16", "REASON_EXPIRED"),
        (ill("2004-02-29", joined_on=When("2004-02-29")), "2005-02-28", "REASON_STANDS"),
        (ill("2004-02-29", joined_on=When("2004-02-29")), "2005-03-01", "REASON_EXPIRED"),
        (ill("2002-11-15", "2003-09-01"), "2004-03-01", "REASON_ENDED"),
        (ill("2002-09-15", "2003-10-01"), "2004-03-01", "REASON_EXPIRED"),
        (ill(None), "2004-03-01", "DATE_UNKNOWN"),
        (spell(follow_ups=ended("REASON_ENDED", "2003-10-01"), reason="CHILDCARE"), "2004-03-01", "REASON_ENDED"),
        (spell(follow_ups=ended("DECLINED", "2003-10-01")), "2004-03-01", "OFFER_DECLINED"),
        (spell(follow_ups=ended("DECLINED", "2003-10-01") + ended("LEFT", "2003-10-02")), "2004-03-01", "LEFT_LIST"),
        (spell(follow_ups=ended("PLACED", None)), "2004-03-01", "DATE_UNKNOWN"),
        (spell(), "2010-01-01", "REASON_STANDS"),
    ],
)
def test_a_cleaning_removes_who_has_no_reason_left_and_not_who_waits_long(
    case: WaitingSpell, as_of: str, expected: str
) -> None:
    question = question_for(CLEANING, bounds(as_of))
    verdict = judge(CLEANING, case, question)

    assert verdict.code == expected
    removed = {"REASON_NOT_ALLOWED_ON_LIST_2", "REASON_TOO_SHORT", "REASON_EXPIRED", "REASON_ENDED", "OFFER_DECLINED"}
    assert verdict.counted == (expected in removed)


# --- Parameters ---


def test_the_months_are_a_parameter_that_a_municipality_may_have_set_otherwise() -> None:
    settings = [(date(2003, 1, 1), GORINCHEM, "waiting-limit-months", "6")]
    question = question_for(FIRST_INFLOW_ONLY, bounds("2003-12-31"), settings, GORINCHEM)

    assert judge(FIRST_INFLOW_ONLY, spell(), question).code == "WITHIN_LIMIT"


def test_every_number_in_the_rules_comes_with_its_passage() -> None:
    for the_rule in (FIRST_INFLOW_ONLY, BOTH_LISTS, ONE_YEAR, CLEANING):
        for parameter in the_rule.parameters:
            assert all(dated.source.words and dated.source.requirement for dated in parameter.values)
        try:
            question_for(the_rule, bounds("1990-01-01"))
        except ParameterNotSet as missing:
            pytest.fail(str(missing))


def changed(case: WaitingSpell, **fields: Any) -> WaitingSpell:
    return msgspec.structs.replace(case, **fields)

"""Fines: what was imposed and stands, and what is above a maximum, each exactly on its limit."""

from datetime import date
from typing import Any

import pytest

from domain.counting import value_of
from domain.event import Recorded
from domain.facts import (
    DecisionQuashed,
    DecisionRevoked,
    EffectSuspended,
    ObjectionLodged,
    PersonalPlanAdopted,
    PersonDeceased,
    SanctionWithdrawn,
)
from domain.precision import Interval
from domain.rules import rule
from tests.domain.rules.fining import Person, act_2007, id_of

IMPOSED, IN_FORCE = rule("fines-imposed", "not-undone"), rule("fines-in-force", "on-the-day-asked")
ABOVE_2007, ABOVE_2021 = (rule("fines-above-the-maximum", version) for version in ("wi-2007", "wi-2021"))


# --- Imposed, and in force ---


def test_fines_are_summed_in_cents_and_a_warning_is_none() -> None:
    person = Person()
    person.fine("2023-01-10")
    person.fine("2023-02-10", 10_000)
    person.fine("2023-03-10", None, kind="WARNING")
    found = person.verdicts(IMPOSED)

    assert value_of(found.values()) == 15_000
    assert sorted(one.code for one in found.values()) == ["IMPOSED", "IMPOSED", "NO_FINE"]


@pytest.mark.parametrize(("on", "code"), [("2023-12-31", "IMPOSED"), ("2024-01-01", "ON_BOUNDARY")])
def test_a_fine_counts_in_the_period_in_which_it_was_imposed(on: str, code: str) -> None:
    person = Person()
    fine = person.fine(on)

    assert person.verdicts(IMPOSED, period="2023-01-01..2024-01-01")[id_of(fine)].code == code


@pytest.mark.parametrize(
    ("fact", "fields", "imposed", "in_force"),
    [
        (DecisionRevoked, {"effect": "FROM_THE_START"}, "GONE_FROM_THE_START", "GONE_FROM_THE_START"),
        (DecisionQuashed, {"effect": "FROM_THE_START"}, "GONE_FROM_THE_START", "GONE_FROM_THE_START"),
        (DecisionRevoked, {"effect": "FROM_THEN"}, "ENDED_FROM_THEN", "ENDED_FROM_THEN"),
        (EffectSuspended, {}, "IMPOSED", "SUSPENDED"),
        (ObjectionLodged, {}, "IMPOSED", "IN_FORCE"),
    ],
)
def test_what_becomes_of_a_fine_later_counts_from_that_day_on(
    fact: Any, fields: dict[str, Any], imposed: str, in_force: str
) -> None:
    person = Person()
    fine = person.fine("2023-01-10")
    person.says(fact(decision=id_of(fine), **fields), "2023-06-01")

    assert (person.code(IMPOSED, fine, "2023-05-31"), person.code(IN_FORCE, fine, "2023-05-31")) == (
        "IMPOSED", "IN_FORCE",
    )  # fmt: skip
    assert (person.code(IMPOSED, fine, "2023-06-01"), person.code(IN_FORCE, fine, "2023-06-01")) == (imposed, in_force)


def test_a_fine_ended_from_then_was_imposed_and_a_fine_under_objection_is_flagged() -> None:
    person = Person()
    ended, contested = person.fine("2023-01-10"), person.fine("2023-01-11")
    person.says(SanctionWithdrawn(sanction=id_of(ended), effect="FROM_THEN"), "2023-06-01")
    person.says(ObjectionLodged(decision=id_of(contested)), "2023-02-01")
    found = person.verdicts(IMPOSED)

    assert [found[id_of(one)].counted for one in (ended, contested)] == [True, True]
    assert "UNDER_OBJECTION" in found[id_of(contested)].flags


def test_a_suspended_fine_was_imposed_and_is_flagged_as_long_as_that_lasts() -> None:
    person = Person()
    fine = person.fine("2023-01-10")
    person.says(EffectSuspended(decision=id_of(fine), until_on=date(2023, 7, 1)), "2023-06-01")
    found = {on: person.verdicts(IMPOSED, on)[id_of(fine)] for on in ("2023-05-31", "2023-06-01", "2023-07-01")}

    assert [one.counted for one in found.values()] == [True, True, True]
    assert ["SUSPENDED" in one.flags for one in found.values()] == [False, True, False]


@pytest.mark.parametrize(
    ("died_on", "code"),
    [("2023-02-21", "LAPSED_BY_DEATH"), ("2023-02-22", "DIED_PAYMENT_UNKNOWN"), ("2023", "DATE_UNKNOWN")],
)
def test_a_fine_lapses_by_death_unless_it_was_irrevocable_by_then(died_on: str, code: str) -> None:
    person = Person()
    fine = person.final_fine("2023-01-01", "2023-01-10")
    person.says(PersonDeceased(), died_on)

    assert person.code(IN_FORCE, fine) == code
    assert person.code(IN_FORCE, fine, "2022-12-31") == "AFTER_AS_OF"
    assert person.code(IMPOSED, fine) == "IMPOSED"


# --- Above the maximum: 2007 ---


@pytest.mark.parametrize(
    ("article", "conduct", "cents"),
    [
        ("25", None, 25_000),
        ("29", "ABSENCE", 25_000),
        ("34.a", None, 25_000),
        ("34", "NOT_APPEARED", 25_000),
        ("23", None, 50_000),
        ("34b", None, 50_000),
        ("31", None, 50_000),
        ("7.1", None, 50_000),
        ("33", None, 100_000),
        ("34", "NEW_TERM_EXCEEDED", 100_000),
    ],
)
def test_each_article_of_2007_has_its_maximum_which_is_allowed(article: str, conduct: Any, cents: int) -> None:
    person = Person()
    on_it = person.fine("2008-05-01", cents, article, **act_2007(conduct=conduct))
    above = person.fine("2008-05-02", cents + 1, article, **act_2007(conduct=conduct))

    found = person.verdicts(ABOVE_2007)
    assert [found[id_of(one)].code for one in (on_it, above)] == ["WITHIN_MAXIMUM", "ABOVE_MAXIMUM"]
    assert found[id_of(above)].reason.detail == {"max_cents": cents, "over_cents": 1}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"article": "34", "law": "WI_2007"}, "CEILING_UNKNOWN"),
        ({"article": "25", "law": "WI_2021"}, "OTHER_ACT"),
        ({"article": "25", "law": None}, "LAW_UNKNOWN"),
        ({"article": "25", "law": "WI_2007", "cents": None}, "AMOUNT_UNKNOWN"),
    ],
)
def test_what_no_maximum_can_be_told_of_counts_nowhere(fields: dict[str, Any], code: str) -> None:
    person = Person()
    assert person.code(ABOVE_2007, person.fine("2008-05-01", **fields)) == code


# --- Above the maximum: 2021 ---


@pytest.mark.parametrize(
    ("article", "cents", "within"),
    [("22", 25_000, "WITHIN_MAXIMUM"), ("24", 34_000, "WITHIN_MAXIMUM"), ("25", 100_000, "TABLE_NOT_KNOWN")],
)
def test_each_article_of_2021_has_its_maximum_which_is_allowed(article: str, cents: int, within: str) -> None:
    person = Person()
    on_it, above = person.fine("2023-05-01", cents, article), person.fine("2023-05-02", cents + 1, article)

    assert [person.code(ABOVE_2021, one) for one in (on_it, above)] == [within, "ABOVE_MAXIMUM"]


@pytest.mark.parametrize(
    ("found_on", "code"),
    [("2024-01-09", "WITHIN_MAXIMUM"), ("2024-01-10", "WITHIN_MAXIMUM"), ("2024-01-11", "ABOVE_REPEAT_AMOUNT")],
)
def test_a_repeat_within_twelve_months_doubles_the_fine(found_on: str, code: str) -> None:
    person = Person()
    person.final_fine("2023-01-10", "2023-02-01")
    repeated = person.final_fine(found_on, "2024-03-01", 10_000)

    assert person.code(ABOVE_2021, repeated) == code


@pytest.mark.parametrize(
    ("imposed_on", "code"), [("2023-03-15", "ABOVE_REPEAT_AMOUNT"), ("2023-03-16", "WITHIN_MAXIMUM")]
)
def test_only_an_irrevocable_fine_doubles_the_next(imposed_on: str, code: str) -> None:
    person = Person()
    person.final_fine("2023-01-10", "2023-02-01")
    repeated = person.final_fine("2023-02-20", imposed_on, 10_000)

    assert person.code(ABOVE_2021, repeated) == code


def test_whether_a_fine_that_nobody_made_known_was_irrevocable_is_not_guessed() -> None:
    person = Person()
    person.fine("2023-02-01", conduct_on=date(2023, 1, 10))
    double = person.fine("2023-09-01", 10_000, conduct_on=date(2023, 8, 1))
    more = person.fine("2023-09-02", 20_001, conduct_on=date(2023, 8, 2))

    assert person.code(ABOVE_2021, double) == "IRREVOCABLE_UNKNOWN"
    assert person.code(ABOVE_2021, more) == "ABOVE_REPEAT_AMOUNT"


def test_a_fine_doubles_from_50_up_to_800_and_no_further() -> None:
    person = Person()
    fines = []
    for number, cents in enumerate((5_000, 10_000, 20_000, 40_000, 80_000)):
        found_on = f"2023-{1 + 2 * number:02}-10"
        fines.append(person.final_fine(found_on, f"2023-{1 + 2 * number:02}-11", cents))
    last = person.final_fine("2023-12-10", "2023-12-11", 80_001)

    assert {person.code(ABOVE_2021, one) for one in fines} == {"WITHIN_MAXIMUM"}
    assert person.code(ABOVE_2021, last) == "ABOVE_MAXIMUM"


@pytest.mark.parametrize(("percent", "cents"), [(100, 5_000), (75, 3_750), (50, 2_500), (25, 1_250), (None, 5_000)])
def test_the_degree_of_blame_lowers_what_a_fine_may_be(percent: int | None, cents: int) -> None:
    person = Person()
    on_it = person.fine("2023-05-01", cents, blame_percent=percent, conduct_on=date(2023, 4, 1))
    above = person.fine("2023-05-02", cents + 1, blame_percent=percent, conduct_on=date(2021, 4, 1))

    assert [person.code(ABOVE_2021, one) for one in (on_it, above)] == ["WITHIN_MAXIMUM", "ABOVE_REPEAT_AMOUNT"]


def test_a_breach_of_an_unknown_day_is_no_repeat_and_no_excess() -> None:
    person = Person()
    assert person.code(ABOVE_2021, person.fine("2023-05-01", 10_000)) == "DATE_UNKNOWN"


def intake_fines(person: Person, count: int, year: int = 2023) -> list[Recorded]:
    return [person.fine(f"{year}-{1 + number:02}-15", 25_000, "22") for number in range(count)]


@pytest.mark.parametrize(("plan_on", "codes"), [
    ("2022-06-01", ["WITHIN_MAXIMUM", "ABOVE_TOTAL"]),
    ("2023-01-14", ["WITHIN_MAXIMUM", "ABOVE_TOTAL"]),
    ("2023-01-15", ["WITHIN_MAXIMUM", "WITHIN_MAXIMUM"]),
    (None, ["WITHIN_MAXIMUM", "TERM_UNKNOWN"]),
])  # fmt: skip
def test_the_total_of_the_term_is_2400_euro(plan_on: str | None, codes: list[str]) -> None:
    person = Person()
    if plan_on:
        person.says(PersonalPlanAdopted(route="B1"), plan_on)
    fines = intake_fines(person, 9)
    exact = person.fine("2023-10-15", 15_000, "22")
    one_more = person.fine("2023-11-15", 1, "22")

    assert {person.code(ABOVE_2021, one) for one in fines} == {"WITHIN_MAXIMUM"}
    assert [person.code(ABOVE_2021, one) for one in (exact, one_more)] == codes


def test_a_fine_that_was_undone_is_no_part_of_the_total() -> None:
    person = Person()
    person.says(PersonalPlanAdopted(route="B1"), "2022-06-01")
    fines = intake_fines(person, 9)
    last = person.fine("2023-10-15", 25_000, "22")
    person.says(DecisionRevoked(decision=id_of(fines[0]), effect="FROM_THE_START"), "2023-12-01")

    assert [person.code(ABOVE_2021, last, day) for day in ("2023-11-30", "2023-12-01")] == [
        "ABOVE_TOTAL", "WITHIN_MAXIMUM",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("months", "cents"), [(6, 40_000), (12, 80_000), (18, 120_000), (24, 160_000)],
)  # fmt: skip
def test_a_new_term_has_a_total_of_its_own(months: int, cents: int) -> None:
    person = Person()
    person.says(PersonalPlanAdopted(route="B1"), "2022-06-01")
    person.fine("2025-07-01", 34_000, "24", new_term_months=months)
    left, fines = cents, list[Recorded]()
    while left:
        fines.append(person.fine("2025-08-01", min(left, 25_000), "22"))
        left -= min(left, 25_000)
    above = person.fine("2025-08-02", 1, "22")

    assert {person.code(ABOVE_2021, one) for one in fines} == {"WITHIN_MAXIMUM"}
    assert person.code(ABOVE_2021, above) == "ABOVE_TOTAL"


def test_of_a_new_term_that_the_table_does_not_have_no_total_is_known() -> None:
    person = Person()
    person.fine("2025-07-01", 34_000, "24", new_term_months=9)

    assert person.code(ABOVE_2021, person.fine("2025-08-01", 25_000, "22")) == "TERM_UNKNOWN"


@pytest.mark.parametrize(
    ("on", "cents", "code", "amounts"),
    [
        ("2023-01-10", None, "AMOUNT_UNKNOWN", Interval(0, None)),
        ("2023-01-10", 5_000, "DIED_PAYMENT_UNKNOWN", Interval(0, 5_000)),
        (None, 5_000, "DATE_UNKNOWN", Interval(0, 5_000)),
    ],
)
def test_a_fine_of_which_something_is_unknown_leaves_an_interval(
    on: str | None, cents: int | None, code: str, amounts: Interval
) -> None:
    person = Person()
    fine = person.fine(on, cents)
    person.says(PersonDeceased(), "2024-01-01")
    found = person.verdicts(IN_FORCE)[id_of(fine)]

    assert (found.code, found.counted, found.between) == (code, False, amounts)

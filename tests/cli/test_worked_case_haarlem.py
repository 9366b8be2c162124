"""The worked case of Haarlem (C09), exactly, from the file as it was sent: what was earned, and beside which budget."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.cli.commanding import EXAMPLES, QUOTAS, Home, options, reasons

ASKED = {"municipality": "Haarlem", "as_of": "2009-12-31"}
REFUSED = {
    "H4": "NOT_STARTED",
    "H4-broker": "NOT_STARTED",
    "H5": "NOT_SELF_COMPOSED",
    "H6": "NOT_ELIGIBLE_WWB",
    "H9": "BEFORE_CONDITION",
}
EARNED = {"H1", "H2", "H2-broker", "H3", "H3-broker", "H7", "H8", "H8-broker"}


@pytest.fixture(scope="module")
def haarlem() -> Iterator[Home]:
    """Haarlem's file, the quotas, the day on which the money came, and the line of the budget."""
    home = Home()
    try:
        home.take(QUOTAS, delivered_on="2010-03-01")
        home.take(EXAMPLES / "gemeente-haarlem-pib.csv", municipality="Haarlem", delivered_on="2009-12-31")
        for said in (
            ("ConditionMet", "name=state-money-available", "occurred_on=2009-01-05"),
            (
                "BudgetSet",
                "scheme=Innovatietraject PIB",
                "line=Bonus inburgeraars",
                "fund=PIB",
                "amount_cents=1000000",
                "period_from=2009-01-01",
                "period_until=2010-01-01",
                "occurred_on=2008-11-25",
            ),
        ):
            recorded = home.run("record", *said, "municipality=Haarlem")
            assert recorded.code == 0, recorded.told
        yield home
    finally:
        home.end()


def test_2000_euro_was_earned_of_the_10000_that_were_set(haarlem: Home) -> None:
    figure = haarlem.figure("personal-budget-bonus", version="strict", **ASKED)

    assert (figure["value"], figure["unit"], figure["considered"]) == (200_000, "cents", 13)
    assert set(figure["counted"]) == EARNED
    assert reasons(figure) == REFUSED
    (line,) = figure["quotas"]
    assert (line["kind"], line["amount"], line["to_go"], line["share"]) == ("budget", 1_000_000, 800_000, 0.2)


def test_each_case_tells_its_form_and_what_was_refused_of_it(haarlem: Home) -> None:
    cases = haarlem.answer("explain", "personal-budget-bonus@strict", *options(dict(ASKED)))["cases"]
    told = {case["id"]: case for case in cases}

    forms = [(told[name]["detail"]["form"], told[name]["amount"]) for name in sorted(EARNED)]
    assert (forms.count(("VOUCHER", 25_000)), forms.count(("MONEY", 25_000))) == (6, 2)
    assert told["H7"]["detail"] == {
        "form": "VOUCHER",
        "payer": "STATE",
        "refused": "PARTICIPANT_IN_KIND_ONLY",
        "refused_form": "MONEY",
        "refused_cents": 25_000,
    }
    assert told["H8-broker"]["detail"] == {
        "form": "MONEY",
        "payer": "STATE",
        "refused": "OVER_MAX",
        "refused_cents": 5_000,
    }
    assert told["H9"]["limit_on"] == "2009-01-05"
    assert len({case["case"] for case in cases}) == 13
    assert not any("broker" in case["case"] for case in cases)


def test_the_readings_stand_beside_each_other_with_every_contradiction(haarlem: Home) -> None:
    answers = haarlem.figure("personal-budget-bonus", **ASKED)

    found = {one["rule"]["version"]: (one["value"], reasons(one)) for one in answers["answers"]}
    assert found == {
        "strict": (200_000, REFUSED),
        "money-allowed": (200_000, REFUSED),
        "with-help": (225_000, {name: code for name, code in REFUSED.items() if name != "H5"}),
    }
    named = [{passage["requirement"] for passage in one["sources"]} for one in answers["conflicts"]]
    assert {"R244", "R245"} in named
    assert {"R256", "R257"} in named


def test_five_persons_earned_one_and_eight_budgets_started_of_at_least_twenty(haarlem: Home) -> None:
    persons: Any = haarlem.figure("persons-with-personal-budget-bonus", **ASKED)
    started: Any = haarlem.figure("personal-budgets-started", **ASKED)

    assert (persons["value"], persons["unit"], persons["quotas"]) == (5, "persons", [])
    assert "UNIT_MISMATCH" in {one["reason"] for one in persons["refused"]}
    assert (started["value"], started["unit"], reasons(started)) == (8, "personal-budgets", {"H4": "NOT_STARTED"})
    (target,) = started["quotas"]
    assert (target["amount"], target["precision"], target["to_go_interval"]) == (
        20,
        "at-least",
        {"from": 12, "until": None},
    )


def test_the_minister_is_told_money_as_money(haarlem: Home) -> None:
    said = haarlem.run("explain", "personal-budget-bonus@strict", *options(dict(ASKED)), KETENBOEK_LANGUAGE="nl")

    assert "€ 2.000,00" in said.out
    assert "gaat het in Haarlem om € 2.000: bonussen voor" in " ".join(said.out.split())
    assert "met nog € 8.000 te gaan" in " ".join(said.out.split())


def test_a_line_of_a_budget_is_called_by_its_name_and_year(haarlem: Home) -> None:
    figure = haarlem.figure("budgeted-expenses", **ASKED)

    assert (figure["value"], figure["counted"]) == (1_000_000, ["Bonus inburgeraars 2009"])


def test_before_the_money_came_nothing_was_earned(fresh: Home) -> None:
    fresh.take(EXAMPLES / "gemeente-haarlem-pib.csv", municipality="Haarlem", delivered_on="2009-12-31")
    figure = fresh.figure("personal-budget-bonus", version="strict", **ASKED)

    assert (figure["value"], figure["funnel"]["BEFORE_CONDITION"]) == (0, 9)

"""The published figures of the seeds: what two documents say of one thing stands side by side, and is told as apart."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from domain.facts import FigureReported
from domain.reported import Reported, disagreeing
from domain.rules import versions

PUBLISHED = Path(__file__).resolve().parents[3] / "shared" / "seeds" / "published"
Told = tuple[int, Any]

NUMBERS: dict[str, tuple[Told, Told]] = {
    "D01": ((11_000, "exact"), (5_500, "fewer-than")),
    "D02": ((9_000, "about"), (11_000, "exact")),
    "D04": ((4_000, "more-than"), (689, "exact")),
    "D06": ((4_000, "almost"), (3_100, "exact")),
    "D07": ((1_000, "fewer-than"), (1_600, "more-than")),
    "D08": ((35_000, "exact"), (49_256, "exact")),
    "D09": ((35_000, "exact"), (34_000, "exact")),
    "D14": ((26_500, "about"), (26_200, "about")),
    "D16": ((84, "exact"), (90, "exact")),
    "D19": ((38, "exact"), (37, "exact")),
}
"""Two numbers that no rounding makes one."""
WITHIN_WORDS: dict[str, tuple[Told, Told]] = {
    "D10": ((40_000, "about"), (30_000, "about")),  # both may mean 35,000
    "D11": ((50_000, "more-than"), (56_000, "about")),
}
"""Two numbers that may both be true, as their words go."""
VERSIONS = {"D03": "quota-placements", "D20": "personal-budget-bonus"}
"""Two readings of one document: versions of a rule, of which the conflict is named."""
NO_TWO_NUMBERS = {
    "D05": "the rule is stated and no number",
    "D12": "a question about the unit, which every figure has",
    "D13": "a share against a register of others",
    "D15": "the corrected figure was not seen; a ratio here has one population",
    "D17": "a day in the preface of a book",
    "D18": "two judgements without a number",
    "D21": "a day on which something was announced",
}


def reported(value: int, precision: Any, unit: str = "persons", document: str = "published") -> Reported:
    fact = FigureReported(
        rule="published", value=value, precision=precision, unit=unit, computed_here=False, document=document
    )
    return Reported(fact, f"{value}", 1, None, None)


def rows(name: str) -> list[dict[str, str]]:
    if not PUBLISHED.is_dir():
        pytest.skip("the published figures do not stand beside this copy")
    with (PUBLISHED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_contradiction_of_the_documents_is_told_in_one_way() -> None:
    ways = [NUMBERS, WITHIN_WORDS, VERSIONS, NO_TWO_NUMBERS]
    told = [one for way in ways for one in way]

    assert sorted(told) == sorted(row["id"] for row in rows("tegenstrijdige_cijfers.csv"))


@pytest.mark.parametrize("name", sorted(NUMBERS))
def test_two_numbers_that_no_rounding_makes_one_are_told_as_apart(name: str) -> None:
    one, other = (reported(*told) for told in NUMBERS[name])
    assert disagreeing([one, other]) == [(one, other)]


@pytest.mark.parametrize("name", sorted(WITHIN_WORDS))
def test_two_numbers_that_may_both_be_true_are_no_contradiction(name: str) -> None:
    assert disagreeing([reported(*told) for told in WITHIN_WORDS[name]]) == []


@pytest.mark.parametrize("rule_id", sorted(VERSIONS.values()))
def test_two_readings_are_versions_and_their_conflict_is_named(rule_id: str) -> None:
    names = {one.version for one in versions(rule_id)}
    named = {conflict.with_version for one in versions(rule_id) for conflict in one.conflicts}

    assert len(names) > 1
    assert names & named


def test_numbers_in_two_units_are_never_held_against_each_other() -> None:
    assert disagreeing([reported(11_000, "exact", "enrolments"), reported(5_500, "exact", "persons")]) == []


def test_a_restated_cohort_is_apart_only_beyond_its_rounding() -> None:
    """26.5 and 26.2 thousand are apart; 19 and 18.9 thousand, or 7.4 and 7.3, may be one number rounded twice."""
    found = {}
    of_2022 = [one for one in rows("cbs_swi_cohorten.csv") if one["cohort"] == "2022" and one["status"]]
    for group in dict.fromkeys(one["group"] for one in of_2022):
        told = [
            reported(round(float(one["value_x1000"]) * 1_000), "about", document=one["publication"])
            for one in of_2022
            if one["group"] == group
        ]
        assert [one.fact.document for one in told] == ["SWI 2022", "SWI 2023"], "both stay, beside each other"
        found[group] = len(disagreeing(told))

    assert list(found.values()) == [1, 0, 0]

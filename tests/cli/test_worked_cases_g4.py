"""The worked cases of Rotterdam (C02) and Den Haag (C04), exactly, from both deliveries of each as they were sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.cli.commanding import EXAMPLES, QUOTAS, Home, reasons


@dataclass(frozen=True)
class Delivered:
    """A ledger with both deliveries, and the position at which it had only the first."""

    home: Home
    first: int

    def figure(self, rule: str, **axes: object) -> Any:
        return self.home.figure(rule, **axes)


def both(home: Home, municipality: str, name: str, first_on: str, second_on: str) -> Delivered:
    """Take in a file of the municipality and its redelivery."""
    for delivered_on in (first_on, second_on):
        position = home.answer("status")["position"]
        home.take(
            EXAMPLES / f"{name}-{delivered_on}.csv",
            municipality=municipality,
            delivered_on=delivered_on,
            delivery="full",
        )
    return Delivered(home, position)


# C02


@pytest.fixture(scope="module")
def rotterdam() -> Iterator[Delivered]:
    """Rotterdam, and the quotas."""
    home = Home()
    try:
        home.take(QUOTAS, delivered_on="2010-03-01")
        yield both(home, "Rotterdam", "gemeente-rotterdam-instroom", "2008-04-01", "2008-10-01")
    finally:
        home.end()


APRIL = {"municipality": "Rotterdam", "as_of": "2008-04-01"}
SEPTEMBER = {"municipality": "Rotterdam", "as_of": "2008-09-30"}
NOT_SIGNED = {"PLAN_DRAFTED_NOT_SIGNED": 2100, "NO_PLAN": 1235, "TESTED_ONLY": 486, "ENFORCEMENT_ONLY": 300}


@pytest.mark.parametrize("deliveries", ["first", "both"])
def test_689_plans_were_signed_whatever_was_delivered_since(rotterdam: Delivered, deliveries: str) -> None:
    known: dict[str, object] = {"known_at": rotterdam.first} if deliveries == "first" else {}
    figure = rotterdam.figure("signed-plans", **APRIL, **known)

    assert (figure["value"], figure["unit"], figure["considered"]) == (689, "trajectories", 4810)
    assert figure["funnel"] == {"counted": 689, **NOT_SIGNED}
    target, milestone = figure["quotas"]
    assert (target["amount"], target["kind"], target["share"]) == (15000, "quota", 0.0459)
    assert milestone["kind"] == "milestone"


def test_4012_were_in_the_class(rotterdam: Delivered) -> None:
    figure = rotterdam.figure("in-class", **APRIL)

    assert (figure["value"], figure["quotas"]) == (4012, [])
    assert figure["funnel"] == {
        "counted": 4012,
        "SIGNED_NOT_IN_CLASS": 12,
        "TESTED_ONLY": 486,
        "ENFORCEMENT_ONLY": 300,
    }


def test_the_difference_between_class_and_signature_adds_up_case_by_case(rotterdam: Delivered) -> None:
    words = [word for name, value in APRIL.items() for word in (f"--{name.replace('_', '-')}", value)]
    difference = rotterdam.home.answer("compare", "in-class", "signed-plans", *words)

    assert difference["difference"] == difference["parts"]["rule"] == 689 - 4012
    lost = [case["to"]["reason"] for case in difference["cases"] if case["from"]["counted"]]
    gained = [case["from"]["reason"] for case in difference["cases"] if case["to"]["counted"]]
    assert (lost.count("PLAN_DRAFTED_NOT_SIGNED"), lost.count("NO_PLAN"), len(lost)) == (2100, 1235, 3335)
    assert gained == ["SIGNED_NOT_IN_CLASS"] * 12


def test_1720_were_signed_by_the_end_of_september(rotterdam: Delivered) -> None:
    figure = rotterdam.figure("signed-plans", **SEPTEMBER)
    before = rotterdam.figure("signed-plans", **SEPTEMBER, known_at=rotterdam.first)
    milestone = next(quota for quota in figure["quotas"] if quota["kind"] == "milestone")

    assert (figure["value"], before["value"]) == (1720, 689)
    assert milestone["share"] is None
    assert milestone["share_interval"] == {"from": 0.2646, "until": 0.3127}
    assert reasons(figure).keys().isdisjoint(figure["counted"])


# C04


@pytest.fixture(scope="module")
def den_haag() -> Iterator[Delivered]:
    """Den Haag with the quotas, before it is said which documents are needed."""
    home = Home()
    try:
        home.take(QUOTAS, delivered_on="2010-03-01")
        refused = home.run("figure", "realisation@complete-files", "--municipality", "Den Haag")
        assert refused.code != 0
        assert "ketenboek record ParameterSet name=accountability-documents" in refused.told
        assert "municipality=0518" in refused.told
        said = home.run(
            *("record", "ParameterSet", "name=accountability-documents", "municipality=Den Haag"),
            *("value=beschikking,trajectplan,startverklaring", "occurred_on=2008-01-01"),
        )
        assert said.code == 0, said.told
        yield both(home, "Den Haag", "gemeente-den-haag-verantwoording", "2009-01-05", "2009-02-02")
    finally:
        home.end()


THEN = {"municipality": "Den Haag", "as_of": "2008-12-31"}
REFUSED = dict.fromkeys(("D11", "D12", "D13"), "ENFORCEMENT_ONLY")
FAULTS = {
    "D06": "DOC_LATE",
    "D07": "DOC_MISSING",
    "D08": "DOC_INVALID",
    "D09": "DOC_MISSING",
    "D10": "DOC_WRONG_PERSON",
}


def flags(figure: Any) -> dict[str, int]:
    return {flag["code"]: flag["cases"] for flag in figure["flags"]}


def test_ten_were_on_a_trajectory_by_the_rule_then_in_force(den_haag: Delivered) -> None:
    figure = den_haag.figure("realisation", version="on-trajectory", **THEN)

    assert (figure["value"], figure["unit"], reasons(figure)) == (10, "persons", REFUSED)
    assert "APPLIED_OUTSIDE_ITS_TIME" not in flags(figure)
    assert flags(figure)["STARTED_BEFORE_DECISION_RECEIVED"] == 10


def test_five_had_complete_files_by_the_rule_of_2009_applied_back_and_marked_so(den_haag: Delivered) -> None:
    figure = den_haag.figure("realisation", version="complete-files", **THEN)

    assert (figure["value"], sorted(figure["counted"])) == (5, ["D01", "D02", "D03", "D04", "D05"])
    assert reasons(figure) == REFUSED | FAULTS
    assert flags(figure)["APPLIED_OUTSIDE_ITS_TIME"] == 13


def test_which_documents_and_why_is_told_of_each(den_haag: Delivered) -> None:
    axes = [word for name, value in THEN.items() for word in (f"--{name.replace('_', '-')}", value)]
    cases = den_haag.home.answer("explain", "realisation@complete-files", *axes)["cases"]

    assert {case["id"]: case["detail"] for case in cases if case["id"] in FAULTS} == {
        "D06": {"documents": "startverklaring", "received_on": "2009-01-12"},
        "D07": {"documents": "startverklaring"},
        "D08": {"documents": "beschikking", "because": "UNSIGNED"},
        "D09": {"documents": "trajectplan, startverklaring"},
        "D10": {"documents": "startverklaring"},
    }


def test_as_known_after_the_first_delivery_the_late_document_is_missing(den_haag: Delivered) -> None:
    figure = den_haag.figure("realisation", version="complete-files", known_at=den_haag.first, **THEN)

    assert reasons(figure)["D06"] == "DOC_MISSING"


def test_in_january_six_count_and_the_figure_of_december_is_still_five(den_haag: Delivered) -> None:
    january = den_haag.figure("realisation", version="complete-files", municipality="Den Haag", as_of="2009-01-31")

    assert sorted(january["counted"]) == ["D01", "D02", "D03", "D04", "D05", "D06"]
    assert "APPLIED_OUTSIDE_ITS_TIME" not in flags(january)
    assert den_haag.figure("realisation", version="complete-files", **THEN)["value"] == 5


def test_without_a_version_both_are_answered_and_the_contradiction_is_named(den_haag: Delivered) -> None:
    both_ = den_haag.figure("realisation", **THEN)

    assert [answer["value"] for answer in both_["answers"]] == [10, 5]
    assert {"complete-files"} <= {conflict["with_version"] for conflict in both_["conflicts"]}


def test_persons_stand_against_11916_persons_and_a_forecast_of_trajectories_gets_no_number(den_haag: Delivered) -> None:
    figure = den_haag.figure("realisation", version="on-trajectory", municipality="Den Haag", as_of="2009-01-31")

    assert next(quota for quota in figure["quotas"] if quota["amount"] == 11916)["to_go"] == 11906
    (refused,) = [one for one in figure["refused"] if one["quota"]["unit"] == "trajectories"]
    assert (refused["reason"], refused["quota"]["amount"], refused["quota"]["interval"]) == (
        "UNIT_MISMATCH",
        None,
        None,
    )
    assert "to_go" not in refused["quota"]

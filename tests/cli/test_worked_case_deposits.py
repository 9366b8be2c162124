"""The worked case of the deposit pilot (C08), exactly, from the file as the region sent it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cli.commanding import EXAMPLES, Home, reasons

AS_OF = {"as_of": "2004-07-01"}

VERSIONS = ("extra-bonus", "extra-bonus-authorised-out", "refund-on-success", "refund-on-success-authorised-out")


@pytest.fixture(scope="module")
def pilot() -> Iterator[Home]:
    """A ledger with the file of the pilot."""
    home = Home()
    try:
        home.take(EXAMPLES / "pilot-oudkomers-presentie.csv", delivered_on="2004-07-01")
        yield home
    finally:
        home.end()


@pytest.mark.parametrize(
    ("version", "kept", "net_cents"),
    [
        ("extra-bonus", ["A2", "A3", "A6"], 5_000),
        ("extra-bonus-authorised-out", ["A2", "A6"], 0),
        ("refund-on-success", ["A2", "A3", "A6"], 25_000),
        ("refund-on-success-authorised-out", ["A2", "A6"], 25_000),
    ],
)
def test_what_is_kept_and_what_is_left(pilot: Home, version: str, kept: list[str], net_cents: int) -> None:
    forfeited = pilot.figure("deposits-forfeited", version=version, **AS_OF)
    net = pilot.figure("deposit-net", version=version, **AS_OF)

    assert (sorted(forfeited["counted"]), forfeited["unit"]) == (kept, "deposits")
    assert (net["value"], net["unit"], reasons(net)) == (net_cents, "cents", {"A7": "DEPOSIT_MISSING"})
    assert sum(net["funnel"].values()) == net["considered"] == 7


def test_four_readings_are_given_and_what_they_rest_on_is_named(pilot: Home) -> None:
    every = pilot.figure("deposit-net", **AS_OF)

    assert [answer["value"] for answer in every["answers"]] == [5_000, 0, 25_000, 25_000]
    named = [[passage["requirement"] for passage in conflict["sources"]] for conflict in every["conflicts"]]
    assert named == [["R216", "R220"], ["R218", "R210"], ["R217"], ["R220"]]


def test_each_part_of_an_amount_can_be_read(pilot: Home) -> None:
    cases = {
        case["id"]: case
        for case in pilot.answer("explain", "deposit-net", "--version", "extra-bonus", "--as-of", "2004-07-01")["cases"]
    }

    assert (cases["A1"]["amount"], cases["A1"]["reason"]) == (-5_000, "REFUND_DUE")
    details = cases["A1"]["detail"]
    assert (details["in_cents"], details["refunded_cents"], details["bonus_cents"]) == (5_000, 5_000, 5_000)
    assert (details["attended"], details["of_lessons"]) == (85, 100)


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize(("language", "counted"), [("nl", "geteld"), ("en", "counted")])
def test_four_readings_fit_beside_each_other_on_a_narrow_screen(
    pilot: Home, language: str, counted: str, columns: int
) -> None:
    said = pilot.run("--language", language, "figure", "deposits-forfeited", COLUMNS=str(columns)).out.splitlines()
    numbers = [line.split() for line in said]

    assert ["1", "2", "3", "4"] in numbers
    (figures,) = (line for line in numbers if line[:1] == [counted])
    assert [int(one) for one in figures if one.isdigit()] == [3, 2, 3, 2]
    for number, version in enumerate(VERSIONS, 1):
        assert sum(line.strip().startswith(f"{number} {version}:") for line in said) == 1
    assert max(map(len, said)) <= columns

"""The worked case of Amsterdam (C03), exactly, from the files of two providers: rows, trajectories, persons."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commanding import EXAMPLES, Home, reasons

AT_X, AT_Y = EXAMPLES / "aanbieder-x-inschrijvingen.csv", EXAMPLES / "aanbieder-y-inschrijvingen.xlsx"
ASKED = {"municipality": "Amsterdam", "as_of": "2007-12-31"}
REPEATED = {"Y003": "DUPLICATE_ENROLMENT", "Y005": "REASSIGNED_SAME_TRAJECTORY"}
PARTS = dict.fromkeys(("Y001", "Y002"), "COMPONENT_OF_A_TRAJECTORY")
OTHERS = dict.fromkeys(("X002", "Y001", "Y002"), "OTHER_TRAJECTORY_OF_SAME_PERSON")
FIRST = {"X001", "X003", "X004", "X005", "X006", "X007", "Y004"}


def taken(home: Home, files: tuple[Path, ...]) -> Home:
    for file in files:
        home.take(file, municipality="Amsterdam", delivered_on="2008-01-07")
    return home


@pytest.fixture(scope="module")
def amsterdam() -> Iterator[Home]:
    """A ledger with the files of both providers."""
    home = Home()
    try:
        yield taken(home, (AT_X, AT_Y))
    finally:
        home.end()


def by_version(home: Home) -> dict[str, Any]:
    both = home.figure("trajectories", **ASKED)
    return {answer["rule"]["version"]: answer for answer in both["answers"]}


def test_there_are_twelve_rows_of_which_seven_prove_no_start(amsterdam: Home) -> None:
    figure = amsterdam.figure("enrolment-rows", **ASKED)
    assert (figure["value"], figure["unit"], reasons(figure)) == (12, "rows", {})
    assert {flag["code"]: flag["cases"] for flag in figure["flags"]}["ENROLMENT_NOT_START"] == 7


def test_there_are_ten_trajectories_or_eight_and_the_contradiction_is_named(amsterdam: Home) -> None:
    both = amsterdam.figure("trajectories", **ASKED)
    assert "value" not in both
    found = {answer["rule"]["version"]: (answer["value"], reasons(answer)) for answer in both["answers"]}
    assert found == {"courses": (10, REPEATED), "components": (8, REPEATED | PARTS)}
    (conflict,) = both["conflicts"]
    assert [passage["requirement"] for passage in conflict["sources"]] == ["R021", "R022", "R023"]


def check_seven_participants(home: Home, **more: Any) -> None:
    figure = home.figure("participants", **ASKED, **more)
    assert (figure["value"], figure["unit"]) == (7, "persons")
    assert set(figure["counted"]) == FIRST
    assert reasons(figure) == REPEATED | OTHERS


def test_there_are_seven_participants_in_the_first_enrolment_of_each(amsterdam: Home) -> None:
    check_seven_participants(amsterdam)


def test_with_the_files_in_the_other_order_the_same_count_and_an_unlink_changes_only_what_is_known_later(
    fresh: Home,
) -> None:
    taken(fresh, (AT_Y, AT_X))
    check_seven_participants(fresh)
    found = {version: (answer["value"], reasons(answer)) for version, answer in by_version(fresh).items()}
    assert found == {"courses": (10, REPEATED), "components": (8, REPEATED | PARTS)}

    before = fresh.figure("participants", **ASKED)["known_at"]["position"]
    said = fresh.run("unlink", "X003", "Y002", "--reason", "other person")
    assert said.code == 0, said.told

    assert fresh.figure("participants", **ASKED)["value"] == 8
    check_seven_participants(fresh, known_at=before)
    axes = ("--municipality", "Amsterdam", "--as-of", "2007-12-31")
    difference = fresh.answer("compare", f"participants,known_at={before}", "participants", *axes)
    assert (difference["difference"], difference["parts"]["identity"]) == (1, 1)

"""The worked cases of Groningen (C01) and Zuid-Holland Zuid (C07), exactly, from the files as the parties sent them."""

from __future__ import annotations

import json

import pytest

from tests.cli.commanding import Home, reasons

BY_LETTER = {
    "municipality": "Groningen",
    "period": "2007-01-01..2008-07-01",
    "registered_by": "2008-09-18",
}
LATER = {**BY_LETTER, "registered_by": "2008-10-02"}
TRAPS = {
    "T1": "ON_BOUNDARY",
    "L1": "RECORDED_LATER",
    "X1": "NOT_A_WI_TRAJECTORY",
    "H1": "ENFORCEMENT_ONLY",
    "H2": "ENFORCEMENT_ONLY",
    "H3": "ENFORCEMENT_ONLY",
}


def placed(first: int, last: int) -> list[str]:
    """G001 to G236 are who was placed; G001 to G088 are pardoners."""
    return [f"G{number:03}" for number in range(first, last + 1)]


# C01


def test_236_were_placed_until_1_july_2008(book: Home) -> None:
    figure = book.figure("placements", **BY_LETTER)
    assert figure["value"] == 236
    assert sorted(figure["counted"]) == placed(1, 236)
    assert reasons(figure) == TRAPS
    assert figure["considered"] == 242


def test_by_the_letter_148_of_1230_trajectories(book: Home) -> None:
    figure = book.figure("quota-placements", version="letter-4a", **BY_LETTER)
    assert (figure["value"], figure["unit"]) == (148, "trajectories")
    assert reasons(figure) == TRAPS | dict.fromkeys(placed(1, 88), "PARDON_OTHER_MINISTRY")
    (quota,) = figure["quotas"]
    assert (quota["amount"], quota["to_go"], quota["share"], quota["kind"]) == (1230, 1082, 0.1203, "quota")


def test_by_the_agenda_236_of_1230_inburgeraars(book: Home) -> None:
    figure = book.figure("quota-placements", version="agenda-3a", **BY_LETTER)
    assert (figure["value"], figure["unit"]) == (236, "inburgeraars")
    (quota,) = figure["quotas"]
    assert (quota["amount"], quota["to_go"], quota["share"], quota["kind"]) == (1230, 994, 0.1919, "forecast")


def test_without_a_version_both_answers_are_given_and_the_contradiction_is_named(book: Home) -> None:
    both = book.figure("quota-placements", **BY_LETTER)
    assert "value" not in both
    assert [answer["value"] for answer in both["answers"]] == [148, 236]
    named = {conflict["with_version"]: conflict for conflict in both["conflicts"]}
    assert {"letter-4a", "agenda-3a"} & set(named)
    assert named[None]["interval"] == {"from": 975, "until": 985}


def test_what_was_entered_later_makes_237_and_149_and_the_236_stays(book: Home) -> None:
    assert book.figure("placements", **LATER)["value"] == 237
    assert book.figure("quota-placements", version="letter-4a", **LATER)["value"] == 149
    assert book.figure("placements", **BY_LETTER)["value"] == 236


def test_the_difference_is_one_placement_and_a_new_fact(book: Home) -> None:
    difference = book.answer(
        "compare",
        "placements,registered_by=2008-09-18",
        "placements,registered-by=2008-10-02",
        *("--municipality", "Groningen", "--period", "2007-01-01..2008-07-01"),
    )
    assert difference["difference"] == 1
    assert difference["parts"] == {"new_facts": 1, "corrections": 0, "rule": 0, "identity": 0, "erasure": 0}
    (case,) = difference["cases"]
    assert (case["id"], case["part"]) == ("L1", "new_facts")
    assert (case["from"]["reason"], case["to"]["counted"]) == ("RECORDED_LATER", True)


def test_the_two_readings_differ_by_the_88_pardoners_and_by_nothing_but_the_rule(book: Home) -> None:
    difference = book.answer(
        "compare",
        "quota-placements@letter-4a",
        "quota-placements@agenda-3a",
        *(word for name, value in BY_LETTER.items() for word in (f"--{name.replace('_', '-')}", value)),
    )
    assert (difference["difference"], difference["parts"]["rule"]) == (88, 88)
    assert sorted(case["id"] for case in difference["cases"]) == placed(1, 88)


def test_enforcement_orders_are_counted_by_themselves(book: Home) -> None:
    figure = book.figure("enforcement-orders", **BY_LETTER)
    assert (figure["value"], sorted(figure["counted"])) == (3, ["H1", "H2", "H3"])
    assert [quota["amount"] for quota in figure["quotas"]] == [123]


def test_all_but_one_were_entered_before_the_system_was_in_use(book: Home) -> None:
    flags = {flag["code"]: flag["cases"] for flag in book.figure("placements", **BY_LETTER)["flags"]}
    assert flags["ENTERED_AFTERWARDS"] == 241


# C07

AS_OF = "2003-12-01"
LIMITS = {"W1": ("2003-11-15", 16), "W9": ("2003-07-31", 123), "W11": ("2003-02-28", 276), "W7": ("2003-03-20", 256)}


def opened(book: Home, rule: str, **axes: str) -> dict[str, dict[str, object]]:
    """The cases of a figure by their id."""
    words = [word for name, value in axes.items() for word in (f"--{name.replace('_', '-')}", value)]
    said = book.run("explain", rule, *words, "--json")
    assert said.code == 0, said.told
    return {case["id"]: case for case in json.loads(said.out)["cases"]}


@pytest.mark.parametrize(
    ("version", "counted", "not_counted"),
    [
        (
            "first-inflow-only",
            ("W1", "W11", "W9"),
            {
                "W2": "PLACED_IN_TIME",
                "W3": "LIMIT_DAY",
                "W4": "NOT_OUDKOMER",
                "W5": "OUT_OF_SCOPE",
                "W6": "OTHER_LIST",
                "W7": "OTHER_LIST",
                "W8": "OTHER_LIST",
                "W10": "OFFER_DECLINED",
            },
        ),
        (
            "both-lists",
            ("W1", "W11", "W7", "W9"),
            {
                "W2": "PLACED_IN_TIME",
                "W3": "LIMIT_DAY",
                "W4": "NOT_OUDKOMER",
                "W5": "OUT_OF_SCOPE",
                "W6": "REASON_TOO_SHORT",
                "W8": "REASON_NOT_ALLOWED_ON_LIST_2",
                "W10": "OFFER_DECLINED",
            },
        ),
    ],
)
def test_who_waits_longer_than_four_months_by_either_reading(
    book: Home, version: str, counted: tuple[str, ...], not_counted: dict[str, str]
) -> None:
    cases = opened(book, "waiting-over-four-months", version=version, as_of=AS_OF)
    assert tuple(sorted(record for record, case in cases.items() if case["counted"])) == counted
    assert {record: case["reason"] for record, case in cases.items() if not case["counted"]} == not_counted
    assert {record: (cases[record]["limit_on"], cases[record]["days_over"]) for record in counted} == {
        record: LIMITS[record] for record in counted
    }


def test_who_waits_longer_than_a_year(book: Home) -> None:
    cases = opened(book, "waiting-over-one-year", as_of=AS_OF)
    over = {record: case["limit_on"] for record, case in cases.items() if case["counted"]}
    assert over == {"W7": "2003-11-20", "W11": "2003-10-31"}


def test_whom_a_cleaning_would_remove(book: Home) -> None:
    cases = opened(book, "waiting-list-cleaning", as_of="2003-12-31")
    assert {record: case["reason"] for record, case in cases.items() if case["counted"]} == {
        "W6": "REASON_TOO_SHORT",
        "W7": "REASON_EXPIRED",
        "W8": "REASON_NOT_ALLOWED_ON_LIST_2",
        "W10": "OFFER_DECLINED",
    }
    assert len(cases) == 11, "nobody disappears from the ledger"


def test_one_day_over_four_months_is_not_a_year(book: Home) -> None:
    cases = opened(book, "waiting-over-four-months", version="first-inflow-only", as_of="2003-03-01")
    assert {record: case["days_over"] for record, case in cases.items() if case["counted"]} == {"W11": 1}
    assert book.figure("waiting-over-one-year", as_of="2003-03-01")["counted"] == []

"""Findings and two reconciled sources as a stranger meets them: the files of two providers, and of Den Haag."""

from __future__ import annotations

import csv
from collections.abc import Iterator

import pytest

from tests.cli.commanding import EXAMPLES, Home

X, Y = EXAMPLES / "aanbieder-x-inschrijvingen.csv", EXAMPLES / "aanbieder-y-inschrijvingen.xlsx"
DEN_HAAG = EXAMPLES / "gemeente-den-haag-verantwoording-2009-01-05.csv"
SCREENS = [
    ("findings",),
    ("findings", "--municipality", "Den Haag", "--limit", "3"),
    ("findings", "--code", "IDENTITY_CONFLICT"),
    ("reconcile", "aanbieder X", "aanbieder Y"),
    ("reconcile", "aanbieder X", "aanbieder Y", "--personal", "--all", "--by", "municipality"),
    ("reconcile", "aanbieder X", "verantwoording", "--municipality", "Haarlem"),
]
BROKEN_ROW = "D99;12345;Pham;25-09-2008;01-12-2008;j;01-12-2008;15-12-2008;;;"


@pytest.fixture(scope="module")
def two() -> Iterator[Home]:
    """A ledger with the files of two providers in Amsterdam, and Den Haag's with one row that cannot be taken."""
    home = Home()
    try:
        broken = home.folder / "verantwoording.csv"
        broken.write_bytes(DEN_HAAG.read_bytes() + f"{BROKEN_ROW}\r\n".encode())
        for file, municipality in ((X, "Amsterdam"), (Y, "Amsterdam"), (broken, "Den Haag")):
            home.take(file, municipality=municipality)
        yield home
    finally:
        home.end()


def personal_values() -> set[str]:
    """Numbers and names in the file of X, all of invented people."""
    with X.open(encoding="cp1252", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))[1:]
    return {cell.strip() for row in rows for cell in (row[1], row[3], row[4]) if len(cell.strip()) > 3}


@pytest.mark.parametrize(("language", "columns"), [("nl", 80), ("en", 100)])
@pytest.mark.parametrize("words", SCREENS, ids=lambda words: "-".join(words[:4]).replace(" ", "-"))
def test_a_screen_fits_and_names_nobody(two: Home, words: tuple[str, ...], language: str, columns: int) -> None:
    said = two.run(*words, "--language", language, COLUMNS=str(columns))
    assert said.code == 0, said.told
    assert max(len(line) for line in said.out.splitlines()) <= columns
    assert not [line for line in said.out.splitlines() if line != line.rstrip()]
    assert not [value for value in personal_values() if value in said.out + said.told]


def test_seven_persons_are_in_two_sources_and_each_is_told_once(two: Home) -> None:
    document = two.answer("reconcile", "aanbieder X", "aanbieder Y")
    assert document["considered"] == 7
    assert document["totals"] == {"only_a": 2, "only_b": 1, "different": 3, "same": 1}
    assert set(document) == {
        "a", "b", "scope", "as_of", "known_at", "considered", "totals", "nothing_to_compare", "by_matter", "sealed",
        "provisional", "by", "persons",
    }  # fmt: skip
    persons = {tuple(one["a"] + one["b"]): one for one in document["persons"]}
    assert list(persons) == [
        ("X004",), ("X007",), ("Y004",), ("X001", "X002", "Y001"), ("X003", "Y002"), ("X006", "Y005"), ("X005", "Y003"),
    ]  # fmt: skip
    (moved,) = persons["X006", "Y005"]["differing"]
    assert (moved["matter"], moved["a"], moved["b"]) == ("enrolled_on", ["2007-03-01"], ["2007-03-22"])
    assert persons["X005", "Y003"]["compared"] > 0


def test_the_other_way_round_is_the_same_with_the_sides_exchanged(two: Home) -> None:
    totals = two.answer("reconcile", "inschrijvingen-y", "inschrijvingen-x")["totals"]
    assert totals == {"only_a": 1, "only_b": 2, "different": 3, "same": 1}


def test_before_the_second_file_there_was_nobody_in_both(two: Home) -> None:
    known_at = max(event["position"] for event in two.answer("history", "inschrijvingen-x:X007")["events"])
    said = two.run("reconcile", "aanbieder X", "aanbieder Y", "--known-at", known_at)
    assert said.code == 1
    assert "no source is called that here" in said.told.casefold()


def test_that_somebody_moved_is_no_clash_and_every_early_start_is_found(two: Home) -> None:
    document = two.answer("findings")
    assert {one["code"]: one["count"] for one in document["counts"]} == {"DATES_OUT_OF_ORDER": 10, "ROW_REJECTED": 1}
    assert document["total"] == sum(one["count"] for one in document["counts"]) == len(document["findings"])
    newest = document["findings"][0]
    assert set(newest) == {
        "finding", "code", "resolver", "id", "source", "party", "municipality", "detail", "records", "events",
    }  # fmt: skip
    ids = {one["id"] for one in document["findings"] if one["code"] == "DATES_OUT_OF_ORDER"}
    assert ids == {f"D{number:02}" for number in range(1, 11)}


def test_a_rejected_row_is_told_with_what_would_help_and_never_with_what_stood_there(two: Home) -> None:
    said = two.run("findings", "--code", "ROW_REJECTED")
    (rejected,) = two.answer("findings", "--code", "ROW_REJECTED")["findings"]
    assert (rejected["id"], rejected["detail"]["line"]) == (None, "15")
    told = " ".join(said.out.split())
    assert "Line 15" in told
    assert "12345" not in said.out
    assert rejected["detail"]["reason"] in told


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("reconcile", "verantwoording", "0518"), 1, "the same source"),
        (("reconcile", "verantwoording", "nobody"), 1, "aanbieder X/inschrijvingen-x"),
        (("reconcile", "verantwoording"), 2, "B is missing"),
        (("reconcile", "a", "b", "--by", "colour"), 2, "--by"),
        (("findings", "--code", "NONSENSE"), 1, "DATES_OUT_OF_ORDER"),
        (("findings", "--resolver", "nobody"), 2, "--resolver"),
        (("findings", "--limit", "-1"), 2, "--limit"),
        (("reconcile", "aanbieder X", "aanbieder Y", "--as-of", "2009"), 2, "--as-of"),
    ],
)
def test_a_question_that_cannot_be_answered_says_what_would_work(
    two: Home, words: tuple[str, ...], code: int, told: str
) -> None:
    said = two.run(*words)
    assert said.code == code
    assert told in said.told
    assert "Traceback" not in said.told

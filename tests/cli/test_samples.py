"""The command `sample`: the same bytes for the same seed and position, whatever was recorded since."""

from __future__ import annotations

import csv
from collections.abc import Iterator

import pytest

from tests.cli.commanding import EXAMPLES, Home

WORDS = ("sample", "placements", "--municipality", "Groningen", "--as-of", "2008-06-30", "--seed", "9")


def test_a_sample_is_drawn_again_as_the_same_bytes_and_holds_no_record_id(book: Home) -> None:
    for suffix in ("csv", "xlsx"):
        first, again = book.folder / f"one.{suffix}", book.folder / f"two.{suffix}"
        control = book.answer(*WORDS, "--size", "20", "--file", first)["control"]
        book.run("record", "ConditionMet", f"name=between-{suffix}")
        book.answer(*WORDS, "--size", "20", "--file", again, "--known-at", control["known_at_position"])

        assert first.read_bytes() == again.read_bytes()
        assert (control["population_count"], control["sampled_count"]) == (242, 20)

    text = (book.folder / "one.csv").read_text("utf-8-sig")
    rows = list(csv.reader(text.splitlines(), delimiter=";"))
    assert not [cell for row in rows for cell in row if cell.startswith("G0")]
    opened = book.folder / "opened.csv"
    book.answer(*WORDS, "--size", "20", "--record-ids", "--file", opened)
    assert "GWS4all;G" in opened.read_text("utf-8-sig")


def test_a_sample_of_nothing_is_refused_and_so_is_another_kind_of_file(book: Home) -> None:
    assert book.run(*WORDS, "--size", "5", "--file", "sample.txt").code == 2
    assert book.run(*WORDS, "--size", "5", "--file", "s.csv", "--by-amount", "--stratify-by", "year").code == 2
    nobody = book.run("sample", "placements", "--municipality", "0344", "--size", "5", "--seed", "1", "--file", "s.csv")
    assert (nobody.code, "nothing to draw from" in nobody.told) == (1, True)


@pytest.fixture(scope="module")
def pilot() -> Iterator[Home]:
    """A ledger with the file of the deposit pilot: by the first reading one amount below zero, two above it."""
    home = Home()
    try:
        home.take(EXAMPLES / "pilot-oudkomers-presentie.csv", delivered_on="2004-07-01")
        yield home
    finally:
        home.end()


def test_what_a_sample_by_amount_leaves_out_is_told_and_ties_it_to_the_figure(pilot: Home) -> None:
    words = ("sample", "deposit-net", "--version", "extra-bonus", "--as-of", "2004-07-01", "--size", "2", "--seed", "9")
    control = pilot.answer(*words, "--by-amount", "--file", "amounts.csv")["control"]

    numbers = [control[name] for name in ("population_count", "left_out_negative_count", "left_out_zero_count")]
    amounts = [control[name] for name in ("population_amount", "left_out_negative_amount", "left_out_zero_amount")]
    assert (numbers, sum(numbers)) == ([2, 1, 4], 7)
    assert (amounts, sum(amounts), control["figure"]) == ([10_000, -5_000, 0], 5_000, 5_000)

    whole = pilot.answer(*words, "--file", "all.csv")["control"]
    assert not [name for name in whole if name.startswith("left_out")], "nothing is left out of a random sample"


def test_what_a_sample_by_amount_leaves_out_is_said_on_screen_in_both_languages(pilot: Home) -> None:
    words = ("sample", "deposit-net", "--version", "extra-bonus", "--as-of", "2004-07-01", "--size", "2", "--seed", "9")
    words = (*words, "--by-amount", "--file", "told.csv")

    english, dutch = (" ".join(pilot.run(*words, "--language", one).out.split()) for one in ("en", "nl"))

    assert "Not in the population: 1 below zero (together -5000) and 4 of zero." in english
    assert "Niet in de populatie: 1 onder nul (samen -5000) en 4 van nul." in dutch
    file = (pilot.folder / "told.csv").read_text("utf-8-sig")
    assert "weggelaten_negatief_bedrag;-5000" in file
    assert "left_out" not in file, "the labels are in the language of the file"

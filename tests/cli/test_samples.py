"""The command `sample`: the same bytes for the same seed and position, whatever was recorded since."""

from __future__ import annotations

import csv

from tests.cli.commanding import Home

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

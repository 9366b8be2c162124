"""The command with --for publication: screens in both languages, the difference, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.cli.commanding import PLACEMENTS, Home

PERIOD = ("--period", "2007-01-01..2008-07-01")
PUBLISHED = ("figure", "placements", *PERIOD, "--for", "publication")


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    """Groningen's placements, a threshold, and a closing for the whole country."""
    made = Home()
    try:
        made.take(PLACEMENTS, municipality="Groningen", delivered_on="2008-10-06")
        made.run("record", "ParameterSet", "name=publication-threshold", "value=5", "occurred_on=2009-01-01")
        closed = ("scheme=Wet inburgering 2007", "period_from=2007-01-01", "period_until=2008-07-01")
        made.run("record", "ReportingClosed", *closed, "occurred_on=2009-02-17")
        yield made
    finally:
        made.end()


def test_a_published_figure_is_shown_in_steps_in_both_languages_with_what_is_withheld(home: Home) -> None:
    english, dutch = home.run(*PUBLISHED, "--by", "pardon"), home.run(*PUBLISHED, "--language", "nl")

    assert english.code == dutch.code == 0
    assert "about 235 placements" in english.out
    assert "suppressed, being too small or not there" in english.out
    assert "cases and their ids" in english.out
    assert "ongeveer 235 plaatsingen" in dutch.out
    assert "gevallen en hun id's" in dutch.out


def test_the_three_sentences_speak_of_the_published_number_only(home: Home) -> None:
    said = " ".join(home.run(*PUBLISHED, "--brief").out.split())

    assert "about 235 placements" in said
    assert "really it is 235 to 239" in said
    assert "236" not in said


def test_no_exact_number_and_no_id_stands_in_the_document(home: Home) -> None:
    document = json.loads(home.run(*PUBLISHED, "--json").out)

    numbers = [one for one in [document["value"], *document["funnel"].values()] if isinstance(one, int)]
    assert all(one % 5 == 0 for one in numbers)
    assert not {"counted", "not_counted", "late", "reported", "totals_of_others"} & set(document)


def test_a_difference_is_published_without_its_parts(home: Home) -> None:
    sides = ("placements,municipality=Groningen", "placements")

    said = home.run("compare", *sides, *PERIOD, "--for", "publication")

    assert said.code == 0
    assert "what the difference is made of" in said.out
    assert "H1" not in said.out


def test_a_sample_a_day_and_an_unknown_purpose_are_refused(home: Home) -> None:
    sample = home.run("sample", "placements", "--size", "3", "--seed", "1", "--file", "x.csv", "--for", "publication")
    day = home.run(*PUBLISHED, "--as-of", "2008-01-01")
    purpose = home.run("figure", "placements", "--for", "fun")

    assert (sample.code, day.code, purpose.code) == (1, 1, 2)
    assert "Of cases nothing is published" in sample.told
    assert "as_of" in day.told
    assert "--for publication" in purpose.told
    assert not (home.folder / "x.csv").exists()

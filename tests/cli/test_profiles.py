"""`ketenboek profile`: a file looked at without a ledger, on the terminal and as a document, in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.commanding import PLACEMENTS, WAITING_LIST, Home
from tests.cli.test_screens import personal_values
from tests.delivering import HEADING, row


@pytest.fixture
def home(fresh: Home) -> Home:
    """A home in which no ledger is, nor comes to be."""
    return fresh


def write(home: Home, *rows: str, heading: str = HEADING) -> Path:
    path = home.folder / "plaatsingen.csv"
    path.write_text("\r\n".join((heading, *rows, "")), "utf-8", newline="")
    return path


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_file_is_looked_at_without_a_ledger_and_names_nobody(home: Home, language: str) -> None:
    said = home.run("profile", "check", PLACEMENTS, "--language", language, COLUMNS="80")

    assert said.code == 0, said.told
    assert max(len(line) for line in said.out.splitlines()) <= 80
    assert "\x1b" not in said.out
    assert not [value for value in personal_values() if value in said.out + said.told]
    assert ("--municipality NAAM|CODE" if language == "nl" else "--municipality NAME|CODE") in " ".join(
        said.out.split()
    )
    assert "PlacementStarted" in said.out
    assert not home.path.exists()


def test_the_document_says_what_the_import_then_does(home: Home) -> None:
    path = write(home, row("G1"), row("G2", bsn="1"), row("G3", kind="omscholing"))

    looked = home.answer("profile", "check", path, "--municipality", "Groningen")
    taken = home.take(path, municipality="Groningen")

    assert (looked["profile"], looked["rows"], looked["would_be_taken"]) == ("groningen-gws4all", 3, 1)
    assert looked["rejected"] == taken["rejected"]
    assert sum(looked["facts"].values()) == taken["facts"]
    (kind,) = [one for one in looked["columns"] if one["column"] == "SOORT"]
    assert kind["unknown_words"] == [{"word": "omscholing", "count": 1}]
    assert looked["traced"][0]["line"] == 2


def test_a_file_of_no_profile_ends_with_1_and_names_the_nearest(home: Home) -> None:
    path = write(home, row(), heading=HEADING.replace("SOORT", "TRAJECT"))

    said = home.run("profile", "check", path)
    document = json.loads(home.run("profile", "check", path, "--json").out)

    assert said.code == 1
    assert '"SOORT"' in said.out
    assert '"TRAJECT"' in said.out
    assert "--profile FILE.toml" in said.told
    assert (document["profile"], document["nearest"][0]["missing"]) == (None, ["SOORT"])


def test_a_file_of_which_nothing_would_be_taken_ends_with_1(home: Home) -> None:
    said = home.run("profile", "check", write(home, row(kind="omscholing")))

    assert said.code == 1
    assert "UNKNOWN_WORD" in said.out
    assert "not one row" in said.told
    assert home.run("profile", "check", home.folder / "nergens.csv").code == 1


def test_profiles_are_listed_with_the_columns_they_need(home: Home) -> None:
    listed = {one["profile"]: one for one in home.answer("profile", "list")}
    screen = home.run("profile", "list", COLUMNS="80")

    assert "KLANTNUMMER" in listed["groningen-gws4all"]["required"]
    assert listed["quotas"]["municipality_in_rows"]
    assert all(name in screen.out for name in listed)
    assert max(len(line) for line in screen.out.splitlines()) <= 80


def test_a_command_that_is_not_there_is_told_with_those_that_are(home: Home) -> None:
    said = home.run("profile", "chek", PLACEMENTS)

    assert said.code == 2
    assert "no command chek" in said.told
    assert "check" in said.told
    assert home.run("profile", "check").code == 2
    assert "Toon hoe een bestand wordt gelezen" in " ".join(
        home.run("profile", "check", "--help", "--language", "nl").out.split()
    )


def test_control_totals_are_told_with_the_import(home: Home) -> None:
    path = write(home, row("G1"), row("G2", bsn="1"))
    asked = ("import", path, "--municipality", "Groningen", "--stated-rows", "1.002", "--stated-total", "SOORT=2")

    document = home.answer(*asked)
    screen = home.run(*asked)

    assert document["totals"] == [
        {"name": "rows", "stated": 1002, "counted": 2, "agrees": False},
        {"name": "SOORT", "stated": 2, "counted": 2, "agrees": True},
    ]
    assert {one["code"]: one["ids"] for one in document["findings"]}["CONTROL_TOTAL_DIFFERS"] == ["rows"]
    assert "1,002" in screen.out
    assert "differs" in screen.out
    assert screen.code == 0


@pytest.mark.parametrize(
    ("option", "value"),
    [("--stated-rows", "veel"), ("--stated-amount", "1,234.56"), ("--stated-total", "3"), ("--stated-total", "=3")],
)
def test_a_total_that_is_none_is_refused(home: Home, option: str, value: str) -> None:
    said = home.run("import", PLACEMENTS, option, value)

    assert said.code == 2
    assert option in said.told


def test_totals_belong_to_one_file(home: Home) -> None:
    said = home.run("import", PLACEMENTS, WAITING_LIST, "--stated-rows", "1")

    assert said.code == 2
    assert "one file" in said.told

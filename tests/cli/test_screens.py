"""What people read: in both languages, within the width, plain where it is piped; and never a personal value."""

from __future__ import annotations

import csv

import pytest

from tests.cli.commanding import PLACEMENTS, Home

PERIOD = "2007-01-01..2008-07-01"
SCREENS = [
    ("figure", "placements", "--municipality", "Groningen", "--as-of", "2008-06-30"),
    ("explain", "quota-placements", "--municipality", "Groningen", "--period", PERIOD),
    ("figure", "placements", "--municipality", "Groningen", "--by", "municipality,trajectory,pardon,month"),
    ("explain", "waiting-list-cleaning", "--as-of", "2003-12-31"),
    ("compare", "placements,known_at=100", "placements", "--municipality", "Groningen"),
    ("history", "GWS4all:L1"),
    ("drift",),
    ("rules",),
    ("status",),
    ("verify",),
    ("record", "PlacementStarted", "--fields"),
]


def personal_values() -> set[str]:
    """Numbers, names and birth dates in Groningen's file, all of invented people."""
    with PLACEMENTS.open(encoding="cp1252", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))[1:]
    numbers = {row[1].strip() for row in rows}
    names = {f"{row[2].strip()} {row[3].strip()}" for row in rows} | {
        f"{row[3].strip()}, {row[2].strip()}" for row in rows
    }
    # A birth date may also be the day on which something happened: only those that are nowhere else are telling.
    elsewhere = {cell.strip() for row in rows for cell in row[10:]}
    births = {row[4].strip() for row in rows} - elsewhere
    as_iso = {"-".join(reversed(day.split("-"))) for day in births}
    return {value for value in numbers | names | births | as_iso if len(value) > 3}


@pytest.mark.parametrize("words", SCREENS, ids=lambda words: words[0])
def test_a_screen_fits_is_plain_and_names_nobody(book: Home, words: tuple[str, ...]) -> None:
    said = book.run(*words, COLUMNS="80")
    assert said.code == 0, said.told
    assert max(len(line) for line in said.out.splitlines()) <= 80
    assert "\x1b" not in said.out
    assert not [line for line in said.out.splitlines() if line != line.rstrip()]
    assert not [value for value in personal_values() if value in said.out + said.told]


def test_personal_data_is_opened_only_when_it_is_asked_for(book: Home) -> None:
    closed, opened = book.answer("history", "GWS4all:L1"), book.answer("history", "GWS4all:L1", "--personal")
    assert not any("personal" in event for event in closed["events"])
    (bsn,) = {event["personal"]["bsn"] for event in opened["events"] if "bsn" in event.get("personal", {})}
    assert bsn in personal_values(), "the values that the other tests look for are the ones that are sealed"


def test_no_personal_value_reaches_the_log_or_any_file_of_the_home_but_the_database(book: Home) -> None:
    book.run("history", "GWS4all:L1", "--personal")
    book.run("history", sorted(personal_values())[0])
    for file in book.path.rglob("*"):
        is_database = "postgres" in file.relative_to(book.path).parts[:1] and file.suffix != ".log"
        if file.is_file() and not is_database:
            text = file.read_text("utf-8", errors="replace")
            assert not [value for value in personal_values() if value in text], file.name


def test_a_figure_is_told_in_dutch_and_in_english(book: Home) -> None:
    words = (
        "explain",
        "quota-placements@letter-4a",
        "--municipality",
        "Groningen",
        "--period",
        "2007-01-01..2008-07-01",
    )
    dutch, english = (" ".join(book.run(*words, "--language", language).out.split()) for language in ("nl", "en"))
    assert "; dat is 12,1% van de taakstelling van 1.230 trajecten" in dutch
    assert "; that is 12.1% of the quota of 1,230 trajectories" in english
    assert "Trajecten van gepardonneerden betaalt een ander ministerie" in dutch
    assert "Trajectories of pardoners are paid by another ministry" in english


def test_help_and_errors_are_told_in_dutch_and_in_english(book: Home) -> None:
    assert "Opdrachten:" in book.run("--help", "--language", "nl").out
    assert "Commands:" in book.run("--help", "--language", "en").out
    assert "geen telregel" in book.run("figure", "x", "--language", "nl").told
    assert "no counting rule" in book.run("figure", "x", "--language", "en").told


def test_competing_versions_stand_side_by_side(book: Home) -> None:
    out = book.run("figure", "waiting-over-four-months", "--as-of", "2003-12-01").out
    (line,) = [line for line in out.splitlines() if line.strip().startswith("counted")]
    assert "3 waiting spells" in line
    assert "4 waiting spells" in line
    assert "does not choose" in out


def ids(out: str, first: str) -> list[str]:
    """The ids at the beginning of lines."""
    return [line.split()[0] for line in out.splitlines() if line.startswith(f"  {first}")]


def test_twelve_cases_of_each_reason_are_shown_by_id_and_the_rest_is_counted(book: Home) -> None:
    words = ("explain", "quota-placements@letter-4a", "--municipality", "Groningen", "--as-of", "2008-06-30")
    some, every = book.run(*words).out, book.run(*words, "--all").out
    shown = ids(some, "G")
    assert shown[:3] == ["G089", "G090", "G091"]
    assert (len(shown), len(ids(every, "G"))) == (24, 236)
    assert "PARDON_OTHER_MINISTRY +76" in " ".join(some.split())
    assert "cases more" not in every


def test_a_comparison_shows_twelve_cases_of_each_part_unless_all_are_asked(book: Home) -> None:
    sides = ("compare", "quota-placements@letter-4a", "quota-placements@agenda-3a", "--municipality", "Groningen")
    some, every = book.run(*sides).out, book.run(*sides, "--all").out
    assert ids(some, "G")[:2] == ["G001", "G002"]
    assert (len(ids(some, "G")), len(ids(every, "G"))) == (12, 88)
    assert "another rule +76" in some


def test_a_rule_that_names_no_quota_does_not_list_those_it_may_not_be_set_beside(book: Home) -> None:
    words = ("placements", "--municipality", "Groningen", "--as-of", "2008-06-30")
    assert "What it may not be set beside" not in book.run("figure", *words).out
    assert book.answer("figure", *words)["refused"]


def test_place_and_period_stand_before_what_is_counted(book: Home) -> None:
    words = ("explain", "quota-placements@letter-4a", "--municipality", "Groningen", "--period", PERIOD)
    dutch = " ".join(book.run(*words, "--language", "nl").out.split())
    assert "Van 1 januari 2007 tot 1 juli 2008 telt Groningen 149 inburgeringstrajecten die meetellen" in dutch
    assert "zonder die van gepardonneerden;" in dutch
    alone = " ".join(
        book.run("explain", "waiting-over-four-months@first-inflow-only", "--as-of", "2003-12-01").out.split()
    )
    assert "On 1 December 2003 all municipalities together have 3 waiting spells of oudkomers" in alone


def test_a_moment_may_be_written_as_a_day_in_dutch(book: Home) -> None:
    first, second = (
        book.run("figure", "placements", "--known-at", day, "--as-of", "2008-06-30")
        for day in ("2008-10-02", "02-10-2008")
    )
    assert (first.code, first.out) == (0, second.out)


def test_whoever_reads_only_the_beginning_gets_no_traceback(book: Home) -> None:
    import subprocess

    from tests.cli.commanding import COMMAND

    command = f"'{COMMAND}' explain placements --as-of 2008-06-30 --json | head -1"
    done = subprocess.run(["sh", "-c", command], env=book.environment(), capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "{"
    assert done.stderr == ""


@pytest.mark.parametrize("is_counted", [True, False])
def test_a_case_is_told_with_what_its_reason_means(book: Home, is_counted: bool) -> None:
    words = ("explain", "placements", "--municipality", "Groningen", "--as-of", "2008-06-30")
    case = next(one for one in book.answer(*words)["cases"] if one["counted"] is is_counted)
    told = book.answer(*words, "--case", case["id"])["case"]["sentence"]

    assert f"{case['reason']}: {told['en']}" in " ".join(book.run(*words, "--case", case["id"]).out.split())
    assert f"{case['reason']}: {told['nl']}" in " ".join(
        book.run("--language", "nl", *words, "--case", case["id"]).out.split()
    )
    assert told["en"] != "None of the tests applies."

"""The list of signals as a stranger meets it: in both languages, worked through, and refused with what would work."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cli.commanding import WAITING_LIST, Home

KIND = "waiting-too-long"
AS_OF = ("--as-of", "2003-12-01")


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    """A ledger with the waiting list of the ROC; W1 is assigned, and W9 acknowledged until 8 December 2003."""
    made = Home()
    try:
        made.take(WAITING_LIST)
        made.answer("record", "CaseAssigned", "id=W1", "assignee=km-7", "role=CASE_MANAGER", "occurred_on=2003-11-20")
        made.answer(
            "record",
            "SignalAcknowledged",
            "id=W9",
            f"signal={KIND}",
            "reason=PLACE_PROMISED",
            "rests_until_on=2003-12-08",
            "occurred_on=2003-11-24",
        )
        yield made
    finally:
        made.end()


def lines(text: str) -> list[str]:
    """The lines of a screen with single blanks."""
    return [" ".join(line.split()) for line in text.splitlines()]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            [
                "Signals: 4 all municipalities · as of 2003-12-01 · position 40",
                "waiting-too-long 3 1 1 Waits longer for a place than is allowed.",
                "To act: the municipality.",
                "W1 waiting-too-long 2003-11-15 16 over km-7",
                "W3 waiting-too-long 2003-12-01 today nobody",
                "Only by both-lists; not by",
            ],
        ),
        (
            "nl",
            [
                "Signalen: 4 alle gemeenten · peildatum 01-12-2003 · positie 40",
                "waiting-too-long 3 1 1 Wacht langer op een plaats dan mag.",
                "Aan zet: de gemeente.",
                "W1 waiting-too-long 15-11-2003 16 over km-7",
                "W3 waiting-too-long 01-12-2003 vandaag niemand",
                "Alleen volgens both-lists; niet",
            ],
        ),
    ],
)
def test_the_list_says_who_whose_limit_and_who_is_on_it(home: Home, language: str, said: list[str]) -> None:
    shown = home.run("signals", *AS_OF, "--kind", KIND, "--language", language)

    assert shown.code == 0, shown.told
    assert [one for one in said if one not in lines(shown.out)] == []


@pytest.mark.parametrize(("language", "columns"), [("nl", 80), ("en", 100)])
@pytest.mark.parametrize("words", [(), ("--acknowledged",), ("--coming", "60"), ("--limit", "1")], ids="-".join)
def test_a_screen_fits(home: Home, words: tuple[str, ...], language: str, columns: int) -> None:
    shown = home.run("signals", *AS_OF, *words, "--language", language, COLUMNS=str(columns))

    assert shown.code == 0, shown.told
    assert max(len(line) for line in shown.out.splitlines()) <= columns


@pytest.mark.parametrize(("as_of", "rests"), [("2003-12-07", True), ("2003-12-08", False)])
def test_what_was_acknowledged_is_told_apart_until_its_day(home: Home, as_of: str, rests: bool) -> None:
    asked = ("signals", "--as-of", as_of, "--kind", KIND)

    assert ("W9" in [one["id"] for one in home.answer(*asked)["signals"]]) is not rests
    assert [one["id"] for one in home.answer(*asked, "--acknowledged")["signals"]] == (["W9"] if rests else [])


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Acknowledged on 2003-11-24 (PLACE_PROMISED); at rest until 2003-12-08."),
        ("nl", "Afgehandeld op 24-11-2003 (PLACE_PROMISED); rust tot 08-12-2003."),
    ],
)
def test_what_rests_says_why_and_until_when(home: Home, language: str, said: str) -> None:
    shown = home.run("signals", *AS_OF, "--acknowledged", "--language", language)

    assert said in " ".join(shown.out.split())


def test_a_worker_sees_the_own_list_and_nobody_is_left_over(home: Home) -> None:
    asked = ("signals", *AS_OF, "--kind", KIND)

    assert [one["id"] for one in home.answer(*asked, "--assignee", "km-7")["signals"]] == ["W1"]
    assert "W1" not in [one["id"] for one in home.answer(*asked, "--unassigned")["signals"]]


def test_the_list_is_that_of_the_figure_behind_it(home: Home) -> None:
    figure = home.figure("waiting-over-four-months", as_of="2003-12-01", version="both-lists")
    rows = home.answer("signals", *AS_OF, "--kind", KIND)["signals"]
    rows += home.answer("signals", *AS_OF, "--kind", KIND, "--acknowledged")["signals"]

    assert {one["id"] for one in rows if one["is_due"]} == set(figure["counted"])


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--kind", "waiting"), "waiting-too-long"),
        (("--kind", f"{KIND}@one"), f"{KIND}@both-lists"),
        (("--assignee", "km-7", "--unassigned"), "one of the two"),
        (("--as-of", "someday"), "--as-of"),
    ],
)
def test_a_question_that_cannot_be_answered_says_what_would_work(
    home: Home, words: tuple[str, ...], expected: str
) -> None:
    said = home.run("signals", *words)

    assert said.code in (1, 2)
    assert expected in said.told


def test_an_acknowledgement_of_no_known_kind_says_so(home: Home) -> None:
    done = home.answer("record", "SignalAcknowledged", "id=W2", "signal=waiting", "reason=SEEN")

    assert KIND in done["notices"][0]

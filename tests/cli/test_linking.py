"""Who is one person, on the command line: two providers of C03, linked, told apart and linked again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cli.commanding import EXAMPLES, Home


@pytest.fixture(scope="module")
def amsterdam() -> Iterator[Home]:
    """The two files of Amsterdam's providers."""
    home = Home()
    try:
        for name in ("aanbieder-x-inschrijvingen.csv", "aanbieder-y-inschrijvingen.xlsx"):
            taken = home.take(EXAMPLES / name, municipality="Amsterdam", delivered_on="2008-01-07")
            assert taken["links"]["undecided"] == 0
        yield home
    finally:
        home.end()


def participants(home: Home, **axes: object) -> int:
    value: int = home.figure("participants", municipality="Amsterdam", as_of="2007-12-31", **axes)["value"]
    return value


def test_the_two_files_hold_seven_persons(amsterdam: Home) -> None:
    assert participants(amsterdam) == 7


def test_an_unlink_parts_two_from_then_on_and_not_before_and_a_link_takes_it_back(amsterdam: Home) -> None:
    before = amsterdam.answer("status")["position"]
    apart = amsterdam.answer("unlink", "X003", "Y002", "--reason", "other person")
    assert apart["recorded"]
    assert participants(amsterdam) == 8
    assert participants(amsterdam, known_at=before) == 7
    again = amsterdam.answer("unlink", "Y002", "X003", "--reason", "other person")
    assert (again["recorded"], again["position"]) == (False, apart["position"])
    assert amsterdam.answer("link", "inschrijvingen-x:X003", "Y002", "--reason", "toch dezelfde mens")["recorded"]
    assert participants(amsterdam) == 7


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("X003", "X003", "--reason", "twin"), 1, "cannot be linked with itself"),
        (("X003", "Q1", "--reason", "twin"), 1, "No registration has that id"),
        (("X003", "X001", "--reason", "same person"), 1, "--different-bsn"),
        (("X003", "X001", "--reason", " "), 1, "expected --reason"),
        (("X003", "X001"), 2, "--reason"),
        (("X003",), 2, "B"),
    ],
)
def test_what_cannot_be_linked_is_told(amsterdam: Home, words: tuple[str, ...], code: int, told: str) -> None:
    said = amsterdam.run("link", *words)
    assert (said.code, said.out) == (code, "")
    assert told in " ".join(said.told.split())


def test_an_answer_tells_where_it_stands_in_the_language_asked(amsterdam: Home) -> None:
    said = amsterdam.run("unlink", "X004", "Y004", "--reason", "andere persoon", "--language", "nl")
    assert said.code == 0
    assert "Gescheiden op positie" in said.out
    assert "nothing to do" in amsterdam.run("unlink", "X004", "Y004", "--reason", "andere persoon").out

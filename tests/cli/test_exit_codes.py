"""What cannot be done is told in sentences and by the exit code: 1 refused, 2 usage; never by a traceback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.commanding import PLACEMENTS, Home

USAGE = [
    (("figure", "placemnts"), "UnknownRule", "placements"),
    (("figure", "placements", "--version", "x"), "UnknownVersion", "started"),
    (("figure", "placements", "--period", "2007"), "Misused", "2007-01-01..2008-07-01"),
    (("figure", "placements", "--period", "2008-01-01..2007-01-01"), "Misused", "2007-01-01..2008-07-01"),
    (("figure", "placements", "--as-of", "2008-02-31"), "Misused", "2008-09-18"),
    (("figure", "placements", "--known-at", "yesterday"), "CannotBeRead", "2008-10-02"),
    (("figure",), "MissingParameter", "--help"),
    (("figuur", "placements"), "UsageError", "figure"),
    (("figure", "placements", "--perod", "x"), "NoSuchOption", "--period"),
    (("compare", "placements,colour=red", "placements"), "Misused", "registered_by"),
    (("record", "ConditionMett", "name=x"), "Misused", "ConditionMet"),
    (("record", "name=x"), "Misused", "TYPE"),
    (("record", "ConditionMet", "colour=red"), "FieldIsUnknown", "occurred_on"),
    (("figure", "placements@started", "--version", "other"), "Misused", "placements@started"),
    (("record", "PersonRegistered", "id=x", "bsn=1"), "FieldIsRefused", "The field bsn"),
    (("import", PLACEMENTS, "--delivery", "half"), "Misused", "full"),
    (("sample", "placements", "--size", "0"), "BadParameter", "1 or more"),
    (("serve", "--host", "0.0.0.0"), "Misused", "127.0.0.1"),  # noqa: S104  it is refused
]
REFUSED = [
    (("figure", "placements", "--municipality", "Nowhere"), "CannotAsk", "--municipality 0014"),
    (("figure", "placements", "--known-at", "999999"), "CannotAsk", "Expected 0 to"),
    (("figure", "placements", "--known-at", "2999-01-01"), "CannotAsk", "position"),
    (("record", "ConditionMet", "name=x", "municipality=Nowhere"), "MunicipalityIsUnknown", "municipality=0014"),
    (("demo", "--no-serve"), "Refused", "KETENBOEK_HOME=./var-demo ketenboek demo"),
    (("compare", "quota-placements", "quota-placements"), "HasNoAnswer", "quota-placements@letter-4a"),
    (("history", "NOBODY"), "CannotAsk", "GWS4all:G001"),
    (("serve", "--processes", "50"), "Refused", "--processes 5 at most"),
    (("record", "WaitingListLeft", "id=NOBODY", "because=PLACED"), "IdIsUnknown", "id=W3"),
]


@pytest.fixture(scope="module")
def book() -> Iterator[Home]:
    """A ledger in which one row of a partner's file is, and no file of the demo."""
    home = Home()
    file = home.folder / "one.csv"
    file.write_bytes(b"\r\n".join([heading(), row(b"G001", b"20-06-2008"), b""]))
    try:
        home.take(file, municipality="Groningen")
        yield home
    finally:
        home.end()


def named(value: object) -> str:
    """A row of the table by its reason."""
    return value if isinstance(value, str) else ""


@pytest.mark.parametrize(("words", "reason", "hint"), USAGE, ids=named)
def test_what_cannot_be_understood_ends_with_2(book: Home, words: tuple[object, ...], reason: str, hint: str) -> None:
    assert_told(book, words, reason, hint, 2)


@pytest.mark.parametrize(("words", "reason", "hint"), REFUSED, ids=named)
def test_what_the_ledger_refuses_ends_with_1(book: Home, words: tuple[object, ...], reason: str, hint: str) -> None:
    assert_told(book, words, reason, hint, 1)


def assert_told(book: Home, words: tuple[object, ...], reason: str, hint: str, code: int) -> None:
    """One sentence beside the answer that names what would work, and a document where one was asked."""
    bare = words[0] in ("serve", "demo")
    said = book.run(*words, *([] if bare else ["--json"]))
    assert said.code == code, said.told
    assert hint in " ".join(said.told.split())
    assert "Traceback" not in said.told
    if not bare:
        assert json.loads(said.out)["error"]["reason"] == reason


def test_a_file_without_its_municipality_is_refused_and_the_option_named(book: Home) -> None:
    said = book.run("import", PLACEMENTS)
    assert said.code == 1
    assert "--municipality" in said.told


def test_an_unknown_municipality_is_refused(book: Home) -> None:
    said = book.run("import", PLACEMENTS, "--municipality", "Nowhere")
    assert said.code == 1
    assert "--municipality 0014" in said.told


def test_a_file_of_which_every_row_is_rejected_was_not_taken(book: Home, tmp_path: Path) -> None:
    file = tmp_path / "rejected.csv"
    file.write_bytes(b"\r\n".join([heading(), row(b"Z901", b"31-02-2008"), row(b"Z902", b"99-99-2008"), b""]))
    said = book.run("import", file, "--municipality", "Groningen")
    assert said.code == 1
    assert "NOT_A_DATE" in said.out
    assert "2 were rejected" in " ".join(said.told.split())


def test_a_file_with_some_rejected_rows_was_taken(fresh: Home, tmp_path: Path) -> None:
    file = tmp_path / "mixed.csv"
    file.write_bytes(b"\r\n".join([heading(), row(b"Z901", b"20-06-2008"), row(b"Z902", b"99-99-2008"), b""]))
    document = fresh.take(file, municipality="0599")
    assert (document["rows"], len(document["rejected"])) == (2, 1)
    (rejected,) = document["rejected"]
    assert (rejected["line"], rejected["column"], rejected["reason"]) == (3, "DATUM PLAATSING", "NOT_A_DATE")
    assert {"ROW_REJECTED"} <= {finding["code"] for finding in document["findings"]}
    assert fresh.answer("status")["rejected_rows"] == 1


def test_one_refused_file_stops_no_other_and_is_told_by_the_exit_code(fresh: Home, tmp_path: Path) -> None:
    said = fresh.run("import", tmp_path / "none.csv", PLACEMENTS, "--municipality", "Groningen", "--json")
    assert said.code == 1
    refused, taken = json.loads(said.out)
    assert refused["error"]["reason"] == "FileCannotBeRead"
    assert taken["rows"] == 242


def heading() -> bytes:
    return PLACEMENTS.read_bytes().split(b"\r\n")[0]


def row(record: bytes, placed_on: bytes) -> bytes:
    """A placement of Groningen's layout, of nobody."""
    cells = [record, b"", b"", b"", b"", b"V", b"plichtig", b"N", b"duaal inburgering en participatie", b"Agens"]
    return b";".join([*cells, placed_on, b"20-06-2008"])

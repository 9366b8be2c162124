"""What reaches a terminal: text and our own colours, whatever stands in a partner's file or in an argument."""

from __future__ import annotations

import io
import os
import subprocess

import pytest
from rich.table import Table
from rich.text import Text

from cli.rendering import console, harmless, natural, table
from tests.cli.commanding import COMMAND, Home

EVIL = "G\x1b[31m1\x07\x9b2J\u202e\x7f"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_control_characters_are_taken_away_wherever_they_stand() -> None:
    assert harmless(EVIL) == "G[31m12J"
    assert harmless("één\tregel\n") == "één\tregel\n"


@pytest.mark.parametrize("stream", [io.StringIO(), Terminal()])
def test_nothing_that_is_printed_steers_the_terminal_but_our_own_colours(stream: io.StringIO) -> None:
    out = console(stream, {"COLUMNS": "80", "TERM": "xterm"})
    made: Table = table([(EVIL, "left")])
    made.add_row(Text(EVIL, style="green"))
    out.print(made)
    out.print(EVIL)
    out.file.flush()
    said = stream.getvalue()
    assert "[31m12J" in said
    assert not {"\x07", "\x9b", "\u202e", "\x7f"} & set(said)
    assert "\x1b[31m" not in said


def test_an_argument_cannot_steer_the_terminal_through_an_error(book: Home) -> None:
    said = book.run("figure", "placements", "--municipality", EVIL)
    assert said.code == 1
    assert not {"\x1b", "\x9b", "\x07"} & set(said.told)


def test_bytes_that_are_no_text_are_a_usage_error(book: Home) -> None:
    words = [os.fsencode(COMMAND), b"record", b"ConditionMet", b"name=\xff\xfe"]
    done = subprocess.run(words, env=book.environment(), capture_output=True, timeout=60)
    assert done.returncode == 2
    assert b"UTF-8" in done.stderr
    assert b"Traceback" not in done.stderr


def test_ids_are_sorted_as_people_count() -> None:
    assert sorted(["G10", "G2", "g1", "A", "10", "9"], key=natural) == ["9", "10", "A", "g1", "G2", "G10"]

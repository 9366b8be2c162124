"""The README shows what the program says: the figure that is opened there, line by line."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from tests.cli.commanding import Home

README = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")
ELLIPSIS = "…"


def test_the_figure_that_the_readme_opens_is_what_the_program_answers(book: Home) -> None:
    asked = re.search(r"^\$ ketenboek (--language en explain .*?)\n```", README, re.DOTALL | re.MULTILINE)
    shown = re.search(r"<!-- opened: begin -->\n```text\n(.*?)\n```", README, re.DOTALL)
    assert asked
    assert shown

    said = book.run(*shlex.split(asked[1].replace("\\\n", " ")), COLUMNS="100")

    answered = iter([line.rstrip() for line in said.out.splitlines()])
    for line in shown[1].splitlines():
        if line.strip() != ELLIPSIS:
            assert line.rstrip() in answered, f"the program does not say, after the line before: {line!r}"


def test_the_case_that_the_readme_opens_further_is_one_of_those_shown() -> None:
    shown = re.search(r"<!-- opened: begin -->\n```text\n(.*?)\n```", README, re.DOTALL)
    further = re.search(r"Every case above opens further, with `ketenboek history (\S+)`", README)
    assert shown
    assert further
    assert re.search(rf"^  {further[1]}  .*✓", shown[1], re.MULTILINE)


def test_help_says_how_one_becomes_another_actor(book: Home) -> None:
    for language in ("nl", "en"):
        assert "KETENBOEK_ACTOR=m5678" in book.run("--language", language, "record", "--help").out

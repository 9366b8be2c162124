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

"""The how-to pages about figures say commands that work: each is run, in order, on the example files."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.commanding import EXAMPLES, Home

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "how-to"
PAGES = [
    "break-a-figure-down.md",
    "report-a-figure.md",
    "ask-what-if.md",
    "draw-a-sample.md",
    "count-a-region.md",
    "close-a-period.md",
    "work-through-signals.md",
    "publish-a-figure.md",
    "make-a-bundle.md",
    "give-out-tokens.md",
]
UNTIL_INTERRUPTED = "serve"
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    """A ledger with the examples that the pages speak of; the pages record in it, each after the other."""
    made = Home()
    try:
        made.take(
            EXAMPLES / "gemeente-groningen-gws4all-plaatsingen.csv", municipality="Groningen", delivered_on="2008-10-06"
        )
        made.take(EXAMPLES / "roc-da-vinci-wachtlijst.xlsx")
        made.take(EXAMPLES / "in-no-file.jsonl")
        yield made
    finally:
        made.end()


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_on_a_page_work(home: Home, page: str) -> None:
    commands = [
        line.removeprefix("$ ketenboek ")
        for block in CONSOLE.findall((FOLDER / page).read_text("utf-8"))
        for line in block.replace("\\\n", " ").splitlines()
        if line.startswith("$ ketenboek ") and line.split()[2] != UNTIL_INTERRUPTED
    ]
    assert commands

    for command in commands:
        said = home.run(*shlex.split(command))
        assert said.code == 0, f"{command}: {said.told}"


def test_the_table_on_the_page_about_breakdowns_is_what_the_program_says(home: Home) -> None:
    text = (FOLDER / "break-a-figure-down.md").read_text("utf-8")
    shown = re.search(r"```text\n(.*?)\n```", text, re.DOTALL)
    asked = CONSOLE.search(text)
    assert shown
    assert asked

    said = home.run(*shlex.split(asked[1].removeprefix("$ ketenboek ")))

    assert shown[1] in said.out

"""The page of ten figures is what the program says, and its sentences can be read aloud."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from domain import rules
from tests.cli.commanding import Home
from tests.cli.explaining import PAGE, TEN, filled, written

SAID = re.compile(r"^> (.+)$", re.MULTILINE)


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    """A home with the facts of the page."""
    made = Home()
    try:
        yield filled(made)
    finally:
        made.end()


def test_the_page_is_what_the_program_says(home: Home) -> None:
    assert PAGE.read_text("utf-8") == written(home), "write it anew: make explanations"


def test_the_option_says_the_sentences_of_the_page_and_the_document_holds_them(home: Home) -> None:
    one = TEN[3]
    words = [word for name, value in one.axes.items() for word in (f"--{name.replace('_', '-')}", value)]
    said = home.run("figure", one.rule, *words, "--brief", KETENBOEK_LANGUAGE="nl").out
    document = home.answer("figure", one.rule, *words)

    assert [" ".join(part.split()) for part in said.strip().split("\n\n")] == document["sentences"]["nl"]
    for sentence in (*document["sentences"]["nl"], *document["sentences"]["en"]):
        assert f"> {sentence}\n" in PAGE.read_text("utf-8")


def test_there_are_ten_of_different_rules_each_in_three_sentences_in_two_languages() -> None:
    assert len({one.rule.partition("@")[0] for one in TEN}) == 10
    assert len(SAID.findall(PAGE.read_text("utf-8"))) == 10 * 3 * 2


def test_no_code_id_or_name_of_a_version_stands_in_a_sentence() -> None:
    said = SAID.findall(PAGE.read_text("utf-8"))
    names = {word for rule in rules.RULES for word in (rule.id, rule.version) if "-" in word}

    for sentence in said:
        assert not re.search(r"[A-Z]{2,}_[A-Z]|`|@", sentence), sentence
        assert not [name for name in names if re.search(rf"(?<![\w-]){name}(?![\w-])", sentence)], sentence
        assert sentence.endswith(".")
        assert sentence[0].isupper()

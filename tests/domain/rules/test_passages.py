"""What a rule quotes stands in the document, word for word."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.counting import Passage, Rule
from domain.rules import RULES

SEEDS = Path(__file__).resolve().parents[4] / "shared" / "seeds"
OWN_READING = "Eigen lezing"
"""How the document of a passage begins that says what no document says, and that we read it so."""
LAW = re.compile(r"BWBR\d{7}")
"""A law is quoted from its own text, also where it answers a requirement of one of the five documents."""


def passages(rule: Rule) -> Iterator[Passage]:
    yield from rule.source
    yield from (passage for conflict in rule.conflicts for passage in conflict.sources)
    yield from (dated.source for parameter in rule.parameters for dated in parameter.values)
    yield from (against.source for against in rule.against)


def quoted() -> list[tuple[str, Passage]]:
    """Every passage with a requirement number, and a rule that quotes it."""
    found = {passage: rule.name for rule in RULES for passage in passages(rule) if passage.requirement}
    return [
        (name, passage)
        for passage, name in found.items()
        if not passage.document.startswith(OWN_READING) and not LAW.search(passage.document)
    ]


def plain(text: str) -> str:
    """Without what the layout of a document adds between words."""
    return re.sub(r"[\s*_|#\-‐-―•]+", " ", text.replace("’", "'").replace("‘", "'")).casefold()


def documents() -> dict[str, str]:
    """Requirement number → the text of the document it comes from."""
    table = SEEDS / "requirements.csv"
    if not table.is_file():
        pytest.skip("skipped: not available")
    with table.open(encoding="utf-8", newline="") as rows:
        texts = {path.name: plain(path.read_text(encoding="utf-8")) for path in SEEDS.glob("*.txt")}
        return {row["id"]: texts[row["seed_file"]] for row in csv.DictReader(rows)}


def test_every_quotation_stands_in_its_document_word_for_word() -> None:
    """An ellipsis stands for words left out; layout is no word."""
    texts = documents()
    not_found = [
        f"{name}: {passage.words} [{passage.requirement}]"
        for name, passage in quoted()
        for part in passage.words.split("…")
        if plain(part).strip() not in texts[passage.requirement or ""]
    ]
    assert not_found == []


def test_some_passages_are_quoted() -> None:
    assert len(quoted()) > 20


def test_a_passage_says_in_which_document_and_where_in_it() -> None:
    """A figure leads back to the article or paragraph its rule rests on (R263), and to the number of the decision."""
    assert [name for name, passage in quoted() if not (passage.document.strip() and passage.place.strip())] == []
    of_haarlem = {passage.document for _, passage in quoted() if passage.document.startswith("Haarlem")}
    assert of_haarlem
    assert all("2008/184196" in document for document in of_haarlem), "R238"

"""The reference pages say what the code says."""

import json
from pathlib import Path

import jsonschema
import msgspec
import pytest

from cli import reference
from domain.facts import FigureReported, WaitingListJoined, base
from domain.glossary import WORDS


def test_the_committed_pages_are_the_ones_the_code_gives() -> None:
    assert reference.drift() == [], "run `python -m cli.reference` and commit what it writes"


def test_a_check_names_every_page_that_drifted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(reference, "drift", lambda: ["docs/reference/facts.md"])
    assert reference.main(["--check"]) == 1
    assert "drifted: docs/reference/facts.md" in capsys.readouterr().out
    monkeypatch.setattr(reference, "drift", list)
    assert reference.main(["--check"]) == 0


def test_writing_mends_what_drifted_and_takes_away_what_is_too_many(tmp_path: Path) -> None:
    reference.write(tmp_path)
    assert reference.drift(tmp_path) == []
    (tmp_path / "docs/reference/facts.md").write_text("changed")
    (tmp_path / reference.SCHEMAS / "Unheard.json").write_text("{}")
    (tmp_path / reference.SCHEMAS / "QuotaSet.json").unlink()

    drifted = ["docs/reference/facts.md", f"{reference.SCHEMAS}/QuotaSet.json", f"{reference.SCHEMAS}/Unheard.json"]

    assert reference.drift(tmp_path) == drifted
    assert reference.write(tmp_path) == drifted
    assert reference.drift(tmp_path) == []


def test_every_schema_is_valid_json_schema_and_never_offers_null() -> None:
    for definition in base.definitions():
        text = reference.schema_page(definition)
        jsonschema.Draft202012Validator.check_schema(json.loads(text))
        assert '"null"' not in text
        assert "null" not in text.split()


def test_a_published_schema_accepts_a_fact_and_refuses_null_and_unknown_fields() -> None:
    definition = base.of(WaitingListJoined)
    validator = jsonschema.Draft202012Validator(reference.json_schema(definition))
    plain = json.loads(msgspec.json.encode(WaitingListJoined(list="FIRST_INFLOW", reason="CAPACITY", demand="NT2")))
    assert validator.is_valid(plain)
    assert not validator.is_valid(plain | {"scheme": None})
    assert not validator.is_valid(plain | {"reason_text": "ziek"})


def test_every_fact_stands_on_the_page_and_in_the_glossary() -> None:
    facts, glossary = reference.facts_page(), reference.glossary_page()
    for definition in base.definitions():
        assert f"### {definition.number} {definition.name}" in facts
        assert f"| {definition.name} | {definition.dutch} |" in glossary


def test_types_are_told_in_words() -> None:
    page = reference.facts_page()
    assert "| `with_offer` | yes or no |" in page
    assert "| `amount_cents` (optional) | euro cents |" in page
    assert "list of: {name: code; level: count; weight_millis: whole number}" in page
    assert "rule_hash" in FigureReported.__struct_fields__


def test_no_word_of_the_house_stands_twice() -> None:
    words = [word.english for word in WORDS] + [definition.name for definition in base.definitions()]
    assert len(words) == len(set(words))

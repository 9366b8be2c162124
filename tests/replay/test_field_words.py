"""What fields and views are called: none without a word."""

from __future__ import annotations

import typing

import msgspec
import pytest

from domain.facts.base import definitions
from projections import VIEWS
from replay.dossier_story import QUIET_FIELDS
from replay.field_words import FIELDS
from replay.row_words import CASE_FIELDS, VIEW_WORDS
from replay.wording import PLACES, Wording


def structs_in(kind: object) -> set[type[msgspec.Struct]]:
    """The parts that a case can have, and the case."""
    found: set[type[msgspec.Struct]] = set()
    waiting = [kind]
    while waiting:
        one = waiting.pop()
        if isinstance(one, type) and issubclass(one, msgspec.Struct) and one not in found:
            found.add(one)
            waiting += [field.type for field in msgspec.structs.fields(one)]
        waiting += typing.get_args(one)
    return found


def test_each_field_of_each_fact_has_a_word_and_no_word_is_of_no_field() -> None:
    there_are = {field.name for one in definitions() for field in msgspec.structs.fields(one.fact)}
    assert there_are == set(FIELDS)


def test_each_view_and_each_field_of_its_cases_has_a_word() -> None:
    assert set(VIEWS) == set(VIEW_WORDS)
    parts = {part for view in VIEWS.values() for part in structs_in(view.case)}
    fields = {field.name for part in parts for field in msgspec.structs.fields(part)}
    assert fields - QUIET_FIELDS - PLACES <= set(CASE_FIELDS)


@pytest.mark.parametrize(
    ("field", "value", "nl", "en"),
    [
        ("amount_cents", 25_000, "€ 250,00", "€ 250.00"),
        ("reason", "CAPACITY", "capaciteit", "capacity"),
        ("placed", True, "ja", "yes"),
        ("document_on", "2008-10-06", "06-10-2008", "2008-10-06"),
        ("steps", [{"kind": "TESTED", "on": "2008-01-02", "position": 3}], None, "kind: tested, on: 2008-01-02"),
        ("hours", None, "–", "–"),
    ],
)
def test_a_value_is_told_as_one_reads_it(field: str, value: object, nl: str | None, en: str) -> None:
    assert Wording("en").said(field, value) == en
    assert nl is None or Wording("nl").said(field, value) == nl

"""The campaign on the description with small numbers; `make schemathesis` runs it whole."""

from __future__ import annotations

import pytest

from api import problems
from store.ledger import Ledger
from tests.campaigns.described import try_out
from tests.replay.readers_world import World, world_in


@pytest.fixture(scope="module")
def world(module_ledger: Ledger) -> World:
    """A small chain with what rights can go wrong on."""
    return world_in(module_ledger)


def test_every_answer_keeps_to_the_description(world: World) -> None:
    *_, found = try_out(world, ("groningen", "auditor", "administrator"), 2, ("examples", "fuzzing"), 2009)

    assert found.failures == {}
    assert found.errors == []
    assert found.cases > 300
    assert not [status for status in found.answers if status.startswith("5")]
    assert found.answers["200"] > 30


def test_an_answer_that_is_not_described_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problems, "PROBLEM_JSON", "application/json")

    *_, found = try_out(world, ("nobody",), 1, ("examples",), 2009)

    assert any(what.startswith("content_type_conformance") for what in found.failures)

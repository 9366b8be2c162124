"""The campaign of pairs of figures with small numbers; `make pairs` runs it whole (tests/campaigns/pairs.py)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from replay.comparing import Difference
from store.ledger import Ledger
from tests.campaigns import pairs
from tests.campaigns.pairs import Surprise, try_out

PAIRS = 160


def test_the_parts_of_the_difference_of_any_two_figures_add_up_exactly(ledger: Ledger) -> None:
    covered = try_out(ledger, 2008, PAIRS)

    assert covered["pairs"] == PAIRS
    assert covered["pairs that differ"] > PAIRS / 4
    for kind in ("one version", "two versions", "two rules"):
        assert covered[f"pairs of {kind}"] > 3
    for part in ("new_facts", "corrections", "rule", "identity"):
        assert covered[f"cases by part: {part}"] > 0


def test_a_difference_that_leaves_out_a_case_is_noticed(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    compare = pairs.compare

    def forgetful(*asked: Any) -> Difference:
        difference = compare(*asked)
        return replace(difference, changes=difference.changes[1:])

    monkeypatch.setattr(pairs, "compare", forgetful)
    with pytest.raises(Surprise, match="add up"):
        try_out(ledger, 2008, PAIRS)

"""The campaign of random histories with small numbers; `make order` runs it whole (tests/campaigns)."""

from __future__ import annotations

import pytest

from projections import VIEWS
from tests.campaigns import random_histories
from tests.campaigns.random_histories import Surprise, history, in_ledgers, try_out

HISTORIES, IN_LEDGER = 40, 6


def test_persons_are_no_more_than_trajectories_and_those_no_more_than_rows_whatever_is_told_later() -> None:
    covered = sum((try_out(seed) for seed in range(HISTORIES)), random_histories.Counter[str]())

    assert covered["histories"] == HISTORIES
    for name in ("links", "unlinks", "corrections", "retractions", "several municipalities"):
        assert covered[f"with {name}"] > HISTORIES / 4
    assert covered["questions with fewer persons than trajectories"] > 5
    assert covered["questions with fewer trajectories than rows"] > 5


def test_what_is_written_to_a_ledger_lives_as_it_is_built_anew() -> None:
    covered = in_ledgers(IN_LEDGER, 2008)

    assert covered["histories"] == IN_LEDGER
    assert covered["links"] > 0


def test_a_view_that_forgets_what_was_known_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = random_histories.Book.rows

    def forgetful(book: random_histories.Book, *asked: object, **more: object) -> object:
        return [row for row in rows(book, *asked, **more) if row.known_until is None]  # type: ignore[arg-type]

    monkeypatch.setattr(random_histories.Book, "rows", forgetful)
    with pytest.raises(Surprise, match="other rows"):
        try_out(1)


def test_a_seed_makes_the_same_history_again() -> None:
    assert history(7).events == history(7).events
    assert [history(7).rows(view) for view in VIEWS.values()] == [history(7).rows(view) for view in VIEWS.values()]

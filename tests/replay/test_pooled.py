"""The campaign of mixed readers with small numbers; `make pooled` runs it whole (tests/campaigns/pooled.py)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from store import database
from store.queries import QUERIES
from tests.campaigns.pooled import LEAKS, LOOKS, as_application, try_out
from tests.conftest import opened
from tests.replay.readers_world import world_in

TRANSACTIONS = 1_500


def test_on_pooled_connections_nobody_is_shown_what_is_anothers(
    new_database: Callable[[], str], tmp_path: Path
) -> None:
    conninfo, key_file = new_database(), tmp_path / "keys.json"
    with opened(conninfo, key_file) as ledger:
        world = world_in(ledger)
        pool = as_application(conninfo, key_file)
        done = try_out(world, pool, 2009, TRANSACTIONS)
        pool.close()

    assert done[LEAKS] == 0
    assert done["transactions"] == TRANSACTIONS
    assert all(done[what] > TRANSACTIONS / 8 for what in LOOKS)
    assert all(done[f"ended: {how}"] > 10 for how in ("whole", "our error", "error of the database", "refused"))


def test_settings_that_stay_on_the_connection_are_noticed(
    new_database: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_session = {**QUERIES, "set_for_transaction": QUERIES["set_for_transaction"].replace("true", "false")}
    monkeypatch.setattr(database, "QUERIES", of_session)
    conninfo, key_file = new_database(), tmp_path / "keys.json"
    with opened(conninfo, key_file) as ledger:
        world = world_in(ledger)
        pool = as_application(conninfo, key_file)
        done = try_out(world, pool, 2009, TRANSACTIONS // 10)
        pool.close()

    assert done[LEAKS] > 0

"""The application while it runs: the follower beside it, and a database that goes away and comes back."""

from __future__ import annotations

import asyncio
import io
import time

import psycopg
from psycopg import sql

from api.access import ON_THIS_MACHINE
from api.app import create_app
from api.following import Following
from api.limits import Limits
from api.request_log import json_log
from replay.figures import Figures
from replay.follow import Follower
from store.opening import open_ledger


def until(reached, seconds: float = 60.0) -> bool:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def test_the_views_follow_the_ledger_in_the_background_until_the_application_stops(ledger, take_in):
    figures = Figures(ledger)
    app = create_app(figures, access=ON_THIS_MACHINE, log=json_log(io.StringIO()))

    async def run() -> None:
        async with app.router.lifespan_context(app):
            await asyncio.to_thread(take_in, ledger, "taakstellingen.csv")
            head = ledger.head().position
            views = figures.follower.rows
            assert await asyncio.to_thread(until, lambda: all(g.position == head for g in views.current().values()))

    asyncio.run(run())


def test_the_follower_stops_cleanly_and_a_failure_does_not_end_it(ledger, monkeypatch):
    lines = io.StringIO()
    follower = Follower(ledger)
    tries: list[int] = []

    def fail() -> int:
        tries.append(1)
        raise RuntimeError("Zoë Öztürk")

    monkeypatch.setattr(follower, "follow", fail)
    following = Following(follower, json_log(lines), pause_seconds=0.01)
    following.start()
    assert until(lambda: len(tries) > 2)
    following.stop()

    assert not following.is_running
    assert '"error":"builtins.RuntimeError"' in lines.getvalue()
    assert "zt" not in lines.getvalue()


def test_a_database_that_is_gone_is_told_after_less_than_two_seconds_and_is_seen_when_it_is_back(
    server, new_database, tmp_path, calling
):
    limits = Limits()
    assert limits.database_seconds < 2
    conninfo = new_database()
    name = psycopg.conninfo.conninfo_to_dict(conninfo)["dbname"]
    ledger = open_ledger(conninfo, tmp_path / "keys.json", {})
    caller = calling(Figures(ledger), limits=limits)
    assert caller.get("/v1/health").status_code == 200

    with psycopg.connect(server.conninfo(dbname="postgres"), autocommit=True) as superuser:
        rename = sql.SQL("alter database {} rename to {}")
        there, away = sql.Identifier(name), sql.Identifier(f"{name}_away")
        superuser.execute("select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = %s", (name,))
        superuser.execute(rename.format(there, away))
        for path in ("/v1/health", "/v1/figures/placements"):
            begun = time.monotonic()
            answer = caller.get(path)
            assert answer.status_code == 503
            assert answer.json()["type"] == "urn:ketenboek:problem:database-gone"
            assert answer.headers["retry-after"] == "5"
            assert time.monotonic() - begun < limits.database_seconds + 5
        superuser.execute(rename.format(away, there))

    assert until(lambda: caller.get("/v1/health").status_code == 200)
    assert name not in caller.lines.getvalue()
    ledger.close()
    ledger.database.close()

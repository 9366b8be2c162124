"""A list of cases that is told while it is read: a few batches are held, and whoever is told of was written down."""

from __future__ import annotations

import asyncio
import gc
import json
import random
import re

import pytest

from domain.counting import Verdict
from replay.asking import Asked
from replay.figures import Figures
from store.readers import Reader, reading_as
from tests.campaigns.funnel import write

CASES, AT_ONCE = 3_000, 200
LIST = "/v1/figures/placements/cases"
AUDITOR = Reader(role="auditor", engagement="E1", name="a1")


@pytest.fixture(scope="module")
def figures(module_ledger):
    """The figures of some thousand placements."""
    write(module_ledger, CASES, random.Random(5))
    return Figures(module_ledger)


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch):
    monkeypatch.setattr("replay.judged_again.CASES_AT_ONCE", AT_ONCE)
    monkeypatch.setattr("replay.answers.EVENTS_AT_ONCE", AT_ONCE)


class GoneAway(OSError):
    """Nobody takes what is sent."""


def received(caller, headers, on_chunk, address=LIST, listens=True):
    """Ask, and look at each chunk of the body at the moment it is sent."""
    path, _, query = address.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0", "spec_version": "2.4" if listens else "2.3"}, "http_version": "1.1",
        "method": "GET", "scheme": "http", "path": path, "raw_path": path.encode(), "query_string": query.encode(),
        "root_path": "", "client": ("127.0.0.1", 50000), "server": ("127.0.0.1", 8642),
        "headers": [(b"host", b"127.0.0.1:8642"), *((k.lower().encode(), v.encode()) for k, v in headers.items())],
    }  # fmt: skip
    gone = asyncio.Event()
    asked = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive():
        if asked:
            return asked.pop()
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message):
        if message["type"] == "http.response.start":
            assert message["status"] == 200
        elif message["body"]:
            on_chunk(message["body"], gone)
            await asyncio.sleep(0)

    asyncio.run(caller.app(scope, receive, send))


def looks_open(figures):
    """How many transactions of this database are open, beside the one that asks."""
    with reading_as(None), figures.ledger.database.short() as connection:
        asked = (
            "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
            " and state like 'idle in transaction%'"
        )
        return connection.execute(asked).fetchone()[0]


def test_a_long_list_is_the_list_and_no_more_of_it_is_held_than_some_batches(calling, figures):
    chunks, most = list[bytes](), 0

    def look(chunk, _):
        nonlocal most
        chunks.append(chunk)
        most = max(most, sum(isinstance(one, Verdict) for one in gc.get_objects()))

    received(calling(figures), {}, look)
    document = json.loads(b"".join(chunks))
    (answer,) = figures.ask(Asked("placements"))

    assert len(document["cases"]) == document["considered"] == CASES
    assert [one["case"] for one in document["cases"]] == [one.case.case for one in answer.verdicts]
    assert [one["counted"] for one in document["cases"]] == [one.counted for one in answer.verdicts]
    assert len(chunks) > CASES // AT_ONCE
    assert 0 < most <= 3 * AT_ONCE
    assert looks_open(figures) == 0


@pytest.mark.parametrize("rule", ["placements", "quota-placements"])
def test_whoever_is_told_of_was_written_down_before_and_once(calling, badges, figures, rule):
    caller, told = calling(figures, access=badges.access), bytearray()

    def look(chunk, _):
        told.extend(chunk)
        written = {line["attributes"].get("dpl.core.data_subject_id") for line in caller.logboek()}
        assert {one.decode() for one in re.findall(rb'"case":"([0-9a-f-]{36})"', told)} <= written

    received(caller, badges.shown(AUDITOR, "audit"), look, f"/v1/figures/{rule}/cases")
    persons = [line["attributes"].get("dpl.core.data_subject_id") for line in caller.logboek()]

    assert len(persons) == CASES + 1
    assert len({*persons}) == len(persons)


@pytest.mark.parametrize("listens", [True, False])
def test_when_the_caller_goes_away_all_that_was_held_is_let_go(calling, badges, figures, listens):
    caller, seen = calling(figures, access=badges.access), []

    def leave(chunk, gone):
        seen.append(looks_open(figures))
        if len(seen) == 3:
            gone.set()
            if listens:
                raise GoneAway

    received(caller, badges.shown(AUDITOR, "audit"), leave, listens=listens)

    assert seen[:3] == [1, 1, 1]
    assert looks_open(figures) == 0
    assert caller.get(LIST, headers=badges.shown(AUDITOR, "audit")).status_code == 200


def test_a_list_that_the_caller_has_is_not_read_on(calling, figures):
    caller, asked = calling(figures), {"knownAt": "1000"}
    tag = caller.get(LIST, params=asked).headers["etag"]
    answer = caller.get(LIST, params=asked, headers={"If-None-Match": tag})

    assert (answer.status_code, answer.content) == (304, b"")
    assert looks_open(figures) == 0

"""Several server processes at one address: whichever is asked, it is one server."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from cli.serving import processes_on
from store.embedded import EmbeddedPostgres
from tests.api.browsing import Browsing
from tests.api.sending import EVENT, person
from tests.cli.commanding import QUOTAS, Home
from tests.cli.serving import Pinned, Served, served, until

FIGURE = "/v1/figures/participants"
IMPORTS = "/v1/imports"


@pytest.fixture(scope="module")
def here() -> Iterator[Served]:
    """An empty home with two processes; nobody on this machine needs a token."""
    home = Home()
    try:
        with served(home, "--demo", "--processes", "2") as here:
            yield here
    finally:
        home.end()


@dataclass
class InTurns:
    """Asks another process each time."""

    connections: Iterator[Pinned]

    def send(self, *asked: Any, **more: Any) -> httpx.Response:
        """One request, to the next."""
        return next(self.connections).send(*asked, **more)


def recorded(one: Pinned, key: str, event: dict[str, Any]) -> httpx.Response:
    headers = {"Content-Type": EVENT, "Idempotency-Key": key}
    return one.send("POST", "/v1/events", headers, json.dumps(event))


@pytest.mark.parametrize(("cores", "processes"), [(1, 1), (2, 1), (3, 1), (4, 2), (8, 4), (64, 4)])
def test_half_as_many_processes_answer_as_there_are_cores_and_one_in_a_demo(cores: int, processes: int) -> None:
    assert processes_on("linux", cores, is_demo=False) == processes
    assert processes_on("linux", cores, is_demo=True) == 1
    assert processes_on("darwin", cores, is_demo=False) == 1


def test_who_signed_in_at_one_process_is_signed_in_at_the_other_until_they_sign_out(here: Served) -> None:
    browsing = Browsing(InTurns(cycle(here.pinned().values())))
    browsing.go("/aanmelden/begin")
    browsing.send("/proef-uitgever", user="m-groningen")
    if browsing.at.startswith("/doel"):
        browsing.send("/doel", purpose="execution")
    kept = dict(browsing.cookies)

    for _ in range(2):
        assert "U leest als klantmanager, Groningen." in browsing.go("/").text
    browsing.send("/afmelden")
    browsing.cookies = kept
    for _ in range(2):
        assert "U leest als klantmanager" not in browsing.go("/").text


def test_what_one_process_recorded_the_other_knows_and_records_once(here: Served) -> None:
    first, second = here.pinned().values()
    before = [one.get("/v1/status").json()["position"] for one in (first, second)]
    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda one: recorded(one, "k1", person("r1", municipality="0014")), (first, second)))

    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    assert [one.get("/v1/status").json()["position"] for one in (first, second)] == [one + 1 for one in before]


def test_either_process_tells_how_far_an_import_is_and_does_not_begin_it_again(here: Served) -> None:
    first, second = here.pinned().values()
    sent = first.send("POST", f"{IMPORTS}?deliveredOn=2010-03-01", {"Content-Type": "text/csv"}, QUOTAS.read_bytes())
    assert sent.status_code == 202, sent.text
    place = sent.headers["location"]
    followed = second.get(f"{place}/progress").text

    assert followed.splitlines()[-3] == "event: ended"
    told = second.get(place).json()
    assert told == first.get(place).json()
    assert (told["state"], told["result"]["rejected"]) == ("done", [])


def answered(one: Pinned) -> float:
    """How many figures were answered, as this process tells it."""
    families = text_string_to_metric_families(one.get("/v1/metrics").text)
    wanted = "ketenboek_requests_total", {"operation": "getFigure", "status": "200"}
    return sum(told.value for one in families for told in one.samples if (told.name, told.labels) == wanted)


def test_a_process_that_ends_is_begun_again_nobody_is_signed_out_and_what_it_did_counts(here: Served) -> None:
    (gone, first), (stays, other) = here.pinned().items()
    before = answered(other)
    for one in (first, first, other):
        assert one.get(FIGURE).status_code == 200
    assert answered(first) == answered(other) == before + 3
    browsing = Browsing(first)
    browsing.go("/aanmelden/begin")
    browsing.send("/proef-uitgever", user="m-haarlem")
    os.kill(gone, signal.SIGKILL)

    browsing.caller = other
    assert "Haarlem" in browsing.go("/").text
    until(lambda: len(set(here.members()) - {gone}) == 2)
    (fresh,) = set(here.members()) - {gone, stays}
    browsing.caller = begun = here.pinned()[fresh]
    assert "Haarlem" in browsing.go("/").text
    assert answered(begun) == answered(other) == before + 3
    assert any('"server_process_ended"' in line for line in here.lines("ketenboek.jsonl"))


def test_every_process_tells_that_the_database_is_gone_and_sees_it_when_it_is_back(here: Served) -> None:
    pinned = here.pinned()
    database = EmbeddedPostgres(here.home.path)
    database.stop()
    try:
        assert {one.get(FIGURE).status_code for one in pinned.values()} == {503}
    finally:
        database.start()
    for one in pinned.values():
        until(lambda one=one: one.get("/v1/health").status_code == 200)


def test_every_line_of_every_log_is_whole_whoever_wrote_it(here: Served) -> None:
    asked = [(one, number) for one in here.pinned().values() for number in range(40)]
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda one: [one.get(FIGURE).status_code for _ in range(40)], {one for one, _ in asked}))

    for name in ("access.jsonl", "ketenboek.jsonl"):
        assert [json.loads(line) for line in here.lines(name)]


def test_all_processes_end_with_the_one_that_began_them(here: Served) -> None:
    members = here.members()
    here.process.send_signal(signal.SIGINT)
    assert here.process.wait(60) == 0
    assert not any(Path(f"/proc/{one}").exists() for one in members)

"""Limits: what is more than can be answered is refused at once, says when to come back, and nothing of it was done."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, suppress
from http.client import HTTPResponse

import httpx
import pytest

from api.access import NOBODY, Caller
from api.bodies import read_body
from api.limits import Gate, Limits, Shares
from api.problems import Busy, TooLarge, TooManyRequests, TooSlow
from api.serving import Punctual, server_of
from store.readers import Reader

MINISTRY = Reader(role="ministry", name="m1")


def one(name: str) -> Caller:
    return Caller(Reader(role="ministry", name=name), "client", name)


def test_a_caller_who_was_quiet_may_ask_a_burst_and_then_so_many_a_second():
    clock = [0.0]
    gate = Gate(Limits(per_second=2, burst=3), now=lambda: clock[0])

    for _ in range(3):
        gate.take(one("a"))
    with pytest.raises(TooManyRequests) as refused:
        gate.take(one("a"))
    assert refused.value.after_seconds == 1

    gate.take(one("b"))
    clock[0] = 0.5
    gate.take(one("a"))
    with pytest.raises(TooManyRequests):
        gate.take(one("a"))


def test_a_share_never_grows_beyond_the_burst_and_who_is_quiet_is_forgotten():
    clock = [0.0]
    limits = Limits(per_second=2, burst=3)
    shares = Shares(limits, now=lambda: clock[0])
    gate = Gate(limits, now=lambda: clock[0], shares=shares)
    gate.take(one("a"))
    clock[0] = 1_000.0
    gate.take(one("b"))

    assert list(shares._left) == [("client", "b")]
    for _ in range(3):
        gate.take(one("a"))
    with pytest.raises(TooManyRequests):
        gate.take(one("a"))


def test_a_share_is_one_share_at_however_many_processes_it_is_asked():
    clock = [0.0]
    limits = Limits(per_second=2, burst=50)
    shares = Shares(limits, now=lambda: clock[0])
    gates = [Gate(limits, now=lambda: clock[0], shares=shares, handful=10) for _ in range(3)]
    answered = 0
    for number in range(200):
        with suppress(TooManyRequests):
            gates[number % 3].take(one("a"))
            answered += 1
    assert answered == 50

    clock[0] = 1.0
    gates[0].take(one("a"))
    with pytest.raises(TooManyRequests) as refused:
        gates[1].take(one("a"))
    assert refused.value.after_seconds == 1


def test_what_a_process_took_of_a_share_and_did_not_use_is_not_saved_up():
    clock = [0.0]
    limits = Limits(per_second=1, burst=10)
    gate = Gate(limits, now=lambda: clock[0], shares=Shares(limits, now=lambda: clock[0]), handful=10)
    gate.take(one("a"))
    clock[0] = 2.0
    gate.take(one("a"))
    gate.take(one("a"))
    with pytest.raises(TooManyRequests):
        gate.take(one("a"))


def test_somebody_without_a_token_has_no_share():
    gate = Gate(Limits(per_second=1, burst=1))
    for _ in range(100):
        gate.take(NOBODY)


def test_only_so_many_are_answered_at_once():
    gate = Gate(Limits(at_once=1))
    with gate.entered(), pytest.raises(Busy), gate.entered():
        pass
    with gate.entered():
        assert gate.inside == 1
    assert gate.inside == 0


def test_too_many_requests_are_told_with_when_to_come_back(filled, calling, badges):
    caller = calling(filled, access=badges.access, limits=Limits(per_second=0.01, burst=1))
    shown = badges.shown(MINISTRY)
    assert caller.get("/v1/health", headers=shown).status_code == 200

    answer = caller.get("/v1/health", headers=shown)
    assert (answer.status_code, answer.json()["type"]) == (429, "urn:ketenboek:problem:too-many-requests")
    assert 1 <= int(answer.headers["retry-after"]) <= 100
    assert caller.get("/v1/health", headers=badges.shown(Reader(role="ministry", name="m2"))).status_code == 200


def test_beyond_what_is_answered_at_once_everybody_hears_at_once(filled, calling):
    caller = calling(filled, limits=Limits(at_once=2))

    async def many() -> list[httpx.Response]:
        transport = httpx.ASGITransport(caller.app, client=("127.0.0.1", 50000))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await asyncio.gather(*(client.get("/v1/figures/placements") for _ in range(8)))

    answers = asyncio.run(many())
    statuses = [answer.status_code for answer in answers]
    assert statuses.count(200) == 2
    assert statuses.count(503) == 6
    assert {answer.headers.get("retry-after") for answer in answers if answer.status_code == 503} == {"5"}
    assert caller.get("/v1/figures/placements").status_code == 200


def test_headers_beyond_sixteen_thousand_bytes_are_refused(caller):
    assert caller.get("/v1/health", headers={"X-Long": "x" * 16_384}).status_code == 431
    assert caller.get("/v1/health", headers={"X-Long": "x" * 15_000}).status_code == 200


@pytest.mark.parametrize("declared", [None, "11", "5"])
def test_a_body_is_read_no_further_than_it_may_be_long(declared):
    sent = [{"type": "http.request", "body": b"x" * 6, "more_body": True}] * 2
    read = []

    async def receive():
        read.append(1)
        return sent[len(read) - 1]

    with pytest.raises(TooLarge):
        asyncio.run(read_body(receive, 10, declared, 10))
    assert len(read) == (0 if declared == "11" else 2)


def test_a_trickle_is_given_up_and_a_large_body_has_time_by_its_size(monkeypatch):
    clock = [0.0]
    monkeypatch.setattr("api.bodies.time.monotonic", lambda: clock[0])

    async def trickle():
        clock[0] += 0.4
        return {"type": "http.request", "body": b"x", "more_body": True}

    with pytest.raises(TooSlow):
        asyncio.run(read_body(trickle, 1_000, None, 1.0))

    clock[0] = 0.0
    parts = [{"type": "http.request", "body": b"x" * 50_000, "more_body": more} for more in (True, True, True, False)]

    async def slow_and_large():
        clock[0] += 0.9
        return parts.pop(0)

    assert len(asyncio.run(read_body(slow_and_large, 200_000, None, 1.0))) == 200_000


def test_one_caller_whose_bodies_do_not_come_shuts_out_nobody_else(filled, calling, badges):
    limits = Limits(at_once=8, body_seconds=0.5)
    caller = calling(filled, access=badges.access, limits=limits)
    provider = badges.shown(Reader(role="provider", provider="stavoor", name="slow"), purpose="execution")
    other = badges.shown(Reader(role="ministry", name="m1"))

    async def nothing() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(1)
        yield b"}"

    async def many() -> tuple[list[httpx.Response], httpx.Response, httpx.Response]:
        transport = httpx.ASGITransport(caller.app, client=("127.0.0.1", 50000))
        shown = provider | {"Content-Type": "application/cloudevents+json", "Ketenboek-Purpose": "execution"}
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            slow = [asyncio.create_task(client.post("/v1/events", headers=shown, content=nothing())) for _ in range(20)]
            await asyncio.sleep(0.1)
            figure, health = await client.get("/v1/fact-types", headers=other), await client.get("/v1/health")
            return await asyncio.gather(*slow), figure, health

    answers, figure, health = asyncio.run(many())
    statuses = [answer.status_code for answer in answers]
    assert (statuses.count(408), statuses.count(429)) == (2, 18), statuses
    assert {answer.headers["connection"] for answer in answers if answer.status_code == 408} == {"close"}
    assert (figure.status_code, health.status_code) == (200, 200)


def test_whether_we_are_well_is_answered_however_many_ask_something_else(filled, calling):
    caller = calling(filled, limits=Limits(at_once=0))

    assert caller.get("/v1/figures/placements").status_code == 503
    assert caller.get("/v1/health").status_code == 200


@pytest.fixture
def connected(caller, monkeypatch) -> Iterator[Callable[[], socket.socket]]:
    """Connects to a server that gives headers 0.4 seconds."""
    monkeypatch.setattr(Punctual, "header_seconds", 0.4)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = server_of(caller.app, port=port)
    running = threading.Thread(target=server.run)
    running.start()
    with ExitStack() as open_ones:
        try:
            while not server.started:
                time.sleep(0.02)
            yield lambda: open_ones.enter_context(socket.create_connection(("127.0.0.1", port), timeout=30))
        finally:
            open_ones.close()
            server.should_exit = True
            running.join()


def said(connection: socket.socket) -> bytes:
    """All that is said on a connection until it is closed."""
    found = b""
    with suppress(ConnectionResetError):
        while more := connection.recv(100_000):
            found += more
    return found


def test_a_connection_on_which_the_headers_do_not_come_is_closed(connected):
    silent, slow, prompt, begun = (connected() for _ in range(4))
    slow.sendall(b"GET /v1/health HTTP/1.1\r\n")
    asked = b"GET /v1/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n"
    for one in (prompt, prompt, begun):
        one.sendall(asked)
        answer = HTTPResponse(one)
        answer.begin()
        assert (answer.status, answer.read()[-1:]) == (200, b"}")
    begun.sendall(b"\r\n")
    assert (said(silent), said(slow), said(begun)) == (b"", b"", b"")


def test_headers_without_end_are_read_no_further(connected):
    flood, behind = connected(), connected()
    with suppress(OSError):
        flood.sendall(b"GET /v1/health HTTP/1.1\r\nHost: localhost\r\nA: " + b"a" * 20_000_000)
    with suppress(OSError):
        behind.sendall(b"GET /v1/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\nGET /" + b"a" * 20_000_000)

    assert said(flood) == b""
    assert said(behind).count(b"HTTP/1.1") <= 1


@pytest.mark.parametrize("hosts", ["", "Host: localhost\r\nHost: localhost\r\n", "Host: localhost\r\nhost: other\r\n"])
def test_a_request_that_names_no_host_or_two_is_none(connected, hosts):
    connection = connected()
    connection.sendall(f"GET /v1/health HTTP/1.1\r\n{hosts}\r\n".encode())
    assert said(connection).startswith(b"HTTP/1.1 400 ")


def test_what_stands_behind_a_body_is_no_header(connected):
    connection = connected()
    head = "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n"
    body = "2\r\n{}\r\n0\r\nIdempotency-Key: k1\r\n\r\n"
    connection.sendall(f"{head}Content-Type: application/cloudevents+json\r\n\r\n{body}".encode())
    answer = said(connection)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"Idempotency-Key" in answer


def test_of_two_lengths_of_one_body_none_is_believed(connected):
    connection = connected()
    head = "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n"
    connection.sendall(f"{head}0\r\n\r\n".encode())
    assert said(connection).startswith(b"HTTP/1.1 400 ")

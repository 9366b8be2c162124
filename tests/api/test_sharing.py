"""Identical questions of one moment: worked out once, never from before a question, and never across readers."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from api.gathering import Gathering, NotInTime
from api.sharing import Sharing
from store.readers import Reader


def until(reached) -> None:
    end = time.monotonic() + 10
    while not reached():
        assert time.monotonic() < end
        time.sleep(0.005)


class Work:
    """Work that begins when it is called and ends when it may; tells how often it began."""

    def __init__(self) -> None:
        self.began = 0
        self.may_end = Event()

    def __call__(self) -> int:
        self.began += 1
        number = self.began
        assert self.may_end.wait(10)
        return number


def test_who_asks_while_it_is_worked_out_gets_the_next_one_and_all_of_them_the_same():
    sharing, work = Sharing[int](), Work()
    with ThreadPoolExecutor(12) as threads:
        first = threads.submit(sharing.once, "q", work)
        until(lambda: work.began == 1)
        later = [threads.submit(sharing.once, "q", work) for _ in range(10)]
        until(lambda: "q" in sharing._to_begin and threads._work_queue.empty())
        work.may_end.set()

        assert first.result() == 1
        assert {one.result() for one in later} == {2}
    assert work.began == 2


def test_another_question_does_not_wait():
    sharing, slow = Sharing[int](), Work()
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(sharing.once, "slow", slow)
        until(lambda: slow.began == 1)
        assert sharing.once("quick", lambda: 7) == 7
        slow.may_end.set()
        assert first.result() == 1


def test_an_error_is_told_and_the_next_who_asks_begins_anew_and_nothing_is_kept():
    sharing = Sharing[int]()

    def fail() -> int:
        raise LookupError("not there")

    with pytest.raises(LookupError):
        sharing.once("q", fail)
    assert sharing.once("q", lambda: 3) == 3
    assert (sharing._to_begin, sharing._latest) == ({}, {})


def test_who_asks_while_is_looked_gets_the_next_look_from_a_thread_and_on_a_loop_alike():
    work = Work()
    looking = Gathering("looking", work)

    async def three() -> list[int]:
        return await asyncio.gather(*(looking.soon(10) for _ in range(3)))

    with ThreadPoolExecutor(4) as threads:
        first = threads.submit(looking.now)
        until(lambda: work.began == 1)
        later = [threads.submit(looking.now), threads.submit(asyncio.run, three())]
        until(lambda: looking._to_come is not None and len(looking._to_come._condition._waiters) == 1)
        until(lambda: len(looking._to_come._done_callbacks) == 3)
        work.may_end.set()

        assert first.result() == 1
        assert [one.result() for one in later] == [2, [2, 2, 2]]
    assert work.began == 2


def test_who_waits_too_long_for_a_look_hears_so_and_an_error_is_told_to_all():
    work = Work()
    looking = Gathering("looking", work)
    with pytest.raises(NotInTime):
        looking.now(0)
    with pytest.raises(NotInTime):
        asyncio.run(looking.soon(0))
    work.may_end.set()
    assert looking.now(10) == work.began

    failing = Gathering[int]("failing", lambda: {}["nothing"])
    for _ in range(2):
        with pytest.raises(KeyError):
            failing.now(10)
        with pytest.raises(KeyError):
            asyncio.run(failing.soon(10))


def test_what_is_kept_is_told_without_a_thread_and_whom_it_names_is_written_down(filled, calling, badges, monkeypatch):
    caller = calling(filled, access=badges.access)
    own = badges.shown(Reader(role="case_manager", municipality="0014", name="m1"), "accountability")
    path = "/v1/figures/placements?version=started&municipality=0014"
    first = caller.get(path, headers=own)
    named = len(caller.logboek())

    async def no_thread(*_: object) -> None:
        raise AssertionError("a thread was asked for")

    monkeypatch.setattr("api.guard.run_in_threadpool", no_thread)
    monkeypatch.setattr("api.figures.IDS_AT_ONCE", named)
    again = caller.get(path, headers=own)

    assert (again.status_code, again.content) == (200, first.content)
    assert named > 1
    assert len(caller.logboek()) == 2 * named


def test_many_who_ask_a_figure_at_once_get_each_what_they_may_see_and_are_each_written_down(filled, calling, badges):
    caller = calling(filled, access=badges.access)
    own = Reader(role="case_manager", municipality="0014", name="m1")
    colleague = Reader(role="case_manager", municipality="0014", name="m2")
    neighbour = Reader(role="case_manager", municipality="0599", name="m3")
    path = "/v1/figures/placements?version=started&municipality=0014"
    expected = caller.get(path, headers=badges.shown(own, "accountability")).json()
    persons = len(caller.logboek())

    def ask(reader: Reader):
        return caller.get(path, headers=badges.shown(reader, "accountability"))

    with ThreadPoolExecutor(9) as threads:
        answers = list(threads.map(ask, [own, colleague, neighbour] * 3))

    assert [one.status_code for one in answers] == [200, 200, 403] * 3
    assert all(one.json() == expected for one in answers if one.status_code == 200)
    assert len(caller.logboek()) == persons * 7

"""A rebuild in several processes gives the rows of one in this process, and fails whole when one part fails."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from itertools import pairwise
from typing import Any
from uuid import UUID

import psycopg
import pytest

from replay import follow
from replay.follow import Follower
from replay.parts import WHOLE, PartFailed, in_processes, parts
from replay.verifying import verify
from store.ledger import Ledger
from tests.replay.saying import RandomChain
from tests.replay.test_following import stored_rows


@pytest.fixture
def in_three(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From when it is called on, a rebuild is done by three processes, however small the ledger is."""

    def switch() -> None:
        monkeypatch.setattr(follow, "PARTS_EVENTS_MIN", 0)
        monkeypatch.setattr(follow, "cores", lambda: 3)

    return switch


def test_the_parts_cover_every_id_once() -> None:
    for count in (1, 2, 3, 8):
        cut = parts(count)
        assert (cut[0].first, cut[-1].last) == WHOLE
        assert all(one.last.int + 1 == after.first.int for one, after in pairwise(cut))


def test_a_rebuild_in_three_processes_gives_the_rows_of_one_byte_for_byte(
    ledger: Ledger, in_three: Callable[[], None]
) -> None:
    chain, follower, told = RandomChain(ledger, 11), Follower(ledger), list[tuple[int, int]]()
    chain.widen(18)
    chain.grow(260)  # links among them, so that groups have members in other parts
    follower.rebuild()
    in_one = stored_rows(follower)
    in_three()

    until = follower.rebuild(progress=lambda done, total: told.append((done, total)))

    assert stored_rows(follower) == in_one
    assert sum(map(len, in_one.values())) > 100
    assert told[-1] == (until, until)
    assert verify(ledger, follower).holds


def test_when_one_part_fails_the_views_are_as_they_were(
    ledger: Ledger, in_three: Callable[[], None], superuser: psycopg.Connection
) -> None:
    chain, follower = RandomChain(ledger, 12), Follower(ledger)
    chain.grow(60)
    follower.rebuild()
    before, generations = stored_rows(follower), follower.rows.generations()
    in_three()
    superuser.execute("create function refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$")

    def refuse_rows(
        rows: Any, connection: Any, view: str, version: int, start: Any = follow.Rows.start_generation
    ) -> Any:
        generation = start(rows, connection, view, version)
        connection.execute(
            f"create trigger refuse before insert on projection.{generation.table} execute function refuse()"
        )
        return generation

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(follow.Rows, "start_generation", refuse_rows)
        with pytest.raises(PartFailed, match="nothing was switched"):
            follower.rebuild()

    assert (stored_rows(follower), follower.rows.generations()) == (before, generations)
    follower.rebuild()
    assert stored_rows(follower) == before


def give_back(job: Any, done: Callable[[int], None]) -> Any:
    """Work for a process of its own: what a part is asked comes back, with its process."""
    done(1)
    return job, os.getpid()


def end_at_once(job: Any, done: Callable[[int], None]) -> Any:
    """Work that is killed on the way."""
    os.kill(os.getpid(), signal.SIGKILL)


def test_every_job_has_a_process_of_its_own_and_the_answers_come_in_order() -> None:
    told = list[int]()

    found = in_processes(give_back, [UUID(int=1), UUID(int=2)], told.append)

    assert [job for job, _ in found] == [UUID(int=1), UUID(int=2)]
    assert len({os.getpid(), *(process for _, process in found)}) == 3
    assert told == [1, 1]


def test_a_process_that_is_killed_fails_the_whole() -> None:
    with pytest.raises(PartFailed, match="ended from outside"):
        in_processes(end_at_once, [1, 2], lambda events: None)

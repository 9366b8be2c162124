"""A full disk is told in words: what is wrong, that nothing confirmed is lost, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg_pool import PoolTimeout

from cli.errors import problem_of
from cli.messages import MESSAGES
from replay.wording import Wording
from store.embedded import EmbeddedPostgres
from store.embedded_process import DiskIsFull
from tests.campaigns.crash_disks import can_mount, fill, make_room, small_disk
from tests.store.servers import ask, copy_with_owners, end_all

DUTCH, ENGLISH = Wording("nl", MESSAGES), Wording("en", MESSAGES)
needs_disk = pytest.mark.skipif(not can_mount(), reason="only root may make a small disk")


@pytest.fixture(scope="module")
def disk() -> Iterator[Path]:
    """A disk of a size that can be filled."""
    with small_disk(128) as one:
        yield one


@needs_disk
def test_a_server_whose_disk_is_full_says_so_and_starts_when_there_is_room(disk: Path, committed_home: Path) -> None:
    copy_with_owners(committed_home, disk / "home")
    server = EmbeddedPostgres(disk / "home")
    server.start()
    server.stop()
    fill(disk)

    with pytest.raises(DiskIsFull, match="Make room"):
        server.start()
    make_room(disk)

    try:
        assert ask(server.start(), "SELECT position FROM fact") == 7
    finally:
        end_all(server)


@pytest.mark.parametrize(("wording", "word"), [(DUTCH, "Maak ruimte"), (ENGLISH, "Make room")])
def test_a_disk_that_is_full_is_not_told_as_a_database_that_is_gone(wording: Wording, word: str) -> None:
    problem = problem_of(psycopg.errors.DiskFull("could not extend file"), wording)

    assert problem is not None
    assert (problem.reason, problem.exit_code) == ("DiskIsFull", 1)
    assert word in problem.message


@needs_disk
def test_a_database_that_is_gone_from_a_full_disk_ran_out_of_room(disk: Path, tmp_path: Path) -> None:
    fill(disk)
    on_full_disk = problem_of(PoolTimeout("no connection"), ENGLISH, disk)
    make_room(disk)
    with_room = problem_of(PoolTimeout("no connection"), ENGLISH, tmp_path)

    assert on_full_disk is not None
    assert with_room is not None
    assert (on_full_disk.reason, with_room.reason) == ("DiskIsFull", "DatabaseGone")

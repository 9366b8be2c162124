"""The crash campaign with small numbers; `make crash` runs it whole (tests/campaigns/crash.py)."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.embedded import EmbeddedPostgres
from tests.campaigns.crash import Trial, try_out
from tests.conftest import end_at_once


@pytest.fixture(scope="module")
def mortal_server() -> Iterator[EmbeddedPostgres]:
    """A server that is there to be killed."""
    folder = Path(tempfile.mkdtemp(prefix="kb-mortal-")).resolve()
    folder.chmod(0o755)
    server = EmbeddedPostgres(folder / "home")
    server.start()
    yield server
    end_at_once(server)
    shutil.rmtree(folder, ignore_errors=True)


def promises_kept(trial: Trial) -> bool:
    print(trial)  # noqa: T201 - shown when the test fails
    return trial.broken_promises == 0 and trial.events > 0


def test_a_reader_at_the_tail_of_eight_writers_that_roll_back_misses_nothing(mortal_server: EmbeddedPostgres) -> None:
    trial = try_out(mortal_server, "rollbacks", events=6_000)

    assert promises_kept(trial)
    assert trial.looks_of_reader > 10


def test_nothing_acknowledged_is_lost_or_doubled_when_the_database_is_killed(mortal_server: EmbeddedPostgres) -> None:
    assert promises_kept(try_out(mortal_server, "database", kills=2, writers=3))


def test_nothing_acknowledged_is_lost_or_doubled_when_a_writer_is_killed(mortal_server: EmbeddedPostgres) -> None:
    assert promises_kept(try_out(mortal_server, "writers", kills=3, writers=3))

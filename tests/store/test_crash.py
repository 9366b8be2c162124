"""The crash campaign with small numbers; `make crash` runs it whole (tests/campaigns/crash.py)."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.embedded import EmbeddedPostgres
from tests.campaigns import crash
from tests.campaigns.crash_disks import can_mount
from tests.campaigns.crash_trial import Trial
from tests.conftest import end_at_once

SEED = 2008
needs_disk = pytest.mark.skipif(not can_mount(), reason="only root may make a small disk")


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
    return trial.broken_promises == 0 and trial.single_commands > 0 and trial.events > trial.commands


def test_a_reader_at_the_tail_of_writers_that_roll_back_misses_nothing(mortal_server: EmbeddedPostgres) -> None:
    trial = crash.rollbacks(mortal_server, SEED, events=600, writers=2)

    assert promises_kept(trial)
    assert trial.looks_of_reader > 10


def test_nothing_acknowledged_is_lost_or_doubled_when_the_database_is_killed(mortal_server: EmbeddedPostgres) -> None:
    trial = crash.database(mortal_server, SEED, kills=3, writers=1)

    assert promises_kept(trial)
    assert sum(trial.blows.values()) == 3


def test_nothing_acknowledged_is_lost_or_doubled_when_a_writer_is_killed(mortal_server: EmbeddedPostgres) -> None:
    assert promises_kept(crash.writers(mortal_server, SEED, kills=2, writers=1))


def test_nothing_acknowledged_is_lost_or_doubled_when_connections_are_cut(mortal_server: EmbeddedPostgres) -> None:
    trial = crash.lines(mortal_server, SEED, cuts=20, writers=1)

    assert promises_kept(trial)
    assert trial.errors_of_writers["OperationalError"] > 0


@needs_disk
def test_nothing_acknowledged_is_lost_or_doubled_when_the_disk_of_the_data_is_full(
    mortal_server: EmbeddedPostgres,
) -> None:
    trial = crash.full_data_disk(mortal_server, SEED, times=1, writers=1)

    assert promises_kept(trial)
    assert trial.errors_of_writers["DiskFull"] > 0


def test_a_trial_that_breaks_off_keeps_nobody_from_the_others_and_stands_in_the_report() -> None:
    def breaks_off() -> Trial:
        raise AssertionError("the writers do not get on")

    whole = crash.Campaign(SEED)
    whole.run("first", breaks_off)
    whole.run("second", lambda: Trial("second", SEED, events=12_345))

    assert not whole.has_held
    assert "**Not finished: first.** AssertionError: the writers do not get on." in crash.told(whole)
    assert "| second | none |" in crash.told(whole)
    assert f"Together 12,345 acknowledged events; seed {SEED}." in crash.told(whole)


def test_a_campaign_has_held_when_all_was_tried_and_nothing_was_found() -> None:
    whole = crash.Campaign(SEED)
    whole.run("one", lambda: Trial("one", SEED))
    assert whole.has_held

    whole.run("other", lambda: Trial("other", SEED, lost_events=1))
    assert not whole.has_held

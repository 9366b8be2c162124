"""When an event says it was recorded: held against the clock of the database, and stamped again where it must be."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

import psycopg
import pytest

from store.errors import TimeRefused
from store.ledger import Ledger
from store.recorder import RESTAMPS_MAX, TIME_REFUSED, LedgerRecorder
from store.sealing import Sealer
from tests.store.stating import (
    append_stamped,
    now,
    placed,
    record_one,
)


@pytest.mark.parametrize("seconds", [-3600, -5.5, 5.5, 3600])
def test_a_stamp_more_than_five_seconds_from_the_clock_of_the_database_is_refused(
    ledger: Ledger, seconds: float
) -> None:
    with pytest.raises(psycopg.DatabaseError) as refused:
        append_stamped(ledger, now() + timedelta(seconds=seconds), placed(version=1))

    assert refused.value.sqlstate == TIME_REFUSED
    assert ledger.head().position == 0


@pytest.mark.parametrize("seconds", [-4, 4])
def test_a_stamp_within_five_seconds_is_taken_as_it_is(ledger: Ledger, seconds: float) -> None:
    moment = now() + timedelta(seconds=seconds)

    append_stamped(ledger, moment, placed(version=1))

    assert ledger.head().recorded_at == moment


def test_a_stamp_more_than_five_seconds_before_the_greatest_one_is_refused(ledger: Ledger) -> None:
    append_stamped(ledger, now() + timedelta(seconds=4), placed(version=1))

    with pytest.raises(psycopg.DatabaseError) as refused:
        append_stamped(ledger, now() - timedelta(seconds=3), placed(version=1))

    assert refused.value.sqlstate == TIME_REFUSED


class SlowClock:
    """Seals with a clock that is an hour behind for the first calls: what waiting for a lock looks like."""

    def __init__(self, ledger: Ledger, wrong_calls: int) -> None:
        self.ring, self.calls, self._wrong_calls = ledger.ring, 0, wrong_calls

    def seal(self, statements):
        self.calls += 1
        behind = timedelta(hours=1) if self.calls <= self._wrong_calls else timedelta()
        return Sealer(self.ring, lambda subjects: []).seal(statements, now() - behind)


def test_a_refused_stamp_is_made_again_and_the_command_recorded_once(ledger: Ledger) -> None:
    clock = SlowClock(ledger, wrong_calls=1)
    cast("LedgerRecorder", ledger.recorder)._mapper = clock  # type: ignore[assignment]

    receipt = record_one(ledger, placed())

    assert (receipt.outcome, clock.calls) == ("recorded", 2)
    assert ledger.head().position == 1


def test_a_clock_that_stays_wrong_is_told_as_such(ledger: Ledger) -> None:
    clock = SlowClock(ledger, wrong_calls=99)
    cast("LedgerRecorder", ledger.recorder)._mapper = clock  # type: ignore[assignment]

    with pytest.raises(TimeRefused, match="Set the clock right"):
        record_one(ledger, placed())

    assert clock.calls == RESTAMPS_MAX


# Size: the library's own recorder hangs for ever from about two thousand events in one call

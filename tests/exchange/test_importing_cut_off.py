"""An import that was cut off is done again, and two at the same time give one set of facts."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from domain.facts import (
    DeliveryCompleted,
    FileReceived,
    PersonRegistered,
    PlacementStarted,
    RowRejected,
    SourceSystemTakenIntoUse,
)
from exchange import importing
from exchange.importing import Import, ImportInterrupted
from store.ledger import Ledger
from tests.delivering import deliver, events, opened, row, written


@pytest.mark.parametrize("batches", range(5))
def test_an_import_cut_off_after_any_batch_and_run_again_gives_the_facts_of_one_run(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batches: int
) -> None:
    monkeypatch.setattr(importing, "ROWS_AT_ONCE", 3)
    rows = [row(f"G{number}", on="31-02-2008" if number % 4 == 3 else "20-06-2008") for number in range(14)]
    path, taken = written(tmp_path, *rows), 0

    def cut_off(done: int, total: int) -> None:
        nonlocal taken
        taken += 1
        if taken > batches:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        opened(ledger, path, kind="full").run(cut_off)
    report = deliver(ledger, path, kind="full")

    count = {kind: len(events(ledger, kind)) for kind in (FileReceived, DeliveryCompleted, SourceSystemTakenIntoUse)}
    assert set(count.values()) == {1}
    assert len(events(ledger, PersonRegistered)) == len(events(ledger, PlacementStarted)) == 11
    assert len(events(ledger, RowRejected)) == 3
    assert report.rows == 14
    assert deliver(ledger, path, kind="full").taken_before


def test_an_import_cut_off_between_recording_and_marking_misses_no_row(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, row("G1"), row("G2"))

    def cut_off(self: object, *given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Import, "_count", cut_off)
        with pytest.raises(KeyboardInterrupt):
            deliver(ledger, path, kind="full")

    assert deliver(ledger, path, kind="full").missing == 0
    assert len(events(ledger, PlacementStarted)) == 2


@pytest.mark.parametrize("writers", [2, 4])
def test_imports_of_one_file_at_the_same_time_give_one_set_of_facts(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writers: int
) -> None:
    monkeypatch.setattr(importing, "ROWS_AT_ONCE", 5)
    rows = [row(f"G{number}", on="" if number % 7 == 6 else "20-06-2008") for number in range(40)]
    path, failures = written(tmp_path, *rows, row("B1", bsn="1")), list[BaseException]()
    started = threading.Barrier(writers)

    def run() -> None:
        try:
            started.wait()
            deliver(ledger, path)
        except BaseException as error:  # noqa: BLE001  whatever it is, the test must tell
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert len(events(ledger, PersonRegistered)) == 40
    assert len(events(ledger, PlacementStarted)) == 40
    assert {len(events(ledger, kind)) for kind in (FileReceived, DeliveryCompleted, RowRejected)} == {1}


def test_an_import_that_always_comes_second_says_so_and_loses_nothing(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Import, "_append", lambda self, statements: False)

    with pytest.raises(ImportInterrupted, match="Run the import again"):
        deliver(ledger, written(tmp_path, row()))

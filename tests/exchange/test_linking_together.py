"""Links while others write: whoever writes last sees what the other wrote, so that no link is missed or left behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from domain.facts import LinkLeftUndecided, RegistrationsLinked, RegistrationsUnlinked
from exchange.linking import Linking
from exchange.recording import registration_named
from projections.history import standing
from projections.shared import persons
from store.ledger import Ledger
from store.statement import Command, Receipt
from tests.delivering import deliver, events, opened, row, written


def together(ledger: Ledger, *records: str) -> list[str]:
    """The records that are one person with others of these, each such person as one word."""
    names = {registration_named(ledger, record): record for record in records}
    found = {person.registrations for person in persons(standing(ledger.events_after(0))).values()}
    people = [sorted(names[one] for one in person if one in names) for person in found]
    return sorted("+".join(person) for person in people if len(person) > 1)


@pytest.fixture
def just_before_a_link_is_written(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Callable[[], object]], None]:
    """From when it is called on, the first decision is worked out, then this happens, and then it is written."""

    def switch(happens: Callable[[], object]) -> None:
        record = ledger.record

        def meanwhile(commands: Sequence[Command]) -> list[Receipt]:
            monkeypatch.setattr(ledger, "record", record)
            happens()
            return record(commands)

        monkeypatch.setattr(ledger, "record", meanwhile)

    return switch


def recorded_and_not_yet_linked(ledger: Ledger, folder: Path, *rows: str) -> None:
    """An import that was cut off before it came to links."""
    cut_off = opened(ledger, written(folder, *rows))
    cut_off._receive()
    cut_off._take(next(cut_off._batches()))


def test_a_number_corrected_away_while_its_link_was_being_written_leaves_no_link(
    ledger: Ledger, tmp_path: Path, just_before_a_link_is_written: Callable[[Callable[[], object]], None]
) -> None:
    recorded_and_not_yet_linked(ledger, tmp_path, row("G1"), row("G2"))
    corrected = written(tmp_path, row("G1", bsn="111222333"), name="b.csv")
    just_before_a_link_is_written(lambda: deliver(ledger, corrected))

    Linking(ledger, "m1").follow()

    assert together(ledger, "G1", "G2") == []
    assert [type(one.fact) for one in events(ledger, RegistrationsLinked, RegistrationsUnlinked)] == [
        RegistrationsLinked,
        RegistrationsUnlinked,
    ]


def test_somebody_who_brings_doubt_while_a_link_was_being_written_leaves_no_link(
    ledger: Ledger, tmp_path: Path, just_before_a_link_is_written: Callable[[Callable[[], object]], None]
) -> None:
    """G2 has no name: it may be G1 as well as G3, who are not one person."""
    nameless = {"given": "", "surname": "", "birth": "", "sex": ""}
    recorded_and_not_yet_linked(ledger, tmp_path, row("G1"), row("G2", **nameless))
    brought = written(tmp_path, row("G3", given="Maria", birth="01-02-1990"), name="b.csv")
    just_before_a_link_is_written(lambda: deliver(ledger, brought))

    Linking(ledger, "m1").follow()

    meanwhile = together(ledger, "G1", "G2", "G3")
    Linking(ledger, "m1").about([registration_named(ledger, "G1")])
    assert together(ledger, "G1", "G2", "G3") == meanwhile
    assert meanwhile == []
    assert events(ledger, LinkLeftUndecided)

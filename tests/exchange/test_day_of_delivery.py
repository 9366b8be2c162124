"""What a source said last goes by the day of delivery: an older file that comes later takes nothing back."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, cast

import psycopg
import pytest

from domain.facts import (
    DeliveryCompleted,
    EventCorrected,
    EventRetracted,
    FileReceived,
    PlacementStarted,
    RowMissing,
    ValueEmptied,
)
from exchange.importing import Report
from projections.history import standing
from store.ledger import Ledger
from tests.delivering import deliver, events, everything, names, row, written
from tests.exchange.test_cloudevents import EVENT

FIRST, SECOND, THIRD, FOURTH = (date(2009, month, 2) for month in (1, 2, 3, 4))
NO_CATEGORY = {"group": "", "pardon": ""}
DONE_TO_FACTS = (EventCorrected, EventRetracted, ValueEmptied, RowMissing)


def came(ledger: Ledger, folder: Path, on: date, *rows: str, name: str = "", **given: Any) -> Report:
    """A delivery of these rows that came on this day."""
    path = written(folder, *rows, name=name or f"{on}.csv")
    return deliver(ledger, path, **{"arrived": on, "kind": "full", **given})


def provider(ledger: Ledger) -> str | None:
    """The provider of the one placement, as it stands."""
    (first,) = events(ledger, PlacementStarted)
    (one,) = [one for one in standing(ledger.stream(first.event.subject)) if isinstance(one.fact, PlacementStarted)]
    return cast("PlacementStarted", one.fact).provider


# --- An older delivery after a newer one ---


def test_an_older_delivery_states_what_is_new_and_takes_back_nothing_of_a_later_one(
    ledger: Ledger, tmp_path: Path
) -> None:
    came(ledger, tmp_path, THIRD, row("G1", provider="Stavoor"), row("G2"), row("G3"), row("G4"))
    head = ledger.head().position

    older = [row("G1"), row("G2", provider=""), row("G3", kind="handhavingsbeschikking zonder aanbod"), row("G5")]
    report = came(ledger, tmp_path, SECOND, *older)

    assert (report.facts, report.corrections, report.emptied, report.missing) == (3, 0, 0, 0)
    assert report.left == 3
    assert events(ledger, *DONE_TO_FACTS) == []
    stated = ["PersonRegistered", "CategoryDetermined", "PlacementStarted"]
    assert names(ledger, head)[:4] == ["FileReceived", *stated]
    assert len(report.notices) == len(report.notices_dutch)
    assert any("older than one taken already (2009-03-02): 3 value(s)" in one for one in report.notices)
    assert any("ouder dan een die al genomen is (2009-03-02): 3 gegeven(s)" in one for one in report.notices_dutch)


def test_a_slot_left_empty_by_an_older_delivery_keeps_what_the_later_one_filled(ledger: Ledger, tmp_path: Path) -> None:
    came(ledger, tmp_path, THIRD, row("G1"))

    report = came(ledger, tmp_path, SECOND, row("G1", **NO_CATEGORY))

    assert (report.emptied, report.left, events(ledger, *DONE_TO_FACTS)) == (0, 1, [])


def test_what_an_older_delivery_left_as_it_was_is_no_difference_to_the_next_one(ledger: Ledger, tmp_path: Path) -> None:
    came(ledger, tmp_path, SECOND, row("G1", provider="Stavoor"))
    came(ledger, tmp_path, FIRST, row("G1"))

    report = came(ledger, tmp_path, THIRD, row("G1", provider="Stavoor"), row("G2"))

    assert (report.corrections, report.unchanged, report.facts, report.left) == (0, 3, 3, 0)
    assert events(ledger, EventCorrected) == []


def test_a_record_that_only_an_older_full_delivery_has_is_missing_from_the_next(ledger: Ledger, tmp_path: Path) -> None:
    came(ledger, tmp_path, SECOND, row("G1"))
    assert came(ledger, tmp_path, FIRST, row("G2")).missing == 0

    assert came(ledger, tmp_path, THIRD, row("G1"), name="c.csv").missing == 1


def test_what_stands_twice_in_an_older_delivery_is_taken_as_its_last_line_says(ledger: Ledger, tmp_path: Path) -> None:
    def line(identity: str, provider: str, slot: str) -> str:
        data = {"fields": {"trajectory": "DUAL", "provider": provider}, "slot": slot}
        return json.dumps({**EVENT, "id": identity, "data": data})

    def take(on: date, name: str, *lines: str) -> Report:
        path = written(tmp_path, *lines[1:], heading=lines[0], name=name)
        return deliver(ledger, path, arrived=on)

    take(SECOND, "b.jsonl", line("a", "Agens", "one"))
    report = take(FIRST, "a.jsonl", line("b", "Agens", "two"), line("c", "Stavoor", "two"), line("d", "Oud", "one"))

    assert (report.facts, report.corrections, report.left) == (1, 1, 1)


def test_of_one_day_the_last_to_arrive_is_the_last(ledger: Ledger, tmp_path: Path) -> None:
    came(ledger, tmp_path, SECOND, row("G1"), name="a.csv")

    report = came(ledger, tmp_path, SECOND, row("G1", provider="Stavoor"), name="b.csv")

    assert (report.corrections, report.left, provider(ledger)) == (1, 0, "Stavoor")


@pytest.mark.parametrize("other", [{"municipality": "Rotterdam"}, {"source": "Civision"}])
def test_another_source_or_place_makes_no_delivery_older(ledger: Ledger, tmp_path: Path, other: dict[str, str]) -> None:
    came(ledger, tmp_path, FIRST, row("G1"), name="a.csv")
    came(ledger, tmp_path, THIRD, row("G9"), name="b.csv", **other)

    report = came(ledger, tmp_path, SECOND, row("G1", provider="Stavoor"), name="c.csv")

    assert (report.corrections, report.left) == (1, 0)


def test_an_import_that_was_cut_off_makes_no_other_delivery_older(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    came(ledger, tmp_path, FIRST, row("G1"))
    with monkeypatch.context() as patched:
        patched.setattr("exchange.importing.Import._complete", lambda self: None)
        came(ledger, tmp_path, THIRD, row("G2"), kind="changes")

    assert came(ledger, tmp_path, SECOND, row("G1", provider="Stavoor")).corrections == 1


# --- The same file again ---


def test_a_source_that_goes_back_to_what_it_said_is_believed(
    ledger: Ledger, superuser: psycopg.Connection, tmp_path: Path
) -> None:
    came(ledger, tmp_path, FIRST, row("G1"), row("G2"), name="a.csv")
    came(ledger, tmp_path, SECOND, row("G1", provider="Stavoor"), name="b.csv")
    assert len(events(ledger, RowMissing)) == 1

    back = came(ledger, tmp_path, THIRD, row("G1"), row("G2"), name="a.csv")

    assert (back.taken_before, back.rows, back.facts, back.unchanged) == (False, 2, 0, 5)
    (placed, *_) = events(ledger, PlacementStarted)
    (now,) = [
        one.fact for one in standing(ledger.stream(placed.event.subject)) if isinstance(one.fact, PlacementStarted)
    ]
    assert cast("PlacementStarted", now).provider == "Agens"
    assert len(events(ledger, EventRetracted)) == 1, "the record that was missing is back"
    received = events(ledger, FileReceived)
    assert [one.event.delivered_on for one in received] == [FIRST, SECOND, THIRD]
    assert len({one.event.subject for one in received}) == len(events(ledger, DeliveryCompleted)) == 3

    before = everything(superuser)
    for day in (FIRST, THIRD, FOURTH):
        assert came(ledger, tmp_path, day, row("G1"), row("G2"), name="a.csv").taken_before
    assert came(ledger, tmp_path, SECOND, row("G1", provider="Stavoor"), name="b.csv").taken_before
    assert everything(superuser) == before


def test_a_source_may_go_back_and_forth(ledger: Ledger, tmp_path: Path) -> None:
    for number, day in enumerate((FIRST, SECOND, THIRD, FOURTH)):
        name = ("Agens", "Stavoor")[number % 2]
        assert not came(ledger, tmp_path, day, row("G1", provider=name), name=f"{name}.csv").taken_before
        assert provider(ledger) == name


@pytest.mark.parametrize("day", [FIRST, SECOND, FOURTH])
def test_the_same_file_with_nothing_in_between_writes_nothing_on_any_day(
    ledger: Ledger, superuser: psycopg.Connection, tmp_path: Path, day: date
) -> None:
    came(ledger, tmp_path, SECOND, row("G1"))
    before = everything(superuser)

    assert came(ledger, tmp_path, day, row("G1"), name=f"{SECOND}.csv").taken_before
    assert everything(superuser) == before


def test_a_file_given_again_as_of_a_day_before_the_one_in_between_writes_nothing(
    ledger: Ledger, superuser: psycopg.Connection, tmp_path: Path
) -> None:
    came(ledger, tmp_path, FIRST, row("G1"), name="a.csv")
    came(ledger, tmp_path, THIRD, row("G1", provider="Stavoor"), name="b.csv")
    before = everything(superuser)

    assert came(ledger, tmp_path, SECOND, row("G1"), name="a.csv").taken_before
    assert everything(superuser) == before


# --- Where a finding is ---


def test_a_finding_of_a_delivery_lies_in_the_municipality_of_what_it_is_about(ledger: Ledger, tmp_path: Path) -> None:
    came(ledger, tmp_path, FIRST, row("G1"), row("G2"), row("G3"))
    came(ledger, tmp_path, SECOND, row("G1", provider=""), row("G2", **NO_CATEGORY))

    found = events(ledger, ValueEmptied, RowMissing)
    assert sorted((type(one.fact).__name__, one.event.municipality) for one in found) == [
        ("RowMissing", "0014"),
        ("ValueEmptied", "0014"),
        ("ValueEmptied", "0014"),
    ]


def test_where_each_row_names_its_municipality_a_finding_lies_in_that_of_its_record(
    ledger: Ledger, tmp_path: Path
) -> None:
    heading = (
        "naam;geboortedatum;datum inschrijving;soort inburgeraar;educatievraag;lijst;reden plaatsing;sinds;vervolg;"
        "datum vervolg;gemeente;eerder gestart op;inschrijfnummer"
    )
    text = "A;01-01-1970;01-03-2003;oudkomer;{};eerste instroom;geen plaats;;;;{};;{}"
    for day, rows in (
        (FIRST, (text.format("taal", "Gorinchem", "W1"), text.format("taal", "Dordrecht", "W2"))),
        (SECOND, (text.format("", "Gorinchem", "W1"),)),
    ):
        path = written(tmp_path, *rows, heading=heading, name=f"{day}.csv")
        deliver(ledger, path, None, arrived=day, kind="full")

    places = {type(one.fact): one.event.municipality for one in events(ledger, ValueEmptied, RowMissing)}
    assert places == {ValueEmptied: "0512", RowMissing: "0505"}

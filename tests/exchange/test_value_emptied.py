"""A value gone empty is a finding and takes nothing away; two imports at once find a difference once."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import pytest

from domain.facts import (
    CategoryDetermined,
    EnforcementOrderIssued,
    EventCorrected,
    EventRetracted,
    PersonRegistered,
    PlacementStarted,
    RowMissing,
    ValueEmptied,
)
from exchange import importing
from projections.history import Standing, standing
from store.ledger import Ledger
from tests.delivering import deliver, events, row, written
from tests.exchange.test_cloudevents import EVENT


def line(**changed: Any) -> str:
    """One CloudEvent."""
    return json.dumps({**EVENT, **changed})


def stands(ledger: Ledger, kind: Any) -> Standing:
    """The one fact of this kind, as it stands."""
    (first,) = events(ledger, kind)
    return next(one for one in standing(ledger.stream(first.event.subject)) if isinstance(one.fact, kind))


def sealed(ledger: Ledger) -> dict[str, str]:
    """The sealed values of the one person, of the event that last said them."""
    last = stands(ledger, PersonRegistered).positions[-1]
    return ledger.personal_of(ledger.events_at([last])[last][0])


def open_columns(ledger: Ledger) -> list[str]:
    """Columns of the findings that stand."""
    (first,) = events(ledger, PersonRegistered)
    return sorted(one.fact.column for one in standing(ledger.stream(first.event.subject)) if is_emptied(one))


def is_emptied(one: Standing) -> bool:
    return isinstance(one.fact, ValueEmptied)


@pytest.mark.parametrize(
    ("cell", "column", "kind"),
    [
        ("pardon", "PARDON J/N", CategoryDetermined),
        ("group", "DOELGROEP", CategoryDetermined),
        ("provider", "AANBIEDER", PlacementStarted),
        ("on", "DATUM PLAATSING", PlacementStarted),
        ("surname", "ACHTERNAAM", PersonRegistered),
        ("bsn", "BSN", PersonRegistered),
    ],
)
def test_one_field_gone_empty_is_found_once_kept_and_closed_when_it_returns(
    ledger: Ledger, tmp_path: Path, cell: str, column: str, kind: Any
) -> None:
    full, empty = row(pardon="J"), row(**{"pardon": "J", cell: ""})
    deliver(ledger, written(tmp_path, full))
    before, personal = stands(ledger, kind), sealed(ledger)

    reports = [deliver(ledger, written(tmp_path, empty, row(f"N{n}", kind="geen"), name=f"{n}.csv")) for n in range(2)]

    assert [(one.emptied, one.corrections) for one in reports] == [(1, 0), (0, 0)]
    assert reports[1].unchanged == 3
    (found,) = events(ledger, ValueEmptied)
    assert (found.fact.column, UUID(found.fact.event)) == (column, before.event_id)
    assert (stands(ledger, kind), sealed(ledger)) == (before, personal)
    assert events(ledger, EventCorrected) == []

    back = deliver(ledger, written(tmp_path, full, row("N3", kind="geen"), name="c.csv"))

    assert (back.corrections, back.emptied, open_columns(ledger)) == (1, 0, [])
    assert events(ledger, EventCorrected) == []
    assert deliver(ledger, written(tmp_path, empty, row("N4", kind="geen"), name="d.csv")).emptied == 1


def test_the_day_of_entry_gone_empty_is_kept_for_each_fact(ledger: Ledger, tmp_path: Path) -> None:
    deliver(ledger, written(tmp_path, row()))

    report = deliver(ledger, written(tmp_path, row(entered=""), name="b.csv"))

    assert (report.emptied, report.corrections, open_columns(ledger)) == (3, 0, ["DATUM INVOER"] * 3)


def test_two_fields_gone_empty_are_two_findings_and_the_rest_is_corrected(ledger: Ledger, tmp_path: Path) -> None:
    deliver(ledger, written(tmp_path, row(provider="Agens")))

    report = deliver(ledger, written(tmp_path, row(provider="", on="", kind="inburgering"), name="b.csv"))

    assert (report.emptied, report.corrections) == (2, 1)
    assert open_columns(ledger) == ["AANBIEDER", "DATUM PLAATSING"]
    placed = stands(ledger, PlacementStarted)
    assert placed.fact == PlacementStarted(trajectory="REGULAR", provider="Agens")
    assert placed.occurred_on == "2008-06-20"

    deliver(ledger, written(tmp_path, row(provider="", kind="inburgering"), name="c.csv"))

    assert open_columns(ledger) == ["AANBIEDER"]
    assert deliver(ledger, written(tmp_path, row(provider="", kind="duaal"), name="d.csv")).emptied == 0


def test_a_sealed_value_that_another_alternative_does_not_read_was_not_left_empty(
    ledger: Ledger, tmp_path: Path
) -> None:
    heading = (
        "naam;geboortedatum;datum inschrijving;soort inburgeraar;educatievraag;lijst;reden plaatsing;sinds;vervolg;"
        "datum vervolg;gemeente;eerder gestart op;inschrijfnummer"
    )
    text = "A;01-01-1970;01-03-2003;oudkomer;taal;eerste instroom;{};;;;Gorinchem;;W1"
    for number, reason in enumerate(("ziekte", "geen plaats")):
        deliver(ledger, written(tmp_path, text.format(reason), heading=heading, name=f"{number}.csv"), None)

    assert events(ledger, ValueEmptied) == []
    assert len(events(ledger, EventCorrected)) == 1


def test_a_field_left_out_of_a_later_line_is_kept(ledger: Ledger, tmp_path: Path) -> None:
    first = line(id="a", data={"fields": {"trajectory": "DUAL", "provider": "Agens"}, "slot": "one"})
    later = line(id="b", data={"fields": {"trajectory": "REGULAR"}, "slot": "one"})

    report = deliver(ledger, written(tmp_path, later, heading=first, name="facts.jsonl"))

    assert (report.facts, report.corrections, report.emptied) == (1, 1, 1)
    assert stands(ledger, PlacementStarted).fact == PlacementStarted(trajectory="REGULAR", provider="Agens")


def test_a_code_without_its_date_is_the_fact_with_its_date_unknown(ledger: Ledger, tmp_path: Path) -> None:
    deliver(ledger, written(tmp_path, row(on="")))

    assert stands(ledger, PlacementStarted).occurred_on is None
    deliver(ledger, written(tmp_path, row(), name="b.csv"))
    assert stands(ledger, PlacementStarted).occurred_on == "2008-06-20"


@pytest.mark.parametrize("writers", [2, 4])
@pytest.mark.parametrize("is_one_file", [True, False])
def test_imports_at_the_same_time_find_each_difference_once(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writers: int, is_one_file: bool
) -> None:
    monkeypatch.setattr(importing, "ROWS_AT_ONCE", 4)
    deliver(ledger, written(tmp_path, *(row(f"G{n}") for n in range(16))), kind="full")
    deliver(ledger, written(tmp_path, *(row(f"G{n}") for n in range(14)), name="b.csv"), kind="full")
    rows = [row(f"G{n}", provider="Stavoor") for n in range(6)]
    rows += [row(f"G{n}", provider="") for n in range(6, 10)]
    rows += [row(f"G{n}", kind="handhavingsbeschikking zonder aanbod") for n in range(10, 14)]
    rows += [row(f"G{n}") for n in range(14, 16)]
    paths = [
        written(tmp_path, *rows, *(() if is_one_file else (row(f"N{n}"),)), name=f"c{n}.csv") for n in range(writers)
    ]
    started, failures = threading.Barrier(writers), list[BaseException]()

    def run(path: Path) -> None:
        try:
            started.wait()
            deliver(ledger, path, kind="full" if is_one_file else "changes")
        except BaseException as error:  # noqa: BLE001  whatever it is, the test must tell
            failures.append(error)

    threads = [threading.Thread(target=run, args=(path,)) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    count = {kind: len(events(ledger, kind)) for kind in (EventCorrected, ValueEmptied, EnforcementOrderIssued)}
    assert count == {EventCorrected: 6, ValueEmptied: 4, EnforcementOrderIssued: 4}
    assert len(events(ledger, RowMissing)) == 2
    assert len(events(ledger, EventRetracted)) == 4 + 2
    assert len({cast("Any", one.fact).original for one in events(ledger, EventRetracted)}) == 6

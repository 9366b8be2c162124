"""The same file again after rows of it were rejected, or after it broke off further on: nothing twice, nothing lost."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import Any, cast

import psycopg
import pytest
from openpyxl import Workbook

from domain.facts import EventRetracted, PlacementStarted, RowRejected, SourceSystemTakenIntoUse
from domain.municipalities import find_code
from exchange import importing, refusals
from exchange.delivery import open_delivery
from exchange.importing import Arrival, Import, Report, TakenInPart
from exchange.observed import RowRead
from store.ledger import Ledger
from tests.delivering import HEADING, deliver, events, everything, names, opened, row, written

ROC_HEADING = (
    "naam;geboortedatum;datum inschrijving;soort inburgeraar;educatievraag;lijst;reden plaatsing;sinds;vervolg;"
    "datum vervolg;gemeente;eerder gestart op;inschrijfnummer"
)


def waiting(record: str, municipality: str, reason: str = "geen plaats") -> str:
    """A row of the waiting list."""
    return f"A;01-01-1970;01-03-2003;oudkomer;taal;eerste instroom;{reason};;;;{municipality};;{record}"


def take(ledger: Ledger, path: Path, known: dict[str, str], municipality: str | None = None) -> Report:
    """Import a waiting list, with names of municipalities as they are known by now."""
    delivery = open_delivery(
        path, resolve_municipality=lambda text: known.get(text) or find_code(text, {}), municipality=municipality
    )
    arrival = Arrival(path.name, path.name, date(2003, 12, 1), "changes", "tester")
    return Import(ledger, delivery, arrival).run(lambda done, total: None)


def test_rows_that_were_rejected_are_taken_from_the_same_file_once_they_can_be(
    ledger: Ledger, superuser: psycopg.Connection, tmp_path: Path
) -> None:
    rows = [
        waiting("W1", "Gorinchem"),
        waiting("W2", "Nieuwstad"),
        waiting("W3", "Nergens"),
        waiting("W2", "Nieuwstad"),
    ]
    path = written(tmp_path, *rows, heading=ROC_HEADING)
    first = take(ledger, path, {})
    assert [one.line for one in first.rejected] == [3, 4, 5]
    head = ledger.head().position

    again = take(ledger, path, {"Nieuwstad": "9999"})

    assert [(one.line, one.reason) for one in again.rejected] == [(4, "UNKNOWN_MUNICIPALITY")]
    assert (again.rows, again.facts, again.taken_before) == (4, 3, False)
    assert (
        names(ledger, head) == ["PersonRegistered", "CategoryDetermined", "WaitingListJoined"] + ["EventRetracted"] * 2
    )
    taken_back = {cast("Any", one.fact).original for one in events(ledger, EventRetracted)}
    assert taken_back == {str(one.event.event_id) for one in events(ledger, RowRejected) if line_of(one) != 4}

    before = everything(superuser)
    third = take(ledger, path, {"Nieuwstad": "9999"})

    assert (third.taken_before, [one.line for one in third.rejected]) == (True, [4])
    assert everything(superuser) == before


def line_of(recorded: Any) -> int:
    return cast("int", recorded.fact.line)


def test_rows_of_an_old_file_change_nothing_that_was_delivered_since(ledger: Ledger, tmp_path: Path) -> None:
    old = written(tmp_path, waiting("W1", "Gorinchem"), waiting("W2", "Nieuwstad"), heading=ROC_HEADING)
    take(ledger, old, {})
    later = [waiting("W1", "Gorinchem", "ziekte"), waiting("W2", "Gorinchem")]
    take(ledger, written(tmp_path, *later, heading=ROC_HEADING, name="later.csv"), {})
    head = ledger.head().position

    again = take(ledger, old, {"Nieuwstad": "9999"})

    assert ledger.head().position == head
    assert [one.line for one in again.rejected] == [3]


def test_a_file_without_rejected_rows_is_not_read_again(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, row())
    deliver(ledger, path)
    monkeypatch.setattr("exchange.delivery.Delivery.rows", None)

    assert deliver(ledger, path).taken_before


# --- Broken further on ---


def workbook(path: Path, rows: int) -> Path:
    """A workbook of so many placements."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for text in (HEADING, *(row(f"G{n}") for n in range(rows))):
        sheet.append(text.split(";"))
    book.save(path)
    return path


def with_sheet(path: Path, change: Any) -> Path:
    """The workbook with another text of its sheet."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = change(parts["xl/worksheets/sheet1.xml"])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_a_workbook_whose_sheet_breaks_far_down_is_refused_before_its_first_row(ledger: Ledger, tmp_path: Path) -> None:
    path = with_sheet(workbook(tmp_path / "p.xlsx", 1_200), lambda xml: xml[: len(xml) * 9 // 10])

    with pytest.raises(refusals.FileIsBroken):
        deliver(ledger, path)
    assert ledger.head().position == 0


def test_a_file_that_breaks_after_rows_were_recorded_says_what_was_taken_and_loses_nothing(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "ROWS_AT_ONCE", 4)
    path = written(tmp_path, *(row(f"G{n}") for n in range(10)))
    broken = opened(ledger, path)
    whole = broken.delivery.rows

    def rows() -> Any:
        for number, one in enumerate(whole()):
            if number == 6:
                raise refusals.FileIsBroken(refusals.FileIsBroken.__doc__)
            yield one

    broken.delivery.rows = rows  # type: ignore[method-assign]
    with pytest.raises(TakenInPart, match=r"6 row\(s\).*Nothing that was recorded is lost") as caught:
        broken.run(lambda done, total: None)

    assert (caught.value.report.rows, caught.value.report.facts) == (6, 18)
    assert len(events(ledger, PlacementStarted)) == 6
    report = deliver(ledger, path)
    assert (report.rows, report.facts, report.unchanged) == (10, 12, 18)


def test_a_file_that_breaks_before_anything_was_recorded_is_refused_as_it_is(ledger: Ledger, tmp_path: Path) -> None:
    broken = opened(ledger, written(tmp_path, row()))

    def rows() -> Any:
        yield cast("RowRead", None)
        raise OSError("gone")

    broken.delivery.rows = rows  # type: ignore[method-assign]
    with pytest.raises(OSError, match="gone"):
        broken.run(lambda done, total: None)
    assert ledger.head().position == 0


# --- Whose delivery it is ---


def test_an_unused_municipality_makes_no_other_delivery(ledger: Ledger, tmp_path: Path) -> None:
    path = written(tmp_path, waiting("W1", "Gorinchem"), heading=ROC_HEADING)
    take(ledger, path, {})
    head = ledger.head().position

    assert take(ledger, path, {}, "0014").taken_before
    assert ledger.head().position == head


def test_another_source_says_nothing_of_when_the_system_of_the_profile_came_into_use(
    ledger: Ledger, tmp_path: Path
) -> None:
    deliver(ledger, written(tmp_path, row()), source="Civision")

    assert events(ledger, SourceSystemTakenIntoUse) == []

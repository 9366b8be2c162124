"""Importing: a file becomes facts once, a later delivery gives the differences, nothing is half taken in silence."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, cast

import psycopg
import pytest

from domain.facts import (
    DeliveryCompleted,
    EnforcementOrderIssued,
    EventCorrected,
    EventRetracted,
    PersonRegistered,
    PlacementStarted,
    QuotaSet,
    RowMissing,
    RowRejected,
    ValueEmptied,
)
from replay.figures import Figures
from replay.telling import find_registration
from store.ledger import Ledger
from tests.delivering import QUOTA_HEADING, deliver, events, everything, names, quota, row, written


def findings(ledger: Ledger) -> list[str]:
    """The findings about registrations that stand now."""
    figures = Figures(ledger)
    figures.follower.follow()
    return sorted(cast("Any", case).code for case, _ in figures.stored_cases("findings", 2**62))


# --- The same file, and a later one ---


def test_a_file_becomes_facts_between_its_receipt_and_its_completion(ledger: Ledger, tmp_path: Path) -> None:
    report = deliver(ledger, written(tmp_path, row()))

    assert names(ledger) == [
        "SourceSystemTakenIntoUse",
        "FileReceived",
        "PersonRegistered",
        "CategoryDetermined",
        "PlacementStarted",
        "DeliveryCompleted",
    ]
    assert (report.rows, report.facts, report.corrections, report.unchanged) == (1, 3, 0, 0)
    (completed,) = events(ledger, DeliveryCompleted)
    assert completed.fact == DeliveryCompleted(
        rows=1, facts=3, corrections=0, unchanged=0, rejected=0, missing=0, findings=0
    )


def test_the_same_file_again_writes_nothing_at_all(
    ledger: Ledger, superuser: psycopg.Connection, tmp_path: Path
) -> None:
    path = written(tmp_path, row("G1"), row("G2", bsn="999"), row("G3"))
    deliver(ledger, path)
    before = everything(superuser)

    again = deliver(ledger, path)

    assert again.taken_before
    assert (again.rows, again.facts, again.corrections, again.unchanged) == (3, 0, 0, 6)
    assert everything(superuser) == before


def test_the_same_rows_in_another_file_write_a_receipt_and_no_facts(ledger: Ledger, tmp_path: Path) -> None:
    deliver(ledger, written(tmp_path, row("G1"), row("G2")))
    head = ledger.head().position

    again = deliver(ledger, written(tmp_path, row("G2"), row("G1"), name="later.csv"))

    assert names(ledger, head) == ["FileReceived", "DeliveryCompleted"]
    assert (again.facts, again.corrections, again.unchanged) == (0, 0, 6)


def test_a_later_delivery_gives_the_differences_and_nothing_else(ledger: Ledger, tmp_path: Path) -> None:
    deliver(ledger, written(tmp_path, row("G1"), row("G2")))
    head = ledger.head().position

    report = deliver(
        ledger, written(tmp_path, row("G1"), row("G2", provider="Stavoor"), row("G3", bsn=""), name="b.csv")
    )

    assert (report.facts, report.corrections, report.unchanged) == (3, 1, 5)
    assert names(ledger, head) == [
        "FileReceived",
        "EventCorrected",
        "PersonRegistered",
        "CategoryDetermined",
        "PlacementStarted",
        "DeliveryCompleted",
    ]


def test_a_difference_is_one_with_what_the_source_said_last_and_not_with_what_it_said_first(
    ledger: Ledger, tmp_path: Path
) -> None:
    for number, provider in enumerate(("Agens", "Stavoor", "Stavoor", "Agens")):
        deliver(ledger, written(tmp_path, row("G1", provider=provider), row(f"N{number}"), name=f"{number}.csv"))

    (placed, *_) = events(ledger, PlacementStarted)
    corrections = [json.loads(bytes(cast("Any", one.fact).body)) for one in events(ledger, EventCorrected)]
    assert [body["provider"] for body in corrections] == ["Stavoor", "Agens"]
    assert {cast("Any", one.fact).original for one in events(ledger, EventCorrected)} == {str(placed.event.event_id)}


def test_a_corrected_day_of_entry_is_a_correction_that_claims_the_new_day(ledger: Ledger, tmp_path: Path) -> None:
    deliver(ledger, written(tmp_path, row(entered="23-06-2008")))

    report = deliver(ledger, written(tmp_path, row(entered="02-10-2008"), name="b.csv"))

    corrections = events(ledger, EventCorrected)
    assert report.corrections == len(corrections) == 3
    assert {one.event.registered_on for one in corrections} == {date(2008, 10, 2)}


def test_another_name_of_a_person_is_corrected_under_seal(ledger: Ledger, tmp_path: Path) -> None:
    deliver(ledger, written(tmp_path, row(surname="Jansen")))

    deliver(ledger, written(tmp_path, row(surname="Pietersen"), name="b.csv"))

    (corrected,) = events(ledger, EventCorrected)
    assert ledger.personal_of(corrected)["surname"] == "Pietersen"
    assert "surname" not in str(corrected.fact)


def test_a_quota_delivered_with_a_new_amount_is_corrected_and_stays_one_line(ledger: Ledger, tmp_path: Path) -> None:
    deliver(ledger, written(tmp_path, quota("1.230"), heading=QUOTA_HEADING))
    deliver(ledger, written(tmp_path, quota("1.250"), heading=QUOTA_HEADING, name="b.csv"))
    deliver(ledger, written(tmp_path, quota("88", "inburgeraars"), heading=QUOTA_HEADING, name="c.csv"))
    figures = Figures(ledger)
    figures.follower.follow()

    amounts = [one.amount for one in figures.quotas(ledger.head().position, "0014")]
    assert len(events(ledger, QuotaSet)) == 2
    assert sorted(cast("list[int]", amounts)) == [88, 1250]


# --- Gone, empty, changed of kind ---


def test_a_value_gone_empty_is_found_once_and_retracts_nothing(ledger: Ledger, tmp_path: Path) -> None:
    deliver(ledger, written(tmp_path, row("G1")))
    reports = [
        deliver(ledger, written(tmp_path, row("G1", on=""), row(f"N{number}"), name=f"{number}.csv"))
        for number in range(2)
    ]

    assert [report.emptied for report in reports] == [1, 0]
    (emptied,) = events(ledger, ValueEmptied)
    (placed, *_) = events(ledger, PlacementStarted)
    assert cast("Any", emptied.fact).event == str(placed.event.event_id)
    assert emptied.event.subject == placed.event.subject
    assert events(ledger, EventRetracted) == []
    assert "VALUE_EMPTIED" in findings(ledger)


@pytest.mark.parametrize(("returns", "said"), [("20-06-2008", 0), ("21-06-2008", 1)])
def test_a_value_that_returns_takes_the_finding_away_and_corrects_only_what_differs(
    ledger: Ledger, tmp_path: Path, returns: str, said: int
) -> None:
    deliver(ledger, written(tmp_path, row("G1")))
    deliver(ledger, written(tmp_path, row("G1", on=""), name="b.csv"))

    report = deliver(ledger, written(tmp_path, row("G1", on=returns), row("N1"), name="c.csv"))

    assert report.corrections == 1
    assert len(events(ledger, EventCorrected)) == said
    assert "VALUE_EMPTIED" not in findings(ledger)
    assert deliver(ledger, written(tmp_path, row("G1", on=returns), row("N2"), name="d.csv")).corrections == 0
    assert deliver(ledger, written(tmp_path, row("G1", on=""), row("N3"), name="e.csv")).emptied == 1


def test_a_row_missing_from_a_full_delivery_is_found_once_and_its_return_takes_that_away(
    ledger: Ledger, tmp_path: Path
) -> None:
    missing, standing = [], []
    for number, rows in enumerate((["G1", "G2"], ["G1"], ["G1"], ["G1", "G2"], ["G1"])):
        # Another day of entry each time, since the same file twice is one delivery.
        lines = [row(record, entered=f"0{1 + number}-07-2008") for record in rows]
        missing.append(deliver(ledger, written(tmp_path, *lines), kind="full").missing)
        standing.append(findings(ledger).count("ROW_MISSING"))

    assert missing == [0, 1, 0, 0, 1]
    assert standing == [0, 1, 1, 0, 1]
    assert len(events(ledger, EventRetracted)) == 1


def test_a_record_whose_row_is_refused_is_not_missing(ledger: Ledger, tmp_path: Path) -> None:
    deliver(ledger, written(tmp_path, row("G1"), row("G2")), kind="full")

    report = deliver(ledger, written(tmp_path, row("G1"), row("G2", on="31-02-2008"), name="b.csv"), kind="full")

    assert [refused.reason for refused in report.rejected] == ["NOT_A_DATE"]
    assert report.missing == 0


def test_a_row_missing_from_a_delivery_of_changes_says_nothing(ledger: Ledger, tmp_path: Path) -> None:
    deliver(ledger, written(tmp_path, row("G1"), row("G2")))

    assert deliver(ledger, written(tmp_path, row("G3"), name="b.csv")).missing == 0
    assert events(ledger, RowMissing) == []


def test_a_missing_row_that_returns_with_changes_is_missing_no_more(ledger: Ledger, tmp_path: Path) -> None:
    deliver(ledger, written(tmp_path, row("G1"), row("G2")), kind="full")
    deliver(ledger, written(tmp_path, row("G1"), name="b.csv"), kind="full")
    deliver(ledger, written(tmp_path, row("G2"), name="c.csv"))
    assert "ROW_MISSING" not in findings(ledger)

    deliver(ledger, written(tmp_path, row("G1"), row("G3"), name="d.csv"), kind="full")
    assert findings(ledger).count("ROW_MISSING") == 1


def test_a_missing_row_of_one_municipality_is_not_looked_for_in_the_file_of_another(
    ledger: Ledger, tmp_path: Path
) -> None:
    deliver(ledger, written(tmp_path, row("G1"), row("G2")), kind="full")

    assert deliver(ledger, written(tmp_path, row("G1")), "Haarlem", kind="full").missing == 0


def test_a_row_that_becomes_an_order_retracts_the_placement_and_states_the_order(
    ledger: Ledger, tmp_path: Path
) -> None:
    deliver(ledger, written(tmp_path, row("G1")))
    order = row("G1", kind="handhavingsbeschikking zonder aanbod")
    head = ledger.head().position

    report = deliver(ledger, written(tmp_path, order, name="b.csv"))

    (placed,), (retracted,) = events(ledger, PlacementStarted), events(ledger, EventRetracted)
    assert cast("Any", retracted.fact).original == str(placed.event.event_id)
    assert names(ledger, head) == ["FileReceived", "EventRetracted", "EnforcementOrderIssued", "DeliveryCompleted"]
    assert (report.facts, report.corrections) == (1, 1)


def test_a_row_that_becomes_a_placement_again_restores_the_first(ledger: Ledger, tmp_path: Path) -> None:
    order = row("G1", kind="handhavingsbeschikking zonder aanbod")
    for number, text in enumerate((row("G1"), order, row("G1"))):
        deliver(ledger, written(tmp_path, text, row(f"N{number}"), name=f"{number}.csv"))
    figures = Figures(ledger)
    figures.follower.follow()

    cases = [cast("Any", case) for case, _ in figures.stored_cases("placements", 2**62)]
    assert {case.kind for case in cases} == {"PLACEMENT"}
    assert len(cases) == 4
    assert len(events(ledger, EnforcementOrderIssued)) == 1


def test_an_emptied_row_that_becomes_an_order_leaves_no_finding(ledger: Ledger, tmp_path: Path) -> None:
    deliver(ledger, written(tmp_path, row("G1")))
    deliver(ledger, written(tmp_path, row("G1", on=""), name="b.csv"))
    deliver(ledger, written(tmp_path, row("G1", kind="handhavingsbeschikking zonder aanbod"), name="c.csv"))

    assert "VALUE_EMPTIED" not in findings(ledger)


# --- Rejected rows ---


def test_a_rejected_row_is_kept_sealed_and_once_and_the_others_are_taken(ledger: Ledger, tmp_path: Path) -> None:
    path = written(tmp_path, row("G1"), row("G2", on="31-02-2008"), row("G3", bsn="123456789"))

    report = deliver(ledger, path)
    deliver(ledger, path)

    rejected = events(ledger, RowRejected)
    assert [(line.line, line.column, line.reason) for line in report.rejected] == [
        (3, "DATUM PLAATSING", "NOT_A_DATE"),
        (4, "BSN", "NOT_A_BSN"),
    ]
    assert [cast("Any", one.fact).line for one in rejected] == [3, 4]
    assert "31-02-2008" in ledger.personal_of(rejected[0])["row_text"]
    assert len(events(ledger, PlacementStarted)) == 1


# --- Whose record it is ---


def test_another_municipality_with_equal_record_ids_stays_apart(ledger: Ledger, tmp_path: Path) -> None:
    deliver(ledger, written(tmp_path, row("H1")), "Groningen")
    report = deliver(ledger, written(tmp_path, row("H1")), "Haarlem")

    assert report.facts == 3
    assert len({one.event.subject for one in events(ledger, PersonRegistered)}) == 2
    assert {one.event.municipality for one in events(ledger, PlacementStarted)} == {"0014", "0392"}
    with pytest.raises(ValueError, match=r"0014/GWS4all:H1, 0392/GWS4all:H1"):
        find_registration(ledger, "H1")
    assert find_registration(ledger, "0392/GWS4all:H1").party == "0392"


def test_the_same_number_in_two_rows_is_two_registrations(ledger: Ledger, tmp_path: Path) -> None:
    deliver(ledger, written(tmp_path, row("G1"), row("G2")))

    subjects = {one.event.subject for one in events(ledger, PersonRegistered)}
    assert len(subjects) == 2
    assert set(ledger.subjects_with("bsn", "123456782")) == subjects


def event_line(identity: str, subject: str, slot: str | None = None, person: str | None = None, **fields: str) -> str:
    """One CloudEvent."""
    data: dict[str, Any] = {"fields": {"trajectory": "DUAL"} | fields, "occurred_on": "2008-06-20"}
    data |= {name: value for name, value in (("slot", slot), ("person", person)) if value}
    return json.dumps(
        {
            "specversion": "1.0",
            "id": identity,
            "source": "urn:nld:oin:00000099000000001000:systeem:inburgering",
            "type": "nl.inburgering.placement-started.v1",
            "subject": subject,
            "time": "2008-10-06T09:00:00Z",
            "data": data,
        }
    )


def test_a_later_state_of_a_fact_in_the_same_file_corrects_the_earlier(ledger: Ledger, tmp_path: Path) -> None:
    lines = [event_line("a", "d1", "first", provider="Agens"), event_line("b", "d1", "first", provider="Stavoor")]

    report = deliver(ledger, written(tmp_path, *lines[1:], heading=lines[0], name="facts.jsonl"))

    assert (report.facts, report.corrections) == (1, 1)
    assert [type(one.fact).__name__ for one in events(ledger, PlacementStarted, EventCorrected)] == [
        "PlacementStarted",
        "EventCorrected",
    ]


def test_a_person_number_of_its_own_is_no_record_that_can_be_missing(ledger: Ledger, tmp_path: Path) -> None:
    first, second = event_line("a", "d1", person="p1"), event_line("b", "d2", person="p1")
    path = written(tmp_path, second, heading=first, name="facts.jsonl")

    deliver(ledger, path, kind="full")

    assert len({one.event.subject for one in events(ledger, PlacementStarted)}) == 1
    assert events(ledger, RowMissing) == []

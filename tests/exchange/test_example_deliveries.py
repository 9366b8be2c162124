"""The example files taken into one ledger: what a later delivery adds, and that nothing is said twice."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from domain.facts import (
    BudgetSet,
    ConditionMet,
    DocumentReceived,
    EnforcementOrderIssued,
    EventCorrected,
    FigureReported,
    NotificationReceived,
    ParameterSet,
    PersonalBudgetRequested,
    PersonRegistered,
    PlacementStarted,
    RowMissing,
    ValueEmptied,
)
from domain.municipalities import find_code
from exchange.by_hand import parse_by_hand
from exchange.recording import record_by_hand
from store.ledger import Ledger
from tests.delivering import deliver, events, everything, names

TODAY = date(2026, 11, 21)


ROTTERDAM = "gemeente-rotterdam-instroom-2008-{}-01.csv"


@pytest.fixture
def thousand(tmp_path: Path, examples: Path) -> list[Path]:
    """Both deliveries of Rotterdam, the first thousand persons of each."""
    made = []
    for month in ("04", "10"):
        lines = (examples / ROTTERDAM.format(month)).read_text("utf-8-sig").splitlines()
        path = tmp_path / ROTTERDAM.format(month)
        path.write_text("\n".join(lines[:1001]) + "\n", "utf-8-sig")
        made.append(path)
    return made


def deliver_full(ledger: Ledger, path: Path, municipality: str, day: str) -> Counter[str]:
    """Import a full delivery; gives the kinds of the facts that it added."""
    before = ledger.head().position
    report = deliver(ledger, path, municipality, kind="full", arrived=date.fromisoformat(day))
    assert report.rejected == []
    return Counter(names(ledger, before))


def test_a_second_delivery_adds_1031_signatures_and_400_drafts_and_nothing_else(ledger: Ledger, examples: Path) -> None:
    april, october = (examples / ROTTERDAM.format(month) for month in ("04", "10"))
    deliver_full(ledger, april, "Rotterdam", "2008-04-01")

    second = deliver_full(ledger, october, "Rotterdam", "2008-10-01")

    assert second == {"FileReceived": 1, "PlanSigned": 1031, "PlanDrafted": 400, "DeliveryCompleted": 1}


def test_both_deliveries_again_write_nothing(ledger: Ledger, thousand: list[Path]) -> None:
    days = ("2008-04-01", "2008-10-01")
    for path, day in zip(thousand, days, strict=True):
        deliver_full(ledger, path, "Rotterdam", day)

    for path, day in zip(thousand, days, strict=True):
        assert deliver_full(ledger, path, "Rotterdam", day) == {}


def test_a_person_missing_from_a_full_delivery_is_a_finding(ledger: Ledger, thousand: list[Path]) -> None:
    deliver_full(ledger, thousand[0], "Rotterdam", "2008-04-01")
    lines = thousand[1].read_text("utf-8-sig").splitlines()
    thousand[1].write_text("\n".join(lines[:-3]) + "\n", "utf-8-sig")

    second = deliver_full(ledger, thousand[1], "Rotterdam", "2008-10-01")

    assert second["RowMissing"] == len(events(ledger, RowMissing)) == 3
    assert "EventRetracted" not in second


def test_the_second_delivery_of_den_haag_adds_one_declaration(ledger: Ledger, examples: Path) -> None:
    name = "gemeente-den-haag-verantwoording-2009-{}.csv"
    deliver_full(ledger, examples / name.format("01-05"), "Den Haag", "2009-01-05")
    before = ledger.head().position

    second = deliver_full(ledger, examples / name.format("02-02"), "Den Haag", "2009-02-02")

    assert second == {"FileReceived": 1, "DocumentReceived": 1, "DeliveryCompleted": 1}
    (added,) = [one for one in events(ledger, DocumentReceived) if one.position > before]
    assert isinstance(added.fact, DocumentReceived)
    assert (added.fact.document, added.fact.names_person) == ("startverklaring", "SAME")
    assert str(added.event.occurred_on) == "2009-01-12"
    assert ledger.personal_of(added) == {"document_bsn": "987478643"}
    assert {one.fact.with_offer for one in events(ledger, EnforcementOrderIssued)} == {False}


def test_a_number_gone_empty_on_a_document_does_not_take_away_whose_it_is(
    ledger: Ledger, examples: Path, tmp_path: Path
) -> None:
    source = examples / "gemeente-den-haag-verantwoording-2009-01-05.csv"
    deliver_full(ledger, source, "Den Haag", "2009-01-05")
    emptied = tmp_path / "later.csv"
    emptied.write_bytes(source.read_bytes().replace(b";941349883;", b";;"))

    second = deliver_full(ledger, emptied, "Den Haag", "2009-02-02")

    assert second == {"FileReceived": 1, "ValueEmptied": 1, "DeliveryCompleted": 1}
    assert [one.fact.column for one in events(ledger, ValueEmptied)] == ["BSN OP STARTVERKLARING"]


def test_a_number_corrected_on_a_document_corrects_whose_it_is(ledger: Ledger, examples: Path, tmp_path: Path) -> None:
    source = examples / "gemeente-den-haag-verantwoording-2009-01-05.csv"
    deliver_full(ledger, source, "Den Haag", "2009-01-05")
    mended = tmp_path / "later.csv"
    mended.write_bytes(source.read_bytes().replace(b";941349883;", b";903705886;"))

    second = deliver_full(ledger, mended, "Den Haag", "2009-02-02")

    assert second == {"FileReceived": 1, "EventCorrected": 1, "DeliveryCompleted": 1}
    assert b'"SAME"' in bytes(events(ledger, EventCorrected)[0].fact.body)


def test_a_placement_that_starts_later_is_one_new_fact(ledger: Ledger, examples: Path, tmp_path: Path) -> None:
    source = examples / "gemeente-haarlem-pib.csv"
    deliver(ledger, source, "Haarlem", arrived=date(2009, 12, 31))
    started = tmp_path / "later.csv"
    started.write_bytes(source.read_bytes().replace(b"34123456;01-02-2009;;", b"34123456;01-02-2009;05-01-2010;"))
    before = ledger.head().position

    deliver(ledger, started, "Haarlem", arrived=date(2010, 2, 1))

    assert Counter(names(ledger, before)) == {"FileReceived": 1, "PlacementStarted": 1, "DeliveryCompleted": 1}
    assert len(events(ledger, PlacementStarted)) == 9


def test_a_broker_who_turns_out_to_be_registered_is_a_correction_of_request_and_claim(
    ledger: Ledger, examples: Path, tmp_path: Path
) -> None:
    source = examples / "gemeente-haarlem-pib.csv"
    deliver(ledger, source, "Haarlem", arrived=date(2009, 12, 31))
    registered = tmp_path / "later.csv"
    registered.write_bytes(source.read_bytes().replace(b";buurman;;", b";buurman;12345678;"))
    before = ledger.head().position

    deliver(ledger, registered, "Haarlem", arrived=date(2010, 2, 1))

    assert Counter(names(ledger, before)) == {"FileReceived": 1, "EventCorrected": 2, "DeliveryCompleted": 1}
    corrected = [bytes(one.fact.body) for one in events(ledger, EventCorrected)]
    assert [b'"in_trade_register":true' in body for body in corrected] == [True, True]


def test_notifications_are_each_a_record_and_said_once(ledger: Ledger, examples: Path, superuser) -> None:
    path = examples / "duo-notificaties.jsonl"
    first = deliver(ledger, path, "Groningen", arrived=date(2025, 6, 1))
    head = ledger.head().position
    again = deliver(ledger, path, "Groningen", arrived=date(2025, 6, 2))

    received = events(ledger, NotificationReceived)
    assert (first.facts, first.rejected, len({one.event.subject for one in received})) == (172, [], 172)
    assert (again.facts, again.taken_before, ledger.head().position) == (0, True, head)
    number = ledger.personal_of(received[0])["bsn"]
    assert number not in everything(superuser)


def test_a_longer_file_of_notifications_adds_the_new_ones_only(ledger: Ledger, examples: Path, tmp_path: Path) -> None:
    lines = (examples / "duo-notificaties.jsonl").read_text().splitlines()
    whole, part = tmp_path / "alles.jsonl", tmp_path / "eerst.jsonl"
    part.write_text("\n".join(lines[:100]) + "\n")
    whole.write_text("\n".join(lines) + "\n")
    deliver(ledger, part, "Groningen", arrived=date(2025, 6, 1))

    report = deliver(ledger, whole, "Groningen", arrived=date(2025, 7, 1))

    assert (report.facts, report.corrections, report.unchanged) == (72, 0, 100)


def test_two_persons_notified_of_one_event_at_one_instant_are_two_registrations(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "twee.jsonl"
    line = '{{"registratieDatumTijd": "2025-02-21T09:50:20Z", "bsn": "{}", "gebeurtenisId": "SS101"}}\n'
    path.write_text(line.format("123456782") + line.format("111222333"))

    deliver(ledger, path, "Groningen", arrived=date(2025, 6, 1))

    subjects = {one.event.subject for one in events(ledger, NotificationReceived)}
    assert len(subjects) == 2
    commitments = [bytes.fromhex(one.event.source.record) for one in events(ledger, NotificationReceived)]
    ids = ledger.record_ids(commitments).values()
    assert len(set(ids)) == 2
    assert all(one.startswith("SS101.2025-02-21T09:50:20Z.") for one in ids)
    assert not any(number in one for one in ids for number in ("123456782", "111222333"))


@pytest.mark.parametrize(
    ("name", "municipality"),
    [
        ("aanbieder-x-inschrijvingen.csv", "Amsterdam"),
        ("aanbieder-y-inschrijvingen.xlsx", "Amsterdam"),
        ("pilot-oudkomers-presentie.csv", None),
        ("gemeente-haarlem-pib.csv", "Haarlem"),
        ("in-no-file.jsonl", None),
    ],
)
def test_the_same_file_again_gives_nothing_new(
    ledger: Ledger, examples: Path, name: str, municipality: str | None
) -> None:
    assert deliver(ledger, examples / name, municipality).rejected == []
    head = ledger.head().position

    assert deliver(ledger, examples / name, municipality).taken_before
    assert ledger.head().position == head


def test_the_facts_in_no_file_are_the_same_whether_typed_or_delivered(ledger: Ledger, examples: Path) -> None:
    deliver(ledger, examples / "in-no-file.jsonl", None, arrived=date(2010, 3, 1))
    typed = (
        ("ConditionMet", "name=state-money-available", "municipality=Haarlem", "occurred_on=2009-01-05"),
        (
            "ParameterSet", "name=accountability-documents", "municipality=Den Haag",
            "value=beschikking,trajectplan,startverklaring", "occurred_on=2008-01-01",
        ),
    )  # fmt: skip
    for kind, *words in typed:
        by_hand = parse_by_hand(kind, words, lambda text: find_code(text, {}))
        assert record_by_hand(ledger, by_hand, actor="tester", today=TODAY).receipt is None, "it stands already"

    assert {one.event.municipality for one in events(ledger, FigureReported)} == {"0014", "0599"}
    assert [len(events(ledger, kind)) for kind in (ConditionMet, ParameterSet, BudgetSet)] == [1, 1, 1]


def test_sealed_fields_of_the_examples_stand_nowhere_readable(ledger: Ledger, examples: Path, superuser) -> None:
    deliver(ledger, examples / "gemeente-haarlem-pib.csv", "Haarlem")
    deliver(ledger, examples / "aanbieder-x-inschrijvingen.csv", "Amsterdam")

    stored = everything(superuser)
    for text in ("34123456", "Adviesbureau De Brug", "Tesfay", "012345672", "958274514"):
        assert text not in stored
    office = next(one for one in events(ledger, PersonalBudgetRequested) if one.fact.in_trade_register)
    assert ledger.personal_of(office)["trade_register_number"] == "34123456"
    assert len(events(ledger, PersonRegistered)) == 16

"""Views `findings` and `delivery-findings`: given facts that do not fit, then what is said of them."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from domain.event import Source
from domain.facts import (
    CategoryDetermined,
    ControlTotalCompared,
    ErasedRecordRedelivered,
    PersonRegistered,
    PlacementEnded,
    PlacementStarted,
    RemarkNotUnderstood,
    RowMissing,
    RowRejected,
    SourceSystemTakenIntoUse,
    ValueEmptied,
    WaitingListJoined,
    WaitingListLeft,
    WaitingReasonEnded,
)
from domain.facts.base import Fact
from domain.rules.findings import SENTENCES, Finding
from projections import VIEWS
from tests.given import LEDGER, Book, shared_subject

VIEW, OF_DELIVERIES = VIEWS["findings"], VIEWS["delivery-findings"]
PROFILE = Source(party="0014", system="profile")


def found(book: Book, view: Any = VIEW) -> list[Finding]:
    cases: dict[str, Any] = book.cases(view)
    return sorted(cases.values(), key=lambda case: (case.positions, case.code))


def codes(book: Book) -> list[str]:
    return [finding.code for finding in found(book)]


# --- Entered afterwards ---


def test_what_claims_entry_before_the_system_was_in_use_was_entered_afterwards() -> None:
    book = Book()
    book.shared(SourceSystemTakenIntoUse(system="GWS4all"), "2008-10-01", "0014", PROFILE)
    early, late = book.registration("G1"), book.registration("L1")
    early.says(CategoryDetermined(pardon=True), registered_on="2008-06-20")
    early.says(PlacementStarted(trajectory="DUAL"), "2008-06-20", registered_on="2008-06-20")
    late.says(PlacementStarted(trajectory="DUAL"), "2008-06-20", registered_on="2008-10-02")

    (finding,) = found(book)
    assert (finding.code, finding.municipality, finding.resolver) == ("ENTERED_AFTERWARDS", "0014", "SOURCE")
    assert (finding.positions, finding.detail) == ((1, 2), {"used_from": "2008-10-01"})
    assert finding.record == early.source.record


@pytest.mark.parametrize(
    ("used_from", "registered_on", "municipality", "party", "expected"),
    [
        ("2008-10-01", "2008-09-30", "0014", "0014", 1),
        ("2008-10-01", "2008-10-01", "0014", "0014", 0),
        ("2008-10-01", None, "0014", "0014", 0),
        (None, "2008-09-30", "0014", "0014", 0),
        ("2008-10", "2008-09-30", "0014", "0014", 1),
        ("2008-10", "2008-10-01", "0014", "0014", 0),
        ("2008-10-01", "2008-09-30", "0014", None, 1),
        ("2008-10-01", "2008-09-30", "0344", "0344", 0),
    ],
)
def test_only_the_system_of_that_party_is_compared_and_its_first_day_is_in_time(
    used_from: str | None, registered_on: str | None, municipality: str, party: str | None, expected: int
) -> None:
    book = Book()
    source = Source(party=party, system="profile") if party else None
    book.shared(SourceSystemTakenIntoUse(system="GWS4all"), used_from, municipality, source)
    book.shared(SourceSystemTakenIntoUse(system="ISI"), "2009-01-01", municipality, source)
    stream = book.registration("G1")
    stream.says(PlacementStarted(trajectory="DUAL"), "2008-06-20", registered_on=registered_on)

    assert len(found(book)) == expected


def test_a_finding_closes_when_its_source_corrects_the_fact() -> None:
    book = Book()
    book.shared(SourceSystemTakenIntoUse(system="GWS4all"), "2008-10-01", "0014", PROFILE)
    fact = PlacementStarted(trajectory="DUAL")
    placed = book.registration("G1").says(fact, "2008-06-20", registered_on="2008-06-20")
    book.corrects(placed, fact, "2008-06-20", registered_on="2008-10-06")

    assert [(row.known_from, row.known_until) for row in book.rows(VIEW)] == [(2, 3)]


# --- Dates out of order ---


def joined(number: int = 1, **fields: Any) -> WaitingListJoined:
    waiting_list: Any = "FIRST_INFLOW" if number == 1 else "TEMPORARILY_STOPPED"
    return WaitingListJoined(list=waiting_list, reason="PERSONAL_CIRCUMSTANCE", **fields)


PLACED = PlacementStarted(trajectory="DUAL")
ENDED = PlacementEnded(reason="OTHER")
LEFT = WaitingListLeft(because="OTHER")
STARTED_EARLIER = {"started_earlier_on": date(2002, 9, 2)}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([(joined(), "2003-08-01"), (PLACED, "2003-07-31")], 1),
        ([(joined(), "2003-08-01"), (PLACED, "2003-08-01")], 0),
        ([(joined(), "2003-08-01"), (PLACED, "2003-07")], 0),
        ([(joined(), "2003-08-01"), (PLACED, None)], 0),
        ([(joined(2, **STARTED_EARLIER), "2003-08-01"), (PLACED, "2003-07-31")], 0),
        ([(joined(), "2003-01-01"), (PLACED, "2003-02-01"), (joined(2), "2003-08-01")], 0),
        ([(PLACED, "2003-07-31"), (ENDED, "2003-07-30")], 1),
        ([(PLACED, "2003-07-31"), (ENDED, "2003-07-31")], 0),
        ([(ENDED, "2003-07-31")], 0),
        ([(joined(), "2003-08-01"), (LEFT, "2003-07-31")], 1),
        ([(joined(), "2003-08-01"), (WaitingReasonEnded(), "2003-07-31")], 1),
        ([(joined(reason_since_on=date(2003, 9, 1)), "2003-08-01"), (WaitingReasonEnded(), "2003-08-31")], 1),
        ([(joined(reason_since_on=date(2003, 9, 1)), "2003-08-01"), (WaitingReasonEnded(), "2003-09-01")], 0),
        ([(joined(reason_since_on=date(2003, 9, 1)), "2003-08-01")], 0),
        ([(joined(2, started_earlier_on=date(2003, 8, 2)), "2003-08-01")], 1),
    ],
)
def test_dates_that_cannot_follow_each_other_are_found_and_unknown_days_are_not(
    said: list[tuple[Fact, str | None]], expected: int
) -> None:
    book = Book()
    for fact, on in said:
        book.registration("A").says(fact, on)

    assert codes(book) == ["DATES_OUT_OF_ORDER"] * expected


def test_dates_of_two_registrations_are_not_compared() -> None:
    book = Book()
    book.registration("A").says(joined(), "2003-08-01")
    book.registration("B").says(PLACED, "2003-07-31")

    assert codes(book) == []


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([(joined(2), "2003-08-01")], ["EARLIER_START_MISSING"]),
        ([(joined(2, **STARTED_EARLIER), "2003-08-01")], []),
        ([(PLACED, "2003-01-01"), (joined(2), "2003-08-01")], []),
        ([(PLACED, None), (joined(2), "2003-08-01")], []),
        ([(joined(2), "2003-08-01"), (PLACED, "2003-09-01")], ["EARLIER_START_MISSING"]),
    ],
)
def test_who_stopped_for_a_time_must_have_started_before(
    said: list[tuple[Fact, str | None]], expected: list[str]
) -> None:
    book = Book()
    for fact, on in said:
        book.registration("A").says(fact, on)

    assert codes(book) == expected


# --- Gone from a later delivery ---


def test_a_row_gone_missing_and_a_value_gone_empty_are_findings_and_nothing_is_retracted() -> None:
    book = Book()
    stream = book.registration("A")
    stream.says(PersonRegistered())
    placed = stream.says(PLACED, "2003-08-01")
    stream.says(RowMissing(delivery=str(UUID(int=5))))
    stream.says(ValueEmptied(event=str(placed.event.event_id), column="DATUM PLAATSING"))

    emptied, missing = found(book)
    assert (missing.code, missing.positions) == ("ROW_MISSING", (3,))
    assert (emptied.code, emptied.positions) == ("VALUE_EMPTIED", (2, 4))
    assert emptied.detail["column"] == "DATUM PLAATSING"


def test_two_findings_about_one_fact_have_ids_of_their_own_that_stay_the_same() -> None:
    book = Book()
    book.registration("A").says(joined(2, started_earlier_on=date(2004, 1, 1)), "2003-08-01")
    book.registration("A").says(ENDED, "2003-01-01")
    book.registration("A").says(PLACED, "2003-02-01")

    ids = [finding.case for finding in found(book)]
    assert len(set(ids)) == len(ids) == 2
    assert ids == [finding.case for finding in found(book)]


# --- Deliveries ---


def test_what_of_a_delivery_was_not_taken_says_who_could_resolve_it() -> None:
    book = Book()
    delivery = shared_subject(LEDGER, "delivery", "d", None)
    book.shared_kinds[delivery] = "delivery"
    source = Source(party="0014", system="GWS4all")
    for fact in (
        RowRejected(line=4, column="BSN", value_kind="bsn", reason="NOT_A_BSN"),
        RemarkNotUnderstood(line=5, column="OPMERKING"),
        ErasedRecordRedelivered(line=6),
    ):
        book.record(delivery, fact, source=source)

    assert [(finding.code, finding.resolver, finding.detail["line"]) for finding in found(book, OF_DELIVERIES)] == [
        ("ROW_REJECTED", "SOURCE", "4"),
        ("REMARK_NOT_UNDERSTOOD", "PROFILE", "5"),
        ("ERASED_RECORD_REDELIVERED", "SOURCE", "6"),
    ]


def test_a_control_total_that_differs_or_cannot_be_read_is_a_finding_and_one_that_agrees_is_none() -> None:
    book = Book()
    delivery = shared_subject(LEDGER, "delivery", "d", None)
    book.shared_kinds[delivery] = "delivery"
    for stated in (3, 2, 0, None):
        total = ControlTotalCompared(name="rows", stated=stated, counted=3)
        book.record(delivery, total, source=Source(party="0014", system="GWS4all"))

    told = [(finding.code, finding.resolver, finding.detail) for finding in found(book, OF_DELIVERIES)]
    assert told == [
        ("CONTROL_TOTAL_DIFFERS", "SOURCE", {"counted": "3", "stated": "2", "total": "rows"}),
        ("CONTROL_TOTAL_DIFFERS", "SOURCE", {"counted": "3", "stated": "0", "total": "rows"}),
        ("CONTROL_TOTAL_DIFFERS", "SOURCE", {"counted": "3", "total": "rows"}),
    ]


def test_every_code_has_a_sentence_in_both_languages() -> None:
    codes_there_are = set(Finding.__annotations__["code"].__args__)

    assert set(SENTENCES) == codes_there_are
    assert all(sentence["nl"] and sentence["en"] for sentence in SENTENCES.values())

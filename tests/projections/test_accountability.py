"""View `accountability`: given facts, then placements with their documents."""

from typing import Any

import pytest

from domain.facts import (
    DocumentReceived,
    DocumentRejected,
    EnforcementOrderIssued,
    PlacementStarted,
    RegistrationsLinked,
)
from projections import VIEWS
from tests.given import Book, Registration, read

ACCOUNTABILITY, PLACEMENTS = VIEWS["accountability"], VIEWS["placements"]
STARTED = PlacementStarted(trajectory="REGULAR")


def on_trajectory(book: Book, name: str = "D1", on: str = "2008-09-01", municipality: str = "0518") -> Registration:
    stream = book.registration(name, municipality=municipality, party=municipality)
    stream.says(STARTED, on, registered_on=on)
    return stream


def cases(book: Book) -> list[Any]:
    return [case for _, case in sorted(book.cases(ACCOUNTABILITY).items())]


def told(case: Any) -> list[tuple[str, str | None, list[tuple[str | None, str | None]]]]:
    return [(one.document, one.on, [(why.on, why.reason) for why in one.rejections]) for one in case.receipts]


def test_the_cases_are_those_of_placements_with_the_documents_by_day() -> None:
    book = Book()
    stream = on_trajectory(book)
    stream.says(DocumentReceived(document="trajectplan"), "2008-12-02", registered_on="2008-12-02")
    stream.says(DocumentReceived(document="beschikking", signed=True), "2008-08-01", registered_on="2008-08-01")
    book.registration("H1").says(EnforcementOrderIssued(with_offer=False), "2008-07-01")
    book.registration("X1").says(DocumentReceived(document="beschikking"), "2008-07-01")

    placed, refused = cases(book)
    assert told(placed) == [("beschikking", "2008-08-01", []), ("trajectplan", "2008-12-02", [])]
    assert (placed.receipts[0].signed, placed.positions, placed.flags) == (True, (1, 2, 3), ())
    assert (refused.kind, refused.receipts) == ("ENFORCEMENT", ())
    assert {case.case for case in cases(book)} == set(book.cases(PLACEMENTS))


def test_a_document_changes_the_case_from_its_position_on() -> None:
    book = Book()
    stream = on_trajectory(book)
    received = stream.says(DocumentReceived(document="beschikking"), "2008-12-01")
    book.retracts(received)

    rows = [(row.known_from, row.known_until, read(ACCOUNTABILITY, row)) for row in book.rows(ACCOUNTABILITY)]
    assert [(begin, end, len(case.receipts)) for begin, end, case in rows] == [(1, 2, 0), (2, 3, 1), (3, None, 0)]


def test_a_rejection_belongs_to_the_last_receipt_that_was_there_by_then() -> None:
    book = Book()
    stream = on_trajectory(book)
    for on in ("2008-12-01", "2008-12-05"):
        stream.says(DocumentReceived(document="beschikking"), on)
    stream.says(DocumentRejected(document="Beschikking", reason="UNSIGNED"), "2008-12-10")
    stream.says(DocumentRejected(document="trajectplan", reason="OTHER"), "2008-12-10")
    stream.says(DocumentReceived(document="beschikking"), "2008-12-10")

    (case,) = cases(book)
    assert told(case) == [
        ("beschikking", "2008-12-01", []),
        ("beschikking", "2008-12-05", [("2008-12-10", "UNSIGNED")]),
        ("beschikking", "2008-12-10", []),
    ]


def test_a_rejection_that_names_its_receipt_belongs_to_that_one() -> None:
    book = Book()
    stream = on_trajectory(book)
    first = stream.says(DocumentReceived(document="beschikking"), "2008-12-01")
    stream.says(DocumentReceived(document="beschikking"), "2008-12-05")
    named = DocumentRejected(document="beschikking", received=str(first.event.event_id), reason="EXPIRED")
    stream.says(named, "2008-12-10")
    stream.says(DocumentRejected(document="beschikking", received="0" * 8 + "-0000" * 3 + "-" + "0" * 12), "2008-12-10")

    (case,) = cases(book)
    assert told(case) == [("beschikking", "2008-12-01", [("2008-12-10", "EXPIRED")]), ("beschikking", "2008-12-05", [])]


@pytest.mark.parametrize(("rejected_on", "belongs"), [(None, True), ("2008-11", True), ("2008-11-30", False)])
def test_a_rejection_is_of_no_receipt_of_a_later_day(rejected_on: str | None, belongs: bool) -> None:
    book = Book()
    stream = on_trajectory(book)
    stream.says(DocumentReceived(document="beschikking"), "2008-12-01")
    stream.says(DocumentRejected(document="beschikking"), rejected_on)

    (case,) = cases(book)
    assert bool(case.receipts[0].rejections) is belongs


@pytest.mark.parametrize(
    ("received_on", "document", "flagged"),
    [
        ("2008-09-02", "beschikking", True),
        ("2008-09-02", "Beschikking", True),
        ("2008-09-01", "beschikking", False),
        ("2008-08-31", "beschikking", False),
        ("2008-09-02", "trajectplan", False),
        ("2008-10", "beschikking", False),
    ],
)
def test_a_start_before_the_decision_was_received_is_flagged(received_on: str, document: str, flagged: bool) -> None:
    book = Book()
    on_trajectory(book).says(DocumentReceived(document=document), received_on)

    (case,) = cases(book)
    assert ("STARTED_BEFORE_DECISION_RECEIVED" in case.flags) is flagged


def test_a_decision_received_in_time_once_is_in_time() -> None:
    book = Book()
    stream = on_trajectory(book)
    for on in ("2008-12-01", "2008-08-01"):
        stream.says(DocumentReceived(document="beschikking"), on)

    (case,) = cases(book)
    assert "STARTED_BEFORE_DECISION_RECEIVED" not in case.flags


def test_a_receipt_without_a_day_flags_the_case() -> None:
    book = Book()
    on_trajectory(book).says(DocumentReceived(document="beschikking"), "2008-12")

    (case,) = cases(book)
    assert "DATE_UNKNOWN" in case.flags


@pytest.mark.parametrize(("municipality", "documents"), [("0518", 2), ("0344", 1)])
def test_linked_registrations_bring_their_documents_together_within_a_municipality(
    municipality: str, documents: int
) -> None:
    book = Book()
    one, other = on_trajectory(book), book.registration("D2", municipality=municipality)
    one.says(DocumentReceived(document="beschikking"), "2008-12-01")
    other.says(DocumentReceived(document="trajectplan"), "2008-12-01")
    link = one.says(RegistrationsLinked(other=str(other.subject), decider="tester"))

    (row,) = [row for row in book.rows_of(ACCOUNTABILITY, {one.subject, other.subject}) if row.known_until is None]
    case = read(ACCOUNTABILITY, row)
    assert len(case.receipts) == documents
    assert (link.position in case.positions) is (documents == 2)


@pytest.mark.parametrize(("municipality", "counts"), [("0518", True), ("0344", False)])
def test_a_rejection_in_another_dossier_of_the_person_is_of_the_receipt_or_is_flagged(
    municipality: str, counts: bool
) -> None:
    book = Book()
    one, other = on_trajectory(book), book.registration("D2", municipality=municipality)
    one.says(DocumentReceived(document="beschikking"), "2008-12-01")
    book.links(one, other)
    rejected = other.says(DocumentRejected(document="Beschikking", reason="UNSIGNED"), "2008-12-05")
    own = one.says(DocumentRejected(document="trajectplan"), "2008-12-05")

    (case,) = cases(book)
    assert told(case) == [("beschikking", "2008-12-01", [("2008-12-05", "UNSIGNED")] if counts else [])]
    assert (rejected.position in case.positions) is counts
    assert own.position in case.positions
    assert "REJECTION_WITHOUT_RECEIPT" in case.flags


def test_a_rejection_of_a_known_receipt_flags_nothing() -> None:
    book = Book()
    stream = on_trajectory(book)
    stream.says(DocumentReceived(document="beschikking"), "2008-12-01")
    stream.says(DocumentRejected(document="beschikking"), "2008-12-05")

    (case,) = cases(book)
    assert "REJECTION_WITHOUT_RECEIPT" not in case.flags

"""Dates of one registration that cannot follow each other: each declared order, and what may just as well be true."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.facts import (
    AssessmentRecorded,
    ClassAttendanceStarted,
    DecisionNotified,
    DecisionRevoked,
    DepositReceived,
    DepositRefunded,
    DocumentReceived,
    EnforcementOrderIssued,
    ExamResultRecorded,
    ExamTaken,
    ObjectionDecided,
    ObjectionLodged,
    OfferDeclined,
    PersonRegistered,
    PlacementInterrupted,
    PlacementResumed,
    PlacementStarted,
    PlanDrafted,
    PlanSigned,
    ProvisionOffered,
    SanctionImposed,
)
from domain.facts.base import Fact
from domain.rules.date_orders import DECISIONS, OF_DECISIONS, ORDERS, WITHIN
from projections import VIEWS, out_of_order
from tests.given import Book, read

VIEW = VIEWS["findings"]
BESCHIKKING, PLAN = DocumentReceived(document="beschikking"), DocumentReceived(document="trajectplan")
TEST, LANGUAGE_TEST = AssessmentRecorded(assessment="ENTRY_TEST"), AssessmentRecorded(assessment="LANGUAGE_LEVEL")
CLASS, WALK_IN = ClassAttendanceStarted(), ClassAttendanceStarted(walk_in=True)
ORDER, WITH_OFFER = EnforcementOrderIssued(with_offer=False), EnforcementOrderIssued(with_offer=True)
PLACED = PlacementStarted(trajectory="REGULAR")
EXAM, ABROAD = ExamTaken(exam="INTEGRATION_EXAM"), ExamTaken(exam="BASIC_EXAM_ABROAD")
RECEIVED, REFUNDED = DepositReceived(amount_cents=5_000), DepositRefunded(amount_cents=5_000)
FINE = SanctionImposed(article="34", kind="FINE")


def details(*said: tuple[Fact, str | None]) -> list[dict[str, str]]:
    """What is found where one registration says these."""
    book = Book()
    for fact, on in said:
        book.registration("A").says(fact, on)
    return found(book)


def found(book: Book) -> list[dict[str, str]]:
    cases: dict[str, Any] = book.cases(VIEW)
    return [case.detail for case in cases.values() if case.code == "DATES_OUT_OF_ORDER"]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (TEST, CLASS),
        (PlanDrafted(), PlanSigned()),
        (PlanDrafted(plan_version=2), PlanSigned(plan_version=2)),
        (PlanDrafted(plan_version=2), PlanSigned()),
        (OfferDeclined(), ORDER),
        (ProvisionOffered(), OfferDeclined()),
        (BESCHIKKING, PLACED),
        (PersonRegistered(), EXAM),
        (PlacementInterrupted(), PlacementResumed()),
        (RECEIVED, REFUNDED),
    ],
)
def test_what_must_follow_is_out_of_order_the_day_before_and_not_on_the_day(earlier: Fact, later: Fact) -> None:
    (detail,) = details((earlier, "2008-05-02"), (later, "2008-05-01"))
    detail.pop("which", None)
    assert detail == {
        "earlier": type(earlier).__name__,
        "earlier_on": "2008-05-02",
        "later": type(later).__name__,
        "later_on": "2008-05-01",
    }
    assert details((earlier, "2008-05-02"), (later, "2008-05-02")) == []


@pytest.mark.parametrize(
    "said",
    [
        [(TEST, "2008-05-02"), (WALK_IN, "2008-05-01")],
        [(LANGUAGE_TEST, "2008-05-02"), (CLASS, "2008-05-01")],
        [(TEST, "2008-05-02"), (TEST, "2008-04-01"), (CLASS, "2008-05-01")],
        [(TEST, "2008-05-02"), (TEST, None), (CLASS, "2008-05-01")],
        [(TEST, "2008-05"), (CLASS, "2008-04-01")],
        [(PlanSigned(), "2008-05-02"), (CLASS, "2008-05-01")],
        [(PlanDrafted(), "2008-05-02"), (CLASS, "2008-05-01")],
        [(PlanDrafted(plan_version=2), "2008-05-02"), (PlanSigned(plan_version=1), "2008-05-01")],
        [(OfferDeclined(), "2008-05-02"), (WITH_OFFER, "2008-05-01")],
        [(PLAN, "2008-05-02"), (PLACED, "2008-05-01")],
        [(PersonRegistered(), "2008-05-02"), (ABROAD, "2008-05-01")],
        [(PersonRegistered(), None), (EXAM, "2008-05-01")],
        [(CLASS, "2008-05-01")],
    ],
)
def test_what_may_be_true_is_not_out_of_order(said: list[tuple[Fact, str | None]]) -> None:
    assert details(*said) == []


def test_a_decision_with_a_later_day_of_effect_is_compared_by_that_day() -> None:
    later = PlacementStarted(trajectory="REGULAR", effective_on=date(2008, 5, 2))
    assert details((BESCHIKKING, "2008-05-02"), (later, "2008-04-01")) == []


def test_every_start_before_the_receipt_of_its_beschikking_is_found_and_a_correction_closes_it() -> None:
    book = Book()
    stream = book.registration("D01", municipality="0518", party="0518")
    stream.says(PLACED, "2008-09-25")
    received = stream.says(BESCHIKKING, "2008-12-01")
    book.corrects(received, BESCHIKKING, "2008-11-01")
    book.corrects(received, BESCHIKKING, "2008-09-01")
    rows = book.rows(VIEW)
    assert [(row.known_from, row.known_until) for row in rows] == [(2, 3), (3, 4)]
    assert len({row.case for row in rows}) == 1, "another day, the same finding"
    assert read(VIEW, rows[1]).positions == (1, 2, 3)
    assert read(VIEW, rows[1]).detail["which"] == "beschikking"


@pytest.mark.parametrize("kind", sorted(OF_DECISIONS, key=lambda kind: kind.__name__))
def test_nothing_about_a_decision_comes_before_it_was_taken(kind: type[Fact]) -> None:
    def told(on: str) -> list[dict[str, str]]:
        book = Book()
        stream = book.registration("A")
        fine = stream.says(FINE, "2008-05-02")
        stream.says(FINE, "2008-06-01")
        effect: Any = {"effect": "FROM_THEN"} if kind is DecisionRevoked else {}
        stream.says(kind(decision=str(fine.event.event_id), **effect), on)  # type: ignore[call-arg]
        return found(book)

    assert [one["earlier"] for one in told("2008-05-01")] == ["SanctionImposed"]
    assert told("2008-05-02") == []


def test_a_decision_is_notified_after_it_was_decided_also_where_it_has_effect_later() -> None:
    book = Book()
    stream = book.registration("A")
    later = EnforcementOrderIssued(with_offer=True, effective_on=date(2008, 9, 1))
    order = stream.says(later, "2008-05-02")
    stream.says(DecisionNotified(decision=str(order.event.event_id)), "2008-05-05")
    assert found(book) == []


def test_a_fact_that_names_the_one_it_follows_is_compared_with_that_one_only() -> None:
    book = Book()
    stream = book.registration("A")
    first = stream.says(RECEIVED, "2008-05-01")
    second = stream.says(DepositReceived(amount_cents=5_000, entry="two"), "2008-07-01")
    stream.says(DepositRefunded(amount_cents=5_000, deposit=str(second.event.event_id)), "2008-06-01")
    stream.says(DepositRefunded(amount_cents=5_000, deposit=str(first.event.event_id), entry="two"), "2008-06-01")
    assert [one["earlier_on"] for one in found(book)] == ["2008-07-01"]


def test_an_answer_to_an_objection_is_compared_with_the_objection_to_the_same_decision() -> None:
    book = Book()
    stream = book.registration("A")
    fines = [str(stream.says(FINE, "2008-01-01").event.event_id) for _ in range(2)]
    stream.says(ObjectionLodged(decision=fines[0]), "2008-05-02")
    stream.says(ObjectionDecided(decision=fines[1], outcome="UNFOUNDED"), "2008-05-01")
    assert found(book) == []
    stream.says(ObjectionDecided(decision=fines[0], outcome="UNFOUNDED"), "2008-05-01")
    assert [one["later"] for one in found(book)] == ["ObjectionDecided"]


@pytest.mark.parametrize(
    ("fact", "on", "expected"),
    [
        (ExamResultRecorded(exam="OTHER", result="PASSED", result_on=date(2008, 5, 1)), "2008-05-02", 1),
        (ExamResultRecorded(exam="OTHER", result="PASSED", result_on=date(2008, 5, 2)), "2008-05-02", 0),
        (ExamResultRecorded(exam="OTHER", result="PASSED"), "2008-05-02", 0),
        (DocumentReceived(document="plan", document_on=date(2008, 5, 3)), "2008-05-02", 1),
        (DocumentReceived(document="plan", document_on=date(2008, 5, 1)), "2008-05-02", 0),
        (DocumentReceived(document="plan", document_on=date(2008, 5, 1)), None, 0),
    ],
)
def test_two_days_in_one_fact_follow_each_other(fact: Fact, on: str | None, expected: int) -> None:
    assert [one["later"] for one in details((fact, on))] == [type(fact).__name__] * expected


def test_every_order_speaks_of_fields_that_its_facts_have_and_is_read_by_the_view() -> None:
    def has(kind: type[Fact], *fields: str) -> bool:
        return set(fields) - {"occurred_on"} <= set(kind.__struct_fields__)

    for order in ORDERS:
        assert order.source
        named = [order.named_by] if order.named_by else []
        assert has(order.earlier, *order.same, *(field for field, _ in order.earlier_with))
        assert has(order.earlier, *([order.earlier_day] if order.earlier_day else []))
        assert has(order.later, *order.same, *named, *(field for field, _ in order.later_with + order.later_without))
        assert {order.earlier, order.later} <= VIEW.reads
    assert all(has(kind, "decision") for kind in OF_DECISIONS)
    assert all(has(kind, earlier, later or "occurred_on") for kind, earlier, later, _ in WITHIN)
    assert VIEW.reads >= DECISIONS | out_of_order.READS

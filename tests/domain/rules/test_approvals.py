"""A second pair of eyes: what was approved by another, and what was not."""

from datetime import date
from typing import Any

import pytest

from domain.counting import Bounds, Rule, judge, question_for
from domain.event import Position, Recorded
from domain.facts import (
    ApprovalGiven,
    ApprovalRefused,
    BonusPaid,
    DepositRefunded,
    LinkModelReleased,
    PlacementStarted,
    QuotaSet,
    ReportingClosed,
    RuleReleased,
    SanctionImposed,
)
from domain.facts.base import Fact
from domain.rules import rule
from projections import VIEWS
from tests.given import Book

FOUR_EYES = rule("decisions-without-approval", "four-eyes")
DIRECTOR = rule("decisions-without-approval", "by-the-director")
PAYMENT = BonusPaid(beneficiary="PARTICIPANT", bonus="PERSONAL_BUDGET", amount_cents=25_000)
HASH = "0" * 64
SHARED: list[Fact] = [
    QuotaSet(
        scheme="Wet inburgering 2007",
        unit="trajectories",
        amount=1230,
        precision="exact",
        period_from=date(2007, 1, 1),
        period_until=date(2010, 1, 1),
        setter="raad",
        document_on=date(2008, 3, 1),
        document="brief",
    ),
    ReportingClosed(scheme="Wet inburgering 2007", period_from=date(2007, 1, 1), period_until=date(2008, 1, 1)),
    RuleReleased(rule="placements", version="started", hash=HASH),
    LinkModelReleased(model="m1", model_hash=HASH),
]


def codes(book: Book, as_of: str, asked: Rule = FOUR_EYES) -> list[str]:
    question = question_for(asked, Bounds(date.fromisoformat(as_of), Position(99)))
    return [judge(asked, case, question).code for _, case in sorted(book.cases(VIEWS["approvals"]).items())]


def approves(event: Recorded, **fields: Any) -> ApprovalGiven:
    return ApprovalGiven(approves=str(event.event.event_id), **fields)


def paid(actor: str = "anna") -> tuple[Book, Any, Recorded]:
    book = Book()
    stream = book.registration("P1")
    return book, stream, stream.says(PAYMENT, "2008-03-01", actor=actor)


def test_the_worked_example() -> None:
    book, stream, payment = paid()
    stream.says(approves(payment), "2008-03-03", actor="bram")

    assert [codes(book, day) for day in ("2008-03-02", "2008-03-03")] == [["APPROVED_LATER"], ["APPROVED"]]

    book.corrects(payment, PAYMENT, "2008-03-01", actor="anna")
    assert codes(book, "2008-03-05") == ["CORRECTED_SINCE"]

    stream.says(approves(payment), "2008-03-06", actor="bram")
    assert codes(book, "2008-03-06") == ["APPROVED"]


def test_without_any_approval_it_counts() -> None:
    book, _, _ = paid()
    assert codes(book, "2008-12-31") == ["NOT_APPROVED"]


def test_the_proposer_is_no_second_pair_of_eyes() -> None:
    book, stream, payment = paid()
    stream.says(approves(payment), "2008-03-03", actor="anna")
    assert codes(book, "2008-12-31") == ["SAME_PERSON"]

    stream.says(approves(payment), "2008-03-04", actor="bram")
    assert codes(book, "2008-12-31") == ["APPROVED"]


def test_who_corrected_a_fact_proposed_it_as_it_stands() -> None:
    book, stream, payment = paid()
    book.corrects(payment, PAYMENT, "2008-03-01", actor="bram")
    stream.says(approves(payment), "2008-03-03", actor="bram")

    assert codes(book, "2008-12-31") == ["SAME_PERSON"]


@pytest.mark.parametrize(("refused_on", "code"), [("2008-03-02", "APPROVED"), ("2008-03-04", "REFUSED")])
def test_the_last_word_counts(refused_on: str, code: str) -> None:
    book, stream, payment = paid()
    stream.says(approves(payment), "2008-03-03", actor="bram")
    stream.says(ApprovalRefused(refuses=str(payment.event.event_id)), refused_on, actor="carla")

    assert codes(book, "2008-12-31") == [code]


def test_an_approval_on_an_unknown_day_counts_nowhere() -> None:
    book, stream, payment = paid()
    stream.says(approves(payment), None, actor="bram")

    assert codes(book, "2008-12-31") == ["DATE_UNKNOWN"]


def test_an_approval_that_was_retracted_is_none() -> None:
    book, stream, payment = paid()
    book.retracts(stream.says(approves(payment), "2008-03-03", actor="bram"))

    assert codes(book, "2008-12-31") == ["NOT_APPROVED"]


@pytest.mark.parametrize("fact", SHARED, ids=lambda fact: type(fact).__name__)
def test_quotas_closings_and_releases_stand_in_streams_of_their_own(fact: Fact) -> None:
    book = Book()
    said = book.shared(fact, "2008-03-01", actor="anna")
    assert codes(book, "2008-12-31") == ["NOT_APPROVED"]

    book.record(said.event.subject, approves(said), "2008-03-02", actor="bram")
    assert codes(book, "2008-12-31") == ["APPROVED"]


def test_a_quota_without_a_day_is_of_the_day_of_its_document() -> None:
    book = Book()
    book.shared(SHARED[0])

    assert [codes(book, day) for day in ("2008-02-29", "2008-03-01")] == [["AFTER_AS_OF"], ["NOT_APPROVED"]]


def test_a_warning_and_a_placement_need_no_approval_and_a_fine_does() -> None:
    book = Book()
    stream = book.registration("P1")
    stream.says(SanctionImposed(article="23", kind="WARNING"), "2008-03-01")
    stream.says(PlacementStarted(trajectory="DUAL"), "2008-03-01")
    stream.says(SanctionImposed(article="23", kind="FINE", amount_cents=100), "2008-03-01")

    assert codes(book, "2008-12-31") == ["NOT_APPROVED"]


@pytest.mark.parametrize(
    ("role", "code"),
    [("director", "APPROVED"), ("Regisseur", "APPROVED"), ("clerk", "OTHER_ROLE"), (None, "OTHER_ROLE")],
)
def test_a_payment_is_approved_by_the_director(role: str | None, code: str) -> None:
    book = Book()
    stream = book.registration("P1")
    payment = stream.says(DepositRefunded(amount_cents=5_000), "2008-03-01", actor="anna")
    stream.says(approves(payment, role=role), "2008-03-03", actor="bram")

    assert codes(book, "2008-12-31", DIRECTOR) == [code]


def test_a_fine_is_no_payment() -> None:
    book = Book()
    book.registration("P1").says(SanctionImposed(article="23", kind="FINE", amount_cents=100), "2008-03-01")

    assert codes(book, "2008-12-31", DIRECTOR) == ["NO_PAYMENT"]

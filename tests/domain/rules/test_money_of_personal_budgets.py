"""What the State's money for personal budgets may pay: an open list of costs, and nothing for who was refused one."""

from datetime import date

import pytest

from domain.counting import Bounds, judge_all, question_for
from domain.event import Position
from domain.facts import CostBooked, ExpenseBooked, PersonalBudgetApproved, PersonalBudgetRefused
from domain.rules import rule
from projections import VIEWS
from tests.given import Book

HAARLEM = "0392"
FORBIDDEN = rule("forbidden-labels", "as-documented")


def codes(book: Book) -> list[tuple[str, bool]]:
    asked = question_for(FORBIDDEN, Bounds(date(2009, 12, 31), Position(99)))
    return [(one.code, one.counted) for one in judge_all(FORBIDDEN, book.cases(VIEWS[FORBIDDEN.view]).values(), asked)]


@pytest.mark.parametrize(
    "line", ["Ambtelijke inzet DV", "Werving en voorlichting", "informatiemateriaal", "training casemanagers", "Anders"]
)
def test_what_the_money_is_meant_for_is_allowed_and_the_list_is_open(line: str) -> None:
    book = Book()
    spent = ExpenseBooked(scheme="Innovatietraject PIB", line=line, amount_cents=100, fund="PIB")
    book.shared(spent, "2009-03-01", HAARLEM)

    assert codes(book) == [("ALLOWED", False)]


@pytest.mark.parametrize(
    ("booked", "fund", "code"),
    [
        ("2009-01-31", "PIB", "EXTRA_SCHOOLING_CONTESTED"),
        ("2009-02-01", "PIB", "DROPOUT_FROM_PIB"),
        ("2009-02-02", "pib", "DROPOUT_FROM_PIB"),
        ("2009-02-02", "wi", "ALLOWED"),
    ],
)
def test_who_was_refused_a_budget_is_paid_from_other_money_from_that_day_on(booked: str, fund: str, code: str) -> None:
    book = Book()
    dossier = book.registration("H1", municipality=HAARLEM)
    dossier.says(PersonalBudgetRefused(budget_kind="PIB", reason="CONTEST_LOST"), "2009-02-01")
    dossier.says(CostBooked(amount_cents=100, component="meerkosten-scholing", fund=fund), booked)

    assert codes(book) == [(code, code == "DROPOUT_FROM_PIB")]


@pytest.mark.parametrize("kind", ["PPB", "PIB"])
def test_a_refusal_of_another_kind_of_budget_or_before_an_approval_changes_nothing(kind: str) -> None:
    book = Book()
    dossier = book.registration("H1", municipality=HAARLEM)
    dossier.says(PersonalBudgetRefused(budget_kind=kind), "2009-02-01")  # type: ignore[arg-type]
    if kind == "PIB":
        dossier.says(PersonalBudgetApproved(budget_kind="PIB"), "2009-02-20")
    dossier.says(CostBooked(amount_cents=100, component="training", fund="PIB"), "2009-03-01")

    assert codes(book) == [("ALLOWED", False)]

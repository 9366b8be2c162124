"""Obligations that ended, each by its first end."""

from datetime import date
from typing import Any

import pytest

from domain.counting import Bounds
from domain.dates import Period
from domain.event import Position
from domain.facts import (
    DiplomaAwarded,
    ExemptionGranted,
    ObligationEstablished,
    ObligationWithdrawn,
    PersonDeceased,
)
from domain.rules import rule
from projections import VIEWS
from tests.given import Answer, Book, Registration, ask

ENDED = rule("obligations-ended", "act-2021")


def obliged() -> tuple[Book, Registration]:
    book = Book()
    stream = book.registration("P1")
    stream.says(ObligationEstablished(law="WI_2021"), "2023-03-01")
    return book, stream


def asked(book: Book, as_of: str = "2025-12-31", period: Period | None = None) -> Answer:
    return ask(book, VIEWS["plan-duties"], ENDED, Bounds(date.fromisoformat(as_of), Position(99), period))


@pytest.mark.parametrize(
    ("fact", "code", "value"),
    [
        (DiplomaAwarded(diploma="INTEGRATION"), "OBLIGATION_FULFILLED", 1),
        (ObligationWithdrawn(reason="PENSION_AGE"), "OBLIGATION_WITHDRAWN", 1),
        (ObligationWithdrawn(reason="FULL_EXEMPTION"), "EXEMPTED", 1),
        (PersonDeceased(), "DECEASED", 1),
        (ExemptionGranted(scope="TEMPORARY"), "TEMPORARILY_EXEMPTED", 0),
        (ObligationWithdrawn(effect="FROM_THE_START"), "OBLIGATION_NEVER_WAS", 0),
    ],
)
def test_an_obligation_ends_in_one_way_from_its_day_on(fact: Any, code: str, value: int) -> None:
    book, stream = obliged()
    stream.says(fact, "2025-06-01")

    assert asked(book, "2025-05-31").codes == {"P1": "OBLIGATION_STANDS"}
    answer = asked(book, "2025-06-01")
    assert (answer.verdicts["P1"].code, answer.value) == (code, value)


def test_the_first_end_says_how_and_in_which_period() -> None:
    book, stream = obliged()
    stream.says(PersonDeceased(), "2025-08-01")
    stream.says(DiplomaAwarded(diploma="INTEGRATION"), "2025-06-01")

    assert asked(book).verdicts["P1"].code == "OBLIGATION_FULFILLED"
    assert asked(book, period=Period(None, date(2025, 6, 1))).codes == {"P1": "ON_BOUNDARY"}


def test_an_end_without_a_day_counts_nowhere() -> None:
    book, stream = obliged()
    stream.says(PersonDeceased(), "2025-06")

    assert asked(book).codes == {"P1": "DATE_UNKNOWN"}
    assert asked(book, "2025-05-31").codes == {"P1": "OBLIGATION_STANDS"}

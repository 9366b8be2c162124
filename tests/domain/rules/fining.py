"""The fines of one person, for the tests of the rules about them."""

from datetime import date
from typing import Any

from domain.counting import Bounds, Rule, Verdict, judge, question_for
from domain.dates import parse_period
from domain.event import Position, Recorded
from domain.facts import DecisionNotified, SanctionImposed
from domain.facts.base import Fact
from projections import VIEWS
from tests.given import Book


class Person:
    """The registrations of one person, and what is asked of the fines in them."""

    def __init__(self) -> None:
        self.book = Book()
        self.stream = self.book.registration("B1")

    def says(self, fact: Fact, on: str | None) -> Recorded:
        return self.stream.says(fact, on)

    def fine(self, on: str | None, cents: int | None = 5_000, article: str = "23", **fields: Any) -> Recorded:
        fields = {"law": "WI_2021", "kind": "FINE"} | fields
        return self.says(SanctionImposed(article=article, amount_cents=cents, **fields), on)

    def final_fine(self, found_on: str, on: str, cents: int = 5_000, **fields: Any) -> Recorded:
        """A fine for a breach of that day, made known on the day it was imposed."""
        fine = self.fine(on, cents, conduct_on=date.fromisoformat(found_on), **fields)
        self.says(DecisionNotified(decision=id_of(fine)), on)
        return fine

    def verdicts(self, asked: Rule, as_of: str = "2030-01-01", period: str | None = None) -> dict[str, Verdict]:
        bounds = Bounds(date.fromisoformat(as_of), Position(99), parse_period(period) if period else None)
        question = question_for(asked, bounds)
        cases = self.book.cases(VIEWS["fines"]).values()
        return {case.case: judge(asked, case, question) for case in cases}

    def code(self, asked: Rule, fine: Recorded, as_of: str = "2030-01-01") -> str:
        return self.verdicts(asked, as_of)[id_of(fine)].code


def id_of(recorded: Recorded) -> str:
    return str(recorded.event.event_id)


def act_2007(**fields: Any) -> dict[str, Any]:
    return {"law": "WI_2007"} | fields

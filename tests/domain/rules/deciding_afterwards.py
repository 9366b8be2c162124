"""One decision and what is said of it afterwards, for the tests of its legal life."""

from datetime import date
from typing import Any

from domain.counting import Bounds, Verdict, judge, question_for
from domain.event import Position, Recorded
from domain.facts import DecisionNotified, SanctionImposed
from domain.facts.base import Fact
from domain.rules import rule
from projections import VIEWS
from tests.given import Answer, Book, Registration, ask

IRREVOCABLE = rule("decisions-irrevocable", "after-the-terms")
CONTESTED = rule("decisions-under-objection", "undecided")
WITHOUT = rule("decisions-without-effect", "on-the-day-asked")
FINE = SanctionImposed(article="23", kind="FINE", amount_cents=25_000)


class Dossier:
    """One fine of 2 March 2009, and what is said of it afterwards."""

    def __init__(self, **fields: Any) -> None:
        self.book = Book()
        self.stream: Registration = self.book.registration("D1")
        self.fine = self.says(FINE if not fields else SanctionImposed(article="23", kind="FINE", **fields))

    def says(self, fact: Fact, on: str | None = "2009-03-02") -> Recorded:
        return self.stream.says(fact, on)

    def names(self, kind: Any, on: str | None, about: Recorded | None = None, **fields: Any) -> Recorded:
        return self.says(kind(decision=id_of(about or self.fine), **fields), on)

    def notified(self, on: str | None = "2009-03-04", about: Recorded | None = None) -> "Dossier":
        self.names(DecisionNotified, on, about)
        return self

    def ask(self, asked: Any, as_of: str) -> Answer:
        bounds = Bounds(date.fromisoformat(as_of), Position(99))
        return ask(self.book, VIEWS["decisions"], asked, bounds)

    def code(self, asked: Any, as_of: str) -> str:
        (verdict,) = self.ask(asked, as_of).verdicts.values()
        return verdict.code

    def irrevocable(self, as_of: str) -> str:
        return self.code(IRREVOCABLE, as_of)

    def effect(self, as_of: str) -> str:
        return self.code(WITHOUT, as_of)


def id_of(recorded: Recorded) -> str:
    return str(recorded.event.event_id)


def dossier_verdicts(dossier: Dossier, as_of: str) -> list[Verdict]:
    question = question_for(WITHOUT, Bounds(date.fromisoformat(as_of), Position(99)))
    return [judge(WITHOUT, case, question) for case in dossier.book.cases(VIEWS["decisions"]).values()]

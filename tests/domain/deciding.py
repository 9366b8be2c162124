"""A dossier and a proposal in three words: given these facts, when this is decided, then recorded, nothing or refused.

given((PLACED, "2008-06-20")).when(PLACED, "2008-06-20").then_nothing()
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from domain import decision_refusals as refused
from domain.dates import parse_when
from domain.decisions import decide, dossier_of
from domain.dossier import Proposal
from domain.facts import (
    AbsenceRecorded,
    EnforcementOrderIssued,
    EnrolmentRecorded,
    PersonalPlanAdopted,
    PlacementEnded,
    PlacementStarted,
    SanctionImposed,
)
from domain.facts.base import Fact
from tests.given import Book

Said = Fact | tuple[Fact, str]


def event(number: int) -> str:
    """The id of the n-th event that is given, from 1."""
    return str(UUID(int=0xE0000 + number))


NOWHERE = event(99)
OTHER = str(UUID(int=0xB0000))


class given:  # noqa: N801  it reads as the first word of a sentence
    """A dossier in which these facts stand, each with its day where it has one."""

    def __init__(self, *said: Said) -> None:
        self.book = Book()
        self.stream = self.book.registration("W1")
        for one in said:
            fact, day = one if isinstance(one, tuple) else (one, None)
            self.stream.says(fact, day)

    def when(self, fact: Fact, on: str | None = None, by: str = "somebody", **more: Any) -> given:
        place: dict[str, Any] = {"municipality": "0014", "party": "0014", "system": "GWS4all"} | more
        when = None if on is None else parse_when(on)
        self.proposal = Proposal(fact, self.stream.subject, by, when, **place)
        return self

    def decided(self) -> tuple[Fact, ...]:
        return decide(dossier_of(self.book.events), self.proposal)

    def then_recorded(self) -> None:
        assert self.decided() == (self.proposal.fact,)

    def then_nothing(self) -> None:
        assert self.decided() == ()

    def then_refused(self, reason: type[refused.DecisionRefused]) -> refused.DecisionRefused:
        with pytest.raises(reason) as caught:
            self.decided()
        assert type(caught.value) is reason
        return caught.value


PLACED = PlacementStarted(trajectory="DUAL", provider="Agens")
ENDED = PlacementEnded(reason="COMPLETED")
ABSENT = AbsenceRecorded(authorised=False)
ORDER = EnforcementOrderIssued(with_offer=False)
FINE = SanctionImposed(article="34", kind="FINE", amount_cents=25000)
PLAN = PersonalPlanAdopted(route="B1")
ENROLLED = EnrolmentRecorded(course="NT2 avond", provider="Agens")

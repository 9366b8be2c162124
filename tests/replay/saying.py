"""Facts said into a real ledger: one by one by name, or a random history of a few registrations in batches."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from domain.dates import When, parse_when
from domain.event import Recorded, encode_fact, subject_of
from domain.facts import (
    AbsenceFollowedUp,
    ApprovalGiven,
    AssessmentRecorded,
    CaseAssigned,
    CategoryDetermined,
    ChildcareRequested,
    ClassAttendanceStarted,
    ComponentAdded,
    DocumentReceived,
    DocumentRejected,
    EnforcementOrderIssued,
    EnrolmentRecorded,
    EstimateMade,
    EventCorrected,
    EventRetracted,
    ExamResultRecorded,
    GoalPerspectiveAgreed,
    MunicipalityNamed,
    OfferDeclined,
    ParameterSet,
    PersonApproached,
    PersonRegistered,
    PlacementEnded,
    PlacementStarted,
    PlanDrafted,
    PlanSigned,
    ProviderReassigned,
    ProvisionEstablished,
    QuotaSet,
    RegistrationsLinked,
    RegistrationsUnlinked,
    RowMissing,
    SatisfactionMeasured,
    SignalAcknowledged,
    SignalRaised,
    SourceSystemTakenIntoUse,
    SummonsMissed,
    SummonsSent,
    WaitingListJoined,
    WaitingListLeft,
    WaitingReasonEnded,
)
from domain.facts.base import Fact, of
from domain.rules import RULES
from store.ledger import Ledger
from store.statement import Command, Statement

GRONINGEN, HAARLEM = "0014", "0392"
SYSTEM = "GWS4all"


class Chain:
    """A ledger to say facts in: registrations by record id, in the books of a municipality."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.registrations: dict[tuple[str, str], UUID] = {}

    def says(self, record: str, fact: Fact, on: str | None = None, **said: Any) -> Recorded:
        """Record one fact of a registration."""
        return self.record([self.stated(record, fact, on, **said)])[0]

    def stated(self, record: str, fact: Fact, on: str | None = None, **said: Any) -> Statement:
        """The statement of a fact of a registration; the record id is sealed with its first."""
        municipality = said.pop("municipality", GRONINGEN)
        key = (municipality, record)
        given: dict[str, Any] = {} if key in self.registrations else {"record": record}
        subject = self.registrations.setdefault(key, uuid4())
        if not given and (commitment := self._commitment(subject)):
            given["commitment"] = commitment
        return _statement(
            fact, subject, on, municipality=municipality, party=municipality, system=SYSTEM, **given, **said
        )

    def _commitment(self, subject: UUID) -> bytes | None:
        sources = [one.event.source for one in self.ledger.stream(subject)]
        return next((bytes.fromhex(one.record) for one in sources if one and one.record), None)

    def shared(self, fact: Fact, on: str | None = None, municipality: str | None = None, **said: Any) -> Recorded:
        """Record a fact that holds for many."""
        subject = subject_of(self.ledger.ring.ledger, fact, municipality)
        return self.record([_statement(fact, subject, on, municipality=municipality, **said)])[0]

    def corrects(self, original: Recorded, fact: Fact, on: str | None = None, **said: Any) -> Recorded:
        """Put another body in the place of an earlier one."""
        return self.record([correction(original, fact, on, **said)])[0]

    def retracts(self, original: Recorded, **said: Any) -> Recorded:
        """Take a fact back."""
        return self.record([retraction(original, **said)])[0]

    def approves(self, original: Recorded) -> Recorded:
        """Approve a fact, in its own stream."""
        fact = ApprovalGiven(approves=str(original.event.event_id))
        return self.record([_statement(fact, original.event.subject, municipality=original.event.municipality)])[0]

    def links(self, record: str, other: str, kind: type[Fact] = RegistrationsLinked) -> Recorded:
        """Link two registrations of Groningen, or undo that."""
        second = self.registrations[GRONINGEN, other]
        return self.says(record, kind(other=str(second), decider="tester"))  # type: ignore[call-arg]

    def record(self, statements: Sequence[Statement]) -> list[Recorded]:
        """Record these together and give the events."""
        (receipt,) = self.ledger.record([Command(uuid4().hex, list(statements))])
        assert receipt.outcome == "recorded"
        found = self.ledger.events_at(list(receipt.positions))
        return [recorded for _, (recorded, _) in sorted(found.items())]


def _statement(fact: Fact, subject: UUID, on: str | None = None, **said: Any) -> Statement:
    when = None if on is None else parse_when(on)
    return Statement(subject=subject, fact=fact, actor="tester", purpose="test", occurred_on=when, **said)


def correction(original: Recorded, fact: Fact, on: str | None = None, **said: Any) -> Statement:
    """The statement that puts another body in the place of an earlier one."""
    body = EventCorrected(original=str(original.event.event_id), body=encode_fact(fact))
    given: dict[str, Any] = {"municipality": original.event.municipality} | said
    return _statement(body, original.event.subject, on, **given)


def retraction(original: Recorded, **said: Any) -> Statement:
    """The statement that takes a fact back."""
    fact = EventRetracted(original=str(original.event.event_id))
    return _statement(fact, original.event.subject, municipality=original.event.municipality, **said)


# --- Random histories ---

REGISTRATIONS = 9
NEEDED = tuple(
    ParameterSet(name=name, value="beschikking" if kind == "list" else "20")
    for name, kind in sorted({(one.name, one.kind) for rule in RULES for one in rule.parameters if not one.values})
)
"""The parameters that no document gives."""
FIRST_DAY = date(2007, 1, 1)
OF_OUTCOMES: tuple[Fact, ...] = (
    GoalPerspectiveAgreed(goal="WORK"),
    ComponentAdded(component="work", dual_with="WORK"),
    PersonApproached(),
    ExamResultRecorded(exam="INTEGRATION_EXAM", result="PASSED"),
    ProvisionEstablished(law="WI_2007"),
    SummonsSent(),
    SummonsMissed(),
    CaseAssigned(assignee="m1", role="CASE_MANAGER"),
    ChildcareRequested(half_days_per_week=2),
    SatisfactionMeasured(satisfied=True),
    AbsenceFollowedUp(action="EXIT_INTERVIEW"),
    SignalRaised(signal="DEBTS"),
    SignalAcknowledged(signal="DEBTS", reason="SEEN", rests_until_on=date(2008, 1, 1)),
)
"""What leads to an outcome."""


class RandomChain(Chain):
    """A chain to which chance adds facts about registrations in two municipalities, in batches of any size.

    Links stay within every nine registrations, so that groups stay of a size.
    """

    def __init__(self, ledger: Ledger, seed: int) -> None:
        super().__init__(ledger)
        self.chance = random.Random(seed)
        self.said: list[Recorded] = []
        self.commitments: dict[UUID, bytes] = {}
        self.widen(REGISTRATIONS)
        self.asked_from = max(self.shared(parameter).position for parameter in NEEDED)
        """The first position at which every rule has its parameters."""

    def widen(self, registrations: int) -> None:
        """So many registrations more, of whom two thirds in Groningen."""
        for _ in range(registrations):
            number = len(self.registrations)
            municipality = (GRONINGEN, HAARLEM)[number % 3 == 0]
            first = self.stated(f"R{number}", PersonRegistered(), municipality=municipality)
            (said,) = self.record([first])
            self.said.append(said)
            if said.event.source and said.event.source.record:
                self.commitments[said.event.subject] = bytes.fromhex(said.event.source.record)

    def grow(self, events: int, batch_max: int = 9) -> None:
        """Record so many more facts, corrections, retractions, links and shared facts."""
        left = events
        while left:
            count = min(left, self.chance.randint(1, batch_max))
            self.said += self.record([self._any() for _ in range(count)])
            left -= count

    def _any(self) -> Statement:
        what = self.chance.choices(("fact", "correct", "retract", "link", "shared"), (60, 14, 8, 8, 10))[0]
        correctable = [one for one in self.said if _may_be_corrected(one)]
        if what == "fact" or not correctable:
            return self._fact_of_one(self._fact())
        if what == "link":
            kind = self.chance.choice((RegistrationsLinked, RegistrationsLinked, RegistrationsUnlinked))
            at = self.chance.randrange(len(self.registrations))
            other = list(self.registrations.values())[at - at % REGISTRATIONS + self.chance.randrange(REGISTRATIONS)]
            return self._fact_of_one(kind(other=str(other), decider="tester"), at)
        if what == "shared":
            return self._shared()
        if what == "retract":
            facts = [*correctable, *(one for one in self.said if _is_link(one))]
            return retraction(self.chance.choice(facts), delivered_on=self._day(600))
        original = self.chance.choice(correctable)
        fact = self._like(original)
        claimed = original.event.registered_on
        entered = None if claimed is None else claimed + timedelta(days=self.chance.randint(0, 200))
        place = self.chance.choice((original.event.municipality, original.event.municipality, GRONINGEN))
        return correction(
            original, fact, self._when(), registered_on=entered, delivered_on=self._day(600), municipality=place
        )

    def _like(self, original: Recorded) -> Fact:
        """Another fact of the same kind."""
        while True:
            fact = self._shared_fact() if of(original.fact).subject != "registration" else self._fact()
            if type(fact) is type(original.fact):
                return fact

    def _fact_of_one(self, fact: Fact, at: int | None = None) -> Statement:
        everyone = list(self.registrations.items())
        (municipality, _), subject = self.chance.choice(everyone) if at is None else everyone[at]
        entered = self._day() if self.chance.random() < 0.7 else None
        return _statement(
            fact,
            subject,
            self._when(),
            municipality=municipality,
            party=municipality,
            system=SYSTEM,
            commitment=self.commitments[subject],
            registered_on=entered,
            delivered_on=self._day(600) if self.chance.random() < 0.8 else None,
        )

    def _shared(self) -> Statement:
        fact = self._shared_fact()
        municipality = self.chance.choice((None, GRONINGEN, HAARLEM))
        if isinstance(fact, SourceSystemTakenIntoUse):
            municipality = municipality or GRONINGEN
        if isinstance(fact, MunicipalityNamed):
            municipality = None
        subject = subject_of(self.ledger.ring.ledger, fact, municipality)
        return _statement(fact, subject, self._day().isoformat(), municipality=municipality)

    def _shared_fact(self) -> Fact:
        chance = self.chance
        line: dict[str, Any] = {
            "scheme": "Wet inburgering 2007",
            "precision": "exact",
            "period_from": date(2007, 1, 1),
            "period_until": date(2010, 1, 1),
            "setter": chance.choice(("raad", "rijk")),
            "document_on": date(2008, 9, 18),
            "document": "brief",
        }
        return chance.choice(
            (
                SourceSystemTakenIntoUse(system=SYSTEM),
                QuotaSet(unit="trajectories", amount=chance.randint(1, 99), **line),
                EstimateMade(unit="inburgeraars", amount=chance.randint(1, 9), **line | {"scheme": "pardon"}),
                ParameterSet(name="waiting-limit-months", value=str(chance.randint(1, 9))),
                MunicipalityNamed(code=GRONINGEN, name=f"Groningen {chance.randint(1, 9)}"),
            )
        )

    def _fact(self) -> Fact:
        chance = self.chance
        reason: Any = chance.choice(("CAPACITY", "CHILDCARE", "PERSONAL_CIRCUMSTANCE"))
        waiting_list: Any = chance.choice(("FIRST_INFLOW", "TEMPORARILY_STOPPED"))
        left: Any = chance.choice(("PLACED", "DECLINED", "REMOVED"))
        arrival: Any = chance.choice(("OUDKOMER", "OUDKOMER", "NIEUWKOMER", None))
        return chance.choice(
            (
                CategoryDetermined(arrival=arrival, pardon=chance.choice((True, False, None))),
                PlacementStarted(trajectory=chance.choice(("DUAL", "REGULAR", "LITERACY_CLASS"))),
                PlacementStarted(trajectory="DUAL"),
                PlacementEnded(reason=chance.choice(("OTHER", "COMPLETED", "REASSIGNED"))),
                *OF_OUTCOMES,
                EnforcementOrderIssued(with_offer=chance.random() < 0.3),
                WaitingListJoined(list=waiting_list, reason=reason),
                WaitingListJoined(list=waiting_list, reason=reason, reason_since_on=self._day()),
                WaitingListLeft(because=left),
                WaitingReasonEnded(reason=chance.choice((None, reason))),
                OfferDeclined(),
                EnrolmentRecorded(course=chance.choice(("NT2-A", "NT2-B", "KNM"))),
                EnrolmentRecorded(course="NT2-A"),
                ProviderReassigned(to_provider=chance.choice((GRONINGEN, HAARLEM))),
                RowMissing(delivery=str(UUID(int=7))),
                AssessmentRecorded(assessment="ENTRY_TEST"),
                ClassAttendanceStarted(),
                PlanDrafted(),
                PlanSigned(),
                DocumentReceived(document="beschikking", signed=chance.choice((None, True, False))),
                DocumentRejected(document="beschikking"),
            )
        )

    def _day(self, days_later: int = 0) -> date:
        return FIRST_DAY + timedelta(days=days_later + self.chance.randrange(700))

    def _when(self) -> When | None:
        day = self._day().isoformat()
        return When(self.chance.choice((day, day, day, day, day[:7], day[:4], None)) or "") or None


def _is_link(one: Recorded) -> bool:
    return isinstance(one.fact, RegistrationsLinked | RegistrationsUnlinked)


def _may_be_corrected(one: Recorded) -> bool:
    return not isinstance(one.fact, EventCorrected | EventRetracted | PersonRegistered) and not _is_link(one)

"""What may be said of one registration: the road from intake to exam by chance, and attendance to fill it up."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from domain.facts import (
    AbsenceRecorded,
    AssessmentRecorded,
    AttendanceReported,
    CategoryDetermined,
    ClassAttendanceStarted,
    ComponentAdded,
    DiplomaAwarded,
    DocumentReceived,
    EnforcementOrderIssued,
    EnrolmentRecorded,
    ExamResultRecorded,
    ExamTaken,
    IntakeCompleted,
    ObligationEstablished,
    OfferAccepted,
    OfferDeclined,
    PersonRegistered,
    PlacementEnded,
    PlacementStarted,
    PlanRevised,
    PlanSigned,
    ProgressReviewHeld,
    ProvisionOffered,
    RowMissing,
    SummonsMissed,
    SummonsSent,
    WaitingListJoined,
    WaitingListLeft,
    WaitingReasonEnded,
)
from domain.facts.base import Fact

FIRST_DAY = date(2003, 1, 1)
DAYS = [FIRST_DAY + timedelta(days=number) for number in range(3_000)]
PROVIDERS = ("Alfa-college", "Agens", "NovaCollege", "ROC van Oost", "Sagenn", "Capabel")
REASONS: tuple[Any, ...] = ("CAPACITY", "CHILDCARE", "PERSONAL_CIRCUMSTANCE")
TRAJECTORIES: tuple[Any, ...] = ("REGULAR", "DUAL", "COMBINED", "LANGUAGE_PROVISION", "LITERACY_CLASS", "STATE_EXAM")
ATTENDANCE: tuple[Fact, ...] = tuple(
    AttendanceReported(period_from=day, lessons=40, attended=20 + number % 21) for number, day in enumerate(DAYS[::10])
)
ABSENCE: tuple[Fact, ...] = tuple(
    AbsenceRecorded(authorised=number % 3 == 0, session=f"{day}.1", lessons=1 + number % 4)
    for number, day in enumerate(DAYS[::10])
)


def _placed(chance: random.Random) -> Fact:
    return PlacementStarted(trajectory=chance.choice(TRAJECTORIES), provider=chance.choice(PROVIDERS), scheme="WI_2007")


def _joined(chance: random.Random) -> Fact:
    waiting_list: Any = "FIRST_INFLOW" if chance.random() < 0.8 else "TEMPORARILY_STOPPED"
    return WaitingListJoined(list=waiting_list, reason=chance.choice(REASONS), provider=chance.choice(PROVIDERS))


def _category(chance: random.Random) -> Fact:
    group: Any = "OBLIGED" if chance.random() < 0.6 else "VOLUNTARY"
    arrival: Any = chance.choice(("OUDKOMER", "OUDKOMER", "NIEUWKOMER", None))
    return CategoryDetermined(target_group=group, arrival=arrival, pardon=chance.random() < 0.1)


def _enrolled(chance: random.Random) -> Fact:
    return EnrolmentRecorded(course=f"Cursus {chance.randint(1, 60)}", provider=chance.choice(PROVIDERS))


def _ended(chance: random.Random) -> Fact:
    return PlacementEnded(reason="OTHER", successful=chance.random() < 0.6)


def _attended(chance: random.Random) -> Fact:
    return chance.choice(ATTENDANCE)


CORRECTED_AS: dict[type[Fact], Callable[[random.Random], Fact]] = {
    AttendanceReported: _attended,
    CategoryDetermined: _category,
    EnrolmentRecorded: _enrolled,
    PlacementEnded: _ended,
    PlacementStarted: _placed,
    WaitingListJoined: _joined,
}
"""The facts that are corrected now and then, and what to."""


def life(chance: random.Random, length: int) -> list[Fact]:
    """What is said of one registration, in order: the road from intake to exam, and attendance to fill it up."""
    often = chance.random
    before = [*_intake(chance), *_waited(chance)]
    after = list(_ending(chance)) if often() < 0.75 else []
    filling = max(length - len(before) - len(after), 0) if after else 0
    presence = [chance.choice(ATTENDANCE if often() < 0.75 else ABSENCE) for _ in range(filling)]
    return [*before, *after[:4], *presence, *after[4:]][: max(length, 2)]


def _intake(chance: random.Random) -> Iterator[Fact]:
    often = chance.random
    yield PersonRegistered()
    yield _category(chance)
    if often() < 0.4:
        yield SummonsSent(attempt=1)
        if often() < 0.3:
            yield SummonsMissed()
            yield SummonsSent(attempt=2)
    if often() < 0.6:
        yield IntakeCompleted(intake="ORDINARY")
    if often() < 0.4:
        yield AssessmentRecorded(assessment="LEARNABILITY_TEST", outcome="KORT")
    if often() < 0.4:
        yield ObligationEstablished(law="WI_2007", established_by="MUNICIPALITY")
    if often() < 0.6:
        yield _enrolled(chance)
    if often() < 0.05:
        yield EnforcementOrderIssued(with_offer=often() < 0.3, law="WI_2007")


def _waited(chance: random.Random) -> Iterator[Fact]:
    often = chance.random
    if often() < 0.5:
        yield ProvisionOffered(law="WI_2007", provider=chance.choice(PROVIDERS))
        yield OfferAccepted() if often() < 0.85 else OfferDeclined()
    if often() < 0.4:
        yield _joined(chance)
        if often() < 0.2:
            yield WaitingReasonEnded()
        yield WaitingListLeft(because="PLACED" if often() < 0.8 else "REMOVED")
    if often() < 0.03:
        yield RowMissing(delivery="00000000-0000-4000-8000-000000000007")


def _ending(chance: random.Random) -> Iterator[Fact]:
    """From the plan on; attendance comes after the first four of these."""
    often = chance.random
    yield PlanSigned(plan_version=1, instrument="AGREEMENT")
    yield _placed(chance)
    yield ClassAttendanceStarted(provider=chance.choice(PROVIDERS))
    yield DocumentReceived(document="PLAN")
    if often() < 0.3:
        yield ComponentAdded(component="WORK_PLACEMENT")
    if often() < 0.3:
        yield PlanRevised(plan_version=2, reason="SLOWER")
    if often() < 0.4:
        yield ProgressReviewHeld(review=1)
    if often() < 0.5:
        yield _ended(chance)
    for attempt in range(1, 1 + int(often() * 4)):
        yield ExamTaken(exam="STATE_EXAM_1", exam_part="LE", attempt=attempt)
        passed: Any = "PASSED" if often() < 0.5 else "FAILED"
        yield ExamResultRecorded(exam="STATE_EXAM_1", exam_part="LE", result=passed)
    if often() < 0.2:
        yield DiplomaAwarded(diploma="STATE_EXAM_1")

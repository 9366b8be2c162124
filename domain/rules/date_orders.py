"""Which dates of one registration must follow each other, and where that stands: declared, not programmed.

Each line says of two kinds of fact that the later one cannot lie before the earlier one. A class before the plan is
signed is a legal state (R050) and so stands in no line; a walk-in class may come before the test. Two days that may
both be true are never compared: a fact is out of order only where its day lies before the day of *every* fact it should
follow, and all those days are known.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.facts import (
    AppealDecided,
    AppealLodged,
    AssessmentRecorded,
    AttendanceReported,
    ClassAttendanceStarted,
    DecisionNotified,
    DecisionRevoked,
    DepositForfeited,
    DepositReceived,
    DepositRefunded,
    DocumentReceived,
    EnforcementOrderIssued,
    ExamResultRecorded,
    ExamTaken,
    ObjectionDecided,
    ObjectionLodged,
    OfferAccepted,
    OfferDeclined,
    PersonRegistered,
    PlacementEnded,
    PlacementInterrupted,
    PlacementResumed,
    PlacementStarted,
    PlanDrafted,
    PlanSigned,
    ProvisionOffered,
    SanctionImposed,
    SanctionWithdrawn,
    WaitingListJoined,
    WaitingListLeft,
    WaitingReasonEnded,
)
from domain.facts.base import Fact, definitions
from domain.facts.legal_life import Decision


@dataclass(frozen=True, slots=True)
class Order:
    """`later` cannot lie before `earlier`.

    earlier_with, later_with: only facts with these values; later_without: not those with these.
    same: fields that must not say different things, where both say something.
    named_by: the field of the later fact that names the earlier one; then only that one is compared, by the days on
        which both were decided. Where it names none, all are looked at by the day of effect.
    earlier_day: the field of the earlier fact that holds the day, where that is not its own.
    """

    earlier: type[Fact]
    later: type[Fact]
    source: str
    earlier_with: tuple[tuple[str, object], ...] = ()
    later_with: tuple[tuple[str, object], ...] = ()
    later_without: tuple[tuple[str, object], ...] = ()
    same: tuple[str, ...] = ()
    named_by: str | None = None
    earlier_day: str | None = None


FIRST_INFLOW = (("list", "FIRST_INFLOW"),)
ENTRY_TEST = (("assessment", "ENTRY_TEST"),)
WALK_IN = (("walk_in", True),)
ABROAD = (("exam", "BASIC_EXAM_ABROAD"),)
ORDERS: tuple[Order, ...] = (
    Order(PlacementStarted, PlacementEnded, "R113, R220"),
    Order(PlacementStarted, PlacementInterrupted, "R161-R165"),
    Order(PlacementInterrupted, PlacementResumed, "R162", same=("entry",)),
    Order(WaitingListJoined, WaitingListLeft, "R206"),
    Order(WaitingListJoined, WaitingReasonEnded, "R198"),
    Order(WaitingListJoined, WaitingReasonEnded, "R198, R209", earlier_day="reason_since_on"),
    Order(WaitingListJoined, PlacementStarted, "R191, R200", earlier_with=FIRST_INFLOW),
    Order(AssessmentRecorded, ClassAttendanceStarted, "R050; C02", ENTRY_TEST, later_without=WALK_IN),
    Order(PlanDrafted, PlanSigned, "R055, R149", same=("plan_version",)),
    Order(ProvisionOffered, OfferDeclined, "R030", named_by="offer"),
    Order(ProvisionOffered, OfferAccepted, "Wi 2007 art. 22", named_by="offer"),
    Order(OfferDeclined, EnforcementOrderIssued, "R031; C02", later_with=(("with_offer", False),)),
    Order(DocumentReceived, PlacementStarted, "R042; C04", earlier_with=(("document", "beschikking"),)),
    Order(PersonRegistered, ExamTaken, "R068", later_without=ABROAD),
    Order(PersonRegistered, ExamResultRecorded, "R068", later_without=ABROAD),
    Order(ExamTaken, ExamResultRecorded, "DUO Examenresultaat", named_by="taken"),
    Order(DepositReceived, DepositRefunded, "R216-R220", named_by="deposit"),
    Order(DepositReceived, DepositForfeited, "R216-R219", named_by="deposit"),
    Order(ObjectionLodged, ObjectionDecided, "Awb 7:11", same=("decision",)),
    Order(AppealLodged, AppealDecided, "Awb 8:70", same=("decision",)),
    Order(SanctionImposed, SanctionWithdrawn, "Wi 2007 art. 37", named_by="sanction"),
)
"""Every order between two facts of one registration, with its source."""

OF_DECISIONS: Mapping[type[Fact], str] = {
    DecisionNotified: "Awb 3:41",
    ObjectionLodged: "Awb 6:4",
    AppealLodged: "Awb 8:1",
    DecisionRevoked: "Awb 3:41",
}
"""What cannot come before the decision that it names in `decision`, whatever kind of decision that is."""
DECISIONS: frozenset[type[Fact]] = frozenset(one.fact for one in definitions() if issubclass(one.fact, Decision))
"""The decisions that have a day on which they were taken, and perhaps another from which they hold."""

WITHIN: tuple[tuple[type[Fact], str, str | None, str], ...] = (
    (WaitingListJoined, "started_earlier_on", None, "R195"),
    (ExamResultRecorded, "occurred_on", "result_on", "DUO Examenresultaat"),
    (DocumentReceived, "document_on", None, "R042"),
)
"""(kind, earlier field, later field, source) of two days in one fact; None is the day on which it happened."""

ACTIVITIES: Mapping[type[Fact], str | None] = {
    AttendanceReported: "period_from",
    ClassAttendanceStarted: None,
    ExamTaken: None,
    OfferAccepted: None,
    OfferDeclined: None,
    PlacementResumed: None,
    PlacementStarted: None,
    PlanSigned: None,
}
"""What only the living do, with the field that holds its day where that is not its own.

What others do about somebody (ending, booking, writing) may well come after a death.
"""

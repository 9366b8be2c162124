"""What a registration says of which matter: the same words wherever two sources are held against each other.

A matter is a thing in the world of which a source can say something: the day on which a course started, the group that
somebody belongs to. A claim is what one fact says of it. Claims about the same matter can be compared, whoever made
them; whether two different claims contradict each other is for who compares them to say.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from domain.facts import (
    AssessmentRecorded,
    CategoryDetermined,
    ClassAttendanceStarted,
    DiplomaAwarded,
    DocumentReceived,
    EnforcementOrderIssued,
    EnrolmentRecorded,
    ExamResultRecorded,
    ExamTaken,
    MunicipalityChanged,
    OfferDeclined,
    PersonDeceased,
    PersonSettled,
    PlacementEnded,
    PlacementStarted,
    PlanDrafted,
    PlanSigned,
    ProviderReassigned,
    WaitingListJoined,
    WaitingListLeft,
)
from domain.facts.base import Fact
from projections.history import Standing
from projections.shared import effective_on

DAY = "day"
"""What a fact says by its own date: the day on which it happened, or took effect."""
PLACE = "municipality"
"""What a fact says by the municipality it is about."""


class Matter(NamedTuple):
    """Something that facts of one kind speak of.

    says: the field with what is said; DAY or PLACE stand in the envelope.
    about: what must be equal for two facts to speak of the same.
    """

    name: str
    kind: type[Fact]
    says: str
    about: tuple[str, ...] = ()


class Claim(NamedTuple):
    """What one fact says of one matter. Dates are as precise as they are known."""

    matter: str
    about: str
    value: str
    standing: Standing


MATTERS: tuple[Matter, ...] = (
    Matter("course", EnrolmentRecorded, "course"),
    Matter("enrolled_on", EnrolmentRecorded, DAY, ("course",)),
    Matter("provider", EnrolmentRecorded, "provider", ("course",)),
    Matter("provider", PlacementStarted, "provider", ("trajectory", "course")),
    Matter("trajectory", PlacementStarted, "trajectory"),
    Matter("started_on", PlacementStarted, DAY, ("trajectory", "course")),
    Matter("reassigned_to", ProviderReassigned, "to_provider"),
    Matter("ended_on", PlacementEnded, DAY),
    Matter("successful", PlacementEnded, "successful"),
    Matter("in_class_on", ClassAttendanceStarted, DAY, ("course",)),
    Matter("tested_on", AssessmentRecorded, DAY, ("assessment",)),
    Matter("plan_drafted_on", PlanDrafted, DAY, ("plan_version",)),
    Matter("plan_signed_on", PlanSigned, DAY, ("plan_version",)),
    Matter("offer_declined_on", OfferDeclined, DAY),
    Matter("order_issued_on", EnforcementOrderIssued, DAY),
    Matter("document_received_on", DocumentReceived, DAY, ("document",)),
    Matter("document_signed", DocumentReceived, "signed", ("document",)),
    Matter("waiting_since_on", WaitingListJoined, DAY, ("list",)),
    Matter("waiting_reason", WaitingListJoined, "reason", ("list",)),
    Matter("waiting_until_on", WaitingListLeft, DAY),
    Matter("target_group", CategoryDetermined, "target_group"),
    Matter("arrival", CategoryDetermined, "arrival"),
    Matter("pardon", CategoryDetermined, "pardon"),
    Matter("benefit", CategoryDetermined, "benefit"),
    Matter("exam_taken_on", ExamTaken, DAY, ("exam", "exam_part")),
    Matter("exam_result", ExamResultRecorded, "result", ("exam", "exam_part", DAY)),
    Matter("diploma", DiplomaAwarded, "diploma"),
    Matter("settled_in", PersonSettled, PLACE),
    Matter("settled_in", MunicipalityChanged, PLACE),
    Matter("deceased_on", PersonDeceased, DAY),
)
"""Every matter in which two sources are compared, in the order in which it is told."""


def by_kind_of(matters: Sequence[Matter]) -> Mapping[type[Fact], tuple[Matter, ...]]:
    """The matters that each kind of fact speaks of."""
    return {kind: tuple(one for one in matters if one.kind is kind) for kind in {one.kind for one in matters}}


def claims(standings: Iterable[Standing], matters: Mapping[type[Fact], Sequence[Matter]]) -> Iterator[Claim]:
    """What these facts say, in order; a fact that leaves something open says nothing of it."""
    for standing in standings:
        for matter in matters.get(type(standing.fact), ()):
            value = said(standing, matter.says)
            if value is not None:
                about = " · ".join(text for field in matter.about if (text := said(standing, field)) is not None)
                yield Claim(matter.name, about, value, standing)


def said(standing: Standing, field: str) -> str | None:
    """What a fact says in one respect, as text; names are compared without regard to capitals or blanks at the ends."""
    if field == DAY:
        return effective_on(standing)
    value = _place(standing) if field == PLACE else getattr(standing.fact, field)
    if value is None:
        return None
    return str(value).casefold() if isinstance(value, bool) else str(value).strip()


def _place(standing: Standing) -> str | None:
    """The municipality that a fact speaks of: the one moved to where it names one, else the one it stands under."""
    moved_to: str | None = getattr(standing.fact, "to_code", None)
    return moved_to or standing.municipality


def alike(value: str) -> str:
    """The form in which two values are compared: capitals and blanks make no difference."""
    return " ".join(value.casefold().split())

"""A strategy for every kind of fact: each field by its type, and by the words and sizes that views and rules look at.

Of a field that is named nothing of, any value of its type may be drawn. Values are few, so that two facts often say the
same or name each other: an event is named by the ids that a `Book` gives its first events.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from hypothesis import strategies as st
from msgspec.structs import fields

from domain.facts import (
    AbsenceRecorded,
    AssessmentRecorded,
    AttendanceReported,
    BonusClaimed,
    BonusPaid,
    CategoryDetermined,
    ConditionMet,
    CostBooked,
    ExamResultRecorded,
    GoalPerspectiveAgreed,
    HoursReported,
    LinkLeftUndecided,
    NotificationReceived,
    ObligationEstablished,
    OwnContributionCharged,
    OwnContributionWaived,
    ParameterSet,
    PersonalPlanAdopted,
    PersonalPlanAmended,
    PlacementEnded,
    PlacementStarted,
    ProvisionEstablished,
    RegistrationsLinked,
    RegistrationsUnlinked,
    RequestLodged,
    RequestRefused,
    SanctionImposed,
    SignalAcknowledged,
    SignalRaised,
    SourceSystemTakenIntoUse,
    TermExtended,
    TermStarted,
    VoucherIssued,
    WaitingListJoined,
    WaitingReasonEnded,
)
from domain.facts.accountability import Sha256
from domain.facts.base import Cents, Code, Count, EventId, Fact, MunicipalityCode, Name, Text
from domain.facts.delivery import Instant
from projections.fold import DECISIONS

EVERY_DAY = [date(2003, 1, 1) + timedelta(days=days) for days in range(546)]
DAYS = st.sampled_from(EVERY_DAY)
DAYS_OR_NONE = st.sampled_from([*EVERY_DAY, *[None] * len(EVERY_DAY)])
WHENS = st.sampled_from([*map(str, EVERY_DAY), *[None, "2003", "2003-06", "2003-10-31", "2004-02-29"] * 100])
"""Half of them days by chance."""
SUBJECTS = [UUID(int=0xA0000 + number) for number in range(3)]
"""The first streams of a book."""
NAMED = [str(UUID(int=0xE0000 + position)) for position in range(1, 5)]
"""The first events of a book."""

OF_TYPE: Mapping[Any, Sequence[Any]] = {
    bool: (False, True),
    date: EVERY_DAY,
    Code: ("x", "y"),
    Name: ("x", "y"),
    Text: ("x", "y"),
    Count: (0, 1, 2, 12, 40, 900),
    Cents: (-100, 0, 5_000, 12_500, 25_000),
    EventId: NAMED,
    MunicipalityCode: ("0014", "0392"),
    Sha256: ("0" * 64,),
    Instant: ("2003-06-01T12:00:00Z",),
}

CALLED: Mapping[str, Sequence[Any]] = {
    "component": ("childcare", "traject", "work"),
    "course": ("NT2", "taalstage", "Fietsles"),
    "document": ("beschikking", "trajectplan"),
    "effective_on": (None, date(2003, 3, 1), date(2003, 9, 1)),
    "fund": ("WEB", "PIB", "wi"),
    "law": ("WI_2007", "WI_2021"),
    "notified_on": (None, date(2003, 3, 1), date(2003, 9, 1)),
    "register": (None, "deposit-pilot"),
    "scheme": (None, "PIB"),
    "second_fund": (None, "participatiewet"),
    "until_on": (None, date(2003, 10, 1), date(2004, 6, 1)),
}
"""A field, whatever kind of fact it stands in → what is drawn for it; None only where it may be left out."""

TERMS = ("PLAN_TERM", "INTEGRATION_TERM", "EXAM_TERM")
REQUESTS = ("TERM_EXTENSION", "DISPENSATION", "EXEMPTION", "LOAN")
CIRCUMSTANCES = ("CAPACITY", "CHILDCARE", "PERSONAL_CIRCUMSTANCE")
SAID: Mapping[type[Fact], Mapping[str, Sequence[Any]]] = {
    AbsenceRecorded: {"reason": (None, "CHILDCARE", "TRANSITION", "PERSONAL_CIRCUMSTANCE")},
    AssessmentRecorded: {"assessment": ("ENTRY_TEST",), "moment": (None, "START", "END")},
    AttendanceReported: {
        "period_until": (None, date(2003, 6, 1), date(2004, 1, 1)),
        "lessons": (0, 1, 10, 20),
        "attended": (0, 1, 8, 20),
        "authorised_absent": (None, 0, 3),
        "activity": (None, "LESSON", "WORKSHOP"),
    },
    BonusClaimed: {
        "beneficiary": ("PARTICIPANT", "BROKER"),
        "bonus": ("PERSONAL_BUDGET",),
        "form": (None, "VOUCHER", "MONEY"),
        "amount_cents": (None, 0, 25_000, 25_100),
    },
    BonusPaid: {"bonus": ("PERSONAL_BUDGET", "SUCCESS"), "amount_cents": (12_500, 25_000)},
    CategoryDetermined: {"arrival": ("OUDKOMER", "NIEUWKOMER", None), "pardon": (True, False, None)},
    ConditionMet: {"name": ("state-money-available",)},
    CostBooked: {"amount_cents": (-100, 20_000)},
    ExamResultRecorded: {
        "exam": ("INTEGRATION_EXAM",),
        "exam_part": (None, "KNS"),
        "result": ("PASSED", "FAILED"),
    },
    GoalPerspectiveAgreed: {"goal": ("WORK", "SELF_RELIANCE", "PARENTING")},
    HoursReported: {"activity": ("LANGUAGE", "PARTICIPATION")},
    NotificationReceived: {"event_code": ("SS132",), "signal": (None, True)},
    ObligationEstablished: {"law": ("WI_2007", "WI_2021")},
    OwnContributionCharged: {"amount_cents": (0, 27_000)},
    OwnContributionWaived: {"amount_cents": (30_000,)},
    ParameterSet: {"name": ("voucher-courses",), "value": ("NT2, Fietsles", "taalstage")},
    PersonalPlanAdopted: {"route": ("B1", "EDUCATION", "Z"), "progress_reviews": (None, 0, 1, 2)},
    PersonalPlanAmended: {"route": ("B1", "EDUCATION", "Z")},
    PlacementEnded: {
        "reason": ("OTHER", "COMPLETED", "REASSIGNED", "EXAM_PASSED", "UNKNOWN"),
        "goal_reached": (None, "WORK", "PARENTING"),
        "successful": (None, True, False),
    },
    PlacementStarted: {"trajectory": ("DUAL", "REGULAR", "LITERACY_CLASS")},
    ProvisionEstablished: {"law": (None, "WI_2007", "WIN")},
    RequestLodged: {"request": REQUESTS},
    RequestRefused: {"request": REQUESTS},
    SanctionImposed: {
        "law": ("WI_2007", "WI_2021", None),
        "article": ("23", "25", "34"),
        "kind": ("FINE", "WARNING"),
        "amount_cents": (None, 5_000, 10_000, 25_000, 80_000),
        "conduct": (None, "NOT_APPEARED", "NO_COOPERATION"),
        "conduct_on": (None, date(2003, 3, 1), date(2003, 9, 1)),
        "new_term_months": (None, 12),
    },
    SignalAcknowledged: {"signal": ("DEBTS", "SS132", "plan-due"), "about": (None, *NAMED)},
    SignalRaised: {"signal": ("DEBTS",)},
    SourceSystemTakenIntoUse: {"system": ("GWS4all",)},
    TermExtended: {"term": TERMS},
    TermStarted: {"term": TERMS},
    VoucherIssued: {"beneficiary": ("PARTICIPANT",), "amount_cents": (25_000,)},
    WaitingListJoined: {"list": ("FIRST_INFLOW", "TEMPORARILY_STOPPED"), "reason": CIRCUMSTANCES},
    WaitingReasonEnded: {"reason": (None, *CIRCUMSTANCES)},
}
"""A kind of fact → its fields of which not all values are drawn."""

MORE_MAX = 2
"""Of the fields that may be left out and are named nothing of, so many at most are said: a source says few of them."""


@cache
def facts_of(kind: type[Fact]) -> st.SearchStrategy[Fact]:
    """Facts of this kind."""
    if kind in DECISIONS:
        return _decisions(kind)
    hints, said = get_type_hints(kind, include_extras=True), SAID.get(kind, {})
    always: dict[str, st.SearchStrategy[Any]] = {}
    more: list[st.SearchStrategy[tuple[str, Any]]] = []
    for field in fields(kind):
        values = said.get(field.name) or CALLED.get(field.name) or _values_of(hints[field.name])
        if field.required or field.name in said or field.name in CALLED:
            always[field.name] = st.sampled_from(_that_may_be(hints[field.name], values))
        else:
            more.append(st.sampled_from([(field.name, value) for value in values if value is not None]))
    some = st.lists(st.one_of(more), max_size=MORE_MAX) if more else st.just([])
    return st.builds(lambda told, rest: kind(**told, **dict(rest)), st.fixed_dictionaries(always), some)


def _that_may_be(hint: Any, values: Sequence[Any]) -> Sequence[Any]:
    """These, and nothing where a field may be left out; never where it may not."""
    return values if NoneType in get_args(hint) else [one for one in values if one is not None]


def _values_of(hint: Any) -> Sequence[Any]:
    """Values of this type; KeyError where it is of a kind that no fact had before."""
    inner = get_args(hint)
    if get_origin(hint) is Literal:
        return inner
    if get_origin(hint) in (Union, UnionType):
        return [value for one in inner for value in ((None,) if one is NoneType else _values_of(one))]
    if get_origin(hint) is tuple:
        values = _values_of(inner[0])
        return [(), (values[0],), (values[-1], values[0])]
    return OF_TYPE[hint]


def _decisions(kind: type[Fact]) -> st.SearchStrategy[Fact]:
    """Decisions on two of three registrations. Of what they rest on, views look at the ground and what is replaced."""
    more: dict[type[Fact], Any] = {
        RegistrationsLinked: {},
        RegistrationsUnlinked: {"keep_apart": st.sampled_from([None, True])},
        LinkLeftUndecided: {"gates_failed": st.just(("GIVEN_NAME_FITS",))},
    }
    return st.builds(
        kind,
        other=st.sampled_from([str(subject) for subject in SUBJECTS]),
        decider=st.sampled_from(["tester", "system"]),
        ground=st.sampled_from([None, "BSN", "REVIEW"]),
        supersedes=st.sampled_from([None, *NAMED]),
        **more[kind],
    )

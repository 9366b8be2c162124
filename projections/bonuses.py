"""Views `bonus-entitlements` and `own-contributions`: what a person did that may earn a bonus, and what was charged.

A person with a start, or recruited, is one case for each bonus that may be earned: three for the participant and one
for the recruiter, where there is one. So it is where bonuses are given: where the municipality set an amount or the
norm, or one was set for all. Elsewhere nobody has a bonus to earn or to miss, and attendance is reported often. A
person who was charged an own contribution is one case too. Everything that the registrations of the person say is read
together, because each bonus is given once to a person.

A case of the first has an id of its own, of person and bonus, and holds what that bonus is earned by and what was
granted and refused of it. Who was granted a bonus without ever having started is considered too.
"""

from collections.abc import Iterable, Iterator, Mapping
from uuid import uuid5

from domain.dates import When
from domain.facts import (
    AttendanceReported,
    BonusGranted,
    BonusRefused,
    OwnContributionCharged,
    OwnContributionWaived,
    ParameterSet,
    PersonApproached,
    PlacementEnded,
    PlacementStarted,
    SetOff,
)
from domain.facts.base import Fact
from domain.rules.bonus_progress import (
    AMOUNTS,
    NORM,
    OF_PARTICIPANT,
    Attended,
    BonusKind,
    Ending,
    Money,
    Progress,
    Started,
)
from domain.rules.bonuses import BonusEntitlement, Granted, OwnContribution, RefusedBonus
from projections.fold import LINKS, Part, Streams, View
from projections.history import Standing, Standings
from projections.legal_life import CONTESTING, Told
from projections.shared import Person, effective_on, in_order_of_day, origin, people

PROGRESS: tuple[type[Fact], ...] = (AttendanceReported, PersonApproached, PlacementEnded, PlacementStarted)
EARNED_BY: Mapping[BonusKind, tuple[type[Fact], ...]] = {
    "RECRUITMENT": (PersonApproached, PlacementStarted),
    "START": (PlacementStarted,),
    "ATTENDANCE": (AttendanceReported, PlacementStarted),
    "SUCCESS": (PlacementEnded, PlacementStarted),
}
"""What each bonus looks at."""
DECIDED: tuple[type[Fact], ...] = (BonusGranted, BonusRefused)
SETTINGS = frozenset({NORM.name, *(amount.name for amount in AMOUNTS.values())})
"""The parameters by which a municipality says that it gives bonuses."""


def bonus_entitlements(streams: Streams, shared: Standings) -> list[BonusEntitlement]:
    """The bonuses that each person may earn."""
    giving = {one.municipality for one in shared if type(one.fact) is ParameterSet and _is_of_bonuses(one.fact)}
    if not giving:
        return []
    return [case for person, registrations in people(streams) for case in _of_person(person, registrations, giving)]


def _is_of_bonuses(fact: Fact) -> bool:
    """Whether a parameter says that bonuses are given."""
    return getattr(fact, "name", None) in SETTINGS


def _of_person(person: Person, registrations: Streams, giving: set[str | None]) -> Iterator[BonusEntitlement]:
    recruited = _said(registrations, PersonApproached)
    decided = _said(registrations, *DECIDED)
    granted = [one for one in decided if type(one.fact) is BonusGranted and one.fact.bonus in EARNED_BY]
    openings = _said(registrations, PlacementStarted) or recruited or granted
    if not openings or giving.isdisjoint({None, openings[0].municipality}):
        return
    opening, told = openings[0], Told(registrations)
    kinds: tuple[BonusKind, ...] = OF_PARTICIPANT
    if recruited or any(one.fact.bonus == "RECRUITMENT" for one in granted):
        kinds = ("RECRUITMENT", *OF_PARTICIPANT)
    for kind in kinds:
        earned_by, of_kind = EARNED_BY[kind], [one for one in decided if one.fact.bonus == kind]
        deciding = [*_said(registrations, *earned_by), *of_kind, *person.links]
        deciding += told.told_by(deciding)
        yield BonusEntitlement(
            **origin(opening, deciding, case=str(uuid5(person.id, kind))),
            part=kind.lower(),
            bonus=kind,
            progress=_progress(registrations, told, earned_by),
            grants=tuple([_granted(one, told) for one in of_kind if type(one.fact) is BonusGranted]),
            refusals=tuple([_refused(one, told) for one in of_kind if type(one.fact) is BonusRefused]),
            registered_on=opening.registered_on,
        )


def _granted(grant: Standing, told: Told) -> Granted:
    fact = grant.fact
    return Granted(
        amount_cents=fact.amount_cents,
        beneficiary=fact.beneficiary,
        on=effective_on(grant),
        life=told.life(grant),
    )


def _refused(refusal: Standing, told: Told) -> RefusedBonus:
    return RefusedBonus(because=refusal.fact.reason, on=effective_on(refusal), life=told.life(refusal))


def _said(registrations: Streams, *kinds: type[Fact]) -> list[Standing]:
    """What all registrations of a person say of these kinds, by day."""
    return in_order_of_day(one for stream in registrations for one in stream.of_any(kinds))


def _progress(registrations: Streams, told: Told, kinds: tuple[type[Fact], ...] = PROGRESS) -> Progress:
    """What a person did, as far as facts of these kinds say it."""

    def said(kind: type[Fact]) -> list[Standing]:
        return _said(registrations, kind) if kind in kinds else []

    started = [(one, told.life(one)) for one in said(PlacementStarted)]
    return Progress(
        recruited=_days(said(PersonApproached)),
        started=_days(one for one, life in started if life is None),
        contested=tuple([Started(on=effective_on(one), life=life) for one, life in started if life is not None]),
        attended=tuple(
            Attended(lessons=one.fact.lessons, attended=one.fact.attended, on=_reported_on(one))
            for one in said(AttendanceReported)
        ),
        ended=tuple(
            Ending(
                is_success=one.fact.successful is True
                or (one.fact.successful is None and one.fact.reason == "EXAM_PASSED"),
                on=effective_on(one),
            )
            for one in said(PlacementEnded)
        ),
    )


def _days(standings: Iterable[Standing]) -> tuple[When | None, ...]:
    return tuple(effective_on(one) for one in standings)


def _reported_on(report: Standing) -> When | None:
    """The day of the report; without one the end of the period that it is about."""
    until = report.fact.period_until
    return report.occurred_on or (When(until.isoformat()) if until else None)


def own_contributions(streams: Streams, shared: Standings) -> Iterator[OwnContribution]:
    """The own contribution of each person who was charged one."""
    for person, registrations in people(streams):
        charged = _said(registrations, OwnContributionCharged)
        if not charged:
            continue
        waived, set_off = _said(registrations, OwnContributionWaived), _said(registrations, SetOff)
        deciding = [*charged, *waived, *set_off, *_said(registrations, *PROGRESS), *person.links]
        told = Told(registrations)
        deciding += told.told_by(deciding)
        yield OwnContribution(
            **origin(charged[0], deciding),
            charged=_amounts(charged, told),
            waived=_amounts(waived, told),
            set_off=_amounts(set_off, told),
            progress=_progress(registrations, told),
            registered_on=charged[0].registered_on,
        )


def _amounts(standings: Iterable[Standing], told: Told) -> tuple[Money, ...]:
    return tuple(
        [Money(amount_cents=one.fact.amount_cents, on=effective_on(one), life=told.life(one)) for one in standings]
    )


ENTITLEMENTS = View(
    name="bonus-entitlements",
    version=4,
    case=BonusEntitlement,
    parts=(
        Part(
            reads=LINKS.union(PROGRESS, DECIDED, CONTESTING),
            cases=bonus_entitlements,
            opens=frozenset({BonusGranted, PersonApproached, PlacementStarted}),
            reads_shared=frozenset({ParameterSet}),
            needs_shared=_is_of_bonuses,
        ),
    ),
)
CONTRIBUTIONS = View(
    name="own-contributions",
    version=2,
    case=OwnContribution,
    parts=(
        Part(
            reads=LINKS.union(PROGRESS, CONTESTING) | {OwnContributionCharged, OwnContributionWaived, SetOff},
            cases=own_contributions,
            opens=frozenset({OwnContributionCharged}),
        ),
    ),
)
VIEWS = (ENTITLEMENTS, CONTRIBUTIONS)

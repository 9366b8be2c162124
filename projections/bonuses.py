"""Views `bonus-entitlements` and `own-contributions`: what a person did that may earn a bonus, and what was charged.

A person with a start, or recruited, is one case for each bonus that may be earned: three for the participant and one
for the recruiter, where there is one. A person who was charged an own contribution is one case too. Everything that the
registrations of the person say is read together, because each bonus is given once to a person.

A case of the first has an id of its own, of person and bonus.
"""

from collections.abc import Iterable, Iterator
from uuid import uuid5

from domain.dates import When
from domain.facts import (
    AttendanceReported,
    OwnContributionCharged,
    OwnContributionWaived,
    PersonApproached,
    PlacementEnded,
    PlacementStarted,
    SetOff,
)
from domain.facts.base import Fact
from domain.rules.bonuses import (
    OF_PARTICIPANT,
    Attended,
    BonusEntitlement,
    BonusKind,
    Ending,
    Money,
    OwnContribution,
    Progress,
    Started,
)
from projections.fold import LINKS, Part, Streams, View
from projections.history import Standing, Standings
from projections.legal_life import CONTESTING, Told
from projections.shared import effective_on, in_order_of_day, origin, people

PROGRESS: tuple[type[Fact], ...] = (AttendanceReported, PersonApproached, PlacementEnded, PlacementStarted)


def bonus_entitlements(streams: Streams, shared: Standings) -> Iterator[BonusEntitlement]:
    """The bonuses that each person may earn."""
    for person, registrations in people(streams):
        recruited = _said(registrations, PersonApproached)
        openings = _said(registrations, PlacementStarted) or recruited
        if not openings:
            continue
        told = Told(registrations)
        opening, progress = openings[0], _progress(registrations, told)
        deciding = [*_said(registrations, *PROGRESS), *person.links]
        deciding += told.told_by(deciding)
        kinds: tuple[BonusKind, ...] = ("RECRUITMENT", *OF_PARTICIPANT) if recruited else OF_PARTICIPANT
        for kind in kinds:
            yield BonusEntitlement(
                **origin(opening, deciding, case=str(uuid5(person.id, kind))),
                part=kind.lower(),
                bonus=kind,
                progress=progress,
                registered_on=opening.registered_on,
            )


def _said(registrations: Streams, *kinds: type[Fact]) -> list[Standing]:
    """What all registrations of a person say of these kinds, by day."""
    return in_order_of_day(one for stream in registrations for one in stream.of_any(kinds))


def _progress(registrations: Streams, told: Told) -> Progress:
    started = [(one, told.life(one)) for one in _said(registrations, PlacementStarted)]
    return Progress(
        recruited=_days(_said(registrations, PersonApproached)),
        started=_days(one for one, life in started if life is None),
        contested=tuple([Started(on=effective_on(one), life=life) for one, life in started if life is not None]),
        attended=tuple(
            Attended(lessons=one.fact.lessons, attended=one.fact.attended, on=_reported_on(one))
            for one in _said(registrations, AttendanceReported)
        ),
        ended=tuple(
            Ending(
                is_success=one.fact.successful is True
                or (one.fact.successful is None and one.fact.reason == "EXAM_PASSED"),
                on=effective_on(one),
            )
            for one in _said(registrations, PlacementEnded)
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
    version=2,
    case=BonusEntitlement,
    parts=(
        Part(
            reads=LINKS.union(PROGRESS, CONTESTING),
            cases=bonus_entitlements,
            opens=frozenset({PersonApproached, PlacementStarted}),
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

"""View `intake`: how far each dossier came, from the test to the signed plan.

A case per registration that was tested, came into a class or got a plan; with nothing but an enforcement order without
an offer it is a case too, unless it was placed on a trajectory: then the order says nothing of an intake. What a
registration did in two municipalities are two cases, each of its own place.

A case has an id of its own, from registration and municipality: of its steps none opens it that may not be entered
later than another. It is not a person, so that a link or its undoing leaves every case its id; what another dossier of
the person says of class and signature stands with the case, and the rules count the person once.
"""

from collections.abc import Iterator, Sequence
from uuid import UUID, uuid5

from domain.facts import (
    AssessmentRecorded,
    ClassAttendanceStarted,
    EnforcementOrderIssued,
    OfferDeclined,
    PlacementStarted,
    PlanDrafted,
    PlanSigned,
    RegistrationsLinked,
    RegistrationsUnlinked,
)
from domain.rules.intake import IntakeDossier, OtherDossier, Step, StepKind
from domain.rules.shared import known_day
from projections.fold import Standing, Standings, View
from projections.shared import by_registration, earliest_first, effective_on, facts_of, origin, persons

OPENING = frozenset({"TESTED", "IN_CLASS", "PLAN_DRAFTED", "PLAN_SIGNED"})
COUNTED = frozenset({"IN_CLASS", "PLAN_SIGNED"})
"""The steps by which a person may count."""

Steps = list[tuple[StepKind, Standing]]


def intake(standings: Standings, shared: Standings) -> Iterator[IntakeDossier]:
    """The dossiers that stand."""
    dossiers: dict[UUID, list[Steps]] = {}
    for registration, facts in by_registration(standings).items():
        found = [_steps(some) for some in _by_municipality(facts) if _is_intake(some)]
        if found:
            dossiers[registration] = found
    who = persons(standings)
    for registration, own in dossiers.items():
        person = who[registration]
        of_person = [steps for other in person.registrations for steps in dossiers.get(other, ())]
        for steps in own:
            yield _dossier(steps, [theirs for theirs in of_person if theirs is not steps], person.links)


def _kind(standing: Standing) -> StepKind | None:
    """What a fact is in an intake. To be entered for a test is not to be tested, and a test at the end is no intake."""
    match standing.fact:
        case AssessmentRecorded() as test:
            return None if test.registered_for_only or test.moment == "END" else "TESTED"
        case ClassAttendanceStarted():
            return "IN_CLASS"
        case PlanDrafted():
            return "PLAN_DRAFTED"
        case PlanSigned():
            return "PLAN_SIGNED"
        case OfferDeclined():
            return "OFFER_DECLINED"
        case EnforcementOrderIssued() as order:
            return None if order.with_offer else "ORDERED"
        case _:
            return None


def _by_municipality(facts: list[Standing]) -> list[list[Standing]]:
    found: dict[str | None, list[Standing]] = {}
    for standing in facts:
        found.setdefault(standing.municipality, []).append(standing)
    return list(found.values())


def _steps(facts: list[Standing]) -> Steps:
    return [(kind, standing) for standing in facts if (kind := _kind(standing)) is not None]


def _is_intake(facts: list[Standing]) -> bool:
    kinds = {kind for kind, _ in _steps(facts)}
    return not kinds.isdisjoint(OPENING) or ("ORDERED" in kinds and not facts_of(facts, PlacementStarted))


def _opening(steps: Steps) -> Standing:
    """The first in the ledger of the steps that make it a dossier."""
    kinds = {kind for kind, _ in steps}
    opens = {"ORDERED"} if kinds.isdisjoint(OPENING) else OPENING
    return next(standing for kind, standing in steps if kind in opens)


def _dossier(steps: Steps, others: list[Steps], links: Sequence[Standing]) -> IntakeDossier:
    opening = _opening(steps)
    elsewhere = [standing for theirs in others for kind, standing in theirs if kind in COUNTED]
    deciding = [
        *(standing for _, standing in steps),
        *elsewhere,
        *(links if any(one.subject != opening.subject for one in elsewhere) else ()),
    ]
    undated = any(known_day(effective_on(standing)) is None for _, standing in steps)
    return IntakeDossier(
        **origin(opening, deciding, ["DATE_UNKNOWN"] if undated else []) | {"case": _id(opening)},
        registered_on=opening.registered_on,
        steps=_told(steps),
        others=tuple(_other(theirs) for theirs in others if any(kind in COUNTED for kind, _ in theirs)),
    )


def _id(opening: Standing) -> str:
    return str(uuid5(opening.subject, opening.municipality or ""))


def _other(steps: Steps) -> OtherDossier:
    opening = _opening(steps)
    return OtherDossier(
        case=_id(opening),
        municipality=opening.municipality,
        record=opening.source.record if opening.source else None,
        steps=_told([one for one in steps if one[0] in COUNTED]),
    )


def _told(steps: Steps) -> tuple[Step, ...]:
    """The steps by day, and what happened on one day or on none by position."""
    ordered = sorted(steps, key=lambda one: earliest_first(one[1]))
    return tuple(Step(kind=kind, position=standing.position, on=effective_on(standing)) for kind, standing in ordered)


INTAKE = View(
    name="intake",
    version=1,
    case=IntakeDossier,
    reads=frozenset(
        {
            AssessmentRecorded,
            ClassAttendanceStarted,
            EnforcementOrderIssued,
            OfferDeclined,
            PlacementStarted,
            PlanDrafted,
            PlanSigned,
            RegistrationsLinked,
            RegistrationsUnlinked,
        }
    ),
    opens=frozenset({AssessmentRecorded, ClassAttendanceStarted, EnforcementOrderIssued, PlanDrafted, PlanSigned}),
    cases=intake,
)
VIEWS = (INTAKE,)

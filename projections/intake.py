"""View `intake`: how far each dossier came, from the test to the signed plan.

A case per registration that was tested, came into a class or got a plan; with nothing but an enforcement order without
an offer it is a case too, unless it was placed on a trajectory: then the order says nothing of an intake. What a
registration did in two municipalities are two cases, each of its own place.

A case has an id of its own, from registration and municipality: of its steps none opens it that may not be entered
later than another. It is not a person, so that a link or its undoing leaves every case its id; what another dossier of
the person says of class and signature stands with the case, and the rules count the person once.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from uuid import UUID, uuid5

from domain.facts import (
    AssessmentRecorded,
    ClassAttendanceStarted,
    EnforcementOrderIssued,
    OfferDeclined,
    PlacementStarted,
    PlanDrafted,
    PlanSigned,
)
from domain.facts.base import Fact
from domain.rules.intake import IntakeDossier, OtherDossier, Step, StepKind
from domain.rules.shared import known_day
from projections.fold import LINKS, Part, Stream, Streams, View
from projections.history import Standing, Standings
from projections.shared import earliest_first, effective_on, origin, people

OPENING = frozenset({"TESTED", "IN_CLASS", "PLAN_DRAFTED", "PLAN_SIGNED"})
ALWAYS = frozenset({"IN_CLASS", "PLAN_DRAFTED", "PLAN_SIGNED", "OFFER_DECLINED"})
"""The steps that a fact is, whatever it says."""
COUNTED = frozenset({"IN_CLASS", "PLAN_SIGNED"})
"""The steps by which a person may count."""

IDS_KEPT_MAX = 256
"""The dossiers of one group are made again and again after each other."""
Steps = list[tuple[StepKind, Standing]]
STEPS: Mapping[type[Fact], StepKind] = {
    AssessmentRecorded: "TESTED",
    ClassAttendanceStarted: "IN_CLASS",
    PlanDrafted: "PLAN_DRAFTED",
    PlanSigned: "PLAN_SIGNED",
    OfferDeclined: "OFFER_DECLINED",
    EnforcementOrderIssued: "ORDERED",
}


def intake(streams: Streams, shared: Standings) -> Iterator[IntakeDossier]:
    """The dossiers that stand."""
    for person, registrations in people(streams):
        dossiers = [steps for stream in registrations for steps in _dossiers(stream)]
        for steps in dossiers:
            yield _dossier(steps, [theirs for theirs in dossiers if theirs is not steps], person.links)


def _dossiers(stream: Stream) -> list[Steps]:
    """The steps of a registration in each municipality where they make an intake."""
    by_municipality: dict[str | None, Steps] = {}
    for standing in stream.of_any(STEPS):
        kind = STEPS[type(standing.fact)]
        if kind in ALWAYS or _is_step(standing.fact):
            by_municipality.setdefault(standing.municipality, []).append((kind, standing))
    placed = {placement.municipality for placement in stream.of(PlacementStarted)}
    return [
        steps
        for municipality, steps in by_municipality.items()
        if steps[0][0] in OPENING
        or any(kind in OPENING or (kind == "ORDERED" and municipality not in placed) for kind, _ in steps)
    ]


def _is_step(fact: Fact) -> bool:
    """To be entered for a test is not to be tested; a test at the end is no intake, nor is an order with an offer."""
    match fact:
        case AssessmentRecorded():
            return not fact.registered_for_only and fact.moment != "END"
        case EnforcementOrderIssued():
            return not fact.with_offer
        case _:
            return True


def _opening(steps: Steps) -> Standing:
    """The first in the ledger of the steps that make it a dossier."""
    for kind, standing in steps:
        if kind in OPENING:
            return standing
    return next(standing for kind, standing in steps if kind == "ORDERED")


def _dossier(steps: Steps, others: list[Steps], links: Sequence[Standing]) -> IntakeDossier:
    opening = _opening(steps)
    elsewhere = [standing for theirs in others for kind, standing in theirs if kind in COUNTED] if others else []
    deciding = [standing for _, standing in steps]
    told = _told(steps)
    undated = None in [known_day(step.on) for step in told]
    if elsewhere:
        deciding += elsewhere
        deciding += links if any(one.subject != opening.subject for one in elsewhere) else ()
    return IntakeDossier(
        **origin(opening, deciding, ("DATE_UNKNOWN",) if undated else (), case=_id(opening)),
        registered_on=opening.registered_on,
        steps=told,
        others=tuple([_other(theirs) for theirs in others if any(kind in COUNTED for kind, _ in theirs)]),
    )


def _id(opening: Standing) -> str:
    return _id_of(opening.subject, opening.municipality or "")


@lru_cache(IDS_KEPT_MAX)
def _id_of(registration: UUID, municipality: str) -> str:
    return str(uuid5(registration, municipality))


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
    ordered = sorted(steps, key=lambda one: earliest_first(one[1])) if len(steps) > 1 else steps
    return tuple([Step(kind=kind, position=standing.position, on=effective_on(standing)) for kind, standing in ordered])


INTAKE = View(
    name="intake",
    version=2,
    case=IntakeDossier,
    parts=(
        Part(
            reads=LINKS | STEPS.keys() | {PlacementStarted},
            cases=intake,
            opens=frozenset(
                {AssessmentRecorded, ClassAttendanceStarted, EnforcementOrderIssued, PlanDrafted, PlanSigned}
            ),
        ),
    ),
)
VIEWS = (INTAKE,)

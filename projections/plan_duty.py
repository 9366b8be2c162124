"""View `plan-duties`: who must have a plan (PIP) under the Act of 2021, from when on, and when it came.

A case per person whose obligation under that Act was established, and one per move to another municipality of a person
who had a plan by then. The Minister's notice and the municipality's plan stand in the books of two parties, so the view
looks at a person. A case keeps the id of the fact that was said first of it; a move that is told twice, as a removal by
one party and as a registration by the other, is one move, of which the registration gives the day.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from domain.dates import When
from domain.facts import (
    AssessmentRecorded,
    CategoryDetermined,
    DocumentReceived,
    MunicipalityChanged,
    ObligationEstablished,
    PersonalPlanAdopted,
    PersonalPlanAmended,
    PersonLinkedToMunicipality,
    PersonSettled,
    TermExtended,
    TermStarted,
)
from domain.facts.base import Fact
from domain.rules.obligation import Ending
from domain.rules.plan_duty import Deviation, Information, PlanDuty, PlanMade
from domain.rules.shared import known_day
from projections.fold import LINKS, Part, Streams, View
from projections.history import Standing, Standings
from projections.legal_life import CONTESTING, Told
from projections.obligation import (
    ENDING_KINDS,
    OF_A_PERSON,
    endings,
    groups,
    links_between,
    of_law,
    of_person,
    opened_by,
)
from projections.shared import Person, effective_on, origin, people

PLANS: tuple[type[Fact], ...] = (PersonalPlanAdopted, PersonalPlanAmended)
SETTLING: tuple[type[Fact], ...] = (PersonSettled, MunicipalityChanged)
INFORMING: tuple[type[Fact], ...] = (AssessmentRecorded, DocumentReceived)
LAW = "WI_2021"


def _is_of_law(fact: Fact) -> bool:
    """Whether an obligation rests on this Act."""
    return getattr(fact, "law", None) == LAW


def obliged(streams: Streams, shared: Standings) -> Iterator[PlanDuty]:
    """The duty that follows from an obligation, of each person who has one."""
    for person, registrations in people(streams):
        obligations = [one for one in of_person(registrations, (ObligationEstablished,)) if one.fact.law == LAW]
        if obligations:
            yield _of_obligation(person, registrations, obligations)


def _of_obligation(person: Person, streams: Streams, obligations: Sequence[Standing]) -> PlanDuty:
    told = Told(streams)
    adopted, plans = _first_plan(of_person(streams, (PersonalPlanAdopted,)), told)
    settled = of_person(streams, (PersonSettled,))[:1]
    assigned = of_person(streams, (PersonLinkedToMunicipality,))[:1]
    started = [one for one in of_person(streams, (TermStarted,)) if one.fact.term == "PLAN_TERM"][:1]
    waiting = _deviations(streams)
    informing = of_person(streams, INFORMING) if waiting else []
    said, ending = of_person(streams, (CategoryDetermined,)), of_law(of_person(streams, ENDING_KINDS), LAW)
    deciding = [*obligations, *adopted, *settled, *assigned, *started, *waiting, *informing, *said, *ending]
    deciding += told.told_by(deciding)
    opening = min(obligations, key=lambda one: one.position)
    notified = [one.fact.notified_on for one in obligations if one.fact.notified_on]
    case = origin(opening, [*deciding, *links_between(person.links, deciding)])
    case["municipality"] = opening.municipality or next(
        (one.municipality for one in (*settled, *adopted) if one.municipality), None
    )
    return PlanDuty(
        **case,
        because="OBLIGATION",
        registered_on=opening.registered_on,
        notified_on=When(min(notified).isoformat()) if notified else None,
        settled_on=settled[0].occurred_on if settled else None,
        assigned=bool(assigned),
        started_on=started[0].occurred_on if started else None,
        adopted=bool(adopted),
        adopted_on=adopted[0].occurred_on if adopted else None,
        plans=plans,
        deviations=_deviating(waiting, told),
        information=tuple([_information(one) for one in informing if _informs(one)]),
        categories=groups(said),
        endings=endings(ending, LAW, told),
        opened_by=opened_by(obligations, told),
    )


def _deviations(streams: Streams) -> list[Standing]:
    return [one for one in of_person(streams, (TermExtended,)) if one.fact.term == "PLAN_TERM"]


def _first_plan(adopted: list[Standing], told: Told) -> tuple[list[Standing], tuple[PlanMade, ...]]:
    """The plan that counts, and where something was said of any of these plans, all of them."""
    if not told.told_by(adopted):
        return adopted[:1], ()
    return adopted, tuple([PlanMade(on=one.occurred_on, life=told.life(one)) for one in adopted])


def _deviating(waiting: Sequence[Standing], told: Told) -> tuple[Deviation, ...]:
    return tuple(
        [
            Deviation(
                on=effective_on(one),
                until_on=one.fact.until_on,
                extended_days=one.fact.extended_days,
                life=told.life(one),
            )
            for one in waiting
        ]
    )


def _informs(one: Standing) -> bool:
    """To be entered for a test is not to have its result."""
    return not (isinstance(one.fact, AssessmentRecorded) and one.fact.registered_for_only)


def _information(one: Standing) -> Information:
    fact = one.fact
    name = fact.assessment if isinstance(fact, AssessmentRecorded) else fact.document
    return Information(name=name, on=one.occurred_on)


# --- Moves ---


def moved(streams: Streams, shared: Standings) -> Iterator[PlanDuty]:
    """The duty that follows from each move of a person who had a plan; where the day is unknown there is no order."""
    for person, registrations in people(streams):
        plans = [one for one in of_person(registrations, PLANS) if known_day(one.occurred_on) is not None]
        adopted = [one for one in plans if isinstance(one.fact, PersonalPlanAdopted)]
        if adopted:
            yield from _of_moves(person, registrations, plans, adopted[0])


def _of_moves(person: Person, streams: Streams, plans: Sequence[Standing], first: Standing) -> Iterator[PlanDuty]:
    ending, afterwards = of_law(of_person(streams, ENDING_KINDS), LAW), Told(streams)
    after = [one for one in of_person(streams, SETTLING) if _day(one) > _day(first)]
    places = [(place, list(told)) for place, told in groupby(after, key=_place) if place is not None]
    lived = first.municipality
    for number, (place, told) in enumerate(places):
        if place == lived:
            continue
        lived, settled_on = place, _settled_on(told)
        left_on = _settled_on(places[number + 1][1]) if number + 1 < len(places) else None
        there = [one for one in plans if one.municipality == place and _day(one) >= settled_on]
        adopted, made = _first_plan([one for one in there if left_on is None or _day(one) < left_on], afterwards)
        deciding = [first, *told, *adopted, *ending, *(places[number + 1][1] if left_on else ())]
        deciding += afterwards.told_by(deciding)
        opening = min(told, key=lambda one: one.position)
        case = origin(opening, [*deciding, *links_between(person.links, deciding)])
        case["municipality"] = place
        moved_on = [Ending(kind="MOVED_ON", on=When(left_on.isoformat()))] if left_on else []
        yield PlanDuty(
            **case,
            because="MOVE",
            registered_on=opening.registered_on,
            settled_on=When(settled_on.isoformat()),
            adopted=bool(adopted),
            adopted_on=adopted[0].occurred_on if adopted else None,
            plans=made,
            endings=(*endings(ending, LAW, afterwards), *moved_on),
        )


def _day(one: Standing) -> date:
    """Its day; one without a day lies before everything, and so opens nothing."""
    return known_day(one.occurred_on) or date.min


def _place(one: Standing) -> str | None:
    return (one.fact.to_code if isinstance(one.fact, MunicipalityChanged) else None) or one.municipality


def _settled_on(told: Sequence[Standing]) -> date:
    """The registration where it was told, else the removal."""
    settled = [one for one in told if isinstance(one.fact, PersonSettled)]
    return _day((settled or told)[0])


PLAN_DUTIES = View(
    name="plan-duties",
    version=2,
    case=PlanDuty,
    parts=(
        Part(
            reads=OF_A_PERSON.union(
                (ObligationEstablished, PersonalPlanAdopted, PersonLinkedToMunicipality, PersonSettled),
                (TermExtended, TermStarted),
                INFORMING,
            ),
            cases=obliged,
            opens=frozenset({ObligationEstablished}),
            opens_when=_is_of_law,
        ),
        Part(
            reads=LINKS.union(CONTESTING, ENDING_KINDS, PLANS, SETTLING),
            cases=moved,
            opens=frozenset({PersonalPlanAdopted}),
        ),
    ),
)
VIEWS = (PLAN_DUTIES,)

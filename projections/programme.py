"""View `programmes`: what somebody with a plan (PIP) completed of it, and which talks were held.

A case per person with a plan. What providers and the municipality say of one person stands in several registrations,
so the view looks at a person. Hours reported before the Z-route was completed are asked for only then: no rule needs
them earlier.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from domain.dates import When, first_day
from domain.facts import (
    CategoryDetermined,
    HoursReported,
    MapCompleted,
    PersonalPlanAdopted,
    PersonalPlanAmended,
    ProgressReviewHeld,
    PvtCompleted,
    ZRouteCompleted,
)
from domain.facts.base import Fact
from domain.rules.programme import HoursTotal, PartDone, PartKind, Programme, TalksAgreed
from domain.rules.running_term import RouteChosen
from projections.fold import Part, Streams, View
from projections.history import Standing, Standings
from projections.legal_life import NOTHING_TOLD, Told
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
from projections.shared import origin, people

LAW = "WI_2021"
PLANS: tuple[type[Fact], ...] = (PersonalPlanAdopted, PersonalPlanAmended)
PARTS: dict[type[Fact], PartKind] = {PvtCompleted: "PVT", MapCompleted: "MAP", ZRouteCompleted: "Z"}


def programmes(streams: Streams, shared: Standings) -> Iterator[Programme]:
    """The programme of each person with a plan; made again only where something it rests on changed."""
    for person, registrations in people(streams):
        plans = of_person(registrations, PLANS)
        adopted = [one for one in plans if isinstance(one.fact, PersonalPlanAdopted)]
        if not adopted:
            continue
        opening = min(adopted, key=lambda one: one.position)
        parts = of_person(registrations, PARTS)
        talks = [one for stream in registrations for one in stream.of(ProgressReviewHeld)]
        totals = of_person(registrations, (HoursReported,)) if any(map(_closes_z_route, parts)) else []
        said, ending = of_person(registrations, (CategoryDetermined,)), of_person(registrations, ENDING_KINDS)
        rests_on = (tuple(plans), tuple(parts), tuple(totals), tuple(talks), tuple(said), tuple(ending))
        of_opening = next(stream for stream in registrations if stream.subject == opening.subject)
        told = Told(registrations)
        contested = tuple(told.told_by([*plans, *ending]))
        if contested:  # what was said of a decision is not among what the case is kept by
            yield _programme(opening, *rests_on, person.links, told)
        else:
            yield of_opening.once(_programme, opening, *rests_on, person.links)


def _closes_z_route(part: Standing) -> bool:
    """Whether the totals that are reported apart may be needed: where a Z-route was completed."""
    return isinstance(part.fact, ZRouteCompleted)


def _programme(
    opening: Standing,
    plans: Sequence[Standing],
    parts: Sequence[Standing],
    totals: Sequence[Standing],
    talks: Sequence[Standing],
    said: Sequence[Standing],
    ended: Sequence[Standing],
    links: Sequence[Standing],
    told: Told = NOTHING_TOLD,
) -> Programme:
    ending = of_law(ended, LAW)
    deciding = [*plans, *parts, *totals, *talks, *said, *ending]
    deciding += told.told_by(deciding)
    adopted = next(one for one in plans if isinstance(one.fact, PersonalPlanAdopted))
    return Programme(
        **origin(opening, [*deciding, *links_between(links, deciding)]),
        registered_on=opening.registered_on,
        plan_on=adopted.occurred_on,
        routes=tuple(
            [
                RouteChosen(route=one.fact.route, level=one.fact.level, on=one.occurred_on, life=told.life(one))
                for one in plans
            ]
        ),
        completions=tuple([_part(one) for one in parts]),
        hours=_totals(totals),
        agreed=tuple(
            [
                TalksAgreed(talks=one.fact.progress_reviews, on=one.occurred_on, life=told.life(one))
                for one in plans
                if one.fact.progress_reviews is not None
            ]
        ),
        talks=tuple([one.occurred_on for one in talks]),
        categories=groups(said),
        endings=endings(ending, LAW, told),
        opened_by=opened_by([one for one in plans if isinstance(one.fact, PersonalPlanAdopted)], told),
    )


def _part(one: Standing) -> PartDone:
    fact = one.fact
    if isinstance(fact, ZRouteCompleted):
        return PartDone(
            kind="Z", on=one.occurred_on, hours=fact.course_hours, participation_hours=fact.participation_hours
        )
    return PartDone(kind=PARTS[type(fact)], on=one.occurred_on, hours=fact.hours)


def _totals(standings: Sequence[Standing]) -> tuple[HoursTotal, ...]:
    """The totals by the last day that is in them: the day before the first that is not, else their own."""
    totals = [HoursTotal(activity=one.fact.activity, hours=one.fact.hours, on=_known_on(one)) for one in standings]
    return tuple(sorted(totals, key=lambda one: first_day(one.on) if one.on else date.max))


def _known_on(one: Standing) -> When | None:
    until_on = one.fact.known_until
    return When((until_on - timedelta(days=1)).isoformat()) if until_on else one.occurred_on


PROGRAMMES = View(
    name="programmes",
    version=3,
    case=Programme,
    parts=(
        Part(
            reads=OF_A_PERSON.union(PLANS, PARTS, (HoursReported, ProgressReviewHeld)),
            cases=programmes,
            opens=frozenset({PersonalPlanAdopted}),
        ),
    ),
)
VIEWS = (PROGRAMMES,)

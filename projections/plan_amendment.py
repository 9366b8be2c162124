"""View `plan-amendments`: every plan (PIP) after a person's first, beside the plan before it.

A case per `PersonalPlanAmended`, and per plan that was adopted anew, of a person whose first plan stands. Without a day
a plan has no other before it; it is compared with the first, and its rules name the day as unknown.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from domain.facts import HoursReported, PersonalPlanAdopted, PersonalPlanAmended
from domain.facts.base import Fact
from domain.rules.plan_amendment import PlanAmendment
from domain.rules.shared import known_day
from projections.fold import LINKS, Part, Streams, View
from projections.history import Standing, Standings
from projections.legal_life import CONTESTING, Told
from projections.obligation import links_between, of_person
from projections.shared import Person, origin, people

PLANS: tuple[type[Fact], ...] = (PersonalPlanAdopted, PersonalPlanAmended)


def plan_amendments(streams: Streams, shared: Standings) -> Iterator[PlanAmendment]:
    """The plans after the first, of each person."""
    for person, registrations in people(streams):
        plans = of_person(registrations, PLANS)
        adopted = [one for one in plans if isinstance(one.fact, PersonalPlanAdopted)]
        if not adopted or len(plans) == 1:
            continue
        totals = [one for one in of_person(registrations, (HoursReported,)) if one.fact.activity == "LANGUAGE"]
        before, told = adopted[0], Told(registrations)
        for plan in plans:
            if plan is adopted[0]:
                continue
            yield _amendment(person, adopted[0], before, plan, totals, told)
            before = plan if known_day(plan.occurred_on) is not None else before


def _amendment(
    person: Person, first: Standing, before: Standing, plan: Standing, totals: Sequence[Standing], told: Told
) -> PlanAmendment:
    started_on = known_day(first.occurred_on)
    total = _total(totals, known_day(plan.occurred_on))
    deciding = [first, before, *([total] if total else []), *told.told_by((plan,))]
    return PlanAmendment(
        **origin(plan, [*deciding, *links_between(person.links, [*deciding, plan])]),
        registered_on=plan.registered_on,
        on=plan.occurred_on,
        route=plan.fact.route,
        route_before=before.fact.route,
        level=plan.fact.level,
        level_before=before.fact.level,
        because=getattr(plan.fact, "reason", None),
        term_starts_on=started_on + timedelta(days=1) if started_on else None,
        language_hours=total.fact.hours if total else None,
        life=told.life(plan),
    )


def _total(totals: Sequence[Standing], day: date | None) -> Standing | None:
    """The latest total of language hours by a day."""
    known = [(on, one.position, one) for one in totals if day and (on := _known_on(one)) is not None and on <= day]
    return max(known, key=lambda one: one[:2])[2] if known else None


def _known_on(one: Standing) -> date | None:
    until_on = one.fact.known_until
    return until_on - timedelta(days=1) if until_on else known_day(one.occurred_on)


PLAN_AMENDMENTS = View(
    name="plan-amendments",
    version=2,
    case=PlanAmendment,
    parts=(
        Part(
            reads=LINKS.union(CONTESTING, PLANS, (HoursReported,)),
            cases=plan_amendments,
            opens=frozenset({PersonalPlanAdopted}),
        ),
    ),
)
VIEWS = (PLAN_AMENDMENTS,)

"""View `intake-2007`: who was obliged under the Act of 2007, when called, when seen, and when decided on.

A case per person whose obligation under that Act was established. Of each step the first counts. A provision, an order
or the start of the term of a notice is the decision; one of before the intake is no decision that followed it.
"""

from collections.abc import Iterator
from datetime import date

from domain.facts import (
    CategoryDetermined,
    EnforcementOrderIssued,
    IntakeCompleted,
    ObligationEstablished,
    ProvisionEstablished,
    SummonsSent,
    TermStarted,
)
from domain.facts.base import Fact
from domain.rules.intake_2007 import IntakeRoad
from domain.rules.shared import known_day
from projections.fold import Part, Streams, View
from projections.history import Standing, Standings
from projections.legal_life import Told
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

LAW = "WI_2007"
DECISIONS: tuple[type[Fact], ...] = (ProvisionEstablished, EnforcementOrderIssued, TermStarted)


def intake_2007(streams: Streams, shared: Standings) -> Iterator[IntakeRoad]:
    """The road of each person who was obliged."""
    for person, registrations in people(streams):
        obligations = [one for one in of_person(registrations, (ObligationEstablished,)) if one.fact.law == LAW]
        if not obligations:
            continue
        called = of_person(registrations, (SummonsSent,))[:1]
        seen = [one for one in of_person(registrations, (IntakeCompleted,)) if one.fact.intake != "BROAD"][:1]
        decided = [one for one in of_law(of_person(registrations, DECISIONS), LAW) if _follows(one, seen)][:1]
        said, ending = (
            of_person(registrations, (CategoryDetermined,)),
            of_law(of_person(registrations, ENDING_KINDS), LAW),
        )
        deciding, told = [*obligations, *called, *seen, *decided, *said, *ending], Told(registrations)
        deciding += told.told_by(deciding)
        opening = min(obligations, key=lambda one: one.position)
        yield IntakeRoad(
            **origin(opening, [*deciding, *links_between(person.links, deciding)]),
            registered_on=opening.registered_on,
            obliged_on=obligations[0].occurred_on,
            called=bool(called),
            called_on=called[0].occurred_on if called else None,
            seen=bool(seen),
            seen_on=seen[0].occurred_on if seen else None,
            decided=bool(decided),
            decided_on=decided[0].occurred_on if decided else None,
            categories=groups(said),
            endings=endings(ending, LAW, told),
            opened_by=opened_by(obligations, told),
        )


def _follows(decision: Standing, seen: list[Standing]) -> bool:
    """Whether it is a decision on what the intake found; by an unknown day it may be."""
    if isinstance(decision.fact, TermStarted) and decision.fact.term != "NOTICE_TERM":
        return False
    seen_on = known_day(seen[0].occurred_on) if seen else None
    return bool(seen) and (known_day(decision.occurred_on) or date.max) >= (seen_on or date.min)


INTAKE_2007 = View(
    name="intake-2007",
    version=2,
    case=IntakeRoad,
    parts=(
        Part(
            reads=OF_A_PERSON.union((ObligationEstablished, SummonsSent, IntakeCompleted), DECISIONS),
            cases=intake_2007,
            opens=frozenset({ObligationEstablished}),
        ),
    ),
)
VIEWS = (INTAKE_2007,)

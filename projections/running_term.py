"""Views `integration-terms` and `exam-terms`: within which term an obligation is to be met, and what came of it.

A case per person: of the Act of 2021 from the first plan (PIP) on, or where no plan is known from the day on which a
source says that the term began; of the Act of 2007 from the day that an order determines, or else from the obligation.
An amended or later plan starts no other term. A further term after a fine (`NEW_TERM`) is ignored on purpose: it
belongs to the fine that set it.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Literal

from domain.dates import When
from domain.facts import (
    CategoryDetermined,
    EnforcementOrderIssued,
    ObligationEstablished,
    PersonalPlanAdopted,
    PersonalPlanAmended,
    TermExtended,
    TermStarted,
)
from domain.facts.base import Fact
from domain.rules.running_term import Extension, RouteChosen, RunningTerm
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
from projections.shared import Person, effective_on, origin, people

Basis = Literal["PLAN", "TERM_STARTED", "OBLIGATION", "ORDER"]
PLANS: tuple[type[Fact], ...] = (PersonalPlanAdopted, PersonalPlanAmended)
TERMS: tuple[type[Fact], ...] = (TermStarted, TermExtended)


def integration_terms(streams: Streams, shared: Standings) -> Iterator[RunningTerm]:
    """The term of three years of each person who has one."""
    for person, registrations in people(streams):
        plans = of_person(registrations, PLANS)
        started = _of_term(registrations, TermStarted, "INTEGRATION_TERM", "WI_2021")
        adopted = [one for one in plans if isinstance(one.fact, PersonalPlanAdopted)]
        if adopted:
            starts_on = _day_after(adopted[0].occurred_on)
            yield _case(person, registrations, adopted, starts_on, "PLAN", "WI_2021", [*started, *plans])
        elif started:
            yield _case(person, registrations, started, started[0].occurred_on, "TERM_STARTED", "WI_2021", plans)


def exam_terms(streams: Streams, shared: Standings) -> Iterator[RunningTerm]:
    """The term for the exam of each person who was obliged under the Act of 2007, or got an order."""
    for person, registrations in people(streams):
        obligations = [one for one in of_person(registrations, (ObligationEstablished,)) if one.fact.law == "WI_2007"]
        orders = of_law(of_person(registrations, (EnforcementOrderIssued,)), "WI_2007")
        started = _of_term(registrations, TermStarted, "EXAM_TERM", "WI_2007")
        basis: Basis
        if started:
            starts_on, basis = started[0].occurred_on, "TERM_STARTED"
        elif orders:
            starts_on, basis = effective_on(orders[0]), "ORDER"
        elif obligations:
            starts_on, basis = obligations[0].occurred_on, "OBLIGATION"
        else:
            continue
        opening = started or orders or obligations
        yield _case(person, registrations, opening, starts_on, basis, "WI_2007", [*obligations, *orders, *started])


def _of_term(streams: Streams, kind: type[Fact], term: str, law: str) -> list[Standing]:
    return [one for one in of_law(of_person(streams, (kind,)), law) if one.fact.term == term]


def _day_after(when: When | None) -> When | None:
    day = known_day(when)
    return When((day + timedelta(days=1)).isoformat()) if day else None


def _case(
    person: Person,
    streams: Streams,
    openings: Sequence[Standing],
    starts_on: When | None,
    basis: Basis,
    law: str,
    others: Sequence[Standing],
) -> RunningTerm:
    """The case of a term; its id is that of the opening fact that was said first."""
    term = "INTEGRATION_TERM" if law == "WI_2021" else "EXAM_TERM"
    longer, told = _of_term(streams, TermExtended, term, law), Told(streams)
    said, ending = of_person(streams, (CategoryDetermined,)), of_law(of_person(streams, ENDING_KINDS), law)
    opening = min(openings, key=lambda one: one.position)
    deciding = [*openings, *others, *longer, *said, *ending]
    deciding += told.told_by(deciding)
    shown = [one.fact.until_on for one in others if isinstance(one.fact, TermStarted) and one.fact.until_on]
    shown += [one.fact.until_on for one in openings if isinstance(one.fact, TermStarted) and one.fact.until_on]
    shown += [
        one.fact.term_until_on
        for one in openings
        if isinstance(one.fact, EnforcementOrderIssued) and one.fact.term_until_on
    ]
    return RunningTerm(
        **origin(opening, [*deciding, *links_between(person.links, deciding)]),
        registered_on=opening.registered_on,
        starts_on=starts_on,
        basis=basis,
        shown_until_on=shown[0] if shown else None,
        extensions=tuple([_extension(one, told) for one in longer]),
        routes=tuple(
            [
                RouteChosen(route=one.fact.route, level=one.fact.level, on=one.occurred_on, life=told.life(one))
                for one in others
                if type(one.fact) in PLANS
            ]
        ),
        categories=groups(said),
        endings=endings(ending, law, told),
        opened_by=opened_by(openings, told),
    )


def _extension(one: Standing, told: Told) -> Extension:
    fact = one.fact
    return Extension(
        on=effective_on(one),
        ground=fact.ground,
        until_on=fact.until_on,
        extended_days=fact.extended_days,
        on_request=fact.on_request,
        life=told.life(one),
    )


INTEGRATION_TERMS = View(
    name="integration-terms",
    version=2,
    case=RunningTerm,
    parts=(
        Part(
            reads=OF_A_PERSON.union(PLANS, TERMS),
            cases=integration_terms,
            opens=frozenset({PersonalPlanAdopted, TermStarted}),
        ),
    ),
)
EXAM_TERMS = View(
    name="exam-terms",
    version=2,
    case=RunningTerm,
    parts=(
        Part(
            reads=OF_A_PERSON.union((ObligationEstablished, EnforcementOrderIssued), TERMS),
            cases=exam_terms,
            opens=frozenset({ObligationEstablished, EnforcementOrderIssued, TermStarted}),
        ),
    ),
)
VIEWS = (INTEGRATION_TERMS, EXAM_TERMS)

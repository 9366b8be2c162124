"""Views `placements`, `enforcement-orders` and `quotas`: what was realised, and what it may be held against.

A case of `placements` is a placement of a registration; a registration that has none and does have an enforcement
order without an offer is one case too, so that the answer can say why it is not counted. A case of
`enforcement-orders` is an order, whatever else the registration has. A case of `quotas` is one line that somebody set:
a later line of another setter or date stands beside it, and only a correction takes its place.

What the law does to a placement afterwards (revoked, quashed) is not read here: that somebody was placed stays true.
"""

from collections.abc import Iterator, Sequence
from uuid import UUID

from domain.counting import Kind
from domain.facts import (
    CategoryDetermined,
    EnforcementOrderIssued,
    EstimateMade,
    ForecastMade,
    MilestoneSet,
    PlacementEnded,
    PlacementStarted,
    PlacesPurchased,
    QuotaSet,
    RegistrationsLinked,
    RegistrationsUnlinked,
    SourceSystemTakenIntoUse,
)
from domain.facts.base import Fact
from domain.rules.quota_realisation import EnforcementOrder, OtherPlacement, Placement, Quota
from projections.findings import entered_afterwards
from projections.fold import Standing, Standings, View
from projections.shared import (
    by_day,
    by_registration,
    categories,
    earliest_first,
    effective_on,
    facts_of,
    not_later_than,
    of_same_person,
    origin,
    persons,
)

Registrations = dict[UUID, list[Standing]]

# --- Placements ---


def placements(standings: Standings, shared: Standings) -> Iterator[Placement]:
    """The placements that stand, and the registrations with nothing but an order."""
    registrations = by_registration(standings)
    who = persons(standings)
    for registration, facts in registrations.items():
        started = sorted(facts_of(facts, PlacementStarted), key=earliest_first)
        ended = _ends(started, facts_of(facts, PlacementEnded))
        person = who[registration]
        of_person = by_day(
            one for other in person.registrations for one in facts_of(registrations.get(other, ()), PlacementStarted)
        )
        for placement in started:
            others = not_later_than(placement, of_person)
            yield _placement(placement, facts, ended.get(placement.event_id), others, person.links, shared)
        if not started:
            yield from _orders_only(facts, shared)


def _ends(started: list[Standing], ended: list[Standing]) -> dict[UUID, Standing]:
    """Which end belongs to which placement: to the last that had started by then and is still open."""
    ends: dict[UUID, Standing] = {}
    for end in sorted(ended, key=earliest_first):
        begun = [
            one for one in started if earliest_first(one)[0] <= earliest_first(end)[0] and one.event_id not in ends
        ]
        if begun:
            ends[begun[-1].event_id] = end
    return ends


def _placement(
    placement: Standing,
    facts: list[Standing],
    ended: Standing | None,
    others: list[Standing],
    links: Sequence[Standing],
    shared: Standings,
) -> Placement:
    established, saying = categories(facts)
    elsewhere = any(one.subject != placement.subject for one in others)
    deciding = [*saying, *others, *(links if elsewhere else ()), *([ended] if ended else ())]
    fact = placement.fact
    return Placement(
        **origin(placement, deciding, _afterwards(placement, shared)),
        kind="PLACEMENT",
        started_on=effective_on(placement),
        ended_on=ended.occurred_on if ended else None,
        registered_on=placement.registered_on,
        trajectory=fact.trajectory,
        dual_with=fact.dual_with,
        provider=fact.provider,
        scheme=fact.scheme,
        funding=fact.funding,
        categories=established,
        position=placement.position,
        not_later=tuple(OtherPlacement(**of_same_person(one), trajectory=one.fact.trajectory) for one in others),
    )


def _orders_only(facts: list[Standing], shared: Standings) -> Iterator[Placement]:
    """The earliest order without an offer, as the case of a registration that has no placement."""
    orders = [order for order in facts_of(facts, EnforcementOrderIssued) if not order.fact.with_offer]
    for order in sorted(orders, key=earliest_first)[:1]:
        established, saying = categories(facts)
        yield Placement(
            **origin(order, saying, _afterwards(order, shared)),
            kind="ENFORCEMENT",
            started_on=effective_on(order),
            registered_on=order.registered_on,
            categories=established,
            position=order.position,
        )


def _afterwards(standing: Standing, shared: Standings) -> list[str]:
    return ["ENTERED_AFTERWARDS"] if entered_afterwards(standing, shared) else []


# --- Enforcement orders ---


def enforcement_orders(standings: Standings, shared: Standings) -> Iterator[EnforcementOrder]:
    """The orders that stand. A term starts by being issued, so the day of issue counts and not that of effect."""
    for facts in by_registration(standings).values():
        established, saying = categories(facts)
        for order in facts_of(facts, EnforcementOrderIssued):
            yield EnforcementOrder(
                **origin(order, saying, _afterwards(order, shared)),
                with_offer=order.fact.with_offer,
                issued_on=order.occurred_on,
                registered_on=order.registered_on,
                law=order.fact.law,
                categories=established,
            )


# --- Quotas ---

KINDS: dict[type[Fact], Kind] = {
    QuotaSet: "quota",
    MilestoneSet: "milestone",
    ForecastMade: "forecast",
    EstimateMade: "estimate",
    PlacesPurchased: "purchased",
}


def quotas(standings: Standings, shared: Standings) -> Iterator[Quota]:
    """Every line that stands, each with its kind."""
    for standing in standings:
        fact = standing.fact
        if type(fact) not in KINDS:
            continue
        yield Quota(
            **origin(standing),
            kind=KINDS[type(fact)],
            scheme=fact.scheme,
            unit=fact.unit,
            amount=fact.amount,
            precision=fact.precision,
            period_from=fact.period_from,
            period_until=fact.period_until,
            setter=fact.setter,
            document_on=fact.document_on,
            wording=fact.wording,
            document=fact.document,
        )


PLACEMENTS = View(
    name="placements",
    version=2,
    case=Placement,
    reads=frozenset(
        {
            CategoryDetermined,
            EnforcementOrderIssued,
            PlacementEnded,
            PlacementStarted,
            RegistrationsLinked,
            RegistrationsUnlinked,
        }
    ),
    opens=frozenset({EnforcementOrderIssued, PlacementStarted}),
    cases=placements,
    reads_shared=frozenset({SourceSystemTakenIntoUse}),
)
ENFORCEMENT_ORDERS = View(
    name="enforcement-orders",
    version=1,
    case=EnforcementOrder,
    reads=frozenset({CategoryDetermined, EnforcementOrderIssued}),
    opens=frozenset({EnforcementOrderIssued}),
    cases=enforcement_orders,
    reads_shared=frozenset({SourceSystemTakenIntoUse}),
)
QUOTAS = View(
    name="quotas",
    version=1,
    case=Quota,
    reads=frozenset(KINDS),
    cases=quotas,
    of_subject="quota",
    each_fact=True,
)
VIEWS = (PLACEMENTS, ENFORCEMENT_ORDERS, QUOTAS)

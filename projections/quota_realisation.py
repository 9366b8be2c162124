"""Views `placements`, `enforcement-orders` and `quotas`: what was realised, and what it may be held against.

A case of `placements` is a placement of a registration; a registration that has none and does have an enforcement
order without an offer is one case too, so that the answer can say why it is not counted. A case of
`enforcement-orders` is an order, whatever else the registration has. A case of `quotas` is one line that somebody set:
a later line of another setter or date stands beside it, and only a correction takes its place.

What was said of a decision afterwards (objected to, suspended, revoked, quashed) stands in its case as its legal life:
that somebody was placed stays true, and a rule asks whether that counts on the day asked.
"""

from collections.abc import Iterator, Sequence

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
    SourceSystemTakenIntoUse,
)
from domain.facts.base import Fact
from domain.rules.quota_realisation import EnforcementOrder, OtherPlacement, Placement, Quota
from projections.findings import entered_afterwards
from projections.fold import LINKS, Part, Stream, Streams, View
from projections.history import Standing, Standings
from projections.legal_life import CONTESTING, EachAfterwards, Told, lives_of_each, said_of_each
from projections.shared import (
    ByDay,
    by_day,
    categories,
    earliest_first,
    effective_on,
    in_order_of_day,
    not_later_than,
    of_same_person,
    origin,
    people,
    saying_what,
)

# --- Placements ---


def placements(streams: Streams, shared: Standings) -> Iterator[Placement]:
    """The placements that stand, and the registrations with nothing but an order."""
    for person, registrations in people(streams):
        of_person = by_day(one for stream in registrations for one in stream.of(PlacementStarted))
        told = Told(registrations)
        for stream in registrations:
            yield from placements_of(stream, of_person, person.links, told, shared)


def placements_of(
    stream: Stream, of_person: ByDay, links: Sequence[Standing], told: Told, shared: Standings
) -> Iterator[Placement]:
    """Those of one registration, given all placements of its person."""
    started = in_order_of_day(stream.of(PlacementStarted))
    if not started:
        yield from _orders_only(stream, told, shared)
        return
    ended = ends_of(started, stream.of(PlacementEnded))
    saying = saying_what(stream)
    for placement in started:
        others = tuple(not_later_than(placement, of_person))
        joined_by = links if any(one.subject != placement.subject for one in others) else ()
        flags = _afterwards(placement, shared)
        afterwards = told.of_each((placement, *others))
        end = ended.get(placement.position)
        yield stream.once(_placement, placement, saying, end, others, joined_by, flags, afterwards)


def ends_of(started: Sequence[Standing], ended: Sequence[Standing]) -> dict[int, Standing]:
    """Which end belongs to the placement in this place: to the last that had started by then and is still open."""
    ends: dict[int, Standing] = {}
    for end in in_order_of_day(ended):
        by_then = earliest_first(end)[0]
        begun = [one for one in started if earliest_first(one)[0] <= by_then and one.position not in ends]
        if begun:
            ends[begun[-1].position] = end
    return ends


def _placement(
    placement: Standing,
    saying: Sequence[Standing],
    ended: Standing | None,
    others: Sequence[Standing],
    links: Sequence[Standing],
    flags: Sequence[str],
    afterwards: EachAfterwards,
) -> Placement:
    deciding = [*saying, *others, *links, *([ended] if ended else ()), *said_of_each(afterwards)]
    fact, lives = placement.fact, lives_of_each(afterwards)
    return Placement(
        **origin(placement, deciding, flags),
        kind="PLACEMENT",
        started_on=effective_on(placement),
        ended_on=ended.occurred_on if ended else None,
        registered_on=placement.registered_on,
        trajectory=fact.trajectory,
        dual_with=fact.dual_with,
        provider=fact.provider,
        scheme=fact.scheme,
        funding=fact.funding,
        categories=categories(saying),
        position=placement.position,
        not_later=tuple(
            [
                OtherPlacement(**of_same_person(one), trajectory=one.fact.trajectory, life=lives.get(one.position))
                for one in others
            ]
        ),
        life=lives.get(placement.position),
    )


def _orders_only(stream: Stream, told: Told, shared: Standings) -> Iterator[Placement]:
    """The earliest order without an offer, as the case of a registration that has no placement."""
    orders = [order for order in stream.of(EnforcementOrderIssued) if not order.fact.with_offer]
    for order in in_order_of_day(orders)[:1]:
        saying = saying_what(stream)
        yield Placement(
            **origin(order, [*saying, *told.told_by((order,))], _afterwards(order, shared)),
            kind="ENFORCEMENT",
            started_on=effective_on(order),
            registered_on=order.registered_on,
            categories=categories(saying),
            position=order.position,
            life=told.life(order),
        )


def _afterwards(standing: Standing, shared: Standings) -> list[str]:
    return ["ENTERED_AFTERWARDS"] if entered_afterwards(standing, shared) else []


# --- Enforcement orders ---


def enforcement_orders(streams: Streams, shared: Standings) -> Iterator[EnforcementOrder]:
    """The orders that stand. A term starts by being issued, so the day of issue counts and not that of effect."""
    told = Told(streams)
    for stream in streams:
        saying = saying_what(stream)
        for order in stream.of(EnforcementOrderIssued):
            yield EnforcementOrder(
                **origin(order, [*saying, *told.told_by((order,))], _afterwards(order, shared)),
                with_offer=order.fact.with_offer,
                issued_on=order.occurred_on,
                registered_on=order.registered_on,
                law=order.fact.law,
                categories=categories(saying),
                life=told.life(order),
            )


# --- Quotas ---

KINDS: dict[type[Fact], Kind] = {
    QuotaSet: "quota",
    MilestoneSet: "milestone",
    ForecastMade: "forecast",
    EstimateMade: "estimate",
    PlacesPurchased: "purchased",
}


def quotas(streams: Streams, shared: Standings) -> Iterator[Quota]:
    """Every line that stands, each with its kind."""
    for standing in [one for stream in streams for one in stream.of_any(KINDS)]:
        fact = standing.fact
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
    version=4,
    case=Placement,
    parts=(
        Part(
            reads=LINKS | CONTESTING | {CategoryDetermined, EnforcementOrderIssued, PlacementEnded, PlacementStarted},
            cases=placements,
            opens=frozenset({EnforcementOrderIssued, PlacementStarted}),
            reads_shared=frozenset({SourceSystemTakenIntoUse}),
        ),
    ),
)
ENFORCEMENT_ORDERS = View(
    name="enforcement-orders",
    version=3,
    case=EnforcementOrder,
    parts=(
        Part(
            reads=CONTESTING | {CategoryDetermined, EnforcementOrderIssued},
            cases=enforcement_orders,
            opens=frozenset({EnforcementOrderIssued}),
            reads_shared=frozenset({SourceSystemTakenIntoUse}),
        ),
    ),
)
QUOTAS = View(
    name="quotas",
    version=1,
    case=Quota,
    parts=(Part(frozenset(KINDS), quotas),),
    of_subject="quota",
    each_fact=True,
)
VIEWS = (PLACEMENTS, ENFORCEMENT_ORDERS, QUOTAS)

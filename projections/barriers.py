"""Views `barriers`, `offers-declined` and `childcare`: what keeps a person from taking part, fact by fact.

A case per `BarrierRecorded`, `OfferDeclined` and `ChildcareRequested` that stands. Each depends on its one fact alone,
so that only the fact that changed is asked again.
"""

from collections.abc import Iterator

from domain.facts import BarrierRecorded, ChildcareRequested, OfferDeclined
from domain.rules.barriers import Barrier, OfferRefused
from domain.rules.childcare import ChildcareRequest
from projections.fold import Part, Streams, View
from projections.history import Standings
from projections.shared import origin


def barriers(streams: Streams, shared: Standings) -> Iterator[Barrier]:
    """The barriers that stand in the ledger, also those out of the way."""
    for stream in streams:
        for one in stream.of(BarrierRecorded):
            yield Barrier(
                **origin(one),
                barrier=one.fact.barrier,
                established_on=one.occurred_on,
                removed_on=one.fact.removed_on,
                registered_on=one.registered_on,
            )


def offers_declined(streams: Streams, shared: Standings) -> Iterator[OfferRefused]:
    """The offers that were declined."""
    for stream in streams:
        for one in stream.of(OfferDeclined):
            yield OfferRefused(
                **origin(one), reason=one.fact.reason, declined_on=one.occurred_on, registered_on=one.registered_on
            )


def childcare(streams: Streams, shared: Standings) -> Iterator[ChildcareRequest]:
    """The requests for childcare."""
    for stream in streams:
        for one in stream.of(ChildcareRequested):
            yield ChildcareRequest(
                **origin(one),
                asked_on=one.occurred_on,
                offered_on=one.fact.place_offered_on,
                half_days_per_week=one.fact.half_days_per_week,
                registered_on=one.registered_on,
            )


BARRIERS = View(
    name="barriers",
    version=1,
    case=Barrier,
    parts=(Part(reads=frozenset({BarrierRecorded}), cases=barriers),),
    each_fact=True,
)
OFFERS_DECLINED = View(
    name="offers-declined",
    version=1,
    case=OfferRefused,
    parts=(Part(reads=frozenset({OfferDeclined}), cases=offers_declined),),
    each_fact=True,
)
CHILDCARE = View(
    name="childcare",
    version=1,
    case=ChildcareRequest,
    parts=(Part(reads=frozenset({ChildcareRequested}), cases=childcare),),
    each_fact=True,
)
VIEWS = (BARRIERS, OFFERS_DECLINED, CHILDCARE)

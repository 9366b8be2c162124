"""View `unit-costs`: every cost made for one person, with the unit of learning that it pays for.

The municipality books the cost and the provider the unit, so that the unit may stand in another registration that is
linked.
"""

from collections.abc import Iterator, Sequence

from domain.facts import CostBooked, UnitCompleted
from domain.rules.results_paid import Completed, UnitCost
from projections.fold import LINKS, Part, Streams, View
from projections.history import Standing, Standings
from projections.shared import effective_on, origin, people


def unit_costs(streams: Streams, shared: Standings) -> Iterator[UnitCost]:
    """The costs that stand."""
    for person, registrations in people(streams):
        units = {str(one.event_id): one for stream in registrations for one in stream.of(UnitCompleted)}
        for stream in registrations:
            for one in stream.of(CostBooked):
                unit = units.get(one.fact.unit_completed) if one.fact.unit_completed else None
                elsewhere = unit is not None and unit.subject != one.subject
                yield stream.once(_case, one, unit, person.links if elsewhere else ())


def _case(cost: Standing, unit: Standing | None, links: Sequence[Standing]) -> UnitCost:
    fact = cost.fact
    return UnitCost(
        **origin(cost, [*((unit,) if unit else ()), *links]),
        part=" ".join(part for part in (fact.component, fact.entry) if part),
        amount_cents=fact.amount_cents,
        component=fact.component,
        booked_on=effective_on(cost),
        registered_on=cost.registered_on,
        named=fact.unit_completed is not None,
        completed=Completed(unit=unit.fact.unit, on=unit.occurred_on) if unit else None,
    )


UNIT_COSTS = View(
    name="unit-costs",
    version=1,
    case=UnitCost,
    parts=(Part(reads=LINKS | {CostBooked, UnitCompleted}, cases=unit_costs, opens=frozenset({CostBooked})),),
)
VIEWS = (UNIT_COSTS,)

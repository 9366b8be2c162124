"""View `intensive-guidance`: every start of intensive guidance, with the ends of trajectories in its registration."""

from collections.abc import Iterator

from domain.facts import GuidanceStarted, PlacementEnded
from domain.rules.intensive_guidance import EndBefore, IntensiveGuidance
from projections.fold import Part, Streams, View
from projections.history import Standings
from projections.shared import in_order_of_day, origin


def guidance(streams: Streams, shared: Standings) -> Iterator[IntensiveGuidance]:
    """The starts that stand."""
    for stream in streams:
        ends = in_order_of_day(stream.of(PlacementEnded))
        for one in stream.of(GuidanceStarted):
            if one.fact.guidance == "INTENSIVE":
                yield IntensiveGuidance(
                    **origin(one, ends),
                    started_on=one.occurred_on,
                    registered_on=one.registered_on,
                    ends=tuple(
                        [EndBefore(reason=end.fact.reason, on=end.occurred_on, result=end.fact.result) for end in ends]
                    ),
                )


GUIDANCE = View(
    name="intensive-guidance",
    version=1,
    case=IntensiveGuidance,
    parts=(
        Part(
            reads=frozenset({GuidanceStarted, PlacementEnded}),
            cases=guidance,
            opens=frozenset({GuidanceStarted}),
        ),
    ),
)
VIEWS = (GUIDANCE,)

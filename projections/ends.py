"""View `ends`: every end of a trajectory, with the exit talks held in the same registration."""

from collections.abc import Iterator

from domain.facts import AbsenceFollowedUp, PlacementEnded
from domain.rules.exit_talks import BrokenOff
from projections.fold import Part, Streams, View
from projections.history import Standings
from projections.shared import in_order_of_day, origin


def ends(streams: Streams, shared: Standings) -> Iterator[BrokenOff]:
    """The ends that stand."""
    for stream in streams:
        followed_up = [one for one in stream.of(AbsenceFollowedUp) if one.fact.action == "EXIT_INTERVIEW"]
        talks = in_order_of_day(followed_up)
        for one in stream.of(PlacementEnded):
            yield BrokenOff(
                **origin(one, talks),
                reason=one.fact.reason,
                ended_on=one.occurred_on,
                registered_on=one.registered_on,
                talks=tuple([talk.occurred_on for talk in talks if talk.occurred_on is not None]),
            )


ENDS = View(
    name="ends",
    version=1,
    case=BrokenOff,
    parts=(
        Part(
            reads=frozenset({AbsenceFollowedUp, PlacementEnded}),
            cases=ends,
            opens=frozenset({PlacementEnded}),
        ),
    ),
)
VIEWS = (ENDS,)

"""View `pilot-members`: who is in the pilot with a deposit, with the agreements signed and the goals agreed.

A case per registration that the source enters for the pilot or that paid a deposit, as in the view `deposits`, and with
an id of its own for the same reason.
"""

from collections.abc import Iterator, Sequence
from uuid import uuid5

from domain.facts import CategoryDetermined, DepositReceived, GoalPerspectiveAgreed, PersonRegistered, PlanSigned
from domain.rules.pilot_agreements import PilotMember
from projections.deposits import is_of_pilot
from projections.fold import Part, Streams, View
from projections.history import Standing, Standings
from projections.shared import categories, in_order_of_day, origin, saying_what


def pilot_members(streams: Streams, shared: Standings) -> Iterator[PilotMember]:
    """Those in the pilot."""
    for stream in streams:
        entered = [one for one in stream.of(PersonRegistered) if is_of_pilot(one.fact)]
        if joined := [*entered, *stream.of(DepositReceived)]:
            signed = [one for one in stream.of(PlanSigned) if one.fact.instrument == "AGREEMENT"]
            yield _case(joined, signed, stream.of(GoalPerspectiveAgreed), saying_what(stream))


def _case(
    joined: Sequence[Standing], signed: Sequence[Standing], goals: Sequence[Standing], saying: Sequence[Standing]
) -> PilotMember:
    opening = joined[0]
    common = origin(opening, [*joined, *signed, *goals, *saying], case=str(uuid5(opening.subject, PILOT_MEMBERS.name)))
    flags = tuple([flag for flag in common["flags"] if flag != "DATE_UNKNOWN"])  # an entry needs no day
    return PilotMember(
        **common | {"flags": flags},
        entered_on=in_order_of_day(joined)[0].occurred_on,
        registered_on=opening.registered_on,
        agreements=tuple([one.occurred_on for one in signed]),
        goals_agreed=tuple([one.occurred_on for one in goals]),
        categories=categories(saying),
    )


PILOT_MEMBERS = View(
    name="pilot-members",
    version=1,
    case=PilotMember,
    parts=(
        Part(
            reads=frozenset({CategoryDetermined, DepositReceived, GoalPerspectiveAgreed, PersonRegistered, PlanSigned}),
            cases=pilot_members,
            opens=frozenset({DepositReceived, PersonRegistered}),
            opens_when=is_of_pilot,
        ),
    ),
)
VIEWS = (PILOT_MEMBERS,)

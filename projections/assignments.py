"""View `assignments`: who was assigned to which worker, in which role, and until when.

An assignment ends on the day its source gives, or where the same registration is assigned anew in the same role.
"""

from collections.abc import Iterator, Sequence

from domain.dates import When, first_day
from domain.facts import CaseAssigned
from domain.rules.caseload import Assignment, OtherAssignment
from projections.fold import LINKS, Part, Stream, Streams, View
from projections.history import Standing, Standings
from projections.shared import by_day, effective_on, in_order_of_day, not_later_than, of_same_person, origin, people


def assignments(streams: Streams, shared: Standings) -> Iterator[Assignment]:
    """The assignments that stand."""
    for person, registrations in people(streams):
        made = [one for stream in registrations for one in stream.of(CaseAssigned)]
        dated = by_day(made)
        following = {at: one for stream in registrations for at, one in following_in(stream).items()}
        for one in made:
            others = not_later_than(one, dated)
            elsewhere = any(other.subject != one.subject for other in others)
            yield _case(one, others, following, person.links if elsewhere else ())


def following_in(stream: Stream) -> dict[int, Standing]:
    """Position of an assignment → the next one of that registration in the same role."""
    found: dict[int, Standing] = {}
    last: dict[str | None, Standing] = {}
    for one in in_order_of_day(stream.of(CaseAssigned)):
        if one.fact.role in last:
            found[last[one.fact.role].position] = one
        last[one.fact.role] = one
    return found


def until_of(one: Standing, following: dict[int, Standing]) -> When | None:
    """The first day on which it no longer holds: the one given, or that of the next, whichever is earlier."""
    given = When(one.fact.until_on.isoformat()) if one.fact.until_on else None
    after = following.get(one.position)
    then = effective_on(after) if after else None
    days = [day for day in (given, then) if day is not None]
    return min(days, key=first_day, default=None)


def _case(
    one: Standing, others: Sequence[Standing], following: dict[int, Standing], links: Sequence[Standing]
) -> Assignment:
    after = following.get(one.position)
    return Assignment(
        **origin(one, [*others, *links, *([after] if after else ())]),
        position=one.position,
        assignee=one.fact.assignee,
        role=one.fact.role,
        assigned_on=effective_on(one),
        until_on=until_of(one, following),
        registered_on=one.registered_on,
        not_later=tuple([_other(other, following) for other in others]),
    )


def _other(one: Standing, following: dict[int, Standing]) -> OtherAssignment:
    return OtherAssignment(
        **of_same_person(one),
        assignee=one.fact.assignee,
        role=one.fact.role,
        until_on=until_of(one, following),
    )


ASSIGNMENTS = View(
    name="assignments",
    version=1,
    case=Assignment,
    parts=(Part(reads=LINKS | {CaseAssigned}, cases=assignments, opens=frozenset({CaseAssigned})),),
)
VIEWS = (ASSIGNMENTS,)

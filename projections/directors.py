"""View `directed-persons`: every person with a personal plan or a director, in all registrations that are linked.

One case for a person, with an id of its own made of the oldest registration, so that it is the same whichever of its
facts came first.
"""

from collections.abc import Iterator, Sequence
from uuid import uuid5

from domain.facts import CaseAssigned, PersonalPlanAdopted
from domain.rules.directors import DirectedPerson, Director
from projections.assignments import following_in, until_of
from projections.fold import LINKS, Part, Streams, View
from projections.history import Standing, Standings
from projections.legal_life import CONTESTING, Told
from projections.obligation import ENDING_KINDS, endings, links_between, of_person
from projections.shared import Person, effective_on, in_order_of_day, origin, people


def directed_persons(streams: Streams, shared: Standings) -> Iterator[DirectedPerson]:
    """The persons with a plan or a director."""
    for person, registrations in people(streams):
        plans = of_person(registrations, (PersonalPlanAdopted,))
        directors = [
            one
            for stream in registrations
            for one in in_order_of_day(stream.of(CaseAssigned))
            if one.fact.role == "DIRECTOR"
        ]
        if plans or directors:
            following = {at: one for stream in registrations for at, one in following_in(stream).items()}
            ended = of_person(registrations, ENDING_KINDS)
            yield _case(person, plans, directors, following, ended, Told(registrations))


def _case(
    person: Person,
    plans: Sequence[Standing],
    directors: Sequence[Standing],
    following: dict[int, Standing],
    ended: Sequence[Standing],
    told: Told,
) -> DirectedPerson:
    opening = min([*plans, *directors], key=lambda one: one.position)
    deciding = [*plans, *directors, *ended]
    deciding += told.told_by(ended)
    return DirectedPerson(
        **origin(
            opening,
            [*deciding, *links_between(person.links, deciding)],
            case=str(uuid5(person.id, DIRECTED_PERSONS.name)),
        ),
        planned=bool(plans),
        plan_on=effective_on(plans[0]) if plans else None,
        registered_on=opening.registered_on,
        directors=tuple(
            [
                Director(
                    assignee=one.fact.assignee,
                    assigned_on=effective_on(one),
                    until_on=until_of(one, following),
                )
                for one in directors
            ]
        ),
        endings=endings(ended, "WI_2021", told),
    )


DIRECTED_PERSONS = View(
    name="directed-persons",
    version=1,
    case=DirectedPerson,
    parts=(
        Part(
            reads=LINKS.union(CONTESTING, ENDING_KINDS, {CaseAssigned, PersonalPlanAdopted}),
            cases=directed_persons,
            opens=frozenset({CaseAssigned, PersonalPlanAdopted}),
        ),
    ),
)
VIEWS = (DIRECTED_PERSONS,)

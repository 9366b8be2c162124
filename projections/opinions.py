"""View `opinions`: what people said of their trajectory, each time they were asked."""

from collections.abc import Iterator

from domain.facts import SatisfactionMeasured
from domain.rules.same_person import OfSamePerson
from domain.rules.satisfaction import Opinion
from projections.fold import LINKS, Part, Streams, View
from projections.history import Standings
from projections.shared import of_same_person, origin, people


def opinions(streams: Streams, shared: Standings) -> Iterator[Opinion]:
    """The opinions that stand."""
    for person, registrations in people(streams):
        said = [one for stream in registrations for one in stream.of(SatisfactionMeasured)]
        for one in said:
            others = [other for other in said if other is not one and other.occurred_on is not None]
            elsewhere = any(other.subject != one.subject for other in others)
            yield Opinion(
                **origin(one, [*others, *(person.links if elsewhere else ())]),
                position=one.position,
                survey=one.fact.survey,
                asked_on=one.occurred_on,
                registered_on=one.registered_on,
                satisfied=one.fact.satisfied,
                others=tuple([OfSamePerson(**of_same_person(other)) for other in others]),
            )


OPINIONS = View(
    name="opinions",
    version=1,
    case=Opinion,
    parts=(
        Part(
            reads=LINKS | {SatisfactionMeasured},
            cases=opinions,
            opens=frozenset({SatisfactionMeasured}),
        ),
    ),
)
VIEWS = (OPINIONS,)

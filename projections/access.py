"""Views `mergers` and `secrecy`: what went up into which municipality, and which registrations are under secrecy.

A case per merger, under the municipality that goes on, and a case per registration for which secrecy stands: it was
set, and was not lifted on a later day. Where one of these has no day, the order in which they were said decides.
"""

from collections.abc import Iterator

from domain.access import Merged, Secret
from domain.facts import MunicipalityMerged, SecrecyLifted, SecrecySet
from domain.facts.base import Fact
from projections.fold import Part, Streams, View
from projections.history import Standings
from projections.shared import in_order_of_day, origin

SECRECY: frozenset[type[Fact]] = frozenset({SecrecySet, SecrecyLifted})


def mergers(streams: Streams, shared: Standings) -> Iterator[Merged]:
    """The mergers that stand."""
    for stream in streams:
        for one in stream.of(MunicipalityMerged):
            yield Merged(**origin(one) | {"municipality": one.fact.into_code}, code=one.fact.code, on=one.occurred_on)


def secrecy(streams: Streams, shared: Standings) -> Iterator[Secret]:
    """The secrecy that stands."""
    for stream in streams:
        said = stream.of_any(SECRECY)
        in_order = said if any(one.occurred_on is None for one in said) else in_order_of_day(said)
        if in_order and isinstance(in_order[-1].fact, SecrecySet):
            yield Secret(**origin(in_order[-1]), on=in_order[-1].occurred_on)


MERGERS = View(
    name="mergers",
    version=1,
    case=Merged,
    parts=(Part(reads=frozenset({MunicipalityMerged}), cases=mergers),),
    of_subject="municipality",
)
SECRET = View(
    name="secrecy",
    version=1,
    case=Secret,
    parts=(Part(reads=SECRECY, cases=secrecy, opens=frozenset({SecrecySet})),),
)
VIEWS = (MERGERS, SECRET)

"""View `handovers`: which dossiers were handed over to which municipality, and from which day on.

A case per hand-over to another municipality, under the one that received it. One to a guide or to another ledger brings
the dossier to no municipality of this one. It counts nothing: figures read it, to show who received a dossier what was
decided before.
"""

from collections.abc import Iterator

from domain.facts import DossierTransferred
from domain.handover import Handover
from projections.fold import Part, Streams, View
from projections.history import Standings
from projections.shared import origin


def handovers(streams: Streams, shared: Standings) -> Iterator[Handover]:
    """The hand-overs that stand."""
    for stream in streams:
        for one in stream.of(DossierTransferred):
            if one.fact.to_code is not None:
                yield Handover(
                    **origin(one) | {"municipality": one.fact.to_code},
                    from_code=one.fact.from_code,
                    on=one.occurred_on,
                    registered_on=one.registered_on or one.delivered_on,
                )


HANDOVERS = View(
    name="handovers",
    version=1,
    case=Handover,
    parts=(Part(reads=frozenset({DossierTransferred}), cases=handovers),),
)
VIEWS = (HANDOVERS,)

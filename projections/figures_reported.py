"""View `figures-reported`: what was told to others, as it was told, one case per `FigureReported` that stands.

It counts nothing. Dashboards show it beside what is known now (`store/sql/0008_reporting.sql`); answers read the facts
themselves, since they need all that was told of each.
"""

from collections.abc import Iterator

from domain.facts import FigureReported
from domain.reported import ToldFigure
from projections.fold import Part, Streams, View
from projections.history import Standings
from projections.shared import origin

TOLD = tuple(name for name in ToldFigure.__struct_fields__ if name in FigureReported.__struct_fields__)


def figures_reported(streams: Streams, shared: Standings) -> Iterator[ToldFigure]:
    """The reported figures that stand."""
    for stream in streams:
        for one in stream.of(FigureReported):
            yield ToldFigure(**origin(one), **{name: getattr(one.fact, name) for name in TOLD})


FIGURES_REPORTED = View(
    name="figures-reported",
    version=1,
    case=ToldFigure,
    parts=(Part(reads=frozenset({FigureReported}), cases=figures_reported),),
    of_subject="figure",
)
VIEWS = (FIGURES_REPORTED,)

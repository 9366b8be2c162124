"""View `established`: what was established about the person of a registration, from which day on.

One case per registration of which anything was established. It counts nothing: breakdowns read it, so that any figure
about registrations can be broken down by what a person is, whatever its own view knows of that.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from domain.dates import first_day
from domain.dimensions import Established, EstablishedFromDay
from domain.facts import CategoryDetermined, PersonSettled
from domain.facts.base import Fact
from projections.fold import Part, Streams, View
from projections.history import Standing, Standings
from projections.shared import origin

SAYING: frozenset[type[Fact]] = frozenset({CategoryDetermined, PersonSettled})
ATTRIBUTES = tuple(name for name in EstablishedFromDay.__struct_fields__ if name != "from_on")


def established(streams: Streams, shared: Standings) -> Iterator[Established]:
    """What is said of each registration, by day and then by position."""
    for stream in streams:
        saying = [one for one in stream.of_any(SAYING) if _says(one)]
        if saying:
            opening = saying[0]
            saying.sort(key=lambda one: (first_day(one.occurred_on) if one.occurred_on else date.min, one.position))
            said = tuple(EstablishedFromDay(from_on=one.occurred_on, **_says(one)) for one in saying)
            yield Established(**origin(opening, saying), said=said)


def _says(standing: Standing) -> dict[str, Any]:
    """The attributes that a fact says something of."""
    said = {name: getattr(standing.fact, name, None) for name in ATTRIBUTES}
    return {name: value for name, value in said.items() if value is not None}


ESTABLISHED = View(
    name="established",
    version=1,
    case=Established,
    parts=(Part(reads=SAYING, cases=established),),
)
VIEWS = (ESTABLISHED,)

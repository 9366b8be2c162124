"""What must stand in a dossier before something else can have happened, as a warning to whoever records it by hand.

Sources deliver their facts in any order, so this is never refused; `projections/out_of_order.py` tells of it later.
Somebody who fills in a form can still look at the paper again. What the law forbids stands in `domain/decisions.py`.
"""

from collections.abc import Iterator, Mapping
from typing import Final, Literal, NamedTuple

from domain.dates import When, add_years, first_day, last_day
from domain.dossier import Dossier, Entry, spells, surely_before
from domain.facts import (
    EnrolmentRecorded,
    OfferAccepted,
    OfferDeclined,
    PlacementEnded,
    PlacementInterrupted,
    PlacementResumed,
    PlacementStarted,
    ProvisionEstablished,
    ProvisionOffered,
    SummonsMissed,
    SummonsSent,
    WaitingListJoined,
    WaitingListLeft,
)
from domain.facts.base import Fact

Kinds = tuple[type[Fact], ...]
FOLLOWS: Final[Mapping[type[Fact], Kinds]] = {
    OfferAccepted: (ProvisionOffered,),
    OfferDeclined: (ProvisionOffered,),
    PlacementEnded: (PlacementStarted, EnrolmentRecorded),
    PlacementInterrupted: (PlacementStarted, EnrolmentRecorded),
    PlacementResumed: (PlacementInterrupted,),
    ProvisionEstablished: (OfferAccepted,),
    SummonsMissed: (SummonsSent,),
    WaitingListLeft: (WaitingListJoined,),
}
"""Kind → what must stand before it, on its day at the latest; any of these will do."""
ENDED_BY: Final[Mapping[type[Fact], type[Fact]]] = {
    PlacementInterrupted: PlacementResumed,
    PlacementStarted: PlacementEnded,
    WaitingListJoined: WaitingListLeft,
}
"""What lasts, and by what it ends."""
YEARS_MAX: Final = 100
"""Nobody's dossier goes back further than a life before its first fact."""
Disorder = Literal["NOTHING_BEFORE", "DAY_BEFORE", "ENDED_ALREADY", "STILL_OPEN", "CENTURY_BEFORE"]


class OutOfOrder(NamedTuple):
    """What is out of order, the fact of the dossier it follows from, and which kind should have stood there."""

    code: Disorder
    entry: Entry | None = None
    missed: type[Fact] | None = None


def out_of_order(dossier: Dossier, fact: Fact, on: When) -> Iterator[OutOfOrder]:
    """Where the order of the facts speaks against it that this happened that day; nothing where it stands already."""
    standing = dossier.standing()
    if any(one.fact == fact and one.occurred_on == on for one in standing):
        return
    dated = [(first_day(one.occurred_on), one) for one in standing if one.occurred_on is not None]
    if dated:
        first_on, first = min(dated, key=lambda one: one[0])
        if add_years(last_day(on), YEARS_MAX) < first_on:
            yield OutOfOrder("CENTURY_BEFORE", first)
    yield from _nothing_before(dossier, fact, on)
    yield from _ended_already(dossier, fact, on)
    yield from _still_open(dossier, fact, on)


def _nothing_before(dossier: Dossier, fact: Fact, on: When) -> Iterator[OutOfOrder]:
    """What it follows does not stand, or only on a later day."""
    kinds = FOLLOWS.get(type(fact), ())
    found = dossier.in_force(*kinds) if kinds else []
    if kinds and not found:
        yield OutOfOrder("NOTHING_BEFORE", missed=kinds[0])
    elif found and all(surely_before(on, one.begins_on) for one in found):
        yield OutOfOrder("DAY_BEFORE", found[0])


def _ended_already(dossier: Dossier, fact: Fact, on: When) -> Iterator[OutOfOrder]:
    """It ends something that had begun and was ended by another fact."""
    for opening, ending in ENDED_BY.items():
        if not isinstance(fact, ending):
            continue
        begun = [(start, end) for start, end in _spells(dossier, opening) if not surely_before(on, start.begins_on)]
        ends = [end for _, end in begun if end is not None]
        if begun and len(ends) == len(begun):
            yield OutOfOrder("ENDED_ALREADY", ends[-1])


def _still_open(dossier: Dossier, fact: Fact, on: When) -> Iterator[OutOfOrder]:
    """It begins what had begun and not ended; whoever waits for a first place is not placed."""
    barred: Kinds = ()
    if isinstance(fact, PlacementInterrupted | WaitingListJoined):
        barred = (type(fact),)
    if isinstance(fact, WaitingListJoined) and fact.list == "FIRST_INFLOW":
        barred = (*barred, PlacementStarted)
    for kind in barred:
        for start, end in _spells(dossier, kind):
            is_open = end is None or surely_before(on, end.occurred_on)
            if is_open and not surely_before(on, start.begins_on):
                yield OutOfOrder("STILL_OPEN", start)


def _spells(dossier: Dossier, opening: type[Fact]) -> list[tuple[Entry, Entry | None]]:
    return spells(dossier.in_force(opening), dossier.standing(ENDED_BY[opening]))

"""View `waiting-spells`: who waited on which list, why, from when, and what came of it.

One case per `WaitingListJoined` that stands, in whatever state: the rules decide what counts. A registration may have
several spells after each other; a follow-up belongs to the spell that was open on its day, one without a day to the
spell last joined before it in the ledger. A placement of which something was said afterwards ends no spell by itself:
whether it does on a day is asked of its legal life. Who died or left the country did so in every linked registration.
`WaitingListCleaned` is ignored on purpose: who was taken off says so in his own `WaitingListLeft`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from domain.dates import first_day, last_day
from domain.facts import (
    CategoryDetermined,
    MunicipalityChanged,
    OfferDeclined,
    PersonDeceased,
    PersonLeftCountry,
    PlacementStarted,
    WaitingListJoined,
    WaitingListLeft,
    WaitingReasonEnded,
)
from domain.facts.base import Fact
from domain.rules.shared import known_day
from domain.rules.waiting_list import FollowUp, WaitingSpell
from domain.rules.waiting_spell import Departure, DepartureKind, FollowUpKind
from projections.fold import LINKS, Part, Stream, Streams, View
from projections.history import Standing, Standings
from projections.legal_life import CONTESTING, EachAfterwards, Told, lives_of_each, said_of_each
from projections.shared import categories, earliest_first, effective_on, in_order_of_day, origin, people, saying_what

FollowUps = Sequence[tuple[FollowUpKind, Standing]]
DEPARTURES: Mapping[type[Fact], DepartureKind] = {
    MunicipalityChanged: "MOVED",
    PersonDeceased: "DIED",
    PersonLeftCountry: "LEFT_COUNTRY",
}
FOR_ALL = (PersonDeceased, PersonLeftCountry)
"""What ends every spell of a person, in whichever registration it is told; a move is that of one municipality."""
FOLLOW_UPS = (PlacementStarted, OfferDeclined, WaitingListLeft, WaitingReasonEnded)


@dataclass
class _Spell:
    """A spell while its follow-ups are being handed out."""

    joined: Standing
    found: dict[FollowUpKind, Standing] = field(default_factory=dict)
    contested: list[Standing] = field(default_factory=list)

    @property
    def is_closed(self) -> bool:
        return any(kind in self.found and self.found[kind].occurred_on is not None for kind in ("PLACED", "LEFT"))

    @property
    def follow_ups(self) -> tuple[tuple[FollowUpKind, Standing], ...]:
        """What came of it: by kind, and of placements that were contested each, by day."""
        if not self.contested:
            return tuple(sorted(self.found.items()))
        every = [*self.found.items(), *(("PLACED", one) for one in self.contested)]
        return tuple(sorted(every, key=lambda one: (one[0], earliest_first(one[1]))))

    def take(self, follow_up: Standing, is_contested: bool) -> None:
        """The first of each kind is kept; after the end of the spell nothing is."""
        ends_another_reason = getattr(follow_up.fact, "reason", None) not in (None, self.joined.fact.reason)
        if self.is_closed or (isinstance(follow_up.fact, WaitingReasonEnded) and ends_another_reason):
            return
        if is_contested:
            self.contested.append(follow_up)
            return
        for kind in _kinds(follow_up):
            self.found.setdefault(kind, follow_up)


def _kinds(follow_up: Standing) -> tuple[FollowUpKind, ...]:
    """What a fact means for a spell. To leave because of a placement is to be placed."""
    match follow_up.fact:
        case PlacementStarted() | WaitingListLeft(because="PLACED"):
            return ("PLACED",)
        case WaitingListLeft(because="DECLINED"):
            return ("DECLINED", "LEFT")
        case WaitingListLeft():
            return ("LEFT",)
        case OfferDeclined():
            return ("DECLINED",)
        case _:
            return ("REASON_ENDED",)


def waiting_spells(streams: Streams, shared: Standings) -> Iterator[WaitingSpell]:
    """The spells that stand, per registration."""
    for person, registrations in people(streams):
        told = Told(registrations)
        for stream in registrations:
            spells = [_Spell(joined) for joined in in_order_of_day(stream.of(WaitingListJoined))]
            if not spells:
                continue
            placed = told.of_each(stream.of(PlacementStarted))
            for follow_up in in_order_of_day(stream.of_any(FOLLOW_UPS)):
                spell = _spell_of(spells, follow_up)
                if spell is not None:
                    spell.take(follow_up, follow_up.position in placed)
            saying, gone = saying_what(stream), _gone(stream, registrations)
            for spell in spells:
                departures = tuple(_departures(spell, gone)) if gone else ()
                links = person.links if any(one.subject != stream.subject for one in departures) else ()
                yield stream.once(_case, spell.joined, saying, spell.follow_ups, departures, links, placed)


def _gone(stream: Stream, registrations: Streams) -> list[Standing]:
    """What is said of the person leaving: here, and of death and of leaving the country in any registration."""
    own = stream.of_any(DEPARTURES)
    if len(registrations) == 1:
        return own
    others = [one for other in registrations if other is not stream for one in other.of_any(FOR_ALL)]
    return [*own, *others]


def _departures(spell: _Spell, gone: Sequence[Standing]) -> Iterator[Standing]:
    """What is said of the person leaving that did not certainly happen before the spell; a move is to elsewhere."""
    for one in in_order_of_day(gone):
        to_code = getattr(one.fact, "to_code", None) or one.municipality
        if isinstance(one.fact, MunicipalityChanged) and to_code == spell.joined.municipality:
            continue
        if one.occurred_on is None or last_day(one.occurred_on) >= _first(spell):
            yield one


def _spell_of(spells: list[_Spell], follow_up: Standing) -> _Spell | None:
    """The spell that was open on the day of the follow-up; on the day of a new spell the earlier one, if still open."""
    when = effective_on(follow_up)
    begun = [spell for spell in spells if when and spell.joined.occurred_on and _first(spell) <= last_day(when)]
    if not begun:
        return _spell_by_position(spells, follow_up)
    for spell, following in pairwise(begun):
        if when and first_day(when) <= _first(following) and not spell.is_closed:
            return spell
    return begun[-1]


def _spell_by_position(spells: list[_Spell], follow_up: Standing) -> _Spell | None:
    """Without a day to go by: the spell last entered in the ledger before, when that may have been."""
    undated = [spell for spell in spells if not (follow_up.occurred_on and spell.joined.occurred_on)]
    before = [spell for spell in undated if spell.joined.position < follow_up.position]
    return max(before or undated[:1], key=lambda spell: spell.joined.position, default=None)


def _first(spell: _Spell) -> date:
    return first_day(spell.joined.occurred_on) if spell.joined.occurred_on else date.min


def _case(
    joined: Standing,
    saying: Sequence[Standing],
    found: FollowUps,
    gone: Sequence[Standing],
    links: Sequence[Standing],
    placed: EachAfterwards,
) -> WaitingSpell:
    fact, ending, lives = joined.fact, [standing for _, standing in found], lives_of_each(placed)
    told_by = said_of_each({one.position: placed[one.position] for one in ending if one.position in placed})
    undated = None in [known_day(effective_on(standing)) for standing in ending]
    return WaitingSpell(
        **origin(joined, [*saying, *ending, *gone, *links, *told_by], ["DATE_UNKNOWN"] if undated else []),
        waiting_list=fact.list,
        reason=fact.reason,
        joined_on=joined.occurred_on,
        reason_since_on=fact.reason_since_on,
        started_earlier_on=fact.started_earlier_on,
        demand=fact.demand,
        scheme=fact.scheme,
        provider=fact.provider,
        registered_on=joined.registered_on,
        categories=categories(saying),
        follow_ups=tuple(
            [
                FollowUp(
                    kind=kind,
                    on=effective_on(standing),
                    because=getattr(standing.fact, "because", None),
                    life=lives.get(standing.position),
                )
                for kind, standing in found
            ]
        ),
        departures=tuple([Departure(kind=DEPARTURES[type(one.fact)], on=one.occurred_on) for one in gone]),
    )


WAITING_SPELLS = View(
    name="waiting-spells",
    version=5,
    case=WaitingSpell,
    listed="by day",
    parts=(
        Part(
            reads=LINKS.union(CONTESTING, {CategoryDetermined, WaitingListJoined, *FOLLOW_UPS}, DEPARTURES),
            cases=waiting_spells,
            opens=frozenset({WaitingListJoined}),
        ),
    ),
)
VIEWS = (WAITING_SPELLS,)

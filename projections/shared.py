"""What several views read from the facts that stand: where a case comes from, who is one person, what was established.

Pure, like the views. Nothing here decides whether anything counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from domain.counting import REGISTRATION_NOT_CLAIMED
from domain.dates import When, day_of, first_day
from domain.event import as_text
from domain.facts import CategoryDetermined, RegistrationsLinked, RegistrationsUnlinked
from domain.facts.base import Fact, definitions
from domain.providers import BY_HAND
from domain.rules.shared import Category, known_day
from projections.fold import LINKS, Group, Stream, Streams
from projections.history import Standing, Standings, in_place


def facts_of(standings: Iterable[Standing], *kinds: type[Fact]) -> list[Standing]:
    """Those of these kinds, in the same order."""
    return [standing for standing in standings if isinstance(standing.fact, kinds)]


EFFECTIVE = frozenset(one.fact for one in definitions() if "effective_on" in one.fact.__struct_fields__)
"""Facts that may take effect on another day than the one on which they were decided."""


def effective_on(standing: Standing) -> When | None:
    """The day on which a fact took effect: its own, or the first day of effect that a decision gives apart."""
    fact = standing.fact
    if type(fact) in EFFECTIVE and fact.effective_on is not None:
        return When(fact.effective_on.isoformat())
    return standing.occurred_on


def earliest_first(standing: Standing) -> tuple[date, int]:
    """Sort key: by the first day it may have been, then by position; without any date last."""
    when = effective_on(standing)
    return (first_day(when) if when else date.max), standing.position


def in_order_of_day(standings: Iterable[Standing]) -> list[Standing]:
    """The earliest first."""
    found = list(standings)
    if len(found) > 1:
        found.sort(key=earliest_first)
    return found


def flags_of(standing: Standing) -> list[str]:
    """What a deciding fact flags, whatever it says."""
    said = []
    if len(standing.positions) > 1:
        said.append("CORRECTED")
    if standing.registered_on is None:
        said.append(REGISTRATION_NOT_CLAIMED)
    return said


def origin(
    opening: Standing, deciding: Iterable[Standing] = (), flags: Iterable[str] = (), case: str | None = None
) -> dict[str, Any]:
    """What every case says of where it comes from: id, source, municipality, deciding events, flags.

    The source and the municipality are those of the opening fact, and so is the id where the case has none of its own;
    under a correction it stays.
    """
    source, positions, said = opening.source, opening.positions, [*flags]
    if opening.registered_on is None or len(positions) > 1:
        said += flags_of(opening)
    if deciding:
        every = [*positions]
        for standing in deciding:
            every += standing.positions
            if standing.registered_on is None or len(standing.positions) > 1:
                said += flags_of(standing)
        positions = tuple(sorted({*every}))
    when = effective_on(opening)
    if when is None or day_of(when) is None:
        said.append("DATE_UNKNOWN")
    return {
        "case": case or as_text(opening.event_id),
        "party": source.party if source else opening.municipality or BY_HAND,
        "system": source.system if source else BY_HAND,
        "record": source.record if source else None,
        "municipality": opening.municipality,
        "positions": positions,
        "flags": tuple(sorted({*said})) if said else (),
    }


def saying_what(stream: Stream) -> tuple[Standing, ...]:
    """The facts that establish something about a person, by day and then by position."""
    saying = stream.of(CategoryDetermined)
    if len(saying) > 1:
        saying = sorted(
            saying, key=lambda one: (first_day(one.occurred_on) if one.occurred_on else date.min, one.position)
        )
    return tuple(saying)


def categories(saying: Sequence[Standing]) -> tuple[Category, ...]:
    """What these facts establish."""
    return tuple(
        [
            Category(
                from_on=one.occurred_on,
                target_group=one.fact.target_group,
                arrival=one.fact.arrival,
                pardon=one.fact.pardon,
            )
            for one in saying
        ]
    )


# --- Who is one person ---


class Person(NamedTuple):
    """The registrations of one person, oldest first; the oldest is the person's id and the others are its aliases.

    `links` are the decisions that hold them together; `not_honoured` those that would bring in another person, from
    whom one of these registrations was told apart.
    """

    registrations: tuple[UUID, ...]
    links: tuple[Standing, ...] = ()
    not_honoured: tuple[Standing, ...] = ()

    @property
    def id(self) -> UUID:
        """The registration that was there first."""
        return self.registrations[0]

    @property
    def aliases(self) -> tuple[UUID, ...]:
        """The others; each is the id of a person again once it is no longer linked."""
        return self.registrations[1:]


def persons(standings: Standings) -> dict[UUID, Person]:
    """Registration → person, for every registration that says something here or is named in a decision.

    Of two registrations the latest decision counts. Links are honoured in the order in which they stand, each unless
    it would bring together two registrations that were told apart (decision record 0012).
    """
    first: dict[UUID, int] = {}
    for standing in standings:
        first.setdefault(standing.subject, standing.position)
    return _persons(first, facts_of(standings, RegistrationsLinked, RegistrationsUnlinked))


def people(streams: Streams) -> Sequence[tuple[Person, Streams]]:
    """The persons of these streams, each with those of the streams that are its registrations, oldest first."""
    if isinstance(streams, Group) and streams.people is not None:
        return streams.people
    decided = [one for stream in streams if not LINKS.isdisjoint(stream.kinds) for one in stream.of_any(LINKS)]
    found = _people(streams, decided) if decided else [(Person((stream.subject,)), (stream,)) for stream in streams]
    if isinstance(streams, Group) and not (decided and None in [stream.said_first_at for stream in streams]):
        streams.people = found  # of whom nothing stands any more, the next fact is the first again
    return found


def _people(streams: Streams, decided: Sequence[Standing]) -> list[tuple[Person, Streams]]:
    said = {stream.subject: stream for stream in streams}
    first = {subject: at for subject, stream in said.items() if (at := stream.said_first_at) is not None}
    who = _persons(first, sorted(decided, key=in_place))
    every = {person.id: person for person in who.values()}.values()
    return [(person, [said[one] for one in person.registrations if one in first]) for person in every]


def _persons(first: Mapping[UUID, int], decided: Sequence[Standing]) -> dict[UUID, Person]:
    """The same from where each registration said something first, and the decisions in order."""
    decisions = [(pair, one) for one in decided if (pair := _pair(one))[0] != pair[1]]
    if not decisions:
        return {one: Person((one,)) for one in first}
    links, apart, refused = _decided(decisions)
    components, honoured = _Components(apart), list[Link]()
    for pair, link in links:
        (honoured if components.join(*pair) else refused).append((pair, link))
    refused.sort(key=lambda one: one[1].position)
    members: dict[UUID, list[UUID]] = {}
    for registration in _oldest_first(first, decisions):
        members.setdefault(components.root(registration), []).append(registration)
    found: dict[UUID, Person] = {}
    holding = _by_person(components, honoured)
    against = _by_person(components, refused)
    for root, registrations in members.items():
        person = Person(tuple(registrations), tuple(holding.get(root, ())), tuple(against.get(root, ())))
        found |= dict.fromkeys(registrations, person)
    return found


Pair = tuple[UUID, UUID]
Link = tuple[Pair, Standing]


def _pair(decision: Standing) -> Pair:
    one, other = decision.subject, UUID(decision.fact.other)
    return (one, other) if one <= other else (other, one)


def _decided(decisions: Iterable[Link]) -> tuple[list[Link], list[Pair], list[Link]]:
    """The links that were not undone, the pairs that were told apart, and the links made in spite of that.

    A link said again stands where it stood: to hear it twice changes nothing.
    """
    latest: dict[Pair, Standing] = {}
    kept_apart: dict[Pair, Standing] = {}
    in_spite: dict[Pair, Standing] = {}
    for pair, decision in decisions:
        if isinstance(decision.fact, RegistrationsUnlinked):
            latest[pair] = decision
            in_spite.pop(pair, None)
            if decision.fact.keep_apart:
                kept_apart[pair] = decision
        elif pair in kept_apart and not _takes_back(decision, kept_apart[pair]):
            in_spite.setdefault(pair, decision)
        elif pair not in latest or isinstance(latest[pair].fact, RegistrationsUnlinked):
            latest[pair] = decision
            kept_apart.pop(pair, None)
            in_spite.pop(pair, None)
    links = [(pair, one) for pair, one in latest.items() if isinstance(one.fact, RegistrationsLinked)]
    apart = [pair for pair, one in latest.items() if isinstance(one.fact, RegistrationsUnlinked)]
    return sorted(links, key=lambda one: one[1].position), apart, list(in_spite.items())


def _takes_back(link: Standing, unlink: Standing) -> bool:
    """Whether a link undoes the decision to keep apart: somebody looked again, or it names that decision."""
    fact: RegistrationsLinked = link.fact
    return fact.ground == "REVIEW" or fact.supersedes == str(unlink.event_id)


class _Components:
    """Registrations brought together one link at a time, the smaller lot joining the larger."""

    __slots__ = ("apart", "members", "roots")

    def __init__(self, apart: Iterable[Pair]) -> None:
        self.roots: dict[UUID, UUID] = {}
        self.members: dict[UUID, list[UUID]] = {}
        self.apart: dict[UUID, set[UUID]] = {}
        for one, other in apart:
            self.apart.setdefault(one, set()).add(other)
            self.apart.setdefault(other, set()).add(one)

    def root(self, registration: UUID) -> UUID:
        return self.roots.get(registration, registration)

    def join(self, one: UUID, other: UUID) -> bool:
        """Bring the two and theirs together; False where somebody of the one was told apart from one of the other."""
        larger, smaller = sorted((self.root(one), self.root(other)), key=lambda root: -len(self._of(root)))
        if larger == smaller:
            return True
        if not self.apart.get(larger, set()).isdisjoint(self._of(smaller)):
            return False
        for member in self._of(smaller):
            self.roots[member] = larger
        self.members.setdefault(larger, [larger]).extend(self._of(smaller))
        self.apart.setdefault(larger, set()).update(self.apart.pop(smaller, ()))
        return True

    def _of(self, root: UUID) -> list[UUID]:
        return self.members.get(root) or [root]


def _oldest_first(first: Mapping[UUID, int], decisions: Iterable[Link]) -> list[UUID]:
    """The registrations by where their first fact stands; of whom nothing else is read, where a decision names them."""
    order = {registration: (position, 0) for registration, position in first.items()}
    for pair, decision in decisions:
        for registration in pair:
            order.setdefault(registration, (decision.position, 1))
    return sorted(order, key=lambda registration: (order[registration], registration))


def _by_person(components: _Components, links: Iterable[Link]) -> dict[UUID, list[Standing]]:
    """Root → the links of that person; one between two persons is told of both."""
    found: dict[UUID, list[Standing]] = {}
    for pair, link in links:
        for root in dict.fromkeys(map(components.root, pair)):
            found.setdefault(root, []).append(link)
    return found


ByDay = Sequence[tuple[date, Standing]]


def by_day(standings: Iterable[Standing]) -> ByDay:
    """Those of which the day is known, by that day and then by position.

    Without a day there is no earlier or later: such a one counts nowhere, and so keeps no other from counting.
    """
    dated = [(day, one) for one in standings if (day := known_day(effective_on(one))) is not None]
    if len(dated) > 1:
        dated.sort(key=lambda one: (one[0], one[1].position))
    return dated


def not_later_than(opening: Standing, of_person: ByDay) -> list[Standing]:
    """Of these by day the others that lie on an earlier day than this one, or on the same."""
    day = known_day(effective_on(opening))
    return [one for on, one in of_person if day is not None and on <= day and one.position != opening.position]


def of_same_person(standing: Standing) -> dict[str, Any]:
    """What a case says of another of its person (`domain/rules/same_person.py`)."""
    return {
        "case": as_text(standing.event_id),
        "on": effective_on(standing),
        "position": standing.position,
        "municipality": standing.municipality,
        "record": standing.source.record if standing.source else None,
    }

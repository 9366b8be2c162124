"""What several views read from the facts that stand: where a case comes from, who is one person, what was established.

Pure, like the views. Nothing here decides whether anything counts.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from domain.counting import REGISTRATION_NOT_CLAIMED
from domain.dates import When, first_day
from domain.facts import CategoryDetermined, RegistrationsLinked, RegistrationsUnlinked
from domain.facts.base import Fact
from domain.rules.shared import Category, known_day
from projections.fold import Standing, Standings

BY_HAND = "by-hand"
"""System of a fact that no source delivered: somebody recorded it here."""


def facts_of(standings: Iterable[Standing], *kinds: type[Fact]) -> list[Standing]:
    """Those of these kinds, in the same order."""
    return [standing for standing in standings if isinstance(standing.fact, kinds)]


def by_registration(standings: Standings) -> dict[UUID, list[Standing]]:
    """The facts of each registration of the group by itself, in order."""
    registrations: dict[UUID, list[Standing]] = {}
    for standing in standings:
        registrations.setdefault(standing.subject, []).append(standing)
    return registrations


def effective_on(standing: Standing) -> When | None:
    """The day on which a fact took effect: its own, or the first day of effect that a decision gives apart."""
    effective: date | None = getattr(standing.fact, "effective_on", None)
    return When(effective.isoformat()) if effective is not None else standing.occurred_on


def earliest_first(standing: Standing) -> tuple[date, int]:
    """Sort key: by the first day it may have been, then by position; without any date last."""
    when = effective_on(standing)
    return (first_day(when) if when else date.max), standing.position


def origin(opening: Standing, deciding: Iterable[Standing] = (), flags: Iterable[str] = ()) -> dict[str, Any]:
    """What every case says of where it comes from: id, source, municipality, deciding events, flags.

    The id, the source and the municipality are those of the opening fact; under a correction the id stays.
    """
    involved = {standing.event_id: standing for standing in (opening, *deciding)}.values()
    source = opening.source
    said = set(flags)
    if any(len(standing.positions) > 1 for standing in involved):
        said.add("CORRECTED")
    if any(standing.registered_on is None for standing in involved):
        said.add(REGISTRATION_NOT_CLAIMED)
    if known_day(effective_on(opening)) is None:
        said.add("DATE_UNKNOWN")
    return {
        "case": str(opening.event_id),
        "party": source.party if source else opening.municipality or BY_HAND,
        "system": source.system if source else BY_HAND,
        "record": source.record if source else None,
        "municipality": opening.municipality,
        "positions": tuple(sorted({position for standing in involved for position in standing.positions})),
        "flags": tuple(sorted(said)),
    }


def categories(standings: Iterable[Standing]) -> tuple[tuple[Category, ...], list[Standing]]:
    """What was established about a person, by day and then by position; and the facts that say so."""
    saying = facts_of(standings, CategoryDetermined)
    saying.sort(key=lambda one: (first_day(one.occurred_on) if one.occurred_on else date.min, one.position))
    found = tuple(
        Category(
            from_on=one.occurred_on,
            target_group=one.fact.target_group,
            arrival=one.fact.arrival,
            pardon=one.fact.pardon,
        )
        for one in saying
    )
    return found, saying


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
    said = [(_pair(one), one) for one in facts_of(standings, RegistrationsLinked, RegistrationsUnlinked)]
    if not said:  # most are linked to nobody, and are asked after each of their facts
        return {one: Person((one,)) for one in dict.fromkeys(standing.subject for standing in standings)}
    decisions = [(pair, one) for pair, one in said if pair[0] != pair[1]]
    links, apart, refused = _decided(decisions)
    components, honoured = _Components(apart), list[Link]()
    for pair, link in links:
        (honoured if components.join(*pair) else refused).append((pair, link))
    refused.sort(key=lambda one: one[1].position)
    members: dict[UUID, list[UUID]] = {}
    for registration in _oldest_first(standings, decisions):
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


def _oldest_first(standings: Standings, decisions: Iterable[Link]) -> list[UUID]:
    """The registrations by where their first fact stands; of whom nothing else is read, where a decision names them."""
    first: dict[UUID, tuple[int, int]] = {}
    for standing in standings:
        first.setdefault(standing.subject, (standing.position, 0))
    for pair, decision in decisions:
        for registration in pair:
            first.setdefault(registration, (decision.position, 1))
    return sorted(first, key=lambda registration: (first[registration], registration))


def _by_person(components: _Components, links: Iterable[Link]) -> dict[UUID, list[Standing]]:
    """Root → the links of that person; one between two persons is told of both."""
    found: dict[UUID, list[Standing]] = {}
    for pair, link in links:
        for root in dict.fromkeys(map(components.root, pair)):
            found.setdefault(root, []).append(link)
    return found


def by_day(standings: Iterable[Standing]) -> list[tuple[date, Standing]]:
    """Those of which the day is known, by that day and then by position.

    Without a day there is no earlier or later: such a one counts nowhere, and so keeps no other from counting.
    """
    dated = [(day, one) for one in standings if (day := known_day(effective_on(one))) is not None]
    return sorted(dated, key=lambda one: (one[0], one[1].position))


def not_later_than(opening: Standing, of_person: Iterable[tuple[date, Standing]]) -> list[Standing]:
    """Of these by day the others that lie on an earlier day than this one, or on the same."""
    day = known_day(effective_on(opening))
    return [one for on, one in of_person if day is not None and on <= day and one.event_id != opening.event_id]


def of_same_person(standing: Standing) -> dict[str, Any]:
    """What a case says of another of its person (`domain/rules/same_person.py`)."""
    return {
        "case": str(standing.event_id),
        "on": effective_on(standing),
        "position": standing.position,
        "municipality": standing.municipality,
        "record": standing.source.record if standing.source else None,
    }

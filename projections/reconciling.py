"""Two sources held against each other, person by person: only here, only there, the same, or different in which matter.

A person is what the links make of the registrations. Of each matter (projections/matters.py) all that one side says is
compared with all that the other says; where one of them says nothing, there is nothing to compare. Nothing is judged:
that two sources differ may be right, and what cannot be right is a finding (projections/person_findings.py).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple
from uuid import UUID

from domain.dates import first_day
from domain.facts.identity import LinkEvidence
from projections.history import Standing, Standings
from projections.matters import MATTERS, Claim, alike, by_kind_of, claims
from projections.shared import Person, effective_on, persons

Outcome = Literal["only_a", "only_b", "same", "different"]
OUTCOMES: tuple[Outcome, ...] = ("only_a", "only_b", "different", "same")
COMPARED = by_kind_of(MATTERS)
ORDER = {name: place for place, name in enumerate(dict.fromkeys(matter.name for matter in MATTERS))}


class Differing(NamedTuple):
    """One matter of which two sources do not say the same: all that each of them says, and the deciding facts."""

    matter: str
    about: str
    a: tuple[str, ...]
    b: tuple[str, ...]
    positions: tuple[int, ...]


class Reconciled(NamedTuple):
    """One person in two sources: the registrations on both sides, and what differs."""

    person: UUID
    a: tuple[UUID, ...]
    b: tuple[UUID, ...]
    municipality: str | None
    matters: int
    """In how many respects both sides say something."""
    differing: tuple[Differing, ...]
    positions: tuple[int, ...]
    """The facts by which each registration is there: the first of each."""

    @property
    def outcome(self) -> Outcome:
        """Where the person is found, and whether anything differs."""
        if not self.b:
            return "only_a"
        if not self.a:
            return "only_b"
        return "different" if self.differing else "same"


def reconcile(
    standings: Standings, a: Collection[UUID], b: Collection[UUID], as_of: date, municipality: str | None = None
) -> Iterator[Reconciled]:
    """The persons of one group who are in one of two sources by a day, oldest first.

    `a` and `b` are the registrations of the sources. With a municipality only registrations of which some fact lies
    there are looked at.
    """
    there: dict[UUID, list[Standing]] = {}
    for one in standings:
        when = effective_on(one)
        if isinstance(one.fact, LinkEvidence):
            continue  # a decision of others about who is who: nothing that the source says
        if when is None or first_day(when) <= as_of:
            there.setdefault(one.subject, []).append(one)
    if municipality is not None:
        there = {one: facts for one, facts in there.items() if any(fact.municipality == municipality for fact in facts)}
    for person in dict.fromkeys(persons(standings).values()):
        found = _compared(person, there, a, b)
        if found is not None:
            yield found


def _compared(
    person: Person, there: Mapping[UUID, Sequence[Standing]], a: Collection[UUID], b: Collection[UUID]
) -> Reconciled | None:
    of_a, of_b = (tuple(one for one in person.registrations if one in side and one in there) for side in (a, b))
    if not of_a and not of_b:
        return None
    first = [there[one][0] for one in (*of_a, *of_b)]
    matters, differing = 0, []
    if of_a and of_b:
        said_a, said_b = (_by_matter([fact for one in side for fact in there[one]]) for side in (of_a, of_b))
        common = [about for about in said_a if about in said_b]
        matters = len(common)
        both = (_differing(said_a[about], said_b[about]) for about in common)
        differing = sorted((one for one in both if one is not None), key=lambda one: (ORDER[one.matter], one.about))
    return Reconciled(
        person=person.id,
        a=of_a,
        b=of_b,
        municipality=min(first, key=lambda one: one.position).municipality,
        matters=matters,
        differing=tuple(differing),
        positions=tuple(sorted(one.position for one in first)),
    )


def _by_matter(facts: Sequence[Standing]) -> dict[tuple[str, str], list[Claim]]:
    made: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims(facts, COMPARED):
        made.setdefault((claim.matter, alike(claim.about)), []).append(claim)
    return made


def _differing(a: Sequence[Claim], b: Sequence[Claim]) -> Differing | None:
    values = [{alike(claim.value): claim.value for claim in side} for side in (a, b)]
    if values[0].keys() == values[1].keys():
        return None
    positions = {position for claim in (*a, *b) for position in claim.standing.positions}
    said_a, said_b = (tuple(side[key] for key in sorted(side)) for side in values)
    return Differing(a[0].matter, a[0].about, said_a, said_b, tuple(sorted(positions)))

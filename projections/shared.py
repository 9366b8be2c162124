"""What several views read from the facts that stand: where a case comes from, who is one person, what was established.

Pure, like the views. Nothing here decides whether anything counts.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any
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


def persons(standings: Standings) -> dict[UUID, tuple[frozenset[UUID], list[Standing]]]:
    """For each registration with a link that stands: the registrations of that person, and the links that say so.

    Of two registrations the latest decision counts. An undone link is no link.
    """
    decisions: dict[frozenset[UUID], Standing] = {}
    for standing in facts_of(standings, RegistrationsLinked, RegistrationsUnlinked):
        decisions[frozenset({standing.subject, UUID(standing.fact.other)})] = standing
    linked: dict[UUID, tuple[frozenset[UUID], list[Standing]]] = {}
    for pair, decision in decisions.items():
        if not isinstance(decision.fact, RegistrationsLinked):
            continue
        together: frozenset[UUID] = pair
        links = [decision]
        for registration in sorted(pair):
            if registration in linked:
                others, their_links = linked[registration]
                together |= others
                links += [link for link in their_links if link not in links]
        for registration in together:
            linked[registration] = together, links
    return linked

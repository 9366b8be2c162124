"""A fact delivered before, as it stands now, beside what a later delivery says of it.

A delivery that leaves a value empty takes nothing away: the value stays as it stands, and that it came empty is a
finding. Only the rest is a difference. Read for facts whose delivered content changed, and for no other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import msgspec

from domain.event import Recorded
from domain.facts import EventCorrected, EventRetracted, ValueEmptied
from domain.facts.base import of
from exchange.observed import Observed
from projections.history import Standing, standing
from store.ledger import Ledger
from store.vault import DeliveredBefore


@dataclass(frozen=True, slots=True)
class FactBefore:
    """A fact as it stands; without `stands` it was retracted."""

    stands: Standing | None = None
    said_last: Recorded | None = None
    """The event that last said it: its sealed values are the ones that hold."""
    emptied: Mapping[str | None, UUID] = field(default_factory=dict)
    """Column → the finding, as far as it stands, that its value came empty."""
    last_position: int = 0
    """Of the last event about it. Two writers that find it different at the same position found the same."""

    @property
    def municipality(self) -> str | None:
        """Where it lies."""
        return self.stands.municipality if self.stands else None

    def is_said_in(self, delivery: UUID) -> bool:
        """Whether this delivery was the last to say it."""
        source = self.said_last.event.source if self.said_last else None
        return source is not None and source.delivery == delivery

    def personal(self, ledger: Ledger) -> Mapping[str, str]:
        """Its sealed values."""
        if self.stands is None or self.said_last is None or not of(self.stands.fact).personal:
            return {}
        return ledger.personal_of(self.said_last)


def facts_before(ledger: Ledger, delivered: Iterable[DeliveredBefore]) -> dict[UUID, FactBefore]:
    """The facts delivered before, by event id."""
    by_subject: dict[UUID, set[UUID]] = {}
    for one in delivered:
        by_subject.setdefault(one.subject, set()).add(one.event_id)
    found: dict[UUID, FactBefore] = {}
    for subject, wanted in by_subject.items():
        found |= _in_stream(ledger.stream(subject), wanted)
    return found


def _in_stream(history: list[Recorded], wanted: set[UUID]) -> dict[UUID, FactBefore]:
    last: dict[UUID, int] = {}
    about: dict[UUID, UUID] = {}
    for recorded in history:
        named = _named(recorded)
        event_id = about[recorded.event.event_id] = about.get(named, named)
        last[event_id] = recorded.position
    stand, emptied = {}, dict[UUID, dict[str | None, UUID]]()
    for one in standing(history):
        stand[one.event_id] = one
        if isinstance(one.fact, ValueEmptied):
            emptied.setdefault(UUID(one.fact.event), {})[one.fact.column] = one.event_id
    at: dict[int, Recorded] = {recorded.position: recorded for recorded in history}
    return {
        event_id: FactBefore(
            stands := stand.get(event_id),
            at[stands.positions[-1]] if stands else None,
            emptied.get(event_id, {}),
            last.get(event_id, 0),
        )
        for event_id in wanted
    }


def _named(recorded: Recorded) -> UUID:
    """The event that this one is about: itself, or the one that it corrects, takes back or tells of."""
    fact = recorded.fact
    if isinstance(fact, EventCorrected | EventRetracted):
        return UUID(fact.original)
    return UUID(fact.event) if isinstance(fact, ValueEmptied) else recorded.event.event_id


@dataclass(frozen=True, slots=True)
class Compared:
    """What a delivery says of a fact, with the values it leaves empty as they stand."""

    observed: Observed
    empty: frozenset[str]
    """Columns (fields, where no profile names columns) whose value is kept though the delivery leaves it empty."""
    differs: bool
    """Whether it differs from the fact as it stands."""


def compared(one: Observed, before: FactBefore, ledger: Ledger) -> Compared:
    """What is delivered now beside the fact as it stands. What was retracted is stated anew as it is delivered."""
    stands = before.stands
    if stands is None or type(stands.fact) is not type(one.fact):
        return Compared(one, frozenset(), differs=True)
    sealed = before.personal(ledger)
    fields = {
        name: value
        for name in one.fact.__struct_fields__
        if (value := getattr(stands.fact, name)) is not None and getattr(one.fact, name) is None and one.reads(name)
    }
    personal = {name: text for name, text in sealed.items() if name not in one.personal and one.reads(name)}
    dates: dict[str, Any] = {
        name: value
        for name in ("occurred_on", "registered_on")
        if (value := getattr(stands, name)) is not None and getattr(one, name) is None
    }
    merged = replace(
        one, fact=msgspec.structs.replace(one.fact, **fields), personal={**one.personal, **personal}, **dates
    )
    says_the_same = merged.fact == stands.fact and all(
        getattr(merged, name) == getattr(stands, name) for name in ("occurred_on", "registered_on", "municipality")
    )
    empty = frozenset(one.column_of(name) for name in (*fields, *personal, *dates))
    return Compared(merged, empty, differs=not (says_the_same and dict(merged.personal) == dict(sealed)))

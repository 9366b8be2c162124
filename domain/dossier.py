"""What stands in one stream: the state on which a decision is taken.

`evolve` believes: it puts each fact in its place, a correction in the place of its original, and notes a retraction; it
refuses nothing. A dossier knows more than a view does: who stated each fact (an approver is not the proposer), and
which decisions still have legal effect, since a later fact may have revoked, quashed or withdrawn them without
correcting that they were taken (decision record 0003).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from domain.dates import When, first_day, last_day
from domain.event import Recorded, Source, read_body
from domain.facts import (
    AppealDecided,
    DecisionQuashed,
    DecisionRevoked,
    EventCorrected,
    EventRetracted,
    ExemptionGranted,
    ExemptionWithdrawn,
    LegalHoldLifted,
    ObjectionDecided,
    PlacementEnded,
    PlacementStarted,
    ProvisionEstablished,
    ProvisionLapsed,
    ReportingReopened,
    SanctionWithdrawn,
)
from domain.facts.base import Fact, of

FOUNDED: frozenset[str] = frozenset({"FOUNDED", "PARTLY_FOUNDED"})
"""Outcomes of an objection or appeal that may touch the decision itself."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact with its latest correction, in the original's place. `said_by` are all the events that say it."""

    event_id: UUID
    fact: Fact
    occurred_on: When | None
    registered_on: date | None
    municipality: str | None
    source: Source | None
    said_by: tuple[Recorded, ...]
    retracted: bool = False

    @property
    def begins_on(self) -> When | None:
        """The day it took effect: its own, or the first day of effect that a decision gives apart."""
        effective: date | None = getattr(self.fact, "effective_on", None)
        return When(effective.isoformat()) if effective is not None else self.occurred_on

    @property
    def actors(self) -> frozenset[str]:
        """Everybody who stated or corrected it."""
        return frozenset(recorded.event.actor for recorded in self.said_by)

    @property
    def positions(self) -> tuple[int, ...]:
        """Where it stands in the ledger, oldest first."""
        return tuple(recorded.position for recorded in self.said_by)


@dataclass(frozen=True, slots=True)
class Dossier:
    """One stream as it stands. `entries` are in order; `changes` leads from a change of an entry to that entry."""

    entries: Mapping[UUID, Entry] = field(default_factory=dict)
    changes: Mapping[UUID, UUID] = field(default_factory=dict)
    version: int = 0

    def standing(self, *kinds: type[Fact]) -> list[Entry]:
        """What was recorded and not retracted; of these kinds, or of all."""
        return [
            entry
            for entry in self.entries.values()
            if not entry.retracted and (not kinds or isinstance(entry.fact, kinds))
        ]

    def in_force(self, *kinds: type[Fact]) -> list[Entry]:
        """What stands and was not ended by a later fact that itself still has effect."""
        ended: set[UUID] = set()
        kept: list[Entry] = []
        for entry in reversed(self.standing()):
            if entry.event_id not in ended:
                kept.append(entry)
                ended |= set(self._ended_by(entry))
        return [entry for entry in reversed(kept) if not kinds or isinstance(entry.fact, kinds)]

    def _ended_by(self, entry: Entry) -> Iterator[UUID]:
        """The decisions that lose their effect by this fact."""
        match entry.fact:
            case DecisionRevoked(decision=decision):
                yield UUID(decision)
            case DecisionQuashed(decision=decision, legal_effects_kept=kept):
                yield from () if kept else (UUID(decision),)
            case ObjectionDecided() | AppealDecided() as answer:
                if answer.outcome in FOUNDED and answer.effect is not None:
                    yield UUID(answer.decision)
            case SanctionWithdrawn(sanction=sanction):
                yield UUID(sanction)
            case ExemptionWithdrawn(exemption=named):
                yield from self._named_or_earlier(named, entry, ExemptionGranted)
            case ProvisionLapsed(established=named):
                yield from self._named_or_earlier(named, entry, ProvisionEstablished)
            case ReportingReopened(closing=str(closing)):
                yield UUID(closing)
            case LegalHoldLifted(hold=hold):
                yield UUID(hold)

    def _named_or_earlier(self, named: str | None, by: Entry, kind: type[Fact]) -> Iterator[UUID]:
        """The one that is named; where none is, all of the kind that were stated before."""
        if named is not None:
            yield UUID(named)
            return
        for entry in self.standing(kind):
            if entry.positions[0] < by.positions[0]:
                yield entry.event_id


@dataclass(frozen=True, slots=True)
class Proposal:
    """A fact that somebody wants recorded, with its place in the world and who says so."""

    fact: Any
    subject: UUID
    actor: str
    occurred_on: When | None = None
    registered_on: date | None = None
    municipality: str | None = None
    party: str | None = None
    system: str | None = None
    has_personal: bool = False
    """Whether sealed fields come with it, which cannot be compared here."""

    @property
    def begins_on(self) -> When | None:
        """The day it takes effect."""
        effective: date | None = getattr(self.fact, "effective_on", None)
        return When(effective.isoformat()) if effective is not None else self.occurred_on


def evolve(dossier: Dossier, recorded: Recorded) -> Dossier:
    """The dossier with one more event in it."""
    return _with(dossier, [recorded])


def dossier_of(history: Iterable[Recorded]) -> Dossier:
    """The dossier of a whole stream, in order: what `evolve` makes of it event by event."""
    return _with(Dossier(), history)


def _with(dossier: Dossier, history: Iterable[Recorded]) -> Dossier:
    entries, changes, version = dict(dossier.entries), dict(dossier.changes), dossier.version
    for recorded in history:
        _believe(entries, changes, recorded)
        version = max(version, recorded.event.version)
    return Dossier(entries, changes, version)


def _believe(entries: dict[UUID, Entry], changes: dict[UUID, UUID], recorded: Recorded) -> None:
    event, fact = recorded.event, recorded.fact
    if isinstance(fact, EventCorrected | EventRetracted):
        original = changes[event.event_id] = UUID(fact.original)
        earlier = entries.get(original)
        if earlier is None:
            return
        if isinstance(fact, EventRetracted):
            entries[original] = replace(earlier, retracted=True)
            return
        entries[original] = Entry(
            event_id=original,
            fact=read_body(of(earlier.fact).number, fact.body_schema, bytes(fact.body)),
            occurred_on=event.occurred_on,
            registered_on=event.registered_on,
            municipality=event.municipality,
            source=earlier.source,
            said_by=(*earlier.said_by, recorded),
        )
        return
    entries[event.event_id] = Entry(
        event_id=event.event_id,
        fact=fact,
        occurred_on=event.occurred_on,
        registered_on=event.registered_on,
        municipality=event.municipality,
        source=event.source,
        said_by=(recorded,),
    )


def surely_before(first: When | None, second: When | None) -> bool:
    """Whether the first day certainly lies before the second, however precisely both are known."""
    return first is not None and second is not None and last_day(first) < first_day(second)


def placements(dossier: Dossier) -> list[tuple[Entry, Entry | None]]:
    """Each placement that has effect, with the end that belongs to it."""
    return spells(dossier.in_force(PlacementStarted), dossier.standing(PlacementEnded))


def spells(begun: Iterable[Entry], ended: Iterable[Entry]) -> list[tuple[Entry, Entry | None]]:
    """Each beginning with the end that belongs to it.

    An end names no start: it closes the one that is open longest and did not certainly begin after it.
    """
    starts = sorted(begun, key=lambda entry: _day_and_place(entry.begins_on, entry))
    ends = sorted(ended, key=lambda entry: _day_and_place(entry.occurred_on, entry))
    found: list[tuple[Entry, Entry | None]] = []
    for start in starts:
        end = next((one for one in ends if not surely_before(one.occurred_on, start.begins_on)), None)
        if end is not None:
            ends.remove(end)
        found.append((start, end))
    return found


def _day_and_place(when: When | None, entry: Entry) -> tuple[date, int]:
    return first_day(when) if when else date.max, entry.positions[0]

"""Large histories by chance: a ledger of any size for measuring with, from a seed and in constant memory.

`python -m tests.campaigns.histories --events 1000000 --home DIR` makes a ledger that the program can open:
`KETENBOEK_HOME=DIR ketenboek figure placements`. The same seed gives the same facts in the same order; ids are the
ledger's own and differ.

A history has 15 events in the median and 300 at the 99th percentile; what makes one long is attendance and absence. So
many registrations are under way at a time that the events of one stand far apart, as they do in a municipality. One in
ten registrations is linked to another, one in fifty is unlinked again; one event in fifty is corrected later, some are
retracted. Nothing is sealed: these are people without names.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from cli.settings import read_settings
from cli.wiring import open_book
from domain.dates import When
from domain.event import encode_fact, subject_of
from domain.facts import (
    EstimateMade,
    EventCorrected,
    EventRetracted,
    MunicipalityNamed,
    ParameterSet,
    QuotaSet,
    RegistrationsLinked,
    RegistrationsUnlinked,
    RemarkNotUnderstood,
    RowRejected,
    SourceSystemTakenIntoUse,
)
from domain.facts.base import Fact
from store.ledger import Ledger
from store.statement import Statement
from tests.campaigns.lives import CORRECTED_AS, DAYS, life

MEDIAN_EVENTS, P99_EVENTS, MOST_EVENTS = 15, 300, 1_000
SPREAD = math.log(P99_EVENTS / MEDIAN_EVENTS) / 2.326
"""Of the logarithm of the length: 2.326 standard deviations lie below the 99th percentile."""
UNDER_WAY_MAX, EVENTS_PER_WAY = 5_000, 400
"""Registrations under way at a time; in a small ledger fewer, so that most come to their end."""
EVENTS_AT_ONCE = 2_000
LINKED, UNLINKED_OF_THOSE = 0.052, 0.2
"""A link joins two: one registration in ten is in one, and one in fifty sees it undone."""
CORRECTED, RETRACTED = 0.02, 0.003
SHARED, OF_DELIVERIES = 0.0004, 0.002
WHENS = [When(day.isoformat()) for day in DAYS]
SOURCES = (
    *(("0014", "GWS4all"), ("0014", "BPI"), ("0392", "GWS4all"), ("0392", "Agens"), ("0363", "RMS"), ("0363", "BPI")),
    *(("0599", "SWIS"), ("0518", "SiWeb"), ("0344", "GWS4all"), ("0512", "LWS"), ("0106", "BPI"), ("0855", "Agens")),
)


@dataclass(slots=True)
class UnderWay:
    """A registration whose history is being told; what is left of it stands in reverse."""

    subject: UUID
    source: tuple[str, str]
    delivery: UUID
    left: list[Fact]
    on: int
    version: int = 0

    def states(self, fact: Fact, chance: random.Random) -> Statement:
        """The next fact of this stream, some days after the one before."""
        self.on = min(self.on + int(chance.random() * 30), len(DAYS) - 100)
        self.version += 1
        undated = chance.random() < 0.02
        return Statement(
            subject=self.subject,
            fact=fact,
            actor="histories",
            purpose="measuring",
            version=self.version,
            occurred_on=None if undated else WHENS[self.on],
            registered_on=DAYS[self.on + int(chance.random() * 60)],
            delivered_on=DAYS[self.on + 60],
            municipality=self.source[0],
            party=self.source[0],
            system=self.source[1],
            delivery=self.delivery,
        )


@dataclass(slots=True)
class Amendable:
    """A fact that will be corrected or retracted, by its place in the batch it is recorded in."""

    at: int
    stream: UnderWay
    fact: Fact


@dataclass
class Histories:
    """All statements of a ledger, one batch after the other."""

    ledger: UUID
    seed: int
    under_way: int = UNDER_WAY_MAX
    registrations: int = 0
    chance: random.Random = field(init=False)
    _open: list[UnderWay] = field(default_factory=list)
    _amendable: list[Amendable] = field(default_factory=list)
    _to_come: list[tuple[UnderWay, Fact]] = field(default_factory=list)
    _versions: dict[UUID, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self._delivery = self._id()

    def opening(self) -> list[Statement]:
        """What holds for many before the first person comes: names, systems in use, quotas."""
        named = [
            self._shared(MunicipalityNamed(code=code, name=f"Gemeente {code}"), None) for code in _municipalities()
        ]
        used = [self._shared(SourceSystemTakenIntoUse(system=system), code, DAYS[30]) for code, system in SOURCES]
        return [*named, *used, *(self._shared(self._line(), code) for code in _municipalities())]

    def batch(self, count: int) -> list[Statement]:
        """The next statements. Once they are recorded, `recorded` must be told."""
        chance, found = self.chance, list[Statement]()
        while len(found) < count:
            drawn = chance.random()
            if drawn < SHARED:
                fact = self._line() if chance.random() < 0.7 else self._parameter()
                found.append(self._shared(fact, chance.choice(SOURCES)[0]))
            elif drawn < SHARED + OF_DELIVERIES:
                found.append(self._of_delivery())
            elif self._to_come:
                stream, fact = self._to_come.pop()
                found.append(stream.states(fact, chance))
            else:
                stream, fact = self._next()
                if chance.random() < CORRECTED + RETRACTED and type(fact) in CORRECTED_AS:
                    self._amendable.append(Amendable(len(found), stream, fact))
                found.append(stream.states(fact, chance))
        return found

    def recorded(self, id_of: Callable[[list[int]], list[UUID]]) -> None:
        """The batch stands; `id_of` gives the ids of the events at these places in it. Some are amended later on."""
        places = [one.at for one in self._amendable]
        for one, event_id in zip(self._amendable, id_of(places) if places else (), strict=True):
            self._to_come.append((one.stream, self._amendment(str(event_id), one.fact)))
        self._amendable.clear()

    def _amendment(self, original: str, fact: Fact) -> Fact:
        if self.chance.random() < RETRACTED / (CORRECTED + RETRACTED):
            return EventRetracted(original=original, reason="ENTERED_TWICE")
        return EventCorrected(original=original, body=encode_fact(CORRECTED_AS[type(fact)](self.chance)))

    def _next(self) -> tuple[UnderWay, Fact]:
        """The next fact of a registration under way; one that has told all gives its place to another."""
        at = int(self.chance.random() * self.under_way)
        if at >= len(self._open):
            at = len(self._open)
            self._open.append(self._begin())
        stream = self._open[at]
        fact = stream.left.pop()
        if not stream.left:
            self._open[at] = self._begin()
        return stream, fact

    def _begin(self) -> UnderWay:
        """A registration with all that will be said of it."""
        chance = self.chance
        if self.registrations % 500 == 0:
            self._delivery = self._id()
        self.registrations += 1
        told = life(chance, min(int(chance.lognormvariate(math.log(MEDIAN_EVENTS + 0.5), SPREAD)), MOST_EVENTS))
        if self._open and chance.random() < LINKED:
            other = str(chance.choice(self._open).subject)
            told.insert(1, RegistrationsLinked(other=other, decider="system", ground="BSN"))
            if chance.random() < UNLINKED_OF_THOSE:
                told.append(RegistrationsUnlinked(other=other, decider="caseworker-1", reason="HOUSEHOLD_MEMBER"))
        told.reverse()
        source = SOURCES[int(chance.random() ** 2 * len(SOURCES))]
        return UnderWay(self._id(), source, self._delivery, told, int(chance.random() * 1_500))

    def _id(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)

    # Streams beside the registrations

    def _versioned(
        self, subject: UUID, fact: Fact, municipality: str | None, on: date | None = None, **said: Any
    ) -> Statement:
        version = self._versions[subject] = self._versions.get(subject, 0) + 1
        return Statement(
            subject=subject,
            fact=fact,
            actor="histories",
            purpose="measuring",
            version=version,
            occurred_on=When((on or self.chance.choice(DAYS)).isoformat()),
            municipality=municipality,
            **said,
        )

    def _shared(self, fact: Fact, municipality: str | None, on: date | None = None) -> Statement:
        return self._versioned(subject_of(self.ledger, fact, municipality), fact, municipality, on, party=municipality)

    def _line(self) -> Fact:
        chance = self.chance
        kind = chance.choice((QuotaSet, QuotaSet, EstimateMade))
        return kind(
            scheme=chance.choice(("WI_2007", "pardon", "WIN")),
            unit="trajectories",
            amount=chance.randint(10, 9_000),
            precision="exact",
            period_from=date(2007, 1, 1),
            period_until=date(2010, 1, 1),
            setter=chance.choice(("raad", "rijk")),
            document_on=chance.choice(DAYS),
            document="brief",
        )

    def _parameter(self) -> Fact:
        return ParameterSet(name="waiting-limit-months", value=str(self.chance.randint(1, 9)))

    def _of_delivery(self) -> Statement:
        line = self.chance.randint(2, 9_999)
        fact: Fact = RowRejected(line=line, value_kind="date", reason="NOT_A_DATE")
        if self.chance.random() < 0.5:
            fact = RemarkNotUnderstood(line=line, column="Opmerking")
        if len(self._versions) > 5_000:  # deliveries of long ago get nothing more
            self._versions = {key: last for key, last in self._versions.items() if key.version != 4}
        return self._versioned(self._delivery, fact, "0014", party="0014", system="GWS4all")


def _municipalities() -> list[str]:
    return sorted({code for code, _ in SOURCES})


def write(
    ledger: Ledger, events: int, seed: int = 2008, tell: Callable[[int], None] = lambda written: None
) -> Histories:
    """Record so many events in the ledger; `tell` is told how many there are."""
    made = Histories(ledger.ring.ledger, seed, max(min(UNDER_WAY_MAX, events // EVENTS_PER_WAY), 1))
    ledger.events.put(made.opening())
    while (head := int(ledger.head().position)) < events:
        batch = made.batch(min(EVENTS_AT_ONCE, events - head))
        ledger.events.put(batch)

        def id_of(places: list[int], first: int = head + 1) -> list[UUID]:
            found = ledger.events_at([first + place for place in places])
            return [recorded.event.event_id for _, (recorded, _) in sorted(found.items())]

        made.recorded(id_of)
        tell(head + len(batch))
    return made


def main() -> int:
    """A ledger of so many events in a home of its own."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=2008)
    given = parser.parse_args()
    settings = read_settings({**os.environ, "KETENBOEK_HOME": str(given.home)})
    began = time.perf_counter()
    with open_book(settings, lambda: None) as book:
        made = write(book.ledger, given.events, given.seed)
        head = book.ledger.head().position
    seconds = time.perf_counter() - began
    sys.stdout.write(f"{head:,} events of {made.registrations:,} registrations in {seconds:.1f} s ({given.home})\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

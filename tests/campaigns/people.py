"""A ledger of very many people, for measuring what a page takes: everybody with a road of their own, some of it wrong.

Each of them is registered under a record of its source, most are enrolled and placed, some wait or waited, one in a
hundred is registered twice, and some of what is said is corrected, or missing from a later delivery. Beside them stand
what many share: names, quotas of every municipality and of the country, and figures that were told to others. A million
people are some four million facts. The same seed tells the same roads; ids are the ledger's own and differ.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date
from uuid import UUID, uuid4

import msgspec

from domain.dates import When
from domain.event import encode_fact, subject_of
from domain.facts import (
    CategoryDetermined,
    EnrolmentRecorded,
    EventCorrected,
    FigureReported,
    MunicipalityNamed,
    PersonRegistered,
    PlacementEnded,
    PlacementStarted,
    QuotaSet,
    RegistrationsLinked,
    RowMissing,
    WaitingListJoined,
    WaitingListLeft,
)
from domain.facts.base import Fact
from store.ledger import Ledger
from store.statement import Command, Statement
from tests.campaigns.histories import DAYS, SOURCES, WHENS
from tests.campaigns.lives import CORRECTED_AS

AT_ONCE = 1_000
ENROLLED, WAITED, STILL_WAITING, PLACED, ENDED = 0.6, 0.25, 0.1, 0.7, 0.5
TWICE, MISSING, CORRECTED = 0.01, 0.01, 0.01
"""The shares of the people of whom more is said; who still waits is a share of those who ever did."""
DELIVERY = "00000000-0000-4000-8000-000000000007"
SCHEMES = ("WI_2007", "pardon")
REPORTED_ON = date(2009, 2, 1)


def write(ledger: Ledger, people: int, chance: random.Random, tell: Callable[[int], None] = lambda _: None) -> None:
    """Record so many people, and what many share; `tell` is told how many there are."""
    ledger.record([Command("shared", list(_shared(ledger, chance)))])
    for start in range(0, people, AT_ONCE):
        batch = list(_batch(min(AT_ONCE, people - start), start, chance))
        before = int(ledger.head().position)
        ledger.events.put(batch)
        _correct(ledger, batch, before, chance)
        tell(start + AT_ONCE)
    ledger.record([Command("reported", list(_reported(ledger, people, chance)))])


def _correct(ledger: Ledger, batch: list[Statement], before: int, chance: random.Random) -> None:
    """Some of the placements were entered wrongly."""
    wrong = [at for at, one in enumerate(batch) if type(one.fact) is PlacementStarted and chance.random() < CORRECTED]
    found = ledger.events_at([before + 1 + at for at in wrong]) if wrong else {}
    last = {one.subject: one.version for one in batch}
    ledger.events.put(
        [
            msgspec.structs.replace(
                batch[at],
                fact=EventCorrected(
                    original=str(found[before + 1 + at][0].event.event_id),
                    body=encode_fact(CORRECTED_AS[PlacementStarted](chance)),
                ),
                version=last[batch[at].subject] + 1,
                record=None,
            )
            for at in wrong
        ]
    )


def _batch(count: int, first: int, chance: random.Random) -> Iterator[Statement]:
    """What is said of so many people."""
    before: UUID | None = None
    for number in range(first, first + count):
        before = yield from _person(number, before, chance)


def _person(number: int, before: UUID | None, chance: random.Random) -> Iterator[Statement]:
    """What is said of one of them; gives the registration, which the next may turn out to be as well."""
    subject, (municipality, system) = uuid4(), SOURCES[int(chance.random() ** 2 * len(SOURCES))]
    for version, (fact, day) in enumerate(_road(before, chance), start=1):
        yield Statement(
            subject=subject,
            fact=fact,
            actor="people",
            purpose="measuring",
            version=version,
            occurred_on=WHENS[day],
            registered_on=DAYS[min(day + chance.randrange(60), len(DAYS) - 1)],
            municipality=municipality,
            party=municipality,
            system=system,
            record=f"P{number:07}",
        )
    return subject


def _road(before: UUID | None, chance: random.Random) -> Iterator[tuple[Fact, int]]:
    """Each fact of one of them with the number of its day."""
    day, often = chance.randrange(len(DAYS) - 800), chance.random
    yield PersonRegistered(), day
    if before is not None and often() < TWICE:
        yield RegistrationsLinked(other=str(before), decider="system", ground="BSN"), day
    yield CORRECTED_AS[CategoryDetermined](chance), day
    if often() < ENROLLED:
        yield CORRECTED_AS[EnrolmentRecorded](chance), day + chance.randrange(30)
    if often() < WAITED:
        yield CORRECTED_AS[WaitingListJoined](chance), day + chance.randrange(60)
        if often() >= STILL_WAITING:
            yield WaitingListLeft(because="PLACED"), day + 60 + chance.randrange(200)
    if often() < PLACED:
        begun = day + 60 + chance.randrange(240)
        yield CORRECTED_AS[PlacementStarted](chance), begun
        if often() < ENDED:
            yield CORRECTED_AS[PlacementEnded](chance), begun + chance.randrange(400)
    if often() < MISSING:
        yield RowMissing(delivery=DELIVERY), day + 400


def _places() -> list[str]:
    return sorted({code for code, _ in SOURCES})


def _of_many(ledger: Ledger, fact: Fact, municipality: str | None, on: date) -> Statement:
    return Statement(
        subject=subject_of(ledger.ring.ledger, fact, municipality),
        fact=fact,
        actor="people",
        purpose="measuring",
        occurred_on=When(on.isoformat()),
        municipality=municipality,
        party=municipality,
    )


def _shared(ledger: Ledger, chance: random.Random) -> Iterator[Statement]:
    """Names, and who set what."""
    for code in _places():
        yield _of_many(ledger, MunicipalityNamed(code=code, name=f"Gemeente {code}"), None, DAYS[0])
    for code in (*_places(), None):
        for scheme in SCHEMES:
            quota = QuotaSet(
                scheme=scheme,
                unit="trajectories",
                amount=chance.randint(1_000, 90_000),
                precision="exact",
                period_from=date(2007, 1, 1),
                period_until=date(2010, 1, 1),
                setter="rijk",
                document_on=date(2007, 3, 1),
                document="brief",
            )
            yield _of_many(ledger, quota, code, quota.period_from or DAYS[0])


def _reported(ledger: Ledger, people: int, chance: random.Random) -> Iterator[Statement]:
    """Figures that were told to others: of the country and of every municipality, from elsewhere or from this book."""
    head = int(ledger.head().position)
    for code in (*_places(), None):
        is_ours = chance.random() < 0.5
        told = FigureReported(
            rule="placements",
            version="started",
            value=people // 2,
            unit="placements",
            as_of=REPORTED_ON,
            known_at_position=head // 2 if is_ours else None,
            computed_here=is_ours,
            document="voortgangsbrief",
            document_on=REPORTED_ON,
        )
        yield _of_many(ledger, told, code, REPORTED_ON)

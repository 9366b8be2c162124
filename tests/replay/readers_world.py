"""A small chain with what rights can go wrong on: two municipalities, a merger, a hand-over, a link, a secret."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from domain.facts import (
    DossierTransferred,
    ExamResultRecorded,
    MunicipalityMerged,
    PersonRegistered,
    PlacementEnded,
    PlacementStarted,
    QuotaSet,
    RegistrationsLinked,
    RegistrationsUnlinked,
    SecrecySet,
)
from replay.figures import Figures
from store.ledger import Ledger
from store.readers import Reader, reading_as
from tests.replay.saying import GRONINGEN, HAARLEM, Chain

TEN_BOER = "0009"
NOORD = PlacementStarted(trajectory="DUAL", provider="Taalhuis Noord")
ZUID = PlacementStarted(trajectory="DUAL", provider="Taalhuis Zuid")
BSN = {"H1": "111222333", "G3": "123456782"}

READERS: Mapping[str, Reader] = {
    "groningen": Reader("case_manager", municipality=GRONINGEN),
    "haarlem": Reader("case_manager", municipality=HAARLEM),
    "elsewhere": Reader("case_manager", municipality="0363"),
    "of no municipality": Reader("case_manager"),
    "noord": Reader("provider", provider="taalhuis-NOORD"),
    "zuid": Reader("provider", provider="Taalhuis Zuid"),
    "of no provider": Reader("provider"),
    "auditor": Reader("auditor", engagement="2009"),
    "ministry": Reader("ministry"),
    "administrator": Reader("administrator"),
    "of no registration": Reader("participant"),
}
MAY_SEE: Mapping[str, frozenset[str]] = {
    "groningen": frozenset({"G1", "G2", "G3", "T1", "H2"}),
    "haarlem": frozenset({"H1", "H2"}),
    "elsewhere": frozenset(),
    "of no municipality": frozenset(),
    "noord": frozenset({"G1", "T1", "H2"}),
    "zuid": frozenset({"H1"}),
    "of no provider": frozenset(),
    "auditor": frozenset({"G1", "G2", "G3", "T1", "H1", "H2"}),
    "ministry": frozenset(),
    "administrator": frozenset(),
    "of no registration": frozenset(),
    "participant G1": frozenset({"G1", "H1"}),
    "participant G2": frozenset({"G2"}),
}
"""Reader → whose rows and events are there for it. G3 is under secrecy; G1 and H1 are linked; G2 and T1 were told
apart; the dossier of H2 went from Haarlem to Groningen; T1 is of Ten Boer, which went up into Groningen."""


@dataclass
class World:
    """The ledger, and who is who in it."""

    ledger: Ledger
    figures: Figures
    subjects: Mapping[str, UUID]

    def reader(self, name: str) -> Reader:
        """The reader of this name."""
        role, _, record = name.partition(" ")
        return Reader(role, subject=self.subjects[record]) if role == "participant" else READERS[name]

    def names(self, subjects: set[UUID]) -> frozenset[str]:
        """What these registrations are called here."""
        called = {subject: name for name, subject in self.subjects.items()}
        return frozenset(called[subject] for subject in subjects)

    def as_reader(self, name: str, look: Callable[[], set[UUID]]) -> frozenset[str]:
        """Whom a reader finds that way."""
        with reading_as(self.reader(name)):
            return self.names(look())


def world_in(ledger: Ledger) -> World:
    """Say the facts, and bring the views up to them."""
    chain = Chain(ledger)
    places = {"G1": GRONINGEN, "G2": GRONINGEN, "G3": GRONINGEN, "T1": TEN_BOER, "H1": HAARLEM, "H2": HAARLEM}
    for name, municipality in places.items():
        personal = {"bsn": BSN[name], "address": "Laan 1"} if name in BSN else {}
        chain.says(name, PersonRegistered(), "2008-01-02", municipality=municipality, personal=personal)
    for name, fact in {"G1": NOORD, "G2": PlacementStarted(trajectory="DUAL"), "G3": NOORD, "T1": NOORD}.items():
        chain.says(name, fact, "2008-03-03", municipality=places[name])
    chain.says("H1", ZUID, "2008-03-04", municipality=HAARLEM)
    chain.says("H2", NOORD, "2008-03-04", municipality=HAARLEM)
    chain.says("G1", PlacementEnded(reason="OTHER"), "2008-03-01")
    chain.says("G2", ExamResultRecorded(exam="INTEGRATION_EXAM", result="PASSED"), "2008-09-01")
    of = {name: chain.registrations[place, name] for name, place in places.items()}
    chain.says("H2", DossierTransferred(from_code=HAARLEM, to_code=GRONINGEN), "2008-10-01", municipality=HAARLEM)
    chain.says("G3", SecrecySet(ordered_by="PERSON"), "2008-06-01")
    chain.shared(MunicipalityMerged(code=TEN_BOER, into_code=GRONINGEN), "2019-01-01", municipality=GRONINGEN)
    for place in (GRONINGEN, HAARLEM):
        chain.shared(quota_of(place), "2008-01-01", municipality=place)
    link(chain, "G1", of["H1"], undone=False)
    link(chain, "G2", of["T1"], undone=True)
    figures = Figures(ledger)
    figures.follower.follow()
    return World(ledger, figures, of | {"nobody": uuid4()})


def quota_of(place: str) -> QuotaSet:
    """What a municipality agreed to."""
    years = {"period_from": date(2007, 1, 1), "period_until": date(2010, 1, 1), "document_on": date(2008, 9, 18)}
    told = {"scheme": "Wet inburgering 2007", "setter": place, "document": "agenda"}
    return QuotaSet(unit="trajectories", amount=100, precision="exact", **told, **years)


def link(chain: Chain, record: str, other: UUID, *, undone: bool) -> None:
    """Decide that two registrations are of one person, and perhaps that they are not after all."""
    chain.says(record, RegistrationsLinked(other=str(other), decider="tester"))
    if undone:
        chain.says(record, RegistrationsUnlinked(other=str(other), decider="tester"))

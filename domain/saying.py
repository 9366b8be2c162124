"""Who may say what: the kinds of fact that each party of the chain can know of itself.

A fact from a party that cannot know it is worth nothing, however well it is written down. So a provider tells who
enrolled, who came, and what somebody learned; whether an absence is authorised, and every other decision, is the
municipality's (R158). Who is one person is said by nobody: a file may be about registrations of another municipality,
and such a decision names both by their ids and says itself who took it; so it would pass every check that
`domain/linking.py` and the linking by hand make. What the places and providers themselves are, the administrator says:
it decides who reads whose dossiers.
"""

from collections.abc import Mapping
from typing import Final

from domain.facts import (
    AbsenceFollowedUp,
    AbsenceRecorded,
    ApprovalGiven,
    ApprovalRefused,
    AssessmentRecorded,
    AttendanceReported,
    CertificateAwarded,
    ClassAttendanceStarted,
    EnrolmentRecorded,
    EventCorrected,
    EventRetracted,
    HoursReported,
    IntakeCompleted,
    LegalHoldLifted,
    LegalHoldSet,
    LinkLeftUndecided,
    LinkModelReleased,
    PersonRegistered,
    ProviderFailed,
    ProviderRecognised,
    RegistrationsLinked,
    RegistrationsUnlinked,
    UnitCompleted,
    WaitingListJoined,
    WaitingListLeft,
    WaitingReasonEnded,
)
from domain.facts.base import Definition, Fact, Nature, definitions, of
from domain.places import REGISTERED

DECIDED_HERE: Final[frozenset[type[Fact]]] = frozenset(
    (RegistrationsLinked, RegistrationsUnlinked, LinkLeftUndecided, LinkModelReleased)
)
"""Whether two registrations are one person, which is said by nobody and decided here."""

PROVIDER_SAYS: Final[Mapping[type[Fact], str]] = {
    PersonRegistered: "R193",
    EnrolmentRecorded: "R193",
    IntakeCompleted: "R193",
    WaitingListJoined: "R193",
    WaitingReasonEnded: "R193",
    WaitingListLeft: "R193",
    ClassAttendanceStarted: "R177",
    AbsenceRecorded: "R177, R210",
    AbsenceFollowedUp: "R211, R213",
    AttendanceReported: "R177, R218, R340",
    HoursReported: "R177",
    AssessmentRecorded: "R177",
    UnitCompleted: "R177",
    CertificateAwarded: "R177",
    EventCorrected: "what it said itself",
    EventRetracted: "what it said itself",
}
"""What a provider can know of its own clients, and where that stands: the clock of the waiting list starts at the
registration with the provider (R193), who executes education tells who attended (R177), and what was done about it."""

_BY_THE_MUNICIPALITY_ON_THE_BOOK: Final = (
    EventCorrected,
    EventRetracted,
    ApprovalGiven,
    ApprovalRefused,
    LegalHoldSet,
    LegalHoldLifted,
)
_RUNNING_THE_LEDGER: Final = frozenset(("rule", "model", "document", "system"))
"""Kinds of shared subject that are about the ledger and its sources, and not about a place."""

_REGISTERS_OF_PLACES: Final = frozenset((*REGISTERED, ProviderRecognised, ProviderFailed))
"""What the municipalities, regions, joint bodies and providers are, which holds for everybody who reads: a municipality
that went up into another is read by that other, with every dossier it has. No party of the chain says so of itself."""


def _of_a_municipality(one: Definition) -> bool:
    if one.nature is Nature.LEDGER:
        return one.fact in _BY_THE_MUNICIPALITY_ON_THE_BOOK
    return one.fact not in DECIDED_HERE | _REGISTERS_OF_PLACES and one.subject not in _RUNNING_THE_LEDGER


def _of_an_administrator(one: Definition) -> bool:
    return one.nature is Nature.SHARED and one.fact not in DECIDED_HERE


SAYS: Final[Mapping[str, frozenset[type[Fact]]]] = {
    "case_manager": frozenset(one.fact for one in definitions() if _of_a_municipality(one)),
    "provider": frozenset(PROVIDER_SAYS),
    "administrator": frozenset(one.fact for one in definitions() if _of_an_administrator(one)),
}
"""Role → the kinds of fact that it may say; a role that is not here says nothing."""


def may_say(role: str, fact: Fact | type[Fact]) -> bool:
    """Whether this role may say facts of this kind."""
    return of(fact).fact in SAYS.get(role, frozenset())


def said_by_another(party: str, municipality: str | None) -> bool:
    """Whether a provider, or another municipality, said a fact of this municipality: then it is theirs to change.

    A system that gives no party but its own number (an OIN) sent it in the name of the municipality that it is about.
    """
    return party != municipality and not party.startswith("oin:")

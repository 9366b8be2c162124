"""Whether a proposal says what stands already: asked twice, the second answer is no facts.

The same fact about the same day and place is the same decision, whoever states it; an observed fact is the same only
when the same source says it, since two sources that agree are two facts. Facts of which the last word counts (a
parameter, a judgement on an absence, secrecy) are the same only while nothing on that matter and day came later.
"""

from typing import Any, Final
from uuid import UUID

from domain.dates import When
from domain.dossier import Dossier, Entry, Proposal
from domain.facts import (
    AbsenceReclassified,
    CaseAssigned,
    EventCorrected,
    EventRetracted,
    ParameterSet,
    PlacementInterrupted,
    PlacementResumed,
    PolicyAdopted,
    RegistrationsLinked,
    RegistrationsUnlinked,
    ReportingClosed,
    ReportingReopened,
    SecrecyLifted,
    SecrecySet,
)
from domain.facts.base import Fact, Nature, of

_SAME_MATTER: Final[tuple[tuple[tuple[type[Fact], ...], tuple[str, ...], bool], ...]] = (
    ((AbsenceReclassified,), ("absence",), True),
    ((CaseAssigned,), ("role",), True),
    ((ParameterSet,), ("name",), True),
    ((PlacementInterrupted, PlacementResumed), ("entry",), True),
    ((PolicyAdopted,), ("name",), True),
    ((RegistrationsLinked, RegistrationsUnlinked), ("other",), False),
    ((ReportingClosed, ReportingReopened), ("scheme", "rule", "period_from", "period_until"), True),
    ((SecrecyLifted, SecrecySet), (), True),
)
"""Kinds of which the last word counts, the fields that tell one matter from another, and whether the day does too."""


def same_in(dossier: Dossier, proposal: Proposal) -> Entry | None:
    """The entry that says the same already; None where none does, or where something on the same matter came later."""
    fact = proposal.fact
    if isinstance(fact, EventCorrected | EventRetracted):
        return dossier.entries.get(UUID(fact.original))
    nature = of(fact).nature
    entries = dossier.in_force() if nature is not Nature.OBSERVED else dossier.standing()
    matter = _matter(fact, proposal.occurred_on)
    if matter is not None:
        entries = [one for one in entries if _matter(one.fact, one.occurred_on) == matter][-1:]
    for entry in entries:
        if _says_the_same(entry, proposal, by_the_same=nature in (Nature.OBSERVED, Nature.LEDGER)):
            return entry
    return None


def _says_the_same(entry: Entry, proposal: Proposal, *, by_the_same: bool) -> bool:
    """Whether an entry says what is proposed; `by_the_same` source and, of approvals and holds, the same actor."""
    fact = proposal.fact
    if isinstance(fact, RegistrationsLinked | RegistrationsUnlinked):
        return (
            type(entry.fact) is type(fact)
            and fact.supersedes is None
            and _keeps_apart(entry.fact) == _keeps_apart(fact)
        )
    if entry.fact != fact or entry.occurred_on != proposal.occurred_on:
        return False
    if entry.municipality != proposal.municipality:
        return False
    if not by_the_same:
        return True
    if entry.registered_on != proposal.registered_on:
        return False
    if of(fact).nature is Nature.LEDGER:
        return proposal.actor in entry.actors
    source = entry.source
    return (source.party, source.system) == (proposal.party, proposal.system) if source else proposal.party is None


def _keeps_apart(fact: Any) -> bool:
    return bool(getattr(fact, "keep_apart", None))


def _matter(fact: Fact, occurred_on: When | None) -> tuple[object, ...] | None:
    for kinds, fields, day_counts in _SAME_MATTER:
        if isinstance(fact, kinds):
            return (kinds, occurred_on if day_counts else None, *(getattr(fact, field) for field in fields))
    return None

"""What may be put right by hand of one fact, and what somebody should know before they do.

A mistake in what was recorded is corrected, or the fact is taken back; nothing is wiped (`domain/facts/book.py`). A
decision is something else than a mistake: it took effect, and it ends by another decision. So a decision is revoked and
not taken back, and it is corrected only for as long as nothing followed from it: who decides otherwise revokes it and
decides anew.
"""

from dataclasses import replace
from typing import Literal

import msgspec

from domain.dossier import Dossier, Entry
from domain.facts import (
    AppealLodged,
    ApprovalGiven,
    ApprovalRefused,
    DecisionNotified,
    DecisionQuashed,
    DecisionRevoked,
    EffectSuspended,
    ObjectionLodged,
    ReportingClosed,
    ReportingReopened,
)
from domain.facts.base import Nature, of
from domain.facts.identity import LinkEvidence
from domain.saying import may_say, said_by_another
from replay.before_acting import texts_in
from store.readers import Reader

Act = Literal["CORRECT", "RETRACT"]
Bar = Literal["OF_THE_BOOK", "LINK", "NOT_YOURS", "OTHER_PARTY", "CLOSING", "DECISION", "RETRACTED"]
FOLLOWS = (
    AppealLodged,
    ApprovalGiven,
    ApprovalRefused,
    DecisionNotified,
    DecisionQuashed,
    DecisionRevoked,
    EffectSuspended,
    ObjectionLodged,
)
"""What makes of the text of a decision more than what its own file says."""


def bar(dossier: Dossier, entry: Entry, act: Act, reader: Reader | None) -> Bar | None:
    """Why this cannot be done with this fact of a dossier by who reads; None where it can."""
    nature = of(entry.fact).nature
    if isinstance(entry.fact, LinkEvidence):
        return "LINK"
    if nature is Nature.LEDGER:
        return "OF_THE_BOOK"
    if reader is not None and (reader.municipality != entry.municipality or not may_say(reader.role, entry.fact)):
        return "NOT_YOURS"
    if entry.source is not None and said_by_another(entry.source.party, entry.municipality):
        return "OTHER_PARTY"
    if isinstance(entry.fact, ReportingClosed | ReportingReopened):
        return "CLOSING"
    if act == "RETRACT" and entry.retracted:
        return "RETRACTED"
    is_final = act == "RETRACT" or any(isinstance(one.fact, FOLLOWS) for one in naming(dossier, entry))
    return "DECISION" if nature is Nature.DECISION and is_final else None


def naming(dossier: Dossier, entry: Entry) -> list[Entry]:
    """The facts of the dossier that stand and name this one: without it they would name nothing."""
    wanted = str(entry.event_id)
    return [one for one in dossier.standing() if wanted in texts_in(msgspec.to_builtins(one.fact))]


def without(dossier: Dossier, entry: Entry) -> Dossier:
    """The dossier as it would be if this fact had never been said."""
    others = {event_id: one for event_id, one in dossier.entries.items() if event_id != entry.event_id}
    return replace(dossier, entries=others)

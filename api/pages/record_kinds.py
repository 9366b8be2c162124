"""What can be recorded on a page: the facts and decisions of a case manager's work, and what is asked of each.

The ledger knows many more kinds (`domain/facts/`), and every one of them can be sent (`api/recording.py`). Here stand
those that somebody fills in by hand, with the fields that a person knows; types, allowed values and what is sealed are
those of the fact itself.
"""

from collections.abc import Mapping
from typing import Final

from domain import facts
from domain.facts.base import Fact

GROUPS: Final[Mapping[str, Mapping[type[Fact], tuple[str, ...]]]] = {
    "intake": {
        facts.SummonsSent: ("attempt", "appear_on"),
        facts.SummonsMissed: ("summons", "excused", "reason_text"),
        facts.IntakeCompleted: ("intake", "in_absence", "route_advised", "remark"),
    },
    "offer": {
        facts.ProvisionOffered: ("provision", "scheme", "dual", "provider", "course_from", "reply_until_on", "remark"),
        facts.OfferAccepted: ("offer",),
        facts.OfferDeclined: ("offer", "reason", "remark"),
        facts.ProvisionEstablished: ("provision", "scheme", "dual", "offer", "remark"),
        facts.ProvisionLapsed: ("established", "reason"),
    },
    "waiting": {
        facts.WaitingListJoined: ("list", "reason", "provider", "remark"),
        facts.WaitingListLeft: ("because", "provider", "remark"),
    },
    "placement": {
        facts.PlacementStarted: ("trajectory", "dual_with", "provider", "course", "scheme", "remark"),
        facts.PlacementInterrupted: ("reason", "return_expected_on", "reason_text"),
        facts.PlacementResumed: (),
        facts.PlacementEnded: ("reason", "successful", "authorised", "remark"),
        facts.ProviderReassigned: ("from_provider", "to_provider", "reason", "course"),
    },
    "plan": {
        facts.PersonalPlanAdopted: ("route", "level", "intensity_hours", "literacy"),
        facts.ProgressReviewHeld: ("remark",),
        facts.TermExtended: ("term", "until_on", "ground", "reason_text"),
        facts.ExemptionGranted: ("scope", "ground", "exam_part", "until_on", "remark"),
    },
    "absence": {
        facts.AbsenceReclassified: ("absence", "authorised", "reason", "reason_text"),
        facts.AbsenceFollowedUp: ("absence", "action", "remark"),
    },
    "enforcement": {
        facts.EnforcementOrderIssued: ("with_offer", "months", "term_until_on", "remark"),
        facts.ViolationReported: ("conduct", "conduct_on", "heard", "remark"),
        facts.SanctionImposed: ("kind", "article", "amount_cents", "conduct", "conduct_on", "report", "remark"),
        facts.SanctionWithdrawn: ("sanction", "reason"),
    },
    "legal": {
        facts.DecisionNotified: ("decision", "channel"),
        facts.ObjectionLodged: ("decision", "in_time", "remark"),
        facts.ObjectionDecided: ("decision", "objection", "outcome", "effect", "remark"),
        facts.DecisionRevoked: ("decision", "effect", "reason", "remark"),
    },
}
"""Group → kind of fact → the fields that are asked, in order."""

NAMED: Final[Mapping[str, tuple[type[Fact], ...]]] = {
    "summons": (facts.SummonsSent,),
    "offer": (facts.ProvisionOffered,),
    "established": (facts.ProvisionEstablished,),
    "absence": (facts.AbsenceRecorded,),
    "report": (facts.ViolationReported,),
    "sanction": (facts.SanctionImposed,),
    "objection": (facts.ObjectionLodged,),
}
"""A field that names a fact of the dossier → of which kinds; another one names a decision."""
ASKED: Final[Mapping[type[Fact], tuple[str, ...]]] = {
    kind: fields for kinds in GROUPS.values() for kind, fields in kinds.items()
}

"""`decide(dossier, proposal) -> facts`: yes with facts, nothing where it was asked before, or no with a named reason.

Observed facts are never refused, also when they clash: the clash is a finding. A decision of the municipality is held
against what stands in the dossier (`domain/dossier.py`) by the table `DECISIONS`, in which every fact that is a
decision has its line; one that DUO took is observed here. What is checked of *every* fact is only whether it says
anything (`NAMED`): a correction, an approval or an objection about nothing does not, nor does a rest that is over
before it begins.

Asked twice, the second answer is no facts: the same fact stands already, and nothing on the same matter came after it.
Time, identity and actor come in with the proposal; nothing here reads a clock.
"""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from domain import decision_refusals as refused
from domain.approving import needs_approval
from domain.decision_checks import (
    ABSENCE,
    Check,
    bars,
    ends_later,
    named,
    names,
    names_a_decision,
    needs,
    not_more_than,
    positive_amount,
    unanswered,
    while_alive,
)
from domain.decision_checks_by_kind import (
    a_term_runs,
    amount_fits_kind,
    another_provider,
    another_registration,
    benefit_not_cut,
    level_fits_route,
    no_placement_open,
    no_provision_in_use,
    no_wider,
    offer_not_declined,
    plan_after_obligation,
    somebody_objected,
    transition_has_an_end,
)
from domain.decision_refusals import DecisionRefused
from domain.decision_repeats import same_in
from domain.dossier import Dossier, Entry, Proposal, dossier_of, evolve
from domain.event import UnreadableEvent, encode_fact, read_body
from domain.facts import (
    AbsenceFollowedUp,
    AbsenceReclassified,
    AbsenceRecorded,
    AppealDecided,
    AppealLodged,
    ApprovalGiven,
    ApprovalRefused,
    BonusClaimed,
    BonusGranted,
    BonusPaid,
    BonusRefused,
    CaseAssigned,
    DecisionNotified,
    DecisionQuashed,
    DecisionRevoked,
    DepositForfeited,
    DepositReceived,
    DepositRefunded,
    DispensationGranted,
    EffectSuspended,
    EnforcementOrderIssued,
    EnrolmentRecorded,
    EventCorrected,
    EventRetracted,
    ExemptionGranted,
    ExemptionWithdrawn,
    LegalHoldLifted,
    LegalHoldSet,
    LinkLeftUndecided,
    ObjectionDecided,
    ObjectionLodged,
    OwnContributionCharged,
    OwnContributionWaived,
    PersonalBudgetApproved,
    PersonalBudgetRefused,
    PersonalBudgetRequested,
    PersonalDataErased,
    PersonalPlanAdopted,
    PersonalPlanAmended,
    PlacementStarted,
    PolicyAdopted,
    ProviderContracted,
    ProviderReassigned,
    ProvisionEstablished,
    ProvisionLapsed,
    ProvisionOffered,
    RegistrationsLinked,
    RegistrationsUnlinked,
    RequestLodged,
    RequestRefused,
    SanctionImposed,
    SanctionWithdrawn,
    SetOff,
    SignalAcknowledged,
    TermExtended,
    VerdictAttested,
    ViolationReported,
    VoucherIssued,
    WaitingListJoined,
)
from domain.facts.base import Fact, Nature, of
from domain.facts.identity import LinkEvidence

__all__ = ["DECISIONS", "NAMED", "DecisionRefused", "Dossier", "Proposal", "decide", "dossier_of", "evolve", "same_in"]

NAMED: Final[Mapping[type[Fact], tuple[Check, ...]]] = {
    AbsenceFollowedUp: (names("absence", AbsenceRecorded, unknown=refused.AbsenceIsUnknown, follows=False),),
    AppealDecided: (names_a_decision(),),
    AppealLodged: (names_a_decision(),),
    DecisionNotified: (names_a_decision(),),
    DecisionQuashed: (names_a_decision(),),
    EffectSuspended: (names_a_decision(),),
    LegalHoldLifted: (names("hold", LegalHoldSet, in_force=True),),
    LinkLeftUndecided: (another_registration,),
    ObjectionLodged: (names_a_decision(),),
    SignalAcknowledged: (ends_later("rests_until_on"),),
}
"""Facts that are no decision and yet say nothing without the event they name, or where they end before they begin."""

DECISIONS: Final[Mapping[type[Fact], tuple[Check, ...]]] = {
    AbsenceReclassified: (ABSENCE, transition_has_an_end, ends_later("until_on")),
    BonusGranted: (
        positive_amount,
        names("claim", BonusClaimed),
        unanswered("claim", BonusClaimed, BonusGranted, only_named=True),
    ),
    BonusPaid: (
        names("grant", BonusGranted, in_force=True),
        not_more_than(
            refused.BonusIsNotGranted,
            BonusGranted,
            BonusPaid,
            alike=("beneficiary", "bonus"),
            where={"form": "MONEY"},
        ),
    ),
    BonusRefused: (names("claim", BonusClaimed),),
    CaseAssigned: (ends_later("until_on"),),
    DecisionRevoked: (names_a_decision(in_force=True, follows=True),),
    DepositForfeited: (
        names("deposit", DepositReceived),
        not_more_than(refused.NoDepositIsHeld, DepositReceived, DepositRefunded, DepositForfeited),
    ),
    DepositRefunded: (
        names("deposit", DepositReceived),
        not_more_than(refused.NoDepositIsHeld, DepositReceived, DepositRefunded, DepositForfeited),
    ),
    DispensationGranted: (while_alive, no_wider(DispensationGranted, refused.DispensationStandsAlready)),
    EnforcementOrderIssued: (
        while_alive,
        ends_later("term_until_on"),
        bars(refused.OrderIsAlreadyIssued, EnforcementOrderIssued, alike=("with_offer",)),
    ),
    ExemptionGranted: (
        while_alive,
        ends_later("until_on"),
        no_wider(ExemptionGranted, refused.ExemptionStandsAlready),
    ),
    ExemptionWithdrawn: (
        names("exemption", ExemptionGranted, in_force=True),
        needs(refused.NoExemptionStands, ExemptionGranted),
    ),
    ObjectionDecided: (names_a_decision(follows=True), names("objection", ObjectionLodged), somebody_objected),
    OwnContributionCharged: (while_alive, positive_amount),
    OwnContributionWaived: (
        names("charge", OwnContributionCharged, in_force=True),
        not_more_than(refused.NothingIsCharged, OwnContributionCharged, OwnContributionWaived),
    ),
    PersonalBudgetApproved: (
        while_alive,
        positive_amount,
        names("request", PersonalBudgetRequested),
        unanswered(
            "request",
            PersonalBudgetRequested,
            PersonalBudgetApproved,
            PersonalBudgetRefused,
            alike=("budget_kind",),
        ),
    ),
    PersonalBudgetRefused: (
        names("request", PersonalBudgetRequested),
        unanswered(
            "request",
            PersonalBudgetRequested,
            PersonalBudgetApproved,
            PersonalBudgetRefused,
            alike=("budget_kind",),
        ),
    ),
    PersonalPlanAdopted: (
        while_alive,
        bars(refused.PlanIsAlreadyAdopted, PersonalPlanAdopted),
        level_fits_route,
        plan_after_obligation,
    ),
    PersonalPlanAmended: (while_alive, needs(refused.NoPlanIsAdopted, PersonalPlanAdopted), level_fits_route),
    PlacementStarted: (while_alive, no_placement_open),
    PolicyAdopted: (),
    ProviderReassigned: (
        while_alive,
        needs(
            refused.NobodyIsPlacedOrEnrolled,
            PlacementStarted,
            EnrolmentRecorded,
            WaitingListJoined,
            ProvisionOffered,
            ProvisionEstablished,
            ProviderContracted,
        ),
        another_provider,
    ),
    ProvisionEstablished: (
        while_alive,
        names("offer", ProvisionOffered, in_force=True),
        offer_not_declined,
        no_provision_in_use,
    ),
    ProvisionLapsed: (
        names("established", ProvisionEstablished, in_force=True),
        needs(refused.NoProvisionStands, ProvisionEstablished),
    ),
    ProvisionOffered: (while_alive, ends_later("course_until", "course_from")),
    RegistrationsLinked: (another_registration,),
    RegistrationsUnlinked: (another_registration,),
    RequestRefused: (
        names("lodged", RequestLodged),
        unanswered("lodged", RequestLodged, RequestRefused, alike=("request",)),
    ),
    SanctionImposed: (
        while_alive,
        amount_fits_kind,
        names("report", ViolationReported),
        names("absences", AbsenceRecorded, unknown=refused.AbsenceIsUnknown),
        benefit_not_cut,
    ),
    SanctionWithdrawn: (names("sanction", SanctionImposed, unknown=refused.DecisionIsUnknown, in_force=True),),
    SetOff: (positive_amount, names("credit"), names("debit")),
    TermExtended: (while_alive, a_term_runs),
    VoucherIssued: (
        names("grant", BonusGranted, in_force=True),
        ends_later("valid_until_on"),
        not_more_than(
            refused.BonusIsNotGranted,
            BonusGranted,
            VoucherIssued,
            alike=("beneficiary",),
            where={"form": "VOUCHER"},
        ),
    ),
}
"""Every kind of decision and what it is held against, in order; an empty line means: the law leaves it open."""

_DONE_TO_THE_BOOK: Final = (PersonalDataErased, VerdictAttested)


def decide(dossier: Dossier, proposal: Proposal) -> tuple[Fact, ...]:
    """The facts to record: none where the same stands already. Raises DecisionRefused."""
    fact: Fact = proposal.fact
    match fact:
        case EventCorrected():
            return _decide_correction(dossier, proposal, fact)
        case EventRetracted():
            return _decide_retraction(dossier, fact)
        case ApprovalGiven(approves=event_id) | ApprovalRefused(refuses=event_id):
            _decide_approval(dossier, proposal, event_id)
    if same_in(dossier, proposal) is not None:
        return ()
    checks = NAMED.get(type(fact), ())
    if of(fact).nature is Nature.DECISION and not _is_decided_elsewhere(fact):
        checks = DECISIONS[type(fact)]
    for check in checks:
        check(dossier, proposal)
    return (fact,)


def _is_decided_elsewhere(fact: Fact) -> bool:
    """Whether DUO took this decision, so that it is only observed here."""
    return "DUO" in (getattr(fact, "decided_by", None), getattr(fact, "imposed_by", None))


# About the book itself


def _decide_correction(dossier: Dossier, proposal: Proposal, fact: EventCorrected) -> tuple[Fact, ...]:
    """The original is of this stream; the body is whole and of its type; a shared fact keeps its name and place."""
    entry = _original(dossier, fact.original)
    if isinstance(entry.fact, LinkEvidence):
        raise refused.LinkIsNotCorrected
    definition = of(entry.fact)
    try:
        corrected = read_body(definition.number, fact.body_schema, bytes(fact.body))
    except UnreadableEvent:
        raise refused.CorrectionIsOfAnotherType(f"the original is {definition.name}") from None
    if bytes(encode_fact(corrected)) != bytes(fact.body):
        raise refused.CorrectionIsOfAnotherType(f"not as {definition.name} writes it")
    if definition.named_by and (
        proposal.municipality != entry.municipality
        or any(getattr(corrected, field) != getattr(entry.fact, field) for field in definition.named_by)
    ):
        raise refused.CorrectionIsOfAnotherSubject(", ".join((*definition.named_by, "municipality")))
    stands = (entry.fact, entry.occurred_on, entry.registered_on, entry.municipality)
    proposed = (corrected, proposal.occurred_on, proposal.registered_on, proposal.municipality)
    return () if stands == proposed and not entry.retracted and not proposal.has_personal else (fact,)


def _decide_retraction(dossier: Dossier, fact: EventRetracted) -> tuple[Fact, ...]:
    return () if _original(dossier, fact.original).retracted else (fact,)


def _decide_approval(dossier: Dossier, proposal: Proposal, event_id: str) -> None:
    entry = named(dossier, event_id)
    if not needs_approval(entry.fact):
        raise refused.NothingIsProposed(of(entry.fact).name)
    if proposal.actor in entry.actors:
        raise refused.ApproverIsTheProposer


def _original(dossier: Dossier, event_id: str) -> Entry:
    """The first event that is named, retracted or not; raises what is wrong with the name."""
    wanted = UUID(event_id)
    if wanted in dossier.changes:
        raise refused.EventIsNoOriginal(f"first event {dossier.changes[wanted]}")
    entry = dossier.entries.get(wanted)
    if entry is None:
        raise refused.EventIsUnknown(event_id)
    if isinstance(entry.fact, _DONE_TO_THE_BOOK):
        raise refused.EventCannotBeTakenBack(of(entry.fact).name)
    return entry

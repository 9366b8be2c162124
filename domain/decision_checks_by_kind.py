"""What only one kind of decision is held against: a placement, a plan, a fine, an objection, a link.

The checks that many kinds share are made in `domain/decision_checks.py`; which kind has which stands in the table of
`domain/decisions.py`.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from domain import decision_refusals as refused
from domain.decision_checks import Check, Kinds, agree, when_of
from domain.dossier import FOUNDED, Dossier, Proposal, placements, surely_before
from domain.facts import (
    BenefitReduced,
    DispensationGranted,
    EnforcementOrderIssued,
    EnrolmentRecorded,
    ExemptionGranted,
    ObjectionDecided,
    ObjectionLodged,
    ObligationEstablished,
    OfferAccepted,
    OfferDeclined,
    PersonalPlanAdopted,
    PlacementStarted,
    ProviderReassigned,
    ProvisionEstablished,
    RegistrationsLinked,
    RegistrationsUnlinked,
    SanctionImposed,
    TermExtended,
    TermStarted,
    ViolationReported,
    WaitingListJoined,
)
from domain.facts.placement import NOT_WI_TRAJECTORIES


def no_placement_open(dossier: Dossier, proposal: Proposal) -> None:
    """No other placement was open on that day; a literacy class is no trajectory under the Act and may run beside."""
    outside = proposal.fact.trajectory in NOT_WI_TRAJECTORIES
    for start, end in placements(dossier):
        trajectory = getattr(start.fact, "trajectory", None)
        if outside and trajectory != proposal.fact.trajectory:
            continue
        if not outside and trajectory in NOT_WI_TRAJECTORIES:
            continue
        began_later = surely_before(proposal.begins_on, start.begins_on)
        is_open = end is None or surely_before(proposal.begins_on, end.occurred_on)
        if is_open and not began_later:
            raise refused.PlacementIsAlreadyOpen(f"event {start.event_id}, since {start.begins_on or 'unknown'}")


def another_provider(dossier: Dossier, proposal: Proposal) -> None:
    """The provider moved to is not the one left, nor the one that the person was last with."""
    fact = proposal.fact
    known = dossier.in_force(PlacementStarted, ProviderReassigned, EnrolmentRecorded, WaitingListJoined)
    providers = [getattr(one.fact, "to_provider", None) or getattr(one.fact, "provider", None) for one in known]
    last = next((provider for provider in reversed(providers) if provider), None)
    if fact.to_provider in (fact.from_provider, last):
        raise refused.ProviderIsTheSame


def no_wider(kind: type[ExemptionGranted | DispensationGranted], refusal: type[refused.DecisionRefused]) -> Check:
    """No exemption or dispensation of the same Act is in force that is whole, or of the same part of the exam."""

    def check(dossier: Dossier, proposal: Proposal) -> None:
        for one in dossier.in_force(kind):
            stands: Any = one.fact
            if not agree(stands, proposal.fact, ("law",)):
                continue
            if stands.scope == "FULL" or (
                stands.scope == "PARTIAL" and agree(stands, proposal.fact, ("scope", "exam_part", "level"))
            ):
                raise refusal(f"event {one.event_id}")

    return check


def offer_not_declined(dossier: Dossier, proposal: Proposal) -> None:
    """The last answer to the offer that is named is no refusal."""
    if proposal.fact.offer is None:
        return
    answers = [
        one.fact
        for one in dossier.standing(OfferDeclined, OfferAccepted)
        if getattr(one.fact, "offer", None) == proposal.fact.offer
    ]
    if answers and isinstance(answers[-1], OfferDeclined):
        raise refused.OfferWasDeclined(proposal.fact.offer)


def no_provision_in_use(dossier: Dossier, proposal: Proposal) -> None:
    """No provision of the same kind is in force, except one whose placement has ended."""
    ended = [end.positions[0] for _, end in placements(dossier) if end is not None]
    for one in dossier.in_force(ProvisionEstablished):
        is_used_up = any(position > one.positions[0] for position in ended)
        if agree(one.fact, proposal.fact, ("law", "provision", "scheme")) and not is_used_up:
            raise refused.ProvisionStandsAlready(f"event {one.event_id}")


def level_fits_route(_: Dossier, proposal: Proposal) -> None:
    """A2 is not possible with the education route, B1 not with the Z-route (DUO, conditions on the plan)."""
    if (proposal.fact.route, proposal.fact.level) in (("EDUCATION", "A2"), ("Z", "B1")):
        raise refused.LevelDoesNotFitRoute


def plan_after_obligation(dossier: Dossier, proposal: Proposal) -> None:
    """A plan is dated on or after the start of the obligation and the settlement (DUO, conditions on the plan)."""
    begun = [one.occurred_on for one in dossier.standing(ObligationEstablished)]
    for day in (*begun, when_of(proposal.fact.settled_on)):
        if surely_before(proposal.occurred_on, day):
            raise refused.DatedBeforeWhatItFollows(f"{proposal.occurred_on} before {day}")


TERM_STARTERS: Mapping[str, Kinds] = {
    "EXAM_TERM": (EnforcementOrderIssued, ProvisionEstablished, ObligationEstablished),
    "INTEGRATION_TERM": (PersonalPlanAdopted,),
    "NEW_TERM": (SanctionImposed,),
    "PLAN_TERM": (ObligationEstablished,),
    "NOTICE_TERM": (),
}
"""Which facts start a term beside its own TermStarted (Wi 2007 art. 7, 26; Wi 2021 art. 11; Besluit 5.3)."""


def a_term_runs(dossier: Dossier, proposal: Proposal) -> None:
    """The term that is extended was started, and gets longer."""
    term = proposal.fact.term
    terms: list[Any] = [
        one.fact for one in dossier.in_force(TermStarted, TermExtended) if agree(one.fact, proposal.fact, ("term",))
    ]
    if not terms and not dossier.in_force(*(TERM_STARTERS[term] or (TermStarted,))):
        raise refused.NoSuchTermRuns(term)
    ends = [one.until_on for one in terms if one.until_on is not None]
    until_on = proposal.fact.until_on
    if ends and until_on is not None and until_on <= max(ends):
        raise refused.TermDoesNotGetLonger(f"ends {max(ends)}")


def transition_has_an_end(_: Dossier, proposal: Proposal) -> None:
    """A transition is authorised only with an end (R161, R165)."""
    fact = proposal.fact
    if fact.authorised and fact.reason == "TRANSITION" and fact.until_on is None:
        raise refused.TransitionNeedsAnEnd


def amount_fits_kind(_: Dossier, proposal: Proposal) -> None:
    """A fine has an amount above zero, a warning none."""
    amount_cents = proposal.fact.amount_cents
    if proposal.fact.kind == "FINE" and (amount_cents is None or amount_cents <= 0):
        raise refused.FineNeedsAnAmount
    if proposal.fact.kind == "WARNING" and amount_cents is not None:
        raise refused.WarningHasNoAmount


def benefit_not_cut(dossier: Dossier, proposal: Proposal) -> None:
    """No fine where the benefit was cut for the same act: same conduct on the same day, or an absence in common."""
    fact = proposal.fact
    if fact.kind != "FINE":
        return
    grounds: list[Any] = [fact]
    if fact.report is not None:
        grounds += [one.fact for one in dossier.standing(ViolationReported) if str(one.event_id) == fact.report]
    for cut in dossier.standing(BenefitReduced):
        for ground in grounds:
            if is_same_act(cut.fact, ground):
                raise refused.BenefitWasCutForTheSameAct(f"event {cut.event_id}")


def is_same_act(one: Any, other: Any) -> bool:
    """Whether two facts answer the same act: the same conduct on the same day, or an absence in common."""
    is_known = other.conduct is not None and other.conduct_on is not None
    return (is_known and agree(one, other, ("conduct", "conduct_on"))) or bool({*one.absences} & {*other.absences})


def somebody_objected(dossier: Dossier, proposal: Proposal) -> None:
    """An objection to that decision stands and was not decided; a decision keeps its effect where it was unfounded."""
    fact = proposal.fact
    lodged = [one for one in dossier.standing(ObjectionLodged) if agree(one.fact, fact, ("decision",))]
    if not lodged:
        raise refused.NobodyObjected(fact.decision)
    if all(surely_before(proposal.occurred_on, one.occurred_on) for one in lodged):
        raise refused.DatedBeforeWhatItFollows(f"{proposal.occurred_on} before {lodged[0].occurred_on}")
    decided = [one for one in dossier.in_force(ObjectionDecided) if agree(one.fact, fact, ("decision",))]
    if len(decided) >= len(lodged):
        raise refused.ObjectionIsAlreadyDecided(fact.decision)
    if fact.outcome not in FOUNDED and (fact.effect is not None or fact.replaced_by is not None):
        raise refused.EffectNeedsAFoundedObjection(fact.outcome)


def another_registration(dossier: Dossier, proposal: Proposal) -> None:
    """The other registration is another one, and nobody decided that both stay apart."""
    fact = proposal.fact
    if UUID(fact.other) == proposal.subject:
        raise refused.RegistrationIsItself
    if not isinstance(fact, RegistrationsLinked) or fact.ground == "REVIEW":
        return
    verdicts = [
        one for one in dossier.in_force(RegistrationsLinked, RegistrationsUnlinked) if agree(one.fact, fact, ("other",))
    ]
    last = verdicts[-1] if verdicts else None
    if (
        last
        and isinstance(last.fact, RegistrationsUnlinked)
        and last.fact.keep_apart
        and fact.supersedes != str(last.event_id)
    ):
        raise refused.RegistrationsAreKeptApart(f"event {last.event_id}")

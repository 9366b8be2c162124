"""Why a decision is not recorded: a class per reason, named as a sentence, with what would work instead.

The docstring is the message: what was wrong, what was expected, what would work. Details behind it are codes, dates,
amounts and event ids, never a personal value.

    DecisionRefused
    ├── EventIsUnknown              the event named does not stand in this dossier
    │   ├── DecisionIsUnknown
    │   └── AbsenceIsUnknown
    ├── EventIsOfAnotherKind        the event named says something else
    │   └── EventIsNoDecision
    ├── EventIsRetracted
    ├── EventIsNoOriginal           a correction or retraction was named instead of the first event
    ├── EventCannotBeTakenBack
    ├── CorrectionIsOfAnotherType, CorrectionIsOfAnotherSubject
    ├── ApproverIsTheProposer
    ├── NothingIsProposed           an approval names what needs none
    ├── DatedBeforeWhatItFollows, EndsBeforeItBegins, PersonHasDied
    ├── PlacementIsAlreadyOpen, NobodyIsPlacedOrEnrolled, ProviderIsTheSame
    ├── ExemptionStandsAlready, DispensationStandsAlready, NoExemptionStands
    ├── OfferWasDeclined, ProvisionStandsAlready, NoProvisionStands
    ├── NobodyAskedForThat, RequestIsAlreadyAnswered
    ├── PlanIsAlreadyAdopted, NoPlanIsAdopted, LevelDoesNotFitRoute
    ├── NoSuchTermRuns, TermDoesNotGetLonger
    ├── TransitionNeedsAnEnd
    ├── OrderIsAlreadyIssued, FineNeedsAnAmount, WarningHasNoAmount, BenefitWasCutForTheSameAct
    ├── DecisionAlreadyWithdrawn, NobodyObjected, ObjectionIsAlreadyDecided, EffectNeedsAFoundedObjection
    ├── AmountIsNotPositive, NoDepositIsHeld, BonusIsNotGranted, NothingIsCharged, AmountIsTooHigh
    └── RegistrationIsItself, RegistrationsAreKeptApart, LinkIsNotCorrected
"""


class DecisionRefused(ValueError):
    """This cannot be decided as things stand in the dossier."""

    def __init__(self, detail: str = "") -> None:
        sentence = " ".join((type(self).__doc__ or "").split())
        super().__init__(f"{sentence} ({detail})" if detail else sentence)
        self.detail = detail


# What is named


class EventIsUnknown(DecisionRefused):
    """The event that is named does not stand in this dossier: expected the id of one that does. `history` of the
    registration shows them."""


class DecisionIsUnknown(EventIsUnknown):
    """The decision that is named does not stand in this dossier: expected the event id of a decision about this
    registration. `history` of the registration shows them."""


class AbsenceIsUnknown(EventIsUnknown):
    """The absence that is named does not stand in this dossier: expected the event id of an AbsenceRecorded about this
    registration. `history` of the registration shows them."""


class EventIsOfAnotherKind(DecisionRefused):
    """The event that is named says something else than this fact follows: expected the id of an event of another kind.
    `history` of the registration shows them."""


class EventIsNoDecision(EventIsOfAnotherKind):
    """The event that is named is no decision, so it can be neither notified, contested nor revoked: expected the event
    id of a decision. A fact that is wrong is put right with EventCorrected or EventRetracted."""


class EventIsRetracted(DecisionRefused):
    """The event that is named was retracted and holds no more: expected one that stands. An EventCorrected that names
    it restores it."""


class EventIsNoOriginal(DecisionRefused):
    """The event that is named is itself a correction or retraction: expected the first event, also where it was
    corrected before."""


class EventCannotBeTakenBack(DecisionRefused):
    """The event that is named tells what was done to this book and was really done, so it can be neither corrected nor
    retracted. Record what happened afterwards as a fact of its own."""


class CorrectionIsOfAnotherType(DecisionRefused):
    """The body of the correction is not of the type of the original: expected its whole body with all its fields.
    Where another kind of fact happened, retract the original and record anew."""


class CorrectionIsOfAnotherSubject(DecisionRefused):
    """The correction would move a shared fact to another name or municipality: expected those of the original. Retract
    the original and record anew."""


class NothingIsProposed(DecisionRefused):
    """The event that is named needs no second word, so there is nothing to approve or to refuse: expected a fine, a
    payment, a quota, a closing, or the release of a rule or a model."""


class ApproverIsTheProposer(DecisionRefused):
    """Who stated or corrected a fact cannot also approve or refuse it: expected somebody else to do so."""


# Time


class DatedBeforeWhatItFollows(DecisionRefused):
    """The date lies before that of what this decision follows: expected the same day or later. If the earlier date is
    wrong, put that one right with EventCorrected first."""


class EndsBeforeItBegins(DecisionRefused):
    """The end lies on or before the beginning: expected a later day, since the end itself is not included (tot)."""


class PersonHasDied(DecisionRefused):
    """The person died before the day of this decision: expected an earlier day, or no such decision. If the death was
    recorded by mistake, retract it with EventRetracted first."""


# Placement


class PlacementIsAlreadyOpen(DecisionRefused):
    """A placement is already open on that day: expected one that has ended. Record its PlacementEnded first, or
    ProviderReassigned where only the provider changes."""


class NobodyIsPlacedOrEnrolled(DecisionRefused):
    """There is nothing to reassign: expected a placement, enrolment, waiting list or provision before it. Record
    PlacementStarted with the provider instead."""


class ProviderIsTheSame(DecisionRefused):
    """The person is with that provider already: expected another provider in to_provider."""


# Exemption, provision, request


class ExemptionStandsAlready(DecisionRefused):
    """An exemption that covers this one is in force: expected none. Record ExemptionWithdrawn or DecisionRevoked first,
    or correct the earlier one with EventCorrected."""


class DispensationStandsAlready(DecisionRefused):
    """A dispensation that covers this one is in force: expected none. Record DecisionRevoked first, or correct the
    earlier one with EventCorrected."""


class NoExemptionStands(DecisionRefused):
    """There is no exemption to withdraw: expected an ExemptionGranted that is in force."""


class OfferWasDeclined(DecisionRefused):
    """The offer was declined, so no provision can be established on it: expected an offer that was accepted. Record a
    new ProvisionOffered and OfferAccepted first."""


class ProvisionStandsAlready(DecisionRefused):
    """A provision of this kind is in force and its placement has not ended: expected none. Record ProvisionLapsed or
    DecisionRevoked first, or correct the earlier one with EventCorrected."""


class NoProvisionStands(DecisionRefused):
    """There is no provision that could lapse: expected a ProvisionEstablished that is in force."""


class NobodyAskedForThat(DecisionRefused):
    """There is no request that this decision could answer: expected one to be recorded before it."""


class RequestIsAlreadyAnswered(DecisionRefused):
    """The request was answered already: expected one that is open. Revoke the earlier answer with DecisionRevoked
    first, or record the new request."""


# Plan and term


class PlanIsAlreadyAdopted(DecisionRefused):
    """A personal plan (PIP) was adopted already: expected none. Record a change with PersonalPlanAmended."""


class NoPlanIsAdopted(DecisionRefused):
    """There is no personal plan (PIP) to amend: expected a PersonalPlanAdopted that is in force."""


class LevelDoesNotFitRoute(DecisionRefused):
    """The level does not fit the route: A2 is not possible with route EDUCATION, nor B1 with route Z. Expected for
    example route=Z level=A2."""


class NoSuchTermRuns(DecisionRefused):
    """No such term runs that could be extended: expected a TermStarted of that term, or the decision that starts it."""


class TermDoesNotGetLonger(DecisionRefused):
    """The new end lies on or before the end that the term has already: expected a later day in until_on."""


# Absence, sanction


class TransitionNeedsAnEnd(DecisionRefused):
    """A transition is authorised absence only with an end: expected until_on, for example until_on=2008-09-01."""


class OrderIsAlreadyIssued(DecisionRefused):
    """An enforcement order of this kind is in force: expected none. Record DecisionRevoked first, or correct the
    earlier one with EventCorrected."""


class FineNeedsAnAmount(DecisionRefused):
    """A fine has an amount: expected amount_cents above zero, for example amount_cents=25000 for EUR 250."""


class WarningHasNoAmount(DecisionRefused):
    """A warning has no amount: expected kind=FINE, or no amount_cents."""


class BenefitWasCutForTheSameAct(DecisionRefused):
    """The benefit was cut for the same act, so no fine may come beside it (Wi 2007 art. 37; Wi 2021 art. 27): expected
    another act, or a warning. If the cut is wrong, retract it with EventRetracted first."""


# Legal life


class DecisionAlreadyWithdrawn(DecisionRefused):
    """The decision has no effect any more: it was revoked, quashed, withdrawn or replaced before. Expected one that is
    in force."""


class NobodyObjected(DecisionRefused):
    """Nobody objected to that decision: expected an ObjectionLodged that names it."""


class ObjectionIsAlreadyDecided(DecisionRefused):
    """The objection was decided already: expected one that is open. Revoke the earlier decision on it with
    DecisionRevoked first."""


class EffectNeedsAFoundedObjection(DecisionRefused):
    """The decision keeps its effect where the objection was not founded: expected outcome=FOUNDED or PARTLY_FOUNDED, or
    no effect and no replaced_by."""


# Money


class AmountIsNotPositive(DecisionRefused):
    """The amount is not above zero: expected euro cents, for example amount_cents=5000 for EUR 50. What was booked by
    mistake is retracted with EventRetracted."""


class NoDepositIsHeld(DecisionRefused):
    """No deposit was received: expected a DepositReceived before it."""


class BonusIsNotGranted(DecisionRefused):
    """No such bonus was granted in that form: expected a BonusGranted that is in force."""


class NothingIsCharged(DecisionRefused):
    """No own contribution was charged: expected an OwnContributionCharged that is in force."""


class AmountIsTooHigh(DecisionRefused):
    """The amount is higher than what is left: expected at most what was received, granted or charged, less what went
    off it before."""


# Identity


class RegistrationIsItself(DecisionRefused):
    """A registration cannot be linked with itself: expected the registration id of another one in other."""


class LinkIsNotCorrected(DecisionRefused):
    """A decision on two registrations is not corrected, since that would change who took it and on what: expected
    another decision with `ketenboek link` or `ketenboek unlink`, or EventRetracted."""


class RegistrationsAreKeptApart(DecisionRefused):
    """Somebody decided that these two registrations must stay apart: expected ground=REVIEW, or that decision in
    supersedes."""

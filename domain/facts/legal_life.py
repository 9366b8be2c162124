"""The legal life of a decision: asked for, made known, contested, suspended, revoked or quashed.

Every fact that follows a decision names it by its event id and changes its legal effect, from then on or from the
start. It never corrects the fact that the decision was taken (decision record 0002). What is irrevocable is derived
from these facts and is no fact itself.
"""

from typing import Literal

from domain.facts.base import Code, Day, EventId, Fact, Nature, fact

LegalEffect = Literal["FROM_THEN", "FROM_THE_START"]
"""Whether a decision loses its effect from that day on (ex nunc) or as if it was never taken (ex tunc)."""
Outcome = Literal["FOUNDED", "PARTLY_FOUNDED", "UNFOUNDED", "INADMISSIBLE", "WITHDRAWN"]
"""How an objection or appeal ended (Awb 7:11, 8:70)."""


class Decision(Fact, frozen=True, kw_only=True):
    """What every decision of the municipality has beside the day it was taken, which is its `occurred_on`.

    effective_on: first day on which it has effect; absent when that is the day it was taken.
    """

    effective_on: Day | None = None


@fact(701, Nature.OBSERVED, dutch="beschikking bekendgemaakt", slot="decision")
class DecisionNotified(Fact, frozen=True, kw_only=True):
    """A decision was made known to the person it is about, which starts the term for objection.

    decision: the decision that was made known.
    channel: how it was made known.
    Source: Awb 3:41; design notes, law (handhavingsbeschikking-bekendgemaakt).
    """

    decision: EventId
    channel: Literal["POST", "EMAIL", "BY_HAND", "PORTAL", "PUBLICATION"] | None = None


@fact(702, Nature.OBSERVED, dutch="bezwaar gemaakt", personal=("remark",), slot="decision")
class ObjectionLodged(Fact, frozen=True, kw_only=True):
    """The person objected to a decision.

    decision: the decision objected to.
    in_time: whether the municipality holds that it came within the term.
    remark: the grounds in the person's words.
    Source: Awb 6:4, 7:1; design notes, domain.
    """

    decision: EventId
    in_time: bool | None = None


@fact(703, Nature.DECISION, dutch="beslissing op bezwaar", personal=("remark",), slot="decision")
class ObjectionDecided(Decision, frozen=True, kw_only=True):
    """The municipality decided on an objection.

    decision: the decision that was objected to.
    objection: the objection it answers.
    outcome: how the objection ended.
    effect: what becomes of the decision where the objection was founded.
    replaced_by: the new decision that takes its place.
    remark: the reasons given.
    Source: Awb 7:11.
    """

    decision: EventId
    objection: EventId | None = None
    outcome: Outcome
    effect: LegalEffect | None = None
    replaced_by: EventId | None = None


@fact(704, Nature.OBSERVED, dutch="beroep ingesteld", personal=("remark",), slot="decision")
class AppealLodged(Fact, frozen=True, kw_only=True):
    """An appeal against a decision was lodged with a court.

    decision: the decision appealed against, as a rule the decision on the objection.
    instance: the court it was lodged with.
    lodged_by: which side appealed.
    remark: the grounds in the person's words.
    Source: Awb 8:1, 8:104.
    """

    decision: EventId
    instance: Literal["DISTRICT_COURT", "HIGHER_COURT"] | None = None
    lodged_by: Literal["PERSON", "MUNICIPALITY"] | None = None


@fact(705, Nature.OBSERVED, dutch="uitspraak op beroep", personal=("remark",), slot="decision")
class AppealDecided(Fact, frozen=True, kw_only=True):
    """A court decided on an appeal.

    decision: the decision that was appealed against.
    appeal: the appeal it answers.
    instance: the court that decided.
    outcome: how the appeal ended.
    effect: what becomes of the decision where the appeal was founded.
    replaced_by: the decision that takes its place, where the court or the municipality put one there.
    remark: the reasons given.
    Source: Awb 8:70, 8:72.
    """

    decision: EventId
    appeal: EventId | None = None
    instance: Literal["DISTRICT_COURT", "HIGHER_COURT"] | None = None
    outcome: Outcome
    effect: LegalEffect | None = None
    replaced_by: EventId | None = None


@fact(706, Nature.OBSERVED, dutch="werking geschorst", slot="decision")
class EffectSuspended(Fact, frozen=True, kw_only=True):
    """The effect of a decision was suspended for a time.

    decision: the decision whose effect rests.
    until_on: first day on which it has effect again, where that is known.
    ordered_by: who suspended it.
    Source: Awb 8:81.
    """

    decision: EventId
    until_on: Day | None = None
    ordered_by: Literal["COURT", "MUNICIPALITY", "LAW"] | None = None


@fact(707, Nature.DECISION, dutch="besluit ingetrokken", personal=("remark",), slot="decision")
class DecisionRevoked(Decision, frozen=True, kw_only=True):
    """The municipality took back a decision of its own.

    decision: the decision taken back.
    effect: from that day on, or from the start.
    reason: why, as a code of the municipality.
    replaced_by: the new decision that takes its place.
    remark: the reasons given.
    Source: design notes, domain (from then, from the start).
    """

    decision: EventId
    effect: LegalEffect
    reason: Code | None = None
    replaced_by: EventId | None = None


@fact(708, Nature.OBSERVED, dutch="besluit vernietigd", slot="decision")
class DecisionQuashed(Fact, frozen=True, kw_only=True):
    """A court or a higher authority quashed a decision.

    decision: the decision that was quashed.
    effect: from the start unless the court says otherwise.
    quashed_by: who quashed it.
    legal_effects_kept: true where the court let the legal effects stand.
    replaced_by: the decision that takes its place.
    Source: Awb 8:72.
    """

    decision: EventId
    effect: LegalEffect
    quashed_by: Literal["DISTRICT_COURT", "HIGHER_COURT", "CROWN"] | None = None
    legal_effects_kept: bool | None = None
    replaced_by: EventId | None = None


Request = Literal["EXEMPTION", "DISPENSATION", "TERM_EXTENSION", "ROUTE_CHANGE", "LOAN", "BROKER_ADVICE", "OTHER"]
"""What a person may ask for."""


@fact(709, Nature.OBSERVED, dutch="aanvraag ingediend", personal=("remark", "reason_text"), slot="request")
class RequestLodged(Fact, frozen=True, kw_only=True):
    """A person asked for an exemption, dispensation, extension or the like, which starts a term to decide.

    request: what was asked.
    scope: whole, part or for a time.
    lodged_with: who must decide.
    remark: grounds in words.
    reason_text: grounds about health or family.
    Source: Wi 2021 art. 4, 5, 11 (decision within 8 weeks); DUO SS112.
    """

    request: Request
    scope: Literal["FULL", "PARTIAL", "TEMPORARY"] | None = None
    lodged_with: Literal["MUNICIPALITY", "DUO"] | None = None


@fact(710, Nature.DECISION, dutch="aanvraag afgewezen", personal=("reason_text",), slot="request")
class RequestRefused(Decision, frozen=True, kw_only=True):
    """A request for an exemption, dispensation, extension or the like was refused.

    request: what was asked.
    scope: whole, part or for a time.
    lodged: the request it answers.
    decided_by: who decided.
    reason: why, as a code.
    reason_text: why, in words.
    Source: DUO SS113-SS116, SS118.
    """

    request: Request
    scope: Literal["FULL", "PARTIAL", "TEMPORARY"] | None = None
    lodged: EventId | None = None
    decided_by: Literal["MUNICIPALITY", "DUO"] | None = None
    reason: Code | None = None

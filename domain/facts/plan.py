"""Offer, decision, plan, contract and term: what was agreed with a person before and while following a trajectory.

Offered, established, drafted, signed and started are five facts. Ministers and newspapers mixed them; the ledger
never does.
"""

from typing import Literal

from domain.facts.base import Cents, Code, Count, Day, EventId, Fact, Name, Nature, fact
from domain.facts.intake import Law
from domain.facts.legal_life import Decision

Provision = Literal["INTEGRATION", "COMBINED", "LANGUAGE", "STATE_EXAM", "PERSONAL_BUDGET", "COURSE_OFFER", "OTHER"]
"""Kind of provision (Wi 2007 art. 19, 20: inburgeringsvoorziening, gecombineerd, taalkennisvoorziening, NT2; Wi 2021:
inburgeringsaanbod)."""
TargetExam = Literal["INTEGRATION_EXAM", "STATE_EXAM_1", "STATE_EXAM_2", "START_QUALIFICATION", "NONE"]
"""The exit a person aims at (R014)."""
Route = Literal["B1", "EDUCATION", "Z"]
"""Learning route of the Act of 2021 (DUO: B, O, Z)."""
BudgetKind = Literal["PIB", "PPB"]
"""Persoonlijk inburgeringsbudget, or the experiment with a person-bound participation budget (R077)."""
Term = Literal["EXAM_TERM", "INTEGRATION_TERM", "NEW_TERM", "PLAN_TERM", "NOTICE_TERM"]
"""Which term: for the exam (2007), for integration (2021), a further one after a fine, the ten weeks for the plan, or
that of a notice."""


@fact(201, Nature.DECISION, dutch="aanbod gedaan", personal=("remark",))
class ProvisionOffered(Decision, frozen=True, kw_only=True):
    """The municipality offered a person a provision.

    law: the Act it rests on.
    provision: kind of provision.
    scheme: the scheme it is paid from.
    dual: whether it is dual.
    imposed: true where it is imposed rather than offered (Wi 2007 art. 19a).
    provider: provider it is offered at.
    course: the course offered.
    course_from: first day of the course.
    course_until: first day after the course.
    reply_until_on: last day to answer.
    remark: free text.
    Source: Wi 2007 art. 19, 19a; Wi 2021 inburgeringsaanbod (DUO); design notes, law.
    """

    law: Law | None = None
    provision: Provision | None = None
    scheme: Name | None = None
    dual: bool | None = None
    imposed: bool | None = None
    provider: Name | None = None
    course: Name | None = None
    course_from: Day | None = None
    course_until: Day | None = None
    reply_until_on: Day | None = None


@fact(202, Nature.OBSERVED, dutch="aanbod geweigerd", personal=("remark", "reason_text"))
class OfferDeclined(Fact, frozen=True, kw_only=True):
    """A person declined the offer, which is a valid end of an offer.

    offer: the offer declined, where it stands in the ledger.
    reason: why, as a class.
    remark: free text.
    reason_text: why, where it touches health or family.
    Source: R019, R030, R085; worked cases C02, C04, C07.
    """

    offer: EventId | None = None
    reason: Literal["OWN_CONTRIBUTION", "OWN_COURSE", "WORK", "CHILDCARE", "PERSONAL_CIRCUMSTANCE", "OTHER"] | None = (
        None
    )


@fact(203, Nature.OBSERVED, dutch="aanbod aanvaard")
class OfferAccepted(Fact, frozen=True, kw_only=True):
    """A person accepted the offer.

    offer: the offer accepted, where it stands in the ledger.
    Source: Wi 2007 art. 22; design notes, law.
    """

    offer: EventId | None = None


@fact(204, Nature.DECISION, dutch="voorziening vastgesteld", personal=("remark",))
class ProvisionEstablished(Decision, frozen=True, kw_only=True):
    """The municipality established a provision by decision, after the offer was accepted.

    law: the Act it rests on.
    provision: kind of provision.
    scheme: the scheme it is paid from.
    combined: whether combined with work reintegration.
    dual: whether the activities run at least partly at the same time.
    category: category of the contribution, as the regulation names it.
    first_time: whether the source claims that it is the first for this person.
    loan: whether the person has a loan, which keeps it out of the performance part.
    loan_repaid_on: day on which the loan was fully repaid.
    person_bound_budget: whether it is paid from a person-bound budget, which keeps it out of the same part.
    target_exam: exit aimed at.
    offer: the offer it follows.
    remark: free text.
    Source: Wi 2007 art. 22; Besluit inburgering ch. 7; BDU 1.1.q; design notes, law counting rules 1, 2 and 4.
    """

    law: Law | None = None
    provision: Provision | None = None
    scheme: Name | None = None
    combined: bool | None = None
    dual: bool | None = None
    category: Code | None = None
    first_time: bool | None = None
    loan: bool | None = None
    loan_repaid_on: Day | None = None
    person_bound_budget: bool | None = None
    target_exam: TargetExam | None = None
    offer: EventId | None = None


@fact(205, Nature.DECISION, dutch="voorziening vervallen")
class ProvisionLapsed(Decision, frozen=True, kw_only=True):
    """The municipality let a provision lapse.

    established: the decision that established it, where it stands in the ledger.
    reason: why, such as MOVED.
    Source: Wi 2007 art. 23.4 (six weeks after a move).
    """

    established: EventId | None = None
    reason: Literal["MOVED", "NO_COOPERATION", "OBLIGATION_ENDED", "OTHER"] | None = None


@fact(206, Nature.OBSERVED, dutch="trajectplan opgesteld", personal=("remark",), slot="plan_version")
class PlanDrafted(Fact, frozen=True, kw_only=True):
    """A trajectory plan was drafted and not yet signed.

    plan_version: number of the plan.
    target_exam: exit aimed at.
    start_level: language level at the start.
    target_level: language level aimed at.
    components: parts planned, such as language, MAP, social guidance (MB), childcare.
    remark: free text.
    Source: R149, R150, R183, R280, R312; worked cases C02.
    """

    plan_version: Count | None = None
    target_exam: TargetExam | None = None
    start_level: Code | None = None
    target_level: Code | None = None
    components: tuple[Code, ...] = ()


@fact(207, Nature.OBSERVED, dutch="trajectplan ondertekend", slot="plan_version")
class PlanSigned(Fact, frozen=True, kw_only=True):
    """A trajectory plan was signed.

    plan_version: number of the plan.
    instrument: decision (newcomer) or agreement (oudkomer) it was laid down in.
    Source: R055-R058, R141, R142, R168; worked cases C02.
    """

    plan_version: Count | None = None
    instrument: Literal["DECISION", "AGREEMENT"] | None = None


@fact(208, Nature.OBSERVED, dutch="trajectplan gewijzigd", personal=("remark",), slot="plan_version")
class PlanRevised(Fact, frozen=True, kw_only=True):
    """A trajectory plan was changed while the person stays active.

    plan_version: number of the plan after the change.
    reason: why it changed.
    components: parts planned after the change.
    target_exam: exit aimed at after the change.
    remark: free text.
    Source: R160, R169, R325.
    """

    plan_version: Count | None = None
    reason: Literal["WORK", "FASTER", "SLOWER", "GOAL_CHANGED", "PERSONAL_CIRCUMSTANCE", "OTHER"] | None = None
    components: tuple[Code, ...] = ()
    target_exam: TargetExam | None = None


@fact(209, Nature.OBSERVED, dutch="doelperspectief afgesproken", slot="goal")
class GoalPerspectiveAgreed(Fact, frozen=True, kw_only=True):
    """The goal a person works towards was agreed.

    goal: work, education or social self-reliance; parenting is a part of the last one.
    Source: R143-R146, R221, R234, R235.
    """

    goal: Literal["WORK", "EDUCATION", "SELF_RELIANCE", "PARENTING"]


@fact(
    210,
    Nature.OBSERVED,
    dutch="persoonlijk inburgeringsbudget aangevraagd",
    personal=("broker_name", "trade_register_number", "remark"),
)
class PersonalBudgetRequested(Fact, frozen=True, kw_only=True):
    """A person asked for a personal budget with a programme put together for it.

    budget_kind: PIB or PPB.
    composed_by: who put the programme together.
    broker: whether somebody brokered, and if so as a profession.
    in_trade_register: whether the broker stands in the trade register.
    amount_cents: amount asked for the programme.
    broker_name: who brokered.
    trade_register_number: number of the broker in the trade register.
    remark: free text.
    Source: R246, R262, R272-R276, R286; Wi 2007 art. 1.1.s; worked cases C09.
    """

    budget_kind: BudgetKind
    composed_by: Literal["PARTICIPANT", "PARTICIPANT_WITH_MUNICIPALITY", "MUNICIPALITY", "OTHER"] | None = None
    broker: Literal["NONE", "NON_PROFESSIONAL", "PROFESSIONAL"] | None = None
    in_trade_register: bool | None = None
    amount_cents: Cents | None = None


@fact(211, Nature.DECISION, dutch="persoonlijk inburgeringsbudget toegekend")
class PersonalBudgetApproved(Decision, frozen=True, kw_only=True):
    """The municipality approved a personal budget and its plan.

    budget_kind: PIB or PPB.
    amount_cents: amount granted for the programme.
    request: the request it answers.
    Source: R246, R279, R287; worked cases C09.
    """

    budget_kind: BudgetKind
    amount_cents: Cents | None = None
    request: EventId | None = None


@fact(212, Nature.DECISION, dutch="persoonlijk inburgeringsbudget geweigerd", personal=("remark",))
class PersonalBudgetRefused(Decision, frozen=True, kw_only=True):
    """The municipality refused a personal budget.

    budget_kind: PIB or PPB.
    reason: why, as a code.
    request: the request it answers.
    remark: why, in words.
    Source: R248-R250, R287.
    """

    budget_kind: BudgetKind
    reason: Code | None = None
    request: EventId | None = None


@fact(213, Nature.OBSERVED, dutch="aanbieder gecontracteerd")
class ProviderContracted(Fact, frozen=True, kw_only=True):
    """The municipality contracted a provider for this person's course.

    provider: the provider.
    scheme: the scheme it is paid from.
    contracted_by: the office that signed.
    price_cents: price of the course.
    course_from: first day of the course.
    course_until: first day after the course.
    level: language level of the course.
    Source: R157, R282, R289, R290, R335; DUO SS132-SS136.
    """

    provider: Name
    scheme: Name | None = None
    contracted_by: Name | None = None
    price_cents: Cents | None = None
    course_from: Day | None = None
    course_until: Day | None = None
    level: Code | None = None


@fact(214, Nature.DECISION, dutch="persoonlijk plan inburgering en participatie (PIP) vastgesteld")
class PersonalPlanAdopted(Decision, frozen=True, kw_only=True):
    """The first personal plan (PIP) was adopted; the term starts the day after its date, which is `occurred_on`.

    route: learning route.
    level: lowest level to reach in the language parts.
    intensity_hours: estimated hours of the B1 route, for asylum permit holders only.
    literacy: literacy lessons as part of the route.
    may_finish_education: whether another education may be finished first.
    progress_reviews: number of progress interviews laid down.
    settled_on: day of settlement in the municipality, as the plan states it.
    Source: Wi 2021, Besluit 5.3; DUO PIP; R318, R337, R338.
    """

    route: Route
    level: Literal["A2", "B1"] | None = None
    intensity_hours: Count | None = None
    literacy: Literal["NONE", "ILLITERATE", "OTHER_SCRIPT"] | None = None
    may_finish_education: bool | None = None
    progress_reviews: Count | None = None
    settled_on: Day | None = None


@fact(215, Nature.DECISION, dutch="PIP gewijzigd", slot="plan_version")
class PersonalPlanAmended(Decision, frozen=True, kw_only=True):
    """A personal plan (PIP) was amended, perhaps with another route; the term does not move.

    plan_version: number of the plan after the change.
    route: learning route after the change.
    level: lowest level after the change.
    intensity_hours: estimated hours of the B1 route.
    literacy: literacy lessons as part of the route.
    may_finish_education: whether another education may be finished first.
    progress_reviews: number of progress interviews laid down.
    reason: why it changed.
    Source: Wi 2021 (change of route within 1.5 years); R325.
    """

    plan_version: Count | None = None
    route: Route
    level: Literal["A2", "B1"] | None = None
    intensity_hours: Count | None = None
    literacy: Literal["NONE", "ILLITERATE", "OTHER_SCRIPT"] | None = None
    may_finish_education: bool | None = None
    progress_reviews: Count | None = None
    reason: Literal["FASTER", "SLOWER", "EFFORT_SHOWN", "MOVED", "PERSONAL_CIRCUMSTANCE", "OTHER"] | None = None


@fact(216, Nature.OBSERVED, dutch="termijn gestart", slot="term")
class TermStarted(Fact, frozen=True, kw_only=True):
    """A term began to run; `occurred_on` is its first day.

    term: which term.
    law: the Act it rests on.
    until_on: first day after the term.
    months: length in months, where the source gives a length.
    started_by: the fact that started it, such as an enforcement order or a plan.
    Source: Wi 2007 art. 7; BDU 1.1.w; Wi 2021 art. 11; DUO SS102, SS139.
    """

    term: Term
    law: Law | None = None
    until_on: Day | None = None
    months: Count | None = None
    started_by: EventId | None = None


@fact(217, Nature.DECISION, dutch="termijn verlengd", personal=("reason_text",), slot="until_on")
class TermExtended(Decision, frozen=True, kw_only=True):
    """A running term was extended.

    term: which term.
    until_on: first day after the extended term.
    extended_days: length of the extension in days.
    ground: why.
    ground_code: DUO's code of the ground.
    on_request: true on request, false of office.
    decided_by: who decided.
    reason_text: why, in words.
    Source: Wi 2021 (extension); DUO Verlengingsgrond, SS103, SS104.
    """

    term: Term
    until_on: Day | None = None
    extended_days: Count | None = None
    ground: Literal["NOT_CULPABLE", "EFFORT_SHOWN", "LITERACY", "EDUCATION", "OTHER"] | None = None
    ground_code: Code | None = None
    on_request: bool | None = None
    decided_by: Literal["MUNICIPALITY", "DUO"] | None = None


@fact(218, Nature.OBSERVED, dutch="toegelaten tot taalbrug of voortraject", slot="programme")
class PreparationJoined(Fact, frozen=True, kw_only=True):
    """A person joined something that precedes a trajectory and is none, so that waiting goes on.

    programme: language bridge, pre-trajectory, introduction programme, or other.
    course: the programme as the source names it.
    provider: who gives it.
    until_on: first day after it.
    pilots: pilots it belongs to.
    Source: R010, R015, R339, R340.
    """

    programme: Literal["LANGUAGE_BRIDGE", "PRE_TRAJECTORY", "INTRODUCTION", "OTHER"]
    course: Name | None = None
    provider: Name | None = None
    until_on: Day | None = None
    pilots: tuple[Code, ...] = ()

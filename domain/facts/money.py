"""Deposits, bonuses, contributions, budgets and costs, in euro cents.

What was asked, granted, paid and taken back are different facts. Every cost carries the label of the money it was paid
from, which survives a merger of budgets (R027, R118, R229). A bonus belongs to a beneficiary: the participant, the
broker or the recruiter.
"""

from typing import Literal

from domain.facts.accountability import Precision
from domain.facts.base import Cents, Code, Count, Day, EventId, Fact, Name, Nature, Text, fact
from domain.facts.legal_life import Decision

Beneficiary = Literal["PARTICIPANT", "BROKER", "RECRUITER", "PROVIDER"]
"""Who a bonus is for."""
Bonus = Literal["PERSONAL_BUDGET", "RECRUITMENT", "START", "ATTENDANCE", "SUCCESS", "PARTICIPATION", "QUALITY"]
"""What a bonus is given for (R071, R072, R079, R083, R246)."""
BonusForm = Literal["VOUCHER", "MONEY"]
"""In kind, or money."""


@fact(801, Nature.OBSERVED, dutch="statiegeld ontvangen", slot="entry")
class DepositReceived(Fact, frozen=True, kw_only=True):
    """A person paid a deposit.

    entry: what tells several payments of one source record apart.
    amount_cents: amount paid.
    paid_for: what it is a deposit for, where the source says so.
    Source: R216, R217; worked cases C08.
    """

    entry: Code | None = None
    amount_cents: Cents
    paid_for: Code | None = None


@fact(802, Nature.DECISION, dutch="statiegeld terugbetaald", slot="entry")
class DepositRefunded(Decision, frozen=True, kw_only=True):
    """A deposit was paid back.

    entry: what tells several refunds of one source record apart.
    amount_cents: amount paid back.
    deposit: the deposit it belongs to.
    Source: R218-R220; worked cases C08.
    """

    entry: Code | None = None
    amount_cents: Cents
    deposit: EventId | None = None


@fact(803, Nature.DECISION, dutch="statiegeld ingehouden", slot="entry")
class DepositForfeited(Decision, frozen=True, kw_only=True):
    """A deposit was kept by the municipality.

    entry: what tells several deposits of one source record apart.
    amount_cents: amount kept.
    deposit: the deposit it belongs to.
    reason: why.
    Source: R218, R219; worked cases C08.
    """

    entry: Code | None = None
    amount_cents: Cents
    deposit: EventId | None = None
    reason: Literal["ATTENDANCE", "NOT_SUCCESSFUL", "OTHER"] | None = None


@fact(804, Nature.OBSERVED, dutch="bonus gevraagd", personal=("broker_name", "remark"), slot="beneficiary")
class BonusClaimed(Fact, frozen=True, kw_only=True):
    """A bonus was asked for.

    beneficiary: who it is for.
    bonus: what it is for.
    form: voucher or money.
    amount_cents: amount or worth asked.
    professional: whether the broker works as a profession.
    in_trade_register: whether the broker stands in the trade register.
    broker_name: who brokered.
    remark: free text.
    Source: R268-R276; worked cases C09 (gevraagd door deelnemer, gevraagd door makelaar).
    """

    beneficiary: Beneficiary
    bonus: Bonus
    form: BonusForm | None = None
    amount_cents: Cents | None = None
    professional: bool | None = None
    in_trade_register: bool | None = None


@fact(805, Nature.DECISION, dutch="bonus toegekend", slot="beneficiary")
class BonusGranted(Decision, frozen=True, kw_only=True):
    """A bonus was granted.

    beneficiary: who it is for.
    bonus: what it is for.
    form: voucher or money.
    amount_cents: amount or worth granted.
    claim: the claim it answers.
    fund: money it is paid from.
    Source: R071, R072, R246, R247, R279; worked cases C09.
    """

    beneficiary: Beneficiary
    bonus: Bonus
    form: BonusForm
    amount_cents: Cents
    claim: EventId | None = None
    fund: Code | None = None


@fact(806, Nature.DECISION, dutch="bonus geweigerd", personal=("remark",), slot="beneficiary")
class BonusRefused(Decision, frozen=True, kw_only=True):
    """A bonus, or a part of it, was refused.

    beneficiary: who it was for.
    bonus: what it was for.
    reason: the reason code of the rule, such as NOT_STARTED or OVER_MAX.
    form: voucher or money asked.
    amount_cents: amount or worth refused.
    claim: the claim it answers.
    remark: why, in words.
    Source: R248, R250, R269, R275; worked cases C09.
    """

    beneficiary: Beneficiary
    bonus: Bonus
    reason: Code
    form: BonusForm | None = None
    amount_cents: Cents | None = None
    claim: EventId | None = None


@fact(807, Nature.DECISION, dutch="bonus uitbetaald", personal=("account_number",), slot="entry")
class BonusPaid(Decision, frozen=True, kw_only=True):
    """A bonus was paid out in money.

    entry: what tells several payments of one source record apart.
    beneficiary: who was paid.
    bonus: what it was for.
    amount_cents: amount paid.
    grant: the grant it carries out.
    payee: keyed pseudonym of the account, so that one account for two brokers shows.
    fund: money it was paid from.
    account_number: the account paid to.
    Source: R268, R273, R277, R278.
    """

    entry: Code | None = None
    beneficiary: Beneficiary
    bonus: Bonus
    amount_cents: Cents
    grant: EventId | None = None
    payee: Code | None = None
    fund: Code | None = None


@fact(808, Nature.DECISION, dutch="voucher verstrekt", slot="entry")
class VoucherIssued(Decision, frozen=True, kw_only=True):
    """A voucher was handed out.

    entry: what tells several vouchers of one source record apart.
    beneficiary: who it is for.
    amount_cents: worth of the voucher.
    valid_until_on: first day on which it is no longer valid.
    grant: the grant it carries out.
    fund: money it is paid from.
    Source: R269, R272.
    """

    entry: Code | None = None
    beneficiary: Beneficiary
    amount_cents: Cents
    valid_until_on: Day | None = None
    grant: EventId | None = None
    fund: Code | None = None


@fact(809, Nature.OBSERVED, dutch="voucher verzilverd", slot="entry")
class VoucherRedeemed(Fact, frozen=True, kw_only=True):
    """A voucher was redeemed for a course outside the trajectory.

    entry: what tells several vouchers of one source record apart.
    voucher: the voucher redeemed.
    course: the course it was redeemed for.
    provider: who gives the course.
    amount_cents: worth redeemed.
    Source: R270, R271.
    """

    entry: Code | None = None
    voucher: EventId | None = None
    course: Name | None = None
    provider: Name | None = None
    amount_cents: Cents | None = None


@fact(810, Nature.DECISION, dutch="eigen bijdrage opgelegd", slot="entry")
class OwnContributionCharged(Decision, frozen=True, kw_only=True):
    """A person was charged the own contribution.

    entry: what tells several charges of one source record apart.
    amount_cents: amount charged.
    instalments: number of instalments.
    due_on: day by which to pay.
    Source: Wi 2007 art. 23.2; R019.
    """

    entry: Code | None = None
    amount_cents: Cents
    instalments: Count | None = None
    due_on: Day | None = None


@fact(811, Nature.DECISION, dutch="eigen bijdrage kwijtgescholden of vergoed", slot="entry")
class OwnContributionWaived(Decision, frozen=True, kw_only=True):
    """An own contribution was waived or compensated, wholly or in part.

    entry: what tells several waivers of one source record apart.
    amount_cents: amount waived.
    charge: the charge it is about.
    compensated: true where it was compensated after payment.
    fund: money it is compensated from.
    Source: R051, R052.
    """

    entry: Code | None = None
    amount_cents: Cents
    charge: EventId | None = None
    compensated: bool | None = None
    fund: Code | None = None


@fact(812, Nature.OBSERVED, dutch="eigen bijdrage betaald", slot="entry")
class OwnContributionPaid(Fact, frozen=True, kw_only=True):
    """A person paid the own contribution or an instalment of it.

    entry: what tells several payments of one source record apart.
    amount_cents: amount paid.
    charge: the charge it pays.
    Source: Wi 2007 art. 23.2.
    """

    entry: Code | None = None
    amount_cents: Cents
    charge: EventId | None = None


@fact(813, Nature.DECISION, dutch="verrekend", slot="entry")
class SetOff(Decision, frozen=True, kw_only=True):
    """An amount owed to a person was set off against an amount the person owes.

    entry: what tells several set-offs of one source record apart.
    amount_cents: amount set off.
    credit: what the person was to receive, such as a bonus.
    debit: what the person was to pay, such as the own contribution.
    Source: R073.
    """

    entry: Code | None = None
    amount_cents: Cents
    credit: EventId | None = None
    debit: EventId | None = None


@fact(814, Nature.SHARED, dutch="begroting vastgesteld", subject="budget", named_by=("scheme", "line"))
class BudgetSet(Fact, frozen=True, kw_only=True):
    """An amount was set for a line of a budget.

    scheme: the scheme or project.
    line: the line, such as bonus or staff.
    amount_cents: amount set; a blank cell of a table of amounts is zero, an unknown amount is absent.
    precision: how sharp the source is; absent means exact.
    fund: money it comes from.
    period_from: first day of the period.
    period_until: first day after the period.
    setter: who set it.
    document_on: date of the document.
    wording: the words of the source.
    document: where it stands.
    Source: R294-R305; worked cases C09 (bonus line of EUR 10,000).
    """

    scheme: Name
    line: Name
    amount_cents: Cents | None = None
    precision: Precision | None = None
    fund: Code | None = None
    period_from: Day | None = None
    period_until: Day | None = None
    setter: Name | None = None
    document_on: Day | None = None
    wording: Text | None = None
    document: Text | None = None


@fact(815, Nature.SHARED, dutch="budget overgeheveld", subject="budget", named_by=("scheme", "line"))
class BudgetCarriedOver(Fact, frozen=True, kw_only=True):
    """An unspent amount was carried over to a later period.

    scheme: the scheme or project.
    line: the line.
    amount_cents: amount carried over.
    from_period_from: first day of the period it comes from.
    to_period_from: first day of the period it goes to.
    document: where it stands.
    Source: R240.
    """

    scheme: Name
    line: Name
    amount_cents: Cents
    from_period_from: Day
    to_period_from: Day
    document: Text | None = None


@fact(816, Nature.OBSERVED, dutch="kosten geboekt", slot="entry")
class CostBooked(Fact, frozen=True, kw_only=True):
    """A cost made for one person was booked under the label of the money that pays it.

    entry: what tells several costs of one source record apart.
    amount_cents: amount; below zero for a reversal.
    component: what it was spent on, such as trajectory, childcare, re-exam, guidance.
    fund: funding label, such as wi, wwb-werkdeel, web, eigen-middelen.
    second_fund: second label, where the Acts allow two (asylum permit holders).
    goal: goal the money may be used for, where the label asks it.
    provider: who was paid.
    unit_completed: the completed unit it pays for.
    invoice: number of the invoice.
    Source: R027, R081, R082, R084, R096, R118, R135, R226-R230, R266, R329, R330, R334.
    """

    entry: Code | None = None
    amount_cents: Cents
    component: Code
    fund: Code
    second_fund: Code | None = None
    goal: Code | None = None
    provider: Name | None = None
    unit_completed: EventId | None = None
    invoice: Code | None = None


@fact(817, Nature.OBSERVED, dutch="algemene kosten geboekt", subject="budget", named_by=("scheme", "line"))
class ExpenseBooked(Fact, frozen=True, kw_only=True):
    """A cost that is not made for one person was booked, such as staff or recruitment.

    scheme: the scheme or project.
    line: the line of the budget.
    amount_cents: amount; below zero for a reversal.
    fund: funding label.
    entry: what tells several costs apart.
    document: where it stands.
    Source: R255, R264, R266, R267, R297-R299.
    """

    scheme: Name
    line: Name
    amount_cents: Cents
    fund: Code
    entry: Code | None = None
    document: Text | None = None


@fact(818, Nature.SHARED, dutch="rijksbijdrage ontvangen", subject="budget", named_by=("scheme", "line"))
class GrantReceived(Fact, frozen=True, kw_only=True):
    """Money of the State or another party was received, or paid back.

    scheme: the scheme or project.
    line: the part of it, such as advance, fixed, performance, pardon.
    amount_cents: amount; below zero where it was paid back.
    settlement: advance, final, or reclaimed.
    grantor: who pays.
    channel: how it came, such as gemeentefonds.
    period_from: first day of the period it is for.
    period_until: first day after that period.
    document: where it stands.
    Source: R087, R089, R252-R254; Besluit inburgering ch. 7; Wi 2021 art. 40-42.
    """

    scheme: Name
    line: Name
    amount_cents: Cents
    settlement: Literal["ADVANCE", "FINAL", "RECLAIMED", "EXPECTED"]
    grantor: Name | None = None
    channel: Code | None = None
    period_from: Day | None = None
    period_until: Day | None = None
    document: Text | None = None

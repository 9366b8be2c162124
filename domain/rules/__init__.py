"""The counting rules there are: the closed registry by id and version.

One module per subject; a changed rule is a new version beside the old one, never an edit (decision record 0004). Where
documents contradict each other the versions stand beside each other, and the system does not choose: `versions` gives
them all, in the order in which they are answered.

    LookupError
    └── UnknownRule
        └── UnknownVersion
"""

from domain.counting import Rule
from domain.rules import (
    absences,
    accountability,
    approvals,
    attendance,
    barriers,
    bonus_grants,
    bonus_payouts,
    bonuses,
    budgets,
    caseload,
    childcare,
    childcare_places,
    compensation,
    decisions,
    deposits,
    directors,
    dropout,
    dual,
    exams,
    exit_talks,
    fines,
    fines_late,
    fines_not_allowed,
    first_time,
    forbidden_labels,
    goals,
    intake,
    intake_2007,
    intensive_guidance,
    laid_down,
    lead_times,
    levels_told,
    obligations_ended,
    participants,
    personal_budget,
    personal_budget_grants,
    pilot_agreements,
    plan_amendment,
    plans,
    programme_parts,
    provider_switch,
    quota_realisation,
    reach,
    register_left,
    report_periods,
    reports,
    requests,
    results_paid,
    satisfaction,
    signals,
    social_guidance,
    state_fee,
    terms,
    vouchers,
    waiting_list,
)

RULES: tuple[Rule, ...] = (
    *quota_realisation.RULES,
    *intake.RULES,
    *accountability.RULES,
    *participants.RULES,
    *waiting_list.RULES,
    *deposits.RULES,
    *attendance.RULES,
    *absences.RULES,
    *provider_switch.RULES,
    *personal_budget.RULES,
    *personal_budget_grants.RULES,
    *bonus_payouts.RULES,
    *vouchers.RULES,
    *bonuses.RULES,
    *bonus_grants.RULES,
    *state_fee.RULES,
    *budgets.RULES,
    *forbidden_labels.RULES,
    *childcare.RULES,
    *barriers.RULES,
    *plans.RULES,
    *terms.RULES,
    *programme_parts.RULES,
    *plan_amendment.RULES,
    *requests.RULES,
    *reports.RULES,
    *intake_2007.RULES,
    *obligations_ended.RULES,
    *decisions.RULES,
    *fines.RULES,
    *fines_not_allowed.RULES,
    *fines_late.RULES,
    *approvals.RULES,
    *goals.RULES,
    *dual.RULES,
    *dropout.RULES,
    *lead_times.RULES,
    *first_time.RULES,
    *exams.RULES,
    *reach.RULES,
    *caseload.RULES,
    *childcare_places.RULES,
    *satisfaction.RULES,
    *exit_talks.RULES,
    *signals.RULES,
    *laid_down.RULES,
    *social_guidance.RULES,
    *levels_told.RULES,
    *register_left.RULES,
    *compensation.RULES,
    *intensive_guidance.RULES,
    *results_paid.RULES,
    *pilot_agreements.RULES,
    *directors.RULES,
    *report_periods.RULES,
)
"""Every version of every rule."""


class UnknownRule(LookupError):
    """There is no counting rule of that name."""

    def __init__(self, asked: str) -> None:
        self.asked = asked
        super().__init__(f"there is no counting rule {asked!r}; there are {', '.join(ids())}")


class UnknownVersion(UnknownRule):
    """The counting rule has no version of that name."""

    def __init__(self, asked: str, version: str) -> None:
        self.asked, self.version = asked, version
        there_are = ", ".join(rule.version for rule in versions(asked))
        LookupError.__init__(self, f"the counting rule {asked} has no version {version!r}; there are {there_are}")


def ids() -> list[str]:
    """The names of the rules, by alphabet."""
    return sorted({rule.id for rule in RULES})


def versions(rule_id: str) -> tuple[Rule, ...]:
    """All versions of a rule; raises UnknownRule, naming those there are."""
    found = tuple(rule for rule in RULES if rule.id == rule_id)
    if not found:
        raise UnknownRule(rule_id)
    return found


def rule(rule_id: str, version: str) -> Rule:
    """One version of a rule; raises UnknownRule or UnknownVersion, naming those there are."""
    for one in versions(rule_id):
        if one.version == version:
            return one
    raise UnknownVersion(rule_id, version)

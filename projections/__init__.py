"""The views there are: what is asked of every group of facts, and kept as rows.

A view is a pure function with a name and a version (`projections/fold.py`); a changed view is a higher version, built
beside the old one before the switch.
"""

from collections.abc import Mapping

from domain.rules.findings import Finding
from projections import (
    absences,
    access,
    accountability,
    approvals,
    assignments,
    attendance,
    barriers,
    bonus_payouts,
    bonuses,
    budgets,
    contacts,
    deposits,
    directors,
    ends,
    established,
    figures_reported,
    findings,
    fines,
    guidance,
    handovers,
    intake,
    intake_2007,
    legal_life,
    opinions,
    outcomes,
    participants,
    person_findings,
    personal_budget,
    personal_budget_grants,
    pilot_members,
    plan_amendment,
    plan_content,
    plan_duty,
    programme,
    provider_switch,
    provisions,
    quota_realisation,
    reports,
    requests,
    running_term,
    signals,
    unit_costs,
    waiting_list,
)
from projections.fold import View

VIEWS: Mapping[str, View] = {
    view.name: view
    for view in (
        *quota_realisation.VIEWS,
        *waiting_list.VIEWS,
        *intake.VIEWS,
        *accountability.VIEWS,
        *participants.VIEWS,
        *established.VIEWS,
        *deposits.VIEWS,
        *attendance.VIEWS,
        *absences.VIEWS,
        *provider_switch.VIEWS,
        *personal_budget.VIEWS,
        *personal_budget_grants.VIEWS,
        *bonus_payouts.VIEWS,
        *bonuses.VIEWS,
        *budgets.VIEWS,
        *barriers.VIEWS,
        *plan_duty.VIEWS,
        *running_term.VIEWS,
        *programme.VIEWS,
        *plan_amendment.VIEWS,
        *plan_content.VIEWS,
        *requests.VIEWS,
        *reports.VIEWS,
        *figures_reported.VIEWS,
        *intake_2007.VIEWS,
        *legal_life.VIEWS,
        *fines.VIEWS,
        *approvals.VIEWS,
        *outcomes.VIEWS,
        *provisions.VIEWS,
        *contacts.VIEWS,
        *assignments.VIEWS,
        *opinions.VIEWS,
        *ends.VIEWS,
        *handovers.VIEWS,
        *access.VIEWS,
        *signals.VIEWS,
        *guidance.VIEWS,
        *pilot_members.VIEWS,
        *directors.VIEWS,
        *unit_costs.VIEWS,
        *findings.VIEWS,
        *person_findings.VIEWS,
    )
}
"""Every view by its name."""
FINDING_VIEWS: tuple[str, ...] = tuple(view.name for view in VIEWS.values() if view.case is Finding)
"""The views whose cases are findings."""

"""Facts of the road from approach to outcome, as drawn for histories of any kind."""

from hypothesis import strategies as st

from domain.facts import (
    AbsenceFollowedUp,
    AssessmentRecorded,
    CaseAssigned,
    ChildcareRequested,
    ClassAttendanceStarted,
    ComponentAdded,
    ExamResultRecorded,
    GoalPerspectiveAgreed,
    GuidanceStarted,
    NotificationReceived,
    PersonApproached,
    PlacementEnded,
    PlanDrafted,
    PlanRevised,
    PlanSigned,
    ProvisionEstablished,
    SatisfactionMeasured,
    SignalAcknowledged,
    SignalRaised,
    SummonsMissed,
    SummonsSent,
    UnitCompleted,
)
from domain.facts.base import Fact

PARTS = st.sampled_from([(), ("NT2",), ("NT2", "MB")])

OF_OUTCOMES: list[st.SearchStrategy[Fact]] = [
    st.builds(AssessmentRecorded, assessment=st.just("ENTRY_TEST"), moment=st.sampled_from([None, "START", "END"])),
    *(st.just(step()) for step in (ClassAttendanceStarted, PersonApproached)),
    st.builds(
        PlacementEnded,
        reason=st.sampled_from(["OTHER", "COMPLETED", "REASSIGNED"]),
        goal_reached=st.sampled_from([None, "WORK", "PARENTING"]),
    ),
    st.builds(PlanDrafted, components=PARTS, target_level=st.sampled_from([None, "B1"])),
    st.builds(PlanRevised, components=PARTS),
    st.builds(PlanSigned, instrument=st.sampled_from([None, "DECISION", "AGREEMENT"])),
    st.builds(GuidanceStarted, guidance=st.sampled_from(["INTENSIVE", "SOCIAL"])),
    st.just(UnitCompleted(unit="NT2")),
    st.builds(GoalPerspectiveAgreed, goal=st.sampled_from(["WORK", "SELF_RELIANCE", "PARENTING"])),
    st.builds(ComponentAdded, component=st.just("work"), dual_with=st.sampled_from([None, "WORK"])),
    st.builds(ExamResultRecorded, exam=st.just("INTEGRATION_EXAM"), result=st.sampled_from(["PASSED", "FAILED"])),
    st.builds(
        ProvisionEstablished,
        loan=st.sampled_from([None, True]),
        law=st.sampled_from([None, "WI_2007", "WIN"]),
        first_time=st.sampled_from([None, False]),
    ),
    *(st.just(call()) for call in (SummonsSent, SummonsMissed)),
    st.builds(
        CaseAssigned, assignee=st.sampled_from(["m1", "m2"]), role=st.sampled_from([None, "CASE_MANAGER", "DIRECTOR"])
    ),
    st.builds(ChildcareRequested, half_days_per_week=st.sampled_from([None, 2])),
    st.builds(SatisfactionMeasured, satisfied=st.sampled_from([None, True, False])),
    st.just(AbsenceFollowedUp(action="EXIT_INTERVIEW")),
    st.just(SignalRaised(signal="DEBTS")),
    st.builds(NotificationReceived, event_code=st.just("SS132"), signal=st.sampled_from([None, True])),
    st.builds(SignalAcknowledged, signal=st.sampled_from(["DEBTS", "SS132", "plan-due"]), reason=st.just("SEEN")),
]

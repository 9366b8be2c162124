"""Random facts of the road of an obliged person under the Acts of 2007 and 2021, for the promises of every view."""

from datetime import date

from hypothesis import strategies as st

from domain.facts import (
    DiplomaAwarded,
    DispensationGranted,
    ExemptionGranted,
    ExemptionWithdrawn,
    HoursReported,
    MapCompleted,
    ObligationEstablished,
    PersonalPlanAdopted,
    PersonalPlanAmended,
    PersonSettled,
    ProgressReviewHeld,
    PvtCompleted,
    RequestLodged,
    RequestRefused,
    TermExtended,
    TermStarted,
    ZRouteCompleted,
)
from domain.facts.base import Fact

DAYS = st.dates(date(2003, 1, 1), date(2004, 6, 30))
NEEDED = {"list": "beschikking", "integer": "40", "text": "x"}
"""A value of each kind for a parameter that no document gives."""
HOURS = st.sampled_from([None, 11, 40, 900])
ROUTES = st.sampled_from(["B1", "EDUCATION", "Z"])
ROAD_KINDS: list[st.SearchStrategy[Fact]] = [
    st.builds(
        ObligationEstablished,
        law=st.sampled_from(["WI_2007", "WI_2021"]),
        notified_on=st.one_of(st.none(), DAYS),
    ),
    st.builds(PersonalPlanAdopted, route=ROUTES, progress_reviews=st.sampled_from([None, 0, 1, 2])),
    st.builds(PersonalPlanAmended, route=ROUTES),
    st.builds(PvtCompleted, hours=HOURS),
    st.builds(MapCompleted, hours=HOURS),
    st.builds(ZRouteCompleted, course_hours=HOURS),
    st.builds(HoursReported, activity=st.sampled_from(["LANGUAGE", "PARTICIPATION"]), hours=st.sampled_from([0, 900])),
    st.just(ProgressReviewHeld()),
    st.builds(TermExtended, term=st.sampled_from(["PLAN_TERM", "INTEGRATION_TERM", "EXAM_TERM"])),
    st.builds(TermStarted, term=st.sampled_from(["PLAN_TERM", "INTEGRATION_TERM", "EXAM_TERM"])),
    st.builds(ExemptionGranted, scope=st.sampled_from(["FULL", "PARTIAL", "TEMPORARY"])),
    st.builds(RequestLodged, request=st.sampled_from(["TERM_EXTENSION", "DISPENSATION", "EXEMPTION", "LOAN"])),
    st.builds(RequestRefused, request=st.sampled_from(["TERM_EXTENSION", "DISPENSATION", "LOAN"])),
    st.just(DispensationGranted(scope="PARTIAL")),
    *(st.just(one) for one in (DiplomaAwarded(diploma="INTEGRATION"), ExemptionWithdrawn(), PersonSettled())),
]

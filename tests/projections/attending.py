"""Facts about enrolling, paying a deposit, attending and staying away, for histories made by chance."""

from datetime import date

from hypothesis import strategies as st

from domain.facts import (
    AbsenceFollowedUp,
    AbsenceRecorded,
    AttendanceReported,
    BarrierRecorded,
    ChildcareRequested,
    DepositReceived,
    EnrolmentRecorded,
    OfferDeclined,
    PersonRegistered,
    PlacementEnded,
)
from domain.facts.base import Fact

OF_ATTENDING: list[st.SearchStrategy[Fact]] = [
    st.builds(PersonRegistered, register=st.sampled_from([None, "deposit-pilot"])),
    st.builds(EnrolmentRecorded, course=st.sampled_from(["NT2", "taalstage"])),
    st.builds(DepositReceived, amount_cents=st.sampled_from([0, 2_500, 5_000])),
    st.builds(
        AttendanceReported,
        period_until=st.one_of(st.none(), st.dates(date(2003, 1, 1), date(2004, 6, 30))),
        lessons=st.integers(0, 20),
        attended=st.integers(0, 20),
        authorised_absent=st.one_of(st.none(), st.integers(0, 3)),
        activity=st.sampled_from([None, "LESSON", "WORKSHOP"]),
    ),
    st.builds(
        AbsenceRecorded,
        authorised=st.booleans(),
        reason=st.sampled_from([None, "CHILDCARE", "TRANSITION", "PERSONAL_CIRCUMSTANCE"]),
    ),
    st.just(AbsenceFollowedUp(action="CALL")),
    st.builds(OfferDeclined, reason=st.sampled_from([None, "OWN_CONTRIBUTION", "WORK"])),
    st.builds(
        BarrierRecorded,
        barrier=st.sampled_from(["CHILDCARE", "OTHER"]),
        removed_on=st.one_of(st.none(), st.dates(date(2003, 1, 1), date(2004, 6, 30))),
    ),
    st.builds(ChildcareRequested, place_offered_on=st.one_of(st.none(), st.dates(date(2003, 1, 1), date(2004, 6, 30)))),
    st.builds(PlacementEnded, reason=st.just("OTHER"), successful=st.sampled_from([None, True, False])),
]

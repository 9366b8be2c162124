"""Facts of sanctions and of the legal life of decisions, as they are drawn for what every view promises.

Decisions are named by the ids that a `Book` gives its first events, so that some of the names are right.
"""

from datetime import date
from uuid import UUID

from hypothesis import strategies as st

from domain.facts import (
    AppealDecided,
    ApprovalGiven,
    DecisionNotified,
    DecisionQuashed,
    DecisionRevoked,
    EffectSuspended,
    ObjectionDecided,
    ObjectionLodged,
    SanctionImposed,
    SanctionWithdrawn,
)
from domain.facts.base import Fact

NAMED = st.integers(1, 6).map(lambda position: str(UUID(int=0xE0000 + position)))
EFFECTS = st.sampled_from(["FROM_THEN", "FROM_THE_START"])
OF_LAW: list[st.SearchStrategy[Fact]] = [
    st.builds(
        SanctionImposed,
        law=st.sampled_from(["WI_2007", "WI_2021", None]),
        article=st.sampled_from(["23", "25", "34"]),
        kind=st.sampled_from(["FINE", "WARNING"]),
        amount_cents=st.sampled_from([None, 5_000, 10_000, 25_000, 80_000]),
        conduct=st.sampled_from([None, "NOT_APPEARED", "NO_COOPERATION"]),
        conduct_on=st.sampled_from([None, date(2003, 3, 1), date(2003, 9, 1)]),
        new_term_months=st.sampled_from([None, 12]),
    ),
    st.builds(SanctionWithdrawn, sanction=NAMED, effect=st.none() | EFFECTS),
    st.builds(DecisionNotified, decision=NAMED),
    st.builds(ApprovalGiven, approves=NAMED),
    st.builds(ObjectionLodged, decision=NAMED, in_time=st.sampled_from([None, True, False])),
    st.builds(
        ObjectionDecided,
        decision=NAMED,
        outcome=st.sampled_from(["FOUNDED", "UNFOUNDED", "WITHDRAWN"]),
        effect=st.none() | EFFECTS,
    ),
    st.builds(AppealDecided, decision=NAMED, outcome=st.sampled_from(["FOUNDED", "UNFOUNDED"])),
    st.builds(EffectSuspended, decision=NAMED, until_on=st.sampled_from([None, date(2003, 10, 1)])),
    st.builds(DecisionRevoked, decision=NAMED, effect=EFFECTS),
    st.builds(DecisionQuashed, decision=NAMED, effect=EFFECTS),
]

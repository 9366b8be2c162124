"""Facts at random: links between three registrations, and what is asked, charged and booked for a person."""

from uuid import UUID

from hypothesis import strategies as st

from domain.facts import (
    BarrierRecorded,
    BonusClaimed,
    BonusPaid,
    CostBooked,
    OwnContributionCharged,
    OwnContributionWaived,
    PersonalBudgetApproved,
    PersonalBudgetRequested,
    PersonApproached,
    RegistrationsLinked,
    RegistrationsUnlinked,
    VoucherIssued,
    VoucherRedeemed,
)
from domain.facts.base import Fact

LINKS = [
    st.builds(kind, other=st.just(str(UUID(int=0xA0000 + other))), decider=st.just("tester"))
    for kind in (RegistrationsLinked, RegistrationsUnlinked)
    for other in (0, 1, 2)
]
OF_SPENDING: list[st.SearchStrategy[Fact]] = [
    st.builds(
        BonusClaimed,
        beneficiary=st.sampled_from(["PARTICIPANT", "BROKER"]),
        bonus=st.just("PERSONAL_BUDGET"),
        form=st.sampled_from([None, "VOUCHER", "MONEY"]),
        amount_cents=st.sampled_from([None, 0, 25_000, 25_100]),
    ),
    st.builds(
        PersonalBudgetRequested,
        budget_kind=st.just("PIB"),
        composed_by=st.sampled_from([None, "PARTICIPANT", "PARTICIPANT_WITH_MUNICIPALITY"]),
    ),
    st.just(PersonalBudgetApproved(budget_kind="PIB")),
    st.builds(
        CostBooked,
        amount_cents=st.sampled_from([-100, 20_000]),
        component=st.sampled_from(["childcare", "traject"]),
        fund=st.sampled_from(["WEB", "PIB", "wi"]),
        second_fund=st.sampled_from([None, "participatiewet"]),
        unit_completed=st.sampled_from([None, *(str(UUID(int=0xE0000 + number)) for number in range(1, 5))]),
    ),
    st.just(BarrierRecorded(barrier="CHILDCARE")),
    st.just(PersonApproached()),
    st.builds(OwnContributionCharged, amount_cents=st.sampled_from([0, 27_000])),
    st.just(OwnContributionWaived(amount_cents=30_000)),
    st.builds(
        BonusPaid,
        beneficiary=st.sampled_from(["PARTICIPANT", "BROKER"]),
        bonus=st.sampled_from(["PERSONAL_BUDGET", "SUCCESS"]),
        amount_cents=st.sampled_from([12_500, 25_000]),
    ),
    st.just(VoucherIssued(beneficiary="PARTICIPANT", amount_cents=25_000)),
    st.just(VoucherRedeemed(course="Fietsles", amount_cents=12_500)),
]

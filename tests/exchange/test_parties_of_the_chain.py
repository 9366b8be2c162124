"""Who in the chain does what: facts of partners and agreements, typed as a person would and read again as told.

Who does what, when and with what result (R147) is one fact: its kind is the act, its body the result, and the envelope
says who, when and where.
"""

from __future__ import annotations

from datetime import date

import pytest

from domain import municipalities
from domain.facts import (
    ContractConcluded,
    CostBooked,
    DossierTransferred,
    GuidanceStarted,
    IntakeCompleted,
    LetterSent,
    MandateGranted,
    MessageSent,
    PlacementStarted,
    PolicyAdopted,
    RegionComposed,
    ReportSubmitted,
    SignalAcknowledged,
    SignalRaised,
    UnitCompleted,
    WaitingListCleaned,
)
from domain.facts.base import Fact
from exchange.by_hand import parse_by_hand
from exchange.recording import RecordedByHand, record_by_hand
from store.ledger import Ledger

TODAY = date(2026, 1, 5)
DORDRECHT, GORINCHEM, LEERDAM = "0505", "0512", "0545"


def record(ledger: Ledger, name: str, *words: str) -> RecordedByHand:
    by_hand = parse_by_hand(name, words, lambda text: municipalities.find_code(text, {}))
    return record_by_hand(ledger, by_hand, actor="clerk-1", today=TODAY)


# --- About a person ---


@pytest.mark.parametrize(
    ("words", "fact"),
    [
        ("intake=ORDINARY intake_by=CWI", IntakeCompleted(intake="ORDINARY", intake_by="CWI")),
        (
            "guidance=SOCIAL guided_by=VluchtelingenWerk",
            GuidanceStarted(guidance="SOCIAL", guided_by="VluchtelingenWerk"),
        ),
        ("guidance=JOB_COACHING guided_by=Sagenn", GuidanceStarted(guidance="JOB_COACHING", guided_by="Sagenn")),
        ("to_party=Sagenn", DossierTransferred(to_party="Sagenn")),
        (
            "message=m-1 recipient=Gorinchem interface=start.report",
            MessageSent(message="m-1", recipient="Gorinchem", interface="start.report"),
        ),
        ("letter=invitation language_level=B1", LetterSent(letter="invitation", language_level="B1")),
        (
            "unit=reading-2 provider=ROC product_version=2003-1 result=PASSED",
            UnitCompleted(unit="reading-2", provider="ROC", product_version="2003-1", result="PASSED"),
        ),
        (
            "trajectory=DUAL dual_with=WORK pilots=employers-1,employers-2",
            PlacementStarted(trajectory="DUAL", dual_with="WORK", pilots=("employers-1", "employers-2")),
        ),
    ],
)
def test_what_a_partner_did_is_told_with_who_did_it_and_when(ledger: Ledger, words: str, fact: Fact) -> None:
    somebody = record(ledger, "PersonRegistered", "id=N1", "municipality=Dordrecht")
    done = record(ledger, type(fact).__name__, "id=N1", *words.split(), "occurred_on=2003-04-01")

    found = ledger.events_at(done.positions)[done.positions[0]][0]

    assert found.fact == fact
    assert done.subject == somebody.subject
    assert (found.event.occurred_on, found.event.actor, found.event.municipality) == (
        "2003-04-01",
        "clerk-1",
        DORDRECHT,
    )


def test_a_signal_and_what_was_done_with_it_are_two_facts_with_two_days(ledger: Ledger) -> None:
    record(ledger, "PersonRegistered", "id=N1", "municipality=Dordrecht")
    raised = record(
        ledger, "SignalRaised", "id=N1", "signal=debts", "raised_by=ROC", "occurred_on=2022-03-01", "reason_text=rent"
    )
    done = record(ledger, "SignalAcknowledged", "id=N1", "signal=debts", "reason=referred", "occurred_on=2022-03-15")

    first = ledger.events_at(raised.positions)[raised.positions[0]][0]
    second = ledger.events_at(done.positions)[done.positions[0]][0]

    assert first.fact == SignalRaised(signal="debts", raised_by="ROC")
    assert ledger.personal_of(first) == {"reason_text": "rent"}, "what it is about is sealed with what touches health"
    assert second.fact == SignalAcknowledged(signal="debts", reason="referred")
    assert (first.event.occurred_on, second.event.occurred_on) == ("2022-03-01", "2022-03-15")


def test_a_cost_names_the_unit_that_was_completed_and_that_it_pays_for(ledger: Ledger) -> None:
    record(ledger, "PersonRegistered", "id=N1", "municipality=Dordrecht")
    unit = record(ledger, "UnitCompleted", "id=N1", "unit=reading-2", "occurred_on=2004-03-01")
    completed = str(ledger.events_at(unit.positions)[unit.positions[0]][0].event.event_id)
    words = ("component=trajectory", "fund=web", "amount_cents=42500", f"unit_completed={completed}")
    paid = record(ledger, "CostBooked", "id=N1", *words, "occurred_on=2004-04-01")

    fact = ledger.events_at(paid.positions)[paid.positions[0]][0].fact
    assert isinstance(fact, CostBooked)
    assert fact.unit_completed == completed


# --- Between parties ---


@pytest.mark.parametrize(
    ("words", "fact"),
    [
        (
            "mandatary=Regio-ZHZ power=newcomers-act",
            MandateGranted(mandatary="Regio-ZHZ", power="newcomers-act"),
        ),
        (
            "mandatary=alderman-1 power=coordination-of-integration",
            MandateGranted(mandatary="alderman-1", power="coordination-of-integration"),
        ),
        (
            "region=taskforce municipalities=Dordrecht,Gorinchem,Leerdam",
            RegionComposed(region="taskforce", municipalities=(DORDRECHT, GORINCHEM, LEERDAM)),
        ),
        (
            "provider=ROC-Da-Vinci checked=40 removed=2",
            WaitingListCleaned(provider="ROC-Da-Vinci", checked=40, removed=2),
        ),
        (
            "provider=creche-1 contract=places-for-parents contracted_by=ROC-Da-Vinci municipalities=Dordrecht",
            ContractConcluded(
                provider="creche-1",
                contract="places-for-parents",
                contracted_by="ROC-Da-Vinci",
                municipalities=(DORDRECHT,),
            ),
        ),
        (
            "provider=ROC-Da-Vinci contract=product-contract-2003 contracted_by=Regio-ZHZ "
            "municipalities=Dordrecht,Gorinchem,Leerdam period_from=2003-01-01 period_until=2004-01-01",
            ContractConcluded(
                provider="ROC-Da-Vinci",
                contract="product-contract-2003",
                contracted_by="Regio-ZHZ",
                municipalities=(DORDRECHT, GORINCHEM, LEERDAM),
                period_from=date(2003, 1, 1),
                period_until=date(2004, 1, 1),
            ),
        ),
        (
            "scheme=WIN report=annual-account submitter=Regio-ZHZ period_from=2003-01-01 period_until=2004-01-01",
            ReportSubmitted(
                scheme="WIN",
                report="annual-account",
                submitter="Regio-ZHZ",
                period_from=date(2003, 1, 1),
                period_until=date(2004, 1, 1),
            ),
        ),
        (
            "name=guidance-of-family-migrants adopted=yes",
            PolicyAdopted(name="guidance-of-family-migrants", adopted=True),
        ),
    ],
)
def test_what_parties_agreed_is_told_of_its_place_and_from_its_day_on(ledger: Ledger, words: str, fact: Fact) -> None:
    done = record(ledger, type(fact).__name__, *words.split(), "municipality=Dordrecht", "occurred_on=2003-01-01")

    found = ledger.events_at(done.positions)[done.positions[0]][0]

    assert found.fact == fact
    assert (found.event.municipality, found.event.occurred_on) == (DORDRECHT, "2003-01-01")


def test_a_later_agreement_with_the_same_party_follows_the_earlier_and_changes_nothing_of_it(ledger: Ledger) -> None:
    first = record(
        ledger,
        "ContractConcluded",
        "provider=ROC",
        "contract=2003",
        "municipality=Dordrecht",
        "occurred_on=2003-01-01",
    )
    second = record(
        ledger,
        "ContractConcluded",
        "provider=ROC",
        "contract=2004",
        "municipality=Dordrecht",
        "occurred_on=2004-01-01",
    )

    told = [one.fact for one in ledger.stream(first.subject)]
    assert second.subject == first.subject
    assert [one.contract for one in told if isinstance(one, ContractConcluded)] == ["2003", "2004"]


def test_a_municipality_may_adopt_a_policy_and_give_it_up_later_and_another_may_never_have_it(ledger: Ledger) -> None:
    words = ("name=guidance-of-family-migrants",)
    adopted = record(ledger, "PolicyAdopted", *words, "adopted=yes", "municipality=0518", "occurred_on=2022-01-01")
    record(ledger, "PolicyAdopted", *words, "adopted=no", "municipality=0518", "occurred_on=2024-01-01")
    elsewhere = record(ledger, "PolicyAdopted", *words, "adopted=no", "municipality=0599", "occurred_on=2022-01-01")

    told = [(one.event.occurred_on, one.fact) for one in ledger.stream(adopted.subject)]
    assert [(on, fact.adopted) for on, fact in told if isinstance(fact, PolicyAdopted)] == [
        ("2022-01-01", True),
        ("2024-01-01", False),
    ]
    assert elsewhere.subject != adopted.subject

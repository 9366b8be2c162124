"""What the documents tell beside their counts is a fact in words that a person can type, one per requirement.

The words of a line make one fact; it stands in the ledger as it was said, and the field that carries the requirement
holds what the document says.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain import municipalities
from domain.event import Recorded
from domain.facts import SourceDocumentRegistered
from domain.facts.base import of
from exchange import by_hand
from exchange.by_hand import ByHand, parse_by_hand
from tests.given import Book

PLAN = "document=plan van aanpak PIB"


def typed(words: str) -> ByHand:
    """The fact of a line: its kind, and `name=value` parted by semicolons."""
    kind, _, rest = words.partition(": ")
    return parse_by_hand(kind, rest.split("; "), lambda text: municipalities.find_code(text, {}))


def stands(made: ByHand) -> Recorded:
    """The fact in a ledger: about a registration, or shared by many."""
    book, on = Book(), made.occurred_on
    if of(made.fact).subject == "registration":
        return book.registration("P1").says(made.fact, on)
    return book.shared(made.fact, on, made.municipality)


TOLD: list[tuple[str, str, dict[str, Any]]] = [
    (
        "R001",
        "SourceDocumentRegistered: reference=2008D08510; document_on=2008-10-06; updated_on=2024-02-19; version=1",
        {"reference": "2008D08510", "updated_on": date(2024, 2, 19), "version": "1"},
    ),
    (
        "R002",
        "SourceDocumentRegistered: reference=2008D08510; part_of=2008D08509; document_on=2008-10-06",
        {"part_of": "2008D08509"},
    ),
    *(
        (
            "R003",
            f"PolicyAdopted: name=priority-{priority}; adopted=yes; document=versnellingsplannen G4; "
            "occurred_on=2008-10-06; municipality=Amsterdam",
            {"name": f"priority-{priority}", "adopted": True},
        )
        for priority in ("client-first", "steering", "future")
    ),
    (
        "R014",
        "ProvisionEstablished: provision=STATE_EXAM; target_exam=START_QUALIFICATION; occurred_on=2008-10-01",
        {"target_exam": "START_QUALIFICATION"},
    ),
    ("R016", "PersonApproached: approached_by=DWI; channel=counter; occurred_on=2008-10-01", {"approached_by": "DWI"}),
    ("R018", "PersonApproached: channel=recruitment-team; occurred_on=2008-11-01", {"channel": "recruitment-team"}),
    (
        "R036",
        "AggregateReported: name=organisations-with-participation-places; value=62; unit=organisations; "
        "precision=exact; reporter=Den Haag; document=versnellingsplannen G4; as_of=2008-10-06; municipality=Den Haag",
        {"value": 62, "unit": "organisations"},
    ),
    (
        "R040",
        "MessageSent: message=intake; recipient=IB-Groep; interface=ISI; occurred_on=2008-12-31",
        {"interface": "ISI"},
    ),
    (
        "R048",
        "AggregateReported: name=placements; value_low=100; value_high=999; unit=trajectories; precision=about; "
        "wording=enige honderden; reporter=Rotterdam; document=versnellingsplannen G4; municipality=Rotterdam",
        {"value": None, "value_low": 100, "value_high": 999},
    ),
    (
        "R049",
        "PolicyAdopted: name=shorter-intake; adopted=yes; effective_on=2008-07-01; occurred_on=2008-06-15; "
        "municipality=Rotterdam",
        {"name": "shorter-intake", "effective_on": date(2008, 7, 1)},
    ),
    (
        "R051",
        "OwnContributionWaived: amount_cents=27000; compensated=yes; occurred_on=2008-10-31",
        {"amount_cents": 27_000, "compensated": True},
    ),
    (
        "R063",
        "ContractConcluded: provider=deelgemeente Feijenoord; contract=opvangvoorzieningen; contracted_by=Rotterdam; "
        "period_from=2008-07-01; period_until=2010-01-01; occurred_on=2008-06-20; municipality=Rotterdam",
        {"contracted_by": "Rotterdam", "period_from": date(2008, 7, 1), "period_until": date(2010, 1, 1)},
    ),
    (
        "R065",
        "ComponentAdded: component=work; dual_with=WORK; provider=een werkgever; occurred_on=2008-10-01",
        {"dual_with": "WORK", "provider": "een werkgever"},
    ),
    (
        "R067",
        "MandateGranted: mandatary=Taskforce Inburgering; power=programme-management; until_on=2010-01-01; "
        "occurred_on=2008-07-01; municipality=Rotterdam",
        {"until_on": date(2010, 1, 1)},
    ),
    (
        "R074",
        "ProvisionEstablished: provision=COMBINED; combined=yes; dual=yes; occurred_on=2008-10-01",
        {"provision": "COMBINED", "combined": True},
    ),
    (
        "R086",
        "SourceDocumentRegistered: reference=GR 08.1698080; document_on=2008-09-18; municipality=Groningen",
        {"reference": "GR 08.1698080", "document_on": date(2008, 9, 18)},
    ),
    (
        "R089",
        "GrantReceived: scheme=inburgeringsagenda; line=agenda; amount_cents=5000000; settlement=FINAL; "
        "channel=gemeentefonds; occurred_on=2008-12-15; municipality=Groningen",
        {"amount_cents": 5_000_000, "channel": "gemeentefonds"},
    ),
    (
        "R088",
        "ReportSubmitted: scheme=inburgeringsagenda; report=agenda; submitter=Groningen; occurred_on=2008-09-30; "
        "municipality=Groningen",
        {"report": "agenda", "submitter": "Groningen"},
    ),
    (
        "R090",
        "RegionComposed: region=G4; municipalities=Amsterdam,Rotterdam,Den Haag,Utrecht; occurred_on=2008-01-01",
        {"municipalities": ("0363", "0599", "0518", "0344")},
    ),
    (
        "R095",
        "MessageAnswered: message=upload; accepted=no; status=504; condition=timeout; occurred_on=2008-07-01",
        {"accepted": False, "condition": "timeout"},
    ),
    (
        "R098",
        "MandateGranted: mandatary=afdeling Inburgering; power=execute-the-act; occurred_on=2007-01-01; "
        "municipality=Groningen",
        {"mandatary": "afdeling Inburgering"},
    ),
    (
        "R099",
        "AssessmentRecorded: assessment=ENTRY_TEST; assessed_by=AOB/Compaz; occurred_on=2008-02-01",
        {"assessed_by": "AOB/Compaz"},
    ),
    (
        "R099",
        "ContractConcluded: provider=AOB/Compaz; test_only=yes; occurred_on=2007-01-01; municipality=Groningen",
        {"test_only": True},
    ),
    (
        "R100",
        "ContractConcluded: provider=Agens; trajectory=dual-reintegration; occurred_on=2007-01-01; "
        "municipality=Groningen",
        {"trajectory": "dual-reintegration"},
    ),
    (
        "R101",
        "ContractConcluded: provider=Stavoor; trajectory=dual-participation; occurred_on=2007-01-01; "
        "municipality=Groningen",
        {"trajectory": "dual-participation"},
    ),
    ("R103", "PersonSettled: occurred_on=2008-03-01; district=De Hoogte", {"district": "De Hoogte"}),
    (
        "R115",
        "GuidanceStarted: guidance=INTENSIVE; guided_by=bemiddeling; occurred_on=2009-02-01",
        {"guidance": "INTENSIVE"},
    ),
    (
        "R120",
        "ConditionMet: name=admitted-to-pib-experiment; occurred_on=2008-09-01; municipality=Groningen",
        {"name": "admitted-to-pib-experiment"},
    ),
    *(
        (
            "R167",
            f"PolicyAdopted: name=absence-rules-in-product-contract; adopted={answer}; document=productcontract ROC; "
            "occurred_on=2003-01-01; municipality=Dordrecht",
            {"adopted": holds},
        )
        for answer, holds in (("yes", True), ("no", False))
    ),
    (
        "R180",
        "AggregateReported: name=officials-of-a-municipality; dimension=inhabitants; dimension_value=20000-40000; "
        "value_low=5; value_high=10; decimals=1; unit=fte; precision=about; reporter=Regio ZHZ; "
        "document=Regionale visie; municipality=Dordrecht",
        {"value_low": 5, "value_high": 10, "decimals": 1, "dimension_value": "20000-40000"},
    ),
    (
        "R181",
        "AggregateReported: name=officials-of-a-municipality; dimension=inhabitants; dimension_value=up-to-20000; "
        "value_low=2; value_high=5; decimals=1; unit=fte; precision=about; reporter=Regio ZHZ; "
        "document=Regionale visie; municipality=Leerdam",
        {"value_low": 2, "value_high": 5, "decimals": 1, "dimension_value": "up-to-20000"},
    ),
    (
        "R182",
        "MessageSent: message=advice-1; recipient=CWI; interface=advice.asked; occurred_on=2003-04-01",
        {"recipient": "CWI", "interface": "advice.asked"},
    ),
    (
        "R182",
        "MessageAnswered: message=advice-1; accepted=yes; occurred_on=2003-04-08",
        {"message": "advice-1", "accepted": True},
    ),
    (
        "R225",
        "MilestoneSet: scheme=Regionale visie; unit=websites; amount=1; precision=exact; period_from=2003-01-01; "
        "period_until=2003-06-01; setter=Regio ZHZ; document_on=2003-01-01; document=Regionale visie; "
        "wording=voor 01-06-03; municipality=Dordrecht",
        {"unit": "websites", "period_until": date(2003, 6, 1)},
    ),
    (
        "R237",
        "PolicyAdopted: name=pib-plan; adopted=yes; effective_on=2008-11-25; occurred_on=2008-11-25; "
        "municipality=Haarlem",
        {"adopted": True, "effective_on": date(2008, 11, 25)},
    ),
    (
        "R238",
        "SourceDocumentRegistered: reference=2008/184196; document_on=2008-11-25; municipality=Haarlem",
        {"reference": "2008/184196"},
    ),
    (
        "R241",
        f"ReportSubmitted: scheme=Innovatietraject PIB; report=berap-1; submitter=Haarlem; {PLAN}; "
        "occurred_on=2009-05-01; municipality=Haarlem",
        {"report": "berap-1"},
    ),
    (
        "R258",
        "ReportSubmitted: scheme=Innovatietraject PIB; report=half-year; submitter=Haarlem; period_from=2009-01-01; "
        "period_until=2009-07-01; occurred_on=2009-08-01; municipality=Haarlem",
        {"period_from": date(2009, 1, 1), "period_until": date(2009, 7, 1)},
    ),
    (
        "R260",
        "MessageSent: message=personal-budget; recipient=IB-Groep; interface=ISI; occurred_on=2009-03-02",
        {"message": "personal-budget", "interface": "ISI"},
    ),
    (
        "R262",
        "ReportSubmitted: scheme=Innovatietraject PIB; report=plan; submitter=Haarlem; occurred_on=2008-12-01; "
        "municipality=Haarlem",
        {"report": "plan"},
    ),
    (
        "R276",
        "PersonalBudgetRequested: budget_kind=PIB; broker=PROFESSIONAL; in_trade_register=yes; occurred_on=2009-01-20",
        {"broker": "PROFESSIONAL", "in_trade_register": True},
    ),
    (
        "R280",
        "PlanDrafted: components=basic-language,basic-work,plus-driving; occurred_on=2009-01-20",
        {"components": ("basic-language", "basic-work", "plus-driving")},
    ),
    (
        "R281",
        "ProviderRecognised: provider=ROC; mark=keurmerk-inburgering; occurred_on=2008-01-01",
        {"mark": "keurmerk-inburgering"},
    ),
    (
        "R282",
        "ProviderContracted: provider=ROC; contracted_by=WWGZ; price_cents=500000; occurred_on=2009-02-10",
        {"contracted_by": "WWGZ", "price_cents": 500_000},
    ),
    ("R284", "PersonApproached: channel=ambassador; occurred_on=2009-01-10", {"channel": "ambassador"}),
    ("R285", "PersonApproached: channel=district-contact; occurred_on=2009-01-10", {"channel": "district-contact"}),
    (
        "R288",
        "AssessmentRecorded: assessment=LEARNABILITY_TEST; moment=START; occurred_on=2009-01-25",
        {"assessment": "LEARNABILITY_TEST"},
    ),
    (
        "R288",
        "AssessmentRecorded: assessment=LANGUAGE_LEVEL; moment=START; level=A1; occurred_on=2009-01-25",
        {"assessment": "LANGUAGE_LEVEL", "level": "A1"},
    ),
    ("R289", "ProviderContracted: provider=ROC; occurred_on=2009-02-10", {"provider": "ROC"}),
    (
        "R290",
        "ProviderContracted: provider=ROC; course_from=2009-03-02; course_until=2010-03-02; occurred_on=2009-02-10",
        {"course_from": date(2009, 3, 2), "course_until": date(2010, 3, 2)},
    ),
    (
        "R291",
        "EstimateMade: scheme=Wet inburgering 2007; unit=inburgeraars; amount=10000; precision=about; "
        f"period_from=2008-01-01; period_until=2009-01-01; setter=gemeente; document_on=2008-11-25; {PLAN}; "
        "occurred_on=2008-11-25; municipality=Haarlem",
        {"amount": 10_000, "precision": "about"},
    ),
    (
        "R292",
        "EstimateMade: scheme=Wet inburgering 2007; unit=nieuwkomers; amount=170; precision=about; "
        f"period_from=2008-01-01; period_until=2009-01-01; setter=gemeente; document_on=2008-11-25; {PLAN}; "
        "occurred_on=2008-11-25; municipality=Haarlem",
        {"amount": 170, "unit": "nieuwkomers"},
    ),
    (
        "R307",
        "CaseAssigned: assignee=cm-1; role=BUDGET_CASE_MANAGER; occurred_on=2009-01-15",
        {"assignee": "cm-1", "role": "BUDGET_CASE_MANAGER"},
    ),
    (
        "R311",
        "PolicyAdopted: name=integrality-in-tender; adopted=yes; document=programma van eisen; "
        "occurred_on=2022-02-01; municipality=Dordrecht",
        {"name": "integrality-in-tender", "document": "programma van eisen"},
    ),
    (
        "R313",
        "ProviderFailed: provider=taalbureau X; reason=RECOGNITION_LOST; occurred_on=2022-03-01",
        {"reason": "RECOGNITION_LOST"},
    ),
]


@pytest.mark.parametrize(("requirement", "words", "holds"), TOLD, ids=[one[0] for one in TOLD])
def test_what_a_document_tells_is_a_fact_that_holds_it(requirement: str, words: str, holds: dict[str, Any]) -> None:
    made = typed(words)
    fact = stands(made).fact

    assert fact == made.fact
    assert {name: getattr(fact, name) for name in holds} == holds


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("PlacementEnded: occurred_on=2008-10-01", id="R066 an end without a reason"),
        pytest.param("PlacementEnded: reason=BORED; occurred_on=2008-10-01", id="R066 a reason in no list"),
        pytest.param(
            "ComponentAdded: component=x; dual_with=SPORT; occurred_on=2008-10-01", id="R035 another dual form"
        ),
        pytest.param("ProvisionEstablished: target_exam=SWIMMING; occurred_on=2008-10-01", id="R014 another exam"),
        pytest.param("BonusClaimed: bonus=BIRTHDAY; beneficiary=PARTICIPANT", id="R072 another bonus"),
        pytest.param("PersonalBudgetRequested: budget_kind=XYZ", id="R077 another kind of budget"),
        pytest.param("PlacementStarted: trajectory=HOBBY; occurred_on=2008-10-01", id="R097 another trajectory"),
    ],
)
def test_what_stands_in_no_list_is_refused(words: str) -> None:
    with pytest.raises(by_hand.WordsRefused):
        typed(words)


@pytest.mark.parametrize("form", ["WORK", "EDUCATION", "ENTREPRENEURSHIP", "SOCIAL_PARTICIPATION"])
def test_the_four_dual_forms_of_den_haag_are_accepted(form: str) -> None:
    made = typed(f"PlacementStarted: trajectory=DUAL; dual_with={form}; occurred_on=2008-10-01")

    assert stands(made).fact.dual_with == form


def test_what_an_intake_found_at_home_is_sealed() -> None:
    """Debts and family matters are for who carries out the intake (R037)."""
    made = typed("IntakeCompleted: intake=BROAD; reason_text=schulden; occurred_on=2008-10-01")

    assert "schulden" in str(made.personal)
    assert "schulden" not in str(stands(made).event.body)


def test_a_later_version_of_a_document_leaves_the_earlier_as_it_was() -> None:
    """Both stand in one stream, and what was known before the update says nothing of it (R001)."""
    book = Book()
    first = book.shared(SourceDocumentRegistered(reference="2008D08510", version="1"), "2008-10-06")
    as_it_was = first.fact
    second = book.shared(
        SourceDocumentRegistered(reference="2008D08510", version="1", updated_on=date(2024, 2, 19)), "2024-02-19"
    )

    assert first.event.subject == second.event.subject
    assert book.events[0].fact == as_it_was
    assert [one.fact.updated_on for one in book.events] == [None, date(2024, 2, 19)]

"""Figures of a region, by the division of then or of a chosen day; merged municipalities; dossiers handed over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.dates import Period
from domain.facts import (
    DossierTransferred,
    EnrolmentRecorded,
    FigureReported,
    MandateGranted,
    MunicipalityMerged,
    MunicipalityNamed,
    ParameterSet,
    PlacementStarted,
    QuotaSet,
    RegionComposed,
    RegistrationsLinked,
)
from replay.answers import figure_document
from replay.asking import Asked, CannotAsk, HasNoAnswer
from replay.case_ids import ids_of
from replay.comparing import compare
from replay.figures import Answer, Figures
from replay.reported import ask_drift, fact_of_report
from store.ledger import Ledger
from tests.replay.saying import GRONINGEN, Chain

LEERDAM, GORINCHEM, VIJFHEERENLANDEN = "0545", "0512", "1961"
PLACED = PlacementStarted(trajectory="DUAL")
PLACEMENTS = Asked("placements", as_of=date(2020, 12, 31))
DAY_OF_MERGER = date(2019, 1, 1)


@pytest.fixture
def chain(ledger: Ledger) -> Chain:
    """Leerdam went up into Vijfheerenlanden in 2019; the region had Leerdam until 2007."""
    made = Chain(ledger)
    made.shared(MunicipalityNamed(code=VIJFHEERENLANDEN, name="Vijfheerenlanden"), "2019-01-01")
    made.shared(MunicipalityMerged(code=LEERDAM, into_code=VIJFHEERENLANDEN), "2019-01-01")
    made.shared(RegionComposed(region="ZHZ", municipalities=(GORINCHEM, LEERDAM)), "2001-01-01")
    made.shared(RegionComposed(region="ZHZ", municipalities=(GORINCHEM,)), "2007-01-01")
    made.says("L1", PLACED, "2006-12-31", municipality=LEERDAM)
    made.says("L2", PLACED, "2007-01-01", municipality=LEERDAM)
    made.says("V1", PLACED, "2019-01-01", municipality=VIJFHEERENLANDEN)
    made.says("G1", PLACED, "2007-01-01", municipality=GORINCHEM)
    made.says("X1", PLACED, "2007-01-01", municipality=GRONINGEN)
    return made


def answer(ledger: Ledger, asked: Asked) -> Answer:
    (one,) = Figures(ledger).ask(asked)
    return one


def counted(ledger: Ledger, asked: Asked) -> list[str]:
    found = answer(ledger, asked)
    ids = ids_of(ledger, found.verdicts)
    return sorted(ids.of(one) for one in found.verdicts if one.counted)


# --- The division of then, and of a day ---


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (PLACEMENTS, ["G1", "L1", "L2", "V1", "X1"]),
        (replace(PLACEMENTS, region="zhz"), ["G1", "L1"]),
        (replace(PLACEMENTS, region="ZHZ", division_on=date(2006, 12, 31)), ["G1", "L1", "L2"]),
        (replace(PLACEMENTS, region="ZHZ", division_on=date(2007, 1, 1)), ["G1"]),
        (replace(PLACEMENTS, region="ZHZ", division_on=date(2000, 12, 31)), []),
        (replace(PLACEMENTS, municipality="Leerdam"), ["L1", "L2"]),
        (replace(PLACEMENTS, municipality="Vijfheerenlanden"), ["V1"]),
        (replace(PLACEMENTS, municipality="Vijfheerenlanden", division_on=DAY_OF_MERGER), ["L1", "L2", "V1"]),
        (replace(PLACEMENTS, municipality="Vijfheerenlanden", division_on=date(2018, 12, 31)), ["V1"]),
        (replace(PLACEMENTS, municipality=LEERDAM, division_on=date(2018, 12, 31)), ["L1", "L2"]),
    ],
)
def test_a_figure_is_of_the_place_as_it_was_then_or_on_the_day_chosen(
    chain: Chain, asked: Asked, expected: list[str]
) -> None:
    assert counted(chain.ledger, asked) == expected


def test_registered_by_asks_within_the_same_place(chain: Chain) -> None:
    chain.says("L3", PLACED, "2006-12-31", municipality=LEERDAM, registered_on=date(2008, 1, 1))
    chain.says("L4", PLACED, "2006-12-31", municipality=LEERDAM, registered_on=date(2008, 1, 2))

    found = answer(chain.ledger, replace(PLACEMENTS, region="ZHZ", registered_by=date(2008, 1, 1)))

    assert found.funnel == {"counted": 3, "RECORDED_LATER": 1}


def test_what_a_source_still_calls_by_the_old_code_lies_with_the_successor(chain: Chain) -> None:
    chain.says("L9", PLACED, "2019-06-01", municipality=LEERDAM)

    assert counted(chain.ledger, replace(PLACEMENTS, municipality=VIJFHEERENLANDEN)) == ["L9", "V1"]
    assert counted(chain.ledger, replace(PLACEMENTS, municipality=LEERDAM)) == ["L1", "L2"]


def test_a_breakdown_by_municipality_follows_the_division_and_adds_up(chain: Chain) -> None:
    then = answer(chain.ledger, replace(PLACEMENTS, by=("municipality",))).breakdown
    now = answer(chain.ledger, replace(PLACEMENTS, by=("municipality",), division_on=DAY_OF_MERGER)).breakdown
    assert then
    assert now

    assert {part.classes[0]: part.value for part in then.parts} == {
        GRONINGEN: 1,
        GORINCHEM: 1,
        LEERDAM: 2,
        VIJFHEERENLANDEN: 1,
    }
    assert {part.classes[0]: part.value for part in now.parts} == {GRONINGEN: 1, GORINCHEM: 1, VIJFHEERENLANDEN: 3}


def test_a_region_counts_a_person_once_within_it_and_its_municipalities_each_once(chain: Chain) -> None:
    chain.shared(RegionComposed(region="Waarden", municipalities=(GORINCHEM, GRONINGEN)))
    chain.says("P1", EnrolmentRecorded(course="NT2-A"), "2008-01-01", municipality=GORINCHEM)
    chain.says("P1", EnrolmentRecorded(course="NT2-B"), "2008-02-01", municipality=GRONINGEN)
    other = chain.registrations[GRONINGEN, "P1"]
    chain.says("P1", RegistrationsLinked(other=str(other), decider="tester"), municipality=GORINCHEM)
    persons = Asked("participants", as_of=date(2008, 12, 31))

    values = [
        answer(chain.ledger, asked).value
        for asked in (
            replace(persons, municipality=GORINCHEM),
            replace(persons, municipality=GRONINGEN),
            replace(persons, region="Waarden"),
            replace(persons, region="ZHZ"),
        )
    ]

    assert values == [1, 1, 1, 1]


def test_a_joint_body_is_asked_like_a_region(chain: Chain) -> None:
    chain.shared(MandateGranted(mandatary="Werkplein", power="WI"), "2007-01-01", municipality=GORINCHEM)

    assert counted(chain.ledger, replace(PLACEMENTS, region="Werkplein")) == ["G1"]


def test_a_region_stands_beside_no_quota_of_its_members(chain: Chain) -> None:
    line = QuotaSet(
        scheme="Wet inburgering 2007",
        unit="trajectories",
        amount=9,
        precision="exact",
        period_from=date(2007, 1, 1),
        period_until=date(2010, 1, 1),
        setter="raad",
        document_on=date(2008, 1, 1),
        document="brief",
    )
    chain.shared(line, municipality=GORINCHEM)

    found = answer(chain.ledger, replace(PLACEMENTS, region="ZHZ"))

    assert (list(found.beside), list(found.refused)) == ([], [])


def test_each_member_is_judged_by_the_parameters_that_hold_there(chain: Chain) -> None:
    chain.shared(ParameterSet(name="accountability-documents", value="beschikking"), municipality=GORINCHEM)
    chain.shared(ParameterSet(name="accountability-documents", value="plan"), municipality=LEERDAM)

    found = answer(chain.ledger, Asked("realisation", "complete-files", as_of=date(2009, 6, 1), region="ZHZ"))

    assert {one.municipality: one.value for one in found.parameters} == {
        GORINCHEM: ("beschikking",),
        LEERDAM: ("plan",),
    }


# --- What is told, and what is refused ---


def test_an_answer_says_its_place_and_its_division(chain: Chain) -> None:
    found = answer(chain.ledger, replace(PLACEMENTS, region="zhz", division_on=date(2006, 1, 1)))

    assert figure_document(found, None)["scope"] == {
        "municipality": None,
        "name": None,
        "region": "ZHZ",
        "division": "2006-01-01",
        "members": [GORINCHEM, LEERDAM],
        "went_into": None,
    }


def test_an_old_name_asked_after_the_merger_says_what_became_of_it(chain: Chain) -> None:
    found = answer(chain.ledger, replace(PLACEMENTS, municipality="Leerdam"))
    before = answer(chain.ledger, replace(PLACEMENTS, municipality="Leerdam", as_of=date(2018, 12, 31)))

    assert figure_document(found, None)["scope"]["went_into"] == {"municipality": VIJFHEERENLANDEN, "on": "2019-01-01"}
    assert ("MUNICIPALITY_MERGED", 2) in [(flag.code, flag.cases) for flag in found.flags]
    assert figure_document(before, None)["scope"]["went_into"] is None


@pytest.mark.parametrize(
    "asked",
    [
        replace(PLACEMENTS, municipality="Leerdam", division_on=DAY_OF_MERGER),
        replace(PLACEMENTS, municipality="Leerdam", period=Period(DAY_OF_MERGER, None)),
    ],
)
def test_a_municipality_that_was_no_more_is_refused_with_its_successor(chain: Chain, asked: Asked) -> None:
    with pytest.raises(HasNoAnswer) as refused:
        answer(chain.ledger, asked)

    for said in refused.value.sentence.values():
        assert "Vijfheerenlanden (1961)" in said
        assert "--municipality 1961" in said
        assert "2019-01-01" in said


def test_a_period_that_began_before_the_merger_is_answered(chain: Chain) -> None:
    asked = replace(PLACEMENTS, municipality="Leerdam", period=Period(date(2018, 12, 31), None))

    assert answer(chain.ledger, asked).value == 0


def test_an_unknown_place_is_refused_with_those_there_are(chain: Chain) -> None:
    with pytest.raises(CannotAsk, match="There are ZHZ"):
        answer(chain.ledger, replace(PLACEMENTS, region="Nergens"))
    with pytest.raises(CannotAsk, match=r"Gorinchem.*Vijfheerenlanden"):
        answer(chain.ledger, replace(PLACEMENTS, municipality="Nergens"))
    with pytest.raises(HasNoAnswer, match="both"):
        answer(chain.ledger, replace(PLACEMENTS, municipality="Leerdam", region="ZHZ"))


def test_a_ledger_without_regions_says_how_one_is_recorded(ledger: Ledger) -> None:
    with pytest.raises(CannotAsk, match="record RegionComposed"):
        answer(ledger, replace(PLACEMENTS, region="G4"))


def test_what_a_divided_municipality_had_is_told_as_unsettled_and_not_counted(chain: Chain) -> None:
    chain.shared(MunicipalityMerged(code=GRONINGEN, into_code=VIJFHEERENLANDEN, partly=True), "2019-01-01")
    chain.shared(MunicipalityMerged(code=GRONINGEN, into_code=GORINCHEM, partly=True), "2019-01-01")

    found = answer(chain.ledger, replace(PLACEMENTS, municipality=GORINCHEM, division_on=DAY_OF_MERGER))

    assert found.value == 1
    assert ("PLACE_UNSETTLED", 1) in [(flag.code, flag.cases) for flag in found.flags]


def test_the_register_is_the_one_known_at_the_position_asked(ledger: Ledger) -> None:
    chain = Chain(ledger)
    chain.says("L1", PLACED, "2006-12-31", municipality=LEERDAM)
    before = chain.says("V1", PLACED, "2019-01-01", municipality=VIJFHEERENLANDEN).position
    chain.shared(MunicipalityMerged(code=LEERDAM, into_code=VIJFHEERENLANDEN), "2019-01-01")
    asked = replace(PLACEMENTS, municipality=VIJFHEERENLANDEN, division_on=DAY_OF_MERGER)

    assert answer(ledger, asked).value == 2
    assert answer(ledger, replace(asked, known_at=str(before))).value == 1


# --- Compared and reported ---


def test_two_divisions_are_compared_case_by_case(chain: Chain) -> None:
    then = replace(PLACEMENTS, municipality=VIJFHEERENLANDEN)

    difference = compare(Figures(chain.ledger), then, replace(then, division_on=DAY_OF_MERGER))

    assert (difference.value, sum(difference.parts.values()), len(difference.changes)) == (2, 2, 2)


def test_a_figure_of_a_region_is_reported_as_such_and_its_drift_shown(chain: Chain) -> None:
    figures = Figures(chain.ledger)
    asked = replace(PLACEMENTS, region="ZHZ")
    told = fact_of_report(answer(chain.ledger, asked), "brief", None)
    chain.shared(told, "2021-01-01")
    chain.says("L5", PLACED, "2005-01-01", municipality=LEERDAM)

    (drift,) = ask_drift(figures).drifts

    assert isinstance(told, FigureReported)
    assert (told.scope_region, told.value, drift.value, drift.drift, drift.unexplained) == ("ZHZ", 2, 3, 1, 0)
    with pytest.raises(CannotAsk, match="--division"):
        fact_of_report(answer(chain.ledger, replace(asked, division_on=DAY_OF_MERGER)), "brief", None)


# --- Dossiers handed over ---


@pytest.fixture
def handed_over(ledger: Ledger) -> Chain:
    """A dossier that Groningen handed over to Gorinchem on 1 May 2008, which placed the person anew in June."""
    made = Chain(ledger)
    made.says("A", PLACED, "2008-01-10")
    moved = DossierTransferred(from_code=GRONINGEN, to_code=GORINCHEM)
    made.says("A", moved, "2008-05-01", registered_on=date(2008, 5, 20))
    made.registrations[GORINCHEM, "A"] = made.registrations[GRONINGEN, "A"]
    made.says("A", PlacementStarted(trajectory="REGULAR"), "2008-06-01", municipality=GORINCHEM)
    return made


@pytest.mark.parametrize(
    ("as_of", "giving", "receiving"),
    [
        (date(2008, 4, 30), {"counted": 1}, {"counted": 0, "AFTER_AS_OF": 1}),
        (date(2008, 5, 1), {"counted": 1}, {"counted": 0, "AFTER_AS_OF": 1, "DECIDED_ELSEWHERE": 1}),
        (date(2008, 6, 1), {"counted": 1}, {"counted": 1, "DECIDED_ELSEWHERE": 1}),
    ],
)
def test_a_case_counts_where_it_was_decided_and_who_received_the_dossier_sees_it_from_then(
    handed_over: Chain, as_of: date, giving: dict[str, int], receiving: dict[str, int]
) -> None:
    given, received = (
        answer(handed_over.ledger, Asked("placements", municipality=place, as_of=as_of)).funnel
        for place in (GRONINGEN, GORINCHEM)
    )

    assert (given, received) == (giving, receiving)


def test_the_hand_over_is_told_with_where_the_case_counts_and_is_one_of_its_facts(handed_over: Chain) -> None:
    found = answer(handed_over.ledger, Asked("placements", municipality=GORINCHEM, as_of=date(2008, 5, 1)))
    (seen,) = (one for one in found.verdicts if one.code == "DECIDED_ELSEWHERE")

    assert seen.reason.detail == {"handed_over_on": "2008-05-01", "counts_in": GRONINGEN}
    assert len(seen.positions) == 2
    assert not seen.counted


def test_a_hand_over_counts_as_entered_when_its_source_says_so(handed_over: Chain) -> None:
    asked = Asked("placements", municipality=GORINCHEM, as_of=date(2008, 5, 31))

    seen = [
        "DECIDED_ELSEWHERE" in answer(handed_over.ledger, replace(asked, registered_by=day)).funnel
        for day in (date(2008, 5, 19), date(2008, 5, 20))
    ]

    assert seen == [False, True]


def test_in_a_region_of_both_a_dossier_handed_over_is_considered_once(handed_over: Chain) -> None:
    handed_over.shared(RegionComposed(region="Beide", municipalities=(GORINCHEM, GRONINGEN)))

    found = answer(handed_over.ledger, Asked("placements", region="Beide", as_of=date(2008, 6, 1)))

    assert "DECIDED_ELSEWHERE" not in found.funnel

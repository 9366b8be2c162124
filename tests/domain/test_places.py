"""Where a case lies: by the division of then or of a chosen day, in a municipality, a region or a joint body."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import When, parse_when
from domain.facts import MandateGranted, MunicipalityMerged, MunicipalityNamed, RegionComposed
from domain.places import EVERYWHERE, Places, Scope, places_of
from tests.given import day

LEERDAM, VIANEN, ZEDERIK, VIJFHEERENLANDEN = "0545", "0620", "0707", "1961"
GORINCHEM, DORDRECHT, HOEKSCHE_WAARD = "0512", "0505", "1963"
ZHZ = "Zuid-Holland Zuid"


@dataclass(frozen=True)
class Told:
    """A fact of the register, as it stands."""

    fact: Any
    occurred_on: When | None = None
    municipality: str | None = None


def told(fact: Any, on: str | None = None, municipality: str | None = None) -> Told:
    return Told(fact, parse_when(on) if on else None, municipality)


NAMED = told(MunicipalityNamed(code=VIJFHEERENLANDEN, name="Vijfheerenlanden"), "2019-01-01")
MERGED = [told(MunicipalityMerged(code=code, into_code=VIJFHEERENLANDEN), "2019-01-01") for code in (LEERDAM, VIANEN)]
REGION = told(RegionComposed(region=ZHZ, municipalities=(DORDRECHT, GORINCHEM, LEERDAM)), "2001-01-01")


def register(*more: Told) -> Places:
    return places_of([NAMED, *MERGED, REGION, *more])


def on(text: str) -> date:
    found = day(text)
    assert found
    return found


# --- What became of a municipality ---


@pytest.mark.parametrize(
    ("code", "asked_on", "expected"),
    [
        (LEERDAM, "2018-12-31", LEERDAM),
        (LEERDAM, "2019-01-01", VIJFHEERENLANDEN),
        (LEERDAM, "2019-01-02", VIJFHEERENLANDEN),
        (GORINCHEM, "2019-01-02", GORINCHEM),
        (VIJFHEERENLANDEN, "2018-12-31", VIJFHEERENLANDEN),
    ],
)
def test_a_municipality_is_its_successor_from_the_day_of_the_merger(code: str, asked_on: str, expected: str) -> None:
    assert register().at(code, on(asked_on)) == expected


def test_mergers_follow_each_other_and_a_circle_ends() -> None:
    places = register(
        told(MunicipalityMerged(code=VIJFHEERENLANDEN, into_code=GORINCHEM), "2025-01-01"),
        told(MunicipalityMerged(code=GORINCHEM, into_code=LEERDAM), "2026-01-01"),
    )

    assert places.at(LEERDAM, on("2025-06-01")) == GORINCHEM
    assert places.gone_into(GORINCHEM, on("2025-06-01")) == {LEERDAM, VIANEN, VIJFHEERENLANDEN}
    assert places.at(VIANEN, on("2026-01-01")) == LEERDAM


def test_a_municipality_that_was_divided_goes_nowhere_as_a_whole() -> None:
    places = register(
        told(MunicipalityMerged(code=ZEDERIK, into_code=VIJFHEERENLANDEN, partly=True), "2019-01-01"),
        told(MunicipalityMerged(code=ZEDERIK, into_code=GORINCHEM, partly=True), "2019-01-01"),
    )
    scope = Scope(places, municipality=GORINCHEM, division_on=on("2020-01-01"))

    assert places.at(ZEDERIK, on("2020-01-01")) == ZEDERIK
    assert not scope.holds(ZEDERIK, None)
    assert scope.may_hold(ZEDERIK, None)
    assert ZEDERIK in (scope.codes or ())


def test_names_hold_from_their_day_and_earlier_ones_keep_working() -> None:
    places = register(
        told(MunicipalityNamed(code=LEERDAM, name="Leerdam-Oost"), "2010-01-01"),
        told(MunicipalityNamed(code="0518", name="'s-Gravenhage", also_called="Den Haag")),
    )

    assert places.name_of(LEERDAM, on("2009-12-31")) == "Leerdam"
    assert places.name_of(LEERDAM) == "Leerdam-Oost"
    assert places.code_of("leerdam") == places.code_of(" Leerdam-Oost ") == LEERDAM
    assert places.code_of("Den Haag") == places.code_of("'s-Gravenhage") == "0518"
    assert places.code_of("Nergens") is None


def test_a_name_that_was_said_later_and_holds_from_an_earlier_day_is_not_the_present_one() -> None:
    named = [
        told(MunicipalityNamed(code=LEERDAM, name="Nu"), "2010-01-01"),
        told(MunicipalityNamed(code=LEERDAM, name="Toen"), "2000-01-01"),
    ]

    assert places_of(named).name_of(LEERDAM) == "Nu"


# --- Regions and joint bodies ---


@pytest.mark.parametrize(
    ("asked_on", "expected"),
    [
        ("2000-12-31", set()),
        ("2001-01-01", {DORDRECHT, GORINCHEM, LEERDAM}),
        ("2006-12-31", {DORDRECHT, GORINCHEM, LEERDAM}),
        ("2007-01-01", {DORDRECHT, GORINCHEM}),
    ],
)
def test_a_region_consists_of_those_last_said_by_that_day(asked_on: str, expected: set[str]) -> None:
    places = register(
        told(RegionComposed(region="zuid-holland  zuid", municipalities=(DORDRECHT, GORINCHEM)), "2007-01")
    )

    assert places.region_of("ZUID-HOLLAND ZUID") == ZHZ
    assert places.members(ZHZ, on(asked_on)) == expected


def test_what_was_made_of_members_only_belongs_to_the_region_too() -> None:
    whole = told(RegionComposed(region="Lek", municipalities=(LEERDAM, VIANEN)), "2001-01-01")

    assert VIJFHEERENLANDEN in register(whole).members("Lek", on("2019-01-01"))
    assert VIJFHEERENLANDEN not in register(whole).members("Lek", on("2018-12-31"))


@pytest.mark.parametrize(
    "more",
    [
        told(MunicipalityMerged(code=ZEDERIK, into_code=VIJFHEERENLANDEN), "2019-01-01"),
        told(MunicipalityMerged(code=ZEDERIK, into_code=VIJFHEERENLANDEN, partly=True), "2019-01-01"),
        told(MunicipalityNamed(code=VIJFHEERENLANDEN, name="Oud"), "1990-01-01"),
    ],
)
def test_what_others_went_into_as_well_belongs_only_where_the_region_says_so(more: Told) -> None:
    lek = told(RegionComposed(region="Lek", municipalities=(LEERDAM, VIANEN)), "2001-01-01")
    scope = Scope(register(lek, more), region="Lek", division_on=on("2019-01-01"))
    said_anew = told(RegionComposed(region="Lek", municipalities=(VIJFHEERENLANDEN,)), "2019-01-01")

    assert not scope.holds(LEERDAM, None)
    assert scope.may_hold(LEERDAM, None)
    assert Scope(register(lek, more, said_anew), region="Lek", division_on=on("2019-01-01")).holds(LEERDAM, None)


def test_a_joint_body_acts_for_those_whose_mandate_holds() -> None:
    mandate = MandateGranted(mandatary="Regio", power="WIN", until_on=date(2004, 1, 1))
    places = places_of(
        [told(mandate, "2002-01-01", DORDRECHT), told(MandateGranted(mandatary="Regio", power="WIN"), None, GORINCHEM)]
    )

    assert places.members("Regio", on("2001-12-31")) == {GORINCHEM}
    assert places.members("Regio", on("2003-12-31")) == {DORDRECHT, GORINCHEM}
    assert places.members("Regio", on("2004-01-01")) == {GORINCHEM}


# --- Where a case lies ---


def test_by_the_division_of_then_a_case_lies_where_its_municipality_lay_on_its_day() -> None:
    leerdam = Scope(register(), municipality=LEERDAM)
    successor = Scope(register(), municipality=VIJFHEERENLANDEN)

    assert leerdam.holds(LEERDAM, When("2018-12-31"))
    assert not leerdam.holds(LEERDAM, When("2019-01-01"))
    assert successor.holds(LEERDAM, When("2019-01-01"))
    assert not successor.holds(LEERDAM, When("2018-12-31"))


def test_by_the_division_of_a_day_all_cases_lie_with_the_successor() -> None:
    then, now = (
        Scope(register(), municipality=VIJFHEERENLANDEN, division_on=on(at)) for at in ("2018-12-31", "2019-01-01")
    )

    assert now.holds(LEERDAM, When("2003-01-01"))
    assert now.holds(VIJFHEERENLANDEN, When("2020-01-01"))
    assert not then.holds(LEERDAM, When("2003-01-01"))


def test_a_region_of_then_holds_a_case_only_while_its_municipality_belonged_to_it() -> None:
    places = register(told(RegionComposed(region=ZHZ, municipalities=(DORDRECHT, GORINCHEM)), "2007-01-01"))
    then, later = Scope(places, region=ZHZ), Scope(places, region=ZHZ, division_on=on("2007-01-01"))

    assert then.holds(LEERDAM, When("2006-12-31"))
    assert not then.holds(LEERDAM, When("2007-01-01"))
    assert not later.holds(LEERDAM, When("2006-12-31"))
    assert not then.holds(None, When("2006-12-31"))


def test_a_case_of_an_unknown_day_lies_where_it_did_on_the_day_asked() -> None:
    scope = Scope(register(), municipality=VIJFHEERENLANDEN, undated_on=on("2019-01-01"))

    assert scope.holds(LEERDAM, None)
    assert not scope.holds(LEERDAM, When("2018"))
    assert scope.holds(LEERDAM, When("2019"))


CODES = st.sampled_from([LEERDAM, VIANEN, ZEDERIK, GORINCHEM, DORDRECHT, VIJFHEERENLANDEN])
DAYS = st.dates(date(2000, 1, 1), date(2026, 1, 1))
MERGERS = st.builds(
    lambda code, into, at, partly: told(MunicipalityMerged(code=code, into_code=into, partly=partly), at.isoformat()),
    CODES,
    CODES,
    DAYS,
    st.booleans(),
)
REGIONS = st.builds(
    lambda codes, at: told(RegionComposed(region="R", municipalities=tuple(sorted(codes))), at.isoformat()),
    st.sets(CODES),
    DAYS,
)


@given(st.lists(MERGERS | REGIONS, max_size=12), CODES, DAYS, st.none() | DAYS, CODES)
def test_whatever_the_register_says_a_case_lies_in_one_municipality_and_is_looked_for_by_its_code(
    said: list[Told], code: str, at: date, division: date | None, asked: str
) -> None:
    places = places_of(said)
    every = {LEERDAM, VIANEN, ZEDERIK, GORINCHEM, DORDRECHT, VIJFHEERENLANDEN}

    holding = [one for one in every if Scope(places, municipality=one, division_on=division).holds(code, When(str(at)))]

    assert len(holding) == 1
    for scope in (
        Scope(places, municipality=asked, division_on=division),
        Scope(places, region="R", division_on=division),
    ):
        assert scope.codes is not None
        if scope.holds(code, When(str(at))) or scope.may_hold(code, When(str(at))):
            assert code in scope.codes


@given(st.lists(MERGERS | REGIONS, max_size=12), CODES, DAYS, st.none() | DAYS)
def test_a_region_holds_exactly_what_its_members_hold(
    said: list[Told], code: str, at: date, division: date | None
) -> None:
    places, when = places_of(said), When(str(at))
    members = places.members("R", division or at)

    in_region = Scope(places, region="R", division_on=division).holds(code, when)

    assert in_region == any(Scope(places, municipality=one, division_on=division).holds(code, when) for one in members)


@given(CODES, CODES, DAYS)
def test_where_nothing_merged_a_case_lies_where_its_code_says(code: str, asked: str, at: date) -> None:
    assert Scope(Places(), municipality=asked).holds(code, When(str(at))) == (code == asked)
    assert EVERYWHERE.holds(code, None)
    assert EVERYWHERE.codes is None

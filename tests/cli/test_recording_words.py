"""`record` from the outside: corrections by single fields, names and parameters, and what it says in both languages."""

from __future__ import annotations

import pytest

from tests.cli.commanding import PLACEMENTS, Home


@pytest.fixture(scope="module")
def own() -> object:
    """A ledger with the placements of Groningen, to be changed."""
    home = Home()
    try:
        home.take(PLACEMENTS, municipality="Groningen", delivered_on="2008-10-06")
        yield home
    finally:
        home.end()


def placement(home: Home, record: str) -> str:
    """The event id of somebody's placement."""
    events = home.answer("history", f"GWS4all:{record}")["events"]
    return next(str(one["event_id"]) for one in events if one["type"] == "PlacementStarted")


def last(home: Home, record: str) -> dict[str, object]:
    fact: dict[str, object] = home.answer("history", f"GWS4all:{record}")["events"][-1]
    return fact


def test_a_correction_names_single_fields_and_the_rest_stays(own: Home) -> None:
    original = placement(own, "G001")
    own.answer("record", "EventCorrected", f"original={original}", "trajectory=literacy-class")
    assert last(own, "G001")["fact"]["body"] == {"trajectory": "LITERACY_CLASS", "provider": "Stavoor"}  # type: ignore[index]
    own.answer("record", "EventCorrected", f"original={original}", "provider=", "occurred_on=2008-01-05")
    assert last(own, "G001")["fact"]["body"] == {"trajectory": "LITERACY_CLASS"}  # type: ignore[index]
    assert last(own, "G001")["occurred_on"] == "2008-01-05"
    again = own.answer("record", "EventCorrected", f"original={original}", "trajectory=LITERACY_CLASS")
    assert not again["recorded"]


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("trajectory=FOO", "field trajectory is not understood: expected one of REGULAR, DUAL"),
        ("trajectory=", "PlacementStarted cannot do without: trajectory"),
        ("colour=mauve", "PlacementStarted has no field colour (word 2): expected one of"),
        ('body={"trajectory":"FOO"}', "field trajectory is not understood: expected one of REGULAR, DUAL"),
        ('body={"colour":"mauve","trajectory":"DUAL"}', "a field that PlacementStarted does not have"),
        ('body={"provider":"Stavoor"}', "cannot do without: trajectory"),
    ],
)
def test_a_wrong_word_in_a_correction_is_named_with_what_is_allowed(own: Home, word: str, hint: str) -> None:
    said = own.run("record", "EventCorrected", f"original={placement(own, 'G002')}", word)
    assert said.code == 2
    assert hint in said.told
    assert "mauve" not in said.told


def test_a_retraction_may_name_the_registration_and_then_it_must_be_its_own(own: Home) -> None:
    original = placement(own, "G003")
    elsewhere = own.run("record", "EventRetracted", "id=GWS4all:G002", f"original={original}")
    assert (elsewhere.code, "does not stand in the registration" in elsewhere.told) == (1, True)
    nobody = own.run("record", "EventRetracted", "id=NOBODY", f"original={original}")
    assert (nobody.code, "No registration has that id" in nobody.told) == (1, True)
    assert own.answer("record", "EventRetracted", "id=GWS4all:G003", f"original={original}")["recorded"]


def test_a_parameter_that_a_rule_reads_is_of_its_kind_and_one_that_none_reads_is_noted(own: Home) -> None:
    wrong = own.run("record", "ParameterSet", "name=waiting-limit-months", "value=vier")
    assert wrong.code == 2
    assert "whole number" in wrong.told
    assert "value=4" in wrong.told
    assert "vier" not in wrong.told
    near = own.answer("record", "ParameterSet", "name=waiting-limit-month", "value=4")
    assert near["recorded"]
    assert "Did you mean waiting-limit-months" in near["notices"][0]
    assert "notices" not in own.answer("record", "ParameterSet", "name=waiting-limit-months", "value=5")


def test_a_name_that_another_municipality_has_is_refused_and_an_earlier_one_keeps_working(own: Home) -> None:
    taken = own.run("record", "MunicipalityNamed", "code=0590", "name=LEERDAM")
    assert taken.code == 1
    assert "0545" in taken.told
    own.answer("record", "MunicipalityNamed", "code=0545", "name=Vijfheerenlanden-Noord")
    assert own.figure("placements", municipality="Leerdam")["scope"]["municipality"] == "0545"
    own.answer("record", "MunicipalityNamed", "code=0590", "name=Leerdam")
    assert own.figure("placements", municipality="Leerdam")["scope"]["municipality"] == "0590"


def test_a_municipality_that_is_not_known_is_refused_as_in_a_figure(own: Home) -> None:
    for words in (("record", "ConditionMet", "name=x", "municipality=Nergens"), ("figure", "placements")):
        said = own.run(*words, *(["--municipality", "Nergens"] if words[0] == "figure" else []))
        assert said.code == 1
        assert "0014" in said.told


@pytest.mark.parametrize(
    ("words", "dutch"),
    [
        (("record", "ConditionMet", "nonsense"), "Woord 1 heeft niet de vorm veld=waarde"),
        (("record", "ConditionMet", "name=x", "colour=red"), "heeft geen veld colour (woord 2): verwacht een van"),
        (("record", "PersonRegistered", "id=x", "bsn=1"), "Het veld bsn is niet begrepen: verwacht negen cijfers"),
        (("record", "WaitingListLeft", "id=x", "because=x"), "verwacht een van PLACED, DECLINED"),
        (("record", "WaitingListLeft", "id=NOBODY", "because=PLACED"), "Geen registratie heeft dat id"),
        (("record", "ConditionMet", "name=x", "municipality=Nergens"), "De gemeente in municipality is niet bekend"),
        (("record", "PlacementStarted", "id=G009", "trajectory=DUAL", "occurred_on=2099-01-01"), "in de toekomst"),
        (("record", "PlacementStarted", "id=G009", "trajectory=DUAL"), "Op die dag loopt al een plaatsing"),
        (("compare", "placements,foo=1", "placements"), "Er is geen as foo"),
    ],
)
def test_refusals_are_told_in_dutch_where_dutch_is_asked(own: Home, words: tuple[str, ...], dutch: str) -> None:
    said = own.run(*words, "--language", "nl")
    assert said.code in (1, 2)
    assert dutch in " ".join(said.told.split())


def test_notices_of_an_import_are_told_in_dutch_where_dutch_is_asked(fresh: Home) -> None:
    said = fresh.run("import", PLACEMENTS, "--municipality", "Groningen", "--language", "nl")
    assert said.code == 0, said.told
    assert "Het bestand is geen UTF-8" in said.out


@pytest.mark.parametrize("asked", ["--help", "-h", "--fields"])
def test_the_help_of_a_kind_of_fact_shows_its_fields(own: Home, asked: str) -> None:
    out = own.run("record", "WaitingListLeft", asked).out
    assert "ketenboek record WaitingListLeft because=PLACED id=W3" in out
    assert "one of PLACED, DECLINED" in " ".join(out.split())

"""Profiles: what they may say, and how a file finds its own."""

import pytest

from exchange import profile, refusals
from tests.exchange.conftest import HEADING, ROW

OWN = """
name = "eigen"
title = { nl = "Eigen", en = "Own" }
record = ["dossier", "periode"]
person = "dossier"
[source]
system = "Zelfbouw"
[columns]
dossier = { filled = true }
periode = {}
toets = { type = "date", heading = ["toetsdatum", "datum toets"] }
geplaatst = { type = "yes-no", optional = true }
bedrag = { type = "cents", optional = true }
opmerking = { type = "remark", optional = true, words = { "verhuisd naar elders" = "MOVED" } }
[[facts]]
kind = "PersonRegistered"
slot = "person"
[[facts]]
kind = "AssessmentRecorded"
occurred_on = "toets"
fixed = { assessment = "ENTRY_TEST" }
[[facts]]
kind = "WaitingListLeft"
slot = "opmerking"
when = { opmerking = "MOVED" }
fixed = { because = "MOVED" }
"""


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "eigen.toml"
    path.write_text(OWN)
    return path


def test_all_profiles_of_the_package_are_sound():
    assert {"groningen-gws4all", "quotas", "roc-waiting-list"} <= profile.load().keys()


def test_an_own_profile_is_taken_beside_those_of_the_package_or_by_its_path(take, own, tmp_path):
    path = tmp_path / "eigen.csv"
    path.write_text("Datum  Toets,dossier,periode,opmerking\n01-02-2008,D1,1,\n,D2,1,\n")

    beside = take(path, extra_profiles=[own])
    by_path = take(path, profile=str(own))

    assert beside.delivery.profile == by_path.delivery.profile == "eigen"
    assert beside.rows == by_path.rows
    assert [row.record for row in beside.rows] == ["D1|1", "D2|1"]
    assert {row.person for row in beside.rows} == {"D1", "D2"}
    assert [one.slot for one in beside.facts("AssessmentRecorded")] == ["toets"]
    assert ("AssessmentRecorded", "toets") in {(one.kind, one.slot) for one in beside.rows[1].empty}


def test_a_known_phrase_becomes_a_fact_and_another_remark_is_handed_on(take, own, tmp_path):
    path = tmp_path / "eigen.csv"
    path.write_text("toetsdatum;dossier;periode;opmerking\n;D1;1;Verhuisd naar elders\n;D2;1;belt nog terug\n")

    taken = take(path, profile=str(own))

    assert [one.fact.because for one in taken.facts("WaitingListLeft")] == ["MOVED"]
    assert [dict(row.remarks) for row in taken.rows] == [{}, {"opmerking": "belt nog terug"}]


def test_a_named_profile_must_fit_the_file(take, placements):
    with pytest.raises(refusals.NoProfileMatches, match=r"the nearest is quotas|resembles none"):
        take(placements(ROW), profile="quotas")
    with pytest.raises(refusals.UnknownProfile, match="expected one of"):
        take(placements(ROW), profile="niets")


def test_a_heading_of_two_profiles_is_refused_until_one_is_named(take, placements, tmp_path):
    text = profile.resources.files("exchange.profiles").joinpath("groningen-gws4all.toml").read_text("utf-8")
    second = tmp_path / "tweede.toml"
    second.write_text(text.replace('name = "groningen-gws4all"', 'name = "tweede"'))

    with pytest.raises(refusals.SeveralProfilesMatch, match="--profile groningen-gws4all"):
        take(placements(ROW), extra_profiles=[second])
    assert len(take(placements(ROW), extra_profiles=[second], profile="tweede").rows) == 1


def test_a_heading_that_stands_twice_is_refused(take, placements):
    with pytest.raises(refusals.HeadingStandsTwice, match="BSN"):
        take(placements(ROW + ";123456782", heading=HEADING + ";bsn"))


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('system = "Zelfbouw"', 'system = "Zelfbouw"\nkleur = "rood"', "kleur"),
        ('type = "date"', 'type = "datum"', "datum"),
        ('kind = "AssessmentRecorded"', 'kind = "AssessmentRecrded"', "AssessmentRecorded"),
        ('kind = "AssessmentRecorded"', 'kind = "EventRetracted"', "ledger itself"),
        ('kind = "AssessmentRecorded"', 'kind = "RegistrationsLinked"', "decided here"),
        ('occurred_on = "toets"', 'occurred_on = "test"', '"test", which is not among the columns'),
        ('occurred_on = "toets"', 'occurred_on = "periode"', "type date"),
        ('occurred_on = "toets"', "", "slot"),
        ('assessment = "ENTRY_TEST"', 'kind = "ENTRY_TEST"', 'no field "kind"'),
        ('fixed = { assessment = "ENTRY_TEST" }', "", 'needs its field "assessment"'),
        ('when = { opmerking = "MOVED" }', 'when = { opmerking = "GONE" }', "never give"),
        ('record = ["dossier", "periode"]', 'record = ["dosier"]', '"dosier" is not among the columns'),
        ('record = ["dossier", "periode"]', "record = []", "record"),
        ("[columns]", "[columns", "not TOML"),
        ('type = "cents"', 'type = "code"', "words"),
        ("periode = {}", 'periode = { otherwise = "X" }', "otherwise"),
        ('slot = "person"', 'slot = "person"\npersonal = { shoe_size = "periode" }', "shoe_size"),
    ],
)
def test_a_profile_that_is_wrong_is_refused_with_the_place_and_the_reason(old, new, complaint):
    assert old in OWN
    with pytest.raises(refusals.ProfileIsWrong, match=r"eigen\.toml") as refused:
        profile.parse(OWN.replace(old, new), "eigen.toml")

    assert complaint in str(refused.value)

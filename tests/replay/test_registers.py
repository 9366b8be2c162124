"""The registers of the house as documents: rules with their example, words, kinds of fact, places over time."""

from __future__ import annotations

import json
from datetime import date

import pytest
from jsonschema import Draft202012Validator

from domain import rules
from domain.facts import MandateGranted, MunicipalityMerged, MunicipalityNamed, RegionComposed
from domain.facts.base import UnknownFact, definitions
from replay.figures import Figures
from replay.register_documents import (
    fact_document,
    facts_documents,
    glossary_documents,
    municipality_documents,
    region_documents,
)
from replay.rule_documents import rules_documents, version_document, versions_document
from store.ledger import Ledger
from tests.replay.saying import Chain


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.name)
def test_every_version_tells_its_sources_and_a_worked_example_and_is_plain_json(rule: rules.Rule) -> None:
    document = version_document(rule)

    assert document["source"]
    assert document["sentence"].keys() == {"nl", "en"}
    assert document["example"].startswith("Worked example")
    assert len(document["example"].split()) > 10
    assert json.loads(json.dumps(document)) == document


def test_all_versions_of_a_rule_stand_together_and_none_is_left_out() -> None:
    told = {(one["id"], version) for one in rules_documents() for version in one["versions"]}

    assert told == {(rule.id, rule.version) for rule in rules.RULES}
    assert [one["version"] for one in versions_document("quota-placements")["versions"]] == ["letter-4a", "agenda-3a"]
    with pytest.raises(rules.UnknownRule):
        versions_document("no-such-rule")


def test_a_parameter_is_told_with_the_day_and_the_passage_of_each_value() -> None:
    (months,) = [
        one
        for one in version_document(rules.versions("waiting-over-four-months")[0])["parameters"]
        if one["name"] == "waiting-limit-months"
    ]

    (value,) = months["values"]
    assert (value["value"], value["from"], value["source"]["requirement"]) == (4, None, "R192")


def test_every_kind_of_fact_has_a_schema_that_is_one() -> None:
    assert [one["number"] for one in facts_documents()] == [one.number for one in definitions()]
    for one in facts_documents():
        document = fact_document(one["type"])
        Draft202012Validator.check_schema(document["schema"])
        assert {sealed["name"] for sealed in document["sealed"]}.isdisjoint(document["schema"]["properties"])
    with pytest.raises(UnknownFact):
        fact_document("NoSuchFact")


def test_the_glossary_has_each_word_once_with_its_dutch_term() -> None:
    words = glossary_documents()

    assert len({one["english"] for one in words}) == len(words)
    assert {"english": "verdict", "dutch": "oordeel"}.items() <= next(
        one for one in words if one["english"] == "verdict"
    ).items()
    assert any(one["english"] == "PlacementStarted" for one in words)


def test_a_municipality_tells_its_names_and_a_region_who_belongs_to_it_on_a_day(ledger: Ledger) -> None:
    chain = Chain(ledger)
    chain.shared(MunicipalityNamed(code="1961", name="Vijfheerenlanden"), "2019-01-01")
    chain.shared(MunicipalityMerged(code="0545", into_code="1961"), "2019-01-01", "0545")
    chain.shared(RegionComposed(region="Alblasserwaard", municipalities=("0545", "0512")), "2010-01-01")
    chain.shared(
        MandateGranted(mandatary="Avelingen", power="EXECUTE", until_on=date(2012, 1, 1)), "2011-01-01", "0512"
    )
    places = Figures(ledger).places()

    by_code = {one["code"]: one for one in municipality_documents(places)}
    assert (by_code["0545"]["name"], by_code["0545"]["went_into"]) == (
        "Leerdam",
        [{"municipality": "1961", "on": "2019-01-01", "partly": False}],
    )
    assert by_code["1961"]["names"] == [{"name": "Vijfheerenlanden", "also_called": None, "from": "2019-01-01"}]
    regions = {one["name"]: one for one in region_documents(places, date(2011, 12, 31))}
    assert (regions["Alblasserwaard"]["members"], regions["Avelingen"]["members"]) == (["0512", "0545"], ["0512"])
    later = {one["name"]: one["members"] for one in region_documents(places, date(2012, 1, 1))}
    assert (later["Alblasserwaard"], later["Avelingen"]) == (["0512", "0545"], [])

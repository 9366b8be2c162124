"""Findings asked of a ledger: of a source, a municipality, a code; newest first; and as they were known."""

from __future__ import annotations

from typing import Any

import pytest

from domain.facts import (
    CategoryDetermined,
    LinkLeftUndecided,
    PlacementEnded,
    PlacementStarted,
    RegistrationsLinked,
    ValueEmptied,
)
from replay.asking import CannotAsk
from replay.figures import Figures
from replay.found import FindingsAsked, Found, ask_findings, findings_document
from store.ledger import Ledger
from store.statement import Command, Statement
from tests.replay.saying import GRONINGEN, HAARLEM, Chain

STARTED, ENDED = PlacementStarted(trajectory="DUAL"), PlacementEnded(reason="OTHER")


def ask(ledger: Ledger, **asked: Any) -> Found:
    return ask_findings(Figures(ledger), FindingsAsked(**asked))


def upside_down(chain: Chain, record: str, municipality: str = GRONINGEN) -> Any:
    """A registration whose placement ends before it starts."""
    chain.says(record, STARTED, "2008-05-02", municipality=municipality)
    return chain.says(record, ENDED, "2008-05-01", municipality=municipality)


def test_findings_come_newest_first_with_the_facts_they_rest_on(ledger: Ledger) -> None:
    chain = Chain(ledger)
    upside_down(chain, "G1")
    upside_down(chain, "G2")
    document = findings_document(ledger, ask(ledger), 1)

    assert (document["total"], document["left_out"]) == (2, 1)
    assert [(one["code"], one["count"]) for one in document["counts"]] == [("DATES_OUT_OF_ORDER", 2)]
    (newest,) = document["findings"]
    assert (newest["id"], newest["source"], newest["party"]) == ("G2", "GWS4all", GRONINGEN)
    assert [event["position"] for event in newest["events"]] == [3, 4]
    assert newest["records"] == [{"id": "G2", "source": "GWS4all", "party": GRONINGEN}]


def test_a_resolved_finding_is_still_there_as_it_was_known(ledger: Ledger) -> None:
    chain = Chain(ledger)
    ended = upside_down(chain, "G1")
    chain.corrects(ended, ENDED, "2008-06-01")
    assert ask(ledger).findings == []
    assert [one.code for one in ask(ledger, known_at="2").findings] == ["DATES_OUT_OF_ORDER"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, 3),
        ({"source": "Haarlem"}, 1),
        ({"source": "gws4all"}, 3),
        ({"source": "0014/GWS4all"}, 2),
        ({"municipality": "Groningen"}, 2),
        ({"code": "identity-conflict"}, 1),
        ({"resolver": "IDENTITY"}, 1),
        ({"resolver": "PROFILE"}, 0),
        ({"resolver": "SOURCE", "municipality": "Haarlem"}, 1),
    ],
)
def test_findings_are_asked_by_source_place_code_and_who_can_resolve(
    ledger: Ledger, asked: dict[str, str], expected: int
) -> None:
    chain = Chain(ledger)
    upside_down(chain, "G1")
    upside_down(chain, "H1", HAARLEM)
    chain.says("G1", LinkLeftUndecided(other=str(chain.registrations[HAARLEM, "H1"]), decider="tester"))
    assert len(ask(ledger, **asked).findings) == expected


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"code": "NONSENSE"}, "DATES_OUT_OF_ORDER"),
        ({"source": "nobody"}, "0014/GWS4all"),
        ({"municipality": "Nowhere"}, "--municipality 0014"),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(ledger: Ledger, asked: dict[str, str], said: str) -> None:
    upside_down(Chain(ledger), "G1")
    with pytest.raises(CannotAsk, match=said):
        ask(ledger, **asked)


def test_a_pair_that_is_undecided_names_the_record_of_the_other(ledger: Ledger) -> None:
    chain = Chain(ledger)
    chain.says("G1", STARTED, "2008-05-02")
    chain.says("H1", STARTED, "2008-05-02", municipality=HAARLEM)
    other = str(chain.registrations[HAARLEM, "H1"])
    chain.says("G1", LinkLeftUndecided(other=other, decider="tester", ground="BSN"))
    (finding,) = findings_document(ledger, ask(ledger))["findings"]
    assert [record["id"] for record in finding["records"]] == ["G1", "H1"]
    assert finding["detail"]["ground"] == "BSN"


def test_a_conflict_said_by_hand_names_both_records_and_an_emptied_value_its_own(ledger: Ledger) -> None:
    chain = Chain(ledger)
    first = chain.says("G1", STARTED, "2008-05-02")
    chain.says("H1", STARTED, "2008-05-02", municipality=HAARLEM)
    registrations = chain.registrations
    undecided = LinkLeftUndecided(other=str(registrations[HAARLEM, "H1"]), decider="tester")
    emptied = ValueEmptied(event=str(first.event.event_id), column="traject")
    subject = registrations[GRONINGEN, "G1"]
    by_hand = [Statement(subject=subject, fact=fact, actor="m1234", purpose="test") for fact in (undecided, emptied)]
    ledger.record([Command("by-hand", by_hand)])

    told = {one["code"]: one for one in findings_document(ledger, ask(ledger))["findings"]}
    conflict, gone = told["IDENTITY_CONFLICT"], told["VALUE_EMPTIED"]
    assert [(one["id"], one["party"]) for one in conflict["records"]] == [("G1", GRONINGEN), ("H1", HAARLEM)]
    assert (conflict["id"], conflict["source"]) == ("G1", "GWS4all")
    assert (gone["id"], gone["source"], gone["party"]) == ("G1", "GWS4all", GRONINGEN)


def test_a_clash_is_a_flag_on_the_cases_of_both_registrations(ledger: Ledger) -> None:
    from datetime import date

    from replay.asking import Asked

    chain = Chain(ledger)
    for record, arrival in (("G1", "OUDKOMER"), ("G2", "NIEUWKOMER"), ("G3", "OUDKOMER")):
        chain.says(record, CategoryDetermined(arrival=arrival))  # type: ignore[arg-type]
        chain.says(record, STARTED, "2008-05-02")
    chain.says("G1", RegistrationsLinked(other=str(chain.registrations[GRONINGEN, "G2"]), decider="tester"))
    (answer,) = Figures(ledger).ask(Asked("placements", as_of=date(2008, 12, 31)))
    assert {flag.code: flag.cases for flag in answer.flags}["SOURCES_CONFLICT"] == 2

"""The page of a dossier: fact by fact, with what was corrected; and it is found without a word in an address."""

from __future__ import annotations

import re
from typing import Any

import pytest

from domain.facts import (
    DecisionNotified,
    ObjectionDecided,
    ObjectionLodged,
    PlacementStarted,
    SanctionImposed,
    WaitingListJoined,
)
from replay.dossier_story import story
from replay.figures import Figures
from replay.timeline import dossier_document
from store.ledger import Ledger
from store.readers import Reader
from tests.api.filling_in import fill_in
from tests.api.test_pages import BROWSER, shown
from tests.replay.saying import GRONINGEN, HAARLEM, Chain

JOINED = WaitingListJoined(list="FIRST_INFLOW", reason="CAPACITY")


@pytest.fixture(scope="module")
def chain(module_ledger: Ledger) -> Chain:
    """Somebody who waits, was placed and of whom that was corrected, linked to another; a decision that was contested;
    and somebody of another municipality with the same record id."""
    chain = Chain(module_ledger)
    chain.says("K1", JOINED, "2007-01-10")
    placed = chain.says("K1", PlacementStarted(trajectory="REGULAR"), "2007-03-01")
    chain.corrects(placed, PlacementStarted(trajectory="DUAL"), "2007-03-02")
    fine = chain.says(
        "K1", SanctionImposed(kind="FINE", law="WI_2007", article="29", amount_cents=25_000), "2009-03-02"
    )
    named = str(fine.event.event_id)
    chain.says("K1", DecisionNotified(decision=named), "2009-03-04")
    chain.says("K1", ObjectionLodged(decision=named, in_time=True), "2009-04-15")
    answer = chain.says("K1", ObjectionDecided(decision=named, outcome="UNFOUNDED"), "2009-06-01")
    chain.says("K1", DecisionNotified(decision=str(answer.event.event_id)), "2009-06-01")
    chain.says("K2", JOINED, "2007-02-01")
    chain.links("K1", "K2")
    chain.says("ZZ", JOINED, "2007-02-02")
    chain.says("ZZ", JOINED, "2007-02-03", municipality=HAARLEM)
    return chain


@pytest.fixture
def open_caller(chain: Chain, calling: type[Any]) -> Any:
    return calling(Figures(chain.ledger))


@pytest.fixture
def token_caller(chain: Chain, calling: type[Any], badges: Any) -> Any:
    return calling(Figures(chain.ledger), access=badges.access)


def id_of(chain: Chain, record: str, municipality: str = GRONINGEN) -> str:
    return str(chain.registrations[municipality, record])


def test_the_timeline_tells_each_fact_and_what_was_corrected(chain: Chain, open_caller: Any) -> None:
    said = shown(open_caller, f"/dossier/{id_of(chain, 'K1')}")
    assert "Dossier K1" in said
    assert "Verbetert: Geplaatst op traject;" in said
    assert "<del>regulier</del> <ins>duaal</ins>" in said
    assert "<del>01-03-2007</del> <ins>02-03-2007</ins>" in said
    assert "verbeterd</span>" in said
    assert "_" not in re.sub(r"<[^>]+>", "", said.partition('id="facts"')[2].partition("</ol>")[0])


def test_one_walks_through_the_facts_by_plain_links_there_and_back(chain: Chain, open_caller: Any) -> None:
    here = f"/en/dossier/{id_of(chain, 'K1')}"
    first = re.search(r'href="([^"]+)">Walk through it', shown(open_caller, here))
    assert first is not None
    path, steps = first[1], []
    while True:
        said = shown(open_caller, path.partition("#")[0])
        steps.append(path)
        after = re.search(r'rel="next" href="([^"]+)"', said)
        if after is None:
            break
        path = after[1]
    assert len(steps) == len(
        dossier_document(chain.ledger, Figures(chain.ledger).follower, chain.registrations[GRONINGEN, "K1"])["events"]
    )
    before = re.search(r'rel="prev" href="([^"]+)"', said)
    assert before is not None
    assert before[1] == steps[-2]


def test_a_step_shows_what_the_figures_said_before_the_fact_and_after_it(chain: Chain, open_caller: Any) -> None:
    figures = Figures(chain.ledger)
    told = story(figures, dossier_document(chain.ledger, figures.follower, chain.registrations[GRONINGEN, "K1"]))
    corrected = next(one for one in told["facts"] if one["type"] == "EventCorrected")
    said = shown(open_caller, f"/dossier/{id_of(chain, 'K1')}?step={corrected['position']}")
    row = next(one for one in corrected["rows"] if one["view"] == "placements")
    assert ("trajectory", "REGULAR", "DUAL") in row["changed"]
    assert "Veranderd: plaatsing" in said
    assert row["flags_new"] == ["CORRECTED"]


def test_the_life_of_a_decision_is_drawn_until_it_is_irrevocable(chain: Chain, open_caller: Any) -> None:
    said = shown(open_caller, f"/dossier/{id_of(chain, 'K1')}")
    placed, fined = (one.partition("</ol>")[0] for one in said.split('<ol class="kb-life">')[1:])
    assert "02-03-2007" in placed
    stages = re.findall(r"<strong>([^<]+)</strong>(?:<span>([^<]+)</span>)?", fined)
    assert stages == [
        ("Genomen", "02-03-2009"),
        ("Bekendgemaakt", "04-03-2009"),
        ("Bezwaar", "15-04-2009"),
        ("Beslist op bezwaar", "01-06-2009"),
        ("Onherroepelijk", "14-07-2009"),
    ]
    assert "onherroepelijk vanaf 14-07-2009" in said


def test_a_link_names_the_other_registration(chain: Chain, open_caller: Any) -> None:
    said = shown(open_caller, f"/dossier/{id_of(chain, 'K2')}")
    assert "K1: Dezelfde persoon als K2" in said
    assert f"/deelnemers/vraag/{id_of(chain, 'K1')}/{id_of(chain, 'K2')}" in said


def test_a_dossier_is_found_by_its_record_id_and_the_address_does_not_hold_it(chain: Chain, open_caller: Any) -> None:
    answer = fill_in(open_caller, "/dossiers", {"sought": "K1"})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/dossier/{id_of(chain, 'K1')}"
    english = fill_in(open_caller, "/en/dossiers", {"sought": f"GWS4all:{'K2'}"})
    assert english.headers["location"] == f"/en/dossier/{id_of(chain, 'K2')}"
    assert "K2" not in str([open_caller.log(), open_caller.access_log(), open_caller.logboek()])


def test_of_two_with_one_record_id_both_are_shown_and_of_none_that_there_is_none(
    chain: Chain, open_caller: Any
) -> None:
    several = fill_in(open_caller, "/dossiers", {"sought": "ZZ"})
    assert several.status_code == 200
    assert several.text.count("/dossier/") == 2
    nothing = fill_in(open_caller, "/dossiers", {"sought": "Q404"})
    assert "Er is geen dossier met dit nummer" in nothing.text
    assert "Q404" not in nothing.text


def test_who_is_sought_is_found_only_where_one_may_see_them(chain: Chain, token_caller: Any, badges: Any) -> None:
    clerk = badges.shown(Reader("case_manager", municipality=GRONINGEN), purpose="execution")
    own = fill_in(token_caller, "/dossiers", {"sought": "ZZ"}, **clerk)
    assert own.headers["location"] == f"/dossier/{id_of(chain, 'ZZ')}"
    neighbour = badges.shown(Reader("case_manager", municipality="0599"), purpose="execution")
    assert "Er is geen dossier" in fill_in(token_caller, "/dossiers", {"sought": "K1"}, **neighbour).text


def test_a_dossier_of_elsewhere_is_as_little_there_as_one_of_nobody(
    chain: Chain, token_caller: Any, badges: Any
) -> None:
    clerk = badges.shown(Reader("case_manager", municipality=HAARLEM), purpose="execution")
    foreign = token_caller.get(f"/dossier/{id_of(chain, 'K1')}", headers=BROWSER | clerk)
    absent = token_caller.get("/dossier/00000000-0000-4000-8000-000000000000", headers=BROWSER | clerk)
    assert (foreign.status_code, absent.status_code) == (404, 404)
    own = token_caller.get(f"/dossier/{id_of(chain, 'ZZ', HAARLEM)}", headers=BROWSER | clerk)
    assert own.status_code == 200


def test_a_participant_opens_the_own_dossier_and_no_other(chain: Chain, token_caller: Any, badges: Any) -> None:
    reader = Reader("participant", subject=chain.registrations[GRONINGEN, "ZZ"])
    badge = badges.shown(reader, purpose="own-data")
    assert token_caller.get(f"/dossier/{id_of(chain, 'ZZ')}", headers=BROWSER | badge).status_code == 200
    assert token_caller.get(f"/dossier/{id_of(chain, 'K1')}", headers=BROWSER | badge).status_code == 404
    assert token_caller.get("/dossiers", headers=BROWSER | badge).status_code == 403


def test_an_auditor_reads_a_pseudonym_for_the_record_id(chain: Chain, token_caller: Any, badges: Any) -> None:
    badge = badges.shown(Reader("auditor", engagement="2025"), purpose="audit")
    answer = token_caller.get(f"/dossier/{id_of(chain, 'K1')}", headers=BROWSER | badge)
    assert answer.status_code == 200
    assert "Dossier K1" not in answer.text


def test_a_fact_that_is_not_in_the_dossier_opens_nothing(chain: Chain, open_caller: Any) -> None:
    assert open_caller.get(f"/dossier/{id_of(chain, 'K2')}?step=999", headers=BROWSER).status_code == 404

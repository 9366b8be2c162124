"""Whoever reads beside figures sees exactly whom they may see, of every list and case, and nobody meets an error."""

from __future__ import annotations

import json

import pytest

from api.rendering import JSON_LINES
from store.readers import Reader
from tests.replay.readers_world import READERS, world_in

ADDRESSES = (
    "/v1/differences?from=placements&to=placements,asOf=2008-03-03",
    "/v1/reported-figures",
    "/v1/waiting-spells",
    "/v1/enrolments",
    "/v1/amounts",
    "/v1/quotas",
    "/v1/findings",
    "/v1/signals",
    "/v1/municipalities",
    "/v1/regions",
    "/v1/tree-head",
    "/v1/proofs/inclusion?position=3&size=9",
    "/v1/proofs/consistency?first=3&second=9",
)


@pytest.fixture(scope="module")
def world(module_ledger):
    """A small chain with what rights can go wrong on."""
    return world_in(module_ledger)


def purpose_of(reader):
    return {"Ketenboek-Purpose": "audit" if reader.role == "auditor" else "execution"}


def asked_by(calling, badges, world, name, address, **headers):
    reader: Reader = world.reader(name)
    own = reader.municipality if reader.role == "case_manager" else None
    place = f"{'&' if '?' in address else '?'}municipality={own}" if own and takes_a_place(address) else ""
    shown = badges.shown(reader) | purpose_of(reader) | headers
    return calling(world.figures, access=badges.access).get(address + place, headers=shown)


def takes_a_place(address):
    return not any(one in address for one in ("municipalities", "regions", "tree-head", "proofs"))


@pytest.mark.parametrize("address", ADDRESSES)
def test_nobody_is_told_more_than_a_refusal_and_nothing_breaks(calling, badges, world, address):
    for name in (*READERS, "participant G1"):
        answer = asked_by(calling, badges, world, name, address)

        expected = (401,) if name.startswith("of no ") else (200, 403)  # such a token is none
        if name == "ministry":
            expected = (200, 403, 409)  # nothing was closed, so nothing may be published
        assert answer.status_code in expected, (name, answer.text)


@pytest.mark.parametrize("name", ["groningen", "haarlem", "elsewhere", "noord", "zuid", "auditor"])
def test_a_case_is_there_for_whom_it_is_and_is_not_found_by_others(calling, badges, world, name):
    everybody = calling(world.figures)
    cases = everybody.get("/v1/figures/placements/cases", params={"asOf": "2008-12-31"}).json()["cases"]
    seen = set()
    for one in cases:
        answer = asked_by(calling, badges, world, name, f"/v1/cases/{one['case']}?rule=placements&asOf=2008-12-31")
        assert answer.status_code in (200, 404), answer.text
        if answer.status_code == 200:
            seen.add(one["id"])

    expected = {"groningen": {"G1", "G2", "G3", "T1", "H2"}, "haarlem": {"H1", "H2"}, "elsewhere": set(),
                "noord": {"G1", "T1", "H2"}, "zuid": {"H1"},
                "auditor": {"G1", "G2", "G3", "T1", "H1", "H2"}}  # fmt: skip
    assert seen <= expected[name]
    assert seen or not expected[name]


def test_a_case_manager_who_asks_beyond_their_own_municipality_is_refused(calling, badges, world):
    shown = badges.shown(READERS["groningen"]) | purpose_of(READERS["groningen"])
    caller = calling(world.figures, access=badges.access)

    for address in ("/v1/waiting-spells", "/v1/findings", "/v1/signals", "/v1/quotas", "/v1/reported-figures"):
        for place in ("", "?municipality=0392"):
            answer = caller.get(address + place, headers=shown)
            assert (answer.status_code, answer.json()["type"]) == (403, "urn:ketenboek:problem:outside-scope"), address


def test_a_list_has_only_what_its_reader_may_see_of_what_a_line_rests_on(calling, badges, world):
    whole = calling(world.figures).get("/v1/quotas", headers={"Accept": JSON_LINES})
    own = asked_by(calling, badges, world, "groningen", "/v1/quotas", Accept=JSON_LINES)

    told, seen = ([json.loads(line) for line in one.iter_lines()] for one in (whole, own))
    assert {one["municipality"] for one in told} == {"0014", "0392"}
    assert seen == [one for one in told if one["municipality"] == "0014"]


def test_the_quotas_of_every_municipality_are_for_the_ministry(calling, badges, world):
    everybody = calling(world.figures).get("/v1/quotas").json()["quotas"]

    told = asked_by(calling, badges, world, "ministry", "/v1/quotas").json()["quotas"]

    assert told == everybody
    assert len(told) > 0

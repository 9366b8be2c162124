"""Every operation of the API by every reader, with an object of its own, of somebody else, and one that is not there.

What is somebody else's and what is not there are answered with the same bytes but for the id of the request. Which
registrations are whose stands in tests/replay/readers_world.py; here stands by what each operation names its object.
The pages have a matrix of their own, in tests/api/test_matrix_pages.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import uuid4

import httpx
import pytest

from api.policy import POLICY
from store.ledger import Ledger
from store.readers import Reader
from tests.api.conftest import Caller
from tests.api.foreign_objects import (
    BSNS,
    NAMES,
    NOBODY,
    OF_NOTHING,
    PEOPLE,
    PLACES,
    Objects,
    objects_in,
    operations_with_rights,
    shown_by,
    told,
)
from tests.api.sending import EVENT, absence
from tests.replay.readers_world import BSN, MAY_SEE
from tests.replay.saying import GRONINGEN, HAARLEM

Send = Callable[[Caller, Objects, Reader, str, dict[str, str]], httpx.Response]


def _case(what: str) -> Send:
    def send(caller: Caller, objects: Objects, reader: Reader, name: str, headers: dict[str, str]) -> httpx.Response:
        params = {"rule": "placements", "version": "started", "asOf": "2009-12-31"}
        if reader.municipality:  # into which Ten Boer went up by then
            params |= {"municipality": reader.municipality, "division": "2019-01-02"}
        return caller.get(f"/v1/cases/{objects.cases[name]}{what}", params=params, headers=headers)

    return send


def _dossier(caller: Caller, objects: Objects, _: Reader, name: str, headers: dict[str, str]) -> httpx.Response:
    return caller.get(f"/v1/dossiers/{objects.subject(name)}", headers=headers)


def _event(caller: Caller, objects: Objects, _: Reader, name: str, headers: dict[str, str]) -> httpx.Response:
    return caller.get(f"/v1/events/{objects.positions[name]}", headers=headers)


def _pair(caller: Caller, objects: Objects, reader: Reader, name: str, headers: dict[str, str]) -> httpx.Response:
    pair = f"{objects.subject(name)}/{objects.beside(reader, name)}"
    return caller.get(f"/v1/identity-pairs/{pair}", headers=headers)


def _decision(caller: Caller, objects: Objects, reader: Reader, name: str, headers: dict[str, str]) -> httpx.Response:
    pair = {"registration": str(objects.subject(name)), "other": str(objects.beside(reader, name))}
    said = pair | {"decision": "LINK", "reason": "seen together"}
    return caller.send("POST", "/v1/identity-decisions", json=said, headers=headers)


def _recording(caller: Caller, objects: Objects, reader: Reader, name: str, headers: dict[str, str]) -> httpx.Response:
    key = {"Content-Type": EVENT, "Idempotency-Key": str(uuid4())}
    place = {"municipality": HAARLEM if name == "H1" else GRONINGEN} if reader.role == "provider" else {}
    said = absence(str(uuid4()), str(objects.subject(name)), **place)
    return caller.send("POST", "/v1/events", json=said, headers=headers | key)


NAMED: Mapping[str, tuple[Send, int]] = {
    "getCase": (_case(""), 200),
    "getCaseCounterfactuals": (_case("/counterfactuals"), 200),
    "getDossier": (_dossier, 200),
    "getEvent": (_event, 200),
    "getIdentityPair": (_pair, 200),
    "decideIdentity": (_decision, 428),
    "recordEvents": (_recording, 201),
}
"""Operation on a registration or what is its → how it is asked, and the answer where it is one's own."""
NOT_THEIRS_TO_SAY = {("recordEvents", "administrator")}
"""Of nobody's absence: an administrator records what holds for all."""
FOUND = ("listEvents", "searchDossiers")
"""Operations that look for a registration: of somebody else's they find nothing."""
OF_A_PLACE = {
    "getFigure": "/v1/figures/placements?version=started",
    "getFigureCases": "/v1/figures/placements/cases?version=started",
    "getDifference": "/v1/differences?from=placements@started&to=placements@started",
    "listReportedFigures": "/v1/reported-figures",
    "listWaitingSpells": "/v1/waiting-spells",
    "listEnrolments": "/v1/enrolments",
    "listAmounts": "/v1/amounts",
    "listFindings": "/v1/findings",
    "listSignals": "/v1/signals",
    "listQuotas": "/v1/quotas",
    "listIdentityQuestions": "/v1/identity-questions",
}
"""Operation about a place → its address: a case manager is refused another place, and told so."""
REPORTS = {"getReportedFigure": "", "getReportedFigureDrift": "/drift"}
ELSEWHERE = {
    "drawSample": "of a place, in tests/api/test_samples.py and below",
    "getSample": "of a place, in tests/api/test_samples.py and below",
    "createImport": "a party's own, in tests/api/test_foreign.py",
    "getImport": "a party's own, in tests/api/test_foreign.py",
    "followImport": "a party's own, in tests/api/test_foreign.py",
    **dict.fromkeys(("getSignal", "takeSignal", "acknowledgeSignal"), "of a signal, in tests/api/test_acting.py"),
}
OF_ALL = {
    *("getStatus", "getMetrics", "listMunicipalities", "listRegions"),
    *("getTreeHead", "getInclusionProof", "getConsistencyProof"),
}
"""Operations that hold nothing of anybody: a role may or may not, in tests/api/test_policy.py."""


@pytest.fixture(scope="module")
def objects(module_ledger: Ledger) -> Objects:
    """The small chain, with a reported figure of each municipality."""
    return objects_in(module_ledger)


def test_every_operation_stands_in_the_matrix():
    named = [*NAMED, *FOUND, *OF_A_PLACE, *REPORTS, *ELSEWHERE, *OF_ALL]

    assert len(named) == len(set(named))
    assert set(named) == set(operations_with_rights(pages=False))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("operation", NAMED)
def test_what_is_anothers_is_answered_as_what_is_not_there(objects, calling, badges, operation, name):
    send, good = NAMED[operation]
    reader = objects.world.reader(name)
    caller = calling(objects.world.figures, access=badges.access)
    shown = shown_by(badges, reader, operation)
    absent = send(caller, objects, reader, NOBODY, shown)

    may = reader.role in POLICY[operation].roles and (operation, name) not in NOT_THEIRS_TO_SAY
    assert absent.status_code == (404 if may else 403), absent.text
    for person in PEOPLE:
        answer = send(caller, objects, reader, person, shown)
        is_own = may and person in MAY_SEE[name]
        assert answer.status_code == (good if is_own else absent.status_code), (person, answer.text)
        assert is_own or told(answer) == told(absent), person


@pytest.mark.parametrize("name", OF_NOTHING)
def test_a_reader_of_nothing_is_no_reader(objects, calling, badges, name):
    caller = calling(objects.world.figures, access=badges.access)
    answer = caller.get("/v1/municipalities", headers=badges.shown(objects.world.reader(name)))

    assert answer.status_code == 401


@pytest.mark.parametrize("name", NAMES)
def test_a_search_finds_of_another_what_it_finds_of_nobody(objects, calling, badges, name):
    reader = objects.world.reader(name)
    caller = calling(objects.world.figures, access=badges.access)

    def events_of(person: str) -> httpx.Response:
        params = {"subject": str(objects.subject(person))}
        return caller.get("/v1/events", params=params, headers=shown_by(badges, reader, "listEvents"))

    def dossiers_of(person: str) -> httpx.Response:
        shown = shown_by(badges, reader, "searchDossiers")
        return caller.send("POST", "/v1/dossiers/_search", json={"bsn": BSNS[person]}, headers=shown)

    ways = {"listEvents": (events_of, PEOPLE), "searchDossiers": (dossiers_of, tuple(BSN))}
    for operation, (look, people) in ways.items():
        absent = look(NOBODY)
        may = reader.role in POLICY[operation].roles
        assert absent.status_code == (200 if may else 403)
        for person in people:
            answer = look(person)
            is_own = may and person in MAY_SEE[name]
            assert is_own or told(answer) == told(absent), (operation, person)
            assert not is_own or str(objects.subject(person)) in answer.text


@pytest.mark.parametrize("operation", OF_A_PLACE)
def test_another_place_is_refused_and_never_answered_with_less(objects, calling, badges, operation):
    address = OF_A_PLACE[operation]
    caller = calling(objects.world.figures, access=badges.access)
    for name, own, other in (("groningen", GRONINGEN, HAARLEM), ("haarlem", HAARLEM, GRONINGEN)):
        shown = shown_by(badges, objects.world.reader(name), operation)
        answers = [caller.get(address, params=place_in(address, place), headers=shown) for place in (own, other)]

        assert answers[0].status_code == 200, answers[0].text
        assert (answers[1].status_code, answers[1].json()["type"].rpartition(":")[2]) == (403, "outside-scope")


def place_in(address: str, place: str) -> dict[str, str]:
    """The query of an address with a municipality beside it."""
    given = dict(one.split("=") for one in address.partition("?")[2].split("&") if one)
    return given | {"municipality": place}


@pytest.mark.parametrize("operation", REPORTS)
def test_a_report_of_another_place_is_not_there(objects, calling, badges, operation):
    caller = calling(objects.world.figures, access=badges.access)
    for name in NAMES:
        reader = objects.world.reader(name)
        shown = shown_by(badges, reader, operation)
        ask = {one: f"/v1/reported-figures/{report}{REPORTS[operation]}" for one, report in objects.reports.items()}
        absent = caller.get(ask[NOBODY], headers=shown)
        for owner in PLACES.values():
            answer = caller.get(ask[owner], headers=shown)
            is_own = name in (owner, "auditor")
            assert answer.status_code == (200 if is_own else absent.status_code), (name, answer.text)
            assert is_own or told(answer) == told(absent)


def test_a_sample_of_another_place_is_refused_by_its_question_and_by_its_name(objects, calling, badges):
    caller = calling(objects.world.figures, access=badges.access)
    asked = {"rule": "placements", "version": "started", "municipality": GRONINGEN, "size": 2, "seed": "7"}
    shown = {name: shown_by(badges, objects.world.reader(name), "drawSample") for name in PLACES.values()}
    drawn = caller.send("POST", "/v1/samples", json=asked, headers=shown["groningen"])

    assert drawn.status_code == 201, drawn.text
    assert caller.get(drawn.headers["location"], headers=shown["groningen"]).status_code == 200
    foreign = (
        caller.get(drawn.headers["location"], headers=shown["haarlem"]),
        caller.send("POST", "/v1/samples", json=asked, headers=shown["haarlem"]),
    )
    assert {(one.status_code, one.json()["type"].rpartition(":")[2]) for one in foreign} == {(403, "outside-scope")}

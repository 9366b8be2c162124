"""Every operation by every reader, with an object of its own, of somebody else, and one that is not there.

What is somebody else's and what is not there are answered with the same bytes but for the id of the request. Which
registrations are whose stands in tests/replay/readers_world.py; here stands by what each operation names its object.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

import httpx
import pytest

from api.policy import POLICY
from domain.facts import FigureReported
from replay.asking import Asked
from store.ledger import Ledger
from store.readers import Reader
from tests.api.conftest import Badges, Caller
from tests.api.sending import EVENT, absence
from tests.replay.readers_world import BSN, MAY_SEE, READERS, World, world_in
from tests.replay.saying import GRONINGEN, HAARLEM, Chain

PEOPLE = ("G1", "G2", "G3", "T1", "H1", "H2")
NOBODY = "nobody"
NAMES = (*(name for name in READERS if not name.startswith("of no")), "participant G1", "participant G2")
OF_NOTHING = tuple(name for name in READERS if name.startswith("of no"))
BSNS = BSN | {NOBODY: "999990019"}
PLACES = {GRONINGEN: "groningen", HAARLEM: "haarlem"}


@dataclass
class Objects:
    """By what the objects of a registration are named; whoever is not there has names that nothing has."""

    world: World
    cases: dict[str, str] = field(default_factory=dict)
    positions: dict[str, int] = field(default_factory=dict)
    reports: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        called = {subject: name for name, subject in self.world.subjects.items()}
        answers = self.world.figures.ask(Asked("placements", version="started"))
        cases = {verdict.case.case for answer in answers for verdict in answer.verdicts}
        for one in self.world.ledger.events_after(0):
            if str(one.event.event_id) in cases:
                self.cases[called[one.event.subject]] = str(one.event.event_id)
                self.positions[called[one.event.subject]] = one.position
        self.cases[NOBODY], self.positions[NOBODY], self.reports[NOBODY] = str(uuid4()), 999_999, str(uuid4())

    def subject(self, name: str) -> UUID:
        """The registration of this name."""
        return self.world.subjects[name]

    def beside(self, reader: Reader, name: str) -> UUID:
        """Another registration of this reader, to make a pair with."""
        own = {GRONINGEN: ("G2", "G3"), HAARLEM: ("H2", "H1")}.get(reader.municipality or "", (NOBODY, NOBODY))
        return self.subject(next(one for one in own if one != name or name == NOBODY))


Send = Callable[[Caller, Objects, Reader, str, dict[str, str]], httpx.Response]


def _case(address: str, **more: str) -> Send:
    def send(caller: Caller, objects: Objects, reader: Reader, name: str, headers: dict[str, str]) -> httpx.Response:
        params = {"version": "started", "asOf": "2009-12-31", **more}
        if reader.municipality:  # into which Ten Boer went up by then
            params |= {"municipality": reader.municipality, "division": "2019-01-02"}
        return caller.get(address.format(case=objects.cases[name]), params=params, headers=headers)

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
    "showCase": (_case("/cijfers/placements/gevallen/{case}"), 200),
    "getCase": (_case("/v1/cases/{case}", rule="placements"), 200),
    "getCaseCounterfactuals": (_case("/v1/cases/{case}/counterfactuals", rule="placements"), 200),
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
PAGES_OF_A_PLACE = {
    "showFigure": "/cijfers/placements?version=started",
    "showDifference": "/verschil?from=placements@started&to=placements@started",
    "showQuotas": "/taakstelling",
    "showReportedFigures": "/gemeld",
    "showWaitingList": "/wachtlijst",
    "showParticipants": "/deelnemers",
}
"""The same of a page, which tells it as a page."""
REPORTS = {"getReportedFigure": "", "getReportedFigureDrift": "/drift"}
ELSEWHERE = {
    "drawSample": "of a place, in tests/api/test_samples.py and below",
    "getSample": "of a place, in tests/api/test_samples.py and below",
    "createImport": "a party's own, in tests/api/test_foreign.py",
    "getImport": "a party's own, in tests/api/test_foreign.py",
    "followImport": "a party's own, in tests/api/test_foreign.py",
    **dict.fromkeys(("getSignal", "takeSignal", "acknowledgeSignal"), "of a signal, in tests/api/test_acting.py"),
    **dict.fromkeys(
        ("showSignals", "showSignal", "takeSignalOnPage", "restSignalOnPage"),
        "of a signal, in tests/api/test_page_signals.py",
    ),
    **dict.fromkeys(
        ("showDossiers", "seekDossier", "showDossier"), "of a registration, in tests/api/test_page_dossier.py"
    ),
    **dict.fromkeys(
        ("showIdentityQuestions", "showIdentityPair", "decideIdentityPair"),
        "of two registrations, in tests/api/test_page_participants.py",
    ),
    "showOwnData": "of a registration, in tests/api/test_page_own_data.py",
    **dict.fromkeys(("showLedger", "showFact"), "of an event, in tests/api/test_page_ledger.py"),
}
OF_ALL = {
    *("getStatus", "getMetrics", "listMunicipalities", "listRegions"),
    *("getTreeHead", "getInclusionProof", "getConsistencyProof"),
    *("showStart", "showRules", "showRule", "showPurpose", "choosePurpose", "showAccessLog"),
}
"""Operations that hold nothing of anybody: a role may or may not, in tests/api/test_policy.py."""


@pytest.fixture(scope="module")
def objects(module_ledger: Ledger) -> Objects:
    """The small chain, with a reported figure of each municipality."""
    found = Objects(world_in(module_ledger))
    chain = Chain(module_ledger)
    for place, name in PLACES.items():
        fact = FigureReported(
            rule="placements",
            value=3,
            unit="trajectories",
            period_from=date(2007, 1, 1),
            period_until=date(2008, 7, 1),
            document="agenda",
            document_on=date(2008, 9, 18),
            computed_here=False,
        )
        said = chain.shared(fact, "2008-09-18", place)
        found.reports[name] = str(said.event.event_id)
    found.world.figures.follower.follow()
    return found


def shown_by(badges: Badges, reader: Reader, operation: str) -> dict[str, str]:
    """The headers of a reader, for the first purpose that the operation has."""
    activities = POLICY[operation].activities
    if reader.role == "participant" and "own-data" in activities:
        return badges.shown(reader, "own-data")
    return badges.shown(reader, activities[0] if activities else None)


def told(answer: httpx.Response) -> tuple[int, bytes, dict[str, str]]:
    """All that an answer says, but for what names the request."""
    is_document = answer.status_code >= 400 and answer.headers["content-type"].endswith("json")
    instance = answer.json().get("instance", "") if is_document else ""
    headers = {name: value for name, value in answer.headers.items() if name not in ("traceparent", "set-cookie")}
    if answer.headers["content-type"].startswith("text/html"):  # around it stands what is of this browser alone
        return answer.status_code, answer.content.partition(b"<main")[2].partition(b"</main>")[0], {}
    return answer.status_code, answer.content.replace(instance.encode(), b""), headers


def test_every_operation_stands_in_the_matrix():
    named = [*NAMED, *FOUND, *OF_A_PLACE, *PAGES_OF_A_PLACE, *REPORTS, *ELSEWHERE, *OF_ALL]

    assert len(named) == len(set(named))
    assert set(named) == {name for name, line in POLICY.items() if not line.is_public}


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


@pytest.mark.parametrize("operation", PAGES_OF_A_PLACE)
def test_a_page_of_another_place_is_refused_and_that_of_the_own_needs_no_name(objects, calling, badges, operation):
    address = PAGES_OF_A_PLACE[operation]
    caller = calling(objects.world.figures, access=badges.access)
    for name, own, other in (("groningen", GRONINGEN, HAARLEM), ("haarlem", HAARLEM, GRONINGEN)):
        shown = shown_by(badges, objects.world.reader(name), operation)
        foreign = caller.get(address, params=place_in(address, other), headers=shown)

        assert caller.get(address, params=place_in(address, own), headers=shown).status_code == 200
        assert caller.get(address, headers=shown).status_code == 200
        assert foreign.status_code == 403
        assert "outside-scope" in foreign.text


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

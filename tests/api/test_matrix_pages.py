"""Every page by every reader, with an object of its own, of somebody else, and one that is not there.

As in tests/api/test_matrix.py: what is somebody else's and what is not there are one page, byte for byte. And a page
that is asked about nobody in particular names nobody but who is the reader's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import uuid4

import httpx
import pytest

from api.access import Caller as Known
from api.browser import KEPT
from api.policy import POLICY
from domain.facts import WaitingListJoined
from store.ledger import Ledger
from store.readers import Reader
from tests.api.conftest import Badges, Caller
from tests.api.filling_in import COOKIE, send_form
from tests.api.foreign_objects import (
    BSNS,
    NAMES,
    NOBODY,
    PEOPLE,
    PLACES,
    Objects,
    objects_in,
    operations_with_rights,
    shown_by,
    told,
)
from tests.replay.readers_world import BSN, MAY_SEE
from tests.replay.saying import GRONINGEN, HAARLEM, Chain

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
THEN = "asOf=2005-01-01"
"""A day on which they wait too long."""
WAITING = {"G2": GRONINGEN, "G3": GRONINGEN, "H1": HAARLEM}
"""Of whom there is a signal, and where."""


@dataclass
class Asked:
    """Who asks, and how their requests are made."""

    caller: Caller
    objects: Objects
    reader: Reader
    headers: Mapping[str, str]

    def get(self, address: str) -> httpx.Response:
        """Open a page."""
        return self.caller.get(address, headers={**BROWSER, **self.headers})

    def post(self, address: str, **fields: str) -> httpx.Response:
        """Send a form of ours, as the browser that was shown it."""
        return send_form(self.caller, address, fields, {**BROWSER, **self.headers})  # type: ignore[no-any-return]


Open = Callable[[Asked, str], httpx.Response]


def _dossier(asked: Asked, name: str) -> httpx.Response:
    return asked.get(f"/dossier/{asked.objects.subject(name)}")


def _fact(asked: Asked, name: str) -> httpx.Response:
    return asked.get(f"/grootboek/{asked.objects.positions[name]}")


def _case(asked: Asked, name: str) -> httpx.Response:
    question = {"version": "started", "asOf": "2009-12-31"}
    if asked.reader.municipality:  # into which Ten Boer went up by then
        question |= {"municipality": asked.reader.municipality, "division": "2019-01-02"}
    return asked.get(f"/cijfers/placements/gevallen/{asked.objects.cases[name]}?{urlencode(question)}")


def _signal(asked: Asked, name: str) -> httpx.Response:
    return asked.get(f"/signalen/waiting-over-a-year/{asked.objects.waits[name]}?{THEN}")


def _pair(asked: Asked, name: str) -> str:
    return f"/deelnemers/vraag/{asked.objects.subject(name)}/{asked.objects.beside(asked.reader, name)}"


def _see_pair(asked: Asked, name: str) -> httpx.Response:
    return asked.get(_pair(asked, name))


def _decide_pair(asked: Asked, name: str) -> httpx.Response:
    return asked.post(_pair(asked, name), tag="as it was", decision="LINK", reason="SAME_PERSON")


def _print(asked: Asked, name: str) -> httpx.Response:
    return asked.get(f"/dossier/{asked.objects.subject(name)}.pdf")


def _to_record(asked: Asked, name: str) -> httpx.Response:
    return asked.get(f"/vastleggen/{asked.objects.subject(name)}")


def _form_to_record(asked: Asked, name: str) -> httpx.Response:
    return asked.get(f"/vastleggen/{asked.objects.subject(name)}/summons-sent")


def _record(asked: Asked, name: str) -> httpx.Response:
    return asked.post(f"/vastleggen/{asked.objects.subject(name)}/summons-sent", key="no key")


def _mend(way: str, **fields: str) -> Open:
    def open_form(asked: Asked, name: str) -> httpx.Response:
        address = f"/grootboek/{asked.objects.registered[name]}/{way}"
        return asked.post(address, **fields) if fields else asked.get(address)

    return open_form


def _approve(asked: Asked, name: str) -> httpx.Response:
    given = {"event": asked.objects.cases[name], "word": "approve", "key": str(uuid4())}
    to_confirm = asked.post("/vastleggen/goedkeuren", **given)
    seen = re.search(r'name="seen" value="(\d+)"', to_confirm.text)
    return asked.post("/vastleggen/goedkeuren", **given, seen=seen[1]) if seen else to_confirm


def _act(way: str, **fields: str) -> Open:
    def send(asked: Asked, name: str) -> httpx.Response:
        address = f"/signalen/waiting-over-a-year/{asked.objects.waits[name]}/{way}?{THEN}"
        return asked.post(address, tag="as it was", key="k", **fields)

    return send


NAMED: Mapping[str, tuple[Open, int]] = {
    "showDossier": (_dossier, 200),
    "showFact": (_fact, 200),
    "showCase": (_case, 200),
    "showIdentityPair": (_see_pair, 200),
    "decideIdentityPair": (_decide_pair, 412),
    "printDossier": (_print, 200),
    "showKindsToRecord": (_to_record, 200),
    "showFormToRecord": (_form_to_record, 200),
    "recordOnPage": (_record, 400),
    "approveOnPage": (_approve, 409),  # a placement is no proposal
    "showCorrection": (_mend("verbeteren"), 200),
    "correctOnPage": (_mend("verbeteren", seen="0"), 400),
    "showRetraction": (_mend("intrekken"), 200),
    "retractOnPage": (_mend("intrekken", seen="0"), 400),
    "showSignal": (_signal, 200),
    "takeSignalOnPage": (_act("oppakken", assignee="m1", role="CASE_MANAGER"), 412),
    "restSignalOnPage": (_act("laten-rusten", reason="DONE"), 412),
}
"""Page of a registration or what is its → how it is asked, and the answer where it is one's own."""
OF_SOME = {
    **dict.fromkeys(("showSignal", "takeSignalOnPage", "restSignalOnPage"), tuple(WAITING)),
    **dict.fromkeys(
        ("approveOnPage", "showCorrection", "correctOnPage", "showRetraction", "retractOnPage"),
        ("G1", "G2", "G3", "H1"),  # what was said elsewhere is not approved, corrected or taken back here
    ),
}
"""Pages of which not everybody has an object → who has."""
SOUGHT = ("seekDossier", "findRegistration")
"""Pages that look for a registration: of somebody else's they find nothing."""
OF_A_PLACE = {
    "showFigure": "/cijfers/placements?version=started",
    "showDifference": "/verschil?from=placements@started&to=placements@started,asOf=2008-06-01",
    "showQuotas": "/taakstelling?",
    "showReportedFigures": "/gemeld?",
    "showWaitingList": f"/wachtlijst?show=all&{THEN}",
    "showSignals": f"/signalen?{THEN}",
    "showFindings": "/bevindingen?",
    "showLedger": "/grootboek?",
    "showParticipants": "/deelnemers?",
    "printFigure": "/cijfers/placements.pdf?version=started",
    "printDifference": "/verschil.pdf?from=placements@started&to=placements@started,asOf=2008-06-01",
    "printQuestion": "/cijfers/placements/kamervraag.pdf?version=started",
}
"""Page about a place → its address: a case manager is refused another place, and told so."""
ON_PAPER = ("printFigure", "printDifference", "printQuestion")
OF_NO_PLACE = {
    "showStart": "/",
    "showDossiers": "/dossiers",
    "showRules": "/regels",
    "showRule": "/regels/placements",
    "showIdentityQuestions": "/deelnemers/vragen",
    "showRecord": "/vastleggen",
    "showOwnData": "/mijn-gegevens",
    "showAccessLog": "/inzagelog",
    "showImports": "/inlezen",
}
"""Page that asks about nobody and no place → its address."""
ELSEWHERE = {
    "sendImport": "a party's own, in tests/api/test_page_imports.py",
    "showImport": "a party's own, in tests/api/test_page_imports.py",
    "showPurpose": "of the session, in tests/api/test_sign_in.py",
    "choosePurpose": "of the session, in tests/api/test_sign_in.py",
}


@pytest.fixture(scope="module")
def objects(module_ledger: Ledger) -> Objects:
    """The small chain, in which some waited for long before they were placed."""
    found = objects_in(module_ledger)
    chain = Chain(module_ledger)
    joined = WaitingListJoined(list="FIRST_INFLOW", reason="CAPACITY")
    for name, place in WAITING.items():
        chain.registrations[place, name] = found.subject(name)
        waits = chain.says(name, joined, "2003-06-01", municipality=place, registered_on=None)
        found.waits[name] = str(waits.event.event_id)
    found.world.figures.follower.follow()
    return found


@pytest.fixture
def asks(objects: Objects, calling: type[Caller], badges: Badges) -> Callable[[str, str], Asked]:
    """A reader with a token, who opens a page."""

    def asks(name: str, operation: str) -> Asked:
        reader = objects.world.reader(name)
        caller = calling(objects.world.figures, access=badges.access)
        return Asked(caller, objects, reader, shown_by(badges, reader, operation))

    return asks


def said(objects: Objects, answer: httpx.Response, name: str) -> tuple[int, bytes, dict[str, str]]:
    """All that a page says, but for the address that was asked, to which it leads back."""
    of_both = [
        one
        for who in (name, NOBODY)
        for one in (
            objects.subject(who),
            objects.cases[who],
            objects.waits.get(who, objects.waits[NOBODY]),
            f'grootboek%2F{objects.positions[who]}"',
            f"grootboek%2F{objects.registered[who]}%2F",
        )
    ]
    return told(answer, *of_both)


def without_keys(answer: httpx.Response) -> tuple[int, str]:
    """A page without the marks of its forms, each of which is new."""
    return answer.status_code, re.sub(r'name="key" value="[^"]*"', "", answer.text)


def code(answer: httpx.Response) -> str | None:
    """The code of the problem that a page tells; None of a page that tells none."""
    found = re.search(r'data-problem="[^"]*:([a-z-]+)"', answer.text)
    return found and found[1]


def test_every_page_stands_in_the_matrix() -> None:
    named = [*NAMED, *SOUGHT, *OF_A_PLACE, *OF_NO_PLACE, *ELSEWHERE]

    assert len(named) == len(set(named))
    assert set(named) == set(operations_with_rights(pages=True))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("operation", NAMED)
def test_what_is_anothers_is_the_page_of_what_is_not_there(asks, objects, operation, name):
    send, good = NAMED[operation]
    asked = asks(name, operation)
    absent = send(asked, NOBODY)
    is_open = asked.reader.role in POLICY[operation].roles

    assert (absent.status_code, code(absent)) == ((404, "not-found") if is_open else (403, "role-refused"))
    for person in OF_SOME.get(operation, PEOPLE):
        answer = send(asked, person)
        is_own = is_open and person in MAY_SEE[name]
        assert answer.status_code == (good if is_own else absent.status_code), (person, answer.text)
        assert is_own or said(objects, answer, person) == said(objects, absent, person), person


@pytest.mark.parametrize("operation", NAMED)
@pytest.mark.parametrize("name", ["haarlem", "auditor", "participant G1"])
def test_so_it_is_for_who_signed_in(objects, calling, badges, operation, name):
    reader, activities = objects.world.reader(name), POLICY[operation].activities
    purpose = "own-data" if reader.role == "participant" else activities[0]
    caller = calling(objects.world.figures, access=badges.access)
    caller.browsers.sessions.begin(COOKIE, Known(reader, "browser", "m1"), "1", purpose)
    asked = Asked(caller, objects, reader, {"Cookie": f"{KEPT}={COOKIE}"})
    absent = NAMED[operation][0](asked, NOBODY)

    assert "</form>" in absent.text, "who is signed in can sign out"
    for person in OF_SOME.get(operation, PEOPLE):
        if person not in MAY_SEE[name]:
            answer = NAMED[operation][0](asked, person)
            assert said(objects, answer, person) == said(objects, absent, person), person


@pytest.mark.parametrize("name", NAMES)
def test_a_search_finds_of_another_what_it_finds_of_nobody(asks, objects, name):
    asked = asks(name, "seekDossier")
    absent = asked.post("/dossiers", sought=BSNS[NOBODY])

    assert absent.status_code == (200 if asked.reader.role in POLICY["seekDossier"].roles else 403)
    for person in BSN:
        answer = asked.post("/dossiers", sought=BSNS[person])
        if absent.status_code == 200 and person in MAY_SEE[name]:
            assert answer.headers["location"] == f"/dossier/{objects.subject(person)}"
        else:
            assert told(answer) == told(absent), person


@pytest.mark.parametrize("name", NAMES)
def test_a_record_of_another_is_found_as_little_as_one_that_is_not_there(asks, objects, name):
    asked = asks(name, "findRegistration")
    absent = asked.post("/vastleggen/zoeken", record="G9")

    assert absent.status_code == (400 if asked.reader.role in POLICY["findRegistration"].roles else 403)
    for person in PEOPLE:
        answer = asked.post("/vastleggen/zoeken", record=person)
        if absent.status_code == 400 and person in MAY_SEE[name]:
            assert answer.headers["location"] == f"/vastleggen/{objects.subject(person)}"
        else:
            assert without_keys(answer) == without_keys(absent), person


@pytest.mark.parametrize("name", NAMES)
def test_the_facts_of_another_are_listed_as_those_of_nobody(asks, objects, name):
    asked = asks(name, "showLedger")
    absent = asked.get(f"/grootboek?subject={objects.subject(NOBODY)}")

    for person in PEOPLE:
        answer = asked.get(f"/grootboek?subject={objects.subject(person)}")
        is_own = asked.reader.role in POLICY["showLedger"].roles and person in MAY_SEE[name]
        asked_of = told(answer, objects.subject(person)), told(absent, objects.subject(NOBODY))
        assert (asked_of[0] == asked_of[1]) is not is_own, person


@pytest.mark.parametrize("operation", OF_A_PLACE)
def test_another_place_is_refused_and_never_answered_with_less(asks, operation):
    for name, own, other in (("groningen", GRONINGEN, HAARLEM), ("haarlem", HAARLEM, GRONINGEN)):
        asked = asks(name, operation)
        answers = [asked.get(f"{OF_A_PLACE[operation]}&municipality={place}") for place in (own, other)]

        assert answers[0].status_code == 200, answers[0].text
        assert (answers[1].status_code, code(answers[1])) == (403, "outside-scope")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("operation", [one for one in (*OF_A_PLACE, *OF_NO_PLACE) if one not in ON_PAPER])
def test_a_page_names_nobody_but_who_is_there_for_its_reader(asks, objects, operation, name):
    asked = asks(name, operation)
    answer = asked.get((OF_A_PLACE | OF_NO_PLACE)[operation].removesuffix("?"))

    is_open = asked.reader.role in POLICY[operation].roles
    is_published = (operation, name) != ("showDifference", "ministry")  # of which nothing was published
    assert answer.status_code == (403 if not is_open else 200 if is_published else 409), answer.text
    for person in PEOPLE:
        waits = objects.waits.get(person, objects.waits[NOBODY])
        named = [one for one in (str(objects.subject(person)), objects.cases[person], waits) if one in answer.text]
        assert not named or person in MAY_SEE[name], (person, named)
    for place, owner in PLACES.items():
        assert objects.reports[owner] not in answer.text or name in (owner, "auditor"), place

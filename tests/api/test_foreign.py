"""What is another's is not there: not by its id, not by its number, not by what names it, and not to write in."""

from __future__ import annotations

import json
from typing import Any

import pytest

from domain.facts import RegistrationsLinked
from replay.figures import Figures
from replay.seen import EVIDENCE
from store.ledger import Ledger
from tests.api.foreign_objects import told_by
from tests.api.sending import BSN, BY_TOKEN, Sender, absence, event, person, placement
from tests.delivering import HEADING, events, row
from tests.replay.saying import Chain

AS_IDENTITY = {"ketenboek_purpose": "identity"}


@pytest.fixture
def api(ledger: Ledger, calling: type[Any]) -> Any:
    """The API over an empty ledger, for callers with a token."""
    return calling(Figures(ledger), access=BY_TOKEN)


@pytest.fixture
def clerk(api: Any) -> Sender:
    return Sender(api, "clerk")


@pytest.fixture
def neighbour(api: Any) -> Sender:
    return Sender(api, "neighbour")


@pytest.fixture
def school(api: Any) -> Sender:
    return Sender(api, "school")


@pytest.fixture
def both(ledger: Ledger, clerk: Sender, neighbour: Sender) -> tuple[str, str]:
    """One person in two municipalities, each with its own registration, which are linked."""
    first = clerk.record(person(), absence()).json()["events"][0]["subject"]
    second = neighbour.record(person("N1", "n1"), absence("n2", "N1")).json()["events"][0]["subject"]
    assert len(events(ledger, RegistrationsLinked)) == 1
    return str(first), str(second)


def test_each_reads_the_own_dossier_and_no_id_of_the_other(
    clerk: Sender, neighbour: Sender, both: tuple[str, str]
) -> None:
    for sender, own, other in ((clerk, *both), (neighbour, *reversed(both))):
        answer = sender.get(f"/v1/dossiers/{own}")
        assert answer.status_code == 200
        assert {one["registration"] for one in answer.json()["events"]} == {own}
        assert other not in json.dumps([one["fact"] for one in answer.json()["events"]])
        links = [one["fact"] for one in answer.json()["events"] if one["type"] == "RegistrationsLinked"]
        assert all(EVIDENCE.isdisjoint(link) for link in links)
        assert sender.get(f"/v1/dossiers/{other}").status_code == 404


def test_a_list_of_events_holds_the_own_alone(clerk: Sender, neighbour: Sender, both: tuple[str, str]) -> None:
    own = neighbour.get("/v1/events").json()["events"]

    assert {one["registration"] for one in own} == {both[1]}
    assert both[0] not in str(own)
    assert neighbour.get("/v1/events/1").status_code == 404
    assert neighbour.get(f"/v1/events?subject={both[0]}").json()["events"] == []


def test_a_number_finds_the_own_dossier_alone(clerk: Sender, neighbour: Sender, both: tuple[str, str]) -> None:
    for sender, own in ((clerk, both[0]), (neighbour, both[1])):
        found = sender.post("/v1/dossiers/_search", {"bsn": BSN}).json()["dossiers"]
        assert [one["subject"] for one in found] == [own]


def test_nobody_writes_in_a_dossier_of_another(ledger: Ledger, neighbour: Sender, both: tuple[str, str]) -> None:
    head = ledger.head().position
    absent = ledger.events_at([2])[2][0].event.event_id
    retracted = event("event-retracted", "r1", both[0], None, fields={"original": str(absent)})

    answers = [
        neighbour.record(absence("x1", both[0])),
        neighbour.record(absence("x2", "K1")),
        neighbour.record(retracted),
        neighbour.record(placement("x3", both[0]), if_match='"x"'),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404, 404]
    assert ledger.head().position == head


def test_nobody_decides_on_a_pair_of_which_one_is_not_there(clerk: Sender, both: tuple[str, str]) -> None:
    body = {"registration": both[0], "other": both[1], "decision": "KEEP_APART", "reason": "twin"}
    assert clerk.get(f"/v1/identity-pairs/{both[0]}/{both[1]}", **AS_IDENTITY).status_code == 404
    assert clerk.post("/v1/identity-decisions", body, **AS_IDENTITY, if_match='"x"').status_code == 404


def test_a_question_about_another_is_not_there_nor_is_the_decision_that_left_it_open(
    ledger: Ledger, clerk: Sender, neighbour: Sender
) -> None:
    born = {"bsn": BSN, "birth_on": "1980-03-13"}
    clerk.record(event("person-registered", "p1", "K1", None, personal=born))
    neighbour.record(event("person-registered", "n1", "N1", None, personal=born | {"birth_on": "1991-11-02"}))
    assert ledger.head().position > 2, "the two were compared"

    for one in (clerk, neighbour):
        assert one.get("/v1/identity-questions", **AS_IDENTITY).json()["questions"] == []
        assert one.get("/v1/events?type=LinkLeftUndecided").json()["events"] == []


def test_a_provider_sees_what_says_that_somebody_is_its_client_until_secrecy(
    clerk: Sender, school: Sender, both: tuple[str, str]
) -> None:
    """Providers may look into the system in which clients are followed, and see their own alone (R024)."""
    assert school.get(f"/v1/dossiers/{both[0]}").status_code == 404
    tag = clerk.get(f"/v1/dossiers/{both[0]}").headers["etag"]
    placed = placement(fields={"trajectory": "DUAL", "provider": "AGENS"})
    assert clerk.record(placed, if_match=tag).status_code == 201

    seen = school.get(f"/v1/dossiers/{both[0]}").json()["events"]
    assert [one["type"] for one in seen] == ["PlacementStarted"]
    assert school.record(absence("s1", both[0])).status_code == 201

    clerk.record(event("secrecy-set", "s9", on="2025-07-01", fields={"ordered_by": "COURT"}))
    clerk.get(f"/v1/dossiers/{both[0]}")
    assert school.get(f"/v1/dossiers/{both[0]}").status_code == 404
    assert school.record(absence("s2", both[0])).status_code == 404


def test_an_import_tells_of_findings_no_record_of_another_and_is_told_to_nobody_else(
    ledger: Ledger, calling: type[Any], clerk: Sender, neighbour: Sender
) -> None:
    neighbour.record(person("NEIGHBOUR-RECORD", "n1", municipality="0599") | {"data": BORN})
    sent = clerk.post("/v1/imports", "\r\n".join((HEADING, row("G1"), "")).encode(), "text/csv")
    address = sent.headers["location"]
    assert sent.status_code == 202
    clerk.get(f"{address}/progress", accept="text/event-stream")
    told = clerk.get(address)

    assert told.json()["state"] == "done"
    assert "IDENTITY_CONFLICT" in [one["code"] for one in told.json()["result"]["findings"]]
    assert "NEIGHBOUR-RECORD" not in told.text
    restarted = calling(Figures(ledger), access=BY_TOKEN)
    assert Sender(restarted, "clerk").get(address).status_code == 200
    assert Sender(restarted, "neighbour").get(address).status_code == 404


BORN = {"personal": {"bsn": BSN, "birth_on": "1991-11-02", "surname": "Jansen"}}


def test_the_logbook_names_each_person_that_was_read_and_nobody_else(
    api: Any, clerk: Sender, both: tuple[str, str]
) -> None:
    before = len(api.logboek())
    clerk.get(f"/v1/dossiers/{both[0]}")
    clerk.get("/v1/events")
    clerk.get(f"/v1/dossiers/{both[1]}")

    told = json.dumps(api.logboek()[before:])
    assert both[0] in told
    assert both[1] not in told
    assert BSN not in told


def test_a_figure_that_a_municipality_told_is_there_for_it_and_the_auditor(api: Any, ledger: Ledger) -> None:
    told_by(Chain(ledger), "0014")

    purposes = {"clerk": "execution", "neighbour": "execution", "school": "execution", "control": "audit"}
    asked = {
        name: Sender(api, name).get("/v1/events?type=FigureReported", ketenboek_purpose=purpose)
        for name, purpose in purposes.items()
    }
    found = {name: len(answer.json()["events"]) for name, answer in asked.items()}
    assert found == {"clerk": 1, "neighbour": 0, "school": 0, "control": 1}

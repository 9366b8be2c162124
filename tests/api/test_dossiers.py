"""Dossiers and events over HTTP: every fact with what it changed, found by number and by day, never with a name."""

from __future__ import annotations

from typing import Any

import pytest

from replay.figures import Figures
from store.ledger import Ledger
from tests.api.sending import BSN, BY_TOKEN, NAME, Sender, absence, event, person, placement


@pytest.fixture
def api(ledger: Ledger, calling: type[Any]) -> Any:
    """The API over an empty ledger, for callers with a token."""
    return calling(Figures(ledger), access=BY_TOKEN)


@pytest.fixture
def clerk(api: Any) -> Sender:
    return Sender(api, "clerk")


@pytest.fixture
def subject(clerk: Sender) -> str:
    """Somebody who waited, was absent, and of whom that absence was told otherwise afterwards."""
    waiting = event("waiting-list-joined", "w1", on="2025-01-10", fields={"list": "FIRST_INFLOW", "reason": "CAPACITY"})
    receipt = clerk.record(person(), waiting, absence()).json()
    first = receipt["events"][2]
    fields = {"original": first["event_id"], "body": {"authorised": True, "session": "a1"}}
    assert clerk.record(event("event-corrected", "c1", first["subject"], None, fields=fields)).status_code == 201
    return str(first["subject"])


def test_a_dossier_tells_its_facts_in_order_with_what_later_facts_say_of_them(clerk: Sender, subject: str) -> None:
    told = clerk.get(f"/v1/dossiers/{subject}").json()

    assert [(one["position"], one["type"]) for one in told["events"]] == [
        (1, "PersonRegistered"),
        (2, "WaitingListJoined"),
        (3, "AbsenceRecorded"),
        (4, "EventCorrected"),
    ]
    absent = told["events"][2]
    assert absent["followed_by"] == [{"position": 4, "type": "EventCorrected", "field": "original"}]
    assert (absent["fact"]["authorised"], told["events"][3]["fact"]["body"]["authorised"]) == (False, True)
    assert (told["subject"], told["known_at"]["position"]) == (subject, 4)


def test_beside_each_fact_stands_what_the_views_said_before_and_after_it(clerk: Sender, subject: str) -> None:
    told = clerk.get(f"/v1/dossiers/{subject}").json()

    (opened,) = (row for row in told["events"][1]["rows"] if row["view"] == "waiting-spells")
    (absent,) = (row for row in told["events"][2]["rows"] if row["view"] == "absences")
    (corrected,) = (row for row in told["events"][3]["rows"] if row["view"] == "absences")
    assert opened["before"] is None
    assert "FIRST_INFLOW" in opened["after"]["value"].values()
    assert corrected["before"] == absent["after"]
    assert corrected["after"]["value"] != corrected["before"]["value"]


def test_a_fact_that_holds_for_many_stands_where_it_changed_a_row(clerk: Sender, api: Any, subject: str) -> None:
    tag = clerk.get(f"/v1/dossiers/{subject}").headers["etag"]
    clerk.record(placement(registered_on="2025-06-21"), if_match=tag)
    in_use = event(
        "source-system-taken-into-use", "q1", "volg", "2025-07-01", fields={"system": "volg"}, municipality="0014"
    )
    assert Sender(api, "office").record(in_use, ketenboek_purpose="upkeep").status_code == 201

    told = clerk.get(f"/v1/dossiers/{subject}").json()

    (shared,) = (one for one in told["events"] if one["is_shared"])
    assert (shared["position"], shared["type"]) == (6, "SourceSystemTakenIntoUse")
    (found,) = (row for row in shared["rows"] if row["view"] == "findings")
    assert (found["before"], found["after"]["value"]["code"]) == (None, "ENTERED_AFTERWARDS")


def test_what_is_sealed_is_told_by_its_class_and_never_shown(clerk: Sender, subject: str) -> None:
    answer = clerk.get(f"/v1/dossiers/{subject}")

    assert answer.json()["events"][0]["sealed"] == ["general"]
    assert NAME not in answer.text
    assert BSN not in answer.text


def test_an_auditor_reads_no_readable_record_ids(api: Any, clerk: Sender, subject: str) -> None:
    assert clerk.get(f"/v1/dossiers/{subject}").json()["records"][0]["id"] == "K1"
    audited = Sender(api, "control").get(f"/v1/dossiers/{subject}", ketenboek_purpose="audit")
    assert audited.status_code == 200
    (record,) = audited.json()["records"]
    assert record["id"] not in (None, "K1")


@pytest.mark.parametrize("address", ["00000000-0000-4000-8000-000000000000", "K1", BSN])
def test_a_dossier_that_is_not_there_is_not_found(clerk: Sender, subject: str, address: str) -> None:
    assert clerk.get(f"/v1/dossiers/{address}").status_code == 404


def test_the_address_of_a_search_is_no_dossier(clerk: Sender) -> None:
    answer = clerk.get("/v1/dossiers/_search")

    assert (answer.status_code, answer.headers["allow"]) == (405, "OPTIONS, POST")


def test_somebody_is_found_by_number_and_the_number_stands_in_the_body_alone(
    api: Any, clerk: Sender, subject: str
) -> None:
    clerk.record(person("K2", "p2"))
    found = clerk.post("/v1/dossiers/_search", {"bsn": "12345 6782"})
    nobody = clerk.post("/v1/dossiers/_search", {"bsn": "111222333"})

    dossiers = found.json()["dossiers"]
    assert subject in [one["subject"] for one in dossiers]
    assert sorted(one["records"][0]["id"] for one in dossiers) == ["K1", "K2"]
    assert nobody.json() == {"dossiers": []}
    assert BSN not in str(api.log()) + str(api.access_log())
    assert [one["operation"] for one in api.access_log()][-2:] == ["searchDossiers", "searchDossiers"]


@pytest.mark.parametrize(
    "asked",
    [{}, [], {"bsn": "123456789"}, {"bsn": 123456782}, {"bsn": BSN, "v_number": "1234567890"}, {"name": NAME}, "x"],
)
def test_a_search_is_by_one_number_that_holds(clerk: Sender, asked: Any) -> None:
    answer = clerk.post("/v1/dossiers/_search", asked)

    assert answer.status_code == 400
    assert BSN not in answer.text
    assert NAME not in answer.text


# Events


def test_events_come_in_order_of_position_page_by_page(clerk: Sender, subject: str) -> None:
    first = clerk.get("/v1/events?limit=3")
    assert [one["position"] for one in first.json()["events"]] == [1, 2, 3]
    assert first.headers["link"] == '</v1/events?limit=3&cursor=3>; rel="next"'
    second = clerk.get("/v1/events?limit=3&cursor=3")
    assert [one["position"] for one in second.json()["events"]] == [4]
    assert second.json()["next"] is None


@pytest.mark.parametrize(
    ("query", "positions"),
    [
        ("type=AbsenceRecorded,EventCorrected", [3, 4]),
        ("source=volg", [1, 2, 3, 4]),
        ("source=elders", []),
        ("municipality=0014", [1, 2, 3, 4]),
        ("municipality=Groningen&type=PersonRegistered", [1]),
        ("occurred=2025-01-10..2025-01-11", [2]),
        ("occurred=..2025-01-10", []),
        ("occurred=2025-01-11..", [3, 4]),
        ("recorded=2999-01-01..", []),
        ("recorded=..2999-01-01", [1, 2, 3, 4]),
        ("recorded=2000-01-01..&type=AbsenceRecorded", [3]),
        ("recorded=0001-01-01..", [1, 2, 3, 4]),
    ],
)
def test_events_are_found_by_kind_source_place_and_a_day_on_either_axis(
    clerk: Sender, subject: str, query: str, positions: list[int]
) -> None:
    answer = clerk.get(f"/v1/events?{query}")

    assert answer.status_code == 200
    assert [one["position"] for one in answer.json()["events"]] == positions


def test_the_events_of_one_registration_are_found(clerk: Sender, subject: str) -> None:
    clerk.record(person("K2", "p2", "111222333"))
    answer = clerk.get(f"/v1/events?subject={subject}")
    assert [one["position"] for one in answer.json()["events"]] == [1, 2, 3, 4]


def test_the_events_are_streamed_whole_as_json_lines(clerk: Sender, subject: str) -> None:
    answer = clerk.get("/v1/events", accept="application/jsonl")
    assert len(answer.text.splitlines()) == 4


@pytest.mark.parametrize(
    "query",
    ["type=Dreamt", "occurred=2025", "cursor=" + "0" * 8 + "-0000-4000-8000-" + "0" * 12, "municipality=Nergens"],
)
def test_a_question_that_cannot_be_read_is_refused(clerk: Sender, query: str) -> None:
    assert clerk.get(f"/v1/events?{query}").status_code == 400


def test_a_case_manager_asks_of_the_own_municipality(clerk: Sender) -> None:
    assert clerk.get("/v1/events?municipality=0599").status_code == 403


def test_one_event_is_told_with_its_leaf(ledger: Ledger, clerk: Sender, subject: str) -> None:
    told = clerk.get("/v1/events/3").json()

    assert (told["type"], told["leaf"]) == ("AbsenceRecorded", ledger.events_at([3])[3][1].hex())
    assert clerk.get("/v1/events/5").status_code == 404
    assert clerk.get("/v1/events/0").status_code == 404


def test_what_was_decided_shows_its_legal_life(clerk: Sender, subject: str) -> None:
    tag = clerk.get(f"/v1/dossiers/{subject}").headers["etag"]
    placed = clerk.record(placement(), if_match=tag).json()["events"][0]
    clerk.record(event("objection-lodged", "o1", fields={"decision": placed["event_id"]}))

    told = clerk.get(f"/v1/dossiers/{subject}").json()["events"][4]
    assert told["followed_by"] == [{"position": 6, "type": "ObjectionLodged", "field": "decision"}]

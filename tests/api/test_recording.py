"""Recording over HTTP: keys and receipts, versions and refusals, and nothing personal on the way."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
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
def school(api: Any) -> Sender:
    return Sender(api, "school")


def told(answer: Any) -> tuple[int, str, list[tuple[int | None, str | None]]]:
    document = answer.json()
    errors = [(one.get("index"), one.get("reason")) for one in document.get("errors", ())]
    return answer.status_code, document["type"].removeprefix("urn:ketenboek:problem:"), errors


def test_a_fact_is_recorded_and_its_receipt_tells_where_it_stands(ledger: Ledger, clerk: Sender) -> None:
    answer = clerk.record(person())

    receipt = answer.json()
    assert answer.status_code == 201
    assert (receipt["recorded"], receipt["tree"]["position"]) == (1, 1)
    assert receipt["tree"]["root"] == ledger.head().root.hex()
    (one,) = receipt["events"]
    recorded, leaf = ledger.events_at([1])[1]
    assert (one["index"], one["position"], one["leaf"]) == (0, 1, leaf.hex())
    assert (one["event_id"], recorded.event.actor) == (str(recorded.event.event_id), "clerk")
    assert receipt["recorded_at"] == recorded.event.recorded_at


def test_who_says_it_follows_from_the_token_and_never_from_what_is_sent(ledger: Ledger, clerk: Sender) -> None:
    clerk.record({**person(), "actor": "somebody"})
    assert ledger.events_at([1])[1][0].event.actor == "clerk"


def test_the_same_request_again_gets_the_first_receipt_byte_for_byte(ledger: Ledger, clerk: Sender) -> None:
    first = clerk.record(person(), absence(), key="k1")
    clerk.record(absence("a2"))
    again = clerk.record(person(), absence(), key='"k1"')

    assert (again.status_code, again.content) == (201, first.content)
    assert ledger.head().position == 3


def test_many_who_send_the_same_at_once_record_it_once(ledger: Ledger, clerk: Sender) -> None:
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda _: clerk.record(person(), absence(), key="k1"), range(12)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert ledger.head().position == 2


@pytest.mark.parametrize("key", ["-", f"melding {BSN}", "x" * 201, '""'])
def test_a_request_has_a_key_of_its_own_without_a_number_in_it(ledger: Ledger, clerk: Sender, key: str) -> None:
    answer = clerk.record(person(), key=key)

    assert told(answer)[:2] == (400, "bad-query")
    assert [(one["in"], one["name"]) for one in answer.json()["errors"]] == [("header", "Idempotency-Key")]
    assert BSN not in answer.text
    assert ledger.head().position == 0


def test_a_key_of_another_request_is_refused(clerk: Sender) -> None:
    clerk.record(person(), key="k1")
    assert told(clerk.record(absence(), key="k1"))[:2] == (422, "key-reused")


def test_nothing_is_recorded_where_one_is_wrong_and_each_mistake_has_its_place(ledger: Ledger, clerk: Sender) -> None:
    answer = clerk.record(person(), event("dreamt", "x1"), absence("a2", fields={"authorised": "maybe"}))

    assert told(answer) == (400, "bad-events", [(1, "UNKNOWN_FACT"), (2, "VALUE_NOT_ALLOWED")])
    assert ledger.head().position == 0


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        (b"{", "application/cloudevents+json", 400),
        (b"[]", "application/cloudevents-batch+json", 400),
        (b"{}", "application/cloudevents-batch+json", 400),
        (b"[" * 3_000, "application/cloudevents-batch+json", 400),
        (b'{"a":' * 40 + b"1" + b"}" * 40, "application/cloudevents+json", 400),
        (b"\xff", "application/cloudevents+json", 400),
        (b"{}", "application/json", 415),
        (b"[" + b"1," * 1_000 + b"1]", "application/cloudevents-batch+json", 400),
        (b" " * 4_000_001, "application/cloudevents+json", 413),
    ],
)
def test_what_is_no_event_is_refused(ledger: Ledger, clerk: Sender, body: bytes, media_type: str, status: int) -> None:
    assert clerk.post("/v1/events", body, media_type, idempotency_key="k1").status_code == status
    assert ledger.head().position == 0


def test_nobody_says_what_is_for_another_to_know(ledger: Ledger, api: Any, clerk: Sender, school: Sender) -> None:
    clerk.record(person())

    assert told(school.record(placement())) == (403, "not-yours-to-say", [(0, "NOT_YOURS_TO_SAY")])
    assert told(clerk.record(absence(municipality="0599"))) == (403, "not-yours-to-say", [(0, "OTHER_MUNICIPALITY")])
    assert told(Sender(api, "state").record(person()))[:2] == (403, "role-refused")
    assert told(Sender(api, "office").record(person())) == (403, "not-yours-to-say", [(0, "NOT_YOURS_TO_SAY")])
    assert ledger.head().position == 1


PLACES = {
    "municipality-merged": {"code": "0014", "into_code": "0599"},
    "municipality-named": {"code": "0014", "name": "Groningen"},
    "region-composed": {"region": "G4", "members": ["0014", "0599"]},
    "provider-recognised": {"provider": "Agens"},
    "provider-failed": {"provider": "Agens"},
    "mandate-granted": {"joint_body": "G4"},
}


@pytest.mark.parametrize("kind", PLACES)
def test_what_the_places_and_providers_are_is_said_by_no_party(ledger: Ledger, clerk: Sender, kind: str) -> None:
    answer = clerk.record(event(kind, "x1", "0014", "2025-01-01", fields=PLACES[kind], municipality="0014"))

    assert answer.status_code == 403, answer.text
    assert ledger.head().position == 0


def test_a_merger_is_the_administrators_to_say_and_no_partys_to_change(api: Any, clerk: Sender) -> None:
    told = event(
        "municipality-merged", "x1", "0014", "2019-01-01", fields=PLACES["municipality-merged"], municipality="0014"
    )
    answer = Sender(api, "office").record(told)
    assert answer.status_code == 201, answer.text

    (said,) = answer.json()["events"]
    taken_back = event(
        "event-retracted", "x2", said["subject"], None, fields={"original": said["event_id"], "reason": "MISTAKE"}
    )
    refused = clerk.record(taken_back)
    assert (refused.status_code, refused.json()["errors"][0]["reason"]) == (403, "SAID_BY_ANOTHER"), refused.text


def test_a_provider_tells_of_its_own_clients(ledger: Ledger, school: Sender) -> None:
    assert school.record(person("S1", municipality="0014"), absence("s1", "S1")).status_code == 201
    assert told(school.record(absence("s2", "S2"))) == (404, "unknown-dossier", [(0, "IdIsUnknown")])
    assert ledger.head().position == 2


def test_a_decision_is_taken_on_the_dossier_as_it_was_read(ledger: Ledger, clerk: Sender) -> None:
    subject = clerk.record(person()).json()["events"][0]["subject"]
    seen = clerk.get(f"/v1/dossiers/{subject}").headers["etag"]

    assert told(clerk.record(placement()))[:2] == (428, "precondition-needed")
    assert told(clerk.record(placement(), if_match="*"))[:2] == (428, "precondition-needed")
    assert clerk.record(absence()).status_code == 201
    assert told(clerk.record(placement(), if_match=seen))[:2] == (412, "precondition-failed")
    seen = clerk.get(f"/v1/dossiers/{subject}").headers["etag"]
    first = clerk.record(placement(), if_match=seen, key="k1")
    assert first.status_code == 201
    assert clerk.record(placement(), if_match=seen, key="k1").content == first.content
    assert clerk.get(f"/v1/dossiers/{subject}").headers["etag"] != seen
    assert ledger.head().position == 3


def test_a_decision_that_cannot_be_is_refused_with_its_reason_in_both_languages(clerk: Sender) -> None:
    sent = (person(), placement("e1"), placement("e2", fields={"trajectory": "REGULAR"}))
    english = clerk.record(*sent)
    dutch = clerk.record(*sent, accept_language="nl")

    assert told(english) == (409, "decision-refused", [(2, "PlacementIsAlreadyOpen")])
    assert english.json()["errors"][0]["detail"] != dutch.json()["errors"][0]["detail"]


def test_nothing_of_a_person_stands_in_an_answer_a_log_or_an_error(
    api: Any, ledger: Ledger, clerk: Sender, school: Sender
) -> None:
    answers = [
        clerk.record(person()),
        clerk.record(person(subject=BSN)),
        clerk.record(person(number=f"x {BSN}")),
        clerk.record({**person(), "subject": "K2", "data": {"personal": {"bsn": f"{BSN}1", "surname": NAME}}}),
        school.record(absence(subject=f"v-nummer {BSN}1")),
        clerk.post("/v1/dossiers/_search", {"bsn": BSN}),
        clerk.post("/v1/dossiers/_search", {"bsn": f"{BSN}9"}),
        clerk.get(f"/v1/events?source={BSN}"),
    ]

    said = " ".join(answer.text for answer in answers) + str(api.log()) + str(api.access_log())
    assert [answer.status_code for answer in answers] == [201, 400, 400, 400, 400, 200, 400, 400]
    assert BSN not in said
    assert NAME not in said
    assert all(one["route"].startswith("/v1/") for one in api.log())


def test_after_the_server_closed_nothing_is_taken(
    api: Any, ledger: Ledger, clerk: Sender, office_of: Callable[[Any], Any]
) -> None:
    clerk.record(person())
    office_of(api).close()

    assert told(clerk.record(absence()))[:2] == (503, "busy")
    assert ledger.head().position == 1


@pytest.fixture
def office_of() -> Callable[[Any], Any]:
    """The office behind an application."""

    def find(api: Any) -> Any:
        return next(route.app.office for route in api.app.routes if getattr(route, "name", "") == "recordEvents")

    return find

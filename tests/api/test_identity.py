"""Who is one person, over HTTP: questions, what was decided, and a decision on what was seen."""

from __future__ import annotations

from typing import Any

import pytest

from domain.facts import LinkLeftUndecided, RegistrationsLinked, RegistrationsUnlinked
from replay.figures import Figures
from store.ledger import Ledger
from tests.api.sending import BY_TOKEN, Sender, event, person
from tests.delivering import events


@pytest.fixture
def api(ledger: Ledger, calling: type[Any]) -> Any:
    """The API over an empty ledger, for callers with a token."""
    return calling(Figures(ledger), access=BY_TOKEN)


@pytest.fixture
def clerk(api: Any) -> Sender:
    return Sender(api, "clerk")


@pytest.fixture
def pair(ledger: Ledger, clerk: Sender) -> tuple[str, str]:
    """Two registrations with one BSN and different birth dates: nobody can tell."""
    born = ({"bsn": "123456782", "birth_on": day, "surname": "Öztürk"} for day in ("1980-03-13", "1991-11-02"))
    sent = [event("person-registered", f"p{n}", f"K{n}", None, personal=one) for n, one in enumerate(born)]
    receipt = clerk.record(*sent).json()
    assert len(events(ledger, LinkLeftUndecided)) == 1
    first, second = (one["subject"] for one in receipt["events"])
    return str(first), str(second)


def decide(clerk: Sender, pair: tuple[str, str], says: str, **more: Any) -> Any:
    tag = more.pop("tag", None) or clerk.get(f"/v1/identity-pairs/{pair[0]}/{pair[1]}", **AS).headers.get("etag", "")
    reason = "same person" if says == "LINK" else "twin"
    body = {"registration": pair[0], "other": pair[1], "decision": says, "reason": reason} | more
    return clerk.post("/v1/identity-decisions", body, **AS, if_match=tag)


AS = {"ketenboek_purpose": "identity"}


def test_a_question_is_told_once_and_answered(ledger: Ledger, clerk: Sender, pair: tuple[str, str]) -> None:
    (question,) = clerk.get("/v1/identity-questions", **AS).json()["questions"]
    assert {question["registration"], question["other"]} == set(pair)

    answer = decide(clerk, pair, "KEEP_APART", tag=question["tag"])

    assert (answer.status_code, answer.json()["recorded"]) == (201, True)
    (decided,) = events(ledger, RegistrationsUnlinked)
    assert (decided.event.actor, decided.fact.decider, decided.fact.reason) == ("clerk", "clerk", "TWIN")
    assert clerk.get("/v1/identity-questions", **AS).json()["questions"] == []


def test_what_was_decided_before_stands_with_the_pair(clerk: Sender, pair: tuple[str, str]) -> None:
    decide(clerk, pair, "LINK")
    told = clerk.get(f"/v1/identity-pairs/{pair[1]}/{pair[0]}", **AS).json()

    assert [one["type"] for one in told["decisions"]] == ["LinkLeftUndecided", "RegistrationsLinked"]


def test_a_decision_on_what_was_not_seen_is_refused(ledger: Ledger, clerk: Sender, pair: tuple[str, str]) -> None:
    seen = clerk.get(f"/v1/identity-pairs/{pair[0]}/{pair[1]}", **AS).headers["etag"]
    body = {"registration": pair[0], "other": pair[1], "decision": "LINK", "reason": "same person"}
    clerk.record(event("absence-recorded", "a1", "K1", fields={"authorised": False, "session": "a1"}))

    assert clerk.post("/v1/identity-decisions", body, **AS).status_code == 428
    assert clerk.post("/v1/identity-decisions", body, **AS, if_match=seen).status_code == 412
    assert events(ledger, RegistrationsLinked) == []


def test_a_decision_that_stands_is_told_and_not_taken_again(
    ledger: Ledger, clerk: Sender, pair: tuple[str, str]
) -> None:
    first = decide(clerk, pair, "LINK").json()
    again = decide(clerk, pair, "LINK", tag='"old"').json()

    assert (first["recorded"], again["recorded"], again["position"]) == (True, False, first["position"])
    assert len(events(ledger, RegistrationsLinked)) == 1


def test_two_bsns_are_one_person_only_where_somebody_looked_into_it(clerk: Sender) -> None:
    sent = [person("K1", "p1"), person("K2", "p2", "111222333")]
    first, second = (one["subject"] for one in clerk.record(*sent).json()["events"])

    refused = decide(clerk, (first, second), "LINK")
    assert refused.status_code == 409
    assert refused.json()["errors"][0]["reason"] == "BsnsDiffer"
    assert decide(clerk, (first, second), "LINK", despite_bsns=True).status_code == 201


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"decision": "UNLINK"}, 400),
        ({"reason": ""}, 400),
        ({"reason": "   "}, 409),
        ({"other": "K1"}, 400),
        ({"other": "00000000-0000-4000-8000-000000000000"}, 404),
        ({"more": 1}, 400),
        ({"despite_bsns": "yes"}, 400),
    ],
)
def test_a_decision_that_cannot_be_read_is_refused(
    clerk: Sender, pair: tuple[str, str], changed: dict[str, Any], status: int
) -> None:
    assert decide(clerk, pair, "LINK", **changed).status_code == status


@pytest.mark.parametrize(
    ("says", "reason"),
    [("LINK", "twin"), ("LINK", "OTHER_PERSON"), ("LINK", "huisgenoot"), ("KEEP_APART", "dezelfde persoon")],
)
def test_a_reason_that_means_the_opposite_is_refused(
    ledger: Ledger, clerk: Sender, pair: tuple[str, str], says: str, reason: str
) -> None:
    refused = decide(clerk, pair, says, reason=reason)

    assert refused.status_code == 409
    assert refused.json()["errors"][0]["reason"] == "ReasonSaysOtherwise"
    assert events(ledger, RegistrationsLinked) == events(ledger, RegistrationsUnlinked) == []


def test_a_registration_with_itself_is_no_pair(clerk: Sender, pair: tuple[str, str]) -> None:
    assert clerk.get(f"/v1/identity-pairs/{pair[0]}/{pair[0]}", **AS).status_code == 404
    assert decide(clerk, (pair[0], pair[0]), "LINK", tag='"x"').status_code == 409


def test_only_a_case_manager_decides(api: Any, pair: tuple[str, str]) -> None:
    for name in ("school", "state", "office", "control"):
        assert Sender(api, name).get("/v1/identity-questions", **AS).status_code == 403

"""Acting on a signal: it is taken or laid to rest as it was read, once, by who may."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from domain.facts import WaitingListJoined
from replay.asking import today_in_amsterdam
from replay.figures import Figures
from store.ledger import Ledger
from tests.api.sending import BY_TOKEN, Sender
from tests.replay.saying import Chain


@pytest.fixture
def api(ledger: Ledger, calling: type[Any]) -> Any:
    """The API over a ledger in which somebody waits far too long."""
    joined = WaitingListJoined(list="FIRST_INFLOW", reason="CAPACITY")
    Chain(ledger).says("W1", joined, "2003-06-01", registered_on=None)
    return calling(Figures(ledger), access=BY_TOKEN)


@pytest.fixture
def clerk(api: Any) -> Sender:
    return Sender(api, "clerk")


def signal_of(clerk: Sender) -> dict[str, Any]:
    answer = clerk.get("/v1/signals?municipality=0014&asOf=2005-01-01")
    assert answer.status_code == 200, answer.text
    return dict(answer.json()["signals"][0])


def address_of(signal: dict[str, Any]) -> str:
    return f"/v1/signals/{signal['signal']}/{signal['case']}"


def read(clerk: Sender) -> tuple[str, str, dict[str, Any]]:
    """The address of a signal, its tag, and what it says."""
    address = address_of(signal_of(clerk))
    answer = clerk.get(f"{address}?asOf=2005-01-01")
    assert answer.status_code == 200, answer.text
    return address, answer.headers["etag"], answer.json()


def test_a_signal_is_taken_by_who_read_it_and_stands_on_their_name(clerk: Sender) -> None:
    address, _, before = read(clerk)
    assert before["assigned"] == []
    tag = now(clerk, address)

    answer = clerk.post(f"{address}/assignments", {"assignee": "m1234"}, if_match=tag, idempotency_key="k1")

    assert answer.status_code == 201, answer.text
    after = clerk.get(address).json()
    assert [one["assignee"] for one in after["assigned"]] == ["m1234"]
    assert now(clerk, address) != tag


def now(clerk: Sender, address: str) -> str:
    """The tag of a signal as it is today."""
    return clerk.get(address).headers["etag"]


def test_a_signal_is_laid_to_rest_with_a_reason_and_its_remark_is_sealed(clerk: Sender, ledger: Ledger) -> None:
    address, *_ = read(clerk)
    said = {"reason": "APPOINTMENT_MADE", "rests_until_on": "2099-01-01", "remark": "Zonnebloem belde"}

    answer = clerk.post(f"{address}/acknowledgements", said, if_match=now(clerk, address), idempotency_key="k2")

    assert answer.status_code == 201, answer.text
    assert clerk.get(address).json()["acknowledged"]["reason"] == "APPOINTMENT_MADE"
    (recorded,) = [one for one, _ in ledger.events_at([ledger.head().position]).values()]
    assert b"Zonnebloem" not in bytes(recorded.event.body)
    assert ledger.personal_of(recorded) == {"remark": "Zonnebloem belde"}
    assert "Zonnebloem" not in clerk.caller.lines.getvalue() + clerk.caller.decisions.getvalue()


@pytest.mark.parametrize(("days", "status"), [(-1, 409), (0, 409), (1, 201)])
def test_a_signal_rests_until_a_day_that_has_yet_to_come(clerk: Sender, ledger: Ledger, days: int, status: int) -> None:
    address, *_ = read(clerk)
    until = today_in_amsterdam(ledger.database_now()) + timedelta(days=days)
    said = {"reason": "PLACE_PROMISED", "rests_until_on": until.isoformat()}
    head = ledger.head().position

    answer = clerk.post(f"{address}/acknowledgements", said, if_match=now(clerk, address), idempotency_key="k8")

    assert answer.status_code == status, answer.text
    assert [one["reason"] for one in answer.json().get("errors", [])] == ["EndsBeforeItBegins"] * (status == 409)
    assert ledger.head().position == head + (status == 201)
    assert (clerk.get(address).json()["acknowledged"] is not None) == (status == 201)


def test_a_signal_is_acted_on_as_of_the_day_that_it_was_read_of(clerk: Sender) -> None:
    address, tag, _ = read(clerk)
    said = {"reason": "PLACE_PROMISED", "rests_until_on": "2005-01-02"}
    of_that_day = f"{address}/acknowledgements?asOf=2005-01-01"

    def act(where: str, said: dict[str, str], tag: str) -> int:
        return clerk.post(where, said, if_match=tag, idempotency_key=f"{where} {tag} {said}"[:200]).status_code

    assert act(f"{address}/acknowledgements", said, tag) == 412, "read of one day, and acted on of another"
    assert act(of_that_day, said, now(clerk, address)) == 412
    assert act(of_that_day, said | {"rests_until_on": "2005-01-01"}, tag) == 409
    assert act(of_that_day, said, tag) == 201
    assert clerk.get(f"{address}?asOf=2005-01-01").json()["acknowledged"]["rests_until_on"] == "2005-01-02"
    asked = "/v1/signals?municipality=0014&acknowledged=true&asOf=2005-01-0"
    assert [len(clerk.get(f"{asked}{day}").json()["signals"]) for day in (1, 2)] == [1, 0]


def test_nobody_acts_on_a_day_that_has_yet_to_come(clerk: Sender, ledger: Ledger) -> None:
    address, *_ = read(clerk)
    tomorrow = today_in_amsterdam(ledger.database_now()) + timedelta(days=1)
    tag = clerk.get(f"{address}?asOf={tomorrow}").headers["etag"]

    answer = clerk.post(
        f"{address}/assignments?asOf={tomorrow}", {"assignee": "m1"}, if_match=tag, idempotency_key="k9"
    )

    assert (answer.status_code, answer.json()["errors"][0]["reason"]) == (400, "DateLiesAhead")


def test_who_decides_on_what_is_no_more_so_is_told_and_nothing_is_recorded(clerk: Sender, ledger: Ledger) -> None:
    address, *_ = read(clerk)
    tag = now(clerk, address)
    clerk.post(f"{address}/assignments", {"assignee": "m1"}, if_match=tag, idempotency_key="k3")
    head = ledger.head().position

    late = clerk.post(f"{address}/acknowledgements", {"reason": "DONE"}, if_match=tag, idempotency_key="k4")
    without = clerk.post(f"{address}/acknowledgements", {"reason": "DONE"}, idempotency_key="k5")

    anything = clerk.post(f"{address}/acknowledgements", {"reason": "DONE"}, if_match="*", idempotency_key="k6")
    assert (late.status_code, without.status_code, anything.status_code) == (412, 428, 428)
    assert ledger.head().position == head


def test_the_same_request_again_gets_the_first_receipt(clerk: Sender, ledger: Ledger) -> None:
    address, *_ = read(clerk)
    tag, said = now(clerk, address), {"reason": "APPOINTMENT_MADE"}
    first = clerk.post(f"{address}/acknowledgements", said, if_match=tag, idempotency_key="k6")
    head = ledger.head().position

    again = clerk.post(f"{address}/acknowledgements", said, if_match=tag, idempotency_key="k6")

    assert (first.status_code, again.status_code, again.content) == (201, 201, first.content)
    assert ledger.head().position == head


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("assignments", {}),
        ("assignments", {"assignee": "met spatie"}),
        ("assignments", {"assignee": "123456782"}),
        ("acknowledgements", {"reason": "DONE", "rests_until_on": "morgen"}),
        ("acknowledgements", {"reason": "DONE", "colour": "red"}),
        ("acknowledgements", []),
    ],
)
def test_what_is_no_act_is_refused_and_nothing_of_it_repeated(
    clerk: Sender, ledger: Ledger, act: str, said: Any
) -> None:
    address, *_ = read(clerk)
    head = ledger.head().position

    answer = clerk.post(f"{address}/{act}", said, if_match=now(clerk, address), idempotency_key="k7")

    assert 400 <= answer.status_code < 500
    assert not any(word in answer.text for word in ("met spatie", "123456782", "morgen", 'red"'))
    assert ledger.head().position == head


@pytest.mark.parametrize(("name", "status"), [("neighbour", 404), ("school", 403), ("control", 403), ("state", 403)])
def test_a_signal_of_another_municipality_is_not_there_and_others_may_not_act(
    api: Any, clerk: Sender, name: str, status: int
) -> None:
    address, *_ = read(clerk)
    other = Sender(api, name)

    answers = [
        other.get(address),
        other.post(f"{address}/assignments", {"assignee": "m1"}, if_match='"x"', idempotency_key="k"),
    ]

    assert [one.status_code for one in answers] == [status, status]


def test_a_kind_or_case_that_there_is_not_is_not_found(clerk: Sender) -> None:
    signal = signal_of(clerk)
    for address in (f"/v1/signals/none/{signal['case']}", f"/v1/signals/{signal['signal']}/{json.dumps(1)}"):
        assert clerk.get(address).status_code == 404

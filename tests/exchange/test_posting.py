"""Facts that are sent to the ledger: who may say what, all or nothing, one receipt, decided on what was seen."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.facts import EventCorrected, PersonRegistered, PlacementStarted, RegistrationsLinked
from exchange.posted import EventsRefused, Speaker
from exchange.posting import Posting, TagIsNeeded, TagIsOld
from replay.timeline import dossier_tag
from store.errors import KeyReused
from store.group_commit import GroupCommit
from store.ledger import Ledger
from store.statement import Command, Receipt
from tests.delivering import events

TODAY = date(2026, 1, 5)
SOURCE = "urn:nld:oin:00000099000000001000:systeem:volg"
CLERK = Speaker("clerk-1", "case_manager", municipality="0014")
SCHOOL = Speaker("school-1", "provider", provider="Agens")
OFFICE = Speaker("office-1", "administrator")
BSN = "123456782"


@pytest.fixture
def recorder(ledger: Ledger) -> Iterator[GroupCommit]:
    """The one writer that all callers share."""
    with GroupCommit(ledger) as writer:
        yield writer


@pytest.fixture
def send(ledger: Ledger, recorder: GroupCommit) -> Callable[..., dict[str, Any]]:
    """Sends events as somebody, under a key of their own unless one is given."""

    def send(
        *sent: dict[str, Any],
        by: Speaker = CLERK,
        key: str | None = None,
        tag: str | None = None,
        through: Any = recorder,
        may_see: Callable[[UUID], bool] = lambda subject: bool(ledger.versions([subject])),
    ) -> dict[str, Any]:
        posting = Posting(ledger, through, by, may_see=may_see, names=lambda: {"0014": "Groningen"}, today=TODAY)
        return posting.post(key or str(uuid4()), [json.dumps(one).encode() for one in sent], tag)

    return send


def event(kind: str, number: str, subject: str = "K1", on: str | None = "2025-06-20", **more: Any) -> dict[str, Any]:
    data = {name: more.pop(name) for name in ("fields", "personal", "municipality", "person") if name in more}
    return {
        "specversion": "1.0",
        "id": number,
        "source": SOURCE,
        "type": f"nl.inburgering.{kind}.v1",
        "subject": subject,
        "data": data | ({"occurred_on": on} if on else {}),
        **more,
    }


def person(subject: str = "K1", number: str = "p1", **more: Any) -> dict[str, Any]:
    return event("person-registered", number, subject, None, **{"personal": {"bsn": BSN}, **more})


def placement(number: str = "e1", subject: str = "K1", **fields: str) -> dict[str, Any]:
    return event("placement-started", number, subject, fields={"trajectory": "DUAL", **fields})


def absence(number: str = "a1", subject: str = "K1", **more: Any) -> dict[str, Any]:
    return event("absence-recorded", number, subject, **{"fields": {"authorised": False, "session": number}, **more})


def reasons(refused: pytest.ExceptionInfo[EventsRefused]) -> list[tuple[int, str, str]]:
    return [(one.index, one.sort, one.reason) for one in refused.value.mistakes]


# All together, once


def test_the_events_of_a_request_are_recorded_together_and_each_is_told_where_it_stands(
    ledger: Ledger, send: Callable[..., dict[str, Any]]
) -> None:
    receipt = send(
        person(), event("waiting-list-joined", "w1", fields={"list": "FIRST_INFLOW", "reason": "CAPACITY"}), absence()
    )

    assert [(one["index"], one["position"], one["type"]) for one in receipt["events"]] == [
        (0, 1, "PersonRegistered"),
        (1, 2, "WaitingListJoined"),
        (2, 3, "AbsenceRecorded"),
    ]
    assert (receipt["recorded"], receipt["tree"]["position"]) == (3, 3)
    assert receipt["tree"]["root"] == ledger.head().root.hex()
    first = events(ledger)[0].event
    assert (first.actor, first.municipality, first.delivered_on) == ("clerk-1", "0014", TODAY)
    assert first.source is not None
    assert (first.source.party, first.source.system) == ("0014", "volg")
    assert len({one["subject"] for one in receipt["events"]}) == 1


def test_the_same_request_under_the_same_key_gets_the_first_receipt_again(
    ledger: Ledger, send: Callable[..., dict[str, Any]]
) -> None:
    first = send(person(), absence(), key="k1")
    send(absence("a2"))

    again = send({"subject": "K1", **person()}, absence(), key="k1")

    assert again == first
    assert ledger.head().position == 3


def test_a_key_is_not_used_for_another_request_and_belongs_to_who_used_it(
    ledger: Ledger, send: Callable[..., dict[str, Any]]
) -> None:
    send(person(), key="k1")

    with pytest.raises(KeyReused):
        send(person("K2", "p2"), key="k1")
    send(person("S1", "s1", municipality="0014"), by=SCHOOL, key="k1")

    assert len(events(ledger, PersonRegistered)) == 2


def test_of_many_who_send_the_same_at_once_one_is_recorded_and_all_get_its_receipt(
    ledger: Ledger, send: Callable[..., dict[str, Any]]
) -> None:
    with ThreadPoolExecutor(8) as threads:
        receipts = list(threads.map(lambda _: send(person(), absence(), key="k1"), range(16)))

    assert all(one == receipts[0] for one in receipts)
    assert ledger.head().position == 2


def test_of_many_who_send_the_same_event_under_other_keys_one_is_recorded(
    ledger: Ledger, send: Callable[..., dict[str, Any]]
) -> None:
    send(person())
    with ThreadPoolExecutor(6) as threads:
        receipts = list(threads.map(lambda _: send(absence()), range(6)))

    assert sorted(one["recorded"] for one in receipts) == [0, 0, 0, 0, 0, 1]
    assert ledger.head().position == 2


def test_an_id_that_was_used_for_something_else_is_a_mistake_and_a_correction_says_so(
    ledger: Ledger, send: Callable[..., dict[str, Any]]
) -> None:
    first = send(person(), absence())
    told = first["events"][1]
    other = absence(fields={"authorised": True, "session": "a1"})

    with pytest.raises(EventsRefused) as refused:
        send(other)
    assert reasons(refused) == [(0, "content", "ID_SAYS_OTHERWISE")]

    fields = {"original": told["event_id"], "body": {"authorised": True, "session": "a1"}}
    send(event("event-corrected", "c1", told["subject"], None, fields=fields))

    (corrected,) = events(ledger, EventCorrected)
    assert (corrected.event.occurred_on, corrected.event.municipality) == ("2025-06-20", "0014")


def test_many_who_tell_of_one_person_at_once_are_all_recorded(
    ledger: Ledger, send: Callable[..., dict[str, Any]]
) -> None:
    with ThreadPoolExecutor(12) as threads:
        receipts = list(threads.map(lambda n: send(person(), absence(f"a{n}")), range(36)))

    assert len(events(ledger, PersonRegistered)) == 1
    assert sorted(receipt["events"][1]["is_new"] for receipt in receipts) == [True] * 36
    assert ledger.head().position == 37


class LosesItsAnswer:
    """Records, and then the connection is gone before the answer."""

    def __init__(self, recorder: GroupCommit) -> None:
        self.recorder = recorder

    def record(self, command: Command) -> Receipt:
        self.recorder.record(command)
        raise ConnectionError


def test_after_an_answer_that_was_lost_the_same_request_gives_it_and_the_links_are_decided(
    ledger: Ledger, recorder: GroupCommit, send: Callable[..., dict[str, Any]]
) -> None:
    send(person())
    with pytest.raises(ConnectionError):
        send(person("K2", "p2"), key="k2", through=LosesItsAnswer(recorder))
    assert events(ledger, RegistrationsLinked) == []

    receipt = send(person("K2", "p2"), key="k2")

    assert (receipt["recorded"], receipt["events"][0]["position"]) == (1, 2)
    assert len(events(ledger, RegistrationsLinked)) == 1


def test_one_mistake_keeps_all_out_and_every_mistake_is_told_with_its_place(
    ledger: Ledger, send: Callable[..., dict[str, Any]]
) -> None:
    with pytest.raises(EventsRefused) as refused:
        send(
            person(),
            event("placement-dreamt", "x1"),
            absence("a1", data={"fields": {"authorised": "perhaps"}}),
            absence("a2", subject=BSN),
            {"specversion": "1.0"},
        )

    assert list(dict.fromkeys(reasons(refused))) == [
        (1, "content", "UNKNOWN_FACT"),
        (2, "content", "VALUE_NOT_ALLOWED"),
        (3, "content", "NAMES_A_PERSON"),
        (4, "content", "NOT_A_CLOUDEVENT"),
    ]
    assert BSN not in str([one.detail for one in refused.value.mistakes])
    assert ledger.head().position == 0


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"time": "yesterday"}, "NOT_A_CLOUDEVENT"),
        ({"datacontenttype": "text/xml"}, "NOT_A_CLOUDEVENT"),
        ({"source": "urn:nld:oin:1:systeem:volg"}, "NOT_A_CLOUDEVENT"),
        ({"remark": BSN}, "NAMES_A_PERSON"),
        ({"id": f"melding-{BSN}"}, "NAMES_A_PERSON"),
        ({"comment": "x" * 70_000}, "EVENT_TOO_LARGE"),
    ],
)
def test_the_envelope_is_that_of_the_profile(
    send: Callable[..., dict[str, Any]], wrong: dict[str, Any], reason: str
) -> None:
    with pytest.raises(EventsRefused) as refused:
        send(person() | wrong)
    assert reasons(refused) == [(0, "content", reason)]


# Who says what


@pytest.mark.parametrize(
    ("by", "sent", "reason"),
    [
        (SCHOOL, placement(), "NOT_YOURS_TO_SAY"),
        (SCHOOL, event("sanction-imposed", "s1", fields={"law": "WI_2007", "kind": "WARNING"}), "NOT_YOURS_TO_SAY"),
        (OFFICE, person(), "NOT_YOURS_TO_SAY"),
        (Speaker("m", "ministry"), person(), "NOT_YOURS_TO_SAY"),
        (CLERK, event("registrations-linked", "l1", fields={}), "DECIDED_HERE"),
        (CLERK, event("personal-data-erased", "x1", fields={}), "UNKNOWN_FACT"),
        (CLERK, event("rule-released", "r1", fields={"rule": "placements", "version": "x"}), "NOT_YOURS_TO_SAY"),
        (CLERK, absence(municipality="0599"), "OTHER_MUNICIPALITY"),
        (CLERK, event("condition-met", "c1", fields={"name": "state-money-available"}), "OTHER_MUNICIPALITY"),
        (SCHOOL, event("enrolment-recorded", "n1", fields={"course": "NT2", "provider": "Another"}), "OTHER_PROVIDER"),
    ],
)
def test_nobody_says_what_is_for_another_to_know(
    send: Callable[..., dict[str, Any]], by: Speaker, sent: dict[str, Any], reason: str
) -> None:
    with pytest.raises(EventsRefused) as refused:
        send(sent, by=by)
    assert [one.reason for one in refused.value.mistakes] == [reason]


def test_a_provider_tells_who_came_and_changes_only_what_it_said_itself(
    ledger: Ledger, send: Callable[..., dict[str, Any]]
) -> None:
    theirs = send(person(), absence())["events"][1]
    own = send(person("S1", "s1", municipality="0014"), absence("s2", "S1"), by=SCHOOL)["events"][1]
    source = events(ledger)[-1].event.source
    assert source is None or source.party == "Agens"

    with pytest.raises(EventsRefused) as refused:
        send(
            event("event-retracted", "r1", theirs["subject"], None, fields={"original": theirs["event_id"]}), by=SCHOOL
        )
    assert reasons(refused) == [(0, "scope", "SAID_BY_ANOTHER")]
    retracted = event("event-retracted", "r2", own["subject"], None, fields={"original": own["event_id"]})
    assert send(retracted, by=SCHOOL)["recorded"] == 1


def test_a_registration_that_may_not_be_seen_is_not_there(ledger: Ledger, send: Callable[..., dict[str, Any]]) -> None:
    told = send(person(), absence())["events"][1]

    with pytest.raises(EventsRefused) as by_id:
        send(absence("a9", told["subject"]), may_see=lambda subject: False)
    retracted = event("event-retracted", "r1", told["subject"], None, fields={"original": told["event_id"]})
    with pytest.raises(EventsRefused) as by_event:
        send(retracted, may_see=lambda subject: False)

    assert reasons(by_id) == [(0, "unknown", "IdIsUnknown")]
    assert reasons(by_event) == [(0, "unknown", "EventIsUnknown")]


def test_an_administrator_keeps_what_holds_for_all(ledger: Ledger, send: Callable[..., dict[str, Any]]) -> None:
    sent = event("parameter-set", "q1", "hours", "2027-01-01", fields={"name": "hours", "value": "40"})
    assert send(sent, by=OFFICE)["recorded"] == 1
    named = event("municipality-named", "m1", "0015", None, fields={"code": "0015", "name": "Groningen"})
    with pytest.raises(EventsRefused) as refused:
        send(named, by=OFFICE)
    assert [one.reason for one in refused.value.mistakes] == ["NameIsTaken"]


# Decisions


def test_a_decision_is_taken_on_the_dossier_as_it_was_seen(ledger: Ledger, send: Callable[..., dict[str, Any]]) -> None:
    subject = UUID(send(person())["events"][0]["subject"])
    seen = dossier_tag(ledger, subject)
    assert seen is not None

    with pytest.raises(TagIsNeeded):
        send(placement())
    first = send(placement(), tag=seen, key="k1")
    assert first["recorded"] == 1
    with pytest.raises(TagIsOld):
        send(event("exemption-granted", "x1", fields={"law": "WI_2007", "scope": "FULL"}), tag=seen)

    assert send(placement(), tag=seen, key="k1") == first
    assert dossier_tag(ledger, subject) != seen
    assert len(events(ledger, PlacementStarted)) == 1


def test_a_decision_is_refused_with_its_reason_and_by_what_comes_with_it(
    ledger: Ledger, send: Callable[..., dict[str, Any]]
) -> None:
    with pytest.raises(EventsRefused) as refused:
        send(person(), placement("e1"), placement("e2", provider="Agens"))

    assert reasons(refused) == [(2, "decision", "PlacementIsAlreadyOpen")]
    (one,) = refused.value.mistakes
    assert "already open" in one.detail["en"]
    assert one.detail["nl"] != one.detail["en"]
    assert events(ledger, PersonRegistered) == []


def test_the_decisions_of_one_request_are_about_one_dossier(send: Callable[..., dict[str, Any]]) -> None:
    send(person(), person("K2", "p2", personal={}))
    with pytest.raises(EventsRefused) as refused:
        send(placement("e1"), placement("e2", "K2"), tag='"x"')
    assert reasons(refused) == [(0, "content", "DECISIONS_OF_MANY"), (1, "content", "DECISIONS_OF_MANY")]


@dataclass
class ComesFirst:
    """Lets somebody else record in the same stream just before."""

    recorder: GroupCommit
    before: Callable[[], object]

    def record(self, command: Command) -> Receipt:
        before, self.before = self.before, lambda: None
        before()
        return self.recorder.record(command)


def test_who_decides_while_another_writes_in_the_dossier_is_told_so(
    ledger: Ledger, recorder: GroupCommit, send: Callable[..., dict[str, Any]]
) -> None:
    subject = UUID(send(person())["events"][0]["subject"])
    through = ComesFirst(recorder, lambda: send(absence()))

    with pytest.raises(TagIsOld):
        send(placement(), tag=dossier_tag(ledger, subject), through=through)

    assert events(ledger, PlacementStarted) == []


def test_what_is_observed_is_recorded_also_while_another_writes_in_the_dossier(
    ledger: Ledger, recorder: GroupCommit, send: Callable[..., dict[str, Any]]
) -> None:
    send(person())
    through = ComesFirst(recorder, lambda: send(absence("a1")))

    assert send(absence("a2"), through=through)["events"][0]["position"] == 3

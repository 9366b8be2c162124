"""From words to the ledger: the right stream, the decision, the receipt, and nothing new the second time."""

from __future__ import annotations

import threading
from datetime import date
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec
import pytest

from domain import decision_refusals as refused
from domain import municipalities
from domain.event import Recorded, encode_fact
from domain.facts import (
    ConditionMet,
    EventCorrected,
    ParameterSet,
    PersonRegistered,
    PlacementEnded,
    PlacementStarted,
    WaitingListLeft,
)
from domain.facts.base import Fact
from exchange import recording
from exchange.by_hand import parse_by_hand
from exchange.recording import RecordedByHand, record_by_hand
from store.errors import KeyReused
from store.ledger import Ledger
from store.statement import Command, Statement

TODAY = date(2026, 1, 5)
CANARY = "Zonnebloem"


def record(
    ledger: Ledger, name: str, *words: str, actor: str = "clerk-1", key: str | None = None, today: date = TODAY
) -> RecordedByHand:
    by_hand = parse_by_hand(name, words, lambda text: municipalities.find_code(text, {}))
    return record_by_hand(ledger, by_hand, actor=actor, today=today, key=key)


def deliver(ledger: Ledger, record_id: str, party: str = "0014", system: str = "GWS4all", *facts: Fact) -> UUID:
    """A registration as an import would have made it."""
    subject = uuid5(NAMESPACE_URL, f"{party}/{system}:{record_id}")
    statements = [
        Statement(
            subject=subject,
            fact=fact,
            actor="import",
            purpose="test",
            party=party,
            system=system,
            record=record_id,
            municipality=party if party.isdigit() else "0014",
        )
        for fact in facts or (PersonRegistered(),)
    ]
    (receipt,) = ledger.record([Command(f"{party}{system}{record_id}", statements)])
    assert receipt.outcome == "recorded"
    return subject


def event_at(ledger: Ledger, position: int) -> Recorded:
    return ledger.events_at([position])[position][0]


def head(ledger: Ledger) -> int:
    return ledger.head().position


# Shared facts


def test_a_condition_is_recorded_once_in_the_stream_of_its_name_and_municipality(ledger: Ledger) -> None:
    words = ("name=state-money-available", "municipality=Haarlem", "occurred_on=2009-01-05")

    first = record(ledger, "ConditionMet", *words)
    again = record(ledger, "ConditionMet", *words)
    elsewhere = record(ledger, "ConditionMet", words[0], "municipality=Groningen", words[2])

    assert (first.positions, first.facts) == ((1,), (ConditionMet(name="state-money-available"),))
    assert (again.receipt, again.facts, again.positions) == (None, (), (1,))
    assert again.subject == first.subject != elsewhere.subject
    event = event_at(ledger, 1).event
    assert (event.municipality, event.occurred_on, event.delivered_on) == ("0392", "2009-01-05", TODAY)
    assert event.source is not None
    assert (event.source.party, event.source.system) == ("0392", "by-hand")


def test_another_value_or_day_of_a_parameter_is_a_new_fact(ledger: Ledger) -> None:
    words = ("name=accountability-documents", "municipality=Den Haag")
    record(ledger, "ParameterSet", *words, "value=beschikking,trajectplan", "occurred_on=2008-01-01")
    record(ledger, "ParameterSet", *words, "value=beschikking", "occurred_on=2008-01-01")
    record(ledger, "ParameterSet", *words, "value=beschikking", "occurred_on=2009-01-01")

    values = [recorded.fact for recorded in ledger.events_after(0)]
    assert [fact.value for fact in values if isinstance(fact, ParameterSet)] == [
        "beschikking,trajectplan",
        "beschikking",
        "beschikking",
    ]


def test_a_shared_fact_may_hold_from_a_later_day_on_and_needs_no_municipality(ledger: Ledger) -> None:
    done = record(ledger, "ParameterSet", "name=hours", "value=40", "occurred_on=2027-01-01")

    event = event_at(ledger, done.positions[0]).event
    assert (event.municipality, event.source) == (None, None)


# A registration


def test_a_registration_is_found_by_its_id_and_the_fact_carries_that_id(ledger: Ledger) -> None:
    subject = deliver(ledger, "W3", "0505", "ROC Da Vinci")

    done = record(ledger, "WaitingListLeft", "id=W3", "because=PLACED", "occurred_on=2003-11-20")

    assert (done.subject, done.facts) == (subject, (WaitingListLeft(because="PLACED"),))
    event = event_at(ledger, done.positions[0]).event
    assert (event.version, event.municipality, event.actor) == (2, "0505", "clerk-1")
    assert event.source is not None
    assert event.source.record is not None
    assert ledger.record_ids([bytes.fromhex(event.source.record)]) == {event.source.record: "W3"}
    assert len(ledger.records_named("W3")) == 1


def test_an_id_of_several_sources_is_refused_with_the_candidates(ledger: Ledger) -> None:
    groningen, haarlem = deliver(ledger, "H1"), deliver(ledger, "H1", "0392", "PIB")

    with pytest.raises(recording.AmbiguousId) as caught:
        record(ledger, "PlacementStarted", "id=H1", "trajectory=DUAL")

    assert caught.value.candidates == ("GWS4all:H1", "PIB:H1")
    assert head(ledger) == 2
    assert record(ledger, "PlacementStarted", "id=gws4ALL:H1", "trajectory=DUAL").subject == groningen
    assert record(ledger, "PlacementStarted", "id=haarlem:H1", "trajectory=DUAL").subject == haarlem
    assert record(ledger, "PlacementEnded", "id=0392:H1", "reason=OTHER").subject == haarlem


def test_two_parties_with_one_system_are_told_apart_by_party(ledger: Ledger) -> None:
    deliver(ledger, "H1")
    haarlem = deliver(ledger, "H1", "0392")

    with pytest.raises(recording.AmbiguousId) as caught:
        record(ledger, "PlacementStarted", "id=GWS4all:H1", "trajectory=DUAL")

    assert caught.value.candidates == ("Groningen/GWS4all:H1", "Haarlem/GWS4all:H1")
    assert record(ledger, "PlacementStarted", f"id={caught.value.candidates[1]}", "trajectory=DUAL").subject == haarlem


def test_an_id_with_a_colon_is_an_id_before_it_is_a_source(ledger: Ledger) -> None:
    subject = deliver(ledger, "GWS4all:H1")
    deliver(ledger, "H1")

    assert record(ledger, "PlacementStarted", "id=GWS4all:H1", "trajectory=DUAL").subject == subject


def test_a_new_person_is_registered_under_the_id_that_is_given(ledger: Ledger) -> None:
    done = record(ledger, "PersonRegistered", "id=N1", "municipality=Groningen", f"surname={CANARY}")
    placed = record(ledger, "PlacementStarted", "id=by-hand:N1", "trajectory=DUAL", "occurred_on=2008-06-20")

    assert placed.subject == done.subject
    assert ledger.personal_of(event_at(ledger, 1)) == {"surname": CANARY}
    first, second = event_at(ledger, 1).event.source, event_at(ledger, 2).event.source
    assert first is not None
    assert second is not None
    assert (first.party, first.system, first.record) == ("0014", "by-hand", second.record)


@pytest.mark.parametrize(
    ("name", "words", "reason"),
    [
        ("WaitingListLeft", ["because=PLACED"], recording.IdIsNeeded),
        ("WaitingListLeft", ["id=W9", "because=PLACED"], recording.IdIsUnknown),
        ("WaitingListLeft", ["id=PIB:W3", "because=PLACED"], recording.IdIsUnknown),
        ("PlacementStarted", ["id=W9", "trajectory=DUAL"], recording.IdIsUnknown),
        ("PersonRegistered", ["id=N1"], recording.MunicipalityIsNeeded),
        ("PersonRegistered", ["id=123456782", "municipality=0014"], recording.IdIsAPersonNumber),
        ("PlacementStarted", ["id=W3", "trajectory=DUAL", "occurred_on=2026-01-06"], recording.DateLiesAhead),
        ("PlacementStarted", ["id=W3", "trajectory=DUAL", "occurred_on=2027"], recording.DateLiesAhead),
        ("PlacementStarted", ["id=W3", "trajectory=DUAL", "registered_on=2026-01-06"], recording.DateLiesAhead),
    ],
)
def test_what_cannot_be_placed_is_refused_and_nothing_is_written(
    ledger: Ledger, name: str, words: list[str], reason: type[recording.RecordingRefused]
) -> None:
    deliver(ledger, "W3")

    with pytest.raises(reason) as caught:
        record(ledger, name, *words)

    assert head(ledger) == 1
    assert "xpected" in str(caught.value)
    assert "123456782" not in str(caught.value)


def test_where_a_registration_knows_two_municipalities_the_fact_says_which(ledger: Ledger) -> None:
    deliver(ledger, "W3")
    record(ledger, "PersonSettled", "id=W3", "municipality=Haarlem")

    with pytest.raises(recording.MunicipalityIsNeeded):
        record(ledger, "PlacementStarted", "id=W3", "trajectory=DUAL")

    done = record(ledger, "PlacementStarted", "id=W3", "trajectory=DUAL", "municipality=Haarlem")
    assert event_at(ledger, done.positions[0]).event.municipality == "0392"


# Decisions


def test_a_decision_asked_twice_gives_nothing_new_and_tells_where_it_stands(ledger: Ledger) -> None:
    deliver(ledger, "W3")
    words = ("id=W3", "trajectory=DUAL", "occurred_on=2008-06-20")

    first, again = record(ledger, "PlacementStarted", *words), record(ledger, "PlacementStarted", *words, actor="other")

    assert first.receipt is not None
    assert first.receipt.outcome == "recorded"
    assert (again.receipt, again.facts, again.positions) == (None, (), first.positions)
    assert head(ledger) == 2


def test_a_decision_that_clashes_is_refused_and_an_observed_fact_is_not(ledger: Ledger) -> None:
    placed = (PersonRegistered(), PlacementStarted(trajectory="REGULAR"))
    deliver(ledger, "W3", "0014", "GWS4all", *placed)

    with pytest.raises(refused.PlacementIsAlreadyOpen):
        record(ledger, "PlacementStarted", "id=W3", "trajectory=DUAL", "occurred_on=2008-06-20")
    assert head(ledger) == 2

    done = record(ledger, "PlacementEnded", "id=W3", "reason=UNKNOWN", "occurred_on=1990-01-01")
    assert done.facts == (PlacementEnded(reason="UNKNOWN"),)


def test_the_same_decision_with_other_sealed_words_is_refused_without_repeating_them(ledger: Ledger) -> None:
    deliver(ledger, "W3")
    words = ("id=W3", "trajectory=DUAL", "occurred_on=2008-06-20")
    record(ledger, "PlacementStarted", *words, f"remark={CANARY}")

    assert record(ledger, "PlacementStarted", *words, f"remark={CANARY}").receipt is None
    assert record(ledger, "PlacementStarted", *words).receipt is None
    with pytest.raises(recording.SealedFieldsDiffer) as caught:
        record(ledger, "PlacementStarted", *words, "remark=Zonnedauw")
    assert "Zonnedauw" not in str(caught.value)
    assert CANARY not in str(caught.value)


def test_a_used_key_for_another_request_is_refused(ledger: Ledger) -> None:
    deliver(ledger, "W3")
    record(ledger, "PlacementEnded", "id=W3", "reason=OTHER", key="once")

    assert record(ledger, "PlacementEnded", "id=W3", "reason=OTHER", key="once").receipt is None
    with pytest.raises(KeyReused):
        record(ledger, "PlacementEnded", "id=W3", "reason=UNKNOWN", key="once")


# Corrections, retractions, approvals


def test_a_correction_keeps_what_was_not_typed(ledger: Ledger) -> None:
    deliver(ledger, "W3")
    words = ("id=W3", "trajectory=DUAL", "occurred_on=2008-06-20", "registered_on=2008-06-23", f"remark={CANARY}")
    placed = record(ledger, "PlacementStarted", *words)
    original = str(event_at(ledger, placed.positions[0]).event.event_id)

    done = record(ledger, "EventCorrected", f"original={original}", 'body={"trajectory":"REGULAR"}')

    recorded = event_at(ledger, done.positions[0])
    fact, event = recorded.fact, recorded.event
    assert isinstance(fact, EventCorrected)
    assert bytes(fact.body) == bytes(encode_fact(PlacementStarted(trajectory="REGULAR")))
    assert (event.occurred_on, event.registered_on, event.municipality) == ("2008-06-20", date(2008, 6, 23), "0014")
    assert ledger.personal_of(recorded) == {"remark": CANARY}
    assert event.subject == placed.subject


def test_a_correction_changes_what_was_typed_and_takes_away_what_was_left_empty(ledger: Ledger) -> None:
    person = record(
        ledger, "PersonRegistered", "id=N1", "municipality=0014", "surname=A", "telephone=1", "occurred_on=2008"
    )
    original = str(event_at(ledger, person.positions[0]).event.event_id)
    words = (f"original={original}", "body={}", "surname=B", "telephone=", "occurred_on=")

    done = record(ledger, "EventCorrected", *words)

    recorded = event_at(ledger, done.positions[0])
    assert ledger.personal_of(recorded) == {"surname": "B"}
    assert recorded.event.occurred_on is None


def test_a_correction_twice_and_a_retraction_twice_give_nothing_new(ledger: Ledger) -> None:
    met = record(ledger, "ConditionMet", "name=x", "occurred_on=2009-01-05")
    original = f"original={event_at(ledger, met.positions[0]).event.event_id}"
    words = (original, 'body={"name":"x","document":"kst-1"}')

    corrected, again = record(ledger, "EventCorrected", *words), record(ledger, "EventCorrected", *words)
    assert (again.receipt, again.positions) == (None, (1, 2))
    gone, gone_again = record(ledger, "EventRetracted", original), record(ledger, "EventRetracted", original)
    assert (gone.positions, gone_again.receipt) == ((3,), None)
    assert corrected.subject == gone.subject == met.subject
    assert record(ledger, "EventCorrected", *words).positions == (4,)


def test_a_correction_of_an_event_that_does_not_stand_or_of_another_type_is_refused(ledger: Ledger) -> None:
    met = record(ledger, "ConditionMet", "name=x")
    original = f"original={event_at(ledger, met.positions[0]).event.event_id}"

    with pytest.raises(refused.EventIsUnknown):
        record(ledger, "EventCorrected", f"original={UUID(int=5)}", "body={}")
    with pytest.raises(refused.CorrectionIsOfAnotherType):
        record(ledger, "EventCorrected", original, 'body={"trajectory":"DUAL"}')
    assert head(ledger) == 1


def test_somebody_else_approves(ledger: Ledger) -> None:
    deliver(ledger, "W3")
    fine = record(ledger, "SanctionImposed", "id=W3", "article=34", "kind=fine", "amount_cents=25000", actor="km-1")
    approves = f"approves={event_at(ledger, fine.positions[0]).event.event_id}"

    with pytest.raises(refused.ApproverIsTheProposer):
        record(ledger, "ApprovalGiven", approves, actor="km-1")
    done = record(ledger, "ApprovalGiven", approves, "role=director", actor="dir-1")
    assert (done.subject, event_at(ledger, done.positions[0]).event.municipality) == (fine.subject, "0014")
    assert record(ledger, "ApprovalGiven", approves, "role=director", actor="dir-1").receipt is None


# At the same time


def test_of_many_who_place_one_person_at_once_one_succeeds(ledger: Ledger) -> None:
    deliver(ledger, "W3")
    outcomes: list[str] = []

    def place(number: int) -> None:
        try:
            record(
                ledger, "PlacementStarted", "id=W3", "trajectory=DUAL", f"provider=P{number}", "occurred_on=2008-06-20"
            )
            outcomes.append("recorded")
        except refused.PlacementIsAlreadyOpen:
            outcomes.append("refused")

    threads = [threading.Thread(target=place, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["recorded", "refused", "refused", "refused"]
    assert head(ledger) == 2


def test_one_new_id_registered_by_two_at_once_is_one_registration(ledger: Ledger) -> None:
    done: list[RecordedByHand] = []

    def register(number: int) -> None:
        done.append(record(ledger, "PersonRegistered", "id=N1", "municipality=0014", f"register=R{number}"))

    threads = [threading.Thread(target=register, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len({one.subject for one in done}) == 1
    assert sorted(event_at(ledger, one.positions[0]).event.version for one in done) == [1, 2, 3]


def test_a_stream_that_keeps_moving_is_said_so(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    deliver(ledger, "W3")
    stale = ledger.record

    def always_stale(commands: list[Command]) -> object:
        return [msgspec.structs.replace(stale(commands)[0], outcome="stale")]

    monkeypatch.setattr(ledger, "record", always_stale)
    monkeypatch.setattr(recording, "decide", lambda dossier, proposal: (proposal.fact,))
    with pytest.raises(recording.StreamKeepsMoving):
        record(ledger, "PlacementEnded", "id=W3", "reason=OTHER")

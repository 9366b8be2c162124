"""Ketenboek's own JSON lines: one CloudEvent a line, each checked to the letter."""

from datetime import date

import pytest

from domain.facts import base
from exchange import cloudevents, refusals

EVENT = {
    "specversion": "1.0",
    "id": "7c0f4b1e-0001",
    "source": "urn:nld:oin:00000099000000001000:systeem:inburgering",
    "type": "nl.inburgering.placement-started.v1",
    "subject": "dossier-1",
    "time": "2008-10-06T09:00:00Z",
    "datacontenttype": "application/json",
    "data": {
        "fields": {"trajectory": "DUAL", "provider": "Agens"},
        "occurred_on": "2008-06",
        "registered_on": "2008-06-23",
        "municipality": "0014",
    },
}


def changed(**attributes):
    return {**EVENT, "id": "7c0f4b1e-0002", **attributes}


def with_data(**data):
    return changed(data={**EVENT["data"], **data})


def test_a_line_states_one_fact_of_its_subject(take, lines):
    taken = take(lines(EVENT), None)

    assert (taken.delivery.profile, taken.delivery.system) == ("cloudevents", "inburgering")
    assert taken.delivery.party == "oin:00000099000000001000"
    (row,) = taken.rows
    (one,) = row.observed
    assert (row.record, one.slot) == ("dossier-1", "7c0f4b1e-0001")
    assert (one.fact.trajectory, one.occurred_on, one.registered_on) == ("DUAL", "2008-06", date(2008, 6, 23))
    assert one.municipality == "0014"


def test_the_municipality_given_is_the_party_and_fills_in_where_the_line_has_none(take, lines):
    event = changed(data={"fields": {"trajectory": "DUAL"}})

    taken = take(lines(event), "Rotterdam")

    assert taken.delivery.party == "0599"
    assert taken.rows[0].observed[0].municipality == "0599"


def test_sealed_fields_come_in_their_one_form(take, lines):
    person = changed(
        type="nl.inburgering.person-registered.v1",
        data={"personal": {"bsn": "12345672", "birth_on": "1975", "surname": "Öztürk"}, "slot": "person"},
    )

    (one,) = take(lines(person)).rows[0].observed

    assert dict(one.personal) == {"bsn": "012345672", "birth_on": "1975", "surname": "Öztürk"}
    assert one.slot == "person"


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ("{", "NOT_A_CLOUDEVENT"),
        ("[1]", "NOT_A_CLOUDEVENT"),
        ("[" * 5000, "NOT_A_CLOUDEVENT"),
        (changed(specversion="0.3"), "NOT_A_CLOUDEVENT"),
        (changed(source="https://gemeente.example"), "NOT_A_CLOUDEVENT"),
        (changed(Extra="x"), "NOT_A_CLOUDEVENT"),
        (changed(extra={"a": 1}), "NOT_A_CLOUDEVENT"),
        (changed(data={"velden": {}}), "FIELD_UNKNOWN"),
        (changed(source="urn:nld:oin:00000099000000002000:systeem:anders"), "OTHER_SOURCE"),
        (changed(type="nl.inburgering.placement-dreamt.v1"), "UNKNOWN_FACT"),
        (changed(type="nl.inburgering.placement-started.v99"), "UNKNOWN_FACT"),
        (changed(type="nl.inburgering.event-retracted.v1"), "UNKNOWN_FACT"),
        (changed(type="nl.inburgering.registrations-linked.v1"), "DECIDED_HERE"),
        (changed(type="nl.inburgering.registrations-unlinked.v1"), "DECIDED_HERE"),
        (changed(type="nl.inburgering.link-left-undecided.v1"), "DECIDED_HERE"),
        (changed(type="nl.inburgering.link-model-released.v1"), "DECIDED_HERE"),
        (changed(subject="123456782"), "NAMES_A_PERSON"),
        (with_data(person="bsn 123456782"), "NAMES_A_PERSON"),
        (with_data(fields={"trajectory": "MAGIC"}), "VALUE_NOT_ALLOWED"),
        (with_data(fields={"trajectory": "DUAL", "shoe": 1}), "FIELD_UNKNOWN"),
        (with_data(personal={"bsn": "123456782"}), "FIELD_UNKNOWN"),
        (with_data(occurred_on="20-06-2008"), "NOT_A_DATE"),
        (with_data(occurred_on="2031-01-01"), "NOT_A_DATE"),
        (with_data(slot="x" * 70_000), "ROW_TOO_LONG"),
        ({**EVENT, "subject": "dossier-2"}, "DUPLICATE_RECORD"),
    ],
)
def test_a_line_that_is_wrong_is_refused_and_the_others_are_taken(take, lines, event, reason):
    taken = take(lines(EVENT, event))

    assert (len(taken.rows), [row.reason for row in taken.refused]) == (1, [reason])
    assert "123456782" not in " ".join((str(taken.refused[0].column), *taken.refused[0].advice.values()))


def test_the_same_line_twice_is_taken_once(take, lines):
    taken = take(lines(EVENT, EVENT))

    assert (len(taken.rows), taken.refused) == (1, [])


def test_json_that_holds_no_cloudevents_is_refused_as_a_file(take, lines):
    with pytest.raises(refusals.FileIsNotATable, match="no CloudEvents"):
        take(lines({"kenmerk": "dossier-1", "soort": "plaatsing"}))


def test_every_fact_that_may_be_delivered_has_its_own_type_of_the_standard():
    types = [cloudevents.type_of(definition) for definition in base.definitions()]

    assert len(set(types)) == len(types)
    assert all(cloudevents._TYPE.fullmatch(one) for one in types)

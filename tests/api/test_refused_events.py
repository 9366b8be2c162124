"""An event that is refused says which of its fields are wrong, what was expected, and all of it in words of HTTP."""

from __future__ import annotations

import re
from typing import Any, get_args, get_type_hints
from uuid import UUID

import pytest

import exchange.linking_by_hand  # noqa: F401 - so that its refusals stand among the subclasses
from domain.decision_refusals import DecisionRefused
from domain.facts import PlacementStarted
from domain.facts.base import definitions
from exchange.by_hand import ParameterIsRefused
from exchange.cloudevents import Data, Envelope
from exchange.event_words import IN_EVENTS, OF_PATH, expected_of
from exchange.naming import NameIsTaken
from exchange.posted_words import OF_EVENTS, SAID, said_of
from exchange.recording import AmbiguousId, RecordingRefused, SealedFieldsDiffer
from exchange.row_refusals import ADVICE
from replay.figures import Figures
from store.ledger import Ledger
from tests.api.sending import BSN, BY_TOKEN, NAME, Sender, absence, event, person, placement

LANGUAGES = ("nl", "en")
OF_THE_COMMAND_LINE = re.compile(r"ketenboek [a-z]|--[a-z]|`|\bhistory\b|\b[a-z_]+=|kolom|column|\.py\b|per regel")
BY_HAND_ALONE = {"IdIsNeeded", "AmbiguousId", "IdIsAPersonNumber", "DeciderIsThePolicy", "OthersAreKeptApart"}
"""Refusals of words that were typed; OthersAreKeptApart names no word of either."""


@pytest.fixture
def api(ledger: Ledger, calling: type[Any]) -> Any:
    """The API over an empty ledger, for callers with a token."""
    return calling(Figures(ledger), access=BY_TOKEN)


@pytest.fixture
def clerk(api: Any) -> Sender:
    return Sender(api, "clerk")


def mistakes(answer: Any) -> dict[str | None, str]:
    """Field → reason, of an event that was refused."""
    errors = answer.json()["errors"]
    assert {one["in"] for one in errors} == {"body"}
    return {one["name"]: one["reason"] for one in errors}


def details(clerk: Sender, sent: dict[str, Any]) -> dict[str, dict[str | None, str]]:
    """Language → field → what is said of it."""
    told = {}
    for language in LANGUAGES:
        answer = clerk.record(sent, accept_language=language)
        assert answer.status_code == 400, answer.text
        assert answer.headers["content-language"] == language
        told[language] = {one["name"]: one["detail"] for one in answer.json()["errors"]}
    return told


def test_every_mistake_in_the_fields_of_an_event_is_named_at_once(ledger: Ledger, clerk: Sender) -> None:
    sent = absence(fields={"reason": "=cmd", "lessons": -2, "until_on": "01-09-2008", "colour": "red"})
    answer = clerk.record(sent)

    assert mistakes(answer) == {
        "data.fields.authorised": "FIELD_MISSING",
        "data.fields.reason": "VALUE_NOT_ALLOWED",
        "data.fields.lessons": "VALUE_NOT_ALLOWED",
        "data.fields.until_on": "VALUE_NOT_ALLOWED",
        "data.fields.colour": "FIELD_UNKNOWN",
    }
    assert ledger.head().position == 0


def test_what_was_expected_is_told_from_the_type_of_the_field_in_both_languages(clerk: Sender) -> None:
    told = details(clerk, absence(fields={"reason": "=cmd", "lessons": -2, "colour": "red"}))

    assert told["nl"]["data.fields.authorised"] == "Dit ontbreekt. Verwacht: true of false."
    assert told["en"]["data.fields.authorised"] == "This is missing. Expected: true or false."
    assert "een geheel getal van 0 of meer" in told["nl"]["data.fields.lessons"]
    assert "a whole number, 0 or more" in told["en"]["data.fields.lessons"]
    assert "authorised, " in told["en"]["data.fields.colour"]
    assert told["en"]["data.fields.reason"].startswith("This value is not allowed here. Expected: ")


def test_fields_beside_data_fields_are_told_where_they_belong(clerk: Sender) -> None:
    told = details(clerk, event("absence-recorded", "a1", reason="WORK"))

    assert set(told["nl"]) == {"data.reason"}
    assert "fields, personal, occurred_on" in told["nl"]["data.reason"]


def test_a_code_from_a_closed_list_is_refused_with_the_codes_there_are(clerk: Sender) -> None:
    told = details(clerk, placement(fields={"trajectory": "MAGIC"}))

    codes = ", ".join(get_args(get_type_hints(PlacementStarted)["trajectory"]))
    assert told["nl"] == {"data.fields.trajectory": f"Deze waarde kan hier niet. Verwacht: een van {codes}."}
    assert told["en"]["data.fields.trajectory"].endswith(f"Expected: one of {codes}.")


@pytest.mark.parametrize("on", ["2008-13-45", "20-06-2008", "2008-02-30", "gisteren"])
def test_a_date_is_refused_with_the_form_that_is_taken(clerk: Sender, on: str) -> None:
    told = details(clerk, absence() | {"data": {"fields": {"authorised": True}, "occurred_on": on}})

    assert "2008-06-20" in told["nl"]["data.occurred_on"]
    assert "20-06-2008" not in told["nl"]["data.occurred_on"]
    assert clerk.record(person()).status_code == 201
    right = absence() | {"data": {"fields": {"authorised": True}, "occurred_on": "2008-06-20"}}
    assert clerk.record(right).status_code == 201


def test_mistakes_in_every_part_of_an_event_are_told_together(clerk: Sender) -> None:
    sent = person(bsn="123456789", municipality="0599", registered_on="2025-06-31", fields={"shoe": 1})
    sent["data"]["personal"] |= {"colour": "red", "birth_on": "31-12-1975"}
    sent |= {"source": "volg", "time": "yesterday"}
    assert mistakes(clerk.record(sent)) == {
        "source": "NOT_A_CLOUDEVENT",
        "time": "NOT_A_CLOUDEVENT",
        "data.registered_on": "VALUE_NOT_ALLOWED",
        "data.fields.shoe": "FIELD_UNKNOWN",
    }

    sent |= {"source": person()["source"], "time": "2025-06-20T09:00:00Z"}
    sent["data"] |= {"registered_on": "2025-06-30", "fields": {}}
    assert mistakes(clerk.record(sent)) == {
        "data.municipality": "OTHER_MUNICIPALITY",
        "data.personal.bsn": "NOT_A_BSN",
        "data.personal.colour": "FIELD_UNKNOWN",
        "data.personal.birth_on": "NOT_A_DATE",
    }


def test_an_event_without_its_attributes_names_each_that_is_missing(clerk: Sender) -> None:
    assert set(mistakes(clerk.record({"specversion": "0.3"}))) == {
        *("specversion", "id", "source", "type", "subject", "data"),
    }


def test_nothing_that_was_sent_is_said_back(clerk: Sender) -> None:
    sent = absence(fields={NAME: BSN, f"bsn_{BSN}": 1, "authorised": NAME, "lessons": BSN, "Zoe": True})
    answer = clerk.record(sent)

    assert set(mistakes(answer)) == {"data.fields", "data.fields.authorised", "data.fields.lessons"}
    for secret in (NAME, BSN, "Zoe"):
        assert secret not in answer.text


def test_a_structure_within_a_fact_is_looked_into(clerk: Sender) -> None:
    pilots = placement(fields={"trajectory": "DUAL", "pilots": ["DUAL_2008", "two words"]})
    assert mistakes(clerk.record(pilots)) == {"data.fields.pilots.1": "VALUE_NOT_ALLOWED"}

    corrected = event("event-corrected", "c1", fields={"original": "x", "body": 3, "body_schema": 0})
    assert mistakes(clerk.record(corrected)) == {
        "data.fields.original": "VALUE_NOT_ALLOWED",
        "data.fields.body": "VALUE_NOT_ALLOWED",
        "data.fields.body_schema": "VALUE_NOT_ALLOWED",
    }


def test_a_registration_that_is_unknown_is_told_without_words_of_the_command_line(clerk: Sender) -> None:
    answer = clerk.record(absence(subject="K9"), accept_language="nl")

    (error,) = answer.json()["errors"]
    assert (error["in"], error["name"], error["reason"]) == ("body", "subject", "IdIsUnknown")
    assert "person-registered" in error["detail"]
    assert not OF_THE_COMMAND_LINE.search(error["detail"])


def test_an_event_that_is_unknown_is_not_repeated(clerk: Sender) -> None:
    nobody = "00000000-0000-4000-8000-000000000000"
    answer = clerk.record(event("event-retracted", "r1", fields={"original": nobody, "reason": "MISTAKE"}))

    assert answer.status_code == 404
    assert nobody not in answer.text
    assert "/v1/dossiers/{registration}" in answer.json()["errors"][0]["detail"]


# Of all refusals there are


def refusals_of(kind: type[Exception]) -> list[type[Exception]]:
    return [kind, *(inner for one in kind.__subclasses__() for inner in refusals_of(one))]


MADE: dict[str, Exception] = {
    "AmbiguousId": AmbiguousId(["a", "b"]),
    "NameIsTaken": NameIsTaken("0014"),
    "SealedFieldsDiffer": SealedFieldsDiffer(UUID(int=1)),
}
EVERY = [
    *(MADE.get(one.__name__) or one() for one in (*refusals_of(RecordingRefused), *refusals_of(DecisionRefused))),
    ParameterIsRefused("waiting-limit-months", 0),
]


@pytest.mark.parametrize("error", EVERY, ids=lambda one: type(one).__name__)
def test_no_refusal_of_what_is_sent_names_a_command_or_its_words(error: Exception) -> None:
    said = said_of(error)

    assert said.dutch
    if type(error).__name__ not in BY_HAND_ALONE:
        assert not OF_THE_COMMAND_LINE.search(said.dutch), said.dutch
        assert not OF_THE_COMMAND_LINE.search(said.english), said.english
    assert said.dutch != said.english or type(error) in (RecordingRefused, DecisionRefused)


def test_every_refusal_with_words_of_its_own_is_one_there_is() -> None:
    assert set(SAID) <= {type(one).__name__ for one in EVERY}
    assert set(OF_EVENTS) <= set(ADVICE)
    assert set(IN_EVENTS) <= set(ADVICE)


def test_the_advice_on_an_event_speaks_of_no_table() -> None:
    for words in (*IN_EVENTS.values(), *OF_EVENTS.values(), *OF_PATH.values()):
        assert not any(re.search(r"\b(cel|kolom|rij|cell|column|row)\b", said) for said in words), words


def test_every_field_that_can_be_sent_has_words_for_what_is_expected_of_it() -> None:
    parts = {*Envelope.__struct_fields__, *(f"data.{name}" for name in Data.__struct_fields__), ""}
    assert set(OF_PATH) == parts
    for definition in definitions():
        for name, hint in get_type_hints(definition.fact, include_extras=True).items():
            dutch, english = expected_of(name, hint)
            assert dutch
            assert dutch != english
            assert not OF_THE_COMMAND_LINE.search(f"{dutch} {english}")


def test_what_is_expected_of_each_field_can_be_read_before_it_is_sent(clerk: Sender) -> None:
    told = clerk.get("/v1/fact-types/PersonRegistered").json()
    fields = {one["name"]: one for one in clerk.get("/v1/fact-types/AbsenceRecorded").json()["fields"]}

    assert fields["authorised"]["is_required"]
    assert fields["authorised"]["expected"] == {"nl": "true of false", "en": "true or false"}
    assert {one["name"] for one in told["fields"] if one["is_sealed"]} == {one["name"] for one in told["sealed"]}
    assert told["sentence"]["nl"] == "Een partij nam een persoon op in haar boeken; daarmee begint de registratie."


def test_the_description_says_of_each_part_of_an_event_what_it_is_and_its_example_is_taken(clerk: Sender) -> None:
    schemas = clerk.get("/v1/openapi.json").json()["components"]["schemas"]
    parts = schemas["CloudEvent"]["properties"] | {
        f"data.{name}": one for name, one in schemas["EventData"]["properties"].items()
    }

    assert set(parts) == set(OF_PATH) - {""}
    assert all(one["description"].endswith(".") for one in parts.values())
    (example,) = schemas["CloudEvent"]["examples"]
    assert clerk.record(person(subject=example["subject"])).status_code == 201
    answer = clerk.record(example)
    assert answer.status_code == 201, answer.text

"""Dossiers and events: what was recorded of somebody, in order, and what the views said before and after each fact."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from starlette.responses import Response

from api.call import Call
from api.figures import require_own_municipality
from api.group import Answers, Body, Group, Listed
from api.office import Office
from api.paging import PAGE_BY_NUMBER
from api.parameters import DAY_TEXT, Parameter, random_id, text_parameter
from api.problem_kinds import Words
from api.problems import BadBody, BadQuery, Mistake, NotThere
from api.schemas import (
    COUNT,
    DAY_OR_NONE,
    INSTANT,
    OBJECT,
    OBJECTS,
    RANDOM_ID,
    TEXT,
    TEXT_OR_NONE,
    TEXTS,
    YES_OR_NO,
    Schema,
    document,
    list_of,
    named,
)
from domain.dates import parse_period
from domain.facts.base import Definition, by_name, definitions
from domain.identifiers import NotABsn, NotAVNumber, normalise_bsn, normalise_v_number
from exchange.plain_text import names_a_person
from replay.answers import Document
from replay.asking import CannotAsk
from replay.event_list import EventsAsked, event_at, events_found
from replay.telling import records_of
from replay.timeline import DossierIsUnknown, dossier_document, dossier_tag
from store.ledger import Ledger
from store.readers import reading_as

EVENT: Schema = {
    "position": COUNT,
    "type": TEXT,
    "occurred_on": TEXT_OR_NONE,
    "registered_on": DAY_OR_NONE,
    "source": TEXT_OR_NONE,
    "event_id": RANDOM_ID,
    "registration": RANDOM_ID,
    "delivered_on": DAY_OR_NONE,
    "recorded_at": INSTANT,
    "municipality": TEXT_OR_NONE,
    "actor": TEXT,
    "fact": OBJECT,
    "sealed": TEXTS,
}
GROUP = Group(
    "Dossiers",
    "What was recorded, in order; sealed fields are never shown here.",
    {
        "Event": document(EVENT | {"leaf": TEXT}),
        "TimelineEvent": document(EVENT | {"is_shared": YES_OR_NO, "followed_by": OBJECTS, "rows": OBJECTS}),
        "Dossier": document(
            {"subject": RANDOM_ID, "known_at": OBJECT, "records": OBJECTS, "events": list_of(named("TimelineEvent"))}
        ),
        "DossierSought": {
            "type": "object",
            "properties": {"bsn": TEXT, "v_number": TEXT},
            "minProperties": 1,
            "maxProperties": 1,
            "additionalProperties": False,
        },
        "DossiersFound": document({"dossiers": list_of(document({"subject": RANDOM_ID, "records": OBJECTS}))}),
    },
)
SUBJECT = random_id("subject", "Het id van een registratie in dit grootboek.", "The id of a registration here.")
PERSONS_OF = {one.name: one.subject in ("registration", "any") for one in definitions()}
SOUGHT: Words = {
    "nl": 'Verwacht: {"bsn": "…"} met negen cijfers (elfproef), of {"v_number": "…"} met tien cijfers.',
    "en": 'Expected: {"bsn": "…"} with nine digits (11-proof), or {"v_number": "…"} with ten digits.',
}


def read_kinds(text: str) -> tuple[Definition, ...]:
    """The kinds of fact in a list with commas; raises LookupError as ValueError where one is none."""
    known = {one.name for one in definitions()}
    names = text.split(",")
    if not names or not known.issuperset(names):
        raise ValueError("expected names of facts")
    return tuple(by_name(name) for name in names)


def read_source(text: str) -> str:
    """The name of a system; raises ValueError where it is none, or names a person."""
    if not text or len(text) > 120 or names_a_person(text):
        raise ValueError("expected the name of a system")
    return text


def read_position(text: str) -> int:
    """A position; raises ValueError."""
    if not re.fullmatch("[1-9][0-9]{0,18}", text):
        raise ValueError("expected a position")
    return int(text)


def _period(name: str, dutch: str, english: str) -> Parameter:
    pattern = rf"^({DAY_TEXT})?\.\.({DAY_TEXT})?$"
    schema = {"type": "string", "pattern": pattern, "examples": ["2008-01-01..2008-07-01"]}
    return Parameter(name, parse_period, {"nl": dutch, "en": english}, schema)


MUNICIPALITY = text_parameter(
    "municipality",
    "De naam van een bekende gemeente of haar CBS-code, zoals 0014.",
    "The name of a known municipality or its CBS code, such as 0014.",
    examples=["0014"],
)
POSITION = Parameter(
    "position",
    read_position,
    {"nl": "De positie van een gebeurtenis.", "en": "The position of an event."},
    {"type": "integer", "minimum": 1, "examples": [1]},
)
FILTERS = (
    Parameter(
        "type",
        read_kinds,
        {
            "nl": "Een of meer soorten feit met komma's, zoals PlacementStarted,PlacementEnded.",
            "en": "One or more kinds of fact with commas, such as PlacementStarted,PlacementEnded.",
        },
        {"type": "string", "minLength": 1, "examples": ["PlacementStarted"]},
    ),
    Parameter(
        "source",
        read_source,
        {"nl": "De naam van het bronsysteem.", "en": "The name of the source system."},
        {"type": "string", "minLength": 1, "maxLength": 120, "examples": ["GWS4all"]},
    ),
    MUNICIPALITY,
    random_id("subject", "Alleen van deze registratie.", "Of this registration alone."),
    _period(
        "occurred",
        "Wanneer het gebeurde: twee dagen, de tweede niet meegerekend; een kant mag leeg zijn.",
        "When it happened: two days, the second excluded; either side may be empty.",
    ),
    _period(
        "recorded",
        "Wanneer het hier werd vastgelegd, dagen in Amsterdam: 2008-10-02.. springt naar die dag.",
        "When it was recorded here, days in Amsterdam: 2008-10-02.. jumps to that day.",
    ),
)


@GROUP.get(
    "/dossiers/{subject}",
    "getDossier",
    Answers(
        "Dossier",
        "The facts in order, each with what later facts say of it and with the rows that it changed.",
        headers={"ETag": "Of the dossier as it is now: a decision names it in If-Match"},
    ),
    in_path=(SUBJECT,),
)
def get_dossier(office: Office, call: Call) -> Response:
    """One dossier as a timeline, with what the views said before and after each fact."""
    subject = call.path["subject"]
    tag = dossier_tag(office.ledger, subject)
    told = dossier_read(office, call, subject)
    assert tag is not None, "what is told has a version"
    return call.answer(told, headers={"ETag": tag})


def dossier_read(office: Office, call: Call, subject: UUID) -> Document:
    """A dossier as a timeline, with those whom it is about written down as read; raises NotThere."""
    try:
        told = dossier_document(office.ledger, office.figures.follower, subject)
    except DossierIsUnknown:
        raise NotThere from None
    call.has_read(one["registration"] for one in told["events"] if not one["is_shared"])
    return told


@GROUP.post(
    "/dossiers/_search",
    "searchDossiers",
    Answers("DossiersFound", "The registrations that carry this number."),
    body=Body("DossierSought", "A BSN or a V-number, never in an address."),
)
def search_dossiers(office: Office, call: Call) -> Response:
    """Finds the dossiers of somebody by BSN or V-number."""
    kind, number = _sought(call.document())
    told = documents_of(office.ledger, dossiers_carrying(office.ledger, kind, number))
    call.has_read(one["subject"] for one in told)
    return call.answer({"dossiers": told})


def dossiers_carrying(ledger: Ledger, kind: str, number: str) -> list[UUID]:
    """The registrations that carry a number, seen or not."""
    with reading_as(None):
        return ledger.subjects_with(kind, number)


def documents_of(ledger: Ledger, subjects: Iterable[UUID]) -> list[Document]:
    """Those of these registrations that are there for who asks, with their records, in order of their ids."""
    streams = {subject: ledger.stream(subject) for subject in subjects}
    found = {subject: events for subject, events in streams.items() if events}
    records = records_of(ledger, [one for events in found.values() for one in events])
    return [{"subject": str(one), "records": [records[one]] if one in records else []} for one in sorted(found)]


@GROUP.get(
    "/events",
    "listEvents",
    Listed("Event", "The events that were asked for, in order of position.", name="events"),
    query=(*FILTERS, *PAGE_BY_NUMBER),
)
def list_events(office: Office, call: Call) -> Response:
    """The events of the ledger in order of position, by kind, source, place, dossier, or a time on either axis."""
    asked = asked_events(office, call, call.query)
    documents = events_found(office.ledger, asked, call.query.get("cursor", 0))
    return call.listing(call.as_read(documents, persons_of), key=lambda one: one["position"])


@GROUP.get("/events/{position}", "getEvent", Answers("Event", "The event at this position."), in_path=(POSITION,))
def get_event(office: Office, call: Call) -> Response:
    """One event by its position, with its leaf in the tree."""
    found = event_at(office.ledger, call.path["position"])
    if found is None:
        raise NotThere
    call.has_read(persons_of(found))
    return call.answer(found)


def asked_events(office: Office, call: Call, query: Mapping[str, Any]) -> EventsAsked:
    """The events that these values of the filters ask for; raises BadQuery, OutsideScope."""
    kinds = query.get("type")
    return EventsAsked(
        kinds=None if kinds is None else [one.number for one in kinds],
        source=query.get("source"),
        municipality=municipality_in(office, call),
        subject=query.get("subject"),
        occurred=query.get("occurred"),
        recorded=query.get("recorded"),
    )


def municipality_in(office: Office, call: Call) -> str | None:
    """The code of the municipality that is asked for, if one is; raises BadQuery, OutsideScope."""
    text = call.query.get("municipality")
    if text is None:
        return None
    try:
        code = office.figures.municipality_code(text, office.ledger.head().position)
    except CannotAsk:
        raise BadQuery([Mistake("query", "municipality", MUNICIPALITY.expected)]) from None
    require_own_municipality(call, code)
    return code


def persons_of(event: Mapping[str, Any]) -> list[str]:
    """Whom an event is about."""
    return [event["registration"]] if PERSONS_OF[event["type"]] else []


def _sought(asked: Any) -> tuple[str, str]:
    """The kind of number and the number in its one form; raises BadBody."""
    match asked:
        case {"bsn": str(number), **more} if not more:
            kind, read = "bsn", normalise_bsn
        case {"v_number": str(number), **more} if not more:
            kind, read = "v_number", normalise_v_number
        case _:
            raise BadBody([Mistake("body", None, SOUGHT)])
    try:
        return kind, read(number)
    except (NotABsn, NotAVNumber):
        raise BadBody([Mistake("body", kind, SOUGHT)]) from None

"""What an event looks like, as the description publishes it: each part with the words in which it would be refused."""

from typing import Any, Final

from api.schemas import DAY, Schema, document, named
from exchange.event_words import OF_PATH

NAME: Final[Schema] = {"type": "string", "minLength": 1, "maxLength": 120}
EXAMPLE: Final[dict[str, Any]] = {
    "specversion": "1.0",
    "id": "verzuim-2008-117",
    "source": "urn:nld:oin:00000099000000001000:systeem:volg",
    "type": "nl.inburgering.absence-recorded.v1",
    "subject": "W3",
    "time": "2008-06-21T09:00:00Z",
    "data": {
        "fields": {"authorised": False, "reason": "WORK", "lessons": 2},
        "occurred_on": "2008-06-20",
        "registered_on": "2008-06-21",
        "municipality": "0014",
    },
}
"""An absence, as a provider tells it."""


def _described(schemas: Schema, at: str = "") -> Schema:
    """The schemas by name, each with what is expected of it."""
    return {name: said | {"description": _sentence(OF_PATH[at + name][1])} for name, said in schemas.items()}


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:] + "."


_DATA: Schema = {
    "fields": {"type": "object"},
    "personal": {"type": "object", "additionalProperties": {"type": "string"}},
    "occurred_on": {"type": ["string", "null"], "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"},
    "registered_on": DAY | {"type": ["string", "null"]},
    "municipality": {"type": ["string", "null"], "pattern": "^[0-9]{4}$"},
    "slot": NAME | {"type": ["string", "null"]},
    "person": NAME | {"type": ["string", "null"]},
}
_ATTRIBUTES: Schema = {
    "specversion": {"const": "1.0"},
    "id": NAME,
    "source": {"type": "string", "pattern": "^urn:nld:oin:[0-9]{20}:systeem:[A-Za-z0-9][A-Za-z0-9._-]{0,79}$"},
    "type": {"type": "string", "pattern": r"^nl\.inburgering\.[a-z0-9]+(-[a-z0-9]+)*\.v[1-9][0-9]{0,3}$"},
    "subject": NAME,
    "time": {"type": "string", "format": "date-time"},
    "datacontenttype": {"const": "application/json"},
    "data": named("EventData"),
}
EVENTS: Final[Schema] = {
    "CloudEvent": document(_described(_ATTRIBUTES), "time", "datacontenttype") | {"examples": [EXAMPLE]},
    "EventData": document(_described(_DATA, "data."), *_DATA)
    | {
        "description": "What the event says: the fact, when and where it happened, and what of it is sealed.",
        "additionalProperties": False,
        "examples": [EXAMPLE["data"]],
    },
}
"""The documents of events, by the names of their schemas."""

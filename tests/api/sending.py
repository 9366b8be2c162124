"""Callers with a role and a token, and events to send."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from api.access import Access
from api.issuing import OwnIssuer, audience_of, new_key
from api.tokens import BearerTokens
from store.readers import Reader

SOURCE = "urn:nld:oin:00000099000000001000:systeem:volg"
BSN = "123456782"
NAME = "Öztürk"
EVENT = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
READERS = {
    "clerk": Reader("case_manager", municipality="0014", name="clerk"),
    "neighbour": Reader("case_manager", municipality="0599", name="neighbour"),
    "school": Reader("provider", provider="Agens", name="school"),
    "office": Reader("administrator", name="office"),
    "state": Reader("ministry", name="state"),
    "control": Reader("auditor", engagement="2025", name="control"),
}


ISSUER = OwnIssuer(new_key(), audience_of("test"))
BY_TOKEN = Access(BearerTokens(ISSUER.issuer, revoked=frozenset))


def token_of(name: str) -> str:
    """A token of one of the readers."""
    reader = READERS[name]
    bound = {"municipality": reader.municipality, "provider": reader.provider, "engagement": reader.engagement}
    said = {"sub": name, "role": reader.role} | {one: value for one, value in bound.items() if value is not None}
    return ISSUER.issue(said).text


@dataclass
class Sender:
    """Asks as one of the readers."""

    caller: Any
    name: str

    def post(self, path: str, body: Any, media_type: str = "application/json", **headers: str) -> httpx.Response:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.caller.send(
            "POST", path, content=content, headers=self._said(headers | {"content_type": media_type})
        )

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.caller.get(path, headers=self._said(headers))

    def record(self, *events: Mapping[str, Any], key: str | None = None, **headers: str) -> httpx.Response:
        many = len(events) != 1
        body: Any = list(events) if many else events[0]
        given = {"idempotency_key": key or str(uuid4()), **headers}
        return self.post("/v1/events", body, BATCH if many else EVENT, **{k: v for k, v in given.items() if v != "-"})

    def _said(self, headers: Mapping[str, str]) -> dict[str, str]:
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        return {"authorization": f"Bearer {token_of(self.name)}", "ketenboek-purpose": "execution"} | said


def event(kind: str, number: str, subject: str = "K1", on: str | None = "2025-06-20", **data: Any) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": number,
        "source": SOURCE,
        "type": f"nl.inburgering.{kind}.v1",
        "subject": subject,
        "data": data | ({"occurred_on": on} if on else {}),
    }


def person(subject: str = "K1", number: str = "p1", bsn: str = BSN, **data: Any) -> dict[str, Any]:
    return event("person-registered", number, subject, None, personal={"bsn": bsn, "surname": NAME}, **data)


def absence(number: str = "a1", subject: str = "K1", **data: Any) -> dict[str, Any]:
    return event("absence-recorded", number, subject, **{"fields": {"authorised": False, "session": number}, **data})


def placement(number: str = "e1", subject: str = "K1", **data: Any) -> dict[str, Any]:
    return event("placement-started", number, subject, **{"fields": {"trajectory": "DUAL"}, **data})

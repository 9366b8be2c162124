"""The values of invented persons are typed in every place of every page where they do not belong.

In each part of an address, each question, and each field of a form, as tests/api/test_canaries.py does with the API.
They are found in no log, in no refusal, and in no address that a page sends its reader on to.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest

from api.group import Operation
from api.groups import GROUPS
from api.policy import POLICY
from replay.figures import Figures
from store.ledger import Ledger
from tests.api.filling_in import send_form
from tests.api.sending import BY_TOKEN, Sender, token_of
from tests.api.test_canaries import AT_EASE, IMPORTED, Person, Watched, leaks, planted, send_in

FEW = 45
"""So many persons that some are recorded, after those that are imported."""
LINK = re.compile(r'(?:href|action)="([^"]*)"')
ROLES = ("case_manager", "administrator")


@dataclass
class Typist:
    """Somebody at a browser, who types what does not belong there."""

    caller: Any
    subject: str
    sent: int = 0
    refused: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    def headers(self, operation: Operation) -> dict[str, str]:
        """Of a reader to whom the page is open, for what it is open for."""
        line = POLICY[operation.id]
        purpose = {"Ketenboek-Purpose": line.activities[0]} if line.activities else {}
        name = "clerk" if line.is_public or "case_manager" in line.roles else "office"
        return {"Authorization": f"Bearer {token_of(name)}", "Accept": "text/html,*/*;q=0.8", **purpose}

    def address(self, operation: Operation, **typed: str) -> str:
        """Of something that there is, but for what was typed."""
        there_is = {"registration": self.subject, "rule": "placements", "position": "1", "kind": "summons-sent"}
        names = (one.name for one in operation.in_path)
        return operation.address.format(**{name: there_is.get(name, str(uuid4())) for name in names} | typed)

    def types(self, operation: Operation, value: str) -> None:
        """One value in each place of a page."""
        for one in operation.in_path:
            self.send(operation, self.address(operation, **{one.name: quote(value, safe="")}), {})
        for name in (*(one.name for one in operation.query), value):
            self.send(operation, f"{self.address(operation)}?{quote(name)}={quote(value)}", {})
        if operation.body is not None:
            self.fills_in(operation, value)

    def fills_in(self, operation: Operation, value: str) -> None:
        """One value in each field of a form of which the rest is in order, and in fields that are not there."""
        fields = getattr(operation.body, "fields", ())
        declared = ("key", "tag", "occurred_on", "remark") if fields is None else [one.name for one in fields]
        right = {"key": str(uuid4()), "tag": "x", "decision": "LINK", "word": "approve", "event": str(uuid4())}
        in_order = {name: said for name, said in right.items() if name in declared}
        for name in (*declared, "remark", value):
            self.send(operation, self.address(operation), in_order | {name: value})

    def send(self, operation: Operation, address: str, fields: dict[str, str]) -> None:
        """Ask it, and keep what is looked through."""
        headers = self.headers(operation)
        if operation.method == "GET":
            answer: httpx.Response = self.caller.get(address, headers=headers)
        else:
            answer = send_form(self.caller, address, fields, headers)
        self.sent += 1
        assert answer.status_code < 500, (operation.id, answer.text)
        assert answer.status_code != 429, "a share that is used up would hide what is said of the rest"
        self.addresses += [answer.headers[name] for name in ("location", "link") if name in answer.headers]
        if fields:  # a question stands in the address of its page, and so in the ways to its next page and language
            self.addresses += LINK.findall(answer.text)
        if "data-problem" in answer.text or answer.headers.get("content-type", "").endswith("json"):
            self.refused.append(answer.text + str(dict(answer.headers)))


def pages() -> list[Operation]:
    """Every operation of a page that a case manager or an administrator may ask."""
    every = (operation for group in GROUPS for operation in group.operations if operation.english_path is not None)
    return [one for one in every if POLICY[one.id].is_public or POLICY[one.id].roles.intersection(ROLES)]


def test_what_is_typed_on_a_page_is_found_in_no_log_no_refusal_and_no_address(
    ledger: Ledger, calling: type[Any], capfd: pytest.CaptureFixture[str]
) -> None:
    persons: list[Person] = planted(random.Random(18))[:FEW]
    api = calling(Figures(ledger), access=BY_TOKEN, limits=AT_EASE)
    (subject, *_) = send_in(Watched(Sender(api, "clerk"), [], [], []), persons)
    api.figures.follower.follow()
    typist = Typist(api, subject)
    for operation in pages():
        for value in persons[IMPORTED].values:
            typist.types(operation, value)

    places = {
        "log": api.lines.getvalue(),
        "access log": api.decisions.getvalue(),
        "Logboek": api.persons.getvalue().decode(),
        "metrics": Sender(api, "office").get("/v1/metrics").text,
        "refusals": "\n".join(typist.refused),
        "addresses": "\n".join(typist.addresses),
        "output": "".join(capfd.readouterr()),
    }
    assert subject in places["Logboek"], "the search finds what is there"
    assert len(typist.refused) > typist.sent / 4
    for place, text in places.items():
        assert place == "output" or len(text) > 300, place
        assert leaks(persons, text) == [], place

"""A hundred invented persons go through the API; of none is a name, number, birth date or record id found outside it.

They are recorded, imported, searched and listed; then the same values are typed where they do not belong: in a path, a
query, a body and a header. Looked for are they in the log, the access log, the Logboek, the metrics, everything that is
refused, every address that was given out, the views for dashboards, and the bundle.
"""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import psycopg
import pytest

from api.limits import Limits
from exchange.bundle_file import write_bundle
from replay.bundle import bundle_of
from replay.figures import Figures
from store.ledger import Ledger
from tests.api.sending import BY_TOKEN, Sender, absence, event, placement
from tests.delivering import HEADING, row
from tests.store.test_sealing import invented_bsn

PERSONS = 100
IMPORTED = 40
SEEN = ("/v1/dossiers/{subject}", "/v1/events", "/v1/waiting-spells", "/v1/enrolments", "/v1/findings", "/v1/signals")
TYPED_IN_QUERIES = (
    *("/v1/figures/placements?municipality=", "/v1/figures/placements?version=", "/v1/figures/placements?period="),
    *("/v1/figures/placements?by=", "/v1/differences?from=placements&to=", "/v1/events?source=", "/v1/events?type="),
    *("/v1/events?cursor=", "/v1/signals?assignee=", "/v1/findings?source=", "/v1/regions?asOf=", "/v1/rules?"),
)
TYPED_IN_PATHS = (
    *("/v1/dossiers/", "/v1/events/", "/v1/figures/", "/v1/cases/", "/v1/rules/", "/v1/samples/", "/v1/imports/"),
    *("/v1/identity-pairs/x/", "/v1/reported-figures/", "/v1/", "/"),
)
AT_EASE = Limits(per_second=10_000, burst=20_000)
HEADERS = ("If-Match", "If-None-Match", "Accept", "Accept-Language", "Ketenboek-Purpose", "traceparent", "User-Agent")


@dataclass(frozen=True)
class Person:
    """Somebody who does not exist."""

    record: str
    surname: str
    bsn: str
    birth_on: str

    @property
    def values(self) -> tuple[str, ...]:
        """What may be found nowhere."""
        return (self.record, self.surname, self.bsn, self.birth_on)


@dataclass
class Watched:
    """A clerk whose refusals and addresses are kept."""

    clerk: Sender
    refused: list[str]
    answered: list[str]
    addresses: list[str]

    def keep(self, answer: httpx.Response) -> httpx.Response:
        """The answer, after what is looked through was kept of it."""
        self.addresses += [answer.headers[name] for name in ("location", "link", "etag") if name in answer.headers]
        told = answer.text + str(dict(answer.headers))
        (self.refused if answer.status_code >= 400 else self.answered).append(told)
        assert answer.status_code < 500, answer.text
        assert answer.status_code != 429, "a share that is used up would hide what is said of the rest"
        return answer


def planted(chance: random.Random) -> list[Person]:
    """A hundred persons, each of whose values nobody else would write."""
    return [
        Person(
            f"Kanarie-{number:03}-{chance.randrange(10**4):04}",
            f"Zonnebloem{chr(97 + number % 26)}veld{chr(97 + number // 26)}",
            invented_bsn(chance),
            f"18{chance.randrange(10, 99)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
        )
        for number in range(PERSONS)
    ]


@pytest.fixture
def persons() -> list[Person]:
    """The persons of this run, always the same."""
    return planted(random.Random(17))


@pytest.fixture
def watched(ledger: Ledger, calling: type[Any]) -> Watched:
    """The API over an empty ledger, asked by a case manager of Groningen."""
    return Watched(Sender(calling(Figures(ledger), access=BY_TOKEN, limits=AT_EASE), "clerk"), [], [], [])


def send_in(watched: Watched, persons: list[Person]) -> list[str]:
    """Record some and import the others; the ids of those that were recorded."""
    recorded, imported = persons[IMPORTED:], persons[:IMPORTED]
    events: list[dict[str, Any]] = []
    for number, one in enumerate(recorded):
        personal = {"bsn": one.bsn, "surname": one.surname, "birth_on": one.birth_on}
        events.append(event("person-registered", f"p{number}", one.record, None, personal=personal))
        events.append(absence(f"a{number}", one.record))
    receipt = watched.keep(watched.clerk.record(*events))
    assert receipt.status_code == 201, receipt.text
    rows = [
        row(one.record, bsn=one.bsn, surname=one.surname, birth="-".join(reversed(one.birth_on.split("-"))))
        for one in imported
    ]
    name = {"content_disposition": f'attachment; filename="{imported[0].record}.csv"'}
    sent = watched.keep(
        watched.clerk.post("/v1/imports", "\r\n".join((HEADING, *rows, "")).encode(), "text/csv", **name)
    )
    watched.clerk.get(f"{sent.headers['location']}/progress", accept="text/event-stream")
    told = watched.keep(watched.clerk.get(sent.headers["location"])).json()
    assert told["state"] == "done", told
    return sorted({one["subject"] for one in receipt.json()["events"]})


def look(watched: Watched, persons: list[Person], subjects: list[str]) -> None:
    """Search, open and list them as who may."""
    watched.clerk.caller.figures.follower.follow()
    for one in (*persons[:3], *persons[-3:]):
        found = watched.keep(watched.clerk.post("/v1/dossiers/_search", {"bsn": one.bsn}))
        assert len(found.json()["dossiers"]) == 1
    for address in SEEN:
        bounded = "" if "dossiers" in address else "?municipality=0014&limit=7"
        answer = watched.keep(watched.clerk.get(address.format(subject=subjects[0]) + bounded))
        assert answer.status_code == 200, answer.text


def type_wrongly(watched: Watched, persons: list[Person]) -> None:
    """The same values where they do not belong."""
    everywhere = [value for one in (persons[0],) for value in one.values]
    for value in everywhere:
        for address in (*TYPED_IN_QUERIES, *TYPED_IN_PATHS):
            watched.keep(watched.clerk.get(address + quote(value)))
        for header in HEADERS:
            watched.keep(watched.clerk.get("/v1/events/1", **{header.lower().replace("-", "_"): value}))
        for said in wrong_bodies(value):
            watched.keep(watched.clerk.post("/v1/dossiers/_search", said))
            watched.keep(watched.clerk.post("/v1/samples", said))
            watched.keep(watched.clerk.post("/v1/identity-decisions", said, ketenboek_purpose="identity"))
            watched.keep(watched.clerk.record(said, if_match='"x"'))
        watched.keep(watched.clerk.record(absence("w1"), key=value))
        watched.keep(watched.clerk.post("/v1/imports", f"{value};{value}\r\n{value}".encode(), "text/csv"))
        watched.keep(watched.clerk.caller.get("/v1/events", headers={"Authorization": f"Bearer {value}"}))


def wrong_bodies(value: str) -> Iterator[Any]:
    """What is no good body, with a value in every place."""
    yield value
    yield [value]
    yield {value: value}
    yield {"bsn": value + "x", "v_number": value}
    yield {"rule": value, "size": value, "seed": value, "version": value}
    yield {"registration": value, "other": value, "decision": value, "reason": value}
    yield absence(value, value, **{value: value}) | {"source": value, "type": value}
    yield placement("w2", value, fields={"trajectory": value, value: value}, municipality=value)


def views(connection: psycopg.Connection) -> str:
    """All rows of all views for dashboards, as text."""
    names = connection.execute("select viewname from pg_views where schemaname = 'reporting'").fetchall()
    assert len(names) > 5
    rows = [
        row for (name,) in names for (row,) in connection.execute(f'select one::text from reporting."{name}" as one')
    ]
    return "\n".join(rows)


def tables(connection: psycopg.Connection) -> str:
    """All rows of all tables but those of the vault, as text: what is stored in plain, in hexadecimal too."""
    names = connection.execute(
        "select schemaname, tablename from pg_tables"
        " where schemaname not in ('vault', 'pg_catalog', 'information_schema')"
    ).fetchall()
    assert ("ledger", "event") in names
    rows = [
        row
        for schema, name in names
        for (row,) in connection.execute(f'select one::text from "{schema}"."{name}" as one')
    ]
    return "\n".join(rows)


def bundled(figures: Figures, path: Path) -> str:
    """All cells of the bundle, as text."""
    write_bundle(bundle_of(figures, None, date(2025, 12, 31), None), path, "en")
    with closing(sqlite3.connect(path)) as connection:
        return "\n".join(connection.iterdump())


def test_a_hundred_canaries_are_found_nowhere_outside_what_may_tell_them(
    ledger: Ledger,
    superuser: psycopg.Connection,
    watched: Watched,
    persons: list[Person],
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    subjects = send_in(watched, persons)
    look(watched, persons, subjects)
    type_wrongly(watched, persons)

    api = watched.clerk.caller
    metrics = Sender(api, "office").get("/v1/metrics").text
    places = {
        "log": api.lines.getvalue(),
        "access log": api.decisions.getvalue(),
        "Logboek": api.persons.getvalue().decode(),
        "metrics": metrics,
        "refusals": "\n".join(watched.refused),
        "addresses": "\n".join(watched.addresses),
        "views": views(superuser),
        "tables": tables(superuser),
        "bundle": bundled(api.figures, tmp_path / "bundle.sqlite"),
        "output": "".join(capfd.readouterr()),
    }
    assert subjects[0] in places["Logboek"], "the search finds what is there"
    assert len(watched.refused) > 100
    for place, text in places.items():
        assert place == "output" or len(text) > 300, place
        assert leaks(persons, text) == [], place
    told_to_who_may = leaks(persons, "\n".join(watched.answered))
    assert told_to_who_may, "what is looked for is found where it may stand"
    assert {one.partition("-")[0] for one in told_to_who_may} == {"Kanarie"}, "record ids alone, to who keeps them"


def leaks(persons: list[Person], text: str) -> list[str]:
    """The values that stand in a text, also as JSON or an address writes them."""
    forms = {
        form
        for one in persons
        for value in one.values
        for form in (value, quote(value), json.dumps(value)[1:-1], value.encode().hex())
    }
    return sorted(form for form in forms if form in text)

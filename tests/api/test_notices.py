"""Findings and signals over HTTP: the same as on the command line, page by page."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from api.rendering import JSON_LINES
from replay.found import FindingsAsked, ask_findings, findings_document
from replay.signal_documents import signals_document
from replay.signals import SignalsAsked, ask_signals

SIGNALS_OF = {"municipality": "Zwijndrecht", "asOf": "2003-12-01", "coming": "14"}


def pages(caller, address, name):
    told = []
    while address:
        answer = caller.get(address)
        assert answer.status_code == 200, answer.text
        told += answer.json()[name]
        link = answer.headers.get("link")
        address = link and link.partition(">")[0].removeprefix("<")
    return told


def agrees(caller, name, lines):
    components = caller.get("/v1/openapi.json").json()["components"]
    validator = Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": components})
    for line in lines:
        validator.validate(line)


def test_findings_are_those_of_the_command_line_page_by_page_and_whole(caller, filled):
    told = json.loads(json.dumps(findings_document(filled.ledger, ask_findings(filled, FindingsAsked()))))

    assert len(told["findings"]) > 4
    assert pages(caller, "/v1/findings?limit=2", "findings") == told["findings"]
    whole = caller.get("/v1/findings", headers={"Accept": JSON_LINES})
    assert [json.loads(line) for line in whole.iter_lines()] == told["findings"]
    document = caller.get("/v1/findings").json()
    assert {name: document[name] for name in ("asked", "known_at", "total", "counts")} == {
        name: told[name] for name in ("asked", "known_at", "total", "counts")
    }
    agrees(caller, "Finding", told["findings"])


def test_findings_are_of_a_code_a_source_and_a_place(caller):
    every = caller.get("/v1/findings", params={"limit": 1000}).json()["findings"]
    code = every[0]["code"]

    of_code = caller.get("/v1/findings", params={"code": code, "limit": 1000}).json()["findings"]
    assert of_code == [one for one in every if one["code"] == code]
    assert caller.get("/v1/findings", params={"municipality": "Utrecht"}).json()["findings"] == []
    assert caller.get("/v1/findings", params={"code": "NO_SUCH"}).status_code == 400


def test_signals_are_those_of_the_command_line_page_by_page_and_whole(caller, filled):
    from datetime import date

    asked = SignalsAsked(municipality="0642", as_of=date(2003, 12, 1), coming_days=14)
    told = json.loads(json.dumps(signals_document(filled.ledger, ask_signals(filled, asked))))
    query = "&".join(f"{name}={value}" for name, value in SIGNALS_OF.items())

    assert len(told["signals"]) > 1
    assert pages(caller, f"/v1/signals?{query}&limit=1", "signals") == told["signals"]
    document = caller.get(f"/v1/signals?{query}").json()
    assert {name: document[name] for name in ("as_of", "total", "counts", "not_answered")} == {
        name: told[name] for name in ("as_of", "total", "counts", "not_answered")
    }
    agrees(caller, "Signal", told["signals"])


@pytest.mark.parametrize(
    "query",
    [{"kinds": "no-such"}, {"coming": "-1"}, {"coming": "9999"}, {"unassigned": "yes"}, {"as_of": "2003-12-01"}],
)
def test_signals_are_asked_for_strictly(caller, query):
    assert caller.get("/v1/signals", params=query).status_code == 400

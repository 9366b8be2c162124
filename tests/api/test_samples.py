"""Samples over HTTP: an address that draws the same again, and an audit file with the bytes of the command line."""

from __future__ import annotations

import base64
import io
import json

import pytest
from openpyxl import load_workbook

from api.rendering import CSV
from api.samples import XLSX
from domain.facts import ConditionMet
from exchange.sample_file import sample_bytes
from replay.asking import Asked
from replay.sample_messages import OF_SAMPLES
from replay.sampling import Wanted, draw_sample
from replay.wording import Wording
from tests.replay.saying import Chain

ASKED = {"rule": "placements", "municipality": "Groningen", "as_of": "2008-06-30", "size": 20, "seed": "9"}


def drawn(caller, **more):
    return caller.send("POST", "/v1/samples", json={**ASKED, **more})


def test_a_sample_is_named_by_its_question_and_read_again_with_control_totals(caller):
    answer = drawn(caller)
    document = answer.json()

    assert answer.status_code == 201
    assert len(document["papers"]) == document["control"]["sampled_count"] == 20
    assert document["control"]["population_count"] == 242
    assert caller.get(answer.headers["location"]).json() == document
    assert document["control"]["again"] == answer.headers["location"]
    assert all("record_id" not in paper for paper in document["papers"])


@pytest.mark.parametrize(("media_type", "suffix"), [(CSV, ".csv"), (XLSX, ".xlsx")])
@pytest.mark.parametrize("more", [{}, {"stratify_by": "pardon,year"}])
def test_the_audit_file_stays_the_same_and_is_that_of_the_command_line(caller, filled, media_type, suffix, more):
    answer = drawn(caller, language="nl", **more)
    address = answer.headers["location"]
    first = caller.get(address, headers={"Accept": media_type})
    Chain(filled.ledger).shared(ConditionMet(name=f"between-{suffix}-{len(more)}"), "2008-10-03")
    again = caller.get(address, headers={"Accept": media_type, "Accept-Language": "en"})

    assert first.content == again.content
    known_at = str(answer.json()["control"]["known_at_position"])
    by = tuple(more["stratify_by"].split(",")) if more else ()
    asked = Asked("placements", municipality="0014", as_of=day(ASKED["as_of"]), known_at=known_at, by=by)
    wording = Wording("nl", OF_SAMPLES)
    told = sample_bytes(filled.ledger, draw_sample(filled, asked, Wanted(20, "9"), wording), suffix, wording)
    assert first.content == told
    if suffix == ".xlsx":
        assert len(load_workbook(io.BytesIO(told)).sheetnames) == 2


def day(text):
    from datetime import date

    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"size": 0}, {"size"}),
        ({"size": "20"}, {"size"}),
        ({"size": True}, {"size"}),
        ({"seed": "12345 6782"}, {"seed"}),
        ({"seed": "123456782"}, {"seed"}),
        ({"size": -1, "seed": "", "period": "2008"}, {"size", "seed", "period"}),
        ({"colour": "red"}, {None}),
        ({"by_amount": True, "stratify_by": "year"}, {"stratify_by"}),
        ({"municipality": 14}, {"municipality"}),
        ({"municipality": "Nergenshuizen"}, {"municipality"}),
        ({"known_at": "999999999"}, {"known_at"}),
    ],
)
def test_all_mistakes_in_a_question_are_told_at_once_and_none_is_repeated(caller, more, wrong):
    answer = drawn(caller, **more)

    assert answer.status_code == 400
    assert {(one["in"], one["name"]) for one in answer.json()["errors"]} == {("body", name) for name in wrong}
    assert "123456782" not in answer.text
    assert "red" not in answer.json()["detail"]


def test_a_sample_of_nothing_and_of_competing_versions_is_refused_in_words(caller):
    nothing = drawn(caller, municipality="0344")
    competing = drawn(caller, rule="quota-placements")

    assert (nothing.status_code, competing.status_code) == (409, 409)
    assert "nothing to draw from" in nothing.json()["detail"]
    assert "letter-4a" in competing.json()["detail"]
    assert drawn(caller, rule="no-such-rule").status_code == 404


def named(fields):
    return base64.urlsafe_b64encode(json.dumps(fields).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "name", ["x", "====", named({}), named([]), named({**ASKED}), named({**ASKED, "seed": "123456782"}), "a" * 2_000]
)
def test_a_sample_that_was_never_drawn_is_not_found(caller, name):
    assert caller.get(f"/v1/samples/{name}").status_code == 404

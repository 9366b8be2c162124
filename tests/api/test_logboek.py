"""The Logboek dataverwerkingen and the access log: whose data were read for what, and who was let in."""

from __future__ import annotations

import io
import re

import pytest

from api.logboek import Logboek, LogboekIsOff
from domain.processing import ACTIVITIES
from store.readers import Reader

MANAGER = Reader(role="case_manager", municipality="0014", name="m1234")
CASES = "/v1/figures/placements/cases"
ASKED = {"municipality": "0014", "period": "2007-01-01..2008-07-01"}
NOT_SAMPLED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"
ALLOWED = re.compile(r"dpl\.core\.[a-z_.]+")


def test_every_person_read_has_a_line_and_no_line_is_about_two(guarded, badges):
    shown = badges.shown(MANAGER, "execution")
    answer = guarded.get(CASES, params=ASKED, headers=shown)
    lines = guarded.logboek()
    (whole,) = [line for line in lines if line["parent_span_id"] is None]
    each = [line for line in lines if line is not whole]

    assert answer.status_code == 200
    assert {line["attributes"]["dpl.core.data_subject_id"] for line in each} == {
        case["case"] for case in answer.json()["cases"]
    }
    assert {line["parent_span_id"] for line in each} == {whole["span_id"]}
    assert len({line["trace_id"] for line in lines}) == 1
    assert "dpl.core.data_subject_id" not in whole["attributes"]
    assert {line["attributes"]["dpl.core.processing_activity_id"] for line in lines} == {ACTIVITIES["execution"].uri}
    assert {line["attributes"].get("dpl.core.data_subject_id_type") for line in each} == {
        "urn:ketenboek:ledger:test:case"
    }
    assert all(ALLOWED.fullmatch(name) for line in lines for name in line["attributes"])
    assert all(line["end_time"] >= line["start_time"] > 0 for line in lines)


def test_the_trace_of_the_caller_is_taken_over_and_logged_also_when_it_says_not_to(guarded, badges):
    shown = badges.shown(MANAGER, "execution", organisation="urn:nld:oin:00000099000000001000")
    answer = guarded.get(CASES, params=ASKED, headers=shown | {"traceparent": NOT_SAMPLED})
    lines = guarded.logboek()
    whole = lines[-1]

    assert len(lines) == len(answer.json()["cases"]) + 1
    assert {line["trace_id"] for line in lines} == {"0af7651916cd43dd8448eb211c80319c"}
    assert whole["parent_span_id"] == "b7ad6b7169203331"
    assert whole["foreign_operation"] == {
        "trace_id": "0af7651916cd43dd8448eb211c80319c",
        "span_id": "b7ad6b7169203331",
        "entity": "urn:nld:oin:00000099000000001000",
    }
    assert whole["attributes"]["dpl.core.foreign_operation.processor"] == "urn:nld:oin:00000099000000001000"
    assert answer.headers["traceparent"].split("-")[1:3] == [whole["trace_id"], whole["span_id"]]


def test_who_the_employee_is_stands_in_the_access_log_and_not_in_the_logboek(guarded, badges):
    guarded.get(CASES, params=ASKED, headers=badges.shown(MANAGER, "execution"))

    assert b"m1234" not in guarded.persons.getvalue()
    (line,) = guarded.access_log()
    assert {
        name: line[name] for name in ("operation", "about", "decision", "reason", "role", "subject", "purpose")
    } == {
        "operation": "getFigureCases",
        "about": "case",
        "decision": "allowed",
        "reason": None,
        "role": "case_manager",
        "subject": "m1234",
        "purpose": "execution",
    }


def test_without_a_purpose_no_person_is_read(guarded, badges):
    answer = guarded.get(CASES, params=ASKED, headers=badges.shown(MANAGER))

    assert (answer.status_code, answer.json()["type"]) == (403, "urn:ketenboek:problem:no-purpose")
    assert "execution" in answer.json()["allowed"]
    assert guarded.logboek() == []
    assert [line["reason"] for line in guarded.access_log()] == ["no-purpose"]


@pytest.mark.parametrize(
    ("of_token", "said", "status"),
    [
        ("execution", None, 200),
        ("execution audit", None, 403),
        ("execution audit", "audit", 200),
        ("execution", "audit", 403),
        (None, "execution", 200),
        (None, "own-data", 403),
        (None, "curiosity", 403),
    ],
)
def test_the_purpose_is_one_of_the_token_and_one_of_the_operation(guarded, badges, of_token, said, status):
    shown = badges.shown(MANAGER, of_token) | ({} if said is None else {"Ketenboek-Purpose": said})

    assert guarded.get(CASES, params=ASKED, headers=shown).status_code == status


@pytest.mark.parametrize("said", [("execution", "accountability"), ("execution", "execution"), ("execution", "")])
def test_of_two_purposes_none_holds(guarded, badges, said):
    shown = [*badges.shown(MANAGER).items(), *(("Ketenboek-Purpose", one) for one in said)]
    answer = guarded.get(CASES, params=ASKED, headers=shown)

    assert (answer.status_code, answer.json()["type"]) == (403, "urn:ketenboek:problem:no-purpose")
    assert guarded.logboek() == []


def test_a_figure_without_ids_reads_nobody(guarded, badges):
    shown = badges.shown(MANAGER)
    answer = guarded.get("/v1/figures/placements", params=ASKED | {"ids": "false"}, headers=shown)

    assert answer.status_code == 200
    assert "counted" not in answer.json()
    assert guarded.logboek() == []
    assert guarded.get("/v1/figures/placements", params=ASKED, headers=shown).status_code == 403


def test_the_ministry_gets_a_figure_as_it_may_be_published_and_else_none(guarded, badges):
    shown = badges.shown(Reader(role="ministry"), "accountability")
    for asked in (ASKED, {"period": "2007-01-01..2008-07-01", "ids": "true"}, {}):
        answer = guarded.get("/v1/figures/placements", params=asked, headers=shown)

        assert (answer.status_code, answer.json()["type"]) == (409, "urn:ketenboek:problem:has-no-answer")


def test_what_cannot_be_written_down_is_not_told(guarded, badges, monkeypatch):
    class Full(io.BytesIO):
        def write(self, _: object) -> int:
            raise OSError("no space left")

    guarded.persons = Full()
    guarded.__post_init__()
    answer = guarded.get(CASES, params=ASKED, headers=badges.shown(MANAGER, "execution"))

    assert answer.status_code == 500
    assert "case" not in answer.json()


def test_a_log_that_the_environment_switches_off_keeps_the_server_shut(monkeypatch):
    monkeypatch.setenv("OTEL_SDK_DISABLED", "true")
    with pytest.raises(LogboekIsOff):
        Logboek(io.BytesIO())


@pytest.mark.parametrize("name", ["OTEL_TRACES_SAMPLER", "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "OTEL_RESOURCE_ATTRIBUTES"])
def test_nothing_in_the_environment_thins_the_log_out(monkeypatch, name):
    monkeypatch.setenv(name, {"OTEL_TRACES_SAMPLER": "always_off"}.get(name, "0"))
    stream = io.BytesIO()
    processing = Logboek(stream).processing("x", "https://example.org/1", {}, None)
    processing.has_read(["a", "b"], "case")
    processing.end(failed=True)

    lines = stream.getvalue().splitlines()
    assert len(lines) == 3
    assert b'"dpl.core.data_subject_id":"a"' in lines[0]
    assert b'"status_code":2' in lines[2]


@pytest.mark.parametrize("traceparent", ["", "x", "00-0-0-00", "00-" + "0" * 32 + "-" + "0" * 16 + "-01"])
def test_a_trace_that_is_none_begins_one_of_our_own(guarded, badges, traceparent):
    shown = badges.shown(MANAGER, "execution") | {"traceparent": traceparent}
    assert guarded.get(CASES, params=ASKED, headers=shown).status_code == 200
    assert guarded.logboek()[-1]["parent_span_id"] is None


def test_every_activity_has_words_grounds_and_retention_with_their_articles():
    for activity in ACTIVITIES.values():
        assert set(activity.name) == set(activity.purpose) == {"nl", "en"}
        assert activity.grounds
        assert activity.retention
        assert all(
            "art" in one.article or "hoofdstuk" in one.article for one in (*activity.grounds, *activity.retention)
        )

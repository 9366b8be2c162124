"""Status and metrics: how far the ledger is, told to people and to Prometheus; no label holds anything of a person."""

from __future__ import annotations

import pytest
from prometheus_client.parser import text_string_to_metric_families

from api.problems import DatabaseGone
from replay.status import ledger_status
from store.readers import Reader

ADMINISTRATOR = Reader(role="administrator", name="m9")


def metrics_of(answer):
    return {one.name: one for one in text_string_to_metric_families(answer.text)}


def test_the_status_is_that_of_the_command_line(guarded, badges, filled):
    document = guarded.get("/v1/status", headers=badges.shown(ADMINISTRATOR)).json()

    assert document == ledger_status(filled)
    assert document["position"] == filled.ledger.head().position


OF_THE_WHOLE = {"rejected_rows", "findings", "parked", "reported", "drifted"}


@pytest.mark.parametrize(
    ("reader", "told"),
    [
        (Reader(role="case_manager", municipality="0014", name="m1"), set()),
        (Reader(role="auditor", engagement="E1", name="m2"), OF_THE_WHOLE),
        (ADMINISTRATOR, OF_THE_WHOLE),
    ],
)
def test_what_is_counted_over_the_whole_ledger_is_told_to_who_sees_the_whole(guarded, badges, filled, reader, told):
    document = guarded.get("/v1/status", headers=badges.shown(reader)).json()

    assert {*document} == {*ledger_status(filled)} - (OF_THE_WHOLE - told)
    assert (document["position"], document["root"]) == (
        filled.ledger.head().position,
        filled.ledger.head().root.hex(),
    )


def test_a_parser_of_prometheus_reads_the_metrics(caller, filled):
    caller.get("/v1/figures/placements", params={"municipality": "Groningen"})
    caller.get("/v1/figures/none")
    answer = caller.get("/v1/metrics")
    found = metrics_of(answer)

    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    told = {
        (one.labels["operation"], one.labels["status"]): one.value
        for one in found["ketenboek_requests"].samples
        if one.name.endswith("_total")
    }
    assert told == {("getFigure", "200"): 1, ("getFigure", "404"): 1}
    assert found["ketenboek_ledger_position"].samples[0].value == filled.ledger.head().position
    assert found["ketenboek_database_up"].samples[0].value == 1
    assert found["ketenboek_requests_inside"].samples[0].value == 1
    assert {one.labels["view"] for one in found["ketenboek_view_position"].samples} == set(filled.follower.views)


def test_no_metric_repeats_what_somebody_typed(caller):
    for typed in ("123456782", "Zoë"):
        caller.get(f"/v1/figures/{typed}", params={"municipality": typed, typed: typed})
        caller.get(f"/v1/{typed}")
    caller.send("M123456782", "/v1/health", headers={"X-Name": "123456782"})
    text = caller.get("/v1/metrics").text

    assert "123456782" not in text
    assert "Zo" not in text


def test_the_metrics_tell_that_the_database_is_gone(caller, monkeypatch):
    def gone(*_: object) -> None:
        raise DatabaseGone

    monkeypatch.setattr("api.database.DatabaseProbe.require", gone)
    answer = caller.get("/v1/metrics")

    assert answer.status_code == 200
    assert metrics_of(answer)["ketenboek_database_up"].samples[0].value == 0

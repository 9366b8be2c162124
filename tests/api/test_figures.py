"""What the API answers about the files of Groningen (worked case C01), over a real database."""

from __future__ import annotations

import csv
import io
import json

import pyarrow.parquet
import pytest
from jsonschema import Draft202012Validator

from api import answering
from domain.dates import parse_period
from replay.answers import answers_document, case_documents, figure_document
from replay.asking import Asked
from replay.case_ids import ids_of

C01 = {"municipality": "Groningen", "period": "2007-01-01..2008-07-01", "registeredBy": "2008-09-18"}


def test_the_placements_are_236_and_the_funnel_says_why_six_are_not(caller):
    document = caller.get("/v1/figures/placements", params=C01).json()

    assert document["value"] == 236
    assert document["funnel"] == {
        "counted": 236,
        "ENFORCEMENT_ONLY": 3,
        "NOT_A_WI_TRAJECTORY": 1,
        "ON_BOUNDARY": 1,
        "RECORDED_LATER": 1,
    }
    assert document["not_counted"]["RECORDED_LATER"] == ["L1"]
    assert document["considered"] == sum(document["funnel"].values())


def test_without_a_version_both_answers_stand_side_by_side_and_neither_is_chosen(caller):
    document = caller.get("/v1/figures/quota-placements", params=C01).json()

    assert {one["rule"]["version"]: one["value"] for one in document["answers"]} == {"letter-4a": 148, "agenda-3a": 236}
    assert document["conflicts"]
    assert "value" not in document


@pytest.mark.parametrize(
    ("rule", "more", "value"),
    [
        ("quota-placements", {"version": "letter-4a"}, 148),
        ("quota-placements", {"version": "agenda-3a"}, 236),
        ("quota-placements", {"version": "letter-4a", "registeredBy": "2008-10-02"}, 149),
        ("placements", {"registeredBy": "2008-10-02"}, 237),
        ("placements", {"municipality": "0014"}, 236),
        ("placements", {"municipality": "0344"}, 0),
        ("enforcement-orders", {}, 3),
    ],
)
def test_a_figure_is_that_of_its_version_and_axes(caller, rule, more, value):
    assert caller.get(f"/v1/figures/{rule}", params=C01 | more).json()["value"] == value


def test_a_figure_is_broken_down_and_its_parts_sum_to_it(caller):
    document = caller.get("/v1/figures/placements", params=C01 | {"by": "pardon,year"}).json()

    assert [(one["pardon"], one["year"], one["value"]) for one in document["by"] if one["value"]] == [
        (True, "2007", 56), (True, "2008", 32), (False, "2007", 108), (False, "2008", 40),
    ]  # fmt: skip
    assert sum(one["value"] for one in document["by"]) == document["value"] == 236
    assert sum(one["considered"] for one in document["by"]) == document["considered"]


def test_the_documents_are_those_of_the_command_line(caller, filled):
    asked = Asked(
        "quota-placements",
        municipality="Groningen",
        period=parse_period(C01["period"]),
        registered_by=parse_period("2008-09-18..").from_on,
    )
    answers = filled.ask(asked)
    ids = [ids_of(filled.ledger, answer.verdicts) for answer in answers]
    documents = [figure_document(answer, own) for answer, own in zip(answers, ids, strict=True)]

    figure = caller.get("/v1/figures/quota-placements", params=C01).json()
    cases = caller.get("/v1/figures/quota-placements/cases", params=C01).json()

    assert figure == json.loads(json.dumps(answers_document(documents, answers)))
    for told, document, answer, own in zip(cases["answers"], documents, answers, ids, strict=True):
        opened = list(case_documents(filled.ledger, answer.verdicts, own, answer))
        assert told == json.loads(json.dumps(document | {"cases": opened}))
    assert cases["conflicts"] == figure["conflicts"]


def test_a_figure_opens_down_to_the_facts_of_every_case(caller):
    document = caller.get("/v1/figures/placements/cases", params=C01).json()

    late = next(case for case in document["cases"] if case["id"] == "L1")
    assert len(document["cases"]) == document["considered"] == 242
    assert (late["counted"], late["reason"], late["source"]) == (False, "RECORDED_LATER", "GWS4all")
    assert {event["type"] for event in late["events"]} >= {"PlacementStarted"}
    assert sum(case["amount"] for case in document["cases"] if case["counted"]) == 236


def test_a_long_list_is_written_in_chunks():
    pieces = [b"x" * 300] * 10

    assert [len(chunk) for chunk in answering.gathered(pieces, 1_000)] == [1_200, 1_200, 600]
    assert list(answering.gathered([])) == []


def test_a_figure_of_nothing_has_an_empty_list_of_cases(caller):
    document = caller.get("/v1/figures/placements/cases", params=C01 | {"knownAt": "0"}).json()

    assert (document["value"], document["cases"]) == (0, [])


def test_an_answer_for_a_position_has_a_tag_and_is_not_sent_twice(caller):
    asked = C01 | {"knownAt": "100"}
    for path in ("/v1/figures/placements", "/v1/figures/placements/cases", "/v1/figures/quota-placements"):
        first = caller.get(path, params=asked)
        again = caller.get(path, params=asked, headers={"If-None-Match": f'W/"other", {first.headers["etag"]}'})

        assert first.status_code == 200
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
        assert caller.get(path, params=asked, headers={"If-None-Match": '"other"'}).status_code == 200


def test_figure_cases_and_other_questions_have_other_tags(caller):
    tags = {
        caller.get(path, params=C01 | {"knownAt": position}).headers["etag"]
        for path in ("/v1/figures/placements", "/v1/figures/placements/cases")
        for position in ("100", "101")
    }
    assert len(tags) == 4


def test_an_answer_about_now_has_no_tag(caller):
    assert "etag" not in caller.get("/v1/figures/placements", params=C01).headers


def test_every_answer_says_its_version_and_that_no_token_was_asked(caller):
    for path in ("/v1/figures/placements", "/v1/health", "/v1/openapi.json", "/v1/figures/none", "/nothing"):
        headers = caller.get(path).headers

        assert headers["api-version"] == "1.0.0"
        assert headers["ketenboek-access"] == "loopback-without-token"
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"]


def test_the_health_says_how_far_the_ledger_has_come(caller, filled):
    assert caller.get("/v1/health").json() == {
        "status": "pass",
        "database": "answers",
        "position": filled.ledger.head().position,
    }


def test_the_answers_are_as_the_description_says(caller):
    description = caller.get("/v1/openapi.json").json()
    for path, name in (("", "Figure"), ("/cases", "Explanation")):
        schema = {"$ref": f"#/components/schemas/{name}", "components": description["components"]}
        for rule in ("placements", "quota-placements"):
            document = caller.get(f"/v1/figures/{rule}{path}", params=C01).json()
            Draft202012Validator(schema).validate(document)


def test_the_description_keeps_the_design_rules(caller):
    answer = caller.get("/v1/openapi.json")
    description = answer.json()

    assert answer.headers["access-control-allow-origin"] == "*"
    assert description["servers"] == [{"url": "/v1"}]
    assert set(description["info"]["contact"]) == {"name", "url", "email"}
    assert {"/figures/{rule}", "/figures/{rule}/cases", "/health"} <= set(description["paths"])
    for operation in (one for operations in description["paths"].values() for one in operations.values()):
        responses = operation["responses"]
        # A draft of the IETF gives an idempotency key that was used for something else 422; what cannot be read is 400.
        has_key = any(one["name"] == "Idempotency-Key" for one in operation["parameters"])
        assert "422" not in responses or has_key
        assert all("API-Version" in responses[status]["headers"] for status in responses)
        assert all(
            list(responses[status]["content"]) == ["application/problem+json"] for status in responses if status >= "4"
        )


@pytest.mark.parametrize("rule", ["placements", "quota-placements", "waiting-over-one-year"])
@pytest.mark.parametrize("more", [{}, {"by": "year"}, {"registeredBy": "2008-10-02"}, {"period": ".."}])
def test_a_figure_without_ids_is_the_same_figure(caller, rule, more):
    def without_ids(document):
        answers = document.get("answers", [document])
        lists = ("counted", "not_counted", "late")
        return [{name: value for name, value in one.items() if name not in lists} for one in answers]

    params = C01 | more | {"knownAt": "700"}
    whole = caller.get(f"/v1/figures/{rule}", params=params).json()
    short = caller.get(f"/v1/figures/{rule}", params=params | {"ids": "false"}).json()

    assert without_ids(short) == without_ids(whole)
    assert without_ids(short) == short.get("answers", [short])


@pytest.mark.parametrize("rule", ["placements", "quota-placements"])
def test_the_cases_of_a_figure_come_as_a_table_too_each_with_the_version_that_judged_it(caller, rule):
    address = f"/v1/figures/{rule}/cases"
    opened = caller.get(address, params=C01).json()
    answers = opened.get("answers", [opened])
    expected = [
        {"rule": answer["rule"]["id"], "version": answer["rule"]["version"]} | case
        for answer in answers
        for case in answer["cases"]
    ]

    lines = caller.get(address, params=C01, headers={"Accept": "application/jsonl"})
    table = caller.get(address, params=C01, headers={"Accept": "text/csv"})
    parquet = caller.get(address, params=C01, headers={"Accept": "application/vnd.apache.parquet"})

    assert [json.loads(line) for line in lines.text.splitlines()] == expected
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert [(row["version"], row["case"], row["reason"]) for row in rows] == [
        (one["version"], one["case"], one["reason"]) for one in expected
    ]
    assert table.headers["content-type"].startswith("text/csv")
    assert pyarrow.parquet.read_table(io.BytesIO(parquet.content)).num_rows == len(expected)


def test_each_form_of_the_cases_has_a_tag_of_its_own_and_a_figure_of_nothing_its_heading(caller):
    address = "/v1/figures/placements/cases"
    tags = [
        caller.get(address, params=C01 | {"knownAt": "1"}, headers={"Accept": form}).headers["etag"]
        for form in ("application/json", "text/csv", "application/jsonl")
    ]
    nothing = caller.get(address, params={"knownAt": "0"}, headers={"Accept": "text/csv"})

    assert len(set(tags)) == 3
    assert nothing.text.startswith("rule,version,case,")
    assert caller.get(address, params={"knownAt": "0"}, headers={"Accept": "application/jsonl"}).text == ""


def test_the_cases_that_separate_two_figures_come_as_a_table_too(caller):
    asked = {"from": "quota-placements@letter-4a", "to": "quota-placements@agenda-3a", **C01}
    cases = caller.get("/v1/differences", params=asked).json()["cases"]
    table = caller.get("/v1/differences", params=asked, headers={"Accept": "text/csv"})
    refused = caller.get("/v1/differences", params=asked | {"ids": "false"}, headers={"Accept": "text/csv"})

    assert [row["case"] for row in csv.DictReader(io.StringIO(table.text))] == [one["case"] for one in cases]
    assert cases
    assert refused.status_code == 406

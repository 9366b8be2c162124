"""What the API refuses, and that no refusal and no line in the log repeats what somebody typed."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from api.words import in_a_query
from domain import rules
from domain.counting import Parameter, ParameterNotSet
from replay.published_words import _REFUSALS, BY_HAND
from replay.publishing import NotPublished
from store.errors import GapInLedger

NAME = "Zoë Öztürk"
BSN = "123456782"


def told(answer, status, code):
    document = answer.json()
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert document["type"] == f"urn:ketenboek:problem:{code}"
    assert document["status"] == status
    assert document["title"]
    assert document["detail"]
    assert document["instance"].startswith("urn:uuid:")
    return document


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("period", "2008"),
        ("period", "2008-07-01..2007-01-01"),
        ("period", "2008-01..2008-07"),
        ("period", "2008-02-30..2008-07-01"),
        ("asOf", "20080630"),
        ("asOf", "2008-06"),
        ("asOf", "2008-02-30"),
        ("asOf", " 2008-06-30"),
        ("asOf", "30-06-2008"),
        ("asOf", "2008-W26-1"),
        ("asOf", ""),
        ("registeredBy", "yesterday"),
        ("registeredBy", "٢٠٠٨-٠٦-٣٠"),
        ("knownAt", "999999999"),
        ("knownAt", "-1"),
        ("knownAt", ""),
        ("knownAt", "2999-01-01"),
        ("knownAt", "9999-12-31"),
        ("knownAt", "0001-01-01T00:00:00+14:00"),
        ("knownAt", "2008-10-02T12:00:00"),
        ("knownAt", "2008-10-02 12:00:00Z"),
        ("municipality", "Nergenshuizen"),
        ("municipality", "\x00"),
        ("municipality", ""),
        ("version", ""),
    ],
)
def test_a_value_that_cannot_be_read_is_refused_with_what_was_expected(caller, parameter, value):
    document = told(caller.get("/v1/figures/placements", params={parameter: value}), 400, "bad-query")

    (mistake,) = document["errors"]
    assert (mistake["in"], mistake["name"]) == ("query", parameter)
    assert mistake["detail"]


def test_all_mistakes_are_told_at_once(caller):
    document = told(
        caller.get("/v1/figures/placements", params={"asOf": "x", "period": "x", "colour": "x"}), 400, "bad-query"
    )

    assert {one["name"] for one in document["errors"]} == {"asOf", "period", None}


def test_what_an_address_names_and_an_address_that_is_none_are_told_apart(caller):
    unknown = told(caller.get("/v1/cases/00000000-0000-4000-8000-000000000000?rule=placements"), 404, "not-found")
    slash = told(caller.get("/v1/rules/"), 404, "not-found")

    assert "slash" not in unknown["detail"]
    assert "slash" in slash["detail"]


def test_an_unknown_parameter_is_refused_and_those_there_are_are_named(caller):
    document = told(caller.get("/v1/figures/placements", params={NAME: "x"}), 400, "bad-query")

    assert document["allowed"] == [
        "version",
        "municipality",
        "region",
        "division",
        "period",
        "asOf",
        "registeredBy",
        "knownAt",
        "series",
        "by",
        "ids",
    ]
    assert NAME not in caller.get("/v1/figures/placements", params={NAME: "x"}).text


def test_a_parameter_given_twice_is_refused(caller):
    query = "asOf=2008-06-30&asOf=2008-06-30"
    document = told(caller.get(f"/v1/figures/placements?{query}"), 400, "bad-query")

    assert [one["name"] for one in document["errors"]] == ["asOf"]


@pytest.mark.parametrize("as_of", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("rule", rules.ids())
def test_the_ends_of_the_calendar_can_be_asked(caller, rule, as_of):
    answer = caller.get(f"/v1/figures/{rule}", params={"asOf": as_of, "period": "..", "registeredBy": as_of})

    assert answer.status_code in (200, 409)


@pytest.mark.parametrize(
    ("asked", "near"), [("placement", "placements"), ("Waiting-over-1-year", "waiting-over-one-year")]
)
def test_an_unknown_rule_names_the_nearest_and_where_all_of_them_stand(caller, asked, near):
    document = told(caller.get(f"/v1/figures/{asked}"), 404, "unknown-rule")

    assert document["near"][0] == near
    assert near in document["detail"]
    assert len(document["detail"]) < 250
    assert caller.get(document["rules"]).status_code == 200


def test_a_rule_that_is_like_none_is_told_only_where_the_rules_stand(caller):
    document = told(caller.get("/v1/figures/qqqq"), 404, "unknown-rule")

    assert document["near"] == []
    assert document["detail"].endswith("/v1/rules.")


@pytest.mark.parametrize("path", ["/v1/figures/enforcement-orders", "/v1/figures/enforcement-orders/cases"])
def test_a_breakdown_that_a_rule_does_not_have_names_those_it_has(caller, path):
    document = told(caller.get(path, params={"by": "provider"}), 400, "unknown-dimension")

    assert "municipality" in document["dimensions"]
    assert "provider" not in document["dimensions"]
    assert told(caller.get(path, params={"by": NAME}), 400, "bad-query")["errors"][0]["name"] == "by"


def test_an_unknown_version_names_those_there_are(caller):
    document = told(caller.get("/v1/figures/quota-placements", params={"version": "none"}), 404, "unknown-version")

    assert document["versions"] == ["letter-4a", "agenda-3a"]


@pytest.mark.parametrize("path", ["/nothing", "/v1/", "/v1/figures", "/v1/figures/placements/", "/v1/health/", "/docs"])
def test_where_nothing_is_nothing_is_found_and_nobody_is_sent_on(caller, path):
    told(caller.get(path), 404, "not-found")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "SURPRISE"])
@pytest.mark.parametrize("path", ["/v1/figures/placements", "/v1/figures/placements/cases", "/v1/health", "/v1"])
def test_another_method_is_refused_and_those_there_are_are_named(caller, method, path):
    answer = caller.send(method, path)

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    told(answer, 405, "method-not-allowed")


@pytest.mark.parametrize("path", ["/v1", "/v1/figures/placements", "/v1/figures/placements/cases", "/v1/health"])
def test_options_tells_the_methods_and_head_is_get_without_a_body(caller, path):
    options, head, got = (caller.send(method, path) for method in ("OPTIONS", "HEAD", "GET"))

    assert (options.status_code, options.headers["allow"], options.content) == (204, "GET, HEAD, OPTIONS", b"")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == got.headers["content-type"]
    assert head.headers.get("content-length") == got.headers.get("content-length")
    assert [line["method"] for line in caller.log()] == ["OPTIONS", "HEAD", "GET"]
    assert len({line["route"] for line in caller.log()[1:]}) == 1


def test_what_is_refused_is_refused_to_head_as_well(caller):
    answer = caller.send("HEAD", "/v1/figures/none")

    assert (answer.status_code, answer.content) == (404, b"")
    assert caller.send("OPTIONS", "/v1/none").status_code == 404


def test_the_index_names_every_figure_and_its_addresses_answer(caller):
    index = caller.get("/v1").json()

    assert [one["id"] for one in index["figures"]] == rules.ids()
    placements = next(one["href"] for one in index["figures"] if one["id"] == "placements")
    for path in (index["openapi"], index["health"], placements):
        assert caller.get(path).status_code == 200


def test_a_parameter_that_nobody_set_is_a_conflict_and_the_fact_that_would_set_it_is_named(caller, filled, monkeypatch):
    parameter = Parameter("delay_days", {"nl": "hoeveel dagen", "en": "how many days"}, "integer")

    def nobody_set_it(*_: object, **__: object) -> None:
        raise ParameterNotSet(parameter, "placements", "0014")

    monkeypatch.setattr(filled, "ask", nobody_set_it)
    document = told(caller.get("/v1/figures/placements"), 409, "parameter-not-set")

    assert (document["parameter"], document["fact"], document["rule"]) == ("delay_days", "ParameterSet", "placements")
    assert "how many days" in document["detail"]


@pytest.mark.parametrize("error", [RuntimeError(NAME), GapInLedger(NAME), KeyError(NAME)])
def test_what_breaks_is_told_without_its_message_and_found_in_the_log(caller, filled, monkeypatch, error):
    def break_it(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(filled, "ask", break_it)
    answer = caller.get("/v1/figures/placements")

    document = told(answer, 500, "internal")
    (line,) = caller.log()
    assert NAME not in answer.text + caller.lines.getvalue()
    assert line["error"].endswith(type(error).__name__)
    assert document["instance"] == f"urn:uuid:{line['request_id']}"
    assert any(place.startswith("api.") for place in line["places"])


def test_an_answer_that_breaks_off_never_looks_whole(caller, monkeypatch):
    def break_off(*_: object):
        yield {"case": "first"}
        yield {"case": "x" * 100_000}
        raise RuntimeError(NAME)

    monkeypatch.setattr("api.answering.case_documents", break_off)
    with pytest.raises(Exception, match=r"broke off") as caught:
        ask_and_let_it_break(caller)

    assert NAME not in str(caught.value)
    assert caught.value.__suppress_context__
    (line,) = caller.log()
    assert (line["status"], line["error"]) == (200, "builtins.RuntimeError")
    assert NAME not in caller.lines.getvalue()


def ask_and_let_it_break(caller):
    async def ask():
        transport = httpx.ASGITransport(caller.app, client=("127.0.0.1", 50000))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as one:
            await one.get("/v1/figures/placements/cases")

    asyncio.run(ask())


@pytest.mark.parametrize(
    ("wanted", "title"),
    [("nl", "Onbekende telregel"), ("nl-NL,en;q=0.5", "Onbekende telregel"), ("de", "Unknown counting rule")],
)
def test_a_problem_is_told_in_the_language_of_the_caller(caller, wanted, title):
    answer = caller.get("/v1/figures/none", headers={"Accept-Language": wanted})

    assert answer.json()["title"] == title
    assert answer.headers["content-language"] == wanted[:2].replace("de", "en")


# What is logged


def test_one_request_is_one_line_with_the_route_and_nothing_that_was_typed(caller):
    caller.get("/v1/figures/placements", params={"municipality": "Groningen", "asOf": "2008-06-30"})

    (line,) = caller.log()
    assert set(line) == {"event", "level", "timestamp", "method", "route", "status", "duration_ms", "request_id"}
    assert (line["method"], line["route"], line["status"]) == ("GET", "/v1/figures/{rule}", 200)
    assert line["duration_ms"] > 0
    assert not any(typed in caller.lines.getvalue() for typed in ("Groningen", "2008-06-30", "placements"))


def test_personal_data_that_somebody_typed_come_back_in_no_answer_and_no_line(caller):
    answers = [
        caller.get(f"/v1/figures/{BSN}"),
        caller.get(f"/v1/figures/{NAME}/cases"),
        caller.get(f"/{NAME}"),
        caller.get("/v1/figures/placements", params={"municipality": NAME}),
        caller.get("/v1/figures/placements", params={"version": NAME}),
        caller.get("/v1/figures/placements", params={"knownAt": BSN}),
        caller.get("/v1/figures/placements", params={"asOf": NAME, "period": BSN, BSN: NAME}),
        caller.get("/v1/figures/placements", headers={"Accept-Language": BSN, "X-Name": BSN}),
        caller.send("M" + BSN, "/v1/health"),
    ]

    for answer in answers:
        said = answer.text + str(answer.headers)
        assert BSN not in said
        assert NAME not in said
    assert len(caller.log()) == len(answers)
    assert BSN not in caller.lines.getvalue()
    assert "zt" not in caller.lines.getvalue()


def test_a_figure_that_is_not_there_is_told_in_the_names_of_a_query_and_without_a_command(caller):
    address = "/v1/figures/placements?series=closed&period=2007-01-01..2008-07-01&knownAt=0"
    for language, word in (("nl", "sluiting"), ("en", "closing")):
        document = told(caller.get(address, headers={"Accept-Language": language}), 409, "has-no-answer")
        assert word in document["detail"]
        assert "ketenboek record" not in document["detail"]
        assert "--" not in document["detail"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("name one with --period: 2007-01-01..2008-07-01", "name one with period: 2007-01-01..2008-07-01"),
        (
            "--period 2007..2008 --known-at 241 --registered-by 2008-10-02",
            "period=2007..2008 knownAt=241 registeredBy=2008-10-02",
        ),
        ("a question without registered_by", "a question without registeredBy"),
    ],
)
def test_what_would_help_has_the_names_of_a_query(said, told):
    assert in_a_query({"nl": said, "en": said}) == {"nl": told, "en": told}


def test_no_sentence_on_what_is_not_published_holds_a_command_and_the_command_line_still_has_it():
    for why in _REFUSALS:
        holes = dict.fromkeys(("known", "axes", "period", "name", "code", "versions"), "x")
        error = NotPublished(why, **holes)
        for language in ("nl", "en"):
            assert "ketenboek" not in error.sentence[language]
            assert "--" not in error.sentence[language]
            assert ("ketenboek record" in error.by_hand[language]) == (why in BY_HAND)

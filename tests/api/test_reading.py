"""What can be read beside figures: cases, differences, lists, registers and proofs, over a real database."""

from __future__ import annotations

import csv
import hashlib
import io
import json

import pytest
from jsonschema import Draft202012Validator

from api.rendering import CSV, JSON_LINES, PARQUET
from domain import rules
from domain.facts import FigureReported
from replay.asking import Asked
from replay.comparing import compare
from replay.differences import comparison_document
from tests.replay.saying import Chain

C01 = {"municipality": "Groningen", "period": "2007-01-01..2008-07-01", "registeredBy": "2008-09-18"}
NOBODY = "00000000-0000-4000-8000-000000000000"


def schema_of(caller, name):
    components = caller.get("/v1/openapi.json").json()["components"]
    return {"$ref": f"#/components/schemas/{name}", "components": components}


def agrees(caller, name, document):
    Draft202012Validator(schema_of(caller, name)).validate(document)


def case_of(caller, record):
    cases = caller.get("/v1/figures/placements/cases", params=C01).json()["cases"]
    return next(one for one in cases if one["id"] == record)


# --- Cases ---


def test_a_case_tells_its_verdict_with_the_facts_that_decided_it(caller):
    late = case_of(caller, "L1")

    document = caller.get(f"/v1/cases/{late['case']}", params=C01 | {"rule": "placements"}).json()

    assert document["case"] == late | {"sentence": document["case"]["sentence"]}
    assert document["case"]["sentence"]["en"] == "The source had not yet entered this by the day asked."
    assert document["case"]["reason"] == "RECORDED_LATER"
    agrees(caller, "JudgedCaseByVersion", document)


def test_competing_versions_judge_a_case_side_by_side(caller):
    case = case_of(caller, "L1")["case"]

    document = caller.get(f"/v1/cases/{case}", params=C01 | {"rule": "quota-placements"}).json()

    assert [one["rule"]["version"] for one in document["answers"]] == ["letter-4a", "agenda-3a"]


def test_a_counterfactual_says_what_would_have_to_be_different(caller):
    case = case_of(caller, "L1")["case"]

    document = caller.get(f"/v1/cases/{case}/counterfactuals", params=C01 | {"rule": "placements"}).json()

    assert [one["counted"] for one in document["what_if"]]
    assert all(one["counted"] != document["case"]["counted"] for one in document["what_if"])
    assert "entered" in document["what_if"][0]["sentence"]["en"]
    agrees(caller, "CounterfactualByVersion", document)


@pytest.mark.parametrize("address", [f"/v1/cases/{NOBODY}", f"/v1/cases/{NOBODY}/counterfactuals", "/v1/cases/L1"])
def test_a_case_that_is_not_there_is_not_found_nor_one_by_its_record_id(caller, address):
    answer = caller.get(address, params={"rule": "placements"})

    assert (answer.status_code, answer.json()["type"]) == (404, "urn:ketenboek:problem:not-found")


def test_a_case_is_always_of_a_rule(caller):
    answer = caller.get(f"/v1/cases/{NOBODY}")

    assert answer.status_code == 400
    assert [one["name"] for one in answer.json()["errors"]] == ["rule"]


# --- Differences and reported figures ---


def test_a_difference_is_that_of_the_command_line_and_its_parts_add_up(caller, filled):
    common = {"municipality": "Groningen", "period": "2007-01-01..2008-07-01"}
    sides = {"from": "quota-placements@letter-4a", "to": "quota-placements@agenda-3a"}

    document = caller.get("/v1/differences", params=common | sides | {"registeredBy": "2008-09-18"}).json()

    asked = [Asked("quota-placements", version, **asked_of(caller)) for version in ("letter-4a", "agenda-3a")]
    told = comparison_document(filled.ledger, compare(filled, *asked))
    assert document == json.loads(json.dumps(told))
    assert (document["difference"], sum(document["parts"].values())) == (88, 88)
    agrees(caller, "Difference", document)


def asked_of(caller):
    answer = caller.get("/v1/figures/placements", params=C01).json()
    from api.parameters import read_day
    from domain.dates import parse_period

    return {
        "municipality": answer["scope"]["municipality"],
        "period": parse_period(C01["period"]),
        "registered_by": read_day(C01["registeredBy"]),
        "known_at": str(answer["known_at"]["position"]),
    }


def test_a_side_has_bounds_of_its_own_and_without_ids_no_case_is_told(caller):
    sides = {"from": "placements,registeredBy=2008-09-18", "to": "placements,registeredBy=2008-10-02"}
    bounds = {"municipality": "0014", "period": C01["period"], "ids": "false"}

    document = caller.get("/v1/differences", params=sides | bounds).json()

    assert (document["difference"], document["parts"]["new_facts"]) == (1, 1)
    assert "cases" not in document
    assert "counted" not in document["from"]


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"from": "placements"}, 400),
        ({"from": "placements", "to": "placements,knownAt"}, 400),
        ({"from": "placements", "to": "placements,registered_by=2008-10-02"}, 400),
        ({"from": "placements", "to": "no-such-rule"}, 404),
        ({"from": "placements", "to": "quota-placements"}, 409),
        ({"from": "placements", "to": "deposit-net@extra-bonus"}, 409),
    ],
)
def test_a_difference_that_cannot_be_is_refused_in_words(caller, given, status):
    answer = caller.get("/v1/differences", params=given)

    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_a_reported_figure_tells_how_it_would_read_today(caller, filled):
    chain = Chain(filled.ledger)
    figure = caller.get("/v1/figures/placements", params=C01).json()
    fact = FigureReported(
        rule="placements",
        version=figure["rule"]["version"],
        value=230,
        unit=figure["unit"],
        as_of="2008-06-30",
        document="brief aan de raad",
        computed_here=False,
    )
    chain.shared(fact, "2008-10-02", "0014")

    (listed,) = caller.get("/v1/reported-figures", params={"municipality": "Groningen"}).json()["reported_figures"]
    one = caller.get(f"/v1/reported-figures/{listed['event_id']}").json()
    drift = caller.get(f"/v1/reported-figures/{listed['event_id']}/drift").json()

    assert one == listed
    assert drift["figures"][0]["reported"] == one
    assert drift["figures"][0]["drift"] == drift["figures"][0]["value"] - 230
    agrees(caller, "ReportedFigure", one)
    agrees(caller, "Drift", drift)
    assert caller.get("/v1/reported-figures", params={"municipality": "Utrecht"}).json()["reported_figures"] == []
    assert caller.get(f"/v1/reported-figures/{NOBODY}/drift").status_code == 404


# --- Lists ---


def test_a_list_is_read_page_by_page_to_its_end(caller):
    whole = [json.loads(line) for line in caller.get("/v1/waiting-spells", headers={"Accept": JSON_LINES}).iter_lines()]
    address, told = "/v1/waiting-spells?limit=3", []
    while address:
        answer = caller.get(address)
        told += answer.json()["waiting_spells"]
        link = answer.headers.get("link")
        assert (link is None) == (answer.json()["next"] is None)
        address = link and link.partition(">")[0].removeprefix("<")

    assert told == whole
    assert len(whole) == 11
    for line in whole:
        agrees(caller, "WaitingSpell", line)


@pytest.mark.parametrize(
    ("address", "schema"),
    [("/v1/quotas", "Quota"), ("/v1/waiting-spells", "WaitingSpell"), ("/v1/enrolments", "Enrolment"),
     ("/v1/amounts", "Amount")],
)  # fmt: skip
def test_a_list_is_the_same_in_every_form(caller, address, schema):
    from pyarrow import parquet

    lines = [json.loads(line) for line in caller.get(address, headers={"Accept": JSON_LINES}).iter_lines()]
    told = list(csv.DictReader(io.StringIO(caller.get(address, headers={"Accept": CSV}).text)))
    table = parquet.read_table(io.BytesIO(caller.get(address, headers={"Accept": PARQUET}).content))

    assert [one["case"] for one in told] == [one["case"] for one in lines] == table.column("case").to_pylist()
    for line in lines:
        agrees(caller, schema, line)


def test_a_list_is_of_a_day_and_a_place(caller):
    asked = {"municipality": "Zwijndrecht", "asOf": "2003-12-01"}

    document = caller.get("/v1/waiting-spells", params=asked).json()

    assert (document["municipality"], document["as_of"]) == ("0642", "2003-12-01")
    assert {one["municipality"] for one in document["waiting_spells"]} == {"0642"}
    assert all(one["joined_on"] <= "2003-12-01" for one in document["waiting_spells"])


@pytest.mark.parametrize("cursor", ["7", "abc", "L1"])
def test_a_cursor_of_another_list_is_refused(caller, cursor):
    assert caller.get("/v1/waiting-spells", params={"cursor": cursor}).status_code == 400


@pytest.mark.parametrize("name", ["processing-activities", "rules", "glossary", "fact-types"])
def test_what_is_told_from_the_code_is_told_page_by_page(caller, name):
    whole = caller.get(f"/v1/{name}", params={"limit": 1000}).json()
    first = caller.get(f"/v1/{name}", params={"limit": 2}).json()
    rest = caller.get(f"/v1/{name}", params={"limit": 1000, "cursor": first["next"]}).json()
    (listed,) = (key for key in whole if key != "next")

    assert (len(first[listed]), rest["next"]) == (2, None)
    assert first[listed] + rest[listed] == whole[listed]
    assert caller.get(f"/v1/{name}", params={"cursor": "9" * 18}).json()[listed] == []


def test_nothing_of_a_person_stands_in_an_address_of_a_next_page_or_in_a_log(caller):
    answer = caller.get("/v1/waiting-spells", params={"limit": 3})
    records = {one["id"] for one in answer.json()["waiting_spells"]}

    assert len(records) == 3
    assert not any(record in answer.headers["link"] for record in records)
    assert not any(record in caller.lines.getvalue() + caller.decisions.getvalue() for record in records)


# --- Registers ---


def test_a_register_is_read_page_by_page(caller):
    first = caller.get("/v1/rules", params={"limit": 40}).json()
    second = caller.get("/v1/rules", params={"limit": 1000, "cursor": first["next"]}).json()

    assert [one["id"] for one in first["rules"] + second["rules"]] == list(rules.ids())
    assert second["next"] is None


@pytest.mark.parametrize(
    ("address", "schema"),
    [
        ("/v1/rules/waiting-over-four-months", "Rule"),
        ("/v1/rules/quota-placements/versions/letter-4a", "RuleVersion"),
        ("/v1/fact-types/PlacementStarted", "FactType"),
    ],
)
def test_a_rule_and_a_kind_of_fact_are_told_whole(caller, address, schema):
    answer = caller.get(address)

    assert answer.status_code == 200
    agrees(caller, schema, answer.json())


@pytest.mark.parametrize(
    "address", ["/v1/rules/none", "/v1/rules/placements/versions/none", "/v1/fact-types/None", "/v1/cases/1"]
)
def test_what_is_in_no_register_is_not_found(caller, address):
    assert caller.get(address, params={"rule": "placements"} if "cases" in address else {}).status_code == 404


def test_the_words_kinds_and_places_are_listed(caller):
    for address, name, key in [
        ("/v1/glossary", "words", "english"),
        ("/v1/fact-types", "fact_types", "type"),
        ("/v1/municipalities", "municipalities", "code"),
    ]:
        document = caller.get(address, params={"limit": 1000}).json()
        assert len({one[key] for one in document[name]}) == len(document[name]) > 5
    assert caller.get("/v1/regions", params={"asOf": "2008-01-01"}).json()["regions"] == []


# --- Proofs ---


def test_an_event_is_proved_by_whoever_knows_only_the_standard(caller, filled):
    head = caller.get("/v1/tree-head").json()
    with filled.ledger.database.long() as connection:
        rows = connection.execute("select payload from ledger.event order by position", binary=True).fetchall()
    payloads = [payload for (payload,) in rows]
    assert head["size"] == len(payloads)
    for position in (1, 2, len(payloads) // 2, len(payloads)):
        asked = {"position": position, "size": head["size"]}
        proof = caller.get("/v1/proofs/inclusion", params=asked).json()
        leaf = hashlib.sha256(b"\x00" + payloads[position - 1])

        assert proof["leaf"] == leaf.hexdigest()
        assert proof["root"] == head["root"]
        assert folded(leaf.digest(), position - 1, head["size"], proof["hashes"]) == head["root"]
        agrees(caller, "InclusionProof", proof)


def folded(leaf, index, size, hashes):
    """RFC 9162, section 2.1.3.2, step by step."""
    node, last, root = index, size - 1, leaf
    for one in map(bytes.fromhex, hashes):
        assert last != 0
        if node & 1 or node == last:
            root = hashlib.sha256(b"\x01" + one + root).digest()
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            root = hashlib.sha256(b"\x01" + root + one).digest()
        node, last = node >> 1, last >> 1
    assert last == 0
    return root.hex()


def test_a_later_tree_is_proved_to_begin_with_an_earlier_one(caller):
    from domain.tree import verify_consistency

    head = caller.get("/v1/tree-head").json()
    for first in (1, 7, head["size"] - 1, head["size"]):
        proof = caller.get("/v1/proofs/consistency", params={"first": first, "second": head["size"]}).json()
        hashes = [bytes.fromhex(one) for one in proof["hashes"]]
        roots = bytes.fromhex(proof["first_root"]), bytes.fromhex(proof["second_root"])

        assert proof["second_root"] == head["root"]
        assert verify_consistency(first, head["size"], *roots, hashes)
        agrees(caller, "ConsistencyProof", proof)


@pytest.mark.parametrize(
    "address",
    [
        "/v1/proofs/inclusion?position=0&size=5",
        "/v1/proofs/inclusion?position=6&size=5",
        "/v1/proofs/inclusion?position=1&size=999999999",
        "/v1/proofs/inclusion?position=1",
        "/v1/proofs/consistency?first=6&second=5",
        "/v1/proofs/consistency?first=1&second=999999999",
    ],
)
def test_a_proof_of_what_is_not_there_is_refused(caller, address):
    assert caller.get(address).status_code == 400

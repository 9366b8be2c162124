"""Lists: page by page as JSON, whole as JSON lines, CSV and Parquet; no cell is a program."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.bodies import is_shallow, parsed
from api.media import best_format
from api.paging import page_of
from api.problems import BadBody, NotAcceptable
from api.rendering import CSV, FORMULA_BEGINS, JSON, JSON_LINES, LIST_FORMATS, PARQUET, csv_lines
from domain.processing import REGISTER

ADDRESS = "/v1/processing-activities"


def test_a_list_is_given_as_json_lines(caller):
    answer = caller.get(ADDRESS, headers={"Accept": JSON_LINES})

    assert answer.headers["content-type"] == JSON_LINES
    assert [json.loads(line)["key"] for line in answer.text.splitlines()] == [one.key for one in REGISTER]


def test_a_list_is_given_as_csv_with_the_promised_columns(caller):
    answer = caller.get(ADDRESS, headers={"Accept": CSV})
    rows = list(csv.DictReader(io.StringIO(answer.text)))

    assert answer.headers["content-type"].startswith("text/csv")
    assert [row["key"] for row in rows] == [one.key for one in REGISTER]
    assert json.loads(rows[0]["name"]) == dict(REGISTER[0].name)


def test_a_list_is_given_as_parquet(caller, tmp_path):
    from pyarrow import parquet

    answer = caller.get(ADDRESS, headers={"Accept": PARQUET})
    table = parquet.read_table(io.BytesIO(answer.content))

    assert table.column("key").to_pylist() == [one.key for one in REGISTER]
    assert str(table.schema.field("version").type) == "int64"


@given(st.text())
def test_no_cell_of_csv_is_a_formula(text):
    lines = b"".join(csv_lines([{"a": text}], {"a": {}})).decode()
    _, (cell,) = csv.reader(io.StringIO(lines, newline="")) if text else ([], [""])

    assert not cell.startswith(FORMULA_BEGINS)
    assert cell in (text, f"'{text}")


def test_a_number_below_nothing_is_no_formula():
    assert b"".join(csv_lines([{"a": -5}], {"a": {}})) == b"a\r\n-5\r\n"


@pytest.mark.parametrize(("there_are", "limit", "told", "goes_on"), [(0, 2, 0, None), (2, 2, 2, None), (3, 2, 2, "2")])
def test_a_page_goes_on_only_where_there_is_more(there_are, limit, told, goes_on):
    documents = ({"position": one} for one in range(1, there_are + 1))
    page = page_of(documents, lambda one: one["position"], {"limit": limit}, JSON)

    assert (len(list(page.documents)), page.next) == (told, goes_on)


def test_the_next_page_is_the_same_question_with_another_cursor():
    page = page_of(({"position": one} for one in range(1, 9)), lambda one: one["position"], {"limit": 2}, JSON)

    link = page.link("/v1/things", [("from", "2008-01-01"), ("cursor", "0"), ("limit", "2")])
    assert link == '</v1/things?from=2008-01-01&limit=2&cursor=2>; rel="next"'


def test_json_has_a_hundred_unless_said_and_the_other_forms_have_all():
    def told(media_type):
        documents = ({"position": one} for one in range(1, 251))
        return len(list(page_of(documents, lambda one: one["position"], {}, media_type).documents))

    assert [told(one) for one in LIST_FORMATS] == [100, 250, 250, 250]


@pytest.mark.parametrize("limit", ["0", "1001", "-1", "ten", "", "1.0"])
def test_a_limit_is_one_to_a_thousand(caller, limit):
    assert caller.get(ADDRESS, params={"limit": limit}).status_code == 400


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ([], JSON),
        (["*/*"], JSON),
        (["text/*"], CSV),
        ([f"{CSV};q=0.5, {JSON_LINES};q=0.9"], JSON_LINES),
        ([CSV, f"{JSON};q=0.1"], CSV),
        ([f"*/*, {JSON};q=0"], JSON_LINES),
    ],
)
def test_the_form_is_the_one_liked_best(accept, chosen):
    assert best_format(accept, LIST_FORMATS) == chosen


@pytest.mark.parametrize("accept", ["text/html", "application/xml;q=1", f"{JSON};q=0", f"{JSON};q=x"])
def test_a_form_that_there_is_not_is_refused(caller, accept):
    with pytest.raises(NotAcceptable):
        best_format([accept], [JSON])
    assert caller.get("/v1/health", headers={"Accept": accept}).status_code == 406


@pytest.mark.parametrize("body", [b"", b"{", b'{"a":1,"a":2}', b"NaN", b"\xff", b"[" * 17 + b"]" * 17, b"[" * 100_000])
def test_a_body_that_cannot_be_trusted_is_refused(body):
    with pytest.raises(BadBody):
        parsed(body)


def test_sixteen_levels_are_read():
    assert is_shallow(parsed(b"[" * 16 + b"]" * 16))


@pytest.mark.parametrize(
    ("written", "right"), [("as_of", "asOf"), ("known_at", "knownAt"), ("registered-by", "registeredBy")]
)
def test_a_name_with_underscores_is_refused_naming_the_right_one(caller, written, right):
    document = caller.get("/v1/figures/placements", params={written: "2008-06-30"}).json()

    assert document["errors"] == [{"in": "query", "name": right, "detail": f"Write {right}, without _ or -."}]

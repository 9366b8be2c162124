"""The pages of imports: a file goes with a form of ours, how far it is can be seen, and no row is repeated."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from api.forms import Upload, filled_in_with_file
from api.problems import BadBody
from replay.figures import Figures
from store.ledger import Ledger
from tests.api.foreign_objects import told
from tests.api.sending import BY_TOKEN, Sender
from tests.api.test_pages import BROWSER
from tests.delivering import HEADING, row

FILE = Path(__file__).parents[2] / "docs" / "examples" / "gemeente-haarlem-pib.csv"
OURS = {"Origin": "http://127.0.0.1:8642", "Sec-Fetch-Site": "same-origin"}
MARK = "----WebKitFormBoundaryA1"
TYPE = f"multipart/form-data; boundary={MARK}"


def part(name: str, content: bytes, file_name: str | None = None) -> bytes:
    """One part, as a browser sends it."""
    named = f'form-data; name="{name}"' + ("" if file_name is None else f'; filename="{file_name}"')
    kind = "" if file_name is None else "\r\nContent-Type: text/csv"
    return f"--{MARK}\r\nContent-Disposition: {named}{kind}\r\n\r\n".encode() + content + b"\r\n"


def form(*parts: bytes) -> bytes:
    """A whole form."""
    return b"".join(parts) + f"--{MARK}--\r\n".encode()


def test_the_fields_and_the_file_are_read_as_they_were_sent() -> None:
    content = b"a;b\r\n--c\r\n\x00\xff"
    fields, upload = filled_in_with_file(
        form(part("source", "één".encode()), part("empty", b""), part("file", content, "lijst.csv")), TYPE
    )
    assert fields == [("source", "één")]
    assert upload == Upload("lijst.csv", content)
    assert filled_in_with_file(form(part("file", b"", "")), TYPE) == ([], None)


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (form(part("a", b"b")), "multipart/form-data"),
        (form(part("a", b"b"))[:-8], TYPE),
        (b"before" + form(part("a", b"b")), TYPE),
        (form(part("a", b"\xff")), TYPE),
        (form(part("a", b"\x00")), TYPE),
        (form(part("file", b"1", "a.csv"), part("more", b"2", "b.csv")), TYPE),
        (form(b"--" + MARK.encode() + b"\r\nContent-Type: text/csv\r\n\r\nx\r\n"), TYPE),
        (form(*[part("a", b"b")] * 101), TYPE),
        (b"", TYPE),
    ],
)
def test_what_is_no_form_with_a_file_is_refused(body: bytes, media_type: str) -> None:
    with pytest.raises(BadBody):
        filled_in_with_file(body, media_type)


@pytest.fixture
def api(ledger: Ledger, calling: type[Any]) -> Any:
    return calling(Figures(ledger))


def sent(api: Any, *parts: bytes, secret: str | None = None) -> Any:
    """Send the form of the page, with its secret and cookie."""
    page = api.get("/inlezen", headers=BROWSER)
    cookie = page.headers["set-cookie"].partition(";")[0]
    found = re.search(r'name="form_secret" value="([^"]+)"', page.text)
    assert found is not None
    body = form(part("form_secret", (secret or found[1]).encode()), *parts)
    headers = BROWSER | OURS | {"Content-Type": TYPE, "Cookie": cookie}
    return api.send("POST", "/inlezen", content=body, headers=headers)


def test_a_file_that_was_chosen_is_taken_in_and_told_row_by_row_without_what_stood_there(api: Any) -> None:
    lines = FILE.read_bytes().splitlines(keepends=True)
    broken = re.sub(rb"\d\d-\d\d-\d{4}|\d{4}-\d\d-\d\d", b"32-13-2009", lines[1], count=1)
    answer = sent(
        api, part("municipality", b"Haarlem"), part("file", b"".join([lines[0], broken, *lines[2:]]), "pib.csv")
    )
    assert answer.status_code == 303, answer.text
    here = answer.headers["location"]
    begun = time.monotonic()
    while "every 1s" in (said := api.get(here, headers=BROWSER).text) and time.monotonic() - begun < 30:
        time.sleep(0.1)
    assert "ingelezen" in said
    assert "Regels die niet zijn ingelezen" in said
    assert "NOT_A_DATE" in said
    assert "32-13-2009" not in said
    assert here in api.get("/inlezen", headers=BROWSER).text


def test_without_a_file_and_with_one_of_no_known_layout_is_told_what_would_work(api: Any) -> None:
    assert "Kies eerst een bestand" in sent(api, part("file", b"", "")).text
    unknown = sent(api, part("file", b"a;b;c\r\n1;2;3\r\n", "x.csv"))
    assert unknown.status_code == 400
    assert "data-problem" in unknown.text


def test_a_file_from_a_form_of_another_is_refused(api: Any) -> None:
    assert sent(api, part("file", FILE.read_bytes(), "pib.csv"), secret="0" * 64).status_code == 403


def test_an_import_that_is_not_there_is_no_page(api: Any) -> None:
    assert api.get("/inlezen/00000000-0000-0000-0000-000000000007", headers=BROWSER).status_code == 404


def test_the_import_of_another_is_the_page_of_one_that_is_not_there(ledger: Ledger, calling: type[Any]) -> None:
    room = calling(Figures(ledger), access=BY_TOKEN)
    delivery = "\r\n".join((HEADING, row("G1"), "")).encode()
    here = Sender(room, "clerk").post("/v1/imports", delivery, "text/csv").headers["location"].rpartition("/")[2]

    assert Sender(room, "clerk").get(f"/inlezen/{here}", **BROWSER).status_code == 200
    for other in ("neighbour", "school", "office"):
        absent = Sender(room, other).get(f"/inlezen/{uuid4()}", **BROWSER)
        answer = Sender(room, other).get(f"/inlezen/{here}", **BROWSER)
        assert absent.status_code == 404
        assert told(answer) == told(absent), other
        assert here not in Sender(room, other).get("/inlezen", **BROWSER).text

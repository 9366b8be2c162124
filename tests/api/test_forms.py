"""Forms of pages: taken only from a page of ours, shown to the same browser, and read strictly."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.datastructures import Headers
from starlette.responses import Response

from api.app import create_app
from api.browser import SECRET_FIELD, Browsers, Notice
from api.call import Call
from api.forms import FIELDS_MAX, NEXT, filled_in, read_local_path
from api.group import FILLED_IN, FORM_BYTES_MAX, Answers, Body, Form, Group
from api.groups import GROUPS
from api.office import Office
from api.pages import layout
from api.pages.layout import GOES_ON, HTML, TEMPLATES, WORDS, go_on
from api.pages.words import PAGE_WORDS
from api.parameters import text_parameter
from api.policy import POLICY, may
from api.problems import BadBody
from api.request_log import json_log
from domain.counting import Language
from replay.wording import Wording
from store.readers import Reader

OURS = "http://127.0.0.1:8642"
NOTED = Group("Noted", "A form to try out.", base="")
TAKEN: list[Any] = []


@NOTED.get("/briefje", "showNote", Answers(None, formats=(HTML,)), english_path="/en/note", is_described=False)
def show_note(office: Office, call: Call) -> Response:
    """A page with a form."""
    template = TEMPLATES.from_string(
        '{% from "forms.html" import form with context %}{% call form("/briefje") %}<p>what</p>{% endcall %}'
    )
    assert call.browser is not None
    return Response(template.render(secret_field=SECRET_FIELD, form_secret=call.browser.form_secret), media_type=HTML)


@NOTED.post(
    "/briefje",
    "takeNote",
    GOES_ON,
    english_path="/en/note",
    is_described=False,
    body=Form(fields=(text_parameter("what", "Wat.", "What."), NEXT)),
)
def take_note(office: Office, call: Call) -> Response:
    """Takes what was filled in."""
    TAKEN.append(dict(call.form))
    return go_on(call, call.form.get("next", "/"), Notice("noted", 1234))


@pytest.fixture
def noted(filled: Any, calling: Any, badges: Any) -> Any:
    """Callers of an application with the form, open and guarded."""
    TAKEN.clear()
    policy = {**POLICY, "showNote": may("note", "auditor"), "takeNote": may("note", "auditor")}

    def noted(*, is_open: bool = True) -> Any:
        caller = calling(filled) if is_open else calling(filled, access=badges.access)
        caller.app = create_app(
            filled,
            access=caller.access,
            follows=False,
            access_log=json_log(caller.decisions),
            groups=(*GROUPS, NOTED),
            policy=policy,
        )
        return caller

    return noted


def shown(caller: Any, **headers: str) -> tuple[str, dict[str, str]]:
    """The secret of the form on the page, and the headers with which a browser sends it."""
    answer = caller.get("/briefje", headers=headers)
    field = re.search(rf'<input type="hidden" name="{SECRET_FIELD}" value="([0-9a-f]{{64}})">', answer.text)
    assert field is not None, answer.text
    cookie = answer.headers["set-cookie"].partition(";")[0]
    return field[1], {"Cookie": cookie, "Origin": OURS, "Sec-Fetch-Site": "same-origin", **headers}


def send(caller: Any, fields: Any, headers: dict[str, str]) -> Any:
    """Send it as a browser does."""
    return caller.send("POST", "/briefje", content=urlencode(fields), headers={"Content-Type": FILLED_IN, **headers})


def test_a_form_of_ours_is_taken_and_the_next_page_says_so_once(noted: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    caller = noted()
    words: dict[Language, Wording] = {
        "nl": Wording("nl", PAGE_WORDS, {"notice.noted": ("Genoteerd als {number}.", "Noted as {number}.")}),
        "en": WORDS["en"],
    }
    monkeypatch.setattr(layout, "WORDS", words)
    secret, headers = shown(caller)

    answer = send(caller, {SECRET_FIELD: secret, "what": "café & één", "next": "/"}, headers)

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert TAKEN == [{"what": "café & één", "next": "/"}]
    notice = answer.headers["set-cookie"].partition(";")[0]
    again = caller.get("/", headers={"Cookie": notice})
    assert "Genoteerd als 1.234." in again.text
    assert "ketenboek-notice=; " in again.headers["set-cookie"]
    assert "Max-Age=0" in again.headers["set-cookie"]
    made_up = caller.get("/", headers={"Cookie": "ketenboek-notice=<b>hi</b>"})
    assert made_up.status_code == 200
    assert "<b>hi" not in made_up.text


def test_a_cookie_is_set_only_with_a_form_and_no_script_can_read_it(noted: Any) -> None:
    caller = noted()
    assert "set-cookie" not in caller.get("/").headers
    first = caller.get("/briefje")
    said = first.headers["set-cookie"]
    assert re.fullmatch(r"ketenboek=[\w-]{43}; Path=/; HttpOnly; SameSite=Lax", said)
    again = caller.get("/briefje", headers={"Cookie": said.partition(";")[0]})
    assert "set-cookie" not in again.headers
    assert again.text == first.text


@pytest.mark.parametrize(
    "change",
    [
        {"Cookie": ""},
        {"Cookie": "ketenboek=" + "a" * 43},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "null"},
        {"Origin": "https://127.0.0.1:8642"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "https://elsewhere.example"},
    ],
    ids=str,
)
def test_a_form_that_does_not_come_from_our_page_does_nothing(noted: Any, change: dict[str, str]) -> None:
    caller = noted()
    secret, headers = shown(caller)

    answer = send(caller, {SECRET_FIELD: secret, "what": "x"}, headers | change)

    assert answer.status_code == 403
    assert "urn:ketenboek:problem:form-refused" in answer.text
    assert TAKEN == []


@pytest.mark.parametrize("fields", [[], [(SECRET_FIELD, "0" * 64)], [(SECRET_FIELD, "é")], "twice"], ids=str)
def test_a_form_without_its_own_secret_does_nothing(noted: Any, fields: Any) -> None:
    caller = noted()
    secret, headers = shown(caller)
    sent = [(SECRET_FIELD, secret)] * 2 if fields == "twice" else fields

    assert send(caller, [*sent, ("what", "x")], headers).status_code == 403
    assert TAKEN == []


def test_a_form_says_from_where_it_comes_or_is_not_taken(noted: Any) -> None:
    caller = noted()
    secret, headers = shown(caller)
    fields = {SECRET_FIELD: secret, "what": "x"}
    only_origin = {name: value for name, value in headers.items() if name != "Sec-Fetch-Site"}
    neither = {name: value for name, value in only_origin.items() if name != "Origin"}

    assert send(caller, fields, only_origin).status_code == 303
    assert send(caller, fields, neither).status_code == 403


def test_the_secret_of_another_browser_does_not_hold(noted: Any) -> None:
    caller = noted()
    secret, _ = shown(caller)
    _, headers = shown(caller)

    assert send(caller, {SECRET_FIELD: secret, "what": "x"}, headers).status_code == 403


def test_the_policy_goes_before_the_form_and_a_refused_form_stands_in_the_access_log(noted: Any, badges: Any) -> None:
    caller = noted(is_open=False)
    auditor = badges.shown(Reader("auditor", engagement="2009-7"))
    ministry = badges.shown(Reader("ministry"))
    secret, headers = shown(caller, **auditor)
    fields = {SECRET_FIELD: secret, "what": "x"}

    assert send(caller, fields, headers | ministry).status_code == 403
    without = {name: value for name, value in headers.items() if name != "Authorization"}
    assert send(caller, fields, without).status_code == 401
    assert send(caller, {"what": "x"}, headers).status_code == 403
    assert [line["reason"] for line in caller.access_log()[-3:]] == ["no-token", None, "form-refused"]
    assert TAKEN == []
    assert send(caller, fields, headers).status_code == 303


@pytest.mark.parametrize(
    ("fields", "parameter"),
    [
        ([("what", "x"), ("what", "y")], "what"),
        ([("what", "x"), ("surprise", "y")], "Onbekende parameter"),
        ([("next", "//elsewhere.example")], "next"),
        ([("next", "https://elsewhere.example")], "next"),
    ],
)
def test_a_field_that_was_not_asked_or_cannot_be_read_is_told(noted: Any, fields: Any, parameter: str) -> None:
    caller = noted()
    secret, headers = shown(caller)

    answer = send(caller, [(SECRET_FIELD, secret), *fields], headers)

    assert answer.status_code == 400
    assert parameter in answer.text
    assert TAKEN == []


def test_an_empty_field_says_nothing_and_another_media_type_is_not_read(noted: Any) -> None:
    caller = noted()
    secret, headers = shown(caller)

    assert send(caller, {SECRET_FIELD: secret, "what": "", "next": "  "}, headers).status_code == 303
    assert TAKEN == [{}]
    assert send(caller, {}, headers | {"Content-Type": "text/plain"}).status_code == 415
    assert send(caller, {"what": "x" * FORM_BYTES_MAX}, headers).status_code == 413


@pytest.mark.parametrize(
    "body",
    [
        b"what",
        b"what=%",
        b"what=%zz",
        b"what=%ff",
        b"what=\xc3\xa9",
        b"what=a%00b",
        b"what=a%1bb",
        b"a=b&" * FIELDS_MAX + b"c=d",
    ],
)
def test_what_no_browser_sends_is_not_read(body: bytes) -> None:
    with pytest.raises(BadBody):
        filled_in(body)


def test_lines_of_a_field_end_as_they_do_here() -> None:
    assert filled_in(b"remark=one%0D%0Atwo+three&empty=") == [("remark", "one\ntwo three")]


@pytest.mark.parametrize("path", ["/", "/en/", "/dossier/1?knownAt=3&x=%2F%2Fy", "/a//b"])
def test_a_path_of_this_server_may_be_gone_on_to(path: str) -> None:
    assert read_local_path(path) == path


@pytest.mark.parametrize(
    "path",
    ["", "a", "//a", "/\\a", "\\a", "/\ta", "/a\n", "/a b", "https:/a", "javascript:1", "/\u200b", "/" + "a" * 1_001],
)
def test_no_path_leads_elsewhere(path: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        read_local_path(path)


def test_over_https_only_this_host_can_set_the_cookie() -> None:
    browser = Browsers("https://ketenboek.example.org").of(Headers({"host": "inside:8642"}))
    secret = browser.form_secret()
    response = Response()
    browser.pass_on(response)
    said = response.headers["set-cookie"]
    assert re.fullmatch(r"__Host-ketenboek=[\w-]{43}; Path=/; HttpOnly; SameSite=Lax; Secure", said)
    assert len(secret) == 64


def test_another_process_takes_no_form_of_this_one() -> None:
    kept = "a" * 43
    assert Browsers().secret_of(kept) != Browsers().secret_of(kept)


def test_a_page_takes_in_forms_and_nothing_else_does() -> None:
    group = Group("Wrong", "Wrong.", base="")
    with pytest.raises(AssertionError, match="only that"):
        group.post("/x", "x", GOES_ON, body=Form())(take_note)
    with pytest.raises(AssertionError, match="only that"):
        group.post("/x", "x", GOES_ON, english_path="/en/x", body=Body("X", "Wrong."))(take_note)

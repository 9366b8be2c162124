"""Pages: complete without a script, in two languages, with nothing from elsewhere, and only for who may read them."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from api.access import Caller as Known
from api.browser import KEPT
from api.pages.assets_built import MEDIA_TYPES, STATIC, assets
from store.readers import Reader
from tests.api.filling_in import COOKIE

GRONINGEN = "municipality=Groningen&period=2007-01-01..2008-07-01&registeredBy=2008-09-18"
PAGES = (
    "/",
    "/en/",
    f"/cijfers/placements?{GRONINGEN}",
    f"/en/figures/placements?{GRONINGEN}",
    f"/cijfers/quota-placements?{GRONINGEN}",
    f"/en/figures/quota-placements?{GRONINGEN}",
)
ELSEWHERE = re.compile(r"""(?:src|href|action|hx-\w+)="(?:https?:)?//|url\(\s*["']?(?:https?:)?//|@import""")
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def shown(caller: Any, path: str) -> str:
    """What a browser is sent."""
    answer = caller.get(path, headers=BROWSER)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/html")
    return str(answer.text)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_without_a_script_and_asks_nothing_from_elsewhere(caller: Any, path: str) -> None:
    said = shown(caller, path)
    assert not ELSEWHERE.search(said)
    assert " style=" not in said
    assert "<style" not in said
    assert not re.search(r"\son\w+=", said)
    assert not re.search(r"<script(?! src=)", said)
    assert said.count("<h1") == 1
    assert ('lang="en"' if path.startswith("/en/") else 'lang="nl"') in said.partition("<body")[0]


@pytest.mark.parametrize("path", PAGES)
def test_a_chart_is_named_and_a_table_stands_beside_it(caller: Any, path: str) -> None:
    said = shown(caller, path)
    charts = re.findall(r"<svg [^>]*>", said)
    assert charts
    assert all('role="img"' in one and re.search(r'aria-label="[^"]{8,}"', one) for one in charts)
    assert said.count("<table") >= len(charts)


@pytest.mark.parametrize("path", PAGES)
def test_a_chart_says_in_words_what_a_bar_is(caller: Any, path: str) -> None:
    drawn = "".join(re.findall(r"<svg .*?</svg>", shown(caller, path), re.S))
    assert re.findall(r"[A-Z]{2,}_[A-Z_]+", drawn) == []


def test_the_start_tells_why_something_does_not_count_with_its_code(caller: Any) -> None:
    said = shown(caller, "/").partition('id="views"')[2]
    codes = re.findall(r'([^<>]+)<span class="kb-small">([A-Z_]+)</span>', said)
    assert codes
    assert all(" " in sentence and sentence.strip()[-1] == "." for sentence, _ in codes), codes


def test_the_figure_of_groningen_opens_down_to_its_cases_and_its_source(caller: Any) -> None:
    said = shown(caller, PAGES[2])
    assert "236 " in said
    assert "Tot 1 juli 2008 zijn 236 inburgeraars op een inburgeringstraject geplaatst" in said
    assert "RECORDED_LATER" in said
    assert "25 van" in said


def test_two_readings_stand_side_by_side_and_the_contradiction_is_named(caller: Any) -> None:
    said = shown(caller, PAGES[4])
    assert said.count('class="kb-reading"') == 2
    assert "De bronnen spreken elkaar tegen" in said
    assert "148 " in said


def test_an_empty_field_of_the_form_is_no_question(caller: Any) -> None:
    filled = shown(caller, f"{PAGES[2]}&version=&asOf=&knownAt=")
    assert "236 " in filled


def test_a_mistake_in_the_form_is_told_as_a_page_that_does_not_repeat_it(caller: Any) -> None:
    answer = caller.get("/cijfers/placements?asOf=gisteren", headers=BROWSER)
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("text/html")
    assert "<strong>Peildatum</strong>" in answer.text
    assert "gisteren" not in answer.text


def test_who_typed_something_wrong_goes_on_with_the_rest_of_the_question(caller: Any) -> None:
    answer = caller.get(f"{PAGES[2]}&asOf=gisteren&gibtesnicht=1&by=", headers=BROWSER)
    assert answer.status_code == 400
    right = html.escape(f"?{GRONINGEN}")
    again = re.search(r'href="([^"]+)">Pas de vraag aan<', answer.text)
    english = re.search(r'hreflang="en" href="([^"]+)"', answer.text)
    assert again is not None
    assert english is not None
    assert (again[1], english[1]) == (f"/cijfers/placements{right}", f"/en/figures/placements{right}")
    assert "gibtesnicht" not in answer.text
    assert "236 " in shown(caller, html.unescape(again[1]))


def test_who_is_refused_reads_on_as_who_they_are(caller: Any, guarded: Any, badges: Any) -> None:
    wrong = "/cijfers/placements?municipality=Atlantis"
    said = caller.get(wrong, headers=BROWSER).text
    assert ("u ziet alles" in said, 'href="/wachtlijst"' in said) == (True, True)
    own = badges.shown(Reader("case_manager", municipality="0014"), purpose="execution")
    said = guarded.get(wrong, headers=BROWSER | own).text
    assert ("klantmanager, Groningen" in said, "<strong>Gemeente</strong>" in said) == (True, True)
    assert "Atlantis" not in said


def test_where_something_is_missing_there_is_no_question_to_mend(caller: Any) -> None:
    answer = caller.get("/cijfers/geen-regel", headers=BROWSER)
    assert answer.status_code == 404
    assert "Pas de vraag aan" not in answer.text


@pytest.mark.parametrize(("path", "status"), [("/bestaat-niet", 404), ("/taakstelling/", 404), ("/afmelden", 405)])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_browser_is_told_on_a_page_that_nothing_is_there(caller: Any, path: str, status: int, language: str) -> None:
    path = path.replace("/afmelden", "/sign-out") if language == "en" else path
    answer = caller.get(f"/en{path}" if language == "en" else path, headers=BROWSER)

    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert answer.headers["content-language"] == language
    assert ('href="/en/rules"' if language == "en" else 'href="/regels"') in answer.text
    assert ("openapi" in answer.text, "bestaat-niet" in answer.text) == (False, False)
    assert answer.headers.get("allow") == ("OPTIONS, POST" if status == 405 else None)


@pytest.mark.parametrize("path", ["/bestaat-niet", "/afmelden", "/v1/bestaat-niet"])
@pytest.mark.parametrize("accept", ["*/*", "application/json", "image/png", "text/html"])
def test_a_program_is_told_in_json_that_nothing_is_there(caller: Any, path: str, accept: str) -> None:
    is_page = accept == "text/html" and not path.startswith("/v1/")
    content_type = caller.get(path, headers={"Accept": accept}).headers["content-type"]
    assert content_type.startswith("text/html" if is_page else "application/problem+json")


def test_who_may_read_nothing_finds_no_menu_where_nothing_is(guarded: Any, badges: Any) -> None:
    assert "kb-menu" not in guarded.get("/bestaat-niet", headers=BROWSER).text
    wrong = guarded.get("/bestaat-niet", headers=BROWSER | {"Authorization": "Bearer nothing"})
    assert (wrong.status_code, "kb-menu" in wrong.text) == (404, False)
    known = guarded.get("/bestaat-niet", headers=BROWSER | badges.shown(Reader("ministry"))).text
    assert ("kb-menu" in known, "Met een token: ministerie" in known) == (True, True)


def test_the_other_language_is_the_same_question(caller: Any) -> None:
    said = shown(caller, PAGES[2])
    link = re.search(r'hreflang="en" href="([^"]+)"', said)
    assert link is not None
    assert "236 " in shown(caller, link[1].replace("&amp;", "&"))


def test_whoever_is_shown_on_the_page_is_written_down_and_nobody_else(caller: Any) -> None:
    shown(caller, PAGES[2])
    cases = [line for line in caller.logboek() if "dpl.core.data_subject_id" in str(line)]
    assert len(cases) == 25


def test_a_page_is_not_shown_to_who_may_not_read_it(guarded: Any, badges: Any) -> None:
    assert guarded.get("/cijfers/placements", headers=BROWSER).status_code == 401
    elsewhere = badges.shown(Reader("case_manager", municipality="0599"), purpose="execution")
    answer = guarded.get(PAGES[2], headers=BROWSER | elsewhere)
    assert answer.status_code == 403
    assert "236" not in answer.text


def test_who_sees_a_part_is_shown_the_start_without_what_is_counted_of_the_whole(guarded: Any, badges: Any) -> None:
    own = badges.shown(Reader("case_manager", municipality="0014"), purpose="execution")
    said = guarded.get("/", headers=BROWSER | own)
    assert said.status_code == 200
    assert "geweigerde regels" not in said.text


@pytest.mark.parametrize(
    ("reader", "home"),
    [
        (Reader("participant", subject=UUID(int=7)), "/mijn-gegevens"),
        (Reader("ministry"), "/"),
        (Reader("administrator"), "/"),
    ],
)
def test_the_way_home_leads_to_the_first_page_that_its_reader_may_read(
    filled: Any, calling: Any, guarded: Any, badges: Any, reader: Reader, home: str
) -> None:
    said = guarded.get("/regels", headers=BROWSER | badges.shown(reader)).text
    assert f'class="kb-brand" href="{home}"' in said

    signed_in = calling(filled, access=badges.access)
    signed_in.browsers.sessions.begin(COOKIE, Known(reader, "browser", "m1"), "1", None)
    refused = signed_in.get("/regels/nothing", headers=BROWSER | {"Cookie": f"{KEPT}={COOKIE}"})
    assert refused.status_code == 404
    assert f'class="kb-brand" href="{home}"' in refused.text


def test_an_administrator_is_led_to_no_figure(guarded: Any, badges: Any) -> None:
    said = guarded.get("/", headers=BROWSER | badges.shown(Reader("administrator"))).text
    assert "<h1" in said
    assert "/cijfers/" not in said


built = pytest.mark.skipif(not assets(), reason="skipped: not available: make assets builds the style of the pages")


@built
def test_what_was_built_refers_to_nothing_outside() -> None:
    assert {"ketenboek.css", "htmx.min.js"} <= set(assets())
    for path in Path(STATIC).glob("*.css"):
        sheet = path.read_text("utf-8")
        assert not ELSEWHERE.search(sheet)
        assert all(name in assets() for name in re.findall(r'url\("?([\w.-]+\.woff2)', sheet))
    assert {path.suffix for path in STATIC.iterdir()} <= set(MEDIA_TYPES)


def test_a_page_lets_the_browser_ask_this_server_alone(caller: Any) -> None:
    answer = caller.get("/", headers=BROWSER)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy


@built
def test_a_file_that_the_browser_has_is_not_sent_again(caller: Any) -> None:
    asset = caller.get("/static/ketenboek.css", headers={"Accept": "text/css,*/*;q=0.1"})
    assert asset.status_code == 200
    again = caller.get("/static/ketenboek.css", headers={"Accept": "text/css", "If-None-Match": asset.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("reader", "is_told"),
    [
        (Reader(role="case_manager", municipality="0014", name="m1"), False),
        (Reader(role="auditor", engagement="E1", name="m2"), True),
        (Reader(role="administrator", name="m3"), True),
    ],
)
def test_the_start_tells_what_does_not_fit_to_who_answers_for_the_whole(
    guarded: Any, badges: Any, reader: Reader, is_told: bool
) -> None:
    answer = guarded.get("/en/", headers=badges.shown(reader, "audit" if is_told else "execution") | BROWSER)

    assert answer.status_code == 200
    assert "facts" in answer.text
    assert [word in answer.text for word in ("rejected rows", "findings</dt>")] == [is_told, is_told]

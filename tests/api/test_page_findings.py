"""The page of findings: what does not fit, of which kind, who resolves it, and who may read it."""

from __future__ import annotations

import html
import re
from typing import Any

from store.readers import Reader

BROWSER = {"Accept": "text/html"}
GRONINGEN = Reader("case_manager", municipality="0014", name="m1")
AUDITOR = Reader("auditor", engagement="2009-7", name="a1")


def shown(caller: Any, path: str, **headers: str) -> str:
    answer = caller.get(path, headers=BROWSER | headers)
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def test_each_kind_is_told_with_its_number_and_who_can_resolve_it_and_opens_its_list(caller: Any) -> None:
    said = shown(caller, "/bevindingen")
    total = caller.get("/v1/findings").json()["total"]
    assert f"{total} bevindingen, naar soort" in said
    kinds = re.findall(r'href="([^"]*code=([A-Z_]+)[^"]*)" aria-label="([0-9.]+):', said)
    assert sum(int(number) for _, _, number in kinds) == total
    address, code, number = kinds[0]
    assert f"{number} bevindingen" in shown(caller, html.unescape(address).partition("#")[0])
    assert code in caller.get("/v1/findings").text


def test_a_finding_is_told_in_words_with_its_record_its_facts_and_its_dossier(caller: Any) -> None:
    said = shown(caller, "/en/findings?code=ENTERED_AFTERWARDS").partition('id="list"')[2]
    assert "The system is in use from 2008-10-01." in said
    assert "who delivered it" in said
    dossier = re.search(r'href="(/en/dossier/[^"]+)"', said)
    assert dossier is not None
    assert '<h1 class="nl-heading nl-heading--level-1">' in shown(caller, dossier[1])
    assert "GWS4all" in shown(caller, dossier[1])
    assert re.search(r'href="/en/ledger/[0-9]+"', said)


def test_a_long_list_goes_on_and_whoever_is_shown_was_written_down_first(caller: Any) -> None:
    before = len(caller.logboek())
    said = shown(caller, "/bevindingen")
    assert len(caller.logboek()) > before
    following = re.search(r'href="([^"]*begin=25[^"]*)" rel="next"', said)
    assert following is not None
    again = shown(caller, html.unescape(following[1]).partition("#")[0])
    assert "Naar het begin van de lijst" in again


def test_the_start_and_the_imports_lead_to_the_findings(caller: Any) -> None:
    assert 'href="/bevindingen"' in shown(caller, "/").partition("Stand van het grootboek")[2]
    assert 'href="/bevindingen"' in shown(caller, "/inlezen").partition("<main")[2]


def test_a_case_manager_reads_the_own_findings_and_the_ministry_none(guarded: Any, badges: Any) -> None:
    own = badges.shown(GRONINGEN, "execution")
    assert "Groningen" in shown(guarded, "/bevindingen", **own)
    assert guarded.get("/bevindingen?municipality=0518", headers=BROWSER | own).status_code == 403
    assert shown(guarded, "/bevindingen", **badges.shown(AUDITOR, "audit"))
    ministry = badges.shown(Reader("ministry", name="m3"), "accountability")
    assert guarded.get("/bevindingen", headers=BROWSER | ministry).status_code == 403


def test_of_a_source_that_nobody_knows_the_page_says_what_was_wrong(caller: Any) -> None:
    answer = caller.get("/bevindingen?source=nergens", headers=BROWSER)
    assert answer.status_code == 400
    assert "Bron" in answer.text

"""The page of the waiting list: who waits too long at once, with ways on, and only to who may read it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from store.readers import Reader
from tests.api.test_pages import BROWSER, shown

DAY = "asOf=2003-12-01"
ZWIJNDRECHT = "0642"


def rows(said: str) -> list[str]:
    """The registrations in the table of lines, in order."""
    table = said.partition('id="lines"')[2]
    return re.findall(r'<a class="nl-link" href="/(?:en/)?dossier/[0-9a-f-]{36}">([^<]+)</a>', table)


def test_who_waits_too_long_in_a_municipality_stands_on_the_page_at_once(caller: Any) -> None:
    said = shown(caller, f"/wachtlijst?municipality=Zwijndrecht&{DAY}")
    assert "Wachtlijst van Zwijndrecht" in said
    assert rows(said) == ["W11", "W9"]
    assert "276 dagen te lang" in said
    assert "grens 28-02-2003" in said


def test_the_numbers_above_the_list_are_those_of_the_figures_and_open_them(caller: Any) -> None:
    said = shown(caller, f"/en/waiting-list?{DAY}")
    tiles = re.findall(r'<a class="nl-link" href="([^"]+)">(\d+)</a></strong>', said)
    assert [number for _, number in tiles] == ["3", "4", "2"]
    figure = shown(caller, tiles[1][0].replace("&amp;", "&"))
    assert "4 waiting spells" in figure
    assert "both-lists" in figure


def test_everybody_who_waits_is_a_click_away_longest_first(caller: Any) -> None:
    said = shown(caller, f"/wachtlijst?{DAY}")
    link = re.search(r'href="(/wachtlijst\?[^"]*show=all[^"]*)"', said)
    assert link is not None
    every = shown(caller, link[1].replace("&amp;", "&"))
    assert rows(every) == ["W11", "W7", "W5", "W9", "W10", "W4", "W1", "W3", "W8", "W6"]
    assert "laatste dag" in every
    assert "De vier maanden gelden voor oudkomers." in every


def test_nobody_waits_is_told_with_what_would_fill_the_page(caller: Any) -> None:
    assert "Op deze dag wacht hier niemand te lang" in shown(caller, "/wachtlijst?asOf=1990-01-01")
    assert "taken in or recorded" in shown(caller, "/en/waiting-list?asOf=1990-01-01&show=all")


def test_who_is_on_the_page_is_written_down_and_nobody_else(caller: Any) -> None:
    said = shown(caller, f"/wachtlijst?municipality=Zwijndrecht&{DAY}")
    told = set(re.findall(r"/dossier/([0-9a-f-]{36})", said))
    read = {line["attributes"].get("dpl.core.data_subject_id") for line in caller.logboek()}
    assert read - {None} == told
    assert len(told) == 2


@pytest.mark.parametrize(
    "asked", ["begin=last-page", "begin=2003-02-30_0198c6e0-0000-7000-8000-000000000000", "list=BOTH"]
)
def test_what_cannot_be_read_is_refused_and_not_repeated(caller: Any, asked: str) -> None:
    answer = caller.get(f"/wachtlijst?{asked}", headers=BROWSER)
    assert answer.status_code == 400
    assert asked.partition("=")[2] not in answer.text


def test_a_case_manager_sees_the_own_municipality_without_asking_and_no_other(guarded: Any, badges: Any) -> None:
    own = badges.shown(Reader("case_manager", municipality=ZWIJNDRECHT), purpose="execution")
    said = guarded.get(f"/wachtlijst?{DAY}", headers=BROWSER | own)
    assert rows(said.text) == ["W11", "W9"]
    assert 'name="municipality"' not in said.text
    other = guarded.get(f"/wachtlijst?{DAY}&municipality=Groningen", headers=BROWSER | own)
    assert other.status_code == 403


@pytest.mark.parametrize("role", ["ministry", "administrator", "participant"])
def test_who_has_no_business_with_the_waiting_list_is_refused(guarded: Any, badges: Any, role: Any) -> None:
    shown_badge = badges.shown(Reader(role), purpose="execution")
    answer = guarded.get(f"/wachtlijst?{DAY}", headers=BROWSER | shown_badge)
    assert answer.status_code in (401, 403)
    assert "W11" not in answer.text

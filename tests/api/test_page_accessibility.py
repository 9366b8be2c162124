"""The accessibility statement: open to all, reached from every page, and honest about what was not tried."""

from __future__ import annotations

from typing import Any

from tests.api.test_pages import BROWSER, shown


def test_every_page_leads_to_the_statement_in_its_own_language(caller: Any) -> None:
    assert 'href="/toegankelijkheid"' in shown(caller, "/")
    assert 'href="/en/accessibility"' in shown(caller, "/en/ledger")


def test_the_statement_is_open_to_who_shows_no_token(guarded: Any) -> None:
    answer = guarded.get("/toegankelijkheid", headers=BROWSER)
    assert answer.status_code == 200
    assert "We zeggen niet dat we daaraan voldoen" in answer.text


def test_the_statement_says_what_was_not_tried_and_what_is_not_right(caller: Any) -> None:
    said = shown(caller, "/en/accessibility")
    assert said.count("<h2") == 5
    assert said.count("<li") >= 18
    assert "screen reader" in said

"""Signing in with a real browser, as somebody does: to the issuer, back, for what one reads, and out again."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.reader import somebody_reads
from tests.browser.room import OPEN, Room


@pytest.mark.parametrize(("path", "language"), [("/aanmelden", "nl"), ("/en/sign-in", "en")])
def test_somebody_signs_in_says_for_what_they_read_and_signs_out(
    browser: Any, room: Room, path: str, language: Any
) -> None:
    with somebody_reads(browser, room, OPEN, language) as reader:
        page = reader.page
        reader.check(reader.open(path))

        page.locator("main .nl-button--primary").click()
        reader.here = "the issuer"
        reader.check_open()
        page.get_by_role("button", name="Groningen").first.click()
        reader.here = "the purpose"
        reader.check_open()
        page.locator("input[name=purpose]").first.check()
        page.locator("main .nl-button--primary").click()

        assert page.locator("[role=status]").count() == 1
        assert "Groningen" in page.locator(".kb-who__said").inner_text()
        page.locator(".kb-who button").click()
        assert page.locator(".kb-who button").count() == 0
        assert reader.wrong == [], "\n".join(reader.wrong)

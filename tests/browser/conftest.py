"""A browser and a server over the examples, each begun once for all that look at pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from api.pages.assets_built import assets
from tests.browser.axe import AXE
from tests.browser.reader import CHROMIUM, opened_browser
from tests.browser.room import Room, reading_room


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium; without it, or without what it is to look at, nothing is walked."""
    pytest.importorskip("playwright.sync_api", reason="skipped: not available: playwright")
    if CHROMIUM is None:
        pytest.skip("skipped: not available: chromium")
    if not AXE.exists() or not assets():
        pytest.skip("skipped: not available: make assets builds the style of the pages and fetches axe-core")
    with opened_browser() as one:
        yield one


@pytest.fixture(scope="session")
def room(browser: Any) -> Iterator[Room]:
    """The reading room over the examples; asked after the browser, so that none is made for nobody."""
    with reading_room() as one:
        yield one

"""Every page in a real browser: whole, quiet, reached by keyboard, and within the rules of accessibility.

A few readers walk here; `make browser` lets every role walk in both languages.
"""

from __future__ import annotations

import os
from typing import Any

import pytest

from tests.browser.reader import is_open_to, pages, somebody_reads
from tests.browser.room import OPEN, ROLES, Room
from tests.browser.walk import walk

WHOLE = [(role, language) for role in ROLES for language in ("nl", "en")]
FEW = [(OPEN, "nl"), ("participant", "en")]
IS_WHOLE = os.environ.get("KETENBOEK_BROWSER") == "whole"


@pytest.mark.parametrize(("role", "language"), WHOLE if IS_WHOLE else FEW)
def test_every_page_keeps_to_what_every_page_must(browser: Any, room: Room, role: str, language: Any) -> None:
    with somebody_reads(browser, room, role, language) as reader:
        seen = walk(reader, of_each=2 if IS_WHOLE else 1)

    assert reader.wrong == [], "\n".join(reader.wrong)
    missed = [one.id for one in pages() if is_open_to(one, role) and not seen[one.id]]
    assert role != OPEN or missed == [], "no page leads there"

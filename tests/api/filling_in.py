"""Sends a form of a page as a browser does: with the cookie and the secret that came with the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from api.browser import KEPT, SECRET_FIELD
from api.group import FILLED_IN

OURS = "http://127.0.0.1:8642"
COOKIE = "A" * 43
"""What a browser keeps that was shown a form."""


def fill_in(caller: Any, page: str, fields: Mapping[str, str], to: str = "", **headers: str) -> Any:
    """Open a page, and send its form with these fields filled in, there or `to` another address."""
    opened = caller.get(page, headers=headers)
    assert opened.status_code == 200, opened.text
    secret = re.search(rf'name="{SECRET_FIELD}" value="([0-9a-f]{{64}})"', opened.text)
    assert secret is not None, "the page has a form"
    cookie = opened.headers["set-cookie"].partition(";")[0]
    sent = {"Cookie": cookie, "Origin": OURS, "Sec-Fetch-Site": "same-origin", "Content-Type": FILLED_IN, **headers}
    content = urlencode({SECRET_FIELD: secret[1], **fields})
    return caller.send("POST", to or page, content=content, headers=sent)


def send_form(caller: Any, address: str, fields: Mapping[str, str], headers: Mapping[str, str]) -> Any:
    """Send a form with these fields, from a browser that was shown it, without opening the page first."""
    ours = {"Content-Type": FILLED_IN, "Origin": OURS, "Sec-Fetch-Site": "same-origin", "Cookie": f"{KEPT}={COOKIE}"}
    content = urlencode({SECRET_FIELD: caller.browsers.secret_of(COOKIE), **fields})
    return caller.send("POST", address, content=content, headers={**ours, **headers})

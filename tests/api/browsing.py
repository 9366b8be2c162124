"""A browser as far as pages need one: it keeps cookies, follows links and redirects, and sends forms as they stand."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from api.group import FILLED_IN

OURS = "http://127.0.0.1:8642"
LOOKS_LIKE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
FORM = re.compile(r'<form method="post" action="([^"]*)"[^>]*>(.*?)</form>', re.S)
INPUT = re.compile(r'<input [^>]*name="([^"]+)"[^>]*>')


@dataclass
class Browsing:
    """Somebody at a browser, before an application (`caller` of the fixtures); `headers` go along with everything."""

    caller: Any
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    at: str = "/"
    answer: Any = None

    def go(self, address: str) -> Any:
        """Open an address of ours, and follow where it leads, on this server only."""
        return self._followed("GET", address, {}, None)

    def send(self, action: str, **fields: str) -> Any:
        """Fill in the form on the page that goes there and send it, as it was sent to us."""
        action = html.escape(action)
        forms = [(place, inside) for place, inside in FORM.findall(self.answer.text) if place.startswith(action)]
        assert forms, (action, [place for place, _ in FORM.findall(self.answer.text)])
        place, inside = forms[0]
        hidden = {
            found[1]: html.unescape(re.search(r'value="([^"]*)"', found[0])[1])  # type: ignore[index]
            for found in INPUT.finditer(inside)
            if 'type="hidden"' in found[0]
        }
        headers = {"Content-Type": FILLED_IN, "Origin": OURS, "Sec-Fetch-Site": "same-origin"}
        return self._followed("POST", html.unescape(place), headers, urlencode({**hidden, **fields}))

    def once(self, method: str, address: str, headers: dict[str, str], content: str | None = None) -> Any:
        """One request, whatever comes of it; what it sets is kept."""
        kept = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}
        told = {**LOOKS_LIKE, **self.headers, **kept, **headers}
        answer = self.caller.send(method, address, headers=told, content=content)
        for line in answer.headers.get_list("set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            if value:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)
        self.at, self.answer = address, answer
        return answer

    def _followed(self, method: str, address: str, headers: dict[str, str], content: str | None) -> Any:
        answer = self.once(method, address, headers, content)
        for _ in range(10):
            if answer.status_code != 303:
                return answer
            to = urljoin(OURS + self.at, answer.headers["location"])
            assert to.startswith(OURS), to
            answer = self.once("GET", urlsplit(to)._replace(scheme="", netloc="").geturl(), {})
        raise AssertionError("it leads on and on")

"""Somebody at a browser: a real Chromium, in one role and one language, that notes whatever a page does wrong."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urlsplit

from api.group import Operation
from api.groups import GROUPS
from api.pages.layout import GOES_ON, HTML
from api.policy import POLICY
from domain.counting import Language
from tests.browser.axe import AXE
from tests.browser.room import OPEN, Room

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Response

CHROMIUM = shutil.which("chromium")
AT_ONCE = "--disable-smooth-scrolling"
"""What gets the focus is scrolled to at once, and not on the way there when it is looked at."""
ON_THE_WAY_IN = ("showPurpose", "showDemoIssuer")
"""Pages that are there only for somebody who is signing in: `test_signing_in.py` comes there as they do."""
TABS_MAX = 40
PHONE, ZOOMED, DESK = (320, 640), (640, 400), (1280, 900)
"""Widths in pixels of CSS: a phone, a screen of 1280 at 200 %, and that screen."""
FOCUS = """() => {
    const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
    // The parts of a field for a day are the browser's own, and show the focus themselves.
    const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || one.type === 'date';
    return {
        name: one.tagName.toLowerCase() + ' ' + (one.id || one.textContent.trim().slice(0, 40)),
        href: one.getAttribute('href'), is_body: one === document.body,
        is_shown: (outlined || style.boxShadow !== 'none') && box.width > 0 && box.height > 0
            && box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight,
    };
}"""


@cache
def pages() -> Sequence[Operation]:
    """Every page there is: what the groups declare in two languages and answer as HTML."""
    every = (operation for group in GROUPS for operation in group.operations)
    shown = (one for one in every if one.english_path and one.method == "GET" and HTML in one.answers.formats)
    return [one for one in shown if one.answers is not GOES_ON and one.id not in ON_THE_WAY_IN]


def is_open_to(operation: Operation, role: str) -> bool:
    """Whether the policy lets this role see it."""
    line = POLICY[operation.id]
    return line.is_public or role == OPEN or role in line.roles


@cache
def _patterns() -> Sequence[tuple[re.Pattern[str], Operation]]:
    every = [operation for group in GROUPS for operation in group.operations if operation.method == "GET"]
    every.sort(key=lambda one: (len(one.in_path), -len(one.path)))
    return [
        (re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(address))), one)
        for one in every
        for address in one.addresses
    ]


def operation_at(path: str) -> Operation | None:
    """What is served at a path."""
    return next((one for pattern, one in _patterns() if pattern.fullmatch(path)), None)


@dataclass
class Reader:
    """One role in one language. `wrong` is what was seen that should not be, each with its address."""

    room: Room
    role: str
    language: Language
    page: Page
    wrong: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    here: str = ""

    def open(self, address: str) -> Response:
        """Go to an address of the room, for what the policy says that this role may go there."""
        operation = operation_at(urlsplit(address).path)
        assert operation is not None, address
        self.here = address
        self.page.set_extra_http_headers(self._headers(operation))
        answer = self.page.goto(self.room.address + address, wait_until="load")
        assert answer is not None
        return answer

    def _headers(self, operation: Operation) -> dict[str, str]:
        if self.role == OPEN:
            return {}
        line = POLICY[operation.id]
        purpose = {"Ketenboek-Purpose": line.activities[0]} if line.reads_persons else {}
        return {"Authorization": f"Bearer {self.room.token(self.role)}"} | purpose

    def note(self, what: str) -> None:
        """Something is wrong with the page that is open."""
        self.wrong.append(f"{self.role} {self.here}: {what}")

    def links(self) -> list[str]:
        """The addresses on this server that the page leads to, each once, without their fragments."""
        found = self.page.eval_on_selector_all("a[href]", "every => every.map(one => one.href)")
        own = [urldefrag(one)[0].removeprefix(self.room.address) for one in found if one.startswith(self.room.address)]
        return list(dict.fromkeys(own))

    def check(self, answer: Response) -> None:
        """Hold the page that was answered against everything that every page must keep to."""
        if answer.status != 200:
            self.note(f"answers {answer.status}")
        else:
            self.check_open()

    def check_open(self) -> None:
        """The same of the page that is open."""
        self._check_head()
        self._check_links()
        self._check_keyboard()
        self._check_axe()
        self._check_widths()
        for one in self.requests:
            if not one.startswith((self.room.address + "/", "data:")):
                self.note(f"asks {one}")
        self.requests.clear()

    def _check_head(self) -> None:
        if self.page.locator("html").get_attribute("lang") != self.language:
            self.note("says another language")
        if self.page.locator("h1").count() != 1:
            self.note("has not one h1")
        if not self.page.title().strip(" ·").removesuffix("Ketenboek"):
            self.note("has no title")

    def _check_links(self) -> None:
        leads = [(link, operation_at(urlsplit(link).path)) for link in self.links()]
        for what, links in (
            ("which is nowhere", [link for link, operation in leads if operation is None]),
            ("where this reader may not go", [link for link, to in leads if to and not is_open_to(to, self.role)]),
        ):
            if links:
                self.note(f"leads to {links[0]} (of {len(links)}), {what}")

    def _check_keyboard(self) -> None:
        """The first stop skips to the content; each stop can be seen; the menu and the content are reached."""
        stops: list[dict[str, Any]] = []
        for _ in range(TABS_MAX):
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate(FOCUS)
            if stop["is_body"]:
                break
            stops.append(stop)
            if not stop["is_shown"]:
                self.note(f"shows no focus on {stop['name']}")
        reached = [one["href"] for one in stops]
        if reached[:1] != ["#content"]:
            self.note("does not begin with the way to the content")
        menu = self.page.eval_on_selector_all(".kb-menu a", "every => every.map(one => one.getAttribute('href'))")
        for one in set(menu) - set(reached):
            self.note(f"{one} in the menu is not reached with the keyboard")
        self.page.locator(".kb-skip").focus()
        self.page.keyboard.press("Enter")
        if self.page.evaluate("() => document.activeElement.id") != "content":
            self.note("the way to the content does not lead there")

    def _check_axe(self) -> None:
        self.page.evaluate(AXE.read_text("utf-8"))
        found = self.page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
        for one in found["violations"]:
            where = "; ".join(str(node["target"][0]) for node in one["nodes"][:3])
            self.note(f"axe {one['id']} ({one['help']}) at {where}")

    def _check_widths(self) -> None:
        """The page never scrolls sideways; what is wider scrolls in a box of its own."""
        for width, height in (PHONE, ZOOMED, DESK):
            self.page.set_viewport_size({"width": width, "height": height})
            beyond = self.page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
            if beyond > 0:
                self.note(f"is {beyond} pixels too wide at {width}")


@contextmanager
def opened_browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window. It refuses to be caged by the superuser."""
    from playwright.sync_api import sync_playwright

    unsandboxed = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as library:
        browser = library.chromium.launch(executable_path=CHROMIUM, args=[AT_ONCE, *unsandboxed])
        yield browser
        browser.close()


@contextmanager
def somebody_reads(browser: Browser, room: Room, role: str, language: Language) -> Iterator[Reader]:
    """A reader with a browser window of their own."""
    width, height = DESK
    with browser.new_context(viewport={"width": width, "height": height}, locale="nl-NL") as context:
        reader = Reader(room, role, language, context.new_page())
        reader.page.on("console", lambda said: reader.note(f"console: {said.text}") if said.type == "error" else None)
        reader.page.on("pageerror", lambda error: reader.note(f"script: {error}"))
        reader.page.on("request", lambda one: reader.requests.append(one.url))
        yield reader

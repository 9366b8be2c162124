"""What every page has around it: the head, the ways on, the language, who reads, and what may be loaded.

A page is a declared operation like any other: it goes through the same guard, has its line in the same policy, and
takes its numbers from the documents of `replay`. All of it works without a script. Nothing is loaded from elsewhere:
the policy in `SAID_BY_PAGES` lets the browser ask this server alone.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import Response

from api.access import Caller
from api.browser import SECRET_FIELD, Browser, Notice
from api.call import Call
from api.group import Answers
from api.pages.ways import Ways
from api.pages.who import SIGN_IN, who_reads
from api.pages.words import PAGE_WORDS
from api.policy import POLICY
from domain.counting import Language
from replay.wording import Wording

HTML = "text/html"
SAID_BY_PAGES: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
}
"""A browser that may tell nobody where it comes from does not tell us either, and then no form could be taken."""
GOES_ON = Answers(None, status=303, formats=(HTML,))
"""What a form is answered with: where to go on, so that reading that page again sends nothing again."""
TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
WORDS: Mapping[Language, Wording] = {"nl": Wording("nl", PAGE_WORDS), "en": Wording("en", PAGE_WORDS)}
MENU: Sequence[tuple[str, str, str, str]] = (
    ("nav.start", "showStart", "/", "/en/"),
    ("nav.own_data", "showOwnData", "/mijn-gegevens", "/en/my-data"),
    ("nav.quotas", "showQuotas", "/taakstelling", "/en/quotas"),
    ("nav.waiting", "showWaitingList", "/wachtlijst", "/en/waiting-list"),
    ("nav.participants", "showParticipants", "/deelnemers", "/en/participants"),
    ("nav.dossiers", "showDossiers", "/dossiers", "/en/dossiers"),
    ("nav.signals", "showSignals", "/signalen", "/en/signals"),
    ("nav.record", "showRecord", "/vastleggen", "/en/record"),
    ("nav.imports", "showImports", "/inlezen", "/en/imports"),
    ("nav.findings", "showFindings", "/bevindingen", "/en/findings"),
    ("nav.reported", "showReportedFigures", "/gemeld", "/en/reported"),
    ("nav.rules", "showRules", "/regels", "/en/rules"),
    ("nav.ledger", "showLedger", "/grootboek", "/en/ledger"),
    ("nav.access_log", "showAccessLog", "/inzagelog", "/en/access-log"),
)
"""The ways on: the words, the operation, and its address in Dutch and in English; a reader sees those they may go."""


def page(call: Call, operation_paths: Mapping[Language, str], template: str, **holes: Any) -> Response:
    """A page in the language of its address; `operation_paths` is where it stands in each language."""
    words = WORDS[call.language]
    query = urlencode(call.items)
    other: Language = "en" if call.language == "nl" else "nl"
    browser = browser_of(call)
    notice = browser.take_notice()
    return rendered(
        call.language,
        template,
        200,
        browser=browser,
        notice=notice_said(words, notice),
        earlier=earlier_said(words, call),
        this_address=call.address + (f"?{query}" if query else ""),
        home=landing_of(call.language, call.caller),
        who=who_reads(words, browser, call.caller, call.address + (f"?{query}" if query else "")),
        menu=menu_of(call.language, call.caller, call.address),
        other_language=other,
        other_address=operation_paths[other] + (f"?{query}" if query else ""),
        **holes,
    )


def go_on(call: Call, path: str, notice: Notice | None = None) -> Response:
    """After a form was taken: go on to a page of ours, which tells the notice."""
    if notice is not None:
        browser_of(call).tell_next(notice)
    return Response(status_code=303, headers={"Location": path})


def browser_of(call: Call) -> Browser:
    """The browser that asks for a page."""
    assert call.browser is not None, "a page is asked by a browser"
    return call.browser


def home_of(language: Language) -> str:
    """The address of the start page."""
    return "/en/" if language == "en" else "/"


def notice_said(words: Wording, notice: Notice | None) -> str | None:
    """What is told once after a form was taken; words that we do not have are not told."""
    if notice is None or not words.has(f"notice.{notice.name}"):
        return None
    return words.say(f"notice.{notice.name}", number=words.number(notice.number or 0))


def earlier_said(words: Wording, call: Call) -> str | None:
    """Of what earlier moment some of this page is, and how many facts ago that was; None where all of it is of now."""
    if not call.earlier:
        return None
    known, present = min(call.earlier)
    facts = present.position - known.position
    return words.say(
        "page.earlier" if facts > 1 else "page.earlier.one",
        position=words.number(known.position),
        moment=words.moment(known.recorded_at) if known.recorded_at else "–",
        facts=words.number(facts),
    )


def menu_of(language: Language, caller: Caller, address: str) -> list[tuple[str, str, bool]]:
    """Where this reader may go from here: the words, the address, and whether they are there already."""
    words, is_english = WORDS[language], language == "en"
    return [
        (words.say(name), english if is_english else dutch, address == (english if is_english else dutch))
        for name, operation, dutch, english in MENU
        for line in [POLICY.get(operation)]
        if line is not None and line.is_open_to(caller)
    ]


def landing_of(language: Language, caller: Caller) -> str:
    """Where somebody begins who is going nowhere in particular: the first page that they may read."""
    return next((address for _, address, _ in menu_of(language, caller, "")), SIGN_IN[language])


def may_go(call: Call, operation: str) -> bool:
    """Whether there is such a page, and whether this reader may open it."""
    line = POLICY.get(operation)
    return line is not None and line.is_open_to(call.caller)


def rendered(language: Language, template: str, http_status: int, *, browser: Browser, **holes: Any) -> Response:
    """A page as it is sent, with what stands around every one."""
    said = TEMPLATES.get_template(template).render(
        language=language,
        words=WORDS[language],
        say=WORDS[language].say,
        go=Ways(language),
        secret_field=SECRET_FIELD,
        form_secret=browser.form_secret,
        **holes,
    )
    return Response(
        said, status_code=http_status, media_type=HTML, headers=dict(SAID_BY_PAGES) | {"Content-Language": language}
    )

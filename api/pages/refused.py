"""What cannot be shown, told as a page: with the ways on of who asks, and the same status and words as to a program."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.access import ANYBODY, Caller
from api.browser import Browser
from api.group import Operation
from api.media import best_format
from api.office import Office
from api.pages.layout import HTML, WORDS, home_of, landing_of, menu_of, rendered
from api.pages.ways import LANGUAGES
from api.pages.who import PURPOSE, SIGN_IN, who_reads, with_next
from api.policy import purposes_of
from api.problems import (
    PROBLEM_JSON,
    BadQuery,
    Mistake,
    NoPurpose,
    NotAcceptable,
    NoToken,
    Problem,
    Refused,
    RoleRefused,
    problem_of,
)
from api.sessions import Session
from api.version import BASE_PATH
from domain.counting import Language

ENGLISH = ("/en", "/en/")
LABELS = ("axes.{}", "figure.{}", "field.{}", "refused.field.{}")
"""Where the words stand by which a form calls what it asks."""


class RefusedOnPage:
    """Stands around a page: what is refused is told as a page, with the same status and the same words."""

    def __init__(self, app: ASGIApp, operation: Operation, office: Office) -> None:
        self.app, self.operation, self.office = app, operation, office

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Show the page, or why it is not shown; what is a fault of ours goes on to the doorway."""
        try:
            await self.app(scope, receive, send)
        except Exception as error:
            if problem_of(error).status >= 500 and not isinstance(error, Refused):
                raise
            goes_back = self.operation.method == "GET" and isinstance(error, NoToken | NoPurpose | RoleRefused)
            answer = self._choice_first(scope, error) or refused_page(
                self.office,
                scope,
                error,
                address_of(scope) if goes_back else None,
                addresses_without_mistakes(self.operation, scope, error),
            )
            await answer(scope, receive, send)

    def _choice_first(self, scope: Scope, error: Exception) -> Response | None:
        """On to the choice of a purpose for who chose none, where one of theirs would open this page."""
        session = self.office.browsers.of(Headers(scope=scope)).session
        if self.operation.method != "GET" or not isinstance(error, NoPurpose) or not has_none(session, error):
            return None
        going_to = with_next(PURPOSE[language_of_page(scope["path"])], address_of(scope))
        return Response(status_code=303, headers={"Location": going_to})


def refused_page(
    office: Office,
    scope: Scope,
    error: Exception,
    here: str | None = None,
    mended: Mapping[Language, str] | None = None,
) -> Response:
    """The page that says why; `here` is where its reader may come back to, once they may read it, and `mended` where
    the same is asked without what is wrong."""
    language, problem = language_of_page(scope["path"]), problem_of(error)
    headers = Headers(scope=scope)
    browser = office.browsers.of(headers)
    caller = reader_of(office, headers, browser)
    homes = {one: home_of(one) if caller is ANYBODY else landing_of(one, caller) for one in LANGUAGES}
    chooses_first = has_none(browser.session, error)
    back = homes if mended is None else mended
    here = here or back[language]
    other: Language = "nl" if language == "en" else "en"
    answer = rendered(
        language,
        "refused.html",
        problem.status,
        browser=browser,
        notice=None,
        who=who_reads(WORDS[language], browser, caller, here),
        purpose_address=with_next(PURPOSE[language], here)
        if browser.session is not None and purposes_of(browser.session.caller) and isinstance(error, NoPurpose)
        else None,
        sign_in=with_next(SIGN_IN[language], here) if isinstance(error, NoToken) and browser.can_sign_in else None,
        is_for_tokens=isinstance(error, NoToken) and not browser.can_sign_in,
        home=homes[language],
        menu=menu_of(language, caller, scope["path"]),
        other_language=other,
        other_address=back[other],
        asks_again=None if mended is None else mended[language],
        chooses_first=chooses_first,
        problem=told(problem, language, scope["state"]["request_id"]),
    )
    for name, value in problem.headers.items():
        answer.headers.setdefault(name, value)
    browser.pass_on(answer)
    return answer


def has_none(session: Session | None, error: Exception) -> bool:
    """Whether this was refused to somebody who has yet to choose for what they read, and can choose what opens it."""
    if session is None or session.purpose is not None or not isinstance(error, NoPurpose):
        return False
    return not set(error.allowed).isdisjoint(purposes_of(session.caller))


def told(problem: Problem, language: Language, request_id: str) -> Mapping[str, object]:
    """A problem in the words that pages have for it, where they have them."""
    words, document = WORDS[language], problem.document(language, request_id)
    for part, name in (("detail", f"refused.{problem.code}"), ("title", f"refused.{problem.code}.title")):
        if words.has(name):
            document[part] = words.say(name)
    for one in document.get("errors", ()):
        one["name"] = label_of(one["name"], language)
    return document


def label_of(name: str | None, language: Language) -> str | None:
    """How a form calls what has this name in an address; the name itself where no form asks it."""
    if name is None:
        return None
    field = re.sub("[A-Z]", lambda one: f"_{one[0].lower()}", name.rpartition(".")[2])
    words = WORDS[language]
    return next((words.say(one.format(field)) for one in LABELS if words.has(one.format(field))), name)


def addresses_without_mistakes(operation: Operation, scope: Scope, error: Exception) -> Mapping[Language, str] | None:
    """Where the same is asked in each language without what was wrong of it; None where there is no asking again.

    Only what the page knows and could read is said again: in the rest may stand whatever somebody typed.
    """
    if operation.method != "GET" or operation.english_path is None or not isinstance(error, BadQuery):
        return None
    given = parse_qsl(scope["query_string"].decode("latin-1"))
    kept = [(name, value) for name, value in given if is_readable(name, value, operation, error.mistakes)]
    if len(kept) == len(given):
        return None
    query = f"?{urlencode(kept)}" if kept else ""
    in_path = {name: quote(value, safe="") for name, value in scope["path_params"].items()}
    return {
        "nl": operation.address.format(**in_path) + query,
        "en": operation.english_path.format(**in_path) + query,
    }


def is_readable(name: str, value: str, operation: Operation, mistakes: Sequence[Mistake]) -> bool:
    """Whether this of a question was right, as far as it is known."""
    known: Mapping[str, Any] = {one.name: one for one in operation.query}
    return name in known and bool(value) and name not in {one.name for one in mistakes}


def reader_of(office: Office, headers: Headers, browser: Browser) -> Caller:
    """Who is refused, as far as they can be known."""
    signed_in = None if browser.session is None else browser.session.caller
    try:
        return office.access.caller_of(headers, (), needs_nobody=True, signed_in=signed_in)
    except Refused:
        return ANYBODY


def is_of_a_page(scope: Scope) -> bool:
    """Whether a browser asks this, and not of the API: then it is told on a page why there is nothing."""
    if scope["path"] == BASE_PATH or scope["path"].startswith(f"{BASE_PATH}/"):
        return False
    try:
        return best_format(Headers(scope=scope).getlist("accept"), (PROBLEM_JSON, HTML)) == HTML
    except NotAcceptable:
        return False


def language_of_page(path: str) -> Language:
    """The language of a page, which its address says."""
    return "en" if path == ENGLISH[0] or path.startswith(ENGLISH[1]) else "nl"


def address_of(scope: Scope) -> str:
    """The address that was asked, from the root of the server."""
    query = scope["query_string"].decode("latin-1")
    return quote(scope["path"]) + (f"?{query}" if query else "")

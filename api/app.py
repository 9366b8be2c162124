"""The HTTP API over one ledger: for callers with a token, or without one on this machine for trying out.

It stands at the end of the road: a request comes in through the doorway (`api/doorway.py`), is matched to one of the
declared operations (`api/groups.py`), passes its guard (`api/guard.py`: who calls, may they, what do they ask), is
answered by `replay`, and told in the documents of the command line. What goes wrong is told by one table
(`api/problems.py`). An operation without a line in the policy (`api/policy.py`) keeps the server from starting.
"""

import re
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from fastapi.responses import Response
from fastapi.telemetry import TelemetryConfig
from starlette.concurrency import run_in_threadpool
from starlette.convertors import Convertor, register_url_convertor
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from api.access import Access
from api.browser import Browsers
from api.description import described
from api.doorway import Doorway
from api.following import Following
from api.group import Group, Operation
from api.groups import GROUPS
from api.guard import Guard
from api.kept_logs import KeptLogs
from api.languages import language_of
from api.limits import Limits
from api.logboek import Logboek
from api.office import Office
from api.pages.charts import warm_up
from api.pages.refused import RefusedOnPage, is_of_a_page, refused_page
from api.pages.start import ask_beforehand
from api.policy import POLICY, Line, require_whole
from api.problems import problem_of
from api.request_log import Log, json_log
from api.sign_in import SignIn
from api.together import Together, kept_here
from api.version import API_VERSION
from domain.counting import Language
from replay.figures import Figures

NO_TELEMETRY: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}
"""The framework can send paths, query values and messages of errors to a collector that the environment names."""


class Application(FastAPI):
    """The application, within its doorway and nothing else: what a framework puts around one, the doorway does."""

    within: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The way in."""
        scope["app"] = self
        await self.within(scope, receive, send)


def create_app(
    figures: Figures,
    *,
    access: Access,
    language: Language = "en",
    follows: bool = True,
    log: Log | None = None,
    access_log: Log | None = None,
    logboek: Logboek | None = None,
    limits: Limits | None = None,
    browsers: Browsers | None = None,
    sign_in: SignIn | None = None,
    kept_logs: KeptLogs | None = None,
    together: Together | None = None,
    groups: Sequence[Group] = GROUPS,
    policy: Mapping[str, Line] = POLICY,
) -> Application:
    """The application over one ledger; raises PolicyIsNotWhole.

    `language` is that of the problems for callers who do not say theirs. While it runs it keeps the views up with the
    ledger, unless `follows` is off; of several processes the first does. Logs go to standard error when none are
    given; `kept_logs` can be read back. `together` is what it has in common with other processes.
    """
    require_whole([operation.id for group in groups for operation in group.operations], policy)
    log = json_log(sys.stderr) if log is None else log
    limits = limits or Limits()
    together = kept_here(limits) if together is None else together
    browsers = browsers or Browsers(None, together.sessions, together.form_key)
    browsers.can_sign_in = sign_in is not None
    office = Office(
        figures,
        access,
        log=log,
        access_log=json_log(sys.stderr) if access_log is None else access_log,
        logboek=Logboek(sys.stderr.buffer, str(figures.ledger.ring.ledger)) if logboek is None else logboek,
        limits=limits,
        together=together,
        browsers=browsers,
        sign_in=sign_in,
        kept_logs=kept_logs or KeptLogs(),
        description=described(groups, policy),
        language=language,
    )

    app = Application(
        title="Ketenboek",
        version=API_VERSION,
        lifespan=lambda app: running(office, follows=follows),
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry=NO_TELEMETRY,
    )
    app.router.routes += routes_of(office, groups, policy)
    addresses = Addresses(app.router, office)
    app.within = Doorway(addresses, log=log, metrics=office.metrics, language=language, is_open=access.is_open)
    return app


@asynccontextmanager
async def running(office: Office, *, follows: bool) -> AsyncIterator[None]:
    """What goes on while the application is served."""
    current_default_thread_limiter().total_tokens = office.limits.at_once  # who waits for another keeps nobody out
    is_first = office.together.number == 0

    def make_ready() -> None:
        warm_up()
        ask_beforehand(office)

    following = Following(office.figures.follower, office.log, at_first=make_ready, goes_on=is_first)
    if follows:
        await run_in_threadpool(following.start)
    try:
        yield
    finally:
        await run_in_threadpool(office.close)
        if follows:
            await run_in_threadpool(following.stop)


class Addresses:
    """All addresses. What is none is told as a problem like all others, and to a browser as a page."""

    def __init__(self, router: Router, office: Office) -> None:
        self.router, self.office = router, office

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer at the address that is asked."""
        try:
            await self.router(scope, receive, send)
        except HTTPException as error:
            await self._told(scope, error)(scope, receive, send)

    def _told(self, scope: Scope, error: HTTPException) -> Response:
        if error.status_code == 405:
            allow = {"Allow": ", ".join(self._methods(scope))}
            if scope["method"] == "OPTIONS":
                return Response(status_code=204, headers=allow)
            error = HTTPException(405, headers=allow)
        if is_of_a_page(scope):
            return refused_page(self.office, scope, error)
        language = language_of(Headers(scope=scope), self.office.language)
        return problem_of(error).response(language, scope["state"]["request_id"])

    def _methods(self, scope: Scope) -> list[str]:
        """All methods that an address knows, of whatever route: the framework names those of the first one only.

        Where there is GET the doorway answers HEAD as well, and OPTIONS is answered everywhere.
        """
        found: set[str] = set()
        for route in self.router.routes:
            if route.matches(scope)[0] is not Match.NONE:
                found |= getattr(route, "methods", None) or set()
        return sorted(found | {"OPTIONS"} | ({"HEAD"} if "GET" in found else set()))


def routes_of(office: Office, groups: Sequence[Group], policy: Mapping[str, Line]) -> list[Route]:
    """A route for every declared operation, with its guard before it."""
    return [
        Route(in_routing(address), guarded(office, group, one, policy[one.id]), methods=[one.method], name=one.id)
        for group in groups
        for one in group.operations
        for address in one.addresses
    ]


def guarded(office: Office, group: Group, operation: Operation, line: Line) -> ASGIApp:
    """An operation with its guard before it; of a page what is refused is a page as well."""
    guard = Guard(office, group, operation, line)
    return guard if operation.english_path is None else RefusedOnPage(guard, operation, office)


class NameConvertor(Convertor[str]):
    """What may stand in an address where a name or an id is asked: anything that does not begin with an underscore,
    for with that begin actions, such as `_search`."""

    regex = "[^_/][^/]*"

    def convert(self, value: str) -> str:
        """The text itself; the parameter reads it."""
        return value

    def to_string(self, value: str) -> str:
        """The text itself."""
        return value


register_url_convertor("name", NameConvertor())


def in_routing(address: str) -> str:
    """The template of an address as the router reads it: `/dossiers/{subject}` is not the address of a search."""
    return re.sub(r"{(\w+)}", r"{\1:name}", address)

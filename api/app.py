"""The HTTP API: the figures of one ledger and their cases, for callers on the same machine.

It stands at the end of the road: a question comes in through the doorway (`api/doorway.py`), is read strictly
(`api/asking.py`), answered by `replay`, and told in the documents of the command line (`api/answering.py`). What goes
wrong is told by one table (`api/problems.py`). There are no tokens yet, so nobody from elsewhere is let in and every
answer says so.
"""

import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.telemetry import TelemetryConfig
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match

from api.database import DatabaseProbe
from api.description import described
from api.doorway import Doorway, language_of
from api.figures import figure_routes
from api.following import Following
from api.problems import problem_of
from api.request_log import Log, json_log
from api.version import API_VERSION, BASE_PATH
from domain import rules
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


def create_app(figures: Figures, *, language: Language = "en", follows: bool = True, log: Log | None = None) -> FastAPI:
    """The application over one ledger.

    `language` is that of the problems for callers who do not say theirs. While it runs it keeps the views up with the
    ledger, unless `follows` is off. The log goes to standard error when none is given.
    """
    log = json_log(sys.stderr) if log is None else log

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        following = Following(figures.follower, log)
        if follows:
            await run_in_threadpool(following.start)
        try:
            yield
        finally:
            if follows:
                await run_in_threadpool(following.stop)

    app = FastAPI(
        title="Ketenboek",
        version=API_VERSION,
        lifespan=lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry=NO_TELEMETRY,
    )
    router = figure_routes(figures, DatabaseProbe(figures.ledger))
    app.include_router(router)
    document = described(router)

    @app.get(f"{BASE_PATH}/openapi.json", include_in_schema=False)
    def get_description() -> Response:
        """The description of the API, readable from any page: it holds no data."""
        return JSONResponse(document, headers={"Access-Control-Allow-Origin": "*"})

    @app.get(BASE_PATH, include_in_schema=False)
    def get_index() -> Response:
        """Which figures there are and where each is asked: where a reader begins."""
        return JSONResponse(index_document())

    @app.exception_handler(RequestValidationError)
    @app.exception_handler(HTTPException)
    async def tell(request: Request, error: Exception) -> Response:
        """What the framework refuses, told as a problem."""
        if isinstance(error, HTTPException) and error.status_code == 405:
            allow = {"Allow": ", ".join(methods_of([*app.routes, *router.routes], request))}
            if request.method == "OPTIONS":
                return Response(status_code=204, headers=allow)
            error = HTTPException(405, headers=allow)
        return problem_of(error).response(language_of(request.headers, language), request.state.request_id)

    app.add_middleware(Doorway, log=log, language=language)
    return app


def methods_of(routes: Iterable[BaseRoute], request: Request) -> list[str]:
    """All methods that an address knows, of whatever route: the framework names those of the first one only.

    Where there is GET the doorway answers HEAD as well, and OPTIONS is answered everywhere.
    """
    found: set[str] = set()
    for route in routes:
        if route.matches(request.scope)[0] is not Match.NONE:
            found |= getattr(route, "methods", None) or set()
    return sorted(found | {"OPTIONS"} | ({"HEAD"} if "GET" in found else set()))


def index_document() -> dict[str, object]:
    """The figures there are, with their versions and addresses, and where the API is described."""
    return {
        "figures": [
            {
                "id": name,
                "versions": [rule.version for rule in rules.versions(name)],
                "href": f"{BASE_PATH}/figures/{name}",
                "cases": f"{BASE_PATH}/figures/{name}/cases",
            }
            for name in rules.ids()
        ],
        "openapi": f"{BASE_PATH}/openapi.json",
        "health": f"{BASE_PATH}/health",
    }

"""The addresses of the figures and of the health of the ledger: read, ask, answer."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from api.answering import Documents, cases_answer, figure_answer
from api.asking import ask
from api.database import DatabaseProbe
from api.description import QUERY, answers
from api.version import BASE_PATH
from replay.figures import Figures

FIGURE: dict[str, Any] = {"tags": ["Figures"], "response_class": JSONResponse, "openapi_extra": {"parameters": QUERY}}


def figure_routes(figures: Figures, database: DatabaseProbe) -> APIRouter:
    """Figures, their cases, and whether the database answers. Plain functions: each runs in a thread of the pool."""
    router = APIRouter(prefix=BASE_PATH, redirect_slashes=False)

    def documents_of(rule: str, request: Request) -> tuple[Documents, dict[str, Any]]:
        items = request.query_params.multi_items()
        database.require()
        documents = Documents(figures.ledger, ask(figures, rule, items))
        is_settled = any(name == "known_at" for name, _ in items)
        return documents, {"is_settled": is_settled, "if_none_match": if_none_match_of(request)}

    @router.get("/figures/{rule}", operation_id="getFigure", responses=answers("Figure"), **FIGURE)
    def get_figure(rule: str, request: Request) -> Response:
        """One figure: value, funnel, ids, what stands beside it; competing versions side by side."""
        documents, condition = documents_of(rule, request)
        return figure_answer(documents, **condition)

    @router.get("/figures/{rule}/cases", operation_id="getFigureCases", responses=answers("Explanation"), **FIGURE)
    def get_figure_cases(rule: str, request: Request) -> Response:
        """The same figure opened up: every case with its verdict, reason and deciding events."""
        documents, condition = documents_of(rule, request)
        return cases_answer(documents, **condition)

    @router.get("/health", operation_id="getHealth", tags=["Health"], responses=answers("Health"))
    def get_health() -> Response:
        """Whether the database answers, and how far the ledger has come."""
        return JSONResponse({"status": "pass", "database": "answers", "position": database.require()})

    return router


def if_none_match_of(request: Request) -> str | None:
    """The If-None-Match header, of however many lines."""
    lines = request.headers.getlist("if-none-match")
    return ", ".join(lines) if lines else None

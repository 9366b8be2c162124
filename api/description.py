"""The published description of the API (OpenAPI 3.1), made from the same lists that the API itself reads.

What FastAPI would say of itself is mended here: no 422, problems for every error, the version header in every answer.
"""

from collections.abc import Mapping
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi

from api.asking import PARAMETERS
from api.problems import KINDS, PROBLEM_JSON
from api.version import API_VERSION, BASE_PATH

Schema = dict[str, Any]
Answered = Literal["Figure", "Explanation", "Health"]

CONTACT = {"name": "Ketenboek", "url": "https://example.org/ketenboek", "email": "ketenboek@example.org"}
QUERY = [
    {
        "name": one.name,
        "in": "query",
        "required": False,
        "description": one.expected["en"],
        "schema": dict(one.schema),
    }
    for one in PARAMETERS
]
"""The query parameters of a figure."""

HEADERS = {
    "API-Version": {"description": "Full version of the API", "required": True, "schema": {"type": "string"}},
    "Ketenboek-Access": {"description": "How access was given", "required": True, "schema": {"type": "string"}},
}
ETAG = {"ETag": {"description": "Given when known_at is: that answer does not change", "schema": {"type": "string"}}}
DESCRIBED: Mapping[Answered, str] = {
    "Figure": "The figure, or the answers of competing versions with the conflicts between them.",
    "Explanation": "The same with the cases of each answer.",
    "Health": "The database answers.",
}
PROBLEMS_OF: Mapping[Answered, tuple[int, ...]] = {
    "Figure": (400, 403, 404, 405, 409, 421, 500, 503),
    "Explanation": (400, 403, 404, 405, 409, 421, 500, 503),
    "Health": (403, 405, 421, 500, 503),
}


def answers(name: Answered) -> dict[int | str, Schema]:
    """What an address can answer."""
    tagged = {} if name == "Health" else ETAG
    found: dict[int | str, Schema] = {
        200: {
            "description": DESCRIBED[name],
            "headers": HEADERS | tagged,
            "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}},
        }
    }
    if tagged:
        found[304] = {"description": "The caller has this answer already.", "headers": HEADERS | tagged}
    for status in PROBLEMS_OF[name]:
        said = " / ".join(kind.title["en"] for kind in KINDS.values() if kind.status == status)
        allow = {"Allow": {"description": "Methods there are", "required": True, "schema": {"type": "string"}}}
        found[status] = {
            "description": said,
            "headers": HEADERS | (allow if status == 405 else {}),
            "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    return found


def described(router: APIRouter) -> Schema:
    """The OpenAPI document of these routes."""
    document = get_openapi(
        title="Ketenboek",
        version=API_VERSION,
        openapi_version="3.1.0",
        description="Figures about civic integration, each of which opens down to the facts it was counted from.",
        routes=router.routes,
        servers=[{"url": BASE_PATH}],
        license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        tags=[
            {"name": "Figures", "description": "A figure is a list that was counted."},
            {"name": "Health", "description": "Whether the ledger can be read."},
        ],
    )
    document["info"]["contact"] = CONTACT  # afterwards: the framework warns of a package for checking addresses
    document["paths"] = {path.removeprefix(BASE_PATH): said for path, said in document["paths"].items()}
    for operations in document["paths"].values():
        for operation in operations.values():
            operation["responses"].pop("422", None)
    document["components"] = {"schemas": SCHEMAS}
    return document


def _object(properties: Schema, *optional: str) -> Schema:
    return {
        "type": "object",
        "required": [name for name in properties if name not in optional],
        "properties": properties,
    }


TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer"}
DAY: Schema = {"type": ["string", "null"], "format": "date"}
OBJECT: Schema = {"type": "object"}
OBJECTS: Schema = {"type": "array", "items": OBJECT}
TEXTS: Schema = {"type": "array", "items": TEXT}
ANSWER: Schema = {
    "rule": _object({"id": TEXT, "version": TEXT, "sentence": OBJECT, "source": OBJECTS, "hash": TEXT}),
    "scope": _object(
        {
            "municipality": {"type": ["string", "null"]},
            "region": {"type": ["string", "null"]},
            "division": {"type": ["string", "null"], "format": "date"},
        }
    ),
    "period": {"type": ["object", "null"], "properties": {"from": DAY, "until": DAY}},
    "as_of": {"type": "string", "format": "date"},
    "registered_by": DAY,
    "known_at": _object(
        {"position": COUNT, "recorded_at": {"type": ["string", "null"], "format": "date-time"}, "root": TEXT}
    ),
    "value": COUNT,
    "interval": {"type": ["object", "null"]},
    "unit": TEXT,
    "kind": TEXT,
    "considered": COUNT,
    "funnel": {"type": "object", "additionalProperties": COUNT},
    "counted": TEXTS,
    "not_counted": {"type": "object", "additionalProperties": TEXTS},
    "quotas": OBJECTS,
    "refused": OBJECTS,
    "conflicts": OBJECTS,
    "flags": OBJECTS,
    "by": {"type": ["array", "null"], "items": OBJECT},
    "ratio": {"type": ["object", "null"]},
}
CASE: Schema = {
    "case": {"type": "string", "description": "Its random id, the only one used in an address or a hash"},
    "id": TEXT,
    "source": TEXT,
    "counted": {"type": "boolean"},
    "amount": COUNT,
    "unit": TEXT,
    "reason": TEXT,
    "detail": OBJECT,
    "limit_on": DAY,
    "days_over": {"type": ["integer", "null"]},
    "events": OBJECTS,
}


def _one_or_more(name: str) -> Schema:
    """One answer, or the answers of competing versions."""
    one = {"$ref": f"#/components/schemas/{name}"}
    return {"oneOf": [one, _object({"answers": {"type": "array", "items": one}, "conflicts": OBJECTS})]}


SCHEMAS: Schema = {
    "Answer": _object(ANSWER, "counted", "not_counted"),
    "Case": _object(CASE),
    "ExplainedAnswer": _object(
        ANSWER | {"cases": {"type": "array", "items": {"$ref": "#/components/schemas/Case"}}}, "counted", "not_counted"
    ),
    "Figure": _one_or_more("Answer"),
    "Explanation": _one_or_more("ExplainedAnswer"),
    "Health": _object({"status": {"const": "pass"}, "database": {"const": "answers"}, "position": COUNT}),
    "Problem": _object(
        {
            "type": {"type": "string", "format": "uri"},
            "title": TEXT,
            "status": COUNT,
            "detail": TEXT,
            "instance": {"type": "string", "format": "uri"},
            "errors": {
                "type": "array",
                "items": _object({"parameter": {"type": ["string", "null"]}, "detail": TEXT}),
            },
            "allowed": TEXTS,
        },
        "errors",
        "allowed",
    ),
}

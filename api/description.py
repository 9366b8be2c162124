"""The published description of the API (OpenAPI 3.1), made from the same declarations that the API itself runs on.

Of every operation it says which roles may call it, for which processing activities, and every status it can answer.
"""

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from api.access import PURPOSE_HEADER
from api.group import Answers, Group, Listed, Operation
from api.parameters import Parameter
from api.policy import Line
from api.problem_kinds import KINDS
from api.problems import PROBLEM_JSON, Place
from api.rendering import JSON
from api.schemas import COUNT, TEXT, TEXT_OR_NONE, TEXTS, Schema, document, list_of
from api.version import API_VERSION, BASE_PATH

CONTACT = {"name": "Ketenboek", "url": "https://example.org/ketenboek", "email": "ketenboek@example.org"}
HEADERS: Schema = {
    "API-Version": {"description": "Full version of the API", "required": True, "schema": TEXT},
    "Ketenboek-Access": {"description": "How access was given", "required": True, "schema": TEXT},
}
ETAG: Schema = {"ETag": {"description": "Of an answer that can be asked for again, or decided on", "schema": TEXT}}
LINK: Schema = {"Link": {"description": "The next page, where there is one", "schema": TEXT}}
HEADERS_OF: Mapping[int, Schema] = {
    401: {"WWW-Authenticate": {"description": "How to say who you are", "required": True, "schema": TEXT}},
    405: {"Allow": {"description": "Methods there are", "required": True, "schema": TEXT}},
    429: {"Retry-After": {"description": "After how many seconds to go on", "required": True, "schema": COUNT}},
    503: {"Retry-After": {"description": "After how many seconds to try again", "required": True, "schema": COUNT}},
}
EVERYWHERE = (400, 405, 406, 421, 429, 431, 500, 503)
PROBLEM: Schema = document(
    {
        "type": {"type": "string", "format": "uri"},
        "title": TEXT,
        "status": COUNT,
        "detail": TEXT,
        "instance": {"type": "string", "format": "uri"},
        "errors": list_of(
            document(
                {
                    "in": {"type": "string", "enum": list(get_args(Place))},
                    "name": TEXT_OR_NONE
                    | {"description": "The parameter, header, or path in the body, such as data.fields.lessons"},
                    "detail": TEXT,
                    "index": COUNT | {"description": "Of several events, which one, from 0"},
                    "reason": TEXT,
                },
                "index",
                "reason",
            )
        ),
        "allowed": TEXTS,
    },
    "errors",
    "allowed",
)


def described(groups: Sequence[Group], policy: Mapping[str, Line]) -> Schema:
    """The OpenAPI document of these groups."""
    schemas: Schema = {"Problem": PROBLEM}
    paths: dict[str, Schema] = {}
    for group in groups:
        again = sorted(set(schemas) & set(group.schemas))
        assert not again, f"{group.tag} describes again what is described: {again}"
        schemas |= group.schemas
        for operation in (one for one in group.operations if one.is_described):
            said = _operation(operation, policy[operation.id])
            paths.setdefault(operation.path, {})[operation.method.lower()] = said
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Ketenboek",
            "version": API_VERSION,
            "description": "Figures of civic integration, each of which opens down to the facts it was counted from.",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
            "contact": CONTACT,
        },
        "servers": [{"url": BASE_PATH}],
        "tags": [{"name": group.tag, "description": group.says} for group in groups],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT (RFC 9068)"}},
        },
    }


def _operation(operation: Operation, line: Line) -> Schema:
    said: Schema = {
        "operationId": operation.id,
        "tags": [operation.group],
        "summary": operation.says,
        "description": _who_may(line),
        "security": [{}] if line.is_public else [{"token": []}],
        "parameters": [
            *(_parameter(one, "path") for one in operation.in_path),
            *(_parameter(one, "query") for one in operation.query),
            *(_parameter(one, "header") for one in operation.in_header),
            *([_purpose(line)] if line.reads_persons else []),
        ],
        "responses": _responses(operation, line),
    }
    if operation.body is not None:
        content = {one: {"schema": operation.body.described(one)} for one in operation.body.media_types}
        said["requestBody"] = {"required": True, "description": operation.body.says, "content": content}
    return said


def _who_may(line: Line) -> str:
    if line.is_public:
        return "Open to all: it holds no data."
    roles = f"For {', '.join(sorted(line.roles)).replace('_', ' ')}."
    purposes = f" Purposes: {', '.join(line.activities)}." if line.activities else ""
    return roles + purposes + (" Every person read is logged." if line.reads_persons else "")


def _parameter(parameter: Parameter, place: str) -> Schema:
    return {
        "name": parameter.name,
        "in": place,
        "required": place == "path" or parameter.is_required,
        "description": parameter.expected["en"],
        "schema": dict(parameter.schema),
    }


def _purpose(line: Line) -> Schema:
    return {
        "name": PURPOSE_HEADER,
        "in": "header",
        "required": False,
        "description": "The processing activity this is read for; needed unless the token has just one.",
        "schema": {"type": "string", "enum": list(line.activities)},
    }


def _responses(operation: Operation, line: Line) -> Schema:
    answers = operation.answers
    headers = HEADERS | (ETAG if answers.is_tagged else {}) | (LINK if isinstance(answers, Listed) else {})
    headers |= {name: {"description": says, "schema": TEXT} for name, says in answers.headers.items()}
    found: Schema = {
        str(answers.status): {
            "description": answers.says or operation.says,
            "headers": headers,
            "content": {one: {"schema": _in_form(answers, one)} for one in answers.formats},
        }
    }
    if answers.is_tagged:
        found["304"] = {"description": "The caller has this answer already.", "headers": HEADERS | ETAG}
    for status in sorted(statuses(operation, line)):
        found[str(status)] = {
            "description": " / ".join(kind.title["en"] for kind in KINDS.values() if kind.status == status),
            "headers": HEADERS | HEADERS_OF.get(status, {}),
            "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    return found


def statuses(operation: Operation, line: Line) -> set[int]:
    """Every status of a refusal that an operation can give."""
    more = {404} if operation.in_path else set()
    more |= set() if line.is_public and operation.body is None else {403}
    more |= {408, 413, 415} if operation.body is not None else set()
    return {*EVERYWHERE, 401, 403, *more, *operation.refuses}


def _in_form(answers: Answers, media_type: str) -> dict[str, Any]:
    """The schema of an answer in a form; of a list in another form than JSON, of one line or of the file."""
    if media_type == JSON or answers.item is None:
        return answers.described()
    return {"type": "string"}

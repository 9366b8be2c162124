"""The generated pages of the API: every operation with who may call it, and the register of processing activities.

What an operation is stands in the published description, who may call it in the policy: the page is made from both, as
the server is.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from api.description import described
from api.groups import GROUPS
from api.policy import POLICY, Line
from api.version import BASE_PATH
from domain.processing import REGISTER, Activity

API_HEADING = f"""# The API

Generated from the published description (`{BASE_PATH}/openapi.json`, OpenAPI 3.1) and from the one table that says who
may what. How to use it: [Ask a figure over HTTP](../how-to/use-the-api.md). What a role then sees is decided by the
database: [Who sees what](../explanation/who-sees-what.md).

Where there is a star (\\*), a purpose is needed only when the answer tells of persons. The index at `{BASE_PATH}` and
the description itself are open to all.
"""
ACTIVITIES_HEADING = """# Processing activities

Generated from `domain/processing.py`, and served at `/v1/processing-activities`. Whoever reads persons declares one of
these in the header `Ketenboek-Purpose`, and every line of the Logboek dataverwerkingen points to its address
([who read whom](../how-to/who-read-whom.md)). An entry never changes its meaning: another purpose or ground is a new
version. Who is responsible, and with whom it shares, is for each municipality to add to its own register.
"""
FORMS: Mapping[str, str] = {
    "application/json": "JSON",
    "application/jsonl": "JSON lines",
    "text/csv": "CSV",
    "application/vnd.apache.parquet": "Parquet",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
    "text/event-stream": "server-sent events",
    "text/plain": "text",
}
"""Media type → the word a reader knows; another one stands as it is."""
Operation = Mapping[str, Any]


def api_page() -> str:
    """Every operation by group, and what each parameter asks."""
    description = described(GROUPS, POLICY)
    operations = [
        (method.upper(), path, operation)
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    ]
    lines = [API_HEADING]
    for tag in description["tags"]:
        lines += [f"## {tag['name']}\n", f"{tag['description']}\n"]
        for method, path, operation in operations:
            if tag["name"] in operation["tags"]:
                lines += _operation(method, path, operation)
    return "\n".join([*lines, *_parameters([one for _, _, one in operations])]).rstrip() + "\n"


def _operation(method: str, path: str, operation: Operation) -> Iterator[str]:
    line = POLICY[operation["operationId"]]
    yield f"### {operation['operationId']}\n"
    yield f"`{method} {BASE_PATH}{path}`\n"
    yield f"{operation['summary']}\n"
    yield f"- for: {_roles(line)}"
    if line.activities:
        yield f"- purposes: {_purposes(line)}"
    if body := operation.get("requestBody"):
        yield f"- takes: {', '.join(map(_form, body['content']))}"
    yield f"- answers: {_answers(operation)}"
    if asked := [f"`{one['name']}`" + _needed(one) for one in operation["parameters"] if one["in"] != "path"]:
        yield f"- parameters: {', '.join(asked)}"
    yield ""


def _roles(line: Line) -> str:
    return "everybody" if line.is_public else ", ".join(sorted(line.roles)).replace("_", " ")


def _purposes(line: Line) -> str:
    """The activities; a link each, and a star where they are needed for some answers only."""
    named = ", ".join(f"[{one}](processing-activities.md#{one})" for one in line.activities)
    if not line.reads_persons:
        return f"{named}; no person is read"
    return named + ("; every person read is logged" if line.is_always else " \\*; every person read is logged")


def _answers(operation: Operation) -> str:
    status, answer = next((status, one) for status, one in operation["responses"].items() if status.startswith("2"))
    return f"{status}, {', '.join(map(_form, answer['content']))}"


def _form(media_type: str) -> str:
    return FORMS.get(media_type, f"`{media_type}`")


def _needed(parameter: Operation) -> str:
    return " (needed)" if parameter["required"] else ""


def _parameters(operations: list[Operation]) -> Iterator[str]:
    yield "## Parameters\n"
    yield "What each asks; where a name stands twice, operations differ.\n"
    yield "| name | in | meaning |"
    yield "|---|---|---|"
    told = {(one["name"], one["in"], one["description"]) for each in operations for one in each["parameters"]}
    for name, place, meaning in sorted(told, key=lambda one: (one[0].casefold(), one)):
        yield f"| `{name}` | {place} | {_cell(meaning)} |"


def _cell(text: str) -> str:
    return text.replace("|", r"\|")


def activities_page() -> str:
    """The register: purpose, grounds and retention of each activity, in both languages."""
    return "\n".join([ACTIVITIES_HEADING, *(line for one in REGISTER for line in _activity(one))]).rstrip() + "\n"


def _activity(activity: Activity) -> Iterator[str]:
    yield f"## {activity.key}\n"
    yield f"{activity.name['en']}, version {activity.version}. *{activity.name['nl']}.*\n"
    yield f"{activity.purpose['en']} *{activity.purpose['nl']}*\n"
    yield f"- address: `{activity.uri}`"
    for ground in activity.grounds:
        yield f"- ground: {ground.article}. {ground.says['en']} *{ground.says['nl']}*"
    for kept in activity.retention:
        yield f"- kept: {kept.article}. {kept.says['en']} *{kept.says['nl']}*"
    called = ", ".join(f"`{name}`" for name, line in POLICY.items() if activity.key in line.activities)
    yield f"- operations: {called}"
    yield ""

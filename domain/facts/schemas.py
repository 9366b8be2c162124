"""The JSON Schema of every kind of fact: from its types, with the meaning of each field."""

from typing import Any

from domain.facts import base
from domain.facts.base import PERSONAL_FIELDS, Definition
from domain.facts.told import told


def json_schema(definition: Definition) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a fact, with the meaning of each field."""
    described = _without_null(base.describe_fields(definition.fact))
    own = described["$defs"].pop(definition.name)
    words = told(definition.fact)
    for name, field in own["properties"].items():
        field["description"] = words.meanings[name]
    for inner in described["$defs"].values():
        inner["description"] = inner["description"].partition("\n")[0]
    own["description"] = words.sentence
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"{definition.name}.json", **own}
    if described["$defs"]:
        schema["$defs"] = described["$defs"]
    schema["x-ketenboek"] = {
        "number": definition.number,
        "schema": definition.schema,
        "dutch": definition.dutch,
        "nature": definition.nature.value,
        "subject": definition.subject,
        "namedBy": list(definition.named_by),
        "sealed": {name: PERSONAL_FIELDS[name] for name in definition.personal},
    }
    return schema


def _without_null(schema: Any) -> Any:
    """A stored fact leaves absent fields out, so the published schema does not offer null."""
    if isinstance(schema, list):
        return [_without_null(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _without_null(part) for key, part in schema.items() if not (key == "default" and part is None)}
    if "enum" in kept:
        kept["enum"] = [code for code in kept["enum"] if code is not None]
    options = [option for option in kept.get("anyOf", ()) if option != {"type": "null"}]
    if len(options) == 1:
        del kept["anyOf"]
        kept |= options[0]
    return kept

"""The words in which a group of routes describes its documents: plain JSON Schema, in as few characters as can be."""

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
TEXT_OR_NONE: Schema = {"type": ["string", "null"]}
COUNT: Schema = {"type": "integer"}
COUNT_OR_NONE: Schema = {"type": ["integer", "null"]}
YES_OR_NO: Schema = {"type": "boolean"}
DAY: Schema = {"type": "string", "format": "date"}
DAY_OR_NONE: Schema = {"type": ["string", "null"], "format": "date"}
INSTANT: Schema = {"type": "string", "format": "date-time"}
INSTANT_OR_NONE: Schema = {"type": ["string", "null"], "format": "date-time"}
RANDOM_ID: Schema = {"type": "string", "format": "uuid"}
OBJECT: Schema = {"type": "object"}
OBJECT_OR_NONE: Schema = {"type": ["object", "null"]}
OBJECTS: Schema = {"type": "array", "items": OBJECT}
TEXTS: Schema = {"type": "array", "items": TEXT}
TOLD_TWICE: Schema = {"type": "object", "required": ["nl", "en"], "properties": {"nl": TEXT, "en": TEXT}}


def document(properties: Schema, *optional: str) -> Schema:
    """An object with these properties, of which some may be left out."""
    return {
        "type": "object",
        "required": [name for name in properties if name not in optional],
        "properties": properties,
    }


def named(name: str) -> Schema:
    """The schema of that name."""
    return {"$ref": f"#/components/schemas/{name}"}


def list_of(item: Schema) -> Schema:
    """A list of such."""
    return {"type": "array", "items": item}

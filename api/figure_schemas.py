"""The documents of figures, their answers and their cases, as the description publishes them."""

from api.schemas import COUNT, OBJECT, OBJECTS, TEXT, TEXTS, Schema, document
from api.schemas import DAY_OR_NONE as DAY

ANSWER: Schema = {
    "rule": document({"id": TEXT, "version": TEXT, "sentence": OBJECT, "source": OBJECTS, "hash": TEXT}),
    "scope": document(
        {
            "municipality": {"type": ["string", "null"]},
            "region": {"type": ["string", "null"]},
            "division": {"type": ["string", "null"], "format": "date"},
        }
    ),
    "period": {"type": ["object", "null"], "properties": {"from": DAY, "until": DAY}},
    "as_of": {"type": "string", "format": "date"},
    "registered_by": DAY,
    "known_at": document(
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
    return {"oneOf": [one, document({"answers": {"type": "array", "items": one}, "conflicts": OBJECTS})]}


SCHEMAS: Schema = {
    "Answer": document(ANSWER, "counted", "not_counted"),
    "Case": document(CASE),
    "ExplainedAnswer": document(
        ANSWER | {"cases": {"type": "array", "items": {"$ref": "#/components/schemas/Case"}}}, "counted", "not_counted"
    ),
    "Figure": _one_or_more("Answer"),
    "Explanation": _one_or_more("ExplainedAnswer"),
}

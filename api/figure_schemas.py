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


TOLD: Schema = {
    "oneOf": [
        COUNT,
        document(
            {
                "suppressed": {"const": True},
                "why": {"type": "string", "enum": ["TOO_SMALL", "AMOUNTS"]},
                "interval": OBJECT,
            },
            "interval",
        ),
    ]
}
"""A number as it is published: a multiple of the step, or that it is left out."""
PUBLISHED: Schema = {name: said for name, said in ANSWER.items() if name not in ("counted", "not_counted")} | {
    "publication": document({"for": {"const": "publication"}, "threshold": COUNT, "step": COUNT}),
    "value": TOLD,
    "interval": OBJECT,
    "considered": TOLD,
    "funnel": OBJECT,
    "withheld": TEXTS,
}


def _one_or_more(*names: str) -> Schema:
    """One answer, or the answers of competing versions."""
    one = [{"$ref": f"#/components/schemas/{name}"} for name in names]
    several = [document({"answers": {"type": "array", "items": each}, "conflicts": OBJECTS}) for each in one]
    return {"anyOf": [*one, *several]}


SCHEMAS: Schema = {
    "Answer": document(ANSWER, "counted", "not_counted"),
    "Case": document(CASE),
    "CaseOfFigure": document({"rule": TEXT, "version": TEXT} | CASE),
    "ExplainedAnswer": document(
        ANSWER | {"cases": {"type": "array", "items": {"$ref": "#/components/schemas/Case"}}}, "counted", "not_counted"
    ),
    "Figure": _one_or_more("Answer", "PublishedAnswer"),
    "PublishedAnswer": document(PUBLISHED),
    "Explanation": _one_or_more("ExplainedAnswer"),
}

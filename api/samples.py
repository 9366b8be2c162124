"""Samples of the cases of a figure, for an auditor: drawn by a seed, the same for ever, as a document or audit file.

A sample is kept nowhere: its address is its question, written down whole with the position at which it was asked. So
whoever has the address draws the same sample again, and the bytes of its file are the same.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from msgspec import DecodeError, json
from starlette.responses import Response

from api.asking import BY_NAME, PARAMETERS, question, settled
from api.call import Call
from api.figures import RULE, require_own_municipality
from api.group import Answers, Body, Group
from api.languages import LANGUAGES
from api.office import Office
from api.parameters import Parameter, choice
from api.problem_kinds import Words
from api.problems import BadBody, BadQuery, Mistake, NotThere
from api.rendering import CSV, JSON
from api.schemas import OBJECT, OBJECTS, TEXT, Schema, document
from api.version import BASE_PATH
from exchange.plain_text import names_a_person
from exchange.sample_file import sample_bytes
from replay.asking import Asked
from replay.sample_messages import OF_SAMPLES
from replay.sampling import Sample, Wanted, control_totals, draw_sample, paper_documents
from replay.wording import Wording

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SUFFIXES = {XLSX: ".xlsx", CSV: ".csv"}
SIZE_MAX = 100_000
SEED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
SAMPLE_TEXT = re.compile(r"[A-Za-z0-9_-]{1,1400}")

Fields = Mapping[str, Any]


def _words(dutch: str, english: str) -> Words:
    return {"nl": dutch, "en": english}


SIZE_SAYS = _words(f"Hoeveel, 1 tot en met {SIZE_MAX}.", f"How many, 1 to {SIZE_MAX}.")
SEED_SAYS = _words(
    "Waaruit het toeval komt: hoogstens 40 letters, cijfers, punten en streepjes, geen nummer van een persoon.",
    "Where chance comes from: at most 40 letters, digits, points and dashes, no number of a person.",
)
FLAG_SAYS = _words("true of false.", "true or false.")
UNKNOWN_SAYS = _words("Er is een sleutel die hier niet hoort.", "There is a key that does not belong here.")
TOGETHER_SAYS = _words("Niet samen met by_amount.", "Not together with by_amount.")
AXES: Mapping[str, Parameter] = {
    **{one.name: one for one in PARAMETERS if one.name in ("version", "municipality", "region", "division", "period")},
    "as_of": BY_NAME["asOf"],
    "registered_by": BY_NAME["registeredBy"],
    "known_at": BY_NAME["knownAt"],
    "series": BY_NAME["series"],
    "stratify_by": BY_NAME["by"],
    "language": choice("language", LANGUAGES, "De taal van het bestand.", "The language of the file."),
}
"""Key of a body → the parameter of a figure that it is; a body has the names of the documents."""
KEYS = {one.name: key for key, one in AXES.items()}
"""The same the other way about."""
AXIS_SCHEMAS: Schema = {name: dict(one.schema) | {"description": one.expected["en"]} for name, one in AXES.items()}
GROUP = Group(
    "Samples",
    "Samples of the cases of a figure that anybody can draw again.",
    {
        "SampleQuestion": document(
            {
                "rule": TEXT | {"minLength": 1},
                "size": {"type": "integer", "minimum": 1, "maximum": SIZE_MAX},
                "seed": {"type": "string", "pattern": f"^{SEED.pattern}$"},
                "by_amount": {"type": "boolean", "default": False},
                **AXIS_SCHEMAS,
            },
            "by_amount",
            *AXIS_SCHEMAS,
        )
        | {"additionalProperties": False},
        "Sample": document({"sample": TEXT, "question": OBJECT, "control": OBJECT, "papers": OBJECTS}),
    },
)
SAMPLE = Parameter(
    "sample",
    lambda text: text if SAMPLE_TEXT.fullmatch(text) else _refuse(),
    _words("Een steekproef, zoals Location haar noemde.", "A sample, as Location named it."),
    {"type": "string", "pattern": f"^{SAMPLE_TEXT.pattern}$"},
)


def _refuse() -> str:
    raise ValueError("expected a sample as it was given out")


@GROUP.post(
    "/samples",
    "drawSample",
    Answers("Sample", "The sample, which Location names for ever.", status=201, headers={"Location": "Where it is"}),
    body=Body("SampleQuestion", "The figure, how many cases, and the seed."),
    refuses=(404, 409),
)
def draw_a_sample(office: Office, call: Call) -> Response:
    """Draw a sample from the cases of a figure."""
    fields = _read(call.document())
    try:
        asked = settled(office.figures, question(fields["rule"], _axes(fields)))
    except BadQuery as error:
        raise BadBody([replace(one, place="body", name=KEYS.get(one.name or "")) for one in error.mistakes]) from None
    fields = {"language": call.language, **fields}
    sample = _drawn(office, call, asked, fields)
    name = _name(sample, fields)
    return call.answer(
        _document(office, sample, name, fields), status=201, headers={"Location": f"{BASE_PATH}/samples/{name}"}
    )


@GROUP.get(
    "/samples/{sample}",
    "getSample",
    Answers("Sample", "The same sample again, also as the audit file.", formats=(JSON, XLSX, CSV)),
    in_path=(SAMPLE,),
    refuses=(409,),
)
def get_sample(office: Office, call: Call) -> Response:
    """A sample drawn again: control totals and working papers, or the audit file with the same bytes."""
    fields = _of_name(call.path["sample"])
    asked = settled(office.figures, question(fields["rule"], _axes(fields)))
    sample = _drawn(office, call, asked, fields)
    if call.format == JSON:
        return call.answer(_document(office, sample, call.path["sample"], fields))
    suffix = SUFFIXES[call.format]
    written = sample_bytes(office.ledger, sample, suffix, _wording(fields))
    headers = {"Content-Disposition": f'attachment; filename="sample{suffix}"'}
    return Response(written, media_type=call.format, headers=headers)


# --- The question ---


def _read(sent: Any) -> Fields:
    """The fields of a question; raises BadBody with every mistake."""
    if not isinstance(sent, dict):
        raise BadBody
    mistakes, read = [], dict[str, Any]()
    for name, value in sent.items():
        expected = _mistake(name, value, read)
        if expected is not None:
            mistakes.append(Mistake("body", None if expected is UNKNOWN_SAYS else name, expected))
    needed = {"rule": RULE.expected, "size": SIZE_SAYS, "seed": SEED_SAYS}
    mistakes += [Mistake("body", name, says) for name, says in needed.items() if name not in sent]
    if read.get("by_amount") and "stratify_by" in sent:
        mistakes.append(Mistake("body", "stratify_by", TOGETHER_SAYS))
    if mistakes:
        raise BadBody(mistakes)
    return sent | {"size": int(sent["size"])}


def _is_whole(value: Any) -> bool:
    """Whether it is a whole number, which in JSON may also be written 3.0."""
    return type(value) is int or (type(value) is float and value.is_integer())


def _mistake(name: str, value: Any, read: dict[str, Any]) -> Words | None:
    """What was expected of a field, where it is something else; else it is put with what was read."""
    read[name] = value
    match name:
        case "rule":
            return None if isinstance(value, str) and value else RULE.expected
        case "size":
            return None if _is_whole(value) and 1 <= value <= SIZE_MAX else SIZE_SAYS
        case "seed":
            is_seed = isinstance(value, str) and SEED.fullmatch(value) and not names_a_person(value)
            return None if is_seed else SEED_SAYS
        case "by_amount":
            return None if isinstance(value, bool) else FLAG_SAYS
        case _ if name in AXES:
            return None if _can_be_read(AXES[name], value) else AXES[name].expected
        case _:
            return UNKNOWN_SAYS


def _can_be_read(axis: Parameter, value: Any) -> bool:
    try:
        return isinstance(value, str) and axis.read(value) is not None
    except ValueError:
        return False


def _axes(fields: Fields) -> dict[str, Any]:
    """The bounds of the figure, by the parameters that they are."""
    return {one.name: one.read(fields[name]) for name, one in AXES.items() if name in fields}


# --- The name of a sample: its question ---


def _name(sample: Sample, fields: Fields) -> str:
    """The question in the letters of an address, with all that the ledger or the calendar would else fill in anew."""
    known = {
        "known_at": sample.question.known_at,
        "municipality": sample.question.municipality,
        "region": sample.question.region,
        "as_of": sample.answer.bounds.as_of.isoformat(),
    }
    whole = dict(fields) | {name: value for name, value in known.items() if value is not None}
    return urlsafe_b64encode(json.encode(whole, order="sorted")).decode().rstrip("=")


def _of_name(name: str) -> Fields:
    """The question behind a name; raises NotThere for a name that was never given out."""
    try:
        fields = _read(json.decode(urlsafe_b64decode(name + "=" * (-len(name) % 4))))
    except (BadBody, DecodeError, ValueError):
        raise NotThere from None
    if not {"as_of", "known_at", "language"} <= fields.keys():
        raise NotThere
    return fields


# --- The sample ---


def _drawn(office: Office, call: Call, asked: Asked, fields: Fields) -> Sample:
    wanted = Wanted(fields["size"], fields["seed"], fields.get("by_amount", False))
    require_own_municipality(call, asked.municipality)
    sample = draw_sample(office.figures, asked, wanted, _wording(fields))
    call.has_read((one.verdict.case.case for one in sample.drawn), "case")
    return sample


def _document(office: Office, sample: Sample, name: str, fields: Fields) -> dict[str, Any]:
    control = control_totals(sample, ".csv", _wording(fields)) | {"again": f"{BASE_PATH}/samples/{name}"}
    return {
        "sample": name,
        "question": _of_name(name),
        "control": control,
        "papers": paper_documents(office.ledger, sample),
    }


def _wording(fields: Fields) -> Wording:
    return Wording(fields["language"], OF_SAMPLES)

"""What may stand in a query or a path: read strictly, all mistakes told at once, never repeating what was typed.

A parameter is written down once; the reading and the published description are made from it. Names are lowerCamelCase,
and whoever writes one with underscores is told the right one.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from api.problem_kinds import Words
from api.problems import BadQuery, Mistake
from api.schemas import DAY, RANDOM_ID, YES_OR_NO, Schema
from api.words import camel_case
from domain.dates import NotADate, day_of, parse_when

DAY_TEXT = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
UUID_TEXT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: its name, how it is read (ValueError when it cannot be), what is expected, and its schema."""

    name: str
    read: Callable[[str], Any]
    expected: Words
    schema: Mapping[str, Any]
    is_required: bool = False


REPEATED: Words = {"nl": "Geef deze parameter één keer.", "en": "Give this parameter once."}
MISSING: Words = {"nl": "Deze parameter is nodig. ", "en": "This parameter is needed. "}


def read_parameters(known: Sequence[Parameter], items: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The values in a query string by the names of their parameters; raises BadQuery with every mistake in it."""
    by_name = {one.name: one for one in known}
    mistakes: list[Mistake] = []
    given: dict[str, Any] = {}
    for name in dict.fromkeys(name for name, _ in items):
        values = [value for other, value in items if other == name]
        parameter = by_name.get(name)
        if parameter is None:
            mistakes.append(_unknown(name, by_name))
        elif len(values) > 1:
            mistakes.append(Mistake("query", name, REPEATED))
        else:
            try:
                given[name] = parameter.read(values[0])
            except ValueError:
                mistakes.append(Mistake("query", name, parameter.expected))
    mistakes += [
        Mistake("query", one.name, {"nl": MISSING["nl"] + one.expected["nl"], "en": MISSING["en"] + one.expected["en"]})
        for one in known
        if one.is_required and one.name not in {name for name, _ in items}
    ]
    if mistakes:
        raise BadQuery(mistakes, list(by_name) if any(one.name is None for one in mistakes) else ())
    return given


def _unknown(name: str, known: Mapping[str, Parameter]) -> Mistake:
    """That there is no such parameter; where it was only written with underscores, how it is written."""
    meant = camel_case(name)
    if meant in known:
        return Mistake(
            "query", meant, {"nl": f"Schrijf {meant}, zonder _ of -.", "en": f"Write {meant}, without _ or -."}
        )
    there_are = ", ".join(known)
    return Mistake(
        "query",
        None,
        {
            "nl": f"Onbekende parameter; er zijn {there_are}." if known else "Hier zijn geen parameters.",
            "en": f"Unknown parameter; there are {there_are}." if known else "There are no parameters here.",
        },
    )


def read_text(text: str) -> str:
    """The text; raises ValueError when there is none."""
    if not text:
        raise ValueError("expected something")
    return text


def read_day(text: str) -> date:
    """A full day, YYYY-MM-DD and nothing else; raises NotADate."""
    day = day_of(parse_when(text))
    if day is None:
        raise NotADate("expected a day, not a month or a year")
    return day


def read_yes_or_no(text: str) -> bool:
    """True or false; raises ValueError for another word."""
    if text not in ("true", "false"):
        raise ValueError("expected true or false")
    return text == "true"


def read_uuid(text: str) -> UUID:
    """A random id, as the API writes it; raises ValueError for anything else."""
    if not UUID_TEXT.fullmatch(text):
        raise ValueError("expected a random id")
    return UUID(text)


def read_one_of(*words: str) -> Callable[[str], str]:
    """Reads one of these words and nothing else."""

    def read(text: str) -> str:
        if text not in words:
            raise ValueError(f"expected one of {', '.join(words)}")
        return text

    return read


def required(parameter: Parameter) -> Parameter:
    """The same parameter, which must be given."""
    return replace(parameter, is_required=True)


def text_parameter(name: str, dutch: str, english: str, **schema: Any) -> Parameter:
    """A parameter that is a text."""
    return Parameter(name, read_text, {"nl": dutch, "en": english}, {"type": "string", "minLength": 1, **schema})


def day_parameter(name: str, dutch: str, english: str) -> Parameter:
    """A parameter that is a day."""
    return Parameter(name, read_day, {"nl": dutch, "en": english}, {**DAY, "examples": ["2008-06-30"]})


def switch(name: str, dutch: str, english: str) -> Parameter:
    """A parameter that is true or false."""
    return Parameter(name, read_yes_or_no, {"nl": dutch, "en": english}, YES_OR_NO)


def choice(name: str, words: Sequence[str], dutch: str, english: str) -> Parameter:
    """A parameter that is one of these words."""
    schema: Schema = {"type": "string", "enum": list(words)}
    return Parameter(name, read_one_of(*words), {"nl": dutch, "en": english}, schema)


def random_id(name: str, dutch: str, english: str) -> Parameter:
    """A parameter that is a random id."""
    return Parameter(name, read_uuid, {"nl": dutch, "en": english}, RANDOM_ID)

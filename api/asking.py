"""From a query string to a question: strict, all mistakes told at once, and never repeating what was typed.

`PARAMETERS` is the one list of what may be asked; the published description is made from it as well. A position is
settled here, so that the answer and its entity tag speak of the same ledger.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from api.parameters import DAY_TEXT, Parameter, read_day, read_text
from api.problem_kinds import Words
from api.problems import BadQuery, Mistake
from domain import rules
from domain.dates import parse_period
from domain.dimensions import DIMENSIONS
from replay.asking import SERIES, Asked, CannotAsk, Series, resolve_known_at
from replay.figures import Answer, Figures

DAY = DAY_TEXT
INSTANT = DAY + r"T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})"
KNOWN_AT = re.compile(f"[0-9]{{1,19}}|{DAY}|{INSTANT}")


def read_known_at(text: str) -> str:
    """The text of a position, a date or an instant with its offset; raises ValueError when it is none of them."""
    if not KNOWN_AT.fullmatch(text):
        raise ValueError("expected a position, a date or an instant")
    return text


def read_names(text: str) -> tuple[str, ...]:
    """The names of dimensions in a list with commas; raises ValueError where one is none."""
    names = tuple(text.replace("-", "_").split(","))
    if not all(name in DIMENSIONS for name in names):
        raise ValueError("expected names of dimensions")
    return names


def read_series(text: str) -> Series:
    """The name of a series; raises ValueError."""
    for one in SERIES:
        if one == text:
            return one
    raise ValueError("expected closed or running")


PARAMETERS: Sequence[Parameter] = (
    Parameter(
        "version",
        read_text,
        {
            "nl": "De naam van een versie van de telregel; zonder naam komen alle versies naast elkaar.",
            "en": "The name of a version of the counting rule; without it all versions are given side by side.",
        },
        {"type": "string", "minLength": 1, "examples": ["letter-4a"]},
    ),
    Parameter(
        "municipality",
        read_text,
        {
            "nl": "De naam van een bekende gemeente of haar CBS-code van vier cijfers, zoals 0014.",
            "en": "The name of a known municipality or its four-digit CBS code, such as 0014.",
        },
        {"type": "string", "minLength": 1, "examples": ["0014", "Groningen"]},
    ),
    Parameter(
        "region",
        read_text,
        {
            "nl": "De naam van een regio of samenwerkingsverband dat is vastgelegd, zoals G4; niet samen met "
            "municipality.",
            "en": "The name of a region or joint body that was recorded, such as G4; not together with municipality.",
        },
        {"type": "string", "minLength": 1, "examples": ["G4"]},
    ),
    Parameter(
        "division",
        read_day,
        {
            "nl": "De dag waarvan de indeling in gemeenten en regio's geldt, zoals 2019-01-01; zonder geldt die van "
            "toen, geval voor geval.",
            "en": "The day whose division into municipalities and regions holds, such as 2019-01-01; without it that "
            "of then, case by case.",
        },
        {"type": "string", "format": "date", "examples": ["2019-01-01"]},
    ),
    Parameter(
        "period",
        parse_period,
        {
            "nl": "Twee dagen, de tweede niet meegerekend, zoals 2007-01-01..2008-07-01; een kant mag leeg zijn.",
            "en": "Two days, the second excluded, such as 2007-01-01..2008-07-01; either side may be empty.",
        },
        {"type": "string", "pattern": rf"^({DAY})?\.\.({DAY})?$", "examples": ["2007-01-01..2008-07-01"]},
    ),
    Parameter(
        "asOf",
        read_day,
        {
            "nl": "De peildatum, een dag als 2008-06-30; zonder is het de laatste dag van de periode, of vandaag.",
            "en": "The day in the world, such as 2008-06-30; without it the last day of the period, or today.",
        },
        {"type": "string", "format": "date", "examples": ["2008-06-30"]},
    ),
    Parameter(
        "registeredBy",
        read_day,
        {
            "nl": "De dag tot en met welke de bronnen het zeggen te hebben ingevoerd, zoals 2008-09-18.",
            "en": "The day by which the sources claim to have entered it, such as 2008-09-18.",
        },
        {"type": "string", "format": "date", "examples": ["2008-09-18"]},
    ),
    Parameter(
        "knownAt",
        read_known_at,
        {
            "nl": "Wat dit grootboek wist: een positie, een dag (het einde ervan in Amsterdam) of een moment van ten "
            "minste 30 seconden geleden, zoals 241, 2008-10-02 of 2008-10-02T12:00:00Z (een + wordt %2B).",
            "en": "What this ledger knew: a position, a day (its end in Amsterdam) or an instant at least 30 seconds "
            "ago, such as 241, 2008-10-02 or 2008-10-02T12:00:00Z (write a + as %2B).",
        },
        {"type": "string", "pattern": f"^({KNOWN_AT.pattern})$", "examples": ["241", "2008-10-02"]},
    ),
    Parameter(
        "series",
        read_series,
        {
            "nl": "closed voor het cijfer zoals de periode gesloten is, running (de standaard) voor de lopende reeks.",
            "en": "closed for the figure as its period was closed, running (the default) for the running series.",
        },
        {"type": "string", "enum": list(SERIES), "examples": ["closed"]},
    ),
    Parameter(
        "by",
        read_names,
        {
            "nl": f"De uitsplitsing: een of meer van {', '.join(DIMENSIONS)}, met komma's; niet elke telregel heeft "
            "ze allemaal.",
            "en": f"The breakdown: one or more of {', '.join(DIMENSIONS)}, with commas; not every counting rule has "
            "all of them.",
        },
        {"type": "string", "minLength": 1, "examples": ["municipality", "provider,year"]},
    ),
)
FIELDS = {"division": "division_on", "asOf": "as_of", "registeredBy": "registered_by", "knownAt": "known_at"}
"""Parameter → its field of a question, where that has another name."""
BY_NAME = {one.name: one for one in PARAMETERS}
NOT_THERE: Words = {
    "nl": "Het grootboek staat op positie {head}: verwacht werd 0 tot en met {head}, of een dag of moment dat ten "
    "minste 30 seconden voorbij is.",
    "en": "The ledger is at position {head}: expected 0 to {head}, or a day or an instant at least 30 seconds ago.",
}


def question(rule: str, query: Mapping[str, Any]) -> Asked:
    """The question that the values of a query make."""
    asked = {FIELDS.get(one.name, one.name): query[one.name] for one in PARAMETERS if one.name in query}
    return Asked(rule, **asked)


def ask(figures: Figures, rule: str, query: Mapping[str, Any]) -> list[Answer]:
    """The answers to a query.

    Raises UnknownRule, UnknownVersion, BadQuery, HasNoAnswer, ParameterNotSet.
    """
    return figures.ask(settled(figures, question(rule, query)))


def settled(figures: Figures, asked: Asked) -> Asked:
    """The question with its position, municipality and region as the ledger knows them.

    Raises UnknownRule, UnknownVersion, BadQuery.
    """
    rules.versions(asked.rule)
    if asked.version is not None:
        rules.rule(asked.rule, asked.version)
    position = settled_position(figures, asked.known_at)
    place = {"municipality": asked.municipality, "region": asked.region}
    municipality, region = settled_place(figures, place, position)
    return replace(asked, known_at=str(position), municipality=municipality, region=region)


def settled_place(figures: Figures, query: Mapping[str, Any], position: int) -> tuple[str | None, str | None]:
    """The code of the municipality and the name of the region that are asked about; raises BadQuery."""
    municipality = _municipality(figures, query.get("municipality"), position)
    return municipality, _region(figures, query.get("region"), position)


def settled_position(figures: Figures, text: str | None) -> int:
    """The position that is meant by what was said of `knownAt`; the head without it. Raises BadQuery."""
    head = figures.ledger.head().position
    try:
        return resolve_known_at(text, figures.ledger, head)
    except (CannotAsk, OverflowError):
        expected: Words = {language: words.format(head=head) for language, words in NOT_THERE.items()}
        raise BadQuery([Mistake("query", "knownAt", expected)]) from None


def _municipality(figures: Figures, text: str | None, position: int) -> str | None:
    try:
        return figures.municipality_code(text, position)
    except CannotAsk:
        raise BadQuery([Mistake("query", "municipality", BY_NAME["municipality"].expected)]) from None


def _region(figures: Figures, text: str | None, position: int) -> str | None:
    places = None if text is None else figures.places(position)
    if text is None or places is None or places.region_of(text):
        return text
    known = ", ".join(places.bodies)
    there_are: Words = {
        "nl": f"Er zijn: {known}." if known else "Er is nog geen regio vastgelegd.",
        "en": f"There are: {known}." if known else "No region was recorded yet.",
    }
    expected: Words = {
        language: f"{said} {there_are[language]}" for language, said in BY_NAME["region"].expected.items()
    }
    raise BadQuery([Mistake("query", "region", expected)])

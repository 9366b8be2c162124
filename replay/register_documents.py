"""What the ledger is made of, as documents: its words, its kinds of fact, its municipalities and regions over time."""

from collections.abc import Iterator
from datetime import date

from domain.facts.base import PERSONAL_FIELDS, Definition, by_name, definitions
from domain.facts.schemas import json_schema
from domain.facts.told import told
from domain.glossary import WORDS
from domain.municipalities import FIRST_NAMES
from domain.places import ALWAYS, Places
from replay.answers import Document


def glossary_documents() -> list[Document]:
    """Every word and every kind of fact by alphabet: English, the official Dutch term, meaning."""
    words = [{"english": one.english, "dutch": one.dutch, "meaning": one.meaning} for one in WORDS]
    words += [{"english": one.name, "dutch": one.dutch, "meaning": one.sentence} for one in definitions()]
    return sorted(words, key=lambda word: word["english"].casefold())


def facts_documents() -> list[Document]:
    """Every kind of fact in short, by number."""
    return [_in_short(one) for one in definitions()]


def _in_short(definition: Definition) -> Document:
    return {
        "type": definition.name,
        "number": definition.number,
        "dutch": definition.dutch,
        "sentence": dict(definition.sentences),
        "nature": definition.nature.value,
        "subject": definition.subject,
    }


def fact_document(name: str) -> Document:
    """A kind of fact with its sealed fields, its source and its JSON Schema; raises UnknownFact."""
    definition = by_name(name)
    words = told(definition.fact)
    return _in_short(definition) | {
        "source": words.source or None,
        "sealed": [
            {"name": one, "key_class": PERSONAL_FIELDS[one], "meaning": words.meanings.get(one, "")}
            for one in definition.personal
        ],
        "schema": json_schema(definition),
    }


# --- Municipalities and regions ---


def municipality_documents(places: Places) -> list[Document]:
    """Every municipality that was named, by code: its names from when on, and what it went up into."""
    codes = {*FIRST_NAMES, *(one.code for one in places.named), *(one.code for one in places.mergers)}
    return [_municipality(places, code) for code in sorted(codes)]


def _municipality(places: Places, code: str) -> Document:
    named = [one for one in places.named if one.code == code]
    return {
        "code": code,
        "name": places.name_of(code),
        "names": [{"name": one.name, "also_called": one.also_called, "from": _day(one.from_on)} for one in named],
        "went_into": [
            {"municipality": one.into_code, "on": _day(one.on), "partly": one.partly}
            for one in places.mergers
            if one.code == code
        ],
    }


def region_documents(places: Places, as_of: date) -> Iterator[Document]:
    """Every region and joint body by name, with who belongs to it on a day and who ever did."""
    for region in places.bodies:
        yield {
            "name": region,
            "as_of": as_of.isoformat(),
            "members": sorted(places.members(region, as_of)),
            "ever": [
                {
                    "municipality": one.code,
                    "from": _day(one.from_on),
                    "until": None if one.until_on is None else one.until_on.isoformat(),
                }
                for one in places.bodies[region]
            ],
        }


def _day(day: date) -> str | None:
    """None for since always."""
    return None if day == ALWAYS else day.isoformat()

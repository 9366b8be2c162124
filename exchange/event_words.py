"""What is expected of each part of an event, in Dutch and English: for who sends JSON, in the words of JSON.

A refusal names the part by its path (`data.fields.lessons`) and never repeats what stood there. The same words describe
the parts to who has not sent anything yet (the published description of the API).
"""

import types
import typing
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final, Literal, get_args, get_origin

import msgspec

from domain.facts import base
from domain.facts.book import Body
from exchange.fact_fields import kind_of

Words = tuple[str, str]
"""Dutch, English."""

OF_PATH: Final[Mapping[str, Words]] = {
    "": ("één JSON-object", "one JSON object"),
    "specversion": ('"1.0"', '"1.0"'),
    "id": (
        "een tekst van 1 tot 120 tekens, die bij deze afzender maar één gebeurtenis aanduidt",
        "a text of 1 to 120 characters, which names one event of this sender alone",
    ),
    "source": (
        "urn:nld:oin:, een OIN van 20 cijfers, :systeem: en de naam van het systeem",
        "urn:nld:oin:, an OIN of 20 digits, :systeem: and the name of the system",
    ),
    "type": (
        "de soort feit, zoals nl.inburgering.absence-recorded.v1",
        "the kind of fact, such as nl.inburgering.absence-recorded.v1",
    ),
    "subject": (
        "waarover het gaat: het eigen kenmerk van de afzender, of het id van de registratie hier; nooit een BSN",
        "what it is about: the sender's own record id, or the id of the registration here; never a BSN",
    ),
    "time": (
        "wanneer de afzender het schreef, zoals 2008-10-06T09:00:00Z; het wordt niet bewaard",
        "when the sender wrote it, such as 2008-10-06T09:00:00Z; it is not kept",
    ),
    "datacontenttype": ("application/json", "application/json"),
    "data": (
        "een object met fields, en waar nodig personal, occurred_on, registered_on, municipality, slot en person",
        "an object with fields, and where needed personal, occurred_on, registered_on, municipality, slot and person",
    ),
    "data.fields": (
        "een object met de velden van het feit, zoals /v1/fact-types ze beschrijft",
        "an object with the fields of the fact, as /v1/fact-types describes them",
    ),
    "data.personal": (
        "een object met teksten: wat van het feit over de persoon zelf gaat en verzegeld wordt",
        "an object of texts: what of the fact is of the person, and is sealed",
    ),
    "data.occurred_on": (
        "wanneer het gebeurde: een bestaande dag als 2008-06-20, of 2008-06 of 2008 waar de dag of maand onbekend is",
        "when it happened: an existing day such as 2008-06-20, or 2008-06 or 2008 where the day or month is unknown",
    ),
    "data.registered_on": (
        "de dag waarop de bron zegt het te hebben ingevoerd, zoals 2008-06-23",
        "the day on which the source says it entered it, such as 2008-06-23",
    ),
    "data.municipality": (
        "van welke gemeente het feit is: haar CBS-code van vier cijfers, zoals 0014",
        "of which municipality the fact is: its CBS code of four digits, such as 0014",
    ),
    "data.slot": (
        "een tekst van 1 tot 120 tekens die feiten van één soort over één subject uit elkaar houdt; zonder is dat id",
        "a text of 1 to 120 characters that tells facts of one kind about one subject apart; without it that is id",
    ),
    "data.person": (
        "het eigen nummer van de afzender voor de persoon, tot 120 tekens; nooit een BSN",
        "the sender's own number of the person, up to 120 characters; never a BSN",
    ),
}
"""Path → what is expected there."""
OF_SEALED: Final[Mapping[str, Words]] = {
    "bsn": (
        "negen cijfers die aan de elfproef voldoen; is het nummer onbekend, laat het veld dan weg",
        "nine digits that pass the 11-proof; where the number is unknown, leave the field out",
    ),
    "v_number": ("een V-nummer van tien cijfers", "a V-number of ten digits"),
    "birth_on": (
        "een bestaande dag als 1975-06-20, of 1975-06 of 1975 waar de dag of maand onbekend is",
        "an existing day such as 1975-06-20, or 1975-06 or 1975 where the day or month is unknown",
    ),
}
SEALED: Final[Words] = ("een tekst van hooguit 2.000 tekens", "a text of at most 2,000 characters")
MISSING: Final[Words] = ("Dit ontbreekt. Verwacht: {expected}.", "This is missing. Expected: {expected}.")
UNKNOWN: Final[Words] = (
    "Dit veld is hier niet bekend. Verwacht een van: {expected}.",
    "This field is not known here. Expected one of: {expected}.",
)
NONE_AT_ALL: Final[Words] = ("Hier hoort geen veld te staan.", "No field belongs here.")
NOT_ALLOWED: Final[Words] = (
    "Deze waarde kan hier niet. Verwacht: {expected}.",
    "This value is not allowed here. Expected: {expected}.",
)
ATTRIBUTE_NAMES: Final[Words] = (
    "Verwacht: namen van attributen van 1 tot 20 kleine letters en cijfers.",
    "Expected: names of attributes of 1 to 20 small letters and digits.",
)
ATTRIBUTE_VALUES: Final[Words] = (
    "Verwacht: attributen die een tekst, een geheel getal, true of false zijn.",
    "Expected: attributes that are a text, a whole number, true or false.",
)
IN_EVENTS: Final[Mapping[str, Words]] = {
    "CONTROL_CHARACTER": (
        "Hier staan stuurtekens, die niet bij een tekst horen. Haal ze weg en stuur het opnieuw.",
        "There are control characters here, which are no part of a text. Remove them and send it again.",
    ),
    "PERSONAL_NUMBER": (
        "Hier staat een nummer dat een burgerservicenummer kan zijn; dat hoort alleen in data.personal, waar het wordt "
        "verzegeld.",
        "There is a number here that may be a citizen service number; it belongs in data.personal alone, where it is "
        "sealed.",
    ),
    "KEY_STANDS_TWICE": (
        "Een sleutel staat tweemaal in een object. Verwacht elke sleutel eenmaal.",
        "A key stands twice in an object. Expected each key once.",
    ),
    "OTHER_MUNICIPALITY": (
        "Hier wordt vastgelegd voor één gemeente: verwacht data.municipality {expected}, ook bij een feit dat voor "
        "allen geldt. Een feit van een andere gemeente of van het hele land legt een ander vast.",
        "What is recorded here is of one municipality: expected data.municipality {expected}, also with a fact that "
        "holds for all. A fact of another municipality or of the whole country is for another to record.",
    ),
}
"""Reason → its advice where it is an event that is refused, and no row of a table."""

_OF_HINT: Final[tuple[tuple[Any, Words], ...]] = (
    (date, ("een bestaande dag als 2008-06-20", "an existing day such as 2008-06-20")),
    (bool, ("true of false", "true or false")),
    (
        base.MunicipalityCode,
        (
            "de CBS-code van vier cijfers van een gemeente, zoals 0014",
            "a municipality's CBS code of four digits, such as 0014",
        ),
    ),
    (
        base.EventId,
        (
            "een id als 0190b8a4-6f1c-7c0f-8d2e-3b5a7c9d1e0f, zoals een ontvangstbevestiging of dossier het noemt",
            "an id such as 0190b8a4-6f1c-7c0f-8d2e-3b5a7c9d1e0f, as a receipt or dossier names it",
        ),
    ),
    (Body, ("een object: de hele nieuwe inhoud van het feit", "an object: the whole new content of the fact")),
)


def expected_of(name: str, hint: Any) -> Words:
    """What is expected of a field with this type."""
    for known, words in _OF_HINT:
        if known == hint:
            return words
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return expected_of(name, next(part for part in arguments if part is not type(None)))
    if origin is Literal:
        codes = ", ".join(map(str, arguments))
        return f"een van {codes}", f"one of {codes}"
    if origin is tuple:
        dutch, english = expected_of(name, arguments[0])
        return f"een lijst met in elke plaats {dutch}", f"a list with in each place {english}"
    if origin is Annotated and arguments[0] is int:
        return _whole_number(name, arguments[1])
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        names = ", ".join(hint.__struct_fields__)
        return f"een object met {names}", f"an object with {names}"
    kind = kind_of(name, hint, lambda _: None)
    return kind.dutch, kind.words


def _whole_number(name: str, bounds: msgspec.Meta) -> Words:
    cents = (" (eurocent)", " (euro cents)") if name.endswith("_cents") else ("", "")
    if bounds.ge is not None and bounds.ge >= 0:
        return f"een geheel getal van {bounds.ge} of meer{cents[0]}", f"a whole number, {bounds.ge} or more{cents[1]}"
    return f"een geheel getal{cents[0]}", f"a whole number{cents[1]}"

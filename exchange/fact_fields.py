"""The fields of a fact as a person types them: how each is read, what is expected, and an example that works.

Types come from the fact classes themselves, so a new fact needs nothing here. A person writes dates as 2008-06-20 or
20-6-2008, yes and no as ja and nee, lists with commas, municipalities by name or code. What a person types may be
personal: no error repeats it.

    ValueError
    └── ValueIsRefused
"""

import re
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any, Final, Literal, get_args, get_origin

import msgspec

from domain import dates, identifiers
from domain.event import canonical, nfc
from domain.facts import accountability, base, delivery
from domain.facts.base import PERSONAL_FIELDS, Definition
from domain.facts.book import Body
from domain.facts.told import told
from exchange.field_examples import OF_FACT, OF_FIELD

ResolveMunicipality = Callable[[str], str | None]
PERSONAL_CHARACTERS_MAX: Final = 2_000


class ValueIsRefused(ValueError):
    """The value is not of the kind that the field has; the sentence says what is expected instead."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What kind of value a field has: in words, with an example, and how it is read. `read` raises ValueIsRefused.

    `dutch` are the same words in Dutch; `choices` are all values there can be, where that is a closed list.
    """

    words: str
    dutch: str
    example: str
    read: Callable[[str], Any]
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a fact, plain or sealed."""

    name: str
    kind: Kind
    required: bool
    meaning: str
    personal: bool = False


def fields_of(definition: Definition, resolve_municipality: ResolveMunicipality) -> dict[str, Field]:
    """The plain fields of a fact and then its sealed ones, by name, in the order in which they are declared."""
    meanings = told(definition.fact).meanings
    hints = typing.get_type_hints(definition.fact, include_extras=True)
    fields = {
        field.name: Field(
            field.name,
            _with_example(kind_of(field.name, hints[field.name], resolve_municipality), definition.name, field.name),
            field.required,
            meanings.get(field.name, ""),
        )
        for field in msgspec.structs.fields(definition.fact)
    }
    for name in definition.personal:
        fields.setdefault(name, Field(name, _personal_kind(name), False, meanings.get(name, ""), personal=True))
    return fields


# Kinds of plain fields


def kind_of(field: str, hint: Any, resolve_municipality: ResolveMunicipality) -> Kind:
    """The kind of a field with this type."""
    for known, kind in _KINDS:
        if known == hint:
            return kind
    if hint == base.MunicipalityCode:
        read = _municipality(resolve_municipality)
        return Kind(
            "municipality by name or four-digit CBS code",
            "gemeente: naam of CBS-code van vier cijfers",
            "Groningen",
            read,
        )
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return kind_of(field, next(part for part in arguments if part is not type(None)), resolve_municipality)
    if origin is Literal:
        names = ", ".join(arguments)
        return Kind(f"one of {names}", f"een van {names}", str(arguments[0]), _choice(arguments), arguments)
    if origin is tuple:
        return _list(kind_of(field, arguments[0], resolve_municipality))
    if origin is Annotated and arguments[0] is int:
        if field.endswith("_cents"):
            return Kind("whole euro cents, 123450 for EUR 1,234.50", "hele eurocenten", "123450", _whole(hint))
        return Kind("whole number", "geheel getal", "12", _whole(hint))
    return Kind("structure", "structuur", "", _nested)


def _text(hint: Any, words: str, dutch: str, example: str) -> Kind:
    def read(text: str) -> Any:
        return _checked(nfc(text), hint)

    return Kind(words, dutch, example, read)


def _checked(value: Any, hint: Any) -> Any:
    try:
        return msgspec.convert(value, hint, strict=False)
    except msgspec.ValidationError:
        raise ValueIsRefused from None


def _whole(hint: Any) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        digits = text.replace("\N{MINUS SIGN}", "-")
        if re.fullmatch(r"-?[0-9]{1,16}|[0-9]{1,3}(\.[0-9]{3}){1,5}", digits) is None:
            raise ValueIsRefused
        return _checked(int(digits.replace(".", "")), hint)

    return read


def _choice(codes: tuple[str, ...]) -> Callable[[str], Any]:
    def bare(code: str) -> str:
        return code.casefold().replace("-", "_")

    def read(text: str) -> Any:
        for code in codes:
            if bare(code) == bare(text):
                return code
        raise ValueIsRefused

    return read


def _list(one: Kind) -> Kind:
    def read(text: str) -> Any:
        return tuple(one.read(part.strip()) for part in text.split(",") if part.strip())

    example = one.example
    words, dutch = f"list with commas, each a {one.words}", f"lijst met komma's, elk een {one.dutch}"
    return Kind(words, dutch, example, one.read if one.read is _nested else read, one.choices)


_YES_NO = {
    **dict.fromkeys(("j", "ja", "y", "yes", "true", "1", "waar"), True),
    **dict.fromkeys(("n", "nee", "no", "false", "0", "onwaar"), False),
}


def _yes_no(text: str) -> bool:
    try:
        return _YES_NO[text.casefold()]
    except KeyError:
        raise ValueIsRefused from None


def read_when(text: str) -> dates.When | None:
    """A date with the precision it is typed with; None for one that says it is unknown (00-00-0000, onbekend)."""
    if text.casefold() in ("onbekend", "unknown"):
        return None
    try:
        return dates.parse_dutch_date(text)
    except dates.NotADate:
        raise ValueIsRefused from None


def read_day(text: str) -> date:
    """A date that is known to the day."""
    when = read_when(text)
    day = dates.day_of(when) if when is not None else None
    if day is None:
        raise ValueIsRefused
    return day


def _event_id(text: str) -> Any:
    return _checked(text.casefold(), base.EventId)


def _municipality(resolve_municipality: ResolveMunicipality) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        code = resolve_municipality(text)
        if code is None:
            raise ValueIsRefused
        return code

    return read


def _body(text: str) -> msgspec.Raw:
    """The body of a corrected fact, typed as JSON, in canonical bytes."""
    try:
        given = msgspec.json.decode(text.encode("utf-8", "surrogatepass"), type=dict[str, Any])
        return msgspec.Raw(canonical(_composed(given)))
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise ValueIsRefused from None


def _composed(value: Any) -> Any:
    """The same JSON value with texts in normal form C; raises ValueIsRefused for a fraction, which no fact holds."""
    match value:
        case str():
            return nfc(value)
        case list():
            return [_composed(part) for part in value]
        case dict():
            return {nfc(name): _composed(part) for name, part in value.items() if part is not None}
        case float():
            raise ValueIsRefused
        case _:
            return value


def _nested(_: str) -> Any:
    raise ValueIsRefused


_EVENT_ID_EXAMPLE = "0190b8a4-6f1c-7c0f-8d2e-3b5a7c9d1e0f"
_KINDS: tuple[tuple[Any, Kind], ...] = (
    (base.Day, Kind("date, known to the day", "datum, tot op de dag", "2008-06-20", read_day)),
    (bool, Kind("yes or no", "ja of nee", "ja", _yes_no)),
    (base.EventId, Kind("event id, as history shows it", "id van een feit, uit history", _EVENT_ID_EXAMPLE, _event_id)),
    (
        base.Code,
        _text(
            base.Code,
            "code: letters, digits and _ . : / + -, no spaces, at most 80",
            "code: letters, cijfers en _ . : / + -, geen spaties, hooguit 80",
            "CAPACITY",
        ),
    ),
    (
        base.Name,
        _text(
            base.Name,
            "name of an organisation, scheme or place, at most 120 characters",
            "naam van een organisatie, regeling of plaats, hooguit 120 tekens",
            "ROC Da Vinci",
        ),
    ),
    (
        base.Text,
        _text(
            base.Text,
            "text of at most 400 characters, never about a person",
            "tekst van hooguit 400 tekens, nooit over een persoon",
            "kst-31143-77, p. 2",
        ),
    ),
    (
        accountability.Sha256,
        _text(
            accountability.Sha256,
            "SHA-256 in 64 small hexadecimal digits",
            "SHA-256 in 64 kleine hexadecimale cijfers",
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        ),
    ),
    (delivery.Instant, _text(delivery.Instant, "instant in UTC", "tijdstip in UTC", "2008-06-20T09:30:00Z")),
    (
        Body,
        Kind(
            "whole new body as JSON, in quotes",
            "de hele nieuwe inhoud als JSON, tussen aanhalingstekens",
            '{"trajectory":"REGULAR"}',
            _body,
        ),
    ),
)


def _with_example(kind: Kind, fact: str, field: str) -> Kind:
    """The kind with an example of this very field; one that cannot be typed has none."""
    example = OF_FACT.get((fact, field)) or (OF_FIELD.get(field) if not kind.choices else None)
    if not example or not kind.example:
        return kind
    try:
        kind.read(example)
    except ValueIsRefused:  # a field of the same name and another kind; a municipality is asked of nobody here
        return replace(kind, example=example) if (fact, field) in OF_FACT else kind
    return replace(kind, example=example)


# Sealed fields


def _personal_kind(name: str) -> Kind:
    assert name in PERSONAL_FIELDS, f"there is no sealed field {name}"
    match name:
        case "bsn" | "document_bsn" | "sofi_number":
            return Kind(
                "nine digits that pass the 11-proof",
                "negen cijfers die de elfproef doorstaan",
                "123456782",
                _number(identifiers.normalise_bsn),
            )
        case "v_number":
            return Kind("ten digits", "tien cijfers", "1234567890", _number(identifiers.normalise_v_number))
        case "birth_on":
            words, dutch = "date, of which day and month may be unknown", "datum; dag en maand mogen onbekend zijn"
            return Kind(words, dutch, "00-00-1975", _birth)
        case _:
            words, dutch = f"text of at most {PERSONAL_CHARACTERS_MAX:,} characters", "tekst van hooguit 2.000 tekens"
            return Kind(words, dutch, "…", _sealed_text)


def _number(normalise: Callable[[str], str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        try:
            return normalise(text)
        except ValueError:
            raise ValueIsRefused from None

    return read


def _birth(text: str) -> str:
    when = read_when(text)
    if when is None:
        raise ValueIsRefused
    return when


def _sealed_text(text: str) -> str:
    if len(text) > PERSONAL_CHARACTERS_MAX:
        raise ValueIsRefused
    return nfc(text)

"""What is wrong with the parts of an event that could not be read: all of it at once, each by its path.

Only asked when reading failed, so what it costs slows no event that is in order. A key that nobody knows is named only
where it has the form of a field, since else it may be a value that stands in the wrong place (`exchange/by_hand.py`).
"""

import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, get_args, get_origin

import msgspec

from domain.facts.base import Definition
from domain.facts.book import Body
from exchange.by_hand import FIELD_NAME
from exchange.event_words import (
    IN_EVENTS,
    MISSING,
    NONE_AT_ALL,
    NOT_ALLOWED,
    OF_PATH,
    OF_SEALED,
    SEALED,
    UNKNOWN,
    Words,
    expected_of,
)
from exchange.row_refusals import ADVICE, CellIsRefused

VALUE_KINDS: Final[Mapping[str, str]] = {"NOT_A_DATE": "date", "NOT_A_BSN": "bsn", "NOT_A_V_NUMBER": "v-number"}
"""Reason → the kind of value that was expected, as it is kept with a row that was not taken."""
MISTAKES_MAX: Final = 25
"""Of one event; who made more will meet the others."""


class PartsAreRefused(CellIsRefused):
    """Several parts of an event cannot be taken; by itself it is the first of them."""

    def __init__(self, each: Iterable[CellIsRefused]) -> None:
        apart = list({(one.reason, one.column): one for one in each}.values())[:MISTAKES_MAX]
        first = apart[0]
        super().__init__(
            first.reason,
            expected=first.expected,
            advice=first.advice,
            column=first.column,
            value_kind=first.value_kind,
        )
        self.parts = tuple(apart)

    @property
    def each(self) -> tuple[CellIsRefused, ...]:
        """All of them."""
        return self.parts


class Refusals:
    """Gathers what is refused, so that one mistake hides no other."""

    def __init__(self) -> None:
        self.each: list[CellIsRefused] = []

    def __enter__(self) -> "Refusals":
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        """Goes on after a refusal, and after nothing else."""
        if not isinstance(error, CellIsRefused):
            return False
        self.each.extend(map(in_words_of_events, error.each))
        return True

    def require_none(self) -> None:
        """Raises PartsAreRefused where anything was refused."""
        if self.each:
            raise PartsAreRefused(self.each)


def in_words_of_events(refusal: CellIsRefused) -> CellIsRefused:
    """The refusal with the advice for who sends an event, where it had that for a row."""
    if refusal.advice == ADVICE.get(refusal.reason):
        refusal.advice = IN_EVENTS.get(refusal.reason, refusal.advice)
    return refusal


def missing(path: str, expected: Words, reason: str = "FIELD_MISSING") -> CellIsRefused:
    """That something is not there."""
    return CellIsRefused(reason, advice=_filled(MISSING, expected), column=path)


def not_allowed(path: str, expected: Words, reason: str = "VALUE_NOT_ALLOWED") -> CellIsRefused:
    """That something else stands there than what is expected."""
    advice = _filled(NOT_ALLOWED, expected)
    return CellIsRefused(reason, advice=advice, column=path or None, value_kind=VALUE_KINDS.get(reason))


def unknown(at: str, name: str, known: Iterable[str]) -> CellIsRefused:
    """That an object has a key that it cannot have."""
    there_are = ", ".join(known)
    advice = _filled(UNKNOWN, (there_are, there_are)) if there_are else NONE_AT_ALL
    path = _under(at, name) if FIELD_NAME.fullmatch(name) else at
    return CellIsRefused("FIELD_UNKNOWN", advice=advice, column=path or None)


def mistakes_in_event(document: Any, envelope: type[msgspec.Struct]) -> Iterator[CellIsRefused]:
    """What is wrong with the shape of an event: its attributes, and what stands directly in `data`."""
    if not isinstance(document, dict):
        yield not_allowed("", OF_PATH[""], "NOT_A_CLOUDEVENT")
        return
    for one in _mistakes_in(envelope, document, "", lets_others=True):
        if one.column is not None and "." not in one.column:
            one.reason = "NOT_A_CLOUDEVENT"
        yield one


def mistakes_in_fields(definition: Definition, fields: Mapping[str, Any]) -> list[CellIsRefused]:
    """What is wrong with the fields of a fact; one about all of them where it cannot be told more closely."""
    found = list(_mistakes_in(definition.fact, fields, "data.fields"))
    return found or [not_allowed("data.fields", OF_PATH["data.fields"])]


def fields_documents(definition: Definition) -> list[dict[str, Any]]:
    """What may be sent of a fact: each field, plain and sealed, with what is expected of it in both languages."""
    hints = typing.get_type_hints(definition.fact, include_extras=True)
    plain = [(one.name, one.required, False) for one in msgspec.structs.fields(definition.fact)]
    told = []
    for name, is_required, is_sealed in [*plain, *((one, False, True) for one in definition.personal)]:
        dutch, english = sealed_expected(name) if is_sealed else expected_of(name, hints[name])
        expected = {"nl": dutch, "en": english}
        told.append({"name": name, "is_required": is_required, "is_sealed": is_sealed, "expected": expected})
    return told


def sealed_expected(field: str) -> Words:
    """What is expected of a sealed field."""
    return OF_SEALED.get("bsn" if field in ("document_bsn", "sofi_number") else field, SEALED)


def _mistakes_in(
    kind: type[msgspec.Struct], given: Mapping[str, Any], at: str, *, lets_others: bool = False
) -> Iterator[CellIsRefused]:
    """What is wrong with an object that should be of this kind; `lets_others` where more keys may stand in it."""
    hints = typing.get_type_hints(kind, include_extras=True)
    for name in given if not lets_others else ():
        if name not in hints:
            yield unknown(at, name, hints)
    for one in msgspec.structs.fields(kind):
        path, hint = _under(at, one.name), hints[one.name]
        if one.name in given:
            yield from _mistakes_of(path, one.name, hint, given[one.name])
        elif one.required:
            yield missing(path, OF_PATH.get(path) or expected_of(one.name, hint))


def _mistakes_of(path: str, name: str, hint: Any, value: Any) -> Iterator[CellIsRefused]:
    """What is wrong with a value that should be of this type."""
    expected = OF_PATH.get(path) or expected_of(name, hint)
    if get_origin(hint) in (typing.Union, types.UnionType):
        if value is None:
            return
        hint = next(part for part in get_args(hint) if part is not type(None))
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct) and isinstance(value, dict):
        yield from _mistakes_in(hint, value, path)
    elif get_origin(hint) is tuple and isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _mistakes_of(f"{path}.{number}", name, get_args(hint)[0], inner)
    elif get_origin(hint) is dict and isinstance(value, dict):
        for key, inner in value.items():
            if get_args(hint)[1] is str and not isinstance(inner, str):
                yield not_allowed(_under(path, key) if FIELD_NAME.fullmatch(key) else path, sealed_expected(key))
    elif not _fits(value, hint):
        yield not_allowed(path, expected)


def _fits(value: Any, hint: Any) -> bool:
    if hint == Body:
        return isinstance(value, dict)
    try:
        msgspec.convert(value, hint)
    except msgspec.ValidationError:
        return False
    return True


def _under(at: str, name: str) -> str:
    return f"{at}.{name}" if at else name


def _filled(words: Words, expected: Words) -> Words:
    (dutch, english), (nl, en) = words, expected
    return dutch.replace("{expected}", nl), english.replace("{expected}", en)

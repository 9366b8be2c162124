"""A correction typed field by field: what is named replaces what stands, and the rest stays.

    record EventCorrected original=0190… trajectory=DUAL
    record EventCorrected original=0190… body.reason=ILLNESS

The whole body may be given instead (`body={…}`). A word of the correction itself goes before a field of the fact that
is corrected; `body.` before a field says that the latter is meant. A field with nothing behind the `=` is taken away.
"""

import typing
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from domain.decision_refusals import EventIsNoOriginal, EventIsUnknown
from domain.decisions import dossier_of
from domain.event import encode_fact
from domain.facts import EventCorrected
from domain.facts.base import Definition, Fact, of
from exchange.by_hand import (
    BodyIsRefused,
    ByHand,
    FieldIsMissing,
    FieldIsRefused,
    FieldIsUnknown,
    FieldStandsTwice,
    WordHasNoField,
    definition_of,
    parse_by_hand,
    read_field,
    words_of,
)
from exchange.fact_fields import Field, ResolveMunicipality, fields_of
from store.ledger import Ledger

Standing = Callable[[str], Fact]
"""The fact that the event with this id says by now."""
PREFIX = "body."


def parse_correction(words: Sequence[str], resolve_municipality: ResolveMunicipality, standing: Standing) -> ByHand:
    """The correction that these words make; raises WordsRefused, and what `standing` raises."""
    definition = definition_of(EventCorrected.__name__)
    own = words_of(definition, resolve_municipality)
    given = [_halves(number, word) for number, word in enumerate(words, 1)]
    named = dict(given)
    original = named.get("original", "")
    if not original:
        return parse_by_hand(definition.name, words, resolve_municipality)
    fact = standing(read_field(own["original"], original))
    target = of(fact)
    fields = {one.name: one for one in fields_of(target, resolve_municipality).values() if not one.personal}
    if named.get("body"):
        by_hand = parse_by_hand(definition.name, words, resolve_municipality)
        _require_body(target, fields, bytes(by_hand.fact.body))  # type: ignore[attr-defined]
        return by_hand
    rest, changes = _sorted_out(given, own, fields, target)
    missing = [one for one in fields.values() if one.required and changes.get(one.name, one) is None]
    if missing:
        raise FieldIsMissing(target.name, missing)
    body = encode_fact(msgspec.structs.replace(fact, **changes))
    more = [f"body={bytes(body).decode()}", *([f"body_schema={target.schema}"] if target.schema > 1 else [])]
    return parse_by_hand(definition.name, [*rest, *more], resolve_municipality)


def fact_standing(ledger: Ledger, event_id: str) -> Fact:
    """The fact that an event says by now, as it was last corrected; raises EventIsUnknown, EventIsNoOriginal."""
    recorded = ledger.event_by_id(UUID(event_id))
    if recorded is None:
        raise EventIsUnknown(event_id)
    dossier = dossier_of(ledger.stream(recorded.event.subject))
    if (original := dossier.changes.get(UUID(event_id))) is not None:
        raise EventIsNoOriginal(f"first event {original}")
    return dossier.entries[UUID(event_id)].fact


def _halves(number: int, word: str) -> tuple[str, str]:
    label, assigned, text = word.partition("=")
    if not assigned:
        raise WordHasNoField(number)
    return label.strip(), text.strip()


def _sorted_out(
    given: Sequence[tuple[str, str]], own: Mapping[str, Field], fields: Mapping[str, Field], target: Definition
) -> tuple[list[str], dict[str, Any]]:
    """The words of the correction itself, and the new values of fields of the fact that is corrected."""
    rest: list[str] = []
    changes: dict[str, Any] = {}
    plain = {name for name, one in own.items() if not one.personal}
    for number, (label, text) in enumerate(given, 1):
        name = label.removeprefix(PREFIX)
        if name in fields and (label != name or name not in plain):
            if name in changes:
                raise FieldStandsTwice(name)
            changes[name] = read_field(fields[name], text) if text else None
        elif label in own and label != "body":
            rest.append(f"{label}={text}")
        elif label != "body":
            raise FieldIsUnknown(target.name, name, number, [*fields, *(one for one in own if one in plain)])
    return rest, {name: _emptied(fields[name], value, target) for name, value in changes.items()}


def _emptied(field: Field, value: Any, target: Definition) -> Any:
    """A field that is taken away has its default again."""
    if value is not None or field.required:
        return value
    declared = next(one for one in msgspec.structs.fields(target.fact) if one.name == field.name)
    return None if declared.default is msgspec.NODEFAULT else declared.default


def _require_body(target: Definition, fields: Mapping[str, Field], body: bytes) -> None:
    """Each field of a whole body is one of the fact, and of its kind. Raises BodyIsRefused, FieldIsRefused."""
    given: dict[str, Any] = msgspec.json.decode(body)
    if set(given) - set(fields):
        raise BodyIsRefused(target.name, list(fields))
    missing = [one for one in fields.values() if one.required and one.name not in given]
    if missing:
        raise FieldIsMissing(target.name, missing)
    for name, value in given.items():
        kind = fields[name].kind
        try:
            msgspec.convert(value, _hint(target, name))
        except msgspec.ValidationError:
            raise FieldIsRefused(name, kind) from None


def _hint(target: Definition, name: str) -> Any:
    return typing.get_type_hints(target.fact, include_extras=True)[name]

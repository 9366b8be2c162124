"""An event: the envelope around a fact, and the exact bytes that are hashed.

This page is storage format 1 (decision record 0002). The bytes are RFC 8785 canonical JSON of everything but the
position: integers only, ASCII keys, NFC strings, absent fields left out. msgspec with sorted keys gives those bytes for
such documents; a test holds it equal to the `rfc8785` package. The leaf of the tree is SHA-256(0x00 ‖ bytes).

`occurred_on` is text of reduced precision (`2008-06-20`, `2008-06`, `2008`) or absent when the source does not know
it; it is never filled in from another date. `recorded_at` is fixed-width UTC with microseconds.
"""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, NewType, Protocol
from uuid import UUID, uuid5

import msgspec

from domain.dates import When
from domain.facts import base
from domain.facts.base import Fact, KeyClass

FORMAT = 1
Position = NewType("Position", int)
"""The place of an event in the ledger, 1…n without holes, in commit order."""


class Source(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """Who said so: party (municipality code or provider), system, delivery, and a commitment to the record's id."""

    party: str
    system: str
    delivery: UUID | None = None
    record: str | None = None
    """SHA-256 in hex of salt ‖ the source's record id; salt and id live in the vault."""


class Stated(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """What of an event the rows of a view rest on, beside its fact."""

    format: int
    event_id: UUID
    type: int
    schema: int
    subject: UUID
    actor: str
    occurred_on: When | None = None
    registered_on: date | None = None
    delivered_on: date | None = None
    municipality: str | None = None
    source: Source | None = None


class Event(Stated, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """One immutable event as it is hashed and stored; its fact is still the canonical bytes in `body`."""

    ledger: UUID
    version: int
    recorded_at: str
    purpose: str
    body: msgspec.Raw
    on_behalf_of: str | None = None
    correlation: UUID | None = None
    causation: UUID | None = None
    commitments: dict[KeyClass, str] | None = None


class Recorded(msgspec.Struct, frozen=True, gc=False, eq=False):
    """An event with its position: what a history is made of."""

    position: Position
    event: Event
    read: Fact | None = None
    """The fact once it has been read; no part of what two of these are compared by."""

    @property
    def fact(self) -> Fact:
        """The typed fact, read when first asked for: a rule that ignores a kind of fact never pays for reading it."""
        if self.read is None:
            msgspec.structs.force_setattr(self, "read", fact_of(self.event))
        assert self.read is not None, "it was just read"
        return self.read

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Recorded) and (self.position, self.event) == (other.position, other.event)

    def __hash__(self) -> int:
        return hash((self.position, self.event.event_id))


class Placed(Protocol):
    """What an event says, at its position: all that the rows of a view are made of."""

    @property
    def position(self) -> Position:
        """The place in the ledger."""

    @property
    def event(self) -> Stated:
        """What it says beside its fact."""

    @property
    def fact(self) -> Fact:
        """What it says; raises UnreadableEvent."""


class ReadAtOnce(msgspec.Struct, frozen=True, gc=False):
    """An event whose fact was read together with it."""

    position: Position
    event: Stated
    fact: Fact


class UnreadableEvent(ValueError):
    """The stored bytes are not an event that this version can read."""


canonical: Callable[[Any], bytes] = msgspec.json.Encoder(order="sorted").encode
"""Canonical JSON (RFC 8785) of a document without floats: structs, dicts with ASCII keys, text, integers, dates."""
as_text: Callable[[UUID], str] = msgspec.to_builtins
"""An id as it is written in documents; a fifth of what `str` costs."""
_decode = msgspec.json.Decoder(Event).decode
_BODY_DECODERS: dict[tuple[int, int], msgspec.json.Decoder[Fact]] = {}
"""(number, current schema) → what reads a body of that kind."""


def encode(event: Event) -> bytes:
    """The bytes of an event: what is hashed and what is stored."""
    return canonical(event)


def decode(payload: bytes) -> Event:
    """The event in these bytes; raises UnreadableEvent. The fact inside is read by `fact_of`."""
    try:
        event = _decode(payload)
    except msgspec.MsgspecError as error:
        raise UnreadableEvent(f"not an event of format {FORMAT}: {error}") from None
    if event.format != FORMAT:
        raise UnreadableEvent(f"event format {event.format} is newer than this version, which reads format {FORMAT}")
    return event


class _WithFact(Stated, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """An event with all its fields, those that no row rests on as the text they are; a kind adds its fact as `body`."""

    ledger: str
    version: int
    recorded_at: str
    purpose: str
    on_behalf_of: str | None = None
    correlation: str | None = None
    causation: str | None = None
    commitments: dict[str, str] | None = None


_AT_ONCE: dict[int, tuple[int, msgspec.json.Decoder[Any]]] = {}
"""Number of a kind → its current schema, and what reads its events with their facts."""


def read_at_once(position: Position, payload: bytes, number: int) -> ReadAtOnce | None:
    """An event of this kind with its fact, for half of what one after the other costs.

    None where it cannot be read so: of an unknown kind, an older schema, or no event. `decode` and `fact_of` tell why.
    """
    try:
        if number not in _AT_ONCE:
            definition = base.by_number(number)
            kind = msgspec.defstruct(
                f"With{definition.name}",
                [("body", definition.fact)],
                bases=(_WithFact,),
                frozen=True,
                kw_only=True,
                forbid_unknown_fields=True,
                gc=False,
            )
            _AT_ONCE[number] = definition.schema, msgspec.json.Decoder(kind)
        schema, decoder = _AT_ONCE[number]
        event = decoder.decode(payload)
    except (msgspec.MsgspecError, base.UnknownFact):
        return None
    if event.type != number or event.schema != schema or event.format != FORMAT:
        return None
    return ReadAtOnce(position, event, event.body)


def encode_fact(fact: Fact) -> msgspec.Raw:
    """The canonical body of a fact."""
    return msgspec.Raw(canonical(fact))


def fact_of(event: Event) -> Fact:
    """The typed fact of an event, brought to its current shape; raises UnreadableEvent."""
    decoder = _BODY_DECODERS.get((event.type, event.schema))
    if decoder is not None:
        try:
            return decoder.decode(event.body)
        except msgspec.MsgspecError as error:
            raise _unreadable(event.type, event.schema, error) from None
    return read_body(event.type, event.schema, bytes(event.body))


def read_body(number: int, schema: int, body: bytes) -> Fact:
    """The fact in a body stored under this number and schema; older schemas are upcast, newer ones refused."""
    try:
        definition = base.by_number(number)
        if schema == definition.schema:
            decoder = _BODY_DECODERS.get((number, schema))
            if decoder is None:
                decoder = _BODY_DECODERS[number, schema] = msgspec.json.Decoder(definition.fact)
            return decoder.decode(body)
        return msgspec.convert(_upcast(definition, schema, body), definition.fact, strict=False)
    except (msgspec.MsgspecError, base.UnknownFact) as error:
        raise _unreadable(number, schema, error) from None


def _unreadable(number: int, schema: int, error: Exception) -> UnreadableEvent:
    return UnreadableEvent(f"fact {number} schema {schema} cannot be read: {error}")


UPCASTS: dict[tuple[int, int], Any] = {}
"""(number, schema) → pure function from a body of that schema to one of the next. Old bytes stay as they are."""


def _upcast(definition: base.Definition, schema: int, body: bytes) -> dict[str, Any]:
    if schema > definition.schema:
        raise UnreadableEvent(f"{definition.name} schema {schema} is newer than this version reads")
    document: dict[str, Any] = msgspec.json.decode(body)
    for step in range(schema, definition.schema):
        document = UPCASTS[definition.number, step](document)
    return document


def instant(moment: datetime) -> str:
    """`recorded_at` of an aware moment: UTC with six digits of microseconds, so that text order is time order."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def nfc(text: str) -> str:
    """Text in Unicode normalisation form C, as every string in an event is."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def shared_subject(ledger: UUID, kind: str, name: str, scope: str | None) -> UUID:
    """The subject of a shared fact: the same for every writer, so that two writers meet in one stream."""
    return uuid5(ledger, f"{kind}|{nfc(name)}|{scope or ''}")


def subject_of(ledger: UUID, fact: Fact, municipality: str | None) -> UUID:
    """The shared subject in whose stream this fact stands, from the fields its definition is named by."""
    definition = base.of(fact)
    name = "|".join(str(getattr(fact, field)) for field in definition.named_by)
    return shared_subject(ledger, definition.subject, name, municipality)


def sealed_parts(personal: Mapping[str, str]) -> dict[KeyClass, bytes]:
    """Personal fields as the canonical plaintext of one sealed part per key class."""
    parts: dict[KeyClass, dict[str, str]] = {}
    for field, value in personal.items():
        parts.setdefault(base.PERSONAL_FIELDS[field], {})[field] = nfc(value)
    return {key_class: canonical(fields) for key_class, fields in sorted(parts.items())}

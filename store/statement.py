"""What a writer states, and what it gets back: the border of the store.

A `Statement` is one fact before sealing: readable personal fields, readable source record. A `Command` is one or more
statements that are recorded together or not at all, under one idempotency key. A `Receipt` says where they stand.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Literal
from uuid import UUID

import msgspec

from domain.dates import When
from domain.event import canonical
from domain.facts.base import Fact, of

Outcome = Literal["recorded", "replayed", "key_reused", "stale", "natural_key_taken"]


class Delivered(msgspec.Struct, frozen=True, gc=False):
    """The natural key of a delivered fact and the keyed hash of what was delivered under it (None: now empty).

    `target` is the event that said it first, when this statement corrects or empties it; None for the first delivery.
    `once` is a key under which such a later statement can be recorded one time only: of two writers that found the same
    difference, the second is refused as `natural_key_taken` and finds nothing left to say.
    """

    natural_key: bytes
    content: bytes | None
    number: int
    target: UUID | None = None
    once: bytes | None = None


class Statement(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One fact as a writer states it. `version` 0 means: at the end of its stream, wherever that is by then.

    `record` is the source's readable record id (it goes to the vault); `commitment` its known commitment instead.
    """

    subject: UUID
    fact: Fact
    actor: str
    purpose: str
    version: int = 0
    occurred_on: When | None = None
    registered_on: date | None = None
    delivered_on: date | None = None
    municipality: str | None = None
    party: str | None = None
    system: str | None = None
    delivery: UUID | None = None
    record: str | None = None
    commitment: bytes | None = None
    personal: Mapping[str, str] = msgspec.field(default_factory=dict)
    delivered: Delivered | None = None
    on_behalf_of: str | None = None
    correlation: UUID | None = None
    causation: UUID | None = None

    @property
    def originator_id(self) -> UUID:
        """The library's name for the subject."""
        return self.subject

    @property
    def originator_version(self) -> int:
        """The library's name for the version in the subject's stream."""
        return self.version


class Command(msgspec.Struct, frozen=True, gc=False):
    """Statements that are recorded together or not at all, under one idempotency key."""

    key: str
    statements: Sequence[Statement]

    def document(self) -> bytes:
        """Canonical bytes of what is asked, before sealing, without versions: equal requests give equal bytes."""
        return canonical([(of(one.fact).number, _asked_of(one), dict(one.personal)) for one in self.statements])


_asked_of = attrgetter(
    *("fact", "subject", "occurred_on", "registered_on", "delivered_on", "municipality", "party", "system", "delivery"),
    *("record", "on_behalf_of", "purpose"),
)
"""What makes a request, in a fixed order, so that no names need be written."""


class Encoded(Command, frozen=True, gc=False):
    """A command of which it was told beforehand what is asked: the same request is known again by these bytes, also
    where other facts would follow from it by now."""

    encoded: bytes

    def document(self) -> bytes:
        """The bytes that were given."""
        return self.encoded


class Receipt(msgspec.Struct, frozen=True, gc=False):
    """Where the events of a command stand. `replayed` is the first receipt given again."""

    outcome: Outcome
    first_position: int
    events: int

    @property
    def positions(self) -> range:
        """The positions of the command's events, in the order in which they were stated."""
        return range(self.first_position, self.first_position + self.events)

"""Short ways to state something in a test of the store: facts of invented registrations, raw calls of `append`."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import cast
from uuid import UUID, uuid4

import psycopg

from domain.facts import PersonRegistered, PlacementStarted, ProviderReassigned
from store.ledger import Ledger
from store.recorder import LedgerRecorder
from store.sealing import Sealer
from store.statement import Command, Delivered, Receipt, Statement

PURPOSE = "test"
ACTOR = "clerk-1"
FACTS = (
    PlacementStarted(trajectory="DUAL", dual_with="WORK", provider="Taalhuis Noord"),
    ProviderReassigned(to_provider="Taalhuis Zuid", reason="NOT_PLACED_IN_TIME"),
    PersonRegistered(),
)


def placed(subject: UUID | None = None, *, version: int = 0, **given: object) -> Statement:
    """A placement on a dual trajectory, of a new registration unless one is named."""
    return stated(PlacementStarted(trajectory="DUAL", provider="Taalhuis Noord"), subject, version=version, **given)


def registered(subject: UUID | None = None, personal: Mapping[str, str] | None = None, **given: object) -> Statement:
    """A registration, with the personal fields that are given."""
    return stated(PersonRegistered(), subject, personal=personal or {}, **given)


def stated(fact: object, subject: UUID | None = None, **given: object) -> Statement:
    """One statement about a new registration, or about the one that is named."""
    return Statement(subject=subject or uuid4(), fact=fact, actor=ACTOR, purpose=PURPOSE, **given)  # type: ignore[arg-type]


def delivered(natural_key: bytes, content: bytes | None = b"content", target: UUID | None = None) -> Delivered:
    """What a source delivered under a natural key; of the event that said it first, where this corrects it."""
    return Delivered(natural_key=natural_key.ljust(32, b"."), content=content, number=401, target=target)


def record_one(ledger: Ledger, *statements: Statement, key: str | None = None) -> Receipt:
    """Record one command and give its receipt."""
    (receipt,) = ledger.record([Command(key or uuid4().hex, list(statements))])
    return receipt


def random_statements(chance: random.Random, count: int) -> list[Statement]:
    """Statements about few registrations, so that streams grow longer than one."""
    subjects = [UUID(int=chance.getrandbits(128), version=4) for _ in range(max(1, count // 4))]
    return [stated(chance.choice(FACTS), chance.choice(subjects), municipality="0014") for _ in range(count)]


def append_stamped(ledger: Ledger, moment: datetime, *statements: Statement) -> list[Receipt]:
    """Call the append function with a `recorded_at` of our own choice."""
    recorder = cast("LedgerRecorder", ledger.recorder)
    batch = Sealer(ledger.ring, lambda subjects: []).seal(statements, moment)
    return recorder._call(batch, [uuid4().bytes], [uuid4().bytes], [len(statements)])


def now() -> datetime:
    """This machine's clock."""
    return datetime.now(UTC)


def payloads_of(connection: psycopg.Connection) -> Sequence[bytes]:
    """The stored bytes of all events, in order."""
    return [bytes(payload) for (payload,) in connection.execute("select payload from ledger.event order by position")]

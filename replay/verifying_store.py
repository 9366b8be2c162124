"""What stands beside the events in the store: receipts, triggers, keys and source records.

Read in order through cursors, so that a ledger of any size is verified in the same memory.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from store.database import Connection, migrations
from store.errors import PersonalDataUnreadable
from store.keys import KeyRing, salted
from store.queries import QUERIES
from store.sealing import open_sealed, record_binding

FETCH_ROWS = 2_000
STAYING = ("about", "checkpoint", "event", "natural_key", "receipt")
TRIGGERS = {
    *((table, f"{table}_{what}") for table in STAYING for what in ("stays", "never_truncated")),
    *(("head", f"head_{what}") for what in ("never_deleted", "never_truncated", "moves_forward")),
}
"""(table, trigger) of what makes the ledger append-only, as migration 1 made them."""
ENABLED = frozenset({"O", "A"})
FUNCTION = re.compile(r"create (?:or replace )?function ledger\.(\w+)\(.*?\bas \$\$(.*?)\$\$;", re.DOTALL)


@contextmanager
def _rows_of(connection: Connection, query: str) -> Iterator[Iterator[Any]]:
    with connection.cursor(name=query, binary=True) as cursor:
        cursor.itersize = FETCH_ROWS
        yield iter(cursor.execute(QUERIES[query]))


def wrong_receipts(connection: Connection, head: int) -> Iterator[str]:
    """Every position belongs to exactly one receipt."""
    expected = 1
    with _rows_of(connection, "receipts") as receipts:
        for first, events in receipts:
            if first > expected:
                yield f"positions {expected} to {first - 1} belong to no receipt"
            elif first < expected:
                yield f"position {first} belongs to more than one receipt"
            expected = max(expected, first + events)
    if expected <= head:
        yield f"positions {expected} to {head} belong to no receipt"
    elif expected > head + 1:
        yield f"a receipt speaks of positions after the head, which is {head}"


def wrong_triggers(connection: Connection) -> Iterator[str]:
    """The triggers that keep the ledger from being changed are there and switched on."""
    found = {(table, name): state for table, name, state in connection.execute(QUERIES["ledger_triggers"]).fetchall()}
    for table, name in sorted(TRIGGERS - found.keys()):
        yield f"table ledger.{table}: the trigger {name} is missing"
    for (table, name), state in sorted(found.items()):
        if state not in ENABLED:
            yield f"table ledger.{table}: the trigger {name} is switched off"


def wrong_functions(connection: Connection) -> Iterator[str]:
    """The functions of the ledger do what the migrations say."""
    made = {name: body for _, _, text in migrations() for name, body in FUNCTION.findall(text)}
    found: dict[str, str] = dict(connection.execute(QUERIES["ledger_functions"]).fetchall())
    for name, body in sorted(made.items()):
        if name not in found:
            yield f"the function ledger.{name} is missing"
        elif found[name] != body:
            yield f"the function ledger.{name} is not the one that the migrations made"


def missing_checkpoints(connection: Connection, head: int) -> Iterator[str]:
    """The edge of the tree was stored wherever an append reached a multiple of 1,024."""
    for (position,) in connection.execute(QUERIES["checkpoints_missing"], (head,)):
        yield f"position {position}: the edge of the tree that was stored at or soon after it is missing"


def wrong_natural_keys(connection: Connection) -> Iterator[str]:
    """Every natural key leads to an event of its subject."""
    for (key,) in connection.execute(QUERIES["natural_keys_astray"]):
        yield f"natural key {key}: it leads to no event of its subject"


def wrong_keys(connection: Connection, ring: KeyRing) -> Iterator[str]:
    """Every wrapped key opens with the key ring."""
    with _rows_of(connection, "all_keys") as keys:
        for subject, key_class, wrapped in keys:
            if _unwrapped(ring, wrapped, subject, key_class) is None:
                yield f"subject {subject}: the key {key_class} does not open with the key ring"


def wrong_records(connection: Connection, ring: KeyRing, sources: Mapping[bytes, tuple[str, str]]) -> Iterator[str]:
    """Every source record in the vault opens, and gives its commitment and its look-ups.

    `sources` are the parties and systems that the events name, by their keyed hash.
    """
    with _rows_of(connection, "all_records") as records:
        for commitment, lookup, bare, source, subject, salt, nonce, ciphertext, wrapped in records:
            key = None if wrapped is None else _unwrapped(ring, wrapped, subject, "general")
            try:
                opened = key and open_sealed(key, nonce, ciphertext, record_binding(ring.ledger, commitment))
            except (PersonalDataUnreadable, ValueError):
                opened = None
            if opened is None:
                yield f"source record {commitment.hex()}: its id does not open"
            elif salted(salt, opened) != commitment:
                yield f"source record {commitment.hex()}: its salt and id do not give its commitment"
            elif ring.lookup("bare", opened.decode("utf-8", "replace")) != bare:
                yield f"source record {commitment.hex()}: its look-up is that of another id"
            elif source not in sources:
                yield f"source record {commitment.hex()}: no event names its source"
            elif ring.lookup("record", *sources[source], opened.decode("utf-8", "replace")) != lookup:
                yield f"source record {commitment.hex()}: its look-up is that of another source or id"


def missing_records(connection: Connection, commitments: Collection[bytes]) -> set[bytes]:
    """Those of these commitments whose source record is not in the vault."""
    found = connection.execute(QUERIES["records_by_commitment"], (sorted(commitments),), binary=True).fetchall()
    return set(commitments) - {row[0] for row in found}


def _unwrapped(ring: KeyRing, wrapped: bytes, subject: UUID, key_class: str) -> bytes | None:
    try:
        return ring.unwrap(wrapped, subject, key_class)
    except (PersonalDataUnreadable, ValueError):
        return None

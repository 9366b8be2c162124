"""The proof: rows equal replay, the tree equals the events, the vault holds what was committed.

Everything is read again from the facts and compared byte for byte. What is found wrong is told with its place; nothing
is mended here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import zip_longest
from uuid import UUID

from domain import tree
from domain.event import Event, UnreadableEvent, decode, encode, fact_of
from replay.follow import Follower, Progress, no_progress
from store.database import Connection, one
from store.ledger import Ledger, hashes
from store.queries import QUERIES

BATCH = 2_000
FINDINGS_MAX = 100


@dataclass(slots=True)
class Verification:
    """What was checked and what was found wrong (at most a hundred places of each)."""

    position: int = 0
    root: bytes = b""
    events: int = 0
    sealed_parts: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether nothing was found wrong."""
        return not self.wrong

    def found(self, what: str) -> None:
        """Note something wrong."""
        if len(self.wrong) < FINDINGS_MAX:
            self.wrong.append(what)


def verify(ledger: Ledger, follower: Follower, progress: Progress = no_progress) -> Verification:
    """Read everything again up to the head and compare it with what is stored."""
    found = Verification()
    follower.follow()
    _verify_events(ledger, found, progress)
    _verify_rows(follower, found, progress)
    return found


def _verify_events(ledger: Ledger, found: Verification, progress: Progress) -> None:
    """Positions dense, leaves and edge following from the bytes, bytes canonical and readable, instants in order."""
    with ledger.database.long() as connection:
        head, _, edge = one(connection.execute(QUERIES["head"], binary=True).fetchone())
        found.position, after = head, 0
        computed: Sequence[bytes] = ()
        while after < head:
            rows = connection.execute(QUERIES["events_and_leaves"], (after, head, BATCH), binary=True).fetchall()
            if not rows:
                found.found(f"position {after + 1} and what follows is missing: the head is {head}")
                break
            leaves: list[bytes] = []
            committed: dict[UUID, tuple[int, Mapping[str, str]]] = {}
            for position, payload, leaf, event_id, number, subject, version in rows:
                if position != after + 1:
                    found.found(f"position {after + 1} is missing")
                after = position
                event = _read(found, position, payload, (event_id, number, subject, version))
                if event is not None and event.commitments:
                    committed[event.event_id] = (position, dict(event.commitments))
                leaves.append(sha256(b"\x00" + payload).digest())
                if leaves[-1] != leaf:
                    found.found(f"position {position}: the stored leaf does not follow from the bytes")
            _verify_vault(connection, found, committed)
            computed = tree.extend(found.events, computed, leaves)
            found.events += len(rows)
            progress(after, head)
        if list(computed) != hashes(edge):
            found.found("the stored edge of the tree does not follow from the events")
        found.root = tree.root(computed)


def _read(found: Verification, position: int, payload: bytes, columns: tuple[object, ...]) -> Event | None:
    """The event in these bytes, if it can be read; canonical, and as the columns beside it say."""
    try:
        event = decode(payload)
        fact_of(event)
    except UnreadableEvent as error:
        found.found(f"position {position}: {error}")
        return None
    if encode(event) != payload:
        found.found(f"position {position}: the bytes are not canonical")
    if (event.event_id, event.type, event.subject, event.version) != columns:
        found.found(f"position {position}: the columns beside the bytes say something else")
    return event


def _verify_vault(
    connection: Connection, found: Verification, committed: Mapping[UUID, tuple[int, Mapping[str, str]]]
) -> None:
    """Every commitment in these events has its sealed part, and the part is the one that was committed."""
    rows = connection.execute(QUERIES["sealed_hashes"], (list(committed),), binary=True).fetchall()
    stored = {(event_id, key_class): digest for event_id, key_class, digest in rows}
    for event_id, (position, commitments) in committed.items():
        for key_class, commitment in commitments.items():
            digest = stored.get((event_id, key_class))
            if digest is None:
                found.found(f"position {position}: the sealed part {key_class} is missing and no erasure tells why")
            elif digest.hex() != commitment:
                found.found(f"position {position}: the sealed part {key_class} was altered")
            else:
                found.sealed_parts += 1


def _verify_rows(follower: Follower, found: Verification, progress: Progress) -> None:
    """The stored rows of every view equal a replay of all histories, byte for byte."""
    for name in follower.views:
        replayed = follower.replay(name)
        count = 0
        for fresh, kept in zip_longest(replayed, follower.rows.all(follower.generation(name))):
            if fresh != kept:
                row = fresh or kept
                assert row is not None, "one of the two is longer"
                found.found(f"view {name}: case {row.case_id} known from {row.known_from} differs from its replay")
                if fresh is None or kept is None or fresh[:3] != kept[:3]:
                    break
            count += 1
            if count % BATCH == 0:
                progress(count, count)
        found.rows[name] = count

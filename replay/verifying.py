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
from domain.facts.base import KeyClass
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
    """Read everything again up to the head and compare it with what is stored, all as it was at one moment."""
    found = Verification()
    follower.follow()
    with follower.rows.snapshot() as connection:
        _verify_events(connection, found, progress)
        _verify_streams(connection, found)
        _verify_rows(connection, follower, found, progress)
    return found


def _verify_events(connection: Connection, found: Verification, progress: Progress) -> None:
    """Positions dense, leaves and edges following from the bytes, bytes canonical and readable."""
    head, _, edge = one(connection.execute(QUERIES["head"], binary=True).fetchone())
    found.position, after = head, 0
    computed: Sequence[bytes] = ()
    while after < head:
        rows = connection.execute(QUERIES["events_and_leaves"], (after, head, BATCH), binary=True).fetchall()
        if not rows:
            found.found(f"position {after + 1} and what follows is missing: the head is {head}")
            break
        leaves: list[bytes] = []
        committed: dict[UUID, tuple[int, Mapping[KeyClass, str]]] = {}
        for position, payload, leaf, event_id, number, subject, version in rows:
            if position != after + 1:
                found.found(f"position {after + 1} is missing")
            after = position
            event = _read(found, position, payload, (event_id, number, subject, version))
            if event is not None and event.commitments:
                committed[event.event_id] = (position, event.commitments)
            leaves.append(sha256(b"\x00" + payload).digest())
            if leaves[-1] != leaf:
                found.found(f"position {position}: the stored leaf does not follow from the bytes")
        _verify_vault(connection, found, committed)
        computed = _extend(connection, found, computed, leaves)
        progress(after, head)
    if list(computed) != hashes(edge):
        found.found("the stored edge of the tree does not follow from the events")
    if connection.execute(QUERIES["events_after"], (head, 2**62, 1), binary=True).fetchone():
        found.found(f"events stand after the head, which is {head}")
    found.root = tree.root(computed)


def _extend(
    connection: Connection, found: Verification, edge: Sequence[bytes], leaves: Sequence[bytes]
) -> Sequence[bytes]:
    """The edge with these leaves; every edge that was stored on the way must be the one they give."""
    first, last = found.events, found.events + len(leaves)
    for position, stored in connection.execute(QUERIES["checkpoints"], (first, last), binary=True).fetchall():
        edge = tree.extend(found.events, edge, leaves[found.events - first : position - first])
        found.events = position
        if list(edge) != hashes(stored):
            found.found(f"position {position}: the edge of the tree stored there does not follow from the events")
    edge = tree.extend(found.events, edge, leaves[found.events - first :])
    found.events = last
    return edge


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


def _verify_streams(connection: Connection, found: Verification) -> None:
    """The versions of every stream are 1 to n."""
    for (subject,) in connection.execute(QUERIES["broken_streams"], binary=True).fetchall():
        found.found(f"stream {subject}: a version is missing")


def _verify_vault(
    connection: Connection, found: Verification, committed: Mapping[UUID, tuple[int, Mapping[KeyClass, str]]]
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


def _verify_rows(connection: Connection, follower: Follower, found: Verification, progress: Progress) -> None:
    """The stored rows of every view equal a replay of all histories, byte for byte."""
    for generation in follower.rows.generations(connection):
        if not generation.is_current or generation.view not in follower.views:
            continue
        count = 0
        replayed, kept = follower.replay(connection, generation), follower.rows.all(connection, generation)
        for fresh, stored in zip_longest(replayed, kept):
            if fresh != stored:
                row = fresh or stored
                assert row is not None, "one of the two is longer"
                case = f"case {row.case_id} known from {row.known_from}"
                found.found(f"view {generation.view}: {case} differs from its replay")
                if fresh is None or stored is None or fresh[:3] != stored[:3]:
                    break
            count += 1
            if count % BATCH == 0:
                progress(count, count)
        found.rows[generation.view] = count

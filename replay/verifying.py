"""The proof: rows equal replay, the tree equals the events, the vault holds what was committed.

Everything is read again from the facts and compared byte for byte. What is found wrong is told with its place; nothing
is mended here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import chain, zip_longest
from typing import Any
from uuid import UUID

from domain import tree
from domain.event import Position, Recorded, UnreadableEvent, decode, encode, fact_of, instant
from replay.follow import Follower, Progress, decided_pairs, no_progress
from replay.projecting import Parked
from replay.reading import Reading, reading
from replay.verifying_envelopes import HASH, mistakes_in, wrong_corrections
from replay.verifying_store import (
    missing_checkpoints,
    missing_records,
    wrong_functions,
    wrong_keys,
    wrong_natural_keys,
    wrong_receipts,
    wrong_records,
    wrong_triggers,
)
from store.database import Connection, one
from store.edges import hashes
from store.groups import groups_of
from store.keys import KeyRing
from store.ledger import Ledger
from store.queries import QUERIES

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
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

    def all(self, *checks: Iterable[str]) -> None:
        """Note everything that these checks find wrong."""
        for what in chain.from_iterable(checks):
            self.found(what)


def verify(ledger: Ledger, follower: Follower, progress: Progress = no_progress) -> Verification:
    """Read everything again up to the head and compare it with what is stored, all as it was at one moment."""
    found = Verification()
    with reading(follower, ledger.head().position) as look:
        connection = look.connection
        sources = _verify_events(connection, ledger.ring, found, progress)
        _verify_streams(connection, found)
        found.all(
            wrong_receipts(connection, found.position),
            missing_checkpoints(connection, found.position),
            wrong_triggers(connection),
            wrong_functions(connection),
            wrong_natural_keys(connection),
            wrong_keys(connection, ledger.ring),
            wrong_records(connection, ledger.ring, sources),
            _ahead(look, found.position),
        )
        _verify_rows(look, follower, found, progress)
    return found


def _verify_events(
    connection: Connection, ring: KeyRing, found: Verification, progress: Progress
) -> dict[bytes, tuple[str, str]]:
    """Positions dense, leaves and edges following from the bytes, bytes canonical, readable, and sound.

    Gives the parties and systems that the events name, by the keyed hash that the vault knows them by.
    """
    named: set[tuple[str, str]] = set()
    head, recorded_at_us_max, edge = one(connection.execute(QUERIES["head"], binary=True).fetchone())
    found.position, after, latest_us = head, 0, 0
    computed: Sequence[bytes] = ()
    while after < head:
        rows = connection.execute(QUERIES["events_and_columns"], (after, head, BATCH), binary=True).fetchall()
        if not rows:
            found.found(f"position {after + 1} and what follows is missing: the head is {head}")
            break
        leaves: list[bytes] = []
        events: list[Recorded] = []
        instants = [latest_us]
        for position, payload, leaf, *columns in rows:
            if position != after + 1:
                found.found(f"position {after + 1} is missing")
            after = position
            if (recorded := _read(found, position, payload, columns, ring.ledger)) is not None:
                events.append(recorded)
                if (source := recorded.event.source) is not None:
                    named.add((source.party, source.system))
            leaves.append(sha256(b"\x00" + payload).digest())
            if leaves[-1] != leaf:
                found.found(f"position {position}: the stored leaf does not follow from the bytes")
            instants.append(max(instants[-1], columns[-1]))
        _verify_vault(connection, found, events)
        found.all(wrong_corrections(connection, events))
        computed = _extend(connection, found, computed, leaves, instants)
        latest_us = instants[-1]
        progress(after, head)
    if list(computed) != hashes(edge):
        found.found("the stored edge of the tree does not follow from the events")
    if recorded_at_us_max != latest_us:
        found.found("the greatest recorded_at that the head knows is not that of the events")
    if connection.execute(QUERIES["events_after"], (head, 2**62, 1), binary=True).fetchone():
        found.found(f"events stand after the head, which is {head}")
    found.root = tree.root(computed)
    return {ring.lookup("source", *one): one for one in named}


def _extend(
    connection: Connection,
    found: Verification,
    edge: Sequence[bytes],
    leaves: Sequence[bytes],
    instants: Sequence[int],
) -> Sequence[bytes]:
    """The edge with these leaves; every edge that was stored on the way must be the one they give.

    `instants` are the greatest recorded_at before each leaf and after the last.
    """
    first, last = found.events, found.events + len(leaves)
    for position, latest_us, stored in connection.execute(QUERIES["checkpoints"], (first, last), binary=True):
        edge = tree.extend(found.events, edge, leaves[found.events - first : position - first])
        found.events = position
        if list(edge) != hashes(stored):
            found.found(f"position {position}: the edge of the tree stored there does not follow from the events")
        if latest_us != instants[position - first]:
            found.found(f"position {position}: the greatest recorded_at stored there is not that of the events")
    edge = tree.extend(found.events, edge, leaves[found.events - first :])
    found.events = last
    return edge


def _read(
    found: Verification, position: Position, payload: bytes, columns: Sequence[Any], ledger: UUID
) -> Recorded | None:
    """The event in these bytes, if it can be read; canonical, sound, and as the columns beside it say."""
    try:
        event = decode(payload)
        fact = fact_of(event)
    except UnreadableEvent as error:
        found.found(f"position {position}: {error}")
        return None
    if encode(event) != payload:
        found.found(f"position {position}: the bytes are not canonical")
    *ids, recorded_at_us = columns
    if [event.event_id, event.type, event.subject, event.version] != ids:
        found.found(f"position {position}: the columns beside the bytes say something else")
    if not _is_moment(event.recorded_at, recorded_at_us):
        found.found(f"position {position}: recorded_at beside the bytes is another moment than in them")
    for mistake in mistakes_in(event, ledger):
        found.found(f"position {position}: {mistake}")
    return Recorded(position, event, fact)


def _is_moment(text: str, microseconds: int) -> bool:
    try:
        return text == instant(EPOCH + timedelta(microseconds=microseconds))
    except OverflowError:
        return False


def _verify_streams(connection: Connection, found: Verification) -> None:
    """The versions of every stream are 1 to n."""
    for (subject,) in connection.execute(QUERIES["broken_streams"], binary=True).fetchall():
        found.found(f"stream {subject}: a version is missing")


def _verify_vault(connection: Connection, found: Verification, events: Sequence[Recorded]) -> None:
    """Every commitment in these events has its sealed part or its source record, and a part is what was committed."""
    committed = {one.event.event_id: one for one in events if one.event.commitments}
    rows = connection.execute(QUERIES["sealed_hashes"], (list(committed),), binary=True).fetchall()
    stored = {(event_id, key_class): (digest, subject) for event_id, key_class, digest, subject in rows}
    for event_id, recorded in committed.items():
        for key_class, commitment in (recorded.event.commitments or {}).items():
            digest, subject = stored.get((event_id, key_class), (None, None))
            position = recorded.position
            if digest is None:
                found.found(f"position {position}: the sealed part {key_class} is missing and no erasure tells why")
            elif digest.hex() != commitment:
                found.found(f"position {position}: the sealed part {key_class} was altered")
            elif subject != recorded.event.subject:
                found.found(f"position {position}: the sealed part {key_class} is filed under another subject")
            else:
                found.sealed_parts += 1
    said: dict[bytes, int] = {}
    for recorded in events:
        record = recorded.event.source.record if recorded.event.source else None
        if record is not None and HASH.fullmatch(record):
            said.setdefault(bytes.fromhex(record), recorded.position)
    for first in sorted(said[missing] for missing in missing_records(connection, said.keys())):
        found.found(f"position {first}: its source record is not in the vault and no erasure tells why")


def _verify_rows(look: Reading, follower: Follower, found: Verification, progress: Progress) -> None:
    """The stored rows of every view equal a replay of all histories, byte for byte."""
    connection = look.connection
    groups = _verified_groups(look, found)
    unread: list[Parked] = []
    for generation in sorted(look.generations.values(), key=lambda one: one.generation):
        count = 0
        replayed, kept = (
            follower.replay(connection, generation, groups[generation.position], unread),
            follower.rows.all(connection, generation),
        )
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
    _verify_parked(look, found, unread)


def _verified_groups(look: Reading, found: Verification) -> dict[int, dict[UUID, UUID]]:
    """Position of a generation → the groups as the decisions give them there; the stored ones must be these.

    A rebuild that runs meanwhile may have stored those of the head before the rows are as far.
    """
    positions = {generation.position for generation in look.generations.values()}
    right = {position: groups_of(decided_pairs(look.connection, 0, position)) for position in positions}
    stored = look.rows.all_members(look.connection)
    if all(stored != groups for groups in right.values()):
        groups = groups_of(decided_pairs(look.connection, 0, found.position))
        astray = sorted(one for one in {*stored, *groups} if stored.get(one) != groups.get(one))
        for subject in astray[:FINDINGS_MAX]:
            found.found(f"registration {subject}: the decisions put it in another group than the one stored")
    return right


def _verify_parked(look: Reading, found: Verification, unread: Sequence[Parked]) -> None:
    """What is parked cannot be read to its end, and what cannot is parked."""
    parked = {(view, group): at for view, group, at, _ in look.rows.parked(look.connection) if view in look.generations}
    places = {(group, cut.position) for _, group, cut in unread}
    for (view, group), position in sorted(parked.items()):
        if (group, position) not in places:
            found.found(f"view {view}: group {group} is parked at position {position}, which can be read")
    for view, group in sorted({(view, group) for view, group, _ in unread} - parked.keys()):
        found.found(f"view {view}: group {group} cannot be read to its end and is not parked")


def _ahead(look: Reading, head: int) -> Iterator[str]:
    """No view, and no note of the links, says to be further than the ledger is."""
    for generation in sorted(look.generations.values()):
        if generation.position > head:
            yield f"view {generation.view}: it says to be true up to {generation.position}, after the head, {head}"
    for (position,) in look.connection.execute(QUERIES["linked_until"]):
        if position > head:
            yield f"links say to be decided up to position {position}, after the head, which is {head}"

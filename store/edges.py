"""Right edges of the tree of events, from which its root follows, quickly near those that were asked last."""

from domain import tree
from store.database import Connection
from store.errors import GapInLedger
from store.queries import QUERIES

EDGE_EVENTS_MAX = 512
"""An edge so far back is no nearer than the one that is stored (of every 1,024 events)."""
EDGES_MAX = 256


class Edges:
    """The edges that were asked last: those who record at the same time ask for theirs in any order."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[bytes, ...]] = {}

    def at(self, connection: Connection, position: int) -> tuple[bytes, ...]:
        """The right edge at a position; from one that was asked, where that lies shortly before it."""
        known = self._known.copy()
        before = max((one for one in known if one <= position), default=None)
        if before is None or position - before >= EDGE_EVENTS_MAX:
            edge = edge_at(connection, position)
        else:
            leaves = leaves_between(connection, before, position) if before < position else []
            edge = tree.extend(before, known[before], leaves)
        if len(known) >= EDGES_MAX:
            self._known = {}
        self._known[position] = edge
        return edge


def edge_at(connection: Connection, position: int) -> tuple[bytes, ...]:
    """The right edge of the tree at a position: the latest that was stored, and the leaves after it."""
    stored = connection.execute(QUERIES["checkpoint_before"], (position,), binary=True).fetchone()
    before, edge = stored or (0, b"")
    return tree.extend(before, hashes(edge), leaves_between(connection, before, position))


def leaves_between(connection: Connection, first: int, end: int) -> list[bytes]:
    """The leaf hashes from index `first` to before `end`; raises GapInLedger where not all of them are there."""
    rows = connection.execute(QUERIES["leaves_after"], (first, end), binary=True).fetchall()
    if len(rows) != end - first:
        raise GapInLedger
    return [leaf for (leaf,) in rows]


def hashes(blob: bytes) -> list[bytes]:
    """The 32-byte hashes that stand one after the other."""
    return [blob[at : at + tree.HASH_LENGTH_BYTES] for at in range(0, len(blob), tree.HASH_LENGTH_BYTES)]

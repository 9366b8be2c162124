"""Proofs of the tree over the ledger: that an event is in it, and that a later tree begins with an earlier one.

A proof is a short list of roots of parts of the tree (RFC 9162, section 2.1; `domain/tree.py` says which parts). They
are found from the edges that stand stored at least once in 1,024 events, so that a proof of a ledger of any size reads
some thousands of leaves and not all of them. A proof tells nothing but hashes, so whoever may ask one gets it whole,
also of events that are not there for this reader.
"""

from collections.abc import Iterable
from typing import NamedTuple

from domain import tree
from store.database import Connection
from store.edges import edge_at, leaves_between
from store.ledger import Ledger
from store.readers import reading_as

LEAVES_MAX = 1_024
"""A part of so many leaves is made from them; a larger one from the edges."""


class Inclusion(NamedTuple):
    """That the event at a position is in the tree of a size: its leaf, and the hashes from there up to the root."""

    position: int
    size: int
    leaf: bytes
    root: bytes
    hashes: tuple[bytes, ...]


class Consistency(NamedTuple):
    """That the tree of the second size begins with that of the first: both roots, and the hashes between them."""

    first_size: int
    second_size: int
    first_root: bytes
    second_root: bytes
    hashes: tuple[bytes, ...]


@reading_as(None)
def prove_inclusion(ledger: Ledger, position: int, size: int) -> Inclusion:
    """The proof for an event; raises NoSuchProof for a position outside the tree, GapInLedger for no such tree."""
    parts = tree.inclusion_parts(position - 1, size)
    with ledger.database.long() as connection:
        root = tree.root(edge_at(connection, size))
        (leaf,) = leaves_between(connection, position - 1, position)
        return Inclusion(position, size, leaf, root, _roots(connection, parts))


@reading_as(None)
def prove_consistency(ledger: Ledger, first_size: int, second_size: int) -> Consistency:
    """The proof between two trees; raises NoSuchProof for an empty or larger first, GapInLedger for no such tree."""
    parts = tree.consistency_parts(first_size, second_size)
    with ledger.database.long() as connection:
        first, second = (tree.root(edge_at(connection, size)) for size in (first_size, second_size))
        return Consistency(first_size, second_size, first, second, _roots(connection, parts))


def _roots(connection: Connection, parts: Iterable[tuple[int, int]]) -> tuple[bytes, ...]:
    return tuple(_root(connection, first, end) for first, end in parts)


def _root(connection: Connection, first: int, end: int) -> bytes:
    """The root over the leaves from `first` to before `end`."""
    if end - first <= LEAVES_MAX:
        return tree.root_of(leaves_between(connection, first, end))
    if tree.is_perfect_left(first, end):
        return edge_at(connection, end)[-1]
    middle = tree.split_of(first, end)
    return tree.together(_root(connection, first, middle), _root(connection, middle, end))

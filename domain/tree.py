"""The Merkle tree over the ledger: what makes a past event impossible to change unseen.

Every event becomes one leaf, in order of position (leaf index = position - 1). The root of the tree stands for all
of them: it goes into a checkpoint, and with a short proof anyone can check that an event is in it (inclusion) or
that a later ledger still begins with an earlier one (consistency). Writing needs no more than the tree's *right
edge*, so the store keeps a few hashes and not the tree.

The tree is that of RFC 9162, section 2.1, with SHA-256: a leaf is SHA-256(0x00 ‖ data), a node is
SHA-256(0x01 ‖ left ‖ right), the empty tree is SHA-256 of nothing. All functions but `leaf_hash` take *leaf hashes*.

**The right edge** of a tree of `size` leaves is the tuple of the roots of its perfect subtrees, from the largest
(leftmost, oldest leaves) to the smallest (rightmost, newest leaves). It has one entry for every 1 in the binary form
of `size`: size 6 = 4 + 2 gives (root of leaves 0–3, root of leaves 4–5), size 0 gives ().

Makers raise, since a wrong argument there is our own mistake; verifiers judge what a stranger sends, so they raise
nothing and answer true or false.

    ValueError
    ├── EdgeDoesNotFitSize
    ├── HashHasWrongLength
    └── NoSuchProof
"""

# Errors are named as sentences, without a suffix: the house style.

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

HASH_LENGTH_BYTES: Final = 32
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()

_LEAF_PREFIX: Final = b"\x00"
_NODE_PREFIX: Final = b"\x01"


class EdgeDoesNotFitSize(ValueError):
    """The right edge must have one hash for every 1 in the binary form of the size."""


class HashHasWrongLength(ValueError):
    """A hash in the tree is 32 bytes (SHA-256). Was the data given instead of its leaf hash?"""


class NoSuchProof(ValueError):
    """There is no such proof: the leaf must lie in the tree, and the earlier tree must be neither empty nor larger."""


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf: SHA-256(0x00 ‖ data). RFC 9162, section 2.1.1."""
    return hashlib.sha256(_LEAF_PREFIX + data).digest()


def extend(size: int, edge: Sequence[bytes], leaves: Sequence[bytes]) -> tuple[bytes, ...]:
    """The right edge after `leaves` (leaf hashes, oldest first) come behind the `size` leaves that `edge` stands for.

    Works level by level: the new nodes of a level, with the edge's node of that level before them, are paired into
    the next; an odd last one stays behind as an entry of the new edge. About one hash per leaf.

    Raises EdgeDoesNotFitSize and HashHasWrongLength.
    """
    if size < 0 or len(edge) != size.bit_count():
        raise EdgeDoesNotFitSize(EdgeDoesNotFitSize.__doc__)
    _refuse_wrong_lengths(edge)
    _refuse_wrong_lengths(leaves)
    larger = list(edge)
    smallest_first: list[bytes] = []
    level = list(leaves)
    remaining_size = size
    while level:
        if remaining_size & 1:
            level.insert(0, larger.pop())
        if len(level) & 1:
            smallest_first.append(level.pop())
        level = _parents(level)
        remaining_size >>= 1
    return (*larger, *reversed(smallest_first))


def root(edge: Sequence[bytes]) -> bytes:
    """The root of the tree with this right edge; EMPTY_ROOT for the empty one. Raises HashHasWrongLength."""
    if not edge:
        return EMPTY_ROOT
    _refuse_wrong_lengths(edge)
    folded = edge[-1]
    for larger in reversed(edge[:-1]):
        folded = _node_hash(larger, folded)
    return folded


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root of the tree over these leaf hashes: MTH of RFC 9162, section 2.1.1. Raises HashHasWrongLength."""
    return root(extend(0, (), leaves))


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """The hashes that lead from the leaf at `index` (from 0) to the root over all `leaves`, lowest first.

    PATH of RFC 9162, section 2.1.3.1. Raises NoSuchProof for an index outside the tree, and HashHasWrongLength.
    """
    _refuse_wrong_lengths(leaves)
    return tuple(root_of(leaves[first:end]) for first, end in inclusion_parts(index, len(leaves)))


def consistency_proof(leaves: Sequence[bytes], first_size: int, second_size: int) -> tuple[bytes, ...]:
    """The hashes that show that the tree of `second_size` leaves begins with the tree of `first_size` leaves.

    PROOF of RFC 9162, section 2.1.4.1. Equal sizes need no hashes. Leaves behind `second_size` are not looked at.
    Raises NoSuchProof unless 0 < first_size <= second_size <= len(leaves), and HashHasWrongLength.
    """
    if second_size > len(leaves):
        raise NoSuchProof(NoSuchProof.__doc__)
    _refuse_wrong_lengths(leaves)
    return tuple(root_of(leaves[first:end]) for first, end in consistency_parts(first_size, second_size))


def inclusion_parts(index: int, size: int) -> list[tuple[int, int]]:
    """The parts of a tree of `size` leaves whose roots are the inclusion proof of a leaf, lowest first.

    Each is half-open, from its first leaf to the first behind it; together with the leaf they are the whole tree, so
    that whoever knows roots of parts needs no leaves. Raises NoSuchProof for an index outside the tree.
    """
    if not 0 <= index < size:
        raise NoSuchProof(NoSuchProof.__doc__)
    beside, first, end = [], 0, size
    while end - first > 1:
        middle = split_of(first, end)
        if index < middle:
            beside.append((middle, end))
            end = middle
        else:
            beside.append((first, middle))
            first = middle
    return beside[::-1]


def consistency_parts(first_size: int, second_size: int) -> list[tuple[int, int]]:
    """The parts of a tree of `second_size` leaves whose roots show that it begins with one of `first_size` leaves.

    The first of them is the largest perfect subtree that ends at `first_size`, left out where it is that whole first
    tree, whose root the verifier has. Raises NoSuchProof unless 0 < first_size <= second_size.
    """
    if not 0 < first_size <= second_size:
        raise NoSuchProof(NoSuchProof.__doc__)
    beside, first, end = [], 0, second_size
    while end != first_size:
        middle = split_of(first, end)
        if first_size <= middle:
            beside.append((middle, end))
            end = middle
        else:
            beside.append((first, middle))
            first = middle
    if first:
        beside.append((first, end))
    return beside[::-1]


def split_of(first: int, end: int) -> int:
    """Where the tree over the leaves from `first` to `end` parts: the left side is the largest power of two below."""
    return first + (1 << ((end - first - 1).bit_length() - 1))


def is_perfect_left(first: int, end: int) -> bool:
    """Whether the leaves from `first` to `end` are a perfect subtree that is the last entry of the edge at `end`."""
    count = end - first
    return count.bit_count() == 1 and end & (2 * count - 1) == count


def together(left: bytes, right: bytes) -> bytes:
    """The root over two neighbouring parts, split as `split_of` says. Raises HashHasWrongLength."""
    _refuse_wrong_lengths((left, right))
    return _node_hash(left, right)


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root_hash: bytes) -> bool:
    """Whether `proof` shows that the leaf hash `leaf` is at `index` (from 0) in the tree of `size` leaves.

    RFC 9162, section 2.1.3.2. Too few hashes, too many or one of a wrong length: false. Raises nothing.
    """
    if not 0 <= index < size or not _are_hashes(leaf, root_hash, *proof):
        return False
    node, last_node = index, size - 1
    folded = leaf
    for sibling in proof:
        if last_node == 0:
            return False
        if node & 1 or node == last_node:
            folded = _node_hash(sibling, folded)
            node, last_node = _up_to_right_child(node, last_node)
        else:
            folded = _node_hash(folded, sibling)
        node, last_node = node >> 1, last_node >> 1
    return last_node == 0 and folded == root_hash


def verify_consistency(
    first_size: int, second_size: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether `proof` shows that the tree of `second_size` leaves begins with that of `first_size` leaves.

    RFC 9162, section 2.1.4.2. An empty first tree proves nothing and is refused. Equal sizes want equal roots and no
    proof; nothing is hashed then, so that the roots' length is not looked at (a published vector has roots of 12
    bytes there). Too few hashes, too many or one of a wrong length: false. Raises nothing.
    """
    if not 0 < first_size <= second_size:
        return False
    if first_size == second_size:
        return not proof and first_root == second_root
    if not proof or not _are_hashes(first_root, second_root, *proof):
        return False
    node, last_node = first_size - 1, second_size - 1
    while node & 1:
        node, last_node = node >> 1, last_node >> 1
    start, *path = proof if node else (first_root, *proof)
    return _folds_to(start, path, node, last_node) == (first_root, second_root)


def _folds_to(start: bytes, path: Sequence[bytes], node: int, last_node: int) -> tuple[bytes, bytes] | None:
    """The roots of the first and the second tree that a consistency path leads to; None where it does not end there."""
    first = second = start
    for sibling in path:
        if last_node == 0:
            return None
        if node & 1 or node == last_node:
            first = _node_hash(sibling, first)
            second = _node_hash(sibling, second)
            node, last_node = _up_to_right_child(node, last_node)
        else:
            second = _node_hash(second, sibling)
        node, last_node = node >> 1, last_node >> 1
    return (first, second) if last_node == 0 else None


def _up_to_right_child(node: int, last_node: int) -> tuple[int, int]:
    """Up through the levels at which the last node has no sibling, to where it is a right child (or the root)."""
    while not node & 1 and node:
        node, last_node = node >> 1, last_node >> 1
    return node, last_node


def _parents(level: list[bytes]) -> list[bytes]:
    """The parents of the pairs of this level. Written out without a call per node: this is the hot loop."""
    sha256 = hashlib.sha256
    return [sha256(b"\x01" + left + right).digest() for left, right in zip(level[0::2], level[1::2], strict=False)]


def _node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node: SHA-256(0x01 ‖ left ‖ right)."""
    return hashlib.sha256(_NODE_PREFIX + left + right).digest()


def _are_hashes(*hashes: bytes) -> bool:
    return all(isinstance(one, bytes) and len(one) == HASH_LENGTH_BYTES for one in hashes)


def _refuse_wrong_lengths(hashes: Sequence[bytes]) -> None:
    if not set(map(len, hashes)) <= {HASH_LENGTH_BYTES}:
        raise HashHasWrongLength(HashHasWrongLength.__doc__)

"""Proofs made from stored edges are those of the definition, and hold for whoever knows only RFC 9162."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from uuid import uuid4

import pytest

from domain import tree
from store import proofs
from store.errors import GapInLedger
from store.ledger import Ledger
from store.proofs import prove_consistency, prove_inclusion
from store.statement import Command
from tests.store.stating import random_statements


@pytest.fixture(scope="module")
def filled(module_ledger: Ledger) -> Ledger:
    """A ledger of more than two checkpoints, appended in uneven lots."""
    chance = random.Random(5)
    while module_ledger.head().position < 2_300:
        module_ledger.record([Command(uuid4().hex, random_statements(chance, chance.randint(1, 400)))])
    return module_ledger


@pytest.fixture(scope="module")
def leaves(filled: Ledger) -> list[bytes]:
    """All leaf hashes, made anew from the stored bytes."""
    with filled.database.long() as connection:
        rows = connection.execute("select payload from ledger.event order by position", binary=True).fetchall()
    return [hashlib.sha256(b"\x00" + payload).digest() for (payload,) in rows]


def root_from(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """A second reading of RFC 9162, section 2.1.3.1, from the top down: which side is the leaf on at each split?"""
    if size == 1:
        assert not proof
        return leaf
    left = 1
    while left * 2 < size:
        left *= 2
    *below, beside = proof
    if index < left:
        return hashlib.sha256(b"\x01" + root_from(leaf, index, left, below) + beside).digest()
    return hashlib.sha256(b"\x01" + beside + root_from(leaf, index - left, size - left, below)).digest()


def test_an_event_is_proved_to_be_in_every_later_tree(
    filled: Ledger, leaves: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proofs, "LEAVES_MAX", 8)  # so that nearly all roots come from edges
    chance, head = random.Random(1), len(leaves)
    pairs = [(position, chance.randint(position, head)) for position in (1, 2, 1_023, 1_024, 1_025, 2_048, head)]
    pairs += [(chance.randint(1, head), head) for _ in range(10)]
    for position, size in pairs:
        found = prove_inclusion(filled, position, size)

        assert found.leaf == leaves[position - 1]
        assert found.hashes == tree.inclusion_proof(leaves[:size], position - 1)
        assert root_from(found.leaf, position - 1, size, found.hashes) == found.root == filled.at(size).root


def test_a_tree_is_proved_to_begin_with_every_earlier_one(
    filled: Ledger, leaves: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proofs, "LEAVES_MAX", 8)
    chance, head = random.Random(2), len(leaves)
    pairs = [(first, chance.randint(first, head)) for first in (1, 2, 3, 1_024, 1_025, 2_047, 2_048, head)]
    pairs += [(chance.randint(1, head), head) for _ in range(10)]
    for first, second in pairs:
        found = prove_consistency(filled, first, second)

        assert found.hashes == tree.consistency_proof(leaves, first, second)
        assert (found.first_root, found.second_root) == (filled.at(first).root, filled.at(second).root)
        assert tree.verify_consistency(first, second, found.first_root, found.second_root, found.hashes)


def test_what_lies_beyond_the_ledger_is_not_proved(filled: Ledger, leaves: list[bytes]) -> None:
    head = len(leaves)
    with pytest.raises(GapInLedger):
        prove_inclusion(filled, 1, head + 1)
    with pytest.raises(GapInLedger):
        prove_consistency(filled, 1, head + 1)
    for position, size in ((0, 5), (6, 5), (-1, 5)):
        with pytest.raises(tree.NoSuchProof):
            prove_inclusion(filled, position, size)
    for first, second in ((0, 5), (6, 5)):
        with pytest.raises(tree.NoSuchProof):
            prove_consistency(filled, first, second)

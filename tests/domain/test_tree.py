"""The Merkle tree: the published vectors, and the promises that hold for trees of every size."""

import base64
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import tree

VECTORS = Path(__file__).resolve().parents[3] / "shared" / "vectors" / "merkle" / "testdata"


def leaves_of(count: int) -> list[bytes]:
    return [tree.leaf_hash(str(index).encode()) for index in range(count)]


def root_by_definition(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 9162, section 2.1.1, written down as it stands there: the yardstick for the fast road."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\x01" + root_by_definition(leaves[:split]) + root_by_definition(leaves[split:])).digest()


def flip_one_bit(hash_: bytes, bit: int) -> bytes:
    altered = bytearray(hash_)
    altered[bit // 8] ^= 1 << (bit % 8)
    return bytes(altered)


# --- The published vectors ---


def vectors(kind: str) -> list[tuple[str, dict[str, Any]]]:
    paths = sorted((VECTORS / kind).rglob("*.json"))
    if not paths:
        pytest.skip("skipped: not available")
    return [(str(path.relative_to(VECTORS)), json.loads(path.read_bytes())) for path in paths]


def decoded(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def decoded_proof(vector: dict[str, Any]) -> list[bytes]:
    return [decoded(text) for text in vector["proof"] or []]


def test_every_published_inclusion_vector_is_judged_as_published() -> None:
    wrong = [
        name
        for name, vector in vectors("inclusion")
        if tree.verify_inclusion(
            decoded(vector["leafHash"]),
            vector["leafIdx"],
            vector["treeSize"],
            decoded_proof(vector),
            decoded(vector["root"]),
        )
        == vector["wantErr"]
    ]

    assert wrong == []


def test_every_published_consistency_vector_is_judged_as_published() -> None:
    wrong = [
        name
        for name, vector in vectors("consistency")
        if tree.verify_consistency(
            vector["size1"],
            vector["size2"],
            decoded(vector["root1"]),
            decoded(vector["root2"]),
            decoded_proof(vector),
        )
        == vector["wantErr"]
    ]

    assert wrong == []


def test_a_published_subtree_inclusion_that_begins_at_leaf_0_is_judged_as_published() -> None:
    wrong = [
        name
        for name, vector in vectors("subtreeinclusion")
        if vector["start"] == 0
        and tree.verify_inclusion(
            decoded(vector["leafHash"]),
            vector["leafIdx"],
            vector["end"],
            decoded_proof(vector),
            decoded(vector["root"]),
        )
        == vector["wantErr"]
    ]

    assert wrong == []


def test_a_published_subtree_consistency_of_a_filled_earlier_tree_is_judged_as_published() -> None:
    wrong = [
        name
        for name, vector in vectors("subtreeconsistency")
        if vector["start"] == 0
        and vector["end"] > 0
        and tree.verify_consistency(
            vector["end"],
            vector["size"],
            decoded(vector["root1"]),
            decoded(vector["root2"]),
            decoded_proof(vector),
        )
        == vector["wantErr"]
    ]

    assert wrong == []


# --- Roots and the right edge ---


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    expected = bytes.fromhex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")

    assert expected == tree.EMPTY_ROOT
    assert tree.root_of([]) == tree.EMPTY_ROOT
    assert tree.root(()) == tree.EMPTY_ROOT


def test_the_hash_of_an_empty_leaf_differs_from_the_empty_tree() -> None:
    expected = bytes.fromhex("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")

    assert tree.leaf_hash(b"") == expected


def test_a_leaf_cannot_be_passed_off_as_a_node() -> None:
    left, right = leaves_of(2)

    assert tree.leaf_hash(left + right) != tree.root_of([left, right])


def test_the_root_of_one_leaf_is_that_leaf() -> None:
    [leaf] = leaves_of(1)

    assert tree.root_of([leaf]) == leaf


def test_the_edge_runs_from_the_largest_subtree_to_the_smallest() -> None:
    leaves = leaves_of(7)

    edge = tree.extend(0, (), leaves)

    assert edge == (root_by_definition(leaves[:4]), root_by_definition(leaves[4:6]), leaves[6])


@pytest.mark.parametrize("size", range(70))
def test_the_root_is_that_of_the_definition(size: int) -> None:
    leaves = leaves_of(size)

    assert tree.root_of(leaves) == root_by_definition(leaves)


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4, 7, 8, 255, 256, 257])
def test_the_edge_has_an_entry_for_every_one_in_the_binary_size(size: int) -> None:
    assert len(tree.extend(0, (), leaves_of(size))) == size.bit_count()


def test_no_leaves_leave_the_edge_as_it_is() -> None:
    edge = tree.extend(0, (), leaves_of(6))

    assert tree.extend(6, edge, []) == edge


@given(st.lists(st.integers(min_value=0, max_value=40), max_size=12))
def test_leaves_in_any_batches_give_the_same_tree_as_all_at_once(batch_sizes: list[int]) -> None:
    leaves = leaves_of(sum(batch_sizes))
    size = 0
    edge: tuple[bytes, ...] = ()

    for batch_size in batch_sizes:
        edge = tree.extend(size, edge, leaves[size : size + batch_size])
        size += batch_size

    assert edge == tree.extend(0, (), leaves)
    assert tree.root(edge) == root_by_definition(leaves)


def test_the_caller_s_leaves_and_edge_are_left_alone() -> None:
    leaves = leaves_of(5)
    edge = list(tree.extend(0, (), leaves_of(3)))
    leaves_before, edge_before = list(leaves), list(edge)

    tree.extend(3, edge, leaves)

    assert (leaves, edge) == (leaves_before, edge_before)


@pytest.mark.parametrize(("size", "entries"), [(0, 1), (1, 0), (3, 1), (4, 2), (-1, 1)])
def test_an_edge_that_does_not_fit_the_size_is_refused(size: int, entries: int) -> None:
    with pytest.raises(tree.EdgeDoesNotFitSize):
        tree.extend(size, leaves_of(entries), leaves_of(1))


@pytest.mark.parametrize("wrong", [b"", b"data", b"x" * 31, b"x" * 33])
def test_data_given_instead_of_a_leaf_hash_is_refused(wrong: bytes) -> None:
    with pytest.raises(tree.HashHasWrongLength):
        tree.extend(0, (), [wrong])
    with pytest.raises(tree.HashHasWrongLength):
        tree.extend(1, [wrong], leaves_of(1))
    with pytest.raises(tree.HashHasWrongLength):
        tree.root([wrong])
    with pytest.raises(tree.HashHasWrongLength):
        tree.inclusion_proof([wrong], 0)
    with pytest.raises(tree.HashHasWrongLength):
        tree.consistency_proof([wrong, wrong], 1, 2)


# --- Inclusion ---


@pytest.mark.parametrize("size", range(1, 35))
def test_every_leaf_can_be_proved_to_be_in_the_tree(size: int) -> None:
    leaves = leaves_of(size)
    root = tree.root_of(leaves)

    for index, leaf in enumerate(leaves):
        assert tree.verify_inclusion(leaf, index, size, tree.inclusion_proof(leaves, index), root)


def test_the_proof_in_rfc_9162_section_2_1_5_has_the_published_nodes() -> None:
    leaves = leaves_of(7)
    a, b, c, d, e, f, j = leaves
    g, h, i = tree.root_of([a, b]), tree.root_of([c, d]), tree.root_of([e, f])
    k, m = tree.root_of([a, b, c, d]), tree.root_of([e, f, j])

    assert tree.inclusion_proof(leaves, 0) == (b, h, m)
    assert tree.inclusion_proof(leaves, 3) == (c, g, m)
    assert tree.inclusion_proof(leaves, 4) == (f, j, k)
    assert tree.inclusion_proof(leaves, 6) == (i, k)
    assert tree.consistency_proof(leaves, 3, 7) == (c, d, g, m)
    assert tree.consistency_proof(leaves, 4, 7) == (m,)
    assert tree.consistency_proof(leaves, 6, 7) == (i, j, k)


@pytest.mark.parametrize(("size", "index"), [(0, 0), (1, 1), (5, 5), (5, -1)])
def test_there_is_no_inclusion_proof_outside_the_tree(size: int, index: int) -> None:
    with pytest.raises(tree.NoSuchProof):
        tree.inclusion_proof(leaves_of(size), index)


@given(st.data())
def test_an_altered_inclusion_proof_fails(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 200))
    index = data.draw(st.integers(0, size - 1))
    bit = data.draw(st.integers(0, 255))
    leaves = leaves_of(size)
    root, proof = tree.root_of(leaves), tree.inclusion_proof(leaves, index)
    place = data.draw(st.integers(0, len(proof) - 1))
    altered = (*proof[:place], flip_one_bit(proof[place], bit), *proof[place + 1 :])

    assert tree.verify_inclusion(leaves[index], index, size, proof, root)
    assert not tree.verify_inclusion(leaves[index], index, size, altered, root)
    assert not tree.verify_inclusion(leaves[index], index, size, proof[:place] + proof[place + 1 :], root)
    assert not tree.verify_inclusion(leaves[index], index, size, (*proof, proof[place]), root)
    assert not tree.verify_inclusion(leaves[index], index, size, (proof[place], *proof), root)
    assert not tree.verify_inclusion(flip_one_bit(leaves[index], bit), index, size, proof, root)
    assert not tree.verify_inclusion(leaves[index], index, size, proof, flip_one_bit(root, bit))


@given(st.data())
def test_a_leaf_is_not_proved_at_another_index(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 100))
    index, other = data.draw(st.lists(st.integers(0, size - 1), min_size=2, max_size=2, unique=True))
    leaves = leaves_of(size)

    proof = tree.inclusion_proof(leaves, index)

    assert not tree.verify_inclusion(leaves[index], other, size, proof, tree.root_of(leaves))


@pytest.mark.parametrize("index", [-1, 1, 2**70])
def test_an_index_outside_the_tree_is_never_proved(index: int) -> None:
    [leaf] = leaves_of(1)

    assert not tree.verify_inclusion(leaf, index, 1, (), leaf)


def test_nothing_is_in_the_empty_tree() -> None:
    [leaf] = leaves_of(1)

    assert not tree.verify_inclusion(leaf, 0, 0, (), tree.EMPTY_ROOT)
    assert not tree.verify_inclusion(tree.EMPTY_ROOT, 0, 0, (), tree.EMPTY_ROOT)


@pytest.mark.parametrize("wrong", [b"", b"x" * 31, b"x" * 33])
def test_an_inclusion_proof_with_a_hash_of_a_wrong_length_is_false_and_no_error(wrong: bytes) -> None:
    leaves = leaves_of(2)
    root = tree.root_of(leaves)

    assert not tree.verify_inclusion(wrong, 0, 1, (), wrong)
    assert not tree.verify_inclusion(leaves[0], 0, 2, (wrong,), root)
    assert not tree.verify_inclusion(leaves[0], 0, 2, (leaves[1],), wrong)


# --- Consistency ---


@pytest.mark.parametrize("second_size", range(1, 35))
def test_every_tree_can_be_proved_to_begin_with_every_earlier_one(second_size: int) -> None:
    leaves = leaves_of(40)
    second_root = tree.root_of(leaves[:second_size])

    for first_size in range(1, second_size + 1):
        first_root = tree.root_of(leaves[:first_size])
        proof = tree.consistency_proof(leaves, first_size, second_size)
        assert tree.verify_consistency(first_size, second_size, first_root, second_root, proof)


@pytest.mark.parametrize(("first_size", "second_size"), [(0, 0), (0, 3), (-1, 3), (3, 2), (3, 6)])
def test_there_is_no_consistency_proof_of_an_empty_a_shrunk_or_a_missing_tree(
    first_size: int, second_size: int
) -> None:
    with pytest.raises(tree.NoSuchProof):
        tree.consistency_proof(leaves_of(5), first_size, second_size)


@given(st.data())
def test_an_altered_consistency_proof_fails(data: st.DataObject) -> None:
    second_size = data.draw(st.integers(2, 200))
    first_size = data.draw(st.integers(1, second_size - 1))
    bit = data.draw(st.integers(0, 255))
    leaves = leaves_of(second_size)
    first, second = tree.root_of(leaves[:first_size]), tree.root_of(leaves)
    proof = tree.consistency_proof(leaves, first_size, second_size)
    place = data.draw(st.integers(0, len(proof) - 1))
    altered = (*proof[:place], flip_one_bit(proof[place], bit), *proof[place + 1 :])
    sizes = (first_size, second_size)

    assert tree.verify_consistency(*sizes, first, second, proof)
    assert not tree.verify_consistency(*sizes, first, second, altered)
    assert not tree.verify_consistency(*sizes, first, second, proof[:place] + proof[place + 1 :])
    assert not tree.verify_consistency(*sizes, first, second, (*proof, proof[place]))
    assert not tree.verify_consistency(*sizes, first, second, (proof[place], *proof))
    assert not tree.verify_consistency(*sizes, flip_one_bit(first, bit), second, proof)
    assert not tree.verify_consistency(*sizes, first, flip_one_bit(second, bit), proof)
    assert not tree.verify_consistency(*sizes, second, first, proof)


@given(st.data())
def test_a_ledger_whose_past_was_changed_is_not_consistent_with_it(data: st.DataObject) -> None:
    second_size = data.draw(st.integers(2, 100))
    first_size = data.draw(st.integers(1, second_size - 1))
    changed_index = data.draw(st.integers(0, first_size - 1))
    leaves = leaves_of(second_size)
    published = tree.root_of(leaves[:first_size])

    leaves[changed_index] = tree.leaf_hash(b"changed afterwards")
    proof = tree.consistency_proof(leaves, first_size, second_size)

    assert not tree.verify_consistency(first_size, second_size, published, tree.root_of(leaves), proof)


@pytest.mark.parametrize("second_size", [0, 1, 5])
def test_an_empty_first_tree_proves_nothing(second_size: int) -> None:
    second_root = tree.root_of(leaves_of(second_size))

    assert not tree.verify_consistency(0, second_size, tree.EMPTY_ROOT, second_root, ())


def test_a_tree_is_consistent_with_itself_without_any_proof() -> None:
    leaves = leaves_of(6)
    root = tree.root_of(leaves)

    assert tree.consistency_proof(leaves, 6, 6) == ()
    assert tree.verify_consistency(6, 6, root, root, ())
    assert not tree.verify_consistency(6, 6, root, root, (root,))
    assert not tree.verify_consistency(6, 6, root, tree.root_of(leaves[:5]), ())


@pytest.mark.parametrize("wrong", [b"", b"x" * 31, b"x" * 33])
def test_a_consistency_proof_with_a_hash_of_a_wrong_length_is_false_and_no_error(wrong: bytes) -> None:
    leaves = leaves_of(3)
    first, second = tree.root_of(leaves[:2]), tree.root_of(leaves)

    assert not tree.verify_consistency(2, 3, first, second, (wrong,))
    assert not tree.verify_consistency(2, 3, wrong, second, (leaves[2],))
    assert not tree.verify_consistency(2, 3, first, wrong, (leaves[2],))

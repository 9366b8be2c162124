"""Which parts of a tree make a proof: together they are all of it, and edges have the roots of most."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain import tree


def leaves_of(count: int) -> list[bytes]:
    return [tree.leaf_hash(str(index).encode()) for index in range(count)]


@given(size=st.integers(1, 300), data=st.data())
def test_the_parts_of_an_inclusion_proof_and_the_leaf_are_the_whole_tree(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))

    covered = sorted(at for first, end in tree.inclusion_parts(index, size) for at in range(first, end))

    assert covered == [at for at in range(size) if at != index]


@given(size=st.integers(2, 300), data=st.data())
def test_a_part_that_is_the_last_entry_of_an_edge_has_its_root(size: int, data: st.DataObject) -> None:
    leaves = leaves_of(size)
    index = data.draw(st.integers(0, size - 1))
    for first, end in tree.inclusion_parts(index, size):
        if tree.is_perfect_left(first, end):
            assert tree.extend(0, (), leaves[:end])[-1] == tree.root_of(leaves[first:end])
        elif end - first > 1:
            middle = tree.split_of(first, end)
            halves = tree.root_of(leaves[first:middle]), tree.root_of(leaves[middle:end])
            assert tree.together(*halves) == tree.root_of(leaves[first:end])

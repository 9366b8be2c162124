"""Rows read ahead come in order, all of them, and a failure comes where the rows would have come."""

from collections.abc import Iterator

import pytest

from exchange.prefetching import batches_ahead


def failing(after: int) -> Iterator[int]:
    yield from range(after)
    raise ValueError("broken")


@pytest.mark.parametrize("count", [0, 1, 3, 4, 5, 12, 100])
def test_every_item_comes_once_and_in_order(count: int) -> None:
    batches = list(batches_ahead(range(count), 4))

    assert [item for batch in batches for item in batch] == list(range(count))
    assert all(batches)


def test_what_was_read_before_a_failure_comes_before_it() -> None:
    batches = batches_ahead(failing(6), 4)

    assert [next(batches), next(batches)] == [[0, 1, 2, 3], [4, 5]]
    with pytest.raises(ValueError, match="broken"):
        next(batches)


def test_a_failure_in_the_first_batch_comes_alone() -> None:
    with pytest.raises(ValueError, match="broken"):
        next(batches_ahead(failing(3), 4))


def test_who_stops_early_leaves_no_reader_behind() -> None:
    batches = batches_ahead(iter(int, 1), 4)

    assert next(batches) == [0, 0, 0, 0]
    batches.close()  # type: ignore[attr-defined]

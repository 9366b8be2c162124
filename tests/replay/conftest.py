"""A second ledger, for what a ledger would say that never got some of the facts of the first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.ledger import Ledger
from tests.conftest import opened


@pytest.fixture
def other_ledger(new_database: Callable[[], str], tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger in a database of its own."""
    with opened(new_database(), tmp_path / "other.json") as one:
        yield one

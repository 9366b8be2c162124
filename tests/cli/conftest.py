"""One home with the example files in it, for all tests of the command line that change nothing in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cli.commanding import PLACEMENTS, QUOTAS, WAITING_LIST, Home


@pytest.fixture(scope="session")
def book() -> Iterator[Home]:
    """A ledger with the files of Groningen, the ROC and the quotas."""
    home = Home()
    try:
        home.take(PLACEMENTS, municipality="Groningen", delivered_on="2008-10-06")
        home.take(QUOTAS, delivered_on="2010-03-01")
        home.take(WAITING_LIST)
        yield home
    finally:
        home.end()


@pytest.fixture
def fresh() -> Iterator[Home]:
    """A home in which nothing is yet."""
    home = Home()
    try:
        yield home
    finally:
        home.end()

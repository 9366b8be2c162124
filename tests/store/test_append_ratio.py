"""Our append path stays cheaper than the library's by a wide margin; `make bench` tells by how much."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.campaigns.bench import Bench, bench_server, run
from tests.campaigns.bench_ways import LIBRARY, OURS, RAW

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="CPU of the server is read from /proc")


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    """A short bench at 1,000 events per call, on a server of its own."""
    with bench_server() as one:
        run(one, rounds=3, scale=0.2, only=1_000)
        yield one


def test_an_event_costs_less_than_half_the_cpu_of_the_default_of_the_library(bench: Bench) -> None:
    ours, library = bench.cheapest(OURS, 1_000), bench.cheapest(LIBRARY, 1_000)

    assert ours.cpu_us * 2 <= library.cpu_us, (ours, library)


def test_an_event_costs_no_more_than_four_raw_inserts(bench: Bench) -> None:
    ours, raw = bench.cheapest(OURS, 1_000), bench.cheapest(RAW, 1_000)

    assert ours.cpu_us <= 4 * raw.cpu_us, (ours, raw, os.getloadavg())

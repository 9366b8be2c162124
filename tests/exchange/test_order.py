"""The campaign of orders with small numbers; `make order` runs it whole (tests/campaigns/order.py)."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from domain.rules import same_person
from store.embedded import EmbeddedPostgres
from tests.campaigns import order
from tests.campaigns.order import Trial
from tests.campaigns.order_ground import Ground
from tests.campaigns.order_worlds import Delivery, World, examples, generated, ways

PLACES = (None,)
DAYS, REGISTERED_BY = order.DAYS[-1:], order.REGISTERED_BY[-1:]
PEOPLE = 4
ROWS = 12


@pytest.fixture(scope="module")
def ground(server: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """A founded ledger to copy."""
    made = Ground(server, tmp_path_factory.mktemp("order"))
    made.found()
    yield made
    with psycopg.connect(made.conninfo("postgres"), autocommit=True) as connection:
        connection.execute("drop database founded with (force)")


@pytest.fixture
def trial() -> Trial:
    return Trial("short", PLACES, DAYS, REGISTERED_BY)


def rows_of(world: World) -> Counter[bytes]:
    return Counter(row for round_ in world for one in round_.deliveries for row in one.rows or ())


def files_of(world: World, source: str) -> list[tuple[Path | None, object]]:
    return [(one.path, one.delivered_on) for round_ in world for one in round_.deliveries if one.source == source]


@pytest.mark.parametrize("seed", range(20))
def test_another_order_has_the_same_rows_and_keeps_the_deliveries_of_one_source_in_order(seed: int) -> None:
    world = [*generated(seed), *examples(10)]

    other = ways(world, random.Random(seed))

    assert rows_of(other) == rows_of(world)
    assert [round_.decisions for round_ in other] == [round_.decisions for round_ in world]
    for source in ("x", "rotterdam", "den haag"):
        assert list(dict.fromkeys(files_of(other, source))) == list(dict.fromkeys(files_of(world, source)))


def test_a_full_delivery_is_not_cut_and_rows_of_one_record_stay_in_order() -> None:
    rows = tuple(f"R{number % 3};{number}\n".encode() for number in range(12))
    full = Delivery("s", "s.csv", order.DAYS[0], b"h;n\n", rows, kind="full")

    for seed in range(20):
        (one,) = ways([order.Round((full,))], random.Random(seed))[0].deliveries
        for record in (b"R0", b"R1", b"R2"):
            told = one.rows or ()
            assert [row for row in told if row.startswith(record)] == [row for row in rows if row.startswith(record)]


def test_files_made_from_a_seed_give_the_same_figures_and_persons_in_another_order(
    ground: Ground, trial: Trial
) -> None:
    order.in_other_orders(ground, trial, generated(3, PEOPLE), 3, orders=1)

    assert trial.found == []
    assert (trial.links, trial.questions, trial.persons_of_more) > (0, 0, 0)


def test_the_example_files_give_the_same_figures_and_persons_in_another_order(ground: Ground, trial: Trial) -> None:
    order.in_other_orders(ground, trial, examples(ROWS), 1, orders=1)

    assert trial.found == []
    assert trial.links > 0


def test_facts_typed_by_four_at_once_or_brought_as_a_file_give_the_same(ground: Ground, trial: Trial) -> None:
    order.by_hand(ground, trial, 1, orders=1)

    assert trial.found == []
    assert trial.ledgers == 3


def test_two_sources_at_the_same_moment_give_the_same_persons_and_nothing_twice(ground: Ground, trial: Trial) -> None:
    first = generated(4, PEOPLE)[0]
    two = tuple(one for one in first.deliveries if one.source in ("groningen", "x"))
    order.at_the_same_moment(ground, trial, [order.Round(two)], 4)

    assert trial.found == []
    assert trial.links > 0


def test_a_figure_that_leans_on_the_order_of_arrival_is_noticed(
    ground: Ground, trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who counts among those of one day is then whoever came first, and not the lowest record id."""

    def by_arrival(one_day: list[same_person.OfSamePerson], question: object) -> dict[str, tuple[str, int]]:
        return {one.case: ("", one.position) for one in one_day}

    monkeypatch.setattr(same_person, "_order_of_day", by_arrival)
    trial.registered_by = ()
    order.in_other_orders(ground, trial, examples(ROWS), 1, orders=1)

    assert any("participants" in found for found in trial.found)

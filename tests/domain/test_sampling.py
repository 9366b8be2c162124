"""Samples: the same for the same seed, in proportion, by amount, and of nothing that is not there."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as some

from domain.counting import Case, Reason, Verdict
from domain.sampling import Stratum, allocation, draw, draw_by_amount, draw_stratified, ticket


def verdict(case: str, amount: int = 1) -> Verdict:
    return Verdict(Case(case=case, party="0014", system="s"), amount > 0, "C", amount, Reason())


def population(count: int) -> list[Verdict]:
    return [verdict(f"case-{number}") for number in range(count)]


def names(drawn: object) -> list[str]:
    return [one.verdict.case.case for one in drawn]  # type: ignore[attr-defined]


def test_a_ticket_is_the_hash_of_seed_and_case_that_anybody_can_compute() -> None:
    assert ticket("9", "a") == "9000944025e8fd106a9c1e654e51230204b1fbed8addc7d8dc0a4dda39bf8f29"


@given(some.integers(0, 40), some.integers(1, 50), some.text(max_size=8))
def test_a_sample_is_the_same_in_whatever_order_the_cases_come(count: int, size: int, seed: str) -> None:
    cases = population(count)
    drawn = names(draw(cases, size, seed))

    assert drawn == names(draw(cases[::-1], size, seed))
    assert len(drawn) == len(set(drawn)) == min(size, count)


def test_another_seed_draws_another_sample_and_every_case_is_drawn_by_some() -> None:
    cases = population(20)
    drawn = Counter(name for seed in range(300) for name in names(draw(cases, 5, str(seed))))

    assert names(draw(cases, 5, "1")) != names(draw(cases, 5, "2"))
    assert set(drawn) == {one.case.case for one in cases}
    assert all(40 <= times <= 120 for times in drawn.values()), "75 each is expected"


@given(some.dictionaries(some.tuples(some.text(max_size=2)), some.integers(1, 60), max_size=6), some.integers(1, 90))
def test_strata_share_a_sample_in_proportion_and_none_is_forgotten(counts: dict[Stratum, int], size: int) -> None:
    shares, total = allocation(counts, size), sum(counts.values())

    assert sum(shares.values()) == min(size, total)
    for stratum, count in counts.items():
        assert 0 <= shares[stratum] <= count
        if size >= len(counts):
            assert shares[stratum] >= 1
        if total:
            assert shares[stratum] <= max(1, min(size, total) * count // total + 1)


def test_a_stratified_sample_says_of_each_case_which_stratum_it_is_of() -> None:
    strata = {("a",): population(30), ("b",): [verdict("rare")]}
    drawn = draw_stratified(strata, 4, "1")

    assert [one.stratum for one in drawn] == [("a",), ("a",), ("a",), ("b",)]


@given(some.lists(some.integers(-5, 500), max_size=30), some.integers(1, 40), some.text(max_size=4))
def test_by_amount_every_unit_falls_in_a_case_and_large_cases_are_never_missed(
    amounts: list[int], size: int, seed: str
) -> None:
    cases = [verdict(f"case-{number}", amount) for number, amount in enumerate(amounts)]
    drawn = draw_by_amount(cases, size, seed)
    total = sum(amount for amount in amounts if amount > 0)

    assert sum(one.hits for one in drawn) == (size if total else 0)
    assert all(one.verdict.amount > 0 for one in drawn)
    hits = {one.verdict.case.case: one.hits for one in drawn}
    for one in cases:
        if one.amount > 0:
            expected = one.amount * size / total
            assert expected - 1 <= hits.get(one.case.case, 0) <= expected + 1


@pytest.mark.parametrize("cases", [[], [verdict("a", 0)]])
def test_where_there_is_no_amount_nothing_is_drawn_by_it(cases: list[Verdict]) -> None:
    assert draw_by_amount(cases, 3, "1") == []

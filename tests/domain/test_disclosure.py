"""What is published gives no person back: whoever subtracts, whatever he subtracts."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from domain.closings import Closing
from domain.dates import parse_period
from domain.dimensions import Class
from domain.disclosure import (
    COUNTED,
    Policy,
    Seen,
    SetThreshold,
    ThresholdNotSet,
    ThresholdTooLow,
    Told,
    edition,
    edition_of_amounts,
    policy_on,
    published_closings,
    round_above,
)
from tests.domain.attacking import attack_sums, borders_of, bounds, published, seen, twin

LABELS = [COUNTED, "LATE", "DOC_MISSING"]
PLACES: tuple[Class, ...] = ("0014", "0344", "0392", None)
CLASSES: tuple[Class, ...] = (True, False, None)
STEPS = some.sampled_from((3, 5, 10))
VERSIONS = (LABELS, [COUNTED, "DOC_MISSING"])


def of_one_version(cases_max: int = 60) -> some.SearchStrategy[list[Seen]]:
    return some.lists(
        some.builds(seen, some.sampled_from(LABELS), some.sampled_from(PLACES), some.sampled_from(CLASSES)),
        max_size=cases_max,
    )


def of_two_versions() -> some.SearchStrategy[list[Seen]]:
    def made(one: str, other: str | None, place: Class, of_class: Class) -> Seen:
        return Seen((one, other), (1, 1), (place, place), (of_class, of_class))

    labels = (some.sampled_from(LABELS), some.sampled_from([*VERSIONS[1], None]))
    return some.lists(some.builds(made, *labels, some.sampled_from(PLACES), some.sampled_from(CLASSES)), max_size=60)


# --- How it is told ---


def test_a_cell_is_told_as_the_steps_by_which_it_moves_the_count_on() -> None:
    cases = [seen(COUNTED, place) for place, count in (("a", 3), ("b", 4), ("c", 9)) for _ in range(count)]

    found = edition(cases, [LABELS], 5)

    assert {name: told.value for name, told in found.by(0, of_places=True).items()} == {"b": 5, "c": 10}
    assert found.told(0, [COUNTED]) == Told(15, 15, 19)
    assert found.in_places(0, [COUNTED], ["a"]) == Told(0, 0, 4)
    assert found.in_places(0, [COUNTED], ["a"]).is_suppressed


@pytest.mark.parametrize("threshold", [3, 5, 10])
@pytest.mark.parametrize(("beside", "is_told"), [(-1, False), (0, True), (1, True)])
def test_a_figure_of_one_less_than_the_threshold_is_secret_and_from_the_threshold_on_it_is_told(
    threshold: int, beside: int, is_told: bool
) -> None:
    found = edition([seen(COUNTED, "0014")] * (threshold + beside), [LABELS], threshold).told(0, [COUNTED])

    assert found.is_suppressed is not is_told
    assert found == Told(
        threshold if is_told else 0, threshold if is_told else 0, 2 * threshold - 1 if is_told else threshold - 1
    )


def test_no_case_at_all_is_published_like_one_case_less_than_the_threshold() -> None:
    nobody, some_people = edition([], [LABELS], 5), edition([seen(COUNTED, "0014", True)] * 4, [LABELS], 5)

    for version_of in (nobody, some_people):
        assert version_of.told(0, [COUNTED]) == version_of.in_places(0, [COUNTED], ["0014"]) == Told(0, 0, 4)
        assert version_of.by(0, of_places=True) == version_of.by(0, of_places=False) == {}


def test_a_class_of_all_cases_does_not_say_that_the_other_has_none() -> None:
    all_of_them = edition([seen(COUNTED, "0014", True)] * 20, [LABELS], 5)
    but_four = edition([seen(COUNTED, "0014", True)] * 20 + [seen(COUNTED, "0014", False)] * 4, [LABELS], 5)

    assert published(all_of_them) == published(but_four)


@given(of_two_versions(), STEPS)
def test_what_is_told_holds_the_truth_and_the_parts_add_up_to_the_whole(cases: list[Seen], step: int) -> None:
    found = edition(cases, VERSIONS, step)
    for version, labels in enumerate(VERSIONS):
        told = found.told(version, [COUNTED])
        assert sum(part.value for part in found.by(version, of_places=True).values()) == told.value
        assert sum(part.value for part in found.by(version, of_places=False).values()) == told.value
        for label in labels:
            true = [one for one in cases if one.labels[version] == label]
            assert_holds(found.told(version, [label]), len(true))
            for place in PLACES:
                true_there = sum(one.places[version] == place for one in true)
                assert_holds(found.in_places(version, [label], [place]), true_there)
        for name, part in found.by(version, of_places=False).items():
            assert_holds(part, sum(one.labels[version] == COUNTED and one.classes[version] == name for one in cases))
    assert_holds(found.considered(), len(cases))
    assert 0 <= len(cases) - found.considered().value < step


def assert_holds(told: Told, true: int) -> None:
    assert told.from_amount <= true <= told.until_amount


# --- Attacks ---


@given(of_two_versions(), STEPS, some.data())
def test_of_every_cell_as_many_values_as_the_threshold_remain_whatever_is_subtracted(
    cases: list[Seen], step: int, data: some.DataObject
) -> None:
    found = edition(cases, VERSIONS, step)
    target = data.draw(some.tuples(some.sampled_from(LABELS), some.sampled_from(VERSIONS[1])))
    place, of_class = data.draw(some.sampled_from(PLACES)), data.draw(some.sampled_from(CLASSES))

    for more in range(step):
        other = twin(found, target, more, (place, place), (of_class, of_class))

        assert published(edition(other, VERSIONS, step)) == published(found)


@given(of_one_version(), STEPS)
def test_who_solves_for_every_border_is_left_with_as_many_values_as_the_threshold(cases: list[Seen], step: int) -> None:
    found = edition(cases, [LABELS], step)
    for cells in (found.whole, found.by_place, found.by_class):
        for low, high in bounds(borders_of(cells), step):
            assert high - low + 1 >= step


def test_who_tries_every_small_population_finds_as_many_values_of_each_cell_as_the_threshold() -> None:
    """The attacker knows the program, and enumerates: two places, two classes, one reason not to count; step 3."""
    step, most = 3, 5
    cells = [(COUNTED, place, of_class) for place in ("a", "b") for of_class in (True, False)] + [("LATE", "a", True)]
    values: dict[str, list[set[int]]] = defaultdict(lambda: [set() for _ in cells])
    small: dict[str, bool] = {}
    for counts in product(range(most + 1), repeat=len(cells)):
        people = [seen(*cell) for cell, count in zip(cells, counts, strict=True) for _ in range(count)]
        read = repr(published(edition(people, [LABELS], step)))
        for at, count in enumerate(counts):
            values[read][at].add(count)
        small[read] = small.get(read, False) or sum(counts) <= most - step + 1
    attacked = [read for read, is_small in small.items() if is_small]

    assert len(attacked) > 1
    for read in attacked:
        assert all(len(of_cell) >= step for of_cell in values[read])


def test_the_attackers_do_find_what_is_protected_worse() -> None:
    """The negative control: numbers rounded each by itself, beside their sum, are known to the case."""
    assert attack_sums([4, 9, 14, 4, 9], 5) == 1
    assert attack_sums([5, 10], 5) == 5


@given(of_one_version(30), STEPS)
def test_who_knows_the_exact_count_of_one_place_learns_no_other_place_to_the_case(cases: list[Seen], step: int) -> None:
    found = edition(cases, [LABELS], step)
    for known, cell in enumerate(found.by_place):
        true = sum(one.labels == cell.labels and one.places == cell.classes for one in cases)
        for at, (low, high) in enumerate(bounds(borders_of(found.by_place), step, {known: true})):
            assert at == known or high > low


@given(some.lists(some.integers(1, 10_000), min_size=1, max_size=20), some.sampled_from((3, 5)), some.data())
@settings(max_examples=60)
def test_an_amount_hides_its_largest_contributor_and_all_but_one_of_a_threshold(
    amounts: list[int], threshold: int, data: some.DataObject
) -> None:
    cases = [seen(COUNTED, data.draw(some.sampled_from(PLACES)), None, amount) for amount in amounts]
    found = edition_of_amounts(cases, threshold)
    largest = round_above(max(amounts))

    assert found.step == threshold * largest >= threshold * max(amounts)
    told = found.told(0, [COUNTED])
    assert_holds(told, sum(amounts))
    for place in PLACES:
        there = found.in_places(0, [COUNTED], [place])
        assert_holds(there, sum(one.amounts[0] for one in cases if one.places == (place,)))
        assert there.until_amount - there.from_amount >= (threshold - 1) * largest
    base = [
        seen(COUNTED, cell.classes[0], None, largest) for cell in found.by_place for _ in range(cell.moved // largest)
    ]
    for more in range(threshold):  # so many of the largest more, in any one place
        place = data.draw(some.sampled_from(PLACES))
        others = [*base, *[seen(COUNTED, place, None, largest)] * more]
        assert published(edition_of_amounts(others, threshold)) == published(found)


@given(some.lists(some.tuples(some.sampled_from(PLACES), some.integers(-900, 900)), max_size=20))
def test_what_is_told_of_amounts_holds_the_truth_also_where_some_were_paid_back(said: list[tuple[Class, int]]) -> None:
    found = edition_of_amounts([seen(COUNTED, place, None, amount) for place, amount in said], 5)

    assert_holds(found.told(0, [COUNTED]), sum(amount for _, amount in said))
    for place in PLACES:
        assert_holds(found.in_places(0, [COUNTED], [place]), sum(amount for where, amount in said if where == place))


@pytest.mark.parametrize(
    ("amount", "above"), [(0, 1), (1, 1), (2, 2), (3, 5), (5, 5), (6, 10), (11, 20), (5001, 10_000)]
)
def test_a_step_of_amounts_is_one_two_or_five_with_zeros(amount: int, above: int) -> None:
    assert round_above(amount) == above


# --- Thresholds and periods ---


@pytest.mark.parametrize("threshold", [0, 1, 2])
def test_a_threshold_that_protects_nobody_is_refused(threshold: int) -> None:
    with pytest.raises(ThresholdTooLow):
        Policy(threshold, "")


def test_the_threshold_is_that_in_force_on_the_day_of_the_closing() -> None:
    said = [SetThreshold(1, None, "5", "first"), SetThreshold(2, date(2010, 1, 1), "10", "second")]

    assert policy_on(said, date(2009, 12, 31), 9) == Policy(5, "first")
    assert policy_on(said, date(2010, 1, 1), 9) == Policy(10, "second", date(2010, 1, 1))
    with pytest.raises(ThresholdNotSet):
        policy_on(said[1:], date(2009, 12, 31), 9)


def test_a_threshold_said_after_the_closing_changes_what_was_published_only_where_there_was_none() -> None:
    closed_on, early, later = date(2010, 1, 1), SetThreshold(1, None, "5", ""), SetThreshold(9, None, "10", "")

    assert policy_on([early, later], closed_on, 4).threshold == 5
    assert policy_on([later], closed_on, 4).threshold == 10
    assert policy_on([later, SetThreshold(12, date(2009, 1, 1), "20", "")], closed_on, 4).threshold == 10


@pytest.mark.parametrize("value", ["two", "2", "-5", "5.5", ""])
def test_a_threshold_that_is_no_number_of_three_or_more_is_refused(value: str) -> None:
    with pytest.raises(ThresholdTooLow):
        policy_on([SetThreshold(1, None, value, "")], date(2010, 1, 1), 9)


def test_of_periods_that_overlap_only_the_one_that_was_closed_first_is_published_and_only_once() -> None:
    year, half, next_year = "2008-01-01..2009-01-01", "2008-07-01..2009-07-01", "2009-01-01..2010-01-01"
    closings = [
        Closing(position, "scheme", parse_period(text))
        for position, text in ((9, half), (4, year), (12, next_year), (15, year))
    ]

    assert [(one.position, str(one.period)) for one in published_closings(closings)] == [(4, year), (12, next_year)]

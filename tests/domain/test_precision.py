"""The interval that a source means by about, at least, almost and higher."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.precision import AmountDoesNotFitPrecision, Interval, Precision, interval, unit_of

AMOUNTS = st.integers(0, 10**9)


@pytest.mark.parametrize(
    ("amount", "unit"), [(0, 1), (1, 1), (10, 10), (250, 10), (4_800, 100), (6_000, 1_000), (11_916, 1), (10_001, 1)]
)
def test_an_amount_is_told_in_the_unit_of_its_last_digit_that_is_not_zero(amount: int, unit: int) -> None:
    assert unit_of(amount) == unit


@pytest.mark.parametrize(
    ("amount", "precision", "expected"),
    [
        (250, "exact", Interval(250, 250)),
        (0, "exact", Interval(0, 0)),
        (250, "about", Interval(245, 255)),
        (6_000, "about", Interval(5_500, 6_500)),
        (4_800, "about", Interval(4_750, 4_850)),
        (10, "about", Interval(5, 15)),
        (11_916, "about", Interval(11_916, 11_916)),
        (1, "about", Interval(1, 1)),
        (0, "about", Interval(0, 0)),
        (20, "at-least", Interval(20, None)),
        (0, "at-least", Interval(0, None)),
        (4_000, "almost", Interval(3_500, 3_999)),
        (250, "almost", Interval(245, 249)),
        (11_916, "almost", Interval(11_915, 11_915)),
        (1, "almost", Interval(0, 0)),
        (None, "higher", Interval(None, None)),
    ],
)
def test_a_word_of_precision_makes_an_interval(amount: int | None, precision: Precision, expected: Interval) -> None:
    assert interval(amount, precision) == expected


@pytest.mark.parametrize(
    ("half_units", "expected"),
    [
        (Fraction(0), Interval(250, 250)),
        (Fraction(1, 4), Interval(248, 252)),
        (Fraction(1), Interval(240, 260)),
        (Fraction(100), Interval(0, 1_250)),
    ],
)
def test_the_width_is_a_parameter(half_units: Fraction, expected: Interval) -> None:
    assert interval(250, "about", half_units=half_units) == expected


def test_the_third_reading_of_groningen_is_975_to_985() -> None:
    about_250 = interval(250, "about")

    assert about_250.from_amount is not None
    assert about_250.until_amount is not None
    assert (1_230 - about_250.until_amount, 1_230 - about_250.from_amount) == (975, 985)


@pytest.mark.parametrize(
    ("amount", "precision"),
    [
        (None, "exact"),
        (None, "about"),
        (None, "at-least"),
        (None, "almost"),
        (5, "higher"),
        (-1, "about"),
        (0, "almost"),
    ],
)
def test_an_amount_that_does_not_fit_its_precision_is_refused(amount: int | None, precision: Precision) -> None:
    with pytest.raises(AmountDoesNotFitPrecision):
        interval(amount, precision)


def test_a_negative_width_is_refused() -> None:
    with pytest.raises(AmountDoesNotFitPrecision):
        interval(250, "about", half_units=Fraction(-1, 2))


def test_both_ends_of_an_interval_belong_to_it() -> None:
    about_250 = interval(250, "about")

    assert [about_250.contains(amount) for amount in (244, 245, 255, 256)] == [False, True, True, False]
    about_6_000 = interval(6_000, "about")
    assert [about_6_000.contains(amount) for amount in (5_499, 5_500, 6_500, 6_501)] == [False, True, True, False]
    almost_4_000 = interval(4_000, "almost")
    assert [almost_4_000.contains(amount) for amount in (3_499, 3_500, 3_999, 4_000)] == [False, True, True, False]
    assert interval(20, "at-least").contains(20)
    assert interval(20, "at-least").contains(10**9)
    assert not interval(20, "at-least").contains(19)
    assert interval(None, "higher").contains(0)


@given(AMOUNTS, st.fractions(0, 5))
def test_about_lies_evenly_around_the_amount_but_never_below_zero(amount: int, half_units: Fraction) -> None:
    around = interval(amount, "about", half_units=half_units)

    assert around.contains(amount)
    assert around.from_amount is not None
    assert around.until_amount is not None
    assert around.from_amount == max(0, amount - (around.until_amount - amount))
    assert around.until_amount - amount <= half_units * unit_of(amount)


@given(AMOUNTS.filter(bool), st.fractions(0, 5))
def test_almost_never_reaches_the_amount_and_is_never_empty(amount: int, half_units: Fraction) -> None:
    below = interval(amount, "almost", half_units=half_units)

    assert not below.contains(amount)
    assert below.contains(amount - 1)

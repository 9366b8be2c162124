"""Amounts in euros as people type them: read in one way, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.euros import CENTS_MAX, AmountIsAmbiguous, cents_of, euros_typed
from exchange.fact_fields import ValueIsRefused


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("250", 25_000),
        ("0", 0),
        ("€ 250,00", 25_000),
        ("1.234,56", 123_456),
        ("1234.56", 123_456),
        ("1234,56", 123_456),
        ("1,234.56", 123_456),
        ("1.234.567", 123_456_700),
        ("1,234,567.89", 123_456_789),
        ("-12,50", -1_250),
        ("−12.50", -1_250),
        ("0,05", 5),
    ],
)
def test_an_amount_is_read_as_dutch_and_as_english(text: str, cents: int) -> None:
    assert cents_of(text) == cents


@pytest.mark.parametrize("text", ["1.234", "1,234", "-12.345", "€ 999,999"])
def test_an_amount_that_can_be_two_amounts_is_not_guessed_at(text: str) -> None:
    with pytest.raises(AmountIsAmbiguous):
        cents_of(text)


@pytest.mark.parametrize(
    "text", ["", "-", "€", "twelve", "12,3", "1.23.456", "1.234,567", "1.234.56", "12.34,56", "1 234", "١٢", "9" * 20]
)
def test_what_is_no_amount_in_euros_is_refused(text: str) -> None:
    with pytest.raises(ValueIsRefused) as refused:
        cents_of(text)
    assert not isinstance(refused.value, AmountIsAmbiguous)


@given(st.integers(-CENTS_MAX, CENTS_MAX))
def test_what_is_filled_in_again_is_the_same_amount(cents: int) -> None:
    assert cents_of(euros_typed(cents)) == cents

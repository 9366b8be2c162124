"""How precise a published amount is: "about 250" is an interval and not 250.

Quotas, estimates and budgets come with words: precisely, about, at least, almost, higher. Set against such an amount
a figure must not look sharper than the source was, so the amount becomes an interval and shares of it become
intervals too. Which Dutch word means which code stands in the exchange profiles, not here.

The width is a choice of ours and so a parameter, by default half a unit either way, where the unit is that of the
last digit that is not zero: 250 is told in tens, 6,000 in thousands, 11,916 in ones. (Source: the rule on unit and
kind of the design of figures: 250 is 245–255, 6,000 is 5,500–6,500.)

Amounts are whole (persons, places, cents …), so an interval names the first and the last whole amount that lie in it:
"about 11,916" is 11,915.5 to 11,916.5, in which only 11,916 lies.

    ValueError
    └── AmountDoesNotFitPrecision
"""

# Errors are named as sentences, without a suffix: the house style.

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Final, Literal, assert_never

Precision = Literal["exact", "about", "at-least", "almost", "higher"]

HALF_A_UNIT: Final = Fraction(1, 2)


class AmountDoesNotFitPrecision(ValueError):
    """An amount is 0 or more and is left out exactly where the source says only "higher"; a width is not negative."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The whole amounts that a source may mean: from the first until the last, *both included*.

    None is no bound on that side.
    """

    from_amount: int | None
    until_amount: int | None

    def contains(self, amount: int) -> bool:
        """Whether the source may mean this amount."""
        is_below = self.from_amount is not None and amount < self.from_amount
        is_above = self.until_amount is not None and amount > self.until_amount
        return not (is_below or is_above)


def unit_of(amount: int) -> int:
    """The unit in which an amount is told, by its last digit that is not zero: 250 → 10, 6000 → 1000, 11916 → 1.

    Of 0, which has no such digit, the unit is 1.
    """
    unit = 1
    while amount and amount % (unit * 10) == 0:
        unit *= 10
    return unit


def interval(amount: int | None, precision: Precision, *, half_units: Fraction = HALF_A_UNIT) -> Interval:
    """The interval that a source means by this amount with this precision.

    - exact: the amount and no other.
    - about: `half_units` (the half width, in units of the amount) either way, both ends included: 250 → 245–255.
    - at-least: from the amount on, itself included, without upper bound: 20 → 20–.
    - almost: not reached. From `half_units` below the amount until just before it: 4,000 → 3,500–3,999. A width
      without room for a whole amount gives the one just before: almost 1 is 0.
    - higher: the source gives no amount, only that it is higher than another: no bounds.

    No bound goes below 0. Raises AmountDoesNotFitPrecision.
    """
    if (amount is None) != (precision == "higher") or (amount is not None and amount < 0) or half_units < 0:
        raise AmountDoesNotFitPrecision(AmountDoesNotFitPrecision.__doc__)
    if amount is None:
        return Interval(None, None)
    return _interval_of_known(amount, precision, half_units * unit_of(amount))


def _interval_of_known(amount: int, precision: Precision, half_width: Fraction) -> Interval:
    lowest = max(0, ceil(amount - half_width))
    match precision:
        case "exact":
            return Interval(amount, amount)
        case "about":
            return Interval(lowest, floor(amount + half_width))
        case "at-least":
            return Interval(amount, None)
        case "almost":
            return _just_below(amount, lowest)
        case "higher":
            return Interval(None, None)
        case _:
            assert_never(precision)


def _just_below(amount: int, lowest: int) -> Interval:
    """From the lowest amount until the last one below `amount`; nothing is almost 0."""
    if amount == 0:
        raise AmountDoesNotFitPrecision(AmountDoesNotFitPrecision.__doc__)
    return Interval(min(lowest, amount - 1), amount - 1)

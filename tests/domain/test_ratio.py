"""Ratios: both sides of one list, rounded as declared, and held against a norm as a fraction."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ratio import Norm, Ratio, declared, measured, rounded
from domain.rules import RULES

NORM = Norm({"nl": "ten minste", "en": "at least"}, lambda values: int(values["percent"]))
SHARE = Ratio(rest=frozenset({"NOT_DUAL"}), norm=NORM)


@dataclass(frozen=True)
class Manager:
    assignee: str


@dataclass(frozen=True)
class Said:
    """A verdict as a ratio sees it."""

    code: str
    amount: int = 1
    case: Manager = Manager("m1")

    @property
    def counted(self) -> bool:
        return self.code == "DUAL"


def dual_and_not(dual: int, not_dual: int) -> list[Said]:
    return [Said("DUAL")] * dual + [Said("NOT_DUAL", 0)] * not_dual


@given(st.lists(st.sampled_from(["DUAL", "NOT_DUAL", "AFTER_PERIOD", "RECORDED_LATER"])))
def test_nobody_is_in_the_numerator_who_is_not_in_the_population(codes: list[str]) -> None:
    verdicts = [Said(code, int(code == "DUAL")) for code in codes]

    ratio = measured(SHARE, verdicts, {"percent": 75})

    assert all(one in ratio.population for one in verdicts if one.counted)
    assert {one.code for one in ratio.population} <= {"DUAL", "NOT_DUAL"}
    assert ratio.denominator == len(ratio.population) == codes.count("DUAL") + codes.count("NOT_DUAL")
    assert ratio.numerator == codes.count("DUAL") <= ratio.denominator
    assert ratio.exact is None or 0 <= ratio.exact <= 100


def test_a_share_of_nothing_is_no_number_and_reaches_no_norm() -> None:
    ratio = measured(SHARE, [Said("AFTER_PERIOD", 0)], {"percent": 0})

    assert (ratio.value, ratio.is_reached, ratio.numerator, ratio.denominator) == (None, None, 0, 0)


@pytest.mark.parametrize(
    ("dual", "not_dual", "shown", "is_reached"),
    [
        (3, 1, "75.0", True),
        (7496, 2504, "75.0", False),
        (7495, 2505, "75.0", False),
        (7494, 2506, "74.9", False),
        (749, 251, "74.9", False),
        (7501, 2499, "75.0", True),
        (0, 4, "0.0", False),
        (4, 0, "100.0", True),
    ],
)
def test_a_norm_is_held_against_the_fraction_and_not_the_rounded_number(
    dual: int, not_dual: int, shown: str, is_reached: bool
) -> None:
    ratio = measured(SHARE, dual_and_not(dual, not_dual), {"percent": 75})

    assert (str(ratio.value), ratio.is_reached) == (shown, is_reached)


def test_without_the_value_of_its_norm_a_ratio_is_held_against_nothing() -> None:
    ratio = measured(SHARE, dual_and_not(3, 1), None)

    assert (ratio.value, ratio.norm, ratio.is_reached) == (Decimal("75.0"), None, None)


def test_a_mean_has_its_median_beside_it() -> None:
    ratio = measured(Ratio(unit="days"), [Said("DUAL", days) for days in (0, 10, 91)], None)

    assert (ratio.numerator, ratio.denominator) == (101, 3)
    assert (str(ratio.value), str(ratio.median)) == ("33.7", "10.0")


def test_of_a_ratio_per_value_every_value_is_told_and_those_beyond_the_norm_named() -> None:
    most = Norm({"nl": "hoogstens", "en": "at most"}, lambda values: 2, "at-most")
    verdicts = [Said("DUAL", 1, Manager(name)) for name in ("m2", "m1", "m2", "m2", "m1")]

    ratio = measured(Ratio(unit="persons", per="assignee", norm=most), [*verdicts, Said("AFTER_AS_OF", 0)], {})

    assert (dict(ratio.parts), ratio.denominator, str(ratio.value)) == ({"m1": 2, "m2": 3}, 2, "2.5")
    assert (ratio.beyond, ratio.is_reached, ratio.median) == (("m2",), False, None)


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(1249, 10_000), 2, "0.12"),
        (Fraction(25, 10), 0, "3"),
        (Fraction(2, 3), 1, "0.7"),
        (Fraction(1050 * 235, 39 * 120), 1, "52.7"),
    ],
)
def test_half_is_rounded_up(value: Fraction, decimals: int, expected: str) -> None:
    assert str(rounded(value, decimals)) == expected


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.ratio], ids=lambda rule: rule.name)
def test_the_rest_of_a_population_are_reasons_of_the_rule_that_do_not_count(rule) -> None:
    not_counting = {test.code for test in rule.tests if not test.counts}

    assert rule.ratio.rest <= not_counting
    assert "RECORDED_LATER" not in rule.ratio.rest
    assert declared(rule.ratio)["ratio"]["unit"] == rule.ratio.unit

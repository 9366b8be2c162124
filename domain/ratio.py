"""Ratios: a share or a mean, of which both sides come from one list of verdicts.

A published national statistic needed an erratum because the upper and the lower number were of two populations. Here
that cannot be: a rule with a ratio declares which of its reasons leave a case in the population without counting it.
The numerator are the counted cases, the population are those and the ones that ended under such a reason, so a case of
the numerator that is not in the population cannot exist (design page FIGURES).

The figure itself stays the sum of the counted cases, so that it can be broken down, compared and checked as any other;
the ratio is what it is of the population. It is rounded half up, to as many decimals as the rule declares. A norm is
compared with the fraction and never with the rounded number: 749 of 1,000 shows as 74.9 %, 7,496 of 10,000 as 75.0 %,
and neither reaches 75 %.

Worked example: of four people who left in 2004 three had reached their goal: 3 of 4, 75.0 %, and 75 % is reached.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Any, Generic, Literal, Protocol, TypeVar

Sentence = Mapping[Literal["nl", "en"], str]


class Judged(Protocol):
    """What a ratio looks at in a verdict."""

    @property
    def case(self) -> Any:
        """The case judged."""

    @property
    def counted(self) -> bool:
        """Whether it counts."""

    @property
    def code(self) -> str:
        """Why, or why not."""

    @property
    def amount(self) -> int:
        """What it adds."""


@dataclass(frozen=True, slots=True)
class Norm:
    """What a ratio, or each part of it, is held against: a whole number made of the rule's parameters."""

    sentence: Sentence
    of: Callable[[Mapping[str, Any]], int]
    holds: Literal["at-least", "at-most"] = "at-least"

    def is_kept(self, value: Fraction, norm: int) -> bool:
        """Whether a value keeps to it; exactly the norm does."""
        return value >= norm if self.holds == "at-least" else value <= norm


@dataclass(frozen=True, slots=True)
class Ratio:
    """How the counted cases of a rule relate to its population.

    `rest` are the codes of those in the population that do not count. `unit` is "percent" for a share of them; another
    unit says what one of the population has on average. With `per` the population is not cases but the distinct values
    of that field in the counted ones, such as case managers, and every value is told with what it has.
    """

    rest: frozenset[str] = frozenset()
    unit: str = "percent"
    decimals: int = 1
    per: str | None = None
    norm: Norm | None = None


Some = TypeVar("Some", bound=Judged)


@dataclass(frozen=True, slots=True)
class Measured(Generic[Some]):
    """A ratio as measured: both sides, the exact fraction (None of nothing), and what it is held against.

    `middle` is the median of what the counted cases add, for a mean of cases only. `parts` are the values of `per`
    with what each has.
    """

    ratio: Ratio
    numerator: int
    denominator: int
    population: tuple[Some, ...]
    exact: Fraction | None
    middle: Fraction | None
    parts: Mapping[str, int]
    norm: int | None

    @property
    def value(self) -> Decimal | None:
        """The ratio, rounded half up."""
        return None if self.exact is None else rounded(self.exact, self.ratio.decimals)

    @property
    def median(self) -> Decimal | None:
        """The median, rounded alike."""
        return None if self.middle is None else rounded(self.middle, self.ratio.decimals)

    @property
    def is_reached(self) -> bool | None:
        """Whether the norm is kept to, with `per` by every part; None without one, or without a population."""
        norm = self.ratio.norm
        if norm is None or self.norm is None or self.exact is None:
            return None
        return not self.beyond if self.ratio.per else norm.is_kept(self.exact, self.norm)

    @property
    def beyond(self) -> tuple[str, ...]:
        """The parts that do not keep to the norm."""
        norm, value = self.ratio.norm, self.norm
        if norm is None or value is None:
            return ()
        return tuple(name for name, has in self.parts.items() if not norm.is_kept(Fraction(has), value))


def rounded(value: Fraction, decimals: int) -> Decimal:
    """A fraction to so many decimals, half up; exact until then."""
    scaled = value * int(10**decimals)
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole).scaleb(-decimals)


def measured(ratio: Ratio, verdicts: Iterable[Some], parameters: Mapping[str, Any] | None) -> Measured[Some]:
    """The ratio over these verdicts; `parameters` are what the norm is made of, None where one is not set."""
    population = tuple(one for one in verdicts if one.counted or one.code in ratio.rest)
    counted = [one for one in population if one.counted]
    numerator = sum(one.amount for one in counted)
    parts = _parts(ratio.per, counted) if ratio.per else {}
    denominator = len(parts) if ratio.per else len(population)
    share = 100 if ratio.unit == "percent" else 1
    is_mean = ratio.unit != "percent" and not ratio.per
    return Measured(
        ratio=ratio,
        numerator=numerator,
        denominator=denominator,
        population=population,
        exact=Fraction(share * numerator, denominator) if denominator else None,
        middle=Fraction(median(Fraction(one.amount) for one in counted)) if is_mean and counted else None,
        parts=parts,
        norm=ratio.norm.of(parameters) if ratio.norm and parameters is not None else None,
    )


def _parts(field: str, counted: Collection[Some]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in counted:
        name = str(getattr(one.case, field))
        found[name] = found.get(name, 0) + one.amount
    return dict(sorted(found.items()))


def declared(ratio: Ratio | None) -> dict[str, Any]:
    """What a rule publishes of its ratio; nothing where it has none."""
    if ratio is None:
        return {}
    said: dict[str, Any] = {"rest": sorted(ratio.rest), "unit": ratio.unit, "decimals": ratio.decimals}
    if ratio.per:
        said["per"] = ratio.per
    if ratio.norm:
        said["norm"] = {"sentence": dict(ratio.norm.sentence), "holds": ratio.norm.holds}
    return {"ratio": said}

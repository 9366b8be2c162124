"""Reported figures: which question one is an answer to, what it was told as, and whether a value still agrees with it.

What was told to somebody is a fact (`FigureReported`) and stays as it was told. A figure computed here carries the hash
of its list of verdicts over random case ids; one published before has no cases of ours and is compared by value only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from itertools import combinations
from typing import Literal

from domain.counting import Bounds, Case, Verdict
from domain.dates import Period, When, day_of
from domain.dimensions import Class, Dimension
from domain.event import canonical
from domain.facts import AggregateReported, FigureReported
from domain.precision import Interval, interval

Note = Literal[
    "RULE_GONE",
    "VERSION_GONE",
    "VERSION_NOT_SAID",
    "RULE_CHANGED",
    "BY_VALUE_ONLY",
    "NOT_REPRODUCED",
    "UNIT_DIFFERS",
    "DAY_ASSUMED",
    "NO_SUCH_DIMENSION",
    "CANNOT_BE_ASKED",
    "PARAMETER_MISSING",
]
"""What to know of a reported figure that is held against the present."""


class ToldFigure(Case, frozen=True, kw_only=True):
    """A figure as it was told to somebody; `replaces` is the earlier report it takes the place of."""

    rule: str
    unit: str
    document: str
    computed_here: bool
    version: str | None = None
    value: int | None = None
    decimals: int | None = None
    precision: str | None = None
    dimension: str | None = None
    dimension_value: str | None = None
    period_from: date | None = None
    period_until: date | None = None
    as_of: date | None = None
    document_on: date | None = None
    replaces: str | None = None


def verdicts_hash(verdicts: Iterable[Verdict]) -> str:
    """SHA-256 of the list of verdicts by random case id: what each case got, by which code. Never of a source id."""
    told = sorted([one.case.case, one.counted, one.code, one.amount] for one in verdicts)
    return sha256(canonical(told)).hexdigest()


def told_as(fact: FigureReported | AggregateReported) -> Interval | None:
    """The values that a document may mean by its number and its words, both ends included, in its smallest decimal.

    None where it gives no number, or words that mean nothing: almost 0, or almost less than that.
    """
    value = fact.value
    if fact.value_low is not None or fact.value_high is not None:
        return Interval(fact.value_low, fact.value_high)
    if value is None:
        return None
    match fact.precision:
        case None | "exact":
            return Interval(value, value)
        case "more-than" | "higher":
            return Interval(value + 1, None)
        case "fewer-than":
            return Interval(None, value - 1)
        case "at-least":
            return Interval(value, None)
        case "almost":
            return interval(value, "almost") if value > 0 else None
        case "about" if value >= 0:
            return interval(value, "about")
        case "about":
            mirrored = interval(-value, "about")
            return Interval(-(mirrored.until_amount or 0), -(mirrored.from_amount or 0))


@dataclass(frozen=True, slots=True)
class Reported:
    """A figure as it was told, and where that stands in the ledger."""

    fact: FigureReported
    event_id: str
    position: int
    municipality: str | None
    reported_on: When | None

    @property
    def period(self) -> Period | None:
        """The time that was counted."""
        if self.fact.period_from is None and self.fact.period_until is None:
            return None
        return Period(self.fact.period_from, self.fact.period_until)

    @property
    def as_of(self) -> date | None:
        """The day in the world: as it says, else the last of its period, else the day of its document."""
        if self.fact.as_of is not None:
            return self.fact.as_of
        if self.fact.period_until is not None:
            return self.fact.period_until - timedelta(days=1)
        on_document = self.fact.document_on
        return on_document or (day_of(self.reported_on) if self.reported_on else None)

    @property
    def day_is_assumed(self) -> bool:
        """Whether the document says no day, so that its own is taken."""
        return self.fact.as_of is None and self.fact.period_until is None

    @property
    def is_comparable(self) -> bool:
        """Whether a value of ours can be held against it: a whole number, of a scope that can be asked."""
        is_whole = self.fact.decimals in (None, 0) and self.fact.denominator is None
        return is_whole and self.told_as is not None

    @property
    def told_as(self) -> Interval | None:
        """The values that the document may mean, both ends included; None where it gives no number."""
        return told_as(self.fact)

    def drift(self, value: int) -> int:
        """How far a value lies from what was told: 0 within it, else from its nearest end; from the number if exact."""
        told = self.told_as
        if told is None or told.contains(value):
            return 0
        if told.from_amount is not None and value < told.from_amount:
            return value - told.from_amount
        return value - (told.until_amount or 0)

    def asks_the_same(self, municipality: str | None, region: str | None, bounds: Bounds) -> bool:
        """Whether it answers this question. A published figure that says no day of entry is silent about it."""
        silent = self.fact.registered_by is None and not self.fact.computed_here
        is_part = self.fact.dimension is not None or self.fact.scope_provider is not None
        same_entry = silent or self.fact.registered_by == bounds.registered_by
        same_time = (self.period, self.as_of) == (bounds.period, bounds.as_of)
        same_place = (self.municipality, self.fact.scope_region) == (municipality, region)
        return self.is_comparable and not is_part and same_time and same_entry and same_place


def disagreeing(reported: Sequence[Reported]) -> list[tuple[Reported, Reported]]:
    """The pairs told in one unit, in answer to one question, of which no value is meant by both: beyond rounding."""
    return [
        (one, other)
        for one, other in combinations([one for one in reported if one.told_as is not None], 2)
        if one.fact.unit == other.fact.unit and not _overlap(one.told_as, other.told_as)
    ]


def _overlap(one: Interval | None, other: Interval | None) -> bool:
    if one is None or other is None:
        return True
    lows = [low for low in (one.from_amount, other.from_amount) if low is not None]
    highs = [high for high in (one.until_amount, other.until_amount) if high is not None]
    return not lows or not highs or max(lows) <= min(highs)


@dataclass(frozen=True, slots=True)
class TotalOfOthers:
    """A total that somebody else reported without cases: shown beside a figure, never summed with it."""

    fact: AggregateReported
    position: int
    municipality: str | None

    @property
    def told_as(self) -> Interval | None:
        """The values that the source may mean, in its smallest decimal."""
        return told_as(self.fact)

    def refused_because(self, unit: str) -> Literal["UNIT_MISMATCH"] | None:
        """Why it may not be held against a figure in this unit, or None."""
        return None if self.fact.unit == unit else "UNIT_MISMATCH"


def is_class(dimension: Dimension, of_class: Class, told: str) -> bool:
    """Whether a document's word for a part of a breakdown names this class, in either language or as its code."""
    if isinstance(of_class, bool):
        names = {"ja", "yes", "true"} if of_class else {"nee", "no", "false"}
    elif of_class is None:
        names = {"onbekend", "unknown"}
    else:
        words = dimension.words.get(of_class, {})
        names = {of_class.casefold(), *(word.casefold() for word in words.values())}
    return told.casefold() in names

"""What of a figure may be published, so that no subtraction gives a person back.

An exact table cannot be protected cell by cell: the next question, by another dimension, version or day, subtracts
what was left out. So nothing published is made of exact numbers. The cases of one edition (a rule with all its
versions, over one closed period) are put in one fixed order and counted through; at the border of each cell the count
so far is rounded down to a multiple of the step, which is the threshold. A cell is told as the multiple by which it
moves that count on. All that is published of an edition is summed from these multiples, so whatever is subtracted gives
multiples again.

    step 5, cells of 3, 4 and 9 cases: counted through 3, 7, 16; rounded down 0, 5, 15; told as 0, 5 and 10.

Why that is enough: take the population in which each cell holds what was told of it. Let any one cell hold 0 to
step - 1 more. Every border after it stays within its step, so the same is published of all of these populations, and
whoever adds and subtracts cannot tell them apart. Every cell, every union of cells and every difference of them may
therefore have at least `step` different values. The told parts add up to the told whole, and the whole is less than one
step from the truth. Nothing depends on what the reader asked before, and nothing is drawn by lot.

Decision record 0018. Pure: it knows labels, classes and amounts, and no case by its id.

    ValueError
    └── ThresholdTooLow
    LookupError
    └── ThresholdNotSet
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from domain.closings import Closing
from domain.counting import Parameter
from domain.dimensions import Class, order_of

COUNTED = "counted"
"""The label of a case that counts; of another it is its reason code, and None where the version does not know it."""
SMALLEST_THRESHOLD = 3
"""With two, each of the two people in a cell knows the other by subtracting himself."""
PUBLICATION_THRESHOLD = Parameter(
    "publication-threshold",
    {
        "nl": "Het kleinste aantal gevallen waarvan bij publicatie iets gezegd wordt",
        "en": "The smallest number of cases of which anything is said in publication",
    },
    "integer",
    smallest=SMALLEST_THRESHOLD,
)
"""No document in our sources gives it, so it has no value of its own: until somebody sets it nothing is published."""
PUBLISHED_DIMENSIONS = (
    "municipality",
    "year",
    "trajectory",
    "scheme",
    "law",
    "list",
    "demand",
    "reason",
    "target_group",
    "arrival",
    "pardon",
    "benefit",
    "job_seeker",
    "migrant_group",
    "early_stay",
    "education",
    "literate",
)
"""What a published figure may be broken down by, one at a time.

Not among them is what names an organisation of a few people (party, source, provider, course, district), and what is a
finer or coarser cut of another one here (month): two cuts of one thing would each be rounded by themselves.
"""


class ThresholdTooLow(ValueError):
    """The publication threshold is too low to protect anybody: expected 3 or more."""


class ThresholdNotSet(LookupError):
    """Nobody has set how few cases are too few to publish."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How few cases are too few, since when, and where that stands."""

    threshold: int
    source: str
    from_on: date | None = None

    def __post_init__(self) -> None:
        if self.threshold < SMALLEST_THRESHOLD:
            raise ThresholdTooLow(ThresholdTooLow.__doc__)


class SetThreshold(NamedTuple):
    """A threshold as a fact set it: where that was said, from which day on, the text, and the document."""

    position: int
    from_on: date | None
    value: str
    document: str


def policy_on(settings: Iterable[SetThreshold], closed_on: date, closed_at: int) -> Policy:
    """The policy for a period closed on this day, at this position, which no later fact changes.

    It is the latest in force on that day of what had been said before the closing; where nothing had been said yet, the
    first that was said after it. Raises ThresholdNotSet, ThresholdTooLow.
    """
    said = sorted((one for one in settings if one.from_on is None or one.from_on <= closed_on), key=lambda one: one[0])
    before = [one for one in said if one.position < closed_at]
    if not said:
        raise ThresholdNotSet(ThresholdNotSet.__doc__)
    chosen = max(before, key=lambda one: (one.from_on or date.min, one.position)) if before else said[0]
    text = chosen.value.strip()
    if not (text.isascii() and text.isdigit()):
        raise ThresholdTooLow(ThresholdTooLow.__doc__)
    return Policy(int(text), chosen.document, chosen.from_on)


def published_closings(closings: Iterable[Closing]) -> list[Closing]:
    """The closings that are published, oldest first: of each period the first, and none that overlaps an earlier one.

    Two periods that overlap would be two roundings of the same cases, and so would be a period that is closed again.
    """
    found: list[Closing] = []
    for one in sorted(closings, key=lambda one: one.position):
        if not any(one.period.overlaps(other.period) for other in found):
            found.append(one)
    return found


# --- One edition ---


class Seen(NamedTuple):
    """What publication sees of a case: per version of the rule its label, what it adds, and its place and class."""

    labels: tuple[str | None, ...]
    amounts: tuple[int, ...]
    places: tuple[Class, ...]
    classes: tuple[Class, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A number as it is published: a multiple of the step, and the least and greatest that it may really be.

    A multiple of zero is not told: the number is anything below the step.
    """

    value: int
    from_amount: int
    until_amount: int

    @property
    def is_suppressed(self) -> bool:
        """Whether the number itself is left out."""
        return self.value == 0

    def minus(self, other: "Told") -> "Told":
        """The difference of two published numbers, which is all that is said of a difference."""
        return Told(
            self.value - other.value, self.from_amount - other.until_amount, self.until_amount - other.from_amount
        )


class Cell(NamedTuple):
    """A cell of an edition: what its cases are labelled, its class per version, and the steps it moves the count by."""

    labels: tuple[str | None, ...]
    classes: tuple[Class, ...]
    moved: int


@dataclass(frozen=True, slots=True)
class Edition:
    """All that is published of a rule over a period: the whole by label, and each label by place and by class.

    `by_place` and `by_class` begin and end, label by label, at the borders of `whole`.
    """

    step: int
    whole: tuple[Cell, ...]
    by_place: tuple[Cell, ...]
    by_class: tuple[Cell, ...]
    versions: int = 1
    is_of_amounts: bool = False

    def told(self, version: int, labels: Iterable[str]) -> Told:
        """How many cases, or what amount, one version gives these labels."""
        wanted = frozenset(labels)
        inside, outside = self._parted(version, wanted)
        value, slack = sum(one.moved for one in inside), self.step - 1
        if self.is_of_amounts or (version == 0 and wanted == {COUNTED}):  # these come first: only their end is rounded
            return Told(value, value, value + slack)
        cells_max = len(outside) + 1 if self.has_versions else len(wanted)
        return self._sum(inside, cells_max, self.considered().until_amount - self._least(outside))

    def considered(self) -> Told:
        """All cases of the edition; of amounts there is no such number."""
        value = sum(one.moved for one in self.whole)
        return Told(value, value, value + self.step - 1)

    def in_places(self, version: int, labels: Iterable[str], places: Collection[Class]) -> Told:
        """The same in these places, as parts of the whole country."""
        wanted = frozenset(labels)
        found = [one for one in self.by_place if one.labels[version] in wanted and one.classes[version] in places]
        return self._sum(found, self._cells_max(version, wanted, len(places)), self.told(version, wanted).until_amount)

    def by(self, version: int, *, of_places: bool) -> dict[Class, Told]:
        """What counts, by place or by class; a class told as zero is not there, whether or not it has cases.

        With versions a case may have another class by each of them, and then nobody can say how many cells a class has:
        what it may really be is bounded by the whole only.
        """
        found: dict[Class, list[Cell]] = {}
        for one in self.by_place if of_places else self.by_class:
            if one.labels[version] == COUNTED and one.moved:
                found.setdefault(one.classes[version], []).append(one)
        most = self.told(version, {COUNTED}).until_amount
        is_bounded = of_places or not self.has_versions
        cells_max = self._cells_max(version, frozenset({COUNTED}), 1) if is_bounded else most
        told = {name: self._sum(found[name], cells_max, most) for name in sorted(found, key=order_of)}
        return {name: one for name, one in told.items() if not one.is_suppressed}

    @property
    def has_versions(self) -> bool:
        """Whether the cases are told apart by more than one version, so that nobody knows into how many cells."""
        return self.versions > 1

    def _parted(self, version: int, wanted: Collection[str]) -> tuple[list[Cell], list[Cell]]:
        """The cells with these labels that are told at all, and the others that are."""
        inside = [one for one in self.whole if one.moved and one.labels[version] in wanted]
        return inside, [one for one in self.whole if one.moved and one.labels[version] not in wanted]

    def _cells_max(self, version: int, wanted: Collection[str], places: int) -> int:
        """In how many cells, less than a step each beyond what is told, these labels may stand in so many places.

        Between two cells that are told, those that are not hold less than a step together.
        """
        if not self.has_versions:
            return len(wanted) * places
        inside, outside = self._parted(version, wanted)
        return len(inside) * places + len(inside) + len(outside) + 1

    def _sum(self, cells: Iterable[Cell], cells_max: int, most: int) -> Told:
        """The sum of cells, of which there may be so many; what it may be follows from what is told, and no more."""
        told, slack = list(cells), self.step - 1
        value = sum(one.moved for one in told)
        if self.is_of_amounts:
            return Told(value, value - cells_max * slack, value + cells_max * slack)
        return Told(value, self._least(told), min(most, value + cells_max * slack))

    def _least(self, cells: Iterable[Cell]) -> int:
        return sum(max(0, one.moved - self.step + 1) for one in cells)


def edition(seen: Iterable[Seen], order: Sequence[Sequence[str]], step: int) -> Edition:
    """The edition of these cases; `order` are the labels of each version, those that count first.

    The order of the labels, places and classes is fixed by their names and never by what is in them.
    """
    by_labels: dict[tuple[str | None, ...], list[Seen]] = {}
    for one in seen:
        by_labels.setdefault(one.labels, []).append(one)
    ranks = [{label: rank for rank, label in enumerate(labels)} for labels in order]

    def place_of(labels: tuple[str | None, ...]) -> list[tuple[int, str]]:
        known = zip(ranks, labels, strict=True)
        return [(of.get(label or "", len(of)), label or "") for of, label in known]

    whole, by_place, by_class, before = list[Cell](), list[Cell](), list[Cell](), 0
    for labels in sorted(by_labels, key=place_of):
        cases = by_labels[labels]
        whole += _cells(labels, [((), len(cases))], before, step)
        by_place += _cells(labels, _numbers(cases, lambda one: one.places), before, step)
        by_class += _cells(labels, _numbers(cases, lambda one: one.classes), before, step)
        before += len(cases)
    return Edition(step, tuple(whole), tuple(by_place), tuple(by_class), len(order))


def edition_of_amounts(seen: Iterable[Seen], threshold: int) -> Edition:
    """The edition of amounts, by a rule of one version: only what counts, in steps that hide its largest contributor.

    A step is the threshold times an amount of 1, 2 or 5 with zeros that no single case exceeds. So what one case adds,
    or all but one of as many as the threshold, lies within what cannot be told apart: nobody dominates a step.
    """
    counted = [one for one in seen if one.labels == (COUNTED,)]
    step = threshold * round_above(max((abs(one.amounts[0]) for one in counted), default=0))
    total = sum(one.amounts[0] for one in counted)

    def amount(one: Seen) -> int:
        return one.amounts[0]

    return Edition(
        step,
        tuple(_cells((COUNTED,), [((), total)], 0, step)),
        tuple(_cells((COUNTED,), _numbers(counted, lambda one: one.places, amount), 0, step)),
        tuple(_cells((COUNTED,), _numbers(counted, lambda one: one.classes, amount), 0, step)),
        is_of_amounts=True,
    )


def round_above(amount: int) -> int:
    """The least of 1, 2, 5, 10, 20, 50 … that is not below the amount."""
    unit = 1
    while True:
        for times in (1, 2, 5):
            if times * unit >= amount:
                return times * unit
        unit *= 10


Numbers = list[tuple[tuple[Class, ...], int]]


def _numbers(
    cases: Iterable[Seen], read: Callable[[Seen], tuple[Class, ...]], amount: Callable[[Seen], int] = lambda one: 1
) -> Numbers:
    """What each class adds, in the order of their names."""
    found: dict[tuple[Class, ...], int] = {}
    for one in cases:
        found[read(one)] = found.get(read(one), 0) + amount(one)
    return [
        (classes, found[classes]) for classes in sorted(found, key=lambda all_of: [order_of(one) for one in all_of])
    ]


def _cells(labels: tuple[str | None, ...], numbers: Numbers, before: int, step: int) -> Iterable[Cell]:
    """The cells of a row of numbers, counted through from what came before."""
    for classes, number in numbers:
        moved = (before + number) // step * step - before // step * step
        yield Cell(labels, classes, moved)
        before += number

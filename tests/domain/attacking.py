"""Attackers on what is published, who know how it was made, and populations for them to attack.

`twin` makes another population of which the very same is published, with more cases in a chosen cell: where it exists,
nobody who reads any of what is published can tell the two apart. `bounds` is who subtracts: the exact bounds of every
count from everything that is told, by shortest paths over the borders of the cells, where some counts may be known from
elsewhere. `attack_sums` is who reads numbers that were rounded each by itself, and of which one is the sum of the
others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from domain.dimensions import Class
from domain.disclosure import COUNTED, Cell, Edition, Seen

Labels = tuple[str | None, ...]
FAR = 10**9


def seen(label: str, place: Class, of_class: Class = None, amount: int = 1) -> Seen:
    """A case as a rule of one version sees it."""
    return Seen((label,), (amount if label == COUNTED else 0,), (place,), (of_class,))


def twin(
    found: Edition, target: Labels, more: int, place: tuple[Class, ...], of_class: tuple[Class, ...]
) -> list[Seen]:
    """A population in which every cell holds what is told of it, and this one so many cases more."""
    made: list[Seen] = []
    for whole in found.whole:
        places, classes = (_of(cells, whole.labels) for cells in (found.by_place, found.by_class))
        for (where, which), count in _margins(places, classes).items():
            made += [Seen(whole.labels, (1,) * len(whole.labels), where, which)] * count
    return made + [Seen(target, (1,) * len(target), place, of_class)] * more


def _of(cells: Iterable[Cell], labels: Labels) -> list[tuple[tuple[Class, ...], int]]:
    return [(one.classes, one.moved) for one in cells if one.labels == labels]


def _margins(
    rows: Sequence[tuple[tuple[Class, ...], int]], columns: Sequence[tuple[tuple[Class, ...], int]]
) -> dict[tuple[tuple[Class, ...], tuple[Class, ...]], int]:
    """A table with these sums of rows and of columns, filled from one corner."""
    found: dict[tuple[tuple[Class, ...], tuple[Class, ...]], int] = defaultdict(int)
    left, right = [list(one) for one in rows], [list(one) for one in columns]
    while left and right:
        (row, of_row), (column, of_column) = left[0], right[0]
        count = min(int(of_row), int(of_column))
        found[row, column] += count
        left[0][1], right[0][1] = int(of_row) - count, int(of_column) - count
        left, right = [one for one in left if one[1]], [one for one in right if one[1]]
    return found


def bounds(borders: Sequence[int], step: int, known: Mapping[int, int] = {}) -> list[tuple[int, int]]:
    """The least and greatest of each cell between borders told in steps; `known` are counts known from elsewhere.

    Each border lies within its step and none before the last: differences only, so shortest paths are exact.
    """
    size = len(borders) + 1
    far = [[0 if one == other else FAR for other in range(size)] for one in range(size)]  # far[a][b]: b - a is at most
    for at, told in enumerate(borders):
        far[size - 1][at], far[at][size - 1] = told + step - 1, -told
    for at in range(len(borders) - 1):
        far[at + 1][at] = min(far[at + 1][at], -known.get(at, 0))
        if at in known:
            far[at][at + 1] = min(far[at][at + 1], known[at])
    for through, one, other in product(range(size), repeat=3):
        far[one][other] = min(far[one][other], far[one][through] + far[through][other])
    return [(-far[at + 1][at], far[at][at + 1]) for at in range(len(borders) - 1)]


def attack_sums(parts: Sequence[int], step: int) -> int:
    """The fewest values left of a part, where parts and their sum were each rounded down by themselves."""
    told = [one // step * step for one in parts]
    over = sum(parts) // step * step - sum(told)  # what is left of the parts comes to this, or less than a step more
    least = max(0, over - (len(parts) - 1) * (step - 1))
    most = min(step - 1, over + step - 1)
    return most - least + 1


def published(found: Edition) -> list[list[Cell]]:
    """All that anybody can read of an edition: the steps of every cell that has any, whatever is asked of it."""
    return [[one for one in cells if one.moved] for cells in (found.whole, found.by_place, found.by_class)]


def borders_of(cells: Iterable[Cell]) -> list[int]:
    """The borders of cells, as told."""
    found = [0]
    for one in cells:
        found.append(found[-1] + one.moved)
    return found

"""Attacks on what is published, many of them, and those that are not covered: `make differencing`.

What must hold, over populations by chance of one to three versions of a rule, up to forty places and a dozen classes,
with steps of 3, 5 and 10:

- whichever cell one takes, as many populations as the step give the very same publication and differ in that cell only;
- solved for every border between the cells, no count is left with fewer values than the step;
- what is told holds the truth, and the parts add up to the whole.

Then it measures what the edition of one rule over one period does not promise, so that nobody need take our word for
how much it matters: somebody who knows the exact counts of other places, or reads several rules of which one is exactly
the sum of the others. For each it counts in how many of the attacks a count was left with fewer values than the step,
and with one. Two worse ways of publishing are attacked beside it: every number rounded by itself, and cells left out.

The outcome is printed as JSON, and kept in docs/explanation/differencing.json.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from domain.dimensions import Class
from domain.disclosure import COUNTED, Edition, Seen, Told, edition
from tests.domain.attacking import attack_sums, borders_of, bounds, published, twin

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "differencing.json"
STEPS = (3, 5, 10)
LABELS = [COUNTED, "LATE", "DOC_MISSING", "OTHER_PLACE"]
SUMMED = (2, 3, 5)


class Surprise(AssertionError):
    """A publication that gives something back; the seed makes it again."""


def population(chance: random.Random, versions: int) -> list[Seen]:
    """People by chance, most of them in a few places and classes."""
    places: list[Class] = [f"{number:04}" for number in range(chance.randint(1, 40))]
    classes: list[Class] = [None, *map(str, range(chance.randint(1, 12)))]
    people = []
    for _ in range(int(chance.paretovariate(0.6)) % 400):
        labels = tuple(chance.choice(LABELS[:2] * 3 + LABELS) for _ in range(versions))
        place, of_class = (one[min(int(chance.expovariate(0.2)), len(one) - 1)] for one in (places, classes))
        people.append(Seen(labels, (1,) * versions, (place,) * versions, (of_class,) * versions))
    return people


def attack_one(chance: random.Random, covered: Counter[str]) -> None:
    """One publication, attacked in each way that must fail. Raises Surprise."""
    step, versions = chance.choice(STEPS), chance.randint(1, 3)
    people, order = population(chance, versions), [LABELS] * versions
    found = edition(people, order, step)
    told = published(found)
    for _ in range(3):
        labels = tuple(chance.choice(LABELS) for _ in range(versions))
        place, of_class = chance.choice(["0000", "0003", "9999", None]), chance.choice(["0", "1", "x", None])
        for more in range(step):
            other = twin(found, labels, more, (place,) * versions, (of_class,) * versions)
            if published(edition(other, order, step)) != told:
                raise Surprise(f"{more} more of {labels} is seen")
            covered["twins"] += 1
    for cells in (found.whole, found.by_place, found.by_class):
        if len(cells) <= 40:
            for low, high in bounds(borders_of(cells), step):
                if high - low + 1 < step:
                    raise Surprise(f"a count is left with {high - low + 1} values")
                covered["counts_solved"] += 1
    covered["numbers_held"] += _hold(found, people)
    covered["publications"] += 1


def _hold(found: Edition, people: Sequence[Seen]) -> int:
    held = 0
    for version in range(found.versions):
        whole, parts = found.told(version, [COUNTED]), found.by(version, of_places=True)
        if sum(one.value for one in parts.values()) != whole.value:
            raise Surprise("the parts do not add up")
        counted = [one for one in people if one.labels[version] == COUNTED]
        numbers: list[tuple[Told, int]] = [(whole, len(counted))]
        numbers += [(told, sum(one.places[version] == name for one in counted)) for name, told in parts.items()]
        for told, true in numbers:
            if not told.from_amount <= true <= told.until_amount:
                raise Surprise("what is told does not hold the truth")
            held += 1
    return held


# --- What is not promised ---


def insiders(chance: random.Random, known: int) -> tuple[int, int]:
    """Places of which this many neighbours tell their exact count: (fewest values left of another, the step)."""
    step = chance.choice(STEPS)
    counts = [chance.randint(0, 4 * step) for _ in range(12)]
    people = [Seen((COUNTED,), (1,), (f"{at:04}",), (None,)) for at, count in enumerate(counts) for _ in range(count)]
    found = edition(people, [LABELS], step)
    at_place = {int(str(cell.classes[0])): at for at, cell in enumerate(found.by_place)}
    target = chance.choice(sorted(at_place))
    nearest = sorted((one for one in at_place if one != target), key=lambda one: abs(one - target))[:known]
    left = bounds(borders_of(found.by_place), step, {at_place[one]: counts[one] for one in nearest})
    low, high = left[at_place[target]]
    return high - low + 1, step


def sums_of_rules(chance: random.Random, rules: int) -> tuple[int, int]:
    """A rule of which so many others are exactly the parts: (fewest values left of one of those, the step)."""
    step = chance.choice(STEPS)
    parts = [chance.randint(0, 4 * step) for _ in range(rules)]
    return attack_sums(parts, step), step


def rounded_by_itself(chance: random.Random) -> tuple[int, int]:
    """A table of five cells and its total, each rounded by itself: the same attack."""
    return sums_of_rules(chance, SUMMED[-1])


def left_out(chance: random.Random) -> tuple[int, int]:
    """An exact table of which the cells below the step are left out, with its total."""
    step = chance.choice(STEPS)
    cells = [chance.randint(0, 4 * step) for _ in range(8)]
    hidden = [one for one in cells if one < step]
    return (1 if len(hidden) == 1 else min(step, sum(hidden) + 1) if hidden else step), step


def measure(attack: Any, attempts: int, *more: Any) -> dict[str, int]:
    """How often a count was left with fewer values than the step, and with one."""
    found = Counter[str](attempts=attempts, fewer_than_the_step=0, to_the_case=0)
    for _ in range(attempts):
        left, step = attack(*more)
        found["fewer_than_the_step"] += left < step
        found["to_the_case"] += left <= 1
    return dict(found)


def main() -> None:
    """Attack, tell, and keep what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--publications", type=int, default=3_000)
    parser.add_argument("--attempts", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance, covered, begun = random.Random(asked.seed), Counter[str](), time.monotonic()
    for _ in range(asked.publications):
        attack_one(chance, covered)
    document = {
        "seed": asked.seed,
        "must_fail": dict(covered) | {"gained": 0},
        "not_promised": {
            **{f"{known}_neighbours_known": measure(insiders, asked.attempts, chance, known) for known in (1, 2, 4)},
            **{
                f"one_rule_is_the_sum_of_{count}": measure(sums_of_rules, asked.attempts, chance, count)
                for count in SUMMED
            },
        },
        "worse_ways": {
            "every_number_rounded_by_itself": measure(rounded_by_itself, asked.attempts, chance),
            "small_cells_left_out": measure(left_out, asked.attempts, chance),
        },
    }
    text = json.dumps(document, indent=2) + "\n"
    DOCUMENT.write_text(text, "utf-8")
    sys.stdout.write(text)
    sys.stderr.write(f"{time.monotonic() - begun:.0f} s\n")


if __name__ == "__main__":
    main()

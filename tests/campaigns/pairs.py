"""Pairs of figures by chance: the parts of their difference add up exactly, case by case: `make pairs`.

Ledgers are filled with facts, corrections, retractions, links and shared facts by chance. Of each pair the first is a
version of a rule and the second that version, another one, or another rule over the same view, each with axes of its
own: place, period, as-of, day of entry and position. Both are also asked by themselves. Of their difference must hold:

- its parts add up to the one value less the other;
- what is put down to a case is what that case adds in the second figure less what it adds in the first, and every case
  that does not add the same in both is put down to something;
- a case stands at most once under the rule and once under what came by the bounds, and each time names its events;
- the table by reason adds up to the same, and holds each case once;
- the other way round it is the same with the other sign, by part where both figures are of one rule version.

What was covered is counted, so that it shows that there was something to find.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from domain import rules
from domain.counting import ParameterNotSet, Rule
from replay.asking import Asked
from replay.comparing import Difference, compare, not_subtracted_because
from replay.figures import Answer, Figures
from store.ledger import Ledger
from tests.campaigns.volume import ledger_of_its_own
from tests.replay.saying import REGISTRATIONS, RandomChain
from tests.replay.test_figures import random_asked

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "reliability.md"
BEGIN, END = "<!-- pairs: begin -->", "<!-- pairs: end -->"
PAIRS_OF_A_LEDGER = 100
REGISTRATIONS_OF_A_LEDGER = 3 * REGISTRATIONS
EVENTS_OF_A_LEDGER = 360
RULES_ASKED = "rule versions with cases in a ledger, at most"


class Surprise(AssertionError):
    """A difference that does not add up; the seed makes the pair again."""


# --- What must hold ---


def try_out(ledger: Ledger, seed: int, pairs: int) -> Counter[str]:
    """So many pairs in one ledger, filled by this seed; gives what was in them. Raises Surprise."""
    chain, figures, covered = RandomChain(ledger, seed), Figures(ledger), Counter[str]()
    chain.widen(REGISTRATIONS_OF_A_LEDGER - REGISTRATIONS)
    chain.grow(EVENTS_OF_A_LEDGER, batch_max=40)
    with_cases = [rule for rule in rules.RULES if _has_cases(chain, rule)]
    while covered["pairs"] < pairs:
        first, second = _pair(chain, with_cases[covered["asked"] % len(with_cases)])
        covered["asked"] += 1
        try:
            alone, there, back = (
                [_only(figures, first), _only(figures, second)],
                compare(figures, first, second),
                compare(figures, second, first),
            )
        except ParameterNotSet:
            covered["a parameter that nobody had set: another pair drawn"] += 1
            continue
        for broken in _broken(alone[0], alone[1], there, back):
            raise Surprise(f"ledger {seed}, {first} and {second}: {broken}")
        covered.update(_covers(there))
    del covered["asked"]
    covered[RULES_ASKED] = len(with_cases)
    return covered


def _has_cases(chain: RandomChain, rule: Rule) -> bool:
    """Whether there is anything to count in this ledger: two figures of nothing never differ."""
    asked = random_asked(chain, rule.id, chain.ledger.head().position)
    everything = replace(asked, version=rule.version, municipality=None, registered_by=None)
    return bool(_only(Figures(chain.ledger), everything).verdicts)


def _pair(chain: RandomChain, rule: Rule) -> tuple[Asked, Asked]:
    """Two questions about cases of one view."""
    chance, head = chain.chance, chain.ledger.head().position
    of_view = [one for one in rules.RULES if one.view == rule.view and not_subtracted_because(rule, one) is None]
    versions, others = ([one for one in of_view if (one.id == rule.id) is same] for same in (True, False))
    other = chance.choice((rule, chance.choice(versions), chance.choice(others or versions)))
    first, second = (
        replace(random_asked(chain, one.id, chance.randint(chain.asked_from, head)), version=one.version)
        for one in (rule, other)
    )
    return first, second


def _only(figures: Figures, asked: Asked) -> Answer:
    (answer,) = figures.ask(asked)
    return answer


def _broken(first: Answer, second: Answer, there: Difference, back: Difference) -> list[str]:
    """What does not hold, in words."""
    a, b = _amounts(first), _amounts(second)
    by_case = {case: b.get(case, 0) - a.get(case, 0) for case in a.keys() | b.keys()}
    told = Counter[str]()
    for change in there.changes:
        told[change.case] += change.amount
    of_one_kind = Counter((change.case, change.part == "rule") for change in there.changes)
    promises = {
        "the parts do not add up": sum(there.parts.values()) == second.value - first.value == there.value,
        "the cases do not add up": {case: by for case, by in by_case.items() if by}
        == {c: n for c, n in told.items() if n},
        "a case adds nothing or stands in a part twice": max(of_one_kind.values(), default=1) == 1
        and all(change.amount for change in there.changes),
        "a case names no events": all(change.positions for change in there.changes),
        "the reasons do not add up": sum(effect for _, effect in there.pairs.values()) == there.value,
        "a case stands under two reasons": sum(count for count, _ in there.pairs.values()) == len(told),
        "back is not the other way round": there.value == -back.value,
        "the parts back are others": first.rule.name != second.rule.name
        or there.parts == {part: -amount for part, amount in back.parts.items()},
    }
    return [broken for broken, holds in promises.items() if not holds]


def _amounts(answer: Answer) -> dict[str, int]:
    return {verdict.case.case: verdict.amount for verdict in answer.verdicts}


def _covers(difference: Difference) -> Counter[str]:
    """What is in a pair, each counted once; and its cases, by part."""
    first, second = difference.first, difference.second
    kind = "one version" if first.rule.name == second.rule.name else "two versions"
    if first.rule.id != second.rule.id:
        kind = "two rules"
    covered = Counter(["pairs", f"pairs of {kind}"])
    covered["pairs that differ"] = bool(difference.changes)
    covered["pairs of one value and other cases"] = bool(difference.changes) and difference.value == 0
    covered["pairs of more than one part"] = len({change.part for change in difference.changes}) > 1
    covered["cases considered"] = len(first.verdicts) + len(second.verdicts)
    covered.update(f"cases by part: {change.part}" for change in difference.changes)
    return covered


# --- The campaign ---


def campaign(pairs: int, seed: int) -> dict[str, Any]:
    """All of it; gives what was covered and what was found."""
    begun, covered, surprises = time.monotonic(), Counter[str](), list[str]()
    for number, done in enumerate(range(0, pairs, PAIRS_OF_A_LEDGER)):
        with ledger_of_its_own() as (ledger, _, _):
            try:
                found = try_out(ledger, seed + number, min(PAIRS_OF_A_LEDGER, pairs - done))
                found[RULES_ASKED] = max(found[RULES_ASKED] - covered[RULES_ASKED], 0)
                covered += found
            except Surprise as surprise:
                surprises.append(str(surprise))
        covered["ledgers"] += 1
        sys.stderr.write(f"{covered['pairs']} pairs, {len(surprises)} surprises\n")
    seconds = round(time.monotonic() - begun)
    return {"seed": seed, "seconds": seconds, "covered": dict(sorted(covered.items())), "surprises": surprises}


def report(found: dict[str, Any], command: str) -> None:
    """Write the JSON and the table of the page on reliability."""
    DOCUMENT.with_name("pairs.json").write_text(json.dumps({"command": command, **found}, indent=1) + "\n")
    rows = ["| what | count |", "|---|--:|", *(f"| {name} | {count} |" for name, count in found["covered"].items())]
    told = f"Broken promises: {len(found['surprises'])}. `{command}`: {found['seconds']} seconds."
    table = "\n".join((BEGIN, *rows, "", told, END))
    text = DOCUMENT.read_text("utf-8")
    DOCUMENT.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: table, text, flags=re.DOTALL), "utf-8")


def main() -> int:
    """The campaign, with its size."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pairs", type=int, default=1_000, help="pairs of figures")
    parser.add_argument("--seed", type=int, default=1, help="the seed of the first ledger")
    given = parser.parse_args()
    found = campaign(given.pairs, given.seed)
    report(found, f"python -m tests.campaigns.pairs --pairs {given.pairs} --seed {given.seed}")
    sys.stderr.write("\n".join(found["surprises"][:20]) + "\n")
    return 1 if found["surprises"] else 0


if __name__ == "__main__":
    sys.exit(main())

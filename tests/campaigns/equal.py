"""Counting by lots beside counting case by case: the same figure, whatever is asked.

`make equal` makes ledgers by chance, with days close together and corrections, links and parameters among them, and
asks every rule that counts by lots within bounds that lie on the days of the facts and about a limit before or after
them. Each question is answered twice: by lots (`replay/lots.py`), where the database says which cases are alike, and by
judging each case. The value, the funnel, the flags, the parameters and the quotas beside it must be the same. What was
compared is written to docs/explanation/reliability.md.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from domain import rules
from domain.dates import Period, When, add_months
from domain.facts import CategoryDetermined, WaitingListJoined, WaitingListLeft, WaitingReasonEnded
from domain.facts.base import Fact
from replay.asking import Asked
from replay.figures import Figures
from replay.lots import asked_of_days
from store.statement import Statement
from tests.campaigns.lives import life
from tests.campaigns.volume import ledger_of_its_own
from tests.replay.saying import FIRST_DAY, GRONINGEN, HAARLEM, REGISTRATIONS, SYSTEM, RandomChain

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "reliability.md"
BEGIN, END = "<!-- equal: begin -->", "<!-- equal: end -->"
DAYS = 700
MONTHS = (-12, -4, -1, 0, 0, 0, 1, 4, 12)
GROUPS_OF_A_LEDGER, EVENTS_OF_A_REGISTRATION, BRIEF_OF_A_LEDGER = 60, 8, 4_000
STATEMENTS_AT_ONCE = 1_000
QUESTIONS_OF_A_RULE = 6
BY_LOTS = sorted({rule.id for rule in rules.RULES if asked_of_days(rule) is not None})


class Unequal(AssertionError):
    """Two ways of counting that differ; the question makes them differ again."""


def brief(chain: RandomChain, registrations: int) -> None:
    """So many registrations of which little is said: of such many are alike."""
    chance, statements = chain.chance, list[Statement]()
    for _ in range(registrations):
        subject, municipality = uuid4(), chance.choice((GRONINGEN, HAARLEM))
        facts = (
            _waited(chance)
            if chance.random() < 0.4
            else life(chance, 20)[: chance.randint(2, 9)][-chance.randint(1, 4) :]
        )
        for fact in facts:
            day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
            statements.append(
                Statement(
                    subject=subject,
                    fact=fact,
                    actor="tester",
                    purpose="test",
                    occurred_on=When(day.isoformat()),
                    registered_on=day,
                    municipality=municipality,
                    party=municipality,
                    system=SYSTEM,
                )
            )
    for start in range(0, len(statements), STATEMENTS_AT_ONCE):
        chain.record(statements[start : start + STATEMENTS_AT_ONCE])


def _waited(chance: random.Random) -> list[Fact]:
    """An oudkomer on a waiting list, and what came of it."""
    reason: Any = chance.choice(("CAPACITY", "PERSONAL_CIRCUMSTANCE"))
    since = FIRST_DAY + timedelta(days=chance.randrange(DAYS)) if chance.random() < 0.5 else None
    left: tuple[Any, ...] = ("PLACED", "PLACED", "DECLINED", "REMOVED")
    told: list[Fact] = [WaitingListJoined(list="FIRST_INFLOW", reason=reason, reason_since_on=since)]
    told += [CategoryDetermined(arrival="OUDKOMER")] if chance.random() < 0.9 else []
    told += [WaitingListLeft(because=chance.choice(left))] if chance.random() < 0.6 else []
    return [*told, WaitingReasonEnded(reason=reason)] if chance.random() < 0.3 else told


def question(rule: str, chance: random.Random, first: int, head: int) -> Asked:
    """A question about a rule: any axis bounded or not, at the days of the facts or some months from them."""
    period = None
    if chance.random() < 0.6:
        begin = _day(chance)
        end = begin + timedelta(days=chance.randint(1, DAYS))
        period = chance.choice((Period(begin, end), Period(None, end), Period(begin, None)))
    return Asked(
        rule,
        municipality=chance.choice((None, GRONINGEN, HAARLEM)),
        period=period,
        as_of=chance.choice((None, _day(chance), _day(chance))),
        known_at=chance.choice((None, None, str(chance.randint(first, head)))),
    )


def _day(chance: random.Random) -> date:
    return add_months(FIRST_DAY + timedelta(days=chance.randrange(DAYS)), chance.choice(MONTHS))


def compared(figures: Figures, asked: Asked) -> int:
    """Ask both ways; gives the number of cases. Raises Unequal."""
    cases = 0
    for lots, each in zip(figures.ask(asked, opened=False), figures.ask(asked), strict=True):
        for name in ("tally", "flags", "parameters", "beside", "refused", "conflicts"):
            if getattr(lots, name) != getattr(each, name):
                raise Unequal(f"{each.rule.name}, {name}: {getattr(lots, name)} and {getattr(each, name)} ({asked})")
        cases += each.tally.considered
    return cases


def run(cases: int, seed: int) -> Counter[str]:
    """Ledgers until so many cases were compared."""
    covered, number = Counter[str](), seed
    while covered["cases compared"] < cases:
        with ledger_of_its_own() as (ledger, _, _):
            chain = RandomChain(ledger, number)
            chain.widen(REGISTRATIONS * (GROUPS_OF_A_LEDGER - 1))
            chain.grow(len(chain.registrations) * EVENTS_OF_A_REGISTRATION, batch_max=500)
            brief(chain, BRIEF_OF_A_LEDGER)
            figures, head = Figures(ledger), int(ledger.head().position)
            covered.update(ledgers=1, facts=head, registrations=len(chain.registrations) + BRIEF_OF_A_LEDGER)
            for rule in BY_LOTS:
                for _ in range(QUESTIONS_OF_A_RULE):
                    covered["cases compared"] += compared(figures, question(rule, chain.chance, chain.asked_from, head))
                    covered["questions asked both ways"] += 1
        number += 1
    return covered


def report(covered: Counter[str], command: str, seconds: float) -> str:
    """The block in the document."""
    lines = ["| what | count |", "|---|--:|", *(f"| {name} | {count:,} |" for name, count in covered.items())]
    return "\n".join([BEGIN, *lines, "", f"Differences: 0. `{command}`: {max(seconds / 60, 1):.0f} minutes.", END])


def main() -> int:
    """The campaign; ends with 1 at the first difference."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    begun = time.perf_counter()
    try:
        covered = run(given.cases, given.seed)
    except Unequal as unequal:
        sys.stdout.write(f"{unequal}\n")
        return 1
    command = f"python -m tests.campaigns.equal --cases {given.cases} --seed {given.seed}"
    block = report(covered, command, time.perf_counter() - begun)
    text = DOCUMENT.read_text("utf-8")
    DOCUMENT.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: block, text, flags=re.DOTALL), "utf-8")
    sys.stdout.write(block + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

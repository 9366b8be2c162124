"""A figure that counts by lots is the figure that was opened: value, funnel, flags and what stands beside it."""

from __future__ import annotations

import random

import pytest

from domain import rules
from domain.rules.asked_of_days import ASKED_OF_DAYS, JUDGED_EACH
from replay.asking import Asked
from replay.figures import Figures
from replay.lots import asked_of_days
from store.ledger import Ledger
from tests.campaigns.equal import BY_LOTS, Unequal, brief, compared, question
from tests.replay.saying import REGISTRATIONS, RandomChain

GROUPS, EVENTS, BRIEF = 8, 600, 700
QUESTIONS = 5


@pytest.fixture(scope="module")
def chain(module_ledger: Ledger) -> RandomChain:
    """Facts about some hundreds of registrations, of most of them few; every rule with its parameters."""
    made = RandomChain(module_ledger, seed=5)
    made.widen(REGISTRATIONS * (GROUPS - 1))
    made.grow(EVENTS, batch_max=200)
    brief(made, BRIEF)
    return made


@pytest.mark.parametrize("rule", BY_LOTS)
def test_what_is_counted_by_lots_is_what_is_counted_case_by_case(chain: RandomChain, rule: str) -> None:
    figures, chance = Figures(chain.ledger), random.Random(rule)
    head = int(chain.ledger.head().position)

    cases = sum(compared(figures, question(rule, chance, chain.asked_from, head)) for _ in range(QUESTIONS))

    assert cases > 0, "nothing was compared"


def test_a_rule_that_looks_at_days_otherwise_than_it_says_is_noticed(
    chain: RandomChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures, chance = Figures(chain.ledger), random.Random(1)
    head = int(chain.ledger.head().position)
    silent = {**ASKED_OF_DAYS, "waiting-over-four-months": ASKED_OF_DAYS["placements"]}
    monkeypatch.setattr("replay.lots.ASKED_OF_DAYS", silent)

    asked = [question("waiting-over-four-months", chance, chain.asked_from, head) for _ in range(40)]

    with pytest.raises(Unequal):
        sum(compared(figures, one) for one in asked)


def test_an_answer_that_was_not_opened_does_not_pretend_to_have_no_cases(chain: RandomChain) -> None:
    (answer,) = Figures(chain.ledger).ask(Asked("placements"), opened=False)

    assert answer.tally.considered > 0
    with pytest.raises(ValueError, match="without its cases"):
        len(answer.verdicts)


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.name)
def test_every_rule_says_what_it_asks_of_days(rule: rules.Rule) -> None:
    told = asked_of_days(rule) is not None
    assert told != (rule.id in JUDGED_EACH), "say in domain/rules/asked_of_days.py what this rule asks of days"


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.name)
def test_every_number_of_months_or_days_that_a_rule_has_is_among_what_it_asks(rule: rules.Rule) -> None:
    asked = asked_of_days(rule)
    if asked is None:
        return
    spans = {one.name for one in rule.parameters if {"months", "weeks", "days", "years"} & {*one.name.split("-")}}
    named = {one.name for one in (*asked.months, *asked.days)}
    assert named == spans, "name it in domain/rules/asked_of_days.py, or judge the cases of the rule one by one"

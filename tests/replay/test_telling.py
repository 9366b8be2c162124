"""A list that is told without being held is the list that is held: figure, ids and cases, batch after batch."""

from __future__ import annotations

import gc
import random

import pytest

from domain import rules
from domain.counting import Verdict
from domain.facts import PlacementStarted
from replay.answers import Document, case_documents, figure_document
from replay.asking import Asked
from replay.case_ids import ids_of_answer
from replay.figures import Answer, Figures
from replay.judged_again import JudgedAgain
from store.ledger import Ledger
from tests.campaigns.equal import brief, question
from tests.replay.saying import GRONINGEN, HAARLEM, REGISTRATIONS, SYSTEM, Chain, RandomChain

GROUPS, EVENTS, BRIEF = 4, 400, 300
AT_ONCE = 17
RULES = sorted({rule.id for rule in rules.RULES})


@pytest.fixture(scope="module")
def chain(module_ledger: Ledger) -> RandomChain:
    """Facts about some hundreds of registrations; every rule with its parameters."""
    made = RandomChain(module_ledger, seed=7)
    made.widen(REGISTRATIONS * (GROUPS - 1))
    made.grow(EVENTS, batch_max=200)
    brief(made, BRIEF)
    return made


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("replay.judged_again.CASES_AT_ONCE", AT_ONCE)
    monkeypatch.setattr("replay.answers.EVENTS_AT_ONCE", AT_ONCE)


def documents(ledger: Ledger, answers: list[Answer]) -> list[tuple[Document, list[Document]]]:
    told = []
    for answer in answers:
        ids = ids_of_answer(ledger, answer)
        cases = case_documents(ledger, answer.verdicts, ids, answer)
        told.append((figure_document(answer, ids), list(cases)))
    return told


@pytest.mark.parametrize("rule", RULES)
def test_a_list_that_is_not_held_is_told_as_the_one_that_is(chain: RandomChain, rule: str) -> None:
    figures, chance = Figures(chain.ledger), random.Random(rule)
    asked = question(rule, chance, chain.asked_from, int(chain.ledger.head().position))

    held = documents(chain.ledger, figures.ask(asked))
    with figures.telling(asked) as answers:
        told = documents(chain.ledger, answers)

    assert told == held


def test_cases_that_have_one_id_are_told_apart_in_a_list_that_is_not_held(ledger: Ledger) -> None:
    chain, placed = Chain(ledger), PlacementStarted(trajectory="DUAL")
    for municipality in (GRONINGEN, HAARLEM):
        chain.says("R1", placed, "2008-06-20", municipality=municipality)
    chain.says(f"{GRONINGEN}/{SYSTEM}:R1", placed, "2008-06-20")
    chain.says("R2", placed, "2008-06-20")
    figures = Figures(ledger)

    held = documents(ledger, figures.ask(Asked("placements")))
    with figures.telling(Asked("placements")) as answers:
        told = documents(ledger, answers)

    assert told == held
    assert len({case["id"] for case in told[0][1]}) == 4


def test_no_more_verdicts_are_held_than_two_batches_of_them(chain: RandomChain) -> None:
    with Figures(chain.ledger).telling(Asked("placements")) as (answer,):
        assert isinstance(answer.verdicts, JudgedAgain)
        most = 0
        for number, _ in enumerate(answer.verdicts):
            if number % AT_ONCE == AT_ONCE - 1:
                most = max(most, sum(isinstance(one, Verdict) for one in gc.get_objects()))

    assert answer.tally.considered > 2 * AT_ONCE
    assert most <= 2 * AT_ONCE

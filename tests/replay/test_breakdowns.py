"""A figure in parts, asked of a real ledger: they sum to it on every axis, each attribute as of the day asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain import rules
from domain.dimensions import Part, UnknownDimension
from domain.facts import CategoryDetermined, PersonSettled, PlacementStarted, RegistrationsLinked
from replay.answers import breakdown_document, figure_document
from replay.asking import Asked
from replay.breakdowns import dimensions_of_rule
from replay.figures import Answer, Figures
from store.ledger import Ledger
from tests.replay.saying import GRONINGEN, HAARLEM, Chain, RandomChain
from tests.replay.test_figures import random_asked

PLACED = PlacementStarted(trajectory="DUAL")
ASKED = Asked("placements", as_of=date(2008, 12, 31))


def parts(ledger: Ledger, asked: Asked) -> dict[object, int]:
    """Class → value; of one dimension."""
    return {part.classes[0]: part.value for part in broken_down(ledger, asked)}


def broken_down(ledger: Ledger, asked: Asked) -> list[Part]:
    answer = only(ledger, asked)
    assert answer.breakdown is not None
    return list(answer.breakdown.parts)


def only(ledger: Ledger, asked: Asked) -> Answer:
    (answer,) = Figures(ledger).ask(asked)
    return answer


@pytest.mark.parametrize("seed", range(1))
def test_the_parts_of_every_rule_sum_to_the_figure_on_every_axis(ledger: Ledger, seed: int) -> None:
    chain = RandomChain(ledger, seed)
    chain.grow(250, batch_max=40)
    figures, head = Figures(ledger), ledger.head().position
    for rule in rules.RULES:
        known = [one.name for one in dimensions_of_rule(rule)]
        for by in (tuple(chain.chance.sample(known, chain.chance.randint(1, 3))), tuple(known)):
            asked = replace(
                random_asked(chain, rule.id, chain.chance.randint(chain.asked_from, head)), version=rule.version, by=by
            )
            (answer,) = figures.ask(asked)
            (plain,) = figures.ask(replace(asked, by=()))
            assert answer.breakdown is not None
            assert sum(part.value for part in answer.breakdown.parts) == answer.value == plain.value, asked
            assert sum(part.considered for part in answer.breakdown.parts) == len(answer.verdicts), asked
            assert figure_document(answer, None) | {"by": None} == figure_document(plain, None)


def test_an_attribute_is_that_of_the_day_asked_and_unknown_is_a_class(ledger: Ledger) -> None:
    chain = Chain(ledger)
    for record in ("G1", "G2"):
        chain.says(record, PLACED, "2008-01-10")
    chain.says("G1", CategoryDetermined(benefit="WWB"), "2008-01-01")
    chain.says("G1", CategoryDetermined(benefit="NONE"), "2008-07-01")
    by = replace(ASKED, by=("benefit",))

    assert parts(ledger, replace(by, as_of=date(2008, 6, 30))) == {"WWB": 1, None: 1}
    assert parts(ledger, replace(by, as_of=date(2008, 7, 1))) == {"NONE": 1, None: 1}


def test_an_attribute_that_was_recorded_or_entered_later_is_unknown_before(ledger: Ledger) -> None:
    chain = Chain(ledger)
    chain.says("G1", PLACED, "2008-01-10", registered_on=date(2008, 1, 11))
    before = str(ledger.head().position)
    chain.says("G1", PersonSettled(district="Zuid"), "2008-01-01", registered_on=date(2008, 9, 1))
    by = replace(ASKED, by=("district",))

    assert parts(ledger, by) == {"Zuid": 1}
    assert parts(ledger, replace(by, known_at=before)) == {None: 1}
    assert parts(ledger, replace(by, registered_by=date(2008, 8, 31))) == {None: 1}
    assert parts(ledger, replace(by, registered_by=date(2008, 9, 1))) == {"Zuid": 1}


def test_of_linked_registrations_each_case_has_the_attribute_of_its_own(ledger: Ledger) -> None:
    chain = Chain(ledger)
    for record, pardon in (("G1", True), ("G2", False)):
        chain.says(record, PLACED, "2008-01-10")
        chain.says(record, CategoryDetermined(pardon=pardon))
    chain.links("G2", "G1")

    assert parts(ledger, replace(ASKED, by=("pardon",))) == {True: 1, False: 1}


def test_who_is_in_two_municipalities_is_one_person_and_stands_where_he_counts(ledger: Ledger) -> None:
    chain = Chain(ledger)
    chain.says("G1", PLACED, "2008-03-01")
    chain.says("H1", PLACED, "2008-04-01", municipality=HAARLEM)
    chain.says("G1", RegistrationsLinked(other=str(chain.registrations[HAARLEM, "H1"]), decider="tester"))
    asked = Asked("quota-placements", "agenda-3a", as_of=ASKED.as_of, by=("municipality",))

    assert parts(ledger, asked) == {GRONINGEN: 1, HAARLEM: 0}
    assert parts(ledger, replace(asked, municipality=HAARLEM)) == {HAARLEM: 1}


def test_two_dimensions_are_told_as_one_list_of_parts(ledger: Ledger) -> None:
    chain = Chain(ledger)
    chain.says("G1", PlacementStarted(trajectory="DUAL", provider="ROC"), "2007-12-31")
    chain.says("G2", PlacementStarted(trajectory="DUAL"), "2008-01-01")
    answer = only(ledger, replace(ASKED, by=("provider", "year")))

    assert answer.breakdown is not None
    assert breakdown_document(answer.breakdown) == [
        {"provider": "ROC", "year": "2007", "value": 1, "counted": 1, "considered": 1},
        {"provider": None, "year": "2008", "value": 1, "counted": 1, "considered": 1},
    ]


def test_a_dimension_that_one_version_lacks_is_refused_before_anything_is_counted(ledger: Ledger) -> None:
    with pytest.raises(UnknownDimension):
        Figures(ledger).ask(replace(ASKED, by=("list",)))

"""The difference between two figures: it adds up, case by case, and each case is put down to what caused it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest

from domain import rules
from domain.facts import (
    CategoryDetermined,
    ClassAttendanceStarted,
    PlacementStarted,
    PlanSigned,
    RegistrationsUnlinked,
)
from replay.asking import Asked, CannotAsk
from replay.comparing import Difference, compare, not_subtracted_because
from replay.figures import Figures
from store.ledger import Ledger
from tests.replay.saying import GRONINGEN, HAARLEM, Chain

DUAL, LITERACY = PlacementStarted(trajectory="DUAL"), PlacementStarted(trajectory="LITERACY_CLASS")
LETTER = Asked("quota-placements", version="letter-4a", as_of=date(2008, 12, 31))
AGENDA = replace(LETTER, version="agenda-3a")


def parts(difference: Difference) -> dict[str, int]:
    """The parts that are not nothing."""
    return {part: amount for part, amount in difference.parts.items() if amount}


def at(asked: Asked, known_at: int) -> Asked:
    return replace(asked, known_at=str(known_at))


def test_a_fact_that_came_later_is_a_new_fact_in_both_directions(ledger: Ledger) -> None:
    chain = Chain(ledger)
    chain.says("G1", DUAL, "2008-06-20")
    chain.says("G2", DUAL, "2008-06-20")
    figures = Figures(ledger)

    assert parts(compare(figures, at(LETTER, 1), at(LETTER, 2))) == {"new_facts": 1}
    assert parts(compare(figures, at(LETTER, 2), at(LETTER, 1))) == {"new_facts": -1}


def test_a_fact_that_was_entered_later_is_a_new_fact(ledger: Ledger) -> None:
    Chain(ledger).says("L1", DUAL, "2008-06-20", registered_on=date(2008, 10, 2))
    by = [replace(LETTER, registered_by=date(2008, *day)) for day in ((9, 18), (10, 2))]

    difference = compare(Figures(ledger), by[0], by[1])

    assert parts(difference) == {"new_facts": 1}
    assert [change.before.code for change in difference.changes if change.before] == ["RECORDED_LATER"]


def test_a_fact_that_was_recorded_and_corrected_since_is_new_all_the_same(ledger: Ledger) -> None:
    chain = Chain(ledger)
    chain.says("G1", DUAL, "2008-06-20")
    chain.corrects(chain.says("G2", LITERACY, "2008-06-20"), DUAL, "2008-06-20")

    assert parts(compare(Figures(ledger), at(LETTER, 1), at(LETTER, 3))) == {"new_facts": 1}


def corrected(chain: Chain, what: str) -> int:
    """One placement of G1, and something that takes it out of the figure; gives the effect on the figure."""
    pardon = CategoryDetermined(pardon=False)
    said = chain.says("G1", pardon)
    placed = chain.says("G1", DUAL, "2008-06-20")
    match what:
        case "another kind of trajectory":
            chain.corrects(placed, LITERACY, "2008-06-20")
        case "another day":
            chain.corrects(placed, DUAL, "2009-06-20")
        case "retracted":
            chain.retracts(placed)
        case "a pardoner after all":
            chain.corrects(said, CategoryDetermined(pardon=True))
        case "another municipality":
            chain.corrects(placed, DUAL, "2008-06-20", municipality=HAARLEM)
    return -1


@pytest.mark.parametrize(
    "what",
    ["another kind of trajectory", "another day", "retracted", "a pardoner after all", "another municipality"],
)
def test_what_an_older_fact_was_corrected_to_is_a_correction_in_both_directions(ledger: Ledger, what: str) -> None:
    effect = corrected(Chain(ledger), what)
    figures, asked = Figures(ledger), replace(LETTER, municipality=GRONINGEN)

    assert parts(compare(figures, at(asked, 2), at(asked, 3))) == {"corrections": effect}
    assert parts(compare(figures, at(asked, 3), at(asked, 2))) == {"corrections": -effect}


def test_a_retraction_is_named_with_what_it_took_back(ledger: Ledger) -> None:
    chain = Chain(ledger)
    chain.says("G2", DUAL, "2008-06-20")
    placed = chain.says("G1", DUAL, "2008-06-20")
    retracted = chain.retracts(placed)
    figures = Figures(ledger)

    for first, second in ((2, 3), (3, 2)):
        (change,) = compare(figures, at(LETTER, first), at(LETTER, second)).changes
        assert change.positions == (placed.position, retracted.position)


def test_the_retraction_of_what_said_somebody_was_a_pardoner_is_a_correction(ledger: Ledger) -> None:
    chain = Chain(ledger)
    pardon = chain.says("G1", CategoryDetermined(pardon=True))
    chain.says("G1", DUAL, "2008-06-20")
    chain.retracts(pardon)

    assert parts(compare(Figures(ledger), at(LETTER, 2), at(LETTER, 3))) == {"corrections": 1}


def test_a_fact_retracted_and_restored_is_a_correction(ledger: Ledger) -> None:
    chain = Chain(ledger)
    placed = chain.says("G1", DUAL, "2008-06-20")
    chain.retracts(placed)
    chain.corrects(placed, DUAL, "2008-06-20")
    figures = Figures(ledger)

    assert parts(compare(figures, at(LETTER, 2), at(LETTER, 3))) == {"corrections": 1}
    assert parts(compare(figures, at(LETTER, 1), at(LETTER, 3))) == {}


def test_another_version_of_the_rule_is_the_rule_and_later_facts_are_still_new(ledger: Ledger) -> None:
    chain = Chain(ledger)
    for record in ("G1", "G2"):
        chain.says(record, CategoryDetermined(pardon=True))
        chain.says(record, DUAL, "2008-06-20")
    chain.says("G3", DUAL, "2008-06-20")

    assert parts(compare(Figures(ledger), at(LETTER, 2), at(AGENDA, 5))) == {"rule": 1, "new_facts": 2}


def test_a_link_and_its_undoing_are_identity_decisions(ledger: Ledger) -> None:
    chain = Chain(ledger)
    chain.says("G1", DUAL, "2008-06-20")
    chain.says("G2", DUAL, "2008-06-21")
    chain.links("G2", "G1")
    chain.links("G2", "G1", RegistrationsUnlinked)
    figures = Figures(ledger)

    assert parts(compare(figures, at(AGENDA, 2), at(AGENDA, 3))) == {"identity": -1}
    assert parts(compare(figures, at(AGENDA, 3), at(AGENDA, 4))) == {"identity": 1}
    assert parts(compare(figures, at(AGENDA, 2), at(AGENDA, 4))) == {}


def test_a_dossier_that_came_later_is_a_new_fact_also_where_it_is_linked_to_an_older_one(ledger: Ledger) -> None:
    chain = Chain(ledger)
    chain.says("R1", ClassAttendanceStarted(), "2008-06-20")
    chain.says("R2", PlanSigned(), "2008-06-20")
    chain.links("R2", "R1")
    signed = Asked("signed-plans", as_of=date(2008, 12, 31))

    difference = compare(Figures(ledger), at(signed, 1), at(signed, 3))

    assert parts(difference) == {"new_facts": 1}
    assert [change.before for change in difference.changes] == [None]


def test_two_rules_over_one_view_are_compared_case_by_case(ledger: Ledger) -> None:
    chain = Chain(ledger)
    chain.says("R1", ClassAttendanceStarted(), "2008-06-20")
    chain.says("R2", PlanSigned(), "2008-06-20")
    in_class = Asked("in-class", as_of=date(2008, 12, 31))

    difference = compare(Figures(ledger), in_class, replace(in_class, rule="signed-plans"))

    told = [(change.before and change.before.code, change.after and change.after.code) for change in difference.changes]
    assert sorted(told) == [("IN_CLASS", "NO_PLAN"), ("SIGNED_NOT_IN_CLASS", "PLAN_SIGNED")]
    assert [change.amount for change in difference.changes] in ([1, -1], [-1, 1])
    assert {change.part for change in difference.changes} == {"rule"}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"kind": "forecast"}, "KIND_MISMATCH"),
        ({"unit": "cents"}, "UNIT_MISMATCH"),
        ({"unit": "days"}, "UNIT_MISMATCH"),
        ({"unit": "enforcement-orders"}, "UNIT_MISMATCH"),
    ],
)
def test_figures_of_two_kinds_or_of_units_of_other_things_are_not_subtracted(
    ledger: Ledger, said: dict[str, Any], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Chain(ledger).says("G1", DUAL, "2008-06-20")
    other = replace(rules.rule("placements", "started"), id="other", **said)
    monkeypatch.setattr("domain.rules.RULES", (*rules.RULES, other))
    placements = Asked("placements", as_of=date(2008, 12, 31))

    assert compare(Figures(ledger), placements, placements).value == 0
    assert compare(Figures(ledger), replace(placements, rule="other"), replace(placements, rule="other")).value == 0
    with pytest.raises(CannotAsk, match=code):
        compare(Figures(ledger), placements, replace(placements, rule="other"))


def test_placements_and_enforcement_orders_are_not_subtracted(ledger: Ledger) -> None:
    placements = Asked("placements", as_of=date(2008, 12, 31))

    with pytest.raises(CannotAsk, match=r"UNIT_MISMATCH: .*enforcement-orders.*Expected .* in one unit, or both of"):
        compare(Figures(ledger), placements, replace(placements, rule="enforcement-orders"))


def test_units_of_enrolments_count_one_thing_ever_coarser() -> None:
    some = rules.rule("placements", "started")
    units = ("rows", "enrolments", "placements", "trajectories", "inburgeraars", "persons")
    counting = [replace(some, unit=unit) for unit in units]

    assert {not_subtracted_because(*pair) for pair in product(counting, repeat=2)} == {None}
    for unit in ("enforcement-orders", "costs", "vouchers", "absences", "cents", "days"):
        other = replace(some, unit=unit)
        assert {not_subtracted_because(other, one) for one in counting} == {"UNIT_MISMATCH"}
        assert not_subtracted_because(other, other) is None


def test_versions_that_compete_must_be_named(ledger: Ledger) -> None:
    with pytest.raises(CannotAsk, match="quota-placements@letter-4a, quota-placements@agenda-3a"):
        compare(Figures(ledger), replace(LETTER, version=None), LETTER)


def test_both_figures_rest_on_one_position_however_fast_the_ledger_grows(ledger: Ledger) -> None:
    chain, asked = Chain(ledger), list[Any]()
    chain.says("G1", DUAL, "2008-06-20")

    class Growing(Figures):
        def ask(self, one: Asked, *more: Any) -> Any:
            asked.append(one)
            chain.says(f"N{len(asked)}", DUAL, "2008-06-20")
            return super().ask(one, *more)

    difference = compare(Growing(ledger), LETTER, AGENDA)

    assert difference.first.known.position == difference.second.known.position == 1

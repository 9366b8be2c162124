"""Reported figures asked of a real ledger: recorded with their hash, held against the present, split into parts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import msgspec
import pytest

from domain.counting import Rule
from domain.facts import AggregateReported, CategoryDetermined, FigureReported, ParameterSet, PlacementStarted
from domain.facts.base import Fact
from domain.reported import verdicts_hash
from domain.rules import quota_realisation
from replay.answers import figure_document
from replay.asking import Asked
from replay.figures import Answer, Figures
from replay.reported import Drift, ask_drift, count_drifted, fact_of_report
from replay.wording import Wording
from store.ledger import Ledger
from tests.replay.saying import GRONINGEN, Chain

PLACED = PlacementStarted(trajectory="DUAL")
ASKED = Asked("placements", municipality=GRONINGEN, as_of=date(2008, 12, 31))


def given(ledger: Ledger) -> Chain:
    """Two who were placed, and one on a class that is no trajectory."""
    chain = Chain(ledger)
    chain.says("G1", PLACED, "2008-01-10")
    chain.says("G2", PLACED, "2008-02-10")
    chain.says("G3", PlacementStarted(trajectory="LITERACY_CLASS"), "2008-03-10")
    return chain


def answer(ledger: Ledger, asked: Asked = ASKED) -> Answer:
    (one,) = Figures(ledger).ask(asked)
    return one


def tell(chain: Chain, said: int | None = None, asked: Asked = ASKED) -> FigureReported:
    """Report the figure as it is now."""
    fact = fact_of_report(answer(chain.ledger, asked), "letter", said)
    chain.shared(fact, "2009-01-05", GRONINGEN)
    return fact


def drift(ledger: Ledger) -> Drift:
    (one,) = ask_drift(Figures(ledger)).drifts
    return one


def parts(of: Drift) -> dict[str, int]:
    return {part: amount for part, amount in (of.parts or {}).items() if amount}


def test_a_figure_computed_here_is_told_with_the_hash_of_its_verdicts(ledger: Ledger) -> None:
    fact = tell(given(ledger))

    assert (fact.value, fact.computed_here, fact.known_at_position) == (2, True, 3)
    assert fact.verdicts_hash == verdicts_hash(answer(ledger).verdicts)
    assert (fact.rule, fact.version, fact.as_of) == ("placements", "started", date(2008, 12, 31))
    still = drift(ledger)
    assert (still.drift, still.unexplained, still.notes, still.changes) == (0, 0, (), [])


def test_what_a_document_says_otherwise_is_told_without_cases_of_ours(ledger: Ledger) -> None:
    chain = given(ledger)
    same, other = tell(chain, said=2), tell(chain, said=3)

    assert same.computed_here
    assert (other.value, other.computed_here, other.verdicts_hash, other.known_at_position) == (3, False, None, None)
    by_value = ask_drift(Figures(ledger)).drifts[1]
    assert (by_value.value, by_value.drift, by_value.parts, by_value.notes) == (2, -1, None, ("BY_VALUE_ONLY",))


def test_drift_is_split_into_parts_with_their_cases(ledger: Ledger) -> None:
    chain = given(ledger)
    wrong = chain.says("G4", PLACED, "2008-04-10")
    tell(chain)
    chain.says("G5", PLACED, "2008-05-10")
    chain.says("G6", PLACED, "2008-05-11")
    chain.corrects(wrong, PlacementStarted(trajectory="LITERACY_CLASS"), "2008-04-10")

    found = drift(ledger)
    assert (found.reported.fact.value, found.value, found.drift) == (3, 4, 1)
    assert parts(found) == {"new_facts": 2, "corrections": -1}
    assert sum(change.amount for change in found.changes) == found.drift


def test_a_figure_that_reads_the_same_by_two_changes_has_parts_and_no_drift(ledger: Ledger) -> None:
    chain = given(ledger)
    wrong = chain.says("G4", PLACED, "2008-04-10")
    tell(chain)
    chain.says("G5", PLACED, "2008-05-10")
    chain.retracts(wrong)

    assert (drift(ledger).drift, parts(drift(ledger))) == (0, {"new_facts": 1, "corrections": -1})


def test_a_version_whose_text_changed_is_put_down_to_the_rule(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    tell(given(ledger))
    changed: Rule = replace(quota_realisation.PLACEMENTS, tests=(), sentence={"nl": "Alles.", "en": "All."})
    monkeypatch.setattr("domain.rules.RULES", (changed,))

    found = drift(ledger)
    assert (found.value, found.drift, parts(found), found.notes) == (3, 1, {"rule": 1}, ("RULE_CHANGED",))


def test_a_list_that_cannot_be_made_again_is_said(ledger: Ledger) -> None:
    chain = given(ledger)
    fact = fact_of_report(answer(ledger), "letter", None)
    told: dict[str, Any] = {name: getattr(fact, name) for name in fact.__struct_fields__}
    chain.shared(FigureReported(**told | {"verdicts_hash": "0" * 64, "value": 5}), "2009-01-05", GRONINGEN)

    found = drift(ledger)
    assert (found.drift, found.unexplained, parts(found), found.notes) == (-3, -3, {}, ("NOT_REPRODUCED",))


PUBLISHED: dict[str, Any] = {
    "rule": "placements", "unit": "placements", "computed_here": False, "document": "agenda", "value": 2,
    "as_of": date(2008, 12, 31),
}  # fmt: skip


@pytest.mark.parametrize(
    ("said", "notes"),
    [
        ({"rule": "no-such-rule"}, ("RULE_GONE",)),
        ({"version": "no-such-version"}, ("VERSION_GONE",)),
        ({"decimals": 1}, ("CANNOT_BE_ASKED",)),
        ({"scope_region": "G4"}, ("CANNOT_BE_ASKED",)),
        ({"dimension": "list", "dimension_value": "1"}, ("NO_SUCH_DIMENSION",)),
        ({"rule": "realisation", "version": "complete-files"}, ("UNIT_DIFFERS", "PARAMETER_MISSING")),
    ],
)
def test_what_cannot_be_asked_again_is_said_and_is_no_drift(
    ledger: Ledger, said: dict[str, Any], notes: tuple[str, ...]
) -> None:
    chain = given(ledger)
    chain.shared(FigureReported(**PUBLISHED | said), "2008-09-18", GRONINGEN)

    assert (drift(ledger).value, drift(ledger).drift, drift(ledger).notes) == (None, None, notes)


def test_a_document_that_does_not_say_how_it_was_counted_stands_beside_every_version(ledger: Ledger) -> None:
    given(ledger).shared(
        FigureReported(**PUBLISHED | {"rule": "quota-placements", "unit": "inburgeraars"}), "2008-09-18", GRONINGEN
    )

    found = ask_drift(Figures(ledger)).drifts
    assert [(one.version, one.drift, one.notes) for one in found] == [
        ("letter-4a", 0, ("VERSION_NOT_SAID", "UNIT_DIFFERS", "BY_VALUE_ONLY")),
        ("agenda-3a", 0, ("VERSION_NOT_SAID", "BY_VALUE_ONLY")),
    ]


def test_a_part_of_a_breakdown_is_held_against_that_part(ledger: Ledger) -> None:
    chain = given(ledger)
    chain.says("G1", CategoryDetermined(pardon=True))
    part = {"dimension": "pardon", "dimension_value": "ja", "value": 1}
    chain.shared(FigureReported(**PUBLISHED | part), "2008-09-18", GRONINGEN)

    assert (drift(ledger).value, drift(ledger).drift) == (1, 0)


def test_a_report_that_a_later_one_replaces_is_not_held_against_the_present(ledger: Ledger) -> None:
    chain = given(ledger)
    first = chain.shared(FigureReported(**PUBLISHED | {"value": 9}), "2008-09-18", GRONINGEN)
    chain.shared(FigureReported(**PUBLISHED, replaces=str(first.event.event_id)), "2008-10-18", GRONINGEN)

    assert drift(ledger).reported.fact.value == 2


def test_totals_of_others_stand_beside_and_are_never_summed(ledger: Ledger) -> None:
    chain = given(ledger)
    tell(chain)
    total: Fact = AggregateReported(
        name="placements", value=1_000, precision="exact", unit="persons", reporter="CBS", document="table"
    )
    chain.shared(total, "2009-01-05")

    found = ask_drift(Figures(ledger), "placements")
    assert [one.fact.value for one in found.totals_of_others] == [1_000]
    assert [one.value for one in found.drifts] == [2]


@pytest.mark.parametrize(
    ("precision", "value", "interval"),
    [
        ("exact", 250, (250, 250)),
        ("about", 250, (245, 255)),
        ("about", 6_000, (5_500, 6_500)),
        ("almost", 4_000, (3_500, 3_999)),
        ("at-least", 20, (20, None)),
        ("more-than", 4_800, (4_801, None)),
        ("fewer-than", 20, (None, 19)),
    ],
)
def test_a_total_of_others_stands_beside_the_figure_as_sharp_as_its_source_and_changes_nothing(
    ledger: Ledger, precision: Any, value: int, interval: tuple[int | None, int | None]
) -> None:
    chain = given(ledger)
    before = figure_document(answer(ledger), None)
    for place, unit in ((GRONINGEN, "placements"), (GRONINGEN, "persons"), ("0392", "placements"), (None, "persons")):
        total = AggregateReported(
            name="placements", value=value, precision=precision, unit=unit, reporter="CBS", document="table"
        )
        chain.shared(total, "2009-01-05", place)

    told = figure_document(answer(ledger), None)
    beside = told["totals_of_others"]
    assert [(one["unit"], one["reason"]) for one in beside] == [("placements", None), ("persons", "UNIT_MISMATCH")]
    assert {(one["interval"]["from"], one["interval"]["until"]) for one in beside} == {interval}
    unchanged = before.keys() - {"known_at", "totals_of_others"}
    assert {name: told[name] for name in unchanged} == {name: before[name] for name in unchanged}
    assert answer(ledger, replace(ASKED, known_at="3")).totals_of_others == [], "nobody had told it then"


def test_what_was_told_in_another_unit_is_not_held_against_the_figure(ledger: Ledger) -> None:
    given(ledger).shared(FigureReported(**PUBLISHED | {"value": 9, "unit": "persons"}), "2008-09-18", GRONINGEN)

    assert answer(ledger).reported == []
    assert flags(answer(ledger)) == []


def test_a_figure_says_unasked_what_was_reported_and_flags_another_number(ledger: Ledger) -> None:
    chain = given(ledger)
    tell(chain)
    assert [one.drift(2) for one in answer(ledger).reported] == [0]
    assert "REPORTED_OTHERWISE" not in flags(answer(ledger))

    chain.says("G5", PLACED, "2008-05-10")
    assert flags(answer(ledger)) == ["REPORTED_OTHERWISE"]
    assert flags(answer(ledger, replace(ASKED, as_of=date(2008, 12, 30)))) == [], "another question"
    assert flags(answer(ledger, replace(ASKED, known_at="3"))) == [], "nobody had told anything then"


def flags(of: Answer) -> list[str]:
    return [flag.code for flag in of.flags]


def test_the_number_that_drifted_is_told_without_building_anything(ledger: Ledger) -> None:
    chain = given(ledger)
    tell(chain)
    figures = Figures(ledger)
    assert count_drifted(figures) == (1, None), "the views are behind"

    figures.follower.follow()
    assert count_drifted(figures) == (1, 0)

    chain.says("G5", PLACED, "2008-05-10")
    figures.follower.follow()
    assert count_drifted(figures) == (1, 1)


def test_nothing_is_asked_again_where_no_row_and_no_parameter_changed(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain = given(ledger)
    tell(chain)
    chain.says("G9", PLACED, "2008-05-10", municipality="0392")
    figures = Figures(ledger)
    figures.follower.follow()
    asked: list[Asked] = []
    ask = Figures.ask
    monkeypatch.setattr(Figures, "ask", lambda self, one, **more: asked.append(one) or ask(self, one, **more))

    assert (count_drifted(figures), asked) == ((1, 0), [])

    chain.shared(ParameterSet(name="waiting-limit-months", value="5"), "2008-01-01")
    figures.follower.follow()
    assert count_drifted(figures) == (1, 0)
    assert asked, "a parameter may change any figure"


def test_two_documents_that_told_one_question_apart_are_flagged_on_its_answer(ledger: Ledger) -> None:
    chain = given(ledger)
    told = fact_of_report(answer(ledger), "letter", 2)
    chain.shared(told, "2009-01-05", GRONINGEN)
    assert flags_of(ledger) == {}

    chain.shared(replace_said(told, 5), "2009-02-05", GRONINGEN)

    assert flags_of(ledger) == {"REPORTED_APART": 3, "REPORTED_OTHERWISE": 3}
    said = [Wording(language).code_sentence("REPORTED_APART") for language in ("nl", "en")]
    assert all(one.endswith(".") and "REPORTED" not in one for one in said)
    assert said[0] != said[1]
    document = figure_document(answer(ledger), None)
    assert [one["code"] for one in document["flags"]] == ["REPORTED_APART", "REPORTED_OTHERWISE"]


def test_two_documents_that_told_the_same_roundly_are_not_apart(ledger: Ledger) -> None:
    chain = given(ledger)
    told = fact_of_report(answer(ledger), "letter", 2)
    chain.shared(told, "2009-01-05", GRONINGEN)
    chain.shared(msgspec.structs.replace(told, document="agenda", precision="about"), "2009-02-05", GRONINGEN)

    assert "REPORTED_APART" not in flags_of(ledger)


def replace_said(fact: FigureReported, value: int) -> FigureReported:
    """Another document that told the same question with another value, of which nothing was computed here."""
    return msgspec.structs.replace(
        fact, document="agenda", value=value, computed_here=False, verdicts_hash=None, known_at_position=None
    )


def flags_of(ledger: Ledger) -> dict[str, int]:
    return {flag.code: flag.cases for flag in answer(ledger).flags if flag.code.startswith("REPORTED")}

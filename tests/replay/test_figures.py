"""What an answer promises on its axes: later facts do not exist, later entries do not count, every case is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import msgspec
import pytest

from domain import rules
from domain.counting import ParameterNotSet
from domain.dates import Period
from domain.event import Recorded, subject_of
from domain.facts import (
    CategoryDetermined,
    ClassAttendanceStarted,
    EnforcementOrderIssued,
    EventCorrected,
    EventRetracted,
    MunicipalityNamed,
    ParameterSet,
    PlacementStarted,
    QuotaSet,
    RowMissing,
    SourceSystemTakenIntoUse,
    WaitingListJoined,
)
from domain.facts.base import of
from replay.answers import case_documents, figure_document
from replay.asking import Asked, CannotAsk
from replay.case_ids import ids_of
from replay.figures import Answer, Figures
from store.ledger import Ledger
from store.statement import Statement
from tests.replay.saying import GRONINGEN, HAARLEM, NEEDED, SYSTEM, Chain, RandomChain

AS_OF = date(2008, 7, 1)


def said(figures: Figures, asked: Asked) -> bytes:
    """All that is told about a figure: the answers with their ids, and every case with its events."""
    told: list[Any] = []
    for answer in figures.ask(asked):
        ids = ids_of(figures.ledger, answer.verdicts)
        told.append(figure_document(answer, ids))
        told += case_documents(figures.ledger, answer.verdicts, ids, answer)
    return msgspec.json.encode(told)


def random_asked(chain: RandomChain, rule: str, known_at: int) -> Asked:
    chance = chain.chance
    from_on = date(2007, chance.randint(1, 12), 1)
    return Asked(
        rule,
        municipality=chance.choice((None, GRONINGEN, HAARLEM)),
        period=chance.choice((None, Period(from_on, date(2008, chance.randint(1, 12), chance.randint(1, 28))))),
        as_of=date(2008, chance.randint(1, 12), 28),
        registered_by=chance.choice((None, None, date(2008, chance.randint(1, 12), 28))),
        known_at=str(known_at),
    )


# --- known_at hides ---


@pytest.mark.parametrize("seed", range(2))
def test_an_answer_for_a_position_is_the_same_bytes_after_a_thousand_more_facts(ledger: Ledger, seed: int) -> None:
    chain, figures, before = RandomChain(ledger, seed), Figures(ledger), dict[Asked, bytes]()
    for turn in range(3):
        chain.grow(40)
        head = ledger.head().position
        for rule in rules.ids()[turn::3]:
            asked = random_asked(chain, rule, head)
            before |= {one: said(figures, one) for one in (asked, replace(asked, registered_by=None))}

    chain.widen(81)
    chain.grow(1_000, batch_max=60)
    later = Figures(ledger)
    later.follower.follow()

    assert ledger.head().position > 1_100
    for asked, bytes_then in before.items():
        assert said(later, asked) == bytes_then, asked
    later.follower.rebuild()
    assert [said(later, asked) for asked in before] == list(before.values())


def test_a_link_made_later_does_not_carry_a_finding_to_another_registration(ledger: Ledger) -> None:
    chain = Chain(ledger)
    for record in ("G1", "G2"):
        chain.says(record, PlacementStarted(trajectory="DUAL"), "2008-06-20")
    chain.says("G1", RowMissing(delivery="00000000-0000-0000-0000-000000000007"))
    asked = Asked("placements", as_of=AS_OF, known_at="3")
    before = said(Figures(ledger), asked)

    chain.links("G2", "G1")

    (answer,) = Figures(ledger).ask(asked)
    assert [(flag.code, flag.cases) for flag in answer.flags] == [("ROW_MISSING", 1)]
    assert said(Figures(ledger), asked) == before
    (now,) = Figures(ledger).ask(replace(asked, known_at=None))
    assert [(flag.code, flag.cases) for flag in now.flags] == [("ROW_MISSING", 1)]


@pytest.mark.parametrize("municipality", [None, GRONINGEN])
def test_a_link_made_later_does_not_let_in_a_case_that_the_books_held_and_no_row_ever_told(
    ledger: Ledger, municipality: str | None
) -> None:
    chain, figures = Chain(ledger), Figures(ledger)
    in_february = date(2008, 2, 1)
    # The order is an intake only as long as nobody knows of the placement, which is recorded first and entered last.
    chain.says("G1", PlacementStarted(trajectory="DUAL"), "2008-01-01", registered_on=date(2008, 6, 1))
    chain.says("G1", EnforcementOrderIssued(with_offer=False), "2008-02-01", registered_on=in_february)
    chain.says("G2", ClassAttendanceStarted(), "2008-02-01", registered_on=in_february)
    chain.says("H1", ClassAttendanceStarted(), "2008-02-01", registered_on=in_february, municipality=HAARLEM)
    asked = Asked("in-class", municipality=municipality, as_of=date(2008, 7, 1), registered_by=date(2008, 3, 1))
    asked = replace(asked, known_at="4")
    before = said(figures, asked)

    chain.links("G2", "G1")
    figures.follower.follow()

    (answer,) = figures.ask(asked)
    in_haarlem = municipality is None
    assert answer.funnel == {"counted": 1 + in_haarlem, "ENFORCEMENT_ONLY": 1}
    assert said(figures, asked) == before


def test_a_parameter_set_later_is_not_used_before(ledger: Ledger) -> None:
    chain = Chain(ledger)
    chain.says("W1", CategoryDetermined(arrival="OUDKOMER"))
    chain.says("W1", WaitingListJoined(list="FIRST_INFLOW", reason="CAPACITY"), "2008-01-01")
    chain.shared(ParameterSet(name="waiting-limit-months", value="9"), "2008-01-01")

    asked = Asked("waiting-over-four-months", version="first-inflow-only", as_of=AS_OF)
    values = {
        known_at: [one.value for one in answer.parameters if one.name == "waiting-limit-months"]
        for known_at in ("2", "3")
        for answer in Figures(ledger).ask(replace(asked, known_at=known_at))
    }
    assert values == {"2": [4], "3": [9]}


@pytest.mark.parametrize(("occurred_on", "used"), [("2008", True), ("2009", False), ("2008-07-02", False)])
def test_a_parameter_holds_from_the_first_day_that_its_fact_may_mean(
    ledger: Ledger, occurred_on: str, used: bool
) -> None:
    Chain(ledger).shared(ParameterSet(name="waiting-limit-months", value="9"), occurred_on)

    (answer,) = Figures(ledger).ask(Asked("waiting-over-four-months", version="first-inflow-only", as_of=AS_OF))
    assert ({one.name: one.value for one in answer.parameters}["waiting-limit-months"] == 9) is used


WAITED = Asked("waiting-over-four-months", version="first-inflow-only", as_of=AS_OF)


def waiting(chain: Chain, municipality: str) -> None:
    """Somebody there who by the middle of 2008 has waited five months."""
    chain.says(f"W{municipality}", CategoryDetermined(arrival="OUDKOMER"), municipality=municipality)
    joined = WaitingListJoined(list="FIRST_INFLOW", reason="CAPACITY")
    chain.says(f"W{municipality}", joined, "2008-02-01", municipality=municipality)


def test_a_parameter_of_one_municipality_holds_for_its_cases_whoever_asks(ledger: Ledger) -> None:
    chain, figures = Chain(ledger), Figures(ledger)
    waiting(chain, GRONINGEN)
    waiting(chain, HAARLEM)
    (before,) = figures.ask(WAITED)
    chain.shared(ParameterSet(name="waiting-limit-months", value="9"), "2008-01-01", HAARLEM)

    (everywhere,), (haarlem,), (groningen,) = (
        figures.ask(replace(WAITED, municipality=one)) for one in (None, HAARLEM, GRONINGEN)
    )

    assert (before.value, everywhere.value, haarlem.value, groningen.value) == (2, 1, 0, 1)
    assert used(everywhere) == [(4, None), (9, HAARLEM)]
    assert (used(haarlem), used(groningen)) == ([(9, HAARLEM)], [(4, None)])
    counts = [
        [flag.cases for flag in answer.flags if flag.code == "PARAMETER_SET"]
        for answer in (before, everywhere, haarlem, groningen)
    ]
    assert counts == [[], [1], [1], []]
    told = figure_document(everywhere, None)["rule"]["parameters"]
    assert [one["municipality"] for one in told if one["name"] == "waiting-limit-months"] == [None, HAARLEM]


def used(answer: Answer) -> list[tuple[Any, str | None]]:
    return [(one.value, one.municipality) for one in answer.parameters if one.name == "waiting-limit-months"]


def test_a_parameter_that_no_document_gives_is_needed_only_where_there_are_cases(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    (rule,) = (one for one in rules.versions(WAITED.rule) if one.version == WAITED.version)
    without = replace(rule, parameters=tuple(replace(one, values=()) for one in rule.parameters))
    monkeypatch.setattr(rules, "rule", lambda *_: without)
    chain, figures = Chain(ledger), Figures(ledger)
    waiting(chain, HAARLEM)
    for parameter in without.parameters:
        value = "9" if parameter.kind == "integer" else "nowhere"
        chain.shared(ParameterSet(name=parameter.name, value=value), "2008-01-01", HAARLEM)

    (answer,) = figures.ask(WAITED)

    assert {one.municipality for one in answer.parameters} == {HAARLEM}
    with pytest.raises(ParameterNotSet, match=f" municipality={GRONINGEN} "):
        figures.ask(replace(WAITED, municipality=GRONINGEN))
    waiting(chain, GRONINGEN)
    with pytest.raises(ParameterNotSet) as error:
        figures.ask(WAITED)
    assert "municipality=" not in str(error.value), "a place that has cases is not the one asked about"


def test_a_figure_without_a_period_keeps_the_quotas_of_a_time_gone_by(ledger: Ledger) -> None:
    chain = Chain(ledger)
    chain.says("G1", PlacementStarted(trajectory="DUAL"), "2008-06-20")
    line = {"period_from": date(2007, 1, 1), "period_until": date(2010, 1, 1), "document_on": date(2008, 9, 18)}
    quota = QuotaSet(
        scheme="Wet inburgering 2007", unit="trajectories", amount=4, precision="exact", setter="raad",
        document="brief", **line,
    )  # fmt: skip
    chain.shared(quota, "2008-09-18", GRONINGEN)

    (answer,) = Figures(ledger).ask(Asked("quota-placements", version="letter-4a", municipality=GRONINGEN))

    assert [one.to_go for one in answer.beside] == [3]


@pytest.mark.parametrize("record", ["zz", "", "ab", "é"])
def test_a_record_that_is_no_commitment_is_shown_as_the_case_and_stops_no_figure(ledger: Ledger, record: str) -> None:
    chain = Chain(ledger)
    chain.says("G1", PlacementStarted(trajectory="DUAL"), "2008-06-20")
    (answer,) = Figures(ledger).ask(Asked("placements", as_of=AS_OF))
    (verdict,) = answer.verdicts
    other = replace(verdict, case=msgspec.structs.replace(verdict.case, case="c2", record=record))

    shown = ids_of(ledger, [verdict, other]).shown

    assert shown == {verdict.case.case: "G1", "c2": "c2"}


# --- Municipalities ---


def test_a_name_is_known_from_the_fact_that_gives_it_and_not_before(ledger: Ledger) -> None:
    chain = Chain(ledger)
    chain.says("W1", PlacementStarted(trajectory="DUAL"), "2008-06-20", municipality="1987")
    named = chain.shared(MunicipalityNamed(code="1987", name="Menterwolde"))
    asked = Asked("placements", municipality="menterwolde", as_of=AS_OF)

    (answer,) = Figures(ledger).ask(asked)
    assert (answer.municipality, answer.municipality_name, answer.value) == ("1987", "Menterwolde", 1)
    with pytest.raises(CannotAsk, match="no municipality is named 'menterwolde'"):
        Figures(ledger).ask(replace(asked, known_at="1"))
    (by_code,) = Figures(ledger).ask(replace(asked, municipality="1987", known_at="1"))
    assert (by_code.municipality_name, by_code.value) == (None, 1)

    chain.corrects(named, MunicipalityNamed(code="1987", name="Midden-Groningen"))
    (renamed,) = Figures(ledger).ask(replace(asked, municipality="Midden-Groningen"))
    assert renamed.value == 1
    with pytest.raises(CannotAsk):
        Figures(ledger).ask(asked)


def test_any_code_of_four_digits_may_be_asked_and_an_unknown_name_may_not(ledger: Ledger) -> None:
    (answer,) = Figures(ledger).ask(Asked("placements", municipality="9999", as_of=AS_OF))

    assert (answer.value, answer.municipality, answer.municipality_name) == (0, "9999", None)
    for wrong in ("999", "99999", "Nergenshuizen", "99 99"):
        with pytest.raises(CannotAsk, match="four-digit CBS code"):
            Figures(ledger).ask(Asked("placements", municipality=wrong, as_of=AS_OF))


# --- Every case is told ---


@pytest.mark.parametrize("seed", range(2))
def test_considered_is_counted_and_not_counted_together_whatever_is_asked(ledger: Ledger, seed: int) -> None:
    chain = RandomChain(ledger, seed)
    chain.grow(150, batch_max=40)
    figures = Figures(ledger)
    for rule, _ in product(rules.ids(), range(3)):
        asked = random_asked(chain, rule, chain.chance.randint(chain.asked_from, ledger.head().position))
        for answer in figures.ask(asked):
            document = figure_document(answer, ids_of(ledger, answer.verdicts))
            told = document["not_counted"]
            assert sum(document["funnel"].values()) == document["considered"] == len(answer.verdicts)
            assert len(document["counted"]) == document["funnel"]["counted"]
            assert document["value"] == sum(verdict.amount for verdict in answer.verdicts)
            assert (
                document["unit"] in ("cents", "days", "half-days") or document["value"] == document["funnel"]["counted"]
            )
            assert document["ratio"] is None or {*document["counted"]} <= {*document["ratio"]["population"]}
            assert {code: len(ids) for code, ids in told.items()} == {
                code: count for code, count in document["funnel"].items() if code != "counted"
            }
            assert len({verdict.case.case for verdict in answer.verdicts}) == len(answer.verdicts)


# --- registered_by ---


@pytest.mark.parametrize("seed", range(2))
def test_what_the_books_held_is_what_a_ledger_says_that_never_got_the_rest(
    ledger: Ledger, other_ledger: Ledger, seed: int
) -> None:
    chain = RandomChain(ledger, seed)
    chain.grow(90)
    bound = date(2008, chain.chance.randint(1, 12), 15)
    ids = recorded_again(chain.said, other_ledger, bound)
    figures, without = Figures(ledger), Figures(other_ledger)

    for rule in rules.ids():
        place = chain.chance.choice((None, GRONINGEN, HAARLEM))
        asked = Asked(rule, municipality=place, as_of=date(2008, 10, 31), registered_by=bound)
        for answer, expected in zip(figures.ask(asked), without.ask(replace(asked, registered_by=None)), strict=True):
            in_time = [one for one in answer.verdicts if one.code != "RECORDED_LATER"]
            assert answer.value == expected.value, asked
            assert {ids.get(one.case.case, one.case.case): essence(one, ids) for one in in_time} == {
                one.case.case: essence(one, {}) for one in expected.verdicts
            }


def essence(verdict: Any, ids: dict[str, str]) -> tuple[Any, ...]:
    detail = {name: ids.get(str(value), value) for name, value in verdict.reason.detail.items()}
    return verdict.code, verdict.amount, detail, verdict.reason.limit_on, verdict.reason.days_over


def recorded_again(facts: Sequence[Recorded], other: Ledger, bound: date) -> dict[str, str]:
    """The facts of one ledger that its sources had entered by this day, recorded in another; event ids old to new."""
    chain, ids = Chain(other), dict[str, str]()
    for parameter in NEEDED:
        chain.shared(parameter)
    shared = {
        one.event.subject: subject_of(other.ring.ledger, one.fact, one.event.municipality)
        for one in facts
        if of(one.fact).named_by
    }
    for one in facts:
        event, fact = one.event, one.fact
        claimed = event.registered_on or event.delivered_on
        if claimed is not None and claimed > bound:
            continue
        if isinstance(fact, EventCorrected | EventRetracted):
            if fact.original not in ids:
                continue
            fact = msgspec.structs.replace(fact, original=ids[fact.original])
        source = event.source
        (again,) = chain.record(
            [
                Statement(
                    subject=shared.get(event.subject, event.subject),
                    fact=fact,
                    actor="tester",
                    purpose="test",
                    occurred_on=event.occurred_on,
                    registered_on=event.registered_on,
                    delivered_on=event.delivered_on,
                    municipality=event.municipality,
                    party=source.party if source else None,
                    system=source.system if source else None,
                )
            ]
        )
        ids[str(event.event_id)] = str(again.event.event_id)
    return ids


def test_shared_facts_are_not_bounded_by_the_day_of_entry(ledger: Ledger) -> None:
    chain = Chain(ledger)
    chain.says("G1", PlacementStarted(trajectory="DUAL"), "2008-06-20", registered_on=date(2008, 6, 20))
    used = SourceSystemTakenIntoUse(system=SYSTEM)
    chain.shared(used, "2008-10-01", GRONINGEN, delivered_on=date(2008, 10, 6))

    (answer,) = Figures(ledger).ask(Asked("placements", as_of=AS_OF, registered_by=date(2008, 9, 18)))

    assert answer.verdicts[0].flags == ("ENTERED_AFTERWARDS",)
    assert flags(answer) == ["ENTERED_AFTERWARDS"]


def test_a_case_that_was_entered_later_is_told_and_not_counted(ledger: Ledger) -> None:
    chain = Chain(ledger)
    chain.says("T1", PlacementStarted(trajectory="DUAL"), "2008-06-20", registered_on=date(2008, 9, 18))
    chain.says("L1", PlacementStarted(trajectory="DUAL"), "2008-06-20", registered_on=date(2008, 9, 19))

    (answer,) = Figures(ledger).ask(Asked("placements", as_of=AS_OF, registered_by=date(2008, 9, 18)))

    assert answer.funnel == {"counted": 1, "RECORDED_LATER": 1}


def flags(answer: Answer) -> list[str]:
    return [flag.code for flag in answer.flags]

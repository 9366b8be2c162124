"""Closed and running series: what comes after a closing is late, and both stay askable."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import msgspec
import pytest

from domain.dates import Period
from domain.facts import PlacementStarted, ReportingClosed, ReportingReopened
from replay.answers import figure_document
from replay.asking import Asked, HasNoAnswer
from replay.case_ids import ids_of
from replay.comparing import compare
from replay.figures import Answer, Figures
from store.ledger import Ledger
from tests.replay.saying import GRONINGEN, HAARLEM, Chain

SCHEME = "Wet inburgering 2007"
PLACED = PlacementStarted(trajectory="DUAL")
YEAR = Period(date(2009, 1, 1), date(2010, 1, 1))
OF_YEAR: dict[str, Any] = {"scheme": SCHEME, "period_from": YEAR.from_on, "period_until": YEAR.until_on}
SECOND_HALF: dict[str, Any] = {**OF_YEAR, "period_from": date(2009, 7, 1)}
RUNNING = Asked("placements", period=YEAR)
CLOSED = replace(RUNNING, series="closed")


def answer(ledger: Ledger, asked: Asked) -> Answer:
    (one,) = Figures(ledger).ask(asked)
    return one


def value(ledger: Ledger, asked: Asked) -> int:
    return answer(ledger, asked).value


def refused(ledger: Ledger, asked: Asked) -> str:
    with pytest.raises(HasNoAnswer) as error:
        answer(ledger, asked)
    assert error.value.sentence["nl"] != error.value.sentence["en"]
    return str(error.value)


@pytest.fixture
def chain(ledger: Ledger) -> Chain:
    """Two placements in 2009 were known when that year was closed."""
    made = Chain(ledger)
    made.says("A", PLACED, "2009-02-01")
    made.says("B", PLACED, "2009-08-01")
    made.shared(ReportingClosed(**OF_YEAR), "2010-02-17")
    return made


def test_what_is_recorded_after_the_closing_counts_in_the_running_series_and_never_in_the_closed_one(
    chain: Chain,
) -> None:
    chain.says("C", PLACED, "2009-12-31")

    found = answer(chain.ledger, RUNNING)
    ids = ids_of(chain.ledger, found.verdicts)

    assert (value(chain.ledger, CLOSED), found.value) == (2, 3)
    assert [ids.of(one) for one in found.late] == ["C"]
    assert ("LATE_AFTER_CLOSING", 1) in [(flag.code, flag.cases) for flag in found.flags]
    assert figure_document(found, ids)["late"] == ["C"]
    assert figure_document(found, ids)["series"] == "running"


def test_the_closed_series_is_the_figure_as_known_at_its_closing_byte_for_byte(chain: Chain) -> None:
    at_closing = chain.ledger.head().position
    before = msgspec.json.encode(told(chain.ledger, CLOSED))
    chain.says("C", PLACED, "2009-12-31")
    chain.says("A", PlacementStarted(trajectory="REGULAR"), "2009-03-01")

    closed, known = told(chain.ledger, CLOSED), told(chain.ledger, replace(RUNNING, known_at=str(at_closing)))

    assert msgspec.json.encode(closed) == before
    assert closed["closing"]["position"] == at_closing
    assert "as the period was closed on 17 February 2010" in closed["sentences"]["en"][2]
    for name in ("series", "closing", "sentences"):
        del closed[name], known[name]
    assert closed == known


def test_the_approval_of_a_closing_changes_nothing_of_it(ledger: Ledger) -> None:
    made = Chain(ledger)
    made.says("A", PLACED, "2009-02-01")
    closing = made.shared(ReportingClosed(**OF_YEAR), "2010-02-17")
    assert value(ledger, CLOSED) == 1
    made.approves(closing)
    assert value(ledger, CLOSED) == 1


def told(ledger: Ledger, asked: Asked) -> dict[str, Any]:
    found = answer(ledger, asked)
    return figure_document(found, ids_of(ledger, found.verdicts))


def test_a_correction_after_the_closing_leaves_the_closed_figure_and_is_late_in_the_running_one(chain: Chain) -> None:
    wrong = chain.says("D", PLACED, "2009-05-01")
    chain.shared(ReportingClosed(**{**OF_YEAR, "scheme": "Wet inburgering 2007", "rule": "placements"}), "2010-03-01")
    chain.corrects(wrong, PLACED, "2010-05-01")

    assert (value(chain.ledger, CLOSED), value(chain.ledger, RUNNING)) == (3, 2)


@pytest.mark.parametrize(("entered_on", "counts"), [("2010-02-16", True), ("2010-02-17", False), ("2010-02-18", False)])
def test_entries_count_until_the_limit_day_and_on_it_they_are_late(
    ledger: Ledger, entered_on: str, counts: bool
) -> None:
    """Entry was open until 17 February 2010 ("tot"): kst-31143-77."""
    chain = Chain(ledger)
    chain.says("A", PLACED, "2009-12-01", registered_on=date(2010, 1, 5))
    chain.says("B", PLACED, "2009-12-31", registered_on=date.fromisoformat(entered_on))
    chain.shared(ReportingClosed(**OF_YEAR, entry_until_on=date(2010, 2, 17)), "2010-02-17")

    closed, running = answer(ledger, CLOSED), answer(ledger, RUNNING)

    assert (closed.value, running.value) == (1 + counts, 2)
    assert closed.funnel.get("RECORDED_LATER", 0) == (not counts)
    assert len(running.late) == (not counts)
    assert closed.bounds.registered_by == date(2010, 2, 16)


def test_the_difference_between_the_two_series_is_what_came_late(chain: Chain) -> None:
    chain.says("C", PLACED, "2009-12-31")
    chain.says("E", PLACED, "2010-01-01")

    difference = compare(Figures(chain.ledger), CLOSED, RUNNING)

    assert (difference.value, difference.parts["new_facts"], len(difference.changes)) == (1, 1, 1)


def test_what_lies_outside_the_closed_period_is_not_late(chain: Chain) -> None:
    chain.says("E", PLACED, "2010-01-01")

    assert answer(chain.ledger, Asked("placements", as_of=date(2010, 6, 1))).late == []


# --- Which period, and which closing ---


def test_without_a_period_the_closed_one_is_meant_and_a_part_of_it_may_be_asked(chain: Chain) -> None:
    whole = answer(chain.ledger, replace(CLOSED, period=None))
    half = replace(CLOSED, period=Period(date(2009, 1, 1), date(2009, 7, 1)))

    assert (whole.value, whole.bounds.period, whole.bounds.as_of) == (2, YEAR, date(2009, 12, 31))
    assert value(chain.ledger, half) == 1


@pytest.mark.parametrize("until_on", [date(2010, 1, 2), date(2011, 1, 1)])
def test_a_period_that_reaches_beyond_the_closing_is_refused_with_what_is_closed(chain: Chain, until_on: date) -> None:
    said = refused(chain.ledger, replace(CLOSED, period=Period(date(2009, 1, 1), until_on)))

    assert "2009-01-01..2010-01-01 (Wet inburgering 2007)" in said


def test_nothing_closed_is_refused_with_how_to_close(ledger: Ledger) -> None:
    assert "record ReportingClosed" in refused(ledger, CLOSED)


def test_a_period_that_was_closed_later_was_not_closed_yet_at_the_position_asked(chain: Chain) -> None:
    before = str(chain.ledger.head().position - 1)

    assert f"not closed yet, as known at {before}. Closed by then were: none" in refused(
        chain.ledger, replace(CLOSED, known_at=before)
    )


def test_two_closed_periods_must_be_told_apart(chain: Chain) -> None:
    chain.shared(
        ReportingClosed(scheme=SCHEME, period_from=date(2008, 1, 1), period_until=date(2009, 1, 1)), "2009-02-01"
    )

    assert "--period" in refused(chain.ledger, replace(CLOSED, period=None))
    assert value(chain.ledger, CLOSED) == 2


def test_two_schemes_are_asked_by_their_position(chain: Chain) -> None:
    chain.says("C", PLACED, "2009-12-31")
    chain.shared(ReportingClosed(**{**OF_YEAR, "scheme": "G31"}), "2010-06-01")

    assert "--known-at" in refused(chain.ledger, CLOSED)


def test_a_closing_of_a_municipality_goes_before_one_of_all_and_is_not_of_another(ledger: Ledger) -> None:
    chain = Chain(ledger)
    chain.says("A", PLACED, "2009-02-01")
    chain.shared(ReportingClosed(**OF_YEAR), "2010-01-15")
    chain.says("B", PLACED, "2009-03-01")
    chain.shared(ReportingClosed(**OF_YEAR), "2010-02-15", municipality=GRONINGEN)

    assert value(ledger, replace(CLOSED, municipality=GRONINGEN)) == 2
    assert value(ledger, replace(CLOSED, municipality=HAARLEM)) == 0
    assert value(ledger, CLOSED) == 1


def test_a_closing_of_one_rule_closes_no_other(ledger: Ledger) -> None:
    chain = Chain(ledger)
    chain.shared(ReportingClosed(**OF_YEAR, rule="enforcement-orders"), "2010-02-17")

    assert refused(ledger, CLOSED)
    assert value(ledger, replace(CLOSED, rule="enforcement-orders")) == 0


def test_a_second_closing_without_a_reopening_changes_nothing(chain: Chain) -> None:
    chain.says("C", PLACED, "2009-12-31")
    chain.shared(ReportingClosed(**OF_YEAR, document="again"), "2010-06-01")

    assert value(chain.ledger, CLOSED) == 2


def test_a_closing_that_was_retracted_closes_nothing(ledger: Ledger) -> None:
    chain = Chain(ledger)
    closing = chain.shared(ReportingClosed(**OF_YEAR), "2010-02-17")
    chain.retracts(closing)

    assert refused(ledger, CLOSED)


# --- Opened again ---


def test_a_period_that_was_opened_again_has_no_closed_figure_and_says_how_the_earlier_one_is_asked(
    chain: Chain,
) -> None:
    at_closing = chain.ledger.head().position
    chain.shared(ReportingReopened(**OF_YEAR, reason="late entries"), "2010-03-01")
    chain.says("C", PLACED, "2009-12-31")

    assert f"--known-at {at_closing}" in refused(chain.ledger, CLOSED)
    assert value(chain.ledger, replace(CLOSED, known_at=str(at_closing))) == 2
    assert answer(chain.ledger, RUNNING).late == []


def test_only_the_interval_that_was_opened_is_open(chain: Chain) -> None:
    chain.shared(ReportingReopened(**SECOND_HALF), "2010-03-01")
    chain.says("C", PLACED, "2009-06-30")
    chain.says("D", PLACED, "2009-07-01")
    first_half = replace(CLOSED, period=Period(date(2009, 1, 1), date(2009, 7, 1)))
    running = answer(chain.ledger, RUNNING)

    assert "2009-07-01..2010-01-01" in refused(chain.ledger, CLOSED)
    assert value(chain.ledger, first_half) == 1
    assert [ids_of(chain.ledger, running.verdicts).of(one) for one in running.late] == ["C"]


def test_a_cohort_closed_again_is_restated_and_each_statement_stays(chain: Chain) -> None:
    first = chain.ledger.head().position
    chain.shared(ReportingReopened(**OF_YEAR), "2010-03-01")
    chain.says("C", PLACED, "2009-12-31")
    chain.shared(ReportingClosed(**OF_YEAR), "2010-04-01")
    second = chain.ledger.head().position
    chain.says("D", PLACED, "2009-12-30")

    assert value(chain.ledger, replace(CLOSED, known_at=str(first))) == 2
    assert value(chain.ledger, replace(CLOSED, known_at=str(second))) == 3
    assert (value(chain.ledger, CLOSED), value(chain.ledger, RUNNING)) == (3, 4)
    assert len(answer(chain.ledger, RUNNING).late) == 1

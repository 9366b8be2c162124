"""Who waits on a day: longest first, held against every limit, page by page, and the same as the figures count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from domain.facts import (
    CategoryDetermined,
    DecisionQuashed,
    OfferDeclined,
    ParameterSet,
    PlacementStarted,
    WaitingListJoined,
    WaitingListLeft,
)
from replay.asking import Asked
from replay.case_ids import ids_of_answer
from replay.figures import Figures
from replay.waiting import LIMITS, Waiting, WaitingAsked, ask_waiting
from store.ledger import Ledger
from tests.replay.saying import GRONINGEN, HAARLEM, Chain

AS_OF = date(2003, 12, 1)
JOINED = WaitingListJoined(list="FIRST_INFLOW", reason="CAPACITY")
STOPPED = WaitingListJoined(list="TEMPORARILY_STOPPED", reason="PERSONAL_CIRCUMSTANCE")
OUDKOMER = CategoryDetermined(arrival="OUDKOMER")


@pytest.fixture(scope="module")
def chain(module_ledger: Ledger) -> Chain:
    """Who waits too long by one limit, by all and by none, in two municipalities; and who waits no more."""
    chain = Chain(module_ledger)
    for record, fact, day in (
        ("long", JOINED, "2002-10-31"),
        ("stopped", STOPPED, "2003-03-01"),
        ("over", JOINED, "2003-07-15"),
        ("edge", JOINED, "2003-08-01"),
        ("young", JOINED, "2003-11-01"),
        ("month", JOINED, "2003-06"),
        ("later", JOINED, "2003-12-02"),
    ):
        chain.says(record, fact, day)
        chain.says(record, OUDKOMER, "2003-01-01")
    chain.says("placed", JOINED, "2003-01-01")
    chain.says("placed", PlacementStarted(trajectory="REGULAR"), "2003-12-01")
    chain.says("left", JOINED, "2003-01-01")
    chain.says("left", WaitingListLeft(because="OTHER"), "2003-12-02")
    chain.says("refused", JOINED, "2003-05-01")
    chain.says("refused", OfferDeclined(), "2003-06-01")
    chain.says("undone", JOINED, "2003-02-01")
    placed = chain.says("undone", PlacementStarted(trajectory="REGULAR"), "2003-03-01")
    quashed = DecisionQuashed(decision=str(placed.event.event_id), effect="FROM_THE_START")
    chain.says("undone", quashed, "2003-04-01")
    chain.says("H1", JOINED, "2003-07-01", municipality=HAARLEM)
    return chain


def waiting(chain: Chain, **asked: Any) -> Waiting:
    return ask_waiting(Figures(chain.ledger), WaitingAsked(**{"as_of": AS_OF, "municipality": GRONINGEN} | asked))


def ids(lines: Sequence[Any]) -> list[str]:
    return [str(one["id"]) for one in lines]


def pages(chain: Chain, **asked: Any) -> list[str]:
    found, after = [], None
    while True:
        page = waiting(chain, after=after, **asked)
        found += ids(page.lines)
        after = page.after
        if after is None:
            return found


def test_who_waits_longest_comes_first_and_who_began_on_an_unknown_day_last(chain: Chain) -> None:
    assert pages(chain) == ["long", "left", "undone", "stopped", "refused", "over", "edge", "young", "month"]


def test_a_placement_that_was_quashed_leaves_a_person_waiting_and_one_that_stands_does_not(chain: Chain) -> None:
    assert "undone" in pages(chain)
    assert "placed" not in pages(chain)
    assert "placed" in pages(chain, as_of=date(2003, 11, 30))


def test_each_limit_tells_the_days_left_or_over_and_the_last_day_has_none_left(chain: Chain) -> None:
    told = {one["id"]: one for one in waiting(chain).lines}
    first_inflow = {name: one["limits"][0] for name, one in told.items()}
    assert told["over"]["waited_days"] == 139
    assert (first_inflow["over"]["over_days"], first_inflow["over"]["limit_on"]) == (16, "2003-11-15")
    assert (first_inflow["edge"]["left_days"], first_inflow["edge"]["counted"]) == (0, False)
    assert first_inflow["young"]["left_days"] == 91
    assert told["over"]["limits"][2]["left_days"] == 227
    assert first_inflow["stopped"]["reason"] == "OTHER_LIST"
    assert told["month"]["waited_days"] is None


@pytest.mark.parametrize("lines_max", [1, 2, 3, 25])
@pytest.mark.parametrize("too_long_only", [True, False])
def test_pages_one_after_another_tell_the_same_as_one_page(chain: Chain, lines_max: int, too_long_only: bool) -> None:
    for place in (GRONINGEN, None):
        asked = {"municipality": place, "too_long_only": too_long_only}
        whole = ids(waiting(chain, lines_max=99, **asked).lines)
        assert pages(chain, lines_max=lines_max, **asked) == whole


@pytest.mark.parametrize("place", [GRONINGEN, HAARLEM, None])
@pytest.mark.parametrize("as_of", [date(2003, 11, 16), AS_OF, date(2004, 7, 15), date(2006, 1, 1)])
def test_who_waits_too_long_on_the_list_is_who_the_figures_count(chain: Chain, place: str | None, as_of: date) -> None:
    figures = Figures(chain.ledger)
    lines = waiting(chain, municipality=place, as_of=as_of, too_long_only=True, lines_max=99).lines
    for number, rule in enumerate(LIMITS):
        answer = figures.ask(Asked(rule.id, rule.version, municipality=place, as_of=as_of))[0]
        counted = ids_of_answer(chain.ledger, answer).lists(answer)["counted"]
        assert sorted(one["id"] for one in lines if one["limits"][number]["counted"]) == sorted(counted)
    assert all(any(limit["counted"] for limit in one["limits"]) for one in lines)


def test_one_of_the_two_lists_is_asked_alone(chain: Chain) -> None:
    assert pages(chain, waiting_list="TEMPORARILY_STOPPED") == ["stopped"]


def test_what_was_not_yet_known_is_not_told(chain: Chain) -> None:
    first = str(next(iter(waiting(chain).lines))["positions"][0])
    assert pages(chain, known_at=first) == ["long"]


def test_a_limit_that_was_set_shorter_is_held_to(ledger: Ledger) -> None:
    chain = Chain(ledger)
    chain.says("young", JOINED, "2003-10-20")
    chain.says("young", OUDKOMER, "2003-01-01")
    assert pages(chain, too_long_only=True) == []
    chain.shared(ParameterSet(name="waiting-limit-months", value="1"), "2003-01-01", GRONINGEN)
    assert pages(chain, too_long_only=True) == ["young"]

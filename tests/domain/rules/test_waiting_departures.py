"""Who died, left the country or moved while on a waiting list: flagged while he waits, and removed by a cleaning."""

from datetime import date
from typing import Any

import pytest

from domain.counting import Bounds, Rule, Verdict, judge, question_for
from domain.event import Position
from domain.facts import (
    CategoryDetermined,
    MunicipalityChanged,
    PersonDeceased,
    PersonLeftCountry,
    WaitingListJoined,
    WaitingListLeft,
)
from domain.facts.base import Fact
from domain.rules import rule
from projections import VIEWS
from tests.given import Book

OVER = rule("waiting-over-four-months", "both-lists")
CLEANING = rule("waiting-list-cleaning", "half-yearly")


def verdict(asked: Rule, as_of: str, *said: tuple[Fact, str | None, dict[str, Any]]) -> Verdict:
    book = Book()
    stream = book.registration("W1", "0512", party="ROC Da Vinci", system="wachtlijst")
    stream.says(CategoryDetermined(arrival="OUDKOMER"))
    stream.says(WaitingListJoined(list="FIRST_INFLOW", reason="CAPACITY"), "2003-07-15")
    for fact, on, fields in said:
        stream.says(fact, on, **fields)
    (case,) = book.cases(VIEWS["waiting-spells"]).values()
    return judge(asked, case, question_for(asked, Bounds(date.fromisoformat(as_of), Position(99))))


@pytest.mark.parametrize(
    ("fact", "code"), [(PersonDeceased(), "PERSON_DIED"), (PersonLeftCountry(), "PERSON_LEFT_COUNTRY")]
)
def test_a_cleaning_removes_who_died_or_left_the_country_from_that_day_on(fact: Fact, code: str) -> None:
    said = (fact, "2003-10-01", {})

    assert verdict(CLEANING, "2003-09-30", said).code == "REASON_STANDS"
    removed = verdict(CLEANING, "2003-10-01", said)
    assert (removed.code, removed.counted) == (code, True)


def test_who_was_taken_off_is_not_removed_again() -> None:
    left = (WaitingListLeft(because="DECEASED"), "2003-10-02", {})
    assert verdict(CLEANING, "2003-12-31", (PersonDeceased(), "2003-10-01", {}), left).code == "LEFT_LIST"


@pytest.mark.parametrize(("on", "code"), [("2003", "DATE_UNKNOWN"), (None, "DATE_UNKNOWN"), ("2004", "REASON_STANDS")])
def test_a_death_on_an_unknown_day_removes_nobody(on: str | None, code: str) -> None:
    assert verdict(CLEANING, "2003-12-31", (PersonDeceased(), on, {})).code == code


def test_until_somebody_takes_him_off_the_dead_wait_on_and_are_flagged() -> None:
    said = (PersonDeceased(), "2003-12-01", {})

    before, after = verdict(OVER, "2003-11-30", said), verdict(OVER, "2003-12-01", said)
    assert (before.code, after.code) == ("OVER_LIMIT", "OVER_LIMIT")
    assert "PERSON_DIED" not in before.flags
    assert "PERSON_DIED" in after.flags


@pytest.mark.parametrize(("municipality", "flagged"), [("0545", True), ("0512", False)])
def test_a_move_to_another_municipality_is_flagged_and_removes_nobody(municipality: str, flagged: bool) -> None:
    said = (MunicipalityChanged(), "2003-10-01", {"municipality": municipality})

    assert verdict(CLEANING, "2003-12-31", said).code == "REASON_STANDS"
    assert ("PERSON_MOVED" in verdict(OVER, "2003-12-31", said).flags) == flagged


@pytest.mark.parametrize(("on", "flagged"), [("2003-07-14", False), ("2003-07-15", True)])
def test_what_was_over_before_the_spell_began_is_no_matter_of_it(on: str, flagged: bool) -> None:
    said = (PersonLeftCountry(), on, {})
    assert ("PERSON_LEFT_COUNTRY" in verdict(OVER, "2003-12-31", said).flags) == flagged

"""View `waiting-spells`: given facts, then spells with what came of them."""

from datetime import date
from typing import Any

import pytest

from domain.facts import (
    AttendanceReported,
    CategoryDetermined,
    OfferDeclined,
    PersonRegistered,
    PlacementStarted,
    WaitingListJoined,
    WaitingListLeft,
    WaitingReasonEnded,
)
from domain.rules.waiting_list import FollowUp, WaitingSpell
from projections import VIEWS
from tests.given import Book, Registration, read, when

VIEW = VIEWS["waiting-spells"]


def at_the_roc() -> tuple[Book, Registration]:
    book = Book()
    return book, book.registration("W1", "0512", party="ROC Da Vinci", system="wachtlijst")


def joined(number: int = 1, reason: Any = "CAPACITY", **fields: Any) -> WaitingListJoined:
    waiting_list: Any = "FIRST_INFLOW" if number == 1 else "TEMPORARILY_STOPPED"
    return WaitingListJoined(list=waiting_list, reason=reason, **fields)


def spells(book: Book) -> list[WaitingSpell]:
    cases: dict[str, Any] = book.cases(VIEW)
    return sorted(cases.values(), key=lambda case: case.case)


def follow_ups(spell: WaitingSpell) -> dict[str, str | None]:
    return {follow_up.kind: follow_up.on for follow_up in spell.follow_ups}


def test_a_spell_is_opened_by_joining_and_knows_where_it_comes_from() -> None:
    book, stream = at_the_roc()
    stream.says(CategoryDetermined(arrival="OUDKOMER"))
    opening = stream.says(joined(scheme="SD", demand="NT2"), "2003-07-15", registered_on="2003-07-16")

    (spell,) = spells(book)
    assert (spell.case, spell.positions) == (str(opening.event.event_id), (1, 2))
    assert (spell.party, spell.system, spell.record) == ("ROC Da Vinci", "wachtlijst", "0" * 64)
    assert (spell.municipality, spell.scheme, spell.demand) == ("0512", "SD", "NT2")
    assert [category.arrival for category in spell.categories] == ["OUDKOMER"]


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (PlacementStarted(trajectory="DUAL"), {"PLACED": "2003-11-28"}),
        (WaitingListLeft(because="PLACED"), {"PLACED": "2003-11-28"}),
        (WaitingListLeft(because="MOVED"), {"LEFT": "2003-11-28"}),
        (WaitingListLeft(because="DECLINED"), {"DECLINED": "2003-11-28", "LEFT": "2003-11-28"}),
        (OfferDeclined(), {"DECLINED": "2003-11-28"}),
        (WaitingReasonEnded(), {"REASON_ENDED": "2003-11-28"}),
        (WaitingReasonEnded(reason="CAPACITY"), {"REASON_ENDED": "2003-11-28"}),
        (WaitingReasonEnded(reason="CHILDCARE"), {}),
    ],
)
def test_what_came_of_a_spell(fact: Any, expected: dict[str, str]) -> None:
    book, stream = at_the_roc()
    stream.says(joined(), "2003-08-01")
    stream.says(fact, "2003-11-28")

    assert follow_ups(spells(book)[0]) == expected


def test_a_decision_to_place_ends_the_waiting_on_the_day_of_its_effect() -> None:
    book, stream = at_the_roc()
    stream.says(joined(), "2003-08-01")
    fact = PlacementStarted(trajectory="DUAL", effective_on=date(2003, 12, 15))
    stream.says(fact, "2003-11-28")

    assert follow_ups(spells(book)[0]) == {"PLACED": "2003-12-15"}


@pytest.mark.parametrize("on", ["2003-07-31", "2003-07", "2002"])
def test_a_placement_before_the_spell_did_not_end_it(on: str) -> None:
    book, stream = at_the_roc()
    stream.says(PlacementStarted(trajectory="DUAL"), on)
    stream.says(joined(), "2003-08-01")

    assert spells(book)[0].follow_ups == ()


def test_only_the_first_of_a_kind_counts_and_nothing_after_the_end() -> None:
    book, stream = at_the_roc()
    stream.says(joined(), "2003-08-01")
    stream.says(WaitingListLeft(because="MOVED"), "2003-10-01")
    stream.says(PlacementStarted(trajectory="DUAL"), "2003-11-01")
    stream.says(OfferDeclined(), "2003-09-02")
    stream.says(OfferDeclined(), "2003-09-01")

    assert follow_ups(spells(book)[0]) == {"DECLINED": "2003-09-01", "LEFT": "2003-10-01"}


def test_each_spell_ends_by_what_happened_before_the_next_began() -> None:
    book, stream = at_the_roc()
    stream.says(joined(), "2003-01-10")
    stream.says(joined(2, "PERSONAL_CIRCUMSTANCE"), "2003-09-01")
    stream.says(PlacementStarted(trajectory="DUAL"), "2003-03-01")
    stream.says(PlacementStarted(trajectory="DUAL"), "2003-12-01")

    assert [follow_ups(spell) for spell in spells(book)] == [{"PLACED": "2003-03-01"}, {"PLACED": "2003-12-01"}]


def test_who_changes_lists_on_one_day_leaves_the_one_and_is_on_the_other() -> None:
    book, stream = at_the_roc()
    stream.says(joined(), "2003-01-10")
    stream.says(WaitingListLeft(because="OTHER"), "2003-09-01")
    stream.says(joined(2, "PERSONAL_CIRCUMSTANCE"), "2003-09-01")

    assert [follow_ups(spell) for spell in spells(book)] == [{"LEFT": "2003-09-01"}, {}]


def test_what_happens_on_the_first_day_of_a_spell_is_of_that_spell_when_the_one_before_has_ended() -> None:
    book, stream = at_the_roc()
    stream.says(joined(), "2003-01-10")
    stream.says(WaitingListLeft(because="OTHER"), "2003-05-01")
    stream.says(joined(), "2003-09-01")
    stream.says(PlacementStarted(trajectory="DUAL"), "2003-09-01")

    assert [follow_ups(spell) for spell in spells(book)] == [{"LEFT": "2003-05-01"}, {"PLACED": "2003-09-01"}]


def test_a_follow_up_without_a_day_belongs_to_the_spell_entered_last() -> None:
    book, stream = at_the_roc()
    stream.says(joined(), "2003-01-10")
    stream.says(PlacementStarted(trajectory="DUAL"), "2003-03-01")
    stream.says(joined(2, "PERSONAL_CIRCUMSTANCE"), "2003-09-01")
    stream.says(WaitingListLeft(because="OTHER"))

    first, second = spells(book)
    assert (follow_ups(first), follow_ups(second)) == ({"PLACED": "2003-03-01"}, {"LEFT": None})
    assert second.follow_ups == (FollowUp(kind="LEFT", because="OTHER"),)
    assert "DATE_UNKNOWN" in second.flags


def test_a_spell_without_a_first_day_stands_and_takes_no_dated_follow_up_of_another() -> None:
    book, stream = at_the_roc()
    stream.says(joined(), None)
    stream.says(joined(), "2003-08-01")
    stream.says(PlacementStarted(trajectory="DUAL"), "2003-11-01")

    undated, dated = spells(book)
    assert (undated.joined_on, follow_ups(undated)) == (None, {})
    assert (dated.joined_on, follow_ups(dated)) == (when("2003-08-01"), {"PLACED": "2003-11-01"})


def test_a_row_holds_from_joining_until_the_end_of_the_spell() -> None:
    book, stream = at_the_roc()
    stream.says(joined(), "2003-08-01")
    stream.says(OfferDeclined(), "2003-09-01")
    stream.says(PlacementStarted(trajectory="DUAL"), "2003-11-01")

    rows = book.rows(VIEW)
    assert [(row.known_from, str(row.valid_from), str(row.valid_until)) for row in rows] == [
        (1, "2003-08-01", "None"),
        (2, "2003-08-01", "None"),
        (3, "2003-08-01", "2003-11-01"),
    ]


def test_what_other_views_read_does_not_change_a_row() -> None:
    book, stream = at_the_roc()
    stream.says(joined(), "2003-08-01")
    before = book.rows(VIEW)
    stream.says(PersonRegistered(), "2003-08-01")

    assert AttendanceReported not in VIEW.reads
    assert book.rows(VIEW) == before
    assert read(VIEW, before[0]).positions == (1,)

"""What revocation, quashing and suspension do to placements, their outcomes, orders and the waiting list."""

from datetime import date
from typing import Any

import pytest

from domain.counting import Bounds, Rule, Verdict, judge_all, question_for
from domain.event import Position, Recorded
from domain.facts import (
    CategoryDetermined,
    DecisionQuashed,
    DecisionRevoked,
    EffectSuspended,
    EnforcementOrderIssued,
    ObjectionLodged,
    PersonDeceased,
    PlacementEnded,
    PlacementStarted,
    WaitingListJoined,
    WaitingListLeft,
)
from domain.rules import rule
from projections import VIEWS
from tests.domain.rules.deciding_afterwards import id_of
from tests.given import Book, Registration

PLACED, PERSONS = rule("placements", "started"), rule("quota-placements", "agenda-3a")
ORDERS = rule("enforcement-orders", "without-offer")
DROPOUT = rule("dropout", "unauthorised")
WAITING = rule("waiting-over-one-year", "one-year")
REGULAR = PlacementStarted(trajectory="REGULAR")
START: Any = "FROM_THE_START"


def verdicts(book: Book, asked: Rule, as_of: str) -> list[Verdict]:
    question = question_for(asked, Bounds(date.fromisoformat(as_of), Position(999)))
    return judge_all(asked, book.cases(VIEWS[asked.view]).values(), question)


def codes(book: Book, asked: Rule, *days: str) -> list[list[str]]:
    return [[one.code for one in verdicts(book, asked, day)] for day in days]


def revoked(stream: Registration, decision: Recorded, on: str | None, effect: Any = START) -> Recorded:
    return stream.says(DecisionRevoked(decision=id_of(decision), effect=effect), on)


# --- Placements ---


def test_a_placement_revoked_from_the_start_counts_until_the_day_on_which_it_was() -> None:
    book = Book()
    stream = book.registration("P1")
    revoked(stream, stream.says(REGULAR, "2008-03-01"), "2008-06-01")

    found = codes(book, PLACED, "2008-05-31", "2008-06-01", "2008-06-02")

    assert found == [["PLACED"], ["NO_LEGAL_EFFECT"], ["NO_LEGAL_EFFECT"]]


def test_a_placement_revoked_from_then_on_was_one_and_ends() -> None:
    book = Book()
    stream = book.registration("P1")
    revoked(stream, stream.says(REGULAR, "2008-03-01"), "2008-06-01", "FROM_THEN")
    (case,) = book.cases(VIEWS["placements"]).values()

    assert codes(book, PLACED, "2008-05-31", "2008-06-01", "2008-06-02") == [["PLACED"]] * 3
    assert case.valid == (date(2008, 3, 1), date(2008, 6, 1))


def test_an_end_before_the_revocation_stays_the_end() -> None:
    book = Book()
    stream = book.registration("P1")
    placed = stream.says(REGULAR, "2008-03-01")
    stream.says(PlacementEnded(reason="COMPLETED"), "2008-05-31")
    revoked(stream, placed, "2008-06-01", "FROM_THEN")
    (case,) = book.cases(VIEWS["placements"]).values()

    assert case.valid == (date(2008, 3, 1), date(2008, 5, 31))


def test_a_placement_quashed_and_replaced_counts_once() -> None:
    book = Book()
    stream = book.registration("P1")
    first = stream.says(REGULAR, "2008-03-01")
    second = stream.says(REGULAR, "2008-06-10")
    stream.says(DecisionQuashed(decision=id_of(first), effect=START, replaced_by=id_of(second)), "2008-06-01")

    found = codes(book, PERSONS, "2008-05-31", "2008-06-09", "2008-06-10")

    assert found == [["PLACED", "AFTER_AS_OF"], ["NO_LEGAL_EFFECT", "AFTER_AS_OF"], ["NO_LEGAL_EFFECT", "PLACED"]]


def test_the_other_placement_of_a_person_counts_where_the_earlier_was_undone() -> None:
    book = Book()
    one, other = book.registration("P1"), book.registration("P2")
    first = one.says(REGULAR, "2008-03-01")
    other.says(REGULAR, "2008-04-01")
    book.links(one, other)
    revoked(one, first, "2008-06-01")

    found = codes(book, PERSONS, "2008-05-31", "2008-06-01")

    assert found == [["PLACED", "OTHER_TRAJECTORY_OF_SAME_PERSON"], ["NO_LEGAL_EFFECT", "PLACED"]]


def test_a_placement_that_is_contested_or_suspended_counts_and_says_so() -> None:
    book = Book()
    stream = book.registration("P1")
    placed = stream.says(REGULAR, "2008-03-01")
    stream.says(ObjectionLodged(decision=id_of(placed)), "2008-04-01")
    stream.says(EffectSuspended(decision=id_of(placed), until_on=date(2008, 5, 1)), "2008-04-10")

    flags = [
        {"UNDER_OBJECTION", "SUSPENDED"} & set(one.flags)
        for day in ("2008-03-31", "2008-04-01", "2008-04-30", "2008-05-01")
        for one in verdicts(book, PLACED, day)
    ]

    assert flags == [set(), {"UNDER_OBJECTION"}, {"UNDER_OBJECTION", "SUSPENDED"}, {"UNDER_OBJECTION"}]


def test_an_order_revoked_from_the_start_counts_no_more() -> None:
    book = Book()
    stream = book.registration("P1")
    revoked(stream, stream.says(EnforcementOrderIssued(with_offer=False), "2008-03-01"), "2008-06-01")

    assert codes(book, ORDERS, "2008-05-31", "2008-06-01") == [["ORDER_ISSUED"], ["NO_LEGAL_EFFECT"]]


def test_a_placement_of_which_nothing_was_said_keeps_its_row() -> None:
    book = Book()
    stream = book.registration("P1")
    stream.says(REGULAR, "2008-03-01")
    before = [row.value for row in book.rows(VIEWS["placements"])]
    stream.says(ObjectionLodged(decision=id_of(stream.says(EnforcementOrderIssued(with_offer=True)))), "2008-04-01")

    assert [row.value for row in book.rows(VIEWS["placements"])][:1] == before


# --- What came of them ---


def test_what_ended_by_a_revocation_is_no_dropout() -> None:
    book = Book()
    stream = book.registration("P1")
    revoked(stream, stream.says(REGULAR, "2004-03-01"), "2004-06-01", "FROM_THEN")

    found = codes(book, DROPOUT, "2004-05-31", "2004-06-01")

    assert found == [["STILL_ON_TRAJECTORY"], ["ENDED_BY_OTHER_CAUSE"]]


def test_a_trajectory_that_was_undone_is_in_no_outcome() -> None:
    book = Book()
    stream = book.registration("P1")
    placed = stream.says(REGULAR, "2004-03-01")
    stream.says(PlacementEnded(reason="DROPPED_OUT"), "2004-05-01")
    revoked(stream, placed, "2004-06-01")

    assert codes(book, DROPOUT, "2004-06-01") == [["NO_LEGAL_EFFECT"]]


# --- The waiting list ---


def waits(book: Book, name: str = "W1") -> Registration:
    stream = book.registration(name, municipality="0512")
    stream.says(CategoryDetermined(arrival="OUDKOMER"), "2002-01-01")
    stream.says(WaitingListJoined(list="FIRST_INFLOW", reason="CAPACITY"), "2002-07-15")
    return stream


def still_waits(book: Book, *days: str) -> list[bool]:
    return [one.counted for day in days for one in verdicts(book, WAITING, day)]


def test_who_was_placed_by_a_decision_that_was_undone_waits_again() -> None:
    book = Book()
    stream = waits(book)
    revoked(stream, stream.says(REGULAR, "2003-09-01"), "2003-10-01")

    counted = [
        one.counted for day in ("2003-08-31", "2003-09-30", "2003-10-01") for one in verdicts(book, WAITING, day)
    ]

    assert counted == [True, False, True]


def test_a_new_placement_ends_the_spell_that_the_undone_one_did_not() -> None:
    book = Book()
    stream = waits(book)
    revoked(stream, stream.says(REGULAR, "2003-09-01"), "2003-10-01")
    stream.says(REGULAR, "2003-11-01")

    counted = [
        one.counted for day in ("2003-09-30", "2003-10-31", "2003-11-01") for one in verdicts(book, WAITING, day)
    ]

    assert counted == [False, True, False]


@pytest.mark.parametrize(("as_of", "is_flagged"), [("2003-08-31", False), ("2003-09-01", True), ("2003-09-02", True)])
def test_a_death_told_in_another_registration_is_seen_by_who_waits(as_of: str, is_flagged: bool) -> None:
    book = Book()
    stream, other = waits(book), book.registration("W2", municipality="0505")
    other.says(PersonDeceased(), "2003-09-01")
    book.links(stream, other)

    (verdict,) = verdicts(book, WAITING, as_of)

    assert ("PERSON_DIED" in verdict.flags) == is_flagged


def test_a_death_told_in_a_registration_that_is_not_linked_is_not() -> None:
    book = Book()
    waits(book)
    book.registration("W2", municipality="0505").says(PersonDeceased(), "2003-09-01")

    (verdict,) = verdicts(book, WAITING, "2003-09-02")

    assert "PERSON_DIED" not in verdict.flags


def test_who_was_taken_off_the_list_stays_off_whatever_became_of_a_placement() -> None:
    book = Book()
    stream = waits(book)
    revoked(stream, stream.says(REGULAR, "2003-09-01"), "2003-10-01")
    stream.says(WaitingListLeft(because="OTHER"), "2003-11-01")

    counted = still_waits(book, "2003-10-31", "2003-11-01")

    assert counted == [True, False]

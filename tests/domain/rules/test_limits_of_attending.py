"""Limits of deposits, absence and the provider switch, from the facts on: exactly there, one off, and entered late.

A day is a day of the world: what a source entered after midnight, or weeks later, happened when it says it did. Only a
bound on what the books held makes a late entry late.
"""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.counting import Bounds
from domain.event import Position
from domain.facts import (
    AbsenceFollowedUp,
    AbsenceReclassified,
    AbsenceRecorded,
    AttendanceReported,
    ChildcareRequested,
    DepositReceived,
    EnrolmentRecorded,
    PlacementEnded,
    PlacementStarted,
)
from domain.facts.base import Fact
from domain.rules import rule
from projections import VIEWS
from tests.given import Book, ask

KEPT, NET = rule("deposits-forfeited", "extra-bonus"), rule("deposit-net", "extra-bonus")
MUST_BE_MOVED = rule("provider-switch-due", "calendar-days")
FOLLOW_UP = rule("absences-without-same-day-follow-up", "every-absence")
UNAUTHORISED = rule("unauthorised-absences", "circumstance-authorised")


def judged(book: Book, asked: Any, as_of: str = "2004-07-01", registered_by: str | None = None) -> str:
    """The code of the only case in the book."""
    entered_by = None if registered_by is None else date.fromisoformat(registered_by)
    answer = ask(book, VIEWS[asked.view], asked, Bounds(date.fromisoformat(as_of), Position(99), None, entered_by))
    (verdict,) = answer.verdicts.values()
    return verdict.code


# --- Exactly 85 % ---


def participant(*reports: tuple[int, int], cents: int = 5_000, successful: bool = False) -> Book:
    """Somebody who paid, attended so many of so many lessons in each period, and ended on 30 June 2004."""
    book = Book()
    stream = book.registration("A1", "0512")
    stream.says(DepositReceived(amount_cents=cents), "2003-09-01", registered_on="2003-09-01")
    for month, (lessons, attended) in enumerate(reports, 1):
        report = AttendanceReported(lessons=lessons, attended=attended, authorised_absent=0)
        stream.says(report, f"2004-{month:02}-20", registered_on=f"2004-{month:02}-20")
    stream.says(PlacementEnded(reason="UNKNOWN", successful=successful), "2004-06-30", registered_on="2004-06-30")
    return book


@given(st.integers(1, 10**12))
def test_seventeen_of_every_twenty_lessons_is_exactly_the_norm_however_many_there_were(twenties: int) -> None:
    assert judged(participant((20 * twenties, 17 * twenties)), KEPT) == "REFUND_DUE"
    assert judged(participant((20 * twenties, 17 * twenties - 1)), KEPT) == "FORFEITED"
    assert judged(participant((20 * twenties + 1, 17 * twenties)), KEPT) == "FORFEITED"


@pytest.mark.parametrize(
    ("reports", "code"),
    [
        (((7, 6), (13, 11)), "REFUND_DUE"),  # 85.7 % and 84.6 %: together 17 of 20
        (((3, 3), (17, 14)), "REFUND_DUE"),  # 100 % and 82.4 %: together 17 of 20
        (((3, 3), (17, 13)), "FORFEITED"),
        (((1, 1), (19, 15)), "FORFEITED"),  # 80 %, though the mean of 100 % and 78.9 % is 89.5 %
        (((20, 0), (180, 170)), "REFUND_DUE"),
        (((20, 0), (180, 169)), "FORFEITED"),
    ],
)
def test_the_share_is_of_all_lessons_together_and_no_mean_of_periods(
    reports: tuple[tuple[int, int], ...], code: str
) -> None:
    assert judged(participant(*reports), KEPT) == code


# --- Another amount than agreed ---


@pytest.mark.parametrize(("cents", "said"), [(4_999, 5_000), (5_000, None), (5_001, 5_000), (6_000, 5_000)])
@pytest.mark.parametrize(("attended", "net_cents"), [(85, 0), (84, 1)])
def test_what_was_paid_is_kept_or_goes_back_whole_and_the_amount_agreed_is_said_where_it_differs(
    cents: int, said: int | None, attended: int, net_cents: int
) -> None:
    answer = ask(
        participant((100, attended), cents=cents), VIEWS["deposits"], NET, Bounds(date(2004, 7, 1), Position(9))
    )

    assert answer.value == net_cents * cents
    assert answer.verdicts["A1"].reason.detail.get("agreed_cents") == said


def test_the_bonus_is_the_amount_of_the_document_whatever_was_paid() -> None:
    generous = participant((100, 85), cents=10_000, successful=True)
    answer = ask(generous, VIEWS["deposits"], NET, Bounds(date(2004, 7, 1), Position(9)))

    assert (answer.value, answer.verdicts["A1"].reason.detail["bonus_cents"]) == (-5_000, 5_000)


# --- Nineteen, twenty and twenty-one days ---

ENROLLED_ON = date(2007, 10, 1)


def enrolled(placed_after: int | None = None, entered_after: int = 0) -> Book:
    """Somebody enrolled on 1 October 2007, and perhaps placed so many days later."""
    book = Book()
    stream = book.registration("X1", "0363", party="aanbieder X", system="inschrijvingen-x")
    stream.says(EnrolmentRecorded(course="NT2"), str(ENROLLED_ON), registered_on=str(ENROLLED_ON))
    if placed_after is not None:
        placed_on, entered_on = (str(ENROLLED_ON + timedelta(days=one)) for one in (placed_after, entered_after))
        stream.says(PlacementStarted(trajectory="DUAL"), placed_on, registered_on=entered_on)
    return book


@pytest.mark.parametrize(
    ("asked_after", "codes"),
    [
        (19, ["WITHIN_LIMIT", "PLACED_IN_TIME", "WITHIN_LIMIT", "WITHIN_LIMIT"]),
        (20, ["LIMIT_DAY", "PLACED_IN_TIME", "PLACED_IN_TIME", "LIMIT_DAY"]),
        (21, ["MUST_BE_MOVED", "PLACED_IN_TIME", "PLACED_IN_TIME", "PLACED_LATE"]),
    ],
)
def test_on_the_nineteenth_twentieth_and_twenty_first_day(asked_after: int, codes: list[str]) -> None:
    """Not placed, and placed on the nineteenth, the twentieth and the twenty-first day."""
    as_of = str(ENROLLED_ON + timedelta(days=asked_after))

    assert [judged(enrolled(after), MUST_BE_MOVED, as_of) for after in (None, 19, 20, 21)] == codes


def test_a_place_in_time_that_was_entered_late_is_in_time_except_in_the_books_of_before() -> None:
    book = enrolled(placed_after=20, entered_after=30)

    assert judged(book, MUST_BE_MOVED, "2007-11-15") == "PLACED_IN_TIME"
    assert judged(book, MUST_BE_MOVED, "2007-11-15", registered_by="2007-10-31") == "PLACED_IN_TIME"
    assert judged(book, MUST_BE_MOVED, "2007-11-15", registered_by="2007-10-30") == "MUST_BE_MOVED"
    assert judged(book, MUST_BE_MOVED, "2007-10-21", registered_by="2007-10-21") == "LIMIT_DAY"


# --- On the day of absence ---


def absent(*later: tuple[Fact, str, str], reason: Any = "OTHER") -> Book:
    """Somebody absent on 3 March 2004; what was said later, of which day, and on which day it was entered."""
    book = Book()
    stream = book.registration("C1", "0512", party="ROC Da Vinci", system="presentie")
    stream.says(AbsenceRecorded(authorised=False, reason=reason), "2004-03-03", registered_on="2004-03-03")
    for fact, on, entered_on in later:
        stream.says(fact, on, registered_on=entered_on)
    return book


CALL = AbsenceFollowedUp(action="CALL")


@pytest.mark.parametrize(
    ("on", "entered_on", "code"),
    [
        ("2004-03-03", "2004-03-03", "FOLLOWED_UP_SAME_DAY"),
        ("2004-03-03", "2004-03-04", "FOLLOWED_UP_SAME_DAY"),  # done before midnight, entered after it
        ("2004-03-04", "2004-03-04", "FOLLOWED_UP_LATE"),  # done after midnight
        ("2004-03-02", "2004-03-03", "NO_FOLLOW_UP"),  # done before there was anything to follow up
    ],
)
def test_midnight_divides_the_day_on_which_it_was_done_and_not_the_one_on_which_it_was_entered(
    on: str, entered_on: str, code: str
) -> None:
    assert judged(absent((CALL, on, entered_on)), FOLLOW_UP) == code


def test_action_on_the_day_that_was_entered_weeks_later_was_none_in_the_books_of_before() -> None:
    book = absent((CALL, "2004-03-03", "2004-03-24"))

    assert judged(book, FOLLOW_UP, registered_by="2004-03-23") == "NO_FOLLOW_UP"
    assert judged(book, FOLLOW_UP, registered_by="2004-03-24") == "FOLLOWED_UP_SAME_DAY"
    assert judged(book, FOLLOW_UP, "2004-03-03", registered_by="2004-03-23") == "LIMIT_DAY"


@pytest.mark.parametrize(
    ("as_of", "registered_by", "code"),
    [
        ("2004-03-11", None, "NOT_IN_TABLE"),
        ("2004-03-12", None, "DECIDED_AUTHORISED"),
        ("2004-07-01", "2004-04-01", "NOT_IN_TABLE"),
        ("2004-07-01", "2004-04-02", "DECIDED_AUTHORISED"),
    ],
)
def test_a_decision_after_the_fact_holds_from_its_day_and_in_the_books_from_its_entry(
    as_of: str, registered_by: str | None, code: str
) -> None:
    """The municipality decided on 12 March 2004, and entered it on 2 April."""
    book = absent()
    decision = AbsenceReclassified(absence=str(book.events[0].event.event_id), authorised=True)
    book.registration("C1").says(decision, "2004-03-12", registered_on="2004-04-02")

    assert judged(book, UNAUTHORISED, as_of, registered_by) == code


def test_a_place_that_was_offered_before_the_absence_and_entered_after_it_was_there() -> None:
    request = ChildcareRequested(place_offered_on=date(2004, 3, 2))
    book = absent((request, "2004-01-05", "2004-03-15"), reason="CHILDCARE")

    assert judged(book, UNAUTHORISED) == "PLACE_OFFERED"
    assert judged(book, UNAUTHORISED, registered_by="2004-03-14") == "NO_CHILDCARE"


# --- Counts that were corrected after closing ---


def test_a_lesson_more_that_was_entered_after_closing_counts_from_then_and_not_in_the_books_of_before() -> None:
    book = participant((100, 84))
    report = AttendanceReported(lessons=100, attended=85, authorised_absent=0)
    book.corrects(book.events[1], report, "2004-01-20", registered_on="2004-07-15")

    assert judged(book, KEPT, registered_by="2004-07-14") == "FORFEITED"
    assert judged(book, KEPT, registered_by="2004-07-15") == "REFUND_DUE"
    assert judged(book, KEPT) == "REFUND_DUE"


def test_who_paid_after_the_books_were_closed_is_named_and_not_counted() -> None:
    assert judged(participant((100, 84)), KEPT, registered_by="2003-08-31") == "RECORDED_LATER"
    assert judged(participant((100, 84)), KEPT, registered_by="2004-06-29") == "NOT_ENDED"

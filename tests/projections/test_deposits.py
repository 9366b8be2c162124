"""Views `deposits` and `attendance`: given facts, then participants with what was paid, attended and booked."""

from datetime import date
from typing import Any

from domain.facts import (
    AttendanceReported,
    BonusPaid,
    DepositForfeited,
    DepositReceived,
    DepositRefunded,
    PersonRegistered,
    PlacementEnded,
)
from domain.rules.deposit_case import Booking, Deposit, End, Payment
from projections import VIEWS
from tests.given import Book, read, when

VIEW, ATTENDANCE = VIEWS["deposits"], VIEWS["attendance"]


def deposits(book: Book) -> list[Deposit]:
    cases: dict[str, Any] = book.cases(VIEW)
    return list(cases.values())


def test_who_is_entered_for_the_pilot_is_a_case_and_who_paid_is_one_and_nobody_else() -> None:
    book = Book()
    book.registration("A7").says(PersonRegistered(register="deposit-pilot"))
    book.registration("A8").says(DepositReceived(amount_cents=5_000), "2003-09-01")
    book.registration("A9").says(PersonRegistered(register="intake"))

    assert sorted(book.name_of_record(case) for case in deposits(book)) == ["A7", "A8"]


def test_a_participant_is_one_case_from_entry_to_payment() -> None:
    book = Book()
    stream = book.registration("A1", "0512")
    stream.says(DepositReceived(amount_cents=5_000, entry="1"), "2003-09-01")
    stream.says(PersonRegistered(register="deposit-pilot"))
    stream.says(DepositReceived(amount_cents=2_500, entry="2"), "2003-10-01")

    rows = book.rows(VIEW)
    assert len({row.case for row in rows}) == 1
    assert [len(read(VIEW, row).payments) for row in rows] == [1, 1, 2]
    (one,) = deposits(book)
    assert one.payments == (
        Payment(on=when("2003-09-01"), cents=5_000),
        Payment(on=when("2003-10-01"), cents=2_500),
    )
    assert one.positions == (1, 2, 3)
    assert one.valid == (date(2003, 9, 1), None)


def test_lessons_are_attended_and_a_workshop_is_none() -> None:
    book = Book()
    stream = book.registration("A1")
    stream.says(DepositReceived(amount_cents=5_000), "2003-09-01")
    stream.says(AttendanceReported(lessons=10, attended=9, period_until=date(2004, 3, 1)), "2004-04-02")
    stream.says(AttendanceReported(lessons=10, attended=8, activity="LESSON"), "2004-03-31")
    stream.says(AttendanceReported(lessons=2, attended=0, activity="WORKSHOP"), "2004-03-31")

    (one,) = deposits(book)
    assert [(report.last_on, report.attended) for report in one.reports] == [("2004-02-29", 9), ("2004-03-31", 8)]
    periods: dict[str, Any] = book.cases(ATTENDANCE)
    assert sorted((case.report.attended, case.activity) for case in periods.values() if case.report.attended) == [
        (8, "LESSON"),
        (9, None),
    ]
    assert [case.activity for case in periods.values() if not case.report.attended] == ["WORKSHOP"]


def test_a_period_that_ends_before_the_calendar_begins_goes_by_the_day_it_was_reported() -> None:
    book = Book()
    book.registration("A1").says(AttendanceReported(lessons=1, attended=1, period_until=date.min), "2004-03-31")

    periods: dict[str, Any] = book.cases(ATTENDANCE)
    assert [case.report.last_on for case in periods.values()] == ["2004-03-31"]


def test_to_change_provider_is_not_the_end() -> None:
    book = Book()
    stream = book.registration("A1")
    stream.says(DepositReceived(amount_cents=5_000), "2003-09-01")
    stream.says(PlacementEnded(reason="REASSIGNED", successful=False), "2004-01-01")
    stream.says(PlacementEnded(reason="EXAM_PASSED", successful=True), "2004-06-30")

    assert deposits(book)[0].ends == (End(on=when("2004-06-30"), successful=True),)


def test_what_was_booked_stands_beside_it_and_another_bonus_does_not() -> None:
    book = Book()
    stream = book.registration("A1")
    stream.says(DepositReceived(amount_cents=5_000), "2003-09-01")
    stream.says(DepositRefunded(amount_cents=5_000, effective_on=date(2004, 7, 5)), "2004-07-01")
    stream.says(DepositForfeited(amount_cents=100, reason="ATTENDANCE"), "2004-07-02")
    stream.says(BonusPaid(beneficiary="PARTICIPANT", bonus="SUCCESS", amount_cents=5_000), "2004-07-03")
    stream.says(BonusPaid(beneficiary="BROKER", bonus="SUCCESS", amount_cents=1, entry="2"), "2004-07-03")
    stream.says(BonusPaid(beneficiary="PARTICIPANT", bonus="START", amount_cents=1, entry="3"), "2004-07-03")

    assert deposits(book)[0].bookings == (
        Booking(kind="REFUNDED", on=when("2004-07-05"), cents=5_000),
        Booking(kind="FORFEITED", on=when("2004-07-02"), cents=100),
        Booking(kind="BONUS_PAID", on=when("2004-07-03"), cents=5_000),
    )


def test_a_payment_taken_back_leaves_a_participant_without_deposit() -> None:
    book = Book()
    stream = book.registration("A1")
    stream.says(PersonRegistered(register="deposit-pilot"))
    book.retracts(stream.says(DepositReceived(amount_cents=5_000), "2003-09-01"))

    assert deposits(book)[0].payments == ()


def test_an_entry_without_a_day_is_no_unknown_date_and_a_payment_without_one_is() -> None:
    book = Book()
    stream = book.registration("A1")
    stream.says(PersonRegistered(register="deposit-pilot"))
    assert "DATE_UNKNOWN" not in deposits(book)[0].flags
    stream.says(DepositReceived(amount_cents=5_000))
    assert "DATE_UNKNOWN" in deposits(book)[0].flags

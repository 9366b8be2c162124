"""Who was approached, called, appeared and declined; and who holds an order or a notice."""

from typing import Any

import pytest

from domain.counting import judge_all, question_for, value_of
from domain.facts import (
    CategoryDetermined,
    EnforcementOrderIssued,
    IntakeCompleted,
    OfferDeclined,
    PersonApproached,
    PersonRegistered,
    SummonsMissed,
    SummonsSent,
    TermStarted,
)
from domain.rules import rule
from projections import VIEWS
from tests.domain.rules.outcomes_given import IN_2008, asked, bounds, ratio_of, sides
from tests.given import Book, day

APPROACHED, SPOKEN = rule("people-approached", "approached"), rule("people-approached", "approached-and-spoken")
APPEARED, CALLED = rule("calls-answered", "per-call"), rule("people-called", "first-call")
DECLINED, REGISTER = rule("offers-declined", "obliged"), rule("register-approached", "people-approached")
EITHER, NOTICES = rule("orders-or-notices", "g31"), rule("notices", "with-term")
MARCH = bounds("2008-01-01..2009-01-01", "2008-03-31")
ORDER, NOTICE = EnforcementOrderIssued(with_offer=False), TermStarted(term="NOTICE_TERM")


def value(book: Book, of: Any, within: Any = IN_2008) -> int:
    """The figure where a registration has more than one case."""
    return value_of(judge_all(of, book.cases(VIEWS[of.view]).values(), question_for(of, within)))


def test_the_worked_example_of_four_who_were_called() -> None:
    book = Book()
    for name, appear in (("P1", "2008-03-10"), ("P2", "2008-03-10"), ("P3", "2008-03-10"), ("P4", "2008-04-10")):
        book.registration(name).says(SummonsSent(appear_on=day(appear)), "2008-02-20")
    book.registration("P3").says(SummonsMissed(), "2008-03-10")

    assert sides(ratio_of(book, APPEARED, MARCH)) == (2, 3, "66.7")
    assert asked(book, APPEARED, MARCH).codes == {"P3": "STAYED_AWAY", "P4": "STILL_TO_APPEAR"}
    assert value(book, CALLED) == 4


@pytest.mark.parametrize(("as_of", "code"), [("2008-03-09", "STILL_TO_APPEAR"), ("2008-03-10", None)])
def test_on_the_day_itself_the_day_to_appear_is_there(as_of: str, code: str | None) -> None:
    book = Book()
    book.registration("P1").says(SummonsSent(appear_on=day("2008-03-10")), "2008-02-20")

    assert asked(book, APPEARED, bounds("2008-01-01..2009-01-01", as_of)).codes.get("P1") == code


def test_a_missed_call_is_the_one_that_is_named_or_else_the_last_before() -> None:
    book = Book()
    somebody = book.registration("P1")
    first = somebody.says(SummonsSent(attempt=1), "2008-02-01")
    somebody.says(SummonsSent(attempt=2), "2008-03-01")
    somebody.says(SummonsMissed(summons=str(first.event.event_id), excused=True), "2008-02-10")
    somebody.says(SummonsMissed(), "2008-03-10")

    found = ratio_of(book, APPEARED, IN_2008)

    assert [one.code for one in found.population] == ["STAYED_AWAY_EXCUSED", "STAYED_AWAY"]
    assert value(book, CALLED) == 1


def test_approached_and_spoken_to_may_be_two_things() -> None:
    book = Book()
    for name in ("P1", "P2", "P3"):
        book.registration(name).says(PersonApproached(channel="letter"), "2008-05-01")
    book.registration("P2").says(IntakeCompleted(), "2008-06-01")
    book.registration("P3").says(IntakeCompleted(in_absence=True), "2008-06-01")

    assert asked(book, APPROACHED, IN_2008).counted == ["P1", "P2", "P3"]
    assert asked(book, SPOKEN, IN_2008).counted == ["P2"]
    assert asked(book, APPROACHED, IN_2008).verdicts["P1"].reason.detail == {"channel": "letter"}


def test_a_person_is_approached_once_in_the_place_and_time_asked() -> None:
    book = Book()
    for name, on in (("P1", "2007-12-31"), ("P2", "2008-01-01"), ("P3", "2008-02-01"), ("P4", "2009-01-01")):
        book.registration(name).says(PersonApproached(), on)
    for other in ("P2", "P3", "P4"):
        book.links(book.registration("P1"), book.registration(other))

    answer = asked(book, APPROACHED, IN_2008)

    assert answer.counted == ["P2"]
    assert answer.codes == {"P1": "BEFORE_PERIOD", "P3": "SAME_PERSON_BEFORE", "P4": "ON_BOUNDARY"}


def test_of_those_in_the_register_they_count_who_were_approached_in_the_time_asked() -> None:
    book = Book()
    for name in ("P1", "P2", "P3"):
        book.registration(name).says(PersonRegistered(register="BPI"))
    book.registration("P1").says(PersonApproached(), "2008-05-01")
    book.registration("P2").says(PersonApproached(), "2009-01-01")
    book.registration("later").says(PersonRegistered(register="BPI"), "2009-01-01")
    book.registration("elsewhere").says(PersonRegistered(register="intake"), "2007-01-01")
    again = book.registration("again")
    again.says(PersonRegistered(register="bpi"))
    book.links(book.registration("P1"), again)

    assert sides(ratio_of(book, REGISTER, IN_2008)) == (1, 3, "33.3")
    entries = {one.case.record: one.code for one in ratio_of(book, REGISTER, IN_2008).population}
    assert sorted(entries.values()) == ["APPROACHED", "NOT_APPROACHED", "NOT_APPROACHED"]


def test_declining_counts_for_who_is_known_to_be_obliged() -> None:
    book = Book()
    for name, group in (("P1", "OBLIGED"), ("P2", "VOLUNTARY"), ("P3", None)):
        book.registration(name).says(CategoryDetermined(target_group=group), "2007-01-01")  # type: ignore[arg-type]
        book.registration(name).says(OfferDeclined(reason="OWN_CONTRIBUTION"), "2008-03-20")

    answer = asked(book, DECLINED, IN_2008)

    assert (answer.counted, answer.verdicts["P1"].reason.detail) == (["P1"], {"reason": "OWN_CONTRIBUTION"})
    assert answer.verdicts["P3"].reason.detail == {"target_group": "unknown"}


def test_an_order_or_a_notice_is_one_person_and_an_order_with_an_offer_is_neither() -> None:
    book = Book()
    book.registration("P1").says(ORDER, "2008-03-01")
    book.registration("P1").says(NOTICE, "2008-02-01")
    book.registration("P2").says(EnforcementOrderIssued(with_offer=True), "2008-03-01")
    book.registration("P3").says(TermStarted(term="EXAM_TERM"), "2008-03-01")
    book.registration("P4").says(ORDER, "2009-01-01")

    assert (value(book, EITHER), value(book, NOTICES)) == (1, 1)

"""Whatever is decided on two registrations makes one group of them: no later link changes what was known before."""

import pytest

from domain.facts import (
    EnrolmentRecorded,
    LinkLeftUndecided,
    PersonRegistered,
    RegistrationsLinked,
    RegistrationsUnlinked,
    WaitingListLeft,
)
from domain.facts.base import Fact
from projections import VIEWS
from tests.campaigns.random_histories import as_known
from tests.given import Book


@pytest.mark.parametrize("kind", [RegistrationsLinked, RegistrationsUnlinked, LinkLeftUndecided])
def test_every_decision_on_two_registrations_makes_them_one_group(kind: type[Fact]) -> None:
    book = Book()
    one, other, third = (book.registration(name) for name in "ABC")
    for stream in (one, other, third):
        stream.says(PersonRegistered())
    one.says(kind(other=str(other.subject), decider="system"))  # type: ignore[call-arg]

    assert sorted(map(sorted, book.groups())) == [[one.subject, other.subject], [third.subject]]


def test_a_question_answered_from_the_other_side_is_not_answered_earlier_by_a_later_link() -> None:
    book = Book()
    one, other = book.registration("A"), book.registration("B")
    one.says(EnrolmentRecorded(course="NT2-A"), "2007-01-01")
    one.says(LinkLeftUndecided(other=str(other.subject), decider="system", ground="BSN"))
    other.says(RegistrationsUnlinked(other=str(one.subject), decider="m1", keep_apart=True))
    then = book.rows(VIEWS["person-findings"])
    book.links(other, one)

    assert as_known(book.rows(VIEWS["person-findings"]), 3) == then


def test_who_is_the_oldest_of_a_person_is_not_changed_by_a_later_link() -> None:
    book = Book()
    one, other, third = (book.registration(name) for name in "ABC")
    third.says(WaitingListLeft(because="PLACED"))
    other.says(RegistrationsUnlinked(other=str(third.subject), decider="m1", keep_apart=True))
    one.says(EnrolmentRecorded(course="NT2-A"), "2007-01-01")
    book.links(one, third)
    then = book.rows(VIEWS["participants"])
    book.links(other, third)

    assert as_known(book.rows(VIEWS["participants"]), 4) == then


def test_a_question_asked_from_both_sides_is_not_one_earlier_by_a_link_that_others_made_before() -> None:
    book = Book()
    one, other, third, fourth = (book.registration(name) for name in "ABCD")
    book.links(one, other)
    third.says(LinkLeftUndecided(other=str(fourth.subject), decider="system", ground="BSN"))
    fourth.says(LinkLeftUndecided(other=str(third.subject), decider="system", ground="BSN"))
    then = book.rows(VIEWS["person-findings"])
    book.links(one, third)

    assert as_known(book.rows(VIEWS["person-findings"]), 3) == then

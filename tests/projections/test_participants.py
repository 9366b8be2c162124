"""View `participants`: given facts, then every enrolment with who the person is and what else they enrolled in."""

from __future__ import annotations

from typing import Any

import pytest

from domain.facts import (
    ClassAttendanceStarted,
    EnrolmentRecorded,
    PersonRegistered,
    PlacementStarted,
    ProviderReassigned,
)
from domain.facts.base import Fact
from projections import VIEWS
from tests.given import Book, Registration, read

VIEW = VIEWS["participants"]


def enrolled(book: Book, name: str, on: str | None, course: str = "NT2-A", **said: Any) -> Registration:
    stream = book.registration(name, party=f"provider {name}")
    stream.says(EnrolmentRecorded(course=course, **said), on)
    return stream


def cases(book: Book) -> dict[str, Any]:
    return {book.name_of(case): case for case in book.cases(VIEW).values()}


def others(book: Book) -> dict[str, list[str]]:
    """Name → the names of the others of that person on an earlier day or the same."""
    names = {case.case: name for name, case in cases(book).items()}
    return {name: [names[other.case] for other in case.not_later] for name, case in cases(book).items()}


def test_an_enrolment_knows_those_of_the_same_person_on_earlier_days_and_on_its_own() -> None:
    book = Book()
    days = {"A": "2007-03-02", "B": "2007-03-01", "C": "2007-03-02", "D": "2007-03-03", "E": "2007-03-01"}
    streams = {name: enrolled(book, name, on) for name, on in days.items()}
    for name in "BCD":
        book.links(streams[name], streams["A"])

    assert others(book) == {"A": ["B", "C"], "B": [], "C": ["B", "A"], "D": ["B", "A", "C"], "E": []}


@pytest.mark.parametrize("on", [None, "2007", "2007-03"])
def test_an_enrolment_without_a_day_is_set_beside_no_other(on: str | None) -> None:
    book = Book()
    book.links(enrolled(book, "A", on), enrolled(book, "B", "2007-12-31"))

    assert others(book) == {"A": [], "B": []}
    assert "DATE_UNKNOWN" in cases(book)["A"].flags


def test_the_person_is_the_oldest_registration_also_when_another_enrolled_first() -> None:
    book = Book()
    old = book.registration("OLD")
    old.says(PersonRegistered())
    young = enrolled(book, "YOUNG", "2007-01-01")
    old.says(EnrolmentRecorded(course="NT2-A"), "2007-06-01")
    link = book.links(young, old)

    case = cases(book)["YOUNG"]
    assert (case.person, case.aliases) == (str(old.subject), (str(young.subject),))
    assert case.positions == (2, link.position)
    assert case.flags == ("ENROLMENT_NOT_START", "IDENTITY_LINKED", "REGISTRATION_NOT_CLAIMED")


def test_a_link_joins_the_rows_from_its_position_on_and_an_unlink_parts_them_again() -> None:
    book = Book()
    one, other = enrolled(book, "A", "2007-03-01"), enrolled(book, "B", "2007-03-02")
    book.links(one, other)
    book.unlinks(other, one)

    rows = [row for row in book.rows(VIEW) if row.case.endswith("2")]
    seen = [(row.known_from, row.known_until, read(VIEW, row)) for row in rows]
    assert [(known_from, until, len(case.not_later)) for known_from, until, case in seen] == [
        (2, 3, 0),
        (3, 4, 1),
        (4, None, 0),
    ]
    assert seen[0][2] == seen[2][2]


def test_a_link_that_is_not_honoured_is_flagged_on_both_sides() -> None:
    book = Book()
    one, other = enrolled(book, "A", "2007-03-01"), enrolled(book, "B", "2007-03-02")
    book.unlinks(one, other, keep_apart=True)
    book.links(one, other, ground="BSN")

    assert ["IDENTITY_CONFLICT" in case.flags for case in cases(book).values()] == [True, True]
    assert others(book) == {"A": [], "B": []}


@pytest.mark.parametrize(
    ("placed", "started", "flagged"),
    [
        (None, None, True),
        (False, None, True),
        (True, None, False),
        (None, PlacementStarted(trajectory="DUAL"), False),
        (None, ClassAttendanceStarted(course="NT2-A"), False),
    ],
)
def test_where_nothing_says_that_it_started_the_enrolment_is_flagged(
    placed: bool | None, started: Fact | None, flagged: bool
) -> None:
    book = Book()
    stream = enrolled(book, "A", "2007-03-01", placed=placed)
    if started is not None:
        stream.says(started, "2007-04-01")

    assert ("ENROLMENT_NOT_START" in cases(book)["A"].flags) is flagged


def test_a_start_of_another_registration_proves_nothing_of_this_enrolment() -> None:
    book = Book()
    other = book.registration("B")
    other.says(PlacementStarted(trajectory="DUAL"), "2007-04-01")
    book.links(enrolled(book, "A", "2007-03-01"), other)

    assert "ENROLMENT_NOT_START" in cases(book)["A"].flags


@pytest.mark.parametrize(
    ("where", "said", "moved"),
    [
        ("A", {}, True),
        ("A", {"course": "nt2 a"}, True),
        ("A", {"course": "NT2-B"}, False),
        ("M", {"from_provider": "PROVIDER A"}, True),
        ("M", {"from_provider": "provider A", "course": "NT2-B"}, False),
        ("M", {"from_provider": "provider Z"}, False),
        ("M", {}, False),
    ],
)
def test_a_move_is_about_the_enrolment_of_its_registration_or_at_the_provider_it_says_was_left(
    where: str, said: dict[str, Any], moved: bool
) -> None:
    book = Book()
    first, later = enrolled(book, "A", "2007-03-01"), enrolled(book, "B", "2007-03-22")
    municipality = book.registration("M")
    municipality.says(PersonRegistered())
    book.links(first, later)
    book.links(first, municipality)
    fact = ProviderReassigned(to_provider="provider B", **said)
    on = book.streams[where].says(fact, "2007-03-22")

    (other,) = cases(book)["B"].not_later
    assert [(one.to_provider, one.on, one.positions) for one in other.moves] == (
        [("provider B", "2007-03-22", (on.position,))] if moved else []
    )


def test_a_move_without_a_day_is_no_ground_to_call_anything_the_same_trajectory() -> None:
    book = Book()
    first, later = enrolled(book, "A", "2007-03-01"), enrolled(book, "B", "2007-03-22")
    book.links(first, later)
    first.says(ProviderReassigned(to_provider="provider B"), "2007-03")

    assert cases(book)["B"].not_later[0].moves == ()


def test_a_registration_without_an_enrolment_is_no_case() -> None:
    book = Book()
    book.registration("A").says(PersonRegistered())
    book.registration("A").says(PlacementStarted(trajectory="DUAL"), "2007-04-01")

    assert book.rows(VIEW) == []

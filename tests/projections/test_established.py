"""View `established`: given facts, then what is known of the person of each registration, from which day on."""

from __future__ import annotations

from typing import Any

from domain.facts import CategoryDetermined, PersonSettled, PlacementStarted
from projections import VIEWS
from tests.given import Book

VIEW = VIEWS["established"]


def said(book: Book) -> dict[str, list[tuple[str | None, dict[str, Any]]]]:
    """Registration → (from which day, what)."""
    names = ("pardon", "benefit", "district", "education")
    return {
        book.name_of(case): [
            (one.from_on, {name: value for name in names if (value := getattr(one, name)) is not None})
            for one in case.said  # type: ignore[attr-defined]
        ]
        for case in book.cases(VIEW).values()
    }


def test_what_was_established_stands_by_day_and_then_by_position() -> None:
    book = Book()
    one = book.registration("G1")
    one.says(CategoryDetermined(benefit="NONE"), "2008-05-01")
    one.says(CategoryDetermined(pardon=True))
    one.says(PersonSettled(district="Zuid"), "2008-01-01")

    assert said(book) == {
        "G1": [(None, {"pardon": True}), ("2008-01-01", {"district": "Zuid"}), ("2008-05-01", {"benefit": "NONE"})]
    }


def test_linked_registrations_are_told_each_by_itself() -> None:
    book = Book()
    one, other = book.registration("G1"), book.registration("G2")
    one.says(CategoryDetermined(pardon=True))
    other.says(CategoryDetermined(pardon=False))
    book.links(one, other)

    assert said(book) == {"G1": [(None, {"pardon": True})], "G2": [(None, {"pardon": False})]}


def test_a_correction_takes_the_place_of_what_was_said_and_a_retraction_takes_it_away() -> None:
    book = Book()
    one = book.registration("G1")
    first = one.says(CategoryDetermined(education="NONE"), "2008-01-01")
    book.corrects(first, CategoryDetermined(education="HIGHER"), "2008-02-01")
    assert said(book) == {"G1": [("2008-02-01", {"education": "HIGHER"})]}

    book.retracts(first)
    assert said(book) == {}


def test_who_was_only_placed_or_settled_somewhere_says_nothing() -> None:
    book = Book()
    book.registration("G1").says(PlacementStarted(trajectory="DUAL"), "2008-01-01")
    book.registration("G2").says(PersonSettled(), "2008-01-01")

    assert said(book) == {}

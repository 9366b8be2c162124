"""Views `placements`, `enforcement-orders` and `quotas`: given facts, then cases."""

from datetime import date
from typing import Any

from domain.event import Source
from domain.facts import (
    CategoryDetermined,
    EnforcementOrderIssued,
    ForecastMade,
    PlacementEnded,
    PlacementStarted,
    QuotaSet,
    RegistrationsLinked,
    RegistrationsUnlinked,
    SourceSystemTakenIntoUse,
)
from projections import VIEWS
from tests.given import Book, read

PLACEMENTS, ORDERS, QUOTAS = VIEWS["placements"], VIEWS["enforcement-orders"], VIEWS["quotas"]


def cases(book: Book, view: Any = PLACEMENTS) -> list[Any]:
    return [case for _, case in sorted(book.cases(view).items())]


def test_every_placement_is_a_case_and_the_orders_of_who_was_placed_are_none() -> None:
    book = Book()
    stream = book.registration("G1")
    stream.says(EnforcementOrderIssued(with_offer=False), "2007-02-01")
    stream.says(PlacementStarted(trajectory="DUAL", provider="Agens"), "2007-05-01")
    stream.says(PlacementStarted(trajectory="LITERACY_CLASS"), "2007-03-01")

    assert [(case.kind, case.trajectory, case.started_on) for case in cases(book)] == [
        ("PLACEMENT", "DUAL", "2007-05-01"),
        ("PLACEMENT", "LITERACY_CLASS", "2007-03-01"),
    ]


def test_orders_without_a_placement_are_one_case_opened_by_the_earliest_without_an_offer() -> None:
    book = Book()
    stream = book.registration("H1")
    stream.says(EnforcementOrderIssued(with_offer=True), "2007-01-01")
    stream.says(EnforcementOrderIssued(with_offer=False), "2008-02-01")
    earliest = stream.says(EnforcementOrderIssued(with_offer=False), "2007-02-01")

    (case,) = cases(book)
    assert (case.kind, case.case) == ("ENFORCEMENT", str(earliest.event.event_id))
    assert [order.with_offer for order in cases(book, ORDERS)] == [True, False, False]


def test_an_order_with_an_offer_alone_is_no_case_of_placements() -> None:
    book = Book()
    book.registration("H1").says(EnforcementOrderIssued(with_offer=True), "2007-01-01")

    assert cases(book) == []


def test_the_case_of_an_order_gives_way_when_a_placement_follows() -> None:
    book = Book()
    stream = book.registration("H1")
    stream.says(EnforcementOrderIssued(with_offer=False), "2007-01-01")
    placed = stream.says(PlacementStarted(trajectory="DUAL"), "2007-05-01")
    book.retracts(placed)

    rows = book.rows(PLACEMENTS)
    assert [(read(PLACEMENTS, row).kind, row.known_from, row.known_until) for row in rows] == [
        ("ENFORCEMENT", 1, 2),
        ("ENFORCEMENT", 3, None),
        ("PLACEMENT", 2, 3),
    ]


def test_the_case_keeps_the_id_of_the_original_under_a_correction() -> None:
    book = Book()
    original = book.registration("G1").says(PlacementStarted(trajectory="LITERACY_CLASS"), "2007-05-01")
    book.corrects(original, PlacementStarted(trajectory="DUAL"), "2007-06-01", registered_on="2007-06-02")

    (case,) = cases(book)
    assert case.case == str(original.event.event_id)
    assert (case.trajectory, case.started_on, case.positions) == ("DUAL", "2007-06-01", (1, 2))
    assert case.flags == ("CORRECTED",)
    assert case.registered_on == date(2007, 6, 2)


def test_the_latest_word_on_a_category_is_the_latest_in_the_world_and_not_in_the_book() -> None:
    book = Book()
    stream = book.registration("G1")
    stream.says(PlacementStarted(trajectory="DUAL"), "2007-05-01")
    stream.says(CategoryDetermined(pardon=True), "2007-06-15")
    stream.says(CategoryDetermined(pardon=False), "2007-01-01")
    stream.says(CategoryDetermined(target_group="OBLIGED"))

    (case,) = cases(book)
    assert [(category.from_on, category.pardon) for category in case.categories] == [
        (None, None),
        ("2007-01-01", False),
        ("2007-06-15", True),
    ]


def test_an_end_belongs_to_the_last_placement_started_by_then() -> None:
    book = Book()
    stream = book.registration("G1")
    stream.says(PlacementStarted(trajectory="DUAL"), "2007-01-01")
    stream.says(PlacementStarted(trajectory="DUAL"), "2008-01-01")
    stream.says(PlacementEnded(reason="COMPLETED"), "2007-10-01")
    stream.says(PlacementEnded(reason="COMPLETED"), "2008-10-01")
    stream.says(PlacementEnded(reason="COMPLETED"), "2006-10-01")

    assert [case.ended_on for case in cases(book)] == ["2007-10-01", "2008-10-01"]


def test_an_end_leaves_a_placement_that_has_ended_already_as_it_is() -> None:
    book = Book()
    stream = book.registration("G1")
    stream.says(PlacementStarted(trajectory="DUAL"), "2007-01-01")
    stream.says(PlacementStarted(trajectory="DUAL"), "2008-01-01")
    stream.says(PlacementEnded(reason="COMPLETED"), "2008-10-01")
    stream.says(PlacementEnded(reason="COMPLETED"), "2008-06-01")

    assert [case.ended_on for case in cases(book)] == ["2008-10-01", "2008-06-01"]


def test_links_bring_the_earlier_placements_of_one_person_together_until_undone() -> None:
    book = Book()
    one, other = book.registration("A"), book.registration("B")
    first = one.says(PlacementStarted(trajectory="DUAL"), "2007-05-01")
    second = other.says(PlacementStarted(trajectory="DUAL"), "2007-09-01")
    one.says(RegistrationsLinked(other=str(other.subject), decider="tester"))
    other.says(RegistrationsUnlinked(other=str(one.subject), decider="tester"))

    rows = [row for row in book.rows_of(PLACEMENTS, {one.subject, other.subject}) if row.case[-2:] == "02"]
    seen = [read(PLACEMENTS, row) for row in rows]
    assert [row.known_from for row in rows] == [2, 3, 4]
    assert [[other.case for other in case.not_later] for case in seen] == [[], [str(first.event.event_id)], []]
    assert seen[1].positions == (1, 2, 3)
    assert {case.case for case in seen} == {str(second.event.event_id)}


def test_of_two_decisions_on_a_link_the_later_one_counts_also_when_the_earlier_is_corrected_afterwards() -> None:
    book = Book()
    one, other = book.registration("A"), book.registration("B")
    one.says(PlacementStarted(trajectory="DUAL"), "2007-05-01")
    other.says(PlacementStarted(trajectory="DUAL"), "2007-09-01")
    link = RegistrationsLinked(other=str(other.subject), decider="tester")
    linked = one.says(link)
    one.says(RegistrationsUnlinked(other=str(other.subject), decider="tester"))
    book.retracts(linked)
    book.corrects(linked, link)

    rows = book.rows_of(PLACEMENTS, {one.subject, other.subject})
    assert [read(PLACEMENTS, row).not_later for row in rows if row.known_until is None] == [(), ()]


def test_a_placement_without_a_day_keeps_no_later_one_from_counting() -> None:
    book = Book()
    stream = book.registration("A")
    stream.says(PlacementStarted(trajectory="DUAL"), "2006")
    stream.says(PlacementStarted(trajectory="DUAL"), "2007-05-01")

    assert [case.not_later for case in cases(book)] == [(), ()]
    assert [case.flags for case in cases(book)] == [
        ("DATE_UNKNOWN", "REGISTRATION_NOT_CLAIMED"),
        ("REGISTRATION_NOT_CLAIMED",),
    ]


def test_a_placement_entered_before_its_system_was_in_use_is_flagged_as_soon_as_that_is_known() -> None:
    book = Book()
    stream = book.registration("G1")
    stream.says(PlacementStarted(trajectory="DUAL"), "2007-05-01", registered_on="2007-05-01")
    book.shared(
        SourceSystemTakenIntoUse(system="GWS4all"), "2008-10-01", "0014", Source(party="0014", system="profile")
    )

    assert [read(PLACEMENTS, row).flags for row in book.rows(PLACEMENTS)] == [(), ("ENTERED_AFTERWARDS",)]


def line(amount: int | None, setter: str, unit: str = "trajectories") -> dict[str, Any]:
    return {
        "scheme": "Wet inburgering 2007",
        "unit": unit,
        "amount": amount,
        "precision": "exact" if amount else "higher",
        "period_from": date(2007, 1, 1),
        "period_until": date(2010, 1, 1),
        "setter": setter,
        "document_on": date(2008, 9, 18),
        "document": "agenda",
    }


def test_lines_of_two_setters_stand_beside_each_other_and_a_correction_takes_the_place_of_its_own() -> None:
    book = Book()
    council = book.shared(QuotaSet(**line(3100, "gemeenteraad")), "2009-09-04", "0518")
    book.shared(QuotaSet(**line(3500, "wethouder")), "2009-10-26", "0518")
    book.shared(ForecastMade(**line(None, "gemeente")), "2008-10-06", "0518")
    book.corrects(council, QuotaSet(**line(3200, "gemeenteraad")), "2009-09-04")

    found = cases(book, QUOTAS)
    assert [(case.kind, case.setter, case.amount) for case in found] == [
        ("quota", "gemeenteraad", 3200),
        ("quota", "wethouder", 3500),
        ("forecast", "gemeente", None),
    ]
    assert {case.municipality for case in found} == {"0518"}

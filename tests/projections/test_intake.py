"""View `intake`: given facts, then dossiers."""

from datetime import date
from typing import Any
from uuid import uuid5

import pytest

from domain.facts import (
    AssessmentRecorded,
    ClassAttendanceStarted,
    EnforcementOrderIssued,
    OfferDeclined,
    PlacementStarted,
    PlanDrafted,
    PlanSigned,
    RegistrationsLinked,
    RegistrationsUnlinked,
)
from projections import VIEWS
from tests.given import Book, Registration, read

INTAKE = VIEWS["intake"]
TESTED = AssessmentRecorded(assessment="ENTRY_TEST")
ORDER = EnforcementOrderIssued(with_offer=False)


def cases(book: Book) -> list[Any]:
    return [case for _, case in sorted(book.cases(INTAKE).items())]


def id_of(stream: Registration, municipality: str = "0014") -> str:
    """Of a dossier: made of registration and municipality."""
    return str(uuid5(stream.subject, municipality))


def told(case: Any) -> list[tuple[str, str | None]]:
    return [(step.kind, step.on) for step in case.steps]


def test_a_registration_is_one_dossier_with_its_steps_by_day() -> None:
    book = Book()
    stream = book.registration("R1", municipality="0599")
    stream.says(TESTED, "2007-09-01", registered_on="2007-09-02")
    stream.says(PlanSigned(), "2008-03-01")
    stream.says(ClassAttendanceStarted(), "2007-08-20")
    stream.says(PlanDrafted())

    (case,) = cases(book)
    assert told(case) == [
        ("IN_CLASS", "2007-08-20"),
        ("TESTED", "2007-09-01"),
        ("PLAN_SIGNED", "2008-03-01"),
        ("PLAN_DRAFTED", None),
    ]
    assert (case.case, case.municipality) == (id_of(stream, "0599"), "0599")
    assert str(case.registered_on) == "2007-09-02"
    assert case.flags == ("DATE_UNKNOWN", "REGISTRATION_NOT_CLAIMED")
    assert str(case.valid[0]) == "2007-08-20"


def test_a_dossier_keeps_its_name_whichever_of_its_steps_is_known() -> None:
    book = Book()
    stream = book.registration("R1")
    in_class = stream.says(ClassAttendanceStarted(), "2007-09-01", registered_on="2008-01-01")
    stream.says(TESTED, "2007-08-01", registered_on="2007-08-01")
    book.retracts(in_class, registered_on="2008-02-01")

    assert {row.case for row in book.rows(INTAKE)} == {id_of(stream)}
    assert set(book.cases(INTAKE, date(2007, 12, 31))) == {id_of(stream)}


@pytest.mark.parametrize(
    ("facts", "dossiers"),
    [
        ([ORDER], 1),
        ([EnforcementOrderIssued(with_offer=True)], 0),
        ([OfferDeclined()], 0),
        ([OfferDeclined(), ORDER], 1),
        ([PlacementStarted(trajectory="DUAL"), ORDER], 0),
        ([PlacementStarted(trajectory="DUAL")], 0),
        ([PlacementStarted(trajectory="DUAL"), TESTED, ORDER], 1),
        ([AssessmentRecorded(assessment="ENTRY_TEST", registered_for_only=True)], 0),
        ([AssessmentRecorded(assessment="ENTRY_TEST", registered_for_only=False)], 1),
        ([AssessmentRecorded(assessment="LANGUAGE_LEVEL", moment="END")], 0),
        ([AssessmentRecorded(assessment="LANGUAGE_LEVEL", moment="START")], 1),
        ([PlanDrafted()], 1),
        ([PlanSigned()], 1),
        ([ClassAttendanceStarted()], 1),
    ],
)
def test_who_came_into_the_intake_has_a_dossier(facts: list[Any], dossiers: int) -> None:
    book = Book()
    for fact in facts:
        book.registration("R1").says(fact, "2008-01-01")

    assert len(cases(book)) == dossiers


def test_a_dossier_of_an_order_alone_is_opened_by_the_order_until_a_placement_follows() -> None:
    book = Book()
    stream = book.registration("H1")
    stream.says(OfferDeclined(), "2007-01-01")
    stream.says(ORDER, "2007-02-01")
    stream.says(PlacementStarted(trajectory="DUAL"), "2007-05-01")

    (row,) = book.rows(INTAKE)
    assert (row.case, row.known_from, row.known_until) == (id_of(stream), 2, 3)


def test_a_correction_moves_the_step_and_a_retraction_takes_it_away() -> None:
    book = Book()
    stream = book.registration("R1")
    stream.says(TESTED, "2007-08-01", registered_on="2007-08-01")
    signed = stream.says(PlanSigned(), "2008-03-01", registered_on="2008-03-01")
    book.corrects(signed, PlanSigned(), "2008-04-02", registered_on="2008-04-02")

    (case,) = cases(book)
    assert told(case)[-1] == ("PLAN_SIGNED", "2008-04-02")
    assert (case.positions, case.flags) == ((1, 2, 3), ("CORRECTED",))

    book.retracts(signed)
    (case,) = cases(book)
    assert told(case) == [("TESTED", "2007-08-01")]


def test_the_other_dossier_of_a_person_stands_with_each_until_the_link_is_undone() -> None:
    book = Book()
    one, other = book.registration("A"), book.registration("B")
    one.says(TESTED, "2007-08-01")
    other.says(TESTED, "2007-08-02")
    other.says(PlanSigned(), "2008-03-01")
    one.says(RegistrationsLinked(other=str(other.subject), decider="tester"))
    one.says(RegistrationsUnlinked(other=str(other.subject), decider="tester"))

    rows = book.rows_of(INTAKE, {one.subject, other.subject})
    seen = [(row.known_from, row.known_until, read(INTAKE, row)) for row in rows if row.case == id_of(one)]
    assert [(begin, end, [theirs.case for theirs in case.others]) for begin, end, case in seen] == [
        (1, 4, []),
        (4, 5, [id_of(other)]),
        (5, None, []),
    ]
    (theirs,) = seen[1][2].others
    assert [(step.kind, step.position) for step in theirs.steps] == [("PLAN_SIGNED", 3)]
    assert theirs.record == other.source.record
    assert seen[1][2].positions == (1, 3, 4)


def test_what_a_registration_did_in_two_municipalities_are_two_dossiers_of_one_person() -> None:
    book = Book()
    stream = book.registration("R1")
    stream.says(TESTED, "2007-08-01", municipality="0599")
    stream.says(PlanSigned(), "2008-03-01")

    there, here = sorted(cases(book), key=lambda case: case.municipality, reverse=True)
    assert [(one.municipality, told(one)) for one in (here, there)] == [
        ("0014", [("PLAN_SIGNED", "2008-03-01")]),
        ("0599", [("TESTED", "2007-08-01")]),
    ]
    assert ([other.case for other in there.others], here.others) == ([here.case], ())


def test_a_dossier_that_counts_nowhere_is_no_other_of_its_person() -> None:
    book = Book()
    one, other = book.registration("A"), book.registration("B")
    one.says(TESTED, "2007-08-01")
    other.says(PlanDrafted(), "2007-08-02")
    one.says(RegistrationsLinked(other=str(other.subject), decider="tester"))

    rows = [row for row in book.rows_of(INTAKE, {one.subject, other.subject}) if row.known_until is None]
    assert [read(INTAKE, row).others for row in rows] == [(), ()]

"""Two sources held against each other: given what both say, then who is where and what differs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.facts import (
    CategoryDetermined,
    DocumentReceived,
    EnrolmentRecorded,
    ExamResultRecorded,
    PersonRegistered,
    PlacementStarted,
    PlanSigned,
    RegistrationsLinked,
    RegistrationsUnlinked,
)
from domain.facts.base import Fact
from projections.history import standing
from projections.matters import MATTERS
from projections.reconciling import OUTCOMES, Reconciled, reconcile
from tests.given import Book, Registration

AS_OF = date(2009, 1, 1)
NT2 = EnrolmentRecorded(course="NT2-A")


class Two:
    """A book with registrations of two sources, named X… and Y…, and others that belong to neither."""

    def __init__(self) -> None:
        self.book = Book()

    def says(self, name: str, fact: Fact, on: str | None = None, **said: Any) -> None:
        self.of(name).says(fact, on, **said)

    def of(self, name: str) -> Registration:
        return self.book.registration(name, party=f"aanbieder {name[0]}", system="register")

    def links(self, first: str, second: str, kind: type[Fact] = RegistrationsLinked) -> None:
        other = str(self.of(second).subject)
        self.of(first).says(kind(other=other, decider="tester"))  # type: ignore[call-arg]

    def reconciled(self, as_of: date = AS_OF, municipality: str | None = None) -> list[Reconciled]:
        sides = [
            {stream.subject for name, stream in self.book.streams.items() if name.startswith(letter)} for letter in "XY"
        ]
        return list(reconcile(standing(self.book.events), sides[0], sides[1], as_of, municipality))

    def outcomes(self, **asked: Any) -> list[str]:
        return [one.outcome for one in self.reconciled(**asked)]


def test_a_person_is_in_one_source_in_the_other_or_in_both() -> None:
    two = Two()
    for name in ("X1", "X2", "Y1", "Y2", "Z1"):
        two.says(name, NT2, "2007-03-01")
    two.links("X1", "Y1")
    two.links("X2", "Z1")
    assert two.outcomes() == ["same", "only_a", "only_b"]


def test_what_both_say_of_a_matter_is_compared_and_what_one_says_alone_is_not() -> None:
    two = Two()
    two.says("X1", NT2, "2007-03-01")
    two.says("X1", PlanSigned(), "2007-04-01")
    two.says("Y1", EnrolmentRecorded(course="nt2-a "), "2007-03-08")
    two.says("Y1", DocumentReceived(document="beschikking"), "2007-05-01")
    two.links("X1", "Y1")
    (one,) = two.reconciled()
    (differing,) = one.differing
    assert (one.outcome, one.matters) == ("different", 2)
    assert differing == ("enrolled_on", "NT2-A", ("2007-03-01",), ("2007-03-08",), (1, 3))


@pytest.mark.parametrize(
    ("first", "second", "matter"),
    [
        (PlacementStarted(trajectory="DUAL"), PlacementStarted(trajectory="REGULAR"), "trajectory"),
        (
            PlacementStarted(trajectory="DUAL", provider="Agens"),
            PlacementStarted(trajectory="DUAL", provider="Stavoor"),
            "provider",
        ),
        (CategoryDetermined(pardon=True), CategoryDetermined(pardon=False), "pardon"),
        (
            DocumentReceived(document="plan", signed=True),
            DocumentReceived(document="plan", signed=False),
            "document_signed",
        ),
        (
            ExamResultRecorded(exam="OTHER", result="PASSED"),
            ExamResultRecorded(exam="OTHER", result="FAILED"),
            "exam_result",
        ),
    ],
)  # fmt: skip
def test_each_matter_is_told_with_both_values(first: Fact, second: Fact, matter: str) -> None:
    two = Two()
    two.says("X1", first, "2008-01-01")
    two.says("Y1", second, "2008-01-01")
    two.links("X1", "Y1")
    (one,) = two.reconciled()
    assert [differing.matter for differing in one.differing] == [matter]


def test_all_registrations_of_a_side_speak_together() -> None:
    two = Two()
    two.says("X1", NT2, "2007-03-01")
    two.says("X2", EnrolmentRecorded(course="NT2-B"), "2007-03-01")
    two.says("Y1", EnrolmentRecorded(course="NT2-B"), "2007-03-01")
    two.links("X1", "X2")
    two.links("X2", "Y1")
    (one,) = two.reconciled()
    assert [(differing.matter, differing.a, differing.b) for differing in one.differing] == [
        ("course", ("NT2-A", "NT2-B"), ("NT2-B",))
    ]


def test_an_unlink_takes_two_persons_apart_again() -> None:
    two = Two()
    two.says("X1", NT2, "2007-03-01")
    two.says("Y1", NT2, "2007-03-01")
    two.links("X1", "Y1")
    two.links("X1", "Y1", RegistrationsUnlinked)
    assert two.outcomes() == ["only_a", "only_b"]


def test_the_day_asked_bounds_who_is_there_and_what_they_say() -> None:
    two = Two()
    two.says("X1", PersonRegistered())
    two.says("X1", PlanSigned(), "2008-05-01")
    two.says("Y1", PlanSigned(), "2008-06-01")
    two.says("Y2", PlanSigned(), "2008-06")
    two.links("X1", "Y1")
    assert two.outcomes(as_of=date(2008, 5, 31)) == ["only_a"]
    assert two.outcomes(as_of=date(2008, 6, 1)) == ["different", "only_b"]


def test_a_municipality_is_where_some_fact_of_the_registration_lies() -> None:
    two = Two()
    two.says("X1", NT2, "2007-03-01", municipality="0363")
    two.says("X2", NT2, "2007-03-01", municipality="0014")
    two.says("Y1", NT2, "2007-03-01", municipality="0014")
    two.links("X1", "Y1")
    assert two.outcomes(municipality="0363") == ["only_a"]
    assert sorted(two.outcomes(municipality="0014")) == ["only_a", "only_b"]
    assert two.outcomes(municipality="0392") == []


@given(st.lists(st.tuples(st.sampled_from("XYZ"), st.integers(0, 3), st.integers(0, 1)), max_size=12), st.data())
def test_everybody_in_either_source_is_counted_once(said: list[tuple[str, int, int]], data: st.DataObject) -> None:
    two = Two()
    for letter, number, month in said:
        two.says(f"{letter}{number}", NT2, f"2007-0{month + 1}-01")
    names = sorted(two.book.streams)
    pairs = data.draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=5)) if names else []
    for first, second in pairs:
        if first != second:
            two.links(first, second)
    found = two.reconciled()
    counted = [subject for one in found for subject in (*one.a, *one.b)]
    assert sorted(counted) == sorted(stream.subject for name, stream in two.book.streams.items() if name[0] in "XY")
    assert {one.outcome for one in found} <= set(OUTCOMES)
    assert len({one.person for one in found}) == len(found)


def test_every_matter_speaks_of_fields_that_its_fact_has() -> None:
    for matter in MATTERS:
        fields = {matter.says, *matter.about} - {"day", "municipality"}
        assert fields <= set(matter.kind.__struct_fields__), matter

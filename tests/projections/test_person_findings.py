"""View `person-findings`: given what several registrations of one person say, then what cannot all be so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.facts import (
    AttendanceReported,
    CategoryDetermined,
    ClassAttendanceStarted,
    EnrolmentRecorded,
    ExamResultRecorded,
    LinkLeftUndecided,
    MunicipalityChanged,
    PersonDeceased,
    PersonRegistered,
    PersonSettled,
    PlacementEnded,
    PlacementStarted,
    ProviderReassigned,
    RegistrationsLinked,
    RegistrationsUnlinked,
)
from domain.facts.base import Fact
from domain.rules.findings import Finding
from projections import VIEWS
from tests.given import Book, Registration, read

VIEW = VIEWS["person-findings"]
Said = list[tuple[Fact, str | None]]


def two(book: Book) -> tuple[Registration, Registration]:
    """One person in the books of a municipality and of a provider."""
    first = book.registration("X1", party="aanbieder X", system="register X")
    second = book.registration("Y1", party="aanbieder Y", system="register Y")
    return first, second


def links(first: Registration, second: Registration, kind: type[Fact] = RegistrationsLinked, **said: Any) -> Any:
    return first.says(kind(other=str(second.subject), decider="tester", **said))  # type: ignore[call-arg]


def rows_of(book: Book) -> list[Any]:
    return book.rows_of(VIEW, {stream.subject for stream in book.streams.values()})


def found(book: Book) -> list[Finding]:
    return sorted(
        (read(VIEW, row) for row in rows_of(book) if row.known_until is None), key=lambda one: (one.positions, one.code)
    )


def of_two(first: Said, second: Said) -> list[Finding]:
    """What is found where two sources say these of one person."""
    book = Book()
    one, other = two(book)
    for stream, said in ((one, first), (other, second)):
        for fact, on in said:
            stream.says(fact, on)
    links(one, other)
    return found(book)


def category(**said: Any) -> CategoryDetermined:
    return CategoryDetermined(**said)


def enrolled(course: str = "NT2-A") -> EnrolmentRecorded:
    return EnrolmentRecorded(course=course)


def placed(course: str | None = "NT2-A", **said: Any) -> PlacementStarted:
    return PlacementStarted(trajectory="REGULAR", course=course, **said)


def result(result: Any, part: str = "SP") -> ExamResultRecorded:
    return ExamResultRecorded(exam="INTEGRATION_EXAM", exam_part=part, result=result)


ENDED = PlacementEnded(reason="COMPLETED", successful=True)
DROPPED = PlacementEnded(reason="DROPPED_OUT", successful=False)

CLASHES: list[tuple[Said, Said, str]] = [
    ([(category(target_group="OBLIGED"), None)], [(category(target_group="VOLUNTARY"), None)], "target_group"),
    ([(category(pardon=True), "2008-01-01")], [(category(pardon=False), "2008-01-01")], "pardon"),
    ([(category(benefit="WWB"), "2008-01-01")], [(category(benefit="NONE"), "2008-01-01")], "benefit"),
    ([(category(arrival="OUDKOMER"), "2003-01-01")], [(category(arrival="NIEUWKOMER"), "2005-01-01")], "arrival"),
    ([(placed(), "2008-01-01")], [(placed(), "2008-02-01")], "started_on"),
    ([(placed(), "2008-01-01")], [(placed(" nt2-a"), "2008-02-01"), (ENDED, "2009-01-01")], "started_on"),
    ([(placed(), "2008-01-01"), (ENDED, "2009-01-01")], [(placed(), "2008-01-01"), (ENDED, "2009-02-01")], "ended_on"),
    (
        [(placed(), "2008-01-01"), (ENDED, "2009-01-01")],
        [(placed(), "2008-01-01"), (DROPPED, "2009-01-01")],
        "successful",
    ),
    ([(result("PASSED"), "2008-05-01")], [(result("FAILED"), "2008-05-01")], "exam_result"),
    ([(enrolled(), "2007-03-01")], [(enrolled(), "2007-03-08")], "enrolled_on"),
    ([(PersonDeceased(), "2008-05-01")], [(PersonDeceased(), "2008-05-02")], "deceased_on"),
]
BOTH_TRUE: list[tuple[Said, Said]] = [
    ([(category(target_group="OBLIGED"), "2007-01-01")], [(category(target_group="VOLUNTARY"), "2008-01-01")]),
    ([(category(benefit="WWB"), "2007-01-01")], [(category(benefit="NONE"), None)]),
    ([(category(target_group="OBLIGED"), None)], [(category(pardon=True), None)]),
    (
        [(category(arrival="OUDKOMER"), None), (category(arrival="NIEUWKOMER"), None)],
        [(category(arrival="OUDKOMER"), None)],
    ),
    ([(placed("NT2-A"), "2008-01-01")], [(placed("NT2-B"), "2008-02-01")]),
    ([(placed(provider="Agens"), "2008-01-01")], [(placed(provider="Stavoor"), "2008-02-01")]),
    ([(placed(), "2008-01-01"), (DROPPED, "2008-01-20")], [(placed(), "2008-02-01")]),
    ([(placed(), "2008-01-01"), (DROPPED, None)], [(placed(), "2008-02-01")]),
    ([(placed(), "2008-01-01")], [(placed(), "2008-01")]),
    ([(placed(), "2008-01-01"), (placed(), "2009-01-01")], [(placed(), "2009-01-01")]),
    ([(placed(), "2008-01-01"), (ENDED, "2009-01-01")], [(placed("NT2-B"), "2008-01-01"), (ENDED, "2009-02-01")]),
    ([(result("PASSED"), "2008-05-01")], [(result("FAILED"), "2008-04-01")]),
    ([(result("PASSED"), "2008-05-01")], [(result("FAILED", "LE"), "2008-05-01")]),
    ([(result("PASSED"), None)], [(result("FAILED"), None)]),
    ([(enrolled(), "2007-03-01")], [(enrolled(), "2007-03-01")]),
    ([(enrolled(), "2007-03-01")], [(enrolled("NT2-B"), "2007-03-08")]),
    (
        [(enrolled(), "2007-03-01"), (ProviderReassigned(to_provider="aanbieder Y"), "2007-03-22")],
        [(enrolled(), "2007-03-22")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second", "matter"), CLASHES)
def test_two_sources_that_cannot_both_be_right_clash_once(first: Said, second: Said, matter: str) -> None:
    (clash,) = of_two(first, second)
    assert (clash.code, clash.resolver, clash.detail["matter"]) == ("SOURCES_CONFLICT", "SOURCE", matter)
    assert len(clash.positions) == 2
    assert clash.detail["sources"] == "aanbieder X/register X | aanbieder Y/register Y"


@pytest.mark.parametrize(("first", "second"), BOTH_TRUE)
def test_two_values_that_can_both_be_true_are_no_clash(first: Said, second: Said) -> None:
    assert of_two(first, second) == []


@pytest.mark.parametrize("fact", [PersonSettled(), MunicipalityChanged()])
def test_one_person_cannot_have_settled_in_two_places_on_one_day(fact: Fact) -> None:
    def told(on: str) -> list[str]:
        book = Book()
        one, other = two(book)
        one.says(fact, "2008-05-01", municipality="0014")
        other.says(fact, on, municipality="0392")
        links(one, other)
        return [finding.code for finding in found(book)]

    assert told("2008-05-01") == ["SOURCES_CONFLICT"]
    assert told("2008-05-02") == []
    assert told("2008-05") == []


def test_without_a_link_nobody_is_compared_with_anybody() -> None:
    book = Book()
    one, other = two(book)
    one.says(category(arrival="OUDKOMER"))
    other.says(category(arrival="NIEUWKOMER"))
    assert found(book) == []


def test_a_clash_begins_with_the_link_and_ends_with_the_unlink_and_stays_to_be_seen() -> None:
    book = Book()
    one, other = two(book)
    one.says(category(arrival="OUDKOMER"))
    other.says(category(arrival="NIEUWKOMER"))
    links(one, other)
    links(one, other, RegistrationsUnlinked)
    assert [(row.known_from, row.known_until) for row in rows_of(book)] == [(3, 4)]


def test_a_correction_closes_a_clash_and_another_value_keeps_it_the_same_finding() -> None:
    book = Book()
    one, other = two(book)
    one.says(placed(), "2008-01-01")
    second = other.says(placed(), "2008-02-01")
    links(one, other)
    book.corrects(second, placed(), "2008-03-01")
    book.corrects(second, placed(), "2008-01-01")
    rows = rows_of(book)
    assert [(row.known_from, row.known_until) for row in rows] == [(3, 4), (4, 5)]
    assert len({row.case for row in rows}) == 1
    assert read(VIEW, rows[1]).detail["values"] == "2008-01-01 | 2008-03-01"


def test_three_sources_of_whom_one_differs_give_one_finding_with_all_they_say() -> None:
    book = Book()
    streams = [book.registration(f"R{number}", party=f"p{number}") for number in range(3)]
    for stream, arrival in zip(streams, ("OUDKOMER", "OUDKOMER", "NIEUWKOMER"), strict=True):
        stream.says(category(arrival=arrival))
    links(streams[0], streams[1])
    links(streams[1], streams[2])
    (clash,) = found(book)
    assert clash.detail["values"] == "OUDKOMER | OUDKOMER | NIEUWKOMER"
    assert clash.record == streams[2].source.record


# --- After death ---


@pytest.mark.parametrize(
    ("fact", "on", "expected"),
    [
        (placed(), "2008-05-02", 1),
        (placed(), "2008-05-01", 0),
        (placed(), "2008-05", 0),
        (placed(), None, 0),
        (placed(effective_on=date(2008, 6, 1)), "2008-04-01", 1),
        (ClassAttendanceStarted(), "2008-05-02", 1),
        (AttendanceReported(period_from=date(2008, 6, 1), lessons=10, attended=1), "2008-07-01", 1),
        (AttendanceReported(period_from=date(2008, 6, 1), lessons=10, attended=0), "2008-07-01", 0),
        (AttendanceReported(period_from=date(2008, 4, 1), lessons=10, attended=1), "2008-07-01", 0),
        (PlacementEnded(reason="DECEASED"), "2008-06-01", 0),
        (PersonRegistered(), "2008-06-01", 0),
    ],
)
def test_what_only_the_living_do_cannot_lie_after_a_death(fact: Fact, on: str | None, expected: int) -> None:
    for same_registration in (True, False):
        book = Book()
        one, other = two(book)
        one.says(PersonDeceased(), "2008-05-01")
        (one if same_registration else other).says(fact, on)
        links(one, other)
        assert [finding.code for finding in found(book)] == ["ACTIVE_AFTER_DEATH"] * expected


def test_a_death_in_one_registration_is_enough_and_a_corrected_day_closes_the_finding() -> None:
    book = Book()
    stream = book.registration("A")
    died = stream.says(PersonDeceased(), "2008-05-01")
    stream.says(placed(), "2008-06-01")
    stream.says(ClassAttendanceStarted(), "2008-06-02")
    book.corrects(died, PersonDeceased(), "2009-05-01")
    rows = rows_of(book)
    assert [(row.known_from, row.known_until) for row in rows] == [(2, 3), (3, 4)]
    assert read(VIEW, rows[1]).positions == (1, 2, 3)


# --- One source twice ---


@pytest.mark.parametrize(
    ("course", "on", "party", "expected"),
    [
        ("NT2-A", "2007-03-01", "0014", 1),
        ("nt2-a ", "2007-03-01", "0014", 1),
        ("NT2-B", "2007-03-01", "0014", 0),
        ("NT2-A", "2007-09-01", "0014", 0),
        ("NT2-A", None, "0014", 0),
        ("NT2-A", "2007-03-01", "0392", 0),
    ],
)
def test_the_same_person_twice_in_one_course_of_one_source_is_found(
    course: str, on: str | None, party: str, expected: int
) -> None:
    book = Book()
    one, other = book.registration("A"), book.registration("B", party=party)
    one.says(enrolled(), "2007-03-01")
    other.says(enrolled(course), on)
    links(one, other)
    assert [finding.code for finding in found(book)] == ["DUPLICATE_IN_SOURCE"] * expected


# --- Who is who ---


def test_a_pair_that_was_left_undecided_is_open_until_somebody_decides() -> None:
    for decision in (RegistrationsLinked, RegistrationsUnlinked):
        book = Book()
        one, other = two(book)
        links(one, other, LinkLeftUndecided, ground="BSN", gates_failed=("BIRTH_DATE", "SURNAME"))
        (finding,) = found(book)
        assert (finding.code, finding.resolver) == ("IDENTITY_CONFLICT", "IDENTITY")
        assert finding.detail == {
            "gates_failed": "BIRTH_DATE, SURNAME",
            "ground": "BSN",
            "other": str(other.subject),
            "registration": str(one.subject),
            "why": "UNDECIDED",
        }
        links(other, one, decision)
        assert [(row.known_from, row.known_until) for row in rows_of(book)] == [(1, 2)]


def test_a_link_that_was_taken_back_leaves_the_pair_undecided_again() -> None:
    book = Book()
    one, other = two(book)
    links(one, other, LinkLeftUndecided)
    link = links(one, other)
    assert found(book) == []
    book.retracts(link)
    assert [finding.code for finding in found(book)] == ["IDENTITY_CONFLICT"]


def test_a_link_that_would_join_two_who_were_told_apart_is_named() -> None:
    book = Book()
    streams = [book.registration(name) for name in "ABC"]
    first = links(streams[0], streams[1])
    links(streams[0], streams[2], RegistrationsUnlinked)
    third = links(streams[1], streams[2])
    (finding,) = found(book)
    assert (finding.code, finding.detail["why"]) == ("IDENTITY_CONFLICT", "TOLD_APART")
    assert finding.positions == (first.position, third.position)


@pytest.mark.parametrize(("party", "expected"), [("0014", ["0014"]), ("0392", ["0014", "0392"])])
@pytest.mark.parametrize("younger_is_first", [True, False])
def test_a_question_is_asked_of_both_sources_and_municipalities_with_their_records(
    party: str, expected: list[str], younger_is_first: bool
) -> None:
    book = Book()
    one = book.registration("A")
    other = book.registration("B", municipality=party, party=party)
    third = book.registration("C", municipality=party, party=party)
    for stream in (one, other, third):
        stream.says(PersonRegistered())
    linked = links(other, third)
    pair = (one, other) if younger_is_first else (other, one)
    fact = LinkLeftUndecided(other=str(pair[1].subject), decider="system", ground="BSN")
    asked = book.record(pair[0].subject, fact)

    findings = sorted(found(book), key=lambda finding: finding.party)
    assert [finding.party for finding in findings] == [finding.municipality for finding in findings]
    assert [finding.municipality for finding in findings] == expected
    by_record = {one.source.record: one, other.source.record: other}
    for finding in findings:
        own = by_record[finding.record]
        assert finding.detail["registration"] == str(own.subject)
        assert {finding.detail["other"], str(own.subject)} == {str(one.subject), str(other.subject)}
        assert finding.positions == (1, 2, 3, linked.position, asked.position)


def test_a_question_about_a_registration_that_was_not_registered_is_asked_of_the_other_alone() -> None:
    book = Book()
    one, other = book.registration("A"), book.registration("B", municipality="0392", party="0392")
    other.says(PersonRegistered())
    links(one, other, LinkLeftUndecided)

    (finding,) = found(book)
    assert (finding.municipality, finding.record) == ("0392", other.source.record)
    assert finding.detail["registration"] == str(other.subject)


def test_a_registration_without_links_gives_no_rows_and_is_not_looked_at() -> None:
    book = Book()
    book.registration("A").says(placed(), "2008-06-01")
    assert rows_of(book) == []
    assert VIEW.opens is not None
    assert PlacementStarted not in VIEW.opens

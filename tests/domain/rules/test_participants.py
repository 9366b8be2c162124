"""Rows, trajectories and people: worked case C03, what makes one trajectory, and that people never outnumber rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain import rules
from domain.counting import Bounds, Question, judge, question_for
from domain.dates import Period, When
from domain.event import Position
from domain.facts import EnrolmentRecorded, PersonRegistered, ProviderReassigned
from domain.places import EVERYWHERE
from domain.rules import rule
from domain.rules.participants import Enrolment, Move, OtherEnrolment, same_name
from projections import VIEWS
from tests.given import Answer, Book, Registration, ask

VIEW = VIEWS["participants"]
ROWS = rule("enrolment-rows", "as-delivered")
COURSES = rule("trajectories", "courses")
COMPONENTS = rule("trajectories", "components")
PARTICIPANTS = rule("participants", "deduplicated")
YEAR_END = Bounds(date(2007, 12, 31), Position(9999))
AT_X = {
    "X001": "NT2-A",
    "X002": "NT2-B",
    "X003": "NT2-A",
    "X004": "NT2-A",
    "X005": "NT2-A",
    "X006": "NT2-A",
    "X007": "NT2-A",
}
AT_Y = {
    "Y001": ("taalstage", "2007-04-02"),
    "Y002": ("KNM", "2007-04-02"),
    "Y003": ("NT2-A", "2007-03-01"),
    "Y004": ("NT2-B", "2007-04-02"),
    "Y005": ("NT2-A", "2007-03-22"),
}
PEOPLE = (("X001", "X002", "Y001"), ("X003", "Y002"), ("X005", "Y003"), ("X006", "Y005"))

# --- Worked case C03 ---


def amsterdam(y_first: bool = False) -> Book:
    """Twelve enrolments in the books of two providers, of seven people."""
    book = Book()
    for provider in "yx" if y_first else "xy":
        at_provider_x(book) if provider == "x" else at_provider_y(book)
    for one, *others in PEOPLE:
        for other in others:
            book.links(book.streams[one], book.streams[other], ground="BSN")
    return book


def stream_at(book: Book, name: str) -> Registration:
    provider = name[0]
    return book.registration(name, "0363", party=f"aanbieder {provider}", system=f"inschrijvingen-{provider.lower()}")


def at_provider_x(book: Book) -> None:
    for name, course in AT_X.items():
        stream = stream_at(book, name)
        stream.says(PersonRegistered(), delivered_on="2008-01-07")
        stream.says(EnrolmentRecorded(course=course), "2007-03-01", delivered_on="2008-01-07")
    moved = ProviderReassigned(to_provider="Aanbieder  Y")
    book.streams["X006"].says(moved, "2007-03-22", delivered_on="2008-01-07")


def at_provider_y(book: Book) -> None:
    for name, (course, on) in AT_Y.items():
        stream = stream_at(book, name)
        stream.says(PersonRegistered(), delivered_on="2008-01-07")
        stream.says(EnrolmentRecorded(course=course, placed=True), on, delivered_on="2008-01-07")


def asked(book: Book, the_rule: Any, bounds: Bounds = YEAR_END) -> Answer:
    return ask(book, VIEW, the_rule, bounds)


REPEATED = {"Y003": "DUPLICATE_ENROLMENT", "Y005": "REASSIGNED_SAME_TRAJECTORY"}


@pytest.mark.parametrize("y_first", [False, True])
def test_twelve_rows_are_ten_or_eight_trajectories_of_seven_people_whichever_file_came_first(y_first: bool) -> None:
    book = amsterdam(y_first)

    assert (asked(book, ROWS).value, asked(book, ROWS).codes) == (12, {})
    by_course, by_component, people = (asked(book, one) for one in (COURSES, COMPONENTS, PARTICIPANTS))
    assert (by_course.value, by_course.codes) == (10, REPEATED)
    assert (by_component.value, by_component.codes) == (
        8,
        REPEATED | dict.fromkeys(("Y001", "Y002"), "COMPONENT_OF_A_TRAJECTORY"),
    )
    assert (people.value, people.codes) == (
        7,
        REPEATED | dict.fromkeys(("X002", "Y001", "Y002"), "OTHER_TRAJECTORY_OF_SAME_PERSON"),
    )


def test_after_an_unlink_there_are_eight_people_and_the_part_is_a_trajectory_by_itself() -> None:
    book = amsterdam()
    book.unlinks(book.streams["X003"], book.streams["Y002"])

    assert asked(book, PARTICIPANTS).value == 8
    assert "Y002" in asked(book, PARTICIPANTS).counted
    assert (asked(book, COURSES).value, asked(book, COMPONENTS).value) == (10, 9)


def test_the_reason_names_the_enrolment_that_counts_and_the_facts_that_decide() -> None:
    book = amsterdam()
    verdicts = asked(book, COMPONENTS).verdicts
    opened = {name: verdict.case for name, verdict in verdicts.items()}

    moved = verdicts["Y005"]
    assert moved.reason.detail == {"moved_from": opened["X006"].case}
    kinds = [type(book.events[position - 1].fact).__name__ for position in moved.positions]
    assert kinds == ["EnrolmentRecorded", "ProviderReassigned", "EnrolmentRecorded", "RegistrationsLinked"]
    assert verdicts["Y003"].reason.detail == {"same_course_as": opened["X005"].case}
    assert verdicts["Y001"].reason.detail == {"component_of": opened["X001"].case}
    people = asked(book, PARTICIPANTS).verdicts
    assert people["X002"].reason.detail == {"counted_as": opened["X001"].case}


def test_an_enrolment_at_provider_x_proves_no_start_and_is_flagged() -> None:
    flagged = {
        name for name, verdict in asked(amsterdam(), ROWS).verdicts.items() if "ENROLMENT_NOT_START" in verdict.flags
    }
    assert flagged == set(AT_X)


def test_the_two_readings_name_each_other_with_the_passages() -> None:
    versions = rules.versions("trajectories")
    assert [(one.version, [conflict.with_version for conflict in one.conflicts]) for one in versions] == [
        ("courses", ["components"]),
        ("components", ["courses"]),
    ]
    for one in versions:
        assert [passage.requirement for passage in one.conflicts[0].sources] == ["R021", "R022", "R023"]


# --- One case at a time ---


def enrolment(*others: OtherEnrolment, **fields: Any) -> Enrolment:
    """An enrolment in NT2-A at provider Y on 22 March 2007, unless said otherwise."""
    usual = {
        "case": "c",
        "party": "aanbieder Y",
        "system": "s",
        "record": "c",
        "municipality": "0363",
        "course": "NT2-A",
        "enrolled_on": When("2007-03-22"),
        "position": 5,
        "person": "p",
    }
    return Enrolment(**usual | fields, not_later=others)


def other(**fields: Any) -> OtherEnrolment:
    """One of the same person in NT2-A on 1 March, unless said otherwise."""
    usual = {"case": "a", "on": When("2007-03-01"), "position": 9, "municipality": "0363", "record": "a"}
    return OtherEnrolment(**usual | {"course": "NT2-A", "positions": (9,)} | fields)


def move(on: str = "2007-03-22", to: str = "aanbieder Y") -> tuple[Move, ...]:
    return (Move(to_provider=to, on=When(on), positions=(10,)),)


def code(the_rule: Any, case: Enrolment, bounds: Bounds = YEAR_END, **said: Any) -> str:
    return judge(the_rule, case, question_for(the_rule, bounds, **said)).code


@pytest.mark.parametrize(
    ("moves", "fields", "expected"),
    [
        (move(), {}, "REASSIGNED_SAME_TRAJECTORY"),
        (move("2007-03-21"), {}, "REASSIGNED_SAME_TRAJECTORY"),
        (move("2007-03-23"), {}, "DUPLICATE_ENROLMENT"),
        (move("2007-02-28"), {}, "DUPLICATE_ENROLMENT"),
        (move(to="AANBIEDER-y"), {}, "REASSIGNED_SAME_TRAJECTORY"),
        (move(to="aanbieder Z"), {}, "DUPLICATE_ENROLMENT"),
        (move(to="aanbieder Z"), {"provider": "Aanbieder Z"}, "REASSIGNED_SAME_TRAJECTORY"),
        (move(), {"course": "nt2 a"}, "REASSIGNED_SAME_TRAJECTORY"),
        (move(), {"course": "NT2-B"}, "TRAJECTORY"),
        ((), {}, "DUPLICATE_ENROLMENT"),
    ],
)
def test_who_was_moved_to_this_provider_by_then_is_in_the_same_trajectory(
    moves: tuple[Move, ...], fields: dict[str, Any], expected: str
) -> None:
    assert code(COURSES, enrolment(other(moves=moves), **fields)) == expected


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ((), "TRAJECTORY"),
        ((other(),), "COMPONENT_OF_A_TRAJECTORY"),
        ((other(on=When("2007-03-22")),), "COMPONENT_OF_A_TRAJECTORY"),
        ((other(course="knm"),), "TRAJECTORY"),
        ((other(course="TAALSTAGE"),), "DUPLICATE_ENROLMENT"),
        ((other(municipality="0344"),), "TRAJECTORY"),
        ((other(on=When("2006-12-31")),), "TRAJECTORY"),
    ],
)
def test_a_part_counts_by_itself_where_the_person_has_no_trajectory_within_the_bounds(
    others: tuple[OtherEnrolment, ...], expected: str
) -> None:
    bounds = replace(YEAR_END, period=Period(date(2007, 1, 1), date(2008, 1, 1)))

    assert code(COMPONENTS, enrolment(*others, course="Taalstage"), bounds, municipality="0363") == expected


def test_which_courses_are_parts_may_be_set() -> None:
    case = enrolment(other(), course="computerles")

    assert code(COMPONENTS, case) == "TRAJECTORY"
    setting = (date(2007, 1, 1), None, "trajectory-components", "Computerles, taalstage")
    assert code(COMPONENTS, case, settings=[setting]) == "COMPONENT_OF_A_TRAJECTORY"


def test_names_are_the_same_but_for_case_spaces_and_signs() -> None:
    assert same_name("Aanbieder  Y", "aanbieder-y")
    assert not same_name("NT2-A", "NT2-B")
    assert not same_name("-", "–")
    assert not same_name(None, None)


# --- Which comes first ---


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        ({"a": "X001", "c": "X002"}, "OTHER_TRAJECTORY_OF_SAME_PERSON"),
        ({"a": "X002", "c": "X001"}, "PARTICIPANT"),
        ({"a": "X1", "c": "X1"}, "PARTICIPANT"),
        ({"a": "X001"}, "PARTICIPANT"),
        ({}, "PARTICIPANT"),
    ],
)
def test_on_one_day_the_lowest_record_id_comes_first_and_where_one_is_erased_the_position(
    ids: dict[str, str], expected: str
) -> None:
    case = enrolment(other(on=When("2007-03-22"), course="NT2-B"))

    assert code(PARTICIPANTS, case, record_ids=ids) == expected


def test_of_three_on_one_day_one_erased_id_leaves_all_to_their_positions() -> None:
    day, readable = When("2007-03-22"), {"b": "1", "c": "2"}
    lower = other(case="b", record="b", course="NT2-B", on=day, position=9)
    erased = other(case="e", record="e", course="NT2-C", on=day, position=10)

    assert code(PARTICIPANTS, enrolment(lower), record_ids=readable) == "OTHER_TRAJECTORY_OF_SAME_PERSON"
    assert code(PARTICIPANTS, enrolment(lower, erased), record_ids=readable) == "PARTICIPANT"


def test_ids_are_asked_only_of_those_that_share_their_day() -> None:
    for the_rule in (COURSES, COMPONENTS, PARTICIPANTS):
        assert tied(the_rule, enrolment(other())) == set()
        assert tied(the_rule, enrolment(other(), other(case="b", record="b", on=When("2007-03-22")))) == {"b", "c"}
        assert tied(the_rule, enrolment(other(record=None, on=When("2007-03-22")), record=None)) == set()
    assert tied(ROWS, enrolment(other(on=When("2007-03-22")))) == set()


def tied(the_rule: Any, case: Enrolment) -> set[str]:
    return {record for test in the_rule.tests for record in test.tied(case)}


def test_a_question_shows_no_record_ids() -> None:
    assert "X001" not in repr(Question(YEAR_END, record_ids={"a": "X001"}))


def test_two_courses_that_are_each_a_part_at_the_other_municipality_alone_are_trajectories() -> None:
    """Whichever is judged, it is no part of what is a part itself where it was delivered."""
    for day_of_other in ("2007-03-01", "2007-03-22"):
        case = enrolment(other(course="KNM", municipality="0344", on=When(day_of_other)), course="taalstage")
        question = question_for(COMPONENTS, YEAR_END, [(None, "0363", "trajectory-components", "taalstage")], "0363")
        apart = {"0363": question.parameters, "0344": {"trajectory-components": ("KNM",)}}
        everywhere = replace(question, scope=EVERYWHERE)

        assert judge(COMPONENTS, case, everywhere).code == "COMPONENT_OF_A_TRAJECTORY"
        assert judge(COMPONENTS, case, replace(everywhere, by_place=apart)).code == "TRAJECTORY"

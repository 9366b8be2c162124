"""The caseload: people by case manager on a day, held against a norm worked out from three numbers."""

from typing import Any

import pytest

from domain.facts import CaseAssigned
from domain.rules import rule
from domain.rules.caseload import norm_of
from tests.domain.rules.outcomes_given import asked, bounds, ratio_of
from tests.given import Book, day

CASELOAD = rule("caseload", "people-assigned")
HEAVY = rule("caseload-heavy", "below-twice-the-norm")
IN_JUNE = bounds(None, "2004-06-30")


def assigned(book: Book, name: str, to: str, on: str | None = "2004-01-01", **said: Any) -> Any:
    somebody = book.registration(name)
    somebody.says(CaseAssigned(**{"assignee": to, "role": "CASE_MANAGER"} | said), on)
    return somebody


def test_the_worked_example_of_a_manager_with_53_people_and_one_with_51() -> None:
    book = Book()
    for number in range(104):
        assigned(book, f"P{number}", "M1" if number < 53 else "M2")

    ratio = ratio_of(book, CASELOAD, IN_JUNE)

    assert (dict(ratio.parts), str(ratio.value), ratio.norm) == ({"M1": 53, "M2": 51}, "52.0", 52)
    assert (ratio.is_reached, ratio.beyond) == (False, ("M1",))


def test_the_norm_is_rounded_down() -> None:
    def norm(hours: int, months_tenths: int, of_person: int) -> int:
        return norm_of(
            {
                "productive-hours-of-year": hours,
                "guidance-months-tenths": months_tenths,
                "guidance-hours-of-person": of_person,
            }
        )

    assert norm(1050, 235, 39) == 52
    assert (norm(780, 120, 15), norm(779, 120, 15)) == (52, 51)


@pytest.mark.parametrize(
    ("on", "until", "code"),
    [
        ("2004-06-30", None, None),
        ("2004-07-01", None, "AFTER_AS_OF"),
        ("2004-01-01", "2004-07-01", None),
        ("2004-01-01", "2004-06-30", "HANDED_OVER"),
        ("2004-06", None, "DATE_UNKNOWN"),
    ],
)
def test_an_assignment_holds_from_its_day_until_the_first_day_on_which_it_does_not(
    on: str, until: str | None, code: str | None
) -> None:
    book = Book()
    assigned(book, "P1", "M1", on, until_on=day(until))

    assert asked(book, CASELOAD, IN_JUNE).codes.get("P1") == code


def test_a_later_assignment_in_the_same_role_takes_over_and_in_another_does_not() -> None:
    book = Book()
    assigned(book, "P1", "M1").says(CaseAssigned(assignee="M2", role="CASE_MANAGER"), "2004-06-30")
    book.registration("P1").says(CaseAssigned(assignee="M3", role="DIRECTOR"), "2004-06-30")

    assert dict(ratio_of(book, CASELOAD, IN_JUNE).parts) == {"M2": 1}
    assert dict(ratio_of(book, CASELOAD, bounds(None, "2004-06-29")).parts) == {"M1": 1}


def test_a_person_with_two_registrations_is_one_person_of_the_same_manager() -> None:
    book = Book()
    first = assigned(book, "P1", "M1")
    for name, manager in (("P2", "M1"), ("P3", "M2")):
        book.links(first, assigned(book, name, manager, "2004-02-01"))

    assert dict(ratio_of(book, CASELOAD, IN_JUNE).parts) == {"M1": 1, "M2": 1}
    assert asked(book, CASELOAD, IN_JUNE).codes == {"P2": "SAME_PERSON_BEFORE"}


def test_what_ended_on_an_unknown_day_is_not_guessed() -> None:
    book = Book()
    assigned(book, "P1", "M1").says(CaseAssigned(assignee="M2", role="CASE_MANAGER"), "2004-06")

    assert [one.code for one in ratio_of(book, CASELOAD, IN_JUNE).population] == []


@pytest.mark.parametrize(
    ("people", "beyond_the_norm", "heavy"),
    [(51, False, False), (52, False, False), (53, True, False), (103, True, False), (104, True, True)],
)
def test_a_caseload_is_beyond_the_norm_from_53_and_heavy_from_104(
    people: int, beyond_the_norm: bool, heavy: bool
) -> None:
    book = Book()
    for number in range(people):
        assigned(book, f"P{number}", "M1")

    assert ratio_of(book, CASELOAD, IN_JUNE).beyond == (("M1",) if beyond_the_norm else ())
    assert ratio_of(book, HEAVY, IN_JUNE).beyond == (("M1",) if heavy else ())

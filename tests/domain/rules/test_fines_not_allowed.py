"""Fines that were not allowed or came late, each exactly on its limit."""

from datetime import date

import pytest

from domain.counting import Rule
from domain.facts import BenefitReduced, DecisionRevoked, PersonDeceased, ViolationReported
from domain.rules import rule
from tests.domain.rules.fining import Person, act_2007, id_of

BARRED_2007, BARRED_AWB, BARRED_2021 = (
    rule("fines-not-allowed", version) for version in ("wi-2007", "wi-2007-awb", "wi-2021")
)
LATE = rule("fines-decided-late", "wi-2007")


# --- Not allowed ---

CUT = {"conduct": "NO_COOPERATION", "conduct_on": date(2023, 3, 1)}


@pytest.mark.parametrize(("cut_on", "code"), [("2023-05-01", "BENEFIT_CUT"), ("2023-05-02", "ALLOWED_TO_FINE")])
def test_under_2021_no_fine_where_the_benefit_was_cut_for_the_same_act(cut_on: str, code: str) -> None:
    person = Person()
    person.says(BenefitReduced(**CUT), cut_on)

    assert person.code(BARRED_2021, person.fine("2023-05-01", **CUT)) == code


def test_under_2007_a_later_cut_shows_that_it_could_be_cut() -> None:
    person = Person()
    act = {"conduct": "NO_COOPERATION", "conduct_on": date(2008, 3, 1)}
    fine = person.fine("2008-05-01", **act_2007(**act))
    person.says(BenefitReduced(**act), "2008-06-01")

    assert [person.code(BARRED_2007, fine, day) for day in ("2008-05-31", "2008-06-01")] == [
        "ALLOWED_TO_FINE", "BENEFIT_CUT",
    ]  # fmt: skip


def test_a_cut_for_another_act_bars_no_fine() -> None:
    person = Person()
    person.says(BenefitReduced(conduct="NO_COOPERATION", conduct_on=date(2023, 3, 2)), "2023-04-01")

    assert person.code(BARRED_2021, person.fine("2023-05-01", **CUT)) == "ALLOWED_TO_FINE"


def test_a_cut_known_in_another_registration_of_the_person_bars_it_too() -> None:
    person = Person()
    other = person.book.registration("B2", "0392", party="0392")
    other.says(BenefitReduced(**CUT), "2023-04-01")
    fine = person.fine("2023-05-01", **CUT)
    assert person.code(BARRED_2021, fine) == "ALLOWED_TO_FINE"

    person.book.links(person.stream, other)
    assert person.code(BARRED_2021, fine) == "BENEFIT_CUT"


def test_one_act_is_fined_once_unless_the_first_fine_was_undone() -> None:
    person = Person()
    first, second = person.fine("2023-05-01", **CUT), person.fine("2023-05-02", **CUT)
    person.says(DecisionRevoked(decision=id_of(first), effect="FROM_THE_START"), "2023-06-01")

    assert person.code(BARRED_2021, first, "2023-05-31") == "ALLOWED_TO_FINE"
    assert [person.code(BARRED_2021, second, day) for day in ("2023-05-31", "2023-06-01")] == [
        "FINED_BEFORE", "ALLOWED_TO_FINE",
    ]  # fmt: skip


@pytest.mark.parametrize(("died_on", "code"), [("2023-04-30", "DIED_BEFORE"), ("2023-05-01", "ALLOWED_TO_FINE")])
def test_who_has_died_is_not_fined(died_on: str, code: str) -> None:
    person = Person()
    person.says(PersonDeceased(), died_on)

    assert person.code(BARRED_2021, person.fine("2023-05-01", **CUT)) == code


@pytest.mark.parametrize(
    ("asked", "article", "conduct_on", "imposed_on", "code"),
    [
        (BARRED_2007, "23", "2004-03-01", "2009-03-01", "ALLOWED_TO_FINE"),
        (BARRED_2007, "23", "2004-03-01", "2009-03-02", "POWER_LAPSED"),
        (BARRED_2007, "25", "2007-03-01", "2009-03-01", "ALLOWED_TO_FINE"),
        (BARRED_2007, "25", "2007-03-01", "2009-03-02", "POWER_LAPSED"),
        (BARRED_AWB, "25", "2007-08-01", "2010-08-01", "ALLOWED_TO_FINE"),
        (BARRED_AWB, "25", "2007-08-01", "2010-08-02", "POWER_LAPSED"),
        (BARRED_AWB, "23", "2005-08-01", "2010-08-01", "ALLOWED_TO_FINE"),
        (BARRED_AWB, "23", "2005-08-01", "2010-08-02", "POWER_LAPSED"),
        (BARRED_2007, "25", "2007-08-01", "2009-07-01", "OTHER_TEXT"),
        (BARRED_AWB, "25", "2007-08-01", "2009-06-30", "OTHER_TEXT"),
        (BARRED_2007, "23", None, "2009-03-01", "CONDUCT_UNKNOWN"),
    ],
)
def test_the_power_to_fine_lapses_by_the_text_that_held(
    asked: Rule, article: str, conduct_on: str | None, imposed_on: str, code: str
) -> None:
    person = Person()
    conduct = date.fromisoformat(conduct_on) if conduct_on else None
    assert person.code(asked, person.fine(imposed_on, 100, article, **act_2007(conduct_on=conduct))) == code


@pytest.mark.parametrize(
    ("article", "months", "code"),
    [("22", 2, "ALLOWED_TO_FINE"), ("22", 3, "NEW_TERM_TOO_LONG"), ("24", 24, "ALLOWED_TO_FINE"),
     ("24", 25, "NEW_TERM_TOO_LONG")],
)  # fmt: skip
def test_a_new_term_is_two_months_for_the_intake_and_two_years_for_the_rest(
    article: str, months: int, code: str
) -> None:
    person = Person()
    fine = person.fine("2023-05-01", 100, article, new_term_months=months, conduct_on=date(2023, 4, 1))

    assert person.code(BARRED_2021, fine) == code


@pytest.mark.parametrize(
    ("imposed_on", "months", "code"),
    [("2009-04-30", 12, "IMPOSED_TOO_SOON"), ("2009-05-01", 12, "ALLOWED_TO_FINE")],
)
def test_a_fine_after_the_new_term_waits_until_it_has_ended(imposed_on: str, months: int, code: str) -> None:
    person = Person()
    person.fine("2008-05-01", 50_000, "31", **act_2007(new_term_months=months))
    fine = person.fine(imposed_on, 100_000, "33", **act_2007(conduct_on=date(2009, 4, 1)))

    assert person.code(BARRED_2007, fine) == code


@pytest.mark.parametrize(
    ("imposed_on", "code"), [("2012-04-30", "IMPOSED_TOO_SOON"), ("2012-05-01", "ALLOWED_TO_FINE")]
)
def test_after_that_there_may_be_one_every_two_years(imposed_on: str, code: str) -> None:
    person = Person()
    person.fine("2010-05-01", 100_000, "33", **act_2007())
    fine = person.fine(imposed_on, 100_000, "33", **act_2007(conduct_on=date(2012, 4, 1)))

    assert person.code(BARRED_AWB, fine) == code


# --- Late ---


@pytest.mark.parametrize(
    ("reported_on", "imposed_on", "code"),
    [
        ("2009-02-02", "2009-05-04", "IN_TIME"),
        ("2009-02-03", "2009-05-04", "REPORT_LATE"),
        ("2009-02-02", "2009-05-05", "DECISION_LATE"),
        ("2009-07-01", "2009-09-30", "IN_TIME"),
        ("2009-07-01", "2009-10-01", "DECISION_LATE"),
        (None, "2009-05-04", "DATE_UNKNOWN"),
    ],
)
def test_four_weeks_for_the_report_and_thirteen_for_the_decision(
    reported_on: str | None, imposed_on: str, code: str
) -> None:
    person = Person()
    report = person.says(ViolationReported(conduct="NO_COOPERATION", conduct_on=date(2009, 1, 5)), reported_on)
    fine = person.fine(imposed_on, 50_000, "30", **act_2007(report=id_of(report)))

    assert person.code(LATE, fine) == code


def test_for_who_did_not_appear_no_such_time_holds() -> None:
    person = Person()
    assert person.code(LATE, person.fine("2009-05-04", 100, "29", **act_2007())) == "NO_TERM"

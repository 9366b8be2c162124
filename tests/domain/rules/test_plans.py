"""Plans within ten weeks: the notice, the registration, waiting for a third party, moves, and every boundary."""

from datetime import date
from typing import Any

import pytest

from domain.counting import Bounds, judge_all, question_for
from domain.dates import Period
from domain.event import Position
from domain.facts import (
    AssessmentRecorded,
    CategoryDetermined,
    DiplomaAwarded,
    DocumentReceived,
    ExemptionGranted,
    ExemptionWithdrawn,
    MunicipalityChanged,
    ObligationEstablished,
    ObligationWithdrawn,
    PersonalPlanAdopted,
    PersonalPlanAmended,
    PersonDeceased,
    PersonLinkedToMunicipality,
    PersonSettled,
    TermExtended,
    TermStarted,
)
from domain.rules import rule
from projections import VIEWS
from tests.given import Answer, Book, Registration, ask

DUTIES = VIEWS["plan-duties"]
IN_TIME, OVERDUE = rule("plans-within-ten-weeks", "from-notice"), rule("plans-overdue", "from-notice")
OF_2022 = rule("plans-within-ten-weeks", "from-registration")
PLAN = PersonalPlanAdopted(route="B1")
MONDAY = "2023-03-06"
LIMIT = "2023-05-15"  # Monday, ten weeks later


def obliged(book: Book, name: str = "P1", notified_on: str | None = MONDAY, municipality: str = "0014") -> Registration:
    stream = book.registration(name, municipality)
    day = None if notified_on is None else date.fromisoformat(notified_on)
    stream.says(ObligationEstablished(law="WI_2021", notified_on=day), "2023-03-01")
    return stream


def asked(book: Book, which: Any, as_of: str, period: Period | None = None, settings: Any = ()) -> Answer:
    return ask(book, DUTIES, which, Bounds(date.fromisoformat(as_of), Position(99), period), settings)


def code_of(book: Book, which: Any, as_of: str, name: str = "P1") -> str:
    return asked(book, which, as_of).verdicts[name].code


def limit_of(book: Book, which: Any, as_of: str) -> tuple[date | None, int | None]:
    reason = asked(book, which, as_of).verdicts["P1"].reason
    return reason.limit_on, reason.days_over


# --- The worked example: the seventieth day is in time ---


@pytest.mark.parametrize(
    ("adopted_on", "code", "days_over"),
    [("2023-05-14", "PLAN_IN_TIME", None), (LIMIT, "PLAN_IN_TIME", None), ("2023-05-16", "PLAN_LATE", 1)],
)
def test_a_plan_on_the_seventieth_day_is_in_time_and_one_a_day_later_is_not(
    adopted_on: str, code: str, days_over: int | None
) -> None:
    book = Book()
    obliged(book).says(PLAN, adopted_on)

    verdict = asked(book, IN_TIME, "2023-12-31").verdicts["P1"]
    assert (verdict.code, verdict.counted, verdict.reason.days_over) == (code, code == "PLAN_IN_TIME", days_over)
    assert str(verdict.reason.limit_on) == LIMIT
    assert code_of(book, OVERDUE, "2023-12-31") == code


@pytest.mark.parametrize(
    ("as_of", "code"),
    [
        ("2023-03-05", "AFTER_AS_OF"),
        (MONDAY, "WITHIN_LIMIT"),
        ("2023-05-14", "WITHIN_LIMIT"),
        (LIMIT, "LIMIT_DAY"),
        ("2023-05-16", "OVERDUE"),
    ],
)
def test_without_a_plan_it_is_overdue_from_the_day_after_the_limit_on(as_of: str, code: str) -> None:
    book = Book()
    obliged(book)

    assert code_of(book, OVERDUE, as_of) == code
    assert code_of(book, IN_TIME, as_of) == ("PLAN_OVERDUE" if code == "OVERDUE" else code)
    assert limit_of(book, IN_TIME, as_of) == limit_of(book, OVERDUE, as_of)


def test_what_is_overdue_says_since_when_and_by_how_much() -> None:
    book = Book()
    obliged(book)

    reason = asked(book, OVERDUE, "2023-06-01").verdicts["P1"].reason
    assert (str(reason.limit_on), reason.days_over, reason.detail) == (LIMIT, 17, {"because": "OBLIGATION"})


def test_a_plan_that_came_after_the_day_asked_does_not_count_yet() -> None:
    book = Book()
    obliged(book).says(PLAN, "2023-05-16")

    assert code_of(book, OVERDUE, LIMIT) == "LIMIT_DAY"
    assert code_of(book, IN_TIME, LIMIT) == "LIMIT_DAY"


@pytest.mark.parametrize(
    ("notified_on", "limit_on"),
    [
        ("2023-01-21", "2023-04-03"),  # a Saturday: ten weeks later too, so the Monday after it
        ("2023-01-27", "2023-04-11"),  # Good Friday: the Tuesday after Easter
        ("2023-12-22", "2024-03-01"),  # a leap year
        ("2022-12-21", "2023-03-01"),  # no leap year
    ],
)
def test_a_limit_on_a_weekend_or_holiday_is_the_next_working_day(notified_on: str, limit_on: str) -> None:
    book = Book()
    obliged(book, notified_on=notified_on)

    assert str(asked(book, OVERDUE, "2024-12-31").verdicts["P1"].reason.limit_on) == limit_on


def test_another_number_of_weeks_that_was_set_goes_before_the_text() -> None:
    book = Book()
    obliged(book)

    answer = asked(book, OVERDUE, "2023-04-04", settings=[(None, None, "plan-weeks", "4")])
    assert (answer.value, str(answer.verdicts["P1"].reason.limit_on)) == (1, "2023-04-03")


def test_the_period_asked_takes_plans_by_their_own_day_and_leaves_its_end_out() -> None:
    book = Book()
    for name, day in (("P1", "2023-04-30"), ("P2", "2023-05-01"), ("P3", "2023-03-31")):
        obliged(book, name).says(PLAN, day)

    answer = asked(book, IN_TIME, "2023-12-31", Period(date(2023, 4, 1), date(2023, 5, 1)))
    assert answer.counted == ["P1"]
    assert answer.codes == {"P2": "ON_BOUNDARY", "P3": "BEFORE_PERIOD"}


# --- From when the weeks run ---


def test_the_weeks_of_a_housed_person_run_from_a_registration_after_the_notice() -> None:
    book = Book()
    for name, settled_on in (("P1", "2023-05-01"), ("P2", "2023-03-01")):
        stream = obliged(book, name)
        stream.says(CategoryDetermined(migrant_group="ASYLUM"), "2023-03-01")
        stream.says(PersonSettled(), settled_on)
    family = obliged(book, "P3")
    family.says(CategoryDetermined(migrant_kind="FAMILY_REUNION"), "2023-03-01")
    family.says(PersonSettled(), "2023-05-01")

    found = asked(book, OVERDUE, "2023-12-31").verdicts
    assert {name: str(one.reason.limit_on) for name, one in found.items()} == {
        "P1": "2023-07-10",
        "P2": LIMIT,
        "P3": LIMIT,
    }


def test_who_was_assigned_and_is_not_registered_yet_has_no_limit_yet() -> None:
    book = Book()
    stream = obliged(book)
    stream.says(PersonLinkedToMunicipality(from_shelter=True), "2023-03-02")
    assert code_of(book, OVERDUE, "2023-12-31") == "NOT_REGISTERED_YET"

    stream.says(PersonSettled(), "2023-06-05")
    assert code_of(book, OVERDUE, "2023-06-04") == "NOT_REGISTERED_YET"
    assert str(asked(book, OVERDUE, "2023-12-31").verdicts["P1"].reason.limit_on) == "2023-08-14"


def test_the_text_of_2022_reckons_from_the_registration() -> None:
    book = Book()
    stream = obliged(book, notified_on="2022-02-01")
    assert code_of(book, OF_2022, "2022-12-31") == "DATE_UNKNOWN"

    stream.says(PersonSettled(), "2022-03-07")
    stream.says(PLAN, "2022-05-16")
    verdict = asked(book, OF_2022, "2022-12-31").verdicts["P1"]
    assert (verdict.code, str(verdict.reason.limit_on)) == ("PLAN_IN_TIME", "2022-05-16")
    assert code_of(book, IN_TIME, "2022-12-31") == "PLAN_LATE"  # by the notice: 12 April
    assert OF_2022.in_force_until == IN_TIME.in_force_from == date(2023, 1, 1)
    assert [one.with_version for one in OF_2022.conflicts] == ["from-notice", None, None]


def test_where_only_the_start_of_the_weeks_was_told_the_day_before_it_is_reckoned_from() -> None:
    book = Book()
    stream = obliged(book, notified_on=None)
    assert code_of(book, OVERDUE, "2023-12-31") == "DATE_UNKNOWN"

    stream.says(TermStarted(term="PLAN_TERM"), "2023-03-07")
    assert str(asked(book, OVERDUE, "2023-12-31").verdicts["P1"].reason.limit_on) == LIMIT


def test_an_obligation_of_another_act_asks_for_no_plan() -> None:
    book = Book()
    book.registration("P1").says(ObligationEstablished(law="WI_2013"), "2015-01-01")

    assert asked(book, OVERDUE, "2023-12-31").verdicts == {}


# --- Waiting for a third party ---


@pytest.mark.parametrize(
    ("as_of", "code"),
    [
        ("2023-06-30", "AWAITING_THIRD_PARTY"),
        ("2023-07-03", "WITHIN_LIMIT"),
        ("2023-07-16", "WITHIN_LIMIT"),
        ("2023-07-17", "LIMIT_DAY"),
        ("2023-07-18", "OVERDUE"),
    ],
)
def test_two_weeks_run_from_the_information_that_was_waited_for(as_of: str, code: str) -> None:
    book = Book()
    stream = obliged(book)
    stream.says(AssessmentRecorded(assessment="LEARNABILITY_TEST"), "2023-03-20")  # came before anybody waited
    stream.says(TermExtended(term="PLAN_TERM"), "2023-05-10")
    stream.says(AssessmentRecorded(assessment="LEARNABILITY_TEST", registered_for_only=True), "2023-05-12")
    stream.says(DocumentReceived(document="paspoort"), "2023-06-01")
    stream.says(AssessmentRecorded(assessment="LEARNABILITY_TEST"), "2023-07-03")

    assert code_of(book, OVERDUE, as_of) == code


def test_information_that_came_early_never_shortens_the_ten_weeks() -> None:
    book = Book()
    stream = obliged(book)
    stream.says(TermExtended(term="PLAN_TERM"), "2023-03-20")
    stream.says(AssessmentRecorded(assessment="LEARNABILITY_TEST"), "2023-03-27")

    assert code_of(book, OVERDUE, LIMIT) == "LIMIT_DAY"


def test_which_information_a_plan_may_wait_for_can_be_set() -> None:
    book = Book()
    stream = obliged(book)
    stream.says(TermExtended(term="PLAN_TERM"), "2023-05-10")
    stream.says(DocumentReceived(document="diplomawaardering"), "2023-07-03")

    assert code_of(book, OVERDUE, "2023-12-31") == "AWAITING_THIRD_PARTY"
    answer = asked(book, OVERDUE, "2023-12-31", settings=[(None, None, "plan-information", "Diplomawaardering")])
    assert str(answer.verdicts["P1"].reason.limit_on) == "2023-07-17"


@pytest.mark.parametrize("longer", [{"until_on": date(2023, 5, 30)}, {"extended_days": 14}])
def test_a_deviation_that_names_its_end_holds_until_then(longer: dict[str, Any]) -> None:
    book = Book()
    obliged(book).says(TermExtended(term="PLAN_TERM", **longer), "2023-05-10")

    assert code_of(book, OVERDUE, "2023-05-29") == "LIMIT_DAY"
    assert code_of(book, OVERDUE, "2023-05-30") == "OVERDUE"


def test_a_plan_that_came_while_information_was_awaited_is_in_time() -> None:
    book = Book()
    stream = obliged(book)
    stream.says(TermExtended(term="PLAN_TERM"), "2023-05-10")
    stream.says(PLAN, "2023-09-01")

    assert code_of(book, IN_TIME, "2023-12-31") == "PLAN_IN_TIME"


# --- Moves ---


def with_a_plan(book: Book) -> Registration:
    stream = obliged(book)
    stream.says(PLAN, "2023-04-03")
    return stream


def of_moves(book: Book, which: Any, as_of: str) -> list[tuple[str, str, str]]:
    """Municipality, code and limit of the cases about moves."""
    bounds = Bounds(date.fromisoformat(as_of), Position(99))
    found = judge_all(which, book.cases(DUTIES).values(), question_for(which, bounds))
    return [
        (str(one.case.municipality), one.code, str(one.reason.limit_on))
        for one in found
        if getattr(one.case, "because", "") == "MOVE"
    ]


def test_after_a_move_the_other_municipality_has_ten_weeks_from_the_registration() -> None:
    book = Book()
    stream = with_a_plan(book)
    stream.says(MunicipalityChanged(from_code="0014", to_code="0518"), "2024-03-01")
    stream.says(PersonSettled(with_plan=True), "2024-03-04", municipality="0518")

    assert of_moves(book, OVERDUE, "2024-05-12") == [("0518", "WITHIN_LIMIT", "2024-05-13")]
    assert of_moves(book, OVERDUE, "2024-05-14") == [("0518", "OVERDUE", "2024-05-13")]

    stream.says(PersonalPlanAmended(route="B1", reason="MOVED"), "2024-05-13", municipality="0518")
    assert of_moves(book, IN_TIME, "2024-06-01") == [("0518", "PLAN_IN_TIME", "2024-05-13")]


def test_who_moves_on_before_there_is_a_plan_is_no_longer_a_duty_of_the_first() -> None:
    book = Book()
    stream = with_a_plan(book)
    stream.says(PersonSettled(), "2024-03-04", municipality="0518")
    stream.says(PersonSettled(), "2024-04-01", municipality="0599")
    stream.says(PersonalPlanAmended(route="B1"), "2024-04-15", municipality="0599")

    assert of_moves(book, OVERDUE, "2024-12-31") == [
        ("0518", "MOVED_ON", "None"),
        ("0599", "PLAN_IN_TIME", "2024-06-10"),
    ]


def test_to_be_registered_where_the_plan_was_made_is_no_move() -> None:
    book = Book()
    with_a_plan(book).says(PersonSettled(), "2023-05-01")

    assert of_moves(book, OVERDUE, "2024-12-31") == []


# --- Ends, and what is not known ---


@pytest.mark.parametrize(
    ("fact", "code"),
    [
        (DiplomaAwarded(diploma="INTEGRATION"), "OBLIGATION_FULFILLED"),
        (ObligationWithdrawn(reason="NATURALISED"), "OBLIGATION_WITHDRAWN"),
        (ObligationWithdrawn(reason="FULL_DISPENSATION"), "DISPENSED"),
        (ObligationWithdrawn(effect="FROM_THE_START"), "OBLIGATION_NEVER_WAS"),
        (ExemptionGranted(scope="FULL"), "EXEMPTED"),
        (ExemptionGranted(scope="PARTIAL"), "OVERDUE"),
        (PersonDeceased(), "DECEASED"),
    ],
)
def test_an_obligation_that_ended_asks_for_no_plan_from_that_day_on(fact: Any, code: str) -> None:
    book = Book()
    obliged(book).says(fact, "2023-08-01")

    assert code_of(book, OVERDUE, "2023-07-31") == "OVERDUE"
    assert code_of(book, OVERDUE, "2023-08-01") == code


def test_a_temporary_exemption_holds_until_its_end_or_its_withdrawal() -> None:
    book = Book()
    stream = obliged(book)
    stream.says(ExemptionGranted(scope="TEMPORARY", until_on=date(2023, 9, 1)), "2023-08-01")
    assert code_of(book, OVERDUE, "2023-08-31") == "TEMPORARILY_EXEMPTED"
    assert code_of(book, OVERDUE, "2023-09-01") == "OVERDUE"

    stream.says(ExemptionWithdrawn(), "2023-08-15")
    assert code_of(book, OVERDUE, "2023-08-14") == "TEMPORARILY_EXEMPTED"
    assert code_of(book, OVERDUE, "2023-08-15") == "OVERDUE"


def test_a_plan_in_time_stays_so_when_the_obligation_ends_later() -> None:
    book = Book()
    stream = with_a_plan(book)
    stream.says(PersonDeceased(), "2023-06-01")

    assert code_of(book, IN_TIME, "2023-12-31") == "PLAN_IN_TIME"


@pytest.mark.parametrize(
    ("fact", "on", "code"),
    [
        (PLAN, "2023-05", "DATE_UNKNOWN"),
        (PLAN, None, "DATE_UNKNOWN"),
        (PersonDeceased(), "2023-05", "DATE_UNKNOWN"),
        (PersonDeceased(), "2024-01", "OVERDUE"),
    ],
)
def test_what_is_not_known_to_the_day_counts_nowhere(fact: Any, on: str | None, code: str) -> None:
    book = Book()
    obliged(book).says(fact, on)

    assert code_of(book, OVERDUE, "2023-12-31") == code


def test_the_notice_in_one_book_and_the_plan_in_another_meet_in_the_person() -> None:
    book = Book()
    at_duo, at_home = obliged(book, "DUO"), book.registration("P1", "0014")
    at_home.says(PLAN, "2023-05-01")
    assert code_of(book, OVERDUE, "2023-12-31", "DUO") == "OVERDUE"

    link = book.links(at_duo, at_home)
    verdict = asked(book, IN_TIME, "2023-12-31").verdicts["DUO"]
    assert verdict.code == "PLAN_IN_TIME"
    assert link.position in verdict.positions

    book.unlinks(at_duo, at_home)
    assert code_of(book, OVERDUE, "2023-12-31", "DUO") == "OVERDUE"

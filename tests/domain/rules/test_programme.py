"""PVT, MAP, Z-route and progress talks: hours on the norm, days on the boundary of the term, routes and groups."""

from datetime import date
from typing import Any

import pytest

from domain.counting import Bounds, ParameterNotSet
from domain.dates import Period
from domain.event import Position
from domain.facts import (
    CategoryDetermined,
    HoursReported,
    MapCompleted,
    PersonalPlanAdopted,
    PersonalPlanAmended,
    ProgressReviewHeld,
    PvtCompleted,
    ZRouteCompleted,
)
from domain.rules import rule
from projections import VIEWS
from tests.given import Answer, Book, Registration, ask

PROGRAMMES = VIEWS["programmes"]
PVT, Z = rule("pvt-completed", "twelve-hours"), rule("z-route-completed", "hours")
TALK, HOURS = rule("map-completed", "closing-talk"), rule("map-completed", "hours-norm")
COMPLETE, DUE = rule("progress-talks-complete", "as-in-plan"), rule("progress-talks-due", "as-in-plan")
NORM = [(None, None, "map-hours-min", "40")]


def with_plan(route: Any = "B1", on: str | None = "2023-03-06", talks: int | None = None) -> tuple[Book, Registration]:
    book = Book()
    stream = book.registration("P1")
    stream.says(PersonalPlanAdopted(route=route, progress_reviews=talks), on)
    return book, stream


def asked(book: Book, which: Any, as_of: str = "2025-01-01", settings: Any = (), period: Any = None) -> Answer:
    return ask(book, PROGRAMMES, which, Bounds(date.fromisoformat(as_of), Position(99), period), settings)


def code_of(book: Book, which: Any, as_of: str = "2025-01-01", settings: Any = ()) -> str:
    return asked(book, which, as_of, settings).verdicts["P1"].code


# --- PVT ---


@pytest.mark.parametrize(
    ("hours", "on", "code"),
    [
        (12, "2023-03-07", "PVT_COMPLETED"),
        (11, "2023-03-07", "PVT_HOURS_SHORT"),
        (12, "2023-03-06", "BEFORE_TERM"),
        (12, "2023-03-05", "BEFORE_TERM"),
        (None, "2023-03-07", "PVT_COMPLETED"),
        (12, "2023-03", "DATE_UNKNOWN"),
        (12, None, "DATE_UNKNOWN"),
        (12, "2025-01-02", "PVT_NOT_COMPLETED"),
    ],
)
def test_the_pvt_is_completed_by_the_signing_within_the_term_with_twelve_hours(
    hours: int | None, on: str | None, code: str
) -> None:
    book, stream = with_plan()
    stream.says(PvtCompleted(hours=hours), on)

    assert code_of(book, PVT) == code


def test_hours_that_no_source_gives_are_told_as_such() -> None:
    book, stream = with_plan()
    stream.says(PvtCompleted(), "2023-04-01")

    assert asked(book, PVT).verdicts["P1"].reason.detail == {"on": "2023-04-01", "hours": "not said"}


def test_a_signing_within_the_term_goes_before_one_that_was_too_early() -> None:
    book, stream = with_plan()
    stream.says(PvtCompleted(hours=12), "2023-03-01")
    assert code_of(book, PVT) == "BEFORE_TERM"

    stream.says(PvtCompleted(hours=12), "2023-06-01")
    assert code_of(book, PVT) == "PVT_COMPLETED"
    assert code_of(book, PVT, "2023-05-31") == "BEFORE_TERM"


def test_who_has_no_plan_is_no_case_and_who_has_one_without_a_pvt_is_told() -> None:
    book = Book()
    book.registration("P2").says(PvtCompleted(hours=12), "2023-06-01")
    assert asked(book, PVT).verdicts == {}

    book, _ = with_plan()
    assert code_of(book, PVT) == "PVT_NOT_COMPLETED"
    assert code_of(book, PVT, "2023-03-05") == "AFTER_AS_OF"
    assert code_of(with_plan(on="2023")[0], PVT) == "DATE_UNKNOWN"


def test_the_period_takes_a_pvt_by_the_day_of_signing() -> None:
    book, stream = with_plan()
    stream.says(PvtCompleted(hours=12), "2024-01-01")

    assert asked(book, PVT, period=Period(date(2023, 1, 1), date(2024, 1, 1))).codes == {"P1": "ON_BOUNDARY"}
    assert asked(book, PVT, period=Period(date(2024, 1, 1), date(2025, 1, 1))).value == 1


# --- MAP ---


@pytest.mark.parametrize(
    ("hours", "code"), [(40, "MAP_COMPLETED"), (39, "MAP_HOURS_SHORT"), (None, "MAP_HOURS_UNKNOWN")]
)
def test_the_hours_of_the_map_count_only_against_a_norm_that_was_set(hours: int | None, code: str) -> None:
    book, stream = with_plan()
    stream.says(MapCompleted(hours=hours), "2024-06-01")

    assert code_of(book, TALK) == "MAP_COMPLETED"
    assert code_of(book, HOURS, settings=NORM) == code
    with pytest.raises(ParameterNotSet, match="map-hours-min"):
        asked(book, HOURS)


def test_there_is_no_map_on_the_education_route_as_it_stood_on_the_day_asked() -> None:
    book, stream = with_plan("EDUCATION")
    stream.says(PersonalPlanAmended(route="B1"), "2024-03-01")

    assert code_of(book, TALK, "2024-02-29") == "NOT_FOR_EDUCATION_ROUTE"
    assert code_of(book, TALK, "2024-03-01") == "MAP_NOT_COMPLETED"


# --- Z-route ---


def on_z_route(group: Any = "ASYLUM") -> tuple[Book, Registration]:
    book, stream = with_plan("Z")
    stream.says(CategoryDetermined(migrant_group=group), "2023-03-01")
    return book, stream


@pytest.mark.parametrize(
    ("group", "course", "participation", "code"),
    [
        ("ASYLUM", 800, 800, "Z_ROUTE_COMPLETED"),
        ("ASYLUM", 799, 800, "COURSE_HOURS_SHORT"),
        ("ASYLUM", 800, 799, "PARTICIPATION_HOURS_SHORT"),
        ("ASYLUM", 800, None, "PARTICIPATION_HOURS_SHORT"),
        ("FAMILY_AND_OTHER", 800, None, "Z_ROUTE_COMPLETED"),
        ("FAMILY_AND_OTHER", 799, 800, "COURSE_HOURS_SHORT"),
        (None, 800, 800, "GROUP_UNKNOWN"),
    ],
)
def test_the_z_route_asks_hours_by_the_group(group: Any, course: int, participation: int | None, code: str) -> None:
    book, stream = on_z_route(group)
    stream.says(ZRouteCompleted(course_hours=course, participation_hours=participation), "2025-01-01")

    assert code_of(book, Z) == code
    assert code_of(book, Z, "2024-12-31") == "Z_ROUTE_NOT_COMPLETED"


@pytest.mark.parametrize(("participation", "code"), [(748, "Z_ROUTE_COMPLETED"), (747, "PARTICIPATION_HOURS_SHORT")])
def test_hours_of_map_and_pvt_come_off_the_hours_of_participation(participation: int, code: str) -> None:
    book, stream = on_z_route()
    stream.says(PvtCompleted(hours=12), "2023-06-01")
    stream.says(MapCompleted(hours=40), "2024-06-01")
    stream.says(ZRouteCompleted(course_hours=800, participation_hours=participation), "2025-01-01")

    assert code_of(book, Z) == code


def test_where_the_completion_gives_no_hours_the_latest_totals_by_its_day_do() -> None:
    book, stream = on_z_route()
    stream.says(HoursReported(activity="LANGUAGE", hours=700, known_until=date(2024, 7, 1)))
    stream.says(HoursReported(activity="LANGUAGE", hours=800, known_until=date(2025, 1, 1)))
    stream.says(HoursReported(activity="PARTICIPATION", hours=800), "2024-12-31")
    stream.says(ZRouteCompleted(), "2024-12-31")
    assert code_of(book, Z) == "Z_ROUTE_COMPLETED"

    book.registration("P1").says(ZRouteCompleted(), "2024-12-30")
    assert code_of(book, Z) == "COURSE_HOURS_SHORT"


def test_another_route_than_the_z_route_is_told() -> None:
    book, stream = with_plan("B1")
    stream.says(ZRouteCompleted(course_hours=800), "2025-01-01")

    assert code_of(book, Z) == "NOT_ON_Z_ROUTE"


# --- Progress talks ---


def test_talks_are_held_against_the_number_in_the_plan_as_it_stood() -> None:
    book, stream = with_plan(talks=2)
    for day in ("2023-06-01", "2023-12-01"):
        stream.says(ProgressReviewHeld(), day)

    assert [code_of(book, COMPLETE, day) for day in ("2023-11-30", "2023-12-01")] == ["TALKS_OPEN", "TALKS_COMPLETE"]
    stream.says(PersonalPlanAmended(route="B1", progress_reviews=3), "2024-01-01")
    assert [code_of(book, DUE, day) for day in ("2023-12-31", "2024-01-01")] == ["TALKS_COMPLETE", "TALKS_OPEN"]
    assert asked(book, DUE).verdicts["P1"].reason.detail == {"held": 2, "agreed": 3}
    assert (asked(book, DUE).value, asked(book, COMPLETE).value) == (1, 0)


def test_a_plan_without_a_number_and_a_talk_without_a_day_count_nowhere() -> None:
    book, stream = with_plan()
    assert {code_of(book, which) for which in (COMPLETE, DUE)} == {"TALKS_NOT_AGREED"}

    book, stream = with_plan(talks=1)
    stream.says(ProgressReviewHeld(), "2023-06")
    assert asked(book, DUE).verdicts["P1"].reason.detail == {"held": 0, "agreed": 1, "undated": 1}


def test_a_plan_in_one_book_and_the_hours_in_another_meet_in_the_person() -> None:
    book, stream = with_plan("Z")
    provider = book.registration("X1", party="Aanbieder", system="uren")
    provider.says(CategoryDetermined(migrant_kind="FAMILY_FORMATION"), "2023-03-01")
    provider.says(ZRouteCompleted(course_hours=800), "2024-12-01")
    assert code_of(book, Z) == "Z_ROUTE_NOT_COMPLETED"

    book.links(stream, provider)
    assert code_of(book, Z) == "Z_ROUTE_COMPLETED"

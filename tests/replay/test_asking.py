"""What `known_at` and the other axes mean as they are typed, and which of them are refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest

from domain.dates import parse_period
from domain.event import Position
from domain.facts import PlacementStarted
from replay.asking import Asked, CannotAsk, bounds_of, resolve_known_at, today_in_amsterdam
from replay.figures import Figures
from store.ledger import Ledger
from tests.replay.saying import Chain

PLACED = PlacementStarted(trajectory="DUAL")


@pytest.fixture
def dated(ledger: Ledger, superuser: psycopg.Connection) -> Ledger:
    """A ledger whose events were recorded around midnight in Amsterdam, by the superuser's hand."""
    chain = Chain(ledger)
    for record in ("G1", "G2", "G3", "G4"):
        chain.says(record, PLACED, "2008-06-20")
    superuser.execute("set session_replication_role = replica")
    for position, moment in enumerate(
        ("2024-01-15T22:59:59.999999Z", "2024-01-15T23:00:00Z", "2024-07-01T21:59:59.999999Z", "2024-07-01T22:00:00Z"),
        1,
    ):
        microseconds = int(datetime.fromisoformat(moment).timestamp() * 1_000_000)
        superuser.execute("update ledger.event set recorded_at_us = %s where position = %s", (microseconds, position))
    return ledger


@pytest.mark.parametrize(
    ("known_at", "position"),
    [
        ("0", 0),
        ("3", 3),
        ("2024-01-14", 0),
        ("2024-01-15", 1),  # winter time: the day ends at 23:00 UTC
        ("2024-01-16", 2),
        ("2024-07-01", 3),  # summer time: the day ends at 22:00 UTC
        ("2024-07-02", 4),
        ("2024-01-15T23:59:59.999999+01:00", 1),
        ("2024-01-16T00:00:00+01:00", 2),
        ("2024-01-15T23:00:00Z", 2),
        ("2024-01-15T22:59:59.999998Z", 0),
        ("1969-12-31T23:59:59Z", 0),
        (None, 4),
        ("", 4),
    ],
)
def test_a_position_a_day_in_amsterdam_or_an_instant_names_the_last_fact_before_anything_later(
    dated: Ledger, known_at: str | None, position: int
) -> None:
    assert resolve_known_at(known_at, dated, Position(4)) == position


@pytest.mark.parametrize(
    "known_at",
    ["yesterday", "2024-13-01", "2024-02-30", "2024-01-15T12:00:00", "-1", "1.5", "٣", "9999-12-31", "0001-01-01",
     "0001-01-01T00:00:00+14:00", "20240115", "99999999999999999999", "5"],
)  # fmt: skip
def test_what_names_no_position_of_this_ledger_is_refused_with_what_would_work(dated: Ledger, known_at: str) -> None:
    if known_at == "0001-01-01":
        assert resolve_known_at(known_at, dated, Position(4)) == 0
        return
    with pytest.raises(CannotAsk, match=r"Expected|Use a position"):
        resolve_known_at(known_at, dated, Position(4))


@pytest.mark.parametrize("seconds", [-29, 0, 1, 3_600])
def test_an_instant_of_the_last_half_minute_or_the_future_is_refused(ledger: Ledger, seconds: int) -> None:
    moment = ledger.database_now() + timedelta(seconds=seconds)

    with pytest.raises(CannotAsk, match="Use a position: --known-at 0"):
        resolve_known_at(moment.isoformat(), ledger, Position(0))


def test_the_end_of_today_has_not_come_yet(ledger: Ledger) -> None:
    today = today_in_amsterdam(ledger.database_now())

    with pytest.raises(CannotAsk, match="Use a position"):
        resolve_known_at(today.isoformat(), ledger, Position(0))


def test_an_instant_of_half_a_minute_ago_is_taken(ledger: Ledger) -> None:
    moment = ledger.database_now() - timedelta(seconds=31)

    assert resolve_known_at(moment.isoformat(), ledger, Position(0)) == 0


@pytest.mark.parametrize(
    ("period", "as_of", "expected"),
    [
        (None, None, "2026-11-21"),
        ("2007-01-01..2008-07-01", None, "2008-06-30"),  # the end of a period is not in it
        ("2007-01-01..2008-07-01", "2008-09-01", "2008-09-01"),
        (None, "2003-12-01", "2003-12-01"),
    ],
)
def test_the_day_asked_is_the_last_of_the_period_or_today(period: str | None, as_of: str | None, expected: str) -> None:
    asked = Asked(
        "placements",
        period=parse_period(period) if period else None,
        as_of=date.fromisoformat(as_of) if as_of else None,
    )

    bounds = bounds_of(asked, Position(1), date(2026, 11, 21))
    assert (bounds.as_of.isoformat(), bounds.registered_by) == (expected, None)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-01-01T22:59:59", "2026-01-01"),
        ("2026-01-01T23:00:00", "2026-01-02"),
        ("2026-07-01T22:00:00", "2026-07-02"),
    ],
)
def test_today_is_the_day_in_amsterdam(moment: str, day: str) -> None:
    assert today_in_amsterdam(datetime.fromisoformat(moment).replace(tzinfo=UTC)) == date.fromisoformat(day)


def test_an_answer_names_the_position_its_instant_and_the_root_it_rests_on(ledger: Ledger) -> None:
    chain = Chain(ledger)
    chain.says("G1", PLACED, "2008-06-20")
    first = ledger.head()
    chain.says("G2", PLACED, "2008-06-20")

    (answer,) = Figures(ledger).ask(Asked("placements", as_of=date(2008, 7, 1), known_at="1"))

    assert answer.known == first
    assert answer.value == 1


def test_an_empty_ledger_answers_nothing_of_nothing(ledger: Ledger) -> None:
    (answer,) = Figures(ledger).ask(Asked("placements", as_of=date(2008, 7, 1)))

    assert (answer.value, answer.funnel, answer.known.position) == (0, {"counted": 0}, 0)

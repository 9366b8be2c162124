"""Days on which a legal term does not end."""

from datetime import date

import pytest

from domain.legal_days import easter_on, holidays, is_working_day, next_working_day


@pytest.mark.parametrize(
    ("year", "expected"),
    [(2008, "2008-03-23"), (2011, "2011-04-24"), (2018, "2018-04-01"), (2024, "2024-03-31"), (2038, "2038-04-25")],
)
def test_easter_is_where_the_calendar_has_it(year: int, expected: str) -> None:
    assert easter_on(year).isoformat() == expected


def test_the_holidays_of_a_year_are_those_of_the_act() -> None:
    assert sorted(day.isoformat()[5:] for day in holidays(2023)) == [
        "01-01", "04-07", "04-10", "04-27", "05-05", "05-18", "05-29", "12-25", "12-26",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "holiday"),
    [
        ("2013-04-30", True),
        ("2013-04-27", False),
        ("2015-04-27", True),
        ("2006-04-29", True),
        ("2006-04-30", False),
        ("2025-04-26", True),
        ("2025-04-27", False),
    ],
)
def test_the_royal_birthday_moved_in_2014_and_is_kept_a_day_earlier_on_a_sunday(day: str, holiday: bool) -> None:
    assert (date.fromisoformat(day) in holidays(int(day[:4]))) == holiday


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2023-05-12", "2023-05-12"),  # a Friday
        ("2023-05-13", "2023-05-15"),  # Saturday
        ("2023-05-14", "2023-05-15"),  # Sunday
        ("2023-04-07", "2023-04-11"),  # Good Friday, the weekend and Easter Monday
        ("2023-12-25", "2023-12-27"),
        ("2022-12-31", "2023-01-02"),  # a Saturday, and New Year's day on Sunday
    ],
)
def test_a_term_moves_to_the_next_day_that_is_neither_weekend_nor_holiday(day: str, expected: str) -> None:
    moved = next_working_day(date.fromisoformat(day))
    assert moved.isoformat() == expected
    assert is_working_day(moved)

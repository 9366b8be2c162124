"""Nothing of a person that stood in a file stands in the open afterwards: one hundred planted values are looked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from replay.follow import Follower
from store.ledger import Ledger
from tests.delivering import deliver, everything, row, written


def test_planted_names_numbers_and_dates_are_nowhere_but_in_the_vault(
    ledger: Ledger, superuser: psycopg.Connection, tmp_path: Path, bsns: Callable[[int], list[str]]
) -> None:
    canaries = [f"Kanarie{number:03}" for number in range(34)]
    births = [f"{1 + number % 28:02}-0{1 + number % 9}-19{60 + number % 30}" for number in range(34)]
    numbers = bsns(33)
    rows = [row(f"K{at}", given=canaries[at], bsn=numbers[at % 33], birth=births[at], sex="X") for at in range(30)]
    rows += [row(f"K{at}", surname=canaries[at], bsn=numbers[at % 33], on="geen datum") for at in range(30, 34)]
    path = written(tmp_path, *rows, name=f"{canaries[33]}.csv")
    report = deliver(ledger, path)
    deliver(ledger, written(tmp_path, *(line.replace("Kanarie", "Kanariekop") for line in rows), name="b.csv"))
    Follower(ledger).follow()

    planted = [*canaries, *numbers, *births, *(date_of(birth) for birth in births)]
    assert len(planted) >= 100
    assert report.rejected
    open_text = everything(superuser) + str([(one.line, one.column, one.reason, one.advice) for one in report.rejected])
    assert [canary for canary in planted if canary in open_text] == []
    assert "GWS4all" in open_text


@pytest.fixture
def bsns() -> Callable[[int], list[str]]:
    """Invented numbers that pass the 11-proof."""

    def make(count: int) -> list[str]:
        found, number = [], 291_000_000
        while len(found) < count:
            number += 1
            digits = [int(digit) for digit in str(number)]
            weighted = sum(digit * weight for digit, weight in zip(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True))
            if weighted % 11 == 0:
                found.append(str(number))
        return found

    return make


def date_of(birth: str) -> str:
    day, month, year = birth.split("-")
    return f"{year}-{month}-{day}"

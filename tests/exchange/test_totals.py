"""Control totals: what the sender says there is beside what was counted, as a fact, never as a ground for refusal."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.event import Recorded
from domain.facts import ControlTotalCompared, FileReceived, RowRejected
from exchange.refusals import ProfileIsWrong, TotalCannotBeCounted
from exchange.totals import Stated, agrees
from store.ledger import Ledger
from tests.delivering import deliver, events, opened, row, written

PROFILE = """
name = "uren"
title = { nl = "Uren", en = "Hours" }
record = ["dossier"]

[source]
system = "Uren"

[totals]
word = "totaal"
rows = "naam"
amount = ["kosten", "reis"]
sums = ["uren"]

[columns]
dossier = { filled = true }
naam = {}
uren = { type = "count" }
kosten = { type = "cents" }
reis = { type = "cents", optional = true }
begin = { type = "date" }

[[facts]]
kind = "PersonRegistered"
slot = "person"
personal = { surname = "naam" }

[[facts]]
kind = "PlacementStarted"
occurred_on = "begin"
fixed = { trajectory = "DUAL" }
"""
HEADING = "dossier;naam;uren;kosten;begin"
ROWS = ("D1;Bakker;1.200;1.000,50;01-02-2008", "D2;Visser;;;02-02-2008", "D3;Mulder;34;-0,50;31-02-2008")


@pytest.fixture
def hours(tmp_path: Path) -> str:
    """A profile of a file that ends in a row of totals."""
    path = tmp_path / "uren.toml"
    path.write_text(PROFILE, "utf-8")
    return str(path)


def compared(report_or_facts: object) -> list[tuple[str, int | None, int]]:
    return [(one.name, one.stated, one.counted) for one in report_or_facts]  # type: ignore[attr-defined]


def facts(ledger: Ledger) -> list[tuple[str, int | None, int]]:
    return compared(recorded.fact for recorded in kept(ledger))


def kept(ledger: Ledger) -> list[Recorded]:
    return events(ledger, ControlTotalCompared)


# --- Beside the file ---


@pytest.mark.parametrize(("stated", "holds"), [(3, True), (2, False), (4, False), (0, False)])
def test_stated_rows_are_compared_with_all_rows_read_the_rejected_among_them(
    ledger: Ledger, tmp_path: Path, stated: int, holds: bool
) -> None:
    path = written(tmp_path, row("G1"), row("G2", bsn="1"), row("G3"))

    report = deliver(ledger, path, stated=Stated(rows=stated))

    assert compared(report.totals) == facts(ledger) == [("rows", stated, 3)]
    assert [agrees(total) for total in report.totals] == [holds]
    assert (report.rows, len(report.rejected)) == (3, 1)
    assert events(ledger, FileReceived)[0].fact.stated_rows == stated


def test_without_totals_nothing_is_compared(ledger: Ledger, tmp_path: Path) -> None:
    report = deliver(ledger, written(tmp_path, row()))

    assert report.totals == facts(ledger) == []
    assert events(ledger, FileReceived)[0].fact.stated_rows is None


def test_a_row_that_stands_twice_counts_twice_and_an_empty_one_does_not(ledger: Ledger, tmp_path: Path) -> None:
    path = written(tmp_path, row("G1"), row("G1"), ";" * 11, "", row("G2") + ";too;many")

    assert compared(deliver(ledger, path, stated=Stated(rows=3)).totals) == [("rows", 3, 3)]


def test_a_column_is_summed_where_it_holds_numbers_and_else_counted_where_it_is_filled(
    ledger: Ledger, tmp_path: Path, hours: str
) -> None:
    path = written(tmp_path, *ROWS, heading=HEADING)
    stated = Stated(amount_cents=100_000, named={"Uren": 1234, "begin": 3, "naam": 2})

    report = deliver(ledger, path, profile=hours, stated=stated)

    assert compared(report.totals) == [
        ("amount", 100_000, 100_000),
        ("uren", 1234, 1234),
        ("begin", 3, 3),
        ("naam", 2, 3),
    ]
    received = events(ledger, FileReceived)[0].fact
    assert received.stated_amount_cents == 100_000
    assert [(one.name, one.value) for one in received.stated_totals] == [("Uren", 1234), ("begin", 3), ("naam", 2)]


@pytest.mark.parametrize("stated", [Stated(amount_cents=1), Stated(named={"WIJKTEAM": 1})])
def test_a_total_of_what_is_not_in_the_file_is_refused_before_anything_is_written(
    ledger: Ledger, tmp_path: Path, stated: Stated
) -> None:
    with pytest.raises(TotalCannotBeCounted, match="expected"):
        deliver(ledger, written(tmp_path, row()), stated=stated)

    assert ledger.head().position == 0


# --- In the file ---


def test_a_row_of_totals_is_compared_and_is_no_row(ledger: Ledger, tmp_path: Path, hours: str) -> None:
    path = written(tmp_path, *ROWS, "Totaal:;3;1.234;€ 1.000,00;", heading=HEADING)

    report = deliver(ledger, path, profile=hours)

    assert compared(report.totals) == [("rows", 3, 3), ("amount", 100_000, 100_000), ("uren", 1234, 1234)]
    assert [rejected.fact.line for rejected in events(ledger, RowRejected)] == [4]
    assert all(map(agrees, report.totals))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("TOTAAL;4", [("rows", 4, 3)]),
        ("totaal", []),
        ("totaal;;;;", []),
        ("totaal;drie;1.234;zie brief;", [("rows", None, 3), ("amount", None, 100_000), ("uren", 1234, 1234)]),
        ("totaal;0;0;0;;;;;x", [("rows", 0, 3), ("amount", 0, 100_000), ("uren", 0, 1234)]),
        (";totaal;1.234;;", [("uren", 1234, 1234)]),
    ],
    ids=["short", "bare", "empty", "unreadable", "zero and too wide", "in another cell"],
)
def test_a_row_of_totals_is_read_as_far_as_it_can_be(
    ledger: Ledger, tmp_path: Path, hours: str, line: str, expected: list[tuple[str, int | None, int]]
) -> None:
    if line.startswith(";"):
        expected = [("rows", None, 3), *expected]
    path = written(tmp_path, *ROWS, line, heading=HEADING)

    report = deliver(ledger, path, profile=hours)

    assert compared(report.totals) == expected
    assert (report.rows, len(report.rejected)) == (3, 1)
    assert not any(agrees(total) for total in report.totals if total.stated != total.counted)


def test_of_two_rows_of_totals_the_last_is_the_sum_of_all(ledger: Ledger, tmp_path: Path, hours: str) -> None:
    path = written(tmp_path, ROWS[0], "totaal;1;1.200;;", *ROWS[1:], "totaal;3;1.234;;", heading=HEADING)

    assert compared(deliver(ledger, path, profile=hours).totals) == [("rows", 3, 3), ("uren", 1234, 1234)]


def test_a_letter_and_a_row_of_totals_that_differ_are_both_compared(ledger: Ledger, tmp_path: Path, hours: str) -> None:
    path = written(tmp_path, *ROWS, "totaal;3;1.234;;", heading=HEADING)

    report = deliver(ledger, path, profile=hours, stated=Stated(rows=4, named={"uren": 1234}))

    assert compared(report.totals) == [("rows", 4, 3), ("uren", 1234, 1234), ("rows", 3, 3)]


# --- Again ---


def test_the_same_file_with_the_same_totals_again_writes_nothing(ledger: Ledger, tmp_path: Path, hours: str) -> None:
    path = written(tmp_path, *ROWS, "totaal;3;;;", heading=HEADING)
    first = deliver(ledger, path, profile=hours, stated=Stated(amount_cents=5))
    position = ledger.head().position

    again = deliver(ledger, path, profile=hours, stated=Stated(amount_cents=5))
    without = deliver(ledger, path, profile=hours)

    assert ledger.head().position == position
    assert again.taken_before
    assert without.taken_before
    assert sorted(compared(again.totals)) == sorted(compared(without.totals)) == sorted(compared(first.totals))


def test_a_total_that_comes_later_is_compared_by_reading_the_file_again(ledger: Ledger, tmp_path: Path) -> None:
    path = written(tmp_path, row("G1"), row("G2"))
    deliver(ledger, path)
    position = ledger.head().position

    late = deliver(ledger, path, stated=Stated(rows=3))

    assert compared(late.totals) == facts(ledger) == [("rows", 3, 2)]
    assert (late.rows, late.facts, late.unchanged > 0) == (2, 0, True)
    assert ledger.head().position == position + 1
    assert deliver(ledger, path, stated=Stated(rows=3)).taken_before


def test_an_import_cut_off_before_its_end_compares_once(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, row("G1"), row("G2"))

    def cut_off(self: object) -> None:
        raise KeyboardInterrupt

    begun = opened(ledger, path, stated=Stated(rows=2))
    with monkeypatch.context() as patched:
        patched.setattr(type(begun), "_complete", cut_off)
        with pytest.raises(KeyboardInterrupt):
            begun.run(lambda done, total: None)

    assert compared(deliver(ledger, path, stated=Stated(rows=2)).totals) == [("rows", 2, 2)]
    assert facts(ledger) == [("rows", 2, 2)]


# --- The profile ---


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('rows = "naam"', 'rows = "nergens"', '"nergens", which is not among the columns'),
        ('sums = ["uren"]', 'sums = ["kosten"]', 'type = "count"'),
        ('amount = ["kosten", "reis"]', 'amount = ["uren"]', 'type = "cents"'),
        ('word = "totaal"', 'woord = "totaal"', "woord"),
    ],
)
def test_a_profile_that_totals_what_cannot_be_is_refused(
    ledger: Ledger, tmp_path: Path, old: str, new: str, told: str
) -> None:
    (tmp_path / "fout.toml").write_text(PROFILE.replace(old, new), "utf-8")

    with pytest.raises(ProfileIsWrong, match=told):
        deliver(ledger, written(tmp_path, *ROWS, heading=HEADING), profile=str(tmp_path / "fout.toml"))

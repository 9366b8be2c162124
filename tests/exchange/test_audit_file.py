"""Audit files: the same bytes on any day, readable as a table, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import pytest
from openpyxl import load_workbook

from exchange.audit_file import FIRST_INSTANT, NO_INSTANT, AuditFile, csv_bytes, safe, xlsx_bytes

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z?")
FILE = AuditFile(
    control_name="control totals",
    papers_name="working papers",
    control=[("rule", "placements@started"), ("population_count", 242), ("seed", "=1+1")],
    heading=["case", "amount", "remark"],
    papers=[["c1", 1, None], ["c2", -5, "@SUM(A1)"]],
)


def test_the_same_file_is_the_same_bytes_at_another_moment() -> None:
    assert csv_bytes(FILE) == csv_bytes(FILE)
    written = xlsx_bytes(FILE)
    assert written == xlsx_bytes(FILE)
    with zipfile.ZipFile(io.BytesIO(written)) as book:
        assert {part.date_time for part in book.infolist()} == {FIRST_INSTANT}
        assert set(INSTANT.findall("".join(book.read(name).decode() for name in book.namelist()))) == {NO_INSTANT}


def test_a_workbook_holds_control_totals_and_working_papers() -> None:
    book = load_workbook(io.BytesIO(xlsx_bytes(FILE)))
    assert book.sheetnames == ["control totals", "working papers"]
    assert [list(row) for row in book["working papers"].iter_rows(values_only=True)] == [
        ["case", "amount", "remark"], ["c1", 1, None], ["c2", -5, "'@SUM(A1)"],
    ]  # fmt: skip
    assert [cell.data_type for cell in book["control totals"]["B"]] == ["s", "n", "s"]


def test_csv_has_the_totals_a_blank_line_and_the_papers() -> None:
    rows = list(csv.reader(io.StringIO(csv_bytes(FILE).decode("utf-8-sig")), delimiter=";"))
    assert rows[:3] == [["rule", "placements@started"], ["population_count", "242"], ["seed", "'=1+1"]]
    assert rows[3:] == [[], ["case", "amount", "remark"], ["c1", "1", ""], ["c2", "-5", "'@SUM(A1)"]]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", " =1", "\r=1", "\n1"])
def test_what_a_spreadsheet_would_run_is_text(text: str) -> None:
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("cell", ["a=1", "2008-06-20", -5, 0, None, ""])
def test_what_it_would_not_run_stays_as_it_is(cell: str | int | None) -> None:
    assert safe(cell) == cell

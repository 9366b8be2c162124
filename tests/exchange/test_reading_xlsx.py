"""Workbooks: cells as a person would have typed them, and workbooks made to harm."""

import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook, load_workbook

from exchange import refusals
from tests.exchange.conftest import HEADING

GOOD = [
    "G1", 12345672, "Zoë", "Öztürk", "00-00-1975", "V", "plichtig", True, "duaal traject", "Agens",
    datetime.fromisoformat("2008-06-20T13:30"), date(2008, 6, 23),
]  # fmt: skip


@pytest.fixture
def book(tmp_path):
    """A workbook in the placements layout with these rows, under a merged title."""

    def write(*rows, titles=1, heading=None):
        workbook = Workbook()
        sheet = workbook.active
        for number in range(titles):
            sheet.append([f"Titel {number}"])
        if titles:
            sheet.merge_cells("A1:L1")
        sheet.append(heading or HEADING.split(";"))
        for row in rows:
            sheet.append(row)
        path = tmp_path / "plaatsingen.xlsx"
        workbook.save(path)
        return path

    return write


def test_cells_are_read_as_a_person_would_have_typed_them(take, book):
    taken = take(book(GOOD, ["G2", 12345672.0, *GOOD[2:]]))

    assert taken.refused == []
    person, category, placement = taken.rows[0].observed
    assert person.personal["bsn"] == "012345672"
    assert person.personal["birth_on"] == "1975"
    assert category.fact.pardon is True
    assert (placement.occurred_on, placement.registered_on) == ("2008-06-20", date(2008, 6, 23))
    assert taken.rows[1].observed[0].personal["bsn"] == "012345672"
    assert [row.line for row in taken.rows] == [3, 4]


@pytest.mark.parametrize("name", ["plaatsingen.csv", "plaatsingen.xls", "plaatsingen"])
def test_a_workbook_is_known_by_its_bytes_and_not_by_its_name(take, book, name):
    path = book(GOOD)

    assert len(take(path.rename(path.with_name(name))).rows) == 1


def test_the_heading_is_found_within_fifteen_rows_and_not_beyond(take, book):
    assert len(take(book(GOOD, titles=14)).rows) == 1
    with pytest.raises(refusals.NoProfileMatches):
        take(book(GOOD, titles=15))


def test_a_formula_is_never_evaluated_and_refuses_its_row(take, book):
    row = [*GOOD[:9], '=HYPERLINK("http://example.org")', *GOOD[10:]]

    taken = take(book(row, ["G2", *GOOD[1:]], ["G3", "#N/A", *GOOD[2:]]))

    assert taken.reasons() == [("AANBIEDER", "FORMULA"), ("BSN", "FORMULA")]
    assert [one.record for one in taken.rows] == ["G2"]


def test_a_formula_in_a_column_that_nobody_reads_does_no_harm(take, book):
    taken = take(book([*GOOD, "=YEAR(TODAY())"], heading=[*HEADING.split(";"), "LEEFTIJD"]))

    assert (len(taken.rows), taken.refused) == (1, [])


def test_other_sheets_are_not_read_without_saying_so(take, book, tmp_path):
    path = book(GOOD)
    workbook = load_workbook(path)
    workbook.create_sheet("toelichting", 0).append(["lees mij"])
    workbook.save(path)

    taken = take(path)

    assert len(taken.rows) == 1
    assert any("1 other sheet" in notice for notice in taken.delivery.notices)


def test_a_workbook_without_rows_is_refused(take, book):
    with pytest.raises(refusals.FileHasNoRows):
        take(book())


def test_a_zip_bomb_is_refused_before_it_is_unpacked(take, tmp_path):
    path = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)

    with pytest.raises(refusals.FileUnpacksTooLarge, match="200 times"):
        take(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_so_that_no_entity_is_followed(take, book, tmp_path, encoding):
    evil = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    source, path = book(GOOD), tmp_path / "entiteit.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.infolist():
            is_sheet = part.filename.endswith("sheet1.xml")
            new.writestr(part.filename, evil.encode(encoding) if is_sheet else old.read(part))

    with pytest.raises(refusals.FileHasForbiddenParts, match="document type"):
        take(path)


def test_a_workbook_that_is_cut_off_or_no_workbook_is_refused(take, book, tmp_path):
    content = book(GOOD).read_bytes()
    path = tmp_path / "stuk.xlsx"
    flipped = bytearray(content)
    flipped[len(content) // 3] ^= 0xFF
    for broken in (content[: len(content) // 2], content[:10], bytes(flipped)):
        path.write_bytes(broken)
        with pytest.raises(refusals.FileIsBroken, match="cannot be opened"):
            take(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("brief.txt", "geen werkmap")
    with pytest.raises(refusals.FileIsBroken):
        take(path)

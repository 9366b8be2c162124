"""Files made to harm, each small to make: a clear refusal or a row refused, in bounded memory and time.

They are read in a process of their own with bounds, as the fuzz campaign does (tests/campaigns/fuzz.py).
"""

from __future__ import annotations

import io
import json
import os
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from exchange import reading_xlsx
from exchange.delivery import open_delivery
from exchange.refusals import FileCannotBeRead, FileHasTooMuch
from tests.campaigns.fuzz import try_out
from tests.exchange.conftest import HEADING, ROW, Taken, resolve

SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(8))
    + "]><x>&i;</x>"
)


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Path]:
    """A file of these bytes; of parts, a file is written part by part."""

    def write(content: bytes | Iterator[bytes], name: str = "bestand.csv") -> Path:
        path = tmp_path / name
        with path.open("wb") as file:
            file.writelines([content] if isinstance(content, bytes) else content)
        return path

    return write


@pytest.fixture
def forged(tmp_path: Path) -> Callable[..., Path]:
    """A good workbook of one row, with some of its parts replaced or added."""

    def write(**parts: bytes) -> Path:
        workbook = Workbook()
        workbook.active.append(HEADING.split(";"))
        workbook.active.append(ROW.split(";"))
        packed = io.BytesIO()
        workbook.save(packed)
        changed = {name.replace("__", "/").replace("_DOT_", "."): part for name, part in parts.items()}
        path = tmp_path / "werkmap.xlsx"
        with zipfile.ZipFile(packed) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                if name not in changed:
                    new.writestr(name, old.read(name))
            for name, part in changed.items():
                new.writestr(name, part)
        return path

    return write


def sheet(rows: str) -> bytes:
    """A sheet with the heading and then these rows."""
    cells = "".join(f'<c t="inlineStr"><is><t>{heading}</t></is></c>' for heading in HEADING.split(";"))
    return f"<worksheet {MAIN}><sheetData><row>{cells}</row>{rows}</sheetData></worksheet>".encode()


def assert_refused(path: Path, *reasons: str) -> None:
    outcome = try_out(path)
    assert outcome.what == "refused", outcome
    assert outcome.reason in reasons, outcome
    assert outcome.is_promised, outcome


def assert_rows(path: Path, rows: int, rejected: int) -> None:
    outcome = try_out(path)
    assert (outcome.what, outcome.rows, outcome.rejected) == ("rows", rows, rejected), outcome
    assert outcome.is_promised, outcome


# --- Text ---


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (bytes(range(256)) * 40, "FileHoldsNulBytes"),
        (bytes(range(128, 256)) * 40, "NoProfileMatches"),
        ((HEADING + "\n" + ROW).encode("utf-16-le"), "FileHoldsNulBytes"),
        ((HEADING + "\n" + ROW).encode("utf-16") + b"x", "FileIsNotText"),
        (b"\xff\xfe" + b"\x00\xd8" * 9, "FileIsNotText"),
        ((HEADING + "\n" + ROW).encode("utf-32"), "FileHoldsNulBytes"),
        ((HEADING + "\n" + ROW + "\0").encode("utf-16"), "FileHoldsNulBytes"),
        (HEADING.encode() + b"\r", "FileHasNoRows"),
        (b"", "FileHasNoRows"),
        (b"\xff\xfe", "FileHasNoRows"),
        ((HEADING + ";BSN\n" + ROW + ";1").encode(), "HeadingStandsTwice"),
        (b"PK\x05\x06" + b"\0" * 18, "FileIsBroken"),
    ],
)
def test_what_is_no_text_of_a_table_is_refused(made: Callable[..., Path], content: bytes, reason: str) -> None:
    assert_refused(made(content), reason)


def test_a_cell_of_a_hundred_megabytes_refuses_its_row_in_little_memory(made: Callable[..., Path]) -> None:
    def parts() -> Iterator[bytes]:
        yield HEADING.encode() + b"\n" + ROW.encode() + b"\nG2;"
        for _ in range(100):
            yield b"x" * 1_000_000
        yield b"\n" + ROW.replace("G1", "G3").encode() + b"\n"

    assert_rows(made(parts()), 3, 1)


@pytest.mark.parametrize("line", ['";' * 5_000, '"' + "x" * 9_000 + '";"', 'a;"b\n' * 50])
def test_quotes_that_never_close_cost_no_more_than_a_few_times_the_file(made: Callable[..., Path], line: str) -> None:
    outcome = try_out(made((HEADING + "\n" + ROW + "\n" + (line + "\n") * 100).encode()))

    assert outcome.what == "rows"
    assert outcome.rows - outcome.rejected == 1
    assert outcome.is_promised, outcome


def test_a_million_columns_are_refused(made: Callable[..., Path]) -> None:
    many = ";".join(f"k{number}" for number in range(20_000))

    assert_refused(made((f"{HEADING};{many}\n{ROW}\n").encode()), "FileHasTooMuch", "NoProfileMatches")
    assert_refused(made((";" * 1_000_000 + "\n" + ROW).encode()), "NoProfileMatches")


def test_a_heading_with_many_empty_columns_behind_it_is_as_wide_as_its_names(
    take: Callable[..., Taken], made: Callable[..., Path]
) -> None:
    taken = take(made((HEADING + ";" * 16_000 + "\n" + ROW + ";" * 16_000 + "\n" + ROW.replace("G1", "G2")).encode()))

    assert [row.record for row in taken.rows] == ["G1"]
    assert taken.reasons() == [(None, "WRONG_COLUMN_COUNT")]


def test_a_million_empty_rows_are_none(made: Callable[..., Path]) -> None:
    assert_rows(made((HEADING + "\r\n" + "\r\n" * 1_000_000 + ROW).encode()), 1, 0)


def test_a_formula_in_text_refuses_its_row(
    take: Callable[..., Taken], placements: Callable[..., Path], placement_row: Callable[..., str]
) -> None:
    taken = take(
        placements(
            placement_row(KLANTNUMMER="G1", AANBIEDER="=cmd|' /C calc'!A0"),
            placement_row(KLANTNUMMER="G2", ACHTERNAAM='"=HYPERLINK(""http://example.org"")"'),
            placement_row(KLANTNUMMER="G3", BSN='="123456782"'),
            placement_row(KLANTNUMMER="G4", AANBIEDER="A=B"),
        )
    )

    assert taken.reasons() == [("AANBIEDER", "FORMULA"), ("ACHTERNAAM", "FORMULA"), ("BSN", "FORMULA")]
    assert [row.record for row in taken.rows] == ["G4"]


def test_a_place_that_is_no_file_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pijp.csv")
    (tmp_path / "map.xlsx").mkdir()
    (tmp_path / "nergens.csv").symlink_to(tmp_path / "weg.csv")
    for path in (*sorted(tmp_path.iterdir()), Path("/dev/zero"), Path("/dev/stdin"), tmp_path / ("x" * 300)):
        with pytest.raises(FileCannotBeRead, match="expected a file"):
            open_delivery(path, resolve_municipality=resolve, municipality="0014")


# --- Workbooks ---


@pytest.mark.parametrize("place", [SHEET, "xl/styles.xml", "xl/sharedStrings.xml", "xl/media/plaatje.png"])
def test_entities_are_refused_wherever_they_stand(forged: Callable[..., Path], place: str) -> None:
    assert_refused(forged(**{place: ENTITIES.encode()}), "FileHasForbiddenParts")


@pytest.mark.parametrize(
    ("place", "content"),
    [
        ("xl/styles.xml", b"<styleSheet>" + b"<xf/>" * 1_000_000 + b"</styleSheet>"),
        ("docProps/core.xml", b"<x>" + b"<a/>" * 1_100_000 + b"</x>"),
        ("xl/media/film.bin", os.urandom(1_000) * 70_000),
        ("xl/sharedStrings.xml", b"<sst>" + b"<si><t>ab</t></si>" * 4_000_000 + b"</sst>"),
        (SHEET, sheet("<row/>" * 6_000_000)),
    ],
    ids=["styles", "properties", "film", "texts", "ratio"],
)
def test_a_workbook_that_is_enormous_inside_is_refused(forged: Callable[..., Path], place: str, content: bytes) -> None:
    assert_refused(forged(**{place: content}), "FileUnpacksTooLarge")


def test_many_small_styles_stay_within_bounds(forged: Callable[..., Path]) -> None:
    xfs = b'<xf numFmtId="0"/>' * 200_000
    outcome = try_out(
        forged(**{"xl/styles.xml": f"<styleSheet {MAIN}><cellXfs>".encode() + xfs + b"</cellXfs></styleSheet>"})
    )

    assert outcome.is_promised, outcome


@pytest.mark.parametrize(
    ("rows", "reasons"),
    [
        ('<row r="999999999999"><c><v>1</v></c></row>', ("FileHasTooMuch",)),
        ('<row><c r="ZZZZZ1"><v>1</v></c></row>', ("FileIsBroken",)),
        ('<row><c t="s"><v>4000000000</v></c></row>', ("FileIsBroken",)),
        ('<row><c t="d"><v>gisteren</v></c></row>', ("FileIsBroken",)),
        ("<row><c><v>1</v></row>", ("FileIsBroken",)),
    ],
)
def test_a_sheet_that_claims_what_cannot_be_is_refused(
    forged: Callable[..., Path], rows: str, reasons: tuple[str, ...]
) -> None:
    assert_refused(forged(**{SHEET: sheet(rows)}), *reasons)


def test_cells_far_to_the_right_cost_no_more_than_real_ones(
    forged: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_xlsx, "CELLS_MAX", 1_000_000)
    rows = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(2, 100))

    assert_refused(forged(**{SHEET: sheet(rows)}), "FileHasTooMuch")


def test_a_hundred_thousand_parts_are_refused_before_they_are_listed(
    forged: Callable[..., Path], tmp_path: Path
) -> None:
    path = tmp_path / "delen.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(25_000):
            archive.writestr(f"xl/media/{number:06}", b"")
    assert_refused(path, "FileHasTooMuch")

    # The same in the record of a zip of more than 4 GiB, which Python believes before the other.
    content = bytearray(forged().read_bytes())
    end = content.rindex(b"PK\x05\x06")
    large = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, 1 << 30, 0)
    content[end:end] = large + struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    path.write_bytes(content)
    assert_refused(path, "FileHasTooMuch")


def test_too_many_sheets_are_refused(tmp_path: Path) -> None:
    workbook = Workbook()
    for number in range(101):
        workbook.create_sheet(f"blad {number}")
    workbook.save(tmp_path / "bladen.xlsx")

    with pytest.raises(FileHasTooMuch, match="sheets: expected at most 100"):
        open_delivery(tmp_path / "bladen.xlsx", resolve_municipality=resolve, municipality="0014")


def test_names_of_parts_lead_nowhere(forged: Callable[..., Path], tmp_path: Path) -> None:
    target = tmp_path / "buiten.txt"
    path = forged(**{str(target): b"x", "../../buiten.txt": b"x", "nested.zip": forged().read_bytes()})

    assert_rows(path, 1, 0)
    assert not target.exists()


@pytest.mark.parametrize(
    ("place", "content"),
    [
        ("[Content_Types].xml", b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
        ("[Content_Types].xml", b"geen xml"),
        ("xl/_rels/workbook.xml.rels", b"<Relationships/>"),
        ("xl/workbook.xml", b"<workbook/>"),
        (
            "xl/_rels/workbook.xml.rels",
            b'<Relationships><Relationship Type="x/chartsheet" Target="worksheets/sheet1.xml"/></Relationships>',
        ),
    ],
)
def test_a_workbook_whose_parts_do_not_fit_together_is_refused(
    forged: Callable[..., Path], place: str, content: bytes
) -> None:
    assert_refused(forged(**{place: content}), "FileIsBroken", "NoProfileMatches")


def test_a_workbook_with_a_password_is_refused_by_name(made: Callable[..., Path], forged: Callable[..., Path]) -> None:
    assert_refused(made(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "geheim.xlsx"), "FileIsNotATable")

    content = bytearray(forged().read_bytes())
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(magic)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(magic, at + 4)
    assert_refused(made(bytes(content), "versleuteld.xlsx"), "FileIsBroken")


# --- JSON lines ---

EVENT = {
    "specversion": "1.0",
    "id": "a",
    "source": "urn:nld:oin:00000099000000001000:systeem:inburgering",
    "type": "nl.inburgering.placement-started.v1",
    "subject": "dossier-1",
    "data": {"fields": {"trajectory": "DUAL"}, "occurred_on": "2008-06-20"},
}


@pytest.mark.parametrize(
    "line",
    [
        '{"a":' * 30_000 + "1" + "}" * 30_000,
        "[" * 60_000,
        json.dumps(EVENT)[:-1] + ', "x": ' + "9" * 60_000 + "}",
        json.dumps(EVENT)[:-1] + ', "x": 1e999}',
        json.dumps(EVENT)[:-1] + ', "id": "b"}',
        json.dumps(EVENT)[:-1] + ', "123456782": "123456782"}',
        json.dumps(EVENT)[:-1] + ', "x": "' + "y" * 70_000 + '"}',
        '"\\ud800"',
        "null",
    ],
    ids=["nested", "open", "integer", "float", "key twice", "number as name", "long", "half a character", "null"],
)
def test_a_hostile_line_of_json_refuses_itself_alone(made: Callable[..., Path], line: str) -> None:
    good = [json.dumps(EVENT | {"id": name}) for name in ("first", "last")]

    assert_rows(made("\n".join((good[0], line, good[1])).encode(), "feiten.jsonl"), 3, 1)


def test_json_that_is_not_utf_8_is_read_as_what_it_is_or_refused(made: Callable[..., Path]) -> None:
    line = json.dumps(EVENT | {"subject": "dossier-é"}, ensure_ascii=False)

    assert_rows(made(line.encode("cp1252"), "feiten.jsonl"), 1, 0)
    assert_refused(made(line.encode("utf-16-le"), "feiten.jsonl"), "FileHoldsNulBytes")

"""XLSX, streamed: every cell as the text a person would have typed; nothing evaluated, fetched or unpacked blind.

A workbook is a zip of XML. Before openpyxl opens it, the directory of the zip is weighed (a bomb is refused), every
part is checked against its checksum and for a document type (the only door to external entities). Cells come out as
text, so that profiles treat CSV and XLSX alike: a BSN stored as a number loses its ".0", a date becomes ISO, a decimal
gets its Dutch comma.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any
from xml.etree.ElementTree import ParseError
from xml.parsers import expat

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from exchange import refusals
from exchange.reading import CELL_CHARACTERS_MAX, HEADING_WITHIN_ROWS, Cells, Notice, Survey, Unreadable

UNPACKED_BYTES_MAX = 1 << 30
SHARED_TEXTS_BYTES_MAX = 256 << 20
"""openpyxl holds the table of shared texts in memory; the sheets themselves it streams."""
RATIO_MAX = 200
_RATIO_FROM_BYTES = 1 << 20
"""Below this size no ratio does harm."""

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    expat.ExpatError,
)
"""What the zip and XML readers raise on a workbook that is damaged, cut off or encrypted."""
_DOCUMENT_TYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ERROR_VALUES = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})


class XlsxTable:
    """A workbook, streamed sheet by sheet."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.notices: list[Notice] = []
        self._rows_read = 0
        self._rows_total = 0
        _weigh(survey)
        try:
            self._book = load_workbook(survey.path, read_only=True, data_only=False, keep_links=False)
            self._sheets = list(self._book.worksheets)
        except _BROKEN:
            raise refusals.FileIsBroken(refusals.FileIsBroken.__doc__) from None

    @property
    def bytes_read(self) -> int:
        """How far the reading is, by rows: the bytes of a zip say nothing."""
        if not self._rows_total:
            return self.survey.bytes_total
        return self.survey.bytes_total * min(self._rows_read, self._rows_total) // self._rows_total

    def top(self) -> list[list[list[str]]]:
        """The first rows of every sheet."""
        return [
            [[_text(value) for value in row] for row in islice(self._values(index), HEADING_WITHIN_ROWS)]
            for index in range(len(self._sheets))
        ]

    def rows(self, way: int, heading_row: int, width: int) -> Iterator[Cells | Unreadable]:
        """All rows under the heading row of that sheet, as wide as the heading."""
        others = [sheet.title for index, sheet in enumerate(self._sheets) if index != way]
        if others:
            dutch = f"{len(others)} ander(e) blad(en) van de werkmap zijn niet gelezen."
            self.notices.append((dutch, f"{len(others)} other sheet(s) of the workbook were not read."))
        self._rows_total = self._sheets[way].max_row or 0
        for line, row in enumerate(self._values(way), start=1):
            self._rows_read = line
            if line <= heading_row + 1:
                continue
            values = [_text(value) for value in row]
            if any(values):
                yield _checked(line, values, width)
        self._rows_read = self._rows_total
        self._book.close()

    def _values(self, index: int) -> Iterator[tuple[Any, ...]]:
        """The values of a sheet; its claimed size is not believed."""
        sheet = self._sheets[index]
        try:
            claimed = sheet.max_row
            sheet.reset_dimensions()
            self._rows_total = self._rows_total or claimed or 0
            yield from sheet.iter_rows(values_only=True)
        except _BROKEN:
            raise refusals.FileIsBroken(refusals.FileIsBroken.__doc__) from None


def _checked(line: int, values: list[str], width: int) -> Cells | Unreadable:
    while len(values) > width and not values[-1]:
        values.pop()
    values.extend([""] * (width - len(values)))
    text = ";".join(values)[:CELL_CHARACTERS_MAX]
    if len(values) > width:
        return Unreadable(line, "WRONG_COLUMN_COUNT", text)
    if any(len(value) > CELL_CHARACTERS_MAX for value in values):
        return Unreadable(line, "CELL_TOO_LONG", text)
    formulas = tuple(
        index for index, value in enumerate(values) if value and (value[0] == "=" or value in _ERROR_VALUES)
    )
    return Cells(line, values, formulas=formulas)


def _text(value: Any) -> str:
    """A cell as the text a person would have typed."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "j" if value else "n"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.12g}".replace(".", ",")
    return str(value) if not hasattr(value, "text") else "=" + str(value.text)


# --- Before anything is unpacked ---


def _weigh(survey: Survey) -> None:
    """Refuse a workbook that unpacks too large, is damaged, or declares a document type."""
    try:
        with zipfile.ZipFile(survey.path) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            packed = max(1, sum(part.compress_size for part in parts))
            shared = max((part.file_size for part in parts if part.filename.endswith("sharedStrings.xml")), default=0)
            is_bomb = unpacked > _RATIO_FROM_BYTES and unpacked > RATIO_MAX * min(packed, max(1, survey.bytes_total))
            if is_bomb or unpacked > UNPACKED_BYTES_MAX or shared > SHARED_TEXTS_BYTES_MAX:
                raise refusals.FileUnpacksTooLarge(refusals.FileUnpacksTooLarge.__doc__)
            for part in parts:
                _look_through(archive, part)
    except _BROKEN as error:
        if isinstance(error, refusals.FileRefused):
            raise
        raise refusals.FileIsBroken(refusals.FileIsBroken.__doc__) from None


def _look_through(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Read a part to its end, which checks its length and checksum, and look for a document type in it.

    NUL bytes are left out first, so that it is also found in UTF-16. Pictures are XML to nobody here. A sheet must be
    well-formed to its end, so that it does not break after rows of it were taken.
    """
    is_picture = part.filename.startswith("xl/media/")
    is_sheet = part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml")
    parser = expat.ParserCreate() if is_sheet else None
    tail = b""
    with archive.open(part) as stream:
        while chunk := stream.read(1 << 20):
            seen = tail + chunk.replace(b"\0", b"")
            if not is_picture and b"<!" in seen and _DOCUMENT_TYPE.search(seen):
                raise refusals.FileHasForbiddenParts(refusals.FileHasForbiddenParts.__doc__)
            tail = seen[-16:]
            if parser is not None:
                parser.Parse(chunk, False)
    if parser is not None:
        parser.Parse(b"", True)

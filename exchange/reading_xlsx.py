"""XLSX, streamed: every cell as the text a person would have typed; nothing evaluated, fetched or unpacked blind.

A workbook is a zip of XML. Before openpyxl opens it, it is weighed (exchange/weighing.py). Cells come out as text, so
that profiles treat CSV and XLSX alike: a BSN stored as a number loses its ".0", a date becomes ISO, a decimal gets its
Dutch comma.
"""

import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any
from weakref import finalize
from xml.etree.ElementTree import ParseError
from xml.parsers import expat

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from exchange import refusals
from exchange.reading import (
    CELL_CHARACTERS_MAX,
    HEADING_WITHIN_ROWS,
    Cells,
    Notice,
    Survey,
    Unreadable,
    of_heading,
    refuse_too_wide,
)
from exchange.weighing import weigh

ROWS_MAX = 1 << 20
"""As many as a sheet can have; a row that claims to be further down is no row."""
CELLS_MAX = 50_000_000
"""Of one sheet, the empty ones before a filled one too: a row with one cell far to the right is cheap to write."""
SHEETS_MAX = 100

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
_ERROR_VALUES = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})


class XlsxTable:
    """A workbook, streamed sheet by sheet."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.notices: list[Notice] = []
        self._rows_read = 0
        self._rows_total = 0
        file = survey.path.open("rb")  # of a path openpyxl would judge the name
        self._close = finalize(self, file.close)
        try:
            weigh(survey.path)
            self._book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
            self._sheets = list(self._book.worksheets)
        except _BROKEN as error:
            self._close()
            raise _refusal(error) from None
        if len(self._sheets) > SHEETS_MAX:
            raise refusals.FileHasTooMuch("sheets", SHEETS_MAX)

    @property
    def bytes_read(self) -> int:
        """How far the reading is, by rows: the bytes of a zip say nothing."""
        if not self._rows_total:
            return self.survey.bytes_total
        return self.survey.bytes_total * min(self._rows_read, self._rows_total) // self._rows_total

    def top(self) -> list[list[list[str]]]:
        """The first rows of every sheet."""
        return [
            [of_heading([_text(value) for value in row]) for row in islice(self._values(index), HEADING_WITHIN_ROWS)]
            for index in range(len(self._sheets))
        ]

    def rows(self, way: int, heading_row: int, width: int) -> Iterator[Cells | Unreadable]:
        """All rows under the heading row of that sheet, as wide as the heading."""
        refuse_too_wide(width)
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
        self._close()

    def _values(self, index: int) -> Iterator[tuple[Any, ...]]:
        """The values of a sheet; its claimed size is not believed."""
        sheet = self._sheets[index]
        try:
            claimed = sheet.max_row
            sheet.reset_dimensions()
            self._rows_total = self._rows_total or claimed or 0
            cells = 0
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
                cells += len(row)
                if number > ROWS_MAX:
                    raise refusals.FileHasTooMuch("rows", ROWS_MAX)
                if cells > CELLS_MAX:
                    raise refusals.FileHasTooMuch("cells", CELLS_MAX)
                yield row
        except _BROKEN as error:
            raise _refusal(error) from None


def _refusal(error: BaseException) -> refusals.FileRefused:
    """What is wrong with a workbook that could not be opened or read on."""
    return error if isinstance(error, refusals.FileRefused) else refusals.FileIsBroken(refusals.FileIsBroken.__doc__)


def _checked(line: int, values: list[str], width: int) -> Cells | Unreadable:
    while len(values) > width and not values[-1]:
        values.pop()
    values.extend([""] * (width - len(values)))
    text = ";".join(values)[:CELL_CHARACTERS_MAX]
    if len(values) > width:
        return Unreadable(line, "WRONG_COLUMN_COUNT", text, values[:width])
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

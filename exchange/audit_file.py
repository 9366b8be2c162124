"""Writes a sample as an audit file: XLSX with a sheet of control totals and one of working papers, or CSV with both.

The same sample gives the same bytes, on any day: no file says when it was written. A text that a spreadsheet would take
for a formula is written behind an apostrophe.
"""

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

Cell = str | int | None
FORMULA = re.compile(r"^\s*[=+\-@]|^[\t\r\n]")
FIRST_INSTANT = (1980, 1, 1, 0, 0, 0)
NO_INSTANT = "1980-01-01T00:00:00Z"
INSTANTS = re.compile(r"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
WIDTH_MIN, WIDTH_MAX = 10, 60


@dataclass(frozen=True, slots=True)
class AuditFile:
    """What is written: names of the two sheets, control totals as pairs, and the working papers with their heading."""

    control_name: str
    papers_name: str
    control: Sequence[tuple[str, Cell]]
    heading: Sequence[str]
    papers: Sequence[Sequence[Cell]]


def safe(cell: Cell) -> Cell:
    """The cell as no spreadsheet takes it for a formula."""
    return f"'{cell}" if isinstance(cell, str) and FORMULA.match(cell) else cell


def csv_bytes(file: AuditFile) -> bytes:
    """Control totals, a blank line, working papers; semicolons and UTF-8 with its mark, as a Dutch Excel reads."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([safe(name), safe(value)] for name, value in file.control)
    writer.writerow([])
    writer.writerow([safe(one) for one in file.heading])
    writer.writerows([safe(cell) for cell in paper] for paper in file.papers)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def xlsx_bytes(file: AuditFile) -> bytes:
    """The same as a workbook."""
    book = Workbook()
    control = book.active
    assert control is not None, "a new workbook has a sheet"
    control.title = file.control_name
    papers = book.create_sheet(file.papers_name)
    for name, value in file.control:
        control.append([safe(name), safe(value)])
    papers.append([safe(one) for one in file.heading])
    for paper in file.papers:
        papers.append([safe(cell) for cell in paper])
    for cell in papers[1]:
        cell.font = Font(bold=True)
    papers.freeze_panes = "A2"
    for sheet in (control, papers):
        for index, column in enumerate(sheet.iter_cols(values_only=True), 1):
            width = max((len(str(one)) for one in column if one is not None), default=0) + 2
            sheet.column_dimensions[get_column_letter(index)].width = max(WIDTH_MIN, min(width, WIDTH_MAX))
    out = io.BytesIO()
    book.save(out)
    return _without_instants(out.getvalue())


def _without_instants(written: bytes) -> bytes:
    """The same workbook without the moment of writing, which stands in its properties and beside every part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in sorted(before.namelist()):
            content = before.read(name)
            if name == "docProps/core.xml":
                content = INSTANTS.sub(rf"\g<1>{NO_INSTANT}\g<3>", content.decode()).encode()
            part = zipfile.ZipInfo(name, FIRST_INSTANT)
            part.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(part, content)
    return out.getvalue()

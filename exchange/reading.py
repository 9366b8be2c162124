"""From bytes to rows of cells, whatever the form of the file: the first step of every delivery.

A newcomer's map: `survey` looks at the bytes of a file and says what it is (CSV in some encoding, XLSX, JSON lines) or
refuses it with a sentence; `exchange/reading_csv.py` and `exchange/reading_xlsx.py` then stream it as `Cells`.
Nothing here knows a profile. Promises: memory does not grow with the file, nothing is evaluated or fetched, and every
line of the file comes out exactly once, as a row or as a line that could not be read (`Unreadable`).
"""

import codecs
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from exchange import refusals

CELL_CHARACTERS_MAX = 100_000
ROW_CHARACTERS_MAX = 1_000_000
HEADING_WITHIN_ROWS = 15
COLUMNS_MAX = 2_000
_CHUNK_BYTES = 1 << 20

Notice = tuple[str, str]
"""What the sender should know and is no ground for refusal, in Dutch and in English; without personal data."""
Form = Literal["csv", "xlsx", "jsonl"]
Fault = Literal["CELL_TOO_LONG", "ROW_TOO_LONG", "QUOTE_NOT_CLOSED", "NOT_TEXT", "WRONG_COLUMN_COUNT"]


@dataclass(frozen=True, slots=True)
class Cells:
    """A row as it stands in the file: its line, its cells as text, and (for a refusal) the text of the row."""

    line: int
    values: list[str]
    raw: str | None = None
    formulas: tuple[int, ...] = ()
    """Columns whose cell is a formula or an error of one: never evaluated, refused where a profile reads them."""

    @property
    def text(self) -> str:
        """The row as one text, to be sealed when it is refused."""
        return self.raw if self.raw is not None else ";".join(self.values)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A line that could not be brought into cells, and why."""

    line: int
    fault: Fault
    text: str
    values: list[str] | None = None
    """Its cells, where it has another number of them than the heading."""


class Table(Protocol):
    """A file that is read row by row, from the top, as often as `rows` is called."""

    notices: list[Notice]

    @property
    def bytes_read(self) -> int:
        """How far the reading is, for a progress bar."""
        ...

    def top(self) -> list[list[list[str]]]:
        """For every way to read the file (delimiters, sheets) its first rows, in which the heading stands."""
        ...

    def rows(self, way: int, heading_row: int, width: int) -> Iterator[Cells | Unreadable]:
        """All rows under the heading row (an index in `top()[way]`), read that way."""
        ...


def of_heading(values: list[str]) -> list[str]:
    """A row among which the heading is sought: no wider than shows that it is too wide."""
    while len(values) > COLUMNS_MAX and not values[-1].strip():
        values.pop()
    return values[: COLUMNS_MAX + 1]


def refuse_too_wide(width: int) -> None:
    """Raises FileHasTooMuch for a heading that is wider than any real one."""
    if width > COLUMNS_MAX:
        raise refusals.FileHasTooMuch("columns", COLUMNS_MAX)


@dataclass(frozen=True, slots=True)
class Survey:
    """What a file is, from its bytes."""

    path: Path
    form: Form
    encoding: str
    bytes_total: int


def survey(path: Path) -> Survey:
    """What the file is; raises FileRefused where it is nothing that can be read here."""
    try:
        size = os.stat(path).st_size
        if not path.is_file():
            raise refusals.FileCannotBeRead(refusals.FileCannotBeRead.__doc__)
        with path.open("rb") as file:
            head = file.read(4096)
        if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n"):
            raise refusals.FileHasNoRows(refusals.FileHasNoRows.__doc__)
        form = _form(head)
        encoding = "utf-8" if form == "xlsx" else _encoding(path, head)
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise refusals.FileCannotBeRead(
            f"The file cannot be read ({reason}): expected a file that exists and that you may read."
        ) from None
    return Survey(path, form, encoding, size)


_OTHER_FORMS: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "an old XLS workbook or one with a password. Save it as XLSX without a password"),
    (b"%PDF", "a PDF. Ask the sender for the table itself"),
    (b"\x1f\x8b", "packed with gzip. Unpack it first"),
    (b"7z\xbc\xaf", "packed with 7-Zip. Unpack it first"),
    (b"{\\rtf", "a text document. Save the table as CSV (UTF-8)"),
    (b"<", "HTML or XML, also where its name says XLS. Open it in a spreadsheet program and save it as XLSX"),
    (b"[", "one JSON array. Give JSON lines: one object a line, without brackets around them"),
)


def _form(head: bytes) -> Form:
    if head.startswith(b"PK\x03\x04"):
        return "xlsx"
    if head.startswith((b"PK\x05\x06", b"PK\x07\x08")):
        raise refusals.FileIsBroken(refusals.FileIsBroken.__doc__)
    bare = head.removeprefix(codecs.BOM_UTF8).lstrip()
    for magic, what in _OTHER_FORMS:
        if bare.startswith(magic):
            raise refusals.FileIsNotATable(f"The file is {what}: expected CSV, XLSX or JSON lines.")
    return "jsonl" if bare.startswith(b"{") else "csv"


# --- Which encoding the bytes are in ---


def _encoding(path: Path, head: bytes) -> str:
    """The encoding of the file, found from all its bytes; raises FileHoldsNulBytes.

    Order: a byte order mark, else UTF-8 where it holds throughout (or nearly: a few broken characters then refuse their
    rows), else the Windows or the DOS code page, whichever its letters speak for.
    """
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        _require_utf16(path)
        return "utf-16"
    is_utf8, ordinary, dos = True, 0, 0
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    for chunk in _chunks(path):
        if b"\0" in chunk:
            raise refusals.FileHoldsNulBytes(refusals.FileHoldsNulBytes.__doc__)
        if is_utf8:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                is_utf8 = False
        ordinary += len(_WINDOWS_LETTERS.findall(chunk))
        dos += len(_DOS_LETTERS.findall(chunk))
    if is_utf8 or head.startswith(codecs.BOM_UTF8) or _is_nearly_utf8(path):
        return "utf-8-sig"
    return "cp850" if dos > ordinary else "cp1252"


def _require_utf16(path: Path) -> None:
    """Refuse what is not UTF-16 to its end: half a character cannot be told from another further on."""
    decoder = codecs.getincrementaldecoder("utf-16")("strict")
    try:
        for chunk in _chunks(path):
            if "\0" in decoder.decode(chunk):
                raise refusals.FileHoldsNulBytes(refusals.FileHoldsNulBytes.__doc__)
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        raise refusals.FileIsNotText(refusals.FileIsNotText.__doc__) from None


_WINDOWS_LETTERS = re.compile(rb"[\xc0-\xff](?=[A-Za-z\s;,\t|\"])")
"""Accented letters of cp1252 and Latin-1 beside plain text."""
_DOS_LETTERS = re.compile(rb"[\x81-\x84\x86-\x90\x94\x99\x9a\xa0-\xa3](?=[A-Za-z\s;,\t|\"])")
"""Accented letters of cp850, most of which mean nothing in cp1252; what is a dash or quote there is left out."""
_UTF8_PAIRS = re.compile(rb"[\xc3-\xc5][\x80-\xbf]")
_HIGH_BYTES = re.compile(rb"[\x80-\xff]")


def _is_nearly_utf8(path: Path) -> bool:
    pairs = high = 0
    for chunk in _chunks(path):
        pairs += len(_UTF8_PAIRS.findall(chunk))
        high += len(_HIGH_BYTES.findall(chunk))
    return pairs * 2 * 10 > high * 9


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            yield chunk

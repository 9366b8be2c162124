"""CSV as Dutch exports write it: any of four delimiters, padded cells, quotes that may stay open, any line ending.

Lines are read one at a time and split by hand where they hold no quote, which is most of them and twice as fast as the
csv module; a line with a quote goes to the csv module, with the lines after it where the quote stays open. A quote that
never closes must not swallow the rows under it: then only its own line is refused and reading goes on at the next.
"""

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from typing import TextIO

from exchange.reading import (
    CELL_CHARACTERS_MAX,
    HEADING_WITHIN_ROWS,
    ROW_CHARACTERS_MAX,
    Cells,
    Fault,
    Notice,
    Survey,
    Unreadable,
    of_heading,
    refuse_too_wide,
)

DELIMITERS = (";", ",", "\t", "|")
QUOTED_LINES_MAX = 100
"""A quoted cell may run over this many lines; beyond it the quote was never meant to be one."""

csv.field_size_limit(ROW_CHARACTERS_MAX)


class CsvTable:
    """A CSV file, streamed."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.notices: list[Notice] = []
        self._raw: io.BufferedReader | None = None
        self._ends: list[list[int]] = []
        if survey.encoding not in ("utf-8-sig", "utf-16"):
            dutch = f"Het bestand is geen UTF-8; het is gelezen als {survey.encoding}."
            self.notices.append((dutch, f"The file is not UTF-8; it was read as {survey.encoding}."))

    @property
    def bytes_read(self) -> int:
        """How far the reading is, to the nearest buffer."""
        return self._raw.tell() if self._raw is not None and not self._raw.closed else self.survey.bytes_total

    def top(self) -> list[list[list[str]]]:
        """The first rows, split by every delimiter there is."""
        with self.open() as text:
            lines = [line[:CELL_CHARACTERS_MAX] for _, line, _ in Lines(text).take(HEADING_WITHIN_ROWS)]
        split = [_split_top(lines, delimiter) for delimiter in DELIMITERS]
        self._ends = [[end for _, end in rows] for rows in split]
        return [[values for values, _ in rows] for rows in split]

    def rows(self, way: int, heading_row: int, width: int) -> Iterator[Cells | Unreadable]:
        """All rows under the heading row; a row has as many cells as the heading, or is a line that is refused."""
        refuse_too_wide(width)
        delimiter = DELIMITERS[way]
        with self.open() as text:
            lines = Lines(text)
            for _ in lines.take(self._ends[way][heading_row]):
                pass
            for number, line, is_whole in lines:
                if not is_whole:
                    yield Unreadable(number, "ROW_TOO_LONG", line)
                elif not line.isascii() and _is_not_text(line):
                    yield Unreadable(number, "NOT_TEXT", _presentable(line))
                elif '"' in line:
                    yield _quoted_row(lines, number, line, delimiter, width)
                else:
                    values = line.split(delimiter)
                    if len(values) == width and len(line) <= CELL_CHARACTERS_MAX:
                        yield Cells(number, values, line, _formulas(values) if "=" in line else ())
                    elif line.strip():
                        yield _checked(number, values, line, width)

    def open(self) -> TextIO:
        """The text of the file from its beginning; a byte that is not of its encoding becomes a lone surrogate."""
        raw = self.survey.path.open("rb")
        self._raw = raw
        return io.TextIOWrapper(raw, self.survey.encoding, errors="surrogateescape", newline=None)


class Lines:
    """The lines of a text with their numbers and whether they are whole; lines can be given back."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._number = 0
        self._given_back: deque[tuple[int, str, bool]] = deque()

    def __iter__(self) -> Iterator[tuple[int, str, bool]]:
        while (line := self.next()) is not None:
            yield line

    def next(self) -> tuple[int, str, bool] | None:
        """The next line without its ending, or None at the end; of a line without end only the beginning is kept."""
        if self._given_back:
            return self._given_back.popleft()
        line = self._text.readline(ROW_CHARACTERS_MAX)
        if not line:
            return None
        self._number += 1
        if line[-1] == "\n":
            return self._number, line[:-1], True
        rest = self._text.readline(ROW_CHARACTERS_MAX)
        is_whole = not rest
        while rest and rest[-1] != "\n":
            rest = self._text.readline(ROW_CHARACTERS_MAX)
        return self._number, line if is_whole else line[:CELL_CHARACTERS_MAX], is_whole

    def take(self, count: int) -> Iterator[tuple[int, str, bool]]:
        """At most so many lines."""
        for _ in range(count):
            line = self.next()
            if line is None:
                return
            yield line

    def give_back(self, lines: list[tuple[int, str, bool]]) -> None:
        """Lines that turn out not to belong to the row: they are read again."""
        self._given_back.extendleft(reversed(lines))


def _quoted_row(lines: Lines, number: int, line: str, delimiter: str, width: int) -> Cells | Unreadable:
    pulled: list[tuple[int, str, bool]] = []
    open_ended = False

    def supply() -> Iterator[str]:
        nonlocal open_ended
        yield line + "\n"
        room = ROW_CHARACTERS_MAX - len(line)
        while len(pulled) < QUOTED_LINES_MAX and room > 0 and (following := lines.next()) is not None:
            pulled.append(following)
            room -= len(following[1]) + 1
            yield following[1] + "\n"
        open_ended = True

    try:
        values = next(csv.reader(supply(), delimiter=delimiter))
    except csv.Error:
        values = []
    is_one_line = not pulled and not open_ended
    if not is_one_line and (open_ended or len(values) != width or not _is_well_quoted(line, pulled, delimiter)):
        lines.give_back(pulled)
        return Unreadable(number, "QUOTE_NOT_CLOSED", _presentable(line)[:CELL_CHARACTERS_MAX])
    raw = line if is_one_line else "\n".join((line, *(more for _, more, _ in pulled)))
    if not raw.isascii() and _is_not_text(raw):
        return Unreadable(number, "NOT_TEXT", _presentable(raw))
    return _checked(number, values, raw, width)


def _is_well_quoted(line: str, pulled: list[tuple[int, str, bool]], delimiter: str) -> bool:
    """Whether a row of several lines follows the rules of quoting to the letter; two stray quotes do not."""
    try:
        next(csv.reader([line + "\n", *(more + "\n" for _, more, _ in pulled)], delimiter=delimiter, strict=True))
    except csv.Error:
        return False
    return True


def _checked(number: int, values: list[str], raw: str, width: int) -> Cells | Unreadable:
    """The row where its cells are as many as the heading's and none is too long; empty cells behind it are let go."""
    while len(values) > width and not values[-1].strip():
        values.pop()
    if len(values) != width:
        return Unreadable(number, "WRONG_COLUMN_COUNT", raw[:CELL_CHARACTERS_MAX], values[:width])
    if any(len(value) > CELL_CHARACTERS_MAX for value in values):
        return _refused(number, "CELL_TOO_LONG", raw)
    return Cells(number, values, raw, _formulas(values) if "=" in raw else ())


def _formulas(values: list[str]) -> tuple[int, ...]:
    """The cells that a spreadsheet program would evaluate: here nobody does, and nobody shall further on."""
    return tuple(index for index, value in enumerate(values) if value.lstrip().startswith("="))


def _refused(number: int, fault: Fault, raw: str) -> Unreadable:
    return Unreadable(number, fault, raw[:CELL_CHARACTERS_MAX])


_is_not_text = re.compile("[\udc80-\udcff]").search
"""Finds a byte that was not of the file's encoding: it came in as a lone surrogate."""


def _presentable(line: str) -> str:
    """The line with every byte that is no text as a question mark, so that it can be encoded and sealed."""
    return line[:CELL_CHARACTERS_MAX].encode("utf-8", "replace").decode("utf-8")


def _split_top(lines: list[str], delimiter: str) -> list[tuple[list[str], int]]:
    """The first rows of the file, each with the number of its last line: a heading may hold line breaks in quotes."""
    reader = csv.reader((line + "\n" for line in lines), delimiter=delimiter)
    rows: list[tuple[list[str], int]] = []
    try:
        for values in reader:
            rows.append((of_heading(values), reader.line_num))
    except csv.Error:
        pass
    return rows

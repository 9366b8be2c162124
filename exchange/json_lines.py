"""JSON lines, one object a line: read one at a time, and a line that cannot be taken stops nothing."""

import json
from collections.abc import Callable, Iterator
from typing import Any, Final

import msgspec

from exchange.observed import RowRead, RowRefused
from exchange.reading_csv import CsvTable, Lines
from exchange.row_refusals import CellIsRefused, row_refused
from exchange.totals import Totals

LINE_BYTES_MAX: Final = 64 * 1024
LINES_LOOKED_AT: Final = 100
"""Of so many lines at the beginning one must be what the file is taken for."""

ReadLine = Callable[[int, str], RowRead | None]
"""What the line of this number states, or None where it stood there before; raises CellIsRefused."""


def rows_of(table: CsvTable, read: ReadLine, value_kind: str, totals: Totals) -> Iterator[RowRead | RowRefused]:
    """Every line as what it states, or its refusal."""
    with table.open() as text:
        for number, line, is_whole in Lines(text):
            if not line.strip():
                continue
            totals.rows += 1
            if not is_whole or len(line.encode("utf-8", "replace")) > LINE_BYTES_MAX:
                yield row_refused(number, "ROW_TOO_LONG", _presentable(line))
                continue
            try:
                row = read(number, line)
            except CellIsRefused as refusal:
                yield refusal.as_row(number, None, value_kind, _presentable(line))
                continue
            if row is not None:
                yield row


def first_objects(table: CsvTable) -> Iterator[dict[str, Any]]:
    """The objects among the first lines; what is none is passed over."""
    with table.open() as text:
        for _, line, _ in Lines(text).take(LINES_LOOKED_AT):
            try:
                document = msgspec.json.decode(line.encode("utf-8"))
            except (msgspec.MsgspecError, UnicodeEncodeError, RecursionError):
                continue
            if isinstance(document, dict):
                yield document


def refuse_keys_twice(line: str) -> None:
    """Of a key that stands twice, readers keep another one each: then nobody knows what was said."""

    def pairs(items: list[tuple[str, Any]]) -> None:
        if len({name for name, _ in items}) < len(items):
            raise CellIsRefused("KEY_STANDS_TWICE")

    json.loads(line, object_pairs_hook=pairs, parse_int=float)


def _presentable(line: str) -> str:
    return line.encode("utf-8", "replace").decode("utf-8")

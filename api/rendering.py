"""The forms a list is given in: JSON lines, CSV and Parquet, row by row, so that its size decides nothing.

The columns are the properties that the description promises, in that order, whatever a document holds beside them; a
list or an object within a document is one cell of JSON. In CSV a text that a spreadsheet would run as a formula is
preceded by an apostrophe (OWASP, CSV injection): a name is no program.
"""

import csv
import io
from collections.abc import Generator, Iterable, Iterator, Mapping
from itertools import islice
from tempfile import TemporaryFile
from typing import Any

from msgspec import json
from starlette.responses import Response, StreamingResponse

from api.schemas import Schema

JSON = "application/json"
JSON_LINES = "application/jsonl"
CSV = "text/csv"
PARQUET = "application/vnd.apache.parquet"
LIST_FORMATS = (JSON, JSON_LINES, CSV, PARQUET)
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")
CHUNK_BYTES = 65_536
ROWS_AT_ONCE = 10_000

Document = dict[str, Any]


def rendered(
    documents: Iterable[Document], columns: Mapping[str, Schema], media_type: str, headers: Mapping[str, str]
) -> Response:
    """The documents in a form that is not JSON, as a stream."""
    chunks = chunks_of(documents, columns, media_type)
    return StreamingResponse(chunks, media_type=said_of(media_type), headers=dict(headers))


def said_of(media_type: str) -> str:
    """What Content-Type says of a form."""
    return f"{CSV}; charset=utf-8; header=present" if media_type == CSV else media_type


def chunks_of(documents: Iterable[Document], columns: Mapping[str, Schema], media_type: str) -> Iterator[bytes]:
    """The documents in a form that is not JSON, in chunks."""
    if media_type == JSON_LINES:
        return gathered(json.encode(one) + b"\n" for one in documents)
    if media_type == CSV:
        return gathered(csv_lines(documents, columns))
    assert media_type == PARQUET, "the guard lets no other form through"
    return parquet_chunks(documents, columns)


def gathered(pieces: Iterable[bytes], size: int = CHUNK_BYTES) -> Generator[bytes]:
    """The same bytes in chunks of about this size."""
    chunk = bytearray()
    for piece in pieces:
        chunk += piece
        if len(chunk) >= size:
            yield bytes(chunk)
            chunk.clear()
    if chunk:
        yield bytes(chunk)


def csv_lines(documents: Iterable[Document], columns: Mapping[str, Schema]) -> Iterator[bytes]:
    """A line with the names of the columns, and a line for each document (RFC 4180)."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(columns)
    for document in documents:
        writer.writerow([cell(document.get(name)) for name in columns])
        yield written.getvalue().encode()
        written.seek(0)
        written.truncate()
    yield written.getvalue().encode()


def cell(value: Any) -> str:
    """A value as one cell, harmless to a spreadsheet."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
        case str():
            text = value
        case _:
            text = json.encode(value).decode()
    return f"'{text}" if text.startswith(FORMULA_BEGINS) else text


def parquet_chunks(documents: Iterable[Document], columns: Mapping[str, Schema]) -> Iterator[bytes]:
    """A Parquet file of these columns, written to a nameless file first: its table of contents comes at the end."""
    import pyarrow
    from pyarrow import parquet

    schema = pyarrow.schema([(name, _arrow(pyarrow, of)) for name, of in columns.items()])
    coming = iter(documents)
    with TemporaryFile() as file:
        with parquet.ParquetWriter(file, schema) as writer:
            while rows := list(islice(coming, ROWS_AT_ONCE)):
                values = {name: [_value(row.get(name)) for row in rows] for name in columns}
                writer.write_table(pyarrow.table(values, schema))
        file.seek(0)
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def _arrow(pyarrow: Any, schema: Schema) -> Any:
    """The type of a column: whole numbers, numbers and yes or no as themselves, all else as text."""
    said = schema.get("type", "object")
    kinds = {said} if isinstance(said, str) else set(said)
    kind = next(iter(kinds - {"null"}), "object")
    simple = {"integer": pyarrow.int64, "number": pyarrow.float64, "boolean": pyarrow.bool_}
    return simple.get(kind, pyarrow.string)()


def _value(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | float | str) else json.encode(value).decode()

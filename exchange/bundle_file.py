"""A bundle as one SQLite file that Datasette, Metabase or a spreadsheet opens, with what its columns mean beside it.

The same bundle gives the same bytes. The meanings stand in the file too (table `dictionary`, and as comments in the
definition of each table), since a file travels and what lies beside it stays behind.
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from itertools import chain, islice
from pathlib import Path
from typing import Any

from domain.counting import Language
from replay.bundle import Bundle, Table, dictionary
from replay.listing_lines import Column, ColumnKind

LINES_AT_ONCE = 5_000
TYPES: Mapping[ColumnKind, str] = {
    "text": "text",
    "day": "text",
    "count": "integer",
    "cents": "integer",
    "yes_or_no": "integer",
    "texts": "text",
    "counts": "text",
}
INDEXED = ("case", "municipality", "rule")
LICENCE = {"license": "EUPL-1.2", "license_url": "https://joinup.ec.europa.eu/collection/eupl/eupl-text-eupl-12"}


def write_bundle(bundle: Bundle, path: Path, language: Language) -> dict[str, int]:
    """Write the file, and what its columns mean as Datasette metadata beside it; gives the lines of each table.

    The file comes into its place whole or not at all.
    """
    unfinished = path.with_name(f"{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    written: list[Table] = []
    counts: dict[str, int] = {}
    try:
        with closing(sqlite3.connect(unfinished)) as connection, connection:
            for table in chain(bundle.tables, _last(written)):
                counts[table.name] = _write(connection, table, language)
                written.append(table)
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
    metadata = json.dumps(metadata_of(bundle, written, path.stem, language), ensure_ascii=False, indent=2)
    path.with_suffix(".metadata.json").write_text(metadata + "\n", "utf-8")
    return counts


def _last(written: Iterable[Table]) -> Iterator[Table]:
    """The dictionary, of all tables that were written by then."""
    yield dictionary(written)


def _write(connection: sqlite3.Connection, table: Table, language: Language) -> int:
    columns = table.columns
    connection.execute(_definition(table, language))
    holes = ", ".join("?" for _ in columns)
    count, lines = 0, iter(table.lines)
    while some := list(islice(lines, LINES_AT_ONCE)):
        cells = [[_cell(line.get(name)) for name in columns] for line in some]
        connection.executemany(f'insert into "{table.name}" values ({holes})', cells)  # noqa: S608 - a name of ours
        count += len(some)
    for name in INDEXED:
        if name in columns:
            connection.execute(f'create index "{table.name}_{name}" on "{table.name}" ("{name}")')
    return count


def _definition(table: Table, language: Language) -> str:
    """The table with its meaning and that of each column as comments, which SQLite keeps."""
    lines = [
        f'  "{name}" {TYPES[column.kind]}{"" if last else ","} -- {column.says[language]}'
        for name, column, last in _with_last(table.columns)
    ]
    return f'create table "{table.name}" ( -- {table.says[language]}\n' + "\n".join(lines) + "\n)"


def _with_last(columns: Mapping[str, Column]) -> Iterator[tuple[str, Column, bool]]:
    for number, (name, column) in enumerate(columns.items(), 1):
        yield name, column, number == len(columns)


def _cell(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, list | dict) else value


def metadata_of(bundle: Bundle, tables: Iterable[Table], name: str, language: Language) -> dict[str, Any]:
    """What Datasette shows: where the tables come from, and what each column means."""
    told = {
        "nl": f"Ketenboek op positie {bundle.known.position}, peildatum {bundle.as_of}; bedragen in eurocenten.",
        "en": f"Ketenboek at position {bundle.known.position}, as of {bundle.as_of}; amounts in euro cents.",
    }
    return {
        "title": "Ketenboek",
        "description": told[language],
        "source": f"sha256 {bundle.known.root.hex()}",
        **LICENCE,
        "databases": {
            name: {
                "tables": {
                    table.name: {
                        "description": table.says[language],
                        "columns": {column: one.says[language] for column, one in table.columns.items()},
                    }
                    for table in tables
                }
            }
        },
    }

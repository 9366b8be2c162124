"""A table on a terminal: whatever its width, no word of any cell is lost."""

from __future__ import annotations

from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.rendering import console, indented, table

WORDS = st.lists(st.text("AX0159.", min_size=1, max_size=24), max_size=6).map(" ".join)
CELLS = st.lists(st.tuples(WORDS, WORDS, WORDS, WORDS), min_size=1, max_size=4)


def drawn(rows: list[tuple[str, ...]], columns: str) -> str:
    stream = StringIO()
    out = console(stream, {"COLUMNS": columns})
    made = table([("id", "left"), ("aandeel", "right"), ("te gaan", "right"), ("feiten", "left")], [3])
    for row in rows:
        made.add_row(*row)
    indented(out, made)
    stream_of_out = out.file
    stream_of_out.flush()
    return stream.getvalue()


@given(CELLS, st.sampled_from(["80", "100"]))
def test_every_word_of_every_cell_stands_whole_within_the_width(rows: list[tuple[str, ...]], columns: str) -> None:
    text = drawn(rows, columns)
    assert max(map(len, text.splitlines())) <= int(columns)
    asked = sorted(word for row in rows for cell in row for word in cell.split())
    left = text.split()
    for word in asked:
        assert word in left
        left.remove(word)


@pytest.mark.parametrize("columns", ["80", "100"])
def test_the_last_columns_go_beneath_a_row_that_is_too_wide(columns: str) -> None:
    text = drawn([("G" * 40, "1" * 30, "2" * 20, "fact")], columns)
    first = next(line for line in text.splitlines() if "G" * 40 in line)
    assert "fact" not in first
    assert "feiten" in text

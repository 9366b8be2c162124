"""SQL is code and lives in `.sql`: every query has a name and a sentence, and somebody who asks it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.house.reading import ROOMS, files, modules, name_of, tree_of

MIGRATION = re.compile(r"([0-9]{4})_[a-z0-9_]+\.sql")
SQL_FILES = [path for path in files() if path.suffix == ".sql"]
QUERY_FILES = [path for path in SQL_FILES if not MIGRATION.fullmatch(path.name)]
HEADING = re.compile(r"-- name: [a-z][a-z0-9_]*\n-- [A-Z](?:.*\n-- )*.*\.\n(?!--)\S")


def test_sql_lives_with_the_store() -> None:
    assert {name_of(path.parent) for path in SQL_FILES} == {"store/sql"}


@pytest.mark.parametrize("path", QUERY_FILES, ids=lambda path: path.name)
def test_every_query_has_a_name_and_a_sentence(path: Path) -> None:
    blocks = re.split(r"\n\n+(?=-- name:)", path.read_text("utf-8").strip())
    unnamed = [block.partition("\n")[0] for block in blocks if not HEADING.match(block)]
    assert unnamed == [], "expected: -- name: some_name, then -- A sentence."


@pytest.mark.parametrize("path", QUERY_FILES, ids=lambda path: path.name)
def test_no_two_queries_have_the_same_name(path: Path) -> None:
    names = query_names(path)
    assert sorted(names) == sorted(set(names))


def test_every_query_is_asked_by_somebody() -> None:
    said = {
        node.value
        for path in modules(*ROOMS)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    unasked = [f"{path.name}: {name}" for path in QUERY_FILES for name in query_names(path) if name not in said]
    assert unasked == [], "take away what nobody asks"


def test_migrations_are_numbered_without_a_hole_and_say_what_they_do() -> None:
    migrations = sorted(path for path in SQL_FILES if MIGRATION.fullmatch(path.name))
    assert [int(path.name[:4]) for path in migrations] == list(range(1, len(migrations) + 1))
    for number, path in enumerate(migrations, 1):
        assert path.read_text("utf-8").startswith(f"-- Migration {number}: "), path.name


def query_names(path: Path) -> list[str]:
    """The names of the queries in a file, in order."""
    return re.findall(r"^-- name: (\S+)$", path.read_text("utf-8"), re.MULTILINE)

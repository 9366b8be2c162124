"""Imports only point down: the contracts of pyproject.toml hold, and can be broken."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.reading import ROOMS, ROOT, files, name_of


def lint(folder: Path) -> tuple[int, str]:
    """Hold the contracts against the packages in a folder."""
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], cwd=folder, env=environment, capture_output=True, text=True
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The packages and their contracts, to be broken."""
    for path in files():
        if path.suffix == ".py" and name_of(path).startswith(ROOMS):
            target = tmp_path / name_of(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    return tmp_path


def test_imports_only_point_down() -> None:
    code, said = lint(ROOT)
    assert code == 0, said


@pytest.mark.parametrize(
    ("room", "line", "broken"),
    [
        ("domain", "import projections.fold", "Imports only point down"),
        ("store", "import projections.fold", "Imports only point down"),
        ("replay", "import exchange.profile", "Imports only point down"),
        ("domain", "import random", "no files, networks, clocks or chance"),
        ("exchange", "import psycopg", "Only the store speaks to the database"),
        ("cli", "import jinja2", "Only the API knows its web framework"),
        ("replay", "import rich", "Only the command line draws"),
    ],
)
def test_an_import_that_points_elsewhere_is_seen(copy: Path, room: str, line: str, broken: str) -> None:
    (copy / room / "astray.py").write_text(f"{line}\n")
    code, said = lint(copy)
    assert code == 1, said
    assert f"{broken}" in " ".join(said.split())
    assert "BROKEN" in said


def test_every_contract_is_named_as_a_sentence() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    names = [contract["name"] for contract in contracts]
    assert [name for name in names if len(name.split()) < 5 or not name[0].isupper()] == []
    assert len(names) == len(set(names))

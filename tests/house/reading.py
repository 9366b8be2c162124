"""What the tests of the house look at: the files of the repository, and its modules as syntax trees."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OLDEST_PYTHON = (3, 11)
ROOMS = ("domain", "projections", "api", "replay", "store", "exchange", "cli")
MADE_BY_TOOLS = {
    ".git", ".venv", "var", "build", "dist", "__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache",
    ".hypothesis", ".import_linter_cache",
}  # fmt: skip

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def files() -> tuple[Path, ...]:
    """Every file that is tracked or would be; without git (an unpacked archive) every file that no tool made."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        found = [ROOT / name for name in said.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        found = [path for path in ROOT.rglob("*") if not is_made_by_tools(path)]
    return tuple(sorted(path for path in set(found) if path.is_file()))


def is_made_by_tools(path: Path) -> bool:
    """Whether it lies where only tools write; the same as .gitignore says."""
    parts = path.relative_to(ROOT).parts
    return bool(MADE_BY_TOOLS.intersection(parts)) or any(part.endswith(".egg-info") for part in parts)


@cache
def name_of(path: Path) -> str:
    """The path from the root of the repository, as people write it."""
    return path.relative_to(ROOT).as_posix()


@cache
def text_of(path: Path) -> str | None:
    """The text of a file; None when it is not text."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return None


def pages(folder: str = "") -> list[Path]:
    """The Markdown pages below a folder."""
    return [path for path in files() if path.suffix == ".md" and name_of(path).startswith(folder)]


def modules(*folders: str) -> list[Path]:
    """The Python files below these folders; of the rooms and the tests when none is named."""
    wanted = folders or (*ROOMS, "tests")
    return [
        path for path in files() if path.suffix == ".py" and name_of(path).startswith(tuple(f"{f}/" for f in wanted))
    ]


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a module; empty when it cannot be read, which is a failure of its own (test_words.py)."""
    try:
        return ast.parse(path.read_text("utf-8"), filename=name_of(path), feature_version=OLDEST_PYTHON)
    except SyntaxError:
        return ast.Module(body=[], type_ignores=[])


def functions(path: Path) -> Iterator[Function]:
    """Every function and method of a module, inner ones too."""
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, Function))


def dotted(node: ast.AST) -> str:
    """The name that an expression spells, such as `os.environ`; empty for anything else."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attribute):
            return f"{dotted(value)}.{attribute}"
        case _:
            return ""


def place(path: Path, node: ast.stmt | ast.expr | ast.arg) -> str:
    """Where something stands, as an editor opens it."""
    return f"{name_of(path)}:{node.lineno}"

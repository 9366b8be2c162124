"""Code that is read by lawyers, auditors and engineers: it says why, and its names are words written in full."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.reading import OLDEST_PYTHON, ROOMS, Function, modules, name_of, place, tree_of

ABBREVIATIONS = {
    "arr", "cb", "cfg", "cnt", "conf", "conn", "ctx", "cur", "dbg", "dto", "evt", "fn", "func", "helper", "helpers",
    "idx", "impl", "lst", "mgr", "misc", "msg", "mun", "muni", "num", "obj", "prov", "ptr", "reg", "req", "resp", "srv",
    "svc", "tmp", "util", "utils",
}  # fmt: skip
GIVEN_BY_LIBRARIES = {"tmp_path", "tmp_path_factory", "obj"}  # pytest's fixtures; the argument of psycopg's Dumper.dump
DATE = re.compile(r"\b(date|Day|When)\b")
INSTANT = re.compile(r"\b(datetime|Instant)\b")
DATE_NAME = re.compile(r"(.*_)?(on|from|until|as_of)|registered_by")
INSTANT_NAME = re.compile(r".*_(at|from_at|until_at)")


def test_every_module_can_be_read_by_the_oldest_python_we_promise() -> None:
    unreadable = []
    for path in modules():
        try:
            ast.parse(path.read_text("utf-8"), feature_version=OLDEST_PYTHON)
        except SyntaxError as error:
            unreadable.append(f"{name_of(path)}:{error.lineno} {error.msg}")
    assert unreadable == []


def test_every_module_begins_by_saying_what_it_is() -> None:
    silent = [name_of(path) for path in modules() if tree_of(path).body and not ast.get_docstring(tree_of(path))]
    assert silent == [], "begin with a sentence for a newcomer"


def test_everything_public_says_what_it_is() -> None:
    silent = [
        f"{place(path, node)} {node.name}"
        for path in modules(*ROOMS)
        for node in public_definitions(tree_of(path))
        if not ast.get_docstring(node) and not is_said_by_its_name(node)
    ]
    assert silent == [], f"{len(silent)} public names without a docstring: {silent}"


def public_definitions(parent: ast.Module | ast.ClassDef) -> Iterator[Function | ast.ClassDef]:
    """The functions and classes that others may use: not those with an underscore, nor those inside a function."""
    for node in parent.body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public_definitions(node)


def is_said_by_its_name(node: Function | ast.ClassDef) -> bool:
    """Docstrings tell why, names tell what: a function of one statement that gives what its name says needs no more."""
    return isinstance(node, Function) and len(node.body) == 1 and isinstance(node.body[0], ast.Return)


def test_names_are_written_in_full() -> None:
    short = [
        f"{where}: {name}"
        for path in modules()
        for where, name in named(path)
        if ABBREVIATIONS.intersection(words_of(name)) and name not in GIVEN_BY_LIBRARIES
    ]
    assert short == [], "write the word"


def named(path: Path) -> Iterator[tuple[str, str]]:
    """Every name that a module makes up itself: of the module, its classes, functions, arguments and variables."""
    yield name_of(path), path.stem
    for node in ast.walk(tree_of(path)):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield place(path, node), name
            case ast.arg(arg=name):
                yield place(path, node), name
            case ast.Name(id=name, ctx=ast.Store()):
                yield place(path, node), name


def words_of(name: str) -> list[str]:
    """`FileReceived` and `file_received` are the words file and received."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().split("_")


def test_a_field_that_holds_a_date_says_so_in_its_name() -> None:
    wrong = [
        f"{where} {field}: {kind}"
        for where, field, kind in fields()
        if DATE.search(kind) and not INSTANT.search(kind) and not DATE_NAME.fullmatch(field.removesuffix("_"))
    ]
    assert wrong == [], "a date is called …_on, or …_from and …_until"


def test_a_field_that_holds_an_instant_says_so_in_its_name() -> None:
    wrong = [
        f"{where} {field}: {kind}"
        for where, field, kind in fields()
        if INSTANT.search(kind) and not INSTANT_NAME.fullmatch(field)
    ]
    assert wrong == [], "an instant is called …_at"


def fields() -> Iterator[tuple[str, str, str]]:
    """(where, name, type as written) of every plain field of a class: collections and functions are left out."""
    for path in modules(*ROOMS):
        for owner in ast.walk(tree_of(path)):
            for node in owner.body if isinstance(owner, ast.ClassDef) else ():
                if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                    kind = ast.unparse(node.annotation)
                    if not re.search(r"tuple|list|dict|Mapping|Sequence|Callable|Iterable", kind):
                        yield place(path, node), node.target.id, kind

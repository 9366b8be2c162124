"""The house has the rooms that its plan names, and nothing has grown between them (decision record 0001)."""

from __future__ import annotations

import ast
import tomllib

from tests.house.reading import ROOMS, ROOT, dotted, files, functions, modules, name_of, place, tree_of

LINES_OF_A_FUNCTION_MAX = 70
LINES_OF_A_MODULE_MAX = 399
EXPECTED_BY_TOOLS = {
    ".ci", ".gitattributes", ".gitignore", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "README.md",
    "SECURITY.md", "publiccode.yml", "pyproject.toml", "requirements.txt",
}  # fmt: skip
CLOCK_OR_CHANCE = {"now", "utcnow", "today", "time_ns", "monotonic", "uuid1", "uuid4", "uuid7", "urandom"}
OPENS_A_DOOR = {"open", "print", "input", "exec", "eval", "__import__"}


def test_the_top_level_is_exactly_the_house() -> None:
    found = {name_of(path).partition("/")[0] for path in files()}
    assert found - EXPECTED_BY_TOOLS == {*ROOMS, "tests", "docs"}


def test_a_reader_finds_the_files_that_people_and_tools_look_for() -> None:
    found = {name_of(path) for path in files()}
    assert (EXPECTED_BY_TOOLS - {".ci", ".gitattributes"}) | {".ci/run"} <= found


def test_every_package_is_listed_in_the_build_settings() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    packages = {name_of(path.parent).replace("/", ".") for path in modules(*ROOMS) if path.name == "__init__.py"}
    homeless = [name_of(path) for path in modules(*ROOMS) if not (path.parent / "__init__.py").exists()]
    assert homeless == [], "a folder with modules needs an __init__.py"
    assert set(settings["packages"]) == packages


def test_every_file_that_a_package_needs_at_run_time_is_packed() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    packed = {
        path
        for package, patterns in settings["package-data"].items()
        for pattern in patterns
        for path in ROOT.joinpath(*package.split(".")).glob(pattern)
    }
    needed = {path for path in files() if name_of(path).startswith(ROOMS) and path.suffix != ".py"}
    assert sorted(name_of(path) for path in needed - packed) == []


def test_tests_have_no_package_of_their_own() -> None:
    assert [name_of(path) for path in modules("tests") if path.name == "__init__.py"] == []


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{place(path, function)} {function.name}: {lines} lines"
        for path in modules()
        for function in functions(path)
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > LINES_OF_A_FUNCTION_MAX
    ]
    assert long == [], f"expected at most {LINES_OF_A_FUNCTION_MAX} lines: {long}"


def test_no_module_is_longer_than_one_can_hold() -> None:
    lengths = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in modules()}
    long = [f"{name}: {lines} lines" for name, lines in lengths.items() if lines > LINES_OF_A_MODULE_MAX]
    assert long == [], f"expected at most {LINES_OF_A_MODULE_MAX} lines: {long}"


def test_only_the_command_line_reads_the_environment() -> None:
    # The embedded server needs no exception: its programs get a short environment of their own, which holds neither
    # PG* variables nor secrets of ours (store/embedded_process.py).
    readers = [
        place(path, node)
        for path in modules(*(room for room in ROOMS if room != "cli"))
        for node in ast.walk(tree_of(path))
        if _reads_the_environment(node)
    ]
    assert readers == [], "take settings as arguments; cli/ reads them"


def _reads_the_environment(node: ast.AST) -> bool:
    match node:
        case ast.Attribute():
            return dotted(node) in ("os.environ", "os.environb", "os.getenv", "os.getenvb", "os.putenv")
        case ast.ImportFrom(module="os", names=names):
            return any(name.name.startswith(("environ", "getenv", "putenv")) for name in names)
        case _:
            return False


def test_facts_rules_and_projections_ask_no_clock_no_chance_and_no_file() -> None:
    calls = [
        f"{place(path, node)} {dotted(node.func)}()"
        for path in modules("domain", "projections")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and (dotted(node.func).rpartition(".")[2] in CLOCK_OR_CHANCE or dotted(node.func) in OPENS_A_DOOR)
    ]
    assert calls == [], "time, identity and chance come in as arguments"


def test_facts_rules_and_projections_know_no_floating_point() -> None:
    floats = [
        place(path, node)
        for path in modules("domain", "projections")
        for node in ast.walk(tree_of(path))
        if (isinstance(node, ast.Constant) and isinstance(node.value, float)) or dotted(node) == "float"
    ]
    assert floats == [], "use integers (cents, days), Fraction or Decimal: a float has no canonical bytes"

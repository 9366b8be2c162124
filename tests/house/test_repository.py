"""What is in the repository works anywhere: no machine, no package index, no dependency that could be swapped."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.house.reading import ROOT, files, name_of, text_of

# Put together from parts, so that this file does not hold what it looks for.
MACHINE_PATH = re.compile(r"(?:^|[^A-Za-z0-9_.])/(?:" + "|".join(("work", "farm", "root", "home")) + r")/[A-Za-z]")
INDEX_ADDRESS = re.compile(
    "|".join(
        (
            "index" + "[-_]url",
            "find" + "[-_]links",
            "trusted" + "[-_]host",
            "python" + r"hosted\.org",
            "py" + r"pi\.(org|python)",
            "registry" + "=",
            r"registry\." + "npmjs",
            "resolved" + r'"?: *"https?:',
            r"source = \{ " + "registry",
        )
    )
)
PUBLICCODE_KEYS = (
    "publiccodeYmlVersion",
    "name",
    "url",
    "platforms",
    "developmentStatus",
    "softwareType",
    "description",
    "legal",
    "maintenance",
    "localisation",
)


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    """Where a pattern stands in the files of the repository."""
    return [
        f"{name_of(path)}:{number}"
        for path in files()
        for number, line in enumerate((text_of(path) or "").splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_holds_the_path_of_a_machine() -> None:
    assert lines_with(MACHINE_PATH) == []


def test_no_file_holds_the_address_of_a_package_index() -> None:
    assert lines_with(INDEX_ADDRESS) == []


@pytest.mark.parametrize("text", ["see /" + "work/main", '"/' + "home/anna/x", "/" + "root/x"])
def test_the_path_of_a_machine_would_be_seen(text: str) -> None:
    assert MACHINE_PATH.search(text)


@pytest.mark.parametrize("text", ["--index-" + "url https", "files.python" + "hosted.org", "registry" + "=https"])
def test_the_address_of_a_package_index_would_be_seen(text: str) -> None:
    assert INDEX_ADDRESS.search(text)


def requirements() -> list[str]:
    """The locked requirements, each on one line."""
    text = (ROOT / "requirements.txt").read_text("utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def test_every_requirement_is_locked_to_a_version_and_to_hashes() -> None:
    locked = re.compile(r"[A-Za-z0-9._-]+(?:\[[a-z0-9,-]+\])?==\S+(?: ; [^#]+?)?(?:\s+--hash=sha256:[0-9a-f]{64})+\s*")
    assert [line.split()[0] for line in requirements() if not locked.fullmatch(line)] == []
    assert len(requirements()) > 20


def test_the_lock_names_no_address() -> None:
    text = (ROOT / "requirements.txt").read_text("utf-8")
    assert [line for line in text.splitlines() if "://" in line or line.startswith("-")] == []


def test_everything_we_ask_for_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {normalised(re.split(r"[\[<>=!~; ]", requirement)[0]) for requirement in asked}
    assert names <= {normalised(re.split(r"[\[=]", line)[0]) for line in requirements()}, "run make lock"


def normalised(name: str) -> str:
    """A package name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_ledger_is_described_for_the_catalogue_of_public_code() -> None:
    path = ROOT / "publiccode.yml"
    top = keys(path, indent=0)
    assert [key for key in PUBLICCODE_KEYS if key not in top] == []
    text = path.read_text("utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert re.search(rf"^  license: {re.escape(project['license'])}$", text, re.MULTILINE)
    assert re.search(rf"^softwareVersion: \"?{re.escape(project['version'])}\"?$", text, re.MULTILINE)
    for language in ("nl", "en"):
        short = re.search(rf"^  {language}:\n(?:    .*\n)*?    shortDescription: (.+)$", text, re.MULTILINE)
        assert short, f"expected a shortDescription in {language}"
        assert len(short[1]) <= 150
    assert "\t" not in text


def keys(path: Path, indent: int) -> list[str]:
    """The keys of a YAML file at this depth. No YAML parser is among the dependencies, and this needs none."""
    return re.findall(rf"^ {{{indent}}}([A-Za-z]+):", path.read_text("utf-8"), re.MULTILINE)


def test_the_road_of_continuous_integration_is_the_road_of_a_developer() -> None:
    script = ROOT / ".ci" / "run"
    text = script.read_text("utf-8")
    assert script.stat().st_mode & 0o111, "expected an executable file"
    assert "set -euo pipefail" in text
    assert text.index("make check") < text.index("make test")

"""Documents are held to the same standard as code: links lead somewhere, code runs, decisions can be found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.reading import ROOT, files, name_of, pages, text_of

STATUSES = ("decided", "built")
SECTIONS = (
    "Context",
    "Decision",
    "Why",
    "What it costs",
    "What we turned down",
    "How we would notice we were wrong",
)
RECORDS = [path for path in pages("docs/decisions/") if path.name != "README.md"]
NAMED_RECORDS = re.compile(r"decision\s+records?\s+((?:[0-9]{4})(?:(?:,| and| to|,? or)\s+[0-9]{4})*)", re.IGNORECASE)
LINK = re.compile(r"(?<!!)\[[^\]\n]+\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_a_decision_record_says_what_was_decided_and_how_we_would_notice_we_were_wrong(path: Path) -> None:
    assert re.fullmatch(r"[0-9]{4}(-[a-z0-9]+)+\.md", path.name), "expected NNNN-some-words.md"
    title, _, text = path.read_text("utf-8").partition("\n")
    assert title.startswith(f"# {path.name[:4]} "), "the title begins with the number"
    status = re.match(r"\s*Status: (\w+)", text)
    assert status, "expected a status under the title"
    assert status[1] in STATUSES, f"expected one of {STATUSES}"
    assert tuple(re.findall(r"^## (.+)$", text, re.MULTILINE)) == SECTIONS


def test_no_two_decision_records_have_the_same_number() -> None:
    numbers = [path.name[:4] for path in RECORDS]
    assert sorted(numbers) == [f"{number:04}" for number in range(1, len(numbers) + 1)]


def test_every_decision_record_is_in_the_list() -> None:
    listed = (ROOT / "docs/decisions/README.md").read_text("utf-8")
    assert [path.name for path in RECORDS if f"({path.name})" not in listed] == []


def test_every_decision_record_that_is_named_exists() -> None:
    known = {path.name[:4] for path in RECORDS}
    lost = [
        f"{name_of(path)} names {number}"
        for path in files()
        for named in NAMED_RECORDS.findall(text_of(path) or "")
        for number in re.findall(r"[0-9]{4}", named)
        if number not in known
    ]
    assert lost == []


def test_every_page_that_is_named_in_the_code_exists() -> None:
    named = re.compile(
        r"(?<![\w/])((?:docs|domain|projections|api|replay|store|exchange|cli)/[\w/.-]+\.(?:md|py|sql|toml))\b"
    )
    # A page of the decision log tells of the time it was written, and may name what is gone since.
    readable = [path for path in files() if path.suffix in (".md", ".py", ".sql", ".toml") and path not in RECORDS]
    lost = sorted(
        {
            f"{name_of(path)} names {name}"
            for path in readable
            if not name_of(path).startswith("tests/")
            for name in named.findall(text_of(path) or "")
            if not (ROOT / name).exists()
        }
    )
    assert lost == []


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    dead = []
    for target in LINK.findall(without_code(page)):
        address, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", address):
            continue
        goal = (page.parent / address).resolve() if address else page
        if not goal.exists() or (anchor and anchor not in anchors(goal)):
            dead.append(target)
    assert dead == []


def without_code(page: Path) -> str:
    """The text of a page without its blocks of code."""
    return FENCE.sub("", page.read_text("utf-8"))


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as a forge makes them."""
    headings = re.findall(r"^#+ (.+)$", without_code(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def blocks(language: str) -> list[tuple[Path, list[str]]]:
    """Each page with its blocks of code in this language, in order."""
    pages_with_code = []
    for page in pages():
        found = [code for written_in, code in FENCE.findall(page.read_text("utf-8")) if written_in == language]
        if found:
            pages_with_code.append((page, found))
    return pages_with_code


@pytest.mark.parametrize(
    ("page", "codes"), blocks("python"), ids=lambda value: name_of(value) if isinstance(value, Path) else ""
)
def test_the_code_on_a_page_runs(page: Path, codes: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": "page"}
    for code in codes:
        exec(compile(code, name_of(page), "exec"), names)  # noqa: S102  our own pages


def test_there_is_code_that_runs() -> None:
    assert blocks("python")


def test_every_page_of_the_documentation_can_be_found_from_its_map() -> None:
    reached, waiting = set[Path](), [ROOT / "docs/README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md" or not page.exists():
            continue
        reached.add(page)
        targets = [target.partition("#")[0] for target in LINK.findall(without_code(page))]
        waiting += [(page.parent / target).resolve() for target in targets if target and ":" not in target]
    assert [name_of(page) for page in pages("docs/") if page not in reached] == []

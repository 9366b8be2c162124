"""The how-to pages about the API say requests that work: each is asked, in order, with the status that is said."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.access import Access
from api.tokens import BearerTokens
from replay.figures import Figures
from store.readers import Reader

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    page
    for page in (ROOT / "docs" / "how-to").glob("*.md")
    if re.search(r"^\$ curl ", page.read_text("utf-8"), re.MULTILINE)
)
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (curl .*?)(?=^\$ |\Z)", re.MULTILINE | re.DOTALL)
STATUS = re.compile(r"  # ([0-9]{3})\s*$")
ADDRESS = "http://127.0.0.1:8000"
TAKES_NOTHING = ("-i", "-N")
NAMED: Mapping[str, Callable[[httpx.Response], str]] = {
    "ETAG": lambda answer: answer.headers["etag"],
    "CASE": lambda answer: answer.json()["cases"][0]["case"],
    "SUBJECT": lambda answer: answer.json()["events"][0]["subject"],
    "IMPORT": lambda answer: answer.json()["import"],
}
"""What a page calls a part of an answer that a later request takes up."""


@pytest.fixture
def asked(filled: Figures, calling: type[Any], badges: Any) -> Any:
    """The API over the example files, for whoever is on this machine and for whoever shows a token."""
    return calling(filled, access=Access(BearerTokens(badges.issuer.issuer, revoked=frozenset), is_open=True))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_requests_on_a_page_are_answered_as_it_says(page: Path, asked: Any, badges: Any) -> None:
    shown = badges.shown(Reader(role="case_manager", municipality="0014", name="m1234"))
    known = {"TOKEN": shown["Authorization"].removeprefix("Bearer ")}
    commands = [one for block in CONSOLE.findall(page.read_text("utf-8")) for one in COMMAND.findall(block)]
    assert commands

    for command in commands:
        said = STATUS.search(command)
        answer = send(asked, STATUS.sub("", command), known)
        assert str(answer.status_code) in ([said[1]] if said else ["200", "201", "202"]), f"{command}: {answer.text}"
        known |= names_in(answer)


def test_the_lines_on_the_page_about_proofs_check_what_the_server_answers(asked: Any) -> None:
    page = (ROOT / "docs" / "how-to" / "check-a-proof.md").read_text("utf-8")
    defined: dict[str, Any] = {}
    exec(PYTHON.findall(page)[0], defined)  # noqa: S102  our own page
    leads_to_root = defined["leads_to_root"]

    for position, size in [(1, 1), (1, 2), (2, 3), (3, 3), (5, 5), (7, 13), (13, 13), (64, 100)]:
        proof = asked.get(f"/v1/proofs/inclusion?position={position}&size={size}").json()
        told = (proof["leaf"], position, size, proof["hashes"], proof["root"])
        assert leads_to_root(*told)
        assert not leads_to_root("00" * 32, *told[1:])
        assert not leads_to_root(*told[:3], [*proof["hashes"], "00" * 32], proof["root"])


def send(asked: Any, command: str, known: Mapping[str, str]) -> httpx.Response:
    """The request that curl would make of this command."""
    filled = re.sub(r"\$([A-Z]+)", lambda name: known[name[1]].replace('"', r"\""), command.replace("\\\n", " "))
    method, url, body, headers = None, "", None, {}
    words = iter(shlex.split(filled)[1:])
    for word in words:
        if word in TAKES_NOTHING:
            continue
        if word.startswith("http"):
            url = word
        elif word == "-H":
            name, _, value = next(words).partition(": ")
            headers[name] = value
        elif word == "-X":
            method = next(words)
        elif word == "--data-binary":
            given = next(words)
            body = (ROOT / given[1:]).read_bytes() if given.startswith("@") else given.encode()
        else:
            assert word == "-o", f"a page asks with an option that is not known here: {word}"
            next(words)
    assert url.startswith(ADDRESS)
    answer: httpx.Response = asked.send(
        method or ("GET" if body is None else "POST"), url, base_url=ADDRESS, content=body, headers=headers
    )
    return answer


def names_in(answer: httpx.Response) -> dict[str, str]:
    """What later requests may take up of an answer."""
    found = {}
    for name, part in NAMED.items():
        try:
            found[name] = part(answer)
        except (KeyError, IndexError, TypeError, ValueError):
            continue
    return found

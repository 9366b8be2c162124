"""The generated page of the requirements: for each number what carries it and the test that shows it, or why nothing.

The answers themselves are written by hand, in `docs/reference/requirements.toml`: one table per number, in our own
words. Either it names carriers and the tests that show them, or it says why it is no matter for a ledger:

    [R042]
    about = "Only who has all documents of account counts"
    carried_by = ["rule persons-with-all-documents", "fact DocumentReceived"]
    shown_by = ["tests/cli/test_worked_cases_g4.py::test_den_haag_counts_five"]

    [R039]
    about = "Client panels advise the municipality"
    not_a_matter = "an opinion on policy is no fact about a case"

What is carried, and of which something is still not told by a figure, says that too: `not_told = "…"`.

A carrier is a kind and a name, and must exist: `fact KIND`, `fact KIND.FIELD`, `rule ID`, `rule ID@VERSION`, `view
NAME`, `finding CODE`, `reason CODE`, `command NAME`, `profile NAME`, `decision NUMBER`.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import msgspec

from domain.facts.base import definitions
from domain.rules import RULES
from domain.rules.findings import SENTENCES

ROOT = Path(__file__).resolve().parent.parent
ANSWERS = ROOT / "docs/reference/requirements.toml"

HEADING = """# Requirements

Generated from `requirements.toml` beside it; every carrier and test named here exists. {carried} of the {count} rules,
figures, roles and fields that the five documents ask for are carried; the others say why a ledger is not their place.
"""


class Requirement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What becomes of one requirement: carriers and tests, or the reason why it is no matter for a ledger."""

    about: str
    carried_by: tuple[str, ...] = ()
    shown_by: tuple[str, ...] = ()
    not_a_matter: str | None = None
    not_told: str | None = None
    """What of a requirement that is carried no figure tells yet, and why."""


def requirements() -> Mapping[str, Requirement]:
    """Every requirement by its number, as written; raises where the file says something else."""
    return msgspec.convert(tomllib.loads(ANSWERS.read_text(encoding="utf-8")), dict[str, Requirement])


def requirements_page() -> str:
    """The page: what is asked, what carries it, what shows it."""
    answers = requirements()
    carried = sum(1 for answer in answers.values() if answer.carried_by)
    lines = [HEADING.format(carried=carried, count=len(answers)), "| | what is asked | carried by | shown by |"]
    lines += ["|---|---|---|---|", *(_line(number, answer) for number, answer in sorted(answers.items()))]
    return "\n".join(lines) + "\n"


def _line(number: str, answer: Requirement) -> str:
    if answer.not_a_matter is not None:
        return f"| {number} | {answer.about} | *not a matter for a ledger, because {answer.not_a_matter}* | |"
    carriers = "<br>".join(f"{kind} `{name}`" for kind, _, name in (one.partition(" ") for one in answer.carried_by))
    tests = "<br>".join(
        f"[{name.removeprefix('test_').replace('_', ' ')}](../../{path})" for path, name in _tests(answer)
    )
    about = f"{answer.about}<br>*Not told yet: {answer.not_told}*" if answer.not_told else answer.about
    return f"| {number} | {about} | {carriers} | {tests} |"


def _tests(answer: Requirement) -> Iterator[tuple[str, str]]:
    for shown in answer.shown_by:
        path, _, name = shown.partition("::")
        yield path, name


# --- What there is to carry a requirement ---


def unknown_carriers(answer: Requirement) -> list[str]:
    """The carriers that do not exist."""
    return [one for one in answer.carried_by if not _exists(*one.partition(" ")[::2])]


def _exists(kind: str, name: str) -> bool:
    there_are = CARRIERS.get(kind)
    return there_are is not None and name in there_are()


def _facts() -> Iterator[str]:
    for one in definitions():
        yield one.name
        yield from (f"{one.name}.{field}" for field in (*one.fact.__struct_fields__, *one.personal))


def _rules() -> Iterator[str]:
    for rule in RULES:
        yield rule.id
        yield rule.name


def _reasons() -> Iterator[str]:
    for rule in RULES:
        yield rule.otherwise
        yield from (test.code for test in rule.tests)


def _views() -> Iterator[str]:
    from projections import VIEWS

    return iter(VIEWS)


def _commands() -> Iterator[str]:
    import typer

    from cli.main import app

    return iter(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def _profiles() -> Iterator[str]:
    return (path.stem for path in (ROOT / "exchange/profiles").glob("*.toml"))


def _decisions() -> Iterator[str]:
    return (path.name[:4] for path in (ROOT / "docs/decisions").glob("[0-9]*.md"))


CARRIERS: Mapping[str, Callable[[], Iterator[str]]] = {
    "fact": _facts,
    "rule": _rules,
    "view": _views,
    "finding": lambda: iter(SENTENCES),
    "reason": _reasons,
    "command": _commands,
    "profile": _profiles,
    "decision": _decisions,
}
"""What can carry a requirement, by kind, and the names there are."""

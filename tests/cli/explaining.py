"""The page of ten figures in three renderings: written from the answers of the program, and from nothing else.

Run as a module, it writes docs/explanation/ten-figures.md anew (`make explanations`); a test holds the page equal.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from cli.asking import asked
from cli.messages import MESSAGES
from cli.rendering import console
from cli.settings import read_settings
from cli.show_figure import show_figure, show_versions
from cli.wiring import Book, open_book
from domain.counting import Language
from replay.answers import answers_document, figure_document
from replay.figures import Answer
from replay.sentences import three_sentences
from replay.wording import Wording
from tests.cli.commanding import EXAMPLES, Home

PAGE = EXAMPLES.parent / "explanation" / "ten-figures.md"
FACTS = PAGE.with_suffix(".jsonl")
"""The facts of Gorinchem and Utrecht, of which no example file tells."""
KEPT = (
    "scope",
    "period",
    "as_of",
    "registered_by",
    "value",
    "unit",
    "considered",
    "funnel",
    "quotas",
    "ratio",
    "conflicts",
    "flags",
)
SHORTENED = {
    "scope": ("municipality", "name"),
    "quotas": ("setter", "kind", "amount", "precision", "to_go", "share"),
    "ratio": ("numerator", "denominator", "value", "norm"),
    "conflicts": ("with_version",),
}
"""Key → which keys of what stands under it are shown; of the others everything."""
LANGUAGES: tuple[tuple[Language, str], ...] = (("nl", "Nederlands"), ("en", "English"))


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure on the page: its title and how it is asked."""

    title: str
    rule: str
    axes: Mapping[str, str]

    @property
    def command(self) -> str:
        """As it is typed."""
        options = [f"--{name.replace('_', '-')} {_quoted(value)}" for name, value in self.axes.items()]
        return " ".join(["ketenboek figure", self.rule, *options])


TEN = (
    Asked(
        "Groningen: 148 or 236",
        "quota-placements",
        {"municipality": "Groningen", "period": "2007-01-01..2008-07-01", "registered_by": "2008-09-18"},
    ),
    Asked(
        "Zwijndrecht: waiting longer than four months",
        "waiting-over-four-months@both-lists",
        {"municipality": "Zwijndrecht", "as_of": "2003-12-01"},
    ),
    Asked("Amsterdam: persons, not rows", "participants", {"municipality": "Amsterdam", "as_of": "2007-12-31"}),
    Asked("Rotterdam: 689 signed plans", "signed-plans", {"municipality": "Rotterdam", "as_of": "2008-04-01"}),
    Asked(
        "Den Haag: all documents received",
        "realisation@complete-files",
        {"municipality": "Den Haag", "as_of": "2008-12-31"},
    ),
    Asked("The pilot: deposits kept", "deposits-forfeited@extra-bonus", {"as_of": "2004-07-01"}),
    Asked(
        "Haarlem: bonuses for personal budgets",
        "personal-budget-bonus@strict",
        {"municipality": "Haarlem", "as_of": "2009-12-31"},
    ),
    Asked(
        "Gorinchem: the share of dual trajectories",
        "dual-share@people-taking-part",
        {"municipality": "Gorinchem", "period": "2004-01-01..2005-01-01"},
    ),
    Asked(
        "Utrecht: plans within ten weeks",
        "plans-within-ten-weeks@from-notice",
        {"municipality": "Utrecht", "as_of": "2023-12-31"},
    ),
    Asked(
        "Utrecht: fines above the maximum",
        "fines-above-the-maximum@wi-2021",
        {"municipality": "Utrecht", "period": "2024-01-01..2025-01-01"},
    ),
)


def _row(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


OPENING = f"""# Ten figures, told three ways

A figure is one object with three renderings: three sentences for a minister (`--brief`), a table for an auditor (no
option; `ketenboek explain` adds every case), and a document for a machine (`--json`). Here are ten of them, in Dutch
and in English. The program wrote this page (`make explanations`), and a test holds it equal to what the program says.

All persons are invented. The facts are those of the [example files](../examples) as `ketenboek demo` imports them, with
[{FACTS.name}]({FACTS.name}) for Gorinchem and Utrecht.

Two things are shortened, always in the same way. From the table the line *known at* is left out: it holds the moment of
recording. Of the document these keys are shown, by the same names as in the whole:
{_row(KEPT)}, and `id` and `version` of `rule`;
the reasons in the funnel stand by alphabet. The whole document also has the sources, the ordered tests, the ids of the
cases, and the three sentences.
"""


def written(home: Home) -> str:
    """The page, from a home in which the facts are."""
    parts = [OPENING]
    with open_book(read_settings({"KETENBOEK_HOME": str(home.path)}), lambda: None) as book:
        for number, one in enumerate(TEN, 1):
            question = asked(one.rule, None, one.axes, Wording("en", MESSAGES))
            parts.append(_chapter(number, one, book, book.figures.ask(question)))
    return "\n".join(parts)


def _chapter(number: int, one: Asked, book: Book, answers: Sequence[Answer]) -> str:
    told = [f"## {number}. {one.title}\n", f"```console\n$ {one.command}\n```\n", "### For a minister\n"]
    for language, name in LANGUAGES:
        said = three_sentences(Wording(language), answers)
        told += [f"*{name}*\n", "\n>\n".join(f"> {sentence}" for sentence in said) + "\n"]
    told.append("### For an auditor\n")
    for language, name in LANGUAGES:
        told.append(_folded(name, "text", _table(language, answers)))
    told.append("### For a machine\n")
    document = answers_document([figure_document(answer, None) for answer in answers], answers)
    told.append(_folded("JSON", "json", json.dumps(_shortened(document), ensure_ascii=False, indent=2)))
    return "\n".join(told)


def _table(language: Language, answers: Sequence[Answer]) -> str:
    stream, wording = StringIO(), Wording(language, MESSAGES)
    out = console(stream, {})
    if len(answers) == 1:
        show_figure(out, wording, answers[0])
    else:
        show_versions(out, wording, answers)
    stream.flush()
    lines = stream.getvalue().strip("\n").splitlines()
    return "\n".join(line.rstrip() for line in lines if not line.strip().startswith(wording.say("axis.known_at") + " "))


def _shortened(document: dict[str, Any]) -> dict[str, Any]:
    """The document with the keys that the page names."""
    if "answers" in document:
        return {"answers": [_shortened(one) for one in document["answers"]]}
    kept = {"rule": {name: document["rule"][name] for name in ("id", "version")}}
    return kept | {key: _under(key, document[key]) for key in KEPT}


def _under(key: str, value: Any) -> Any:
    if key == "funnel":
        return dict(sorted(value.items(), key=lambda item: (item[0] != "counted", item[0])))
    if isinstance(value, list):
        return [_under(key, one) for one in value]
    if isinstance(value, dict) and key in SHORTENED:
        return {name: value[name] for name in SHORTENED[key]}
    return value


def _folded(summary: str, kind: str, text: str) -> str:
    return f"<details><summary>{summary}</summary>\n\n```{kind}\n{text}\n```\n\n</details>\n"


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value


def filled(home: Home) -> Home:
    """The home with the facts of the page."""
    for words in (("demo", "--no-serve"), ("import", FACTS)):
        said = home.run(*words)
        assert said.code == 0, said.told
    return home


def main() -> None:
    """Write the page."""
    home = Home()
    try:
        Path(PAGE).write_text(written(filled(home)), "utf-8")
    finally:
        home.end()


if __name__ == "__main__":
    main()

"""One run of the command: its settings, its words, where it writes, and the ledger when it needs one."""

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cli.settings import Settings
from domain.counting import Language
from replay.wording import Wording

if TYPE_CHECKING:
    from rich.console import Console

    from cli.errors import Problem
    from cli.wiring import Book

Progress = Callable[[int, int], None]
Document = dict[str, Any]


def sentence(message: str) -> str:
    """With a capital at its beginning, unless it begins with a name of ours."""
    word = message.partition(" ")[0]
    return message[0].upper() + message[1:] if word.isalpha() and word.islower() else message


@dataclass
class Session:
    """What every command gets. `counts` go to the log when it ends."""

    settings: Settings
    wording: Wording
    command: str = ""
    as_json: bool = False
    counts: dict[str, object] = field(default_factory=dict)
    logs: bool = False

    @cached_property
    def out(self) -> "Console":
        """Where answers go."""
        from cli.rendering import console

        return console(sys.stdout, self.settings.environment)

    @cached_property
    def told(self) -> "Console":
        """Where everything else goes: progress, warnings, errors."""
        from cli.rendering import console

        return console(sys.stderr, self.settings.environment)

    @contextmanager
    def book(self) -> Iterator["Book"]:
        """The open ledger."""
        from cli.journal import open_journal
        from cli.wiring import make_home, open_book

        make_home(self.settings)
        open_journal(self.settings.log_file)
        self.logs = True
        waiting = "wait.own_database" if self.settings.database_url else "wait.database"
        with open_book(self.settings, lambda: self.tell(waiting)) as book:
            yield book

    def tell(self, name: str, /, **holes: object) -> None:
        """A line for whoever is watching, not part of the answer."""
        from cli.rendering import harmless

        sys.stderr.write(harmless(self.wording.say(name, **holes)) + "\n")
        sys.stderr.flush()

    def tell_error(self, sentence: str) -> None:
        """A sentence about something that went wrong, in red where there is colour."""
        from rich.text import Text

        self.told.print(Text(sentence, style="red"), soft_wrap=not self.told.is_terminal)

    def tell_problem(self, problem: "Problem") -> None:
        """What went wrong and what would work; also as a document where the answer would have been one."""
        self.tell_error(sentence(problem.message))
        if self.as_json:
            self.write_json({"error": {"reason": problem.reason, "message": problem.message}})

    @contextmanager
    def progress(self, name: str, /, **holes: object) -> Iterator[Progress]:
        """A bar on a terminal; elsewhere nothing."""
        with self.progress_of(name, **holes) as (move,):
            yield move

    @contextmanager
    def progress_of(self, *names: str, **holes: object) -> Iterator[Sequence[Progress]]:
        """A bar for each part of one act on a terminal, shown as soon as it moves; elsewhere nothing."""
        if not sys.stderr.isatty():
            yield [lambda done, total: None for _ in names]
            return
        from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bars

        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
        with Bars(*columns, console=self.told, transient=True) as bar:
            begun = time.monotonic()

            def mover(name: str) -> Progress:
                task = bar.add_task(self.wording.say(name, **holes), total=None, visible=False)
                return lambda done, total: bar.update(
                    task, completed=done, total=total, visible=time.monotonic() - begun > 0.5
                )

            yield [mover(name) for name in names]

    @staticmethod
    def in_language(language: Language, code: str) -> str:
        """What a code means in a language, for documents that hold both."""
        return Wording(language).code_sentence(code)

    def write_json(self, document: Document | list[Document]) -> None:
        """The answer as a JSON document."""
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")

    def write_json_with_cases(self, document: Document, cases: Iterable[Document], name: str = "cases") -> None:
        """The answer with its cases, each written as soon as it is known: a long list is never held whole."""
        head = json.dumps(document, ensure_ascii=False, indent=2)
        sys.stdout.write(head.removesuffix("\n}") + f',\n  "{name}": [')
        separator = "\n"
        for case in cases:
            sys.stdout.write(f"{separator}    {json.dumps(case, ensure_ascii=False)}")
            separator = ",\n"
        sys.stdout.write("\n  ]\n}\n")

"""The command as a stranger runs it: in a process of its own, with a home of its own.

Loading the program takes longer than most commands do, so a run is a fork of a process in which it is loaded already.
Where more than settings of ours is given, which a fork would not heed, and in `as_installed`, it is the script itself.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from store.embedded import EmbeddedPostgres
from tests.conftest import end_at_once

COMMAND = Path(sys.executable).parent / "ketenboek"
EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
PLACEMENTS = EXAMPLES / "gemeente-groningen-gws4all-plaatsingen.csv"
QUOTAS = EXAMPLES / "taakstellingen.csv"
WAITING_LIST = EXAMPLES / "roc-da-vinci-wachtlijst.xlsx"
OURS = ("KETENBOEK_", "LC_", "LANG", "COLUMNS", "NO_COLOR", "FORCE_COLOR")
SECONDS_MAX = 120
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["cli.main", "cli.messages", "exchange.importing", "tests.cli.commanding"])


@dataclass(frozen=True)
class Said:
    """What one run answered, told beside it, and ended with."""

    out: str
    told: str
    code: int


class Home:
    """A throw-away ledger and the command on it."""

    def __init__(self) -> None:
        # A folder that the server's user may pass through, also where root runs the tests.
        self.folder = Path(tempfile.mkdtemp(prefix="kb-cli-")).resolve()
        self.folder.chmod(0o755)
        self.path = self.folder / "home"

    def environment(self, **more: str) -> dict[str, str]:
        """The environment of a run: that of the tests without settings of ours, in English."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        return {**kept, "KETENBOEK_HOME": str(self.path), "KETENBOEK_LANGUAGE": "en", **more}

    def run(self, *words: object, **more: str) -> Said:
        """One run, whatever it ends with; `more` are settings."""
        if not all(name.startswith("KETENBOEK_") for name in more):
            return self.as_installed(*words, **more)
        answers = Path(tempfile.mkdtemp(prefix="run-", dir=self.folder))
        out, told = answers / "out", answers / "told"
        one = FORKS.Process(target=forked, args=([*map(str, words)], self.environment(**more), self.folder, out, told))
        one.start()
        one.join(SECONDS_MAX)
        if one.exitcode is None:
            one.kill()
            raise TimeoutError(f"ketenboek {' '.join(map(str, words))}")
        return Said(out.read_text("utf-8"), told.read_text("utf-8"), one.exitcode)

    def as_installed(self, *words: object, **more: str) -> Said:
        """One run of the installed script."""
        done = subprocess.run(
            [str(COMMAND), *map(str, words)],
            env=self.environment(**more),
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=SECONDS_MAX,
        )
        return Said(done.stdout, done.stderr, done.returncode)

    def answer(self, *words: object) -> Any:
        """The document that a run with --json answers; it must end well."""
        said = self.run(*words, "--json")
        assert said.code == 0, said.told or said.out
        return json.loads(said.out)

    def figure(self, rule: str, **axes: object) -> Any:
        """The document of a figure."""
        return self.answer("figure", rule, *options(axes))

    def take(self, file: Path, **asked: object) -> Any:
        """Import a file; gives what became of it."""
        return self.answer("import", file, *options(asked))

    def end(self) -> None:
        """End the server and throw everything away, also what root's server keeps elsewhere."""
        server = EmbeddedPostgres(self.path)
        end_at_once(server)
        place = server.place
        if place.elsewhere:
            shutil.rmtree(place.root, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)


def forked(words: list[str], environment: dict[str, str], folder: Path, out: Path, told: Path) -> None:
    """The body of a run: what the shell and Python's own start do for the script."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    for place, path in ((0, Path(os.devnull)), (1, out), (2, told)):
        how = os.O_RDWR | os.O_CREAT | (os.O_TRUNC if place else 0)
        os.dup2(os.open(path, how), place)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115 - they are the run's for good
    from cli.main import main

    main(words)


def options(axes: dict[str, object]) -> list[str]:
    """Arguments as options of the command line."""
    return [word for name, value in axes.items() for word in (f"--{name.replace('_', '-')}", str(value))]


def reasons(figure: Any) -> dict[str, str]:
    """Id → why it does not count."""
    return {record: code for code, ids in figure["not_counted"].items() for record in ids}

"""The crash campaign: kill -9 the database and its writers under load, and then ask whether every promise was kept.

`make crash` runs it whole and writes docs/explanation/reliability.json and the table in reliability.md; `make test`
runs it with smaller numbers (tests/store/test_crash.py). Three trials, each with writers in processes of their own
that roll back now and then, and a reader that follows the tail of the ledger:

- `rollbacks`: nothing is killed. The reader must see every position once, in order, and nothing that was rolled back.
- `database`: the server is killed again and again, by turns only its first process and all of them at once.
- `writers`: one writer after the other is killed and started again.

A writer asks command after command, each under a key that follows from its seed and number, until it has a receipt. It
notes the receipt in a file and goes on; started again, it asks its last noted command once more. Afterwards every noted
command is asked once more: it must get its first receipt, and the ledger must hold exactly the events of the noted
commands. kill -9 does not prove what happens when the power fails: what the kernel holds, it still writes.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from uuid import UUID

import psycopg

from domain import tree
from store import embedded_process
from store.embedded import EmbeddedPostgres
from store.ledger import Ledger
from store.opening import open_ledger
from tests.campaigns.crash_processes import CONNINFO, command, read_notes, subject_of

REPOSITORY = Path(__file__).resolve().parents[2]
DOCUMENT = REPOSITORY / "docs" / "explanation" / "reliability.md"
BEGIN, END = "<!-- campaign: begin -->", "<!-- campaign: end -->"
PROGRESS_SECONDS_MAX = 120
ASKED_AGAIN_AT_ONCE = 200


# A trial


@dataclass
class Trial:
    """What was done, and what was found afterwards; all but the first block must be 0."""

    name: str
    seconds: float = 0
    writers: int = 0
    kills: int = 0
    events: int = 0
    commands: int = 0
    answered_by_retry: int = 0
    looks_of_reader: int = 0

    gaps: int = 0
    missed_by_reader: int = 0
    lost_events: int = 0
    doubled_events: int = 0
    other_receipts: int = 0
    tree_differs: int = 0

    @property
    def broken_promises(self) -> int:
        """How often the ledger did not do what it promises."""
        findings = (self.gaps, self.missed_by_reader, self.lost_events, self.doubled_events, self.other_receipts)
        return sum(findings) + self.tree_differs


@dataclass
class Crew:
    """The processes of one trial and the files they share."""

    conninfo: str
    folder: Path
    events_max: int
    seeds: Sequence[int]
    processes: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)
    reader: subprocess.Popen[bytes] | None = None

    @property
    def key_file(self) -> Path:
        return self.folder / "keys.json"

    @property
    def stop(self) -> Path:
        return self.folder / "stop"

    def notes(self, seed: int) -> Path:
        return self.folder / f"notes-{seed}"

    def begin(self) -> None:
        """Start all writers and the reader."""
        self.reader = self._start("follow", self.folder / "reader.json", self.folder / "until")
        for seed in self.seeds:
            self.begin_writer(seed)

    def begin_writer(self, seed: int) -> None:
        """Start one writer, or start it again where its notes end."""
        self.processes[seed] = self._start("write", self.notes(seed), seed, self.events_max, self.stop)

    def _start(self, what: str, *arguments: object) -> subprocess.Popen[bytes]:
        given = map(str, (what, self.key_file, *arguments))
        command_line = [sys.executable, "-m", "tests.campaigns.crash_processes", *given]
        return subprocess.Popen(command_line, cwd=REPOSITORY, env=os.environ | {CONNINFO: self.conninfo})

    def noted_bytes(self) -> dict[int, int]:
        """How far each writer has come."""
        return {seed: self.notes(seed).stat().st_size if self.notes(seed).exists() else 0 for seed in self.seeds}

    def wait_for_progress(self) -> None:
        """Until every writer has noted something more: the next blow falls under load."""
        before, deadline = self.noted_bytes(), time.monotonic() + PROGRESS_SECONDS_MAX
        while any(size <= before[seed] for seed, size in self.noted_bytes().items()):
            assert time.monotonic() < deadline, "the writers do not get on"
            assert all(process.poll() is None for process in self.processes.values()), "a writer has ended by itself"
            time.sleep(0.02)

    def finish(self) -> dict[str, object]:
        """Wait for the writers, let the reader read to the end, and give what it saw."""
        for seed, process in self.processes.items():
            assert process.wait(timeout=600) == 0, f"writer {seed} failed"
        with psycopg.connect(self.conninfo) as connection:
            (position,) = connection.execute("select position from ledger.head").fetchone() or (0,)
        (self.folder / "until.new").write_text(str(position))
        (self.folder / "until.new").rename(self.folder / "until")
        assert self.reader is not None
        assert self.reader.wait(timeout=600) == 0, "the reader failed"
        found: dict[str, object] = json.loads((self.folder / "reader.json").read_text())
        return found

    def end(self) -> None:
        """End what still runs."""
        for process in (*self.processes.values(), self.reader):
            if process is not None and process.poll() is None:
                process.kill()
                process.wait()


def try_out(
    server: EmbeddedPostgres,
    name: str,
    *,
    events: int = 0,
    kills: int = 0,
    writers: int = 8,
    tell: Callable[[str], None] = lambda sentence: None,
) -> Trial:
    """One trial in a new database: until there are so many events, or until so many kills are survived."""
    with psycopg.connect(server.conninfo(dbname="postgres"), autocommit=True) as connection:
        connection.execute(f"drop database if exists campaign_{name} with (force)")
        connection.execute(f"create database campaign_{name} template template0")
    folder = Path(tempfile.mkdtemp(prefix="kb-campaign-"))
    crew = Crew(
        server.conninfo(dbname=f"campaign_{name}"), folder, events // writers + 1 if events else 2**40, range(writers)
    )
    trial, begun = Trial(name, writers=writers, kills=kills), time.monotonic()
    chance = random.Random()
    try:
        crew.begin()
        for number in range(kills):
            crew.wait_for_progress()
            time.sleep(chance.random() / 5)
            kill_database(server, number) if name == "database" else kill_writer(crew, chance)
            tell(f"{name}: kill {number + 1} of {kills}")
        if kills:
            crew.wait_for_progress()
            crew.stop.touch()
        seen = crew.finish()
        trial.seconds = round(time.monotonic() - begun, 1)
        tell(f"{name}: {seen['read']} events written and read; now checking every promise")
        judge(trial, crew, seen)
    finally:
        crew.end()
        shutil.rmtree(folder, ignore_errors=True)
    return trial


def kill_database(server: EmbeddedPostgres, number: int) -> None:
    """kill -9 for the server's first process, and every other time for all of them; then start it again."""
    first, (place, user) = server.server_pid(), server._find()
    assert first is not None
    others = [pid for pid in embedded_process.postgres_processes(user) if pid != first] if number % 2 else []
    ours = [pid for pid in others if embedded_process.is_server_process(pid, place.data, user)]
    for pid in (first, *ours):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    server.start()


def kill_writer(crew: Crew, chance: random.Random) -> None:
    """kill -9 for one writer in the middle of its work; another life begins where its notes end."""
    seed = chance.choice(list(crew.seeds))
    crew.processes[seed].kill()
    crew.processes[seed].wait()
    crew.begin_writer(seed)


# The judgement


def judge(trial: Trial, crew: Crew, seen: dict[str, object]) -> None:
    """Hold the ledger against the notes of the writers and against what the reader saw."""
    notes = [(seed, note) for seed in crew.seeds for note in read_notes(crew.notes(seed))]
    noted = {(seed, note.number): (note.first_position, note.events) for seed, note in notes}
    trial.answered_by_retry = sum(note.was_there for _, note in notes)
    trial.commands, trial.gaps, trial.looks_of_reader = len(noted), int(str(seen["gaps"])), int(str(seen["looks"]))
    expected = Counter({subject_of(seed, number): count for (seed, number), (_, count) in noted.items()})
    digest, found, leaves = hashlib.sha256(), Counter[UUID](), []
    with psycopg.connect(crew.conninfo) as connection, connection.cursor("all") as cursor:
        cursor.execute("select position, event_id, subject, payload, leaf from ledger.event order by position")
        for at, (position, event_id, subject, payload, leaf) in enumerate(cursor, 1):
            trial.gaps += position != at
            digest.update(b"%d %s\n" % (position, event_id.bytes))
            found[subject] += 1
            leaves.append(tree.leaf_hash(payload))
            trial.tree_differs += leaves[-1] != leaf
    trial.events = len(leaves)
    trial.missed_by_reader = abs(trial.events - int(str(seen["read"]))) or int(digest.hexdigest() != seen["digest"])
    trial.lost_events = (expected - found).total()
    trial.doubled_events = (found - expected).total()
    ledger = open_ledger(crew.conninfo, crew.key_file, os.environ)
    head = ledger.head()
    trial.tree_differs += (head.root != tree.root_of(leaves)) + (head.position != len(leaves))
    trial.other_receipts = ask_all_again(ledger, noted)
    trial.tree_differs += ledger.head() != head
    ledger.close()
    ledger.database.close()


def ask_all_again(ledger: Ledger, noted: dict[tuple[int, int], tuple[int, int]]) -> int:
    """Ask every noted command once more; gives how many did not get their first receipt."""
    others, keys = 0, list(noted)
    for begin in range(0, len(keys), ASKED_AGAIN_AT_ONCE):
        asked = keys[begin : begin + ASKED_AGAIN_AT_ONCE]
        receipts = ledger.record([command(*key) for key in asked])
        others += sum(
            (receipt.outcome, receipt.first_position, receipt.events) != ("replayed", *noted[key])
            for key, receipt in zip(asked, receipts, strict=True)
        )
    return others


# The report


def report(trials: Sequence[Trial]) -> None:
    """Write the JSON and the table of the page on reliability."""
    figures = [asdict(trial) | {"broken_promises": trial.broken_promises} for trial in trials]
    DOCUMENT.with_suffix(".json").write_text(json.dumps(figures, indent=1) + "\n")
    columns = {
        "trial": "name",
        "writers": "writers",
        "kills": "kills",
        "events": "events",
        "commands": "commands",
        "answered only when asked again": "answered_by_retry",
        "gaps": "gaps",
        "missed by the reader": "missed_by_reader",
        "lost": "lost_events",
        "doubled": "doubled_events",
        "other receipts": "other_receipts",
        "tree differs": "tree_differs",
    }
    rows = [f"| {' | '.join(columns)} |", "|---" + "|--:" * (len(columns) - 1) + "|"]
    rows += [f"| {' | '.join(str(one[column]) for column in columns.values())} |" for one in figures]
    table = "\n".join((BEGIN, *rows, END))
    text = DOCUMENT.read_text("utf-8")
    DOCUMENT.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: table, text, flags=re.DOTALL), "utf-8")


def campaign(events: int, kills: int) -> int:
    """All three trials on a server of their own; gives the exit code."""
    folder = Path(tempfile.mkdtemp(prefix="kb-crash-")).resolve()
    folder.chmod(0o755)
    server = EmbeddedPostgres(folder / "home")
    server.start(tell)
    try:
        trials = [
            try_out(server, "rollbacks", events=events, tell=tell),
            try_out(server, "database", kills=kills, tell=tell),
            try_out(server, "writers", kills=kills, tell=tell),
        ]
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
    report(trials)
    for trial in trials:
        tell(json.dumps(asdict(trial)))
    return 1 if any(trial.broken_promises for trial in trials) else 0


def tell(sentence: str) -> None:
    """Progress, with the time of day."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {sentence}\n")


def main() -> int:
    """The campaign."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--events", type=int, default=100_000, help="events of the trial without kills")
    parser.add_argument("--kills", type=int, default=20, help="kills of the database, and of writers")
    given = parser.parse_args()
    return campaign(given.events, given.kills)


if __name__ == "__main__":
    sys.exit(main())

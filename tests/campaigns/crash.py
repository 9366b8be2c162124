"""The crash campaign: do to the database, its writers, its lines and its disks what may befall them, and ask what held.

`make crash` runs it whole and writes docs/explanation/reliability.json and the table in reliability.md; `make test`
runs it with smaller numbers (tests/store/test_crash.py). Every trial has a ledger of its own, writers in processes of
their own that roll back now and then, and a reader that follows the tail of the ledger. One thread of a writer gives
commands of up to 24 events by itself, the others give commands of one event through group commit.

- `rollbacks`: nothing is killed. The reader must see every position once, in order, and nothing that was rolled back.
- `database`: processes of the server are killed again and again.
- `writers`: one writer after the other is killed and started again.
- `lines`: connections are cut: at rest, within a request, within an answer, or with the whole answer lost.
- `full data disk`, `full log disk`: a disk of its own is filled until the kernel says that there is no room.

A writer asks command after command, each under a key that follows from its seed and number, until it has a receipt. It
notes the receipt in a file and goes on; started again, it asks its last noted command once more. Afterwards every noted
command is asked once more: it must get its first receipt, and the ledger must hold exactly the events of the noted
commands. kill -9 does not prove what happens when the power fails: what the kernel holds, it still writes.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import secrets
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from store.embedded import EmbeddedPostgres
from tests.campaigns import crash_trial
from tests.campaigns.crash_cuts import CuttableLine
from tests.campaigns.crash_disks import can_mount, move_log, small_disk
from tests.campaigns.crash_judging import judge
from tests.campaigns.crash_trial import Crew, Trial, crew_of, new_database
from tests.conftest import end_at_once

DOCUMENT = crash_trial.REPOSITORY / "docs" / "explanation" / "reliability.md"
BEGIN, END = "<!-- campaign: begin -->", "<!-- campaign: end -->"
DISK_MEGABYTES = 512
LONG_REST_SECONDS, SHORT_REST_SECONDS = 0.04, 0.01
Blows = Callable[[Crew, Trial], Iterator[str]]


def tell(sentence: str) -> None:
    """Progress, with the time of day."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {sentence}\n")


# The trials


def no_blows(crew: Crew, trial: Trial) -> Iterator[str]:
    """Nothing befalls anybody."""
    return iter(())


def try_out(
    name: str,
    conninfo: str,
    blows: Blows,
    *,
    seed: int,
    events: int = 0,
    writers: int = 4,
    rest_seconds_max: float = 0,
    line: CuttableLine | None = None,
) -> Trial:
    """One trial in this database: until there are so many events, or until all blows are survived."""
    trial, begun = Trial(name, seed, writers=writers), time.monotonic()
    chance = random.Random(f"{seed}/{name}")
    address = line.conninfo if line else conninfo
    with crew_of(address, writers=writers, chance=chance, events=events, rest_seconds_max=rest_seconds_max) as crew:
        crew.begin()
        for sentence in blows(crew, trial):
            tell(f"{name}: {sentence}")
        if not events:
            crew.wait_for_progress()
            crew.task.stop.touch()
        seen = crew.finish(conninfo)
        trial.seconds = round(time.monotonic() - begun, 1)
        tell(f"{name}: {seen['read']} events written and read; now checking every promise")
        judge(trial, crew, conninfo, seen)
        tell(json.dumps(trial.figures()))
    return trial


def rollbacks(server: EmbeddedPostgres, seed: int, events: int, writers: int = 4) -> Trial:
    """Writers that roll back, and nothing else."""
    conninfo = new_database(server, "rollbacks")
    return try_out("rollbacks", conninfo, no_blows, seed=seed, events=events, writers=writers)


def database(server: EmbeddedPostgres, seed: int, kills: int, writers: int = 4) -> Trial:
    """The server is killed."""

    def blows(crew: Crew, trial: Trial) -> Iterator[str]:
        return crash_trial.kill_database(server, crew, kills, trial)

    conninfo = new_database(server, "database")
    return try_out("database", conninfo, blows, seed=seed, writers=writers, rest_seconds_max=LONG_REST_SECONDS)


def writers(server: EmbeddedPostgres, seed: int, kills: int, writers: int = 4) -> Trial:
    """Writers are killed."""

    def blows(crew: Crew, trial: Trial) -> Iterator[str]:
        return crash_trial.kill_writers(crew, kills, trial)

    conninfo = new_database(server, "writers")
    return try_out("writers", conninfo, blows, seed=seed, writers=writers, rest_seconds_max=LONG_REST_SECONDS)


def lines(server: EmbeddedPostgres, seed: int, cuts: int, writers: int = 4) -> Trial:
    """Connections are cut."""
    conninfo = new_database(server, "lines")
    with (
        tempfile.TemporaryDirectory(prefix="kb-line-") as folder,
        CuttableLine(conninfo, Path(folder), random.Random(f"{seed}/line")) as line,
    ):

        def blows(crew: Crew, trial: Trial) -> Iterator[str]:
            return crash_trial.cut_lines(line, crew, cuts, trial)

        return try_out(
            "lines", conninfo, blows, seed=seed, writers=writers, rest_seconds_max=SHORT_REST_SECONDS, line=line
        )


def full_data_disk(server: EmbeddedPostgres, seed: int, times: int, writers: int = 4) -> Trial:
    """The disk that holds the tables is full; the write-ahead log lies on another."""
    with small_disk(DISK_MEGABYTES) as disk:

        def blows(crew: Crew, trial: Trial) -> Iterator[str]:
            return crash_trial.fill_data_disk(disk, crew, times, trial)

        conninfo = new_database(server, "data_disk", disk)
        trial = try_out(
            "full data disk", conninfo, blows, seed=seed, writers=writers, rest_seconds_max=SHORT_REST_SECONDS
        )
        crash_trial.drop_database(server, "data_disk")
    return trial


def full_log_disk(server: EmbeddedPostgres, seed: int, times: int, writers: int = 4) -> Trial:
    """The disk that holds the write-ahead log is full; the tables lie on another. The server must be its own."""
    with small_disk(DISK_MEGABYTES) as disk:
        move_log(server, disk)

        def blows(crew: Crew, trial: Trial) -> Iterator[str]:
            return crash_trial.fill_log_disk(server, disk, crew, times, trial)

        conninfo = new_database(server, "log_disk")
        try:
            return try_out(
                "full log disk", conninfo, blows, seed=seed, writers=writers, rest_seconds_max=SHORT_REST_SECONDS
            )
        finally:
            end_at_once(server)


@contextmanager
def server_of_its_own() -> Iterator[EmbeddedPostgres]:
    """A server that is there to be killed."""
    folder = Path(tempfile.mkdtemp(prefix="kb-crash-")).resolve()
    folder.chmod(0o755)
    server = EmbeddedPostgres(folder / "home")
    server.start(tell)
    try:
        yield server
    finally:
        end_at_once(server)
        shutil.rmtree(folder, ignore_errors=True)


# The whole


@dataclass
class Campaign:
    """The trials that came to their end, and why each other did not."""

    seed: int
    trials: list[Trial] = field(default_factory=list)
    unfinished: dict[str, str] = field(default_factory=dict)

    @property
    def has_held(self) -> bool:
        """Whether all was tried and every promise was kept."""
        return not self.unfinished and not any(trial.broken_promises for trial in self.trials)

    def run(self, name: str, attempt: Callable[[], Trial]) -> None:
        """One trial; one that breaks off is noted and keeps nobody from the next."""
        try:
            self.trials.append(attempt())
        except Exception as error:  # noqa: BLE001 - whatever it is, the others are run and reported
            traceback.print_exc()
            self.unfinished[name] = f"{type(error).__name__}: {error}".partition("\n")[0]


def campaign(seed: int, events: int, kills: int, cuts: int, fills: int) -> Campaign:
    """All trials, each on a server of its own; those with a full disk only where a disk can be made."""
    tell(f"seed {seed}")
    whole = Campaign(seed)
    for name, trial, number in (
        ("rollbacks", rollbacks, events),
        ("writers", writers, kills),
        ("lines", lines, cuts),
        ("database", database, kills),
    ):
        whole.run(name, lambda trial=trial, number=number: on_its_own(trial, seed, number))  # type: ignore[misc]
    for name, trial in (("full data disk", full_data_disk), ("full log disk", full_log_disk)):
        if can_mount():
            whole.run(name, lambda trial=trial: on_its_own(trial, seed, fills))  # type: ignore[misc]
        else:
            whole.unfinished[name] = "not begun, since only root may make a small disk"
    return whole


def on_its_own(trial: Callable[[EmbeddedPostgres, int, int], Trial], seed: int, number: int) -> Trial:
    """One trial on a new server."""
    with server_of_its_own() as server:
        return trial(server, seed, number)


# The report


DONE = {
    "trial": lambda one: one.name,
    "blows": lambda one: "; ".join(f"{count} × {what}" for what, count in sorted(one.blows.items())) or "none",
    "writers": lambda one: one.writers,
    "events": lambda one: f"{one.events:,}",
    "commands": lambda one: f"{one.commands:,}",
    "of these single": lambda one: f"{one.single_commands:,}",
    "sealed parts": lambda one: f"{one.sealed_parts:,}",
    "errors that writers met": lambda one: f"{one.errors_of_writers.total():,}",
    "answered only when asked again": lambda one: f"{one.answered_by_retry:,}",
}
FOUND = {
    "trial": lambda one: one.name,
    "gaps": lambda one: one.gaps,
    "missed by the reader": lambda one: one.missed_by_reader,
    "lost": lambda one: one.lost_events,
    "doubled": lambda one: one.doubled_events,
    "other receipts": lambda one: one.other_receipts,
    "tree differs": lambda one: one.tree_differs,
    "vault differs": lambda one: one.vault_differs,
    "found by verify": lambda one: one.found_by_verify,
}


def table(columns: dict[str, Callable[[Trial], object]], trials: Sequence[Trial]) -> list[str]:
    """A table of the page: one line for each trial."""
    rows = [f"| {' | '.join(str(say(trial)) for say in columns.values())} |" for trial in trials]
    return [f"| {' | '.join(columns)} |", "|---" + "|--:" * (len(columns) - 1) + "|", *rows]


def told(whole: Campaign) -> str:
    """What the page says of a campaign, between its marks."""
    total = sum(trial.events for trial in whole.trials)
    sentence = f"Together {total:,} acknowledged events; seed {whole.seed}."
    unfinished = [f"**Not finished: {name}.** {reason}." for name, reason in whole.unfinished.items()]
    parts = [[sentence], *([one] for one in unfinished)]
    if whole.trials:
        parts = [table(DONE, whole.trials), *parts, table(FOUND, whole.trials)]
    return "\n".join((BEGIN, "\n\n".join("\n".join(part) for part in parts), END))


def report(whole: Campaign) -> None:
    """Write the JSON and the tables of the page on reliability."""
    figures = {"seed": whole.seed, "unfinished": whole.unfinished, "trials": [one.figures() for one in whole.trials]}
    DOCUMENT.with_suffix(".json").write_text(json.dumps(figures, indent=1) + "\n")
    text = DOCUMENT.read_text("utf-8")
    DOCUMENT.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: told(whole), text, flags=re.DOTALL), "utf-8")


def main() -> int:
    """The campaign."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**32), help="chooses all blows")
    parser.add_argument("--events", type=int, default=50_000, help="events of the trial without blows")
    parser.add_argument("--kills", type=int, default=200, help="kills of the database, and of writers")
    parser.add_argument("--cuts", type=int, default=1_000, help="connections that are cut")
    parser.add_argument("--fills", type=int, default=5, help="how often each disk is filled")
    parser.add_argument("--trial-only", action="store_true", help="write nothing on the page")
    given = parser.parse_args()
    whole = campaign(given.seed, given.events, given.kills, given.cuts, given.fills)
    if not given.trial_only:
        report(whole)
    tell(told(whole))
    return 0 if whole.has_held else 1


if __name__ == "__main__":
    sys.exit(main())

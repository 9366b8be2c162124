"""What each view costs an event in a rebuild, and so each rule that counts it.

`make cost` makes histories by chance (tests/campaigns/histories.py) and works out once what each event changed. Then
every view says by itself what it says of each group, up to the lines that are copied; and all of them together, in one
pass that decodes the events too. CPU time of this process, the least of some rounds, so that busy neighbours matter
less. It writes the table in docs/explanation/performance.md.
"""

from __future__ import annotations

import argparse
import gc
import re
import sys
import time
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from uuid import UUID

from domain import rules
from projections.alike import likeness
from projections.fold import Row
from projections.history import History
from replay.follow import Follower
from replay.histories import read, rows_as_read
from replay.parts import WHOLE
from replay.projecting import Projected, Target, Whose, project, target_of, wanted_by, written
from store.rows import StoredEvent
from tests.campaigns.histories import write
from tests.campaigns.volume import ledger_of_its_own

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "performance.md"
BEGIN, END = "<!-- cost: begin -->", "<!-- cost: end -->"
GOAL_US = 25


def targets_and_histories(events: int) -> tuple[list[Target], list[StoredEvent]]:
    """All views with what they share, and the histories as a rebuild reads them."""
    with ledger_of_its_own() as (ledger, _, _):
        write(ledger, events)
        follower = Follower(ledger)
        follower.follow()
        head = int(ledger.head().position)
        with follower.rows.snapshot() as connection:
            present = follower.present(connection)
            targets = [
                target_of(follower.rows, connection, present[name], view, head) for name, view in follower.views.items()
            ]
            return targets, list(follower.rows.all_histories(connection, wanted_by(targets), head, *WHOLE))


def whole_us(targets: Sequence[Target], histories: Sequence[StoredEvent], events: int) -> float:
    """Microseconds of CPU per event for a whole pass of all views."""
    begun = time.process_time_ns()
    for _row in written(project(targets, histories)):
        pass
    return (time.process_time_ns() - begun) / events / 1_000


def view_us(target: Target, groups: Sequence[tuple[UUID, History, Whose]], events: int) -> float:
    """The same for one view, where it is known what each event changed."""
    begun = time.process_time_ns()
    for group_id, history, whose in groups:
        found, unread = rows_as_read(history, target.states, target.view)
        for _row in written([Projected(target, group_id, found, whose, unread)]):
            pass
    return (time.process_time_ns() - begun) / events / 1_000


def alike_us(rows: Sequence[tuple[Projected, Row]], events: int) -> float:
    """Microseconds of CPU per event for saying which rows are alike."""
    told = [(likeness(group.target.view.case).of_row, row) for group, row in rows]
    begun = time.process_time_ns()
    for of_row, row in told:
        of_row(row)
    return (time.process_time_ns() - begun) / events / 1_000


def run(events: int, rounds: int) -> str:
    """The block in the document."""
    targets, histories = targets_and_histories(events)
    for target in targets:
        target.states  # noqa: B018  worked out once for all groups, and so before
    rows = [(group, row) for group in project(targets, histories) for row in group.rows]
    counts: dict[str, int] = {}
    for group, _ in rows:
        counts[group.target.view.name] = counts.get(group.target.view.name, 0) + 1
    read_at = [(group_id, History(read(some)[0])) for group_id, some in groupby(histories, key=lambda event: event[0])]
    groups = [(group_id, history, Whose(history)) for group_id, history in read_at]
    gc.freeze()
    gc.disable()
    whole = min(whole_us(targets, histories, events) for _ in range(rounds))
    rebuilt = [min(view_us(target, groups, events) for _ in range(rounds + 1)) for target in targets]
    lines = ["| view | CPU µs per event | rows | rules that count it |", "|---|--:|--:|---|"]
    for target, us in zip(targets, rebuilt, strict=True):
        name = target.view.name
        counting = ", ".join(dict.fromkeys(rule.id for rule in rules.RULES if rule.view == name))
        lines.append(f"| {name} | {us:.2f} | {counts.get(name, 0):,} | {counting or '-'} |")
    lines += [f"| **all together** | **{whole:.1f}** | {len(rows):,} | goal: {GOAL_US} |", ""]
    with_rows = len({group.group_id for group, _ in rows})
    told = f"{events:,} events of {with_rows:,} groups with rows; of it {alike_us(rows, events):.2f} µs for what makes "
    told += "rows alike. "
    told += f"Least of {rounds} rounds: `python -m tests.campaigns.cost --events {events} --rounds {rounds}`."
    return "\n".join([BEGIN, *lines, told, END])


def main() -> int:
    """The whole measurement."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--events", type=int, default=60_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    block = run(given.events, given.rounds)
    text = DOCUMENT.read_text("utf-8")
    DOCUMENT.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: block, text, flags=re.DOTALL), "utf-8")
    sys.stdout.write(block + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

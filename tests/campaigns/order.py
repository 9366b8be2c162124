"""The same facts in other orders and batches: every figure, and who is one person, must be the same: `make order`.

Each world (`order_worlds.py`: the example files, or people, mistakes and corrections made from a seed) is told to
several ledgers, each time in another of the orders that `order_worlds.ways` calls equal; the ledgers must then give the
same answer to every rule version, everywhere and per municipality, as of several days, and the same persons
(`order_seen.py`). Two more trials tell it in other ways: as facts recorded one by one by several people through group
commit instead of in a file; and each source by a process of its own, all at the same moment.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import re
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from domain.decision_refusals import DecisionRefused
from domain.facts import LinkLeftUndecided, RegistrationsLinked, RegistrationsUnlinked
from domain.municipalities import find_code
from exchange import importing, linking_by_hand
from exchange.by_hand import parse_by_hand
from exchange.linking import LinkingInterrupted, follow_fact
from exchange.recording import RecordingRefused, StreamKeepsMoving, record_by_hand
from replay.asking import today_in_amsterdam
from store.errors import StaleWrite
from store.group_commit import GroupCommit
from store.ledger import Ledger
from store.opening import open_ledger
from store.statement import Command, Receipt
from tests.campaigns.order_ground import Ground, close, ground_of_its_own
from tests.campaigns.order_seen import Seen, bare, differences, seen
from tests.campaigns.order_typed import Told, as_file, typed
from tests.campaigns.order_worlds import (
    Decision,
    Delivery,
    Round,
    World,
    examples,
    generated,
    ways,
)
from tests.delivering import opened

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "reliability.md"
BEGIN, END = "<!-- order: begin -->", "<!-- order: end -->"
SETTINGS = (
    "name=accountability-documents",
    "value=beschikking,trajectplan,startverklaring",
    "municipality=0518",
    "occurred_on=2007-01-01",
)
"""What somebody must set before the files of Den Haag can be judged; the same in every world made here."""
EVERYWHERE: tuple[str | None, ...] = (None, "0014", "0363", "0505", "0518", "0599")
DAYS = (date(2003, 12, 1), date(2007, 3, 15), date(2009, 1, 5))
REGISTERED_BY = (date(2007, 4, 1), date(2008, 3, 1))
EXAMPLES_PLACES: tuple[str | None, ...] = (*EVERYWHERE, "0392", "0512")
TYPISTS = 4
TRIES_MAX = 20
WAIT_SECONDS = 60
"""For all sources to be ready; one that never comes keeps the others no longer."""


@dataclass
class Trial:
    """What one kind of trial looked at, and what it found."""

    name: str
    places: tuple[str | None, ...] = EVERYWHERE
    days: tuple[date, ...] = DAYS
    registered_by: tuple[date, ...] = REGISTERED_BY
    worlds: int = 0
    ledgers: int = 0
    files: int = 0
    events: int = 0
    persons_of_more: int = 0
    links: int = 0
    unlinks: int = 0
    questions: int = 0
    answers: int = 0
    found: list[str] = field(default_factory=list)

    def looked(self, ledger: Ledger, answers: Seen) -> None:
        """One more ledger was told a world."""
        kinds = [type(one.fact) for one in ledger.events_after(0)]
        self.ledgers += 1
        self.events += len(kinds)
        self.links += kinds.count(RegistrationsLinked)
        self.unlinks += kinds.count(RegistrationsUnlinked)
        self.questions += kinds.count(LinkLeftUndecided)
        self.persons_of_more += sum(len(person) > 1 for person in answers["persons"])
        self.answers += len(answers)

    def differs(self, what: str, one: Seen, other: Seen) -> None:
        """Note each difference, with the world and order that it can be made again from."""
        self.found += [f"{what}: {difference}" for difference in differences(one, other)]


# --- Telling a world to a ledger ---


def tell(ledger: Ledger, folder: Path, rounds: Sequence[Round], trial: Trial) -> list[str]:
    """Import and decide in this order; gives what became of each decision."""
    _record(ledger, "ParameterSet", SETTINGS)
    outcomes = []
    for number, round_ in enumerate(rounds):
        for at, delivery in enumerate(round_.deliveries):
            bring(ledger, delivery, folder, f"{number}-{at}")
            trial.files += 1
        outcomes += [decide(ledger, decision) for decision in round_.decisions]
    return outcomes


def bring(ledger: Ledger, delivery: Delivery, folder: Path, name: str) -> None:
    """Import one file."""
    path = delivery.written(folder, name)
    arrived = {"kind": delivery.kind, "arrived": delivery.delivered_on}
    report = opened(ledger, path, delivery.municipality, **arrived).run(lambda done, total: None)
    assert report.rows, f"{delivery.name} gave no rows"
    path.unlink()


def decide(ledger: Ledger, decision: Decision) -> str:
    """Take a decision of a person; gives what became of it: a refusal must be the same in every order, too."""
    try:
        if decision.what == "link":
            linking_by_hand.link(ledger, decision.words[0], decision.words[1], "same person", actor="m1234")
        elif decision.what == "unlink":
            linking_by_hand.unlink(ledger, decision.words[0], decision.words[1], "other person", actor="m1234")
        else:
            _record(ledger, decision.what, decision.words)
    except (RecordingRefused, DecisionRefused) as refusal:
        return type(refusal).__name__
    return "recorded"


def _record(ledger: Ledger, kind: str, words: Sequence[str], recorder: Ledger | None = None) -> None:
    by_hand = parse_by_hand(kind, words, lambda text: find_code(text, {}))
    today = today_in_amsterdam(datetime.now(UTC))
    done = record_by_hand(recorder or ledger, by_hand, actor="m1234", today=today)
    follow_fact(ledger, "m1234", by_hand.fact, done.subject)


def look(ledger: Ledger, outcomes: Sequence[str], trial: Trial) -> Seen:
    """What this ledger says by now."""
    answers = seen(ledger, trial.places, trial.days, trial.registered_by) | {"decisions": list(outcomes)}
    trial.looked(ledger, answers)
    return answers


# --- Trials ---


def in_other_orders(ground: Ground, trial: Trial, world: World, seed: int, orders: int) -> None:
    """Tell a world as it is, and then in so many other orders."""
    trial.worlds += 1
    first: Seen | None = None
    for order in range(orders + 1):
        chance = random.Random(f"{seed} {order}")
        rounds = list(world) if first is None else ways(world, chance)
        importing.ROWS_AT_ONCE = 2_000 if first is None else chance.choice((1, 2, 7, 100, 2_000))
        with ground.ledger() as ledger:
            answers = look(ledger, tell(ledger, ground.folder, rounds, trial), trial)
        if first is None:
            first = answers
        else:
            trial.differs(f"world {seed}, order {order}", first, answers)
    importing.ROWS_AT_ONCE = 2_000


def _source_process(conninfo: str, key_file: Path, folder: Path, files_: Sequence[Delivery], begin: object) -> None:
    """A source that delivers by itself, from the same moment on as the others."""
    ledger = open_ledger(conninfo, key_file, os.environ)
    begin.wait(WAIT_SECONDS)  # type: ignore[attr-defined]
    for at, delivery in enumerate(files_):
        for _ in range(TRIES_MAX):
            try:
                bring(ledger, delivery, folder, f"{delivery.source}-{at}")
                break
            except (LinkingInterrupted, importing.ImportInterrupted):
                continue  # as its sentence says: run it again
        else:
            raise AssertionError(f"{delivery.source} was interrupted {TRIES_MAX} times")
    close(ledger)


def at_the_same_moment(ground: Ground, trial: Trial, world: World, seed: int) -> None:
    """Tell a world in order, and then each of its sources by a process of its own, all at once."""
    trial.worlds += 1
    with ground.ledger() as ledger:
        first = look(ledger, tell(ledger, ground.folder, world, trial), trial)
    context = multiprocessing.get_context("spawn")
    with ground.ledger() as ledger:
        _record(ledger, "ParameterSet", SETTINGS)
        conninfo, outcomes = ledger.database.conninfo, list[str]()
        for round_ in world:
            sources: dict[str, list[Delivery]] = {}
            for one in round_.deliveries:
                sources.setdefault(one.source, []).append(one)
            begin = context.Barrier(len(sources))
            processes = [
                context.Process(target=_source_process, args=(conninfo, ground.key_file, ground.folder, some, begin))
                for some in sources.values()
            ]
            for process in processes:
                process.start()
            for process in processes:
                process.join()
            trial.files += len(round_.deliveries)
            trial.found += [f"world {seed}: a source ended badly" for process in processes if process.exitcode != 0]
            outcomes += [decide(ledger, decision) for decision in round_.decisions]
        answers = look(ledger, outcomes, trial)
    trial.differs(f"world {seed} at the same moment", first, answers)


class Grouped(Ledger):
    """The same ledger, writing through group commit: for callers that record one command."""

    def __init__(self, ledger: Ledger, group: GroupCommit) -> None:
        self.__dict__.update(ledger.__dict__)
        self._group = group

    def record(self, commands: Sequence[Command]) -> list[Receipt]:
        """One after the other, each with its own receipt."""
        return [self._group.record(command) for command in commands]


def by_hand(ground: Ground, trial: Trial, seed: int, orders: int) -> None:
    """The facts of a world typed by one person, then by four at once through group commit, then as one file of events.

    A file has its own name for the source, so of that one only the name of the record is compared.
    """
    trial.worlds += 1
    told, first = list(typed(seed)), Seen()
    for order in range(orders + 2):
        chance, is_file = random.Random(f"{seed} {order}"), order == orders + 1
        with ground.ledger() as ledger, GroupCommit(ledger) as group, ThreadPoolExecutor(TYPISTS) as pool:
            _record(ledger, "ParameterSet", SETTINGS)
            if is_file:
                bring(ledger, as_file(told), ground.folder, "typed")
                trial.files += 1
            else:
                shares = [told] if order == 0 else _shares(told, chance)
                recorder = ledger if order == 0 else Grouped(ledger, group)
                for ended in [pool.submit(_type, ledger, recorder, share) for share in shares]:
                    ended.result()
            answers = look(ledger, [], trial)
        if order == 0:
            first = answers
        elif is_file:
            trial.differs(f"typed {seed}, as a file", bare(first), bare(answers))
        else:
            trial.differs(f"typed {seed}, order {order}", first, answers)


def _shares(told: Sequence[Told], chance: random.Random) -> list[list[Told]]:
    """Registrations shared among the typists in any order, the facts of each in their order."""
    streams: dict[str, list[Told]] = {}
    for one in told:
        streams.setdefault(one[1][0], []).append(one)
    several = list(streams.values())
    chance.shuffle(several)
    return [[one for stream in several[at::TYPISTS] for one in stream] for at in range(TYPISTS)]


def _type(ledger: Ledger, recorder: Ledger, told: Sequence[Told]) -> None:
    for kind, words in told:
        for _ in range(TRIES_MAX):
            with suppress(StaleWrite, LinkingInterrupted, StreamKeepsMoving):  # as their sentences say: try it again
                _record(ledger, kind, words, recorder)
                break


# --- The campaign ---


def campaign(
    worlds: int, orders: int, at_once: int, typed_: int, of_examples: int, seed: int
) -> tuple[list[Trial], bool]:
    """All trials, by turns, and whether they were all done; when it is interrupted, what was done until then."""
    of_files, made = Trial("the example files", EXAMPLES_PLACES), Trial("files made from a seed")
    by_typing, together = Trial("typed"), Trial("all at the same moment")
    is_whole = False
    try:
        with ground_of_its_own() as ground:
            for turn in range(max(worlds, at_once, typed_, of_examples)):
                number = seed + turn
                if turn < at_once:
                    at_the_same_moment(ground, together, generated(number), number)
                if turn < typed_:
                    by_hand(ground, by_typing, number, orders)
                if turn < worlds:
                    in_other_orders(ground, made, generated(number), number, orders)
                if turn < of_examples:
                    in_other_orders(ground, of_files, examples(), number, orders=1)
                for trial in (of_files, made, by_typing, together):
                    sys.stderr.write(f"{trial.name}: {trial.ledgers} ledgers, {len(trial.found)} differences\n")
        is_whole = True
    except KeyboardInterrupt:
        sys.stderr.write("interrupted: what was done so far is reported\n")
    return [of_files, made, by_typing, together], is_whole


def report(trials: Sequence[Trial], command: str, seconds: float, *, is_whole: bool) -> None:
    """Write the JSON and the table of the page on reliability."""
    titles = {
        "worlds": "worlds",
        "ledgers": "ledgers",
        "files": "files",
        "events": "events",
        "links": "links",
        "unlinks": "unlinks",
        "questions": "left to a person",
        "persons_of_more": "persons of several registrations",
        "answers": "answers compared",
        "differences": "different",
    }
    rows = [f"| trial | {' | '.join(titles.values())} |", "|---|" + "--:|" * len(titles)]
    for trial in trials:
        numbers = asdict(trial) | {"differences": len(trial.found)}
        rows.append(f"| {trial.name} | {' | '.join(str(numbers[name]) for name in titles)} |")
    figures = {
        "command": command,
        "seconds": round(seconds),
        "is_whole": is_whole,
        "trials": [asdict(trial) for trial in trials],
    }
    DOCUMENT.with_name("order.json").write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    ended = "done in" if is_whole else "broken off after"
    table = "\n".join((BEGIN, *rows, "", f"`{command}`: {ended} {round(seconds / 60)} minutes.", END))
    text = DOCUMENT.read_text("utf-8")
    DOCUMENT.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: table, text, flags=re.DOTALL), "utf-8")


def main() -> int:
    """The campaign, with its size."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--worlds", type=int, default=18, help="worlds made from a seed, told by files")
    parser.add_argument("--orders", type=int, default=3, help="other orders of each world")
    parser.add_argument("--typed", type=int, default=4, help="worlds typed instead")
    parser.add_argument("--at-once", type=int, default=6, help="worlds of which all sources deliver at one moment")
    parser.add_argument(
        "--examples", type=int, default=2, help="other orders of the example files, each beside their own"
    )
    parser.add_argument("--seed", type=int, default=1, help="the seed of the first world")
    given = parser.parse_args()
    begun = time.monotonic()
    trials, is_whole = campaign(given.worlds, given.orders, given.at_once, given.typed, given.examples, given.seed)
    sizes = " ".join(f"--{name.replace('_', '-')} {number}" for name, number in vars(given).items())
    report(trials, f"python -m tests.campaigns.order {sizes}", time.monotonic() - begun, is_whole=is_whole)
    for difference in [found for trial in trials for found in trial.found][:20]:
        sys.stderr.write(difference[:1_000] + "\n")
    return 1 if any(trial.found for trial in trials) else 0


if __name__ == "__main__":
    sys.exit(main())

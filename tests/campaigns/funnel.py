"""How long a figure takes that is not opened: its value, its funnel and its flags, over very many cases.

`make funnel` makes a ledger with so many placements by chance, of twelve municipalities and eight years, some of them
ended, corrected, entered late or missing from a later delivery. Then it asks the figure `placements` of the whole
country, of a municipality, and with a period, a day asked and a position on top, each many times with other bounds. It
tells the median and the 95th percentile by the clock, and the CPU of our own process and of the server, which busy
neighbours stretch less. It writes the table in docs/explanation/performance.md. The goal is that of a million cases.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import msgspec

from api.answering import Documents
from domain.dates import Period
from domain.event import encode_fact
from domain.facts import CategoryDetermined, EventCorrected, PlacementEnded, PlacementStarted, RowMissing
from domain.facts.base import Fact
from replay.asking import Asked
from replay.figures import Figures
from replay.follow import Follower
from store.embedded import EmbeddedPostgres
from store.ledger import Ledger
from store.opening import open_ledger
from store.statement import Statement
from tests.campaigns.histories import DAYS, SOURCES, WHENS
from tests.campaigns.lives import CORRECTED_AS
from tests.campaigns.volume import MEGABYTE, cpu_of, ledger_of_its_own, own_cpu

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "performance.md"
BEGIN, END = "<!-- funnel: begin -->", "<!-- funnel: end -->"
RULE = "placements"
GOAL_SECONDS, GOAL_CASES = 1, 1_000_000
CASES_AT_ONCE = 1_000
ENDED, CATEGORISED, MISSING, CORRECTED = 0.5, 0.5, 0.01, 0.01
"""The shares of the placements of which more is said."""
DELIVERY = "00000000-0000-4000-8000-000000000007"


def write(ledger: Ledger, cases: int, chance: random.Random) -> None:
    """Record so many placements, each of a registration of its own."""
    for start in range(0, cases, CASES_AT_ONCE):
        statements = [one for _ in range(min(CASES_AT_ONCE, cases - start)) for one in _placed(chance)]
        before = int(ledger.head().position)
        ledger.events.put(statements)
        at = [number for number, one in enumerate(statements) if type(one.fact) is PlacementStarted]
        some = [number for number in at if chance.random() < CORRECTED]
        found = ledger.events_at([before + 1 + number for number in some]) if some else {}
        versions = {one.subject: one.version for one in statements}
        ids = [found[before + 1 + number][0].event.event_id for number in some]
        said = [statements[number] for number in some]
        ledger.events.put(
            [_corrected(id_, one, versions[one.subject] + 1, chance) for id_, one in zip(ids, said, strict=True)]
        )


def _placed(chance: random.Random) -> Iterator[Statement]:
    """What is said of one registration."""
    subject, (municipality, system) = uuid4(), SOURCES[int(chance.random() ** 2 * len(SOURCES))]
    on = chance.randrange(len(DAYS) - 500)
    told: list[tuple[Fact, int]] = [(CORRECTED_AS[PlacementStarted](chance), on)]
    if chance.random() < CATEGORISED:
        told.insert(0, (CORRECTED_AS[CategoryDetermined](chance), on - chance.randrange(on + 1)))
    if chance.random() < ENDED:
        told.append((CORRECTED_AS[PlacementEnded](chance), on + chance.randrange(400)))
    if chance.random() < MISSING:
        told.append((RowMissing(delivery=DELIVERY), on + 400))
    for version, (fact, day) in enumerate(told, start=1):
        yield Statement(
            subject=subject,
            fact=fact,
            actor="funnel",
            purpose="measuring",
            version=version,
            occurred_on=WHENS[day],
            registered_on=DAYS[day + chance.randrange(60)],
            municipality=municipality,
            party=municipality,
            system=system,
        )


def _corrected(event_id: UUID, said: Statement, version: int, chance: random.Random) -> Statement:
    fact = EventCorrected(original=str(event_id), body=encode_fact(CORRECTED_AS[PlacementStarted](chance)))
    return msgspec.structs.replace(said, fact=fact, version=version)


Draw = Callable[[random.Random, int], Asked]


def _period(chance: random.Random) -> Period:
    begin = chance.choice(DAYS)
    return Period(begin, begin + timedelta(days=chance.randrange(30, 800)))


QUESTIONS: dict[str, Draw] = {
    "the country": lambda chance, head: Asked(RULE),
    "a municipality": lambda chance, head: Asked(RULE, municipality=chance.choice(SOURCES)[0]),
    "the country, a period": lambda chance, head: Asked(RULE, period=_period(chance)),
    "the country, a day": lambda chance, head: Asked(RULE, as_of=chance.choice(DAYS)),
    "the country, as known at a position": lambda chance, head: Asked(
        RULE, as_of=chance.choice(DAYS), known_at=str(chance.randint(head // 10, head))
    ),
    "a municipality, a period, a day, a position": lambda chance, head: Asked(
        RULE,
        municipality=chance.choice(SOURCES)[0],
        period=_period(chance),
        as_of=chance.choice(DAYS),
        known_at=str(chance.randint(head // 10, head)),
    ),
}
"""What is asked, by what bounds it."""


def line(name: str, ask: Callable[[], int], rounds: int, server: EmbeddedPostgres) -> str:
    """A line of the table: so many questions of a kind."""
    seconds, considered = list[float](), list[int]()
    own, served = own_cpu(), cpu_of(server)
    for _ in range(rounds):
        begun = time.perf_counter()
        considered.append(ask())
        seconds.append(time.perf_counter() - begun)
    own, served = (own_cpu() - own) / rounds, (cpu_of(server) - served) / rounds
    p95 = statistics.quantiles(seconds, n=20, method="inclusive")[-1]
    cases = f"{statistics.median(considered):,.0f}"
    return f"| {name} | {cases} | {statistics.median(seconds):.2f} | **{p95:.2f}** | {own:.2f} | {served:.2f} |"


@contextmanager
def ledger_kept(folder: Path) -> Iterator[tuple[Ledger, Path, EmbeddedPostgres]]:
    """The ledger of a folder, made where there is none, and left there to be asked again."""
    folder.mkdir(mode=0o755, exist_ok=True)
    server = EmbeddedPostgres(folder.resolve() / "home")
    server.start()
    try:
        ledger = open_ledger(server.conninfo(), folder / "keys.json", os.environ)
        yield ledger, folder, server
        ledger.close()
        ledger.database.close()
    finally:
        server.stop()


def told_in_full(ledger: Ledger, figures: Figures) -> str:
    """What it takes to tell every case of the country as JSON, without holding them."""
    peak, own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, own_cpu()
    begun, size = time.perf_counter(), 0
    with figures.telling(Asked(RULE)) as answers:
        for chunk in Documents(ledger, answers).explained():
            size += len(chunk)
    seconds, own = time.perf_counter() - begun, own_cpu() - own
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak) // MEGABYTE
    return (
        f"Telling every case of the country with its facts took {seconds:,.0f} s ({own:,.0f} s of CPU, own), gave "
        f"{size / 1_000_000:,.0f} MB of JSON, and made the process grow by {grown} MB at most."
    )


def run(cases: int, rounds: int, seed: int, kept: Path | None) -> str:
    """The block in the document."""
    chance = random.Random(seed)
    lines = ["| asked of | cases (median) | p50 s | p95 s | CPU s, own | CPU s, server |", "|---|--:|--:|--:|--:|--:|"]
    with ledger_kept(kept) if kept else ledger_of_its_own() as (ledger, _, server):
        if not ledger.head().position:
            write(ledger, cases, chance)
        follower = Follower(ledger)
        follower.follow()
        figures, head = Figures(ledger, follower), int(ledger.head().position)
        figures.ask(Asked(RULE), opened=False)
        for name, draw in QUESTIONS.items():

            def ask(draw: Draw = draw) -> int:
                return sum(one.tally.considered for one in figures.ask(draw(chance, head), opened=False))

            lines.append(line(name, ask, rounds, server))
        whole = told_in_full(ledger, figures)
    told = f"{cases:,} placements in {head:,} events, {rounds} questions of each kind; the goal is a p95 of "
    told += (
        f"{GOAL_SECONDS} s with {GOAL_CASES:,}. `python -m tests.campaigns.funnel --cases {cases} --rounds {rounds}`."
    )
    return "\n".join([BEGIN, *lines, "", told, "", whole, END])


def main() -> int:
    """The whole measurement."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=2008)
    parser.add_argument("--keep", type=Path, help="a folder whose ledger is asked again, where there is one")
    given = parser.parse_args()
    block = run(given.cases, given.rounds, given.seed, given.keep)
    text = DOCUMENT.read_text("utf-8")
    DOCUMENT.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: block, text, flags=re.DOTALL), "utf-8")
    sys.stdout.write(block + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

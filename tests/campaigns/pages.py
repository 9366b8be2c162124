"""How long a page takes: every page that shows figures, asked many times of a running server over very many cases.

`make pages` makes a ledger with so many placements (`tests/campaigns/funnel.py`), or takes that of a folder, starts the
API over it as a process of its own, in the role of the application, and asks the pages one after the other: as an
auditor of the whole country and as a case manager of one municipality. The same page again finds its figures kept;
with another day each time nothing is. It tells the first time, the median and the 95th percentile by the clock, and
the CPU of the server and of PostgreSQL, which busy neighbours stretch less, and writes the table in
docs/explanation/performance.md. The goal is that of a million persons.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from api.issuing import OwnIssuer, audience_of, load_or_make_key
from replay.follow import Follower
from store.embedded import EmbeddedPostgres
from store.ledger import Ledger
from tests.campaigns.funnel import DOCUMENT, ledger_kept, write
from tests.campaigns.histories import DAYS, SOURCES
from tests.campaigns.load import free_port, process_cpu, wait_for
from tests.campaigns.volume import cpu_of, ledger_of_its_own

BEGIN, END = "<!-- pages: begin -->", "<!-- pages: end -->"
GOAL_MS, GOAL_PERSONS = 200, 1_000_000
MUNICIPALITY = SOURCES[0][0]
CASE = re.compile(r'"(/cijfers/placements/gevallen/[^"]+)"')
TIMEOUT_SECONDS = 300


@dataclass(frozen=True)
class Page:
    """A page: what it is called, who asks it, and its address; `anew` is with another day each time."""

    name: str
    role: str
    path: str
    anew: bool = False


PAGES: Sequence[Page] = (
    Page("start, the country", "auditor", "/"),
    Page("start, a municipality", "case_manager", "/"),
    Page("figure, the country", "auditor", "/cijfers/placements"),
    Page("figure, the country, another day each time", "auditor", "/cijfers/placements", anew=True),
    Page("figure, a municipality", "case_manager", "/cijfers/placements"),
    Page("figure, a municipality, another day each time", "case_manager", "/cijfers/placements", anew=True),
    Page("case, the country", "auditor", ""),
    Page("case, a municipality", "case_manager", ""),
    Page("quotas", "auditor", "/taakstelling"),
    Page("quotas of a municipality", "case_manager", "/taakstelling"),
    Page("waiting list, the country", "auditor", "/wachtlijst"),
    Page("waiting list, a municipality", "case_manager", "/wachtlijst"),
    Page("participants, the country", "auditor", "/deelnemers"),
    Page("participants, a municipality", "case_manager", "/deelnemers"),
)
"""The pages; that of a case is the first case of the page of its figure."""
CLAIMS: Mapping[str, Mapping[str, str]] = {
    "auditor": {"sub": "a1", "role": "auditor", "engagement": "2009", "purpose": "audit"},
    "case_manager": {
        "sub": "m1",
        "role": "case_manager",
        "municipality": MUNICIPALITY,
        "purpose": "accountability",
    },
}


class Reading:
    """Somebody at a browser, who keeps the connection open."""

    def __init__(self, ledger: Ledger, folder: Path, port: int, role: str) -> None:
        issuer = OwnIssuer(load_or_make_key(folder / "token-key.json"), audience_of(ledger.ring.ledger))
        shown = {"Authorization": f"Bearer {issuer.issue(dict(CLAIMS[role])).text}"}
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=shown, timeout=TIMEOUT_SECONDS)

    def ask(self, path: str, **query: str) -> str:
        """A page as HTML."""
        answer = self.client.get(path, params=query or None)
        if answer.status_code != 200:
            raise SystemExit(f"{path}: {answer.status_code}")
        return answer.text

    def case(self) -> str:
        """The address of a case."""
        found = CASE.search(self.ask("/cijfers/placements"))
        if found is None:
            raise SystemExit("the figure shows no case")
        return found[1].replace("&amp;", "&")


def line(page: Page, ask: Callable[[], object], rounds: int, process: int, server: EmbeddedPostgres) -> str:
    """A line of the table: a page asked for the first time, and then so many times."""
    seconds = list[float]()
    own, served = 0.0, 0.0
    for at in range(rounds + 1):
        if at == 1:
            own, served = process_cpu(process), cpu_of(server)
        begun = time.perf_counter()
        ask()
        seconds.append(time.perf_counter() - begun)
    own, served = (
        (after - before) / rounds for after, before in ((process_cpu(process), own), (cpu_of(server), served))
    )
    first, *others = (one * 1_000 for one in seconds)
    p95 = statistics.quantiles(others, n=20, method="inclusive")[-1]
    cells = [f"{first:.0f}", f"{statistics.median(others):.0f}", f"**{p95:.0f}**"]
    return f"| {page.name} | {' | '.join(cells)} | {own * 1_000:.0f} | {served * 1_000:.0f} |"


def ask_all(
    ledger: Ledger, folder: Path, server: EmbeddedPostgres, rounds: int, chance: random.Random, only: str
) -> list[str]:
    """The lines of all pages, or of those that have this in their names, of a server started for them."""
    port = free_port()
    command = [sys.executable, "-m", "tests.campaigns.load_server", server.conninfo(), str(folder), str(port)]
    process = subprocess.Popen(command)
    try:
        wait_for(port)
        readers, lines = {role: Reading(ledger, folder, port, role) for role in CLAIMS}, list[str]()
        for page in (one for one in PAGES if only in one.name):
            reader = readers[page.role]
            path = page.path or reader.case()

            def ask(page: Page = page, reader: Reading = reader, path: str = path) -> object:
                return reader.ask(path, **({"asOf": chance.choice(DAYS).isoformat()} if page.anew else {}))

            lines.append(line(page, ask, rounds, process.pid, server))
            sys.stdout.write(lines[-1] + "\n")
            sys.stdout.flush()
        return lines
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(30)


def run(cases: int, rounds: int, seed: int, kept: Path | None, only: str) -> str:
    """The block in the document."""
    chance, load_before = random.Random(seed), os.getloadavg()[0]
    lines = [
        "| page | first ms | p50 ms | p95 ms | CPU ms, server | CPU ms, PostgreSQL |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    with ledger_kept(kept) if kept else ledger_of_its_own() as (ledger, folder, server):
        if not ledger.head().position:
            write(ledger, cases, chance)
        Follower(ledger).follow()
        lines += ask_all(ledger, folder, server, rounds, chance, only)
        head = int(ledger.head().position)
    of = "--keep FOLDER" if kept else f"--cases {cases}"
    told = (
        f"A ledger of {head:,} events, {rounds} times each after the first; {os.cpu_count()} cores, and the load of "
        f"the machine was {load_before:.1f} before it began. The goal is a p95 of {GOAL_MS} ms with {GOAL_PERSONS:,} "
        f"persons on an idle machine. `python -m tests.campaigns.pages {of} --rounds {rounds}`."
    )
    return "\n".join([BEGIN, *lines, "", told, END])


def main() -> int:
    """The whole measurement."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=2008)
    parser.add_argument("--keep", type=Path, help="a folder whose ledger is asked again, where there is one")
    parser.add_argument("--only", default="", help="pages with this in their names; then nothing is written down")
    given = parser.parse_args()
    block = run(given.cases, given.rounds, given.seed, given.keep, given.only)
    if not given.only:
        text = DOCUMENT.read_text("utf-8")
        DOCUMENT.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: block, text, flags=re.DOTALL), "utf-8")
    sys.stdout.write(block + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

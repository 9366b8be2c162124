"""How long a page takes: every page of the reading room, asked many times of a running server, of very many people.

`make pages` makes a ledger of a million people (`tests/campaigns/people.py`) in a folder, or takes the one that is
there, starts the API over it as a process of its own, in the role of the application, and asks the pages one after the
other: as an auditor of the whole country, as a case manager of one municipality, and as others. A page is asked as
its readers find it: with its figures kept; right after a placement was recorded in another municipality, and in the
own one; and with another day each time, of which nothing is kept. It tells the median, the 95th percentile and the
longest by the clock, and the CPU of the server and of PostgreSQL, which busy neighbours stretch less, and writes the
table in docs/explanation/performance.md. The goal is that of a million people.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import httpx

from api.issuing import OwnIssuer, audience_of, load_or_make_key
from domain.facts import PlacementStarted
from replay.follow import Follower
from store.embedded import EmbeddedPostgres
from store.ledger import Ledger
from store.opening import open_ledger
from store.statement import Command, Statement
from tests.campaigns.funnel import DOCUMENT
from tests.campaigns.histories import DAYS, SOURCES, WHENS
from tests.campaigns.lives import CORRECTED_AS
from tests.campaigns.load import free_port, process_cpu, wait_for
from tests.campaigns.load_server import opened_as_application
from tests.campaigns.people import write
from tests.campaigns.volume import cpu_of

BEGIN, END = "<!-- pages: begin -->", "<!-- pages: end -->"
GOAL_MS, GOAL_PERSONS = 200, 1_000_000
MUNICIPALITY, ELSEWHERE = SOURCES[0][0], SOURCES[-1][0]
"""The largest, and another."""
CASE = re.compile(r'"(/cijfers/placements/gevallen/[^"]+)"')
DOSSIER, SIGNAL = re.compile(r'"(/dossier/[0-9a-f-]+)'), re.compile(r'"(/signalen/[^"?]+/[0-9a-f-]{36}[^"]*)"')
TIMEOUT_SECONDS, LINE_SECONDS = 600, 30
"""How long one page is waited for, and how long the same one is asked again."""


@dataclass(frozen=True)
class Page:
    """A page: what it is called, who asks it, and its address, or where to find one and how it looks there.

    `anew` is with another day each time; `writes` with a fact recorded before each time too.
    """

    name: str
    role: str
    path: str
    found: re.Pattern[str] | None = None
    anew: bool = False
    writes: bool = False


PAGES: Sequence[Page] = (
    Page("start, the country", "auditor", "/", writes=True),
    Page("start, a municipality", "case_manager", "/", writes=True),
    Page("start, running the ledger", "administrator", "/"),
    Page("figure, the country", "auditor", "/cijfers/placements", writes=True),
    Page("figure, the country, another day each time", "auditor", "/cijfers/placements", anew=True),
    Page("figure, the country, cases of a rare outcome", "auditor", "/cijfers/placements?reason=DATE_UNKNOWN"),
    Page("figure, the country, by municipality", "auditor", "/cijfers/placements?by=municipality", writes=True),
    Page("figure, a municipality", "case_manager", "/cijfers/placements", writes=True),
    Page("figure, a municipality, another day each time", "case_manager", "/cijfers/placements", anew=True),
    Page("figure, a municipality, by provider", "case_manager", "/cijfers/placements?by=provider", writes=True),
    Page("figure, a municipality, waiting", "case_manager", "/cijfers/waiting-over-one-year", writes=True),
    Page("case, the country", "auditor", "/cijfers/placements", CASE),
    Page("case, a municipality", "case_manager", "/cijfers/placements", CASE),
    Page("quotas", "auditor", "/taakstelling", writes=True),
    Page("quotas of the country", "auditor", "/taakstelling?municipality=NL", writes=True),
    Page("quotas of a municipality", "case_manager", "/taakstelling", writes=True),
    Page("quotas of a municipality, over time", "case_manager", "/taakstelling?show=time", writes=True),
    Page("waiting list, the country", "auditor", "/wachtlijst", writes=True),
    Page("waiting list, a municipality", "case_manager", "/wachtlijst", writes=True),
    Page("participants, the country", "auditor", "/deelnemers", writes=True),
    Page("participants, a municipality", "case_manager", "/deelnemers", writes=True),
    Page("identity questions", "identity", "/deelnemers/vragen"),
    Page("dossiers", "worker", "/dossiers"),
    Page("dossier", "worker", "/wachtlijst", DOSSIER),
    Page("ledger, the country", "auditor", "/grootboek", writes=True),
    Page("ledger, of one kind", "auditor", "/grootboek?type=FigureReported"),
    Page("ledger, a municipality", "worker", "/grootboek"),
    Page("fact", "auditor", "/grootboek/1000"),
    Page("signals, a municipality", "worker", "/signalen", writes=True),
    Page("record", "worker", "/vastleggen"),
    Page("imports", "case_manager", "/inlezen"),
    Page("rules", "auditor", "/regels"),
    Page("rule", "auditor", "/regels/placements"),
    Page("reported figures, the country", "auditor", "/gemeld", writes=True),
    Page("reported figures, a municipality", "case_manager", "/gemeld", writes=True),
    Page("difference, the form", "auditor", "/verschil"),
    Page(
        "difference, a municipality",
        "case_manager",
        "/verschil?from=placements@started&to=placements@started,asOf=2008-01-01",
    ),
    Page("access log", "administrator", "/inzagelog"),
)
OF_ONE_PLACE = {"role": "case_manager", "municipality": MUNICIPALITY}
CLAIMS: Mapping[str, Mapping[str, str]] = {
    "auditor": {"sub": "a1", "role": "auditor", "engagement": "2009", "purpose": "audit"},
    "case_manager": {"sub": "m1", **OF_ONE_PLACE, "purpose": "accountability"},
    "worker": {"sub": "m2", **OF_ONE_PLACE, "purpose": "execution"},
    "identity": {"sub": "m3", **OF_ONE_PLACE, "purpose": "identity"},
    "administrator": {"sub": "b1", "role": "administrator", "purpose": "upkeep"},
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

    def find(self, page: Page) -> str | None:
        """The address of a page; None where there is none of the kind."""
        if page.found is None:
            return page.path
        found = page.found.search(self.ask(page.path))
        return None if found is None else found[1].replace("&amp;", "&")


def placed(ledger: Ledger, municipality: str, chance: random.Random) -> Callable[[], None]:
    """Records one placement more there."""

    def record() -> None:
        day = chance.randrange(len(DAYS) - 100)
        said = Statement(
            subject=uuid4(),
            fact=CORRECTED_AS[PlacementStarted](chance),
            actor="people",
            purpose="measuring",
            occurred_on=WHENS[day],
            registered_on=DAYS[day],
            municipality=municipality,
            party=municipality,
            system="GWS4all",
        )
        ledger.record([Command(str(uuid4()), [said])])

    return record


def nothing() -> None:
    """Nothing is recorded."""


@dataclass(frozen=True)
class Server:
    """A server that runs, and how to tell what it used."""

    process: int
    database: EmbeddedPostgres

    def cpu_seconds(self) -> tuple[float, float]:
        """Its own, and that of its database."""
        return process_cpu(self.process), cpu_of(self.database)


def line(name: str, ask: Callable[[], object], rounds: int, server: Server, before: Callable[[], None]) -> str:
    """A line of the table: a page that is asked so many times, or as often as there is time for."""
    seconds, used = list[float](), list[tuple[float, float]]()
    until = time.monotonic() + LINE_SECONDS
    while len(seconds) < rounds and (time.monotonic() < until or not seconds):
        before()
        then, begun = server.cpu_seconds(), time.perf_counter()
        ask()
        seconds.append(time.perf_counter() - begun)
        used.append(tuple(b - a for a, b in zip(then, server.cpu_seconds(), strict=True)))  # type: ignore[arg-type]
    p95 = statistics.quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else seconds[0]
    cells = [statistics.median(seconds), p95, max(seconds), *(sum(one) / len(used) for one in zip(*used, strict=True))]
    p50_ms, p95_ms, *others = (f"{one * 1_000:.0f}" for one in cells)
    return f"| {name} | {len(seconds)} | {p50_ms} | **{p95_ms}** | {' | '.join(others)} |"


def lines_of(
    page: Page, reader: Reading, ledger: Ledger, rounds: int, server: Server, chance: random.Random
) -> Iterator[str]:
    """The lines of one page: the first time, as it is kept, and after facts."""
    path = reader.find(page)
    if path is None:
        yield f"| {page.name} | none there | | | | | |"
        return

    def ask() -> object:
        return reader.ask(path, **({"asOf": chance.choice(DAYS).isoformat()} if page.anew else {}))

    yield line(f"{page.name}, the first time", ask, 1, server, nothing)
    yield line(page.name, ask, rounds, server, nothing)
    for municipality, where in ((ELSEWHERE, "elsewhere"), (MUNICIPALITY, "here")) if page.writes else ():
        record = placed(ledger, municipality, chance)
        yield line(f"{page.name}, after a fact {where}", ask, rounds, server, record)


def ask_all(
    ledger: Ledger, folder: Path, database: EmbeddedPostgres, rounds: int, chance: random.Random, only: str
) -> list[str]:
    """The lines of all pages, or of those that have this in their names, of a server started for them."""
    port = free_port()
    command = [sys.executable, "-m", "tests.campaigns.load_server", database.conninfo(), str(folder), str(port)]
    process = subprocess.Popen(command)
    try:
        wait_for(port)
        server, lines = Server(process.pid, database), list[str]()
        readers = {role: Reading(ledger, folder, port, role) for role in CLAIMS}
        for page in (one for one in PAGES if only in one.name):
            for said in lines_of(page, readers[page.role], ledger, rounds, server, chance):
                lines.append(said)
                sys.stdout.write(said + "\n")
                sys.stdout.flush()
        return lines
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(30)


def made(server: EmbeddedPostgres, folder: Path, people: int, chance: random.Random) -> float:
    """The ledger of a folder, made where there is none, with its rows; gives the seconds it took.

    The rows are of the role of the application, which follows afterwards.
    """
    begun = time.monotonic()
    ledger = opened_as_application(server.conninfo(), folder)
    if not ledger.head().position:
        write(ledger, people, chance)
    Follower(ledger).follow()
    ledger.close()
    ledger.database.close()
    return time.monotonic() - begun


def run(people: int, rounds: int, seed: int, folder: Path, only: str) -> str:
    """The block in the document."""
    chance, load_before = random.Random(seed), os.getloadavg()[0]
    lines = [
        "| page | times | p50 ms | p95 ms | longest ms | CPU ms, server | CPU ms, PostgreSQL |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    folder.mkdir(mode=0o755, exist_ok=True)
    database = EmbeddedPostgres(folder.resolve() / "home")
    database.start()
    try:
        seconds = made(database, folder, people, chance)
        ledger = open_ledger(database.conninfo(), folder / "keys.json", {})
        lines += ask_all(ledger, folder, database, rounds, chance, only)
        head = int(ledger.head().position)
        ledger.close()
        ledger.database.close()
    finally:
        database.stop()
    told = (
        f"A ledger of {head:,} facts about {people:,} people, made or opened in {seconds:,.0f} s; {os.cpu_count()} "
        f"cores, and the load of the machine was {load_before:.1f} before it began. The goal is a p95 of {GOAL_MS} ms "
        f"with {GOAL_PERSONS:,} people on an idle machine. `python -m tests.campaigns.pages --people {people} "
        f"--rounds {rounds}`."
    )
    return "\n".join([BEGIN, *lines, "", told, END])


def main() -> int:
    """The whole measurement."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--people", type=int, default=GOAL_PERSONS)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=2008)
    parser.add_argument("--keep", type=Path, help="the folder of the ledger, which is asked again where there is one")
    parser.add_argument("--only", default="", help="pages with this in their names; then nothing is written down")
    given = parser.parse_args()
    folder = given.keep or Path(tempfile.gettempdir()) / f"ketenboek-pages-{given.people}"
    block = run(given.people, given.rounds, given.seed, folder, given.only)
    if not given.only:
        text = DOCUMENT.read_text("utf-8")
        DOCUMENT.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: block, text, flags=re.DOTALL), "utf-8")
    sys.stdout.write(block + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Mixed readers on pooled connections: nobody is ever shown what is another's: `make pooled`.

Threads take connections from one pool that is smaller than their number, each time as another reader chosen by chance,
or as nobody in particular. Each asks one thing: whose rows there are, in the table or in a partition by its own name,
whose events, whose record ids. What is found must be exactly whom that reader may see. Some transactions break off on
the way: with an error of ours, with one of the database, or by asking what is refused; the next one on that connection
must not notice. The ledger is worked with as the application's own role, which reads in the roles of readers.
"""

from __future__ import annotations

import argparse
import random
import re
import secrets
import sys
import time
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import psycopg

from store.database import Database
from store.opening import open_ledger
from store.readers import reading_as
from store.roles import APPLICATION_ROLE
from tests.campaigns.volume import ledger_of_its_own
from tests.replay.readers_world import MAY_SEE, World, world_in

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "reliability.md"
BEGIN, END = "<!-- pooled: begin -->", "<!-- pooled: end -->"
CONNECTIONS = 4
THREADS = 12
LEAKS = "shown what is another's, or not shown what is one's own"
NOBODY = "nobody in particular"
LOOKS: Mapping[str, str] = {
    "rows": "select distinct registration from projection.row where registration is not null",
    "a partition by its own name": "select distinct registration from projection.{placements}",
    "events": "select distinct subject from ledger.event where subject = any(%(persons)s)",
    "record ids": "select distinct subject from vault.record",
}
SEALED_FOR = re.compile("groningen|haarlem|noord|zuid|participant|nobody")
"""Readers for whom there are record ids."""


class BrokenOff(Exception):
    """Somebody stopped halfway."""


def try_out(world: World, database: Database, seed: int, transactions: int) -> Counter[str]:
    """So many transactions in threads, on few connections; gives what was done, and how often it leaked."""
    persons = [subject for name, subject in world.subjects.items() if name != "nobody"]
    placements = world.figures.follower.generation("placements").table
    readers = [*MAY_SEE, NOBODY]

    def one(number: int) -> Counter[str]:
        chance = random.Random(f"{seed}/{number}")
        name, what = chance.choice(readers), chance.choice(list(LOOKS))
        ending = chance.choices(("whole", "our error", "error of the database", "refused"), (90, 4, 3, 3))[0]
        found: set[UUID] = set()
        with (
            suppress(BrokenOff, psycopg.Error),
            reading_as(None if name == NOBODY else world.reader(name)),
            database.short() as connection,
        ):
            query = LOOKS[what].replace("{placements}", placements)
            found = {subject for (subject,) in connection.execute(query.encode(), {"persons": persons})}
            break_off(connection, ending)
        seen = world.names(found)
        return Counter([what, f"ended: {ending}", *([] if seen == expected(what, name, world) else [LEAKS])])

    done = Counter({"transactions": transactions, LEAKS: 0})
    with ThreadPoolExecutor(THREADS) as threads:
        for counted in threads.map(one, range(transactions), chunksize=100):
            done.update(counted)
    return done


def break_off(connection: psycopg.Connection[tuple[object, ...]], ending: str) -> None:
    """End a transaction the way that was drawn."""
    if ending == "our error":
        raise BrokenOff
    if ending == "error of the database":
        connection.execute("select 1 / 0")
    if ending == "refused":
        connection.execute("update ledger.head set position = 0")


def expected(what: str, name: str, world: World) -> frozenset[str]:
    """Whom somebody must find there."""
    everybody = frozenset(world.subjects) - {"nobody"}
    own = everybody if name == NOBODY else MAY_SEE[name]
    return own if what != "record ids" or SEALED_FOR.match(name) else frozenset()


def as_application(conninfo: str, key_file: Path) -> Database:
    """A small pool of connections as the application's own role, to a ledger that is there."""
    password = secrets.token_urlsafe(16)
    own = psycopg.conninfo.make_conninfo(conninfo, user=APPLICATION_ROLE, password=password)
    ledger = open_ledger(own, key_file, {}, owner_conninfo=conninfo, application_password=password)
    ledger.close()
    ledger.database.close()
    return Database(own, connections_max=CONNECTIONS)


def main() -> None:
    """Run the campaign and write what it found into the document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--transactions", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=2009)
    asked = parser.parse_args()
    with ledger_of_its_own() as (ledger, folder, server):
        world = world_in(ledger)
        database = as_application(server.conninfo(), folder / "keys.json")
        begun = time.monotonic()
        done = try_out(world, database, asked.seed, asked.transactions)
        database.close()
    seconds = round(time.monotonic() - begun)
    lines = "\n".join(f"| {what} | {count:,} |" for what, count in sorted(done.items()))
    table = f"| what | count |\n|---|--:|\n{lines}\n| threads | {THREADS} |\n| connections | {CONNECTIONS} |"
    before, rest = DOCUMENT.read_text("utf-8").split(BEGIN)
    DOCUMENT.write_text(f"{before}{BEGIN}\n{table}\n{END}{rest.split(END)[1]}", "utf-8")
    sys.stdout.write(f"{table}\nin {seconds} s\n")
    sys.exit(done[LEAKS] > 0)


if __name__ == "__main__":
    main()

"""Files written for one test and delivered to a ledger, and what came of it."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any, Literal

import psycopg

from domain.event import Recorded
from domain.facts.base import of
from domain.municipalities import find_code
from exchange.delivery import open_delivery
from exchange.importing import Arrival, Import, Report
from exchange.totals import Stated
from store.ledger import Ledger

HEADING = (
    "KLANTNUMMER;BSN;VOORNAMEN;ACHTERNAAM;GEBOORTEDATUM;GESLACHT;DOELGROEP;PARDON J/N;SOORT;AANBIEDER;"
    "DATUM PLAATSING;DATUM INVOER"
)
COLUMNS = ("record", "bsn", "given", "surname", "birth", "sex", "group", "pardon", "kind", "provider", "on", "entered")
ROW = "G1;123456782;Zoë;Öztürk;13-03-1980;V;plichtig;N;duaal traject;Agens;20-06-2008;23-06-2008"
QUOTA_HEADING = (
    "gemeente;regeling;eenheid;soort;aantal;precisie;periode van;periode tot;vastgesteld door;datum document;"
    "woord in bron;bron"
)


def row(record: str = "G1", **changed: str) -> str:
    """One good row of the placements layout, with some cells changed."""
    cells = dict(zip(COLUMNS, ROW.split(";"), strict=True)) | {"record": record} | changed
    return ";".join(cells.values())


def quota(amount: str, unit: str = "trajecten") -> str:
    """One row of the quotas layout."""
    return (
        f"Groningen;Wet inburgering 2007;{unit};taakstelling;{amount};precies;01-01-2007;01-01-2010;gemeenteraad;"
        "18-09-2008;taakstelling;brief"
    )


def written(folder: Path, *rows: str, heading: str = HEADING, name: str = "plaatsingen.csv") -> Path:
    """A file of these rows."""
    path = folder / name
    path.write_text("".join(line + "\r\n" for line in (heading, *rows)), "utf-8", newline="")
    return path


def opened(ledger: Ledger, path: Path, municipality: str | None = "Groningen", **given: Any) -> Import:
    """The import of a file, not yet run. Without `kind` it holds changes only."""
    kind: Literal["full", "changes"] = given.pop("kind", "changes")
    arrived: date = given.pop("arrived", date(2008, 10, 6))
    stated: Stated = given.pop("stated", Stated())
    delivery = open_delivery(
        path, resolve_municipality=lambda text: find_code(text, {}), municipality=municipality, **given
    )
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Import(ledger, delivery, Arrival(path.name, digest, arrived, kind, "tester", stated))


def deliver(ledger: Ledger, path: Path, municipality: str | None = "Groningen", **given: Any) -> Report:
    """Import a file."""
    return opened(ledger, path, municipality, **given).run(lambda done, total: None)


def events(ledger: Ledger, *kinds: Any) -> list[Recorded]:
    """The events of these kinds in the ledger (of all kinds, without any)."""
    numbers = {of(kind).number for kind in kinds}
    return [one for one in ledger.events_after(0) if not numbers or one.event.type in numbers]


def names(ledger: Ledger, after: int = 0) -> list[str]:
    """The kinds of the events after a position, in order."""
    return [type(one.fact).__name__ for one in ledger.events_after(after)]


def everything(connection: psycopg.Connection) -> str:
    """Every row of every table as text, with bytes also read as text: what a thief of the database would see."""
    tables = connection.execute(
        "select format('%I.%I', schemaname, tablename) from pg_tables"
        " where schemaname in ('ledger', 'vault', 'projection', 'public') order by 1"
    ).fetchall()
    text = []
    for (table,) in tables:
        rows = connection.execute(f"select * from {table} as one order by one::text").fetchall()
        for line in rows:
            text += [cell.decode("latin-1") if isinstance(cell, bytes) else str(cell) for cell in line]
    return "\n".join(text)

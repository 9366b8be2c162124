"""Files made for one test, opened as a delivery with the municipalities of the examples."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from exchange.delivery import Delivery, open_delivery
from exchange.observed import Observed, RowRead, RowRefused

CODES = {
    "amsterdam": "0363",
    "groningen": "0014",
    "utrecht": "0344",
    "den haag": "0518",
    "dordrecht": "0505",
    "gorinchem": "0512",
    "haarlem": "0392",
    "leerdam": "0545",
    "rotterdam": "0599",
    "zwijndrecht": "0642",
}
TODAY = date(2026, 11, 21)


def resolve(name: str) -> str | None:
    return name if len(name) == 4 and name.isdigit() else CODES.get(name.casefold())


@dataclass
class Taken:
    """A delivery read to its end."""

    delivery: Delivery
    rows: list[RowRead]
    refused: list[RowRefused]

    def facts(self, kind: str) -> list[Observed]:
        return [one for row in self.rows for one in row.observed if type(one.fact).__name__ == kind]

    def reasons(self) -> list[tuple[str | None, str]]:
        return [(row.column, row.reason) for row in self.refused]


@pytest.fixture
def examples() -> Path:
    return Path(__file__).parents[2] / "docs" / "examples"


@pytest.fixture
def take() -> Callable[..., Taken]:
    """Open a file and read all of it."""

    def take(path: Path, municipality: str | None = "Groningen", **options: object) -> Taken:
        delivery = open_delivery(
            path,
            resolve_municipality=resolve,
            municipality=municipality,
            today=TODAY,
            **options,  # type: ignore[arg-type]
        )
        rows = list(delivery.rows())
        return Taken(
            delivery,
            [row for row in rows if isinstance(row, RowRead)],
            [row for row in rows if isinstance(row, RowRefused)],
        )

    return take


@pytest.fixture
def lines(tmp_path: Path) -> Callable[..., Path]:
    """A file of JSON lines: events, or lines as they are."""

    def write(*events: object) -> Path:
        path = tmp_path / "feiten.jsonl"
        path.write_text("".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in events))
        return path

    return write


HEADING = (
    "KLANTNUMMER;BSN;VOORNAMEN;ACHTERNAAM;GEBOORTEDATUM;GESLACHT;DOELGROEP;PARDON J/N;SOORT;AANBIEDER;"
    "DATUM PLAATSING;DATUM INVOER"
)
ROW = "G1;123456782;Zoë;Öztürk;13-03-1980;V;plichtig;J;duaal traject;Agens;20-06-2008;23-06-2008"
PLACES = {heading: index for index, heading in enumerate(HEADING.split(";"))}


@pytest.fixture
def placement_row() -> Callable[..., str]:
    """The cells of one good row of the placements layout, with some of them changed (spaces in headings as `_`)."""

    def row(**changed: str) -> str:
        cells = ROW.split(";")
        for heading, value in changed.items():
            cells[PLACES[heading.replace("_", " ").replace("PARDON", "PARDON J/N")]] = value
        return ";".join(cells)

    return row


@pytest.fixture
def placements(tmp_path: Path) -> Callable[..., Path]:
    """A file in the placements layout with these rows."""

    def write(*rows: str, heading: str = HEADING, encoding: str = "utf-8", newline: str = "\r\n") -> Path:
        path = tmp_path / "plaatsingen.csv"
        path.write_bytes("".join(line + newline for line in (heading, *rows)).encode(encoding))
        return path

    return write

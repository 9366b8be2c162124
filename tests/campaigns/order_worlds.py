"""Worlds for `make order`: deliveries of several sources about the same people, real examples or made from a seed.

A world is a row of rounds; in a round sources deliver, and at its end a person may decide. What may change places is
said in `ways`; it is only what in the world has no order of its own.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.campaigns.volume import invented_bsn
from tests.delivering import HEADING as PLACEMENTS_HEADING

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"


@dataclass(frozen=True)
class Delivery:
    """A file of a source. `rows` are None where it cannot be cut (a workbook); later ones of a source stay later."""

    source: str
    name: str
    delivered_on: date
    heading: bytes = b""
    rows: tuple[bytes, ...] | None = None
    municipality: str | None = None
    kind: str = "changes"
    path: Path | None = None
    ordinal: int = 0

    def written(self, folder: Path, name: str) -> Path:
        """The file, as it is handed to an import."""
        path = folder / f"{name}{Path(self.name).suffix}"
        if self.rows is None:
            assert self.path is not None, "what cannot be cut lies somewhere as it is"
            path.write_bytes(self.path.read_bytes())
        else:
            path.write_bytes(self.heading + b"".join(self.rows))
        return path


@dataclass(frozen=True)
class Decision:
    """What a person decides after a round: `record` words, or a link or unlink of two registrations."""

    what: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Round:
    """Deliveries that came in the same time, and what was decided after them."""

    deliveries: tuple[Delivery, ...]
    decisions: tuple[Decision, ...] = ()


World = Sequence[Round]


# --- Which orders are equal ---


def ways(world: World, chance: random.Random) -> list[Round]:
    """The same facts in another order and in other batches; what comes of it must be the same.

    - Files of different sources change places: no source waits for another, and the ledger cannot know who sent first.
    - Rows of one file change places, except those of one record, of which the last is its latest state.
    - A file of changes is cut into several, in any order; a full delivery is not: what is missing from it is missing.
    - Rows are taken so many at a time as chance has it.

    What stays: a later delivery of a source comes later, since what it says then replaces what it said; and a decision
    of a person comes after all that the person had seen, and before what came after.
    """
    found = []
    for round_ in world:
        queues: dict[str, list[list[Delivery]]] = {}
        for delivery in round_.deliveries:
            queues.setdefault(delivery.source, []).append(_cut(delivery, chance))
        pieces: list[Delivery] = []
        waiting = [queue for queue in queues.values() if queue]
        while waiting:
            queue = chance.choice(waiting)
            pieces.append(queue[0].pop())
            if not queue[0]:
                queue.pop(0)
            waiting = [one for one in queues.values() if one]
        found.append(Round(tuple(pieces), round_.decisions))
    return found


def _cut(delivery: Delivery, chance: random.Random) -> list[Delivery]:
    """The pieces of a file in any order, with its rows in any order."""
    if delivery.rows is None:
        return [delivery]
    by_record: dict[bytes, list[bytes]] = {}
    for row in delivery.rows:
        by_record.setdefault(_record(delivery, row), []).append(row)
    records = list(by_record.values())
    chance.shuffle(records)
    count = 1 if delivery.kind == "full" else chance.choice((1, 1, 2, 3, 5))
    marks = sorted(chance.randint(0, len(records)) for _ in range(count - 1))
    parts = [records[a:b] for a, b in zip([0, *marks], [*marks, len(records)], strict=True)]
    pieces = [
        replace(delivery, rows=tuple(row for record in part for row in record), ordinal=number)
        for number, part in enumerate(parts)
        if part
    ]
    chance.shuffle(pieces)
    return pieces


def _record(delivery: Delivery, row: bytes) -> bytes:
    """Whose row it is: the first cell, or the subject of a CloudEvent."""
    if delivery.heading:
        return row.replace(b",", b";").split(b";")[0].strip()
    document = json.loads(row)
    return str(document.get("subject", row)).encode()


# --- The examples ---

EXAMPLE_DELIVERIES: tuple[tuple[str, str, str | None, str, str], ...] = (
    ("gemeente-groningen-gws4all-plaatsingen.csv", "GWS4all", "Groningen", "2008-10-06", "changes"),
    ("taakstellingen.csv", "quotas", None, "2010-03-01", "changes"),
    ("roc-da-vinci-wachtlijst.xlsx", "roc", None, "2003-12-01", "changes"),
    ("in-no-file.jsonl", "in no file", None, "2010-03-01", "changes"),
    ("gemeente-rotterdam-instroom-2008-04-01.csv", "rotterdam", "Rotterdam", "2008-04-01", "full"),
    ("gemeente-rotterdam-instroom-2008-10-01.csv", "rotterdam", "Rotterdam", "2008-10-01", "full"),
    ("aanbieder-x-inschrijvingen.csv", "x", "Amsterdam", "2008-01-07", "changes"),
    ("aanbieder-y-inschrijvingen.xlsx", "y", "Amsterdam", "2008-01-07", "changes"),
    ("gemeente-den-haag-verantwoording-2009-01-05.csv", "den haag", "Den Haag", "2009-01-05", "full"),
    ("gemeente-den-haag-verantwoording-2009-02-02.csv", "den haag", "Den Haag", "2009-02-02", "full"),
    ("pilot-oudkomers-presentie.csv", "pilot", None, "2004-07-01", "changes"),
    ("gemeente-haarlem-pib.csv", "haarlem", "Haarlem", "2009-12-31", "changes"),
    ("duo-notificaties.jsonl", "duo", "Groningen", "2025-04-01", "changes"),
)
"""File, whose it is, for which municipality, when it came, and what it holds."""


def examples(rows_max: int | None = None) -> World:
    """All example files in one round; of the large ones so many rows."""
    return [Round(tuple(_examples(rows_max)))]


def _examples(rows_max: int | None) -> Iterator[Delivery]:
    for name, source, municipality, delivered_on, kind in EXAMPLE_DELIVERIES:
        path = EXAMPLES / name
        delivery = Delivery(source, name, date.fromisoformat(delivered_on), b"", None, municipality, kind, path)
        if path.suffix != ".xlsx":
            lines = path.read_bytes().splitlines(keepends=True)
            is_table = path.suffix == ".csv"
            rows = sorted(lines[is_table:]) if rows_max else lines[is_table:]  # the same dossiers of both deliveries
            delivery = replace(delivery, heading=lines[0] if is_table else b"", rows=tuple(rows[:rows_max]))
        yield delivery


# --- Made from a seed ---

GIVEN = ("Zoë", "Maria", "Yusuf", "Hodan", "Mehmet", "Rosa", "Aleksandra", "Jan", "Nadia", "Tesfay")
SURNAMES = ("Öztürk", "Pham", "el Amrani", "da Silva", "Nowak", "Warsame", "Kowalczyk", "Haddad")
ENROLMENTS_HEADING = (
    "Inschrijfnr;BSN;Voornaam;Achternaam;Geb.datum;Traject;Inschrijfdatum;Overgeplaatst op;Overgeplaatst naar"
)
FILES_HEADING = (
    "DOSSIER;BSN;NAAM;GEBOORTEDATUM;START TRAJECT;BESCHIKKING ONTVANGEN OP;BESCHIKKING ONDERTEKEND;"
    "TRAJECTPLAN ONTVANGEN OP;STARTVERKLARING ONTVANGEN OP;BSN OP STARTVERKLARING;AANBOD GEWEIGERD OP;"
    "HANDHAVINGSBESCHIKKING"
)
INTAKE_HEADING = (
    "dossier;bsn;naam;geboortedatum;datum toets;datum start klas;datum concept plan;datum ondertekening plan;"
    "aanbod geweigerd op;datum handhavingsbeschikking"
)
URN = "urn:nld:oin:00000099000000001000:systeem:wachtlijst"
DAY_ONE = date(2007, 1, 10)
FEW_DAYS = 25
"""Things happen on so few days that many happen on one: there the order of arrival could decide, and may not."""


@dataclass(frozen=True)
class Person:
    """Somebody invented."""

    bsn: str
    given: str
    surname: str
    birth: date
    sex: str


@dataclass(frozen=True)
class Registered:
    """Somebody as a source wrote it down: rightly, sloppily, or under the number of somebody in the household."""

    record: str
    person: Person
    bsn: str
    given: str
    surname: str
    birth: str


@dataclass
class Made:
    """A world as it is being made."""

    chance: random.Random
    people: list[Person]

    def day(self) -> str:
        return f"{DAY_ONE + timedelta(days=self.chance.randrange(FEW_DAYS) * 7):%d-%m-%Y}"

    def maybe(self, often: float = 0.7) -> str:
        return self.day() if self.chance.random() < often else ""

    def registered(self, record: str, person: Person) -> Registered:
        """How a source writes a person down."""
        chance = self.chance
        kinds = ("own", "own", "own", "own", "none", "household", "household")
        bsn = {"own": person.bsn, "none": "", "household": chance.choice(self.people).bsn}[chance.choice(kinds)]
        given = chance.choice((person.given, person.given, person.given[0] + ".", ""))
        surname = chance.choice((person.surname, person.surname, person.surname, chance.choice(SURNAMES), ""))
        exact = f"{person.birth:%d-%m-%Y}"
        birth = chance.choice((exact, exact, exact, f"00-00-{person.birth.year}", f"01-01-{person.birth.year}", ""))
        return Registered(record, person, bsn, given, surname, birth)


def generated(seed: int, people: int = 7) -> World:
    """Two rounds of four layouts, a waiting list and notifications; the second corrects a part of the first."""
    chance = random.Random(seed)
    made = Made(chance, list(invented(chance, people)))
    layouts = {
        "groningen": ("G", _placement, PLACEMENTS_HEADING, "Groningen"),
        "x": ("X", _enrolment, ENROLMENTS_HEADING, "Amsterdam"),
        "den haag": ("D", _file, FILES_HEADING, "Den Haag"),
        "rotterdam": ("R", _intake, INTAKE_HEADING, "Rotterdam"),
    }
    first, second, records = list[Delivery](), list[Delivery](), list[str]()
    for source, (letter, row, heading, municipality) in layouts.items():
        some = [
            made.registered(f"{letter}{number}", person)
            for number, person in enumerate(chance.choices(made.people, k=chance.randint(2, people + 2)))
        ]
        records += [f"{one.record}" for one in some]
        again = [made.registered(one.record, one.person) for one in some if chance.random() < 0.5]
        for round_, rows, on in ((first, some, date(2008, 1, 7)), (second, again, date(2008, 6, 2))):
            if rows:
                lines = tuple((row(made, one) + "\r\n").encode() for one in rows)
                head = (heading + "\r\n").encode()
                round_.append(Delivery(source, f"{source}.csv", on, head, lines, municipality))
    waited = tuple(_waiting(made, f"W{number}") for number in range(people))
    lines = tuple(line for some in waited for line in some)
    first.append(Delivery("waiting list", "wachtlijst.jsonl", date(2008, 1, 7), b"", lines, "Dordrecht"))
    told = tuple(_notification(made, chance.choice(made.people), number) for number in range(people))
    first.append(Delivery("duo", "duo.jsonl", date(2025, 4, 1), b"", told, "Groningen"))
    return [Round(tuple(first), tuple(_decided(made, records))), Round(tuple(second))]


def invented(chance: random.Random, count: int) -> Iterator[Person]:
    """People of whom some live together: they share a surname, and a number may be typed over."""
    for _ in range(count):
        birth = date(1950, 1, 1) + timedelta(days=chance.randrange(15_000))
        yield Person(
            invented_bsn(chance), chance.choice(GIVEN), chance.choice(SURNAMES[:4]), birth, chance.choice("MV")
        )


def _decided(made: Made, records: Sequence[str]) -> Iterator[Decision]:
    """What a person decides after the first round: links, unlinks, and a BSN that was replaced."""
    chance = made.chance
    for _ in range(chance.randint(0, 4)):
        one, other = chance.sample(list(records), 2)
        yield Decision(chance.choice(("link", "unlink", "unlink")), (one, other))
    if chance.random() < 0.5:
        bsn = chance.choice((chance.choice(made.people).bsn, invented_bsn(chance)))
        yield Decision("BsnReplaced", (f"id={chance.choice(list(records))}", f"bsn={bsn}"))


def _placement(made: Made, one: Registered) -> str:
    chance = made.chance
    kind = chance.choice(("duaal traject", "duaal traject", "handhavingsbeschikking zonder aanbod"))
    cells = (one.record, one.bsn, one.given, one.surname, one.birth, one.person.sex, "plichtig", chance.choice("JN"))
    return ";".join((*cells, kind, "Agens", made.day(), made.day()))


def _enrolment(made: Made, one: Registered) -> str:
    chance, moved = made.chance, made.maybe(0.2)
    course = chance.choice(("NT2-A", "NT2-A", "NT2-B", "taalstage", "KNM"))
    cells = (one.record, one.bsn, one.given, one.surname, one.birth, course, made.maybe(0.95), moved)
    return ";".join((*cells, "aanbieder Y" if moved else ""))


def _file(made: Made, one: Registered) -> str:
    chance, name = made.chance, f"{one.surname}, {one.given}" if one.surname and one.given else one.surname
    on_paper = chance.choice((one.bsn, one.bsn, one.person.bsn))
    cells = (one.record, one.bsn, name, one.birth, made.maybe(0.9), made.maybe(), chance.choice("jn"), made.maybe())
    return ";".join((*cells, made.maybe(), on_paper, made.maybe(0.1), made.maybe(0.2)))


def _intake(made: Made, one: Registered) -> str:
    name = f"{one.surname}, {one.given}" if one.surname and one.given else one.surname
    steps = (made.maybe(), made.maybe(), made.maybe(0.5), made.maybe(0.5), made.maybe(0.1), made.maybe(0.2))
    return ";".join((one.record, one.bsn, name, one.birth, *steps))


def _waiting(made: Made, record: str) -> Iterator[bytes]:
    """Somebody on a waiting list, as events: who, what kind of newcomer, on the list, and perhaps off it."""
    chance, person = made.chance, made.chance.choice(made.people)
    one = made.registered(record, person)
    personal = {"bsn": one.bsn, "given_names": one.given, "surname": one.surname}
    said: list[tuple[str, dict[str, Any], dict[str, str]]] = [
        ("person-registered", {}, {name: text for name, text in personal.items() if text}),
        ("category-determined", {"arrival": chance.choice(("OUDKOMER", "OUDKOMER", "NIEUWKOMER"))}, {}),
        ("waiting-list-joined", {"list": "FIRST_INFLOW", "reason": chance.choice(("CAPACITY", "CHILDCARE"))}, {}),
    ]
    if chance.random() < 0.4:
        said.append(("waiting-list-left", {"because": chance.choice(("PLACED", "DECLINED", "REMOVED"))}, {}))
    for slot, (name, fields, sealed) in enumerate(said):
        on = DAY_ONE + timedelta(days=chance.randrange(FEW_DAYS) * 7)
        data = {"fields": fields, "personal": sealed, "occurred_on": on.isoformat(), "municipality": "0505"}
        event = {
            "specversion": "1.0",
            "id": f"{record}-{slot}",
            "source": URN,
            "type": f"nl.inburgering.{name}.v1",
            "subject": record,
            "data": {**data, "registered_on": on.isoformat(), "slot": f"s{slot}"},
        }
        yield (json.dumps(event) + "\n").encode()


def _notification(made: Made, person: Person, number: int) -> bytes:
    told = {
        "registratieDatumTijd": f"2025-02-{1 + number % 28:02}T09:{made.chance.randrange(60):02}:20Z",
        "bsn": person.bsn,
        "gebeurtenisId": made.chance.choice(("SS101", "SS139", "SS112")),
    }
    return (json.dumps(told) + "\n").encode()

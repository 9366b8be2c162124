"""How well equal numbers link, on registrations of which the truth is known: `make links DATA=FOLDER`.

The folder holds `registrations.csv.gz` (reg_id, bsn, v_nummer, given_names, prefix, surname, birth_date, sex) and
`truth.csv.gz` (reg_id, person_id). Told are, per kind of number, the pairs with an equal valid number and how many of
them are one person, without and with the guard; and, with every registration delivered, the persons that come of it.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import combinations
from pathlib import Path
from uuid import UUID

from domain.identifiers import normalise_bsn, normalise_v_number
from domain.identity import Identity, compare, identity_of
from domain.linking import Ground, Known, Number, acts

Row = dict[str, str]
COLUMNS: dict[str, tuple[str, Ground, Callable[[str], str]]] = {
    "bsn": ("bsn", "BSN", normalise_bsn),
    "v_nummer": ("v_number", "V_NUMBER", normalise_v_number),
}


def main(folder: Path) -> None:
    """Measure and tell."""
    rows, truth = _read(folder / "registrations.csv.gz"), _read(folder / "truth.csv.gz")
    person_of = {row["reg_id"]: row["person_id"] for row in truth}
    known = {row["reg_id"]: _known(at, row) for at, row in enumerate(rows, 1)}
    told = {column: _pairs(column, known, person_of) for column in COLUMNS}
    _tell({"data": folder.name, "registrations": len(rows), **told, "persons": _persons(known, person_of)})


def _read(path: Path) -> list[Row]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _known(at: int, row: Row) -> Known:
    numbers: dict[Number, Ground] = {}
    for column, (kind, ground, normalise) in COLUMNS.items():
        with suppress(ValueError):
            numbers[Number(kind, normalise(row[column]))] = ground  # type: ignore[arg-type]
    said = {"given_names": row["given_names"], "surname": f"{row['prefix']} {row['surname']}"}
    who = identity_of({**said, "birth_on": row["birth_date"], "sex": row["sex"]})
    return Known(UUID(int=at), at, 1, numbers, (who,))


def _sharing(known: dict[str, Known], kind: str | None = None) -> Iterator[list[str]]:
    carriers: dict[Number, list[str]] = {}
    for name, one in known.items():
        for number in one.numbers:
            if kind in (None, number.kind):
                carriers.setdefault(number, []).append(name)
    return (names for names in carriers.values() if len(names) > 1)


def _pairs(column: str, known: dict[str, Known], person_of: dict[str, str]) -> dict[str, object]:
    """Precision and recall over all pairs with an equal number of this kind."""
    pairs = [pair for names in _sharing(known, COLUMNS[column][0]) for pair in combinations(names, 2)]
    begun = time.perf_counter()
    linked = [compare(_who(known[one]), _who(known[other])).agrees for one, other in pairs]
    seconds = time.perf_counter() - begun
    same = [person_of[one] == person_of[other] for one, other in pairs]
    right = sum(yes and true for yes, true in zip(linked, same, strict=True))
    return {
        "pairs": len(pairs),
        "precision_unguarded": round(sum(same) / len(pairs), 5),
        "precision": round(right / sum(linked), 5),
        "wrong": sum(linked) - right,
        "recall": round(right / sum(same), 4),
        "microseconds_per_pair": round(1e6 * seconds / len(pairs), 1),
    }


def _who(one: Known) -> Identity:
    return one.identities[0]


def _persons(known: dict[str, Known], person_of: dict[str, str]) -> dict[str, object]:
    """Every registration together: persons made of more than one person, pairs found, questions asked."""
    truth = {one.subject: person_of[name] for name, one in known.items()}
    begun, group_of = time.perf_counter(), {name: {name} for name in known}
    for names in _sharing(known):
        together = set().union(*(group_of[name] for name in names))
        group_of |= dict.fromkeys(together, together)
    asked, person = 0, {subject: {subject} for subject in truth}
    for group in {id(group): group for group in group_of.values() if len(group) > 1}.values():
        for act in acts([known[name] for name in group], []):
            asked += act.kind == "UNDECIDED"
            if act.kind == "LINK":
                together = person[act.subject] | person[act.other]
                person |= dict.fromkeys(together, together)
    seconds = time.perf_counter() - begun
    made = list({id(group): group for group in person.values()}.values())
    pairs = [truth[one] == truth[other] for group in made for one, other in combinations(group, 2)]
    return {
        "mixed": sum(len({truth[one] for one in group}) > 1 for group in made),
        "pairs": len(pairs),
        "precision": round(sum(pairs) / len(pairs), 5),
        "asked_per_1000_registrations": round(1000 * asked / len(known), 2),
        "seconds": round(seconds, 1),
    }


def _tell(document: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(document, indent=2) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

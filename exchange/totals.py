"""Control totals: what the sender says the file holds, beside what was counted while it was read.

A total is stated with the command (`Stated`) or in a row of the file that the profile names (`[totals]`, exchange/
profile.py). Every row under the heading counts, also one that is rejected or stands twice: the sender counted it too.
A total that differs is told and kept as a fact, and is no ground for refusing: the rows are what they are.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import msgspec

from domain.facts import ControlTotalCompared
from domain.facts.delivery import ControlTotal
from exchange.converting import Converter, converter
from exchange.profile import Column, Profile, normalised
from exchange.reading import Cells, Unreadable
from exchange.refusals import TotalCannotBeCounted
from exchange.row_refusals import CellIsRefused

ROWS, AMOUNT = "rows", "amount"
"""The names of the two totals that are no column's own."""
Watched = tuple[int, Converter]
"""Where a column stands, and how its cells are read."""
_AS_COUNT = converter(Column(type="count"), lambda name: None, date.max)
_NO_CODE = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Stated:
    """Totals that came beside the file: rows, euro cents, and per column of the profile its sum or its filled cells."""

    rows: int | None = None
    amount_cents: int | None = None
    named: Mapping[str, int] = field(default_factory=dict)

    def common(self) -> list[tuple[str, int]]:
        """The totals that are no column's own."""
        both = ((ROWS, self.rows), (AMOUNT, self.amount_cents))
        return [(name, value) for name, value in both if value is not None]

    def __bool__(self) -> bool:
        return bool(self.common() or self.named)


class Totals:
    """Counts the rows of one file as they pass, and takes the row of totals from among them."""

    def __init__(self, profile: Profile | None = None, positions: Mapping[str, int] | None = None) -> None:
        """`positions` is where the columns of the profile stand; a form without columns has neither."""
        self.rows = 0
        self._profile = profile
        self._positions = dict(positions or {})
        self.beside: list[tuple[str, int | None]] = []
        """Name and value of the totals that came beside the file."""
        self._in_file: list[tuple[str, int | None]] = []
        self._counted: dict[str, int] = {}
        self._declared = profile.control_totals if profile else None
        self._word = normalised(self._declared.word) if self._declared and self._declared.word else None
        self._watched: list[tuple[str, list[Watched]]] = []
        if self._declared is not None:
            self._watch(AMOUNT, self._declared.amount)
            for name in self._declared.sums:
                self._watch(name, [name])

    def expect(self, stated: Stated) -> None:
        """Totals that came beside the file; raises TotalCannotBeCounted, before any row is read."""
        for name, value in stated.common():
            if name == AMOUNT and AMOUNT not in self._counted:
                self._watch(AMOUNT, self._only_amount())
            self.beside.append((name, value))
        for wanted, value in stated.named.items():
            column = self._column(wanted)
            if column not in self._counted:
                self._watch(column, [column])
            self.beside.append((column, value))

    def _watch(self, total: str, columns: list[str]) -> None:
        assert self._profile is not None or not columns, "columns are those of a profile"
        found = [(self._positions[name], self._reading(name)) for name in columns if name in self._positions]
        if found:
            self._counted[total] = 0
            self._watched.append((total, found))

    def _type(self, column: str) -> str:
        assert self._profile is not None, "columns are those of a profile"
        return self._profile.columns[column].type

    def _reading(self, column: str) -> Converter:
        """How a cell of it is read: numbers as they are, all else only as filled or not."""
        assert self._profile is not None, "columns are those of a profile"
        kind = self._type(column)
        read = self._profile.columns[column] if kind in ("count", "cents") else Column()
        return converter(msgspec.structs.replace(read, filled=False), lambda name: None, date.max)

    def _only_amount(self) -> list[str]:
        amounts = [name for name in self._positions if self._type(name) == "cents"]
        if len(amounts) != 1:
            raise TotalCannotBeCounted(AMOUNT, amounts)
        return amounts

    def _column(self, wanted: str) -> str:
        folded = {normalised(name): name for name in self._positions}
        found = folded.get(normalised(wanted))
        if found is None or self._type(found) == "cents":
            raise TotalCannotBeCounted(wanted, [name for name in self._positions if self._type(name) != "cents"])
        return found

    # While the file is read

    def passing(self, rows: Iterable[Cells | Unreadable]) -> Iterator[Cells | Unreadable]:
        """The same rows without the row of totals, each counted."""
        for row in rows:
            if self._word is not None and self._takes(row):
                continue
            if isinstance(row, Unreadable):
                self.rows += 1
            elif any(value and not value.isspace() for value in row.values):
                self.rows += 1
                for total, columns in self._watched:
                    self._counted[total] += _added((row.values[index], convert) for index, convert in columns)
            yield row

    def _takes(self, row: Cells | Unreadable) -> bool:
        """Whether this is the row of totals; then what it states is kept, and a later one goes before it."""
        values = row.values or ()
        first = next((value for value in values if value and not value.isspace()), "")
        if normalised(first).removesuffix(":").rstrip() != self._word:
            return False
        assert self._declared is not None, "a word for the row is declared"
        read: list[tuple[str, int | None]] = []
        if self._declared.rows is not None:
            place = self._positions.get(self._declared.rows, len(values))
            read += _stated_in(values, ROWS, [(place, _AS_COUNT)])
        declared = {AMOUNT, *self._declared.sums}
        for total, columns in self._watched:
            read += _stated_in(values, total, columns) if total in declared else []
        self._in_file = read
        return True

    # Afterwards

    def compared(self) -> list[ControlTotalCompared]:
        """Every total that was stated, with what was counted; whole after the last row."""
        counted = {ROWS: self.rows, **self._counted}
        stated = [*self.beside, *(one for one in self._in_file if one not in self.beside)]
        return [ControlTotalCompared(name=name, stated=value, counted=counted[name]) for name, value in stated]


def as_received(stated: Stated) -> dict[str, Any]:
    """The totals that came beside the file, as fields of the fact that it was received."""
    named = tuple(ControlTotal(name=_as_code(name), value=value) for name, value in stated.named.items())
    return {"stated_rows": stated.rows, "stated_amount_cents": stated.amount_cents, "stated_totals": named}


def _as_code(name: str) -> str:
    """The name of a column as a word without spaces."""
    return _NO_CODE.sub("-", name).strip("-")[:80] or "column"


def agrees(total: ControlTotalCompared) -> bool:
    """Whether what was stated is what was counted; a total that could not be read agrees with nothing."""
    return total.stated == total.counted


def _number(cell: str, convert: Converter) -> int | None:
    """What a cell adds: its number, or one for being filled; None where it is empty. Raises CellIsRefused."""
    value = convert(cell)
    if value is None:
        return None
    return value if isinstance(value, int) and not isinstance(value, bool) else 1


def _added(cells: Iterable[tuple[str, Converter]]) -> int:
    """What cells of a row add; one that cannot be read adds nothing."""
    total = 0
    for cell, convert in cells:
        with suppress(CellIsRefused):
            total += _number(cell, convert) or 0
    return total


def _stated_in(values: Sequence[str], total: str, columns: Sequence[Watched]) -> list[tuple[str, int | None]]:
    """The total in the cells of these columns, None where one cannot be read; nothing where all are empty."""
    try:
        numbers = [_number(values[index], convert) for index, convert in columns if index < len(values)]
    except CellIsRefused:
        return [(total, None)]
    filled = [number for number in numbers if number is not None]
    return [(total, sum(filled))] if filled else []


def totals_document(totals: Sequence[ControlTotalCompared]) -> list[dict[str, Any]]:
    """The sender's totals beside what was counted, as a document; an amount in cents."""
    return [{"name": one.name, "stated": one.stated, "counted": one.counted, "agrees": agrees(one)} for one in totals]

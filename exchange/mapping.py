"""From a row of cells to what it states, by a profile: the hot loop of every import.

A `RowMapper` is made once per file, when the heading is known. Everything that depends only on profile and heading is
worked out then: which cells to convert and how, which facts may stand in which slot. Per row there are only
conversions and look-ups; facts whose values were seen before are the same frozen object again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import msgspec

from domain import dates, precision
from domain.dates import When
from domain.facts import base
from domain.facts.accountability import QuotaLine
from domain.facts.base import Fact
from exchange.converting import (
    NO_MUNICIPALITY,
    UNKNOWN_DATE,
    Converter,
    ResolveMunicipality,
    Value,
    converter,
    whole_day,
)
from exchange.observed import EmptySlot, Observed, RowRead, RowRefused
from exchange.plain_text import same_number
from exchange.profile import WHOLE_COUNTRY, FactRule, Profile
from exchange.reading import Cells
from exchange.row_refusals import CellIsRefused

Row = list[Value | None]
BSN_DIGITS_MIN = 7
"""As short as a number of a person gets by losing leading zeros; shorter keys need no comparison."""
_FACTS_REMEMBERED_MAX = 50_000
_OPENS_A_REGISTRATION = "PersonRegistered"
"""Stated by every row that has it: a registration opens with it, also where nothing is known of the person."""


@dataclass(slots=True)
class MappingCounts:
    """What the mapper saw and did not pass on as rows."""

    repeated: int = 0
    """Rows that stood earlier in the file, letter for letter the same."""
    undated: int = 0
    """Facts that a row names without giving their date, taken with the date unknown."""


class _Rule:
    """A fact rule bound to the places of its columns in this file."""

    def __init__(self, rule: FactRule, place: dict[str, int], profile: Profile) -> None:
        definition = base.by_name(rule.kind)
        self.kind = rule.kind
        self.slot = rule.slot_name
        self.fact_class = definition.fact
        self.fixed = rule.fixed
        wanted = {name: code if isinstance(code, list) else [code] for name, code in rule.when.items()}
        self.when = [(place.get(name, -1), frozenset(codes)) for name, codes in wanted.items()]
        self.occurred = place.get(rule.occurred_on, -1) if rule.occurred_on else None
        self.registered = place.get(rule.registered_on, -1) if rule.registered_on else None
        self.fields = [(field, place[name]) for field, name in rule.fields.items() if name in place]
        self.field_places = [index for _, index in self.fields]
        self.personal = [(field, place[name]) for field, name in rule.personal.items() if name in place]
        dates_of = {"occurred_on": rule.occurred_on, "registered_on": rule.registered_on}
        read_from = {**rule.fields, **rule.personal, **{name: read for name, read in dates_of.items() if read}}
        # Of a comparison the column to mend is the first of the two.
        self.columns = {field: (profile.columns[name].compares or [name])[0] for field, name in read_from.items()}
        self.columns_of = {field: (name, profile.columns[name].type) for field, name in rule.fields.items()}
        self.is_always = not (rule.fields or rule.personal) or rule.kind == _OPENS_A_REGISTRATION
        self.repeats_by = next((index for field, index in self.fields if field == definition.slot), None)
        self.remembered: dict[tuple[Value | None, ...], Fact] = {}

    def holds(self, row: Row) -> bool:
        """Whether `when` holds for the row."""
        return all(row[index] in codes for index, codes in self.when)

    def is_filled(self, row: Row) -> bool:
        """Whether the row states the fact: a code says so, its date is filled, or without a date any of its cells."""
        if self.occurred is not None:
            return bool(self.when) or row[self.occurred] is not None
        if self.is_always:
            return True
        return any(row[index] is not None for _, index in self.fields) or any(
            row[index] is not None for _, index in self.personal
        )

    def fact(self, row: Row) -> Fact:
        """The fact with the values of the row; raises CellIsRefused."""
        key = tuple([row[index] for index in self.field_places])
        found = self.remembered.get(key)
        # True and 1 are one key: a column has one type, so they never meet in the same place.
        if found is None:
            if len(self.remembered) >= _FACTS_REMEMBERED_MAX:
                self.remembered.clear()
            found = self.remembered[key] = self._make(row)
        return found

    def _make(self, row: Row) -> Fact:
        body: dict[str, Any] = dict(self.fixed)
        for field, index in self.fields:
            value = row[index]
            name, column_type = self.columns_of[field]
            try:
                value = whole_day(value) if column_type == "date" else value
            except CellIsRefused as refusal:
                refusal.column, refusal.value_kind = name, "date"
                raise
            if value is not None:
                body[field] = value
        for needed in msgspec.structs.fields(self.fact_class):
            if needed.required and needed.name not in body:
                name, column_type = self.columns_of[needed.name]
                raise CellIsRefused("VALUE_MISSING", column=name, value_kind=column_type)
        try:
            fact = msgspec.convert(body, self.fact_class)
        except msgspec.ValidationError as error:
            blamed, kind = self._blamed(str(error))
            raise CellIsRefused("VALUE_NOT_ALLOWED", expected=[self.kind], column=blamed, value_kind=kind) from None
        self._refuse_contradiction(fact)
        return fact

    def _blamed(self, message: str) -> tuple[str | None, str | None]:
        """The column that msgspec's message points to, by its path `$.field`; the message holds the value."""
        field = message.rpartition("$.")[2].rstrip("`").partition("[")[0]
        return self.columns_of.get(field, (None, None))

    def _refuse_contradiction(self, fact: Fact) -> None:
        """A quota line whose amount and precision, or whose days, do not go together could never be computed with."""
        if not isinstance(fact, QuotaLine):
            return
        try:
            precision.interval(fact.amount, fact.precision)
        except precision.AmountDoesNotFitPrecision:
            raise CellIsRefused("AMOUNT_DOES_NOT_FIT", column=self._blamed("$.amount")[0], value_kind="count") from None
        try:
            dates.Period(fact.period_from, fact.period_until)
        except dates.NotAPeriod:
            column = self._blamed("$.period_until")[0]
            raise CellIsRefused("NOT_A_PERIOD", column=column, value_kind="date") from None


class RowMapper:
    """What rows of one file state, by one profile."""

    def __init__(
        self,
        profile: Profile,
        positions: dict[str, int],
        *,
        party: str,
        municipality: str | None,
        resolve_municipality: ResolveMunicipality,
        today: date,
    ) -> None:
        """`positions` is the column of the file for each column of the profile that it has."""
        self.profile = profile
        self.party = party
        self.municipality = municipality
        self.counts = MappingCounts()
        names = list(positions)
        compared = _comparisons(profile, names)
        place = {name: index for index, name in enumerate([*names, *compared])}
        self._compared = [(place[one], place[other]) for one, other in compared.values()]
        readable = {name for rule in profile.facts for name in rule.fields.values()}
        keys = {*profile.record, *([profile.person] if profile.person else [])}
        keyed = {*profile.record, *([profile.municipality] if profile.municipality else [])}
        columns = {
            name: msgspec.structs.replace(profile.columns[name], filled=True)
            if name in keyed
            else profile.columns[name]
            for name in names
        }
        self._columns = [(name, columns[name].type, positions[name]) for name in names]
        self._plan: list[tuple[int, Converter]] = [
            (
                positions[name],
                converter(
                    columns[name], resolve_municipality, today, is_readable=name in readable, is_key=name in keys
                ),
            )
            for name in names
        ]
        self._read = frozenset(positions.values())
        self._record = [(place[name], columns[name].type) for name in profile.record]
        self._key_places = [place[name] for name in (*profile.record, profile.person) if name in place]
        self._bsn_places = [place[name] for name in names if columns[name].type == "bsn"]
        self._person = place.get(profile.person, -1) if profile.person else None
        self._municipality = place[profile.municipality] if profile.municipality else None
        self._remarks = [(name, place[name]) for name in names if columns[name].type == "remark"]
        self._slots = _by_slot([_Rule(rule, place, profile) for rule in profile.facts])
        self._seen: dict[int, int] = {}
        self._days: dict[Value | None, date | None] = {None: None, UNKNOWN_DATE: None}

    def read(self, cells: Cells) -> RowRead | RowRefused | None:
        """What the row states, why it is refused, or None for a row that is empty or stood in the file before."""
        read = self._read_row(cells)
        return replace(read, record=self._record_in(cells)) if isinstance(read, RowRefused) else read

    def _read_row(self, cells: Cells) -> RowRead | RowRefused | None:
        values = cells.values
        if cells.formulas and not self._read.isdisjoint(cells.formulas):
            return self._formula(cells)
        try:
            row: Row = [convert(values[index]) for index, convert in self._plan]
            row.extend([_comparison(row[one], row[other]) for one, other in self._compared])
            row.append(None)  # the cell of every column that this file does not have, at place -1
            self._refuse_bsn_as_key(row)
            observed, empty = self._observe(row)
        except CellIsRefused as refusal:
            return self._refused(cells, refusal)
        record = self._record_of(row)
        earlier, content = self._seen.get(hash(record)), hash(tuple(row))
        if earlier is not None:
            if earlier == content:
                self.counts.repeated += 1
                return None
            column, kind = self.profile.record[0], self._record[0][1]
            return CellIsRefused("DUPLICATE_RECORD").as_row(cells.line, column, kind, cells.text)
        self._seen[hash(record)] = content
        person = None if self._person is None or row[self._person] is None else str(row[self._person])
        remarks = self._unknown_remarks(row) if self._remarks else {}
        return RowRead(cells.line, record, self.party, observed, empty, person, remarks=remarks)

    def _refuse_bsn_as_key(self, row: Row) -> None:
        """The source's own number is kept readable in places where a citizen service number may never stand."""
        for bsn in self._bsn_places:
            if (number := row[bsn]) is None:
                continue
            for index in self._key_places:
                key = _as_text(row[index])
                if len(key) >= BSN_DIGITS_MIN and same_number(key, str(number)):
                    name, kind, _ = self._columns[index]
                    raise CellIsRefused("RECORD_IS_BSN", column=name, value_kind=kind)

    def _observe(self, row: Row) -> tuple[tuple[Observed, ...], tuple[EmptySlot, ...]]:
        """Per slot the facts that the row states there, and every other kind that the slot could have held as empty."""
        municipality = self.municipality if self._municipality is None else str(row[self._municipality]) or None
        observed: list[Observed] = []
        empty: list[EmptySlot] = []
        for rules, kinds in self._slots:
            found: list[str] = []
            for rule in rules:
                if not rule.holds(row) or (rule.repeats_by is None and rule.kind in found):
                    continue
                if rule.is_filled(row):
                    observed.append(self._stated(rule, row, municipality))
                    found.append(rule.kind)
                    if rule.occurred is not None and row[rule.occurred] is None:
                        self.counts.undated += 1
            if len(found) < len(kinds):
                empty += [nothing for nothing in kinds if nothing.kind not in found]
        return tuple(observed), tuple(empty)

    def _stated(self, rule: _Rule, row: Row, municipality: str | None) -> Observed:
        occurred = row[rule.occurred] if rule.occurred is not None else None
        slot = rule.slot if rule.repeats_by is None else f"{rule.slot}:{row[rule.repeats_by] or ''}"
        personal = {field: _as_text(row[index]) for field, index in rule.personal if row[index] not in (None, "")}
        registered = None if rule.registered is None else self._day(row[rule.registered])
        return Observed(
            rule.fact(row),
            slot,
            When(str(occurred)) if occurred else None,
            registered,
            municipality,
            personal,
            rule.columns,
        )

    def _day(self, value: Value | None) -> date | None:
        """The day of a registration date; None where the source claims none, or not to the day."""
        try:
            return self._days[value]
        except KeyError:
            day = self._days[value] = dates.day_of(When(str(value)))
            return day

    def _record_of(self, row: Row) -> str:
        if len(self._record) == 1:
            return _as_text(row[self._record[0][0]])
        return "|".join(
            WHOLE_COUNTRY if kind == "municipality" and row[index] == NO_MUNICIPALITY else _as_text(row[index])
            for index, kind in self._record
        )

    def _record_in(self, cells: Cells) -> str | None:
        """The record that a refused row is about; None where that cannot be read either."""
        row: Row = []
        for index, convert in self._plan:
            try:
                row.append(convert(cells.values[index]))
            except (CellIsRefused, IndexError):
                row.append(None)
        if any(row[index] is None for index, _ in self._record):
            return None
        return self._record_of(row)

    def _unknown_remarks(self, row: Row) -> dict[str, str]:
        found = ((name, row[index]) for name, index in self._remarks)
        return {name: text[1:] for name, text in found if isinstance(text, str) and text.startswith("\n")}

    def _formula(self, cells: Cells) -> RowRefused:
        name, _, _ = next(column for column in self._columns if column[2] in cells.formulas)
        return CellIsRefused("FORMULA").as_row(cells.line, name, "formula", cells.text)

    def _refused(self, cells: Cells, refusal: CellIsRefused) -> RowRefused | None:
        """The refusal with the column to blame; None where the whole row is empty."""
        if not any(value and not value.isspace() for value in cells.values):
            return None
        if refusal.column is None:
            for (name, kind, _), (index, convert) in zip(self._columns, self._plan, strict=True):
                try:
                    convert(cells.values[index])
                except CellIsRefused as blamed:
                    return blamed.as_row(cells.line, name, kind, cells.text)
        return refusal.as_row(cells.line, refusal.column, refusal.value_kind or "row", cells.text)


def _by_slot(rules: Sequence[_Rule]) -> list[tuple[list[_Rule], list[EmptySlot]]]:
    """Rules by the slot they share, in the profile's order, with what is empty there for each kind that is not stated.

    A slot whose name depends on a value (repeating facts) cannot be named while the value is missing.
    """
    slots: dict[str, list[_Rule]] = {}
    for rule in rules:
        slots.setdefault(rule.slot, []).append(rule)
    kinds = [dict.fromkeys(rule.kind for rule in of_slot if rule.repeats_by is None) for of_slot in slots.values()]
    return [
        (of_slot, [EmptySlot(kind, slot) for kind in of_kinds])
        for (slot, of_slot), of_kinds in zip(slots.items(), kinds, strict=True)
    ]


def _comparisons(profile: Profile, names: Sequence[str]) -> dict[str, list[str]]:
    """The comparisons of which this file has both columns, with those columns."""
    compared = {name: column.compares for name, column in profile.columns.items() if column.compares}
    return {name: both for name, both in compared.items() if set(both) <= set(names)}


def _comparison(one: Value | None, other: Value | None) -> Value | None:
    """Whether two numbers are the same; nothing where the first is not there."""
    if one is None:
        return None
    if other is None:
        return "UNKNOWN"
    return "SAME" if same_number(str(one), str(other)) else "OTHER"


def _as_text(value: Value | None) -> str:
    """A value as text; of a remark that was not understood the text itself."""
    return value.removeprefix("\n") if isinstance(value, str) else "" if value is None else str(value)

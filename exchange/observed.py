"""What a profile makes of one row of a file: facts observed, slots that came empty, or a refusal with advice.

This is the border between reading (`exchange/reading.py`, `exchange/profile.py`: no database) and recording
(`exchange/importing.py`: compares with what the source last delivered, and appends).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.dates import When
from domain.facts.base import Fact


@dataclass(frozen=True, slots=True)
class Observed:
    """One fact that a row states.

    `slot` names the place in the row it comes from (the profile's column, plus the value of the repeating field for
    facts that repeat): with party, system, record and kind it is the fact's natural key.
    """

    fact: Fact
    slot: str
    occurred_on: When | None = None
    registered_on: date | None = None
    municipality: str | None = None
    personal: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] | None = None
    """Field → the column it is read from; what is read from none is not left empty. None: every field is read."""

    def reads(self, name: str) -> bool:
        """Whether the source says anything of this field."""
        return self.columns is None or name in self.columns

    def column_of(self, name: str) -> str:
        """The column of a field, or the field itself."""
        return (self.columns or {}).get(name, name)


@dataclass(frozen=True, slots=True)
class EmptySlot:
    """A place in the row where the profile expects a fact of this kind and the row has nothing."""

    kind: str
    slot: str


@dataclass(frozen=True, slots=True)
class RowRead:
    """A row taken: the source record it is about, whose person (None: the record by itself), what it states.

    `record` is the source's own record id; for a row about a shared subject (a quota) the columns that make one.
    `person` is the source's own person number where a profile names one. `party` is a municipality code or provider.
    """

    line: int
    record: str
    party: str
    observed: tuple[Observed, ...]
    empty: tuple[EmptySlot, ...] = ()
    person: str | None = None
    told_apart_by: str | None = None
    """Where records may share their readable id: a person's number that tells them apart. Never recorded as it is: its
    keyed pseudonym becomes part of the record's id."""
    remarks: Mapping[str, str] = field(default_factory=dict)
    """Column → remark that the profile did not understand."""


@dataclass(frozen=True, slots=True)
class RowRefused:
    """A row not taken. `row_text` and `record` (the source's own id, where it could be read) are personal and are never
    shown; the rest holds no value of the row."""

    line: int
    column: str | None
    value_kind: str
    reason: str
    advice: Mapping[str, str]
    row_text: str
    record: str | None = None

"""What a file would become, without a ledger: for whoever sends it, and for whoever writes a profile for it.

Rows go through the same door as an import (`open_delivery`), so that what is told here is what will happen. The columns
are looked at beside it, cell by cell. Nothing is written. Of columns that name a person only the form of a cell is
kept, never the cell: `Aaaaa`, `99-99-9999`.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from domain.facts import ControlTotalCompared
from exchange import refusals
from exchange.converting import Converter, ResolveMunicipality, converter
from exchange.delivery import Delivery, open_delivery, profiles_that_may_match
from exchange.observed import Observed, RowRead, RowRefused
from exchange.plain_text import names_a_person
from exchange.profile import WHOLE_COUNTRY, Column, Profile, normalised, word_map
from exchange.reading import Cells, Form, Table, survey
from exchange.reading_csv import CsvTable
from exchange.reading_xlsx import XlsxTable
from exchange.recognition import Recognised, holds_data, recognise
from exchange.refusals import shown_text
from exchange.row_refusals import CellIsRefused
from exchange.totals import Totals

EXAMPLES_MAX = 3
ROWS_TRACED = 2
NEAREST_MAX = 3
WORDS_MAX = 1_000
"""Different words of one column that are told apart; with more it holds no words."""
FORM_CHARACTERS_MAX = 24
STAND_IN = "0000"
"""The municipality of a file that does not say whose it is, while it is only looked at."""
_WORDS = ("code", "yes-no", "municipality", "remark")
_ALWAYS_PERSONAL = ("bsn", "v-number", "remark")


@dataclass(slots=True)
class ColumnChecked:
    """A column of the profile as it stands in the file."""

    name: str
    heading: str
    type: str
    is_personal: bool
    must_be_filled: bool
    filled: int = 0
    empty: int = 0
    unreadable: int = 0
    examples: list[str] = field(default_factory=list)
    """Cells that could be read; of a column that names a person their form."""
    words: dict[str, tuple[str | int, int]] = field(default_factory=dict)
    """Word → the code it becomes and how often it stands there."""
    unknown_words: dict[str, int] = field(default_factory=dict)
    """Word that the profile does not know → how often it stands there."""


@dataclass(frozen=True, slots=True)
class Traced:
    """A fact that a row states, and where it comes from."""

    line: int
    kind: str
    fields: Sequence[tuple[str, object, str | None]]
    """Field, its value, and the column it is read from; without a column the profile says so itself."""
    sealed: Sequence[tuple[str, str]]
    """Sealed field and its column; the value is personal."""


@dataclass(frozen=True, slots=True)
class Near:
    """A profile that the file is not of, and what it would take."""

    profile: str
    matched: int
    missing: Sequence[str]
    extra: Sequence[str]


@dataclass(slots=True)
class Checked:
    """A file looked at. Without `profile` it was not recognised, and only `nearest` is told."""

    form: Form
    profile: str | None = None
    title: dict[str, str] = field(default_factory=dict)
    heading_row: int = 0
    required: Sequence[str] = ()
    """The columns by which it was recognised."""
    needs_municipality: bool = False
    columns: list[ColumnChecked] = field(default_factory=list)
    unread: Sequence[str] = ()
    """Headings in the file that the profile does not read."""
    absent: Sequence[str] = ()
    """Columns of the profile that the file may have and does not."""
    rows: int = 0
    facts: Counter[str] = field(default_factory=Counter)
    traced: list[Traced] = field(default_factory=list)
    refused: list[RowRefused] = field(default_factory=list)
    notices: Sequence[tuple[str, str]] = ()
    totals: Sequence[ControlTotalCompared] = ()
    nearest: Sequence[Near] = ()

    @property
    def would_be_taken(self) -> bool:
        """Whether an import would take at least one row."""
        return self.profile is not None and self.rows > len(self.refused)


def check(
    path: Path,
    *,
    resolve_municipality: ResolveMunicipality,
    profile: str | None = None,
    municipality: str | None = None,
    extra_profiles: Sequence[Path] = (),
    today: date | None = None,
) -> Checked:
    """Look at a file; raises FileRefused where it cannot be read at all, and not where no profile is of it."""
    surveyed = survey(path)
    checked = Checked(surveyed.form)

    def opened(of: str | None) -> Delivery:
        return open_delivery(
            path,
            resolve_municipality=lambda name: STAND_IN if name == STAND_IN else resolve_municipality(name),
            profile=profile,
            municipality=of,
            extra_profiles=extra_profiles,
            today=today,
        )

    try:
        delivery = opened(municipality)
    except refusals.MunicipalityNeeded:
        checked.needs_municipality = True
        delivery = opened(STAND_IN)
    except refusals.NoProfileMatches:
        table: Table = XlsxTable(surveyed) if surveyed.form == "xlsx" else CsvTable(surveyed)
        candidates = profiles_that_may_match(profile, extra_profiles)
        checked.nearest = _nearest(table.top(), list(candidates.values()))
        return checked
    _follow(delivery, checked)
    if surveyed.form != "jsonl":
        table = XlsxTable(surveyed) if surveyed.form == "xlsx" else CsvTable(surveyed)
        tops = table.top()
        found = recognise(tops, profiles_that_may_match(profile, extra_profiles), surveyed.form)
        _describe(found, checked)
        heading = tops[found.way][found.heading_row]
        checked.columns = _columns(table, found, heading, resolve_municipality, today or date.max)
    return checked


def _follow(delivery: Delivery, checked: Checked) -> None:
    """Every row, as an import would get it."""
    checked.profile = delivery.profile
    for row in delivery.rows():
        checked.rows += 1
        if isinstance(row, RowRefused):
            checked.refused.append(row)
            continue
        checked.facts.update(type(one.fact).__name__ for one in row.observed)
        if checked.rows - len(checked.refused) <= ROWS_TRACED:
            checked.traced += [_traced(row, one) for one in row.observed]
    checked.notices = list(zip(delivery.notices_dutch, delivery.notices, strict=True))
    checked.totals = delivery.totals.compared()


def _traced(row: RowRead, one: Observed) -> Traced:
    columns = one.columns or {}
    dates = {"occurred_on": one.occurred_on, "registered_on": one.registered_on}
    told: dict[str, Any] = msgspec.to_builtins(dates) | msgspec.to_builtins(one.fact)
    fields = [(name, value, columns.get(name)) for name, value in told.items() if value is not None]
    sealed = [(name, columns.get(name, name)) for name in one.personal]
    return Traced(row.line, type(one.fact).__name__, fields, sealed)


def _describe(found: Recognised, checked: Checked) -> None:
    profile = found.profile
    checked.title = {"nl": profile.title.nl, "en": profile.title.en}
    checked.heading_row = found.heading_row + 1
    checked.required = profile.required()
    checked.unread = [shown_text(heading) for heading in found.unknown]
    own = [name for name, column in profile.columns.items() if column.stands_in_file]
    checked.absent = [name for name in own if name not in found.positions]


# --- Columns ---


@dataclass(slots=True)
class _Looked:
    """A column while its cells pass."""

    place: int
    convert: Converter
    said: ColumnChecked
    words: frozenset[str]
    """The words that the profile knows."""

    def see(self, cell: str) -> None:
        """One cell, counted by what becomes of it."""
        said = self.said
        try:
            value = self.convert(cell)
        except CellIsRefused as refusal:
            said.unreadable += 1
            if refusal.reason in ("UNKNOWN_WORD", "UNKNOWN_MUNICIPALITY"):
                _count_unknown(said, cell)
            return
        if value is None and not cell.strip():
            said.empty += 1
            return
        said.filled += 1
        self._keep_example(cell)
        if said.type == "remark" and isinstance(value, str) and value.startswith("\n"):
            _count_unknown(said, cell)
        elif said.type in _WORDS and value is not None and not (said.type == "code" and value == ""):
            word, code = normalised(cell), WHOLE_COUNTRY if value == "" else value
            if word not in self.words and (said.is_personal or names_a_person(cell)):
                word = form_of(cell)  # a word of the profile itself tells nothing of a person
            if word in said.words or len(said.words) < WORDS_MAX:
                said.words[word] = (code, said.words.get(word, (code, 0))[1] + 1)

    def _keep_example(self, cell: str) -> None:
        examples = self.said.examples
        if len(examples) < EXAMPLES_MAX:
            shown = form_of(cell) if self.said.is_personal else shown_text(cell)
            if shown not in examples:
                examples.append(shown)


def _count_unknown(said: ColumnChecked, cell: str) -> None:
    is_masked = said.is_personal or names_a_person(cell)
    word = form_of(cell) if is_masked else shown_text(normalised(cell))
    if word in said.unknown_words or len(said.unknown_words) < WORDS_MAX:
        said.unknown_words[word] = said.unknown_words.get(word, 0) + 1


def form_of(cell: str) -> str:
    """The form of a cell without what it says: every letter an a or A, every digit a 9."""
    text = " ".join(cell.split())[:FORM_CHARACTERS_MAX]
    return "".join(_form_of_character(character) for character in text)


def _form_of_character(character: str) -> str:
    if character.isalpha():
        return "A" if character.isupper() else "a"
    if character.isdigit():
        return "9"
    return character if character.isascii() and character.isprintable() else "?"


def _columns(
    table: Table, found: Recognised, heading: Sequence[str], resolve: ResolveMunicipality, today: date
) -> list[ColumnChecked]:
    profile = found.profile
    is_open = _may_be_shown(profile)
    # Two columns may read the same cells: what one of them seals, the other does not show.
    sealed = {place for name, place in found.positions.items() if not is_open(name)}
    looked = []
    for name, place in found.positions.items():
        column = profile.columns[name]
        filled = column.filled or name in (*profile.record, profile.municipality)
        said = ColumnChecked(name, shown_text(heading[place]), column.type, place in sealed, filled)
        words = frozenset(word_map(column))
        looked.append(_Looked(place, _reading(name, profile, resolve, today), said, words))
    rows = Totals(profile, found.positions).passing(table.rows(found.way, found.heading_row, found.width))
    for row in rows:
        if isinstance(row, Cells) and any(value and not value.isspace() for value in row.values):
            for one in looked:
                one.see(row.values[one.place])
    return [one.said for one in looked]


def _reading(name: str, profile: Profile, resolve: ResolveMunicipality, today: date) -> Converter:
    """How an import reads its cells, but for one thing: that it must be filled is told apart."""
    column: Column = msgspec.structs.replace(profile.columns[name], filled=False)
    readable = {read for rule in profile.facts for read in rule.fields.values()}
    is_key = name in (*profile.record, profile.person)
    return converter(column, resolve, today, is_readable=name in readable, is_key=is_key)


def _may_be_shown(profile: Profile) -> Callable[[str], bool]:
    """Whether cells of a column may be shown: those that end in readable fields and dates, and name nobody."""
    sealed = {name for rule in profile.facts for name in rule.personal.values()}
    sealed |= {name for name, column in profile.columns.items() if column.type in _ALWAYS_PERSONAL}
    keys = {profile.person, *(name for name in profile.record if profile.columns[name].type == "text")}
    read = {name for rule in profile.facts for name in (*rule.fields.values(), *rule.when)}
    read |= {name for rule in profile.facts for name in (rule.occurred_on, rule.registered_on) if name}
    shown = {name for name in (*read, profile.municipality) if name}
    # The key of a shared subject, such as a quota, is made of columns that are read openly.
    return lambda name: name in shown and name not in sealed and (name not in keys or name in read)


# --- Not recognised ---


def _nearest(tops: list[list[list[str]]], candidates: Sequence[Profile]) -> list[Near]:
    """The profiles that have most of their required columns in some row, the best first."""
    near: list[Near] = []
    rows = [
        {normalised(cell.removeprefix("\ufeff")): cell for cell in row if cell.strip()} for way in tops for row in way
    ]
    for profile in candidates:
        names = [name for name, column in profile.columns.items() if column.stands_in_file]
        headings = {written for name in names for written in profile.headings(name)}
        best = max(rows, key=lambda row: len(headings & row.keys()), default={})
        matched = [name for name in names if not best.keys().isdisjoint(profile.headings(name))]
        required = profile.required()
        missing = [name for name in required if name not in matched]
        # A row that is hardly a heading may be somebody's data: its cells are not repeated.
        is_heading = (len(required) - len(missing)) * 2 >= len(required) and not holds_data(best.values())
        extra = [shown_text(cell) for word, cell in best.items() if word not in headings] if is_heading else []
        if matched:
            near.append(Near(profile.name, len(matched), missing, extra))
    return sorted(near, key=lambda one: (len(one.missing), -one.matched))[:NEAREST_MAX]

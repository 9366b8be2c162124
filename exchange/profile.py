"""A profile: what the columns of somebody's file mean, declared in TOML, so that no code is written per municipality.

A profile is one TOML file, in `exchange/profiles/` or given with `--profile FILE.toml`. Its parts:

    name = "groningen-gws4all"                 small letters, digits and hyphens
    title = { nl = "…", en = "…" }
    format = "any"                             or "csv" or "xlsx"; both are read alike

    record = ["KLANTNUMMER"]                   the column, or the columns together, that name one record of the source
    person = "KLANTNUMMER"                     optional: the column with the source's own number of the person
    municipality = "gemeente"                  optional: a column of type municipality; without it the importer is told

    [source]
    system = "GWS4all"                         the system the file comes from
    party = "municipality"                     who delivers: the municipality itself, or the name of another party
    in_use_from = 2008-10-01                   optional: since when the system is in use
    delivery = "changes"                       or "full": then a row that is missing is a finding
    delivered_on = "peildatum"                 optional: the word before the delivery date above the heading

    [columns]                                  one line a column; its name is the heading unless `heading` is given
    BSN = { type = "bsn" }
    SOORT = { type = "code", filled = true, words = { "duaal traject" = "DUAL" } }
    begin = { type = "date", heading = ["begindatum", "startdatum"], optional = true }

    [totals]                                   optional: the sender's own totals, to check with
    word = "totaal"                            optional: the first filled cell of the row of totals, which is no data
    rows = "KLANTNUMMER"                       optional: the column of that row that says how many rows there are
    amount = ["BEDRAG"]                        optional: columns of type cents whose sum is the total amount
    sums = ["UREN"]                            optional: columns of type count that are totalled, each by itself

    [[facts]]                                  one block for every fact a row may state
    kind = "PlacementStarted"                  its name in the list of facts (docs/reference/facts.md)
    when = { SOORT = ["DUAL", "REGULAR"] }     optional: only where a column holds one of these codes
    occurred_on = "DATUM PLAATSING"            optional: the column with the day it happened
    registered_on = "DATUM INVOER"             optional: the column with the day the source entered it
    slot = "DATUM PLAATSING"                   where in the row it stands; left out, the column of `occurred_on`
    fields = { trajectory = "SOORT" }          field of the fact = column
    fixed = { with_offer = false }             field of the fact = a value that is always so
    personal = { surname = "ACHTERNAAM" }      sealed field = column

Headings, words and codes in cells are compared without regard to capitals and with their spaces collapsed.

Types of columns: text, date (day first; 00 for unknown), code (by `words`), yes-no (j/n, ja/nee), count, cents (euros
with a comma), bsn, v-number, trade-register (number of the Kamer van Koophandel, eight digits), municipality (name or
code), remark (known phrases by `words`; other text is sealed and kept as a finding), comparison (see below). Options:
`optional` (the file may lack the column), `filled` (its cells may not be empty), `words` (word in the file = code),
`otherwise` (the code for any other word; "" for as if empty), `future` (a date may lie after today). For a municipality
`words` gives another name or code, and "NL" for the whole country.

Two columns may have one heading: each reads the same cells in its own way. A cell that holds words and a number, such
as `voucher 250,00`, is read twice: `part = "number"` by a column of type cents or count, `part = "words"` by one of
type code or yes-no, where the word "" is for a cell with a number alone.

A column of type comparison stands in no file: `compares = ["BSN OP STARTVERKLARING", "BSN"]` gives SAME or OTHER by the
cells of those two, compared as numbers (leading zeros, spaces and points aside), and UNKNOWN where the second is empty.
Where the first is empty it is empty too.

When does a row state a fact? `when` must hold; a code then says that it happened, and a fact whose cell of
`occurred_on` is empty is stated with its date unknown. Without `when` the cell of `occurred_on` must not be empty
(unknown, 00-00-0000, is not empty). A fact with neither is stated where any of its cells is filled. Facts that share a
slot are alternatives: where a record is delivered again with the other of the two, the one replaces the other. Of
several blocks for one kind of fact in one slot the first that states it is taken, so that the last may be for all other
rows. Change neither a slot nor `record` once files were taken with the profile: they are the key by which a later
delivery is recognised.
"""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from domain.facts import base
from domain.saying import DECIDED_HERE
from exchange.refusals import ProfileIsWrong, UnknownProfile

WHOLE_COUNTRY = "NL"
BY_MUNICIPALITY = "municipality"
ColumnType = Literal[
    "text",
    "date",
    "code",
    "yes-no",
    "count",
    "cents",
    "bsn",
    "v-number",
    "trade-register",
    "municipality",
    "remark",
    "comparison",
]
COMPARED: frozenset[str] = frozenset({"SAME", "OTHER", "UNKNOWN"})
"""What a comparison may give."""
Word = str | bool
YES_NO: Mapping[str, bool] = {
    "j": True, "ja": True, "y": True, "yes": True, "waar": True, "true": True, "1": True,
    "n": False, "nee": False, "no": False, "onwaar": False, "false": False, "0": False,
}  # fmt: skip
_NamedText = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]


class _Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the TOML file; a key that is not here is refused."""


class Title(_Strict, frozen=True):
    """What the file is, for people."""

    nl: _NamedText
    en: _NamedText


class SourceOf(_Strict, frozen=True):
    """Where files of this profile come from."""

    system: _NamedText
    party: _NamedText = BY_MUNICIPALITY
    in_use_from: date | None = None
    delivery: Literal["changes", "full"] = "changes"
    delivered_on: _NamedText | None = None


class Column(_Strict, frozen=True):
    """One column: how its cells are read."""

    type: ColumnType = "text"
    heading: _NamedText | list[_NamedText] | None = None
    optional: bool = False
    filled: bool = False
    words: dict[str, Word] = {}
    otherwise: str | None = None
    future: bool = False
    part: Literal["words", "number"] | None = None
    compares: Annotated[list[str], msgspec.Meta(min_length=2, max_length=2)] | None = None

    @property
    def stands_in_file(self) -> bool:
        """Whether its values are read from cells of its own, and not made of those of other columns."""
        return self.type != "comparison"


class TotalsOf(_Strict, frozen=True):
    """Which totals the sender gives, and where: in a row of the file, or beside it."""

    word: _NamedText | None = None
    rows: str | None = None
    amount: list[str] = []
    sums: list[str] = []

    def columns(self) -> list[tuple[str, ColumnType | None]]:
        """Every column that is named, with the type it must have."""
        named: list[tuple[str, ColumnType | None]] = [(self.rows, None)] if self.rows else []
        return [*named, *((name, "count") for name in self.sums), *((name, "cents") for name in self.amount)]


class FactRule(_Strict, frozen=True):
    """One fact that a row may state."""

    kind: str
    when: dict[str, Word | list[Word]] = {}
    occurred_on: str | None = None
    registered_on: str | None = None
    slot: str | None = None
    fields: dict[str, str] = {}
    fixed: dict[str, Any] = {}
    personal: dict[str, str] = {}

    @property
    def slot_name(self) -> str:
        """The place in the row: `slot`, else the column of `occurred_on`."""
        return self.slot or self.occurred_on or ""

    def columns(self) -> list[str]:
        """Every column the rule names."""
        dates = [column for column in (self.occurred_on, self.registered_on) if column]
        return [*self.when, *dates, *self.fields.values(), *self.personal.values()]


class Profile(_Strict, frozen=True):
    """What the columns of a file mean."""

    name: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]
    title: Title
    source: SourceOf
    columns: dict[str, Column]
    record: Annotated[list[str], msgspec.Meta(min_length=1)]
    facts: Annotated[list[FactRule], msgspec.Meta(min_length=1)]
    format: Literal["any", "csv", "xlsx"] = "any"
    person: str | None = None
    municipality: str | None = None
    totals: TotalsOf | msgspec.UnsetType = msgspec.UNSET
    """Left out of the hash where it is not given: by that hash a file is known that was taken before."""

    @property
    def control_totals(self) -> TotalsOf | None:
        """The totals that the sender gives, where the profile names any."""
        return self.totals if isinstance(self.totals, TotalsOf) else None

    def headings(self, name: str) -> list[str]:
        """The headings under which this column may stand in a file, normalised; none where it stands in no file."""
        if not self.columns[name].stands_in_file:
            return []
        heading = self.columns[name].heading
        written = [name] if heading is None else [heading] if isinstance(heading, str) else heading
        return [normalised(text) for text in written]

    def required(self) -> list[str]:
        """The columns that must be in the file."""
        return [name for name, column in self.columns.items() if column.stands_in_file and not column.optional]


def normalised(text: str) -> str:
    """A heading or word as it is compared: spaces collapsed, no capitals."""
    return " ".join(text.split()).casefold()


def word_map(column: Column) -> dict[str, Word]:
    """Word in the file → code, as cells are compared."""
    words: dict[str, Word] = dict(YES_NO) if column.type == "yes-no" else {}
    return words | {normalised(word): code for word, code in column.words.items()}


# --- Loading ---


def load(extra: Iterable[Path] = ()) -> dict[str, Profile]:
    """All profiles by name: those of the package and the extra files; raises ProfileIsWrong."""
    profiles = dict(_of_the_package())
    for path in extra:
        profile = read(path)
        if profile.name in profiles:
            raise ProfileIsWrong(path.name, f'the name "{profile.name}" is taken: expected another name.')
        profiles[profile.name] = profile
    return profiles


@cache
def _of_the_package() -> dict[str, Profile]:
    entries = sorted(resources.files("exchange.profiles").iterdir(), key=lambda entry: entry.name)
    texts = [(entry.name, entry.read_text("utf-8")) for entry in entries if entry.name.endswith(".toml")]
    parsed = [parse(text, file_name) for file_name, text in texts]
    return {profile.name: profile for profile in parsed}


def read(path: Path) -> Profile:
    """The profile in this file; raises ProfileIsWrong."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise ProfileIsWrong(path.name, "it cannot be read: expected a TOML file in UTF-8.") from None
    return parse(text, path.name)


def choose(profiles: Mapping[str, Profile], name: str) -> Profile:
    """The profile of that name; raises UnknownProfile."""
    try:
        return profiles[name]
    except KeyError:
        raise UnknownProfile(name, sorted(profiles)) from None


def parse(text: str, file_name: str) -> Profile:
    """The profile in this TOML text; raises ProfileIsWrong with the place and the reason."""
    try:
        profile = msgspec.convert(tomllib.loads(text), Profile)
    except tomllib.TOMLDecodeError as error:
        raise ProfileIsWrong(file_name, f"it is not TOML: {error}.") from None
    except RecursionError:
        raise ProfileIsWrong(file_name, "its values are nested too deeply: expected what a profile holds.") from None
    except msgspec.ValidationError as error:
        raise ProfileIsWrong(
            file_name, f"{error}. The keys that exist stand at the top of exchange/profile.py."
        ) from None
    for problem in _problems(profile):
        raise ProfileIsWrong(file_name, problem)
    return profile


# --- What a profile must keep to beyond its types ---


def _problems(profile: Profile) -> Iterable[str]:
    """What is wrong with the profile, one sentence each."""
    named = [*profile.record, *(name for name in (profile.person, profile.municipality) if name)]
    yield from (f'"{name}" is not among the columns.' for name in named if name not in profile.columns)
    for name, column in profile.columns.items():
        yield from _column_problems(name, column)
        yield from _part_problems(profile, name, column)
        yield from _comparison_problems(profile, name, column)
    made = [name for name in named if name in profile.columns and not profile.columns[name].stands_in_file]
    yield from (f'"{name}" is a comparison, which names no record, person or municipality.' for name in made)
    if profile.municipality and profile.columns[profile.municipality].type != "municipality":
        yield f'column "{profile.municipality}" names the municipality: expected type = "municipality".'
    for name, kind in profile.control_totals.columns() if profile.control_totals else ():
        if name not in profile.columns:
            yield f'totals names column "{name}", which is not among the columns.'
        elif kind is not None and profile.columns[name].type != kind:
            yield f'totals takes a sum of "{name}": expected that column to have type = "{kind}".'
    for rule in profile.facts:
        yield from _rule_problems(profile, rule)


def _column_problems(name: str, column: Column) -> Iterable[str]:
    if column.type == "code" and not (column.words or column.otherwise):
        yield f'column "{name}" has type code: expected words = {{ "word in the file" = "CODE" }}.'
    if column.words and column.type not in ("code", "yes-no", "municipality", "remark"):
        yield f'column "{name}" has words: expected type code, yes-no, municipality or remark.'
    if column.otherwise is not None and column.type != "code":
        yield f'column "{name}" has otherwise: expected type code.'
    if column.future and column.type != "date":
        yield f'column "{name}" has future: expected type date.'


def _part_problems(profile: Profile, name: str, column: Column) -> Iterable[str]:
    """A number is read apart only where the words beside it are read too: else they would be lost without a word."""
    if "" in word_map(column) and column.part != "words":
        yield f'column "{name}" has the word "": expected part = "words".'
    if column.part is None:
        return
    fitting = ("cents", "count") if column.part == "number" else ("code", "yes-no")
    if column.type not in fitting:
        yield f'column "{name}" has part = "{column.part}": expected type {" or ".join(fitting)}.'
    parts = {other.part for key, other in profile.columns.items() if profile.headings(key) == profile.headings(name)}
    if not {"words", "number"} <= parts:
        yield f'column "{name}" reads a part of its cells: expected another column with its heading for the other part.'


def _comparison_problems(profile: Profile, name: str, column: Column) -> Iterable[str]:
    if (column.compares is None) == (column.type == "comparison"):
        yield f'column "{name}" has {"no " if column.compares is None else ""}compares: it goes with type comparison.'
        return
    for compared in column.compares or ():
        if compared not in profile.columns or not profile.columns[compared].stands_in_file:
            yield f'column "{name}" compares "{compared}", which is not among the columns of the file.'


def _rule_problems(profile: Profile, rule: FactRule) -> Iterable[str]:
    where = f"fact {rule.kind}"
    try:
        definition = base.by_name(rule.kind)
    except base.UnknownFact as error:
        yield f"{error}."
        return
    if definition.nature is base.Nature.LEDGER:
        yield f"{where} is about the ledger itself: expected a fact that a party may deliver."
    if definition.fact in DECIDED_HERE:
        yield f"{where} says who is one person, which is decided here: expected a fact that a party may deliver."
    missing = [name for name in rule.columns() if name not in profile.columns]
    yield from (f'{where} names column "{name}", which is not among the columns.' for name in missing)
    if missing:
        return
    known = definition.fact.__struct_fields__
    for field in (*rule.fields, *rule.fixed):
        if field not in known:
            yield f'{where} has no field "{field}": expected one of {", ".join(known) or "none"}.'
    for field in rule.personal:
        if field not in definition.personal:
            yield f'{where} has no sealed field "{field}": expected one of {", ".join(definition.personal) or "none"}.'
    for needed in msgspec.structs.fields(definition.fact):
        if needed.required and needed.name not in rule.fields and needed.name not in rule.fixed:
            yield f'{where} needs its field "{needed.name}": expected it under fields or fixed.'
    if not rule.slot_name:
        yield f'{where} has no occurred_on: expected slot = "a word for its place in the row".'
    for date_column in (rule.occurred_on, rule.registered_on):
        if date_column and profile.columns[date_column].type != "date":
            yield f'{where} takes a date from "{date_column}": expected that column to have type date.'
    for name, wanted in rule.when.items():
        yield from _condition_problems(where, name, profile.columns[name], wanted)


def _condition_problems(where: str, name: str, column: Column, wanted: Word | list[Word]) -> Iterable[str]:
    possible = {*word_map(column).values(), *([column.otherwise] if column.otherwise else [])}
    possible |= COMPARED if column.type == "comparison" else set()
    for code in wanted if isinstance(wanted, list) else [wanted]:
        if code not in possible:
            yield f'{where} waits for {code!r} in "{name}", which its words never give.'

"""From the text of one cell to the one form it has behind the door: a converter per column, made once per file.

A converter takes the cell as it stands in the file and gives the value, None where the cell is empty, or raises
`CellIsRefused`. Cells repeat (words, dates, providers), so converters of such columns remember what they made; the
memory is bounded, and columns whose cells are all different (a BSN, a name) remember nothing.
"""

import unicodedata
from collections.abc import Callable
from datetime import date

from domain import dates, identifiers
from domain.dates import When
from exchange.profile import WHOLE_COUNTRY, Column, normalised, word_map
from exchange.row_refusals import FUTURE_DATE, WHOLE_DAY, CellIsRefused

Value = str | int | bool
Converter = Callable[[str], Value | None]
ResolveMunicipality = Callable[[str], str | None]

UNKNOWN_DATE = ""
"""A date cell that is filled and says that the date is unknown (00-00-0000)."""
NO_MUNICIPALITY = ""
"""A municipality cell that says the whole country."""
_REMEMBERED_MAX = 50_000


def converter(column: Column, resolve_municipality: ResolveMunicipality, today: date) -> Converter:
    """How the cells of this column are read."""
    convert = _by_type(column, resolve_municipality, today)
    if column.filled:
        convert = _required(convert)
    return convert if column.type in ("text", "bsn", "v-number", "remark") else remembering(convert)


def text_of(cell: str) -> str | None:
    """The text of a cell: spaces collapsed, in normal form C; None where there is none."""
    text = " ".join(cell.split())
    if not text:
        return None
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def whole_day(when: Value | None) -> str | None:
    """A date that a field keeps as a day; raises CellIsRefused where the source knows less, None for none."""
    if when is None or when == UNKNOWN_DATE:
        return None
    if len(str(when)) != len("2008-06-20"):
        raise CellIsRefused("NOT_A_DATE", advice=WHOLE_DAY)
    return str(when)


def remembering(convert: Converter) -> Converter:
    """The same converter, which remembers what it made of the last so many different cells."""
    memory: dict[str, Value | None] = {}

    def remember(cell: str) -> Value | None:
        try:
            return memory[cell]
        except KeyError:
            if len(memory) >= _REMEMBERED_MAX:
                memory.clear()
            value = memory[cell] = convert(cell)
            return value

    return remember


def _required(convert: Converter) -> Converter:
    def required(cell: str) -> Value:
        value = convert(cell)
        if value is None:
            raise CellIsRefused("VALUE_MISSING")
        return value

    return required


def _by_type(column: Column, resolve_municipality: ResolveMunicipality, today: date) -> Converter:
    match column.type:
        case "text":
            return text_of
        case "date":
            return _date_converter(None if column.future else today)
        case "code" | "yes-no":
            return _word_converter(column)
        case "remark":
            return _remark_converter(column)
        case "municipality":
            return _municipality_converter(column, resolve_municipality)
        case "bsn":
            return _number_converter(identifiers.normalise_bsn, "NOT_A_BSN")
        case "v-number":
            return _number_converter(identifiers.normalise_v_number, "NOT_A_V_NUMBER")
        case "count":
            return _number_converter(identifiers.parse_count, "NOT_A_COUNT")
        case "cents":
            return _number_converter(identifiers.parse_cents, "NOT_AN_AMOUNT")


def _date_converter(last_day: date | None) -> Converter:
    latest = last_day.isoformat() if last_day else "9999-12-31"

    def convert(cell: str) -> Value | None:
        if not cell or cell.isspace():
            return None
        try:
            when: When | None = dates.parse_dutch_date(cell)
        except dates.NotADate:
            raise CellIsRefused("NOT_A_DATE") from None
        if when is None:
            return UNKNOWN_DATE
        if when > latest:
            raise CellIsRefused("NOT_A_DATE", advice=FUTURE_DATE)
        return when

    return convert


def _number_converter(parse: Callable[[str], Value], reason: str) -> Converter:
    def convert(cell: str) -> Value | None:
        if not cell or cell.isspace():
            return None
        try:
            return parse(cell)
        except ValueError:
            raise CellIsRefused(reason) from None

    return convert


def _word_converter(column: Column) -> Converter:
    words = word_map(column)
    otherwise = column.otherwise

    def convert(cell: str) -> Value | None:
        word = normalised(cell)
        if not word:
            return None
        code = words.get(word, otherwise)
        if code is None:
            raise CellIsRefused("UNKNOWN_WORD", expected=words)
        return None if code == "" else code

    return convert


def _remark_converter(column: Column) -> Converter:
    """The code of a known phrase, or the remark itself behind a line feed, which no code holds."""
    words = word_map(column)

    def convert(cell: str) -> Value | None:
        phrase = normalised(cell)
        if not phrase:
            return None
        return words.get(phrase, "\n" + cell.strip())

    return convert


def _municipality_converter(column: Column, resolve_municipality: ResolveMunicipality) -> Converter:
    words = word_map(column)

    def convert(cell: str) -> Value | None:
        name = text_of(cell)
        if name is None:
            return None
        called = str(words.get(normalised(name), name))
        if called == WHOLE_COUNTRY:
            return NO_MUNICIPALITY
        code = resolve_municipality(called)
        if code is None:
            raise CellIsRefused("UNKNOWN_MUNICIPALITY")
        return code

    return convert

"""From the text of one cell to the one form it has behind the door: a converter per column, made once per file.

A converter takes the cell as it stands in the file and gives the value, None where the cell is empty, or raises
`CellIsRefused`. Cells repeat (words, dates, providers), so converters of such columns remember what they made; the
memory is bounded, and columns whose cells are all different (a BSN, a name) remember nothing.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from domain import dates, identifiers
from domain.dates import When
from exchange.plain_text import refuse_control_characters, refuse_personal_number
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
_ALL_DIFFERENT = frozenset({"text", "bsn", "v-number", "remark"})
"""Types of columns whose cells hardly repeat."""
_TRADE_REGISTER_DIGITS = 8
_NUMBER_PART = re.compile(r"(?<!\S)(?:(?:€|EUR)\s*)?[-\u2212]?\s*(?:€\s*)?[0-9][0-9.,]*[-\u2013\u2014]*", re.IGNORECASE)
"""An amount or count among words, with its euro sign, minus and dash for no cents."""
_MIDNIGHT = re.compile(r"(?:(?<=[0-9]{4}-[0-9]{2}-[0-9]{2})|(?<=[-/.][0-9]{4}))[ T]0?0:00(?::00)?\s*$")
"""Behind a day: a spreadsheet that keeps days as moments writes it so. Another time says more than a day, and stays."""
_LOST_ZEROS = re.compile("[0-9]{1,3}")
"""A municipality code that went through a spreadsheet as a number: 14 for 0014."""


def converter(
    column: Column,
    resolve_municipality: ResolveMunicipality,
    today: date,
    *,
    is_readable: bool = False,
    is_key: bool = False,
) -> Converter:
    """How the cells of this column are read. A text that is kept readable holds no number that names a person, unless
    it is a key of the source, which may look like one by chance."""
    convert = _by_type(column, resolve_municipality, today)
    if column.type == "text" and (is_readable or is_key):
        convert = _plain_text if is_key else remembering(_plain_text_without_numbers)
    if column.part == "number":
        convert = _of_number_part(convert)
    if column.filled:
        convert = _required(convert)
    return convert if column.type in _ALL_DIFFERENT else remembering(convert)


def text_of(cell: str) -> str | None:
    """The text of a cell: spaces collapsed, in normal form C; None where there is none."""
    text = " ".join(cell.split())
    if not text:
        return None
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _plain_text(cell: str) -> str | None:
    text = text_of(cell)
    if text is not None:
        refuse_control_characters(text)
    return text


def _plain_text_without_numbers(cell: str) -> str | None:
    text = _plain_text(cell)
    if text is not None:
        refuse_personal_number(text)
    return text


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
        case "trade-register":
            return _number_converter(_trade_register_number, "NOT_A_TRADE_REGISTER_NUMBER")
        case "count":
            return _number_converter(identifiers.parse_count, "NOT_A_COUNT")
        case "cents":
            return _number_converter(identifiers.parse_cents, "NOT_AN_AMOUNT")
        case "comparison":
            raise AssertionError("a comparison stands in no file, so none of its cells is read")


def _date_converter(last_day: date | None) -> Converter:
    latest = last_day.isoformat() if last_day else "9999-12-31"

    def convert(cell: str) -> Value | None:
        if not cell or cell.isspace():
            return None
        try:
            when: When | None = dates.parse_dutch_date(_MIDNIGHT.sub("", cell))
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


def _trade_register_number(text: str) -> str:
    """The number in eight digits: spaces and points fall away, and a leading zero that was lost comes back.

    Raises ValueError.
    """
    digits = re.sub(r"[ .]", "", text.strip())
    if not (
        digits.isascii() and digits.isdigit() and len(digits) in (_TRADE_REGISTER_DIGITS - 1, _TRADE_REGISTER_DIGITS)
    ):
        raise ValueError("expected eight digits")
    return digits.zfill(_TRADE_REGISTER_DIGITS)


def _of_number_part(convert: Converter) -> Converter:
    """Reads the one number in a cell; a cell with several is read whole, and refused."""

    def of_number(cell: str) -> Value | None:
        numbers = _NUMBER_PART.findall(cell)
        return convert(cell if len(numbers) > 1 else "".join(numbers))

    return of_number


def _word_converter(column: Column) -> Converter:
    words = word_map(column)
    otherwise = column.otherwise
    is_part = column.part == "words"

    def convert(cell: str) -> Value | None:
        word = normalised(_NUMBER_PART.sub(" ", cell) if is_part else cell)
        if not word and not (is_part and cell.strip()):
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
        code = resolve_municipality(called.zfill(4) if _LOST_ZEROS.fullmatch(called) else called)
        if code is None:
            raise CellIsRefused("UNKNOWN_MUNICIPALITY")
        return code

    return convert

"""What may stand in a text that is kept readable: no control characters, and no number that names a person."""

import re
from collections.abc import Iterable
from typing import Any

from domain import identifiers
from exchange.row_refusals import CellIsRefused

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_DIGITS = re.compile(r"(?<![0-9A-Za-z])[0-9]{8,9}(?![0-9A-Za-z])")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of the text around them."""


def names_a_person(text: str) -> bool:
    """Whether the text holds a number that passes the 11-proof; a UUID may hold one by chance."""
    return not _UUID.fullmatch(text) and any(is_bsn(number) for number in _DIGITS.findall(text))


def is_bsn(number: str) -> bool:
    """Whether the text is a citizen service number."""
    try:
        identifiers.normalise_bsn(number)
    except identifiers.NotABsn:
        return False
    return True


def same_number(text: str, bsn: str) -> bool:
    """Whether the text is this number, also without its leading zeros or with points in it."""
    return re.sub(r"[ .-]", "", text).lstrip("0") == bsn.lstrip("0")


def refuse_control_characters(text: str, column: str | None = None) -> None:
    """Raises CellIsRefused where the text holds what a terminal would obey."""
    if not text.isprintable() and _CONTROL.search(text):
        raise CellIsRefused("CONTROL_CHARACTER", column=column)


def refuse_personal_number(text: str) -> None:
    """Raises CellIsRefused where the text holds a number that is somebody's."""
    if not text.isalpha() and names_a_person(text):
        raise CellIsRefused("PERSONAL_NUMBER")


def refuse_in(value: Any) -> None:
    """The same for all texts in a value of JSON."""
    if isinstance(value, str):
        refuse_control_characters(value)
        refuse_personal_number(value)
        return
    within: Iterable[Any] = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in within:
        refuse_in(one)

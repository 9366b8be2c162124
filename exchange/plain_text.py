"""What may stand in a text that is kept readable: no control characters, and no number that names a person."""

import re
from collections.abc import Iterable
from itertools import chain
from typing import Any

from domain import identifiers
from exchange.row_refusals import CellIsRefused

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_DIGITS = re.compile(r"(?<![0-9A-Za-z])[0-9]{8,9}(?![0-9A-Za-z])")
_GROUPED = re.compile(
    r"(?<![0-9€])(?<!€ )(?<![0-9][.,-])"
    r"(?:[0-9]{3}([\s.-])[0-9]{3}\1[0-9]{3}|[0-9]{4}([\s.])[0-9]{2}\2[0-9]{3}|[0-9]([\s.-])[0-9](?:\3[0-9]){7})"
    r"(?![0-9A-Za-z]|,[0-9-]|[.-][0-9])"
)
"""Nine digits as people group them: by three, as on an old card (4-2-3), or one by one. Dates and telephones have
other groups, an amount has its sign or its cents, and eight grouped digits are mostly a date or an amount."""
_GLUED = re.compile(r"(?<![0-9A-Za-z])[A-Za-z]{3,}([0-9]{9})(?![0-9A-Za-z])")
"""A word and its number run together; course codes begin with a letter or two."""
_V_NUMBER = re.compile(
    r"(?<![A-Za-z])v[ -]?(?:nummer|number|nr)?[ .:#-]{0,3}[0-9](?:[ .-]?[0-9]){9}(?![0-9])", re.IGNORECASE
)
"""Ten digits that say what they are: without a check digit, ten others may be a telephone number."""
SHORTEST = 8
"""Digits of the shortest number that is looked for."""
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of the text around them."""


def names_a_person(text: str) -> bool:
    """Whether the text holds a number that passes the 11-proof, also grouped, or one that is called a V-number.

    A UUID may hold one by chance.
    """
    if len(text) < SHORTEST or _UUID.fullmatch(text):
        return False
    grouped = (re.sub(r"[\s.-]", "", one[0]) for one in _GROUPED.finditer(text))
    numbers = chain(_DIGITS.findall(text), _GLUED.findall(text), grouped)
    return any(map(is_bsn, numbers)) or _V_NUMBER.search(text) is not None


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

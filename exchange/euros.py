"""Amounts of money as a person types them, in euros: 250, 1.234,56 or 1234.56.

A Dutchman groups thousands by points and an Englishman by commas, so `1.234` is a thousand to the one and little more
than one to the other. What can be read in two ways is not guessed at.

    ValueIsRefused
    └── AmountIsAmbiguous
"""

import re
from typing import Final

from exchange.fact_fields import ValueIsRefused

CENTS_MAX: Final = 2**53 - 1
_GROUPED: Final = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+(,[0-9]{2})|[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{2})")
_PLAIN: Final = re.compile(r"[0-9]+([.,][0-9]{2})?")
_GROUPED_ALONE: Final = re.compile(r"[0-9]{1,3}((\.[0-9]{3}){2,}|(,[0-9]{3}){2,})")
_EITHER: Final = re.compile(r"[0-9]{1,3}[.,][0-9]{3}")


class AmountIsAmbiguous(ValueIsRefused):
    """The amount can be read in two ways: thousands, or euros with three decimals."""


def cents_of(text: str) -> int:
    """The amount in euro cents; raises ValueIsRefused, and AmountIsAmbiguous where two amounts can be meant."""
    bare = text.replace("€", "").replace("\N{NO-BREAK SPACE}", " ").strip().replace("\N{MINUS SIGN}", "-")
    sign, digits = (-1, bare[1:].strip()) if bare.startswith("-") else (1, bare)
    if _EITHER.fullmatch(digits):
        raise AmountIsAmbiguous
    if not (_PLAIN.fullmatch(digits) or _GROUPED.fullmatch(digits) or _GROUPED_ALONE.fullmatch(digits)):
        raise ValueIsRefused
    has_cents = re.search(r"[.,][0-9]{2}$", digits) is not None
    cents = int(re.sub("[.,]", "", digits)) * (1 if has_cents else 100)
    if cents > CENTS_MAX:
        raise ValueIsRefused
    return sign * cents


def euros_typed(cents: int) -> str:
    """The amount as it can be typed again in either language: 1234,56."""
    euros, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{euros},{rest:02}"

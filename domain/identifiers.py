"""Numbers as Dutch files write them: person numbers, amounts of money and counts.

Behind the door every number has one form: a BSN is nine digits, a V-number ten, money is whole euro cents, a count
is a whole number. Here that form is made, by rules that refuse what could be read in two ways rather than guess.
A person number is personal data: no error repeats the text it refuses.

    ValueError
    ├── NotABsn
    ├── NotAVNumber
    └── NotANumber
"""

# Errors are named as sentences, without a suffix: the house style.

from __future__ import annotations

import re
from typing import Final

LARGEST_INTEGER: Final = 2**53 - 1
"""The largest whole number that an event holds: RFC 8785 knows no larger one exactly."""

_BSN_DIGITS: Final = 9
_BSN_DIGITS_WITHOUT_LEADING_ZEROS: Final = (7, 8)
_BSN_WEIGHTS: Final = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_V_NUMBER_DIGITS: Final = 10

_WHOLE: Final = r"(?:[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,5}|[0-9]{1,16})"
_MINUS: Final = r"[-\N{MINUS SIGN}]"
_NO_CENTS: Final = r",(?:--|[-\N{EN DASH}\N{EM DASH}])"
_COUNT = re.compile(_WHOLE)
_AMOUNT = re.compile(
    rf"(?P<first>{_MINUS})?\s*(?:€|EUR)?\s*(?P<second>{_MINUS})?\s*"
    rf"(?P<euros>{_WHOLE})(?:{_NO_CENTS}|(?:,(?P<cents>[0-9]{{1,2}}))?\s*(?P<behind>{_MINUS})?)"
)


class NotABsn(ValueError):
    """This is not a BSN: expected nine digits that pass the 11-proof, or seven or eight without leading zeros."""


class NotAVNumber(ValueError):
    """This is not a V-number: expected ten digits."""


class NotANumber(ValueError):
    """This is not a number as Dutch files write it."""


def normalise_bsn(text: str) -> str:
    """The BSN in nine digits.

    Spaces and grouping points fall away; seven or eight digits get back the leading zeros that spreadsheets lose.
    The 11-proof must hold (9a + 8b + … + 2h - i is a multiple of 11) and not all digits may be zero. The sofinummer
    of before November 2007 has the same form.

    Raises NotABsn without the value, also for a blank.
    """
    digits = _bare_digits(text)
    if digits is not None and len(digits) in _BSN_DIGITS_WITHOUT_LEADING_ZEROS:
        digits = digits.zfill(_BSN_DIGITS)
    if digits is None or len(digits) != _BSN_DIGITS or not digits.strip("0") or not _passes_the_11_proof(digits):
        raise NotABsn(NotABsn.__doc__)
    return digits


def normalise_v_number(text: str) -> str:
    """The V-number (of the immigration service) in ten digits; spaces and grouping points fall away.

    It has no check digit and is never padded. Raises NotAVNumber without the value, also for a blank or all zeros.
    """
    digits = _bare_digits(text)
    if digits is None or len(digits) != _V_NUMBER_DIGITS or not digits.strip("0"):
        raise NotAVNumber(NotAVNumber.__doc__)
    return digits


def parse_cents(text: str) -> int:
    """An amount in euro as Dutch files write it, in whole cents: "€ 1.234,50" is 123450.

    A point groups thousands, a comma begins the cents (one or two digits, or a dash for none: "50,-"). The euro sign
    or EUR may stand before, a minus before ("-50,00", "€ -50,00") or behind ("50,00-"). Refused is what may mean
    something else: "250.50", "1,234", a lone dash (nothing, or not known?), a blank.

    Raises NotANumber.
    """
    found = _AMOUNT.fullmatch(text.strip())
    signs = found.group("first", "second", "behind") if found else ()
    if found is None or len(list(filter(None, signs))) > 1:
        raise NotANumber('This is not an amount in euro; expected for example "1.234,50", "250" or "€ 50,-".')
    euros = int(found["euros"].replace(".", ""))
    cents = int((found["cents"] or "").ljust(2, "0"))
    amount_cents = _refuse_too_large(euros * 100 + cents)
    return -amount_cents if any(signs) else amount_cents


def parse_count(text: str) -> int:
    """A count as Dutch files write it: "11.916" is 11916, where a point groups thousands.

    Refused are decimals ("1.5", "1,5"), points that do not group by three ("1.23", "1234.567"), a leading zero
    before a point ("0.500"), a sign, a blank. Raises NotANumber.
    """
    bare = text.strip()
    if _COUNT.fullmatch(bare) is None:
        raise NotANumber('This is not a count; expected a whole number, for example "11916" or "11.916".')
    return _refuse_too_large(int(bare.replace(".", "")))


def _bare_digits(text: str) -> str | None:
    """The digits of a number written with spaces or grouping points; None where there is anything else.

    Behind the last point stand three digits or more, so that "12345672.0", a number that a spreadsheet turned into a
    fraction, does not become another person's number.
    """
    grouped = "".join(text.split())
    groups = grouped.split(".")
    if not all(group.isascii() and group.isdigit() for group in groups):
        return None
    if len(groups) > 1 and len(groups[-1]) < 3:
        return None
    return "".join(groups)


def _passes_the_11_proof(digits: str) -> bool:
    return sum(weight * int(digit) for weight, digit in zip(_BSN_WEIGHTS, digits, strict=True)) % 11 == 0


def _refuse_too_large(number: int) -> int:
    if number > LARGEST_INTEGER:
        raise NotANumber("This number is larger than the ledger holds, 9007199254740991 (2^53 - 1).")
    return number

"""Municipality codes and names: the register that the ledger starts with.

Source: CBS codes as given with the example files. Any four-digit code may be recorded; another name becomes known by
a `MunicipalityNamed` fact, and the fact goes before this list. A code is that of the day on which the fact happened.
"""

import re
from collections.abc import Mapping

FIRST_NAMES: Mapping[str, str] = {
    "0014": "Groningen",
    "0344": "Utrecht",
    "0363": "Amsterdam",
    "0392": "Haarlem",
    "0505": "Dordrecht",
    "0512": "Gorinchem",
    "0518": "Den Haag",
    "0545": "Leerdam",
    "0599": "Rotterdam",
    "0642": "Zwijndrecht",
}
"""Code → name. Leerdam (0545) ended with 2018; its facts keep the code."""


def find_code(text: str, named: Mapping[str, str]) -> str | None:
    """The code that a name or code stands for; None when it is not known.

    `named` holds the names from `MunicipalityNamed` facts, code → name. An earlier name keeps working, unless another
    municipality has it now.
    """
    wanted = " ".join(text.split())
    if re.fullmatch(r"[0-9]{4}", wanted):
        return wanted
    return code_named(wanted, named) or _code_with(wanted, FIRST_NAMES)


def code_named(name: str, named: Mapping[str, str]) -> str | None:
    """The code of the municipality that has this name now; None when none has."""
    return _code_with(name, {**FIRST_NAMES, **named})


def _code_with(name: str, names: Mapping[str, str]) -> str | None:
    wanted = " ".join(name.split()).casefold()
    return next((code for code, one in names.items() if one.casefold() == wanted), None)


def name_of(code: str, named: Mapping[str, str]) -> str | None:
    """The name of a code; None when nobody named it."""
    return named.get(code) or FIRST_NAMES.get(code)

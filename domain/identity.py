"""The policy by which an equal number links two registrations, or leaves them to a person.

Numbers get typed over, most often those of somebody in the same household. So an equal BSN or V-number links only where
nothing else contradicts. The policy is published: what is compared, at which levels, and the gates that must all hold,
in order (decision record 0011). It is pure: two identities in, the evidence and the outcome out. A field that one side
does not have is not compared, and contradicts nothing. Addresses are not read: a household shares them.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import msgspec

from domain import names
from domain.dates import NotADate, When, parse_dutch_date
from domain.event import canonical
from domain.names import INITIAL, NEAR, OTHER, SOUNDS_ALIKE, PersonName

POLICY: Final = "guarded-identifiers-1"
"""The name and version of this policy: another number when a level, a gate or its meaning changes."""

DEFAULT_DAYS: Final = ("-01-01", "-07-01")
"""Month and day that registrars write where they are not known."""

YEARS_GUESSED: Final = 2
"""Years by which two guesses of a birth year may differ, where day and month are not known."""

CONTRADICTS, SLIP, WEAK, FITS, SAME = range(5)
"""Levels of two birth dates: another; but for a slip of the pen; the year, or a date that registrars fill in; all that
is known of both; the same day, known in full."""

_SEXES: Final = {
    **dict.fromkeys(("m", "man", "male", "mannelijk", "1"), "M"),
    **dict.fromkeys(("v", "vrouw", "f", "female", "w", "vrouwelijk", "2"), "V"),
}


NO_NAME: Final = PersonName()


@dataclass(frozen=True, slots=True)
class Identity:
    """What a registration says of who it is about. Personal data: it lives in memory, while links are decided."""

    name: PersonName = NO_NAME
    birth_on: When | None = None
    sex: str | None = None


class Compared(NamedTuple):
    """Two identities beside each other: code of what was compared → level, 0 being a contradiction."""

    levels: Mapping[str, int]
    gates_held: tuple[str, ...]
    gates_failed: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether every gate held."""
        return not self.gates_failed

    @property
    def strength(self) -> int:
        """How much speaks for it: the sum of the levels."""
        return sum(self.levels.values())


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition for an automatic link: its code, what it says, and the test on the levels."""

    code: str
    sentence: str
    holds: Callable[[Mapping[str, int]], bool]


def _at_least(levels: Mapping[str, int], **least: int) -> bool:
    """Whether each of these was compared and reached its level."""
    return all(levels.get(name.replace("_", "-"), -1) >= level for name, level in least.items())


def _given_name_fits(levels: Mapping[str, int]) -> bool:
    is_alike = levels.get("given-name", INITIAL) >= INITIAL
    return is_alike or _at_least(levels, names_crossed=NEAR, birth_date=FITS)


def _surname_fits(levels: Mapping[str, int]) -> bool:
    is_alike = levels.get("surname", INITIAL) >= INITIAL
    if is_alike or _at_least(levels, given_name=SOUNDS_ALIKE, birth_date=WEAK):
        return True
    return any(_at_least(levels, **{name: NEAR}, birth_date=FITS) for name in ("given_name", "names_crossed"))


def _birth_date_fits(levels: Mapping[str, int]) -> bool:
    level = levels.get("birth-date", WEAK)
    return level >= WEAK or (level == SLIP and _at_least(levels, given_name=NEAR, surname=NEAR))


def _sex_fits(levels: Mapping[str, int]) -> bool:
    return levels.get("sex", 1) > 0 or _at_least(levels, given_name=SOUNDS_ALIKE, birth_date=WEAK)


GATES: Final = (
    Gate("GIVEN_NAME_FITS", "The given names share a word, an initial, or one of them is missing.", _given_name_fits),
    Gate(
        "SURNAME_FITS",
        "The surnames share a word or one is missing; or given name and birth date agree, as after a marriage.",
        _surname_fits,
    ),
    Gate(
        "BIRTH_DATE_FITS",
        "The birth dates agree in what is known of both; or they differ by one slip and both names agree.",
        _birth_date_fits,
    ),
    Gate("SEX_FITS", "The sex agrees or is missing; or given name and birth date agree.", _sex_fits),
)
"""The gates on two registrations, in order."""

ONE_BSN: Final = "ONE_BSN"
NOBODY_CONTRADICTS: Final = "NOBODY_CONTRADICTS"
NOT_KEPT_APART: Final = "NOT_KEPT_APART"
NUMBER_OF_FEW: Final = "NUMBER_OF_FEW"
GATES_OF_PERSONS: Final = (
    (ONE_BSN, "No two different valid BSNs come into one person, unless a replacement joins them."),
    (NOBODY_CONTRADICTS, "No registration of the one person contradicts a registration of the other."),
    (NOT_KEPT_APART, "Nobody decided that registrations of the two are to stay apart."),
    (NUMBER_OF_FEW, "The number is carried by no more registrations than one person can have."),
)
"""The gates on the two persons that a link would join: code and meaning."""


def identity_of(personal: Mapping[str, str]) -> Identity:
    """The identity in these sealed fields; a birth date or sex that cannot be read is as good as missing."""
    birth_on = None
    with suppress(NotADate):
        birth_on = parse_dutch_date(personal.get("birth_on", ""))
    return Identity(
        name=names.name_of(personal.get("given_names", ""), personal.get("surname", ""), personal.get("name", "")),
        birth_on=birth_on,
        sex=_SEXES.get(personal.get("sex", "").strip().casefold()),
    )


@lru_cache(maxsize=16_384)
def compare(one: Identity, other: Identity) -> Compared:
    """Two identities beside each other, and which gates hold."""
    levels = _names_compared(one.name, other.name)
    if one.birth_on is not None and other.birth_on is not None:
        levels["birth-date"] = births_agree(one.birth_on, other.birth_on)
    if one.sex is not None and other.sex is not None:
        levels["sex"] = int(one.sex == other.sex)
    held = [gate.holds(levels) for gate in GATES]
    return Compared(
        levels,
        tuple(gate.code for gate, holds in zip(GATES, held, strict=True) if holds),
        tuple(gate.code for gate, holds in zip(GATES, held, strict=True) if not holds),
    )


def best_of(ones: Sequence[Identity], others: Sequence[Identity]) -> Compared:
    """The best agreement between what two registrations ever said of their persons, each perhaps more than once."""
    found = [compare(one, other) for one in ones or (Identity(),) for other in others or (Identity(),)]
    return max(found, key=lambda compared: (compared.agrees, compared.strength))


def _names_compared(one: PersonName, other: PersonName) -> dict[str, int]:
    """Levels of given name and surname; `names-swapped` where they agree only crosswise."""
    if not one.is_split and not other.is_split:
        level = names.unsplit_agreement(one.given, other.given)
        return {} if level is None else {"given-name": level, "surname": level}
    found = _levels(names.agreement(one.given, other.given), names.agreement(one.surname, other.surname))
    if OTHER in found.values():
        crosswise = _levels(names.agreement(one.given, other.surname), names.agreement(one.surname, other.given))
        if len(crosswise) == 2 and min(crosswise.values()) >= NEAR:
            return crosswise | {"names-swapped": 1}
        if max(crosswise.values(), default=OTHER) >= NEAR:
            return found | {"names-crossed": max(crosswise.values())}
    return found


def _levels(given: int | None, surname: int | None) -> dict[str, int]:
    return {name: level for name, level in (("given-name", given), ("surname", surname)) if level is not None}


def births_agree(one: When, other: When) -> int:
    """How far two birth dates agree: CONTRADICTS, SLIP, WEAK, FITS or SAME."""
    is_guessed = _is_guessed(one) or _is_guessed(other)
    if one == other:
        return WEAK if is_guessed else SAME
    if one[:4] == other[:4] and (is_guessed or one.startswith(other) or other.startswith(one)):
        return WEAK if is_guessed else FITS
    if is_guessed:
        return SLIP if abs(int(one[:4]) - int(other[:4])) <= YEARS_GUESSED else CONTRADICTS
    return SLIP if _is_one_slip(one, other) else CONTRADICTS


def _is_guessed(when: When) -> bool:
    """Only the year, or a day that registrars fill in: no more than the year is known, and that perhaps not well."""
    return len(when) == len("1975") or when[4:] in DEFAULT_DAYS


def _is_one_slip(one: When, other: When) -> bool:
    """Day and month swapped, another year, one other digit, or two digits beside each other swapped."""
    (year, *rest), (other_year, *other_rest) = one.split("-"), other.split("-")
    if len(rest) == 2 and rest in (other_rest, other_rest[::-1]) and (rest == other_rest or year == other_year):
        return True
    return len(one) == len(other) and names.distance(one.replace("-", ""), other.replace("-", ""), 1) <= 1


@lru_cache(maxsize=1)
def policy_hash() -> str:
    """SHA-256 in hex of the published policy: its name, its levels, its gates."""
    document = [
        POLICY,
        [[gate.code, gate.sentence] for gate in GATES],
        [list(gate) for gate in GATES_OF_PERSONS],
        [*DEFAULT_DAYS],
        YEARS_GUESSED,
        sorted(_SEXES.items()),
    ]
    return hashlib.sha256(canonical(document)).hexdigest()


@lru_cache(maxsize=1)
def normaliser_hash() -> str:
    """SHA-256 in hex of how names are brought to one form."""
    document = [names.VERSION, sorted(names.PREFIXES), sorted(names.LETTERS.items()), list(names.SOUNDS)]
    return hashlib.sha256(msgspec.json.encode(document)).hexdigest()

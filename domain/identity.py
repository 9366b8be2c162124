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
from domain.names import EQUAL, INITIAL, NEAR, OTHER, SOUNDS_ALIKE, PersonName

POLICY: Final = "guarded-identifiers-2"
"""The name and version of this policy: another number when a level, a gate or its meaning changes."""

DEFAULT_DAYS: Final = ("-01-01", "-07-01")
"""Month and day that registrars write where they are not known."""

YEARS_GUESSED: Final = 2
"""Years by which two guesses of a birth year may differ, where day and month are not known."""

YEARS_SLIPPED: Final = 10
"""Years by which one other digit may change a birth year: more lies between a parent and a child."""

CONTRADICTS, SLIP, WEAK, FITS, SAME = range(5)
"""Levels of two birth dates: another; but for a slip of the pen; the year, or a date that registrars fill in; all that
is known of both; the same day, known in full."""

_SEXES: Final = {
    **dict.fromkeys(("m", "man", "male", "mannelijk", "1"), "M"),
    **dict.fromkeys(("v", "vrouw", "f", "female", "w", "vrouwelijk", "2"), "V"),
}

_SAYING_WHO: Final = ("given_names", "surname", "name", "birth_on")

NO_NAME: Final = PersonName()


@dataclass(frozen=True, slots=True)
class Identity:
    """What a registration says of who it is about. Personal data: it lives in memory, while links are decided."""

    name: PersonName = NO_NAME
    birth_on: When | None = None
    sex: str | None = None
    says_who: bool = False
    """Whether a name or a birth date was given, readable or not."""


class Compared(NamedTuple):
    """Two identities beside each other: code of what was compared → level, 0 being a contradiction.

    A gate that had nothing to compare stops nobody, and is not among those that held: it speaks for nothing.
    """

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
    """A condition for an automatic link: its code, what it says, the test on the levels, and of which levels one must
    be there for it to have compared anything."""

    code: str
    sentence: str
    holds: Callable[[Mapping[str, int]], bool]
    compares: tuple[str, ...]


def _at_least(levels: Mapping[str, int], **least: int) -> bool:
    """Whether each of these was compared and reached its level."""
    return all(levels.get(name.replace("_", "-"), -1) >= level for name, level in least.items())


def _something_compared(levels: Mapping[str, int]) -> bool:
    return levels.get("comparable", 1) > 0


def _given_name_fits(levels: Mapping[str, int]) -> bool:
    level = levels.get("given-name")
    if level is None or level >= NEAR:
        return True
    if level == INITIAL:
        return _at_least(levels, surname=NEAR, birth_date=FITS) and levels.get("sex", 1) > 0
    return _at_least(levels, names_crossed=NEAR, birth_date=FITS)


def _surname_fits(levels: Mapping[str, int]) -> bool:
    if levels.get("surname", INITIAL) >= INITIAL:
        return True
    is_named = any(_at_least(levels, **{name: NEAR}, birth_date=FITS) for name in ("given_name", "names_crossed"))
    return is_named and levels.get("sex", 1) > 0


def _birth_date_fits(levels: Mapping[str, int]) -> bool:
    level = levels.get("birth-date", FITS)
    if level == WEAK and levels.get("given-name", SOUNDS_ALIKE) < SOUNDS_ALIKE:
        return _at_least(levels, given_name=NEAR, surname=NEAR) and levels.get("sex", 1) > 0
    return level >= WEAK or (level == SLIP and _at_least(levels, given_name=NEAR, surname=NEAR))


def _sex_fits(levels: Mapping[str, int]) -> bool:
    return levels.get("sex", 1) > 0 or _at_least(levels, given_name=EQUAL, birth_date=FITS)


GATES: Final = (
    Gate(
        "SOMETHING_COMPARED",
        "Where both say who they are about, a name or a birth date of both can be read.",
        _something_compared,
        ("given-name", "surname", "birth-date"),
    ),
    Gate(
        "GIVEN_NAME_FITS",
        "All given names of the one agree with some of the other, the first among them, or one side has none; by an "
        "initial only where surname and birth date agree and the sex does not differ.",
        _given_name_fits,
        ("given-name",),
    ),
    Gate(
        "SURNAME_FITS",
        "The surnames share a word or one is missing; or given name and a full birth date agree and the sex does not "
        "differ, as after a marriage.",
        _surname_fits,
        ("surname",),
    ),
    Gate(
        "BIRTH_DATE_FITS",
        "The birth dates agree in what is known of both, and where that is the year, the given names sound alike or "
        "both names agree but for a slip and the sex does not differ; or they differ by one slip and both names agree.",
        _birth_date_fits,
        ("birth-date",),
    ),
    Gate(
        "SEX_FITS",
        "The sex agrees or is missing; or given name and a full birth date are equal.",
        _sex_fits,
        ("sex",),
    ),
)
"""The gates on two registrations, in order."""

ONE_BSN: Final = "ONE_BSN"
ONE_V_NUMBER: Final = "ONE_V_NUMBER"
NOBODY_CONTRADICTS: Final = "NOBODY_CONTRADICTS"
NOT_KEPT_APART: Final = "NOT_KEPT_APART"
NUMBER_OF_FEW: Final = "NUMBER_OF_FEW"
GATES_OF_PERSONS: Final = (
    (ONE_BSN, "No two different valid BSNs come into one person, unless a replacement joins them."),
    (ONE_V_NUMBER, "No two different valid V-numbers come into one person, unless a registration carries both."),
    (NOBODY_CONTRADICTS, "No registration of the one person contradicts a registration of the other."),
    (NOT_KEPT_APART, "Nobody decided that registrations of the two are to stay apart."),
    (
        NUMBER_OF_FEW,
        "The number is not that of many people who contradict each other, nor of more than 500 registrations.",
    ),
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
        says_who=any(_says_something(personal.get(field, "")) for field in _SAYING_WHO),
    )


def _says_something(text: str) -> bool:
    """Neither empty nor what is written where nothing is known, as 00-00-0000 or N.N."""
    return text.strip(" 0-./") != "" and names.fold(text) not in names.UNNAMED


@lru_cache(maxsize=16_384)
def compare(one: Identity, other: Identity) -> Compared:
    """Two identities beside each other, and which gates hold."""
    levels = _names_compared(one.name, other.name)
    if one.birth_on is not None and other.birth_on is not None:
        levels["birth-date"] = births_agree(one.birth_on, other.birth_on)
    if not levels and one.says_who and other.says_who:
        levels["comparable"] = 0
    if one.sex is not None and other.sex is not None:
        levels["sex"] = int(one.sex == other.sex)
    held = [gate.holds(levels) for gate in GATES]
    return Compared(
        levels,
        tuple(
            gate.code
            for gate, holds in zip(GATES, held, strict=True)
            if holds and not levels.keys().isdisjoint(gate.compares)
        ),
        tuple(gate.code for gate, holds in zip(GATES, held, strict=True) if not holds),
    )


def best_of(ones: Sequence[Identity], others: Sequence[Identity]) -> Compared:
    """The best agreement between what two registrations ever said of their persons, each perhaps more than once."""
    found = [compare(one, other) for one in _telling(ones) for other in _telling(others)]
    return max(found, key=lambda compared: (compared.agrees, compared.strength))


def _telling(identities: Sequence[Identity]) -> Sequence[Identity]:
    """Those that say who it is, where any does: beside them one that says nothing would agree with anybody."""
    return [one for one in identities if one.says_who] or identities or (Identity(),)


def _names_compared(one: PersonName, other: PersonName) -> dict[str, int]:
    """Levels of given name and surname; `names-swapped` where they agree only crosswise."""
    if not one.is_split and not other.is_split:
        level = names.all_agree(one.given, other.given)
        return {} if level is None else {"given-name": level, "surname": level}
    found = _levels(_given_names_agree(one, other), names.agreement(one.surname, other.surname))
    if OTHER in found.values() and one.is_split and other.is_split:
        crosswise = _levels(names.agreement(one.given, other.surname), names.agreement(one.surname, other.given))
        if len(crosswise) == 2 and min(crosswise.values()) >= NEAR:
            return crosswise | {"names-swapped": 1}
        if max(crosswise.values(), default=OTHER) >= NEAR:
            return found | {"names-crossed": max(crosswise.values())}
    return found


def _given_names_agree(one: PersonName, other: PersonName) -> int | None:
    """All words of the shorter; of a name that is not split the first word stands somewhere in the other."""
    if one.is_split and other.is_split:
        return names.all_agree(one.given, other.given)
    whole, parted = (other, one) if one.is_split else (one, other)
    level = names.agreement(one.given, other.given)
    if level is None or names.agreement(whole.given[:1], parted.given + parted.surname) != OTHER:
        return level
    return OTHER


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
    """Day and month swapped, one other digit, or two digits beside each other swapped; of a year within few years."""
    (year, *rest), (other_year, *other_rest) = one.split("-"), other.split("-")
    if year != other_year:
        is_near = abs(int(year) - int(other_year)) <= YEARS_SLIPPED
        return rest == other_rest and is_near and names.distance(year, other_year, 1) <= 1
    if rest == other_rest[::-1]:
        return True
    return len(one) == len(other) and names.distance("".join(rest), "".join(other_rest), 1) <= 1


@lru_cache(maxsize=1)
def policy_hash() -> str:
    """SHA-256 in hex of the published policy: its name, its levels, its gates."""
    document = [
        POLICY,
        [[gate.code, gate.sentence] for gate in GATES],
        [list(gate) for gate in GATES_OF_PERSONS],
        [*DEFAULT_DAYS],
        YEARS_GUESSED,
        YEARS_SLIPPED,
        sorted(_SEXES.items()),
    ]
    return hashlib.sha256(canonical(document)).hexdigest()


@lru_cache(maxsize=1)
def normaliser_hash() -> str:
    """SHA-256 in hex of how names are brought to one form."""
    document = [names.VERSION, sorted(names.PREFIXES), sorted(names.LETTERS.items()), list(names.SOUNDS)]
    document += [list(names.WRITTEN_TWO_WAYS)]
    return hashlib.sha256(msgspec.json.encode(document)).hexdigest()

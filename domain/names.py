"""Names of persons, brought to a form in which two spellings of one name can be held beside each other.

Registrations spell one name in many ways: letters lost on the way (`C?lik`, `elik`), diacritics, transliteration, a
prefix apart or glued on, a partner's name before or behind the own one, initials, parts swapped, one field for all.
Nothing here decides who is who; `domain/identity.py` does. Names are personal data: nothing here is shown or stored.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

VERSION: Final = "names-2"

_DUTCH = ("van", "de", "den", "der", "het", "ter", "ten", "te", "in", "op", "vd", "vdr", "vander", "vanden", "vande")
_ROMANCE = ("la", "le", "du", "da", "do", "dos", "das", "di", "del", "della", "von", "zu", "d", "t", "s", "v")
_ARABIC = ("al", "el", "as", "at", "ul", "ben", "bin", "ibn", "bint", "oe", "ou", "abu", "abou")
_SERVANT = ("abd", "abdul", "abdel", "abdal", "abdoel")
PREFIXES: Final = frozenset((*_DUTCH, *_ROMANCE, *_ARABIC, *_SERVANT))
"""Words before or in a name that tell nothing by themselves; they fall away where something else is left."""

LETTERS: Final = {"ł": "l", "ı": "i", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe"}
"""Letters that do not fall apart into a Latin letter and a mark."""

SOUNDS: Final = (
    *(
        ("tsj", "s"),
        ("tch", "s"),
        ("sch", "s"),
        ("dzj", "j"),
        ("dj", "j"),
        ("dg", "j"),
        ("ph", "f"),
        ("sh", "s"),
        ("sj", "s"),
    ),
    *(("sz", "s"), ("cz", "s"), ("ch", "k"), ("kh", "k"), ("gh", "k"), ("th", "t"), ("dh", "d"), ("ts", "s")),
    *(("tz", "s"), ("ck", "k"), ("x", "ks"), ("q", "k"), ("c", "k"), ("g", "k"), ("z", "s"), ("v", "w"), ("j", "y")),
)
"""Spellings of one sound, replaced in this order before vowels, h, w and y fall away."""

UNNAMED: Final = frozenset({"nn", "n n", "onbekend", "unknown", "fnu", "lnu"})
"""What registrars write where a name is not known."""

WRITTEN_TWO_WAYS: Final = (("dh", "z"), ("ch", "sh"))
"""Spellings that stand for one sound here and for another there; both are tried."""

LOST: Final = "?"
"""A letter that was lost on the way: it may be any."""

_SILENT: Final = frozenset("aeiouhwy")
_ROUND: Final = frozenset("ou")
_OPEN: Final = frozenset("aeiy")
_GLUED: Final = tuple(sorted((one for one in PREFIXES if len(one) > 1), key=lambda one: (-len(one), one)))
_LETTERS_BEHIND_PREFIX: Final = 4
_LETTERS_OF_A_LONG_WORD: Final = 6
_SOMALI_C: Final = ("ca", "co", "cu")

OTHER, INITIAL, NEAR, SOUNDS_ALIKE, EQUAL = range(5)
"""How far two words agree: not at all; by the initial or a beginning; but for a slip; in sound; in every letter."""


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name as words. Where the source does not split it, `given` and `surname` both hold all words."""

    given: tuple[str, ...] = ()
    surname: tuple[str, ...] = ()
    is_split: bool = True


def name_of(given: str = "", surname: str = "", whole: str = "") -> PersonName:
    """The name in these fields; `whole` counts where the other two are empty, a comma in it splits surname, given."""
    if not (given.strip() or surname.strip()) and whole.strip():
        surname, comma, given = whole.partition(",")
        if not comma:
            words = _words(whole)
            return PersonName(words, words, is_split=False)
    return PersonName(_words(given), _words(surname))


def fold(text: str) -> str:
    """Lower case without marks, in the letters a to z, spaces, and `?` for a letter that was lost."""
    lowered = "".join(LETTERS.get(letter, letter) for letter in text.lower())
    kept = []
    for letter in unicodedata.normalize("NFKD", lowered):
        if letter.isascii() and letter.isalpha():
            kept.append(letter)
        elif letter in "?\N{REPLACEMENT CHARACTER}":
            kept.append(LOST)
        elif letter in " -,./\t\N{EN DASH}":
            kept.append(" ")
    return " ".join("".join(kept).split())


def _words(text: str) -> tuple[str, ...]:
    """The words that tell something; all of them where each is a prefix."""
    folded = fold(text)
    words = [] if folded in UNNAMED else folded.split()
    telling = [word for word in words if word not in PREFIXES or len(word) == 1]
    if any(len(word) > 1 for word in telling):
        telling = [word for word in telling if word not in PREFIXES]
    return tuple(dict.fromkeys(telling or words))


def agreement(mine: Sequence[str], theirs: Sequence[str]) -> int | None:
    """How far the best pair of words agrees, or the words written as one; None where a side has none."""
    if not mine or not theirs:
        return None
    level = max(words_agree(one, other) for one in mine for other in theirs)
    if level < EQUAL and (len(mine) > 1 or len(theirs) > 1):
        level = max(level, min(words_agree("".join(mine), "".join(theirs)), SOUNDS_ALIKE))
    return level


def all_agree(mine: Sequence[str], theirs: Sequence[str]) -> int | None:
    """How far all words of the shorter agree, each with another, or the words written as one; None as above.

    Brothers and sisters share words: that of a father, or one that goes before the name by which they are called. So
    one word that agrees is too little where another does not, and so is one that does not stand first in both.
    """
    if not mine or not theirs:
        return None
    shorter, longer = sorted((list(mine), list(theirs)), key=len)
    as_one = min(words_agree("".join(mine), "".join(theirs)), SOUNDS_ALIKE)
    first = max(words_agree(mine[0], one) for one in theirs), max(words_agree(theirs[0], one) for one in mine)
    levels = [*first]
    for word in shorter:
        best = max(longer, key=lambda one: words_agree(word, one))
        levels.append(words_agree(word, best))
        longer = [one for one in longer if one != best] or [best]
    return max(min(levels), as_one if len(mine) > 1 or len(theirs) > 1 else OTHER)


@lru_cache(maxsize=65_536)
def words_agree(one: str, other: str) -> int:
    """How far two folded words agree: OTHER, INITIAL, NEAR, SOUNDS_ALIKE or EQUAL."""
    if _same_letters(one, other):
        return EQUAL
    if len(one) == 1 or len(other) == 1:
        return INITIAL if one[0] == other[0] or LOST in (one[0], other[0]) else OTHER
    if min(len(word.replace(LOST, "")) for word in (one, other)) < 2:
        return OTHER
    level = OTHER
    for mine in _ways(one):
        for theirs in _ways(other):
            level = max(level, _agree_by_sound_or_slip(mine, theirs))
    return level


def _agree_by_sound_or_slip(one: str, other: str) -> int:
    if _same_letters(one, other):
        return SOUNDS_ALIKE  # the words themselves differ by a glued prefix
    if _sound_alike(one, other):
        return SOUNDS_ALIKE
    shorter, longer = sorted((one, other), key=len)
    if _is_near(one, other, len(shorter)):
        return NEAR
    return INITIAL if len(shorter) >= 3 and _same_letters(shorter, longer[: len(shorter)]) else OTHER


def _sound_alike(one: str, other: str) -> bool:
    mine, theirs = skeleton(one), skeleton(other)
    return mine == theirs and len(mine) > 1 and _begin_alike(one, other)


def _begin_alike(one: str, other: str) -> bool:
    """The first vowels are both round or both open, and an h in front of a short one before both: else other names."""
    vowels = [next((letter for letter in word if letter in _ROUND or letter in _OPEN), LOST) for word in (one, other)]
    if LOST in vowels or LOST in (one[0], other[0]):
        return True
    is_long = min(len(one), len(other)) >= _LETTERS_OF_A_LONG_WORD
    return (vowels[0] in _ROUND) == (vowels[1] in _ROUND) and (is_long or (one[0] == "h") == (other[0] == "h"))


def _is_near(one: str, other: str, shorter: int) -> bool:
    """One slip of the pen, two in a long word; or one other consonant, the vowels being anything."""
    mine, theirs = skeleton(one), skeleton(other)
    if mine == theirs and _begin_alike(one, other) and distance(one, other, 2) <= 2:
        return True
    if min(len(mine), len(theirs)) > 2 and _begin_alike(one, other) and distance(mine, theirs, 1) <= 1:
        return True
    slips = 0 if shorter < 4 else 1 if shorter < 7 else 2
    return slips > 0 and distance(one, other, slips) <= slips


def _same_letters(one: str, other: str) -> bool:
    """Equal, a lost letter being any; a word of lost letters only equals nothing."""
    if one == other:
        return one.strip(LOST) != ""
    if len(one) != len(other) or not (LOST in one or LOST in other):
        return False
    pairs = list(zip(one, other, strict=True))
    known = sum(LOST not in pair for pair in pairs)
    return known >= 2 and all(mine == theirs or LOST in (mine, theirs) for mine, theirs in pairs)


def _ways(word: str) -> Iterable[str]:
    """The word; as it is read elsewhere; without a Somali c in front; without a prefix that may be glued on."""
    yield word
    for written, read in WRITTEN_TWO_WAYS:
        if written in word:
            yield word.replace(written, read)
    if len(word) >= _LETTERS_BEHIND_PREFIX and word[:2] in _SOMALI_C:
        yield word[1:]
    for prefix in _GLUED:
        if word.startswith(prefix) and len(word) - len(prefix) >= _LETTERS_BEHIND_PREFIX:
            yield word[len(prefix) :]


@lru_cache(maxsize=65_536)
def skeleton(word: str) -> str:
    """The consonants that sound, each once in a row; a first vowel stays as `a`. Romanisations of one name share it."""
    for written, sound in SOUNDS:
        word = word.replace(written, sound)
    kept = "a" if word[:1] in _SILENT and word[:1] != "w" else ""
    for letter in word:
        if letter not in _SILENT and kept[-1:] != letter:
            kept += letter
    return kept


def distance(one: str, other: str, most: int) -> int:
    """Letters to change, put in, leave out or swap with the next to make one of the other; `most` + 1 for more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, mine in enumerate(one, 1):
        earlier, before, row = before, row, [at]
        for there, theirs in enumerate(other, 1):
            cost = 0 if mine == theirs or LOST in (mine, theirs) else 1
            least = min(before[there] + 1, row[there - 1] + 1, before[there - 1] + cost)
            if at > 1 and there > 1 and mine == other[there - 2] and one[at - 2] == theirs:
                least = min(least, earlier[there - 2] + 1)
            row.append(least)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)

"""Names in one form: what one name looks like in two books, and where two names stay two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.names import (
    EQUAL,
    INITIAL,
    NEAR,
    OTHER,
    SOUNDS_ALIKE,
    agreement,
    distance,
    fold,
    name_of,
    skeleton,
    words_agree,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Çelik", "celik"),
        ("O'Neill", "oneill"),
        ("Małgorzata  Ben-Said", "malgorzata ben said"),
        ("Yılmaz", "yilmaz"),
        ("C?lik \ufffdx", "c?lik ?x"),
        ("Størm Åse", "storm ase"),
        ("محمد", ""),
        ("J.P.", "j p"),
    ],
)
def test_a_name_is_folded_to_plain_letters(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("celik", "celik", EQUAL),
        ("celik", "c?lik", EQUAL),
        ("?????", "celik", OTHER),
        ("?", "celik", INITIAL),
        ("a", "anna", INITIAL),
        ("b", "anna", OTHER),
        ("mohammed", "muhamad", SOUNDS_ALIKE),
        ("alkhatib", "khatib", SOUNDS_ALIKE),
        ("jansen", "janzen", SOUNDS_ALIKE),
        ("celik", "elik", NEAR),
        ("tesfay", "tesfya", SOUNDS_ALIKE),
        ("maria", "marja", SOUNDS_ALIKE),
        ("alex", "alexander", INITIAL),
        ("ali", "aya", OTHER),
        ("anna", "eva", OTHER),
        ("fatma", "mehmet", OTHER),
    ],
)
def test_two_words_agree_so_far(one: str, other: str, level: int) -> None:
    assert words_agree(one, other) == words_agree(other, one) == level


def test_prefixes_tell_nothing_unless_there_is_nothing_else() -> None:
    assert name_of("Jan", "van der Berg").surname == ("berg",)
    assert name_of("Jan", "van der").surname == ("van", "der")
    assert name_of("Abd al-Rahman", "").given == ("rahman",)


def test_one_field_is_split_at_its_comma_and_counts_only_without_the_others() -> None:
    assert name_of(whole="O'Neill, Yusuf") == name_of("Yusuf", "O'Neill")
    assert name_of("Nadia", "", whole="O'Neill, Yusuf").given == ("nadia",)
    assert not name_of(whole="Yusuf Neill").is_split


def test_nothing_to_compare_is_no_agreement_and_no_contradiction() -> None:
    assert agreement((), ("anna",)) is None
    assert agreement(("anna", "maria"), ("annamaria",)) == SOUNDS_ALIKE


words = st.text("abcdefghijklmnopqrstuvwxyz?", min_size=1, max_size=12)


@given(words, words)
def test_agreement_has_no_direction(one: str, other: str) -> None:
    assert words_agree(one, other) == words_agree(other, one)


@given(words, words, st.integers(0, 4))
def test_the_distance_is_bounded_and_has_no_direction(one: str, other: str, most: int) -> None:
    assert distance(one, other, most) == distance(other, one, most) <= most + 1
    assert distance(one, one, most) == 0


@given(words.map(lambda word: word.replace("?", "")))
def test_a_skeleton_has_no_vowel_but_a_first_one(word: str) -> None:
    assert not set(skeleton(word)[1:]) & set("aeiou")

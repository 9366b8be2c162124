"""The guard on equal numbers: which differences contradict, and which are how one person is written twice."""

from __future__ import annotations

import pytest

from domain.dates import When
from domain.identity import (
    CONTRADICTS,
    FITS,
    GATES,
    POLICY,
    SAME,
    SLIP,
    WEAK,
    Identity,
    best_of,
    births_agree,
    compare,
    identity_of,
    normaliser_hash,
    policy_hash,
)


def who(given: str = "", surname: str = "", birth_on: str = "", sex: str = "", name: str = "") -> Identity:
    said = {"given_names": given, "surname": surname, "birth_on": birth_on, "sex": sex, "name": name}
    return identity_of({field: text for field, text in said.items() if text})


BASE = who("Mehmet", "Çelik", "1964-05-13", "M")

SAME_PERSON = {
    "a letter lost": (BASE, who("Mehmet", "?elik", "1964-05-13")),
    "a letter lost as a replacement character": (BASE, who("Mehmet", "\ufffdelik", "1964-05-13")),
    "a letter dropped": (BASE, who("Mehmet", "elik", "1964-05-13")),
    "marks left out": (BASE, who("Mehmet", "Celik", "1964-05-13")),
    "one field": (BASE, who(name="Çelik, Mehmet", birth_on="1964-05-13")),
    "one field without a comma": (BASE, who(name="Mehmet Çelik", birth_on="1964-05-13")),
    "parts swapped": (who("Renée", "Tesfay", "1958"), who(name="Renée, Tesfay", birth_on="1958")),
    "parts swapped and marks left out": (
        who("Rene", "Tesfay", "1958"),
        who(name="Renée, Tesfay", birth_on="00-00-1958"),
    ),
    "an unknown day": (who("Rene", "Tesfay", "1958-11-26"), who("Rene", "Tesfay", "00-00-1958")),
    "an unknown day of a known month": (who("Rene", "Tesfay", "1958-11-26"), who("Rene", "Tesfay", "00-11-1958")),
    "a prefix left out": (who("Jan", "van der Berg", "1970-03-02"), who("Jan", "Berg", "1970-03-02")),
    "a prefix glued on": (who("Omar", "Al Khatib", "1997-04-11"), who("Omar", "AlKhatib", "1997-04-11")),
    "a partner's name before it": (who("Anna", "Jansen", "1970-03-02"), who("Anna", "de Vries-Jansen", "1970-03-02")),
    "a partner's name instead": (who("Anna", "Jansen", "1970-03-02"), who("Anna", "de Vries", "1970-03-02")),
    "initials": (who("Anna Maria", "Jansen", "1970-03-02"), who("A.M.", "Jansen", "1970-03-02")),
    "another romanisation": (who("Mohammed", "Haqiq", "1980-02-03"), who("Muhamad", "Hakiek", "1980-02-03")),
    "a default date": (who("Selam", "Tesfay", "01-01-1980"), who("Selam", "Tesfay", "17-05-1980")),
    "two default dates": (who("Selam", "Tesfay", "01-01-1980"), who("Selam", "Tesfay", "01-07-1980")),
    "day and month swapped": (who("Selam", "Tesfay", "03-10-1972"), who("Selam", "Tesfay", "10-03-1972")),
    "one digit another": (who("Selam", "Tesfay", "03-10-1972"), who("Selam", "Tesfay", "03-10-1973")),
    "another sex with the rest equal": (BASE, who("Mehmet", "Çelik", "1964-05-13", "V")),
    "nothing on one side": (BASE, who()),
    "placeholders on one side": (BASE, who("N.N.", "-", "00-00-0000", "onbekend")),
    "a second given name left out": (who("Anna Maria", "Jansen", "1970-03-02"), who("Anna", "Jansen", "1970-03-02")),
    "a Somali c": (who("Cabdi", "Cali", "1980-02-03"), who("Abdi", "Ali", "1980-02-03")),
    "dh for z": (who("Dhainab", "Saatik", "1980-02-03"), who("Zainab", "Saatik", "1980-02-03")),
    "only a surname": (BASE, who(surname="Çelik")),
    "a name that is not known": (BASE, who("N.N.", "Çelik", "1964-05-13")),
}

NOT_LINKED = {
    "a wife with his number": (BASE, who("Fatma", "Çelik", "1969-09-01", "V")),
    "a wife without a birth date": (BASE, who("Fatma", "Çelik")),
    "a twin": (BASE, who("Hasan", "Çelik", "1964-05-13", "M")),
    "a father of that name": (who("Ali", "Demir", "1990-02-03"), who("Ali", "Demir", "1961-11-20")),
    "a stranger": (BASE, who("Joanna", "Kowalczyk", "1980-01-20", "V")),
    "a wife of whom the name is not split": (who(name="Mehmet Çelik"), who(name="Fatma Çelik")),
    "a slip in the date and another surname": (
        who("Dina", "Dabuba", "03-10-1972"),
        who("Dina", "Kowalczyk", "10-03-1972"),
    ),
    "another day, the name missing": (who("", "Tesfay", "1972-10-03"), who("Selam", "Tesfay", "1984-03-10")),
    "a brother and a sister, twins": (
        who("Samir", "Haddad", "12-05-1980", "M"),
        who("Samira", "Haddad", "12-05-1980", "V"),
    ),
    "Amin and Amina, twins": (who("Amin", "Haddad", "12-05-1980", "M"), who("Amina", "Haddad", "12-05-1980", "V")),
    "Jan and Jana, twins": (who("Jan", "Novak", "12-05-1980", "M"), who("Jana", "Novak", "12-05-1980", "V")),
    "a man and his wife, the year only": (who("Karim", "Haddad", "1975", "M"), who("Karima", "Nasser", "1975", "V")),
    "a man and his wife, a default date": (
        who("Samir", "Haddad", "01-01-1975", "M"),
        who("Samira", "Nasser", "01-01-1975", "V"),
    ),
    "another surname on a default date": (who("Selam", "Haddad", "01-01-1975"), who("Selam", "Nasser", "01-01-1975")),
    "another surname and another sex": (
        who("Selam", "Haddad", "12-05-1975", "M"),
        who("Selam", "Nasser", "12-05-1975", "V"),
    ),
    "brothers, a default date": (who("Ahmed", "Ali", "01-01-1975", "M"), who("Hamid", "Ali", "01-01-1975", "M")),
    "Hassan and Hussein, twins": (who("Hassan", "Ali", "12-05-1980", "M"), who("Hussein", "Ali", "12-05-1980", "M")),
    "Mohamed and Ahmed, twins": (who("Mohamed", "Ali", "12-05-1980", "M"), who("Ahmed", "Ali", "12-05-1980", "M")),
    "twins who share the first of two names": (
        who("Mohamed Amin", "Ali", "12-05-1980", "M"),
        who("Mohamed Yusuf", "Ali", "12-05-1980", "M"),
    ),
    "twins who share the last of two names": (
        who("Ahmed Ali", "Haddad", "12-05-1980", "M"),
        who("Omar Ali", "Haddad", "12-05-1980", "M"),
    ),
    "a father and a son of one name": (
        who("Mohamed", "Yusuf", "12-05-1950", "M"),
        who("Mohamed", "Yusuf", "12-05-1980", "M"),
    ),
    "the name of the one as surname of the other": (
        who("Ali", "Hassan", "01-01-1980", "M"),
        who("Hassan", "Omar", "12-05-1980", "M"),
    ),
    "an initial and no birth date": (who("S.", "Haddad"), who("Samira", "Haddad", "12-05-1980", "V")),
    "an initial on a default date": (who("S.", "Haddad", "01-01-1980"), who("Samir", "Haddad", "12-05-1980")),
    "an initial and another sex": (
        who("S.", "Haddad", "12-05-1980", "M"),
        who("Samira", "Haddad", "12-05-1980", "V"),
    ),
    "a brother and a sister of whom the names are not split": (
        who(name="Fatima Ali Yusuf", birth_on="12-05-1980", sex="V"),
        who(name="Omar Ali Yusuf", birth_on="12-05-1980", sex="M"),
    ),
    "a name that is split beside one that is not": (
        who("Ali", "Yusuf", "12-05-1980"),
        who(name="Omar Ali Yusuf", birth_on="12-05-1980"),
    ),
    "nothing that can be read": (who("**", "##", "99-99-9999", "x"), who("Fatima", "Ali", "12-05-1980", "V")),
    "a birth date beside a surname": (who(birth_on="12-05-1980"), who(surname="Ali")),
    "a default date of other years": (who("Selam", "Tesfay", "01-01-1980"), who("Selam", "Tesfay", "01-01-1990")),
}


@pytest.mark.parametrize("case", SAME_PERSON)
def test_an_equal_number_links_how_one_person_is_written_twice(case: str) -> None:
    one, other = SAME_PERSON[case]
    assert compare(one, other).agrees, compare(one, other)


@pytest.mark.parametrize("case", NOT_LINKED)
def test_an_equal_number_links_nobody_whom_the_rest_contradicts(case: str) -> None:
    one, other = NOT_LINKED[case]
    assert not compare(one, other).agrees, compare(one, other)


@pytest.mark.parametrize("case", [*SAME_PERSON, *NOT_LINKED])
def test_the_order_of_the_two_does_not_matter(case: str) -> None:
    one, other = (SAME_PERSON | NOT_LINKED)[case]
    there, back = compare(one, other), compare(other, one)
    assert (there.strength, there.gates_failed) == (back.strength, back.gates_failed)


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("1980-05-17", "1980-05-17", SAME),
        ("1980-05", "1980-05-17", FITS),
        ("1980-05", "1980-05", SAME),
        ("1980", "1980-05-17", WEAK),
        ("1980", "1980", WEAK),
        ("1980-01-01", "1980-01-01", WEAK),
        ("1980-07-01", "1980-05-17", WEAK),
        ("1980", "1982-05-17", SLIP),
        ("1980", "1983-05-17", CONTRADICTS),
        ("1980-01-01", "1990-01-01", CONTRADICTS),
        ("1980-05-12", "1980-12-05", SLIP),
        ("1980-05-12", "1981-12-05", CONTRADICTS),
        ("1980-05-17", "1990-05-17", SLIP),
        ("1980-05-17", "1950-05-17", CONTRADICTS),
        ("1994-05-17", "2004-05-17", CONTRADICTS),
        ("1992-05-17", "1929-05-17", CONTRADICTS),
        ("1987-05-17", "1978-05-17", SLIP),
        ("1980-05-17", "1980-05-18", SLIP),
        ("1980-05-17", "1980-05-71", SLIP),
        ("1980-05-17", "1980-06-18", CONTRADICTS),
        ("1980-05", "1980-11-17", CONTRADICTS),
    ],
)
def test_birth_dates_agree_as_far_as_both_are_known(one: str, other: str, level: int) -> None:
    assert births_agree(When(one), When(other)) == births_agree(When(other), When(one)) == level


def test_a_date_or_sex_that_cannot_be_read_is_as_good_as_missing() -> None:
    assert identity_of({"birth_on": "onbekend", "sex": "x"}) == identity_of({})
    assert [identity_of({"sex": text}).sex for text in ("m", "Vrouw", "2", "onbekend")] == ["M", "V", "V", None]


def test_a_registration_that_said_two_things_agrees_by_the_better_of_them() -> None:
    stranger = who("Joanna", "Kowalczyk", "1980-01-20")
    assert best_of([stranger, BASE], [BASE]).agrees
    assert not best_of([stranger], [BASE]).agrees
    assert best_of([], [BASE]).agrees
    assert not best_of([stranger, who()], [BASE]).agrees, "what says nothing does not stand for what says something"


def test_the_evidence_names_what_was_compared_and_every_gate() -> None:
    compared = compare(BASE, who("Fatma", "Çelik", "1969-09-01", "V"))
    assert dict(compared.levels) == {"given-name": 0, "surname": 4, "birth-date": 0, "sex": 0}
    assert compared.gates_held == ("SOMETHING_COMPARED", "SURNAME_FITS")
    assert compared.gates_failed == ("GIVEN_NAME_FITS", "BIRTH_DATE_FITS", "SEX_FITS")
    assert {gate.code for gate in GATES} == {*compared.gates_held, *compared.gates_failed}


@pytest.mark.parametrize(
    ("other", "held"),
    [
        (who(), ()),
        (who(sex="M"), ("SEX_FITS",)),
        (who(surname="Çelik"), ("SOMETHING_COMPARED", "SURNAME_FITS")),
        (who(birth_on="1964-05-13"), ("SOMETHING_COMPARED", "BIRTH_DATE_FITS")),
        (who("Mehmet"), ("SOMETHING_COMPARED", "GIVEN_NAME_FITS")),
    ],
)
def test_a_gate_that_had_nothing_to_compare_stops_nobody_and_did_not_hold(
    other: Identity, held: tuple[str, ...]
) -> None:
    compared = compare(BASE, other)
    assert compared.agrees
    assert (compared.gates_held, compared.gates_failed) == (held, ())


def test_another_policy_has_another_number() -> None:
    """Whoever changes the policy or the normaliser changes these, and gives it another version."""
    assert POLICY == "guarded-identifiers-2"
    assert policy_hash()[:12] == "6ad3d8455e5e"
    assert normaliser_hash()[:12] == "b1795a2cba97"

"""Columns that read a part of a cell, compare two others, or read a number of the trade register."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange import profile, refusals
from exchange.converting import converter
from exchange.row_refusals import CellIsRefused
from tests.exchange.conftest import TODAY

OWN = """
name = "eigen"
title = { nl = "Eigen", en = "Own" }
record = ["dossier"]
[source]
system = "Zelfbouw"
party = "Zelfbouw"
[columns]
dossier = {}
bsn = { type = "bsn", optional = true }
"bsn op papier" = { optional = true }
gelijk = { type = "comparison", compares = ["bsn op papier", "bsn"] }
gevraagd = { type = "cents", part = "number" }
vorm = { heading = "gevraagd", type = "code", part = "words", words = { "" = "MONEY", "bon" = "VOUCHER", "-" = "" } }
kvk = { type = "trade-register", optional = true }
[[facts]]
kind = "DocumentReceived"
slot = "papier"
fields = { names_person = "gelijk" }
fixed = { document = "verklaring" }
[[facts]]
kind = "BonusClaimed"
slot = "gevraagd"
when = { vorm = "VOUCHER" }
fields = { form = "vorm", amount_cents = "gevraagd" }
fixed = { beneficiary = "PARTICIPANT", bonus = "START" }
[[facts]]
kind = "BonusClaimed"
slot = "gevraagd"
fields = { form = "vorm", amount_cents = "gevraagd" }
fixed = { beneficiary = "PARTICIPANT", bonus = "SUCCESS" }
[[facts]]
kind = "PersonalBudgetRequested"
slot = "kvk"
fixed = { budget_kind = "PIB" }
fields = {}
personal = { trade_register_number = "kvk" }
"""


@pytest.fixture
def read(take, tmp_path):
    """The rows of a file with this heading and these rows, read by the profile above."""
    (tmp_path / "eigen.toml").write_text(OWN)

    def read(heading: str, *rows: str):
        path = tmp_path / "eigen.csv"
        path.write_text("".join(line + "\n" for line in (heading, *rows)), "utf-8")
        return take(path, profile=str(tmp_path / "eigen.toml"))

    return read


@pytest.mark.parametrize(
    ("paper", "bsn", "told"),
    [
        ("123456782", "123456782", ["SAME"]),
        ("12.34.56.782", "123456782", ["SAME"]),
        ("12345672", "012345672", ["SAME"]),
        ("012345672", "12345672", ["SAME"]),
        ("111222333", "123456782", ["OTHER"]),
        ("onleesbaar", "123456782", ["OTHER"]),
        ("123456782", "", ["UNKNOWN"]),
        ("", "123456782", []),
        ("", "", []),
    ],
)
def test_two_columns_are_compared_as_numbers(read, paper, bsn, told):
    taken = read("dossier;bsn op papier;bsn;gevraagd", f"D1;{paper};{bsn};")

    assert [one.fact.names_person for one in taken.facts("DocumentReceived")] == told
    assert taken.refused == []


def test_a_file_without_one_of_the_two_columns_says_nothing_of_their_being_the_same(read):
    taken = read("dossier;bsn op papier;gevraagd", "D1;123456782;")

    assert taken.facts("DocumentReceived") == []
    assert '"gelijk"' not in "".join(taken.delivery.notices)


@pytest.mark.parametrize(
    ("cell", "form", "cents"),
    [
        ("bon 250,00", "VOUCHER", 25000),
        ("BON   € 1.250,-", "VOUCHER", 125000),
        ("250,00 bon", "VOUCHER", 25000),
        ("€ 250", "MONEY", 25000),
        ("EUR 250,5", "MONEY", 25050),
        ("-12,00", "MONEY", -1200),
        ("bon", "VOUCHER", None),
    ],
)
def test_words_and_number_of_a_cell_are_read_apart(read, cell, form, cents):
    (claim,) = read("dossier;gevraagd", f"D1;{cell}").facts("BonusClaimed")

    assert (claim.fact.form, claim.fact.amount_cents) == (form, cents)


@pytest.mark.parametrize("cell", ["", "-", "   "])
def test_a_cell_without_word_or_number_states_nothing(read, cell):
    taken = read("dossier;gevraagd", f"D1;{cell}")

    assert (taken.facts("BonusClaimed"), taken.refused) == ([], [])


@pytest.mark.parametrize(
    ("cell", "refused"),
    [
        ("fiets 250,00", ("vorm", "UNKNOWN_WORD")),
        ("bon 250.50", ("gevraagd", "NOT_AN_AMOUNT")),
        ("bon 2 250,00", ("gevraagd", "NOT_AN_AMOUNT")),
        ("bon250", ("vorm", "UNKNOWN_WORD")),
    ],
)
def test_no_part_of_a_cell_is_lost_without_a_word(read, cell, refused):
    assert read("dossier;gevraagd", f"D1;{cell}").reasons() == [refused]


def test_of_blocks_for_one_fact_in_one_slot_the_first_that_states_it_is_taken(read):
    taken = read("dossier;gevraagd", "D1;bon 1,00", "D2;1,00")

    assert [one.fact.bonus for one in taken.facts("BonusClaimed")] == ["START", "SUCCESS"]
    assert {empty.kind for row in taken.rows for empty in row.empty} == {"DocumentReceived", "PersonalBudgetRequested"}


@pytest.mark.parametrize(
    ("cell", "number"), [("34123456", "34123456"), ("34 123 456", "34123456"), ("1234567", "01234567")]
)
def test_a_number_of_the_trade_register_is_no_citizen_service_number(read, cell, number):
    (one,) = read("dossier;gevraagd;kvk", f"D1;;{cell}").facts("PersonalBudgetRequested")

    assert dict(one.personal) == {"trade_register_number": number}


@given(text=st.text(alphabet="0123456789 .-,€abcn", max_size=20))
def test_any_other_number_of_the_trade_register_is_refused(text):
    read = converter(profile.Column(type="trade-register"), lambda name: None, TODAY)
    digits = text.replace(" ", "").replace(".", "")
    if not text.strip():
        assert read(text) is None
    elif digits.isdigit() and len(digits) in (7, 8):
        assert read(text) == digits.zfill(8)
    else:
        with pytest.raises(CellIsRefused, match="NOT_A_TRADE_REGISTER_NUMBER"):
            read(text)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('compares = ["bsn op papier", "bsn"]', 'compares = ["bsn op papier"]', "compares"),
        ('compares = ["bsn op papier", "bsn"]', 'compares = ["bsn op papier", "sofi"]', '"sofi"'),
        ('compares = ["bsn op papier", "bsn"]', 'compares = ["bsn op papier", "gelijk"]', '"gelijk"'),
        ('{ type = "comparison", compares = ["bsn op papier", "bsn"] }', '{ type = "comparison" }', "no compares"),
        ("dossier = {}", 'dossier = { compares = ["bsn", "kvk"] }', "goes with type comparison"),
        ('record = ["dossier"]', 'record = ["gelijk"]', "is a comparison"),
        (', part = "number"', "", "for the other part"),
        ('part = "words", ', "", "for the other part"),
        ("dossier = {}", 'dossier = { type = "code", words = { "" = "X" } }', 'expected part = "words"'),
        ('type = "cents", part', 'type = "date", part', "expected type cents or count"),
        ('type = "code", part', 'type = "text", part', "expected type code, yes-no"),
        ('when = { vorm = "VOUCHER" }', 'when = { gelijk = "ELSE" }', "never give"),
    ],
)
def test_a_profile_that_makes_columns_wrongly_is_refused(old, new, complaint):
    assert old in OWN
    with pytest.raises(refusals.ProfileIsWrong) as refused:
        profile.parse(OWN.replace(old, new), "eigen.toml")

    assert complaint in str(refused.value)

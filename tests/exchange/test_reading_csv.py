"""CSV in all its forms: encodings, delimiters, padding, quotes, and files made to harm."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange import refusals
from exchange.delivery import open_delivery
from tests.exchange.conftest import HEADING, ROW, resolve


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "cp850", "utf-16"])
def test_the_encoding_is_found_from_the_bytes(take, placements, placement_row, encoding):
    rows = [placement_row(KLANTNUMMER=f"G{number}", ACHTERNAAM="Müller-Håkansson") for number in range(5)]

    taken = take(placements(*rows, encoding=encoding))

    assert taken.refused == []
    assert {(one.personal["given_names"], one.personal["surname"]) for one in taken.facts("PersonRegistered")} == {
        ("Zoë", "Müller-Håkansson")
    }


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_the_delimiter_is_found_from_the_heading(take, placements, delimiter, newline):
    path = placements(ROW.replace(";", delimiter), heading=HEADING.replace(";", delimiter), newline=newline)

    assert len(take(path).rows) == 1


def test_columns_may_stand_in_another_order_padded_and_in_other_capitals(take, placements):
    order = list(range(12))
    random.Random(4).shuffle(order)
    headings, cells = HEADING.split(";"), ROW.split(";")
    heading = ";".join(f" {headings[index].lower().replace(' ', '  ')}  " for index in order)
    row = ";".join(f"  {cells[index]} " for index in order)

    assert take(placements(row, heading=heading)).rows[0].observed == take(placements(ROW)).rows[0].observed


def test_columns_that_nobody_knows_are_a_notice(take, placements):
    taken = take(placements(ROW + ";x", heading=HEADING + ";WIJKTEAM"))

    assert len(taken.rows) == 1
    assert any('"WIJKTEAM"' in notice for notice in taken.delivery.notices)


def test_title_rows_may_stand_above_the_heading(take, placements):
    path = placements(HEADING, ROW, heading="Export GWS4all;;;\r\n\r\n")

    assert [row.line for row in take(path).rows] == [5]


def test_quotes_hold_delimiters_and_line_ends(take, placements, placement_row):
    taken = take(
        placements(
            placement_row(ACHTERNAAM='"van; der ""Berg"""'),
            placement_row(KLANTNUMMER="G2", ACHTERNAAM='"el\r\nAmrani"'),
            placement_row(KLANTNUMMER="G3", ACHTERNAAM='Jan "Piet" Smit'),
        )
    )

    assert [one.personal["surname"] for one in taken.facts("PersonRegistered")] == [
        'van; der "Berg"',
        "el Amrani",
        'Jan "Piet" Smit',
    ]
    assert [row.line for row in taken.rows] == [2, 3, 5]


def test_a_quote_that_stays_open_takes_no_row_with_it(take, placements, placement_row):
    broken = placement_row(KLANTNUMMER="G0", ACHTERNAAM='"Smit')
    good = [placement_row(KLANTNUMMER=f"G{number}") for number in range(1, 300)]

    taken = take(placements(*good[:5], broken, *good[5:], broken))

    assert len(taken.rows) == 299
    assert [(row.line, row.reason) for row in taken.refused] == [(7, "QUOTE_NOT_CLOSED"), (302, "QUOTE_NOT_CLOSED")]


def test_two_stray_quotes_do_not_make_one_row_of_many(take, placements, placement_row):
    rows = [placement_row(KLANTNUMMER=f"G{number}") for number in range(4)]
    rows[1] = placement_row(KLANTNUMMER="G1", ACHTERNAAM='"Smit')
    rows[3] = placement_row(KLANTNUMMER="G3", ACHTERNAAM='"Jansen')

    taken = take(placements(*rows))

    assert [row.record for row in taken.rows] == ["G0", "G2"]
    assert [row.line for row in taken.refused] == [3, 5]


def test_a_row_with_another_number_of_columns_is_refused_and_the_next_is_taken(take, placements, placement_row):
    taken = take(placements("G5;1;2", ROW, placement_row(KLANTNUMMER="G2") + ";extra", ROW + ";;"))

    assert [(row.line, row.reason) for row in taken.refused] == [(2, "WRONG_COLUMN_COUNT"), (4, "WRONG_COLUMN_COUNT")]
    assert len(taken.rows) == 1


def test_a_cell_beyond_measure_is_refused(take, placements, placement_row):
    taken = take(
        placements(placement_row(VOORNAMEN="x" * 100_001), placement_row(VOORNAMEN='"' + "x" * 100_001 + '"'), ROW)
    )

    assert [row.reason for row in taken.refused] == ["CELL_TOO_LONG", "CELL_TOO_LONG"]
    assert len(taken.rows) == 1
    assert all(len(row.row_text) <= 100_000 for row in taken.refused)


def test_a_line_without_end_is_refused_and_not_held_in_memory(take, placements):
    taken = take(placements("y" * 5_000_000, ROW))

    assert [(row.line, row.reason) for row in taken.refused] == [(2, "ROW_TOO_LONG")]
    assert [row.line for row in taken.rows] == [3]


def test_nul_bytes_are_refused(take, placements):
    with pytest.raises(refusals.FileHoldsNulBytes, match="NUL"):
        take(placements(ROW + "\0"))


def test_a_broken_character_in_utf_8_refuses_its_row_only(take, placements, placement_row):
    path = placements(*(placement_row(KLANTNUMMER=f"G{number}") for number in range(20)))
    path.write_bytes(path.read_bytes().replace("G3;123456782;Zoë".encode(), b"G3;123456782;Zo\xeb"))

    taken = take(path)

    assert [(row.line, row.reason) for row in taken.refused] == [(5, "NOT_TEXT")]
    assert {one.personal["given_names"] for one in taken.facts("PersonRegistered")} == {"Zoë"}


def test_blank_rows_are_no_rows(take, placements):
    taken = take(placements("", ";;;;;;;;;;;", ROW, "  ", ""))

    assert (len(taken.rows), taken.refused) == (1, [])


@pytest.mark.parametrize(
    "content", ["", "\ufeff", " \r\n\r\n", HEADING, HEADING + "\r\n", HEADING + "\r\n;;;;;;;;;;;\r\n"]
)
def test_a_file_without_rows_is_refused(take, tmp_path, content):
    path = tmp_path / "leeg.csv"
    path.write_text(content, encoding="utf-8", newline="")

    with pytest.raises(refusals.FileHasNoRows, match="no rows"):
        take(path)


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"\xd0\xcf\x11\xe0old", b"<html>", b"[{}]", b"\x1f\x8b\x08", b"{}\n"])
def test_what_is_no_table_is_refused_by_name(take, tmp_path, content):
    path = tmp_path / "x.csv"
    path.write_bytes(content)

    with pytest.raises(refusals.FileIsNotATable, match="expected"):
        take(path)


def test_a_file_that_is_not_there_is_refused(take, tmp_path):
    for path in (tmp_path / "nergens.csv", tmp_path):
        with pytest.raises(refusals.FileCannotBeRead, match="expected a file"):
            take(path)


@settings(max_examples=150, deadline=None)
@given(content=st.binary(max_size=600) | st.text(alphabet='a;,"\n\r\t|0é', max_size=200).map(str.encode))
def test_whatever_the_bytes_are_nothing_but_a_refusal_is_raised(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "willekeurig.csv"
    path.write_bytes(HEADING.encode() + b"\r\n" + content)

    try:
        rows = list(open_delivery(path, resolve_municipality=resolve, municipality="0014").rows())
    except refusals.FileRefused:
        return
    assert rows


def test_reading_stays_fast_enough_for_a_hundred_thousand_rows(take, placements, placement_row):
    path = placements(*(placement_row(KLANTNUMMER=f"G{number}") for number in range(20_000)), encoding="cp1252")

    started = time.process_time()
    taken = take(path)

    assert len(taken.rows) == 20_000
    assert time.process_time() - started < 4  # 0.5 s on a quiet machine; 100,000 rows may take 6 s when measured alone


def test_a_heading_may_hold_line_ends_in_quotes_and_follow_a_spreadsheets_own_line(take, placements):
    heading = "sep=;\r\n" + HEADING.replace("DATUM PLAATSING", '"DATUM\r\nPLAATSING"')

    assert [row.line for row in take(placements(ROW, heading=heading)).rows] == [4]

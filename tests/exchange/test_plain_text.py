"""What may not stand in a text that is kept readable or shown, in tables and in JSON lines."""

import json

import pytest

from exchange import refusals
from exchange.delivery import open_delivery
from exchange.plain_text import names_a_person
from exchange.refusals import NoProfileMatches
from tests.exchange.conftest import HEADING
from tests.exchange.test_cloudevents import changed, with_data

BSN = "123456782"


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"KLANTNUMMER": "G\x1b[2J1"}, ("KLANTNUMMER", "CONTROL_CHARACTER")),
        ({"AANBIEDER": "Agens\x1b]0,x\x07"}, ("AANBIEDER", "CONTROL_CHARACTER")),
        ({"AANBIEDER": "Agens \u202etxt"}, ("AANBIEDER", "CONTROL_CHARACTER")),
        ({"AANBIEDER": f"Agens {BSN}"}, ("AANBIEDER", "PERSONAL_NUMBER")),
        ({"KLANTNUMMER": BSN}, ("KLANTNUMMER", "RECORD_IS_BSN")),
        ({"KLANTNUMMER": "10000008", "BSN": "010000008"}, ("KLANTNUMMER", "RECORD_IS_BSN")),
    ],
)
def test_a_readable_cell_that_holds_what_it_may_not_refuses_its_row(take, placements, placement_row, cells, reason):
    taken = take(placements(placement_row(**cells)))

    assert (taken.rows, taken.reasons()) == ([], [reason])
    assert all(BSN not in text and "\x1b" not in text for text in taken.refused[0].advice.values())


@pytest.mark.parametrize(
    "text",
    [
        "Jan 123 456 782",
        "123.456.782",
        "123-456-782",
        "1234.56.782",
        "1 2 3 4 5 6 7 8 2",
        "bsn123456782",
        "bsn: 123456782",
        "V-nr 1234567890",
        "v-nummer: 123 456 7890",
        "V1234567890",
    ],
)
def test_a_number_of_a_person_is_seen_however_it_is_grouped(text):
    assert names_a_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "123 456 789",
        "123-456-789",
        "1234.56.789",
        "bsn123456789",  # the 11-proof does not hold
        "€ 123.456.782",
        "€123.456.782",
        "123.456.782,00",
        "1.123.456.782",
        "123.456.782.000",
        "050-1234567",
        "06 12345678",
        "0501234567",
        "+31 50 123 45 67",
        "01-02-2009",
        "2008-06-20 2008-07-01",
        "K123456782",
        "NT2123456782",
        "2008-12-001",
        "cursus 1234567890",
        "12.345.672",
    ],
)
def test_amounts_telephone_numbers_dates_and_course_codes_are_no_persons(text):
    assert not names_a_person(text)


def test_a_key_that_looks_like_another_number_and_a_long_number_of_no_person_are_taken(take, placements, placement_row):
    rows = [placement_row(KLANTNUMMER="111222333"), placement_row(KLANTNUMMER="G2", AANBIEDER="Agens 123456789")]
    taken = take(placements(*rows))

    assert (len(taken.rows), taken.refused) == (2, [])


def test_a_heading_with_control_characters_is_shown_without_them(take, placements):
    heading = HEADING + ";WIJK\x1b[31mTEAM"
    taken = take(placements(ROW_AND_ONE, heading=heading))

    assert any('"WIJK?[31mTEAM"' in notice for notice in taken.delivery.notices)
    assert len(taken.delivery.notices_dutch) == len(taken.delivery.notices)
    assert any("niet leest" in notice for notice in taken.delivery.notices_dutch)

    with pytest.raises(NoProfileMatches) as caught:
        take(placements(ROW_AND_ONE, heading=heading.replace("BSN", "B\x1bSN")))
    assert "\x1b" not in str(caught.value) + "".join(caught.value.extra)


ROW_AND_ONE = "G1;123456782;Zoë;Öztürk;13-03-1980;V;plichtig;J;duaal traject;Agens;20-06-2008;23-06-2008;x"


def test_a_file_without_a_heading_is_refused_without_its_cells(take, placements):
    with pytest.raises(refusals.NoProfileMatches) as caught:
        take(placements("x;y", heading=ROW_AND_ONE.replace(";x", ";lijst").replace("Agens", "sinds")))

    assert "Öztürk" not in str(caught.value)
    assert caught.value.extra == ()


@pytest.mark.parametrize("code", ["642", "0642", "Zwijndrecht"])
def test_a_municipality_code_that_lost_its_zeros_is_read(take, tmp_path, code):
    path = tmp_path / "w.csv"
    path.write_text(
        "naam;geboortedatum;datum inschrijving;soort inburgeraar;educatievraag;lijst;reden plaatsing;sinds;vervolg;"
        "datum vervolg;gemeente;eerder gestart op;inschrijfnummer\n"
        f"A;01-01-1970;01-03-2003;oudkomer;taal;eerste instroom;geen plaats;;;;{code};;W1\n"
    )

    taken = take(path, None)

    assert {one.municipality for one in taken.rows[0].observed} == {"0642"}


# --- JSON lines ---


def shared(kind, municipality, **fields):
    data = {"fields": fields, "occurred_on": "2008-01-01"} | ({"municipality": municipality} if municipality else {})
    return changed(type=f"nl.inburgering.{kind}.v1", data=data)


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (with_data(municipality="0363"), ("data.municipality", "OTHER_MUNICIPALITY")),
        (shared("parameter-set", None, name="X", value="1"), ("data.municipality", "OTHER_MUNICIPALITY")),
        (shared("municipality-named", None, code="0363", name="A"), ("data.fields.code", "OTHER_MUNICIPALITY")),
        (
            shared("municipality-merged", None, code="0363", into_code="0014"),
            ("data.fields.code", "OTHER_MUNICIPALITY"),
        ),
        (with_data(registered_on="2999-01-01"), ("data.registered_on", "NOT_A_DATE")),
        (with_data(occurred_on="2999-01-01"), ("data.occurred_on", "NOT_A_DATE")),
        (with_data(fields={"trajectory": "DUAL", "provider": f"A {BSN}"}), ("data.fields.provider", "PERSONAL_NUMBER")),
        (with_data(fields={"trajectory": "DUAL", "provider": "A\x1b"}), ("data.fields.provider", "CONTROL_CHARACTER")),
        (changed(subject="d\x1b1"), ("subject", "CONTROL_CHARACTER")),
    ],
)
def test_a_line_beyond_what_its_sender_may_say_is_refused(take, lines, event, reason):
    taken = take(lines(changed(id="first"), event), "0014")

    assert (len(taken.rows), [(one.column, one.reason) for one in taken.refused]) == (1, [reason])
    assert set(taken.refused[0].advice) == {"nl", "en"}


@pytest.mark.parametrize(
    "event",
    [
        with_data(municipality="0014"),
        shared("parameter-set", "0014", name="X", value="1"),
        shared("municipality-named", None, code="0014", name="Groningen"),
    ],
)
def test_a_line_about_the_municipality_it_is_delivered_for_is_taken(take, lines, event):
    assert take(lines(event), "0014").refused == []


def test_an_effective_day_to_come_is_refused(take, lines):
    event = shared_decision(effective_on="2999-01-01")

    assert take(lines(changed(id="first"), event), "0014").reasons() == [("data.fields.effective_on", "NOT_A_DATE")]


def shared_decision(**fields):
    return with_data(fields={"with_offer": False} | fields) | {"type": "nl.inburgering.enforcement-order-issued.v1"}


def test_a_key_that_stands_twice_in_a_line_refuses_it(take, lines):
    text = json.dumps(changed(id="b")).replace('"trajectory": "DUAL"', '"trajectory": "DUAL", "trajectory": "REGULAR"')
    taken = take(lines(changed(id="a"), text), "0014")

    assert [one.reason for one in taken.refused] == ["KEY_STANDS_TWICE"]
    assert len(taken.rows) == 1


@pytest.mark.parametrize("source", [BSN, f"mevrouw Jansen {BSN}", "123 456 782"])
def test_a_name_for_the_source_that_holds_a_number_of_a_person_refuses_the_file(placements, source):
    with pytest.raises(refusals.SourceNamesAPerson) as caught:
        open_delivery(placements(ROW_AND_ONE), resolve_municipality=lambda text: "0014", source=source)

    assert BSN not in str(caught.value)

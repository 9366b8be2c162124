"""From a row to what it states: refusals with advice, empty slots, replacements, municipalities, duplicates."""

import string
from datetime import date

import pytest

from exchange import refusals
from tests.exchange.conftest import HEADING, ROW

QUOTAS = (
    "gemeente;regeling;eenheid;soort;aantal;precisie;periode van;periode tot;vastgesteld door;datum document;"
    "woord in bron;bron"
)
QUOTA = (
    "Utrecht;Wet inburgering 2007;trajecten;taakstelling;2.400;precies;01-01-2009;01-01-2010;gemeente;06-10-2008;w;b"
)
WAITING = (
    "naam;geboortedatum;datum inschrijving;soort inburgeraar;educatievraag;lijst;reden plaatsing;sinds;vervolg;"
    "datum vervolg;gemeente;eerder gestart op;inschrijfnummer"
)


@pytest.mark.parametrize(
    ("changed", "column", "reason"),
    [
        ({"BSN": "123456789"}, "BSN", "NOT_A_BSN"),
        ({"BSN": "000000000"}, "BSN", "NOT_A_BSN"),
        ({"BSN": "geen nummer"}, "BSN", "NOT_A_BSN"),
        ({"DATUM_PLAATSING": "31-02-2008"}, "DATUM PLAATSING", "NOT_A_DATE"),
        ({"DATUM_PLAATSING": "20-06-08"}, "DATUM PLAATSING", "NOT_A_DATE"),
        ({"DATUM_PLAATSING": "22-11-2026"}, "DATUM PLAATSING", "NOT_A_DATE"),
        ({"DATUM_INVOER": "volgt"}, "DATUM INVOER", "NOT_A_DATE"),
        ({"GEBOORTEDATUM": "01-13-1980"}, "GEBOORTEDATUM", "NOT_A_DATE"),
        ({"SOORT": "toverles"}, "SOORT", "UNKNOWN_WORD"),
        ({"SOORT": ""}, "SOORT", "VALUE_MISSING"),
        ({"DOELGROEP": "misschien"}, "DOELGROEP", "UNKNOWN_WORD"),
        ({"PARDON": "?"}, "PARDON J/N", "UNKNOWN_WORD"),
        ({"KLANTNUMMER": " "}, "KLANTNUMMER", "VALUE_MISSING"),
        ({"AANBIEDER": "x" * 200}, "AANBIEDER", "VALUE_NOT_ALLOWED"),
    ],
)
def test_a_row_is_refused_with_line_column_reason_and_advice(take, placements, placement_row, changed, column, reason):
    bad = placement_row(**{"KLANTNUMMER": "G9", **changed})

    taken = take(placements(ROW, bad))

    assert len(taken.rows) == 1
    (refused,) = taken.refused
    assert (refused.line, refused.column, refused.reason) == (3, column, reason)
    assert refused.row_text == bad
    assert all(refused.advice[language] for language in ("nl", "en"))
    value = next(iter(changed.values()))
    told = " ".join((refused.column or "", refused.reason, refused.value_kind, *refused.advice.values()))
    assert len(value.strip(string.punctuation + " ")) < 6 or value not in told


def test_an_unknown_word_is_answered_with_the_words_that_are_known(take, placements, placement_row):
    taken = take(placements(placement_row(DOELGROEP="misschien")))

    assert "plichtig" in taken.refused[0].advice["nl"]


def test_words_are_known_in_any_capitals_and_spacing(take, placements, placement_row):
    taken = take(placements(placement_row(SOORT="  Duaal  INBURGERING en participatie ", PARDON="nee")))

    assert taken.facts("PlacementStarted")[0].fact.trajectory == "DUAL"
    assert taken.facts("CategoryDetermined")[0].fact.pardon is False


def test_a_date_known_in_part_stays_known_in_part(take, placements, placement_row):
    taken = take(placements(placement_row(DATUM_PLAATSING="00-06-2008", GEBOORTEDATUM="00-00-1975", DATUM_INVOER="")))

    placement = taken.facts("PlacementStarted")[0]
    assert (placement.occurred_on, placement.registered_on) == ("2008-06", None)
    assert taken.facts("PersonRegistered")[0].personal["birth_on"] == "1975"


@pytest.mark.parametrize("cell", ["2008-06-20 00:00:00", "2008-06-20T00:00", "20-06-2008 00:00", "20-6-2008 0:00:00 "])
def test_midnight_behind_a_day_is_that_day(take, placements, placement_row, cell):
    taken = take(placements(placement_row(DATUM_PLAATSING=cell)))

    assert (taken.facts("PlacementStarted")[0].occurred_on, taken.refused) == ("2008-06-20", [])


@pytest.mark.parametrize("cell", ["2008-06-20 13:30", "2008-06-20 00:00:01", "2008-06 00:00", "2008-06-20 00:00:00Z"])
def test_another_time_behind_a_day_or_midnight_behind_a_month_is_no_date(take, placements, placement_row, cell):
    taken = take(placements(placement_row(DATUM_PLAATSING=cell)))

    assert taken.reasons() == [("DATUM PLAATSING", "NOT_A_DATE")]


def test_a_date_that_is_written_as_unknown_is_a_fact_without_date(take, placements, placement_row):
    taken = take(placements(placement_row(DATUM_PLAATSING="00-00-0000")))

    assert [one.occurred_on for one in taken.facts("PlacementStarted")] == [None]


def test_an_empty_date_beside_a_code_that_says_it_happened_is_a_fact_without_date_and_told(
    take, placements, placement_row
):
    taken = take(placements(placement_row(DATUM_PLAATSING="")))

    assert [one.occurred_on for one in taken.facts("PlacementStarted")] == [None]
    assert ("PlacementStarted", "DATUM PLAATSING") not in {(one.kind, one.slot) for one in taken.rows[0].empty}
    assert any("1 row(s) name a fact" in notice for notice in taken.delivery.notices)


def test_the_order_of_dates_is_no_ground_for_refusal(take, placements, placement_row):
    taken = take(placements(placement_row(DATUM_INVOER="01-01-2001", GEBOORTEDATUM="01-01-2010")))

    assert taken.refused == []


def test_an_order_and_a_placement_stand_in_the_same_slot_so_that_one_replaces_the_other(
    take, placements, placement_row
):
    placed = take(placements(ROW)).rows[0]
    ordered = take(placements(placement_row(SOORT="handhavingsbeschikking zonder aanbod", AANBIEDER=""))).rows[0]

    assert [one.slot for one in placed.observed] == [one.slot for one in ordered.observed]
    assert {(one.kind, one.slot) for one in ordered.empty} == {("PlacementStarted", "DATUM PLAATSING")}
    assert {(one.kind, one.slot) for one in placed.empty} == {("EnforcementOrderIssued", "DATUM PLAATSING")}


def test_the_same_row_twice_is_taken_once_and_told(take, placements):
    taken = take(placements(ROW, ROW))

    assert (len(taken.rows), taken.refused) == (1, [])
    assert any("more than once" in notice for notice in taken.delivery.notices)


def test_the_same_key_with_other_content_is_refused(take, placements, placement_row):
    taken = take(placements(ROW, placement_row(AANBIEDER="Stavoor")))

    assert (len(taken.rows), taken.reasons()) == (1, [("KLANTNUMMER", "DUPLICATE_RECORD")])


def test_a_municipality_may_be_named_or_coded_and_must_be_known(take, placements):
    assert take(placements(ROW), "rotterdam").delivery.party == "0599"
    assert take(placements(ROW), "1234").delivery.party == "1234"
    with pytest.raises(refusals.UnknownMunicipality, match=r"--municipality NAME\|CODE"):
        take(placements(ROW), "Atlantis")
    with pytest.raises(refusals.MunicipalityNeeded, match="--municipality"):
        take(placements(ROW), None)


def test_another_sender_may_be_named(take, placements, examples):
    own = take(placements(ROW), source="Civision").delivery
    other = take(examples / "roc-da-vinci-wachtlijst.xlsx", None, source="ROC West").delivery

    assert (own.party, own.system) == ("0014", "Civision")
    assert (other.party, other.system) == ("ROC West", "wachtlijst")


def test_an_unknown_municipality_in_a_row_refuses_the_row(take, tmp_path):
    path = tmp_path / "taken.csv"
    path.write_text("\n".join((QUOTAS, QUOTA, QUOTA.replace("Utrecht", "Atlantis"))))

    taken = take(path, None)

    assert (len(taken.rows), taken.reasons()) == (1, [("gemeente", "UNKNOWN_MUNICIPALITY")])


@pytest.mark.parametrize(
    ("word", "amount", "code"),
    [
        ("precies", "2.400", "exact"),
        ("ongeveer", "250", "about"),
        ("Circa", "6.000", "about"),
        ("ruim", "4.800", "at-least"),
        ("minimaal", "20", "at-least"),
        ("bijna", "4.000", "almost"),
        ("hoger", "", "higher"),
    ],
)
def test_words_for_precision_become_codes(take, tmp_path, word, amount, code):
    path = tmp_path / "taken.csv"
    path.write_text("\n".join((QUOTAS, QUOTA.replace("2.400", amount).replace("precies", word))))

    fact = take(path, None).facts("QuotaSet")[0].fact

    assert (fact.precision, fact.amount) == (code, int(amount.replace(".", "")) if amount else None)


@pytest.mark.parametrize(
    ("changed", "column", "reason"),
    [
        (("2.400", ""), "aantal", "AMOUNT_DOES_NOT_FIT"),
        (("precies", "hoger"), "aantal", "AMOUNT_DOES_NOT_FIT"),
        (("2.400", "2,5"), "aantal", "NOT_A_COUNT"),
        (("01-01-2010", "01-01-2009"), "periode tot", "NOT_A_PERIOD"),
        (("01-01-2010", "00-00-2010"), "periode tot", "NOT_A_DATE"),
        (("trajecten", "fietsen"), "eenheid", "UNKNOWN_WORD"),
        (("taakstelling", "wens"), "soort", "UNKNOWN_WORD"),
    ],
)
def test_a_quota_that_contradicts_itself_is_refused(take, tmp_path, changed, column, reason):
    path = tmp_path / "taken.csv"
    path.write_text("\n".join((QUOTAS, QUOTA.replace(*changed))))

    assert take(path, None).reasons() == [(column, reason)]


def test_a_period_may_lie_in_the_future(take, tmp_path):
    path = tmp_path / "taken.csv"
    path.write_text("\n".join((QUOTAS, QUOTA.replace("01-01-2010", "01-01-2031"))))

    assert take(path, None).facts("QuotaSet")[0].fact.period_until == date(2031, 1, 1)


def test_a_waiting_list_may_also_come_as_csv(take, tmp_path):
    path = tmp_path / "wachtlijst.csv"
    rows = (
        "A;00-00-1958;15-07-2003;nieuwkomer;NT2;1;kinderopvang;;;;Dordrecht (SD);;W1",
        "B;01-07-1958;15-07-2003;oudkomer;NT2;2;mantelzorg;00-07-2003;;;Gorinchem;;W2",
        "C;01-07-1958;15-07-2003;oudkomer;NT2;2;mantelzorg;;verhuisd;16-07-2003;Gorinchem;;W3",
    )
    path.write_text("\n".join(("peildatum;01-12-2003", WAITING, *rows)))

    taken = take(path, None)

    assert taken.delivery.delivered_on == date(2003, 12, 1)
    assert taken.reasons() == [("sinds", "NOT_A_DATE")]
    joined = taken.facts("WaitingListJoined")[0]
    assert (joined.municipality, joined.fact.scheme, joined.fact.reason) == ("0505", "SD", "CHILDCARE")
    assert [one.fact.because for one in taken.facts("WaitingListLeft")] == ["MOVED"]


def test_no_refusal_of_a_file_tells_what_stands_in_it(take, placements):
    with pytest.raises(refusals.NoProfileMatches) as refused:
        take(placements(ROW, heading=HEADING.replace("SOORT", "TYPE").replace("BSN", "NUMMER")))

    assert "Öztürk" not in str(refused.value)
    assert refused.value.nearest == "groningen-gws4all"
    assert (refused.value.missing, refused.value.extra) == (("BSN", "SOORT"), ("NUMMER", "TYPE"))

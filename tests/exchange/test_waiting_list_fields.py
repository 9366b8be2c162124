"""The six fields of a waiting list as the region asks for them: what each may hold, and what is refused."""

import pytest

HEADING = (
    "naam;geboortedatum;datum inschrijving;soort inburgeraar;educatievraag;lijst;reden plaatsing;sinds;vervolg;"
    "datum vervolg;gemeente;eerder gestart op;inschrijfnummer"
)
COLUMNS = HEADING.split(";")
ROW = {
    "naam": "Żaneta Ñúñez-Ağaoğlu",
    "geboortedatum": "01-07-1958",
    "datum inschrijving": "15-01-2003",
    "soort inburgeraar": "oudkomer",
    "educatievraag": "NT2 niveau 2",
    "lijst": "1",
    "reden plaatsing": "capaciteit",
    "gemeente": "Gorinchem",
    "inschrijfnummer": "W1",
}


@pytest.fixture
def taken(take, tmp_path):
    def read(**cells):
        path = tmp_path / "wachtlijst.csv"
        row = ROW | {name.replace("_", " "): cell for name, cell in cells.items()}
        row_text = ";".join(row.get(name, "") for name in COLUMNS)
        path.write_text("\n".join(("peildatum;01-12-2003", HEADING, row_text)), "utf-8")
        return take(path, None)

    return read


def test_a_row_of_the_list_becomes_a_registration_a_category_and_a_spell(taken):
    found = taken()
    assert found.delivery.profile == "roc-waiting-list"

    (person,), (category,), (joined,) = (
        found.facts(kind) for kind in ("PersonRegistered", "CategoryDetermined", "WaitingListJoined")
    )
    assert dict(person.personal) == {"name": "Żaneta Ñúñez-Ağaoğlu", "birth_on": "1958-07-01"}
    assert category.fact.arrival == "OUDKOMER"
    assert (joined.occurred_on, joined.fact.list, joined.fact.reason, joined.fact.demand) == (
        "2003-01-15",
        "FIRST_INFLOW",
        "CAPACITY",
        "NT2 niveau 2",
    )


@pytest.mark.parametrize(("cell", "birth_on"), [("00-00-1958", "1958"), ("00-07-1958", "1958-07"), ("0-0-0000", None)])
def test_a_birth_date_may_lack_its_day_and_its_month(taken, cell, birth_on):
    (person,) = taken(geboortedatum=cell).facts("PersonRegistered")

    assert dict(person.personal).get("birth_on") == birth_on


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"datum_inschrijving": "22-11-2026"}, "datum inschrijving", "NOT_A_DATE"),
        ({"datum_inschrijving": ""}, "datum inschrijving", "VALUE_MISSING"),
        ({"soort_inburgeraar": "toerist"}, "soort inburgeraar", "UNKNOWN_WORD"),
        ({"reden_plaatsing": "vakantie"}, "reden plaatsing", "UNKNOWN_WORD"),
        ({"reden_plaatsing": ""}, "reden plaatsing", "VALUE_MISSING"),
        ({"lijst": "3"}, "lijst", "UNKNOWN_WORD"),
    ],
)
def test_a_field_that_cannot_hold_what_it_says_refuses_its_row(taken, cells, column, reason):
    assert taken(**cells).reasons() == [(column, reason)]


def test_today_is_no_future(taken):
    assert taken(datum_inschrijving="21-11-2026").reasons() == []


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("capaciteit", "CAPACITY"),
        ("kinderopvang", "CHILDCARE"),
        ("ziekte", "PERSONAL_CIRCUMSTANCE"),
        ("zorgtaken", "PERSONAL_CIRCUMSTANCE"),
    ],
)
def test_the_four_reasons_are_three_classes_and_the_words_for_illness_and_care_are_sealed(taken, word, reason):
    (joined,) = taken(reden_plaatsing=word).facts("WaitingListJoined")

    assert joined.fact.reason == reason
    assert dict(joined.personal) == ({"reason_text": word} if reason == "PERSONAL_CIRCUMSTANCE" else {})

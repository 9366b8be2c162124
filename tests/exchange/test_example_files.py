"""Every other example file, read by its profile: what its rows state, and the quirks that real files have."""

import csv
from collections import Counter
from datetime import date

import pytest

ROTTERDAM = "gemeente-rotterdam-instroom-2008-{}-01.csv"
DEN_HAAG = "gemeente-den-haag-verantwoording-2009-{}.csv"


def kinds(taken):
    return Counter(type(one.fact).__name__ for row in taken.rows for one in row.observed)


def of_row(taken, record):
    return next(row for row in taken.rows if row.record == record)


def stated(taken, record, kind):
    return [one for one in of_row(taken, record).observed if type(one.fact).__name__ == kind]


FILES = [
    (ROTTERDAM.format("04"), "Rotterdam", "rotterdam-instroom", "0599", "full", {
        "PersonRegistered": 4810, "AssessmentRecorded": 4810, "ClassAttendanceStarted": 4012, "PlanDrafted": 2789,
        "PlanSigned": 689, "OfferDeclined": 300, "EnforcementOrderIssued": 300,
    }),
    (ROTTERDAM.format("10"), "Rotterdam", "rotterdam-instroom", "0599", "full", {
        "PersonRegistered": 4810, "AssessmentRecorded": 4810, "ClassAttendanceStarted": 4012, "PlanDrafted": 3189,
        "PlanSigned": 1720, "OfferDeclined": 300, "EnforcementOrderIssued": 300,
    }),
    ("aanbieder-x-inschrijvingen.csv", "Amsterdam", "provider-x-enrolments", "aanbieder X", "changes", {
        "PersonRegistered": 7, "EnrolmentRecorded": 7, "ProviderReassigned": 1,
    }),
    ("aanbieder-y-inschrijvingen.xlsx", "Amsterdam", "provider-y-enrolments", "aanbieder Y", "changes", {
        "PersonRegistered": 5, "EnrolmentRecorded": 5,
    }),
    (DEN_HAAG.format("01-05"), "Den Haag", "den-haag-verantwoording", "0518", "full", {
        "PersonRegistered": 13, "PlacementStarted": 10, "DocumentReceived": 26, "OfferDeclined": 3,
        "EnforcementOrderIssued": 3,
    }),
    (DEN_HAAG.format("02-02"), "Den Haag", "den-haag-verantwoording", "0518", "full", {
        "PersonRegistered": 13, "PlacementStarted": 10, "DocumentReceived": 27, "OfferDeclined": 3,
        "EnforcementOrderIssued": 3,
    }),
    ("pilot-oudkomers-presentie.csv", None, "pilot-presentie", "regio Zuid-Holland Zuid", "changes", {
        "PersonRegistered": 7, "DepositReceived": 6, "AttendanceReported": 6, "PlacementEnded": 6,
    }),
    ("gemeente-haarlem-pib.csv", "Haarlem", "haarlem-pib", "0392", "changes", {
        "PersonRegistered": 9, "CategoryDetermined": 9, "PersonalBudgetRequested": 9, "PersonalBudgetApproved": 9,
        "PlacementStarted": 8, "BonusClaimed": 13,
    }),
    ("duo-notificaties.jsonl", "Groningen", "duo-notifications", "DUO", "changes", {"NotificationReceived": 172}),
    ("in-no-file.jsonl", None, "cloudevents", "oin:00000099000000001000", "changes", {
        "FigureReported": 4, "ConditionMet": 1, "ParameterSet": 1, "BudgetSet": 1,
    }),
]  # fmt: skip


@pytest.mark.parametrize(("name", "municipality", "profile", "party", "delivery", "facts"), FILES)
def test_every_row_of_every_file_is_taken_and_states_its_facts(
    take, examples, name, municipality, profile, party, delivery, facts
):
    taken = take(examples / name, municipality)

    assert taken.refused == []
    assert (taken.delivery.profile, taken.delivery.party, taken.delivery.delivery) == (profile, party, delivery)
    assert kinds(taken) == facts


@pytest.mark.parametrize(("name", "municipality"), [one[:2] for one in FILES if one[0].endswith(".csv")])
def test_columns_in_another_order_with_one_more_state_the_same(take, examples, tmp_path, name, municipality):
    taken = take(examples / name, municipality)
    text = (examples / name).read_bytes()
    encoding = "utf-8-sig" if text.startswith(b"\xef\xbb\xbf") else "cp1252"
    delimiter = "," if b"," in text.splitlines()[0] else ";"
    rows = list(csv.reader(text.decode(encoding).splitlines(), delimiter=delimiter))
    turned = tmp_path / "omgekeerd.csv"
    with turned.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter="\t").writerows(
            [["wijk", *(cell.upper() for cell in reversed(rows[0]))], *(["Noord", *reversed(row)] for row in rows[1:])]
        )

    again = take(turned, municipality)

    assert again.refused == []
    assert again.rows == taken.rows
    assert '"wijk"' in "".join(again.delivery.notices)


# --- Rotterdam ---


def test_a_number_that_lost_its_leading_zero_gets_it_back(take, examples):
    taken = take(examples / ROTTERDAM.format("04"), "Rotterdam")

    (registered,) = stated(taken, "R03120", "PersonRegistered")
    assert dict(registered.personal) == {"bsn": "025237068", "name": "Ben Said, Hodan", "birth_on": "1954-01-01"}
    assert {len(one.personal["bsn"]) for one in taken.facts("PersonRegistered")} == {9}


def test_a_refused_offer_leaves_an_order_that_stands_by_itself(take, examples):
    taken = take(examples / ROTTERDAM.format("04"), "Rotterdam")

    (order,) = stated(taken, "R04324", "EnforcementOrderIssued")
    assert (order.fact.with_offer, order.occurred_on) == (False, "2008-03-13")
    assert stated(taken, "R04324", "OfferDeclined")[0].occurred_on == "2007-11-23"
    assert {one.fact.with_offer for one in taken.facts("EnforcementOrderIssued")} == {False}
    assert {one.fact.assessment for one in taken.facts("AssessmentRecorded")} == {"ENTRY_TEST"}


def test_a_class_that_started_before_the_test_is_recorded_all_the_same(take, tmp_path):
    path = tmp_path / "instroom.csv"
    path.write_text(
        "dossier;bsn;toetsdatum;datum start klas;datum ondertekening plan\nR1;123456782;06-07-2007;20-01-2007;\n"
    )

    taken = take(path, "Utrecht")

    assert [(one.slot, one.occurred_on) for one in taken.rows[0].observed[1:]] == [
        ("datum toets", "2007-07-06"),
        ("datum start klas", "2007-01-20"),
    ]


# --- Amsterdam ---


def test_each_enrolment_is_a_registration_of_its_own(take, examples):
    for name in ("aanbieder-x-inschrijvingen.csv", "aanbieder-y-inschrijvingen.xlsx"):
        assert {row.person for row in take(examples / name, "Amsterdam").rows} == {None}


def test_what_a_matcher_compares_comes_as_the_source_wrote_it(take, examples):
    x = take(examples / "aanbieder-x-inschrijvingen.csv", "Amsterdam")
    y = take(examples / "aanbieder-y-inschrijvingen.xlsx", "Amsterdam")

    assert dict(stated(x, "X003", "PersonRegistered")[0].personal) == {
        "bsn": "012345672", "given_names": "Renée", "surname": "Tesfay", "birth_on": "1958",
    }  # fmt: skip
    assert dict(stated(y, "Y002", "PersonRegistered")[0].personal) == {
        "bsn": "012345672", "name": "Renée, Tesfay", "birth_on": "1958",
    }  # fmt: skip


def test_an_enrolment_may_have_moved_to_another_provider(take, examples):
    taken = take(examples / "aanbieder-x-inschrijvingen.csv", "Amsterdam")

    (moved,) = taken.facts("ProviderReassigned")
    assert stated(taken, "X006", "ProviderReassigned") == [moved]
    assert (moved.fact.to_provider, moved.occurred_on) == ("aanbieder Y", "2007-03-22")
    assert [one.fact.course for one in stated(taken, "X006", "EnrolmentRecorded")] == ["NT2-A"]
    assert {one.municipality for one in taken.facts("EnrolmentRecorded")} == {"0363"}


def test_a_provider_says_that_somebody_moved_also_without_a_day_but_not_the_other_way_round(take, tmp_path):
    path = tmp_path / "inschrijvingen.csv"
    path.write_text(
        "Inschrijfnr;BSN;Voornaam;Achternaam;Geb.datum;Traject;Inschrijfdatum;Overgeplaatst naar;Overgeplaatst op\n"
        "1;;Zoë;Öztürk;;NT2-A;01-03-2007;aanbieder Z;\n"
        "2;;Zoë;Öztürk;;NT2-A;01-03-2007;;22-03-2007\n"
        "3;;Zoë;Öztürk;;NT2-A;01-03-2007;n.v.t.;\n",
        "utf-8",
    )

    taken = take(path, "Amsterdam", source="aanbieder W")

    assert taken.delivery.party == "aanbieder W"
    assert [(one.fact.to_provider, one.occurred_on) for one in taken.facts("ProviderReassigned")] == [
        ("aanbieder Z", None)
    ]
    assert taken.reasons() == [("Overgeplaatst naar", "VALUE_MISSING")]
    assert [row.record for row in taken.rows] == ["1", "3"]


def test_whether_a_place_was_given_is_told_by_the_one_provider_only(take, examples):
    x = take(examples / "aanbieder-x-inschrijvingen.csv", "Amsterdam")
    y = take(examples / "aanbieder-y-inschrijvingen.xlsx", "Amsterdam")

    assert {one.fact.placed for one in x.facts("EnrolmentRecorded")} == {None}
    assert {one.fact.placed for one in y.facts("EnrolmentRecorded")} == {True}
    assert {one.occurred_on for one in y.facts("EnrolmentRecorded")} == {"2007-03-01", "2007-03-22", "2007-04-02"}


# --- Den Haag ---


def test_documents_are_received_on_a_day_with_what_is_wrong_with_them(take, examples):
    taken = take(examples / DEN_HAAG.format("01-05"), "Den Haag")

    def received(record):
        return {one.fact.document: (one.fact, one.occurred_on) for one in stated(taken, record, "DocumentReceived")}

    assert {name: day for name, (_, day) in received("D01").items()} == {
        "beschikking": "2008-12-01", "trajectplan": "2008-12-01", "startverklaring": "2008-12-15",
    }  # fmt: skip
    assert received("D08")["beschikking"][0].signed is False
    assert received("D01")["beschikking"][0].signed is True
    assert (received("D01")["startverklaring"][0].names_person, received("D10")["startverklaring"][0].names_person) == (
        "SAME",
        "OTHER",
    )
    assert {record: set(received(record)) for record in ("D06", "D09", "D11")} == {
        "D06": {"beschikking", "trajectplan"},
        "D09": {"beschikking"},
        "D11": set(),
    }
    declaration = stated(taken, "D10", "DocumentReceived")[-1]
    assert dict(declaration.personal) == {"document_bsn": "941349883"}
    assert of_row(taken, "D10").person == "D10"


# --- The pilot ---


def test_who_did_not_pay_is_known_and_not_started(take, examples):
    taken = take(examples / "pilot-oudkomers-presentie.csv", None)

    assert [type(one.fact).__name__ for one in of_row(taken, "A7").observed] == ["PersonRegistered"]
    assert {one.fact.register for one in taken.facts("PersonRegistered")} == {"deposit-pilot"}
    assert {one.municipality for row in taken.rows for one in row.observed} == {"0512"}


def test_deposit_attendance_and_success_stand_apart(take, examples):
    taken = take(examples / "pilot-oudkomers-presentie.csv", None)

    paid = {
        row.record: one.fact.amount_cents for row in taken.rows for one in stated(taken, row.record, "DepositReceived")
    }
    assert paid == dict.fromkeys(["A1", "A2", "A3", "A4", "A5", "A6"], 5000)
    (attended,) = stated(taken, "A3", "AttendanceReported")
    assert (attended.fact.lessons, attended.fact.attended, attended.fact.authorised_absent) == (100, 80, 10)
    assert attended.occurred_on == "2004-06-30"
    ended = {
        row.record: one.fact.successful for row in taken.rows for one in stated(taken, row.record, "PlacementEnded")
    }
    assert [record for record, successful in ended.items() if successful] == ["A1", "A2"]


def test_a_deposit_without_a_day_is_paid_and_a_word_nobody_knows_is_refused(take, examples, tmp_path):
    heading = (examples / "pilot-oudkomers-presentie.csv").read_text().splitlines()[0]
    path = tmp_path / "pilot.csv"
    path.write_text(
        f"{heading}\nA1;;Leerdam;€ 50,-;;;;;;\nA2;;Leerdam;NEE;;;;;;\nA3;;Leerdam;;;;;;;\nA4;;Leerdam;later;;;;;;\n"
        "A5;;Leerdam;ja;01-09-2003;;;;;\nA6;;Leerdam;50,00 of 25,00;;;;;;\n",
        "utf-8",
    )

    taken = take(path, None)

    assert [(one.fact.amount_cents, one.occurred_on) for one in taken.facts("DepositReceived")] == [(5000, None)]
    assert [row.record for row in taken.rows] == ["A1", "A2", "A3"]
    assert taken.reasons() == [
        ("is betaald", "UNKNOWN_WORD"),
        ("statiegeld betaald", "VALUE_MISSING"),
        ("statiegeld betaald", "NOT_AN_AMOUNT"),
    ]


# --- Haarlem ---


def claims(taken, record):
    return {
        one.fact.beneficiary: (one.fact.form, one.fact.amount_cents, one.fact.professional)
        for one in stated(taken, record, "BonusClaimed")
    }


def test_what_participant_and_broker_ask_has_a_form_and_an_amount(take, examples):
    taken = take(examples / "gemeente-haarlem-pib.csv", "Haarlem")

    assert claims(taken, "H1") == {"PARTICIPANT": ("VOUCHER", 25000, None)}
    assert claims(taken, "H2") == {"PARTICIPANT": ("VOUCHER", 25000, None), "BROKER": ("VOUCHER", 25000, False)}
    assert claims(taken, "H3") == {"PARTICIPANT": ("VOUCHER", 25000, None), "BROKER": ("MONEY", 25000, True)}
    assert claims(taken, "H7") == {"PARTICIPANT": ("MONEY", 25000, None)}
    assert claims(taken, "H8")["BROKER"] == ("MONEY", 30000, True)


def test_who_composed_the_programme_and_who_brokered_is_told_and_the_broker_is_sealed(take, examples):
    taken = take(examples / "gemeente-haarlem-pib.csv", "Haarlem")

    def request(record):
        (one,) = stated(taken, record, "PersonalBudgetRequested")
        return one.fact.composed_by, one.fact.broker, one.fact.in_trade_register, dict(one.personal)

    assert request("H1") == ("PARTICIPANT", "NONE", None, {})
    assert request("H2") == ("PARTICIPANT", "NON_PROFESSIONAL", False, {"broker_name": "buurman"})
    office = {"broker_name": "Adviesbureau De Brug", "trade_register_number": "34123456"}
    assert request("H3") == ("PARTICIPANT", "PROFESSIONAL", True, office)
    assert request("H5") == ("PARTICIPANT_WITH_MUNICIPALITY", "NONE", None, {})


def test_approved_started_and_eligible_are_told_apart(take, examples):
    taken = take(examples / "gemeente-haarlem-pib.csv", "Haarlem")

    started = {row.record for row in taken.rows if stated(taken, row.record, "PlacementStarted")}
    assert started == {f"H{number}" for number in (1, 2, 3, 5, 6, 7, 8, 9)}
    assert stated(taken, "H9", "PersonalBudgetApproved")[0].occurred_on == "2008-12-01"
    groups = {row.record: stated(taken, row.record, "CategoryDetermined")[0].fact for row in taken.rows}
    assert {record for record, fact in groups.items() if fact.pardon and fact.benefit == "WWB"} == {"H6"}
    assert {fact.benefit for record, fact in groups.items() if record != "H6"} == {"NONE"}


def test_a_request_of_another_municipality_is_read_alike(take, tmp_path):
    path = tmp_path / "pib.csv"
    path.write_text(
        "gevraagd door makelaar;gevraagd door deelnemer;gestart op;plan goedgekeurd op;kvk-nummer;makelaar;"
        "plan opgesteld door;wwb;doelgroep;dossiernummer;bsn\n"
        "€ 125,50;Voucher € 1.000;;00-03-2009;01234567;Bureau Oost;Deelnemer zelf;Nee;Vluchteling;U1;12345672\n"
        ";in natura;;;;vriendin;deelnemer;j;gepardonneerde;U2;\n"
        ";;;;;-;;;;U3;\n"
        ";fiets 20,00;;;;;deelnemer;n;inburgeraar;U4;\n"
        ";;;;1234;;deelnemer;n;inburgeraar;U5;\n",
        "utf-8",
    )

    taken = take(path, "Utrecht")

    assert claims(taken, "U1") == {"PARTICIPANT": ("VOUCHER", 100000, None), "BROKER": ("MONEY", 12550, True)}
    assert stated(taken, "U1", "PersonRegistered")[0].personal["bsn"] == "012345672"
    assert stated(taken, "U1", "PersonalBudgetRequested")[0].personal["trade_register_number"] == "01234567"
    assert stated(taken, "U1", "PersonalBudgetApproved")[0].occurred_on == "2009-03"
    assert stated(taken, "U1", "CategoryDetermined")[0].fact.refugee is True
    assert claims(taken, "U2") == {"PARTICIPANT": ("VOUCHER", None, None)}
    assert stated(taken, "U2", "PersonalBudgetRequested")[0].fact.broker == "NON_PROFESSIONAL"
    assert [row.record for row in taken.rows] == ["U1", "U2", "U3"]
    assert taken.reasons() == [("vorm deelnemer", "UNKNOWN_WORD"), ("kvk", "NOT_A_TRADE_REGISTER_NUMBER")]


# --- In no file ---


def test_the_published_figures_are_facts_with_their_documents(take, examples):
    taken = take(examples / "in-no-file.jsonl", None)

    figures = {
        (one.municipality, one.fact.rule, one.fact.value, one.fact.dimension): (one.fact.as_of, one.fact.period_until)
        for one in taken.facts("FigureReported")
    }
    assert figures == {
        ("0014", "placements", 236, None): (None, date(2008, 7, 1)),
        ("0014", "placements", 88, "pardon"): (None, date(2008, 7, 1)),
        ("0599", "signed-plans", 689, None): (date(2008, 4, 1), None),
        ("0599", "signed-plans", 1720, None): (date(2008, 9, 30), None),
    }
    assert {one.fact.computed_here for one in taken.facts("FigureReported")} == {False}
    (budget,) = taken.facts("BudgetSet")
    assert (budget.municipality, budget.fact.amount_cents) == ("0392", 1_000_000)

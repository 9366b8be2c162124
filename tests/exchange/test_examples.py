"""The three example files, read by their profiles: what every row states."""

from collections import Counter
from datetime import date


def test_the_groningen_file_states_placements_a_literacy_class_and_orders(take, examples):
    taken = take(examples / "gemeente-groningen-gws4all-plaatsingen.csv")

    assert taken.refused == []
    assert (taken.delivery.profile, taken.delivery.system, taken.delivery.party) == (
        "groningen-gws4all",
        "GWS4all",
        "0014",
    )
    assert taken.delivery.in_use_from == date(2008, 10, 1)
    assert taken.delivery.delivery == "changes"
    kinds = Counter(type(one.fact).__name__ for row in taken.rows for one in row.observed)
    assert kinds == {
        "PersonRegistered": 242,
        "CategoryDetermined": 242,
        "PlacementStarted": 239,
        "EnforcementOrderIssued": 3,
    }
    assert Counter(one.fact.trajectory for one in taken.facts("PlacementStarted")) == {"DUAL": 238, "LITERACY_CLASS": 1}
    assert sum(bool(one.fact.pardon) for one in taken.facts("CategoryDetermined")) == 88
    assert {one.fact.with_offer for one in taken.facts("EnforcementOrderIssued")} == {False}
    assert {one.municipality for row in taken.rows for one in row.observed} == {"0014"}
    late = next(row for row in taken.rows if row.record == "L1")
    placement = next(one for one in late.observed if one.slot == "DATUM PLAATSING")
    assert (placement.occurred_on, placement.registered_on) == ("2008-06-20", date(2008, 10, 2))
    assert late.person == "L1"


def test_a_name_of_which_characters_were_lost_stays_as_it_came(take, examples):
    taken = take(examples / "gemeente-groningen-gws4all-plaatsingen.csv")

    order = next(row for row in taken.rows if row.record == "H1")
    assert order.observed[0].personal == {
        "bsn": "991505657",
        "given_names": "Renée",
        "surname": "Y?lmaz",
        "birth_on": "1979-01-01",
        "sex": "V",
    }


def test_the_waiting_list_knows_its_day_its_party_and_the_municipality_of_every_row(take, examples):
    taken = take(examples / "roc-da-vinci-wachtlijst.xlsx", municipality=None)

    assert (taken.delivery.profile, taken.delivery.party) == ("roc-waiting-list", "ROC Da Vinci")
    assert taken.delivery.delivered_on == date(2003, 12, 1)
    joined = {row.record: next(one for one in row.observed if one.slot == "datum inschrijving") for row in taken.rows}
    assert [joined[record].municipality for record in ("W1", "W3", "W5", "W9")] == ["0512", "0545", "0505", "0642"]
    assert {record for record, one in joined.items() if one.fact.scheme == "SD"} == {"W5"}
    assert {row.person for row in taken.rows} == {None}


def test_of_a_personal_circumstance_the_class_is_kept_and_the_word_is_sealed(take, examples):
    taken = take(examples / "roc-da-vinci-wachtlijst.xlsx", municipality=None)

    ill = next(one for one in taken.facts("WaitingListJoined") if one.personal)
    assert (ill.fact.list, ill.fact.reason) == ("TEMPORARILY_STOPPED", "PERSONAL_CIRCUMSTANCE")
    assert (ill.fact.reason_since_on, ill.fact.started_earlier_on) == (date(2003, 10, 20), date(2002, 9, 2))
    assert dict(ill.personal) == {"reason_text": "ziekte"}
    assert len([one for one in taken.facts("WaitingListJoined") if one.personal]) == 2


def test_what_followed_on_the_waiting_list_stands_in_one_slot(take, examples):
    taken = take(examples / "roc-da-vinci-wachtlijst.xlsx", municipality=None)

    followed = {
        row.record: (type(one.fact).__name__, one.occurred_on)
        for row in taken.rows
        for one in row.observed
        if one.slot == "datum vervolg"
    }
    assert followed == {
        "W2": ("WaitingListLeft", "2003-11-28"),
        "W6": ("WaitingReasonEnded", "2003-11-05"),
        "W10": ("OfferDeclined", "2003-07-01"),
    }
    nothing = next(row for row in taken.rows if row.record == "W1").empty
    assert {(one.kind, one.slot) for one in nothing} == {
        ("WaitingListLeft", "datum vervolg"),
        ("WaitingReasonEnded", "datum vervolg"),
        ("OfferDeclined", "datum vervolg"),
    }


def test_quota_lines_are_never_mixed(take, examples):
    taken = take(examples / "taakstellingen.csv", municipality=None)

    assert taken.refused == []
    kinds = Counter(type(one.fact).__name__ for row in taken.rows for one in row.observed)
    assert kinds == {"QuotaSet": 9, "ForecastMade": 4, "EstimateMade": 1, "MilestoneSet": 1, "PlacesPurchased": 1}
    assert len({row.record for row in taken.rows}) == 16
    lines = {(one.municipality, one.fact.unit, one.fact.amount, one.fact.precision) for one in taken.facts("QuotaSet")}
    assert ("0518", "persons", 11916, "exact") in lines
    assert ("0518", "persons", 4000, "almost") in lines
    assert ("0392", "personal-budgets", 20, "at-least") in lines
    assert {one.municipality for one in taken.facts("ForecastMade")} == {"0014", "0518", None}
    unknown = next(one for one in taken.facts("ForecastMade") if one.municipality == "0518")
    assert (unknown.fact.amount, unknown.fact.precision) == (None, "higher")
    assert unknown.occurred_on == "2008-10-06"


def test_reading_twice_states_the_same(take, examples):
    first = take(examples / "taakstellingen.csv", municipality=None)
    second = take(examples / "taakstellingen.csv", municipality=None)

    assert first.rows == second.rows


def test_progress_ends_at_the_whole_file(take, examples):
    taken = take(examples / "gemeente-groningen-gws4all-plaatsingen.csv")

    assert taken.delivery.bytes_read == taken.delivery.bytes_total == 29099

"""The shapes of the documents: names that others rely on, which only ever grow."""

from __future__ import annotations

import json

from tests.cli.commanding import PLACEMENTS, Home

FIGURE = {
    "rule", "scope", "period", "as_of", "registered_by", "known_at", "value", "interval", "unit", "kind", "considered",
    "funnel", "counted", "not_counted", "quotas", "refused", "conflicts", "flags", "by", "ratio",
}  # fmt: skip
CASE = {"case", "id", "source", "counted", "amount", "unit", "reason", "detail", "limit_on", "days_over", "events"}
EVENT = {"position", "type", "occurred_on", "registered_on", "source"}


def test_a_figure_holds_all_four_axes_and_its_funnel_adds_up(book: Home) -> None:
    figure = book.figure("placements", municipality="0014", period="2007-01-01..2008-07-01", registered_by="18-09-2008")
    assert set(figure) >= FIGURE
    assert figure["scope"]["municipality"] == "0014"
    assert figure["period"] == {"from": "2007-01-01", "until": "2008-07-01"}
    assert (figure["as_of"], figure["registered_by"]) == ("2008-06-30", "2008-09-18")
    assert set(figure["known_at"]) == {"position", "recorded_at", "root"}
    assert figure["considered"] == sum(figure["funnel"].values())
    assert figure["considered"] == len(figure["counted"]) + sum(map(len, figure["not_counted"].values()))


def test_an_opened_figure_is_the_figure_with_its_cases(book: Home) -> None:
    words = ("placements", "--municipality", "Groningen", "--as-of", "2008-06-30")
    opened, figure = book.answer("explain", *words), book.answer("figure", *words)
    cases = opened.pop("cases")
    assert opened == figure
    assert set(cases[0]) >= CASE
    assert set(cases[0]["events"][0]) >= EVENT
    assert sum(case["amount"] for case in cases if case["counted"]) == figure["value"]


def test_versions_that_compete_are_opened_side_by_side(book: Home) -> None:
    both = book.answer("explain", "waiting-over-four-months", "--as-of", "2003-12-01")
    assert [len(answer["cases"]) for answer in both["answers"]] == [11, 11]
    assert both["conflicts"]


def test_an_answer_for_a_position_is_the_same_later(book: Home) -> None:
    before = book.figure("placements", known_at=100, as_of="2008-06-30")
    book.run("record", "ConditionMet", "name=a-test-was-run")
    assert book.figure("placements", known_at=100, as_of="2008-06-30") == before


def test_a_dossier_tells_events_and_rows(book: Home) -> None:
    dossier = book.answer("history", "GWS4all:L1")
    assert (dossier["id"], dossier["source"]) == ("L1", "GWS4all")
    assert [event["type"] for event in dossier["events"]] == [
        "PersonRegistered", "CategoryDetermined", "PlacementStarted",
    ]  # fmt: skip
    assert set(dossier["rows"][0]) >= {"key", "value", "known_from", "known_until", "valid_from", "valid_until"}


def test_the_same_file_again_writes_nothing(book: Home) -> None:
    before = book.answer("status")["position"]
    document = book.take(PLACEMENTS, municipality="Groningen", delivered_on="2008-10-06")
    assert set(document) >= {
        "file", "profile", "rows", "facts", "corrections", "unchanged", "rejected", "findings",
    }  # fmt: skip
    assert (document["facts"], document["unchanged"], document["taken_before"]) == (0, 726, True)
    assert book.answer("status")["position"] == before


def test_status_tells_where_and_how_far(book: Home) -> None:
    status = book.answer("status")
    assert set(status) >= {
        "ledger", "position", "recorded_at", "root", "views", "rejected_rows", "findings", "parked",
    }  # fmt: skip
    assert status["home"] == str(book.path)
    assert status["server"]["running"] is True
    assert all(set(view) == {"name", "version", "position", "lag_seconds"} for view in status["views"])


def test_the_book_is_proved(book: Home) -> None:
    proof = book.answer("verify")
    assert (proof["holds"], proof["wrong"]) == (True, [])
    assert proof["events"] == proof["position"]
    assert book.answer("rebuild")["position"] == proof["position"]
    assert book.answer("verify")["root"] == proof["root"]


def test_a_fact_by_hand_is_recorded_once_per_key(book: Home) -> None:
    words = ("record", "ConditionMet", "name=state-money-available", "municipality=Haarlem", "occurred_on=2009-01-05")
    first = book.answer(*words, "--key", "k1")
    again = book.answer(*words, "--key", "k1")
    assert [event["type"] for event in first["events"]] == ["ConditionMet"]
    assert [event["position"] for event in again["events"]] == [event["position"] for event in first["events"]]


def test_the_fields_of_a_fact_are_shown_with_an_example(book: Home) -> None:
    shown = book.answer("record", "WaitingListLeft", "--fields")
    fields = {field["name"]: field for field in shown["fields"]}
    assert fields["id"]["required"]
    assert fields["occurred_on"]["example"]
    assert "WaitingListLeft" in book.run("record", "--list").out


def test_rules_are_listed_with_their_hash(book: Home) -> None:
    rules = book.answer("rules")
    assert {"quota-placements"} <= {rule["id"] for rule in rules}
    assert all(len(rule["hash"]) == 64 for rule in rules)


def test_every_command_of_the_log_has_no_argument_in_it(book: Home) -> None:
    book.run("figure", "placements", "--municipality", "Nowhere")
    lines = [json.loads(line) for line in (book.path / "log" / "ketenboek.jsonl").read_text("utf-8").splitlines()]
    done = [line for line in lines if line["event"] == "command_done"]
    assert {"figure", "import"} <= {line["command"] for line in done}
    assert all({"exit_code", "seconds"} <= set(line) for line in done)
    assert "Nowhere" not in json.dumps(lines)

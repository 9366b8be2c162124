"""Every field that a counterfactual may change has words in both languages."""

from __future__ import annotations

from datetime import date

from domain import rules
from domain.changes import Change, changeable_fields
from domain.counterfactual import Alternative
from domain.counting import Case, Reason, Verdict
from projections import VIEWS
from replay.what_if import FIELDS, sentence_of, what_if_document


def test_every_field_that_may_be_changed_is_called_something() -> None:
    views = {rule.view for rule in rules.RULES}
    fields = {name for view in views for name in changeable_fields(VIEWS[view].case)}

    assert fields
    assert sorted(fields - FIELDS.keys()) == [], "add what it is called to replay/what_if.py"
    assert all(dutch and english for dutch, english in FIELDS.values())


def told(change: Change) -> Alternative:
    case = Case(case="c", party="p", system="s")
    return Alternative((change,), Verdict(case, True, "BONUS_EARNED", 1, Reason()))


def test_a_code_is_told_in_words_and_kept_in_the_document() -> None:
    change = Change("set", ("receipts", 0, "names_person"), "OTHER", "SAME", 1, named="beschikking")
    said = sentence_of(told(change))

    assert said["nl"].startswith("Als op wiens naam van de ontvangst (beschikking) dezelfde persoon was (nu anders)")
    assert said["en"].startswith("If whose name is on it of the receipt (beschikking) were the same person")
    (document,) = what_if_document([told(change)])
    assert (document["changes"][0]["from"], document["changes"][0]["to"]) == ("OTHER", "SAME")


def test_what_else_a_fact_says_is_told_in_words() -> None:
    change = Change("absent", ("ends", 0), object(), None, 1, named="reason=DROPPED_OUT, successful=true")
    said = sentence_of(told(change))

    assert said["nl"].startswith("Als het einde van het traject (de reden: uitgevallen, met succes: ja) er niet was")
    assert said["en"].startswith(
        "If the end of the trajectory (the reason: dropped out, successful: yes) were not there"
    )


def test_days_and_money_are_told_in_the_style_of_the_language() -> None:
    moved = Change("move", ("paid_on",), date(2009, 1, 2), date(2009, 1, 5), 1, date(2009, 1, 5), None)
    more = Change("set", ("asked_cents",), None, 25_000, 1)

    assert "op of na 05-01-2009 lag (nu 02-01-2009)" in sentence_of(told(moved))["nl"]
    assert "on or after 2009-01-05 (it is 2009-01-02)" in sentence_of(told(moved))["en"]
    assert "het gevraagde bedrag € 250,00 was (nu onbekend)" in sentence_of(told(more))["nl"]

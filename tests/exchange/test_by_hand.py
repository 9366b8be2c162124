"""Words as a person types them, and the fact they make; an error helps and never repeats what was typed."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from domain import municipalities
from domain.facts import (
    AttendanceReported,
    CategoryDetermined,
    ConditionMet,
    ContractConcluded,
    EventCorrected,
    MunicipalityNamed,
    ParameterSet,
    PersonRegistered,
    PlacementStarted,
    WaitingListLeft,
)
from domain.facts.base import PERSONAL_FIELDS, definitions, of
from exchange import by_hand
from exchange.by_hand import ByHand, describe, parse_by_hand
from exchange.fact_fields import fields_of

CANARY = "Zonnebloem 914116277"


def resolve(text: str) -> str | None:
    return municipalities.find_code(text, {})


def typed(name: str, *words: str) -> ByHand:
    return parse_by_hand(name, words, resolve)


def test_the_condition_of_the_input_files_is_understood() -> None:
    made = typed("ConditionMet", "name=state-money-available", "municipality=Haarlem", "occurred_on=2009-01-05")

    assert made.fact == ConditionMet(name="state-money-available")
    assert (made.municipality, made.occurred_on, made.registered_on) == ("0392", "2009-01-05", None)


def test_the_parameter_of_the_input_files_keeps_its_list_as_text() -> None:
    made = typed(
        "ParameterSet",
        "name=accountability-documents",
        "municipality=Den Haag",
        "value=beschikking,trajectplan,startverklaring",
        "occurred_on=2008-01-01",
    )

    assert made.fact == ParameterSet(name="accountability-documents", value="beschikking,trajectplan,startverklaring")
    assert made.municipality == "0518"


def test_a_fact_about_a_registration_says_which_with_or_without_its_source() -> None:
    assert typed("WaitingListLeft", "id=W3", "because=placed").id == "W3"
    assert typed("WaitingListLeft", "id=GWS4all:W3", "because=PLACED").fact == WaitingListLeft(because="PLACED")


def test_a_field_of_the_fact_goes_before_a_sealed_field_of_the_same_name() -> None:
    made = typed("MunicipalityNamed", "code=1729", "name=Gulpen-Wittem", "occurred_on=1999-01-01")

    assert made.fact == MunicipalityNamed(code="1729", name="Gulpen-Wittem")
    assert made.personal == {}


def test_the_name_of_the_kind_may_be_in_any_case() -> None:
    assert typed("conditionmet", "name=x").fact == ConditionMet(name="x")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2008-06-20", "2008-06-20"),
        ("20-06-2008", "2008-06-20"),
        ("20/6/2008", "2008-06-20"),
        ("2008-06", "2008-06"),
        ("2008", "2008"),
        ("00-00-2008", "2008"),
        ("00-00-0000", None),
        ("onbekend", None),
        ("", None),
    ],
)
def test_the_day_it_happened_keeps_the_precision_it_was_typed_with(written: str, day: str | None) -> None:
    assert typed("ConditionMet", "name=x", f"occurred_on={written}").occurred_on == day


@pytest.mark.parametrize(("said", "value"), [("j", True), ("JA", True), ("true", True), ("n", False), ("Nee", False)])
def test_yes_and_no_are_understood_in_dutch_and_english(said: str, value: bool) -> None:
    assert typed("CategoryDetermined", "id=1", f"pardon={said}").fact == CategoryDetermined(pardon=value)


def test_numbers_days_and_lists_are_understood() -> None:
    made = typed("AttendanceReported", "id=1", "period_from=1-9-2003", "lessons=1.200", "attended=40")
    assert made.fact == AttendanceReported(period_from=date(2003, 9, 1), lessons=1200, attended=40)

    made = typed("PlacementStarted", "id=1", "trajectory=dual", "pilots=oud, taalstage", "effective_on=2008-07-01")
    expected = PlacementStarted(trajectory="DUAL", pilots=("oud", "taalstage"), effective_on=date(2008, 7, 1))
    assert made.fact == expected


def test_a_list_of_municipalities_takes_names_and_codes() -> None:
    made = typed("ContractConcluded", "provider=Agens", "municipalities=Groningen,0599,den haag")
    assert made.fact == ContractConcluded(provider="Agens", municipalities=("0014", "0599", "0518"))


def test_sealed_fields_stand_apart_in_their_one_form() -> None:
    made = typed("PersonRegistered", "id=1", "bsn=12345672", "birth_on=00-00-1975", "surname= de Vries ")

    assert made.fact == PersonRegistered()
    assert made.personal == {"bsn": "012345672", "birth_on": "1975", "surname": "de Vries"}


def test_a_word_with_nothing_behind_it_says_nothing_but_is_remembered() -> None:
    made = typed("PersonRegistered", "id=1", "bsn=", "register=", "occurred_on=")

    assert (made.fact, made.personal) == (PersonRegistered(), {})
    assert made.given == {"id", "bsn", "register", "occurred_on"}


def test_a_correction_is_typed_with_its_whole_body_as_json() -> None:
    made = typed("EventCorrected", f"original={EVENT.upper()}", 'body={"trajectory": "DUAL", "provider": "Agens"}')
    body = msgspec.Raw(b'{"provider":"Agens","trajectory":"DUAL"}')
    assert made.fact == EventCorrected(original=EVENT, body=body)


EVENT = "0190b8a4-6f1c-7c0f-8d2e-3b5a7c9d1e0f"


# Refusals


@pytest.mark.parametrize(
    ("name", "words", "reason", "says"),
    [
        ("WaitingListGone", [], by_hand.KindIsUnknown, "WaitingListLeft"),
        ("Nonsense", [], by_hand.KindIsUnknown, "ConditionMet"),
        ("FileReceived", [], by_hand.KindIsNotRecordedByHand, "import"),
        ("PersonalDataErased", [], by_hand.KindIsNotRecordedByHand, "erasing"),
        ("ConditionMet", ["name"], by_hand.WordHasNoField, "Word 1"),
        ("ConditionMet", ["name=x", CANARY], by_hand.WordHasNoField, "Word 2"),
        ("ConditionMet", ["name=x", "surname=x"], by_hand.FieldIsUnknown, "no field surname (word 2)"),
        ("ConditionMet", ["name=x", "surname=x"], by_hand.FieldIsUnknown, "name, document"),
        ("ConditionMet", ["name=x", "Zonnebloem=x"], by_hand.FieldIsUnknown, "no field as in word 2"),
        ("ConditionMet", ["name=x", "zonnebloem914116277=x"], by_hand.FieldIsUnknown, "no field as in word 2"),
        ("ConditionMet", ["name=x", f"{CANARY}=x"], by_hand.FieldIsUnknown, "municipality"),
        ("ConditionMet", ["name=x", "id=W1"], by_hand.FieldIsUnknown, "occurred_on"),
        ("ConditionMet", ["name=x", "name=y"], by_hand.FieldStandsTwice, "name stands twice"),
        ("ConditionMet", [], by_hand.FieldIsMissing, "name=state-money-available"),
        ("WaitingListLeft", ["id=1", "because="], by_hand.FieldIsMissing, "because=PLACED"),
        ("WaitingListLeft", ["id=1", f"because={CANARY}"], by_hand.FieldIsRefused, "PLACED, DECLINED"),
        ("ConditionMet", [f"name={CANARY}"], by_hand.FieldIsRefused, "name=state-money-available"),
        ("ConditionMet", ["name=x", f"municipality={CANARY}"], by_hand.MunicipalityIsUnknown, "municipality=0014"),
        ("ParameterSet", ["name=publication-threshold", "value=2"], by_hand.ParameterIsRefused, "3 or more"),
        ("ParameterSet", ["name=waiting-limit-months", f"value={CANARY}"], by_hand.ParameterIsRefused, "value=4"),
        ("ConditionMet", ["name=x", "occurred_on=31-02-2009"], by_hand.FieldIsRefused, "occurred_on=2008-06-20"),
        ("ConditionMet", ["name=x", "occurred_on=1-2-09"], by_hand.FieldIsRefused, "occurred_on=2008-06-20"),
        ("ConditionMet", ["name=x", "registered_on=2009-01"], by_hand.FieldIsRefused, "known to the day"),
        ("CategoryDetermined", ["id=1", f"pardon={CANARY}"], by_hand.FieldIsRefused, "pardon=ja"),
        ("AttendanceReported", ["id=1", "lessons=-1", "attended=1"], by_hand.FieldIsRefused, "lessons=12"),
        ("AttendanceReported", ["id=1", "lessons=1.5", "attended=1"], by_hand.FieldIsRefused, "lessons=12"),
        ("DepositReceived", ["id=1", "amount_cents=12,50"], by_hand.FieldIsRefused, "whole euro cents"),
        ("PersonRegistered", ["id=1", f"bsn={CANARY}"], by_hand.FieldIsRefused, "11-proof"),
        ("PersonRegistered", ["id=1", f"v_number={CANARY}"], by_hand.FieldIsRefused, "ten digits"),
        ("PersonRegistered", ["id=1", f"birth_on={CANARY}"], by_hand.FieldIsRefused, "birth_on=00-00-1975"),
        ("PersonRegistered", ["id=1", f"surname={'x' * 2001}"], by_hand.FieldIsRefused, "2,000"),
        ("PersonRegistered", ["id=1", f"remark={CANARY}"], by_hand.FieldIsUnknown, "surname"),
        ("DecisionNotified", ["id=1", f"decision={CANARY}"], by_hand.FieldIsRefused, "event id"),
        (
            "LinkLeftUndecided",
            ["id=1", f"other={EVENT}", "decider=m", "comparisons=a"],
            by_hand.FieldIsNested,
            "JSON",
        ),
        ("EventCorrected", [f"original={EVENT}", "body=[1]"], by_hand.FieldIsRefused, "JSON"),
        ("EventCorrected", [f"original={EVENT}", 'body={"a": 1.5}'], by_hand.FieldIsRefused, "JSON"),
    ],
)
def test_words_that_make_no_fact_are_refused_with_what_would_work(
    name: str, words: list[str], reason: type[by_hand.WordsRefused], says: str
) -> None:
    with pytest.raises(by_hand.WordsRefused) as caught:
        typed(name, *words)

    assert type(caught.value) is reason
    assert says in str(caught.value)
    for part in CANARY.split():
        assert part not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


# Help


def recordable() -> list[str]:
    return [one.name for one in definitions() if one.subject != "delivery" and one.name not in by_hand.NOT_BY_HAND]


@pytest.mark.parametrize("name", recordable())
def test_help_shows_every_field_with_its_meaning_and_an_example_that_is_understood(name: str) -> None:
    shown = describe(name)

    definition = of(next(one.fact for one in definitions() if one.name == name))
    names = [one.name for one in shown]
    assert len(names) == len(set(names))
    assert set(definition.fact.__struct_fields__) | set(definition.personal) <= set(names)
    for one in shown:
        assert one.type
        if one.name not in ("body",) and name != "EventCorrected":
            assert one.meaning, f"{name}.{one.name} has no meaning"


@pytest.mark.parametrize("name", recordable())
def test_the_examples_of_help_are_understood(name: str) -> None:
    definition = next(one for one in definitions() if one.name == name)
    for one in fields_of(definition, resolve).values():
        if one.kind.example and not one.kind.example.endswith("…") and " for " not in one.kind.example:
            value: Any = one.kind.read(one.kind.example)
            assert value is not None


def test_help_marks_what_is_required_and_what_is_sealed() -> None:
    shown = {one.name: one for one in describe("WaitingListLeft")}

    assert list(shown) == ["because", "provider", "id", "occurred_on", "registered_on", "municipality", "remark"]
    assert shown["because"].required
    assert shown["id"].required
    assert not shown["provider"].required
    assert shown["remark"].personal
    assert "PLACED, DECLINED" in shown["because"].type
    assert shown["because"].meaning.startswith("placed, declined")


def test_help_of_a_correction_offers_every_sealed_field() -> None:
    assert set(PERSONAL_FIELDS) <= {one.name for one in describe("EventCorrected")}

"""The words: both languages say the same things, numbers and days are written as their readers write them."""

from __future__ import annotations

import string
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import typer
from typer.core import TyperArgument, TyperGroup, TyperOption

from cli.help_dutch import COMMANDS, OPTIONS
from cli.main import app, language_of
from cli.messages import MESSAGES as OF_COMMANDS
from cli.settings import SettingIsWrong, read_settings
from cli.show_figure import told_with_unit
from domain import rules
from domain.dates import parse_period
from domain.facts import AggregateReported
from domain.precision import Interval
from replay.messages import MESSAGES as OF_FIGURES
from replay.messages import UNITS
from replay.wording import Wording, listed

DUTCH, ENGLISH = Wording("nl", OF_COMMANDS), Wording("en", OF_COMMANDS)


@pytest.mark.parametrize("name", sorted({**OF_FIGURES, **OF_COMMANDS}))
def test_a_message_has_the_same_holes_in_both_languages(name: str) -> None:
    dutch, english = {**OF_FIGURES, **OF_COMMANDS}[name]
    assert holes(dutch) == holes(english)
    assert dutch
    assert english


def holes(message: str) -> set[str]:
    """The names between braces."""
    return {field for _, field, _, _ in string.Formatter().parse(message) if field}


def test_no_message_stands_in_two_catalogues() -> None:
    assert not set(OF_FIGURES) & set(OF_COMMANDS)


def test_every_command_and_every_option_has_its_help_in_dutch() -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    commands = of_group(group)
    assert set(COMMANDS) == {"ketenboek", *commands}
    for name, command in commands.items():
        for parameter in command.params:
            assert isinstance(parameter, TyperArgument | TyperOption)
            assert parameter.help, f"{name} {parameter.name}: no help in English"
            assert parameter.name in OPTIONS or f"{name}.{parameter.name}" in OPTIONS, f"{name} {parameter.name}"


def of_group(group: TyperGroup, prefix: str = "") -> dict[str, Any]:
    """The commands of a group by name, and those of the groups in it behind its own."""
    found: dict[str, Any] = {}
    for name, command in group.commands.items():
        found[prefix + name] = command
        if isinstance(command, TyperGroup):
            found |= of_group(command, f"{prefix}{name} ")
    return found


@pytest.mark.parametrize(
    ("number", "dutch", "english"),
    [(0, "0", "0"), (999, "999", "999"), (1230, "1.230", "1,230"), (-1082, "−1.082", "−1,082")],
)
def test_numbers_have_points_in_dutch_and_commas_in_english(number: int, dutch: str, english: str) -> None:
    assert (DUTCH.number(number), ENGLISH.number(number)) == (dutch, english)


@pytest.mark.parametrize(
    ("share", "dutch", "english"),
    [("0.1203", "12,0%", "12.0%"), ("0.0459", "4,6%", "4.6%"), ("0.00049", "0,05%", "0.05%"), ("0", "0,0%", "0.0%")],
)
def test_shares_are_rounded_half_up_to_a_tenth_of_a_percent_and_below_one_to_a_hundredth(
    share: str, dutch: str, english: str
) -> None:
    assert (DUTCH.percent(Decimal(share)), ENGLISH.percent(Decimal(share))) == (dutch, english)


def test_days_are_as_precise_as_they_are_known() -> None:
    assert DUTCH.day(date(2008, 9, 18)) == "18 september 2008"
    assert [DUTCH.short_day(when) for when in ("2008-06-20", "2008-06", "2008", None)] == [
        "20-06-2008", "06-2008", "2008", "–",
    ]  # fmt: skip
    assert ENGLISH.short_day("2008-06-20") == "2008-06-20"


def test_a_period_says_until_and_never_through() -> None:
    assert DUTCH.period(parse_period("2007-01-01..2008-07-01")) == "1 januari 2007 tot 1 juli 2008"
    assert ENGLISH.period(parse_period("..2008-07-01")) == "until 1 July 2008"


def test_cents_are_told_as_euros_and_one_is_singular() -> None:
    assert (DUTCH.amount(200_005, "cents"), ENGLISH.amount(-50, "cents")) == ("€ 2.000,05", "−€ 0.50")
    assert (DUTCH.amount(1, "trajectories"), DUTCH.amount(2, "trajectories")) == ("1 traject", "2 trajecten")
    assert DUTCH.amount(3, "barrels") == "3 barrels"


def test_an_interval_has_both_ends_included_or_an_open_one() -> None:
    assert DUTCH.interval(Interval(975, 985)) == "975 tot en met 985"
    assert ENGLISH.interval(Interval(20, None)) == "20 or more"
    assert ENGLISH.interval(None) == "no amount"


@pytest.mark.parametrize(
    ("said", "dutch", "english"),
    [
        ({"value": 6000, "precision": "about"}, "ongeveer 6.000 personen", "about 6,000 persons"),
        ({"value": 4800, "precision": "higher"}, "meer dan 4.800 personen", "more than 4,800 persons"),
        ({"value": 125, "decimals": 1, "precision": "exact"}, "12,5 personen", "12.5 persons"),
        ({"value_low": 90, "value_high": 95, "precision": "exact"}, "90 tot en met 95 personen", "90 to 95 persons"),
        ({"value": -50, "precision": "almost", "unit": "cents"}, "bijna −€ 0,50", "almost −€ 0.50"),
    ],
)
def test_a_number_of_others_is_told_with_the_words_of_its_source(
    said: dict[str, Any], dutch: str, english: str
) -> None:
    usual: dict[str, Any] = {"name": "learners", "unit": "persons", "reporter": "CBS", "document": "table"}
    fact = AggregateReported(**usual | said)

    assert (told_with_unit(DUTCH, fact), told_with_unit(ENGLISH, fact)) == (dutch, english)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_code_of_every_rule_has_a_sentence(language: str) -> None:
    wording = DUTCH if language == "nl" else ENGLISH
    for rule in rules.RULES:
        assert all(wording.test_sentence(rule, test.code) for test in rule.tests)
        assert rule.unit == "cents" or rule.unit in UNITS


def test_a_long_list_says_how_many_more_there_are() -> None:
    assert listed("abc", 2) == "a, b … (+1)"
    assert listed("abc", 3) == "a, b, c"
    assert listed("abc", 3, 10) == "a, b, c … (+7)"


@pytest.mark.parametrize(
    ("environment", "asked", "language"),
    [
        ({}, None, "nl"),
        ({"LANG": "nl_NL.UTF-8"}, None, "nl"),
        ({"LANG": "en_GB.UTF-8"}, None, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "nl_NL.UTF-8"}, None, "nl"),
        ({"LC_ALL": "C.UTF-8", "LANG": "en_US"}, None, "nl"),
        ({"LANG": "en_US", "KETENBOEK_LANGUAGE": "nl"}, None, "nl"),
        ({"KETENBOEK_LANGUAGE": "nl"}, "en", "en"),
    ],
)
def test_the_language_is_the_one_asked_else_that_of_the_machine_else_dutch(
    environment: dict[str, str], asked: str | None, language: str
) -> None:
    assert read_settings(environment, asked).language == language


def test_a_setting_that_cannot_be_used_is_refused_without_its_value() -> None:
    with pytest.raises(SettingIsWrong, match="expected nl"):
        read_settings({"KETENBOEK_LANGUAGE": "fr"})
    with pytest.raises(SettingIsWrong, match="pseudonym") as refused:
        read_settings({"KETENBOEK_ACTOR": "Jan Jansen"})
    assert "Jansen" not in str(refused.value)
    for actor in ("policy:guarded-identifiers-2", "Policy:x"):
        with pytest.raises(SettingIsWrong, match="that of a policy"):
            read_settings({"KETENBOEK_ACTOR": actor})


def test_the_language_may_stand_anywhere_before_two_dashes() -> None:
    assert language_of(["figure", "--language", "en", "x"]) == (["figure", "x"], "en")
    assert language_of(["--language=nl", "figure"]) == (["figure"], "nl")
    assert language_of(["record", "--", "--language", "en"]) == (["record", "--", "--language", "en"], None)

"""A figure in three sentences: numbers, one and none, several answers, shares and caveats, in both languages."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.counting import Rule, Test
from domain.dates import parse_period
from domain.facts import ParameterSet, PersonApproached, PlacementStarted, QuotaSet
from domain.rules import RULES, rule
from replay.answers import figure_document
from replay.asking import Asked
from replay.figures import Answer, Figures
from replay.reported import fact_of_report
from replay.sentences import sentences, three_sentences
from replay.wording import Wording
from store.ledger import Ledger
from tests.replay.saying import GRONINGEN, Chain

DUTCH, ENGLISH = Wording("nl"), Wording("en")
PLACED, LITERACY = PlacementStarted(trajectory="DUAL"), PlacementStarted(trajectory="LITERACY_CLASS")
ASKED = Asked("placements", municipality=GRONINGEN, period=parse_period("2008-01-01..2008-07-01"))
NOTHING_KNOWN = "Van tegenspraak in de stukken of bijzonderheden in de gevallen is niets bekend."


def placed(ledger: Ledger, count: int, others: int = 0) -> Chain:
    """So many placements in time, and so many classes that are none."""
    chain = Chain(ledger)
    for number in range(count + others):
        fact = PLACED if number < count else LITERACY
        chain.says(f"G{number}", fact, "2008-02-01", registered_on=date(2008, 2, 2))
    return chain


def answers(ledger: Ledger, asked: Asked = ASKED) -> list[Answer]:
    return Figures(ledger).ask(asked)


# --- What the rules say of themselves ---


@pytest.mark.parametrize("rule", RULES, ids=lambda one: one.name)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_rule_says_what_it_counts_in_one_sentence_without_codes(rule: Rule, language: str) -> None:
    sentence = rule.sentence["nl" if language == "nl" else "en"]

    assert sentence.endswith(".")
    assert sentence[0].isupper()
    assert not re.search(r"[.!?] [A-Z]", sentence)
    assert not re.search(r"[A-Z]{2,}_[A-Z]|`|[a-z]@", sentence)


def test_no_two_versions_of_a_rule_say_the_same() -> None:
    said = Counter((rule.id, rule.sentence[language]) for rule in RULES for language in ("nl", "en"))  # type: ignore[index]

    assert [one for one, times in said.items() if times > 1] == []


# --- One answer ---


@pytest.mark.parametrize(
    ("count", "others", "first", "second"),
    [
        (
            0,
            0,
            "Van 1 januari 2008 tot 1 juli 2008 telt Groningen geen plaatsingen op een inburgeringstraject die in de "
            "periode begonnen.",
            "Er is niets bekend dat had kunnen meetellen.",
        ),
        (
            1,
            0,
            "Van 1 januari 2008 tot 1 juli 2008 gaat het in Groningen om één plaatsing: plaatsingen op een "
            "inburgeringstraject die in de periode begonnen.",
            "Het enige bekeken geval telt mee.",
        ),
        (
            2,
            1,
            "Van 1 januari 2008 tot 1 juli 2008 telt Groningen 2 plaatsingen op een inburgeringstraject die in de "
            "periode begonnen.",
            "Van de 3 bekeken gevallen telt er één niet mee: dit is geen traject onder de Wet inburgering, zoals een "
            "alfabetiseringsklas.",
        ),
        (
            0,
            2,
            "Van 1 januari 2008 tot 1 juli 2008 telt Groningen geen plaatsingen op een inburgeringstraject die in de "
            "periode begonnen.",
            "Geen van de 2 bekeken gevallen telt mee: dit is geen traject onder de Wet inburgering, zoals een "
            "alfabetiseringsklas.",
        ),
    ],
)
def test_none_and_one_are_said_in_words_and_a_single_case_in_the_singular(
    ledger: Ledger, count: int, others: int, first: str, second: str
) -> None:
    placed(ledger, count, others)

    assert three_sentences(DUTCH, answers(ledger)) == (first, second, NOTHING_KNOWN)


def test_everything_that_counts_is_said_to_and_the_place_of_all_is_all_municipalities(ledger: Ledger) -> None:
    placed(ledger, 3)

    first, second, _ = three_sentences(ENGLISH, answers(ledger, replace(ASKED, municipality=None)))

    assert "all municipalities together have 3 placements on a civic" in first
    assert second == "All 3 cases considered count."


def test_more_reasons_than_one_can_follow_are_said_by_number(ledger: Ledger) -> None:
    chain = placed(ledger, 1, 2)
    for day in ("2007-12-31", "2008-07-01", "2008-07-02", "2008"):
        chain.says(f"at {day}", PLACED, day, registered_on=date(2008, 7, 3))

    _, second, _ = three_sentences(ENGLISH, answers(ledger))

    assert second == (
        "Of the 7 cases considered 6 do not count: this is no trajectory under the Act, such as a literacy class (2); "
        "it happened before the period asked (1); it happened on the end day, which “until” leaves out (1) and 2 for "
        "other reasons."
    )


def test_how_far_it_is_and_that_a_quota_is_reached_stand_in_the_first_sentence(ledger: Ledger) -> None:
    chain = placed(ledger, 3)
    asked = Asked("quota-placements", "letter-4a", municipality=GRONINGEN, period=ASKED.period)
    quota = QuotaSet(
        scheme="Wet inburgering 2007",
        unit="trajectories",
        amount=4,
        precision="exact",
        period_from=date(2007, 1, 1),
        period_until=date(2010, 1, 1),
        setter="raad",
        document_on=date(2008, 9, 18),
        document="brief",
    )
    chain.shared(quota, "2008-09-18", GRONINGEN)

    (first, _, last), _ = three_sentences(DUTCH, answers(ledger, asked)), chain.says("G9", PLACED, "2008-03-01")

    assert first.endswith("; dat is 75,0% van de taakstelling van 4 trajecten, met nog 1 te gaan.")
    assert last.startswith("De stukken laten meer dan één lezing toe en het systeem kiest niet: de brief en punt 4a")
    reached = three_sentences(DUTCH, answers(ledger, asked))[0]
    assert reached.endswith("; dat is 100,0% van de taakstelling van 4 trajecten, die daarmee is gehaald.")


# --- What to know ---


@pytest.mark.parametrize(
    ("said", "last"),
    [
        (3, "Before, “letter” reported 3 placements, and the figure is now 1 lower."),
        (1, "Before, “letter” reported one placement, and the figure is now 1 higher."),
    ],
)
def test_what_was_reported_otherwise_goes_before_other_caveats(ledger: Ledger, said: int, last: str) -> None:
    chain = placed(ledger, 2)
    chain.shared(fact_of_report(answers(ledger)[0], "letter", said), "2009-01-05", GRONINGEN)

    assert three_sentences(ENGLISH, answers(ledger))[2] == last


def test_a_claimed_day_of_entry_and_the_flag_of_most_cases_are_said(ledger: Ledger) -> None:
    chain = placed(ledger, 2)
    chain.says("G9", PLACED, "2008-03-01", delivered_on=date(2008, 3, 2))
    asked = replace(ASKED, registered_by=date(2008, 6, 1))

    assert three_sentences(DUTCH, answers(ledger))[2] == NOTHING_KNOWN
    assert three_sentences(DUTCH, answers(ledger, asked))[2] == (
        "Gerekend is met wat de bronnen zeggen uiterlijk 1 juni 2008 te hebben ingevoerd; bij één geval past een "
        "kanttekening: de bron zegt niet wanneer het is ingevoerd."
    )


# --- Shares, means and several answers ---


def test_of_a_share_it_is_said_who_does_not_reach_it_and_who_is_left_out(ledger: Ledger) -> None:
    chain = placed(ledger, 2, 1)
    chain.says("R1", PlacementStarted(trajectory="REGULAR"), "2008-02-01")
    chain.shared(ParameterSet(name="dual-percent-min", value="70"), "2008-01-01", GRONINGEN)
    asked = replace(ASKED, rule="dual-share", version="people-taking-part")

    first, second, _ = three_sentences(DUTCH, answers(ledger, asked))

    assert "om 2 van de 3 personen (66,7%): inburgeraars die" in first
    assert first.endswith("; de norm van ten minste 70% is niet gehaald.")
    assert second == (
        "Van de 3 personen telt er één niet mee: het traject is niet duaal; daarbuiten blijft één geval buiten "
        "beschouwing: dit is geen inburgeringstraject maar wat eraan voorafgaat, zoals een alfabetiseringsklas."
    )


def test_a_share_or_mean_of_nothing_is_no_number(ledger: Ledger) -> None:
    asked = Asked("lead-time-from-recruitment", "first-approach", as_of=date(2008, 6, 30))
    assert three_sentences(ENGLISH, answers(ledger, asked))[0].startswith(
        "On 30 June 2008 there is nothing in all municipalities together to take a share or mean of: days from"
    )

    chain = Chain(ledger)
    for record, on in (("P1", "2008-05-31"), ("P2", "2008-05-02")):
        chain.says(record, PersonApproached(), on)
        chain.says(record, PlacementStarted(trajectory="REGULAR"), "2008-05-31")
    assert "om gemiddeld 14,5 dagen over 2 gevallen: dagen van" in three_sentences(DUTCH, answers(ledger, asked))[0]


def test_competing_answers_are_told_together_and_nobody_chooses(ledger: Ledger) -> None:
    placed(ledger, 2, 1)
    both = answers(ledger, replace(ASKED, rule="quota-placements"))

    first, second, last = three_sentences(ENGLISH, both)

    assert "the documents give two answers for Groningen: 2 trajectories that count toward the quota" in first
    assert "; or 2 people placed on" in first
    assert second.startswith("Each answer leaves out as many of the 3 cases considered: one (this is no trajectory")
    assert "the system does not choose" in last


def test_the_document_holds_the_sentences_in_both_languages(ledger: Ledger) -> None:
    placed(ledger, 2)
    (answer,) = answers(ledger)

    said = figure_document(answer, None)["sentences"]

    assert said == sentences([answer])
    assert (said["nl"], said["en"]) == (
        list(three_sentences(DUTCH, [answer])),
        list(three_sentences(ENGLISH, [answer])),
    )


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_code_of_every_rule_says_what_it_means(language: Any) -> None:
    wording = Wording(language)
    nothing = wording.say("funnel.otherwise")
    codes = ((rule, code) for rule in RULES for code in (*(test.code for test in rule.tests), rule.otherwise))

    assert [f"{rule.name} {code}" for rule, code in codes if wording.test_sentence(rule, code) == nothing] == []


def test_a_sentence_tells_the_value_that_was_set_in_place_of_that_of_its_document(ledger: Ledger) -> None:
    chain = Chain(ledger)
    chain.shared(ParameterSet(name="waiting-limit-months", value="5"), "2003-01-01")
    (answer,) = Figures(ledger).ask(Asked("waiting-over-four-months", "first-inflow-only"))

    told = Wording("en").rule_sentence(answer)
    assert told.endswith("(set here: waiting-limit-months = 5).")


# --- The rule of another municipality ---


@pytest.mark.parametrize(
    ("place", "dutch", "english", "flags"),
    [
        ("0392", ".", ".", []),
        ("0344", " (regel van Haarlem).", " (rule of Haarlem).", ["RULE_OF_ELSEWHERE"]),
        (None, ".", ".", []),
    ],
)
def test_a_figure_by_the_rule_of_another_municipality_says_whose_it_is(
    ledger: Ledger, place: str | None, dutch: str, english: str, flags: list[str]
) -> None:
    asked = Asked("persons-with-personal-budget-bonus", municipality=place, as_of=date(2009, 1, 5))
    (one,) = answers(ledger, asked)

    counts = ("Deelnemers die een bonus verdienden voor hun persoonlijke budget", "Participants who earned a bonus for")
    assert DUTCH.rule_sentence(one) == counts[0] + dutch
    assert ENGLISH.rule_sentence(one) == counts[1] + " their personal budget" + english
    assert [flag.code for flag in one.flags if flag.code == "RULE_OF_ELSEWHERE"] == flags
    first, _, third = three_sentences(DUTCH, [one])
    assert ("(regel van Haarlem)" in first) == bool(flags)
    assert third.startswith("De regel is van een andere gemeente") == bool(flags)


@pytest.mark.parametrize("rule", [one for one in RULES if "haarlem" in one.version or "personal-budget" in one.id])
def test_a_rule_that_names_the_personal_budgets_of_haarlem_is_its_own(rule: Rule) -> None:
    assert rule.laid_down_in == "0392"


@pytest.mark.parametrize(
    ("wording", "told"),
    [
        (DUTCH, "De dag van de werving is niet bekend, of er is een plan, van een onbekende dag."),
        (ENGLISH, "The day of the recruitment is not known, or there is a plan, of an unknown day."),
    ],
)
def test_a_code_of_two_tests_is_told_as_one_sentence(wording: Wording, told: str) -> None:
    first = {"nl": "De dag van de werving is niet bekend.", "en": "The day of the recruitment is not known."}
    second = {"nl": "Er is een plan, van een onbekende dag.", "en": "There is a plan, of an unknown day."}
    tests = tuple(Test("DATE_UNKNOWN", sentence, lambda case, question: None) for sentence in (first, second, first))

    assert wording.test_sentence(replace(rule("placements", "started"), tests=tests), "DATE_UNKNOWN") == told

"""The table of signals: every kind names a rule, codes that it gives, and words; each verdict asks or does not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from domain.counting import Case, Reason, Verdict
from domain.rules import versions
from domain.signals import ACTORS, SIGNALS, SignalKind, UnknownSignal, chosen, codes_of
from projections import VIEWS

AS_OF = date(2008, 6, 30)
KINDS = pytest.mark.parametrize("kind", SIGNALS.values(), ids=lambda kind: kind.name)


def verdict(code: str, **reason: Any) -> Verdict:
    return Verdict(Case(case="c", party="0014", system="s"), False, code, 0, Reason(**reason))


@KINDS
def test_a_kind_asks_at_least_one_version_of_a_rule_about_persons(kind: SignalKind) -> None:
    asked = kind.versions(AS_OF)

    assert asked
    assert {VIEWS[rule.view].of_subject for rule in asked} == {"registration"}
    assert {rule.id for rule in asked} == {kind.rule}


@KINDS
def test_every_code_of_a_kind_is_one_that_each_version_it_asks_can_give(kind: SignalKind) -> None:
    for rule in kind.versions(AS_OF):
        assert kind.codes <= codes_of(rule), rule.name


@KINDS
def test_a_code_does_not_ask_for_action_and_lie_ahead(kind: SignalKind) -> None:
    assert not kind.acts_on & kind.comes_up_on
    assert not (kind.without_limit and kind.comes_up_on)


@KINDS
def test_a_kind_has_words_in_both_languages_and_somebody_who_acts(kind: SignalKind) -> None:
    assert all(kind.sentence[language].endswith(".") for language in ("nl", "en"))
    assert kind.sentence["nl"] != kind.sentence["en"]
    assert kind.actor in ACTORS


@KINDS
def test_what_a_rule_counts_is_never_left_out_of_its_list(kind: SignalKind) -> None:
    """What a rule of action looks for asks for action, unless something was done after all."""
    done = {"FOLLOWED_UP_LATE", "FILE_COMPLETE", "SPOKEN_TO"}
    for rule in kind.versions(AS_OF):
        counting = {test.code for test in rule.tests if test.counts} | (
            {rule.otherwise} if rule.counts_otherwise else set()
        )
        assert counting - done <= kind.acts_on, rule.name


@pytest.mark.parametrize(
    ("days_left", "coming_days", "asks"),
    [(0, 0, True), (1, 0, False), (14, 14, True), (15, 14, False), (13, 14, True), (365, 364, False)],
)
def test_a_limit_comes_up_so_many_days_before_it(days_left: int, coming_days: int, asks: bool) -> None:
    ahead = verdict("WITHIN_LIMIT" if days_left else "LIMIT_DAY", limit_on=AS_OF + timedelta(days=days_left))

    assert SIGNALS["move-due"].asks(ahead, AS_OF, coming_days) is asks


def test_what_is_due_asks_however_many_days_are_asked_for() -> None:
    assert SIGNALS["move-due"].asks(verdict("MUST_BE_MOVED", limit_on=AS_OF - timedelta(days=1)), AS_OF, 0)
    assert SIGNALS["talk-due"].asks(verdict("TALKS_OPEN"), AS_OF, 0)


def test_what_was_done_or_is_not_known_asks_for_nothing() -> None:
    for code in ("PLACED_LATE", "MOVED", "DATE_UNKNOWN", "AFTER_AS_OF"):
        assert not SIGNALS["move-due"].asks(verdict(code, limit_on=AS_OF), AS_OF, 99)


def test_a_day_that_is_no_limit_to_act_by_is_not_shown_as_one() -> None:
    assert SIGNALS["waiting-list-to-clean"].limit_on(verdict("REASON_TOO_SHORT", limit_on=AS_OF)) is None


@pytest.mark.parametrize(
    ("as_of", "asked"),
    [
        ("2008-12-31", ["eight-weeks"]),
        ("2009-01-01", ["twelve-weeks"]),
        ("2007-01-01", ["eight-weeks"]),
        ("2006-12-31", ["eight-weeks", "twelve-weeks"]),
    ],
)
def test_of_texts_that_follow_each_other_the_one_in_force_is_asked_and_all_where_none_is(
    as_of: str, asked: list[str]
) -> None:
    kind = SIGNALS["intake-decision-due"]

    assert [rule.version for rule in kind.versions(date.fromisoformat(as_of))] == asked


def test_readings_of_one_text_are_asked_beside_each_other() -> None:
    asked = SIGNALS["waiting-too-long"].versions(date(2003, 12, 1))

    assert [rule.version for rule in asked] == ["first-inflow-only", "both-lists"]


def test_a_version_that_is_named_is_asked_whether_in_force_or_not() -> None:
    kind, version = chosen("plan-due@from-registration")

    assert [rule.version for rule in kind.versions(date(2026, 1, 1), version)] == ["from-registration"]


def test_an_unknown_kind_or_version_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownSignal) as refused:
        chosen("plans")
    assert refused.value.known == tuple(SIGNALS)
    with pytest.raises(UnknownSignal) as refused:
        chosen("plan-due@from-nowhere")
    assert refused.value.known == tuple(f"plan-due@{rule.version}" for rule in versions("plans-overdue"))

"""Decisions and what became of them: objection and appeal, and from which day they can be contested no more."""

from datetime import date
from typing import Any

import pytest

from domain.counting import Bounds
from domain.event import Position, Recorded
from domain.facts import AppealDecided, AppealLodged, ObjectionDecided, ObjectionLodged
from projections import VIEWS
from tests.domain.rules.deciding_afterwards import CONTESTED, IRREVOCABLE, WITHOUT, Dossier
from tests.given import ask

# --- Irrevocable: the worked example ---


@pytest.mark.parametrize(
    ("as_of", "code"),
    [
        ("2009-03-03", "NOT_NOTIFIED"),
        ("2009-03-04", "TERM_RUNS"),
        ("2009-04-15", "TERM_RUNS"),
        ("2009-04-16", "IRREVOCABLE"),
    ],
)
def test_a_decision_is_irrevocable_on_the_day_after_the_last_day_to_object(as_of: str, code: str) -> None:
    assert Dossier().notified().irrevocable(as_of) == code


def test_the_answer_tells_from_which_day_on_and_counts_the_decision() -> None:
    answer = Dossier().notified().ask(IRREVOCABLE, "2009-04-16")

    assert (answer.value, answer.verdicts["D1"].reason.detail) == (1, {"irrevocable_from": "2009-04-16"})


@pytest.mark.parametrize(
    ("lodged_on", "in_time", "code"),
    [
        ("2009-04-15", None, "UNDER_OBJECTION"),
        ("2009-04-16", None, "IRREVOCABLE"),
        ("2009-04-16", True, "UNDER_OBJECTION"),
        ("2009-04-15", False, "IRREVOCABLE"),
        (None, None, "UNDER_OBJECTION"),
    ],
)
def test_an_objection_in_time_keeps_a_decision_open_and_a_late_one_does_not(
    lodged_on: str | None, in_time: bool | None, code: str
) -> None:
    dossier = Dossier().notified()
    dossier.names(ObjectionLodged, lodged_on, in_time=in_time)

    assert dossier.irrevocable("2009-05-01") == code


@pytest.mark.parametrize(
    ("as_of", "code"),
    [("2009-05-31", "UNDER_OBJECTION"), ("2009-06-01", "TERM_RUNS"), ("2009-07-13", "TERM_RUNS"),
     ("2009-07-14", "IRREVOCABLE")],
)  # fmt: skip
def test_after_an_objection_the_term_to_appeal_runs_from_when_the_answer_was_made_known(as_of: str, code: str) -> None:
    dossier = Dossier().notified()
    dossier.names(ObjectionLodged, "2009-04-15")
    answer = dossier.names(ObjectionDecided, "2009-06-01", outcome="UNFOUNDED")
    dossier.notified("2009-06-01", answer)

    assert dossier.irrevocable(as_of) == code


def test_an_answer_that_nobody_made_known_starts_no_term() -> None:
    dossier = Dossier().notified()
    dossier.names(ObjectionLodged, "2009-04-15")
    dossier.names(ObjectionDecided, "2009-06-01", outcome="UNFOUNDED")

    assert dossier.irrevocable("2012-01-01") == "NOT_NOTIFIED"


def test_an_objection_that_was_withdrawn_leaves_nothing_to_appeal_against() -> None:
    dossier = Dossier().notified()
    dossier.names(ObjectionLodged, "2009-04-15")
    dossier.names(ObjectionDecided, "2009-05-01", outcome="WITHDRAWN")

    assert [dossier.irrevocable(day) for day in ("2009-04-30", "2009-05-01")] == ["UNDER_OBJECTION", "IRREVOCABLE"]


def appealed() -> tuple[Dossier, Recorded]:
    dossier = Dossier().notified()
    dossier.names(ObjectionLodged, "2009-04-15")
    answer = dossier.names(ObjectionDecided, "2009-06-01", outcome="UNFOUNDED")
    dossier.notified("2009-06-01", answer)
    dossier.names(AppealLodged, "2009-07-01", answer, instance="DISTRICT_COURT")
    return dossier, answer


def test_an_appeal_against_the_answer_keeps_the_decision_open_until_six_weeks_after_the_ruling() -> None:
    dossier, answer = appealed()
    dossier.names(AppealDecided, "2009-12-01", answer, instance="DISTRICT_COURT", outcome="UNFOUNDED")

    days = ("2009-11-30", "2009-12-01", "2010-01-12", "2010-01-13")
    assert [dossier.irrevocable(day) for day in days] == ["UNDER_APPEAL", "TERM_RUNS", "TERM_RUNS", "IRREVOCABLE"]


def test_the_ruling_of_the_highest_court_is_final_at_once() -> None:
    dossier, answer = appealed()
    dossier.names(AppealDecided, "2009-12-01", answer, instance="DISTRICT_COURT", outcome="UNFOUNDED")
    dossier.names(AppealLodged, "2010-01-10", answer, instance="HIGHER_COURT")
    dossier.names(AppealDecided, "2010-01-12", answer, instance="HIGHER_COURT", outcome="UNFOUNDED")

    assert [dossier.irrevocable(day) for day in ("2010-01-11", "2010-01-12")] == ["UNDER_APPEAL", "IRREVOCABLE"]


def test_an_answer_that_a_court_undid_leaves_the_objection_to_be_decided_again() -> None:
    dossier, answer = appealed()
    ruling: dict[str, Any] = {"outcome": "FOUNDED", "effect": "FROM_THE_START"}
    dossier.names(AppealDecided, "2009-12-01", answer, instance="DISTRICT_COURT", **ruling)

    assert dossier.irrevocable("2012-01-01") == "UNDER_OBJECTION"

    again = dossier.names(ObjectionDecided, "2012-02-01", outcome="UNFOUNDED")
    dossier.notified("2012-02-01", again)
    assert dossier.irrevocable("2012-03-15") == "IRREVOCABLE"


def test_a_day_of_notification_known_to_the_month_makes_nothing_irrevocable() -> None:
    assert Dossier().notified("2009-03").irrevocable("2020-01-01") == "DATE_UNKNOWN"


def test_how_many_weeks_are_open_is_a_parameter() -> None:
    dossier = Dossier().notified()
    bounds = Bounds(date(2009, 3, 26), Position(99))
    answer = ask(dossier.book, VIEWS["decisions"], IRREVOCABLE, bounds, [(None, None, "objection-weeks", "3")])

    assert answer.counted == ["D1"]


# --- Under objection or appeal ---


@pytest.mark.parametrize(
    ("as_of", "code"),
    [("2009-04-14", "NOT_CONTESTED"), ("2009-04-15", "UNDER_OBJECTION"), ("2009-06-01", "NOT_CONTESTED"),
     ("2009-07-01", "UNDER_APPEAL")],
)  # fmt: skip
def test_a_decision_is_contested_from_the_objection_until_the_answer(as_of: str, code: str) -> None:
    dossier, _ = appealed()
    answer = dossier.ask(CONTESTED, as_of)

    assert answer.verdicts["D1"].code == code
    assert answer.value == (code != "NOT_CONTESTED")


def test_a_late_objection_is_an_objection_all_the_same() -> None:
    dossier = Dossier().notified()
    dossier.names(ObjectionLodged, "2009-09-01", in_time=False)

    assert dossier.code(CONTESTED, "2009-09-01") == "UNDER_OBJECTION"


def test_an_objection_does_not_suspend_and_is_flagged() -> None:
    dossier = Dossier().notified()
    dossier.names(ObjectionLodged, "2009-04-15")
    (verdict,) = dossier.ask(WITHOUT, "2009-05-01").verdicts.values()

    assert (verdict.code, verdict.counted) == ("IN_FORCE", False)
    assert "UNDER_OBJECTION" in verdict.flags


def test_an_answer_that_names_no_objection_answers_those_lodged_by_then() -> None:
    dossier = Dossier().notified()
    dossier.names(ObjectionLodged, "2009-04-01")
    dossier.names(ObjectionDecided, "2009-04-10", outcome="INADMISSIBLE")
    dossier.names(ObjectionLodged, "2009-04-12")

    assert [dossier.code(CONTESTED, day) for day in ("2009-04-11", "2009-04-12")] == [
        "NOT_CONTESTED", "UNDER_OBJECTION",
    ]  # fmt: skip

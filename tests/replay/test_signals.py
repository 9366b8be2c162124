"""Signals asked of a ledger: due, coming, assigned, acknowledged, at rest, on the day asked and as known then."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.facts import (
    AbsenceFollowedUp,
    AbsenceRecorded,
    CaseAssigned,
    EnrolmentRecorded,
    ObligationEstablished,
    ParameterSet,
    PersonalPlanAdopted,
    PlacementStarted,
    ProgressReviewHeld,
    RegionComposed,
    RegistrationsUnlinked,
    SignalAcknowledged,
    SignalRaised,
)
from replay.asking import CannotAsk
from replay.figures import Figures
from replay.signal_documents import signals_document
from replay.signals import Signals, SignalsAsked, ask_signals
from store.ledger import Ledger
from tests.replay.saying import GRONINGEN, HAARLEM, Chain

ENROLLED = EnrolmentRecorded(course="NT2-A")
LIMIT = date(2008, 3, 21)
"""Twenty days after the enrolment of 1 March 2008."""
MOVE = "move-due"


def ask(ledger: Ledger, as_of: date | str = "2008-03-24", **asked: Any) -> Signals:
    day = as_of if isinstance(as_of, date) else date.fromisoformat(as_of)
    return ask_signals(Figures(ledger), SignalsAsked(as_of=day, **asked))


def told(ledger: Ledger, as_of: date | str = "2008-03-24", **asked: Any) -> list[tuple[str, str]]:
    """(id, kind) of the signals asked for, in their order."""
    document = signals_document(ledger, ask(ledger, as_of, **asked))
    return [(one["id"], one["signal"]) for one in document["signals"]]


def enrolled(ledger: Ledger, *names: str) -> Chain:
    chain = Chain(ledger)
    for name in names:
        chain.says(name, ENROLLED, "2008-03-01")
    return chain


def acknowledged(until: str | None = "2008-04-01", **said: Any) -> SignalAcknowledged:
    rests_until_on = date.fromisoformat(until) if until else None
    return SignalAcknowledged(**{"signal": MOVE, "reason": "PLACE_PROMISED", "rests_until_on": rests_until_on} | said)


@pytest.mark.parametrize(
    ("as_of", "coming_days", "shown"),
    [
        ("2008-03-20", 0, []),
        ("2008-03-20", 1, [("coming", None, 1)]),
        ("2008-03-21", 0, [("coming", None, None)]),
        ("2008-03-22", 0, [("due", 1, None)]),
        ("2008-02-29", 99, []),
    ],
)
def test_a_case_comes_up_before_its_limit_and_is_due_after_it(
    ledger: Ledger, as_of: str, coming_days: int, shown: list[Any]
) -> None:
    enrolled(ledger, "R1")

    found = signals_document(ledger, ask(ledger, as_of, kinds=[MOVE], coming_days=coming_days))

    assert [
        ("due" if one["is_due"] else "coming", one["days_over"] or None, one["days_left"] or None)
        for one in found["signals"]
    ] == shown
    assert {one["limit_on"] for one in found["signals"]} <= {LIMIT.isoformat()}


@pytest.mark.parametrize(
    ("as_of", "is_at_rest"),
    [("2008-03-23", False), ("2008-03-24", True), ("2008-03-31", True), ("2008-04-01", False), ("2008-04-02", False)],
)
def test_acknowledged_it_is_off_the_list_until_the_day_it_rests_until(
    ledger: Ledger, as_of: str, is_at_rest: bool
) -> None:
    enrolled(ledger, "R1").says("R1", acknowledged(), "2008-03-24")

    shown = [("R1", MOVE)]
    assert told(ledger, as_of) == ([] if is_at_rest else shown)
    assert told(ledger, as_of, acknowledged=True) == (shown if is_at_rest else [])


def test_what_rested_says_so_when_it_is_shown_again(ledger: Ledger) -> None:
    enrolled(ledger, "R1").says("R1", acknowledged(), "2008-03-24")

    (row,) = signals_document(ledger, ask(ledger, "2008-04-01"))["signals"]

    assert row["acknowledged"] == {
        "reason": "PLACE_PROMISED",
        "on": "2008-03-24",
        "by": "tester",
        "rests_until_on": "2008-04-01",
        "rests": False,
    }


def test_the_list_as_it_was_known_before_is_the_list_as_it_was(ledger: Ledger) -> None:
    chain = enrolled(ledger, "R1")
    before = str(ledger.head().position)
    chain.says("R1", CaseAssigned(assignee="m1"), "2008-03-10")
    said = chain.says("R1", acknowledged(), "2008-03-24")
    assert told(ledger) == []
    assert told(ledger, known_at=before) == [("R1", MOVE)]
    assert ask(ledger, known_at=before).rows[0].assigned == ()

    chain.retracts(said)

    assert told(ledger) == [("R1", MOVE)]
    assert told(ledger, known_at=str(said.position)) == []


@pytest.mark.parametrize(
    ("as_of", "assignee"),
    [("2008-03-21", None), ("2008-03-22", "m1"), ("2008-03-25", "m1"), ("2008-03-26", "m2"), ("2008-04-01", None)],
)
def test_who_is_on_it_is_who_is_assigned_on_the_day_asked(ledger: Ledger, as_of: str, assignee: str | None) -> None:
    chain = enrolled(ledger, "R1")
    chain.says("R1", CaseAssigned(assignee="m1", role="CASE_MANAGER"), "2008-03-22")
    reassigned = CaseAssigned(assignee="m2", role="CASE_MANAGER", until_on=date(2008, 4, 1))
    chain.says("R1", reassigned, "2008-03-26")

    (row,) = ask(ledger, as_of).rows

    assert [one.assignee for one in row.assigned] == ([assignee] if assignee else [])
    assert told(ledger, as_of, assignee="m1") == ([("R1", MOVE)] if assignee == "m1" else [])
    assert told(ledger, as_of, unassigned=True) == ([] if assignee else [("R1", MOVE)])


def test_one_that_names_the_event_leaves_another_signal_of_the_person_on_the_list(ledger: Ledger) -> None:
    chain = enrolled(ledger, "R1")
    chain.says("R1", EnrolmentRecorded(course="KNM"), "2008-03-02")
    first, second = signals_document(ledger, ask(ledger))["signals"]
    assert first["about_same_person"]
    assert second["about_same_person"]

    chain.says("R1", acknowledged(about=first["about"]), "2008-03-24")

    (left,) = signals_document(ledger, ask(ledger))["signals"]
    assert (left["about"], left["about_same_person"]) == (second["about"], True)


def test_one_of_another_kind_or_another_event_changes_nothing(ledger: Ledger) -> None:
    chain = enrolled(ledger, "R1", "R2")
    chain.says("R1", acknowledged(signal="plan-due"), "2008-03-24")
    other = signals_document(ledger, ask(ledger))["signals"][1]["about"]
    chain.says("R1", acknowledged(about=other), "2008-03-24")

    assert told(ledger) == [("R1", MOVE), ("R2", MOVE)]


def test_what_is_said_of_another_registration_of_the_person_holds_until_they_are_told_apart(ledger: Ledger) -> None:
    chain = enrolled(ledger, "R1", "R2")
    chain.links("R1", "R2")
    chain.says("R2", CaseAssigned(assignee="m1"), "2008-03-22")
    chain.says("R2", acknowledged(), "2008-03-24")
    assert told(ledger) == []
    assert told(ledger, "2008-03-23", assignee="m1") == [("R1", MOVE), ("R2", MOVE)]

    chain.links("R1", "R2", RegistrationsUnlinked)

    assert told(ledger) == [("R1", MOVE)]
    assert told(ledger, "2008-03-23", assignee="m1") == [("R2", MOVE)]


def test_the_most_urgent_comes_first_then_what_has_no_limit_then_what_comes_up(ledger: Ledger) -> None:
    chain = Chain(ledger)
    chain.says("soon", ENROLLED, "2008-03-10")
    chain.says("later", ENROLLED, "2008-03-12")
    chain.says("due", ENROLLED, "2008-03-03")
    chain.says("overdue", ENROLLED, "2008-03-01")
    chain.says("raised", SignalRaised(signal="DEBTS"), "2008-03-20")
    chain.says("earlier", SignalRaised(signal="DEBTS"), "2008-03-19")

    order = [record for record, _ in told(ledger, coming_days=10)]

    assert order == ["overdue", "due", "earlier", "raised", "soon", "later"]


def test_a_row_names_the_versions_that_say_so_and_those_that_do_not(ledger: Ledger) -> None:
    chain = Chain(ledger)
    chain.says("ill", AbsenceRecorded(reason="PERSONAL_CIRCUMSTANCE", authorised=False), "2004-03-01")
    chain.says("away", AbsenceRecorded(authorised=False), "2004-03-01")
    kind = "absence-without-follow-up"

    rows = signals_document(ledger, ask(ledger, "2004-03-02", kinds=[kind]))["signals"]

    by_id = {row["id"]: (row["versions"], row["other_versions"]) for row in rows}
    assert by_id["away"] == (["every-absence", "unauthorised-only"], {})
    assert by_id["ill"] == (["every-absence"], {"unauthorised-only": "PERSONAL_CIRCUMSTANCE"})
    assert told(ledger, "2004-03-02", kinds=[f"{kind}@unauthorised-only"]) == [("away", kind)]


def test_an_absence_asks_for_action_on_its_day_and_until_something_is_done(ledger: Ledger) -> None:
    chain = Chain(ledger)
    absent = chain.says("R1", AbsenceRecorded(authorised=False), "2004-03-01")
    kinds = ["absence-without-follow-up"]
    assert [row.days_over for row in ask(ledger, "2004-03-01", kinds=kinds).rows] == [0]

    followed_up = AbsenceFollowedUp(action="CALL", absence=str(absent.event.event_id))
    chain.says("R1", followed_up, "2004-03-04")

    assert [row.days_over for row in ask(ledger, "2004-03-03", kinds=kinds).rows] == [2]
    assert ask(ledger, "2004-03-04", kinds=kinds).rows == []


def test_a_plan_then_its_talks_and_at_last_its_term_are_due(ledger: Ledger) -> None:
    chain = Chain(ledger)
    notified = ObligationEstablished(law="WI_2021", notified_on=date(2023, 3, 6))
    chain.says("R1", notified, "2023-03-01")
    chain.says("R1", PersonalPlanAdopted(route="B1", progress_reviews=1), "2023-05-17")
    chain.says("R1", ProgressReviewHeld(), "2023-12-01")

    def due(as_of: str, coming_days: int = 0) -> list[tuple[str, int | None]]:
        return [(row.kind.name, row.days_over) for row in ask(ledger, as_of, coming_days=coming_days).rows]

    assert due("2023-05-14") == []
    assert due("2023-05-14", coming_days=1) == [("plan-due", -1)]
    assert due("2023-05-16") == [("plan-due", 1)]
    assert due("2023-05-17") == [("talk-due", None)]
    assert due("2023-12-01") == []
    assert due("2026-05-16", coming_days=1) == [("term-due", -1)]
    assert due("2026-05-18") == [("term-due", 1)]


def test_a_missing_document_is_told_once_somebody_set_which_are_needed(ledger: Ledger) -> None:
    chain = Chain(ledger)
    chain.says("R1", PlacementStarted(trajectory="DUAL"), "2009-01-10")
    kinds = ["document-missing"]
    (open_question,) = ask(ledger, "2009-02-01", kinds=kinds).not_answered
    assert open_question.parameter.name == "accountability-documents"

    chain.shared(ParameterSet(name="accountability-documents", value="beschikking"), "2009-01-01", GRONINGEN)

    found = ask(ledger, "2009-02-01", kinds=kinds)
    assert (found.not_answered, [row.verdict.code for row in found.rows]) == ([], ["DOC_MISSING"])


def test_a_rule_without_cases_needs_no_parameter(ledger: Ledger) -> None:
    enrolled(ledger, "R1")

    assert ask(ledger).not_answered == []


def test_signals_of_others_have_an_age_and_an_owner(ledger: Ledger) -> None:
    chain = Chain(ledger)
    raised = chain.says("R1", SignalRaised(signal="DEBTS", raised_by="Schuldhulp"), "2025-03-03")
    chain.says("R1", CaseAssigned(assignee="m1", role="GUIDE"), "2025-03-05")

    (row,) = signals_document(ledger, ask(ledger, "2025-03-13"))["signals"]

    assert (row["signal"], row["detail"]["open_days"]) == ("raised-by-others", 10)
    assert row["assigned"] == [{"assignee": "m1", "role": "GUIDE", "since_on": "2025-03-05"}]
    assert row["about"] == str(raised.event.event_id)
    chain.says("R1", acknowledged(None, signal="DEBTS", about=row["about"]), "2025-03-14")
    assert told(ledger, "2025-03-13") == [("R1", "raised-by-others")]
    assert told(ledger, "2025-03-14") == []
    assert told(ledger, "2025-03-14", acknowledged=True) == [("R1", "raised-by-others")]


def test_only_the_municipality_asked_is_told_and_every_kind_is_counted(ledger: Ledger) -> None:
    chain = enrolled(ledger, "R1", "R2")
    chain.says("H1", ENROLLED, "2008-03-01", municipality=HAARLEM)
    chain.says("R2", acknowledged(), "2008-03-24")

    document = signals_document(ledger, ask(ledger, municipality=GRONINGEN), 0)

    (counted,) = document["counts"]
    assert (counted["kind"], counted["due"], counted["coming"], counted["acknowledged"]) == (MOVE, 1, 0, 1)
    assert (document["total"], document["left_out"], document["signals"]) == (1, 1, [])
    assert told(ledger, municipality="Haarlem") == [("H1", MOVE)]


def test_a_region_is_told_of_all_that_belong_to_it(ledger: Ledger) -> None:
    chain = enrolled(ledger, "R1")
    chain.says("H1", ENROLLED, "2008-03-01", municipality=HAARLEM)
    chain.says("Z1", ENROLLED, "2008-03-01", municipality="0642")
    chain.shared(RegionComposed(region="Two", municipalities=(GRONINGEN, HAARLEM)), "2007-01-01")

    assert told(ledger, region="Two") == [("R1", MOVE), ("H1", MOVE)]


def test_a_kind_that_does_not_exist_is_refused_with_those_that_do(ledger: Ledger) -> None:
    with pytest.raises(CannotAsk, match="move-due, waiting-too-long"):
        ask(ledger, kinds=["moving"])

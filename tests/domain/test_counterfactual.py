"""What would have to be different: found in the rule by judging again, the nearest first, and true to the day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from domain.counterfactual import alternatives
from domain.counting import Bounds, Case, Question, Rule, judge, question_for
from domain.dates import When, parse_period
from domain.event import Position
from domain.rules import rule
from domain.rules.accountability import AccountedPlacement, Receipt
from domain.rules.attendance import Report
from domain.rules.deposit_case import Deposit, End, Payment
from domain.rules.quota_realisation import OtherPlacement, Placement
from domain.rules.shared import Category
from domain.rules.waiting_spell import FollowUp, WaitingSpell
from replay.what_if import sentence_of, what_if_document

PLACEMENTS, LETTER = rule("placements", "started"), rule("quota-placements", "letter-4a")
AGENDA, FILES = rule("quota-placements", "agenda-3a"), rule("realisation", "complete-files")
OVER_FOUR = rule("waiting-over-four-months", "first-inflow-only")
JUNE = Bounds(date(2008, 6, 30), Position(1), parse_period("2007-01-01..2008-07-01"))
FROM: dict[str, Any] = {"case": "c", "party": "0014", "system": "s"}
OUDKOMER = (Category(arrival="OUDKOMER"),)


def placed(on: str | None, **said: Any) -> Placement:
    started = None if on is None else When(on)
    return Placement(**FROM | {"kind": "PLACEMENT", "trajectory": "DUAL", "started_on": started} | said)


def waiting(joined_on: str, **said: Any) -> WaitingSpell:
    return WaitingSpell(**FROM, waiting_list="FIRST_INFLOW", reason="CAPACITY", joined_on=When(joined_on), **said)


def asked(of: Rule, bounds: Bounds = JUNE, **said: Any) -> Question:
    documents = ((None, None, "accountability-documents", "beschikking,plan"),)
    return question_for(of, bounds, documents, **said)


def told(of: Rule, case: Case, question: Question | None = None) -> list[tuple[str, list[tuple[Any, ...]]]]:
    """Each alternative: the code it gives, and of each change what, to what, from and until."""
    return [
        (
            one.verdict.code,
            [(c.kind, c.path[0], str(c.after), str(c.from_value), str(c.until_value)) for c in one.changes],
        )
        for one in alternatives(of, case, question or asked(of))
    ]


def test_on_the_end_day_of_a_period_a_day_earlier_would_count() -> None:
    assert told(PLACEMENTS, placed("2008-07-01")) == [
        ("PLACED", [("move", "started_on", "2008-06-30", "2007-01-01", "2008-06-30")])
    ]


@pytest.mark.parametrize("on", [None, "2008", "2008-06"])
def test_a_day_that_is_not_known_would_have_to_be_known_and_to_lie_within(on: str | None) -> None:
    assert told(PLACEMENTS, placed(on)) == [
        ("PLACED", [("set", "started_on", "2008-06-30", "2007-01-01", "2008-06-30")])
    ]


def test_a_case_that_counts_is_told_what_would_have_kept_it_out() -> None:
    (first, *_) = told(PLACEMENTS, placed("2008-06-29"))
    assert first == ("ON_BOUNDARY", [("move", "started_on", "2008-07-01", "2008-07-01", "None")])


def test_a_limit_in_months_gives_the_exact_day_and_the_day_asked() -> None:
    bounds = Bounds(date(2003, 12, 1), Position(1))
    assert told(OVER_FOUR, waiting("2003-08-01", categories=OUDKOMER), asked(OVER_FOUR, bounds)) == [
        ("OVER_LIMIT", [("move", "joined_on", "2003-07-31", "None", "2003-07-31")]),
        ("OVER_LIMIT", [("asked", "as_of", "2003-12-02", "2003-12-02", "None")]),
    ]


@pytest.mark.parametrize(
    ("attended", "nearest"), [(34, {"reports.attended": 33, "reports.lessons": 41}), (33, {"reports.attended": 34})]
)
def test_of_one_fact_each_field_that_may_be_otherwise_is_told(attended: int, nearest: dict[str, int]) -> None:
    """34 of 40 hours is exactly 85%: an hour less attended would do, as an hour more given would."""
    ended = When("2004-06-30")
    case = Deposit(
        **FROM,
        payments=(Payment(on=When("2003-09-01"), cents=5_000),),
        ends=(End(on=ended, successful=True),),
        reports=(Report(lessons=40, attended=attended, last_on=ended),),
    )
    forfeited = rule("deposits-forfeited", "extra-bonus")
    found = what_if_document(
        alternatives(forfeited, case, question_for(forfeited, Bounds(date(2004, 7, 1), Position(1))))
    )
    assert nearest.items() <= {one["changes"][0]["field"]: one["changes"][0]["to"] for one in found}.items()


def test_what_a_person_is_would_have_to_be_something_else() -> None:
    (first, *_) = told(LETTER, placed("2008-06-01", categories=(Category(pardon=True),)))
    assert first == ("PLACED", [("set", "categories", "False", "None", "None")])


def test_what_nobody_established_would_have_to_be() -> None:
    bounds = Bounds(date(2003, 12, 1), Position(1))
    (first, *_) = told(OVER_FOUR, waiting("2003-07-01"), asked(OVER_FOUR, bounds))
    assert first == ("OVER_LIMIT", [("add", "categories", "None", "None", "None")])


def test_a_fact_would_have_to_be_absent() -> None:
    earlier = OtherPlacement(case="o", on=When("2008-01-01"), position=1, municipality="0014", trajectory="DUAL")
    found = told(AGENDA, placed("2008-06-01", not_later=(earlier,)))
    assert [("absent", "not_later", "None", "None", "None")] in [changes for _, changes in found]


def test_a_source_would_have_to_have_entered_it_in_time() -> None:
    bounds = Bounds(date(2008, 6, 30), Position(1), JUNE.period, date(2008, 9, 18))
    question = asked(PLACEMENTS, bounds, recorded_later=["c"])
    assert told(PLACEMENTS, placed("2008-06-01"), question) == [
        ("PLACED", [("entered", "registered_on", "2008-09-18", "None", "None")])
    ]


def test_two_documents_that_are_missing_would_both_have_to_be_there() -> None:
    bounds = Bounds(date(2009, 1, 31), Position(1))
    case = AccountedPlacement(**FROM, kind="PLACEMENT", trajectory="DUAL", started_on=When("2008-06-01"))
    assert told(FILES, case, asked(FILES, bounds)) == [
        ("FILE_COMPLETE", [("add", "receipts", "2009-01-31", "None", "2009-01-31")] * 2)
    ]


def test_of_several_changes_each_day_is_as_near_as_it_may_be() -> None:
    bounds = Bounds(date(2009, 1, 31), Position(1))
    receipts = (
        Receipt(document="plan", on=When("2009-02-03"), signed=True),
        Receipt(document="beschikking", on=When("2008-06-03"), signed=False),
    )
    case = AccountedPlacement(
        **FROM, kind="PLACEMENT", trajectory="DUAL", started_on=When("2008-06-01"), receipts=receipts
    )
    (first, *_) = told(FILES, case, asked(FILES, bounds))
    assert sorted(first[1]) == [
        ("move", "receipts", "2009-01-31", "None", "2009-01-31"),
        ("set", "receipts", "True", "None", "None"),
    ]


def test_where_nothing_simple_suffices_nothing_is_told() -> None:
    needed = ((None, None, "accountability-documents", "beschikking,plan,verklaring,toets"),)
    question = question_for(FILES, Bounds(date(2009, 1, 31), Position(1)), needed)
    case = AccountedPlacement(**FROM, kind="PLACEMENT", trajectory="DUAL", started_on=When("2008-06-01"))

    assert alternatives(FILES, case, question) == []


days = some.dates(date(2003, 1, 1), date(2004, 6, 30))


@settings(max_examples=25)
@given(
    joined_on=days,
    as_of=days,
    placed_on=some.none() | days,
    arrival=some.sampled_from((None, "OUDKOMER", "NIEUWKOMER")),
)
def test_every_change_told_turns_the_verdict_and_no_nearer_day_does(
    joined_on: date, as_of: date, placed_on: date | None, arrival: Any
) -> None:
    follow_ups = () if placed_on is None else (FollowUp(kind="PLACED", on=When(placed_on.isoformat())),)
    case = waiting(joined_on.isoformat(), categories=(Category(arrival=arrival),), follow_ups=follow_ups)
    question = asked(OVER_FOUR, Bounds(as_of, Position(1)))
    now = judge(OVER_FOUR, case, question)

    for one in alternatives(OVER_FOUR, case, question):
        assert one.verdict.counted != now.counted
        assert len(one.changes) <= 3
        if [(c.kind, c.path) for c in one.changes] == [("move", ("joined_on",))]:
            moved = date.fromisoformat(str(one.changes[0].after))
            step = timedelta(days=1 if moved > joined_on else -1)
            day = joined_on
            while day != moved:
                nearer = msgspec.structs.replace(case, joined_on=When(day.isoformat()))
                assert judge(OVER_FOUR, nearer, question).counted == now.counted
                day += step
            there = msgspec.structs.replace(case, joined_on=When(day.isoformat()))
            assert judge(OVER_FOUR, there, question) == one.verdict


def test_an_alternative_is_told_in_a_sentence_of_each_language() -> None:
    question = asked(OVER_FOUR, Bounds(date(2003, 12, 1), Position(1)))
    said = sentence_of(alternatives(OVER_FOUR, waiting("2003-08-01", categories=OUDKOMER), question)[0])
    assert said["nl"] == (
        "Als de dag van inschrijving op of vóór 31-07-2003 lag (nu 01-08-2003), telde dit geval mee (OVER_LIMIT)."
    )
    assert said["en"] == (
        "If the day of registration were on or before 2003-07-31 (it is 2003-08-01), "
        "this case would count (OVER_LIMIT)."
    )


def test_the_document_of_an_alternative_says_what_changes_and_how_far() -> None:
    (document,) = what_if_document(alternatives(PLACEMENTS, placed("2008-07-01"), asked(PLACEMENTS)))
    assert document["changes"] == [
        {
            "kind": "move", "field": "started_on", "named": None, "from": "2008-07-01", "to": "2008-06-30",
            "at_least": "2007-01-01", "at_most": "2008-06-30",
        }
    ]  # fmt: skip
    assert (document["counted"], document["reason"], document["amount"]) == (True, "PLACED", 1)

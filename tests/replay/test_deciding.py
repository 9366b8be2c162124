"""The events listed as deciding are those that decided on the day asked: without the others the verdict is the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import strategies as st

from domain.counting import Bounds, Case, ParameterNotSet, Rule, judge, question_for
from domain.event import Position, Recorded
from domain.facts import DecisionRevoked, ObjectionLodged
from domain.rules import RULES, rule
from domain.rules.shared import known_day
from projections.fold import View, streams_of
from projections.history import standing
from replay.deciding import deciding
from tests.domain.rules.fining import Person, id_of
from tests.projections.histories_drawn import OF_REGISTRATIONS, Made, of_every

IMPOSED, IN_FORCE = rule("fines-imposed", "not-undone"), rule("fines-in-force", "on-the-day-asked")


def listed(person: Person, asked: Rule, fine: Recorded, as_of: str) -> list[str]:
    """The kinds of the events that decided about a fine, with the fine of which they are."""
    verdict = person.verdicts(asked, as_of)[id_of(fine)]
    events = {one.position: (one, b"") for one in person.book.events}
    return [type(one.fact).__name__ for one in deciding(verdict, events, date.fromisoformat(as_of))]


@pytest.mark.parametrize(
    ("as_of", "kinds"),
    [
        ("2023-01-09", ["SanctionImposed"]),
        ("2023-05-31", ["SanctionImposed", "ObjectionLodged"]),
        ("2023-06-01", ["SanctionImposed", "ObjectionLodged", "DecisionRevoked"]),
    ],
)
def test_what_became_of_a_fine_after_the_day_asked_did_not_decide(as_of: str, kinds: list[str]) -> None:
    person = Person()
    fine = person.fine("2023-01-10")
    person.says(ObjectionLodged(decision=id_of(fine)), "2023-02-01")
    person.says(DecisionRevoked(decision=id_of(fine), effect="FROM_THE_START"), "2023-06-01")

    assert [listed(person, one, fine, as_of) for one in (IMPOSED, IN_FORCE)] == [kinds, kinds]


def test_another_fine_of_the_person_decides_only_where_a_rule_looks_at_it() -> None:
    person = Person()
    first = person.final_fine("2023-01-01", "2023-01-10")
    second = person.final_fine("2023-09-01", "2023-09-10", 10_000)
    above, not_allowed = rule("fines-above-the-maximum", "wi-2021"), rule("fines-not-allowed", "wi-2021")
    own = ["SanctionImposed", "DecisionNotified"]

    assert listed(person, IMPOSED, second, "2024-01-01") == own
    assert listed(person, above, second, "2024-01-01") == [*own, *own]
    assert listed(person, above, first, "2024-01-01") == own
    assert listed(person, not_allowed, second, "2024-01-01") == own


def cases_of(view: View, events: list[Recorded], own: set[object]) -> dict[str, Case]:
    stood = [one for one in standing(events) if one.subject in own]
    shared = [one for one in standing(events) if one.subject not in own]
    read = [one for one in stood if type(one.fact) in view.reads]
    return {case.case: case for case in view.cases(streams_of(read), shared)}


def rules_of(view: View) -> Iterator[Rule]:
    return (one for one in RULES if one.view == view.name)


FOLLOWED = [view for view in OF_REGISTRATIONS if view.name in ("decisions", "fines", "placements", "deposits")]
"""The decisions by themselves, and of what is made of decisions those with the most told of them."""


@of_every(FOLLOWED, nth=st.integers(0, 30))
def test_what_is_not_listed_changes_no_verdict(view: View, made: Made, nth: int) -> None:
    own = {stream.subject for stream in made.book.streams.values()}
    days = sorted(day for one in made.book.events if (day := known_day(one.event.occurred_on)) is not None)
    if not days:
        return
    as_of = days[nth % len(days)]
    events = {one.position: (one, b"") for one in made.book.events}
    bounds = Bounds(as_of, Position(len(events)))
    for case in cases_of(view, made.book.events, own).values():
        for asked in rules_of(view):
            try:
                question = question_for(asked, bounds)
            except ParameterNotSet:
                continue
            verdict = judge(asked, case, question)
            told = {one.position for one in deciding(verdict, events, as_of)}
            later = {*verdict.positions} - told
            if not later:
                continue
            without = cases_of(view, [one for one in made.book.events if one.position not in later], own)
            if view.name == "decisions" and case.case not in without:
                continue  # such a case is there because of what was said of the decision, whenever that was
            again = judge(asked, without[case.case], question)
            assert (again.code, again.amount) == (verdict.code, verdict.amount), asked.name

"""What stands beside a figure and is no case of it: preparation, guidance, estimates, milestones, purchases."""

from datetime import date
from typing import Any

import pytest

from domain.counting import Bounds
from domain.dates import Period
from domain.event import Position
from domain.facts import (
    CategoryDetermined,
    ComponentAdded,
    ContractConcluded,
    EstimateMade,
    GuidanceStarted,
    MilestoneSet,
    PersonalPlanAdopted,
    PlacementStarted,
    PlacesPurchased,
    PreparationJoined,
    PvtCompleted,
    QuotaSet,
)
from domain.facts.base import Fact
from domain.quotas import refused_because
from domain.rules import RULES, rule
from projections import VIEWS
from tests.given import Book, ask, read

PLACEMENTS, QUOTAS = VIEWS["placements"], VIEWS["quotas"]
STARTED = rule("placements", "started")
ZHZ, DORDRECHT, GORINCHEM = "Wet inburgering nieuwkomers", "0505", "0512"


def within(as_of: str, period: Period | None = None) -> Bounds:
    return Bounds(date.fromisoformat(as_of), Position(999), period)


# --- No start ---

COUNTED_BY_START = ("placements", "outcomes", "provisions", "participants", "intake")

TEN_WEEKS = PreparationJoined(programme="INTRODUCTION", course="Rotterdamse taalstart", until_on=date(2022, 5, 16))


@pytest.mark.parametrize(
    "fact",
    [
        TEN_WEEKS,
        GuidanceStarted(guidance="INTENSIVE", outside_law=True),
        GuidanceStarted(guidance="SOCIAL", guided_by="VluchtelingenWerk"),
        ComponentAdded(component="MB"),
    ],
)
def test_preparation_guidance_and_parts_are_no_start_of_a_trajectory(fact: Fact) -> None:
    book = Book()
    book.registration("P1").says(fact, "2022-03-07")
    assert [name for name in COUNTED_BY_START if book.cases(VIEWS[name])] == []

    book.registration("P1").says(PlacementStarted(trajectory="B1_ROUTE"), "2022-05-16")
    (case,) = book.cases(PLACEMENTS).values()
    assert str(case.on) == "2022-05-16", "the day is that of the start"  # type: ignore[attr-defined]


def test_a_programme_of_ten_weeks_takes_seventy_days() -> None:
    joined = Book().registration("P1").says(TEN_WEEKS, "2022-03-07")

    assert TEN_WEEKS.until_on is not None
    assert (TEN_WEEKS.until_on - date.fromisoformat(str(joined.event.occurred_on))).days == 70


# --- Lines that are no quota ---


def line(unit: str, amount: int | None, period_from: date, period_until: date, **said: Any) -> dict[str, Any]:
    return {
        "scheme": ZHZ,
        "unit": unit,
        "amount": amount,
        "precision": "about",
        "period_from": period_from,
        "period_until": period_until,
        "setter": "Regio Zuid-Holland Zuid",
        "document_on": date(2003, 1, 1),
        "document": "Regionale visie",
    } | said


OF_2003 = (date(2003, 1, 1), date(2004, 1, 1))


def test_an_estimate_of_newcomers_and_one_of_language_lessons_are_two_lines_that_nothing_is_held_against() -> None:
    book = Book()
    book.shared(EstimateMade(**line("trajectories", 450, *OF_2003)), "2003-01-01", DORDRECHT)
    book.shared(EstimateMade(**line("language-lessons", 2000, *OF_2003)), "2003-01-01", DORDRECHT)

    lines = [read(QUOTAS, row) for row in book.rows(QUOTAS)]

    assert [(one.kind, one.unit, one.amount) for one in lines] == [
        ("estimate", "trajectories", 450),
        ("estimate", "language-lessons", 2000),
    ]
    bounds = within("2003-12-31", Period(*OF_2003))
    assert all(refused_because(each, one, bounds) is not None for each in RULES for one in lines)


@pytest.mark.parametrize(
    ("kind", "because"), [(QuotaSet, None), (EstimateMade, "KIND_MISMATCH"), (PlacesPurchased, "KIND_MISMATCH")]
)
def test_a_line_that_would_be_a_quota_is_none_when_it_was_only_estimated_or_bought(kind: Any, because: Any) -> None:
    book = Book()
    period = (date(2007, 1, 1), date(2010, 1, 1))
    book.shared(kind(**line("trajectories", 1230, *period, scheme="Wet inburgering 2007")), "2008-09-18", "0014")

    (quota,) = (read(QUOTAS, row) for row in book.rows(QUOTAS))

    bounds = within("2008-07-01", Period(date(2007, 1, 1), date(2008, 7, 1)))
    assert refused_because(rule("quota-placements", "letter-4a"), quota, bounds) == because


def test_a_milestone_before_new_year_ends_on_the_day_before_and_that_of_the_next_year_is_a_line_of_its_own() -> None:
    book = Book()
    for year in (2003, 2004):
        period = (date(year, 1, 1), date(year + 1, 1, 1))
        insight = MilestoneSet(**line("childcare-insight", None, *period, precision="exact"))
        book.shared(insight, f"{year}-01-01", DORDRECHT)

    lines = [read(QUOTAS, row) for row in book.rows(QUOTAS)]

    assert [(one.kind, one.period_until) for one in lines] == [
        ("milestone", date(2004, 1, 1)),
        ("milestone", date(2005, 1, 1)),
    ]
    assert [Period(one.period_from, one.period_until).last_day for one in lines] == [
        date(2003, 12, 31),
        date(2004, 12, 31),
    ]


# --- One contract, many municipalities ---


def test_under_a_regional_contract_each_person_counts_in_the_own_municipality() -> None:
    book = Book()
    book.shared(ContractConcluded(provider="ROC", municipalities=(DORDRECHT, GORINCHEM)), "2003-01-01")
    for name, municipality in (("P1", DORDRECHT), ("P2", DORDRECHT), ("P3", GORINCHEM)):
        somebody = book.registration(name, municipality=municipality)
        somebody.says(PlacementStarted(trajectory="REGULAR", provider="ROC"), "2008-03-01")

    answer = ask(book, PLACEMENTS, STARTED, within("2008-12-31"))

    assert answer.value == 3
    assert {name: one.case.municipality for name, one in answer.verdicts.items()} == {
        "P1": DORDRECHT,
        "P2": DORDRECHT,
        "P3": GORINCHEM,
    }


# --- The participation declaration is for both groups ---


@pytest.mark.parametrize("group", ["ASYLUM", "FAMILY_AND_OTHER"])
def test_the_participation_declaration_is_asked_of_both_groups(group: Any) -> None:
    book = Book()
    somebody = book.registration("P1")
    somebody.says(CategoryDetermined(migrant_group=group), "2023-01-02")
    somebody.says(PersonalPlanAdopted(route="B1"), "2023-03-06")
    pvt = rule("pvt-completed", "twelve-hours")

    assert ask(book, VIEWS["programmes"], pvt, within("2023-12-31")).codes == {"P1": "PVT_NOT_COMPLETED"}

    somebody.says(PvtCompleted(hours=12), "2023-06-01")
    assert ask(book, VIEWS["programmes"], pvt, within("2023-12-31")).counted == ["P1"]

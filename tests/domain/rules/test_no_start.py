"""What precedes a trajectory, stands beside it or comes instead of it is no start; and who starts is not asked more."""

from typing import Any, get_args

import pytest

from domain.counting import Bounds, judge_all, question_for
from domain.event import Position
from domain.facts import (
    AssessmentRecorded,
    CategoryDetermined,
    EnforcementOrderIssued,
    EnrolmentRecorded,
    GuidanceStarted,
    IntakeCompleted,
    OfferDeclined,
    PersonApproached,
    PersonSettled,
    PlacementEnded,
    PlacementStarted,
    PlacesPurchased,
    PlanDrafted,
    PreparationJoined,
    ProviderReassigned,
    SummonsMissed,
    SummonsSent,
)
from domain.facts.base import Fact
from domain.rules import rule
from projections import VIEWS
from tests.given import Book, day

PLACEMENTS = rule("placements", "started")


def codes(book: Book, as_of: str = "2008-12-31") -> list[str]:
    bounds = Bounds(day(as_of), Position(99))  # type: ignore[arg-type]
    verdicts = judge_all(PLACEMENTS, book.cases(VIEWS[PLACEMENTS.view]).values(), question_for(PLACEMENTS, bounds))
    return sorted(verdict.code for verdict in verdicts)


def counted(book: Book) -> int:
    return codes(book).count("PLACED")


@pytest.mark.parametrize(
    "fact",
    [
        pytest.param(AssessmentRecorded(assessment="ASSESSMENT"), id="R009 an assessment"),
        pytest.param(AssessmentRecorded(assessment="ENTRY_TEST"), id="R053 a test"),
        pytest.param(PreparationJoined(programme="LANGUAGE_BRIDGE"), id="R010 a bridge until the course starts"),
        pytest.param(PreparationJoined(programme="PRE_TRAJECTORY"), id="R015 a project before a trajectory"),
        pytest.param(PersonApproached(channel="letter"), id="R029 an approach"),
        pytest.param(IntakeCompleted(intake="BROAD"), id="R037 a broad intake"),
        pytest.param(OfferDeclined(reason="OWN_COURSE"), id="R030 R085 an offer that was declined"),
        pytest.param(EnforcementOrderIssued(with_offer=False), id="R031 R061 an order without an offer"),
        pytest.param(SummonsSent(), id="R060 a call"),
        pytest.param(SummonsMissed(), id="R060 a call that was missed"),
        pytest.param(PlanDrafted(), id="R055 a draft of a plan"),
        pytest.param(PersonSettled(), id="R103 housing"),
        pytest.param(GuidanceStarted(guidance="INTENSIVE"), id="R115 guidance to a job"),
        pytest.param(EnrolmentRecorded(course="Taal"), id="R021 an enrolment"),
    ],
)
def test_what_precedes_or_replaces_a_trajectory_is_no_start(fact: Fact) -> None:
    book = Book()
    person = book.registration("P1")
    person.says(fact, "2008-03-01")

    assert counted(book) == 0
    person.says(PlacementStarted(trajectory="REGULAR"), "2008-04-01")
    assert counted(book) == 1


def test_what_was_bought_is_not_started() -> None:
    book = Book()
    bought = PlacesPurchased(
        scheme="Wet inburgering 2007",
        unit="trajectories",
        amount=1139,
        precision="exact",
        period_from=day("2008-01-01"),  # type: ignore[arg-type]
        period_until=day("2010-01-01"),  # type: ignore[arg-type]
        setter="gemeente",
        document_on=day("2008-11-25"),  # type: ignore[arg-type]
        document="plan van aanpak PIB",
    )
    book.shared(bought, "2008-11-25", "0392")

    assert codes(book) == []


@pytest.mark.parametrize("benefit", get_args(get_args(CategoryDetermined.__annotations__["benefit"])[0]))
@pytest.mark.parametrize("trajectory", ["REGULAR", "DUAL"])
def test_who_starts_is_placed_with_a_benefit_without_and_before_it_is_arranged(benefit: Any, trajectory: Any) -> None:
    """Also on a dual trajectory (R064), and a pardoner whose benefit is still pending (R076)."""
    book = Book()
    person = book.registration("P1")
    person.says(CategoryDetermined(benefit=benefit, pardon=True), "2008-01-01")
    person.says(PlacementStarted(trajectory=trajectory), "2008-02-01")

    assert counted(book) == 1


def test_a_person_in_two_pilots_is_placed_once() -> None:
    """The pilots stand with the placement as codes (R008, R012, R013)."""
    book = Book()
    started = book.registration("P1").says(
        PlacementStarted(trajectory="DUAL", pilots=("PaVEM", "ENTREPRENEURS")), "2008-02-01"
    )

    assert counted(book) == 1
    assert started.fact.pilots == ("PaVEM", "ENTREPRENEURS")


def test_moved_to_another_provider_is_one_placement() -> None:
    book = Book()
    person = book.registration("P1")
    person.says(PlacementStarted(trajectory="REGULAR", provider="A"), "2008-02-01")
    person.says(ProviderReassigned(from_provider="A", to_provider="B", reason="NOT_PLACED_IN_TIME"), "2008-02-22")

    assert codes(book) == ["PLACED"]


def test_literacy_comes_before_and_the_trajectory_that_follows_it_counts() -> None:
    book = Book()
    person = book.registration("P1")
    person.says(PlacementStarted(trajectory="LITERACY_CLASS"), "2007-09-01")
    person.says(PlacementEnded(reason="COMPLETED"), "2008-06-30")
    person.says(PlacementStarted(trajectory="REGULAR"), "2008-09-01")

    assert codes(book) == ["NOT_A_WI_TRAJECTORY", "PLACED"]
    assert codes(book, "2008-08-31") == ["AFTER_AS_OF", "NOT_A_WI_TRAJECTORY"]

"""The closed lists of the documents: each holds its codes and takes no other, and one thing has one list everywhere."""

from typing import Any

import msgspec
import pytest

from domain.facts import (
    AssessmentRecorded,
    AttendanceReported,
    CaseAssigned,
    CategoryDetermined,
    GoalPerspectiveAgreed,
    GuidanceStarted,
    PersonalPlanAdopted,
    PlacementEnded,
    PlacementStarted,
    PlanDrafted,
    PlanRevised,
    PlanSigned,
    WaitingListJoined,
)
from domain.facts.base import Fact

WAITING = {"list": "FIRST_INFLOW", "reason": "CAPACITY"}

CLOSED: list[tuple[type[Fact], str, dict[str, Any], set[str]]] = [
    (GoalPerspectiveAgreed, "goal", {}, {"WORK", "EDUCATION", "SELF_RELIANCE", "PARENTING"}),
    (CategoryDetermined, "arrival", {}, {"OUDKOMER", "NIEUWKOMER"}),
    (PlanSigned, "instrument", {}, {"DECISION", "AGREEMENT"}),
    (WaitingListJoined, "list", WAITING, {"FIRST_INFLOW", "TEMPORARILY_STOPPED"}),
    (WaitingListJoined, "reason", WAITING, {"CAPACITY", "CHILDCARE", "PERSONAL_CIRCUMSTANCE"}),
    (GuidanceStarted, "guidance", {}, {"SOCIAL", "TRAJECTORY", "INTENSIVE", "JOB_COACHING", "OTHER"}),
    (AssessmentRecorded, "moment", {"assessment": "LANGUAGE_LEVEL"}, {"START", "TARGET", "END"}),
    (CaseAssigned, "role", {"assignee": "m1"}, {"CASE_MANAGER", "DIRECTOR", "GUIDE", "BUDGET_CASE_MANAGER"}),
    (PersonalPlanAdopted, "route", {"route": "B1"}, {"B1", "EDUCATION", "Z"}),
    (
        AttendanceReported,
        "activity",
        {"lessons": 4, "attended": 4},
        {"LESSON", "WORKSHOP", "EXCURSION", "PARTICIPATION"},
    ),
]


@pytest.mark.parametrize(("kind", "field", "rest", "codes"), CLOSED)
def test_a_closed_list_takes_its_codes_and_no_other(
    kind: type[Fact], field: str, rest: dict[str, Any], codes: set[str]
) -> None:
    for code in codes:
        assert getattr(msgspec.convert(rest | {field: code}, kind), field) == code

    for other in ("NEITHER", "", next(iter(codes)).lower()):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(rest | {field: other}, kind)


def codes_of(kind: type[Fact], field: str) -> set[str]:
    """The codes that a field may hold."""
    (hint,) = (one.type for one in msgspec.inspect.type_info(kind).fields if one.name == field)  # type: ignore[attr-defined]
    literals = [hint] if isinstance(hint, msgspec.inspect.LiteralType) else hint.types
    return {code for one in literals if isinstance(one, msgspec.inspect.LiteralType) for code in one.values}


def test_what_was_agreed_and_what_was_reached_are_told_in_the_same_words() -> None:
    """Intake, progress and leaving speak one language (R232): a goal, a level and an exam are called the same."""
    agreed = codes_of(GoalPerspectiveAgreed, "goal")
    assert codes_of(PlacementEnded, "goal_reached") == agreed | {"NONE"}
    assert codes_of(PlanDrafted, "target_exam") == codes_of(PlanRevised, "target_exam")


def test_a_part_of_a_plan_may_be_called_by_any_code_and_a_trajectory_may_not() -> None:
    plan = PlanDrafted(components=("language", "MAP", "MB", "childcare"), start_level="A1", target_level="A2")

    assert plan.components is not None
    assert {"MAP", "MB"} < set(plan.components)
    assert "MB" not in codes_of(PlacementStarted, "trajectory")
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"trajectory": "MB"}, PlacementStarted)


def test_one_person_has_one_benefit_on_a_day_so_that_a_nugger_has_none() -> None:
    """A "nugger" is who seeks work without a benefit (R173): the two stand in one fact and cannot be both."""
    nugger = CategoryDetermined(benefit="NONE", job_seeker=True)

    assert nugger.benefit == "NONE"
    assert codes_of(CategoryDetermined, "benefit") == {"NONE", "WWB", "OTHER", "PENDING"}
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"benefit": ["NONE", "WWB"], "job_seeker": True}, CategoryDetermined)

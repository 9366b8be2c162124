"""Placement on a trajectory: started, interrupted, resumed, moved to another provider, ended.

Only a started placement can count as one. Sitting in a class without a signed plan is a state of its own (R050), and a
literacy class is no trajectory under the Act (R119).
"""

from typing import Literal

from domain.facts.base import Code, Day, EventId, Fact, Name, Nature, fact
from domain.facts.legal_life import Decision

Trajectory = Literal[
    "REGULAR",
    "DUAL",
    "COMBINED",
    "LANGUAGE_PROVISION",
    "STATE_EXAM",
    "VOLUNTARY",
    "B1_ROUTE",
    "EDUCATION_ROUTE",
    "Z_ROUTE",
    "LITERACY_CLASS",
    "LANGUAGE_BRIDGE",
    "PREPARATION",
]
"""Kind of trajectory."""
NOT_WI_TRAJECTORIES: frozenset[str] = frozenset({"LITERACY_CLASS", "LANGUAGE_BRIDGE", "PREPARATION"})
"""Kinds that are no trajectory under the Act: literacy class, language bridge, pre-trajectory (R010, R015, R119)."""
DualWith = Literal["WORK", "EDUCATION", "ENTREPRENEURSHIP", "SOCIAL_PARTICIPATION", "REINTEGRATION"]
"""What the learning goes together with (R035 names the first four; R100 names reintegration)."""


@fact(401, Nature.DECISION, dutch="geplaatst op traject", personal=("remark",))
class PlacementStarted(Decision, frozen=True, kw_only=True):
    """A person was placed and started on a trajectory.

    trajectory: kind of trajectory; literacy class, language bridge and preparation are outside the Act.
    dual_with: what a dual trajectory goes together with.
    provider: provider placed at.
    course: the course as the source names it.
    scheme: the scheme it is paid from.
    funding: funding label, such as justice or wwi; it survives a merger of budgets.
    pilots: pilots it belongs to.
    remark: free text of the source.
    Source: R008, R011-R013, R027, R035, R091, R097, R100, R101, R108, R111, R122, R343; worked cases C01, C04.
    """

    trajectory: Trajectory
    dual_with: DualWith | None = None
    provider: Name | None = None
    course: Name | None = None
    scheme: Name | None = None
    funding: Code | None = None
    pilots: tuple[Code, ...] = ()


@fact(402, Nature.OBSERVED, dutch="traject onderbroken", personal=("reason_text",), slot="entry")
class PlacementInterrupted(Fact, frozen=True, kw_only=True):
    """A placement was interrupted for a time.

    entry: what tells several interruptions of one source record apart.
    reason: why, as a class.
    return_expected_on: day on which the person is expected back.
    reason_text: why, in words.
    Source: R161-R165, R195.
    """

    entry: Code | None = None
    reason: Literal["CHILDCARE", "WORK", "NO_FITTING_OFFER", "PERSONAL_CIRCUMSTANCE", "OTHER"] | None = None
    return_expected_on: Day | None = None


@fact(403, Nature.OBSERVED, dutch="traject hervat", slot="entry")
class PlacementResumed(Fact, frozen=True, kw_only=True):
    """An interrupted placement went on.

    entry: what tells several interruptions of one source record apart.
    Source: R162, R195.
    """

    entry: Code | None = None


@fact(404, Nature.OBSERVED, dutch="traject beëindigd", personal=("reason_text", "remark"))
class PlacementEnded(Fact, frozen=True, kw_only=True):
    """A placement ended.

    reason: why it ended, as a class.
    successful: whether the source calls it a success.
    authorised: whether an early end was authorised by the municipality.
    goal_reached: the goal perspective that was reached.
    result: what followed, such as a job, active participation or further education.
    level: language level at the end.
    reason_text: why, in words.
    remark: free text of the source.
    Source: R066, R113, R114, R133, R149, R163, R220, R235; worked cases C08.
    """

    reason: Literal[
        "COMPLETED",
        "EXAM_PASSED",
        "JOB_FOUND",
        "DROPPED_OUT",
        "MOVED",
        "REASSIGNED",
        "CHILDCARE",
        "PERSONAL_CIRCUMSTANCE",
        "OBLIGATION_ENDED",
        "PROVIDER_FAILED",
        "DECEASED",
        "OTHER",
        "UNKNOWN",
    ]
    successful: bool | None = None
    authorised: bool | None = None
    goal_reached: Literal["WORK", "EDUCATION", "SELF_RELIANCE", "PARENTING", "NONE"] | None = None
    result: Literal["REGULAR_JOB", "SUBSIDISED_JOB", "ACTIVE_PARTICIPATION", "EDUCATION", "NONE"] | None = None
    level: Code | None = None


@fact(405, Nature.DECISION, dutch="overgeplaatst naar andere aanbieder")
class ProviderReassigned(Decision, frozen=True, kw_only=True):
    """The municipality moved a person to another provider, within the same trajectory.

    from_provider: provider left.
    to_provider: provider moved to.
    reason: why; NOT_PLACED_IN_TIME is the twenty-day rule.
    course: the course it goes on with.
    Source: R006, R007; worked cases C03 (P6).
    """

    from_provider: Name | None = None
    to_provider: Name
    reason: Literal["NOT_PLACED_IN_TIME", "PROVIDER_FAILED", "REQUEST", "OTHER"] | None = None
    course: Name | None = None


@fact(406, Nature.OBSERVED, dutch="lesdeelname gestart")
class ClassAttendanceStarted(Fact, frozen=True, kw_only=True):
    """A person came into class, with or without a signed plan.

    course: the class or course as the source names it.
    provider: who gives it.
    walk_in: true for a walk-in class that starts right after the test.
    Source: R050, R054; worked cases C02.
    """

    course: Name | None = None
    provider: Name | None = None
    walk_in: bool | None = None


@fact(407, Nature.OBSERVED, dutch="onderdeel toegevoegd aan traject", slot="component")
class ComponentAdded(Fact, frozen=True, kw_only=True):
    """A component was added to a trajectory, such as the work part of a dual one; it is no trajectory of its own.

    component: kind of component.
    dual_with: what it is, where it makes the trajectory dual.
    placement: the placement it belongs to, where it stands in the ledger.
    provider: who gives it.
    course: the component as the source names it.
    Source: R112, R150, R280, R312; worked cases C03 (taalstage, KNM).
    """

    component: Code
    dual_with: DualWith | None = None
    placement: EventId | None = None
    provider: Name | None = None
    course: Name | None = None


@fact(408, Nature.OBSERVED, dutch="nazorg gestart", slot="guidance")
class GuidanceStarted(Fact, frozen=True, kw_only=True):
    """Guidance beside or after a trajectory started.

    guidance: kind of guidance.
    guided_by: organisation that guides.
    outside_law: true where it is given outside the legal frame and counts nowhere.
    until_on: first day after it.
    Source: R115, R150, R151, R175, R185, R333.
    """

    guidance: Literal["SOCIAL", "TRAJECTORY", "INTENSIVE", "JOB_COACHING", "OTHER"]
    guided_by: Name | None = None
    outside_law: bool | None = None
    until_on: Day | None = None


@fact(409, Nature.OBSERVED, dutch="tevredenheid gemeten", personal=("remark",), slot="survey")
class SatisfactionMeasured(Fact, frozen=True, kw_only=True):
    """A person was asked whether the trajectory satisfies; `occurred_on` is the day of asking.

    survey: which survey, such as 2003-06.
    satisfied: what the person said; absent where there was no answer.
    remark: what the person said, in words.
    Source: R212; Regionale visie Zuid-Holland Zuid, chapter IV, point 7 (80 % in June 2003, 85 % in June 2004).
    """

    survey: Code | None = None
    satisfied: bool | None = None

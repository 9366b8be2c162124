"""A trajectory that somebody followed: what led to it, what it was made of, and how it ended.

The rules about outcomes (goals, dual trajectories, dropout, success, lead times) judge these cases. Each knows the
other trajectories of its person, so that a rule can count people once within the time and place asked. Which of them
stands for the person is said by the rule: the last to end for who left, a dual one for who takes part in dual learning.
Who of two equals it is changes no figure, so that their place in the ledger decides.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from domain.counting import Case, Passage, Question, Reason, Test
from domain.dates import When
from domain.facts.placement import NOT_WI_TRAJECTORIES
from domain.rules.legal_effect import NO_LEGAL_EFFECT, ended_from, standing, with_flags
from domain.rules.legal_life import LegalLife
from domain.rules.shared import Category, known_day


class End(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a trajectory ended, as its source says it."""

    reason: str
    on: When | None = None
    authorised: bool | None = None
    goal_reached: str | None = None
    result: str | None = None


class JoinedPart(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A part that was added to a trajectory, such as the work of a dual one."""

    component: str
    on: When | None = None
    dual_with: str | None = None


class Goal(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A goal perspective that was agreed."""

    goal: str
    on: When | None = None


class Followed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Another trajectory of the same person."""

    case: str
    position: int
    trajectory: str
    municipality: str | None = None
    dual_with: str | None = None
    started_on: When | None = None
    ended: End | None = None
    parts: tuple[JoinedPart, ...] = ()
    life: LegalLife | None = None


class Outcome(Case, frozen=True, kw_only=True):
    """One trajectory, with what its person agreed, sat and passed, and the other trajectories of that person.

    `approached`, `tested`, `sat` and `passed` are days, None where the source gives none; of `sat` whatever the
    result. `life` is that of the decision to
    place the person, where something was said of it afterwards.
    """

    position: int
    trajectory: str
    dual_with: str | None = None
    provider: str | None = None
    pilots: tuple[str, ...] = ()
    started_on: When | None = None
    registered_on: date | None = None
    ended: End | None = None
    parts: tuple[JoinedPart, ...] = ()
    goals: tuple[Goal, ...] = ()
    approached: tuple[When | None, ...] = ()
    tested: tuple[When | None, ...] = ()
    sat: tuple[When | None, ...] = ()
    passed: tuple[When | None, ...] = ()
    categories: tuple[Category, ...] = ()
    others: tuple[Followed, ...] = ()
    life: LegalLife | None = None

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the start until the end, or until the decision was revoked from then on."""
        ends = [day for day in (known_day(ended_on(self)), ended_from(self.life)) if day is not None]
        return known_day(self.started_on), min(ends, default=None)

    def as_it_stood(self, as_of: date) -> "Outcome":
        """With the other trajectories that count on a day, each ended where its decision was by then."""
        if self.life is None and all(one.life is None for one in self.others):
            return self
        flags = with_flags(self.flags, as_of, self.life)
        others = tuple([_as_it_stood(one, as_of) for one in standing(self.others, as_of)])
        return replace(_as_it_stood(self, as_of), others=others, flags=flags)


AnyTrajectory = Outcome | Followed
REVOKED = "REVOKED"
"""The end of a trajectory of which the decision was revoked from then on; no source gives this reason."""
AnyOne = TypeVar("AnyOne", Outcome, Followed)


def _as_it_stood(one: AnyOne, as_of: date) -> AnyOne:
    """With an end where its decision was revoked from then on and its source told of no earlier end."""
    revoked_on = ended_from(one.life, as_of)
    if revoked_on is None:
        return one
    told_on = known_day(ended_on(one))
    if one.ended is not None and (told_on is None or told_on <= revoked_on):
        return one
    return replace(one, ended=End(reason=REVOKED, on=When(revoked_on.isoformat())))


# --- Sources ---

REGIONAL_VIEW = "Regionale visie op inburgering, maatregelen en doelstellingen 2003-2005, Zuid-Holland Zuid"
VIEW_FROM, VIEW_UNTIL = date(2003, 1, 1), date(2006, 1, 1)
"""The document is for 2003 to 2005, as its title says."""
PLANS_G4 = "Samenvatting individuele versnellingsplannen G4 (2008D08510), 6 oktober 2008"
AGENDA = "Gemeentelijke inburgeringsagenda Groningen 2008-2009, met brief van 18 september 2008"
ACT_FROM, ACT_UNTIL = date(2007, 1, 1), date(2010, 1, 1)
"""The plans and the agenda speak of 2007-2009."""


def of_view(place: str, words: str, requirement: str) -> Passage:
    """A passage of the regional view."""
    return Passage(REGIONAL_VIEW, place, words, requirement)


# --- Days and persons ---


def last_day_asked(question: Question) -> date:
    """The last day of the time asked: the day asked, or the last of the period if that is earlier."""
    period, as_of = question.bounds.period, question.bounds.as_of
    if period is None or period.until_on is None:
        return as_of
    return min(as_of, period.until_on - timedelta(days=1))


def ended_on(one: AnyTrajectory) -> When | None:
    """The day of the end."""
    return one.ended.on if one.ended else None


def is_trajectory(one: AnyTrajectory) -> bool:
    """Whether it is one at all: a literacy class or a bridge to a course is none."""
    return one.trajectory not in NOT_WI_TRAJECTORIES


def others_asked(outcome: Outcome, question: Question) -> list[Followed]:
    """The other trajectories of the person in the place asked."""
    scope = question.scope
    return [one for one in outcome.others if is_trajectory(one) and scope.holds(one.municipality, one.started_on)]


def is_running_on(one: AnyTrajectory, day: date) -> bool:
    """Whether it had started by that day and had not ended; an end without a day is an end."""
    started, ended = known_day(one.started_on), known_day(ended_on(one))
    return started is not None and started <= day and (one.ended is None or (ended is not None and ended > day))


def is_dual_by(one: AnyTrajectory, day: date) -> bool:
    """Whether it was dual by that day: bought as such, or by a part that was added."""
    if one.trajectory == "DUAL" or one.dual_with is not None:
        return True
    added = (known_day(part.on) for part in one.parts if part.dual_with is not None)
    return any(on is not None and on <= day for on in added)


Order = Callable[[AnyTrajectory, Question], Any]


def stands_for_person(order: Order, among: Callable[[Outcome, Question], Sequence[Followed]], nl: str, en: str) -> Test:
    """OTHER_TRAJECTORY_OF_SAME_PERSON unless this is the first in that order of those the rule may count."""

    def check(outcome: Outcome, question: Question) -> Reason | None:
        own = order(outcome, question), outcome.position
        before = [one for one in among(outcome, question) if (order(one, question), one.position) < own]
        if not before:
            return None
        return Reason({"counted_as": min(before, key=lambda one: (order(one, question), one.position)).case})

    return Test("OTHER_TRAJECTORY_OF_SAME_PERSON", {"nl": nl, "en": en}, check)


def left_out(code: str, nl: str, en: str, asked: Callable[[Outcome, Question], bool]) -> Test:
    """A test that leaves out what this holds for."""

    def check(outcome: Outcome, question: Question) -> Reason | None:
        return Reason() if asked(outcome, question) else None

    return Test(code, {"nl": nl, "en": en}, check)


def _no_trajectory(outcome: Outcome, question: Question) -> Reason | None:
    return None if is_trajectory(outcome) else Reason({"trajectory": outcome.trajectory})


NOT_A_TRAJECTORY = Test(
    "NOT_A_TRAJECTORY",
    {
        "nl": "Dit is geen inburgeringstraject maar wat eraan voorafgaat, zoals een alfabetiseringsklas.",
        "en": "This is no trajectory but what comes before one, such as a literacy class.",
    },
    _no_trajectory,
)
A_TRAJECTORY = (NOT_A_TRAJECTORY, NO_LEGAL_EFFECT)
"""What every rule about outcomes asks first: a trajectory, of which the decision was not undone."""

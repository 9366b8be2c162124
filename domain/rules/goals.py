"""Goal perspectives: with which newcomers one was agreed, and who of those that left had reached it.

Source: Regionale visie op inburgering Zuid-Holland Zuid 2003-2005, chapter IV, point 7: "De klantmanagers inburgering
spreken met alle nieuwe inburgeraars vanaf 01-01-2003 een individueel doelperspectief af" (R234), and "In 2004 heeft 75%
van de uitstromende inburgeraars zijn individuele doelperspectief behaald" (R235; the goals: R143-R146).

In plain words: the share is of the people who left in the period, and not of all who started. People are counted once,
by the trajectory they ended last; who goes on elsewhere has not left. The goal is the one last agreed before the end.
Reaching another goal than one's own is not reaching it, but parenting is a part of social self-reliance. Where nobody
agreed on a goal, or the source is silent about reaching it, the person left and did not reach it as far as is known.

The document speaks of leaving also before the end of a trajectory ("tussentijdse uitstroom"), so those who broke off
may be among the people who left or not: two versions.

Worked example, 2004: four people left; three reached their own goal, one dropped out. `all-outflow`: 3 of 4, 75.0 %,
exactly the norm and reached. `completed`: 3 of 3. Somebody who started in 2002 without a goal: not among the new.
"""

from datetime import date

from domain.counting import Conflict, DatedValue, Parameter, Question, Reason, Rule, Sentence, Test
from domain.ratio import Norm, Ratio
from domain.rules.followed import (
    A_TRAJECTORY,
    VIEW_FROM,
    VIEW_UNTIL,
    AnyTrajectory,
    Followed,
    Goal,
    Outcome,
    ended_on,
    is_running_on,
    last_day_asked,
    left_out,
    of_view,
    others_asked,
    stands_for_person,
)
from domain.rules.shared import RECORDED_LATER, known_day, tests_of_when

PLACE = "hoofdstuk IV, punt 7"
AGREED = of_view(PLACE, "alle nieuwe inburgeraars vanaf 01-01-2003", "R234")
REACHED = of_view(PLACE, "In 2004 heeft 75% van de uitstromende inburgeraars", "R235")
INTERIM = of_view(
    "paragraaf 2.4", "Ongeoorloofd verzuim en ongeoorloofde tussentijdse uitstroom uit het traject", "R163"
)
PARENTING = of_view("paragraaf 2.2", "Opvoedingsredzaamheid: de inburgeraar is sociaal zelfredzaam", "R146")
NEW_FROM = date(2003, 1, 1)
"""From when a goal is agreed with everybody who is new (R234)."""

GOES_ON = frozenset({"REASSIGNED", "PROVIDER_FAILED"})
"""Ends of a stay with one provider, and not of the trajectory of the person."""
COMPLETED = frozenset({"COMPLETED", "EXAM_PASSED", "JOB_FOUND"})
"""Ends at what the trajectory was for; fitting work is part of the plan (R160)."""

GOAL_PERCENT = Parameter(
    "goal-reached-percent-min",
    {
        "nl": "Het percentage van de uitstromende inburgeraars dat het doelperspectief moet hebben behaald.",
        "en": "The percentage of the people who leave that must have reached their goal perspective.",
    },
    "integer",
    (DatedValue(75, REACHED),),
)


# --- What the tests ask ---


def goal_of(goals: tuple[Goal, ...], until: date | None) -> str | None:
    """The goal last agreed by that day; one without a day counts as agreed before all others."""
    dated = [(known_day(one.on) or date.min, at, one.goal) for at, one in enumerate(goals)]
    agreed = [one for one in dated if until is None or one[0] <= until]
    return max(agreed)[2] if agreed else None


def _left(outcome: Outcome, question: Question) -> bool:
    return outcome.ended is None


def _elsewhere(outcome: Outcome, question: Question) -> bool:
    return outcome.ended is not None and outcome.ended.reason in GOES_ON


def _still_on_another(outcome: Outcome, question: Question) -> bool:
    day = last_day_asked(question)
    return any(is_running_on(one, day) for one in others_asked(outcome, question))


def _last_ends(outcome: Outcome, question: Question) -> list[Followed]:
    """The other ends of the person in the time asked that are no going on elsewhere."""
    bounds = question.bounds
    return [
        one
        for one in others_asked(outcome, question)
        if one.ended is not None
        and one.ended.reason not in GOES_ON
        and (day := known_day(one.ended.on)) is not None
        and day <= bounds.as_of
        and (bounds.period is None or bounds.period.contains(day))
    ]


def _latest_end(one: AnyTrajectory, question: Question) -> int:
    """Order by the day of the end, the latest first."""
    day = known_day(ended_on(one))
    return -day.toordinal() if day else 0


def _broke_off(outcome: Outcome, question: Question) -> Reason | None:
    reason = outcome.ended.reason if outcome.ended else None
    return Reason({"ended": str(reason)}) if reason not in COMPLETED else None


def _goal(outcome: Outcome) -> str | None:
    return goal_of(outcome.goals, known_day(ended_on(outcome)))


def _no_goal(outcome: Outcome, question: Question) -> bool:
    return _goal(outcome) is None


def _unknown(outcome: Outcome, question: Question) -> bool:
    return outcome.ended is not None and outcome.ended.goal_reached is None


def _not_reached(outcome: Outcome, question: Question) -> Reason | None:
    reached = outcome.ended.goal_reached if outcome.ended else None
    return Reason({"goal": str(_goal(outcome))}) if reached == "NONE" else None


def _other_goal(outcome: Outcome, question: Question) -> Reason | None:
    goal, reached = _goal(outcome), outcome.ended.goal_reached if outcome.ended else None
    own = reached == goal or (goal, reached) == ("SELF_RELIANCE", "PARENTING")
    return None if own else Reason({"goal": str(goal), "reached": str(reached)})


# --- The rules ---

_LEFT = (
    RECORDED_LATER,
    *A_TRAJECTORY,
    left_out("STILL_ON_TRAJECTORY", "Het traject is niet beëindigd.", "The trajectory has not ended.", _left),
    *tests_of_when(ended_on),
    left_out(
        "GOES_ON_ELSEWHERE",
        "Gaat verder bij een andere aanbieder, en is dus niet uitgestroomd.",
        "Goes on with another provider, and so has not left.",
        _elsewhere,
    ),
    left_out(
        "ON_ANOTHER_TRAJECTORY",
        "Dezelfde persoon volgt nog een ander traject, en is dus niet uitgestroomd.",
        "The same person still follows another trajectory, and so has not left.",
        _still_on_another,
    ),
    stands_for_person(
        _latest_end,
        _last_ends,
        "Dezelfde persoon telt mee met het traject dat het laatst eindigde.",
        "The same person counts by the trajectory that ended last.",
    ),
)
_REACHED = (
    left_out(
        "NO_GOAL_AGREED",
        "Er was geen doelperspectief afgesproken dat behaald kon worden.",
        "No goal perspective was agreed that could have been reached.",
        _no_goal,
    ),
    left_out(
        "GOAL_NOT_STATED",
        "De bron zegt niet of het doelperspectief is behaald.",
        "The source does not say whether the goal perspective was reached.",
        _unknown,
    ),
    Test(
        "GOAL_NOT_REACHED",
        {"nl": "Het doelperspectief is niet behaald.", "en": "The goal perspective was not reached."},
        _not_reached,
    ),
    Test(
        "OTHER_GOAL_REACHED",
        {
            "nl": "Een ander doel is behaald dan het afgesprokene.",
            "en": "Another goal was reached than the one agreed.",
        },
        _other_goal,
    ),
)
_SHARE = Ratio(
    rest=frozenset(test.code for test in _REACHED),
    norm=Norm(
        {"nl": "Streefcijfer in procenten, ten minste", "en": "Aim in percent, at least"},
        lambda values: int(values[GOAL_PERCENT.name]),
    ),
)
_WHO_LEFT: Sentence = {
    "nl": "“Uitstromende inburgeraars” kan iedereen zijn die vertrekt, ook wie afbreekt (het stuk spreekt van "
    "tussentijdse uitstroom), of alleen wie het traject afrondt.",
    "en": "“Uitstromende inburgeraars” may be everybody who leaves, those who break off included (the document speaks "
    "of leaving before the end), or only those who complete the trajectory.",
}


def _goal_reached(version: str, other: str, nl: str, en: str, tests: tuple[Test, ...]) -> Rule:
    return Rule(
        id="goal-reached",
        version=version,
        view="outcomes",
        sentence={
            "nl": f"Inburgeraars die {nl} uitstroomden en hun afgesproken doelperspectief hebben behaald.",
            "en": f"People who left {en} and had reached the goal perspective agreed with them.",
        },
        source=(REACHED, PARENTING),
        unit="persons",
        tests=(*_LEFT, *tests, *_REACHED),
        in_force_from=date(2004, 1, 1),
        in_force_until=date(2005, 1, 1),
        otherwise="GOAL_REACHED",
        parameters=(GOAL_PERCENT,),
        conflicts=(Conflict(other, _WHO_LEFT, (REACHED, INTERIM)),),
        ratio=_SHARE,
    )


_BROKE_OFF = Test(
    "BROKEN_OFF",
    {
        "nl": "Het traject is niet afgerond maar eindigde tussentijds.",
        "en": "The trajectory was not completed and ended before.",
    },
    _broke_off,
)
GOAL_REACHED = (
    _goal_reached("all-outflow", "completed", "in de periode", "in the period", ()),
    _goal_reached("completed", "all-outflow", "na een afgerond traject", "after a completed trajectory", (_BROKE_OFF,)),
)


def _was_there_before(outcome: Outcome, question: Question) -> Reason | None:
    day = known_day(outcome.started_on)
    return Reason({"on": day.isoformat()}, limit_on=NEW_FROM) if day is not None and day < NEW_FROM else None


def _earliest(one: AnyTrajectory, question: Question) -> int:
    day = known_day(one.started_on)
    return day.toordinal() if day else date.max.toordinal()


def _by_then(outcome: Outcome, question: Question) -> list[Followed]:
    """All others by the day asked: somebody who followed one before, in whatever period, is not new."""
    as_of = question.bounds.as_of
    return [
        one
        for one in others_asked(outcome, question)
        if (day := known_day(one.started_on)) is not None and day <= as_of
    ]


def _none_agreed(outcome: Outcome, question: Question) -> bool:
    return goal_of(outcome.goals, question.bounds.as_of) is None


GOAL_AGREED = Rule(
    id="goal-agreed",
    version="new-people",
    view="outcomes",
    sentence={
        "nl": "Nieuwe inburgeraars vanaf 2003 met wie een individueel doelperspectief is afgesproken.",
        "en": "New people from 2003 on with whom an individual goal perspective was agreed.",
    },
    source=(AGREED,),
    unit="persons",
    tests=(
        RECORDED_LATER,
        *A_TRAJECTORY,
        *tests_of_when(lambda outcome: outcome.started_on),
        Test(
            "NOT_NEW",
            {"nl": "Begonnen vóór 1 januari 2003.", "en": "Started before 1 January 2003."},
            _was_there_before,
        ),
        stands_for_person(
            _earliest,
            _by_then,
            "Dezelfde persoon volgde al eerder een traject.",
            "The same person followed a trajectory before.",
        ),
        left_out(
            "NO_GOAL_AGREED",
            "Er is geen doelperspectief afgesproken.",
            "No goal perspective was agreed.",
            _none_agreed,
        ),
    ),
    in_force_from=VIEW_FROM,
    in_force_until=VIEW_UNTIL,
    otherwise="GOAL_AGREED",
    ratio=Ratio(rest=frozenset({"NO_GOAL_AGREED"})),
)
RULES = (*GOAL_REACHED, GOAL_AGREED)

"""The exam of those on a trajectory: who came as far as taking part, and who of them passed.

Sources: Versnellingsplan Rotterdam 2008: "doorstroom naar het inburgeringsexamen te realiseren" (R068). Kamerstuk 31143
nr. 84: of 16,922 who took part in the first half of 2010, 12,119 passed. Passing is a figure of quality, and another
one than taking part by the end of t+2, which is paid for (`exam-participation`).

In plain words: of the people who started a trajectory in the period, who took part in the exam by the day asked; and of
the people on a trajectory who took part in it in the period, who passed the whole exam in the time asked. A part that
was passed is no exam passed. Two shares of two lists, and each is of its own list only.

Worked example, first half of 2010: four people took part, three passed by 30 June, one of them after failing in May:
3 of 4, 75.0 %. Somebody who passed on 1 July: taken part, not passed in the time asked.
"""

from datetime import date

from domain.counting import Passage, Question, Reason, Rule, Test
from domain.dates import first_day
from domain.ratio import Ratio
from domain.rules.followed import (
    A_TRAJECTORY,
    ACT_FROM,
    PLANS_G4,
    AnyTrajectory,
    Followed,
    Outcome,
    last_day_asked,
    left_out,
    others_asked,
    stands_for_person,
)
from domain.rules.shared import RECORDED_LATER, known_day, tests_of_when

FLOW = Passage(PLANS_G4, "Rotterdam", "doorstroom naar het inburgeringsexamen te realiseren", "R068")
PASS_RATE = Passage(
    "Kamerstuk 31143 nr. 84 van 12 augustus 2010, zoals overgenomen in de lijst van gepubliceerde cijfers",
    "examens, eerste helft van 2010",
    "2010 H1,16922,12119,72",
)
ACT_OF_2007_UNTIL = date(2013, 1, 1)
"""The Act of 2013 has another exam."""


def _sat(outcome: Outcome, question: Question) -> list[date]:
    """The known days of taking part in the time asked."""
    until, period = last_day_asked(question), question.bounds.period
    days = [day for when in outcome.sat if (day := known_day(when)) is not None and day <= until]
    return [day for day in days if period is None or period.contains(day)]


def _passed(outcome: Outcome, question: Question) -> bool:
    until, first = last_day_asked(question), min(_sat(outcome, question))
    return any((day := known_day(when)) is not None and first <= day <= until for when in outcome.passed)


def _any(outcome: Outcome, question: Question) -> list[Followed]:
    return others_asked(outcome, question)


def _earliest(one: AnyTrajectory, question: Question) -> date:
    return known_day(one.started_on) or date.max


def _in_time(outcome: Outcome, question: Question) -> list[Followed]:
    period, as_of = question.bounds.period, question.bounds.as_of
    days = [(one, known_day(one.started_on)) for one in others_asked(outcome, question)]
    return [one for one, day in days if day and day <= as_of and (period is None or period.contains(day))]


def _no_exam(outcome: Outcome, question: Question) -> bool:
    as_of = question.bounds.as_of
    return not any((day := known_day(when)) is not None and day <= as_of for when in outcome.sat)


def _exam_undated(outcome: Outcome, question: Question) -> bool:
    """Whether all that is known are exams on days that are not, and that may have been by the day asked."""
    as_of = question.bounds.as_of
    undated = any(when is None or (known_day(when) is None and first_day(when) <= as_of) for when in outcome.sat)
    return undated and _no_exam(outcome, question)


def _when_passed(outcome: Outcome, question: Question) -> Reason | None:
    if _passed(outcome, question):
        return None
    later = [day for when in outcome.passed if (day := known_day(when)) and day > last_day_asked(question)]
    return Reason({"later_on": min(later).isoformat()} if later else {})


_COUNTED = (
    "Dezelfde persoon telt al mee met een eerder traject.",
    "The same person already counts by an earlier trajectory.",
)
EXAM_TAKEN = Rule(
    id="exam-taken",
    version="people-started",
    view="outcomes",
    sentence={
        "nl": "Personen die aan het examen hebben deelgenomen, van wie in de periode aan een traject begon.",
        "en": "Persons who took part in the exam, of those who started a trajectory in the period.",
    },
    source=(FLOW,),
    unit="persons",
    tests=(
        RECORDED_LATER,
        *A_TRAJECTORY,
        *tests_of_when(lambda outcome: outcome.started_on),
        stands_for_person(_earliest, _in_time, *_COUNTED),
        left_out(
            "EXAM_ON_UNKNOWN_DAY",
            "Er was een examen; op welke dag is niet bekend.",
            "There was an exam; on which day is not known.",
            _exam_undated,
        ),
        left_out("NO_EXAM_TAKEN", "Nog niet aan het examen deelgenomen.", "Has taken no part in the exam.", _no_exam),
    ),
    in_force_from=ACT_FROM,
    in_force_until=ACT_OF_2007_UNTIL,
    otherwise="EXAM_TAKEN",
    ratio=Ratio(rest=frozenset({"EXAM_ON_UNKNOWN_DAY", "NO_EXAM_TAKEN"})),
)
EXAM_PASSED = Rule(
    id="exam-passed",
    version="people-examined",
    view="outcomes",
    sentence={
        "nl": "Personen die voor het examen zijn geslaagd, van wie er op een traject in de periode aan deelnam.",
        "en": "Persons who passed the exam, of those on a trajectory who took part in it in the period.",
    },
    source=(PASS_RATE, FLOW),
    unit="persons",
    tests=(
        RECORDED_LATER,
        *A_TRAJECTORY,
        left_out(
            "NO_EXAM_IN_TIME_ASKED",
            "In de gevraagde tijd niet aan het examen deelgenomen.",
            "Took no part in the exam in the time asked.",
            lambda outcome, question: not _sat(outcome, question),
        ),
        stands_for_person(_earliest, _any, *_COUNTED),
        Test(
            "EXAM_NOT_PASSED",
            {
                "nl": "Het examen is in de gevraagde tijd niet behaald.",
                "en": "The exam was not passed in the time asked.",
            },
            _when_passed,
        ),
    ),
    in_force_from=ACT_FROM,
    in_force_until=ACT_OF_2007_UNTIL,
    otherwise="EXAM_PASSED",
    ratio=Ratio(rest=frozenset({"EXAM_NOT_PASSED"})),
)
RULES = (EXAM_TAKEN, EXAM_PASSED)

"""Trajectories that ended without all three levels: at the start, aimed at, and at the end.

Source: Regionale visie op inburgering Zuid-Holland Zuid 2003-2005, paragraph 2.3: directing asks for information "over
het startniveau, het gewenste eindniveau, de resultaten en het verloop van de inburgering" (R149).

In plain words: of each trajectory that ended in the period it is asked which of the three levels is known by the day
asked, from the plan, a test or the end itself. Going on with another provider is no end. One level missing is enough,
and the reason names all that are missing.

Worked example: the plan of P1 says A1 and B1, the end A2: all three. P2 has a test at the start and no more: 1
trajectory, for want of TARGET and END.
"""

from datetime import date
from typing import Literal

import msgspec

from domain.counting import Case, Question, Reason, Rule, Test
from domain.dates import When, first_day
from domain.rules.followed import VIEW_FROM, VIEW_UNTIL, of_view
from domain.rules.goals import GOES_ON
from domain.rules.shared import RECORDED_LATER, known_day, tests_of_when

Moment = Literal["START", "TARGET", "END"]
MOMENTS: tuple[Moment, ...] = ("START", "TARGET", "END")


class Level(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """That a level is known of a moment, and since when."""

    moment: Moment
    on: When | None = None


class EndOfTrajectory(Case, frozen=True, kw_only=True):
    """An end of a trajectory, with the levels that are known in the same registration."""

    reason: str
    ended_on: When | None = None
    registered_on: date | None = None
    levels: tuple[Level, ...] = ()

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the end."""
        return known_day(self.ended_on), None


THREE_LEVELS = of_view(
    "paragraaf 2.3", "het startniveau, het gewenste eindniveau, de resultaten en het verloop van de inburgering", "R149"
)


def _missing(end: EndOfTrajectory, question: Question) -> list[Moment]:
    """A level without a day is known: nothing says that it came later."""
    as_of = question.bounds.as_of
    known = {one.moment for one in end.levels if one.on is None or first_day(one.on) <= as_of}
    return [moment for moment in MOMENTS if moment not in known]


def _goes_on(end: EndOfTrajectory, question: Question) -> Reason | None:
    return Reason({"ended": end.reason}) if end.reason in GOES_ON else None


def _complete(end: EndOfTrajectory, question: Question) -> Reason | None:
    return None if _missing(end, question) else Reason()


def _which(end: EndOfTrajectory, question: Question) -> Reason:
    return Reason({"missing": ", ".join(_missing(end, question))})


ENDS_WITHOUT_LEVELS = Rule(
    id="ends-without-levels",
    version="three-levels",
    view="end-levels",
    sentence={
        "nl": "Trajecten die in de periode eindigden zonder dat startniveau, streefniveau en eindniveau bekend zijn.",
        "en": "Trajectories that ended in the period without the levels at the start, aimed at and at the end known.",
    },
    source=(THREE_LEVELS,),
    unit="trajectories",
    tests=(
        RECORDED_LATER,
        *tests_of_when(lambda end: end.ended_on),
        Test(
            "GOES_ON_ELSEWHERE",
            {
                "nl": "Gaat verder bij een andere aanbieder, en is dus niet geëindigd.",
                "en": "Goes on with another provider, and so has not ended.",
            },
            _goes_on,
        ),
        Test("LEVELS_KNOWN", {"nl": "De drie niveaus zijn bekend.", "en": "The three levels are known."}, _complete),
    ),
    in_force_from=VIEW_FROM,
    in_force_until=VIEW_UNTIL,
    otherwise="LEVEL_MISSING",
    reason=_which,
)
RULES = (ENDS_WITHOUT_LEVELS,)

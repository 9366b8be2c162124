"""Intensive guidance to a job: for whom it was meant, and for whom it was started all the same.

Source: gemeentelijke inburgeringsagenda 2008-2009 of Groningen, point 3c: "Wanneer tijdens het duale traject nog geen
uitstroom is gerealiseerd" the consultants help "via de methode intensieve begeleiding … om alsnog een snelle en
duurzame uitstroom te realiseren. Hiermee willen we in 2009 beginnen" (R115).

In plain words: it counts when it started in 2009 or later, on or after the end of a trajectory, and that trajectory did
not end in a job. Of several ends the last by that day decides. A job that was subsidised is not the regular one
that the trajectory is for.

Worked example: three trajectories ended on 15 December 2008, one in a job; guidance of all three started, of one on 31
December and of the others on 1 January 2009. 1 counts: the one without a job and in 2009.
"""

from datetime import date

import msgspec

from domain.counting import Case, Conflict, Passage, Question, Reason, Rule, Test
from domain.dates import When
from domain.rules.followed import ACT_FROM, ACT_UNTIL, AGENDA
from domain.rules.shared import RECORDED_LATER, known_day, tests_of_when

GUIDED_FROM = date(2009, 1, 1)


class EndBefore(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An end of a trajectory, with what followed as its source says it."""

    reason: str
    on: When | None = None
    result: str | None = None


class IntensiveGuidance(Case, frozen=True, kw_only=True):
    """Intensive guidance that started, with the ends of trajectories in the same registration, by day."""

    started_on: When | None = None
    registered_on: date | None = None
    ends: tuple[EndBefore, ...] = ()

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From its start."""
        return known_day(self.started_on), None


def _groningen(words: str) -> Passage:
    return Passage(AGENDA, "punt 3c", words, "R115")


NO_OUTFLOW = _groningen("Wanneer tijdens het duale traject nog geen uitstroom is gerealiseerd")
METHOD = _groningen("via de methode intensieve begeleiding")
FROM_2009 = _groningen("Hiermee willen we in 2009 beginnen")


def _last_end(guidance: IntensiveGuidance) -> EndBefore | None:
    start = known_day(guidance.started_on)
    before = [
        one for one in guidance.ends if start is not None and (day := known_day(one.on)) is not None and day <= start
    ]
    return before[-1] if before else None


def _before_the_method(guidance: IntensiveGuidance, question: Question) -> Reason | None:
    day = known_day(guidance.started_on)
    return Reason({"on": day.isoformat()}, limit_on=GUIDED_FROM) if day is not None and day < GUIDED_FROM else None


def _no_end(guidance: IntensiveGuidance, question: Question) -> Reason | None:
    return Reason() if _last_end(guidance) is None else None


def _has_job(guidance: IntensiveGuidance, question: Question) -> Reason | None:
    end = _last_end(guidance)
    has = end is not None and (end.reason == "JOB_FOUND" or end.result == "REGULAR_JOB")
    return Reason({"ended": str(end.reason)}) if end is not None and has else None


INTENSIVE_GUIDANCE = Rule(
    id="intensive-guidance",
    version="after-no-job",
    view="intensive-guidance",
    sentence={
        "nl": "Intensieve begeleiding die vanaf 2009 begon na een traject dat niet tot een baan leidde.",
        "en": "Intensive guidance that started from 2009 on, after a trajectory that led to no job.",
    },
    source=(NO_OUTFLOW, METHOD, FROM_2009),
    unit="trajectories",
    tests=(
        RECORDED_LATER,
        *tests_of_when(lambda guidance: guidance.started_on),
        Test(
            "BEFORE_THE_METHOD",
            {"nl": "Begonnen vóór 2009.", "en": "Started before 2009."},
            _before_the_method,
        ),
        Test(
            "NO_END_BEFORE",
            {"nl": "Er was nog geen traject beëindigd.", "en": "No trajectory had ended yet."},
            _no_end,
        ),
        Test(
            "ENDED_IN_A_JOB",
            {"nl": "Het traject leidde tot een baan.", "en": "The trajectory led to a job."},
            _has_job,
        ),
    ),
    in_force_from=ACT_FROM,
    in_force_until=ACT_UNTIL,
    otherwise="GUIDED_TO_A_JOB",
    conflicts=(
        Conflict(
            None,
            {
                "nl": "“Tijdens het duale traject nog geen uitstroom” kan ook gelezen worden als: nog vóór het einde "
                "ervan. Hier begint de begeleiding na het einde.",
                "en": "“Tijdens het duale traject nog geen uitstroom” may also be read as: before its end. Here the "
                "guidance begins after the end.",
            },
            (NO_OUTFLOW,),
        ),
    ),
)
RULES = (INTENSIVE_GUIDANCE,)

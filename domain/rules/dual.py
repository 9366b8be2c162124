"""Dual trajectories: which share they are, whether both parts start together, and what counts as success.

Sources: Regionale visie op inburgering Zuid-Holland Zuid 2003-2005, chapter IV, point 7: "2003: 50% van de inburgeraars
neemt deel aan een duaal traject; in 2004: 60%" (R236). Versnellingsplan Amsterdam 2008: "zet zoveel als mogelijk in op
duale trajecten" (R011). Inburgeringsagenda Groningen 2008, point 3b: only dual ones were bought (R111), of which "de
beide onderdelen daarvan gelijktijdig starten" (R112); those with reintegration are for the exam "en plaatsing op
een reguliere baan" (R113), the others for the exam and "een actieve deelname aan de samenleving" (R114).

In plain words: the regional view is about people who take part, each once and by a dual trajectory if there is one;
Amsterdam about trajectories that start. Those are two versions in two units. A trajectory is dual when it was bought as
such or a part made it so; a combined one of which the parts may follow each other is not. Starting together is read as
starting on one day. Success needs both the exam and what the trajectory goes together with.

Worked example, 2004: P1 follows a regular trajectory from 2003 on, P2 and P3 a dual one, P4 first a regular one and
from September a dual one. `people-taking-part`: 3 of 4, 75.0 %, and 60 % is reached; `trajectories-started` in 2004:
three of the four that started then are dual.
"""

from datetime import date

from domain.counting import Conflict, DatedValue, Parameter, Passage, Question, Reason, Rule, Sentence, Test
from domain.dates import When
from domain.ratio import Norm, Ratio
from domain.rules.followed import (
    A_TRAJECTORY,
    ACT_FROM,
    ACT_UNTIL,
    AGENDA,
    PLANS_G4,
    VIEW_FROM,
    VIEW_UNTIL,
    AnyTrajectory,
    Followed,
    JoinedPart,
    Outcome,
    ended_on,
    is_dual_by,
    last_day_asked,
    left_out,
    of_view,
    others_asked,
    stands_for_person,
)
from domain.rules.shared import RECORDED_LATER, after_as_of, day_unknown, known_day, tests_of_period, tests_of_when

TAKES_PART = of_view("hoofdstuk IV, punt 7", "50% van de inburgeraars neemt deel aan een duaal traject", "R236")
AMSTERDAM = Passage(PLANS_G4, "Amsterdam, punt 1", "zoveel als mogelijk in op duale trajecten", "R011")
ONLY_DUAL = Passage(AGENDA, "punt 3b", "alleen duale inburgeringstrajecten ingekocht", "R111")
TOGETHER = Passage(AGENDA, "punt 3b", "beide onderdelen daarvan gelijktijdig starten", "R112")
REGULAR_JOB = Passage(AGENDA, "punt 3b", "plaatsing op een reguliere baan", "R113")
ACTIVE = Passage(AGENDA, "punt 3b", "bevordering van een actieve deelname aan de samenleving", "R114")
AIM_2003 = DatedValue(50, TAKES_PART)
AIM_2004 = DatedValue(60, of_view("hoofdstuk IV, punt 7", "in 2004: 60%", "R236"), date(2004, 1, 1))

DUAL_PERCENT = Parameter(
    "dual-percent-min",
    {
        "nl": "Het percentage van de inburgeraars dat aan een duaal traject moet deelnemen.",
        "en": "The percentage of the people that must take part in a dual trajectory.",
    },
    "integer",
    (AIM_2003, AIM_2004),
)
IN_RESULT = {"WORK": "REGULAR_JOB", "REINTEGRATION": "REGULAR_JOB", "SOCIAL_PARTICIPATION": "ACTIVE_PARTICIPATION"}
"""What the trajectory goes together with → what it must end in."""


# --- What the tests ask ---


def _started_on(outcome: AnyTrajectory) -> When | None:
    return outcome.started_on


def _from_on(question: Question) -> date | None:
    """The first day of the time asked; without a period one takes part on the day asked."""
    period = question.bounds.period
    return question.bounds.as_of if period is None else period.from_on


def _takes_part(one: AnyTrajectory, question: Question) -> bool:
    started, from_on = known_day(one.started_on), _from_on(question)
    return started is not None and started <= last_day_asked(question) and not _ended_before(one, from_on)


def _ended_before(one: AnyTrajectory, from_on: date | None) -> bool:
    """Whether it ended before that day, or may have; on the day of the end one still took part."""
    if one.ended is None or from_on is None:
        return False
    ended = known_day(one.ended.on)
    return ended is None or ended < from_on


def _end_unknown(outcome: Outcome, question: Question) -> bool:
    return outcome.ended is not None and _from_on(question) is not None and known_day(outcome.ended.on) is None


def _was_over(outcome: Outcome, question: Question) -> Reason | None:
    from_on, ended = _from_on(question), known_day(ended_on(outcome))
    if ended is None or not _ended_before(outcome, from_on):
        return None
    return Reason({"on": ended.isoformat()}, limit_on=from_on)


def _taking_part(outcome: Outcome, question: Question) -> list[Followed]:
    return [one for one in others_asked(outcome, question) if _takes_part(one, question)]


def _dual_first(one: AnyTrajectory, question: Question) -> tuple[bool, date]:
    return not is_dual_by(one, last_day_asked(question)), known_day(one.started_on) or date.max


def _not_dual(outcome: Outcome, question: Question) -> Reason | None:
    if is_dual_by(outcome, last_day_asked(question)):
        return None
    return Reason({"trajectory": outcome.trajectory})


def _dual_parts(outcome: Outcome) -> list[JoinedPart]:
    return [part for part in outcome.parts if part.dual_with is not None]


def _no_part(outcome: Outcome, question: Question) -> bool:
    return not any((day := known_day(part.on)) is None or day <= question.bounds.as_of for part in _dual_parts(outcome))


def _part_undated(outcome: Outcome, question: Question) -> bool:
    return all(known_day(part.on) is None for part in _dual_parts(outcome))


def _apart(outcome: Outcome, question: Question) -> Reason | None:
    started = known_day(outcome.started_on)
    begun = min(day for part in _dual_parts(outcome) if (day := known_day(part.on)) is not None)
    if started is None or begun == started:
        return None
    return Reason({"part_on": begun.isoformat(), "days_apart": abs((begun - started).days)})


def _with(outcome: Outcome) -> str | None:
    return outcome.dual_with or next((part.dual_with for part in _dual_parts(outcome)), None)


def _other_kind(outcome: Outcome, question: Question) -> Reason | None:
    return None if _with(outcome) in IN_RESULT else Reason({"dual_with": _with(outcome) or "unknown"})


def _not_passed(outcome: Outcome, question: Question) -> bool:
    as_of = question.bounds.as_of
    return not any((day := known_day(when)) is not None and day <= as_of for when in outcome.passed)


def _lacks(result: str) -> Test:
    """The test for what a trajectory of this kind had to end in."""

    def check(outcome: Outcome, question: Question) -> Reason | None:
        needed, reached = IN_RESULT.get(_with(outcome) or ""), outcome.ended.result if outcome.ended else None
        return Reason({"result": reached or "unknown"}) if needed == result and reached != result else None

    if result == "REGULAR_JOB":
        nl, en = "Niet op een reguliere baan geplaatst.", "Not placed in a regular job."
        return Test("NO_REGULAR_JOB", {"nl": nl, "en": en}, check)
    nl, en = "Neemt niet actief deel aan de samenleving.", "Takes no active part in society."
    return Test("NO_ACTIVE_PARTICIPATION", {"nl": nl, "en": en}, check)


# --- The rules ---

NOT_DUAL = Test(
    "NOT_DUAL",
    {"nl": "Het traject is niet duaal.", "en": "The trajectory is not dual."},
    _not_dual,
)
_WHAT_IS_SHARED: Sentence = {
    "nl": "De regionale visie telt inburgeraars die deelnemen; Amsterdam trajecten die starten. Eén persoon met een "
    "regulier en een duaal traject is in het eerste één duale deelnemer, in het tweede twee trajecten.",
    "en": "The regional view counts people who take part, Amsterdam trajectories that start. One person with a regular "
    "and a dual trajectory is one dual participant in the first, and two trajectories in the second.",
}
DUAL_SHARE = (
    Rule(
        id="dual-share",
        version="people-taking-part",
        view="outcomes",
        sentence={
            "nl": "Inburgeraars die in de periode aan een duaal traject deelnamen, van allen die een traject volgden.",
            "en": "People who took part in a dual trajectory in the period, of all who followed a trajectory.",
        },
        source=(TAKES_PART,),
        unit="persons",
        tests=(
            RECORDED_LATER,
            *A_TRAJECTORY,
            *tests_of_period(_started_on)[1:],
            after_as_of(_started_on, "Het begon na de peildatum.", "It started after the day asked."),
            day_unknown(_started_on, "De dag van de start is niet bekend.", "The day of the start is not known."),
            left_out(
                "END_UNKNOWN",
                "Het traject is beëindigd op een onbekende dag.",
                "The trajectory ended on a day that is not known.",
                _end_unknown,
            ),
            Test(
                "ENDED_BEFORE",
                {"nl": "Het traject was al beëindigd.", "en": "The trajectory had ended before."},
                _was_over,
            ),
            stands_for_person(
                _dual_first,
                _taking_part,
                "Dezelfde persoon telt al mee met een ander traject; een duaal traject gaat voor.",
                "The same person counts by another trajectory; a dual one goes first.",
            ),
            NOT_DUAL,
        ),
        in_force_from=VIEW_FROM,
        in_force_until=VIEW_UNTIL,
        otherwise="DUAL",
        parameters=(DUAL_PERCENT,),
        conflicts=(Conflict("trajectories-started", _WHAT_IS_SHARED, (TAKES_PART, AMSTERDAM)),),
        ratio=Ratio(
            rest=frozenset({"NOT_DUAL"}),
            norm=Norm(
                {"nl": "Streefcijfer in procenten, ten minste", "en": "Aim in percent, at least"},
                lambda values: int(values[DUAL_PERCENT.name]),
            ),
        ),
    ),
    Rule(
        id="dual-share",
        version="trajectories-started",
        view="outcomes",
        sentence={
            "nl": "Duale trajecten die in de periode startten, van alle trajecten die startten.",
            "en": "Dual trajectories that started in the period, of all that started.",
        },
        source=(AMSTERDAM, ONLY_DUAL),
        unit="trajectories",
        tests=(RECORDED_LATER, *A_TRAJECTORY, *tests_of_when(_started_on), NOT_DUAL),
        in_force_from=ACT_FROM,
        in_force_until=ACT_UNTIL,
        otherwise="DUAL",
        conflicts=(Conflict("people-taking-part", _WHAT_IS_SHARED, (TAKES_PART, AMSTERDAM)),),
        ratio=Ratio(rest=frozenset({"NOT_DUAL"})),
    ),
)
_STARTED_APART = (
    left_out(
        "OTHER_PART_UNKNOWN",
        "Van het andere onderdeel is geen start bekend.",
        "Of the other part no start is known.",
        _no_part,
    ),
    left_out(
        "PART_DATE_UNKNOWN",
        "De dag waarop het andere onderdeel begon, is niet bekend.",
        "The day on which the other part started is not known.",
        _part_undated,
    ),
    Test(
        "STARTED_APART",
        {"nl": "De onderdelen begonnen niet op dezelfde dag.", "en": "The parts did not start on the same day."},
        _apart,
    ),
)
STARTED_TOGETHER = Rule(
    id="dual-parts-started-together",
    version="same-day",
    view="outcomes",
    sentence={
        "nl": "Duale trajecten die in de periode startten en waarvan beide onderdelen gelijktijdig begonnen.",
        "en": "Dual trajectories that started in the period of which both parts started at the same time.",
    },
    source=(TOGETHER,),
    unit="trajectories",
    tests=(RECORDED_LATER, *A_TRAJECTORY, *tests_of_when(_started_on), NOT_DUAL, *_STARTED_APART),
    in_force_from=ACT_FROM,
    in_force_until=ACT_UNTIL,
    otherwise="STARTED_TOGETHER",
    conflicts=(
        Conflict(
            None,
            {
                "nl": "“Gelijktijdig” is gelezen als: op dezelfde dag. Het besluit over duale voorzieningen vraagt "
                "alleen dat de onderdelen ten minste gedeeltelijk tegelijk lopen.",
                "en": "“Gelijktijdig” is read as: on the same day. The decree on dual provisions asks only that the "
                "parts run at the same time at least partly.",
            },
            (TOGETHER,),
        ),
    ),
    ratio=Ratio(rest=frozenset(test.code for test in _STARTED_APART)),
)
_SUCCESS = (
    left_out("EXAM_NOT_PASSED", "Het examen is niet behaald.", "The exam was not passed.", _not_passed),
    _lacks("REGULAR_JOB"),
    _lacks("ACTIVE_PARTICIPATION"),
)
DUAL_SUCCESS = Rule(
    id="dual-success",
    version="exam-and-result",
    view="outcomes",
    sentence={
        "nl": "Beëindigde duale trajecten met behaald examen én een reguliere baan of actieve deelname, naar soort.",
        "en": "Dual trajectories that ended with the exam passed and a regular job or active participation, by kind.",
    },
    source=(REGULAR_JOB, ACTIVE),
    unit="trajectories",
    tests=(
        RECORDED_LATER,
        *A_TRAJECTORY,
        NOT_DUAL,
        left_out(
            "STILL_ON_TRAJECTORY",
            "Het traject is niet beëindigd.",
            "The trajectory has not ended.",
            lambda outcome, question: outcome.ended is None,
        ),
        *tests_of_when(ended_on),
        Test(
            "OTHER_KIND_OF_DUAL",
            {
                "nl": "Gaat niet samen met werk of deelname; het stuk zegt niet wat dan slagen is.",
                "en": "Goes with neither work nor participation; the document does not say what success is then.",
            },
            _other_kind,
        ),
        *_SUCCESS,
    ),
    in_force_from=ACT_FROM,
    in_force_until=ACT_UNTIL,
    otherwise="SUCCESSFUL",
    conflicts=(
        Conflict(
            None,
            {
                "nl": "Het doel is de “bevordering” van actieve deelname; of dat meer is dan deelnemen zelf, zegt het "
                "stuk niet. Hier telt wie bij het einde actief deelneemt.",
                "en": "The aim is to promote active participation; whether that asks participation itself the document "
                "does not say. Here counts who takes an active part at the end.",
            },
            (ACTIVE,),
        ),
    ),
    ratio=Ratio(rest=frozenset(test.code for test in _SUCCESS)),
)
RULES = (*DUAL_SHARE, STARTED_TOGETHER, DUAL_SUCCESS)

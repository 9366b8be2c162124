"""Whose own contribution Rotterdam compensates: until 1 November 2008, and as continued.

Source: Versnellingsplan Rotterdam 2008: "compensatie van de eigen bijdrage voor inburgeraars tot 1 november 2008"
(R051); the steps taken since: "het continueren van de compensatie van de eigen bijdrage" (R052).

In plain words: the first decision is for who enrolled before 1 November 2008, so that 31 October is compensated and 1
November, by "tot", is not. The later one names no end. They are two versions beside each other: to ask under the second
judges the same enrolments again, and changes nothing that was recorded or paid.

Worked example: enrolled on 31 October, 1 November and 2 November 2008. `until-november-2008`: 1; `continued`: 3.
"""

from datetime import date

from domain.counting import Conflict, DatedValue, Parameter, Passage, Question, Reason, Rule, Sentence, Test
from domain.rules.followed import ACT_FROM, ACT_UNTIL, PLANS_G4
from domain.rules.participants import Enrolment
from domain.rules.shared import RECORDED_LATER, known_day, tests_of_when

COMPENSATED_BEFORE = date(2008, 11, 1)
"""First day of enrolment that the first decision leaves out."""


def _rotterdam(words: str, requirement: str) -> Passage:
    return Passage(PLANS_G4, "Versnellingsplan gemeente Rotterdam", words, requirement)


UNTIL = _rotterdam("compensatie van de eigen bijdrage voor inburgeraars tot 1 november 2008", "R051")
CONTINUED = _rotterdam("het continueren van de compensatie van de eigen bijdrage", "R052")
COMPENSATING = Parameter(
    "compensating-municipalities",
    {
        "nl": "De gemeenten (CBS-code) die de eigen bijdrage compenseren.",
        "en": "The municipalities (CBS code) that compensate the own contribution.",
    },
    "list",
    (DatedValue("0599", UNTIL),),
)
_WHAT_DAY = Conflict(
    None,
    {
        "nl": "“Inburgeraars tot 1 november 2008” zegt niet of de dag van inschrijving, van de start of van de "
        "betaling beslist; hier is het de inschrijving.",
        "en": "“Inburgeraars tot 1 november 2008” does not say whether the day of enrolment, of the start or of the "
        "payment decides; here it is the enrolment.",
    },
    (UNTIL,),
)
_CONTINUED: Sentence = {
    "nl": "Het eerste besluit eindigt op 1 november 2008; het latere zet de compensatie voort en noemt geen einde.",
    "en": "The first decision ends on 1 November 2008; the later one continues the compensation and names no end.",
}


def _does_not_compensate(enrolment: Enrolment, question: Question) -> Reason | None:
    return None if enrolment.municipality in question.parameters[COMPENSATING.name] else Reason()


def _too_late(enrolment: Enrolment, question: Question) -> Reason | None:
    day = known_day(enrolment.enrolled_on)
    if day is None or day < COMPENSATED_BEFORE:
        return None
    days_over = (day - COMPENSATED_BEFORE).days + 1
    return Reason({"on": day.isoformat()}, limit_on=COMPENSATED_BEFORE, days_over=days_over)


def _compensated(version: str, other: str, nl: str, en: str, source: Passage, tests: tuple[Test, ...]) -> Rule:
    return Rule(
        id="contribution-compensated",
        version=version,
        view="participants",
        sentence={
            "nl": f"Inschrijvingen waarvan de gemeente de eigen bijdrage compenseert, {nl}.",
            "en": f"Enrolments of which the municipality compensates the own contribution, {en}.",
        },
        source=(source,),
        unit="enrolments",
        tests=(
            RECORDED_LATER,
            *tests_of_when(lambda enrolment: enrolment.enrolled_on),
            Test(
                "NOT_COMPENSATED_HERE",
                {
                    "nl": "Deze gemeente compenseert de eigen bijdrage niet.",
                    "en": "This municipality does not compensate the own contribution.",
                },
                _does_not_compensate,
            ),
            *tests,
        ),
        in_force_from=ACT_FROM,
        in_force_until=ACT_UNTIL,
        otherwise="COMPENSATED",
        parameters=(COMPENSATING,),
        conflicts=(Conflict(other, _CONTINUED, (UNTIL, CONTINUED)), _WHAT_DAY),
    )


RULES = (
    _compensated(
        "until-november-2008",
        "continued",
        "tot 1 november 2008",
        "until 1 November 2008",
        UNTIL,
        (
            Test(
                "ENROLLED_TOO_LATE",
                {"nl": "Pas op of na 1 november 2008 ingeschreven.", "en": "Enrolled on 1 November 2008 or later."},
                _too_late,
            ),
        ),
    ),
    _compensated("continued", "until-november-2008", "ook daarna", "and after it", CONTINUED, ()),
)

"""Agendas, plans and reports that were submitted: in time or not, and the money that an agenda brings.

Sources: letter of Groningen of 18 September 2008: "eenmalig een bedrag van € 50.000,00 beschikbaar aan ieder van de
G50-gemeenten die vóór 1 oktober 2008 een gemeentelijke inburgeringsagenda heeft opgesteld" (R087, R088), "uitgezonderd
de G4" (R090). Plan of Haarlem, November 2008: "Uiterlijk 1 december 2008 moet het plan van aanpak bij het Rijk zijn
ingediend" (R262); progress is told in "een halfjaarlijkse rapportage" (R258).

In plain words: an agenda brings EUR 50,000 when it was there before 1 October 2008, so that 30 September is in time and
1 October is not. A municipality gets it once, for its first agenda; the four large cities have talks of their own. A
plan for personal budgets is in time on 1 December 2008 itself and not on the 2nd. Other reports have no last day in a
document, and each counts.

Worked example: Groningen submits its agenda on 18 September and again on 25 September 2008: EUR 50,000, once.
"""

from datetime import date

from domain.counting import Case, DatedValue, Parameter, Passage, Question, Reason, Rule, Test
from domain.dates import When
from domain.rules import personal_budget_sources as haarlem
from domain.rules.quota_realisation import AGENDA, IN_FORCE_FROM, IN_FORCE_UNTIL
from domain.rules.shared import RECORDED_LATER, known_day, tests_of_when


class Report(Case, frozen=True, kw_only=True):
    """A report that was submitted; `submitted_before` are the days of those of the same kind and scheme before it."""

    report: str
    scheme: str
    submitted_on: When | None = None
    submitted_before: tuple[When, ...] = ()
    registered_on: date | None = None

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the day on which it was submitted."""
        return known_day(self.submitted_on), None


# --- Sources ---

AGENDA_BEFORE = date(2008, 10, 1)
"""First day on which an agenda is too late."""
PLAN_BEFORE = date(2008, 12, 2)
"""First day on which a plan is too late."""

ONCE = Passage(AGENDA, "brief", "eenmalig een bedrag van € 50.000,00 beschikbaar", "R087")
IN_TIME = Passage(AGENDA, "brief", "vóór 1 oktober 2008 een gemeentelijke inburgeringsagenda heeft opgesteld", "R088")
WITHOUT_G4 = Passage(AGENDA, "brief", "alle gemeenten uitgezonderd de G4", "R090")
PLAN_IN_TIME = Passage(haarlem.PLAN, "plan van aanpak", "Uiterlijk 1 december 2008 moet het plan van aanpak", "R262")
HALF_YEARLY = Passage(haarlem.PLAN, "evaluatie", "Aan de hand van een halfjaarlijkse rapportage", "R258")

AGENDA_CENTS = Parameter(
    "agenda-grant-cents",
    {"nl": "Wat een agenda opbrengt, in eurocenten.", "en": "What an agenda brings, in euro cents."},
    "integer",
    (DatedValue(5_000_000, ONCE),),
)
TALKS_APART = Parameter(
    "agenda-grant-not-for",
    {
        "nl": "De gemeenten (CBS-code) met wie apart wordt overlegd: de G4.",
        "en": "The municipalities (CBS code) with which there are talks apart: the four large cities.",
    },
    "list",
    (DatedValue("0363,0599,0518,0344", WITHOUT_G4),),
)


# --- The tests ---


def _no_agenda(report: Report, question: Question) -> Reason | None:
    return None if report.report.casefold() == "agenda" else Reason({"report": report.report})


def _too_late(report: Report, before: date) -> Reason | None:
    day = known_day(report.submitted_on)
    if day is None or day < before:
        return None
    return Reason({"submitted_on": day.isoformat()}, limit_on=before, days_over=(day - before).days + 1)


def _agenda_too_late(report: Report, question: Question) -> Reason | None:
    return _too_late(report, AGENDA_BEFORE)


def _talks_apart(report: Report, question: Question) -> Reason | None:
    return Reason() if report.municipality in question.parameters[TALKS_APART.name] else None


def _not_the_first(report: Report, question: Question) -> Reason | None:
    return Reason({"first_on": report.submitted_before[0]}) if report.submitted_before else None


def _brings(report: Report, question: Question) -> int:
    return int(question.parameters[AGENDA_CENTS.name])


def _plan_too_late(report: Report, question: Question) -> Reason | None:
    is_plan = report.report.casefold() == "plan" and report.scheme.casefold() == haarlem.SCHEME.casefold()
    return _too_late(report, PLAN_BEFORE) if is_plan else None


def _which(report: Report, question: Question) -> Reason:
    return Reason({"report": report.report})


_SUBMITTED = tests_of_when(lambda report: report.submitted_on)

AGENDA_GRANTS = Rule(
    id="agenda-grants",
    version="letter-2008",
    view="reports",
    sentence={
        "nl": "Wat het Rijk geeft voor agenda’s die op tijd zijn ingediend, per gemeente één keer.",
        "en": "What the State gives for agendas that were submitted in time, once for each municipality.",
    },
    source=(ONCE, IN_TIME, WITHOUT_G4),
    unit="cents",
    parameters=(AGENDA_CENTS, TALKS_APART),
    tests=(
        RECORDED_LATER,
        Test("NO_AGENDA", {"nl": "Het is geen agenda.", "en": "It is no agenda."}, _no_agenda),
        *_SUBMITTED,
        Test(
            "TALKS_APART",
            {"nl": "Met deze gemeente wordt apart overlegd.", "en": "There are talks apart with this municipality."},
            _talks_apart,
        ),
        Test(
            "AGENDA_TOO_LATE",
            {"nl": "De agenda kwam te laat.", "en": "The agenda came too late."},
            _agenda_too_late,
        ),
        Test(
            "AGENDA_OF_BEFORE",
            {
                "nl": "De gemeente had al een agenda ingediend.",
                "en": "The municipality had submitted an agenda before.",
            },
            _not_the_first,
        ),
    ),
    in_force_from=IN_FORCE_FROM,
    in_force_until=IN_FORCE_UNTIL,
    otherwise="AGENDA_IN_TIME",
    amount=_brings,
)
REPORTS_SUBMITTED = Rule(
    id="reports-submitted",
    version="as-documented",
    view="reports",
    sentence={
        "nl": "Agenda’s, plannen en rapportages die zijn ingediend; een plan voor persoonlijke budgetten op tijd.",
        "en": "Agendas, plans and reports that were submitted; a plan for personal budgets in time.",
    },
    source=(PLAN_IN_TIME, HALF_YEARLY, IN_TIME),
    unit="reports",
    tests=(
        RECORDED_LATER,
        *_SUBMITTED,
        Test("PLAN_TOO_LATE", {"nl": "Het plan kwam te laat.", "en": "The plan came too late."}, _plan_too_late),
    ),
    in_force_from=IN_FORCE_FROM,
    in_force_until=IN_FORCE_UNTIL,
    otherwise="REPORT_SUBMITTED",
    reason=_which,
)
RULES = (AGENDA_GRANTS, REPORTS_SUBMITTED)

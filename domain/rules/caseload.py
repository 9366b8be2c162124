"""The caseload: how many people each case manager has on a day, and whether that is more than can be guided.

Source: Regionale visie op inburgering Zuid-Holland Zuid 2003-2005: case managers get "een passende caseload" (R130).
Forum: guidance takes "gemiddeld 39 uur … verspreid over een periode van 23,5 maanden" (R187), and with 1,050 productive
hours a year that is "een caseload van 52 nieuwkomers, gedurende 23,5 maanden" (R188); in practice it is "ongeveer twee
keer zo groot" (R189).

In plain words: a person is on the caseload of the manager assigned last, from that day until the day it no longer holds
or somebody else was assigned in that role. The norm is worked out from the three numbers and rounded down, since half a
person cannot be guided: 1,050 x 23.5 / 12 / 39 = 52.7, so 52. Exactly 52 keeps to it, 53 does not. Everybody assigned
counts, newcomer or not: the text speaks of both.

About twice as large is heavy: `caseload-heavy` holds the same people against the most that is not yet twice the norm,
103, so that 104 is beyond it.

Worked example: M1 has 53 people and M2 has 51. 104 people with 2 managers, 52.0 each; the norm is one of each manager,
so it is not kept to: M1 is beyond it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.counting import Conflict, DatedValue, Parameter, Passage, Question, Reason, Rule, Sentence, Test
from domain.dates import When
from domain.ratio import Norm, Ratio
from domain.rules.followed import VIEW_FROM, VIEW_UNTIL, of_view
from domain.rules.same_person import CaseOfPerson, OfSamePerson
from domain.rules.shared import RECORDED_LATER, after_as_of, day_unknown, known_day


class OtherAssignment(OfSamePerson, frozen=True, kw_only=True):
    """Another assignment of the same person, made no later, with who it is to and until when."""

    assignee: str
    role: str | None = None
    until_on: When | None = None


class Assignment(CaseOfPerson, frozen=True, kw_only=True):
    """One assignment of a person to a worker; `until_on` is the first day on which it no longer holds."""

    assignee: str
    role: str | None = None
    assigned_on: When | None = None
    until_on: When | None = None
    registered_on: date | None = None
    not_later: tuple[OtherAssignment, ...] = ()

    @property
    def on(self) -> When | None:
        """From which day it holds."""
        return self.assigned_on

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From that day until it no longer holds."""
        return known_day(self.assigned_on), known_day(self.until_on)


FITTING = of_view("besluit 2c", "een passende caseload toewijzen", "R130")
HOURS = of_view("paragraaf 3.1", "gemiddeld 39 uur kosten, verspreid over een periode van 23,5 maanden", "R187")
FORUM = of_view("paragraaf 3.1", "caseload van 52 nieuwkomers, gedurende 23,5 maanden", "R188")
PRODUCTIVE = of_view("paragraaf 3.1", "Met een beschikbaarheid van 1050 productieve uren per jaar", "R188")
TWICE = of_view("paragraaf 3.1", "De caseloads zijn in de huidige praktijk ongeveer twee keer zo groot", "R189")

HOURS_OF_PERSON = Parameter(
    "guidance-hours-of-person",
    {"nl": "Uren begeleiding die een inburgeraar kost.", "en": "Hours of guidance that a person takes."},
    "integer",
    (DatedValue(39, HOURS),),
)
MONTHS_TENTHS = Parameter(
    "guidance-months-tenths",
    {
        "nl": "Tijd waarover de begeleiding is verspreid, in tienden van maanden.",
        "en": "Time over which guidance is spread, in tenths of months.",
    },
    "integer",
    (DatedValue(235, HOURS),),
)
HOURS_OF_YEAR = Parameter(
    "productive-hours-of-year",
    {
        "nl": "Productieve uren van een klantmanager per jaar.",
        "en": "Productive hours of a case manager in a year.",
    },
    "integer",
    (DatedValue(1050, PRODUCTIVE),),
)


def norm_of(values: Mapping[str, Any]) -> int:
    """People that one case manager can guide at a time, rounded down."""
    hours = int(values[HOURS_OF_YEAR.name]) * int(values[MONTHS_TENTHS.name])
    return hours // (120 * int(values[HOURS_OF_PERSON.name])) if int(values[HOURS_OF_PERSON.name]) else 0


def _other_role(assignment: Assignment, question: Question) -> Reason | None:
    return None if assignment.role in (None, "CASE_MANAGER") else Reason({"role": assignment.role})


def _no_longer(assignment: Assignment, question: Question) -> Reason | None:
    until = known_day(assignment.until_on)
    if until is None or until > question.bounds.as_of:
        return None
    return Reason({"until_on": until.isoformat()}, limit_on=until)


def _end_unknown(assignment: Assignment, question: Question) -> Reason | None:
    """A later assignment ended it, on a day that is not known."""
    return Reason() if assignment.until_on is not None and known_day(assignment.until_on) is None else None


def _with_the_same(assignment: Assignment, question: Question) -> Reason | None:
    """Another registration of the person is with the same manager on the day asked."""
    as_of, scope = question.bounds.as_of, question.scope
    own = known_day(assignment.on) or date.max, assignment.position
    for other in assignment.not_later:
        first = (known_day(other.on) or date.max, other.position) < own
        in_role = other.role in (None, "CASE_MANAGER") and scope.holds(other.municipality, other.on)
        if other.assignee == assignment.assignee and first and in_role and holds_on(other, as_of):
            return Reason({"counted_as": other.case})
    return None


def holds_on(other: "Assignment | OtherAssignment", day: date) -> bool:
    """Whether an assignment holds on a day: of an end or a beginning that nobody knows the day of it does not."""
    since, until = known_day(other.on), known_day(other.until_on)
    return since is not None and since <= day and (other.until_on is None or (until is not None and until > day))


_ASSIGNED_NOW = (
    RECORDED_LATER,
    Test(
        "OTHER_ROLE",
        {"nl": "Toegewezen in een andere rol.", "en": "Assigned in another role."},
        _other_role,
    ),
    after_as_of(
        lambda assignment: assignment.assigned_on,
        "Pas na de peildatum toegewezen.",
        "Assigned after the day asked.",
    ),
    day_unknown(
        lambda assignment: assignment.assigned_on,
        "De dag van de toewijzing is niet bekend.",
        "The day of the assignment is not known.",
    ),
    Test(
        "END_UNKNOWN",
        {
            "nl": "De toewijzing eindigde op een onbekende dag.",
            "en": "The assignment ended on a day that is not known.",
        },
        _end_unknown,
    ),
    Test(
        "HANDED_OVER",
        {"nl": "De toewijzing geldt niet meer.", "en": "The assignment no longer holds."},
        _no_longer,
    ),
    Test(
        "SAME_PERSON_BEFORE",
        {
            "nl": "Dezelfde persoon telt al mee bij deze klantmanager.",
            "en": "The same person already counts with this case manager.",
        },
        _with_the_same,
    ),
)


def _caseload(rule_id: str, version: str, sentence: Sentence, source: tuple[Passage, ...], norm: Norm) -> Rule:
    """The people of each manager, held against a norm."""
    return Rule(
        id=rule_id,
        version=version,
        view="assignments",
        sentence=sentence,
        source=source,
        unit="persons",
        tests=_ASSIGNED_NOW,
        in_force_from=VIEW_FROM,
        in_force_until=VIEW_UNTIL,
        otherwise="ASSIGNED",
        parameters=(HOURS_OF_PERSON, MONTHS_TENTHS, HOURS_OF_YEAR),
        conflicts=(_WHO_WEIGHS,),
        ratio=Ratio(unit="persons", per="assignee", norm=norm),
    )


_WHO_WEIGHS = Conflict(
    None,
    {
        "nl": "Het stuk spreekt van “inburgeraar/nieuwkomer” en dan van 52 nieuwkomers; of oudkomers even "
        "zwaar meetellen, zegt het niet.",
        "en": "The document speaks of “inburgeraar/nieuwkomer” and then of 52 newcomers; whether oudkomers "
        "weigh the same it does not say.",
    },
    (HOURS, FORUM),
)
CASELOAD = _caseload(
    "caseload",
    "people-assigned",
    {
        "nl": "Personen die op de peildatum aan een klantmanager zijn toegewezen.",
        "en": "Persons assigned to a case manager on the day asked.",
    },
    (FITTING, FORUM, HOURS, TWICE),
    Norm({"nl": "Norm per klantmanager, ten hoogste", "en": "Norm per case manager, at most"}, norm_of, "at-most"),
)
CASELOAD_HEAVY = _caseload(
    "caseload-heavy",
    "below-twice-the-norm",
    {
        "nl": "Personen die op de peildatum aan een klantmanager zijn toegewezen; zwaar is tweemaal de norm of meer.",
        "en": "Persons assigned to a case manager on the day asked; twice the norm or more is heavy.",
    },
    (TWICE, FORUM, HOURS),
    Norm(
        {
            "nl": "Meest per klantmanager dat nog geen tweemaal de norm is",
            "en": "Most per case manager that is not yet twice the norm",
        },
        lambda values: 2 * norm_of(values) - 1,
        "at-most",
    ),
)
RULES = (CASELOAD, CASELOAD_HEAVY)

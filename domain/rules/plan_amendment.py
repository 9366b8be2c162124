"""Changes of the learning route, and lowering of the level after effort, under the Act of 2021.

Source: Wi 2021 art. 17.2, 17.3; Besluit inburgering 2021 art. 5.4: "maximaal anderhalf jaar vanaf de aanvang van de
termijn", "met dien verstande dat gedurende het gehele inburgeringstraject de onderwijsroute kan worden gewijzigd in de
B1-route"; "In bijzondere gevallen die de inburgeringsplichtige betreffen, kan het college afwijken van de termijn";
art. 5.5: level A2 after "in totaal 600 cursusuren Nederlands als tweede taal" (R325, R337, R338).

In plain words: every plan after the first is judged. It is a change of route where its route differs from that of the
plan before it. Eighteen months run from the first day of the term, the day after the first plan; their last day is in
time. Later only the education route may become the B1 route. An amended plan that gives a personal circumstance as its
reason is the special case in which the municipality may deviate, and says so. The level is lowered where a plan with
the B1 route says A2 and the one before it did not; the hours are the latest total of language hours by that day.

Worked example: the term starts on 1 March 2023. From B1 to Z on 31 August 2024 is in time, on 1 September 2024
CHANGED_TOO_LATE; from education to B1 on 1 January 2026 counts.
"""

from datetime import date

from msgspec.structs import replace

from domain.counting import Case, Check, Conflict, DatedValue, Parameter, Passage, Question, Reason, Rule, Test
from domain.dates import When, days_over
from domain.rules.legal_effect import NO_LEGAL_EFFECT, with_flags
from domain.rules.legal_life import LegalLife
from domain.rules.legal_terms import ACT_2021_FROM, CHANCES, DECREE_2021, ROUTE_CHANGE, WI_2021
from domain.rules.shared import RECORDED_LATER, known_day, tests_of_when


class PlanAmendment(Case, frozen=True, kw_only=True):
    """A plan after the first, with the route and level of the plan before it.

    `term_starts_on` is the first day of the term; `language_hours` the latest total by the day of the change.
    """

    on: When | None = None
    route: str
    route_before: str
    level: str | None = None
    level_before: str | None = None
    because: str | None = None
    term_starts_on: date | None = None
    language_hours: int | None = None
    registered_on: date | None = None
    life: LegalLife | None = None

    def as_it_stood(self, as_of: date) -> "PlanAmendment":
        """With what is to be known of its decision on a day; whether it counts is tested apart."""
        return self if self.life is None else replace(self, flags=with_flags(self.flags, as_of, self.life))

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From its day on."""
        return known_day(self.on), None


# --- Sources ---

MAY_DEVIATE = Passage(
    DECREE_2021,
    "artikel 5.4, derde lid",
    "In bijzondere gevallen die de inburgeringsplichtige betreffen, kan het college afwijken van de termijn",
)
AFTER_EDUCATION = Passage(
    DECREE_2021,
    "artikel 5.4, tweede lid (tekst vanaf 2023-01-01)",
    "kan het college, in afwijking van de termijn, bedoeld in het eerste lid, na het afronden van deze opleiding de "
    "door de inburgeringsplichtige te volgen leerroute wijzigen",
)
ALL_THE_TIME = Passage(
    DECREE_2021,
    "artikel 5.4, eerste lid",
    "met dien verstande dat gedurende het gehele inburgeringstraject de onderwijsroute kan worden gewijzigd in de "
    "B1-route",
)
PROGRESS = Passage(
    WI_2021,
    "artikel 17, tweede lid",
    "kan het college op een bij algemene maatregel van bestuur te bepalen termijn de door de inburgeringsplichtige te "
    "volgen leerroute opnieuw vaststellen",
)
FASTER = Passage(CHANCES, "ontwikkeling", "sneller kan ontwikkelen dan is afgesproken in het PIP", "R325")
B1_ROUTE = Passage(CHANCES, "lokale worteling", "de B1 leerroute waarin nadrukkelijk de koppeling met", "R337")
LOWER_LEVEL = Passage(
    WI_2021,
    "artikel 17, derde lid",
    "kan het college bepalen dat de mondelinge en schriftelijke vaardigheden in de Nederlandse taal, in afwijking van "
    "artikel 7, eerste lid, onderdeel a, geheel of gedeeltelijk op het niveau A2 worden geëxamineerd",
)
SIX_HUNDRED = Passage(DECREE_2021, "artikel 5.5, eerste lid", "in totaal 600 cursusuren Nederlands als tweede taal")
EFFORT_HOURS = Parameter(
    "effort-hours-min",
    {
        "nl": "Het kleinste aantal cursusuren voordat het niveau omlaag mag.",
        "en": "The least course hours before the level may be lowered.",
    },
    "integer",
    (DatedValue(600, SIX_HUNDRED),),
)


# --- What the tests ask ---


def _same_route(case: PlanAmendment, question: Question) -> Reason | None:
    return Reason({"route": case.route}) if case.route == case.route_before else None


def _routes(case: PlanAmendment) -> dict[str, str | int]:
    return {"from": case.route_before, "to": case.route, "on": str(case.on)}


def _term_unknown(case: PlanAmendment, question: Question) -> Reason | None:
    return Reason({"date": "TERM_START"}) if case.term_starts_on is None else None


def _last_on(case: PlanAmendment, question: Question) -> date:
    assert case.term_starts_on is not None, "an unknown start is tested before"
    return ROUTE_CHANGE.last_on(case.term_starts_on, question)


def _from_education(case: PlanAmendment, question: Question) -> Reason | None:
    return Reason(_routes(case)) if (case.route_before, case.route) == ("EDUCATION", "B1") else None


def _late(case: PlanAmendment, question: Question) -> int:
    day = known_day(case.on)
    return 0 if day is None else days_over(_last_on(case, question), day)


def _special(case: PlanAmendment, question: Question) -> Reason | None:
    late_days = _late(case, question)
    if not late_days or case.because != "PERSONAL_CIRCUMSTANCE":
        return None
    return Reason(_routes(case), _last_on(case, question), late_days)


def _too_late(case: PlanAmendment, question: Question) -> Reason | None:
    late_days = _late(case, question)
    return Reason(_routes(case), _last_on(case, question), late_days) if late_days else None


def _in_time(case: PlanAmendment, question: Question) -> Reason:
    return Reason(_routes(case), _last_on(case, question))


def _level_stays(case: PlanAmendment, question: Question) -> Reason | None:
    lowered = case.route == "B1" and case.level == "A2" and case.level_before != "A2"
    return None if lowered else Reason({"route": case.route} | ({"level": case.level} if case.level else {}))


def _hours_short(case: PlanAmendment, question: Question) -> Reason | None:
    hours, needed = case.language_hours, int(question.parameters[EFFORT_HOURS.name])
    if hours is not None and hours >= needed:
        return None
    return Reason({"hours": "not said" if hours is None else hours, "needed": needed})


def _hours_told(case: PlanAmendment, question: Question) -> Reason:
    return Reason({"hours": case.language_hours or 0, "on": str(case.on)})


def _says(code: str, nl: str, en: str, check: Check, counts: bool = False) -> Test:
    return Test(code, {"nl": nl, "en": en}, check, counts=counts)


# --- The rules ---

ROUTE_CHANGES = Rule(
    id="route-changes",
    version="one-and-a-half-years",
    view="plan-amendments",
    sentence={
        "nl": "Wijzigingen van leerroute die het besluit toelaat.",
        "en": "Changes of learning route that the decree allows.",
    },
    source=(ROUTE_CHANGE.source, ALL_THE_TIME, PROGRESS, MAY_DEVIATE, FASTER, B1_ROUTE),
    unit="route-changes",
    tests=(
        RECORDED_LATER,
        _says("SAME_ROUTE", "Het plan is gewijzigd, de route niet.", "The plan changed, the route not.", _same_route),
        *tests_of_when(lambda case: case.on),
        NO_LEGAL_EFFECT,
        _says(
            "FROM_EDUCATION_TO_B1",
            "Van de onderwijsroute naar de B1-route mag altijd.",
            "From the education route to the B1 route is allowed at any time.",
            _from_education,
            counts=True,
        ),
        _says(
            "DATE_UNKNOWN",
            "De eerste dag van de termijn is niet bekend.",
            "The first day of the term is not known.",
            _term_unknown,
        ),
        _says(
            "SPECIAL_CASE",
            "Na anderhalf jaar gewijzigd om een bijzondere persoonlijke omstandigheid.",
            "Changed after a year and a half for a special personal circumstance.",
            _special,
            counts=True,
        ),
        _says(
            "CHANGED_TOO_LATE",
            "Gewijzigd na anderhalf jaar, zonder dat een uitzondering is vastgelegd.",
            "Changed after a year and a half, with no exception laid down.",
            _too_late,
        ),
    ),
    in_force_from=ACT_2021_FROM,
    otherwise="CHANGED_IN_TIME",
    reason=_in_time,
    parameters=(ROUTE_CHANGE.parameter,),
    conflicts=(
        Conflict(
            None,
            {
                "nl": "Na een niet-vrijstellende opleiding mag de route ook later worden gewijzigd; dat iemand die "
                "afrondde, staat in geen feit, en hier is zo'n wijziging te laat.",
                "en": "After an education that does not exempt the route may be changed later too; that somebody "
                "completed one is in no fact, and here such a change is too late.",
            },
            (AFTER_EDUCATION,),
        ),
    ),
)
LEVELS_LOWERED = Rule(
    id="levels-lowered",
    version="six-hundred-hours",
    view="plan-amendments",
    sentence={
        "nl": "Plannen op de B1-route die na ten minste 600 cursusuren niveau A2 toestaan.",
        "en": "Plans on the B1 route that allow level A2 after at least 600 course hours.",
    },
    source=(LOWER_LEVEL, SIX_HUNDRED),
    unit="plans",
    tests=(
        RECORDED_LATER,
        _says("LEVEL_STAYS", "Het niveau is niet verlaagd.", "The level was not lowered.", _level_stays),
        *tests_of_when(lambda case: case.on),
        NO_LEGAL_EFFECT,
        _says(
            "EFFORT_HOURS_SHORT",
            "Te weinig cursusuren, of niet bekend hoeveel.",
            "Too few course hours, or not known how many.",
            _hours_short,
        ),
    ),
    in_force_from=ACT_2021_FROM,
    otherwise="LEVEL_LOWERED",
    reason=_hours_told,
    parameters=(EFFORT_HOURS,),
)
RULES = (ROUTE_CHANGES, LEVELS_LOWERED)

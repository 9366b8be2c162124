"""The parts of the programme of 2021 that are completed: PVT, MAP, Z-route, and the progress talks of the plan.

Source: Besluit inburgering 2021 art. 3.1: "Het participatieverklaringstraject omvat ten minste 12 uren", with the
"ondertekenen van de participatieverklaring"; art. 3.2: eight themes, and "De module Arbeidsmarkt en Participatie wordt
afgesloten met een eindgesprek"; Wi 2021 art. 8.3: not for who follows the education route. Art. 3.14: the Z-route is
"in totaal 800 cursusuren", "in totaal 800 uren besteed aan activiteiten" and "een eindgesprek met het college"; for
family and other migrants the course hours and the talk. Art. 5.3: "Het college legt het aantal te voeren
voortgangsgesprekken met de inburgeringsplichtige vast in het persoonlijk plan" (R317, R336-R338).

In plain words: the population is who has a plan; every plan is judged, so that a share has one population. A part
counts by the day of its signing or closing talk, within the term: on or before the date of the plan it counts not,
since effort before the plan has no weight (art. 5.3). Hours that the source gives must reach the norm; where it gives
none, the signing itself counts for the PVT and the case says so, and for the Z-route nothing counts. Hours of the MAP
and the PVT come off the 800 of participation. The themes of the MAP are in no source, only its closing talk; how many
hours it takes stands in the ministerial regulation, so that version needs a value that somebody set.

Worked example: a plan of 6 March 2023, 12 hours of PVT and signed on 7 March: PVT_COMPLETED. With 11 hours it is
PVT_HOURS_SHORT, and signed on 6 March BEFORE_TERM. Z-route of an asylum status holder with 800 course hours, 748 of
participation, 40 of MAP and 12 of PVT: completed.
"""

from domain.counting import Check, Conflict, Parameter, Passage, Rule, Sentence, Test
from domain.dates import When
from domain.rules import programme as asked
from domain.rules.legal_terms import ACT_2021_FROM
from domain.rules.obligation import NEVER_BEGAN
from domain.rules.programme import PartKind, Programme
from domain.rules.shared import RECORDED_LATER, after_as_of, day_unknown, tests_of_period


def _says(code: str, nl: str, en: str, check: Check, counts: bool = False) -> Test:
    return Test(code, {"nl": nl, "en": en}, check, counts=counts)


def _plan_on(case: Programme) -> When | None:
    return case.plan_on


# --- The tests, in their order ---

PLANNED = (
    RECORDED_LATER,
    *NEVER_BEGAN,
    after_as_of(_plan_on, "Het plan is van na de peildatum.", "The plan came after the day asked."),
    day_unknown(_plan_on, "De dag van het plan is niet bekend.", "The day of the plan is not known."),
)
NOT_FOR_EDUCATION = _says(
    "NOT_FOR_EDUCATION_ROUTE",
    "Op de onderwijsroute hoort geen MAP.",
    "There is no MAP on the education route.",
    asked.on_education_route,
)


def _completed(kind: PartKind, code: str, name: str) -> tuple[Test, ...]:
    return (
        _says(
            "DATE_UNKNOWN",
            f"{name} is afgerond, op een onbekende dag.",
            f"The {name} was completed, on an unknown day.",
            asked.undated(kind),
        ),
        _says(code, f"{name} is niet afgerond.", f"The {name} was not completed.", asked.not_completed(kind)),
        *tests_of_period(asked.when_of(kind)),
        _says(
            "BEFORE_TERM",
            "Afgerond vóór de termijn; die begint de dag na het plan.",
            "Completed before the term, which begins the day after the plan.",
            asked.before_term(kind),
        ),
    )


# --- The rules ---


def _rule(
    id_: str,
    version: str,
    sentence: Sentence,
    source: tuple[Passage, ...],
    tests: tuple[Test, ...],
    otherwise: str,
    reason: Check,
    parameters: tuple[Parameter, ...] = (),
    conflicts: tuple[Conflict, ...] = (),
) -> Rule:
    return Rule(
        id=id_,
        version=version,
        view="programmes",
        sentence=sentence,
        source=source,
        unit="persons",
        tests=(*PLANNED, *tests),
        in_force_from=ACT_2021_FROM,
        otherwise=otherwise,
        reason=reason,
        parameters=parameters,
        conflicts=conflicts,
    )


PVT_COMPLETED = _rule(
    "pvt-completed",
    "twelve-hours",
    {
        "nl": "Mensen met een plan die het participatieverklaringstraject hebben afgerond.",
        "en": "People with a plan who completed the participation declaration trajectory (PVT).",
    },
    (asked.SIGNING, asked.TWELVE_HOURS, asked.NO_WEIGHT_BEFORE, asked.PVT_FOR_BOTH),
    (
        *_completed("PVT", "PVT_NOT_COMPLETED", "PVT"),
        _says(
            "PVT_HOURS_SHORT",
            "Minder uren dan het PVT omvat.",
            "Fewer hours than the PVT has.",
            asked.short("PVT", asked.PVT_HOURS),
        ),
    ),
    "PVT_COMPLETED",
    asked.told("PVT"),
    (asked.PVT_HOURS,),
)
_MAP_HOURS_ELSEWHERE: Sentence = {
    "nl": "Het besluit vraagt een eindgesprek en laat een urennorm aan de regeling over; of die gehaald is, telt "
    "alleen de andere versie.",
    "en": "The decree asks for a closing talk and leaves a norm of hours to the ministerial regulation; whether that "
    "was reached only the other version counts.",
}
_MAP_SENTENCE: Sentence = {
    "nl": "Mensen met een plan die de module Arbeidsmarkt en Participatie hebben afgerond",
    "en": "People with a plan who completed the module on work and participation (MAP)",
}


def _map(version: str, other: str, nl: str, en: str, tests: tuple[Test, ...], hours: tuple[Parameter, ...]) -> Rule:
    return _rule(
        "map-completed",
        version,
        {"nl": f"{_MAP_SENTENCE['nl']}{nl}.", "en": f"{_MAP_SENTENCE['en']}{en}."},
        (asked.CLOSING_TALK, asked.NOT_FOR_EDUCATION, *((asked.HOURS_IN_REGULATION,) if hours else ())),
        (NOT_FOR_EDUCATION, *_completed("MAP", "MAP_NOT_COMPLETED", "MAP"), *tests),
        "MAP_COMPLETED",
        asked.told("MAP"),
        hours,
        (Conflict(other, _MAP_HOURS_ELSEWHERE, (asked.CLOSING_TALK, asked.HOURS_IN_REGULATION)),),
    )


MAP_COMPLETED = (
    _map("closing-talk", "hours-norm", "", "", (), ()),
    _map(
        "hours-norm",
        "closing-talk",
        " met het vastgestelde aantal uren",
        " with the number of hours that was set",
        (
            _says("MAP_HOURS_UNKNOWN", "De uren zijn niet bekend.", "The hours are not known.", asked.hours_unknown),
            _says(
                "MAP_HOURS_SHORT",
                "Minder uren dan vastgesteld.",
                "Fewer hours than were set.",
                asked.short("MAP", asked.MAP_HOURS),
            ),
        ),
        (asked.MAP_HOURS,),
    ),
)
Z_ROUTE_COMPLETED = _rule(
    "z-route-completed",
    "hours",
    {
        "nl": "Mensen op de Z-route met genoeg uren en een eindgesprek.",
        "en": "People on the Z-route with enough hours and a closing talk.",
    },
    (
        asked.COURSE_HOURS,
        asked.ACTIVITY_HOURS,
        asked.TALK_OF_Z,
        asked.OTHERS_ON_Z,
        asked.MODULES_COME_OFF,
        asked.Z_ROUTE_LOCAL,
    ),
    (
        _says(
            "NOT_ON_Z_ROUTE", "Het plan heeft een andere route.", "The plan has another route.", asked.not_on_z_route
        ),
        *_completed("Z", "Z_ROUTE_NOT_COMPLETED", "Z-route"),
        _says(
            "GROUP_UNKNOWN",
            "Niet vastgesteld is of dit een asielstatushouder is.",
            "Nobody has established whether this is an asylum status holder.",
            asked.group_unknown,
        ),
        _says(
            "COURSE_HOURS_SHORT",
            "Te weinig cursusuren, of niet bekend hoeveel.",
            "Too few course hours, or not known how many.",
            asked.z_hours_short(asked.course_hours, asked.Z_COURSE_HOURS, asylum_only=False),
        ),
        _says(
            "PARTICIPATION_HOURS_SHORT",
            "Te weinig uren participatie, MAP en PVT, of niet bekend hoeveel.",
            "Too few hours of participation, MAP and PVT, or not known how many.",
            asked.z_hours_short(asked.activity_hours, asked.Z_ACTIVITY_HOURS, asylum_only=True),
        ),
    ),
    "Z_ROUTE_COMPLETED",
    asked.z_told,
    (asked.Z_COURSE_HOURS, asked.Z_ACTIVITY_HOURS),
    (
        Conflict(
            None,
            {
                "nl": "Uren uit de brede intake kunnen in mindering komen, en bij een beperking kan een lagere norm "
                "gelden; wie dat besliste, staat in geen feit, en hier telt het niet mee.",
                "en": "Hours of the broad intake may come off, and a lower norm may hold with a disability; who "
                "decided so is in no fact, and here it does not count.",
            },
            (asked.INTAKE_MAY_COME_OFF, asked.LOWER_NORM),
        ),
    ),
)


# --- Progress talks ---

_NO_DAY_FOR_TALKS = Conflict(
    None,
    {
        "nl": "De wet vraagt een aantal gesprekken en zegt niet wanneer elk ervan gevoerd moet zijn; een open gesprek "
        "is hier daarom nog geen te laat gesprek.",
        "en": "The Act asks for a number of talks and does not say by when each is to be held; so a talk that is open "
        "is not yet a late one here.",
    },
    (asked.TALKS,),
)
TALKS_NOT_AGREED = _says(
    "TALKS_NOT_AGREED",
    "Het plan noemt geen aantal gesprekken.",
    "The plan gives no number of talks.",
    asked.talks_not_agreed,
)
TALKS_COMPLETE = _rule(
    "progress-talks-complete",
    "as-in-plan",
    {
        "nl": "Mensen met wie alle voortgangsgesprekken uit het plan zijn gevoerd.",
        "en": "People with whom all progress talks of the plan were held.",
    },
    (asked.TALKS, asked.TALKS_REQUIRED),
    (
        TALKS_NOT_AGREED,
        _says("TALKS_OPEN", "Nog niet alle gesprekken zijn gevoerd.", "Not all talks were held.", asked.talks_open),
    ),
    "TALKS_COMPLETE",
    asked.talks_held,
    conflicts=(_NO_DAY_FOR_TALKS,),
)
TALKS_OPEN = _rule(
    "progress-talks-due",
    "as-in-plan",
    {
        "nl": "Mensen met wie nog voortgangsgesprekken uit het plan zijn te voeren.",
        "en": "People with whom progress talks of the plan are still to be held.",
    },
    (asked.TALKS, asked.TALKS_REQUIRED),
    (
        TALKS_NOT_AGREED,
        _says("TALKS_COMPLETE", "Alle gesprekken zijn gevoerd.", "All talks were held.", asked.talks_held),
    ),
    "TALKS_OPEN",
    asked.talks_open,
    conflicts=(_NO_DAY_FOR_TALKS,),
)
RULES = (PVT_COMPLETED, *MAP_COMPLETED, Z_ROUTE_COMPLETED, TALKS_COMPLETE, TALKS_OPEN)

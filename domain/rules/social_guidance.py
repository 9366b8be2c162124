"""Plans of newcomers without social guidance (maatschappelijke begeleiding, MB).

Source: Regionale visie op inburgering Zuid-Holland Zuid 2003-2005, paragraph 2.4: "Een onderdeel van het
inburgeringsprogramma kan maatschappelijke begeleiding (MB) zijn (dit onderdeel is verplicht voor nieuwkomers)" (R150).

In plain words: a plan is judged by the parts last planned by the day asked, so that a plan to which the guidance was
added is in order from that day on. What somebody is, is asked of the day on which the plan was drafted. A plan of which
the source names no parts is not called incomplete. Oudkomers may do without.

Worked example: a newcomer's plan of 3 March 2003 holds language only: 1 plan as of 31 May. On 1 June MB is added: 0
plans as of that day, and still 1 as of 31 May.
"""

from datetime import date

import msgspec

from domain.counting import Case, DatedValue, Parameter, Question, Reason, Rule, Test
from domain.dates import When
from domain.rules.followed import VIEW_FROM, VIEW_UNTIL, of_view
from domain.rules.shared import RECORDED_LATER, Category, known_day, said_on, tests_of_when


class Planned(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The parts planned after a change of the plan."""

    components: tuple[str, ...]
    on: When | None = None


class DraftedPlan(Case, frozen=True, kw_only=True):
    """A plan that was drafted, with its parts and what they were changed into, by day."""

    drafted_on: When | None = None
    registered_on: date | None = None
    components: tuple[str, ...] = ()
    changes: tuple[Planned, ...] = ()
    categories: tuple[Category, ...] = ()

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the day of drafting."""
        return known_day(self.drafted_on), None


MANDATORY = of_view(
    "paragraaf 2.4", "maatschappelijke begeleiding (MB) zijn (dit onderdeel is verplicht voor nieuwkomers)", "R150"
)
GUIDANCE = Parameter(
    "social-guidance-components",
    {
        "nl": "De onderdelen van een plan die maatschappelijke begeleiding zijn.",
        "en": "The parts of a plan that are social guidance.",
    },
    "list",
    (DatedValue("MB", MANDATORY),),
)


def _parts(plan: DraftedPlan, question: Question) -> tuple[str, ...]:
    """The parts last planned by the day asked; a change of an unknown day changes nothing."""
    as_of = question.bounds.as_of
    changed = [one for one in plan.changes if (day := known_day(one.on)) is not None and day <= as_of]
    return changed[-1].components if changed else plan.components


def _no_newcomer(plan: DraftedPlan, question: Question) -> Reason | None:
    day = known_day(plan.drafted_on)
    arrival = None if day is None else said_on(plan.categories, "arrival", day)
    return None if arrival == "NIEUWKOMER" else Reason({"arrival": arrival or "unknown"})


def _no_parts(plan: DraftedPlan, question: Question) -> Reason | None:
    return None if _parts(plan, question) else Reason()


def _has_guidance(plan: DraftedPlan, question: Question) -> Reason | None:
    of_guidance = {name.casefold() for name in question.parameters[GUIDANCE.name]}
    found = [one for one in _parts(plan, question) if one.casefold() in of_guidance]
    return Reason({"component": found[0]}) if found else None


def _which(plan: DraftedPlan, question: Question) -> Reason:
    return Reason({"components": ", ".join(_parts(plan, question))})


WITHOUT_GUIDANCE = Rule(
    id="newcomer-plans-without-guidance",
    version="mandatory-mb",
    view="plans-drafted",
    sentence={
        "nl": "In de periode opgestelde plannen van nieuwkomers zonder maatschappelijke begeleiding.",
        "en": "Plans of newcomers drafted in the period that hold no social guidance.",
    },
    source=(MANDATORY,),
    unit="plans",
    tests=(
        RECORDED_LATER,
        *tests_of_when(lambda plan: plan.drafted_on),
        Test(
            "NO_NEWCOMER",
            {
                "nl": "Van wie niet is vastgesteld dat het een nieuwkomer is.",
                "en": "Of somebody who was not established to be a newcomer.",
            },
            _no_newcomer,
        ),
        Test(
            "PARTS_NOT_STATED",
            {"nl": "De bron noemt geen onderdelen.", "en": "The source names no parts."},
            _no_parts,
        ),
        Test(
            "GUIDANCE_PLANNED",
            {"nl": "Maatschappelijke begeleiding is gepland.", "en": "Social guidance is planned."},
            _has_guidance,
        ),
    ),
    in_force_from=VIEW_FROM,
    in_force_until=VIEW_UNTIL,
    otherwise="NO_GUIDANCE_PLANNED",
    reason=_which,
    parameters=(GUIDANCE,),
)
RULES = (WITHOUT_GUIDANCE,)

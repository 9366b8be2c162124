"""Plans laid down in a decision or an agreement: whether that fits who the plan is for.

Source: Regionale visie op inburgering Zuid-Holland Zuid 2003-2005, paragraph 2.5: the mutual duties are "vastgelegd in
een beschikking (nieuwkomers) of een overeenkomst (oudkomers)" (R168). Newcomers are those "die onder de Wet Inburgering
Nieuwkomers (WIN) vallen" (R141), oudkomers "allochtonen die in een achterstandspositie verkeren" (R142).

In plain words: what somebody is, is asked of the day on which the plan was signed. Where the source names no
instrument, or nothing was established about the person, nothing can be said and the plan is not called wrong.

Worked example: of three plans signed in 2003 that of a newcomer is in a decision, that of an oudkomer in an agreement,
and that of another oudkomer in a decision: 1 plan, the last.
"""

from datetime import date

from domain.counting import Case, Question, Reason, Rule, Test
from domain.dates import When
from domain.rules.followed import VIEW_FROM, VIEW_UNTIL, of_view
from domain.rules.shared import RECORDED_LATER, Category, known_day, said_on, tests_of_when


class SignedPlan(Case, frozen=True, kw_only=True):
    """A plan that was signed, with what it was laid down in and what was established about the person."""

    instrument: str | None = None
    signed_on: When | None = None
    registered_on: date | None = None
    categories: tuple[Category, ...] = ()

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the day of signing."""
        return known_day(self.signed_on), None


FITTING = of_view("paragraaf 2.5", "een beschikking (nieuwkomers) of een overeenkomst (oudkomers)", "R168")
NEWCOMERS = of_view("paragraaf 2.1", "nieuwkomers (die onder de Wet Inburgering Nieuwkomers (WIN) vallen)", "R141")
OUDKOMERS = of_view("paragraaf 2.1", "allochtonen die in een achterstandspositie verkeren", "R142")
INSTRUMENT_OF = {"NIEUWKOMER": "DECISION", "OUDKOMER": "AGREEMENT"}
"""What a plan is laid down in, by who it is for."""


def _arrival(plan: SignedPlan) -> str | None:
    day = known_day(plan.signed_on)
    return None if day is None else said_on(plan.categories, "arrival", day)


def _no_instrument(plan: SignedPlan, question: Question) -> Reason | None:
    return Reason() if plan.instrument is None else None


def _nothing_established(plan: SignedPlan, question: Question) -> Reason | None:
    return Reason() if _arrival(plan) is None else None


def _fits(plan: SignedPlan, question: Question) -> Reason | None:
    arrival = str(_arrival(plan))
    return Reason({"arrival": arrival}) if INSTRUMENT_OF[arrival] == plan.instrument else None


def _what(plan: SignedPlan, question: Question) -> Reason:
    return Reason({"arrival": str(_arrival(plan)), "instrument": str(plan.instrument)})


LAID_DOWN_OTHERWISE = Rule(
    id="plans-laid-down-otherwise",
    version="by-arrival",
    view="plans-laid-down",
    sentence={
        "nl": "In de periode ondertekende plannen van nieuwkomers zonder beschikking of van oudkomers zonder "
        "overeenkomst.",
        "en": "Plans signed in the period of newcomers without a decision or of oudkomers without an agreement.",
    },
    source=(FITTING, NEWCOMERS, OUDKOMERS),
    unit="plans",
    tests=(
        RECORDED_LATER,
        *tests_of_when(lambda plan: plan.signed_on),
        Test(
            "INSTRUMENT_NOT_STATED",
            {
                "nl": "De bron zegt niet waarin het plan is vastgelegd.",
                "en": "The source does not say what the plan was laid down in.",
            },
            _no_instrument,
        ),
        Test(
            "ARRIVAL_NOT_KNOWN",
            {
                "nl": "Of dit een nieuwkomer of een oudkomer is, is niet vastgesteld.",
                "en": "Whether this is a newcomer or an oudkomer was not established.",
            },
            _nothing_established,
        ),
        Test(
            "INSTRUMENT_FITS",
            {
                "nl": "Het plan is vastgelegd in wat bij de persoon past.",
                "en": "The plan was laid down in what fits the person.",
            },
            _fits,
        ),
    ),
    in_force_from=VIEW_FROM,
    in_force_until=VIEW_UNTIL,
    otherwise="OTHER_INSTRUMENT",
    reason=_what,
)
RULES = (LAID_DOWN_OTHERWISE,)

"""The provider switch: who was not placed in twenty days, and must be moved to another provider.

Source: summary of the acceleration plans of the four large cities, 6 October 2008, Amsterdam: "plaatst de gemeente
kandidaten bij een andere aanbieder wanneer zij niet binnen 20 dagen zijn geplaatst" (R006, R007); "De Taalbrug … als
overbrugging naar de start van een inburgeringscursus" (R010).

In plain words: the days are calendar days and run from the enrolment with a provider. The twentieth day after it is the
limit and no breach; from the next one on the person must be moved. Who was placed, was moved or declined by the day
asked is not to be moved any more, and the verdict says how late that was. A language bridge, a literacy class and a
preparation are no place: the days run on. With the next provider the twenty days begin again, by that enrolment.

Worked example: enrolled on 1 October 2007, the limit is the 21st. On 21 October LIMIT_DAY, on the 22nd MUST_BE_MOVED,
one day over. Enrolled on 9 February 2008, the limit is 29 February.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal

import msgspec

from domain.counting import Case, Conflict, DatedValue, Parameter, Passage, Question, Reason, Rule, Test
from domain.dates import When, days_over, first_day
from domain.rules.participants import PLANS, WI_IN_FORCE_FROM
from domain.rules.shared import RECORDED_LATER, known_day, tests_of_when

OutcomeKind = Literal["PLACED", "MOVED", "DECLINED"]


class Outcome(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What came of an enrolment with a provider, and when; `provider` is the one moved to."""

    kind: OutcomeKind
    on: When | None = None
    provider: str | None = None


class Referral(Case, frozen=True, kw_only=True):
    """One enrolment of a registration with a provider, with the first outcome of each kind."""

    provider: str | None = None
    course: str | None = None
    enrolled_on: When | None = None
    registered_on: date | None = None
    outcomes: tuple[Outcome, ...] = ()

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the enrolment until something came of it."""
        ended = [day for one in self.outcomes if (day := known_day(one.on)) is not None]
        return known_day(self.enrolled_on), min(ended, default=None)


# --- Sources and the parameter ---


def _passage(words: str, requirement: str) -> Passage:
    return Passage(PLANS, "Amsterdam, punt 1", words, requirement)


TWENTY_DAYS = _passage("wanneer zij niet binnen 20 dagen zijn geplaatst", "R006")
OTHER_PROVIDER = _passage("plaatst de gemeente kandidaten bij een andere aanbieder", "R007")
BRIDGE = _passage("een drempelloze voorziening waar alle inburgeraars direct terecht kunnen", "R010")
DAYS_MAX = Parameter(
    "placement-days-max",
    {
        "nl": "Binnen hoeveel dagen na de inschrijving een aanbieder plaatst.",
        "en": "Within how many days after the enrolment a provider places somebody.",
    },
    "integer",
    (DatedValue(20, TWENTY_DAYS),),
)

# --- What the tests ask ---


def _limit_on(referral: Referral, question: Question) -> date:
    enrolled_on = known_day(referral.enrolled_on)
    if enrolled_on is None:
        raise ValueError("the limit of an enrolment without a day was asked; DATE_UNKNOWN is tested before")
    days_left = (date.max - enrolled_on).days  # no limit lies beyond the calendar
    return enrolled_on + timedelta(days=min(days_left, int(question.parameters[DAYS_MAX.name])))


def _first(referral: Referral, question: Question) -> tuple[date, Outcome] | None:
    """What came of it first, of what is known to have happened by the day asked."""
    dated = [(day, one) for one in referral.outcomes if (day := known_day(one.on)) is not None]
    return min((one for one in dated if one[0] <= question.bounds.as_of), key=lambda one: one[0], default=None)


def _came_of_it(kind: OutcomeKind, in_time: bool | None = None) -> Callable[[Referral, Question], Reason | None]:
    """Whether this came of it first; in or out of time where that is asked."""

    def check(referral: Referral, question: Question) -> Reason | None:
        first = _first(referral, question)
        if first is None or first[1].kind != kind:
            return None
        day, limit_on = first[0], _limit_on(referral, question)
        late_days = days_over(limit_on, day)
        if in_time is not None and in_time != (late_days == 0):
            return None
        moved_to = {"to_provider": first[1].provider} if first[1].provider else {}
        return Reason({"on": day.isoformat(), **moved_to}, limit_on=limit_on, days_over=late_days or None)

    return check


def _undated(referral: Referral, question: Question) -> Reason | None:
    for one in referral.outcomes:
        may_be = one.on is None or first_day(one.on) <= question.bounds.as_of
        if known_day(one.on) is None and may_be:
            return Reason({"date": one.kind} | ({"known": one.on} if one.on else {}))
    return None


def _within(referral: Referral, question: Question) -> Reason | None:
    limit_on = _limit_on(referral, question)
    return Reason(limit_on=limit_on) if question.bounds.as_of < limit_on else None


def _on_limit_day(referral: Referral, question: Question) -> Reason | None:
    limit_on = _limit_on(referral, question)
    if question.bounds.as_of != limit_on:
        return None
    counted_from = {} if limit_on == date.max else {"counted_from": (limit_on + timedelta(days=1)).isoformat()}
    return Reason(counted_from, limit_on=limit_on)


def _over(referral: Referral, question: Question) -> Reason:
    limit_on = _limit_on(referral, question)
    return Reason(limit_on=limit_on, days_over=days_over(limit_on, question.bounds.as_of))


# --- The rule ---

PROVIDER_SWITCH_DUE = Rule(
    id="provider-switch-due",
    version="calendar-days",
    view="provider-switch",
    sentence={
        "nl": "Inschrijvingen die in twintig dagen geen plaats opleverden, zodat de gemeente iemand moet overplaatsen.",
        "en": "Enrolments that gave no place in twenty days, so that the municipality must move the person.",
    },
    source=(TWENTY_DAYS, OTHER_PROVIDER, BRIDGE),
    unit="enrolments",
    tests=(
        RECORDED_LATER,
        *tests_of_when(lambda referral: referral.enrolled_on),
        Test(
            "PLACED_IN_TIME",
            {"nl": "Geplaatst binnen twintig dagen.", "en": "Placed within twenty days."},
            _came_of_it("PLACED", in_time=True),
        ),
        Test(
            "PLACED_LATE",
            {
                "nl": "Geplaatst na twintig dagen, en dus niet meer over te plaatsen.",
                "en": "Placed after twenty days, and so not to be moved any more.",
            },
            _came_of_it("PLACED", in_time=False),
        ),
        Test(
            "MOVED",
            {
                "nl": "De gemeente plaatste al over naar een andere aanbieder.",
                "en": "The municipality has moved the person to another provider.",
            },
            _came_of_it("MOVED"),
        ),
        Test(
            "OFFER_DECLINED",
            {"nl": "Het aanbod is geweigerd.", "en": "The offer was declined."},
            _came_of_it("DECLINED"),
        ),
        Test(
            "WITHIN_LIMIT",
            {"nl": "De twintig dagen zijn nog niet om.", "en": "The twenty days are not over."},
            _within,
        ),
        Test(
            "LIMIT_DAY",
            {
                "nl": "De peildatum is de laatste toegestane dag; de dag erna telt.",
                "en": "The day asked is the last day allowed; the next one counts.",
            },
            _on_limit_day,
        ),
        Test(
            "DATE_UNKNOWN",
            {
                "nl": "Geplaatst, overgeplaatst of geweigerd op een onbekende dag.",
                "en": "Placed, moved or declined on an unknown day.",
            },
            _undated,
        ),
    ),
    in_force_from=WI_IN_FORCE_FROM,
    otherwise="MUST_BE_MOVED",
    reason=_over,
    parameters=(DAYS_MAX,),
    conflicts=(
        Conflict(
            None,
            {
                "nl": "De tekst zegt niet of het kalenderdagen of werkdagen zijn, en ook niet vanaf welke dag zij "
                "tellen; hier kalenderdagen vanaf de inschrijving bij de aanbieder.",
                "en": "The text does not say whether the days are calendar or working days, nor from which day they "
                "run; here they are calendar days from the enrolment with the provider.",
            },
            (TWENTY_DAYS,),
        ),
    ),
)
RULES = (PROVIDER_SWITCH_DUE,)

"""Barriers: what keeps people from taking part, class by class, and who declined for the own contribution.

Source: summary of the acceleration plans of the four large cities, 6 October 2008. Den Haag asks the State to take away
barriers: "onderdelen van het examen, kinderopvang en stimulansen voor ‘werkenden’" (R045). Amsterdam finds "dat de
eigen bijdrage drempelverhogend werkt" (R019).

In plain words: a barrier stands from the day on which it was established until the day on which it was out of the way;
that day it stands no more. Each class has a code of its own, so that a figure broken down by reason code has every
class as a part. An offer is declined for the own contribution where its source gives that as the reason; where it gives
none nobody knows, and that is told apart from another reason.

Worked example: childcare established as a barrier on 1 March 2008, and out of the way on 1 May. On 30 April it counts
as BARRIER_CHILDCARE; on 1 May it is REMOVED.
"""

from collections.abc import Callable
from datetime import date

from domain.counting import Case, Check, Passage, Question, Reason, Rule, Test
from domain.dates import When
from domain.rules.participants import PLANS, WI_IN_FORCE_FROM
from domain.rules.shared import RECORDED_LATER, known_day, tests_of_when


class Barrier(Case, frozen=True, kw_only=True):
    """One barrier of one registration, with the first day on which it was out of the way."""

    barrier: str
    established_on: When | None = None
    removed_on: date | None = None
    registered_on: date | None = None

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """As long as it stands."""
        return known_day(self.established_on), self.removed_on


class OfferRefused(Case, frozen=True, kw_only=True):
    """One offer that was declined, with the reason where the source gives one."""

    reason: str | None = None
    declined_on: When | None = None
    registered_on: date | None = None

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the day on which it was declined."""
        return known_day(self.declined_on), None


# --- Sources ---

THRESHOLDS = Passage(PLANS, "Den Haag", "onderdelen van het examen, kinderopvang en stimulansen", "R045")
OWN_CONTRIBUTION = Passage(PLANS, "Amsterdam, punt 1", "eigen bijdrage drempelverhogend werkt", "R019")

# --- Which barriers stand ---

CLASSES: dict[str, tuple[str, str]] = {
    "EXAM_PARTS": ("Onderdelen van het examen.", "Parts of the exam."),
    "CHILDCARE": ("Kinderopvang.", "Childcare."),
    "WORKING_HOURS": ("Werktijden.", "Working hours."),
    "OWN_CONTRIBUTION": ("De eigen bijdrage.", "The own contribution."),
    "TRAVEL": ("Reizen.", "Travelling."),
    "PERSONAL_CIRCUMSTANCE": ("Een persoonlijke omstandigheid.", "A personal circumstance."),
}
"""The classes of barrier that have a name."""


def _removed(barrier: Barrier, question: Question) -> Reason | None:
    if barrier.removed_on is None or barrier.removed_on > question.bounds.as_of:
        return None
    return Reason({"barrier": barrier.barrier, "removed_on": barrier.removed_on.isoformat()})


def _is(barrier_class: str) -> Check:
    def check(barrier: Barrier, question: Question) -> Reason | None:
        return Reason({"barrier": barrier_class}) if barrier.barrier == barrier_class else None

    return check


BARRIERS_STANDING = Rule(
    id="barriers-standing",
    version="by-class",
    view="barriers",
    sentence={
        "nl": "Drempels om deel te nemen die op de peildatum nog niet zijn weggenomen, naar soort.",
        "en": "Barriers to taking part that have not been taken away by the day asked, by class.",
    },
    source=(THRESHOLDS, OWN_CONTRIBUTION),
    unit="barriers",
    tests=(
        RECORDED_LATER,
        *tests_of_when(lambda barrier: barrier.established_on),
        Test("REMOVED", {"nl": "De drempel is weggenomen.", "en": "The barrier was taken away."}, _removed),
        *(Test(f"BARRIER_{code}", {"nl": nl, "en": en}, _is(code), counts=True) for code, (nl, en) in CLASSES.items()),
    ),
    in_force_from=WI_IN_FORCE_FROM,
    otherwise="BARRIER_OTHER",
)

# --- Who declined for the own contribution ---


def _declined(code: str, nl: str, en: str, applies: Callable[[OfferRefused], bool]) -> Test:
    def check(offer: OfferRefused, question: Question) -> Reason | None:
        return Reason({"reason": offer.reason} if offer.reason else {}) if applies(offer) else None

    return Test(code, {"nl": nl, "en": en}, check)


DECLINED_FOR_OWN_CONTRIBUTION = Rule(
    id="declined-for-own-contribution",
    version="reason-recorded",
    view="offers-declined",
    sentence={
        "nl": "Aanbiedingen die om de eigen bijdrage zijn geweigerd.",
        "en": "Offers that were declined for the own contribution.",
    },
    source=(OWN_CONTRIBUTION,),
    unit="offers",
    tests=(
        RECORDED_LATER,
        *tests_of_when(lambda offer: offer.declined_on),
        _declined(
            "REASON_UNKNOWN",
            "Waarom het aanbod is geweigerd, staat er niet bij.",
            "Why the offer was declined is not recorded.",
            lambda offer: offer.reason is None,
        ),
        _declined(
            "OTHER_REASON",
            "Het aanbod is om iets anders geweigerd.",
            "The offer was declined for another reason.",
            lambda offer: offer.reason != "OWN_CONTRIBUTION",
        ),
    ),
    in_force_from=WI_IN_FORCE_FROM,
    otherwise="DECLINED_FOR_OWN_CONTRIBUTION",
)
RULES = (BARRIERS_STANDING, DECLINED_FOR_OWN_CONTRIBUTION)

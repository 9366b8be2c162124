"""Childcare: how often it was asked for, and which requests have no place on a day.

Source: Regionale visie op inburgering Zuid-Holland Zuid 2003-2005: want of childcare is a reason for authorised absence
(R164), there is insight in the need "voor 01-01-2004" and from "01-01-04" there are enough places (R222, R223), and
what is needed "is vaak beperkt tot halve dagen" (R155). Summary of the acceleration plans of the four large cities,
6 October 2008, Amsterdam: in a pilot with "alle administratieve werkzaamheden rondom kinderopvang belegd bij één
partij" more requests come in (R020).

In plain words: each request counts, on the day on which it was made; two periods, until the pilot began and from then
on, can be set beside each other. A request has a place from the day on which one was offered, that day included. With
each request the half days asked in a week are told; where the source leaves them out, nothing is.

Worked example: asked on 5 January 2004, a place offered on 1 March. On 29 February it is NO_PLACE, 55 days after it was
asked; on 1 March it is PLACE_OFFERED.
"""

from datetime import date

from domain.counting import Case, Conflict, Passage, Question, Reason, Rule, Test
from domain.dates import When
from domain.rules.attendance import DOCUMENT, IN_FORCE_FROM, IN_FORCE_UNTIL
from domain.rules.participants import PLANS, WI_IN_FORCE_FROM
from domain.rules.shared import RECORDED_LATER, known_day, tests_of_when


class ChildcareRequest(Case, frozen=True, kw_only=True):
    """One request for childcare, with the day on which a place was offered."""

    asked_on: When | None = None
    offered_on: date | None = None
    half_days_per_week: int | None = None
    registered_on: date | None = None

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the request."""
        return known_day(self.asked_on), None


# --- Sources ---

ONE_PARTY = Passage(
    PLANS, "Amsterdam, punt 1", "alle administratieve werkzaamheden rondom kinderopvang belegd bij één partij", "R020"
)
HALF_DAYS = Passage(DOCUMENT, "Kinderopvang", "behoefte aan opvang is vaak beperkt tot halve dagen", "R155")
INSIGHT = Passage(DOCUMENT, "deel IV, punt 1", "er voor 01-01-2004 inzicht is in de kwalitatieve", "R222")
ENOUGH = Passage(DOCUMENT, "deel IV, punt 1", "vanaf 01-01-04 voldoende kinderopvangplaatsen", "R223")
WANT = Passage(
    DOCUMENT, "paragraaf 2.4, Verzuim- en uitvalbeleid", "vormt dit een reden voor geoorloofd verzuim", "R164"
)

# --- The rules ---

_ASKED = (RECORDED_LATER, *tests_of_when(lambda request: request.asked_on))


def _half_days(request: ChildcareRequest) -> dict[str, str | int]:
    asked = request.half_days_per_week
    return {} if asked is None else {"half_days_per_week": asked}


def _requested(request: ChildcareRequest, question: Question) -> Reason:
    return Reason(_half_days(request))


def _offered(request: ChildcareRequest, question: Question) -> Reason | None:
    offered_on = request.offered_on
    if offered_on is None or offered_on > question.bounds.as_of:
        return None
    return Reason({"offered_on": offered_on.isoformat(), **_half_days(request)})


def _waiting(request: ChildcareRequest, question: Question) -> Reason:
    asked_on = known_day(request.asked_on)
    days = {} if asked_on is None else {"days_waiting": (question.bounds.as_of - asked_on).days}
    return Reason({**days, **_half_days(request)})


CHILDCARE_REQUESTS = Rule(
    id="childcare-requests",
    version="each-request",
    view="childcare",
    sentence={"nl": "Aanvragen om kinderopvang.", "en": "Requests for childcare."},
    source=(ONE_PARTY, HALF_DAYS),
    unit="childcare-requests",
    tests=_ASKED,
    in_force_from=WI_IN_FORCE_FROM,
    otherwise="CHILDCARE_REQUESTED",
    reason=_requested,
)
CHILDCARE_WITHOUT_PLACE = Rule(
    id="childcare-without-place",
    version="each-request",
    view="childcare",
    sentence={
        "nl": "Aanvragen om kinderopvang waarvoor op de peildatum nog geen plaats is aangeboden.",
        "en": "Requests for childcare for which no place has been offered by the day asked.",
    },
    source=(ENOUGH, INSIGHT, WANT, HALF_DAYS),
    unit="childcare-requests",
    tests=(
        *_ASKED,
        Test("PLACE_OFFERED", {"nl": "Er is een plaats aangeboden.", "en": "A place was offered."}, _offered),
    ),
    in_force_from=IN_FORCE_FROM,
    in_force_until=IN_FORCE_UNTIL,
    otherwise="NO_PLACE",
    reason=_waiting,
    conflicts=(
        Conflict(
            None,
            {
                "nl": "De tekst zegt niet of een plaats die is aangeboden en geweigerd, telt bij “voldoende”; hier is "
                "een plaats aangeboden zodra de bron dat zegt.",
                "en": "The text does not say whether a place that was offered and declined counts as enough; here a "
                "place was offered as soon as the source says so.",
            },
            (ENOUGH,),
        ),
    ),
)
RULES = (CHILDCARE_REQUESTS, CHILDCARE_WITHOUT_PLACE)

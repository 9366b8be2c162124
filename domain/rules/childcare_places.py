"""Childcare places: for which share of the requests one was offered, and for how many half days a week was asked.

Sources: Versnellingsplan Den Haag 2008: "inkoop van kindplaatsen bij dagopvang" (R038). Regionale visie Zuid-Holland
Zuid: "de behoefte aan opvang is vaak beperkt tot halve dagen" (R155), and "vanaf 01-01-04 voldoende
kinderopvangplaatsen" (R223).

In plain words: a place counts for the request it was offered for, from the day it was offered. Places bought are
another number, which places offered may be set against and never are. Half days are those asked for; a request that
does not say how many is told and not counted.

Worked example: of four requests of 2004 three got a place by the end of the year: 3 of 4, 75.0 %. Three of the requests
are for 2 half days a week and one does not say: 6 half days, 2.0 on average over 3.
"""

from dataclasses import replace
from datetime import date

from domain.counting import Against, Passage, Question, Reason, Rule, Test
from domain.ratio import Ratio
from domain.rules.childcare import ENOUGH, HALF_DAYS, ChildcareRequest
from domain.rules.followed import PLANS_G4, VIEW_FROM
from domain.rules.quota_realisation import WI_2007
from domain.rules.shared import RECORDED_LATER, tests_of_when

PURCHASE = Passage(PLANS_G4, "Den Haag", "door inkoop van kindplaatsen bij dagopvang", "R038")
IN_FORCE_UNTIL = date(2010, 1, 1)
"""The plans of 2008 are for the time until the end of 2009."""
_ASKED = (RECORDED_LATER, *tests_of_when(lambda request: request.asked_on))


def _no_place(request: ChildcareRequest, question: Question) -> Reason | None:
    offered, as_of = request.offered_on, question.bounds.as_of
    if offered is not None and offered <= as_of:
        return None
    return Reason({"offered_on": offered.isoformat()} if offered else {}, limit_on=as_of)


def _not_said(request: ChildcareRequest, question: Question) -> Reason | None:
    return Reason() if request.half_days_per_week is None else None


PLACES = Rule(
    id="childcare-places-offered",
    version="offered",
    view="childcare",
    sentence={
        "nl": "Aanvragen voor kinderopvang uit de periode waarvoor een plaats is aangeboden.",
        "en": "Requests for childcare of the period for which a place was offered.",
    },
    source=(ENOUGH, PURCHASE),
    unit="childcare-places",
    tests=(
        *_ASKED,
        Test("NO_PLACE_OFFERED", {"nl": "Nog geen plaats aangeboden.", "en": "No place was offered yet."}, _no_place),
    ),
    in_force_from=VIEW_FROM,
    in_force_until=IN_FORCE_UNTIL,
    otherwise="PLACE_OFFERED",
    against=(Against("purchased", "childcare-places", WI_2007, PURCHASE),),
    ratio=Ratio(rest=frozenset({"NO_PLACE_OFFERED"})),
)
HALF_DAYS_ASKED = replace(
    PLACES,
    id="childcare-half-days",
    version="per-week",
    sentence={
        "nl": "Halve dagen per week waarvoor in de periode kinderopvang is aangevraagd.",
        "en": "Half days a week for which childcare was requested in the period.",
    },
    source=(HALF_DAYS,),
    unit="half-days",
    tests=(
        *_ASKED,
        Test(
            "HALF_DAYS_NOT_SAID",
            {"nl": "De aanvraag zegt niet hoeveel halve dagen.", "en": "The request does not say how many half days."},
            _not_said,
        ),
    ),
    otherwise="ASKED",
    amount=lambda request, question: int(request.half_days_per_week),
    against=(),
    ratio=Ratio(unit="half-days"),
)
RULES = (PLACES, HALF_DAYS_ASKED)

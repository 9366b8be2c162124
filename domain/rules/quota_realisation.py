"""Realisation of quotas: who was placed on a trajectory, what of it counts toward the quota, and enforcement orders.

Source: gemeentelijke inburgeringsagenda 2008-2009 of Groningen, with its letter to the council of 18 September 2008.
Point 3a: "Tot 1 juli 2008 zijn 236 inburgeraars op een inburgeringstraject geplaatst … waarvan 88 aan gepardonnerden",
and the aim is "1230 inburgeraars op traject inclusief ± 250 gepardonnerden". Letter and point 4a: "deze trajecten niet
meetellen bij de 1230 te realiseren trajecten", because the money comes from two ministries (R091, R092, R108-R110).

In plain words: a placement counts when the trajectory is one under the Act and it started in the period, the end of
which ("tot") is outside it. An enforcement order without an offer is no placement and is counted by itself. Whether
the trajectory of somebody under the pardon scheme counts toward 1,230 the document says twice and differently. Those
are two versions with two units: the letter counts trajectories, point 3a people, each once.

Worked example, period until 1 July 2008, entered by 18 September: 236 placements, of which 88 of pardoners. By
`letter-4a` 148 of 1,230 trajectories; by `agenda-3a` 236 of 1,230 inburgeraars. Somebody placed on 1 July: ON_BOUNDARY.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import ClassVar, Literal

from msgspec.structs import replace

from domain.counting import Against, Case, Conflict, Passage, Question, Reason, Rule, Sentence, Test
from domain.dates import Period, When
from domain.facts.placement import NOT_WI_TRAJECTORIES, Trajectory
from domain.precision import Interval
from domain.quotas import Quota, set_against
from domain.rules.legal_effect import NO_LEGAL_EFFECT, ended_from, with_flags
from domain.rules.legal_life import LegalLife
from domain.rules.same_person import CaseOfPerson, OfSamePerson, earlier_than, records_tied
from domain.rules.shared import RECORDED_LATER, Category, known_day, said_on, tests_of_when

__all__ = [
    "RULES",
    "EnforcementOrder",
    "OtherPlacement",
    "Placement",
    "Quota",
    "conflicts_with_estimates",
    "set_against",
]


class OtherPlacement(OfSamePerson, frozen=True, kw_only=True):
    """A placement of the same person that started on an earlier day, or on the same one."""

    trajectory: str


class Placement(CaseOfPerson, frozen=True, kw_only=True):
    """One placement on a trajectory; or a registration that has an enforcement order without offer and no placement."""

    undeciding: ClassVar[frozenset[str]] = CaseOfPerson.undeciding | {"provider"}

    kind: Literal["PLACEMENT", "ENFORCEMENT"]
    started_on: When | None = None
    ended_on: When | None = None
    registered_on: date | None = None
    trajectory: Trajectory | None = None
    dual_with: str | None = None
    provider: str | None = None
    scheme: str | None = None
    funding: str | None = None
    categories: tuple[Category, ...] = ()
    not_later: tuple[OtherPlacement, ...] = ()
    life: LegalLife | None = None

    @property
    def on(self) -> When | None:
        """The start."""
        return self.started_on

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the start until the end of the trajectory, or until the decision was revoked from then on."""
        ends = [day for day in (known_day(self.ended_on), ended_from(self.life)) if day is not None]
        return known_day(self.started_on), min(ends, default=None)

    def as_it_stood(self, as_of: date) -> "Placement":
        """With what is to be known of its decision on a day; whether it counts is tested apart."""
        if self.life is None:
            return self
        return replace(self, flags=with_flags(self.flags, as_of, self.life))


class EnforcementOrder(Case, frozen=True, kw_only=True):
    """One enforcement order."""

    with_offer: bool
    issued_on: When | None = None
    registered_on: date | None = None
    law: str | None = None
    categories: tuple[Category, ...] = ()
    life: LegalLife | None = None

    @property
    def on(self) -> When | None:
        """The day of issue."""
        return self.issued_on

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the day it was issued until it was revoked from then on."""
        return known_day(self.issued_on), ended_from(self.life)

    def as_it_stood(self, as_of: date) -> "EnforcementOrder":
        """With what is to be known of it on a day; whether it counts is tested apart."""
        if self.life is None:
            return self
        return replace(self, flags=with_flags(self.flags, as_of, self.life))


# --- Sources ---

AGENDA = "Gemeentelijke inburgeringsagenda Groningen 2008-2009, met brief van 18 september 2008"
WI_2007 = "Wet inburgering 2007"
IN_FORCE_FROM, IN_FORCE_UNTIL = date(2007, 1, 1), date(2010, 1, 1)
"""The agenda speaks of 2007-2009."""

POINT_3A_PLACED = Passage(
    AGENDA, "punt 3a", "Tot 1 juli 2008 zijn 236 inburgeraars op een inburgeringstraject geplaatst", "R108"
)
POINT_3A_AIM = Passage(AGENDA, "punt 3a", "1230 inburgeraars op traject inclusief", "R092")
POINT_3A_FORECAST = Passage(
    AGENDA,
    "punt 3a",
    "De opgegeven prognose van aantal inburgeraars op traject voor de periode 2007-2009 realiseren",
    "R092",
)
POINT_3A_ORDERS = Passage(
    AGENDA, "punt 3a", "123 inburgeringsplichtigen een handhavingsbeschikking zonder aanbod op te leggen", "R094"
)
LETTER_4A = Passage(
    AGENDA, "brief en punt 4a", "deze trajecten niet meetellen bij de 1230 te realiseren trajecten", "R091"
)
LETTER_4A_CAUSE = Passage(
    AGENDA, "punt 4a", "Oorzaak daarvan is dat de middelen van twee verschillende ministeries afkomstig zijn", "R091"
)


# --- What the tests ask ---


def _enforcement_only(placement: Placement, question: Question) -> Reason | None:
    return Reason() if placement.kind == "ENFORCEMENT" else None


def _not_a_wi_trajectory(placement: Placement, question: Question) -> Reason | None:
    trajectory = placement.trajectory
    return Reason({"trajectory": trajectory}) if trajectory in NOT_WI_TRAJECTORIES else None


def _pardon(placement: Placement, question: Question) -> bool | None:
    pardon: bool | None = said_on(placement.categories, "pardon", question.bounds.as_of)
    return pardon


def _paid_by_other_ministry(placement: Placement, question: Question) -> Reason | None:
    return Reason() if _pardon(placement, question) else None


def _pardon_said(placement: Placement, question: Question) -> Reason:
    return Reason({"pardon": "unknown"} if _pardon(placement, question) is None else {})


def _same_person(placement: Placement, question: Question) -> Reason | None:
    """A person is one inburgeraar in the place asked, however many trajectories follow on each other there."""
    for earlier in earlier_than(placement, placement.not_later, question):
        if earlier.trajectory not in NOT_WI_TRAJECTORIES:
            return Reason({"counted_as": earlier.case})
    return None


def _with_offer(order: EnforcementOrder, question: Question) -> Reason | None:
    return Reason() if order.with_offer else None


# --- The rules ---

PLACED = (
    RECORDED_LATER,
    Test(
        "ENFORCEMENT_ONLY",
        {
            "nl": "Alleen een handhavingsbeschikking zonder aanbod: dat is geen plaatsing.",
            "en": "Only an enforcement order without an offer, which is no placement.",
        },
        _enforcement_only,
    ),
    Test(
        "NOT_A_WI_TRAJECTORY",
        {
            "nl": "Dit is geen traject onder de Wet inburgering, zoals een alfabetiseringsklas.",
            "en": "This is no trajectory under the Act, such as a literacy class.",
        },
        _not_a_wi_trajectory,
    ),
    *tests_of_when(lambda placement: placement.started_on),
    NO_LEGAL_EFFECT,
)
"""What every rule about placements asks first: a placement, under the Act, in the time asked, that was not undone."""
SAME_PERSON = Test(
    "OTHER_TRAJECTORY_OF_SAME_PERSON",
    {
        "nl": "Dezelfde persoon telt al mee met een eerder traject.",
        "en": "The same person already counts by an earlier trajectory.",
    },
    _same_person,
    tied=records_tied,
)
"""What every rule asks that counts people and not their trajectories."""

PLACEMENTS = Rule(
    id="placements",
    version="started",
    view="placements",
    sentence={
        "nl": "Plaatsingen op een inburgeringstraject die in de periode begonnen.",
        "en": "Placements on a civic integration trajectory that started in the period.",
    },
    source=(POINT_3A_PLACED,),
    unit="placements",
    tests=PLACED,
    in_force_from=IN_FORCE_FROM,
    in_force_until=IN_FORCE_UNTIL,
    otherwise="PLACED",
)

_CONTRADICTION: Sentence = {
    "nl": "De brief en punt 4a laten trajecten van gepardonneerden niet meetellen voor de 1.230; punt 3a rekent er "
    "ongeveer 250 gepardonneerden juist bij. De brief telt trajecten, punt 3a inburgeraars.",
    "en": "The letter and point 4a leave trajectories of pardoners out of the 1,230; point 3a includes about 250 "
    "pardoners in it. The letter counts trajectories, point 3a inburgeraars.",
}
_BOTH_PASSAGES = (LETTER_4A, POINT_3A_AIM)

QUOTA_PLACEMENTS = (
    Rule(
        id="quota-placements",
        version="letter-4a",
        view="placements",
        sentence={
            "nl": "Inburgeringstrajecten die meetellen voor de taakstelling, zonder die van gepardonneerden.",
            "en": "Trajectories that count toward the quota, without those of pardoners.",
        },
        source=(LETTER_4A, LETTER_4A_CAUSE),
        unit="trajectories",
        tests=(
            *PLACED,
            Test(
                "PARDON_OTHER_MINISTRY",
                {
                    "nl": "Trajecten van gepardonneerden betaalt een ander ministerie; ze tellen hier niet mee.",
                    "en": "Trajectories of pardoners are paid by another ministry and do not count here.",
                },
                _paid_by_other_ministry,
            ),
        ),
        in_force_from=IN_FORCE_FROM,
        in_force_until=IN_FORCE_UNTIL,
        otherwise="PLACED",
        reason=_pardon_said,
        against=(Against("quota", "trajectories", WI_2007, LETTER_4A),),
        conflicts=(Conflict("agenda-3a", _CONTRADICTION, _BOTH_PASSAGES),),
    ),
    Rule(
        id="quota-placements",
        version="agenda-3a",
        view="placements",
        sentence={
            "nl": "Inburgeraars die op een inburgeringstraject zijn geplaatst, gepardonneerden inbegrepen.",
            "en": "People placed on a civic integration trajectory, pardoners included.",
        },
        source=(POINT_3A_AIM, POINT_3A_PLACED),
        unit="inburgeraars",
        tests=(*PLACED, SAME_PERSON),
        in_force_from=IN_FORCE_FROM,
        in_force_until=IN_FORCE_UNTIL,
        otherwise="PLACED",
        against=(Against("forecast", "inburgeraars", WI_2007, POINT_3A_FORECAST),),
        conflicts=(Conflict("letter-4a", _CONTRADICTION, _BOTH_PASSAGES),),
    ),
)

ENFORCEMENT_ORDERS = Rule(
    id="enforcement-orders",
    version="without-offer",
    view="enforcement-orders",
    sentence={
        "nl": "Handhavingsbeschikkingen zonder aanbod die in de periode zijn opgelegd.",
        "en": "Enforcement orders without an offer that were issued in the period.",
    },
    source=(POINT_3A_ORDERS,),
    unit="enforcement-orders",
    tests=(
        RECORDED_LATER,
        Test(
            "WITH_OFFER",
            {
                "nl": "Bij deze beschikking hoort een aanbod; de afspraak gaat over die zonder aanbod.",
                "en": "This order came with an offer; the agreement is about those without.",
            },
            _with_offer,
        ),
        *tests_of_when(lambda order: order.issued_on),
        NO_LEGAL_EFFECT,
    ),
    in_force_from=IN_FORCE_FROM,
    in_force_until=IN_FORCE_UNTIL,
    otherwise="ORDER_ISSUED",
    against=(Against("quota", "enforcement-orders", WI_2007, POINT_3A_ORDERS),),
)

RULES = (PLACEMENTS, *QUOTA_PLACEMENTS, ENFORCEMENT_ORDERS)


# --- The reading that is no version ---


def conflicts_with_estimates(rule: Rule, quotas: Iterable[Quota]) -> list[Conflict]:
    """A third reading of the quota that the documents allow: the target less the estimate of those paid otherwise.

    "1230 … inclusief ± 250" against "niet meetellen bij de 1230" may also mean that the 250 are to be taken off the
    target: 975-985. Nothing says so, and people are not trajectories, so it is named with its interval and is no
    version. It follows from the facts: each target of the scheme, less each estimate in another scheme of the same
    municipality whose period overlaps. Only for `quota-placements`.
    """
    if rule.id != "quota-placements":
        return []
    known: Sequence[Quota] = list(quotas)
    return [
        _less(target, estimate)
        for target in known
        if (target.kind, target.unit, target.scheme) == ("quota", "trajectories", WI_2007)
        for estimate in known
        if estimate.kind == "estimate" and estimate.scheme != target.scheme and _meet(target, estimate)
        if target.interval is not None and estimate.interval is not None
    ]


def _meet(target: Quota, estimate: Quota) -> bool:
    periods = (Period(quota.period_from, quota.period_until) for quota in (target, estimate))
    return target.municipality == estimate.municipality and next(periods).overlaps(next(periods))


def _less(target: Quota, estimate: Quota) -> Conflict:
    whole, part = target.interval or Interval(None, None), estimate.interval or Interval(None, None)
    rest = Interval(_minus(whole.from_amount, part.until_amount), _minus(whole.until_amount, part.from_amount))
    amounts = f"{_text(rest.from_amount)}-{_text(rest.until_amount)}"
    minuend, subtrahend = f"{target.amount} ({target.scheme})", f"{estimate.amount} ({estimate.scheme})"
    return Conflict(
        None,
        {
            "nl": f"De {minuend} kan ook gelezen worden met aftrek van de geraamde {subtrahend}: {amounts}. "
            "Geen document zegt dat, en de eenheden verschillen.",
            "en": f"The {minuend} may also be read less the estimated {subtrahend}: {amounts}. "
            "No document says so, and the units differ.",
        },
        (target.passage, estimate.passage),
        rest,
    )


def _minus(amount: int | None, less: int | None) -> int | None:
    return None if amount is None or less is None else max(0, amount - less)


def _text(amount: int | None) -> str:
    return "…" if amount is None else str(amount)

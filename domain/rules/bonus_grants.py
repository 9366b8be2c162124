"""Utrecht's bonuses as they were granted, beside what was earned: what was granted wrongly, not, or in another amount.

Source: Samenvatting individuele versnellingsplannen G4 of 6 October 2008, Utrecht: "een aanbrengbonus voor het werven
van nieuwe inburgeraars" and "een bonus bij de start van het traject, een bonus bij voldoende aanwezigheid en een bonus
bij succesvolle afronding van het traject" (R071, R072): the recruiter's one and the participant's three, each once.

In plain words: what was earned is counted by `bonus-entitlements`, what was granted by `bonuses-granted`, rightly or
not. Both look at the same cases, one for each person and bonus, so that the two can be subtracted case by case. The
third figure counts the bonuses of which the two differ: granted to somebody else than who earns it, granted without
being earned, earned and not granted, or granted in another amount. Grants of one bonus are added. A grant that was
undone counts nowhere; a refusal of what was earned is told with its reason, and leaves it earned.

A bonus that is granted before it is earned differs on the days until then. In a period stands a difference by its first
grant, and what was not granted by the day it was earned. Where it hangs on a day that is not known whether the two
differ, the bonus is not counted, and the figure says that it may be one more.

Worked example, with EUR 100 for the start and 150 for sufficient attendance, asked of somebody who started and attended
too little: granted 100 and 150, one bonus differs (ATTENDANCE_TOO_LOW); granted 90 and nothing, one, by EUR 10 too
little; granted nothing, one that was earned.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from domain.counting import AnyCase, Check, Question, Reason, Rule, Sentence, Test
from domain.dates import When
from domain.precision import Interval
from domain.rules.bonus_progress import (
    AMOUNTS,
    NORM,
    OF_PARTICIPANT,
    Amounts,
    Money,
    cents_of,
    certainly_by,
    earned_on,
    is_earned,
    possibly_by,
    unmet,
)
from domain.rules.bonuses import (
    IN_FORCE_FROM,
    IN_FORCE_UNTIL,
    RECRUITER,
    THREE,
    UTRECHT,
    BonusEntitlement,
    Granted,
    is_in_period,
)
from domain.rules.shared import RECORDED_LATER, tests_of_period


def earner_of(case: BonusEntitlement) -> str:
    """Who a bonus is for: the recruiter, or else the participant."""
    return "PARTICIPANT" if case.bonus in OF_PARTICIPANT else "RECRUITER"


# --- What was granted ---


def _granted(case: BonusEntitlement, question: Question) -> Amounts:
    """What was granted by the day asked and in the period, certainly and possibly."""
    least, most, as_of = 0, 0, question.bounds.as_of
    for one in case.grants:
        within = is_in_period(one.on, question)
        least += one.amount_cents if within and certainly_by(one.on, as_of) else 0
        most += one.amount_cents if within is not False and possibly_by(one.on, as_of) else 0
    return Amounts(least, most)


def _not_granted(case: BonusEntitlement, question: Question) -> Reason | None:
    return Reason({"bonus": case.bonus}) if _granted(case, question).most == 0 else None


def _grant_undated(case: BonusEntitlement, question: Question) -> Reason | None:
    granted = _granted(case, question)
    return Reason({"bonus": case.bonus}) if granted.least != granted.most else None


def _may_be_granted(case: BonusEntitlement, question: Question, code: str) -> Interval | None:
    return Interval(*_granted(case, question)) if code == "DATE_UNKNOWN" else None


# --- Beside what was earned ---


Told = Callable[[AnyCase, Question], dict[str, str | int]]


class Outcome(NamedTuple):
    """What the two come to in one way that it may have gone: the code, and whether they differ."""

    code: str
    differs: bool


AS_EARNED = Outcome("GRANTED_AS_EARNED", False)
NOTHING = Outcome("NEITHER_EARNED_NOR_GRANTED", False)


def _to_others(case: BonusEntitlement, question: Question) -> list[Granted]:
    return [
        one for one in case.grants if one.beneficiary != earner_of(case) and certainly_by(one.on, question.bounds.as_of)
    ]


def granted_by(grants: Iterable[Money], question: Question) -> Amounts:
    """What was granted by the day asked, in whatever period."""
    grants, as_of = list(grants), question.bounds.as_of
    return Amounts(
        sum(one.amount_cents for one in grants if certainly_by(one.on, as_of)),
        sum(one.amount_cents for one in grants if possibly_by(one.on, as_of)),
    )


def _outcome(granted_cents: int, earned_cents: int | None) -> Outcome:
    if earned_cents is None:
        return Outcome("GRANTED_NOT_EARNED", True) if granted_cents else NOTHING
    if granted_cents == earned_cents:
        return AS_EARNED
    return Outcome("AMOUNT_DIFFERS" if granted_cents else "EARNED_NOT_GRANTED", True)


def outcomes_of(granted: Amounts, earned: Iterable[int | None]) -> set[Outcome]:
    """What it comes to in each way that what is known allows; None is a bonus that was not earned."""
    return {_outcome(cents, one) for one in earned for cents in granted}


def _outcomes(case: BonusEntitlement, question: Question) -> set[Outcome]:
    earned: list[int | None] = []
    if unmet(case.bonus, case.progress, question) is None:
        earned.append(cents_of(case.bonus, question))
    if not is_earned(case.bonus, case.progress, question):
        earned.append(None)
    return outcomes_of(granted_by(case.grants, question), earned)


def _day_of(case: BonusEntitlement) -> When | None:
    """The day of the first grant; of what was not granted that of earning."""
    return case.grants[0].on if case.grants else earned_on(case.bonus, case.progress)


def _to_another(case: BonusEntitlement, question: Question) -> Reason | None:
    others = _to_others(case, question)
    if not others:
        return None
    return Reason(_told(case, question) | {"beneficiary": others[0].beneficiary, "earner": earner_of(case)})


def _open(case: BonusEntitlement, question: Question) -> Reason | None:
    """Whether it depends on a day that is not known if the two differ, or if that lies in the period asked."""
    outcomes = _outcomes(case, question)
    is_settled = len({one.differs for one in outcomes}) == 1
    if is_settled and (not next(iter(outcomes)).differs or is_in_period(_day_of(case), question) is not None):
        return None
    return Reason({"bonus": case.bonus})


SENTENCES: Mapping[str, Sentence] = {
    "GRANTED_NOT_EARNED": {
        "nl": "De bonus is toegekend en niet verdiend.",
        "en": "The bonus was granted and not earned.",
    },
    "EARNED_NOT_GRANTED": {
        "nl": "De bonus is verdiend en niet toegekend.",
        "en": "The bonus was earned and not granted.",
    },
    "AMOUNT_DIFFERS": {
        "nl": "De bonus is toegekend en verdiend, en het bedrag is anders.",
        "en": "The bonus was granted and earned, and the amount is another.",
    },
    NOTHING.code: {
        "nl": "De bonus is niet verdiend en niet toegekend.",
        "en": "The bonus was neither earned nor granted.",
    },
}
"""What each outcome is called where the two differ, and where there is nothing to compare."""


def tests_of(outcomes: Callable[[AnyCase, Question], set[Outcome]], told: Told) -> tuple[Test, ...]:
    """The tests that end a case under its outcome; where it differs in any way, under the first that is possible."""

    def under(code: str) -> Check:
        def check(case: AnyCase, question: Question) -> Reason | None:
            return Reason(told(case, question)) if code in {one.code for one in outcomes(case, question)} else None

        return check

    return tuple(Test(code, said, under(code), counts=code != NOTHING.code) for code, said in SENTENCES.items())


def _told(case: BonusEntitlement, question: Question) -> dict[str, str | int]:
    """Both amounts and their difference; what was not earned says by which condition, what was refused why."""
    code = unmet(case.bonus, case.progress, question)
    granted = granted_by(case.grants, question).least
    earned = cents_of(case.bonus, question) if is_earned(case.bonus, case.progress, question) else 0
    told: dict[str, str | int] = {
        "bonus": case.bonus,
        "granted_cents": granted,
        "earned_cents": earned,
        "difference_cents": granted - earned,
    }
    refused = [one.because for one in case.refusals if certainly_by(one.on, question.bounds.as_of)]
    return told | ({"because": code} if code else {}) | ({"refused": refused[-1]} if refused else {})


def _may_differ(case: BonusEntitlement, question: Question, code: str) -> Interval | None:
    if code != "DATE_UNKNOWN":
        return None
    differing = {int(one.differs) for one in _outcomes(case, question)}
    is_within = is_in_period(_day_of(case), question) is True
    return Interval(min(differing) if is_within else 0, max(differing))


# --- The rules ---

_SOURCES = (RECRUITER, THREE)
_GRANT_UNDATED: Sentence = {
    "nl": "Of de bonus op de peildatum en in de periode was toegekend, hangt af van een dag die niet bekend is.",
    "en": "Whether the bonus was granted by the day asked and in the period depends on a day that is not known.",
}
_OPEN: Sentence = {
    "nl": "Of toegekend en verdiend verschillen, hangt af van een dag die niet bekend is.",
    "en": "Whether what was granted and what was earned differ depends on a day that is not known.",
}
GRANTED = Rule(
    id="bonuses-granted",
    version="utrecht-2008",
    view="bonus-entitlements",
    laid_down_in=UTRECHT,
    sentence={
        "nl": "Wat er aan bonussen voor aanbrengen, starten, aanwezigheid en succes is toegekend, terecht of niet.",
        "en": "What was granted in bonuses for recruiting, starting, attendance and success, rightly or not.",
    },
    source=_SOURCES,
    unit="cents",
    tests=(
        RECORDED_LATER,
        Test(
            "NOT_GRANTED",
            {
                "nl": "Deze bonus is op de peildatum of in de periode niet toegekend.",
                "en": "This bonus was not granted by the day asked or in the period.",
            },
            _not_granted,
        ),
        Test("DATE_UNKNOWN", _GRANT_UNDATED, _grant_undated),
    ),
    in_force_from=IN_FORCE_FROM,
    in_force_until=IN_FORCE_UNTIL,
    otherwise="GRANTED",
    reason=lambda case, question: Reason({"bonus": case.bonus, "payer": "MUNICIPALITY"}),
    amount=lambda case, question: _granted(case, question).least,
    between=_may_be_granted,
    on=_day_of,
)
OTHERWISE = Rule(
    id="bonuses-granted-otherwise",
    version="utrecht-2008",
    view="bonus-entitlements",
    laid_down_in=UTRECHT,
    sentence={
        "nl": "Bonussen die anders zijn toegekend dan verdiend: ten onrechte, niet, aan een ander of een ander bedrag.",
        "en": "Bonuses granted otherwise than earned: wrongly, not, to somebody else or in another amount.",
    },
    source=_SOURCES,
    unit="bonuses",
    tests=(
        RECORDED_LATER,
        *tests_of_period(_day_of),
        Test(
            "GRANTED_TO_ANOTHER",
            {
                "nl": "De bonus is toegekend aan een ander dan wie hem verdient.",
                "en": "The bonus was granted to somebody else than who earns it.",
            },
            _to_another,
            counts=True,
        ),
        Test("DATE_UNKNOWN", _OPEN, _open),
        *tests_of(_outcomes, _told),
    ),
    in_force_from=IN_FORCE_FROM,
    in_force_until=IN_FORCE_UNTIL,
    otherwise=AS_EARNED.code,
    counts_otherwise=False,
    reason=lambda case, question: Reason(_told(case, question)),
    between=_may_differ,
    on=_day_of,
    parameters=(*AMOUNTS.values(), NORM),
)
RULES = (GRANTED, OTHERWISE)

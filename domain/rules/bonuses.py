"""Utrecht's four bonuses, and what is left of the own contribution after they were set off.

Source: Samenvatting individuele versnellingsplannen G4 of 6 October 2008, Utrecht: "een aanbrengbonus voor het werven
van nieuwe inburgeraars", "een bonus bij de start van het traject, een bonus bij voldoende aanwezigheid en een bonus bij
succesvolle afronding van het traject", and "het verrekenen van evt. bonussen met de eigen bijdrage" (R071-R073).

In plain words: the recruiter earns one bonus for a new person, when that person starts; new is who had not started
anywhere before being recruited. The participant earns three, each on a condition of its own and each once, however many
trajectories follow. The plan names no amount and no norm of attendance, so a municipality sets them; where none of them
was set no bonuses are given, and nobody is considered. The municipality pays all four. Set off against the own
contribution are the participant's bonuses, never the recruiter's, and never below zero: what is left of a bonus is paid
out, so that both sides of the entries balance.

Attendance is counted over all lessons reported by the day asked, authorised absence included among them, as a fraction:
exactly the norm is sufficient. Where it hangs on a day that is not known whether a bonus was earned, or whether it was
in the period asked, the bonus is not counted and the figure says that it may be: an interval from nothing to its
amount. So it is with what is left of an own contribution.

Worked example, with EUR 50, 100, 150 and 200 for the four: charged EUR 270, the start and sufficient attendance earned,
that is 250: EUR 20 is left to pay. With the bonus for success 450: nothing is left, and EUR 180 is paid out.
"""

from collections.abc import Iterable
from datetime import date

import msgspec
from msgspec.structs import replace

from domain.counting import Case, Passage, Question, Reason, Rule, Sentence, Test
from domain.dates import When, first_day, last_day
from domain.precision import Interval
from domain.rules.bonus_progress import (
    AMOUNTS,
    NORM,
    OF_PARTICIPANT,
    POSSIBLE,
    Amounts,
    BonusKind,
    Condition,
    Money,
    Progress,
    bonus_cents,
    cents_of,
    certainly_by,
    earned_on,
    is_earned,
    possibly_by,
    unmet,
)
from domain.rules.deposit_case import BOOKED_OTHERWISE
from domain.rules.legal_effect import NO_LEGAL_EFFECT, standing, with_flags
from domain.rules.legal_life import LegalLife
from domain.rules.participants import PLANS as PLANS_G4
from domain.rules.shared import RECORDED_LATER, known_day, tests_of_period, tests_of_when

UTRECHT = "0344"
"""Whose plan gives these bonuses."""


class Granted(Money, frozen=True, kw_only=True, omit_defaults=True):
    """An amount that was granted, and to whom."""

    beneficiary: str


class RefusedBonus(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """That a bonus was refused, on which day, and the code of the reason."""

    because: str
    on: When | None = None
    life: LegalLife | None = None


class BonusEntitlement(Case, frozen=True, kw_only=True):
    """One of the four bonuses of one person: what it is earned by, and what was granted and refused of it."""

    bonus: BonusKind
    progress: Progress
    grants: tuple[Granted, ...] = ()
    refusals: tuple[RefusedBonus, ...] = ()
    registered_on: date | None = None

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the first start or grant."""
        contested = (one.on for one in self.progress.contested)
        happened = (*self.progress.started, *contested, *(one.on for one in self.grants))
        return min((day for one in happened if (day := known_day(one))), default=None), None

    def as_it_stood(self, as_of: date) -> "BonusEntitlement":
        """With the starts, grants and refusals that count on a day."""
        lives = [*self.progress.lives, *(one.life for one in self.grants), *(one.life for one in self.refusals)]
        if all(life is None for life in lives):
            return self
        return replace(
            self,
            progress=self.progress.as_it_stood(as_of),
            grants=standing(self.grants, as_of),
            refusals=standing(self.refusals, as_of),
            flags=with_flags(self.flags, as_of, *lives),
        )


class OwnContribution(Case, frozen=True, kw_only=True):
    """The own contribution that a person was charged, with what was waived or set off and what may earn a bonus."""

    charged: tuple[Money, ...]
    waived: tuple[Money, ...] = ()
    set_off: tuple[Money, ...] = ()
    progress: Progress = Progress()
    registered_on: date | None = None

    @property
    def on(self) -> When | None:
        """The day of the first charge."""
        return self.charged[0].on

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the first charge."""
        return known_day(self.on), None

    @property
    def life(self) -> LegalLife | None:
        """Of the charge that opened the case: what stands of it where every charge was undone."""
        return self.charged[0].life

    def as_it_stood(self, as_of: date) -> "OwnContribution":
        """With the charges, waivers and set-offs that count on a day; where no charge does, with all charges."""
        money = (*self.charged, *self.waived, *self.set_off)
        lives = (*(one.life for one in money), *self.progress.lives)
        if all(life is None for life in lives):
            return self
        return replace(
            self,
            charged=standing(self.charged, as_of) or self.charged,
            waived=standing(self.waived, as_of),
            set_off=standing(self.set_off, as_of),
            progress=self.progress.as_it_stood(as_of),
            flags=with_flags(self.flags, as_of, *lives),
        )


# --- Sources ---

IN_UTRECHT = "Versnellingsplan gemeente Utrecht"
IN_FORCE_FROM, IN_FORCE_UNTIL = date(2008, 10, 6), date(2010, 1, 1)
"""From the plan until the end of the period it is for."""


def _passage(words: str, requirement: str) -> Passage:
    return Passage(PLANS_G4, IN_UTRECHT, words, requirement)


RECRUITER = _passage("een aanbrengbonus voor het werven van nieuwe inburgeraars", "R071")
THREE = _passage("een bonus bij de start van het traject", "R072")
SETTING_OFF = _passage("het verrekenen van evt. bonussen met de eigen bijdrage", "R073")


# --- Whether a bonus was earned ---


def not_met(code: Condition) -> Test:
    """The test that ends a case under the code of the condition by which its bonus was certainly not earned."""

    def check(case: BonusEntitlement, question: Question) -> Reason | None:
        if unmet(case.bonus, case.progress, question) != code:
            return None
        return POSSIBLE["START" if code == "NOT_STARTED" else case.bonus](case.progress, question)

    return Test(code, NOT_MET[code], check)


NOT_MET: dict[Condition, Sentence] = {
    "NOT_STARTED": {
        "nl": "Op de peildatum is geen traject gestart; zonder start is niets verdiend.",
        "en": "No trajectory had started by the day asked; without a start nothing is earned.",
    },
    "NOT_NEW": {
        "nl": "Deze persoon was niet nieuw: er was al een traject begonnen, of er is niet geworven.",
        "en": "This person was not new: a trajectory had begun before, or nobody recruited.",
    },
    "ATTENDANCE_TOO_LOW": {
        "nl": "De gemelde aanwezigheid haalt de norm niet, of er is niets gemeld.",
        "en": "The attendance reported is below the norm, or nothing was reported.",
    },
    "NOT_SUCCESSFUL": {
        "nl": "Geen traject is op de peildatum met succes afgerond.",
        "en": "No trajectory had ended successfully by the day asked.",
    },
}
NOT_EARNED = tuple(not_met(code) for code in NOT_MET)


def _day_of_earning(case: BonusEntitlement) -> When | None:
    return earned_on(case.bonus, case.progress)


def is_in_period(when: When | None, question: Question) -> bool | None:
    """Whether it lies in the period asked, if there is one; None where that is not known."""
    period = question.bounds.period
    if period is None:
        return True
    within = when is not None and {period.contains(first_day(when)), period.contains(last_day(when))}
    return within.pop() if within and len(within) == 1 else None


def _earning_undated(case: BonusEntitlement, question: Question) -> Reason | None:
    on = _day_of_earning(case)
    if is_earned(case.bonus, case.progress, question) and is_in_period(on, question) is not None:
        return None
    return Reason({"bonus": case.bonus} | ({"known": on} if on and known_day(on) is None else {}))


def _may_be_earned(case: BonusEntitlement, question: Question, code: str) -> Interval | None:
    return Interval(0, cents_of(case.bonus, question)) if code == "DATE_UNKNOWN" else None


EARNING_UNDATED = Test(
    "DATE_UNKNOWN",
    {
        "nl": "Of de bonus op de peildatum en in de periode verdiend was, hangt af van een dag die niet bekend is.",
        "en": "Whether the bonus was earned by the day asked and in the period depends on a day that is not known.",
    },
    _earning_undated,
)

# --- The own contribution ---


def _sum_by(amounts: Iterable[Money], question: Question) -> Amounts:
    as_of, least, most = question.bounds.as_of, 0, 0
    for one in amounts:
        least += one.amount_cents if certainly_by(one.on, as_of) else 0
        most += one.amount_cents if possibly_by(one.on, as_of) else 0
    return Amounts(least, most)


def _left(case: OwnContribution, question: Question) -> Amounts:
    """What is left to pay at least, with all that may have been set off, and at most, with what certainly was."""
    charged, waived = _sum_by(case.charged, question), _sum_by(case.waived, question)
    bonus = bonus_cents(case.progress, question)
    return Amounts(max(0, charged.least - waived.most - bonus.most), max(0, charged.most - waived.least - bonus.least))


def _left_unknown(case: OwnContribution, question: Question) -> Reason | None:
    left = _left(case, question)
    return Reason(settled(case, question)) if left.least != left.most else None


def _may_be_left(case: OwnContribution, question: Question, code: str) -> Interval | None:
    if code != "DATE_UNKNOWN":
        return None
    left = _left(case, question)
    return Interval(left.least if is_in_period(case.on, question) else 0, left.most)


def settled(case: OwnContribution, question: Question) -> dict[str, str | int]:
    """Both sides of the set-off, in cents: charged = waived + set off + left, and bonus = set off + paid out.

    Of what is certain by the day asked.
    """
    charged = _sum_by(case.charged, question).least
    waived = min(charged, _sum_by(case.waived, question).least)
    bonus = bonus_cents(case.progress, question).least
    set_off = min(charged - waived, bonus)
    told: dict[str, str | int] = {
        "charged_cents": charged,
        "waived_cents": waived,
        "bonus_cents": bonus,
        "set_off_cents": set_off,
        "left_cents": charged - waived - set_off,
        "paid_out_cents": bonus - set_off,
    }
    recorded = _sum_by(case.set_off, question).least
    return told | ({"recorded_set_off_cents": recorded} if recorded else {})


def _as_settled(case: OwnContribution, question: Question) -> Reason:
    """Flagged where what the books set off is not what the rule comes to; that they set nothing off yet is no flag."""
    told = settled(case, question)
    is_otherwise = told.get("recorded_set_off_cents", told["set_off_cents"]) != told["set_off_cents"]
    return Reason(told, flags=(BOOKED_OTHERWISE,) if is_otherwise else ())


LEFT_UNKNOWN = Test(
    "DATE_UNKNOWN",
    {
        "nl": "Wat er te betalen blijft, hangt af van een dag die niet bekend is.",
        "en": "What is left to pay depends on a day that is not known.",
    },
    _left_unknown,
)

# --- The rules ---

ENTITLEMENTS = Rule(
    id="bonus-entitlements",
    version="utrecht-2008",
    view="bonus-entitlements",
    laid_down_in=UTRECHT,
    sentence={
        "nl": "Bonussen die verdiend zijn met aanbrengen, starten, voldoende aanwezigheid en succes, elk één keer.",
        "en": "Bonuses earned by recruiting, starting, sufficient attendance and success, each once.",
    },
    source=(RECRUITER, THREE),
    unit="cents",
    tests=(
        RECORDED_LATER,
        *NOT_EARNED,
        *tests_of_period(_day_of_earning),
        EARNING_UNDATED,
    ),
    in_force_from=IN_FORCE_FROM,
    in_force_until=IN_FORCE_UNTIL,
    otherwise="BONUS_EARNED",
    reason=lambda case, question: Reason({"bonus": case.bonus, "payer": "MUNICIPALITY"}),
    amount=lambda case, question: cents_of(case.bonus, question),
    between=_may_be_earned,
    parameters=(*AMOUNTS.values(), NORM),
)
NET = Rule(
    id="own-contribution-net",
    version="utrecht-2008",
    view="own-contributions",
    laid_down_in=UTRECHT,
    sentence={
        "nl": "Wat er van de eigen bijdrage overblijft na verrekening met de bonussen, nooit minder dan nul.",
        "en": "What is left of the own contribution after the bonuses were set off, never below zero.",
    },
    source=(SETTING_OFF, THREE),
    unit="cents",
    tests=(RECORDED_LATER, *tests_of_when(lambda case: case.on), NO_LEGAL_EFFECT, LEFT_UNKNOWN),
    in_force_from=IN_FORCE_FROM,
    in_force_until=IN_FORCE_UNTIL,
    otherwise="SET_OFF",
    reason=_as_settled,
    amount=lambda case, question: int(settled(case, question)["left_cents"]),
    between=_may_be_left,
    parameters=(*(AMOUNTS[bonus] for bonus in OF_PARTICIPANT), NORM),
)
RULES = (ENTITLEMENTS, NET)

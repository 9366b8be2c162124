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
exactly the norm is sufficient.

Worked example, with EUR 50, 100, 150 and 200 for the four: charged EUR 270, the start and sufficient attendance earned,
that is 250: EUR 20 is left to pay. With the bonus for success 450: nothing is left, and EUR 180 is paid out.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Literal

import msgspec
from msgspec.structs import replace

from domain.counting import Case, Parameter, Passage, Question, Reason, Rule, Test
from domain.dates import When
from domain.rules.legal_effect import NO_LEGAL_EFFECT, standing, with_flags
from domain.rules.legal_life import LegalLife
from domain.rules.participants import PLANS as PLANS_G4
from domain.rules.shared import RECORDED_LATER, known_day, tests_of_period, tests_of_when

UTRECHT = "0344"
"""Whose plan gives these bonuses."""
BonusKind = Literal["RECRUITMENT", "START", "ATTENDANCE", "SUCCESS"]
OF_PARTICIPANT: tuple[BonusKind, ...] = ("START", "ATTENDANCE", "SUCCESS")
"""The bonuses that are the participant's own, and so may be set off."""


class Attended(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Lessons reported: given, attended, and on which day they were known to be."""

    lessons: int
    attended: int
    on: When | None = None


class Money(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An amount in euro cents, and on which day."""

    amount_cents: int
    on: When | None = None
    life: LegalLife | None = None


class Started(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The start of a trajectory by a decision of which something was said afterwards."""

    on: When | None = None
    life: LegalLife | None = None


class Ending(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """That a trajectory ended, and whether it was a success."""

    is_success: bool
    on: When | None = None


class Progress(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a person did that may earn a bonus: recruited, started, attended, ended; each by day.

    `contested` are the starts by a decision of which something was said afterwards; `started` holds none of these.
    """

    recruited: tuple[When | None, ...] = ()
    started: tuple[When | None, ...] = ()
    contested: tuple[Started, ...] = ()
    attended: tuple[Attended, ...] = ()
    ended: tuple[Ending, ...] = ()

    @property
    def lives(self) -> tuple[LegalLife | None, ...]:
        """The legal lives of the starts of which something was said."""
        return tuple([one.life for one in self.contested])

    def as_it_stood(self, as_of: date) -> "Progress":
        """With the starts that count on a day among the others."""
        if not self.contested:
            return self
        started = (*self.started, *(one.on for one in standing(self.contested, as_of)))
        return replace(self, started=started, contested=())


class BonusEntitlement(Case, frozen=True, kw_only=True):
    """One of the four bonuses of one person."""

    bonus: BonusKind
    progress: Progress
    registered_on: date | None = None

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the first start."""
        started = (*self.progress.started, *(one.on for one in self.progress.contested))
        return min((day for one in started if (day := known_day(one))), default=None), None

    def as_it_stood(self, as_of: date) -> "BonusEntitlement":
        """With the starts that count on a day."""
        lives = self.progress.lives
        if not lives:
            return self
        return replace(self, progress=self.progress.as_it_stood(as_of), flags=with_flags(self.flags, as_of, *lives))


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


def _amount_of(bonus: BonusKind, nl: str, en: str) -> Parameter:
    sentence = {"nl": f"De bonus {nl}, in eurocenten.", "en": f"The bonus {en}, in euro cents."}
    return Parameter(f"{bonus.lower()}-bonus-cents", {"nl": sentence["nl"], "en": sentence["en"]}, "integer")


AMOUNTS: dict[BonusKind, Parameter] = {
    "RECRUITMENT": _amount_of(
        "RECRUITMENT", "voor wie een nieuwe inburgeraar aanbrengt", "of who recruits a new person"
    ),
    "START": _amount_of("START", "bij de start van het traject", "at the start of the trajectory"),
    "ATTENDANCE": _amount_of("ATTENDANCE", "bij voldoende aanwezigheid", "for sufficient attendance"),
    "SUCCESS": _amount_of("SUCCESS", "bij succesvolle afronding", "for a successful end"),
}
"""No defaults: the plan gives no amount."""
NORM = Parameter(
    "bonus-attendance-percent-min",
    {
        "nl": "De aanwezigheid die voor de bonus voldoende is, in procenten van de gegeven lessen.",
        "en": "The attendance that is sufficient for the bonus, in percent of the lessons given.",
    },
    "integer",
)
"""No default: the plan says "voldoende"."""

# --- Whether a bonus was earned ---


def _by(whens: Iterable[When | None], as_of: date) -> list[date]:
    """Those of these days that are known and lie on or before that day, earliest first."""
    return sorted(day for when in whens if (day := known_day(when)) is not None and day <= as_of)


def _start(progress: Progress, question: Question) -> Reason | None:
    """Why the start earned nothing by the day asked; None where it did."""
    as_of = question.bounds.as_of
    if _by(progress.started, as_of):
        return None
    return Reason({"started": "later or on an unknown day" if progress.started else "no"})


def _recruited_anew(progress: Progress, question: Question) -> Reason | None:
    """Why the recruiter earned nothing: a trajectory had begun before the first recruiting."""
    as_of = question.bounds.as_of
    recruited, started = _by(progress.recruited, as_of), _by(progress.started, as_of)
    if not recruited:
        return Reason({"recruited": "later or on an unknown day" if progress.recruited else "no"})
    return Reason({"started_on": started[0].isoformat()}) if started and started[0] < recruited[0] else None


def _lessons(progress: Progress, question: Question) -> tuple[int, int]:
    """(attended, given) as reported by the day asked."""
    reported = [one for one in progress.attended if (day := known_day(one.on)) and day <= question.bounds.as_of]
    return sum(one.attended for one in reported), sum(one.lessons for one in reported)


def _attendance(progress: Progress, question: Question) -> Reason | None:
    attended, given = _lessons(progress, question)
    norm = int(question.parameters[NORM.name])
    if given and attended * 100 >= norm * given:
        return None
    return Reason({"attended": attended, "lessons": given, "norm_percent": norm})


def _success(progress: Progress, question: Question) -> Reason | None:
    endings = [one.on for one in progress.ended if one.is_success]
    return None if _by(endings, question.bounds.as_of) else Reason({"ended": "yes" if progress.ended else "no"})


Unearned = Callable[[Progress, Question], Reason | None]
CONDITIONS: dict[BonusKind, Unearned] = {
    "RECRUITMENT": _recruited_anew,
    "START": _start,
    "ATTENDANCE": _attendance,
    "SUCCESS": _success,
}


def _unearned(bonus: BonusKind) -> Callable[[BonusEntitlement, Question], Reason | None]:
    def check(case: BonusEntitlement, question: Question) -> Reason | None:
        return CONDITIONS[bonus](case.progress, question) if case.bonus == bonus else None

    return check


def earned_on(bonus: BonusKind, progress: Progress) -> When | None:
    """The day that puts a bonus in a period: the start, the successful end, or the last lessons reported."""
    days: list[When | None] = list(progress.started)
    if bonus == "SUCCESS":
        days = [one.on for one in progress.ended if one.is_success]
    elif bonus == "ATTENDANCE":
        days = [max((one.on for one in progress.attended if one.on), default=None)]
    return min((one for one in days if known_day(one) and one), default=None)


def _cents(bonus: BonusKind, question: Question) -> int:
    return int(question.parameters[AMOUNTS[bonus].name])


def bonus_cents(progress: Progress, question: Question) -> int:
    """What the participant's own bonuses come to on the day asked: each once, and none without a start."""
    if _start(progress, question) is not None:
        return 0
    return sum(_cents(bonus, question) for bonus in OF_PARTICIPANT if CONDITIONS[bonus](progress, question) is None)


# --- The own contribution ---


def _sum_by(amounts: Iterable[Money], question: Question) -> int:
    as_of = question.bounds.as_of
    return sum(one.amount_cents for one in amounts if (day := known_day(one.on)) is not None and day <= as_of)


def settled(case: OwnContribution, question: Question) -> dict[str, str | int]:
    """Both sides of the set-off, in cents: charged = waived + set off + left, and bonus = set off + paid out."""
    charged = _sum_by(case.charged, question)
    waived = min(charged, _sum_by(case.waived, question))
    bonus = bonus_cents(case.progress, question)
    set_off = min(charged - waived, bonus)
    told: dict[str, str | int] = {
        "charged_cents": charged,
        "waived_cents": waived,
        "bonus_cents": bonus,
        "set_off_cents": set_off,
        "left_cents": charged - waived - set_off,
        "paid_out_cents": bonus - set_off,
    }
    recorded = _sum_by(case.set_off, question)
    return told | ({"recorded_set_off_cents": recorded} if recorded else {})


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
        Test(
            "NOT_STARTED",
            {
                "nl": "Op de peildatum is geen traject gestart; zonder start is niets verdiend.",
                "en": "No trajectory had started by the day asked; without a start nothing is earned.",
            },
            lambda case, question: _start(case.progress, question),
        ),
        Test(
            "NOT_NEW",
            {
                "nl": "Deze persoon was niet nieuw: er was al een traject begonnen, of er is niet geworven.",
                "en": "This person was not new: a trajectory had begun before, or nobody recruited.",
            },
            _unearned("RECRUITMENT"),
        ),
        Test(
            "ATTENDANCE_TOO_LOW",
            {
                "nl": "De gemelde aanwezigheid haalt de norm niet, of er is niets gemeld.",
                "en": "The attendance reported is below the norm, or nothing was reported.",
            },
            _unearned("ATTENDANCE"),
        ),
        Test(
            "NOT_SUCCESSFUL",
            {
                "nl": "Geen traject is op de peildatum met succes afgerond.",
                "en": "No trajectory had ended successfully by the day asked.",
            },
            _unearned("SUCCESS"),
        ),
        *tests_of_period(lambda case: earned_on(case.bonus, case.progress)),
    ),
    in_force_from=IN_FORCE_FROM,
    in_force_until=IN_FORCE_UNTIL,
    otherwise="BONUS_EARNED",
    reason=lambda case, question: Reason({"bonus": case.bonus, "payer": "MUNICIPALITY"}),
    amount=lambda case, question: _cents(case.bonus, question),
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
    tests=(RECORDED_LATER, *tests_of_when(lambda case: case.on), NO_LEGAL_EFFECT),
    in_force_from=IN_FORCE_FROM,
    in_force_until=IN_FORCE_UNTIL,
    otherwise="SET_OFF",
    reason=lambda case, question: Reason(settled(case, question)),
    amount=lambda case, question: int(settled(case, question)["left_cents"]),
    parameters=(*(AMOUNTS[bonus] for bonus in OF_PARTICIPANT), NORM),
)
RULES = (ENTITLEMENTS, NET)

"""What a person did that may earn one of Utrecht's four bonuses, and whether it was earned by the day asked.

The conditions and their source are told in `domain/rules/bonuses.py`. Each is asked twice here: whether what is known
allows that it was met (`POSSIBLE`), and whether it certainly was (`CERTAIN`). A month or a year is never put on one
side of the day asked by guess, nor one day before another: where only one of both holds, a bonus is open, and what it
comes to is an interval from nothing to its amount.

Worked example, asked of 30 November 2008: a start "in November 2008" was certain; asked of 29 November it was possible.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

import msgspec
from msgspec.structs import replace

from domain.counting import Parameter, Question, Reason
from domain.dates import When, first_day, last_day
from domain.rules.legal_effect import standing
from domain.rules.legal_life import LegalLife

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


# --- Parameters ---


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


def cents_of(bonus: BonusKind, question: Question) -> int:
    """The amount of a bonus, as a municipality set it."""
    return int(question.parameters[AMOUNTS[bonus].name])


# --- By a day: possibly, or certainly ---


def possibly_by(when: When | None, as_of: date) -> bool:
    """Whether it may have happened by the end of that day."""
    return when is None or first_day(when) <= as_of


def certainly_by(when: When | None, as_of: date) -> bool:
    """Whether it happened by the end of that day, whichever of its days it was."""
    return when is not None and last_day(when) <= as_of


Unearned = Callable[[Progress, Question], Reason | None]
"""Why something earned nothing by the day asked; None where it did, or may have."""


class Asked(NamedTuple):
    """One way to ask a condition: whether it may have been met, or whether it certainly was."""

    by: Callable[[When | None, date], bool]
    is_certain: bool


_POSSIBLY, _CERTAINLY = Asked(possibly_by, False), Asked(certainly_by, True)


def _any_by(whens: Iterable[When | None], question: Question, asked: Asked) -> bool:
    return any(asked.by(one, question.bounds.as_of) for one in whens)


def _start(asked: Asked) -> Unearned:
    def check(progress: Progress, question: Question) -> Reason | None:
        if _any_by(progress.started, question, asked):
            return None
        return Reason({"started": "later" if progress.started else "no"})

    return check


def _recruited_anew(asked: Asked) -> Unearned:
    """Why the recruiter earned nothing: nobody recruited, or a trajectory had begun before the first recruiting."""

    def check(progress: Progress, question: Question) -> Reason | None:
        as_of = question.bounds.as_of
        if not _any_by(progress.recruited, question, asked):
            return Reason({"recruited": "later" if progress.recruited else "no"})
        recruited = _within(progress.recruited, as_of)
        started = _within(progress.started, as_of)
        before = (
            started.earliest_on < recruited.latest_on if asked.is_certain else started.latest_on < recruited.earliest_on
        )
        if not before:
            return None
        return Reason({"started_on": started.earliest_on.isoformat()} if started.earliest_on > date.min else {})

    return check


class _First(NamedTuple):
    """Between which days the first of some happenings lies, as far as it lies before the day asked."""

    earliest_on: date
    latest_on: date


def _within(whens: Sequence[When | None], as_of: date) -> _First:
    """Without any of which it is known that it happened, the first may lie as late as the day asked, or later."""
    earliest_on = min((date.min if one is None else first_day(one) for one in whens), default=date.max)
    certain = [last_day(one) for one in whens if one is not None and last_day(one) <= as_of]
    return _First(earliest_on, min(certain, default=date.max))


def counts_of_lessons(progress: Progress, question: Question, asked: Asked) -> tuple[int, int]:
    """(attended, given) as reported by the day asked; of undated reports those that speak for it, or against."""
    as_of, norm = question.bounds.as_of, int(question.parameters[NORM.name])
    reported = [
        one
        for one in progress.attended
        if certainly_by(one.on, as_of)
        or (possibly_by(one.on, as_of) and (one.attended * 100 >= norm * one.lessons) != asked.is_certain)
    ]
    return sum(one.attended for one in reported), sum(one.lessons for one in reported)


def _attendance(asked: Asked) -> Unearned:
    def check(progress: Progress, question: Question) -> Reason | None:
        attended, given = counts_of_lessons(progress, question, asked)
        norm = int(question.parameters[NORM.name])
        if given and attended * 100 >= norm * given:
            return None
        return Reason({"attended": attended, "lessons": given, "norm_percent": norm})

    return check


def _success(asked: Asked) -> Unearned:
    def check(progress: Progress, question: Question) -> Reason | None:
        if _any_by((one.on for one in progress.ended if one.is_success), question, asked):
            return None
        return Reason({"ended": "yes" if progress.ended else "no"})

    return check


def _conditions(asked: Asked) -> Mapping[BonusKind, Unearned]:
    return {
        "RECRUITMENT": _recruited_anew(asked),
        "START": _start(asked),
        "ATTENDANCE": _attendance(asked),
        "SUCCESS": _success(asked),
    }


POSSIBLE, CERTAIN = _conditions(_POSSIBLY), _conditions(_CERTAINLY)
"""Bonus → why it was not earned in any way that what is known allows; or why that is not certain."""
Condition = Literal["NOT_STARTED", "NOT_NEW", "ATTENDANCE_TOO_LOW", "NOT_SUCCESSFUL"]
UNMET: Mapping[BonusKind, Condition] = {
    "RECRUITMENT": "NOT_NEW",
    "START": "NOT_STARTED",
    "ATTENDANCE": "ATTENDANCE_TOO_LOW",
    "SUCCESS": "NOT_SUCCESSFUL",
}
"""Bonus → the code of its own condition; without a start nothing is earned by anybody."""


def unmet(bonus: BonusKind, progress: Progress, question: Question) -> Condition | None:
    """The condition by which a bonus was certainly not earned; None where it was, or may have been."""
    if POSSIBLE["START"](progress, question) is not None:
        return "NOT_STARTED"
    return UNMET[bonus] if POSSIBLE[bonus](progress, question) is not None else None


def is_earned(bonus: BonusKind, progress: Progress, question: Question) -> bool:
    """Whether a bonus was certainly earned."""
    return CERTAIN["START"](progress, question) is None and CERTAIN[bonus](progress, question) is None


def earned_on(bonus: BonusKind, progress: Progress) -> When | None:
    """What puts a bonus in a period: the start, the successful end, or the last lessons reported; None if unknown."""
    if bonus == "ATTENDANCE":
        whens = [one.on for one in progress.attended]
        return None if None in whens else max((one for one in whens if one), default=None, key=last_day)
    days = [one.on for one in progress.ended if one.is_success] if bonus == "SUCCESS" else list(progress.started)
    return None if None in days else min((one for one in days if one), default=None, key=first_day)


class Amounts(NamedTuple):
    """What something comes to at least and at most, in euro cents."""

    least: int
    most: int


def bonus_cents(progress: Progress, question: Question) -> Amounts:
    """What the participant's own bonuses come to on the day asked: each once, and none without a start."""
    earned = [bonus for bonus in OF_PARTICIPANT if is_earned(bonus, progress, question)]
    possible = [bonus for bonus in OF_PARTICIPANT if unmet(bonus, progress, question) is None]
    return Amounts(
        sum(cents_of(bonus, question) for bonus in earned), sum(cents_of(bonus, question) for bonus in possible)
    )

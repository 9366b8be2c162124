"""Lead times: how many days lie between being recruited or tested and the start of a trajectory.

Sources: Versnellingsplan Amsterdam 2008: "De tijd tussen werving en start van een traject was onnodig lang" (R004).
Inburgeringsagenda Groningen 2008, point 3a: "verkorting doorlooptijd van AOB/Compaz naar Agens / Stavoor", from the
entry test to the start (R104).

In plain words: per person who started in the period, the days from the first to the second; the figure is their sum,
and the ratio their mean, with the median beside it. A person counts once, by the first trajectory. The bridge to a
course is no start, so the days go on. Recruitment is being approached; where somebody was approached more than once,
the text may mean the first time or the last before the start: two versions. Who started without a known approach, or
was approached only afterwards, is told and not counted, since no days can be taken for them.

Worked example: approached on 1 March and 1 May 2008, started on 31 May 2008. `first-approach` 91 days, `last-approach`
30 days. Approached and started on one day: 0 days, which counts.
"""

from collections.abc import Callable
from datetime import date

from domain.counting import Conflict, Passage, Question, Reason, Rule, Sentence, Test
from domain.dates import When
from domain.ratio import Ratio
from domain.rules.followed import (
    A_TRAJECTORY,
    ACT_FROM,
    ACT_UNTIL,
    AGENDA,
    PLANS_G4,
    AnyTrajectory,
    Followed,
    Outcome,
    left_out,
    others_asked,
    stands_for_person,
)
from domain.rules.shared import RECORDED_LATER, known_day, tests_of_when

RECRUITED = Passage(PLANS_G4, "Amsterdam, punt 1", "De tijd tussen werving en start van een traject", "R004")
TESTED = Passage(AGENDA, "punt 3a", "verkorting doorlooptijd van AOB/Compaz naar Agens", "R104")

DaysOf = Callable[[Outcome], tuple[When | None, ...]]
Which = Callable[[list[date]], date]


def _before_start(outcome: Outcome, days_of: DaysOf) -> list[date]:
    """The known days on which it happened, up to and on the day of the start."""
    started = known_day(outcome.started_on)
    days = [day for when in days_of(outcome) if (day := known_day(when)) is not None]
    return [day for day in days if started is not None and day <= started]


def _begun(outcome: Outcome, question: Question) -> list[Followed]:
    """The other trajectories of the person that began by the day asked, in whatever period."""
    as_of = question.bounds.as_of
    return [
        one
        for one in others_asked(outcome, question)
        if (day := known_day(one.started_on)) is not None and day <= as_of
    ]


def _first(one: AnyTrajectory, question: Question) -> date:
    return known_day(one.started_on) or date.max


def _started(none: Test, undated: Test, later: Test) -> tuple[Test, ...]:
    return (
        RECORDED_LATER,
        *A_TRAJECTORY,
        *tests_of_when(lambda outcome: outcome.started_on),
        stands_for_person(
            _first,
            _begun,
            "Dezelfde persoon begon al eerder aan een traject.",
            "The same person started a trajectory before.",
        ),
        none,
        undated,
        later,
    )


def _tests_of(days_of: DaysOf, what: str, nl: str, en: str) -> tuple[Test, ...]:
    return _started(
        left_out(
            f"NEVER_{what}",
            f"Van {nl} is niets bekend.",
            f"Nothing is known of {en}.",
            lambda outcome, question: not days_of(outcome),
        ),
        left_out(
            f"{what}_ON_UNKNOWN_DAY",
            f"De dag van {nl} is niet bekend.",
            f"The day of {en} is not known.",
            lambda outcome, question: all(known_day(when) is None for when in days_of(outcome)),
        ),
        left_out(
            f"{what}_AFTER_START",
            f"Pas na de start: {nl}.",
            f"Only after the start: {en}.",
            lambda outcome, question: not _before_start(outcome, days_of),
        ),
    )


def _days(days_of: DaysOf, which: Which) -> Callable[[Outcome, Question], int]:
    def count(outcome: Outcome, question: Question) -> int:
        started = known_day(outcome.started_on)
        assert started is not None, "a case without a day of start does not count"
        return (started - which(_before_start(outcome, days_of))).days

    return count


def _told(days_of: DaysOf, which: Which) -> Callable[[Outcome, Question], Reason]:
    return lambda outcome, question: Reason(
        {"from": which(_before_start(outcome, days_of)).isoformat(), "until": str(outcome.started_on)}
    )


def _lead_time(
    rule: str,
    version: str,
    sentence: Sentence,
    source: Passage,
    tests: tuple[Test, ...],
    days_of: DaysOf,
    which: Which,
    conflicts: tuple[Conflict, ...],
) -> Rule:
    return Rule(
        id=rule,
        version=version,
        view="outcomes",
        sentence=sentence,
        source=(source,),
        unit="days",
        tests=tests,
        in_force_from=ACT_FROM,
        in_force_until=ACT_UNTIL,
        otherwise="STARTED",
        reason=_told(days_of, which),
        amount=_days(days_of, which),
        conflicts=conflicts,
        ratio=Ratio(unit="days"),
    )


def _approached(outcome: Outcome) -> tuple[When | None, ...]:
    return outcome.approached


def _tested(outcome: Outcome) -> tuple[When | None, ...]:
    return outcome.tested


_APPROACH = _tests_of(_approached, "RECRUITED", "de werving", "the recruitment")
_WHICH_APPROACH: Sentence = {
    "nl": "Wie meer dan eens is benaderd, is geworven bij de eerste keer of bij de laatste vóór de start; dat zegt het "
    "plan niet.",
    "en": "Who was approached more than once was recruited the first time, or the last before the start; the plan does "
    "not say which.",
}
_FROM_RECRUITMENT = (
    _lead_time(
        "lead-time-from-recruitment",
        "first-approach",
        {
            "nl": "Dagen van de eerste benadering tot de start van het eerste traject.",
            "en": "Days from the first approach to the start of the first trajectory.",
        },
        RECRUITED,
        _APPROACH,
        _approached,
        min,
        (Conflict("last-approach", _WHICH_APPROACH, (RECRUITED,)),),
    ),
    _lead_time(
        "lead-time-from-recruitment",
        "last-approach",
        {
            "nl": "Dagen van de laatste benadering vóór de start tot de start van het eerste traject.",
            "en": "Days from the last approach before the start to the start of the first trajectory.",
        },
        RECRUITED,
        _APPROACH,
        _approached,
        max,
        (Conflict("first-approach", _WHICH_APPROACH, (RECRUITED,)),),
    ),
)
_FROM_TEST = _lead_time(
    "lead-time-from-test",
    "first-test",
    {
        "nl": "Dagen van de eerste begintoets tot de start van het eerste traject.",
        "en": "Days from the first entry test to the start of the first trajectory.",
    },
    TESTED,
    _tests_of(_tested, "TESTED", "de begintoets", "the entry test"),
    _tested,
    min,
    (),
)
RULES = (*_FROM_RECRUITMENT, _FROM_TEST)

"""Dropout: of the trajectories that started, those that were broken off.

Source: Regionale visie op inburgering Zuid-Holland Zuid 2003-2005: "De uitval van inburgeraars sterk verminderen"
(R133), and "Langdurige ziekte kan leiden tot geoorloofde tussentijdse uitstroom" (R163). "Al het andere is in principe
ongeoorloofd, tenzij de gemeente anders beslist" (R159).

In plain words: the population is what started in the period, and dropped out is what of it was broken off by the day
asked. To divide the ends of a year by the starts of that year would be two populations, and is not done. Work that fits
is part of the plan (R160). Who moved, went on with another provider, died or was no longer obliged did not drop out.
An early end is unauthorised unless the municipality authorised it; whether the authorised ones are dropout too the
document leaves open where it speaks of reducing it: two versions.

Worked example: of ten trajectories that started in 2003, two were broken off, one of them by long illness and with
authorisation. `unauthorised` 1 of 10, 10.0 %; `all-early-ends` 2 of 10, 20.0 %.
"""

from domain.counting import Conflict, Question, Reason, Rule, Sentence, Test
from domain.ratio import Ratio
from domain.rules.followed import (
    A_TRAJECTORY,
    REVOKED,
    VIEW_FROM,
    VIEW_UNTIL,
    End,
    Outcome,
    left_out,
    of_view,
)
from domain.rules.goals import COMPLETED
from domain.rules.shared import RECORDED_LATER, known_day, tests_of_when

LESS_DROPOUT = of_view("hoofdstuk I, punt 1", "De uitval van inburgeraars sterk verminderen", "R133")
AUTHORISED = of_view("paragraaf 2.4", "Langdurige ziekte kan leiden tot geoorloofde tussentijdse uitstroom", "R163")
IN_PRINCIPLE = of_view("paragraaf 2.4", "Al het andere is in principe ongeoorloofd", "R159")
FITTING_WORK = of_view("paragraaf 2.4", "wordt onderdeel van het trajectplan (geen tussentijdse uitstroom)", "R160")
SELECTION = of_view("paragraaf 3.4", "geen uitval (hierbij speelt overigens ook de selectie", "R215")

OTHER_CAUSES = frozenset({"MOVED", "REASSIGNED", "OBLIGATION_ENDED", "PROVIDER_FAILED", "DECEASED", REVOKED})
"""Ends that are no breaking off by the person."""


def _end(outcome: Outcome, question: Question) -> End | None:
    """The end, if it was there by the day asked; one of which the day is not known is there."""
    if outcome.ended is None:
        return None
    day = known_day(outcome.ended.on)
    return outcome.ended if day is None or day <= question.bounds.as_of else None


def _running(outcome: Outcome, question: Question) -> bool:
    return _end(outcome, question) is None


def _undated(outcome: Outcome, question: Question) -> bool:
    return outcome.ended is not None and known_day(outcome.ended.on) is None


def _ended_as(code: str, nl: str, en: str, reasons: frozenset[str]) -> Test:
    """The test that leaves out what ended for one of these reasons."""

    def check(outcome: Outcome, question: Question) -> Reason | None:
        end = _end(outcome, question)
        return Reason({"ended": end.reason}) if end is not None and end.reason in reasons else None

    return Test(code, {"nl": nl, "en": en}, check)


def _authorised(outcome: Outcome, question: Question) -> Reason | None:
    end = _end(outcome, question)
    return Reason({"ended": end.reason}) if end is not None and end.authorised else None


def _how(outcome: Outcome, question: Question) -> Reason:
    end = _end(outcome, question)
    return Reason({"ended": end.reason} if end else {})


_NOT_DROPPED = (
    left_out("STILL_ON_TRAJECTORY", "Het traject loopt nog.", "The trajectory goes on.", _running),
    left_out(
        "END_UNKNOWN",
        "Het traject is beëindigd op een onbekende dag.",
        "The trajectory ended on a day that is not known.",
        _undated,
    ),
    _ended_as(
        "COMPLETED",
        "Het traject is afgerond, of ging over in werk.",
        "The trajectory was completed, or became work.",
        COMPLETED,
    ),
    _ended_as(
        "ENDED_BY_OTHER_CAUSE",
        "Het eindigde door verhuizing, overgang, overlijden, intrekking of het einde van de plicht.",
        "It ended by a move, a transfer, death, a revocation or the end of the obligation.",
        OTHER_CAUSES,
    ),
)
_AUTHORISED = Test(
    "AUTHORISED_OUTFLOW",
    {
        "nl": "De gemeente stond het tussentijdse einde toe.",
        "en": "The municipality authorised the end before time.",
    },
    _authorised,
)
_WHICH: Sentence = {
    "nl": "Uitval kan elke tussentijdse uitstroom zijn, of alleen de ongeoorloofde; de visie noemt de eerste en wil de "
    "laatste terugdringen.",
    "en": "Dropout may be every end before time or only the unauthorised ones; the view wants fewer of the latter and "
    "speaks of the former.",
}
_CAVEAT = Conflict(
    None,
    {
        "nl": "Dordrecht meldde “geen uitval”, met de kanttekening dat ook de selectie van cursisten een rol speelt: "
        "een laag aandeel zegt niets over wie er niet werd toegelaten.",
        "en": "Dordrecht reported no dropout, noting that the selection of participants played a part: a low share "
        "says nothing of who was not admitted.",
    },
    (SELECTION,),
)


def _dropout(version: str, other: str, nl: str, en: str, tests: tuple[Test, ...]) -> Rule:
    left = (*_NOT_DROPPED, *tests)
    return Rule(
        id="dropout",
        version=version,
        view="outcomes",
        sentence={
            "nl": f"Trajecten die in de periode startten en {nl} zijn afgebroken.",
            "en": f"Trajectories that started in the period and were broken off {en}.",
        },
        source=(LESS_DROPOUT, AUTHORISED, IN_PRINCIPLE, FITTING_WORK),
        unit="trajectories",
        tests=(RECORDED_LATER, *A_TRAJECTORY, *tests_of_when(lambda outcome: outcome.started_on), *left),
        in_force_from=VIEW_FROM,
        in_force_until=VIEW_UNTIL,
        otherwise="DROPPED_OUT",
        reason=_how,
        conflicts=(Conflict(other, _WHICH, (LESS_DROPOUT, AUTHORISED)), _CAVEAT),
        ratio=Ratio(rest=frozenset(test.code for test in left)),
    )


RULES = (
    _dropout("unauthorised", "all-early-ends", "zonder toestemming", "without authorisation", (_AUTHORISED,)),
    _dropout("all-early-ends", "unauthorised", "met of zonder toestemming", "with or without authorisation", ()),
)

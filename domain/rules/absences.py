"""Absence: which is unauthorised, about which nothing was done on the day itself, and which was reported to nobody.

Source: Regionale visie op inburgering Zuid-Holland Zuid 2003-2005, paragraph 2.4: the table of authorised absence,
after the advice of VNG, BVE-Raad and Taskforce of 18 September 2002, and "Al het andere is in principe ongeoorloofd,
tenzij de gemeente anders beslist" (R158-R165, R170); paragraph 3.4: "bij wie de inburgeraar zijn verzuim meldt" and
"lik op stuk", "waarbij reeds op de dag van verzuim actie wordt ondernomen" (R210, R211).

In plain words: a decision of the municipality goes first. Without one an absence is authorised in a transition to work
of which the end is known, in illness, pregnancy and care, and for want of childcare up to and including the day on
which a place is offered. Want of a fitting offer needs a decision, and every other reason, or none, is unauthorised,
whatever the source recorded; where that was otherwise the case is flagged RECORDED_OTHERWISE. Of an absence of several
days one unauthorised day is enough.

Illness, pregnancy and care are one class here, for the word is sealed. So the book cannot tell the long illness that
the table names from a short one: two versions, by the whole class or by what was recorded under the agreements made.

Worked example: absent on 3 March for want of childcare; a place was offered on 3 March: authorised. Absent again on the
4th: unauthorised, PLACE_OFFERED.
"""

from domain.counting import Check, Conflict, Rule, Sentence, Test
from domain.rules import absence_table as asked
from domain.rules.absence_table import (
    ADVICE,
    CHILDCARE,
    EVERYTHING_ELSE,
    FITTING_OFFER,
    ILLNESS,
    PREGNANCY,
    REPORTED_TO,
    SAME_DAY,
    TRANSITION,
    Absence,
)
from domain.rules.attendance import AGREED_ABSENCE, IN_FORCE_FROM, IN_FORCE_UNTIL
from domain.rules.shared import RECORDED_LATER, tests_of_when

__all__ = ["RULES", "Absence"]

# --- The tests, in their order ---

_RECORDED = (RECORDED_LATER, *tests_of_when(lambda absence: absence.absent_on))


def _authorised(code: str, nl: str, en: str, check: Check) -> Test:
    return Test(code, {"nl": nl, "en": en}, check)


def _unauthorised(code: str, nl: str, en: str, check: Check) -> Test:
    return Test(code, {"nl": nl, "en": en}, check, counts=True)


_DECIDED = (
    _authorised(
        "DATE_UNKNOWN",
        "Of de gemeente al had beslist, is niet bekend.",
        "Whether the municipality had decided yet is not known.",
        asked.judgement_undated,
    ),
    _unauthorised(
        "DECIDED_UNAUTHORISED",
        "De gemeente besliste dat het ongeoorloofd is.",
        "The municipality decided that it is unauthorised.",
        asked.decided_unauthorised,
    ),
    _authorised(
        "DECIDED_AUTHORISED",
        "De gemeente besliste dat het geoorloofd is.",
        "The municipality decided that it is authorised.",
        asked.decided_authorised,
    ),
)
_TRANSITION = (
    _unauthorised(
        "TRANSITION_WITHOUT_END",
        "Overgang naar werk zonder einddatum.",
        "A transition to work without an end date.",
        asked.transition_without_end,
    ),
    _unauthorised(
        "TRANSITION_OVER",
        "De overgang naar werk was op de vastgestelde einddatum voorbij.",
        "The transition to work was over on the end date that was decided.",
        asked.transition_over,
    ),
    _authorised(
        "IN_TRANSITION",
        "Overgang naar werk, met een einddatum.",
        "A transition to work, with an end date.",
        asked.in_transition,
    ),
)
_ANY_CIRCUMSTANCE = (
    _authorised(
        "PERSONAL_CIRCUMSTANCE",
        "Ziekte, zwangerschap of zorg staat in de tabel.",
        "Illness, pregnancy and care stand in the table.",
        asked.circumstance,
    ),
)
_AGREED_CIRCUMSTANCE = (
    _authorised(
        "PERSONAL_CIRCUMSTANCE",
        "Ziekte, zwangerschap of zorg, vastgelegd als geoorloofd volgens de afspraken.",
        "Illness, pregnancy or care, recorded as authorised by what was agreed.",
        asked.circumstance_agreed,
    ),
    _unauthorised(
        "CIRCUMSTANCE_NOT_AGREED",
        "Ziekte, zwangerschap of zorg, en niet vastgelegd als geoorloofd.",
        "Illness, pregnancy or care, and not recorded as authorised.",
        asked.circumstance_not_agreed,
    ),
)
_OTHERS = (
    _unauthorised(
        "PLACE_OFFERED",
        "Er was al een plaats in de kinderopvang aangeboden.",
        "A place in childcare had been offered.",
        asked.place_offered,
    ),
    _authorised(
        "NO_CHILDCARE",
        "Er was geen kinderopvang beschikbaar.",
        "No childcare was available.",
        asked.no_childcare,
    ),
    _unauthorised(
        "NO_DECISION",
        "Geen passend aanbod, maar zonder besluit van de gemeente.",
        "No fitting offer, but without a decision of the municipality.",
        asked.no_decision,
    ),
)

# --- Unauthorised absence ---

_TABLE = (EVERYTHING_ELSE, TRANSITION, PREGNANCY, ILLNESS, CHILDCARE, FITTING_OFFER, ADVICE)
_CLASS_IS_SEALED: Sentence = {
    "nl": "De tabel noemt zwangerschap en langdurige ziekte, en zegt niet hoe lang dat is of wat voor andere ziekte en "
    "zorg geldt; het grootboek kent alleen de klasse.",
    "en": "The table names pregnancy and long illness, and does not say how long that is or what holds for other "
    "illness and care; the ledger knows only the class.",
}


def _unauthorised_absences(version: str, other: str, circumstance: tuple[Test, ...], care: tuple[str, str]) -> Rule:
    return Rule(
        id="unauthorised-absences",
        version=version,
        view="absences",
        sentence={
            "nl": f"Verzuimmeldingen die volgens tabel en besluiten ongeoorloofd zijn, met ziekte en zorg {care[0]}.",
            "en": f"Absences that are unauthorised by table and decisions, with illness and care {care[1]}.",
        },
        source=_TABLE,
        unit="absences",
        tests=(*_RECORDED, *_DECIDED, *_TRANSITION, *circumstance, *_OTHERS),
        in_force_from=IN_FORCE_FROM,
        in_force_until=IN_FORCE_UNTIL,
        otherwise="NOT_IN_TABLE",
        reason=asked.not_in_table,
        conflicts=(Conflict(other, _CLASS_IS_SEALED, (PREGNANCY, ILLNESS)),),
    )


UNAUTHORISED_ABSENCES = (
    _unauthorised_absences(
        "circumstance-authorised",
        "circumstance-as-recorded",
        _ANY_CIRCUMSTANCE,
        ("altijd geoorloofd", "always authorised"),
    ),
    _unauthorised_absences(
        "circumstance-as-recorded",
        "circumstance-authorised",
        _AGREED_CIRCUMSTANCE,
        ("geoorloofd als dat is vastgelegd", "authorised where recorded so"),
    ),
)

# --- Lik op stuk ---

_WHICH_ABSENCE: Sentence = {
    "nl": "De tekst vraagt actie op de dag van verzuim, en zegt niet of dat ook bij geoorloofd verzuim moet; ziekte, "
    "zwangerschap en zorg gelden hier als geoorloofd.",
    "en": "The text asks for action on the day of absence, and does not say whether that holds for authorised absence "
    "as well; illness, pregnancy and care are taken for authorised here.",
}


def _where_authorised() -> tuple[Test, ...]:
    """The tests that leave out what is authorised: those of the table in their order, as one.

    What is unauthorised by one of them is not asked by the next, exactly as in the table.
    """
    judging = (*_DECIDED, *_TRANSITION, *_ANY_CIRCUMSTANCE, *_OTHERS)
    return tuple(_unless_unauthorised(test, judging[:place]) for place, test in enumerate(judging) if not test.counts)


def _unless_unauthorised(test: Test, before: tuple[Test, ...]) -> Test:
    checks: list[Check] = [one.check for one in before if one.counts]
    return Test(test.code, test.sentence, _none_before(test.check, checks))


def _none_before(check: Check, before: list[Check]) -> Check:
    return lambda absence, question: None if any(one(absence, question) for one in before) else check(absence, question)


def _without_follow_up(version: str, other: str, left_out: tuple[Test, ...], nl: str, en: str) -> Rule:
    return Rule(
        id="absences-without-same-day-follow-up",
        version=version,
        view="absences",
        sentence={
            "nl": f"{nl} waarop niet op de dag zelf actie is ondernomen.",
            "en": f"{en} about which nothing was done on the day itself.",
        },
        source=(SAME_DAY,),
        unit="absences",
        tests=(
            *_RECORDED,
            *left_out,
            _authorised(
                "FOLLOWED_UP_SAME_DAY",
                "Er is op de dag zelf actie ondernomen.",
                "Something was done on the day itself.",
                asked.followed_up_same_day,
            ),
            _authorised(
                "LIMIT_DAY",
                "De peildatum is de dag van het verzuim; de dag erna telt.",
                "The day asked is the day of the absence; the next one counts.",
                asked.same_day,
            ),
            _authorised(
                "DATE_UNKNOWN",
                "Er is actie ondernomen, op een onbekende dag.",
                "Something was done, on an unknown day.",
                asked.action_undated,
            ),
            _unauthorised(
                "FOLLOWED_UP_LATE",
                "Er is pas op een latere dag actie ondernomen.",
                "Something was done only on a later day.",
                asked.followed_up_late,
            ),
        ),
        in_force_from=IN_FORCE_FROM,
        in_force_until=IN_FORCE_UNTIL,
        otherwise="NO_FOLLOW_UP",
        reason=asked.not_followed_up,
        conflicts=(Conflict(other, _WHICH_ABSENCE, (SAME_DAY, AGREED_ABSENCE)),),
    )


WITHOUT_SAME_DAY_FOLLOW_UP = (
    _without_follow_up("every-absence", "unauthorised-only", (), "Verzuimmeldingen", "Absences"),
    _without_follow_up(
        "unauthorised-only",
        "every-absence",
        _where_authorised(),
        "Ongeoorloofde verzuimmeldingen",
        "Unauthorised absences",
    ),
)

# --- To whom it was reported ---

REPORTED_TO_NOBODY = Rule(
    id="absences-reported-to-nobody",
    version="protocol",
    view="absences",
    sentence={
        "nl": "Verzuimmeldingen waarvan niet is vastgelegd bij wie het verzuim is gemeld.",
        "en": "Absences of which it is not recorded to whom they were reported.",
    },
    source=(REPORTED_TO,),
    unit="absences",
    tests=(
        *_RECORDED,
        _authorised(
            "REPORTED",
            "Vastgelegd is bij wie het is gemeld.",
            "It is recorded to whom it was reported.",
            asked.reported,
        ),
    ),
    in_force_from=IN_FORCE_FROM,
    in_force_until=IN_FORCE_UNTIL,
    otherwise="REPORTED_TO_NOBODY",
)
RULES = (*UNAUTHORISED_ABSENCES, *WITHOUT_SAME_DAY_FOLLOW_UP, REPORTED_TO_NOBODY)

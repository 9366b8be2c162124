"""Plans (PIP) drawn up within ten weeks, and plans that are overdue, under the Act of 2021.

Source: Besluit inburgering 2021, art. 5.3. Until 2023: "binnen uiterlijk 10 weken na de dag waarop de
inburgeringsplichtige in de basisregistratie personen is ingeschreven". Since then: "uiterlijk 10 weken na de dag waarop
Onze Minister de inburgeringsplichtige schriftelijk in kennis heeft gesteld van de inburgeringsplicht", or after the
registration in the municipality of housing where that came later; longer only while waiting for information of a third
party, and then "uiterlijk twee weken na ontvangst van deze informatie"; after a move 10 weeks from the registration in
the other municipality (R318).

In plain words: the day of the notice or registration does not count and the seventieth day after it is in time; where
that is a Saturday, Sunday or holiday, the next working day is (Algemene termijnenwet art. 1, 5). First is tested
whether there was an obligation, then from when the weeks run, then whether the plan came and when, then what ended the
obligation before it came, then the limit. Each move to another municipality after a plan is a duty by itself.

Worked example: notified on Monday 6 March 2023 the last day is Monday 15 May 2023. A plan of 15 May is in time, one of
16 May a day late; without a plan it is LIMIT_DAY on the 15th and counted as overdue from the 16th on.
"""

from collections.abc import Callable

from domain.counting import Check, Conflict, Question, Reason, Rule, Sentence, Test
from domain.rules.legal_terms import ACT_2021_FROM, NOTICE_FROM, PLAN, PLAN_AFTER_INFORMATION
from domain.rules.obligation import ENDINGS, NEVER_BEGAN, ending_is
from domain.rules.plan_duty import (
    AFTER_MOVE,
    FROM_HOUSING,
    FROM_REGISTRATION,
    INFORMATION,
    PIP,
    WAITING,
    Asked,
    PlanDuty,
    adopted_by,
    from_notice,
    from_registration,
    plan_undated,
)
from domain.rules.shared import RECORDED_LATER, tests_of_period

# --- The tests, in their order ---


def _says(code: str, nl: str, en: str, check: Check) -> Test:
    return Test(code, {"nl": nl, "en": en}, check)


def _begun(asked: Asked) -> tuple[Test, ...]:
    return (
        RECORDED_LATER,
        *NEVER_BEGAN,
        _says(
            "NOT_REGISTERED_YET",
            "Nog niet ingeschreven in de gemeente van huisvesting, dus de weken lopen nog niet.",
            "Not yet registered in the municipality of housing, so the weeks do not run yet.",
            asked.not_registered,
        ),
        _says(
            "DATE_UNKNOWN",
            "De dag vanaf welke de tien weken lopen, is niet bekend.",
            "The day from which the ten weeks run is not known.",
            asked.start_unknown,
        ),
        _says(
            "AFTER_AS_OF",
            "De kennisgeving of inschrijving is van na de peildatum.",
            "The notice or registration came after the day asked.",
            asked.not_begun,
        ),
        _says(
            "DATE_UNKNOWN",
            "Er is een plan, van een onbekende dag.",
            "There is a plan, of an unknown day.",
            plan_undated,
        ),
    )


def _open(asked: Asked) -> tuple[Test, ...]:
    return (
        *ENDINGS,
        ending_is("MOVED_ON"),
        _says(
            "AWAITING_THIRD_PARTY",
            "De gemeente wacht op informatie van een derde.",
            "The municipality waits for information of a third party.",
            asked.awaiting,
        ),
        _says("WITHIN_LIMIT", "De grens is nog niet bereikt.", "The limit has not been reached.", asked.within),
        _says(
            "LIMIT_DAY",
            "De peildatum is de laatste toegestane dag; de dag erna telt.",
            "The day asked is the last day allowed; the next one counts.",
            asked.on_limit_day,
        ),
    )


def _unless_adopted(test: Test) -> Test:
    """The same test, for who has no plan by the day asked: what ended later changes nothing about a plan in time."""

    def check(duty: PlanDuty, question: Question) -> Reason | None:
        return None if adopted_by(duty, question) else test.check(duty, question)

    return Test(test.code, test.sentence, check)


def _plan_late(asked: Asked) -> Test:
    return _says(
        "PLAN_LATE", "Het plan kwam na de grens.", "The plan came after the limit.", asked.adopted(in_time=False)
    )


# --- The rules ---

_CONTRADICTION: Sentence = {
    "nl": "De tekst van 2022 rekent vanaf de inschrijving, die vanaf 2023 vanaf de kennisgeving. Geen van beide zegt "
    "wat geldt voor wie daar tussenin werd ingeschreven of in kennis gesteld.",
    "en": "The text of 2022 reckons from the registration, the text since 2023 from the notice. Neither says which "
    "holds for who was registered or notified between the two.",
}
_MOVED_WITHOUT_PLAN = Conflict(
    None,
    {
        "nl": "Verhuist iemand voordat er een plan is, dan zegt de tekst niet of de tien weken opnieuw beginnen; hier "
        "lopen zij door.",
        "en": "Where somebody moves before there is a plan, the text does not say whether the ten weeks begin again; "
        "here they run on.",
    },
    (AFTER_MOVE,),
)
_EXEMPTED_MEANWHILE = Conflict(
    None,
    {
        "nl": "Wie tijdelijk is vrijgesteld heeft zolang geen plan nodig; of de tien weken daarna verlengd zijn of "
        "opnieuw beginnen, zegt de tekst niet. Hier lopen zij door.",
        "en": "Who is temporarily exempted needs no plan meanwhile; whether the ten weeks are longer afterwards or "
        "begin again, the text does not say. Here they run on.",
    },
    (PLAN.source,),
)


START = {"from-registration": ("inschrijving", "registration"), "from-notice": ("kennisgeving", "notice")}
"""Version → the words for the first day of the ten weeks, in Dutch and in English."""


def _versions(id_: str, sentence: Sentence, tests: Callable[[Asked], tuple[Test, ...]], otherwise: str) -> list[Rule]:
    """The two dated readings of one rule, each naming the other; the sentence says from when the weeks run."""
    found = []
    for version, other, start_of, source, from_on, until_on in (
        ("from-registration", "from-notice", from_registration, (FROM_REGISTRATION,), ACT_2021_FROM, NOTICE_FROM),
        ("from-notice", "from-registration", from_notice, (PLAN.source, FROM_HOUSING, WAITING), NOTICE_FROM, None),
    ):
        asked = Asked(start_of)
        found.append(
            Rule(
                id=id_,
                version=version,
                view="plan-duties",
                sentence={
                    "nl": sentence["nl"].format(start=START[version][0]),
                    "en": sentence["en"].format(start=START[version][1]),
                },
                source=(*source, AFTER_MOVE, PIP),
                unit="plans",
                tests=tests(asked),
                in_force_from=from_on,
                in_force_until=until_on,
                otherwise=otherwise,
                reason=asked.over if otherwise == "OVERDUE" else asked.adopted(in_time=True),
                parameters=(PLAN.parameter, PLAN_AFTER_INFORMATION.parameter, INFORMATION),
                conflicts=(
                    Conflict(other, _CONTRADICTION, (FROM_REGISTRATION, PLAN.source)),
                    _MOVED_WITHOUT_PLAN,
                    _EXEMPTED_MEANWHILE,
                ),
            )
        )
    return found


def _has_no_plan(asked: Asked) -> Check:
    """The last question of what came in time: what has no plan by then is overdue, by so many days."""
    return lambda duty, question: None if adopted_by(duty, question) else asked.over(duty, question)


WITHIN_TEN_WEEKS = _versions(
    "plans-within-ten-weeks",
    {
        "nl": "Plannen (PIP) die binnen tien weken na de {start} zijn vastgesteld.",
        "en": "Plans (PIP) that were adopted within ten weeks after the {start}.",
    },
    lambda asked: (
        *_begun(asked),
        _plan_late(asked),
        *tests_of_period(lambda duty: duty.adopted_on),
        *(_unless_adopted(test) for test in _open(asked)),
        _says(
            "PLAN_OVERDUE", "De grens is voorbij zonder plan.", "The limit passed without a plan.", _has_no_plan(asked)
        ),
    ),
    "PLAN_IN_TIME",
)
OVERDUE = _versions(
    "plans-overdue",
    {
        "nl": "Plannen (PIP) die er op de peildatum niet zijn, terwijl de tien weken na de {start} om zijn.",
        "en": "Plans (PIP) that are not there on the day asked, while the ten weeks after the {start} are over.",
    },
    lambda asked: (
        *_begun(asked),
        _says(
            "PLAN_IN_TIME",
            "Het plan is op tijd vastgesteld.",
            "The plan was adopted in time.",
            asked.adopted(in_time=True),
        ),
        _plan_late(asked),
        *_open(asked),
    ),
    "OVERDUE",
)
RULES = (*WITHIN_TEN_WEEKS, *OVERDUE)

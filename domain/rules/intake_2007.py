"""The intake of the Act of 2007: called within six weeks, and a decision within eight weeks of it, twelve since 2009.

Source: Besluit inburgering art. 5.1: the municipality calls who is obliged, "met uitzondering van de oudkomer", "binnen
zes weken na het ontstaan van de grond waarop de vreemdeling inburgeringsplichtig is geworden"; art. 5.3: "Binnen acht
weken na afloop van het onderzoek geeft het college ten aanzien van de inburgeringsplichtige voorzover van toepassing
een beschikking", or else a notice of the term; since 1 January 2009 "Binnen twaalf weken" (R060).

In plain words: the weeks run from the day after the obligation arose, or after the intake; the last day of the sixth,
eighth or twelfth week is in time, and on a weekend or holiday the next working day is. The six weeks are for who is no
oudkomer; they run for who is in a reception centre from the first report of an address, which no fact holds. A
provision established, an order, or the start of the term of a notice is the decision.

Worked example: obliged from Monday 4 February 2008 the last day to call is Monday 17 March 2008. An intake of that day
is followed by a decision by Monday 12 May 2008; it is Whit Monday, so Tuesday the 13th.
"""

from collections.abc import Callable
from datetime import date

from domain.counting import Check, Conflict, Passage, Question, Reason, Rule, Sentence, Test
from domain.dates import When
from domain.rules.deadline import Deadline
from domain.rules.legal_terms import (
    ACT_2007_FROM,
    ACT_2007_UNTIL,
    DECREE_2007,
    INTAKE_CALL,
    INTAKE_DECISION,
    INTAKE_DECISION_2009,
    TWELVE_WEEKS_FROM,
    LegalTerm,
)
from domain.rules.obligation import ENDINGS, NEVER_BEGAN, MigrantCategory, ObligedCase
from domain.rules.shared import RECORDED_LATER, after_as_of, day_unknown, known_day, said_on, tests_of_period


class IntakeRoad(ObligedCase, frozen=True, kw_only=True):
    """What happened to somebody who was obliged under the Act of 2007: called, seen, decided on."""

    obliged_on: When | None = None
    called: bool = False
    called_on: When | None = None
    seen: bool = False
    seen_on: When | None = None
    decided: bool = False
    decided_on: When | None = None
    categories: tuple[MigrantCategory, ...] = ()
    registered_on: date | None = None

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the first day of the obligation on."""
        return known_day(self.obliged_on), None


NOT_OUDKOMERS = Passage(
    DECREE_2007,
    "artikel 5.1, eerste lid",
    "met uitzondering van de oudkomer en de potentieel inburgeringsplichtige oudkomer",
)
FROM_CENTRE = Passage(
    DECREE_2007,
    "artikel 5.1, eerste lid, onderdeel a",
    "binnen zes weken nadat hij na vertrek uit het centrum voor de eerste keer aangifte van verblijf en adres",
)
CALL = Deadline(
    term=INTAKE_CALL,
    start_of=lambda case: case.obliged_on,
    done_of=lambda case: (case.called, case.called_on),
    code="CALLED",
    done={"nl": "Opgeroepen voor het onderzoek", "en": "Called for the intake"},
    not_done={"nl": "De grens is voorbij zonder oproep.", "en": "The limit passed without a call."},
)


def _decided_within(term: LegalTerm) -> Deadline:
    return Deadline(
        term=term,
        start_of=lambda case: case.seen_on,
        done_of=lambda case: (case.decided, case.decided_on),
        code="DECIDED",
        done={"nl": "Er is een beschikking of kennisgeving", "en": "There is a decision or notice"},
        not_done={"nl": "De grens is voorbij zonder beschikking.", "en": "The limit passed without a decision."},
    )


def _is_oudkomer(case: IntakeRoad, question: Question) -> Reason | None:
    arrival = said_on(case.categories, "arrival", question.bounds.as_of)
    return Reason() if arrival == "OUDKOMER" else None


def _not_seen(case: IntakeRoad, question: Question) -> Reason | None:
    seen_on = known_day(case.seen_on)
    waits = not case.seen or (seen_on is not None and seen_on > question.bounds.as_of)
    return Reason({"on": seen_on.isoformat()} if seen_on else {}) if waits else None


def _says(code: str, nl: str, en: str, check: Check) -> Test:
    return Test(code, {"nl": nl, "en": en}, check)


def _unless(met: Callable[[IntakeRoad, Question], Reason | None], tests: tuple[Test, ...]) -> tuple[Test, ...]:
    """The same tests, for who has not met the deadline: what came afterwards changes nothing about that."""

    def unless(check: Check) -> Check:
        return lambda case, question: None if met(case, question) else check(case, question)

    return tuple(Test(one.code, one.sentence, unless(one.check)) for one in tests)


def _rules(
    ids: tuple[str, str],
    version: str,
    deadline: Deadline,
    first: tuple[Test, ...],
    sentences: tuple[Sentence, Sentence],
    in_force: tuple[date, date],
    conflicts: tuple[Conflict, ...],
) -> list[Rule]:
    """What was done in time, and what was not done and is overdue, under one deadline."""
    in_time = (
        *first,
        *deadline.late(),
        *_unless(deadline.done_in_time, ENDINGS),
        *deadline.open(),
        deadline.overdue(),
        *tests_of_period(lambda case: deadline.done_of(case)[1]),
    )
    overdue = (*first, deadline.in_time(), *deadline.late(), *ENDINGS, *deadline.open())
    return [
        Rule(
            id=id_,
            version=version,
            view="intake-2007",
            sentence=sentence,
            source=(deadline.term.source, NOT_OUDKOMERS),
            unit="persons",
            tests=tests,
            in_force_from=in_force[0],
            in_force_until=in_force[1],
            otherwise=otherwise,
            reason=reason,
            parameters=(deadline.term.parameter,),
            conflicts=conflicts,
        )
        for id_, sentence, tests, otherwise, reason in (
            (ids[0], sentences[0], in_time, f"{deadline.code}_IN_TIME", deadline.done_in_time),
            (ids[1], sentences[1], overdue, "OVERDUE", deadline.over),
        )
    ]


OBLIGED = (
    RECORDED_LATER,
    *NEVER_BEGAN,
    after_as_of(
        lambda case: case.obliged_on,
        "De inburgeringsplicht ontstond na de peildatum.",
        "The obligation arose after the day asked.",
    ),
    day_unknown(
        lambda case: case.obliged_on,
        "De eerste dag van de inburgeringsplicht is niet bekend.",
        "The first day of the obligation is not known.",
    ),
)
CALLS = _rules(
    ("intake-calls-in-time", "intake-calls-overdue"),
    "six-weeks",
    CALL,
    (
        *OBLIGED,
        _says(
            "IS_OUDKOMER",
            "De zes weken gelden niet voor oudkomers.",
            "The six weeks do not hold for oudkomers.",
            _is_oudkomer,
        ),
    ),
    (
        {
            "nl": "Mensen die binnen zes weken voor het onderzoek zijn opgeroepen.",
            "en": "People who were called for the intake within six weeks.",
        },
        {
            "nl": "Mensen die na zes weken nog niet voor het onderzoek zijn opgeroepen.",
            "en": "People who had not been called for the intake after six weeks.",
        },
    ),
    (ACT_2007_FROM, ACT_2007_UNTIL),
    (
        Conflict(
            None,
            {
                "nl": "Voor wie in een opvangcentrum verbleef, lopen de zes weken vanaf de eerste aangifte van een "
                "adres; die dag is in geen feit, en hier lopen zij vanaf de inburgeringsplicht.",
                "en": "For who stayed in a reception centre the six weeks run from the first report of an address; "
                "that day is in no fact, and here they run from the obligation.",
            },
            (FROM_CENTRE,),
        ),
    ),
)
_OTHER_WEEKS: Sentence = {
    "nl": "De tekst van 2008 geeft acht weken, die vanaf 2009 twaalf. Geen van beide zegt wat geldt voor een onderzoek "
    "dat daarvoor eindigde.",
    "en": "The text of 2008 gives eight weeks, the text since 2009 twelve. Neither says which holds for an intake that "
    "ended before.",
}
SEEN = (
    *OBLIGED,
    _says("NO_INTAKE_YET", "Het onderzoek is niet afgerond.", "The intake was not completed.", _not_seen),
    day_unknown(
        lambda case: case.seen_on,
        "De dag van het onderzoek is niet bekend.",
        "The day of the intake is not known.",
    ),
)


def _decisions(
    version: str, other: str, deadline: Deadline, in_force: tuple[date, date], weeks: tuple[str, str]
) -> list[Rule]:
    return _rules(
        ("intake-decisions-in-time", "intake-decisions-overdue"),
        version,
        deadline,
        SEEN,
        (
            {
                "nl": f"Mensen over wie binnen {weeks[0]} weken na het onderzoek is beslist.",
                "en": f"People on whom there was a decision within {weeks[1]} weeks after the intake.",
            },
            {
                "nl": f"Mensen over wie {weeks[0]} weken na het onderzoek nog niet is beslist.",
                "en": f"People on whom there was no decision {weeks[1]} weeks after the intake.",
            },
        ),
        in_force,
        (Conflict(other, _OTHER_WEEKS, (INTAKE_DECISION.source, INTAKE_DECISION_2009.source)),),
    )


RULES = (
    *CALLS,
    *_decisions(
        "eight-weeks",
        "twelve-weeks",
        _decided_within(INTAKE_DECISION),
        (ACT_2007_FROM, TWELVE_WEEKS_FROM),
        ("acht", "eight"),
    ),
    *_decisions(
        "twelve-weeks",
        "eight-weeks",
        _decided_within(INTAKE_DECISION_2009),
        (TWELVE_WEEKS_FROM, ACT_2007_UNTIL),
        ("twaalf", "twelve"),
    ),
)

"""The intake of people: who is in the class, and whose trajectory plan is signed.

Source: Samenvatting individuele versnellingsplannen G4 of 6 October 2008, Rotterdam: "dat per 1 april 2008 ruim 4.800
inburgeraars waren getoetst en waarvan meer dan 4.000 inburgeraars in de klas zaten. Het aantal ondertekende
trajectplannen bleef bij deze inhaalslag achter: 689" (R050, R053-R058).

In plain words: an intake goes by steps, each with a day of its own: tested, in the class, plan drafted, plan signed;
or the offer declined and an order for it. A walk-in class starts right after the test, so who is in it may have no plan
yet, and who has signed need not be in it: no step contains another, and both rules judge all dossiers.

The tests go from the bounds to the state. First what the period leaves out. Then the dossier is called by the furthest
step it had reached on the day asked, so the answer for a day stays what it was when steps follow later; such a step is
told beside the reason. A step without a day stops there, because it may be the furthest one. A person with two dossiers
in the place asked counts once, by the earliest.

Worked example, Rotterdam as of 1 April 2008: of 4,810 dossiers 4,012 are in the class; 689 are signed, of which 12 are
not in the class. In the class and not signed are 3,335: 2,100 have a plan in draft and 1,235 none. 4,012 - 3,335 + 12
is 689.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

import msgspec

from domain.counting import Against, Case, Check, Conflict, Passage, Question, Reason, Rule, Sentence, Test
from domain.dates import When, first_day
from domain.rules.quota_realisation import WI_2007
from domain.rules.same_person import CaseOfPerson, OfSamePerson, earlier_than, records_tied
from domain.rules.shared import RECORDED_LATER, known_day, tests_of_period

StepKind = Literal["TESTED", "OFFER_DECLINED", "ORDERED", "IN_CLASS", "PLAN_DRAFTED", "PLAN_SIGNED"]


class Step(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that happened in an intake; `position` is that of the fact, and parts what happened on one day."""

    kind: StepKind
    position: int
    on: When | None = None


class OtherDossier(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What another dossier of the same person says of class and signature."""

    case: str
    steps: tuple[Step, ...]
    municipality: str | None = None
    record: str | None = None


class IntakeDossier(Case, frozen=True, kw_only=True):
    """A registration that came into the intake, with every step that is known of it."""

    steps: tuple[Step, ...]
    registered_on: date | None = None
    others: tuple[OtherDossier, ...] = ()

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the first step whose day is known."""
        return min((day for _, day in _dated(self.steps)), default=None), None


# --- Sources ---

PLANS_G4 = "Samenvatting individuele versnellingsplannen G4, bijlage van 6 oktober 2008 (2008D08510)"
IN_ROTTERDAM = "Versnellingsplan gemeente Rotterdam"
IN_FORCE_FROM, IN_FORCE_UNTIL = date(2007, 1, 1), date(2010, 1, 1)
"""The plan speaks of the whole period until the end of 2009, since the Act of 2007."""


def _rotterdam(words: str, requirement: str) -> Passage:
    return Passage(PLANS_G4, IN_ROTTERDAM, words, requirement)


WALK_IN = _rotterdam("direct kunnen starten met taallessen na een taal- en leertoets", "R050")
TESTED = _rotterdam("per 1 april 2008 ruim 4.800 inburgeraars waren getoetst", "R053")
CLASS = _rotterdam("waarvan meer dan 4.000 inburgeraars in de klas zaten", "R054")
SIGNED = _rotterdam("Het aantal ondertekende trajectplannen bleef bij deze inhaalslag achter: 689", "R055")
SIGNED_LATER = _rotterdam("Dat laatste cijfer is eind september opgeschroefd naar 1.720", "R056")
TARGET = _rotterdam(
    "Het streefaantal te starten inburgeringsvoorzieningen is voor de gehele periode tot eind 2009 gesteld op 15.000",
    "R057",
)
MILESTONE = _rotterdam("waarvan er circa 6.000 bereikt moeten worden vóór eind 2008", "R058")

WHAT_IS_STARTED = Conflict(
    None,
    {
        "nl": "De tekst zet getoetst, in de klas en ondertekend naast elkaar zonder te zeggen wat als gestart telt. "
        "Het streefaantal gaat over te starten voorzieningen; alleen van de ondertekende plannen zegt hij dat ze "
        "achterbleven.",
        "en": "The text puts tested, in class and signed beside each other without saying what counts as started. "
        "The target is of provisions to start; only of the signed plans it says that they lagged behind.",
    },
    (TARGET, CLASS, SIGNED),
)


# --- What the tests ask ---


def _dated(steps: Iterable[Step], *kinds: StepKind) -> list[tuple[Step, date]]:
    """The steps of these kinds (or of any) whose day is known, earliest first."""
    found = [(step, day) for step in steps if not kinds or step.kind in kinds if (day := known_day(step.on))]
    return sorted(found, key=lambda dated: (dated[1], dated[0].position))


def _first_on(dossier: IntakeDossier, kind: StepKind) -> When | None:
    """The first known day of this step; where none is, what is known of when it was."""
    dated = [step.on for step, _ in _dated(dossier.steps, kind)]
    return next(iter([*dated, *(step.on for step in dossier.steps if step.kind == kind and step.on)]), None)


def _stands_at(dossier: IntakeDossier, ladder: Sequence[StepKind], as_of: date) -> Step | None:
    """The furthest step reached by the end of that day, or one without a day that may be further; None before any."""
    for kind in ladder:
        reached = [step for step, day in _dated(dossier.steps, kind) if day <= as_of]
        undated = [step for step in dossier.steps if step.kind == kind and _may_be_by(step.on, as_of)]
        if reached or undated:
            return (reached or undated)[0]
    return None


def _may_be_by(when: When | None, as_of: date) -> bool:
    """Whether something without a known day may have happened by the end of that day."""
    return known_day(when) is None and (when is None or first_day(when) <= as_of)


class _ByStep(CaseOfPerson, frozen=True, kw_only=True):
    """A dossier as the one step that a rule counts makes it a case of its person."""

    step_on: When | None = None

    @property
    def on(self) -> When | None:
        """The first day of that step."""
        return self.step_on


def _by_step(dossier: IntakeDossier, kind: StepKind) -> _ByStep:
    """The dossier by this step, with the others of its person that took it no later; with all where it did not."""
    own = next((step for step, _ in _dated(dossier.steps, kind)), None)
    others = [
        OfSamePerson(
            case=other.case, on=step.on, position=step.position, municipality=other.municipality, record=other.record
        )
        for other in dossier.others
        for step, _ in _dated(other.steps, kind)[:1]
        if step.on is not None and (own is None or own.on is None or step.on <= own.on)
    ]
    return _ByStep(
        case=dossier.case,
        party=dossier.party,
        system=dossier.system,
        record=dossier.record,
        step_on=own.on if own else None,
        position=own.position if own else 0,
        not_later=tuple(others),
    )


# --- The tests, in their order ---


def _same_person(kind: StepKind) -> Test:
    def counted_by_another(dossier: IntakeDossier, question: Question) -> Reason | None:
        if not dossier.others:
            return None
        by_step = _by_step(dossier, kind)
        earlier = earlier_than(by_step, by_step.not_later, question)
        return Reason({"counted_as": earlier[0].case}) if earlier else None

    return Test(
        "OTHER_DOSSIER_OF_SAME_PERSON",
        {
            "nl": "Dezelfde persoon telt al mee met een eerder dossier.",
            "en": "The same person already counts by an earlier dossier.",
        },
        counted_by_another,
        tied=lambda dossier: records_tied(_by_step(dossier, kind)) if dossier.others else (),
    )


def _states(ladder: Sequence[StepKind], rungs: Iterable[tuple[StepKind, str, Sentence]]) -> tuple[Test, ...]:
    """DATE_UNKNOWN, AFTER_AS_OF, then a test for each step short of the one that counts, furthest first."""

    def unknown(dossier: IntakeDossier, question: Question) -> Reason | None:
        step = _stands_at(dossier, ladder, question.bounds.as_of)
        if step is None or known_day(step.on) is not None:
            return None
        return Reason({"step": step.kind} | ({"known": step.on} if step.on else {}))

    def not_begun(dossier: IntakeDossier, question: Question) -> Reason | None:
        as_of = question.bounds.as_of
        if _stands_at(dossier, ladder, as_of) is not None:
            return None
        return Reason({"on": min(str(step.on) for step in dossier.steps if step.on)}, limit_on=as_of)

    def short(kind: StepKind) -> Check:
        def check(dossier: IntakeDossier, question: Question) -> Reason | None:
            step = _stands_at(dossier, ladder, question.bounds.as_of)
            if step is None or step.kind != kind:
                return None
            later = _first_on(dossier, ladder[0])
            return Reason({"on": str(step.on)} | ({"later_on": str(later)} if later else {}))

        return check

    return (
        Test(
            "DATE_UNKNOWN",
            {
                "nl": "Van de verste stap die gezet kan zijn, is de dag niet bekend.",
                "en": "The day of the furthest step that may have been taken is not known.",
            },
            unknown,
        ),
        Test(
            "AFTER_AS_OF",
            {"nl": "Alles gebeurde pas na de peildatum.", "en": "All of it happened after the day asked."},
            not_begun,
        ),
        *(Test(code, sentence, short(kind)) for kind, code, sentence in rungs),
    )


_NO_PLACE: tuple[tuple[StepKind, str, Sentence], ...] = (
    (
        "ORDERED",
        "ENFORCEMENT_ONLY",
        {
            "nl": "Geen klas en geen plan, wel een handhavingsbeschikking zonder aanbod.",
            "en": "No class and no plan, but an enforcement order without an offer.",
        },
    ),
    (
        "OFFER_DECLINED",
        "OFFER_DECLINED",
        {
            "nl": "Het aanbod is geweigerd; een beschikking was er nog niet.",
            "en": "The offer was declined; no order yet.",
        },
    ),
    (
        "TESTED",
        "TESTED_ONLY",
        {"nl": "Alleen getoetst: geen klas en geen plan.", "en": "Only tested: no class and no plan."},
    ),
)
"""What is short of both class and plan. An order follows a refusal, and a refusal a test: the last one tells most."""


def _by_then(deciding: StepKind) -> tuple[Test, ...]:
    """The bounds, before any state is looked at."""
    return (
        RECORDED_LATER,
        _same_person(deciding),
        *tests_of_period(lambda dossier: _first_on(dossier, deciding)),
    )


# --- The rules ---

SIGNED_PLANS = Rule(
    id="signed-plans",
    version="first-signature",
    view="intake",
    sentence={
        "nl": "Trajecten waarvan het plan is ondertekend, in de klas of niet.",
        "en": "Trajectories whose plan is signed, in the class or not.",
    },
    source=(SIGNED, SIGNED_LATER, WALK_IN),
    unit="trajectories",
    tests=(
        *_by_then("PLAN_SIGNED"),
        *_states(
            ("PLAN_SIGNED", "PLAN_DRAFTED", "IN_CLASS", "ORDERED", "OFFER_DECLINED", "TESTED"),
            (
                (
                    "PLAN_DRAFTED",
                    "PLAN_DRAFTED_NOT_SIGNED",
                    {"nl": "Er is een conceptplan, nog niet ondertekend.", "en": "A plan in draft, not yet signed."},
                ),
                (
                    "IN_CLASS",
                    "NO_PLAN",
                    {"nl": "In de klas zonder enig plan.", "en": "In the class without any plan."},
                ),
                *_NO_PLACE,
            ),
        ),
    ),
    in_force_from=IN_FORCE_FROM,
    in_force_until=IN_FORCE_UNTIL,
    otherwise="PLAN_SIGNED",
    on=lambda dossier: _first_on(dossier, "PLAN_SIGNED"),
    against=(
        Against("quota", "trajectories", WI_2007, TARGET),
        Against("milestone", "trajectories", WI_2007, MILESTONE),
    ),
    conflicts=(WHAT_IS_STARTED,),
)
"""In trajectories: a plan is that of one trajectory. It stands against the target, since the text says that it lags."""

IN_CLASS = Rule(
    id="in-class",
    version="first-lesson",
    view="intake",
    sentence={
        "nl": "Inburgeraars die in de klas zijn begonnen, met of zonder ondertekend plan.",
        "en": "People who came into the class, with or without a signed plan.",
    },
    source=(CLASS, WALK_IN, TESTED),
    unit="persons",
    tests=(
        *_by_then("IN_CLASS"),
        *_states(
            ("IN_CLASS", "PLAN_SIGNED", "PLAN_DRAFTED", "ORDERED", "OFFER_DECLINED", "TESTED"),
            (
                (
                    "PLAN_SIGNED",
                    "SIGNED_NOT_IN_CLASS",
                    {
                        "nl": "Het plan is ondertekend, de les nog niet begonnen.",
                        "en": "The plan is signed, no lesson yet.",
                    },
                ),
                (
                    "PLAN_DRAFTED",
                    "DRAFTED_NOT_IN_CLASS",
                    {
                        "nl": "Er is een conceptplan, de les is niet begonnen.",
                        "en": "A plan in draft, and no lesson yet.",
                    },
                ),
                *_NO_PLACE,
            ),
        ),
    ),
    in_force_from=IN_FORCE_FROM,
    in_force_until=IN_FORCE_UNTIL,
    otherwise="IN_CLASS",
    on=lambda dossier: _first_on(dossier, "IN_CLASS"),
    conflicts=(WHAT_IS_STARTED,),
)
"""In persons, and set against no quota: nobody set one for being in a class."""

RULES = (SIGNED_PLANS, IN_CLASS)

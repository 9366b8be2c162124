"""Decisions and what became of them: which are irrevocable, which are contested, which have no effect.

Source: the General Administrative Law Act (Awb). Art. 6:7: "De termijn voor het indienen van een bezwaar- of
beroepschrift bedraagt zes weken"; 6:8: it begins "met ingang van de dag na die waarop het besluit op de voorgeschreven
wijze is bekendgemaakt"; 6:16: "Het bezwaar of beroep schorst niet de werking van het besluit waartegen het is gericht".

In plain words: a decision can be contested for six weeks after the day on which it was made known; the last day is in
time. Where nobody did, or the last answer can be contested no more, it is irrevocable from the next day on. As long as
an objection or appeal waits for its answer it is contested, and has its effect all the same, unless that was suspended.
What was revoked, quashed or withdrawn has no effect, from then or from the start; nothing of that corrects the fact
that it was taken. Considered are the decisions of which anything is told after they were taken.

Worked example: a fine of 2 March 2009, made known on 4 March. Its last day is 15 April, irrevocable from the 16th on.
Objected to on 15 April and declared unfounded on 1 June, made known that day: irrevocable from 14 July on. Quashed from
the start on 1 October: as of 30 September it was in force, from 1 October it never was.
"""

from collections.abc import Mapping
from datetime import date

from domain.counting import AnyCase, Case, Check, Conflict, DatedValue, Parameter, Passage, Question, Reason, Rule, Test
from domain.rules.legal_life import Effect, Final, LegalLife, acts_by, contested, finality, span_on, spans, undated_act
from domain.rules.shared import RECORDED_LATER, known_day, tests_of_when


class DecisionTaken(Case, frozen=True, kw_only=True):
    """One decision about a person; `kind` is the name of its fact."""

    kind: str
    life: LegalLife
    registered_on: date | None = None

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the first day of its effect."""
        return self.life.effective_on or known_day(self.life.decided_on), None


# --- Sources ---

AWB = "Algemene wet bestuursrecht"
SIX_WEEKS = Passage(
    AWB, "artikel 6:7", "De termijn voor het indienen van een bezwaar- of beroepschrift bedraagt zes weken"
)
DAY_AFTER = Passage(
    AWB,
    "artikel 6:8, eerste lid",
    "De termijn vangt aan met ingang van de dag na die waarop het besluit op de voorgeschreven wijze is bekendgemaakt",
)
NOT_SUSPENDED = Passage(
    AWB, "artikel 6:16", "Het bezwaar of beroep schorst niet de werking van het besluit waartegen het is gericht"
)
LATE = Passage(
    AWB,
    "artikel 6:11",
    "blijft niet-ontvankelijkverklaring op grond daarvan achterwege indien redelijkerwijs niet kan worden geoordeeld "
    "dat de indiener in verzuim is geweest",
)
OBJECTION_WEEKS = Parameter(
    "objection-weeks",
    {
        "nl": "Hoeveel weken bezwaar of beroep openstaat.",
        "en": "For how many weeks objection or appeal is open.",
    },
    "integer",
    (DatedValue(6, SIX_WEEKS),),
)


# --- What the tests ask ---


DONE_BY: Mapping[Effect, str] = {"GONE": "UNDOES", "ENDED": "ENDS", "NOT_SAID": "NOT_SAID", "SUSPENDED": "SUSPENDS"}
"""The kind of act that gives a decision this effect."""


def life_of(case: AnyCase) -> LegalLife:
    """The legal life of the decision that a case is about: every case of a decision has one, whatever its view."""
    life: LegalLife = case.life
    return life


def contest_flags(life: LegalLife, as_of: date) -> tuple[str, ...]:
    """The flag of a verdict on a decision that is contested on that day; none where it is not."""
    found = contested(life, as_of)
    return (found,) if found else ()


def has_effect(effect: Effect) -> Check:
    """Whether the decision has this legal effect on the day asked, and since when."""

    def check(case: AnyCase, question: Question) -> Reason | None:
        life, as_of = life_of(case), question.bounds.as_of
        span = span_on(life, as_of)
        if span is None or span.effect != effect:
            return None
        detail = {} if effect == "GONE" else {"since": span.from_on.isoformat()}
        if span.until_on is not None:
            detail["until"] = span.until_on.isoformat()
        by = [act.by for act in acts_by(life, as_of) if act.kind == DONE_BY.get(effect)]
        return Reason(detail | ({"by": by[-1]} if by else {}), flags=contest_flags(life, as_of))

    return check


def _not_yet(case: AnyCase, question: Question) -> Reason | None:
    found = spans(life_of(case), question.bounds.as_of)
    if not found or found[0].effect == "GONE" or found[0].from_on <= question.bounds.as_of:
        return None
    return Reason({"effective_on": found[0].from_on.isoformat()}, limit_on=found[0].from_on)


def _undated(case: AnyCase, question: Question) -> Reason | None:
    by = undated_act(life_of(case), question.bounds.as_of)
    return Reason({"date": by}) if by else None


UNDATED_ACT = Test(
    "DATE_UNKNOWN",
    {
        "nl": "Wat er met het besluit gebeurde, gebeurde op een onbekende dag.",
        "en": "What was done to the decision was done on an unknown day.",
    },
    _undated,
)
GONE = Test(
    "GONE_FROM_THE_START",
    {
        "nl": "Vernietigd of ingetrokken met terugwerkende kracht: alsof het nooit genomen was.",
        "en": "Quashed or revoked from the start, as if it was never taken.",
    },
    has_effect("GONE"),
)
EFFECT_NOT_SAID = Test(
    "EFFECT_NOT_SAID",
    {
        "nl": "Gegrond bezwaar of beroep of een intrekking, en niemand zei wat ervan het gevolg is.",
        "en": "A founded objection or appeal or a withdrawal, and nobody said what follows from it.",
    },
    has_effect("NOT_SAID"),
)
SUSPENDED = Test(
    "SUSPENDED",
    {"nl": "De werking is geschorst.", "en": "Its effect is suspended."},
    has_effect("SUSPENDED"),
)
ENDED = Test(
    "ENDED_FROM_THEN",
    {
        "nl": "Ingetrokken of vernietigd vanaf een dag; wat ervoor gold, blijft.",
        "en": "Revoked or quashed from a day on; what held before stays.",
    },
    has_effect("ENDED"),
)
NOT_YET = Test(
    "NOT_YET_IN_EFFECT",
    {"nl": "De werking begint na de peildatum.", "en": "Its effect begins after the day asked."},
    _not_yet,
)
ALL_WITHOUT_EFFECT = (GONE, UNDATED_ACT, EFFECT_NOT_SAID, ENDED, SUSPENDED, NOT_YET)
"""Each way in which a decision may have no effect, in the order in which they are told."""


def final(case: AnyCase, question: Question) -> Final:
    """Whether the decision is irrevocable on the day asked."""
    return finality(life_of(case), question.bounds.as_of, int(question.parameters[OBJECTION_WEEKS.name]))


def _not_final(code: str, nl: str, en: str) -> Test:
    def check(case: AnyCase, question: Question) -> Reason | None:
        found = final(case, question)
        return Reason(_final_from(found), limit_on=found.from_on) if found.code == code else None

    return Test(code, {"nl": nl, "en": en}, check)


def _final_from(found: Final) -> dict[str, str | int]:
    return {"irrevocable_from": found.from_on.isoformat()} if found.from_on else {}


def _not_contested(case: AnyCase, question: Question) -> Reason | None:
    life = life_of(case)
    if contested(life, question.bounds.as_of):
        return None
    return Reason({"contested_before": len(life.contests)} if life.contests else {})


def _under_objection(case: AnyCase, question: Question) -> Reason | None:
    return Reason() if contested(life_of(case), question.bounds.as_of) == "UNDER_OBJECTION" else None


# --- The rules ---

TAKEN = (RECORDED_LATER, *tests_of_when(lambda decision: decision.life.decided_on))
_LATE_OBJECTION = Conflict(
    None,
    {
        "nl": "Een te laat bezwaar houdt hier niets open, tenzij de gemeente het tijdig acht; de wet laat een te laat "
        "bezwaar toe wie niet in verzuim was.",
        "en": "A late objection keeps nothing open here, unless the municipality holds it to be in time; the Act "
        "admits a late one of who was not in default.",
    },
    (SIX_WEEKS, LATE),
)


def _counted(test: Test) -> Test:
    """The same test where what it finds is what the rule looks for; not to know counts nowhere."""
    unknown = test.code in ("DATE_UNKNOWN", "EFFECT_NOT_SAID")
    return test if unknown else Test(test.code, test.sentence, test.check, counts=True)


IRREVOCABLE = Rule(
    id="decisions-irrevocable",
    version="after-the-terms",
    view="decisions",
    sentence={
        "nl": "Besluiten waartegen op de peildatum geen bezwaar of beroep meer openstaat.",
        "en": "Decisions that on the day asked could be contested no more.",
    },
    source=(SIX_WEEKS, DAY_AFTER),
    unit="decisions",
    tests=(
        *TAKEN,
        GONE,
        _not_final("NOT_NOTIFIED", "Het is niet bekendgemaakt.", "It was not made known."),
        _not_final("DATE_UNKNOWN", "De dag van bekendmaking is niet bekend.", "The day it was made known is unknown."),
        _not_final(
            "UNDER_OBJECTION", "Op een bezwaar is nog niet beslist.", "An objection has not been decided on yet."
        ),
        _not_final("UNDER_APPEAL", "Op een beroep is nog niet beslist.", "An appeal has not been decided on yet."),
        _not_final("TERM_RUNS", "Bezwaar of beroep staat nog open.", "Objection or appeal is still open."),
    ),
    otherwise="IRREVOCABLE",
    reason=lambda case, question: Reason(_final_from(final(case, question))),
    parameters=(OBJECTION_WEEKS,),
    conflicts=(_LATE_OBJECTION,),
)
CONTESTED = Rule(
    id="decisions-under-objection",
    version="undecided",
    view="decisions",
    sentence={
        "nl": "Besluiten met een bezwaar of beroep waarop op de peildatum niet was beslist.",
        "en": "Decisions with an objection or appeal that was not decided on by the day asked.",
    },
    source=(NOT_SUSPENDED,),
    unit="decisions",
    tests=(
        *TAKEN,
        GONE,
        Test(
            "NOT_CONTESTED",
            {
                "nl": "Er is geen bezwaar of beroep, of er is op beslist.",
                "en": "There is no objection or appeal, or it was decided on.",
            },
            _not_contested,
        ),
        Test(
            "UNDER_OBJECTION",
            {"nl": "Op een bezwaar is nog niet beslist.", "en": "An objection has not been decided on yet."},
            _under_objection,
            counts=True,
        ),
    ),
    otherwise="UNDER_APPEAL",
)
WITHOUT_EFFECT = Rule(
    id="decisions-without-effect",
    version="on-the-day-asked",
    view="decisions",
    sentence={
        "nl": "Besluiten die op de peildatum geen werking hebben, vanaf een dag, voor een tijd of vanaf het begin.",
        "en": "Decisions without effect on the day asked, from a day on, for a time or from the start.",
    },
    source=(NOT_SUSPENDED,),
    unit="decisions",
    tests=(*TAKEN, *(_counted(test) for test in ALL_WITHOUT_EFFECT)),
    otherwise="IN_FORCE",
    counts_otherwise=False,
    reason=lambda case, question: Reason(flags=contest_flags(life_of(case), question.bounds.as_of)),
)
RULES = (IRREVOCABLE, CONTESTED, WITHOUT_EFFECT)

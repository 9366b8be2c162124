"""Terms that run, are over, were extended or were met: three years (2021), three and a half or five years (2007).

Source: Wet inburgering 2021 art. 11: "De inburgeringsplichtige voldoet binnen drie jaar aan de inburgeringsplicht"; "De
termijn vangt aan op de dag na die van dagtekening van het persoonlijk plan inburgering en participatie"; "Het moment
van aanvang wijzigt niet" where the plan is quashed and replaced or adopted anew. Art. 12 and Besluit inburgering 2021
art. 4.3-4.5: extended where it is not to be blamed on the person, or by six months after considerable effort. Wet
inburgering art. 7: "binnen drieënhalf jaar" after the basic exam abroad, "in de overige gevallen binnen vijf jaar",
which for an oudkomer begins on the day that the municipality determines (art. 26).

In plain words: the term begins the day after the date of the first plan, or of the exam term on the first day of the
obligation or of the order, and the day before that day comes round after so many years is its last. An amended plan
moves nothing. An extension counts from the day it was decided; one of which neither end, nor length, nor ground says
how long it is, makes the limit unknown. First is asked whether and when the term began, then by what the obligation
ended, then whether it was extended by we know not how much, then the limit. No text that was read says whether the
term rests during a temporary exemption; here it goes on, and the case is told under a code of its own.

Worked example: a plan of 28 February 2023 starts the term on 1 March 2023; 28 February 2026 is its last day and on 1
March 2026 it is over. A plan of 28 February 2024 starts it on the 29th: its last day is 28 February 2027.
"""

from dataclasses import dataclass
from datetime import date

from domain.counting import Check, Conflict, Parameter, Passage, Question, Reason, Rule, Sentence, Test
from domain.rules.legal_terms import (
    ACT_2007_FROM,
    ACT_2007_UNTIL,
    ACT_2021_FROM,
    DECREE_2021,
    EXAM,
    EXAM_AFTER_BASIC_EXAM,
    EXTENSION_AFTER_EFFORT,
    INTEGRATION,
    WI_2007,
    WI_2021,
    LegalTerm,
)
from domain.rules.obligation import ENDINGS, NEVER_BEGAN
from domain.rules.running_term import RunningTerm, TermAsked, extended, first_extended_on
from domain.rules.shared import RECORDED_LATER, said_on, tests_of_period

# --- Sources ---

STARTS = Passage(
    WI_2021,
    "artikel 11, tweede lid",
    "De termijn vangt aan op de dag na die van dagtekening van het persoonlijk plan inburgering en participatie",
)
STAYS = Passage(
    WI_2021,
    "artikel 11, derde lid",
    "Het moment van aanvang wijzigt niet, indien het persoonlijk plan inburgering en participatie",
)
NOT_CULPABLE = Passage(
    WI_2021,
    "artikel 12, eerste lid, onderdeel a",
    "het overschrijden van die termijn hem niet te verwijten valt",
)
TOLD_IN_DECISION = Passage(
    DECREE_2021, "artikel 4.5, vierde lid", "In de beschikking wordt de duur van de verlenging vermeld"
)
OUDKOMER_STARTS = Passage(
    WI_2007,
    "artikel 7, eerste lid, onderdeel b",
    "welke termijn voor de oudkomer niet aanvangt dan nadat het college zulks ten aanzien van hem op grond van "
    "artikel 26 heeft bepaald",
)


# --- Which term holds ---


def _integration(term: RunningTerm, question: Question) -> LegalTerm:
    return INTEGRATION


def _exam(term: RunningTerm, question: Question) -> LegalTerm:
    """The short term for who is known to have passed the basic exam abroad; five years are for all others."""
    passed = said_on(term.categories, "early_stay", question.bounds.as_of)
    return EXAM_AFTER_BASIC_EXAM if passed else EXAM


def _oudkomer_without_order(term: RunningTerm, question: Question) -> Reason | None:
    arrival = said_on(term.categories, "arrival", question.bounds.as_of)
    return Reason() if term.basis == "OBLIGATION" and arrival == "OUDKOMER" else None


def _arrival_unknown(term: RunningTerm, question: Question) -> Reason | None:
    arrival = said_on(term.categories, "arrival", question.bounds.as_of)
    return Reason() if term.basis == "OBLIGATION" and arrival is None else None


# --- The tests, in their order ---


def _says(code: str, nl: str, en: str, check: Check, counts: bool = False) -> Test:
    return Test(code, {"nl": nl, "en": en}, check, counts=counts)


OF_OUDKOMERS = (
    _says(
        "CATEGORY_UNKNOWN",
        "Niemand heeft vastgesteld of dit een oudkomer is, en er is geen beschikking die een termijn start.",
        "Nobody has established whether this is an oudkomer, and there is no order that starts a term.",
        _arrival_unknown,
    ),
    _says(
        "TERM_NOT_STARTED",
        "De termijn van een oudkomer begint pas met een beschikking.",
        "The term of an oudkomer begins with an order only.",
        _oudkomer_without_order,
    ),
)


def _begun(asked: TermAsked, first: tuple[Test, ...]) -> tuple[Test, ...]:
    return (
        RECORDED_LATER,
        *NEVER_BEGAN,
        *first,
        _says(
            "DATE_UNKNOWN",
            "De eerste dag van de termijn is niet bekend.",
            "The first day of the term is not known.",
            asked.start_unknown,
        ),
        _says(
            "AFTER_AS_OF",
            "De termijn begint na de peildatum.",
            "The term begins after the day asked.",
            asked.not_begun,
        ),
    )


def _limit_known(asked: TermAsked) -> tuple[Test, ...]:
    return (
        _says(
            "DATE_UNKNOWN",
            "De termijn is verlengd, op een onbekende dag.",
            "The term was extended, on an unknown day.",
            asked.extension_undated,
        ),
        _says(
            "EXTENSION_LENGTH_UNKNOWN",
            "De termijn is verlengd, en niets zegt tot wanneer.",
            "The term was extended, and nothing says until when.",
            asked.length_unknown,
        ),
    )


EXTENDED = (
    extended(
        "NOT_CULPABLE",
        "EXTENDED_NOT_CULPABLE",
        "Verlengd omdat de overschrijding niet te verwijten valt.",
        "Extended because the delay is not to be blamed on the person.",
    ),
    extended(
        "EFFORT_SHOWN",
        "EXTENDED_AFTER_EFFORT",
        "Met zes maanden verlengd na aanzienlijke inspanningen.",
        "Extended by six months after considerable effort.",
    ),
    extended(None, "EXTENDED_OTHERWISE", "Verlengd op een andere grond.", "Extended on another ground."),
)


# --- The rules ---


@dataclass(frozen=True, slots=True)
class _Kind:
    """What the four rules about one kind of term have in common."""

    prefix: str
    version: str
    view: str
    of_what: Sentence
    asked: TermAsked
    first: tuple[Test, ...]
    lengths: tuple[Parameter, ...]
    source: tuple[Passage, ...]
    in_force_from: date
    in_force_until: date | None = None
    conflicts: tuple[Conflict, ...] = ()

    def rule(self, name: str, which: Sentence, tests: tuple[Test, ...], otherwise: str, reason: Check) -> Rule:
        """One of the four; a term that was not extended is the only `otherwise` that does not count."""
        return Rule(
            id=self.prefix + name,
            version=self.version,
            view=self.view,
            sentence={"nl": f"{self.of_what['nl']} {which['nl']}.", "en": f"{self.of_what['en']} {which['en']}."},
            source=self.source,
            unit="terms",
            tests=(*_begun(self.asked, self.first), *tests),
            in_force_from=self.in_force_from,
            in_force_until=self.in_force_until,
            otherwise=otherwise,
            counts_otherwise=otherwise != "NOT_EXTENDED",
            reason=reason,
            parameters=(*self.lengths, EXTENSION_AFTER_EFFORT.parameter),
            conflicts=self.conflicts,
        )


def _rules(kind: _Kind) -> tuple[Rule, ...]:
    """The four rules about one kind of term."""
    asked, known = kind.asked, _limit_known(kind.asked)
    over = _says("TERM_OVER", "De termijn is voorbij.", "The term is over.", asked.over)
    running = _says("TERM_RUNNING", "De termijn loopt nog.", "The term still runs.", asked.running)
    late = _says("FULFILLED_LATE", "Na de termijn voldaan.", "Fulfilled after the term.", asked.fulfilled(False))
    return (
        kind.rule(
            "running",
            {"nl": "die op de peildatum lopen", "en": "that run on the day asked"},
            (*ENDINGS, *known, over),
            "TERM_RUNNING",
            asked.running,
        ),
        kind.rule(
            "overdue",
            {
                "nl": "die op de peildatum voorbij zijn zonder dat aan de plicht is voldaan",
                "en": "that are over on the day asked without the obligation being fulfilled",
            },
            (*ENDINGS, *known, running),
            "TERM_OVERDUE",
            asked.over,
        ),
        kind.rule(
            "extended",
            {"nl": "die op de peildatum waren verlengd", "en": "that had been extended by the day asked"},
            (*tests_of_period(first_extended_on), *EXTENDED, known[0]),
            "NOT_EXTENDED",
            lambda case, question: Reason(),
        ),
        kind.rule(
            "met",
            {"nl": "waarbinnen aan de plicht is voldaan", "en": "within which the obligation was fulfilled"},
            (*known, late, *_unmet(asked)),
            "FULFILLED_IN_TIME",
            asked.fulfilled(True),
        ),
    )


def _unmet(asked: TermAsked) -> tuple[Test, ...]:
    """Not fulfilled in time by the day asked: otherwise ended, or the term still runs, or is over."""
    tests = (
        *(one for one in ENDINGS if one.code != "OBLIGATION_FULFILLED"),
        _says("TERM_RUNNING", "De termijn loopt nog.", "The term still runs.", asked.running),
        _says("TERM_OVER", "De termijn is voorbij.", "The term is over.", asked.over),
    )

    def unless_met(check: Check) -> Check:
        return lambda case, question: None if asked.fulfilled(True)(case, question) else check(case, question)

    return tuple(Test(one.code, one.sentence, unless_met(one.check)) for one in tests)


_LENGTH_OF_EXTENSION = Conflict(
    None,
    {
        "nl": "Hoe lang een niet-verwijtbare verlenging duurt, staat in de regeling en in de beschikking; waar geen "
        "van beide is geleverd, is de grens onbekend en wordt niets aangenomen.",
        "en": "How long an extension without blame lasts stands in the ministerial regulation and in the decision; "
        "where neither was delivered, the limit is unknown and nothing is assumed.",
    },
    (NOT_CULPABLE, TOLD_IN_DECISION),
)
INTEGRATION_TERMS = _rules(
    _Kind(
        "terms-",
        "act-2021",
        "integration-terms",
        {"nl": "Inburgeringstermijnen", "en": "Integration terms"},
        TermAsked(_integration),
        (),
        (INTEGRATION.parameter,),
        (INTEGRATION.source, STARTS, STAYS, EXTENSION_AFTER_EFFORT.source),
        ACT_2021_FROM,
        conflicts=(_LENGTH_OF_EXTENSION,),
    )
)
EXAM_TERMS = _rules(
    _Kind(
        "exam-terms-",
        "act-2007",
        "exam-terms",
        {"nl": "Examentermijnen", "en": "Exam terms"},
        TermAsked(_exam),
        OF_OUDKOMERS,
        (EXAM.parameter, EXAM_AFTER_BASIC_EXAM.parameter),
        (EXAM.source, EXAM_AFTER_BASIC_EXAM.source, OUDKOMER_STARTS),
        ACT_2007_FROM,
        ACT_2007_UNTIL,
    )
)
RULES = (*INTEGRATION_TERMS, *EXAM_TERMS)

"""Requests for extension and dispensation under the Act of 2021: decided in time, late, or not at all.

Source: Besluit inburgering 2021 art. 4.5: "Een aanvraag tot verlenging van de voor de inburgeringsplichtige geldende
termijn kan niet eerder worden ingediend dan zes maanden voor het verstrijken van die termijn. Onze Minister geeft
binnen acht weken na ontvangst van de aanvraag een beschikking"; art. 2.7.5 and 2.8.3 the same for a dispensation. For
an exemption art. 2.5 leaves the procedure to the ministerial regulation, which was not read: its rule asks for a number
of weeks that somebody set.

In plain words: the day of the request does not count and the last day of the eighth week is in time; on a Saturday,
Sunday or holiday the next working day is. A request for extension of before the last six months of the term is
REQUESTED_TOO_EARLY, and no eight weeks are reckoned for it. A refusal that names the request answers it; else the first
grant or refusal of the same kind on or after its day does.

Worked example: asked on Monday 5 January 2026, decided on Monday 2 March 2026: in time. Of a term that ends on 28
February 2026 the first day to ask is 1 September 2025.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from domain.counting import Case, Check, Parameter, Passage, Question, Reason, Rule, Sentence, Test
from domain.dates import When, add_months
from domain.rules.deadline import Deadline
from domain.rules.legal_terms import (
    ACT_2021_FROM,
    DECREE_2021,
    EARLIEST_MONTHS,
    EXTENSION_AFTER_EFFORT,
    INTEGRATION,
    REQUEST_DECISION,
    LegalTerm,
)
from domain.rules.running_term import RunningTerm, TermAsked
from domain.rules.shared import RECORDED_LATER, known_day, tests_of_when

RequestKind = Literal["EXEMPTION", "DISPENSATION", "TERM_EXTENSION"]


class PersonRequest(Case, frozen=True, kw_only=True):
    """A request with the answer to it; `term` is the running term of the person, for a request to extend it."""

    request: RequestKind
    lodged_on: When | None = None
    answered: bool = False
    answered_on: When | None = None
    granted: bool | None = None
    term: RunningTerm | None = None
    registered_on: date | None = None

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the day of the request on."""
        return known_day(self.lodged_on), None


IN_REGULATION = Passage(
    DECREE_2021,
    "artikel 2.5",
    "Bij ministeriële regeling worden regels gesteld over de procedure voor een aanvraag tot vrijstelling",
)
EXEMPTION_DECISION = replace(REQUEST_DECISION, name="exemption-decision-weeks", source=IN_REGULATION)
EXEMPTION_WEEKS = Parameter(
    EXEMPTION_DECISION.name,
    {
        "nl": "Binnen hoeveel weken op een aanvraag om vrijstelling wordt beslist.",
        "en": "Within how many weeks a request for exemption is decided on.",
    },
    "integer",
)
"""No default: the decree leaves it to the ministerial regulation."""


def _decision(term: LegalTerm) -> Deadline:
    return Deadline(
        term=term,
        start_of=lambda case: case.lodged_on,
        done_of=lambda case: (case.answered, case.answered_on),
        code="DECIDED",
        done={"nl": "Op de aanvraag is beslist", "en": "The request was decided on"},
        not_done={"nl": "De grens is voorbij zonder besluit.", "en": "The limit passed without a decision."},
    )


_TERM = TermAsked(lambda term, question: INTEGRATION)


def earliest_on(last_on: date, months: int) -> date:
    """The first day on which an extension may be asked for of a term that ends with this day."""
    return add_months(last_on + timedelta(days=1), -months)


def _too_early(case: PersonRequest, question: Question) -> Reason | None:
    lodged_on = known_day(case.lodged_on)
    if case.request != "TERM_EXTENSION" or case.term is None or lodged_on is None:
        return None
    if known_day(case.term.starts_on) is None or _TERM.length_unknown(case.term, question):
        return None
    last_on = _TERM.last_on(case.term, question, lodged_on - timedelta(days=1))
    first_on = earliest_on(last_on, int(question.parameters[EARLIEST_MONTHS.name]))
    return Reason({"on": lodged_on.isoformat(), "term_until": str(last_on)}, first_on) if lodged_on < first_on else None


def _other_request(kinds: tuple[RequestKind, ...]) -> Check:
    def check(case: PersonRequest, question: Question) -> Reason | None:
        return None if case.request in kinds else Reason({"request": case.request})

    return check


def _before_act(case: PersonRequest, question: Question) -> Reason | None:
    lodged_on = known_day(case.lodged_on)
    return Reason({"on": str(lodged_on)}, ACT_2021_FROM) if lodged_on and lodged_on < ACT_2021_FROM else None


def _first(kinds: tuple[RequestKind, ...], decision: Deadline) -> tuple[Test, ...]:
    return (
        RECORDED_LATER,
        Test(
            "OTHER_REQUEST",
            {"nl": "Er is iets anders gevraagd.", "en": "Something else was asked for."},
            _other_request(kinds),
        ),
        *tests_of_when(lambda case: case.lodged_on),
        Test(
            "BEFORE_THIS_ACT",
            {"nl": "Gevraagd voordat deze wet gold.", "en": "Asked for before this Act was in force."},
            _before_act,
        ),
        Test(
            "REQUESTED_TOO_EARLY",
            {
                "nl": "Verlenging gevraagd voor de laatste zes maanden van de termijn.",
                "en": "Extension asked for before the last six months of the term.",
            },
            _too_early,
        ),
        *decision.late(),
    )


_BOTH: tuple[RequestKind, ...] = ("DISPENSATION", "TERM_EXTENSION")
_OF_TERM = (EARLIEST_MONTHS.parameter, INTEGRATION.parameter, EXTENSION_AFTER_EFFORT.parameter)


def _rules(of: str, kinds: tuple[RequestKind, ...], what: Sentence, term: LegalTerm, weeks: Parameter) -> list[Rule]:
    decision = _decision(term)
    first, parameters = _first(kinds, decision), (weeks, *_OF_TERM)
    in_time: Sentence = {
        "nl": f"{what['nl']} waarop binnen de termijn is beslist.",
        "en": f"{what['en']} that were decided on within the term.",
    }
    overdue: Sentence = {
        "nl": f"{what['nl']} waarop niet is beslist, terwijl de termijn om is.",
        "en": f"{what['en']} that were not decided on, while the term is over.",
    }
    return [
        Rule(
            id=f"{of}-decided-in-time" if name == "in-time" else f"{of}-undecided",
            version="act-2021",
            view="requests",
            sentence=sentence,
            source=(term.source, EARLIEST_MONTHS.source),
            unit="requests",
            tests=tests,
            in_force_from=ACT_2021_FROM,
            otherwise=otherwise,
            reason=decision.done_in_time if name == "in-time" else decision.over,
            parameters=parameters,
        )
        for name, sentence, tests, otherwise in (
            ("in-time", in_time, (*first, *decision.open(), decision.overdue()), "DECIDED_IN_TIME"),
            ("overdue", overdue, (*first, decision.in_time(), *decision.open()), "OVERDUE"),
        )
    ]


RULES = (
    *_rules(
        "requests",
        _BOTH,
        {"nl": "Aanvragen om verlenging of ontheffing", "en": "Requests for extension or dispensation"},
        REQUEST_DECISION,
        REQUEST_DECISION.parameter,
    ),
    *_rules(
        "exemption-requests",
        ("EXEMPTION",),
        {"nl": "Aanvragen om vrijstelling", "en": "Requests for exemption"},
        EXEMPTION_DECISION,
        EXEMPTION_WEEKS,
    ),
)

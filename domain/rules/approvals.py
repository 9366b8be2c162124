"""What was decided without a second pair of eyes: fines, payments, quotas, closings, and releases of rules and models.

Source: the model of Zuid-Holland Zuid makes the director the budget holder ("De regisseur is budgethouder", R178); the
Act of 2007, art. 41, keeps the power to fine from who made the report. For quotas, closings and releases no document
asks it; that they need the approval of another than the proposer is a rule of this house, and said to be.

In plain words: what was approved by another, as it stands and by the day asked, is approved. It is not when the latest
word of another was a refusal, when only the proposer approved it, when it was corrected since, when the approval came
later, or when there is none. `by-the-director` asks it of payments, and of an approval by the director.

Worked example: a bonus paid on 1 March and approved by another on 3 March is without approval as of 2 March
(APPROVED_LATER) and no more as of 3 March. Its amount is corrected on 5 March: CORRECTED_SINCE, until approved again.
"""

from collections.abc import Callable
from datetime import date
from typing import Literal

import msgspec

from domain.counting import Case, Check, Conflict, DatedValue, Parameter, Passage, Question, Reason, Rule, Test
from domain.dates import When
from domain.rules.shared import RECORDED_LATER, known_day, tests_of_when

Subject = Literal["FINE", "PAYMENT", "QUOTA", "CLOSING", "RULE_RELEASE", "LINK_RELEASE"]


class Approval(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """That somebody approved or refused, and whether that was the proposer, or of the text before a correction."""

    given: bool
    on: When | None = None
    role: str | None = None
    by_proposer: bool = False
    of_earlier_text: bool = False


class NeedsApproval(Case, frozen=True, kw_only=True):
    """A fact that needs the approval of another than who stated it."""

    subject: Subject
    on: When | None = None
    registered_on: date | None = None
    approvals: tuple[Approval, ...] = ()

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the day it was decided."""
        return known_day(self.on), None


# --- Sources ---

BUDGET_HOLDER = Passage(
    "Regionale visie op inburgering, maatregelen en doelstellingen 2003-2005, Zuid-Holland Zuid",
    "rol van de regisseur",
    "De regisseur is budgethouder",
    "R178",
)
NOT_THE_REPORTER = Passage(
    "Wet inburgering, BWBR0020611, tekst van 1 januari 2009",
    "artikel 41, derde lid",
    "Mandaat tot het opleggen van een bestuurlijke boete wordt niet verleend aan degene die van de overtreding een "
    "rapport opgemaakt heeft",
)
HOUSE_RULE = Passage(
    "Eigen lezing: huisregel van het ketenboek",
    "feit ApprovalGiven",
    "Boetes, betalingen, taakstellingen, afsluitingen en vrijgaven keurt een ander goed dan wie ze voorstelt",
)
ROLES = Parameter(
    "approval-roles",
    {
        "nl": "De rollen waarin een betaling kan worden goedgekeurd.",
        "en": "The roles in which a payment can be approved.",
    },
    "list",
    (DatedValue("director,regisseur", BUDGET_HOLDER),),
)


# --- What the tests ask ---

Counts = Callable[[Approval, Question], bool]


def _anybody(approval: Approval, question: Question) -> bool:
    return True


def _director(approval: Approval, question: Question) -> bool:
    return (approval.role or "").casefold() in {role.casefold() for role in question.parameters[ROLES.name]}


def _by_then(case: NeedsApproval, question: Question) -> list[Approval]:
    as_of = question.bounds.as_of
    return [one for one in case.approvals if (day := known_day(one.on)) is not None and day <= as_of]


def _last_word(case: NeedsApproval, question: Question, counts: Counts) -> Approval | None:
    """The latest of another than the proposer, on the text as it stands, in a role that counts."""
    found = [one for one in _by_then(case, question) if not one.by_proposer and not one.of_earlier_text]
    return next((one for one in reversed(found) if counts(one, question)), None)


def _approved(counts: Counts, *, given: bool) -> Check:
    def check(case: NeedsApproval, question: Question) -> Reason | None:
        last = _last_word(case, question, counts)
        if last is None or last.given != given:
            return None
        return Reason({"on": last.on or ""} | ({"role": last.role} if last.role else {}))

    return check


def _some(holds: Callable[[Approval], bool]) -> Check:
    """Whether there is such an approval by the day asked."""

    def check(case: NeedsApproval, question: Question) -> Reason | None:
        found = [one for one in _by_then(case, question) if one.given and holds(one)]
        return Reason({"on": found[-1].on or ""}) if found else None

    return check


def _undated(case: NeedsApproval, question: Question) -> Reason | None:
    return Reason({"date": "APPROVAL"}) if any(known_day(one.on) is None for one in case.approvals) else None


def _later(case: NeedsApproval, question: Question) -> Reason | None:
    as_of = question.bounds.as_of
    days = [day for one in case.approvals if one.given and (day := known_day(one.on)) is not None and day > as_of]
    return Reason({"on": min(days).isoformat()}, limit_on=as_of) if days else None


def _subject(case: NeedsApproval, question: Question) -> Reason:
    return Reason({"subject": case.subject})


def _test(code: str, nl: str, en: str, check: Check, *, counts: bool = True) -> Test:
    return Test(code, {"nl": nl, "en": en}, check, counts=counts)


def _tests(counts: Counts) -> tuple[Test, ...]:
    return (
        _test(
            "APPROVED",
            "Een ander keurde het goed.",
            "Another approved it.",
            _approved(counts, given=True),
            counts=False,
        ),
        _test(
            "REFUSED",
            "Een ander weigerde de goedkeuring.",
            "Another refused to approve it.",
            _approved(counts, given=False),
        ),
        _test(
            "SAME_PERSON",
            "Alleen wie het voorstelde, keurde het goed.",
            "Only who proposed it approved it.",
            _some(lambda one: one.by_proposer),
        ),
        _test(
            "CORRECTED_SINCE",
            "Na de goedkeuring is het gecorrigeerd.",
            "It was corrected after the approval.",
            _some(lambda one: one.of_earlier_text),
        ),
    )


UNDECIDED = (
    _test(
        "DATE_UNKNOWN",
        "De dag van de goedkeuring is niet bekend.",
        "The day of the approval is unknown.",
        _undated,
        counts=False,
    ),
    _test("APPROVED_LATER", "De goedkeuring kwam na de peildatum.", "The approval came after the day asked.", _later),
)
_NOT_ASKED = Conflict(
    None,
    {
        "nl": "De stukken vragen een tweede persoon bij betalingen en boetes; voor de rest doet dit ketenboek dat.",
        "en": "The documents ask a second person for payments and fines; for the rest only this ledger asks it.",
    },
    (BUDGET_HOLDER, NOT_THE_REPORTER),
)
TAKEN = (RECORDED_LATER, *tests_of_when(lambda case: case.on))

# --- The rules ---

WITHOUT_APPROVAL = (
    Rule(
        id="decisions-without-approval",
        version="four-eyes",
        view="approvals",
        sentence={
            "nl": "Besluiten tot een boete, betaling, taakstelling, afsluiting of vrijgave die geen ander goedkeurde.",
            "en": "Decisions on a fine, payment, quota, closing or release that nobody else approved.",
        },
        source=(HOUSE_RULE, BUDGET_HOLDER, NOT_THE_REPORTER),
        unit="decisions",
        tests=(*TAKEN, *_tests(_anybody), *UNDECIDED),
        otherwise="NOT_APPROVED",
        reason=_subject,
        conflicts=(_NOT_ASKED,),
    ),
    Rule(
        id="decisions-without-approval",
        version="by-the-director",
        view="approvals",
        sentence={
            "nl": "Besluiten tot betaling die de regisseur niet goedkeurde.",
            "en": "Decisions to pay that the director did not approve.",
        },
        source=(BUDGET_HOLDER,),
        unit="decisions",
        tests=(
            RECORDED_LATER,
            _test(
                "NO_PAYMENT",
                "Dit is geen betaling.",
                "This is no payment.",
                lambda case, question: None if case.subject == "PAYMENT" else Reason({"subject": case.subject}),
                counts=False,
            ),
            *TAKEN[1:],
            *_tests(_director),
            _test(
                "OTHER_ROLE",
                "Een ander dan de regisseur keurde het goed.",
                "Another than the director approved it.",
                _approved(_anybody, given=True),
            ),
            *UNDECIDED,
        ),
        otherwise="NOT_APPROVED",
        reason=_subject,
        parameters=(ROLES,),
    ),
)
RULES = WITHOUT_APPROVAL

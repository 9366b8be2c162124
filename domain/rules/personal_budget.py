"""Haarlem's personal budgets: which bonus was really earned, by whom, how much and in what form.

Source: the decision of 25 November 2008 and its plan. The bonus is paid only "als de inburgeraar zelf zijn
inburgeringsprogramma samenstelt en daadwerkelijk start met het programma", with a plan that the municipality approved,
and nothing is carried out before the State makes its money definitively available (R239, R246-R250, R268-R279).

In plain words: a case is what one beneficiary asks, the participant or the broker. First is tested whether the
participant belongs to a group that may have a budget, then whether he composed the programme, whether it was approved,
whether it started, and whether that was before the money was there. Only then what was asked: who may be paid in kind
only and asks for money has still earned the bonus, and gets it as a voucher ("de inburgeraar krijgt een voucher … tot
maximaal € 250"); the money asked is refused. What is above the maximum is refused, the rest is not. So a case may
count and tell what was refused of it.

Worked example, 31 December 2009, `strict`: six vouchers of EUR 250 and two of EUR 250 in money, EUR 2,000. H4 did not
start, H5 composed with the municipality, H6 has WWB, H9 started on 20 December 2008 and the money came on 5 January.
"""

from typing import NamedTuple

from domain.counting import Against, Conflict, Question, Reason, Rule, Sentence, Test
from domain.precision import Interval
from domain.rules import personal_budget_sources as sources
from domain.rules.personal_budget_terms import DECIDED, OPEN_TERMS, BonusAsked, Form, day_of_group, earned
from domain.rules.shared import RECORDED_LATER, may_add, said_on, tests_of_when

# --- What was asked, and what of it is given ---


PAYER = "STATE"
"""The bonuses are paid out of what the State gives for these budgets, also where the municipality hands them out."""


def max_cents(question: Question) -> int:
    """The most that one beneficiary of a budget may be given."""
    return int(question.parameters[sources.MAX_CENTS.name])


def _given_cents(case: BonusAsked, question: Question) -> int:
    return min(case.asked_cents or 0, max_cents(question))


def in_kind_only(case: BonusAsked, question: Question, *, money_allowed: bool) -> bool:
    """Whether this beneficiary may be paid in kind only."""
    if case.beneficiary == "BROKER":
        return case.professional is not True
    if not money_allowed:
        return True
    day = day_of_group(case, question)
    return said_on(case.groups, "benefit", day) in ("WWB", "OTHER") or bool(said_on(case.groups, "in_kind_only", day))


def _told(case: BonusAsked, question: Question, form: Form | None) -> dict[str, str | int]:
    """What is given, in which form, and what is refused because it is above the maximum."""
    over = max(0, (case.asked_cents or 0) - max_cents(question))
    told: dict[str, str | int] = {**({"form": form} if form else {}), "payer": PAYER}
    return told | ({"refused_cents": over, "refused": "OVER_MAX"} if over else {})


def _money_refused(beneficiary: str, *, money_allowed: bool) -> Test:
    """The money asked is refused and a voucher given: the bonus was earned, only not in this form."""

    def check(case: BonusAsked, question: Question) -> Reason | None:
        is_refused = case.form == "MONEY" and in_kind_only(case, question, money_allowed=money_allowed)
        if case.beneficiary != beneficiary or not is_refused:
            return None
        over = max(0, (case.asked_cents or 0) - max_cents(question))
        told: dict[str, str | int] = {
            "form": "VOUCHER",
            "payer": PAYER,
            "refused": f"{beneficiary}_IN_KIND_ONLY",
            "refused_form": "MONEY",
            "refused_cents": case.asked_cents or 0,
        }
        return Reason(told | ({"over_max_cents": over} if over else {}))

    who = {
        "PARTICIPANT": ("De deelnemer krijgt de bonus als voucher", "The participant gets the bonus as a voucher"),
        "BROKER": ("Een makelaar zonder dit beroep krijgt een voucher", "A broker not by profession gets a voucher"),
    }[beneficiary]
    sentence: Sentence = {
        "nl": f"{who[0]}; het gevraagde geld is geweigerd.",
        "en": f"{who[1]}; the money asked is refused.",
    }
    return Test(f"{beneficiary}_IN_KIND_ONLY", sentence, check, counts=True)


def _over_max(case: BonusAsked, question: Question) -> Reason | None:
    told = _told(case, question, case.form)
    return Reason(told, limit_on=None) if "refused_cents" in told else None


def _may_be_given(case: BonusAsked, question: Question) -> Interval:
    """From nothing to what was asked, as far as the maximum."""
    return Interval(0, max_cents(question) if case.asked_cents is None else _given_cents(case, question))


# --- The rules ---

_CONFLICTS = (sources.TOWARD_THE_ACT, sources.WHOM_WWB_EXCLUDES, sources.WHO_DROPS_OUT, sources.WHEN_IN_LAW)
_MONEY_OR_KIND: Sentence = {
    "nl": "Het plan laat de deelnemer een bonus in natura “of een bedrag in geld” verdienen, en kiest verderop “in "
    "natura i.p.v. geld”.",
    "en": "The plan lets the participant earn a bonus in kind “or an amount in money”, and further on chooses “in "
    "kind instead of money”.",
}
_ALONE_OR_HELPED: Sentence = {
    "nl": "De bonus is voor wie zelf het programma samenstelt; bij de uitgangspunten mag dat ook met hulp "
    "van de gemeente.",
    "en": "The bonus is for who composes the programme himself; among the principles also with help of "
    "the municipality.",
}
_MONEY_SOURCES = (sources.MONEY, sources.IN_KIND, sources.INSTEAD_OF_MONEY)
_HELP_SOURCES = (sources.COMPOSES_ONESELF, sources.WITH_HELP)

BESIDE_BONUS_LINE = tuple(
    Against("budget", "cents", sources.SCHEME, sources.BONUS_LINE, line=line)
    for line in ("bonus inburgeraars", "bonus")
)
"""The line of the budget that bonuses are paid from."""


class Reading(NamedTuple):
    """One of the readings that the plan allows, each a version of the rules about its bonuses; `also` nl and en."""

    version: str
    also: tuple[str, str]
    money_allowed: bool
    with_municipality: bool
    conflicts: tuple[Conflict, ...]


READINGS = (
    Reading(
        "strict",
        ("", ""),
        money_allowed=False,
        with_municipality=False,
        conflicts=(
            Conflict("money-allowed", _MONEY_OR_KIND, _MONEY_SOURCES),
            Conflict("with-help", _ALONE_OR_HELPED, _HELP_SOURCES),
        ),
    ),
    Reading(
        "money-allowed",
        (", waarbij geld voor deelnemers mag", ", where participants may get money"),
        money_allowed=True,
        with_municipality=False,
        conflicts=(Conflict("strict", _MONEY_OR_KIND, _MONEY_SOURCES),),
    ),
    Reading(
        "with-help",
        (", waarbij de gemeente mag helpen", ", where the municipality may help"),
        money_allowed=False,
        with_municipality=True,
        conflicts=(Conflict("strict", _ALONE_OR_HELPED, _HELP_SOURCES),),
    ),
)
_SOURCES = (
    sources.COMPOSES_ONESELF,
    sources.STARTS,
    sources.APPROVED,
    sources.MONEY_AVAILABLE,
    sources.WITHOUT_WWB,
    sources.GETS_A_VOUCHER,
    sources.IN_KIND,
    sources.BROKER_IN_KIND,
    sources.BROKER_IN_MONEY,
    sources.BROKER_EARNS,
    sources.ONLY_PROFESSIONAL,
)


def _bonus(reading: Reading) -> Rule:
    return Rule(
        id="personal-budget-bonus",
        version=reading.version,
        view="personal-budget-bonuses",
        laid_down_in=sources.HAARLEM,
        sentence={
            "nl": "Bonussen voor een zelf samengesteld, goedgekeurd en echt gestart persoonlijk budget"
            f"{reading.also[0]}.",
            "en": "Bonuses for a personal budget that was self-composed, approved and really started"
            f"{reading.also[1]}.",
        },
        source=(
            *_SOURCES,
            sources.OUT_OF_STATE_MONEY,
            *((sources.ON_BENEFIT,) if reading.money_allowed else (sources.INSTEAD_OF_MONEY,)),
        ),
        unit="cents",
        tests=(
            *earned(with_municipality=reading.with_municipality),
            _money_refused("PARTICIPANT", money_allowed=reading.money_allowed),
            _money_refused("BROKER", money_allowed=reading.money_allowed),
            Test(
                "OVER_MAX",
                {
                    "nl": "De bonus telt tot het maximum; wat daarboven gevraagd is, is geweigerd.",
                    "en": "The bonus counts up to the maximum; what was asked above it is refused.",
                },
                _over_max,
                counts=True,
            ),
        ),
        in_force_from=sources.IN_FORCE_FROM,
        in_force_until=sources.IN_FORCE_UNTIL,
        otherwise="BONUS_EARNED",
        reason=lambda case, question: Reason(_told(case, question, case.form)),
        amount=_given_cents,
        between=may_add(earned(with_municipality=reading.with_municipality), OPEN_TERMS, _may_be_given),
        parameters=(sources.GROUPS, sources.MAX_CENTS),
        against=BESIDE_BONUS_LINE,
        conflicts=(*reading.conflicts, *_CONFLICTS),
    )


BONUSES = tuple(_bonus(reading) for reading in READINGS)
PERSONS = Rule(
    id="persons-with-personal-budget-bonus",
    version="strict",
    view="personal-budget-bonuses",
    laid_down_in=sources.HAARLEM,
    sentence={
        "nl": "Deelnemers die een bonus verdienden voor hun persoonlijke budget.",
        "en": "Participants who earned a bonus for their personal budget.",
    },
    source=(sources.TWENTY_PERSONS, sources.COMPOSES_ONESELF, sources.STARTS),
    unit="persons",
    tests=(
        RECORDED_LATER,
        Test(
            "NOT_THE_PARTICIPANT",
            {"nl": "Dit is de bonus van een makelaar.", "en": "This is the bonus of a broker."},
            lambda case, question: None if case.beneficiary == "PARTICIPANT" else Reason(),
        ),
        *earned(with_municipality=False)[1:],
    ),
    in_force_from=sources.IN_FORCE_FROM,
    in_force_until=sources.IN_FORCE_UNTIL,
    otherwise="BONUS_EARNED",
    parameters=(sources.GROUPS,),
    against=(Against("quota", "persons", sources.SCHEME, sources.TWENTY_PERSONS),),
    conflicts=_CONFLICTS,
)
STARTED = Rule(
    id="personal-budgets-started",
    version="really-started",
    view="personal-budgets",
    laid_down_in=sources.HAARLEM,
    sentence={
        "nl": "Persoonlijke budgetten waarvan het traject echt gestart is.",
        "en": "Personal budgets of which the trajectory really started.",
    },
    source=(sources.AT_LEAST_20,),
    unit="personal-budgets",
    tests=(
        RECORDED_LATER,
        *DECIDED,
        *tests_of_when(lambda budget: budget.started.on),
    ),
    in_force_from=sources.IN_FORCE_FROM,
    in_force_until=sources.IN_FORCE_UNTIL,
    otherwise="STARTED",
    against=(Against("quota", "personal-budgets", sources.SCHEME, sources.AT_LEAST_20),),
    conflicts=_CONFLICTS,
)
RULES = (*BONUSES, PERSONS, STARTED)

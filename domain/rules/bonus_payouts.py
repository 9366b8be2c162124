"""What was really paid or handed out as a bonus of a personal budget, and what of it the plan does not allow.

Source: Haarlem's decision and plan of November 2008. A bonus is given out "bij een door de gemeente goedgekeurd
PIB-trajectplan en bij deelname", nothing is carried out before the State's money is definitively there, money goes to
a broker by profession only, and all of it "tot maximaal" EUR 250 (R239, R246-R247, R268-R277, R279).

In plain words: a case is one payment or voucher. What was paid is a fact also where it was wrong, so it is refused
nowhere; the first figure adds up all of it, the second counts what the terms of `personal-budget-bonus` do not bear, by
the same tests and in the same three readings. Paid in parts, the parts are added: the one that passes the maximum is
over it. A payment on the day of the start is not before it.

Money to brokers is sensitive to fraud (R278), so that the pseudonym of the account is told with each payment: two
brokers on one account show as one.

Worked example: approved on 1 February, started on 2 March 2009; a voucher of EUR 250 handed out on 1 March is
PAID_BEFORE_EARNED, on 2 March it is right, and one of EUR 250.01 is OVER_MAX.
"""

from dataclasses import replace
from datetime import date

import msgspec

from domain.counting import Passage, Question, Reason, Rule, Test
from domain.dates import When
from domain.precision import Interval
from domain.rules import personal_budget_sources as sources
from domain.rules.bonus_progress import Money
from domain.rules.legal_effect import NO_LEGAL_EFFECT, standing, undone, with_flags
from domain.rules.legal_life import LegalLife
from domain.rules.personal_budget import BESIDE_BONUS_LINE, READINGS, Reading, in_kind_only, max_cents
from domain.rules.personal_budget_terms import BEFORE_CONDITION, BonusAsked, entitled
from domain.rules.shared import RECORDED_LATER, known_day, tests_of_when


class BonusPayout(BonusAsked, frozen=True, kw_only=True):
    """One payment or voucher: `asked_cents` is what was given, in `form`, with the terms on which it was to be earned.

    `before_cents` is what the same beneficiary of the same budget was given before; `payee` the account's pseudonym.
    What was given before by a decision of which something was said stands in `contested_before` and not in that sum.
    """

    paid_on: When | None = None
    before_cents: int = 0
    contested_before: tuple[Money, ...] = ()
    payee: str | None = None
    life: LegalLife | None = None

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the day it was given."""
        return known_day(self.paid_on), None

    def as_it_stood(self, as_of: date) -> "BonusPayout":
        """With the decisions and earlier payments that count on a day; whether it counts itself is tested apart."""
        decided = self.decisions
        if self.life is None and decided is None and not self.contested_before:
            return self
        before = sum(one.amount_cents for one in standing(self.contested_before, as_of))
        lives = [self.life, *(one.life for one in self.contested_before), *(decided.lives if decided else ())]
        return msgspec.structs.replace(
            self,
            before_cents=self.before_cents + before,
            contested_before=(),
            flags=with_flags(self.flags, as_of, *lives),
            **(decided.on(as_of) if decided else {}),
        )


ON_PLAN_AND_START = Passage(
    sources.PLAN,
    "een bonus in natura",
    "daadwerkelijk uitgereikt bij een door de gemeente goedgekeurd PIB-trajectplan en bij deelname",
    "R279",
)
SENSITIVE_TO_FRAUD = Passage(sources.PLAN, "succesbonussen", "Bonussen in geld daarentegen zijn fraudegevoelig", "R278")


def _told(case: BonusPayout) -> dict[str, str | int]:
    told = {"beneficiary": case.beneficiary, "form": case.form, "account": case.payee}
    return {name: text for name, text in told.items() if text}


def _paid_before_condition(case: BonusPayout, question: Question) -> Reason | None:
    met, paid = known_day(case.condition.on) if case.condition else None, known_day(case.paid_on)
    if met is not None and paid is not None and paid >= met:
        return None
    return Reason(_told(case) | ({} if met else {"condition": "not met on a known day"}), limit_on=met)


def _earned_on_unknown_day(case: BonusPayout, question: Question) -> Reason | None:
    return Reason({"known": case.on} if case.on else {}) if known_day(case.on) is None else None


def _paid_before_earned(case: BonusPayout, question: Question) -> Reason | None:
    earned, paid = known_day(case.on), known_day(case.paid_on)
    return Reason(_told(case), limit_on=earned) if earned and paid and paid < earned else None


def _in_money(beneficiary: str, *, money_allowed: bool) -> Test:
    def check(case: BonusPayout, question: Question) -> Reason | None:
        is_barred = case.form == "MONEY" and in_kind_only(case, question, money_allowed=money_allowed)
        return Reason(_told(case)) if is_barred and case.beneficiary == beneficiary else None

    sentence = {
        "PARTICIPANT": ("Deze deelnemer krijgt alleen een voucher.", "This participant gets a voucher only."),
        "BROKER": ("Een makelaar zonder dit beroep krijgt een voucher.", "A broker not by profession gets a voucher."),
    }[beneficiary]
    return Test(f"{beneficiary}_IN_KIND_ONLY", {"nl": sentence[0], "en": sentence[1]}, check, counts=True)


def _over_max(case: BonusPayout, question: Question) -> Reason | None:
    over = case.before_cents + (case.asked_cents or 0) - max_cents(question)
    if over <= 0 or not case.asked_cents:
        return None
    told = _told(case) | {"over_cents": min(over, case.asked_cents)}
    return Reason(told | ({"given_before_cents": case.before_cents} if case.before_cents else {}))


PAID_BEFORE_CONDITION = Test(
    "PAID_BEFORE_CONDITION",
    {
        "nl": "Het is betaald voordat het geld van het Rijk definitief beschikbaar was.",
        "en": "It was paid before the State's money was definitively available.",
    },
    _paid_before_condition,
    counts=True,
)
EARNED_ON_UNKNOWN_DAY = Test(
    "EARNED_ON_UNKNOWN_DAY",
    {
        "nl": "De dag van goedkeuring of start is niet bekend; of er te vroeg is betaald, blijft open.",
        "en": "The day of the approval or start is not known; whether it was paid too early stays open.",
    },
    _earned_on_unknown_day,
)
PAID_BEFORE_EARNED = Test(
    "PAID_BEFORE_EARNED",
    {
        "nl": "Het is betaald voordat het plan was goedgekeurd en het traject was gestart.",
        "en": "It was paid before the plan was approved and the trajectory had started.",
    },
    _paid_before_earned,
    counts=True,
)
OVER_MAX = Test(
    "OVER_MAX",
    {
        "nl": "Samen met wat eerder is gegeven is het meer dan het maximum.",
        "en": "Together with what was given before it is more than the maximum.",
    },
    _over_max,
    counts=True,
)
_WHEN = tests_of_when(lambda case: case.paid_on)


def _terms(reading: Reading) -> tuple[Test, ...]:
    """The terms on which the bonus is earned: what they do not bear is a breach, what is not known is none."""
    terms = (*entitled(with_municipality=reading.with_municipality), BEFORE_CONDITION)
    return tuple(replace(test, counts=test.code != "GROUP_UNKNOWN") for test in terms)


def _in_breach(reading: Reading) -> Rule:
    return Rule(
        id="personal-budget-bonus-in-breach",
        version=reading.version,
        view="personal-budget-payouts",
        laid_down_in=sources.HAARLEM,
        sentence={
            "nl": f"Uitbetalingen van bonussen en vouchers die het plan niet toestaat{reading.also[0]}.",
            "en": f"Payouts of bonuses and vouchers that the plan does not allow{reading.also[1]}.",
        },
        source=(
            ON_PLAN_AND_START,
            sources.MONEY_AVAILABLE,
            sources.COMPOSES_ONESELF,
            sources.STARTS,
            sources.IN_KIND,
            sources.BROKER_IN_KIND,
            sources.BROKER_IN_MONEY,
            sources.ONLY_PROFESSIONAL,
            SENSITIVE_TO_FRAUD,
        ),
        unit="payouts",
        tests=(
            RECORDED_LATER,
            *_WHEN,
            NO_LEGAL_EFFECT,
            PAID_BEFORE_CONDITION,
            *_terms(reading),
            EARNED_ON_UNKNOWN_DAY,
            PAID_BEFORE_EARNED,
            _in_money("PARTICIPANT", money_allowed=reading.money_allowed),
            _in_money("BROKER", money_allowed=reading.money_allowed),
            OVER_MAX,
        ),
        in_force_from=sources.IN_FORCE_FROM,
        in_force_until=sources.IN_FORCE_UNTIL,
        otherwise="PAID_RIGHTLY",
        counts_otherwise=False,
        reason=lambda case, question: Reason(_told(case)),
        parameters=(sources.GROUPS, sources.MAX_CENTS),
        conflicts=reading.conflicts,
    )


def _may_be_paid(case: BonusPayout, question: Question, code: str) -> Interval | None:
    """From nothing to all of it, where the day is not known, or not what was said of the decision afterwards."""
    found = undone(case.life, question.bounds.as_of)
    is_gone = found is not None and found.detail["effect"] == "GONE"
    is_open = code in ("DATE_UNKNOWN", NO_LEGAL_EFFECT.code) and not is_gone
    return Interval(0, case.asked_cents) if is_open else None


PAID = Rule(
    id="personal-budget-bonus-paid",
    version="really-paid",
    view="personal-budget-payouts",
    laid_down_in=sources.HAARLEM,
    sentence={
        "nl": "Wat er aan bonussen en vouchers voor persoonlijke budgetten echt is gegeven, terecht of niet.",
        "en": "What was really given in bonuses and vouchers for personal budgets, rightly or not.",
    },
    source=(ON_PLAN_AND_START, sources.BONUS_LINE),
    unit="cents",
    tests=(RECORDED_LATER, *_WHEN, NO_LEGAL_EFFECT),
    in_force_from=sources.IN_FORCE_FROM,
    in_force_until=sources.IN_FORCE_UNTIL,
    otherwise="PAID",
    reason=lambda case, question: Reason(_told(case)),
    amount=lambda case, question: case.asked_cents or 0,
    between=_may_be_paid,
    against=BESIDE_BONUS_LINE,
)
RULES = (PAID, *(_in_breach(reading) for reading in READINGS))

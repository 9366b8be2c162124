"""Bonuses of Haarlem's personal budgets as they were granted, beside what was earned.

Source: the decision of 25 November 2008 and its plan: a bonus is paid only "als de inburgeraar zelf zijn
inburgeringsprogramma samenstelt en daadwerkelijk start met het programma", in kind, "tot maximaal € 250", and not to
who falls out (R246-R248, R268-R272).

In plain words: a case is the bonus of one beneficiary of one budget, asked for or granted. What was earned is what
`personal-budget-bonus` counts, by the same terms and in the same three readings; what was granted are the decisions to
grant it, added, without those that were undone. The figure counts the bonuses of which the two differ: granted and not
earned, with the term that was not met; earned and not granted; in another amount; or in money where it is given in
kind. A grant that nobody asked for was not earned. Where something that decides is not known (the group, the amount
asked, a day), the bonus is not counted and the figure says that it may be one more.

Worked example: EUR 250 asked, approved on 1 February, started on 2 March 2009. Granted a voucher of EUR 250: as earned.
Granted one of EUR 300: another amount, EUR 50 too much. Without the start: granted and not earned (NOT_STARTED).
"""

from dataclasses import replace
from datetime import date

import msgspec

from domain.counting import Question, Reason, Rule, Test
from domain.dates import When
from domain.precision import Interval
from domain.rules import personal_budget_sources as sources
from domain.rules.bonus_grants import AS_EARNED, Outcome, granted_by, outcomes_of, tests_of
from domain.rules.bonus_progress import Money, certainly_by, possibly_by
from domain.rules.bonuses import is_in_period
from domain.rules.legal_effect import standing, with_flags
from domain.rules.personal_budget import READINGS, Reading, in_kind_only, max_cents
from domain.rules.personal_budget_terms import OPEN_TERMS, BonusAsked, Form, earned
from domain.rules.same_person import records_tied
from domain.rules.shared import RECORDED_LATER, tests_of_period


class GrantedInForm(Money, frozen=True, kw_only=True, omit_defaults=True):
    """An amount that was granted, as a voucher or in money."""

    form: Form


class AskedOrGranted(BonusAsked, frozen=True, kw_only=True):
    """The bonus of one beneficiary of a budget: what was asked, on which terms, and what was granted."""

    is_asked: bool = True
    grants: tuple[GrantedInForm, ...] = ()

    def as_it_stood(self, as_of: date) -> "AskedOrGranted":
        """With the decisions and grants that count on a day."""
        decided, lives = self.decisions, [one.life for one in self.grants]
        if decided is None and all(life is None for life in lives):
            return self
        return msgspec.structs.replace(
            self,
            grants=standing(self.grants, as_of),
            flags=with_flags(self.flags, as_of, *lives, *(decided.lives if decided else ())),
            **(decided.on(as_of) if decided else {}),
        )


class _Comparison:
    """What was granted beside what was earned, in one of the readings of the plan."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.terms = earned(with_municipality=reading.with_municipality)[1:]

    def codes(self, case: AskedOrGranted, question: Question) -> list[str]:
        """The codes of all terms that are not met by the day asked, or not known to be, whenever it was earned."""
        whenever = replace(question, bounds=replace(question.bounds, period=None))
        return [test.code for test in self.terms if test.check(case, whenever) is not None]

    def unmet(self, case: AskedOrGranted, question: Question) -> str | None:
        """The code of the term by which nothing was earned by the day asked: the first that surely ends it, if any."""
        certain = [code for code in self.codes(case, question) if code not in OPEN_TERMS]
        if certain:
            return certain[0]
        return None if case.is_asked else "NOTHING_ASKED"

    def is_open(self, case: AskedOrGranted, question: Question) -> bool:
        """Whether it is not known if a bonus was earned, or how much."""
        return self.unmet(case, question) is None and not OPEN_TERMS.isdisjoint(self.codes(case, question))

    def outcomes(self, case: AskedOrGranted, question: Question) -> set[Outcome]:
        """What it comes to in each way that what is known allows."""
        granted = granted_by(case.grants, question)
        if self.unmet(case, question) is not None:
            return outcomes_of(granted, [None])
        asked = max_cents(question) if case.asked_cents is None else case.asked_cents
        due = [min(asked, max_cents(question))]
        if case.asked_cents is None:
            due += [cents for cents in granted if 0 < cents < due[0]]
        return outcomes_of(granted, [*due, None] if self.is_open(case, question) else due)

    def in_other_form(self, case: AskedOrGranted, question: Question) -> bool:
        """Whether money was granted to who is given a voucher only."""
        kind_only = in_kind_only(case, question, money_allowed=self.reading.money_allowed)
        as_of = question.bounds.as_of
        return kind_only and any(one.form == "MONEY" and certainly_by(one.on, as_of) for one in case.grants)

    def told(self, case: AskedOrGranted, question: Question) -> dict[str, str | int]:
        """Both amounts, their difference, and the term that was not met."""
        unmet, granted = self.unmet(case, question), granted_by(case.grants, question).least
        is_due = unmet is None and not self.is_open(case, question)
        due = min(case.asked_cents or 0, max_cents(question)) if is_due else 0
        forms = {one.form for one in case.grants if possibly_by(one.on, question.bounds.as_of)}
        told: dict[str, str | int] = {
            "beneficiary": case.beneficiary,
            "granted_cents": granted,
            "earned_cents": due,
            "difference_cents": granted - due,
        }
        told |= {"form": forms.pop()} if len(forms) == 1 else {}
        return told | ({"because": unmet} if unmet else {})

    def open(self, case: AskedOrGranted, question: Question) -> Reason | None:
        """Whether it depends on something unknown if the two differ, or if that lies in the period asked."""
        differing = {one.differs for one in self.outcomes(case, question)}
        is_settled = len(differing) == 1
        if is_settled and (differing == {False} or is_in_period(_day_of(case), question) is not None):
            return None
        return Reason({"beneficiary": case.beneficiary})

    def form(self, case: AskedOrGranted, question: Question) -> Reason | None:
        """Whether what was rightly granted was granted in money, and should not have been."""
        is_earned = self.outcomes(case, question) == {AS_EARNED}
        return Reason(self.told(case, question)) if is_earned and self.in_other_form(case, question) else None

    def may_differ(self, case: AskedOrGranted, question: Question, code: str) -> Interval | None:
        """Whether a bonus of which something is unknown may be one that differs."""
        if code != "UNKNOWN_WHETHER_EARNED":
            return None
        differing = {int(one.differs) for one in self.outcomes(case, question)}
        is_within = is_in_period(_day_of(case), question) is True
        return Interval(min(differing) if is_within else 0, max(differing))


def _day_of(case: AskedOrGranted) -> When | None:
    """The day of the first grant; of what was not granted that of earning."""
    return case.grants[0].on if case.grants else case.on


def _otherwise(reading: Reading) -> Rule:
    compared = _Comparison(reading)
    return Rule(
        id="personal-budget-bonus-granted-otherwise",
        version=reading.version,
        view="personal-budget-grants",
        laid_down_in=sources.HAARLEM,
        sentence={
            "nl": f"Bonussen voor persoonlijke budgetten die anders zijn toegekend dan verdiend{reading.also[0]}.",
            "en": f"Bonuses for personal budgets granted otherwise than they were earned{reading.also[1]}.",
        },
        source=(
            sources.COMPOSES_ONESELF,
            sources.STARTS,
            sources.APPROVED,
            sources.MONEY_AVAILABLE,
            sources.GETS_A_VOUCHER,
            sources.IN_KIND,
            sources.BROKER_IN_KIND,
            sources.BROKER_IN_MONEY,
        ),
        unit="bonuses",
        tests=(
            RECORDED_LATER,
            *tests_of_period(_day_of),
            Test(
                "UNKNOWN_WHETHER_EARNED",
                {
                    "nl": "Of toegekend en verdiend verschillen, hangt af van iets dat niet bekend is.",
                    "en": "Whether what was granted and what was earned differ depends on something unknown.",
                },
                compared.open,
                tied=records_tied,
            ),
            *(replace(test, tied=records_tied) for test in tests_of(compared.outcomes, compared.told)),
            Test(
                "FORM_DIFFERS",
                {
                    "nl": "De bonus is in geld toegekend aan wie hem alleen als voucher krijgt.",
                    "en": "The bonus was granted in money to who gets it as a voucher only.",
                },
                compared.form,
                counts=True,
                tied=records_tied,
            ),
        ),
        in_force_from=sources.IN_FORCE_FROM,
        in_force_until=sources.IN_FORCE_UNTIL,
        otherwise=AS_EARNED.code,
        counts_otherwise=False,
        reason=lambda case, question: Reason(compared.told(case, question)),
        between=compared.may_differ,
        on=_day_of,
        parameters=(sources.GROUPS, sources.MAX_CENTS),
        conflicts=reading.conflicts,
    )


RULES = tuple(_otherwise(reading) for reading in READINGS)

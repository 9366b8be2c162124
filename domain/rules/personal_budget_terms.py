"""The terms on which a personal budget's bonus is earned: who may have one, who composed it, approval, start, money.

They are asked in this order by every rule about it (`personal_budget.py`): first who, then what was done, then when.
The bonus is earned on the later of approval and start. What somebody is, is asked on that day: a benefit that begins
later takes no bonus away. A start on the day on which the condition is met is not before it.
"""

from collections.abc import Sequence
from datetime import date
from itertools import product
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from domain.counting import Case, Question, Reason, Test
from domain.dates import When, first_day, last_day
from domain.rules import personal_budget_sources as sources
from domain.rules.legal_effect import standing, with_flags
from domain.rules.legal_life import LegalLife
from domain.rules.same_person import CaseOfPerson, earlier_than, records_tied
from domain.rules.shared import RECORDED_LATER, Category, known_day, said_on, tests_of_when

Form = Literal["VOUCHER", "MONEY"]
WITH_MUNICIPALITY = "PARTICIPANT_WITH_MUNICIPALITY"


class Happened(msgspec.Struct, frozen=True, omit_defaults=True):
    """That something happened, and when as far as is known; of a decision also what was said of it afterwards."""

    on: When | None = None
    life: LegalLife | None = None


class Refused(msgspec.Struct, frozen=True, omit_defaults=True):
    """That a budget was refused, and why."""

    because: str
    life: LegalLife | None = None


class Decisions(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All approvals, refusals and starts of a budget, by day: told only where something was said of one of them."""

    approved: tuple[Happened, ...] = ()
    refused: tuple[Refused, ...] = ()
    started: tuple[Happened, ...] = ()

    @property
    def lives(self) -> list[LegalLife]:
        """What was said of them."""
        lives = [one.life for some in (self.approved, self.started) for one in some]
        return [life for life in (*lives, *(one.life for one in self.refused)) if life is not None]

    def on(self, as_of: date) -> dict[str, Any]:
        """What they come to on a day: the first approval and start that count, and the last refusal."""
        approved, started = standing(self.approved, as_of), standing(self.started, as_of)
        refused = standing(self.refused, as_of)
        return {
            "approved": approved[0] if approved else None,
            "refused": refused[-1].because if refused else None,
            "started": started[0] if started else None,
        }


class Group(Category, frozen=True, kw_only=True, omit_defaults=True):
    """What was established of a person that decides who may have a personal budget, and whether in kind only."""

    refugee: bool | None = None
    benefit: Literal["NONE", "WWB", "OTHER", "PENDING"] | None = None
    in_kind_only: bool | None = None


class PersonalBudget(Case, frozen=True, kw_only=True):
    """A personal budget that was asked for; absent is what did not happen."""

    approved: Happened | None = None
    refused: str | None = None
    started: Happened | None = None
    decisions: Decisions | None = None
    registered_on: date | None = None

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the start."""
        return (known_day(self.started.on) if self.started else None), None

    def as_it_stood(self, as_of: date) -> "PersonalBudget":
        """With the decisions that count on a day."""
        if self.decisions is None:
            return self
        flags = with_flags(self.flags, as_of, *self.decisions.lives)
        return replace(self, flags=flags, **self.decisions.on(as_of))


class BonusAsked(CaseOfPerson, frozen=True, kw_only=True):
    """What one beneficiary of a personal budget asks, with what decides it.

    `not_later` are the bonuses of the same person for the same role that were earned no later.
    """

    beneficiary: str
    form: Form | None = None
    asked_cents: int | None = None
    professional: bool | None = None
    composed_by: str | None = None
    approved: Happened | None = None
    refused: str | None = None
    started: Happened | None = None
    decisions: Decisions | None = None
    condition: Happened | None = None
    groups: tuple[Group, ...] = ()
    registered_on: date | None = None

    @property
    def on(self) -> When | None:
        """The day on which it was earned: the later of approval and start; imprecise where one of them is."""
        if self.approved is None or self.started is None:
            return None
        both = self.approved.on, self.started.on
        for when in both:
            if known_day(when) is None:
                return when
        return max(when for when in both if when is not None)

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the day it was earned."""
        return known_day(self.on), None

    def as_it_stood(self, as_of: date) -> "BonusAsked":
        """With the decisions that count on a day."""
        if self.decisions is None:
            return self
        flags = with_flags(self.flags, as_of, *self.decisions.lives)
        return replace(self, flags=flags, **self.decisions.on(as_of))


# --- Who may have one ---


def _possible_groups(case: BonusAsked, day: date) -> list[tuple[str, bool]]:
    """(group, whether with WWB) in every way that what is known of the person allows on a day."""
    pardon, refugee, benefit = (said_on(case.groups, name, day) for name in ("pardon", "refugee", "benefit"))
    if pardon:
        named = ["pardoner"]
    else:
        named = ["refugee" if refugee else "inburgeraar", *(["pardoner"] if pardon is None else [])]
    return list(product(named, [True, False] if benefit is None else [benefit == "WWB"]))


def _eligible(group: str, has_wwb: bool, listed: Sequence[str]) -> bool:
    return group in listed or (f"{group}-without-wwb" in listed and not has_wwb)


def day_of_group(case: BonusAsked, question: Question) -> date:
    """The day on which is asked what the person is: that on which the bonus was earned, and no later than as_of."""
    earned, as_of = known_day(case.on), question.bounds.as_of
    return earned if earned is not None and earned < as_of else as_of


def _not_eligible(case: BonusAsked, question: Question, *, with_wwb: bool) -> Reason | None:
    """Not eligible in any way the facts allow; `with_wwb` where it is only the benefit that stands in the way."""
    listed = [one.casefold() for one in question.parameters[sources.GROUPS.name]]
    possible = _possible_groups(case, day_of_group(case, question))
    if any(_eligible(group, has_wwb, listed) for group, has_wwb in possible):
        return None
    only_benefit = all(_eligible(group, False, listed) for group, _ in possible)
    return Reason({"group": possible[0][0]}) if only_benefit == with_wwb else None


def _group_unknown(case: BonusAsked, question: Question) -> Reason | None:
    listed = [one.casefold() for one in question.parameters[sources.GROUPS.name]]
    possible = _possible_groups(case, day_of_group(case, question))
    return None if all(_eligible(group, has_wwb, listed) for group, has_wwb in possible) else Reason()


_WHO: tuple[Test, ...] = (
    Test(
        "NOT_ELIGIBLE_WWB",
        {
            "nl": "Deze groep komt alleen zonder WWB-uitkering in aanmerking.",
            "en": "This group is eligible only without a WWB benefit.",
        },
        lambda case, question: _not_eligible(case, question, with_wwb=True),
    ),
    Test(
        "NOT_ELIGIBLE_GROUP",
        {
            "nl": "Deze groep komt niet voor een persoonlijk budget in aanmerking.",
            "en": "This group is not eligible for a personal budget.",
        },
        lambda case, question: _not_eligible(case, question, with_wwb=False),
    ),
    Test(
        "GROUP_UNKNOWN",
        {
            "nl": "Of deze persoon in aanmerking komt, hangt af van iets dat niet bekend is: pardon of uitkering.",
            "en": "Whether this person is eligible depends on something unknown: pardon or benefit.",
        },
        _group_unknown,
    ),
)

# --- Composed, approved, started ---


def _composed(*, with_municipality: bool) -> Test:
    def not_self_composed(case: BonusAsked, question: Question) -> Reason | None:
        composers = {"PARTICIPANT", WITH_MUNICIPALITY} if with_municipality else {"PARTICIPANT"}
        return None if case.composed_by in composers else Reason({"composed_by": case.composed_by or "unknown"})

    return Test(
        "NOT_SELF_COMPOSED",
        {
            "nl": "De deelnemer stelde het programma niet zelf samen"
            + (", ook niet met hulp van de gemeente." if with_municipality else "."),
            "en": "The participant did not compose the programme"
            + (", not even with the help of the municipality." if with_municipality else " alone."),
        },
        not_self_composed,
    )


AnyBudget = BonusAsked | PersonalBudget


def _refused(case: AnyBudget, question: Question) -> Reason | None:
    return Reason({"because": case.refused}) if case.refused and case.approved is None else None


def _not_approved(case: AnyBudget, question: Question) -> Reason | None:
    return Reason() if case.approved is None else None


def _not_started(case: AnyBudget, question: Question) -> Reason | None:
    return Reason() if case.started is None else None


_NOT_STARTED = Test(
    "NOT_STARTED",
    {"nl": "Het traject van het budget is niet gestart.", "en": "The trajectory of the budget did not start."},
    _not_started,
)
DECIDED: tuple[Test, ...] = (
    Test(
        "BUDGET_REFUSED",
        {"nl": "De gemeente weigerde het persoonlijke budget.", "en": "The municipality refused the personal budget."},
        _refused,
    ),
    Test(
        "NOT_APPROVED",
        {"nl": "De gemeente keurde het plan niet goed.", "en": "The municipality did not approve the plan."},
        _not_approved,
    ),
    _NOT_STARTED,
)


def _before_condition(case: BonusAsked, question: Question) -> Reason | None:
    """The start came before the State's money was definitively there; a bound on the world cannot move either day."""
    started = known_day(case.started.on) if case.started else None
    if case.condition is None:
        return Reason({"condition": "not met"})
    met = case.condition.on
    if met is None or started is None or started >= first_day(met):
        return None
    return Reason({"started_on": started.isoformat()}, limit_on=known_day(met))


def _condition_undated(case: BonusAsked, question: Question) -> Reason | None:
    """Whether the start may have come before the money was there, or may not."""
    started, met = known_day(case.started.on) if case.started else None, case.condition.on if case.condition else None
    if case.condition is None or known_day(met) is not None:
        return None
    if met is not None and started is not None and started > last_day(met):
        return None
    return Reason({"condition": "met on an unknown day"} | ({"known": met} if met else {}))


def _same_person(case: BonusAsked, question: Question) -> Reason | None:
    earlier = earlier_than(case, case.not_later, question)
    return Reason({"counted_as": earlier[0].case}) if earlier else None


BEFORE_CONDITION = Test(
    "BEFORE_CONDITION",
    {
        "nl": "Het traject begon voordat het geld van het Rijk definitief beschikbaar was; er kan opnieuw worden "
        "besloten.",
        "en": "The trajectory began before the State's money was definitively available; it may be decided again.",
    },
    _before_condition,
)
CONDITION_UNDATED = Test(
    "DATE_UNKNOWN",
    {
        "nl": "Sinds wanneer het geld van het Rijk er was, is niet bekend, en daar hangt het van af.",
        "en": "Since when the State's money was there is not known, and it depends on that.",
    },
    _condition_undated,
)
_SAME_PERSON = Test(
    "OTHER_BONUS_OF_SAME_PERSON",
    {"nl": "Dezelfde persoon verdiende deze bonus al.", "en": "The same person had earned this bonus before."},
    _same_person,
    tied=records_tied,
)

_ASKED: tuple[Test, ...] = (
    Test(
        "AMOUNT_UNKNOWN",
        {"nl": "Er staat niet wat gevraagd is.", "en": "It is not said how much was asked."},
        lambda case, question: Reason() if case.asked_cents is None else None,
    ),
    Test(
        "NOTHING_ASKED",
        {"nl": "Er is niets gevraagd.", "en": "Nothing was asked."},
        lambda case, question: Reason() if case.asked_cents is not None and case.asked_cents <= 0 else None,
    ),
)


OPEN_TERMS = frozenset({"AMOUNT_UNKNOWN", "DATE_UNKNOWN", "GROUP_UNKNOWN"})
"""Codes of terms of which it is not known whether they are met."""


def entitled(*, with_municipality: bool) -> tuple[Test, ...]:
    """The tests of who asks and what was done; `with_municipality` where its help may be used to compose."""
    return (*_WHO, _composed(with_municipality=with_municipality), *DECIDED)


def earned(*, with_municipality: bool) -> tuple[Test, ...]:
    """The tests whether a bonus was earned, from who asks to what was asked."""
    return (
        RECORDED_LATER,
        *entitled(with_municipality=with_municipality),
        *tests_of_when(lambda case: case.on),
        BEFORE_CONDITION,
        CONDITION_UNDATED,
        _SAME_PERSON,
        *_ASKED,
    )

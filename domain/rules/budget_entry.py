"""One entry of a budget or a cost, as the rules about budgets and labels judge it, and the tests that they share."""

from collections.abc import Callable
from datetime import date
from typing import Literal

import msgspec

from domain.counting import Case, Question, Reason, Test
from domain.dates import When
from domain.funding import component_of, label_of
from domain.precision import Interval, Precision, interval
from domain.rules.shared import Category, known_day

EntryKind = Literal["BUDGETED", "CARRIED_OVER", "RECEIVED", "EXPENSE", "COST"]
COSTS: frozenset[str] = frozenset({"EXPENSE", "COST"})


class Superseded(msgspec.Struct, frozen=True, omit_defaults=True):
    """That a line was set anew, and by a document of which day, where it says."""

    on: date | None = None


class MigrantGroup(Category, frozen=True, kw_only=True, omit_defaults=True):
    """What was established of a person that decides whether a second label is allowed."""

    migrant_group: Literal["ASYLUM", "FAMILY_AND_OTHER"] | None = None
    asylum_permit: bool | None = None


class Obstacle(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """That childcare kept a person from taking part, from and until which day."""

    from_on: When | None = None
    until_on: date | None = None


class Refusal(msgspec.Struct, frozen=True, omit_defaults=True):
    """That a personal budget was refused and none approved, and from which day on."""

    on: When | None = None


class BudgetEntry(Case, frozen=True, kw_only=True):
    """One amount of a budget or cost. `component` is what a cost was made for; `line` the line of a budget.

    `precision` says how sharp the source of the amount is.
    """

    kind: EntryKind
    amount_cents: int | None = None
    precision: Precision = "exact"
    booked_on: When | None = None
    fund: str | None = None
    second_fund: str | None = None
    scheme: str | None = None
    line: str | None = None
    component: str | None = None
    settlement: str | None = None
    superseded: Superseded | None = None
    trajectories: tuple[str, ...] = ()
    migrant_groups: tuple[MigrantGroup, ...] = ()
    childcare_obstacles: tuple[Obstacle, ...] = ()
    budget_refused: Refusal | None = None
    registered_on: date | None = None

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the day of the booking, or the first day of the period it was set for."""
        return known_day(self.booked_on), None

    @property
    def told_as(self) -> Interval:
        """The amounts that the source may mean; an amount that it does not say may be any."""
        amount = self.amount_cents
        if amount is None:
            return Interval(0, None)
        is_sharp = amount <= 0 or self.precision == "higher"
        return Interval(amount, amount) if is_sharp else interval(amount, self.precision)

    @property
    def labels(self) -> str | None:
        """The label of its money; two labels are one text, since the source does not split the amount."""
        return "+".join(label_of(one) for one in (self.fund, self.second_fund) if one) or None

    @property
    def spent_on(self) -> str:
        """What a cost was made for, by its one name."""
        return component_of(self.component or self.line or "")


def leaving_out(code: str, nl: str, en: str, holds: Callable[[BudgetEntry, Question], bool]) -> Test:
    """A test that leaves out an entry of which this holds, naming its line or component and label."""

    def check(entry: BudgetEntry, question: Question) -> Reason | None:
        return Reason(told(entry)) if holds(entry, question) else None

    return Test(code, {"nl": nl, "en": en}, check)


def told(entry: BudgetEntry) -> dict[str, str | int]:
    """What an entry is about: its line or component, and the label of its money."""
    about = {"line": entry.line, "component": entry.component, "label": entry.labels}
    return {name: text for name, text in about.items() if text}


A_COST = leaving_out(
    "NOT_A_COST",
    "Dit is geen geboekte uitgave.",
    "This is no cost that was booked.",
    lambda entry, question: entry.kind not in COSTS,
)

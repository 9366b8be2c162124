"""A fine as the rules see it: its fields, what the Acts allow for its class, and what stood at the time.

The class of a fine is told by the article where that leaves no doubt, and else by the conduct. Of the Act of 2007 the
articles 25 and 29 are about not appearing, 23 and 30 about cooperation, 7 and 31 about the term for the exam, 33 about
the new term; of the Act of 2021 the articles 22 to 25 have one fine each.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

import msgspec

from domain.counting import Case, Question
from domain.dates import When, add_months
from domain.rules.legal_life import LegalLife, effect_on, finality
from domain.rules.shared import known_day

FineClass = Literal["NOT_APPEARED", "NO_COOPERATION", "TERM_EXCEEDED", "NEW_TERM_EXCEEDED", "PVT_OR_MAP_LATE", "ROUTE"]
CLASSES: Mapping[str, Mapping[str, FineClass]] = {
    "WI_2007": {
        "25": "NOT_APPEARED",
        "29": "NOT_APPEARED",
        "34a": "NOT_APPEARED",
        "23": "NO_COOPERATION",
        "30": "NO_COOPERATION",
        "34b": "NO_COOPERATION",
        "7": "TERM_EXCEEDED",
        "31": "TERM_EXCEEDED",
        "34c": "TERM_EXCEEDED",
        "33": "NEW_TERM_EXCEEDED",
        "34d": "NEW_TERM_EXCEEDED",
    },
    "WI_2021": {"22": "NOT_APPEARED", "23": "NO_COOPERATION", "24": "PVT_OR_MAP_LATE", "25": "ROUTE"},
}
"""Act → article, with the letter of article 34 where it is cited → what the fine answers."""
BY_CONDUCT: Mapping[str, FineClass] = {
    "NOT_APPEARED": "NOT_APPEARED",
    "NO_COOPERATION": "NO_COOPERATION",
    "TERM_EXCEEDED": "TERM_EXCEEDED",
    "NEW_TERM_EXCEEDED": "NEW_TERM_EXCEEDED",
    "PVT_OR_MAP_LATE": "PVT_OR_MAP_LATE",
    "ROUTE_NOT_REACHED": "ROUTE",
}
ARTICLE = re.compile(r"([0-9]+)(?:[^0-9a-z]?([a-d]))?(?![0-9a-z])", re.IGNORECASE)


class Report(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The report that a fine rests on, and the day on which the breach was committed."""

    on: When | None = None
    conduct_on: date | None = None
    positions: tuple[int, ...] = ()


class BenefitCut(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """That the person's benefit was cut for the act that the fine answers."""

    on: When | None = None
    positions: tuple[int, ...] = ()


class Sanction(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a rule looks at of any fine of the person; `position` parts those of one day, `positions` tell of it."""

    kind: Literal["FINE", "WARNING"]
    article: str
    position: int
    law: str | None = None
    conduct: str | None = None
    amount_cents: int | None = None
    imposed_on: When | None = None
    conduct_on: date | None = None
    reported_on: When | None = None
    new_term_months: int | None = None
    same_act: bool = False
    life: LegalLife = LegalLife()
    positions: tuple[int, ...] = ()


class Fine(Case, frozen=True, kw_only=True):
    """One fine or warning, with the others imposed on the same person no later.

    `same_act` of an earlier one says whether it answers the act that this one answers. `positions` are all the facts
    that any rule may look at, `own_positions` those of the fine itself and of what became of it.
    """

    kind: Literal["FINE", "WARNING"]
    article: str
    position: int
    law: str | None = None
    conduct: str | None = None
    amount_cents: int | None = None
    imposed_on: When | None = None
    conduct_on: date | None = None
    blame_percent: int | None = None
    new_term_months: int | None = None
    reports: tuple[Report, ...] = ()
    cuts: tuple[BenefitCut, ...] = ()
    earlier: tuple[Sanction, ...] = ()
    life: LegalLife = LegalLife()
    died_on: When | None = None
    term_from_on: date | None = None
    registered_on: date | None = None
    own_positions: tuple[int, ...] = ()
    death_positions: tuple[int, ...] = ()

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the first day of its effect."""
        return self.life.effective_on or known_day(self.imposed_on), None

    @property
    def reported_on(self) -> When | None:
        """The day of the report it rests on."""
        return self.reports[0].on if self.reports else None


AnyFine = Fine | Sanction


def class_of(fine: AnyFine) -> FineClass | None:
    """What the fine answers, in the classes of its Act; None where neither article nor conduct tells."""
    found = ARTICLE.match(fine.article)
    articles = CLASSES.get(fine.law or "", {})
    if found is not None:
        number, letter = found[1], (found[2] or "").lower()
        for article in (number + letter, number):
            if article in articles:
                return articles[article]
    told = BY_CONDUCT.get(fine.conduct or "")
    return told if told in articles.values() else None


def committed_on(fine: Fine) -> date | None:
    """The day of the breach: as the fine says it, or else its report."""
    return fine.conduct_on or next((report.conduct_on for report in fine.reports if report.conduct_on), None)


def found_on(fine: AnyFine) -> date | None:
    """The day on which the breach was established: that of the report, and without one the day of the conduct."""
    return known_day(fine.reported_on) or fine.conduct_on


def still_counts(fine: AnyFine, day: date) -> bool:
    """Whether it was not undone from the start by that day."""
    return effect_on(fine.life, day) != "GONE"


def of_class(fines: Sequence[Sanction], law: str, *classes: FineClass) -> list[Sanction]:
    """The fines under this Act of these classes."""
    return [one for one in fines if one.kind == "FINE" and one.law == law and class_of(one) in classes]


# --- The Act of 2021: what a repeat doubles, and what the total of a term may be ---


def repeats(fine: Fine, question: Question, months: int, weeks: int, *, unknown_counts: bool) -> int:
    """How many times the amount of article 23 is doubled.

    Each earlier breach of the article that was established in the twelve months before the day on which this one was,
    and of which the fine was irrevocable when this one was imposed, adds one to its own number; the highest counts.
    With `unknown_counts` a fine of which nobody can tell whether it was irrevocable counts as if it was.
    """
    earlier = [one for one in of_class(fine.earlier, "WI_2021", "NO_COOPERATION") if found_on(one)]
    earlier = [one for one in earlier if still_counts(one, question.bounds.as_of)]
    done: dict[int, int] = {}
    every: list[AnyFine] = [*sorted(earlier, key=lambda one: (found_on(one) or date.min, one.position)), fine]
    for one in every:
        day, imposed_on = found_on(one), known_day(one.imposed_on)
        if day is None or imposed_on is None:
            done[one.position] = 0
            continue
        before = [
            done[other.position] + 1
            for other in earlier
            if other.position in done
            and add_months(day, -months) <= (found_on(other) or date.min) < day
            and _was_irrevocable(other, imposed_on, weeks, unknown_counts)
        ]
        done[one.position] = max(before, default=0)
    return done[fine.position]


def _was_irrevocable(fine: Sanction, on: date, weeks: int, unknown_counts: bool) -> bool:
    code = finality(fine.life, on, weeks).code
    return code == "IRREVOCABLE" or (unknown_counts and code in ("NOT_NOTIFIED", "DATE_UNKNOWN"))


def new_term(fine: Fine) -> Sanction | None:
    """The fine of article 24 or 25 in whose new term this one was imposed: the last that began by then and ran."""
    imposed_on = known_day(fine.imposed_on)
    found = [
        one
        for one in of_class(fine.earlier, "WI_2021", "PVT_OR_MAP_LATE", "ROUTE")
        if one.new_term_months is not None
        and imposed_on is not None
        and (begun := began_on(one)) is not None
        and begun <= imposed_on < add_months(begun, one.new_term_months)
        and still_counts(one, imposed_on)
    ]
    return max(found, key=lambda one: (began_on(one) or date.min, one.position), default=None)


def began_on(fine: Sanction) -> date | None:
    """First day of the new term set with a fine: that on which the fine was made known, or else imposed."""
    return known_day(fine.life.notified_on) or known_day(fine.imposed_on)


def total_cents(fine: Fine, from_on: date, as_of: date) -> int:
    """What was imposed under articles 22 and 23 from this day on, up to and with this fine."""
    counted = [
        one.amount_cents or 0
        for one in of_class(fine.earlier, "WI_2021", "NOT_APPEARED", "NO_COOPERATION")
        if (known_day(one.imposed_on) or date.min) >= from_on and still_counts(one, as_of)
    ]
    return sum(counted) + (fine.amount_cents or 0)

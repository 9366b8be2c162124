"""The duty to draw up a plan (PIP) as the rules of the ten weeks see it: its fields, sources, and what the tests ask.

Each question is about one duty on one day and answers with the reason or with None. The order in which the questions
are put is the rule: `domain/rules/plans.py`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, cast

import msgspec
from msgspec.structs import replace

from domain.counting import DatedValue, Parameter, Passage, Question, Reason
from domain.dates import When, days_over
from domain.rules.legal_effect import Lasting, holds_on, standing, with_flags
from domain.rules.legal_terms import (
    CHANCES,
    DECREE_2021,
    PLAN,
    PLAN_AFTER_INFORMATION,
    WI_2021,
)
from domain.rules.obligation import MigrantCategory, ObligedCase
from domain.rules.shared import known_day, said_on


class Deviation(Lasting, frozen=True, kw_only=True, omit_defaults=True):
    """That the municipality takes longer than the ten weeks; with neither end nor length until information arrives."""

    until_on: date | None = None
    extended_days: int | None = None


class Information(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something received about the person, by the name of the document or test."""

    name: str
    on: When | None = None


class PlanMade(Lasting, frozen=True, kw_only=True, omit_defaults=True):
    """A plan that was adopted."""


class PlanDuty(ObligedCase, frozen=True, kw_only=True):
    """What obliges a municipality to draw up a plan: an obligation, or a move of somebody who has a plan.

    `settled_on` is the first day of registration in the municipality; `assigned` says that the person was assigned to
    a municipality for housing; `started_on` is the first day of the ten weeks where a source states that itself;
    `plans` are all plans that were adopted, told only where something was said of one of them.
    """

    because: Literal["OBLIGATION", "MOVE"]
    notified_on: When | None = None
    settled_on: When | None = None
    assigned: bool = False
    started_on: When | None = None
    adopted_on: When | None = None
    adopted: bool = False
    plans: tuple[PlanMade, ...] = ()
    deviations: tuple[Deviation, ...] = ()
    information: tuple[Information, ...] = ()
    categories: tuple[MigrantCategory, ...] = ()
    registered_on: date | None = None

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From the notice or registration on; a plan that came is part of the answer and ends nothing."""
        days = [day for day in (known_day(self.notified_on), known_day(self.settled_on)) if day is not None]
        return min(days, default=None), None

    @property
    def lasting(self) -> dict[str, Sequence[Lasting]]:
        """Endings and deviations from the ten weeks."""
        return {"endings": self.endings, "deviations": self.deviations}

    def as_it_stood(self, as_of: date) -> "PlanDuty":
        """With the first plan that was not undone by then: where all were, there is none."""
        stood = cast("PlanDuty", super().as_it_stood(as_of))
        if not self.plans:
            return stood
        plans = standing(self.plans, as_of)
        flags = with_flags(stood.flags, as_of, *(one.life for one in self.plans))
        return replace(stood, flags=flags, adopted=bool(plans), adopted_on=plans[0].on if plans else None)


# --- Sources ---


def _article(place: str, words: str) -> Passage:
    return Passage(DECREE_2021, place, words)


FROM_REGISTRATION = _article(
    "artikel 5.3, eerste lid (tekst van 2022-01-01)",
    "binnen uiterlijk 10 weken na de dag waarop de inburgeringsplichtige in de basisregistratie personen is "
    "ingeschreven",
)
FROM_HOUSING = _article(
    "artikel 5.3, eerste lid (tekst vanaf 2023-01-01)",
    "stelt het college het plan vast uiterlijk 10 weken na de dag waarop de inburgeringsplichtige in de "
    "basisregistratie personen is ingeschreven in de gemeente waar hij op grond van artikel 28 van de "
    "Huisvestingswet 2014 is gehuisvest",
)
AFTER_MOVE = _article(
    "artikel 5.3, derde lid",
    "binnen uiterlijk 10 weken na de datum van inschrijving van de inburgeringsplichtige in deze gemeente",
)
WAITING = _article(
    "artikel 5.3, tweede lid",
    "zonder informatie van een derde, van welke informatie het college in afwachting is",
)
PIP = Passage(CHANCES, "signaleren en stimuleren", "vanuit de brede opzet van het PIP", "R318")
INFORMATION = Parameter(
    "plan-information",
    {
        "nl": "De informatie van een derde waarop het PIP kan wachten: namen van toetsen of documenten.",
        "en": "The information of a third party that the PIP may wait for: names of tests or documents.",
    },
    "list",
    (
        DatedValue(
            "LEARNABILITY_TEST",
            Passage(
                WI_2021,
                "artikel 14, vijfde lid",
                "De leerbaarheidstoets wordt afgenomen door een of meer bij ministeriële regeling aangewezen "
                "instanties",
            ),
        ),
    ),
)


# --- What the tests ask ---

StartOf = Callable[[PlanDuty, Question], date | None]


def from_registration(duty: PlanDuty, question: Question) -> date | None:
    """The day of registration, from which the text of 2022 reckons."""
    return known_day(duty.settled_on) or _stated(duty)


def _stated(duty: PlanDuty) -> date | None:
    """The day before the ten weeks, where a source only gives their first day."""
    first = known_day(duty.started_on)
    return first - timedelta(days=1) if first else None


def from_notice(duty: PlanDuty, question: Question) -> date | None:
    """The notice, or the registration where that came later for somebody who is housed by the municipality."""
    settled, notified = known_day(duty.settled_on), known_day(duty.notified_on)
    if duty.because == "MOVE":
        return settled
    if notified is None:
        return _stated(duty)
    return settled if settled is not None and settled > notified and _is_housed(duty, question) else notified


def _is_housed(duty: PlanDuty, question: Question) -> bool:
    return duty.assigned or said_on(duty.categories, "migrant_group", question.bounds.as_of) == "ASYLUM"


def _limit_on(duty: PlanDuty, start: date, question: Question, day: date) -> date | None:
    """The last day for the plan as it stood at the end of a day; None while information is awaited."""
    limit_on = PLAN.last_on(start, question)
    open_since = None
    for one in duty.deviations:
        on = known_day(one.on)
        if on is None or not holds_on(one, day):
            continue
        if one.until_on is not None:
            limit_on = max(limit_on, one.until_on - timedelta(days=1))
        elif one.extended_days is not None:
            limit_on = max(limit_on, PLAN.last_on(start, question) + timedelta(days=one.extended_days))
        else:
            open_since = min(on, open_since or on)
    if open_since is None:
        return limit_on
    names = {name.casefold() for name in question.parameters[INFORMATION.name]}
    received = [
        on
        for one in duty.information
        if one.name.casefold() in names and (on := known_day(one.on)) is not None and open_since <= on <= day
    ]
    return max(limit_on, PLAN_AFTER_INFORMATION.last_on(min(received), question)) if received else None


def adopted_by(duty: PlanDuty, question: Question) -> date | None:
    """The day of the plan, where that is known and came by the day asked."""
    day = known_day(duty.adopted_on)
    return day if day is not None and day <= question.bounds.as_of else None


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions of the tests, for one reading of the day from which the ten weeks run."""

    start_of: StartOf

    def not_registered(self, duty: PlanDuty, question: Question) -> Reason | None:
        """Whether somebody who was assigned to a municipality is not registered there yet."""
        settled = known_day(duty.settled_on)
        waits = duty.assigned and (settled is None or settled > question.bounds.as_of) and not duty.adopted
        return Reason({"settled_on": settled.isoformat()} if settled else {}) if waits else None

    def start_unknown(self, duty: PlanDuty, question: Question) -> Reason | None:
        """Whether nobody knows the day from which the ten weeks run."""
        if self.start_of(duty, question) is not None:
            return None
        known = duty.notified_on or duty.settled_on or duty.started_on
        return Reason({"date": "START"} | ({"known": known} if known else {}))

    def not_begun(self, duty: PlanDuty, question: Question) -> Reason | None:
        """Whether the ten weeks began after the day asked."""
        start, as_of = self._start(duty, question), question.bounds.as_of
        return Reason({"on": start.isoformat()}, limit_on=as_of) if start > as_of else None

    def adopted(self, in_time: bool) -> Callable[[PlanDuty, Question], Reason | None]:
        """Whether there was a plan by the day asked, within the limit or after it."""

        def check(duty: PlanDuty, question: Question) -> Reason | None:
            adopted_on = adopted_by(duty, question)
            if adopted_on is None:
                return None
            limit_on = _limit_on(duty, self._start(duty, question), question, adopted_on)
            late_days = days_over(limit_on, adopted_on) if limit_on else 0
            if (late_days == 0) != in_time:
                return None
            return Reason({"adopted_on": adopted_on.isoformat()}, limit_on=limit_on, days_over=late_days or None)

        return check

    def awaiting(self, duty: PlanDuty, question: Question) -> Reason | None:
        """Whether the municipality still waits for a third party."""
        limit_on = _limit_on(duty, self._start(duty, question), question, question.bounds.as_of)
        return Reason() if limit_on is None else None

    def within(self, duty: PlanDuty, question: Question) -> Reason | None:
        """Whether the limit still lies ahead."""
        limit_on = self._limit(duty, question)
        return Reason(limit_on=limit_on) if question.bounds.as_of < limit_on else None

    def on_limit_day(self, duty: PlanDuty, question: Question) -> Reason | None:
        """Whether the day asked is the last one allowed."""
        limit_on = self._limit(duty, question)
        if question.bounds.as_of != limit_on:
            return None
        return Reason({"counted_from": (limit_on + timedelta(days=1)).isoformat()}, limit_on=limit_on)

    def over(self, duty: PlanDuty, question: Question) -> Reason:
        """The limit that was passed, and by how many days."""
        limit_on = self._limit(duty, question)
        return Reason(
            {"because": duty.because}, limit_on=limit_on, days_over=days_over(limit_on, question.bounds.as_of)
        )

    def _start(self, duty: PlanDuty, question: Question) -> date:
        start = self.start_of(duty, question)
        assert start is not None, "an unknown start is tested before"
        return start

    def _limit(self, duty: PlanDuty, question: Question) -> date:
        limit_on = _limit_on(duty, self._start(duty, question), question, question.bounds.as_of)
        assert limit_on is not None, "waiting for a third party is tested before"
        return limit_on


def plan_undated(duty: PlanDuty, question: Question) -> Reason | None:
    """Whether there is a plan of which nobody knows the day."""
    if not duty.adopted or known_day(duty.adopted_on) is not None:
        return None
    return Reason({"date": "PLAN"} | ({"known": duty.adopted_on} if duty.adopted_on else {}))

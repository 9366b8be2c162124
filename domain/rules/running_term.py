"""A term that somebody has to meet an obligation in, as the rules see it: its start, its extensions, its end.

The same questions are asked of the integration term of the Act of 2021 and of the exam term of the Act of 2007; only
the length differs. An extension is known from its own day on, so that the answer for an earlier day stays what it was.
The order in which the questions are put is the rule: `domain/rules/terms.py`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from domain.counting import Check, Question, Reason, Test
from domain.dates import When, days_over, first_day
from domain.rules.legal_effect import Lasting, holds_on
from domain.rules.legal_terms import EXTENSION_AFTER_EFFORT, LegalTerm
from domain.rules.obligation import MigrantCategory, ObligedCase, fulfilled_on
from domain.rules.shared import known_day

Ground = Literal["NOT_CULPABLE", "EFFORT_SHOWN", "LITERACY", "EDUCATION", "OTHER"]


class Extension(Lasting, frozen=True, kw_only=True, omit_defaults=True):
    """That the term was extended: until a day (excluded), by so many days, or as the ground says."""

    ground: Ground | None = None
    until_on: date | None = None
    extended_days: int | None = None
    on_request: bool | None = None


class RouteChosen(Lasting, frozen=True, kw_only=True, omit_defaults=True):
    """The learning route of a plan, from its day on."""

    route: str
    level: str | None = None


class RunningTerm(ObligedCase, frozen=True, kw_only=True):
    """A term of one person. `starts_on` is its first day; `basis` says by what it started; `shown_until_on` is the
    first day after it as a source has it, which is told beside the answer and decides nothing."""

    starts_on: When | None = None
    basis: Literal["PLAN", "TERM_STARTED", "OBLIGATION", "ORDER"]
    shown_until_on: date | None = None
    extensions: tuple[Extension, ...] = ()
    routes: tuple[RouteChosen, ...] = ()
    categories: tuple[MigrantCategory, ...] = ()
    registered_on: date | None = None

    @property
    def valid(self) -> tuple[date | None, date | None]:
        """From its first day on; a term that is over stays part of the answers."""
        return known_day(self.starts_on), None

    @property
    def lasting(self) -> dict[str, Sequence[Lasting]]:
        """Endings, extensions and routes."""
        return {"endings": self.endings, "extensions": self.extensions, "routes": self.routes}


TermOf = Callable[[RunningTerm, Question], LegalTerm]


def route_on(term: RunningTerm, day: date) -> str | None:
    """The route of the plan as it stood at the end of a day."""
    chosen = [one.route for one in term.routes if holds_on(one, day)]
    return chosen[-1] if chosen else None


@dataclass(frozen=True, slots=True)
class TermAsked:
    """The questions about a term, given which legal term holds for a case."""

    term_of: TermOf

    def start_unknown(self, term: RunningTerm, question: Question) -> Reason | None:
        """Whether nobody knows the first day."""
        if known_day(term.starts_on) is not None:
            return None
        return Reason({"date": "START"} | ({"known": term.starts_on} if term.starts_on else {}))

    def not_begun(self, term: RunningTerm, question: Question) -> Reason | None:
        """Whether it starts after the day asked."""
        start, as_of = _start(term), question.bounds.as_of
        return Reason({"starts_on": start.isoformat()}, limit_on=as_of) if start > as_of else None

    def extension_undated(self, term: RunningTerm, question: Question) -> Reason | None:
        """Whether it was extended on a day nobody knows."""
        for one in term.extensions:
            if known_day(one.on) is None and (one.on is None or first_day(one.on) <= question.bounds.as_of):
                return Reason({"date": "EXTENSION"} | ({"known": one.on} if one.on else {}))
        return None

    def length_unknown(self, term: RunningTerm, question: Question) -> Reason | None:
        """Whether it was extended, and nothing says until when."""
        unknown = [one for one in extended_by(term, question.bounds.as_of) if not _has_length(one)]
        return Reason({"ground": unknown[0].ground or "OTHER"}) if unknown else None

    def last_on(self, term: RunningTerm, question: Question, day: date) -> date:
        """The last day of the term as it stood at the end of a day."""
        last_on = self.term_of(term, question).last_on(_start(term), question)
        for one in extended_by(term, day):
            if one.until_on is not None:
                last_on = max(last_on, one.until_on - timedelta(days=1))
            elif one.extended_days is not None:
                last_on += timedelta(days=one.extended_days)
            elif one.ground == "EFFORT_SHOWN":
                last_on = EXTENSION_AFTER_EFFORT.last_on(last_on + timedelta(days=1), question)
        return last_on

    def over(self, term: RunningTerm, question: Question) -> Reason | None:
        """Whether the last day lies before the day asked."""
        as_of = question.bounds.as_of
        last_on = self.last_on(term, question, as_of)
        return Reason(self._told(term, as_of), last_on, days_over(last_on, as_of)) if as_of > last_on else None

    def running(self, term: RunningTerm, question: Question) -> Reason | None:
        """Whether the day asked belongs to the term, or comes before it."""
        as_of = question.bounds.as_of
        last_on = self.last_on(term, question, as_of)
        return Reason(self._told(term, as_of), last_on) if as_of <= last_on else None

    def fulfilled(self, in_time: bool) -> Check:
        """Whether the obligation was fulfilled by the day asked, within the term or after it."""

        def check(term: RunningTerm, question: Question) -> Reason | None:
            day = fulfilled_on(term.endings, question.bounds.as_of)
            if day is None:
                return None
            last_on = self.last_on(term, question, day)
            late_days = days_over(last_on, day)
            if (late_days == 0) != in_time:
                return None
            return Reason({"fulfilled_on": day.isoformat()}, limit_on=last_on, days_over=late_days or None)

        return check

    def _told(self, term: RunningTerm, day: date) -> dict[str, str | int]:
        """What is told beside the limit: the start, the route, extensions, and another end that a source shows."""
        told: dict[str, str | int] = {"starts_on": str(term.starts_on), "basis": term.basis}
        if route := route_on(term, day):
            told["route"] = route
        if extensions := extended_by(term, day):
            told["extensions"] = len(extensions)
        if term.shown_until_on is not None:
            told["source_until"] = term.shown_until_on.isoformat()
        return told


def _start(term: RunningTerm) -> date:
    start = known_day(term.starts_on)
    assert start is not None, "an unknown start is tested before"
    return start


def _has_length(one: Extension) -> bool:
    return one.until_on is not None or one.extended_days is not None or one.ground == "EFFORT_SHOWN"


def extended_by(term: RunningTerm, day: date) -> list[Extension]:
    """The extensions of which it is known that they were decided by the end of a day, the earliest first."""
    return [one for one in term.extensions if holds_on(one, day)]


def extended(ground: Ground | None, code: str, nl: str, en: str) -> Test:
    """The test, counting, that the last extension decided by the day asked rests on this ground; None: on any."""

    def check(term: RunningTerm, question: Question) -> Reason | None:
        extensions = extended_by(term, question.bounds.as_of)
        if not extensions or (ground is not None and extensions[-1].ground != ground):
            return None
        last = extensions[-1]
        return Reason({"on": str(last.on), "extensions": len(extensions), "ground": last.ground or "OTHER"})

    return Test(code, {"nl": nl, "en": en}, check, counts=True)


def first_extended_on(term: RunningTerm) -> When | None:
    """The day from which the term was an extended one, by which it lies in a period or not."""
    return next((one.on for one in term.extensions if known_day(one.on) is not None), None)

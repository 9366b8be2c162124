"""What several counting rules have in common: the tests of dates and bounds, and what a person's categories say.

A bound explains and never hides (design page FIGURES): a case beyond it is not counted and says by which bound. So the
same words stand in every rule, and two rules can be compared test by test.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import Any, Literal

import msgspec

from domain.counting import AnyCase, Question, Reason, Test
from domain.dates import When, day_of, first_day, last_day
from domain.precision import Interval

WhenOf = Callable[[AnyCase], When | None]


def known_day(when: When | None) -> date | None:
    """The day, or None where nothing or only the month or year is known."""
    return None if when is None else day_of(when)


# --- What a person is ---


class Category(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was established about a person, and from which day on; what it leaves out it does not say."""

    from_on: When | None = None
    target_group: Literal["OBLIGED", "VOLUNTARY"] | None = None
    arrival: Literal["OUDKOMER", "NIEUWKOMER"] | None = None
    pardon: bool | None = None


def said_on(categories: Sequence[Category], attribute: str, day: date) -> Any:
    """What the categories (by day) say of one attribute as valid on that day; None where none says anything.

    The latest that began by then says it. Where all began later the first of them does: establishing what a person is
    comes after being it (an oudkomer was one before somebody wrote it down).
    """
    saying = [category for category in categories if getattr(category, attribute) is not None]
    begun = [category for category in saying if category.from_on is None or first_day(category.from_on) <= day]
    if begun:
        return getattr(begun[-1], attribute)
    return getattr(saying[0], attribute) if saying else None


# --- Of which something is not known ---


def may_add(
    tests: Iterable[Test], open_codes: Collection[str], amounts: Callable[[AnyCase, Question], Interval | None]
) -> Callable[[AnyCase, Question, str], Interval | None]:
    """What a case may add that ended under an open code; None where another of the tests surely ends it."""
    ending = [test for test in tests if not test.counts and test.code not in open_codes]

    def between(case: AnyCase, question: Question, code: str) -> Interval | None:
        if code not in open_codes or any(test.check(case, question) is not None for test in ending):
            return None
        return amounts(case, question)

    return between


# --- Tests ---


def _was_recorded_later(case: AnyCase, question: Question) -> Reason | None:
    if case.case not in question.recorded_later:
        return None
    registered_on: date | None = getattr(case, "registered_on", None)
    return Reason({"registered_on": registered_on.isoformat()} if registered_on else {})


RECORDED_LATER = Test(
    "RECORDED_LATER",
    {
        "nl": "De bron had dit op de gevraagde dag nog niet ingevoerd.",
        "en": "The source had not yet entered this by the day asked.",
    },
    _was_recorded_later,
)
"""First test of every rule about cases: what was recorded later never counts, and says that it exists."""


def day_unknown(when_of: WhenOf, nl: str, en: str) -> Test:
    """DATE_UNKNOWN where the day is not known. A month or a year is never put on one side of a limit by guess.

    It stands after the tests of the bounds: what lies wholly beyond one is out, whichever of its days it was.
    """

    def check(case: AnyCase, question: Question) -> Reason | None:
        when = when_of(case)
        if known_day(when) is not None:
            return None
        return Reason({"known": when} if when else {})

    return Test("DATE_UNKNOWN", {"nl": nl, "en": en}, check)


def after_as_of(when_of: WhenOf, nl: str, en: str) -> Test:
    """AFTER_AS_OF where it surely happened after the day asked, the end of which is meant."""

    def check(case: AnyCase, question: Question) -> Reason | None:
        when, as_of = when_of(case), question.bounds.as_of
        return _at(when, as_of) if when is not None and first_day(when) > as_of else None

    return Test("AFTER_AS_OF", {"nl": nl, "en": en}, check)


def tests_of_when(when_of: WhenOf) -> tuple[Test, ...]:
    """The tests whether what the case is about happened in the period and by the day asked, and whether that is known.

    A month that lies wholly beyond a bound is beyond it; one that a bound may divide is DATE_UNKNOWN.
    """
    return (
        *tests_of_period(when_of),
        after_as_of(when_of, "Het gebeurde na de peildatum.", "It happened after the day asked."),
        day_unknown(when_of, "De dag is niet bekend.", "The day is not known."),
    )


def tests_of_period(when_of: WhenOf) -> tuple[Test, ...]:
    """The tests whether it surely happened outside the period; they say nothing where there is none, or no date.

    A period is half-open: what happened on its end ("tot") lies outside, and is named apart, because that is where two
    counts of the same thing usually part.
    """

    def before(case: AnyCase, question: Question) -> Reason | None:
        when, period = when_of(case), question.bounds.period
        from_on = period.from_on if period else None
        return _at(when, from_on) if when and from_on and last_day(when) < from_on else None

    def on_boundary(case: AnyCase, question: Question) -> Reason | None:
        when, period = when_of(case), question.bounds.period
        until_on = period.until_on if period else None
        return _at(when, until_on) if when and until_on and known_day(when) == until_on else None

    def after(case: AnyCase, question: Question) -> Reason | None:
        when, period = when_of(case), question.bounds.period
        until_on = period.until_on if period else None
        if when is None or until_on is None or first_day(when) < until_on or known_day(when) == until_on:
            return None
        return _at(when, until_on)

    return (
        Test(
            "BEFORE_PERIOD",
            {"nl": "Het gebeurde vóór de gevraagde periode.", "en": "It happened before the period asked."},
            before,
        ),
        Test(
            "ON_BOUNDARY",
            {
                "nl": "Het gebeurde op de einddag, en die telt bij “tot” niet meer mee.",
                "en": "It happened on the end day, which “until” leaves out.",
            },
            on_boundary,
        ),
        Test(
            "AFTER_PERIOD",
            {"nl": "Het gebeurde na de gevraagde periode.", "en": "It happened after the period asked."},
            after,
        ),
    )


def _at(when: When, limit_on: date) -> Reason:
    return Reason({"on" if known_day(when) else "known": when}, limit_on=limit_on)

"""Reporting periods closed and opened again: which of a figure's days are closed, since where, and what came late.

A closed series is no second book. It is the same figure known at the position of its closing, and where the closing
names a first day on which entries no longer count ("invoer tot 17 februari 2010"), registered by the day before. So it
never changes, and what comes later counts in the running series only (design pages FIGURES and LAW, counting rule 4).
A period that is opened again is open from there on; the figure as it was closed stays known at the positions between.

Half-open as every period: an entry on the limit day itself is late.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol
from uuid import UUID

from domain.counting import Rule
from domain.dates import Period, When
from domain.facts import ReportingClosed, ReportingReopened
from domain.facts.base import Fact

CLOSING: frozenset[type[Fact]] = frozenset({ReportingClosed, ReportingReopened})
"""The facts that say what is closed."""
LATE_AFTER_CLOSING = "LATE_AFTER_CLOSING"
"""Flag: a deciding fact of the case came after the closing of its period, so only the running series has it."""


class Said(Protocol):
    """A fact that stands, with where and of whom it was said."""

    @property
    def fact(self) -> Any:
        """What it says."""

    @property
    def event_id(self) -> UUID:
        """Its id."""

    @property
    def position(self) -> int:
        """Where it was said."""

    @property
    def occurred_on(self) -> When | None:
        """Its day."""

    @property
    def municipality(self) -> str | None:
        """Whose reporting it is about; None for all."""


@dataclass(frozen=True, slots=True)
class Closing:
    """A period whose reporting was closed, and the parts of it that were opened again since, with where that stands."""

    position: int
    scheme: str
    period: Period
    rule: str | None = None
    municipality: str | None = None
    closed_on: When | None = None
    entry_until_on: date | None = None
    document: str | None = None
    reopened: tuple[tuple[Period, int], ...] = ()

    @property
    def registered_by(self) -> date | None:
        """The last day whose entries count; None where every entry counts that this ledger held."""
        return None if self.entry_until_on is None else self.entry_until_on - timedelta(days=1)

    def is_open_again(self, period: Period) -> list[tuple[Period, int]]:
        """Which parts that were opened again lie in this period, in part at least."""
        return [(again, position) for again, position in self.reopened if again.overlaps(period)]

    def closes(self, day: date) -> bool:
        """Whether this day is closed still."""
        return self.period.contains(day) and not any(again.contains(day) for again, _ in self.reopened)

    @property
    def precision(self) -> tuple[bool, bool]:
        """Of two that close the same, the one that names its municipality goes before, then the one with its rule."""
        return self.municipality is not None, self.rule is not None


def closings_for(said: Iterable[Said], rule: Rule, municipality: str | None) -> list[Closing]:
    """The closings of this rule's figures there that stand in these facts, oldest first, with what was opened again.

    There is a municipality, or (None) more than one. A rule that names the schemes it may be set against is closed with
    those, another with any; a closing or reopening that names a rule or a municipality is of that one only. What else
    was said of a closing, such as its approval, changes nothing of it.
    """
    found: list[tuple[Said, Period, list[tuple[Period, int]]]] = []
    for one in sorted((one for one in said if type(one.fact) in CLOSING), key=lambda one: one.position):
        fact, period = one.fact, _period_of(one.fact)
        of_question = fact.rule in (None, rule.id) and one.municipality in (None, municipality)
        if period is None or not of_question:
            continue
        if isinstance(fact, ReportingClosed):
            if fact.rule is not None or _may_be_of(fact.scheme, rule):
                found.append((one, period, []))
        else:
            for closed, _, reopened in found:
                is_named = fact.closing in (None, str(closed.event_id))
                if fact.scheme == closed.fact.scheme and is_named:
                    reopened.append((period, one.position))
    return [_closing(one, period, reopened) for one, period, reopened in found]


def _period_of(fact: Any) -> Period | None:
    """The period that a closing or reopening names; None where it has no day."""
    return Period(fact.period_from, fact.period_until) if fact.period_from < fact.period_until else None


def _may_be_of(scheme: str, rule: Rule) -> bool:
    schemes = {one.scheme for one in rule.against}
    return not schemes or scheme in schemes


def _closing(one: Said, period: Period, reopened: Sequence[tuple[Period, int]]) -> Closing:
    fact = one.fact
    return Closing(
        position=one.position,
        scheme=fact.scheme,
        period=period,
        rule=fact.rule,
        municipality=one.municipality,
        closed_on=one.occurred_on,
        entry_until_on=fact.entry_until_on,
        document=fact.document,
        reopened=tuple(reopened),
    )


def covering(closings: Iterable[Closing], period: Period) -> list[Closing]:
    """Those that hold all of this period; of one scheme the most precise, and of equally precise ones the first.

    The first, since what comes after a closing is late, another closing included, unless the period was opened again:
    then the one after that.
    """
    found: dict[str, Closing] = {}
    for one in closings:
        if not _contains(one.period, period):
            continue
        known = found.get(one.scheme)
        follows = known is not None and one.precision == known.precision and known.is_open_again(period)
        if known is None or follows or one.precision > known.precision:
            found[one.scheme] = one
    return list(found.values())


def _contains(outer: Period, inner: Period) -> bool:
    begins = outer.from_on is None or (inner.from_on is not None and outer.from_on <= inner.from_on)
    ends = outer.until_on is None or (inner.until_on is not None and inner.until_on <= outer.until_on)
    return begins and ends


def is_late(
    closings: Iterable[Closing], day: date | None, positions: Iterable[int], registered_on: date | None
) -> bool:
    """Whether a case of this day rests on a fact that came after the closing of its period, or was entered too late.

    `registered_on` is the day of entry that its source claims; what claims none is judged by its positions.
    """
    latest = max(positions, default=0)
    return day is not None and any(
        latest > one.position
        or (one.entry_until_on is not None and registered_on is not None and registered_on >= one.entry_until_on)
        for one in closings
        if one.closes(day)
    )

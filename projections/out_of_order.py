"""Finds the facts of one registration whose days do not follow each other, by the orders that are declared.

The orders stand in `domain/rules/date_orders.py`. Here they are only held against the facts, each order by itself, so
that an event costs no more than the orders its kind is in; days are compared as the text they are (ISO 8601).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from domain.facts.base import Fact
from domain.rules.date_orders import ACTIVITIES, DECISIONS, OF_DECISIONS, ORDERS, WITHIN, Order
from projections.history import Standing
from projections.shared import EFFECTIVE

DAY_LENGTH = len("2008-06-20")
Kinds = Mapping[type[Fact], Sequence[Standing]]


class Misplaced(NamedTuple):
    """A fact that lies before one it should follow: by kind, and the days compared."""

    standing: Standing
    earlier: Standing
    later_on: str
    earlier_on: str
    earlier_day: str | None = None
    """The field of the earlier fact that holds the day, where it is not the day of the fact."""
    which: str | None = None
    """Which of its kind the earlier fact is, where the order is about some of them only, such as one document."""


class Look(NamedTuple):
    """One thing that may be out of order: a fact of kind `of`, beside one of the kinds it is held against."""

    of: type[Fact]
    beside: frozenset[type[Fact]]
    misplaced: Callable[[Kinds], Iterable[Misplaced]]


def day_of_effect(standing: Standing) -> str | None:
    """The day on which it took effect, as text; None where it is not known to the day."""
    if type(standing.fact) in EFFECTIVE and standing.fact.effective_on is not None:
        text: str = standing.fact.effective_on.isoformat()
        return text
    return day_said(standing)


def day_said(standing: Standing) -> str | None:
    """The day on which it happened or was decided, as text; None where it is not known to the day."""
    said = standing.occurred_on
    return said if said is not None and len(said) == DAY_LENGTH else None


def active_on(standing: Standing) -> str | None:
    """The day on which somebody did what only the living do; None for what says no such thing."""
    if type(standing.fact) not in ACTIVITIES or getattr(standing.fact, "attended", None) == 0:
        return None
    field = ACTIVITIES[type(standing.fact)]
    return day_of_effect(standing) if field is None else _day_in(standing, field)


def _day_in(standing: Standing, field: str) -> str | None:
    if field == "occurred_on":
        return day_said(standing)
    day = getattr(standing.fact, field)
    return None if day is None else str(day)


def _against(order: Order, kinds: Kinds) -> Sequence[Misplaced]:
    """The later facts that lie before all of the earlier ones, or before the one that they name."""
    earlier = kinds.get(order.earlier, ())
    if not earlier:
        return ()
    if order.earlier_with:
        earlier = [one for one in earlier if _has_all(one, order.earlier_with)]
    misplaced = list[Misplaced]()
    for standing in kinds.get(order.later, ()):
        if order.later_with and not _has_all(standing, order.later_with):
            continue
        if order.later_without and _has_any(standing, order.later_without):
            continue
        named = getattr(standing.fact, order.named_by) if order.named_by else None
        if named is not None:
            misplaced += _after_named(standing, named, earlier)
            continue
        compared = [one for one in earlier if _agree(one, standing, order.same)] if order.same else earlier
        found = _before_all(standing, compared, order.earlier_day)
        if found is not None:
            misplaced.append(found._replace(which=str(order.earlier_with[0][1])) if order.earlier_with else found)
    return misplaced


def _before_all(standing: Standing, earlier: Sequence[Standing], field: str | None) -> Misplaced | None:
    day = day_of_effect(standing)
    if day is None or not earlier:
        return None
    first, first_on = None, None
    for one in earlier:
        earlier_on = day_of_effect(one) if field is None else _day_in(one, field)
        if earlier_on is None or earlier_on <= day:
            return None
        if first_on is None or earlier_on < first_on:
            first, first_on = one, earlier_on
    assert first is not None, "there is at least one"
    assert first_on is not None, "and it has a day"
    return Misplaced(standing, first, day, first_on, field)


def _after_named(standing: Standing, named: str, earlier: Sequence[Standing]) -> Iterator[Misplaced]:
    """A fact that names another by its event id, and was said or decided on an earlier day."""
    day = day_said(standing)
    for one in earlier:
        if str(one.event_id) == named:
            decided_on = day_said(one)
            if day is not None and decided_on is not None and day < decided_on:
                yield Misplaced(standing, one, day, decided_on)


def _before_its_decision(kind: type[Fact], kinds: Kinds) -> Iterator[Misplaced]:
    decisions = [one for other, some in kinds.items() if other in DECISIONS for one in some]
    for standing in kinds.get(kind, ()):
        yield from _after_named(standing, standing.fact.decision, decisions)


def _within(kind: type[Fact], earlier_field: str, later_field: str | None, kinds: Kinds) -> Iterator[Misplaced]:
    """Two days in one fact of which the later lies before the earlier."""
    for standing in kinds.get(kind, ()):
        earlier_on = _day_in(standing, earlier_field)
        later_on = _day_in(standing, later_field or "occurred_on")
        if earlier_on is not None and later_on is not None and later_on < earlier_on:
            yield Misplaced(standing, standing, later_on, earlier_on, earlier_field)


def _has_all(standing: Standing, wanted: Sequence[tuple[str, object]]) -> bool:
    return all(getattr(standing.fact, field) == value for field, value in wanted)


def _has_any(standing: Standing, unwanted: Sequence[tuple[str, object]]) -> bool:
    return any(getattr(standing.fact, field) == value for field, value in unwanted)


def _agree(first: Standing, second: Standing, fields: Sequence[str]) -> bool:
    """Whether two facts may be about the same: nothing that both say is different."""
    for field in fields:
        one, other = getattr(first.fact, field), getattr(second.fact, field)
        if one is not None and other is not None and one != other:
            return False
    return True


LOOKS: tuple[Look, ...] = (
    *(Look(order.later, frozenset({order.earlier}), partial(_against, order)) for order in ORDERS),
    *(
        Look(kind, frozenset(), partial(_within, kind, earlier_field, later_field))
        for kind, earlier_field, later_field, _ in WITHIN
    ),
    *(Look(kind, frozenset(DECISIONS), partial(_before_its_decision, kind)) for kind in OF_DECISIONS),
)
"""Every declared order, each to be looked at by itself: only after a fact of a kind that it reads."""
READS = frozenset[type[Fact]]().union(*(look.beside | {look.of} for look in LOOKS))

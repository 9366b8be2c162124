"""Views `budget-entries` and `budget-lines`: every amount that was set, received, carried over or booked.

A case of the first is one fact: of a budget (the lines of a scheme) or a cost made for one person. A cost carries what
decides whether its label is allowed: the trajectories of the person, the group, and whether childcare was an obstacle.
A line that was set anew says so, by the date of the later document.

A case of the second is a line of a budget as an amount that a figure may be set beside; one without a period or amount
can be set beside nothing.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from domain.dates import When
from domain.facts import (
    BarrierRecorded,
    BudgetCarriedOver,
    BudgetSet,
    CategoryDetermined,
    CostBooked,
    ExpenseBooked,
    GrantReceived,
    PersonalBudgetApproved,
    PersonalBudgetRefused,
    PlacementStarted,
)
from domain.facts.base import Fact
from domain.quotas import Quota
from domain.rules.budget_entry import BudgetEntry, EntryKind, MigrantGroup, Obstacle, Refusal, Superseded
from projections.fold import ANY_SUBJECT, Part, Stream, Streams, View
from projections.history import Standing, Standings
from projections.shared import effective_on, in_order_of_day, origin, saying_what

BOOKINGS: dict[type[Fact], EntryKind] = {
    BudgetCarriedOver: "CARRIED_OVER",
    GrantReceived: "RECEIVED",
    ExpenseBooked: "EXPENSE",
}


def lines_set(streams: Streams, shared: Standings) -> Iterator[BudgetEntry]:
    """Every line that was set, and whether it was set anew."""
    for line, later in _lines(streams):
        yield _entry(line, "BUDGETED", later)


def _lines(streams: Streams) -> Iterator[tuple[Standing, list[Standing]]]:
    """Each line that stands, with those of its budget that set it anew."""
    for stream in streams:
        lines = stream.of(BudgetSet)
        for line in lines:
            yield line, [one for one in lines if _sets_anew(one, line)]


def bookings(streams: Streams, shared: Standings) -> Iterator[BudgetEntry]:
    """What was carried over, received or spent on a budget: each says everything itself."""
    for stream in streams:
        for booking in stream.of_any(BOOKINGS):
            yield stream.once(_entry, booking, BOOKINGS[type(booking.fact)])


def _entry(entry: Standing, kind: EntryKind, later: Sequence[Standing] = ()) -> BudgetEntry:
    """An entry of a budget; of a line that was set, by what it was set anew."""
    fact = entry.fact
    common = origin(entry, later)
    on = _on(entry)
    flags = {*common["flags"]} - {"DATE_UNKNOWN"} | (set() if on else {"DATE_UNKNOWN"})
    return BudgetEntry(
        **common | {"flags": tuple(sorted(flags))},
        part=" ".join(part for part in (fact.line, str(on)[:4] if on else None) if part),
        kind=kind,
        amount_cents=fact.amount_cents,
        precision=getattr(fact, "precision", None) or "exact",
        booked_on=on,
        fund=getattr(fact, "fund", None),
        scheme=fact.scheme,
        line=fact.line,
        settlement=getattr(fact, "settlement", None),
        superseded=Superseded(_document_on(later[0])) if later else None,
        registered_on=entry.registered_on,
    )


def _sets_anew(one: Standing, entry: Standing) -> bool:
    """Whether this sets the same line for the same period and money later: by the date of its document, then place."""
    theirs, own = one.fact, entry.fact
    is_same = (theirs.period_from, theirs.period_until, theirs.fund) == (own.period_from, own.period_until, own.fund)
    if not is_same or one.event_id == entry.event_id:
        return False
    days = _document_on(one), _document_on(entry)
    if days[0] is not None and days[1] is not None and days[0] != days[1]:
        return days[0] > days[1]
    return one.position > entry.position


def _document_on(line: Standing) -> date | None:
    day: date | None = line.fact.document_on
    return day


def _on(entry: Standing) -> When | None:
    """When an entry belongs: what was set, by the first day it is set for; what was paid, by the day it was."""
    begins: date | None = getattr(entry.fact, "to_period_from", None) or getattr(entry.fact, "period_from", None)
    booked = None if isinstance(entry.fact, BudgetSet | BudgetCarriedOver) else effective_on(entry)
    return booked or (When(begins.isoformat()) if begins else effective_on(entry))


def costs(streams: Streams, shared: Standings) -> Iterator[BudgetEntry]:
    """Every cost made for one person, with what decides whether its labels are allowed."""
    for stream in streams:
        saying, placed = saying_what(stream), tuple(stream.of(PlacementStarted))
        obstacles = tuple([one for one in stream.of(BarrierRecorded) if one.fact.barrier == "CHILDCARE"])
        refused = () if _of_pib(stream, PersonalBudgetApproved) else tuple(_of_pib(stream, PersonalBudgetRefused)[:1])
        for cost in stream.of(CostBooked):
            yield stream.once(_cost, cost, saying, placed, obstacles, refused)


def _of_pib(stream: Stream, kind: type[Fact]) -> list[Standing]:
    return in_order_of_day(one for one in stream.of(kind) if one.fact.budget_kind == "PIB")


def _cost(
    cost: Standing,
    saying: Sequence[Standing],
    placed: Sequence[Standing],
    obstacles: Sequence[Standing],
    refused: Sequence[Standing],
) -> BudgetEntry:
    fact = cost.fact
    return BudgetEntry(
        **origin(cost, [*saying, *placed, *obstacles, *refused]),
        part=" ".join(part for part in (fact.component, fact.entry) if part),
        kind="COST",
        amount_cents=fact.amount_cents,
        booked_on=effective_on(cost),
        fund=fact.fund,
        second_fund=fact.second_fund,
        component=fact.component,
        trajectories=tuple(dict.fromkeys(one.fact.trajectory for one in placed)),
        migrant_groups=tuple(
            MigrantGroup(
                from_on=one.occurred_on, migrant_group=one.fact.migrant_group, asylum_permit=one.fact.asylum_permit
            )
            for one in saying
        ),
        childcare_obstacles=tuple(
            Obstacle(from_on=effective_on(one), until_on=one.fact.removed_on) for one in obstacles
        ),
        budget_refused=Refusal(effective_on(refused[0])) if refused else None,
        registered_on=cost.registered_on,
    )


def budget_lines(streams: Streams, shared: Standings) -> Iterator[Quota]:
    """The lines that stand and were not set anew, as amounts to set a figure beside."""
    for line, later in _lines(streams):
        fact = line.fact
        if fact.period_from is None or fact.period_until is None or later:
            continue
        yield Quota(
            **origin(line),
            kind="budget",
            scheme=fact.scheme,
            unit="cents",
            amount=fact.amount_cents,
            precision=fact.precision or "exact",
            period_from=fact.period_from,
            period_until=fact.period_until,
            setter=fact.setter or line.municipality or fact.scheme,
            document_on=fact.document_on or fact.period_from,
            document=fact.document or fact.scheme,
            wording=fact.wording or fact.line,
            line=fact.line,
        )


ENTRIES = View(
    name="budget-entries",
    version=2,
    case=BudgetEntry,
    parts=(
        Part(frozenset({BudgetSet}), lines_set),
        Part(frozenset(BOOKINGS), bookings),
        Part(
            reads=frozenset(
                {
                    BarrierRecorded,
                    CategoryDetermined,
                    CostBooked,
                    PersonalBudgetApproved,
                    PersonalBudgetRefused,
                    PlacementStarted,
                }
            ),
            cases=costs,
            opens=frozenset({CostBooked}),
        ),
    ),
    of_subject=ANY_SUBJECT,
)
LINES = View(
    name="budget-lines",
    version=1,
    case=Quota,
    parts=(Part(frozenset({BudgetSet}), budget_lines),),
    of_subject="budget",
)
VIEWS = (ENTRIES, LINES)

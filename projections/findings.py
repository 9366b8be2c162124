"""Views `findings` and `delivery-findings`: what does not fit in the books, and who could resolve it.

Nothing is refused or repaired here. A finding stands as long as the facts that make it stand; a correction closes it.
The dates compared are those of one registration at one source: that two sources differ is no finding of this view.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID, uuid5

from domain.dates import first_day
from domain.facts import (
    CategoryDetermined,
    EnforcementOrderIssued,
    EnrolmentRecorded,
    ErasedRecordRedelivered,
    PersonRegistered,
    PlacementEnded,
    PlacementStarted,
    RemarkNotUnderstood,
    RowMissing,
    RowRejected,
    SourceSystemTakenIntoUse,
    ValueEmptied,
    WaitingListJoined,
    WaitingListLeft,
    WaitingReasonEnded,
)
from domain.facts.base import Fact, of
from domain.rules.findings import Finding, FindingCode, Resolver
from domain.rules.shared import known_day
from projections.fold import Standing, Standings, View
from projections.shared import by_registration, earliest_first, effective_on, facts_of, origin

REPORTED = (
    CategoryDetermined,
    EnforcementOrderIssued,
    EnrolmentRecorded,
    PersonRegistered,
    PlacementEnded,
    PlacementStarted,
    WaitingListJoined,
    WaitingListLeft,
    WaitingReasonEnded,
)
"""The facts of a registration that are looked at here; another that does not fit belongs to the view that reads it."""

ORDERED = frozenset({PlacementEnded, WaitingListJoined})
"""Without one of these there is no order of dates to look at."""
GONE = frozenset({RowMissing, ValueEmptied})


def findings(standings: Standings, shared: Standings) -> Iterator[Finding]:
    """All that does not fit, per registration."""
    for registration in by_registration(standings).values():
        kinds = {type(standing.fact) for standing in registration}
        if shared:
            yield from _entered_afterwards(registration, shared)
        if not kinds.isdisjoint(ORDERED):
            yield from _out_of_order(registration)
        if WaitingListJoined in kinds:
            yield from _without_earlier_start(registration)
        if not kinds.isdisjoint(GONE):
            yield from _gone(registration, standings)


def _finding(
    code: FindingCode,
    opening: Standing,
    others: Iterable[Standing] = (),
    resolver: Resolver = "SOURCE",
    **detail: str | None,
) -> Finding:
    """A finding has an id of its own, always the same: of the fact it is opened by, its code and what it is about."""
    said = {name: value for name, value in sorted(detail.items()) if value is not None}
    about = "|".join((code, *(f"{name}={value}" for name, value in said.items())))
    common = origin(opening, others) | {"case": str(uuid5(opening.event_id, about)), "flags": ()}
    return Finding(**common, code=code, resolver=resolver, detail=said)


# --- Entered afterwards ---


def used_from(standing: Standing, shared: Standings) -> Standing | None:
    """The fact that says from which day the system that a fact comes from was in use at that party, if one does."""
    if standing.source is None:
        return None
    for taken in facts_of(shared, SourceSystemTakenIntoUse):
        party = taken.source.party if taken.source else None
        if taken.fact.system == standing.source.system and standing.source.party in (party, taken.municipality):
            return taken
    return None


def entered_afterwards(standing: Standing, shared: Standings) -> Standing | None:
    """The taking into use that a fact claims to be entered before, which cannot be; None where all is well."""
    taken = used_from(standing, shared)
    if taken is None or taken.occurred_on is None or standing.registered_on is None:
        return None
    return taken if standing.registered_on < first_day(taken.occurred_on) else None


def _entered_afterwards(registration: list[Standing], shared: Standings) -> Iterator[Finding]:
    """One finding per registration, however many of its facts it concerns: it rests on the first of them."""
    for standing in facts_of(registration, *REPORTED):
        taken = entered_afterwards(standing, shared)
        if taken is not None:
            yield _finding("ENTERED_AFTERWARDS", standing, [taken], used_from=str(taken.occurred_on))
            return


# --- Dates out of order ---


def _day(standing: Standing) -> date | None:
    return known_day(effective_on(standing))


def _out_of_order(registration: list[Standing]) -> Iterator[Finding]:
    spells = sorted(facts_of(registration, WaitingListJoined), key=earliest_first)
    placements = sorted(facts_of(registration, PlacementStarted), key=earliest_first)
    yield from _before_all(registration, PlacementEnded, placements)
    yield from _before_all(registration, WaitingListLeft, spells)
    yield from _before_all(registration, WaitingReasonEnded, spells)
    if spells and spells[0].fact.list == "FIRST_INFLOW":
        yield from _before_all(registration, PlacementStarted, spells)
    for spell in spells:
        joined_on, earlier_on = _day(spell), spell.fact.started_earlier_on
        if joined_on and earlier_on and joined_on < earlier_on:
            yield _finding("DATES_OUT_OF_ORDER", spell, expected="started_earlier_on before WaitingListJoined")
    for ended in facts_of(registration, WaitingReasonEnded):
        since = [spell for spell in spells if spell.fact.reason_since_on and spell.position < ended.position]
        ended_on = _day(ended)
        if since and ended_on and all(ended_on < spell.fact.reason_since_on for spell in since):
            yield _finding("DATES_OUT_OF_ORDER", ended, since, expected="WaitingReasonEnded after reason_since_on")


def _before_all(registration: list[Standing], kind: type[Fact], earlier: list[Standing]) -> Iterator[Finding]:
    """A fact that lies before every fact it should follow."""
    days = [day for standing in earlier if (day := _day(standing)) is not None]
    for standing in facts_of(registration, kind):
        day = _day(standing)
        if day is not None and days and len(days) == len(earlier) and day < min(days):
            expected = f"{of(kind).name} not before {of(earlier[0].fact).name}"
            yield _finding("DATES_OUT_OF_ORDER", standing, earlier[:1], expected=expected)


def _without_earlier_start(registration: list[Standing]) -> Iterator[Finding]:
    """Who stopped for a time must have started before (R195)."""
    for spell in facts_of(registration, WaitingListJoined):
        if spell.fact.list != "TEMPORARILY_STOPPED" or spell.fact.started_earlier_on is not None:
            continue
        joined_on = _day(spell)
        starts = [_day(placement) for placement in facts_of(registration, PlacementStarted)]
        if joined_on and not any(start is None or start <= joined_on for start in starts):
            yield _finding("EARLIER_START_MISSING", spell)


# --- Gone from a later delivery ---


def _gone(registration: list[Standing], group: Standings) -> Iterator[Finding]:
    by_id = {standing.event_id: standing for standing in group}
    for missing in facts_of(registration, RowMissing):
        yield _finding("ROW_MISSING", missing, delivery=missing.fact.delivery)
    for emptied in facts_of(registration, ValueEmptied):
        about = by_id.get(UUID(emptied.fact.event))
        event, column = emptied.fact.event, emptied.fact.column
        yield _finding("VALUE_EMPTIED", emptied, [about] if about else [], event=event, column=column)


# --- Deliveries ---


def delivery_findings(standings: Standings, shared: Standings) -> Iterator[Finding]:
    """What of a delivery was not taken or not understood."""
    for standing in standings:
        match standing.fact:
            case RowRejected() as fact:
                yield _finding("ROW_REJECTED", standing, line=str(fact.line), reason=fact.reason, column=fact.column)
            case RemarkNotUnderstood() as fact:
                yield _finding(
                    "REMARK_NOT_UNDERSTOOD", standing, resolver="PROFILE", line=str(fact.line), column=fact.column
                )
            case ErasedRecordRedelivered() as fact:
                yield _finding("ERASED_RECORD_REDELIVERED", standing, line=str(fact.line))


FINDINGS = View(
    name="findings",
    version=1,
    case=Finding,
    reads=frozenset({*REPORTED, RowMissing, ValueEmptied}),
    cases=findings,
    reads_shared=frozenset({SourceSystemTakenIntoUse}),
)
DELIVERY_FINDINGS = View(
    name="delivery-findings",
    version=1,
    case=Finding,
    reads=frozenset({ErasedRecordRedelivered, RemarkNotUnderstood, RowRejected}),
    cases=delivery_findings,
    of_subject="delivery",
    each_fact=True,
)
VIEWS = (FINDINGS, DELIVERY_FINDINGS)

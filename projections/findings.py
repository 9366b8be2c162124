"""Views `findings` and `delivery-findings`: what does not fit in the books, and who could resolve it.

Nothing is refused or repaired here. A finding stands as long as the facts that make it stand; a correction closes it.
`findings` looks at one registration of one source at a time. What several registrations of one person say differently,
and who is one person, is the view `person-findings` (projections/person_findings.py).
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from uuid import UUID, uuid5

from domain.dates import first_day
from domain.facts import (
    CategoryDetermined,
    ControlTotalCompared,
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
from projections import out_of_order
from projections.fold import Standing, Standings, View
from projections.out_of_order import Kinds, day_of_effect, misplaced
from projections.shared import facts_of, origin

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
"""The facts of a registration whose day of entry is looked at."""
NOTHING_FOUND: Mapping[str, str | None] = MappingProxyType({})


def findings(standings: Standings, shared: Standings) -> Iterator[Finding]:
    """All that does not fit, per registration."""
    for kinds in by_kind(standings).values():
        if shared:
            yield from _entered_afterwards(kinds, shared)
        if not out_of_order.LOOKED_AT.isdisjoint(kinds):
            yield from _out_of_order(kinds)
        if WaitingListJoined in kinds:
            yield from _without_earlier_start(kinds)
        if RowMissing in kinds or ValueEmptied in kinds:
            yield from _gone(kinds, standings)


def by_kind(standings: Standings) -> dict[UUID, dict[type[Fact], list[Standing]]]:
    """The facts of each registration by their kind, each in order."""
    registrations: dict[UUID, dict[type[Fact], list[Standing]]] = {}
    for standing in standings:
        kinds = registrations.get(standing.subject)
        if kinds is None:
            kinds = registrations[standing.subject] = {}
        kind = type(standing.fact)
        if kind in kinds:
            kinds[kind].append(standing)
        else:
            kinds[kind] = [standing]
    return registrations


def finding(
    code: FindingCode,
    opening: Standing,
    others: Iterable[Standing] = (),
    resolver: Resolver = "SOURCE",
    found: Mapping[str, str | None] = NOTHING_FOUND,
    **about: str | None,
) -> Finding:
    """A finding has an id of its own, always the same: of the fact it is opened by, its code and what it is about.

    What was found, such as the days compared, is no part of the id: where it changes, the finding stays the same one.
    """
    said = {name: value for name, value in sorted(about.items()) if value is not None}
    identity = "|".join((code, *(f"{name}={value}" for name, value in said.items())))
    common = origin(opening, others) | {"case": str(uuid5(opening.event_id, identity)), "flags": ()}
    detail = said | {name: value for name, value in found.items() if value is not None}
    return Finding(**common, code=code, resolver=resolver, detail=dict(sorted(detail.items())))


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


def _entered_afterwards(kinds: Kinds, shared: Standings) -> Iterator[Finding]:
    """One finding per registration, however many of its facts it concerns: it rests on the first of them."""
    claimed = [one for kind in REPORTED for one in kinds.get(kind, ()) if one.registered_on is not None]
    if not claimed:
        return
    earliest = min(claimed, key=lambda one: one.registered_on or date.max)
    taken = used_from(earliest, shared)
    if taken is not None and entered_afterwards(earliest, shared) is None:
        return  # a registration has one source: where its earliest entry is in time all are
    for standing in sorted(claimed, key=lambda one: one.position):
        taken = entered_afterwards(standing, shared)
        if taken is not None:
            yield finding("ENTERED_AFTERWARDS", standing, [taken], used_from=str(taken.occurred_on))
            return


# --- Dates out of order ---


def _out_of_order(kinds: Kinds) -> Iterator[Finding]:
    for one in misplaced(kinds):
        yield finding(
            "DATES_OUT_OF_ORDER",
            one.standing,
            [one.earlier],
            found={"later_on": one.later_on, "earlier_on": one.earlier_on},
            later=of(one.standing.fact).name,
            earlier=of(one.earlier.fact).name,
            earlier_day=one.earlier_day,
            which=one.which,
        )


def _without_earlier_start(kinds: Kinds) -> Iterator[Finding]:
    """Who stopped for a time must have started before (R195)."""
    for spell in kinds[WaitingListJoined]:
        if spell.fact.list != "TEMPORARILY_STOPPED" or spell.fact.started_earlier_on is not None:
            continue
        joined_on = day_of_effect(spell)
        starts = [day_of_effect(placement) for placement in kinds.get(PlacementStarted, ())]
        if joined_on and not any(start is None or start <= joined_on for start in starts):
            yield finding("EARLIER_START_MISSING", spell)


# --- Gone from a later delivery ---


def _gone(kinds: Kinds, group: Standings) -> Iterator[Finding]:
    for missing in kinds.get(RowMissing, ()):
        yield finding("ROW_MISSING", missing, delivery=missing.fact.delivery)
    for emptied in kinds.get(ValueEmptied, ()):
        about = next((one for one in group if one.event_id == UUID(emptied.fact.event)), None)
        event, column = emptied.fact.event, emptied.fact.column
        yield finding("VALUE_EMPTIED", emptied, [about] if about else [], event=event, column=column)


# --- Deliveries ---


def delivery_findings(standings: Standings, shared: Standings) -> Iterator[Finding]:
    """What of a delivery was not taken or not understood."""
    for standing in standings:
        match standing.fact:
            case RowRejected() as fact:
                yield finding("ROW_REJECTED", standing, line=str(fact.line), reason=fact.reason, column=fact.column)
            case RemarkNotUnderstood() as fact:
                yield finding(
                    "REMARK_NOT_UNDERSTOOD", standing, resolver="PROFILE", line=str(fact.line), column=fact.column
                )
            case ErasedRecordRedelivered() as fact:
                yield finding("ERASED_RECORD_REDELIVERED", standing, line=str(fact.line))
            case ControlTotalCompared() as fact if fact.stated != fact.counted:
                stated = None if fact.stated is None else str(fact.stated)
                yield finding(
                    "CONTROL_TOTAL_DIFFERS", standing, total=fact.name, stated=stated, counted=str(fact.counted)
                )


FINDINGS = View(
    name="findings",
    version=2,
    case=Finding,
    reads=frozenset({*REPORTED, *out_of_order.READS, RowMissing, ValueEmptied}),
    cases=findings,
    reads_shared=frozenset({SourceSystemTakenIntoUse}),
)
DELIVERY_FINDINGS = View(
    name="delivery-findings",
    version=2,
    case=Finding,
    reads=frozenset({ControlTotalCompared, ErasedRecordRedelivered, RemarkNotUnderstood, RowRejected}),
    cases=delivery_findings,
    of_subject="delivery",
    each_fact=True,
)
VIEWS = (FINDINGS, DELIVERY_FINDINGS)

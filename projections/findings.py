"""Views `findings` and `delivery-findings`: what does not fit in the books, and who could resolve it.

Nothing is refused or repaired here. A finding stands as long as the facts that make it stand; a correction closes it.
`findings` looks at one registration of one source at a time. What several registrations of one person say differently,
and who is one person, is the view `person-findings` (projections/person_findings.py).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from types import MappingProxyType
from uuid import uuid5

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
from projections.fold import Part, Streams, View
from projections.history import Standing, Standings
from projections.out_of_order import LOOKS, Look, day_of_effect
from projections.shared import origin

REPORTED: tuple[type[Fact], ...] = (
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
    common = origin(opening, others, case=str(uuid5(opening.event_id, identity))) | {"flags": ()}
    detail = said | {name: value for name, value in found.items() if value is not None}
    return Finding(**common, code=code, resolver=resolver, detail=dict(sorted(detail.items())))


# --- Entered afterwards ---


def used_from(standing: Standing, shared: Standings) -> Standing | None:
    """The fact that says from which day the system that a fact comes from was in use at that party, if one does."""
    source = standing.source
    if source is None:
        return None
    for taken in shared:
        if type(taken.fact) is SourceSystemTakenIntoUse and taken.fact.system == source.system:
            party = taken.source.party if taken.source else None
            if source.party in (party, taken.municipality):
                return taken
    return None


def entered_afterwards(standing: Standing, shared: Standings) -> Standing | None:
    """The taking into use that a fact claims to be entered before, which cannot be; None where all is well."""
    if standing.registered_on is None:
        return None
    taken = used_from(standing, shared)
    return taken if taken is not None and _is_before(standing, taken) else None


def _is_before(standing: Standing, taken: Standing) -> bool:
    if taken.occurred_on is None or standing.registered_on is None:
        return False
    return standing.registered_on < first_day(taken.occurred_on)


def _entered_afterwards(streams: Streams, shared: Standings) -> list[Finding]:
    """One finding per registration, however many of its facts it concerns: it rests on the first of them."""
    found = list[Finding]()
    if not shared:
        return found
    for stream in streams:
        earliest, earliest_on = None, date.max
        for kind in REPORTED:
            for one in stream.kinds.get(kind, ()):
                if one.registered_on is not None and one.registered_on < earliest_on:
                    earliest, earliest_on = one, one.registered_on
        if earliest is None:
            continue
        taken = used_from(earliest, shared)
        if taken is not None and not _is_before(earliest, taken):
            continue  # a registration has one source: where its earliest entry is in time all are
        for standing in stream.of_any(REPORTED):
            taken = entered_afterwards(standing, shared)
            if taken is not None:
                found.append(finding("ENTERED_AFTERWARDS", standing, [taken], used_from=str(taken.occurred_on)))
                break
    return found


# --- Dates out of order ---


def _out_of_order(look: Look, streams: Streams, shared: Standings) -> Sequence[Finding]:
    return [
        finding(
            "DATES_OUT_OF_ORDER",
            one.standing,
            [one.earlier],
            found={"later_on": one.later_on, "earlier_on": one.earlier_on},
            later=of(one.standing.fact).name,
            earlier=of(one.earlier.fact).name,
            earlier_day=one.earlier_day,
            which=one.which,
        )
        for stream in streams
        for one in look.misplaced(stream.kinds)
    ]


def _without_earlier_start(streams: Streams, shared: Standings) -> Iterator[Finding]:
    """Who stopped for a time must have started before (R195)."""
    for stream in streams:
        for spell in stream.of(WaitingListJoined):
            if spell.fact.list != "TEMPORARILY_STOPPED" or spell.fact.started_earlier_on is not None:
                continue
            joined_on = day_of_effect(spell)
            starts = [day_of_effect(placement) for placement in stream.of(PlacementStarted)]
            if joined_on and not any(start is None or start <= joined_on for start in starts):
                yield finding("EARLIER_START_MISSING", spell)


# --- Gone from a later delivery ---


def _gone(streams: Streams, shared: Standings) -> Iterator[Finding]:
    for stream in streams:
        for missing in stream.of(RowMissing):
            yield finding("ROW_MISSING", missing, delivery=missing.fact.delivery)
        for emptied in stream.of(ValueEmptied):
            event, column = emptied.fact.event, emptied.fact.column
            about = next((one for some in stream.kinds.values() for one in some if str(one.event_id) == event), None)
            yield finding("VALUE_EMPTIED", emptied, [about] if about else [], event=event, column=column)


# --- Deliveries ---


def delivery_findings(streams: Streams, shared: Standings) -> Iterator[Finding]:
    """What of a delivery was not taken or not understood."""
    for standing in [one for stream in streams for some in stream.kinds.values() for one in some]:
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


def _of(*kinds: type[Fact]) -> frozenset[type[Fact]]:
    return frozenset(kinds)


READ = _of(*REPORTED, *out_of_order.READS, RowMissing, ValueEmptied)
FINDINGS = View(
    name="findings",
    version=3,
    case=Finding,
    parts=(
        Part(_of(*REPORTED), _entered_afterwards, reads_shared=_of(SourceSystemTakenIntoUse)),
        *(
            Part(look.beside | {look.of}, partial(_out_of_order, look), _of(look.of), beside=look.beside)
            for look in LOOKS
        ),
        Part(_of(WaitingListJoined, PlacementStarted), _without_earlier_start, _of(WaitingListJoined)),
        Part(READ, _gone, _of(RowMissing, ValueEmptied)),
    ),
)
DELIVERY_FINDINGS = View(
    name="delivery-findings",
    version=2,
    case=Finding,
    parts=(
        Part(_of(ControlTotalCompared, ErasedRecordRedelivered, RemarkNotUnderstood, RowRejected), delivery_findings),
    ),
    of_subject="delivery",
    each_fact=True,
)
VIEWS = (FINDINGS, DELIVERY_FINDINGS)

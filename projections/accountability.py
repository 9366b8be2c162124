"""View `accountability`: the placements, each with the documents received of that person.

The cases are those of the view `placements`, so that who counts as placed is said in one place only. The documents are
those of all registrations of the person: of the case's own, and of others that the same municipality received. A
registration with nothing but an enforcement order without an offer is a case here too.
"""

from collections.abc import Iterator, Sequence
from uuid import UUID

import msgspec

from domain.facts import DocumentReceived, DocumentRejected
from domain.rules.accountability import AccountedPlacement, Receipt, Rejection
from domain.rules.quota_realisation import Placement
from domain.rules.shared import known_day
from projections.fold import Standing, Standings, View
from projections.quota_realisation import PLACEMENTS, placements
from projections.shared import by_registration, earliest_first, facts_of, origin, persons

DECISION = "beschikking"
"""Code of the document by which a person is placed: a start before it was received is flagged."""

Papers = list[tuple[Standing, list[Standing]]]
"""Each receipt with its rejections."""


def accountability(standings: Standings, shared: Standings) -> Iterator[AccountedPlacement]:
    """The placements and orders that stand, with the documents."""
    by_id = {str(standing.event_id): standing for standing in standings}
    papers = {registration: _papers(facts) for registration, facts in by_registration(standings).items()}
    who = persons(standings)
    for placement in placements(standings, shared):
        opening = by_id[placement.case]
        person = who[opening.subject]
        of_others = [
            paper
            for other in person.registrations
            if other != opening.subject
            for paper in papers.get(other, ())
            if paper[0].municipality == placement.municipality
        ]
        yield _case(placement, opening, [*papers[opening.subject], *of_others], person.links if of_others else ())


def _papers(facts: list[Standing]) -> Papers:
    """The receipts of a registration by day, each with what rejects it."""
    received = sorted(facts_of(facts, DocumentReceived), key=earliest_first)
    rejections: dict[UUID, list[Standing]] = {}
    for rejected in sorted(facts_of(facts, DocumentRejected), key=earliest_first):
        receipt = _rejected(rejected, received)
        if receipt is not None:
            rejections.setdefault(receipt.event_id, []).append(rejected)
    return [(receipt, rejections.get(receipt.event_id, [])) for receipt in received]


def _rejected(rejected: Standing, received: list[Standing]) -> Standing | None:
    """The receipt that a rejection is about: the one it names, or else the last that was there by then."""
    if rejected.fact.received is not None:
        return next((one for one in received if str(one.event_id) == rejected.fact.received), None)
    rejected_on = known_day(rejected.occurred_on)
    there = [
        one
        for one in received
        if one.fact.document.casefold() == rejected.fact.document.casefold()
        and one.position < rejected.position
        and (rejected_on is None or (day := known_day(one.occurred_on)) is None or day <= rejected_on)
    ]
    return there[-1] if there else None


def _case(placement: Placement, opening: Standing, papers: Papers, links: Sequence[Standing]) -> AccountedPlacement:
    receipts = [receipt for receipt, _ in papers]
    rejections = [rejected for _, against in papers for rejected in against]
    said = origin(opening, [*receipts, *rejections, *links], _flags(placement, receipts))
    return AccountedPlacement(
        **msgspec.structs.asdict(placement)
        | {
            "positions": tuple(sorted({*placement.positions, *said["positions"]})),
            "flags": tuple(sorted({*placement.flags, *said["flags"]})),
            "receipts": tuple(_receipt(receipt, against) for receipt, against in papers),
        }
    )


def _flags(placement: Placement, receipts: list[Standing]) -> Iterator[str]:
    if any(known_day(receipt.occurred_on) is None for receipt in receipts):
        yield "DATE_UNKNOWN"
    started_on = known_day(placement.started_on) if placement.kind == "PLACEMENT" else None
    decisions = [
        day
        for receipt in receipts
        if receipt.fact.document.casefold() == DECISION and (day := known_day(receipt.occurred_on))
    ]
    if started_on and decisions and started_on < min(decisions):
        yield "STARTED_BEFORE_DECISION_RECEIVED"


def _receipt(receipt: Standing, rejections: list[Standing]) -> Receipt:
    fact = receipt.fact
    return Receipt(
        document=fact.document,
        on=receipt.occurred_on,
        signed=fact.signed,
        names_person=fact.names_person,
        rejections=tuple(Rejection(on=one.occurred_on, reason=one.fact.reason) for one in rejections),
    )


ACCOUNTABILITY = View(
    name="accountability",
    version=1,
    case=AccountedPlacement,
    reads=PLACEMENTS.reads | {DocumentReceived, DocumentRejected},
    opens=PLACEMENTS.opens,
    cases=accountability,
    reads_shared=PLACEMENTS.reads_shared,
)
VIEWS = (ACCOUNTABILITY,)

"""View `accountability`: the placements, each with the documents received of that person.

The cases are those of the view `placements`, so that who counts as placed is said in one place only. The documents are
those of all registrations of the person: of the case's own, and of others that the same municipality received. So are
the rejections: one that is of no receipt in its own registration may be of one in another. One that is of none at all
changes nothing and is flagged (`REJECTION_WITHOUT_RECEIPT`). A registration with nothing but an enforcement order
without an offer is a case here too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import msgspec

from domain.facts import DocumentReceived, DocumentRejected, PlacementStarted
from domain.rules.accountability import AccountedPlacement, Receipt, Rejection
from domain.rules.quota_realisation import Placement
from domain.rules.shared import known_day
from projections.fold import Stream, Streams, View
from projections.history import Standing, Standings
from projections.legal_life import Told
from projections.quota_realisation import PLACEMENTS, placements_of
from projections.shared import by_day, flags_of, in_order_of_day, people

DECISION = "beschikking"
"""Code of the document by which a person is placed: a start before it was received is flagged."""

REJECTION_WITHOUT_RECEIPT = "REJECTION_WITHOUT_RECEIPT"
Papers = list[tuple[Standing, list[Standing]]]
"""Each receipt with its rejections."""


def accountability(streams: Streams, shared: Standings) -> Iterator[AccountedPlacement]:
    """The placements and orders that stand, with the documents."""
    for person, registrations in people(streams):
        of_person = by_day(one for stream in registrations for one in stream.of(PlacementStarted))
        papers, astray = _papers(registrations)
        told = Told(registrations)
        for stream in registrations:
            for placement in placements_of(stream, of_person, person.links, told, shared):
                own, of_others = _seen_from(placement, stream, papers)
                of_none = [one for one in astray if one.subject == stream.subject or _is_of(one, placement)]
                shared_by = any(one.subject != stream.subject for one in of_none) or bool(of_others)
                yield _case(placement, [*own, *of_others], of_none, person.links if shared_by else ())


def _seen_from(placement: Placement, stream: Stream, papers: Papers) -> tuple[Papers, Papers]:
    """The papers of a case: those of its own registration, and those that its municipality has in others."""
    own = [paper for paper in papers if paper[0].subject == stream.subject]
    return own, [one for one in papers if one[0].subject != stream.subject and _is_of(one[0], placement)]


def _is_of(paper: Standing, placement: Placement) -> bool:
    return paper.municipality == placement.municipality


def _papers(registrations: Streams) -> tuple[Papers, list[Standing]]:
    """The receipts of a person by registration and day, each with what rejects it; and the rejections of none."""
    received = {stream.subject: in_order_of_day(stream.of(DocumentReceived)) for stream in registrations}
    rejections: dict[int, list[Standing]] = {}
    astray: list[Standing] = []
    for rejected in in_order_of_day(one for stream in registrations for one in stream.of(DocumentRejected)):
        own = received[rejected.subject]
        others = [one for some in received.values() if some is not own for one in some]
        receipt = _rejected(rejected, own) or _rejected(rejected, _of_municipality(rejected, others))
        if receipt is None:
            astray.append(rejected)
        else:
            rejections.setdefault(receipt.position, []).append(rejected)
    papers = [(receipt, rejections.get(receipt.position, [])) for some in received.values() for receipt in some]
    return papers, astray


def _of_municipality(rejected: Standing, received: list[Standing]) -> list[Standing]:
    """Those of other registrations that a rejection may be about: of its municipality, by day."""
    return in_order_of_day(one for one in received if one.municipality == rejected.municipality)


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


def _case(
    placement: Placement, papers: Papers, of_none: Sequence[Standing], links: Sequence[Standing]
) -> AccountedPlacement:
    receipts = [receipt for receipt, _ in papers]
    deciding = [*receipts, *(rejected for _, against in papers for rejected in against), *of_none, *links]
    positions, flags = set(placement.positions), set(placement.flags)
    for one in deciding:
        positions.update(one.positions)
        if one.registered_on is None or len(one.positions) > 1:
            flags.update(flags_of(one))
    flags.update(_flags(placement, receipts))
    if of_none:
        flags.add(REJECTION_WITHOUT_RECEIPT)
    said = msgspec.structs.asdict(placement)
    said["positions"], said["flags"] = tuple(sorted(positions)), tuple(sorted(flags))
    return AccountedPlacement(**said, receipts=tuple([_receipt(receipt, against) for receipt, against in papers]))


def _flags(placement: Placement, receipts: list[Standing]) -> Iterator[str]:
    if None in [known_day(receipt.occurred_on) for receipt in receipts]:
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
        rejections=tuple([Rejection(on=one.occurred_on, reason=one.fact.reason) for one in rejections]),
    )


(PLACED,) = PLACEMENTS.parts
ACCOUNTABILITY = View(
    name="accountability",
    version=3,
    case=AccountedPlacement,
    parts=(replace(PLACED, reads=PLACED.reads | {DocumentReceived, DocumentRejected}, cases=accountability),),
)
VIEWS = (ACCOUNTABILITY,)

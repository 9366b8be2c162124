"""View `approvals`: fines, payments, quotas, closings and releases, with who approved or refused them.

A case is one fact that needs a second pair of eyes, in whichever stream it stands: of a registration, or a shared one.
Who stated it as it stands is the proposer; an approval counts when another gave it, and was given to the fact as it
stands: a correction afterwards puts another fact before the approver. Who they are stays in the events; a case only
says whether they are one and the same.
"""

from collections.abc import Iterator

from domain.approving import PROPOSALS, needs_approval
from domain.dates import When
from domain.facts import ApprovalGiven, ApprovalRefused
from domain.facts.base import Fact
from domain.rules.approvals import Approval, NeedsApproval
from projections.fold import ANY_SUBJECT, Part, Stream, Streams, View
from projections.history import Standing, Standings
from projections.shared import effective_on, in_order_of_day, origin

APPROVALS: frozenset[type[Fact]] = frozenset({ApprovalGiven, ApprovalRefused})


def approvals(streams: Streams, shared: Standings) -> Iterator[NeedsApproval]:
    """What needs an approval in these streams, each with those that were given or refused."""
    for stream in streams:
        for fact in stream.of_any(PROPOSALS):
            if needs_approval(fact.fact):
                yield _case(fact, stream)


def _case(fact: Standing, stream: Stream) -> NeedsApproval:
    about = [one for one in in_order_of_day(stream.of_any(APPROVALS)) if _approved(one) == str(fact.event_id)]
    return NeedsApproval(
        **origin(fact, about) | {"part": type(fact.fact).__name__},
        subject=PROPOSALS[type(fact.fact)],
        on=_day(fact),
        registered_on=fact.registered_on,
        approvals=tuple([_approval(one, fact) for one in about]),
    )


def _approved(one: Standing) -> str:
    named: str = one.fact.approves if isinstance(one.fact, ApprovalGiven) else one.fact.refuses
    return named


def _approval(one: Standing, fact: Standing) -> Approval:
    return Approval(
        given=isinstance(one.fact, ApprovalGiven),
        on=effective_on(one),
        role=one.fact.role,
        by_proposer=one.actor == fact.actor,
        of_earlier_text=one.position < fact.positions[-1],
    )


def _day(fact: Standing) -> When | None:
    """The day it was decided; of a quota without one that of its document, of a model that of its first use."""
    if fact.occurred_on is not None:
        return fact.occurred_on
    day = getattr(fact.fact, "document_on", None) or getattr(fact.fact, "in_use_from", None)
    return When(day.isoformat()) if day else None


APPROVED = View(
    name="approvals",
    version=1,
    case=NeedsApproval,
    parts=(Part(reads=APPROVALS | PROPOSALS.keys(), cases=approvals, opens=frozenset(PROPOSALS)),),
    of_subject=ANY_SUBJECT,
)
VIEWS = (APPROVED,)

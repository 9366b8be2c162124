"""What somebody should know before they record a decision: what stands in its way, and what waits for a second word.

Nothing here refuses: what the law or the rules of the house forbid is refused where it is recorded
(`domain/decisions.py`). This says what a reader of the dossier would say across the table: there is an objection that
nobody answered, the decision that this builds on was never approved, or what must come first does not stand there.
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple

import msgspec

from domain.approving import needs_approval
from domain.dates import When
from domain.dossier import Dossier, Entry
from domain.facts import AppealDecided, AppealLodged, ApprovalGiven, ObjectionDecided, ObjectionLodged
from domain.facts.base import Fact, Nature, of
from domain.order_of_facts import Disorder, out_of_order
from domain.rules.approvals import NeedsApproval
from replay.figures import Figures
from replay.reading import reading

ANSWERS: tuple[tuple[type[Fact], type[Fact], str], ...] = (
    (ObjectionLodged, ObjectionDecided, "objection"),
    (AppealLodged, AppealDecided, "appeal"),
)
"""What is lodged, what answers it, and by which field an answer names it."""
Code = Literal["OPEN_OBJECTION", "OPEN_APPEAL", "NOT_APPROVED", "NEEDS_APPROVAL"] | Disorder


class Hindrance(NamedTuple):
    """Something to know before acting, and the fact it follows from; None where that is the act itself.

    missed: the kind of fact that should stand in the dossier and does not.
    """

    code: Code
    entry: Entry | None = None
    missed: type[Fact] | None = None


def hindrances(dossier: Dossier, fact: Fact, on: When | None) -> Iterator[Hindrance]:
    """What stands in the way of recording in this dossier that this happened, or was decided, on that day."""
    if on is not None:
        yield from (Hindrance(*one) for one in out_of_order(dossier, fact, on))
    if of(fact).nature is not Nature.DECISION:
        return
    if not isinstance(fact, ObjectionDecided | AppealDecided):
        yield from (Hindrance("OPEN_OBJECTION", one) for one in unanswered(dossier, *ANSWERS[0]))
        yield from (Hindrance("OPEN_APPEAL", one) for one in unanswered(dossier, *ANSWERS[1]))
    named = set(texts_in(msgspec.to_builtins(fact)))
    for entry in dossier.in_force():
        if str(entry.event_id) in named and needs_approval(entry.fact) and not is_approved(dossier, entry):
            yield Hindrance("NOT_APPROVED", entry)
    if needs_approval(fact):
        yield Hindrance("NEEDS_APPROVAL")


def unanswered(dossier: Dossier, lodged: type[Fact], answer: type[Fact], field: str) -> list[Entry]:
    """What was lodged and not answered: an answer names it, or the decision that it was about."""
    answers = [entry.fact for entry in dossier.standing(answer)]
    by_name = {getattr(one, field) for one in answers}
    by_decision = {getattr(one, "decision") for one in answers if getattr(one, field) is None}  # noqa: B009
    return [
        entry
        for entry in dossier.standing(lodged)
        if str(entry.event_id) not in by_name and getattr(entry.fact, "decision") not in by_decision  # noqa: B009
    ]


def is_approved(dossier: Dossier, entry: Entry) -> bool:
    """Whether another than who stated it approved it, as it stands now."""
    return any(
        isinstance(one.fact, ApprovalGiven)
        and one.fact.approves == str(entry.event_id)
        and not one.actors & entry.actors
        and one.positions[0] > entry.positions[-1]
        for one in dossier.standing(ApprovalGiven)
    )


def awaiting_approval(figures: Figures, municipality: str | None) -> list[NeedsApproval]:
    """What nobody but its proposer said anything of yet, as it stands; oldest first."""
    codes = None if municipality is None else frozenset({municipality})
    position = figures.ledger.head().position
    with reading(figures.follower, position) as look:
        cases = [case for case, _ in look.cases("approvals", position, codes) if isinstance(case, NeedsApproval)]
    return sorted(filter(_waits, cases), key=lambda case: (str(case.on or ""), case.case))


def _waits(case: NeedsApproval) -> bool:
    return not any(not one.by_proposer and not one.of_earlier_text for one in case.approvals)


def texts_in(value: object) -> Iterator[str]:
    """Every text in the fields of a fact."""
    match value:
        case str():
            yield value
        case dict():
            for part in value.values():
                yield from texts_in(part)
        case list() | tuple():
            for part in value:
                yield from texts_in(part)

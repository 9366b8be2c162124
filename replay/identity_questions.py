"""Who is one person: the pairs of registrations on which nobody could tell yet, and what was said of one pair.

A question is a finding (`IDENTITY_CONFLICT`); it is told once for each pair, whichever of the two parties it was asked
of. Beside each stands a tag of both registrations as they are now: a decision names the tag it was taken on.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from domain.facts import LinkLeftUndecided, RegistrationsLinked, RegistrationsUnlinked
from domain.facts.base import of
from domain.rules.findings import Finding
from projections.history import CORRECTIONS, Standing, standing
from replay.answers import Document
from replay.figures import Figures
from replay.found import FindingsAsked, ask_findings, finding_documents
from replay.histories import read_streams
from store.keys import KeyRing
from store.ledger import Ledger

DECIDING = (RegistrationsLinked, RegistrationsUnlinked, LinkLeftUndecided)
READ = frozenset(of(kind).number for kind in DECIDING) | CORRECTIONS


def question_documents(figures: Figures, municipality: str | None) -> list[Document]:
    """The questions that are open, of a municipality or of all; each pair once, in order of their ids."""
    return told_of_questions(figures.ledger, open_questions(figures, municipality))


def open_questions(figures: Figures, municipality: str | None) -> list[Finding]:
    """The same before anything is told of them."""
    found = ask_findings(figures, FindingsAsked(code="IDENTITY_CONFLICT", municipality=municipality))
    once = {frozenset((one.detail["registration"], one.detail["other"])): one for one in found.findings}
    return sorted(once.values(), key=lambda one: one.case)


def told_of_questions(ledger: Ledger, questions: Sequence[Finding]) -> list[Document]:
    """These questions as documents, in their order."""
    return [_question(ledger, one) for one in finding_documents(ledger, questions)]


def pair_document(ledger: Ledger, one: UUID, other: UUID) -> Document | None:
    """What was decided on two registrations, oldest first, and the tag of both; None where one of them is not there."""
    tag = tag_of_pair(ledger.ring, ledger.versions([one, other]))
    if tag is None:
        return None
    history, _ = read_streams(ledger.streams([one, other], READ))
    decided = [_decision(found) for found in standing(history) if _is_about(found, {one, other})]
    return {"registration": str(one), "other": str(other), "decisions": decided, "tag": tag}


def tag_of_pair(ring: KeyRing, versions: Mapping[UUID, int]) -> str | None:
    """The entity tag of two registrations at these versions of their streams; None where it is not two."""
    if len(versions) != 2:
        return None
    said = (f"{subject} {versions[subject]}" for subject in sorted(versions))
    return f'"{ring.lookup("pair", *said).hex()[:32]}"'


def _question(ledger: Ledger, finding: Document) -> Document:
    """A question; of a registration that is not seen no id, and no tag with which to decide on it."""
    detail = finding["detail"]
    named = {side: detail.get(side) for side in ("registration", "other")}
    pair = [UUID(one) for one in named.values() if one is not None]
    return {
        "question": finding["finding"],
        **named,
        "why": detail.get("why"),
        "ground": detail.get("ground"),
        "gates_failed": detail.get("gates_failed"),
        "reason": detail.get("reason"),
        "municipality": finding["municipality"],
        "records": finding["records"],
        "events": finding["events"],
        "tag": tag_of_pair(ledger.ring, ledger.versions(pair)),
    }


def _is_about(found: Standing, pair: set[UUID]) -> bool:
    return isinstance(found.fact, DECIDING) and {found.subject, UUID(found.fact.other)} == pair


def _decision(found: Standing) -> Document:
    fact = found.fact
    return {
        "event_id": str(found.event_id),
        "position": found.position,
        "type": type(fact).__name__,
        "decider": fact.decider,
        "ground": fact.ground,
        "reason": fact.reason,
        "keeps_apart": bool(getattr(fact, "keep_apart", None)),
        "gates_failed": list(fact.gates_failed),
        "supersedes": fact.supersedes,
    }

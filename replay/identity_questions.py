"""Who is one person: the pairs of registrations on which nobody could tell yet, and what was said of one pair.

A question is a finding (`IDENTITY_CONFLICT`); it is told once for each pair, whichever of the two parties it was asked
of. Beside each stands a tag of both registrations as they are now: a decision names the tag it was taken on.
"""

from collections.abc import Mapping, Sequence
from typing import Literal
from uuid import UUID

from domain.facts import LinkLeftUndecided, RegistrationsLinked, RegistrationsUnlinked
from domain.facts.base import of
from domain.identity import ONE_BSN, ONE_V_NUMBER, SLIP, WEAK
from domain.linking import POLICIES
from domain.names import INITIAL, NEAR, SOUNDS_ALIKE
from domain.rules.findings import Finding
from projections.history import CORRECTIONS, Standing, standing
from replay.answers import Document
from replay.figures import Figures
from replay.found import FindingsAsked, ask_findings, finding_documents
from replay.histories import read_streams
from store.keys import KeyRing
from store.ledger import Ledger

DECIDING = (RegistrationsLinked, RegistrationsUnlinked, LinkLeftUndecided)
Agreement = Literal["AGREES", "ALMOST", "DIFFERS", "UNKNOWN"]
ALMOST: Mapping[str, frozenset[int]] = {
    "given-name": frozenset({INITIAL, NEAR, SOUNDS_ALIKE}),
    "surname": frozenset({INITIAL, NEAR, SOUNDS_ALIKE}),
    "birth-date": frozenset({SLIP, WEAK}),
    "sex": frozenset(),
}
"""What is compared → the levels at which it agrees in part."""
NUMBERS: Mapping[str, tuple[frozenset[str], str]] = {
    "bsn": (frozenset({"BSN", "SOFI_NUMBER"}), ONE_BSN),
    "v-number": (frozenset({"V_NUMBER"}), ONE_V_NUMBER),
}
"""Number → the grounds of a policy that say it is equal, and the gate that says that two differ."""
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
    decided = [_decision(found) for found in _decided(ledger, one, other)]
    return {"registration": str(one), "other": str(other), "decisions": decided, "tag": tag}


def compared_in_pair(ledger: Ledger, one: UUID, other: UUID) -> Document | None:
    """What the last decision on two registrations compared, field by field, without a value of either.

    Only for who may see both. None where nothing was ever compared.
    """
    decided = [found for found in _decided(ledger, one, other) if found.fact.policy_hash is not None]
    if not decided:
        return None
    last = decided[-1]
    by_policy = next((found for found in reversed(decided) if found.fact.decider.startswith(POLICIES)), None)
    levels = {one.name: one.level for one in last.fact.comparisons}
    fields = {name: _agreement(levels, name) for name in ALMOST}
    for name, (grounds, gate) in NUMBERS.items():
        is_equal = by_policy is not None and by_policy.fact.ground in grounds and _is_equal_now(by_policy)
        fields[name] = "DIFFERS" if gate in last.fact.gates_failed else "AGREES" if is_equal else "UNKNOWN"
    return {"position": last.position, "fields": fields, "crosswise": "names-swapped" in levels}


def _agreement(levels: Mapping[str, int], name: str) -> Agreement:
    """How far a field agrees, as one says it."""
    level, almost = levels.get(name), ALMOST[name]
    if level is None:
        return "UNKNOWN"
    if level == 0:
        return "DIFFERS"
    return "ALMOST" if level in almost else "AGREES"


def _is_equal_now(found: Standing) -> bool:
    """Whether the equal number that a policy decided by was still equal: what it undid, it undid for want of one."""
    return not isinstance(found.fact, RegistrationsUnlinked)


def _decided(ledger: Ledger, one: UUID, other: UUID) -> list[Standing]:
    """The decisions on two registrations that stand, oldest first."""
    history, _ = read_streams(ledger.streams([one, other], READ))
    return [found for found in standing(history) if _is_about(found, {one, other})]


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

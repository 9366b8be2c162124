"""What somebody who sent facts gets back: where each stands, and the root of the tree that holds them.

With the leaf, its position, and the root of a tree of that size anybody can ask for a proof that the fact is in the
ledger, and check it without trusting whoever gave it.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple
from uuid import UUID

from domain.event import Recorded
from domain.facts.base import by_number, of
from domain.saying import DECIDED_HERE
from replay.answers import Document, head_document
from store.keys import KeyRing
from store.ledger import Ledger


class Sent(NamedTuple):
    """An event as its sender knows it, and by what it is found among those that were recorded."""

    source: str
    id: str
    correlation: UUID


def receipt_document(ledger: Ledger, recorded: Sequence[tuple[Recorded, bytes]], sent: Sequence[Sent]) -> Document:
    """The receipt of a request: the same whenever it is asked for again.

    An event that stood already has no place of its own in it.
    """
    by_correlation = {one.event.correlation: (one, leaf) for one, leaf in recorded}
    last = max((one for one, _ in recorded), key=lambda one: one.position, default=None)
    return {
        "recorded": len(recorded),
        "recorded_at": recorded[-1][0].event.recorded_at if recorded else None,
        "tree": None if last is None else head_document(ledger.at_event(last)),
        "events": [_place(index, one, by_correlation) for index, one in enumerate(sent)],
    }


def _place(index: int, sent: Sent, recorded: dict[UUID | None, tuple[Recorded, bytes]]) -> Document:
    found = recorded.get(sent.correlation)
    document: Document = {"index": index, "source": sent.source, "id": sent.id, "is_new": found is not None}
    if found is None:
        return document
    one, leaf = found
    return document | {
        "event_id": str(one.event.event_id),
        "subject": str(one.event.subject),
        "type": by_number(one.event.type).name,
        "position": one.position,
        "leaf": leaf.hex(),
    }


LINKS: Final = frozenset(of(kind).number for kind in DECIDED_HERE)


def tag_of(ring: KeyRing, subject: UUID, history: Sequence[Recorded]) -> str:
    """The entity tag of a dossier with this history: another one after every fact of the registration.

    A decision on who is the same person changes no tag, for then a tag would tell that there is somebody.
    It is keyed, so it does not tell how many facts there are: some may be hidden from whoever holds the tag.
    """
    version = sum(one.event.type not in LINKS for one in history)
    return f'"{ring.lookup("version", str(subject), str(version)).hex()[:32]}"'

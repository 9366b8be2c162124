"""A dossier as a timeline: each fact, what later facts did to it, and what the views said before and after it.

A row changes by a fact of the dossier, or by one that holds for many: a parameter that was set, a region composed. Both
stand in the timeline, so that every change of a row has its cause beside it. Corrections and the legal life of a
decision are seen from both sides: the later fact names the earlier one, and the earlier one tells who named it. Nothing
sealed is ever opened here.
"""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from replay.answers import Document, head_document
from replay.follow import Follower
from replay.receipts import tag_of
from replay.telling import event_document, told_of
from store.ledger import Ledger
from store.readers import reading_as


class DossierIsUnknown(LookupError):
    """There is no such dossier for whoever asks."""


def dossier_document(ledger: Ledger, follower: Follower, subject: UUID) -> Document:
    """The timeline of a registration and of those it is linked to.

    Raises DossierIsUnknown.
    """
    told = told_of(ledger, follower, subject)
    if all(one.event.subject != subject for one in told.events):
        raise DossierIsUnknown  # also where one that it is linked to is seen
    changes = _changes(told.rows)
    own = {one.position for one in told.events}
    shared = [one for one, _ in ledger.events_at(sorted(changes.keys() - own)).values()]
    timeline = [event_document(one, told.seen) for one in sorted([*told.events, *shared], key=lambda one: one.position)]
    followed = _followed(timeline)
    return {
        "subject": str(subject),
        "known_at": head_document(ledger.at(told.known_at)),
        "records": list(told.records.values()),
        "events": [
            {
                **one,
                "is_shared": one["position"] not in own,
                "followed_by": followed.get(one["event_id"], []),
                "rows": changes.get(one["position"], []),
            }
            for one in timeline
        ],
    }


def chain_of(ledger: Ledger, event: Document) -> tuple[list[Document], list[Document]]:
    """The facts of the same registration that a fact names, and those that name it: corrections, answers, withdrawals.

    Each with its position, its type, and the field in which the one names the other.
    """
    told = [event_document(one) for one in ledger.stream(UUID(event["registration"]))]
    by_id = {one["event_id"]: one for one in told}
    earlier = [
        {"position": by_id[named]["position"], "type": by_id[named]["type"], "field": field}
        for field, named in _texts(event["fact"])
        if named in by_id
    ]
    return earlier, _followed(told).get(event["event_id"], [])


def dossier_tag(ledger: Ledger, subject: UUID) -> str | None:
    """The entity tag of a dossier as it stands; None where there is no such dossier for whoever asks."""
    if not ledger.seen_among([subject]):
        return None
    with reading_as(None):
        return tag_of(ledger.ring, subject, ledger.stream(subject))


def _changes(rows: Sequence[Document]) -> dict[int, list[Document]]:
    """Position → each row that changed there: what it said before (None: nothing) and what it says since."""
    found: dict[int, dict[str, Document]] = {}
    for row in rows:
        said = {name: row[name] for name in ("value", "valid_from", "valid_until")}
        for position, side in ((row["known_from"], "after"), (row["known_until"], "before")):
            if position is not None:
                changed = {"view": row["view"], "case": row["case"], "before": None, "after": None}
                found.setdefault(position, {}).setdefault(row["key"], changed)[side] = said
    return {position: list(changed.values()) for position, changed in found.items()}


def _followed(timeline: Sequence[Document]) -> dict[str, list[Document]]:
    """Event id → the later facts that name it, with the field in which they do: corrections, answers, withdrawals."""
    found: dict[str, list[Document]] = {one["event_id"]: [] for one in timeline}
    for one in timeline:
        for field, named in _texts(one["fact"]):
            if named in found and named != one["event_id"]:
                found[named].append({"position": one["position"], "type": one["type"], "field": field})
    return found


def _texts(fact: Document) -> Iterator[tuple[str, str]]:
    """The texts in the fields of a fact, and in lists there."""
    for field, value in fact.items():
        said: Any = value if isinstance(value, list) else [value]
        yield from ((field, text) for text in said if isinstance(text, str))

"""How far a ledger and its views are: one document for the command line, the API and the metrics.

A view that is behind says by how many seconds: the age of the first fact that it does not have yet. What does not fit
or drifted is counted over the whole ledger, also for an administrator, who sees no row of it. Others are not told it:
counted before and after, it would tell them what somebody elsewhere recorded.
"""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import msgspec

from domain.rules.findings import Finding
from projections import FINDING_VIEWS
from replay.figures import Figures
from replay.reading import reading
from replay.reported import ValueNow, count_drifted
from store import lots
from store.readers import Role, reader_now, reading_as

Document = dict[str, Any]
TOLD_OF_THE_WHOLE: frozenset[Role] = frozenset({"auditor", "administrator"})
"""Roles that are told how much of the whole ledger does not fit: numbers, and nothing of anybody."""


def ledger_status(figures: Figures, value_now: ValueNow | None = None) -> Document:
    """Position, root, views; and for who answers for the whole of it what does not fit or could not be read.

    `value_now` may give what reported figures come to, as of the whole ledger, where that was worked out before.
    """
    ledger = figures.ledger
    head = ledger.head()
    document = {
        "ledger": str(ledger.ring.ledger),
        "position": head.position,
        "recorded_at": head.recorded_at.isoformat().replace("+00:00", "Z") if head.recorded_at else None,
        "root": head.root.hex(),
        "views": view_documents(figures),
    }
    reader = reader_now()
    if reader is not None and reader.role not in TOLD_OF_THE_WHOLE:
        return document
    with reading_as(None):
        return document | _counts(figures, head.position, value_now)


def _counts(figures: Figures, position: int, value_now: ValueNow | None) -> Document:
    """What does not fit in the books or could not be read, and which reported figures read differently by now."""
    reported, drifted = count_drifted(figures, value_now)
    found = _findings(figures, position)
    return {
        "rejected_rows": found["ROW_REJECTED"],
        "findings": found.total(),
        "parked": len(figures.rows.parked()),
        "reported": reported,
        "drifted": drifted,
    }


def view_documents(figures: Figures) -> list[Document]:
    """Every view with its version, the position it has come to, and how far it is behind."""
    current, head, now = figures.rows.current(), figures.ledger.head(), datetime.now(UTC)
    waiting = {one.position + 1 for one in current.values() if one.position < head.position}
    events = figures.ledger.events_at(sorted(waiting))
    documents = []
    for name in sorted(figures.follower.views):
        generation = current.get(name)
        position = generation.position if generation else 0
        first = events.get(position + 1)
        since = datetime.fromisoformat(first[0].event.recorded_at) if first else None
        lag_seconds = max(0.0, round((now - since).total_seconds(), 1)) if since else 0.0
        version = generation.version if generation else figures.follower.views[name].version
        documents.append({"name": name, "version": version, "position": position, "lag_seconds": lag_seconds})
    return documents


def _findings(figures: Figures, position: int) -> Counter[str]:
    """How many findings there are of each code, as far as their views have come: counted by what makes them alike.

    Nothing is built: a view that is not there in this version has none.
    """
    found = Counter[str]()
    with reading(figures.follower) as look:
        for view in (one for one in FINDING_VIEWS if one in look.generations):
            decoder = msgspec.json.Decoder(look.views[view].case)
            kinds = lots.lots(look.connection, look.generation(view), lots.Scope(position, None), (), ())
            for number, value in kinds:
                case = decoder.decode(value)
                assert isinstance(case, Finding), f"{view} holds findings"
                found[case.code] += number
    return found

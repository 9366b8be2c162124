"""Differences and drifts as documents: from, to, what separates them, and every case that does."""

from collections.abc import Iterable, Sequence

from domain.counting import Verdict
from replay.answers import Document, event_summary, figure_document, reported_document, total_document
from replay.asking import HasNoAnswer
from replay.case_ids import Ids, ids_of
from replay.comparing import Change, Difference
from replay.reported import Drift, Drifts
from store.ledger import Ledger


def comparison_document(ledger: Ledger, difference: Difference, *, with_cases: bool = True) -> Document:
    """From, to, what separates them, and every case that does; without ids and cases for who may not see them."""
    told = [ids_of(ledger, one.verdicts) if with_cases else None for one in (difference.first, difference.second)]
    document: Document = {
        "from": figure_document(difference.first, told[0]),
        "to": figure_document(difference.second, told[1]),
        "difference": difference.value,
        "parts": dict(difference.parts),
        "pairs": [
            {"from": before, "to": after, "count": count, "effect": effect}
            for (before, after), (count, effect) in difference.pairs.items()
        ],
    }
    if with_cases:
        ids = ids_of_changes(ledger, difference.changes)
        document["cases"] = list(change_documents(ledger, difference.changes, ids))
    return document


def ids_of_changes(ledger: Ledger, changes: Iterable[Change]) -> Ids:
    """What the cases that changed are called."""
    verdicts = (one for change in changes for one in (change.before, change.after) if one is not None)
    return ids_of(ledger, list({one.case.case: one for one in verdicts}.values()))


def change_documents(ledger: Ledger, changes: Sequence[Change], ids: Ids) -> Iterable[Document]:
    """Each case that changed: from, to, which part it belongs to, and the events that say so."""
    events = ledger.events_at(sorted({position for change in changes for position in change.positions}))
    for change in changes:
        yield {
            "case": change.case,
            "id": ids.shown[change.case],
            "from": _verdict(change.before),
            "to": _verdict(change.after),
            "part": change.part,
            "events": [event_summary(events[position][0]) for position in change.positions if position in events],
        }


def _verdict(verdict: Verdict | None) -> Document | None:
    if verdict is None:
        return None
    return {"counted": verdict.counted, "amount": verdict.amount, "reason": verdict.code}


# --- Reported figures and their drift ---


def drifts_document(ledger: Ledger, found: Drifts) -> Document:
    """Every reported figure with its drift, the parts of it and the cases; and the totals of others."""
    return {
        "known_at": {"position": found.position},
        "reported": len({one.reported.event_id for one in found.drifts}),
        "drifted": len({one.reported.event_id for one in found.drifts if one.drift or one.unexplained}),
        "figures": [drift_document(ledger, one) for one in found.drifts],
        "totals_of_others": [total_document(one) for one in found.totals_of_others],
    }


def drift_of_document(ledger: Ledger, found: Drifts, *, with_cases: bool = True) -> Document:
    """The drift of one reported figure, by each version it may have meant; raises HasNoAnswer where there is none."""
    if not found.drifts:
        raise HasNoAnswer("the drift of a figure that was reported", "het verloop van een cijfer dat is gemeld")
    figures = [drift_document(ledger, one, with_cases=with_cases) for one in found.drifts]
    return {"known_at": {"position": found.position}, "figures": figures}


def drift_document(ledger: Ledger, drift: Drift, *, with_cases: bool = True) -> Document:
    """One reported figure beside what its question gives now."""
    document: Document = {
        "reported": reported_document(drift.reported),
        "version": drift.version,
        "value": drift.value,
        "drift": drift.drift,
        "parts": drift.parts,
        "unexplained": drift.unexplained,
        "notes": list(drift.notes),
    }
    if with_cases:
        ids = ids_of_changes(ledger, drift.changes)
        document["cases"] = list(change_documents(ledger, drift.changes, ids))
    return document

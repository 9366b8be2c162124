"""The signals as a document: how many of each kind, then each with its limit, who is on it, and the facts behind it."""

from collections.abc import Sequence
from datetime import date

from domain.event import Recorded
from domain.facts import SignalAcknowledged
from domain.rules.signals import Acknowledged
from domain.signals import ACTORS
from replay.answers import Document, event_summary, head_document
from replay.case_ids import Ids, ids_of
from replay.signals import NotAnswered, SignalRow, Signals
from store.ledger import Ledger


def signals_document(ledger: Ledger, found: Signals, limit: int | None = None) -> Document:
    """The signals as a document: counts per kind first, then so many signals as are asked for."""
    rows = found.rows
    shown = rows if limit is None else rows[:limit]
    heading = signals_heading(found)
    not_answered = {"not_answered": heading.pop("not_answered")}
    return heading | {"signals": signal_documents(ledger, shown), "left_out": len(rows) - len(shown)} | not_answered


def signals_heading(found: Signals) -> Document:
    """What was asked, as known when, how many there are of each kind, and which rules could not be asked."""
    asked = found.asked
    return {
        "asked": {
            "municipality": found.scope.municipality,
            "region": found.scope.region,
            "kinds": list(asked.kinds),
            "assignee": asked.assignee,
            "unassigned": asked.unassigned,
            "coming_days": asked.coming_days,
            "acknowledged": asked.acknowledged,
        },
        "as_of": found.as_of.isoformat(),
        "known_at": head_document(found.known),
        "total": len(found.rows),
        "counts": _counts(found),
        "not_answered": [_not_answered(one) for one in found.not_answered],
    }


def signal_documents(ledger: Ledger, rows: Sequence[SignalRow]) -> list[Document]:
    """Each signal with its limit, who is on it, and the facts behind it."""
    ids = ids_of(ledger, [row.verdict for row in rows])
    positions = sorted({one for row in rows for one in (*row.verdict.positions, *row.acknowledged_at)})
    events = {position: recorded for position, (recorded, _) in ledger.events_at(positions).items()}
    return [_row(row, ids, events) for row in rows]


def _counts(found: Signals) -> list[Document]:
    """Each kind with how many ask for action, how many come up and how many rest; kinds without any are left out."""
    counts = []
    for kind, versions in found.kinds:
        own = [row for row in found.open if row.kind is kind]
        resting = sum(row.kind is kind for row in found.resting)
        if own or resting:
            due = sum(row.is_due for row in own)
            counts.append(
                {
                    "kind": kind.name,
                    "rule": kind.rule,
                    "versions": [
                        {"version": rule.version, "in_force": rule.is_in_force(found.as_of)} for rule in versions
                    ],
                    "actor": kind.actor,
                    "acts": dict(ACTORS[kind.actor]),
                    "sentence": dict(kind.sentence),
                    "due": due,
                    "coming": len(own) - due,
                    "acknowledged": resting,
                }
            )
    return counts


def _row(row: SignalRow, ids: Ids, events: dict[int, Recorded]) -> Document:
    verdict, days = row.verdict, row.days_over
    own = [events[position] for position in verdict.positions if position in events]
    return {
        "signal": row.kind.name,
        "case": row.case.case,
        "id": ids.of(verdict),
        "source": row.case.system,
        "party": row.case.party,
        "municipality": row.case.municipality,
        "rule": row.kind.rule,
        "versions": list(row.verdicts),
        "other_versions": dict(row.others),
        "reason": verdict.code,
        "detail": dict(verdict.reason.detail),
        "is_due": row.is_due,
        "since_on": row.since_on,
        "limit_on": _day(row.limit_on),
        "days_over": days if days is not None and days >= 0 else None,
        "days_left": -days if days is not None and days <= 0 else None,
        "assigned": [{"assignee": one.assignee, "role": one.role, "since_on": one.assigned_on} for one in row.assigned],
        "acknowledged": None if row.acknowledged is None else _acknowledged(row, row.acknowledged, events),
        "about": _about(row, own),
        "about_same_person": row.about_same,
        "events": [event_summary(recorded) for recorded in own],
    }


def _about(row: SignalRow, own: list[Recorded]) -> str:
    """The event that an acknowledgement of this row names: the one that opened the case, else the first behind it."""
    found = [str(recorded.event.event_id) for recorded in own]
    return row.case.case if row.case.case in found else found[0]


def _acknowledged(row: SignalRow, said: Acknowledged, events: dict[int, Recorded]) -> Document:
    return {
        "reason": said.reason,
        "on": said.on,
        "by": _by(said, [events[position] for position in row.acknowledged_at if position in events]),
        "rests_until_on": _day(said.rests_until_on),
        "rests": row.rests,
    }


def _by(said: Acknowledged, among: Sequence[Recorded]) -> str | None:
    """The pseudonym of who acknowledged it; None where the event is not seen, or cannot be told from others."""
    found = [(one.event, one.fact) for one in among if isinstance(one.fact, SignalAcknowledged)]
    same = [event.actor for event, fact in found if (fact.reason, event.occurred_on) == (said.reason, said.on)]
    if same:
        return same[-1]
    return found[0][0].actor if len(found) == 1 else None


def _not_answered(one: NotAnswered) -> Document:
    return {
        "signal": one.kind.name,
        "rule": one.rule.id,
        "version": one.rule.version,
        "parameter": one.parameter.name,
        "sentence": dict(one.parameter.sentence),
        "municipality": one.municipality,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()

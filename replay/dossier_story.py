"""A dossier as one reads it: of each fact what it changed, what stands now, and what became of each decision.

Made from the timeline (`replay/timeline.py`) and from nothing else, so whoever reads it sees what they may see. What is
irrevocable or without effect is judged by the same rules as the figures on decisions.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from domain import rules
from domain.counting import Bounds
from domain.event import Position
from domain.facts import LinkLeftUndecided, RegistrationsLinked, RegistrationsUnlinked
from domain.facts.base import Nature, by_name
from domain.places import Scope
from domain.rules.decisions import DecisionTaken
from domain.rules.legal_life import LegalLife
from projections.legal_life import DECIDED, FOLLOWING
from replay.answers import Document
from replay.asking import today_in_amsterdam
from replay.considered import of_lots
from replay.figures import Figures
from replay.reading import reading

QUIET_FIELDS = frozenset({"case", "party", "system", "record", "positions", "flags", "municipality"})
"""Fields of a row that say where a case comes from, and not what it is."""
CORRECTION_FIELDS = frozenset({"original", "body", "body_schema", "delivery"})
INNER = re.compile(r"[0-9a-f]{64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""A hash or a random id, which says nothing to a reader."""
RETRACTION = "EventRetracted"
ON_LINKS = frozenset(kind.__name__ for kind in (RegistrationsLinked, RegistrationsUnlinked, LinkLeftUndecided))
DECISION_RULES = (rules.versions("decisions-irrevocable")[0], rules.versions("decisions-without-effect")[0])


def is_inner(name: str, value: object) -> bool:
    """Whether a field says nothing to a reader: a hash, or a random id."""
    return name.endswith("_hash") or (isinstance(value, str) and INNER.fullmatch(value) is not None)


def said_before(original: Document, correction: Document, events: Mapping[str, Document]) -> Mapping[str, Any]:
    """What a fact said just before this correction: as an earlier correction of it said last, or as it was recorded."""
    earlier = [
        one
        for one in events.values()
        if one["fact"].get("original") == original["event_id"]
        and one["position"] < correction["position"]
        and "body" in one["fact"]
    ]
    latest = max(earlier, key=lambda one: one["position"], default=None)
    body: Mapping[str, Any] = latest["fact"]["body"] if latest else original["fact"]
    return body


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """(field, what it said, what it says) of each field that differs."""
    names = dict.fromkeys([*before, *after])
    return [(name, before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)]


def story(figures: Figures, timeline: Document) -> Document:
    """The facts, each with what it corrects; the flags that stand now; the links; the decisions and their lives."""
    events = {one["event_id"]: one for one in timeline["events"]}
    now = standing_rows(timeline["events"])
    return {
        "facts": [_fact(one, events) for one in timeline["events"]],
        "flags": sorted({(flag, view) for (view, _), value in now.items() for flag in value.get("flags", ())}),
        "links": [one for one in timeline["events"] if one["type"] in ON_LINKS],
        "decisions": _decisions(figures, timeline, now),
    }


def standing_rows(events: Sequence[Document]) -> dict[tuple[str, str], Mapping[str, Any]]:
    """(view, case) → what the view says of it after these events."""
    now: dict[tuple[str, str], Mapping[str, Any]] = {}
    for one in events:
        for row in one["rows"]:
            if row["after"] is None:
                now.pop((row["view"], row["case"]), None)
            else:
                now[row["view"], row["case"]] = row["after"]["value"]
    return now


def _fact(event: Document, events: Mapping[str, Document]) -> Document:
    """A fact with its fields, or with what it changes in an earlier one; and the rows that it changed."""
    original = events.get(str(event["fact"].get("original", "")))
    body = event["fact"].get("body")
    corrected: list[tuple[str, Any, Any]] = []
    if original is not None and body is not None:
        corrected = changes(said_before(original, event, events), body)
        if event["occurred_on"] != original["occurred_on"]:
            corrected.insert(0, ("occurred_on", original["occurred_on"], event["occurred_on"]))
    fields = {name: value for name, value in event["fact"].items() if name not in CORRECTION_FIELDS}
    return {
        **event,
        "original": None if original is None else {"position": original["position"], "type": original["type"]},
        "retracts": event["type"] == RETRACTION,
        "corrected": corrected,
        "fields": [(name, value) for name, value in fields.items() if value is not None and value != []],
        "rows": [_row(row) for row in event["rows"]],
    }


def _row(row: Document) -> Document:
    """A row before and after a fact: the fields that differ, without those that say where it comes from."""
    before, after = (
        {} if row[side] is None else {k: v for k, v in row[side]["value"].items() if k not in QUIET_FIELDS}
        for side in ("before", "after")
    )
    flags = [set(row[side]["value"].get("flags", ())) if row[side] else set() for side in ("before", "after")]
    return {
        "view": row["view"],
        "is_new": row["before"] is None,
        "is_gone": row["after"] is None,
        "changed": changes(before, after),
        "flags_new": sorted(flags[1] - flags[0]),
        "flags_gone": sorted(flags[0] - flags[1]),
    }


# --- Decisions ---


def _decisions(
    figures: Figures, timeline: Document, now: Mapping[tuple[str, str], Mapping[str, Any]]
) -> list[Document]:
    """The decisions in a dossier that stand, each with the stages of its legal life and how it is today.

    What was decided on a decision stands in its life. Of what another decided only that of which more is told.
    """
    kinds = {kind.__name__ for kind in DECIDED - FOLLOWING}
    taken = [
        one
        for one in timeline["events"]
        if one["type"] in kinds
        and (by_name(one["type"]).nature is Nature.DECISION or ("decisions", one["event_id"]) in now)
        and not any(later["type"] == RETRACTION for later in one["followed_by"])
    ]
    cases = {case: msgspec.convert(value, DecisionTaken) for (view, case), value in now.items() if view == "decisions"}
    ledger = figures.ledger
    today = today_in_amsterdam(ledger.database_now())
    known_at = Position(timeline["known_at"]["position"])
    bounds, scope = Bounds(as_of=today, known_at=known_at), Scope()
    with reading(figures.follower, known_at) as look:
        verdicts = [
            {
                one.case.case: one
                for one in figures.judged(look, rule, bounds, scope, of_lots(list(cases.values()))).verdicts
            }
            for rule in DECISION_RULES
        ]
    return [
        {
            "position": one["position"],
            "type": one["type"],
            "stages": list(_stages(cases[one["event_id"]].life))
            if one["event_id"] in cases
            else [_stage("TAKEN", _last_said_on(one, timeline["events"]))],
            "today": [
                {
                    "rule": rule.id,
                    "version": rule.version,
                    "reason": found[one["event_id"]].code,
                    "detail": dict(found[one["event_id"]].reason.detail),
                }
                for rule, found in zip(DECISION_RULES, verdicts, strict=True)
                if one["event_id"] in found
            ],
        }
        for one in taken
    ]


def _last_said_on(decision: Document, events: Sequence[Document]) -> str | None:
    """The day of a decision, as it was last corrected."""
    of_it = [one for one in events if one["event_id"] == decision["event_id"] or _corrects(one, decision)]
    on: str | None = of_it[-1]["occurred_on"]
    return on


def _corrects(one: Document, decision: Document) -> bool:
    return "body" in one["fact"] and one["fact"].get("original") == decision["event_id"]


def _stage(code: str, on: object, **more: object) -> Document:
    told = {"outcome": None, "in_time": None, "until_on": None} | more
    return {"code": code, "on": on.isoformat() if isinstance(on, date) else on, **told}


def _stages(life: LegalLife) -> Iterator[Document]:
    """What happened to a decision, from the day it was taken on: made known, contested and answered, changed."""
    yield _stage("TAKEN", life.decided_on)
    yield _stage("NOTIFIED" if life.is_notified else "NOT_NOTIFIED", life.notified_on)
    for contest in life.contests:
        yield _stage(contest.kind, contest.lodged_on, in_time=contest.in_time)
        for answer in contest.answers:
            yield _stage(f"{contest.kind}_ANSWERED", answer.life.decided_on, outcome=answer.outcome)
    for act in life.acts:
        if act.by not in ("OBJECTION", "APPEAL"):
            yield _stage(act.by, act.life.decided_on, until_on=act.until_on and act.until_on.isoformat())

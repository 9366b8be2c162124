"""The shapes of the answers: one object for people and machines, as plain JSON documents.

Names and nesting follow the published shapes; they only grow. Ids shown are those of `replay/case_ids.py`; `case` is
the random id.
"""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from domain.closings import Closing
from domain.counting import Conflict, Passage, Rule, Verdict
from domain.declaration import declaration_bytes
from domain.event import Recorded, instant
from domain.facts.base import by_number
from domain.precision import Interval
from domain.quotas import Beside, Quota
from domain.ratio import Measured
from domain.reported import Reported, TotalOfOthers
from replay.breakdowns import Breakdown
from replay.case_ids import Ids, IdsInOrder
from replay.deciding import deciding
from replay.figures import Answer
from replay.judged_again import JudgedAgain
from replay.opened import Listed
from replay.reading import batched
from replay.seen import OF_LINKS, flags_as_seen, seen_among
from replay.sentences import sentences
from store.ledger import Head, Ledger

EVENTS_AT_ONCE = 2_000
Document = dict[str, Any]


def figure_document(answer: Answer, ids: Ids | IdsInOrder | None) -> Document:
    """One answer. Without `ids` (a reader who may not see them) the lists of ids are left out; the funnel never is."""
    document: Document = {
        "rule": rule_document(answer.rule, answer.parameters),
        "scope": scope_document(answer),
        "period": period_document(answer),
        "as_of": answer.bounds.as_of.isoformat(),
        "registered_by": _day(answer.bounds.registered_by),
        "known_at": head_document(answer.known),
        "series": "running" if answer.closing is None else "closed",
        "closing": None if answer.closing is None else closing_document(answer.closing),
        "value": answer.value,
        "interval": _interval(answer.tally.interval),
        "unit": answer.rule.unit,
        "kind": answer.rule.kind,
        "considered": answer.tally.considered,
        "funnel": answer.funnel,
    }
    if ids is not None:
        document |= ids.lists(answer)
    document |= {
        "quotas": [_beside(beside) for beside in answer.beside],
        "refused": [{"quota": quota_document(quota), "reason": reason} for quota, reason in answer.refused],
        "conflicts": [conflict_document(conflict) for conflict in answer.conflicts],
        "flags": [{"code": flag.code, "cases": flag.cases} for flag in answer.flags],
        "by": None if answer.breakdown is None else breakdown_document(answer.breakdown),
        "reported": [reported_document(one) | {"drift": one.drift(answer.value)} for one in answer.reported],
        "totals_of_others": [
            total_document(one) | {"reason": one.refused_because(answer.rule.unit)} for one in answer.totals_of_others
        ],
        "ratio": None if answer.measured is None else ratio_document(answer.measured, ids),
        "sentences": sentences([answer]),
    }
    return document


def scope_document(answer: Answer) -> Document:
    """Where it is asked about: the municipality, or the region with its members on the day, and by which division."""
    scope, merger = answer.scope, answer.merger
    on = scope.division_on or answer.bounds.as_of
    return {
        "municipality": answer.municipality,
        "name": answer.municipality_name,
        "region": scope.region,
        "division": _day(scope.division_on),
        "members": None if scope.region is None else sorted(scope.places.members(scope.region, on)),
        "went_into": None if merger is None else {"municipality": merger.into_code, "on": merger.on.isoformat()},
    }


def closing_document(closing: Closing) -> Document:
    """The closing of a reporting period, and from which day on entries no longer counted for it."""
    return {
        "position": closing.position,
        "closed_on": closing.closed_on,
        "scheme": closing.scheme,
        "rule": closing.rule,
        "municipality": closing.municipality,
        "period": {"from": _day(closing.period.from_on), "until": _day(closing.period.until_on)},
        "entry_until_on": _day(closing.entry_until_on),
        "document": closing.document,
    }


def reported_document(reported: Reported) -> Document:
    """A figure as it was told: value, precision, document, and where that stands in the ledger."""
    fact = reported.fact
    return {
        "position": reported.position,
        "event_id": reported.event_id,
        "rule": fact.rule,
        "version": fact.version,
        "municipality": reported.municipality,
        "value": fact.value,
        "interval": _interval(reported.told_as),
        "precision": fact.precision,
        "unit": fact.unit,
        "dimension": fact.dimension,
        "dimension_value": fact.dimension_value,
        "period": None
        if reported.period is None
        else {"from": _day(fact.period_from), "until": _day(fact.period_until)},
        "as_of": _day(reported.as_of),
        "registered_by": _day(fact.registered_by),
        "computed_here": fact.computed_here,
        "known_at_position": fact.known_at_position,
        "verdicts_hash": fact.verdicts_hash,
        "document": fact.document,
        "document_on": _day(fact.document_on),
        "wording": fact.wording,
    }


def total_document(total: TotalOfOthers) -> Document:
    """A total as somebody else reported it, with the values it may mean. `reason` beside it says why it is no match."""
    fact = total.fact
    return {
        "position": total.position,
        "name": fact.name,
        "scheme": fact.scheme,
        "reporter": fact.reporter,
        "municipality": total.municipality,
        "value": fact.value,
        "decimals": fact.decimals or 0,
        "interval": _interval(total.told_as),
        "precision": fact.precision,
        "unit": fact.unit,
        "dimension": fact.dimension,
        "dimension_value": fact.dimension_value,
        "period": None
        if fact.period_from is None and fact.period_until is None
        else {"from": _day(fact.period_from), "until": _day(fact.period_until)},
        "as_of": _day(fact.as_of),
        "document": fact.document,
        "document_on": _day(fact.document_on),
        "wording": fact.wording,
    }


def breakdown_document(breakdown: Breakdown) -> list[Document]:
    """The parts of a figure: each with its class in every dimension, null where nobody said, and its value."""
    names = [one.name for one in breakdown.dimensions]
    return [
        dict(zip(names, part.classes, strict=True))
        | {"value": part.value, "counted": part.counted, "considered": part.considered}
        for part in breakdown.parts
    ]


def ratio_document(measured: Measured[Verdict], ids: Ids | IdsInOrder | None) -> Document:
    """A ratio with both of its lists: `counted` of the answer is the numerator, `population` is what it is of."""
    ratio = measured.ratio
    document: Document = {
        "numerator": measured.numerator,
        "denominator": measured.denominator,
        "value": _share(measured.value),
        "unit": ratio.unit,
        "rounding": {"decimals": ratio.decimals, "mode": "half-up"},
        "rest": sorted(ratio.rest),
        "median": _share(measured.median),
        "per": ratio.per,
        "parts": dict(measured.parts),
        "norm": None,
    }
    if ratio.norm is not None and measured.norm is not None:
        document["norm"] = {
            "sentence": dict(ratio.norm.sentence),
            "value": measured.norm,
            "holds": ratio.norm.holds,
            "reached": measured.is_reached,
            "beyond": list(measured.beyond),
        }
    if ids is not None:
        document["population"] = [name for _, name in ids.called(measured.population)]
    return document


def answers_document(documents: Sequence[Document], answers: Sequence[Answer]) -> Document:
    """One answer as it is; more than one side by side, with the conflicts between them named and no value."""
    if len(documents) == 1:
        return documents[0]
    conflicts: list[Document] = []
    for document in documents:
        for conflict in document["conflicts"]:
            if all(known["why"] != conflict["why"] for known in conflicts):
                conflicts.append(conflict)
    return {"answers": list(documents), "conflicts": conflicts, "sentences": sentences(answers)}


def rule_document(rule: Rule, parameters: Iterable[Any] = ()) -> Document:
    """A rule version: sentence, source, period in force, ordered tests, the parameter values used, content hash."""
    return {
        "id": rule.id,
        "version": rule.version,
        "sentence": dict(rule.sentence),
        "source": [passage_document(passage) for passage in rule.source],
        "in_force": {"from": _day(rule.in_force_from), "until": _day(rule.in_force_until)},
        "tests": [{"code": test.code, "sentence": dict(test.sentence), "counts": test.counts} for test in rule.tests],
        "otherwise": {"code": rule.otherwise, "counts": rule.counts_otherwise},
        "parameters": [
            {
                "name": one.name,
                "value": list(one.value) if isinstance(one.value, tuple) else one.value,
                "source": one.source,
                "municipality": one.municipality,
            }
            for one in parameters
        ],
        "hash": sha256(declaration_bytes(rule)).hexdigest(),
    }


def passage_document(passage: Passage) -> Document:
    """Where something stands: document, place, words, requirement number."""
    return {
        "document": passage.document,
        "place": passage.place,
        "words": passage.words,
        "requirement": passage.requirement,
    }


def conflict_document(conflict: Conflict) -> Document:
    """A contradiction that the documents leave standing."""
    return {
        "with_version": conflict.with_version,
        "why": dict(conflict.why),
        "sources": [passage_document(passage) for passage in conflict.sources],
        "interval": _interval(conflict.interval),
    }


def quota_document(quota: Quota) -> Document:
    """A quota with its setter, in the words of its source."""
    return {
        "setter": quota.setter,
        "kind": quota.kind,
        "unit": quota.unit,
        "amount": quota.amount,
        "precision": quota.precision,
        "interval": _interval(quota.interval) if quota.precision != "exact" else None,
        "scheme": quota.scheme,
        "period": {"from": _day(quota.period_from), "until": _day(quota.period_until)},
        "document_on": _day(quota.document_on),
        "source": passage_document(quota.passage),
        "positions": list(quota.positions),
    }


def _beside(beside: Beside) -> Document:
    share = beside.share_interval
    return quota_document(beside.quota) | {
        "allowed_by": passage_document(beside.source),
        "to_go": beside.to_go,
        "share": _share(beside.share),
        "to_go_interval": _interval(beside.to_go_interval),
        "share_interval": share and {"from": _share(share.from_share), "until": _share(share.until_share)},
    }


def case_documents(
    ledger: Ledger, verdicts: Iterable[Verdict], ids: Ids | IdsInOrder, answer: Answer | Listed
) -> Generator[Document]:
    """Each case with verdict, reason, detail, limit and the events that decided it; read from the ledger in batches.

    The events of a list that is not held are read on the connection of its look: a second might not be there.
    """
    for batch in batched(ids.called(verdicts), EVENTS_AT_ONCE):
        positions = sorted({position for verdict, _ in batch for position in verdict.positions})
        if isinstance(verdicts, JudgedAgain):
            events = ledger.events_at_in(verdicts.look.connection, positions)
        else:
            events = ledger.events_at(positions)
        yield from _cases(ledger, batch, events, answer)


def _cases(
    ledger: Ledger,
    called: Sequence[tuple[Verdict, str]],
    events: Mapping[int, tuple[Recorded, bytes]],
    answer: Answer | Listed,
) -> Iterator[Document]:
    linked = {verdict.case.case: _named(verdict) for verdict, _ in called if OF_LINKS.intersection(verdict.flags)}
    seen = seen_among(ledger, (one for some in linked.values() for one in some)) if linked else frozenset[str]()
    for verdict, name in called:
        yield {
            "case": verdict.case.case,
            "id": name,
            "source": verdict.case.system,
            "party": verdict.case.party,
            "counted": verdict.counted,
            "amount": verdict.amount,
            "unit": answer.rule.unit,
            "between": _interval(verdict.between),
            "reason": verdict.code,
            "detail": dict(verdict.reason.detail),
            "limit_on": _day(verdict.reason.limit_on),
            "days_over": verdict.reason.days_over,
            "flags": flags_as_seen(verdict.flags, linked.get(verdict.case.case, ()), seen),
            "events": [event_summary(one) for one in deciding(verdict, events, answer.bounds.as_of)],
        }


def _named(verdict: Verdict) -> tuple[str, ...]:
    """The registrations of the person that a case is about."""
    person = getattr(verdict.case, "person", None)
    return () if person is None else (person, *getattr(verdict.case, "aliases", ()))


def event_summary(recorded: Recorded) -> Document:
    """An event in one line: position, type, dates, source."""
    event = recorded.event
    return {
        "position": recorded.position,
        "type": by_number(event.type).name,
        "occurred_on": event.occurred_on,
        "registered_on": _day(event.registered_on),
        "source": event.source.system if event.source else None,
    }


def head_document(head: Head) -> Document:
    """A checkpoint: position, instant of its last event, root of the tree."""
    return {
        "position": head.position,
        "recorded_at": instant(head.recorded_at) if head.recorded_at else None,
        "root": head.root.hex(),
    }


def period_document(answer: Answer) -> Document | None:
    """The period asked, half-open."""
    period = answer.bounds.period
    return None if period is None else {"from": _day(period.from_on), "until": _day(period.until_on)}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _interval(interval: Interval | None) -> Document | None:
    return None if interval is None else {"from": interval.from_amount, "until": interval.until_amount}


def _share(share: Decimal | None) -> float | None:
    return None if share is None else float(share)

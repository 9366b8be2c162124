"""What became of a file, as a document: the same for the command line and for whoever sends it to the server.

What a row holds is never repeated: a rejected row is told by line, column and reason, a finding by code and record id.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from domain.facts import ControlTotalCompared, DeliveryCompleted, FileReceived, RowRejected
from domain.rules.findings import Finding
from exchange.importing import Report
from exchange.observed import RowRefused
from exchange.row_refusals import ADVICE, CellIsRefused, rejected_document
from exchange.totals import totals_document
from projections import FINDING_VIEWS, VIEWS
from projections.history import Standing, standing
from replay.answers import Document
from replay.figures import Figures
from replay.follow import Follower, Progress
from replay.found import finding_documents
from replay.wording import NOTHING, Wording
from store.ledger import Ledger

IDS_SHOWN_MAX = 10


@dataclass(frozen=True, slots=True)
class FoundNew:
    """Findings of one code that were not there before the import."""

    code: str
    resolver: str
    count: int
    ids: Sequence[str]


def bring_up_findings(ledger: Ledger, progress: Progress) -> None:
    """Bring the views of findings up to the ledger; the other views are brought up when somebody asks them."""
    Follower(ledger, {view: VIEWS[view] for view in FINDING_VIEWS}).follow(progress=progress)


def new_findings(figures: Figures, before: int, shown: Callable[[Document], str]) -> list[FoundNew]:
    """Findings that rest on an event after this position, per code; `shown` says what one is about."""
    ledger = figures.ledger
    head = ledger.head().position
    if head == before:
        return []
    found: dict[tuple[str, str], list[Finding]] = {}
    for view in FINDING_VIEWS:
        for case, _ in figures.stored_cases(view, head):
            if isinstance(case, Finding) and max(case.positions, default=0) > before:
                found.setdefault((case.code, case.resolver), []).append(case)
    new = []
    for (code, resolver), cases in sorted(found.items(), key=lambda item: -len(item[1])):
        told = sorted(cases, key=lambda one: one.positions)[:IDS_SHOWN_MAX]
        ids = [shown(document) for document in finding_documents(ledger, told)]
        new.append(FoundNew(code, resolver, len(cases), list(dict.fromkeys(ids))))
    return new


def shown_in_document(found: Document) -> str:
    """What a finding is about, in the same words in every language: the source's own id, of two that may be one person
    both; of a finding about a delivery the line, or what was totalled."""
    detail = found["detail"]
    if found["code"] == "IDENTITY_CONFLICT":
        return " = ".join(record["id"] or NOTHING for record in found["records"]) or NOTHING
    if found["id"] is not None:
        return str(found["id"])
    if "total" in detail:
        return str(detail["total"])
    return f"line {detail['line']}" if "line" in detail else str(found["finding"])


def import_document(file: str, report: Report | None, findings: Sequence[FoundNew], error: Document | None) -> Document:
    """What became of one file; `error` where it could not be taken, or not to its end."""
    refused = {} if error is None else {"error": error}
    if report is None:
        return {"file": file, **refused}
    return {
        "file": file,
        **refused,
        "profile": report.profile,
        "rows": report.rows,
        "facts": report.facts,
        "corrections": report.corrections,
        "unchanged": report.unchanged,
        "missing": report.missing,
        "left": report.left,
        "links": asdict(report.decided),
        "taken_before": report.taken_before,
        "rejected": rejected_document(report.rejected),
        "findings": [_finding(one) for one in findings],
        "totals": totals_document(report.totals),
        "notices": list(report.notices),
    }


def taken_document(ledger: Ledger, delivery: UUID) -> Document | None:
    """What the ledger itself says of a delivery, also long after; None where it knows none, or not for who asks.

    What was linked and found meanwhile is not told again: it may have changed since.
    """
    stand = standing(ledger.stream(delivery))
    received = _last(stand, FileReceived)
    if received is None:
        return None
    completed = _last(stand, DeliveryCompleted)
    rejected = [one.fact for one in stand if isinstance(one.fact, RowRejected)]
    totals = [one.fact for one in stand if isinstance(one.fact, ControlTotalCompared)]
    counts = ("rows", "facts", "corrections", "unchanged", "missing")
    return {
        "profile": received.fact.profile,
        **{name: None if completed is None else getattr(completed.fact, name) for name in counts},
        "rejected": rejected_document([_rejected(fact) for fact in rejected]),
        "totals": totals_document(totals),
        "bytes": received.fact.bytes,
        "is_whole": completed is not None,
    }


def _last(stand: Sequence[Standing], kind: type[object]) -> Standing | None:
    return next((one for one in reversed(stand) if isinstance(one.fact, kind)), None)


def _rejected(fact: RowRejected) -> RowRefused:
    advice = ADVICE.get(fact.reason, ("", ""))
    return CellIsRefused(fact.reason, advice=advice).as_row(fact.line, fact.column, fact.value_kind, "")


def _finding(one: FoundNew) -> Document:
    return {
        "code": one.code,
        "count": one.count,
        "sentence": {"nl": Wording("nl").code_sentence(one.code), "en": Wording("en").code_sentence(one.code)},
        "resolver": one.resolver,
        "ids": list(one.ids),
    }

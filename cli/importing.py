"""The command `import`: each file read, what became of it told, and what does not fit named.

What a row holds is never repeated: a rejected row is told by line, column and reason, a finding by code and record id.
"""

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Literal, cast

from cli.errors import problem_of
from cli.journal import note
from cli.session import Document, Session
from cli.wiring import Book
from domain.municipalities import find_code
from exchange import refusals
from exchange.delivery import Delivery, open_delivery
from exchange.found_words import name_of_finding, total_in_words
from exchange.import_documents import FoundNew, bring_up_findings, import_document, new_findings, shown_in_document
from exchange.importing import Arrival, Import, Report, TakenInPart
from exchange.totals import Stated
from replay.asking import today_in_amsterdam

HASH_BYTES_AT_ONCE = 1 << 20
IDS_SHOWN_MAX = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says of the files."""

    profile: str | None = None
    municipality: str | None = None
    source: str | None = None
    delivered_on: date | None = None
    delivery: str | None = None
    stated: Stated = field(default_factory=Stated)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file: its report and the findings it brought, or the problem it was refused with."""

    file: str
    report: Report | None
    findings: Sequence[FoundNew] = ()
    problem: tuple[str, str] | None = None
    notices: Sequence[str] = ()

    @property
    def is_taken(self) -> bool:
        """Whether it was taken, or was there already; a file that broke off halfway was not."""
        report = self.report
        return (
            report is not None
            and self.problem is None
            and bool(report.facts or report.corrections or report.unchanged or report.rows > len(report.rejected))
        )


def import_one(session: Session, book: Book, file: Path, asked: Asked) -> Taken:
    """One file: opened, recorded, and the views brought up to it. A refusal is told and stops no other file."""
    before = book.ledger.head().position
    try:
        delivery = _delivery(book, file, asked)
        begun = time.monotonic()
        with session.progress_of("wait.import", "wait.linking", file=file.name) as (reading, linking):
            report = Import(book.ledger, delivery, _arrival(session, file, delivery, asked)).run(reading, linking)
    except refusals.FileRefused as error:
        problem = problem_of(error, session.wording)
        assert problem is not None, "a refused file is an expected error"
        note("file_refused", reason=problem.reason)
        told = (problem.reason, problem.message)
        if not isinstance(error, TakenInPart):
            return Taken(file.name, None, problem=told)
        _bring_up_findings(session, book)
        return Taken(
            file.name, error.report, _found_since(session, book, before), told, _notices(session, error.report)
        )
    taken_at = time.monotonic()
    _bring_up_findings(session, book)
    note(
        "file_taken",
        rows=report.rows,
        seconds_recording=round(taken_at - begun, 3),
        seconds_following=round(time.monotonic() - taken_at, 3),
    )
    return Taken(file.name, report, _found_since(session, book, before), notices=_notices(session, report))


def _bring_up_findings(session: Session, book: Book) -> None:
    with session.progress("wait.rebuild") as progress:
        bring_up_findings(book.ledger, progress)


def _notices(session: Session, report: Report) -> Sequence[str]:
    """What to know of the file, in the language of the session where it is told in both."""
    is_told = session.wording.language == "nl" and len(report.notices_dutch) == len(report.notices)
    return report.notices_dutch if is_told else report.notices


def was_received(session: Session, book: Book, file: Path, asked: Asked) -> bool:
    """Whether this file was brought into the ledger before, whole or in part."""
    delivery = _delivery(book, file, asked)
    begun = Import(book.ledger, delivery, _arrival(session, file, delivery, asked))
    return bool(book.ledger.stream(begun.id))


def _delivery(book: Book, file: Path, asked: Asked) -> Delivery:
    names = book.figures.municipality_names()
    return open_delivery(
        file,
        resolve_municipality=lambda text: find_code(text, names),
        profile=asked.profile,
        municipality=asked.municipality,
        source=asked.source,
    )


def _arrival(session: Session, file: Path, delivery: Delivery, asked: Asked) -> Arrival:
    """How it came: the day it was delivered is the one told, else the one the file says, else today in Amsterdam."""
    return Arrival(
        file_name=file.name,
        file_sha256=sha256_of(file),
        delivered_on=asked.delivered_on or delivery.delivered_on or today_in_amsterdam(datetime.now(UTC)),
        kind=cast(Literal["full", "changes"], asked.delivery or delivery.delivery),
        actor=session.settings.actor,
        stated=asked.stated,
    )


def sha256_of(file: Path) -> str:
    """The hash of a file's bytes, read in parts."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while part := stream.read(HASH_BYTES_AT_ONCE):
            digest.update(part)
    return digest.hexdigest()


def _found_since(session: Session, book: Book, before: int) -> list[FoundNew]:
    """The findings that the file brought, told in words on a terminal."""
    return new_findings(book.figures, before, shown_in_document if session.as_json else partial(_shown_id, session))


def _shown_id(session: Session, found: Document) -> str:
    """What a finding is about, in the language of the session."""
    wording, detail = session.wording, found["detail"]
    if found["code"] == "IDENTITY_CONFLICT" or found["id"] is not None:
        return shown_in_document(found)
    if "total" in detail:
        return total_in_words(wording, detail["total"])
    return f"{wording.say('import.line')} {detail['line']}" if "line" in detail else name_of_finding(wording, found)


def document_of(taken: Taken) -> Document:
    """What became of one file, as a document."""
    error = None if taken.problem is None else dict(zip(("reason", "message"), taken.problem, strict=True))
    return import_document(taken.file, taken.report, taken.findings, error)


def report_counts(session: Session, results: Sequence[Taken]) -> None:
    """Numbers for the log."""
    reports = [one.report for one in results if one.report is not None]
    session.counts |= {
        "files": len(results),
        "rows": sum(one.rows for one in reports),
        "facts": sum(one.facts for one in reports),
        "corrections": sum(one.corrections for one in reports),
        "rejected": sum(len(one.rejected) for one in reports),
    }

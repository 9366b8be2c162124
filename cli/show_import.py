"""What became of the files that were imported, on the terminal."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich.text import Text

from cli.importing import Asked, Taken, document_of, import_one, report_counts
from cli.rendering import heading, indented, lines, section, table
from cli.session import Session
from cli.show_rows import show_rejected, show_totals, table_of_findings
from cli.wiring import Book
from exchange.import_documents import FoundNew
from exchange.importing import Report
from replay.wording import listed

IDS_SHOWN_MAX = 6


def import_all(session: Session, book: Book, files: Sequence[Path], asked: Asked) -> bool:
    """Take the files one after the other and show what became of them; gives whether every one was taken."""
    results = [import_one(session, book, file, asked) for file in files]
    report_counts(session, results)
    if session.as_json:
        documents = [document_of(one) for one in results]
        session.write_json(documents if len(documents) > 1 else documents[0])
    else:
        show_import(session, results, book.ledger.head().position)
    return all(one.is_taken for one in results)


def show_import(session: Session, results: Sequence[Taken], position: int) -> None:
    """A table of the files; below it what was rejected, found and noticed, file by file."""
    out, wording = session.out, session.wording
    if any(taken.report for taken in results):
        _show_counts(session, results, position)
    for taken in results:
        _show_one(session, taken, is_named=len(results) > 1)
    if any(taken.is_taken for taken in results):
        out.print()
        lines(out, [wording.say("import.ready", position=wording.number(position))])


def _show_counts(session: Session, results: Sequence[Taken], position: int) -> None:
    out, wording = session.out, session.wording
    heading(out, wording.say("import.done"), wording.say("axis.position", position=wording.number(position)))
    names = ("rows", "facts", "corrections", "unchanged", "rejected")
    columns = [(wording.say("import.file"), "left"), *((wording.say(f"import.{name}"), "right") for name in names)]
    made = table(columns, [0])
    for taken in results:
        counts = _counts(taken.report)
        cells = [wording.number(count) for count in counts] if counts else ["–"] * len(names)
        style = "red" if not taken.is_taken else ""
        profile = f"\n{wording.say('import.profile')} {taken.report.profile}" if taken.report else ""
        made.add_row(Text(taken.file, style=style) + Text(profile, style="dim"), *cells)
    indented(out, made)


def _counts(report: Report | None) -> tuple[int, ...]:
    if report is None:
        return ()
    return report.rows, report.facts, report.corrections, report.unchanged, len(report.rejected)


def _show_one(session: Session, taken: Taken, *, is_named: bool) -> None:
    out, wording, report = session.out, session.wording, taken.report
    if taken.problem is not None:
        session.tell_error(f"{taken.file}: {taken.problem[1]}")
        return
    assert report is not None, "no problem, then a report"
    suffix = f" · {taken.file}" if is_named else ""
    if report.taken_before:
        out.print()
        lines(out, [f"{taken.file}: {wording.say('import.taken_before')}"])
    if report.rejected:
        section(out, wording.say("import.rejected").capitalize() + suffix)
        show_rejected(session, report.rejected)
    if any(asdict(report.decided).values()):
        out.print()
        lines(out, [wording.say("import.links", **asdict(report.decided)) + suffix])
    if report.totals:
        section(out, wording.say("import.totals") + suffix)
        show_totals(session, report.totals)
    if taken.findings:
        section(out, wording.say("import.findings") + suffix)
        _show_findings(session, taken.findings)
    if taken.notices:
        section(out, wording.say("part.flags") + suffix)
        lines(out, taken.notices, "·")
    if not taken.is_taken:
        session.tell_error(wording.say("import.nothing", file=taken.file, rows=wording.number(report.rows)))


def _show_findings(session: Session, findings: Sequence[FoundNew]) -> None:
    wording = session.wording
    made = table_of_findings(wording)
    for one in findings:
        ids = listed(one.ids, IDS_SHOWN_MAX, one.count)
        made.add_row(one.code, wording.number(one.count), f"{wording.code_sentence(one.code)}\n{ids}")
    indented(session.out, made)

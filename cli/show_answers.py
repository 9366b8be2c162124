"""Answers as they are given: one, or several side by side; on a terminal or as a document; opened or not."""

from collections.abc import Iterable, Sequence

from rich.text import Text

from cli.rendering import heading, indented, lines, section, table
from cli.session import Document, Session
from cli.show_figure import ordered_codes, show_figure, show_versions
from replay.answers import answers_document, case_documents, figure_document, ids_of
from replay.figures import Answer
from replay.wording import NOTHING, listed
from store.ledger import Ledger

EVENTS_SHOWN_MAX = 3
ROWS_AT_ONCE = 500


def write_answers(session: Session, ledger: Ledger, answers: Sequence[Answer], *, is_opened: bool) -> None:
    """The answers as one JSON document."""
    named = [(answer, ids_of(ledger, answer.verdicts)) for answer in answers]
    documents = [figure_document(answer, ids) for answer, ids in named]
    if not is_opened:
        session.write_json(answers_document(documents))
    elif len(named) == 1:
        answer, ids = named[0]
        cases = case_documents(ledger, answer.verdicts, ids, answer.rule.unit)
        session.write_json_with_cases(documents[0], cases)
    else:
        opened = [
            document | {"cases": list(case_documents(ledger, answer.verdicts, ids, answer.rule.unit))}
            for document, (answer, ids) in zip(documents, named, strict=True)
        ]
        session.write_json(answers_document(opened))


def show_answers(session: Session, ledger: Ledger, answers: Sequence[Answer], *, is_opened: bool) -> None:
    """The answers on the terminal."""
    out, wording = session.out, session.wording
    if len(answers) > 1:
        show_versions(out, wording, answers)
    elif not is_opened:
        show_figure(out, wording, answers[0])
    if is_opened:
        for answer in answers:
            show_figure(out, wording, answer, is_opened=True)
            show_cases(session, ledger, answer)
    out.print()


def show_cases(session: Session, ledger: Ledger, answer: Answer) -> None:
    """Every case with its verdict; what was counted first, then reason by reason in the order of the tests."""
    out, wording = session.out, session.wording
    order = {code: place for place, code in enumerate(ordered_codes(answer), 1)}
    verdicts = sorted(answer.verdicts, key=lambda one: 0 if one.counted else order[one.code])
    ids = ids_of(ledger, verdicts)
    heading(out, wording.say("part.cases"), f"{answer.rule.id} · {answer.rule.version}")
    documents = case_documents(ledger, verdicts, ids, answer.rule.unit)
    for batch in _batched(documents):
        _show_batch(session, answer, batch)
    codes = ordered_codes(answer)
    if codes:
        section(out, wording.say("case.why"))
        lines(out, [f"{code}: {wording.test_sentence(answer.rule, code)}" for code in codes], "·")


def _batched(documents: Iterable[Document]) -> Iterable[list[Document]]:
    """Long lists in parts, so that the first cases are on the screen before the last are read."""
    batch: list[Document] = []
    for document in documents:
        batch.append(document)
        if len(batch) == ROWS_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _show_batch(session: Session, answer: Answer, cases: Sequence[Document]) -> None:
    wording = session.wording
    has_limits = any(case["limit_on"] for case in cases)
    has_amounts = answer.rule.unit == "cents" or any(case["amount"] not in (0, 1) for case in cases)
    has_sources = len({case["source"] for case in cases}) > 1 or session.out.width >= 100
    columns = [(wording.say("case.id"), "left")]
    columns += [(wording.say("case.source"), "left")] if has_sources else []
    columns += [(wording.say("case.verdict"), "left")]
    columns += [(wording.say("case.amount"), "right")] if has_amounts else []
    if has_limits:
        columns += [(wording.say("case.limit_on"), "left"), (wording.say("case.days_over"), "right")]
    columns.append((wording.say("case.events"), "left"))
    made = table(columns, [len(columns) - 1])
    for case in cases:
        mark = "✓ " if case["counted"] else "  "
        style = "green" if case["counted"] else ""
        cells: list[Text | str] = [Text(case["id"], style=style)]
        cells += [Text(str(case["source"]), style="dim")] if has_sources else []
        cells.append(Text(mark + case["reason"], style=style))
        cells += [wording.amount(case["amount"], answer.rule.unit)] if has_amounts else []
        if has_limits:
            cells += [wording.short_day(case["limit_on"]), _days(case["days_over"])]
        cells.append(Text(_events(session, case), style="dim"))
        made.add_row(*cells)
    indented(session.out, made)


def _days(days: int | None) -> str:
    return NOTHING if days is None else str(days)


def _events(session: Session, case: Document) -> str:
    """The deciding facts in short, and the details of the reason."""
    wording = session.wording
    events = [f"{one['type']} {wording.short_day(one['occurred_on'])} #{one['position']}" for one in case["events"]]
    shown = listed(events, EVENTS_SHOWN_MAX)
    detail = ", ".join(
        f"{name} {wording.short_day(value) if _is_day(value) else value}" for name, value in case["detail"].items()
    )
    return f"{detail} · {shown}" if detail else shown


def _is_day(value: object) -> bool:
    text = str(value)
    return len(text) == 10 and text[4] == text[7] == "-" and text.replace("-", "").isdigit()
